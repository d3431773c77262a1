//! What a data set looks like: its fields with types, counts, ranges and distributions, small enough to be kept
//! with a data version ([`stored`]), and the question whether newer data still looks like it ([`drift`]).
//!
//! Numbers are kept in bins of a [`grid`] that is the same for every data set, so that two profiles can always be
//! laid on each other without guessing what lies between two edges.

pub mod drift;
pub mod grid;
pub mod stored;

use throughline_record::date;

/// The type of a field, as its values say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DataType {
    /// Whole numbers.
    Int,
    /// Numbers with a fraction.
    Decimal,
    /// Anything else.
    Text,
    /// `true` or `false`.
    Bool,
    /// Days of the calendar.
    Date,
    /// Moments: date and time.
    Instant,
    /// There is no value to tell by, or the type is a tool's own.
    Unknown,
}

impl DataType {
    /// The name in a schema.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            DataType::Int => "int",
            DataType::Decimal => "decimal",
            DataType::Text => "text",
            DataType::Bool => "bool",
            DataType::Date => "date",
            DataType::Instant => "instant",
            DataType::Unknown => "unknown",
        }
    }

    /// What a schema means by a type: other tools call the same by other names.
    #[must_use]
    pub fn named(name: &str) -> DataType {
        let name = name.trim().to_ascii_lowercase();
        let base = name.split(['(', '[', '<']).next().unwrap_or_default().trim();
        match base {
            "int" | "integer" | "long" | "short" | "byte" | "bigint" | "smallint" | "tinyint" | "int8"
            | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" => DataType::Int,
            "decimal" | "number" | "numeric" | "float" | "double" | "real" | "float16" | "float32"
            | "float64" => DataType::Decimal,
            "text" | "string" | "str" | "object" | "varchar" | "char" | "category" | "enum" | "utf8" => {
                DataType::Text
            }
            "bool" | "boolean" => DataType::Bool,
            "date" | "date32" => DataType::Date,
            "instant" | "datetime" | "timestamp" | "datetime64" | "timestamptz" => DataType::Instant,
            _ => DataType::Unknown,
        }
    }

    /// The type in words, of several values.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            DataType::Int => "whole numbers",
            DataType::Decimal => "numbers",
            DataType::Text => "text",
            DataType::Bool => "true or false",
            DataType::Date => "dates",
            DataType::Instant => "dates with time",
            DataType::Unknown => "an unknown type",
        }
    }

    /// Whether values are counted in bins of the grid: numbers, and dates as days or seconds since 1970.
    #[must_use]
    pub const fn is_ordered(self) -> bool {
        matches!(self, DataType::Int | DataType::Decimal | DataType::Date | DataType::Instant)
    }

    /// A place on the axis as people read it: a number, a date, a moment.
    #[must_use]
    pub fn shown(self, value: f64) -> String {
        let from = |ms: f64| date::from_millis(ms.clamp(-6e13, 2.5e14) as i64);
        match self {
            DataType::Date => from(value * 86_400_000.0).get(..10).unwrap_or_default().to_owned(),
            DataType::Instant => from(value * 1000.0),
            _ => number(value),
        }
    }

    /// The place on the axis that [`DataType::shown`] wrote.
    #[must_use]
    pub fn read(self, text: &str) -> Option<f64> {
        let value = match self {
            DataType::Date => date::millis(&date::start_of_day(text)?)? as f64 / 86_400_000.0,
            DataType::Instant => date::millis(text)? as f64 / 1000.0,
            _ => text.trim().parse().ok()?,
        };
        value.is_finite().then_some(value)
    }
}

/// A number in at most twelve digits that count, without a needless exponent.
#[must_use]
pub fn number(value: f64) -> String {
    let short: f64 = format!("{value:.11e}").parse().unwrap_or(value);
    exact(short)
}

/// A number so that it reads back as itself.
#[must_use]
pub fn exact(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 {
        "0".to_owned()
    } else if (1e-9..1e15).contains(&size) {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}

/// The shares whose quantiles a profile keeps.
pub const QUANTILES: [f64; 7] = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

/// What is known of one field of a data set.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldProfile {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: DataType,
    /// It tells about people: no value of it is kept, only how many there are.
    pub personal: bool,
    /// Values that are there.
    pub count: u64,
    /// Rows without one.
    pub missing: u64,
    /// Of the values, those that do not fit the type.
    pub misfits: u64,
    /// Of the values, those that are `NaN`.
    pub nan: u64,
    /// Of the values, those that are infinite.
    pub infinite: u64,
    /// How many different values there are.
    pub distinct: u64,
    /// Whether that is an estimate, within about 2 % (docs/data.md).
    pub distinct_about: bool,
    /// Every value, where there are few, ascending.
    pub values: Option<Vec<String>>,
    /// Smallest and largest.
    pub range: Option<(f64, f64)>,
    /// Mean, of numbers.
    pub mean: Option<f64>,
    /// Standard deviation with n − 1, of numbers.
    pub deviation: Option<f64>,
    /// The quantiles at [`QUANTILES`]; each is off by one bin at most.
    pub quantiles: Option<[f64; 7]>,
    /// How often what occurs.
    pub shape: Shape,
}

/// How often what occurs.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Shape {
    /// Nothing is kept: the field is personal, nearly every value is another, or nobody counted.
    #[default]
    None,
    /// Values of an ordered type.
    Numbers {
        /// Width of the bins; 0 where each bin is one single value.
        width: f64,
        /// Upper edge and count, ascending. A bin holds what is above its edge less the width, up to the edge itself.
        bins: Vec<(f64, u64)>,
    },
    /// Words, each with its count, the most frequent first.
    Words {
        /// Word and count.
        counts: Vec<(String, u64)>,
        /// How many values are none of these.
        rest: u64,
    },
}

impl FieldProfile {
    /// A field of which nothing but name and type is known.
    #[must_use]
    pub fn unknown(name: impl Into<String>, ty: DataType) -> FieldProfile {
        FieldProfile {
            name: name.into(),
            ty,
            personal: false,
            count: 0,
            missing: 0,
            misfits: 0,
            nan: 0,
            infinite: 0,
            distinct: 0,
            distinct_about: false,
            values: None,
            range: None,
            mean: None,
            deviation: None,
            quantiles: None,
            shape: Shape::None,
        }
    }

    /// The share of rows without a value, 0 to 1; none where no rows were counted.
    #[must_use]
    pub fn missing_share(&self) -> Option<f64> {
        let rows = self.count + self.missing;
        (rows > 0).then(|| self.missing as f64 / rows as f64)
    }

    /// Takes away everything that tells a value, as personal fields are kept.
    pub fn make_personal(&mut self) {
        let counts = FieldProfile {
            personal: true,
            count: self.count,
            missing: self.missing,
            misfits: self.misfits,
            distinct: self.distinct,
            distinct_about: self.distinct_about,
            ..FieldProfile::unknown(std::mem::take(&mut self.name), self.ty)
        };
        *self = counts;
    }
}

/// What is known of a data set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// How many rows it has.
    pub rows: u64,
    /// Its fields, in their order.
    pub fields: Vec<FieldProfile>,
}

impl Profile {
    /// A field by its name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FieldProfile> {
        self.fields.iter().find(|field| field.name == name)
    }
}
