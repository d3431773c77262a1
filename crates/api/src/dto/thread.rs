//! The thread: what led here and what came of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CameLateDto, CardDto, Count};

/// `trace`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct TraceArgs {
    /// Where to begin: any reference.
    pub id: String,
    /// `back`, `forward` or `both` (the default).
    pub direction: String,
    /// Steps at most; absent for no limit.
    #[ts(optional)]
    pub depth: Option<Count>,
    /// Only these kinds are shown (the walk still passes through others); empty for all.
    pub kinds: Vec<String>,
    /// As of.
    pub at: AtDto,
}

/// The sub-graph reached, laid out in lanes.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ThreadDto {
    /// Where it begins.
    pub root: CardDto,
    /// Nodes, the root among them.
    pub nodes: Vec<ThreadNode>,
    /// Links between the nodes, by the flow.
    pub links: Vec<ThreadLink>,
    /// Lanes from left to right.
    pub lanes: Vec<ThreadLane>,
    /// Width of the drawing in px.
    pub width: f64,
    /// Height of the drawing in px.
    pub height: f64,
    /// How many lie upstream.
    pub back: Count,
    /// How many lie downstream.
    pub forward: Count,
}

/// A node of the map.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ThreadNode {
    /// What it is.
    pub card: CardDto,
    /// Its entries that came late, if any did.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late: Option<CameLateDto>,
    /// Steps from the root: negative upstream, positive downstream, 0 the root.
    pub depth: i32,
    /// Index of its lane.
    pub lane: u32,
    /// Left edge in px.
    pub x: f64,
    /// Top edge in px.
    pub y: f64,
    /// Width in px.
    pub w: f64,
    /// Height in px.
    pub h: f64,
}

/// A link of the map, drawn from upstream to downstream.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ThreadLink {
    /// The link's entity id.
    pub id: String,
    /// Type's name.
    #[serde(rename = "type")]
    pub type_: String,
    /// Read from the upstream end ("motivates", "is trained on by").
    pub label: String,
    /// Upstream entity id.
    pub up: String,
    /// Downstream entity id.
    pub down: String,
    /// Points `[x, y]` of the poly-line, upstream first.
    pub points: Vec<[f64; 2]>,
}

/// A lane of the map.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ThreadLane {
    /// Stage's name.
    pub stage: String,
    /// Its label.
    pub label: String,
    /// Left edge in px.
    pub x: f64,
    /// Width in px.
    pub w: f64,
}
