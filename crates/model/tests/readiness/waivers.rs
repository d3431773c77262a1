//! Gaps left open knowingly.

use throughline_model::readiness::RuleState;

use crate::story::tell;

/// Two open loop-backs, and a waiver told in words.
fn with(waiver: &str) -> (usize, RuleState) {
    let story = tell(&format!("release r; around release old; loop-back l1; loop-back l2; {waiver}"));
    let mut story = story;
    story.known.release = Some(story.id("r"));
    let judged = story.rule(31);
    (judged.open().count(), judged.state)
}

#[test]
fn a_waiver_that_is_valid_today_covers_what_it_is_about() {
    let cases: &[(&str, &str, usize, RuleState)] = &[
        ("none", "", 2, RuleState::Open),
        ("by number", "waiver w rule=31 reason=x; w waives r", 0, RuleState::Waived),
        ("by name", "waiver w rule=loop-back-open reason=x; w waives r", 0, RuleState::Waived),
        ("in words", "waiver w rule=Rule_31 reason=x; w waives r", 0, RuleState::Waived),
        ("of another rule", "waiver w rule=28 reason=x; w waives r", 2, RuleState::Open),
        ("until today", "waiver w rule=31 until=2026-10-01; w waives r", 0, RuleState::Waived),
        ("expired", "waiver w rule=31 until=2026-09-30; w waives r", 2, RuleState::Open),
        ("of another release", "waiver w rule=31; w waives old", 2, RuleState::Open),
        ("of no release, included", "waiver w rule=31", 0, RuleState::Waived),
        ("of no release, not included", "around waiver w rule=31", 2, RuleState::Open),
        ("set aside", "waiver w rule=31 status=superseded; w waives r", 2, RuleState::Open),
        ("of one artefact", "waiver w rule=31; w waives r; w applies-to l1", 1, RuleState::Open),
        (
            "of each artefact",
            "waiver w rule=31; w waives r; w applies-to l1; waiver v rule=31; v applies-to l2",
            0,
            RuleState::Waived,
        ),
        (
            "of both at once, which no gap is",
            "waiver w rule=31; w applies-to l1; w applies-to l2",
            2,
            RuleState::Open,
        ),
        (
            "an expired and a valid one",
            "waiver w rule=31 until=2026-01-01; waiver v rule=31 until=2027-01-01",
            0,
            RuleState::Waived,
        ),
    ];
    for (what, waiver, open, state) in cases {
        assert_eq!(with(waiver), (*open, *state), "{what}");
    }
}

#[test]
fn a_waived_gap_names_the_waiver_that_lasts_longest() {
    let story = tell("loop-back l; waiver w rule=31 until=2026-11-01; waiver v rule=31 until=2026-12-01");
    let judged = story.rule(31);
    assert_eq!(judged.gaps[0].1, Some(story.id("v")));
    assert!(!judged.blocks());
}
