//! What belongs to a release: what it includes, the parts of that, and the links between.

use std::collections::BTreeSet;

use throughline_model::links;
use throughline_record::EntityId;

use super::Snapshot;
use super::at::Moment;
use super::card::bind;
use crate::error::Result;

/// The entities of a release, by their number in the view.
pub(super) struct Within {
    /// The release, what it includes, and the parts of these.
    pub artefacts: BTreeSet<i64>,
    /// Links with both ends among them, or with one end there and the other no artefact of any release.
    pub links: BTreeSet<i64>,
}

impl Within {
    /// Everything that ever belonged to a release, as far as is known now.
    pub fn release(snapshot: &Snapshot<'_>, release: &EntityId) -> Result<Within> {
        let Some(eid) = snapshot.eid(release)? else {
            return Ok(Within { artefacts: BTreeSet::new(), links: BTreeSet::new() });
        };
        let mut artefacts = BTreeSet::from([eid]);
        let mut included = snapshot
            .connection
            .prepare_cached("SELECT DISTINCT l.down FROM link l WHERE l.up = ?1 AND l.type = 'includes'")?;
        for row in included.query_map([eid], |row| row.get::<_, i64>(0))? {
            artefacts.insert(row?);
        }
        let parts = parts_of(snapshot, &artefacts, None)?;
        artefacts.extend(parts);
        let mut links = BTreeSet::new();
        let mut both =
            snapshot.connection.prepare_cached("SELECT DISTINCT l.eid, l.up, l.down FROM link l")?;
        let mut rows = both.query([])?;
        while let Some(row) = rows.next()? {
            if artefacts.contains(&row.get(1)?) && artefacts.contains(&row.get(2)?) {
                links.insert(row.get(0)?);
            }
        }
        Ok(Within { artefacts, links })
    }

    /// What a release holds at a moment: what it includes then, and the parts of it; removed links left out.
    pub fn at(snapshot: &Snapshot<'_>, release: &EntityId, moment: Moment) -> Result<BTreeSet<i64>> {
        let Some(eid) = snapshot.eid(release)? else { return Ok(BTreeSet::new()) };
        let mut artefacts = BTreeSet::from([eid]);
        let mut included = snapshot.connection.prepare_cached(&format!(
            "SELECT l.down FROM link l WHERE l.up = :eid AND l.type = 'includes' AND l.removed = 0 AND {}",
            moment.valid("l")
        ))?;
        bind(&mut included, &[(":eid", eid)], moment)?;
        let mut rows = included.raw_query();
        while let Some(row) = rows.next()? {
            artefacts.insert(row.get(0)?);
        }
        drop(rows);
        let parts = parts_of(snapshot, &artefacts, Some(moment))?;
        artefacts.extend(parts);
        Ok(artefacts)
    }

    /// Artefacts and links together.
    pub fn everything(&self) -> impl Iterator<Item = &i64> {
        self.artefacts.iter().chain(&self.links)
    }
}

/// The parts of artefacts, by the link types whose one end is a part of the other: options, causes …
fn parts_of(
    snapshot: &Snapshot<'_>,
    wholes: &BTreeSet<i64>,
    moment: Option<Moment>,
) -> Result<BTreeSet<i64>> {
    let types: Vec<String> = links().iter().filter(|l| l.parts).map(|l| format!("'{}'", l.name)).collect();
    let valid = moment.map_or_else(String::new, |m| format!(" AND l.removed = 0 AND {}", m.valid("l")));
    // The part is the end named first: upstream where the type flows forward, else downstream.
    let mut statement = snapshot.connection.prepare_cached(&format!(
        "SELECT DISTINCT CASE WHEN l.flow < 0 THEN l.down ELSE l.up END, \
           CASE WHEN l.flow < 0 THEN l.up ELSE l.down END \
         FROM link l WHERE l.type IN ({}){valid}",
        types.join(",")
    ))?;
    bind::<i64>(&mut statement, &[], moment.unwrap_or(Moment::Now))?;
    let mut rows = statement.raw_query();
    let mut parts = BTreeSet::new();
    while let Some(row) = rows.next()? {
        if wholes.contains(&row.get(1)?) {
            parts.insert(row.get(0)?);
        }
    }
    Ok(parts)
}
