//! Verification against checkpoints, anchors, proofs of records.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

use super::{AtDto, Count, Saved};

/// `workspace.verify`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct VerifyArgs {
    /// Name under which `job.status` and `job.cancel` know this call.
    #[ts(optional)]
    pub job: Option<String>,
    /// Checkpoints that were kept: files, or texts that were pasted. Mails with one in them will do.
    #[ts(as = "Option<Vec<KeptDto>>", optional)]
    pub checkpoints: Vec<KeptDto>,
    /// Git repositories whose tags `throughline/*` are read.
    #[ts(as = "Option<Vec<String>>", optional)]
    pub repositories: Vec<String>,
    /// A PEM file with the certificates of time-stamping authorities that are trusted.
    #[ts(optional)]
    pub authorities: Option<String>,
}

/// A checkpoint that was kept: a file or a text.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct KeptDto {
    /// The file.
    #[ts(optional)]
    pub path: Option<String>,
    /// The text.
    #[ts(optional)]
    pub text: Option<String>,
}

/// A checkpoint: a signed note.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CheckpointDto {
    /// The note, to be kept byte for byte.
    pub text: String,
    /// How many changes it covers.
    pub position: Count,
    /// The root over them.
    pub root: String,
    /// The key that signed.
    pub device: String,
    /// Squares along a side of its QR code.
    pub qr_size: Count,
    /// The code as an SVG path.
    pub qr_path: String,
    /// Where it was written, if it was.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// `checkpoint.save`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CheckpointSaveArgs {
    /// The new file; an existing one is left alone.
    pub path: String,
    /// Whether it is written as a page to print, with a QR code; else as text.
    pub page: bool,
}

/// `anchor.list`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AnchorListArgs {
    /// The moment.
    #[ts(optional)]
    pub at: Option<AtDto>,
}

/// `anchor.add`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AnchorAddArgs {
    /// `file`, `print`, `mail`, `git` or `other`.
    pub way: String,
    /// Where it is kept and by whom, in words.
    pub place: String,
    /// The file (`file`: text; `print`: page) or the repository (`git`) that it is written to.
    #[ts(optional)]
    pub path: Option<String>,
    /// A checkpoint that was made before and sent away; without one, one is made now.
    #[ts(optional)]
    pub text: Option<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
}

/// An anchor that was recorded.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AnchorAdded {
    /// The anchor.
    pub saved: Saved,
    /// The checkpoint.
    pub checkpoint: CheckpointDto,
    /// What was done, and what to do next.
    pub sentence: String,
}

/// `anchor.request`, `anchor.stamp`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct StampArgs {
    /// The anchor: its entity id.
    pub id: String,
    /// The file: the request to write (`.tsq`), or the reply that came (`.tsr`).
    pub path: String,
    /// A PEM file with certificates of authorities that are trusted.
    #[ts(optional)]
    pub authorities: Option<String>,
}

/// What came of a time stamp.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Stamped {
    /// What was done, and what to do next.
    pub sentence: String,
    /// The time the authority states.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The authority.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// One anchor.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AnchorDto {
    /// Entity id.
    pub id: String,
    /// Where it is kept.
    pub place: String,
    /// How: `file`, `print`, `mail`, `git`, `other`; empty in old records.
    pub way: String,
    /// The file or repository.
    pub location: String,
    /// How many changes it covers.
    pub position: Count,
    /// When.
    pub at: String,
    /// Who recorded it.
    pub by: String,
    /// The note.
    pub text: String,
    /// How the record stands to it, as in a verification.
    pub standing: String,
    /// In words.
    pub sentence: String,
    /// Time stamps attached to it, a sentence each.
    pub stamps: Vec<TimeStampDto>,
}

/// A time stamp attached to an anchor.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TimeStampDto {
    /// The file's name.
    pub name: String,
    /// Whether it is a stamp of this checkpoint.
    pub holds: bool,
    /// In words.
    pub sentence: String,
}

/// All anchors.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AnchorList {
    /// Newest first.
    pub rows: Vec<AnchorDto>,
    /// How long the log is.
    pub length: Count,
    /// How many changes came after the last anchor that fits; all if there is none.
    pub since: Count,
}

/// `prove`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ProveArgs {
    /// `#N.i`, a record's address, or an artefact: then the record that set it last. Empty with `since`.
    pub id: String,
    /// The checkpoint it is proven under; without one, one is made now.
    #[ts(optional)]
    pub checkpoint: Option<KeptDto>,
    /// An older checkpoint: proves instead that its log is the beginning of the present one.
    #[ts(optional)]
    pub since: Option<KeptDto>,
    /// Whether what the record says is shown, not only that it stands there.
    pub parts: bool,
    /// The new file it is written to.
    #[ts(optional)]
    pub path: Option<String>,
}

/// A proof.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ProofDto {
    /// As `docs/format.md`, *Proofs*, has it.
    #[ts(type = "JsonValue")]
    pub proof: Json,
    /// What it proves.
    pub sentence: String,
    /// Where it was written.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// `prove.check`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ProofCheckArgs {
    /// The file.
    #[ts(optional)]
    pub path: Option<String>,
    /// The proof's text.
    #[ts(optional)]
    pub proof: Option<String>,
}

/// Whether a proof holds.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ProofChecked {
    /// Whether it does.
    pub holds: bool,
    /// What it proves, or why it does not.
    pub sentence: String,
}
