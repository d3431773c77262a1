//! Counts: are the arms as large as planned, do raters agree, how many people find a problem?

use super::special::chi_square_above;
use super::{
    FigureError, at_least, closed_unit, computed, finite, open_unit, positive, same_length, whole_units,
};

/// Sample-ratio mismatch: p of chi-square that arms of these sizes come from these shares. Shares are
/// weights above 0 of any scale: `[1, 1]` is half and half. Below [`super::verdict::MISMATCH_BELOW`] no verdict
/// is given.
///
/// Source: Pearson, 1900; as a check of experiments: Fabijan and others, KDD 2019.
///
/// # Errors
/// Fewer than two arms; lists of different length; a weight not above 0; no units at all.
pub fn sample_ratio(units: &[u64], shares: &[f64]) -> Result<f64, FigureError> {
    at_least("arms", units.len() as u64, 2)?;
    same_length("arms and shares", units.len(), shares.len())?;
    for &share in shares {
        positive("a share", share)?;
    }
    let whole = computed("the sum of the shares", shares.iter().sum())?;
    let total: f64 = units.iter().map(|&n| n as f64).sum();
    positive("the number of units", total)?;
    let statistic: f64 = units
        .iter()
        .zip(shares)
        .map(|(&n, share)| {
            let expected = total * (share / whole);
            (n as f64 - expected).powi(2) / expected
        })
        .sum();
    let df = units.len() as f64 - 1.0;
    // An arm that got units with next to no share: as far from the plan as can be.
    if statistic == f64::INFINITY {
        return Ok(0.0);
    }
    computed("p", chi_square_above(computed("chi-square", statistic)?, df))
}

/// Kendall's W: how far raters agree on the order of the same items; 0 not at all, 1 fully. One row per
/// rater, one score or rank per item; scores are ranked inside each row, ties share the mean of their ranks,
/// and W is corrected for them.
///
/// Source: Kendall and Babington Smith, "The problem of m rankings", Annals of Mathematical Statistics 10,
/// 1939; correction for ties: Kendall, "Rank Correlation Methods", 1948.
///
/// # Errors
/// Fewer than two raters or items; rows of different length; a score that is not finite;
/// [`FigureError::NoVariation`] if every rater holds all items equal.
pub fn kendall_w(rows: &[Vec<f64>]) -> Result<f64, FigureError> {
    at_least("raters", rows.len() as u64, 2)?;
    let items = rows.first().map_or(0, Vec::len);
    at_least("items", items as u64, 2)?;
    let mut sums = vec![0.0; items];
    let mut ties = 0.0;
    for row in rows {
        same_length("the rows of two raters", items, row.len())?;
        for &score in row {
            finite("a score", score)?;
        }
        for (sum, score) in sums.iter_mut().zip(row) {
            let below = row.iter().filter(|other| *other < score).count() as f64;
            let equal = row.iter().filter(|other| *other == score).count() as f64;
            *sum += below + (equal + 1.0) / 2.0;
            // Each of the t equal ones adds t² − 1; together they add t³ − t.
            ties += equal * equal - 1.0;
        }
    }
    let (m, k) = (rows.len() as f64, items as f64);
    let spread: f64 = sums.iter().map(|sum| (sum - m * (k + 1.0) / 2.0).powi(2)).sum();
    let most = m * m * (k * k * k - k) - m * ties;
    if most <= 0.0 {
        return Err(FigureError::NoVariation { what: "any rater's order" });
    }
    Ok(computed("W", 12.0 * spread / most)?.clamp(0.0, 1.0))
}

/// The chance that at least one of `people` meets what each meets with chance `each`: `1 − (1 − p)^n`.
///
/// Source: Nielsen and Landauer, "A mathematical model of the finding of usability problems", INTERCHI 1993.
/// It assumes that all meet it with the same chance, independently.
///
/// # Errors
/// `each` outside 0 to 1.
pub fn discovery(each: f64, people: u64) -> Result<f64, FigureError> {
    closed_unit("the chance", each)?;
    if people == 0 {
        return Ok(0.0);
    }
    computed("the chance", -(people as f64 * (-each).ln_1p()).exp_m1())
}

/// How many people it takes so that [`discovery`] reaches `wanted`; at least 1.
///
/// # Errors
/// `each` or `wanted` outside (0, 1); more than 2^53 people.
pub fn people_for_discovery(each: f64, wanted: f64) -> Result<u64, FigureError> {
    let (each, wanted) = (open_unit("the chance", each)?, open_unit("the wanted chance", wanted)?);
    Ok(whole_units("the number of people", (-wanted).ln_1p() / (-each).ln_1p())?.max(1))
}
