//! Somebody withdraws their consent: what goes is shown first, and afterwards no file holds it.

use serde_json::json;

use crate::stories::Story;

/// What P07 said, and a part of it that a search would find.
const SAID: &str = "I hid it under the counter of the restaurant in Palm Street.";
const TRACE: &str = "counter of the restaurant";
const WHY: &str = "Consent withdrawn";

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn what_a_person_said_is_erased_with_a_preview_and_no_file_holds_it_any_more() {
    let mut story = Story::begin("erasing", "Food delivery app").await;
    story.window.go("Empathise", Some("Evidence reader")).await;
    story.window.press("button", "Add evidence").await;
    story.window.fill("Paste a transcript", SAID).await;
    story.window.fill("Participant code", "P07").await;
    story.window.press("button", "Add evidence").await;
    story.window.closed().await;
    story.window.see(TRACE).await;
    assert!(!story.holding(TRACE).is_empty(), "it was written down");

    story.window.open_page("EVD-1").await;
    story.window.choose_from("More", "Erase …").await;
    story.window.press("check", "Transcript").await;
    let preview = story.window.see("would be deleted for good").await;
    assert!(preview.contains(SAID), "what goes is read before it goes: {preview}");
    story.picture("what-would-go").await;
    story.window.press("button", "Erase for good").await;
    story.window.see("Say why it is erased").await;
    let before = story.window.call("workspace.state", json!({})).await["position"].as_u64().unwrap();
    story.window.fill("Why", WHY).await;
    story.window.press("button", "Erase for good").await;
    story.window.see("found nowhere").await;
    let after = story.window.call("workspace.state", json!({})).await["position"].as_u64().unwrap();
    assert_eq!(after, before + 1, "one change");
    story.picture("it-is-gone").await;
    assert_eq!(
        story.holding(TRACE),
        Vec::<std::path::PathBuf>::new(),
        "no file holds it while the window is open"
    );

    story.window.press("button", "Done").await;
    let page = story.window.see("Erased: Transcript").await;
    assert!(!page.contains(TRACE), "{page}");
    story.picture("the-page-says-so").await;
    story.window.audit("Room").await;
    story.window.choose_from("Views of Audit › Lists", "Erased and on hold").await;
    let list = story.window.see(WHY).await;
    assert!(list.contains("EVD-1") && list.contains("Mira Anand"), "who, what, why: {list}");
    story.picture("erased-by-whom-and-why").await;
    let (found, said) = story.terminal(&["search", "counter"]).await;
    assert!(!said.contains("EVD-1"), "{found} {said}");

    let file = story.file().await;
    let story = story.again(&[file.to_str().unwrap()]).await;
    assert_eq!(story.holding(TRACE), Vec::<std::path::PathBuf>::new(), "nor once it was closed");
    story.end().await;
}
