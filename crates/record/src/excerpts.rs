//! Verifying changes that were taken out of a log, of which some records may have stayed behind: those of
//! an evidence pack (`docs/format.md`, *Evidence pack*).
//!
//! What is here is checked as [`LogCheck`](crate::LogCheck) checks a log. Of a parent that stayed behind
//! nothing but its place is known, so clock and number of what descends from it are not checked against it.
//! A part may be absent because whoever made the pack withheld it, besides being erased.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::ancestry::Ancestry;
use crate::decode::{check_part, decode_alone, open_note};
use crate::exchange::Excerpt;
use crate::fault::{Fault, FaultCode};
use crate::header::{Header, change_id};
use crate::id::{Address, ChangeId, DeviceId, WorkspaceId};
use crate::part::{Opened, PartKind, PartName};
use crate::record::{Record, RecordFace};
use crate::verify::{ERASURE_FIELD, is_erasure};

/// A change that was read, as far as it is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its id.
    pub id: ChangeId,
    /// What was signed.
    pub header: Header,
    /// The reason.
    pub note: Opened<String>,
    /// The records in order; `None` for one that stayed behind.
    pub records: Vec<Option<Record>>,
}

/// Reads a change of a pack and checks everything it can prove alone, as [`crate::decode()`] does; leaves
/// stand in for the records that stayed behind.
///
/// # Errors
/// The first fault found.
pub fn decode_excerpt(excerpt: &Excerpt) -> Result<Taken, Fault> {
    let header = decode_alone(&excerpt.header, &excerpt.id, &excerpt.signature)?;
    if u32::try_from(excerpt.records.len()) != Ok(header.count) {
        let (signed, here) = (header.count, excerpt.records.len());
        let detail = format!("change {} signed {signed} records, and {here} are here", excerpt.id);
        return Err(Fault::new(FaultCode::RecordCount, detail));
    }
    if excerpt.root()? != header.root {
        return Err(Fault::new(
            FaultCode::RecordRoot,
            format!("the records are not those that change {} signed", excerpt.id),
        ));
    }
    check_part(PartKind::Note, &header.note, &excerpt.note)?;
    let note = open_note(&header, &excerpt.note)?;
    let mut records = Vec::with_capacity(excerpt.records.len());
    for (index, record) in (0..).zip(&excerpt.records) {
        let address = Address { change: excerpt.id, index };
        let opened = record.as_ref().map(|record| {
            let face = RecordFace::decode(&record.bytes)?;
            check_part(PartKind::Content, &face.content, &record.content)?;
            check_part(PartKind::Personal, &face.personal, &record.personal)?;
            face.open(address, record, true)
        });
        records.push(opened.transpose().map_err(|fault: Fault| fault.in_record(index))?);
    }
    Ok(Taken { id: excerpt.id, header, note, records })
}

/// What a device signed among the changes that are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed {
    /// How many of its changes are here.
    pub changes: u64,
    /// The position of the first of them.
    pub first: u64,
    /// The position of the last of them.
    pub last: u64,
}

/// What the changes of a pack came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExcerptReport {
    /// What only the whole can tell, in order of the log: parts that are absent or here without reason.
    pub faults: Vec<Fault>,
    /// Records that are here.
    pub records: u64,
    /// Records that stayed behind.
    pub left_out: u64,
    /// Committed parts that an erasure among the records deleted.
    pub erased: u64,
    /// Committed parts that were withheld.
    pub withheld: u64,
    /// Who signed, of the changes that are whole in themselves.
    pub devices: BTreeMap<DeviceId, Signed>,
}

/// Verifies the changes of a pack one after the other, in order of their positions.
#[derive(Debug)]
pub struct ExcerptCheck {
    workspace: WorkspaceId,
    /// Places of the changes of the whole log, where some of them stayed behind; else empty.
    placed: HashMap<ChangeId, u64>,
    ancestry: Ancestry,
    records: u64,
    left_out: u64,
    positions: HashMap<ChangeId, u64>,
    gone: Vec<PartName>,
    here: HashSet<PartName>,
    erased: HashMap<PartName, u64>,
    erasures: HashSet<Address>,
    devices: BTreeMap<DeviceId, Signed>,
}

impl ExcerptCheck {
    /// A check of a workspace's changes. `placed` gives the position, from 1, of every change of the log
    /// if some of them stayed behind, and is empty if none did.
    pub fn new(workspace: WorkspaceId, placed: HashMap<ChangeId, u64>) -> Self {
        Self {
            workspace,
            placed,
            ancestry: Ancestry::new(),
            records: 0,
            left_out: 0,
            positions: HashMap::new(),
            gone: Vec::new(),
            here: HashSet::new(),
            erased: HashMap::new(),
            erasures: HashSet::new(),
            devices: BTreeMap::new(),
        }
    }

    /// Reads the next change; the answer is what is wrong with it. Positions have to increase.
    pub fn push(&mut self, excerpt: &Excerpt, position: u64) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.ancestry.contains(&excerpt.id) {
            let detail = format!("change {} stands in the pack twice", excerpt.id);
            return vec![Fault::new(FaultCode::Repeated, detail).at(position)];
        }
        let here = excerpt.records.iter().flatten().count() as u64;
        self.records += here;
        self.left_out += excerpt.records.len() as u64 - here;
        match decode_excerpt(excerpt) {
            Ok(taken) => {
                self.place(&taken.header, taken.id, position, &mut faults);
                self.take_parts(&taken, position);
            }
            Err(fault) => {
                faults.push(fault);
                // The children name the id, so a header that the id proves can still be used.
                match Header::read(&excerpt.header) {
                    Ok(header) if change_id(&excerpt.header) == excerpt.id => {
                        self.place(&header, excerpt.id, position, &mut faults);
                    }
                    _ => self.ancestry.insert_unreadable(excerpt.id),
                }
            }
        }
        faults.into_iter().map(|fault| fault.at(position)).collect()
    }

    fn place(&mut self, header: &Header, id: ChangeId, position: u64, faults: &mut Vec<Fault>) {
        let own = header.workspace.unwrap_or(id);
        if own != self.workspace {
            faults.push(Fault::new(
                FaultCode::OtherWorkspace,
                format!("change {id} belongs to workspace {own}, not to {}", self.workspace),
            ));
        }
        for parent in &header.parents {
            let before = self.placed.get(parent).is_some_and(|place| *place < position);
            if before && !self.ancestry.contains(parent) {
                self.ancestry.insert_unreadable(*parent);
            }
        }
        faults.extend(self.ancestry.faults(&id, header));
        self.ancestry.insert(id, header);
    }

    fn take_parts(&mut self, taken: &Taken, position: u64) {
        self.positions.insert(taken.id, position);
        let signed = self.devices.entry(taken.header.device).or_insert(Signed {
            changes: 0,
            first: position,
            last: 0,
        });
        signed.changes += 1;
        signed.last = position;
        self.take(PartName::Note(taken.id), &taken.note);
        for record in taken.records.iter().flatten() {
            if is_erasure(record) {
                self.erasures.insert(record.address);
                let content = record.content.here();
                let named = content.and_then(|fields| fields.get(ERASURE_FIELD)?.as_ref()?.as_list());
                for name in named.unwrap_or_default() {
                    if let Some(name) = name.as_text().and_then(|name| name.parse().ok()) {
                        self.erased.entry(name).or_insert(position);
                    }
                }
            }
            self.take(PartName::Content(record.address), &record.content);
            self.take(PartName::Personal(record.address), &record.personal);
        }
    }

    fn take<T>(&mut self, name: PartName, part: &Opened<T>) {
        match part {
            Opened::Absent => {}
            Opened::Here(_) => {
                self.here.insert(name);
            }
            Opened::Gone => self.gone.push(name),
        }
    }

    /// Ends the check: parts are absent exactly where an erasure among the records says so, or where
    /// whoever made the pack says that they were withheld.
    pub fn finish(self, withheld: &[PartName]) -> ExcerptReport {
        let (mut faults, mut erased, mut kept_back) = (Vec::new(), 0, 0);
        let found = |code, name: &PartName, detail: String| Fault {
            code,
            position: self.positions.get(&name.change()).copied(),
            record: name.address().map(|address| address.index),
            detail,
        };
        let is_erased = |name: &PartName| {
            let kept_for_ever = matches!(name, PartName::Content(address) if self.erasures.contains(address));
            self.erased.get(name).filter(|_| !kept_for_ever)
        };
        let listed: HashSet<&PartName> = withheld.iter().collect();
        let gone: HashSet<&PartName> = self.gone.iter().collect();
        for name in &self.gone {
            if is_erased(name).is_some() {
                erased += 1;
            } else if listed.contains(name) {
                kept_back += 1;
            } else {
                let detail = format!("the part {name} is not here, and nothing says why");
                faults.push(found(FaultCode::PartMissing, name, detail));
            }
        }
        for name in &self.here {
            if let Some(position) = is_erased(name) {
                let detail = format!("the part {name} is here, although #{position} erases it");
                faults.push(found(FaultCode::PartNotErased, name, detail));
            }
        }
        for name in withheld.iter().filter(|name| !gone.contains(name)) {
            let detail = format!("the part {name} is called withheld and is not");
            faults.push(found(FaultCode::PartWithheld, name, detail));
        }
        faults.sort_by_key(|fault| (fault.position, fault.record, fault.code));
        ExcerptReport {
            faults,
            records: self.records,
            left_out: self.left_out,
            erased,
            withheld: kept_back,
            devices: self.devices,
        }
    }
}
