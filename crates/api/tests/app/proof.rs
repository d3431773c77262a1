//! Verification against what was kept, anchors, and proofs that travel.

use serde_json::{Value as Json, json};

use crate::authority;
use crate::desk::Desk;

fn text(value: &Json) -> String {
    value.as_str().unwrap().to_owned()
}

fn tamper(desk: &Desk, from: &str, to: &str) {
    let path = text(&desk.call("app.info", json!({}))["workspace"]["path"]);
    let connection = rusqlite::Connection::open(path).unwrap();
    connection
        .execute_batch(&format!(
            "DROP TRIGGER content_stays;
             UPDATE content SET bytes = CAST(replace(CAST(bytes AS TEXT), '{from}', '{to}') AS BLOB);
             CREATE TRIGGER content_stays BEFORE UPDATE ON content BEGIN SELECT RAISE(ABORT, 'a part is never updated'); END;"
        ))
        .unwrap();
}

#[test]
fn a_verification_says_what_is_proven_and_what_is_not() {
    let desk = Desk::new();
    desk.add("persona", json!({ "title": "Busy regular" }));
    let verdict = desk.call("workspace.verify", json!({}));
    assert_eq!(verdict["verdict"], "not-anchored");
    assert_eq!(verdict["sentence"], "Intact but not anchored: the key’s holder could have rewritten it.");
    assert!(verdict["proven"].as_array().unwrap().len() >= 2);
    assert!(verdict["unproven"][0].as_str().unwrap().contains("no checkpoint that was kept elsewhere"));
    assert_eq!(verdict["unverified"], json!([]), "the founder's key is known");
}

#[test]
fn a_checkpoint_kept_elsewhere_anchors_what_it_covers() {
    let desk = Desk::new();
    desk.add("persona", json!({ "title": "Busy regular" }));
    let kept = desk.path("kept.txt");
    let made = desk.call("checkpoint.save", json!({ "path": kept }));
    desk.refused("checkpoint.save", json!({ "path": kept }));
    let covered = made["position"].as_u64().unwrap();
    desk.add("persona", json!({ "title": "Later" }));
    let verdict = desk.call("workspace.verify", json!({ "checkpoints": [{ "path": kept }] }));
    assert_eq!(
        (&verdict["verdict"], &verdict["anchored"], &verdict["intact"]),
        (&json!("anchored"), &json!(covered), &json!(true))
    );
    assert_eq!(verdict["sentence"], format!("Intact; anchored through #{covered} by kept.txt."));
    assert!(verdict["unproven"][0].as_str().unwrap().contains(&format!("what came after #{covered}")));
    // As a mail makes it.
    let mail = format!("Dear all,\r\n> {}", text(&made["text"]).trim_end().replace('\n', "\r\n> "));
    let verdict = desk.call("workspace.verify", json!({ "checkpoints": [{ "text": mail }] }));
    assert_eq!(verdict["verdict"], "anchored");
    let nothing = desk.call("workspace.verify", json!({ "checkpoints": [{ "text": "hello" }] }));
    assert_eq!((&nothing["verdict"], &nothing["intact"]), (&json!("unconfirmed"), &json!(false)));
}

#[test]
fn a_checkpoint_of_another_workspace_does_not_confirm_this_one() {
    let desk = Desk::new();
    desk.call("workspace.create", json!({ "path": desk.path("other.throughline"), "person": "Eve" }));
    let foreign = desk.call("checkpoint.make", json!({}));
    desk.call("workspace.open", json!({ "path": desk.file() }));
    let verdict = desk.call("workspace.verify", json!({ "checkpoints": [{ "text": foreign["text"] }] }));
    assert_eq!(
        (&verdict["verdict"], &verdict["anchors"][0]["standing"]),
        (&json!("unconfirmed"), &json!("other-workspace"))
    );
    let refused = desk.refused("anchor.add", json!({ "way": "mail", "text": foreign["text"] }));
    assert_eq!(refused["code"], "checkpoint-differs");
}

#[test]
fn the_first_bad_record_is_named_by_number_artefact_and_author() {
    let desk = Desk::new();
    desk.add("persona", json!({ "title": "Busy regular" }));
    let position = desk.call("workspace.stats", json!({}))["changes"].as_u64().unwrap();
    tamper(&desk, "Busy regular", "Lazy regular");
    let verdict = desk.call("workspace.verify", json!({}));
    assert_eq!(verdict["verdict"], "broken");
    let sentence = text(&verdict["sentence"]);
    assert!(sentence.starts_with("Not intact: 1 fault found, the first at #"), "{sentence}");
    assert!(
        sentence.contains(&format!("#{position}.0, PER-1 “Busy regular”, recorded by Mira Anand")),
        "{sentence}"
    );
    assert_eq!(
        (&verdict["faults"][0]["artefact"]["short"], &verdict["faults"][0]["author"]),
        (&json!("PER-1"), &json!("Mira Anand"))
    );
}

#[test]
fn anchors_are_recorded_listed_and_compared() {
    let desk = Desk::new();
    desk.add("persona", json!({ "title": "Busy regular" }));
    let page = desk.path("page.html");
    let printed = desk.call("anchor.add", json!({ "way": "print", "place": "The safe", "path": page }));
    assert!(text(&printed["sentence"]).contains("Print it"));
    let html = std::fs::read_to_string(&page).unwrap();
    assert!(
        html.contains("<svg") && html.contains(text(&printed["checkpoint"]["text"]).lines().nth(2).unwrap())
    );
    desk.call("anchor.add", json!({ "way": "mail", "place": "Ms Okafor" }));
    let list = desk.call("anchor.list", json!({}));
    let rows = list["rows"].as_array().unwrap();
    assert_eq!(
        rows.iter().map(|row| row["place"].as_str().unwrap()).collect::<Vec<_>>(),
        ["Ms Okafor", "The safe"]
    );
    assert!(rows.iter().all(|row| row["standing"] == "fits"));
    assert_eq!(list["since"], 1, "the change that records the last anchor");
    // What stands in the file itself vouches for nothing.
    let verdict = desk.call("workspace.verify", json!({}));
    assert_eq!(
        (&verdict["verdict"], verdict["anchors"].as_array().unwrap().len()),
        (&json!("not-anchored"), 2)
    );
    for (args, code) in [
        (json!({ "way": "pigeon" }), "bad-arguments"),
        (json!({ "way": "git" }), "bad-arguments"),
        (json!({ "way": "git", "path": desk.path("nowhere") }), "not-found"),
    ] {
        assert_eq!(desk.refused("anchor.add", args)["code"], code);
    }
}

#[test]
fn a_record_is_proven_to_whoever_has_no_workspace() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy regular" }));
    let path = desk.path("proof.json");
    let proof = desk.call("prove", json!({ "id": id, "parts": true, "path": path }));
    assert!(text(&proof["proof"]["content"]["bytes"]).contains("Busy regular"));
    let stranger = Desk::bare();
    let checked = stranger.call("prove.check", json!({ "path": path }));
    assert_eq!(checked["holds"], true, "{checked}");
    let forged = std::fs::read_to_string(&path).unwrap().replace("Busy regular", "Lazy regular");
    let checked = stranger.call("prove.check", json!({ "proof": forged }));
    assert_eq!(checked["holds"], false);
    assert!(text(&checked["sentence"]).contains("commits to"), "{checked}");
    let bare = desk.call("prove", json!({ "id": "#1.0" }));
    assert!(bare["proof"].get("content").is_none());
    assert_eq!(desk.refused("prove", json!({ "id": "#1.77" }))["code"], "not-found");
    assert_eq!(desk.refused("prove", json!({ "id": "#x" }))["code"], "bad-arguments");

    desk.call("erase", json!({ "id": id, "fields": ["title"], "reason": "Consent withdrawn" }));
    let place = format!("#{}.0", proof["proof"]["position"]);
    let erased = desk.call("prove", json!({ "id": place, "parts": true }));
    assert!(text(&erased["sentence"]).ends_with("but not what it says: that was erased."), "{erased}");

    let old = text(&desk.call("checkpoint.make", json!({}))["text"]);
    desk.add("persona", json!({ "title": "Later" }));
    let growth = desk.call("prove", json!({ "since": { "text": old } }));
    let checked = stranger.call("prove.check", json!({ "proof": growth["proof"].to_string() }));
    assert_eq!(checked["holds"], true, "{checked}");
}

#[test]
fn a_checkpoint_that_proves_nothing_here_is_no_damage_of_the_file() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy regular" }));
    let early = desk.path("early.throughline");
    desk.call("workspace.backup", json!({ "path": early }));
    let old = desk.call("checkpoint.make", json!({}))["text"].clone();
    desk.add("persona", json!({ "title": "Later" }));
    let late = desk.call("checkpoint.make", json!({}))["text"].clone();
    let past = desk.refused("prove", json!({ "id": "#99.0" }));
    assert_eq!(past["code"], "query", "{past}");
    let error =
        desk.refused("prove", json!({ "id": id, "since": { "text": late }, "checkpoint": { "text": old } }));
    assert_ne!(error["code"], "internal", "{error}");
    desk.call("workspace.open", json!({ "path": early }));
    let error = desk.refused("prove", json!({ "since": { "text": late } }));
    assert_eq!(error["code"], "checkpoint-differs", "{error}");
    assert!(text(&error["message"]).contains("rolled back, or this is an older copy"), "{error}");
    desk.call("workspace.create", json!({ "path": desk.path("other.throughline"), "person": "Eve" }));
    let error = desk.refused("prove", json!({ "since": { "text": late } }));
    assert!(text(&error["message"]).contains("is of another workspace"), "{error}");
    let length = desk.length();
    desk.refused("prove", json!({ "since": { "text": old } }));
    assert_eq!(desk.length(), length, "what is refused records nothing");
}

#[test]
fn a_bad_link_is_named_by_what_it_joins() {
    let desk = Desk::new();
    let problem = desk.add("problem", json!({ "title": "Late orders" }));
    let persona = desk.add("persona", json!({ "title": "Busy regular" }));
    desk.call(
        "link.add",
        json!({ "from": problem, "type": "concerns", "to": persona, "fields": {}, "reason": "seen twice" }),
    );
    let path = text(&desk.call("app.info", json!({}))["workspace"]["path"]);
    rusqlite::Connection::open(path)
        .unwrap()
        .execute_batch(
            "DROP TRIGGER change_stays;
             UPDATE change SET seq = 77 WHERE position = (SELECT max(position) FROM change);
             CREATE TRIGGER change_stays BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'a change is never updated'); END;",
        )
        .unwrap();
    let verdict = desk.call("workspace.verify", json!({}));
    let sentence = text(&verdict["sentence"]);
    assert!(sentence.contains("“PRB-1 concerns PER-1”, recorded by Mira Anand"), "{sentence}");
}

#[test]
fn a_time_stamp_anchors_only_for_whoever_trusts_its_issuer() {
    let desk = Desk::new();
    desk.add("persona", json!({ "title": "Busy regular" }));
    let added = desk.call("anchor.add", json!({ "way": "mail", "place": "The authority" }));
    let (anchor, query) = (text(&added["saved"]["id"]), desk.path("query.tsq"));
    desk.call("anchor.request", json!({ "id": anchor, "path": query }));
    let folder = authority::stamped(&desk, &query);
    let (reply, issuer) = (folder.join("reply.tsr"), folder.join("ca.pem"));

    let mut damaged = std::fs::read(&reply).unwrap();
    *damaged.last_mut().unwrap() ^= 1;
    let damaged = desk.write("damaged.tsr", &damaged);
    let refused = desk.refused("anchor.stamp", json!({ "id": anchor, "path": damaged }));
    assert_eq!(refused["code"], "bad-time-stamp", "{refused}");
    desk.call("anchor.stamp", json!({ "id": anchor, "path": reply }));
    desk.add("persona", json!({ "title": "New here" }));

    let unknown = desk.call("workspace.verify", json!({}));
    assert_eq!(unknown["verdict"], "not-anchored", "{unknown}");
    let trusted = desk.call("workspace.verify", json!({ "authorities": issuer }));
    assert_eq!(trusted["verdict"], "anchored", "{trusted}");
    assert!(text(&trusted["sentence"]).contains("anchored through #"), "{trusted}");

    let other = authority::stamped(&desk, &query).join("ca.pem");
    let other = desk.call("workspace.verify", json!({ "authorities": other }));
    assert_eq!(other["verdict"], "not-anchored", "an authority of the same name with another key: {other}");
}
