//! Criteria: their weights by swing, what keeps them from being locked, and what changed afterwards.

use crate::figures::FigureError;
use crate::figures::evaluation::{BEST, WEIGHT_TOLERANCE};
pub use crate::kinds::LENSES;

/// Parts of a weight: weights are written with four decimals, and always add up to exactly 1.
const PARTS: f64 = 10_000.0;
/// What the swing that matters most is worth.
pub const MOST: f64 = 100.0;

/// Weights from swings: for each criterion, how much the step from its worst to its best anchor matters against
/// the one that matters most, which is 100. The weights are decimals with four places and add up to exactly 1;
/// what rounding leaves over goes to those it took most from.
///
/// Source: SMARTS, Edwards and Barron, "SMARTS and SMARTER: Improved simple methods for multiattribute utility
/// measurement", Organizational Behavior and Human Decision Processes 60, 1994.
///
/// # Errors
/// No criteria; a swing outside 0 to 100; no swing of 100.
pub fn weights_by_swing(swings: &[f64]) -> Result<Vec<String>, FigureError> {
    if swings.is_empty() {
        return Err(FigureError::TooFew { what: "criteria", got: 0, needed: 1 });
    }
    if swings.iter().any(|swing| !(0.0..=MOST).contains(swing)) {
        return Err(FigureError::OutOfRange { what: "a swing", allowed: "between 0 and 100" });
    }
    if !swings.contains(&MOST) {
        return Err(FigureError::Undefined {
            why: "one swing must be 100: the one that matters most, which the others are held against",
        });
    }
    let sum: f64 = swings.iter().sum();
    let exact: Vec<f64> = swings.iter().map(|swing| swing / sum * PARTS).collect();
    let mut parts: Vec<u64> = exact.iter().map(|share| share.floor() as u64).collect();
    let left = (PARTS as u64).saturating_sub(parts.iter().sum());
    let mut by_loss: Vec<usize> = (0..parts.len()).collect();
    let loss = |at: usize| exact[at] - exact[at].floor();
    by_loss.sort_by(|&a, &b| loss(b).total_cmp(&loss(a)).then(a.cmp(&b)));
    for at in by_loss.into_iter().cycle().take(usize::try_from(left).unwrap_or(0)) {
        parts[at] += 1;
    }
    Ok(parts.into_iter().map(decimal).collect())
}

/// Ten-thousandths as a decimal without needless zeros.
fn decimal(parts: u64) -> String {
    let whole = parts / PARTS as u64;
    let rest = format!("{:04}", parts % PARTS as u64);
    match rest.trim_end_matches('0') {
        "" => whole.to_string(),
        rest => format!("{whole}.{rest}"),
    }
}

/// What is recorded of a criterion that a lock asks for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recorded {
    /// One of [`LENSES`]; empty where nobody said.
    pub lens: String,
    /// The anchor of a 0, in words.
    pub worst: String,
    /// The anchor of a 5, in words.
    pub best: String,
    /// Its share.
    pub weight: Option<f64>,
    /// The score below which an idea is out.
    pub gate: Option<f64>,
}

/// Why criteria cannot be locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The criterion it is about, by index; `None` if it is about all of them.
    pub criterion: Option<usize>,
    /// The field to fill in.
    pub field: &'static str,
    /// In words: “has no words for a 0”.
    pub words: String,
}

/// What keeps criteria from being locked: anchors without words, a gate that no score passes, weights that are
/// missing or do not add up to 1, or that there are none.
#[must_use]
pub fn gaps(criteria: &[Recorded]) -> Vec<Gap> {
    let mut out = Vec::new();
    if criteria.is_empty() {
        out.push(Gap { criterion: None, field: "title", words: "there are no criteria yet".into() });
        return out;
    }
    for (at, criterion) in criteria.iter().enumerate() {
        let mut gap = |field, words: &str| {
            out.push(Gap { criterion: Some(at), field, words: words.into() });
        };
        if criterion.worst.trim().is_empty() {
            gap("worst", "has no words for a 0");
        }
        if criterion.best.trim().is_empty() {
            gap("best", "has no words for a 5");
        }
        match criterion.weight {
            None => gap("weight", "has no weight"),
            Some(weight) if weight < 0.0 => gap("weight", "has a weight below 0"),
            Some(_) => {}
        }
        if criterion.gate.is_some_and(|gate| gate > f64::from(BEST)) {
            gap("gate", "has a gate above 5, the best score there is");
        }
    }
    if let Some(sum) = sum(criteria)
        && (sum - 1.0).abs() > WEIGHT_TOLERANCE
    {
        let words = format!("the weights add up to {}, not to 1", rounded(sum));
        out.push(Gap { criterion: None, field: "weight", words });
    }
    out
}

/// The sum of the weights, if all have one.
#[must_use]
pub fn sum(criteria: &[Recorded]) -> Option<f64> {
    criteria.iter().map(|criterion| criterion.weight).sum()
}

fn rounded(x: f64) -> String {
    let text = format!("{x:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The lenses through which no criterion looks.
#[must_use]
pub fn empty_lenses(criteria: &[Recorded]) -> Vec<&'static str> {
    LENSES.iter().filter(|lens| !criteria.iter().any(|c| c.lens == **lens)).copied().collect()
}

/// The fields of a locked criterion that were set after it was locked. `locked` and the times are RFC 3339 in
/// UTC, as the record writes them.
#[must_use]
pub fn changed_since<'a>(locked: &str, set: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<&'a str> {
    // What says nothing of how an idea is judged may change freely.
    const ASIDE: [&str; 8] =
        ["locked-at", "notes", "tags", "number", "order", "attachments", "source", "said-by"];
    set.into_iter().filter(|(name, at)| !ASIDE.contains(name) && *at > locked).map(|(name, _)| name).collect()
}
