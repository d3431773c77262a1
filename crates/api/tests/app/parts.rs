//! Parts of a whole in their order, and references that can be one.

use serde_json::{Value as Json, json};

use crate::desk::{Desk, shorts, view};

/// A decision with so many options.
fn deciding(options: usize) -> (Desk, String) {
    let desk = Desk::new();
    let decision = desk.add("decision", json!({ "title": "What to build first?" }));
    for n in 1..=options {
        desk.add("option", json!({ "title": format!("Way {n}"), "decision": decision }));
    }
    (desk, decision)
}

/// The options in the order of the decision's field, which has to be that of its own page and its links.
#[track_caller]
fn options(desk: &Desk, decision: &str) -> Vec<String> {
    let refs = desk.refs(decision, "options");
    let page = desk.call("decision.get", json!({ "id": decision }));
    let shown: Vec<Json> = page["options"].as_array().unwrap().iter().map(|o| o["card"].clone()).collect();
    assert_eq!(shorts(&json!(shown)), refs, "on the decision's page");
    let linked: Vec<Json> = desk.page(decision)["links"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|l| l["type"] == "option-of" && l["removed"] == false)
        .map(|l| l["other"].clone())
        .collect();
    assert_eq!(shorts(&json!(linked)), refs, "among the links");
    refs
}

fn placed(decision: &str, before: &str) -> Json {
    json!([{ "type": "option-of", "other": decision, "out": true, "before": before }])
}

#[test]
fn an_option_is_put_between_two_others() {
    let (desk, decision) = deciding(3);
    assert_eq!(options(&desk, &decision), ["OPT-1", "OPT-2", "OPT-3"]);
    let before = desk.length();
    let add =
        json!({ "kind": "option", "fields": { "title": "Between" }, "links": placed(&decision, "OPT-2") });
    desk.call("artefact.add", add);
    assert_eq!(desk.length(), before + 1, "one change");
    assert_eq!(desk.latest()["count"], 2, "the option and its link; no other part is touched");
    assert_eq!(options(&desk, &decision), ["OPT-1", "OPT-4", "OPT-2", "OPT-3"]);
}

#[test]
fn an_option_is_moved_and_what_stands_is_not_linked_again() {
    let (desk, decision) = deciding(4);
    let moved = |id: &str, before: &str| {
        desk.call("artefact.set", json!({ "id": id, "links": placed(&decision, before) }));
        options(&desk, &decision)
    };
    assert_eq!(moved("OPT-4", "OPT-1"), ["OPT-4", "OPT-1", "OPT-2", "OPT-3"]);
    assert_eq!(desk.latest()["count"], 1, "only its place");
    assert_eq!(moved("OPT-1", ""), ["OPT-4", "OPT-2", "OPT-3", "OPT-1"]);
    assert_eq!(moved("OPT-3", "OPT-2"), ["OPT-4", "OPT-3", "OPT-2", "OPT-1"]);
    let before = desk.length();
    assert_eq!(moved("OPT-3", "OPT-2"), ["OPT-4", "OPT-3", "OPT-2", "OPT-1"]);
    assert_eq!(moved("OPT-3", "OPT-3"), ["OPT-4", "OPT-3", "OPT-2", "OPT-1"]);
    assert_eq!(desk.length(), before, "it stands there already");
}

#[test]
fn options_listed_by_their_decision_stand_as_they_are_listed() {
    let (desk, decision) = deciding(3);
    desk.set(&decision, json!({ "options": ["OPT-3", "OPT-1", "OPT-2"] }));
    assert_eq!(options(&desk, &decision), ["OPT-3", "OPT-1", "OPT-2"]);
    let before = desk.length();
    desk.set(&decision, json!({ "options": ["OPT-3", "OPT-1", "OPT-2"] }));
    assert_eq!(desk.length(), before);
    desk.set(&decision, json!({ "options": ["OPT-2", "OPT-3"] }));
    assert_eq!(options(&desk, &decision), ["OPT-2", "OPT-3"]);
    // A new decision takes over options that were there.
    let other = desk.add("decision", json!({ "title": "And then?", "options": ["OPT-3", "OPT-2"] }));
    assert_eq!(options(&desk, &other), ["OPT-3", "OPT-2"]);
}

#[test]
fn a_new_option_comes_last_after_all_moves() {
    let (desk, decision) = deciding(2);
    desk.call("artefact.set", json!({ "id": "OPT-2", "links": placed(&decision, "OPT-1") }));
    desk.add("option", json!({ "title": "Late", "decision": decision }));
    assert_eq!(options(&desk, &decision), ["OPT-2", "OPT-1", "OPT-3"]);
    let loose = desk.add("option", json!({ "title": "Loose" }));
    desk.call("link.add", json!({ "from": loose, "type": "option-of", "to": decision }));
    assert_eq!(options(&desk, &decision), ["OPT-2", "OPT-1", "OPT-3", "OPT-4"]);
    assert_ne!(desk.field(&loose, "order"), Json::Null);
}

#[test]
fn causes_stand_in_order_below_their_problem() {
    let desk = Desk::new();
    let problem = desk.add("problem", json!({ "title": "Choosing takes long" }));
    for title in ["First", "Second"] {
        desk.add("cause", json!({ "title": title, "problem": problem }));
    }
    let link = json!([{ "type": "cause-of", "other": problem, "out": true, "before": "CAU-1" }]);
    desk.call("artefact.add", json!({ "kind": "cause", "fields": { "title": "Zeroth" }, "links": link }));
    assert_eq!(desk.refs(&problem, "causes"), ["CAU-3", "CAU-1", "CAU-2"]);
}

#[test]
fn a_place_beside_what_is_no_sibling_or_in_links_without_order_is_refused() {
    let (desk, decision) = deciding(1);
    let other = desk.add("decision", json!({ "title": "And then?" }));
    desk.add("option", json!({ "title": "Elsewhere", "decision": other }));
    let add = |links: Json| json!({ "kind": "option", "fields": { "title": "New" }, "links": links });
    let error = desk.refused_as("invalid", "artefact.add", add(placed(&decision, "OPT-2")));
    assert_eq!(error["fields"][0]["code"], "not-a-sibling");
    let idea = desk.add("idea", json!({ "title": "Three dishes" }));
    let link = json!([{ "type": "stands-for", "other": idea, "out": true, "before": "OPT-1" }]);
    let error = desk.refused_as("invalid", "artefact.add", add(link));
    assert_eq!(error["fields"][0]["code"], "no-order");
}

/// Living links of a type at an artefact.
fn living(desk: &Desk, id: &str, type_: &str) -> usize {
    let links = desk.page(id)["links"].as_array().unwrap().clone();
    links.iter().filter(|l| l["type"] == type_ && l["removed"] == false).count()
}

#[test]
fn who_sets_a_single_reference_again_takes_the_link_before_away_in_the_same_change() {
    let desk = Desk::new();
    for title in ["Busy regular", "Cook", "Courier", "Owner"] {
        desk.add("persona", json!({ "title": title }));
    }
    let problem = desk.add("problem", json!({ "title": "Choosing takes long", "persona": "PER-1" }));
    let now = |persona: &str, before: u64| {
        assert_eq!(desk.refs(&problem, "persona"), [persona]);
        assert_eq!(living(&desk, &problem, "concerns"), 1);
        assert_eq!(desk.length(), before + 1, "one change");
        assert!(view(&desk.page(&problem), "persona").get("conflict").is_none());
    };
    let before = desk.length();
    desk.set(&problem, json!({ "persona": "PER-2" }));
    now("PER-2", before);
    desk.call("link.add", json!({ "from": problem, "type": "concerns", "to": "PER-3" }));
    now("PER-3", before + 1);
    let link = json!([{ "type": "concerns", "other": "PER-4", "out": true }]);
    desk.call("artefact.set", json!({ "id": problem, "links": link }));
    now("PER-4", before + 2);
    // As a page does that names the old link too, and from the other end.
    let old = desk.page(&problem)["links"]
        .as_array()
        .unwrap()
        .iter()
        .find(|l| l["removed"] == false)
        .unwrap()["id"]
        .clone();
    let link = json!([{ "type": "concerns", "other": "PER-1", "out": true }]);
    desk.call("artefact.set", json!({ "id": problem, "links": link, "unlinks": [old] }));
    now("PER-1", before + 3);
    let link = json!([{ "type": "concerns", "other": problem, "out": false }]);
    desk.call("artefact.set", json!({ "id": "PER-2", "links": link }));
    now("PER-2", before + 4);
    let two = json!([
        { "type": "concerns", "other": "PER-3", "out": true },
        { "type": "concerns", "other": "PER-4", "out": true },
    ]);
    desk.refused_as("invalid", "artefact.set", json!({ "id": problem, "links": two }));
}

#[test]
fn a_guardrail_is_a_link_to_its_metric_with_a_margin() {
    let desk = Desk::new();
    let metric = desk.add("metric", json!({ "title": "Average basket", "unit": "EUR" }));
    let link = json!([{ "type": "guarded-by", "other": metric, "out": true, "fields": { "margin": 0.50 } }]);
    let fields = json!({ "we-believe": "Three dishes beat the list." });
    let saved = desk.call("artefact.add", json!({ "kind": "experiment", "fields": fields, "links": link }));
    let id = saved["id"].as_str().unwrap();
    assert_eq!(desk.refs(id, "guardrails"), std::slice::from_ref(&metric));
    let guardrail = view(&desk.page(id), "guardrails")["refs"][0].clone();
    assert_eq!((&guardrail["fields"]["margin"], &guardrail["flow"]), (&json!("0.5"), &json!("none")));
    desk.refused_as(
        "invalid",
        "artefact.set",
        json!({ "id": id, "links": [{ "type": "guarded-by", "other": metric, "out": true, "fields": { "margin": "much" } }] }),
    );
    let words = json!({ "guardrails": [{ "metric": "p95 latency", "margin": 120 }] });
    let error = desk.refused_as("invalid", "artefact.set", json!({ "id": id, "fields": words }));
    assert_eq!(error["fields"][0]["code"], "not-a-reference");
}
