//! Problems ranked, causes, criteria: through the api.

use serde_json::{Value as Json, json};

use crate::desk::Desk;

fn range(low: i64, likely: i64, high: i64) -> Json {
    json!({ "low": low, "likely": likely, "high": high })
}

fn problem(desk: &Desk, need: &str, benefit: Json) -> String {
    desk.add(
        "problem",
        json!({ "need": need, "because": "so", "benefit": benefit, "build-cost": range(10, 10, 10), "run-cost": range(0, 0, 0),
            "horizon": 12, "currency": "EUR" }),
    )
}

fn row<'a>(ranking: &'a Json, short: &str) -> &'a Json {
    ranking["rows"].as_array().unwrap().iter().find(|r| r["card"]["short"] == short).unwrap()
}

#[test]
fn problems_come_ranked_with_what_is_missing_their_request_and_their_baseline() {
    let desk = Desk::new();
    problem(&desk, "small", range(10, 20, 30));
    problem(&desk, "large", range(70, 80, 90));
    let bare =
        desk.add("problem", json!({ "need": "x", "because": "y", "surface-request": "faster horses" }));
    let metric = desk.add("metric", json!({ "title": "Time to decide", "unit": "s" }));
    desk.set("PRB-2", json!({ "baseline-metric": metric, "baseline-value": 750 }));
    let ranking = desk.call("problem.ranking", json!({ "release": "all" }));
    let order: Vec<&str> =
        ranking["rows"].as_array().unwrap().iter().map(|r| r["card"]["short"].as_str().unwrap()).collect();
    assert_eq!(order, ["PRB-2", "PRB-1", bare.as_str()]);
    let large = row(&ranking, "PRB-2");
    assert_eq!(large["roi"], json!({ "low": 6.0, "likely": 7.0, "high": 8.0 }));
    assert_eq!(large["net"]["likely"], 70.0);
    assert_eq!(large["payback"]["likely"], 1.5);
    assert_eq!((&large["baseline"]["value"], &large["baseline"]["unit"]), (&json!("750"), &json!("s")));
    assert_eq!(large["baseline"]["missing"][0]["words"], "no date of that number");
    let bare = row(&ranking, &bare);
    assert_eq!((&bare["request"], &bare["roi"]), (&json!("faster horses"), &Json::Null));
    assert_eq!(bare["missing"][0], json!({ "field": "benefit", "words": "no benefit recorded" }));
    assert_eq!(bare["rice"]["missing"].as_array().unwrap().len(), 4);
}

#[test]
fn the_ranking_can_be_read_as_it_was() {
    let desk = Desk::new();
    problem(&desk, "small", range(10, 20, 30));
    let before = desk.length();
    desk.set("PRB-1", json!({ "benefit": range(100, 100, 100) }));
    let at = |at: Json| {
        desk.call("problem.ranking", json!({ "release": "all", "at": at }))["rows"][0]["roi"]["likely"]
            .clone()
    };
    assert_eq!(at(json!({ "mode": "now" })), 9.0);
    assert_eq!(at(json!({ "mode": "position", "position": before })), 1.0);
}

#[test]
fn causes_come_as_a_tree_that_moves_and_grows_by_one_change_each() {
    let desk = Desk::new();
    problem(&desk, "dinner", range(1, 2, 3));
    let cause = |title: &str, above: Option<&str>| {
        let mut links = vec![json!({ "type": "cause-of", "other": "PRB-1", "out": true })];
        links.extend(above.map(|a| json!({ "type": "because-of", "other": a, "out": false })));
        let before = desk.length();
        let saved = desk
            .call("artefact.add", json!({ "kind": "cause", "fields": { "title": title }, "links": links }));
        assert_eq!(desk.length(), before + 1);
        saved["short"].as_str().unwrap().to_owned()
    };
    let scroll = cause("They scroll", None);
    let order = cause("The order knows nobody", Some(&scroll));
    let clicks = cause("Clicks decide the order", Some(&scroll));
    let judged = cause("We were judged by clicks", Some(&clicks));
    let shape = || -> Vec<(String, u64)> {
        let tree = desk.call("problem.causes", json!({ "id": "PRB-1" }));
        let rows = tree["rows"].as_array().unwrap().clone();
        rows.iter()
            .map(|r| (r["card"]["short"].as_str().unwrap().to_owned(), r["level"].as_u64().unwrap()))
            .collect()
    };
    let (s, o, c, j) = ((scroll, 1), (order.clone(), 2), (clicks.clone(), 2), (judged.clone(), 3));
    assert_eq!(shape(), [s.clone(), o.clone(), c.clone(), j.clone()]);
    let before = json!([{ "type": "cause-of", "other": "PRB-1", "out": true, "before": order }]);
    desk.call("artefact.set", json!({ "id": clicks, "links": before }));
    assert_eq!(shape(), [s, c, j, o]);
    let ranking = desk.call("problem.ranking", json!({ "release": "all" }));
    assert_eq!(
        (&ranking["rows"][0]["roots"][0]["short"], &ranking["rows"][0]["depth"]),
        (&json!(judged), &json!(3))
    );
    assert_eq!(desk.refused("problem.causes", json!({ "id": judged }))["code"], "not-a-problem");
}

fn criterion(desk: &Desk, title: &str, lens: &str) -> String {
    desk.add("criterion", json!({ "title": title, "lens": lens, "worst": "bad", "best": "good" }))
}

#[test]
fn weights_by_swing_are_one_change_and_criteria_lock_only_when_they_are_whole() {
    let desk = Desk::new();
    let (a, b) = (criterion(&desk, "Cost?", "feasibility"), criterion(&desk, "Use?", "value"));
    let refused = desk.refused_as("not-ready", "criteria.lock", json!({}));
    assert!(refused["message"].as_str().unwrap().contains("CRI-1 has no weight"), "{refused}");
    let before = desk.length();
    desk.call(
        "criteria.weigh",
        json!({ "swings": { a.as_str(): 100, b.as_str(): 25 }, "reason": "Cost swings most" }),
    );
    assert_eq!(desk.length(), before + 1, "one change");
    assert_eq!((desk.field(&a, "weight"), desk.field(&b, "weight")), (json!("0.8"), json!("0.2")));
    desk.set(&b, json!({ "weight": "0.1" }));
    let refused = desk.refused_as("not-ready", "criteria.lock", json!({}));
    assert!(refused["message"].as_str().unwrap().contains("add up to 0.9, not to 1"), "{refused}");
    desk.call("criteria.weigh", json!({ "swings": { a.as_str(): 100, b.as_str(): 100 } }));
    let before = desk.length();
    desk.call("criteria.lock", json!({}));
    assert_eq!(desk.length(), before + 1, "one change");
    let view = desk.call("criteria", json!({}));
    assert_eq!((&view["locked"], &view["sum"], &view["gaps"]), (&json!(true), &json!(1.0), &json!([])));
    assert_eq!(view["empty_lenses"], json!(["viability", "usability"]));
    assert_eq!(view["rows"][0]["changed"], json!([]));
    desk.call("undo", json!({}));
    assert_eq!(desk.call("criteria", json!({}))["locked"], false);
}

#[test]
fn a_criterion_changed_after_the_lock_says_so() {
    let desk = Desk::new();
    let id = criterion(&desk, "Cost?", "feasibility");
    desk.call("criteria.weigh", json!({ "swings": { id.as_str(): 100 } }));
    desk.call("criteria.lock", json!({}));
    desk.set(&id, json!({ "best": "free", "notes": "asked again" }));
    assert_eq!(desk.call("criteria", json!({}))["rows"][0]["changed"], json!(["Best, in words"]));
}

#[test]
fn swings_without_a_hundred_are_refused_with_nothing_recorded() {
    let desk = Desk::new();
    let id = criterion(&desk, "Cost?", "feasibility");
    for swings in [json!({}), json!({ id.as_str(): 50 }), json!({ id.as_str(): 200 })] {
        let error = desk.refused_as("invalid", "criteria.weigh", json!({ "swings": swings }));
        assert_eq!(error["fields"][0]["code"], "not-a-swing");
    }
    desk.add("persona", json!({ "title": "P" }));
    desk.refused_as("wrong-kind", "criteria.weigh", json!({ "swings": { "PER-1": 100 } }));
}

#[test]
fn the_objective_stands_beside_the_criteria() {
    let desk = Desk::new();
    assert!(desk.call("criteria", json!({})).get("objective").is_none());
    let metric = desk.add("metric", json!({ "title": "Conversion", "unit": "%" }));
    desk.add(
        "objective",
        json!({ "metric": metric, "direction": "increase-to", "target": 36, "by-when": "2026-11-30" }),
    );
    let objective = &desk.call("criteria", json!({}))["objective"];
    assert_eq!((&objective["target"], &objective["unit"]), (&json!("36"), &json!("%")));
}

#[test]
fn a_problem_is_chosen_by_one_change_that_names_the_others_too() {
    let desk = Desk::new();
    for need in ["first", "second", "third"] {
        problem(&desk, need, range(1, 2, 3));
    }
    let before = desk.length();
    let options = json!([
        { "of": "PRB-1", "outcome": "chosen" },
        { "of": "PRB-2", "outcome": "parked", "against": "Not this year" },
        { "of": "PRB-3", "outcome": "rejected" },
    ]);
    let fields = json!({ "title": "Which problem?", "rationale": "It returns most" });
    desk.call("decision.propose", json!({ "fields": fields, "options": options }));
    assert_eq!(desk.length(), before + 1, "one change");
    let page = desk.call("decision.get", json!({ "id": "DEC-1" }));
    let words: Vec<(&str, &str)> = page["options"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| (o["about"]["short"].as_str().unwrap(), o["card"]["outcome"]["word"].as_str().unwrap()))
        .collect();
    assert_eq!(words, [("PRB-1", "chosen"), ("PRB-2", "parked"), ("PRB-3", "rejected")]);
    assert_eq!(page["page"]["card"]["status"], "proposed");
    assert!(desk.page("PRB-1")["card"].get("outcome").is_none(), "nothing is chosen before it is accepted");
    desk.set("DEC-1", json!({ "status": "accepted", "outcome": "The first" }));
    for (short, word) in [("PRB-1", "chosen"), ("PRB-2", "parked"), ("PRB-3", "rejected")] {
        assert_eq!(desk.page(short)["card"]["outcome"]["word"], word);
    }
    desk.call("undo", json!({}));
    desk.call("undo", json!({}));
    assert_eq!(desk.page("DEC-1")["card"]["removed"], true);
    assert_eq!(desk.page("OPT-1")["card"]["removed"], true);
}

#[test]
fn a_proposal_that_cannot_be_is_refused_whole() {
    let desk = Desk::new();
    problem(&desk, "first", range(1, 2, 3));
    let title = json!({ "title": "Which problem?" });
    for (fields, options) in [
        (json!({}), json!([{ "of": "PRB-1", "outcome": "chosen" }])),
        (title.clone(), json!([])),
        (title.clone(), json!([{ "of": "PRB-1", "outcome": "perhaps" }])),
        (
            title.clone(),
            json!([{ "of": "PRB-1", "outcome": "chosen" }, { "of": "PRB-1", "outcome": "parked" }]),
        ),
        (json!({ "title": "x", "method": "dice" }), json!([{ "of": "PRB-1", "outcome": "chosen" }])),
    ] {
        desk.refused_as("invalid", "decision.propose", json!({ "fields": fields, "options": options }));
    }
    desk.refused_as(
        "not-found",
        "decision.propose",
        json!({ "fields": title, "options": [{ "of": "PRB-9", "outcome": "chosen" }] }),
    );
}

#[test]
fn a_criterion_weighed_twice_under_two_names_is_refused_with_nothing_recorded() {
    let desk = Desk::new();
    let id = criterion(&desk, "Cost?", "feasibility");
    let before = desk.length();
    let error =
        desk.refused_as("invalid", "criteria.weigh", json!({ "swings": { id.as_str(): 100, "Cost?": 50 } }));
    assert!(error["message"].as_str().unwrap().contains("CRI-1 is named twice"), "{error}");
    assert_eq!(desk.length(), before);
}
