//! Reading a change, with and without proving it.

use crate::fault::{Fault, FaultCode};
use crate::header::{Header, change_id, signed_message};
use crate::id::{Address, ChangeId};
use crate::merkle;
use crate::part::{Opened, Part, PartKind};
use crate::record::{Record, RecordFace, uncommitted};
use crate::seal::{SealedChange, SealedRecord};
use crate::signing;

/// A change that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its id.
    pub id: ChangeId,
    /// What was signed.
    pub header: Header,
    /// The reason.
    pub note: Opened<String>,
    /// The records in order.
    pub records: Vec<Record>,
}

/// Reads a change and checks everything it can prove alone: canonical bytes, id, strict signature,
/// count and root of the records, commitments of the parts that are here, the value grammar, and
/// that each part holds only fields its record sets.
///
/// # Errors
/// The first fault found.
pub fn decode(sealed: &SealedChange) -> Result<Change, Fault> {
    let header = decode_alone(&sealed.header, &sealed.id, &sealed.signature)?;
    check_count(&header, sealed)?;
    if merkle::root(sealed.records.iter().map(|record| &record.bytes)) != header.root {
        return Err(Fault::new(
            FaultCode::RecordRoot,
            format!("the records are not those that change {} signed", sealed.id),
        ));
    }
    check_part(PartKind::Note, &header.note, &sealed.note)?;
    let note = open_note(&header, &sealed.note)?;
    let records = each_record(sealed, |address, record| {
        let face = RecordFace::decode(&record.bytes)?;
        check_part(PartKind::Content, &face.content, &record.content)?;
        check_part(PartKind::Personal, &face.personal, &record.personal)?;
        face.open(address, record, true)
    })?;
    Ok(Change { id: sealed.id, header, note, records })
}

/// Proves a header alone: its form and spelling, that it is the one of the id, and its signature.
pub(crate) fn decode_alone(bytes: &[u8], id: &ChangeId, signature: &[u8; 64]) -> Result<Header, Fault> {
    // Nothing is looked into before its bytes are proven, the header's form excepted: it names the
    // key that proves them.
    let header = Header::decode(bytes)?;
    if change_id(bytes) != *id {
        return Err(Fault::new(FaultCode::ChangeId, format!("the header is not that of change {id}")));
    }
    if !signing::verifies(&header.device, &signed_message(bytes), signature) {
        return Err(Fault::new(
            FaultCode::Signature,
            format!("change {id} does not carry a signature of device {}", header.device),
        ));
    }
    Ok(header)
}

/// Reads a change without signature, hashing and spelling: for rows that this process already
/// verified. Never for bytes from elsewhere.
///
/// # Errors
/// The first thing that cannot be read.
pub fn read(sealed: &SealedChange) -> Result<Change, Fault> {
    let header = Header::read(&sealed.header)?;
    check_count(&header, sealed)?;
    let note = open_note(&header, &sealed.note)?;
    let records = each_record(sealed, read_record)?;
    Ok(Change { id: sealed.id, header, note, records })
}

/// Reads one record as [`read()`] does.
///
/// # Errors
/// The first thing that cannot be read; the fault does not name the record.
pub fn read_record(address: Address, sealed: &SealedRecord) -> Result<Record, Fault> {
    RecordFace::read(&sealed.bytes)?.open(address, sealed, false)
}

fn each_record(
    sealed: &SealedChange,
    open: impl Fn(Address, &SealedRecord) -> Result<Record, Fault>,
) -> Result<Vec<Record>, Fault> {
    let open = |(index, record)| {
        let address = Address { change: sealed.id, index };
        open(address, record).map_err(|fault: Fault| fault.in_record(index))
    };
    (0..).zip(&sealed.records).map(open).collect()
}

fn check_count(header: &Header, sealed: &SealedChange) -> Result<(), Fault> {
    if u32::try_from(sealed.records.len()) == Ok(header.count) {
        return Ok(());
    }
    Err(Fault::new(
        FaultCode::RecordCount,
        format!(
            "change {} signed {} records, and {} are here",
            sealed.id,
            header.count,
            sealed.records.len()
        ),
    ))
}

pub(crate) fn check_part(
    kind: PartKind,
    commitment: &Option<crate::Hash>,
    part: &Option<Part>,
) -> Result<(), Fault> {
    match (commitment, part) {
        (_, None) => Ok(()),
        (None, Some(_)) => Err(uncommitted(kind)),
        (Some(commitment), Some(part)) if part.commitment(kind) == *commitment => Ok(()),
        (Some(_), Some(_)) => Err(Fault::new(
            FaultCode::PartCommitment,
            format!("the part `{kind}` does not match its commitment"),
        )),
    }
}

pub(crate) fn open_note(header: &Header, note: &Option<Part>) -> Result<Opened<String>, Fault> {
    match (&header.note, note) {
        (None, None) => Ok(Opened::Absent),
        (Some(_), None) => Ok(Opened::Gone),
        (None, Some(_)) => Err(uncommitted(PartKind::Note)),
        (Some(_), Some(part)) => String::from_utf8(part.bytes.clone())
            .map(Opened::Here)
            .map_err(|e| Fault::new(FaultCode::PartForm, format!("the note is not UTF-8: {e}"))),
    }
}
