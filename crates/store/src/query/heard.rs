//! From whom an insight was heard, and how much a persona is known from: computed from links, stored
//! nowhere.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use throughline_record::EntityId;

use super::card::bind;
use super::{At, Reader, entity_id};
use crate::error::Result;

/// A highlight that speaks for or against an insight, by the evidence it was taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardFrom {
    /// The evidence.
    pub evidence: EntityId,
    /// Its participant's code, if it has one.
    pub code: Option<String>,
    /// Whether the highlight contradicts.
    pub against: bool,
}

impl Reader {
    /// What speaks for and against each of these insights; those nothing speaks for or against are left
    /// out. Removed highlights, links and evidence do not count.
    ///
    /// # Errors
    /// [`crate::StoreError::Query`] if the moment is not one.
    pub fn heard_from(&self, insights: &[EntityId], at: &At) -> Result<HashMap<EntityId, Vec<HeardFrom>>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            // `supports` and `contradicts` flow forward: the highlight is upstream. `taken-from` flows
            // backward: the evidence is.
            let mut ask = snapshot.connection.prepare_cached(&format!(
                "SELECT l.type, e.id, e.eid FROM link l \
                 JOIN state h ON h.eid = l.up AND h.removed = 0 AND {} \
                 JOIN link t ON t.down = l.up AND t.type = 'taken-from' AND t.removed = 0 AND {} \
                 JOIN state v ON v.eid = t.up AND v.removed = 0 AND {} \
                 JOIN entity e ON e.eid = t.up \
                 WHERE l.down = :eid AND l.type IN ('supports', 'contradicts') AND l.removed = 0 AND {}",
                moment.valid("h"),
                moment.valid("t"),
                moment.valid("v"),
                moment.valid("l"),
            ))?;
            let mut codes: HashMap<i64, Option<String>> = HashMap::new();
            let mut heard = HashMap::new();
            for id in insights {
                let Some(eid) = snapshot.eid(id)? else { continue };
                bind(&mut ask, &[(":eid", eid)], moment)?;
                let mut rows = ask.raw_query();
                let mut from = Vec::new();
                while let Some(row) = rows.next()? {
                    let against = row.get_ref(0)?.as_str().unwrap_or_default() == "contradicts";
                    from.push((against, entity_id(row, 1)?, row.get::<_, i64>(2)?));
                }
                drop(rows);
                let mut all = Vec::new();
                for (against, evidence, eid) in from {
                    if let Entry::Vacant(code) = codes.entry(eid) {
                        let state = snapshot.state(eid, evidence, moment)?;
                        let said = state.and_then(|s| s.text("participant").map(str::to_owned));
                        code.insert(said);
                    }
                    all.push(HeardFrom { evidence, code: codes.get(&eid).cloned().flatten(), against });
                }
                if !all.is_empty() {
                    heard.insert(*id, all);
                }
            }
            Ok(heard)
        })
    }

    /// How many pieces of evidence tell about each of these personas; those that none tells about are
    /// left out.
    ///
    /// # Errors
    /// [`crate::StoreError::Query`] if the moment is not one.
    pub fn evidence_about(&self, personas: &[EntityId], at: &At) -> Result<HashMap<EntityId, u64>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            // `from` flows backward: the persona is upstream of the evidence about it.
            let mut count = snapshot.connection.prepare_cached(&format!(
                "SELECT count(*) FROM link l JOIN state v ON v.eid = l.down AND v.removed = 0 AND {} \
                 WHERE l.up = :eid AND l.type = 'from' AND l.removed = 0 AND {}",
                moment.valid("v"),
                moment.valid("l"),
            ))?;
            let mut found = HashMap::new();
            for id in personas {
                let Some(eid) = snapshot.eid(id)? else { continue };
                bind(&mut count, &[(":eid", eid)], moment)?;
                let n: i64 = count.raw_query().next()?.map_or(Ok(0), |row| row.get(0))?;
                if n > 0 {
                    found.insert(*id, n.cast_unsigned());
                }
            }
            Ok(found)
        })
    }
}
