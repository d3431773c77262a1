//! What a release still misses, and its freeze.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

use super::{AtDto, CardDto, Count, SignatureDto};

/// `readiness`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ReadinessArgs {
    /// A release: any reference or its name; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
    /// Every rule speaks, as it does when the release is frozen, whatever stage the work has come to.
    pub freezing: bool,
    /// A decision: the rules are asked as if it were accepted.
    #[ts(optional)]
    pub supposing: Option<String>,
    /// With `supposing`, the option that would be chosen; absent for what the decision itself proposes.
    #[ts(optional)]
    pub chosen: Option<String>,
}

/// What a release still misses.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Readiness {
    /// The release; absent where everything in a workspace without releases was looked at, or where all releases are
    /// looked at at once and no rule was asked.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<CardDto>,
    /// The rules by number; none where no single release is looked at.
    pub rules: Vec<RuleDto>,
    /// Gaps that stand in the way of a freeze.
    pub blocking: Count,
    /// Gaps that should be looked at.
    pub warnings: Count,
    /// Gaps that are left open knowingly.
    pub waived: Count,
    /// The last freeze, if there was one.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frozen: Option<FrozenDto>,
}

/// A rule of the template and what it says.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RuleDto {
    /// Its number, 1 to 32.
    pub number: Count,
    /// What waivers call it: `no-end-user`.
    pub name: String,
    /// What it asks of a release; yes is well.
    pub question: String,
    /// The stage from which on it speaks; `any` for always.
    pub stage: String,
    /// `blocking` or `warning`.
    pub severity: String,
    /// The gap in one sentence.
    pub sentence: String,
    /// The lesson behind it.
    pub why: String,
    /// `open`, `waived`, `waits`, `closed`, `not-reached` or `no-model`.
    pub state: String,
    /// How many gaps nobody waived.
    pub open: Count,
    /// How many gaps are left open knowingly.
    pub waived: Count,
    /// What is missing, at most a hundred: what is open first, then what is waived.
    pub gaps: Vec<GapDto>,
    /// What must be recorded before it can be said whether more is missing.
    pub waits: Vec<String>,
}

/// One thing that is missing.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GapDto {
    /// It in a sentence.
    pub sentence: String,
    /// The artefacts it is about, at most twenty.
    pub cards: Vec<CardDto>,
    /// How many it is about.
    pub about: Count,
    /// What closes it.
    pub action: GapAction,
    /// The waiver that covers it today.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiver: Option<WaiverDto>,
}

/// The one thing to do about a gap: an artefact to open, a screen to look at, or a new artefact to record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GapAction {
    /// What the button says.
    pub label: String,
    /// The artefact to open.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<CardDto>,
    /// The screen to look at.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub see: Option<GapScreen>,
    /// The form to fill in.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add: Option<GapForm>,
}

/// A screen of the machine's side that shows an artefact.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GapScreen {
    /// The page: `versions`, `deployments` or `system`.
    pub page: String,
    /// The view of that page; the page's list where it is empty.
    pub view: String,
    /// What it shows.
    pub of: CardDto,
}

/// A form with what is known filled in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GapForm {
    /// The kind of the new artefact.
    pub kind: String,
    /// Values by field.
    #[ts(type = "Record<string, JsonValue>")]
    pub fields: BTreeMap<String, Json>,
    /// Other artefacts by reference field.
    pub refs: BTreeMap<String, Vec<CardDto>>,
}

/// A waiver as a gap shows it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WaiverDto {
    /// The waiver.
    pub card: CardDto,
    /// Why the gap may stay open.
    pub reason: String,
    /// The last day it holds, `YYYY-MM-DD`; absent for no end.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Who took that on; else who recorded it.
    pub by: String,
}

/// The last freeze of a release.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FrozenDto {
    /// The seal's entity id.
    pub seal: String,
    /// The root over the addresses of the records it binds, `sha256:…`.
    pub root: String,
    /// How many records that is.
    pub records: Count,
    /// When it was sealed, RFC 3339.
    pub at: String,
    /// Who sealed it.
    pub by: String,
    /// The reason given.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Its place in the log.
    pub position: Count,
    /// The signatures under the release as it was frozen.
    pub signatures: Vec<SignatureDto>,
    /// How many artefacts changed after it.
    pub after: Count,
    /// Those that changed last, at most a hundred.
    pub changed: Vec<ChangedDto>,
}

/// An artefact that changed after the freeze.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChangedDto {
    /// The artefact.
    pub card: CardDto,
    /// It was recorded after the freeze.
    pub new: bool,
    /// Place of its last change in the log.
    pub position: Count,
    /// When that was, RFC 3339.
    pub at: String,
}

/// `release.waive`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct WaiveArgs {
    /// A release: any reference or its name; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// The rule: its number or its name.
    pub rule: String,
    /// Why the gap may stay open.
    pub reason: String,
    /// The last day it holds, `YYYY-MM-DD`; absent for no end.
    #[ts(optional)]
    pub until: Option<String>,
    /// The artefacts with the gap; none for every gap of the rule.
    pub applies_to: Vec<String>,
    /// Who takes that on: any reference or a stakeholder's name; absent for who is at the keyboard.
    #[ts(optional)]
    pub by: Option<String>,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}

/// `release.freeze`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct FreezeArgs {
    /// A release: any reference or its name; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
}

/// A freeze that was done.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Freeze {
    /// The release.
    pub release: CardDto,
    /// The seal's entity id.
    pub seal: String,
    /// The root over the addresses of the records it binds.
    pub root: String,
    /// How many records that is.
    pub records: Count,
    /// Its place in the log.
    pub position: Count,
}
