//! The log, drafts, undo and verification.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

use super::{AtDto, CardDto, Count};

/// `log`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct LogArgs {
    /// Only changes that touch this artefact or its links: any reference.
    #[ts(optional)]
    pub id: Option<String>,
    /// Only changes of this person: any reference.
    #[ts(optional)]
    pub actor: Option<String>,
    /// Only this act (`edit`, `import`, …).
    #[ts(optional)]
    pub act: Option<String>,
    /// Only changes of this release: it, what it includes, and the links between.
    #[ts(optional)]
    pub release: Option<String>,
    /// Only changes that say something was so more than a day before it was received.
    pub late: bool,
    /// As of.
    pub at: AtDto,
    /// Only positions below this one (the next page).
    #[ts(optional)]
    pub before: Option<Count>,
    /// At most; 0 for 100.
    pub limit: Count,
}

/// A page of the log, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LogPage {
    /// How many changes match in all.
    pub total: Count,
    /// What the history is of, where it is of one thing: an artefact, a person or a release.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<CardDto>,
    /// Of a link: both ends and its words in one sentence.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<LinkOfDto>,
    /// The changes.
    pub rows: Vec<ChangeDto>,
}

/// The link a history is of.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LinkOfDto {
    /// The end named first.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<CardDto>,
    /// What it says: "motivates".
    pub label: String,
    /// The end named second.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<CardDto>,
    /// Whether it was taken away.
    pub removed: bool,
}

/// A change as history shows it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChangeDto {
    /// Log position, `#N`.
    pub position: Count,
    /// Change id.
    pub change: String,
    /// When the person's clock said it was made.
    pub at: String,
    /// When this workspace received it.
    pub received: String,
    /// Who: name, empty where unknown.
    pub by: String,
    /// What the signature is worth: `known`, `unverified` (nobody known said whose the key is) or `revoked`.
    pub key: String,
    /// `edit`, `import`, `undo`, …
    pub act: String,
    /// The reason, where one was given.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether it says something was so more than a day before it was received.
    pub back_dated: bool,
    /// A sentence for the whole change.
    pub sentence: String,
    /// Its records, at most 50.
    pub records: Vec<RecordDto>,
    /// How many records it holds in all.
    pub count: Count,
}

/// One record of a change.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordDto {
    /// What it touched (for a link: its `from` end).
    pub card: CardDto,
    /// The other end, for a link.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<CardDto>,
    /// Kind's name, `link` for links.
    pub kind: String,
    /// The link's own id, for a link.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// In words: "set need", "linked motivates PRB-2".
    pub sentence: String,
    /// When it was so, if said.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// Field by field.
    pub fields: Vec<FieldChangeDto>,
}

/// A field's change.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldChangeDto {
    /// Field's name.
    pub name: String,
    /// Field's label.
    pub label: String,
    /// Before; null where it was empty.
    #[ts(type = "JsonValue")]
    pub before: Json,
    /// After; null where it was cleared.
    #[ts(type = "JsonValue")]
    pub after: Json,
    /// Whether the value was erased since.
    pub erased: bool,
}

/// `undo` and `redo`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct UndoArgs {
    /// Which change; absent for the latest of one's own.
    #[ts(optional)]
    pub change: Option<String>,
    /// Goes on although later values would be lost, although somebody else recorded the change, or although a
    /// release was frozen after it.
    pub force: bool,
}

/// What was undone or redone.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UndoneDto {
    /// Log position of the new change.
    pub position: Count,
    /// What was undone, in words.
    pub sentence: String,
}

/// `draft.save`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DraftArgs {
    /// One draft per form: `add:problem`, `edit:<entity>`.
    pub key: String,
    /// What the form holds.
    #[ts(type = "JsonValue")]
    pub form: Json,
}

/// `draft.discard`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DraftKey {
    /// The draft's key.
    pub key: String,
}

/// A draft that waits.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DraftDto {
    /// Its key.
    pub key: String,
    /// What the form held.
    #[ts(type = "JsonValue")]
    pub form: Json,
    /// When it was kept.
    pub saved: String,
}

/// All drafts.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Drafts {
    /// Newest first.
    pub rows: Vec<DraftDto>,
}

/// What verification found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VerifyDto {
    /// True where nothing is wrong, and every checkpoint that was given fits.
    pub intact: bool,
    /// What scripts switch on: `anchored`, `not-anchored`, `view-differs`, `unconfirmed`, `rewritten`, `broken`.
    pub verdict: String,
    /// The verdict in plain words.
    pub sentence: String,
    /// How many changes a checkpoint kept elsewhere vouches for.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchored: Option<Count>,
    /// What is proven, a sentence each.
    pub proven: Vec<String>,
    /// What is not, a sentence each.
    pub unproven: Vec<String>,
    /// How the record stands to each checkpoint.
    pub anchors: Vec<AnchorCheckDto>,
    /// Keys that signed and of which nobody known said whose they are, or that were revoked.
    pub unverified: Vec<UnverifiedDto>,
    /// Changes checked.
    pub changes: Count,
    /// Records checked.
    pub records: Count,
    /// Parts erased by an erasure.
    pub erased: Count,
    /// RFC 6962 root over the change ids.
    pub head: String,
    /// What is wrong, first first.
    pub faults: Vec<FaultDto>,
}

/// How the record stands to one checkpoint.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AnchorCheckDto {
    /// What it is called: a file, a tag, where it is kept.
    pub name: String,
    /// What scripts switch on: `fits`, `differs`, `too-short`, `other-copy`, `stranger`, `other-workspace`, `invalid`.
    pub standing: String,
    /// In words.
    pub sentence: String,
    /// Whether it was kept where the key's holder could not change it.
    pub elsewhere: bool,
    /// How many changes it covers.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Count>,
    /// Since when it is kept, as far as it is known.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// A key that signed and that nobody vouches for.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UnverifiedDto {
    /// The key.
    pub device: String,
    /// `unverified` or `revoked`.
    pub standing: String,
    /// Where its first change stands.
    pub first: Count,
    /// How many changes it signed.
    pub changes: Count,
}

/// One fault.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FaultDto {
    /// What scripts switch on.
    pub code: String,
    /// `#N` or `#N.i`; empty where it is about the whole file.
    pub place: String,
    /// In words.
    pub sentence: String,
    /// The artefact it is about, as far as it can be told.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artefact: Option<CardDto>,
    /// Who recorded it, as the change says; empty where nobody is named.
    pub author: String,
}
