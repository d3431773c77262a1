//! The values a field can hold, and their one written form.
//!
//! There is no null and no floating-point number: a field is cleared by naming it without a value,
//! and decimals are text in one spelling (see [`decimal`]). Bytes are canonical JSON by RFC 8785.

mod canonical;
pub mod date;
pub mod decimal;
mod parse;

use std::collections::BTreeMap;

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

pub(crate) use canonical::{push_text, write_fields};
pub(crate) use parse::parse_fields;

/// Integers lie strictly between -2^53 and 2^53: every JSON reader keeps them exactly.
pub const INT_LIMIT: i64 = 1 << 53;

/// Objects and arrays may be nested this deep, the outermost counted.
pub const MAX_DEPTH: usize = 64;

/// A value of a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// `true` or `false`.
    Bool(bool),
    /// An integer with |n| < 2^53.
    Int(i64),
    /// Any Unicode text, kept as written.
    Text(String),
    /// Values in order.
    List(Vec<Value>),
    /// Values by name.
    Map(BTreeMap<String, Value>),
}

/// What a record makes of some fields of its entity. `None` clears the field.
pub type Fields = BTreeMap<String, Option<Value>>;

/// Something is outside the value grammar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// JSON `null`.
    #[error("null is not a value; a field is cleared by naming it without one")]
    Null,
    /// A number with a fraction or an exponent, or one too large for an integer.
    #[error("`{0}` is not an integer; decimals are written as text")]
    NotAnInteger(String),
    /// An integer with |n| >= 2^53.
    #[error("{0} is outside -2^53 < n < 2^53")]
    IntegerRange(i64),
    /// More than [`MAX_DEPTH`] objects and arrays inside each other.
    #[error("the value is nested deeper than 64 objects and arrays")]
    TooDeep,
    /// The text is not a decimal number.
    #[error("`{0}` is not a decimal number")]
    NotADecimal(String),
    /// The bytes are not JSON of the value grammar.
    #[error("{0}")]
    Form(String),
    /// The bytes are a value, but not in its one canonical spelling.
    #[error("the bytes are not in canonical form (RFC 8785)")]
    NotCanonical,
}

impl Value {
    /// Takes a JSON value over.
    ///
    /// # Errors
    /// Refuses null, numbers that are not integers with |n| < 2^53, and nesting beyond
    /// [`MAX_DEPTH`].
    pub fn from_json(json: &serde_json::Value) -> Result<Value, ValueError> {
        Self::from_json_at(json, MAX_DEPTH)
    }

    fn from_json_at(json: &serde_json::Value, depth_left: usize) -> Result<Value, ValueError> {
        use serde_json::Value as Json;
        Ok(match json {
            Json::Null => return Err(ValueError::Null),
            Json::Bool(b) => Value::Bool(*b),
            Json::Number(n) => match n.as_i64() {
                Some(n) => Value::Int(checked_int(n)?),
                None => return Err(ValueError::NotAnInteger(n.to_string())),
            },
            Json::String(s) => Value::Text(s.clone()),
            Json::Array(items) => {
                let left = depth_left.checked_sub(1).ok_or(ValueError::TooDeep)?;
                let items = items.iter().map(|item| Self::from_json_at(item, left));
                Value::List(items.collect::<Result<_, _>>()?)
            }
            Json::Object(entries) => {
                let left = depth_left.checked_sub(1).ok_or(ValueError::TooDeep)?;
                let entries =
                    entries.iter().map(|(key, item)| Ok((key.clone(), Self::from_json_at(item, left)?)));
                Value::Map(entries.collect::<Result<_, ValueError>>()?)
            }
        })
    }

    /// The same value as JSON.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self {
            Value::Bool(b) => Json::Bool(*b),
            Value::Int(n) => Json::from(*n),
            Value::Text(s) => Json::String(s.clone()),
            Value::List(items) => Json::Array(items.iter().map(Value::to_json).collect()),
            Value::Map(entries) => {
                Json::Object(entries.iter().map(|(key, item)| (key.clone(), item.to_json())).collect())
            }
        }
    }

    /// Reads canonical bytes.
    ///
    /// # Errors
    /// Refuses what is outside the value grammar and what is not in canonical form.
    pub fn from_canonical(bytes: &[u8]) -> Result<Value, ValueError> {
        let value = parse::parse_value(bytes)?;
        if value.to_canonical()?.as_bytes() != bytes {
            return Err(ValueError::NotCanonical);
        }
        Ok(value)
    }

    /// The one written form of this value: canonical JSON by RFC 8785.
    ///
    /// # Errors
    /// Refuses integers out of range and nesting beyond [`MAX_DEPTH`], which a program can build.
    pub fn to_canonical(&self) -> Result<String, ValueError> {
        let mut out = String::new();
        canonical::write_value(&mut out, self, MAX_DEPTH)?;
        Ok(out)
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(s) => Some(s),
            _ => None,
        }
    }

    /// The integer, if it is one.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Value::Int(n) => Some(*n),
            _ => None,
        }
    }

    /// The truth value, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries, if it is a map.
    pub fn as_map(&self) -> Option<&BTreeMap<String, Value>> {
        match self {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }
}

fn checked_int(n: i64) -> Result<i64, ValueError> {
    if -INT_LIMIT < n && n < INT_LIMIT { Ok(n) } else { Err(ValueError::IntegerRange(n)) }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Self {
        Value::Bool(b)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Value::List(items)
    }
}

impl From<BTreeMap<String, Value>> for Value {
    fn from(entries: BTreeMap<String, Value>) -> Self {
        Value::Map(entries)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Bool(b) => serializer.serialize_bool(*b),
            Value::Int(n) => serializer.serialize_i64(*n),
            Value::Text(s) => serializer.serialize_str(s),
            Value::List(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Value::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, item) in entries {
                    map.serialize_entry(key, item)?;
                }
                map.end()
            }
        }
    }
}
