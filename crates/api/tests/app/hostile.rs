//! Whatever is sent, the answer is an answer or an error, and the record stays whole.

use serde_json::{Value as Json, json};
use throughline_api::commands::COMMANDS;

use crate::desk::Desk;

#[test]
fn ten_megabytes_in_a_field_are_kept_whole_or_refused_with_a_hint() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy regular" }));
    let large = "dinner ".repeat(10_000_000 / 7);
    match desk.app.call("artefact.set", json!({ "id": id, "fields": { "notes": large } })) {
        Ok(_) => assert_eq!(desk.field(&id, "notes"), large.trim_end()),
        Err(error) => assert!(!error.hint.is_empty() && error.code != "internal", "{error:?}"),
    }
    desk.call("search", json!({ "text": "dinner" }));
    assert_eq!(desk.call("workspace.verify", json!({}))["intact"], true);
}

#[test]
fn control_characters_and_odd_text_are_kept_as_they_are_or_refused() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy regular" }));
    for text in [
        "a\u{0}b",
        "\u{1b}[31mred",
        "\u{202e}reversed",
        "\u{feff}x",
        "e\u{301}",
        "👩‍🍳 line\u{2028}two",
        "a\r\nb",
    ] {
        match desk.app.call("artefact.set", json!({ "id": id, "fields": { "notes": text } })) {
            Ok(_) => {
                let kept = desk.field(&id, "notes");
                let kept = kept.as_str().unwrap();
                assert!(!kept.is_empty(), "{text:?}");
            }
            Err(error) => assert_eq!(error.code, "invalid", "{text:?}: {error:?}"),
        }
    }
    desk.call("artefact.list", json!({ "text": "\u{0}\"*(" }));
    assert_eq!(desk.call("workspace.verify", json!({}))["intact"], true);
}

fn nested(depth: usize) -> Json {
    (0..depth).fold(json!("core"), |inner, _| json!([inner]))
}

#[test]
fn deeply_nested_json_is_refused_in_every_field() {
    let desk = Desk::new();
    let id = desk.add("activity", json!({ "title": "Training", "phase": "training" }));
    for depth in [2, 65, 120] {
        for field in
            ["title", "notes", "parameters", "date", "tags", "attachments", "outputs", "removed", "source"]
        {
            let before = desk.length();
            let args = json!({ "id": id, "fields": { field: nested(depth) } });
            let error = desk.refused("artefact.set", args);
            assert_eq!(error["code"], "invalid", "{field} {depth}: {error}");
            assert_eq!(desk.length(), before);
        }
    }
    desk.call("draft.save", json!({ "key": "deep", "form": nested(120) }));
    desk.call("draft.list", json!({}));
}

/// References of every wrong sort.
fn odd_ids() -> Vec<String> {
    let mut ids: Vec<String> = [
        "",
        " ",
        "PRB",
        "PRB-",
        "PRB-0",
        "PRB--1",
        "PRB-99999999999999999999",
        "prb-1.k3",
        "-1",
        "@",
        "a@",
        "@b",
        "sha256:",
        "throughline://",
        "throughline://x/y",
        "../../etc/passwd",
        "'; DROP TABLE state; --",
        "%",
        "_",
        "\u{0}",
        "🍜",
        "00000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "NaN",
        "null",
    ]
    .map(str::to_owned)
    .to_vec();
    ids.push("9".repeat(100_000));
    ids.push("a".repeat(100_000));
    ids
}

#[test]
fn odd_ids_are_not_found_anywhere_and_nothing_is_recorded() {
    let desk = Desk::new();
    desk.add("persona", json!({ "title": "Busy regular" }));
    let before = desk.length();
    for id in odd_ids() {
        for (name, args) in [
            ("artefact.get", json!({ "id": id })),
            ("decision.get", json!({ "id": id })),
            ("trace", json!({ "id": id })),
            ("log", json!({ "id": id })),
            ("artefact.remove", json!({ "id": id })),
            ("link.add", json!({ "from": id, "type": "relates-to", "to": id })),
            ("attachment.read", json!({ "digest": id })),
            ("undo", json!({ "change": id })),
        ] {
            let error = desk.refused(name, args);
            let code = error["code"].as_str().unwrap();
            assert!(
                ["not-found", "bad-arguments", "ambiguous", "invalid"].contains(&code),
                "{name}: {error}"
            );
        }
    }
    assert_eq!(desk.length(), before);
}

#[test]
fn any_text_can_be_searched_for() {
    let desk = Desk::new();
    desk.add("persona", json!({ "title": "Busy regular" }));
    let mut texts = odd_ids();
    texts.extend(
        ["\"", "\"\"\"", "a AND", "NEAR(", "title:busy", "^busy", "busy*", "-busy", "(", "{a b}", "a + b"]
            .map(str::to_owned),
    );
    for text in texts {
        desk.call("search", json!({ "text": text }));
        desk.call("artefact.suggest", json!({ "text": text }));
        desk.call("artefact.list", json!({ "text": text }));
    }
}

#[test]
fn filters_and_sorts_on_anything_are_answered_or_refused() {
    let desk = Desk::new();
    desk.add("persona", json!({ "title": "Busy regular" }));
    for field in ["title", "nonsense", "", "'; --", "s.title", "number", "owner", "fields", "$.x", "removed"]
    {
        for op in ["=", "!=", "~", "<", ">", "", "LIKE", "; --"] {
            for value in ["", "x", "'", "%", "1e999", "-0"] {
                let filter = json!([{ "field": field, "op": op, "value": value }]);
                if let Err(error) = desk.app.call("artefact.list", json!({ "where": filter })) {
                    assert_ne!(error.code, "internal", "{field} {op} {value}: {error:?}");
                    assert!(
                        !["sqlite", "damaged"].contains(&error.code.as_str()),
                        "{field} {op} {value}: {error:?}"
                    );
                }
            }
        }
        if let Err(error) = desk.app.call("artefact.list", json!({ "sort": [field], "kinds": ["persona"] })) {
            assert!(!["sqlite", "damaged", "internal"].contains(&error.code.as_str()), "{field}: {error:?}");
        }
    }
    for (offset, limit) in [(u64::MAX, u64::MAX), (1 << 63, 1), (0, u64::MAX)] {
        for name in ["artefact.list", "search"] {
            let args = json!({ "text": "busy", "offset": offset, "limit": limit });
            let page = desk.app.call(name, args);
            assert!(
                page.is_ok_and(|page| page["rows"].as_array().unwrap().len() <= 1),
                "{name} {offset} {limit}"
            );
        }
    }
}

#[test]
fn every_command_survives_strings_where_names_are_expected() {
    let desk = Desk::new();
    let text = "\u{0}\u{ffff}'\"../";
    let fields = [
        "path",
        "id",
        "kind",
        "text",
        "from",
        "to",
        "type",
        "key",
        "digest",
        "format",
        "source",
        "actor",
        "release",
        "change",
        "act",
        "direction",
        "stage",
        "job",
        "base64",
        "name",
        "person",
        "product",
        "reason",
        "on",
        "draft",
    ];
    for command in COMMANDS.iter().filter(|command| command.name != "workspace.sample") {
        for field in fields {
            if let Err(error) = desk.app.call(command.name, json!({ field: text })) {
                assert_ne!(error.code, "internal", "{} {field}: {error:?}", command.name);
            }
        }
        if desk.app.call("workspace.state", json!({})).is_err() {
            desk.call("workspace.open", json!({ "path": desk.file() }));
        }
    }
    assert_eq!(desk.call("workspace.verify", json!({}))["intact"], true);
}

#[test]
fn a_file_that_is_no_workspace_is_refused_and_left_alone() {
    let desk = Desk::bare();
    for (name, bytes) in [("empty", &b""[..]), ("text", b"hello"), ("lite", b"SQLite format 3\0and more")] {
        let path = desk.write(name, bytes);
        let error = desk.refused("workspace.open", json!({ "path": path }));
        assert_eq!(error["code"], "not-a-workspace", "{name}: {error}");
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
        desk.refused("workspace.create", json!({ "path": path }));
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
    for path in ["", "/", "/proc/self/mem/x", "no/such/file"] {
        desk.refused("workspace.open", json!({ "path": path }));
    }
    desk.refused("workspace.create", json!({ "path": "" }));
}
