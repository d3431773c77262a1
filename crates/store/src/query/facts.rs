//! What the readiness rules look at: a release, what lies around it, and the links between.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::Row;
use throughline_model::readiness::{Decided, Entity, Known, ReleaseFacts, Tie, reads};
use throughline_model::{Kind, kind, kinds};
use throughline_record::{EntityId, Fields, Opened, Value, decimal};

use super::at::Moment;
use super::card::{bind, list};
use super::{At, Reader, Snapshot, entity_id};
use crate::error::Result;
use crate::view::json::read_part;
use crate::view::touch::damaged;

/// What is asked of a release.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FactsQuery {
    /// The release; none for all that is recorded.
    pub release: Option<EntityId>,
    /// The day it is asked on, `YYYY-MM-DD`.
    pub today: String,
    /// Whether the release is about to be frozen.
    pub freezing: bool,
    /// A decision that is looked at as if it were accepted.
    pub supposing: Option<Supposing>,
}

/// A proposed decision taken to be accepted, to see what that would leave open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supposing {
    /// The decision.
    pub decision: EntityId,
    /// The option that would be chosen, and the others rejected; none for what the decision itself proposes.
    pub chosen: Option<EntityId>,
}

/// A link between two entities, by their numbers in the view.
pub(super) struct Joined {
    pub eid: i64,
    pub id: EntityId,
    pub type_: String,
    pub from: i64,
    pub to: i64,
    /// Of a guardrail: its margin, in the metric's unit.
    pub margin: Option<f64>,
}

/// Kinds that stand around every release: rules ask who is there, and what they are measured by.
const AROUND: &[&str] = &["team", "stakeholder", "metric", "product"];
/// Links of what stands around a release that rules follow.
const BETWEEN: &[&str] = &["member-of", "measured-by"];

impl Reader {
    /// What the readiness rules look at, in a handful of questions however much the release includes.
    ///
    /// # Errors
    /// [`crate::StoreError::Query`] if the moment is not one, [`crate::StoreError::NotFound`] if there never was
    /// such a release.
    pub fn release_facts(&self, query: &FactsQuery, at: &At) -> Result<ReleaseFacts> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let release =
                query.release.map(|id| Ok::<_, crate::StoreError>((id, snapshot.known(&id)?))).transpose()?;
            let members = match release {
                Some((_, eid)) => snapshot.included(eid, moment)?,
                None => snapshot.everything(moment)?,
            };
            let mut links = snapshot.links_of(&members, moment)?;
            let inside: HashSet<i64> = members.iter().copied().collect();
            let around = snapshot.of_kinds(AROUND, moment)?;
            let between = snapshot.links_of(&around, moment)?;
            let known: HashSet<i64> = links.iter().map(|link| link.eid).collect();
            links.extend(
                between
                    .into_iter()
                    .filter(|link| BETWEEN.contains(&link.type_.as_str()) && !known.contains(&link.eid)),
            );
            let mut eids: HashSet<i64> = links.iter().flat_map(|link| [link.from, link.to]).collect();
            eids.extend(inside.iter().chain(&around));
            eids.extend(release.map(|(_, eid)| eid));
            let mut eids: Vec<i64> = eids.into_iter().collect();
            eids.sort_unstable();
            let held = snapshot.held(&eids, &inside, moment)?;
            let ids: HashMap<i64, EntityId> = held.iter().map(|(eid, entity)| (*eid, entity.id)).collect();
            let suspects = snapshot.suspects(
                links.iter().filter(|link| ids.contains_key(&link.from) && ids.contains_key(&link.to)),
                &held.iter().map(|(eid, entity)| (*eid, entity.id)).collect(),
                moment,
            )?;
            let ties: Vec<Tie> = links
                .into_iter()
                .filter_map(|link| {
                    let (from, to) = (*ids.get(&link.from)?, *ids.get(&link.to)?);
                    Some(Tie { type_: link.type_, from, to, margin: link.margin })
                })
                .collect();
            let product = match release {
                Some((_, eid)) => snapshot.product_of(eid, moment)?,
                None => around
                    .iter()
                    .find(|eid| held.iter().any(|(e, held)| e == *eid && held.kind == "product"))
                    .copied(),
            };
            let asked: Vec<EntityId> =
                ties.iter().filter(|tie| tie.type_ == "decides").map(|tie| tie.to).collect();
            let decided = self
                .decided(&asked, at)?
                .into_iter()
                .map(|(id, (outcome, decision))| (id, Decided { outcome, decision: decision.id }))
                .collect();
            let proposed = match &query.supposing {
                Some(Supposing { decision, chosen: None }) => {
                    snapshot.outcomes_of(snapshot.known(decision)?, moment)?
                }
                _ => Vec::new(),
            };
            let mut known = Known {
                today: query.today.clone(),
                freezing: query.freezing,
                release: query.release,
                product: product.and_then(|eid| ids.get(&eid).copied()),
                entities: held.into_iter().map(|(_, entity)| entity).collect(),
                ties,
                decided,
                suspects,
            };
            if let Some(supposing) = &query.supposing {
                suppose(&mut known, supposing, &proposed);
            }
            Ok(ReleaseFacts::new(known))
        })
    }
}

/// Takes a decision to be accepted, with what it would choose.
fn suppose(known: &mut Known, supposing: &Supposing, proposed: &[(EntityId, String)]) {
    let decision = supposing.decision;
    for entity in known.entities.iter_mut().filter(|entity| entity.id == decision) {
        entity.status = "accepted".into();
    }
    let mut outcomes: Vec<(EntityId, String)> = proposed.to_vec();
    if let Some(chosen) = supposing.chosen {
        let ends = |type_: &'static str| known.ties.iter().filter(move |tie| tie.type_ == type_);
        for option in ends("option-of").filter(|tie| tie.to == decision).map(|tie| tie.from) {
            let outcome = if option == chosen { "chosen" } else { "rejected" };
            let subjects = ends("stands-for").filter(|tie| tie.from == option).map(|tie| tie.to);
            outcomes.extend(std::iter::once(option).chain(subjects).map(|of| (of, outcome.to_owned())));
        }
        // Two options may stand for one artefact: what is chosen stays so.
        outcomes.sort_by_key(|(_, outcome)| outcome == "chosen");
    }
    known.decided.extend(outcomes.into_iter().map(|(of, outcome)| (of, Decided { outcome, decision })));
}

impl Snapshot<'_> {
    /// What a release includes.
    pub(super) fn included(&self, release: i64, moment: Moment) -> Result<Vec<i64>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT l.down FROM link l WHERE l.up = :eid AND l.type = 'includes' AND l.removed = 0 AND {} ORDER BY l.down",
            moment.valid("l")
        ))?;
        bind(&mut statement, &[(":eid", release)], moment)?;
        numbers(&mut statement)
    }

    fn everything(&self, moment: Moment) -> Result<Vec<i64>> {
        let all: Vec<&str> =
            kinds().iter().filter(|kind| kind.belongs_to_releases()).map(|kind| kind.name).collect();
        self.of_kinds(&all, moment)
    }

    fn of_kinds(&self, names: &[&str], moment: Moment) -> Result<Vec<i64>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT s.eid FROM state s WHERE s.kind IN ({}) AND s.removed = 0 AND {} ORDER BY s.eid",
            quoted(names),
            moment.valid("s")
        ))?;
        bind::<i64>(&mut statement, &[], moment)?;
        numbers(&mut statement)
    }

    fn product_of(&self, release: i64, moment: Moment) -> Result<Option<i64>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT l.down FROM link l WHERE l.up = :eid AND l.type = 'of-product' AND l.removed = 0 AND {} LIMIT 1",
            moment.valid("l")
        ))?;
        bind(&mut statement, &[(":eid", release)], moment)?;
        Ok(numbers(&mut statement)?.into_iter().next())
    }

    /// What a decision says of artefacts, accepted or not.
    fn outcomes_of(&self, decision: i64, moment: Moment) -> Result<Vec<(EntityId, String)>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT e.id, l.fields ->> '$.outcome' FROM link l JOIN entity e ON e.eid = l.down \
             WHERE l.up = :eid AND l.type = 'decides' AND l.removed = 0 AND {}",
            moment.valid("l")
        ))?;
        bind(&mut statement, &[(":eid", decision)], moment)?;
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if let Some(outcome) = row.get(1)? {
                found.push((entity_id(row, 0)?, outcome));
            }
        }
        Ok(found)
    }

    /// The living links of entities, either way, each once; those that say what a release includes left out.
    pub(super) fn links_of(&self, eids: &[i64], moment: Moment) -> Result<Vec<Joined>> {
        let mut found: Vec<Joined> = Vec::new();
        let mut seen = HashSet::new();
        for end in ["up", "down"] {
            let mut statement = self.connection.prepare_cached(&format!(
                "SELECT l.eid, l.id, l.type, l.flow, l.up, l.down, \
                 CASE l.type WHEN 'guarded-by' THEN l.fields ->> '$.margin' END FROM rarray(:eids) f \
                 CROSS JOIN link l ON l.{end} = f.value AND l.removed = 0 AND {} \
                 WHERE l.type <> 'includes' AND l.understood = 1",
                moment.valid("l")
            ))?;
            bind(&mut statement, &[(":eids", list(eids))], moment)?;
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next()? {
                let eid: i64 = row.get(0)?;
                if seen.insert(eid) {
                    let (flow, up, down): (i64, i64, i64) = (row.get(3)?, row.get(4)?, row.get(5)?);
                    let (from, to) = if flow < 0 { (down, up) } else { (up, down) };
                    let margin = row.get::<_, Option<String>>(6)?.and_then(|margin| decimal::to_f64(&margin));
                    found.push(Joined { eid, id: entity_id(row, 1)?, type_: row.get(2)?, from, to, margin });
                }
            }
        }
        // In the order they were made, so that "the first" is the same every time.
        found.sort_unstable_by_key(|link| link.eid);
        Ok(found)
    }

    /// The entities as the rules see them, in the order of their numbers; removed ones left out.
    fn held(&self, eids: &[i64], inside: &HashSet<i64>, moment: Moment) -> Result<Vec<(i64, Entity)>> {
        let read: Vec<&str> = kinds().iter().map(|kind| kind.name).filter(|name| reads(name)).collect();
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT s.eid, s.id, s.kind, s.number, s.title, s.status, s.created_at, t.content, s.fields, s.afar \
             FROM rarray(:eids) f CROSS JOIN state s ON s.eid = f.value AND {} \
             LEFT JOIN touch t ON t.row = s.sole AND s.kind IN ({}) \
             WHERE s.removed = 0 AND s.understood = 1",
            moment.valid("s"),
            quoted(&read)
        ))?;
        bind(&mut statement, &[(":eids", list(eids))], moment)?;
        let mut rows = statement.raw_query();
        let mut held = Vec::with_capacity(eids.len());
        while let Some(row) = rows.next()? {
            let eid: i64 = row.get(0)?;
            let id = entity_id(row, 1)?;
            let name: String = row.get(2)?;
            let entry: Option<&'static Kind> = kind(&name);
            held.push((
                eid,
                Entity {
                    id,
                    short: self.short(entry, &name, &id, row.get(3)?, moment)?,
                    title: row.get(4)?,
                    status: row.get(5)?,
                    created_at: row.get(6)?,
                    included: inside.contains(&eid),
                    fields: if reads(&name) { values(row)? } else { BTreeMap::new() },
                    kind: name,
                },
            ));
        }
        Ok(held)
    }
}

/// The fields of a row: kept with it, or by the one record there is; long texts stand as an ellipsis.
fn values(row: &Row<'_>) -> Result<BTreeMap<String, Value>> {
    let text = |column: usize| row.get_ref(column)?.as_str_or_null().map_err(damaged);
    let mut all = BTreeMap::new();
    for column in [7, 8] {
        let (part, _) = read_part(text(column)?).map_err(damaged)?;
        if let Opened::Here(fields) = part {
            all.extend(shown(fields));
        }
    }
    let (afar, _) = read_part(text(9)?).map_err(damaged)?;
    if let Opened::Here(fields) = afar {
        all.extend(fields.into_keys().map(|name| (name, Value::from("…"))));
    }
    Ok(all)
}

fn shown(fields: Fields) -> impl Iterator<Item = (String, Value)> {
    fields.into_iter().filter_map(|(name, value)| Some((name, value?)))
}

fn numbers(statement: &mut rusqlite::Statement<'_>) -> Result<Vec<i64>> {
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(row.get(0)?);
    }
    Ok(found)
}

/// Words of our own tables as SQL; none has a quote in it.
fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(",")
}
