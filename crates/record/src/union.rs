//! Union.
use crate::fault::Fault;
use crate::id::{ChangeId, WorkspaceId};
use crate::seal::SealedChange;
/// set
#[derive(Debug, Clone)]
pub struct ChangeSet {
    #[allow(dead_code)]
    workspace: WorkspaceId,
}
impl ChangeSet {
    /// new
    pub fn new(workspace: WorkspaceId) -> Self {
        Self { workspace }
    }
    /// insert
    pub fn insert(&mut self, _sealed: SealedChange) -> Result<bool, Fault> {
        Ok(false)
    }
    /// merge
    pub fn merge(&mut self, _other: &ChangeSet) -> Result<Vec<ChangeId>, Fault> {
        Ok(vec![])
    }
    /// ids
    pub fn ids(&self) -> impl Iterator<Item = ChangeId> + '_ {
        std::iter::empty()
    }
    /// heads
    pub fn heads(&self) -> Vec<ChangeId> {
        vec![]
    }
    /// get
    pub fn get(&self, _id: &ChangeId) -> Option<&SealedChange> {
        None
    }
    /// fold order
    pub fn in_fold_order(&self) -> impl Iterator<Item = &SealedChange> {
        std::iter::empty()
    }
}
