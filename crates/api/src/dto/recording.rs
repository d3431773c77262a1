//! What a pipeline records of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

use super::Count;

/// `record.run`: what a run read and made. Every part may be absent. References are short ids, `name@version`,
/// digests, commits, or `code`, `model` and `activity` for what this very run records.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct RecordRunArgs {
    /// The commit it ran from.
    #[ts(optional)]
    pub code: Option<RunCode>,
    /// Data it read or made.
    pub data: Vec<RunData>,
    /// The model it made.
    #[ts(optional)]
    pub model: Option<RunModel>,
    /// The run itself.
    #[ts(optional)]
    pub activity: Option<RunActivity>,
    /// Further links between what it records and what there is.
    pub links: Vec<RunLink>,
    /// Folder in which paths begin; absent for that of the workspace file.
    #[ts(optional)]
    pub base: Option<String>,
    /// A release: any reference; `none` for none; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
}

/// A commit.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct RunCode {
    /// The working copy, or a folder in it.
    pub repo: String,
    /// A hash, branch, tag; absent for `HEAD`.
    #[ts(optional)]
    pub commit: Option<String>,
    /// The file or folder of it, if not all.
    #[ts(optional)]
    pub path: Option<String>,
    /// Other fields of the kind.
    #[ts(type = "{ [key: string]: JsonValue }")]
    pub fields: BTreeMap<String, Json>,
}

/// What says which bytes a version is of: one of `file`, `dir` and `digest`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct RunData {
    /// Name of the data set.
    pub name: String,
    /// Which one.
    pub version: String,
    /// A file, whose SHA-256 is taken.
    #[ts(optional)]
    pub file: Option<String>,
    /// A folder, whose digest is taken (docs/identity.md).
    #[ts(optional)]
    pub dir: Option<String>,
    /// A digest that is known already, `algorithm:value`.
    #[ts(optional)]
    pub digest: Option<String>,
    /// Where it lies, if not at `file` or `dir`.
    #[ts(optional)]
    pub location: Option<String>,
    /// What the model of this run used it for: `trained-on`, `evaluated-on`, or `input` and `output` of the
    /// activity alone.
    #[ts(optional)]
    pub role: Option<String>,
    /// Data it was made of.
    pub derived_from: Vec<String>,
    /// What produced it.
    pub produced_by: Vec<String>,
    /// Other fields of the kind.
    #[ts(type = "{ [key: string]: JsonValue }")]
    pub fields: BTreeMap<String, Json>,
}

/// A model.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct RunModel {
    /// Name of the model.
    pub name: String,
    /// Which one.
    pub version: String,
    /// A file, whose SHA-256 is taken.
    #[ts(optional)]
    pub file: Option<String>,
    /// A folder, whose digest is taken.
    #[ts(optional)]
    pub dir: Option<String>,
    /// A digest that is known already, `algorithm:value`.
    #[ts(optional)]
    pub digest: Option<String>,
    /// Where it lies, if not at `file` or `dir`.
    #[ts(optional)]
    pub location: Option<String>,
    /// What it was made with.
    #[ts(optional)]
    pub framework: Option<String>,
    /// The run in a tracking tool.
    #[ts(optional)]
    pub run_id: Option<String>,
    /// What it was trained with.
    #[ts(type = "{ [key: string]: JsonValue }")]
    pub parameters: BTreeMap<String, Json>,
    /// What it measured.
    #[ts(type = "{ [key: string]: JsonValue }")]
    pub metrics: BTreeMap<String, Json>,
    /// Data it learned from, beside the run's own with that role.
    pub trained_on: Vec<String>,
    /// Data it was judged on.
    pub evaluated_on: Vec<String>,
    /// Code it was built from, beside the run's own: a reference, or a name of a commit in the working copy around
    /// `base`.
    pub built_from: Vec<String>,
    /// What produced it, such as a prototype.
    pub produced_by: Vec<String>,
    /// Other fields of the kind.
    #[ts(type = "{ [key: string]: JsonValue }")]
    pub fields: BTreeMap<String, Json>,
}

/// A piece of work.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct RunActivity {
    /// What was done, in a few words.
    #[ts(optional)]
    pub title: Option<String>,
    /// Its phase; absent for `training`.
    #[ts(optional)]
    pub phase: Option<String>,
    /// `passed`, `failed` or `informational`.
    #[ts(optional)]
    pub outcome: Option<String>,
    /// The day.
    #[ts(optional)]
    pub date: Option<String>,
    /// The run in a tracking tool; a run with the same id is the same activity.
    #[ts(optional)]
    pub run_id: Option<String>,
    /// What it used, beside the run's own data and code.
    pub inputs: Vec<String>,
    /// What came out of it, beside the run's own model.
    pub outputs: Vec<String>,
    /// Other fields of the kind.
    #[ts(type = "{ [key: string]: JsonValue }")]
    pub fields: BTreeMap<String, Json>,
}

/// A link.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct RunLink {
    /// Its first end.
    pub from: String,
    /// Its type.
    #[serde(rename = "type")]
    pub type_: String,
    /// Its second end.
    pub to: String,
}

/// One thing a run recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecordedDto {
    /// Entity id.
    pub id: String,
    /// Short id.
    pub short: String,
    /// Kind.
    pub kind: String,
    /// Title.
    pub title: String,
    /// Its digest or commit; empty without one.
    pub digest: String,
    /// Whether it was there before.
    pub met: bool,
}

/// What became of a run.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RunRecorded {
    /// The model, the data, the code, the activity, as far as given.
    pub rows: Vec<RecordedDto>,
    /// Fields that were there and say something else: they were left as they are.
    pub left: Vec<String>,
    /// Log position; absent where all of it was there already.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Count>,
}
