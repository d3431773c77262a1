//! Croissant 1.0 and 1.1: the description of a data set in JSON-LD.
//!
//! Only the description is read: no file of the data set is opened, no address is called, and the
//! names of its context are taken as the standard writes them.

mod names;
mod records;

use std::path::Path;

use serde_json::{Map, Value as Json};
use throughline_record::{Fields, Value, date};

use crate::error::{InteropError, Result};
use crate::fields::{digest, map, set, set_value, set_words, text};
use crate::git::without_credentials;
use crate::plain::{instant_of, part, text_of, words};
use crate::taken::{Level, Line, SourceItem, SourceRevision, Taken};
use names::plain_names;
use sha2::{Digest, Sha256};

const LARGEST: u64 = 64 * 1024 * 1024;
const EXPECTED: &str = "a Croissant description of a data set (JSON-LD)";

/// Names of the description that are read, or that say nothing of the data set itself.
const READ: [&str; 21] = [
    "@context",
    "@type",
    "@id",
    "name",
    "description",
    "conformsTo",
    "license",
    "url",
    "version",
    "datePublished",
    "dateModified",
    "dateCreated",
    "creator",
    "publisher",
    "citeAs",
    "keywords",
    "distribution",
    "recordSet",
    "isLiveDataset",
    "inLanguage",
    "temporalCoverage",
];

/// Terms of responsible AI with a field of their own.
const RAI_FIELDS: [&str; 2] = ["rai:dataBiases", "rai:dataCollectionTimeframe"];

/// Reads a Croissant description.
///
/// # Errors
/// If there is no such file, it is too large, or it is no description of a data set.
pub fn read_croissant(path: &Path) -> Result<Taken> {
    let not_this = || InteropError::NotThis { path: path.to_owned(), expected: EXPECTED };
    let content = text_of(path, None, LARGEST, EXPECTED)?;
    let json: Json = serde_json::from_str(&content).map_err(|_| not_this())?;
    let Json::Object(body) = plain_names(json) else {
        return Err(not_this());
    };
    let is_dataset =
        body.get("@type").map(words).unwrap_or_default().iter().any(|t| names::plain(t) == "Dataset");
    if !is_dataset || text_in(&body, "name").is_empty() {
        return Err(not_this());
    }
    let mut card = Card { body, report: Vec::new(), fields: Fields::new(), notes: Vec::new() };
    Ok(card.taken())
}

struct Card {
    body: Map<String, Json>,
    report: Vec<Line>,
    fields: Fields,
    notes: Vec<String>,
}

fn text_in(map: &Map<String, Json>, name: &str) -> String {
    map.get(name).map(words).unwrap_or_default().join(", ")
}

impl Card {
    fn say(&mut self, level: Level, place: &str, code: &'static str, text: impl Into<String>) {
        self.report.push(Line::new(level, place, code, text));
    }

    fn taken(&mut self) -> Taken {
        let name = text_in(&self.body, "name");
        let conforms = text_in(&self.body, "conformsTo");
        if !conforms.to_lowercase().contains("croissant") {
            let text = "it does not say which version of Croissant it conforms to; it was read as 1.1";
            self.say(Level::Warning, "conformsTo", "no-version-of-format", text);
        } else if !["/1.0", "/1.1"].iter().any(|v| conforms.contains(v)) {
            let text =
                format!("it conforms to {conforms}, which is newer than what is known; it was read as 1.1");
            self.say(Level::Warning, "conformsTo", "newer", text);
        }
        set(&mut self.fields, "title", &name);
        let digests = self.distribution();
        let version = self.version(&digests);
        set(&mut self.fields, "version", &version);
        if !digests.is_empty() {
            let all = digests
                .iter()
                .map(|(a, v)| map([("algorithm", text(a.as_str())), ("value", text(v.as_str()))]));
            set_value(&mut self.fields, "digest", Value::List(all.collect()));
        }
        set(&mut self.fields, "location", &without_credentials(&text_in(&self.body, "url")));
        set(&mut self.fields, "licence", &text_in(&self.body, "license"));
        let mut tags = self.body.get("keywords").map(words).unwrap_or_default();
        tags = tags
            .iter()
            .flat_map(|t| t.split(','))
            .map(|t| t.trim().to_owned())
            .filter(|t| !t.is_empty())
            .collect();
        tags.extend(
            self.body
                .get("inLanguage")
                .map(words)
                .unwrap_or_default()
                .iter()
                .map(|l| format!("language: {l}")),
        );
        set_words(&mut self.fields, "tags", &tags);
        self.collected();
        self.described();
        if let Some(columns) = records::schema(&self.body, &mut self.report) {
            set_value(&mut self.fields, "schema", columns);
        }
        self.others();
        let notes = self.notes.join("\n\n");
        set(&mut self.fields, "notes", &notes);
        self.say(Level::Taken, &format!("{name} {version}"), "dataset", "a data version");
        let on = ["dateModified", "datePublished", "dateCreated"]
            .iter()
            .find_map(|n| instant_of(&text_in(&self.body, n)));
        let fields = std::mem::take(&mut self.fields);
        let said_by = Some(self.people("creator")).filter(|c| !c.is_empty());
        let revision =
            SourceRevision { rev: digest(&fields, &[]), on, said_by, note: None, fields, links: Vec::new() };
        let item = SourceItem::new(format!("version/{}", part(&version)), "data-version", vec![revision]);
        Taken {
            source: self.source(&name),
            title: format!("Croissant {name}"),
            items: vec![item],
            report: std::mem::take(&mut self.report),
            superseded: Vec::new(),
            extent: None,
        }
    }

    /// What the data set is known by: its address, else its id, else its name.
    fn source(&self, name: &str) -> String {
        let id = ["url", "@id"].iter().map(|n| text_in(&self.body, n)).find(|t| t.contains("://"));
        let id = id.unwrap_or_else(|| name.to_owned());
        let hash = hex::encode(Sha256::digest(id.trim_end_matches('/').as_bytes()));
        format!("croissant:{}", hash.get(..16).unwrap_or(&hash))
    }

    fn version(&mut self, digests: &[(String, String)]) -> String {
        for name in ["version", "dateModified", "datePublished"] {
            let said = text_in(&self.body, name);
            if !said.is_empty() {
                if name != "version" {
                    let text = format!("it names no version; the date {said} stands for it");
                    self.say(Level::Changed, "version", "no-version", text);
                }
                return said;
            }
        }
        let text = "it names neither version nor date; what its files are told by stands for it";
        self.say(Level::Warning, "version", "no-version", text);
        digests
            .first()
            .map_or_else(|| "not stated".to_owned(), |(_, value)| value.get(..8).unwrap_or(value).to_owned())
    }

    /// Digests of the files.
    fn distribution(&mut self) -> Vec<(String, String)> {
        let mut out = Vec::new();
        let all = match self.body.get("distribution") {
            Some(Json::Array(list)) => list.clone(),
            Some(one) => vec![one.clone()],
            None => Vec::new(),
        };
        for file in all.iter().filter_map(Json::as_object).take(100_000) {
            let name = ["name", "@id", "contentUrl"].iter().map(|n| text_in(file, n)).find(|t| !t.is_empty());
            let name = name.unwrap_or_else(|| "a file".to_owned());
            let types = file.get("@type").map(words).unwrap_or_default();
            if types.iter().any(|t| names::plain(t) == "FileSet") {
                self.say(
                    Level::Skipped,
                    &name,
                    "file-set",
                    "files of an archive or folder by a pattern, without digests of their own",
                );
                continue;
            }
            let found: Vec<(String, String)> = ["sha256", "md5"]
                .iter()
                .map(|a| ((*a).to_owned(), text_in(file, a).to_lowercase()))
                .filter(|(algorithm, value)| {
                    let length = if algorithm == "sha256" { 64 } else { 32 };
                    value.len() == length && value.bytes().all(|b| b.is_ascii_hexdigit())
                })
                .collect();
            match found.into_iter().next() {
                Some(digest) => {
                    self.say(
                        Level::Taken,
                        &name,
                        "file",
                        format!("its {}; the file itself was not opened", digest.0),
                    );
                    if !out.contains(&digest) {
                        out.push(digest);
                    }
                }
                None => {
                    self.say(Level::Warning, &name, "no-digest", "neither a SHA-256 nor an MD5 is told of it")
                }
            }
            let size = text_in(file, "contentSize");
            let kind = text_in(file, "encodingFormat");
            let about = [size, kind].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ");
            let about = if about.is_empty() { String::new() } else { format!(" ({about})") };
            self.notes.push(format!("File: {name}{about}"));
        }
        out
    }

    /// First and last day of what was collected.
    fn collected(&mut self) {
        let mut said = self.body.get("rai:dataCollectionTimeframe").map(words).unwrap_or_default();
        if said.is_empty() {
            said = self.body.get("temporalCoverage").map(words).unwrap_or_default();
        }
        if said.is_empty() {
            return;
        }
        let shown = said.join(", ");
        let pieces: Vec<String> = said.iter().flat_map(|t| t.split('/')).map(str::to_owned).collect();
        let days: Vec<(String, String)> = pieces.iter().filter_map(|t| days(t)).collect();
        let first = days.iter().map(|(from, _)| from).min().cloned();
        let last = days.iter().map(|(_, to)| to).max().cloned();
        match (first, last) {
            (Some(from), Some(to))
                if days.len()
                    == pieces.iter().filter(|p| !p.trim().is_empty() && p.trim() != "..").count() =>
            {
                set(&mut self.fields, "collected-from", &from);
                // An open end, or one day alone, is no last day.
                if days.len() > 1 || from != to {
                    set(&mut self.fields, "collected-to", &to);
                }
            }
            _ => {
                self.notes.push(format!("Collected: {shown}"));
                let text = format!("“{shown}” is not a time from day to day; it was kept in the notes");
                self.say(Level::Changed, "rai:dataCollectionTimeframe", "not-a-timeframe", text);
            }
        }
    }

    fn described(&mut self) {
        let description = text_in(&self.body, "description");
        if !description.is_empty() {
            self.notes.insert(0, description);
        }
        let cite = text_in(&self.body, "citeAs");
        if !cite.is_empty() {
            self.notes.push(format!("Cite as: {cite}"));
        }
        let publisher = self.people("publisher");
        if !publisher.is_empty() {
            self.notes.push(format!("Published by {publisher}."));
        }
        set(&mut self.fields, "known-biases", &paragraphs(self.body.get("rai:dataBiases")));
    }

    fn people(&self, name: &str) -> String {
        text_in(&self.body, name)
    }

    /// Terms without a field: those of responsible AI are kept in the notes, the others told.
    fn others(&mut self) {
        let body = std::mem::take(&mut self.body);
        for (name, value) in &body {
            if READ.contains(&name.as_str()) || RAI_FIELDS.contains(&name.as_str()) {
                continue;
            }
            if let Some(term) = name.strip_prefix("rai:") {
                let said = paragraphs(Some(value));
                if !said.is_empty() {
                    self.notes.push(format!("**{}**\n\n{said}", names::in_words(term)));
                    self.say(
                        Level::Changed,
                        name,
                        "kept-in-notes",
                        "it has no field here; it was kept in the notes",
                    );
                }
            } else {
                self.say(Level::Skipped, name, "unknown-term", "it has no place here; it was not taken");
            }
        }
        self.body = body;
    }
}

fn paragraphs(json: Option<&Json>) -> String {
    json.map(words).unwrap_or_default().join("\n\n")
}

/// The first and the last day of a day, a month or a year.
fn days(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let day = text.get(..10).filter(|d| date::is_date(d) && (text.len() == 10 || instant_of(text).is_some()));
    if let Some(day) = day {
        return Some((day.to_owned(), day.to_owned()));
    }
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return None;
    }
    match text.len() {
        4 => Some((format!("{text}-01-01"), format!("{text}-12-31"))).filter(|(a, _)| date::is_date(a)),
        7 => {
            let last = (28..=31).rev().map(|d| format!("{text}-{d}")).find(|d| date::is_date(d))?;
            Some((format!("{text}-01"), last))
        }
        _ => None,
    }
}
