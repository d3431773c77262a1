//! Evaluation: scores on fixed, worded anchors, brought together without hiding who does not know.
//!
//! A score means what its anchor says, whoever else is scored beside it: nothing here looks at the other items,
//! so that one more idea never turns the order of two others (Belton and Gear, "On a short-coming of Saaty's
//! method of analytic hierarchies", Omega 11, 1983, shows what happens otherwise).

use std::collections::BTreeMap;

use super::{FigureError, at_least, check, computed, finite, not_negative, same_length};

/// The best anchor; the worst is 0.
pub const BEST: u8 = 5;
/// How far weights may be from adding up to 1: more than rounding of decimals gives, less than anybody types.
pub const WEIGHT_TOLERANCE: f64 = 1e-9;

/// What a rater says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Score {
    /// An anchor, 0 to [`BEST`].
    Points(u8),
    /// Does not know. Never counted as a number.
    Unknown,
}

/// One rater's score, with the team the rater speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rating<'a> {
    /// Whatever tells teams apart.
    pub team: &'a str,
    /// The score.
    pub score: Score,
}

/// What the raters say together of one item on one criterion. The four figures are of those who know, and
/// `None` if nobody does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// The mean inside each team first, then of the teams: five from one team do not outvote one from another.
    pub balanced: Option<f64>,
    /// The mean of all raters, beside it.
    pub plain: Option<f64>,
    /// The median of all raters; the mean of the middle two of an even number.
    pub median: Option<f64>,
    /// The largest score less the smallest, 0 to [`BEST`].
    pub spread: Option<f64>,
    /// How many know.
    pub known: usize,
    /// How many said that they do not know.
    pub unknown: usize,
}

/// Brings ratings of one item on one criterion together.
///
/// Source: equal weight per stratum, as in Cochran, "Sampling Techniques", 3rd edition 1977, chapter 5.
///
/// # Errors
/// A score above [`BEST`].
pub fn cell(ratings: &[Rating]) -> Result<Cell, FigureError> {
    let mut points: Vec<f64> = Vec::new();
    let mut teams: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for rating in ratings {
        if let Score::Points(score) = rating.score {
            let score = check("a score", "0 to 5, or unknown", f64::from(score), score <= BEST)?;
            points.push(score);
            let team = teams.entry(rating.team).or_insert((0.0, 0.0));
            *team = (team.0 + score, team.1 + 1.0);
        }
    }
    points.sort_by(f64::total_cmp);
    let known = points.len();
    let some = |figure: f64| (known > 0).then_some(figure);
    let of_teams: f64 = teams.values().map(|(sum, count)| sum / count).sum();
    let middle = |at: usize| points.get(at).copied().unwrap_or(0.0);
    Ok(Cell {
        balanced: some(of_teams / teams.len() as f64),
        plain: some(points.iter().sum::<f64>() / known as f64),
        median: some(f64::midpoint(middle(known.saturating_sub(1) / 2), middle(known / 2))),
        spread: some(middle(known.saturating_sub(1)) - middle(0)),
        known,
        unknown: ratings.len() - known,
    })
}

/// How a criterion counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Criterion {
    /// Its share, 0 or more; all weights add up to 1 within [`WEIGHT_TOLERANCE`].
    pub weight: f64,
    /// What scores below this is out, whatever else it scores.
    pub gate: Option<f64>,
}

/// What an item's cells come to.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It fails gates, by the index of their criteria; no sum is made.
    Out {
        /// Criteria whose gate it fails.
        failed: Vec<usize>,
    },
    /// Nobody knows a score for these criteria; no sum is made, as “don't know” is not 0.
    Incomplete {
        /// Criteria without a score.
        missing: Vec<usize>,
    },
    /// It passed every gate and has a score on every criterion.
    Sum {
        /// The weighted sum of team-balanced means, 0 to [`BEST`].
        balanced: f64,
        /// The weighted sum of plain means, 0 to [`BEST`].
        plain: f64,
        /// Cells in which somebody did not know.
        unsure: usize,
    },
}

/// Gates first, by the team-balanced means; then whether anything is missing; then the sums.
///
/// Source: the additive model of Keeney and Raiffa, "Decisions with Multiple Objectives", 1976, chapter 3, after
/// conjunctive screening.
///
/// # Errors
/// No criteria; cells and criteria of different number; weights as [`weighted_sum`]; a gate that is not finite.
pub fn evaluate(cells: &[Cell], criteria: &[Criterion]) -> Result<Outcome, FigureError> {
    same_length("cells and criteria", cells.len(), criteria.len())?;
    let weights: Vec<f64> = criteria.iter().map(|criterion| criterion.weight).collect();
    check_weights(&weights)?;
    let (mut failed, mut missing, mut unsure) = (Vec::new(), Vec::new(), 0);
    let (mut balanced, mut plain) = (Vec::new(), Vec::new());
    for (at, (cell, criterion)) in cells.iter().zip(criteria).enumerate() {
        if let Some(gate) = criterion.gate {
            finite("a gate", gate)?;
        }
        unsure += usize::from(cell.unknown > 0);
        let (Some(of_teams), Some(of_all)) = (cell.balanced, cell.plain) else {
            missing.push(at);
            continue;
        };
        if criterion.gate.is_some_and(|gate| of_teams < gate) {
            failed.push(at);
        }
        balanced.push(of_teams);
        plain.push(of_all);
    }
    Ok(if !failed.is_empty() {
        Outcome::Out { failed }
    } else if !missing.is_empty() {
        Outcome::Incomplete { missing }
    } else {
        let (balanced, plain) = (weighted_sum(&weights, &balanced)?, weighted_sum(&weights, &plain)?);
        Outcome::Sum { balanced, plain, unsure }
    })
}

/// `Σ weight × score`, on the scale of the scores.
///
/// Source: as [`evaluate`].
///
/// # Errors
/// No weights; lists of different length; a weight below 0; weights that do not add up to 1 within
/// [`WEIGHT_TOLERANCE`]; a score that is not finite.
pub fn weighted_sum(weights: &[f64], scores: &[f64]) -> Result<f64, FigureError> {
    same_length("weights and scores", weights.len(), scores.len())?;
    check_weights(weights)?;
    for &score in scores {
        finite("a score", score)?;
    }
    computed("the sum", weights.iter().zip(scores).map(|(weight, score)| weight * score).sum())
}

pub(super) fn check_weights(weights: &[f64]) -> Result<(), FigureError> {
    at_least("criteria", weights.len() as u64, 1)?;
    for &weight in weights {
        not_negative("a weight", weight)?;
    }
    let sum: f64 = weights.iter().sum();
    check("the sum of the weights", "1", sum, (sum - 1.0).abs() <= WEIGHT_TOLERANCE)?;
    Ok(())
}
