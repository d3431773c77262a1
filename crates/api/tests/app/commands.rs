//! The table of commands.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use throughline_api::commands::COMMANDS;

use crate::desk::Desk;

#[test]
fn every_command_answers_arguments_of_the_wrong_shape_with_bad_arguments() {
    let desk = Desk::new();
    for command in COMMANDS {
        for args in [json!("text"), json!(7), json!([]), json!(true)] {
            let error = desk.refused(command.name, args.clone());
            let expected = if command.shell { "shell-only" } else { "bad-arguments" };
            assert_eq!(error["code"], expected, "{} {args}", command.name);
            assert_eq!(error["subject"], command.name);
        }
    }
}

/// The arguments of each command with a field of the wrong type.
const WRONG: &[(&str, &str)] = &[
    ("workspace.create", r#"{"path": 1}"#),
    ("workspace.open", r#"{"read_only": "yes"}"#),
    ("workspace.sample", r#"{"job": 1}"#),
    ("workspace.context", r#"{"new_actor": "yes"}"#),
    ("workspace.verify", r#"{"job": {}}"#),
    ("checkpoint.save", r#"{"path": 1}"#),
    ("anchor.list", r#"{"at": "now"}"#),
    ("anchor.add", r#"{"way": 1}"#),
    ("anchor.request", r#"{"id": 1}"#),
    ("anchor.stamp", r#"{"path": 1}"#),
    ("prove", r#"{"parts": "yes"}"#),
    ("prove.check", r#"{"proof": 1}"#),
    ("workspace.rebuild", r#"{"job": []}"#),
    ("pack.export", r#"{"scope": 3}"#),
    ("pack.check", r#"{"checkpoints": "none"}"#),
    ("workspace.backup", r#"{"path": null}"#),
    ("workspace.restore", r#"{"replace": "yes"}"#),
    ("merge", r#"{"path": 1}"#),
    ("changes.export", r##"{"since": "#3"}"##),
    ("conflicts", r#"{"at": 3}"#),
    ("conflict.settle", r#"{"keep": 1}"#),
    ("workspace.state", r#"{"at": 3}"#),
    ("moments.compare", r##"{"from": 1}"##),
    ("moments.export", r#"{"format": []}"#),
    ("restore", r#"{"fields": "need"}"#),
    ("overview", r#"{"at": "now"}"#),
    ("release.get", r#"{"release": 1}"#),
    ("release.handed-on", r#"{"at": 3}"#),
    ("release.start", r#"{"carry": "PER-1"}"#),
    ("release.compare", r#"{"before": []}"#),
    ("readiness", r#"{"freezing": "yes"}"#),
    ("release.waive", r#"{"applies_to": "PRB-1"}"#),
    ("release.freeze", r#"{"release": 1}"#),
    ("session.get", r#"{"id": 1}"#),
    ("session.people", r#"{"present": "STK-1"}"#),
    ("session.room", r#"{"viewer": 1}"#),
    ("session.act", r#"{"id": "SES-1", "act": {"do": "dance"}}"#),
    ("keys.unlock", r#"{"passphrase": 1}"#),
    ("keys.passphrase", r#"{"new": 1}"#),
    ("keys.export", r#"{"path": 1}"#),
    ("keys.import", r#"{"path": []}"#),
    ("keys.endorse", r#"{"key": 1}"#),
    ("keys.revoke", r#"{"from": "ten"}"#),
    ("erase.preview", r#"{"fields": "title"}"#),
    ("erase", r#"{"reason": 1}"#),
    ("erased", r#"{"id": 1}"#),
    ("hold.put", r#"{"of": "PRB-1"}"#),
    ("hold.lift", r#"{"id": 1}"#),
    ("holds", r#"{"at": "now"}"#),
    ("sign.preview", r#"{"id": 1}"#),
    ("sign", r#"{"key_only": "yes"}"#),
    ("signatures", r#"{"at": 3}"#),
    ("artefact.list", r#"{"limit": -1}"#),
    ("artefact.get", r#"{"at": {"mode": "position"}}"#),
    ("decision.get", r#"{"id": 1}"#),
    ("decision.review", r#"{"release": 1}"#),
    ("suspects", r#"{"id": 1}"#),
    ("link.confirm", r#"{"reason": 1}"#),
    ("evidence.read", r#"{"find": 1}"#),
    ("evidence.check", r#"{"text": 1}"#),
    ("evidence.import", r#"{"per_row": "yes"}"#),
    ("data.profile", r#"{"personal": "email"}"#),
    ("data.get", r#"{"id": 1}"#),
    ("data.pairs", r#"{"of": 1}"#),
    ("data.compare", r#"{"with": []}"#),
    ("data.drift", r#"{"at": "now"}"#),
    ("affinity", r#"{"release": 1}"#),
    ("insights", r#"{"at": "now"}"#),
    ("ideas", r#"{"release": 1}"#),
    ("objectives", r#"{"release": 1}"#),
    ("people.heard", r#"{"at": "now"}"#),
    ("problem.ranking", r#"{"release": 1}"#),
    ("problem.causes", r#"{"id": 1}"#),
    ("criteria", r#"{"at": "now"}"#),
    ("criteria.weigh", r#"{"swings": []}"#),
    ("criteria.lock", r#"{"release": 1}"#),
    ("evaluation.matrix", r#"{"what_if": {}}"#),
    ("evaluation.close", r#"{"release": 1}"#),
    ("evaluation.sealed", r#"{"id": 1}"#),
    ("decision.propose", r#"{"options": {}}"#),
    ("prototypes", r#"{"at": "now"}"#),
    ("prototype.get", r#"{"id": 1}"#),
    ("prototype.produced", r#"{"existing": "MOD-1"}"#),
    ("experiments", r#"{"release": 1}"#),
    ("experiment.get", r#"{"id": 1}"#),
    ("experiment.size", r#"{"effect": "two"}"#),
    ("experiment.lock", r#"{"id": null}"#),
    ("experiment.results", r#"{"rows": {}}"#),
    ("bundle.get", r#"{"id": 1}"#),
    ("bundle.make", r#"{"data": "DAT-1"}"#),
    ("rollout", r#"{"at": "now"}"#),
    ("rollout.compare", r#"{"margin": "one"}"#),
    ("deployment.get", r#"{"id": 1}"#),
    ("deployment.promote", r#"{"on": "OBS-1"}"#),
    ("deployment.roll-back", r#"{"knowingly": "yes"}"#),
    ("observations", r#"{"release": 1}"#),
    ("observation.record", r#"{"measured": 0.31}"#),
    ("observation.import", r#"{"csv": 1}"#),
    ("live.on", r#"{"on": 20261020}"#),
    ("dossier", r#"{"frameworks": "nist-ai-rmf"}"#),
    ("dossier.save", r#"{"path": 1}"#),
    ("frameworks", r#"{"name": []}"#),
    ("versions", r#"{"release": 1}"#),
    ("versions.check", r#"{"ids": "DAT-1"}"#),
    ("version.get", r#"{"id": 1}"#),
    ("version.compare", r#"{"of": 1}"#),
    ("record.run", r#"{"data": {}}"#),
    ("system.map", r#"{"release": 1}"#),
    ("system.start", r#"{"parts": "ml-code"}"#),
    ("impact", r#"{"field": 1}"#),
    ("loop", r#"{"at": "now"}"#),
    ("activity.check", r#"{"of": "MOD-1"}"#),
    ("artefact.suggest", r#"{"kinds": "persona"}"#),
    ("tags", r#"{"begin": 1}"#),
    ("artefact.add", r#"{"fields": []}"#),
    ("artefact.set", r#"{"links": {}}"#),
    ("artefact.remove", r#"{"restore": 1}"#),
    ("link.add", r#"{"from": null}"#),
    ("link.remove", r#"{"id": 1}"#),
    ("search", r#"{"limit": "many"}"#),
    ("trace", r#"{"depth": -1}"#),
    ("log", r#"{"before": 1.5}"#),
    ("undo", r#"{"force": "yes"}"#),
    ("redo", r#"{"change": 1}"#),
    ("draft.save", r#"{"key": 1}"#),
    ("draft.discard", r#"{"key": null}"#),
    ("attachment.add", r#"{"path": 1}"#),
    ("attachment.read", r#"{"digest": 1}"#),
    ("attachment.save", r#"{"name": 1}"#),
    ("import", r#"{"commits": "HEAD"}"#),
    ("export", r#"{"replace": "yes"}"#),
    ("watch.list", r#"{"product": 1}"#),
    ("watch.add", r#"{"source": []}"#),
    ("watch.remove", r#"{"which": 1}"#),
    ("watch.refresh", r#"{"which": "all"}"#),
    ("watch.at-start", r#"{"on": "yes"}"#),
    ("audit", r#"{"verify": "yes"}"#),
    ("audit.seals", r#"{"at": "now"}"#),
    ("audit.decided", r#"{"release": 1}"#),
    ("audit.late", r#"{"limit": -1}"#),
    ("audit.waivers", r#"{"release": 1}"#),
    ("audit.undecided", r#"{"at": "now"}"#),
    ("audit.samples", r#"{"release": 1}"#),
    ("audit.sample", r#"{"id": 1}"#),
    ("audit.draw", r#"{"strata": "decisions"}"#),
    ("audit.tick", r#"{"text": 1}"#),
    ("audit.report", r#"{"path": 1}"#),
    ("markdown", r#"{"text": 1}"#),
    ("job.status", r#"{"job": 1}"#),
    ("job.cancel", r#"{"job": 1}"#),
];

#[test]
fn a_field_of_the_wrong_type_is_bad_arguments_in_every_command_that_has_fields() {
    let desk = Desk::new();
    for (name, args) in WRONG {
        let error = desk.refused(name, serde_json::from_str(args).unwrap());
        assert_eq!(error["code"], "bad-arguments", "{name} {args}: {error}");
    }
    let tested: BTreeSet<&str> = WRONG.iter().map(|(name, _)| *name).collect();
    let without_fields = [
        "app.info",
        "tables",
        "workspace.close",
        "workspace.stats",
        "checkpoint.make",
        "draft.list",
        "keys",
        "keys.lock",
    ];
    for command in COMMANDS.iter().filter(|command| !command.shell) {
        assert!(tested.contains(command.name) || without_fields.contains(&command.name), "{}", command.name);
    }
}

#[test]
fn every_command_that_needs_a_workspace_says_so_where_none_is_open() {
    let desk = Desk::bare();
    let free = [
        "app.info",
        "tables",
        "workspace.create",
        "workspace.open",
        "workspace.sample",
        "workspace.close",
        "workspace.restore",
        "markdown",
        "evidence.check",
        "prove.check",
        "pack.check",
        "job.status",
        "job.cancel",
    ];
    for command in COMMANDS.iter().filter(|command| !command.shell && !free.contains(&command.name)) {
        let args = match command.name {
            "draft.save" | "draft.discard" => json!({ "key": "k", "form": {} }),
            "import" => json!({ "format": "jsonl", "source": "x" }),
            "session.act" => json!({ "id": "SES-1", "act": { "do": "start" } }),
            "link.add" => json!({ "from": "a", "type": "b", "to": "c" }),
            _ => json!({}),
        };
        assert_eq!(desk.refused(command.name, args)["code"], "no-workspace", "{}", command.name);
    }
}

#[test]
fn a_command_that_does_not_exist_is_named() {
    let desk = Desk::bare();
    for name in ["", "artefact", "artefact.get ", "ARTEFACT.GET", "\u{0}"] {
        let error = desk.refused(name, json!({}));
        assert_eq!((&error["code"], &error["subject"]), (&json!("unknown-command"), &json!(name)));
    }
}

#[test]
fn every_command_has_a_name_of_its_own_and_a_sentence() {
    let names: BTreeSet<&str> = COMMANDS.iter().map(|command| command.name).collect();
    assert_eq!(names.len(), COMMANDS.len());
    for command in COMMANDS {
        assert!(command.doc.ends_with('.') && command.doc.len() > 10, "{}: {}", command.name, command.doc);
    }
}

#[test]
fn no_arguments_are_the_same_as_empty_ones() {
    let desk = Desk::new();
    assert_eq!(desk.call("workspace.stats", Json::Null), desk.call("workspace.stats", json!({})));
}

#[test]
fn the_whole_is_verified_rebuilt_counted_and_copied() {
    let desk = Desk::new();
    desk.add("persona", json!({ "title": "Busy regular" }));
    let verified = desk.call("workspace.verify", json!({}));
    assert_eq!((&verified["intact"], &verified["faults"]), (&json!(true), &json!([])));
    let stats = desk.call("workspace.stats", json!({}));
    let rebuilt = desk.call("workspace.rebuild", json!({}));
    for count in ["artefacts", "links", "changes", "records", "kinds"] {
        assert_eq!(stats[count], rebuilt[count], "{count}");
    }
    let copy = desk.path("copy.throughline");
    desk.call("workspace.backup", json!({ "path": copy }));
    desk.refused("workspace.backup", json!({ "path": copy }));
    desk.call("workspace.open", json!({ "path": copy }));
    assert_eq!(desk.page("PER-1")["card"]["title"], "Busy regular");
}

#[test]
fn markdown_is_rendered_and_cleaned() {
    let desk = Desk::bare();
    let html = desk.call("markdown", json!({ "text": "**bold** <script>alert(1)</script>\n\n- [x] done" }));
    let html = html["html"].as_str().unwrap();
    assert!(html.contains("<strong>bold</strong>") && html.contains("☑ done"), "{html}");
    assert!(!html.contains("<script"), "{html}");
}

#[test]
fn notes_come_rendered_beside_their_text() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy", "notes": "*often* <img src=x onerror=alert(1)>" }));
    let notes = crate::desk::view(&desk.page(&id), "notes");
    assert_eq!(notes["value"], "*often* <img src=x onerror=alert(1)>");
    let html = notes["html"].as_str().unwrap();
    assert!(html.contains("<em>often</em>") && !html.contains("onerror") && !html.contains("src"), "{html}");
}
