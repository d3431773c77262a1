//! Which release new work belongs to, and lists of a release.

use serde_json::{Value as Json, json};
use throughline_api::App;

use crate::desk::{Desk, shorts};

fn with_product() -> Desk {
    let desk = Desk::bare();
    let args = json!({ "path": desk.file(), "person": "Mira Anand", "product": "Food delivery app" });
    desk.call("workspace.create", args);
    desk
}

fn included(desk: &Desk, release: &str) -> Vec<String> {
    let page = desk.page(release);
    page["links"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|link| link["type"] == "includes")
        .map(|link| link["other"]["short"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_new_product_comes_with_its_first_release() {
    let desk = with_product();
    let state = desk.call("workspace.state", json!({}));
    assert_eq!(state["product"]["title"], "Food delivery app");
    assert_eq!(state["release"]["title"], "1.0");
    assert_eq!(state["actor"]["title"], "Mira Anand");
}

#[test]
fn new_work_is_included_in_the_release_looked_at_in_the_same_change() {
    let desk = with_product();
    let before = desk.length();
    let problem = desk.add("problem", json!({ "need": "a dinner" }));
    assert_eq!(desk.length(), before + 1);
    assert_eq!(included(&desk, "REL-1"), [problem]);
    let how =
        desk.page("REL-1")["links"].as_array().unwrap().iter().find(|l| l["type"] == "includes").cloned();
    assert_eq!(how.unwrap()["fields"]["how"], "created-here");
}

#[test]
fn people_and_the_frame_around_the_work_belong_to_no_release() {
    let desk = with_product();
    desk.add("stakeholder", json!({ "title": "Tom" }));
    desk.add("team", json!({ "title": "Data" }));
    desk.add("product", json!({ "title": "Courier app" }));
    assert!(included(&desk, "REL-1").is_empty());
}

#[test]
fn a_release_may_be_named_for_one_artefact_or_none() {
    let desk = with_product();
    desk.add("release", json!({ "title": "2.0", "product": "PRD-1" }));
    let add = |release: &str| {
        let args = json!({ "kind": "idea", "fields": { "title": "Suggest the usual" }, "release": release });
        desk.call("artefact.add", args)["short"].as_str().unwrap().to_owned()
    };
    let (old, none) = (add("1.0"), add("none"));
    let new = desk.add("idea", json!({ "title": "Another" }));
    assert_eq!(included(&desk, "REL-1"), [old]);
    assert_eq!(included(&desk, "REL-2"), [new], "the latest, where none is named");
    assert!(!included(&desk, "REL-1").contains(&none));
    let args = json!({ "kind": "idea", "fields": { "title": "x" }, "release": "9.9" });
    desk.refused_as("not-found", "artefact.add", args);
}

#[test]
fn a_list_of_a_release_holds_what_it_includes() {
    let desk = with_product();
    let first = desk.add("idea", json!({ "title": "One" }));
    desk.add("release", json!({ "title": "2.0", "product": "PRD-1" }));
    let second = desk.add("idea", json!({ "title": "Two" }));
    let list = |release: Json| {
        let page =
            desk.call("artefact.list", json!({ "kinds": ["idea"], "release": release, "sort": ["number"] }));
        shorts(&page["rows"]).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(list(json!("1.0")), std::slice::from_ref(&first));
    assert_eq!(list(json!("REL-2")), std::slice::from_ref(&second));
    assert_eq!(list(json!("all")), [first, second]);
}

/// As the command line calls it: nobody is there to look which release is shown.
fn pipeline(desk: &Desk) -> App {
    let app = desk.again().for_pipelines();
    app.call("workspace.open", json!({ "path": desk.file() })).unwrap();
    app
}

#[test]
fn a_pipeline_is_asked_which_release_where_there_are_several_products() {
    let desk = with_product();
    let idea = |extra: Json| {
        let mut args = json!({ "kind": "idea", "fields": { "title": "Suggest the usual" } });
        args.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        args
    };
    let app = pipeline(&desk);
    app.call("artefact.add", idea(json!({}))).unwrap();

    desk.add("product", json!({ "title": "Courier app" }));
    desk.add("release", json!({ "title": "0.1", "product": "PRD-2" }));
    app.call("workspace.state", json!({})).unwrap();
    let before = desk.length();
    let error = app.call("artefact.add", idea(json!({}))).unwrap_err();
    assert_eq!(error.code, "which-release");
    assert!(error.hint.contains("1.0") && error.hint.contains("0.1"), "{}", error.hint);
    assert_eq!(desk.length(), before);

    app.call("artefact.add", idea(json!({ "release": "0.1" }))).unwrap();
    app.call("artefact.add", idea(json!({ "release": "none" }))).unwrap();
    app.call("workspace.context", json!({ "release": "1.0" })).unwrap();
    app.call("artefact.add", idea(json!({}))).unwrap();
    desk.add("idea", json!({ "title": "In a window the latest is meant" }));
}
