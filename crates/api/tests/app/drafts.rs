//! What a form holds before it is saved.

use serde_json::{Value as Json, json};

use crate::desk::Desk;

fn keys(desk: &Desk) -> Vec<String> {
    let drafts = desk.call("draft.list", json!({}));
    drafts["rows"].as_array().unwrap().iter().map(|d| d["key"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_draft_is_kept_outside_the_log_and_outlives_the_program() {
    let desk = Desk::new();
    let before = desk.length();
    let form = json!({ "title": "Busy reg", "need": "“quoted” \u{1F35C}", "n": 1 });
    desk.call("draft.save", json!({ "key": "new:persona", "form": form }));
    desk.call("draft.save", json!({ "key": "new:persona", "form": { "title": "Busy regular" } }));
    assert_eq!(desk.length(), before);
    desk.call("workspace.close", json!({}));
    let later = desk.again();
    later.call("workspace.open", json!({ "path": desk.file() })).unwrap();
    let drafts = later.call("draft.list", json!({})).unwrap();
    assert_eq!(drafts["rows"].as_array().unwrap().len(), 1);
    assert_eq!(drafts["rows"][0]["form"], json!({ "title": "Busy regular" }));
}

#[test]
fn saving_discards_the_draft_it_came_from_even_if_nothing_differs() {
    let desk = Desk::new();
    let form = json!({ "title": "Busy regular" });
    desk.call("draft.save", json!({ "key": "new:persona", "form": form }));
    desk.call("draft.save", json!({ "key": "other", "form": form }));
    desk.call("artefact.add", json!({ "kind": "persona", "fields": form, "draft": "new:persona" }));
    assert_eq!(keys(&desk), ["other"]);
    let saved = desk.call("artefact.set", json!({ "id": "PER-1", "fields": form, "draft": "other" }));
    assert_eq!(saved.get("position"), None);
    assert_eq!(keys(&desk), [""; 0]);
}

#[test]
fn a_refused_form_keeps_its_draft() {
    let desk = Desk::new();
    desk.call("draft.save", json!({ "key": "new:persona", "form": { "type": "nobody" } }));
    let args = json!({ "kind": "persona", "fields": { "type": "nobody" }, "draft": "new:persona" });
    desk.refused("artefact.add", args);
    assert_eq!(keys(&desk), ["new:persona"]);
    desk.call("draft.discard", json!({ "key": "new:persona" }));
    desk.call("draft.discard", json!({ "key": "never saved" }));
    assert_eq!(keys(&desk), [""; 0]);
}

#[test]
fn any_json_may_be_a_draft_under_any_key() {
    let desk = Desk::new();
    let odd = ["", "../../etc/passwd", "a/b", "con", "\u{0}", &"k".repeat(5000)];
    for key in odd {
        // Refused or kept, but never lost or written elsewhere.
        if desk.app.call("draft.save", json!({ "key": key, "form": [null, 1.5, "x"] })).is_ok() {
            assert!(keys(&desk).iter().any(|k| k == key), "{key}");
            desk.call("draft.discard", json!({ "key": key }));
        }
    }
    let form: Json = json!(null);
    desk.call("draft.save", json!({ "key": "null", "form": form }));
    assert_eq!(desk.call("draft.list", json!({}))["rows"][0]["form"], form);
}
