//! Checking a pack, step by step as the format has it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Read, Seek};

use throughline_record::exchange::Excerpt;
use throughline_record::merkle::{self, leaf_hash};
use throughline_record::{
    ChangeId, Checkpoint, CheckpointError, DeviceId, ExcerptCheck, Fault, Hash, PartName, Signed, Value,
    WorkspaceId,
};
use throughline_store::exchange::archive::{Archive, ArchiveError, Limits};
use throughline_store::progress::{Progress, step};
use throughline_store::{Result, StoreError};

use super::anchors::check_anchors;
use super::manifest::{Manifest, get, members, number, unhex};
use super::{MOST_OF_A_CHECKPOINT, MOST_OF_A_TEXT, MOST_OF_THE_MANIFEST};

/// One thing that is wrong with a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFault {
    /// A word programs switch on; the format lists them.
    pub code: &'static str,
    /// A file's name, `line N`, `#N` or `#N.i`; empty for the whole.
    pub place: String,
    /// A sentence.
    pub detail: String,
}

/// What a check of a pack comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackVerdict {
    /// Nothing is wrong.
    Intact,
    /// It is a pack, and something is wrong with it.
    Damaged,
    /// It cannot be read as a pack.
    Unreadable,
}

impl PackVerdict {
    /// The word that `verify.py --json` prints too.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Intact => "intact",
            Self::Damaged => "damaged",
            Self::Unreadable => "unreadable",
        }
    }
}

/// A checkpoint that was kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What to call it: the name of its file.
    pub name: String,
    /// The signed note.
    pub note: Vec<u8>,
}

/// What was found in a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackReport {
    /// Everything that is wrong, the first thing first.
    pub faults: Vec<PackFault>,
    /// What the pack says of itself; `None` if it cannot be read.
    pub manifest: Option<Manifest>,
    /// Changes that were looked at.
    pub changes: u64,
    /// Records that are here.
    pub records: u64,
    /// Records of these changes that stayed behind.
    pub left_out: u64,
    /// Parts that the record says were erased.
    pub erased: u64,
    /// Parts that whoever made the pack kept back.
    pub withheld: u64,
    /// Attached files.
    pub attachments: u64,
    /// The checkpoints in the pack that fit it.
    pub checkpoints: Vec<String>,
    /// The anchors in the pack, as the record has them.
    pub anchors_here: u64,
    /// The time-stamp replies in the pack that speak of their anchor's checkpoint.
    pub stamps_here: u64,
    /// The given checkpoints that fit it.
    pub anchors: Vec<(String, Checkpoint)>,
    /// Who signed.
    pub devices: BTreeMap<DeviceId, Signed>,
}

impl PackReport {
    /// What it comes to.
    #[must_use]
    pub fn verdict(&self) -> PackVerdict {
        match (&self.manifest, self.faults.is_empty()) {
            (None, _) => PackVerdict::Unreadable,
            (Some(_), true) => PackVerdict::Intact,
            (Some(_), false) => PackVerdict::Damaged,
        }
    }

    /// How far given checkpoints vouch for it: the largest length among them.
    #[must_use]
    pub fn anchored(&self) -> Option<u64> {
        self.anchors.iter().map(|(_, checkpoint)| checkpoint.size).max()
    }

    pub(super) fn fault(&mut self, code: &'static str, place: impl Into<String>, detail: impl Into<String>) {
        self.faults.push(PackFault { code, place: place.into(), detail: detail.into() });
    }
}

/// A pack with what was found in it.
pub struct Checked<R> {
    /// What was found.
    pub report: PackReport,
    /// The changes whose lines could be read, in order.
    pub excerpts: Vec<Excerpt>,
    /// The ids of all changes of the log, in order; of those in the pack if none stayed behind.
    pub ids: Vec<ChangeId>,
    /// The zip, for its other files; `None` if it cannot be read.
    pub archive: Option<Archive<R>>,
}

/// Checks a pack. What is wrong with it is in the report.
///
/// # Errors
/// [`StoreError::Cancelled`] alone.
pub fn check<R: Read + Seek>(reader: R, given: &[Given], progress: &dyn Progress) -> Result<Checked<R>> {
    let mut checked = Checked {
        report: PackReport {
            faults: Vec::new(),
            manifest: None,
            changes: 0,
            records: 0,
            left_out: 0,
            erased: 0,
            withheld: 0,
            attachments: 0,
            checkpoints: Vec::new(),
            anchors_here: 0,
            stamps_here: 0,
            anchors: Vec::new(),
            devices: BTreeMap::new(),
        },
        excerpts: Vec::new(),
        ids: Vec::new(),
        archive: None,
    };
    let looked = Archive::open(reader, Limits::EXCHANGE).map_err(refused).and_then(|mut archive| {
        let looked = look(&mut archive, given, progress, &mut checked);
        checked.archive = Some(archive);
        looked
    });
    match looked {
        Ok(()) => {}
        Err(Stop::Cancelled(error)) => return Err(error),
        Err(Stop::Unreadable(fault)) => {
            checked.report.manifest = None;
            checked.report.faults = vec![fault];
        }
    }
    Ok(checked)
}

/// Why a check ends early.
enum Stop {
    Unreadable(PackFault),
    Cancelled(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Cancelled(error)
    }
}

fn refused(error: ArchiveError) -> Stop {
    Stop::Unreadable(PackFault { code: "archive", place: String::new(), detail: error.to_string() })
}

/// Steps 2 to 9.
fn look<R: Read + Seek>(
    archive: &mut Archive<R>,
    given: &[Given],
    progress: &dyn Progress,
    checked: &mut Checked<R>,
) -> std::result::Result<(), Stop> {
    let unreadable = |detail: String| {
        Stop::Unreadable(PackFault { code: "manifest", place: "manifest.json".into(), detail })
    };
    let bytes = archive.read("manifest.json", MOST_OF_THE_MANIFEST).map_err(|e| unreadable(e.to_string()))?;
    let manifest = Manifest::read(&bytes).map_err(unreadable)?;
    checked.report.manifest = Some(manifest.clone());
    let mut known = None;
    if check_files(archive, &manifest, progress, &mut checked.report)? {
        let log = if manifest.is_whole() {
            Some(Vec::new())
        } else {
            let bytes = archive.read("log.txt", MOST_OF_A_TEXT).map_err(refused)?;
            check_log(&bytes, &manifest, &mut checked.report)
        };
        if let Some(log) = log {
            check_changes(archive, &manifest, &log, progress, checked)?;
            check_counts(&manifest, checked);
            checked.ids =
                if manifest.is_whole() { checked.excerpts.iter().map(|e| e.id).collect() } else { log };
            known = Some(checked.ids.clone());
        }
    }
    let names: Vec<String> =
        archive.names().filter(|name| name.starts_with("checkpoints/")).map(str::to_owned).collect();
    let mut fitting = BTreeMap::new();
    for name in names {
        let note = archive.read(&name, MOST_OF_A_CHECKPOINT).unwrap_or_default();
        let found = check_checkpoint(&note, &name, &manifest, known.as_deref(), &mut checked.report);
        fitting.extend(found.map(|checkpoint| (name, checkpoint)));
    }
    checked.report.checkpoints = fitting.keys().cloned().collect();
    for one in given {
        let found = check_checkpoint(&one.note, &one.name, &manifest, known.as_deref(), &mut checked.report);
        checked.report.anchors.extend(found.map(|checkpoint| (one.name.clone(), checkpoint)));
    }
    check_anchors(archive, &fitting, &mut checked.report);
    Ok(())
}

/// Step 3. Whether what the further steps need is here.
fn check_files<R: Read + Seek>(
    archive: &mut Archive<R>,
    manifest: &Manifest,
    progress: &dyn Progress,
    report: &mut PackReport,
) -> std::result::Result<bool, Stop> {
    let needed: &[&str] =
        if manifest.is_whole() { &["changes.jsonl"] } else { &["changes.jsonl", "log.txt", "proofs.jsonl"] };
    let here: BTreeSet<String> =
        archive.names().filter(|name| *name != "manifest.json").map(str::to_owned).collect();
    let mut names = here.clone();
    names.extend(manifest.files.keys().cloned());
    names.extend(needed.iter().map(|name| (*name).to_owned()));
    let total = names.len() as u64;
    let mut complete = true;
    let is_needed = |name: &str| needed.contains(&name) || name == "withheld.txt";
    for (done, name) in (1..).zip(names) {
        step(progress, done, total, "files")?;
        if !here.contains(&name) {
            complete &= !is_needed(&name);
            report.fault("file-missing", name, "the file is not in the pack");
            continue;
        }
        let Some(listed) = manifest.files.get(&name) else {
            report.fault("file-unlisted", name, "the file is not in the manifest");
            continue;
        };
        let digest = match archive.digest(&name) {
            Ok(digest) => digest,
            Err(ArchiveError::Io(error)) => return Err(refused(ArchiveError::Io(error))),
            Err(error) => {
                complete &= !is_needed(&name);
                report.fault("file-digest", name, error.to_string());
                continue;
            }
        };
        if digest != *listed {
            report.fault("file-digest", name.clone(), "the file is not the one that the manifest names");
        }
        if let Some(stem) = name.strip_prefix("attachments/") {
            report.attachments += 1;
            if unhex(stem) != Some(digest) {
                report.fault("attachment", name, "the bytes are not those of the name");
            }
        }
    }
    Ok(complete)
}

/// Step 4: the ids of all changes, where some stayed behind; `None` if they are not there.
fn check_log(bytes: &[u8], manifest: &Manifest, report: &mut PackReport) -> Option<Vec<ChangeId>> {
    let (lines, ended) = lines(bytes);
    let ids: Option<Vec<ChangeId>> =
        lines.iter().map(|line| std::str::from_utf8(line).ok()?.parse().ok()).collect();
    let Some(ids) = ids.filter(|ids| ended && ids.len() as u64 == manifest.length) else {
        report.fault("log-form", "log.txt", "it is not one id for each change of the log");
        return None;
    };
    if ids.iter().collect::<BTreeSet<_>>().len() != ids.len() {
        report.fault("log-form", "log.txt", "an id stands in it twice");
        return None;
    }
    if merkle::root(ids.iter()) != manifest.root {
        report.fault("log-root", "log.txt", "the ids do not give the root in the manifest");
    }
    if ids.first() != Some(&manifest.workspace) {
        let detail = "the log does not begin with the workspace's first change";
        report.fault("other-workspace", "#1", detail);
    }
    Some(ids)
}

/// Steps 5 and 6.
fn check_changes<R: Read + Seek>(
    archive: &mut Archive<R>,
    manifest: &Manifest,
    log: &[ChangeId],
    progress: &dyn Progress,
    checked: &mut Checked<R>,
) -> std::result::Result<(), Stop> {
    let bytes = archive.read("changes.jsonl", MOST_OF_A_TEXT).map_err(refused)?;
    let (mut lines_here, ended) = lines(&bytes);
    if !ended {
        // What follows the last line feed is a line that does not end.
        lines_here.push(bytes.rsplit(|byte| *byte == b'\n').next().unwrap_or_default());
    }
    let paths = if manifest.is_whole() {
        None
    } else {
        let proofs = archive.read("proofs.jsonl", MOST_OF_A_TEXT).map_err(refused)?;
        read_paths(&proofs, lines_here.len())
            .map_err(|detail| {
                checked.report.fault("proof-form", "proofs.jsonl", detail);
            })
            .ok()
    };
    let withheld = match archive.size("withheld.txt") {
        None => Vec::new(),
        Some(_) => {
            let bytes = archive.read("withheld.txt", MOST_OF_A_TEXT).map_err(refused)?;
            read_withheld(&bytes).unwrap_or_else(|| {
                let detail = "it is not names of parts in order";
                checked.report.fault("withheld-form", "withheld.txt", detail);
                Vec::new()
            })
        }
    };
    let placed: HashMap<ChangeId, u64> = log.iter().copied().zip(1..).collect();
    let mut check = ExcerptCheck::new(manifest.workspace, placed);
    let (mut last, total) = (0, lines_here.len() as u64);
    for (number, line) in (1_u64..).zip(&lines_here) {
        step(progress, number, total, "changes")?;
        let excerpt = match read_excerpt(line, ended || number < total) {
            Ok(excerpt) => excerpt,
            Err(detail) => {
                checked.report.fault("line-form", format!("line {number}"), detail);
                continue;
            }
        };
        let position = excerpt.position.unwrap_or(0);
        if position <= last || position > manifest.length {
            let detail = "its position does not follow, or is past the end";
            checked.report.fault("order", format!("line {number}"), detail);
            continue;
        }
        last = position;
        for fault in check.push(&excerpt, position) {
            checked.report.faults.push(of(&fault));
        }
        if !manifest.is_whole() {
            let place = usize::try_from(position - 1).unwrap_or(usize::MAX);
            if log.get(place) != Some(&excerpt.id) {
                let detail = "another change stands in the log here";
                checked.report.fault("log-id", format!("#{position}"), detail);
            }
            let path = paths.as_ref().and_then(|paths| paths.get(&position));
            let leads = path.is_some_and(|path| {
                let leaf = leaf_hash(&excerpt.id.0);
                merkle::verify_inclusion(&manifest.root, manifest.length, position - 1, &leaf, path)
            });
            if !leads {
                let detail = "its path does not lead to the log's root";
                checked.report.fault("log-path", format!("#{position}"), detail);
            }
        }
        checked.excerpts.push(excerpt);
    }
    let found = check.finish(&withheld);
    let report = &mut checked.report;
    report.changes = checked.excerpts.len() as u64;
    (report.records, report.left_out) = (found.records, found.left_out);
    (report.erased, report.withheld) = (found.erased, found.withheld);
    report.devices = found.devices;
    report.faults.extend(found.faults.iter().map(of));
    if manifest.is_whole() && merkle::root(checked.excerpts.iter().map(|e| e.id)) != manifest.root {
        let detail = "the changes do not give the root in the manifest";
        report.fault("log-root", "manifest.json", detail);
    }
    Ok(())
}

/// Checks the changes of a pack that is about to be written: the numbers that go into its manifest.
///
/// # Errors
/// What is wrong first.
pub fn check_changes_of(
    workspace: WorkspaceId,
    ids: &[ChangeId],
    excerpts: &[Excerpt],
    withheld: &[PartName],
) -> std::result::Result<throughline_record::ExcerptReport, PackFault> {
    let whole = ids.len() == excerpts.len();
    let placed = if whole { HashMap::new() } else { ids.iter().copied().zip(1..).collect() };
    let mut check = ExcerptCheck::new(workspace, placed);
    for excerpt in excerpts {
        if let Some(fault) = check.push(excerpt, excerpt.position.unwrap_or(0)).first() {
            return Err(of(fault));
        }
    }
    let report = check.finish(withheld);
    match report.faults.first() {
        Some(fault) => Err(of(fault)),
        None => Ok(report),
    }
}

/// A fault of the record as one of the pack.
fn of(fault: &Fault) -> PackFault {
    let place = match (fault.position, fault.record) {
        (Some(position), Some(record)) => format!("#{position}.{record}"),
        (Some(position), None) => format!("#{position}"),
        // Only a part that is called withheld can be of a change that is not here.
        (None, _) => "withheld.txt".into(),
    };
    PackFault { code: fault.code.as_str(), place, detail: fault.detail.clone() }
}

/// The lines of a file without their line feeds, and whether the last one has its own.
fn lines(bytes: &[u8]) -> (Vec<&[u8]>, bool) {
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let ended = lines.pop().is_none_or(<[u8]>::is_empty);
    (lines, ended)
}

fn read_excerpt(line: &[u8], ended: bool) -> std::result::Result<Excerpt, String> {
    if !ended {
        return Err("the last line does not end".into());
    }
    let line = std::str::from_utf8(line).map_err(|_| "it is not UTF-8")?;
    let excerpt = Excerpt::read_line(line).map_err(|error| error.to_string())?;
    if excerpt.position.is_none() {
        return Err("it has no position".into());
    }
    Ok(excerpt)
}

/// The path of each change to the log's root.
fn read_paths(bytes: &[u8], most: usize) -> std::result::Result<HashMap<u64, Vec<Hash>>, String> {
    let (lines, ended) = lines(bytes);
    if !ended || lines.len() > most {
        return Err("it has not one line for each change".into());
    }
    let mut paths = HashMap::new();
    for line in lines {
        let value = Value::from_canonical(line).map_err(|error| error.to_string())?;
        let map = members(&value, &["path", "position"], &[])?;
        let path = get(map, "path")?.as_list().ok_or("a path is not an array")?;
        let path: Option<Vec<Hash>> = path.iter().map(|node| unhex(node.as_text()?)).collect();
        let path = path.ok_or("a node of a path is no digest")?;
        if paths.insert(number(map, "position")?, path).is_some() {
            return Err("a position stands in it twice".into());
        }
    }
    Ok(paths)
}

/// The names of parts that were kept back; `None` if the file is not of its form.
fn read_withheld(bytes: &[u8]) -> Option<Vec<PartName>> {
    let (lines, ended) = lines(bytes);
    if !ended || !lines.is_sorted_by(|a, b| a < b) {
        return None;
    }
    lines.iter().map(|line| std::str::from_utf8(line).ok()?.parse().ok()).collect()
}

/// Step 7.
fn check_counts<R>(manifest: &Manifest, checked: &mut Checked<R>) {
    let position = |excerpt: Option<&Excerpt>| excerpt.and_then(|e| e.position).unwrap_or(0);
    let span = (position(checked.excerpts.first()), position(checked.excerpts.last()));
    let report = &mut checked.report;
    let found = super::Counts {
        attachments: report.attachments,
        changes: report.changes,
        erased: report.erased,
        records: report.records,
        withheld: report.withheld,
    };
    if found != manifest.counts || span != (manifest.first, manifest.last) {
        report.fault("counts", "manifest.json", "it is not what is here");
    }
}

/// Step 8: a checkpoint that fits.
fn check_checkpoint(
    note: &[u8],
    place: &str,
    manifest: &Manifest,
    ids: Option<&[ChangeId]>,
    report: &mut PackReport,
) -> Option<Checkpoint> {
    let read = match std::str::from_utf8(note) {
        Ok(text) if note.len() as u64 <= MOST_OF_A_CHECKPOINT => Checkpoint::read(text),
        _ => Err(CheckpointError::Form),
    };
    let checkpoint = match read {
        Ok(checkpoint) => checkpoint,
        Err(error) => {
            let code = match error {
                CheckpointError::Signature => "checkpoint-signature",
                CheckpointError::Form | CheckpointError::Origin => "checkpoint-form",
            };
            report.fault(code, place, error.to_string());
            return None;
        }
    };
    if checkpoint.workspace != manifest.workspace {
        report.fault("checkpoint-workspace", place, "it is a checkpoint of another workspace");
    } else if checkpoint.size > manifest.length {
        let detail = "it is of a longer log: the pack is older, or changes were taken away";
        report.fault("checkpoint-size", place, detail);
    } else if fits(&checkpoint, ids) {
        return Some(checkpoint);
    } else {
        let detail = "the record differs from it: rewritten, or of another copy";
        report.fault("checkpoint-root", place, detail);
    }
    None
}

fn fits(checkpoint: &Checkpoint, ids: Option<&[ChangeId]>) -> bool {
    let size = usize::try_from(checkpoint.size).unwrap_or(usize::MAX);
    ids.and_then(|ids| ids.get(..size)).is_some_and(|ids| merkle::root(ids.iter()) == checkpoint.root)
}
