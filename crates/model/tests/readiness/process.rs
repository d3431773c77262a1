//! The ten phases of a release: what is done, failed and missing in each.

use throughline_model::PHASES;
use throughline_model::readiness::process::{self, Ended, PhaseSeen, check_words, phase_of_check, phases};
use throughline_model::readiness::{Place, RULES, ReleaseFacts, judge};
use throughline_model::{FieldType, kind};

use crate::story::tell;

fn seen(text: &str) -> Vec<PhaseSeen> {
    let facts = ReleaseFacts::new(tell(text).known);
    phases(&facts, &judge(&facts))
}

fn phase(text: &str, name: &str) -> PhaseSeen {
    seen(text).into_iter().find(|one| one.phase.name == name).unwrap()
}

fn sentences(of: &PhaseSeen) -> Vec<&str> {
    of.missing.iter().map(|one| one.gap.sentence.as_str()).collect()
}

#[test]
fn the_table_holds_the_ten_phases_in_order_and_names_what_there_is() {
    assert_eq!(process::PHASES.iter().map(|p| p.name).collect::<Vec<_>>(), PHASES);
    let activity = kind("activity").unwrap();
    let FieldType::Choice(checks) = activity.field("check").unwrap().ty else { panic!("no choice") };
    for phase in &process::PHASES {
        assert!(phase.kinds.iter().all(|name| kind(name).is_some()), "{}", phase.name);
        assert!(phase.checks.iter().all(|check| checks.contains(check)), "{}", phase.name);
        assert!(phase.rules.iter().all(|n| RULES.iter().any(|rule| rule.number == *n)), "{}", phase.name);
    }
    for check in checks {
        assert_ne!(check_words(check), *check, "{check} has words of its own");
        let usual = phase_of_check(check).unwrap();
        let expected: Vec<_> = process::PHASES
            .iter()
            .filter(|phase| phase.checks.contains(check))
            .map(|phase| phase.name)
            .collect();
        assert_eq!(expected, [usual], "{check}");
    }
}

#[test]
fn a_phase_is_empty_begun_done_missing_or_failed() {
    let state = |text: &str, name: &str| phase(text, name).state.as_str();
    assert_eq!(state("", "training"), "empty");
    assert_eq!(state("activity a phase=training", "training"), "begun");
    assert_eq!(state("activity a phase=exploration", "exploration"), "done");
    assert_eq!(state("model-version m", "training"), "missing");
    assert_eq!(state("activity a phase=test check=load outcome=failed", "test"), "failed");
    assert_eq!(
        state(
            "activity a phase=test check=load outcome=failed date=2026-08-01; activity b phase=test check=load outcome=passed date=2026-08-02; activity c phase=test check=schema outcome=passed; activity d phase=test check=metrics-parity outcome=passed",
            "test"
        ),
        "done"
    );
}

#[test]
fn a_check_counts_wherever_it_was_recorded_and_a_failed_one_is_told_once() {
    let elsewhere = phase(
        "activity a phase=test check=abuse outcome=passed; activity b phase=validation check=bias outcome=passed",
        "validation",
    );
    assert_eq!(elsewhere.checks.iter().map(|c| c.ended).collect::<Vec<_>>(), [Ended::Passed, Ended::Passed]);
    assert_eq!((elsewhere.state.as_str(), elsewhere.activities.len()), ("done", 1));
    let failed = phase(
        "around product p public-facing=yes; activity a phase=validation check=bias outcome=failed; activity b phase=validation check=abuse outcome=passed",
        "validation",
    );
    assert_eq!(
        sentences(&failed),
        ["PRD-1 “p” is public-facing, and the last check for bias failed (ACT-2)."],
        "the rule says it, and the phase does not say it again"
    );
    let soft = phase(
        "activity a phase=test check=load outcome=failed; activity b check=schema phase=test outcome=passed; activity c check=metrics-parity phase=test outcome=passed",
        "test",
    );
    assert_eq!(sentences(&soft), ["The last load test failed (ACT-1)."]);
    assert!(soft.missing[0].rule.is_none());
}

#[test]
fn the_last_check_is_the_one_with_the_latest_date_not_the_one_recorded_last() {
    let text = "activity a phase=test check=schema outcome=passed date=2026-09-02; activity b phase=test check=schema outcome=failed date=2026-09-01";
    let test = phase(text, "test");
    let schema = test.checks.iter().find(|check| check.check == "schema").unwrap();
    assert_eq!((schema.ended, schema.count), (Ended::Passed, 2));
    assert!(tell(text).gaps(22).iter().all(|gap| !gap.sentence.contains("schema")));
}

#[test]
fn what_blocks_comes_first_and_every_missing_thing_has_one_button_that_leads_to_its_form() {
    let build = phase("component c; data-version d", "build");
    let weights: Vec<Option<u8>> =
        build.missing.iter().map(|one| one.rule.map(|(number, _)| number)).collect();
    assert_eq!(
        weights,
        [Some(23), Some(32)],
        "the bundle blocks, the component warns, and no bundle is expected twice"
    );
    for of in seen("") {
        assert!(
            !of.missing.is_empty() || of.phase.name == "validation" || of.phase.name == "test",
            "{}",
            of.phase.name
        );
        for one in &of.missing {
            assert!(one.gap.sentence.ends_with('.') && !one.gap.action.label.is_empty());
            let Place::Add { kind: added, fields, .. } = &one.gap.action.to else { panic!("no form") };
            if *added == "activity" {
                assert!(
                    fields
                        .iter()
                        .any(|(name, value)| *name == "phase" && value.as_text() == Some(of.phase.name))
                );
            }
        }
    }
}

#[test]
fn a_component_that_is_not_whole_is_mended_on_the_map() {
    let story = tell("component c");
    let gap = &story.gaps(32)[0];
    assert_eq!(gap.action.to, Place::See { page: "system", view: "map", of: story.id("c") });
}
