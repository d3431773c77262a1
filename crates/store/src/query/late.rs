//! Entries that came late: they say something was so, or were made, more than a day before this
//! workspace received them.

use std::collections::HashMap;

use throughline_record::{EntityId, date};

use super::at::Moment;
use super::card::Asked;
use super::{At, Reader};
use crate::error::Result;

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
            // A record is late by its own day, or because its whole change was made long before it came.
            let mut asked = Asked::new(
                snapshot,
                &format!(
                    "SELECT t.row >> 24, min(t.effective, CAST(unixepoch(c.at) AS INTEGER) * 1000), c.received, \
                       t.row = (SELECT min(f.row) FROM touch f WHERE f.eid = :eid) \
                     FROM touch t JOIN change c ON c.position = t.row >> 24 \
                     WHERE t.eid = :eid AND c.back_dated = 1 \
                       AND (t.effective < c.received_ms - 86400000 \
                            OR unixepoch(c.at) < unixepoch(c.received) - 86400) \
                       AND {seen} ORDER BY t.row"
                ),
                moment,
            )?;
            let mut late = HashMap::new();
            for id in ids {
                let Some(eid) = snapshot.eid(id)? else { continue };
                let mut rows = asked.rows(eid)?;
                let mut last = None;
                while let Some(row) = rows.next()? {
                    let position: i64 = row.get(0)?;
                    if last == Some(position) {
                        continue;
                    }
                    last = Some(position);
                    let one = Late {
                        entries: 0,
                        so: date::from_millis(row.get(1)?),
                        received: row.get(2)?,
                        position: position.cast_unsigned(),
                        made: row.get(3)?,
                    };
                    late.entry(*id).or_insert(one).entries += 1;
                }
            }
            Ok(late)
        })
    }
}
