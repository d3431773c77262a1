//! Copies that meet: merges, what stands side by side since, and backups put in place.

use serde_json::{Value as Json, json};
use throughline_api::App;

use crate::desk::{Desk, view};

/// Mira's workspace, and a copy that Bo works on at his own computer.
struct Two {
    mira: Desk,
    bo: App,
    problem: String,
}

impl Two {
    fn new() -> Two {
        let mira = Desk::new();
        let problem =
            mira.add("problem", json!({ "title": "Late orders", "notes": "Orders\n\ncome\n\nlate." }));
        let copy = mira.path("bo.throughline");
        mira.call("workspace.backup", json!({ "path": copy }));
        let bo = mira.elsewhere("bo");
        bo.call("workspace.open", json!({ "path": copy })).unwrap();
        bo.call("workspace.context", json!({ "actor": "Bo Lindqvist", "new_actor": true })).unwrap();
        Two { mira, bo, problem }
    }

    fn bo(&self, name: &str, args: Json) -> Json {
        self.mira.clock.advance(1000);
        self.bo.call(name, args).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    /// Both set the title.
    fn both_set_the_title() -> Two {
        let two = Two::new();
        two.mira.set(&two.problem, json!({ "title": "Late by Mira" }));
        two.bo("artefact.set", json!({ "id": two.problem, "fields": { "title": "Late by Bo" } }));
        two
    }

    fn merge(&self, preview: bool) -> Json {
        self.mira.call("merge", json!({ "path": self.mira.path("bo.throughline"), "preview": preview }))
    }
}

#[test]
fn a_preview_says_who_would_bring_what_and_takes_nothing_in() {
    let two = Two::both_set_the_title();
    two.bo("artefact.add", json!({ "kind": "problem", "fields": { "title": "Cold food" } }));
    let before = two.mira.length();
    let preview = two.merge(true);
    assert_eq!(preview["done"], false);
    let sentence = preview["sentence"].as_str().unwrap();
    assert!(
        sentence.contains("of Bo Lindqvist") && sentence.contains("1 conflict will come of it"),
        "{sentence}"
    );
    assert_eq!(two.mira.length(), before);

    let merged = two.merge(false);
    assert_eq!(merged["done"], true);
    assert_eq!(merged["changes"], preview["changes"]);
    assert_eq!(merged["conflicts"][0]["field"], "title");
    let bo = merged["by"].as_array().unwrap().iter().find(|b| b["name"] == "Bo Lindqvist").unwrap();
    assert!(bo["touched"].as_str().unwrap().contains("2 problems"), "{bo}");
    assert_eq!(two.mira.length(), before + merged["changes"].as_u64().unwrap());
    let again = two.merge(false);
    assert!(again["sentence"].as_str().unwrap().starts_with("Nothing is new"), "{again}");
}

#[test]
fn values_that_met_are_listed_with_both_authors_and_settled_in_one_step() {
    let two = Two::both_set_the_title();
    two.merge(false);
    let list = two.mira.call("conflicts", json!({}));
    assert_eq!(list["rows"].as_array().unwrap().len(), 1);
    let row = &list["rows"][0];
    assert_eq!((&row["field"], &row["card"]["short"]), (&json!("title"), &json!(two.problem)));
    let heads: Vec<(&str, &str)> = row["heads"]
        .as_array()
        .unwrap()
        .iter()
        .map(|head| (head["set"]["by"].as_str().unwrap(), head["value"].as_str().unwrap()))
        .collect();
    assert!(heads.contains(&("Mira Anand", "Late by Mira")), "{heads:?}");
    assert!(heads.contains(&("Bo Lindqvist", "Late by Bo")), "{heads:?}");
    let asks = two.mira.call("overview", json!({}))["attention"].clone();
    assert!(asks.as_array().unwrap().iter().any(|a| a["code"] == "conflict"), "{asks}");

    let before = two.mira.length();
    let settle = |keep: &str| json!({ "id": two.problem, "field": "title", "keep": keep });
    two.mira.refused_as("which-value", "conflict.settle", settle("nobody"));
    two.mira.refused_as("which-value", "conflict.settle", settle("3"));
    two.mira.refused_as("which-value", "conflict.settle", settle("merged"));
    two.mira.call("conflict.settle", settle("Bo Lindqvist"));
    assert_eq!(two.mira.length(), before + 1, "one change");
    assert_eq!(two.mira.field(&two.problem, "title"), "Late by Bo");
    assert_eq!(two.mira.call("conflicts", json!({}))["rows"], json!([]));
    two.mira.refused_as("no-conflict", "conflict.settle", settle("1"));
    let log = two.mira.call("log", json!({ "id": two.problem })).to_string();
    assert!(log.contains("Late by Mira") && log.contains("Late by Bo"), "nothing disappears: {log}");
}

#[test]
fn the_value_that_shows_can_be_kept_and_what_was_cleared_too() {
    let two = Two::new();
    two.mira.set(&two.problem, json!({ "notes": null }));
    two.bo("artefact.set", json!({ "id": two.problem, "fields": { "notes": "By Bo" } }));
    two.merge(false);
    let row = two.mira.call("conflicts", json!({}))["rows"][0].clone();
    let heads = row["heads"].as_array().unwrap();
    for (number, head) in (1..).zip(heads) {
        let two = Two::new();
        two.mira.set(&two.problem, json!({ "notes": null }));
        two.bo("artefact.set", json!({ "id": two.problem, "fields": { "notes": "By Bo" } }));
        two.merge(false);
        let keep = json!({ "id": two.problem, "field": "notes", "keep": number.to_string() });
        two.mira.call("conflict.settle", keep);
        assert_eq!(two.mira.field(&two.problem, "notes"), head["value"]);
        assert_eq!(two.mira.call("conflicts", json!({}))["rows"], json!([]));
    }
}

#[test]
fn a_removal_beside_an_edit_is_listed_and_settled() {
    for (keep, removed) in [("removed", true), ("edited", false)] {
        let two = Two::new();
        two.mira.call("artefact.remove", json!({ "id": two.problem }));
        two.bo("artefact.set", json!({ "id": two.problem, "fields": { "title": "Still wanted" } }));
        two.merge(false);
        let row = two.mira.call("conflicts", json!({}))["rows"][0].clone();
        assert_eq!(row["field"], "removed", "{row}");
        let heads = row["heads"].as_array().unwrap();
        let wanted = |head: &&Json| (head["value"] == json!(true)) == (keep == "removed");
        let number = heads.iter().position(|head| wanted(&head)).unwrap() + 1;
        let args = json!({ "id": two.problem, "field": "removed", "keep": number.to_string() });
        two.mira.call("conflict.settle", args);
        assert_eq!(two.mira.page(&two.problem)["card"]["removed"], removed);
        assert_eq!(two.mira.call("conflicts", json!({}))["rows"], json!([]));
    }
}

#[test]
fn a_file_of_changes_goes_out_and_comes_in() {
    let two = Two::new();
    let since = two.mira.length();
    two.bo("artefact.add", json!({ "kind": "problem", "fields": { "title": "Cold food" } }));
    let mail = two.mira.path("mail.tlx");
    let written = two.bo("changes.export", json!({ "since": since, "path": mail }));
    assert_eq!(written["first"], since + 1);
    let merged = two.mira.call("merge", json!({ "path": mail }));
    assert_eq!(merged["changes"], written["last"].as_u64().unwrap() - since);
    let twice = two.bo.call("changes.export", json!({ "since": since, "path": mail })).unwrap_err();
    assert_eq!(twice.code, "already-exists");
    let none = two.bo.call("changes.export", json!({ "since": 999, "path": two.mira.path("x.tlx") }));
    assert_eq!(none.unwrap_err().code, "query");
    let late = two.mira.path("late.tlx");
    two.bo("artefact.add", json!({ "kind": "problem", "fields": { "title": "One" } }));
    two.bo("artefact.add", json!({ "kind": "problem", "fields": { "title": "Two" } }));
    let length = two.bo("workspace.state", json!({}))["position"].as_u64().unwrap();
    two.bo("changes.export", json!({ "since": length - 1, "path": late }));
    let error = two.mira.refused_as("incomplete", "merge", json!({ "path": late }));
    assert!(error["hint"].as_str().unwrap().contains(&format!("since #{}", length - 2)), "{error}");
}

#[test]
fn a_backup_is_put_in_place_of_the_open_workspace_which_is_kept() {
    let two = Two::new();
    let (desk, backup) = (&two.mira, two.mira.path("backup.throughline"));
    let held = desk.length();
    desk.call("workspace.backup", json!({ "path": backup }));
    desk.add("problem", json!({ "title": "After the backup" }));
    desk.refused_as("already-exists", "workspace.restore", json!({ "backup": backup, "path": desk.file() }));
    let args = json!({ "backup": backup, "path": desk.file(), "replace": true });
    let restored = desk.call("workspace.restore", args);
    assert_eq!(restored["changes"], held);
    assert_eq!(restored["before_changes"], held + 1);
    assert_eq!(desk.length(), held, "the restored one is open");
    desk.add("problem", json!({ "title": "Goes on" }));
    let merged = desk.call("merge", json!({ "path": restored["before"] }));
    assert_eq!(merged["changes"], 1);
    assert_eq!(merged["equivocal"], json!([]), "a new device began");
    desk.write("broken.throughline", b"no workspace");
    let args = json!({ "backup": desk.path("broken.throughline"), "path": desk.file(), "replace": true });
    desk.refused_as("not-a-workspace", "workspace.restore", args);
    assert_eq!(
        view(&desk.page(&two.problem), "title")["value"],
        "Late orders",
        "the one before is open again"
    );
}
