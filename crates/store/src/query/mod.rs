//! Every question that can be asked of a workspace, now or at a past moment.
//!
//! A [`Reader`] holds a read-only connection on the view. Each method reads one snapshot, so a writer
//! beside it is neither waited for nor seen half-way.

mod artefact;
mod at;
mod begun;
mod card;
mod checks;
mod compared;
mod conflicts;
mod decided;
mod facts;
mod heard;
mod held;
mod impact;
mod late;
pub(crate) mod letters;
mod list;
mod log;
mod objections;
mod resolve;
mod runs;
mod sealed;
mod seals;
mod search;
mod snippet;
mod stats;
mod suspects;
mod tags;
mod trace;
mod trust;
mod within;

use std::path::Path;

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use throughline_record::{ChangeId, EntityId};

use crate::error::{Result, StoreError};
use crate::pool::{Pool, Pooled};
use crate::view::View;
use crate::view::touch::damaged;

pub use artefact::{Artefact, LARGEST_NUMBER, LinkSeen};
pub use at::At;
pub use begun::Begun;
pub use card::Card;
pub use checks::LastCheck;
pub use compared::{Became, Difference, LinkDifference, MomentsQuery, ValueDifference};
pub use conflicts::Disputed;
pub use facts::{FactsQuery, Supposing};
pub use heard::HeardFrom;
pub use held::Held;
pub use impact::{Concern, Impact, Step, Touched};
pub use late::{Late, LateEntry};
pub use list::ListQuery;
pub use log::{FieldChange, LogQuery, Logged, LoggedEnds, LoggedRecord};
pub use sealed::{Changed, Sealed};
pub use seals::SealSeen;
pub use search::{Hit, SearchQuery};
pub use stats::{Device, Stats};
pub use tags::TagCount;
pub use trace::{Direction, Trace, TraceLink, TraceNode, TraceQuery};
pub use trust::SignedBy;

/// A piece of a longer list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// How many there are in all.
    pub total: u64,
    /// The rows of this page.
    pub rows: Vec<T>,
    /// Index of the first row in the whole list.
    pub offset: u64,
}

/// Answers questions from a view.
pub struct Reader {
    connection: Pooled,
}

impl Reader {
    /// A reader on a connection made by [`View::read_connection`].
    ///
    /// # Errors
    /// None today; opening may come to look at the view.
    pub fn over(connection: Pooled) -> Result<Reader> {
        Ok(Reader { connection })
    }

    /// A reader with a connection of its own on the view at a path.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`] if there is no view.
    pub fn open(path: &Path) -> Result<Reader> {
        let path = path.to_owned();
        Reader::over(Pool::new(move || View::read_connection(&path)).get()?)
    }

    /// How much of the log this reader sees: the position of the last change, 0 if there is none.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn position(&self) -> Result<u64> {
        self.snapshot(|snapshot| Ok(snapshot.position.cast_unsigned()))
    }

    /// The id of the last change this reader sees.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn head(&self) -> Result<Option<ChangeId>> {
        self.snapshot(|snapshot| {
            let head: Option<[u8; 32]> = snapshot
                .connection
                .prepare_cached("SELECT head FROM meta")?
                .query_row([], |row| row.get(0))?;
            Ok(head.map(ChangeId))
        })
    }

    /// When the change at a place of the log was received, or the last one before it; `None` before all.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn received(&self, position: u64) -> Result<Option<String>> {
        self.snapshot(|snapshot| {
            let at = i64::try_from(position).unwrap_or(i64::MAX);
            Ok(snapshot
                .connection
                .prepare_cached(
                    "SELECT received FROM change WHERE position <= ?1 ORDER BY position DESC LIMIT 1",
                )?
                .query_row([at], |row| row.get(0))
                .optional()?)
        })
    }

    /// The place of the last change that is seen at a moment: of what was so on a day, the last one received by
    /// then.
    ///
    /// # Errors
    /// [`StoreError::Query`] if the moment is not one.
    pub fn position_at(&self, at: &At) -> Result<u64> {
        self.snapshot(|snapshot| {
            let at = match at {
                At::So(when) => At::Known(when.clone()),
                at => at.clone(),
            };
            Ok(match snapshot.moment(&at)? {
                at::Moment::Position(position) => position.cast_unsigned(),
                _ => snapshot.position.cast_unsigned(),
            })
        })
    }

    /// Where a change stands in the log, if it is here.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn position_of(&self, change: &ChangeId) -> Result<Option<u64>> {
        self.snapshot(|snapshot| Ok(snapshot.position_of(change)?.map(i64::cast_unsigned)))
    }

    /// Runs one question on one snapshot.
    pub(crate) fn snapshot<T>(&self, ask: impl FnOnce(&Snapshot<'_>) -> Result<T>) -> Result<T> {
        let connection: &Connection = &self.connection;
        // A question inside a question shares its snapshot.
        let outer = connection.is_autocommit();
        if outer {
            connection.prepare_cached("BEGIN")?.execute([])?;
        }
        let answer = Snapshot::of(connection).and_then(|snapshot| ask(&snapshot));
        if outer {
            connection.prepare_cached("COMMIT")?.execute([])?;
        }
        answer
    }
}

/// One consistent state of the view.
pub(crate) struct Snapshot<'c> {
    pub connection: &'c Connection,
    pub position: i64,
    /// Every change descends from the one before.
    pub linear: bool,
    /// Whether some short number was ever given to two entities.
    pub twins: bool,
    /// Whether anything is or was owned by anybody.
    pub owners: bool,
}

impl<'c> Snapshot<'c> {
    fn of(connection: &'c Connection) -> Result<Self> {
        connection
            .prepare_cached(
                "SELECT position, lanes, EXISTS (SELECT 1 FROM twin), \
                   EXISTS (SELECT 1 FROM link INDEXED BY link_owner WHERE type = 'owned-by') FROM meta",
            )?
            .query_row([], |row| {
                Ok(Self {
                    connection,
                    position: row.get(0)?,
                    linear: row.get::<_, i64>(1)? <= 1,
                    twins: row.get(2)?,
                    owners: row.get(3)?,
                })
            })
            .optional()?
            .ok_or_else(|| damaged("it is empty"))
    }

    /// The number of an entity in this view.
    pub fn eid(&self, id: &EntityId) -> Result<Option<i64>> {
        Ok(self
            .connection
            .prepare_cached("SELECT eid FROM entity WHERE id = ?1")?
            .query_row([id.as_bytes()], |row| row.get(0))
            .optional()?)
    }

    /// The number of an entity that is asked for by its id.
    pub fn known(&self, id: &EntityId) -> Result<i64> {
        self.eid(id)?.ok_or_else(|| StoreError::NotFound(id.to_string()))
    }
}

/// The columns of an entity id, read.
pub(crate) fn entity_id(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<EntityId> {
    Ok(EntityId::from_bytes(row.get(column)?))
}
