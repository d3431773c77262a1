//! Entries that came late, by artefact and by change. Which are is one rule, that of [`throughline_model::audit::late`];
//! the view keeps of every change whether it holds any, so that only these are looked at.

use std::collections::{BTreeMap, HashMap, HashSet};

use throughline_model::audit::late::{How, Lateness, lateness};
use throughline_record::{ChangeId, EntityId, date};

use super::at::Moment;
use super::card::{Asked, Card, Cards, bind};
use super::{At, Page, Reader, Snapshot};
use crate::error::Result;

/// Artefacts shown of one late change.
const SHOWN: usize = 5;

/// How late a record is that was so at a moment, in a change made `at` and received when it was. What no instant can be
/// read from counts as made when it came.
fn late_by(so: i64, at: &str, received: i64) -> Option<Lateness> {
    lateness(so, date::millis(at).unwrap_or(received), received)
}

/// The late entries of one artefact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// How many of its changes are late.
    pub entries: u64,
    /// The first of them: since when it says it was so, RFC 3339.
    pub so: String,
    /// When this workspace received it, RFC 3339.
    pub received: String,
    /// Its place in the log.
    pub position: u64,
    /// It is the entry that made the artefact.
    pub made: bool,
}

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
    /// Those of some artefacts that have late entries, by what is seen at a moment.
    ///
    /// # Errors
    /// [`StoreError::Query`](crate::StoreError::Query) if the moment is not one.
    pub fn late(&self, ids: &[EntityId], at: &At) -> Result<HashMap<EntityId, Late>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let seen = match moment {
                Moment::Now => "1",
                _ => moment.seen(),
            };
            let mut asked = Asked::new(
                snapshot,
                &format!(
                    "SELECT t.row >> 24, t.effective, c.at, c.received, c.received_ms, \
                       t.row = (SELECT min(f.row) FROM touch f WHERE f.eid = :eid) \
                     FROM touch t JOIN change c ON c.position = t.row >> 24 \
                     WHERE t.eid = :eid AND c.back_dated = 1 AND {seen} ORDER BY t.row"
                ),
                moment,
            )?;
            let mut late = HashMap::new();
            for id in ids {
                let Some(eid) = snapshot.eid(id)? else { continue };
                let mut rows = asked.rows(eid)?;
                let mut last = None;
                while let Some(row) = rows.next()? {
                    let (position, effective): (i64, i64) = (row.get(0)?, row.get(1)?);
                    let (at, received_ms): (String, i64) = (row.get(2)?, row.get(4)?);
                    let Some(by) = late_by(effective, &at, received_ms).filter(|_| last != Some(position))
                    else {
                        continue;
                    };
                    last = Some(position);
                    let one = Late {
                        entries: 0,
                        so: date::from_millis(received_ms - by.by),
                        received: row.get(3)?,
                        position: position.cast_unsigned(),
                        made: row.get(5)?,
                    };
                    late.entry(*id).or_insert(one).entries += 1;
                }
            }
            Ok(late)
        })
    }

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
                if late_by(so, &at, received_ms).is_none() {
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
                    let late = late_by(one.so, &one.at, one.received.1)?;
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
