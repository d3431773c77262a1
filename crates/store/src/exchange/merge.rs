//! The rules by which another copy's changes are taken into the log.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::Transaction;
use throughline_record::verify::{committed_parts, is_erasure};
use throughline_record::{
    Address, Ancestry, DeviceId, Fault, FaultCode, Hash, PartName, SealedChange, WorkspaceId, decode,
    erased_parts,
};

use super::export::files_named;
use super::manifest::Manifest;
use super::merged::{Merged, Tally, new_disputes};
use super::source::Source;
use crate::env::Env;
use crate::error::{Result, StoreError};
use crate::file::{attachment, erase, log};
use crate::progress::{Progress, step};
use crate::query::{At, Disputed, Reader};
use crate::view::ancestry::refuse_too_many;
use crate::view::touch::INDEX_BITS;

/// A merge under way, inside the transaction that keeps all of it or nothing.
pub(crate) struct Taking<'t> {
    transaction: &'t Transaction<'t>,
    before: &'t Reader,
    workspace: WorkspaceId,
    /// When the changes arrive: one moment for all of them.
    received: String,
    ancestry: Ancestry,
    /// Per device the highest number here, before anything came.
    held: HashMap<DeviceId, u64>,
    devices: HashSet<DeviceId>,
    /// What was erased here, or by what came.
    erased: HashSet<PartName>,
    /// What came as erased, and by which changes.
    newly_erased: Vec<PartName>,
    /// Records that tell what was erased: their content cannot be.
    erasures: HashSet<Address>,
    /// Parts that did not come, with the change's place in the file.
    gone: Vec<(PartName, u64)>,
    /// Digests that the changes name, and whether as files of the workspace.
    wanted: Vec<(PartName, Hash, bool)>,
    disputed: Vec<Disputed>,
    first: u64,
    tally: Tally,
    offered: u64,
    dropped: u64,
    equivocal: Vec<DeviceId>,
    forks: usize,
}

/// A merge whose changes all stand in the transaction.
pub(crate) struct Taken {
    tally: Tally,
    disputed: Vec<Disputed>,
    known: HashSet<throughline_record::EntityId>,
    merged: Merged,
}

impl<'t> Taking<'t> {
    /// Looks at what is here. `before` sees all of it, `now` is the moment of arrival.
    pub fn begin(
        transaction: &'t Transaction<'t>,
        workspace: WorkspaceId,
        before: &'t Reader,
        now: &str,
    ) -> Result<Self> {
        let (mut ancestry, mut held) = (Ancestry::new(), HashMap::new());
        log::headers(transaction, u64::MAX, |_, id, header| {
            ancestry.insert(id, header);
            let highest = held.entry(header.device).or_insert(0);
            *highest = header.seq.max(*highest);
            Ok(())
        })?;
        // The clock may have been put back; the order of arrival was not.
        let received = match log::tip(transaction)? {
            Some(tip) if tip.received.as_str() > now => tip.received,
            _ => now.to_owned(),
        };
        Ok(Self {
            transaction,
            before,
            workspace,
            received,
            ancestry,
            devices: held.keys().copied().collect(),
            held,
            erased: before.erased()?,
            newly_erased: Vec::new(),
            erasures: HashSet::new(),
            gone: Vec::new(),
            wanted: Vec::new(),
            disputed: before.disputed(&At::Now)?,
            first: log::length(transaction)? + 1,
            tally: Tally::default(),
            offered: 0,
            dropped: 0,
            equivocal: Vec::new(),
            forks: 0,
        })
    }

    /// Verifies the changes that are not here and adds them to the log.
    pub fn changes(&mut self, source: &mut Source, progress: &dyn Progress) -> Result<()> {
        let length = source.length();
        let manifest = source.manifest().cloned();
        source.each(|number, sealed| {
            self.offered = number;
            if !self.ancestry.contains(&sealed.id) {
                self.change(number, sealed, manifest.as_ref())?;
            }
            step(progress, number.min(length), length, "changes")
        })
    }

    fn change(&mut self, number: u64, mut sealed: SealedChange, manifest: Option<&Manifest>) -> Result<()> {
        let unsound = |fault: Fault| StoreError::Unsound { number, fault };
        let change = decode(&sealed).map_err(unsound)?;
        let header = &change.header;
        let own = header.workspace.unwrap_or(change.id);
        if own != self.workspace {
            let detail = format!("it belongs to workspace {own}");
            return Err(unsound(fault(FaultCode::OtherWorkspace, detail)));
        }
        for fault in self.ancestry.faults(&change.id, header) {
            match fault.code {
                // Both are kept and shown: two copies would otherwise part over which they saw first.
                FaultCode::Equivocation => {
                    self.forks += 1;
                    if !self.equivocal.contains(&header.device) {
                        self.equivocal.push(header.device);
                    }
                }
                FaultCode::UnknownParent => {
                    if let Some(manifest) = manifest {
                        return Err(self.incomplete(manifest));
                    }
                    return Err(unsound(fault));
                }
                _ => return Err(unsound(fault)),
            }
        }
        // What the view cannot hold is refused here: it must not be found out after the commit.
        self.devices.insert(header.device);
        refuse_too_many(self.devices.len() + self.forks)?;
        if change.records.len() >> INDEX_BITS != 0 {
            let detail = format!("it holds {} records", change.records.len());
            return Err(unsound(fault(FaultCode::RecordCount, detail)));
        }
        self.ancestry.insert(change.id, header);
        self.erasures.extend(change.records.iter().filter(|record| is_erasure(record)).map(|r| r.address));
        for name in erased_parts(&change) {
            self.erased.insert(name);
            self.newly_erased.push(name);
        }
        for (name, here) in committed_parts(&change) {
            match here {
                false => self.gone.push((name, number)),
                true if self.is_erased(&name) => {
                    drop_part(&mut sealed, &name);
                    self.dropped += 1;
                }
                true => {}
            }
        }
        self.wanted.extend(files_named(&change));
        self.tally.note(&change);
        log::insert(self.transaction, &sealed, header, &self.received)?;
        Ok(())
    }

    fn is_erased(&self, name: &PartName) -> bool {
        let tells = matches!(name, PartName::Content(address) if self.erasures.contains(address));
        self.erased.contains(name) && !tells
    }

    /// The error of an exchange file that begins after what is here.
    fn incomplete(&self, manifest: &Manifest) -> StoreError {
        StoreError::Incomplete { first: manifest.first, since: manifest.ask_since(&self.held) }
    }

    /// Looks at what only the whole can tell, erases what came as erased, and takes the files in.
    pub fn finish(self, source: &mut Source, env: &Env, progress: &dyn Progress) -> Result<Taken> {
        for (name, number) in &self.gone {
            if !self.is_erased(name) {
                let detail = format!("its part {name} did not come, and no change erases it");
                let fault = fault(FaultCode::PartMissing, detail);
                return Err(StoreError::Unsound { number: *number, fault });
            }
        }
        let parts_erased = erase::erase_parts(self.transaction, &self.newly_erased)?.parts;
        // What only an erased part names does not come along.
        let mut wanted: BTreeMap<Hash, bool> = BTreeMap::new();
        for (part, digest, is_file) in &self.wanted {
            if !self.is_erased(part) {
                *wanted.entry(*digest).or_default() |= is_file;
            }
        }
        let (mut files, mut bytes, mut missing) = (0, 0, 0);
        let total = wanted.len() as u64;
        for (done, (digest, is_file)) in (1..).zip(&wanted) {
            if attachment::info(self.transaction, digest)?.is_none() {
                match source.attachment(digest, env, &())? {
                    Some((mut spool, media)) => {
                        spool.store(self.transaction, &media, &())?;
                        files += 1;
                        bytes += spool.size;
                    }
                    None => missing += u64::from(*is_file),
                }
            }
            step(progress, done, total, "attachments")?;
        }
        let changes = self.tally.changes;
        let known = self.before.existing(self.tally.entities())?;
        Ok(Taken {
            known,
            disputed: self.disputed,
            merged: Merged {
                done: false,
                offered: self.offered,
                changes,
                positions: (changes > 0).then(|| (self.first, self.first + changes - 1)),
                by: Vec::new(),
                conflicts: Vec::new(),
                erasures: self.erasures.len() as u64,
                parts_erased,
                parts_dropped: self.dropped,
                attachments: (files, bytes),
                attachments_missing: missing,
                equivocal: self.equivocal,
            },
            tally: self.tally,
        })
    }
}

impl Taken {
    /// How many changes are new.
    pub fn changes(&self) -> u64 {
        self.merged.changes
    }

    /// How many parts were deleted here.
    pub fn parts_erased(&self) -> u64 {
        self.merged.parts_erased
    }

    /// The summary, by a view that holds what came.
    pub fn told(self, after: &Reader, done: bool) -> Result<Merged> {
        let by = self.tally.people(&self.known, after)?;
        let conflicts = new_disputes(&self.disputed, after)?;
        Ok(Merged { done, by, conflicts, ..self.merged })
    }
}

fn fault(code: FaultCode, detail: String) -> Fault {
    Fault { code, position: None, record: None, detail }
}

fn drop_part(sealed: &mut SealedChange, name: &PartName) {
    let record = name.address().and_then(|address| sealed.records.get_mut(address.index as usize));
    match (name, record) {
        (PartName::Note(_), _) => sealed.note = None,
        (PartName::Content(_), Some(record)) => record.content = None,
        (PartName::Personal(_), Some(record)) => record.personal = None,
        _ => {}
    }
}
