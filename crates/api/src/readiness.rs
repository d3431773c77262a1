//! What a release still misses, as people and pipelines see it.

use std::collections::{BTreeMap, HashMap};

use throughline_model::readiness::{Action, Gap, Judged, Place, Severity, judge};
use throughline_record::{EntityId, Value, date};
use throughline_store::{At, Card, FactsQuery, Reader, Supposing};

use crate::App;
use crate::app::Open;
use crate::cards::{self, Names};
use crate::context;
use crate::dto::{
    ApiError, AtDto, GapAction, GapDto, GapForm, GapScreen, Readiness, ReadinessArgs, RuleDto, WaiverDto,
};
use crate::lookups::{self, moment};

/// Cards of one gap.
const CARDS: usize = 20;
/// Gaps of one rule. Who has more closes these first.
const GAPS: usize = 100;

/// Which release was asked about.
pub(crate) enum Asked {
    /// This one.
    One(Box<Card>),
    /// The workspace has no releases: everything in it is one.
    Everything,
    /// Somebody looks at all releases at once, which has no readiness.
    Several,
}

impl App {
    pub(crate) fn readiness(&self, args: ReadinessArgs) -> Result<Readiness, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let asked = self.asked_release(&open, &reader, args.release.as_deref(), &at)?;
        let release = match asked {
            Asked::One(card) => Some(card),
            Asked::Everything => None,
            Asked::Several => return Ok(nothing_asked()),
        };
        let frozen = match &release {
            Some(card) => crate::freezing::frozen(&reader, &card.id, &at)?,
            None => None,
        };
        let query = FactsQuery {
            release: release.as_ref().map(|card| card.id),
            today: self.day_of(&reader, &args.at)?,
            // What was sealed is judged as it was for the seal: every rule speaks.
            freezing: args.freezing || frozen.is_some(),
            supposing: supposing(&reader, &args, &at)?,
        };
        let judged = judge(&reader.release_facts(&query, &at)?);
        let count = |severity: Severity| -> u64 {
            let of = judged.iter().filter(|one| one.rule.severity == severity);
            of.map(|one| one.open().count() as u64).sum()
        };
        Ok(Readiness {
            blocking: count(Severity::Blocking).into(),
            warnings: count(Severity::Warning).into(),
            waived: judged
                .iter()
                .flat_map(|one| &one.gaps)
                .filter(|(_, waiver)| waiver.is_some())
                .count()
                .into(),
            rules: Told::of(&reader, &judged, &at)?.rules(&judged)?,
            release: release.map(|card| cards::card(&card, None)),
            frozen,
        })
    }

    /// The release that is meant.
    pub(crate) fn asked_release(
        &self,
        open: &Open,
        reader: &Reader,
        named: Option<&str>,
        at: &At,
    ) -> Result<Asked, ApiError> {
        match context::named_release(self, open, reader, named, at)? {
            Some(id) => match lookups::card(reader, &id, at)? {
                Some(card) => Ok(Asked::One(Box::new(card))),
                // It was begun after this moment.
                None => Ok(Asked::Several),
            },
            None if context::releases(reader, at)?.is_empty() => Ok(Asked::Everything),
            None => Ok(Asked::Several),
        }
    }

    /// The day a moment falls on: what is due and what has expired is judged as it was then.
    pub(crate) fn day_of(&self, reader: &Reader, at: &AtDto) -> Result<String, ApiError> {
        let instant = match at {
            AtDto::Known { date } | AtDto::So { date } => date.clone(),
            AtDto::Position { position } => reader.received(position.0)?.unwrap_or_else(|| self.today()),
            AtDto::Now => self.today(),
        };
        Ok(instant.get(..10).unwrap_or(&instant).to_owned())
    }

    pub(crate) fn today(&self) -> String {
        let now = i64::try_from(self.env.clock.millis()).unwrap_or(i64::MAX);
        date::from_millis(now).get(..10).unwrap_or_default().to_owned()
    }
}

/// The decision that is taken to be accepted.
fn supposing(reader: &Reader, args: &ReadinessArgs, at: &At) -> Result<Option<Supposing>, ApiError> {
    let Some(decision) = &args.supposing else { return Ok(None) };
    let decision = lookups::find_of_kind(reader, "decision", decision, at)?;
    let option = |named: &str| lookups::find_of_kind(reader, "option", named, at);
    let chosen = args.chosen.as_deref().map(option).transpose()?;
    Ok(Some(Supposing { decision, chosen }))
}

/// The gaps of a rule that are shown: what is open before what is waived.
fn shown(one: &Judged) -> impl Iterator<Item = &(Gap, Option<EntityId>)> {
    let open = one.gaps.iter().filter(|(_, waiver)| waiver.is_none());
    open.chain(one.gaps.iter().filter(|(_, waiver)| waiver.is_some())).take(GAPS)
}

fn nothing_asked() -> Readiness {
    let none = crate::dto::Count(0);
    Readiness { release: None, rules: Vec::new(), blocking: none, warnings: none, waived: none, frozen: None }
}

/// Turns what the rules said into what is shown.
pub(crate) struct Told<'a> {
    reader: &'a Reader,
    at: &'a At,
    cards: HashMap<EntityId, Card>,
    waivers: BTreeMap<EntityId, WaiverDto>,
}

impl<'a> Told<'a> {
    /// Reads the cards that the gaps name, each once.
    fn of(reader: &'a Reader, judged: &[Judged], at: &'a At) -> Result<Self, ApiError> {
        let shown = || judged.iter().flat_map(shown);
        let waivers: Vec<EntityId> = shown().filter_map(|(_, waiver)| *waiver).collect();
        Told::of_gaps(reader, shown().map(|(gap, _)| gap), waivers, at)
    }

    /// The same for gaps, and the waivers that cover any of them.
    pub(crate) fn of_gaps<'g>(
        reader: &'a Reader,
        gaps: impl Iterator<Item = &'g Gap>,
        mut waivers: Vec<EntityId>,
        at: &'a At,
    ) -> Result<Self, ApiError> {
        let mut ids: Vec<EntityId> = Vec::new();
        for gap in gaps {
            ids.extend(gap.about.iter().take(CARDS));
            match &gap.action.to {
                Place::Open(id) | Place::See { of: id, .. } => ids.push(*id),
                Place::Add { refs, .. } => ids.extend(refs.iter().map(|(_, id)| *id)),
            }
        }
        ids.extend(&waivers);
        ids.sort_unstable();
        ids.dedup();
        waivers.sort_unstable();
        waivers.dedup();
        let cards: HashMap<EntityId, Card> = reader.cards(&ids, at)?.into_iter().map(|c| (c.id, c)).collect();
        let mut told = Told { reader, at, cards, waivers: BTreeMap::new() };
        for id in waivers {
            if let Some(waiver) = told.waiver(&id)? {
                told.waivers.insert(id, waiver);
            }
        }
        Ok(told)
    }

    fn waiver(&self, id: &EntityId) -> Result<Option<WaiverDto>, ApiError> {
        let (Some(card), Some(state)) = (self.cards.get(id), self.reader.state(id, self.at)?) else {
            return Ok(None);
        };
        let by = match lookups::first_link(self.reader, id, "waived-by", true, self.at)? {
            Some(who) => who.title,
            None => Names::at(self.reader, self.at).of(state.created.actor),
        };
        Ok(Some(WaiverDto {
            card: cards::card(card, None),
            reason: state.text("reason").unwrap_or_default().to_owned(),
            until: state.text("until").map(str::to_owned),
            by,
        }))
    }

    fn rules(&self, judged: &[Judged]) -> Result<Vec<RuleDto>, ApiError> {
        judged
            .iter()
            .map(|one| {
                let open = one.open().count();
                Ok(RuleDto {
                    number: u64::from(one.rule.number).into(),
                    name: one.rule.name.into(),
                    question: one.rule.question.into(),
                    stage: one.rule.stage.as_str().into(),
                    severity: one.rule.severity.as_str().into(),
                    sentence: one.rule.sentence.into(),
                    why: one.rule.why.into(),
                    state: one.state.as_str().into(),
                    open: open.into(),
                    waived: (one.gaps.len() - open).into(),
                    gaps: shown(one).map(|(gap, waiver)| self.gap(gap, waiver.as_ref())).collect(),
                    waits: one.waits.clone(),
                })
            })
            .collect()
    }

    fn card(&self, id: &EntityId) -> Option<crate::dto::CardDto> {
        self.cards.get(id).map(|card| cards::card(card, None))
    }

    pub(crate) fn gap(&self, gap: &Gap, waiver: Option<&EntityId>) -> GapDto {
        GapDto {
            sentence: gap.sentence.clone(),
            cards: gap.about.iter().take(CARDS).filter_map(|id| self.card(id)).collect(),
            about: gap.about.len().into(),
            action: self.action(&gap.action),
            waiver: waiver.and_then(|id| self.waivers.get(id).cloned()),
        }
    }

    fn action(&self, action: &Action) -> GapAction {
        let mut told = GapAction { label: action.label.clone(), open: None, see: None, add: None };
        match &action.to {
            Place::Open(id) => told.open = self.card(id),
            Place::See { page, view, of } => {
                told.see = self.card(of).map(|of| GapScreen {
                    page: (*page).to_owned(),
                    view: (*view).to_owned(),
                    of,
                });
            }
            Place::Add { kind, fields, refs } => {
                let mut picked: BTreeMap<String, Vec<crate::dto::CardDto>> = BTreeMap::new();
                for (name, id) in refs {
                    picked.entry((*name).to_owned()).or_default().extend(self.card(id));
                }
                let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), Value::to_json(value)));
                told.add = Some(GapForm { kind: (*kind).to_owned(), fields: fields.collect(), refs: picked });
            }
        }
        told
    }
}
