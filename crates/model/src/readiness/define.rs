//! Rules about the problem and the criteria it is judged by.

use std::collections::BTreeSet;

use super::facts::{Entity, ReleaseFacts};
use super::{Action, Found, Gap, Rule, Severity};
use crate::figures::FigureError;
use crate::figures::money::{Span, Worth, return_on_investment};
use crate::stage::Stage;
use throughline_record::EntityId;

pub(super) static NOT_RANKED: Rule = Rule {
    number: 5,
    name: "no-problem-ranked",
    question: "Is a problem ranked by return on investment?",
    stage: Stage::Define,
    severity: Severity::Blocking,
    sentence: "No problem is ranked by return on investment.",
    why: "A problem nobody put a number on is chosen by whoever speaks loudest.",
    action: "Say what it is worth",
    place: "problem",
    ml: false,
    reads: &[("problem", &["benefit", "build-cost", "run-cost", "horizon"])],
    links: &[],
    find: |facts| {
        let problems: Vec<&Entity> = facts.of("problem").collect();
        let Some(first) = problems.first() else {
            return Found::gap(Gap {
                about: Vec::new(),
                sentence: "No problem is recorded, so none is ranked by what solving it is worth.".into(),
                action: Action::add("problem", "State the problem"),
            });
        };
        let returns = |problem: &&Entity| worth(problem).is_some_and(|w| return_on_investment(&w).is_ok());
        if problems.iter().any(returns) {
            return Found::none();
        }
        let chosen = facts.chosen("problem").map(|(problem, _)| problem).next();
        let first = chosen.unwrap_or(first);
        let lacking = match worth(first).map(|worth| return_on_investment(&worth)) {
            Some(Err(FigureError::Undefined { .. })) => "its cost is not above 0".to_owned(),
            Some(Err(error)) => error.to_string(),
            _ => format!("it lacks {}", lacking(first)),
        };
        let one = match problems.len() {
            1 => format!("{} has no return on investment: {lacking}.", first.words()),
            n => format!("None of {n} problems has a return on investment; of {}: {lacking}.", first.words()),
        };
        Found::gap(Gap {
            about: problems.iter().map(|problem| problem.id).collect(),
            sentence: one,
            action: Action::open(first.id, "Say what it is worth"),
        })
    },
};

/// What is known of the worth of solving a problem; `None` while benefit, costs or horizon are not said. A running cost
/// that nobody named is not 0: the ranking leaves the problem out, and so does this.
fn worth(problem: &Entity) -> Option<Worth> {
    let span = |field: &str| {
        let [low, likely, high] = problem.range(field)?;
        Span::new(low, likely, high).ok()
    };
    let months =
        problem.number("horizon").filter(|months| *months >= 1.0 && *months <= f64::from(u32::MAX))?;
    Some(Worth {
        benefit: span("benefit")?,
        build: span("build-cost")?,
        run: span("run-cost")?,
        months: months as u32,
    })
}

fn lacking(problem: &Entity) -> String {
    let words = [
        ("benefit", "a benefit"),
        ("build-cost", "a cost to build"),
        ("run-cost", "a cost to run"),
        ("horizon", "a horizon in months"),
    ];
    let missing: Vec<&str> = words
        .iter()
        .filter(|(field, _)| !problem.fields.contains_key(*field))
        .map(|(_, word)| *word)
        .collect();
    match missing.as_slice() {
        [] => "numbers in the order low, likely, high".into(),
        [one] => (*one).into(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

pub(super) static NO_CAUSE: Rule = Rule {
    number: 6,
    name: "no-cause-below-the-request",
    question: "Does the chosen problem have a cause below the surface request?",
    stage: Stage::Define,
    severity: Severity::Warning,
    sentence: "The chosen problem has no cause below the surface request.",
    why: "People ask for faster horses; what they need shows only below the request.",
    action: "Ask why",
    place: "cause",
    ml: false,
    reads: &[
        ("problem", &["causes", "surface-request"]),
        ("cause", &[]),
        ("idea", &["problem"]),
        ("decision", &["status"]),
    ],
    links: &["cause-of", "decides", "addresses"],
    find: |facts| {
        let gap = |problem: &Entity| Gap {
            about: vec![problem.id],
            sentence: match problem.text("surface-request") {
                Some(_) => format!("{} has a surface request and no cause below it.", problem.words()),
                None => format!("{} has no cause: nobody asked why.", problem.words()),
            },
            action: Action::add("cause", "Ask why").link("problem", problem.id),
        };
        let bare = |problem: &&Entity| !facts.behind(problem, "cause-of").any(Entity::in_use);
        Found::gaps(chosen_problems(facts).into_iter().filter(bare).map(gap))
    },
};

/// Problems that a decision chose, or that a chosen idea addresses.
fn chosen_problems(facts: &ReleaseFacts) -> Vec<&Entity> {
    let of_ideas = facts.chosen("idea").flat_map(|(idea, _)| facts.ahead(idea, "addresses"));
    let mut seen: BTreeSet<EntityId> = BTreeSet::new();
    facts
        .chosen("problem")
        .map(|(problem, _)| problem)
        .chain(of_ideas.filter(|problem| problem.included && problem.in_use()))
        .filter(|problem| seen.insert(problem.id))
        .collect()
}

pub(super) static LENSES_MISSING: Rule = Rule {
    number: 8,
    name: "lens-missing",
    question: "Do the criteria look from all four sides?",
    stage: Stage::Define,
    severity: Severity::Warning,
    sentence: "The criteria leave out viability, usability, feasibility or value.",
    why: "A solution that is judged from three sides fails on the fourth.",
    action: "Add a criterion",
    place: "criterion",
    ml: false,
    reads: &[("criterion", &["lens"])],
    links: &[],
    find: |facts| {
        let lenses: BTreeSet<&str> =
            facts.of("criterion").filter_map(|criterion| criterion.text("lens")).collect();
        // Without any criterion there is nothing to leave a side out; rule 7 speaks then.
        if !facts.has("criterion") {
            return Found::none();
        }
        let missing = crate::kinds::LENSES.iter().filter(|lens| !lenses.contains(**lens));
        Found::gaps(missing.map(|lens| Gap {
            about: Vec::new(),
            sentence: format!("No criterion looks at {lens}."),
            action: Action::add("criterion", "Add a criterion").field("lens", lens),
        }))
    },
};
