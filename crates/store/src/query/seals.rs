//! Every freeze of a release, and whether what it binds is still what stands in the log.

use std::collections::{BTreeSet, HashSet};

use rusqlite::OptionalExtension;
use throughline_record::{Address, ChangeId, EntityId, Hash, binding};

use super::at::Moment;
use super::card::{bind, list};
use super::{At, Changed, Reader, Snapshot, entity_id};
use crate::error::Result;
use crate::view::ancestry::{Reach, reach_from_bytes, reached};
use crate::view::touch::{damaged, fold_noted};

/// A freeze, looked at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealSeen {
    /// The seal.
    pub seal: EntityId,
    /// Its place in the log.
    pub position: u64,
    /// The root over the records that it bound, computed anew from the log as the seal knew it.
    pub root: Hash,
    /// How many records these are.
    pub records: u64,
    /// Artefacts of the release that changed without the seal knowing of it, the latest change first.
    pub changed: Vec<Changed>,
}

/// The change that made a seal, and all that lies behind it.
struct Made {
    position: i64,
    reach: Reach,
}

impl Made {
    /// Whether the seal knew of a change when it was made.
    fn knew(&self, position: i64, (lane, n): (u32, u32)) -> bool {
        position != self.position && reached(&self.reach, lane) >= n
    }
}

impl Reader {
    /// The freezes of a release that were known at a moment, the first first, each with its root computed anew. What a
    /// seal knew is what lies behind its change, and not what stands before it in this copy: a merge puts other changes
    /// in between.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`] if there never was such a release, [`crate::StoreError::Query`] if the moment is
    /// not one.
    pub fn seals(&self, release: &EntityId, at: &At) -> Result<Vec<SealSeen>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let eid = snapshot.known(release)?;
            let mut seen = Vec::new();
            for (seal, position) in snapshot.seals_on(eid, moment)? {
                let made = snapshot.sealing(position)?;
                let addresses = snapshot.bound(eid, &made)?;
                let records = addresses.len() as u64;
                let changed = snapshot.changed_after(eid, position, &made.reach, moment)?;
                let root = binding::root(addresses);
                seen.push(SealSeen { seal, position: position.cast_unsigned(), root, records, changed });
            }
            Ok(seen)
        })
    }
}

impl Snapshot<'_> {
    /// The seals over the dossier of a release with their places, the first first.
    fn seals_on(&self, release: i64, moment: Moment) -> Result<Vec<(EntityId, i64)>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT s.id, (SELECT min(t.row) >> 24 FROM touch t WHERE t.eid = s.eid) AS made \
             FROM link l JOIN state s ON s.eid = l.up AND {} \
             WHERE l.down = :eid AND l.type = 'seals' AND l.removed = 0 AND {} \
               AND s.kind = 'seal' AND s.removed = 0 AND coalesce(s.fields ->> '$.scope', (SELECT t.content ->> '$.scope' FROM touch t \
                 WHERE t.row = ifnull(s.sole, s.afar ->> '$.scope'))) = 'dossier' ORDER BY made",
            moment.valid("s"),
            moment.valid("l")
        ))?;
        bind(&mut statement, &[(":eid", release)], moment)?;
        let mut rows = statement.raw_query();
        let mut seals = Vec::new();
        while let Some(row) = rows.next()? {
            seals.push((entity_id(row, 0)?, row.get(1)?));
        }
        Ok(seals)
    }

    fn sealing(&self, position: i64) -> Result<Made> {
        let reach = self
            .connection
            .prepare_cached("SELECT ancestry FROM change WHERE position = ?1")?
            .query_row([position], |row| Ok(reach_from_bytes(row.get_ref(0)?.as_blob()?)))
            .optional()?
            .ok_or_else(|| damaged("the change of a seal"))?;
        Ok(Made { position, reach })
    }

    /// The addresses a seal bound: of the records it knew of the release, of what it then included, and of the links
    /// between any two of these that were not removed then.
    fn bound(&self, release: i64, made: &Made) -> Result<Vec<Address>> {
        let mut members: HashSet<i64> = HashSet::from([release]);
        let mut statement = self.connection.prepare_cached(
            "SELECT l.eid, l.id, l.down FROM link l \
             WHERE l.up = ?1 AND l.type = 'includes' AND l.n_to = 9223372036854775807",
        )?;
        let mut rows = statement.query([release])?;
        while let Some(row) = rows.next()? {
            if self.stood(row.get(0)?, entity_id(row, 1)?, made)? {
                members.insert(row.get(2)?);
            }
        }
        let mut scope: BTreeSet<i64> = members.iter().copied().collect();
        let eids: Vec<i64> = members.iter().copied().collect();
        let mut statement = self.connection.prepare_cached(
            "SELECT l.eid, l.id, l.down FROM rarray(:eids) f \
             CROSS JOIN link l ON l.up = f.value AND l.n_to = 9223372036854775807 \
             WHERE l.type NOT IN ('seals', 'of-product', 'follows')",
        )?;
        bind(&mut statement, &[(":eids", list(&eids))], Moment::Now)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            if members.contains(&row.get(2)?) && self.stood(row.get(0)?, entity_id(row, 1)?, made)? {
                scope.insert(row.get(0)?);
            }
        }
        let eids: Vec<i64> = scope.into_iter().collect();
        let mut statement = self.connection.prepare_cached(
            "SELECT c.position, c.lane, c.lane_n, c.id, t.row & 16777215 \
             FROM rarray(:eids) f CROSS JOIN touch t ON t.eid = f.value JOIN change c ON c.position = t.row >> 24",
        )?;
        bind(&mut statement, &[(":eids", list(&eids))], Moment::Now)?;
        let mut rows = statement.raw_query();
        let mut addresses = Vec::new();
        while let Some(row) = rows.next()? {
            if made.knew(row.get(0)?, (row.get(1)?, row.get(2)?)) {
                addresses.push(Address { change: ChangeId(row.get(3)?), index: row.get(4)? });
            }
        }
        Ok(addresses)
    }

    /// Whether a link was there and not removed, by what a seal knew.
    fn stood(&self, eid: i64, id: EntityId, made: &Made) -> Result<bool> {
        let mut noted = self.noted(eid, id, Moment::Now)?;
        noted.retain(|one| made.knew(one.moment.position, one.change.lane));
        Ok(!noted.is_empty() && !fold_noted(noted.iter(), self.linear).removed())
    }
}
