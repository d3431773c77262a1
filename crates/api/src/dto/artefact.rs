//! Artefacts as lists, pages and forms see them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ts_rs::TS;

use super::{AtDto, Count, EarlierStance, FieldErrorDto, SignatureDto, SuspectDto};

/// What a list, a picker or a link shows of an artefact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CardDto {
    /// Entity id.
    pub id: String,
    /// `PRB-12`, or the kind's label where the kind has no short ids.
    pub short: String,
    /// Kind's name.
    pub kind: String,
    /// Title, given or composed.
    pub title: String,
    /// Stage of the kind.
    pub stage: String,
    /// Status.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The computed facts of this kind, label and text.
    pub facts: Vec<FactDto>,
    /// Tags.
    pub tags: Vec<String>,
    /// Chosen, rejected or parked, and the decision that says so.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeDto>,
    /// Whether it was removed (kept, shown grey).
    pub removed: bool,
    /// When it was first recorded, RFC 3339.
    pub created_at: String,
    /// When it was last changed, RFC 3339.
    pub updated_at: String,
}

/// One computed fact on a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FactDto {
    /// "method".
    pub label: String,
    /// "interview".
    pub text: String,
}

/// What a decision said of an artefact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutcomeDto {
    /// `chosen`, `rejected` or `parked`.
    pub word: String,
    /// Entity id of the decision.
    pub decision: String,
    /// Short id of the decision.
    pub short: String,
}

/// A filter on one field.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WhereDto {
    /// `status`, `owner`, `tags`, any field of the kind, or `open-objections` of decisions.
    pub field: String,
    /// `=`, `!=`, `~` (contains), `<`, `>`.
    pub op: String,
    /// Compared with.
    pub value: String,
}

/// `artefact.list`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ListArgs {
    /// Kinds; empty for all.
    pub kinds: Vec<String>,
    /// Only kinds of this stage.
    #[ts(optional)]
    pub stage: Option<String>,
    /// Only what this release includes (an id or a name).
    #[ts(optional)]
    pub release: Option<String>,
    /// Filters, all of which must hold.
    #[serde(rename = "where")]
    pub filters: Vec<WhereDto>,
    /// Words to find in title and notes.
    #[ts(optional)]
    pub text: Option<String>,
    /// Sort: field names, a leading `-` for descending. Default: newest first.
    pub sort: Vec<String>,
    /// First row.
    pub offset: Count,
    /// Rows at most; 0 for 200.
    pub limit: Count,
    /// Whether removed ones are listed too.
    pub removed: bool,
    /// As of.
    pub at: AtDto,
}

/// A page of cards.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CardPage {
    /// How many there are in all.
    pub total: Count,
    /// First row's index.
    pub offset: Count,
    /// The rows.
    pub rows: Vec<CardDto>,
}

/// `artefact.get`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct GetArgs {
    /// Entity id, short id, `name@version`, digest prefix or a `throughline://` address.
    pub id: String,
    /// As of.
    pub at: AtDto,
}

/// An artefact with everything its page shows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ArtefactPage {
    /// Its card.
    pub card: CardDto,
    /// Every field of the kind's table in form order, then base fields, then fields we do not know.
    pub fields: Vec<FieldView>,
    /// Links both ways.
    pub links: Vec<LinkView>,
    /// Where it was recorded first and last.
    pub created: StampDto,
    /// Last change.
    pub updated: StampDto,
    /// Its entries that came late, if any did.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late: Option<CameLateDto>,
    /// Address of the last record, `change.index`.
    pub revision: String,
    /// False: a kind this version does not know; shown, never edited.
    pub understood: bool,
    /// Why it cannot be edited, if so.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only: Option<String>,
}

/// Entries of an artefact that say something was so, or were made, more than a day before they were received.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CameLateDto {
    /// How many.
    pub entries: Count,
    /// Of the first of them: when it says it was so.
    pub so: String,
    /// When this workspace received it.
    pub received: String,
    /// Its place in the log.
    pub position: Count,
    /// It is the entry that made the artefact.
    pub made: bool,
}

/// One field of an artefact.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FieldView {
    /// Field's name.
    pub name: String,
    /// Its value; null where it is empty.
    #[ts(type = "JsonValue")]
    pub value: Json,
    /// Rendered and cleaned, for Markdown fields.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// The links this field is, for `Ref` fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refs: Vec<LinkView>,
    /// Who set it last, when.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<StampDto>,
    /// Whether its content was erased.
    pub erased: bool,
    /// Several values that meet after a merge, each with its author; empty where settled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflict: Vec<HeadDto>,
    /// Of a long text in conflict: what the values make together.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged: Option<MergedDto>,
}

/// Long texts that met, merged from what all sides saw last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MergedDto {
    /// The text with what each side changed.
    pub text: String,
    /// In how many places several sides changed the same lines: there all of them are kept, one under
    /// the other.
    pub both_kept: Count,
}

/// One of several values of a field in conflict.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HeadDto {
    /// The value; of a reference the entity id of the other end.
    #[ts(type = "JsonValue")]
    pub value: Json,
    /// Rendered and cleaned, for Markdown fields.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// Who set it, when.
    pub set: StampDto,
    /// Of a reference: the link.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<LinkView>,
}

/// Who, when, where in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StampDto {
    /// Record address `change.index`.
    pub address: String,
    /// When it was recorded, RFC 3339.
    pub at: String,
    /// When it was so, if said.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// Who recorded it: name, empty where unknown.
    pub by: String,
}

/// A link as seen from one end.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LinkView {
    /// The link's own entity id.
    pub id: String,
    /// Type's name.
    #[serde(rename = "type")]
    pub type_: String,
    /// In words from this end ("supports", "is supported by").
    pub label: String,
    /// Whether this artefact is the `from` end.
    pub out: bool,
    /// `up` (the other end is upstream), `down` or `none`.
    pub flow: String,
    /// The other end.
    pub other: CardDto,
    /// The link's own fields: note, outcome, role.
    #[ts(type = "Record<string, JsonValue>")]
    pub fields: BTreeMap<String, Json>,
    /// Whether the link or its other end was removed.
    pub removed: bool,
    /// What changed at its ends after it was made or last confirmed; empty where nothing that matters did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<SuspectDto>>", optional)]
    pub suspect: Vec<SuspectDto>,
}

/// A link to be made together with an artefact.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct NewLink {
    /// Type's name.
    #[serde(rename = "type")]
    pub type_: String,
    /// The other end: any reference.
    pub other: String,
    /// Whether the new artefact is the `from` end.
    pub out: bool,
    /// The link's own fields.
    #[ts(type = "Record<string, JsonValue>")]
    pub fields: BTreeMap<String, Json>,
    /// Of a part of a whole (an option of a decision, a cause of a problem): the sibling it comes
    /// before, any reference; empty for the end. Without it a part that stands already stays where it
    /// is, and a new one comes last.
    #[ts(optional)]
    pub before: Option<String>,
}

/// `artefact.add`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AddArgs {
    /// Kind's name.
    pub kind: String,
    /// Fields by name, `title` and `notes` among them. Set fields (tags) are plain lists.
    #[ts(type = "Record<string, JsonValue>")]
    pub fields: BTreeMap<String, Json>,
    /// Links made with it in the same change.
    pub links: Vec<NewLink>,
    /// Release that includes it: an id or name; `none` for no release; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
    /// When it was so, if not now: date or instant.
    #[ts(optional)]
    pub on: Option<String>,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}

/// `artefact.set`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SetArgs {
    /// Which artefact.
    pub id: String,
    /// Others that are changed alike, in the same change; all of them, or none.
    pub also: Vec<String>,
    /// Fields that change; null clears. Fields equal to the present value are left out of the record.
    #[ts(type = "Record<string, JsonValue>")]
    pub fields: BTreeMap<String, Json>,
    /// Links made in the same change.
    pub links: Vec<NewLink>,
    /// Links (ids) removed in the same change.
    pub unlinks: Vec<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
    /// When it was so, if not now.
    #[ts(optional)]
    pub on: Option<String>,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}

/// `artefact.remove`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RemoveArgs {
    /// Which artefact.
    pub id: String,
    /// Others that go with it, in the same change.
    pub also: Vec<String>,
    /// Brings a removed one back.
    pub restore: bool,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
}

/// What a write did.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Saved {
    /// Entity id of the artefact or link.
    pub id: String,
    /// Short id of the artefact; of a link, its type.
    pub short: String,
    /// Log position; absent where nothing differed and nothing was sealed.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Count>,
    /// Change id.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
    /// What should still be filled in; it was saved all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<FieldErrorDto>>", optional)]
    pub missing: Vec<FieldErrorDto>,
}

/// `link.add`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct LinkArgs {
    /// The link's `from` end.
    pub from: String,
    /// Type's name.
    #[serde(rename = "type")]
    pub type_: String,
    /// The link's `to` end.
    pub to: String,
    /// The link's own fields (note, outcome).
    #[ts(type = "Record<string, JsonValue>")]
    pub fields: BTreeMap<String, Json>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
    /// When it was so, if not now.
    #[ts(optional)]
    pub on: Option<String>,
}

/// `link.remove`: by the link's id, or by its ends and type.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct UnlinkArgs {
    /// The link's id.
    #[ts(optional)]
    pub id: Option<String>,
    /// Or its `from` end,
    #[ts(optional)]
    pub from: Option<String>,
    /// type
    #[serde(rename = "type")]
    #[ts(optional)]
    pub type_: Option<String>,
    /// and `to` end.
    #[ts(optional)]
    pub to: Option<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
}

/// `artefact.suggest`: a picker's list while one types.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SuggestArgs {
    /// What was typed; empty for the latest ones.
    pub text: String,
    /// Kinds that may be picked; empty for any.
    pub kinds: Vec<String>,
    /// At most; 0 for 12.
    pub limit: Count,
    /// As of.
    pub at: AtDto,
}

/// `tags`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct TagsArgs {
    /// What a tag begins with, in any case; empty for all.
    pub begin: String,
    /// At most; 0 for 12.
    pub limit: Count,
    /// As of.
    pub at: AtDto,
}

/// Tags in use.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TagPage {
    /// The most used first.
    pub rows: Vec<TagDto>,
}

/// A tag in use.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TagDto {
    /// The tag.
    pub tag: String,
    /// How many artefacts carry it.
    pub artefacts: Count,
}

/// `search`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SearchArgs {
    /// Words; the last one may be unfinished.
    pub text: String,
    /// Kinds; empty for all.
    pub kinds: Vec<String>,
    /// First hit.
    pub offset: Count,
    /// Hits at most; 0 for 50.
    pub limit: Count,
    /// As of.
    pub at: AtDto,
}

/// Ranked hits.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HitPage {
    /// How many there are in all.
    pub total: Count,
    /// First hit's index.
    pub offset: Count,
    /// The hits, best first.
    pub rows: Vec<HitDto>,
}

/// A hit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HitDto {
    /// What was found.
    pub card: CardDto,
    /// Text around the words, as alternating plain and marked pieces, beginning with a plain one.
    pub snippet: Vec<String>,
}

/// A decision with its options, stances and what surrounds it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DecisionPage {
    /// The decision's own page.
    pub page: ArtefactPage,
    /// Options in order.
    pub options: Vec<OptionView>,
    /// Stances; objections and concerns are never hidden.
    pub stances: Vec<StanceView>,
    /// Stakeholders with a vote who were not asked.
    pub not_asked: Vec<CardDto>,
    /// What it rests on.
    pub rests_on: Vec<LinkView>,
    /// What it decided and what came of it.
    pub led_to: Vec<LinkView>,
    /// Accepted decisions that took its question over.
    pub superseded_by: Vec<CardDto>,
}

/// One option of a decision.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OptionView {
    /// The option.
    pub card: CardDto,
    /// What speaks for it, rendered.
    pub for_html: String,
    /// What speaks against it, rendered.
    pub against_html: String,
    /// The artefact it stands for, if any.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<CardDto>,
}

/// One stakeholder's stance.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StanceView {
    /// The stance.
    pub card: CardDto,
    /// Who takes it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stakeholder: Option<CardDto>,
    /// Their team.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<CardDto>,
    /// `consent`, `consent-with-concern`, `stand-aside`, `object` or `absent`.
    pub position: String,
    /// In their words; an objection states the harm.
    pub reason: String,
    /// The answer to an objection, rendered; empty while unanswered.
    pub answer_html: String,
    /// `signed`, or "recorded by NAME".
    pub recorded: String,
    /// What the signature of the change is worth: `known`, `unverified` or `revoked`.
    pub key: String,
    /// The signatures under it.
    pub signatures: Vec<SignatureDto>,
    /// Whether the decision's text changed since.
    pub older_text: bool,
    /// What they said before, the latest first.
    pub earlier: Vec<EarlierStance>,
}
