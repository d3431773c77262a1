//! Drift: do live values still look like the training profile?
//!
//! Each measure comes with two limits. The convention is a number people know; it does not know how many values
//! were seen. The other one depends on the sample sizes: without any drift it is passed with chance `alpha`. Few
//! values pass the convention by chance, very many pass the second without mattering: both are to be shown.

use super::special::{chi_square_above, chi_square_limit, kolmogorov_above};
use super::{FigureError, at_least, check, computed, finite, open_unit, same_length};

/// By convention a stability index below this is “no shift” (Siddiqi, "Credit Risk Scorecards", 2006).
pub const STABLE_BELOW: f64 = 0.1;
/// By convention a stability index from here on is “a large shift” (Siddiqi, 2006).
pub const SHIFTED_FROM: f64 = 0.25;
/// By convention a p below this counts as a difference, for Kolmogorov-Smirnov and chi-square.
pub const DIFFERENT_BELOW: f64 = 0.05;
/// The usual number of bins of a stability index.
pub const USUAL_BINS: usize = 10;
/// Chi-square is trusted from this expected count in each cell on (Cochran, Biometrics 10, 1954).
pub const EXPECTED_FROM: f64 = 5.0;

/// The inner edges of bins that hold equally many training values: the quantiles 1/k … (k−1)/k, linearly
/// interpolated between order statistics, each edge once. Ascending, at most `bins − 1`; many equal training
/// values make fewer. Bin i holds what is above edge i−1 and **at or below** edge i; the first and last are open.
///
/// Source: quantiles of type 7 in Hyndman and Fan, "Sample quantiles in statistical packages", American
/// Statistician 50, 1996.
///
/// # Errors
/// Fewer than two values; one that is not finite; `bins` outside 2 to 1000.
pub fn quantile_edges(training: &[f64], bins: usize) -> Result<Vec<f64>, FigureError> {
    check("the number of bins", "2 to 1000", bins as f64, (2..=1000).contains(&bins))?;
    at_least("training values", training.len() as u64, 2)?;
    let sorted = sorted(training)?;
    let mut edges: Vec<f64> = Vec::new();
    for i in 1..bins {
        // In whole numbers: a position that is one of the values must be exactly that value.
        let place = (sorted.len() - 1) as u128 * i as u128;
        let (below, rest) = ((place / bins as u128) as usize, (place % bins as u128) as f64 / bins as f64);
        let (low, high) = (sorted[below], sorted[(below + 1).min(sorted.len() - 1)]);
        let edge = if rest == 0.0 || low == high { low } else { low * (1.0 - rest) + high * rest };
        if edges.last().is_none_or(|last| edge > *last) {
            edges.push(edge);
        }
    }
    Ok(edges)
}

/// How many values fall into each of the bins between these inner edges (see [`quantile_edges`]); one more
/// count than edges.
///
/// # Errors
/// Edges that do not ascend; a value or edge that is not finite.
pub fn count_in_bins(values: &[f64], edges: &[f64]) -> Result<Vec<u64>, FigureError> {
    for &edge in edges {
        finite("an edge", edge)?;
    }
    let ascending = edges.windows(2).all(|pair| pair[0] < pair[1]);
    check("the edges", "ascending", 0.0, ascending)?;
    let mut counts = vec![0; edges.len() + 1];
    for &value in values {
        finite("a value", value)?;
        counts[edges.partition_point(|edge| *edge < value)] += 1;
    }
    Ok(counts)
}

/// A population stability index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stability {
    /// The index, 0 or more; 0 for equal shares.
    pub index: f64,
    /// Bins that hold something on either side; what [`stability_limit`] asks for.
    pub bins: usize,
    /// Whether a bin was empty on one side, so that ½ was added to all.
    pub smoothed: bool,
}

/// The population stability index of live counts against training counts, bin by bin: `Σ (l − t) ln(l / t)`
/// over the shares.
///
/// Empty bins: what is empty on both sides is left out. If after that any bin is empty on one side, ½ is added to
/// every remaining count of both sides before the shares are taken, as without it the index would be infinite.
///
/// Source: Siddiqi, "Credit Risk Scorecards", 2006; it is the symmetric divergence of Jeffreys, 1946, whose
/// prior is also the ½.
///
/// # Errors
/// Lists of different length; nothing at all on one side.
pub fn stability_index(training: &[u64], live: &[u64]) -> Result<Stability, FigureError> {
    same_length("training and live bins", training.len(), live.len())?;
    at_least("training values", training.iter().copied().max().unwrap_or(0), 1)?;
    at_least("live values", live.iter().copied().max().unwrap_or(0), 1)?;
    let held: Vec<(u64, u64)> =
        training.iter().copied().zip(live.iter().copied()).filter(|&(t, l)| t > 0 || l > 0).collect();
    let smoothed = held.iter().any(|&(t, l)| t == 0 || l == 0);
    let added = if smoothed { 0.5 } else { 0.0 };
    let total =
        |side: fn(&(u64, u64)) -> u64| -> f64 { held.iter().map(|pair| side(pair) as f64 + added).sum() };
    let (all_training, all_live) = (total(|pair| pair.0), total(|pair| pair.1));
    let index: f64 = held
        .iter()
        .map(|&(t, l)| {
            let (t, l) = ((t as f64 + added) / all_training, (l as f64 + added) / all_live);
            (l - t) * (l / t).ln()
        })
        .sum();
    Ok(Stability { index: computed("the index", index)?.max(0.0), bins: held.len(), smoothed })
}

/// The index that samples of these sizes pass with chance `alpha` although nothing drifted:
/// `(1/n + 1/m) χ²₁₋α(bins − 1)`. For large samples.
///
/// Source: Yurdakul and Naranjo, "Statistical properties of the population stability index", Journal of Risk
/// Model Validation 14, 2020.
///
/// # Errors
/// No values on a side; bins outside 2 to 1001; `alpha` outside (0, 1).
pub fn stability_limit(training: u64, live: u64, bins: usize, alpha: f64) -> Result<f64, FigureError> {
    at_least("training values", training, 1)?;
    at_least("live values", live, 1)?;
    let scale = 1.0 / training as f64 + 1.0 / live as f64;
    computed("the limit", scale * category_limit(bins, alpha)?)
}

/// A Kolmogorov-Smirnov comparison of two samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KolmogorovSmirnov {
    /// The largest distance between the two empirical distributions, 0 to 1.
    pub distance: f64,
    /// Two-sided p by the limiting distribution at `distance √(nm / (n + m))`; rather too large for small samples
    /// and for values with many ties.
    pub p: f64,
}

/// Kolmogorov-Smirnov, two samples, two-sided.
///
/// Source: Smirnov, "Table for estimating the goodness of fit of empirical distributions", Annals of
/// Mathematical Statistics 19, 1948.
///
/// # Errors
/// No values on a side; one that is not finite.
pub fn kolmogorov_smirnov(training: &[f64], live: &[f64]) -> Result<KolmogorovSmirnov, FigureError> {
    at_least("training values", training.len() as u64, 1)?;
    at_least("live values", live.len() as u64, 1)?;
    let (a, b) = (sorted(training)?, sorted(live)?);
    let (n, m) = (a.len() as f64, b.len() as f64);
    let (mut i, mut j, mut distance) = (0, 0, 0.0_f64);
    while i < a.len() && j < b.len() {
        let at = a[i].min(b[j]);
        while a.get(i).is_some_and(|x| *x <= at) {
            i += 1;
        }
        while b.get(j).is_some_and(|x| *x <= at) {
            j += 1;
        }
        distance = distance.max((i as f64 / n - j as f64 / m).abs());
    }
    // As a quotient, so that exchanging the samples changes no digit.
    let p = kolmogorov_above(distance / (1.0 / n + 1.0 / m).sqrt());
    Ok(KolmogorovSmirnov { distance, p: computed("p", p)? })
}

/// Kolmogorov-Smirnov over counts: the two samples counted in the same places of an axis, in their order. Where each
/// place is one value it is [`kolmogorov_smirnov`]; where it is a bin, the distance is at most too small, by no more
/// than the largest share one bin holds.
///
/// Source: as [`kolmogorov_smirnov`].
///
/// # Errors
/// Lists of different length; nothing at all on one side.
pub fn kolmogorov_smirnov_counts(training: &[u64], live: &[u64]) -> Result<KolmogorovSmirnov, FigureError> {
    same_length("training and live bins", training.len(), live.len())?;
    at_least("training values", training.iter().copied().max().unwrap_or(0), 1)?;
    at_least("live values", live.iter().copied().max().unwrap_or(0), 1)?;
    // As floats: the counts of hostile input may not fit together into a whole number.
    let total = |counts: &[u64]| -> f64 { counts.iter().map(|&count| count as f64).sum() };
    let (n, m) = (total(training), total(live));
    let (mut seen, mut seen_live, mut distance) = (0.0, 0.0, 0.0_f64);
    for (t, l) in training.iter().zip(live) {
        seen += *t as f64;
        seen_live += *l as f64;
        distance = distance.max((seen / n - seen_live / m).abs());
    }
    let p = kolmogorov_above(distance / (1.0 / n + 1.0 / m).sqrt());
    Ok(KolmogorovSmirnov { distance: distance.min(1.0), p: computed("p", p)? })
}

/// The distance that samples of these sizes pass with chance `alpha` at most, about, although nothing drifted:
/// `√(−½ ln(α/2)) √(1/n + 1/m)`, capped at 1.
///
/// Source: the first term of Smirnov's limiting distribution, as tabled in Conover, "Practical Nonparametric
/// Statistics", 3rd edition 1999, table A20.
///
/// # Errors
/// No values on a side; `alpha` outside (0, 1).
pub fn kolmogorov_smirnov_limit(training: u64, live: u64, alpha: f64) -> Result<f64, FigureError> {
    at_least("training values", training, 1)?;
    at_least("live values", live, 1)?;
    let scale = 1.0 / training as f64 + 1.0 / live as f64;
    computed("the limit", (-0.5 * (open_unit("alpha", alpha)? / 2.0).ln() * scale).sqrt().min(1.0))
}

/// A chi-square comparison of category counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CategoryShift {
    /// Pearson's chi-square, without correction, 0 or more.
    pub statistic: f64,
    /// Categories that hold something on either side, 2 or more; degrees of freedom are one fewer.
    pub categories: usize,
    /// p of “the same shares”, 0 to 1.
    pub p: f64,
    /// Cramér's V, the size of the shift whatever the sample sizes, 0 to 1.
    pub size: f64,
    /// The smallest expected count; below [`EXPECTED_FROM`] the p is not to be trusted.
    pub smallest_expected: f64,
}

/// Chi-square of live category counts against training counts. Categories empty on both sides are left out.
///
/// Source: Pearson, 1900, for homogeneity of two samples; size: Cramér, "Mathematical Methods of
/// Statistics", 1946.
///
/// # Errors
/// Lists of different length; nothing on one side; fewer than two categories that hold anything.
pub fn category_shift(training: &[u64], live: &[u64]) -> Result<CategoryShift, FigureError> {
    same_length("training and live categories", training.len(), live.len())?;
    at_least("training values", training.iter().copied().max().unwrap_or(0), 1)?;
    at_least("live values", live.iter().copied().max().unwrap_or(0), 1)?;
    let held: Vec<(f64, f64)> = training
        .iter()
        .zip(live)
        .filter(|&(&t, &l)| t > 0 || l > 0)
        .map(|(&t, &l)| (t as f64, l as f64))
        .collect();
    at_least("categories with values", held.len() as u64, 2)?;
    let (n, m): (f64, f64) =
        (held.iter().map(|pair| pair.0).sum::<f64>(), held.iter().map(|pair| pair.1).sum::<f64>());
    let (mut statistic, mut smallest) = (0.0, f64::INFINITY);
    for (t, l) in &held {
        for (seen, side) in [(t, n), (l, m)] {
            let expected = (t + l) * (side / (n + m));
            statistic += (seen - expected).powi(2) / expected;
            smallest = smallest.min(expected);
        }
    }
    Ok(CategoryShift {
        statistic: computed("chi-square", statistic)?,
        categories: held.len(),
        p: computed("p", chi_square_above(statistic, held.len() as f64 - 1.0))?,
        size: computed("Cramér's V", (statistic / (n + m)).sqrt())?.min(1.0),
        smallest_expected: computed("an expected count", smallest)?,
    })
}

/// The chi-square that so many categories pass with chance `alpha` although nothing drifted.
///
/// # Errors
/// Categories outside 2 to 1001; `alpha` outside (0, 1).
pub fn category_limit(categories: usize, alpha: f64) -> Result<f64, FigureError> {
    check("the number of bins or categories", "2 to 1001", 0.0, (2..=1001).contains(&categories))?;
    computed("the limit", chi_square_limit(open_unit("alpha", alpha)?, categories as f64 - 1.0))
}

fn sorted(values: &[f64]) -> Result<Vec<f64>, FigureError> {
    for &value in values {
        finite("a value", value)?;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    Ok(sorted)
}
