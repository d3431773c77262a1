//! DVC repositories of versions 2 and 3, read from git: the files that describe data, models and
//! runs, never those themselves, and nothing of a cache or a remote.
//!
//! Every commit that changed one of these files, and every tagged one, is a revision. A path with
//! one content is a data version, or a model version if it is one; a stage as it was run once is an
//! activity.

mod files;
mod gto;
mod model;
mod repository;
mod run;
mod shape;
mod state;

use std::path::Path;

use throughline_store::Progress;

pub(crate) use files::plain;

use crate::error::{InteropError, Result};
use crate::git::{Repository, no_repository};
use crate::taken::Taken;

/// Whether the checked-out commit of a repository has files of DVC.
pub(crate) fn recognise(path: &Path) -> Result<()> {
    let repository = Repository::discover(path);
    let has = repository.map(|repository| repository::has_files(&repository)).transpose()?;
    if has == Some(true) { Ok(()) } else { Err(not_this(path)) }
}

fn not_this(path: &Path) -> InteropError {
    no_repository(path, "a git repository with files of DVC (`dvc.yaml`, `dvc.lock` or `NAME.dvc`)")
}

/// Reads a DVC repository: the commits that its checked-out one and its tags descend from.
///
/// # Errors
/// If there is no git repository with files of DVC at the path, it is a shallow clone, or it cannot
/// be read. A file of it that cannot be read is a line of the report.
pub fn read_dvc(path: &Path, progress: &dyn Progress) -> Result<Taken> {
    if !path.exists() {
        return Err(InteropError::NotFound(path.to_owned()));
    }
    let repository = Repository::discover(path).ok_or_else(|| not_this(path))?;
    let read = repository::read(&repository, path, progress)?;
    if read.states.is_empty() {
        return Err(not_this(path));
    }
    shape::taken(&repository, read)
}
