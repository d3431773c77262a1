//! A workspace that can only be read.

use serde_json::json;

use crate::desk::Desk;

#[test]
fn a_workspace_opened_for_reading_answers_and_refuses_every_write_with_what_to_do() {
    let desk = Desk::new();
    let persona = desk.add("persona", json!({ "title": "Busy regular" }));
    let problem = desk.add("problem", json!({ "need": "a dinner", "persona": persona }));
    let length = desk.length();
    desk.call("workspace.close", json!({}));
    let info = desk.call("workspace.open", json!({ "path": desk.file(), "read_only": true }));
    assert!(info["read_only"].is_string(), "{info}");

    assert!(desk.page(&problem)["read_only"].is_string());
    desk.call("trace", json!({ "id": persona }));
    desk.call("search", json!({ "text": "busy" }));
    let file = desk.write("face.txt", b"face");
    for (name, args) in [
        ("artefact.add", json!({ "kind": "persona", "fields": { "title": "Cook" } })),
        ("artefact.set", json!({ "id": persona, "fields": { "title": "Cook" } })),
        ("artefact.remove", json!({ "id": persona })),
        ("link.add", json!({ "from": problem, "type": "relates-to", "to": persona })),
        ("link.remove", json!({ "from": problem, "type": "concerns", "to": persona })),
        ("undo", json!({})),
        ("attachment.add", json!({ "id": persona, "path": file })),
        ("workspace.context", json!({ "actor": "Zoe", "new_actor": true })),
    ] {
        let error = desk.refused(name, args);
        assert_eq!(error["code"], "read-only", "{name}: {error}");
        assert!(error["hint"].as_str().unwrap().len() > 10, "{name}");
    }
    assert_eq!(desk.length(), length);
}
