//! What every chapter asks: the record at one moment, and artefacts in words.

use throughline_model::card::{self, Voice, told};
use throughline_model::keys::{Trust, Vouched};
use throughline_model::{Field, FieldType, State, kind};
use throughline_record::{ChangeId, EntityId, Value};
use throughline_report::dossier::{Block, Cell, Column, Fact, Span};
use throughline_store::{Artefact, At, Card, ListQuery, Reader};

use super::prose;
use crate::App;
use crate::dto::{ApiError, AtDto, CardDto};

/// Longer than this, a text stands on its own under its label.
const SHORT: usize = 360;

/// The record at the moment of a dossier.
pub(super) struct Scope<'a> {
    pub app: &'a App,
    pub reader: &'a Reader,
    /// The moment, fixed to a place in the log, so that the clock has no part in it.
    pub at: At,
    /// The same for commands.
    pub moment: AtDto,
    /// The release that chapters are of.
    pub release: Option<EntityId>,
    /// The workspace's id.
    pub workspace: String,
    /// Whose the keys are, by what was known then.
    pub trust: Trust,
}

impl Scope<'_> {
    /// The release as commands name it.
    pub fn named(&self) -> Option<String> {
        Some(self.release.map_or_else(|| "all".to_owned(), |id| id.to_string()))
    }

    /// All of a kind that the release includes, the oldest first.
    pub fn all(&self, kind: &str) -> Result<Vec<Card>, ApiError> {
        let query = ListQuery {
            kinds: vec![kind.into()],
            release: self.release,
            sort: vec![("created_at".into(), false)],
            limit: 0,
            ..ListQuery::default()
        };
        Ok(self.reader.list(&query, &self.at)?.rows)
    }

    /// One artefact with its fields and links.
    pub fn read(&self, id: &EntityId) -> Result<Artefact, ApiError> {
        Ok(self.reader.get(id, &self.at)?)
    }

    /// One artefact by the id on its card.
    pub fn read_card(&self, card: &CardDto) -> Result<Artefact, ApiError> {
        let id = self.reader.resolve(&card.id, &self.at)?;
        self.read(&id)
    }

    /// A Markdown text as blocks.
    pub fn prose(&self, text: &str) -> Vec<Block> {
        prose::blocks(text, &self.workspace)
    }

    /// A Markdown text as words of a line.
    pub fn line(&self, text: &str) -> Vec<Span> {
        prose::line(text, &self.workspace)
    }

    /// A heading with an artefact's title and id.
    pub fn headed(&self, level: u8, card: &Card) -> Block {
        let mut spans = vec![titled(&card.kind, &card.title), Span::text("  ")];
        spans.push(reference(&card.id.to_string(), &card.short));
        if let Some(status) = card.status.as_deref().filter(|s| !matches!(*s, "active" | "draft")) {
            spans.push(Span::faint(format!("  {}", status.replace('-', " "))));
        }
        Block::Heading { level, spans }
    }

    /// What an artefact says, field by field in the order of its form; `without` is said elsewhere.
    pub fn fields(&self, artefact: &Artefact, without: &[&str]) -> Vec<Block> {
        let Some(kind) = artefact.state.kind_entry() else {
            return vec![Block::text(
                "This version of Throughline does not know the kind; the record keeps it.",
            )];
        };
        let mut facts = Vec::new();
        let mut after = Vec::new();
        for field in kind.fields.iter().filter(|f| !without.contains(&f.name)) {
            self.field(artefact, field, &mut facts, &mut after);
        }
        if let Some(field) = kind.field("notes").filter(|_| !without.contains(&"notes")) {
            self.field(artefact, field, &mut facts, &mut after);
        }
        let mut out = Vec::new();
        if !facts.is_empty() {
            out.push(Block::Facts { rows: facts });
        }
        out.append(&mut after);
        out
    }

    /// What one field says, in words of a line, with its label.
    pub fn said(&self, artefact: &Artefact, name: &str) -> Option<(&'static str, Vec<Span>)> {
        let field = artefact.state.kind_entry()?.field(name)?;
        if let (FieldType::Text, Some(text)) = (&field.ty, artefact.state.text(name)) {
            return Some((field.label, self.line(text)));
        }
        let mut facts = Vec::new();
        self.field(artefact, field, &mut facts, &mut Vec::new());
        facts.pop().map(|fact| (field.label, fact.spans))
    }

    /// What the signature under a change is worth, if its key is not known: nobody who is known says whose it is, or it
    /// was revoked before.
    pub fn doubtful(&self, change: &ChangeId) -> Result<Option<&'static str>, ApiError> {
        let Some((device, seq)) = self.reader.signed_by(change)? else { return Ok(Some("unverified")) };
        Ok(match self.trust.vouched(&device, seq) {
            Vouched::Known => None,
            Vouched::Unverified => Some("unverified"),
            Vouched::Revoked => Some("key revoked"),
        })
    }

    fn field(
        &self,
        artefact: &Artefact,
        field: &'static Field,
        facts: &mut Vec<Fact>,
        after: &mut Vec<Block>,
    ) {
        let state = &artefact.state;
        let mut fact = |spans: Vec<Span>| facts.push(Fact { label: field.label.to_owned(), spans });
        if state.erased(field.name) {
            fact(vec![Span::faint("erased")]);
            return;
        }
        if state.fields.get(field.name).is_some_and(|f| f.in_conflict()) {
            after.push(Block::warning(format!(
                "{}: several values stand side by side, set without knowing of each other. One of them is shown.",
                field.label
            )));
        }
        if let FieldType::Ref { link, out, .. } = field.ty {
            let ends: Vec<&Card> = artefact
                .links
                .iter()
                .filter(|l| l.type_ == link && l.out == out && !l.removed)
                .map(|l| &l.other)
                .collect();
            if !ends.is_empty() {
                fact(listed(&ends));
            }
            return;
        }
        let Some(value) = state.value(field.name) else { return };
        match (&field.ty, value) {
            (FieldType::Text, Value::Text(text)) if text.len() > SHORT || text.contains("\n\n") => {
                after.push(Block::Text { spans: vec![Span::strong(field.label)] });
                after.append(&mut self.prose(text));
            }
            (FieldType::Text, Value::Text(text)) => fact(self.line(text)),
            (FieldType::Quote, Value::Text(text)) => fact(vec![Span::said(text)]),
            (FieldType::Identity, _) => fact(digests(state, field.name)),
            (FieldType::Pairs, Value::Map(map)) => fact(pairs(map.iter().map(|(k, v)| (k.as_str(), v)))),
            (FieldType::Pairs, Value::List(items)) => {
                fact(vec![Span::mono(format!("{} values", items.len()))])
            }
            (FieldType::Rows(columns), Value::List(items)) => {
                after.push(rows(field.label, columns, items));
            }
            (FieldType::Schema, Value::List(items)) => {
                let names: Vec<&str> =
                    items.iter().filter_map(|i| i.as_map()?.get("name")?.as_text()).collect();
                fact(vec![Span::text(format!("{} fields: ", names.len())), Span::mono(names.join(", "))]);
            }
            (FieldType::Attachments, Value::List(items)) => fact(attached(items)),
            (FieldType::Origin | FieldType::Order, _) => {}
            _ => {
                if let Some(words) = told(state, field.name) {
                    let machine =
                        matches!(field.name, "commit" | "location" | "run-id" | "repository" | "root");
                    let whole = state.text(field.name).unwrap_or(&words);
                    fact(vec![if machine { Span::mono(whole) } else { Span::text(words) }]);
                }
            }
        }
    }
}

/// The title in the voice of its kind.
pub(super) fn titled(kind: &str, title: &str) -> Span {
    match card::voice(kind) {
        Voice::User => Span::said(title.trim_matches(['“', '”', '"'])),
        Voice::Machine => Span::mono(title),
        Voice::Team => Span::text(title),
    }
}

/// An artefact by its short id.
pub(super) fn reference(id: &str, short: &str) -> Span {
    Span::Ref { entity: id.to_owned(), text: short.to_owned() }
}

/// An artefact as title and short id.
pub(super) fn named(card: &CardDto) -> Vec<Span> {
    vec![titled(&card.kind, &card.title), Span::text(" "), reference(&card.id, &card.short)]
}

/// Artefacts as titles and short ids, one after the other.
pub(super) fn list_of(cards: &[CardDto]) -> Vec<Span> {
    let mut out = Vec::new();
    for card in cards {
        if !out.is_empty() {
            out.push(Span::text("; "));
        }
        out.extend(named(card));
    }
    out
}

fn listed(cards: &[&Card]) -> Vec<Span> {
    let mut out = Vec::new();
    for card in cards {
        if !out.is_empty() {
            out.push(Span::text("; "));
        }
        out.push(titled(&card.kind, &card.title));
        out.push(Span::text(" "));
        out.push(reference(&card.id.to_string(), &card.short));
    }
    out
}

/// Digests in full, each with its algorithm.
pub(super) fn digests(state: &State, field: &str) -> Vec<Span> {
    let items = state.value(field).and_then(Value::as_list).unwrap_or_default();
    let mut out = Vec::new();
    for item in items.iter().filter_map(Value::as_map) {
        let part = |key: &str| item.get(key).and_then(Value::as_text).unwrap_or_default();
        if !out.is_empty() {
            out.push(Span::text("\n"));
        }
        out.push(Span::mono(format!("{}:{}", part("algorithm"), part("value"))));
    }
    out
}

fn pairs<'a>(items: impl Iterator<Item = (&'a str, &'a Value)>) -> Vec<Span> {
    let all: Vec<String> = items.map(|(name, value)| format!("{name} = {}", plain(value))).collect();
    vec![Span::mono(all.join(", "))]
}

fn attached(items: &[Value]) -> Vec<Span> {
    let mut out = Vec::new();
    for item in items.iter().filter_map(Value::as_map) {
        let part = |key: &str| item.get(key).map(plain).unwrap_or_default();
        if !out.is_empty() {
            out.push(Span::text("\n"));
        }
        out.push(Span::text(format!("{} ", part("name"))));
        out.push(Span::mono(part("digest")));
    }
    out
}

/// A value as it is typed.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(n) => n.to_string(),
        Value::Bool(b) => if *b { "yes" } else { "no" }.to_owned(),
        Value::List(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Map(map) => map.values().map(plain).collect::<Vec<_>>().join(", "),
    }
}

fn rows(caption: &str, columns: &[throughline_model::Column], items: &[Value]) -> Block {
    let used: Vec<_> = columns
        .iter()
        .filter(|c| items.iter().any(|i| i.as_map().is_some_and(|m| m.contains_key(c.name))))
        .collect();
    Block::Table {
        caption: caption.to_owned(),
        columns: used
            .iter()
            .map(|c| {
                let numeric = matches!(c.ty, FieldType::Int | FieldType::Decimal | FieldType::Measured);
                let width = if matches!(c.ty, FieldType::Text | FieldType::Line) { 3 } else { 1 };
                Column { label: c.label.to_owned(), width, right: numeric }
            })
            .collect(),
        rows: items
            .iter()
            .filter_map(Value::as_map)
            .map(|item| {
                used.iter().map(|c| Cell::text(item.get(c.name).map(plain).unwrap_or_default())).collect()
            })
            .collect(),
    }
}

/// The name of a kind in a sentence.
pub(super) fn kind_words(name: &str) -> String {
    kind(name).map_or_else(|| name.replace('-', " "), |k| k.label.to_lowercase())
}
