//! Promotion, roll-back, and two bundles held against each other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

use super::{AtDto, BundleDto, CardDto, EstimatedDto, RunDto, Saved};

/// `deployment.promote`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PromoteArgs {
    /// The deployment that did well: any reference.
    pub id: String,
    /// The audience it goes on to; absent for the next one.
    #[ts(optional)]
    pub to: Option<String>,
    /// Which of them; absent for all.
    #[ts(optional)]
    pub segment: Option<String>,
    /// Per cent of the audience; absent for all.
    #[ts(optional)]
    pub share: Option<f64>,
    /// From when, a date or instant; absent for now.
    #[ts(optional)]
    pub from: Option<String>,
    /// Its title; absent for one that is composed.
    #[ts(optional)]
    pub title: Option<String>,
    /// The decision for it: any reference.
    #[ts(optional)]
    pub decision: Option<String>,
    /// A decision that is recorded with it: fields by name, at least `title`, `outcome` and `rationale`.
    #[ts(type = "Record<string, JsonValue> | null")]
    pub new_decision: Option<BTreeMap<String, Json>>,
    /// What was measured or observed, on which the decision rests.
    pub on: Vec<String>,
    /// Lets the deployment that is promoted run on beside the new one.
    pub keep: bool,
    /// Shows what would happen, and records nothing.
    pub preview: bool,
    /// The release that includes it; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}

/// A promotion, done or looked at beforehand.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Promoted {
    /// The change, with the new deployment; absent for a preview.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved: Option<Saved>,
    /// The audience it goes on to.
    pub to: String,
    /// What happens, a sentence each: what begins, what ends, what is narrowed.
    pub steps: Vec<String>,
    /// What is asked for before it can be done, a sentence each.
    pub asks: Vec<String>,
    /// Accepted and proposed decisions that speak of it, or rest on what was seen in it.
    pub decisions: Vec<CardDto>,
    /// What was measured or observed, on which a decision can rest: of the deployment first.
    pub grounds: Vec<CardDto>,
}

/// `deployment.roll-back`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RollBackArgs {
    /// The deployment that failed: any reference.
    pub id: String,
    /// The bundle to restore: any reference; absent for the one that is picked.
    #[ts(optional)]
    pub to: Option<String>,
    /// Why: asked for.
    pub reason: String,
    /// The decision for it.
    #[ts(optional)]
    pub decision: Option<String>,
    /// What showed it: an observation; absent for the deployment itself.
    #[ts(optional)]
    pub trigger: Option<String>,
    /// The stage or phase the work goes back to; absent for `phase:validation`.
    #[ts(optional)]
    pub back_to: Option<String>,
    /// Goes on although the bundle is not complete.
    pub knowingly: bool,
    /// Shows what would be restored, and records nothing.
    pub preview: bool,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}

/// A bundle that could be restored.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CandidateDto {
    /// The bundle with its versions.
    pub bundle: BundleDto,
    /// Why it is offered: "what they had before".
    pub why: String,
    /// The deployment it ran in last.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ran_in: Option<CardDto>,
    /// When it ran last, in words; empty if never.
    pub last: String,
    /// What differs from what runs.
    pub differs: Vec<BundleDifferenceDto>,
}

/// One thing in which two bundles differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BundleDifferenceDto {
    /// `model`, `data`, `code`, `parameter` or `metric`.
    pub of: String,
    /// What it is: "Model", "learning-rate".
    pub label: String,
    /// What runs now; empty where it has none.
    pub now: String,
    /// What would run then; empty where it has none.
    pub then: String,
    /// What to know about it, such as that two metrics were measured on different data.
    pub note: String,
}

/// A roll-back, done or looked at beforehand.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RollBackDto {
    /// The deployment that is rolled back.
    pub run: RunDto,
    /// What it runs.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle: Option<BundleDto>,
    /// Entity id of the bundle that is restored; empty where there is none.
    pub picked: String,
    /// What could be restored, the likeliest first.
    pub candidates: Vec<CandidateDto>,
    /// What the one that is restored lacks, a sentence each; it must be confirmed.
    pub missing: Vec<String>,
    /// It in a sentence.
    pub sentence: String,
    /// What was seen in the deployment and can be named as what showed it.
    pub triggers: Vec<CardDto>,
    /// The change, with the deployment that was restored; absent for a preview.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved: Option<Saved>,
    /// The loop-back that was opened.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loop_back: Option<CardDto>,
}

/// `rollout.compare`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CompareBundlesArgs {
    /// A deployment, or a bundle wherever it runs: any reference.
    pub of: String,
    /// What it is held against.
    pub with: String,
    /// The metric: any reference or its name; absent for the one both were measured in most.
    #[ts(optional)]
    pub metric: Option<String>,
    /// The window, as one of `windows` of the answer; absent for the one most segments share.
    #[ts(optional)]
    pub window: Option<String>,
    /// How much worse is still not worse, in the metric's unit.
    #[ts(optional)]
    pub margin: Option<f64>,
    /// As of.
    pub at: AtDto,
}

/// What one side showed in one segment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SideDto {
    /// The observation.
    pub card: CardDto,
    /// The counts or the mean, in words.
    pub words: String,
    /// The estimate with its interval.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<EstimatedDto>,
}

/// One segment of a comparison.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SegmentRow {
    /// Its name; empty for all who had it.
    pub segment: String,
    /// What is compared.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<SideDto>,
    /// What it is held against.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<SideDto>,
    /// The difference with its interval.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<EstimatedDto>,
    /// The formula.
    pub method: String,
    /// The verdict.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// Why there is no comparison.
    pub why: String,
}

/// Over all segments.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OverallDto {
    /// The difference, each segment against itself.
    pub difference: EstimatedDto,
    /// The formula.
    pub method: String,
    /// The verdict; absent where segments contradict each other.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// The difference of all units thrown together, where it says the same.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pooled: Option<EstimatedDto>,
    /// A sentence where it does not.
    pub paradox: String,
}

/// A window both sides were measured over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WindowDto {
    /// As it is asked for.
    pub key: String,
    /// In words.
    pub words: String,
}

/// Two bundles held against each other.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ComparedBundles {
    /// The deployment or bundle.
    pub of: CardDto,
    /// What it is held against.
    pub with: CardDto,
    /// How the first is called.
    pub new: String,
    /// How the second is called.
    pub old: String,
    /// The metric; absent where both were measured in none.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<CardDto>,
    /// Which way is better: `higher`, `lower`, or empty.
    pub better: String,
    /// The metric's unit, as differences are in.
    pub unit: String,
    /// Other metrics either was measured in.
    pub metrics: Vec<CardDto>,
    /// The window that was compared.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<WindowDto>,
    /// Those that could be.
    pub windows: Vec<WindowDto>,
    /// Segment by segment.
    pub rows: Vec<SegmentRow>,
    /// Over those that could be compared.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall: Option<OverallDto>,
    /// It in words.
    pub sentence: String,
    /// The observations it stands on, for a decision to rest on.
    pub grounds: Vec<CardDto>,
}
