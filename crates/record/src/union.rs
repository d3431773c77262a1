//! Sets of changes that merge by union.
//!
//! A set holds whole changes of one workspace, each after its parents. Nothing wins over anything:
//! two sets that saw the same changes, in whatever order, are equal. What parts an erasure names
//! are left out for ever.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::ancestry::Ancestry;
use crate::decode::{Change, decode};
use crate::fault::{Fault, FaultCode};
use crate::id::{Address, ChangeId, DeviceId, WorkspaceId};
use crate::part::PartName;
use crate::seal::SealedChange;
use crate::verify::{committed_parts, erased_parts, is_erasure};

/// Changes of one workspace, verified, closed under parents.
#[derive(Debug, Clone)]
pub struct ChangeSet {
    workspace: WorkspaceId,
    changes: BTreeMap<ChangeId, Arc<SealedChange>>,
    fold_order: BTreeSet<(u64, ChangeId)>,
    heads: BTreeSet<ChangeId>,
    signed: BTreeMap<(DeviceId, u64), BTreeSet<ChangeId>>,
    ancestry: Ancestry,
    erased: BTreeSet<PartName>,
    /// Records whose content tells what was erased, and so cannot be erased itself.
    erasures: BTreeSet<Address>,
    /// Committed parts that no copy seen so far held.
    gone: BTreeSet<PartName>,
}

impl PartialEq for ChangeSet {
    /// The same workspace, the same changes, the same parts.
    fn eq(&self, other: &Self) -> bool {
        self.workspace == other.workspace && self.changes == other.changes
    }
}

impl Eq for ChangeSet {}

impl ChangeSet {
    /// An empty set of a workspace's changes.
    pub fn new(workspace: WorkspaceId) -> Self {
        Self {
            workspace,
            changes: BTreeMap::new(),
            fold_order: BTreeSet::new(),
            heads: BTreeSet::new(),
            signed: BTreeMap::new(),
            ancestry: Ancestry::new(),
            erased: BTreeSet::new(),
            erasures: BTreeSet::new(),
            gone: BTreeSet::new(),
        }
    }

    /// The workspace whose changes these are.
    pub fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// Verifies a change and adds it; `false` if it was here already. Parts that were erased are
    /// left out; parts that a known change lacked are filled in.
    ///
    /// A part may be missing here, as the change that erases it may come later; see
    /// [`ChangeSet::missing_parts`].
    ///
    /// # Errors
    /// Refuses a change that is faulty by itself, of another workspace, or whose parents are not
    /// here. The set is unchanged then. Equivocation is not refused, or two copies would part for
    /// ever over which came first; see [`ChangeSet::equivocations`].
    pub fn insert(&mut self, sealed: SealedChange) -> Result<bool, Fault> {
        if self.changes.get(&sealed.id).is_some_and(|held| **held == sealed) {
            return Ok(false);
        }
        let change = decode(&sealed)?;
        if let Some(held) = self.changes.get(&sealed.id) {
            let mut filled = SealedChange::clone(held);
            fill(&mut filled, &sealed, |name| !self.gone.contains(name));
            self.hold(&change, filled);
            // What an erasure says may be among what was filled in.
            self.erase(&change);
            return Ok(false);
        }
        let header = &change.header;
        if header.workspace.unwrap_or(change.id) != self.workspace {
            return Err(Fault::new(
                FaultCode::OtherWorkspace,
                format!("change {} belongs to another workspace", change.id),
            ));
        }
        let place = self.ancestry.faults(&change.id, header);
        if let Some(fault) = place.into_iter().find(|f| f.code != FaultCode::Equivocation) {
            return Err(fault);
        }
        self.ancestry.insert(change.id, header);
        self.fold_order.insert((header.clock, change.id));
        for parent in &header.parents {
            self.heads.remove(parent);
        }
        self.heads.insert(change.id);
        let signed = self.signed.entry((header.device, header.seq)).or_default();
        signed.insert(change.id);
        for record in change.records.iter().filter(|record| is_erasure(record)) {
            self.erasures.insert(record.address);
        }
        self.hold(&change, sealed);
        self.erase(&change);
        Ok(true)
    }

    /// Drops the parts that a change says are erased, now and whenever they arrive.
    fn erase(&mut self, change: &Change) {
        for name in erased_parts(change) {
            self.erased.insert(name);
            self.drop_part(&name);
        }
    }

    /// Keeps the bytes of a change without its erased parts, and notes which parts are not here.
    fn hold(&mut self, change: &Change, sealed: SealedChange) {
        let id = sealed.id;
        self.changes.insert(id, Arc::new(sealed));
        for (name, _) in committed_parts(change) {
            if self.is_erased(&name) {
                self.drop_part(&name);
            }
            if self.part_is_here(&name) {
                self.gone.remove(&name);
            } else {
                self.gone.insert(name);
            }
        }
    }

    fn is_erased(&self, name: &PartName) -> bool {
        self.erased.contains(name) && !self.is_kept_for_ever(name)
    }

    fn is_kept_for_ever(&self, name: &PartName) -> bool {
        matches!(name, PartName::Content(address) if self.erasures.contains(address))
    }

    fn part_is_here(&self, name: &PartName) -> bool {
        let Some(sealed) = self.changes.get(&name.change()) else {
            return false;
        };
        let record = |address: &Address| sealed.records.get(address.index as usize);
        match name {
            PartName::Note(_) => sealed.note.is_some(),
            PartName::Content(address) => record(address).is_some_and(|r| r.content.is_some()),
            PartName::Personal(address) => record(address).is_some_and(|r| r.personal.is_some()),
        }
    }

    fn drop_part(&mut self, name: &PartName) {
        if self.is_kept_for_ever(name) || !self.part_is_here(name) {
            return;
        }
        let Some(sealed) = self.changes.get_mut(&name.change()).map(Arc::make_mut) else {
            return;
        };
        match name {
            PartName::Note(_) => sealed.note = None,
            PartName::Content(address) => {
                if let Some(record) = sealed.records.get_mut(address.index as usize) {
                    record.content = None;
                }
            }
            PartName::Personal(address) => {
                if let Some(record) = sealed.records.get_mut(address.index as usize) {
                    record.personal = None;
                }
            }
        }
        self.gone.insert(*name);
    }

    /// Adds the changes of another set that are not here, parents first, all or none; the answer is
    /// their ids in that order.
    ///
    /// # Errors
    /// Refuses another workspace, what [`ChangeSet::insert`] refuses, and parts that are missing
    /// without an erasure in either set.
    pub fn merge(&mut self, other: &ChangeSet) -> Result<Vec<ChangeId>, Fault> {
        if other.workspace != self.workspace {
            return Err(Fault::new(
                FaultCode::OtherWorkspace,
                format!("these are changes of workspace {}, not of {}", other.workspace, self.workspace),
            ));
        }
        let mut merged = self.clone();
        let mut added = Vec::new();
        for sealed in other.in_fold_order() {
            if merged.insert(sealed.clone())? {
                added.push(sealed.id);
            }
        }
        let new: BTreeSet<ChangeId> = added.iter().copied().collect();
        if let Some(name) = merged.missing_parts().find(|name| new.contains(&name.change())) {
            return Err(Fault {
                record: name.address().map(|address| address.index),
                ..Fault::new(
                    FaultCode::PartMissing,
                    format!("the part {name} is not here, and no change erases it"),
                )
            });
        }
        *self = merged;
        Ok(added)
    }

    /// How many changes there are.
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// Whether there are no changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The ids in order of their bytes.
    pub fn ids(&self) -> impl Iterator<Item = ChangeId> + '_ {
        self.changes.keys().copied()
    }

    /// The changes that are nobody's parent, in order of their bytes: the parents of the next one.
    pub fn heads(&self) -> Vec<ChangeId> {
        self.heads.iter().copied().collect()
    }

    /// A change by its id.
    pub fn get(&self, id: &ChangeId) -> Option<&SealedChange> {
        self.changes.get(id).map(Arc::as_ref)
    }

    /// The changes by clock, then id: the order in which records are folded. Parents come before
    /// their children.
    pub fn in_fold_order(&self) -> impl Iterator<Item = &SealedChange> {
        self.fold_order.iter().filter_map(|(_, id)| self.get(id))
    }

    /// Which change came before which.
    pub fn ancestry(&self) -> &Ancestry {
        &self.ancestry
    }

    /// Committed parts that are neither here nor erased.
    pub fn missing_parts(&self) -> impl Iterator<Item = PartName> + '_ {
        self.gone.iter().copied().filter(|name| !self.is_erased(name))
    }

    /// Devices that signed several changes with one `seq`, and those changes.
    pub fn equivocations(&self) -> Vec<(DeviceId, u64, Vec<ChangeId>)> {
        let twice = self.signed.iter().filter(|(_, ids)| ids.len() > 1);
        twice.map(|((device, seq), ids)| (*device, *seq, ids.iter().copied().collect())).collect()
    }
}

/// Takes over the parts that `held` lacks. Both are the same change, so what `other` holds matches
/// the commitments of both.
fn fill(held: &mut SealedChange, other: &SealedChange, is_here: impl Fn(&PartName) -> bool) {
    let change = held.id;
    if !is_here(&PartName::Note(change)) {
        held.note.clone_from(&other.note);
    }
    for (index, (held, other)) in (0..).zip(held.records.iter_mut().zip(&other.records)) {
        let address = Address { change, index };
        if !is_here(&PartName::Content(address)) {
            held.content.clone_from(&other.content);
        }
        if !is_here(&PartName::Personal(address)) {
            held.personal.clone_from(&other.personal);
        }
    }
}
