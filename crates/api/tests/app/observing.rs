//! What is seen in the field: recorded once, read from a table, answered.

use serde_json::{Value as Json, json};

use crate::desk::Desk;
use crate::rollout::rolled_out;

fn standing(desk: &Desk, id: &str) -> Json {
    let found = desk.call("observations", json!({}));
    let rows = found["rows"].as_array().unwrap().clone();
    rows.into_iter()
        .find(|row| row["mark"]["card"]["short"] == id)
        .unwrap_or_else(|| panic!("no {id} in {found}"))
}

#[test]
fn a_value_in_its_band_asks_nothing_and_one_outside_asks_for_an_answer() {
    let desk = rolled_out();
    assert_eq!(standing(&desk, "OBS-1")["standing"], "as-expected");
    let seen = desk.call(
        "observation.record",
        json!({ "deployment": "DEP-2", "kind": "metric", "metric": "MET-1", "measured": "20", "expected": "28..33", "date": "2026-08-30" }),
    );
    assert_eq!((seen["was"].as_str(), seen["asks"].as_bool()), (Some("new"), Some(true)));
    assert_eq!(seen["words"], "20.0\u{a0}%, expected 28.0 to 33.0\u{a0}%");
    assert_eq!(standing(&desk, "OBS-2")["standing"], "asks");
}

#[test]
fn a_decision_a_loop_back_or_a_reason_answers_it() {
    let desk = rolled_out();
    for n in 2..=4 {
        let id = desk.add("observation", json!({ "kind": "data-drift", "title": "Earlier orders", "deployment": "DEP-2", "date": "2026-08-30" }));
        assert_eq!(id, format!("OBS-{n}"));
    }
    desk.add(
        "decision",
        json!({ "title": "Train again?", "outcome": "Yes.", "rationale": "x", "rests-on": ["OBS-2"] }),
    );
    assert_eq!(standing(&desk, "OBS-2")["standing"], "asks", "proposed is not decided");
    desk.set("DEC-1", json!({ "status": "accepted" }));
    assert_eq!(standing(&desk, "OBS-2")["standing"], "answered");
    desk.add("loop-back", json!({ "from": "phase:monitor", "to": "empathise", "reason": "The world changed.", "trigger": ["OBS-3"] }));
    assert_eq!(standing(&desk, "OBS-3")["standing"], "answered");
    let gaps = |desk: &Desk| {
        let rules = desk.call("readiness", json!({ "freezing": true }));
        let rule =
            rules["rules"].as_array().unwrap().iter().find(|rule| rule["number"] == 21).unwrap().clone();
        rule["gaps"].as_array().unwrap().len()
    };
    assert_eq!(gaps(&desk), 1);
    desk.set("OBS-4", json!({ "accepted-because": "A public holiday." }));
    assert_eq!(standing(&desk, "OBS-4")["standing"], "accepted");
    assert_eq!(gaps(&desk), 0, "readiness counts it as answered too");
}

#[test]
fn with_a_key_the_same_observation_is_recorded_once_and_a_corrected_one_changes_it() {
    let desk = rolled_out();
    let send = |measured: &str| {
        desk.call(
            "observation.record",
            json!({ "deployment": "DEP-2", "kind": "uptime", "measured": measured, "expected": "99.5..", "key": "uptime-08-30", "date": "2026-08-30" }),
        )
    };
    assert_eq!(send("99.9")["was"], "new");
    let before = desk.length();
    let again = send("99.9");
    assert_eq!((again["was"].as_str(), desk.length()), (Some("known"), before));
    let corrected = send("98.1");
    assert_eq!((corrected["was"].as_str(), corrected["asks"].as_bool()), (Some("changed"), Some(true)));
    assert_eq!(corrected["card"]["short"], again["card"]["short"]);
    assert_eq!(desk.length(), before + 1);
}

#[test]
fn what_is_no_band_no_window_and_no_kind_is_refused_in_words() {
    let desk = rolled_out();
    let of = |more: Json| {
        let mut args = json!({ "deployment": "DEP-2", "kind": "metric" });
        args.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        desk.refused_as("invalid", "observation.record", args)["fields"][0]["sentence"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(of(json!({ "expected": "33..28" })).contains("is no expectation"));
    assert!(of(json!({ "expected": ".." })).contains("is no expectation"));
    assert!(of(json!({ "window": "2026-08-24..2026-08-10" })).contains("ends before it begins"));
    assert!(of(json!({ "window": "August" })).contains("two dots"));
    assert!(of(json!({ "n": 10, "successes": 11 })).contains("11 successes of 10 units"));
}

const TABLE: &str = "kind,metric,measured,low,high,from,to,segment,n,successes,mood
metric,Orders,31,28,33,2026-08-10,2026-08-24,,,,good
metric,Orders,,,,2026-08-10,2026-08-24,new users,1000,310,
incidnt,,,,,,,,,,
metric,Nothing known,1,,,,,,,,
incident,,,,,,,,,,
";

#[test]
fn a_table_is_one_change_and_its_bad_rows_are_named() {
    let desk = rolled_out();
    let before = desk.length();
    let looked =
        desk.call("observation.import", json!({ "csv": TABLE, "deployment": "DEP-2", "preview": true }));
    assert_eq!(desk.length(), before);
    let lines: Vec<u64> =
        looked["bad"].as_array().unwrap().iter().map(|bad| bad["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [4, 5], "{looked}");
    assert!(looked["bad"][0]["why"].as_str().unwrap().contains("“incidnt” is no kind of observation"));
    assert_eq!(looked["ignored"], json!(["mood"]));
    desk.refused_as("bad-rows", "observation.import", json!({ "csv": TABLE, "deployment": "DEP-2" }));
    let done =
        desk.call("observation.import", json!({ "csv": TABLE, "deployment": "DEP-2", "leave_out": true }));
    assert_eq!((done["recorded"].as_array().unwrap().len(), desk.length()), (3, before + 1));
    assert_eq!(desk.field("OBS-2", "expected-low"), "28");
    assert_eq!(desk.field("OBS-3", "segment"), "new users");
    assert_eq!(desk.refs("OBS-4", "deployment"), ["DEP-2"]);
}

#[test]
fn semicolons_let_a_decimal_comma_be_one_and_a_key_that_stands_twice_is_a_bad_row() {
    let desk = rolled_out();
    let csv = "kind;metric;measured;key\nmetric;Orders;31,5;a\nmetric;Orders;32;a\n";
    let looked = desk.call("observation.import", json!({ "csv": csv, "preview": true }));
    assert_eq!(looked["bad"][0]["why"], "Its key stands in the table twice.");
    let done = desk.call("observation.import", json!({ "csv": csv, "leave_out": true }));
    assert_eq!(desk.field(done["recorded"][0]["short"].as_str().unwrap(), "measured"), "31.5");
    desk.refused_as("bad-table", "observation.import", json!({ "csv": "colour\nred\n" }));
    desk.refused_as("bad-table", "observation.import", json!({ "csv": "" }));
}

#[test]
fn values_of_a_metric_are_a_line_over_time_beside_the_deployments() {
    let desk = rolled_out();
    for (day, measured) in [("2026-08-25", "30"), ("2026-08-26", "25")] {
        desk.call(
            "observation.record",
            json!({ "deployment": "DEP-2", "kind": "metric", "metric": "Orders", "measured": measured, "expected": "28..33", "date": day }),
        );
    }
    let found = desk.call("observations", json!({}));
    let line = &found["series"][0];
    assert_eq!((line["label"].as_str(), line["unit"].as_str()), (Some("Orders"), Some("%")));
    let values: Vec<(f64, bool)> = line["points"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["value"].as_f64().unwrap(), p["as_expected"].as_bool().unwrap()))
        .collect();
    assert_eq!(values, [(31.0, true), (30.0, true), (25.0, false)]);
    assert_eq!(found["runs"].as_array().unwrap().len(), 2);
    assert_eq!(found["asking"], 1);
}
