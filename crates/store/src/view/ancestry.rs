//! Which change came before which, answered from rows.
//!
//! Changes are laid into *lanes*: chains each of which descends from the one before. An honest device
//! is one lane; one that signed two changes with the same `seq` gets a second. Each change keeps how
//! much of every lane lies behind it, so one comparison says whether it descends from another.

use std::collections::HashMap;
use std::sync::Arc;

use throughline_model::Causality;
use throughline_record::{Act, ChangeId, EntityId};

use crate::error::{Result, StoreError};

/// Most lanes, and so most devices, of a workspace. Each change keeps a place in every lane behind it, so
/// without a limit a file of a few megabytes could claim any amount of memory. Devices begin with copies,
/// restored backups and new users: a pipeline that begins one every night has 27 years.
pub(crate) const MOST_LANES: usize = 10_000;

/// Refuses more lanes or devices than there may be.
pub(crate) fn refuse_too_many(lanes: usize) -> Result<()> {
    if lanes <= MOST_LANES {
        return Ok(());
    }
    Err(StoreError::Damaged(format!("it was written by more than {MOST_LANES} devices, as no team has")))
}

/// How much of each lane lies behind a change and itself, sorted by lane.
pub(crate) type Reach = Vec<(u32, u32)>;

/// What a fold needs to know of a change.
#[derive(Debug, Clone)]
pub(crate) struct ChangeInfo {
    pub position: i64,
    pub id: ChangeId,
    pub clock: u64,
    pub at: String,
    pub actor: Option<EntityId>,
    pub act: Act,
    /// Its lane and its place there, from 1.
    pub lane: (u32, u32),
    pub reach: Reach,
}

/// Lengths above 2^32 cannot occur: a lane has at most as many changes as the log.
pub(crate) fn reach_to_bytes(reach: &[(u32, u32)]) -> Vec<u8> {
    reach.iter().flat_map(|(lane, n)| [lane.to_be_bytes(), n.to_be_bytes()]).flatten().collect()
}

pub(crate) fn reach_from_bytes(bytes: &[u8]) -> Reach {
    let (pairs, _) = bytes.as_chunks::<8>();
    pairs
        .iter()
        .map(|&[a, b, c, d, e, f, g, h]| (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h])))
        .collect()
}

/// How much of a lane is within reach.
pub(crate) fn reached(reach: &[(u32, u32)], lane: u32) -> u32 {
    reach
        .binary_search_by_key(&lane, |(lane, _)| *lane)
        .ok()
        .and_then(|at| reach.get(at))
        .map_or(0, |(_, n)| *n)
}

/// Extends a reach to at least `n` of a lane.
pub(crate) fn raise(reach: &mut Reach, lane: u32, n: u32) {
    match reach.binary_search_by_key(&lane, |(lane, _)| *lane) {
        Ok(at) => {
            if let Some((_, held)) = reach.get_mut(at) {
                *held = n.max(*held);
            }
        }
        Err(at) => reach.insert(at, (lane, n)),
    }
}

/// The changes behind one entity's records, by id.
#[derive(Default)]
pub(crate) struct Descent(HashMap<ChangeId, Arc<ChangeInfo>>);

impl Descent {
    pub fn of(changes: impl IntoIterator<Item = Arc<ChangeInfo>>) -> Self {
        Self(changes.into_iter().map(|info| (info.id, info)).collect())
    }
}

impl Causality for Descent {
    fn precedes(&self, a: &ChangeId, b: &ChangeId) -> bool {
        let (Some(first), Some(second)) = (self.0.get(a), self.0.get(b)) else {
            return false;
        };
        let (lane, n) = first.lane;
        a != b && reached(&second.reach, lane) >= n
    }
}
