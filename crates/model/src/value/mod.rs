//! From what a person or a file gives to the one stored value of a field.
//!
//! Input is taken kindly (`yes`, `1.50`, `a, b`), what is stored has one spelling. Every refusal
//! names the field, has a code that programs can switch on, and a sentence for people.

mod lists;
mod scalar;

use crate::field::{Field, FieldType, Merge};
use serde::Serialize;
use std::collections::BTreeMap;
use throughline_record::{Value, decimal};

/// The longest text one field takes, in bytes. More belongs in an attachment.
pub const MAX_TEXT: usize = 4 * 1024 * 1024;

/// The longest line one field takes, in bytes.
pub const MAX_LINE: usize = 16 * 1024;

/// Something about one field (or one end of a link) is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{sentence}")]
pub struct FieldError {
    /// The field; the kind or link type where those are unknown.
    pub field: String,
    /// For programs: `required`, `unknown-field`, `not-a-date` …
    pub code: &'static str,
    /// For people.
    pub sentence: String,
}

/// Every code a [`FieldError`] can have, for programs that switch on them.
pub const CODES: &[&str] = &[
    "required",
    "unknown-field",
    "unknown-kind",
    "unknown-link",
    "unknown-column",
    "end-not-allowed",
    "is-a-link",
    "not-a-link",
    "not-a-value",
    "not-text",
    "too-long",
    "not-an-integer",
    "out-of-range",
    "not-a-number",
    "not-yes-or-no",
    "not-a-date",
    "not-an-instant",
    "not-a-choice",
    "not-a-score",
    "not-an-order-key",
    "not-tags",
    "not-a-range",
    "out-of-order",
    "not-a-digest",
    "not-pairs",
    "not-a-schema",
    "not-rows",
    "not-an-attachment",
    "not-an-origin",
];

impl FieldError {
    pub(crate) fn new(field: &str, code: &'static str, sentence: String) -> FieldError {
        debug_assert!(CODES.contains(&code), "the list of codes is what programs read");
        FieldError { field: field.to_owned(), code, sentence }
    }
}

type Parsed = Result<Option<Value>, FieldError>;

/// Brings an input value into the one stored form of the field's type. Empty input is `None`: the
/// field is cleared.
///
/// For a set field a list (or text with commas) comes back as a sorted list, a map with `add` and
/// `remove` as such a map; [`crate::fold::set_change`] turns the first into the second.
///
/// # Errors
/// The value is not of the field's type, or the field stands for links.
pub fn parse_field(field: &Field, input: &Value) -> Parsed {
    if matches!(input, Value::Text(text) if text.trim().is_empty()) {
        return match field.ty {
            FieldType::Ref { .. } => Err(scalar::is_a_link(field)),
            _ => Ok(None),
        };
    }
    match field.ty {
        FieldType::Line => scalar::line(field, input),
        FieldType::Text | FieldType::Quote => scalar::text(field, input),
        FieldType::Int => scalar::int(field, input),
        FieldType::Decimal => scalar::number(field, input, decimal::normalise, ""),
        FieldType::Measured => {
            scalar::number(field, input, scalar::measured, ", or NaN, Infinity, -Infinity")
        }
        FieldType::Bool => scalar::yes_no(field, input),
        FieldType::Date => scalar::date(field, input),
        FieldType::Instant => scalar::instant(field, input),
        FieldType::Choice(of) => scalar::choice(field, input, of),
        FieldType::Score => scalar::score(field, input),
        FieldType::Order => scalar::order(field, input),
        FieldType::Tags if field.merge == Merge::Set => keyed(field, input, lists::tags),
        FieldType::Tags => lists::tags(field, input),
        FieldType::Attachments => keyed(field, input, lists::attachments),
        FieldType::Range => lists::range(field, input),
        FieldType::Identity => lists::identity(field, input),
        FieldType::Pairs => lists::pairs(field, input),
        FieldType::Schema => lists::schema(field, input),
        FieldType::Rows(columns) => lists::rows(field, input, columns),
        FieldType::Origin => lists::origin(field, input),
        FieldType::Ref { .. } => Err(scalar::is_a_link(field)),
    }
}

/// As [`parse_field`], from JSON: `null` clears, and numbers with a fraction become decimals.
///
/// # Errors
/// As [`parse_field`]; also for JSON outside the value grammar (too deep, an integer too large).
pub fn parse_json(field: &Field, input: &serde_json::Value) -> Parsed {
    if input.is_null() {
        return parse_field(field, &Value::from(""));
    }
    let mut plain = input.clone();
    fractions_to_text(&mut plain, 0);
    let value = Value::from_json(&plain).map_err(|e| {
        FieldError::new(field.name, "not-a-value", format!("{} cannot be read: {e}.", field.label))
    })?;
    parse_field(field, &value)
}

/// The value grammar has no floating-point numbers; decimals are text.
fn fractions_to_text(json: &mut serde_json::Value, depth: usize) {
    use serde_json::Value as Json;
    if depth > throughline_record::value::MAX_DEPTH {
        return; // Refused as too deep afterwards.
    }
    match json {
        Json::Number(n) if n.as_i64().is_none() => *json = Json::String(n.to_string()),
        Json::Array(items) => items.iter_mut().for_each(|i| fractions_to_text(i, depth + 1)),
        Json::Object(entries) => entries.values_mut().for_each(|i| fractions_to_text(i, depth + 1)),
        _ => {}
    }
}

/// A set field takes a whole list, or adds and removes.
fn keyed(field: &Field, input: &Value, parse: fn(&Field, &Value) -> Parsed) -> Parsed {
    let Value::Map(map) = input else { return parse(field, input) };
    if map.keys().any(|key| key != "add" && key != "remove") {
        return parse(field, input);
    }
    let mut out = BTreeMap::new();
    for (key, items) in map {
        if let Some(items) = parse(field, items)? {
            out.insert(key.clone(), items);
        }
    }
    Ok((!out.is_empty()).then_some(Value::Map(out)))
}
