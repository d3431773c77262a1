//! The evaluation matrix: ideas against criteria, as one viewer may see it.

use crate::figures::FigureError;
use crate::figures::evaluation::{self, Cell, Criterion, Outcome, Rating, Score, cell, evaluate};
use crate::figures::ranking::{flip_weight, reweighted};
use crate::rounds::{self, Given};

/// One recorded score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scored {
    /// The idea or prototype, by index.
    pub subject: usize,
    /// The criterion, by index.
    pub criterion: usize,
    /// Who, in which round, handed in or not.
    pub given: Given,
    /// The score.
    pub score: Score,
    /// Greater where it was recorded later.
    pub recorded: usize,
}

/// All that the matrix is made of.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// How many ideas and prototypes there are.
    pub subjects: usize,
    /// Each criterion's recorded weight and gate.
    pub criteria: Vec<(Option<f64>, Option<f64>)>,
    /// Of each rater whatever tells teams apart.
    pub teams: Vec<String>,
    /// The scores.
    pub scores: Vec<Scored>,
    /// The last round that was closed; 0 if none was.
    pub closed: u32,
    /// Who looks on; without one, open rounds are hidden.
    pub viewer: Option<usize>,
    /// What if: criteria set to other weights one after the other, the rest keeping their proportions.
    pub what_if: Vec<(usize, f64)>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Square {
    /// What those who may be counted say together.
    pub figures: Cell,
    /// Their scores, by index of the sheet.
    pub counted: Vec<usize>,
    /// How many scores of the open round are hidden from the viewer.
    pub hidden: usize,
    /// How many of those who took part gave no score here that counts, hidden ones apart.
    pub missing: usize,
    /// Raters are further apart than [`rounds::DISAGREEMENT`].
    pub disagrees: bool,
    /// The viewer may score it in the open round.
    pub open: bool,
    /// The viewer's own score that stands, hidden to others or not, by index of the sheet.
    pub own: Option<usize>,
}

/// What an idea comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Gates, gaps or sums, as the figures say.
    Known(Outcome),
    /// It passes and is complete, but the weights do not make a sum: the reason stands with the weights.
    Unweighted,
    /// Nobody has given it a score that counts.
    Unscored,
}

/// The weight at which the first place goes to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flip {
    /// The weight of this criterion at which the two are equal, the others keeping their proportions.
    pub weight: f64,
    /// Who would be first beyond it.
    pub other: usize,
}

/// The matrix as a viewer sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// Cells by subject, then criterion.
    pub squares: Vec<Vec<Square>>,
    /// What each subject comes to.
    pub verdicts: Vec<Verdict>,
    /// 1 and the number of subjects with a larger team-balanced sum; `None` without a sum. Sums that differ by
    /// rounding alone share a place.
    pub places: Vec<Option<usize>>,
    /// The weights in use, or why there are none.
    pub weights: Result<Vec<f64>, String>,
    /// Of each criterion the nearest weight at which the first place changes.
    pub flips: Vec<Option<Flip>>,
    /// The viewer said done in the open round.
    pub handed_in: bool,
    /// Indices of the subjects in the order to show: by place, then those out, those incomplete, those without
    /// a score, each in the order they were given.
    pub order: Vec<usize>,
}

/// Sums closer than this are the same sum.
const SAME: f64 = 1e-9;

/// Makes the matrix. Nothing a viewer may not see yet has any part in a figure of it.
///
/// # Errors
/// A score above 5, a gate that is no number.
pub fn matrix(sheet: &Sheet) -> Result<Matrix, FigureError> {
    let all: Vec<Given> = sheet.scores.iter().map(|score| score.given).collect();
    let weights = weights(sheet);
    let mut squares = Vec::with_capacity(sheet.subjects);
    let took_part = |rater: usize| all.iter().any(|given| given.rater == rater);
    let raters: Vec<usize> = (0..sheet.teams.len()).filter(|&rater| took_part(rater)).collect();
    for subject in 0..sheet.subjects {
        let row = (0..sheet.criteria.len())
            .map(|criterion| square(sheet, &all, &raters, subject, criterion))
            .collect::<Result<Vec<_>, _>>()?;
        squares.push(row);
    }
    let verdicts = squares
        .iter()
        .map(|row| verdict(row, &sheet.criteria, weights.as_deref().ok()))
        .collect::<Result<Vec<_>, _>>()?;
    let sum = |verdict: &Verdict| match verdict {
        Verdict::Known(Outcome::Sum { balanced, .. }) => Some(*balanced),
        _ => None,
    };
    let sums: Vec<Option<f64>> = verdicts.iter().map(sum).collect();
    let places: Vec<Option<usize>> = sums
        .iter()
        .map(|own| own.map(|own| 1 + sums.iter().flatten().filter(|other| **other > own + SAME).count()))
        .collect();
    let group = |at: usize| match (&places[at], &verdicts[at]) {
        (Some(place), _) => *place,
        (None, Verdict::Unweighted) => sheet.subjects + 1,
        (None, Verdict::Known(Outcome::Incomplete { .. })) => sheet.subjects + 2,
        (None, Verdict::Known(_)) => sheet.subjects + 3,
        (None, Verdict::Unscored) => sheet.subjects + 4,
    };
    let mut order: Vec<usize> = (0..sheet.subjects).collect();
    order.sort_by_key(|&at| group(at));
    let flips = match &weights {
        Ok(weights) => (0..sheet.criteria.len())
            .map(|criterion| flip(&squares, &places, weights, criterion))
            .collect::<Result<Vec<_>, _>>()?,
        Err(_) => vec![None; sheet.criteria.len()],
    };
    let handed_in = sheet.viewer.is_some_and(|viewer| rounds::has_handed_in(viewer, sheet.closed + 1, &all));
    Ok(Matrix { squares, verdicts, places, weights, flips, handed_in, order })
}

/// The recorded weights with what is tried on them.
fn weights(sheet: &Sheet) -> Result<Vec<f64>, String> {
    if sheet.criteria.is_empty() {
        return Err("there are no criteria".into());
    }
    let without = sheet.criteria.iter().filter(|(weight, _)| weight.is_none()).count();
    let mut weights: Vec<f64> = sheet.criteria.iter().filter_map(|(weight, _)| *weight).collect();
    if without > 0 {
        return Err(match without {
            1 => "one criterion has no weight".into(),
            more => format!("{more} criteria have no weight"),
        });
    }
    // Checks them, whatever is weighed.
    evaluation::weighted_sum(&weights, &vec![0.0; weights.len()]).map_err(|_| {
        let sum: f64 = weights.iter().sum();
        let sum = format!("{sum:.4}");
        format!("the weights add up to {}, not to 1", sum.trim_end_matches('0').trim_end_matches('.'))
    })?;
    for &(criterion, weight) in &sheet.what_if {
        weights = reweighted(&weights, criterion, weight).map_err(|why| why.to_string())?;
    }
    Ok(weights)
}

fn square(
    sheet: &Sheet,
    all: &[Given],
    raters: &[usize],
    subject: usize,
    criterion: usize,
) -> Result<Square, FigureError> {
    let here: Vec<usize> = (0..sheet.scores.len())
        .filter(|&at| sheet.scores[at].subject == subject && sheet.scores[at].criterion == criterion)
        .collect();
    // Of one rater, the score of the latest round among those meant.
    let latest = |rater: usize, meant: &dyn Fn(usize) -> bool| {
        let of: Vec<usize> =
            here.iter().copied().filter(|&at| sheet.scores[at].given.rater == rater && meant(at)).collect();
        let keys: Vec<(u32, usize)> =
            of.iter().map(|&at| (sheet.scores[at].given.round, sheet.scores[at].recorded)).collect();
        rounds::standing(&keys).map(|at| of[at])
    };
    let may_count = |at: usize| rounds::counts(sheet.viewer, &sheet.scores[at].given, sheet.closed, all);
    let counted: Vec<usize> = raters.iter().filter_map(|&rater| latest(rater, &may_count)).collect();
    let ratings: Vec<Rating> = counted
        .iter()
        .map(|&at| {
            let scored = &sheet.scores[at];
            Rating { team: sheet.teams[scored.given.rater].as_str(), score: scored.score }
        })
        .collect();
    let figures = cell(&ratings)?;
    let sees = |at: usize| rounds::sees(sheet.viewer, &sheet.scores[at].given, sheet.closed, all);
    let hidden = here.iter().filter(|&&at| !sees(at)).count();
    let silent = |rater: usize| !here.iter().any(|&at| sheet.scores[at].given.rater == rater);
    let own = sheet.viewer.and_then(|viewer| latest(viewer, &|_| true));
    // What is open follows from closed rounds alone: handing in must not open cells to oneself.
    let settled = |at: usize| sheet.scores[at].given.round <= sheet.closed;
    let before: Vec<usize> = raters.iter().filter_map(|&rater| latest(rater, &settled)).collect();
    let disagreed = rounds::disagrees(spread(sheet, &before));
    let open = sheet.viewer.is_some_and(|viewer| {
        let scored_before = before.iter().any(|&at| sheet.scores[at].given.rater == viewer);
        rounds::open_to(disagreed, scored_before, sheet.closed)
    });
    Ok(Square {
        hidden,
        missing: raters.iter().filter(|&&rater| silent(rater)).count(),
        disagrees: rounds::disagrees(figures.spread),
        figures,
        counted,
        open,
        own,
    })
}

fn spread(sheet: &Sheet, scores: &[usize]) -> Option<f64> {
    let points = scores.iter().filter_map(|&at| match sheet.scores[at].score {
        Score::Points(points) => Some(points),
        Score::Unknown => None,
    });
    let (least, most) = points.fold((u8::MAX, 0), |(least, most), p| (least.min(p), most.max(p)));
    (least <= most).then(|| f64::from(most - least))
}

fn verdict(
    row: &[Square],
    criteria: &[(Option<f64>, Option<f64>)],
    weights: Option<&[f64]>,
) -> Result<Verdict, FigureError> {
    if row.iter().all(|square| square.counted.is_empty()) {
        return Ok(Verdict::Unscored);
    }
    let cells: Vec<Cell> = row.iter().map(|square| square.figures).collect();
    let share = 1.0 / criteria.len() as f64;
    let weighed: Vec<Criterion> = criteria
        .iter()
        .enumerate()
        .map(|(at, (_, gate))| Criterion { weight: weights.map_or(share, |w| w[at]), gate: *gate })
        .collect();
    Ok(match evaluate(&cells, &weighed)? {
        Outcome::Sum { .. } if weights.is_none() => Verdict::Unweighted,
        outcome => Verdict::Known(outcome),
    })
}

/// The nearest weight of one criterion at which another than the present first would be first. Of several that
/// share the first place there is nothing to turn.
fn flip(
    squares: &[Vec<Square>],
    places: &[Option<usize>],
    weights: &[f64],
    criterion: usize,
) -> Result<Option<Flip>, FigureError> {
    let first: Vec<usize> = (0..places.len()).filter(|&at| places[at] == Some(1)).collect();
    let [first] = first[..] else { return Ok(None) };
    let means = |at: usize| squares[at].iter().map(|s| s.figures.balanced.unwrap_or(0.0)).collect::<Vec<_>>();
    let mut nearest: Option<Flip> = None;
    for other in (0..places.len()).filter(|&at| at != first && places[at].is_some()) {
        let Some(weight) = flip_weight(weights, &means(first), &means(other), criterion)? else { continue };
        let far = |flip: f64| (flip - weights[criterion]).abs();
        if nearest.is_none_or(|known| far(weight) < far(known.weight)) {
            nearest = Some(Flip { weight, other });
        }
    }
    Ok(nearest)
}

/// A team, for the question who took no part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The team's name, or of who has no team the person's.
    pub name: String,
    /// What its people answer for: `operations`, `ml-engineering` and so on.
    pub roles: Vec<String>,
    /// One of them scored.
    pub took_part: bool,
}

/// Who took no part in an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    /// The team's name; of a role that nobody has, the role in words.
    pub name: String,
    /// It answers for operations or ML engineering: without it, nobody asked whether the thing can be run.
    pub essential: bool,
    /// Nobody in the workspace has this role at all.
    pub nobody: bool,
}

/// The roles without which an evaluation says nothing of whether the winner can be served.
pub const ESSENTIAL: [(&str, &str); 2] = [("operations", "Operations"), ("ml-engineering", "ML engineering")];

/// Teams that took no part, those that answer for running the thing first; and of these roles the ones that
/// nobody has.
#[must_use]
pub fn absent(sides: &[Side]) -> Vec<Absent> {
    let has = |side: &Side, role: &str| side.roles.iter().any(|own| own == role);
    let mut out: Vec<Absent> = ESSENTIAL
        .iter()
        .filter(|(role, _)| !sides.iter().any(|side| has(side, role)))
        .map(|(_, name)| Absent { name: (*name).to_owned(), essential: true, nobody: true })
        .collect();
    for side in sides.iter().filter(|side| !side.took_part) {
        let essential = ESSENTIAL.iter().any(|(role, _)| has(side, role));
        out.push(Absent { name: side.name.clone(), essential, nobody: false });
    }
    out.sort_by_key(|absent| !absent.essential);
    out
}
