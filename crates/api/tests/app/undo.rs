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
