//! Rules about prototypes: the simplest one first, and able to measure what counts.

use super::effects::{Effect, Tried};
use super::facts::{Entity, ReleaseFacts};
use super::{Action, Found, Gap, Rule, Severity};
use crate::figures::verdict::Verdict;
use crate::stage::Stage;
use throughline_record::EntityId;

pub(super) static NO_BASELINE: Rule = Rule {
    number: 13,
    name: "no-baseline",
    question: "Is there a baseline prototype?",
    stage: Stage::Prototype,
    severity: Severity::Blocking,
    sentence: "There is no baseline prototype.",
    why: "Only the simplest solution shows whether anything cleverer is worth its cost.",
    action: "Add a baseline",
    place: "prototype",
    ml: false,
    reads: &[("prototype", &["fidelity", "idea"])],
    links: &[],
    find: |facts| {
        let chosen = facts.chosen("idea").next().map(|(idea, _)| idea);
        Found::one_if(baselines(facts).next().is_none(), || Gap {
            about: chosen.into_iter().map(|idea| idea.id).collect(),
            sentence: "No prototype is a baseline: the simplest thing that could work.".into(),
            action: {
                let action = Action::add("prototype", "Add a baseline").field("fidelity", "baseline");
                chosen.into_iter().fold(action, |action, idea| action.link("idea", idea.id))
            },
        })
    },
};

fn baselines(facts: &ReleaseFacts) -> impl Iterator<Item = &Entity> {
    facts.of("prototype").filter(|prototype| prototype.is("fidelity", "baseline"))
}

pub(super) static BASELINE_NOT_BETTER: Rule = Rule {
    number: 14,
    name: "baseline-not-shown-better",
    question: "Does the baseline beat today’s approach?",
    stage: Stage::Test,
    severity: Severity::Blocking,
    sentence: "The baseline is not shown to beat today’s approach.",
    why: "If the simplest solution does not beat what people do today, there is no floor to build on.",
    action: "Test the baseline",
    place: "experiment",
    ml: false,
    reads: &[
        ("prototype", &["fidelity"]),
        (
            "experiment",
            &[
                "prototypes",
                "primary-metric",
                "arms",
                "minimum-effect",
                "alpha",
                "sample-size",
                "stopping-rule",
                "guardrails",
            ],
        ),
        ("measurement", &["metric", "arm", "date", "n", "successes", "mean", "deviation", "reported"]),
        ("problem", &["baseline-metric", "baseline-value"]),
        ("objective", &["metric"]),
        ("metric", &["direction", "unit"]),
    ],
    links: &["tests", "measured-in", "about", "measured-by", "guarded-by"],
    find: |facts| {
        let all: Vec<&Entity> = baselines(facts).collect();
        // Without a baseline rule 13 speaks.
        let Some(first) = all.first().filter(|_| !all.iter().any(|one| beats_today(facts, one))) else {
            return Found::none();
        };
        let tested =
            all.iter().find_map(|one| facts.behind(one, "tests").find(|experiment| experiment.in_use()));
        Found::gap(Gap {
            about: all.iter().map(|one| one.id).collect(),
            sentence: match tested {
                None => format!("No experiment tests {} against today’s approach.", first.words()),
                Some(experiment) => format!(
                    "The results of {} do not show that {} beats today’s approach.",
                    experiment.words(),
                    first.words()
                ),
            },
            action: match tested {
                None => Action::add("experiment", "Test the baseline").link("prototypes", first.id),
                Some(experiment) => {
                    Action::add("measurement", "Add a result").link("experiment", experiment.id)
                }
            },
        })
    },
};

/// A result of the baseline's own arm is *better* on a metric that counts: against the arm of today, or, held
/// against no arm, against today's number of the problem.
fn beats_today(facts: &ReleaseFacts, baseline: &Entity) -> bool {
    let names = [baseline.title.as_str(), baseline.short.as_str(), "baseline"];
    facts.behind(baseline, "tests").filter(|experiment| experiment.in_use()).any(|experiment| {
        let alone = facts.ahead(experiment, "tests").all(|tested| tested.is("fidelity", "baseline"));
        let tried = Tried::of(facts, experiment);
        let own = |reading: &Entity| tried.stands_for(reading, &names, alone);
        let counts = metrics_that_count(facts, experiment);
        let counted = |metric: &Entity| counts.is_empty() || counts.contains(&metric.id);
        let compared = tried.effects();
        let won = |effect: &Effect<'_>| effect.sampled && effect.verdict == Some(Verdict::Better);
        if compared.iter().any(|effect| won(effect) && counted(effect.metric) && own(effect.reading)) {
            return true;
        }
        let held = |reading: &Entity| compared.iter().any(|effect| effect.reading.id == reading.id);
        tried.latest(own).into_iter().filter(|(reading, _)| !held(reading)).any(|(reading, metric)| {
            todays_numbers(facts, metric).any(|today| tried.beats(reading, metric, today))
        })
    })
}

/// The primary metric of an experiment, those of the objectives, and those of today's numbers.
fn metrics_that_count(facts: &ReleaseFacts, experiment: &Entity) -> Vec<EntityId> {
    let judged = facts.of("objective").chain(facts.of("problem")).chain(std::iter::once(experiment));
    judged.flat_map(|entity| facts.ahead(entity, "measured-by")).map(|metric| metric.id).collect()
}

fn todays_numbers<'a>(facts: &'a ReleaseFacts, metric: &'a Entity) -> impl Iterator<Item = f64> + 'a {
    let problems =
        facts.behind(metric, "measured-by").filter(|entity| entity.kind == "problem" && entity.in_use());
    problems.filter_map(|problem| problem.number("baseline-value"))
}

pub(super) static CANNOT_MEASURE: Rule = Rule {
    number: 15,
    name: "cannot-measure-objective",
    question: "Can a prototype measure the objective?",
    stage: Stage::Prototype,
    severity: Severity::Warning,
    sentence: "No prototype can measure the objective.",
    why: "A prototype that cannot show the number the release is judged by proves something else.",
    action: "Say what it can measure",
    place: "prototype",
    ml: false,
    reads: &[("prototype", &["can-measure"]), ("objective", &["metric"]), ("metric", &[])],
    links: &["can-measure", "measured-by"],
    find: |facts| {
        if !facts.has("objective") {
            return Found::gap(Gap {
                about: Vec::new(),
                sentence:
                    "No objective says which number the release is judged by, so no prototype can measure it."
                        .into(),
                action: Action::add("objective", "Set the objective"),
            });
        }
        let prototypes: Vec<&Entity> = facts.of("prototype").collect();
        let measured = |metric: &Entity| {
            facts.behind(metric, "can-measure").any(|prototype| prototype.included && prototype.in_use())
        };
        let gap = |objective: &Entity| {
            let metric = facts.ahead(objective, "measured-by").next();
            let sentence = match metric {
                None => format!("{} names no metric, so no prototype can measure it.", objective.words()),
                Some(metric) if measured(metric) => return None,
                Some(metric) => format!("No prototype can measure “{}”, the objective.", metric.title),
            };
            let action = match (metric, prototypes.last()) {
                (None, _) => Action::open(objective.id, "Name its metric"),
                (Some(_), Some(prototype)) => Action::open(prototype.id, "Say what it can measure"),
                (Some(metric), None) => {
                    Action::add("prototype", "Add a prototype").link("can-measure", metric.id)
                }
            };
            Some(Gap { about: vec![objective.id], sentence, action })
        };
        Found::gaps(facts.of("objective").filter_map(gap))
    },
};
