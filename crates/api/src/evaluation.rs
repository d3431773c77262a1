//! The evaluation matrix read from the record, and the rounds it is filled in.

use std::collections::HashMap;

use throughline_model::figures::evaluation::{Outcome, Score};
use throughline_model::matrix::{self as model, Scored, Sheet, Side, Verdict};
use throughline_model::rounds::{self, Given};
use throughline_record::{EntityId, Value, binding};
use throughline_store::{Artefact, At, Card, LinkSeen, Reader};

use crate::App;
use crate::cards::{self, Outcomes};
use crate::criteria;
use crate::dto::{
    AbsentView, ApiError, EvaluationMatrix, MatrixArgs, MatrixCell, MatrixCriterion, MatrixRow, RaterView,
    ScoreView,
};
use crate::lookups::{self, is, moment};

/// The links of an evaluation that say what it is about, and whose it is.
pub(crate) const OF_SCORE: [&str; 3] = ["rates", "by-criterion", "rated-by"];

impl App {
    pub(crate) fn evaluation_matrix(&self, args: MatrixArgs) -> Result<EvaluationMatrix, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = lookups::release_of(&open, &reader, args.release.as_deref(), &at)?;
        let viewer = match args.rater.as_deref().filter(|r| !r.trim().is_empty()) {
            Some(rater) => Some(lookups::find_of_kind(&reader, "stakeholder", rater, &at)?),
            None => None,
        };
        let mut table = Table::of_release(&reader, release, at)?;
        for tried in &args.what_if {
            let id = lookups::find_of_kind(&reader, "criterion", &tried.criterion, &table.at)?;
            let Some(criterion) = table.criteria.iter().position(|c| c.card.id == id) else { continue };
            if !(0.0..=1.0).contains(&tried.weight) {
                return Err(ApiError::new(
                    "out-of-range",
                    format!("A weight of {} was tried; weights lie between 0 and 1.", tried.weight),
                    "Try one between them.",
                ));
            }
            table.what_if.push((criterion, tried.weight));
        }
        table.seen_by(&reader, viewer)
    }
}

/// A score as it is recorded.
pub(crate) struct Recorded {
    pub(crate) artefact: Artefact,
    pub(crate) subject: EntityId,
    pub(crate) criterion: EntityId,
    rater: Option<Card>,
    round: u32,
    score: Option<Score>,
}

/// Everything a matrix is made of, at one moment.
pub(crate) struct Table {
    pub(crate) at: At,
    pub(crate) criteria: Vec<Artefact>,
    pub(crate) subjects: Vec<Card>,
    pub(crate) scores: Vec<Recorded>,
    /// When each round was closed, the first first.
    pub(crate) closed: Vec<String>,
    /// Everything is open to everybody, as in what was sealed.
    pub(crate) bare: bool,
    what_if: Vec<(usize, f64)>,
}

impl Table {
    pub(crate) fn of_release(reader: &Reader, release: Option<EntityId>, at: At) -> Result<Table, ApiError> {
        let criteria = criteria::read(reader, release, &at)?;
        let evaluations = lookups::all_of(reader, "evaluation", release, &at)?;
        let scores = scores(reader, evaluations.iter().map(|c| c.id), &at)?;
        let mut subjects = lookups::all_of(reader, "idea", release, &at)?;
        let rated: Vec<EntityId> = scores.iter().map(|s| s.subject).collect();
        let more: Vec<EntityId> =
            rated.into_iter().filter(|id| !subjects.iter().any(|s| s.id == *id)).collect();
        for card in reader.cards(&more, &at)? {
            if !card.removed && !subjects.iter().any(|s| s.id == card.id) {
                subjects.push(card);
            }
        }
        let closed = closed_rounds(reader, release, &at)?;
        Ok(Table { at, criteria, subjects, scores, closed, bare: false, what_if: Vec::new() })
    }

    /// The table of exactly these records at a moment, with nothing hidden.
    pub(crate) fn of(
        reader: &Reader,
        criteria: &[EntityId],
        subjects: &[EntityId],
        evaluations: &[EntityId],
        at: At,
    ) -> Result<Table, ApiError> {
        let criteria = criteria.iter().map(|id| reader.get(id, &at)).collect::<Result<Vec<_>, _>>()?;
        let subjects = reader.cards(subjects, &at)?;
        let scores = scores(reader, evaluations.iter().copied(), &at)?;
        Ok(Table { at, criteria, subjects, scores, closed: Vec::new(), bare: true, what_if: Vec::new() })
    }

    fn last_closed(&self) -> u32 {
        if self.bare { u32::MAX - 1 } else { u32::try_from(self.closed.len()).unwrap_or(u32::MAX - 1) }
    }

    /// Scores that belong to a round nobody closed yet.
    pub(crate) fn in_open_round(&self) -> Vec<&Recorded> {
        self.scores.iter().filter(|s| s.round > self.last_closed() && s.score.is_some()).collect()
    }

    /// The root over the records that say what was scored: criteria, evaluations, and the links that say
    /// what each is about; and how many they are.
    pub(crate) fn root(&self) -> (String, u64) {
        let of_link = |l: &&LinkSeen| l.out && !l.removed && OF_SCORE.contains(&l.type_.as_str());
        let mut addresses: Vec<_> = self.criteria.iter().map(|c| c.state.revision).collect();
        for score in &self.scores {
            addresses.push(score.artefact.state.revision);
            addresses.extend(score.artefact.links.iter().filter(of_link).map(|l| l.state.revision));
        }
        (binding::root(addresses.iter().copied()).to_string(), addresses.len() as u64)
    }

    /// The matrix as somebody may see it.
    pub(crate) fn seen_by(
        &self,
        reader: &Reader,
        viewer: Option<EntityId>,
    ) -> Result<EvaluationMatrix, ApiError> {
        let mut people = People::default();
        let viewer = match viewer {
            Some(id) => match lookups::card(reader, &id, &self.at)? {
                Some(card) => Some(people.seat(reader, Some(&card), &self.at)?),
                None => None,
            },
            None => None,
        };
        let mut of: Vec<usize> = Vec::new();
        let mut scored = Vec::new();
        for (recorded, score) in self.scores.iter().enumerate() {
            let subject = self.subjects.iter().position(|s| s.id == score.subject);
            let criterion = self.criteria.iter().position(|c| c.card.id == score.criterion);
            let rater = people.seat(reader, score.rater.as_ref(), &self.at)?;
            if let (Some(subject), Some(criterion), Some(points)) = (subject, criterion, score.score) {
                let handed_in = score.artefact.state.text("handed-in").is_some();
                let given = Given { rater, round: score.round, handed_in };
                scored.push(Scored { subject, criterion, given, score: points, recorded });
                of.push(recorded);
            }
        }
        let numbers = |c: &Artefact| (lookups::number(&c.state, "weight"), lookups::number(&c.state, "gate"));
        let sheet = Sheet {
            subjects: self.subjects.len(),
            criteria: self.criteria.iter().map(numbers).collect(),
            teams: people.seats.iter().map(|seat| seat.side.clone()).collect(),
            scores: scored,
            closed: self.last_closed(),
            viewer,
            what_if: self.what_if.clone(),
        };
        let matrix = model::matrix(&sheet).map_err(|why| {
            ApiError::new("no-figures", format!("The scores give no figures: {why}."), "Look at the scores.")
        })?;
        let drawing = Drawing { table: self, sheet: &sheet, matrix: &matrix, people: &people, of: &of };
        let outcomes = cards::outcomes(reader, &self.subjects.iter().collect::<Vec<_>>(), &self.at)?;
        let rows: Vec<MatrixRow> = matrix.order.iter().filter_map(|&at| drawing.row(at, &outcomes)).collect();
        let open_round = self.last_closed() + 1;
        let own = sheet.scores.iter().zip(&of).filter(|(s, _)| {
            s.given.round == open_round && viewer.is_some_and(|viewer| viewer == s.given.rater)
        });
        let open_scores = sheet.scores.iter().filter(|s| s.given.round == open_round).count();
        Ok(EvaluationMatrix {
            criteria: drawing.criteria(),
            no_sums: matrix.weights.as_ref().err().cloned().unwrap_or_default(),
            sum: sheet
                .criteria
                .iter()
                .map(|(weight, _)| *weight)
                .sum::<Option<f64>>()
                .filter(|_| !sheet.criteria.is_empty()),
            closed: self.closed.len().into(),
            given: open_scores.into(),
            disagreeing: matrix.squares.iter().flatten().filter(|s| s.disagrees).count().into(),
            disagreement: rounds::DISAGREEMENT,
            handed_in: matrix.handed_in,
            own: own.filter_map(|(_, &at)| Some(self.scores.get(at)?.artefact.card.id.to_string())).collect(),
            raters: drawing.raters(open_round),
            absent: people.absent(reader, &sheet, &self.at)?,
            rows,
        })
    }
}

/// What the model said, with the names of what it said it of.
struct Drawing<'a> {
    table: &'a Table,
    sheet: &'a Sheet,
    matrix: &'a model::Matrix,
    people: &'a People,
    /// Of each score of the sheet, its place among those of the table.
    of: &'a [usize],
}

impl Drawing<'_> {
    fn criteria(&self) -> Vec<MatrixCriterion> {
        let text = |c: &Artefact, field: &str| c.state.text(field).unwrap_or_default().to_owned();
        self.table
            .criteria
            .iter()
            .enumerate()
            .map(|(at, c)| {
                let flip = self.matrix.flips.get(at).copied().flatten();
                let to = flip.and_then(|flip| self.table.subjects.get(flip.other));
                MatrixCriterion {
                    card: cards::card(&c.card, None),
                    lens: text(c, "lens"),
                    worst: text(c, "worst"),
                    best: text(c, "best"),
                    weight: lookups::number(&c.state, "weight"),
                    used: self.matrix.weights.as_ref().ok().and_then(|w| w.get(at)).copied(),
                    gate: lookups::number(&c.state, "gate"),
                    locked: c.state.text("locked-at").is_some(),
                    flip: flip.map(|flip| flip.weight),
                    flip_to: to.map(|card| card.short.clone()).unwrap_or_default(),
                }
            })
            .collect()
    }

    fn row(&self, at: usize, outcomes: &Outcomes) -> Option<MatrixRow> {
        let card = self.table.subjects.get(at)?;
        let (mut balanced, mut plain, mut unsure, mut because) = (None, None, 0, Vec::new());
        let verdict = match self.matrix.verdicts.get(at)? {
            Verdict::Unscored => "unscored",
            Verdict::Unweighted => "unweighted",
            Verdict::Known(Outcome::Out { failed }) => {
                because.clone_from(failed);
                "out"
            }
            Verdict::Known(Outcome::Incomplete { missing }) => {
                because.clone_from(missing);
                "incomplete"
            }
            Verdict::Known(Outcome::Sum { balanced: b, plain: p, unsure: u }) => {
                (balanced, plain, unsure) = (Some(*b), Some(*p), *u);
                "sum"
            }
        };
        Some(MatrixRow {
            card: cards::card(card, Some(outcomes)),
            place: self.matrix.places.get(at).copied().flatten().map(Into::into),
            verdict: verdict.into(),
            balanced,
            plain,
            unsure: unsure.into(),
            because: because.into_iter().map(Into::into).collect(),
            cells: self.matrix.squares.get(at)?.iter().map(|square| self.cell(square)).collect(),
        })
    }

    fn cell(&self, square: &model::Square) -> MatrixCell {
        let figures = square.figures;
        MatrixCell {
            median: figures.median,
            spread: figures.spread,
            balanced: figures.balanced,
            plain: figures.plain,
            known: figures.known.into(),
            unknown: figures.unknown.into(),
            missing: square.missing.into(),
            hidden: square.hidden.into(),
            disagrees: square.disagrees,
            open: square.open,
            own: square.own.and_then(|at| self.score(at)),
            scores: square.counted.iter().filter_map(|&at| self.score(at)).collect(),
        }
    }

    fn score(&self, at: usize) -> Option<ScoreView> {
        let scored = self.sheet.scores.get(at)?;
        let recorded = self.table.scores.get(*self.of.get(at)?)?;
        let seat = self.people.seats.get(scored.given.rater)?;
        let state = &recorded.artefact.state;
        let set = |field: &str| Some(state.fields.get(field)?.shown()?.set.at.as_str());
        let after_done =
            matches!((set("score"), set("handed-in")), (Some(score), Some(done)) if score > done);
        let round = usize::try_from(scored.given.round).unwrap_or(usize::MAX);
        let closed = round.checked_sub(1).and_then(|at| self.table.closed.get(at));
        let after_close =
            closed.is_some_and(|closed| set("score").is_some_and(|score| score > closed.as_str()));
        Some(ScoreView {
            id: recorded.artefact.card.id.to_string(),
            rater: seat.name.clone(),
            team: seat.team.clone(),
            score: match scored.score {
                Score::Points(points) => Some(points),
                Score::Unknown => None,
            },
            rationale: state.text("rationale").unwrap_or_default().to_owned(),
            round: u64::from(scored.given.round).into(),
            late: after_done || after_close,
        })
    }

    fn raters(&self, open_round: u32) -> Vec<RaterView> {
        let all: Vec<Given> = self.sheet.scores.iter().map(|s| s.given).collect();
        let took_part = |at: usize| all.iter().any(|given| given.rater == at);
        self.people
            .seats
            .iter()
            .enumerate()
            .filter(|(at, _)| took_part(*at))
            .filter_map(|(at, seat)| {
                Some(RaterView {
                    card: cards::card(seat.card.as_ref()?, None),
                    team: seat.team.clone(),
                    scores: all.iter().filter(|g| g.rater == at && g.round == open_round).count().into(),
                    handed_in: rounds::has_handed_in(at, open_round, &all),
                })
            })
            .collect()
    }
}

/// A rater, with the team they speak for.
struct Seat {
    card: Option<Card>,
    name: String,
    /// The team's name, or empty.
    team: String,
    /// What tells teams apart: who has none is a side of their own.
    side: String,
}

#[derive(Default)]
struct People {
    seats: Vec<Seat>,
    known: HashMap<EntityId, usize>,
}

impl People {
    /// The seat of a rater. Each score that names nobody is somebody else's.
    fn seat(&mut self, reader: &Reader, rater: Option<&Card>, at: &At) -> Result<usize, ApiError> {
        if let Some(known) = rater.and_then(|card| self.known.get(&card.id)) {
            return Ok(*known);
        }
        let team = match rater {
            Some(card) => lookups::first_link(reader, &card.id, "member-of", true, at)?,
            None => None,
        };
        let place = self.seats.len();
        let side = match (&team, rater) {
            (Some(team), _) => team.id.to_string(),
            (None, Some(card)) => card.id.to_string(),
            (None, None) => format!("nobody {place}"),
        };
        self.seats.push(Seat {
            card: rater.cloned(),
            name: rater.map(|card| card.title.clone()).unwrap_or_default(),
            team: team.map(|team| team.title).unwrap_or_default(),
            side,
        });
        if let Some(card) = rater {
            self.known.insert(card.id, place);
        }
        Ok(place)
    }

    /// Who of the stakeholders with a vote took no part, by team.
    fn absent(&self, reader: &Reader, sheet: &Sheet, at: &At) -> Result<Vec<AbsentView>, ApiError> {
        let mut sides: Vec<(String, Side)> = Vec::new();
        for card in lookups::all_of(reader, "stakeholder", None, at)? {
            let state = reader.state(&card.id, at)?;
            let text =
                |field: &str| state.as_ref().and_then(|s| s.text(field)).unwrap_or_default().to_owned();
            if text("voice") == "observer" {
                continue;
            }
            let seat = self.known.get(&card.id);
            let took_part = seat.is_some_and(|&seat| sheet.scores.iter().any(|s| s.given.rater == seat));
            let team = lookups::first_link(reader, &card.id, "member-of", true, at)?.unwrap_or(card);
            let key = team.id.to_string();
            let role = Some(text("role")).filter(|role| !role.is_empty());
            match sides.iter_mut().find(|(known, _)| *known == key) {
                Some((_, side)) => {
                    side.took_part |= took_part;
                    side.roles.extend(role);
                }
                None => {
                    let side = Side { name: team.title, roles: role.into_iter().collect(), took_part };
                    sides.push((key, side));
                }
            }
        }
        let sides: Vec<Side> = sides.into_iter().map(|(_, side)| side).collect();
        Ok(model::absent(&sides)
            .into_iter()
            .map(|a| AbsentView { name: a.name, essential: a.essential, nobody: a.nobody })
            .collect())
    }
}

fn scores(reader: &Reader, ids: impl Iterator<Item = EntityId>, at: &At) -> Result<Vec<Recorded>, ApiError> {
    let mut out = Vec::new();
    for id in ids {
        let artefact = reader.get(&id, at)?;
        let end = |type_: &str| artefact.links.iter().find(|l| is(l, type_, true)).map(|l| l.other.clone());
        let (Some(subject), Some(criterion)) = (end("rates"), end("by-criterion")) else { continue };
        let round = lookups::whole(&artefact.state, "round").and_then(|n| u32::try_from(n).ok());
        let score = match artefact.state.value("score") {
            Some(Value::Int(points)) => u8::try_from(*points).ok().map(Score::Points),
            Some(Value::Text(_)) => Some(Score::Unknown),
            _ => None,
        };
        out.push(Recorded {
            rater: end("rated-by"),
            subject: subject.id,
            criterion: criterion.id,
            round: round.unwrap_or(1).max(1),
            score,
            artefact,
        });
    }
    Ok(out)
}

/// When each round of a release was closed, the first first: a round is closed by a seal over scores that names
/// its number and seals the release, or, without a release, no release.
fn closed_rounds(reader: &Reader, release: Option<EntityId>, at: &At) -> Result<Vec<String>, ApiError> {
    let mut by_round: HashMap<i64, String> = HashMap::new();
    for card in lookups::all_of(reader, "seal", None, at)? {
        let seal = reader.get(&card.id, at)?;
        let releases: Vec<EntityId> = seal
            .links
            .iter()
            .filter(|l| is(l, "seals", true) && l.other.kind == "release")
            .map(|l| l.other.id)
            .collect();
        let here = release.map_or(releases.is_empty(), |release| releases.contains(&release));
        if let (true, Some("scores"), Some(round)) =
            (here, seal.state.text("scope"), lookups::whole(&seal.state, "round"))
        {
            by_round.entry(round).or_insert(seal.state.created.at.clone());
        }
    }
    Ok((1..).map_while(|round| by_round.remove(&round)).collect())
}
