//! Two copies meet in the window: one comes as a file that is dropped on it, one is chosen from the page; what they say of
//! one field is settled by hand.

use std::path::{Path, PathBuf};

use fantoccini::key::Key;
use serde_json::json;

use crate::stories::Story;

const OURS: &str = "Late at lunch";
const THEIRS: &str = "Late on rainy days";
const BO: &str = "Bo Lindqvist";

/// A colleague's copy, which is written from a terminal of theirs.
struct Bo {
    file: PathBuf,
}

impl Bo {
    fn says(&self, story: &Story, args: &[&str]) -> String {
        story.elsewhere("bo", &self.file, &[args, &["--as", BO]].concat())
    }
}

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn another_copy_is_dropped_on_the_window_and_what_both_changed_is_settled() {
    let mut story = Story::begin("copies", "Food delivery app").await;
    let problem =
        story.given("problem", json!({ "title": "Late orders", "need": "to plan the break" })).await;
    story.given("stakeholder", json!({ "title": BO })).await;
    let bo = Bo { file: story.folder("bo-copy").join("bo.throughline") };
    let (done, said) = story.terminal(&["backup", bo.file.to_str().unwrap()]).await;
    assert!(done, "{said}");
    let since = story.window.call("workspace.state", json!({})).await["position"].clone();

    bo.says(&story, &["set", &problem, "-f", &format!("title={THEIRS}")]);
    bo.says(&story, &["add", "idea", "-t", "A clock on every order"]);
    let mail = story.folder("mail").join("changes of bo.tlx");
    bo.says(&story, &["export", "changes", "--since", &format!("#{since}"), "--to", mail.to_str().unwrap()]);
    story.window.open_page(&problem).await;
    let ours = json!({ "id": problem, "fields": { "title": OURS }, "links": [], "unlinks": [] });
    story.window.call("artefact.set", ours).await;
    story.window.see(OURS).await;

    drop_on_the_window(&story, &mail).await;
    let page = story.window.see("1 conflict will come of it").await;
    assert!(page.contains(BO) && page.contains("Looking takes nothing in."), "{page}");
    assert!(!page.contains("Drop to attach"), "the page behind it has let go of what was dropped: {page}");
    assert_eq!(story.window.call("conflicts", json!({})).await["rows"], json!([]), "nothing came in yet");
    story.picture("who-would-bring-what").await;
    let on = async || story.window.focused().await.contains("Take in 3 changes").then_some(());
    story.window.until("the keyboard stands on what comes next", on).await;
    story.window.key(Key::Enter).await;
    story.window.see("1 conflict comes of it").await;
    story.picture("who-brought-what").await;
    story.window.press("link", "Settle 1 conflict").await;

    let page = story.window.see("1 field is in conflict.").await;
    for words in [OURS, THEIRS, "Mira Anand", BO] {
        assert!(page.contains(words), "both values with who set them: {words} in {page}");
    }
    story.picture("two-values-for-one-field").await;
    story.window.press("button", &format!("{THEIRS} › Keep this")).await;
    story.window.see("Nothing is in conflict").await;
    story.picture("it-is-settled").await;
    let (_, log) = story.terminal(&["log", &problem]).await;
    assert!(log.contains(OURS) && log.contains(THEIRS), "what was not kept is still told: {log}");
    let (_, shown) = story.terminal(&["show", &problem]).await;
    assert!(shown.contains(THEIRS) && !shown.contains(OURS), "{shown}");

    choose_their_file(&mut story, &bo).await;
    story.end().await;
}

/// Their whole file this time, chosen from the page of copies, by keyboard.
async fn choose_their_file(story: &mut Story, bo: &Bo) {
    bo.says(story, &["add", "idea", "-t", "Say when it will come"]);
    story.window.audit("Copies").await;
    story.window.press("button", "Take in another copy…").await;
    story.window.fill("Another copy’s file", bo.file.to_str().unwrap()).await;
    story.window.press("button", "Look first").await;
    let page = story.window.see("1 idea").await;
    assert!(page.contains(BO) && !page.contains("conflict will come"), "{page}");
    story.window.press("button", "Take in").await;
    story.window.press("button", "Done").await;
    story.window.closed().await;
    story.window.command("Say when it will come", "Say when it will come").await;
    story.window.find("heading", "Say when it will come").await;
    story.picture("their-idea-is-here").await;
}

/// Lets a file go over the window, as a file manager does.
async fn drop_on_the_window(story: &Story, file: &Path) {
    let bytes = std::fs::read(file).unwrap();
    let drop = "const [bytes, name] = arguments; const data = new DataTransfer(); \
        data.items.add(new File([Uint8Array.from(bytes)], name)); \
        for (const type of ['dragover', 'drop']) \
          document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data })); \
        return data.files.length";
    let name = file.file_name().unwrap().to_str().unwrap();
    let dropped = story.window.script(drop, vec![json!(bytes), json!(name)]).await;
    assert_eq!(dropped, json!(1), "the file lies in what is dropped");
    story.window.find("heading", "Take in another copy").await;
}
