//! Where values stand side by side that were set without knowing of each other.

use std::collections::BTreeSet;

use throughline_model::{Causality, FieldType, kinds};
use throughline_record::{ChangeId, EntityId};

use super::artefact::LinkSeen;
use super::at::Moment;
use super::card::bind;
use super::{At, Reader, Snapshot, entity_id};
use crate::error::Result;
use crate::view::ancestry::Descent;

/// A field in conflict.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Disputed {
    /// The artefact.
    pub entity: EntityId,
    /// The name of the field.
    pub field: String,
}

/// The records of one entity by what may be in conflict among them.
struct Suspected {
    eid: i64,
    entity: EntityId,
    changes: Vec<ChangeId>,
}

impl Reader {
    /// Every field of an artefact in conflict at a moment: several values of its own, or several links that
    /// fill a reference which can be one. Ordered by artefact, then field. Costs nothing where one device
    /// wrote everything.
    ///
    /// # Errors
    /// [`crate::StoreError::Query`] if the moment is not one.
    pub fn disputed(&self, at: &At) -> Result<Vec<Disputed>> {
        self.snapshot(|snapshot| {
            if snapshot.linear {
                return Ok(Vec::new());
            }
            let moment = snapshot.moment(at)?;
            let mut found = BTreeSet::new();
            for suspected in snapshot.touched_from_several_sides()? {
                if snapshot.one_knew_the_other(&suspected.changes)? {
                    continue;
                }
                let Some(state) = snapshot.state(suspected.eid, suspected.entity, moment)? else { continue };
                if state.ends.is_none() && state.understood {
                    let entity = suspected.entity;
                    found.extend(
                        state.conflicts().into_iter().map(|field| Disputed { entity, field: field.into() }),
                    );
                }
            }
            for (entity, field, type_, out) in snapshot.filled_twice(moment)? {
                if !self.rivals(type_, out, &self.links(&entity, at)?)?.is_empty() {
                    found.insert(Disputed { entity, field: field.into() });
                }
            }
            Ok(found.into_iter().collect())
        })
    }

    /// The places of the links that fill a reference which can be one, if there are several and not each was
    /// made knowing the others. Who sets it again takes the link before away, so only a merge can do this.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn rivals(&self, type_: &str, out: bool, links: &[LinkSeen]) -> Result<Vec<usize>> {
        let living = |at: &usize| {
            links.get(*at).is_some_and(|link| link.type_ == type_ && link.out == out && !link.removed)
        };
        let found: Vec<usize> = (0..links.len()).filter(living).collect();
        if found.len() < 2 {
            return Ok(Vec::new());
        }
        let changes: Vec<ChangeId> =
            found.iter().filter_map(|at| Some(links.get(*at)?.stands_by().address.change)).collect();
        Ok(if self.in_sequence(&changes)? { Vec::new() } else { found })
    }
}

impl Snapshot<'_> {
    /// The entities that more than one lane of changes touched, with these changes.
    fn touched_from_several_sides(&self) -> Result<Vec<Suspected>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT t.eid, e.id, c.id FROM touch t \
             JOIN change c ON c.position = t.row >> 24 JOIN entity e ON e.eid = t.eid \
             WHERE t.eid IN (SELECT t.eid FROM touch t JOIN change c ON c.position = t.row >> 24 \
                             GROUP BY t.eid HAVING min(c.lane) <> max(c.lane)) \
             ORDER BY t.eid, t.row",
        )?;
        let mut rows = statement.query([])?;
        let mut found: Vec<Suspected> = Vec::new();
        while let Some(row) = rows.next()? {
            let eid = row.get(0)?;
            let change = ChangeId(row.get(2)?);
            match found.last_mut() {
                Some(last) if last.eid == eid => {
                    if last.changes.last() != Some(&change) {
                        last.changes.push(change);
                    }
                }
                _ => found.push(Suspected { eid, entity: entity_id(row, 1)?, changes: vec![change] }),
            }
        }
        Ok(found)
    }

    /// Whether of every two changes one was made knowing the other.
    fn one_knew_the_other(&self, changes: &[ChangeId]) -> Result<bool> {
        let mut infos = Vec::with_capacity(changes.len());
        for change in changes {
            infos.extend(self.change(change)?);
        }
        infos.sort_by_key(|info| (info.clock, info.id));
        let ids: Vec<ChangeId> = infos.iter().map(|info| info.id).collect();
        let descent = Descent::of(infos);
        // In order of the clock each has to know the one before; then it knows all before.
        Ok(ids.windows(2).all(|pair| match pair {
            [a, b] => a == b || descent.precedes(a, b),
            _ => true,
        }))
    }

    /// The artefacts of which several links fill one reference, with the field, its link type and direction.
    fn filled_twice(&self, moment: Moment) -> Result<Vec<(EntityId, &'static str, &'static str, bool)>> {
        let mut found = Vec::new();
        let valid = moment.valid("l");
        for kind in kinds() {
            for field in kind.all_fields() {
                let FieldType::Ref { link, out, many: false } = field.ty else { continue };
                // `up` and `down` are the ends by the flow of the type, from and to only where it flows down.
                let mut statement = self.connection.prepare_cached(&format!(
                    "SELECT e.id FROM link l \
                     JOIN entity e ON e.eid = iif((l.flow < 0) = :out, l.down, l.up) \
                     JOIN state s ON s.eid = e.eid AND s.n_to = 9223372036854775807 AND s.kind = :kind \
                     WHERE l.type = :type AND l.removed = 0 AND {valid} GROUP BY e.eid HAVING count(*) > 1"
                ))?;
                bind(&mut statement, &[(":kind", kind.name), (":type", link)], moment)?;
                bind(&mut statement, &[(":out", i64::from(out))], moment)?;
                let mut rows = statement.raw_query();
                while let Some(row) = rows.next()? {
                    found.push((entity_id(row, 0)?, field.name, link, out));
                }
            }
        }
        Ok(found)
    }
}
