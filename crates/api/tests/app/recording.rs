//! What a pipeline records: one change, met the second time, refused where it says something else.

use std::process::Command;

use serde_json::{Value as Json, json};

use crate::desk::{Desk, shorts};

fn shop() -> Desk {
    let desk = Desk::new();
    desk.add("product", json!({ "title": "Food delivery app" }));
    desk.add("release", json!({ "title": "1.0", "product": "PRD-1" }));
    desk.add("idea", json!({ "title": "Three dishes" }));
    desk.add("prototype", json!({ "title": "Small ranker", "idea": "IDE-1" }));
    desk.write("ratings.csv", b"stars\n5\n");
    desk.write("model.bin", b"trees");
    desk
}

fn run() -> Json {
    json!({
        "data": [{ "name": "ratings", "version": "2026-08", "file": "ratings.csv", "role": "trained-on" }],
        "model": {
            "name": "ranker", "version": "7", "file": "model.bin", "framework": "LightGBM 4.6", "run_id": "r-1",
            "parameters": { "depth": 6, "rate": 0.1, "dart": true }, "metrics": { "auc": 0.91 },
            "produced_by": ["PRT-1"], "evaluated_on": ["ratings@2026-08"],
        },
        "activity": { "outcome": "informational", "run_id": "r-1" },
    })
}

#[test]
fn a_run_is_one_change_with_all_its_links() {
    let desk = shop();
    let before = desk.length();
    let recorded = desk.call("record.run", run());
    assert_eq!(desk.length(), before + 1);
    let rows = shorts(&recorded["rows"]);
    assert_eq!(rows, ["MOD-1", "DAT-1", "ACT-1"]);
    assert_eq!(desk.refs("MOD-1", "trained-on"), ["DAT-1"]);
    assert_eq!(desk.refs("MOD-1", "evaluated-on"), ["DAT-1"]);
    assert_eq!(desk.refs("MOD-1", "produced-by"), ["PRT-1", "ACT-1"]);
    assert_eq!(desk.refs("ACT-1", "inputs"), ["DAT-1"]);
    assert_eq!(desk.field("MOD-1", "parameters"), json!({ "depth": "6", "rate": "0.1", "dart": "true" }));
    assert_eq!(desk.field("MOD-1", "location"), "model.bin");
    assert_eq!(desk.field("ACT-1", "date"), "2026-09-01");
    let digest = desk.field("DAT-1", "digest");
    assert_eq!(digest[0]["algorithm"], "sha256");
    let list = desk.call("artefact.list", json!({ "kinds": ["model-version"], "release": "1.0" }));
    assert_eq!(list["total"], 1, "the release includes it");
    // One undo takes all of it back.
    desk.call("undo", json!({}));
    assert_eq!(desk.call("artefact.list", json!({ "kinds": ["model-version", "activity"] }))["total"], 0);
}

#[test]
fn the_same_again_adds_nothing_and_what_was_empty_is_filled() {
    let desk = shop();
    let first = desk.call("record.run", run());
    let length = desk.length();
    desk.clock.advance(3 * 86_400_000);
    let again = desk.call("record.run", run());
    assert_eq!((desk.length(), &again["position"]), (length, &Json::Null));
    assert_eq!(shorts(&first["rows"]), shorts(&again["rows"]));
    assert!(again["rows"].as_array().unwrap().iter().all(|row| row["met"] == true));
    assert_eq!(again["left"], json!([]));

    let mut more = run();
    more["model"]["fields"] = json!({ "limits": "Knows nobody.", "aliases": ["champion"] });
    more["model"]["framework"] = json!("PyTorch 2.8");
    let filled = desk.call("record.run", more);
    assert_eq!(desk.field("MOD-1", "limits"), "Knows nobody.");
    assert_eq!(desk.field("MOD-1", "aliases"), json!(["champion"]));
    assert_eq!(desk.field("MOD-1", "framework"), "LightGBM 4.6", "what was said is left");
    assert_eq!(filled["left"], json!(["Framework of ranker 7"]));
}

#[test]
fn another_digest_under_the_same_name_and_version_is_refused() {
    let desk = shop();
    desk.call("record.run", run());
    desk.write("model.bin", b"other trees");
    let error = desk.refused_as("another-digest", "record.run", run());
    assert!(
        error["message"].as_str().unwrap().starts_with("ranker@7 is recorded with another digest"),
        "{error}"
    );
    let dvc = json!({ "data": [{ "name": "ratings", "version": "2026-08", "digest": "dvc-md5:5d41402abc4b2a76b9719d911017c592" }] });
    desk.refused_as("other-algorithm", "record.run", dvc);
}

#[test]
fn what_a_person_wrote_down_is_met_by_name_and_version() {
    let desk = shop();
    let by_hand = desk.add("model-version", json!({ "title": "Ranker", "version": "7" }));
    let recorded = desk.call("record.run", run());
    assert_eq!(recorded["rows"][0]["short"], by_hand);
    assert_eq!(desk.field(&by_hand, "title"), "Ranker");
    assert_eq!(desk.field(&by_hand, "digest")[0]["algorithm"], "sha256");
}

#[test]
fn wrong_runs_are_refused_whole_with_what_to_do() {
    let desk = shop();
    for (change, code) in [
        (json!({ "model": { "name": "ranker" } }), "invalid"),
        (json!({ "data": [{ "name": "a", "version": "1", "digest": "sha256:12" }] }), "invalid"),
        (json!({ "data": [{ "name": "a", "version": "1", "digest": "nonsense" }] }), "invalid"),
        (json!({ "data": [{ "name": "a", "version": "1", "file": "ratings.csv", "dir": "." }] }), "invalid"),
        (json!({ "data": [{ "name": "a", "version": "1", "dir": "ratings.csv" }] }), "invalid"),
        (json!({ "data": [{ "name": "a", "version": "1", "file": "nowhere.csv" }] }), "not-found"),
        (json!({ "data": [{ "name": "a", "version": "1", "role": "trained-on" }] }), "invalid"),
        (json!({ "model": { "name": "a", "version": "1", "trained_on": ["DAT-9"] } }), "not-found"),
        (json!({ "model": { "name": "a", "version": "1", "fields": { "mood": "good" } } }), "invalid"),
        (json!({ "model": { "name": "a", "version": "1", "trained_on": ["PRT-1"] } }), "invalid"),
        (json!({ "modle": {} }), "bad-arguments"),
    ] {
        desk.refused_as(code, "record.run", change);
    }
}

#[test]
fn code_is_the_commit_that_is_checked_out_and_dirty_is_a_version_of_its_own() {
    let desk = shop();
    let at = desk.path("repo");
    std::fs::create_dir(&at).unwrap();
    let git = |args: &[&str]| {
        let done = Command::new("git")
            .arg("-C")
            .arg(&at)
            .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org"])
            .args(args)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        assert!(done.status.success(), "{args:?}");
    };
    git(&["init", "-q"]);
    std::fs::write(at.join("train.py"), "print(1)\n").unwrap();
    git(&["add", "."]);
    git(&["commit", "-qm", "Train a ranker"]);
    let clean = desk.call(
        "record.run",
        json!({ "code": { "repo": "repo" }, "model": { "name": "ranker", "version": "1" } }),
    );
    assert_eq!(shorts(&clean["rows"]), ["MOD-1", "COD-1"]);
    assert_eq!(desk.refs("MOD-1", "built-from"), ["COD-1"]);
    assert_eq!(desk.field("COD-1", "title"), "Train a ranker");
    assert_eq!(desk.field("COD-1", "location"), "repo");
    let look =
        |id: &str| desk.call("versions.check", json!({ "ids": [id] }))["rows"][0]["standing"]["word"].clone();
    assert_eq!(look("COD-1"), "matches");

    // A name of git that is none of the workspace is looked for in the working copy.
    let built =
        json!({ "model": { "name": "ranker", "version": "2", "built_from": ["HEAD"] }, "base": "repo" });
    assert_eq!(shorts(&desk.call("record.run", built)["rows"]), ["MOD-2", "COD-1"]);

    std::fs::write(at.join("train.py"), "print(2)\n").unwrap();
    assert_eq!(look("COD-1"), "dirty");
    let dirty = desk.call("record.run", json!({ "code": { "repo": "repo" } }));
    assert_eq!(shorts(&dirty["rows"]), ["COD-2"]);
    assert_eq!(desk.field("COD-2", "dirty"), true);
    assert!(
        desk.call("version.get", json!({ "id": "COD-2" }))["doubt"]
            .as_str()
            .unwrap()
            .contains("in no commit")
    );
    // Importing the repository meets the clean one.
    let imported = desk.call("import", json!({ "format": "git", "source": at }));
    assert_eq!(imported["added"], 0, "{imported}");
}
