//! Story 5: a churn model of a telecom. Those who use it are the sales and marketing teams inside, not the subscribers.

use crate::stories::{Story, gaps};

const TALK: &str = "The list has a million names. I call the first forty, then my shift is over. Nobody told me why they are on it.";

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn story_5_the_teams_inside_are_the_end_users_and_told_apart() {
    let mut story = Story::begin("05-telecom-churn", "Churn radar").await;

    // Everybody thinks of the subscriber first.
    story.window.begin("persona").await;
    story.window.type_text("Subscriber who may leave").await;
    story.window.press("check", "Affected").await;
    story.window.save_new().await;
    story.window.go("Readiness", None).await;
    let told = story.window.see("no problem is that of an internal team").await;
    for sentence in ["is assumed: no evidence tells about them", "does not say who uses it"] {
        assert!(told.contains(sentence), "{sentence} in {told}");
    }
    assert_eq!([1, 2, 3].map(|rule| told_of(&told, rule)), [true; 3]);
    story.picture("only-the-subscriber").await;

    // The teams inside, from the view that tells the three kinds of people apart.
    story.window.go("Empathise", Some("Personas")).await;
    story.window.press("button", "Internal team › Name one").await;
    story.window.see("New persona").await;
    story.window.type_text("Sales agent in the call centre").await;
    story.window.save_and_go_on().await;
    story.window.type_text("Marketing planner of campaigns").await;
    story.window.press("check", "Internal team").await;
    story.window.save_new().await;
    story.window.see("Marketing planner").await;
    assert!(story.gaps(3).await.is_empty(), "who uses it and who is affected are told apart");
    assert_eq!(story.gaps(1).await.len(), 1, "but no problem is theirs yet");
    story.picture("told-apart").await;

    // What the agent says, read and kept.
    story.window.go("Empathise", Some("Evidence reader")).await;
    story.window.press("button", "Add evidence").await;
    story.window.fill("Paste a transcript", TALK).await;
    story.window.fill("Participant code", "S01").await;
    story.window.pick("Persona", "Sales agent").await;
    story.window.press("button", "Add evidence").await;
    story.window.closed().await;
    story.window.fill("type a passage", "then my shift is over").await;
    story.window.see("Found once.").await;
    story.window.press("button", "Keep as highlight").await;
    story.window.see("1 highlight").await;
    story.picture("the-agents-words").await;
    assert!(story.gaps(2).await.is_empty(), "one persona is no longer a guess");

    // A problem of theirs makes them the end users.
    story.window.begin("problem").await;
    story.window.pick("Persona", "Sales agent").await;
    story.window.fill("Need", "to know whom to call today").await;
    story.window.fill("Because", "the list names a million people and no reason").await;
    story.window.save_new().await;
    story.window.go("Readiness", None).await;
    story
        .window
        .until("rules 1 to 3 are content", async || {
            let told = story.window.call("readiness", serde_json::json!({})).await;
            [1, 2, 3].iter().all(|rule| gaps(&told, *rule).is_empty()).then_some(())
        })
        .await;
    story
        .window
        .until("the page says so", async || {
            (!story.window.text().await.contains("no problem is that of an internal team")).then_some(())
        })
        .await;
    story.picture("rules-1-to-3-are-content").await;

    story.window.go("Empathise", Some("Personas")).await;
    let people = story.window.see("Sales agent").await;
    let groups = ["End users", "Internal teams", "PER-2", "PER-3", "Affected people", "PER-1"];
    let places = groups.map(|words| people.find(words).unwrap_or_else(|| panic!("no {words} in {people}")));
    assert!(places.is_sorted(), "three groups, told apart: {people}");
    let [.., agent, planner, affected, _] = places;
    assert!(!people[agent..planner].contains("assumed"), "the agent was listened to: {people}");
    assert!(people[planner..affected].contains("assumed"), "nobody has asked marketing yet: {people}");
    assert!(people[affected..].contains("assumed"), "nor the subscriber: {people}");
    story.picture("who-is-known-and-who-is-assumed").await;

    let (_, answer) = story.check().await;
    assert!([1, 2, 3].iter().all(|rule| gaps(&answer, *rule).is_empty()), "the command line says the same");
    story.end().await;
}

/// Whether the page of the rules says that a rule misses something.
fn told_of(page: &str, rule: u64) -> bool {
    let words = [
        (1, "no problem is that of an internal team"),
        (2, "is assumed: no evidence"),
        (3, "does not say who uses it"),
    ];
    words.iter().any(|(number, words)| *number == rule && page.contains(words))
}
