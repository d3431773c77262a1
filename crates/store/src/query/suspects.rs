//! Links that were made against an older state of an end.

use std::collections::{HashMap, HashSet};

use throughline_model::link;
use throughline_model::suspect::{Place, Suspect, can_be_suspect, changed_since, matters};
use throughline_record::{Address, ChangeId, EntityId, Opened};

use super::at::Moment;
use super::card::{bind, list};
use super::facts::Joined;
use super::{At, Reader, Snapshot, entity_id};
use crate::error::Result;
use crate::view::json::read_part;
use crate::view::touch::{damaged, ends_from_bytes};

/// Bits of a record's place that hold its index.
const INDEX_BITS: i64 = 24;

/// Where a link was made or last confirmed, with the revisions of its ends that the record names.
type Made = (Place, [Option<Address>; 2]);

impl Reader {
    /// The suspect links of these entities, either way, in the order they were made.
    ///
    /// # Errors
    /// [`crate::StoreError::Query`] if the moment is not one.
    pub fn suspects(&self, of: &[EntityId], at: &At) -> Result<Vec<Suspect>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let mut eids = Vec::new();
            for id in of {
                eids.extend(snapshot.eid(id)?);
            }
            let links = snapshot.links_of(&eids, moment)?;
            let ends: HashSet<i64> = links.iter().flat_map(|link| [link.from, link.to]).collect();
            let ids = snapshot.ids(ends.into_iter().collect())?;
            snapshot.suspects(links.iter(), &ids, moment)
        })
    }
}

impl Snapshot<'_> {
    /// Those of these links that are suspect. `ids` names their ends.
    pub(super) fn suspects<'l>(
        &self,
        links: impl Iterator<Item = &'l Joined>,
        ids: &HashMap<i64, EntityId>,
        moment: Moment,
    ) -> Result<Vec<Suspect>> {
        let can = |l: &&Joined| link(&l.type_).is_some_and(can_be_suspect);
        let links: Vec<&Joined> = links.filter(can).collect();
        let ends: HashSet<i64> = links.iter().flat_map(|link| [link.from, link.to]).collect();
        let changes = self.matters(ends.into_iter().collect(), moment)?;
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        let touched: Vec<&Joined> = links
            .into_iter()
            .filter(|l| changes.contains_key(&l.from) || changes.contains_key(&l.to))
            .collect();
        let made = self.made(touched.iter().map(|link| link.eid).collect(), moment)?;
        let mut found = Vec::new();
        for link in touched {
            let Some((place, revisions)) = made.get(&link.eid) else { continue };
            for (end, revision) in [link.from, link.to].into_iter().zip(revisions) {
                let against = revision.map(|address| self.place_of(&address)).transpose()?.flatten();
                let later = changes.get(&end).and_then(|changes| changed_since(*place, against, changes));
                let named = (ids.get(&link.from), ids.get(&link.to), ids.get(&end));
                if let (Some(at), (Some(from), Some(to), Some(changed))) = (later, named) {
                    found.push(Suspect {
                        link: link.id,
                        type_: link.type_.clone(),
                        from: *from,
                        to: *to,
                        changed: *changed,
                        at,
                    });
                }
            }
        }
        Ok(found)
    }

    fn ids(&self, eids: Vec<i64>) -> Result<HashMap<i64, EntityId>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.eid, e.id FROM rarray(:eids) f CROSS JOIN entity e ON e.eid = f.value",
        )?;
        bind(&mut statement, &[(":eids", list(&eids))], Moment::Now)?;
        let mut rows = statement.raw_query();
        let mut ids = HashMap::new();
        while let Some(row) = rows.next()? {
            ids.insert(row.get(0)?, entity_id(row, 1)?);
        }
        Ok(ids)
    }

    /// Where entities changed in a field that matters: what was said there before was replaced or cleared. A blank
    /// that is filled in for the first time takes nothing back that a link stood on. Most entities never changed, and
    /// are found by the index alone.
    fn matters(&self, eids: Vec<i64>, moment: Moment) -> Result<HashMap<i64, Vec<Place>>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT t.eid, t.row, t.kind, t.content, t.personal FROM rarray(:eids) f \
             CROSS JOIN touch t ON t.eid = f.value \
             WHERE (SELECT max(u.row) > min(u.row) FROM touch u WHERE u.eid = f.value) AND {} ORDER BY t.eid, t.row",
            moment.seen()
        ))?;
        bind(&mut statement, &[(":eids", list(&eids))], moment)?;
        let mut rows = statement.raw_query();
        let mut found: HashMap<i64, Vec<Place>> = HashMap::new();
        let mut filled: HashSet<(i64, String)> = HashSet::new();
        while let Some(row) = rows.next()? {
            let (eid, at): (i64, i64) = (row.get(0)?, row.get(1)?);
            let kind: String = row.get(2)?;
            let name = kind.split('/').next().unwrap_or_default();
            for column in [3, 4] {
                let stored = row.get_ref(column)?.as_str_or_null().map_err(damaged)?;
                let (part, sets) = read_part(stored).map_err(damaged)?;
                for field in sets.into_iter().filter(|field| matters(name, field)) {
                    let cleared = matches!(&part, Opened::Here(fields) if fields.get(&field) == Some(&None));
                    let key = (eid, field);
                    if filled.contains(&key) {
                        found.entry(eid).or_default().push(place(at));
                    }
                    if cleared {
                        filled.remove(&key);
                    } else {
                        filled.insert(key);
                    }
                }
            }
        }
        Ok(found)
    }

    /// The record that made or last confirmed each link, with the revisions of its ends that it names.
    fn made(&self, eids: Vec<i64>, moment: Moment) -> Result<HashMap<i64, Made>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT t.eid, t.row, t.type, t.ends, c.clock, c.id FROM rarray(:eids) f \
             CROSS JOIN touch t ON t.eid = f.value JOIN change c ON c.position = t.row >> 24 \
             WHERE t.ends IS NOT NULL AND {}",
            moment.seen()
        ))?;
        bind(&mut statement, &[(":eids", list(&eids))], moment)?;
        let mut rows = statement.raw_query();
        let mut found: HashMap<i64, Made> = HashMap::new();
        let mut last: HashMap<i64, (i64, [u8; 32], u32)> = HashMap::new();
        while let Some(row) = rows.next()? {
            let (eid, at): (i64, i64) = (row.get(0)?, row.get(1)?);
            let place = place(at);
            // The order of the fold, which two copies that met have in common.
            let order = (row.get(4)?, row.get(5)?, place.index);
            if last.get(&eid).is_some_and(|before| *before > order) {
                continue;
            }
            let ends = ends_from_bytes(row.get(2)?, row.get_ref(3)?.as_blob().map_err(damaged)?)?;
            last.insert(eid, order);
            found.insert(eid, (place, [ends.from_rev, ends.to_rev]));
        }
        Ok(found)
    }

    fn place_of(&self, address: &Address) -> Result<Option<Place>> {
        let position = self.position_of(&address.change)?;
        Ok(position.map(|position| Place { position: position.cast_unsigned(), index: address.index }))
    }

    /// Where a change stands in the log.
    pub(super) fn position_of(&self, change: &ChangeId) -> Result<Option<i64>> {
        let mut statement = self.connection.prepare_cached("SELECT position FROM change WHERE id = ?1")?;
        Ok(statement.query([&change.0])?.next()?.map(|row| row.get(0)).transpose()?)
    }
}

fn place(row: i64) -> Place {
    Place { position: (row >> INDEX_BITS).cast_unsigned(), index: (row & ((1 << INDEX_BITS) - 1)) as u32 }
}
