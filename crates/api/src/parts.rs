//! Parts of a whole in their order: options of a decision, causes of a problem.
//!
//! A part's place is the order key in its field `order`. Those without one, as older programs left them,
//! come after those with one; where keys do not tell, the older part comes first.

use std::collections::HashMap;

use throughline_model::{link, order, written_kind};
use throughline_record::{EntityId, Fields, RecordDraft, Value};
use throughline_store::{At, LinkSeen, Reader, StoreError};

use crate::dto::{ApiError, FieldErrorDto};
use crate::error::invalid;
use crate::linking::Linking;
use crate::lookups;

/// What a change says of the place of a part.
pub(crate) struct Placed {
    pub(crate) type_: &'static str,
    pub(crate) whole: EntityId,
    pub(crate) part: EntityId,
    /// The sibling it comes before, as the form names it; empty for the end. Without it a part that
    /// stands stays where it is, and a new one comes last.
    pub(crate) before: Option<String>,
}

/// All parts of a whole, as a form lists them.
pub(crate) struct Listed {
    pub(crate) type_: &'static str,
    pub(crate) whole: EntityId,
    pub(crate) parts: Vec<EntityId>,
}

/// What parts are sorted by.
pub(crate) fn place<'a>(
    key: Option<&'a str>,
    created_at: &'a str,
    id: EntityId,
) -> (bool, &'a str, &'a str, EntityId) {
    (key.is_none(), key.unwrap_or_default(), created_at, id)
}

fn key_of(reader: &Reader, id: &EntityId, at: &At) -> Result<Option<String>, ApiError> {
    Ok(reader.state(id, at)?.and_then(|state| state.text("order").map(str::to_owned)))
}

/// The links of an artefact, those to its parts in the parts' order.
pub(crate) fn in_order(reader: &Reader, links: &[LinkSeen], at: &At) -> Result<Vec<LinkSeen>, ApiError> {
    let mut sorted = links.to_vec();
    let is_part = |l: &LinkSeen| !l.out && link(&l.type_).is_some_and(|type_| type_.parts);
    let slots: Vec<usize> = (0..links.len()).filter(|at| links.get(*at).is_some_and(is_part)).collect();
    let mut parts = Vec::with_capacity(slots.len());
    for link in links.iter().filter(|l| is_part(l)) {
        parts.push((key_of(reader, &link.other.id, at)?, link));
    }
    parts.sort_by(|(a, one), (b, other)| {
        let of =
            |key, link: &LinkSeen| (link.type_.clone(), key, link.other.created_at.clone(), link.other.id);
        let (a, b) = (of(a.as_deref(), one), of(b.as_deref(), other));
        (&a.0, place(a.1, &a.2, a.3)).cmp(&(&b.0, place(b.1, &b.2, b.3)))
    });
    for (slot, (_, link)) in slots.into_iter().zip(parts) {
        if let Some(into) = sorted.get_mut(slot) {
            into.clone_from(link);
        }
    }
    Ok(sorted)
}

/// One part while its whole is put in order.
struct Part {
    id: EntityId,
    kind: String,
    key: Option<String>,
    created_at: String,
    /// It stood before this change.
    stands: bool,
}

impl Part {
    fn place(&self) -> (bool, bool, &str, &str, EntityId) {
        let (keyless, key, created_at, id) = place(self.key.as_deref(), &self.created_at, self.id);
        // Among those without a key, what is new comes last.
        (keyless, keyless && !self.stands, key, created_at, id)
    }
}

impl Linking<'_> {
    /// Gives parts the order keys that this change asks for: those of `own`, the artefact of the form,
    /// go into its `content`, those of its siblings become records of theirs.
    pub(crate) fn order_parts(
        &mut self,
        own: EntityId,
        own_kind: &str,
        content: &mut Fields,
    ) -> Result<(), ApiError> {
        let (placed, listed) = (std::mem::take(&mut self.placed), std::mem::take(&mut self.listed));
        let mut wholes: Vec<(&'static str, EntityId)> = Vec::new();
        let named =
            placed.iter().map(|p| (p.type_, p.whole)).chain(listed.iter().map(|l| (l.type_, l.whole)));
        for whole in named {
            if !wholes.contains(&whole) {
                wholes.push(whole);
            }
        }
        for (type_, whole) in wholes {
            let mut known = self.standing(type_, whole)?;
            let mut sequence: Vec<EntityId> = known.iter().map(|part| part.id).collect();
            if let Some(list) = listed.iter().find(|l| (l.type_, l.whole) == (type_, whole)) {
                sequence.clone_from(&list.parts);
            }
            for one in placed.iter().filter(|p| (p.type_, p.whole) == (type_, whole)) {
                self.put(&mut sequence, one)?;
            }
            for id in &sequence {
                if !known.iter().any(|part| part.id == *id) {
                    known.push(self.new_part(*id, own, own_kind)?);
                }
            }
            let mut parts: HashMap<EntityId, Part> = known.into_iter().map(|part| (part.id, part)).collect();
            let parts: Vec<Part> = sequence.iter().filter_map(|id| parts.remove(id)).collect();
            self.write_order(&parts, own, content);
        }
        Ok(())
    }

    /// The parts that stand and that this change does not take away, in order.
    fn standing(&self, type_: &str, whole: EntityId) -> Result<Vec<Part>, ApiError> {
        let cards = match self.reader.linked(&whole, type_, false, &At::Now) {
            // The whole is made by this very change.
            Err(StoreError::NotFound(_)) => Vec::new(),
            cards => cards?,
        };
        let mut parts = Vec::with_capacity(cards.len());
        for card in cards {
            let link = EntityId::link(&self.workspace, type_, &card.id, &whole);
            let taken_away = |r: &RecordDraft| {
                r.entity == link && r.content.get("removed") == Some(&Some(Value::Bool(true)))
            };
            if !self.records.iter().any(taken_away) {
                let key = key_of(self.reader, &card.id, &At::Now)?;
                let (id, kind, created_at) = (card.id, card.kind, card.created_at);
                parts.push(Part { id, kind, key, created_at, stands: true });
            }
        }
        parts.sort_by(|a, b| a.place().cmp(&b.place()));
        Ok(parts)
    }

    fn new_part(&self, id: EntityId, own: EntityId, own_kind: &str) -> Result<Part, ApiError> {
        let card = lookups::card(self.reader, &id, &At::Now)?;
        let kind = match &card {
            Some(card) => card.kind.clone(),
            None if id == own => own_kind.to_owned(),
            None => return Err(StoreError::NotFound(id.to_string()).into()),
        };
        let key = key_of(self.reader, &id, &At::Now)?;
        let created_at = card.map(|card| card.created_at).unwrap_or_default();
        Ok(Part { id, kind, key, created_at, stands: false })
    }

    /// Puts a part into the sequence where the form wants it.
    fn put(&self, sequence: &mut Vec<EntityId>, one: &Placed) -> Result<(), ApiError> {
        let stands = sequence.iter().position(|id| *id == one.part);
        let Some(before) = &one.before else {
            if stands.is_none() {
                sequence.push(one.part);
            }
            return Ok(());
        };
        if let Some(stands) = stands {
            sequence.remove(stands);
        }
        if before.trim().is_empty() {
            sequence.push(one.part);
            return Ok(());
        }
        let sibling = self.reader.resolve(before, &At::Now)?;
        let at = match sequence.iter().position(|id| *id == sibling) {
            Some(at) => at,
            None if sibling == one.part => stands.unwrap_or(sequence.len()),
            None => {
                return Err(invalid(vec![FieldErrorDto {
                    field: "before".into(),
                    code: "not-a-sibling".into(),
                    sentence: format!(
                        "{before} is not a part of the same whole, so nothing can come before it."
                    ),
                }]));
            }
        };
        sequence.insert(at, one.part);
        Ok(())
    }

    fn write_order(&mut self, parts: &[Part], own: EntityId, content: &mut Fields) {
        let stands = parts.is_sorted_by(|a, b| a.place() <= b.place());
        // As long as nobody put parts in an order, those that have no key stay as they were made.
        let wanted = parts.iter().any(|part| !part.stands && part.key.is_none())
            && parts.iter().all(|part| !part.stands || part.key.is_some());
        if stands && !wanted {
            return;
        }
        let keys: Vec<Option<&str>> = parts.iter().map(|part| part.key.as_deref()).collect();
        for (part, key) in parts.iter().zip(order::arrange(&keys)) {
            let Some(key) = key else { continue };
            let key = Some(Value::Text(key));
            if part.id == own {
                content.insert("order".into(), key);
            } else {
                self.records.push(RecordDraft {
                    kind: written_kind(&part.kind),
                    entity: part.id,
                    on: None,
                    ends: None,
                    content: Fields::from([("order".to_owned(), key)]),
                    personal: Fields::new(),
                });
            }
        }
    }
}
