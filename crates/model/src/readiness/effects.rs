//! What the results of an experiment say of each arm against the arm it is compared with: what the one assessment
//! of experiments says, so that no rule closes on a result that is called *no verdict* elsewhere.

use throughline_record::Value;

use super::facts::{Entity, ReleaseFacts};
use crate::experiment::{
    Arm, Assessment, Data, Guard, Metric, Plan, Reading, Recorded, Standing, against_today, assess, beside,
    same_arm, stands_for,
};
use crate::figures::Better;
use crate::figures::verdict::Verdict;

/// One arm's result on one metric, against the control.
#[derive(Debug)]
pub(super) struct Effect<'a> {
    /// What was measured.
    pub metric: &'a Entity,
    /// The reading of the arm.
    pub reading: &'a Entity,
    /// What it says; `None` where there is no verdict: the plan is not fit for one, the planned number is not
    /// reached, the arms are not of the sizes that were planned, or the metric does not say which way is better.
    pub verdict: Option<Verdict>,
    /// Whether an interval of a sample says so; a price that nobody sampled has none.
    pub sampled: bool,
}

/// An experiment with its results, as it is assessed.
#[derive(Debug)]
pub(super) struct Tried<'a> {
    plan: Plan,
    /// Its measurements, the earlier ones first, each with its metric.
    measured: Vec<(&'a Entity, Option<&'a Entity>)>,
    /// The same, as they are assessed.
    readings: Vec<Reading>,
    found: Assessment,
}

impl<'a> Tried<'a> {
    /// Puts an experiment through the figures.
    pub(super) fn of(facts: &'a ReleaseFacts, experiment: &'a Entity) -> Tried<'a> {
        let plan = plan(facts, experiment);
        let mut measured: Vec<(&Entity, Option<&Entity>)> = facts
            .behind(experiment, "measured-in")
            .filter(|reading| reading.in_use())
            .map(|reading| (reading, facts.ahead(reading, "about").next()))
            .collect();
        // By the day they were read, then as they were recorded: an arm that was read twice speaks with its last.
        let day = |reading: &'a Entity| {
            reading.text("date").unwrap_or_else(|| reading.created_at.get(..10).unwrap_or_default())
        };
        measured.sort_by(|(a, _), (b, _)| (day(a), &a.created_at).cmp(&(day(b), &b.created_at)));
        let readings: Vec<Reading> = measured
            .iter()
            .map(|(reading, metric)| Reading {
                id: reading.id.to_string(),
                metric: metric.map(|metric| metric.id.to_string()).unwrap_or_default(),
                arm: reading.text("arm").unwrap_or_default().to_owned(),
                data: data(reading),
            })
            .collect();
        let found = assess(&plan, &readings);
        Tried { plan, measured, readings, found }
    }

    /// Its effects, arm by arm and metric by metric: of the primary metric, of the guardrails, of other numbers.
    /// What is held against nothing, or cannot be computed, is left out.
    pub(super) fn effects(&self) -> Vec<Effect<'a>> {
        let mut effects = Vec::new();
        for (at, reading) in self.readings.iter().enumerate() {
            let Some((entity, Some(metric))) = self.measured.get(at).copied() else { continue };
            let control = self.control(&reading.metric);
            let same = |other: &&Reading| other.metric == reading.metric;
            let replaced =
                self.readings.iter().skip(at + 1).filter(same).any(|r| same_arm(&r.arm, &reading.arm));
            let held = matches!(reading.data, Data::Reported(..))
                || self.readings.iter().filter(same).any(|r| same_arm(&r.arm, control));
            if replaced || !held || same_arm(&reading.arm, control) {
                continue;
            }
            if let Some((verdict, sampled)) = self.said(reading, metric) {
                effects.push(Effect { metric, reading: entity, verdict, sampled });
            }
        }
        effects
    }

    /// The arm the others are held against on a metric.
    fn control(&self, metric: &str) -> &str {
        let assessed = self.found.arms.iter().find(|arm| arm.control).map(|arm| arm.name.as_str());
        let first = || self.readings.iter().find(|r| r.metric == metric).map(|r| r.arm.as_str());
        assessed.or_else(|| self.plan.control()).or_else(first).unwrap_or_default()
    }

    fn said(&self, reading: &Reading, metric: &Entity) -> Option<(Option<Verdict>, bool)> {
        if self.found.standing != Standing::Said {
            return Some((None, true));
        }
        if self.plan.primary.as_ref().is_some_and(|primary| primary.id == reading.metric) {
            let contrast = self.found.contrasts.iter().find(|c| same_arm(&c.arm, &reading.arm))?;
            return Some((contrast.verdict, true));
        }
        if let Some(guard) = self.plan.guardrails.iter().position(|g| g.metric.id == reading.metric) {
            let of_arm =
                |g: &&crate::experiment::GuardResult| g.guard == guard && same_arm(&g.arm, &reading.arm);
            return Some((self.found.guardrails.iter().find(of_arm)?.verdict, true));
        }
        let all = beside(&self.plan, &self.found, &measure(metric), &self.readings);
        let one = all.into_iter().find(|one| same_arm(&one.arm, &reading.arm))?;
        Some((one.verdict, one.sampled))
    }

    /// Whether an arm is the one a prototype was tried in, see [`stands_for`].
    pub(super) fn stands_for(&self, reading: &Entity, names: &[&str], alone: bool) -> bool {
        stands_for(reading.text("arm").unwrap_or_default(), &self.found, names, alone)
    }

    /// Its latest reading of each metric among those asked for; empty while nothing may be said of its results.
    pub(super) fn latest(&self, asked: impl Fn(&Entity) -> bool) -> Vec<(&'a Entity, &'a Entity)> {
        let mut latest: Vec<(&Entity, &Entity)> = Vec::new();
        if self.found.is_silent() {
            return latest;
        }
        for (reading, metric) in self.measured.iter().rev() {
            if let Some(metric) = metric.filter(|_| asked(reading))
                && !latest.iter().any(|(_, known)| known.id == metric.id)
            {
                latest.push((reading, metric));
            }
        }
        latest
    }

    /// Whether a reading lies wholly on the better side of a number of the past, in the metric's unit.
    pub(super) fn beats(&self, reading: &Entity, metric: &Entity, today: f64) -> bool {
        let confidence = 1.0 - self.plan.alpha_or_usual();
        let found = against_today(&data(reading), today, &measure(metric), confidence);
        found.is_ok_and(|found| found.verdict == Some(Verdict::Better))
    }
}

/// The effects of an experiment, see [`Tried::effects`].
pub(super) fn effects<'a>(facts: &'a ReleaseFacts, experiment: &'a Entity) -> Vec<Effect<'a>> {
    Tried::of(facts, experiment).effects()
}

/// When a result was read: its date, else when it was recorded.
pub(super) fn read_on(reading: &Entity) -> &str {
    reading.text("date").unwrap_or(&reading.created_at)
}

/// Which way a metric is better; none where nobody said.
pub(super) fn better(metric: &Entity) -> Option<Better> {
    match metric.text("direction") {
        Some("higher-is-better") => Some(Better::Higher),
        Some("lower-is-better") => Some(Better::Lower),
        _ => None,
    }
}

fn measure(metric: &Entity) -> Metric {
    Metric {
        id: metric.id.to_string(),
        name: metric.title.clone(),
        unit: metric.text("unit").unwrap_or_default().to_owned(),
        better: better(metric),
    }
}

fn plan(facts: &ReleaseFacts, experiment: &Entity) -> Plan {
    let guard = |tie: &super::facts::Tie| {
        let metric = measure(facts.get(&tie.to)?);
        Some(Guard { metric, margin: tie.margin })
    };
    let rows = experiment.fields.get("arms").and_then(Value::as_list).unwrap_or_default();
    let arm = |row: &Value| {
        let text = |name: &str| row.as_map()?.get(name)?.as_text();
        let share = text("share").and_then(|share| share.parse().ok());
        row.as_map().map(|_| Arm { name: text("name").unwrap_or_default().to_owned(), share })
    };
    Plan {
        primary: facts.ahead(experiment, "measured-by").next().map(measure),
        arms: rows.iter().filter_map(arm).collect(),
        minimum_effect: experiment.number("minimum-effect"),
        alpha: experiment.number("alpha"),
        power: experiment.number("power"),
        sample_size: count(experiment, "sample-size"),
        stopping_rule: experiment.text("stopping-rule").unwrap_or_default().to_owned(),
        guardrails: facts.ties(experiment, "guarded-by", true).filter_map(guard).collect(),
        baseline: experiment.number("baseline-value"),
        deviation: experiment.number("deviation"),
    }
}

fn data(reading: &Entity) -> Data {
    Data::from(Recorded {
        n: count(reading, "n"),
        successes: count(reading, "successes"),
        mean: reading.number("mean"),
        deviation: reading.number("deviation"),
        reported: reading.range("reported"),
    })
}

fn count(entity: &Entity, field: &str) -> Option<u64> {
    entity.number(field).filter(|n| *n >= 0.0 && n.fract() == 0.0).map(|n| n as u64)
}
