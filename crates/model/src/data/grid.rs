//! Bins that are the same for every data set: their width is a power of two, their edges are its multiples.
//!
//! So each bin lies wholly in one of twice the width, and two profiles of any data can be brought to the same bins by
//! making the finer one coarser, exactly. How fine a profile is depends only on the values it holds, never on their
//! order: it is the finest grid on which no more than so many bins hold anything.

/// Beyond this many widths from 0 a float has no fraction of a width left: each value is a bin of its own.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// The upper edge of the bin that holds a value; the value itself where the width is 0.
#[must_use]
#[inline]
pub fn upper(value: f64, width: f64) -> f64 {
    if width == 0.0 {
        return value;
    }
    let scaled = value / width;
    // The sum makes −0 a 0: the two are one edge. Beyond the largest float there is no edge.
    if scaled.abs() < WHOLE { (ceil(scaled) * width + 0.0).min(f64::MAX) } else { value }
}

/// The next whole number, of one that is below 2^53: by way of an integer, which every processor has at hand.
#[inline]
fn ceil(x: f64) -> f64 {
    let whole = x as i64 as f64;
    if whole < x { whole + 1.0 } else { whole }
}

/// The power of two that a width is, or the next above it.
#[must_use]
pub fn power(exponent: i32) -> f64 {
    2.0_f64.powi(exponent)
}

/// The narrowest and the widest grid. On the widest all floats there are fill four bins.
pub const EXPONENTS: (i32, i32) = (-1000, 1023);

/// The exponent of the finest grid on which these places, ascending, fill at most `most` bins; `most` is 4 or more.
#[must_use]
pub fn finest(places: &[f64], most: usize) -> i32 {
    let filled = |exponent: i32| {
        let width = power(exponent);
        let mut edges = places.iter().map(|place| upper(*place, width));
        let Some(mut last) = edges.next() else { return 0 };
        let mut count = 1;
        for edge in edges {
            if edge > last {
                count += 1;
                last = edge;
            }
        }
        count
    };
    let (mut low, mut high) = EXPONENTS;
    while low < high {
        let middle = low + (high - low) / 2;
        if filled(middle) <= most { high = middle } else { low = middle + 1 }
    }
    low
}

/// Bins brought to a wider grid. Those of a width of 0 are single values.
#[must_use]
pub fn coarser(bins: &[(f64, u64)], width: f64) -> Vec<(f64, u64)> {
    let mut out: Vec<(f64, u64)> = Vec::with_capacity(bins.len());
    for &(edge, count) in bins {
        let edge = upper(edge, width);
        match out.last_mut() {
            Some(last) if last.0 >= edge => last.1 += count,
            _ => out.push((edge, count)),
        }
    }
    out
}

/// Bins on the finest grid on which they are at most `most`, with its width; as they are if they are few enough.
#[must_use]
pub fn at_most(bins: Vec<(f64, u64)>, width: f64, most: usize) -> (f64, Vec<(f64, u64)>) {
    if bins.len() <= most {
        return (width, bins);
    }
    let places: Vec<f64> = bins.iter().map(|bin| bin.0).collect();
    let wider = power(finest(&places, most)).max(width);
    let bins = coarser(&bins, wider);
    (wider, bins)
}

/// Two lists of bins on one grid, side by side: edge, count of the first, count of the second.
#[must_use]
pub fn side_by_side(
    (width, bins): (f64, &[(f64, u64)]),
    (other_width, other): (f64, &[(f64, u64)]),
) -> (f64, Vec<(f64, u64, u64)>) {
    let width = width.max(other_width);
    let (first, second) = (coarser(bins, width), coarser(other, width));
    let mut out = Vec::with_capacity(first.len().max(second.len()));
    let (mut i, mut j) = (0, 0);
    loop {
        match (first.get(i), second.get(j)) {
            (None, None) => return (width, out),
            (Some(a), Some(b)) if a.0 == b.0 => {
                out.push((a.0, a.1, b.1));
                (i, j) = (i + 1, j + 1);
            }
            (Some(a), b) if b.is_none_or(|b| a.0 < b.0) => {
                out.push((a.0, a.1, 0));
                i += 1;
            }
            (_, Some(b)) => {
                out.push((b.0, 0, b.1));
                j += 1;
            }
            (Some(a), None) => {
                out.push((a.0, a.1, 0));
                i += 1;
            }
        }
    }
}

/// The value at a share of all, from counted places, ascending: quantile of type 7 as `figures::drift::quantile_edges`
/// takes it, on values that are each as large as their bin's upper edge.
#[must_use]
pub fn quantile(bins: &[(f64, u64)], numerator: u64, denominator: u64) -> Option<f64> {
    let total: u64 = bins.iter().map(|bin| bin.1).sum();
    if total == 0 || denominator == 0 {
        return None;
    }
    let place = u128::from(total - 1) * u128::from(numerator);
    let below = (place / u128::from(denominator)) as u64;
    let rest = (place % u128::from(denominator)) as f64 / denominator as f64;
    let at = |rank: u64| {
        let mut seen = 0;
        bins.iter().find_map(|bin| {
            seen += bin.1;
            (seen > rank).then_some(bin.0)
        })
    };
    let low = at(below)?;
    let high = at((below + 1).min(total - 1))?;
    Some(if rest == 0.0 || low == high { low } else { low * (1.0 - rest) + high * rest })
}
