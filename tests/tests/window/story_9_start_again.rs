//! Story 9: the market did not adopt it. The release goes back to ideate, then to empathise, and its path is no
//! straight line.

use fantoccini::key::Key;
use serde_json::{Value as Json, json};

use crate::stories::Story;

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn story_9_the_release_goes_back_twice_and_its_path_shows_it() {
    let mut story = Story::begin("09-start-again", "Food delivery app").await;
    story.window.fill("Name one user", "Hungry Hanna").await;
    story.window.key(Key::Enter).await;
    story.window.see("PER-1").await;

    story.window.begin("problem").await;
    story.window.pick("Persona", "Hanna").await;
    story.window.fill("Need", "to decide within a minute").await;
    story.window.fill("Because", "choosing tires her").await;
    story.window.save_new().await;
    story.window.begin("idea").await;
    story.window.type_text("Three dishes, not three hundred").await;
    story.window.pick("Problem", "decide within a minute").await;
    story.window.save_new().await;
    story.window.begin("prototype").await;
    story.window.type_text("A list of three").await;
    story.window.pick("Idea", "Three dishes").await;
    story.window.press("check", "Paper").await;
    story.window.save_new().await;
    story.window.begin("experiment").await;
    story.window.fill("We believe", "a list of three is ordered from").await;
    story.window.pick("Tests", "A list of three").await;
    story.window.save_new().await;
    story.window.begin("measurement").await;
    story.window.pick("Metric", "Order conversion").await;
    story.window.pick("Experiment", "a list of three").await;
    story.window.unfold().await;
    story.window.fill("Title", "Nobody ordered from it").await;
    story.window.fill("n", "40").await;
    story.window.fill("Successes", "0").await;
    let result = story.window.save_new().await;

    // Back to ideate, in two presses from the result.
    story.window.open_page(&result).await;
    story.window.press("button", "Loop back …").await;
    story.window.see("Because of MEA-1").await;
    story.picture("a-loop-back-from-the-result").await;
    story.window.press("button", "Loop back").await;
    story.window.closed().await;
    let back = returns(&story).await;
    assert_eq!((&back[0]["from"], &back[0]["to"]), (&json!("test"), &json!("ideate")));
    assert_eq!(back[0]["closed"], json!(false), "it stays open until something answers it");
    assert_eq!(story.gaps(31).await.len(), 1);

    story.window.begin("idea").await;
    story.window.type_text("One button: surprise me").await;
    story.window.pick("Problem", "decide within a minute").await;
    story.window.save_new().await;
    answer(&mut story, "LPB-1", "surprise me").await;

    story.window.begin("prototype").await;
    story.window.type_text("The button for everybody").await;
    story.window.pick("Idea", "surprise me").await;
    story.window.press("check", "Live").await;
    story.window.save_new().await;
    story.window.begin("observation").await;
    story.window.choose("Kind", "Metric").await;
    story.window.unfold().await;
    story.window.fill("Title", "Eight of ten never press it").await;
    let seen = story.window.save_new().await;

    // Back to empathise, in two presses from what was seen in the field.
    story.window.open_page(&seen).await;
    story.window.press("button", "Loop back …").await;
    story.window.see("Because of OBS-1").await;
    story.window.press("button", "Loop back").await;
    story.window.closed().await;

    open_release(&story).await;
    let open = story.window.see("open until something answers it").await;
    assert!(open.contains("answered by IDE-2"), "the first one has its answer: {open}");
    assert_eq!(returns(&story).await[1]["closed"], json!(false), "and the second one waits for its own");
    assert_eq!(arcs(&story).await, 2, "each return is an arc of the drawing");
    story.picture("the-path-with-one-return-open").await;
    story.window.go("Overview", None).await;
    story.window.see("LPB-2").await;
    story.picture("the-open-loop-back-on-the-overview").await;

    // Somebody listens again, and that answers it.
    story.window.go("Empathise", Some("Evidence reader")).await;
    story.window.press("button", "Add evidence").await;
    story
        .window
        .fill("Paste a transcript", "I do not want a surprise. I want to see what is warm and near.")
        .await;
    story.window.fill("Participant code", "P21").await;
    story.window.press("button", "Add evidence").await;
    story.window.closed().await;
    story.window.see("warm and near").await;
    story.picture("listening-again").await;
    answer(&mut story, "LPB-2", "P21").await;
    assert!(story.gaps(31).await.is_empty());

    open_release(&story).await;
    let told = story.window.see("answered by EVD-1").await;
    assert!(told.contains("answered by IDE-2"), "{told}");
    assert!(
        returns(&story).await.iter().all(|back| back["closed"] == json!(true)),
        "nothing is open any more"
    );
    let page = story.window.call("release.get", json!({})).await;
    let visits: Vec<&str> =
        page["visits"].as_array().unwrap().iter().map(|visit| visit["stage"].as_str().unwrap()).collect();
    let walked =
        ["empathise", "define", "ideate", "prototype", "test", "ideate", "prototype", "live", "empathise"];
    assert_eq!(visits, walked, "no straight line");
    assert_eq!(arcs(&story).await, 2);
    assert_eq!(steps(&story).await, walked.len(), "every visit is a point of the drawing");
    story.picture("the-path-is-no-straight-line").await;
    story.end().await;
}

/// Says what answers a loop-back, on its page.
async fn answer(story: &mut Story, loop_back: &str, with: &str) {
    story.window.open_page(loop_back).await;
    story.window.see("nothing answers it yet").await;
    story.window.press("button", "Answer it with …").await;
    story.window.see(&format!("What answers {loop_back}?")).await;
    story.window.pick("Closed by", with).await;
    story.window.press("button", "Close it").await;
    story.window.closed().await;
    story.window.see("Answered").await;
    story.picture(&format!("{loop_back}-is-answered")).await;
}

async fn open_release(story: &Story) {
    story.window.open_page("REL-1").await;
    story.window.see("Path").await;
    story.window.until("the path is drawn", async || (steps(story).await > 0).then_some(())).await;
}

async fn returns(story: &Story) -> Vec<Json> {
    let page = story.window.call("release.get", json!({})).await;
    page["returns"].as_array().cloned().unwrap_or_default()
}

/// Arcs of the drawing that lead back.
async fn arcs(story: &Story) -> usize {
    count(story, "svg path.back").await
}

/// Points of the drawing.
async fn steps(story: &Story) -> usize {
    count(story, ".drawing svg circle").await
}

async fn count(story: &Story, selector: &str) -> usize {
    let script = "return document.querySelectorAll(arguments[0]).length";
    let found = story.window.script(script, vec![json!(selector)]).await;
    usize::try_from(found.as_u64().unwrap_or_default()).unwrap_or_default()
}
