//! Releases: the template, the path, what one hands on to the next, and two compared.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, Count, OutcomeDto};

/// `release.get`, `release.handed-on`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ReleaseArgs {
    /// A release: any reference; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// A release: its template, its path, and the releases beside it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReleasePage {
    /// The release.
    pub card: CardDto,
    /// What each stage should hold, in the order of the thread.
    pub template: Vec<TemplateStage>,
    /// The stages in the order they were visited.
    pub visits: Vec<VisitDto>,
    /// The returns among them, the earliest first.
    pub returns: Vec<ReturnDto>,
    /// What was recorded for a stage after the work had left it, without a loop-back.
    pub late: Vec<LateDto>,
    /// How many artefacts were made in it.
    pub made: Count,
    /// How many were carried over from the one before.
    pub carried: Count,
    /// The release it follows.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<CardDto>,
    /// Other releases of its product, the latest first.
    pub others: Vec<CardDto>,
}

/// What one stage should hold.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TemplateStage {
    /// Stage's name.
    pub stage: String,
    /// Its label.
    pub label: String,
    /// Its slots.
    pub slots: Vec<SlotDto>,
}

/// One thing a release should hold.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SlotDto {
    /// Its name.
    pub name: String,
    /// What it is.
    pub label: String,
    /// The kind that fills it.
    pub kind: String,
    /// How many there are.
    pub count: Count,
    /// Whether that is enough.
    pub filled: bool,
    /// One that fills it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<CardDto>,
    /// What a form begins with that fills it: field and value.
    pub begin: Vec<(String, String)>,
}

/// One stay in a stage.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VisitDto {
    /// Stage's name.
    pub stage: String,
    /// Its label.
    pub label: String,
    /// Since when, RFC 3339.
    pub from: String,
    /// When something was last recorded there, RFC 3339.
    pub to: String,
    /// How many artefacts.
    pub artefacts: Count,
    /// The return that led here: its place in `returns`.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Count>,
}

/// A return to an earlier stage.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReturnDto {
    /// The loop-back.
    pub card: CardDto,
    /// Stage it leaves.
    pub from: String,
    /// Stage it returns to.
    pub to: String,
    /// When, RFC 3339.
    pub at: String,
    /// Why.
    pub reason: String,
    /// What caused it.
    pub triggers: Vec<CardDto>,
    /// What answered it.
    pub answers: Vec<CardDto>,
    /// Whether something answers it, or somebody closed it.
    pub closed: bool,
}

/// Artefacts of a stage that the work had left.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LateDto {
    /// Stage's label.
    pub label: String,
    /// How many.
    pub artefacts: Count,
}

/// What a release can hand on to the next.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HandedOn {
    /// The release.
    pub card: CardDto,
    /// By kind, in the order of the model.
    pub groups: Vec<HandedGroup>,
}

/// What is handed on of one kind.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HandedGroup {
    /// Kind's name.
    pub kind: String,
    /// Its plural.
    pub label: String,
    /// The artefacts.
    pub cards: Vec<CardDto>,
}

/// `release.start`: a release that carries on from another.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct StartArgs {
    /// The new release's name.
    pub title: String,
    /// What will be better for whom.
    #[ts(optional)]
    pub goal: Option<String>,
    /// The release it follows: any reference; absent for the current one.
    #[ts(optional)]
    pub from: Option<String>,
    /// What is carried over; absent for all that is handed on.
    #[ts(optional)]
    pub carry: Option<Vec<String>>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
}

/// `release.compare`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CompareArgs {
    /// The earlier release: any reference.
    pub before: String,
    /// The later one; absent for the current one.
    #[ts(optional)]
    pub after: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// Two releases compared.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Compared {
    /// The earlier one.
    pub before: CardDto,
    /// The later one.
    pub after: CardDto,
    /// Only in the later one.
    pub added: Vec<CardDto>,
    /// Only in the earlier one.
    pub dropped: Vec<CardDto>,
    /// In both.
    pub kept: Vec<CardDto>,
    /// What decisions of the two say differently.
    pub otherwise: Vec<OtherwiseDto>,
}

/// Something two releases decided differently.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OtherwiseDto {
    /// What was decided on; for a decision that was replaced, the decision.
    pub card: CardDto,
    /// What the earlier release said.
    pub before: OutcomeDto,
    /// What the later one says.
    pub after: OutcomeDto,
}
