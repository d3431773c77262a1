//! The loop of a release, and checks recorded in it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use crate::desk::Desk;

const RESULTS: &str = r#"<testsuite name="schema of ratings" timestamp="2026-09-22T09:40:26" time="0.5"><properties><property name="rows" value="1200"/></properties><testcase classname="t" name="stars"/><testcase classname="t" name="nulls"><failure message="12 nulls"/></testcase></testsuite>"#;

fn phase(desk: &Desk, name: &str) -> Json {
    let all = desk.call("loop", json!({}));
    all["phases"].as_array().unwrap().iter().find(|p| p["name"] == name).unwrap().clone()
}

fn sentences(phase: &Json) -> Vec<&str> {
    phase["missing"].as_array().unwrap().iter().map(|m| m["gap"]["sentence"].as_str().unwrap()).collect()
}

#[test]
fn ten_phases_stand_with_what_is_there_and_one_button_for_what_is_not() {
    let desk = Desk::new();
    let all = desk.call("loop", json!({}));
    assert_eq!(all["phases"].as_array().unwrap().len(), 10);
    let acquisition = phase(&desk, "data-acquisition");
    assert_eq!((&acquisition["state"], &acquisition["half"]), (&json!("empty"), &json!("development")));
    assert_eq!(acquisition["missing"][0]["gap"]["action"]["add"]["kind"], "data-version");
    desk.add(
        "data-version",
        json!({ "title": "ratings", "version": "1", "digest": format!("sha256:{}", "ab".repeat(32)) }),
    );
    let acquisition = phase(&desk, "data-acquisition");
    assert_eq!(
        (&acquisition["state"], &acquisition["things"][0]["short"]),
        (&json!("done"), &json!("DAT-1"))
    );
    let test = phase(&desk, "test");
    assert_eq!(test["state"], "missing");
    assert_eq!(
        sentences(&test),
        ["No schema test is recorded.", "No metrics-parity test is recorded.", "No load test is recorded."]
    );
    assert_eq!(
        (&test["missing"][0]["weight"], &test["missing"][0]["rule"]),
        (&json!("blocking"), &json!(22))
    );
    assert_eq!(
        (&test["missing"][2]["weight"], &test["missing"][2]["rule"]),
        (&json!("expected"), &Json::Null)
    );
}

#[test]
fn a_failed_check_counts_as_failed_on_the_loop_and_in_readiness() {
    let desk = Desk::new();
    let before = desk.length();
    let run =
        desk.call("activity.check", json!({ "check": "schema", "outcome": "failed", "date": "2026-09-01" }));
    assert_eq!((desk.length(), run["position"].as_u64()), (before + 1, Some(before + 1)));
    assert_eq!((run["short"].as_str(), run["phase"].as_str()), (Some("ACT-1"), Some("test")));
    let test = phase(&desk, "test");
    assert_eq!(test["state"], "failed");
    assert_eq!(sentences(&test)[0], "The last schema test failed (ACT-1).");
    let readiness = desk.call("readiness", json!({}));
    assert!(readiness.to_string().contains("The last schema test failed (ACT-1)."));
    desk.call("activity.check", json!({ "check": "schema", "outcome": "passed", "date": "2026-09-02" }));
    let test = phase(&desk, "test");
    assert_eq!((&test["checks"][0]["ended"], &test["checks"][0]["count"]), (&json!("passed"), &json!(2)));
    assert!(!sentences(&test)[0].contains("schema"));
    let then = desk.call("loop", json!({ "at": { "mode": "position", "position": before + 1 } }));
    assert!(then.to_string().contains("The last schema test failed (ACT-1)."));
}

#[test]
fn a_check_names_what_it_was_of_what_it_measured_and_what_was_found() {
    let desk = Desk::new();
    desk.add("model-version", json!({ "title": "ranker", "version": "7" }));
    let report = desk.write("report.md", b"**Fine** for 2,000 sessions.");
    let picture = desk.write("plot.png", &[0x89, 0x50, 0, 255]);
    desk.call("activity.check", json!({
        "check": "metrics-parity", "outcome": "passed", "of": ["MOD-1"], "metrics": { "differ": 0, "sessions": "2000" },
        "report_file": report, "phase": "validation", "title": "Same numbers?", "run_id": "r-7",
    }));
    assert_eq!(desk.refs("ACT-1", "inputs"), ["MOD-1"]);
    assert_eq!(desk.field("ACT-1", "metrics"), json!({ "differ": "0", "sessions": "2000" }));
    assert_eq!(desk.field("ACT-1", "report"), "**Fine** for 2,000 sessions.");
    assert_eq!(
        (desk.field("ACT-1", "phase"), desk.field("ACT-1", "run-id")),
        (json!("validation"), json!("r-7"))
    );
    desk.call("activity.check", json!({ "check": "load", "outcome": "passed", "report_file": picture }));
    assert_eq!(desk.field("ACT-2", "attachments")[0]["name"], "plot.png");
    assert!(desk.field("ACT-2", "report").is_null());
}

#[test]
fn results_of_tests_are_one_change_with_counts_and_the_file_and_once_is_enough() {
    let desk = Desk::new();
    let file = desk.write("results.xml", RESULTS.as_bytes());
    let preview = desk.call("activity.check", json!({ "check": "schema", "junit": file, "preview": true }));
    assert_eq!((preview["outcome"].as_str(), preview["id"].as_str()), (Some("failed"), Some("")));
    let before = desk.length();
    let run = desk.call("activity.check", json!({ "check": "schema", "junit": file }));
    assert_eq!(desk.length(), before + 1);
    assert_eq!(
        (run["outcome"].as_str(), run["date"].as_str(), run["already"].as_bool()),
        (Some("failed"), Some("2026-09-22"), Some(false))
    );
    assert_eq!(run["title"], "Schema test: schema of ratings");
    assert_eq!(
        desk.field("ACT-1", "metrics"),
        json!({ "tests": "2", "passed": "1", "failed": "1", "errors": "0", "skipped": "0", "seconds": "0.5" })
    );
    assert_eq!(desk.field("ACT-1", "parameters"), json!({ "rows": "1200" }));
    assert_eq!(desk.field("ACT-1", "attachments")[0]["name"], "results.xml");
    assert!(desk.field("ACT-1", "report").as_str().unwrap().contains("12 nulls"));
    // The same run, dropped into the window with other blanks.
    let spaced = RESULTS.replace("><testcase", ">\n<testcase");
    let again = desk.call(
        "activity.check",
        json!({ "check": "schema", "junit_base64": STANDARD.encode(&spaced), "junit_name": "r.xml" }),
    );
    assert_eq!(
        (again["already"].as_bool(), again["short"].as_str(), desk.length()),
        (Some(true), Some("ACT-1"), before + 1)
    );
    // The same file as another sort of check is another check.
    desk.call("activity.check", json!({ "check": "unit-test", "junit": file }));
    assert_eq!(desk.length(), before + 2);
}

#[test]
fn what_was_taken_back_comes_back_as_the_same_activity() {
    let desk = Desk::new();
    let file = desk.write("results.xml", RESULTS.as_bytes());
    let first = desk.call("activity.check", json!({ "check": "schema", "junit": file }));
    desk.call("undo", json!({}));
    let again = desk.call("activity.check", json!({ "check": "schema", "junit": file }));
    assert_eq!((&again["id"], &again["already"]), (&first["id"], &json!(false)));
    assert_eq!(desk.page("ACT-1")["card"]["removed"], false);
}

#[test]
fn what_cannot_be_recorded_is_refused_in_words_and_nothing_is() {
    let desk = Desk::new();
    let before = desk.length();
    let bomb = desk
        .write("bomb.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><testsuite name='&b;'><testcase/></testsuite>");
    let error = desk.refused_as("not-junit", "activity.check", json!({ "check": "schema", "junit": bomb }));
    assert!(error["message"].as_str().unwrap().contains("document type"), "{error}");
    desk.refused_as("io", "activity.check", json!({ "check": "schema", "junit": "/nowhere/results.xml" }));
    desk.refused_as("bad-arguments", "activity.check", json!({ "check": "schema", "junit_base64": "%" }));
    for args in [
        json!({ "outcome": "passed" }),
        json!({ "check": "schema" }),
        json!({ "check": "horoscope", "outcome": "passed" }),
        json!({ "check": "schema", "outcome": "splendid" }),
        json!({ "check": "schema", "outcome": "passed", "phase": "lunch" }),
        json!({ "check": "schema", "outcome": "passed", "date": "yesterday-ish" }),
        json!({ "check": "schema", "outcome": "passed", "junit_base64": STANDARD.encode(RESULTS) }),
    ] {
        desk.refused_as("invalid", "activity.check", args);
    }
    desk.refused("activity.check", json!({ "check": "schema", "outcome": "passed", "of": ["MOD-9"] }));
    assert_eq!(desk.length(), before);
}
