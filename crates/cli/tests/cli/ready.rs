//! Asking what a release misses, waivers and the freeze.

use serde_json::{Value, json};

use crate::shell::Shell;

fn rule(answer: &Value, number: u64) -> Value {
    answer["rules"].as_array().unwrap().iter().find(|rule| rule["number"] == number).unwrap().clone()
}

#[test]
fn check_exits_with_1_while_a_blocking_gap_is_open() {
    let shell = Shell::new();
    let said = shell.run(&["check"]);
    assert_eq!((said.code, said.out.contains("0 blocking gaps, 0 warnings")), (0, true), "{said:?}");
    shell.ok(&["add", "loop-back", "-f", "reason=Families", "-f", "from=test", "-f", "to=ideate"]);
    let said = shell.run(&["check"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(
        said.out.starts_with("Blocking:\n  31 LPB-1 “Families” is still open.\n     Something sent"),
        "{said:?}"
    );
    assert!(
        said.out.contains("(loop-back-open)") && said.out.contains("1 blocking gap, 0 warnings"),
        "{said:?}"
    );
    let said = shell.run(&["check", "--json"]);
    assert_eq!(said.code, 1);
    let answer: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&answer["blocking"], &rule(&answer, 31)["state"]), (&json!(1), &json!("open")));
    shell.ok(&["set", "LPB-1", "-f", "status=closed"]);
    assert_eq!(shell.run(&["check"]).code, 0);
}

#[test]
fn warnings_alone_are_no_reason_to_stop_a_pipeline() {
    let shell = Shell::new();
    shell.ok(&["add", "persona", "-t", "Hungry Hanna", "-f", "type=end-user"]);
    let said = shell.run(&["check"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.starts_with("Warnings:\n   2 PER-1 “Hungry Hanna” is assumed"), "{said:?}");
}

#[test]
fn all_lists_every_rule_and_freezing_lets_every_rule_speak() {
    let shell = Shell::new();
    let all = shell.ok(&["check", "--all"]);
    let lines = all
        .lines()
        .filter(|line| line.contains("not-reached") || line.contains("no-model") || line.contains("closed"));
    assert_eq!(lines.count(), 32, "{all}");
    let said = shell.run(&["check", "--freezing"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("No prototype is a baseline"), "{said:?}");
}

#[test]
fn a_gap_is_waived_with_a_reason_and_speaks_again_when_the_waiver_is_gone() {
    let shell = Shell::new();
    shell.ok(&["add", "loop-back", "-f", "reason=Families", "-f", "from=test", "-f", "to=ideate"]);
    let waiver = shell.ok(&[
        "waive",
        "31",
        "--reason",
        "It waits for spring",
        "--until",
        "2999-01-01",
        "--for",
        "LPB-1",
    ]);
    assert!(waiver.starts_with("WAI-1"), "{waiver}");
    let said = shell.run(&["check"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("Left open knowingly:\n  31 LPB-1"), "{said:?}");
    assert!(
        said.out.contains("WAI-1 until 2999-01-01") && said.out.contains("It waits for spring"),
        "{said:?}"
    );
    shell.ok(&["remove", "WAI-1"]);
    assert_eq!(shell.run(&["check"]).code, 1);
    assert_eq!(shell.refused(&["waive", "99", "--reason", "x"]).0, "invalid");
    assert_eq!(shell.refused(&["waive", "31", "--reason", "x", "--until", "2001-01-01"]).0, "invalid");
    assert_eq!(shell.run(&["waive", "31"]).code, 2, "a reason is demanded");
}

#[test]
fn a_freeze_names_what_is_open_then_seals_and_later_changes_are_told() {
    let shell = Shell::new();
    shell.ok(&["add", "persona", "-t", "Courier", "-f", "type=affected"]);
    let (code, said) = shell.refused(&["freeze"]);
    assert_eq!(code, "gaps-open");
    assert!(said.err.contains("  no-end-user: ") && said.err.contains("  no-baseline: "), "{said:?}");
    let answer: Value = serde_json::from_str(&shell.run(&["check", "--freezing", "--json"]).out).unwrap();
    for one in answer["rules"].as_array().unwrap() {
        if one["severity"] == "blocking" && one["state"] == "open" {
            shell.ok(&["waive", one["name"].as_str().unwrap(), "--reason", "A draft for the board"]);
        }
    }
    let frozen = shell.ok(&["freeze", "--reason", "To the board"]);
    assert!(frozen.contains("frozen  #") && frozen.contains("records  sha256:"), "{frozen}");
    shell.ok(&["set", "PER-1", "-f", "goals=Home by ten"]);
    let said = shell.ok(&["check"]);
    assert!(said.contains("After the freeze 1 changed:") && said.contains("PER-1 Courier"), "{said}");
    assert!(shell.ok(&["log", "--limit", "2"]).contains("froze REL-1"), "the log says so");
}

#[test]
fn a_pipeline_that_asks_of_no_one_release_is_not_told_that_all_is_well() {
    let shell = Shell::new();
    for release in ["all", "none"] {
        assert_eq!(shell.run(&["check", "--release", release]).code, 3, "{release}");
    }
}
