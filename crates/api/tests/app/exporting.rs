//! The one door of exports: what is meant, where it goes, what is refused.

use serde_json::{Value as Json, json};

use crate::desk::Desk;

/// A desk with a release, a decision with a stance in it, and a model outside of it.
fn desk() -> Desk {
    let desk = Desk::new();
    let product = desk.add("product", json!({ "title": "Triage" }));
    desk.add("release", json!({ "title": "Triage 1.1", "product": product }));
    let decision = desk.add(
        "decision",
        json!({ "title": "Which first?", "outcome": "=the baseline", "status": "accepted" }),
    );
    desk.add("option", json!({ "title": "Baseline", "decision": decision }));
    desk.add("model-version", json!({ "title": "ranker", "version": "7", "digest": format!("sha256:{:064}", 7), "metrics": { "auc": "0.9" } }));
    desk
}

fn export(desk: &Desk, args: Json) -> Json {
    desk.call("export", args)
}

fn read(desk: &Desk, name: &str) -> String {
    std::fs::read_to_string(desk.path(name)).unwrap()
}

#[test]
fn every_format_is_written_through_the_same_door() {
    let desk = desk();
    for format in ["prov", "cyclonedx", "modelcard", "slsa", "madr", "csv", "jsonl", "needs"] {
        let path = desk.path(&format!("out-{format}"));
        let done = export(&desk, json!({ "format": format, "path": path, "scope": "all" }));
        assert_eq!(done["path"].as_str(), path.to_str(), "{format}");
        assert!(path.exists() && done["files"] == 1, "{format}: {done}");
        assert!(!done["holds"].as_str().unwrap().is_empty(), "{format}");
    }
    assert!(read(&desk, "out-madr/0001-which-first.md").contains("\n# Which first?\n"));
    assert!(read(&desk, "out-slsa").contains("https://slsa.dev/provenance/v1"));
}

#[test]
fn what_is_there_is_not_written_over_unasked() {
    let desk = desk();
    let path = desk.path("kept.jsonl");
    std::fs::write(&path, "mine").unwrap();
    let args = json!({ "format": "jsonl", "path": path, "scope": "all" });
    let refused = desk.refused("export", args.clone());
    assert_eq!(refused["code"], "exists");
    assert_eq!(read(&desk, "kept.jsonl"), "mine");
    let mut replace = args;
    replace["replace"] = json!(true);
    export(&desk, replace);
    assert!(read(&desk, "kept.jsonl").starts_with("{\"t\":\"source\""));
}

#[test]
fn an_export_of_a_past_moment_holds_what_was_known_then_and_changes_nothing() {
    let desk = desk();
    let before = desk.call("workspace.state", json!({}))["position"].clone();
    desk.add("decision", json!({ "title": "Later?" }));
    let length = desk.call("workspace.state", json!({}))["position"].clone();
    let at = json!({ "mode": "position", "position": before });
    let path = desk.path("then");
    let done = export(&desk, json!({ "format": "madr", "path": path, "scope": "all", "at": at }));
    assert_eq!(done["files"], 1);
    assert!(done["of"].as_str().unwrap().contains(&format!("as of #{before}")), "{done}");
    assert_eq!(desk.call("workspace.state", json!({}))["position"], length);
}

#[test]
fn a_table_has_the_rows_of_its_filter_and_no_formula() {
    let desk = desk();
    desk.add("decision", json!({ "title": "Open one", "status": "proposed" }));
    let table =
        json!({ "kind": "decision", "where": [{ "field": "status", "op": "=", "value": "accepted" }] });
    let done = export(
        &desk,
        json!({ "format": "csv", "path": desk.path("d.csv"), "release": "all", "table": table }),
    );
    assert_eq!(done["holds"], "1 decision");
    let text = read(&desk, "d.csv");
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains(",'=the baseline,"), "{text}");
    assert!(done["left_out"][0].as_str().unwrap().contains("apostrophe"), "{done}");
}

#[test]
fn what_is_shown_is_written_as_it_is_shown() {
    let desk = desk();
    let table = json!({ "columns": ["Name", "Share"], "rows": [["a;b", "-3.5"], ["=x", ""]] });
    export(&desk, json!({ "format": "csv", "path": desk.path("t.csv"), "table": table }));
    assert_eq!(read(&desk, "t.csv"), "Name,Share\r\n\"a;b\",-3.5\r\n'=x,\r\n");
    let ragged = json!({ "columns": ["Name", "Share"], "rows": [["a"]] });
    let refused =
        desk.refused("export", json!({ "format": "csv", "path": desk.path("u.csv"), "table": ragged }));
    assert_eq!(refused["code"], "bad-arguments");
}

#[test]
fn what_cannot_be_told_is_refused_with_what_to_do() {
    let desk = Desk::new();
    for (args, code) in [
        (json!({ "format": "modelcard", "path": desk.path("a") }), "nothing-to-export"),
        (json!({ "format": "slsa", "path": desk.path("b") }), "nothing-to-export"),
        (json!({ "format": "madr", "path": desk.path("c") }), "nothing-to-export"),
        (json!({ "format": "word", "path": desk.path("d") }), "bad-arguments"),
        (json!({ "format": "prov", "path": desk.path("e"), "id": "DEC-9" }), "not-found"),
        (json!({ "format": "prov", "path": desk.path("f"), "scope": "thread" }), "bad-arguments"),
        (json!({ "format": "prov", "path": desk.path("no/such/folder/g") }), "io"),
    ] {
        let refused = desk.refused("export", args.clone());
        assert_eq!(refused["code"], code, "{args}");
        assert!(!refused["hint"].as_str().unwrap().is_empty(), "{args}");
    }
    assert!(
        std::fs::read_dir(desk.path("."))
            .unwrap()
            .flatten()
            .all(|e| !e.file_name().to_string_lossy().ends_with(".part"))
    );
}

#[test]
fn several_files_go_to_a_folder_or_a_zip() {
    let desk = desk();
    desk.add("decision", json!({ "title": "Which second?" }));
    let done = export(&desk, json!({ "format": "madr", "path": desk.path("d.zip"), "scope": "all" }));
    assert_eq!(done["files"], 2);
    let bytes = std::fs::read(desk.path("d.zip")).unwrap();
    assert!(bytes.starts_with(b"PK\x03\x04"));
    export(&desk, json!({ "format": "madr", "path": desk.path("e.zip"), "scope": "all" }));
    assert_eq!(bytes, std::fs::read(desk.path("e.zip")).unwrap(), "the same files give the same bytes");
}
