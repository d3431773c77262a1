//! Takes changes of the log into the view.
//!
//! Two passes in one transaction: first every change and record is written down, then every entity
//! they touched is folded. An entity that is new is folded from memory and only inserted. One that is
//! known and whose new records come later on both axes gets its present row closed and new rows added.
//! Anything else (a late arrival, an erasure) folds that entity anew, and no other.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{CachedStatement, OptionalExtension, Transaction, params};
use throughline_model::audit::late::lateness;
use throughline_record::{Change, ChangeId, DeviceId, EntityId, Opened, Record, erased_parts};

use super::LoggedChange;
use super::ancestry::{ChangeInfo, Reach, raise, reach_from_bytes, reach_to_bytes, reached, refuse_too_many};
use super::entities::{EntityWriter, Fresh, Numbers, Touched};
use super::erase;
use super::json::write_part;
use super::touch::{ERASED_CONTENT, ERASED_PERSONAL, INDEX_BITS, damaged, effective, ends_to_bytes, place};
use crate::error::{Result, StoreError};
use crate::progress::{Progress, step};
use throughline_record::{PartName, date};

/// Entities between two reports of progress.
const STEP: usize = 512;

/// What `project` found out while writing, for after the commit.
pub(super) struct Projected {
    /// Something was erased: the write-ahead log has to be emptied.
    pub erased: bool,
}

/// Projects changes; those already in the view are skipped. `read_after` says that they are all that the file
/// holds after a place the view has come to: a place that none of them has then is empty in the file, and the
/// rest is taken in without it, or nobody could look at what is left. Without it they follow on the view.
pub(super) fn project(
    tx: &Transaction<'_>,
    changes: &[LoggedChange],
    read_after: Option<u64>,
    progress: &dyn Progress,
) -> Result<Projected> {
    let (mut position, mut lanes): (i64, i64) =
        tx.query_row("SELECT position, lanes FROM meta", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let known = position.cast_unsigned();
    let new = changes.iter().position(|change| change.position > known).unwrap_or(changes.len());
    let changes = changes.get(new..).unwrap_or_default();
    let Some(last) = changes.last() else { return Ok(Projected { erased: false }) };

    let mut batch = Batch::new(tx)?;
    let may_lack = read_after.is_some_and(|after| after <= known);
    for change in changes {
        let next = position + 1;
        position = change.position.cast_signed();
        if position != next && !(may_lack && position > next) {
            return Err(damaged(format!("change {position} came where {next} is next")));
        }
        batch.note(change, &mut lanes)?;
    }
    let erased = batch.erased;
    batch.fold(changes, lanes <= 1, progress)?;
    if erased {
        // A deleted text leaves its words in the index until the index is merged into one.
        tx.execute("INSERT INTO text (text) VALUES ('optimize')", [])?;
        tx.execute("INSERT INTO text_past (text_past) VALUES ('optimize')", [])?;
    }
    tx.execute(
        "UPDATE meta SET position = ?1, head = ?2, lanes = ?3, scrub = max(scrub, ?4)",
        params![position, last.change.id.0, lanes, erased],
    )?;
    Ok(Projected { erased })
}

struct Batch<'t> {
    tx: &'t Transaction<'t>,
    statements: Noting<'t>,
    /// Entities up to here were in the view before.
    old_eids: i64,
    last_eid: i64,
    numbers: Numbers,
    touched: Vec<Touched>,
    infos: Vec<Arc<ChangeInfo>>,
    any_erased: bool,
    erased: bool,
}

/// The prepared statements of the first pass.
struct Noting<'t> {
    entity: CachedStatement<'t>,
    entity_of: CachedStatement<'t>,
    touch: CachedStatement<'t>,
    change: CachedStatement<'t>,
}

impl<'t> Batch<'t> {
    fn new(tx: &'t Transaction<'t>) -> Result<Self> {
        let last_eid = tx.query_row("SELECT ifnull(max(eid), 0) FROM entity", [], |row| row.get(0))?;
        Ok(Self {
            tx,
            statements: Noting {
                entity: tx.prepare_cached("INSERT INTO entity (eid, id) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?,
                entity_of: tx.prepare_cached("SELECT eid FROM entity WHERE id = ?1")?,
                touch: tx.prepare_cached(
                    "INSERT INTO touch (row, eid, kind, effective, said_on, type, ends, content, personal, erased) \
                     VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)",
                )?,
                change: tx.prepare_cached(
                    "INSERT INTO change (position, id, clock, at, received, received_ms, actor, act, of, device, seq, \
                       lane, lane_n, ancestry, note, note_state, records, back_dated) \
                     VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18)",
                )?,
            },
            old_eids: last_eid,
            last_eid,
            numbers: HashMap::new(),
            touched: Vec::new(),
            infos: Vec::new(),
            any_erased: tx.query_row("SELECT EXISTS (SELECT 1 FROM erased)", [], |row| row.get(0))?,
            erased: false,
        })
    }

    /// Writes a change and its records down.
    fn note(&mut self, logged: &LoggedChange, lanes: &mut i64) -> Result<()> {
        let change = &logged.change;
        let position = logged.position.cast_signed();
        let header = &change.header;
        let device = self.device(&header.device)?;
        let reach = self.reach_of(&header.parents)?;
        let (info, lane_is_new) = self.take_lane(change, position, device, reach)?;
        *lanes += i64::from(lane_is_new);
        self.write_change(logged, &info, device)?;
        let at = self.infos.len();
        self.infos.push(Arc::new(info));

        self.numbers.reserve(change.records.len());
        for (index, record) in change.records.iter().enumerate() {
            let Ok(number) = u32::try_from(index) else { return Err(too_many(position)) };
            if number >> INDEX_BITS != 0 {
                return Err(too_many(position));
            }
            let eid = self.touch_entity(record.entity, (at, index))?;
            if let Some(ends) = &record.ends {
                self.number(ends.from)?;
                self.number(ends.to)?;
            }
            self.write_touch(record, eid, place(position, number), &header.at)?;
        }
        // Whatever its act says, a change erases what its records say is erased.
        self.erase(change)
    }

    fn device(&self, id: &DeviceId) -> Result<i64> {
        let known = self
            .tx
            .prepare_cached("SELECT device FROM device WHERE id = ?1")?
            .query_row([&id.0], |row| row.get(0))
            .optional()?;
        match known {
            Some(device) => Ok(device),
            None => Ok(self.tx.prepare_cached("INSERT INTO device (id) VALUES (?1)")?.insert([&id.0])?),
        }
    }

    /// Everything behind the parents. A parent that is not here is left out, as verification tells.
    fn reach_of(&self, parents: &[ChangeId]) -> Result<Reach> {
        let mut reach = Reach::new();
        for parent in parents {
            let behind = match self.infos.iter().rev().take(8).find(|info| info.id == *parent) {
                Some(info) => Some(Cow::Borrowed(&info.reach)),
                None => self
                    .tx
                    .prepare_cached("SELECT ancestry FROM change WHERE id = ?1")?
                    .query_row([&parent.0], |row| row.get::<_, Vec<u8>>(0))
                    .optional()?
                    .map(|bytes| Cow::Owned(reach_from_bytes(&bytes))),
            };
            for (lane, n) in behind.iter().flat_map(|reach| reach.iter()) {
                raise(&mut reach, *lane, *n);
            }
        }
        Ok(reach)
    }

    /// Continues a lane of the device whose end lies behind this change, or begins one.
    fn take_lane(
        &self,
        change: &Change,
        position: i64,
        device: i64,
        mut reach: Reach,
    ) -> Result<(ChangeInfo, bool)> {
        let mut open =
            self.tx.prepare_cached("SELECT lane, tip FROM lane WHERE device = ?1 ORDER BY lane")?;
        let lanes = open.query_map([device], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut free = None;
        for lane in lanes {
            let (lane, tip): (u32, u32) = lane?;
            if reached(&reach, lane) == tip {
                free = Some((lane, tip + 1));
            }
        }
        let is_new = free.is_none();
        let (lane, n) = match free {
            Some((lane, n)) => {
                self.tx
                    .prepare_cached("UPDATE lane SET tip = ?2 WHERE lane = ?1")?
                    .execute(params![lane, n])?;
                (lane, n)
            }
            None => {
                let lane = self
                    .tx
                    .prepare_cached("INSERT INTO lane (device, tip) VALUES (?1, 1)")?
                    .insert([device])?;
                let lane = u32::try_from(lane).map_err(damaged)?;
                refuse_too_many(lane as usize)?;
                (lane, 1)
            }
        };
        raise(&mut reach, lane, n);
        let header = &change.header;
        let info = ChangeInfo {
            position,
            id: change.id,
            clock: header.clock,
            at: header.at.clone(),
            actor: header.actor,
            act: header.act,
            lane: (lane, n),
            reach,
        };
        Ok((info, is_new))
    }

    fn write_change(&mut self, logged: &LoggedChange, info: &ChangeInfo, device: i64) -> Result<()> {
        let (change, header) = (&logged.change, &logged.change.header);
        let received = date::millis(&logged.received).unwrap_or(0);
        let hide = self.any_erased && self.is_erased(&PartName::Note(change.id))?;
        let (note, note_state) = match &change.note {
            Opened::Absent => (None, 0),
            Opened::Here(note) if !hide => (Some(note), 1),
            Opened::Here(_) | Opened::Gone => (None, 2),
        };
        let said_at = effective(None, &header.at);
        let earliest = change
            .records
            .iter()
            .filter_map(|record| record.on.as_deref())
            .map(|on| effective(Some(on), &header.at))
            .fold(said_at, i64::min);
        self.statements.change.execute(params![
            info.position,
            change.id.0,
            header.clock.cast_signed(),
            header.at,
            logged.received,
            received,
            header.actor.as_ref().map(EntityId::as_bytes),
            header.act.as_str(),
            header.of.as_ref().map(|of| of.0),
            device,
            header.seq.cast_signed(),
            info.lane.0,
            info.lane.1,
            reach_to_bytes(&info.reach),
            note,
            note_state,
            change.records.len() as i64,
            lateness(earliest, said_at, received).is_some(),
        ])?;
        Ok(())
    }

    fn write_touch(&mut self, record: &Record, eid: i64, row: i64, at: &str) -> Result<()> {
        let mut erased = 0;
        if self.any_erased {
            for (bit, part) in [
                (ERASED_CONTENT, PartName::Content(record.address)),
                (ERASED_PERSONAL, PartName::Personal(record.address)),
            ] {
                if !erase::is_kept_for_ever(&part, &record.kind) && self.is_erased(&part)? {
                    erased |= bit;
                }
            }
        }
        if erased != 0
            && let Some((_, Some(slot))) = self.numbers.get(&record.entity)
            && let Some(touched) = self.touched.get_mut(*slot)
        {
            touched.whole = true;
        }
        let part = |part, sets, bit| write_part(part, sets, erased & bit != 0).map_err(damaged);
        self.statements.touch.execute(params![
            row,
            eid,
            record.kind,
            effective(record.on.as_deref(), at),
            record.on,
            record.ends.as_ref().map(|ends| ends.type_.as_str()),
            record.ends.as_ref().map(ends_to_bytes),
            part(&record.content, &record.sets_content, ERASED_CONTENT)?,
            part(&record.personal, &record.sets_personal, ERASED_PERSONAL)?,
            erased,
        ])?;
        Ok(())
    }

    fn is_erased(&self, part: &PartName) -> Result<bool> {
        Ok(self.tx.prepare_cached("SELECT 1 FROM erased WHERE part = ?1")?.exists([part.to_string()])?)
    }

    fn erase(&mut self, change: &Change) -> Result<()> {
        for part in erased_parts(change) {
            self.any_erased = true;
            self.erased = true;
            if let Some((eid, id)) = erase::erase(self.tx, &part)? {
                match self.numbers.get(&id) {
                    Some((_, Some(slot))) => {
                        if let Some(touched) = self.touched.get_mut(*slot) {
                            touched.whole = true;
                        }
                    }
                    _ => {
                        self.numbers.insert(id, (eid, Some(self.touched.len())));
                        self.touched.push(Touched {
                            eid,
                            id,
                            fresh: false,
                            whole: true,
                            first: (usize::MAX, 0),
                            more: Vec::new(),
                        });
                    }
                }
            }
        }
        Ok(())
    }

    /// The number of an entity, given on first mention.
    fn number(&mut self, id: EntityId) -> Result<i64> {
        if let Some((eid, _)) = self.numbers.get(&id) {
            return Ok(*eid);
        }
        let eid = self.number_unmet(id)?;
        self.numbers.insert(id, (eid, None));
        Ok(eid)
    }

    /// Asks and tells in one statement: inserting says whether the entity was there.
    fn number_unmet(&mut self, id: EntityId) -> Result<i64> {
        let next = self.last_eid + 1;
        if self.statements.entity.execute(params![next, id.as_bytes()])? > 0 {
            self.last_eid = next;
            return Ok(next);
        }
        Ok(self.statements.entity_of.query_row([id.as_bytes()], |row| row.get(0))?)
    }

    fn touch_entity(&mut self, id: EntityId, record: (usize, usize)) -> Result<i64> {
        let eid = match self.numbers.get(&id) {
            Some((eid, Some(slot))) => {
                if let Some(touched) = self.touched.get_mut(*slot) {
                    touched.more.push(record);
                }
                return Ok(*eid);
            }
            Some((eid, None)) => *eid,
            None => self.number_unmet(id)?,
        };
        self.numbers.insert(id, (eid, Some(self.touched.len())));
        self.touched.push(Touched {
            eid,
            id,
            fresh: eid > self.old_eids,
            whole: false,
            first: record,
            more: Vec::new(),
        });
        Ok(eid)
    }

    /// Folds every touched entity and writes its rows.
    fn fold(self, changes: &[LoggedChange], linear: bool, progress: &dyn Progress) -> Result<()> {
        let Self { tx, numbers, touched, infos, .. } = self;
        let fresh = Fresh { changes, infos: &infos, touched: &touched, linear };
        let total = touched.len() as u64;
        let mut writer = EntityWriter::new(tx, &numbers, linear)?;
        fresh.shaped(|shaped| {
            for (done, one) in touched.iter().enumerate() {
                if done % STEP == 0 {
                    step(progress, done as u64, total, "entries")?;
                }
                if one.in_memory() {
                    fresh.write(one, shaped, &mut writer)?;
                } else {
                    writer.fold_again(one, changes)?;
                }
            }
            step(progress, total, total, "entries")
        })
    }
}

fn too_many(position: i64) -> StoreError {
    StoreError::Damaged(format!("change {position} has more than {} records", 1 << INDEX_BITS))
}
