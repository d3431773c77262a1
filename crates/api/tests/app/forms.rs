//! Recording and changing artefacts.

use serde_json::{Value as Json, json};

use crate::desk::Desk;

#[track_caller]
fn only_field(error: &Json, field: &str, code: &str) {
    let fields = error["fields"].as_array().unwrap();
    assert_eq!(fields.len(), 1, "{error}");
    assert_eq!((&fields[0]["field"], &fields[0]["code"]), (&json!(field), &json!(code)));
    assert_eq!(error["subject"], field);
    assert!(fields[0]["sentence"].as_str().unwrap().len() > 10);
}

#[test]
fn an_artefact_is_one_change_and_gets_the_next_short_id_of_its_kind() {
    let desk = Desk::new();
    let before = desk.length();
    let persona = desk.add("persona", json!({ "title": "Busy regular", "type": "end-user" }));
    assert_eq!(persona, "PER-1");
    assert_eq!(desk.length(), before + 1);
    assert_eq!(desk.add("persona", json!({ "title": "Cook" })), "PER-2");
    assert_eq!(desk.field("per-1", "title"), "Busy regular");
    assert_eq!(desk.page("PER-1")["card"]["stage"], "empathise");
    let log = desk.call("log", json!({ "id": "PER-1" }));
    assert_eq!(log["rows"][0]["by"], "Mira Anand");
    assert_eq!(log["rows"][0]["sentence"], "added the persona PER-1 Busy regular");
}

#[test]
fn an_artefact_with_its_links_and_references_is_one_change() {
    let desk = Desk::new();
    let persona = desk.add("persona", json!({ "title": "Busy regular" }));
    let insight = desk.add("insight", json!({ "title": "People order the same dish again" }));
    let before = desk.length();
    let saved = desk.call(
        "artefact.add",
        json!({
            "kind": "problem",
            "fields": { "title": "Choosing takes long", "persona": persona, "need": "a dinner", "because": "tired" },
            "links": [{ "type": "motivates", "other": insight, "out": false }],
            "reason": "Said in three interviews",
        }),
    );
    assert_eq!(desk.length(), before + 1);
    assert_eq!(saved["position"], before + 1);
    assert_eq!(saved.get("missing"), None, "everything required is there");
    let latest = desk.latest();
    assert_eq!(latest["count"], 3);
    assert_eq!(latest["reason"], "Said in three interviews");
    assert_eq!(desk.refs("PRB-1", "persona"), [persona]);
}

#[test]
fn nothing_is_recorded_where_nothing_differs() {
    let desk = Desk::new();
    let fields = json!({ "title": "Busy regular", "type": "end-user", "tags": ["dinner", "weekday"] });
    let id = desk.add("persona", fields.clone());
    let before = desk.length();
    for same in [fields, json!({}), json!({ "tags": "weekday, dinner" }), json!({ "notes": "" })] {
        let saved = desk.set(&id, same.clone());
        assert_eq!(saved.get("position"), None, "{same}");
        assert_eq!(saved["short"], "PER-1");
    }
    assert_eq!(desk.length(), before);
}

#[test]
fn only_what_differs_is_recorded_and_all_of_it_in_one_change() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy regular", "type": "end-user" }));
    let before = desk.length();
    desk.set(&id, json!({ "title": "Busy regular", "type": "affected", "notes": "Orders **twice** a week" }));
    assert_eq!(desk.length(), before + 1);
    let names: Vec<Json> = desk.latest()["records"][0]["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["name"].clone())
        .collect();
    assert_eq!(names, ["notes", "type"]);
}

#[test]
fn an_empty_value_clears_a_field() {
    let desk = Desk::new();
    let id =
        desk.add("persona", json!({ "title": "Busy regular", "notes": "Orders twice", "tags": ["dinner"] }));
    for (name, empty) in [("notes", json!("")), ("tags", json!([]))] {
        desk.set(&id, json!({ name: empty }));
        let value = desk.field(&id, name);
        assert!(value.is_null() || value == json!([]), "{name}: {value}");
    }
}

#[test]
fn tags_are_added_and_taken_away_without_touching_the_others() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy regular", "tags": ["dinner", "weekday"] }));
    desk.set(&id, json!({ "tags": { "add": ["city"], "remove": ["weekday"] } }));
    assert_eq!(desk.field(&id, "tags"), json!(["city", "dinner"]));
    desk.set(&id, json!({ "tags": ["lunch"] }));
    assert_eq!(desk.field(&id, "tags"), json!(["lunch"]));
}

#[test]
fn values_are_kept_in_one_spelling() {
    let desk = Desk::new();
    let id = desk.add("metric", json!({ "title": "Repeat rate" }));
    let number = desk.add("persona", json!({ "title": "  Busy regular  " }));
    assert_eq!(desk.field(&number, "title"), "Busy regular");
    let evidence =
        desk.add("evidence", json!({ "title": "Interview", "method": "interview", "date": "2026-08-03" }));
    assert_eq!(desk.field(&evidence, "date"), "2026-08-03");
    desk.refused_as("invalid", "artefact.set", json!({ "id": evidence, "fields": { "date": "3 August" } }));
    assert_eq!(desk.field(&id, "title"), "Repeat rate");
}

#[test]
fn an_unknown_kind_or_field_is_refused_by_name() {
    let desk = Desk::new();
    let kind =
        desk.refused_as("invalid", "artefact.add", json!({ "kind": "probelm", "fields": { "title": "x" } }));
    only_field(&kind, "kind", "unknown-kind");
    let field = json!({ "kind": "persona", "fields": { "title": "Busy regular", "colour": "blue" } });
    let error = desk.refused_as("invalid", "artefact.add", field);
    only_field(&error, "colour", "unknown-field");
}

#[test]
fn what_the_record_keeps_by_itself_is_not_added_by_hand() {
    let desk = Desk::new();
    for kind in ["device", "link"] {
        desk.refused_as("invalid", "artefact.add", json!({ "kind": kind, "fields": { "title": "x" } }));
    }
}

#[test]
fn each_wrong_value_is_named_and_all_at_once() {
    let desk = Desk::new();
    let args = json!({
        "kind": "evidence",
        "fields": { "title": "Interview", "method": "guess", "date": "2026-02-30" },
    });
    let error = desk.refused_as("invalid", "artefact.add", args);
    let mut codes: Vec<(&str, &str)> = error["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| (field["field"].as_str().unwrap(), field["code"].as_str().unwrap()))
        .collect();
    codes.sort_unstable();
    assert_eq!(codes, [("date", "not-a-date"), ("method", "not-a-choice")]);
}

#[test]
fn values_of_the_wrong_shape_are_refused() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy regular" }));
    for value in [json!({ "a": { "b": [1] } }), json!([["x"]]), json!(1.5)] {
        let error =
            desk.refused_as("invalid", "artefact.set", json!({ "id": id, "fields": { "type": value } }));
        only_field(&error, "type", error["fields"][0]["code"].as_str().unwrap());
    }
}

#[test]
fn a_title_that_is_required_must_be_there() {
    let desk = Desk::new();
    for fields in [json!({}), json!({ "title": "" }), json!({ "title": "   " }), json!({ "notes": "words" })]
    {
        let error =
            desk.refused_as("invalid", "artefact.add", json!({ "kind": "persona", "fields": fields }));
        only_field(&error, "title", "required");
    }
}

#[test]
fn a_title_that_is_composed_may_be_missing_but_not_everything() {
    let desk = Desk::new();
    let problem = desk.add("problem", json!({ "need": "a quick dinner", "because": "she is tired" }));
    let title = desk.page(&problem)["card"]["title"].as_str().unwrap().to_owned();
    assert!(title.contains("a quick dinner"), "{title}");
    let error = desk.refused_as("invalid", "artefact.add", json!({ "kind": "problem", "fields": {} }));
    only_field(&error, "title", "required");
}

#[test]
fn what_is_still_missing_is_told_and_does_not_stand_in_the_way() {
    let desk = Desk::new();
    let saved = desk.call("artefact.add", json!({ "kind": "problem", "fields": { "need": "a dinner" } }));
    let missing: Vec<&str> =
        saved["missing"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap()).collect();
    assert_eq!(missing, ["persona", "because"]);
}

#[test]
fn a_removed_artefact_leaves_lists_and_comes_back() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy regular" }));
    desk.call("artefact.remove", json!({ "id": id, "reason": "Entered twice" }));
    let list = |removed: bool| {
        desk.call("artefact.list", json!({ "kinds": ["persona"], "removed": removed }))["total"].clone()
    };
    assert_eq!((list(false), list(true)), (json!(0), json!(1)));
    assert_eq!(desk.page(&id)["card"]["removed"], true);
    assert_eq!(desk.latest()["reason"], "Entered twice");
    let again = desk.call("artefact.remove", json!({ "id": id }));
    assert_eq!(again.get("position"), None, "it is removed already");
    desk.call("artefact.remove", json!({ "id": id, "restore": true }));
    assert_eq!(list(false), 1);
}

#[test]
fn a_date_says_when_it_was_so_and_nonsense_is_refused() {
    let desk = Desk::new();
    let args = json!({ "kind": "persona", "fields": { "title": "Busy regular" }, "on": "2026-07-01" });
    desk.call("artefact.add", args);
    assert_eq!(desk.page("PER-1")["created"]["on"], "2026-07-01");
    assert_eq!(desk.latest()["back_dated"], true);
    for on in ["yesterday", "2026-13-01", "2026-02-29T99:00:00Z"] {
        let args = json!({ "kind": "persona", "fields": { "title": "Cook" }, "on": on });
        let before = desk.length();
        desk.refused("artefact.add", args);
        assert_eq!(desk.length(), before, "{on}");
    }
}

#[test]
fn what_is_not_there_cannot_be_changed() {
    let desk = Desk::new();
    for id in ["PER-9", "", "nonsense", "018f0000-0000-7000-8000-000000000000"] {
        desk.refused_as("not-found", "artefact.set", json!({ "id": id, "fields": { "title": "x" } }));
    }
}

#[test]
fn what_the_workspace_gives_is_not_taken_from_a_form() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy regular" }));
    for (field, value) in [
        ("number", json!(9_007_199_254_740_991_i64)),
        ("source", json!({ "source": "mlflow", "key": "a", "rev": "1" })),
        ("order", json!("a1")),
    ] {
        let set = json!({ "id": id, "fields": { field: value } });
        only_field(&desk.refused_as("invalid", "artefact.set", set), field, "not-yours");
        let add = json!({ "kind": "persona", "fields": { "title": "Cook", field: value } });
        only_field(&desk.refused_as("invalid", "artefact.add", add), field, "not-yours");
    }
    assert_eq!(desk.add("persona", json!({ "title": "Cook" })), "PER-2");
}

#[test]
fn a_link_takes_no_source_and_no_place_from_a_form() {
    let desk = Desk::new();
    let a = desk.add("persona", json!({ "title": "Busy regular" }));
    let b = desk.add("persona", json!({ "title": "Cook" }));
    for (field, value) in
        [("source", json!({ "source": "a", "key": "b", "rev": "c" })), ("order", json!("a1"))]
    {
        let link = json!({ "from": a, "type": "relates-to", "to": b, "fields": { field: value } });
        only_field(&desk.refused_as("invalid", "link.add", link), field, "not-yours");
    }
}

#[test]
fn several_are_changed_alike_as_one_change_and_one_undo() {
    let desk = Desk::new();
    let ids: Vec<String> = ["One", "Two", "Three"]
        .iter()
        .map(|title| desk.add("idea", json!({ "title": title, "tags": [title.to_lowercase()] })))
        .collect();
    let before = desk.length();
    let tag = json!({ "tags": { "add": ["dinner"] }, "status": "parked" });
    let saved =
        desk.call("artefact.set", json!({ "id": ids[0], "also": [ids[1], ids[2], ids[0]], "fields": tag }));
    assert_eq!((&saved["short"], &saved["position"]), (&json!("IDE-1"), &json!(before + 1)));
    assert_eq!(desk.length(), before + 1);
    assert_eq!(desk.latest()["sentence"], "changed status and tags of IDE-1 One and 2 others");
    assert_eq!(desk.field("IDE-2", "tags"), json!(["dinner", "two"]), "tags of its own stay");
    desk.call("undo", json!({}));
    assert!(ids.iter().all(|id| desk.field(id, "status") == json!(null)));
    assert_eq!(desk.field("IDE-3", "tags"), json!(["three"]));

    let removed = desk.length();
    desk.call("artefact.remove", json!({ "id": ids[0], "also": [ids[2]] }));
    assert_eq!(desk.length(), removed + 1);
    let gone = |id: &String| desk.page(id)["card"]["removed"] == json!(true);
    assert_eq!(ids.iter().map(gone).collect::<Vec<_>>(), [true, false, true]);
    desk.call("artefact.remove", json!({ "id": ids[0], "also": [ids[2]], "restore": true }));
    assert!(!ids.iter().any(gone));
}

#[test]
fn several_are_changed_all_or_none() {
    let desk = Desk::new();
    let idea = desk.add("idea", json!({ "title": "One" }));
    let persona = desk.add("persona", json!({ "title": "Hanna" }));
    let before = desk.length();
    let args = |also: &str| json!({ "id": idea, "also": [also], "fields": { "cluster": "pile" } });
    only_field(&desk.refused("artefact.set", args(&persona)), "cluster", "unknown-field");
    desk.refused_as("not-found", "artefact.set", args("IDE-99"));
    assert_eq!(desk.length(), before);
    assert_eq!(desk.field(&idea, "cluster"), json!(null));
}

#[test]
fn a_decision_says_how_many_objections_are_open() {
    let desk = Desk::new();
    let decision = desk.add("decision", json!({ "title": "Which first?" }));
    desk.add("decision", json!({ "title": "And then?" }));
    let objection = desk.add("stance", json!({ "position": "object", "decision": decision }));
    let open = || {
        let only = json!({ "kinds": ["decision"], "where": [{ "field": "open-objections", "op": ">", "value": "0" }] });
        desk.call("artefact.list", only)
    };
    assert_eq!(open()["total"], 1);
    let facts = &open()["rows"][0]["facts"];
    assert_eq!(facts[0], json!({ "label": "Open objections", "text": "1" }));
    desk.set(&objection, json!({ "answer": "We cap it." }));
    assert_eq!(open()["total"], 0);
}
