//! Two moments compared: what was added, removed and changed between them, field by field.
//!
//! A row of the view is a set of records and where it is valid, so what has the same row at both moments
//! is the same, and only the rest is folded and compared.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;
use throughline_model::{LINK_KIND, State, kind};
use throughline_record::{EntityId, Value};

use super::at::Moment;
use super::card::{Card, Cards};
use super::within::Within;
use super::{At, Reader, Snapshot, entity_id};
use crate::error::Result;
use crate::progress::{Progress, step};

/// Kinds of the record's own bookkeeping: nobody compares them.
const BOOKKEEPING: &[&str] = &["device", "source"];
/// How many entities are compared between two reports of progress.
const STRIDE: usize = 64;

/// Which moments to compare, and of what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MomentsQuery {
    /// The moment that is compared with.
    pub from: At,
    /// The moment that is looked at.
    pub to: At,
    /// Only what this release includes at either moment, with the parts of it.
    pub release: Option<EntityId>,
}

/// What became of something between two moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// It is there now, and was not.
    Added,
    /// It is in both, and not the same.
    Changed,
    /// It was there, and is no longer.
    Removed,
}

/// One artefact that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// As it is at the later moment; of what was removed, as it was.
    pub card: Card,
    /// What became of it.
    pub became: Became,
    /// Its fields that differ; of what was added, all it has; of what was removed, none.
    pub fields: Vec<ValueDifference>,
    /// Its links that differ.
    pub links: Vec<LinkDifference>,
}

/// A field with two values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValueDifference {
    /// The field's name.
    pub name: String,
    /// At the first moment.
    pub before: Option<Value>,
    /// At the second moment.
    pub after: Option<Value>,
    /// One of the two was erased since.
    pub erased: bool,
}

/// A link that differs, seen from one end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkDifference {
    /// The link.
    pub id: EntityId,
    /// Its type.
    #[serde(rename = "type")]
    pub type_: String,
    /// Whether it is told from its `from` end.
    pub out: bool,
    /// The other end.
    pub other: Card,
    /// What became of it.
    pub became: Became,
    /// Its own fields that differ; of a new link, all.
    pub fields: Vec<ValueDifference>,
}

impl Reader {
    /// What differs between two moments, in the order the log first names things.
    ///
    /// # Errors
    /// [`StoreError::Query`](crate::StoreError::Query) if a moment is not one,
    /// [`StoreError::Cancelled`](crate::StoreError::Cancelled) if the listener asked to stop.
    pub fn compare(&self, query: &MomentsQuery, progress: &dyn Progress) -> Result<Vec<Difference>> {
        self.snapshot(|snapshot| {
            let (from, to) = (snapshot.moment(&query.from)?, snapshot.moment(&query.to)?);
            let scope = match &query.release {
                None => None,
                Some(release) => {
                    Some((Within::at(snapshot, release, from)?, Within::at(snapshot, release, to)?))
                }
            };
            let mut comparing = Comparing {
                snapshot,
                from,
                to,
                before: Cards::new(snapshot, from)?,
                after: Cards::new(snapshot, to)?,
                scope,
                release: query.release.as_ref().map(|id| snapshot.eid(id)).transpose()?.flatten(),
                found: BTreeMap::new(),
                known: HashMap::new(),
            };
            let artefacts = comparing.artefacts()?;
            let links = comparing.links()?;
            let total = (artefacts.len() + links.len()) as u64;
            let mut done = 0_u64;
            let mut tick = || -> Result<()> {
                done += 1;
                if done.is_multiple_of(STRIDE as u64) || done == total {
                    step(progress, done, total, "entries compared")?;
                }
                Ok(())
            };
            for (eid, id) in artefacts {
                comparing.artefact(eid, id)?;
                tick()?;
            }
            for row in links {
                comparing.link(row)?;
                tick()?;
            }
            Ok(comparing.found.into_values().collect())
        })
    }
}

/// A link with its ends by their number in the view.
struct LinkEnds {
    eid: i64,
    id: EntityId,
    type_: String,
    from: i64,
    to: i64,
}

struct Comparing<'s> {
    snapshot: &'s Snapshot<'s>,
    from: Moment,
    to: Moment,
    before: Cards<'s>,
    after: Cards<'s>,
    /// What the release holds at either moment.
    scope: Option<(BTreeSet<i64>, BTreeSet<i64>)>,
    release: Option<i64>,
    found: BTreeMap<i64, Difference>,
    known: HashMap<i64, Option<Card>>,
}

impl Comparing<'_> {
    /// The condition that a row is valid at one of the moments only.
    fn differs(&self, alias: &str) -> String {
        format!("({}) <> ({})", self.from.valid_written(alias), self.to.valid_written(alias))
    }

    fn in_scope(&self, eid: i64) -> bool {
        self.scope.as_ref().is_none_or(|(before, after)| before.contains(&eid) || after.contains(&eid))
    }

    /// Artefacts that may differ.
    fn artefacts(&self) -> Result<BTreeMap<i64, EntityId>> {
        let mut statement = self
            .snapshot
            .connection
            .prepare(&format!("SELECT s.eid, s.id FROM state s WHERE {}", self.differs("s")))?;
        let mut rows = statement.query([])?;
        let mut found = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let eid = row.get(0)?;
            if self.in_scope(eid) {
                found.insert(eid, entity_id(row, 1)?);
            }
        }
        if let Some((before, after)) = &self.scope {
            let mut id_of =
                self.snapshot.connection.prepare_cached("SELECT id FROM entity WHERE eid = ?1")?;
            for eid in before.symmetric_difference(after) {
                if !found.contains_key(eid) {
                    found.insert(*eid, id_of.query_row([eid], |row| entity_id(row, 0))?);
                }
            }
        }
        Ok(found)
    }

    /// Links that may differ and have an end in scope.
    fn links(&self) -> Result<Vec<LinkEnds>> {
        let mut statement = self.snapshot.connection.prepare(&format!(
            "SELECT DISTINCT l.eid, l.id, l.type, CASE WHEN l.flow < 0 THEN l.down ELSE l.up END, \
               CASE WHEN l.flow < 0 THEN l.up ELSE l.down END \
             FROM link l WHERE {} ORDER BY l.eid",
            self.differs("l")
        ))?;
        let mut rows = statement.query([])?;
        let mut found: Vec<LinkEnds> = Vec::new();
        while let Some(row) = rows.next()? {
            let (from, to) = (row.get(3)?, row.get(4)?);
            let type_: String = row.get(2)?;
            // That something belongs to the release is what the scope says already.
            let scoping = type_ == "includes" && self.release == Some(from);
            if !scoping && (self.in_scope(from) || self.in_scope(to)) {
                found.push(LinkEnds { eid: row.get(0)?, id: entity_id(row, 1)?, type_, from, to });
            }
        }
        Ok(found)
    }

    fn artefact(&mut self, eid: i64, id: EntityId) -> Result<()> {
        let holds = |set: Option<&BTreeSet<i64>>| set.is_none_or(|set| set.contains(&eid));
        let (in_before, in_after) =
            (holds(self.scope.as_ref().map(|s| &s.0)), holds(self.scope.as_ref().map(|s| &s.1)));
        let was = self.before.get(eid)?.filter(|card| !card.removed && in_before);
        let is = self.after.get(eid)?.filter(|card| !card.removed && in_after);
        let (card, became) = match (&was, &is) {
            (None, None) => return Ok(()),
            (Some(was), None) => (was, Became::Removed),
            (None, Some(is)) => (is, Became::Added),
            (Some(_), Some(is)) => (is, Became::Changed),
        };
        if BOOKKEEPING.contains(&card.kind.as_str()) {
            return Ok(());
        }
        let state = |moment| self.snapshot.state(eid, id, moment);
        let fields = match became {
            Became::Removed => Vec::new(),
            Became::Added => differences(None, state(self.to)?.as_ref()),
            Became::Changed => differences(state(self.from)?.as_ref(), state(self.to)?.as_ref()),
        };
        if became == Became::Changed && fields.is_empty() {
            return Ok(());
        }
        self.found.insert(eid, Difference { card: card.clone(), became, fields, links: Vec::new() });
        Ok(())
    }

    fn link(&mut self, row: LinkEnds) -> Result<()> {
        // That something new belongs to a release goes without saying.
        let whole = |found: &BTreeMap<i64, Difference>, eid: i64| {
            found.get(&eid).map(|one| one.became).filter(|became| *became != Became::Changed)
        };
        let inclusion = row.type_ == "includes";
        if (inclusion && whole(&self.found, row.to).is_some())
            || whole(&self.found, row.from) == Some(Became::Removed)
        {
            return Ok(());
        }
        let was = self.snapshot.state(row.eid, row.id, self.from)?.filter(|state| !state.removed());
        let is = self.snapshot.state(row.eid, row.id, self.to)?.filter(|state| !state.removed());
        let (became, fields) = match (&was, &is) {
            (None, None) => return Ok(()),
            (Some(_), None) => (Became::Removed, Vec::new()),
            (None, Some(_)) => (Became::Added, differences(None, is.as_ref())),
            (Some(_), Some(_)) => (Became::Changed, differences(was.as_ref(), is.as_ref())),
        };
        if became == Became::Changed && fields.is_empty() {
            return Ok(());
        }
        let told_from = if inclusion || !self.in_scope(row.from) { row.to } else { row.from };
        let out = told_from == row.from;
        let Some(other) = self.card(if out { row.to } else { row.from })? else { return Ok(()) };
        let link = LinkDifference { id: row.id, type_: row.type_, out, other, became, fields };
        if let Some(one) = self.found.get_mut(&told_from) {
            one.links.push(link);
        } else if let Some(card) = self.card(told_from)?
            && !BOOKKEEPING.contains(&card.kind.as_str())
        {
            let links = vec![link];
            self.found
                .insert(told_from, Difference { card, became: Became::Changed, fields: Vec::new(), links });
        }
        Ok(())
    }

    /// A card as it is at the later moment, else as it was at the earlier.
    fn card(&mut self, eid: i64) -> Result<Option<Card>> {
        if let Some(card) = self.known.get(&eid) {
            return Ok(card.clone());
        }
        let card = match self.snapshot.any_card(&mut self.after, eid)? {
            Some(card) => Some(card),
            None => self.snapshot.any_card(&mut self.before, eid)?,
        };
        self.known.insert(eid, card.clone());
        Ok(card)
    }
}

/// The fields in which two states of one entity differ, in the order of its kind's form.
fn differences(was: Option<&State>, is: Option<&State>) -> Vec<ValueDifference> {
    let names: BTreeSet<&String> = was.into_iter().chain(is).flat_map(|state| state.fields.keys()).collect();
    let mut out: Vec<ValueDifference> = names
        .into_iter()
        .filter(|name| name.as_str() != "removed")
        .filter_map(|name| {
            let value = |state: Option<&State>| state.and_then(|state| state.value(name)).cloned();
            let gone = |state: Option<&State>| state.is_some_and(|state| state.erased(name));
            let (before, after) = (value(was), value(is));
            // What was erased is so at every moment: it says nothing of what lies between.
            (before != after).then(|| ValueDifference {
                name: name.clone(),
                before,
                after,
                erased: gone(was) || gone(is),
            })
        })
        .collect();
    let state = is.or(was);
    if let Some(entry) = state.filter(|state| state.kind != LINK_KIND).and_then(|state| kind(&state.kind)) {
        let place: HashMap<&str, usize> =
            entry.all_fields().enumerate().map(|(place, field)| (field.name, place)).collect();
        out.sort_by_key(|one| place.get(one.name.as_str()).copied().unwrap_or(usize::MAX));
    }
    out
}
