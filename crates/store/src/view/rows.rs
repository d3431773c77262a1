//! Writes rows of `state` and `link`, with what finds them.

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use throughline_record::EntityId;

use super::axes::{OPEN, Span};
use super::shape::{ArtefactRow, LinkRow, Row, Text};
use crate::error::Result;

/// The prepared statements that write rows.
pub(super) struct RowWriter<'c> {
    connection: &'c Connection,
    state: CachedStatement<'c>,
    link: CachedStatement<'c>,
    text: CachedStatement<'c>,
    text_past: CachedStatement<'c>,
    number: CachedStatement<'c>,
    number_taken: CachedStatement<'c>,
}

impl<'c> RowWriter<'c> {
    pub fn new(connection: &'c Connection) -> Result<Self> {
        Ok(Self {
            connection,
            state: connection.prepare_cached(
                "INSERT INTO state (eid, id, kind, number, title, status, removed, understood, facts, tags, \
                   created_at, updated_at, n_from, n_to, d_from, d_to, sole, fields, afar) \
                 VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19)",
            )?,
            link: connection.prepare_cached(
                "INSERT INTO link (eid, id, type, flow, up, down, removed, understood, \
                   n_from, n_to, d_from, d_to, fields) \
                 VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
            )?,
            text: connection
                .prepare_cached("INSERT INTO text (rowid, title, body, ids) VALUES (?1,?2,?3,?4)")?,
            text_past: connection
                .prepare_cached("INSERT INTO text_past (rowid, title, body, ids) VALUES (?1,?2,?3,?4)")?,
            number: connection
                .prepare_cached("INSERT OR IGNORE INTO number (kind, number, eid) VALUES (?1,?2,?3)")?,
            number_taken: connection.prepare_cached(
                "SELECT 1 FROM number WHERE kind = ?1 AND number = ?2 AND eid <> ?3 LIMIT 1",
            )?,
        })
    }

    pub fn write_link(
        &mut self,
        eid: i64,
        id: &EntityId,
        row: &LinkRow,
        (up, down): (i64, i64),
        span: &Span,
    ) -> Result<()> {
        self.link.execute(params![
            eid,
            id.as_bytes(),
            row.type_,
            row.flow,
            up,
            down,
            row.removed,
            row.understood,
            span.known.0,
            span.known.1,
            span.so.0,
            span.so.1,
            row.fields,
        ])?;
        Ok(())
    }

    pub fn write_artefact(
        &mut self,
        eid: i64,
        id: &EntityId,
        artefact: &ArtefactRow,
        span: &Span,
    ) -> Result<()> {
        let row = self.state.insert(params![
            eid,
            id.as_bytes(),
            artefact.kind,
            artefact.number,
            artefact.title,
            artefact.status,
            artefact.removed,
            artefact.understood,
            artefact.facts,
            artefact.tags,
            artefact.created_at,
            artefact.updated_at,
            span.known.0,
            span.known.1,
            span.so.0,
            span.so.1,
            artefact.sole,
            artefact.fields,
            artefact.afar,
        ])?;
        if let Some(number) = artefact.number {
            self.note_number(&artefact.kind, number, eid)?;
        }
        for name in &artefact.names {
            self.connection
                .prepare_cached("INSERT OR IGNORE INTO ident (value, row) VALUES (?1,?2)")?
                .execute(params![name, row])?;
        }
        match &artefact.text {
            Some(text) => self.write_text(row, text),
            None => Ok(()),
        }
    }

    fn write_text(&mut self, row: i64, text: &Text) -> Result<()> {
        let table = if text.present { &mut self.text } else { &mut self.text_past };
        table.execute(params![row, text.title, text.body, text.ids])?;
        Ok(())
    }

    fn note_number(&mut self, kind: &str, number: i64, eid: i64) -> Result<()> {
        if self.number.execute(params![kind, number, eid])? > 0
            && self.number_taken.exists(params![kind, number, eid])?
        {
            self.connection
                .prepare_cached("INSERT OR IGNORE INTO twin (kind, number) VALUES (?1,?2)")?
                .execute(params![kind, number])?;
        }
        Ok(())
    }

    /// The entity's present row: in which table, its number, and since when, on the axis of what was
    /// so, it holds.
    pub fn present(&self, eid: i64) -> Result<Option<Present>> {
        for table in ["state", "link"] {
            let found = self
                .connection
                .prepare_cached(&format!("SELECT row, d_from FROM {table} WHERE eid = ?1 AND n_to = ?2"))?
                .query_row(params![eid, OPEN], |row| {
                    Ok(Present { table, row: row.get(0)?, since: row.get(1)? })
                })
                .optional()?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Ends a present row at a position and an instant. `was` is what it holds, but for its text, which
    /// is of the past now.
    pub fn close(&mut self, present: &Present, was: &Row, position: i64, instant: i64) -> Result<()> {
        self.connection
            .prepare_cached(&format!("UPDATE {} SET n_to = ?2, d_to = ?3 WHERE row = ?1", present.table))?
            .execute(params![present.row, position, instant])?;
        if let Row::Artefact(artefact) = was
            && let Some(text) = &artefact.text
            && !artefact.removed
        {
            self.connection.prepare_cached("DELETE FROM text WHERE rowid = ?1")?.execute([present.row])?;
            self.text_past.execute(params![present.row, text.title, text.body, text.ids])?;
        }
        Ok(())
    }

    /// Deletes every row of an entity, with what finds it.
    pub fn delete(&self, eid: i64) -> Result<()> {
        for sql in [
            "DELETE FROM text WHERE rowid IN (SELECT row FROM state WHERE eid = ?1)",
            "DELETE FROM text_past WHERE rowid IN (SELECT row FROM state WHERE eid = ?1)",
            "DELETE FROM ident WHERE row IN (SELECT row FROM state WHERE eid = ?1)",
            "DELETE FROM state WHERE eid = ?1",
            "DELETE FROM link WHERE eid = ?1",
        ] {
            self.connection.prepare_cached(sql)?.execute([eid])?;
        }
        Ok(())
    }
}

/// A present row.
pub(super) struct Present {
    table: &'static str,
    row: i64,
    pub since: i64,
}
