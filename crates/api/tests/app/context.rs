//! Who is at the keyboard and which release is looked at.

use serde_json::json;

use crate::desk::Desk;

#[test]
fn whoever_acted_last_is_remembered_on_this_computer() {
    let desk = Desk::new();
    desk.add("stakeholder", json!({ "title": "Tom Ode" }));
    for name in ["STK-2", "tom ode", "Mira Anand", "STK-2"] {
        desk.call("workspace.context", json!({ "actor": name }));
    }
    desk.add("persona", json!({ "title": "Busy regular" }));
    assert_eq!(desk.latest()["by"], "Tom Ode");
    desk.call("workspace.close", json!({}));

    let later = desk.again();
    later.call("workspace.open", json!({ "path": desk.file() })).unwrap();
    let state = later.call("workspace.state", json!({})).unwrap();
    assert_eq!(state["actor"]["title"], "Tom Ode");
}

#[test]
fn the_release_looked_at_is_remembered_and_the_latest_is_looked_at_else() {
    let desk = Desk::new();
    let product = desk.add("product", json!({ "title": "Food delivery app" }));
    for title in ["1.0", "2.0"] {
        desk.add("release", json!({ "title": title, "product": product }));
    }
    let release = |state: serde_json::Value| state["release"]["title"].clone();
    assert_eq!(release(desk.call("workspace.state", json!({}))), "2.0");
    desk.call("workspace.context", json!({ "release": "1.0" }));
    let later = desk.again();
    later.call("workspace.open", json!({ "path": desk.file() })).unwrap();
    assert_eq!(release(later.call("workspace.state", json!({})).unwrap()), "1.0");
    assert!(release(desk.call("workspace.context", json!({ "release": "all" }))).is_null());
}

#[test]
fn a_person_nobody_recorded_cannot_act_and_a_new_one_is_recorded_first() {
    let desk = Desk::new();
    let error = desk.refused_as("unknown-person", "workspace.context", json!({ "actor": "Zoe" }));
    assert_eq!(error["subject"], "Zoe");
    let state = desk.call("workspace.context", json!({ "actor": "Zoe", "new_actor": true }));
    assert_eq!(state["actor"]["title"], "Zoe");
    assert_eq!(desk.latest()["records"][0]["card"]["kind"], "stakeholder");
}

#[test]
fn only_a_person_can_act_and_only_a_release_be_looked_at() {
    let desk = Desk::new();
    let persona = desk.add("persona", json!({ "title": "Busy regular" }));
    desk.refused("workspace.context", json!({ "actor": persona }));
    desk.refused("workspace.context", json!({ "release": persona }));
    let state = desk.call("workspace.state", json!({}));
    assert_eq!(state["actor"]["title"], "Mira Anand");
    assert_eq!(state.get("release"), None);
}

#[test]
fn people_of_one_name_are_told_apart_by_their_ids() {
    let desk = Desk::new();
    for _ in 0..2 {
        desk.add("stakeholder", json!({ "title": "Sam" }));
    }
    let error = desk.refused("workspace.context", json!({ "actor": "Sam" }));
    assert_eq!(error["code"], "ambiguous");
    assert!(error["hint"].as_str().unwrap().contains("STK-3"), "{error}");
}

#[test]
fn a_workspace_of_a_person_without_a_name_works() {
    let desk = Desk::bare();
    desk.call("workspace.create", json!({ "path": desk.file() }));
    assert_eq!(desk.call("workspace.state", json!({})).get("actor"), None);
    desk.add("persona", json!({ "title": "Busy regular" }));
    assert_eq!(desk.latest()["by"], "");
}

#[test]
fn recent_workspaces_are_listed_with_those_that_are_gone() {
    let desk = Desk::new();
    let id = desk.call("app.info", json!({}))["workspace"]["id"].clone();
    desk.call("workspace.close", json!({}));
    let recent = || desk.call("app.info", json!({}))["recent"].clone();
    assert_eq!((&recent()[0]["name"], &recent()[0]["present"]), (&json!("shop"), &json!(true)));
    assert_eq!(recent()[0]["id"], id, "an address is found by the workspace's id");
    std::fs::remove_file(desk.file()).unwrap();
    assert_eq!(recent()[0]["present"], false);
    let error = desk.refused("workspace.open", json!({ "path": desk.file() }));
    assert_ne!(error["code"], "internal", "{error}");
}
