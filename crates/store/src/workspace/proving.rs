//! Checkpoints of this copy, and proofs of single records.

use rusqlite::TransactionBehavior;
use throughline_record::merkle::{self, leaf_hash};
use throughline_record::{Checkpoint, GrowthProof, Hash, RecordProof};

use super::{Workspace, locked};
use crate::error::{Result, StoreError};
use crate::file::log;

impl Workspace {
    /// Signs length and root of the log as it is now, with this copy's key. A copy that nothing was written
    /// to yet begins its device first, by a change that introduces it.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`]: whoever can only read has no key of this copy; [`StoreError::Busy`],
    /// [`StoreError::Replaced`], those of the file system.
    pub fn checkpoint(&self) -> Result<(Checkpoint, String)> {
        self.refuse_if_read_only()?;
        let mut writer = locked(&self.writer);
        self.identity.still_there()?;
        let lock = self.keyring.lock()?;
        let last = writer.device;
        let Some(connection) = writer.connection.as_mut() else {
            return Err(StoreError::ReadOnly("it was opened for reading".into()));
        };
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (mut device, begun) = self.device(&lock, &transaction, last)?;
        let mut tree = merkle::Tree::new();
        log::ids_from(&transaction, 1, |id| tree.push(&id.0))?;
        if let Some(join) = begun.last() {
            device.signed(&self.identity, join.change.header.seq, join.change.id)?;
            transaction.commit()?;
            if let Err(error) = device.committed() {
                tracing::warn!(%error, "the key was not marked as used");
            }
        } else {
            transaction.rollback()?;
        }
        let checkpoint =
            Checkpoint { workspace: self.id, device: device.id(), size: tree.len(), root: tree.root() };
        let text = checkpoint.sign(device.key()?).map_err(|error| StoreError::Damaged(error.to_string()))?;
        drop(lock);
        writer.device = Some(device.id());
        drop(writer);
        if !begun.is_empty() {
            self.catch_up()?;
        }
        Ok((checkpoint, text))
    }

    /// Proves a record under a checkpoint of this workspace that covers it and fits.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there is no such record; [`StoreError::Query`] if the checkpoint does not cover
    /// it, is of another workspace or of a longer log; [`StoreError::Damaged`] if it does not fit the log, or the
    /// change is not whole.
    pub fn prove(
        &self,
        position: u64,
        index: u32,
        checkpoint: &str,
        with_parts: bool,
    ) -> Result<RecordProof> {
        let (read, ids) = self.leaves_under(checkpoint)?;
        let missing = || StoreError::NotFound(format!("A record #{position}.{index}"));
        if position > read.size {
            return Err(StoreError::Query(format!(
                "the checkpoint ends at #{}, so it covers no #{position}",
                read.size
            )));
        }
        let connection = self.file_readers.get()?;
        let mut proof = None;
        log::read(&connection, position, position, |stored| {
            let checkpoint = checkpoint.to_owned();
            proof = RecordProof::of(&stored.sealed, index, position, &ids, checkpoint, with_parts);
            Ok(false)
        })?;
        let proof = proof.ok_or_else(missing)?;
        // A proof that does not hold is not handed out.
        proof.check().map_err(|error| StoreError::Damaged(error.to_string()))?;
        Ok(proof)
    }

    /// Proves that the log under an older checkpoint is the beginning of the one under a newer.
    ///
    /// # Errors
    /// [`StoreError::Query`] if one of them is of another workspace or of a longer log, [`StoreError::Damaged`] if
    /// one does not fit the log.
    pub fn prove_growth(&self, old: &str, new: &str) -> Result<GrowthProof> {
        let ((earlier, _), (_, ids)) = (self.leaves_under(old)?, self.leaves_under(new)?);
        GrowthProof::of(old.to_owned(), earlier.size, new.to_owned(), &ids)
            .ok_or_else(|| StoreError::Damaged("the older checkpoint covers more than the newer one".into()))
    }

    /// The leaf hashes of the log as far as a checkpoint goes, if it fits.
    fn leaves_under(&self, text: &str) -> Result<(Checkpoint, Vec<Hash>)> {
        let checkpoint = Checkpoint::read(text).map_err(|error| StoreError::Damaged(error.to_string()))?;
        if checkpoint.workspace != self.id {
            return Err(StoreError::Query(format!(
                "the checkpoint through #{} is of another workspace",
                checkpoint.size
            )));
        }
        let connection = self.file_readers.get()?;
        let (mut ids, mut tree) = (Vec::new(), merkle::Tree::new());
        log::ids_from(&connection, 1, |id| {
            if tree.len() < checkpoint.size {
                tree.push(&id.0);
                ids.push(leaf_hash(&id.0));
            }
        })?;
        if checkpoint.size > tree.len() {
            return Err(StoreError::Query(format!(
                "the checkpoint covers #{}, and the record ends with #{}: it was rolled back, or this is an older copy",
                checkpoint.size,
                tree.len()
            )));
        }
        if checkpoint.root != tree.root() {
            return Err(StoreError::Damaged(format!(
                "its log is not the one of the checkpoint through #{}",
                checkpoint.size
            )));
        }
        Ok((checkpoint, ids))
    }
}
