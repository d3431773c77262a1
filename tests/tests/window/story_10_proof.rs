//! Story 10, its other half: whether anybody changed the record since, by what was kept elsewhere; and what a stranger
//! can check without the application.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use rusqlite::Connection;
use serde_json::{Value as Json, json};

use crate::stories::Story;
use crate::story_10_the_auditor::{Live, text};

/// Gathering a whole record and setting its pages, in a build that is not optimised and on a loaded machine.
const LONG: Duration = Duration::from_secs(300);
const FORGED: &str = "No. It was never decided.";

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn story_10_what_was_kept_elsewhere_shows_a_change_and_a_stranger_checks_the_pack() {
    let mut story = Story::in_the_sample("10-proof").await;
    let live = Live::now(&story).await;
    let file = story.file().await;
    let elsewhere = story.folder("elsewhere");
    let kept = elsewhere.join("checkpoint.txt");
    let place = keep_a_checkpoint(&mut story, &kept).await;
    go_on(&story).await;
    verify(&mut story, &kept, &format!("Intact; anchored through #{place} by checkpoint.txt")).await;
    save_the_dossier(&mut story, &live.model, &elsewhere.join("why.pdf")).await;

    let copy = elsewhere.join("copy.throughline");
    back_up(&mut story, &copy).await;
    let (bad, author) = outcome_of(&story, &live.decision).await;
    forge(&copy, &bad);
    story = story.again(&[copy.to_str().unwrap()]).await;
    name_what_was_changed(&mut story, &kept, &live.decision, &bad, &author).await;

    story = story.again(&["--read-only", file.to_str().unwrap()]).await;
    only_read(&mut story, &kept, &place).await;
    let pack = elsewhere.join("everything.zip");
    export_a_pack(&mut story, &pack).await;
    a_stranger_checks(&pack, &kept, &place);
    open_the_pack(&mut story, &pack, &elsewhere.join("damaged.zip")).await;
    story.end().await;
}

/// Saved to a file outside the workspace; answers with the place in the log it vouches for.
async fn keep_a_checkpoint(story: &mut Story, to: &Path) -> String {
    story.window.audit("Anchors").await;
    story.window.press("button", "Keep a checkpoint").await;
    story.window.press("button", "How it is kept › File").await;
    story.window.fill("New file", to.to_str().unwrap()).await;
    story.window.fill("Who keeps it", "Mailed to the auditors, Ms Okafor").await;
    story.picture("keeping-a-checkpoint").await;
    story.window.press("button", "Keep and record").await;
    story.window.see("Checkpoint through #").await;
    story.picture("a-checkpoint-is-kept").await;
    let note = std::fs::read_to_string(to).unwrap();
    note.lines().nth(1).expect("origin, size, root").to_owned()
}

async fn go_on(story: &Story) {
    story.window.begin("persona").await;
    story.window.type_text("Somebody who came later").await;
    story.window.save_new().await;
}

/// Recomputes all of it, and compares it with what was kept.
async fn verify(story: &mut Story, kept: &Path, says: &str) {
    story.window.audit("Verify").await;
    story.window.press("button", "Compare with checkpoints that were kept").await;
    story.window.fill("A file", kept.to_str().unwrap()).await;
    story.window.press("button", "Verify").await;
    story.window.see_within(LONG, says).await;
    story.window.in_sight(says).await;
    story.picture("verified").await;
}

async fn save_the_dossier(story: &mut Story, model: &Json, to: &Path) {
    story.window.open_page(text(model, "short")).await;
    story.window.press("link", "Dossier of this version").await;
    story.window.press("button", "Save as PDF").await;
    story.window.fill("Save to", to.to_str().unwrap()).await;
    story.window.press("button", "Save as PDF").await;
    story.window.see_within(LONG, "SHA-256 of the file").await;
    story.picture("the-dossier-is-saved").await;
    story.window.press("button", "Close").await;
    let bytes = std::fs::read(to).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7") && bytes.len() > 50_000, "{} bytes", bytes.len());
}

async fn back_up(story: &mut Story, to: &Path) {
    story.window.audit("Verify").await;
    story.window.fill("Copy to", to.to_str().unwrap()).await;
    story.window.press("button", "Back up").await;
    story.window.see_within(LONG, "Copied and verified").await;
    story.picture("backed-up").await;
}

/// What a decision came to, and where that stands.
struct Outcome {
    words: String,
    /// The change, by its place in the log.
    position: u64,
}

async fn outcome_of(story: &Story, decision: &Json) -> (Outcome, String) {
    let short = text(decision, "short");
    let page = story.window.call("artefact.get", json!({ "id": short })).await;
    let fields = page["fields"].as_array().unwrap();
    let words = text(fields.iter().find(|field| field["name"] == "outcome").unwrap(), "value").to_owned();
    let log = story.window.call("log", json!({ "id": short, "limit": 100 })).await;
    let rows = log["rows"].as_array().unwrap();
    // The newest first, so the last one that says it is the one that set it.
    let set = rows.iter().rfind(|row| row["records"].to_string().contains(&words)).expect("it was set once");
    (Outcome { words, position: set["position"].as_u64().unwrap() }, text(set, "by").to_owned())
}

/// Somebody with the file and nothing else lets the decision say something else, as SQL can; the file is closed.
fn forge(file: &Path, outcome: &Outcome) {
    let connection = Connection::open(file).unwrap();
    let guards: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (name, _) in &guards {
        connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    let changed = connection
        .execute(
            "UPDATE content SET bytes = CAST(replace(CAST(bytes AS TEXT), ?1, ?2) AS BLOB) \
             WHERE instr(CAST(bytes AS TEXT), ?1) > 0",
            [outcome.words.as_str(), FORGED],
        )
        .unwrap();
    assert_eq!(changed, 1, "one body holds “{}”", outcome.words);
    for (_, sql) in &guards {
        connection.execute_batch(sql).unwrap();
    }
}

async fn name_what_was_changed(story: &mut Story, kept: &Path, decision: &Json, bad: &Outcome, author: &str) {
    verify(story, kept, "Not intact: 1 fault found").await;
    let page = story.window.text().await;
    let (short, title) = (text(decision, "short"), text(decision, "title"));
    for words in [
        format!("the first at #{}.", bad.position),
        format!("{short} “{title}”"),
        format!("recorded by {author}"),
    ] {
        assert!(page.contains(&words), "{words} in {page}");
    }
    let (done, told) = story.terminal(&["verify", "--checkpoint", kept.to_str().unwrap()]).await;
    assert!(!done && told.contains(&format!("the first at #{}.", bad.position)), "{told}");
}

/// Nothing can be written, and the window says so before anybody tries.
async fn only_read(story: &mut Story, kept: &Path, place: &str) {
    story.window.command("dark", "Dark theme").await;
    let page = story.window.see("Nothing can be changed here").await;
    assert!(page.contains("Read-only"), "{page}");
    story.picture("opened-to-read").await;
    let before = story.window.call("workspace.state", json!({})).await["position"].clone();
    let idea = json!({ "kind": "idea", "fields": { "title": "One more" }, "links": [] });
    let refused = story.window.refused("artefact.add", idea).await;
    assert_eq!(refused["code"], "read-only", "{refused}");
    assert!(text(&refused, "message").contains("can only be read"), "{refused}");
    assert!(text(&refused, "hint").contains("open it again"), "{refused}");
    story.window.go("Ideate", None).await;
    story.window.find("heading", "Ideate").await;
    story.window.type_text("n").await;
    story.window.audit("Anchors").await;
    story.window.see("Ms Okafor").await;
    assert!(story.window.look("button", "Keep a checkpoint").await.is_none(), "it is not offered");
    assert!(story.window.look("dialog", "New idea").await.is_none(), "and no key opens a form");
    story.picture("anchors-read-only").await;
    verify(story, kept, &format!("Intact; anchored through #{place} by checkpoint.txt")).await;
    let after = story.window.call("workspace.state", json!({})).await["position"].clone();
    assert_eq!(before, after, "looking wrote nothing");
}

async fn export_a_pack(story: &mut Story, to: &Path) {
    story.window.audit("Evidence packs").await;
    story.window.press("button", "The whole record").await;
    story.window.fill("New file", to.to_str().unwrap()).await;
    story.window.press("button", "Export evidence pack").await;
    story.window.see_within(LONG, "Evidence pack of the whole record:").await;
    story.picture("the-pack-is-written").await;
}

/// With Python alone, in a folder where nothing else is.
fn a_stranger_checks(pack: &Path, kept: &Path, place: &str) {
    let theirs = tempfile::tempdir().unwrap();
    let python = |args: &[&Path]| -> Output {
        Command::new("python3").args(args).current_dir(theirs.path()).output().unwrap()
    };
    let script = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract('verify.py', '.')";
    assert!(python(&[Path::new("-c"), Path::new(script), pack]).status.success());
    let verifier = PathBuf::from("verify.py");
    let intact = python(&[&verifier, pack]);
    let said = String::from_utf8_lossy(&intact.stdout).into_owned();
    assert!(intact.status.success() && said.starts_with("INTACT, but not anchored"), "{said}");
    let anchored = python(&[&verifier, pack, Path::new("--checkpoint"), kept]);
    let said = String::from_utf8_lossy(&anchored.stdout).into_owned();
    assert!(said.starts_with(&format!("INTACT, and anchored through #{place}")), "{said}");

    let damaged = damage(pack, &theirs.path().join("damaged.zip"));
    let found = python(&[&verifier, &damaged]);
    let said = String::from_utf8_lossy(&found.stdout).into_owned();
    assert_eq!(found.status.code(), Some(1), "{said}");
    assert!(said.starts_with("DAMAGED"), "{said}");
}

/// A copy of which one bit in the middle is another.
fn damage(pack: &Path, to: &Path) -> PathBuf {
    let mut bytes = std::fs::read(pack).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(to, bytes).unwrap();
    to.to_owned()
}

/// The damaged one is named as such; the whole one is browsed like a workspace.
async fn open_the_pack(story: &mut Story, pack: &Path, damaged: &Path) {
    damage(pack, damaged);
    story.window.fill("The pack", damaged.to_str().unwrap()).await;
    story.window.press("button", "Check").await;
    story.window.see_within(LONG, "Damaged:").await;
    assert!(story.window.look("button", "Open it to read").await.is_none());
    story.picture("a-damaged-pack").await;
    story.window.retype("The pack", pack.to_str().unwrap()).await;
    story.window.press("button", "Check").await;
    story.window.see_within(LONG, "Intact, but not anchored").await;
    story.picture("an-intact-pack").await;
    story.window.press("button", "Open it to read").await;
    story.window.see_within(LONG, "Read-only: Evidence pack of the whole record").await;
    let live = Live::now(story).await;
    story.window.open_page(text(&live.model, "short")).await;
    story.window.see("Why is this in production?").await;
    story.picture("browsing-the-pack").await;
    let refused = story.window.refused("artefact.remove", json!({ "id": live.model["id"] })).await;
    assert_eq!(refused["code"], "read-only", "{refused}");
}
