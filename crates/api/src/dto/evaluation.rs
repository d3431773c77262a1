//! The evaluation matrix, its rounds, and the decision that is proposed from it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

use super::{AtDto, CardDto, Count};

/// `evaluation.matrix`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct MatrixArgs {
    /// A release: any reference; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
    /// The stakeholder who looks on and scores; absent to look on only.
    #[ts(optional)]
    pub rater: Option<String>,
    /// What if: criteria set to other weights one after the other, the rest keeping their proportions. Nothing of
    /// it is recorded.
    pub what_if: Vec<WhatIf>,
}

/// A weight that is tried.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct WhatIf {
    /// The criterion: any reference.
    pub criterion: String,
    /// Its weight, 0 to 1.
    pub weight: f64,
}

/// A criterion as a column of the matrix.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MatrixCriterion {
    /// The criterion.
    pub card: CardDto,
    /// Its lens, or empty.
    pub lens: String,
    /// What a 0 looks like.
    pub worst: String,
    /// What a 5 looks like.
    pub best: String,
    /// Its weight as recorded.
    pub weight: Option<f64>,
    /// Its weight in use: as recorded, or as tried.
    pub used: Option<f64>,
    /// What scores below is out.
    pub gate: Option<f64>,
    /// Whether it is locked.
    pub locked: bool,
    /// The nearest weight at which the first place goes to another.
    pub flip: Option<f64>,
    /// Who would be first then: its short id, or empty.
    pub flip_to: String,
}

/// A score somebody gave, as far as the viewer may see it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScoreView {
    /// Entity id of the evaluation.
    pub id: String,
    /// Who gave it; their name, empty where nobody is named.
    pub rater: String,
    /// Their team, or empty.
    pub team: String,
    /// 0 to 5; null for "don't know".
    pub score: Option<u8>,
    /// Why.
    pub rationale: String,
    /// The round it was given in.
    pub round: Count,
    /// It was given, or changed, by somebody who had seen the others' or after its round was closed.
    pub late: bool,
}

/// One cell of the matrix.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MatrixCell {
    /// The median of those who know.
    pub median: Option<f64>,
    /// The largest less the smallest.
    pub spread: Option<f64>,
    /// The mean inside each team, then of the teams.
    pub balanced: Option<f64>,
    /// The mean of all.
    pub plain: Option<f64>,
    /// How many know.
    pub known: Count,
    /// How many said that they do not know.
    pub unknown: Count,
    /// How many of those who took part said nothing here.
    pub missing: Count,
    /// How many scores are hidden until the round is closed.
    pub hidden: Count,
    /// Raters are further apart than the limit.
    pub disagrees: bool,
    /// The viewer may score it now.
    pub open: bool,
    /// The viewer's own score.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<ScoreView>,
    /// Scores that count here.
    pub scores: Vec<ScoreView>,
}

/// An idea or prototype as a row of the matrix.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MatrixRow {
    /// The idea or prototype.
    pub card: CardDto,
    /// 1 and how many have a larger sum; null without a sum.
    pub place: Option<Count>,
    /// `sum`, `out` (fails a gate), `incomplete` (somebody's answer is missing everywhere), `unweighted` or
    /// `unscored`.
    pub verdict: String,
    /// The weighted sum of team-balanced means, 0 to 5.
    pub balanced: Option<f64>,
    /// The weighted sum of plain means.
    pub plain: Option<f64>,
    /// Cells in which somebody did not know.
    pub unsure: Count,
    /// Criteria, by index, whose gate it fails or that nobody knows a score for.
    pub because: Vec<Count>,
    /// Cells in the order of the criteria.
    pub cells: Vec<MatrixCell>,
}

/// Somebody who gives scores.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RaterView {
    /// The stakeholder.
    pub card: CardDto,
    /// Their team, or empty.
    pub team: String,
    /// How many scores they gave in the open round.
    pub scores: Count,
    /// They said done in the open round.
    pub handed_in: bool,
}

/// Who took no part.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AbsentView {
    /// The team's name; of a role nobody has, the role.
    pub name: String,
    /// It answers for running the thing.
    pub essential: bool,
    /// Nobody in the workspace has this role.
    pub nobody: bool,
}

/// Ideas against criteria, as a viewer may see it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EvaluationMatrix {
    /// The criteria, in order.
    pub criteria: Vec<MatrixCriterion>,
    /// Ideas and rated prototypes, the first first.
    pub rows: Vec<MatrixRow>,
    /// Why there are no sums; empty where there are.
    pub no_sums: String,
    /// The sum of the weights as recorded, if all have one.
    pub sum: Option<f64>,
    /// The last round that was closed; 0 if none was.
    pub closed: Count,
    /// Scores given in the open round.
    pub given: Count,
    /// Cells that ask for another round.
    pub disagreeing: Count,
    /// Cells disagree if their scores are further apart than this.
    pub disagreement: f64,
    /// The viewer said done in the open round.
    pub handed_in: bool,
    /// Entity ids of what the viewer gave in the open round.
    pub own: Vec<String>,
    /// Who gave scores.
    pub raters: Vec<RaterView>,
    /// Who took no part.
    pub absent: Vec<AbsentView>,
}

/// `evaluation.close`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CloseRoundArgs {
    /// A release: any reference; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
}

/// `evaluation.sealed`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SealedArgs {
    /// The decision.
    pub id: String,
    /// As of.
    pub at: AtDto,
}

/// The evaluation a decision was proposed from, as it stood.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SealedEvaluation {
    /// The matrix as it stood; absent where the decision sealed none.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matrix: Option<EvaluationMatrix>,
    /// When it was sealed, RFC 3339.
    pub sealed_at: String,
    /// The root over the records it is made of.
    pub root: String,
    /// How many records that is.
    pub records: Count,
    /// Whether the records found here are those that were sealed.
    pub holds: bool,
    /// What was changed since, each with what it was.
    pub changed: Vec<ChangedScore>,
    /// How many scores of the same ideas and criteria were added since.
    pub added: Count,
}

/// A sealed record that is another by now.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChangedScore {
    /// The evaluation or criterion.
    pub card: CardDto,
    /// "score 4, now 2".
    pub words: String,
}

/// `decision.propose`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ProposeArgs {
    /// Fields of the decision, its question as `title`.
    #[ts(type = "Record<string, JsonValue>")]
    pub fields: BTreeMap<String, Json>,
    /// One option for each of what is chosen between, in order.
    pub options: Vec<ProposedOption>,
    /// What it rests on besides: any references.
    pub rests_on: Vec<String>,
    /// Seals the evaluation of the release into it as it stands.
    pub seal_scores: bool,
    /// Release that includes it: an id or name; `none` for no release; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}

/// One option of a proposed decision.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ProposedOption {
    /// What it stands for: any reference.
    pub of: String,
    /// `chosen`, `rejected` or `parked`.
    pub outcome: String,
    /// What speaks for it.
    #[serde(rename = "for")]
    pub for_: String,
    /// What speaks against it.
    pub against: String,
}
