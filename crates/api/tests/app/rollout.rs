//! Bundles, deployments, promotion, roll-back: what is refused, what one change does, what undo takes back.

use serde_json::{Value as Json, json};

use crate::desk::{Desk, shorts};

/// Two complete bundles, 1.4 and 2.0, and Ines on the metric “Orders”.
pub fn with_bundles() -> Desk {
    let desk = Desk::new();
    desk.add("product", json!({ "title": "Food delivery" }));
    desk.add("release", json!({ "title": "Recommendations 2.0", "product": "PRD-1" }));
    desk.add("metric", json!({ "title": "Orders", "unit": "%", "direction": "higher-is-better" }));
    for (n, label) in [("1", "1.4"), ("2", "2.0")] {
        let (data, code) = (format!("DAT-{n}"), format!("COD-{n}"));
        desk.add(
            "data-version",
            json!({ "title": "ratings", "version": n, "digest": format!("sha256:{n}{n}{n}{n}{n}{n}{n}{n}") }),
        );
        desk.add(
            "code-version",
            json!({ "repository": "git/recommender", "commit": n.repeat(40), "tag": format!("v{n}") }),
        );
        desk.add(
            "model-version",
            json!({
                "title": "ranker", "version": n, "digest": format!("sha256:aaaaaaa{n}"), "trained-on": [data], "built-from": [code],
                "parameters": { "depth": n, "rate": "0.1" }, "metrics": { "auc": format!("0.8{n}") },
            }),
        );
        desk.call("bundle.make", json!({ "label": label, "model": format!("ranker@{n}") }));
    }
    desk
}

fn deploy(desk: &Desk, title: &str, bundle: &str, audience: &str, from: &str, more: Json) -> String {
    let mut fields = json!({
        "title": title, "bundle": bundle, "audience": audience, "environment": "production", "from": from, "status": "live",
        "recovery-plan": "Call Ines.", "monitoring-plan": "Hourly.",
    });
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    desk.add("deployment", fields)
}

/// 1.4 for everyone since June, 2.0 for 5 % of selected users since August, with a good week seen in it.
pub fn rolled_out() -> Desk {
    let desk = with_bundles();
    deploy(&desk, "1.4 for everyone", "BUN-1", "everyone", "2026-06-01", json!({ "share": 100 }));
    deploy(
        &desk,
        "2.0 for a few",
        "BUN-2",
        "selected-users",
        "2026-08-10",
        json!({ "share": 5, "roll-back-target": "BUN-1" }),
    );
    desk.call(
        "observation.record",
        json!({ "deployment": "DEP-2", "kind": "metric", "metric": "Orders", "measured": "31", "expected": "28..33", "window": "2026-08-10..2026-08-24" }),
    );
    desk
}

fn live(desk: &Desk, on: &str) -> Vec<String> {
    let found = desk.call("live.on", json!({ "on": on }));
    found["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["run"]["card"]["short"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_bundle_is_made_from_its_model_with_one_digest_and_equal_ones_are_known() {
    let desk = with_bundles();
    let found = desk.call("bundle.get", json!({ "id": "BUN-1" }));
    assert_eq!(found["complete"], true, "{found}");
    assert!(found["digest"].as_str().unwrap().starts_with("sha256:"));
    let roles: Vec<&str> =
        found["parts"].as_array().unwrap().iter().map(|p| p["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["model", "data", "code"]);
    assert_eq!(found["parts"][0]["name"], "ranker 1");
    let before = desk.length();
    let looked = desk.call("bundle.make", json!({ "label": "1.4 again", "model": "MOD-1", "preview": true }));
    assert_eq!(shorts(&looked["bundle"]["same_as"]), ["BUN-1"]);
    assert_eq!(desk.length(), before, "only looked at");
    let other = desk.call("bundle.make", json!({ "label": "Half", "model": "MOD-1", "code": [] }));
    assert_eq!(other["bundle"]["complete"], false);
    assert_eq!(other["bundle"]["digest"], "");
    assert_eq!(other["bundle"]["missing"], json!(["It has no code version."]));
    let error = desk.refused_as("not-found", "bundle.make", json!({ "label": "x", "model": "ranker@9" }));
    assert!(error["message"].as_str().unwrap().contains("version “9”"));
}

#[test]
fn a_commit_with_changes_that_are_not_in_it_is_a_weak_identity() {
    let desk = with_bundles();
    desk.set("COD-1", json!({ "dirty": true }));
    let found = desk.call("bundle.get", json!({ "id": "BUN-1" }));
    assert_eq!(found["complete"], true);
    assert!(found["weak"][0].as_str().unwrap().contains("changes that are not in the commit"));
}

#[test]
fn what_would_serve_more_than_everyone_is_refused_by_every_door_and_nothing_is_lost() {
    let desk = rolled_out();
    let second = json!({
        "kind": "deployment",
        "fields": { "title": "2.0 for all", "bundle": "BUN-2", "audience": "everyone", "environment": "Production", "from": "2026-09-01", "share": 20 },
    });
    let error = desk.refused_as("rollout-overlap", "artefact.add", second);
    let said = error["message"].as_str().unwrap();
    assert!(said.contains("DEP-1 “1.4 for everyone” (100\u{a0}%)") && said.contains("120\u{a0}%"), "{said}");
    assert!(said.contains("from 1 Sept 2026 on") || said.contains("from 1 Sep 2026 on"), "{said}");
    assert!(error["hint"].as_str().unwrap().contains("is as it was"));
    // In another place it is let in; moved there it is not.
    let id = deploy(
        &desk,
        "2.0 on trial",
        "BUN-2",
        "everyone",
        "2026-09-01",
        json!({ "share": 20, "environment": "staging" }),
    );
    desk.refused_as(
        "rollout-overlap",
        "artefact.set",
        json!({ "id": id, "fields": { "environment": "production" } }),
    );
    desk.refused_as("rollout-overlap", "artefact.set", json!({ "id": id, "fields": { "share": 120 } }));
    let lines = r#"{"t":"artefact","key":"d","kind":"deployment","title":"By file","fields":{"audience":"everyone","environment":"production","from":"2026-09-02","share":"1"}}"#;
    let path = desk.write("more.jsonl", lines.as_bytes());
    desk.refused_as("rollout-overlap", "import", json!({ "format": "jsonl", "source": path }));
    desk.refused_as(
        "rollout-overlap",
        "import",
        json!({ "format": "jsonl", "source": path, "dry_run": true }),
    );
    // With an end to the first, all of it is let in.
    desk.set("DEP-1", json!({ "until": "2026-09-01" }));
    desk.call("import", json!({ "format": "jsonl", "source": path }));
}

#[test]
fn what_stands_in_conflict_can_still_be_edited_and_is_shown() {
    let desk = rolled_out();
    // Undoing is never refused: the end that made room is taken back.
    let change = desk.set("DEP-1", json!({ "until": "2026-09-01" }))["change"].clone();
    deploy(&desk, "2.0 for all", "BUN-2", "everyone", "2026-09-01", json!({}));
    desk.call("undo", json!({ "change": change, "force": true }));
    let found = desk.call("rollout", json!({}));
    assert_eq!(shorts(&found["clashes"][0]["deployments"]), ["DEP-1", "DEP-3"], "{found}");
    desk.set("DEP-1", json!({ "monitoring-plan": "Every minute." }));
    desk.refused_as(
        "rollout-overlap",
        "artefact.set",
        json!({ "id": "DEP-3", "fields": { "from": "2026-07-01" } }),
    );
}

#[test]
fn two_products_in_one_place_do_not_meet() {
    let desk = rolled_out();
    desk.add("product", json!({ "title": "Courier app" }));
    desk.add("release", json!({ "title": "Courier 1", "product": "PRD-2" }));
    let fields = json!({ "title": "For all couriers", "audience": "everyone", "environment": "production", "from": "2026-08-01" });
    desk.call("artefact.add", json!({ "kind": "deployment", "release": "REL-2", "fields": fields }));
    let found = desk.call("rollout", json!({ "release": "REL-2" }));
    let runs: Vec<&str> =
        found["runs"].as_array().unwrap().iter().map(|run| run["card"]["short"].as_str().unwrap()).collect();
    assert_eq!(runs, ["DEP-3"]);
}

#[test]
fn a_promotion_asks_for_the_decision_and_what_it_rests_on() {
    let desk = rolled_out();
    let looked = desk.call("deployment.promote", json!({ "id": "DEP-2", "preview": true }));
    assert_eq!(looked["to"], "everyone");
    assert_eq!(looked["asks"].as_array().unwrap().len(), 2, "{looked}");
    let steps: Vec<&str> = looked["steps"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
    assert_eq!(
        steps,
        [
            "2.0 begins for everyone now.",
            "DEP-2 “2.0 for a few” ends now.",
            "DEP-1 “1.4 for everyone” ends now."
        ]
    );
    assert_eq!(shorts(&looked["grounds"]), ["OBS-1"]);
    let error = desk.refused_as("invalid", "deployment.promote", json!({ "id": "DEP-2" }));
    let fields: Vec<&str> =
        error["fields"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["decision", "on"]);
}

#[test]
fn a_promotion_is_one_change_that_ends_what_it_takes_over_from_and_undo_takes_back() {
    let desk = rolled_out();
    let before = desk.length();
    let done = desk.call(
        "deployment.promote",
        json!({
            "id": "DEP-2", "on": ["OBS-1"],
            "new_decision": { "title": "Does 2.0 go to everyone?", "outcome": "Yes.", "rationale": "Orders hold." },
        }),
    );
    assert_eq!(desk.length(), before + 1);
    assert_eq!(done["saved"]["short"], "DEP-3");
    assert_eq!(desk.refs("DEP-3", "bundle"), ["BUN-2"]);
    assert_eq!(desk.refs("DEP-3", "takes-over"), ["DEP-2"]);
    assert_eq!(desk.refs("DEP-3", "roll-back-target"), ["BUN-1"]);
    assert_eq!(desk.field("DEP-3", "recovery-plan"), "Call Ines.");
    assert_eq!(
        (desk.field("DEP-1", "status"), desk.field("DEP-2", "status")),
        (json!("retired"), json!("retired"))
    );
    assert_eq!(desk.refs("DEC-1", "rests-on"), ["OBS-1"]);
    let now = desk.call("live.on", json!({}));
    assert_eq!(now["rows"].as_array().unwrap().len(), 1);
    assert_eq!(now["rows"][0]["why"][0]["decision"]["short"], "DEC-1");
    assert_eq!(shorts(&now["rows"][0]["why"][0]["rests_on"]), ["OBS-1"]);
    desk.call("undo", json!({}));
    assert_eq!((desk.field("DEP-1", "status"), desk.field("DEP-1", "until")), (json!("live"), Json::Null));
    assert_eq!(desk.call("live.on", json!({}))["rows"].as_array().unwrap().len(), 2);
}

#[test]
fn a_promotion_to_a_part_lets_what_ran_go_on_for_the_rest() {
    let desk = rolled_out();
    desk.add("decision", json!({ "title": "Half of them?", "outcome": "Yes.", "rationale": "Orders hold.", "status": "accepted" }));
    desk.call(
        "deployment.promote",
        json!({ "id": "DEP-2", "share": 50, "decision": "DEC-1", "on": ["OBS-1"] }),
    );
    let now = desk.call("live.on", json!({}));
    let rows: Vec<(&str, f64)> = now["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["bundle"]["label"].as_str().unwrap(), row["run"]["share"].as_f64().unwrap()))
        .collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.contains(&("1.4", 50.0)) && rows.contains(&("2.0", 50.0)), "{rows:?}");
    assert_eq!(live(&desk, "2026-08-20"), ["DEP-2", "DEP-1"], "what was before stays true");
}

#[test]
fn a_promotion_from_a_day_to_come_leaves_what_runs_running_until_then() {
    let desk = rolled_out();
    desk.add(
        "decision",
        json!({ "title": "To all?", "outcome": "Yes.", "rationale": "Orders hold.", "status": "accepted" }),
    );
    desk.call(
        "deployment.promote",
        json!({ "id": "DEP-2", "from": "2026-10-01", "decision": "DEC-1", "on": ["OBS-1"] }),
    );
    assert_eq!(desk.field("DEP-1", "status"), "live");
    assert_eq!(desk.field("DEP-1", "until"), "2026-10-01T00:00:00.000Z");
    assert_eq!(desk.field("DEP-3", "status"), "planned");
    let soon = desk.call("live.on", json!({ "on": "2026-10-02" }));
    assert_eq!((soon["rows"].as_array().unwrap().len(), soon["planned"].as_u64()), (0, Some(1)));
}

#[test]
fn a_roll_back_shows_what_differs_and_is_one_change_that_says_who_and_why() {
    let desk = rolled_out();
    let looked = desk.call("deployment.roll-back", json!({ "id": "DEP-2", "preview": true }));
    assert_eq!(looked["sentence"], "1.4 takes the place of 2.0 for 5\u{a0}% of selected users, at once.");
    let picked = &looked["candidates"][0];
    assert_eq!(
        (picked["bundle"]["label"].as_str(), picked["why"].as_str()),
        (Some("1.4"), Some("the roll-back target that was named"))
    );
    let differs: Vec<String> = picked["differs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| {
            format!(
                "{}: {} → {}",
                d["label"].as_str().unwrap(),
                d["now"].as_str().unwrap(),
                d["then"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        differs,
        [
            "Model: ranker 2 → ranker 1",
            "Data: ratings 2 → ratings 1",
            "Code: recommender v2 → recommender v1",
            "depth: 2 → 1",
            "auc: 0.82 → 0.81"
        ]
    );
    let error = desk.refused_as("invalid", "deployment.roll-back", json!({ "id": "DEP-2" }));
    assert_eq!(error["fields"][0]["field"], "reason");
    let before = desk.length();
    let done = desk.call(
        "deployment.roll-back",
        json!({ "id": "DEP-2", "reason": "It says vile things.", "trigger": "OBS-1" }),
    );
    assert_eq!(desk.length(), before + 1, "one change");
    assert_eq!(done["saved"]["short"], "DEP-3");
    assert_eq!(
        (desk.field("DEP-2", "status"), desk.field("DEP-3", "status")),
        (json!("rolled-back"), json!("live"))
    );
    assert_eq!(desk.refs("DEP-3", "bundle"), ["BUN-1"]);
    assert_eq!(desk.field("DEP-3", "share"), "5");
    let back = done["loop_back"]["short"].as_str().unwrap();
    assert_eq!(desk.field(back, "from"), "phase:monitor");
    assert_eq!(desk.refs(back, "trigger"), ["OBS-1"]);
    let page = desk.call("deployment.get", json!({ "id": "DEP-3" }));
    let after = &page["after"][0];
    assert_eq!(
        (
            after["card"]["short"].as_str(),
            after["how"].as_str(),
            after["reason"].as_str(),
            after["by"].as_str()
        ),
        (Some("DEP-2"), Some("roll-back"), Some("It says vile things."), Some("Mira Anand"))
    );
    let log = desk.latest();
    assert!(log.to_string().contains("It says vile things."), "{log}");
    desk.call("undo", json!({}));
    assert_eq!((desk.field("DEP-2", "status"), desk.field("DEP-2", "until")), (json!("live"), Json::Null));
    assert_eq!(desk.call("live.on", json!({}))["rows"].as_array().unwrap().len(), 2);
}

#[test]
fn a_roll_back_to_what_is_not_complete_says_exactly_what_is_missing_and_goes_on_knowingly() {
    let desk = with_bundles();
    desk.call("bundle.make", json!({ "label": "Old", "model": "MOD-1", "data": [], "code": [] }));
    deploy(
        &desk,
        "Old for all",
        "BUN-3",
        "everyone",
        "2026-05-01",
        json!({ "until": "2026-07-01", "status": "retired" }),
    );
    deploy(&desk, "2.0 for all", "BUN-2", "everyone", "2026-07-01", json!({}));
    let error = desk.refused_as(
        "incomplete-bundle",
        "deployment.roll-back",
        json!({ "id": "DEP-2", "reason": "Down." }),
    );
    let said = error["message"].as_str().unwrap();
    assert!(said.contains("It has no data version. It has no code version."), "{said}");
    let done =
        desk.call("deployment.roll-back", json!({ "id": "DEP-2", "reason": "Down.", "knowingly": true }));
    assert_eq!(done["missing"].as_array().unwrap().len(), 2);
    assert_eq!(desk.refs("DEP-3", "bundle"), ["BUN-3"]);
}

#[test]
fn another_bundle_can_be_chosen_and_what_does_not_run_cannot_be_rolled_back() {
    let desk = rolled_out();
    desk.call("bundle.make", json!({ "label": "1.3", "model": "MOD-1", "code": ["COD-2"] }));
    desk.call("deployment.roll-back", json!({ "id": "DEP-2", "to": "1.3", "reason": "1.4 is slow too." }));
    assert_eq!(desk.refs("DEP-3", "bundle"), ["BUN-3"]);
    desk.refused_as("not-live", "deployment.roll-back", json!({ "id": "DEP-2", "reason": "Again." }));
    desk.refused_as(
        "same-ends",
        "deployment.roll-back",
        json!({ "id": "DEP-3", "to": "1.3", "reason": "Again." }),
    );
}

#[test]
fn with_nothing_to_go_back_to_a_roll_back_says_so() {
    let desk = with_bundles();
    deploy(&desk, "2.0 for all", "BUN-2", "everyone", "2026-07-01", json!({}));
    desk.refused_as(
        "nothing-to-restore",
        "deployment.roll-back",
        json!({ "id": "DEP-1", "reason": "Down." }),
    );
    let page = desk.call("deployment.get", json!({ "id": "DEP-1" }));
    assert_eq!(page["lacks"][0]["field"], "roll-back-target", "{page}");
}

#[test]
fn what_was_live_on_a_day_says_for_whom_with_which_versions_and_who_objected() {
    let desk = rolled_out();
    desk.add("stakeholder", json!({ "title": "Paul Okafor", "role": "legal" }));
    desk.add("decision", json!({ "title": "Show it to a few?", "outcome": "Yes.", "rationale": "To learn.", "status": "accepted" }));
    desk.call(
        "link.add",
        json!({ "from": "DEC-1", "type": "decides", "to": "DEP-2", "fields": { "outcome": "chosen" } }),
    );
    desk.add("stance", json!({ "decision": "DEC-1", "stakeholder": "STK-2", "position": "object", "reason": "No consent was asked." }));
    let found = desk.call("live.on", json!({ "on": "2026-08-15" }));
    assert_eq!(found["sentence"], "On 15 Aug 2026: 2.0 for 5\u{a0}% of selected users; 1.4 for everyone.");
    let few = &found["rows"][0];
    assert_eq!(few["bundle"]["parts"][0]["identity"], "sha256:aaaaaaa2");
    let why = &few["why"][0];
    assert_eq!(why["dissent"][0]["who"], "Paul Okafor");
    assert_eq!(why["dissent"][0]["reason"], "No consent was asked.");
    assert_eq!(live(&desk, "2026-08-09"), ["DEP-1"]);
    assert_eq!(live(&desk, "2026-05-31"), Vec::<String>::new());
    // As of a moment before anything was recorded, nothing was known.
    let early =
        desk.call("live.on", json!({ "on": "2026-08-15", "at": { "mode": "position", "position": 3 } }));
    assert_eq!(early["rows"].as_array().unwrap().len(), 0);
    desk.refused("live.on", json!({ "on": "yesterday" }));
}

#[test]
fn two_deployments_are_compared_by_segment_over_the_same_window_alone() {
    let desk = rolled_out();
    let see = |deployment: &str, segment: &str, n: u64, x: u64, window: &str| {
        desk.call(
            "observation.record",
            json!({ "deployment": deployment, "kind": "metric", "metric": "Orders", "segment": segment, "n": n, "successes": x, "window": window }),
        );
    };
    let window = "2026-08-10..2026-08-24";
    see("DEP-2", "new users", 1000, 300, window);
    see("DEP-1", "new users", 1000, 200, window);
    see("DEP-2", "regulars", 1000, 210, window);
    see("DEP-1", "regulars", 1000, 200, window);
    see("DEP-2", "tourists", 1000, 210, window);
    see("DEP-1", "tourists", 1000, 200, "2026-08-01..2026-08-08");
    let found = desk.call("rollout.compare", json!({ "of": "DEP-2", "with": "DEP-1", "metric": "Orders" }));
    let said = found["sentence"].as_str().unwrap();
    assert!(said.starts_with("2.0 is better for new users, cannot tell for regulars."), "{said}");
    assert!(
        found["rows"][2]["why"].as_str().unwrap().starts_with("Measured over different windows"),
        "{found}"
    );
    assert_eq!(found["overall"]["method"], "Mantel-Haenszel, Sato");
    assert_eq!(found["grounds"].as_array().unwrap().len(), 4);
    let bundles = desk.call("rollout.compare", json!({ "of": "2.0", "with": "BUN-1" }));
    assert_eq!(bundles["sentence"], found["sentence"]);
    desk.refused("rollout.compare", json!({ "of": "DEP-2", "with": "MET-1" }));
    desk.refused("rollout.compare", json!({ "of": "DEP-2", "with": "DEP-2" }));
}

#[test]
fn an_observation_that_is_split_speaks_for_each_of_its_segments() {
    let desk = rolled_out();
    let see = |deployment: &str, new: u64, old: u64| {
        desk.add(
            "observation",
            json!({
                "kind": "metric", "deployment": deployment, "metric": "MET-1",
                "window-from": "2026-08-10", "window-to": "2026-08-24",
                "by-segment": [
                    { "segment": "new users", "n": 1000, "successes": new },
                    { "segment": "regulars", "n": 1000, "successes": old },
                ],
            }),
        );
    };
    see("DEP-2", 300, 210);
    see("DEP-1", 200, 200);
    let found = desk.call("rollout.compare", json!({ "of": "DEP-2", "with": "DEP-1", "metric": "MET-1" }));
    let said = found["sentence"].as_str().unwrap();
    assert!(said.starts_with("2.0 is better for new users, cannot tell for regulars."), "{said}");
    assert_eq!(shorts(&found["grounds"]), ["OBS-2", "OBS-3"]);
    assert_eq!(found["rows"][0]["new"]["words"], "30.0 % (300 of 1000)");
}
