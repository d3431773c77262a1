//! The room as a page shows it.

use std::collections::HashMap;

use throughline_model::session::{Answer, DOTS, Missing, Person, Phase, Room, TWENTY_MINUTES, missing};
use throughline_record::EntityId;
use throughline_store::{Artefact, At, Card, Reader};

use super::people;
use crate::App;
use crate::cards;
use crate::dto::{
    AgendaDto, AnchorsDto, ApiError, CardDto, EntryDto, PersonDto, RatingDto, RiskDto, RoomDto,
    SessionPeople, SessionPeopleArgs, TallyDto, TimerDto, UnheardDto,
};
use crate::lookups;

/// Cards of people and teams by id.
pub(super) struct Known {
    pub people: Vec<(Card, Person, Option<Card>)>,
    cards: HashMap<String, CardDto>,
}

impl Known {
    pub fn read(reader: &Reader, at: &At) -> Result<Known, ApiError> {
        let people = people(reader, at)?;
        let all = people.iter().flat_map(|(card, _, team)| std::iter::once(card).chain(team));
        let cards = all.map(|c| (c.id.to_string(), cards::card(c, None))).collect();
        Ok(Known { people, cards })
    }

    pub fn card(&self, id: Option<&str>) -> Option<CardDto> {
        self.cards.get(id?).cloned()
    }

    pub fn people_dtos(&self, people: &[Person], done: &[String]) -> Vec<PersonDto> {
        let dto = |p: &Person| {
            Some(PersonDto {
                card: self.card(Some(&p.id))?,
                team: self.card(p.team.as_deref()),
                voter: p.voter,
                present: p.present,
                done: done.contains(&p.id),
            })
        };
        people.iter().filter_map(dto).collect()
    }

    pub fn missing(&self, found: &Missing) -> Vec<UnheardDto> {
        let team = |id: &String| {
            let card = self.card(Some(id))?;
            Some(UnheardDto { label: card.title.clone(), team: Some(card) })
        };
        let role = |role: &&str| UnheardDto {
            label: if *role == "ml-engineering" { "ML engineering".into() } else { (*role).into() },
            team: None,
        };
        found.teams.iter().filter_map(team).chain(found.roles.iter().map(role)).collect()
    }
}

impl App {
    pub(crate) fn session_people(&self, args: SessionPeopleArgs) -> Result<SessionPeople, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let mut known = Known::read(&reader, &lookups::moment(&args.at))?;
        for (_, person, _) in &mut known.people {
            person.present = args.present.contains(&person.id);
        }
        let people: Vec<Person> = known.people.iter().map(|(_, person, _)| person.clone()).collect();
        let agenda = TWENTY_MINUTES.iter().map(|p| AgendaDto {
            phase: p.phase.as_str().into(),
            label: p.phase.label().into(),
            minutes: p.minutes,
            state: "ahead".into(),
        });
        Ok(SessionPeople {
            people: known.people_dtos(&people, &[]),
            missing: known.missing(&missing(&people)),
            agenda: agenda.collect(),
            dots: DOTS,
        })
    }
}

pub(super) fn room(
    reader: &Reader,
    room: &Room,
    viewer: Option<&str>,
    now: i64,
    session: &Artefact,
) -> Result<RoomDto, ApiError> {
    let known = Known::read(reader, &At::Now)?;
    let seen = room.seen(viewer);
    let of_id = |id: &str| -> Result<Option<Card>, ApiError> {
        let Ok(id) = id.parse::<EntityId>() else { return Ok(None) };
        lookups::card(reader, &id, &At::Now)
    };
    let problem = room.words.problem.as_deref().map(of_id).transpose()?.flatten();
    let questions = match &problem {
        Some(problem) => reader.linked(&problem.id, "asks-about", false, &At::Now)?,
        None => Vec::new(),
    };
    let is_open = |c: &&Card| !matches!(c.status.as_deref(), Some("answered" | "parked"));
    let mut criteria = Vec::new();
    for id in &room.criteria {
        let Some(card) = of_id(id)? else { continue };
        let state = reader.state(&card.id, &At::Now)?;
        let text = |name: &str| state.as_ref().and_then(|s| s.text(name)).unwrap_or_default().to_owned();
        criteria.push(AnchorsDto {
            worst: text("worst"),
            best: text("best"),
            card: cards::card(&card, None),
        });
    }
    let decision = reader.linked(&session.card.id, "rests-on", false, &At::Now)?;
    let decision = decision.iter().find(|c| c.kind == "decision" && room.is_past(Phase::Decide));
    let phase = room.phase();
    Ok(RoomDto {
        session: cards::card(&session.card, None),
        questions: questions.iter().filter(is_open).map(|c| cards::card(c, None)).collect(),
        problem: problem.as_ref().map(|c| cards::card(c, None)),
        anonymity: session.state.text("anonymity").unwrap_or("anonymous-until-reveal").into(),
        budget: room.budget,
        agenda: room
            .agenda
            .iter()
            .map(|p| AgendaDto {
                phase: p.phase.as_str().into(),
                label: p.phase.label().into(),
                minutes: p.minutes,
                state: if room.leaves_out(p.phase) {
                    "left-out"
                } else if Some(p.phase) == phase {
                    "now"
                } else if room.is_past(p.phase) {
                    "past"
                } else {
                    "ahead"
                }
                .into(),
            })
            .collect(),
        phase: phase.map(|p| p.as_str().into()),
        closed: room.is_closed(),
        finished: room.is_finished(),
        timer: TimerDto {
            runs: room.timer.runs(),
            begun: room.timer.begun.is_some(),
            total: room.timer.total(),
            remaining: room.timer.remaining(now),
        },
        people: known.people_dtos(&room.people, &seen.handed_in),
        missing: known.missing(&missing(&room.people)),
        ideas: seen.ideas.into(),
        writers: seen.writers.into(),
        voters: seen.voters.into(),
        left: seen.left,
        entries: seen
            .entries
            .into_iter()
            .map(|e| EntryDto {
                author: known.card(e.author.as_deref()),
                team: known.card(e.team.as_deref()),
                ratings: e
                    .ratings
                    .iter()
                    .map(|r| RatingDto {
                        own: match r.own {
                            Some(Answer::Points(points)) => points.to_string(),
                            Some(Answer::Unknown) => "unknown".into(),
                            None => String::new(),
                        },
                        median: r.cell.and_then(|c| c.median),
                        spread: r.cell.and_then(|c| c.spread),
                        known: r.cell.map_or(0, |c| c.known).into(),
                        unknown: r.cell.map_or(0, |c| c.unknown).into(),
                    })
                    .collect(),
                tally: e.tally.map(|t| tally(&t)),
                id: e.id,
                text: e.text,
                pile: e.pile,
                dots: e.dots,
                top: e.top,
                option: e.option,
            })
            .collect(),
        criteria,
        risks: room
            .risks
            .iter()
            .map(|r| RiskDto { id: r.id.clone(), entry: r.entry.clone(), text: r.text.clone() })
            .collect(),
        decision: decision.map(|c| cards::card(c, None)),
    })
}

pub(super) fn tally(tally: &throughline_model::figures::ranking::Tally) -> TallyDto {
    TallyDto {
        voters: tally.voters.into(),
        dots: tally.dots.into(),
        place_by_voters: tally.place_by_voters.into(),
        place_by_dots: tally.place_by_dots.into(),
    }
}
