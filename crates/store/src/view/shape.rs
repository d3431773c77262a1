//! What a folded state becomes as a row: everything that needs no database.

use throughline_model::{FieldType, Flow, LINK_KIND, Stage, State, card, kind, link, search_text};
use throughline_record::{Ends, EntityId, Opened, Value};

use super::axes::{Cut, Moment, OPEN, Span, spans};
use super::touch::{Noted, damaged, fold_noted, place};
use crate::error::Result;

/// Fields with a column of their own.
const OWN_COLUMNS: &[&str] = &["title", "number", "status", "removed", "tags"];

/// A row of `state`, with what finds it.
pub(super) struct ArtefactRow {
    pub kind: String,
    pub number: Option<i64>,
    pub title: String,
    pub status: String,
    pub removed: bool,
    pub understood: bool,
    pub facts: Option<String>,
    pub tags: Option<String>,
    pub created_at: String,
    pub updated_at: String,
    /// The place of the one record whose content is all there is; `fields` is left out then.
    pub sole: Option<i64>,
    pub fields: Option<String>,
    /// The places of records that hold what is too long to be kept again, by name of the field.
    pub afar: Option<String>,
    /// What a version answers to besides its ids.
    pub names: Vec<String>,
    pub text: Option<Text>,
}

/// A row of `link`.
pub(super) struct LinkRow {
    pub type_: String,
    pub flow: i64,
    pub up: EntityId,
    pub down: EntityId,
    pub removed: bool,
    pub understood: bool,
    pub fields: Option<String>,
}

/// What a search looks through.
pub(super) struct Text {
    pub title: String,
    pub body: String,
    pub ids: String,
    /// It is known now and not removed.
    pub present: bool,
}

pub(super) enum Row {
    Artefact(Box<ArtefactRow>),
    Link(LinkRow),
}

/// The spans of an entity's records, the one of all records last.
pub(super) fn spans_of(noted: &[Noted<'_>]) -> Vec<Span> {
    let moments: Vec<Moment> = noted.iter().map(|one| one.moment).collect();
    spans(&moments)
}

/// The row of a span.
pub(super) fn row_of(noted: &[Noted<'_>], linear: bool, span: &Span) -> Result<Row> {
    row(noted, linear, span.cut, span.known.1 == OPEN)
}

/// The row that a set of an entity's records folds to.
pub(super) fn row(noted: &[Noted<'_>], linear: bool, cut: Cut, present: bool) -> Result<Row> {
    let seen = noted.iter().filter(move |one| cut.holds(one.moment));
    let state = fold_noted(seen.clone(), linear);
    // The ends of a link whose type is not known are not folded, but they are there.
    let ends = match &state.ends {
        None if state.kind == LINK_KIND => seen.clone().find_map(|one| one.record.ends.as_ref()),
        ends => ends.as_ref(),
    };
    match ends {
        Some(ends) => Ok(Row::Link(link_row(&state, ends, noted)?)),
        None => {
            let sole = sole(seen.clone(), &state);
            let fields = if sole.is_some() { Fields::default() } else { fields_json(&state, noted)? };
            Ok(Row::Artefact(Box::new(artefact_row(sole, fields, state, present)?)))
        }
    }
}

fn link_row(state: &State, ends: &Ends, noted: &[Noted<'_>]) -> Result<LinkRow> {
    let (flow, up, down) = match link(&ends.type_).map(|type_| type_.flow) {
        Some(Flow::Forward) => (1, ends.from, ends.to),
        Some(Flow::Backward) => (-1, ends.to, ends.from),
        Some(Flow::None) | None => (0, ends.from, ends.to),
    };
    Ok(LinkRow {
        type_: ends.type_.clone(),
        flow,
        up,
        down,
        removed: state.removed(),
        understood: state.understood,
        // Nobody asks for long fields of links.
        fields: fields_json(state, noted)?.here,
    })
}

/// The record, if there is only one and its content is all of the fields as they are shown: it is kept
/// already, and need not be kept again.
fn sole<'a>(mut seen: impl Iterator<Item = &'a Noted<'a>>, state: &State) -> Option<i64> {
    let only = seen.next().filter(|_| seen.next().is_none())?;
    let Opened::Here(content) = &only.record.content else { return None };
    let is_all = only.erased == 0 && matches!(only.record.personal, Opened::Absent);
    let shown = |(name, value): (&String, &Option<Value>)| {
        OWN_COLUMNS.contains(&name.as_str()) || state.value(name) == value.as_ref()
    };
    (is_all && content.iter().all(shown)).then(|| place(only.moment.position, only.record.address.index))
}

fn artefact_row(sole: Option<i64>, fields: Fields, state: State, present: bool) -> Result<ArtefactRow> {
    let entry = kind(&state.kind);
    let number = state.value("number").and_then(Value::as_int);
    let facts = card::facts(&state);
    let tags = state.value("tags").filter(|tags| matches!(tags, Value::List(_)));
    let searched = entry.is_none_or(|entry| entry.stage != Stage::Record);
    let names = if searched { version_names(&state) } else { Vec::new() };
    let (title, body) = search_text(&state);
    let text = searched.then(|| {
        let mut ids = match (entry.and_then(|entry| entry.prefix), number) {
            (Some(prefix), Some(number)) => format!("{prefix}-{number}"),
            _ => String::new(),
        };
        for name in &names {
            ids.push(' ');
            ids.push_str(name);
        }
        Text { title: title.clone(), body, ids, present: present && !state.removed() }
    });
    Ok(ArtefactRow {
        number,
        title,
        status: state.status().unwrap_or_default().to_owned(),
        removed: state.removed(),
        understood: state.understood,
        facts: if facts.is_empty() { None } else { Some(serde_json::to_string(&facts).map_err(damaged)?) },
        tags: tags.map(serde_json::to_string).transpose().map_err(damaged)?,
        fields: fields.here,
        afar: fields.afar,
        sole,
        names,
        text,
        created_at: state.created.at,
        updated_at: state.updated.at,
        kind: state.kind,
    })
}

/// The shown values of the fields without a column of their own, as JSON objects.
#[derive(Default)]
struct Fields {
    /// The values.
    here: Option<String>,
    /// The places of records that hold long values.
    afar: Option<String>,
}

/// Longest text that is kept with every state, in bytes: a longer one is kept by the record that set it, so
/// that a note of megabytes does not grow with every tag.
const SHORT: usize = 256;

fn fields_json(state: &State, noted: &[Noted<'_>]) -> Result<Fields> {
    let (mut here, mut afar) = (Object::default(), Object::default());
    for (name, field) in &state.fields {
        if OWN_COLUMNS.contains(&name.as_str()) {
            continue;
        }
        let Some(head) = field.shown() else { continue };
        let Some(value) = &head.value else { continue };
        let long = value.as_text().is_some_and(|text| text.len() > SHORT);
        let says_so = |one: &&Noted<'_>| {
            let says = one.record.content.here().and_then(|fields| fields.get(name)?.as_ref());
            one.record.address == head.set.address && says == Some(value)
        };
        match if long { noted.iter().find(says_so) } else { None } {
            Some(one) => afar.push(name, &place(one.moment.position, one.record.address.index))?,
            None => here.push(name, value)?,
        }
    }
    Ok(Fields { here: here.finish()?, afar: afar.finish()? })
}

/// A JSON object being written.
#[derive(Default)]
struct Object(Vec<u8>);

impl Object {
    fn push(&mut self, name: &str, value: &impl serde::Serialize) -> Result<()> {
        self.0.push(if self.0.is_empty() { b'{' } else { b',' });
        serde_json::to_writer(&mut self.0, name).map_err(damaged)?;
        self.0.push(b':');
        serde_json::to_writer(&mut self.0, value).map_err(damaged)
    }

    /// The text; `None` if nothing was pushed.
    fn finish(mut self) -> Result<Option<String>> {
        if self.0.is_empty() {
            return Ok(None);
        }
        self.0.push(b'}');
        String::from_utf8(self.0).map(Some).map_err(damaged)
    }
}

/// What a version answers to besides its ids: `name@version`, digests, commit and tag; lower case.
fn version_names(state: &State) -> Vec<String> {
    let Some(entry) = kind(&state.kind) else { return Vec::new() };
    if !entry.fields.iter().any(|field| matches!(field.name, "version" | "commit")) {
        return Vec::new();
    }
    let mut names = Vec::new();
    if let (Some(name), Some(version)) = (state.text("title"), state.text("version")) {
        names.push(format!("{name}@{version}").to_lowercase());
    }
    for name in ["commit", "tag"] {
        names.extend(state.text(name).map(str::to_lowercase));
    }
    for field in entry.fields.iter().filter(|field| field.ty == FieldType::Identity) {
        let digests = state.value(field.name).and_then(Value::as_list).unwrap_or_default();
        names.extend(
            digests
                .iter()
                .filter_map(|digest| digest.as_map()?.get("value")?.as_text())
                .map(str::to_lowercase),
        );
    }
    names.retain(|name| !name.is_empty());
    names
}
