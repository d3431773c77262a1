//! When the work of a release was first so.

use rusqlite::types::Value as Sql;
use throughline_model::{Stage, kind};
use throughline_record::EntityId;

use super::card::bind;
use super::{At, Reader, entity_id};
use crate::error::Result;

/// An artefact of a release and when it began to be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The artefact.
    pub id: EntityId,
    /// Its kind without version.
    pub kind: String,
    /// The stage of its kind.
    pub stage: Stage,
    /// When it was first so, by what its records say; milliseconds since 1970.
    pub at: i64,
    /// Carried over from an earlier release rather than made in this one.
    pub carried: bool,
}

impl Reader {
    /// What a release includes, removed artefacts left out, in order of when it was first so.
    ///
    /// # Errors
    /// [`StoreError::Query`](crate::StoreError::Query) if the moment is not one.
    pub fn begun(&self, release: &EntityId, at: &At) -> Result<Vec<Begun>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let Some(eid) = snapshot.eid(release)? else { return Ok(Vec::new()) };
            let mut statement = snapshot.connection.prepare_cached(&format!(
                "SELECT s.id, s.kind, (SELECT min(t.effective) FROM touch t WHERE t.eid = s.eid AND {}), \
                   l.fields ->> '$.how' \
                 FROM link l JOIN state s ON s.eid = l.down \
                 WHERE l.up = :release AND l.type = 'includes' AND l.removed = 0 AND {} AND {} AND s.removed = 0 \
                 ORDER BY 3, s.eid",
                moment.seen(),
                moment.valid("l"),
                moment.valid("s"),
            ))?;
            bind(&mut statement, &[(":release", Sql::Integer(eid))], moment)?;
            let mut rows = statement.raw_query();
            let mut out = Vec::new();
            while let Some(row) = rows.next()? {
                let name: String = row.get(1)?;
                let Some(stage) = kind(&name).map(|k| k.stage) else { continue };
                let how: Option<String> = row.get(3)?;
                out.push(Begun {
                    id: entity_id(row, 0)?,
                    kind: name,
                    stage,
                    at: row.get(2)?,
                    carried: how.as_deref() == Some("carried"),
                });
            }
            Ok(out)
        })
    }
}
