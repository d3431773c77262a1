//! Looking at the world: what lies where a version says it lies, and which digests it has. Nothing here knows a
//! workspace, and nothing writes.
//!
//! What each digest covers, and how to compute it with other tools, stands in `docs/identity.md`.

mod dvc;
mod file;
mod folder;
mod look;
mod place;

use std::path::Path;

use throughline_model::identity::Digest;
use throughline_store::Progress;

use crate::error::{InteropError, Result};

pub use look::{Recorded, Seen, look_up};
pub use place::{Place, place};

/// The digest of a file or folder by an algorithm: `sha256`, `sha256-tree`, `md5`, `dvc-md5` or `dvc2-md5`.
///
/// # Errors
/// If nothing is there, it cannot be read, the algorithm is not computed here or not of such a thing, or the work
/// was stopped.
pub fn digest_of(path: &Path, algorithm: &str, progress: &dyn Progress) -> Result<Digest> {
    let is_folder = path.metadata().map_err(|e| unreadable(path, &e))?.is_dir();
    let value = match (algorithm, is_folder) {
        ("sha256", false) => file::sha256(path, progress)?,
        ("md5" | "dvc-md5", false) => file::md5(path, progress)?,
        ("dvc2-md5", false) => dvc::md5_of_text_made_alike(path, progress)?,
        ("sha256-tree", true) => folder::sha256_tree(path, progress)?,
        ("dvc-md5", true) => dvc::folder(path, false, progress)?,
        ("dvc2-md5", true) => dvc::folder(path, true, progress)?,
        (_, true) => return Err(not_of(path, "a folder", algorithm)),
        (_, false) => return Err(not_of(path, "a file", algorithm)),
    };
    Ok(Digest::new(algorithm, value))
}

/// The strong digest of whatever lies at a path: of a file `sha256`, of a folder `sha256-tree`.
///
/// # Errors
/// As [`digest_of`].
pub fn strong_digest(path: &Path, progress: &dyn Progress) -> Result<Digest> {
    let is_folder = path.metadata().map_err(|e| unreadable(path, &e))?.is_dir();
    digest_of(path, if is_folder { "sha256-tree" } else { "sha256" }, progress)
}

fn unreadable(path: &Path, error: &std::io::Error) -> InteropError {
    if error.kind() == std::io::ErrorKind::NotFound {
        InteropError::NotFound(path.to_owned())
    } else {
        InteropError::unreadable(path, error)
    }
}

fn not_of(path: &Path, what: &str, algorithm: &str) -> InteropError {
    InteropError::unreadable(path, format!("{algorithm} of {what} is not computed here"))
}
