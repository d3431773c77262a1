//! Doors of the machine's side, and stores that are watched.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value as Json, json};

use crate::desk::Desk;

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/imports").join(name).canonicalize().unwrap()
}

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "commit.gpgsign=false", "-c", "user.name=Ann Lee", "-c", "user.email=ann@example.org"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn cloned(desk: &Desk, bundle: &str) -> PathBuf {
    let folder = desk.path(bundle);
    git(Path::new("/"), &["clone", "-q", example(bundle).to_str().unwrap(), folder.to_str().unwrap()]);
    folder
}

fn copied(desk: &Desk) -> PathBuf {
    let store = desk.path("churn");
    std::fs::create_dir_all(&store).unwrap();
    std::fs::copy(example("mlflow-3/mlflow.db"), store.join("mlflow.db")).unwrap();
    store
}

/// A desk with a product that has an open release.
fn desk() -> (Desk, String) {
    let desk = Desk::new();
    let product = desk.add("product", json!({ "title": "Triage" }));
    desk.add("release", json!({ "title": "Triage 1.1", "product": product }));
    (desk, product)
}

fn counted(answer: &Json) -> [u64; 4] {
    ["added", "changed", "unchanged", "links"].map(|name| answer[name].as_u64().unwrap())
}

#[test]
fn every_format_is_taken_through_the_same_door_and_only_once() {
    let (desk, _) = desk();
    let dvc = cloned(&desk, "dvc-3.bundle");
    for (format, source) in [
        ("dvc", dvc),
        ("openlineage", example("openlineage/kitchen.jsonl")),
        ("croissant", example("croissant/clinic.json")),
        ("modelcard", example("modelcard")),
    ] {
        let args = json!({ "format": format, "source": source });
        let mut dry = args.clone();
        dry["dry_run"] = json!(true);
        let length = desk.length();
        let look = desk.call("import", dry);
        assert_eq!(desk.length(), length, "a look writes nothing");
        let done = desk.call("import", args.clone());
        assert_eq!(counted(&look), counted(&done), "{format}");
        assert!(done["added"].as_u64() > Some(0) && done["position"].is_u64(), "{format}: {done}");
        let again = desk.call("import", args);
        assert_eq!(
            (counted(&again)[0], counted(&again)[1], &again["position"]),
            (0, 0, &Json::Null),
            "{format}"
        );
    }
    assert_eq!(
        desk.refused("import", json!({ "format": "dvc", "source": example("modelcard") }))["code"],
        "not-this-format"
    );
}

/// What a thread backwards from an artefact reaches, as kind and title.
fn reached(desk: &Desk, id: &str) -> Vec<(String, String, String)> {
    let thread = desk.call("trace", json!({ "id": id, "direction": "back" }));
    let nodes = thread["nodes"].as_array().unwrap();
    let text = |node: &Json, name: &str| node["card"][name].as_str().unwrap().to_owned();
    nodes.iter().map(|n| (text(n, "kind"), text(n, "title"), text(n, "id"))).collect()
}

#[test]
fn from_each_registered_model_of_both_tools_the_thread_reaches_commit_data_and_decision() {
    let (desk, _) = desk();
    let dvc = cloned(&desk, "dvc-3.bundle");
    let store = copied(&desk);
    desk.call("import", json!({ "format": "dvc", "source": dvc }));
    desk.call("import", json!({ "format": "mlflow", "source": store }));
    let models = desk.call("artefact.list", json!({ "kinds": ["model-version"], "limit": 100 }));
    let models: Vec<Json> = models["rows"].as_array().unwrap().clone();
    // Registered: with a version of the registry, not the beginning of a hash or a logged model's id.
    let registered: Vec<&Json> = models
        .iter()
        .filter(|m| {
            let version = desk.field(m["id"].as_str().unwrap(), "version");
            let version = version.as_str().unwrap();
            version.starts_with('v') || version.len() == 1
        })
        .collect();
    assert_eq!(registered.len(), 4, "three of MLflow, one of DVC: {models:?}");
    for (n, model) in registered.iter().enumerate() {
        let id = model["id"].as_str().unwrap();
        let decision = desk.add("decision", json!({ "title": format!("Which model ships? ({n})") }));
        desk.call(
            "link.add",
            json!({ "from": decision, "type": "decides", "to": id, "fields": { "outcome": "chosen" } }),
        );
        let nodes = reached(&desk, id);
        let of = |kind: &str| nodes.iter().filter(|(k, _, _)| k == kind).collect::<Vec<_>>();
        let commits = of("code-version");
        assert!(!commits.is_empty(), "{model}: no commit in {nodes:?}");
        let commit = desk.field(&commits[0].2, "commit");
        assert_eq!(commit.as_str().unwrap().len(), 40, "{commit}");
        let data = of("data-version");
        assert!(!data.is_empty(), "{model}: no data in {nodes:?}");
        for (_, title, id) in data {
            let digest = desk.field(id, "digest");
            assert!(!digest.as_array().unwrap().is_empty(), "{title} has no digest");
        }
        assert!(
            nodes.iter().any(|(kind, title, _)| kind == "decision" && title.ends_with(&format!("({n})")))
        );
    }
    // The whole again adds nothing.
    let length = desk.length();
    for (format, source) in [("dvc", &dvc), ("mlflow", &store)] {
        let again = desk.call("import", json!({ "format": format, "source": source }));
        assert_eq!((counted(&again)[0], counted(&again)[1], counted(&again)[3]), (0, 0, 0), "{again}");
    }
    assert_eq!(desk.length(), length);
}

#[test]
fn a_watched_store_brings_what_is_new_as_one_change_that_can_be_undone() {
    let (desk, product) = desk();
    let store = copied(&desk);
    let args = json!({ "format": "mlflow", "source": store, "product": product });
    desk.call("watch.add", args.clone());
    assert_eq!(desk.refused("watch.add", args)["code"], "already-watched");
    let listed = |desk: &Desk| desk.call("watch.list", json!({}))["rows"][0].clone();
    let row = listed(&desk);
    assert_eq!(
        (&row["card"]["title"], &row["there"], &row["read_at"]),
        (&json!("churn"), &json!(true), &Json::Null)
    );
    assert_eq!(row["products"][0]["title"], "Triage");

    let before = desk.length();
    let done = desk.call("watch.refresh", json!({}));
    assert!(done["added"].as_u64() > Some(5), "{done}");
    assert_eq!(desk.length(), before + 1, "one change");
    let row = listed(&desk);
    let brought_at = row["brought_at"].clone();
    assert_eq!(row["read_at"], brought_at);
    assert!(row["brought"].as_str().unwrap().contains("added"), "{row}");
    let models = desk.call("artefact.list", json!({ "kinds": ["model-version"], "release": "Triage 1.1" }));
    assert!(models["total"].as_u64() > Some(0), "they came into the product's open release");

    // Nothing new: nothing is recorded, and it is remembered that somebody looked.
    desk.clock.advance(3_600_000);
    let again = desk.call("watch.refresh", json!({}));
    assert_eq!((&again["added"], &again["rows"][0]["import"]["position"]), (&json!(0), &Json::Null));
    assert_eq!(desk.length(), before + 1);
    let row = listed(&desk);
    assert_eq!(row["brought_at"], brought_at);
    assert!(row["read_at"].as_str() > brought_at.as_str(), "{row}");

    // A change of the store brings only the change.
    let database = rusqlite::Connection::open(store.join("mlflow.db")).unwrap();
    database
        .execute("UPDATE model_versions SET description = 'Chosen in May' WHERE version = 1", [])
        .unwrap();
    drop(database);
    let changed = desk.call("watch.refresh", json!({ "which": ["churn"] }));
    assert_eq!((&changed["added"], &changed["changed"]), (&json!(0), &json!(1)));
    desk.call("undo", json!({}));
    desk.call("undo", json!({}));
    let models = desk.call("artefact.list", json!({ "kinds": ["model-version"], "release": "all" }));
    assert_eq!(models["total"], 0, "the first refresh was one change");
}

#[test]
fn a_store_that_is_gone_or_locked_says_so_and_the_others_are_read() {
    let (desk, product) = desk();
    let store = copied(&desk);
    let dvc = cloned(&desk, "dvc-3.bundle");
    desk.call("watch.add", json!({ "format": "mlflow", "source": store, "product": product }));
    desk.call(
        "watch.add",
        json!({ "format": "dvc", "source": dvc, "product": product, "title": "Pipeline" }),
    );
    std::fs::rename(&store, desk.path("moved")).unwrap();
    let done = desk.call("watch.refresh", json!({}));
    assert_eq!((&done["failed"], &done["rows"][0]["error"]["code"]), (&json!(1), &json!("not-found")));
    assert!(done["rows"][1]["import"]["added"].as_u64() > Some(0), "{done}");
    let row = desk.call("watch.list", json!({}))["rows"][0].clone();
    assert_eq!(row["there"], false);
    assert!(row["failed"].as_str().unwrap().contains("There is nothing at"), "{row}");

    // Something else lies there now.
    std::fs::create_dir_all(&store).unwrap();
    std::fs::write(store.join("mlflow.db"), "not a database").unwrap();
    let done = desk.call("watch.refresh", json!({ "which": ["churn"] }));
    let error = &done["rows"][0]["error"];
    assert!(error["code"] == "not-this-format" || error["code"] == "unreadable", "{error}");

    // It is back, and somebody is just writing to it.
    std::fs::remove_dir_all(&store).unwrap();
    std::fs::rename(desk.path("moved"), &store).unwrap();
    let writer = rusqlite::Connection::open(store.join("mlflow.db")).unwrap();
    writer.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let done = desk.call("watch.refresh", json!({}));
    assert_eq!((&done["failed"], &done["rows"][0]["error"]["code"]), (&json!(1), &json!("locked")));
    assert!(done["rows"][1]["import"].is_object(), "the other is read: {done}");
    let row = desk.call("watch.list", json!({}))["rows"][0].clone();
    assert!(row["failed"].as_str().unwrap().contains("another program is writing to it"), "{row}");
    drop(writer);

    // What failed before is forgotten.
    assert_eq!(desk.call("watch.refresh", json!({}))["failed"], 0);
    assert_eq!(desk.call("watch.list", json!({}))["rows"][0]["failed"], Json::Null);

    desk.call("watch.remove", json!({ "which": "Pipeline" }));
    let left = desk.call("watch.list", json!({}));
    assert_eq!(left["rows"].as_array().unwrap().len(), 1);
    let models = desk.call("artefact.list", json!({ "kinds": ["model-version"], "release": "all" }));
    assert!(models["total"].as_u64() > Some(0), "what it brought stays");
    assert_eq!(desk.refused("watch.remove", json!({ "which": "Pipeline" }))["code"], "not-found");
    desk.call("undo", json!({}));
    assert_eq!(desk.call("watch.list", json!({}))["rows"].as_array().unwrap().len(), 2);
}

#[test]
fn only_stores_that_change_in_place_are_watched_and_only_for_a_product() {
    let desk = Desk::new();
    let store = copied(&desk);
    let add = |format: &str, source: &Path| json!({ "format": format, "source": source });
    assert_eq!(desk.refused("watch.add", add("mlflow", &store))["code"], "no-product");
    desk.add("product", json!({ "title": "Triage" }));
    assert_eq!(desk.refused("watch.add", add("jsonl", &store))["code"], "bad-arguments");
    assert_eq!(desk.refused("watch.add", add("mlflow", &desk.path("none")))["code"], "not-found");
    for format in ["dvc", "git"] {
        assert_eq!(desk.refused("watch.add", add(format, &store))["code"], "not-this-format", "{format}");
    }
    desk.call("watch.add", add("mlflow", &store));
    desk.call("watch.at-start", json!({ "on": true }));
    assert_eq!(desk.call("watch.list", json!({}))["at_start"], true);
    assert_eq!(desk.refused("watch.refresh", json!({ "which": ["other"] }))["code"], "not-found");
}
