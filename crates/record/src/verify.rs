//! Verifying a whole log.
use std::collections::BTreeSet;

use crate::decode::Change;
use crate::fault::Fault;
use crate::id::{ChangeId, DeviceId, Hash};
use crate::part::PartName;
use crate::seal::SealedChange;
/// Ancestry.
#[derive(Debug, Clone, Default)]
pub struct Ancestry {}
impl Ancestry {
    /// Adds.
    pub fn insert(
        &mut self,
        _id: ChangeId,
        _device: DeviceId,
        _seq: u64,
        _clock: u64,
        _parents: &[ChangeId],
    ) {
    }
    /// Whether a is an ancestor of b.
    pub fn precedes(&self, _a: &ChangeId, _b: &ChangeId) -> bool {
        false
    }
}
/// Log.
#[derive(Debug, Default)]
pub struct LogCheck {}
/// Report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogReport {
    /// Every fault.
    pub faults: Vec<Fault>,
    /// changes
    pub changes: u64,
    /// records
    pub records: u64,
    /// parts gone
    pub parts_gone: u64,
    /// head
    pub head: Hash,
}
impl LogCheck {
    /// new
    pub fn new() -> Self {
        Self {}
    }
    /// push
    pub fn push(&mut self, _sealed: &SealedChange) -> Vec<Fault> {
        vec![]
    }
    /// finish
    pub fn finish(self) -> LogReport {
        LogReport {
            faults: vec![],
            changes: 0,
            records: 0,
            parts_gone: 0,
            head: Hash::of(b""),
        }
    }
}
/// erased
pub fn erased_parts(_change: &Change) -> Vec<PartName> {
    BTreeSet::new().into_iter().collect()
}
