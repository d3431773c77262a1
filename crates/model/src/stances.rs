//! What a stance is given on: the question as it was put and the options as they stood.

use throughline_record::{Address, Hash, binding};

use crate::state::State;

/// The fields of a decision that are the question as it was put. What was decided comes after the stances.
const QUESTION: &[&str] = &["title", "context", "method"];

/// The fields of an option that are what it offers.
const OFFER: &[&str] = &["title", "description", "for", "against"];

/// The records that set the text a stance is given on, as it shows: of the decision, and of its options that are not
/// removed.
#[must_use]
pub fn text_records(decision: &State, options: &[State]) -> Vec<Address> {
    let of = |state: &State, fields: &'static [&'static str]| {
        let shown =
            |name: &&str| state.fields.get(*name).and_then(|field| field.shown()).map(|h| h.set.address);
        fields.iter().filter_map(shown).collect::<Vec<_>>()
    };
    let mut records = of(decision, QUESTION);
    for option in options.iter().filter(|option| !option.removed()) {
        records.extend(of(option, OFFER));
    }
    records
}

/// What a stance is bound to: the root over the records of the text it is given on (ARCHITECTURE.md, bindings). Any
/// later edit of that text has another root.
#[must_use]
pub fn bound_to(decision: &State, options: &[State]) -> Hash {
    binding::root(text_records(decision, options))
}
