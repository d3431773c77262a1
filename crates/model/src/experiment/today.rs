//! One arm against a number that was recorded before: today's approach, where it ran in no arm of its own.

use super::data::Data;
use super::plan::Metric;
use super::words;
use crate::figures::verdict::{Verdict, verdict};
use crate::figures::{Estimate, FigureError};

/// What an arm says against a recorded number.
#[derive(Debug, Clone, PartialEq)]
pub struct AgainstToday {
    /// Arm − number, in the metric's unit. Its width is that of the arm alone: the number came without one.
    pub difference: Estimate,
    /// Whether it is better, with no margin; `None` where the metric does not say which way is.
    pub verdict: Option<Verdict>,
    /// In words.
    pub sentence: String,
}

/// Holds an arm against a number of the past.
///
/// # Errors
/// Those of [`Data::estimate`], and an interval that is not finite.
pub fn against_today(
    data: &Data,
    today: f64,
    metric: &Metric,
    confidence: f64,
) -> Result<AgainstToday, FigureError> {
    let own = data.estimate(metric, confidence)?;
    let difference = Estimate { value: own.value - today, low: own.low - today, high: own.high - today };
    let said = metric.better.map(|better| verdict(&difference, better, 0.0)).transpose()?;
    let sentence = format!(
        "{}: {} against {} today, {}.",
        said.map_or("no verdict", Verdict::words),
        data.words(metric),
        words::value(today, metric),
        format_args!(
            "a difference of {} ({})",
            words::difference(difference.value, metric),
            words::interval(&difference, metric)
        )
    );
    Ok(AgainstToday { difference, verdict: said, sentence })
}
