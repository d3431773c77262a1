//! Every question at an earlier moment of the sample: nothing that was recorded later shows.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use throughline_api::commands::COMMANDS;
use throughline_api::read_only::{MAKES, WRITES};

use crate::desk::Desk;

/// Commands that read, with their arguments but for the moment. `@kind` is an artefact of that kind which is
/// there at the moment; where none is, the command is left out at that moment.
const READS: &[(&str, &str)] = &[
    ("workspace.state", "{}"),
    ("overview", "{}"),
    ("release.get", r#"{"release":"@release"}"#),
    ("release.handed-on", r#"{"release":"@release"}"#),
    ("release.compare", r#"{"before":"@release","after":"@release"}"#),
    ("readiness", r#"{"release":"@release"}"#),
    ("session.get", r#"{"id":"@session"}"#),
    ("session.people", "{}"),
    ("artefact.list", r#"{"limit":10000,"removed":true}"#),
    ("artefact.list", r#"{"kinds":["decision"],"text":"the"}"#),
    ("artefact.get", r#"{"id":"@problem"}"#),
    ("artefact.get", r#"{"id":"@release"}"#),
    ("artefact.get", r#"{"id":"@stakeholder"}"#),
    ("decision.get", r#"{"id":"@decision"}"#),
    ("decision.review", r#"{"release":"all"}"#),
    ("suspects", "{}"),
    ("evidence.read", r#"{"id":"@evidence"}"#),
    ("affinity", r#"{"release":"all"}"#),
    ("insights", r#"{"release":"all"}"#),
    ("ideas", r#"{"release":"all"}"#),
    ("objectives", r#"{"release":"all"}"#),
    ("people.heard", r#"{"release":"all"}"#),
    ("problem.ranking", r#"{"release":"all"}"#),
    ("problem.causes", r#"{"id":"@problem"}"#),
    ("criteria", r#"{"release":"all"}"#),
    ("evaluation.matrix", r#"{"release":"@release"}"#),
    ("evaluation.sealed", r#"{"id":"@decision"}"#),
    ("prototypes", r#"{"release":"all"}"#),
    ("prototype.get", r#"{"id":"@prototype"}"#),
    ("experiments", r#"{"release":"all"}"#),
    ("experiment.get", r#"{"id":"@experiment"}"#),
    ("experiment.size", r#"{"id":"@experiment"}"#),
    ("versions", r#"{"release":"all"}"#),
    ("version.get", r#"{"id":"@model-version"}"#),
    ("version.compare", r#"{"of":"@model-version","with":"@model-version"}"#),
    ("system.map", r#"{"release":"all"}"#),
    ("impact", r#"{"id":"@data-version"}"#),
    ("loop", r#"{"release":"@release"}"#),
    ("data.get", r#"{"id":"@data-version"}"#),
    ("data.pairs", r#"{"release":"all"}"#),
    ("data.compare", r#"{"of":"@data-version","with":"@data-version"}"#),
    ("data.drift", r#"{"of":"@data-version","with":"@data-version"}"#),
    ("bundle.get", r#"{"id":"@bundle"}"#),
    ("rollout", r#"{"release":"all"}"#),
    ("deployment.get", r#"{"id":"@deployment"}"#),
    ("observations", r#"{"release":"all"}"#),
    ("rollout.compare", r#"{"of":"@deployment","with":"@deployment+"}"#),
    ("anchor.list", "{}"),
    ("conflicts", "{}"),
    ("audit", r#"{"release":"all"}"#),
    ("audit.seals", r#"{"release":"all"}"#),
    ("audit.decided", r#"{"release":"all"}"#),
    ("audit.late", r#"{"release":"all"}"#),
    ("audit.waivers", r#"{"release":"all"}"#),
    ("audit.undecided", r#"{"release":"all"}"#),
    ("audit.samples", r#"{"release":"all"}"#),
    ("audit.sample", r#"{"id":"@sample"}"#),
    ("audit.report", r#"{"id":"@sample"}"#),
    ("live.on", r#"{"date":"2026-12-01"}"#),
    ("dossier", r#"{"release":"@release","frameworks":["nist-ai-rmf"]}"#),
    ("dossier", r#"{"of":"@model-version"}"#),
    ("frameworks", r#"{"release":"@release"}"#),
    ("artefact.suggest", r#"{"text":"","limit":200}"#),
    ("artefact.suggest", r#"{"text":"re","limit":200}"#),
    ("tags", r#"{"limit":100}"#),
    ("search", r#"{"text":"recommend","limit":200}"#),
    ("trace", r#"{"id":"@persona"}"#),
    ("log", r#"{"limit":1000}"#),
    ("log", r#"{"id":"@release","limit":1000}"#),
    ("log", r#"{"release":"@release","limit":1000}"#),
    ("watch.list", "{}"),
    ("erased", "{}"),
    ("erased", r#"{"id":"@evidence"}"#),
    ("holds", "{}"),
    ("holds", r#"{"id":"@evidence"}"#),
    ("signatures", r#"{"id":"@decision"}"#),
];

/// Commands that have no moment, each with the reason.
const WITHOUT: &[(&str, &str)] = &[
    ("app.info", "of this computer"),
    ("tables", "of this program"),
    ("workspace.stats", "of the file: counts and sizes of all it holds"),
    ("evidence.check", "of a text that is about to be recorded"),
    ("session.room", "of a session that is being held now"),
    ("moments.compare", "it names two moments of its own"),
    ("moments.export", "it names two moments of its own"),
    ("export", "it answers with a path: what it writes of a moment is held in its own tests"),
    ("attachment.read", "of bytes, by their digest"),
    ("attachment.save", "of bytes, by their digest"),
    ("draft.list", "drafts are no part of the record"),
    ("job.status", "of work under way"),
    ("markdown", "of a text"),
    ("keys", "of keys as they stand now: one revoked later was no better before"),
    ("erase.preview", "of what is about to be done"),
    ("sign.preview", "of what is about to be done"),
    ("prove", "of a record, under a checkpoint that may be of any length of the log"),
    ("prove.check", "of a proof, without a workspace"),
    ("pack.check", "of a file, without a workspace"),
];

/// What opens, runs or writes out something without recording it: it is done now.
const DONE_NOW: &[&str] = &[
    "workspace.open",
    "workspace.sample",
    "workspace.close",
    "workspace.context",
    "workspace.rebuild",
    "workspace.backup",
    "workspace.verify",
    "draft.discard",
    "job.cancel",
    "dossier.save",
    "keys.unlock",
    "keys.lock",
    "keys.passphrase",
    "keys.export",
    "keys.import",
    "anchor.request",
    "changes.export",
    "checkpoint.save",
    "pack.export",
];

/// Refusals that are an answer to the question at that moment.
const REFUSALS: &[&str] = &["not-found", "not-sealed", "same-ends"];

fn sample() -> Desk {
    let desk = Desk::bare();
    let december = throughline_store::FixedClock::at_instant("2026-12-01T09:00:00.000Z").unwrap();
    desk.clock.set(throughline_store::Clock::millis(&december));
    desk.call("workspace.sample", json!({}));
    desk
}

/// Every artefact known at a moment: id, kind and short id.
fn known(desk: &Desk, at: &Json) -> BTreeMap<String, (String, String)> {
    let mut kinds: Vec<Json> = vec![json!([])];
    // Kinds of the record itself are in no list unless they are asked for.
    kinds.push(json!([
        "check",
        "seal",
        "signature",
        "sample",
        "finding",
        "waiver",
        "source",
        "stance",
        "option"
    ]));
    let mut all = BTreeMap::new();
    for kinds in kinds {
        let args = json!({ "kinds": kinds, "limit": 10000, "removed": true, "at": at });
        for card in desk.call("artefact.list", args)["rows"].as_array().unwrap() {
            let of = |name: &str| card[name].as_str().unwrap().to_owned();
            all.insert(of("id"), (of("kind"), of("short")));
        }
    }
    all
}

/// The words of a text, short ids whole: `PRB-1` is not in `PRB-12`.
fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.'))
        .map(|word| word.trim_matches(['.', '-']))
        .collect()
}

#[test]
fn every_question_at_an_earlier_moment_shows_nothing_that_came_later() {
    let desk = sample();
    let last = desk.length();
    let now = known(&desk, &json!({ "mode": "now" }));
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    let mut refused: Vec<String> = Vec::new();
    for percent in [20, 45, 70, 90, 97] {
        let position = last * percent / 100;
        let at = json!({ "mode": "position", "position": position });
        let then = known(&desk, &at);
        assert!(then.len() < now.len(), "nothing came after #{position}");
        let mut forbidden: BTreeSet<&str> = BTreeSet::new();
        let shorts: BTreeSet<&str> = then.values().map(|(_, short)| short.as_str()).collect();
        for (id, (_, short)) in now.iter().filter(|(id, _)| !then.contains_key(*id)) {
            forbidden.insert(id);
            if short.contains('-') && !shorts.contains(short.as_str()) {
                forbidden.insert(short);
            }
        }
        for (name, args) in READS {
            let Some(args) = filled(args, &then) else { continue };
            let mut args: Json = serde_json::from_str(&args).unwrap();
            args["at"] = at.clone();
            let answer = match desk.app.call(name, args.clone()) {
                Ok(answer) => answer,
                // Not decided yet, no evaluation behind it: refusals that say nothing of what comes later.
                Err(error) if REFUSALS.contains(&error.code.as_str()) => {
                    refused.push(format!("{name}: {} {}", error.code, error.message));
                    continue;
                }
                Err(error) => panic!("{name} {args}: {error:?}"),
            };
            asked.insert(name);
            let text = answer.to_string();
            let shown: Vec<&str> = words(&text).intersection(&forbidden).copied().collect();
            assert!(
                shown.is_empty(),
                "{name} {args} shows what came later: {shown:?}\n{}",
                around(&text, &shown)
            );
        }
    }
    println!("{}", refused.join("\n"));
    let missed: Vec<&str> =
        READS.iter().map(|(name, _)| *name).filter(|name| !asked.contains(name)).collect();
    assert!(missed.is_empty(), "never asked, as nothing of the kind is there: {missed:?}");
}

fn around(text: &str, shown: &[&str]) -> String {
    let Some(at) = shown.first().and_then(|word| text.find(word)) else { return String::new() };
    let begin = (0..=at.saturating_sub(300)).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    text[begin..].chars().take(500).collect()
}

fn filled(args: &str, known: &BTreeMap<String, (String, String)>) -> Option<String> {
    let mut out = args.to_owned();
    while let Some(at) = out.find('@') {
        let end = out[at..].find('"').map(|len| at + len)?;
        let kind = out[at + 1..end].to_owned();
        // With a plus, the last one rather than the first.
        let (id, _) = match kind.strip_suffix('+') {
            Some(kind) => known.iter().rev().find(|(_, (of, _))| of == kind)?,
            None => known.iter().find(|(_, (of, _))| *of == kind)?,
        };
        out.replace_range(at..end, id);
    }
    Some(out)
}

#[test]
fn every_command_has_a_moment_or_a_reason_to_have_none() {
    for command in COMMANDS.iter().filter(|command| !command.shell) {
        let name = command.name;
        let listed = READS.iter().any(|(read, _)| *read == name)
            || WITHOUT.iter().any(|(read, reason)| *read == name && !reason.is_empty())
            || DONE_NOW.contains(&name)
            || WRITES.contains(&name)
            || MAKES.contains(&name);
        assert!(listed, "{name}: does it read? Then give it `at`, and a row here.");
    }
}

#[test]
fn the_counts_of_the_sidebar_are_of_the_moment() {
    let desk = Desk::new();
    desk.add("persona", json!({ "title": "Busy regular" }));
    let before = desk.length();
    desk.add("persona", json!({ "title": "Late orderer" }));
    let count = |at: Json| {
        let state = desk.call("workspace.state", json!({ "at": at }));
        let counts = state["counts"].as_array().unwrap().clone();
        assert_eq!(state["position"], before + 1, "the length of the log is what it is");
        counts.iter().find(|c| c["kind"] == "persona").map_or(0, |c| c["count"].as_u64().unwrap())
    };
    assert_eq!(count(json!({ "mode": "now" })), 2);
    assert_eq!(count(json!({ "mode": "position", "position": before })), 1);
    assert_eq!(count(json!({ "mode": "position", "position": 1 })), 0);
}

#[test]
fn pickers_and_tags_offer_what_was_known_then() {
    let desk = Desk::new();
    let id = desk.add("idea", json!({ "title": "Suggest dinner", "tags": ["early"] }));
    let before = desk.length();
    desk.add("idea", json!({ "title": "Suggest lunch", "tags": ["late"] }));
    let at = json!({ "mode": "position", "position": before });
    let offered =
        |text: &str| desk.call("artefact.suggest", json!({ "text": text, "kinds": ["idea"], "at": at }));
    for text in ["", "suggest"] {
        assert_eq!(crate::desk::shorts(&offered(text)["rows"]), [id.as_str()], "{text}");
    }
    let tags = desk.call("tags", json!({ "at": at }));
    assert_eq!(tags["rows"].as_array().unwrap().len(), 1);
    assert_eq!(tags["rows"][0]["tag"], "early");
}

#[test]
fn the_log_ends_at_the_moment_and_names_things_as_they_were_called() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy regular" }));
    let before = desk.length();
    desk.set(&id, json!({ "title": "Weekday regular" }));
    let at = json!({ "mode": "position", "position": before });
    let then = desk.call("log", json!({ "at": at }));
    assert_eq!(then["total"], before);
    assert_eq!(then["rows"][0]["sentence"], format!("added the persona {id} Busy regular"));
    let now = desk.call("log", json!({}));
    assert_eq!(now["total"], before + 1);
    assert_eq!(now["rows"][1]["sentence"], format!("added the persona {id} Weekday regular"));
}

#[test]
fn what_came_late_is_marked_on_the_page_the_thread_and_the_history() {
    let desk = Desk::new();
    let persona = desk.add("persona", json!({ "title": "Busy regular" }));
    let late = desk.call(
        "artefact.add",
        json!({ "kind": "problem", "fields": { "need": "a dinner", "persona": persona }, "on": "2026-08-03" }),
    );
    let id = late["short"].as_str().unwrap();
    let mark = desk.page(id)["late"].clone();
    assert_eq!((mark["entries"].as_u64(), mark["made"].as_bool()), (Some(1), Some(true)), "{mark}");
    assert!(mark["so"].as_str().unwrap().starts_with("2026-08-03"), "{mark}");
    assert_eq!(mark["position"], late["position"]);
    assert_eq!(desk.page(&persona).get("late"), None);
    let thread = desk.call("trace", json!({ "id": persona }));
    for node in thread["nodes"].as_array().unwrap() {
        assert_eq!(node.get("late").is_some(), node["card"]["short"] == id, "{node}");
    }
    let log = desk.call("log", json!({ "late": true }));
    assert_eq!((log["total"].as_u64(), &log["rows"][0]["back_dated"]), (Some(1), &json!(true)));
}
