//! Which file a path means, so that a copy is told from the file it was made of.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

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

#[cfg(unix)]
fn numbers(metadata: &std::fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn numbers(metadata: &std::fs::Metadata) -> (u64, u64) {
    let made = metadata
        .created()
        .ok()
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
        .map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX));
    (0, made)
}
