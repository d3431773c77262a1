//! Evidence packs: what goes in, what a stranger can check, and how one is read.

use std::path::Path;
use std::process::Command;

use serde_json::{Value as Json, json};

use crate::authority;
use crate::desk::Desk;

/// A release with a problem, a decision, a person's words and a file; and work of no release beside it.
fn furnished() -> (Desk, String) {
    let desk = Desk::new();
    let product = desk.add("product", json!({ "title": "Food delivery" }));
    let release = desk.add("release", json!({ "title": "Autumn", "product": product }));
    desk.call("workspace.context", json!({ "release": release }));
    let problem = desk.add("problem", json!({ "title": "Where is my order?", "said-by": "Ana Petrova" }));
    let file = desk.write("interview.txt", b"I was hungry.\n");
    desk.call("attachment.add", json!({ "id": problem, "path": file }));
    desk.add("decision", json!({ "title": "Show a map", "rests-on": [problem] }));
    desk.call("workspace.context", json!({ "release": "all" }));
    desk.add("idea", json!({ "title": "A drone, for another day" }));
    (desk, release)
}

fn export(desk: &Desk, name: &str, more: Json) -> (String, Json) {
    let path = desk.path(name).display().to_string();
    let mut args = json!({ "path": path });
    args.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let done = desk.call("pack.export", args);
    (path, done)
}

fn check(desk: &Desk, path: &str) -> Json {
    desk.call("pack.check", json!({ "path": path }))
}

/// What the verifier in the pack says of it, run by Python alone.
fn python(desk: &Desk, path: &str) -> (Option<i32>, Json) {
    let script = desk.path("verify.py");
    std::fs::write(&script, throughline_report::pack::VERIFIER).unwrap();
    let output = Command::new("python3").arg(&script).args(["--json", path]).output().unwrap();
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
}

/// All that the files of a pack say, unpacked.
fn everything(path: &str) -> String {
    let file = std::fs::File::open(path).unwrap();
    let limits = throughline_store::exchange::archive::Limits::EXCHANGE;
    let mut archive = throughline_store::exchange::archive::Archive::open(file, limits).unwrap();
    let names: Vec<String> = archive.names().map(str::to_owned).collect();
    names
        .iter()
        .map(|name| String::from_utf8_lossy(&archive.read(name, 1 << 30).unwrap()).into_owned())
        .collect()
}

#[test]
fn a_pack_of_a_release_holds_what_is_in_it_and_is_proven_by_both_verifiers() {
    let (desk, release) = furnished();
    let (path, done) = export(&desk, "autumn.zip", json!({ "scope": "release", "id": release }));
    assert!(done["changes"].as_u64().unwrap() < done["length"].as_u64().unwrap(), "{done}");
    assert_eq!(done["attachments"], 1);
    let said = check(&desk, &path);
    assert_eq!(said["verdict"], "intact", "{said}");
    let (code, theirs) = python(&desk, &path);
    assert_eq!((code, &theirs["verdict"]), (Some(0), &json!("intact")), "{theirs}");
    for number in ["changes", "records", "length", "attachments"] {
        assert_eq!(theirs[number], done[number], "{number}");
    }
    let text = everything(&path);
    assert!(text.contains("Where is my order?") && text.contains("I was hungry."));
    assert!(text.contains("Ana Petrova"));
    assert!(!text.contains("A drone"), "work of no release stays behind");
}

#[test]
fn a_pack_without_people_names_what_is_withheld_and_holds_nobodys_name() {
    let (desk, release) = furnished();
    let args =
        json!({ "scope": "release", "id": release, "without_personal": true, "without_attachments": true });
    let (path, done) = export(&desk, "guarded.zip", args);
    assert!(done["withheld"].as_u64().unwrap() > 0);
    assert_eq!(done["attachments"], 0);
    let text = everything(&path);
    assert!(!text.contains("Ana Petrova") && !text.contains("I was hungry."), "a name came through");
    assert!(text.contains("Where is my order?"));
    assert_eq!(check(&desk, &path)["verdict"], "intact");
    assert_eq!(python(&desk, &path).1["withheld"], done["withheld"]);
}

#[test]
fn the_same_record_makes_the_same_bytes() {
    let (desk, release) = furnished();
    let args = json!({ "scope": "release", "id": release });
    let (first, _) = export(&desk, "one.zip", args.clone());
    let (second, _) = export(&desk, "two.zip", args);
    assert_eq!(std::fs::read(first).unwrap(), std::fs::read(second).unwrap());
}

#[test]
fn a_pack_is_read_like_a_workspace_at_its_own_positions_and_takes_nothing_in() {
    let (desk, release) = furnished();
    let before = desk.call("artefact.list", json!({ "kinds": ["problem", "idea"] }));
    assert_eq!(before["rows"].as_array().unwrap().len(), 2);
    let position = desk.length();
    let (path, done) = export(&desk, "autumn.zip", json!({ "scope": "release", "id": release }));
    let position = position.max(done["length"].as_u64().unwrap());
    let info = desk.call("workspace.open", json!({ "path": path, "read_only": true }));
    let why = info["read_only"].as_str().unwrap();
    assert!(why.starts_with("Evidence pack of release “Autumn”"), "{why}");
    assert!(why.ends_with(&format!("{} of {position} changes, read-only", done["changes"])), "{why}");
    assert_eq!(desk.length(), position, "positions are kept");
    let page = desk.page("PRB-1");
    assert_eq!(page["card"]["title"], "Where is my order?", "{page}");
    let found = desk.call("artefact.list", json!({ "kinds": ["problem", "idea"] }));
    assert_eq!(found["rows"].as_array().unwrap().len(), 1, "the idea is not in the pack");
    let thread = desk.call("trace", json!({ "id": "PRB-1" }));
    assert!(thread["nodes"].as_array().unwrap().len() >= 2, "{thread}");
    desk.refused_as("read-only", "artefact.add", json!({ "kind": "idea", "fields": { "title": "No" } }));
    desk.refused_as("read-only", "pack.export", json!({ "scope": "all", "path": desk.path("again.zip") }));
    let verdict = desk.call("workspace.verify", json!({}));
    assert_eq!(verdict["intact"], true, "{verdict}");
    assert!(verdict["proven"].to_string().contains("stands at its place in a log of"), "{verdict}");
    desk.call("workspace.close", json!({}));
    assert!(!left_in(&desk.path("cache")), "what was laid out goes with it");
}

#[test]
fn a_pack_of_all_opens_as_the_whole_record() {
    let (desk, _) = furnished();
    let (path, done) = export(&desk, "all.zip", json!({ "scope": "all" }));
    assert_eq!(done["changes"], done["length"]);
    desk.call("workspace.open", json!({ "path": path }));
    let found = desk.call("artefact.list", json!({ "kinds": ["problem", "idea"] }));
    assert_eq!(found["rows"].as_array().unwrap().len(), 2);
}

#[test]
fn a_damaged_pack_is_refused_with_its_first_fault_and_nothing_of_it_is_kept() {
    let (desk, _) = furnished();
    let (path, _) = export(&desk, "all.zip", json!({ "scope": "all" }));
    let mut bytes = std::fs::read(&path).unwrap();
    let at =
        bytes.windows(14).position(|w| w == b"changes.jsonl\x00" || w.starts_with(b"changes.jsonl")).unwrap();
    bytes[at + 60] ^= 0x11;
    std::fs::write(&path, &bytes).unwrap();
    let said = check(&desk, &path);
    assert_ne!(said["verdict"], "intact");
    let error = desk.refused("workspace.open", json!({ "path": path }));
    assert_eq!(error["code"], "damaged", "{error}");
    assert!(!left_in(&desk.path("cache")), "something of the pack was left");
    desk.call("workspace.state", json!({}));
}

#[test]
fn no_file_is_written_over_and_none_is_left_of_a_pack_that_failed() {
    let (desk, _) = furnished();
    let there = desk.write("there.zip", b"mine");
    desk.refused_as("already-exists", "pack.export", json!({ "scope": "all", "path": there }));
    assert_eq!(std::fs::read(&there).unwrap(), b"mine");
    let path = desk.path("never.zip");
    desk.refused("pack.export", json!({ "scope": "thread", "id": "PRB-99", "path": path }));
    desk.refused_as("bad-arguments", "pack.export", json!({ "scope": "some", "path": path }));
    assert!(!path.exists());
}

/// One file of a pack.
fn member(path: &str, name: &str) -> Option<Vec<u8>> {
    let file = std::fs::File::open(path).unwrap();
    let limits = throughline_store::exchange::archive::Limits::EXCHANGE;
    throughline_store::exchange::archive::Archive::open(file, limits).unwrap().read(name, 1 << 30).ok()
}

#[test]
fn a_pack_of_a_thread_or_of_all_holds_a_dossier_to_read_and_to_print() {
    let (desk, release) = furnished();
    for (name, args, kind, words) in [
        ("thread.zip", json!({ "scope": "thread", "id": "PRB-1" }), "The line of a problem", "Show a map"),
        ("all.zip", json!({ "scope": "all" }), "Dossier of a workspace", "Release Autumn"),
        ("release.zip", json!({ "scope": "release", "id": release }), "Dossier of a release", "Show a map"),
    ] {
        let (path, _) = export(&desk, name, args.clone());
        let page = String::from_utf8(member(&path, "dossier.html").unwrap()).unwrap();
        assert!(page.contains(kind) && page.contains(words), "{name}");
        assert!(member(&path, "dossier.pdf").unwrap().starts_with(b"%PDF-1.7"), "{name}");
        assert_eq!(check(&desk, &path)["verdict"], "intact", "{name}");
        let (again, _) = export(&desk, &format!("again-{name}"), args);
        assert_eq!(std::fs::read(&path).unwrap(), std::fs::read(again).unwrap(), "{name}");
    }
}

#[test]
fn where_nobody_may_be_named_a_plain_document_takes_the_place_of_the_dossier() {
    let (desk, _) = furnished();
    let (path, _) = export(&desk, "guarded.zip", json!({ "scope": "all", "without_personal": true }));
    let page = String::from_utf8(member(&path, "dossier.html").unwrap()).unwrap();
    assert!(page.contains("Where is my order?") && page.contains("without names"));
    assert!(!page.contains("Ana Petrova") && !page.contains("said-by"));
    assert!(member(&path, "dossier.pdf").unwrap().starts_with(b"%PDF-1.7"));
}

#[test]
fn anchors_go_with_the_checkpoint_that_they_are_about_and_are_checked_by_both_verifiers() {
    let (desk, _) = furnished();
    let note = desk.path("kept.txt");
    desk.call("anchor.add", json!({ "way": "file", "place": "The notary", "path": note }));
    desk.call("anchor.add", json!({ "way": "mail", "place": "Ms Okafor" }));
    let (path, _) = export(&desk, "all.zip", json!({ "scope": "all" }));
    let text = everything(&path);
    assert!(text.contains(r#""place":"The notary""#) && text.contains(r#""way":"mail""#));
    let kept = std::fs::read_to_string(&note).unwrap();
    assert!(text.contains(&kept), "the signed note lies in checkpoints/");
    let page = String::from_utf8(member(&path, "VERIFY.md").unwrap()).unwrap();
    assert!(page.contains("checkpoints that were kept elsewhere") && page.contains("Ms Okafor"), "{page}");
    let said = check(&desk, &path);
    assert_eq!(said["verdict"], "intact", "{said}");
    assert!(said["proven"].to_string().contains("2 anchors of the record"), "{said}");
    let (code, theirs) = python(&desk, &path);
    assert_eq!((code, &theirs["anchors"], &theirs["stamps"]), (Some(0), &json!(2), &json!(0)), "{theirs}");
    let dossier = String::from_utf8(member(&path, "dossier.html").unwrap()).unwrap();
    assert!(dossier.contains("Checkpoints kept elsewhere") && dossier.contains("The notary"));
}

#[test]
fn a_time_stamp_reply_goes_into_the_pack_with_a_request_that_it_answers() {
    let (desk, _) = furnished();
    let added = desk.call("anchor.add", json!({ "way": "mail", "place": "The authority" }));
    let anchor = added["saved"]["id"].as_str().unwrap();
    let query = desk.path("query.tsq");
    desk.call("anchor.request", json!({ "id": anchor, "path": query }));
    let folder = authority::stamped(&desk, &query);
    desk.call("anchor.stamp", json!({ "id": anchor, "path": folder.join("reply.tsr") }));
    let (path, _) = export(&desk, "all.zip", json!({ "scope": "all", "without_attachments": true }));
    let reply = member(&path, &format!("anchors/{anchor}-1.tsr")).unwrap();
    assert_eq!(reply, std::fs::read(folder.join("reply.tsr")).unwrap());
    let request = member(&path, &format!("anchors/{anchor}-1.tsq")).unwrap();
    assert_eq!(request, std::fs::read(&query).unwrap(), "the number is read out of the reply");
    let said = check(&desk, &path);
    assert!(said["proven"].to_string().contains("1 time-stamp reply"), "{said}");
    assert_eq!(python(&desk, &path).1["stamps"], 1);
    // What VERIFY.md says to do holds.
    let (reply_at, request_at) = (desk.write("a.tsr", &reply), desk.write("a.tsq", &request));
    let output = Command::new("openssl")
        .args(["ts", "-verify", "-queryfile"])
        .arg(request_at)
        .arg("-in")
        .arg(reply_at)
        .arg("-CAfile")
        .arg(folder.join("ca.pem"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Whether a laid-out pack lies in a cache folder.
fn left_in(cache: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(cache) else { return false };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.into_iter().any(|name| name.starts_with("reading-") || name.starts_with("scratch-"))
}
