//! Turning a draft into signed bytes.

use rand_core::RngCore;

use crate::fault::Fault;
use crate::header::{Act, Header, change_id, signed_message};
use crate::id::{ChangeId, EntityId, WorkspaceId};
use crate::merkle;
use crate::part::{Part, PartKind};
use crate::record::{RecordDraft, RecordFace};
use crate::signing::Signer;
use crate::value::{Fields, ValueError, write_fields};

/// From so many records on, further threads are worth their start.
const MANY: usize = 1000;

/// Sealing is not all that a computer has to do.
const MOST_THREADS: usize = 4;

/// A change before it is sealed. The fields are those of [`Header`]; what follows from the records
/// and the signer is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeDraft {
    /// The workspace; `None` for its first change.
    pub workspace: Option<WorkspaceId>,
    /// One more than the device's last, from 1.
    pub seq: u64,
    /// The heads seen, in any order.
    pub parents: Vec<ChangeId>,
    /// One more than the highest clock of the parents; 1 for the first change.
    pub clock: u64,
    /// Now: an instant in UTC.
    pub at: String,
    /// The stakeholder at the keyboard, if known.
    pub actor: Option<EntityId>,
    /// What is done.
    pub act: Act,
    /// The change that this one undoes or redoes.
    pub of: Option<ChangeId>,
    /// The reason.
    pub note: Option<String>,
    /// The records, in order.
    pub records: Vec<RecordDraft>,
}

/// A change as it is stored and travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedChange {
    /// SHA-256 of the header under its tag.
    pub id: ChangeId,
    /// The header's canonical bytes.
    pub header: Vec<u8>,
    /// Ed25519 over tag and header.
    pub signature: [u8; 64],
    /// The reason; `None` if there is none or the part is not here.
    pub note: Option<Part>,
    /// The records in order.
    pub records: Vec<SealedRecord>,
}

/// A record as it is stored and travels. A part is `None` if it was never set, or is not here; the
/// bytes say which parts are committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedRecord {
    /// Canonical bytes: the leaf of the change's tree.
    pub bytes: Vec<u8>,
    /// Fields that cannot name a person.
    pub content: Option<Part>,
    /// Fields that can name a person.
    pub personal: Option<Part>,
}

/// A draft cannot be sealed. Nothing was signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Something in the header is outside the format.
    #[error("the change cannot be sealed: {0}")]
    Header(String),
    /// Something in a record is outside the format.
    #[error("record {index} cannot be sealed: {detail}")]
    Record {
        /// The record's place, from 0.
        index: u32,
        /// A sentence saying what is wrong.
        detail: String,
    },
    /// A value is outside the grammar.
    #[error("record {index} cannot be sealed: {error}")]
    Value {
        /// The record's place, from 0.
        index: u32,
        /// What is wrong with the value.
        error: ValueError,
    },
    /// More records than a 32-bit index can count.
    #[error("a change holds at most 4294967295 records, this one has {0}")]
    TooMany(usize),
}

/// Seals a draft: salts and commits the parts, builds the tree, writes the header and signs it.
/// All salts are drawn in one call to `random`.
///
/// # Errors
/// Refuses what [`crate::decode()`] would refuse in the finished change. Parents' clocks and the
/// device's earlier changes are not known here; [`crate::LogCheck`] looks at them.
pub fn seal(
    draft: &ChangeDraft,
    signer: &dyn Signer,
    random: &mut dyn RngCore,
) -> Result<SealedChange, RecordError> {
    let count = u32::try_from(draft.records.len()).map_err(|_| RecordError::TooMany(draft.records.len()))?;
    let parts = usize::from(draft.note.is_some()) + draft.records.iter().map(parts_of).sum::<usize>();
    let mut salts = Salts::draw(parts, random);

    let note = draft.note.as_ref().map(|text| Part { salt: salts.next(), bytes: text.clone().into_bytes() });
    let records = seal_records(&draft.records, salts)?;
    let mut tree = merkle::Tree::new();
    for record in &records {
        tree.push(&record.bytes);
    }

    let mut parents = draft.parents.clone();
    parents.sort_unstable();
    let header = Header {
        workspace: draft.workspace,
        device: signer.device(),
        seq: draft.seq,
        parents,
        clock: draft.clock,
        at: draft.at.clone(),
        actor: draft.actor,
        act: draft.act,
        of: draft.of,
        note: note.as_ref().map(|part| part.commitment(PartKind::Note)),
        count,
        root: tree.root(),
    };
    header.check().map_err(RecordError::Header)?;
    let header = header.to_canonical().into_bytes();
    Ok(SealedChange {
        id: change_id(&header),
        signature: signer.sign(&signed_message(&header)),
        header,
        note,
        records,
    })
}

fn parts_of(record: &RecordDraft) -> usize {
    usize::from(!record.content.is_empty()) + usize::from(!record.personal.is_empty())
}

/// Seals records in order. Many of them are shared out among threads; what comes out is the same.
fn seal_records(drafts: &[RecordDraft], mut salts: Salts) -> Result<Vec<SealedRecord>, RecordError> {
    let threads = match drafts.len() {
        0..MANY => 1,
        _ => std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(MOST_THREADS),
    };
    let share = drafts.len().div_ceil(threads).max(1);
    let seal_share = |first: usize, drafts: &[RecordDraft], mut salts: Salts| {
        let indexed = (first as u32..).zip(drafts);
        indexed.map(|(index, draft)| seal_record(index, draft, &mut salts)).collect::<Result<Vec<_>, _>>()
    };
    if threads == 1 {
        return seal_share(0, drafts, salts);
    }
    std::thread::scope(|scope| {
        let running: Vec<_> = drafts
            .chunks(share)
            .enumerate()
            .map(|(number, drafts)| {
                let salts = salts.take(drafts.iter().map(parts_of).sum());
                scope.spawn(move || seal_share(number * share, drafts, salts))
            })
            .collect();
        let mut records = Vec::with_capacity(drafts.len());
        for thread in running {
            records.extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        }
        Ok(records)
    })
}

fn seal_record(index: u32, draft: &RecordDraft, salts: &mut Salts) -> Result<SealedRecord, RecordError> {
    let mut part = |fields: &Fields| -> Result<Option<Part>, RecordError> {
        if fields.is_empty() {
            return Ok(None);
        }
        let mut bytes = String::with_capacity(256);
        write_fields(&mut bytes, fields).map_err(|error| RecordError::Value { index, error })?;
        Ok(Some(Part { salt: salts.next(), bytes: bytes.into_bytes() }))
    };
    let content = part(&draft.content)?;
    let personal = part(&draft.personal)?;
    let commitment = |part: &Option<Part>, kind| part.as_ref().map(|part: &Part| part.commitment(kind));
    let face = RecordFace {
        kind: draft.kind.clone(),
        entity: draft.entity,
        on: draft.on.clone(),
        ends: draft.ends.clone(),
        sets_content: draft.content.keys().cloned().collect(),
        sets_personal: draft.personal.keys().cloned().collect(),
        content: commitment(&content, PartKind::Content),
        personal: commitment(&personal, PartKind::Personal),
    };
    face.check().map_err(|detail| RecordError::Record { index, detail })?;
    Ok(SealedRecord { bytes: face.to_canonical().into_bytes(), content, personal })
}

/// Salts for all parts of a change, drawn at once: a system generator is slow per call.
struct Salts {
    bytes: Vec<u8>,
    used: usize,
}

impl Salts {
    fn draw(count: usize, random: &mut dyn RngCore) -> Self {
        let mut bytes = vec![0; count * 32];
        random.fill_bytes(&mut bytes);
        Self { bytes, used: 0 }
    }

    /// The next so many salts.
    fn take(&mut self, count: usize) -> Self {
        let begin = self.used;
        self.used += count * 32;
        Self { bytes: self.bytes[begin..self.used].to_vec(), used: 0 }
    }

    fn next(&mut self) -> [u8; 32] {
        let mut salt = [0; 32];
        let end = self.used + 32;
        // `draw` was given the number of parts, so the range is always inside.
        salt.copy_from_slice(&self.bytes[self.used..end]);
        self.used = end;
        salt
    }
}

impl SealedChange {
    /// The header, read but not verified.
    ///
    /// # Errors
    /// [`crate::FaultCode::HeaderForm`].
    pub fn header(&self) -> Result<Header, Fault> {
        Header::read(&self.header)
    }
}
