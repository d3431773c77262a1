//! Duties to keep: what is on hold, and by which.

use std::collections::BTreeSet;

use throughline_record::EntityId;

use super::{At, Card, Reader};
use crate::error::Result;

/// How far a hold reaches through wholes and releases: a highlight, its evidence, the release that includes it.
const FAR: usize = 4;

/// Links from a part to the whole that its hold covers too.
const WHOLES: &[&str] = &["option-of", "cause-of", "on", "taken-from", "measured-in"];

/// A duty to keep that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The hold.
    pub hold: EntityId,
    /// What it was put on: the artefact itself, what it is a part of, or a release that includes it.
    pub on: Card,
    /// Why, in its words.
    pub reason: String,
    /// Its last day, if it has one.
    pub until: Option<String>,
    /// When it was put on.
    pub since: String,
    /// Who put it on.
    pub by: Option<EntityId>,
}

impl Reader {
    /// The holds that forbid erasing anything of an artefact or a link, on a day.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn held(&self, entity: &EntityId, today: &str) -> Result<Vec<Held>> {
        let (mut near, mut met) = (vec![*entity], BTreeSet::from([*entity]));
        let (mut found, mut holds) = (Vec::new(), BTreeSet::new());
        for _ in 0..FAR {
            let mut next = Vec::new();
            for id in std::mem::take(&mut near) {
                if let Some(ends) = self.ends(&id, &At::Now)? {
                    next.extend([ends.from, ends.to]);
                }
                // A release has thousands of links, of which only what is put on itself says anything here.
                let is_release =
                    self.cards(&[id], &At::Now)?.first().is_some_and(|card| card.kind == "release");
                for hold in self.linked(&id, "holds", false, &At::Now)? {
                    if holds.insert(hold.id) {
                        found.extend(self.in_force(&hold, &id, today)?);
                    }
                }
                if is_release {
                    continue;
                }
                for release in self.linked(&id, "includes", false, &At::Now)? {
                    next.push(release.id);
                }
                for whole in WHOLES {
                    next.extend(self.linked(&id, whole, true, &At::Now)?.into_iter().map(|card| card.id));
                }
            }
            near = next.into_iter().filter(|id| met.insert(*id)).collect();
        }
        Ok(found)
    }

    fn in_force(&self, hold: &Card, on: &EntityId, today: &str) -> Result<Option<Held>> {
        if hold.removed || hold.status.as_deref() == Some("lifted") {
            return Ok(None);
        }
        let Some(state) = self.state(&hold.id, &At::Now)? else { return Ok(None) };
        let until = state.text("until").map(str::to_owned);
        if until.as_deref().is_some_and(|until| until < today) {
            return Ok(None);
        }
        let Some(on) = self.cards(&[*on], &At::Now)?.into_iter().next() else { return Ok(None) };
        Ok(Some(Held {
            hold: hold.id,
            on,
            reason: state.text("reason").unwrap_or_default().to_owned(),
            until,
            since: state.created.at.clone(),
            by: state.created.actor,
        }))
    }
}
