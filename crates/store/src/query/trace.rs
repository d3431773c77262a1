//! The thread of an artefact: what led to it and what follows from it.
//!
//! A walk along the flow of the links, breadth first, so that each node is met once and by its
//! shortest way. What comes back is the part of the graph that was reached, never a list of paths.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use serde::Serialize;
use throughline_record::EntityId;

use super::card::{Card, Cards, bind, list};
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
                met: ByEntity::from_iter([(eid, 0)]),
                nodes: vec![Node { eid, card, depth: 0, walked: [true; 2] }],
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
    /// Which walks went on from here: upstream, downstream.
    walked: [bool; 2],
}

struct Step {
    eid: i64,
    id: EntityId,
    type_: String,
    backward: bool,
    up: i64,
    down: i64,
}

/// Spreads numbers that were given one after the other; nobody chooses them to make them collide.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0 ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }
    fn write_i64(&mut self, n: i64) {
        self.write_u64(n.cast_unsigned());
    }
}

/// Something by the numbers of entities.
type ByEntity<T> = HashMap<i64, T, BuildHasherDefault<Spread>>;

struct Walk<'s> {
    snapshot: &'s Snapshot<'s>,
    cards: Cards<'s>,
    depth: u32,
    /// Where in `nodes` an entity stands; of those of which nothing is known, that there is nothing.
    met: ByEntity<usize>,
    nodes: Vec<Node>,
    links: Vec<Step>,
}

/// In `met`: nothing is known of the entity at this moment.
const NOTHING: usize = usize::MAX;

impl Walk<'_> {
    /// Goes one distance after the other, with two questions for each: for the links, and for the cards
    /// of what they lead to.
    fn go(&mut self, root: i64, back: bool) -> Result<()> {
        let moment = self.cards.moment();
        let (here, there) = if back { ("down", "up") } else { ("up", "down") };
        let mut next = self.snapshot.connection.prepare_cached(&format!(
            "SELECT l.eid, l.id, l.type, l.flow, f.value, l.{there} \
             FROM rarray(:eids) f CROSS JOIN link l ON l.{here} = f.value AND {} \
             WHERE l.flow <> 0 AND l.removed = 0",
            moment.valid("l")
        ))?;
        let (mut level, mut found) = (vec![root], Vec::new());
        let mut steps = 0;
        while !level.is_empty() && steps < self.depth {
            steps += 1;
            bind(&mut next, &[(":eids", list(&level))], moment)?;
            let mut rows = next.raw_query();
            while let Some(row) = rows.next()? {
                let (at, other) = (row.get(4)?, row.get(5)?);
                let (up, down) = if back { (other, at) } else { (at, other) };
                let (eid, id) = (row.get(0)?, entity_id(row, 1)?);
                let backward = row.get::<_, i64>(3)? < 0;
                found.push((other, Step { eid, id, type_: row.get(2)?, backward, up, down }));
            }
            drop(rows);
            let distance = i32::try_from(steps).unwrap_or(i32::MAX);
            let depth = if back { -distance } else { distance };
            self.take_in(found.iter().map(|(other, _)| *other), depth)?;
            level.clear();
            for (other, step) in found.drain(..) {
                let Some(follow) = self.meet(other, depth, back) else { continue };
                self.links.push(step);
                if follow {
                    level.push(other);
                }
            }
        }
        Ok(())
    }

    /// Reads the cards of those that were not met before.
    fn take_in(&mut self, eids: impl Iterator<Item = i64>, depth: i32) -> Result<()> {
        let mut new = Vec::new();
        for eid in eids {
            self.met.entry(eid).or_insert_with(|| {
                new.push(eid);
                NOTHING
            });
        }
        if new.is_empty() {
            return Ok(());
        }
        let mut cards = self.cards.many(&new)?.into_iter().peekable();
        for eid in new {
            let card = match cards.next_if(|(of, _)| *of == eid) {
                Some((_, card)) => Some(card),
                None => self.snapshot.link_card(self.cards.moment(), eid)?,
            };
            if let Some(card) = card {
                self.met.insert(eid, self.nodes.len());
                self.nodes.push(Node { eid, card, depth, walked: [false; 2] });
            }
        }
        Ok(())
    }

    /// Whether to go on from a node, which is so once in each direction; `None` if there is nothing to
    /// show.
    fn meet(&mut self, eid: i64, depth: i32, back: bool) -> Option<bool> {
        let node = self.nodes.get_mut(*self.met.get(&eid)?)?;
        if depth.abs() < node.depth.abs() {
            node.depth = depth;
        }
        let [up, down] = &mut node.walked;
        let walked = std::mem::replace(if back { up } else { down }, true);
        Some(!walked && !node.card.removed)
    }

    fn finish(self, root: EntityId, query: &TraceQuery) -> Trace {
        let shown =
            |card: &Card| query.kinds.is_empty() || card.id == root || query.kinds.contains(&card.kind);
        let ids: ByEntity<EntityId> =
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
