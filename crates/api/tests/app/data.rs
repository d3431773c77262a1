//! Data sets: read from a file as one change, compared by schema and by drift, with who learned from them.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use crate::desk::Desk;

struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Files {
        Files(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path: PathBuf = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

/// Ratings of dishes: five stars, or thumbs.
fn ratings(thumbs: bool, rows: usize) -> String {
    let mut out = String::from(if thumbs { "rating,dish,thumb,late\n" } else { "rating,dish,stars,late\n" });
    for i in 0..rows {
        let stars = [5, 4, 5, 3, 1, 2, 4][i % 7];
        let given = match (thumbs, stars > 3) {
            (false, _) => stars.to_string(),
            (true, true) => "up".into(),
            (true, false) => "down".into(),
        };
        out.push_str(&format!(
            "R{i},{},{given},{}\n",
            ["Ramen", "Curry", "Soup"][i % 3],
            ["yes", "no"][i % 2]
        ));
    }
    out
}

fn orders(from: usize, rows: usize) -> String {
    let mut out = String::from("hour,basket_eur,email\n");
    for i in 0..rows {
        out.push_str(&format!("{},{}.{:02},c{i}@example.org\n", from + i % 5, 10 + i % 17, i % 100));
    }
    out
}

fn profile(desk: &Desk, path: &str, more: Json) -> Json {
    let mut args = json!({ "path": path });
    args.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    desk.call("data.profile", args)
}

fn position(desk: &Desk) -> u64 {
    desk.call("workspace.state", json!({}))["position"].as_u64().unwrap()
}

#[test]
fn a_look_at_a_file_records_nothing_and_says_what_would_be() {
    let (desk, files) = (Desk::new(), Files::new());
    let path = files.write("ratings.csv", &ratings(false, 70));
    let before = position(&desk);
    let seen = profile(&desk, &path, json!({ "dry_run": true }));
    assert_eq!(position(&desk), before);
    assert_eq!((&seen["format"], &seen["rows"], &seen["saved"]), (&json!("csv"), &json!(70), &Json::Null));
    assert_eq!(seen["title"], "ratings");
    let stars = &seen["fields"][2];
    assert_eq!((&stars["name"], &stars["type"]), (&json!("stars"), &json!("int")));
    assert_eq!((&stars["domain"], &stars["median"]), (&json!("whole numbers 1 to 5"), &json!("4")));
    assert_eq!(stars["bars"].as_array().unwrap().len(), 5);
}

#[test]
fn a_file_that_is_called_by_name_and_version_gives_both() {
    let (desk, files) = (Desk::new(), Files::new());
    for (file, name, version) in [
        ("ratings_2026-10.csv", "ratings", "2026-10"),
        ("orders-v3.csv", "orders", "v3"),
        ("dish_counts_2026.csv", "dish_counts", "2026"),
        ("2026.csv", "2026", ""),
        ("table.csv", "table", ""),
    ] {
        let seen = profile(&desk, &files.write(file, &ratings(false, 30)), json!({ "dry_run": true }));
        assert_eq!((&seen["name"], &seen["version"]), (&json!(name), &json!(version)), "{file}");
    }
}

#[test]
fn what_is_read_is_one_change_that_undo_takes_back_whole() {
    let (desk, files) = (Desk::new(), Files::new());
    let path = files.write("ratings.csv", &ratings(false, 70));
    let before = position(&desk);
    let made = profile(&desk, &path, json!({ "version": "2026-08" }));
    assert_eq!(position(&desk), before + 1);
    assert_eq!((&made["saved"]["short"], &made["saved"]["missing"]), (&json!("DAT-1"), &Json::Null));
    let page = desk.call("data.get", json!({ "id": "DAT-1" }));
    assert_eq!((&page["rows"], &page["profiled"]), (&json!(70), &json!(true)));
    assert_eq!(page["fields"][2], made["fields"][2], "what was seen is what is kept");
    let again = profile(&desk, &path, json!({ "dry_run": true }));
    assert_eq!(again["same"]["short"], "DAT-1", "the digest is known");
    desk.call("undo", json!({}));
    assert_eq!(desk.call("data.pairs", json!({}))["all"], json!([]));
}

#[test]
fn a_file_read_for_an_existing_data_version_keeps_its_words_and_its_other_digests() {
    let (desk, files) = (Desk::new(), Files::new());
    desk.add(
        "data-version",
        json!({ "title": "ratings", "version": "1", "digest": "dvc-md5:0123456789abcdef,sha256:00000000ff", "known-biases": "Late couriers.", "location": "warehouse" }),
    );
    let path = files.write("r.csv", &ratings(false, 70));
    let before = position(&desk);
    profile(&desk, &path, json!({ "of": "DAT-1", "reason": "Read at last" }));
    assert_eq!(position(&desk), before + 1);
    let page = desk.call("artefact.get", json!({ "id": "DAT-1" }));
    let field = |name: &str| {
        let all = page["fields"].as_array().unwrap();
        all.iter().find(|f| f["name"] == name).unwrap_or_else(|| panic!("{name} in {page}"))["value"].clone()
    };
    assert_eq!((field("known-biases"), field("location")), (json!("Late couriers."), json!("warehouse")));
    let digests = field("digest").to_string();
    assert!(digests.contains("dvc-md5") && !digests.contains("00000000ff"), "{digests}");
}

#[test]
fn personal_fields_are_suggested_and_once_marked_no_value_of_them_is_anywhere() {
    let (desk, files) = (Desk::new(), Files::new());
    let path = files.write("orders.csv", &orders(18, 60));
    let seen = profile(&desk, &path, json!({ "dry_run": true }));
    assert_eq!(seen["perhaps_personal"][0]["field"], "email");
    let made = profile(&desk, &path, json!({ "version": "1", "personal": ["email"] }));
    assert_eq!(made["perhaps_personal"], json!([]));
    assert_eq!(made["fields"][2]["personal"], true);
    let whole = desk.call("artefact.get", json!({ "id": "DAT-1" })).to_string();
    assert!(!whole.contains("example.org"), "{whole}");
}

/// Ratings with stars, from which a model learned, and with thumbs.
fn stars_became_thumbs() -> (Desk, Files) {
    let (desk, files) = (Desk::new(), Files::new());
    let (stars, thumbs) =
        (files.write("s.csv", &ratings(false, 210)), files.write("t.csv", &ratings(true, 210)));
    profile(&desk, &stars, json!({ "name": "ratings", "version": "stars" }));
    profile(&desk, &thumbs, json!({ "name": "ratings", "version": "thumbs" }));
    desk.add("model-version", json!({ "title": "ranker", "version": "1", "trained-on": "DAT-1" }));
    (desk, files)
}

#[test]
fn stars_that_became_thumbs_read_as_such() {
    let (desk, _files) = stars_became_thumbs();
    let seen = desk.call("data.compare", json!({ "of": "DAT-2" }));
    assert_eq!(seen["with"]["card"]["short"], "DAT-1", "against what a model learned from");
    assert_eq!(
        seen["renamed"][0]["sentence"],
        "“stars” (whole numbers 1 to 5) is gone; “thumb” (down, up) is new: perhaps renamed, and five steps became two."
    );
    let names: Vec<&Json> = seen["found"].as_array().unwrap().iter().map(|one| &one["anomaly"]).collect();
    assert_eq!(names, ["SCHEMA_MISSING_COLUMN", "SCHEMA_NEW_COLUMN"]);
    assert_eq!((&seen["anomalies"], &seen["models"][0]["short"]), (&json!(2), &json!("MOD-1")));
    assert_eq!(
        seen["fields"][2],
        json!({ "name": "stars", "was": "whole numbers 1 to 5", "is": "", "state": "gone" })
    );
}

#[test]
fn the_gap_of_a_changed_schema_leads_to_the_difference_and_a_decision_closes_it() {
    let (desk, _files) = stars_became_thumbs();
    let gap = |desk: &Desk| {
        let all = desk.call("readiness", json!({ "freezing": true }));
        let rules = all["rules"].as_array().unwrap().clone();
        rules.into_iter().find(|rule| rule["number"] == 20).unwrap()
    };
    let open = gap(&desk);
    let see = &open["gaps"][0]["action"]["see"];
    assert_eq!((&see["page"], &see["view"]), (&json!("versions"), &json!("schema")), "{open}");
    assert_eq!(see["of"]["short"], "DAT-2");
    let sentence = open["gaps"][0]["sentence"].as_str().unwrap();
    assert!(sentence.contains("“stars” (whole numbers 1 to 5) is gone"), "{sentence}");
    desk.add(
        "decision",
        json!({ "title": "Map thumbs to stars?", "status": "accepted", "rests-on": "DAT-2" }),
    );
    assert_eq!(gap(&desk)["state"], "closed");
    let pairs = desk.call("data.pairs", json!({}));
    assert_eq!(pairs["rows"][0]["answered"]["short"], "DEC-1");
}

#[test]
fn what_only_a_profile_says_is_no_change_of_schema() {
    let (desk, files) = (Desk::new(), Files::new());
    let (a, b) = (files.write("a.csv", &orders(18, 60)), files.write("b.csv", &orders(18, 90)));
    profile(&desk, &a, json!({ "name": "orders", "version": "1", "personal": ["email"] }));
    profile(&desk, &b, json!({ "name": "orders", "version": "2" }));
    let seen = desk.call("data.compare", json!({ "of": "DAT-2", "with": "DAT-1" }));
    assert_eq!(seen["anomalies"], 0, "{seen}");
    assert_eq!(seen["sentence"], "The schema is the same.");
}

#[test]
fn drift_names_the_worst_field_first_with_its_measures_and_says_how_it_looked() {
    let (desk, files) = (Desk::new(), Files::new());
    let (a, b) = (files.write("a.csv", &orders(18, 200)), files.write("b.csv", &orders(11, 200)));
    profile(&desk, &a, json!({ "name": "orders", "version": "1", "personal": ["email"] }));
    desk.add("model-version", json!({ "title": "ranker", "version": "1", "trained-on": "DAT-1" }));
    desk.add("bundle", json!({ "title": "1", "versions": "MOD-1" }));
    desk.add("deployment", json!({ "title": "All", "bundle": "BUN-1", "status": "live" }));
    let seen = desk.call("data.drift", json!({ "of": b, "with": "DAT-1" }));
    let hour = &seen["fields"][0];
    assert_eq!((&hour["name"], &hour["verdict"]), (&json!("hour"), &json!("shifted")));
    assert_eq!(hour["sentence"], "Shifted: larger than chance and larger than the convention.");
    assert_eq!(
        (&hour["median_training"], &hour["median_live"], &hour["how"]),
        (&json!("20"), &json!("13"), &json!("value by value"))
    );
    assert_eq!(seen["fields"][1]["verdict"], "stable");
    assert_eq!(seen["left_out"][0]["sentence"], "It is personal: its values were not kept.");
    assert_eq!((&seen["shifted"], &seen["of"]["file"]), (&json!(1), &json!(true)));
    assert!(seen["how"].as_str().unwrap().starts_with("The live file was read and held against the profile"));
    assert_eq!(
        (&seen["models"][0]["short"], &seen["deployments"][0]["short"]),
        (&json!("MOD-1"), &json!("DEP-1"))
    );
}

#[test]
fn drift_that_was_seen_leads_to_the_screen_that_shows_it() {
    let (desk, files) = (Desk::new(), Files::new());
    for (version, from) in [("1", 18), ("2", 11)] {
        let path = files.write("o.csv", &orders(from, 200));
        profile(&desk, &path, json!({ "name": "orders", "version": version }));
    }
    desk.add("model-version", json!({ "title": "ranker", "version": "1", "trained-on": "DAT-1" }));
    desk.call(
        "artefact.add",
        json!({
            "kind": "observation", "fields": { "title": "Orders moved to noon", "kind": "data-drift" },
            "links": [{ "type": "relates-to", "other": "DAT-2", "out": true }],
        }),
    );
    let all = desk.call("readiness", json!({ "freezing": true }));
    let rule = all["rules"].as_array().unwrap().iter().find(|rule| rule["number"] == 21).unwrap().clone();
    let see = &rule["gaps"][0]["action"]["see"];
    assert_eq!((&see["view"], &see["of"]["short"]), (&json!("drift"), &json!("DAT-2")), "{rule}");
    assert_eq!(desk.call("data.drift", json!({ "of": "DAT-2" }))["observed"][0]["short"], "OBS-1");
}

#[test]
fn as_of_an_earlier_moment_the_earlier_profile_is_compared() {
    let (desk, files) = (Desk::new(), Files::new());
    let (a, b) = (files.write("a.csv", &orders(18, 200)), files.write("b.csv", &orders(11, 200)));
    profile(&desk, &a, json!({ "name": "orders", "version": "1" }));
    profile(&desk, &a, json!({ "name": "orders", "version": "2" }));
    let then = position(&desk);
    profile(&desk, &b, json!({ "of": "DAT-2" }));
    let at = json!({ "mode": "position", "position": then });
    assert_eq!(desk.call("data.drift", json!({ "of": "DAT-2", "with": "DAT-1", "at": at }))["shifted"], 0);
    assert_eq!(desk.call("data.drift", json!({ "of": "DAT-2", "with": "DAT-1" }))["shifted"], 1);
}

#[test]
fn what_cannot_be_read_or_compared_says_what_happened_and_what_next() {
    let (desk, files) = (Desk::new(), Files::new());
    let code = |name: &str, args: Json| {
        let error = desk.refused(name, args);
        assert!(!error["hint"].as_str().unwrap().is_empty());
        error["code"].as_str().unwrap().to_owned()
    };
    assert_eq!(code("data.profile", json!({ "path": "" })), "invalid");
    assert_eq!(code("data.profile", json!({ "path": "/nowhere/x.csv" })), "not-found");
    let path = files.write("empty.csv", "");
    assert_eq!(code("data.profile", json!({ "path": path })), "empty-file");
    let path = files.write("x.parquet", "no parquet");
    assert_eq!(code("data.profile", json!({ "path": path })), "not-this-format");
    desk.add("data-version", json!({ "title": "orders", "version": "1", "digest": "sha256:00ff" }));
    assert_eq!(code("data.compare", json!({ "of": "DAT-1", "with": "DAT-1" })), "no-schema");
    let path = files.write("o.csv", &orders(18, 60));
    profile(&desk, &path, json!({ "of": "DAT-1" }));
    assert_eq!(code("data.drift", json!({ "of": "DAT-1" })), "nothing-to-compare");
    assert_eq!(code("data.drift", json!({ "of": "DAT-9" })), "not-found");
    let seen = desk.call("workspace.state", json!({}))["position"].clone();
    assert!(seen.as_u64().is_some());
}
