//! Reading JSON strictly: no duplicate keys, no null, no float, no deep nesting.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Fields, INT_LIMIT, MAX_DEPTH, Value, ValueError};

/// Reads one value, without looking whether the spelling is canonical.
pub(super) fn parse_value(bytes: &[u8]) -> Result<Value, ValueError> {
    parse(bytes, AnyValue(MAX_DEPTH))
}

/// Reads the object of a part, without looking whether the spelling is canonical. Every field has
/// a value; the cleared ones are named outside the part.
pub(crate) fn parse_fields(bytes: &[u8]) -> Result<Fields, ValueError> {
    parse(bytes, PartFields)
}

fn parse<'de, S: DeserializeSeed<'de>>(bytes: &'de [u8], seed: S) -> Result<S::Value, ValueError> {
    let text = std::str::from_utf8(bytes).map_err(|e| ValueError::Form(format!("not UTF-8: {e}")))?;
    let mut json = serde_json::Deserializer::from_str(text);
    let read = seed.deserialize(&mut json).and_then(|value| json.end().map(|()| value));
    read.map_err(|e| ValueError::Form(e.to_string()))
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        AnyValue(MAX_DEPTH).deserialize(deserializer)
    }
}

/// Reads any value with at most this many more objects and arrays inside each other.
#[derive(Clone, Copy)]
struct AnyValue(usize);

impl AnyValue {
    fn inside<E: Error>(self) -> Result<AnyValue, E> {
        match self.0.checked_sub(1) {
            Some(left) => Ok(AnyValue(left)),
            None => Err(E::custom(ValueError::TooDeep)),
        }
    }
}

impl<'de> DeserializeSeed<'de> for AnyValue {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true, false, an integer, a text, a list or a map")
    }

    fn visit_bool<E: Error>(self, b: bool) -> Result<Value, E> {
        Ok(Value::Bool(b))
    }

    fn visit_i64<E: Error>(self, n: i64) -> Result<Value, E> {
        super::checked_int(n).map(Value::Int).map_err(E::custom)
    }

    fn visit_u64<E: Error>(self, n: u64) -> Result<Value, E> {
        match i64::try_from(n) {
            Ok(n) if n < INT_LIMIT => Ok(Value::Int(n)),
            _ => Err(E::custom(format_args!("{n} is outside -2^53 < n < 2^53"))),
        }
    }

    fn visit_f64<E: Error>(self, n: f64) -> Result<Value, E> {
        Err(E::custom(ValueError::NotAnInteger(n.to_string())))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Err(E::custom(ValueError::Null))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(inside)? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        entries(map, self.inside()?, |value| value).map(Value::Map)
    }
}

/// Reads the object of a part.
struct PartFields;

impl<'de> DeserializeSeed<'de> for PartFields {
    type Value = Fields;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fields, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for PartFields {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of fields")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Fields, A::Error> {
        entries(map, AnyValue(MAX_DEPTH - 1), Some)
    }
}

fn entries<'de, A: MapAccess<'de>, T>(
    mut map: A,
    inside: AnyValue,
    wrap: impl Fn(Value) -> T,
) -> Result<BTreeMap<String, T>, A::Error> {
    let mut entries = BTreeMap::new();
    while let Some(key) = map.next_key::<String>()? {
        match entries.entry(key) {
            Entry::Occupied(twice) => {
                let message = format_args!("the key `{}` stands twice", twice.key());
                return Err(A::Error::custom(message));
            }
            Entry::Vacant(free) => {
                free.insert(wrap(map.next_value_seed(inside)?));
            }
        }
    }
    Ok(entries)
}
