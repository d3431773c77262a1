//! The tables of kinds and links, from which forms are made.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// All tables the page needs to draw forms and lists.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Tables {
    /// Every kind, stage by stage.
    pub kinds: Vec<KindDto>,
    /// Every link type.
    pub links: Vec<LinkTypeDto>,
    /// The fields every kind has.
    pub base: Vec<FieldDto>,
    /// Stages in the order of the thread, with their labels.
    pub stages: Vec<StageDto>,
}

/// A stage of the thread.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StageDto {
    /// `empathise`, …
    pub name: String,
    /// "Empathise".
    pub label: String,
    /// Whether it is one of the seven lanes of the map.
    pub lane: bool,
}

/// A kind of artefact.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct KindDto {
    /// `problem`.
    pub name: String,
    /// `PRB`, or none for the record's own kinds.
    #[ts(optional)]
    pub prefix: Option<String>,
    /// "Problem".
    pub label: String,
    /// "Problems".
    pub plural: String,
    /// The stage it belongs to.
    pub stage: String,
    /// What the title is called in this kind ("Question").
    pub title_label: String,
    /// A word of help for the title.
    pub title_hint: String,
    /// Whether the title must be given.
    pub title_required: bool,
    /// Fields the title is composed of where it is left empty.
    pub title_from: Vec<String>,
    /// Own fields in form order.
    pub fields: Vec<FieldDto>,
    /// The statuses it may have.
    pub statuses: Vec<String>,
    /// What belongs here, one sentence.
    pub blurb: String,
    /// One believable example.
    pub example: String,
    /// Who speaks: `user`, `team` or `machine`.
    pub voice: String,
}

/// A field of a kind.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldDto {
    /// `surface-request`.
    pub name: String,
    /// "Surface request".
    pub label: String,
    /// How it is entered and shown.
    #[serde(rename = "type")]
    pub ty: FieldTypeDto,
    /// Whether it must be given.
    pub required: bool,
    /// Whether it can name a person.
    pub personal: bool,
    /// Whether a change in it makes links suspect.
    pub matters: bool,
    /// `single`, `set` or `long-text`.
    pub merge: String,
    /// A word of help.
    pub hint: String,
    /// What its numbers are in: "months", "%"; absent where they are mere numbers. `{currency}` stands
    /// for what the artefact's own field of that name says.
    #[ts(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// How a field is entered and shown. The value's JSON shape stands beside each.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum FieldTypeDto {
    /// string, one line
    Line,
    /// string, Markdown
    Text,
    /// string, somebody's own words
    Quote,
    /// integer
    Int,
    /// string, decimal
    Decimal,
    /// string, decimal or `NaN`, `Infinity`, `-Infinity`
    Measured,
    /// boolean
    Bool,
    /// string, `YYYY-MM-DD`
    Date,
    /// string, RFC 3339
    Instant,
    /// string out of `choices`
    Choice {
        /// What may be chosen.
        choices: Vec<String>,
    },
    /// `"0"`–`"5"` or `"unknown"`
    Score,
    /// list of strings
    Tags,
    /// `{low, likely, high}` of decimals
    Range,
    /// list of `{algorithm, value}`
    Identity,
    /// map of name to text
    Pairs,
    /// list of `{name, type, nullable?, values?}`
    Schema,
    /// list of maps
    Rows {
        /// The columns of each row.
        columns: Vec<ColumnDto>,
    },
    /// list of `{name, media, size, digest}`
    Attachments,
    /// string, fractional order key; never shown
    Order,
    /// links, not a value
    Ref {
        /// Type of the link.
        link: String,
        /// Whether this artefact is the link's `from` end.
        out: bool,
        /// Whether several may be given.
        many: bool,
        /// The kinds that may be picked; empty for any.
        kinds: Vec<String>,
    },
    /// any JSON; shown read-only
    Other,
}

/// A column of a `Rows` field.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ColumnDto {
    /// Key in each row's map.
    pub name: String,
    /// Heading.
    pub label: String,
    /// The values it allows, where it is a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub choices: Vec<String>,
}

/// A type of link.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LinkTypeDto {
    /// `supports`.
    pub name: String,
    /// "supports".
    pub label: String,
    /// Seen from the other end: "is supported by".
    pub inverse: String,
    /// Kinds allowed as `from`; empty for any.
    pub from: Vec<String>,
    /// Kinds allowed as `to`; empty for any.
    pub to: Vec<String>,
    /// `forward`, `backward` or `none`.
    pub flow: String,
    /// The link's own fields (an outcome, a role).
    pub fields: Vec<FieldDto>,
}
