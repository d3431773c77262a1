//! One artefact: its card, its folded state and its links both ways.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use throughline_model::{Causality, Stamp, State, link};
use throughline_record::{Address, ChangeId, Ends, EntityId, PartName};

use super::at::Moment;
use super::card::{Card, Cards, bind};
use super::{At, Reader, Snapshot, entity_id};
use crate::error::{Result, StoreError};
use crate::view::ancestry::{ChangeInfo, Descent};
use crate::view::touch::{INFO, NOTED, Noted, fold_noted, info_of, noted_of};

/// The largest short number that is given. A person can still read it, and nobody needs more.
pub const LARGEST_NUMBER: i64 = 1_000_000_000;

/// An artefact with all that its page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Artefact {
    /// Its card.
    pub card: Card,
    /// Its fields, each with who set it, and conflicts.
    pub state: State,
    /// Its links, in the order they were made.
    pub links: Vec<LinkSeen>,
}

/// A link as seen from one end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkSeen {
    /// The link's own entity.
    pub id: EntityId,
    /// Its type.
    #[serde(rename = "type")]
    pub type_: String,
    /// Whether this artefact is the `from` end.
    pub out: bool,
    /// The other end.
    pub other: Card,
    /// The link's own fields, and the revisions of both ends it was made against.
    pub state: State,
    /// Shown grey: the link or its other end was removed.
    pub removed: bool,
}

impl LinkSeen {
    /// What made it stand: its creation, or what last brought it back.
    pub fn stands_by(&self) -> &Stamp {
        let brought_back = self.state.fields.get("removed").and_then(|field| field.shown());
        brought_back.map_or(&self.state.created, |head| &head.set)
    }
}

/// A row of `link` that touches an entity.
pub(super) struct LinkRow {
    pub eid: i64,
    pub id: EntityId,
    pub type_: String,
    pub out: bool,
    pub other: i64,
    pub removed: bool,
}

impl Reader {
    /// An artefact (or a link) with its state and its links.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if nothing of it is known at that moment.
    pub fn get(&self, id: &EntityId, at: &At) -> Result<Artefact> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let eid = snapshot.known(id)?;
            let not_found = || StoreError::NotFound(id.to_string());
            let mut cards = Cards::new(snapshot, moment)?;
            let card = snapshot.any_card(&mut cards, eid)?.ok_or_else(not_found)?;
            let state = snapshot.state(eid, *id, moment)?.ok_or_else(not_found)?;
            Ok(Artefact { card, state, links: snapshot.links(&mut cards, eid, moment)? })
        })
    }

    /// The folded state of an artefact or a link; `None` if nothing of it is known at that moment.
    ///
    /// # Errors
    /// [`StoreError::Query`] if the moment is not one.
    pub fn state(&self, id: &EntityId, at: &At) -> Result<Option<State>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            match snapshot.eid(id)? {
                Some(eid) => snapshot.state(eid, *id, moment),
                None => Ok(None),
            }
        })
    }

    /// Whether any record was ever made about an entity.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn exists(&self, id: &EntityId) -> Result<bool> {
        self.snapshot(|snapshot| {
            let mut statement = snapshot.connection.prepare_cached(
                "SELECT 1 FROM entity e JOIN touch t ON t.eid = e.eid WHERE e.id = ?1 LIMIT 1",
            )?;
            Ok(statement.exists([id.as_bytes()])?)
        })
    }

    /// Those entities any record was ever made about.
    pub(crate) fn existing(&self, ids: impl Iterator<Item = EntityId>) -> Result<HashSet<EntityId>> {
        self.snapshot(|snapshot| {
            let mut recorded = snapshot.connection.prepare_cached(
                "SELECT 1 FROM entity e JOIN touch t ON t.eid = e.eid WHERE e.id = ?1 LIMIT 1",
            )?;
            let mut existing = HashSet::new();
            for id in ids {
                if recorded.exists([id.as_bytes()])? {
                    existing.insert(id);
                }
            }
            Ok(existing)
        })
    }

    /// The names of all parts that were erased, whether they are known or not.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub(crate) fn erased(&self) -> Result<HashSet<PartName>> {
        self.snapshot(|snapshot| {
            let mut statement = snapshot.connection.prepare_cached("SELECT part FROM erased")?;
            let mut rows = statement.query([])?;
            let mut erased = HashSet::new();
            while let Some(row) = rows.next()? {
                erased.extend(row.get_ref(0)?.as_str().ok().and_then(|name| name.parse::<PartName>().ok()));
            }
            Ok(erased)
        })
    }

    /// The next free short number of a kind: one more than any that was ever used, 1 at first.
    /// Numbers above [`LARGEST_NUMBER`] do not count, or one hostile record could use a kind up.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn next_number(&self, kind: &str) -> Result<i64> {
        self.snapshot(|snapshot| {
            let used: Option<i64> = snapshot
                .connection
                .prepare_cached(
                    "SELECT n.number FROM number n WHERE n.kind = ?1 AND n.number > 0 AND n.number < ?2 \
                       AND NOT EXISTS (SELECT 1 FROM number m WHERE m.kind = ?1 AND m.number = n.number + 1) \
                     ORDER BY n.number DESC LIMIT 1",
                )?
                .query_row(params![kind, LARGEST_NUMBER], |row| row.get(0))
                .optional()?;
            Ok(used.unwrap_or(0) + 1)
        })
    }

    /// The cards of entities, in the order asked for; those with nothing at that moment are left out.
    ///
    /// # Errors
    /// [`StoreError::Query`] if the moment is not one.
    pub fn cards(&self, ids: &[EntityId], at: &At) -> Result<Vec<Card>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let mut cards = Cards::new(snapshot, moment)?;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                if let Some(eid) = snapshot.eid(id)? {
                    found.extend(snapshot.any_card(&mut cards, eid)?);
                }
            }
            Ok(found)
        })
    }

    /// The type and both ends of a link; `None` if it is not one, or not known at that moment.
    ///
    /// # Errors
    /// [`StoreError::Query`] if the moment is not one.
    pub fn ends(&self, id: &EntityId, at: &At) -> Result<Option<Ends>> {
        Ok(self.state(id, at)?.and_then(|state| state.ends))
    }

    /// Whether of every two of these changes one was made knowing the other. Two that were not are what
    /// makes a conflict.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn in_sequence(&self, changes: &[ChangeId]) -> Result<bool> {
        self.snapshot(|snapshot| {
            if snapshot.linear {
                return Ok(true);
            }
            let mut infos = Vec::with_capacity(changes.len());
            for change in changes {
                infos.extend(snapshot.change(change)?);
            }
            let descent = Descent::of(infos);
            let knew =
                |a: &ChangeId, b: &ChangeId| a == b || descent.precedes(a, b) || descent.precedes(b, a);
            Ok(changes.iter().enumerate().all(|(n, a)| changes.iter().skip(n + 1).all(|b| knew(a, b))))
        })
    }

    /// The ends of a link with the revisions it stands on at a moment, each by its address: where the link's
    /// record names none, the end is taken as it was with that change. `None` if it is no link.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn standing_ends(&self, id: &EntityId, at: &At) -> Result<Option<Ends>> {
        self.snapshot(|snapshot| {
            let Some(eid) = snapshot.eid(id)? else { return Ok(None) };
            let noted = snapshot.noted(eid, *id, snapshot.moment(at)?)?;
            let Some(mut ends) = fold_noted(noted.iter(), snapshot.linear).ends else { return Ok(None) };
            let place = |one: &Noted<'_>| (one.change.clock, one.change.id, one.record.address.index);
            let said = noted
                .iter()
                .filter(|one| one.record.ends.as_ref() == Some(&ends))
                .max_by_key(|one| place(one));
            if let Some(said) = said {
                for (end, rev) in [(ends.from, &mut ends.from_rev), (ends.to, &mut ends.to_rev)] {
                    if rev.is_none() {
                        *rev = snapshot.revision_with(&end, &said.change)?;
                    }
                }
            }
            Ok(Some(ends))
        })
    }

    /// The links of an artefact both ways, in the order they were made. Removed ones are there too.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there never was such an entity.
    pub fn links(&self, id: &EntityId, at: &At) -> Result<Vec<LinkSeen>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let eid = snapshot.known(id)?;
            snapshot.links(&mut Cards::new(snapshot, moment)?, eid, moment)
        })
    }

    /// The cards at the other end of an artefact's links of one type, seen from one side, in the
    /// order the links were made; removed links and ends left out. Reads none of the other links,
    /// of which a release has thousands.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there never was such an entity.
    pub fn linked(&self, id: &EntityId, type_: &str, out: bool, at: &At) -> Result<Vec<Card>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let eid = snapshot.known(id)?;
            let mut cards = Cards::new(snapshot, moment)?;
            let mut found = Vec::new();
            for row in snapshot.link_rows(eid, moment)? {
                if row.type_ == type_ && row.out == out && !row.removed {
                    found.extend(snapshot.any_card(&mut cards, row.other)?.filter(|card| !card.removed));
                }
            }
            Ok(found)
        })
    }
}

impl Snapshot<'_> {
    /// The records of an entity that are seen at a moment, in log order.
    pub fn noted(&self, eid: i64, id: EntityId, moment: Moment) -> Result<Vec<Noted<'static>>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {NOTED} FROM touch t JOIN change c ON c.position = t.row >> 24 \
             WHERE t.eid = :eid AND {} ORDER BY t.row",
            moment.seen()
        ))?;
        bind(&mut statement, &[(":eid", eid)], moment)?;
        let mut rows = statement.raw_query();
        let mut noted: Vec<Noted<'static>> = Vec::new();
        while let Some(row) = rows.next()? {
            let last = noted.last().map(|one| &one.change);
            let one = noted_of(row, id, last)?;
            noted.push(one);
        }
        Ok(noted)
    }

    /// What the view keeps of a change.
    pub(super) fn change(&self, id: &ChangeId) -> Result<Option<Arc<ChangeInfo>>> {
        let mut statement =
            self.connection.prepare_cached(&format!("SELECT {INFO} FROM change c WHERE c.id = ?1"))?;
        let mut rows = statement.query([&id.0])?;
        rows.next()?.map(|row| info_of(row, 0).map(Arc::new)).transpose()
    }

    /// What an entity folds to at a moment.
    pub fn state(&self, eid: i64, id: EntityId, moment: Moment) -> Result<Option<State>> {
        let noted = self.noted(eid, id, moment)?;
        Ok((!noted.is_empty()).then(|| fold_noted(noted.iter(), self.linear)))
    }

    /// The revision of an entity that a change means by naming none: its own record of that entity,
    /// else what the entity had come to by then.
    fn revision_with(&self, id: &EntityId, change: &ChangeInfo) -> Result<Option<Address>> {
        let Some(eid) = self.eid(id)? else { return Ok(None) };
        let noted = self.noted(eid, *id, self.moment(&At::Position(change.position.cast_unsigned()))?)?;
        let own = noted.iter().map(|one| one.record.address).filter(|at| at.change == change.id).max();
        Ok(own.or_else(|| (!noted.is_empty()).then(|| fold_noted(noted.iter(), self.linear).revision)))
    }

    /// The rows of all links of an entity.
    pub(super) fn link_rows(&self, eid: i64, moment: Moment) -> Result<Vec<LinkRow>> {
        let valid = moment.valid("l");
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT l.eid, l.id, l.type, l.flow, l.up, l.down, l.removed FROM link l WHERE l.up = :eid AND {valid} \
             UNION ALL \
             SELECT l.eid, l.id, l.type, l.flow, l.up, l.down, l.removed FROM link l \
             WHERE l.down = :eid AND l.up <> :eid AND {valid} ORDER BY 1"
        ))?;
        bind(&mut statement, &[(":eid", eid)], moment)?;
        let mut rows = statement.raw_query();
        let mut links = Vec::new();
        while let Some(row) = rows.next()? {
            let (flow, up, down): (i64, i64, i64) = (row.get(3)?, row.get(4)?, row.get(5)?);
            let (from, to) = if flow < 0 { (down, up) } else { (up, down) };
            links.push(LinkRow {
                eid: row.get(0)?,
                id: entity_id(row, 1)?,
                type_: row.get(2)?,
                out: from == eid,
                other: if from == eid { to } else { from },
                removed: row.get(6)?,
            });
        }
        Ok(links)
    }

    fn links(&self, cards: &mut Cards<'_>, eid: i64, moment: Moment) -> Result<Vec<LinkSeen>> {
        let mut others: HashMap<i64, Option<Card>> = HashMap::new();
        let mut links = Vec::new();
        for row in self.link_rows(eid, moment)? {
            let other = match others.get(&row.other) {
                Some(card) => card.clone(),
                None => {
                    let card = self.any_card(cards, row.other)?;
                    others.insert(row.other, card.clone());
                    card
                }
            };
            // An end of which nothing is known at this moment cannot be shown.
            let (Some(other), Some(state)) = (other, self.state(row.eid, row.id, moment)?) else {
                continue;
            };
            links.push(LinkSeen {
                id: row.id,
                type_: row.type_,
                out: row.out,
                removed: row.removed || other.removed,
                other,
                state,
            });
        }
        Ok(links)
    }

    /// The card of an artefact or of a link.
    pub(super) fn any_card(&self, cards: &mut Cards<'_>, eid: i64) -> Result<Option<Card>> {
        match cards.get(eid)? {
            Some(card) => Ok(Some(card)),
            None => self.link_card(cards.moment(), eid),
        }
    }

    pub(super) fn link_card(&self, moment: Moment, eid: i64) -> Result<Option<Card>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT l.id FROM link l WHERE l.eid = :eid AND {}",
            moment.valid("l")
        ))?;
        bind(&mut statement, &[(":eid", eid)], moment)?;
        let id = statement.raw_query().next()?.map(|row| entity_id(row, 0)).transpose()?;
        let Some(id) = id else { return Ok(None) };
        let Some(state) = self.state(eid, id, moment)? else { return Ok(None) };
        let type_ = state.ends.as_ref().map_or("", |ends| ends.type_.as_str());
        let label = link(type_).map_or(type_, |type_| type_.label);
        Ok(Some(Card {
            id,
            kind: state.kind.clone(),
            short: "Link".into(),
            title: label.to_owned(),
            status: None,
            stage: String::new(),
            removed: state.removed(),
            facts: Vec::new(),
            tags: Vec::new(),
            owner: None,
            created_at: state.created.at.clone(),
            updated_at: state.updated.at.clone(),
            understood: state.understood,
        }))
    }
}
