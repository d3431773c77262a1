//! Stores that can be looked at again and again.

use std::path::Path;

use crate::error::{InteropError, Result};
use crate::git::Repository;

/// Formats of stores that change in place and are worth watching.
pub const WATCHED: [&str; 4] = ["mlflow", "dvc", "git", "adr"];

/// Whether there is a store of this format at the path, without reading it whole.
///
/// # Errors
/// If there is none, in the words of the reader that would read it.
pub fn recognise(format: &str, path: &Path) -> Result<()> {
    if !path.exists() {
        return Err(InteropError::NotFound(path.to_owned()));
    }
    match format {
        "mlflow" => crate::mlflow::recognise(path),
        "dvc" => crate::dvc::recognise(path),
        "git" => Repository::open(path).map(|_| ()),
        _ => Ok(()),
    }
}
