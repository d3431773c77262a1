//! Ideas with what they build on, who proposed and who disputes them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto};

/// `ideas`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct IdeasArgs {
    /// Only what this release includes (an id or a name).
    #[ts(optional)]
    pub release: Option<String>,
    /// As of.
    pub at: AtDto,
}

/// The ideas of a release and the questions that ask for more.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct IdeasPage {
    /// The oldest first.
    pub ideas: Vec<IdeaView>,
    /// The oldest first.
    pub questions: Vec<QuestionView>,
}

/// An idea.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct IdeaView {
    /// The idea.
    pub card: CardDto,
    /// The pile it lies on; empty for none.
    pub cluster: String,
    /// Who proposed it.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<CardDto>,
    /// Earlier ideas it takes further.
    pub builds_on: Vec<CardDto>,
    /// Teams whose number it would cost.
    pub disputes: Vec<DisputeView>,
}

/// A team that disputes an idea.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DisputeView {
    /// The team.
    pub team: CardDto,
    /// What it would cost the team; empty where it does not say.
    pub reason: String,
}

/// A question, such as “How might we …?”.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct QuestionView {
    /// The question.
    pub card: CardDto,
    /// What it asks about.
    pub about: Vec<CardDto>,
}
