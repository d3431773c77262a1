//! What asks for another look: links whose ends changed, decisions that wait for review.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, FieldChangeDto, UnwellDto};

/// An end of a link that changed in a field that matters after the link was made or last confirmed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SuspectDto {
    /// The end that changed.
    pub changed: CardDto,
    /// When it changed last, RFC 3339.
    pub at: String,
    /// Who changed it last; empty for nobody known.
    pub by: String,
    /// What differs in the fields that matter: as the link knew it, and as it is.
    pub fields: Vec<FieldChangeDto>,
}

/// `suspects`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SuspectArgs {
    /// An artefact: the suspect links of all that led to it. Absent for those of the release looked at.
    #[ts(optional)]
    pub id: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// Suspect links, and what they may have led astray.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct SuspectList {
    /// The links.
    pub rows: Vec<SuspectLink>,
    /// Entity ids that may be affected: all downstream of one of these links.
    pub affected: Vec<String>,
    /// Versions that are not as they were recorded, where they lie: of an artefact those it stands on, of a
    /// release those it includes.
    pub world: Vec<UnwellDto>,
}

/// A suspect link.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SuspectLink {
    /// The link's entity id.
    pub id: String,
    /// Type's name.
    #[serde(rename = "type")]
    pub type_: String,
    /// Read from its first end.
    pub label: String,
    /// The end named first.
    pub from: CardDto,
    /// The end named second.
    pub to: CardDto,
    /// What changed.
    pub changes: Vec<SuspectDto>,
}

/// `link.confirm`: somebody looked at a suspect link, and it still holds.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ConfirmArgs {
    /// The link's id,
    #[ts(optional)]
    pub id: Option<String>,
    /// or its first end,
    #[ts(optional)]
    pub from: Option<String>,
    /// type
    #[serde(rename = "type")]
    #[ts(optional)]
    pub type_: Option<String>,
    /// and second end;
    #[ts(optional)]
    pub to: Option<String>,
    /// or an artefact: all links that are suspect because it changed.
    #[ts(optional)]
    pub of: Option<String>,
    /// Why it still holds; needed.
    pub reason: String,
}

/// `decision.review`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ReviewArgs {
    /// A release: any reference, or `all`; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// Decisions that ask for another look.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ReviewList {
    /// The decisions, those that are due longest first.
    pub rows: Vec<ReviewRow>,
}

/// A decision that asks for another look.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReviewRow {
    /// The decision.
    pub card: CardDto,
    /// Why.
    pub reasons: Vec<ReviewReason>,
    /// What it rejected or parked, which comes back into question with it.
    pub turned_down: Vec<CardDto>,
}

/// Why a decision asks for another look.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReviewReason {
    /// `due`, `refuted`, `newer-data` or `suspect`.
    pub code: String,
    /// In a sentence.
    pub sentence: String,
    /// What it is about, besides the decision.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<CardDto>,
}

/// What a stakeholder said of a decision before they said what they say now.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EarlierStance {
    /// The position taken then.
    pub position: String,
    /// Their words then.
    pub reason: String,
    /// Until when it stood, RFC 3339.
    pub until: String,
}
