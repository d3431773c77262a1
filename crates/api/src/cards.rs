//! Cards, stamps and links as the edge shows them.

use std::collections::HashMap;

use throughline_model::card::Voice;
use throughline_model::{self as model, Flow, Stamp};
use throughline_record::EntityId;
use throughline_store::{At, Card, LinkSeen, Reader};

use crate::dto::{ApiError, CardDto, FactDto, LinkView, OutcomeDto, StampDto};
use crate::listening;
use crate::versions;

/// The fact of a decision that has objections without an answer.
const OBJECTIONS: &str = "Open objections";

/// The fact of an insight: distinct people for and against it.
const PEOPLE: &str = "People";
/// The fact of a persona that no evidence supports.
const ASSUMED: &str = "Assumed";
/// The fact of a persona that evidence supports: how many pieces.
const EVIDENCE: &str = "Evidence";

/// Outcomes by entity.
pub(crate) type Outcomes = HashMap<EntityId, OutcomeDto>;

/// Who speaks in the titles of a kind.
pub(crate) fn voice(kind: &str) -> &'static str {
    match model::card::voice(kind) {
        Voice::User => "user",
        Voice::Team => "team",
        Voice::Machine => "machine",
    }
}

/// What decisions said of these cards.
pub(crate) fn outcomes(reader: &Reader, cards: &[&Card], at: &At) -> Result<Outcomes, ApiError> {
    let ids: Vec<EntityId> = cards.iter().map(|c| c.id).collect();
    Ok(reader
        .decided(&ids, at)?
        .into_iter()
        .map(|(id, (word, decision))| {
            (id, OutcomeDto { word, decision: decision.id.to_string(), short: decision.short })
        })
        .collect())
}

/// One card.
pub(crate) fn card(card: &Card, outcomes: Option<&Outcomes>) -> CardDto {
    CardDto {
        id: card.id.to_string(),
        short: card.short.clone(),
        kind: card.kind.clone(),
        title: card.title.clone(),
        stage: card.stage.clone(),
        status: card.status.clone(),
        facts: card
            .facts
            .iter()
            .map(|(label, text)| FactDto { label: label.clone(), text: text.clone() })
            .collect(),
        tags: card.tags.clone(),
        outcome: outcomes.and_then(|o| o.get(&card.id).cloned()),
        removed: card.removed,
        created_at: card.created_at.clone(),
        updated_at: card.updated_at.clone(),
    }
}

/// What is computed from links and said on a card: the people behind insights, and whether personas
/// are assumed.
pub(crate) fn heard(reader: &Reader, seen: &[&Card], out: &mut [CardDto], at: &At) -> Result<(), ApiError> {
    let of = |kind: &str| seen.iter().filter(|c| c.kind == kind).map(|c| c.id).collect::<Vec<_>>();
    let insights = of("insight");
    let personas = of("persona");
    if insights.is_empty() && personas.is_empty() {
        return Ok(());
    }
    let from = reader.heard_from(&insights, at)?;
    let known = reader.evidence_about(&personas, at)?;
    for (card, seen) in out.iter_mut().zip(seen) {
        let fact = match seen.kind.as_str() {
            "insight" => {
                let words = listening::count(from.get(&seen.id).map_or(&[][..], Vec::as_slice)).words();
                FactDto { label: PEOPLE.into(), text: words }
            }
            "persona" => match known.get(&seen.id) {
                Some(count) => FactDto { label: EVIDENCE.into(), text: count.to_string() },
                None => FactDto { label: ASSUMED.into(), text: "yes".into() },
            },
            _ => continue,
        };
        card.facts.push(fact);
    }
    Ok(())
}

/// Several cards with what decisions said of them.
pub(crate) fn cards(reader: &Reader, list: &[Card], at: &At) -> Result<Vec<CardDto>, ApiError> {
    let outcomes = outcomes(reader, &list.iter().collect::<Vec<_>>(), at)?;
    let mut out: Vec<CardDto> = list.iter().map(|c| card(c, Some(&outcomes))).collect();
    let decisions: Vec<EntityId> = list.iter().filter(|c| c.kind == "decision").map(|c| c.id).collect();
    let open = reader.open_objections(&decisions, at)?;
    for (card, seen) in out.iter_mut().zip(list) {
        if let Some(count) = open.get(&seen.id) {
            card.facts.push(FactDto { label: OBJECTIONS.into(), text: count.to_string() });
        }
    }
    heard(reader, &list.iter().collect::<Vec<_>>(), &mut out, at)?;
    versions::facts(reader, list, &mut out, at)?;
    Ok(out)
}

/// Names of the people who acted, asked once each.
pub(crate) struct Names<'a> {
    reader: &'a Reader,
    at: At,
    known: HashMap<EntityId, String>,
}

impl<'a> Names<'a> {
    /// Names as they were at a moment.
    pub(crate) fn at(reader: &'a Reader, at: &At) -> Self {
        Names { reader, at: at.clone(), known: HashMap::new() }
    }

    /// A person's name; empty for nobody and for one this workspace does not hold. Who was not known yet,
    /// but acted, has the name they have now: a record names its author whatever the moment.
    pub(crate) fn of(&mut self, actor: Option<EntityId>) -> String {
        let Some(id) = actor else { return String::new() };
        if let Some(name) = self.known.get(&id) {
            return name.clone();
        }
        let ask = |at: &At| self.reader.cards(&[id], at).ok().and_then(|c| c.into_iter().next());
        let name = ask(&self.at).or_else(|| ask(&At::Now)).map(|c| c.title).unwrap_or_default();
        self.known.insert(id, name.clone());
        name
    }

    pub(crate) fn stamp(&mut self, stamp: &Stamp) -> StampDto {
        StampDto {
            address: stamp.address.to_string(),
            at: stamp.at.clone(),
            on: stamp.on.clone(),
            by: self.of(stamp.actor),
        }
    }
}

/// A link seen from one end.
pub(crate) fn link(link: &LinkSeen, outcomes: &Outcomes) -> LinkView {
    let known = model::link(&link.type_);
    let label = known.map_or(link.type_.as_str(), |l| if link.out { l.label } else { l.inverse });
    let flow = match (known.map(|l| l.flow), link.out) {
        (Some(Flow::Forward), true) | (Some(Flow::Backward), false) => "down",
        (Some(Flow::Forward), false) | (Some(Flow::Backward), true) => "up",
        _ => "none",
    };
    let fields = link
        .state
        .fields
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "removed" | "source"))
        .filter_map(|(name, field)| Some((name.clone(), field.shown()?.value.as_ref()?.to_json())))
        .collect();
    LinkView {
        id: link.id.to_string(),
        type_: link.type_.clone(),
        label: label.into(),
        out: link.out,
        flow: flow.into(),
        other: card(&link.other, Some(outcomes)),
        fields,
        removed: link.removed,
        suspect: Vec::new(),
    }
}

/// The card of nothing, to be filled in.
pub(crate) fn nothing() -> CardDto {
    CardDto {
        id: String::new(),
        short: String::new(),
        kind: String::new(),
        title: String::new(),
        stage: String::new(),
        status: None,
        facts: Vec::new(),
        tags: Vec::new(),
        outcome: None,
        removed: false,
        created_at: String::new(),
        updated_at: String::new(),
    }
}
