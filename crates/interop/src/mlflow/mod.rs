//! MLflow stores of versions 2 and 3: the SQLite database or the folder of files.
//!
//! Registered model versions become model versions, runs' datasets data versions, source commits
//! code versions; runs behind no registered version become training activities, so that failed
//! attempts are kept too. A store keeps no history: each thing has one revision, its state now.

mod artifact;
mod data;
mod files;
mod shape;
mod sqlite;
mod store;

use std::path::{Path, PathBuf};

use throughline_store::Progress;

use crate::error::{InteropError, Result};
use crate::taken::Taken;

/// Reads an MLflow store: a database file, a folder that holds `mlflow.db`, or a folder of files
/// (`mlruns`, or one that holds it). The store is opened for reading only and never changed, not
/// even by files beside it.
///
/// # Errors
/// If there is no MLflow store at the path or it cannot be read.
pub fn read_mlflow(path: &Path, progress: &dyn Progress) -> Result<Taken> {
    let store = match locate(path)? {
        Found::Database(file) => sqlite::read(&file, progress)?,
        Found::Files(folder) => files::read(&folder, progress)?,
    };
    Ok(shape::taken(store))
}

/// Whether there is a store at the path.
pub(crate) fn recognise(path: &Path) -> Result<()> {
    match locate(path)? {
        Found::Database(file) => sqlite::recognise(&file),
        Found::Files(_) => Ok(()),
    }
}

enum Found {
    Database(PathBuf),
    Files(PathBuf),
}

fn locate(path: &Path) -> Result<Found> {
    if !path.exists() {
        return Err(InteropError::NotFound(path.to_owned()));
    }
    if path.is_file() {
        return Ok(Found::Database(path.to_owned()));
    }
    let database = path.join("mlflow.db");
    if database.is_file() {
        return Ok(Found::Database(database));
    }
    for folder in [path.to_owned(), path.join("mlruns")] {
        if files::is_store(&folder) {
            return Ok(Found::Files(folder));
        }
    }
    Err(InteropError::NotThis {
        path: path.to_owned(),
        expected: "an MLflow store (a database, or a folder with `mlflow.db` or `mlruns`)",
    })
}
