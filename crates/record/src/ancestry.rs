//! Which change came before which.
//!
//! Each change remembers, per device, the highest `seq` among its ancestors and itself. As each
//! device's changes descend from one another without gap, one comparison answers whether a change
//! is an ancestor of another, without walking the graph.

use std::collections::{HashMap, HashSet};

use crate::fault::{Fault, FaultCode};
use crate::header::Header;
use crate::id::{ChangeId, DeviceId};

/// The graph of changes by their parents.
#[derive(Debug, Clone, Default)]
pub struct Ancestry {
    changes: HashMap<ChangeId, Node>,
    devices: HashMap<DeviceId, u32>,
    signed: HashMap<(u32, u64), ChangeId>,
    /// Devices that signed two changes with one `seq`; for these, comparing is not enough.
    equivocal: HashSet<u32>,
    /// Changes that exist but whose header is broken: parents of others, with nothing known.
    unreadable: HashSet<ChangeId>,
}

#[derive(Debug, Clone)]
struct Node {
    device: u32,
    seq: u64,
    clock: u64,
    parents: Vec<ChangeId>,
    /// Per device the highest `seq` among the ancestors and this change, sorted by device.
    seen: Vec<(u32, u64)>,
    /// Whether an ancestor could not be read, so that `seen` may lack something.
    partial: bool,
}

impl Ancestry {
    /// A graph without changes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the change is in the graph.
    pub fn contains(&self, id: &ChangeId) -> bool {
        self.changes.contains_key(id) || self.unreadable.contains(id)
    }

    /// Adds a change of which nothing but the id is known. It counts as a parent; clock and gaps
    /// of what descends from it are no longer checked against it.
    pub(crate) fn insert_unreadable(&mut self, id: ChangeId) {
        self.unreadable.insert(id);
    }

    /// Adds a change after its parents. A parent that is not known is left out, and what hangs on
    /// it is no longer checked for gaps. Adding a change twice does nothing.
    pub fn insert(&mut self, id: ChangeId, header: &Header) {
        if self.contains(&id) {
            return;
        }
        let next = u32::try_from(self.devices.len()).unwrap_or(u32::MAX);
        let device = *self.devices.entry(header.device).or_insert(next);
        let (mut seen, partial) = self.seen_by(&header.parents);
        raise(&mut seen, device, header.seq);
        let first = *self.signed.entry((device, header.seq)).or_insert(id);
        if first != id {
            self.equivocal.insert(device);
        }
        let node = Node {
            device,
            seq: header.seq,
            clock: header.clock,
            parents: header.parents.clone(),
            seen,
            partial,
        };
        self.changes.insert(id, node);
    }

    /// How many changes a change knew, itself counted. Each device's changes count on without gap, so it is
    /// the sum of the highest numbers; of devices that signed one number twice it is too low.
    pub(crate) fn knows(&self, id: &ChangeId) -> Option<u64> {
        let node = self.changes.get(id).filter(|node| !node.partial)?;
        Some(node.seen.iter().fold(0_u64, |sum, (_, seq)| sum.saturating_add(*seq)))
    }

    /// Whether `a` is an ancestor of `b`. A change is not its own ancestor, and one that is not
    /// known is nobody's.
    pub fn precedes(&self, a: &ChangeId, b: &ChangeId) -> bool {
        let (Some(first), Some(second)) = (self.changes.get(a), self.changes.get(b)) else {
            return false;
        };
        if first.clock >= second.clock {
            return false;
        }
        let reached = seq_of(&second.seen, first.device) >= first.seq;
        if reached && self.equivocal.contains(&first.device) {
            return self.walks_to(first.clock, a, second);
        }
        reached
    }

    /// Follows parents from `from` to `target`, not below its clock.
    fn walks_to(&self, clock: u64, target: &ChangeId, from: &Node) -> bool {
        let mut visited = HashSet::new();
        let mut open: Vec<&ChangeId> = from.parents.iter().collect();
        while let Some(id) = open.pop() {
            if id == target {
                return true;
            }
            if visited.insert(id)
                && let Some(node) = self.changes.get(id)
                && node.clock > clock
            {
                open.extend(&node.parents);
            }
        }
        false
    }

    /// What is wrong with the place a change takes among those already here: parents that are not
    /// known, a clock that does not follow theirs, a gap in the device's changes, a second change
    /// with the same `seq`.
    pub fn faults(&self, id: &ChangeId, header: &Header) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut highest = Some(0);
        for parent in &header.parents {
            match self.changes.get(parent) {
                Some(node) => highest = highest.map(|clock| node.clock.max(clock)),
                None if self.unreadable.contains(parent) => highest = None,
                None => {
                    highest = None;
                    faults.push(Fault::new(
                        FaultCode::UnknownParent,
                        format!("the parent {parent} of change {id} is not here"),
                    ));
                }
            }
        }
        if let Some(highest) = highest
            && header.clock != highest + 1
        {
            faults.push(Fault::new(
                FaultCode::Clock,
                format!(
                    "change {id} has the clock {}, and its parents make it {}",
                    header.clock,
                    highest + 1
                ),
            ));
        }
        let (seen, partial) = self.seen_by(&header.parents);
        let device = self.devices.get(&header.device);
        let last = device.map_or(0, |device| seq_of(&seen, *device));
        if !partial && header.seq != last + 1 {
            faults.push(Fault::new(
                FaultCode::Sequence,
                format!(
                    "change {id} has seq {} of device {}, and descends from seq {last}",
                    header.seq, header.device
                ),
            ));
        }
        let other = device.and_then(|device| self.signed.get(&(*device, header.seq)));
        if let Some(other) = other
            && other != id
        {
            faults.push(Fault::new(
                FaultCode::Equivocation,
                format!("device {} signed both {other} and {id} with seq {}", header.device, header.seq),
            ));
        }
        faults
    }

    fn seen_by(&self, parents: &[ChangeId]) -> (Vec<(u32, u64)>, bool) {
        let mut seen: Vec<(u32, u64)> = Vec::new();
        let mut partial = false;
        for parent in parents {
            match self.changes.get(parent) {
                Some(node) => {
                    partial |= node.partial;
                    if seen.is_empty() {
                        seen.clone_from(&node.seen);
                    } else {
                        for (device, seq) in &node.seen {
                            raise(&mut seen, *device, *seq);
                        }
                    }
                }
                None => partial = true,
            }
        }
        (seen, partial)
    }
}

fn seq_of(seen: &[(u32, u64)], device: u32) -> u64 {
    seen.binary_search_by_key(&device, |(device, _)| *device)
        .ok()
        .and_then(|at| seen.get(at))
        .map_or(0, |(_, seq)| *seq)
}

fn raise(seen: &mut Vec<(u32, u64)>, device: u32, seq: u64) {
    match seen.binary_search_by_key(&device, |(device, _)| *device) {
        Ok(at) => {
            if let Some((_, held)) = seen.get_mut(at) {
                *held = seq.max(*held);
            }
        }
        Err(at) => seen.insert(at, (device, seq)),
    }
}
