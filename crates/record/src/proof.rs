//! Proofs that travel alone: that a record stands in a log, and that an older log is the beginning of a
//! newer one. Each is checked with SHA-256 and Ed25519 and nothing of the workspace but a checkpoint.

use serde::{Deserialize, Serialize};

use crate::checkpoint::Checkpoint;
use crate::decode::decode_alone;
use crate::fault::Fault;
use crate::header::{Header, change_id};
use crate::id::{Address, Hash};
use crate::merkle::{self, leaf_hash};
use crate::part::{Part, PartKind};
use crate::record::{RecordFace, uncommitted};
use crate::seal::SealedChange;

/// What stands in the field `format` of a proof of a record.
pub const RECORD_FORMAT: &str = "throughline-proof/1";

/// What stands in the field `format` of a proof that one log begins another.
pub const GROWTH_FORMAT: &str = "throughline-growth/1";

/// That a record stands in the log of a checkpoint: its path to the root in the header, the header with
/// its signature, and the change's path to the root of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordProof {
    /// [`RECORD_FORMAT`].
    pub format: String,
    /// Where the record stands.
    pub address: Address,
    /// The change's place in the log, from 1.
    pub position: u64,
    /// The record's bytes.
    pub record: String,
    /// The siblings from the record's leaf to the root in the header, lowest first.
    pub record_path: Vec<Hash>,
    /// The header's bytes.
    pub header: String,
    /// 64 bytes in hex.
    pub signature: String,
    /// The siblings from the change's leaf to the root of the log, lowest first.
    pub log_path: Vec<Hash>,
    /// The signed note that names length and root of the log.
    pub checkpoint: String,
    /// The fields that cannot name a person, if they are here and were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<OpenPart>,
    /// The fields that can, if they are here and were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<OpenPart>,
}

/// A part with its salt: shows what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenPart {
    /// 32 bytes in hex.
    pub salt: String,
    /// Canonical JSON.
    pub bytes: String,
}

/// That the log of one checkpoint is the beginning of the log of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrowthProof {
    /// [`GROWTH_FORMAT`].
    pub format: String,
    /// The signed note of the shorter log.
    pub old: String,
    /// The signed note of the longer log.
    pub new: String,
    /// The nodes of RFC 6962 §2.1.2, lowest first.
    pub path: Vec<Hash>,
}

/// Why a proof proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// A checkpoint in it is none.
    #[error("the checkpoint cannot be used: {0}")]
    Checkpoint(#[from] crate::checkpoint::CheckpointError),
    /// Header, signature, record or part is not what it claims to be.
    #[error("{0}")]
    Fault(#[from] Fault),
    /// Something does not lead to where it must.
    #[error("{0}")]
    Path(&'static str),
}

/// What a proof of a record proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// The checkpoint it leads to.
    pub checkpoint: Checkpoint,
    /// What was signed.
    pub header: Header,
}

impl RecordProof {
    /// Proves one record of a change. `ids` are the leaf hashes of the log's change ids as far as the
    /// checkpoint goes, `position` is the change's place, from 1.
    ///
    /// `None` if there is no such record or change.
    pub fn of(
        change: &SealedChange,
        index: u32,
        position: u64,
        ids: &[Hash],
        checkpoint: String,
        with_parts: bool,
    ) -> Option<Self> {
        let record = change.records.get(index as usize)?;
        let leaves: Vec<Hash> = change.records.iter().map(|record| leaf_hash(&record.bytes)).collect();
        let place = usize::try_from(position.checked_sub(1)?).ok()?;
        if *ids.get(place)? != leaf_hash(&change.id.0) {
            return None;
        }
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
        let open = |part: &Option<Part>| {
            let part = part.as_ref().filter(|_| with_parts)?;
            Some(OpenPart { salt: hex::encode(part.salt), bytes: text(&part.bytes)? })
        };
        Some(Self {
            format: RECORD_FORMAT.into(),
            address: Address { change: change.id, index },
            position,
            record: text(&record.bytes)?,
            record_path: merkle::inclusion_proof(&leaves, index as usize)?,
            header: text(&change.header)?,
            signature: hex::encode(change.signature),
            log_path: merkle::inclusion_proof(ids, place)?,
            checkpoint,
            content: open(&record.content),
            personal: open(&record.personal),
        })
    }

    /// Checks everything it claims: the checkpoint's signature, the header with id and signature, both
    /// paths, the record's form and the commitments of the parts it shows.
    ///
    /// # Errors
    /// [`ProofError`]: what does not hold.
    pub fn check(&self) -> Result<Proven, ProofError> {
        if self.format != RECORD_FORMAT {
            return Err(ProofError::Path("this is no proof of a record, or one of a later version"));
        }
        let checkpoint = Checkpoint::read(&self.checkpoint)?;
        let mut signature = [0; 64];
        hex::decode_to_slice(&self.signature, &mut signature)
            .map_err(|_| ProofError::Path("the signature is not 64 bytes in hex"))?;
        let header = decode_alone(self.header.as_bytes(), &self.address.change, &signature)?;
        let id = change_id(self.header.as_bytes());
        if header.workspace.unwrap_or(id) != checkpoint.workspace {
            return Err(ProofError::Path("the change belongs to another workspace than the checkpoint"));
        }
        let leaf = leaf_hash(self.record.as_bytes());
        let (count, index) = (u64::from(header.count), u64::from(self.address.index));
        if !merkle::verify_inclusion(&header.root, count, index, &leaf, &self.record_path) {
            return Err(ProofError::Path("the record does not lead to the root in its change's header"));
        }
        let place = self.position.checked_sub(1).ok_or(ProofError::Path("places in a log count from 1"))?;
        if !merkle::verify_inclusion(
            &checkpoint.root,
            checkpoint.size,
            place,
            &leaf_hash(&id.0),
            &self.log_path,
        ) {
            return Err(ProofError::Path("the change does not lead to the root in the checkpoint"));
        }
        let face = RecordFace::decode(self.record.as_bytes())?;
        for (kind, commitment, part) in [
            (PartKind::Content, face.content, &self.content),
            (PartKind::Personal, face.personal, &self.personal),
        ] {
            let Some(part) = part else { continue };
            let commitment = commitment.ok_or_else(|| uncommitted(kind))?;
            let mut salt = [0; 32];
            hex::decode_to_slice(&part.salt, &mut salt)
                .map_err(|_| ProofError::Path("a salt is not 32 bytes in hex"))?;
            if (Part { salt, bytes: part.bytes.clone().into_bytes() }).commitment(kind) != commitment {
                return Err(ProofError::Path("a part is not the one that the record commits to"));
            }
        }
        Ok(Proven { checkpoint, header })
    }
}

impl GrowthProof {
    /// Proves that the log of `old` is the beginning of the log of `new`, whose leaf hashes are `ids`.
    /// `None` if `old` covers nothing, or more than `ids`.
    pub fn of(old: String, size: u64, new: String, ids: &[Hash]) -> Option<Self> {
        let path = merkle::consistency_proof(ids, usize::try_from(size).ok()?)?;
        Some(Self { format: GROWTH_FORMAT.into(), old, new, path })
    }

    /// Checks both signatures and the path between the two roots.
    ///
    /// # Errors
    /// [`ProofError`]: what does not hold.
    pub fn check(&self) -> Result<(Checkpoint, Checkpoint), ProofError> {
        if self.format != GROWTH_FORMAT {
            return Err(ProofError::Path("this is no proof of growth, or one of a later version"));
        }
        let (old, new) = (Checkpoint::read(&self.old)?, Checkpoint::read(&self.new)?);
        if old.workspace != new.workspace {
            return Err(ProofError::Path("the two checkpoints are of different workspaces"));
        }
        if !merkle::verify_consistency(&old.root, old.size, &new.root, new.size, &self.path) {
            return Err(ProofError::Path("the older log is not the beginning of the newer one"));
        }
        Ok((old, new))
    }
}
