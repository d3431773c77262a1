//! What a field is: its type, how it merges, whom it may name.

use serde::Serialize;

/// One field of a kind or of a link type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Name in files, on the command line and in records: kebab-case.
    pub name: &'static str,
    /// Name in forms.
    pub label: &'static str,
    /// What values it takes.
    pub ty: FieldType,
    /// A new entity should have it. Saving works without; the gap is reported.
    pub required: bool,
    /// It can name a person: it is kept in the part `personal`, which can be erased alone.
    pub personal: bool,
    /// A change in it makes links to this entity suspect.
    pub matters: bool,
    /// How values set without knowing of each other come together.
    pub merge: Merge,
    /// What to write here, in a few words.
    pub hint: &'static str,
    /// A person would search for words in it.
    pub searched: bool,
    /// What its numbers are in: "months", "%"; empty where they are mere numbers, or in the unit of
    /// something else. `{currency}` stands for what the entity's own field of that name says.
    pub unit: &'static str,
}

/// The type of a field's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldType {
    /// One line of text.
    Line,
    /// Markdown.
    Text,
    /// The words of a user or stakeholder, shown in a serif italic.
    Quote,
    /// An integer with |n| < 2^53.
    Int,
    /// A decimal, as text in its one spelling.
    Decimal,
    /// A decimal, or `NaN`, `Infinity`, `-Infinity`.
    Measured,
    /// Yes or no.
    Bool,
    /// A calendar date, `YYYY-MM-DD`.
    Date,
    /// A moment, RFC 3339 in UTC.
    Instant,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// 0 to 5, or `"unknown"`: "don't know" is an answer of its own, not 0.
    Score,
    /// A set of words.
    Tags,
    /// `{low, likely, high}`, decimals.
    Range,
    /// `[{algorithm, value}]`: digests, each with the name of its algorithm.
    Identity,
    /// Names with a decimal or a text each: parameters, metrics.
    Pairs,
    /// `[{name, type, nullable?, values?, personal?}]`: the columns of a data set.
    Schema,
    /// A list of small maps.
    Rows(&'static [Column]),
    /// `[{name, media, size, digest}]`: files kept in the workspace.
    Attachments,
    /// Where an import took the entity from: `{source, key, rev}`, texts.
    Origin,
    /// A fractional order key: plain text, compared byte by byte.
    Order,
    /// Not stored: the field *is* the links of this type.
    Ref {
        /// Name of the link type.
        link: &'static str,
        /// Whether the entity with this field is the `from` end.
        out: bool,
        /// Whether there may be several.
        many: bool,
    },
}

impl FieldType {
    /// The name of the type, as shown in help and errors.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            FieldType::Line => "line",
            FieldType::Text => "text",
            FieldType::Quote => "quote",
            FieldType::Int => "int",
            FieldType::Decimal => "decimal",
            FieldType::Measured => "measured",
            FieldType::Bool => "bool",
            FieldType::Date => "date",
            FieldType::Instant => "instant",
            FieldType::Choice(_) => "choice",
            FieldType::Score => "score",
            FieldType::Tags => "tags",
            FieldType::Range => "range",
            FieldType::Identity => "identity",
            FieldType::Pairs => "pairs",
            FieldType::Schema => "schema",
            FieldType::Rows(_) => "rows",
            FieldType::Attachments => "attachments",
            FieldType::Origin => "origin",
            FieldType::Order => "order",
            FieldType::Ref { .. } => "ref",
        }
    }
}

/// One column of a [`FieldType::Rows`] field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Key in each row's map.
    pub name: &'static str,
    /// Heading in forms.
    pub label: &'static str,
    /// A plain type: line, text, int, decimal, bool, date or choice.
    pub ty: FieldType,
    /// Each row must have it.
    pub required: bool,
}

/// How values that were set without knowing of each other come together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Merge {
    /// Different values are a conflict, equal ones are not.
    Single,
    /// Keyed adds and removes; an add wins over a remove that did not know of it.
    Set,
    /// As single, with a three-way merge offered.
    LongText,
}

impl Field {
    /// A field that is not required, not personal, does not matter and is not searched.
    /// Tags and attachments merge as sets, Markdown as long text, all else is single.
    pub(crate) const fn new(name: &'static str, label: &'static str, ty: FieldType) -> Field {
        let merge = match ty {
            FieldType::Tags | FieldType::Attachments => Merge::Set,
            FieldType::Text => Merge::LongText,
            _ => Merge::Single,
        };
        Field {
            name,
            label,
            ty,
            required: false,
            personal: false,
            matters: false,
            merge,
            hint: "",
            searched: false,
            unit: "",
        }
    }

    pub(crate) const fn required(mut self) -> Field {
        self.required = true;
        self
    }

    pub(crate) const fn personal(mut self) -> Field {
        self.personal = true;
        self
    }

    pub(crate) const fn matters(mut self) -> Field {
        self.matters = true;
        self
    }

    pub(crate) const fn searched(mut self) -> Field {
        self.searched = true;
        self
    }

    /// A list that is replaced whole, never merged element by element.
    pub(crate) const fn single(mut self) -> Field {
        self.merge = Merge::Single;
        self
    }

    pub(crate) const fn hint(mut self, hint: &'static str) -> Field {
        self.hint = hint;
        self
    }

    /// Whether the workspace gives its values, and no form does: the number of a short id, where an
    /// import took the entity from, and the place among siblings.
    #[must_use]
    pub fn is_given(&self) -> bool {
        matches!(self.ty, FieldType::Origin | FieldType::Order) || self.name == "number"
    }

    pub(crate) const fn unit(mut self, unit: &'static str) -> Field {
        self.unit = unit;
        self
    }

    /// The link type this field stands for, if it is a reference.
    #[must_use]
    pub const fn link(&self) -> Option<&'static str> {
        match self.ty {
            FieldType::Ref { link, .. } => Some(link),
            _ => None,
        }
    }
}

pub(crate) const fn line(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, FieldType::Line)
}
pub(crate) const fn text(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, FieldType::Text).searched()
}
pub(crate) const fn quote(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, FieldType::Quote).searched()
}
pub(crate) const fn int(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, FieldType::Int)
}
pub(crate) const fn decimal(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, FieldType::Decimal)
}
pub(crate) const fn measured(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, FieldType::Measured)
}
pub(crate) const fn yes_no(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, FieldType::Bool)
}
pub(crate) const fn date(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, FieldType::Date)
}
pub(crate) const fn instant(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, FieldType::Instant)
}
pub(crate) const fn choice(name: &'static str, label: &'static str, of: &'static [&'static str]) -> Field {
    Field::new(name, label, FieldType::Choice(of))
}
pub(crate) const fn tags(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, FieldType::Tags)
}
pub(crate) const fn range(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, FieldType::Range)
}
pub(crate) const fn identity(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, FieldType::Identity)
}
pub(crate) const fn pairs(name: &'static str, label: &'static str) -> Field {
    Field::new(name, label, FieldType::Pairs)
}
pub(crate) const fn rows(name: &'static str, label: &'static str, of: &'static [Column]) -> Field {
    Field::new(name, label, FieldType::Rows(of))
}
/// A reference to one other entity, this entity being the `from` end.
pub(crate) const fn one(name: &'static str, label: &'static str, link: &'static str) -> Field {
    Field::new(name, label, FieldType::Ref { link, out: true, many: false })
}
/// References to several other entities, this entity being the `from` end.
pub(crate) const fn many(name: &'static str, label: &'static str, link: &'static str) -> Field {
    Field::new(name, label, FieldType::Ref { link, out: true, many: true })
}
/// The entities that refer to this one: it is the `to` end.
pub(crate) const fn many_in(name: &'static str, label: &'static str, link: &'static str) -> Field {
    Field::new(name, label, FieldType::Ref { link, out: false, many: true })
}
pub(crate) const fn column(name: &'static str, label: &'static str, ty: FieldType) -> Column {
    Column { name, label, ty, required: false }
}
pub(crate) const fn key_column(name: &'static str, label: &'static str) -> Column {
    Column { name, label, ty: FieldType::Line, required: true }
}
