//! A workspace: its file, and the view that answers questions about it.

mod append;
mod attach;
pub(crate) mod catch_up;
mod erasing;
mod keys;
mod merging;
mod open;
mod pack;
mod proving;
mod scan;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use throughline_record::{DeviceId, EntityId, Hash, WorkspaceId, merkle};

use crate::env::Env;
use crate::error::{Result, StoreError};
use crate::file::backup;
use crate::file::identity::Identity;
use crate::file::keys::Keyring;
use crate::file::scratch::Scratch;
use crate::file::{log, schema};
use crate::pool::Pool;
use crate::progress::Progress;
use crate::query::Reader;
use crate::view::View;

pub use append::{Append, Appended};
pub use erasing::{Erased, Erasing, ErasurePlan, PlannedPart};
pub(crate) use open::open_to_read;
pub use pack::{NOBODY, NOT_IN_PACK, PackContents, PackOf};
pub use scan::{Scan, Scanned};

/// How a workspace is to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// To read and write; read-only if it cannot be written.
    ReadWrite,
    /// To read.
    ReadOnly,
}

/// An open workspace. It may be shared between threads: one of them writes at a time, any number
/// read meanwhile, and other processes may do both.
pub struct Workspace {
    env: Env,
    /// The file as it was when it was opened; appends check that the path still leads to it.
    identity: Identity,
    id: WorkspaceId,
    name: String,
    read_only: Option<String>,
    first_person: Option<EntityId>,
    attachment_limit: AtomicU64,
    keyring: Keyring,
    /// Read-only connections on the file.
    file_readers: Arc<Pool>,
    /// Read-only connections on the view.
    view_readers: Arc<Pool>,
    view: Mutex<View>,
    watch: Mutex<Watch>,
    /// The log of ids as far as it was hashed.
    tree: Mutex<merkle::Tree>,
    /// Declared last among the connections: the last one to close empties the write-ahead log, which
    /// a read-only one cannot.
    writer: Mutex<Writer>,
    /// The copy that is read instead of the file; deleted after everything that reads it is closed.
    _copy: Option<Scratch>,
    /// The view of a pack, which nobody opens twice.
    _view_copy: Option<Scratch>,
    /// That it is a pack.
    pack: Option<PackOf>,
}

/// What only one thread may use: the connection that writes, and the key it signs with.
struct Writer {
    /// `None` when the workspace is read-only.
    connection: Option<Connection>,
    /// The device that signed last.
    device: Option<DeviceId>,
}

/// Notices what others write.
struct Watch {
    /// Never writes, so `data_version` tells of every commit. `None` if nobody can write the file.
    connection: Option<Connection>,
    /// `PRAGMA data_version` when the log was last looked at.
    version: i64,
    /// The log's length up to which this process knows every change.
    seen: u64,
    /// Something is in the file that could not be folded into the view yet.
    behind: bool,
}

/// Takes a lock. A thread that panicked while it held it left a transaction that rolls back, or a
/// view that catches up; neither is worth a second panic.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Workspace {
    /// The workspace's id: that of its first change.
    pub fn id(&self) -> WorkspaceId {
        self.id
    }

    /// What its founder called it; the file's name if nothing was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the file lies, with symbolic links resolved.
    pub fn path(&self) -> &Path {
        &self.identity.path
    }

    /// Why it can only be read, as the end of a sentence; `None` if it can be written.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// The stakeholder [`Workspace::create`] recorded for the person at the keyboard, right after
    /// it was created; `None` for a workspace that was opened.
    pub fn first_person(&self) -> Option<EntityId> {
        self.first_person
    }

    /// What the workspace was opened with.
    pub fn env(&self) -> &Env {
        &self.env
    }

    /// How many changes the log holds, those of other processes included.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn length(&self) -> Result<u64> {
        log::length(&*self.file_readers.get()?)
    }

    /// The head of the log: the RFC 6962 root over the ids of its changes, in order.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn head(&self) -> Result<Hash> {
        let connection = self.file_readers.get()?;
        let mut tree = locked(&self.tree);
        if log::length(&connection)? < tree.len() {
            // An older backup was put in place.
            *tree = merkle::Tree::new();
        }
        log::ids_from(&connection, tree.len() + 1, |id| tree.push(&id.0))?;
        Ok(tree.root())
    }

    /// The head the log had when it held this many changes: what a checkpoint of that size holds.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn head_at(&self, size: u64) -> Result<Hash> {
        let connection = self.file_readers.get()?;
        let mut tree = merkle::Tree::new();
        log::ids_from(&connection, 1, |id| {
            if tree.len() < size {
                tree.push(&id.0);
            }
        })?;
        Ok(tree.root())
    }

    /// Answers questions, from a connection of its own.
    ///
    /// # Errors
    /// If the view cannot be opened.
    pub fn reader(&self) -> Result<Reader> {
        Reader::over(self.view_readers.get()?)
    }

    /// Copies the workspace, as it is now, to a path where nothing lies yet. It is a whole workspace:
    /// whoever writes to it begins a new device. The copy is verified before this returns; if that
    /// fails or it is cancelled, nothing is left at the path.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`], [`StoreError::Damaged`] if the file itself does not verify,
    /// [`StoreError::Cancelled`], and those of the file system.
    pub fn backup(&self, to: &Path, progress: &dyn Progress) -> Result<()> {
        let suffix = hex::encode(self.env.random_bytes::<8>());
        backup::backup(&*self.file_readers.get()?, self.id, to, &suffix, progress)
    }

    /// Closes the workspace and empties the write-ahead log into the file, so that one file is the
    /// whole workspace. Dropping it does the same and keeps errors to itself.
    ///
    /// # Errors
    /// If the log could not be emptied: nothing is lost, but the `-wal` file beside the workspace
    /// belongs to it until it is opened and closed again.
    pub fn close(self) -> Result<()> {
        self.release()
    }

    fn release(&self) -> Result<()> {
        self.file_readers.clear();
        self.view_readers.clear();
        locked(&self.watch).connection = None;
        match &locked(&self.writer).connection {
            Some(connection) => schema::checkpoint(connection),
            None => Ok(()),
        }
    }

    /// Where the view of the workspace at a path lies in the cache.
    fn view_path(env: &Env, path: &Path) -> PathBuf {
        let digest = Hash::of(path.as_os_str().as_encoded_bytes());
        let name: String = hex::encode(digest.0).chars().take(32).collect();
        env.cache.join("views").join(format!("{name}.view"))
    }

    fn refuse_if_read_only(&self) -> Result<()> {
        match &self.read_only {
            Some(why) => Err(StoreError::ReadOnly(why.clone())),
            None => Ok(()),
        }
    }

    pub(crate) fn file_readers(&self) -> &Arc<Pool> {
        &self.file_readers
    }

    pub(crate) fn view(&self) -> MutexGuard<'_, View> {
        locked(&self.view)
    }

    pub(crate) fn keyring(&self) -> &Keyring {
        &self.keyring
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        if let Err(error) = self.release() {
            tracing::warn!(%error, "the write-ahead log was not emptied");
        }
    }
}
