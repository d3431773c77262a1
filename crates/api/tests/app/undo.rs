//! Taking back and bringing back.

use serde_json::json;

use crate::desk::Desk;

#[test]
fn undo_restores_every_field_of_the_latest_change_and_redo_brings_it_back() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy regular", "type": "end-user" }));
    desk.set(&id, json!({ "title": "Busy weekday regular", "notes": "Orders twice", "type": "affected" }));
    let before = desk.length();
    let undone = desk.call("undo", json!({}));
    assert_eq!(undone["position"], before + 1, "taking back is a change of its own");
    assert!(undone["sentence"].as_str().unwrap().starts_with("Undone: "), "{undone}");
    let fields = || ["title", "type", "notes"].map(|name| desk.field(&id, name));
    assert_eq!(fields(), [json!("Busy regular"), json!("end-user"), json!(null)]);
    let again = desk.call("redo", json!({}));
    assert!(again["sentence"].as_str().unwrap().starts_with("Brought back: changed notes"), "{again}");
    assert_eq!(fields(), [json!("Busy weekday regular"), json!("affected"), json!("Orders twice")]);
}

#[test]
fn undoing_a_creation_removes_what_was_created_with_its_links() {
    let desk = Desk::new();
    let persona = desk.add("persona", json!({ "title": "Busy regular" }));
    let problem = desk.add("problem", json!({ "need": "a dinner", "persona": persona }));
    desk.call("undo", json!({}));
    assert_eq!(desk.page(&problem)["card"]["removed"], true);
    assert_eq!(desk.page(&persona)["links"][0]["removed"], true);
    assert_eq!(desk.page(&persona)["card"]["removed"], false);
    desk.call("redo", json!({}));
    assert_eq!(desk.page(&problem)["card"]["removed"], false);
    assert_eq!(desk.refs(&problem, "persona"), [persona]);
}

#[test]
fn undo_goes_on_backwards_and_ends_with_a_refusal() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "One" }));
    desk.set(&id, json!({ "title": "Two" }));
    desk.set(&id, json!({ "title": "Three" }));
    desk.call("undo", json!({}));
    desk.call("undo", json!({}));
    assert_eq!(desk.field(&id, "title"), "One");
    desk.call("undo", json!({}));
    assert_eq!(desk.page(&id)["card"]["removed"], true);
    let before = desk.length();
    desk.refused("undo", json!({}));
    assert_eq!(desk.length(), before);
    assert_eq!(desk.call("workspace.state", json!({})).get("undo"), None);
    for title in ["One", "Two", "Three"] {
        desk.call("redo", json!({}));
        assert_eq!(
            (desk.field(&id, "title"), desk.page(&id)["card"]["removed"].clone()),
            (json!(title), json!(false))
        );
    }
    desk.refused("redo", json!({}));
}

#[test]
fn the_window_is_told_what_undo_and_redo_would_do() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy regular" }));
    desk.set(&id, json!({ "notes": "Orders twice" }));
    let state = desk.call("workspace.state", json!({}));
    assert_eq!(
        (state["undo"].as_str(), state.get("redo")),
        (Some("changed notes of PER-1 Busy regular"), None)
    );
    desk.call("undo", json!({}));
    let state = desk.call("workspace.state", json!({}));
    assert_eq!(state["redo"], "changed notes of PER-1 Busy regular");
    assert_eq!(state["undo"], "added the persona PER-1 Busy regular");
    desk.set(&id, json!({ "notes": "Orders once" }));
    assert_eq!(desk.call("workspace.state", json!({})).get("redo"), None, "something new was done since");
}

#[test]
fn an_older_change_is_taken_back_unless_that_would_lose_something() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "One" }));
    let second = desk.set(&id, json!({ "title": "Two" }))["change"].clone();
    desk.set(&id, json!({ "notes": "words" }));
    desk.call("undo", json!({ "change": second }));
    assert_eq!((desk.field(&id, "title"), desk.field(&id, "notes")), (json!("One"), json!("words")));

    let third = desk.set(&id, json!({ "title": "Three" }))["change"].clone();
    desk.set(&id, json!({ "title": "Four" }));
    desk.refused_as("undo-conflict", "undo", json!({ "change": third }));
    assert_eq!(desk.field(&id, "title"), "Four");
    desk.call("undo", json!({ "change": third, "force": true }));
    assert_eq!(desk.field(&id, "title"), "One");
}

#[test]
fn only_a_change_can_be_taken_back() {
    let desk = Desk::new();
    desk.refused_as("bad-arguments", "undo", json!({ "change": "nonsense" }));
    desk.refused_as("bad-arguments", "undo", json!({ "change": "#9999" }));
    let unknown = "ab".repeat(32);
    let error = desk.refused("undo", json!({ "change": unknown }));
    assert_ne!(error["code"], "internal");
    desk.refused("redo", json!({}));
}

#[test]
fn undo_takes_back_ones_own_work_only() {
    let desk = Desk::new();
    let tom = desk.add("stakeholder", json!({ "title": "Tom Ode" }));
    let id = desk.add("persona", json!({ "title": "Mira's" }));
    desk.call("workspace.context", json!({ "actor": tom }));
    desk.add("persona", json!({ "title": "Tom's" }));
    desk.call("workspace.context", json!({ "actor": "Mira Anand" }));
    desk.call("undo", json!({}));
    assert_eq!(desk.page(&id)["card"]["removed"], true);
    assert_eq!(desk.page("PER-2")["card"]["removed"], false);
}

#[test]
fn a_change_by_somebody_else_is_never_taken_back_in_silence() {
    let desk = Desk::new();
    let tom = desk.add("stakeholder", json!({ "title": "Tom Ode" }));
    let id = desk.add("persona", json!({ "title": "Busy regular" }));
    let hers = desk.set(&id, json!({ "goals": "Eat soon" }))["change"].clone();
    desk.call("workspace.context", json!({ "actor": tom }));
    desk.set(&id, json!({ "title": "Tom's words" }));
    let error = desk.refused_as("undo-of-another", "undo", json!({ "change": hers }));
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("Mira Anand") && message.contains("changed goals"), "{error}");
    let lost = error["fields"][0]["sentence"].as_str().unwrap();
    assert!(lost.contains("Goals") && lost.contains("Eat soon") && lost.contains("Mira Anand"), "{error}");
    assert_eq!(desk.field(&id, "goals"), "Eat soon");
    desk.call("undo", json!({ "change": hers, "force": true }));
    assert_eq!(desk.field(&id, "goals"), json!(null));
    assert_eq!(desk.latest()["by"], "Tom Ode", "it is a change of whoever did it");
    assert_eq!(desk.field(&id, "title"), "Tom's words");
}

#[test]
fn what_somebody_else_wrote_since_is_named_with_who_wrote_it() {
    let desk = Desk::new();
    let tom = desk.add("stakeholder", json!({ "title": "Tom Ode" }));
    let id = desk.add("persona", json!({ "title": "One" }));
    let mine = desk.set(&id, json!({ "title": "Two" }))["change"].clone();
    desk.call("workspace.context", json!({ "actor": tom }));
    desk.set(&id, json!({ "title": "Three" }));
    desk.call("workspace.context", json!({ "actor": "Mira Anand" }));
    let error = desk.refused_as("undo-conflict", "undo", json!({ "change": mine }));
    let lost = error["fields"][0]["sentence"].as_str().unwrap();
    assert!(lost.contains("“Three”") && lost.contains("Tom Ode"), "{error}");
}

#[test]
fn undo_and_redo_go_on_where_they_were_after_a_restart() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "One" }));
    desk.set(&id, json!({ "title": "Two" }));
    desk.set(&id, json!({ "title": "Three" }));
    desk.call("undo", json!({}));
    desk.call("workspace.close", json!({}));
    let again = desk.again();
    let call = |name: &str, args| again.call(name, args).unwrap();
    call("workspace.open", json!({ "path": desk.file() }));
    let state = call("workspace.state", json!({}));
    assert_eq!(state["undo"], format!("changed name of {id} One").replace("One", "Two"));
    call("undo", json!({}));
    let title = || call("artefact.get", json!({ "id": id }))["card"]["title"].clone();
    assert_eq!(title(), "One");
    call("redo", json!({}));
    call("redo", json!({}));
    assert_eq!(title(), "Three");
}

#[test]
fn undo_right_after_a_freeze_says_that_it_stands_between() {
    let desk = Desk::new();
    let release = desk.add("release", json!({ "title": "1.0" }));
    desk.call("workspace.context", json!({ "release": release }));
    let id = desk.add("comment", json!({ "text": "One" }));
    waive_all(&desk, &release);
    desk.set(&id, json!({ "text": "Two" }));
    desk.call("release.freeze", json!({ "release": release }));
    let error = desk.refused_as("undo-beyond-freeze", "undo", json!({}));
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("A freeze stands between: froze"), "{error}");
    assert_eq!(desk.field(&id, "text"), "Two");
    desk.call("undo", json!({ "force": true }));
    assert_eq!(desk.field(&id, "text"), "One");
}

/// Leaves open knowingly whatever stands in the way of a freeze.
fn waive_all(desk: &Desk, release: &str) {
    let open = desk.call("readiness", json!({ "release": release, "freezing": true }));
    for rule in open["rules"].as_array().unwrap() {
        if rule["severity"] == "blocking" && rule["gaps"].as_array().is_some_and(|gaps| !gaps.is_empty()) {
            let args = json!({ "release": release, "rule": rule["name"], "reason": "a test of freezing" });
            desk.call("release.waive", args);
        }
    }
}

#[test]
fn a_change_is_named_by_its_place_in_the_log_as_by_its_id() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy regular" }));
    desk.call("artefact.set", json!({ "id": id, "fields": { "goals": "Eat soon" }, "links": [] }));
    let place = desk.length();
    desk.call("artefact.set", json!({ "id": id, "fields": { "title": "Weekday regular" }, "links": [] }));
    let done = desk.call("undo", json!({ "change": format!("#{place}"), "force": false }));
    assert_eq!(done["sentence"], "Undone: changed goals of PER-1 Weekday regular");
    let back = desk.call("redo", json!({ "change": place.to_string(), "force": false }));
    assert!(back["sentence"].as_str().unwrap().starts_with("Brought back: "), "{back}");
}
