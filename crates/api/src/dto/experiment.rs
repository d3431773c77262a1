//! Experiments: the plan, its lock, results and what they say.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

use super::{AtDto, CardDto, Count, FactDto, FieldErrorDto, Saved};

/// `experiments` and `prototypes`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct WithinReleaseArgs {
    /// A release: any reference; `all` for every one; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// A number with its interval, in the metric's unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct EstimatedDto {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// "36.7 %", "+3.0 points".
    pub words: String,
    /// "35.7 to 37.7".
    pub interval: String,
}

/// One arm, planned and measured.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ArmDto {
    /// Its name.
    pub name: String,
    /// What those in it see.
    pub description: String,
    /// Whether the plan names it; else only a result does.
    pub planned: bool,
    /// Whether the others are held against it.
    pub control: bool,
    /// Its planned share, a weight.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// Units measured of the primary metric.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<Count>,
    /// What was measured, in words.
    pub words: String,
    /// The estimate with its interval.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<EstimatedDto>,
    /// Why there is no interval.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The measurement that counts: the latest.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measurement: Option<CardDto>,
    /// How many earlier ones it replaced.
    pub earlier: Count,
}

/// One arm held against the control.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ContrastDto {
    /// The arm.
    pub arm: String,
    /// Arm − control.
    pub difference: EstimatedDto,
    /// The formula: "Newcombe", "Welch", "anytime-valid", "as reported".
    pub method: String,
    /// `better`, `not worse`, `worse` or `cannot tell`.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// In words.
    pub sentence: String,
}

/// A guardrail, for one arm.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GuardDto {
    /// Its metric.
    pub metric: CardDto,
    /// "0.50 EUR"; empty where the plan names none.
    pub margin: String,
    /// The margin as a number, in the metric's unit.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin_value: Option<f64>,
    /// The arm; empty where nothing is said of any.
    pub arm: String,
    /// Arm − control.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<EstimatedDto>,
    /// `better`, `not worse`, `worse` or `cannot tell`.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// In words.
    pub sentence: String,
}

/// Whether the arms are as large as planned.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RatioDto {
    /// p of chi-square, where it can be computed.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// Whether it blocks any verdict.
    pub mismatch: bool,
    /// In words.
    pub sentence: String,
}

/// The measurements of one lens.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LensResultsDto {
    /// `viability`, `usability`, `feasibility`, `value`; empty for those that name none.
    pub lens: String,
    /// What was measured there.
    pub results: Vec<MeasuredDto>,
}

/// One measurement of an experiment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MeasuredDto {
    /// The measurement.
    pub card: CardDto,
    /// What it is a reading of.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<CardDto>,
    /// The arm.
    pub arm: String,
    /// In words.
    pub words: String,
    /// Whether it was recorded before the plan was locked, or without one that ever was.
    pub before_lock: bool,
}

/// A part of the plan that was changed after it was locked.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LatePlanDto {
    /// The field's name.
    pub field: String,
    /// The field's label.
    pub label: String,
    /// What stood there; null for nothing.
    #[ts(type = "JsonValue")]
    pub before: Json,
    /// What stands there since; null for nothing.
    #[ts(type = "JsonValue")]
    pub after: Json,
    /// When it was changed.
    pub at: String,
    /// Who did.
    pub by: String,
    /// The change's place in the log.
    pub position: Count,
    /// The reason given.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A value of the metric that a sample size can be computed from.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SizeOfferDto {
    /// In the metric's unit.
    pub value: f64,
    /// Standard deviation of single values, where it is known.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deviation: Option<f64>,
    /// In words.
    pub words: String,
    /// Where it stands.
    pub from: CardDto,
}

/// `experiment.size`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SizeArgs {
    /// The metric: any reference.
    #[ts(optional)]
    pub metric: Option<String>,
    /// The experiment that is planned, whose own results are not offered: any reference.
    #[ts(optional)]
    pub experiment: Option<String>,
    /// Today's value, in the metric's unit.
    #[ts(optional)]
    pub baseline: Option<f64>,
    /// Standard deviation of single values, for a mean.
    #[ts(optional)]
    pub deviation: Option<f64>,
    /// The smallest difference worth having, in the metric's unit, counted in the better direction.
    #[ts(optional)]
    pub effect: Option<f64>,
    /// Accepted chance of a false alarm; absent for 0.05.
    #[ts(optional)]
    pub alpha: Option<f64>,
    /// Wanted chance to see the effect; absent for 0.8.
    #[ts(optional)]
    pub power: Option<f64>,
    /// As of.
    pub at: AtDto,
}

/// How many units it takes.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SizeDto {
    /// Units per arm.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<Count>,
    /// Whether the metric is a share; else it is a mean.
    pub share: bool,
    /// The number in words, or why there is none.
    pub sentence: String,
    /// What it was computed from.
    pub inputs: Vec<FactDto>,
    /// Values of the metric that are on record.
    pub offers: Vec<SizeOfferDto>,
}

/// The baseline prototype against today's approach.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BaselineTestDto {
    /// The experiment; absent where nobody has tested a baseline.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experiment: Option<CardDto>,
    /// The baseline prototype.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prototype: Option<CardDto>,
    /// The problem whose number of today it is to beat.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<CardDto>,
    /// That number in words: "Time to decide 750 s, 19 Jul 2026".
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub today: Option<String>,
    /// The arm that stands for today's approach.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control: Option<String>,
    /// The verdict against that arm.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// Against that arm, in words.
    pub sentence: String,
    /// The verdict against the recorded number.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_verdict: Option<String>,
    /// Against the recorded number, in words.
    pub number_sentence: String,
}

/// What an experiment says, computed from what was recorded.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ExperimentDto {
    /// Its card.
    pub card: CardDto,
    /// `draft`, `locked`, `results` (in, and nothing can be said yet), `hidden` (until the planned
    /// number), `blocked` (by the sizes of the arms), `verdict` or `abandoned`.
    pub state: String,
    /// The state in words: "347 of 400 per arm", "better".
    pub words: String,
    /// All of it as sentences.
    pub sentence: String,
    /// The prototypes it tests.
    pub prototypes: Vec<CardDto>,
    /// The number that decides.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<CardDto>,
    /// What it is in.
    pub unit: String,
    /// `higher`, `lower`, or empty where the metric does not say.
    pub better: String,
    /// The arms.
    pub arms: Vec<ArmDto>,
    /// The others against the control; empty while the verdict is hidden or blocked.
    pub contrasts: Vec<ContrastDto>,
    /// Whether the arms are as large as planned; absent without results.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<RatioDto>,
    /// The guardrails.
    pub guardrails: Vec<GuardDto>,
    /// The measurements under the four lenses, then those that name none.
    pub lenses: Vec<LensResultsDto>,
    /// The confidence of the intervals: "95 %".
    pub confidence: String,
    /// Whether the stopping rule allows a look after every unit.
    pub anytime: bool,
    /// The minimum effect, in the metric's unit.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_effect: Option<f64>,
    /// The minimum effect in words; empty where the plan names none.
    pub minimum_effect_words: String,
    /// When the plan was locked first, as recorded.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locked: Option<String>,
    /// Who locked it.
    pub locked_by: String,
    /// Whether the lock stands.
    pub is_locked: bool,
    /// What was changed of the plan after that.
    pub late: Vec<LatePlanDto>,
    /// What the plan lacks before it can be locked.
    pub gaps: Vec<FieldErrorDto>,
    /// The sample size it needs.
    pub size: SizeDto,
    /// The baseline prototype against today's approach, where it tests one.
    pub baselines: Vec<BaselineTestDto>,
}

/// The experiments of a release.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ExperimentsDto {
    /// The newest first.
    pub rows: Vec<ExperimentDto>,
    /// Each problem with a number of today, against the baseline prototype.
    pub baselines: Vec<BaselineTestDto>,
}

/// `experiment.lock`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct LockPlanArgs {
    /// Which experiment.
    pub id: String,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
}

/// What was measured of one arm.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ArmResultArgs {
    /// The arm.
    pub arm: String,
    /// Units.
    #[ts(optional)]
    pub n: Option<Count>,
    /// Successes, for a share.
    #[ts(optional)]
    pub successes: Option<Count>,
    /// Mean, for a number.
    #[ts(optional)]
    pub mean: Option<f64>,
    /// Standard deviation, for a number.
    #[ts(optional)]
    pub deviation: Option<f64>,
}

/// `experiment.results`: records what was measured, one measurement per arm, as one change.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ResultsArgs {
    /// Which experiment.
    pub id: String,
    /// The metric: any reference; absent for the primary one.
    #[ts(optional)]
    pub metric: Option<String>,
    /// The side it tells about.
    #[ts(optional)]
    pub lens: Option<String>,
    /// When it was read; absent for today.
    #[ts(optional)]
    pub date: Option<String>,
    /// The run it was read from.
    #[ts(optional)]
    pub run_id: Option<String>,
    /// Results by hand, one per arm.
    pub rows: Vec<ArmResultArgs>,
    /// Or a table: `arm,n,successes`, `arm,n,mean,deviation` or `arm,value`, columns named in its first line.
    #[ts(optional)]
    pub csv: Option<String>,
    /// Leaves out the lines that cannot be read, and says so with each measurement.
    pub leave_out: bool,
    /// Shows what would be recorded, and records nothing.
    pub preview: bool,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}

/// One arm as it would be recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ReadArmDto {
    /// The arm.
    pub arm: String,
    /// "36.7 % (3327 of 9059)".
    pub words: String,
    /// The line it stands in.
    pub line: Count,
}

/// A line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BadLineDto {
    /// The line, counted from 1.
    pub line: Count,
    /// Why.
    pub why: String,
}

/// What was, or would be, recorded.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ResultsDto {
    /// How the table was meant, in words.
    pub form: String,
    /// Each arm.
    pub rows: Vec<ReadArmDto>,
    /// Lines that cannot be read.
    pub bad: Vec<BadLineDto>,
    /// Arms of the plan that have no row.
    pub without: Vec<String>,
    /// What was recorded; absent for a preview.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved: Option<Saved>,
    /// The measurements that were recorded.
    pub recorded: Vec<CardDto>,
}
