//! Rules about experiments and what is concluded from them.

use super::effects::{effects, read_on};
use super::facts::Entity;
use super::{Action, Found, Gap, Rule, Severity};
use crate::figures::verdict::Verdict;
use crate::stage::Stage;

pub(super) static NOT_LOCKED: Rule = Rule {
    number: 16,
    name: "experiment-not-locked",
    question: "Was every experiment locked before its results?",
    stage: Stage::Test,
    severity: Severity::Blocking,
    sentence: "An experiment was not locked before its results.",
    why: "A plan that is written after the results always succeeds.",
    action: "Look at the plan",
    place: "experiment",
    ml: false,
    reads: &[("experiment", &["locked-at", "status"]), ("measurement", &["date"])],
    links: &["measured-in"],
    find: |facts| {
        let gap = |experiment: &Entity| {
            let results = facts.behind(experiment, "measured-in").filter(|reading| reading.in_use());
            let first = results.min_by_key(|reading| read_on(reading));
            let sentence = match (experiment.text("locked-at"), first) {
                (None, Some(first)) => {
                    format!(
                        "{} has results ({}) and its plan was never locked.",
                        experiment.words(),
                        first.short
                    )
                }
                (None, None) if matches!(experiment.status.as_str(), "running" | "finished") => {
                    format!("{} is {} and its plan was never locked.", experiment.words(), experiment.status)
                }
                // A date counts as its whole day: a plan locked that morning came first.
                (Some(lock), Some(first)) if before(read_on(first), lock) => {
                    format!("{} was locked after its first result ({}).", experiment.words(), first.short)
                }
                _ => return None,
            };
            Some(Gap {
                about: vec![experiment.id],
                sentence,
                action: Action::open(experiment.id, "Look at the plan"),
            })
        };
        Found::gaps(facts.of("experiment").filter_map(gap))
    },
};

/// Whether a result was read before a plan was locked, as far as the shorter of the two can tell.
fn before(read: &str, lock: &str) -> bool {
    let length = read.len().min(lock.len());
    read.get(..length) < lock.get(..length)
}

pub(super) static CANNOT_TELL: Rule = Rule {
    number: 17,
    name: "cannot-tell-as-grounds",
    question: "Do decisions rest only on results that can tell?",
    stage: Stage::Test,
    severity: Severity::Warning,
    sentence: "A result that “cannot tell” is used as grounds.",
    why: "An interval that holds both better and worse supports whatever one likes.",
    action: "Look at the decision",
    place: "decision",
    ml: false,
    reads: &[
        ("decision", &["rests-on", "status"]),
        (
            "experiment",
            &[
                "primary-metric",
                "arms",
                "minimum-effect",
                "alpha",
                "sample-size",
                "stopping-rule",
                "guardrails",
            ],
        ),
        (
            "measurement",
            &["metric", "experiment", "arm", "date", "n", "successes", "mean", "deviation", "reported"],
        ),
        ("metric", &["direction", "unit"]),
    ],
    links: &["rests-on", "measured-in", "about", "measured-by", "guarded-by"],
    find: |facts| {
        let mut gaps = Vec::new();
        for decision in facts.of("decision").filter(|decision| decision.still_asks()) {
            for ground in facts.ahead(decision, "rests-on") {
                let verdicts: Vec<Option<Verdict>> = match ground.kind.as_str() {
                    "measurement" => facts
                        .ahead(ground, "measured-in")
                        .flat_map(|experiment| effects(facts, experiment))
                        .filter(|effect| effect.reading.id == ground.id)
                        .map(|effect| effect.verdict)
                        .collect(),
                    "experiment" => {
                        let primary: Vec<_> =
                            facts.ahead(ground, "measured-by").map(|metric| metric.id).collect();
                        let all = effects(facts, ground).into_iter();
                        all.filter(|effect| primary.is_empty() || primary.contains(&effect.metric.id))
                            .map(|effect| effect.verdict)
                            .collect()
                    }
                    _ => continue,
                };
                if !verdicts.is_empty()
                    && verdicts.iter().all(|said| matches!(said, None | Some(Verdict::CannotTell)))
                {
                    gaps.push(Gap {
                        about: vec![decision.id, ground.id],
                        sentence: format!(
                            "{} rests on {}, which cannot tell better from worse.",
                            decision.words(),
                            ground.words()
                        ),
                        action: Action::open(decision.id, "Look at its grounds"),
                    });
                }
            }
        }
        Found::gaps(gaps)
    },
};
