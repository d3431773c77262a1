//! Guardrails: metrics that must not get worse, each tested against its margin.

use super::assess::{Reading, same_arm};
use super::data::Data;
use super::plan::{Guard, Plan};
use super::words::{self, scaled, signed};
use crate::figures::Estimate;
use crate::figures::means::{guard_mean, guard_proportion};
use crate::figures::verdict::{Verdict, verdict};

/// What a guardrail says of one arm.
#[derive(Debug, Clone, PartialEq)]
pub struct GuardResult {
    /// Place of the guardrail in the plan.
    pub guard: usize,
    /// The arm; empty where nothing can be said of any.
    pub arm: String,
    /// Arm − control, in the metric's unit, with the interval the margin was held against.
    pub difference: Option<Estimate>,
    /// *Not worse* and *better* let it pass; `None` where nothing can be said, or not yet.
    pub verdict: Option<Verdict>,
    /// In words.
    pub sentence: String,
}

/// Guardrails of which nothing is said, and why.
pub(super) fn untold(plan: &Plan, why: &str) -> Vec<GuardResult> {
    let one = |(guard, of): (usize, &Guard)| GuardResult {
        guard,
        arm: String::new(),
        difference: None,
        verdict: None,
        sentence: format!("{}: {why}.", of.metric.name),
    };
    plan.guardrails.iter().enumerate().map(one).collect()
}

/// Each guardrail for each arm, as a test of non-inferiority. The end of the interval that is held against the
/// margin is the one of the plan's two-sided interval: its one-sided alpha is half of the plan's.
pub(super) fn guarded(
    plan: &Plan,
    readings: &[Reading],
    others: &[String],
    control: &str,
) -> Vec<GuardResult> {
    let mut out = Vec::new();
    for (guard, of) in plan.guardrails.iter().enumerate() {
        let data = |arm: &str| {
            let mut own = readings.iter().rev().filter(|reading| reading.metric == of.metric.id);
            own.find(|reading| same_arm(&reading.arm, arm)).map(|reading| &reading.data)
        };
        for arm in others {
            out.push(one_guard(plan, guard, of, arm, data(arm), data(control)));
        }
    }
    out
}

fn one_guard(
    plan: &Plan,
    guard: usize,
    of: &Guard,
    arm: &str,
    new: Option<&Data>,
    old: Option<&Data>,
) -> GuardResult {
    let metric = &of.metric;
    let cannot = |why: &str| GuardResult {
        guard,
        arm: arm.to_owned(),
        difference: None,
        verdict: None,
        sentence: format!("{}: {why}.", metric.name),
    };
    let Some(margin) = of.margin else { return cannot("the plan names no margin") };
    let Some(better) = metric.better else { return cannot("the metric does not say which way is better") };
    let scale = metric.scale();
    let alpha = plan.alpha_or_usual() / 2.0;
    let found = match (new, old) {
        (Some(Data::Share(new)), Some(Data::Share(old))) => {
            guard_proportion(*new, *old, better, margin / scale, alpha)
                .map(|g| (scaled(g.difference, scale), g.verdict))
        }
        (Some(Data::Sample(new)), Some(Data::Sample(old))) => {
            guard_mean(new, old, better, margin, alpha).map(|g| (g.difference, g.verdict))
        }
        (Some(Data::Reported(effect, _)), _) => verdict(effect, better, margin).map(|said| (*effect, said)),
        (None, _) | (_, None) => return cannot("not measured in every arm, so nobody knows"),
        _ => return cannot("the spread was not recorded, so nobody knows"),
    };
    match found {
        Err(error) => cannot(&error.to_string()),
        Ok((difference, said)) => {
            let found = format!(
                "{} ({}), margin {}",
                signed(difference.value, metric),
                words::interval(&difference, metric),
                words::difference(margin, metric)
            );
            let words = match said {
                Verdict::Better | Verdict::NotWorse => format!("{}: {} {found}", metric.name, said.words()),
                Verdict::Worse => format!("The guardrail {} does not hold: worse, {found}", metric.name),
                Verdict::CannotTell => {
                    format!("Of the guardrail {} nobody can tell whether it holds: {found}", metric.name)
                }
            };
            GuardResult {
                guard,
                arm: arm.to_owned(),
                difference: Some(difference),
                verdict: Some(said),
                sentence: format!("{words}."),
            }
        }
    }
}

pub(super) fn holds(guard: &GuardResult) -> bool {
    matches!(guard.verdict, Some(Verdict::Better | Verdict::NotWorse))
}
