//! Two copies of a workspace that were changed apart, and what is shown once their logs meet.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rand_core::OsRng;
use serde_json::{Value as Json, json};
use throughline_api::App;
use throughline_store::{Env, SystemClock};

struct Copy {
    app: App,
    path: PathBuf,
}

impl Copy {
    /// The file, opened by a user of this name.
    fn open(folder: &Path, file: &str, user: &str) -> Copy {
        let (home, cache) = (folder.join(user), folder.join(user).join("cache"));
        let env = Env::at(home, cache, Arc::new(SystemClock), Arc::new(Mutex::new(OsRng)));
        let copy = Copy { app: App::new(env, Vec::new()), path: folder.join(file) };
        if copy.path.exists() {
            copy.call("workspace.open", json!({ "path": copy.path }));
        } else {
            copy.call("workspace.create", json!({ "path": copy.path, "person": user }));
        }
        copy
    }

    #[track_caller]
    fn call(&self, command: &str, args: Json) -> Json {
        self.app.call(command, args).unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    #[track_caller]
    fn add(&self, kind: &str, fields: Json) -> String {
        let saved = self.call("artefact.add", json!({ "kind": kind, "fields": fields }));
        saved["short"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    fn set(&self, id: &str, fields: Json) {
        self.call("artefact.set", json!({ "id": id, "fields": fields }));
    }

    #[track_caller]
    fn field(&self, id: &str, name: &str) -> Json {
        let page = self.call("artefact.get", json!({ "id": id }));
        page["fields"].as_array().unwrap().iter().find(|f| f["name"] == name).unwrap().clone()
    }

    fn length(&self) -> u64 {
        self.call("workspace.state", json!({}))["position"].as_u64().unwrap()
    }

    fn close(self) -> PathBuf {
        self.call("workspace.close", json!({}));
        self.path
    }
}

/// Appends to one file the changes that only the other has, as they lie there: the union of both logs.
fn join(into: &Path, from: &Path) {
    let db = rusqlite::Connection::open(into).unwrap();
    db.execute("ATTACH ?1 AS other", [from.to_str().unwrap()]).unwrap();
    let new: Vec<i64> = {
        let sql = "SELECT position FROM other.change WHERE id NOT IN (SELECT id FROM main.change) ORDER BY position";
        let mut statement = db.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert!(!new.is_empty(), "the copies do not differ");
    for position in &new {
        // Rows of records are numbered by the file; those of this change move by one distance.
        let sql = "SELECT (SELECT coalesce(max(row), 0) + 1 FROM main.record) - first_record, \
                     (SELECT max(position) + 1 FROM main.change) - position FROM other.change WHERE position = ?1";
        let (by, on): (i64, i64) =
            db.query_row(sql, [position], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        db.execute(
            "INSERT INTO main.change SELECT position + ?3, id, device, seq, clock, \
               max(received, (SELECT max(received) FROM main.change)), first_record + ?2, records, header, signature \
             FROM other.change WHERE position = ?1",
            [*position, by, on],
        )
        .unwrap();
        for (table, key) in [("record", "row"), ("content", "record"), ("personal", "record")] {
            let rest = if table == "record" { "t.bytes" } else { "t.salt, t.bytes" };
            db.execute(
                &format!(
                    "INSERT INTO main.{table} SELECT t.{key} + ?2, {rest} FROM other.{table} t, other.change c \
                     WHERE c.position = ?1 AND t.{key} BETWEEN c.first_record AND c.first_record + c.records - 1"
                ),
                [*position, by],
            )
            .unwrap();
        }
        db.execute(
            "INSERT INTO main.note SELECT change + ?2, salt, bytes FROM other.note WHERE change = ?1",
            [*position, on],
        )
        .unwrap();
    }
    // Both copies went on, so each end is one of the heads.
    let last = "INSERT INTO head (position) SELECT max(position) FROM main.change";
    db.execute(last, []).unwrap();
}

/// Two copies of a workspace with a problem, two personas and a decision; each changed by its user.
fn met(apart: impl Fn(&Copy, &str)) -> (tempfile::TempDir, Copy) {
    let folder = tempfile::tempdir().unwrap();
    let copy = Copy::open(folder.path(), "one.throughline", "Ana");
    copy.add("stakeholder", json!({ "title": "Bo" }));
    copy.add("persona", json!({ "title": "Busy regular", "type": "end-user" }));
    copy.add("persona", json!({ "title": "Cook", "type": "affected" }));
    copy.add("problem", json!({ "title": "Choosing takes long", "notes": "One.\n\nTwo.\n\nThree." }));
    copy.add("decision", json!({ "title": "What to build first?" }));
    let one = copy.close();
    let two = folder.path().join("two.throughline");
    std::fs::copy(&one, &two).unwrap();
    for (file, user, person) in [("one.throughline", "Ana", "STK-1"), ("two.throughline", "Bo", "STK-2")] {
        let copy = Copy::open(folder.path(), file, user);
        copy.call("workspace.context", json!({ "actor": person }));
        apart(&copy, user);
        copy.close();
    }
    join(&one, &two);
    let copy = Copy::open(folder.path(), "one.throughline", "Ana");
    let verified = copy.call("workspace.verify", json!({}));
    assert_eq!(verified["intact"], true, "{verified}");
    (folder, copy)
}

fn authors(field: &Json) -> Vec<String> {
    let heads = field["conflict"].as_array().cloned().unwrap_or_default();
    let mut by: Vec<String> = heads.iter().map(|h| h["set"]["by"].as_str().unwrap().to_owned()).collect();
    by.sort();
    by
}

#[test]
fn long_texts_that_met_are_offered_merged_and_settled_in_one_step() {
    let (_folder, copy) = met(|copy, user| {
        let notes = if user == "Ana" { "ONE.\n\nTwo.\n\nThree." } else { "One.\n\nTwo.\n\nThree.\n\nFour." };
        copy.set("PRB-1", json!({ "notes": notes, "title": format!("Choosing, says {user}") }));
    });
    let notes = copy.field("PRB-1", "notes");
    assert_eq!(authors(&notes), ["Ana", "Bo"]);
    assert_eq!(notes["merged"], json!({ "text": "ONE.\n\nTwo.\n\nThree.\n\nFour.", "both_kept": 0 }));
    assert_eq!(copy.field("PRB-1", "title").get("merged"), None, "a line is chosen");
    let before = copy.length();
    copy.set("PRB-1", json!({ "notes": notes["merged"]["text"] }));
    assert_eq!(copy.length(), before + 1);
    let notes = copy.field("PRB-1", "notes");
    assert_eq!(notes["value"], "ONE.\n\nTwo.\n\nThree.\n\nFour.");
    assert_eq!((notes.get("conflict"), notes.get("merged")), (None, None));
}

#[test]
fn the_same_lines_changed_apart_are_both_in_the_merged_text() {
    let (_folder, copy) = met(|copy, user| {
        copy.set("PRB-1", json!({ "notes": format!("One.\n\nTwo, says {user}.\n\nThree.") }));
    });
    let merged = copy.field("PRB-1", "notes")["merged"].clone();
    assert_eq!(merged["both_kept"], 1);
    for user in ["Ana", "Bo"] {
        assert!(merged["text"].as_str().unwrap().contains(&format!("Two, says {user}.")), "{merged}");
    }
}

#[test]
fn a_single_reference_that_was_set_apart_is_a_conflict_until_one_is_kept() {
    let (_folder, copy) = met(|copy, user| {
        copy.set("PRB-1", json!({ "persona": if user == "Ana" { "PER-1" } else { "PER-2" } }));
        copy.set("DEC-1", json!({ "driver": if user == "Ana" { "STK-1" } else { "STK-2" } }));
    });
    let persona = copy.field("PRB-1", "persona");
    assert_eq!(authors(&persona), ["Ana", "Bo"]);
    let mut told: Vec<&str> = persona["conflict"]
        .as_array()
        .unwrap()
        .iter()
        .map(|head| {
            assert_eq!(head["value"], head["link"]["other"]["id"]);
            head["link"]["other"]["short"].as_str().unwrap()
        })
        .collect();
    told.sort_unstable();
    assert_eq!(told, ["PER-1", "PER-2"]);

    let attention = |copy: &Copy| -> Vec<String> {
        let overview = copy.call("overview", json!({ "release": "all" }));
        let all = overview["attention"].as_array().unwrap().clone();
        all.iter()
            .filter(|a| a["code"] == "conflict")
            .map(|a| a["sentence"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        attention(&copy),
        ["Several values of persona meet in PRB-1", "Several values of driver meet in DEC-1"]
    );

    let before = copy.length();
    let kept = persona["conflict"]
        .as_array()
        .unwrap()
        .iter()
        .find(|h| h["link"]["other"]["short"] == "PER-1")
        .unwrap();
    copy.set("PRB-1", json!({ "persona": kept["value"] }));
    assert_eq!(copy.length(), before + 1);
    let latest = copy.call("log", json!({ "limit": 1 }))["rows"][0].clone();
    assert_eq!(latest["count"], 1, "the other link is taken away; the kept one stands as it is");
    let persona = copy.field("PRB-1", "persona");
    assert_eq!(persona.get("conflict"), None);
    assert_eq!(persona["refs"].as_array().unwrap().len(), 1);
    assert_eq!(persona["refs"][0]["other"]["short"], "PER-1");
    copy.set("DEC-1", json!({ "driver": "STK-2" }));
    assert_eq!(attention(&copy), Vec::<String>::new());
}

#[test]
fn a_single_reference_that_both_set_to_the_same_is_no_conflict() {
    let (_folder, copy) = met(|copy, _| copy.set("PRB-1", json!({ "persona": "PER-2" })));
    let persona = copy.field("PRB-1", "persona");
    assert_eq!(persona.get("conflict"), None);
    assert_eq!(persona["refs"].as_array().unwrap().len(), 1);
}

#[test]
fn options_added_apart_stand_in_one_order_and_take_others_between_them() {
    let (_folder, copy) = met(|copy, user| {
        copy.add("option", json!({ "title": format!("Of {user}"), "decision": "DEC-1" }));
    });
    let options = |copy: &Copy| -> Vec<String> {
        let refs = copy.field("DEC-1", "options")["refs"].as_array().unwrap().clone();
        refs.iter().map(|l| l["other"]["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(options(&copy), ["Of Ana", "Of Bo"]);
    let page = copy.call("decision.get", json!({ "id": "DEC-1" }));
    let second = page["options"][1]["card"]["id"].clone();
    let link = json!([{ "type": "option-of", "other": "DEC-1", "out": true, "before": second }]);
    copy.call("artefact.add", json!({ "kind": "option", "fields": { "title": "Between" }, "links": link }));
    assert_eq!(options(&copy), ["Of Ana", "Between", "Of Bo"]);
}
