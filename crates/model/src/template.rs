//! The design template: what each stage of a release should hold, and what one release hands on to
//! the next. Readiness says why a gap matters; the template says where there is one at a glance.

use crate::stage::Stage;

/// What must hold of an artefact: field, operator (`=` or `!=`), value; an empty value is "nothing there".
pub type Holds = &'static [(&'static str, &'static str, &'static str)];

/// One thing a release should hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Its name, unique in the template.
    pub name: &'static str,
    /// Where it belongs.
    pub stage: Stage,
    /// What it is, for people.
    pub label: &'static str,
    /// The kind that fills it.
    pub kind: &'static str,
    /// What must hold of it.
    pub with: Holds,
    /// How many fill it.
    pub at_least: u64,
}

const fn slot(
    stage: Stage,
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    with: Holds,
) -> Slot {
    Slot { name, stage, label, kind, with, at_least: 1 }
}

/// The template, in the order of the thread.
pub const TEMPLATE: &[Slot] = &[
    slot(Stage::Empathise, "end-user", "An end user", "persona", &[("type", "=", "end-user")]),
    slot(Stage::Empathise, "evidence", "Evidence", "evidence", &[]),
    slot(Stage::Empathise, "quote", "A quote with its source", "highlight", &[("evidence", "!=", "")]),
    slot(
        Stage::Empathise,
        "insight",
        "An insight with a quote for it",
        "insight",
        &[("supporting", "!=", "")],
    ),
    slot(Stage::Define, "problem", "A problem", "problem", &[]),
    slot(
        Stage::Define,
        "worth",
        "What solving it is worth",
        "problem",
        &[("benefit", "!=", ""), ("build-cost", "!=", "")],
    ),
    slot(Stage::Define, "baseline-today", "Today’s number", "problem", &[("baseline-value", "!=", "")]),
    slot(Stage::Define, "root-cause", "A cause below the surface request", "cause", &[]),
    slot(Stage::Define, "viability", "A criterion of viability", "criterion", &[("lens", "=", "viability")]),
    slot(Stage::Define, "usability", "A criterion of usability", "criterion", &[("lens", "=", "usability")]),
    slot(
        Stage::Define,
        "feasibility",
        "A criterion of feasibility",
        "criterion",
        &[("lens", "=", "feasibility")],
    ),
    slot(Stage::Define, "value", "A criterion of value", "criterion", &[("lens", "=", "value")]),
    slot(Stage::Define, "objective", "The objective it is judged by", "objective", &[("target", "!=", "")]),
    Slot { at_least: 2, ..slot(Stage::Ideate, "ideas", "Two ideas at least", "idea", &[]) },
    slot(
        Stage::Ideate,
        "serving-cost",
        "What an idea costs to serve",
        "idea",
        &[("serving-cost-note", "!=", "")],
    ),
    slot(Stage::Ideate, "evaluation", "Ideas scored on the criteria", "evaluation", &[]),
    slot(Stage::Ideate, "assumption", "An assumption to test", "assumption", &[]),
    slot(Stage::Prototype, "baseline", "A baseline prototype", "prototype", &[("fidelity", "=", "baseline")]),
    slot(
        Stage::Prototype,
        "can-measure",
        "What a prototype can measure",
        "prototype",
        &[("can-measure", "!=", "")],
    ),
    slot(
        Stage::Test,
        "locked-plan",
        "An experiment with a locked plan",
        "experiment",
        &[("locked-at", "!=", "")],
    ),
    slot(Stage::Test, "result", "A result", "measurement", &[("experiment", "!=", "")]),
    slot(Stage::Build, "model", "A model version", "model-version", &[]),
    slot(Stage::Build, "data", "The data it was trained on", "data-version", &[]),
    slot(Stage::Build, "code", "The code it was built from", "code-version", &[]),
    slot(
        Stage::Build,
        "schema-check",
        "A test of the data’s schema",
        "activity",
        &[("check", "=", "schema")],
    ),
    slot(
        Stage::Build,
        "parity-check",
        "A test that metrics agree",
        "activity",
        &[("check", "=", "metrics-parity")],
    ),
    slot(Stage::Build, "bias-check", "A look at bias", "activity", &[("check", "=", "bias")]),
    slot(Stage::Build, "abuse-check", "A look at abuse", "activity", &[("check", "=", "abuse")]),
    slot(Stage::Build, "bundle", "A bundle to ship", "bundle", &[]),
    slot(
        Stage::Live,
        "staged",
        "A first audience that is not everyone",
        "deployment",
        &[("audience", "!=", "everyone")],
    ),
    slot(Stage::Live, "roll-back", "A way back", "deployment", &[("roll-back-target", "!=", "")]),
    slot(Stage::Live, "recovery", "A disaster-recovery plan", "deployment", &[("recovery-plan", "!=", "")]),
    slot(Stage::Live, "monitoring", "A monitoring plan", "deployment", &[("monitoring-plan", "!=", "")]),
    slot(Stage::Any, "decision", "A decision that was taken", "decision", &[("status", "=", "accepted")]),
    slot(Stage::Any, "stance", "A stance on it", "stance", &[]),
];

/// What a release hands on to the next: kind, and what must hold of it. Results (evaluations,
/// votes, measurements, decisions) are not handed on: the next release finds its own.
pub const HANDED_ON: &[(&str, Holds)] =
    &[("persona", &[]), ("criterion", &[]), ("component", &[]), ("question", &[("status", "=", "open")])];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::FieldType;
    use crate::kind;
    use std::collections::HashSet;

    #[test]
    fn every_slot_and_everything_handed_on_names_kinds_fields_and_values_that_exist() {
        let slots = TEMPLATE.iter().map(|s| (s.kind, s.with));
        for (name, with) in slots.chain(HANDED_ON.iter().copied()) {
            let kind = kind(name);
            assert!(kind.is_some(), "no kind {name}");
            let Some(kind) = kind else { continue };
            for (field, operator, value) in with {
                let found = kind.field(field);
                assert!(found.is_some(), "{name} has no field {field}");
                let Some(field) = found else { continue };
                assert!(["=", "!="].contains(operator));
                if let FieldType::Choice(choices) = field.ty
                    && !value.is_empty()
                {
                    assert!(choices.contains(value), "{name}.{} is never {value}", field.name);
                }
            }
        }
    }

    #[test]
    fn every_slot_stands_in_the_stage_of_its_kind_and_has_a_name_of_its_own() {
        let mut names = HashSet::new();
        for slot in TEMPLATE {
            assert_eq!(kind(slot.kind).map(|k| k.stage), Some(slot.stage), "{}", slot.name);
            assert!(names.insert(slot.name), "{} twice", slot.name);
        }
    }

    #[test]
    fn every_stage_of_the_path_should_hold_something() {
        for stage in crate::path::LANES {
            assert!(TEMPLATE.iter().any(|s| s.stage == *stage), "{stage}");
        }
    }
}
