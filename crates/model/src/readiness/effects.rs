//! What the results of an experiment say of each arm against the arm it is compared with.

use super::facts::{Entity, ReleaseFacts};
use crate::figures::counts::sample_ratio;
use crate::figures::means::{Sample, welch};
use crate::figures::proportions::{Share, newcombe, wilson};
use crate::figures::verdict::{Answer, Reading, Verdict, answer, verdict};
use crate::figures::{Better, Estimate, FigureError};

/// Chance of a false alarm where the plan names none.
const ALPHA: f64 = 0.05;

/// One arm's result on one metric, against the arm of today.
#[derive(Debug)]
pub(super) struct Effect<'a> {
    /// What was measured.
    pub metric: &'a Entity,
    /// The reading of the arm.
    pub reading: &'a Entity,
    /// What it says; *cannot tell* as well where the planned number is not reached, or where the arms are not of
    /// the sizes that were planned.
    pub verdict: Verdict,
}

/// The effects of an experiment, arm by arm and metric by metric. What is read against nothing, or cannot be
/// computed, is left out.
pub(super) fn effects<'a>(facts: &'a ReleaseFacts, experiment: &'a Entity) -> Vec<Effect<'a>> {
    let readings: Vec<(&Entity, &Entity)> = facts
        .behind(experiment, "measured-in")
        .filter(|reading| reading.in_use())
        .filter_map(|reading| Some((reading, facts.ahead(reading, "about").next()?)))
        .collect();
    let mut found = Vec::new();
    for (reading, metric) in &readings {
        let same: Vec<&Entity> =
            readings.iter().filter(|(_, m)| m.id == metric.id).map(|(r, _)| *r).collect();
        // An arm that was read twice speaks with its last reading.
        let last_of = |arm: Option<&str>| {
            let of_arm = same.iter().filter(|other| other.text("arm") == arm);
            of_arm.max_by_key(|other| (read_on(other), other.created_at.as_str())).copied()
        };
        if last_of(reading.text("arm")).is_some_and(|last| last.id != reading.id) {
            continue;
        }
        let plan = Plan::of(experiment, metric);
        let verdict = match reading.range("reported") {
            Some(reported) => plan.reported(reported),
            None => {
                let Some(control) = control(experiment, &same).and_then(|arm| last_of(Some(arm))) else {
                    continue;
                };
                if control.id == reading.id {
                    continue;
                }
                plan.compared(reading, control)
            }
        };
        found.extend(verdict.ok().map(|verdict| Effect { metric, reading, verdict }));
    }
    found
}

/// When a result was read: its date, else when it was recorded.
pub(super) fn read_on(reading: &Entity) -> &str {
    reading.text("date").unwrap_or(&reading.created_at)
}

/// The arm that the others are compared with: one called control, else the plan's first, else the one recorded
/// first.
fn control<'a>(experiment: &'a Entity, readings: &[&'a Entity]) -> Option<&'a str> {
    let planned = experiment.fields.get("arms").and_then(|arms| arms.as_list()).unwrap_or_default();
    let named = planned.iter().filter_map(|arm| arm.as_map()?.get("name")?.as_text());
    let arms: Vec<&str> = named.chain(readings.iter().filter_map(|reading| reading.text("arm"))).collect();
    let is_control = |arm: &&&str| arm.to_lowercase().contains("control");
    arms.iter().find(is_control).or(arms.first()).copied()
}

/// How a number of a metric is read.
struct Plan<'a> {
    experiment: &'a Entity,
    better: Better,
    confidence: f64,
}

impl<'a> Plan<'a> {
    fn of(experiment: &'a Entity, metric: &Entity) -> Self {
        let alpha = experiment.number("alpha").filter(|alpha| *alpha > 0.0 && *alpha < 1.0).unwrap_or(ALPHA);
        Plan { experiment, better: better(metric), confidence: 1.0 - alpha }
    }

    fn reported(&self, [low, likely, high]: [f64; 3]) -> Result<Verdict, FigureError> {
        verdict(&Estimate { value: likely, low, high }, self.better, 0.0)
    }

    fn compared(&self, new: &Entity, old: &Entity) -> Result<Verdict, FigureError> {
        if let (Some(new), Some(old)) = (share(new), share(old)) {
            return self.said(&newcombe(new, old, self.confidence)?, [new.n(), old.n()]);
        }
        if let (Some(new), Some(old)) = (sample(new), sample(old)) {
            return self.said(&welch(&new, &old, self.confidence)?.difference, [new.n(), old.n()]);
        }
        let (Some(new), Some(old)) = (exact(new), exact(old)) else {
            return Err(FigureError::Undefined { why: "the two are not of one kind" });
        };
        // A price or a count that nobody sampled has no interval: it is what it is.
        let difference = new - old;
        verdict(&Estimate { value: difference, low: difference, high: difference }, self.better, 0.0)
    }

    fn said(&self, difference: &Estimate, units: [u64; 2]) -> Result<Verdict, FigureError> {
        let needed =
            self.experiment.number("sample-size").filter(|size| *size >= 1.0).map(|size| size as u64);
        let reading = Reading { needed, better: self.better, margin: 0.0 };
        let smallest = units.into_iter().min().unwrap_or(0);
        Ok(match answer(difference, &reading, smallest, self.mismatch(&units))? {
            Answer::Said(verdict) => verdict,
            Answer::Mismatch { .. } | Answer::Hidden { .. } => Verdict::CannotTell,
        })
    }

    /// p of the sizes of two arms, where the plan has two and says how they share; 1 where it does not.
    fn mismatch(&self, units: &[u64; 2]) -> f64 {
        let arms = self.experiment.fields.get("arms").and_then(|arms| arms.as_list()).unwrap_or_default();
        let share =
            |arm: &throughline_record::Value| arm.as_map()?.get("share")?.as_text()?.parse::<f64>().ok();
        let shares: Vec<f64> = arms.iter().filter_map(share).collect();
        match shares.as_slice() {
            // Equal shares only: which arm is which does not matter then.
            [a, b] if a == b => sample_ratio(units, &shares).unwrap_or(1.0),
            _ => 1.0,
        }
    }
}

/// Which way a metric is better; higher where nobody said.
pub(super) fn better(metric: &Entity) -> Better {
    if metric.is("direction", "lower-is-better") { Better::Lower } else { Better::Higher }
}

fn share(reading: &Entity) -> Option<Share> {
    let whole = |field: &str| reading.number(field).filter(|n| *n >= 0.0).map(|n| n as u64);
    Share::new(whole("successes")?, whole("n")?).ok()
}

fn sample(reading: &Entity) -> Option<Sample> {
    let n = reading.number("n").filter(|n| *n >= 0.0)? as u64;
    Sample::new(n, reading.number("mean")?, reading.number("deviation")?).ok()
}

fn exact(reading: &Entity) -> Option<f64> {
    reading.number("mean").filter(|_| reading.number("deviation").is_none())
}

/// Whether a single reading lies wholly on the better side of a fixed number in the metric's unit. A share is
/// compared in per cent where the metric's unit says so.
pub(super) fn beats(reading: &Entity, metric: &Entity, today: f64) -> bool {
    let estimate = match (share(reading), sample(reading), exact(reading)) {
        (Some(share), ..) => wilson(share, 1.0 - ALPHA).map(|of_one| {
            let scale = if metric.text("unit").is_some_and(|unit| unit.trim() == "%") { 100.0 } else { 1.0 };
            Estimate { value: of_one.value * scale, low: of_one.low * scale, high: of_one.high * scale }
        }),
        // Against a fixed number: the same sample without an error of its own.
        (_, Some(sample), _) => Sample::new(sample.n(), 0.0, 0.0)
            .and_then(|fixed| Ok(welch(&sample, &fixed, 1.0 - ALPHA)?.difference)),
        (.., Some(exact)) => Ok(Estimate { value: exact, low: exact, high: exact }),
        _ => return false,
    };
    let above = |e: Estimate| Estimate { value: e.value - today, low: e.low - today, high: e.high - today };
    let said = estimate.and_then(|estimate| verdict(&above(estimate), better(metric), 0.0));
    said.is_ok_and(|verdict| verdict == Verdict::Better)
}
