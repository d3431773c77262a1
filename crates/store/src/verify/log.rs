//! The log: what the changes prove, and what their rows add.
//!
//! One thread reads rows in order, all others prove changes by themselves (hashes, signatures, spelling:
//! the costly half), and one puts the outcomes in their places, while the next are being proven.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, sync_channel};

use rayon::prelude::*;
use rusqlite::Connection;
use throughline_record::{
    Change, ChangeId, DeviceId, EntityId, Fault, FaultCode, Header, LogCheck, LogReport, WorkspaceId, date,
    decode, read_record,
};

use super::VerifyFault;
use crate::error::Result;
use crate::file::log::{self, StoredChange};
use crate::progress::{Progress, step};
use crate::view::ancestry::refuse_too_many;

/// Changes that are proven together: enough to keep all cores busy.
const BATCH: usize = 1024;

/// Bytes after which a batch ends too.
const BATCH_BYTES: usize = 4 << 20;

/// The kind by which a device introduces itself.
const DEVICE_KIND: &str = "device/";

/// What a device did in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceSeen {
    /// Its key.
    pub device: DeviceId,
    /// Where its first change stands.
    pub first: u64,
    /// How many changes it signed.
    pub changes: u64,
    /// Whether a record says whose it is. A key that no record names could be anybody's.
    pub introduced: bool,
    /// Whether it wrote in another copy: one of its changes did not know all that stand before it here.
    pub elsewhere: bool,
}

/// What the log came to.
pub(crate) struct LogFindings {
    pub report: LogReport,
    pub faults: Vec<VerifyFault>,
    pub devices: Vec<DeviceSeen>,
}

/// Verifies the log behind a connection.
pub(crate) fn check_log(
    connection: &Connection,
    workspace: WorkspaceId,
    progress: &dyn Progress,
) -> Result<LogFindings> {
    let length = log::length(connection)?;
    let placed = std::thread::scope(|scope| {
        let (send, receive) = sync_channel::<Vec<StoredChange>>(2);
        let placing = scope.spawn(move || place_all(workspace, &receive));
        let read = read_all(connection, length, progress, |batch| send.send(batch).is_ok());
        drop(send);
        let placed = placing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        read.and(placed)
    })?;
    let Placing { check, mut faults, heads, devices, introduced, authors, .. } = placed;
    let report = check.finish();
    // What only shows at the end: parts that are missing without an erasure, or here despite one.
    for fault in &report.faults {
        if matches!(fault.code, FaultCode::PartMissing | FaultCode::PartNotErased) {
            let (entity, actor) = about(connection, &authors, fault)?;
            faults.push(VerifyFault { entity, actor, ..VerifyFault::of(fault) });
        }
    }
    faults.sort_by_key(|fault| (fault.position, fault.record));
    let named: i64 = connection.query_row("SELECT count(*) FROM head", [], |row| row.get(0))?;
    let stored: BTreeSet<_> = log::heads(connection)?.into_iter().map(|head| head.id).collect();
    // A place in the table that holds no change is one of nobody's making.
    if stored != heads || usize::try_from(named) != Ok(stored.len()) {
        faults.push(VerifyFault::new(
            "heads",
            None,
            "the changes nothing descends from are not those in the table `head`",
        ));
    }
    faults.extend(check_strays(connection)?);
    let devices = devices
        .into_iter()
        .map(|(device, seen)| DeviceSeen { introduced: introduced.contains(&device), ..seen })
        .collect();
    Ok(LogFindings { report, faults, devices })
}

/// The devices as the rows name them; which of them wrote in another copy is not looked at.
pub(super) fn devices(connection: &Connection) -> Result<Vec<DeviceSeen>> {
    let mut statement = connection.prepare_cached(
        "SELECT device, min(position), count(*) FROM change GROUP BY device ORDER BY device",
    )?;
    let found = statement.query_map([], |row| {
        Ok(DeviceSeen {
            device: DeviceId(log::fixed(row, 0)?),
            first: log::unsigned(row.get(1)?),
            changes: log::unsigned(row.get(2)?),
            introduced: false,
            elsewhere: false,
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Reads the log in batches until `take` wants no more.
fn read_all(
    connection: &Connection,
    length: u64,
    progress: &dyn Progress,
    mut take: impl FnMut(Vec<StoredChange>) -> bool,
) -> Result<()> {
    let (mut batch, mut bytes) = (Vec::with_capacity(BATCH), 0);
    log::read(connection, 0, u64::MAX, |stored| {
        bytes += size(&stored);
        let position = stored.position;
        batch.push(stored);
        if batch.len() < BATCH && bytes < BATCH_BYTES {
            return Ok(true);
        }
        bytes = 0;
        step(progress, position.min(length), length, "changes")?;
        Ok(take(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))))
    })?;
    take(batch);
    step(progress, length, length, "changes")
}

fn size(stored: &StoredChange) -> usize {
    let part = |part: &Option<throughline_record::Part>| part.as_ref().map_or(0, |part| part.bytes.len());
    let records = stored.sealed.records.iter();
    stored.sealed.header.len()
        + records.map(|one| one.bytes.len() + part(&one.content) + part(&one.personal)).sum::<usize>()
}

/// A batch with what each of its changes proves by itself.
type Proven = Vec<(StoredChange, std::result::Result<Change, Fault>)>;

/// Proves batch after batch, and places each while the next is being proven.
fn place_all(workspace: WorkspaceId, batches: &Receiver<Vec<StoredChange>>) -> Result<Placing> {
    let mut placing = Placing::of(workspace);
    let mut waiting: Proven = Vec::new();
    while let Ok(batch) = batches.recv() {
        let prove = || {
            let proven = batch.into_par_iter().map(|stored| {
                let change = decode(&stored.sealed);
                (stored, change)
            });
            proven.collect::<Proven>()
        };
        let before = std::mem::take(&mut waiting);
        let (proven, placed) = rayon::join(prove, || placing.place(before));
        placed?;
        waiting = proven;
    }
    placing.place(waiting)?;
    Ok(placing)
}

/// What is known of the log so far.
struct Placing {
    check: LogCheck,
    faults: Vec<VerifyFault>,
    expected: u64,
    received: String,
    heads: BTreeSet<ChangeId>,
    devices: BTreeMap<DeviceId, DeviceSeen>,
    introduced: BTreeSet<DeviceId>,
    /// Who was at the keyboard of the changes with parts that are gone, by place.
    authors: BTreeMap<u64, EntityId>,
}

impl Placing {
    fn of(workspace: WorkspaceId) -> Self {
        Self {
            check: LogCheck::of_workspace(workspace),
            faults: Vec::new(),
            expected: 1,
            received: String::new(),
            heads: BTreeSet::new(),
            devices: BTreeMap::new(),
            introduced: BTreeSet::new(),
            authors: BTreeMap::new(),
        }
    }

    fn place(&mut self, batch: Proven) -> Result<()> {
        batch.into_iter().try_for_each(|(stored, decoded)| self.place_one(&stored, decoded))
    }

    fn place_one(
        &mut self,
        stored: &StoredChange,
        decoded: std::result::Result<Change, Fault>,
    ) -> Result<()> {
        let position = stored.position;
        if position != self.expected {
            // The place that is empty is the first that is wrong, and nobody can say what stood there.
            let detail = match position.checked_sub(self.expected) {
                Some(1) => format!("change {} is missing", self.expected),
                Some(n) => format!("changes {} to {} are missing", self.expected, self.expected + n - 1),
                None => format!("change {position} does not belong into a log that counts from 1"),
            };
            self.faults.push(VerifyFault::new("order", Some(self.expected.min(position)), detail));
        }
        self.expected = position + 1;
        let unproven = match &decoded {
            Ok(_) => None,
            // What cannot be proven still names who it says it is of.
            Err(_) => stored.sealed.header().ok(),
        };
        let header = decoded.as_ref().ok().map(|change| &change.header).or(unproven.as_ref());
        let of_row = |code, detail: String| VerifyFault {
            entity: entity_of(stored, None),
            actor: header.and_then(|header| header.actor),
            ..VerifyFault::new(code, Some(position), detail)
        };
        if date::millis(&stored.received).is_none() {
            let detail = format!("it was received at “{}”, which is no moment", stored.received);
            self.faults.push(of_row("order", detail));
        } else if stored.received < self.received {
            let detail = format!("received {}, before the change in front of it", stored.received);
            self.faults.push(of_row("order", detail));
        }
        // What is no moment is told once, and says nothing of what comes after it.
        if date::millis(&stored.received).is_some() {
            self.received.clone_from(&stored.received);
        }
        if let Some(header) = header {
            let row = (stored.device.as_slice(), stored.seq, stored.clock);
            if row != (&header.device.0[..], header.seq, header.clock) {
                let detail = "the row's device, number or clock is not the one that was signed";
                self.faults.push(of_row("row", detail.into()));
            }
            for parent in &header.parents {
                self.heads.remove(parent);
            }
            self.note_device(header, position)?;
        }
        let actor = header.and_then(|header| header.actor);
        if let Ok(change) = &decoded {
            self.note_introductions(change);
            if let Some(actor) = actor.filter(|_| {
                change.records.iter().any(|record| record.content.is_gone() || record.personal.is_gone())
                    || change.note.is_gone()
            }) {
                self.authors.insert(position, actor);
            }
        }
        self.heads.insert(stored.sealed.id);
        for fault in self.check.push_decoded(&stored.sealed, decoded) {
            let entity = entity_of(stored, fault.record);
            self.faults.push(VerifyFault {
                position: Some(position),
                entity,
                actor,
                ..VerifyFault::of(&fault)
            });
        }
        let knew_all = self.check.knows(&stored.sealed.id) == Some(position);
        if let Some(seen) = unknowing(&mut self.devices, stored, knew_all) {
            seen.elsewhere = true;
        }
        Ok(())
    }

    fn note_device(&mut self, header: &Header, position: u64) -> Result<()> {
        let new = DeviceSeen {
            device: header.device,
            first: position,
            changes: 0,
            introduced: false,
            elsewhere: false,
        };
        self.devices.entry(header.device).or_insert(new).changes += 1;
        refuse_too_many(self.devices.len())
    }

    fn note_introductions(&mut self, change: &Change) {
        let devices = change.records.iter().filter(|record| record.kind.starts_with(DEVICE_KIND));
        for record in devices {
            let key = record.content.here().and_then(|content| content.get("key")?.as_ref()?.as_text());
            self.introduced.extend(key.and_then(|key| key.parse::<DeviceId>().ok()));
        }
    }
}

/// The device of a change that did not know all that stand before it.
fn unknowing<'a>(
    devices: &'a mut BTreeMap<DeviceId, DeviceSeen>,
    stored: &StoredChange,
    knew_all: bool,
) -> Option<&'a mut DeviceSeen> {
    if knew_all {
        return None;
    }
    devices.get_mut(&DeviceId(stored.device.as_slice().try_into().ok()?))
}

/// What a record of a change is about, as far as it can be read; of a change, its first record.
fn entity_of(stored: &StoredChange, record: Option<u32>) -> Option<EntityId> {
    let index = record.unwrap_or(0);
    let sealed = stored.sealed.records.get(index as usize)?;
    let bare =
        throughline_record::SealedRecord { bytes: sealed.bytes.clone(), content: None, personal: None };
    let address = throughline_record::Address { change: stored.sealed.id, index };
    Some(read_record(address, &bare).ok()?.entity)
}

/// What a fault that showed at the end is about: its change is read again.
fn about(
    connection: &Connection,
    authors: &BTreeMap<u64, EntityId>,
    fault: &Fault,
) -> Result<(Option<EntityId>, Option<EntityId>)> {
    let Some(position) = fault.position else { return Ok((None, None)) };
    let mut entity = None;
    log::read(connection, position, position, |stored| {
        entity = entity_of(&stored, fault.record);
        Ok(false)
    })?;
    Ok((entity, authors.get(&position).copied()))
}

/// Rows that belong to no change: nobody signed them.
fn check_strays(connection: &Connection) -> Result<Vec<VerifyFault>> {
    const STRAYS: [(&str, &str); 5] = [
        (
            "records that belong to no change",
            "SELECT (SELECT count(*) FROM record) - (SELECT coalesce(sum(records), 0) FROM change)",
        ),
        (
            "contents that belong to no record",
            "SELECT count(*) FROM content WHERE record NOT IN (SELECT row FROM record)",
        ),
        (
            "personal parts that belong to no record",
            "SELECT count(*) FROM personal WHERE record NOT IN (SELECT row FROM record)",
        ),
        (
            "notes that belong to no change",
            "SELECT count(*) FROM note WHERE change NOT IN (SELECT position FROM change)",
        ),
        (
            "pieces that belong to no attachment",
            "SELECT count(*) FROM chunk c LEFT JOIN attachment a ON a.row = c.attachment \
             WHERE a.row IS NULL OR c.number NOT BETWEEN 0 AND a.chunks - 1",
        ),
    ];
    let mut faults = Vec::new();
    for (what, question) in STRAYS {
        let count: i64 = connection.query_row(question, [], |row| row.get(0))?;
        if count > 0 {
            faults.push(VerifyFault::new("stray", None, format!("{count} {what}")));
        }
    }
    Ok(faults)
}
