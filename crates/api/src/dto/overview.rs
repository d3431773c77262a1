//! The overview of a release.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, Count, FactDto};

/// `overview`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct OverviewArgs {
    /// A release: any reference; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// A release at a glance.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Overview {
    /// Its product.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<CardDto>,
    /// The release.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<CardDto>,
    /// All releases one may switch to.
    pub releases: Vec<CardDto>,
    /// The seven points of the thread line.
    pub stages: Vec<StageGlance>,
    /// Loop-backs as arcs over the line.
    pub loop_backs: Vec<LoopBackDto>,
    /// Latest decisions, newest first.
    pub decisions: Vec<DecisionGlance>,
    /// What it ships: model, data and code versions of its bundles.
    pub ships: Vec<ShipLine>,
    /// What is live.
    pub live: Vec<CardDto>,
    /// Objective with its target.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objective: Option<CardDto>,
    /// Measurements, newest first.
    pub measurements: Vec<CardDto>,
    /// Conflicts and open objections: what asks for a look now.
    pub attention: Vec<AttentionDto>,
}

/// One point of the thread line.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StageGlance {
    /// Stage's name.
    pub stage: String,
    /// Its label.
    pub label: String,
    /// Artefacts in it.
    pub total: Count,
    /// A line: "3 personas, 11 insights".
    pub line: String,
    /// How many of each kind.
    pub counts: Vec<FactDto>,
}

/// An arc over the line.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LoopBackDto {
    /// The loop-back.
    pub card: CardDto,
    /// Stage it leaves.
    pub from: String,
    /// Stage it returns to.
    pub to: String,
    /// Whether something closed it.
    pub closed: bool,
}

/// A decision in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DecisionGlance {
    /// The decision.
    pub card: CardDto,
    /// When it was decided or proposed.
    pub date: String,
    /// "4 consent, 1 object".
    pub stances: String,
    /// Objections without an answer.
    pub open_objections: Count,
}

/// A line of what is shipped.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ShipLine {
    /// `model`, `data` or `code`.
    pub role: String,
    /// The version.
    pub card: CardDto,
    /// Digest or commit, shortened by the page.
    pub identity: String,
    /// The bundle that ships it.
    pub bundle: CardDto,
}

/// Something that asks for a look.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AttentionDto {
    /// `conflict`, `objection`, `loop-back`.
    pub code: String,
    /// In words.
    pub sentence: String,
    /// Why it matters.
    pub why: String,
    /// The artefact to open.
    pub card: CardDto,
    /// What the button says.
    pub action: String,
}
