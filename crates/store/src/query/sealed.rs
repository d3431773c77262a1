//! What a freeze covers, and what changed after it.

use std::collections::{BTreeMap, HashMap, HashSet};

use throughline_record::{Address, ChangeId, EntityId};

use super::at::Moment;
use super::card::{Card, Cards, bind, list};
use super::{At, Reader, Snapshot, entity_id};
use crate::error::Result;
use crate::view::ancestry::{reach_from_bytes, reached};
use crate::view::touch::damaged;

/// The last seal on a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The seal.
    pub seal: EntityId,
    /// The change that made it.
    pub change: ChangeId,
    /// Its place in the log.
    pub position: u64,
    /// Artefacts that changed without the seal knowing of it, the latest change first.
    pub changed: Vec<Changed>,
}

/// An artefact that changed after a seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The artefact.
    pub card: Card,
    /// It was recorded, or taken into the release, after the seal.
    pub new: bool,
    /// Place of its last change in the log.
    pub position: u64,
    /// When that was recorded, RFC 3339.
    pub at: String,
}

impl Reader {
    /// The addresses of all records of a release: of its own, of what it includes, and of the living links between
    /// any two of these. What a seal binds.
    ///
    /// # Errors
    /// [`crate::StoreError::NotFound`] if there never was such a release.
    pub fn records_of_release(&self, release: &EntityId) -> Result<Vec<Address>> {
        self.snapshot(|snapshot| {
            let eid = snapshot.known(release)?;
            let eids: Vec<i64> = snapshot.scope(eid)?.into_keys().collect();
            let mut statement = snapshot.connection.prepare_cached(
                "SELECT c.id, t.row & 16777215 FROM rarray(:eids) f CROSS JOIN touch t ON t.eid = f.value \
                 JOIN change c ON c.position = t.row >> 24",
            )?;
            bind(&mut statement, &[(":eids", list(&eids))], Moment::Now)?;
            let mut rows = statement.raw_query();
            let mut addresses = Vec::new();
            while let Some(row) = rows.next()? {
                addresses.push(Address { change: ChangeId(row.get(0)?), index: row.get(1)? });
            }
            Ok(addresses)
        })
    }

    /// The last seal on a release that was known at a moment, with what changed after it; `None` if it was never
    /// sealed.
    ///
    /// # Errors
    /// [`crate::StoreError::Query`] if the moment is not one.
    pub fn sealed(&self, release: &EntityId, at: &At) -> Result<Option<Sealed>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let eid = snapshot.known(release)?;
            let Some((seal, position)) = snapshot.last_seal(eid, moment)? else { return Ok(None) };
            let (change, reach): (ChangeId, _) = snapshot
                .connection
                .prepare_cached("SELECT id, ancestry FROM change WHERE position = ?1")?
                .query_row([position], |row| {
                    Ok((ChangeId(row.get(0)?), reach_from_bytes(row.get_ref(1)?.as_blob()?)))
                })?;
            let changed = snapshot.changed_after(eid, position, &reach, moment)?;
            Ok(Some(Sealed { seal, change, position: position.cast_unsigned(), changed }))
        })
    }
}

impl Snapshot<'_> {
    /// The release, what it includes, and the living links between any two of these; each with the artefact that a
    /// change of it belongs to.
    fn scope(&self, release: i64) -> Result<BTreeMap<i64, i64>> {
        let mut members: HashSet<i64> = self.included(release, Moment::Now)?.into_iter().collect();
        members.insert(release);
        self.with_links(&members, "AND l.removed = 0")
    }

    /// Entities and the links between them.
    fn with_links(&self, members: &HashSet<i64>, only: &str) -> Result<BTreeMap<i64, i64>> {
        let eids: Vec<i64> = members.iter().copied().collect();
        let mut scope: BTreeMap<i64, i64> = members.iter().map(|eid| (*eid, *eid)).collect();
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT l.eid, l.type, l.flow, l.up, l.down FROM rarray(:eids) f \
             CROSS JOIN link l ON l.up = f.value AND l.n_to = 9223372036854775807 {only} \
             WHERE l.type NOT IN ('seals', 'of-product', 'follows')"
        ))?;
        bind(&mut statement, &[(":eids", list(&eids))], Moment::Now)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            let (up, down): (i64, i64) = (row.get(3)?, row.get(4)?);
            if members.contains(&down) {
                let included = row.get_ref(1)?.as_str().map_err(damaged)? == "includes";
                let from = if row.get::<_, i64>(2)? < 0 { down } else { up };
                scope.insert(row.get(0)?, if included { down } else { from });
            }
        }
        Ok(scope)
    }

    /// The dossier sealed last, and where: a round of scores is sealed for its release too, and freezes nothing.
    fn last_seal(&self, release: i64, moment: Moment) -> Result<Option<(EntityId, i64)>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT s.id, (SELECT min(t.row) >> 24 FROM touch t WHERE t.eid = s.eid) AS made \
             FROM link l JOIN state s ON s.eid = l.up AND {} \
             WHERE l.down = :eid AND l.type = 'seals' AND l.removed = 0 AND {} \
               AND s.kind = 'seal' AND s.removed = 0 AND coalesce(s.fields ->> '$.scope', (SELECT t.content ->> '$.scope' FROM touch t \
                 WHERE t.row = ifnull(s.sole, s.afar ->> '$.scope'))) = 'dossier' ORDER BY made DESC LIMIT 1",
            moment.valid("s"),
            moment.valid("l")
        ))?;
        bind(&mut statement, &[(":eid", release)], moment)?;
        let mut rows = statement.raw_query();
        Ok(rows.next()?.map(|row| Ok::<_, rusqlite::Error>((entity_id(row, 0)?, row.get(1)?))).transpose()?)
    }

    /// What changed in the release, or came into it, without the change at this position knowing of it.
    pub(super) fn changed_after(
        &self,
        release: i64,
        position: i64,
        reach: &[(u32, u32)],
        moment: Moment,
    ) -> Result<Vec<Changed>> {
        // What was taken out since belongs to it as well: so removed links are looked at.
        let mut members: HashSet<i64> = HashSet::from([release]);
        let mut statement = self.connection.prepare_cached(
            "SELECT l.down FROM link l WHERE l.up = ?1 AND l.type = 'includes' AND l.n_to = 9223372036854775807",
        )?;
        let mut rows = statement.query([release])?;
        while let Some(row) = rows.next()? {
            members.insert(row.get(0)?);
        }
        let scope = self.with_links(&members, "")?;
        let eids: Vec<i64> = scope.keys().copied().collect();
        // Where every change descends from the one before, what came later is what the seal does not know.
        let first = if self.linear { (position + 1) << 24 } else { 0 };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT t.eid, c.position, c.lane, c.lane_n, c.at, \
               t.row = (SELECT min(u.row) FROM touch u WHERE u.eid = t.eid) \
             FROM rarray(:eids) f CROSS JOIN touch t ON t.eid = f.value AND t.row >= {first} \
             JOIN change c ON c.position = t.row >> 24 WHERE {}",
            moment.seen()
        ))?;
        bind(&mut statement, &[(":eids", list(&eids))], moment)?;
        let mut rows = statement.raw_query();
        let mut last: HashMap<i64, (i64, String, bool)> = HashMap::new();
        while let Some(row) = rows.next()? {
            let at: i64 = row.get(1)?;
            let (lane, n): (u32, u32) = (row.get(2)?, row.get(3)?);
            if at == position || reached(reach, lane) >= n {
                continue;
            }
            let eid: i64 = row.get(0)?;
            let owner = scope.get(&eid).copied().unwrap_or(eid);
            let new = owner == eid && row.get::<_, bool>(5)?;
            let entry = last.entry(owner).or_insert((at, row.get(4)?, new));
            entry.2 |= new;
            if at > entry.0 {
                (entry.0, entry.1) = (at, row.get(4)?);
            }
        }
        let mut cards = Cards::new(self, moment)?;
        let mut changed = Vec::new();
        for (eid, (position, at, new)) in last {
            if let Some(card) = cards.get(eid)? {
                changed.push(Changed { card, new, position: position.cast_unsigned(), at });
            }
        }
        changed.sort_by_key(|one| (std::cmp::Reverse(one.position), one.card.id));
        Ok(changed)
    }
}
