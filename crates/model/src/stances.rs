//! What a stance is given on: the question as it was put and the options as they stood.

use throughline_record::{Address, Hash, binding};

use crate::readiness::{Entity, ReleaseFacts};
use crate::state::State;

/// The fields of a decision that are the question as it was put. What was decided comes after the stances.
const QUESTION: &[&str] = &["title", "context", "method"];

/// The fields of a decision that are its answer: part of the text once they are said.
const ANSWER: &[&str] = &["outcome", "rationale"];

/// The fields of an option that are what it offers.
const OFFER: &[&str] = &["title", "description", "for", "against"];

/// The records that set the text a stance is given on, as it shows: of the decision, and of its options that are not
/// removed; with or without the answer.
#[must_use]
pub fn text_records(decision: &State, options: &[State], answered: bool) -> Vec<Address> {
    let of = |state: &State, fields: &'static [&'static str]| {
        let shown =
            |name: &&str| state.fields.get(*name).and_then(|field| field.shown()).map(|h| h.set.address);
        fields.iter().filter_map(shown).collect::<Vec<_>>()
    };
    let mut records = of(decision, QUESTION);
    if answered {
        records.extend(of(decision, ANSWER));
    }
    for option in options.iter().filter(|option| !option.removed()) {
        records.extend(of(option, OFFER));
    }
    records
}

/// What a stance is bound to: the root over the records of the text it is given on (ARCHITECTURE.md, bindings). Any
/// later edit of that text has another root.
#[must_use]
pub fn bound_to(decision: &State, options: &[State]) -> Hash {
    binding::root(text_records(decision, options, true))
}

/// Whether a stance bound to this root was given on the text as it is. The answer comes after the stances on a proposal:
/// one given before there was any stands on the question and its options alone. One given on an answer falls with it.
#[must_use]
pub fn is_current(root: &str, decision: &State, options: &[State]) -> bool {
    [true, false]
        .iter()
        .any(|answered| root == binding::root(text_records(decision, options, *answered)).to_string())
}

/// What a stakeholder was heard on.
#[derive(Debug)]
pub struct Heard<'a> {
    /// The stakeholder.
    pub who: &'a Entity,
    /// Their team.
    pub team: Option<&'a Entity>,
    /// Their stances, each with its decision, in the order they were recorded. Who was absent was asked.
    pub given: Vec<(&'a Entity, &'a Entity)>,
    /// Decisions of the release that stand or wait, and that they have no stance on. Observers are not asked.
    pub not_asked: Vec<&'a Entity>,
}

/// Who was heard on what: every stakeholder in use, in the order they were recorded.
#[must_use]
pub fn heard(facts: &ReleaseFacts) -> Vec<Heard<'_>> {
    let asking: Vec<&Entity> = facts.of("decision").filter(|decision| decision.still_asks()).collect();
    let people = facts.all("stakeholder").filter(|who| who.in_use());
    people
        .map(|who| {
            let given: Vec<(&Entity, &Entity)> = facts
                .behind(who, "by")
                .filter(|stance| stance.kind == "stance")
                .filter_map(|stance| Some((stance, facts.ahead(stance, "on").find(|d| d.included)?)))
                .collect();
            let silent = |decision: &&&Entity| !given.iter().any(|(_, on)| on.id == decision.id);
            let asked = !who.is("voice", "observer");
            Heard {
                who,
                team: facts.ahead(who, "member-of").next(),
                not_asked: asking.iter().filter(|_| asked).filter(silent).copied().collect(),
                given,
            }
        })
        .collect()
}
