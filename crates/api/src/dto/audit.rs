//! The auditor's room: where to look, and what stands there.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, ChangedDto, Count, StanceView};

/// What the questions of the auditor's room take.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AuditArgs {
    /// A release: any reference, or `all`; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// `audit`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AuditRoomArgs {
    /// A release: any reference, or `all`; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
    /// Verifies the whole record too, which takes as long as it is large.
    pub verify: bool,
    /// Name of the job.
    #[ts(optional)]
    pub job: Option<String>,
}

/// Where an auditor should look.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AuditRoom {
    /// The release; absent for the whole workspace.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<CardDto>,
    /// Length of the log.
    pub position: Count,
    /// One line per subject, always in this order.
    pub lines: Vec<AuditLine>,
}

/// One subject of the auditor's room.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AuditLine {
    /// `verify`, `anchors`, `seals`, `decided`, `late`, `erased`, `waivers`, `undecided` or `sample`.
    pub name: String,
    /// What it asks.
    pub question: String,
    /// How many there are of what it counts.
    pub count: Count,
    /// What is counted, for one and for several: “late entry”, “late entries”.
    pub unit: String,
    /// `well`, `look` (somebody should), `bad` (something is not as it was) or `open` (not looked at yet).
    pub verdict: String,
    /// The answer in a sentence.
    pub sentence: String,
}

/// The freezes of releases.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SealList {
    /// The last first.
    pub rows: Vec<SealDto>,
}

/// Something that was closed by a seal, looked at again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SealDto {
    /// The seal's entity id.
    pub id: String,
    /// `dossier` for a freeze, `scores` for a round of evaluation or the scores a decision was proposed from.
    pub scope: String,
    /// What it seals: the release, or the decision.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<CardDto>,
    /// When it was sealed, RFC 3339.
    pub at: String,
    /// Who sealed it.
    pub by: String,
    /// Its place in the log.
    pub position: Count,
    /// The root it holds.
    pub root: String,
    /// The root computed anew over what it bound.
    pub computed: String,
    /// Whether the two are the same.
    pub holds: bool,
    /// How many records it says it binds.
    pub records: Count,
    /// How many artefacts changed after it.
    pub after: Count,
    /// Those that changed last, at most a hundred.
    pub changed: Vec<ChangedDto>,
}

/// Who decided, and who objected.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AuditDecisions {
    /// Those with objections that have no answer first, then the latest first.
    pub rows: Vec<AuditDecision>,
    /// Objections in all.
    pub objections: Count,
    /// Objections without an answer.
    pub unanswered: Count,
    /// Stances that somebody else recorded on behalf of the stakeholder.
    pub on_behalf: Count,
    /// Decisions and stances whose author's key is not known.
    pub unverified: Count,
}

/// One decision with everybody who had a say in it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AuditDecision {
    /// The decision.
    pub card: CardDto,
    /// What was decided, as text; empty while nothing is.
    pub outcome: String,
    /// How it was to be decided: `consent`, `vote`, `decider`; empty where nobody said.
    pub method: String,
    /// Who has the last word.
    pub deciders: Vec<CardDto>,
    /// Who brought it to an end.
    pub drivers: Vec<CardDto>,
    /// When its status was last set, RFC 3339.
    pub set_at: String,
    /// Who set it.
    pub set_by: String,
    /// The key that signed this is not known or was revoked: somebody says they are this person, and nothing shows it.
    pub unverified: bool,
    /// Everybody's stance, objections first.
    pub stances: Vec<AuditStance>,
    /// Objections among them.
    pub objections: Count,
    /// Objections without an answer.
    pub unanswered: Count,
}

/// A stance with who recorded it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AuditStance {
    /// The stance.
    pub stance: StanceView,
    /// When the position was taken, RFC 3339.
    pub at: String,
    /// The key that signed it is not known, or was revoked.
    pub unverified: bool,
}

/// `audit.late`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct LateArgs {
    /// A release: any reference, or `all`; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
    /// At most; 0 for 200.
    pub limit: Count,
}

/// Entries that came late.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LateEntries {
    /// How many there are in all.
    pub total: Count,
    /// How many of those shown tell of an earlier day than they were recorded on.
    pub back_dated: Count,
    /// Those that are late by most first.
    pub rows: Vec<LateEntryDto>,
}

/// An entry that came late.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LateEntryDto {
    /// Its place in the log.
    pub position: Count,
    /// The first moment it tells of, RFC 3339.
    pub so: String,
    /// When its device says it was recorded.
    pub at: String,
    /// When this copy received it.
    pub received: String,
    /// `back-dated`, or `received-late` where it was recorded in time and reached this copy later.
    pub how: String,
    /// How late, in words: “5 weeks”.
    pub late: String,
    /// How late, in milliseconds.
    pub by_ms: Count,
    /// Who recorded it.
    pub by: String,
    /// What it is about; five at most.
    pub about: Vec<CardDto>,
    /// How many artefacts that is in all.
    pub artefacts: Count,
}

/// Gaps that were left open knowingly.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AuditWaivers {
    /// Those that ran out first, then by their end.
    pub rows: Vec<AuditWaiver>,
}

/// A waiver.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AuditWaiver {
    /// The waiver.
    pub card: CardDto,
    /// The rule's name.
    pub rule: String,
    /// The rule's number; 0 where no rule has the name.
    pub number: Count,
    /// What the rule asks.
    pub question: String,
    /// Why the gap may stay open.
    pub reason: String,
    /// Who took that on; else who recorded it.
    pub by: String,
    /// It was recorded for them by somebody else.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<String>,
    /// When it was recorded, RFC 3339.
    pub at: String,
    /// Its last day; absent for no end.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// `in-force`, `ran-out` or `withdrawn`.
    pub standing: String,
    /// The artefacts it is limited to.
    pub applies_to: Vec<CardDto>,
    /// The release it holds for.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<CardDto>,
}

/// What changed though nobody decided it, and which decisions came to nothing.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UndecidedPage {
    /// The release.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<CardDto>,
    /// The one before it, which it is compared with.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<CardDto>,
    /// Versions that are new in the release; those nobody decided first.
    pub changes: Vec<VersionChange>,
    /// How many of them nobody decided.
    pub undecided: Count,
    /// Accepted decisions of the release that nothing followed.
    pub idle: Vec<CardDto>,
    /// Accepted decisions of the release in all.
    pub decisions: Count,
}

/// A version that is new in a release.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct VersionChange {
    /// What it is now.
    pub after: CardDto,
    /// What it was; absent where there was nothing of the name.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<CardDto>,
    /// The decisions that bear on it.
    pub decided: Vec<DecidedBy>,
}

/// A decision that bears on a version.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DecidedBy {
    /// The decision.
    pub decision: CardDto,
    /// By way of what, where it does not link the version itself.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub through: Option<CardDto>,
}

/// `audit.samples`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SampleList {
    /// The last first.
    pub rows: Vec<SampleRow>,
    /// What can be drawn from separately.
    pub strata: Vec<StratumDto>,
}

/// What can be drawn from separately.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StratumDto {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// How many there are to draw from.
    pub population: Count,
}

/// A sample in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SampleRow {
    /// Entity id; empty for one that was not recorded.
    pub id: String,
    /// The printed seed.
    pub seed: String,
    /// The release it was drawn from; absent for the whole workspace.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<CardDto>,
    /// The strata, in the order they were taken from; none for all kinds together.
    pub strata: Vec<String>,
    /// When it was drawn, RFC 3339.
    pub at: String,
    /// By whom.
    pub by: String,
    /// The length of the log it was drawn at.
    pub position: Count,
    /// How many artefacts it was drawn from.
    pub population: Count,
    /// How many were drawn.
    pub items: Count,
    /// How many of them were checked, whatever came of it.
    pub checked: Count,
    /// How many were found in order.
    pub in_order: Count,
    /// How many had something to be said of.
    pub exceptions: Count,
    /// How many could not be checked.
    pub not_checkable: Count,
    /// `open` or `closed`.
    pub status: String,
}

/// A sample with its items.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SampleDto {
    /// The sample.
    pub row: SampleRow,
    /// Whether the same seed draws the same from the log as it was.
    pub holds: bool,
    /// Its items, as they were drawn.
    pub items: Vec<SampleItem>,
    /// The change that recorded it; absent for a preview.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved: Option<Count>,
}

/// An item of a sample.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SampleItem {
    /// What was drawn.
    pub card: CardDto,
    /// Its rank: SHA-256 of `SEED:ID`, lower-case hex.
    pub rank: String,
    /// The name of its stratum; empty where all kinds were drawn together.
    pub stratum: String,
    /// What the check came to; absent while nobody looked.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<FindingDto>,
}

/// What the check of an item came to.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FindingDto {
    /// Entity id.
    pub id: String,
    /// `found-in-order`, `exception` or `could-not-check`.
    pub result: String,
    /// In the auditor's words.
    pub text: String,
    /// `info`, `minor`, `major`, `critical`; empty where nobody said.
    pub severity: String,
    /// What was done about it.
    pub answer: String,
    /// When that was answered, RFC 3339; empty while nobody did.
    pub answered_at: String,
    /// By whom.
    pub answered_by: String,
    /// `open`, `answered` or `closed`.
    pub status: String,
    /// When it was noted, RFC 3339.
    pub at: String,
    /// By whom.
    pub by: String,
}

/// `audit.sample`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SampleArgs {
    /// A sample: its entity id or its seed.
    pub id: String,
    /// As of.
    pub at: AtDto,
}

/// `audit.draw`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DrawArgs {
    /// A release: any reference, or `all`; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// How many.
    pub n: Count,
    /// The seed, as it is printed.
    pub seed: String,
    /// Strata by name; none for all kinds together.
    pub strata: Vec<String>,
    /// Shows what would be drawn, and records nothing.
    pub preview: bool,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}

/// `audit.tick`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct TickArgs {
    /// A sample: its entity id or its seed.
    pub sample: String,
    /// The item: any reference.
    pub item: String,
    /// `found-in-order`, `exception` or `could-not-check`.
    pub result: String,
    /// What was seen; needed unless it was found in order.
    pub text: String,
    /// `info`, `minor`, `major` or `critical`.
    #[ts(optional)]
    pub severity: Option<String>,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}

/// `audit.report`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SampleReportArgs {
    /// A sample: its entity id or its seed.
    pub id: String,
    /// As of.
    pub at: AtDto,
    /// The file to write; absent to answer with the text alone.
    #[ts(optional)]
    pub path: Option<String>,
}

/// The report of a sample.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SampleReport {
    /// Markdown.
    pub text: String,
    /// The file that was written, if one was named.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}
