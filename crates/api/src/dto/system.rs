//! The system map: components, what passes between them, and the parts offered as a start.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CardDto, Count, ThreadLink, ThreadNode};

/// Components and their interactions, laid out.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SystemMapDto {
    /// The components, each with its place.
    pub nodes: Vec<SystemNode>,
    /// What passes between them.
    pub links: Vec<SystemLink>,
    /// Width of the drawing in px.
    pub width: f64,
    /// Height of the drawing in px.
    pub height: f64,
    /// How many components lack an owner or an interaction.
    pub lacking: Count,
    /// The parts of a machine-learning system that are offered as a start.
    pub parts: Vec<SystemPart>,
}

/// A component on the map.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SystemNode {
    /// Its card and its place; the lane is its column, the depth 0.
    pub node: ThreadNode,
    /// Its type, as its field has it; empty where nobody said.
    #[serde(rename = "type")]
    pub type_: String,
    /// Its type in words: one's own word where there is one.
    pub type_words: String,
    /// What it does for the others.
    pub purpose: String,
    /// Who looks after it.
    pub owners: Vec<CardDto>,
    /// The versions it consists of.
    pub versions: Vec<CardDto>,
    /// What it lacks: "no owner", "no interaction", or both; empty where it is whole.
    pub lacks: String,
}

/// An interaction on the map: what passes from one component to another.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SystemLink {
    /// The link with its poly-line.
    pub link: ThreadLink,
    /// What passes; empty where nobody said.
    pub what: String,
    /// It goes from one band of the drawing to another: it leaves below or above, not at a side.
    pub across: bool,
}

/// A part offered as a start.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SystemPart {
    /// The type of the component.
    #[serde(rename = "type")]
    pub type_: String,
    /// Its name.
    pub title: String,
    /// What it does for the others.
    pub purpose: String,
    /// What usually passes from it, as sentences: "raw data to Data verification".
    pub gives: Vec<String>,
    /// Whether a component of this type is on the map.
    pub there: bool,
}

/// `system.start`: records parts with the usual interactions, as one change.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SystemStartArgs {
    /// Types of the parts; none for all of those that are not there yet.
    pub parts: Vec<String>,
    /// Leaves the usual interactions out.
    pub alone: bool,
    /// The release they are recorded in: any reference; absent for the current one, `none` for none.
    #[ts(optional)]
    pub release: Option<String>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
}
