//! Changes read back from the file, with as much of a damaged one as can be read.
//!
//! One unreadable row must not take everything else out of reach: what cannot be read is shown as gone,
//! or as an entry that is not understood, and a verification names it.

use throughline_record::{
    Act, Address, Change, DeviceId, EntityId, Fault, Hash, Header, Opened, Record, SealedRecord, read,
    read_record,
};

use super::log::StoredChange;

/// The kind under which a record is shown whose bytes cannot be read.
pub const UNREADABLE: &str = "unreadable/1";

/// What can be read of a change, and what was wrong if that is not all of it.
pub fn readable(stored: &StoredChange) -> (Change, Option<Fault>) {
    match read(&stored.sealed) {
        Ok(change) => (change, None),
        Err(fault) => (pieces(stored), Some(fault)),
    }
}

fn pieces(stored: &StoredChange) -> Change {
    let sealed = &stored.sealed;
    let header = Header::read(&sealed.header).unwrap_or_else(|_| from_row(stored));
    let note = match (&header.note, &sealed.note) {
        (None, _) => Opened::Absent,
        (Some(_), None) => Opened::Gone,
        (Some(_), Some(part)) => String::from_utf8(part.bytes.clone()).map_or(Opened::Gone, Opened::Here),
    };
    let records = (0..).zip(&sealed.records).map(|(index, record)| {
        let address = Address { change: sealed.id, index };
        with_fewer_parts(address, record).unwrap_or_else(|| unreadable(address))
    });
    Change { id: sealed.id, records: records.collect(), header, note }
}

/// The record with those of its parts that can be read; the others count as gone.
fn with_fewer_parts(address: Address, sealed: &SealedRecord) -> Option<Record> {
    [(true, true), (true, false), (false, true), (false, false)].into_iter().find_map(
        |(content, personal)| {
            let kept = SealedRecord {
                bytes: sealed.bytes.clone(),
                content: sealed.content.clone().filter(|_| content),
                personal: sealed.personal.clone().filter(|_| personal),
            };
            read_record(address, &kept).ok()
        },
    )
}

/// Stands where a record was, so that it is missed by nobody: an entity of its own, of no kind known.
fn unreadable(address: Address) -> Record {
    Record {
        address,
        kind: UNREADABLE.into(),
        entity: EntityId::derived(&address.change, "unreadable", &address.index.to_string()),
        on: None,
        ends: None,
        sets_content: Vec::new(),
        sets_personal: Vec::new(),
        content: Opened::Absent,
        personal: Opened::Absent,
    }
}

/// The row's own account, where the signed one cannot be read.
fn from_row(stored: &StoredChange) -> Header {
    Header {
        workspace: None,
        device: DeviceId(stored.device.as_slice().try_into().unwrap_or([0; 32])),
        seq: stored.seq,
        parents: Vec::new(),
        clock: stored.clock,
        at: stored.received.clone(),
        actor: None,
        act: Act::Edit,
        of: None,
        note: stored.sealed.note.as_ref().map(|_| Hash([0; 32])),
        count: 0,
        root: Hash([0; 32]),
    }
}
