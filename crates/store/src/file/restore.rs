//! Putting a backup in place, with what lay there before kept beside it.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use throughline_record::WorkspaceId;

use super::backup::{Unfinished, copied_and_proven};
use super::schema::{self, Access};
use super::scratch::{Scratch, beside};
use super::{log, structure};
use crate::env::Env;
use crate::error::{Result, StoreError};
use crate::progress::Progress;
use crate::workspace::open_to_read;

/// A backup that was put in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// How many changes it holds.
    pub changes: u64,
    /// Where the file lies that was at the path before; `None` if there was none.
    pub before: Option<PathBuf>,
    /// How many changes that one holds, if it can be read.
    pub before_changes: Option<u64>,
}

/// Copies a backup to a path, and verifies the copy before it gets its name. What lies at the path is never
/// overwritten: with `replace` it is kept beside as `NAME.before-restore-DATE.throughline`, without it the path
/// has to be free. Whoever writes to the restored file begins a new device, so that nothing that was signed
/// after the backup was made is contradicted.
///
/// # Errors
/// [`StoreError::NotAWorkspace`], [`StoreError::Damaged`] for a backup that does not verify,
/// [`StoreError::AlreadyExists`], [`StoreError::OtherWorkspace`] if the file at the path is of another workspace,
/// [`StoreError::Cancelled`], and those of the file system. What lies at the path is untouched then.
pub fn restore_backup(
    from: &Path,
    to: &Path,
    replace: bool,
    env: &Env,
    progress: &dyn Progress,
) -> Result<Restored> {
    let lies = to.exists();
    if lies && !replace {
        return Err(StoreError::AlreadyExists(to.to_owned()));
    }
    let opened = from.canonicalize().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => StoreError::NotFound(from.display().to_string()),
        _ => StoreError::io(format!("{} cannot be opened", from.display()), error),
    })?;
    schema::check_magic(&opened)?;
    let (source, _copy, workspace) = opened_backup(&opened, env).map_err(|error| error.of_file(from))?;
    if lies && to.canonicalize().is_ok_and(|to| to == opened) {
        return Err(StoreError::AlreadyExists(to.to_owned()));
    }
    let suffix = hex::encode(env.random_bytes::<8>());
    let unfinished = Unfinished::beside(to, &suffix)?;
    let changes = copied_and_proven(&source, workspace, unfinished.path(), progress)
        .map_err(|error| error.of_file(from))?;

    let (before, before_changes) = match lies {
        true => {
            let (path, changes) = put_aside(to, workspace, env)?;
            (Some(path), changes)
        }
        false => (None, None),
    };
    unfinished.finish(to)?;
    Ok(Restored { workspace, changes, before, before_changes })
}

/// A backup, to read, with the workspace that it is of.
fn opened_backup(path: &Path, env: &Env) -> Result<(Connection, Option<Scratch>, WorkspaceId)> {
    let (source, copy) = open_to_read(path, env)?;
    let differences = structure::differences(&source)?;
    structure::refuse_unreadable(&source, &differences)?;
    let workspace =
        log::id_at(&source, 1)?.ok_or_else(|| StoreError::Damaged("it holds no change".into()))?;
    Ok((source, copy, workspace))
}

/// Gives the file at a path another name, its write-ahead log with it.
fn put_aside(path: &Path, workspace: WorkspaceId, env: &Env) -> Result<(PathBuf, Option<u64>)> {
    // What is no workspace, or damaged beyond reading, is put aside as it is: it may be why one restores.
    let mut changes = None;
    if schema::check_magic(path).is_ok()
        && let Ok(connection) = schema::connect(path, Access::Write)
        && let Ok(Some(id)) = log::id_at(&connection, 1)
    {
        if id != workspace {
            return Err(StoreError::OtherWorkspace { path: path.to_owned(), found: id });
        }
        changes = log::length(&connection).ok();
        // So that one file is all of it. If a reader is in the way, the log goes along below.
        let _ = schema::checkpoint(&connection);
    }
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let now = env.clock.now();
    let day: String = now.chars().take(19).map(|c| if c == ':' { '-' } else { c }).collect();
    let aside = (1..)
        .map(|n| match n {
            1 => format!("{name}.before-restore-{day}.throughline"),
            n => format!("{name}.before-restore-{day}-{n}.throughline"),
        })
        .map(|name| path.with_file_name(name))
        .find(|aside| !aside.exists())
        .unwrap_or_else(|| path.with_extension("before-restore.throughline"));
    let failed = |error| StoreError::io(format!("{} cannot be put aside", path.display()), error);
    // The file last: until it is moved, everything is where it was, and what was moved can be moved back.
    for ending in ["-wal", "-shm"] {
        match std::fs::rename(beside(path, ending), beside(&aside, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    if let Err(error) = std::fs::rename(path, &aside) {
        for ending in ["-wal", "-shm"] {
            let _ = std::fs::rename(beside(&aside, ending), beside(path, ending));
        }
        return Err(failed(error));
    }
    Ok((aside, changes))
}
