//! What would be touched if something changed, and whom to ask.

use serde_json::{Value as Json, json};

use crate::desk::{Desk, shorts};

fn digest(n: u8) -> String {
    format!("sha256:{}", format!("{n:02x}").repeat(32))
}

/// Ratings with stars, a model trained on them that is live, the prototype it came out of with its experiment and
/// the decision on its result, and components they run in.
fn stars() -> Desk {
    let desk = Desk::new();
    desk.add("team", json!({ "title": "Operations" }));
    desk.add("stakeholder", json!({ "title": "Omar Haddad", "team": "TEA-1" }));
    desk.add("data-version", json!({ "title": "ratings", "version": "2026-08", "digest": digest(1), "schema": "order:text, stars:int", "owner": "TEA-1" }));
    desk.add("data-version", json!({ "title": "ratings", "version": "2026-09", "digest": digest(2), "schema": "order:text, thumb:bool" }));
    desk.add(
        "data-version",
        json!({ "title": "ratings", "version": "2026-07", "digest": digest(3), "schema": "stars:int" }),
    );
    desk.add("code-version", json!({ "repository": "recommender", "commit": "5e1f0c2" }));
    desk.add(
        "model-version",
        json!({ "title": "ranker", "version": "7", "trained-on": ["DAT-1"], "built-from": ["COD-1"] }),
    );
    desk.add("model-version", json!({ "title": "ranker", "version": "5", "trained-on": ["DAT-3"] }));
    desk.add("bundle", json!({ "title": "2.0", "versions": ["MOD-1", "DAT-1", "COD-1"] }));
    desk.add("deployment", json!({ "bundle": "BUN-1", "audience": "internal", "status": "planned" }));
    desk.add("deployment", json!({ "bundle": "BUN-1", "audience": "selected-users", "share": "5", "segment": "Lisbon", "status": "live" }));
    desk.add("prototype", json!({ "title": "Ranker behind the list", "produced": ["MOD-1"] }));
    desk.add("experiment", json!({ "we-believe": "It sells", "prototypes": ["PRT-1"] }));
    desk.add("measurement", json!({ "experiment": "EXP-1", "date": "2026-09-01" }));
    desk.add("decision", json!({ "title": "Ship it?", "outcome": "Yes", "rationale": "Better", "rests-on": ["MEA-1"], "decider": ["STK-2"] }));
    desk.add("component", json!({ "title": "Events", "implemented-by": ["DAT-1"], "owner": "TEA-1" }));
    desk.add("component", json!({ "title": "Ranking", "implemented-by": ["MOD-1", "MOD-2"] }));
    desk.call("link.add", json!({ "from": "CMP-1", "type": "feeds", "to": "CMP-2" }));
    desk
}

fn group(impact: &Json, name: &str) -> Vec<String> {
    let groups = impact["groups"].as_array().unwrap();
    let Some(group) = groups.iter().find(|group| group["name"] == name) else { return Vec::new() };
    let mut rows: Vec<String> = group["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["card"]["short"].as_str().unwrap().to_owned())
        .collect();
    rows.sort();
    rows
}

fn row<'a>(impact: &'a Json, short: &str) -> &'a Json {
    let rows =
        impact["groups"].as_array().unwrap().iter().flat_map(|group| group["rows"].as_array().unwrap());
    rows.into_iter().find(|row| row["card"]["short"] == short).unwrap_or_else(|| panic!("no {short}"))
}

#[test]
fn from_a_data_version_everything_that_stands_on_it_is_reached() {
    let impact = stars().call("impact", json!({ "id": "DAT-1" }));
    assert_eq!(group(&impact, "models"), ["MOD-1", "MOD-2"]);
    assert_eq!(group(&impact, "bundles"), ["BUN-1"]);
    assert_eq!(group(&impact, "deployments"), ["DEP-1", "DEP-2"]);
    assert_eq!(group(&impact, "components"), ["CMP-1", "CMP-2"]);
    assert_eq!(group(&impact, "prototypes"), ["PRT-1"]);
    assert_eq!(group(&impact, "experiments"), ["EXP-1", "MEA-1"]);
    assert_eq!(group(&impact, "decisions"), ["DEC-1"]);
    assert!(group(&impact, "code").is_empty(), "code does not change because data does");
    assert_eq!(impact["total"], 11);
}

#[test]
fn live_deployments_come_first_with_their_audience_and_each_row_says_how_it_is_reached() {
    let impact = stars().call("impact", json!({ "id": "DAT-1" }));
    assert_eq!(impact["live"], 1);
    let deployments = &impact["groups"][0];
    assert_eq!(deployments["name"], "deployments");
    assert_eq!(deployments["rows"][0]["card"]["short"], "DEP-2");
    assert_eq!(deployments["rows"][0]["told"], "5\u{a0}% of selected users, Lisbon");
    // The way back from the decision, step by step.
    let mut way = Vec::new();
    let mut at = row(&impact, "DEC-1").clone();
    loop {
        way.push(format!("{} {}", at["words"].as_str().unwrap(), at["card"]["short"].as_str().unwrap()));
        let via = at["via"].clone();
        let rows = impact["groups"].as_array().unwrap().iter().flat_map(|g| g["rows"].as_array().unwrap());
        match rows.into_iter().find(|r| r["card"]["id"] == via) {
            Some(next) => at = next.clone(),
            None => break assert_eq!(via, impact["root"]["id"]),
        }
    }
    assert_eq!(
        way,
        [
            "is grounds for DEC-1",
            "has the result MEA-1",
            "is tested by EXP-1",
            "was produced by PRT-1",
            "trained MOD-1"
        ]
    );
}

#[test]
fn a_column_concerns_every_version_of_the_data_set_that_has_it() {
    let desk = stars();
    let impact = desk.call("impact", json!({ "id": "DAT-1", "field": "stars" }));
    assert_eq!(shorts(&impact["roots"]), ["DAT-1", "DAT-3"]);
    assert_eq!(group(&impact, "models"), ["MOD-1", "MOD-2"]);
    assert!(
        impact["note"].as_str().unwrap().starts_with("2 versions of ratings have the column stars"),
        "{impact}"
    );
    assert_eq!(impact["columns"], json!(["order", "stars"]));
    let thumb = desk.call("impact", json!({ "id": "DAT-2", "field": "thumb" }));
    assert_eq!((shorts(&thumb["roots"]), thumb["total"].as_u64()), (vec!["DAT-2"], Some(0)));
    let error = desk.refused_as("unknown-field", "impact", json!({ "id": "DAT-2", "field": "stars" }));
    assert!(error["hint"].as_str().unwrap().contains("thumb"), "{error}");
}

#[test]
fn a_field_that_matters_is_told_from_one_that_does_not() {
    let desk = stars();
    let note = |field: &str| {
        desk.call("impact", json!({ "id": "MOD-1", "field": field }))["note"].as_str().unwrap().to_owned()
    };
    assert!(note("version").contains("matters"));
    assert!(note("location").contains("makes no link suspect"));
    desk.refused_as("unknown-field", "impact", json!({ "id": "MOD-1", "field": "colour" }));
    desk.refused_as("not-found", "impact", json!({ "id": "MOD-99" }));
}

#[test]
fn a_component_puts_its_versions_in_question_and_those_of_what_it_feeds() {
    let desk = stars();
    let impact = desk.call("impact", json!({ "id": "CMP-1" }));
    assert_eq!(group(&impact, "data"), ["DAT-1"]);
    assert_eq!(group(&impact, "models"), ["MOD-1", "MOD-2"]);
    assert_eq!(group(&impact, "deployments"), ["DEP-1", "DEP-2"]);
    // A version touches the component it runs in, and not the other versions that ran in it.
    assert!(group(&desk.call("impact", json!({ "id": "MOD-2" })), "models").is_empty());
    assert_eq!(group(&desk.call("impact", json!({ "id": "MOD-2" })), "components"), ["CMP-2"]);
}

#[test]
fn a_decision_touches_what_it_chose_and_not_what_it_rejected_and_that_is_told_apart() {
    let desk = stars();
    desk.add("idea", json!({ "title": "Three dishes" }));
    desk.add("idea", json!({ "title": "Swipe" }));
    desk.add("prototype", json!({ "title": "Sketch", "idea": "IDE-1" }));
    desk.call(
        "link.add",
        json!({ "from": "DEC-1", "type": "decides", "to": "IDE-1", "fields": { "outcome": "chosen" } }),
    );
    desk.call(
        "link.add",
        json!({ "from": "DEC-1", "type": "decides", "to": "IDE-2", "fields": { "outcome": "rejected" } }),
    );
    let decision = desk.call("impact", json!({ "id": "DEC-1" }));
    assert_eq!(group(&decision, "other"), ["IDE-1"]);
    assert_eq!((&decision["total"], &decision["beyond"]), (&json!(2), &json!(0)));
    // From the data it lies beyond a decision: what stands on the data itself is counted, this is told apart.
    let data = desk.call("impact", json!({ "id": "DAT-1" }));
    assert_eq!((&data["total"], &data["beyond"]), (&json!(11), &json!(2)));
    assert_eq!(
        (&row(&data, "IDE-1")["beyond"], &row(&data, "PRT-1")["beyond"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(row(&data, "PRT-2")["beyond"], true);
}

#[test]
fn people_are_named_with_why_and_who_owns_most_comes_first() {
    let desk = stars();
    desk.add(
        "stance",
        json!({ "decision": "DEC-1", "stakeholder": "STK-2", "position": "object", "reason": "No GPUs" }),
    );
    let impact = desk.call("impact", json!({ "id": "DAT-1" }));
    let people = impact["people"].as_array().unwrap();
    assert_eq!(people.len(), 2);
    let omar = people.iter().find(|p| p["card"]["kind"] == "stakeholder").unwrap();
    assert_eq!(omar["team"]["title"], "Operations");
    let reasons: Vec<&str> =
        omar["reasons"].as_array().unwrap().iter().map(|r| r["words"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["decides", "took a stance on"]);
    let team = people.iter().find(|p| p["card"]["kind"] == "team").unwrap();
    assert_eq!(
        (team["reasons"][0]["words"].as_str(), team["reasons"][0]["count"].as_u64()),
        (Some("looks after"), Some(2))
    );
}

#[test]
fn what_is_removed_is_not_touched_and_the_past_is_as_it_was() {
    let desk = stars();
    let before = desk.length();
    desk.call("artefact.remove", json!({ "id": "BUN-1" }));
    let now = desk.call("impact", json!({ "id": "DAT-1" }));
    assert!(group(&now, "bundles").is_empty() && group(&now, "deployments").is_empty());
    let then =
        desk.call("impact", json!({ "id": "DAT-1", "at": { "mode": "position", "position": before } }));
    assert_eq!(group(&then, "deployments"), ["DEP-1", "DEP-2"]);
}

#[test]
fn a_circle_of_components_comes_to_an_end() {
    let desk = stars();
    desk.call("link.add", json!({ "from": "CMP-2", "type": "feeds", "to": "CMP-1" }));
    let impact = desk.call("impact", json!({ "id": "CMP-2" }));
    assert_eq!(group(&impact, "components"), ["CMP-1"]);
    assert_eq!(group(&impact, "data"), ["DAT-1"]);
}
