//! Bundles, deployments over time, and what was live on a day.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, Count, Saved};

/// One version of a bundle.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BundlePart {
    /// `model`, `data` or `code`.
    pub role: String,
    /// The version.
    pub card: CardDto,
    /// Its name with its version: "dish-ranker 7".
    pub name: String,
    /// `algorithm:value`; empty where nothing was recorded.
    pub identity: String,
    /// Why the identity proves little; empty if it does not.
    pub weak: String,
    /// What the last look at the place it lies in found, if not that it matches: `missing`, `stale`, `dirty` …
    pub found: String,
}

/// A bundle put together.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BundleDto {
    /// The bundle; absent while it is only looked at before it is made.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<CardDto>,
    /// Its label.
    pub label: String,
    /// One digest over all its versions, `sha256:…`; empty unless complete.
    pub digest: String,
    /// Whether model, data and code are there, each with an identity.
    pub complete: bool,
    /// What it lacks, a sentence each.
    pub missing: Vec<String>,
    /// What its identities do not prove, a sentence each.
    pub weak: Vec<String>,
    /// Its versions: model, data, code.
    pub parts: Vec<BundlePart>,
    /// Other bundles that ship the same.
    pub same_as: Vec<CardDto>,
    /// Where it runs or ran, the latest first.
    pub deployments: Vec<CardDto>,
}

/// `bundle.make`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct MakeBundleArgs {
    /// What it ships under.
    pub label: String,
    /// The model version: any reference, or `name@version`.
    pub model: String,
    /// The data versions; absent for those the model was trained on.
    #[ts(optional)]
    pub data: Option<Vec<String>>,
    /// The code versions; absent for those the model was built from.
    #[ts(optional)]
    pub code: Option<Vec<String>>,
    /// Shows what it would be, and records nothing.
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

/// A bundle that was, or would be, made.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MadeBundle {
    /// What it ships.
    pub bundle: BundleDto,
    /// The change; absent for a preview.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved: Option<Saved>,
}

/// A deployment as a band in time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RunDto {
    /// The deployment.
    pub card: CardDto,
    /// Its bundle.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle: Option<CardDto>,
    /// Where; empty where nobody said.
    pub environment: String,
    /// `internal`, `selected-users` or `everyone`.
    pub audience: String,
    /// The audience in words: "selected users".
    pub audience_words: String,
    /// Which users, in words.
    pub segment: String,
    /// Per cent of the audience; absent where nobody said, which counts as all of it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// `planned`, `live`, `rolled-back` or `retired`.
    pub status: String,
    /// Its state now in words: "live since 12 Oct 2026", "planned from 9 Nov 2026".
    pub words: String,
    /// First moment, RFC 3339; absent of a plan without a day.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// First moment after it, RFC 3339; absent where it has no end.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Whether it serves anybody at the moment that is looked at.
    pub is_live: bool,
}

/// Two or more deployments that cannot all be.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ClashDto {
    /// Those concerned.
    pub deployments: Vec<CardDto>,
    /// Since when, RFC 3339.
    pub from: String,
    /// Until when, RFC 3339; absent where it has no end.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// It in a sentence.
    pub sentence: String,
}

/// An observation as a mark on the axis of time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MarkDto {
    /// The observation.
    pub card: CardDto,
    /// Its kind: `metric`, `incident` …
    pub kind: String,
    /// The deployment it was seen in.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployment: Option<String>,
    /// When, RFC 3339.
    pub at: String,
    /// What was seen, in words: "21.39 EUR, expected 23.65 EUR".
    pub words: String,
    /// `info`, `minor`, `major`, `critical`, or empty.
    pub severity: String,
    /// Whether it waits for an answer.
    pub asks: bool,
}

/// `rollout` and `observations`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RolloutArgs {
    /// A release, whose product is meant: any reference; `all` for every product; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// Who gets what over time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RolloutDto {
    /// Every deployment, the earliest first; those without a day last.
    pub runs: Vec<RunDto>,
    /// Places that are named, the most used first.
    pub environments: Vec<String>,
    /// What cannot be: it came from another copy, or stood there before it was refused.
    pub clashes: Vec<ClashDto>,
    /// What was seen.
    pub marks: Vec<MarkDto>,
    /// The moment that is looked at, RFC 3339.
    pub now: String,
}

/// What a deployment lacks.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LackDto {
    /// The field that would hold it; empty where it is the bundle's.
    pub field: String,
    /// It in a sentence.
    pub sentence: String,
}

/// A deployment with what runs, the way back, and what was seen.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DeploymentDto {
    /// Who, when and what.
    pub run: RunDto,
    /// What runs.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle: Option<BundleDto>,
    /// What comes back if it fails.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<BundleDto>,
    /// The disaster-recovery plan.
    pub recovery_html: String,
    /// The monitoring plan.
    pub monitoring_html: String,
    /// What is missing.
    pub lacks: Vec<LackDto>,
    /// What it took over from, with how: `promotion`, `roll-back`, `narrowing`.
    pub after: Vec<TakenOver>,
    /// What took over from it.
    pub before: Vec<TakenOver>,
    /// Decisions that put it there.
    pub decisions: Vec<CardDto>,
    /// Clashes it is part of.
    pub clashes: Vec<ClashDto>,
    /// What was seen in it, the latest first.
    pub marks: Vec<MarkDto>,
    /// The audience it can be promoted to; empty where it is everyone.
    pub next: String,
    /// Whether it can be rolled back: it runs.
    pub can_roll_back: bool,
}

/// A deployment before or after another.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TakenOver {
    /// The other.
    pub card: CardDto,
    /// `promotion`, `roll-back`, `narrowing` or empty.
    pub how: String,
    /// Why, as it was said then.
    pub reason: String,
    /// Who did it.
    pub by: String,
    /// When it was recorded, RFC 3339.
    pub at: String,
}

/// `live.on`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct LiveArgs {
    /// The day `YYYY-MM-DD`, or an instant; absent for now.
    #[ts(optional)]
    pub on: Option<String>,
    /// A release, whose product is meant; `all` for every product; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// As of: what was known then.
    pub at: AtDto,
}

/// Why something was live: a decision, what it rests on, and who objected.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LiveReason {
    /// The decision.
    pub decision: CardDto,
    /// What it decided on: the deployment, its bundle, or what that came out of.
    pub about: CardDto,
    /// What it rests on.
    pub rests_on: Vec<CardDto>,
    /// Who objected, stood aside, or had a concern.
    pub dissent: Vec<DissentDto>,
}

/// Somebody who did not simply consent.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DissentDto {
    /// Who.
    pub who: String,
    /// `object`, `consent-with-concern`, `stand-aside`.
    pub position: String,
    /// Why.
    pub reason: String,
    /// The stance.
    pub stance: CardDto,
}

/// One thing that was in production.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LiveRow {
    /// Who got it, and when.
    pub run: RunDto,
    /// What it was.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle: Option<BundleDto>,
    /// Why it was there, the nearest reason first.
    pub why: Vec<LiveReason>,
    /// What it took over from.
    pub after: Vec<TakenOver>,
    /// What was seen in it on that day or before, the latest first.
    pub marks: Vec<MarkDto>,
}

/// What was in production on a day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LiveDto {
    /// The day or instant.
    pub on: String,
    /// It in words: "20 Oct 2026".
    pub on_words: String,
    /// What ran in any moment of it, from the few to everyone.
    pub rows: Vec<LiveRow>,
    /// How many were only planned for that day.
    pub planned: Count,
    /// It in a sentence.
    pub sentence: String,
}
