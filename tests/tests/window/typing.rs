//! What was typed is there again after a crash, and the log holds no more of it than one change.

use serde_json::{Value as Json, json};

use crate::desktop::Desktop;

/// A little over two thousand characters, as somebody would write them down after an interview.
fn long_note() -> String {
    let sentence = "She opens the app after work, scrolls, compares, goes back, and orders what she had. ";
    let mut text: String = (1..=24).map(|n| format!("{n}. {sentence}")).collect();
    text.truncate(2000);
    assert_eq!(text.len(), 2000);
    text
}

async fn length(window: &Desktop) -> u64 {
    window.call("workspace.state", json!({})).await["position"].as_u64().unwrap()
}

/// How many characters the drafts hold.
async fn drafted(window: &Desktop) -> usize {
    let drafts = window.call("draft.list", json!({})).await;
    drafts["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|draft| longest_text(&draft["form"]))
        .max()
        .unwrap_or(0)
}

fn longest_text(value: &Json) -> usize {
    match value {
        Json::String(text) => text.chars().count(),
        Json::Array(list) => list.iter().map(longest_text).max().unwrap_or(0),
        Json::Object(map) => map.values().map(longest_text).max().unwrap_or(0),
        _ => 0,
    }
}

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn a_crash_while_typing_a_new_artefact_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let window = Desktop::open(home.path(), &[]).await;
    window.create_workspace("Crash", "Ada", "Food delivery app").await;
    let before = length(&window).await;

    window.begin("persona").await;
    window.type_text("Hungry Hanna").await;
    window.enter("Goals").await;
    let note = long_note();
    window.type_text(&note).await;
    assert_eq!(window.value("Goals").await, note, "the field holds every character in order");
    // The draft follows the keys within a quarter of a second; a crash in that quarter may lose it.
    window.until("the draft holds the note", async || (drafted(&window).await == 2000).then_some(())).await;
    window.crash().await;

    let file = home.path().join("workspaces/Crash.throughline");
    let window = Desktop::open(home.path(), &[file.to_str().unwrap()]).await;
    window.see("Food delivery app").await;
    assert!(length(&window).await <= before + 1, "the log grew by at most one change");
    window.begin("persona").await;
    window.see("Restored what you typed").await;
    assert_eq!(window.value("Goals").await, note);
    assert_eq!(window.value("Name").await, "Hungry Hanna");

    window.press("check", "End user").await;
    window.save("PER-1").await;
    assert!(length(&window).await <= before + 1, "one form is one change");
    window.close().await;
}

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn a_crash_while_changing_an_artefact_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let window = Desktop::open(home.path(), &[]).await;
    window.create_workspace("Crash", "Ada", "Food delivery app").await;
    window.begin("persona").await;
    window.type_text("Hungry Hanna").await;
    window.press("check", "End user").await;
    window.save("PER-1").await;
    let before = length(&window).await;

    window.command("Hungry", "PER-1").await;
    window.see("Show thread").await;
    window.open_field("Notes").await;
    let note = long_note();
    window.type_text(&note).await;
    window.until("the draft holds the note", async || (drafted(&window).await == 2000).then_some(())).await;
    window.crash().await;

    let file = home.path().join("workspaces/Crash.throughline");
    let window = Desktop::open(home.path(), &[file.to_str().unwrap()]).await;
    window.see("Food delivery app").await;
    window.command("Hungry", "PER-1").await;
    window.see("Restored what you typed").await;
    assert_eq!(window.value("Notes").await, note);
    assert!(length(&window).await <= before + 1, "the log grew by at most one change");
    window.close().await;
}
