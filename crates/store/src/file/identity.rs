//! Which file a path means, so that a copy is told from the file it was made of.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::scratch::beside;
use crate::error::{Result, StoreError};

/// A file as the system tells it apart: device and inode number on Unix; elsewhere the time it was
/// made, which a copy does not share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Where the file lies, with symbolic links resolved.
    pub path: PathBuf,
    /// Number of the file system; may change when the computer starts anew.
    pub volume: u64,
    /// Number of the file in its file system.
    pub file: u64,
}

impl Identity {
    /// The identity of the file at a canonical path.
    pub fn of(path: &Path) -> Result<Self> {
        let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => StoreError::Replaced(path.to_owned()),
            _ => StoreError::io(format!("{} cannot be looked at", path.display()), error),
        })?;
        let (volume, file) = numbers(&metadata);
        Ok(Self { path: path.to_owned(), volume, file })
    }

    /// Whether the path still leads to this file.
    pub fn still_there(&self) -> Result<()> {
        let now = Self::of(&self.path)?;
        if now.volume == self.volume && now.file == self.file {
            Ok(())
        } else {
            Err(StoreError::Replaced(self.path.clone()))
        }
    }

    /// Whether both mean one file: moved is the same, copied is not.
    pub fn same_file(&self, other: &Self) -> bool {
        self.file == other.file && (self.volume == other.volume || self.path == other.path)
    }
}

/// The write-ahead log beside a file, told from one that is made later in its place. It lies there as
/// long as anybody has the file open, and after a process was killed; whoever closes the file last
/// deletes it, and whoever restores a backup has to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteAheadLog {
    /// As [`Identity::file`].
    file: u64,
    /// When it was made, in nanoseconds since 1970: numbers of files are given anew, moments are not.
    made: u64,
}

impl WriteAheadLog {
    /// The one beside a file; `None` if there is none, or the system does not say when it was made.
    pub fn beside(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(beside(path, "-wal")).ok()?;
        Some(Self { file: numbers(&metadata).1, made: made(&metadata)? })
    }
}

fn made(metadata: &std::fs::Metadata) -> Option<u64> {
    let since = metadata.created().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    u64::try_from(since.as_nanos()).ok()
}

#[cfg(unix)]
fn numbers(metadata: &std::fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn numbers(metadata: &std::fs::Metadata) -> (u64, u64) {
    (0, made(metadata).unwrap_or(0))
}
