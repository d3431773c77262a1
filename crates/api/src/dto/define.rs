//! Problems ranked, causes as a tree, criteria with what keeps them from being locked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, Count};

/// `problem.ranking`, `criteria`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct StageArgs {
    /// A release: any reference; absent for the current one, `all` for everything.
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// Low, likely and high of a computed number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct SpanDto {
    /// The low end.
    pub low: f64,
    /// The likely value.
    pub likely: f64,
    /// The high end.
    pub high: f64,
}

/// Months until the cost to build has come back; null is never.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct PaybackDto {
    /// Low costs, high benefit.
    pub soonest: Option<f64>,
    /// Likely costs and benefit.
    pub likely: Option<f64>,
    /// High costs, low benefit.
    pub latest: Option<f64>,
}

/// Something that is needed and not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MissingDto {
    /// The field to fill in.
    pub field: String,
    /// "no benefit recorded".
    pub words: String,
}

/// What problems must have in common to be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BasisDto {
    /// "EUR"; empty where nobody said.
    pub currency: String,
    /// The horizon in months.
    pub months: Count,
}

/// Today's number of a problem.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BaselineDto {
    /// What it is measured in.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<CardDto>,
    /// As recorded; empty where nobody measured.
    pub value: String,
    /// The metric's unit.
    pub unit: String,
    /// `YYYY-MM-DD`, or empty.
    pub date: String,
    /// What is not there.
    pub missing: Vec<MissingDto>,
}

/// RICE: reach × impact × confidence / effort. A second lens, never the rule.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RiceDto {
    /// The score, if it has one.
    pub score: Option<f64>,
    /// Its place among those that have one.
    pub place: Option<Count>,
    /// Numbers it needs and does not have.
    pub missing: Vec<MissingDto>,
    /// Why its numbers give no score.
    pub why: String,
}

/// A problem in the ranking.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RankedProblem {
    /// The problem.
    pub card: CardDto,
    /// Who has it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persona: Option<CardDto>,
    /// What was asked for, word for word; empty where nobody wrote it down.
    pub request: String,
    /// The deepest causes, several where several are equally deep.
    pub roots: Vec<CardDto>,
    /// How many whys deep that is; 0 without a cause.
    pub depth: Count,
    /// Today's number.
    pub baseline: BaselineDto,
    /// 1 and how many, counted alike, return more whatever happens; null without a return.
    pub place: Option<Count>,
    /// Short ids of those the figures cannot tell it from.
    pub tied_with: Vec<String>,
    /// What it is counted in.
    pub basis: Option<BasisDto>,
    /// Return on investment, a plain ratio: 0.5 is 50 %.
    pub roi: Option<SpanDto>,
    /// Why it has no return although all numbers are there.
    pub no_return: String,
    /// Benefit less cost over the horizon.
    pub net: Option<SpanDto>,
    /// Cost over the horizon.
    pub cost: Option<SpanDto>,
    /// Months.
    pub payback: Option<PaybackDto>,
    /// What is missing.
    pub missing: Vec<MissingDto>,
    /// The second lens.
    pub rice: RiceDto,
}

/// Problems ranked by what solving them returns.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ProblemRanking {
    /// The problems, the first first.
    pub rows: Vec<RankedProblem>,
    /// What they are counted in; more than one, and the places of one do not compare with those of another.
    pub bases: Vec<BasisDto>,
}

/// One cause in the tree of a problem.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CauseView {
    /// The cause.
    pub card: CardDto,
    /// How many whys it took: 1 directly below the problem.
    pub level: Count,
    /// Entity id of the cause it stands under; absent directly below the problem.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Its place among its siblings, from 1.
    pub place: Count,
    /// How many siblings there are, itself among them.
    pub of: Count,
    /// Whether it is among the deepest.
    pub root: bool,
    /// What shows that it is so.
    pub evidence: Vec<CardDto>,
}

/// The causes of a problem in reading order.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CauseTree {
    /// The causes.
    pub rows: Vec<CauseView>,
}

/// A criterion with how it stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CriterionView {
    /// The criterion.
    pub card: CardDto,
    /// One of the four lenses, or empty.
    pub lens: String,
    /// What a 0 looks like.
    pub worst: String,
    /// The number of a 0 with its unit, or empty.
    pub worst_value: String,
    /// What a 5 looks like.
    pub best: String,
    /// The number of a 5 with its unit, or empty.
    pub best_value: String,
    /// Its share.
    pub weight: Option<f64>,
    /// What scores below is out.
    pub gate: Option<f64>,
    /// The team that owns it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<CardDto>,
    /// When it was locked, or empty.
    pub locked_at: String,
    /// Labels of fields that were set after it was locked.
    pub changed: Vec<String>,
    /// What keeps it from being locked.
    pub gaps: Vec<MissingDto>,
}

/// Criteria of a release and its objective.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CriteriaView {
    /// The criteria, by lens, then the oldest first.
    pub rows: Vec<CriterionView>,
    /// Lenses no criterion looks through.
    pub empty_lenses: Vec<String>,
    /// What keeps all of them from being locked.
    pub gaps: Vec<MissingDto>,
    /// The sum of the weights, if all have one.
    pub sum: Option<f64>,
    /// Whether every criterion is locked.
    pub locked: bool,
    /// The objective of the release.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objective: Option<ObjectiveView>,
}

/// The number a release is judged by.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ObjectiveView {
    /// The objective.
    pub card: CardDto,
    /// What it is measured in.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<CardDto>,
    /// The metric's unit.
    pub unit: String,
    /// `increase-to` and so on, or empty.
    pub direction: String,
    /// The number to reach, or empty.
    pub target: String,
    /// `YYYY-MM-DD`, or empty.
    pub by: String,
}

/// `criteria.weigh`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct WeighArgs {
    /// Of each criterion (any reference) what its swing from worst to best is worth, 0 to 100, one of them 100.
    /// Weights are made of them so that they add up to exactly 1.
    pub swings: BTreeMap<String, f64>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}

/// `criteria.lock`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct LockArgs {
    /// A release: any reference; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
}
