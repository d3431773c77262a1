//! Medians, percentiles, and bars that are met or missed.

use std::time::{Duration, Instant};

/// The value below which so many of 100 lie; the values need no order. 0 for none.
#[must_use]
pub fn percentile(values: &[f64], of_100: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = (sorted.len() * of_100).div_ceil(100).saturating_sub(1);
    sorted.get(at).copied().unwrap_or(0.0)
}

/// Milliseconds.
#[must_use]
pub fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// Runs something and returns how many milliseconds it took.
///
/// # Errors
/// Those of what is run.
pub fn timed<T, E>(run: impl FnOnce() -> Result<T, E>) -> Result<(f64, T), E> {
    let start = Instant::now();
    let answer = run()?;
    Ok((ms(start.elapsed()), answer))
}

/// Whether all bars were met so far.
#[derive(Debug, Default)]
pub struct Bars {
    missed: usize,
}

impl Bars {
    /// Prints a figure beside what it may be at most.
    pub fn at_most(&mut self, what: &str, value: f64, limit: f64, unit: &str) {
        let word = if value <= limit { "ok" } else { "MISSED" };
        self.missed += usize::from(value > limit);
        println!("  {what:<44} {value:>8.2} {unit:<2}  at most {limit} {unit:<2}  {word}");
    }

    /// Whether none was missed.
    #[must_use]
    pub fn met(&self) -> bool {
        self.missed == 0
    }
}

/// Prints a figure without a bar.
pub fn figure(what: &str, value: impl std::fmt::Display) {
    println!("  {what:<44} {value}");
}

/// Latencies of one operation on either side, in milliseconds.
#[derive(Debug, Default)]
pub struct Latencies {
    /// Of the plain database.
    pub plain: Vec<f64>,
    /// Of the store.
    pub ours: Vec<f64>,
    /// Of the whole command of the api, JSON included.
    pub api: Vec<f64>,
}

impl Latencies {
    /// Prints medians and 99th percentiles; the latter have bars.
    pub fn print(&self, what: &str, bars: &mut Bars) {
        for (side, values) in [("plain SQLite", &self.plain), ("store", &self.ours), ("api", &self.api)] {
            let text = format!("{:.3} ms, p99 {:.3} ms", percentile(values, 50), percentile(values, 99));
            figure(&format!("{what}, {side}: median"), text);
        }
        let ratio = |of_100| percentile(&self.ours, of_100) / percentile(&self.plain, of_100);
        figure(&format!("{what}: median ratio"), format!("{:.2}", ratio(50)));
        bars.at_most(&format!("{what}: p99 as a ratio to plain"), ratio(99), 3.0, "×");
        bars.at_most(&format!("{what}: p99"), percentile(&self.ours, 99), 20.0, "ms");
        bars.at_most(&format!("{what}: p99 of the api"), percentile(&self.api, 99), 20.0, "ms");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let values: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        assert_eq!(percentile(&values, 50), 100.0);
        assert_eq!(percentile(&values, 99), 198.0);
        assert_eq!(percentile(&[7.0], 99), 7.0);
        assert_eq!(percentile(&[], 99), 0.0);
    }

    #[test]
    fn a_bar_is_met_at_its_limit_and_missed_above() {
        let mut bars = Bars::default();
        bars.at_most("at the limit", 3.0, 3.0, "×");
        assert!(bars.met());
        bars.at_most("above", 3.01, 3.0, "×");
        assert!(!bars.met());
    }
}
