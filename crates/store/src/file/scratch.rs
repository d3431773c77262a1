//! Files that are needed for a while: in the cache folder, gone afterwards, and swept by a later process
//! if this one is killed. What is in use is locked, so nobody has to guess by age.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use super::keys::{private, private_folder};
use crate::env::Env;
use crate::error::{Result, StoreError};

/// What a database consists of, and the lock beside it.
const ENDINGS: [&str; 4] = ["", "-wal", "-shm", ".lock"];

/// Names of databases begin with one of these.
const DATABASES: [&str; 2] = [Scratch::VIEW, Scratch::COPY];

/// Names of bytes that are being attached begin with this.
pub(crate) const ATTACHING: &str = "attaching-";

/// A place for a database.
pub(crate) struct Scratch {
    path: PathBuf,
    /// Tells other processes that it is in use.
    _lock: File,
}

impl Scratch {
    /// Begins the name of a view folded for comparison.
    pub const VIEW: &'static str = "scratch-";
    /// Begins the name of a copy of a workspace that cannot be read where it lies.
    pub const COPY: &'static str = "reading-";

    /// A place where nothing lies yet.
    pub fn new(env: &Env, beginning: &str) -> Result<Self> {
        private_folder(&env.cache)?;
        let failed = |error| StoreError::io("The cache folder cannot be used", error);
        loop {
            let path = env.cache.join(format!("{beginning}{}", hex::encode(env.random_bytes::<16>())));
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            private(&mut options);
            let lock = options.open(beside(&path, ".lock")).map_err(failed)?;
            lock.lock_shared().map_err(failed)?;
            // Another process may have swept it before it was locked.
            if beside(&path, ".lock").exists() {
                return Ok(Self { path, _lock: lock });
            }
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        remove(&self.path);
    }
}

/// Deletes what killed processes left in a cache folder. What cannot be deleted stays for the next time.
pub(crate) fn sweep(cache: &Path) {
    let Ok(entries) = std::fs::read_dir(cache) else { return };
    let mut databases = BTreeSet::new();
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.starts_with(ATTACHING) {
            if unused(&entry.path()) {
                let _ = std::fs::remove_file(entry.path());
            }
        } else if DATABASES.iter().any(|beginning| name.starts_with(beginning)) {
            let base = ENDINGS.iter().rev().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
            databases.insert(cache.join(base));
        }
    }
    for path in databases {
        let lock = beside(&path, ".lock");
        if !lock.exists() || unused(&lock) {
            remove(&path);
        }
    }
}

/// Whether nobody has locked a file.
fn unused(path: &Path) -> bool {
    OpenOptions::new().write(true).open(path).is_ok_and(|file| file.try_lock().is_ok())
}

/// Deletes a database; its lock last, so that what remains of it can still be claimed.
fn remove(path: &Path) {
    for ending in ENDINGS {
        // Left behind, it is one more file in a cache folder that may be emptied at any time.
        let _ = std::fs::remove_file(beside(path, ending));
    }
}

/// The path with an ending after its name.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}
