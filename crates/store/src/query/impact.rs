//! What stands on an artefact: everything that would be touched if it changed, and whom to ask.
//!
//! A walk downstream along the flow of the links, breadth first, so that each node is met once and by its
//! shortest way. Three ways lead beyond the flow, because what is touched is more than what came later:
//!
//! - a prototype stands on the model it was tried with, although the model came out of it;
//! - a component that is fed something else, or is itself what changes, puts the versions in question that
//!   it consists of;
//! - a decision that no longer stands puts in question what it chose, and not what it rejected or parked; that is
//!   told apart, because it hangs on the decision and not on the change.
//!
//! What a loop-back reopened or was closed by is the story of what happened, and is not followed.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use throughline_record::EntityId;

use super::at::Moment;
use super::card::{Card, Cards, bind, list};
use super::{At, Reader, Snapshot};
use crate::error::{Result, StoreError};

/// All that would be touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Impact {
    /// What changes, then what is touched by distance; at one distance in the order it was first recorded.
    pub nodes: Vec<Touched>,
    /// Who is concerned, with what; a person once for each thing they are concerned with. What lies beyond a
    /// decision concerns nobody yet.
    pub concerned: Vec<Concern>,
}

/// Something that changes or is touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// What it is.
    pub card: Card,
    /// Steps from what changes; 0 for what changes itself.
    pub depth: u32,
    /// The last step of the shortest way to it; none for what changes itself.
    pub via: Option<Step>,
    /// It was chosen by a decision that is touched, or stands on what was chosen: it is in question only if that
    /// decision falls.
    pub beyond: bool,
}

/// A step from one node to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Where it comes from.
    pub from: EntityId,
    /// The type of the link it follows.
    #[serde(rename = "type")]
    pub type_: String,
    /// Against the flow of the link: see the module.
    pub back: bool,
}

/// Somebody who is concerned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Concern {
    /// A team or stakeholder.
    pub who: Card,
    /// The link that says so: `owned-by`, `driven-by`, `decided-by`, or `by` of a stance.
    #[serde(rename = "type")]
    pub type_: String,
    /// What they look after, decided, or took a stance on.
    pub about: EntityId,
}

impl Reader {
    /// What would be touched if these changed. What is removed is neither shown nor followed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if nothing of one of them is known at that moment.
    pub fn impact(&self, of: &[EntityId], at: &At) -> Result<Impact> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let mut walk = Walk {
                snapshot,
                moment,
                cards: Cards::new(snapshot, moment)?,
                met: HashMap::new(),
                nodes: Vec::new(),
                opened: HashSet::new(),
                tried: HashSet::new(),
                chosen: Vec::new(),
                beyond: false,
            };
            for id in of {
                let eid = snapshot.known(id)?;
                let card = snapshot
                    .any_card(&mut walk.cards, eid)?
                    .ok_or_else(|| StoreError::NotFound(id.to_string()))?;
                walk.take(eid, card, 0);
            }
            walk.go()?;
            let concerned = walk.concerned()?;
            let mut nodes = walk.nodes;
            nodes.sort_by_key(|node| (node.touched.depth, node.eid));
            Ok(Impact { nodes: nodes.into_iter().map(|node| node.touched).collect(), concerned })
        })
    }
}

struct Node {
    eid: i64,
    touched: Touched,
}

struct Walk<'s> {
    snapshot: &'s Snapshot<'s>,
    moment: Moment,
    cards: Cards<'s>,
    /// Where in `nodes` an entity stands; none where it is not shown.
    met: HashMap<i64, Option<usize>>,
    nodes: Vec<Node>,
    /// Components whose versions are in question.
    opened: HashSet<i64>,
    /// Prototypes that are touched by what came out of them, and so touch nothing else that did.
    tried: HashSet<i64>,
    /// What decisions that are touched chose.
    chosen: Vec<Found>,
    /// Whether the walk goes on from that.
    beyond: bool,
}

/// A link that was followed: from where, to where, its type.
struct Found {
    here: i64,
    other: i64,
    type_: String,
}

impl Walk<'_> {
    fn take(&mut self, eid: i64, card: Card, depth: u32) {
        self.met.insert(eid, Some(self.nodes.len()));
        self.nodes.push(Node { eid, touched: Touched { card, depth, via: None, beyond: false } });
    }

    fn depth(&self, eid: i64) -> u32 {
        let at = self.met.get(&eid).copied().flatten();
        at.and_then(|at| self.nodes.get(at)).map_or(0, |node| node.touched.depth)
    }

    fn card(&self, eid: i64) -> Option<&Card> {
        let at = (*self.met.get(&eid)?)?;
        self.nodes.get(at).map(|node| &node.touched.card)
    }

    fn is(&self, eid: i64, kind: &str) -> bool {
        self.card(eid).is_some_and(|card| card.kind == kind)
    }

    /// Walks first without what decisions chose, so that what stands on the change itself is told by its own
    /// way; then on from what was chosen.
    fn go(&mut self) -> Result<()> {
        let level: Vec<i64> = self.nodes.iter().map(|node| node.eid).collect();
        let open: Vec<i64> = level.iter().copied().filter(|eid| self.is(*eid, "component")).collect();
        self.opened.extend(&open);
        self.walk(level, open)?;
        self.beyond = true;
        let chosen = std::mem::take(&mut self.chosen);
        self.read(chosen.iter())?;
        let mut level = Vec::new();
        for found in &chosen {
            if self.reached(found, false) {
                level.push(found.other);
            }
        }
        let open: Vec<i64> = level.iter().copied().filter(|eid| self.is(*eid, "component")).collect();
        self.opened.extend(&open);
        self.walk(level, open)?;
        // Producers that are no prototypes were read and not reached.
        self.nodes.retain(|node| node.touched.depth == 0 || node.touched.via.is_some());
        Ok(())
    }

    fn walk(&mut self, mut level: Vec<i64>, mut open: Vec<i64>) -> Result<()> {
        while !level.is_empty() || !open.is_empty() {
            let mut ahead = self.followed(&level, DOWN)?;
            ahead.retain(|found| found.type_ != "produced" || !self.tried.contains(&found.here));
            if !self.beyond {
                let (chosen, other) = ahead
                    .into_iter()
                    .partition(|found| found.type_ == "decides" && self.depth(found.here) > 0);
                ahead = other;
                self.chosen.extend::<Vec<Found>>(chosen);
            }
            let models: Vec<i64> =
                level.iter().copied().filter(|eid| self.is(*eid, "model-version")).collect();
            let mut against = self.followed(&models, PRODUCERS)?;
            against.extend(self.followed(&open, IMPLEMENTERS)?);
            (level, open) = (Vec::new(), Vec::new());
            self.read(ahead.iter().chain(&against))?;
            for found in &ahead {
                let new = self.reached(found, false);
                if self.is(found.other, "component")
                    && found.type_ == "feeds"
                    && self.opened.insert(found.other)
                {
                    open.push(found.other);
                }
                // What is reached by the flow touches all that came out of it.
                if new || self.tried.remove(&found.other) {
                    level.push(found.other);
                }
            }
            for found in &against {
                let prototype = self.is(found.other, "prototype");
                if found.type_ == "produced" && !prototype {
                    continue;
                }
                if self.reached(found, true) {
                    if prototype {
                        self.tried.insert(found.other);
                    }
                    level.push(found.other);
                }
            }
        }
        Ok(())
    }

    /// The links of these, one way.
    fn followed(&self, eids: &[i64], sql: &str) -> Result<Vec<Found>> {
        if eids.is_empty() {
            return Ok(Vec::new());
        }
        let mut next = self.snapshot.connection.prepare_cached(
            &sql.replace("{valid}", &self.moment.valid("l")).replace("{valid_by}", &self.moment.valid("b")),
        )?;
        bind(&mut next, &[(":eids", list(eids))], self.moment)?;
        let mut rows = next.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(Found { here: row.get(0)?, other: row.get(1)?, type_: row.get(2)? });
        }
        Ok(found)
    }

    /// Reads the cards of what was not met before.
    fn read<'f>(&mut self, found: impl Iterator<Item = &'f Found>) -> Result<()> {
        let mut new = Vec::new();
        for found in found {
            self.met.entry(found.other).or_insert_with(|| {
                new.push(found.other);
                None
            });
        }
        for (eid, card) in self.cards.many(&new)? {
            if !card.removed {
                self.take(eid, card, u32::MAX);
            }
        }
        Ok(())
    }

    /// Notes how something was reached; whether that is new.
    fn reached(&mut self, found: &Found, back: bool) -> bool {
        let (depth, beyond) = (self.depth(found.here).saturating_add(1), self.beyond);
        let Some(from) = self.card(found.here).map(|card| card.id) else { return false };
        let Some(Some(at)) = self.met.get(&found.other).copied() else { return false };
        let Some(node) = self.nodes.get_mut(at) else { return false };
        if node.touched.via.is_some() || node.touched.depth == 0 {
            return false;
        }
        node.touched.depth = depth;
        node.touched.beyond = beyond;
        node.touched.via = Some(Step { from, type_: found.type_.clone(), back });
        true
    }

    /// Owners of what is touched, drivers and deciders of decisions, and who took a stance on them.
    fn concerned(&mut self) -> Result<Vec<Concern>> {
        let direct = || self.nodes.iter().filter(|node| !node.touched.beyond);
        let eids: Vec<i64> = direct().map(|node| node.eid).collect();
        let about: HashMap<i64, EntityId> =
            self.nodes.iter().map(|node| (node.eid, node.touched.card.id)).collect();
        let mut found = self.followed(&eids, PEOPLE)?;
        let decisions: Vec<i64> =
            direct().filter(|node| node.touched.card.kind == "decision").map(|node| node.eid).collect();
        found.extend(self.followed(&decisions, STANCES)?);
        let mut who: Vec<i64> = found.iter().map(|found| found.other).collect();
        who.sort_unstable();
        who.dedup();
        let cards: HashMap<i64, Card> =
            self.cards.many(&who)?.into_iter().filter(|(_, card)| !card.removed).collect();
        Ok(found
            .into_iter()
            .filter_map(|found| {
                let who = cards.get(&found.other)?.clone();
                Some(Concern { who, type_: found.type_, about: *about.get(&found.here)? })
            })
            .collect())
    }
}

/// Downstream by the flow.
const DOWN: &str = "SELECT f.value, l.down, l.type FROM rarray(:eids) f CROSS JOIN link l ON l.up = f.value \
     AND {valid} WHERE l.flow <> 0 AND l.removed = 0 AND l.type NOT IN ('reopens', 'closed-by') \
     AND (l.type <> 'decides' OR l.fields ->> '$.outcome' = 'chosen')";

/// What a version came out of.
const PRODUCERS: &str = "SELECT f.value, l.up, l.type FROM rarray(:eids) f CROSS JOIN link l \
     ON l.down = f.value AND {valid} WHERE l.flow > 0 AND l.removed = 0 AND l.type = 'produced'";

/// The versions a component consists of.
const IMPLEMENTERS: &str = "SELECT f.value, l.up, l.type FROM rarray(:eids) f CROSS JOIN link l \
     ON l.down = f.value AND {valid} WHERE l.flow < 0 AND l.removed = 0 AND l.type = 'implemented-by'";

/// Who looks after something, drives or takes a decision.
const PEOPLE: &str = "SELECT f.value, l.down, l.type FROM rarray(:eids) f CROSS JOIN link l ON l.up = f.value \
     AND {valid} WHERE l.flow = 0 AND l.removed = 0 AND l.type IN ('owned-by', 'driven-by', 'decided-by')";

/// Who took a stance on a decision.
const STANCES: &str = "SELECT f.value, b.down, b.type FROM rarray(:eids) f CROSS JOIN link l \
     ON l.down = f.value AND {valid} CROSS JOIN link b ON b.up = l.up AND b.type = 'by' AND b.removed = 0 \
     AND {valid_by} WHERE l.flow > 0 AND l.removed = 0 AND l.type = 'on'";
