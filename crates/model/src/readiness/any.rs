//! Rules about decisions, links and loop-backs, which belong to no one stage.

use std::collections::BTreeMap;

use super::facts::Entity;
use super::{Action, Found, Gap, Rule, Severity, listed};
use crate::card::day;
use crate::links::link;
use crate::stage::Stage;
use throughline_record::EntityId;

pub(super) static OBJECTION: Rule = Rule {
    number: 28,
    name: "objection-unanswered",
    question: "Is every objection answered?",
    stage: Stage::Any,
    severity: Severity::Blocking,
    sentence: "An objection is unanswered.",
    why: "An objection names a harm; whoever goes on without an answer takes it knowingly.",
    action: "Answer it",
    place: "decision",
    ml: false,
    reads: &[("stance", &["position", "answer"]), ("stakeholder", &[]), ("decision", &["status"])],
    links: &["on", "by"],
    find: |facts| {
        let gap = |decision: &Entity| {
            let open: Vec<&Entity> = facts
                .behind(decision, "on")
                .filter(|stance| stance.is("position", "object") && stance.text("answer").is_none())
                .collect();
            let names =
                listed(open.iter().filter_map(|s| facts.ahead(s, "by").next()).map(|who| who.title.clone()));
            let by = if names.is_empty() { String::new() } else { format!(" by {names}") };
            (!open.is_empty()).then(|| Gap {
                about: std::iter::once(decision.id).chain(open.iter().map(|stance| stance.id)).collect(),
                sentence: match open.len() {
                    1 => format!("An objection{by} to {} is unanswered.", decision.words()),
                    n => format!("{n} objections{by} to {} are unanswered.", decision.words()),
                },
                action: Action::open(decision.id, "Answer"),
            })
        };
        Found::gaps(facts.of("decision").filter(|decision| decision.still_asks()).filter_map(gap))
    },
};

pub(super) static REVIEW_DUE: Rule = Rule {
    number: 29,
    name: "review-due",
    question: "Is every decision within its review date?",
    stage: Stage::Any,
    severity: Severity::Warning,
    sentence: "A decision is past its review date.",
    why: "A decision says when it should be looked at again because its reasons wear out.",
    action: "Review it",
    place: "decision",
    ml: false,
    reads: &[("decision", &["review-date", "status"])],
    links: &[],
    find: |facts| {
        let due = |decision: &Entity| {
            let date = decision.text("review-date").filter(|date| *date < facts.today())?;
            Some(Gap {
                about: vec![decision.id],
                sentence: format!("{} was to be reviewed by {}.", decision.words(), day(date)),
                action: Action::open(decision.id, "Review it"),
            })
        };
        Found::gaps(facts.of("decision").filter(|decision| decision.still_asks()).filter_map(due))
    },
};

pub(super) static SUSPECT: Rule = Rule {
    number: 30,
    name: "suspect-link",
    question: "Were links looked at after their ends changed?",
    stage: Stage::Any,
    severity: Severity::Warning,
    sentence: "A link was made against a text that has changed since.",
    why: "What rested on the old words may not rest on the new ones; somebody has to look.",
    action: "Look at the links",
    place: "any",
    ml: false,
    reads: &[],
    links: &[],
    find: |facts| {
        // One change can touch many links: it is told once.
        let mut changed: BTreeMap<EntityId, Vec<(&Entity, &str)>> = BTreeMap::new();
        for suspect in facts.suspects() {
            let out = suspect.changed == suspect.from;
            let other = if out { suspect.to } else { suspect.from };
            let type_ = link(&suspect.type_);
            if let (Some(other), Some(type_)) = (facts.get(&other), type_) {
                let words = if out { type_.label } else { type_.inverse };
                changed.entry(suspect.changed).or_default().push((other, words));
            }
        }
        let gap = |(id, others): (EntityId, Vec<(&Entity, &str)>)| {
            let entity = facts.get(&id)?;
            let sentence = match others.as_slice() {
                [(other, words)] => {
                    format!(
                        "{} changed since it was recorded that it {words} {}.",
                        entity.words(),
                        other.words()
                    )
                }
                all => format!(
                    "{} changed since {} links to it were made: {}.",
                    entity.words(),
                    all.len(),
                    listed(all.iter().map(|(other, _)| other.short.clone()))
                ),
            };
            let about = std::iter::once(id).chain(others.iter().map(|(other, _)| other.id)).collect();
            Some(Gap { about, sentence, action: Action::open(id, "Look at its links") })
        };
        Found::gaps(changed.into_iter().filter_map(gap))
    },
};

pub(super) static LOOP_OPEN: Rule = Rule {
    number: 31,
    name: "loop-back-open",
    question: "Is every loop-back closed?",
    stage: Stage::Any,
    severity: Severity::Blocking,
    sentence: "A loop-back is still open.",
    why: "Something sent the work back; shipping before it is answered ships what was found wrong.",
    action: "Close it",
    place: "loop-back",
    ml: false,
    reads: &[("loop-back", &["status", "closed-by"])],
    links: &["closed-by"],
    find: |facts| {
        let open = |loop_back: &&Entity| {
            loop_back.status != "closed" && facts.ahead(loop_back, "closed-by").next().is_none()
        };
        Found::gaps(facts.of("loop-back").filter(open).map(|loop_back| Gap {
            about: vec![loop_back.id],
            sentence: format!("{} is still open.", loop_back.words()),
            action: Action::open(loop_back.id, "Look"),
        }))
    },
};
