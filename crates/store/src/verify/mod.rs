//! Verification: does the file still hold what was written, and does the view show it?

mod anchors;
mod log;
mod rest;

use std::fmt;

use throughline_record::{EntityId, Fault, Hash};

use crate::error::Result;
use crate::file::scratch::Scratch;
use crate::progress::{Progress, step};
use crate::view::View;
use crate::workspace::Workspace;
use crate::workspace::catch_up::project;

pub use anchors::{AnchorCheck, Kept, Standing, Verdict};
pub use log::DeviceSeen;
pub(crate) use log::{LogFindings, check_log};
use rest::{FileFault, missing_attachments, name_files};
pub(crate) use rest::{check_attachments, check_structure};

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyFault {
    /// A word programs switch on: the record's fault codes, and `row`, `order`, `heads`, `stray`,
    /// `structure`, `database`, `attachment`.
    pub code: String,
    /// The change, by its place in the log.
    pub position: Option<u64>,
    /// The record in it, from 0.
    pub record: Option<u32>,
    /// What the record is about, as far as it can be read; of a change, what its first record is about.
    pub entity: Option<EntityId>,
    /// Who was at the keyboard, as the change says.
    pub actor: Option<EntityId>,
    /// A sentence.
    pub detail: String,
}

impl VerifyFault {
    fn new(code: &str, position: Option<u64>, detail: impl Into<String>) -> Self {
        Self { code: code.into(), position, record: None, entity: None, actor: None, detail: detail.into() }
    }

    fn of(fault: &Fault) -> Self {
        Self { record: fault.record, ..Self::new(fault.code.as_str(), fault.position, fault.detail.clone()) }
    }
}

impl fmt::Display for VerifyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.position, self.record) {
            (Some(position), Some(record)) => write!(f, "#{position}.{record}: {}", self.detail),
            (Some(position), None) => write!(f, "#{position}: {}", self.detail),
            _ => f.write_str(&self.detail),
        }
    }
}

/// What a verification found. It proves that the log is consistent in itself and carries its
/// signatures; only a checkpoint kept elsewhere can show that an owner rewrote all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyReport {
    /// Everything that is wrong, in order of the log, then what is in no place of it.
    pub faults: Vec<VerifyFault>,
    /// How the record stands to each checkpoint it was compared with.
    pub anchors: Vec<AnchorCheck>,
    /// Who signed, in order of their keys.
    pub devices: Vec<DeviceSeen>,
    /// Changes looked at.
    pub changes: u64,
    /// Records looked at.
    pub records: u64,
    /// Parts that were erased.
    pub parts_gone: u64,
    /// Attachments looked at.
    pub attachments: u64,
    /// Root over the log, to compare with a checkpoint.
    pub head: Hash,
    /// Whether the view is what the log folds to. If not, nothing is lost: a rebuild mends it.
    pub view_matches: bool,
}

impl VerifyReport {
    /// Whether nothing is wrong within the file; what a checkpoint says of it is in
    /// [`VerifyReport::verdict`].
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty() && self.view_matches
    }
}

impl Workspace {
    /// Checks everything: each change's bytes, signature, records and parts; their order, devices
    /// and parents; that the rows say what the changes say; the schema with its triggers; every
    /// attachment; and that the view equals one folded anew.
    ///
    /// # Errors
    /// Only if looking fails: [`crate::StoreError::Cancelled`], those of the file system. What is
    /// wrong with the workspace is in the report.
    pub fn verify(&self, progress: &dyn Progress) -> Result<VerifyReport> {
        self.verify_against(&[], progress)
    }

    /// The record alone, without the view: each change's bytes, signature, records and parts, their order,
    /// devices and parents, and the rows around them.
    ///
    /// # Errors
    /// Those of [`Workspace::verify`].
    pub fn verify_log(&self, progress: &dyn Progress) -> Result<Vec<VerifyFault>> {
        let connection = self.file_readers().get()?;
        connection.execute_batch("BEGIN")?;
        Ok(check_log(&connection, self.id(), progress)?.faults)
    }

    /// As [`Workspace::verify`], and compares the record with checkpoints that were kept.
    ///
    /// # Errors
    /// Those of [`Workspace::verify`].
    pub fn verify_against(&self, kept: &[Kept], progress: &dyn Progress) -> Result<VerifyReport> {
        let connection = self.file_readers().get()?;
        // One moment of the file, whatever is written meanwhile; the pool ends the transaction.
        connection.execute_batch("BEGIN")?;
        let LogFindings { report, mut faults, devices } = check_log(&connection, self.id(), progress)?;
        let anchors = anchors::compare(&connection, self.id(), &devices, kept)?;
        faults.extend(check_structure(&connection)?);
        let (attachments, mut files) = check_attachments(&connection, progress)?;
        drop(connection);
        // A log that cannot be read cannot be folded; its faults say so.
        let view_matches = match self.view_equals_rebuild(&mut files, progress) {
            Err(crate::StoreError::Damaged(_) | crate::StoreError::Fault(_)) => false,
            answer => answer?,
        };
        faults.extend(files.into_iter().map(|(_, fault)| fault));
        faults.sort_by_key(|fault| (fault.position.is_none(), fault.position, fault.record));
        Ok(VerifyReport {
            faults,
            anchors,
            devices,
            changes: report.changes,
            records: report.records,
            parts_gone: report.parts_gone,
            attachments,
            head: report.head,
            view_matches,
        })
    }

    /// Compares the log with checkpoints by its ids alone, without proving what the ids stand for: at once, for a
    /// list. A verification says more.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn compare_with(&self, kept: &[Kept]) -> Result<Vec<AnchorCheck>> {
        let connection = self.file_readers().get()?;
        connection.execute_batch("BEGIN")?;
        let devices = log::devices(&connection)?;
        anchors::compare(&connection, self.id(), &devices, kept)
    }

    /// Whether the view is what the log folds to. Adds files that are not here to those with a fault, and says
    /// of all of them who named them.
    fn view_equals_rebuild(&self, files: &mut Vec<FileFault>, progress: &dyn Progress) -> Result<bool> {
        let scratch = Scratch::new(self.env(), Scratch::VIEW)?;
        let connection = self.file_readers().get()?;
        let mut fresh = View::open(scratch.path(), &self.id())?;
        project(&connection, &mut fresh, progress)?;
        files.extend(missing_attachments(&connection, &fresh)?);
        name_files(&fresh, files)?;
        // Other processes may append and fold at any moment, so compare until both stood still.
        loop {
            let mut view = self.view();
            project(&connection, &mut view, &())?;
            project(&connection, &mut fresh, &())?;
            let (before, shown) = (view.position(), view.digest()?);
            let equal = shown == fresh.digest()?;
            project(&connection, &mut view, &())?;
            if equal || (view.position() == before && fresh.position() == before) {
                return Ok(equal);
            }
            drop(view);
            step(progress, 0, 1, "view")?;
        }
    }
}
