//! Fields that hold one thing: a text, a number, a date, a word of a list.

use super::{FieldError, MAX_LINE, MAX_TEXT, Parsed};
use crate::field::{Field, FieldType};
use throughline_record::value::INT_LIMIT;
use throughline_record::{Value, ValueError, date as calendar, decimal};

fn refuse(field: &Field, code: &'static str, what: &str) -> FieldError {
    FieldError::new(field.name, code, format!("{} {what}.", field.label))
}

/// How a refused value is shown: short, in quotes.
pub(super) fn shown(input: &Value) -> String {
    let text = match input {
        Value::Text(text) => text.clone(),
        other => other.to_canonical().unwrap_or_default(),
    };
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() { format!("“{short}…”") } else { format!("“{short}”") }
}

/// A scalar as text; lists and maps are none.
fn as_words(input: &Value) -> Option<String> {
    match input {
        Value::Text(text) => Some(text.clone()),
        Value::Int(n) => Some(n.to_string()),
        Value::Bool(b) => Some(b.to_string()),
        Value::List(_) | Value::Map(_) => None,
    }
}

fn words(field: &Field, input: &Value) -> Result<String, FieldError> {
    as_words(input).ok_or_else(|| refuse(field, "not-text", "must be text, not a list or a map"))
}

fn within(field: &Field, text: String, limit: usize) -> Result<String, FieldError> {
    if text.len() > limit {
        let what = format!("is longer than {} KiB; keep the rest in an attachment", limit / 1024);
        return Err(refuse(field, "too-long", &what));
    }
    Ok(text)
}

pub(super) fn line(field: &Field, input: &Value) -> Parsed {
    let words = words(field, input)?;
    // Line breaks and tabs from copying become single spaces; wide gaps between words are kept.
    let one: Vec<&str> = words.split(['\n', '\r', '\t']).map(str::trim).filter(|w| !w.is_empty()).collect();
    Ok(Some(Value::Text(within(field, one.join(" "), MAX_LINE)?)))
}

pub(super) fn text(field: &Field, input: &Value) -> Parsed {
    let words = words(field, input)?;
    let unix = if words.contains('\r') { words.replace("\r\n", "\n").replace('\r', "\n") } else { words };
    Ok(Some(Value::Text(within(field, unix, MAX_TEXT)?)))
}

pub(super) fn int(field: &Field, input: &Value) -> Parsed {
    let number = match input {
        Value::Int(n) => Some(*n),
        // "3.0" is what a spreadsheet makes of 3.
        Value::Text(text) => decimal::normalise(text.trim()).ok().and_then(|plain| {
            if plain.contains('.') { None } else { Some(plain.parse().unwrap_or(i64::MAX)) }
        }),
        _ => None,
    };
    match number {
        Some(n) if n > -INT_LIMIT && n < INT_LIMIT => Ok(Some(Value::Int(n))),
        Some(_) => Err(refuse(field, "out-of-range", "is too large for a whole number")),
        None => {
            Err(refuse(field, "not-an-integer", &format!("must be a whole number, not {}", shown(input))))
        }
    }
}

/// Spellings of the three words that other tools write.
pub(super) fn measured(text: &str) -> Result<String, ValueError> {
    let word = match text.to_ascii_lowercase().as_str() {
        "nan" => "NaN",
        "inf" | "+inf" | "infinity" | "+infinity" => "Infinity",
        "-inf" | "-infinity" => "-Infinity",
        _ => text,
    };
    decimal::normalise_measured(word)
}

pub(super) fn number(
    field: &Field,
    input: &Value,
    normalise: fn(&str) -> Result<String, ValueError>,
    or: &str,
) -> Parsed {
    let text = match input {
        Value::Int(n) => Some(n.to_string()),
        Value::Text(text) => Some(text.trim().to_owned()),
        _ => None,
    };
    let plain = text.and_then(|t| normalise(t.strip_prefix('+').unwrap_or(&t)).ok());
    plain.map(|p| Some(Value::Text(p))).ok_or_else(|| {
        let what = format!("must be a number such as 12.5{or}, not {}", shown(input));
        refuse(field, "not-a-number", &what)
    })
}

pub(super) fn yes_no(field: &Field, input: &Value) -> Parsed {
    let word = as_words(input).unwrap_or_default().trim().to_ascii_lowercase();
    match word.as_str() {
        "true" | "yes" | "y" | "on" | "1" => Ok(Some(Value::Bool(true))),
        "false" | "no" | "n" | "off" | "0" => Ok(Some(Value::Bool(false))),
        _ => Err(refuse(field, "not-yes-or-no", &format!("must be yes or no, not {}", shown(input)))),
    }
}

pub(super) fn date(field: &Field, input: &Value) -> Parsed {
    let text = input.as_text().unwrap_or_default().trim();
    let day = if calendar::is_date(text) {
        Some(text.to_owned())
    } else {
        // An instant is on a day too, the one it has in UTC.
        utc_millis(text).and_then(|ms| calendar::from_millis(ms).get(..10).map(str::to_owned))
    };
    day.map(|d| Some(Value::Text(d))).ok_or_else(|| {
        let what = format!("must be a date of the calendar such as 2026-11-03, not {}", shown(input));
        refuse(field, "not-a-date", &what)
    })
}

pub(super) fn instant(field: &Field, input: &Value) -> Parsed {
    let text = input.as_text().unwrap_or_default().trim();
    let moment = calendar::start_of_day(text).or_else(|| utc_millis(text).map(calendar::from_millis));
    moment.map(|m| Some(Value::Text(m))).ok_or_else(|| {
        let what =
            format!("must be a date, or a date and time such as 2026-11-03T09:12:00Z, not {}", shown(input));
        refuse(field, "not-an-instant", &what)
    })
}

/// RFC 3339 with any offset, also with a space for `T` and without seconds; no offset means UTC.
fn utc_millis(text: &str) -> Option<i64> {
    let day = text.get(..10)?;
    let rest = text.get(10..)?.strip_prefix(['T', 't', ' '])?;
    let (clock, offset) = match rest.strip_suffix(['Z', 'z']) {
        Some(clock) => (clock, 0),
        None => match rest.rfind(['+', '-']) {
            Some(at) => (rest.get(..at)?, offset_millis(rest.get(at..)?)?),
            None => (rest, 0),
        },
    };
    let seconds = if clock.len() == 5 { ":00" } else { "" };
    Some(calendar::millis(&format!("{day}T{clock}{seconds}Z"))? - offset)
}

fn offset_millis(text: &str) -> Option<i64> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text.get(1..)?.chars().filter(|c| *c != ':').collect();
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i64, i64) = (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60_000)
}

pub(super) fn choice(field: &Field, input: &Value, of: &[&str]) -> Parsed {
    let word = as_words(input).unwrap_or_default().trim().to_lowercase().replace([' ', '_'], "-");
    match of.iter().find(|c| **c == word) {
        Some(found) => Ok(Some(Value::from(*found))),
        None => {
            let what = format!("must be one of {}, not {}", of.join(", "), shown(input));
            Err(refuse(field, "not-a-choice", &what))
        }
    }
}

pub(super) fn score(field: &Field, input: &Value) -> Parsed {
    let word = as_words(input).unwrap_or_default().trim().to_lowercase();
    match word.as_str() {
        "unknown" | "?" | "don't know" | "don’t know" => return Ok(Some(Value::from("unknown"))),
        _ => {}
    }
    match int(field, input) {
        Ok(Some(Value::Int(n @ 0..=5))) => Ok(Some(Value::Int(n))),
        _ => {
            let what = format!("must be 0 to 5 or “unknown”, not {}", shown(input));
            Err(refuse(field, "not-a-score", &what))
        }
    }
}

pub(super) fn order(field: &Field, input: &Value) -> Parsed {
    let key = as_words(input).unwrap_or_default();
    if key.is_empty() || key.len() > 200 || !key.bytes().all(|b| b.is_ascii_alphanumeric()) {
        let what = "must be an order key of letters and digits";
        return Err(refuse(field, "not-an-order-key", what));
    }
    Ok(Some(Value::Text(key)))
}

pub(super) fn is_a_link(field: &Field) -> FieldError {
    let link = match field.ty {
        FieldType::Ref { link, .. } => link,
        _ => "",
    };
    refuse(
        field,
        "is-a-link",
        &format!("is not a value but a link of the type `{link}`; make that link instead"),
    )
}
