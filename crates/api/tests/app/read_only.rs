//! A workspace that can only be read.

use serde_json::json;
use throughline_api::commands::COMMANDS;
use throughline_api::read_only::{MAKES, READS, WRITES};

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

/// Somebody who reads may look at everything, and write nothing: not even what has no argument.
#[test]
fn every_command_that_writes_is_refused_before_it_looks_at_anything() {
    let desk = Desk::new();
    desk.call("workspace.close", json!({}));
    desk.call("workspace.open", json!({ "path": desk.file(), "read_only": true }));
    let length = desk.length();
    for command in COMMANDS.iter().filter(|command| WRITES.contains(&command.name)) {
        for args in [json!({}), json!({ "nonsense": 1 }), json!({ "preview": false })] {
            let error = desk.refused(command.name, args);
            assert_eq!(error["code"], "read-only", "{}: {error}", command.name);
        }
    }
    assert_eq!(desk.length(), length);
}

/// A new command must say on which side it stands; nothing is assumed.
#[test]
fn every_command_says_whether_it_writes() {
    for command in COMMANDS.iter().filter(|command| !command.shell) {
        let sides = [WRITES, READS, MAKES].iter().filter(|side| side.contains(&command.name)).count();
        assert_eq!(sides, 1, "{} stands in {sides} of the lists of read_only.rs", command.name);
    }
}

#[test]
fn what_only_shows_what_it_would_do_is_answered_where_nothing_can_be_written() {
    let desk = Desk::new();
    desk.add("idea", json!({ "title": "Three dishes" }));
    desk.call("workspace.close", json!({}));
    desk.call("workspace.open", json!({ "path": desk.file(), "read_only": true }));
    let shown = desk.call("audit.draw", json!({ "n": 1, "seed": "x", "preview": true, "release": "all" }));
    assert_eq!(shown["items"].as_array().unwrap().len(), 1);
    assert_eq!(desk.refused("audit.draw", json!({ "n": 1, "seed": "x" }))["code"], "read-only");
}

#[test]
fn who_read_and_asks_to_write_may_write_again() {
    let desk = Desk::new();
    desk.call("workspace.open", json!({ "path": desk.file(), "read_only": true }));
    assert_eq!(desk.refused("undo", json!({}))["code"], "read-only");
    let info = desk.call("workspace.open", json!({ "path": desk.file() }));
    assert!(info["read_only"].is_null(), "{info}");
    desk.add("idea", json!({ "title": "Three dishes" }));
}

#[test]
fn an_application_that_only_reads_opens_nothing_to_write_and_makes_nothing() {
    let desk = Desk::new();
    let app = desk.again().reading_only();
    let refused =
        app.call("workspace.create", json!({ "path": desk.path("other.throughline") })).unwrap_err();
    assert_eq!(refused.code, "read-only");
    assert!(!desk.path("other.throughline").exists());
    let info = app.call("workspace.open", json!({ "path": desk.file(), "read_only": false })).unwrap();
    assert!(info["read_only"].is_string(), "{info}");
    let said = app.call("app.info", json!({})).unwrap();
    assert!(said["capabilities"].as_array().unwrap().contains(&json!("read-only")), "{said}");
}
