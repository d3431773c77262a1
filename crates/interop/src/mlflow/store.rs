//! What both kinds of store hold, in one shape.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::taken::Line;

/// Everything read from a store.
#[derive(Debug, Default)]
pub(crate) struct Store {
    /// Where artifacts may have been moved to together with the store.
    pub beside: Vec<PathBuf>,
    pub experiments: Vec<Experiment>,
    pub runs: Vec<Run>,
    pub datasets: Vec<Dataset>,
    pub logged: Vec<Logged>,
    pub versions: Vec<Registered>,
    pub lines: Vec<Line>,
}

#[derive(Debug, Default, Clone)]
pub(crate) struct Experiment {
    pub id: String,
    pub name: String,
    /// Milliseconds since 1970; old stores do not have it.
    pub created: Option<i64>,
    pub deleted: bool,
    pub tags: BTreeMap<String, String>,
}

#[derive(Debug, Default, Clone)]
pub(crate) struct Run {
    pub id: String,
    pub name: String,
    pub experiment: String,
    pub user: String,
    /// `RUNNING`, `SCHEDULED`, `FINISHED`, `FAILED`, `KILLED`.
    pub status: String,
    pub start: Option<i64>,
    pub end: Option<i64>,
    pub deleted: bool,
    pub params: BTreeMap<String, String>,
    /// The latest value of each, `NaN` and infinities included.
    pub metrics: BTreeMap<String, f64>,
    pub tags: BTreeMap<String, String>,
    pub inputs: Vec<Input>,
}

#[derive(Debug, Default, Clone)]
pub(crate) struct Input {
    /// A dataset's id in the store.
    pub dataset: String,
    pub context: Option<String>,
}

#[derive(Debug, Default, Clone)]
pub(crate) struct Dataset {
    pub id: String,
    pub name: String,
    pub digest: String,
    pub source_type: String,
    /// JSON with `uri`, `path` or the like.
    pub source: String,
    /// JSON with `mlflow_colspec` or `mlflow_tensorspec`.
    pub schema: String,
    /// JSON with `num_rows`.
    pub profile: String,
}

/// A model that a run of version 3 logged (`m-…`).
#[derive(Debug, Default, Clone)]
pub(crate) struct Logged {
    pub id: String,
    pub name: String,
    pub location: String,
    pub created: Option<i64>,
    pub updated: Option<i64>,
    pub deleted: bool,
    pub failed: bool,
    pub run: String,
    pub params: BTreeMap<String, String>,
    pub metrics: BTreeMap<String, f64>,
    pub tags: BTreeMap<String, String>,
}

/// A registered model version.
#[derive(Debug, Default, Clone)]
pub(crate) struct Registered {
    /// Empty for the default one and in stores without workspaces.
    pub workspace: String,
    pub name: String,
    pub version: String,
    pub description: String,
    pub model_description: String,
    pub user: String,
    pub stage: String,
    pub source: String,
    pub location: String,
    pub run: String,
    pub status: String,
    pub created: Option<i64>,
    pub updated: Option<i64>,
    pub aliases: Vec<String>,
    pub tags: BTreeMap<String, String>,
    pub model_tags: BTreeMap<String, String>,
    /// Its logged model, where the store says so.
    pub model_id: String,
}

impl Registered {
    /// MLflow redacts a deleted version and keeps its row.
    pub(crate) fn is_deleted(&self) -> bool {
        self.stage == "Deleted_Internal"
    }

    /// The id of the model it was registered from, in stores of version 3.
    pub(crate) fn logged_id(&self) -> Option<&str> {
        if !self.model_id.is_empty() {
            return Some(&self.model_id);
        }
        let id = self.source.strip_prefix("models:/")?;
        id.starts_with("m-").then_some(id)
    }
}

/// Of several values of one metric the one MLflow shows: the latest step, then the latest time,
/// then the greatest value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    pub step: i64,
    pub at: i64,
    pub value: f64,
}

impl Point {
    pub(crate) fn is_after(&self, other: &Self) -> bool {
        (self.step, self.at) > (other.step, other.at)
            || ((self.step, self.at) == (other.step, other.at) && self.value > other.value)
    }
}

/// SQL stores cannot hold infinities and write the greatest double instead.
pub(crate) fn from_sql(value: f64, is_nan: bool) -> f64 {
    if is_nan {
        f64::NAN
    } else if value == f64::MAX {
        f64::INFINITY
    } else if value == f64::MIN {
        f64::NEG_INFINITY
    } else {
        value
    }
}
