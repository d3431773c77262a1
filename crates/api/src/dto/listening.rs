//! Reading evidence, grouping quotes, and who said what.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, Count};

/// `evidence.read`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct EvidenceReadArgs {
    /// The evidence: any reference.
    pub id: String,
    /// A passage to find in its text.
    #[ts(optional)]
    pub find: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// A piece of a text: characters (Unicode scalar values) counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlaceDto {
    /// The first character.
    pub from: Count,
    /// The character after the last one.
    pub to: Count,
}

/// A piece of a text by which somebody could be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ContactDto {
    /// `email` or `phone`.
    pub kind: String,
    /// Where it stands.
    pub span: PlaceDto,
    /// The piece itself.
    pub text: String,
}

/// A piece of evidence with its text and what was marked in it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EvidencePage {
    /// Its card.
    pub card: CardDto,
    /// Its transcript or notes; empty where there is none.
    pub text: String,
    /// Who was heard: a code.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participant: Option<String>,
    /// Whether that code looks like a name.
    pub name_like: bool,
    /// What the participant agreed to.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<String>,
    /// Whom it tells about.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persona: Option<CardDto>,
    /// E-mail addresses and phone numbers in the text.
    pub contacts: Vec<ContactDto>,
    /// Its highlights, in the order of their places; those without one last.
    pub passages: Vec<PassageView>,
    /// Where the passage that was looked for stands.
    pub found: Vec<PlaceDto>,
}

/// A highlight with where it comes from.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PassageView {
    /// The highlight.
    pub card: CardDto,
    /// The words.
    pub quote: String,
    /// The group it lies in on the affinity board; empty for none.
    pub group: String,
    /// The evidence it was taken from.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<CardDto>,
    /// Who said it: the evidence's participant code.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participant: Option<String>,
    /// What they agreed to.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<String>,
    /// `kept` (where it was marked), `found` (again, by its words), `gone` (the words are no longer in
    /// the text); absent where the text was not looked through.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Where it stands.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<PlaceDto>,
    /// The insights it speaks for or against.
    pub says: Vec<SaysView>,
}

/// An insight that a highlight speaks for or against.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SaysView {
    /// The insight.
    pub card: CardDto,
    /// Whether it contradicts.
    pub against: bool,
    /// The link's own id.
    pub link: String,
}

/// `evidence.check`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CheckArgs {
    /// A text.
    pub text: String,
    /// A participant's code.
    pub participant: String,
}

/// What should not stand in evidence. Nothing of it keeps anything from being saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Checked {
    /// E-mail addresses and phone numbers.
    pub contacts: Vec<ContactDto>,
    /// Whether the code looks like a name.
    pub name_like: bool,
}

/// `evidence.import`: a text, or a file by its path.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct EvidenceImportArgs {
    /// The text itself.
    #[ts(optional)]
    pub text: Option<String>,
    /// Or the file it stands in.
    #[ts(optional)]
    pub path: Option<String>,
    /// The file's name: its ending tells the format, and the evidence is called by it.
    pub name: String,
    /// `text`, `csv` or `jsonl`; as the name and the text say where it is left out.
    #[ts(optional)]
    pub format: Option<String>,
    /// Makes one piece of evidence of each row or ticket.
    pub per_row: bool,
    /// The title; composed where it is left out.
    #[ts(optional)]
    pub title: Option<String>,
    /// How it was learned; `survey`, `ticket` or `interview` by its format where it is left out.
    #[ts(optional)]
    pub method: Option<String>,
    /// When it was heard; today where it is left out. A row's own date comes first.
    #[ts(optional)]
    pub date: Option<String>,
    /// Who was heard: a code. A row's own comes first.
    #[ts(optional)]
    pub participant: Option<String>,
    /// What the participants agreed to.
    #[ts(optional)]
    pub consent: Option<String>,
    /// Whom it tells about: any reference.
    #[ts(optional)]
    pub persona: Option<String>,
    /// Release that includes it: an id or name; `none` for no release; absent for the current one.
    #[ts(optional)]
    pub release: Option<String>,
    /// Shows what would be recorded, and records nothing.
    pub dry_run: bool,
    /// A draft that is discarded once the change is sealed.
    #[ts(optional)]
    pub draft: Option<String>,
}

/// What an import of evidence recorded, or would record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EvidenceImported {
    /// `text`, `csv` or `jsonl`.
    pub format: String,
    /// Rows or tickets that could be read; 0 for a plain text.
    pub rows: Count,
    /// Rows that could not, and why; the others are taken.
    pub bad: Vec<BadRowDto>,
    /// The pieces of evidence, at most twenty of them.
    pub items: Vec<EvidenceItem>,
    /// How many pieces of evidence there are in all.
    pub total: Count,
    /// E-mail addresses and phone numbers in all of them, at most fifty.
    pub contacts: Vec<ContactDto>,
    /// Codes that look like names, at most twenty.
    pub names: Vec<String>,
    /// Log position; absent where nothing was recorded.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Count>,
}

/// A row that could not be read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BadRowDto {
    /// The line it begins on, from 1.
    pub line: Count,
    /// Why, as a sentence.
    pub why: String,
}

/// A piece of evidence as it is recorded.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EvidenceItem {
    /// Entity id and short id, where it was recorded.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<CardDto>,
    /// The title, where one was given.
    pub title: String,
    /// Who was heard.
    pub participant: String,
    /// When.
    pub date: String,
    /// How its text begins.
    pub begins: String,
}

/// `affinity`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AffinityArgs {
    /// Only what this release includes (an id or a name).
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// Every highlight, by the group it lies in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AffinityPage {
    /// How many highlights there are.
    pub total: Count,
    /// The groups by name; those in none come first, under an empty name.
    pub groups: Vec<AffinityGroup>,
}

/// Highlights that belong together.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AffinityGroup {
    /// Its name; empty for what lies in none.
    pub name: String,
    /// How many people speak in it.
    pub people: PeopleDto,
    /// Its highlights, the oldest first.
    pub passages: Vec<PassageView>,
}

/// Distinct people, by participant code: whoever said it twice is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PeopleDto {
    /// People for it.
    pub supporting: Count,
    /// People against it.
    pub contradicting: Count,
    /// People among both.
    pub on_both_sides: Count,
    /// Pieces of evidence for it without a code.
    pub unknown_supporting: Count,
    /// Pieces of evidence against it without a code.
    pub unknown_contradicting: Count,
    /// "3 people for, 1 against, 1 source unnamed".
    pub words: String,
}

/// `insights`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct InsightsArgs {
    /// Only this one: any reference.
    #[ts(optional)]
    pub id: Option<String>,
    /// Only what this release includes (an id or a name).
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// Insights with who speaks for and against them.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct InsightsPage {
    /// The newest first.
    pub rows: Vec<InsightView>,
}

/// An insight with its quotes.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct InsightView {
    /// The insight.
    pub card: CardDto,
    /// Who was heard.
    pub people: PeopleDto,
    /// What supports it.
    pub supporting: Vec<PassageView>,
    /// What contradicts it.
    pub contradicting: Vec<PassageView>,
}
