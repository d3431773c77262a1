//! What an experiment says beside its primary metric: other numbers it read, and the arm a prototype was tried in.

use super::assess::{Assessment, Reading, Standing, contrast, same_arm};
use super::data::Data;
use super::plan::{Metric, Plan};
use crate::figures::Estimate;
use crate::figures::verdict::{Verdict, verdict};

/// One arm held against the control on a metric that is neither the primary one nor a guardrail.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// The arm, as written.
    pub arm: String,
    /// Arm − control, in the metric's unit, with its interval.
    pub difference: Estimate,
    /// The verdict, with no margin; `None` where the metric does not say which way is better.
    pub verdict: Option<Verdict>,
    /// Whether the interval is one of a sample. A price or a count that nobody sampled is what it is: its interval
    /// has no width.
    pub sampled: bool,
}

/// Holds each arm against the control on another metric. Nothing is said before the experiment itself may be read.
/// The sample size was planned for the primary metric, so it is not asked of others.
#[must_use]
pub fn beside(plan: &Plan, found: &Assessment, metric: &Metric, readings: &[Reading]) -> Vec<Beside> {
    let control = found.arms.iter().find(|arm| arm.control).filter(|_| found.standing == Standing::Said);
    let Some(control) = control.map(|arm| arm.name.as_str()) else { return Vec::new() };
    let own: Vec<&Reading> = readings.iter().filter(|reading| reading.metric == metric.id).collect();
    let last = |arm: &str| own.iter().rev().find(|r| same_arm(&r.arm, arm)).map(|r| &r.data);
    let mut arms: Vec<&str> = Vec::new();
    for reading in &own {
        let known = std::iter::once(&control).chain(&arms).any(|arm| same_arm(arm, &reading.arm));
        if !known {
            arms.push(&reading.arm);
        }
    }
    let one = |arm: &str| {
        let (new, old) = (last(arm), last(control));
        let (difference, sampled) = match (new, old) {
            (Some(Data::Mean(new, None)), Some(Data::Mean(old, None))) => {
                let value = new - old;
                (Estimate { value, low: value, high: value }, false)
            }
            _ => (contrast(plan, metric, arm, control, new, old).ok()?.difference, true),
        };
        let said = metric.better.map(|better| verdict(&difference, better, 0.0)).transpose().ok()?;
        Some(Beside { arm: arm.to_owned(), difference, verdict: said, sampled })
    };
    arms.into_iter().filter_map(one).collect()
}

/// Whether an arm is the one a prototype was tried in: it is called like it, by one of the names it goes by. Where
/// no arm is, and the experiment tests nothing but prototypes of its sort (`alone`), every arm but the control is,
/// and so is the only one.
#[must_use]
pub fn stands_for(arm: &str, found: &Assessment, names: &[&str], alone: bool) -> bool {
    let called = |arm: &str| names.iter().any(|name| same_arm(name, arm));
    let control = found.arms.len() > 1 && found.arms.iter().any(|a| a.control && same_arm(&a.name, arm));
    called(arm) || (alone && !control && !found.arms.iter().any(|arm| called(&arm.name)))
}
