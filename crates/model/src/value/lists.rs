//! Fields that hold several things: tags, ranges, digests, pairs, schemas, rows, files.

use super::{FieldError, Parsed, parse_field, scalar};
use crate::field::{Column, Field, Merge};
use std::collections::BTreeMap;
use throughline_record::{Value, decimal};

fn refuse(field: &Field, code: &'static str, what: &str) -> FieldError {
    FieldError::new(field.name, code, format!("{} {what}.", field.label))
}

fn text_of<'a>(map: &'a BTreeMap<String, Value>, key: &str) -> Option<&'a str> {
    map.get(key)?.as_text().map(str::trim).filter(|t| !t.is_empty())
}

fn only_keys(map: &BTreeMap<String, Value>, known: &[&str]) -> bool {
    map.keys().all(|key| known.contains(&key.as_str()))
}

/// Pieces of a text that lists things, one per line or with commas between.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '\n']).map(str::trim).filter(|p| !p.is_empty())
}

fn non_empty(items: Vec<Value>) -> Option<Value> {
    (!items.is_empty()).then_some(Value::List(items))
}

pub(super) fn tags(field: &Field, input: &Value) -> Parsed {
    let refused = || refuse(field, "not-tags", "must be words, with commas between them");
    let words: Vec<String> = match input {
        Value::Text(text) => pieces(text).map(str::to_owned).collect(),
        Value::Int(n) => vec![n.to_string()],
        Value::List(items) => items
            .iter()
            .map(|item| match item {
                Value::Text(text) => Ok(text.trim().to_owned()),
                Value::Int(n) => Ok(n.to_string()),
                _ => Err(refused()),
            })
            .collect::<Result<_, _>>()?,
        _ => return Err(refused()),
    };
    let mut tags: Vec<Value> = words
        .iter()
        // All of them, so that what was read once is read alike again.
        .map(|w| w.trim_start_matches(|c: char| c == '#' || c.is_whitespace()).trim())
        .filter(|w| !w.is_empty())
        .map(Value::from)
        .collect();
    tags.sort_unstable();
    tags.dedup();
    Ok(non_empty(tags))
}

pub(super) fn range(field: &Field, input: &Value) -> Parsed {
    const KEYS: [&str; 3] = ["low", "likely", "high"];
    let refused =
        || refuse(field, "not-a-range", "must be three numbers low, likely, high, such as 10, 20, 40");
    let parts: BTreeMap<&str, Value> = match input {
        Value::Map(map) if only_keys(map, &KEYS) => {
            KEYS.iter().filter_map(|k| Some((*k, map.get(*k)?.clone()))).collect()
        }
        Value::List(items) if items.len() == 3 => KEYS.into_iter().zip(items.iter().cloned()).collect(),
        Value::Text(text) => {
            let numbers: Vec<Value> = text
                .split([',', '/', ';', '\n'])
                .flat_map(|p| p.split(".."))
                .map(|p| Value::from(p.trim()))
                .collect();
            match numbers.as_slice() {
                // One number says that there is no doubt about it.
                [one] => KEYS.into_iter().map(|k| (k, one.clone())).collect(),
                [_, _, _] => KEYS.into_iter().zip(numbers).collect(),
                _ => return Err(refused()),
            }
        }
        Value::Int(_) => KEYS.into_iter().map(|k| (k, input.clone())).collect(),
        _ => return Err(refused()),
    };
    let mut out = BTreeMap::new();
    let mut before = f64::NEG_INFINITY;
    for key in KEYS {
        let Some(part) = parts.get(key) else { continue };
        let plain = match part {
            Value::Int(n) => n.to_string(),
            Value::Text(t) if t.trim().is_empty() => continue,
            Value::Text(t) => decimal::normalise(t.trim()).map_err(|_| refused())?,
            _ => return Err(refused()),
        };
        let number = decimal::to_f64(&plain).ok_or_else(refused)?;
        if number < before {
            return Err(refuse(field, "out-of-order", "must go from low over likely to high"));
        }
        before = number;
        out.insert(key.to_owned(), Value::Text(plain));
    }
    Ok((!out.is_empty()).then_some(Value::Map(out)))
}

pub(super) fn identity(field: &Field, input: &Value) -> Parsed {
    let refused = || {
        let what = "must name the algorithm with the value, such as sha256:9c41…";
        refuse(field, "not-a-digest", what)
    };
    let one = |algorithm: &str, value: &str| -> Result<Value, FieldError> {
        let algorithm = algorithm.trim().to_ascii_lowercase();
        let plain = |t: &str| !t.is_empty() && !t.contains(|c: char| c.is_whitespace() || c.is_control());
        let value = value.trim();
        if !plain(&algorithm) || !plain(value) {
            return Err(refused());
        }
        // Hexadecimal digests have one spelling; others (base64, a tool's own) keep their case.
        let is_hex = value.len() >= 8 && value.bytes().all(|b| b.is_ascii_hexdigit());
        let value = if is_hex { value.to_ascii_lowercase() } else { value.to_owned() };
        Ok(Value::Map(BTreeMap::from([
            ("algorithm".to_owned(), Value::Text(algorithm)),
            ("value".to_owned(), Value::Text(value)),
        ])))
    };
    let from_text = |text: &str| {
        let (algorithm, value) = text.split_once(':').ok_or_else(refused)?;
        one(algorithm, value)
    };
    let from_map = |map: &BTreeMap<String, Value>| {
        if !only_keys(map, &["algorithm", "value"]) {
            return Err(refused());
        }
        one(text_of(map, "algorithm").ok_or_else(refused)?, text_of(map, "value").ok_or_else(refused)?)
    };
    let from = |item: &Value| match item {
        Value::Text(text) => from_text(text.trim()),
        Value::Map(map) => from_map(map),
        _ => Err(refused()),
    };
    let mut digests: Vec<Value> = match input {
        Value::Text(text) => pieces(text).map(from_text).collect::<Result<_, _>>()?,
        Value::List(items) => items.iter().map(from).collect::<Result<_, _>>()?,
        other => vec![from(other)?],
    };
    digests.sort_unstable();
    digests.dedup();
    Ok(non_empty(digests))
}

pub(super) fn pairs(field: &Field, input: &Value) -> Parsed {
    let refused = || refuse(field, "not-pairs", "must be names with values, such as depth=6, rate=0.1");
    let mut out = BTreeMap::new();
    match input {
        Value::Text(text) => {
            for piece in pieces(text) {
                let (name, value) = piece.split_once('=').ok_or_else(refused)?;
                out.insert(name.trim().to_owned(), Value::from(value.trim()));
            }
        }
        Value::Map(map) => {
            for (name, value) in map {
                // Texts stay as they are: a parameter `007` is not the number 7.
                let value = match value {
                    Value::Text(text) => text.clone(),
                    Value::Int(n) => n.to_string(),
                    Value::Bool(b) => b.to_string(),
                    Value::List(_) | Value::Map(_) => return Err(refused()),
                };
                out.insert(name.clone(), Value::Text(value));
            }
        }
        _ => return Err(refused()),
    }
    if out.contains_key("") {
        return Err(refused());
    }
    Ok((!out.is_empty()).then_some(Value::Map(out)))
}

pub(super) fn schema(field: &Field, input: &Value) -> Parsed {
    let refused =
        || refuse(field, "not-a-schema", "must be fields with their types, such as stars:int, comment:text?");
    let from_text = |text: &str| -> Result<Value, FieldError> {
        let (name, ty) = text.split_once(':').ok_or_else(refused)?;
        let (name, ty) = (name.trim(), ty.trim());
        let (ty, nullable) = ty.strip_suffix('?').map_or((ty, false), |t| (t, true));
        if name.is_empty() || ty.is_empty() {
            return Err(refused());
        }
        let mut out =
            BTreeMap::from([("name".to_owned(), Value::from(name)), ("type".to_owned(), Value::from(ty))]);
        if nullable {
            out.insert("nullable".to_owned(), Value::Bool(true));
        }
        Ok(Value::Map(out))
    };
    let from_map = |map: &BTreeMap<String, Value>| -> Result<Value, FieldError> {
        let complete = text_of(map, "name").is_some() && text_of(map, "type").is_some();
        let flag = |key: &str| map.get(key).is_none_or(|v| v.as_bool().is_some());
        let flags_ok = flag("nullable") && flag("personal");
        let values_ok = map
            .get("values")
            .is_none_or(|v| v.as_list().is_some_and(|l| l.iter().all(|i| i.as_text().is_some())));
        let known = ["name", "type", "nullable", "values", "personal"];
        if !complete || !flags_ok || !values_ok || !only_keys(map, &known) {
            return Err(refused());
        }
        Ok(Value::Map(map.clone()))
    };
    let columns: Vec<Value> = match input {
        Value::Text(text) => pieces(text).map(from_text).collect::<Result<_, _>>()?,
        Value::List(items) => items
            .iter()
            .map(|item| match item {
                Value::Text(text) => from_text(text),
                Value::Map(map) => from_map(map),
                _ => Err(refused()),
            })
            .collect::<Result<_, _>>()?,
        _ => return Err(refused()),
    };
    Ok(non_empty(columns))
}

/// One column as the field it would be, so that its values follow the same rules.
fn as_field(field: &Field, column: &Column) -> Field {
    let mut as_field = *field;
    as_field.ty = column.ty;
    as_field.merge = Merge::Single;
    as_field.label = column.label;
    as_field
}

pub(super) fn rows(field: &Field, input: &Value, columns: &[Column]) -> Parsed {
    let refused = || {
        let names: Vec<&str> = columns.iter().map(|c| c.name).collect();
        let what = format!("must be rows of {}, one per line with | between", names.join(" | "));
        refuse(field, "not-rows", &what)
    };
    let from_map = |map: &BTreeMap<String, Value>| -> Result<Value, FieldError> {
        let mut out = BTreeMap::new();
        for name in map.keys() {
            if !columns.iter().any(|c| c.name == name) {
                let what = format!("has no column “{name}”");
                return Err(refuse(field, "unknown-column", &what));
            }
        }
        for column in columns {
            let given = map.get(column.name);
            let parsed = given.map(|v| parse_field(&as_field(field, column), v)).transpose()?.flatten();
            match parsed {
                Some(value) => {
                    out.insert(column.name.to_owned(), value);
                }
                None if column.required => return Err(refused()),
                None => {}
            }
        }
        Ok(Value::Map(out))
    };
    let from_text = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if cells.len() > columns.len() {
            return Err(refused());
        }
        let map = columns.iter().zip(cells).map(|(c, cell)| (c.name.to_owned(), Value::from(cell))).collect();
        from_map(&map)
    };
    let rows: Vec<Value> = match input {
        Value::Text(text) => {
            text.lines().filter(|l| !l.trim().is_empty()).map(from_text).collect::<Result<_, _>>()?
        }
        Value::List(items) => items
            .iter()
            .map(|item| match item {
                Value::Map(map) => from_map(map),
                Value::Text(text) => from_text(text),
                _ => Err(refused()),
            })
            .collect::<Result<_, _>>()?,
        _ => return Err(refused()),
    };
    Ok(non_empty(rows))
}

pub(super) fn attachments(field: &Field, input: &Value) -> Parsed {
    let refused = || {
        let what = "must be files with name, media type, size and digest";
        refuse(field, "not-an-attachment", what)
    };
    let file = |item: &Value| -> Result<Value, FieldError> {
        let map = item.as_map().ok_or_else(refused)?;
        let texts = ["name", "media", "digest"].iter().all(|k| text_of(map, k).is_some());
        let size = map.get("size").and_then(Value::as_int).is_some_and(|n| n >= 0);
        if !texts || !size || !only_keys(map, &["name", "media", "size", "digest"]) {
            return Err(refused());
        }
        Ok(item.clone())
    };
    let items = match input {
        Value::List(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut files: Vec<Value> = items.iter().map(file).collect::<Result<_, _>>()?;
    files.sort_unstable();
    files.dedup();
    Ok(non_empty(files))
}

pub(super) fn origin(field: &Field, input: &Value) -> Parsed {
    const KEYS: [&str; 3] = ["source", "key", "rev"];
    let whole = input.as_map().filter(|map| {
        only_keys(map, &KEYS)
            && text_of(map, "source").is_some()
            && map.values().all(|v| v.as_text().is_some())
    });
    match whole {
        Some(map) => Ok(Some(Value::Map(map.clone()))),
        None => {
            let what = format!("must say source, key and rev, not {}", scalar::shown(input));
            Err(refuse(field, "not-an-origin", &what))
        }
    }
}
