//! Backups: a copy of the file at one moment, verified before it is called done.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use throughline_record::WorkspaceId;

use super::log;
use super::schema::{self, Access};
use crate::error::{Result, StoreError};
use crate::progress::{Progress, step};
use crate::verify::{LogFindings, check_attachments, check_log, check_structure};

/// Pages copied between two reports of progress: 4 MiB.
const PAGES: i32 = 1024;

/// Copies the file behind `source`, as it is now, to a path where nothing lies yet.
pub(crate) fn backup(
    source: &Connection,
    workspace: WorkspaceId,
    to: &Path,
    suffix: &str,
    progress: &dyn Progress,
) -> Result<()> {
    if to.exists() {
        return Err(StoreError::AlreadyExists(to.to_owned()));
    }
    let unfinished = Unfinished::beside(to, suffix)?;
    copied_and_proven(source, workspace, unfinished.path(), progress)?;
    unfinished.finish(to)
}

/// Copies the file behind `source`, as it is now, over an empty one, and verifies the copy. Returns how many
/// changes it holds.
pub(crate) fn copied_and_proven(
    source: &Connection,
    workspace: WorkspaceId,
    to: &Path,
    progress: &dyn Progress,
) -> Result<u64> {
    // A read transaction holds the moment still; without it every change by others starts the copy anew.
    source.execute_batch("BEGIN")?;
    let length = log::length(source)?;
    let copied = copy(source, to, progress);
    source.execute_batch("COMMIT")?;
    copied?;
    let synced = File::open(to).and_then(|file| file.sync_all());
    synced.map_err(|error| StoreError::io("The copy cannot be written to the disk", error))?;
    prove(to, workspace, length, progress)?;
    Ok(length)
}

fn copy(source: &Connection, to: &Path, progress: &dyn Progress) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut target = Connection::open_with_flags(to, flags)?;
    {
        let backup = Backup::new(source, &mut target)?;
        loop {
            let result = backup.step(PAGES)?;
            let at = backup.progress();
            let total = u64::try_from(at.pagecount).unwrap_or(0);
            let left = u64::try_from(at.remaining).unwrap_or(0);
            step(progress, total.saturating_sub(left), total, "pages")?;
            match result {
                StepResult::Done => break,
                StepResult::More => {}
                _ => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }
    target.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Reads the copy as a stranger would and verifies every change, every attachment and the schema.
fn prove(path: &Path, workspace: WorkspaceId, length: u64, progress: &dyn Progress) -> Result<()> {
    schema::check_magic(path)?;
    let copy = schema::connect(path, Access::Immutable)?;
    let LogFindings { report, mut faults, .. } = check_log(&copy, workspace, progress)?;
    if report.changes != length {
        return Err(StoreError::Damaged(format!(
            "the backup holds {} of {length} changes and was not kept",
            report.changes
        )));
    }
    faults.extend(check_structure(&copy)?);
    faults.extend(check_attachments(&copy, progress)?.1.into_iter().map(|(_, fault)| fault));
    match faults.first() {
        None => Ok(()),
        Some(fault) => {
            Err(StoreError::Damaged(format!("{fault}; a file that does not verify is not copied")))
        }
    }
}

/// A file that is deleted unless it is finished.
pub(crate) struct Unfinished(PathBuf);

impl Unfinished {
    /// Makes an empty one beside the path it is for.
    pub fn beside(to: &Path, suffix: &str) -> Result<Self> {
        let mut name = to.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{suffix}.unfinished"));
        let path = to.with_file_name(name);
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .map_err(|error| StoreError::io(format!("{} cannot be written", path.display()), error))?;
        Ok(Self(path))
    }

    /// Where it lies until then.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Gives the file its name without ever replacing another.
    pub fn finish(self, to: &Path) -> Result<()> {
        let linked = match std::fs::hard_link(&self.0, to) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(StoreError::AlreadyExists(to.to_owned()));
            }
            // Some file systems have no hard links.
            Err(_) => std::fs::rename(&self.0, to),
            linked => linked,
        };
        linked.map_err(|error| StoreError::io(format!("{} cannot be written", to.display()), error))?;
        #[cfg(unix)]
        if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            // The name is only durable once the folder is.
            let synced = File::open(folder).and_then(|folder| folder.sync_all());
            synced.map_err(|error| StoreError::io("The backup cannot be written to the disk", error))?;
        }
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After a rename nothing is left; after a failure what is left is of no use.
        let _ = std::fs::remove_file(&self.0);
    }
}
