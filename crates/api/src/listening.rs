//! Highlights with where they come from: in their evidence, on the affinity board, behind insights.

use std::collections::{BTreeMap, HashMap};

use throughline_model::State;
use throughline_model::listening::{
    Contact, Heard, People, Place, Reading, Span, contacts, looks_like_name, people,
};
use throughline_record::{EntityId, Value};
use throughline_store::{Artefact, At, Card, HeardFrom, ListQuery, Reader};

use crate::App;
use crate::cards;
use crate::dto::{
    AffinityArgs, AffinityGroup, AffinityPage, ApiError, CheckArgs, Checked, ContactDto, EvidencePage,
    EvidenceReadArgs, InsightView, InsightsArgs, InsightsPage, PassageView, PeopleDto, PlaceDto, SaysView,
};
use crate::lookups::{self, is, moment};

/// Highlights at most on a board, and insights at most in a list.
const MOST: u64 = 5_000;

/// Counts the people behind an insight.
pub(crate) fn count(from: &[HeardFrom]) -> People {
    let heard: Vec<Heard> = from
        .iter()
        .map(|one| Heard { evidence: one.evidence.to_string(), code: one.code.clone(), against: one.against })
        .collect();
    people(&heard)
}

pub(crate) fn people_dto(people: People) -> PeopleDto {
    PeopleDto {
        supporting: people.supporting.into(),
        contradicting: people.contradicting.into(),
        on_both_sides: people.on_both_sides.into(),
        unknown_supporting: people.unknown_supporting.into(),
        unknown_contradicting: people.unknown_contradicting.into(),
        words: people.words(),
    }
}

pub(crate) fn contact_dto(contact: Contact) -> ContactDto {
    ContactDto { kind: contact.kind.as_str().into(), span: span_dto(contact.span), text: contact.text }
}

fn span_dto(span: Span) -> PlaceDto {
    PlaceDto { from: span.from.into(), to: span.to.into() }
}

/// Where a highlight says it was marked.
fn marked(state: &State) -> Option<Span> {
    let place = |name| state.value(name).and_then(Value::as_int).and_then(|n| usize::try_from(n).ok());
    let span = Span { from: place("span-from")?, to: place("span-to")? };
    (span.from < span.to).then_some(span)
}

fn own(state: &State, name: &str) -> Option<String> {
    state.text(name).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
}

/// A piece of evidence as its highlights need it.
struct Source {
    card: Card,
    participant: Option<String>,
    consent: Option<String>,
}

/// Reads highlights, and each evidence once.
pub(crate) struct Passages<'a> {
    reader: &'a Reader,
    at: &'a At,
    sources: HashMap<EntityId, Option<Source>>,
}

impl<'a> Passages<'a> {
    pub(crate) fn new(reader: &'a Reader, at: &'a At) -> Self {
        Passages { reader, at, sources: HashMap::new() }
    }

    fn source(&mut self, card: &Card) -> Result<Option<&Source>, ApiError> {
        if !self.sources.contains_key(&card.id) {
            let state = self.reader.state(&card.id, self.at)?;
            let source = state.map(|state| Source {
                card: card.clone(),
                participant: own(&state, "participant"),
                consent: own(&state, "consent"),
            });
            self.sources.insert(card.id, source);
        }
        Ok(self.sources.get(&card.id).and_then(Option::as_ref))
    }

    /// A highlight; with its place where the text of its evidence is at hand.
    pub(crate) fn view(
        &mut self,
        highlight: &Artefact,
        text: Option<&Reading>,
    ) -> Result<PassageView, ApiError> {
        let quote = own(&highlight.state, "quote").unwrap_or_default();
        let says = highlight
            .links
            .iter()
            .filter(|l| !l.other.removed && (is(l, "supports", true) || is(l, "contradicts", true)))
            .map(|l| SaysView {
                card: cards::card(&l.other, None),
                against: l.type_ == "contradicts",
                link: l.id.to_string(),
            })
            .collect();
        let place = text.map(|text| text.place(&quote, marked(&highlight.state)));
        let from = highlight.links.iter().find(|l| is(l, "taken-from", true)).map(|l| l.other.clone());
        let source = match &from {
            Some(card) => self.source(card)?,
            None => None,
        };
        Ok(PassageView {
            card: cards::card(&highlight.card, None),
            group: own(&highlight.state, "cluster").unwrap_or_default(),
            evidence: source.map(|s| cards::card(&s.card, None)),
            participant: source.and_then(|s| s.participant.clone()),
            consent: source.and_then(|s| s.consent.clone()),
            place: place.map(|place| {
                match place {
                    Place::Kept(_) => "kept",
                    Place::Found(_) => "found",
                    Place::Gone => "gone",
                }
                .to_owned()
            }),
            span: place.and_then(Place::span).map(span_dto),
            quote,
            says,
        })
    }
}

/// Who speaks in these highlights, all of them for it.
fn people_in(passages: &[PassageView]) -> People {
    let heard: Vec<Heard> = passages
        .iter()
        .filter_map(|p| {
            let evidence = p.evidence.as_ref()?.id.clone();
            Some(Heard { evidence, code: p.participant.clone(), against: false })
        })
        .collect();
    people(&heard)
}

impl App {
    pub(crate) fn evidence_check(&self, args: CheckArgs) -> Result<Checked, ApiError> {
        Ok(Checked {
            contacts: contacts(&args.text).into_iter().map(contact_dto).collect(),
            name_like: looks_like_name(&args.participant),
        })
    }

    pub(crate) fn evidence_read(&self, args: EvidenceReadArgs) -> Result<EvidencePage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let id = lookups::find_of_kind(&reader, "evidence", &args.id, &at)?;
        let evidence = reader.get(&id, &at)?;
        let text = evidence.state.text("transcript").unwrap_or_default().to_owned();
        let reading = Reading::of(&text);
        let mut passages = Vec::new();
        let mut reads = Passages::new(&reader, &at);
        for link in evidence.links.iter().filter(|l| is(l, "taken-from", false) && !l.other.removed) {
            passages.push(reads.view(&reader.get(&link.other.id, &at)?, Some(&reading))?);
        }
        passages.sort_by_key(|p| p.span.map_or((true, 0), |span| (false, span.from.0)));
        let participant = own(&evidence.state, "participant");
        let persona =
            evidence.links.iter().find(|l| is(l, "from", true)).map(|l| cards::card(&l.other, None));
        Ok(EvidencePage {
            card: cards::card(&evidence.card, None),
            name_like: participant.as_deref().is_some_and(looks_like_name),
            participant,
            consent: own(&evidence.state, "consent"),
            persona,
            contacts: contacts(&text).into_iter().map(contact_dto).collect(),
            passages,
            found: args
                .find
                .map(|words| reading.find(&words))
                .unwrap_or_default()
                .into_iter()
                .map(span_dto)
                .collect(),
            text,
        })
    }

    pub(crate) fn affinity(&self, args: AffinityArgs) -> Result<AffinityPage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let list = listed(&reader, "highlight", args.release.as_deref(), false, &at)?;
        let mut reads = Passages::new(&reader, &at);
        let mut groups: BTreeMap<String, Vec<PassageView>> = BTreeMap::from([(String::new(), Vec::new())]);
        for card in &list {
            let view = reads.view(&reader.get(&card.id, &at)?, None)?;
            groups.entry(view.group.clone()).or_default().push(view);
        }
        let mut groups: Vec<AffinityGroup> = groups
            .into_iter()
            .map(|(name, passages)| AffinityGroup {
                people: people_dto(people_in(&passages)),
                name,
                passages,
            })
            .collect();
        groups.sort_by_cached_key(|g| (!g.name.is_empty(), g.name.to_lowercase()));
        Ok(AffinityPage { total: list.len().into(), groups })
    }

    pub(crate) fn insights(&self, args: InsightsArgs) -> Result<InsightsPage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let list = match args.id.as_deref() {
            Some(id) => {
                let id = lookups::find_of_kind(&reader, "insight", id, &at)?;
                lookups::card(&reader, &id, &at)?.into_iter().collect()
            }
            None => listed(&reader, "insight", args.release.as_deref(), true, &at)?,
        };
        let ids: Vec<EntityId> = list.iter().map(|c| c.id).collect();
        let from = reader.heard_from(&ids, &at)?;
        let mut reads = Passages::new(&reader, &at);
        let mut rows = Vec::new();
        for (card, shown) in list.iter().zip(cards::cards(&reader, &list, &at)?) {
            let links = reader.links(&card.id, &at)?;
            let mut side = |type_: &str| -> Result<Vec<PassageView>, ApiError> {
                let mut views = Vec::new();
                for link in links.iter().filter(|l| is(l, type_, false) && !l.other.removed) {
                    views.push(reads.view(&reader.get(&link.other.id, &at)?, None)?);
                }
                Ok(views)
            };
            rows.push(InsightView {
                supporting: side("supports")?,
                contradicting: side("contradicts")?,
                people: people_dto(count(from.get(&card.id).map_or(&[][..], Vec::as_slice))),
                card: shown,
            });
        }
        Ok(InsightsPage { rows })
    }
}

pub(crate) fn listed(
    reader: &Reader,
    kind: &str,
    release: Option<&str>,
    newest: bool,
    at: &At,
) -> Result<Vec<Card>, ApiError> {
    let release = match release {
        None | Some("" | "all" | "none") => None,
        Some(r) => Some(lookups::find_of_kind(reader, "release", r, at)?),
    };
    let query = ListQuery {
        kinds: vec![kind.into()],
        release,
        sort: vec![("created_at".into(), newest)],
        limit: MOST,
        ..ListQuery::default()
    };
    Ok(reader.list(&query, at)?.rows)
}
