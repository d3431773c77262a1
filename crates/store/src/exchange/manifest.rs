//! `manifest.json` of an exchange file.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use throughline_record::{DeviceId, Hash, Header, WorkspaceId};

use super::archive::{Archive, ArchiveDraft, ArchiveError};

/// What the member `format` says.
pub const FORMAT: &str = "throughline-changes/1";

/// The name of the manifest.
pub const MANIFEST: &str = "manifest.json";

/// The name of the file with the changes, one per line.
pub const CHANGES: &str = "changes.jsonl";

/// Begins the names of attachments; the SHA-256 in hex follows.
pub const ATTACHMENTS: &str = "attachments/";

/// A manifest is at most this many bytes: 20,000 files take four mebibytes.
const MAX_MANIFEST: u64 = 16 << 20;

/// What an exchange file says of itself. Nothing of it is trusted but to refuse the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// The workspace whose changes these are.
    pub workspace: WorkspaceId,
    /// Position of the first change in the log it was written from.
    pub first: u64,
    /// Position of the last one.
    pub last: u64,
    /// How long that log was, and the root over it.
    pub log: LogMark,
    /// How many of each there are.
    pub counts: Counts,
    /// What stands before the first change in that log, so that a copy that lacks some of it can say what
    /// it should be asked for.
    pub before: Vec<Run>,
    /// Every other file, sorted by name.
    pub files: Vec<Listed>,
    /// The media types of attachments by the SHA-256 of their bytes, in hex.
    pub media: BTreeMap<String, String>,
}

/// The log that an exchange file was written from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogMark {
    /// How many changes it held.
    pub length: u64,
    /// The RFC 6962 root over their ids.
    pub root: Hash,
}

/// Counts to show and to compare.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Changes in the file.
    pub changes: u64,
    /// Records in them.
    pub records: u64,
    /// Attachments beside them.
    pub attachments: u64,
}

/// Changes of one device that stand one after the other in a log, with numbers one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The device.
    pub device: DeviceId,
    /// The number of the first change, by the device's count.
    pub seq: u64,
    /// Its position.
    pub position: u64,
    /// How many there are.
    pub count: u64,
}

/// A file with its size and digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Its name in the archive.
    pub name: String,
    /// Bytes, unpacked.
    pub size: u64,
    /// SHA-256 of these bytes.
    pub sha256: Hash,
}

/// Runs in the making.
#[derive(Debug, Default)]
pub struct Runs(Vec<Run>);

impl Runs {
    /// Adds the change at a position, which follows on the one before.
    pub fn push(&mut self, position: u64, header: &Header) {
        if let Some(run) = self.0.last_mut()
            && run.device == header.device
            && run.seq + run.count == header.seq
        {
            run.count += 1;
            return;
        }
        self.0.push(Run { device: header.device, seq: header.seq, position, count: 1 });
    }

    pub fn finish(self) -> Vec<Run> {
        self.0
    }
}

impl Manifest {
    /// Reads the manifest of an archive, and holds names and sizes to the archive's directory.
    pub fn read<R: std::io::Read + std::io::Seek>(archive: &mut Archive<R>) -> Result<Self, ArchiveError> {
        let bytes = archive.read(MANIFEST, MAX_MANIFEST)?;
        let manifest: Self = serde_json::from_slice(&bytes)
            .map_err(|error| ArchiveError::Manifest(format!("it cannot be read: {error}")))?;
        let refuse = |why: &str| Err(ArchiveError::Manifest(why.to_owned()));
        if manifest.format != FORMAT {
            return refuse(&format!(
                "it is of the form `{}`, and {FORMAT} is read",
                shorten(&manifest.format)
            ));
        }
        let listed: Vec<(&str, Option<u64>)> =
            manifest.files.iter().map(|file| (file.name.as_str(), Some(file.size))).collect();
        let names: Vec<&str> = archive.names().filter(|name| *name != MANIFEST).collect();
        let held: Vec<(&str, Option<u64>)> =
            names.into_iter().map(|name| (name, archive.size(name))).collect();
        if listed != held {
            return refuse("it does not list the files that are there");
        }
        Ok(manifest)
    }

    /// The digest that is listed for a file.
    pub fn digest(&self, name: &str) -> Option<Hash> {
        self.files.iter().find(|file| file.name == name).map(|file| file.sha256)
    }

    /// Adds what an archive holds so far, and puts the manifest in.
    pub fn put(mut self, draft: &mut ArchiveDraft) -> Result<(), ArchiveError> {
        self.files = draft
            .files()
            .map(|file| Listed { name: file.name.clone(), size: file.size, sha256: file.sha256 })
            .collect();
        let mut bytes = serde_json::to_vec_pretty(&self)
            .map_err(|error| ArchiveError::Manifest(format!("it cannot be written: {error}")))?;
        bytes.push(b'\n');
        draft.put(MANIFEST, bytes)
    }

    /// Where to begin so that nothing is missing: the position before the first change that a copy lacks,
    /// which holds so many of each device. `None` if it lacks none that is named.
    pub fn ask_since(&self, held: &HashMap<DeviceId, u64>) -> Option<u64> {
        self.before
            .iter()
            .filter_map(|run| {
                let known = held.get(&run.device).copied().unwrap_or(0);
                let lacking = (known + 1).max(run.seq);
                (lacking < run.seq.saturating_add(run.count)).then(|| run.position + (lacking - run.seq))
            })
            .min()
            .map(|position| position.saturating_sub(1))
    }
}

fn shorten(text: &str) -> String {
    text.chars().take(80).collect()
}
