//! `throughline record check`, `loop` and `impact`.

use crate::shell::Shell;

const RESULTS: &str = r#"<testsuite name="schema of ratings" timestamp="2026-09-22T09:40:26" time="0.5"><testcase classname="t" name="stars"/><testcase classname="t" name="nulls"><failure message="12 nulls"/></testcase></testsuite>"#;

#[test]
fn a_check_is_recorded_and_fails_the_pipeline_only_where_that_was_asked_for() {
    let shell = Shell::new();
    shell.ok(&["add", "model-version", "-t", "ranker", "-f", "version=7"]);
    shell.write("report.md", "Fine for 2,000 sessions.\n");
    let said = shell.ok(&[
        "record",
        "check",
        "--type",
        "metrics-parity",
        "--outcome",
        "passed",
        "--of",
        "MOD-1",
        "--report",
        "report.md",
        "--metric",
        "differ=0",
    ]);
    assert!(said.contains("ACT-1  #") && said.contains("passed"), "{said}");
    let shown = shell.ok(&["show", "ACT-1"]);
    assert!(shown.contains("Fine for 2,000 sessions.") && shown.contains("MOD-1"), "{shown}");
    shell.ok(&["record", "check", "--type", "load", "--outcome", "failed"]);
    assert_eq!(shell.run(&["record", "check", "--type", "load", "--outcome", "failed", "--strict"]).code, 1);
    assert_eq!(shell.run(&["record", "check", "--type", "load"]).code, 2, "neither outcome nor results");
    assert_eq!(
        shell.run(&["record", "check", "--type", "load", "--outcome", "passed", "--metric", "p95"]).code,
        2
    );
    let refused = shell.run(&["record", "check", "--type", "horoscope", "--outcome", "passed"]);
    assert_eq!(refused.code, 3, "{refused:?}");
}

#[test]
fn results_of_tests_are_recorded_once() {
    let shell = Shell::new();
    shell.write("results.xml", RESULTS);
    let look = shell.ok(&["record", "check", "--type", "schema", "--junit", "results.xml", "--dry-run"]);
    assert!(look.contains("would be recorded") && look.contains("2 tests: 1 passed, 1 failed"), "{look}");
    let first = shell.run(&["record", "check", "--type", "schema", "--junit", "results.xml", "--strict"]);
    assert_eq!(first.code, 1, "{first:?}");
    let again = shell.ok(&["record", "check", "--type", "schema", "--junit", "results.xml"]);
    assert!(again.contains("was recorded before; nothing was added"), "{again}");
    let list = shell.ok(&["list", "activity"]);
    assert!(list.contains("ACT-1") && !list.contains("ACT-2"), "{list}");
    shell.write("bomb.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><testsuite/>");
    let refused = shell.run(&["record", "check", "--type", "schema", "--junit", "bomb.xml"]);
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(refused.err.contains("document type declaration"), "{refused:?}");
}

#[test]
fn the_loop_says_what_failed_and_what_is_missing() {
    let shell = Shell::new();
    shell.ok(&["record", "check", "--type", "schema", "--outcome", "failed"]);
    let said = shell.ok(&["loop", "--all"]);
    for part in [
        "Data acquisition",
        "empty",
        "✗ Test",
        "blocks: The last schema test failed (ACT-1).",
        "ACT-1 Schema test: failed (failed)",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let before = shell.ok(&["loop", "--as-of", "#1"]);
    assert!(!before.contains("ACT-1"), "{before}");
}

#[test]
fn an_impact_lists_what_stands_on_something_and_whom_to_ask() {
    let shell = Shell::new();
    shell.ok(&["add", "team", "-t", "Operations"]);
    let digest = format!("digest=sha256:{}", "ab".repeat(32));
    shell.ok(&[
        "add",
        "data-version",
        "-t",
        "ratings",
        "-f",
        "version=1",
        "-f",
        &digest,
        "-f",
        "schema=stars:int",
        "-f",
        "owner=TEA-1",
    ]);
    shell.ok(&["add", "model-version", "-t", "ranker", "-f", "version=7", "-f", "trained-on=DAT-1"]);
    shell.ok(&["add", "bundle", "-t", "2.0", "-f", "versions=MOD-1"]);
    shell.ok(&["add", "deployment", "-f", "bundle=BUN-1", "-f", "audience=everyone", "-f", "status=live"]);
    let said = shell.ok(&["impact", "DAT-1", "--field", "stars", "--why"]);
    for part in [
        "If DAT-1",
        "stars changes:",
        "LIVE DEP-1",
        "everyone",
        "DAT-1 trained MOD-1, is shipped in BUN-1, is deployed by DEP-1",
        "Operations: looks after DAT-1",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(shell.ok(&["impact", "DEP-1"]).contains("nothing that is recorded stands on it"));
    assert_eq!(shell.run(&["impact", "DAT-1", "--field", "thumb"]).code, 3);
    let json: serde_json::Value = serde_json::from_str(&shell.ok(&["impact", "DAT-1", "--json"])).unwrap();
    assert_eq!(json["live"], 1);
}
