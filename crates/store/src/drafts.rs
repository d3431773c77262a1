//! Drafts: what somebody is writing and has not recorded. They lie in the user's own folder, outside
//! the log, so that nothing unfinished is signed, carried or kept for ever.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use throughline_record::Hash;

use crate::error::{Result, StoreError};
use crate::file::keys::{private, private_folder};
use crate::workspace::Workspace;

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What it is a draft of, as the caller names it.
    pub key: String,
    /// Its content, JSON as the caller wrote it.
    pub json: String,
    /// When it was saved: RFC 3339 UTC.
    pub saved: String,
}

fn failed(error: std::io::Error) -> StoreError {
    StoreError::io("The draft cannot be kept", error)
}

impl Workspace {
    fn drafts_folder(&self) -> PathBuf {
        self.env().home.join("drafts").join(self.id().to_string())
    }

    /// Keys are free text; a digest is a file name everywhere.
    fn draft_path(&self, key: &str) -> PathBuf {
        let digest = Hash::of(key.as_bytes());
        self.drafts_folder().join(format!("{}.json", hex::encode(digest.0)))
    }

    /// Keeps a draft under a key, in place of an earlier one.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the user's folder cannot be written.
    pub fn draft_save(&self, key: &str, json: &str) -> Result<()> {
        let draft = Draft { key: key.to_owned(), json: json.to_owned(), saved: self.env().clock.now() };
        let bytes = serde_json::to_vec(&draft).map_err(|error| failed(std::io::Error::other(error)))?;
        private_folder(&self.drafts_folder())?;
        let path = self.draft_path(key);
        // Written beside and renamed, so that a crash leaves the old draft or the new one.
        let unfinished = path.with_extension(hex::encode(self.env().random_bytes::<8>()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        private(&mut options);
        let write = || {
            let mut file = options.open(&unfinished)?;
            file.write_all(&bytes)?;
            file.sync_data()?;
            std::fs::rename(&unfinished, &path)
        };
        write().map_err(|error| {
            let _ = std::fs::remove_file(&unfinished);
            failed(error)
        })
    }

    /// The draft under a key, if there is one that can be read.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the user's folder cannot be read.
    pub fn draft_get(&self, key: &str) -> Result<Option<Draft>> {
        match std::fs::read(self.draft_path(key)) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// All drafts of this workspace, the latest first.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the user's folder cannot be read.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        let entries = match std::fs::read_dir(self.drafts_folder()) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let mut drafts: Vec<Draft> = Vec::new();
        for entry in entries {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                let bytes = std::fs::read(&path).map_err(failed)?;
                drafts.extend(serde_json::from_slice::<Draft>(&bytes).ok());
            }
        }
        drafts.sort_by(|a, b| b.saved.cmp(&a.saved).then_with(|| a.key.cmp(&b.key)));
        Ok(drafts)
    }

    /// Throws a draft away after writing over its bytes, as they hold what was erased.
    ///
    /// # Errors
    /// [`StoreError::Io`] if it cannot be deleted.
    pub(crate) fn draft_shred(&self, key: &str) -> Result<()> {
        let path = self.draft_path(key);
        if let Ok(metadata) = std::fs::metadata(&path) {
            let blank = vec![b' '; usize::try_from(metadata.len()).unwrap_or(0)];
            let over = OpenOptions::new().write(true).open(&path).and_then(|mut file| {
                file.write_all(&blank)?;
                file.sync_data()
            });
            over.map_err(failed)?;
        }
        self.draft_discard(key)
    }

    /// Throws the draft under a key away, if there is one.
    ///
    /// # Errors
    /// [`StoreError::Io`] if it cannot be deleted.
    pub fn draft_discard(&self, key: &str) -> Result<()> {
        match std::fs::remove_file(self.draft_path(key)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(error)),
            _ => Ok(()),
        }
    }
}
