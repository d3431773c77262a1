//! The view: a disposable SQLite file folded from the log, which every question is asked of.
//!
//! It lies in the cache folder and is deleted and built again whenever it is in doubt. Its own lock
//! file tells whether another process has it open; several may read it, and write it one at a time.

pub(crate) mod ancestry;
pub(crate) mod axes;
mod digest;
mod entities;
mod erase;
pub(crate) mod json;
mod project;
mod rows;
mod shape;
pub(crate) mod touch;

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};
use sha2::{Digest, Sha256};
use throughline_record::{Change, ChangeId, EntityId, Hash, WorkspaceId};

use crate::error::{Result, StoreError};
use crate::file::scratch::beside;
use crate::progress::Progress;
use crate::query::letters;

const SCHEMA: &str = include_str!("schema.sql");

/// Raised whenever the schema, or what is written into it, changes. Another number means: build anew.
const VERSION: i64 = 6;

/// "TLvw": tells the file from others.
const APPLICATION_ID: i64 = 0x544c_7677;

/// How long to wait for another process that writes the view.
const PATIENCE: Duration = Duration::from_secs(20);

/// A change with its place in the log of this workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedChange {
    /// Log position, from 1.
    pub position: u64,
    /// When this workspace received it, RFC 3339; never decreases along the log.
    pub received: String,
    /// The change, read.
    pub change: Change,
}

/// A record that names a file.
pub(crate) struct Naming {
    /// Its change, by its place in the log.
    pub position: u64,
    /// Its index in that.
    pub record: u32,
    /// What it is about.
    pub entity: EntityId,
    /// Who was at the keyboard.
    pub actor: Option<EntityId>,
}

/// The view's one writing connection in this process.
pub struct View {
    connection: Connection,
    path: PathBuf,
    workspace: WorkspaceId,
    /// Held as long as the view is open, so that nobody deletes the file under it.
    _lock: File,
}

impl View {
    /// Opens the view at a path, or creates it. A file of another version, of another workspace, or
    /// one that cannot be read is emptied; it then is at position 0 and has to be filled.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the folder cannot be written, [`StoreError::Busy`] if a file that has to
    /// be replaced is in use.
    pub fn open(path: &Path, workspace: &WorkspaceId) -> Result<View> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|error| StoreError::io("The cache folder cannot be made", error))?;
        }
        let lock = lock_file(path)?;
        let connection = match Self::usable(path, workspace) {
            Ok(connection) => connection,
            Err(StoreError::Busy) => return Err(StoreError::Busy),
            Err(_) => {
                // Nobody else has it open: begin with a new file. Otherwise there is only waiting.
                match lock.try_lock() {
                    Ok(()) => {}
                    Err(TryLockError::WouldBlock) => return Err(StoreError::Busy),
                    Err(TryLockError::Error(error)) => {
                        return Err(StoreError::io("The view cannot be locked", error));
                    }
                }
                delete(path)?;
                Self::usable(path, workspace)?
            }
        };
        lock.lock_shared().map_err(|error| StoreError::io("The view cannot be locked", error))?;
        let view = View { connection, path: path.to_owned(), workspace: *workspace, _lock: lock };
        view.scrub();
        Ok(view)
    }

    /// Opens the file and makes sure that it is a view of this workspace, emptying it if it is not.
    fn usable(path: &Path, workspace: &WorkspaceId) -> Result<Connection> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(128);
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "foreign_keys", false)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "cache_size", -32_000)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        if !is_view_of(&connection, workspace)? {
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // Another process may have laid it out in the meantime.
            if !is_view_of(&tx, workspace)? {
                reset(&tx, workspace)?;
            }
            tx.commit()?;
        }
        Ok(connection)
    }

    /// How much of the log is in here: the position of its last change, 0 if there is none.
    pub fn position(&self) -> u64 {
        self.meta("SELECT position FROM meta").map_or(0, i64::cast_unsigned)
    }

    /// The id of the last change in here, if there is one. If the log has another change at that
    /// position, this view belongs to another log and has to be emptied.
    pub fn head(&self) -> Option<ChangeId> {
        self.meta::<Option<[u8; 32]>>("SELECT head FROM meta").flatten().map(ChangeId)
    }

    fn meta<T: rusqlite::types::FromSql>(&self, sql: &str) -> Option<T> {
        self.connection.prepare_cached(sql).ok()?.query_row([], |row| row.get(0)).optional().ok()?
    }

    /// Notes that what comes next could not be read whole: the view is built anew at the next opening,
    /// since the file may be mended until then.
    pub(crate) fn doubt(&mut self) -> Result<()> {
        self.connection.execute("UPDATE meta SET doubt = 1", [])?;
        Ok(())
    }

    /// Whether something in here could not be read whole.
    pub(crate) fn is_doubtful(&self) -> bool {
        self.meta::<i64>("SELECT doubt FROM meta").unwrap_or(0) != 0
    }

    /// Takes the log's next changes in, in one transaction. Changes that are in here already (another
    /// process may have been quicker) are skipped.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] if `progress` asks to stop, [`StoreError::Damaged`] if a position is
    /// left out; the view then is as it was.
    pub fn project(&mut self, changes: &[LoggedChange], progress: &dyn Progress) -> Result<()> {
        self.project_if(changes, progress, || true)
    }

    /// As [`View::project`], with all that a file holds after a place: where a change is missing there, what
    /// comes after it is taken in all the same.
    ///
    /// # Errors
    /// Those of [`View::project`].
    pub(crate) fn project_read(&mut self, changes: &[LoggedChange], after: u64) -> Result<()> {
        self.take(changes, Some(after), &(), || true)
    }

    /// As [`View::project`], but asks at the end whether to keep it: the log may take the same changes
    /// meanwhile, and the view must not be ahead of it.
    ///
    /// # Errors
    /// Those of [`View::project`].
    pub(crate) fn project_if(
        &mut self,
        changes: &[LoggedChange],
        progress: &dyn Progress,
        keep: impl FnOnce() -> bool,
    ) -> Result<()> {
        self.take(changes, None, progress, keep)
    }

    fn take(
        &mut self,
        changes: &[LoggedChange],
        read_after: Option<u64>,
        progress: &dyn Progress,
        keep: impl FnOnce() -> bool,
    ) -> Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let projected = project::project(&tx, changes, read_after, progress)?;
        if !keep() {
            return Ok(());
        }
        tx.commit()?;
        if projected.erased {
            self.scrub();
        }
        Ok(())
    }

    /// Empties the view, for a rebuild. Readers go on and see it empty.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if another process keeps writing it.
    pub fn clear(&mut self) -> Result<()> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        reset(&tx, &self.workspace)?;
        tx.commit()?;
        Ok(())
    }

    /// A digest over all rows in a canonical order: equal for a view that grew change by change and
    /// one that was built at once.
    ///
    /// # Errors
    /// [`StoreError::Sqlite`] or [`StoreError::Damaged`] if the file cannot be read.
    pub fn digest(&self) -> Result<Hash> {
        digest::digest(&self.connection)
    }

    /// Copies the view, as it is now, to a path where nothing lies yet.
    pub(crate) fn copy_to(&self, path: &Path) -> Result<()> {
        Ok(self.connection.backup(rusqlite::MAIN_DB, path, None)?)
    }

    /// Calls `each` with the artefact, the digest and the name of every file that is attached now, to
    /// removed artefacts too.
    pub(crate) fn attachments(&self, mut each: impl FnMut(EntityId, &str, &str) -> Result<()>) -> Result<()> {
        let mut statement = self.connection.prepare(
            "SELECT s.id, ifnull(file.value ->> '$.digest', ''), ifnull(file.value ->> '$.name', '') \
             FROM state s, json_each(s.fields, '$.attachments') file \
             WHERE s.n_to = 9223372036854775807 AND file.type = 'object' ORDER BY s.eid, 3",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let text = |column| row.get_ref(column)?.as_str().map_err(touch::damaged);
            each(EntityId::from_bytes(row.get(0)?), text(1)?, text(2)?)?;
        }
        Ok(())
    }

    /// The first record whose content names a file, by its digest: its place, what it is about, and who was at
    /// the keyboard.
    pub(crate) fn naming(&self, digest: &str) -> Result<Option<Naming>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT t.row, e.id, c.actor FROM touch t JOIN entity e ON e.eid = t.eid \
             JOIN change c ON c.position = t.row >> ?2 \
             WHERE t.content IS NOT NULL AND instr(t.content, ?1) > 0 ORDER BY t.row LIMIT 1",
        )?;
        let named = statement.query_row(params![digest, touch::INDEX_BITS], |row| {
            let place: i64 = row.get(0)?;
            Ok(Naming {
                position: (place >> touch::INDEX_BITS).cast_unsigned(),
                record: u32::try_from(place & ((1 << touch::INDEX_BITS) - 1)).unwrap_or(0),
                entity: EntityId::from_bytes(row.get(1)?),
                actor: row.get::<_, Option<_>>(2)?.map(EntityId::from_bytes),
            })
        });
        Ok(named.optional()?)
    }

    /// Where the file lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A new read-only connection on a view, as [`crate::Reader`] wants it: for a [`crate::Pool`].
    ///
    /// # Errors
    /// [`StoreError::Sqlite`] if there is no view at the path.
    pub fn read_connection(path: &Path) -> Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(256);
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "cache_size", -32_000)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        // Lists of entities are handed over as they are, without writing and reading text.
        rusqlite::vtab::array::load_module(&connection)?;
        letters::register(&connection)?;
        Ok(connection)
    }

    /// After an erasure: writes the file anew and empties the write-ahead log, because free pages and
    /// the log still hold the erased bytes. If a reader is in the way it is tried again at the next
    /// opening or erasure.
    fn scrub(&self) {
        let wanted = self.meta::<i64>("SELECT scrub FROM meta").unwrap_or(0) != 0;
        if !wanted {
            return;
        }
        let emptied = || -> rusqlite::Result<bool> {
            let truncate = || {
                self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
            };
            self.connection.execute_batch("VACUUM")?;
            if truncate()? != 0 {
                return Ok(false);
            }
            self.connection.execute("UPDATE meta SET scrub = 0", [])?;
            Ok(true)
        };
        if !matches!(emptied(), Ok(true)) {
            tracing::debug!("the view is in use and will be written anew later");
        }
    }
}

/// Locks the file beside the view for sharing; whoever wants to replace the view needs it alone.
fn lock_file(path: &Path) -> Result<File> {
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(beside(path, ".lock"))
        .map_err(|error| StoreError::io("The view cannot be locked", error))?;
    lock.lock_shared().map_err(|error| StoreError::io("The view cannot be locked", error))?;
    Ok(lock)
}

fn delete(path: &Path) -> Result<()> {
    for file in [path.to_owned(), beside(path, "-wal"), beside(path, "-shm")] {
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io("The old view cannot be deleted", error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_view_of(connection: &Connection, workspace: &WorkspaceId) -> Result<bool> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    if pragma("application_id")? != APPLICATION_ID || pragma("user_version")? != VERSION {
        return Ok(false);
    }
    let meta: Option<([u8; 32], [u8; 32])> = connection
        .query_row("SELECT workspace, model FROM meta", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(meta == Some((workspace.0, model_mark())))
}

/// A digest of what the fold and the rows depend on: the tables, and the code behind them.
fn model_mark() -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(env!("CARGO_PKG_VERSION"));
    hasher.update(format!("{:?}", throughline_model::kinds()));
    hasher.update(format!("{:?}", throughline_model::links()));
    hasher.finalize().into()
}

/// Drops whatever is there and lays out an empty view.
fn reset(tx: &Transaction<'_>, workspace: &WorkspaceId) -> Result<()> {
    let tables: Vec<String> = tx
        .prepare(
            // Shadow tables go with their virtual table, which therefore comes first.
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
             ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for table in tables {
        tx.execute_batch(&format!("DROP TABLE IF EXISTS \"{}\"", table.replace('"', "\"\"")))?;
    }
    tx.execute_batch(SCHEMA)?;
    tx.execute(
        "INSERT INTO meta (id, workspace, model, position, lanes, scrub, doubt) VALUES (1, ?1, ?2, 0, 0, 0, 0)",
        (workspace.0, model_mark()),
    )?;
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}
