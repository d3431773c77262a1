//! The table of kinds: what can be recorded, with which fields.

/// One entry of the table. `title` is `required`, `composed` from other fields where empty, or
/// `personal` (required, and kept in the part that can be erased alone).
macro_rules! kind {
    (@title required $label:literal, $hint:literal) => { $crate::kinds::title_field($label, $hint, true, false) };
    (@title personal $label:literal, $hint:literal) => { $crate::kinds::title_field($label, $hint, true, true) };
    (@title composed $label:literal, $hint:literal) => { $crate::kinds::title_field($label, $hint, false, false) };
    (@statuses) => { $crate::kinds::STATUSES };
    (@statuses $($status:literal)+) => { &[$($status),+] };
    (
        $name:literal $prefix:expr, $stage:ident, $label:literal / $plural:literal;
        title: $how:ident $tlabel:literal, $thint:literal $(, from $($from:literal)+)?;
        fields: [$($field:expr),* $(,)?];
        $(statuses: $($status:literal)+;)?
        blurb: $blurb:literal;
        example: $example:literal;
    ) => {
        $crate::kinds::Kind {
            name: $name,
            prefix: $prefix,
            label: $label,
            plural: $plural,
            stage: $crate::stage::Stage::$stage,
            title: kind!(@title $how $tlabel, $thint),
            title_required: kind!(@title $how $tlabel, $thint).required,
            title_from: &[$($($from),+)?],
            fields: &[$($field),*],
            statuses: kind!(@statuses $($($status)+)?),
            status: $crate::kinds::status_field(kind!(@statuses $($($status)+)?)),
            blurb: $blurb,
            example: $example,
        }
    };
}

mod any;
mod build;
mod define;
mod empathise;
mod frame;
mod ideate;
mod live;
mod people;
mod prototype;
mod record;
mod test;

pub use define::LENSES;
pub use record::{CONFIRMED, MEANINGS};

use crate::field::{Field, FieldType, choice, int, line, one, tags, text, yes_no};
use crate::stage::Stage;
use serde::Serialize;

/// One kind of thing that can be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Kind {
    /// Name in files and records, without version: `problem`.
    pub name: &'static str,
    /// Prefix of short ids (`PRB`); none for kinds of the record itself.
    pub prefix: Option<&'static str>,
    /// Name for people: "Problem".
    pub label: &'static str,
    /// Name of several: "Problems".
    pub plural: &'static str,
    /// Where it belongs.
    pub stage: Stage,
    /// The base field `title` as this kind calls it: its label ("Question") and hint.
    pub title: Field,
    /// A new entity should be given a title; otherwise it is composed.
    pub title_required: bool,
    /// Fields the title is composed of where it is empty, in order.
    pub title_from: &'static [&'static str],
    /// Own fields, in form order.
    pub fields: &'static [Field],
    /// Allowed statuses; an entity without one counts as the first.
    pub statuses: &'static [&'static str],
    /// The base field `status` with this kind's statuses.
    pub status: Field,
    /// What belongs here, in one sentence.
    pub blurb: &'static str,
    /// One real example.
    pub example: &'static str,
}

/// Statuses of a kind that names none of its own.
pub const STATUSES: &[&str] = &["draft", "active", "parked", "superseded"];

/// Fields that every kind has, after its own. `title` and `status` are adapted by each kind, see
/// [`Kind::field`].
pub static BASE: &[Field] = &[
    TITLE,
    text("notes", "Notes").hint("Anything else worth keeping, in Markdown."),
    one("owner", "Owner", "owned-by").hint("The team or person who looks after it."),
    tags("tags", "Tags").searched().hint("Words to find it by."),
    STATUS,
    Field::new("attachments", "Attachments", FieldType::Attachments)
        .hint("Files kept in the workspace, each with its digest."),
    int("number", "Number").hint("The number of the short id."),
    line("said-by", "Said by")
        .personal()
        .searched()
        .hint("Who said or wrote it, where that is not who recorded it."),
    yes_no("removed", "Removed").hint("Taken out of sight; nothing is lost."),
    Field::new("source", "Imported from", FieldType::Origin)
        .hint("The source, key and revision an import took it from."),
    Field::new("order", "Order", FieldType::Order).hint("Place among its siblings."),
];

const TITLE: Field = line("title", "Title").searched().matters().hint("A short name.");
const STATUS: Field = choice("status", "Status", STATUSES).hint("Where it stands.");

const fn title_field(label: &'static str, hint: &'static str, required: bool, personal: bool) -> Field {
    let mut field = TITLE;
    field.label = label;
    field.hint = hint;
    field.required = required;
    field.personal = personal;
    field
}

const fn status_field(statuses: &'static [&'static str]) -> Field {
    let mut field = STATUS;
    field.ty = FieldType::Choice(statuses);
    field
}

const PARTS: &[&[Kind]] = &[
    frame::KINDS,
    people::KINDS,
    empathise::KINDS,
    define::KINDS,
    ideate::KINDS,
    prototype::KINDS,
    test::KINDS,
    build::KINDS,
    live::KINDS,
    any::KINDS,
    record::KINDS,
];

const COUNT: usize = {
    let mut count = 0;
    let mut part = 0;
    while part < PARTS.len() {
        count += PARTS[part].len();
        part += 1;
    }
    count
};

static ALL: [Kind; COUNT] = {
    let mut all = [frame::KINDS[0]; COUNT];
    let (mut at, mut part) = (0, 0);
    while part < PARTS.len() {
        let mut i = 0;
        while i < PARTS[part].len() {
            all[at] = PARTS[part][i];
            at += 1;
            i += 1;
        }
        part += 1;
    }
    all
};

/// Every kind, in the order of the thread.
#[must_use]
pub fn kinds() -> &'static [Kind] {
    &ALL
}

/// The kind of this name (without version), if there is one.
#[must_use]
pub fn kind(name: &str) -> Option<&'static Kind> {
    ALL.iter().find(|k| k.name == name)
}

/// The kind whose short ids begin with this prefix, in any case.
#[must_use]
pub fn kind_by_prefix(prefix: &str) -> Option<&'static Kind> {
    ALL.iter().find(|k| k.prefix.is_some_and(|p| p.eq_ignore_ascii_case(prefix)))
}

impl Kind {
    /// The field of this name: the kind's own, else the base field.
    #[must_use]
    pub fn field(&'static self, name: &str) -> Option<&'static Field> {
        match name {
            "title" => Some(&self.title),
            "status" => Some(&self.status),
            _ => self.fields.iter().chain(BASE).find(|f| f.name == name),
        }
    }

    /// All fields in form order: the title, the kind's own, then the other base fields.
    pub fn all_fields(&'static self) -> impl Iterator<Item = &'static Field> {
        let rest = BASE
            .iter()
            .filter(|f| f.name != "title")
            .map(move |f| if f.name == "status" { &self.status } else { f });
        std::iter::once(&self.title).chain(self.fields).chain(rest)
    }

    /// Whether a release includes it: work in a stage, not the frame around it or the people in it.
    #[must_use]
    pub fn belongs_to_releases(&self) -> bool {
        self.prefix.is_some() && !matches!(self.stage, Stage::Frame | Stage::People | Stage::Record)
    }

    /// Whether it can stand in a release and on the map: all but the kinds of the record itself.
    #[must_use]
    pub fn is_artefact(&self) -> bool {
        self.stage != Stage::Record
    }
}
