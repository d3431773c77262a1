//! Prototypes: what each costs against the budget, what it can measure, what came out of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

use super::CardDto;

/// The serving cost against what may be spent.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ServingBudgetDto {
    /// "0.054 EUR per 1,000 predictions"; empty where no cost is recorded.
    pub cost: String,
    /// "0.10 EUR"; empty where no budget is recorded.
    pub budget: String,
    /// Cost over budget, where both are known and in one currency.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<f64>,
    /// The verdict and where the budget comes from, in words.
    pub sentence: String,
    /// Where the budget comes from: a criterion, or the idea with a note.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<CardDto>,
    /// The idea's note on its serving cost, word for word.
    pub note: String,
}

/// A metric a prototype can tell about.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CanMeasureDto {
    /// The metric.
    pub metric: CardDto,
    /// Whether the release is judged by it.
    pub objective: bool,
}

/// An experiment that tested a prototype.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TestedDto {
    /// The experiment.
    pub card: CardDto,
    /// Its state, see `ExperimentDto`.
    pub state: String,
    /// The state in words: "draft", "better", "347 of 400 per arm".
    pub words: String,
}

/// A prototype with all that its card shows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PrototypeDto {
    /// Its card.
    pub card: CardDto,
    /// Its fidelity; empty where nobody said.
    pub fidelity: String,
    /// The idea it tries out.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idea: Option<CardDto>,
    /// Person-days before; empty where nobody said.
    pub labour_estimated: String,
    /// Person-days after; empty where nobody said.
    pub labour_actual: String,
    /// The two side by side, in words.
    pub labour: String,
    /// Serving cost against the budget.
    pub budget: ServingBudgetDto,
    /// What it needs to run on.
    pub hardware: String,
    /// What it can measure.
    pub can_measure: Vec<CanMeasureDto>,
    /// Whether one of them is the number the release is judged by; absent where there is no objective.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measures_objective: Option<bool>,
    /// Versions that came out of it.
    pub produced: Vec<CardDto>,
    /// Experiments that tested it.
    pub experiments: Vec<TestedDto>,
}

/// The prototypes of a release, from baseline to live.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PrototypesDto {
    /// The rows.
    pub rows: Vec<PrototypeDto>,
}

/// A version that is recorded together with the link.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct NewVersionArgs {
    /// `model-version`, `data-version` or `code-version`.
    pub kind: String,
    /// Its fields.
    #[ts(type = "Record<string, JsonValue>")]
    pub fields: BTreeMap<String, Json>,
}

/// `prototype.produced`: links what came out of a prototype, made now or there before, as one change.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ProducedArgs {
    /// Which prototype.
    pub id: String,
    /// Versions that are there: any references.
    pub existing: Vec<String>,
    /// Versions to be recorded.
    pub new: Vec<NewVersionArgs>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}
