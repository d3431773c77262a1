//! Fields as JSON text in the view's rows.
//!
//! A part that is here is an object, with `null` for a cleared field (the value grammar has no null
//! of its own). A part that is gone is the list of the names it set.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use throughline_record::{Fields, Opened, Value};

/// A value read back from JSON this crate wrote.
struct Stored(Value);

impl<'de> Deserialize<'de> for Stored {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor).map(Stored)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value without null and without fractions")
    }

    fn visit_bool<E>(self, b: bool) -> Result<Value, E> {
        Ok(Value::Bool(b))
    }

    fn visit_i64<E>(self, n: i64) -> Result<Value, E> {
        Ok(Value::Int(n))
    }

    fn visit_u64<E: serde::de::Error>(self, n: u64) -> Result<Value, E> {
        i64::try_from(n).map(Value::Int).map_err(E::custom)
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Stored(item)) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some((key, Stored(item))) = map.next_entry()? {
            entries.insert(key, item);
        }
        Ok(Value::Map(entries))
    }
}

/// A part as stored: its fields, or the names of the fields that are gone with it.
enum Part {
    Here(Fields),
    Gone(Vec<String>),
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PartVisitor;
        impl<'de> Visitor<'de> for PartVisitor {
            type Value = Part;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("fields, or the names of fields")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Part, A::Error> {
                let mut fields = Fields::new();
                while let Some((name, value)) = map.next_entry::<String, Option<Stored>>()? {
                    fields.insert(name, value.map(|stored| stored.0));
                }
                Ok(Part::Here(fields))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Part, A::Error> {
                let mut names = Vec::new();
                while let Some(name) = seq.next_element()? {
                    names.push(name);
                }
                Ok(Part::Gone(names))
            }
        }
        deserializer.deserialize_any(PartVisitor)
    }
}

/// The stored form of a part; `None` if nothing was committed. `hide` stores it as gone.
pub(crate) fn write_part(
    part: &Opened<Fields>,
    sets: &[String],
    hide: bool,
) -> serde_json::Result<Option<String>> {
    Ok(match part {
        Opened::Absent => None,
        Opened::Here(fields) if !hide => Some(serde_json::to_string(fields)?),
        Opened::Here(_) | Opened::Gone => Some(serde_json::to_string(sets)?),
    })
}

/// Reads a stored part back, with the names it sets.
pub(crate) fn read_part(stored: Option<&str>) -> serde_json::Result<(Opened<Fields>, Vec<String>)> {
    Ok(match stored.map(serde_json::from_str).transpose()? {
        None => (Opened::Absent, Vec::new()),
        Some(Part::Here(fields)) => {
            let sets = fields.keys().cloned().collect();
            (Opened::Here(fields), sets)
        }
        Some(Part::Gone(sets)) => (Opened::Gone, sets),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_part_reads_back_as_it_was_written() {
        let mut fields = Fields::new();
        fields.insert("cleared".into(), None);
        fields.insert("n".into(), Some(Value::Int(-5)));
        fields.insert(
            "nested".into(),
            Some(Value::List(vec![
                Value::Bool(true),
                Value::Map([("ä\"\u{1}".to_owned(), Value::from("\u{10ffff}"))].into()),
            ])),
        );
        let sets: Vec<String> = fields.keys().cloned().collect();
        let here = Opened::Here(fields);
        let stored = write_part(&here, &sets, false).unwrap();
        assert_eq!(read_part(stored.as_deref()).unwrap(), (here.clone(), sets.clone()));
        let hidden = write_part(&here, &sets, true).unwrap();
        assert_eq!(read_part(hidden.as_deref()).unwrap(), (Opened::Gone, sets));
        assert_eq!(read_part(None).unwrap(), (Opened::Absent, Vec::new()));
    }
}
