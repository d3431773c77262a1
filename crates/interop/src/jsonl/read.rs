//! Reads the lines and checks each against the table of kinds.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::BufRead;

use throughline_model::{Field, FieldType, Kind, kind, parse_field, parse_json};
use throughline_record::{Value, date};
use throughline_store::Progress;

use super::Errors;
use super::line::RawLine;
use crate::apply::Values;
use crate::error::{InteropError, Result};

/// Longer lines are not read: attachments and data do not belong here.
const LONGEST_LINE: usize = 16 * 1024 * 1024;

/// The largest number a short id is given.
const LARGEST_NUMBER: i64 = 1_000_000_000;

/// Lines between two reports of progress.
const STEP: usize = 5_000;

/// A whole file, checked as far as each line can be by itself.
#[derive(Default)]
pub(super) struct File {
    pub source: Option<String>,
    pub artefacts: Vec<ArtefactLine>,
    pub links: Vec<LinkLine>,
    /// Index of the artefact by its key.
    pub keys: HashMap<String, usize>,
    /// Keys of artefacts that are faulty themselves: links to them are not told as well.
    pub faulty: std::collections::HashSet<String>,
    pub lines: usize,
}

pub(super) struct ArtefactLine {
    pub line: usize,
    pub key: String,
    pub kind: &'static Kind,
    /// The number of its short id, if it is free.
    pub number: Option<i64>,
    pub on: Option<String>,
    pub fields: Values,
}

pub(super) struct LinkLine {
    pub line: usize,
    pub type_: String,
    pub from: String,
    pub to: String,
    pub on: Option<String>,
    pub author: Option<String>,
    pub fields: Option<serde_json::Map<String, serde_json::Value>>,
}

pub(super) fn read(input: &mut dyn BufRead, errors: &mut Errors, progress: &dyn Progress) -> Result<File> {
    let mut file = File::default();
    let mut buffer: Vec<u8> = Vec::new();
    let mut last_kind: Option<&'static Kind> = None;
    loop {
        buffer.clear();
        let length =
            read_line(input, &mut buffer).map_err(|e| InteropError::unreadable("the JSON Lines", e))?;
        if length == 0 {
            break;
        }
        file.lines += 1;
        if file.lines.is_multiple_of(STEP) {
            throughline_store::progress::step(progress, file.lines as u64, 0, "lines")?;
        }
        let line = file.lines;
        if length > LONGEST_LINE {
            errors.push(line, "too-long", "the line is longer than 16 MiB");
            continue;
        }
        let mut bytes = buffer.as_slice();
        if line == 1 {
            bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<RawLine<'_>>(bytes) {
            Ok(raw) => take(&mut file, raw, line, &mut last_kind, errors),
            Err(error) => {
                let text = error.to_string();
                // The parser counts lines within this one line.
                let text = text.replace("at line 1 column", "at column");
                errors.push(line, "not-a-line", text);
            }
        }
    }
    Ok(file)
}

/// Reads up to the next newline; of a line that is too long only its beginning is kept.
fn read_line(input: &mut dyn BufRead, buffer: &mut Vec<u8>) -> std::io::Result<usize> {
    let mut length = 0;
    loop {
        let available = match input.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            return Ok(length);
        }
        let end = available.iter().position(|b| *b == b'\n');
        let taken = end.map_or(available.len(), |at| at + 1);
        if length <= LONGEST_LINE {
            buffer.extend_from_slice(available.get(..taken).unwrap_or(&[]));
        }
        input.consume(taken);
        length += taken;
        if end.is_some() {
            return Ok(length);
        }
    }
}

fn take(
    file: &mut File,
    raw: RawLine<'_>,
    line: usize,
    last_kind: &mut Option<&'static Kind>,
    errors: &mut Errors,
) {
    if let Some(name) = raw.stranger() {
        let sentence = format!("a line of t “{}” has no “{name}”", raw.t);
        errors.push(line, "unknown-name", sentence);
        return;
    }
    match raw.t.as_ref() {
        "artefact" => artefact(file, raw, line, last_kind, errors),
        "link" => link(file, raw, line, errors),
        "source" => {
            let name = raw.name.as_deref().map(str::trim).unwrap_or("");
            if name.is_empty() {
                errors.push(line, "required", "a source needs a name");
            } else if file.source.is_some() || !file.artefacts.is_empty() || !file.links.is_empty() {
                errors.push(line, "source-not-first", "the source is named once, in the first line");
            } else {
                file.source = Some(name.to_owned());
            }
        }
        other => {
            let sentence = format!("t is “{other}”; it must be artefact, link or source");
            errors.push(line, "unknown-line", sentence);
        }
    }
}

fn artefact(
    file: &mut File,
    raw: RawLine<'_>,
    line: usize,
    last_kind: &mut Option<&'static Kind>,
    errors: &mut Errors,
) {
    let Some(key) = raw.key.filter(|k| !k.trim().is_empty()) else {
        errors.push(line, "required", "an artefact needs a key, by which links name it");
        return;
    };
    let name = raw.kind.as_deref().unwrap_or("");
    // Lines of one kind usually stand together.
    let kind = match last_kind.filter(|k| k.name == name) {
        Some(kind) => kind,
        None => match kind(name).filter(|k| k.is_artefact()) {
            Some(kind) => kind,
            None => {
                let sentence = match throughline_model::check_kind(name) {
                    Err(error) => error.sentence,
                    Ok(_) => format!("“{name}” is a kind of the record itself and cannot be imported"),
                };
                errors.push(line, "unknown-kind", sentence);
                file.faulty.insert(key.into_owned());
                return;
            }
        },
    };
    *last_kind = Some(kind);
    let mut values = Values::new();
    let base = [("title", raw.title), ("notes", raw.notes), ("said-by", raw.author)];
    for (name, text) in base {
        let (Some(text), Some(field)) = (text, kind.field(name)) else {
            continue;
        };
        match parse_field(field, &Value::Text(text.into_owned())) {
            Ok(Some(value)) => {
                values.insert(name.to_owned(), Some(value));
            }
            Ok(None) => {}
            Err(error) => errors.push(line, error.code, error.sentence),
        }
    }
    for (name, value) in raw.fields.into_iter().flatten() {
        let Some(field) = kind.field(&name) else {
            let sentence =
                throughline_model::check_field(kind, &name).err().map_or_else(String::new, |e| e.sentence);
            errors.push(line, "unknown-field", sentence);
            continue;
        };
        if values.contains_key(&name) {
            let sentence = format!("{name} is given twice, in the line and in its fields");
            errors.push(line, "twice", sentence);
            continue;
        }
        if matches!(field.ty, FieldType::Origin) || field.name == "number" {
            let sentence = format!("{name} is given by the workspace, not by a file");
            errors.push(line, "not-yours", sentence);
            continue;
        }
        match value_of(field, value) {
            Ok(Some(value)) => {
                values.insert(name, Some(value));
            }
            Ok(None) => {}
            Err(error) => errors.push(line, error.code, error.sentence),
        }
    }
    if kind.title_required && !values.contains_key("title") {
        let sentence = format!("a {} needs its title: {}", kind.name, kind.title.label);
        errors.push(line, "required", sentence);
    }
    let number = raw.number.filter(|n| (1..=LARGEST_NUMBER).contains(n));
    if raw.number.is_some() && number.is_none() {
        errors.push(line, "out-of-range", "number must be from 1 to 1,000,000,000");
    }
    let on = moment(raw.at.as_deref(), line, errors);
    match file.keys.entry(key.into_owned()) {
        Entry::Occupied(known) => {
            let sentence = format!("the key “{}” is used twice", known.key());
            errors.push(line, "twice", sentence);
        }
        Entry::Vacant(free) => {
            let key = free.key().clone();
            free.insert(file.artefacts.len());
            file.artefacts.push(ArtefactLine { line, key, kind, number, on, fields: values });
        }
    }
}

/// Plain texts, most of all values, need no copy on their way.
pub(super) fn value_of(
    field: &Field,
    value: serde_json::Value,
) -> std::result::Result<Option<Value>, throughline_model::FieldError> {
    match value {
        serde_json::Value::String(text) => parse_field(field, &Value::Text(text)),
        other => parse_json(field, &other),
    }
}

fn link(file: &mut File, raw: RawLine<'_>, line: usize, errors: &mut Errors) {
    let on = moment(raw.at.as_deref(), line, errors);
    match (raw.type_, raw.from, raw.to) {
        (Some(type_), Some(from), Some(to)) => file.links.push(LinkLine {
            line,
            type_: type_.into_owned(),
            from: from.into_owned(),
            to: to.into_owned(),
            on,
            author: raw.author.map(std::borrow::Cow::into_owned),
            fields: raw.fields,
        }),
        _ => errors.push(line, "required", "a link needs type, from and to"),
    }
}

fn moment(at: Option<&str>, line: usize, errors: &mut Errors) -> Option<String> {
    let at = at.map(str::trim).filter(|at| !at.is_empty())?;
    if date::is_date(at) || date::is_instant(at) {
        return Some(at.to_owned());
    }
    let sentence = format!(
        "at is “{at}”; it must be a date such as 2026-03-01 or an instant such as 2026-03-01T09:00:00Z"
    );
    errors.push(line, "not-a-moment", sentence);
    None
}
