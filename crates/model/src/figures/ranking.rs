//! What an order rests on: the weight at which it turns; and two lighter ways to get one, RICE and votes.

use std::collections::BTreeSet;

use super::evaluation::{check_weights, weighted_sum};
use super::{FigureError, check, closed_unit, computed, not_negative, positive};

/// A flip nearer than this to 0 or 1 is a tie at the edge, not a flip: rounding puts it on either side.
pub const EDGE: f64 = 1e-12;

/// The weight of one criterion at which two items are equal, the other weights keeping their proportions:
/// strictly inside (0, 1), or `None` where no weight of this criterion turns the order.
///
/// Source: one-way sensitivity analysis of the additive model, as in Triantaphyllou and Sánchez, "A sensitivity
/// analysis approach for some deterministic multi-criteria decision-making methods", Decision Sciences 28, 1997.
///
/// # Errors
/// As [`weighted_sum`]; a criterion that is not there.
pub fn flip_weight(
    weights: &[f64],
    a: &[f64],
    b: &[f64],
    criterion: usize,
) -> Result<Option<f64>, FigureError> {
    // Also checks the lists.
    weighted_sum(weights, a)?;
    weighted_sum(weights, b)?;
    let others = rest_of(weights, criterion)?;
    if others <= 0.0 {
        return Ok(None);
    }
    // How far b leads on all others together, and a on this one.
    let behind: f64 = (0..weights.len())
        .filter(|&at| at != criterion)
        .map(|at| weights[at] / others * (b[at] - a[at]))
        .sum();
    let ahead = a[criterion] - b[criterion];
    let (behind, whole) = (computed("the flip", behind)?, computed("the flip", ahead + behind)?);
    if whole == 0.0 {
        return Ok(None);
    }
    let at = behind / whole;
    Ok((at > EDGE && at < 1.0 - EDGE).then_some(at))
}

/// The weights with one set to `weight` and the others scaled so that all add up to 1.
///
/// Source: as [`flip_weight`].
///
/// # Errors
/// Weights as [`weighted_sum`]; `weight` outside 0 to 1; a criterion that is not there;
/// [`FigureError::Undefined`] if the others have no weight to scale, unless `weight` is 1.
pub fn reweighted(weights: &[f64], criterion: usize, weight: f64) -> Result<Vec<f64>, FigureError> {
    check_weights(weights)?;
    closed_unit("the weight", weight)?;
    let others = rest_of(weights, criterion)?;
    if others <= 0.0 && weight < 1.0 {
        return Err(FigureError::Undefined { why: "the other criteria have no weight that could be scaled" });
    }
    // The share first: scaling by 1 / others could overflow where they are next to nothing.
    let scaled = |w: f64| if weight < 1.0 { w / others * (1.0 - weight) } else { 0.0 };
    Ok(weights.iter().enumerate().map(|(at, w)| if at == criterion { weight } else { scaled(*w) }).collect())
}

/// The weight that all but one criterion have together.
fn rest_of(weights: &[f64], criterion: usize) -> Result<f64, FigureError> {
    check("the criterion", "one of those weighted", 0.0, criterion < weights.len())?;
    Ok(weights.iter().enumerate().filter(|(at, _)| *at != criterion).map(|(_, w)| w).sum())
}

/// RICE: reach × impact × confidence / effort; 0 or more. Reach in people per period, impact on the team's scale,
/// confidence 0 to 1, effort in person-months. A second lens: it multiplies guesses, and its unit means nothing.
///
/// Source: McBride, "RICE: Simple prioritization for product managers", Intercom, 2016.
///
/// # Errors
/// Reach or impact below 0; confidence outside 0 to 1; effort not above 0; a product too large.
pub fn rice(reach: f64, impact: f64, confidence: f64, effort: f64) -> Result<f64, FigureError> {
    let product = not_negative("the reach", reach)?
        * not_negative("the impact", impact)?
        * closed_unit("the confidence", confidence)?;
    computed("RICE", product / positive("the effort", effort)?)
}

/// Dots of one voter on one option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vote<'a> {
    /// Whatever tells voters apart.
    pub voter: &'a str,
    /// The option, by its index.
    pub option: usize,
    /// How many dots, 1 or more.
    pub dots: u32,
}

/// What an option got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Distinct voters, however many dots each gave.
    pub voters: u64,
    /// All dots.
    pub dots: u64,
    /// 1 and the number of options with more voters; equal options share a place.
    pub place_by_voters: usize,
    /// 1 and the number of options with more dots; equal options share a place.
    pub place_by_dots: usize,
}

/// Counts votes for so many options. Both counts stand side by side, as three dots of one person and one of
/// three people are not the same; ties are kept, as nothing here could break them.
///
/// Source: counting; places as in standard competition ranking (“1224”).
///
/// # Errors
/// A vote without dots, or for an option that is not there.
pub fn tally(votes: &[Vote], options: usize) -> Result<Vec<Tally>, FigureError> {
    let mut voters = vec![BTreeSet::new(); options];
    let mut dots = vec![0_u64; options];
    for vote in votes {
        check("the dots of a vote", "1 or more", f64::from(vote.dots), vote.dots > 0)?;
        check("the option of a vote", "one of those voted on", 0.0, vote.option < options)?;
        voters[vote.option].insert(vote.voter);
        dots[vote.option] = dots[vote.option].saturating_add(u64::from(vote.dots));
    }
    let voters: Vec<u64> = voters.iter().map(|set| set.len() as u64).collect();
    let place = |of: &[u64], own: u64| 1 + of.iter().filter(|other| **other > own).count();
    Ok(voters
        .iter()
        .zip(&dots)
        .map(|(&v, &d)| Tally {
            voters: v,
            dots: d,
            place_by_voters: place(&voters, v),
            place_by_dots: place(&dots, d),
        })
        .collect())
}
