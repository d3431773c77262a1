//! The record: canonical bytes, ids, signatures, sealed parts and verification of changes.
//!
//! A *change* is one action of one person. It is signed, and it holds *records*; a record says
//! what some fields of one entity became. The values of those fields lie in *parts*, which the
//! record names by salted commitments, so that a part can be erased and everything still verifies.
//! The byte layout is written down in `docs/format.md`.
//!
//! This crate is pure: clock, randomness and keys are passed in, nothing is read or written.

pub mod ancestry;
pub mod binding;
pub mod checkpoint;
pub mod decode;
pub mod excerpts;
pub mod exchange;
pub mod fault;
pub mod header;
pub mod id;
pub mod merkle;
pub mod part;
pub mod proof;
pub mod record;
pub mod seal;
pub mod signing;
pub mod union;
pub mod value;
pub mod verify;

pub use ancestry::Ancestry;
pub use checkpoint::{Checkpoint, CheckpointError};
pub use decode::{Change, decode, read, read_record};
pub use excerpts::{ExcerptCheck, ExcerptReport, Signed, Taken, decode_excerpt};
pub use fault::{Fault, FaultCode};
pub use header::{Act, Header};
pub use id::{Address, ChangeId, DeviceId, EntityId, Hash, IdError, WorkspaceId};
pub use part::{Opened, Part, PartKind, PartName};
pub use proof::{GrowthProof, OpenPart, ProofError, RecordProof};
pub use record::{Ends, Record, RecordDraft};
pub use seal::{ChangeDraft, RecordError, SealedChange, SealedRecord, seal};
pub use signing::{Signer, SigningKey};
pub use union::ChangeSet;
pub use value::{Fields, Value, ValueError, date, decimal};
pub use verify::{LogCheck, LogReport, erased_parts};
