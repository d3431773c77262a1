//! The machine-learning process of a release as people see it.

use std::collections::HashMap;

use throughline_model::readiness::process::{PhaseSeen, check_words, phases};
use throughline_model::readiness::{RULES, judge};
use throughline_record::EntityId;
use throughline_store::{At, Card, FactsQuery, Reader};

use crate::App;
use crate::cards;
use crate::dto::{ApiError, CardDto, LoopActivity, LoopArgs, LoopCheck, LoopDto, LoopMissing, LoopPhase};
use crate::lookups::moment;
use crate::readiness::{Asked, Told};

/// Activities and things that are shown of a phase; the lists hold the rest.
const SHOWN: usize = 50;

impl App {
    pub(crate) fn process_loop(&self, args: LoopArgs) -> Result<LoopDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = match self.asked_release(&open, &reader, args.release.as_deref(), &at)? {
            Asked::One(card) => Some(card),
            Asked::Everything => None,
            Asked::Several => return Ok(LoopDto { release: None, phases: Vec::new() }),
        };
        let query = FactsQuery {
            release: release.as_ref().map(|card| card.id),
            today: self.day_of(&reader, &args.at)?,
            freezing: false,
            supposing: None,
        };
        let facts = reader.release_facts(&query, &at)?;
        let seen = phases(&facts, &judge(&facts));
        let gaps = seen.iter().flat_map(|phase| &phase.missing).map(|one| &one.gap);
        let told = Told::of_gaps(&reader, gaps, Vec::new(), &at)?;
        let shown = Shown::of(&reader, &seen, &at)?;
        Ok(LoopDto {
            phases: seen
                .iter()
                .map(|one| LoopPhase {
                    name: one.phase.name.into(),
                    label: one.phase.label.into(),
                    half: one.phase.half.as_str().into(),
                    what: one.phase.what.into(),
                    state: one.state.as_str().into(),
                    activities: one
                        .activities
                        .iter()
                        .filter_map(|id| {
                            let activity = facts.get(id)?;
                            let text = |name: &str| activity.text(name).unwrap_or_default().to_owned();
                            let date = activity.text("date").unwrap_or(&activity.created_at);
                            Some(LoopActivity {
                                card: shown.card(id)?,
                                check: text("check"),
                                outcome: text("outcome"),
                                date: date.to_owned(),
                            })
                        })
                        .collect(),
                    things: one.things.iter().filter_map(|id| shown.card(id)).collect(),
                    checks: one
                        .checks
                        .iter()
                        .map(|check| LoopCheck {
                            check: check.check.clone(),
                            label: check_words(&check.check).into(),
                            ended: check.ended.as_str().into(),
                            last: check.last.and_then(|id| shown.card(&id)),
                            count: check.count.into(),
                        })
                        .collect(),
                    missing: one
                        .missing
                        .iter()
                        .map(|missing| LoopMissing {
                            gap: told.gap(&missing.gap, None),
                            weight: missing.rule.map_or("expected", |(_, severity)| severity.as_str()).into(),
                            rule: missing.rule.map(|(number, _)| u64::from(number).into()),
                            why: missing.rule.and_then(|(number, _)| why(number)).unwrap_or_default().into(),
                        })
                        .collect(),
                    waits: one.waits.clone(),
                    waived: one.waived.into(),
                })
                .collect(),
            release: release.map(|card| cards::card(&card, None)),
        })
    }
}

fn why(number: u8) -> Option<&'static str> {
    RULES.iter().find(|rule| rule.number == number).map(|rule| rule.why)
}

/// The cards of what the phases show, each read once.
struct Shown(HashMap<EntityId, CardDto>);

impl Shown {
    fn of(reader: &Reader, seen: &[PhaseSeen], at: &At) -> Result<Shown, ApiError> {
        let mut ids: Vec<EntityId> = seen
            .iter()
            .flat_map(|one| {
                let shown = one.activities.iter().take(SHOWN).chain(one.things.iter().take(SHOWN)).copied();
                shown.chain(one.checks.iter().filter_map(|check| check.last))
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let list: Vec<Card> = reader.cards(&ids, at)?;
        let dtos = cards::cards(reader, &list, at)?;
        Ok(Shown(list.iter().map(|card| card.id).zip(dtos).collect()))
    }

    fn card(&self, id: &EntityId) -> Option<CardDto> {
        self.0.get(id).cloned()
    }
}
