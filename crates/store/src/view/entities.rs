//! Folds the entities that a batch of changes touched, and writes their rows.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{CachedStatement, Transaction};
use throughline_record::EntityId;

use super::LoggedChange;
use super::ancestry::ChangeInfo;
use super::axes::{Cut, Moment, Span};
use super::rows::RowWriter;
use super::shape::{self, Row};
use super::touch::{INDEX_BITS, NOTED, Noted, damaged, effective, read_noted};
use crate::error::Result;

/// From so many entities on, a second thread is worth its start.
const WORTH_A_THREAD: usize = 2_000;
/// Entities whose rows are handed over together.
const CHUNK: usize = 128;
/// How many chunks may wait to be written.
const CHUNKS_AHEAD: usize = 16;

/// A row, with where it is valid.
type Shape = (Span, Row);

/// Number and place among the touched ones of every entity that a batch names.
pub(super) type Numbers = HashMap<EntityId, (i64, Option<usize>)>;

/// An entity met in this batch.
pub(super) struct Touched {
    pub eid: i64,
    pub id: EntityId,
    /// Nothing of it was in the view before.
    pub fresh: bool,
    /// Fold all of it anew.
    pub whole: bool,
    /// Its records in this batch, as (change, record) in the batch. Most have one.
    pub first: (usize, usize),
    pub more: Vec<(usize, usize)>,
}

impl Touched {
    /// All of its records are in the batch.
    pub fn in_memory(&self) -> bool {
        self.fresh && !self.whole
    }

    /// There is one record, and so one row, which can be shaped ahead.
    fn is_one_row(&self) -> bool {
        self.in_memory() && self.more.is_empty()
    }
}

/// Writes what entities fold to.
pub(super) struct EntityWriter<'t> {
    tx: &'t Transaction<'t>,
    rows: RowWriter<'t>,
    noted: CachedStatement<'t>,
    numbers: &'t Numbers,
    linear: bool,
}

impl<'t> EntityWriter<'t> {
    pub fn new(tx: &'t Transaction<'t>, numbers: &'t Numbers, linear: bool) -> Result<Self> {
        let noted = tx.prepare_cached(&format!(
            "SELECT {NOTED} FROM touch t JOIN change c ON c.position = t.row >> {INDEX_BITS} \
             WHERE t.eid = ?1 ORDER BY t.row"
        ))?;
        Ok(Self { tx, rows: RowWriter::new(tx)?, noted, numbers, linear })
    }

    /// Folds an entity that the view knows, as little of it as will do.
    pub fn fold_again(&mut self, touched: &Touched, changes: &[LoggedChange]) -> Result<()> {
        let first_new = changes.first().map_or(0, |change| change.position.cast_signed());
        let noted = read_noted(&mut self.noted, [touched.eid], touched.id)?;
        let present = if touched.whole { None } else { self.rows.present(touched.eid)? };
        let mut new = noted.iter().map(|one| one.moment).filter(|moment| moment.position >= first_new);
        if let Some(present) = present
            && let Some(first) = new.next()
        {
            let begins = new.map(|moment| moment.effective).fold(first.effective, i64::min);
            if begins > present.since {
                let was = shape::row(&noted, self.linear, Cut::Known(first_new - 1), true)?;
                self.rows.close(&present, &was, first.position, begins)?;
                drop(was);
                return self.write_all(touched, &noted, |span| {
                    span.known.0 >= first_new || (span.so.0 >= begins && span.so.1 != 0)
                });
            }
        }
        self.rows.delete(touched.eid)?;
        self.write_all(touched, &noted, |_| true)
    }

    /// Folds and writes the rows of those spans that are wanted, one after the other: those of a long text
    /// with many edits do not fit into memory together.
    pub fn write_all(
        &mut self,
        touched: &Touched,
        noted: &[Noted<'_>],
        wanted: impl Fn(&Span) -> bool,
    ) -> Result<()> {
        for span in shape::spans_of(noted).iter().filter(|span| wanted(span)) {
            self.write(touched, span, &shape::row_of(noted, self.linear, span)?)?;
        }
        Ok(())
    }

    pub fn write(&mut self, touched: &Touched, span: &Span, row: &Row) -> Result<()> {
        match row {
            Row::Artefact(row) => self.rows.write_artefact(touched.eid, &touched.id, row, span),
            Row::Link(row) => {
                let ends = (self.number_of(&row.up)?, self.number_of(&row.down)?);
                self.rows.write_link(touched.eid, &touched.id, row, ends, span)
            }
        }
    }

    fn number_of(&self, id: &EntityId) -> Result<i64> {
        if let Some((eid, _)) = self.numbers.get(id) {
            return Ok(*eid);
        }
        Ok(self
            .tx
            .prepare_cached("SELECT eid FROM entity WHERE id = ?1")?
            .query_row([id.as_bytes()], |row| row.get(0))?)
    }
}

/// The entities of a batch that are new: their rows can be shaped beside the writing.
pub(super) struct Fresh<'b> {
    pub changes: &'b [LoggedChange],
    pub infos: &'b [Arc<ChangeInfo>],
    pub touched: &'b [Touched],
    pub linear: bool,
}

/// Rows of new entities with one record, in the order of `touched`.
pub(super) struct Shaped<'b> {
    next: Box<dyn FnMut() -> Result<Option<Shape>> + 'b>,
}

impl Fresh<'_> {
    /// Writes a new entity, whose row may have been shaped ahead.
    pub fn write(
        &self,
        touched: &Touched,
        shaped: &mut Shaped<'_>,
        writer: &mut EntityWriter<'_>,
    ) -> Result<()> {
        if !touched.is_one_row() {
            let noted = self.noted(touched)?;
            return writer.write_all(touched, &noted, |_| true);
        }
        let (span, row) = (shaped.next)()?.ok_or_else(|| damaged("a row that was not made"))?;
        writer.write(touched, &span, &row)
    }

    /// Has the rows of new entities with one record shaped, one by one. Of a big batch this is done by a
    /// second thread while the first writes.
    pub fn shaped<T>(&self, write: impl FnOnce(&mut Shaped<'_>) -> Result<T>) -> Result<T> {
        let mut fresh = self.touched.iter().filter(|one| one.is_one_row());
        if self.touched.len() < WORTH_A_THREAD {
            let next = Box::new(|| fresh.next().map(|one| self.shape(one)).transpose());
            return write(&mut Shaped { next });
        }
        std::thread::scope(|scope| {
            let (sender, receiver) = std::sync::mpsc::sync_channel::<Result<Vec<_>>>(CHUNKS_AHEAD);
            scope.spawn(move || {
                loop {
                    let chunk: Result<Vec<_>> =
                        fresh.by_ref().take(CHUNK).map(|one| self.shape(one)).collect();
                    let last = chunk.as_ref().map_or(true, Vec::is_empty);
                    // The writer may have given up.
                    if sender.send(chunk).is_err() || last {
                        return;
                    }
                }
            });
            let mut chunk = Vec::new().into_iter();
            let next = Box::new(move || {
                loop {
                    if let Some(row) = chunk.next() {
                        return Ok(Some(row));
                    }
                    let more = receiver.recv().map_err(|_| damaged("rows that were not made"))??;
                    if more.is_empty() {
                        return Ok(None);
                    }
                    chunk = more.into_iter();
                }
            });
            write(&mut Shaped { next })
        })
    }

    fn shape(&self, touched: &Touched) -> Result<Shape> {
        let noted = self.noted(touched)?;
        let span = shape::spans_of(&noted).pop().ok_or_else(|| damaged("an entity without records"))?;
        let row = shape::row_of(&noted, self.linear, &span)?;
        Ok((span, row))
    }

    /// The records of a new entity, as the batch has them.
    fn noted(&self, touched: &Touched) -> Result<Vec<Noted<'_>>> {
        std::iter::once(&touched.first)
            .chain(&touched.more)
            .map(|&(change, record)| {
                let info = self.infos.get(change).ok_or_else(|| damaged("a change"))?;
                let record = self
                    .changes
                    .get(change)
                    .and_then(|logged| logged.change.records.get(record))
                    .ok_or_else(|| damaged("a record"))?;
                Ok(Noted {
                    moment: Moment {
                        position: info.position,
                        effective: effective(record.on.as_deref(), &info.at),
                    },
                    change: Arc::clone(info),
                    record: Cow::Borrowed(record),
                    erased: 0,
                })
            })
            .collect()
    }
}
