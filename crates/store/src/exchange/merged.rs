//! What a merge brought, or would bring.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use throughline_record::{Change, DeviceId, EntityId};

use crate::error::Result;
use crate::query::{At, Card, Disputed, Reader};

/// What one person brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// The stakeholder at the keyboard, if the changes name one.
    pub actor: Option<EntityId>,
    /// Their name; empty if nobody is named, or the name was erased.
    pub name: String,
    /// How many changes.
    pub changes: u64,
    /// How many records in them.
    pub records: u64,
    /// When the first of them was recorded, by their own clock.
    pub from: String,
    /// When the last was.
    pub to: String,
    /// How many things of each kind they touched; links are of the kind `link`.
    pub touched: BTreeMap<String, u64>,
    /// How many of these were not here before.
    pub new: u64,
}

/// A field in which values of the two copies stand side by side since the merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The artefact.
    pub card: Card,
    /// The name of the field.
    pub field: String,
}

/// What came of a merge, or would come of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// Whether it was recorded; `false` for a preview.
    pub done: bool,
    /// How many changes the other copy held.
    pub offered: u64,
    /// How many of them were new here.
    pub changes: u64,
    /// Positions of the first and the last of the new ones; `None` if there were none.
    pub positions: Option<(u64, u64)>,
    /// Who brought what, who brought most first.
    pub by: Vec<Brought>,
    /// Fields that stand in conflict since.
    pub conflicts: Vec<Disagreement>,
    /// How many erasures came.
    pub erasures: u64,
    /// How many parts that were here they took away.
    pub parts_erased: u64,
    /// How many parts came that had been erased here, and were not taken in.
    pub parts_dropped: u64,
    /// How many files came, and their bytes.
    pub attachments: (u64, u64),
    /// How many files the new changes name that neither copy holds.
    pub attachments_missing: u64,
    /// Devices that signed two different changes with one number. Both are kept.
    pub equivocal: Vec<DeviceId>,
}

/// Counts what comes while it comes.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub changes: u64,
    people: HashMap<Option<EntityId>, OfPerson>,
}

#[derive(Debug, Default)]
struct OfPerson {
    changes: u64,
    records: u64,
    from: String,
    to: String,
    touched: HashMap<EntityId, String>,
}

impl Tally {
    pub fn note(&mut self, change: &Change) {
        self.changes += 1;
        let at = &change.header.at;
        let person = self.people.entry(change.header.actor).or_default();
        if person.changes == 0 || *at < person.from {
            person.from.clone_from(at);
        }
        if *at > person.to {
            person.to.clone_from(at);
        }
        person.changes += 1;
        person.records += change.records.len() as u64;
        for record in &change.records {
            let kind = record.kind.split('/').next().unwrap_or_default();
            person.touched.entry(record.entity).or_insert_with(|| kind.to_owned());
        }
    }

    /// What the changes touch.
    pub fn entities(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.people.values().flat_map(|person| person.touched.keys().copied())
    }

    /// Who brought what, with names from a view that holds the changes; `known` was here before.
    pub fn people(self, known: &HashSet<EntityId>, after: &Reader) -> Result<Vec<Brought>> {
        let mut out = Vec::with_capacity(self.people.len());
        for (actor, person) in self.people {
            let mut touched: BTreeMap<String, u64> = BTreeMap::new();
            for kind in person.touched.values() {
                *touched.entry(kind.clone()).or_default() += 1;
            }
            let card = actor.map(|actor| after.cards(&[actor], &At::Now)).transpose()?;
            out.push(Brought {
                actor,
                name: card.and_then(|cards| cards.into_iter().next()).map_or_else(String::new, |c| c.title),
                changes: person.changes,
                records: person.records,
                from: person.from,
                to: person.to,
                new: person.touched.keys().filter(|entity| !known.contains(entity)).count() as u64,
                touched,
            });
        }
        out.sort_by(|a, b| {
            b.changes.cmp(&a.changes).then_with(|| (&a.name, a.actor).cmp(&(&b.name, b.actor)))
        });
        Ok(out)
    }
}

/// The disputes that a view has and another had not, with the cards of what they are about.
pub(super) fn new_disputes(before: &[Disputed], after: &Reader) -> Result<Vec<Disagreement>> {
    let before: BTreeSet<&Disputed> = before.iter().collect();
    let mut out = Vec::new();
    for disputed in after.disputed(&At::Now)? {
        if !before.contains(&disputed)
            && let Some(card) = after.cards(&[disputed.entity], &At::Now)?.into_iter().next()
        {
            out.push(Disagreement { card, field: disputed.field });
        }
    }
    Ok(out)
}
