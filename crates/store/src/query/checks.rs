//! What was found when versions were looked up, and what stands on those that are not as they were.

use std::collections::{HashMap, VecDeque};

use throughline_model::State;
use throughline_record::EntityId;

use super::card::bind;
use super::{At, Reader, Snapshot, entity_id};
use crate::error::Result;
use crate::query::at::Moment;

/// Links by which one thing stands on another: a model on its data and code, data on the data it was made of,
/// what ships on what it consists of, what is live on what it ships.
const STANDS_BY: &[&str] = &["trained-on", "evaluated-on", "built-from", "derived-from", "ships", "deploys"];

/// The last check of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastCheck {
    /// The version.
    pub version: EntityId,
    /// The check.
    pub check: State,
}

impl Reader {
    /// The last check of each of these versions, by when it was recorded; those nobody checked are left out.
    ///
    /// # Errors
    /// [`crate::StoreError::Query`] if the moment is not one.
    pub fn last_checks(&self, versions: &[EntityId], at: &At) -> Result<HashMap<EntityId, State>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let mut last = snapshot.connection.prepare_cached(&format!(
                "SELECT s.eid, s.id FROM link l JOIN state s ON s.eid = l.up AND s.removed = 0 AND {} \
                 WHERE l.down = :eid AND l.type = 'checks' AND l.removed = 0 AND {} \
                 ORDER BY s.created_at DESC, s.eid DESC LIMIT 1",
                moment.valid("s"),
                moment.valid("l"),
            ))?;
            let mut found = HashMap::new();
            for id in versions {
                let Some(eid) = snapshot.eid(id)? else { continue };
                bind(&mut last, &[(":eid", eid)], moment)?;
                let check: Option<(i64, EntityId)> = {
                    let mut rows = last.raw_query();
                    rows.next()?
                        .map(|row| Ok::<_, rusqlite::Error>((row.get(0)?, entity_id(row, 1)?)))
                        .transpose()?
                };
                if let Some((check, check_id)) = check
                    && let Some(state) = snapshot.state(check, check_id, moment)?
                {
                    found.insert(*id, state);
                }
            }
            Ok(found)
        })
    }

    /// The last check of every version that was ever checked.
    ///
    /// # Errors
    /// [`crate::StoreError::Query`] if the moment is not one.
    pub fn checked(&self, at: &At) -> Result<Vec<LastCheck>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let mut all = snapshot.connection.prepare_cached(&format!(
                "SELECT l.down, e.id, s.eid, s.id, s.created_at FROM state s \
                 CROSS JOIN link l ON l.up = s.eid AND l.type = 'checks' AND l.removed = 0 AND {} \
                 CROSS JOIN state v ON v.eid = l.down AND v.removed = 0 AND {} \
                 CROSS JOIN entity e ON e.eid = l.down \
                 WHERE s.kind = 'check' AND s.removed = 0 AND {} ORDER BY s.created_at, s.eid",
                moment.valid("l"),
                moment.valid("v"),
                moment.valid("s"),
            ))?;
            bind::<i64>(&mut all, &[], moment)?;
            let mut last: HashMap<i64, (EntityId, i64, EntityId)> = HashMap::new();
            {
                let mut rows = all.raw_query();
                while let Some(row) = rows.next()? {
                    last.insert(row.get(0)?, (entity_id(row, 1)?, row.get(2)?, entity_id(row, 3)?));
                }
            }
            let mut found = Vec::new();
            for (version, check, id) in last.into_values() {
                if let Some(check) = snapshot.state(check, id, moment)? {
                    found.push(LastCheck { version, check });
                }
            }
            found.sort_by_key(|one| one.version);
            Ok(found)
        })
    }

    /// What stands on each of these, directly or over others: by what stands, those of `on` it stands on.
    ///
    /// # Errors
    /// [`crate::StoreError::Query`] if the moment is not one.
    pub fn standing_on(&self, on: &[EntityId], at: &At) -> Result<HashMap<EntityId, Vec<EntityId>>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let mut found: HashMap<EntityId, Vec<EntityId>> = HashMap::new();
            for id in on {
                let Some(eid) = snapshot.eid(id)? else { continue };
                for below in snapshot.below(eid, moment)? {
                    found.entry(below).or_default().push(*id);
                }
            }
            Ok(found)
        })
    }
}

impl Snapshot<'_> {
    /// All that stands on an entity, without itself.
    fn below(&self, eid: i64, moment: Moment) -> Result<Vec<EntityId>> {
        let types = STANDS_BY.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
        let mut next = self.connection.prepare_cached(&format!(
            "SELECT l.down, v.id FROM link l JOIN state v ON v.eid = l.down AND v.removed = 0 AND {} \
             WHERE l.up = :eid AND l.removed = 0 AND {} AND l.type IN ({types})",
            moment.valid("v"),
            moment.valid("l"),
        ))?;
        let mut met = std::collections::HashSet::from([eid]);
        let mut wait = VecDeque::from([eid]);
        let mut out = Vec::new();
        while let Some(at) = wait.pop_front() {
            bind(&mut next, &[(":eid", at)], moment)?;
            let mut rows = next.raw_query();
            while let Some(row) = rows.next()? {
                let down: i64 = row.get(0)?;
                if met.insert(down) {
                    wait.push_back(down);
                    out.push(entity_id(row, 1)?);
                }
            }
        }
        Ok(out)
    }
}
