//! Teams' numbers side by side, and who was heard on what.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto};

/// `objectives` and `people.heard`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ObjectivesArgs {
    /// A release: any reference, or `all`; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// The numbers teams are judged by, and where they stand against each other.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ObjectivesPage {
    /// The teams in use, in the order they were recorded.
    pub teams: Vec<TeamObjective>,
    /// Ideas and options a team stands against.
    pub disputes: Vec<DisputedView>,
    /// Results that were good for one team's number and bad for another's.
    pub pulls: Vec<PullView>,
    /// The ideas that are chosen; where none is, those that lead the evaluation.
    pub tradeoffs: Vec<TradeoffView>,
}

/// A team and the number it is judged by.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TeamObjective {
    /// The team.
    pub team: CardDto,
    /// Its metric; absent where nobody said.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<CardDto>,
    /// The metric's unit; empty where none is known.
    pub unit: String,
    /// `higher`, `lower`, or empty where the metric does not say which way is better.
    pub better: String,
    /// Objectives of the release on the same metric.
    pub objectives: Vec<CardDto>,
    /// What was read last: the measurements of the latest day, then the latest observation from the field.
    pub readings: Vec<ReadingView>,
    /// Ids of the teams it is in conflict with.
    pub against: Vec<String>,
}

/// A reading of a team's metric.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReadingView {
    /// The measurement or observation.
    pub card: CardDto,
    /// The experiment it belongs to.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experiment: Option<CardDto>,
    /// `better`, `not worse`, `worse`, `cannot tell`; empty where it is read against nothing.
    pub verdict: String,
}

/// A team that stands against an idea or an option.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DisputedView {
    /// The team.
    pub team: CardDto,
    /// The idea or the option.
    pub subject: CardDto,
    /// The idea that the option stands for, where it is an option.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idea: Option<CardDto>,
    /// What it would cost the team; empty where it does not say.
    pub reason: String,
    /// The teams that proposed the idea.
    pub proposed_by: Vec<CardDto>,
}

/// One arm of an experiment that made one team's number better and another's worse.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PullView {
    /// The experiment.
    pub experiment: CardDto,
    /// The arm; empty where it has no name.
    pub arm: String,
    /// What its prototypes try out.
    pub ideas: Vec<CardDto>,
    /// Whose number became better.
    pub better: PulledView,
    /// Whose number became worse.
    pub worse: PulledView,
}

/// One side of a pull.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PulledView {
    /// The team.
    pub team: CardDto,
    /// Its metric.
    pub metric: CardDto,
    /// The measurement that says so.
    pub reading: CardDto,
}

/// Whether what teams have against each other over an idea is on record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TradeoffView {
    /// The idea.
    pub idea: CardDto,
    /// The decision that chose it; absent for an idea that leads.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen_by: Option<CardDto>,
    /// The teams in conflict over it; empty where there are none.
    pub teams: Vec<CardDto>,
    /// The decision that records the trade-off.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<CardDto>,
    /// Where none does: the decision that lacks the least.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<AnsweringView>,
    /// Measurements that a decision about it would rest on.
    pub grounds: Vec<CardDto>,
}

/// What a decision lacks of recording a trade-off.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AnsweringView {
    /// The decision.
    pub decision: CardDto,
    /// Whether it is accepted.
    pub accepted: bool,
    /// Whether it says its consequences.
    pub consequences: bool,
    /// Teams from whom nobody took a stance on it, or whose objection has no answer.
    pub unheard: Vec<CardDto>,
}

/// Who was heard on what.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HeardPage {
    /// The stakeholders, in the order they were recorded.
    pub rows: Vec<HeardRow>,
    /// Decisions that stand or wait.
    pub decisions: super::Count,
}

/// What a stakeholder was heard on.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HeardRow {
    /// The stakeholder.
    pub who: CardDto,
    /// Their team.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<CardDto>,
    /// Whether they only look on.
    pub observer: bool,
    /// Where they stand, the latest first; who was absent was asked, and not heard.
    pub stances: Vec<GivenView>,
    /// Decisions that stand or wait, and that they have no stance on. Nobody asks observers.
    pub not_asked: Vec<CardDto>,
}

/// A stance on a decision.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GivenView {
    /// The decision.
    pub decision: CardDto,
    /// `consent`, `consent-with-concern`, `stand-aside`, `object`, `absent`; empty where nothing was said.
    pub position: String,
}
