//! Story 8: one action, from the palette, restores the earlier model, data and code as what is live, and records why. What
//! cannot be restored whole says what it lacks, and the day itself answers what ran before and what after.

use fantoccini::key::Key;
use serde_json::json;

use crate::stories::Story;

const PREPARED: &str = include_str!("../../stories/recommender.txt");
const LATER: &str = "
    bundle make --label 1.3-hotfix --model ranker@1 --data none
    set DEP-1 -f until=2026-02-10 -f status=retired
    add deployment -t |2.0 for everyone| -f bundle=BUN-2 -f audience=everyone -f share=100 -f environment=production -f from=2026-02-10 -f status=live -f roll-back-target=BUN-3 -f |monitoring-plan=Order conversion, hourly.| -f |recovery-plan=Ines rolls back.|
    observe DEP-2 --kind incident --severity major --title |Every list is empty|
";
const WHY: &str = "Every list is empty since noon.";

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn story_8_one_action_restores_the_earlier_bundle_and_the_day_tells_before_from_after() {
    let mut story = Story::begin("08-roll-back", "Food delivery app").await;
    story.tell(PREPARED).await;
    story.tell(LATER).await;
    story.window.open_page("DEP-2").await;
    let page = story.window.see("What is missing").await;
    assert!(
        page.contains("It has no data version."),
        "the target’s gap is known before it is needed: {page}"
    );
    story.picture("the-named-target-is-not-whole").await;
    roll_back(&mut story).await;
    before_and_after(&mut story).await;
    story.end().await;
}

/// From the palette, with the reason under the cursor at once.
async fn roll_back(story: &mut Story) {
    story.window.command("roll back", "Roll back DEP-2").await;
    story.window.see("1.4 takes the place of 2.0 for everyone, at once.").await;
    story
        .window
        .until("the cursor stands in the reason", async || {
            (story.window.script("return document.activeElement?.tagName", vec![]).await == json!("TEXTAREA"))
                .then_some(())
        })
        .await;
    story.window.type_text(WHY).await;
    // The target that was named: what it lacks is said, and it is not restored by a slip.
    story.window.press("check", "1.3-hotfix").await;
    let form = story.window.see("1.3-hotfix cannot be restored as it was.").await;
    assert!(form.contains("It has no data version."), "{form}");
    assert!(story.window.look("button", "Roll back now").await.is_none(), "only knowingly");
    story.picture("what-the-target-lacks").await;
    story.window.key(Key::Down).await;
    let form = story.window.see("1.4 takes the place of 2.0 for everyone, at once.").await;
    for words in ["ranker 2", "ranker 1", "orders 2", "orders 1", "200", "100"] {
        assert!(form.contains(words), "{words} in {form}");
    }
    story.window.press("button", "OBS-1").await;
    story.window.find("button", "Take away").await;
    story.picture("the-one-before-is-whole").await;
    story.window.chord(&[Key::Control], char::from(Key::Enter)).await;
    story.window.closed().await;
    let page = story.window.see("Restored in place of").await;
    assert!(page.contains(WHY) && page.contains("by Mira Anand"), "{page}");
    story.picture("model-data-and-code-are-back").await;
    let (_, log) = story.terminal(&["log", "--limit", "1"]).await;
    assert!(story.terminal(&["observations", "--asking"]).await.0, "and what was seen is answered by it");
    assert!(log.contains(WHY) && log.contains("added the deployment DEP-3"), "{log}");
    let live = story.window.call("live.on", json!({})).await;
    let parts = live["rows"][0]["bundle"]["parts"].as_array().unwrap();
    let parts: Vec<&str> = parts.iter().map(|part| part["card"]["short"].as_str().unwrap()).collect();
    assert_eq!(parts, ["MOD-1", "DAT-1", "COD-1"], "{live}");
}

async fn before_and_after(story: &mut Story) {
    story.window.go("Deployments", Some("Rollout")).await;
    story.window.see("1.4 restored for everyone").await;
    story.picture("the-plot-shows-the-way-back").await;
    let live = story.window.call("live.on", json!({})).await;
    let (day, time) = live["rows"][0]["run"]["from"].as_str().unwrap().split_at(10);
    let clock = &time[1..6];
    let sentence = format!("2.0 for everyone until {clock} UTC; 1.4 for everyone from {clock} UTC.");
    story.window.go("Deployments", Some("Live on a day")).await;
    let page = story.window.see(&sentence).await;
    assert!(page.contains(WHY), "{page}");
    story.picture("the-day-tells-before-from-after").await;
    let (_, said) = story.terminal(&["live", "--on", day]).await;
    assert!(said.contains(&sentence) && said.contains(WHY), "{said}");
    story.window.press("button", "The day before").await;
    story
        .window
        .until("the day before had the later one alone", async || {
            let text = story.window.text().await;
            (text.contains(": 2.0 for everyone.") && !text.contains("1.4 for everyone")).then_some(())
        })
        .await;
    story.picture("the-day-before").await;
}
