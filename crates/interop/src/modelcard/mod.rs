//! Model cards: a README with front matter, as Hugging Face writes it.
//!
//! Only the text is read. No model is loaded, no address called.

mod front;
mod sections;

use std::path::Path;

use throughline_record::{Fields, Value};

use crate::error::{InteropError, Result};
use crate::fields::{digest, set, set_value, set_words, text};
use crate::plain::{part, text_of};
use crate::taken::{Level, Line, SourceItem, SourceRevision, Taken};
use front::Front;

const LARGEST: u64 = 4 * 1024 * 1024;
const EXPECTED: &str = "a model card (a README.md with front matter, or with headings of one)";

/// The source of all model cards: a card has no id of its own, so that name and version are its key.
const SOURCE: &str = "modelcard";

/// Reads a model card, or the `README.md` of a folder.
///
/// # Errors
/// If there is no such file, it is too large, not UTF-8, or no card of a model.
pub fn read_modelcard(path: &Path) -> Result<Taken> {
    let content = text_of(path, Some("README.md"), LARGEST, EXPECTED)?.replace("\r\n", "\n");
    let mut report = Vec::new();
    let (front, body) = split(&content);
    let has_front = front.is_some();
    let front = match front.map(front::read) {
        Some(Ok(front)) => front,
        Some(Err(reason)) => {
            let text = format!("the front matter could not be read ({reason}); only the text was taken");
            report.push(Line::new(Level::Error, "front matter", "front-matter", text));
            Front::default()
        }
        None => Front::default(),
    };
    let card = sections::read(body);
    if !has_front && !card.is_card() {
        return Err(InteropError::NotThis { path: path.to_owned(), expected: EXPECTED });
    }
    let folder = path.canonicalize().ok().and_then(|p| {
        let folder = if p.is_dir() { Some(p.as_path()) } else { p.parent() };
        Some(folder?.file_name()?.to_string_lossy().into_owned())
    });
    let name = front.name().or_else(|| card.title.clone());
    let name = name.unwrap_or_else(|| {
        report.push(Line::new(
            Level::Warning,
            "title",
            "no-name",
            "the card names no model; its folder's name stands for it",
        ));
        folder.unwrap_or_else(|| "model".to_owned())
    });
    let version = front.version.clone().or_else(|| card.version.clone()).unwrap_or_else(|| {
        let text = "the card names no version; add `version:` to its front matter to tell versions apart";
        report.push(Line::new(Level::Warning, "version", "no-version", text));
        "not stated".to_owned()
    });
    let mut fields = Fields::new();
    set(&mut fields, "title", &name);
    set(&mut fields, "version", &version);
    set(&mut fields, "framework", front.library_name.as_deref().unwrap_or(""));
    let parameters = front.parameters();
    if !parameters.is_empty() {
        set_value(
            &mut fields,
            "parameters",
            Value::Map(parameters.into_iter().map(|(k, v)| (k, text(v))).collect()),
        );
    }
    let metrics = front.metrics(&mut report);
    if !metrics.is_empty() {
        set_value(
            &mut fields,
            "metrics",
            Value::Map(metrics.into_iter().map(|(k, v)| (k, text(v))).collect()),
        );
    }
    set_words(&mut fields, "tags", &front.tags());
    front.unknown(&mut report);
    for (field, what) in
        [("intended-use", &card.intended), ("limits", &card.limits), ("biases", &card.biases)]
    {
        let joined = what.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join("\n\n");
        set(&mut fields, field, &joined);
        for section in what {
            let text = format!("taken as {}", field.replace('-', " "));
            report.push(Line::new(Level::Taken, section.heading.as_str(), "section", text));
        }
    }
    for heading in &card.both {
        let text = "it tells of limits and of biases without dividing them; it was taken as both";
        report.push(Line::new(Level::Changed, heading.as_str(), "limits-and-biases", text));
    }
    for heading in &card.empty {
        report.push(Line::new(Level::Skipped, heading.as_str(), "empty", "nobody filled this section in"));
    }
    if !card.rest.is_empty() {
        let text = "sections without a field were kept in the notes";
        report.push(Line::new(Level::Changed, "notes", "kept-in-notes", text));
    }
    set(&mut fields, "notes", &card.rest.join("\n\n"));
    report.push(Line::new(Level::Taken, format!("{name} {version}"), "model-card", "a model version"));
    let revision = SourceRevision {
        rev: digest(&fields, &[]),
        on: None,
        said_by: None,
        note: None,
        fields,
        links: Vec::new(),
    };
    let item =
        SourceItem::new(format!("{}/{}", part(&name), part(&version)), "model-version", vec![revision]);
    Ok(Taken {
        source: SOURCE.to_owned(),
        title: format!("model card of {name}"),
        items: vec![item],
        report,
        superseded: Vec::new(),
        extent: None,
    })
}

/// Front matter and the rest.
fn split(text: &str) -> (Option<&str>, &str) {
    let Some(rest) = text.strip_prefix("---\n") else {
        return (None, text);
    };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return (rest.get(..at), rest.get(at + line.len()..).unwrap_or(""));
        }
        at += line.len();
    }
    (None, text)
}
