//! Verifying a whole log, change by change in the order of arrival.

use std::collections::{HashMap, HashSet};

use crate::ancestry::Ancestry;
use crate::decode::{Change, decode};
use crate::fault::{Fault, FaultCode};
use crate::header::{Header, change_id};
use crate::id::{Address, ChangeId, Hash, WorkspaceId};
use crate::merkle;
use crate::part::{Opened, PartName};
use crate::record::Record;
use crate::seal::SealedChange;

/// The kind of the records that say what was erased.
pub const ERASURE_KIND: &str = "erasure/1";

/// The field of an erasure that lists the names of the erased parts.
pub const ERASURE_FIELD: &str = "parts";

/// The parts that the records of a change say are erased. What is not the name of a part is passed
/// over.
pub fn erased_parts(change: &Change) -> Vec<PartName> {
    change
        .records
        .iter()
        .filter(|record| is_erasure(record))
        .filter_map(|record| record.content.here()?.get(ERASURE_FIELD)?.as_ref()?.as_list())
        .flatten()
        .filter_map(|name| name.as_text()?.parse().ok())
        .collect()
}

/// Whether a record says what was erased. Its own content cannot be erased, or nothing would tell
/// erased parts from missing ones.
pub fn is_erasure(record: &Record) -> bool {
    record.kind == ERASURE_KIND
}

/// Every part that a change commits to, and whether it is here.
pub fn committed_parts(change: &Change) -> impl Iterator<Item = (PartName, bool)> + '_ {
    let note = state(&change.note).map(|here| (PartName::Note(change.id), here));
    let of_records = change.records.iter().flat_map(|record| {
        [
            state(&record.content).map(|here| (PartName::Content(record.address), here)),
            state(&record.personal).map(|here| (PartName::Personal(record.address), here)),
        ]
    });
    note.into_iter().chain(of_records.flatten())
}

fn state<T>(part: &Opened<T>) -> Option<bool> {
    match part {
        Opened::Absent => None,
        Opened::Here(_) => Some(true),
        Opened::Gone => Some(false),
    }
}

/// What a whole log came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogReport {
    /// Everything that is wrong, in log order. Empty: the log verifies.
    pub faults: Vec<Fault>,
    /// How many changes were read.
    pub changes: u64,
    /// How many records they hold.
    pub records: u64,
    /// How many committed parts are not here.
    pub parts_gone: u64,
    /// RFC 6962 root over the change ids in order of arrival.
    pub head: Hash,
}

/// Verifies a log: each change by itself ([`decode`]), one workspace, no change twice, parents
/// known, clocks, each device's sequence, equivocation, and that parts are gone exactly where an
/// erasure says so.
///
/// A change that is broken is reported once; what follows it is checked as far as it still can be.
#[derive(Debug, Default)]
pub struct LogCheck {
    workspace: Option<WorkspaceId>,
    ancestry: Ancestry,
    tree: merkle::Tree,
    records: u64,
    /// Position of every change that decodes.
    positions: HashMap<ChangeId, u64>,
    /// Committed parts that are not here, in log order.
    gone: Vec<PartName>,
    /// Erased parts with the position of the erasure.
    erased: HashMap<PartName, u64>,
    /// Committed parts that are here. Most logs erase nothing, so nothing is looked up before the end.
    here: Vec<PartName>,
    erasures: HashSet<Address>,
    faults: Vec<Fault>,
}

impl LogCheck {
    /// A check that takes the workspace from the first change.
    pub fn new() -> Self {
        Self::default()
    }

    /// A check of a log that has to be this workspace's.
    pub fn of_workspace(workspace: WorkspaceId) -> Self {
        Self { workspace: Some(workspace), ..Self::default() }
    }

    /// Reads the next change of the log; the answer is what is wrong with it. Positions count
    /// from 1.
    pub fn push(&mut self, sealed: &SealedChange) -> Vec<Fault> {
        self.push_decoded(sealed, decode(sealed))
    }

    /// As [`LogCheck::push`], with what [`decode`] said of the change: decoding is the costly half and
    /// knows nothing of the changes before, so that many can be decoded at once.
    pub fn push_decoded(&mut self, sealed: &SealedChange, decoded: Result<Change, Fault>) -> Vec<Fault> {
        self.tree.push(&sealed.id.0);
        let position = self.tree.len();
        let mut faults = Vec::new();
        if self.ancestry.contains(&sealed.id) {
            faults.push(Fault::new(
                FaultCode::Repeated,
                format!("change {} stands in the log twice", sealed.id),
            ));
        } else {
            self.records += sealed.records.len() as u64;
            match decoded {
                Ok(change) => {
                    self.place(&change.header, sealed.id, &mut faults);
                    self.take_parts(&change, position);
                }
                Err(fault) => {
                    faults.push(fault);
                    // The children name the id, so a header that the id proves can still be used.
                    match Header::read(&sealed.header) {
                        Ok(header) if change_id(&sealed.header) == sealed.id => {
                            self.place(&header, sealed.id, &mut faults);
                        }
                        _ => self.ancestry.insert_unreadable(sealed.id),
                    }
                }
            }
        }
        let faults: Vec<Fault> = faults.into_iter().map(|f| f.at(position)).collect();
        self.faults.extend(faults.iter().cloned());
        faults
    }

    /// How many changes a change that was pushed knew, itself counted: those that it descends from. `None`
    /// if that cannot be told, because it or one of these cannot be read.
    pub fn knows(&self, id: &ChangeId) -> Option<u64> {
        self.ancestry.knows(id)
    }

    fn place(&mut self, header: &Header, id: ChangeId, faults: &mut Vec<Fault>) {
        let own = header.workspace.unwrap_or(id);
        let workspace = *self.workspace.get_or_insert(own);
        if own != workspace {
            faults.push(Fault::new(
                FaultCode::OtherWorkspace,
                format!("change {id} belongs to workspace {own}, not to {workspace}"),
            ));
        }
        faults.extend(self.ancestry.faults(&id, header));
        self.ancestry.insert(id, header);
    }

    fn take_parts(&mut self, change: &Change, position: u64) {
        self.positions.insert(change.id, position);
        for name in erased_parts(change) {
            self.erased.entry(name).or_insert(position);
        }
        let erasures = change.records.iter().filter(|record| is_erasure(record));
        self.erasures.extend(erasures.map(|record| record.address));
        for (name, here) in committed_parts(change) {
            if here {
                self.here.push(name);
            } else {
                self.gone.push(name);
            }
        }
    }

    /// Ends the log: looks at what only the whole can tell, which is whether parts are gone exactly
    /// where an erasure says so.
    pub fn finish(self) -> LogReport {
        let mut faults = self.faults;
        let found = |code, name: &PartName, detail: String| Fault {
            code,
            position: self.positions.get(&name.change()).copied(),
            record: name.address().map(|address| address.index),
            detail,
        };
        let kept_for_ever = |name: &PartName| match name {
            PartName::Content(address) => self.erasures.contains(address),
            PartName::Personal(_) | PartName::Note(_) => false,
        };
        for name in &self.gone {
            if kept_for_ever(name) || !self.erased.contains_key(name) {
                faults.push(found(
                    FaultCode::PartMissing,
                    name,
                    format!("the part {name} is not here, and no change erases it"),
                ));
            }
        }
        let not_erased = self.here.iter().filter_map(|name| Some((name, self.erased.get(name)?)));
        for (name, position) in not_erased {
            if !kept_for_ever(name) {
                faults.push(found(
                    FaultCode::PartNotErased,
                    name,
                    format!("the part {name} is here, although #{position} erases it"),
                ));
            }
        }
        faults.sort_by_key(|fault| (fault.position, fault.record, fault.code));
        LogReport {
            faults,
            changes: self.tree.len(),
            records: self.records,
            parts_gone: self.gone.len() as u64,
            head: self.tree.root(),
        }
    }
}
