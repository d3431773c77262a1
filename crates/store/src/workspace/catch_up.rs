//! Bringing the view up to the log.

use std::fs::{File, TryLockError};
use std::path::Path;

use rusqlite::Connection;
use throughline_record::{ChangeId, SealedChange};

use super::{Workspace, locked};
use crate::error::{Result, StoreError};
use crate::file::log;
use crate::file::reading::readable;
use crate::file::scratch::{Scratch, beside};
use crate::progress::{Progress, step};
use crate::view::{LoggedChange, View};

/// Records folded into the view in one transaction: enough to make it fast, few enough that progress
/// shows and memory stays small.
const BATCH: usize = 20_000;

/// Bytes of records and parts, as they lie in the file, after which a transaction ends too.
const BATCH_BYTES: usize = 8 << 20;

impl Workspace {
    /// Takes in what other processes wrote. Returns whether there was anything new since the last
    /// call. Costs next to nothing when nothing changed, so it may be called several times a second.
    ///
    /// # Errors
    /// [`StoreError::Replaced`] if the path leads to another file now, [`StoreError::Damaged`] if a
    /// change is missing.
    pub fn catch_up(&self) -> Result<bool> {
        let mut watch = locked(&self.watch);
        let Some(connection) = &watch.connection else {
            return Ok(false);
        };
        let version: i64 =
            connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        if version == watch.version && !watch.behind {
            self.identity.still_there()?;
            return Ok(false);
        }
        self.identity.still_there()?;
        let length = log::length(connection)?;
        self.project_from(connection, &())?;
        let news = length != watch.seen;
        watch.seen = length;
        watch.version = version;
        watch.behind = false;
        Ok(news)
    }

    /// Folds the whole log anew, in place: readers see the view grow again. A view too damaged to be
    /// emptied is deleted and laid out again.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`]: the view then holds part of the log until the next
    /// [`Workspace::catch_up`]; [`StoreError::Busy`] if a damaged view is in use by another process;
    /// those of [`Workspace::catch_up`].
    pub fn rebuild(&self, progress: &dyn Progress) -> Result<()> {
        locked(&self.watch).behind = true;
        let connection = self.file_readers.get()?;
        let mut view = self.view();
        let refilled = view.clear().and_then(|()| project(&connection, &mut view, progress));
        if refilled.as_ref().is_err_and(is_damage) {
            self.lay_out_again(&mut view)?;
            project(&connection, &mut view, progress)?;
        } else {
            refilled?;
        }
        drop(view);
        locked(&self.watch).behind = false;
        Ok(())
    }

    /// Deletes the view's file and opens a new one.
    fn lay_out_again(&self, view: &mut View) -> Result<()> {
        let path = view.path().to_owned();
        // Something must stand in while the old one is closed.
        let scratch = Scratch::new(&self.env, Scratch::VIEW)?;
        *view = View::open(scratch.path(), &self.id)?;
        self.view_readers.clear();
        delete_view(&path)?;
        *view = View::open(&path, &self.id)?;
        Ok(())
    }

    /// As [`Workspace::catch_up`], when opening.
    pub(super) fn take_in(&self, progress: &dyn Progress) -> Result<()> {
        let mut watch = locked(&self.watch);
        let connection = self.file_readers.get()?;
        if let Some(connection) = &watch.connection {
            watch.version = connection.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        }
        watch.seen = log::length(&connection)?;
        let mut view = self.view();
        // What could not be read may have been mended since, e.g. by a backup.
        let projected = if view.is_doubtful() { view.clear() } else { Ok(()) }
            .and_then(|()| project(&connection, &mut view, progress));
        drop(view);
        drop(watch);
        match projected {
            // If it is the file that is damaged, the second attempt says so.
            Err(error) if is_damage(&error) => self.rebuild(progress),
            projected => projected,
        }
    }

    /// Projects what the view lacks of the log behind a connection.
    pub(super) fn project_from(&self, connection: &Connection, progress: &dyn Progress) -> Result<()> {
        project(connection, &mut self.view(), progress)
    }
}

/// Folds into the view what it lacks of the log behind a connection.
pub(crate) fn project(connection: &Connection, view: &mut View, progress: &dyn Progress) -> Result<()> {
    // The view first: another process may append and fold between the two looks, and a view that is
    // ahead of its log, or holds another change than the log at its end, is one of another log.
    let (mut position, head) = mark(view);
    let length = log::length(connection)?;
    if position > 0 && log::id_at(connection, position)? != head {
        view.clear()?;
        position = 0;
    }
    while position < length {
        let (mut batch, mut records, mut bytes, mut doubtful) = (Vec::new(), 0, 0, false);
        log::read(connection, position + 1, length, |stored| {
            let (change, fault) = readable(&stored);
            if let Some(fault) = fault {
                tracing::warn!(position = stored.position, %fault, "a change cannot be read whole");
                doubtful = true;
            }
            records += change.records.len() + 1;
            bytes += size(&stored.sealed);
            batch.push(LoggedChange { position: stored.position, received: stored.received, change });
            Ok(records < BATCH && bytes < BATCH_BYTES)
        })?;
        let Some(last) = batch.last() else {
            return Err(StoreError::Damaged(format!("change {} is missing", position + 1)));
        };
        let next = last.position;
        // A change that is missing may come back, as one that cannot be read may be mended.
        doubtful |= next - position != batch.len() as u64;
        if doubtful {
            view.doubt()?;
        }
        view.project_read(&batch, position)?;
        position = next;
        step(progress, position, length, "changes")?;
    }
    Ok(())
}

/// How many bytes of a change will be held in memory.
fn size(sealed: &SealedChange) -> usize {
    let part = |part: &Option<throughline_record::Part>| part.as_ref().map_or(0, |part| part.bytes.len());
    let records = sealed.records.iter();
    part(&sealed.note)
        + records.map(|one| one.bytes.len() + part(&one.content) + part(&one.personal)).sum::<usize>()
}

/// How far a view is, and the change it stands at: two looks that another process's fold may come between.
fn mark(view: &View) -> (u64, Option<ChangeId>) {
    loop {
        let (position, head) = (view.position(), view.head());
        if view.position() == position {
            return (position, head);
        }
    }
}

/// Whether an error says that a file does not hold what it should.
fn is_damage(error: &StoreError) -> bool {
    matches!(error, StoreError::Damaged(_) | StoreError::Sqlite(_))
}

/// Deletes a view that nobody has open.
fn delete_view(path: &Path) -> Result<()> {
    let failed = |error| StoreError::io("The damaged view cannot be deleted", error);
    let lock = beside(path, ".lock");
    let lock = File::options().write(true).create(true).truncate(false).open(lock).map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(StoreError::Busy),
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    for file in ["", "-wal", "-shm"].map(|ending| beside(path, ending)) {
        match std::fs::remove_file(file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    Ok(())
}
