//! The numbers teams are judged by, side by side, and who was heard on what.

use std::collections::{BTreeMap, HashMap};

use throughline_model::figures::Better;
use throughline_model::readiness::objectives::{Answering, Pull, SideBySide, Tradeoff, side_by_side};
use throughline_model::readiness::{Entity, ReleaseFacts};
use throughline_model::stances::{Heard, heard};
use throughline_record::EntityId;
use throughline_store::{At, FactsQuery, Reader};

use crate::App;
use crate::cards;
use crate::dto::{
    AnsweringView, ApiError, CardDto, DisputedView, GivenView, HeardPage, HeardRow, MatrixArgs,
    ObjectivesArgs, ObjectivesPage, PullView, PulledView, ReadingView, TeamObjective, TradeoffView,
};
use crate::lookups::{self, is, moment};

impl App {
    pub(crate) fn objectives(&self, args: ObjectivesArgs) -> Result<ObjectivesPage, ApiError> {
        let (reader, facts, at) = self.facts_of(&args)?;
        let side = side_by_side(&facts, &self.leading(&facts, args)?);
        let mut ids: Vec<EntityId> = Vec::new();
        for one in &side.teams {
            ids.push(one.team.id);
            ids.extend(one.metric.into_iter().chain(one.objectives.iter().copied()).map(|e| e.id));
            ids.extend(
                one.readings.iter().flat_map(|r| [Some(r.reading), r.experiment]).flatten().map(|e| e.id),
            );
        }
        for one in &side.disputes {
            let others = one.idea.into_iter().chain(one.proposed_by.iter().copied());
            ids.extend(others.chain([one.team, one.subject]).map(|e| e.id));
        }
        for pull in side.pulls.iter().chain(side.tradeoffs.iter().flat_map(|t| &t.pulls)) {
            let ends = [pull.experiment, pull.glad, pull.glad_metric, pull.glad_reading];
            let others = [pull.sorry, pull.sorry_metric, pull.sorry_reading];
            ids.extend(ends.into_iter().chain(others).chain(pull.ideas.iter().copied()).map(|e| e.id));
        }
        for one in &side.tradeoffs {
            ids.push(one.idea.id);
            ids.extend(one.chosen_by.into_iter().chain(one.teams.iter().copied()).map(|e| e.id));
            ids.extend(one.answers.iter().map(|answer| answer.decision.id));
        }
        let known = Known::of(&reader, ids, &at)?;
        page(&reader, &side, &known, &at)
    }

    pub(crate) fn people_heard(&self, args: ObjectivesArgs) -> Result<HeardPage, ApiError> {
        let (reader, facts, at) = self.facts_of(&args)?;
        let rows = heard(&facts);
        let mut ids: Vec<EntityId> = Vec::new();
        for row in &rows {
            ids.extend(row.team.into_iter().chain([row.who]).map(|e| e.id));
            ids.extend(row.given.iter().map(|(_, decision)| decision.id));
            ids.extend(row.not_asked.iter().map(|decision| decision.id));
        }
        let known = Known::of(&reader, ids, &at)?;
        Ok(HeardPage {
            rows: rows.iter().filter_map(|row| told(row, &known)).collect(),
            decisions: facts.of("decision").filter(|decision| decision.still_asks()).count().into(),
        })
    }

    fn facts_of(&self, args: &ObjectivesArgs) -> Result<(Reader, ReleaseFacts, At), ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = lookups::release_of(&open, &reader, args.release.as_deref(), &at)?;
        let query =
            FactsQuery { release, today: self.day_of(&reader, &args.at)?, freezing: false, supposing: None };
        let facts = reader.release_facts(&query, &at)?;
        Ok((reader, facts, at))
    }

    /// The ideas in the first place of the evaluation, themselves or by a prototype of theirs. Nobody looks on as a
    /// rater: what is hidden in an open round leads to nothing.
    fn leading(&self, facts: &ReleaseFacts, args: ObjectivesArgs) -> Result<Vec<EntityId>, ApiError> {
        if facts.chosen("idea").next().is_some() {
            return Ok(Vec::new());
        }
        let asked = MatrixArgs { release: args.release, at: args.at, ..MatrixArgs::default() };
        let matrix = self.evaluation_matrix(asked)?;
        let mut ideas: Vec<EntityId> = Vec::new();
        let first = matrix.rows.iter().filter(|row| row.place.is_some_and(|place| place.0 == 1));
        for subject in first.filter_map(|row| facts.get(&row.card.id.parse().ok()?)) {
            let idea = match subject.kind.as_str() {
                "idea" => Some(subject),
                _ => facts.ahead(subject, "realises").next(),
            };
            ideas.extend(idea.map(|idea| idea.id).filter(|id| !ideas.contains(id)));
        }
        Ok(ideas)
    }
}

/// The cards of what is told, each read once.
struct Known(HashMap<EntityId, CardDto>);

impl Known {
    fn of(reader: &Reader, mut ids: Vec<EntityId>, at: &At) -> Result<Known, ApiError> {
        ids.sort_unstable();
        ids.dedup();
        let cards = reader.cards(&ids, at)?;
        let shown = cards::cards(reader, &cards, at)?;
        Ok(Known(cards.iter().map(|card| card.id).zip(shown).collect()))
    }

    fn card(&self, of: &Entity) -> Option<CardDto> {
        self.0.get(&of.id).cloned()
    }

    fn all(&self, of: &[&Entity]) -> Vec<CardDto> {
        of.iter().filter_map(|one| self.card(one)).collect()
    }
}

fn page(reader: &Reader, side: &SideBySide<'_>, known: &Known, at: &At) -> Result<ObjectivesPage, ApiError> {
    let mut against: BTreeMap<EntityId, Vec<EntityId>> = BTreeMap::new();
    let mut meet = |one: EntityId, other: EntityId| {
        for (team, opponent) in [(one, other), (other, one)] {
            let list = against.entry(team).or_default();
            if !list.contains(&opponent) {
                list.push(opponent);
            }
        }
    };
    for dispute in &side.disputes {
        dispute.proposed_by.iter().for_each(|by| meet(dispute.team.id, by.id));
    }
    side.pulls.iter().for_each(|pull| meet(pull.glad.id, pull.sorry.id));
    let teams = side.teams.iter().filter_map(|one| {
        Some(TeamObjective {
            team: known.card(one.team)?,
            metric: one.metric.and_then(|metric| known.card(metric)),
            unit: one.metric.and_then(|metric| metric.text("unit")).unwrap_or_default().to_owned(),
            better: match one.better {
                Some(Better::Higher) => "higher",
                Some(Better::Lower) => "lower",
                None => "",
            }
            .into(),
            objectives: known.all(&one.objectives),
            readings: one
                .readings
                .iter()
                .filter_map(|told| {
                    Some(ReadingView {
                        card: known.card(told.reading)?,
                        experiment: told.experiment.and_then(|e| known.card(e)),
                        verdict: told.verdict.map_or("", |verdict| verdict.words()).into(),
                    })
                })
                .collect(),
            against: against.get(&one.team.id).into_iter().flatten().map(EntityId::to_string).collect(),
        })
    });
    Ok(ObjectivesPage {
        teams: teams.collect(),
        disputes: disputes(reader, side, known, at)?,
        pulls: side.pulls.iter().filter_map(|one| pull(one, known)).collect(),
        tradeoffs: side.tradeoffs.iter().filter_map(|one| tradeoff(one, known)).collect(),
    })
}

fn disputes(
    reader: &Reader,
    side: &SideBySide<'_>,
    known: &Known,
    at: &At,
) -> Result<Vec<DisputedView>, ApiError> {
    // The reason stands on the link.
    let mut reasons: HashMap<(EntityId, EntityId), String> = HashMap::new();
    for one in &side.teams {
        if side.disputes.iter().any(|dispute| dispute.team.id == one.team.id) {
            for link in reader.links(&one.team.id, at)?.iter().filter(|l| is(l, "disputes", true)) {
                let reason = link.state.text("reason").unwrap_or_default().to_owned();
                reasons.insert((one.team.id, link.other.id), reason);
            }
        }
    }
    let view = |one: &throughline_model::readiness::objectives::Dispute<'_>| {
        Some(DisputedView {
            team: known.card(one.team)?,
            subject: known.card(one.subject)?,
            idea: one.idea.filter(|idea| idea.id != one.subject.id).and_then(|idea| known.card(idea)),
            reason: reasons.get(&(one.team.id, one.subject.id)).cloned().unwrap_or_default(),
            proposed_by: known.all(&one.proposed_by),
        })
    };
    Ok(side.disputes.iter().filter_map(view).collect())
}

fn pull(one: &Pull<'_>, known: &Known) -> Option<PullView> {
    let side = |team, metric, reading| {
        Some(PulledView {
            team: known.card(team)?,
            metric: known.card(metric)?,
            reading: known.card(reading)?,
        })
    };
    Some(PullView {
        experiment: known.card(one.experiment)?,
        arm: one.glad_reading.text("arm").unwrap_or_default().to_owned(),
        ideas: known.all(&one.ideas),
        better: side(one.glad, one.glad_metric, one.glad_reading)?,
        worse: side(one.sorry, one.sorry_metric, one.sorry_reading)?,
    })
}

fn tradeoff(one: &Tradeoff<'_>, known: &Known) -> Option<TradeoffView> {
    let near = |answer: &Answering<'_>| {
        Some(AnsweringView {
            decision: known.card(answer.decision)?,
            accepted: answer.accepted,
            consequences: answer.consequences,
            unheard: known.all(&answer.unheard),
        })
    };
    let recorded = one.recorded_by().filter(|_| !one.teams.is_empty());
    let mut grounds: Vec<CardDto> = Vec::new();
    for reading in one.pulls.iter().flat_map(|pull| [pull.glad_reading, pull.sorry_reading]) {
        grounds.extend(known.card(reading).filter(|card| !grounds.iter().any(|known| known.id == card.id)));
    }
    Some(TradeoffView {
        idea: known.card(one.idea)?,
        chosen_by: one.chosen_by.and_then(|decision| known.card(decision)),
        teams: known.all(&one.teams),
        recorded_by: recorded.and_then(|decision| known.card(decision)),
        nearest: one.nearest().filter(|_| recorded.is_none() && !one.teams.is_empty()).and_then(near),
        grounds,
    })
}

fn told(row: &Heard<'_>, known: &Known) -> Option<HeardRow> {
    let given = row.given.iter().rev().filter_map(|(stance, decision)| {
        Some(GivenView {
            decision: known.card(decision)?,
            position: stance.text("position").unwrap_or_default().to_owned(),
        })
    });
    Some(HeardRow {
        who: known.card(row.who)?,
        team: row.team.and_then(|team| known.card(team)),
        observer: row.who.is("voice", "observer"),
        stances: given.collect(),
        not_asked: known.all(&row.not_asked),
    })
}
