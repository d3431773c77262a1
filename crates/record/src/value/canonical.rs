//! Writing values as canonical JSON (RFC 8785).
//!
//! A direct writer, because `serde_json_canonicalizer` buffers and sorts every object and was the
//! larger part of the time of sealing a bulk import; a test holds the two to the same bytes.

use std::collections::BTreeMap;

use super::{Fields, Value, ValueError, checked_int};

/// Appends a value. `depth_left` is how many more objects and arrays may be opened.
pub(super) fn write_value(out: &mut String, value: &Value, depth_left: usize) -> Result<(), ValueError> {
    match value {
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Int(n) => push_int(out, checked_int(*n)?),
        Value::Text(text) => push_text(out, text),
        Value::List(items) => {
            let left = depth_left.checked_sub(1).ok_or(ValueError::TooDeep)?;
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_value(out, item, left)?;
            }
            out.push(']');
        }
        Value::Map(entries) => {
            let left = depth_left.checked_sub(1).ok_or(ValueError::TooDeep)?;
            write_entries(out, entries, left, |item| Some(item))?;
        }
    }
    Ok(())
}

/// Appends the object of those fields that have a value: the bytes of a part.
pub(crate) fn write_fields(out: &mut String, fields: &Fields) -> Result<(), ValueError> {
    write_entries(out, fields, super::MAX_DEPTH - 1, Option::as_ref)
}

fn write_entries<T>(
    out: &mut String,
    entries: &BTreeMap<String, T>,
    depth_left: usize,
    value: impl Fn(&T) -> Option<&Value>,
) -> Result<(), ValueError> {
    out.push('{');
    let start = out.len();
    let mut entry = |key: &str, item: &T| -> Result<(), ValueError> {
        let Some(item) = value(item) else {
            return Ok(());
        };
        if out.len() > start {
            out.push(',');
        }
        push_text(out, key);
        out.push(':');
        write_value(out, item, depth_left)
    };
    if entries.keys().all(|key| same_order_in_utf16(key)) {
        for (key, item) in entries {
            entry(key, item)?;
        }
    } else {
        let mut sorted: Vec<_> = entries.iter().collect();
        sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
        for (key, item) in sorted {
            entry(key, item)?;
        }
    }
    out.push('}');
    Ok(())
}

/// RFC 8785 orders keys by UTF-16 code units, a `BTreeMap` by code points. The two differ only
/// where a character from U+E000 on stands; those begin with the bytes 0xEE and above.
fn same_order_in_utf16(key: &str) -> bool {
    key.bytes().all(|byte| byte < 0xEE)
}

fn push_int(out: &mut String, n: i64) {
    use std::fmt::Write;
    // Writing to a String cannot fail.
    let _ = write!(out, "{n}");
}

/// Appends a quoted text with the escapes of RFC 8785 §3.2.2.2 and no others.
pub(crate) fn push_text(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| b < 0x20 || b == b'"' || b == b'\\') {
        // What is escaped is one byte long, so both cuts lie between characters.
        let (plain, tail) = rest.split_at(at);
        out.push_str(plain);
        let (escaped, tail) = tail.split_at(1);
        match escaped {
            "\"" => out.push_str("\\\""),
            "\\" => out.push_str("\\\\"),
            "\u{8}" => out.push_str("\\b"),
            "\t" => out.push_str("\\t"),
            "\n" => out.push_str("\\n"),
            "\u{c}" => out.push_str("\\f"),
            "\r" => out.push_str("\\r"),
            control => {
                out.push_str("\\u00");
                crate::id::push_hex(out, control.as_bytes());
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out.push('"');
}
