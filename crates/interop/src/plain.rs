//! Single files of text, read whole and within bounds.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::error::{InteropError, Result};

/// The text of a plain file of at most `most` bytes; in a folder the file of this `name`.
///
/// # Errors
/// If there is no such file, it is none (a pipe, a device, in a folder a link that may lead
/// anywhere), too large, or not UTF-8.
pub(crate) fn text_of(path: &Path, name: Option<&str>, most: u64, expected: &'static str) -> Result<String> {
    let not_this = || InteropError::NotThis { path: path.to_owned(), expected };
    let meta = path.metadata().map_err(|_| InteropError::NotFound(path.to_owned()))?;
    let file: PathBuf = match name {
        Some(name) if meta.is_dir() => {
            let inside = path.join(name);
            if !inside.symlink_metadata().is_ok_and(|m| m.is_file()) {
                return Err(not_this());
            }
            inside
        }
        _ if meta.is_file() => path.to_owned(),
        _ => return Err(not_this()),
    };
    let mut bytes = Vec::new();
    let open = File::open(&file).map_err(|e| InteropError::unreadable(&file, e))?;
    open.take(most + 1).read_to_end(&mut bytes).map_err(|e| InteropError::unreadable(&file, e))?;
    if bytes.len() as u64 > most {
        return Err(InteropError::TooMuch(format!(
            "{} is larger than {} MB, the most that is read.",
            file.display(),
            most / 1024 / 1024
        )));
    }
    let text = String::from_utf8(bytes).map_err(|e| {
        InteropError::unreadable(&file, format!("byte {} is not UTF-8", e.utf8_error().valid_up_to() + 1))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// A text, or the texts of a list, or the names of the things in it: what JSON-LD writes in all three
/// ways.
pub(crate) fn words(json: &Json) -> Vec<String> {
    match json {
        Json::String(text) => vec![text.trim().to_owned()].into_iter().filter(|t| !t.is_empty()).collect(),
        Json::Number(n) => vec![n.to_string()],
        Json::Bool(b) => vec![b.to_string()],
        Json::Array(list) => list.iter().take(1_000).flat_map(words).collect(),
        Json::Object(map) => {
            let named = ["name", "@value", "url", "@id", "sc:name", "schema:name"];
            named.iter().find_map(|key| map.get(*key)).map(words).unwrap_or_default()
        }
        Json::Null => Vec::new(),
    }
}

/// A version, an id or a name as part of a key: one spelling, without what would divide it.
pub(crate) fn part(text: &str) -> String {
    text.trim().replace('/', "%2f")
}

/// A time with its offset from UTC (none is UTC), or a day, as an instant in UTC.
pub(crate) fn instant_of(text: &str) -> Option<String> {
    use throughline_record::date;
    let text = text.trim();
    if date::is_date(text) {
        return date::start_of_day(text);
    }
    let (day, rest) = (text.get(..10)?, text.get(10..)?.strip_prefix(['T', 't', ' '])?);
    let end = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (clock, offset) = (rest.get(..end)?, rest.get(end..)?);
    let (whole, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let whole = if whole.len() == 5 { format!("{whole}:00") } else { whole.to_owned() };
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fraction: String = format!("{fraction}000").chars().take(3).collect();
    let millis = date::millis(&format!("{day}T{whole}.{fraction}Z"))?;
    let shift = match offset {
        "" | "Z" | "z" => 0,
        offset => {
            let (hours, minutes) = match offset.get(1..)? {
                both if both.len() == 5 => both.split_once(':')?,
                both if both.len() == 4 => (both.get(..2)?, both.get(2..)?),
                hours => (hours, "0"),
            };
            let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
            if offset.starts_with('-') { -minutes } else { minutes }
        }
    };
    let utc = millis.checked_sub(shift.checked_mul(60_000)?)?;
    (0..=253_402_300_799_999).contains(&utc).then(|| date::from_millis(utc))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn times_of_any_zone_are_brought_to_utc_and_others_refused() {
        for (told, meant) in [
            ("2026-11-23T14:53:50.000Z", Some("2026-11-23T14:53:50.000Z")),
            ("2026-11-23T14:53:50.123456+01:00", Some("2026-11-23T13:53:50.123Z")),
            ("2026-11-23 14:53-0530", Some("2026-11-23T20:23:00.000Z")),
            ("2026-11-23", Some("2026-11-23T00:00:00.000Z")),
            ("2026-11-23T14:53:50.9", Some("2026-11-23T14:53:50.900Z")),
            ("2026-02-30T00:00:00Z", None),
            ("yesterday", None),
            ("2026-11-23T14:53:50+é", None),
            ("2026-11-23T14:53:50+99999999999999999", None),
            ("", None),
        ] {
            assert_eq!(instant_of(told).as_deref(), meant, "{told}");
        }
    }
}
