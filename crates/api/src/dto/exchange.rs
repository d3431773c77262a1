//! Copies that meet: merging, writing changes out, conflicts, backups put in place.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, Count, HeadDto, MergedDto};

/// `merge`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct MergeArgs {
    /// Another copy's workspace file, or a `.tlx` file of changes;
    pub path: String,
    /// or its bytes in base64, as they were dropped.
    #[ts(optional)]
    pub base64: Option<String>,
    /// Says what would come, and takes nothing in.
    pub preview: bool,
    /// Name of the job.
    #[ts(optional)]
    pub job: Option<String>,
}

/// What a merge brought, or would bring.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MergeDto {
    /// Whether it was taken in; false for a preview.
    pub done: bool,
    /// In a sentence or two: "12 changes of Ana, 3 of Bo; 2 conflicts come of it."
    pub sentence: String,
    /// Changes that were offered.
    pub offered: Count,
    /// Changes that were new here.
    pub changes: Count,
    /// Position of the first of them.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Count>,
    /// Position of the last.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Count>,
    /// Who brought what, who brought most first.
    pub by: Vec<BroughtDto>,
    /// Fields in which values stand side by side since.
    pub conflicts: Vec<DisagreementDto>,
    /// Erasures that came.
    pub erasures: Count,
    /// Parts that they took away here.
    pub parts_erased: Count,
    /// Parts that came and had been erased here: they were not taken in.
    pub parts_dropped: Count,
    /// Files that came.
    pub attachments: Count,
    /// Their bytes.
    pub attachment_bytes: Count,
    /// Files that the new changes name and neither copy holds.
    pub attachments_missing: Count,
    /// Devices that signed two different changes with one number; both are kept.
    pub equivocal: Vec<String>,
}

/// What one person brought.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BroughtDto {
    /// Entity id of the stakeholder; absent where the changes name nobody.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// Their name, or what stands for it.
    pub name: String,
    /// Changes.
    pub changes: Count,
    /// When the first was recorded, RFC 3339, by their clock.
    pub from: String,
    /// When the last was.
    pub to: String,
    /// "3 problems, 1 decision, 4 links".
    pub touched: String,
    /// How many of these were not here before.
    pub new: Count,
}

/// A field in conflict.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DisagreementDto {
    /// The artefact.
    pub card: CardDto,
    /// Name of the field.
    pub field: String,
    /// Label of the field.
    pub label: String,
}

/// `conflicts`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ConflictsArgs {
    /// As of.
    pub at: AtDto,
}

/// Every conflict of the workspace.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ConflictList {
    /// By artefact, then field.
    pub rows: Vec<ConflictDto>,
}

/// One field in conflict with what stands side by side in it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ConflictDto {
    /// The artefact.
    pub card: CardDto,
    /// Name of the field.
    pub field: String,
    /// Label of the field.
    pub label: String,
    /// The values with who set each, in the order of the fold: the last one shows.
    pub heads: Vec<HeadDto>,
    /// Of a long text: what the values make together.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged: Option<MergedDto>,
    /// Why it cannot be settled here, if so.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only: Option<String>,
}

/// `conflict.settle`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SettleArgs {
    /// The artefact.
    pub id: String,
    /// Name of the field.
    pub field: String,
    /// Which of the values stays: its number in the list, from 1; who set it; or `merged` for a long text.
    pub keep: String,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
}

/// `changes.export`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ExportChangesArgs {
    /// The position after which changes are written; 0 for all of them.
    pub since: Count,
    /// The new file, `NAME.tlx`.
    pub path: String,
    /// Name of the job.
    #[ts(optional)]
    pub job: Option<String>,
}

/// A file of changes that was written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChangesExported {
    /// Where it lies.
    pub path: String,
    /// Position of the first change in it.
    pub first: Count,
    /// Position of the last one.
    pub last: Count,
    /// Records in them.
    pub records: Count,
    /// Files beside them.
    pub attachments: Count,
    /// How large it is.
    pub bytes: Count,
}

/// `workspace.restore`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RestoreBackupArgs {
    /// The backup.
    pub backup: String,
    /// Where the workspace is to lie.
    pub path: String,
    /// Puts it in place of what lies there, which is kept beside; without it the place has to be free.
    pub replace: bool,
    /// Name of the job.
    #[ts(optional)]
    pub job: Option<String>,
}

/// A backup that was put in place and opened.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BackupRestored {
    /// Where it lies.
    pub path: String,
    /// How many changes it holds.
    pub changes: Count,
    /// Where the file lies that was there before.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// How many changes that one holds.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before_changes: Option<Count>,
}
