//! Evidence packs.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Count, FaultDto};

/// `pack.export`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PackArgs {
    /// `all`, `release` or `thread`.
    pub scope: String,
    /// The release, or the artefact whose thread it is; absent for `all`, and for the current release.
    #[ts(optional)]
    pub id: Option<String>,
    /// Where to write: a new file.
    pub path: String,
    /// Leaves attached files out.
    pub without_attachments: bool,
    /// Withholds parts that can name a person, and notes; what was signed for them stays.
    pub without_personal: bool,
    /// Name of the job.
    #[ts(optional)]
    pub job: Option<String>,
}

/// A pack that was written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PackDto {
    /// The file.
    pub path: String,
    /// What it holds, in a sentence.
    pub sentence: String,
    /// Changes in it.
    pub changes: Count,
    /// Changes of the whole log.
    pub length: Count,
    /// Records in it.
    pub records: Count,
    /// Attached files in it.
    pub attachments: Count,
    /// Parts that were withheld.
    pub withheld: Count,
    /// Parts that the record says were erased.
    pub erased: Count,
    /// Its size.
    pub bytes: Count,
    /// RFC 6962 root over the change ids of the whole log.
    pub head: String,
}

/// `pack.check`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PackCheckArgs {
    /// The pack.
    pub path: String,
    /// Files with checkpoints that were kept elsewhere.
    pub checkpoints: Vec<String>,
    /// Name of the job.
    #[ts(optional)]
    pub job: Option<String>,
}

/// What a check of a pack found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PackVerdictDto {
    /// `intact`, `damaged` or `unreadable`.
    pub verdict: String,
    /// The verdict in plain words.
    pub sentence: String,
    /// What is proven, in plain words.
    pub proven: Vec<String>,
    /// What is not here, and why.
    pub absent: Vec<String>,
    /// Up to which change checkpoints that were kept elsewhere vouch for it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchored: Option<Count>,
    /// What the pack is of: `all`, `release` or `thread`; empty where it cannot be read.
    pub scope: String,
    /// Changes in it.
    pub changes: Count,
    /// Changes of the whole log.
    pub length: Count,
    /// Records in it.
    pub records: Count,
    /// Root over the whole log.
    pub head: String,
    /// What is wrong, the first thing first.
    pub faults: Vec<FaultDto>,
}
