//! The thread of an artefact, laid out in lanes.

use std::collections::{HashMap, HashSet};

use throughline_model::{self as model, Flow, Stage};
use throughline_record::EntityId;
use throughline_report::layout::{Graph, Measure, Node, lay_out};
use throughline_store::{Direction, Late, TraceQuery};

use crate::App;
use crate::bridges::{Joined, bridge};
use crate::cards;
use crate::dto::{ApiError, CardDto, ThreadDto, ThreadLane, ThreadLink, ThreadNode, TraceArgs};
use crate::history;
use crate::lookups::moment;
use crate::tables::{LANES, stage_label};

/// Characters of a title that fit a line of a card of the map.
const LINE: usize = 20;
/// Lines of a title that a card of the map shows at most.
const LINES: usize = 4;
/// Height of a line of a title, in px.
const LINE_HEIGHT: f64 = 16.0;
/// Height of a card besides its title, in px: short id, padding.
const CARD: f64 = 32.0;
/// Height of the line of facts, in px.
const FACT: f64 = 16.0;

impl App {
    pub(crate) fn trace(&self, args: TraceArgs) -> Result<ThreadDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let direction = match args.direction.as_str() {
            "back" => Direction::Back,
            "forward" => Direction::Forward,
            "" | "both" => Direction::Both,
            other => {
                return Err(ApiError::new(
                    "bad-arguments",
                    format!("“{other}” is no direction."),
                    "Choose back, forward or both.",
                ));
            }
        };
        let id = reader.resolve(&args.id, &at)?;
        let query = TraceQuery {
            direction,
            depth: args.depth.map(|d| u32::try_from(d.0).unwrap_or(u32::MAX)),
            // What is not shown is left out below, where it can be bridged.
            kinds: Vec::new(),
        };
        let trace = reader.trace(&id, &query, &at)?;
        let names: HashMap<EntityId, String> =
            trace.nodes.iter().map(|n| (n.card.id, n.card.short.clone())).collect();
        let mut shown_nodes = trace.nodes;
        shown_nodes.retain(|n| args.kinds.is_empty() || n.card.id == id || args.kinds.contains(&n.card.kind));
        let shown: HashSet<EntityId> = shown_nodes.iter().map(|n| n.card.id).collect();
        let mut links: Vec<Joined> = trace
            .links
            .into_iter()
            .map(|l| Joined {
                id: l.id.to_string(),
                label: from_upstream(&l.type_).into(),
                type_: l.type_,
                up: l.up,
                down: l.down,
            })
            .collect();
        if shown.len() < names.len() {
            links = bridge(links, |e| shown.contains(e), |e| names.get(e).cloned().unwrap_or_default());
        }
        let list: Vec<_> = shown_nodes.iter().map(|n| n.card.clone()).collect();
        let dtos = cards::cards(&reader, &list, &at)?;
        let nodes: Vec<(EntityId, i32, CardDto)> =
            shown_nodes.iter().zip(dtos).map(|(n, dto)| (n.card.id, n.depth, dto)).collect();
        let ids: Vec<EntityId> = nodes.iter().map(|(id, ..)| *id).collect();
        let late = reader.late(&ids, &at)?;
        Ok(draw(id, nodes, links, &late))
    }
}

fn lane_of(card: &CardDto) -> Option<usize> {
    let stage = Stage::parse(&card.stage)?;
    LANES.iter().position(|l| *l == stage)
}

fn height(card: &CardDto) -> f64 {
    let lines = card.title.chars().count().div_ceil(LINE).clamp(1, LINES);
    let facts = if card.facts.is_empty() && card.outcome.is_none() { 0.0 } else { FACT };
    CARD + lines as f64 * LINE_HEIGHT + facts
}

fn draw(
    root: EntityId,
    nodes: Vec<(EntityId, i32, CardDto)>,
    links: Vec<Joined>,
    late: &HashMap<EntityId, Late>,
) -> ThreadDto {
    let index: HashMap<EntityId, usize> = nodes.iter().enumerate().map(|(i, (id, ..))| (*id, i)).collect();
    let shown: Vec<(Joined, usize, usize)> = links
        .into_iter()
        .filter_map(|l| {
            let (up, down) = (*index.get(&l.up)?, *index.get(&l.down)?);
            Some((l, up, down))
        })
        .collect();
    let graph = Graph {
        nodes: nodes.iter().map(|(_, _, c)| Node { lane: lane_of(c), height: height(c) }).collect(),
        links: shown.iter().map(|(_, up, down)| (*up, *down)).collect(),
        lanes: LANES.len(),
    };
    let layout = lay_out(&graph, &Measure::default());
    let sides = |back: bool| nodes.iter().filter(|(_, d, _)| if back { *d < 0 } else { *d > 0 }).count();
    let (back, forward) = (sides(true), sides(false));
    let root_card = nodes.iter().find(|(id, ..)| *id == root).map(|(_, _, c)| c.clone());
    ThreadDto {
        links: shown
            .into_iter()
            .zip(layout.links)
            .map(|((l, ..), points)| ThreadLink {
                id: l.id,
                type_: l.type_,
                label: l.label,
                up: l.up.to_string(),
                down: l.down.to_string(),
                points,
            })
            .collect(),
        root: root_card.unwrap_or_else(|| unknown(root)),
        nodes: nodes
            .into_iter()
            .zip(layout.nodes)
            .map(|((id, depth, card), p)| ThreadNode {
                late: late.get(&id).map(history::late_dto),
                card,
                depth,
                lane: u32::try_from(p.lane).unwrap_or(0),
                x: p.x,
                y: p.y,
                w: p.w,
                h: p.h,
            })
            .collect(),
        lanes: LANES
            .iter()
            .zip(layout.lanes)
            .map(|(s, (x, w))| ThreadLane { stage: s.as_str().into(), label: stage_label(*s).into(), x, w })
            .collect(),
        width: layout.width,
        height: layout.height,
        back: back.into(),
        forward: forward.into(),
    }
}

/// A link's words read from its upstream end.
fn from_upstream(type_: &str) -> &str {
    match model::link(type_) {
        Some(l) if l.flow == Flow::Backward => l.inverse,
        Some(l) => l.label,
        None => type_,
    }
}

fn unknown(id: EntityId) -> CardDto {
    CardDto {
        id: id.to_string(),
        short: String::new(),
        kind: String::new(),
        title: String::new(),
        stage: Stage::Any.as_str().into(),
        status: None,
        facts: Vec::new(),
        tags: Vec::new(),
        outcome: None,
        removed: false,
        created_at: String::new(),
        updated_at: String::new(),
    }
}
