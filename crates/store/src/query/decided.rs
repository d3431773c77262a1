//! Chosen, rejected, parked: computed from decisions, stored nowhere.

use std::collections::HashMap;

use throughline_record::EntityId;

use super::at::Moment;
use super::card::{Card, Cards, bind};
use super::{At, Reader, Snapshot};
use crate::error::Result;
use crate::view::touch::effective;

impl Reader {
    /// What became of entities: `chosen`, `rejected` or `parked`, and the decision that says so: the
    /// one accepted last of those that are accepted, not removed, and not superseded by another
    /// accepted one. Entities nobody decided on are left out.
    ///
    /// # Errors
    /// [`crate::StoreError::Query`] if the moment is not one.
    pub fn decided(&self, ids: &[EntityId], at: &At) -> Result<HashMap<EntityId, (String, Card)>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let mut cards = Cards::new(snapshot, moment)?;
            let mut decisions = Decisions { snapshot, moment, known: HashMap::new() };
            let mut decided = HashMap::new();
            for id in ids {
                let Some(eid) = snapshot.eid(id)? else { continue };
                let mut latest: Option<((i64, i64), String, i64)> = None;
                for (decision, outcome) in decisions.about(eid)? {
                    let Some(accepted) = decisions.accepted(&mut cards, decision)? else { continue };
                    let key = (accepted, decision);
                    if latest.as_ref().is_none_or(|(best, ..)| *best < key) {
                        latest = Some((key, outcome, decision));
                    }
                }
                if let Some((_, outcome, decision)) = latest
                    && let Some(card) = cards.get(decision)?
                {
                    decided.insert(*id, (outcome, card));
                }
            }
            Ok(decided)
        })
    }
}

struct Decisions<'s> {
    snapshot: &'s Snapshot<'s>,
    moment: Moment,
    /// Since when each decision looked at stands; `None` if it does not.
    known: HashMap<i64, Option<i64>>,
}

impl Decisions<'_> {
    /// The decisions that decide on an entity, and what each says. `decides` flows forward, so the
    /// decision is the upstream end.
    fn about(&self, eid: i64) -> Result<Vec<(i64, String)>> {
        let mut statement = self.snapshot.connection.prepare_cached(&format!(
            "SELECT l.up, l.fields ->> '$.outcome' FROM link l INDEXED BY link_decides \
             WHERE l.down = :eid AND {} AND l.type = 'decides' AND l.removed = 0",
            self.moment.valid("l")
        ))?;
        bind(&mut statement, &[(":eid", eid)], self.moment)?;
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if let Some(outcome) = row.get(1)? {
                found.push((row.get(0)?, outcome));
            }
        }
        Ok(found)
    }

    /// When a decision was accepted, if it stands.
    fn accepted(&mut self, cards: &mut Cards<'_>, eid: i64) -> Result<Option<i64>> {
        if let Some(known) = self.known.get(&eid) {
            return Ok(*known);
        }
        let mut since = None;
        if let Some(card) = cards.get(eid)?
            && is_accepted(&card)
            && !self.superseded(cards, eid)?
        {
            let state = self.snapshot.state(eid, card.id, self.moment)?;
            since = state
                .as_ref()
                .and_then(|state| state.fields.get("status")?.shown().map(|head| head.set.clone()))
                .map(|set| effective(set.on.as_deref(), &set.at));
        }
        self.known.insert(eid, since);
        Ok(since)
    }

    /// `supersedes` flows backward: the older decision is the upstream end.
    fn superseded(&self, cards: &mut Cards<'_>, eid: i64) -> Result<bool> {
        let mut statement = self.snapshot.connection.prepare_cached(&format!(
            "SELECT l.down FROM link l WHERE l.up = :eid AND {} AND l.type = 'supersedes' AND l.removed = 0",
            self.moment.valid("l")
        ))?;
        bind(&mut statement, &[(":eid", eid)], self.moment)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            if cards.get(row.get(0)?)?.is_some_and(|card| is_accepted(&card)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn is_accepted(card: &Card) -> bool {
    card.kind == "decision" && card.status.as_deref() == Some("accepted") && !card.removed
}
