//! The machine-learning process of a release, and the checks recorded in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

use super::{AtDto, CardDto, Count, GapDto};

/// `loop`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct LoopArgs {
    /// A release: any reference or its name; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// The ten phases of a release.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LoopDto {
    /// The release; absent where everything in a workspace without releases was looked at.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<CardDto>,
    /// The phases round the loop; none where all releases are looked at at once.
    pub phases: Vec<LoopPhase>,
}

/// A phase: what is done, failed and missing.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LoopPhase {
    /// Its name: `data-acquisition` …
    pub name: String,
    /// Its label.
    pub label: String,
    /// `development` or `operations`.
    pub half: String,
    /// What is done in it.
    pub what: String,
    /// `failed`, `missing`, `begun`, `done` or `empty`.
    pub state: String,
    /// Its activities, the latest first.
    pub activities: Vec<LoopActivity>,
    /// What came out of it: versions, bundles, deployments, observations; the latest first.
    pub things: Vec<CardDto>,
    /// Its checks: those that are expected, then others.
    pub checks: Vec<LoopCheck>,
    /// What is missing: what blocks a freeze, what should be looked at, what is only expected.
    pub missing: Vec<LoopMissing>,
    /// What must be recorded before it can be said whether more is missing.
    pub waits: Vec<String>,
    /// How many gaps are left open knowingly.
    pub waived: Count,
}

/// An activity of a phase.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LoopActivity {
    /// The activity.
    pub card: CardDto,
    /// What it checked; empty where it checked nothing.
    pub check: String,
    /// `passed`, `failed`, `informational`; empty where nobody said.
    pub outcome: String,
    /// When it was done; else when it was recorded.
    pub date: String,
}

/// A sort of check.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LoopCheck {
    /// `schema`, `bias` …
    pub check: String,
    /// In words: "schema test".
    pub label: String,
    /// How the last one ended: `passed`, `failed`, `noted` or `missing`.
    pub ended: String,
    /// The last one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<CardDto>,
    /// How many there are.
    pub count: Count,
}

/// Something that is missing in a phase.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LoopMissing {
    /// What, and what closes it.
    pub gap: GapDto,
    /// `blocking`, `warning`, or `expected` where no rule asks for it.
    pub weight: String,
    /// The rule; absent where none asks for it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Count>,
    /// The lesson behind the rule; empty where there is none.
    pub why: String,
}

/// `activity.check`: records a check, by hand or from the results of tests, as one change.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CheckRunArgs {
    /// What was checked: `unit-test`, `schema`, `metrics-parity`, `bias`, `abuse`, `load`, `recovery-drill`.
    pub check: String,
    /// `passed`, `failed` or `informational`; results of tests say it themselves.
    #[ts(optional)]
    pub outcome: Option<String>,
    /// What was checked: any references.
    pub of: Vec<String>,
    /// The phase; absent for the usual one of the check.
    #[ts(optional)]
    pub phase: Option<String>,
    /// Its title; absent for one made of the check and what the results are called.
    #[ts(optional)]
    pub title: Option<String>,
    /// When it was done, `YYYY-MM-DD`; absent for what the results say, else for today.
    #[ts(optional)]
    pub date: Option<String>,
    /// What was found, Markdown.
    #[ts(optional)]
    pub report: Option<String>,
    /// A file with what was found: text becomes the report, anything else is attached.
    #[ts(optional)]
    pub report_file: Option<String>,
    /// The run in the tracking tool.
    #[ts(optional)]
    pub run_id: Option<String>,
    /// What it measured.
    #[ts(type = "Record<string, JsonValue>")]
    pub metrics: BTreeMap<String, Json>,
    /// Path of the results of tests, JUnit XML.
    #[ts(optional)]
    pub junit: Option<String>,
    /// The results themselves, base64, where there is no path.
    #[ts(optional)]
    pub junit_base64: Option<String>,
    /// Name of the file of these.
    #[ts(optional)]
    pub junit_name: Option<String>,
    /// Only says what would be recorded.
    pub preview: bool,
    /// The release: any reference; absent for the current one, `none` for none.
    #[ts(optional)]
    pub release: Option<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}

/// A check that was recorded, or would be.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CheckRun {
    /// Entity id of the activity; empty in a preview.
    pub id: String,
    /// Its short id; empty in a preview.
    pub short: String,
    /// Position of the change; absent where nothing was recorded.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Count>,
    /// `passed`, `failed` or `informational`.
    pub outcome: String,
    /// These results were recorded before, and nothing was added.
    pub already: bool,
    /// Its title.
    pub title: String,
    /// What was found, Markdown.
    pub report: String,
    /// The same, rendered.
    pub report_html: String,
    /// What it measured.
    pub metrics: BTreeMap<String, String>,
    /// When it was done.
    pub date: String,
    /// The phase it belongs to.
    pub phase: String,
}
