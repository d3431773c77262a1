//! Two moments compared, and what is brought back from an earlier one.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, Count, FieldChangeDto, Saved};

/// `moments.compare`. A moment is `#N` (a place in the log), a date or an instant (what was known then),
/// `so:DATE` (what we now know was so), `freeze:RELEASE` (its last freeze), or `now`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct MomentsArgs {
    /// The moment that is compared with.
    pub from: String,
    /// The moment that is looked at; `now` where it is left out.
    pub to: String,
    /// Only this release: any reference; absent, `all` or `none` for the whole workspace.
    #[ts(optional)]
    pub release: Option<String>,
    /// Only this stage, or `frame`, `people`, `any`, `record`.
    #[ts(optional)]
    pub stage: Option<String>,
    /// First row.
    pub offset: Count,
    /// Rows at most; 0 for 100.
    pub limit: Count,
    /// A name to ask for progress under, and to cancel.
    #[ts(optional)]
    pub job: Option<String>,
}

/// A moment that was compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MomentDto {
    /// The moment, as every command takes it.
    pub at: AtDto,
    /// As it was written: `#212`, `2026-08-03`, `freeze:REL-1`, `now`.
    pub text: String,
    /// The last change that was known then.
    pub position: Count,
    /// When that change was received.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<String>,
}

/// What differs between two moments.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MomentsCompared {
    /// The moment that is compared with.
    pub from: MomentDto,
    /// The moment that is looked at.
    pub to: MomentDto,
    /// The release it is limited to.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<CardDto>,
    /// How many artefacts are there now and were not.
    pub added: Count,
    /// How many are in both and differ.
    pub changed: Count,
    /// How many were there and no longer are.
    pub removed: Count,
    /// By stage, in the order of the thread; those with nothing left out.
    pub stages: Vec<StageCountDto>,
    /// How many rows there are for what was asked.
    pub total: Count,
    /// First row's index.
    pub offset: Count,
    /// The rows, stage by stage.
    pub rows: Vec<SinceDto>,
}

/// How much differs in a stage.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StageCountDto {
    /// Stage's name.
    pub stage: String,
    /// Its label.
    pub label: String,
    /// Artefacts that differ.
    pub count: Count,
}

/// An artefact that differs.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SinceDto {
    /// The artefact, as it is at the later moment; of what was removed, as it was.
    pub card: CardDto,
    /// Its kind in words.
    pub kind: String,
    /// `added`, `changed` or `removed`.
    pub became: String,
    /// Field by field; of what was added, all it has.
    pub fields: Vec<FieldChangeDto>,
    /// Its links that differ.
    pub links: Vec<LinkSinceDto>,
}

/// A link that differs.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LinkSinceDto {
    /// The link's own id.
    pub id: String,
    /// What it says, read from the artefact: "motivates", "is chosen by".
    pub label: String,
    /// The other end.
    pub other: CardDto,
    /// `added`, `changed` or `removed`.
    pub became: String,
    /// Its own fields.
    pub fields: Vec<FieldChangeDto>,
}

/// `moments.export`: as `moments.compare`, all rows at once.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ExportMomentsArgs {
    /// The moment that is compared with.
    pub from: String,
    /// The moment that is looked at.
    pub to: String,
    /// Only this release.
    #[ts(optional)]
    pub release: Option<String>,
    /// `markdown` or `csv`.
    pub format: String,
    /// The file to write; absent to answer with the text.
    #[ts(optional)]
    pub path: Option<String>,
    /// A name to ask for progress under, and to cancel.
    #[ts(optional)]
    pub job: Option<String>,
}

/// What was exported.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MomentsExported {
    /// The text, where no file was named.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The file, where one was.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// How many artefacts it tells of.
    pub artefacts: Count,
}

/// `restore`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RestoreArgs {
    /// An artefact, or a link by its id.
    pub id: String,
    /// The moment it should be again as it was at: `#N`, a date, `so:DATE`, `freeze:RELEASE`.
    pub as_of: String,
    /// Only these fields; empty for all.
    pub fields: Vec<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
    /// Shows what it would change, and records nothing.
    pub preview: bool,
}

/// What a restore changes.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Restored {
    /// The artefact; of a link, its first end.
    pub card: CardDto,
    /// The moment.
    pub as_of: MomentDto,
    /// Field by field: as it is, and as it will be. References are the names of what they point to.
    pub fields: Vec<FieldChangeDto>,
    /// What stays as it is, each with its reason: erased since, given by the workspace.
    pub left: Vec<String>,
    /// The new change, if it was made.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved: Option<Saved>,
}
