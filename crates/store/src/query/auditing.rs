//! Which entries of the log came late, and by how much.

use std::collections::{BTreeMap, HashSet};

use throughline_model::audit::late::{How, lateness};
use throughline_record::{ChangeId, EntityId, date};

use super::card::{Card, Cards, bind};
use super::{At, Page, Reader, Snapshot};
use crate::error::Result;

/// Artefacts shown of one late change.
const SHOWN: usize = 5;

/// A change that came late, as a whole or in some of its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateEntry {
    /// Its place in the log.
    pub position: u64,
    /// Its id.
    pub change: ChangeId,
    /// The first moment it tells of, RFC 3339.
    pub so: String,
    /// When its device says it was recorded.
    pub at: String,
    /// When this copy received it.
    pub received: String,
    /// How it is late.
    pub how: How,
    /// By how much, in milliseconds.
    pub by: i64,
    /// Who was at the keyboard.
    pub actor: Option<EntityId>,
    /// What its late records are about; five at most.
    pub about: Vec<Card>,
    /// How many artefacts that is in all.
    pub artefacts: u64,
}

struct Found {
    change: ChangeId,
    so: i64,
    at: String,
    received: (String, i64),
    actor: Option<EntityId>,
    eids: Vec<i64>,
}

impl Reader {
    /// The late entries that are seen at a moment, those that are latest by most first; of a release, those about what
    /// it includes or once included, or about the release itself. At most `limit`, 0 for all.
    ///
    /// # Errors
    /// [`crate::StoreError::Query`] if the moment is not one.
    pub fn late_entries(&self, release: Option<&EntityId>, at: &At, limit: usize) -> Result<Page<LateEntry>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let within = match release {
                Some(release) => Some(snapshot.ever_included(snapshot.known(release)?)?),
                None => None,
            };
            // The log knows which changes are late in some record; which records these are is looked at below.
            let mut statement = snapshot.connection.prepare_cached(&format!(
                "SELECT c.position, c.id, c.at, c.received, c.received_ms, c.actor, t.effective, t.eid \
                 FROM change c JOIN touch t ON t.row >= c.position << 24 AND t.row < (c.position + 1) << 24 \
                 WHERE c.back_dated = 1 AND t.type IS NULL AND {} ORDER BY t.row",
                moment.seen()
            ))?;
            bind::<i64>(&mut statement, &[], moment)?;
            let mut rows = statement.raw_query();
            let mut found: BTreeMap<i64, Found> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let (position, eid): (i64, i64) = (row.get(0)?, row.get(7)?);
                if within.as_ref().is_some_and(|within| !within.contains(&eid)) {
                    continue;
                }
                let (at, received_ms, so): (String, i64, i64) = (row.get(2)?, row.get(4)?, row.get(6)?);
                if lateness(so, date::millis(&at).unwrap_or(received_ms), received_ms).is_none() {
                    continue;
                }
                let received = (row.get(3)?, received_ms);
                let actor = row.get::<_, Option<[u8; 16]>>(5)?.map(EntityId::from_bytes);
                let entry = found.entry(position).or_insert(Found {
                    change: ChangeId(row.get(1)?),
                    so,
                    at,
                    received,
                    actor,
                    eids: Vec::new(),
                });
                entry.so = entry.so.min(so);
                if !entry.eids.contains(&eid) {
                    entry.eids.push(eid);
                }
            }
            let mut late: Vec<(i64, Found, How, i64)> = found
                .into_iter()
                .filter_map(|(position, one)| {
                    let at = date::millis(&one.at).unwrap_or(one.received.1);
                    let late = lateness(one.so, at, one.received.1)?;
                    Some((position, one, late.how, late.by))
                })
                .collect();
            late.sort_by_key(|(position, _, _, by)| (std::cmp::Reverse(*by), *position));
            let total = late.len() as u64;
            late.truncate(if limit == 0 { usize::MAX } else { limit });
            let mut cards = Cards::new(snapshot, moment)?;
            let mut entries = Vec::with_capacity(late.len());
            for (position, one, how, by) in late {
                let mut about = Vec::new();
                for eid in one.eids.iter().take(SHOWN) {
                    about.extend(cards.get(*eid)?);
                }
                entries.push(LateEntry {
                    position: position.cast_unsigned(),
                    change: one.change,
                    so: date::from_millis(one.so),
                    at: one.at,
                    received: one.received.0,
                    how,
                    by,
                    actor: one.actor,
                    about,
                    artefacts: one.eids.len() as u64,
                });
            }
            Ok(Page { total, rows: entries, offset: 0 })
        })
    }
}

impl Snapshot<'_> {
    /// A release with all it ever included.
    fn ever_included(&self, release: i64) -> Result<HashSet<i64>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT l.down FROM link l WHERE l.up = ?1 AND l.type = 'includes' AND l.n_to = 9223372036854775807",
        )?;
        let included = statement.query_map([release], |row| row.get(0))?;
        let mut all: HashSet<i64> = included.collect::<rusqlite::Result<_>>()?;
        all.insert(release);
        Ok(all)
    }
}
