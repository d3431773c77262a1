//! The names of anomalies, as TensorFlow Data Validation has them.

use crate::data::{DataType, FieldProfile};

macro_rules! anomalies {
    ($( $(#[doc = $doc:literal])* $variant:ident = $name:literal; )*) => {
        /// An anomaly by its name in `anomalies.proto`. Those that this program can find.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Anomaly { $( $(#[doc = $doc])* $variant, )* }

        impl Anomaly {
            /// Every one of them, for documents.
            pub const ALL: &[Anomaly] = &[ $( Anomaly::$variant, )* ];

            /// The name in `anomalies.proto`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Anomaly::$variant => $name, )* }
            }

            /// What it means, in a few words.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $( Anomaly::$variant => concat!($($doc),*), )* }
            }
        }
    };
}

anomalies! {
    /// a field is gone
    SchemaMissingColumn = "SCHEMA_MISSING_COLUMN";
    /// a field is new
    SchemaNewColumn = "SCHEMA_NEW_COLUMN";
    /// no row has a value any more
    FeatureTypeNotPresent = "FEATURE_TYPE_NOT_PRESENT";
    /// fewer rows have a value, or a value that was always there can be missing
    FeatureTypeLowFractionPresent = "FEATURE_TYPE_LOW_FRACTION_PRESENT";
    /// words that were not among the allowed ones
    EnumTypeUnexpectedStringValues = "ENUM_TYPE_UNEXPECTED_STRING_VALUES";
    /// whole numbers where one of several words was
    EnumTypeIntNotString = "ENUM_TYPE_INT_NOT_STRING";
    /// numbers where one of several words was
    EnumTypeFloatNotString = "ENUM_TYPE_FLOAT_NOT_STRING";
    /// whole numbers where text was
    StringTypeNowInt = "STRING_TYPE_NOW_INT";
    /// numbers where text was
    StringTypeNowFloat = "STRING_TYPE_NOW_FLOAT";
    /// something else where whole numbers were
    IntTypeIntExpected = "INT_TYPE_INT_EXPECTED";
    /// a whole number above the allowed ones
    IntTypeBigInt = "INT_TYPE_BIG_INT";
    /// a whole number below the allowed ones
    IntTypeSmallInt = "INT_TYPE_SMALL_INT";
    /// something else where numbers were
    FloatTypeNotFloat = "FLOAT_TYPE_NOT_FLOAT";
    /// a number above the allowed ones
    FloatTypeBigFloat = "FLOAT_TYPE_BIG_FLOAT";
    /// a number below the allowed ones
    FloatTypeSmallFloat = "FLOAT_TYPE_SMALL_FLOAT";
    /// NaN where there was none
    FloatTypeHasNan = "FLOAT_TYPE_HAS_NAN";
    /// infinite values where there were none
    FloatTypeHasInf = "FLOAT_TYPE_HAS_INF";
    /// a word where true or false was
    BoolTypeUnexpectedString = "BOOL_TYPE_UNEXPECTED_STRING";
    /// whole numbers where true or false was
    BoolTypeIntNotString = "BOOL_TYPE_INT_NOT_STRING";
    /// numbers where true or false was
    BoolTypeFloatNotString = "BOOL_TYPE_FLOAT_NOT_STRING";
    /// any other change of type
    UnexpectedDataType = "UNEXPECTED_DATA_TYPE";
}

impl Anomaly {
    pub(super) const fn big(ty: DataType) -> Anomaly {
        if matches!(ty, DataType::Int) { Anomaly::IntTypeBigInt } else { Anomaly::FloatTypeBigFloat }
    }

    pub(super) const fn small(ty: DataType) -> Anomaly {
        if matches!(ty, DataType::Int) { Anomaly::IntTypeSmallInt } else { Anomaly::FloatTypeSmallFloat }
    }
}

/// The anomaly that a change of type is; none where the old type takes the new values too.
pub(super) fn of_types(was: &FieldProfile, is: &FieldProfile) -> Option<Anomaly> {
    use DataType::{Bool, Decimal, Int, Text, Unknown};
    let listed = was.values.as_ref().is_some_and(|values| !values.is_empty());
    match (was.ty, is.ty) {
        (a, b) if a == b => None,
        // Without values nothing is known, and whole numbers are numbers.
        (Unknown, _) | (_, Unknown) | (Decimal, Int) => None,
        (Int, _) => Some(Anomaly::IntTypeIntExpected),
        (Decimal, _) => Some(Anomaly::FloatTypeNotFloat),
        (Text, Int) if listed => Some(Anomaly::EnumTypeIntNotString),
        (Text, Int) => Some(Anomaly::StringTypeNowInt),
        (Text, Decimal) if listed => Some(Anomaly::EnumTypeFloatNotString),
        (Text, Decimal) => Some(Anomaly::StringTypeNowFloat),
        (Bool, Text) => Some(Anomaly::BoolTypeUnexpectedString),
        (Bool, Int) => Some(Anomaly::BoolTypeIntNotString),
        (Bool, Decimal) => Some(Anomaly::BoolTypeFloatNotString),
        _ => Some(Anomaly::UnexpectedDataType),
    }
}

/// The anomaly that values outside the allowed ones are.
pub(super) fn of_values(was: &FieldProfile, fresh: &[&str]) -> Anomaly {
    if !matches!(was.ty, DataType::Int | DataType::Decimal) {
        return Anomaly::EnumTypeUnexpectedStringValues;
    }
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let top = was.values.iter().flatten().filter_map(|value| number(value)).fold(f64::MIN, f64::max);
    if fresh.iter().filter_map(|value| number(value)).any(|value| value > top) {
        Anomaly::big(was.ty)
    } else {
        Anomaly::small(was.ty)
    }
}
