//! Versions against the world, on their pages, and side by side.

use serde_json::{Value as Json, json};

use crate::desk::{Desk, shorts};

/// SHA-256 of `stars\n5\n`.
const FIVE: &str = "sha256:0a2a85fbcc8a2b9a6dbcd0b5f2a2a1ba0b3f0b8a1d8cf0d1b4e9c1f8a6f30c11";

/// Data that lies beside the workspace, a model trained on it, what ships it, and what is live.
fn shop() -> Desk {
    let desk = Desk::new();
    desk.write("ratings.csv", b"stars\n5\n");
    desk.add("product", json!({ "title": "Food delivery app" }));
    desk.add("release", json!({ "title": "1.0", "product": "PRD-1" }));
    desk.call(
        "record.run",
        json!({ "data": [{ "name": "ratings", "version": "2026-08", "file": "ratings.csv" }] }),
    );
    desk.add("model-version", json!({ "title": "ranker", "version": "7", "trained-on": "DAT-1" }));
    desk.add("bundle", json!({ "title": "2.0", "versions": ["MOD-1", "DAT-1"] }));
    desk.add("deployment", json!({ "bundle": "BUN-1", "audience": "everyone", "title": "Everyone" }));
    desk
}

fn check(desk: &Desk, ids: &[&str]) -> Json {
    desk.call("versions.check", json!({ "ids": ids }))
}

fn standing(desk: &Desk, id: &str) -> Json {
    desk.call("version.get", json!({ "id": id }))["standing"].clone()
}

fn fact(card: &Json, label: &str) -> Json {
    let facts = card["facts"].as_array().unwrap();
    facts.iter().find(|f| f["label"] == label).map_or(Json::Null, |f| f["text"].clone())
}

fn card(desk: &Desk, kind: &str) -> Json {
    desk.call("artefact.list", json!({ "kinds": [kind] }))["rows"][0].clone()
}

#[test]
fn one_byte_makes_data_changed_and_the_model_and_the_deployment_on_it_say_so() {
    let desk = shop();
    assert_eq!(standing(&desk, "DAT-1")["word"], "not-checked");
    let checked = check(&desk, &["DAT-1"]);
    assert_eq!((&checked["unwell"], &checked["rows"][0]["standing"]["word"]), (&json!(0), &json!("matches")));
    assert_eq!(fact(&card(&desk, "deployment"), "Stands on"), Json::Null);

    desk.write("ratings.csv", b"stars\n4\n");
    // Nobody looked: what is known is what was found, and when.
    assert_eq!(standing(&desk, "DAT-1")["word"], "matches");
    let before = desk.length();
    let checked = check(&desk, &["DAT-1"]);
    assert_eq!(desk.length(), before + 1, "one change");
    assert_eq!((&checked["unwell"], &checked["rows"][0]["standing"]["word"]), (&json!(1), &json!("changed")));
    assert_eq!(shorts(&checked["affected"]).len(), 3);

    for kind in ["model-version", "bundle", "deployment"] {
        assert_eq!(fact(&card(&desk, kind), "Stands on"), "ratings 2026-08, which changed", "{kind}");
    }
    assert_eq!(fact(&card(&desk, "data-version"), "Check"), "changed");
    let model = desk.call("version.get", json!({ "id": "MOD-1" }));
    assert_eq!(model["stands_on"][0]["sentence"], "stands on ratings 2026-08, which changed where it lies");
    let world = desk.call("suspects", json!({ "id": "DEP-1" }))["world"].clone();
    assert_eq!(world[0]["card"]["short"], "DAT-1");
    assert_eq!(desk.call("suspects", json!({ "id": "REL-1" }))["world"][0]["card"]["short"], "DAT-1");
    assert_eq!(desk.call("suspects", json!({}))["world"][0]["card"]["short"], "DAT-1");

    // As it was known before the second look, all was well.
    let then = json!({ "mode": "position", "position": before });
    let past = desk.call("artefact.list", json!({ "kinds": ["deployment"], "at": then }))["rows"][0].clone();
    assert_eq!(fact(&past, "Stands on"), Json::Null);
    let past = desk.call("version.get", json!({ "id": "DAT-1", "at": then }));
    assert_eq!(past["standing"]["word"], "matches");

    // Undo takes back what was recorded of the look.
    desk.call("undo", json!({}));
    assert_eq!(standing(&desk, "DAT-1")["word"], "matches");
}

#[test]
fn a_file_that_is_gone_is_missing_and_one_that_is_back_is_well() {
    let desk = shop();
    std::fs::remove_file(desk.path("ratings.csv")).unwrap();
    assert_eq!(check(&desk, &["DAT-1"])["rows"][0]["standing"]["word"], "missing");
    assert_eq!(fact(&card(&desk, "model-version"), "Stands on"), "ratings 2026-08, which is missing");
    desk.write("ratings.csv", b"stars\n5\n");
    assert_eq!(check(&desk, &["DAT-1"])["rows"][0]["standing"]["word"], "matches");
    assert_eq!(fact(&card(&desk, "model-version"), "Stands on"), Json::Null);
    let page = desk.call("version.get", json!({ "id": "DAT-1" }));
    let words: Vec<&str> =
        page["checks"].as_array().unwrap().iter().map(|c| c["word"].as_str().unwrap()).collect();
    assert_eq!(words, ["matches", "missing"]);
    assert_eq!(page["checks"][0]["by"], "Mira Anand");
}

#[test]
fn a_digest_set_after_the_look_makes_it_not_checked_since_then() {
    let desk = shop();
    check(&desk, &["DAT-1"]);
    desk.set("DAT-1", json!({ "known-biases": "Few." }));
    assert_eq!(standing(&desk, "DAT-1")["word"], "matches", "a bias is no identity");
    desk.set("DAT-1", json!({ "digest": FIVE }));
    let standing = standing(&desk, "DAT-1");
    assert_eq!((&standing["word"], &standing["outdated"]), (&json!("not-checked"), &json!(true)));
    assert_eq!(standing["words"], "not checked since 1 Sep 2026");
}

#[test]
fn what_is_no_path_is_not_looked_up_and_says_why() {
    let desk = shop();
    desk.set("DAT-1", json!({ "location": "warehouse: app.ratings" }));
    let standing = check(&desk, &["DAT-1"])["rows"][0]["standing"].clone();
    assert_eq!(standing["word"], "not-looked-up");
    assert!(standing["because"].as_str().unwrap().contains("warehouse"), "{standing}");
    // No digest: what lies there is told, so that it can be taken.
    desk.set("DAT-1", json!({ "location": "ratings.csv", "digest": null }));
    let standing = check(&desk, &["DAT-1"])["rows"][0]["standing"].clone();
    assert_eq!(
        (&standing["word"], standing["found"].as_array().unwrap().len()),
        (&json!("not-looked-up"), 1)
    );
    let page = desk.call("version.get", json!({ "id": "DAT-1" }));
    assert!(page["doubt"].as_str().unwrap().starts_with("No digest"), "{page}");
}

#[test]
fn attached_files_are_read_again() {
    let desk = shop();
    let path = desk.write("counts.csv", b"dish,orders\n");
    let id = desk.add("data-version", json!({ "title": "counts", "version": "1", "location": "attached" }));
    desk.call("attachment.add", json!({ "id": id, "path": path }));
    assert_eq!(check(&desk, &[&id])["rows"][0]["standing"]["word"], "not-looked-up");
    let found = standing(&desk, &id)["found"][0].clone();
    desk.set(&id, json!({ "digest": found }));
    assert_eq!(check(&desk, &[&id])["rows"][0]["standing"]["word"], "matches");
    desk.set(&id, json!({ "digest": FIVE }));
    assert_eq!(check(&desk, &[&id])["rows"][0]["standing"]["word"], "changed");
}

#[test]
fn without_ids_all_versions_of_the_release_are_looked_up_and_others_are_refused() {
    let desk = shop();
    let checked = check(&desk, &[]);
    let rows: Vec<&str> =
        checked["rows"].as_array().unwrap().iter().map(|r| r["card"]["short"].as_str().unwrap()).collect();
    assert_eq!(rows, ["MOD-1", "DAT-1"]);
    assert!(checked["position"].is_u64());
    desk.refused_as("wrong-kind", "versions.check", json!({ "ids": ["BUN-1"] }));
    desk.refused_as("not-found", "versions.check", json!({ "ids": ["DAT-9"] }));
}

#[test]
fn weak_identities_are_marked_and_say_what_they_cover() {
    let desk = shop();
    let sampled = desk.add(
        "data-version",
        json!({ "title": "orders", "version": "1", "digest": "mlflow-md5-sample:1a2b3c4d" }),
    );
    let page = desk.call("version.get", json!({ "id": sampled }));
    assert_eq!((&page["weak"], &page["digests"][0]["weak"]), (&json!(true), &json!(true)));
    assert!(page["doubt"].as_str().unwrap().contains("sample"), "{page}");
    let md5 = desk.add(
        "data-version",
        json!({ "title": "orders", "version": "2", "digest": "dvc-md5:5d41402abc4b2a76b9719d911017c592" }),
    );
    let page = desk.call("version.get", json!({ "id": md5 }));
    assert_eq!(page["weak"], false);
    assert!(page["digests"][0]["says"].as_str().unwrap().contains("make another"), "{page}");
    let cards = desk.call("artefact.list", json!({ "kinds": ["data-version"], "sort": ["number"] }));
    let weak: Vec<Json> = cards["rows"].as_array().unwrap().iter().map(|c| fact(c, "Weak")).collect();
    assert_eq!(weak, [Json::Null, json!("yes"), Json::Null]);
    let list = desk.call("versions", json!({}));
    assert_eq!(list["rows"].as_array().unwrap().len(), 4);
}

#[test]
fn the_page_tells_what_it_came_from_and_what_came_of_it_on_to_deployments() {
    let desk = shop();
    let page = desk.call("version.get", json!({ "id": "DAT-1" }));
    let of: Vec<(u64, &str, &str)> = page["of"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| {
            (a["depth"].as_u64().unwrap(), a["label"].as_str().unwrap(), a["card"]["short"].as_str().unwrap())
        })
        .collect();
    assert_eq!(of, [(1, "trained", "MOD-1"), (1, "is shipped in", "BUN-1"), (2, "is deployed by", "DEP-1")]);
    let page = desk.call("version.get", json!({ "id": "MOD-1" }));
    assert_eq!(page["from"][0]["label"], "was trained on");
    desk.set("MOD-1", json!({ "evaluated-on": "DAT-1" }));
    let page = desk.call("version.get", json!({ "id": "MOD-1" }));
    assert_eq!(page["from"][0]["label"], "was trained on, was evaluated on");
    assert_eq!(page["from"].as_array().unwrap().len(), 1);
    desk.refused_as("wrong-kind", "version.get", json!({ "id": "BUN-1" }));
}

fn compare(desk: &Desk, of: &str, with: &str) -> Json {
    desk.call("version.compare", json!({ "of": of, "with": with }))
}

fn model(desk: &Desk, version: &str, on: &[&str], auc: &str) -> String {
    desk.add(
        "model-version",
        json!({
            "title": "ranker", "version": version, "evaluated-on": on,
            "parameters": { "depth": version, "trees": "600" }, "metrics": { "auc": auc, "latency_ms": "40" },
        }),
    )
}

#[test]
fn metrics_of_the_same_data_are_compared_and_the_direction_is_the_metrics_own() {
    let desk = shop();
    desk.add("metric", json!({ "title": "AUC", "direction": "higher-is-better" }));
    desk.add("metric", json!({ "title": "Latency ms", "unit": "ms", "direction": "lower-is-better" }));
    let (old, new) = (model(&desk, "8", &["DAT-1"], "0.81"), model(&desk, "9", &["DAT-1"], "0.824"));
    let compared = compare(&desk, &new, &old);
    assert_eq!((&compared["comparable"], &compared["caution"]), (&json!(true), &json!("")));
    let auc = &compared["metrics"][0];
    assert_eq!((&auc["difference"], &auc["verdict"]), (&json!("+0.014"), &json!("better")));
    assert_eq!(compared["metrics"][1]["verdict"], "same");
    assert_eq!(compare(&desk, &old, &new)["metrics"][0]["difference"], "−0.014");
    let depth = &compared["parameters"][0];
    assert_eq!((&depth["name"], &depth["of"], &depth["with"]), (&json!("depth"), &json!("9"), &json!("8")));
    assert_eq!(compared["parameters"][1]["same"], true);
}

#[test]
fn metrics_of_different_data_get_no_difference_and_say_so() {
    let desk = shop();
    let other = desk.add("data-version", json!({ "title": "ratings", "version": "2026-09" }));
    let (a, b) = (model(&desk, "8", &["DAT-1"], "0.81"), model(&desk, "9", &[&other], "0.9"));
    let compared = compare(&desk, &b, &a);
    assert_eq!(compared["comparable"], false);
    assert!(compared["caution"].as_str().unwrap().starts_with("Evaluated on different data: not comparable"));
    for metric in compared["metrics"].as_array().unwrap() {
        assert_eq!((&metric["difference"], &metric["verdict"]), (&Json::Null, &json!("")));
    }
    // One that does not say is no better.
    let silent = model(&desk, "10", &[], "0.9");
    assert_eq!(compare(&desk, &silent, &a)["comparable"], false);
    let silent_too = model(&desk, "11", &[], "0.8");
    let compared = compare(&desk, &silent, &silent_too);
    assert!(compared["caution"].as_str().unwrap().starts_with("Neither says"), "{compared}");
    assert_eq!(compared["metrics"][0]["difference"], "+0.1");
    desk.refused_as("wrong-kind", "version.compare", json!({ "of": a, "with": "DAT-1" }));
}

#[test]
fn a_field_that_can_be_missing_now_is_a_difference_wherever_two_schemas_are_compared() {
    let desk = shop();
    desk.set("DAT-1", json!({ "schema": "stars:int, late:text" }));
    let newer = desk.add(
        "data-version",
        json!({ "title": "ratings", "version": "2026-09", "schema": "stars:int?, late:text" }),
    );
    let sentence = json!("“stars” was always there and can be missing.");
    let compared = compare(&desk, &newer, "DAT-1");
    assert_eq!((&compared["schema"], &compared["columns"][0]["sentence"]), (&sentence, &sentence));
    let alone = desk.call("data.compare", json!({ "of": newer, "with": "DAT-1" }));
    assert_eq!((&alone["sentence"], &alone["fields"][0]["state"]), (&sentence, &json!("changed")));
    // The other way round nothing is lost.
    assert_eq!(compare(&desk, "DAT-1", &newer)["schema"], "The schema is the same.");
    let silent = desk.add("data-version", json!({ "title": "ratings", "version": "2026-10" }));
    let compared = compare(&desk, &silent, "DAT-1");
    assert!(compared["schema"].as_str().unwrap().contains("has no schema"), "{compared}");
}

#[test]
fn schemas_links_and_the_decisions_between_stand_beside() {
    let desk = shop();
    desk.set("DAT-1", json!({ "schema": "stars:int, late:text?" }));
    let early = desk.add("decision", json!({ "title": "Before?", "decided-on": "2026-08-30" }));
    desk.clock.advance(86_400_000);
    let decision = desk.add("decision", json!({ "title": "Thumbs instead of stars?" }));
    desk.call("link.add", json!({ "from": decision, "type": "rests-on", "to": "DAT-1" }));
    desk.call("link.add", json!({ "from": early, "type": "rests-on", "to": "DAT-1" }));
    desk.clock.advance(86_400_000);
    let thumbs = desk.add(
        "data-version",
        json!({ "title": "ratings", "version": "2026-09", "schema": "thumb:text, late:text?", "derived-from": "DAT-1" }),
    );
    let compared = compare(&desk, &thumbs, "DAT-1");
    let columns: Vec<(&str, bool)> = compared["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| (c["name"].as_str().unwrap(), c["same"].as_bool().unwrap()))
        .collect();
    assert_eq!(columns, [("stars", false), ("thumb", false), ("late", true)]);
    // The same words as on the view of the schema alone.
    let alone = desk.call("data.compare", json!({ "of": thumbs, "with": "DAT-1" }));
    assert_eq!(compared["schema"], alone["sentence"]);
    assert_eq!(compared["columns"][0]["sentence"], "“stars” (whole numbers) is gone.");
    assert_eq!(compared["columns"][2]["of"], "text, can be missing");
    let decisions = &compared["decisions"];
    assert_eq!(decisions.as_array().unwrap().len(), 1, "{decisions}");
    assert_eq!(
        (&decisions[0]["card"]["short"], &decisions[0]["on"]),
        (&json!(decision), &json!("2026-09-02"))
    );
    let derived = compared["links"]
        .as_array()
        .unwrap()
        .iter()
        .find(|l| l["label"] == "is derived from")
        .unwrap()
        .clone();
    assert_eq!(shorts(&derived["of"]), ["DAT-1"]);
}
