//! Objections to a decision that have no answer: computed from stances, stored nowhere.

use std::collections::HashMap;

use throughline_record::EntityId;

use super::card::bind;
use super::{At, Reader};
use crate::error::Result;

/// What the number of open objections is called where lists filter and sort by it.
pub(super) const FIELD: &str = "open-objections";

/// How many objections without an answer a decision has, as an expression over `state` as s: 0 for
/// everything that is no decision. `on` flows forward, so the decision is the downstream end.
pub(super) fn counted(valid: impl Fn(&str) -> String) -> String {
    let field = |name: &str| {
        format!("(ifnull(o.fields, (SELECT t.content FROM touch t WHERE t.row = o.sole)) ->> '$.\"{name}\"')")
    };
    format!(
        "(SELECT count(*) FROM link l JOIN state o ON o.eid = l.up \
         WHERE l.down = s.eid AND l.type = 'on' AND l.removed = 0 AND {} \
         AND o.kind = 'stance' AND o.removed = 0 AND {} \
         AND {} = 'object' AND trim(ifnull({}, '')) = '')",
        valid("l"),
        valid("o"),
        field("position"),
        field("answer"),
    )
}

impl Reader {
    /// How many objections without an answer each of these decisions has; those with none are left
    /// out.
    ///
    /// # Errors
    /// [`crate::StoreError::Query`] if the moment is not one.
    pub fn open_objections(&self, decisions: &[EntityId], at: &At) -> Result<HashMap<EntityId, u64>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let mut count = snapshot.connection.prepare_cached(&format!(
                "SELECT {} FROM state s WHERE s.eid = :eid AND {} LIMIT 1",
                counted(|alias| moment.valid(alias)),
                moment.valid("s")
            ))?;
            let mut open = HashMap::new();
            for id in decisions {
                let Some(eid) = snapshot.eid(id)? else { continue };
                bind(&mut count, &[(":eid", eid)], moment)?;
                let found: i64 = count.raw_query().next()?.map_or(Ok(0), |row| row.get(0))?;
                if found > 0 {
                    open.insert(*id, found.cast_unsigned());
                }
            }
            Ok(open)
        })
    }
}
