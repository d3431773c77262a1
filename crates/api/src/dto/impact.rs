//! What would be touched if something changed.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, Count};

/// `impact`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ImpactArgs {
    /// What changes: any reference.
    pub id: String,
    /// The one field that changes: a field of its kind, or a column of a data version.
    #[ts(optional)]
    pub field: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// Everything downstream of a change, and whom to ask.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImpactDto {
    /// What was asked about.
    pub root: CardDto,
    /// The one field that changes; empty for all of it.
    pub field: String,
    /// What follows from the field, in words; empty where there is none.
    pub note: String,
    /// What changes: what was asked about; for a column of a data set all its versions that have the column.
    pub roots: Vec<CardDto>,
    /// What a change of data is about: the columns that can be asked about; none for other kinds.
    pub columns: Vec<String>,
    /// What is touched, by what it is; empty groups are left out.
    pub groups: Vec<ImpactGroup>,
    /// How much is touched, besides what changes, parts, and what lies beyond a decision.
    pub total: Count,
    /// How much more is in question if a decision that is touched falls.
    pub beyond: Count,
    /// How many live deployments are touched.
    pub live: Count,
    /// Whom to ask, those with the most to say first.
    pub people: Vec<ImpactPerson>,
}

/// Touched artefacts of one sort.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImpactGroup {
    /// `models`, `data`, `code`, `bundles`, `deployments`, `prototypes`, `experiments`, `components`, `decisions`, `other`; last `parts`: options, stances, scores
    /// and other parts, which stand on ways and count for nothing by themselves.
    pub name: String,
    /// Its heading.
    pub label: String,
    /// Its rows: live deployments first, then by distance.
    pub rows: Vec<ImpactRow>,
}

/// Something that is touched.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImpactRow {
    /// What it is.
    pub card: CardDto,
    /// Steps from what changes.
    pub steps: Count,
    /// The step before it on the shortest way: an entity among the rows or the roots.
    pub via: String,
    /// How one leads to the other, read from there to here: "trained", "is shipped in".
    pub words: String,
    /// It is live now.
    pub live: bool,
    /// It was chosen by a decision that is touched, or stands on what was chosen.
    pub beyond: bool,
    /// Of a deployment: who gets it; of other kinds what tells most; empty where there is nothing to tell.
    pub told: String,
}

/// Somebody to ask.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImpactPerson {
    /// A team or a stakeholder.
    pub card: CardDto,
    /// The team a stakeholder speaks for.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<CardDto>,
    /// Why.
    pub reasons: Vec<ImpactReason>,
}

/// Why somebody is to be asked.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImpactReason {
    /// "looks after", "drives", "decides", "took a stance on".
    pub words: String,
    /// What of it is touched, at most twenty.
    pub about: Vec<CardDto>,
    /// How many that are.
    pub count: Count,
}
