//! Verification: does the file still hold what was written, and does the view show it?

use std::collections::BTreeSet;
use std::fmt;
use std::io::Read;

use rusqlite::Connection;
use throughline_record::{Hash, LogCheck, LogReport, WorkspaceId};

use crate::error::Result;
use crate::file::attachment::{self, CHUNK, Chunks};
use crate::file::scratch::Scratch;
use crate::file::{log, structure};
use crate::progress::{Progress, step};
use crate::view::View;
use crate::view::ancestry::refuse_too_many;
use crate::workspace::Workspace;
use crate::workspace::catch_up::project;

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
    /// A sentence.
    pub detail: String,
}

impl VerifyFault {
    fn new(code: &str, position: Option<u64>, detail: impl Into<String>) -> Self {
        Self { code: code.into(), position, record: None, detail: detail.into() }
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
    /// Everything that is wrong, in order of the log.
    pub faults: Vec<VerifyFault>,
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
    /// Whether nothing is wrong.
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
        let connection = self.file_readers().get()?;
        // One moment of the file, whatever is written meanwhile; the pool ends the transaction.
        connection.execute_batch("BEGIN")?;
        let (report, mut faults) = check_log(&connection, self.id(), progress)?;
        faults.extend(check_structure(&connection)?);
        let (attachments, damaged) = check_attachments(&connection, progress)?;
        faults.extend(damaged);
        drop(connection);
        // A log that cannot be read cannot be folded; its faults say so.
        let view_matches = match self.view_equals_rebuild(&mut faults, progress) {
            Err(crate::StoreError::Damaged(_) | crate::StoreError::Fault(_)) => false,
            answer => answer?,
        };
        Ok(VerifyReport {
            faults,
            changes: report.changes,
            records: report.records,
            parts_gone: report.parts_gone,
            attachments,
            head: report.head,
            view_matches,
        })
    }

    /// Whether the view is what the log folds to. Adds what is folded to files that are not here.
    fn view_equals_rebuild(&self, faults: &mut Vec<VerifyFault>, progress: &dyn Progress) -> Result<bool> {
        let scratch = Scratch::new(self.env(), Scratch::VIEW)?;
        let connection = self.file_readers().get()?;
        let mut fresh = View::open(scratch.path(), &self.id())?;
        project(&connection, &mut fresh, progress)?;
        faults.extend(missing_attachments(&connection, &fresh)?);
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

/// Verifies the log behind a connection: what the changes prove, and what the rows add.
pub(crate) fn check_log(
    connection: &Connection,
    workspace: WorkspaceId,
    progress: &dyn Progress,
) -> Result<(LogReport, Vec<VerifyFault>)> {
    let length = log::length(connection)?;
    let mut check = LogCheck::of_workspace(workspace);
    let mut faults = Vec::new();
    let mut expected = 1;
    let mut received = String::new();
    let mut heads = BTreeSet::new();
    let mut devices = BTreeSet::new();
    log::read(connection, 0, u64::MAX, |stored| {
        let position = stored.position;
        if position != expected {
            faults.push(VerifyFault::new(
                "order",
                Some(position),
                format!("change {expected} should stand here"),
            ));
        }
        expected = position + 1;
        if stored.received < received {
            let detail = format!("received {}, before the change in front of it", stored.received);
            faults.push(VerifyFault::new("order", Some(position), detail));
        }
        received.clone_from(&stored.received);
        if let Ok(header) = stored.sealed.header() {
            let row = (stored.device.as_slice(), stored.seq, stored.clock);
            if row != (&header.device.0[..], header.seq, header.clock) {
                let detail = "the row's device, number or clock is not the one that was signed";
                faults.push(VerifyFault::new("row", Some(position), detail));
            }
            for parent in &header.parents {
                heads.remove(parent);
            }
            devices.insert(header.device);
            refuse_too_many(devices.len())?;
        }
        heads.insert(stored.sealed.id);
        for fault in check.push(&stored.sealed) {
            faults.push(VerifyFault {
                code: fault.code.as_str().into(),
                position: Some(position),
                record: fault.record,
                detail: fault.detail,
            });
        }
        step(progress, position.min(length), length, "changes")?;
        Ok(true)
    })?;
    let report = check.finish();
    // What only shows at the end, e.g. parts that are missing without an erasure.
    for fault in &report.faults {
        let late = VerifyFault {
            code: fault.code.as_str().into(),
            position: fault.position,
            record: fault.record,
            detail: fault.detail.clone(),
        };
        if !faults.contains(&late) {
            faults.push(late);
        }
    }
    let stored: BTreeSet<_> = log::heads(connection)?.into_iter().map(|head| head.id).collect();
    if stored != heads {
        faults.push(VerifyFault::new(
            "heads",
            None,
            "the changes nothing descends from are not those in the table `head`",
        ));
    }
    faults.extend(check_strays(connection)?);
    Ok((report, faults))
}

/// Rows that belong to no change: nobody signed them.
fn check_strays(connection: &Connection) -> Result<Vec<VerifyFault>> {
    const STRAYS: [(&str, &str); 5] = [
        (
            "records that belong to no change",
            "SELECT (SELECT count(*) FROM record) - (SELECT coalesce(sum(records), 0) FROM change)",
        ),
        (
            "contents that belong to no record",
            "SELECT count(*) FROM content WHERE record NOT IN (SELECT row FROM record)",
        ),
        (
            "personal parts that belong to no record",
            "SELECT count(*) FROM personal WHERE record NOT IN (SELECT row FROM record)",
        ),
        (
            "notes that belong to no change",
            "SELECT count(*) FROM note WHERE change NOT IN (SELECT position FROM change)",
        ),
        (
            "pieces that belong to no attachment",
            "SELECT count(*) FROM chunk c LEFT JOIN attachment a ON a.row = c.attachment \
             WHERE a.row IS NULL OR c.number NOT BETWEEN 0 AND a.chunks - 1",
        ),
    ];
    let mut faults = Vec::new();
    for (what, question) in STRAYS {
        let count: i64 = connection.query_row(question, [], |row| row.get(0))?;
        if count > 0 {
            faults.push(VerifyFault::new("stray", None, format!("{count} {what}")));
        }
    }
    Ok(faults)
}

/// The schema with the triggers that keep the log, and what SQLite itself checks.
pub(crate) fn check_structure(connection: &Connection) -> Result<Vec<VerifyFault>> {
    let mut faults = Vec::new();
    for difference in structure::differences(connection)? {
        faults.push(VerifyFault::new("structure", None, difference.to_string()));
    }
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    let answers = statement.query_map([], |row| row.get::<_, String>(0))?;
    for answer in answers {
        let answer = answer?;
        if answer != "ok" {
            faults.push(VerifyFault::new("database", None, answer));
        }
    }
    Ok(faults)
}

/// Files that artefacts name, in a view folded from the log, and whose bytes are not here. What was
/// erased names nothing any more.
fn missing_attachments(connection: &Connection, view: &View) -> Result<Vec<VerifyFault>> {
    let mut faults = Vec::new();
    view.attachments(|entity, digest, name| {
        let held = match digest.parse::<Hash>() {
            Ok(digest) => attachment::info(connection, &digest)?.is_some(),
            Err(_) => false,
        };
        if !held {
            let detail = format!("the file {name} ({digest}) of {entity} is not here");
            faults.push(VerifyFault::new("attachment", None, detail));
        }
        Ok(())
    })?;
    Ok(faults)
}

/// Reads every attachment to its end.
pub(crate) fn check_attachments(
    connection: &Connection,
    progress: &dyn Progress,
) -> Result<(u64, Vec<VerifyFault>)> {
    let digests = attachment::digests(connection)?;
    let total = digests.len() as u64;
    let mut faults = Vec::new();
    let mut buffer = vec![0; CHUNK];
    for (done, digest) in (1..).zip(&digests) {
        let mut chunks = Chunks::over(connection, digest)?;
        loop {
            match chunks.read(&mut buffer) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => {
                    faults.push(VerifyFault::new("attachment", None, error.to_string()));
                    break;
                }
            }
        }
        step(progress, done, total, "attachments")?;
    }
    Ok((total, faults))
}
