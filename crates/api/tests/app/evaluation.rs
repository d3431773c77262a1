//! Blind rounds of scores, the matrix, and a winner sealed with the scores it was proposed on.

use serde_json::{Value as Json, json};

use crate::desk::Desk;

/// Two ideas, two criteria of equal weight, three raters of two teams.
fn room() -> Desk {
    let desk = Desk::new();
    for team in ["Product", "Operations"] {
        desk.add("team", json!({ "title": team }));
    }
    for (name, team, role) in
        [("Ann", "TEA-1", "product"), ("Ben", "TEA-1", "product"), ("Ines", "TEA-2", "operations")]
    {
        desk.add("stakeholder", json!({ "title": name, "team": team, "role": role }));
    }
    for title in ["Three dishes", "Surprise button"] {
        desk.add("idea", json!({ "title": title }));
    }
    for (title, lens) in [("Quick?", "usability"), ("Cheap?", "feasibility")] {
        desk.add(
            "criterion",
            json!({ "title": title, "lens": lens, "worst": "no", "best": "yes", "weight": "0.5" }),
        );
    }
    desk
}

fn rate(desk: &Desk, rater: &str, idea: &str, criterion: &str, score: Json) -> String {
    let fields =
        json!({ "subject": idea, "criterion": criterion, "rater": rater, "score": score, "round": 1 });
    desk.add("evaluation", fields)
}

fn seen(desk: &Desk, rater: Option<&str>) -> Json {
    desk.call("evaluation.matrix", json!({ "rater": rater }))
}

fn row<'a>(matrix: &'a Json, short: &str) -> &'a Json {
    matrix["rows"].as_array().unwrap().iter().find(|r| r["card"]["short"] == short).unwrap()
}

/// Everybody scores everything; round 1 is closed.
fn scored() -> Desk {
    let desk = room();
    for (rater, points) in [("STK-2", [5, 1]), ("STK-3", [4, 2]), ("STK-4", [1, 2])] {
        rate(&desk, rater, "IDE-1", "CRI-1", json!(points[0]));
        rate(&desk, rater, "IDE-1", "CRI-2", json!(3));
        rate(&desk, rater, "IDE-2", "CRI-1", json!(points[1]));
        rate(&desk, rater, "IDE-2", "CRI-2", json!(2));
    }
    desk.call("evaluation.close", json!({}));
    desk
}

#[test]
fn scores_of_others_stay_hidden_until_one_says_done_or_the_round_is_closed() {
    let desk = room();
    let mine = rate(&desk, "STK-2", "IDE-1", "CRI-1", json!(5));
    rate(&desk, "STK-4", "IDE-1", "CRI-1", json!(0));
    let text = seen(&desk, None)["rows"].to_string();
    assert!(!text.contains("\"score\":5") && !text.contains("\"score\":0"), "{text}");
    let blind = seen(&desk, Some("STK-2"));
    let cell = &row(&blind, "IDE-1")["cells"][0];
    assert_eq!(
        (&cell["own"]["score"], &cell["hidden"], &cell["median"]),
        (&json!(5), &json!(1), &Json::Null)
    );
    assert_eq!(cell["scores"], json!([]));
    let before = desk.length();
    let own = blind["own"].as_array().unwrap().clone();
    let done = json!({ "id": own[0], "also": own, "fields": { "handed-in": "2026-09-01T10:00:00Z" } });
    desk.call("artefact.set", done);
    assert_eq!(desk.length(), before + 1);
    let open = seen(&desk, Some("STK-2"));
    let cell = &row(&open, "IDE-1")["cells"][0];
    assert_eq!((&cell["median"], &cell["spread"], &cell["hidden"]), (&json!(2.5), &json!(5.0), &json!(0)));
    assert_eq!(open["handed_in"], true);
    assert_eq!(row(&seen(&desk, Some("STK-4")), "IDE-1")["cells"][0]["hidden"], 1, "others wait");
    desk.set(&mine, json!({ "score": 4 }));
    let late = seen(&desk, Some("STK-2"));
    let scores = row(&late, "IDE-1")["cells"][0]["scores"].as_array().unwrap().clone();
    assert!(scores.iter().any(|s| s["rater"] == "Ann" && s["late"] == true), "{scores:?}");
    let before = desk.length();
    desk.call("evaluation.close", json!({}));
    assert_eq!(desk.length(), before + 1, "one change");
    let closed = seen(&desk, None);
    assert_eq!((&closed["closed"], &row(&closed, "IDE-1")["cells"][0]["median"]), (&json!(1), &json!(2.0)));
    desk.call("undo", json!({}));
    assert_eq!(seen(&desk, None)["closed"], 0, "closing is undone like all else");
}

#[test]
fn the_matrix_holds_medians_sums_by_team_and_who_is_missing() {
    let desk = scored();
    let matrix = seen(&desk, None);
    let first = row(&matrix, "IDE-1");
    assert_eq!((&first["cells"][0]["median"], &first["cells"][0]["spread"]), (&json!(4.0), &json!(4.0)));
    assert_eq!(first["cells"][0]["disagrees"], true);
    // Product 4.5 and Operations 1 on the first criterion, 3 on the second.
    assert_eq!(first["balanced"], 2.875);
    assert!((first["plain"].as_f64().unwrap() - (10.0 / 3.0 + 3.0) / 2.0).abs() < 1e-12);
    assert_eq!(matrix["disagreeing"], 1);
    let absent: Vec<&str> =
        matrix["absent"].as_array().unwrap().iter().map(|a| a["name"].as_str().unwrap()).collect();
    assert_eq!(absent, ["ML engineering", "Mira Anand"], "a role nobody has, and who has no team");
}

#[test]
fn a_second_round_is_open_where_scores_disagreed_and_the_later_score_stands() {
    let desk = scored();
    let matrix = seen(&desk, Some("STK-4"));
    let open: Vec<bool> =
        row(&matrix, "IDE-1")["cells"].as_array().unwrap().iter().map(|c| c["open"] == true).collect();
    assert_eq!(open, [true, false]);
    let fields =
        json!({ "subject": "IDE-1", "criterion": "CRI-1", "rater": "STK-4", "score": 4, "round": 2 });
    desk.add("evaluation", fields);
    assert_eq!(row(&seen(&desk, None), "IDE-1")["cells"][0]["median"], 4.0);
    assert_eq!(row(&seen(&desk, None), "IDE-1")["cells"][0]["hidden"], 1);
    desk.call("evaluation.close", json!({}));
    let cell = row(&seen(&desk, None), "IDE-1")["cells"][0].clone();
    assert_eq!((&cell["spread"], &cell["known"]), (&json!(1.0), &json!(3)));
    desk.refused_as("nothing-to-close", "evaluation.close", json!({}));
}

#[test]
fn weights_are_tried_without_being_recorded() {
    let desk = scored();
    let before = desk.length();
    let tried =
        desk.call("evaluation.matrix", json!({ "what_if": [{ "criterion": "CRI-1", "weight": 0.9 }] }));
    assert_eq!((&tried["criteria"][0]["weight"], &tried["criteria"][0]["used"]), (&json!(0.5), &json!(0.9)));
    assert!((tried["criteria"][1]["used"].as_f64().unwrap() - 0.1).abs() < 1e-12);
    assert_eq!(desk.length(), before);
    assert_eq!(desk.field("CRI-1", "weight"), "0.5");
    desk.refused("evaluation.matrix", json!({ "what_if": [{ "criterion": "CRI-1", "weight": 1.5 }] }));
}

fn propose() -> Json {
    let options = json!([{ "of": "IDE-1", "outcome": "chosen" }, { "of": "IDE-2", "outcome": "rejected" }]);
    json!({ "fields": { "title": "Which idea?" }, "options": options, "seal_scores": true })
}

#[test]
fn a_winner_is_proposed_with_the_scores_it_stands_on_and_says_when_they_change() {
    let desk = scored();
    let before = desk.length();
    desk.call("decision.propose", propose());
    assert_eq!(desk.length(), before + 1, "one change");
    let rests = desk.call("decision.get", json!({ "id": "DEC-1" }))["rests_on"].as_array().unwrap().len();
    assert_eq!(rests, 14, "twelve scores and two criteria");
    let sealed = || desk.call("evaluation.sealed", json!({ "id": "DEC-1" }));
    let then = sealed();
    assert_eq!((&then["holds"], &then["changed"], &then["added"]), (&json!(true), &json!([]), &json!(0)));
    assert_eq!(then["records"], 12 * 4 + 2, "each score with its three links, and the criteria");
    assert_eq!(row(&then["matrix"], "IDE-1")["balanced"], 2.875);

    desk.set("EVA-1", json!({ "score": 0 }));
    desk.set("CRI-1", json!({ "weight": "0.4" }));
    rate(&desk, "STK-1", "IDE-1", "CRI-1", json!(1));
    let now = sealed();
    assert_eq!(now["holds"], true, "what was sealed is still there");
    assert_eq!(now["matrix"], then["matrix"], "and shown as it stood");
    let words: Vec<&str> =
        now["changed"].as_array().unwrap().iter().map(|c| c["words"].as_str().unwrap()).collect();
    assert_eq!(words, ["weight 0.5, now 0.4", "score 5, now 0"]);
    assert_eq!(now["added"], 1);
    assert_eq!(desk.call("workspace.verify", json!({}))["intact"], true);
}

#[test]
fn scores_nobody_has_seen_are_not_decided_on() {
    let desk = scored();
    let fields =
        json!({ "subject": "IDE-1", "criterion": "CRI-1", "rater": "STK-4", "score": 4, "round": 2 });
    desk.add("evaluation", fields);
    desk.refused_as("round-open", "decision.propose", propose());
}

#[test]
fn a_decision_without_sealed_scores_says_so_by_having_none() {
    let desk = Desk::new();
    desk.add("decision", json!({ "title": "Q?" }));
    assert!(desk.call("evaluation.sealed", json!({ "id": "DEC-1" })).get("matrix").is_none());
}

#[test]
fn closing_a_round_of_a_release_does_not_freeze_it() {
    let desk = room();
    let product = desk.add("product", json!({ "title": "Food" }));
    let release = desk.add("release", json!({ "title": "2.0", "product": product }));
    desk.add("idea", json!({ "title": "Ask who eats" }));
    desk.add("criterion", json!({ "title": "Liked?", "lens": "value", "weight": "1" }));
    rate(&desk, "STK-2", "IDE-3", "CRI-3", json!(5));
    desk.call("evaluation.close", json!({ "release": release }));
    assert_eq!(desk.call("evaluation.matrix", json!({ "release": release }))["closed"], 1);
    assert_eq!(
        desk.call("evaluation.matrix", json!({ "release": "all" }))["closed"],
        0,
        "each release has rounds of its own"
    );
    let state = desk.call("readiness", json!({ "release": release }));
    assert!(state.get("frozen").is_none_or(Json::is_null), "{state}");
}
