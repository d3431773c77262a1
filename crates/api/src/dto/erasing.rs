//! Erasing, and the duties to keep that forbid it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, Count};

/// What is to be erased: of artefacts or links a field, an attachment, or everything; or the reason of a change.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct EraseArgs {
    /// The artefact or link: any reference.
    #[ts(optional)]
    pub id: Option<String>,
    /// Further artefacts, all of which is erased with it.
    pub also: Vec<String>,
    /// Only these fields.
    pub fields: Vec<String>,
    /// Only this attachment: its name or digest.
    #[ts(optional)]
    pub attachment: Option<String>,
    /// The reason given with this change: `#N`, N or the change's id.
    #[ts(optional)]
    pub note: Option<String>,
    /// Why. It stays for ever, and must not repeat what is erased.
    pub reason: String,
}

/// What an erasure would do.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ErasurePreview {
    /// In a sentence.
    pub sentence: String,
    /// The parts that go, in order of the log.
    pub parts: Vec<ErasedPart>,
    /// Fields whose earlier values go with them, while what shows now is recorded again.
    pub again: Vec<String>,
    /// Files that go, as nothing else has them.
    pub attachments: Vec<String>,
    /// How many drafts on this computer hold the same words and go too.
    pub drafts: Count,
    /// What will show that something was erased.
    pub shown_in: Vec<CardDto>,
    /// What hangs on it and may hold the same: worth erasing with it.
    pub beside: Vec<CardDto>,
    /// The duty to keep that forbids it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<HoldDto>,
}

/// One part that goes.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ErasedPart {
    /// `#N.i`, or `#N` for the reason of a change.
    pub place: String,
    /// Place of its change.
    pub position: Count,
    /// When that was recorded.
    pub at: String,
    /// What it says something of; empty for the reason of a change.
    pub of: String,
    /// The fields that are meant, as people call them.
    pub fields: Vec<String>,
    /// What else stands in it.
    pub others: Vec<String>,
    /// What goes, as it is now, at most 200 characters; empty if it cannot be shown.
    pub text: String,
}

/// An erasure that was done.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ErasedDto {
    /// Place of the change.
    pub position: Count,
    /// In a sentence.
    pub sentence: String,
    /// Parts that were deleted.
    pub parts: Count,
    /// Files that were deleted.
    pub attachments: Count,
    /// Whether nothing of it was found anywhere afterwards.
    pub clean: bool,
    /// What the search afterwards came to, in a sentence.
    pub scan: String,
    /// Place by place.
    pub places: Vec<ScannedDto>,
}

/// A place that was searched.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScannedDto {
    /// `workspace`, `write-ahead log`, `view`, `drafts`, `keys`.
    pub what: String,
    /// Bytes read.
    pub bytes: Count,
    /// Erased pieces found.
    pub found: Count,
}

/// `erased`, `holds`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AboutArgs {
    /// Only what is about this artefact: any reference.
    #[ts(optional)]
    pub id: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// What was erased.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ErasedList {
    /// The erasures, the latest first.
    pub rows: Vec<ErasureDto>,
    /// Duties to keep that are in force.
    pub holds: Vec<HoldDto>,
}

/// One erasure.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ErasureDto {
    /// The erasure.
    pub id: String,
    /// Place of its change.
    pub position: Count,
    /// When.
    pub at: String,
    /// By whom.
    pub by: String,
    /// `known`, `unverified` or `revoked`.
    pub key: String,
    /// Why.
    pub reason: String,
    /// Of what; empty for the reason of a change.
    pub of: Vec<CardDto>,
    /// What was meant, as people call it.
    pub fields: Vec<String>,
    /// How many parts.
    pub parts: Count,
    /// Changes the parts stood in, the first fifty.
    pub places: Vec<Count>,
}

/// `hold.put`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct HoldArgs {
    /// What must be kept: any references, releases among them.
    pub of: Vec<String>,
    /// Why.
    pub reason: String,
    /// Its last day; absent: until it is lifted.
    #[ts(optional)]
    pub until: Option<String>,
}

/// `hold.lift`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct LiftArgs {
    /// The hold's id, or what it was put on.
    pub id: String,
    /// Why it need not be kept any longer.
    pub reason: String,
}

/// A duty to keep.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HoldDto {
    /// The hold.
    pub id: String,
    /// What it was put on.
    pub on: Vec<CardDto>,
    /// Why.
    pub reason: String,
    /// Its last day.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Who put it on.
    pub by: String,
    /// When.
    pub at: String,
    /// It still forbids erasing.
    pub in_force: bool,
    /// Why it was lifted.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifted_because: Option<String>,
}

/// Duties to keep.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct Holds {
    /// Those in force first.
    pub rows: Vec<HoldDto>,
}
