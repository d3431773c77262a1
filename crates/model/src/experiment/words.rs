//! Results in words: numbers with units, verdicts as sentences.

use super::plan::Metric;
use crate::figures::{Estimate, FigureError};

/// A number as people read it: about three digits that count, thousands set apart, a true minus.
#[must_use]
pub fn number(x: f64) -> String {
    let size = x.abs();
    let decimals = if size == 0.0 || size >= 99.95 {
        0
    } else if size >= 9.995 {
        1
    } else if size >= 0.1 {
        2
    } else {
        // Three digits that count, of what is smaller than a tenth.
        ((-size.log10()).ceil() + 2.0).clamp(3.0, 12.0) as usize
    };
    grouped(x, decimals)
}

/// A number with so many decimals, thousands set apart, a true minus; "0", never "−0".
fn grouped(x: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", x.abs());
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(w, r)| (w, Some(r)));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    let nothing = text.chars().all(|c| c == '0' || c == '.');
    if x < 0.0 && !nothing { format!("−{out}") } else { out }
}

/// A value of a metric with its unit. Shares have one decimal.
#[must_use]
pub fn value(x: f64, metric: &Metric) -> String {
    with_unit(&plain(x, metric), &metric.unit)
}

/// A difference of a metric: of shares in points, never in per cent.
#[must_use]
pub fn difference(x: f64, metric: &Metric) -> String {
    with_unit(&plain(x, metric), difference_unit(metric))
}

/// What differences of a metric are in.
#[must_use]
pub fn difference_unit(metric: &Metric) -> &str {
    if metric.is_share() { "points" } else { &metric.unit }
}

/// "1.6 to 4.3"; with what a reader needs to tell the sign of both ends.
#[must_use]
pub fn interval(estimate: &Estimate, metric: &Metric) -> String {
    format!("{} to {}", plain(estimate.low, metric), plain(estimate.high, metric))
}

fn plain(x: f64, metric: &Metric) -> String {
    if metric.is_share() { grouped(x, 1) } else { number(x) }
}

fn with_unit(number: &str, unit: &str) -> String {
    if unit.trim().is_empty() { number.to_owned() } else { format!("{number}\u{a0}{}", unit.trim()) }
}

/// The confidence in words: "95 %", "99.5 %".
#[must_use]
pub fn confidence(alpha: f64) -> String {
    let percent = ((1.0 - alpha) * 1e6).round() / 1e4;
    format!("{percent}\u{a0}%")
}

/// A p as people read it.
#[must_use]
pub fn chance(p: f64) -> String {
    if p < 0.0001 {
        "p\u{a0}<\u{a0}0.0001".into()
    } else {
        format!("p\u{a0}=\u{a0}{}", grouped(p, if p < 0.01 { 4 } else { 2 }))
    }
}

/// A count, thousands set apart.
#[must_use]
pub fn number_of(n: u64) -> String {
    grouped(n as f64, 0)
}

/// An estimate in the metric's unit.
pub(super) fn scaled(estimate: Estimate, scale: f64) -> Estimate {
    Estimate { value: estimate.value * scale, low: estimate.low * scale, high: estimate.high * scale }
}

/// A difference with its sign.
pub(super) fn signed(x: f64, metric: &Metric) -> String {
    let words = difference(x, metric);
    if x > 0.0 { format!("+{words}") } else { words }
}

/// An error of a figure as a sentence.
pub(super) fn sentence_of(error: &FigureError) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}
