//! Taking in another copy's changes.
//!
//! Everything is verified before anything is kept: one transaction takes it all in, or nothing. Nothing is
//! recorded about the merge itself: its trace is that the changes arrived here, which the log's order and
//! the times of arrival tell, and the ends it leaves are joined by whatever is recorded next. With a change
//! of its own, two copies that exchange all they have would differ for ever.

use std::path::Path;

use rusqlite::TransactionBehavior;

use super::catch_up::project;
use super::{Workspace, locked};
use crate::error::{Result, StoreError};
use crate::exchange::{Merged, Source, Taking};
use crate::file::log;
use crate::file::scratch::Scratch;
use crate::progress::Progress;
use crate::query::Reader;
use crate::view::View;

impl Workspace {
    /// What [`Workspace::merge`] would bring, found by doing it and taking it back. Others cannot write
    /// meanwhile; nothing is kept.
    ///
    /// # Errors
    /// Those of [`Workspace::merge`].
    pub fn merge_preview(&self, from: &Path, progress: &dyn Progress) -> Result<Merged> {
        self.merge_or_preview(from, false, progress)
    }

    /// Takes in the changes of another copy of this workspace, from its file or an exchange file. When this
    /// returns, they survive a loss of power.
    ///
    /// # Errors
    /// [`StoreError::OtherWorkspace`], [`StoreError::Incomplete`] for an exchange file that begins after
    /// what is here, [`StoreError::Unsound`] for a change that does not verify, [`StoreError::Archive`] for a
    /// file that is not what it should be, [`StoreError::ReadOnly`], [`StoreError::Busy`],
    /// [`StoreError::Cancelled`], and those of the file system. Nothing is taken in then.
    pub fn merge(&self, from: &Path, progress: &dyn Progress) -> Result<Merged> {
        self.merge_or_preview(from, true, progress)
    }

    fn merge_or_preview(&self, from: &Path, keep: bool, progress: &dyn Progress) -> Result<Merged> {
        self.refuse_if_read_only()?;
        let mut source = Source::open(from, &self.env).map_err(|error| error.of_file(from))?;
        if source.workspace() != self.id {
            return Err(StoreError::OtherWorkspace { path: from.to_owned(), found: source.workspace() });
        }
        let mut writer = locked(&self.writer);
        self.identity.still_there()?;
        let Some(connection) = writer.connection.as_mut() else {
            return Err(StoreError::ReadOnly("it was opened for reading".into()));
        };
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let length = log::length(&transaction)?;
        self.project_from(&transaction, &())?;
        let before = self.reader()?;
        let mut taking = Taking::begin(&transaction, self.id, &before, &self.env.clock.now())?;
        taking.changes(&mut source, progress)?;
        let taken = taking.finish(&mut source, &self.env, progress)?;
        drop(before);
        if !keep {
            // The view as it would be: a copy of it, folded on inside of what is then taken back.
            let scratch = Scratch::new(&self.env, Scratch::VIEW)?;
            self.view().copy_to(scratch.path())?;
            let mut view = View::open(scratch.path(), &self.id)?;
            project(&transaction, &mut view, progress)?;
            return taken.told(&Reader::open(scratch.path())?, false);
        }
        // Held over the commit, so that nobody takes these changes for news meanwhile.
        let mut watch = locked(&self.watch);
        transaction.commit()?;
        // The changes are durable: from here on nothing may look like a failure of it.
        if watch.seen == length {
            watch.seen = length + taken.changes();
        }
        if let Err(error) = self.project_from(connection, &()) {
            tracing::warn!(%error, "the view does not show yet what came");
            watch.behind = true;
        }
        drop(watch);
        drop(writer);
        if taken.parts_erased() > 0
            && let Err(error) = self.empty_log()
        {
            tracing::warn!(%error, "the write-ahead log was not emptied after an erasure");
        }
        taken.told(&self.reader()?, true)
    }
}
