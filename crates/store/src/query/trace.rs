//! The thread of an artefact: what led to it and what follows from it.
//!
//! A walk along the flow of the links, breadth first, so that each node is met once and by its
//! shortest way. What comes back is the part of the graph that was reached, never a list of paths.

use std::collections::{HashMap, HashSet, VecDeque};

use serde::Serialize;
use throughline_record::EntityId;

use super::card::{Card, Cards, bind};
use super::{At, Reader, Snapshot, entity_id};
use crate::error::{Result, StoreError};

/// Where to follow the flow to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Upstream: what led here.
    Back,
    /// Downstream: what came of it.
    Forward,
    /// Upstream of it and downstream of it.
    #[default]
    Both,
}

/// Which thread to follow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TraceQuery {
    /// Where to.
    pub direction: Direction,
    /// Steps at most; no limit if none.
    pub depth: Option<u32>,
    /// Only these kinds are shown; the walk passes through others. Empty for all. The root is always
    /// shown.
    pub kinds: Vec<String>,
}

/// The part of the graph that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// Where it begins.
    pub root: EntityId,
    /// Nodes, the root first, then upstream by distance, then downstream by distance; at one distance in
    /// the order they were first recorded.
    pub nodes: Vec<TraceNode>,
    /// The links that were followed between nodes that are shown.
    pub links: Vec<TraceLink>,
}

/// A node of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceNode {
    /// What it is. A removed one is shown and not followed.
    pub card: Card,
    /// Steps from the root, negative upstream. What lies on both sides counts by the shorter way.
    pub depth: i32,
}

/// A link of a thread. Removed links are not part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceLink {
    /// The link's own entity.
    pub id: EntityId,
    /// Its type.
    #[serde(rename = "type")]
    pub type_: String,
    /// The end named first.
    pub from: EntityId,
    /// The end named second.
    pub to: EntityId,
    /// The end that is upstream by the flow of the type.
    pub up: EntityId,
    /// The end that is downstream.
    pub down: EntityId,
}

impl Reader {
    /// The thread of an artefact.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if nothing of it is known at that moment.
    pub fn trace(&self, id: &EntityId, query: &TraceQuery, at: &At) -> Result<Trace> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let eid = snapshot.known(id)?;
            let mut cards = Cards::new(snapshot, moment)?;
            let card =
                snapshot.any_card(&mut cards, eid)?.ok_or_else(|| StoreError::NotFound(id.to_string()))?;
            let mut walk = Walk {
                snapshot,
                cards,
                depth: query.depth.unwrap_or(u32::MAX).min(i32::MAX.unsigned_abs()),
                met: HashMap::from([(eid, 0)]),
                nodes: vec![Node { eid, card, depth: 0 }],
                links: Vec::new(),
            };
            if query.direction != Direction::Forward {
                walk.go(eid, true)?;
            }
            if query.direction != Direction::Back {
                walk.go(eid, false)?;
            }
            Ok(walk.finish(*id, query))
        })
    }
}

struct Node {
    eid: i64,
    card: Card,
    depth: i32,
}

struct Step {
    eid: i64,
    id: EntityId,
    type_: String,
    backward: bool,
    up: i64,
    down: i64,
}

struct Walk<'s> {
    snapshot: &'s Snapshot<'s>,
    cards: Cards<'s>,
    depth: u32,
    /// Where in `nodes` an entity stands; of those of which nothing is known, that there is nothing.
    met: HashMap<i64, usize>,
    nodes: Vec<Node>,
    links: Vec<Step>,
}

/// In `met`: nothing is known of the entity at this moment.
const NOTHING: usize = usize::MAX;

impl Walk<'_> {
    fn go(&mut self, root: i64, back: bool) -> Result<()> {
        let moment = self.cards.moment();
        let (here, there) = if back { ("down", "up") } else { ("up", "down") };
        let mut next = self.snapshot.connection.prepare_cached(&format!(
            "SELECT l.eid, l.id, l.type, l.flow, l.{there} FROM link l \
             WHERE l.{here} = :eid AND {} AND l.flow <> 0 AND l.removed = 0",
            moment.valid("l")
        ))?;
        let mut seen = HashSet::from([root]);
        let mut open = VecDeque::from([(root, 0_u32)]);
        while let Some((eid, steps)) = open.pop_front() {
            if steps >= self.depth {
                continue;
            }
            bind(&mut next, &[(":eid", eid)], moment)?;
            let mut rows = next.raw_query();
            while let Some(row) = rows.next()? {
                let other: i64 = row.get(4)?;
                let follow = match self.meet(other, steps + 1, back)? {
                    Some(follow) => follow,
                    None => continue,
                };
                let (up, down) = if back { (other, eid) } else { (eid, other) };
                self.links.push(Step {
                    eid: row.get(0)?,
                    id: entity_id(row, 1)?,
                    type_: row.get(2)?,
                    backward: row.get::<_, i64>(3)? < 0,
                    up,
                    down,
                });
                if seen.insert(other) && follow {
                    open.push_back((other, steps + 1));
                }
            }
        }
        Ok(())
    }

    /// Takes a node in. Returns whether to go on from it; `None` if there is nothing to show.
    fn meet(&mut self, eid: i64, steps: u32, back: bool) -> Result<Option<bool>> {
        let steps = i32::try_from(steps).unwrap_or(i32::MAX);
        let depth = if back { -steps } else { steps };
        match self.met.get(&eid) {
            Some(&NOTHING) => Ok(None),
            Some(&at) => Ok(self.nodes.get_mut(at).map(|node| {
                if steps < node.depth.abs() {
                    node.depth = depth;
                }
                !node.card.removed
            })),
            None => {
                let card = self.snapshot.any_card(&mut self.cards, eid)?;
                self.met.insert(eid, if card.is_some() { self.nodes.len() } else { NOTHING });
                Ok(card.map(|card| {
                    let follow = !card.removed;
                    self.nodes.push(Node { eid, card, depth });
                    follow
                }))
            }
        }
    }

    fn finish(self, root: EntityId, query: &TraceQuery) -> Trace {
        let shown =
            |card: &Card| query.kinds.is_empty() || card.id == root || query.kinds.contains(&card.kind);
        let ids: HashMap<i64, EntityId> =
            self.nodes.iter().filter(|node| shown(&node.card)).map(|node| (node.eid, node.card.id)).collect();
        // Both walks meet a link that lies on a cycle through the root.
        let mut steps = self.links;
        steps.sort_unstable_by_key(|step| step.eid);
        steps.dedup_by_key(|step| step.eid);
        let links = steps
            .into_iter()
            .filter_map(|step| {
                let (up, down) = (*ids.get(&step.up)?, *ids.get(&step.down)?);
                let (from, to) = if step.backward { (down, up) } else { (up, down) };
                Some(TraceLink { id: step.id, type_: step.type_, from, to, up, down })
            })
            .collect();
        let mut nodes: Vec<Node> = self.nodes;
        nodes.retain(|node| shown(&node.card));
        nodes.sort_unstable_by_key(|node| (node.depth > 0, node.depth.unsigned_abs(), node.eid));
        let nodes = nodes.into_iter().map(|node| TraceNode { card: node.card, depth: node.depth }).collect();
        Trace { root, nodes, links }
    }
}
