//! Prototypes: their order, cost against budget, what they can measure, what they produced.

use serde_json::{Value as Json, json};

use crate::desk::{Desk, shorts};

fn two() -> Desk {
    let desk = Desk::new();
    desk.add("idea", json!({ "title": "Three dishes", "serving-cost-note": "Four cores, if it works." }));
    desk.add("prototype", json!({
        "title": "In the app", "idea": "IDE-1", "fidelity": "live", "labour-estimated": "10", "labour-actual": "14",
        "serving-cost": "0.054", "currency": "EUR", "serving-hardware": "4 vCPU",
    }));
    desk.add("prototype", json!({ "title": "Most ordered", "idea": "IDE-1", "fidelity": "baseline" }));
    desk
}

fn get(desk: &Desk, id: &str) -> Json {
    desk.call("prototype.get", json!({ "id": id }))
}

#[test]
fn they_stand_from_baseline_to_live_with_labour_and_cost() {
    let desk = two();
    let all = desk.call("prototypes", json!({}));
    let order: Vec<&str> =
        all["rows"].as_array().unwrap().iter().map(|p| p["card"]["short"].as_str().unwrap()).collect();
    assert_eq!(order, ["PRT-2", "PRT-1"]);
    let live = &all["rows"][1];
    assert_eq!(live["labour"], "14 person-days, 10 estimated (+40 %)");
    assert_eq!(live["idea"]["short"], "IDE-1");
    assert_eq!(live, &get(&desk, "PRT-1"));
    assert_eq!(all["rows"][0]["labour"], "no labour recorded");
}

#[test]
fn the_budget_comes_from_the_cost_criterion_else_from_the_note_and_says_so() {
    let desk = two();
    let budget = get(&desk, "PRT-1")["budget"].clone();
    assert_eq!((&budget["note"], &budget["times"]), (&json!("Four cores, if it works."), &Json::Null));
    assert_eq!(budget["from"]["short"], "IDE-1");
    desk.set("IDE-1", json!({ "serving-cost-note": null }));
    let budget = get(&desk, "PRT-1")["budget"].clone();
    assert!(budget["sentence"].as_str().unwrap().starts_with("No budget is recorded"), "{budget}");
    assert!(budget["from"].is_null());
    desk.add(
        "criterion",
        json!({
            "title": "What do 1,000 predictions cost to serve?", "lens": "feasibility", "worst-value": "0.1",
            "best-value": "0.02", "unit": "EUR", "direction": "lower-is-better",
        }),
    );
    let budget = get(&desk, "PRT-1")["budget"].clone();
    assert_eq!((&budget["budget"], &budget["from"]["short"]), (&json!("0.10\u{a0}EUR"), &json!("CRI-1")));
    assert!(budget["sentence"].as_str().unwrap().starts_with("Within the budget: 54 % of it"), "{budget}");
    desk.set("CRI-1", json!({ "gate": "4" }));
    let budget = get(&desk, "PRT-1")["budget"].clone();
    assert!(budget["sentence"].as_str().unwrap().contains("beyond its gate at 0.036\u{a0}EUR"), "{budget}");
    desk.set("PRT-1", json!({ "serving-cost": "1.8" }));
    let budget = get(&desk, "PRT-1")["budget"].clone();
    assert!(budget["sentence"].as_str().unwrap().starts_with("Above the budget, 18 times"), "{budget}");
    assert_eq!(budget["cost"], "1.80\u{a0}EUR per 1,000 predictions");
    desk.set("PRT-1", json!({ "currency": "USD" }));
    assert!(get(&desk, "PRT-1")["budget"]["times"].is_null(), "other currencies are not compared");
}

#[test]
fn a_prototype_says_whether_it_can_measure_what_the_release_is_judged_by() {
    let desk = two();
    assert!(get(&desk, "PRT-1")["measures_objective"].is_null());
    desk.add("metric", json!({ "title": "Conversion" }));
    desk.add("objective", json!({ "metric": "MET-1", "target": "36" }));
    assert_eq!(get(&desk, "PRT-1")["measures_objective"], false);
    desk.set("PRT-1", json!({ "can-measure": ["MET-1"] }));
    let found = get(&desk, "PRT-1");
    assert_eq!(
        (&found["measures_objective"], &found["can_measure"][0]["objective"]),
        (&json!(true), &json!(true))
    );
}

#[test]
fn what_it_produced_is_found_or_made_and_linked_as_one_change() {
    let desk = two();
    desk.add("code-version", json!({ "repository": "recommender", "commit": "5e1f0c2" }));
    let before = desk.length();
    let digest = format!("sha256:{}", "ab".repeat(32));
    desk.call(
        "prototype.produced",
        json!({ "id": "PRT-2", "existing": ["COD-1"], "new": [
        { "kind": "model-version", "fields": { "title": "ranker", "version": "4" } },
        { "kind": "data-version", "fields": { "title": "counts", "version": "2026-08", "digest": digest } },
    ], "reason": "First baseline" }),
    );
    assert_eq!(desk.length(), before + 1);
    let found = get(&desk, "PRT-2");
    let mut produced = shorts(&found["produced"]);
    produced.sort_unstable();
    assert_eq!(produced, ["COD-1", "DAT-1", "MOD-1"]);
    assert_eq!(desk.refs("MOD-1", "produced-by"), ["PRT-2"]);
    let back = desk.call("trace", json!({ "id": "MOD-1", "direction": "back" }));
    assert!(back.to_string().contains("Most ordered"), "it is in the thread");
    desk.call("undo", json!({}));
    assert_eq!(get(&desk, "PRT-2")["produced"], json!([]));
}

#[test]
fn a_new_version_without_what_it_needs_is_refused_and_nothing_is_linked() {
    let desk = two();
    let error = desk.refused_as(
        "invalid",
        "prototype.produced",
        json!({ "id": "PRT-2", "new": [
        { "kind": "model-version", "fields": { "title": "ranker", "version": "4" } },
        { "kind": "code-version", "fields": { "repository": "recommender" } },
    ] }),
    );
    assert_eq!(error["fields"][0]["field"], "1.commit", "{error}");
    desk.refused_as("invalid", "prototype.produced", json!({ "id": "PRT-2" }));
    desk.refused_as("invalid", "prototype.produced", json!({ "id": "PRT-2", "existing": ["IDE-1"] }));
    desk.refused_as(
        "invalid",
        "prototype.produced",
        json!({ "id": "PRT-2", "new": [
        { "kind": "idea", "fields": { "title": "No version" } },
    ] }),
    );
    desk.refused_as("wrong-kind", "prototype.produced", json!({ "id": "IDE-1", "existing": ["PRT-1"] }));
}
