//! Writes what an entity folds to: rows of `state` or `link`, with what finds them.

use rusqlite::{Connection, OptionalExtension, Statement, params};
use throughline_model::{FieldType, Flow, Stage, State, card, kind, link, search_text};
use throughline_record::{Ends, EntityId, Value};

use super::axes::{OPEN, Span};
use super::touch::damaged;
use crate::error::Result;

/// Fields with a column of their own, or of no use to a list.
const OWN_COLUMNS: &[&str] = &["title", "number", "status", "removed", "tags", "attachments"];

/// The prepared statements that write rows.
pub(super) struct RowWriter<'c> {
    state: Statement<'c>,
    link: Statement<'c>,
    text: Statement<'c>,
    ident: Statement<'c>,
    number: Statement<'c>,
    number_taken: Statement<'c>,
    twin: Statement<'c>,
    current_state: Statement<'c>,
    current_link: Statement<'c>,
    close_state: Statement<'c>,
    close_link: Statement<'c>,
    buffer: Vec<u8>,
}

/// An entity and the ends of it, if it is a link, by their numbers in the view.
#[derive(Clone, Copy)]
pub(super) struct Numbered<'a> {
    pub eid: i64,
    pub id: EntityId,
    /// Ends as the first record gave them, with their numbers.
    pub ends: Option<(&'a Ends, i64, i64)>,
}

impl<'c> RowWriter<'c> {
    pub fn new(connection: &'c Connection) -> Result<Self> {
        Ok(Self {
            state: connection.prepare(
                "INSERT INTO state (eid, id, kind, number, title, status, removed, understood, facts, tags, fields, \
                   created_at, updated_at, n_from, n_to, d_from, d_to) \
                 VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17)",
            )?,
            link: connection.prepare(
                "INSERT INTO link (eid, id, type, flow, up, down, removed, understood, fields, n_from, n_to, d_from, d_to) \
                 VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
            )?,
            text: connection.prepare("INSERT INTO text (rowid, title, body, ids) VALUES (?1,?2,?3,?4)")?,
            ident: connection.prepare("INSERT OR IGNORE INTO ident (value, row) VALUES (?1,?2)")?,
            number: connection
                .prepare("INSERT OR IGNORE INTO number (kind, number, eid) VALUES (?1,?2,?3)")?,
            number_taken: connection.prepare(
                "SELECT 1 FROM number WHERE kind = ?1 AND number = ?2 AND eid <> ?3 LIMIT 1",
            )?,
            twin: connection.prepare("INSERT OR IGNORE INTO twin (kind, number) VALUES (?1,?2)")?,
            current_state: connection
                .prepare("SELECT row, d_from FROM state WHERE eid = ?1 AND n_to = ?2")?,
            current_link: connection
                .prepare("SELECT row, d_from FROM link WHERE eid = ?1 AND n_to = ?2")?,
            close_state: connection.prepare("UPDATE state SET n_to = ?2, d_to = ?3 WHERE row = ?1")?,
            close_link: connection.prepare("UPDATE link SET n_to = ?2, d_to = ?3 WHERE row = ?1")?,
            buffer: Vec::new(),
        })
    }

    /// Writes one row, valid on the span's intervals.
    pub fn write(&mut self, entity: Numbered<'_>, state: &State, span: &Span) -> Result<()> {
        match entity.ends {
            Some((ends, from, to)) => self.write_link(entity, ends, from, to, state, span),
            None => self.write_state(entity, state, span),
        }
    }

    fn write_link(
        &mut self,
        entity: Numbered<'_>,
        ends: &Ends,
        from: i64,
        to: i64,
        state: &State,
        span: &Span,
    ) -> Result<()> {
        let (flow, up, down) = match link(&ends.type_).map(|type_| type_.flow) {
            Some(Flow::Forward) => (1, from, to),
            Some(Flow::Backward) => (-1, to, from),
            Some(Flow::None) | None => (0, from, to),
        };
        let fields = fields_json(&mut self.buffer, state)?;
        self.link.execute(params![
            entity.eid,
            entity.id.as_bytes(),
            ends.type_,
            flow,
            up,
            down,
            state.removed(),
            state.understood,
            fields,
            span.known.0,
            span.known.1,
            span.so.0,
            span.so.1,
        ])?;
        Ok(())
    }

    fn write_state(&mut self, entity: Numbered<'_>, state: &State, span: &Span) -> Result<()> {
        let entry = kind(&state.kind);
        let number = state.value("number").and_then(Value::as_int);
        let facts = card::facts(state);
        let facts =
            (!facts.is_empty()).then(|| serde_json::to_string(&facts)).transpose().map_err(damaged)?;
        let tags = match state.value("tags") {
            Some(tags @ Value::List(_)) => Some(serde_json::to_string(tags).map_err(damaged)?),
            _ => None,
        };
        let searched = entry.is_none_or(|entry| entry.stage != Stage::Record);
        let title = state.title();
        let fields = fields_json(&mut self.buffer, state)?;
        let row = self.state.insert(params![
            entity.eid,
            entity.id.as_bytes(),
            state.kind,
            number,
            title,
            state.status().unwrap_or_default(),
            state.removed(),
            state.understood,
            facts,
            tags,
            fields,
            state.created.at,
            state.updated.at,
            span.known.0,
            span.known.1,
            span.so.0,
            span.so.1,
        ])?;
        if let Some(number) = number {
            self.note_number(&state.kind, number, entity.eid)?;
        }
        if !searched {
            return Ok(());
        }
        let names = version_names(state);
        for name in &names {
            self.ident.execute(params![name, row])?;
        }
        let (text_title, body) = search_text(state);
        let mut ids = match (entry.and_then(|entry| entry.prefix), number) {
            (Some(prefix), Some(number)) => format!("{prefix}-{number}"),
            _ => String::new(),
        };
        for name in &names {
            ids.push(' ');
            ids.push_str(name);
        }
        self.text.execute(params![row, text_title, body, ids])?;
        Ok(())
    }

    fn note_number(&mut self, kind: &str, number: i64, eid: i64) -> Result<()> {
        if self.number.execute(params![kind, number, eid])? > 0
            && self.number_taken.exists(params![kind, number, eid])?
        {
            self.twin.execute(params![kind, number])?;
        }
        Ok(())
    }

    /// Since when, on the axis of what was so, the entity's present row holds; `None` if it has none.
    pub fn current_since(&mut self, eid: i64) -> Result<Option<i64>> {
        let read = |row: &rusqlite::Row<'_>| row.get::<_, i64>(1);
        if let Some(since) = self.current_state.query_row(params![eid, OPEN], read).optional()? {
            return Ok(Some(since));
        }
        Ok(self.current_link.query_row(params![eid, OPEN], read).optional()?)
    }

    /// Ends the entity's present row at a position and an instant.
    pub fn close(&mut self, eid: i64, position: i64, instant: i64) -> Result<()> {
        let read = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        if let Some(row) = self.current_state.query_row(params![eid, OPEN], read).optional()? {
            self.close_state.execute(params![row, position, instant])?;
        } else if let Some(row) = self.current_link.query_row(params![eid, OPEN], read).optional()? {
            self.close_link.execute(params![row, position, instant])?;
        }
        Ok(())
    }
}

/// Deletes every row of an entity, with what finds it.
pub(super) fn delete_rows(connection: &Connection, eid: i64) -> Result<()> {
    for sql in [
        "DELETE FROM text WHERE rowid IN (SELECT row FROM state WHERE eid = ?1)",
        "DELETE FROM ident WHERE row IN (SELECT row FROM state WHERE eid = ?1)",
        "DELETE FROM state WHERE eid = ?1",
        "DELETE FROM link WHERE eid = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([eid])?;
    }
    Ok(())
}

/// The shown values of the fields without a column of their own, as a JSON object.
fn fields_json<'b>(buffer: &'b mut Vec<u8>, state: &State) -> Result<Option<&'b str>> {
    buffer.clear();
    for (name, field) in &state.fields {
        if OWN_COLUMNS.contains(&name.as_str()) {
            continue;
        }
        if let Some(value) = field.shown().and_then(|head| head.value.as_ref()) {
            buffer.push(if buffer.is_empty() { b'{' } else { b',' });
            serde_json::to_writer(&mut *buffer, name).map_err(damaged)?;
            buffer.push(b':');
            serde_json::to_writer(&mut *buffer, value).map_err(damaged)?;
        }
    }
    if buffer.is_empty() {
        return Ok(None);
    }
    buffer.push(b'}');
    std::str::from_utf8(buffer).map(Some).map_err(damaged)
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
