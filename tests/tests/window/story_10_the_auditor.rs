//! Story 10: two years later an auditor picks the model in production, reads back to the words of a user, and looks at
//! what was known on the day it was let in. `story_10_proof.rs` asks whether anybody changed it since.

use fantoccini::key::Key;
use serde_json::{Value as Json, json};

use crate::stories::Story;

/// Nobody at the table knew it on the day; it was so on the day.
const LATE: &str = "Four orders went to the wrong door";
const SEED: &str = "2026-11-26 / 4 1 6 6 2";
const FINDING: &str = "The page says who agreed and leaves out who was asked.";

/// What is in production, as the window answers.
pub struct Live {
    pub model: Json,
    pub decision: Json,
}

impl Live {
    /// The first of what runs that a decision on record put there.
    pub async fn now(story: &Story) -> Live {
        let live = story.window.call("live.on", json!({})).await;
        let rows = live["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["why"][0].is_object()).expect("a decision put it there");
        let parts = row["bundle"]["parts"].as_array().unwrap();
        let model = parts.iter().find(|part| part["card"]["kind"] == "model-version").unwrap();
        Live { model: model["card"].clone(), decision: row["why"][0]["decision"].clone() }
    }
}

pub fn text<'a>(of: &'a Json, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_else(|| panic!("{name} of {of}"))
}

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn story_10_the_model_in_production_leads_back_to_the_words_and_its_day_is_read_both_ways() {
    let mut story = Story::in_the_sample("10-the-auditor").await;
    let live = Live::now(&story).await;
    find_it_by_keyboard(&mut story, &live).await;
    back_to_the_words(&mut story, &live.model).await;
    go_to_the_day(&mut story, &live.decision).await;
    who_decided(&mut story, &live.decision).await;
    draw_a_sample(&mut story).await;
    story.end().await;
}

/// Deployments, what is live, its model, why it is there: without the mouse.
async fn find_it_by_keyboard(story: &mut Story, live: &Live) {
    let (short, title) = (text(&live.model, "short"), text(&live.model, "title"));
    story.window.type_text("gl").await;
    story.window.find("heading", "Rollout").await;
    story.window.tab_to("Live on a day").await;
    story.window.key(Key::Enter).await;
    let page = story.window.see(title).await;
    assert!(page.contains(text(&live.decision, "title")), "it says why it is there: {page}");
    story.picture("what-is-live").await;
    story.window.tab_to(short).await;
    story.window.key(Key::Enter).await;
    story.window.find("link", "Show thread").await;
    story.window.see("Why is this in production?").await;
    story.picture("the-model").await;
    story.window.tab_to("Dossier of this version").await;
    story.window.key(Key::Enter).await;
    story.window.find("button", "Save as PDF").await;
    let page = story.window.see("Why is this in production?").await;
    for words in [title, text(&live.decision, "title")] {
        assert!(page.contains(words), "{words} in {page}");
    }
    story.picture("why-is-this-in-production").await;
}

/// From the model by its thread to what somebody said.
async fn back_to_the_words(story: &mut Story, model: &Json) {
    let (short, title) = (text(model, "short"), text(model, "title"));
    let thread = story.window.call("trace", json!({ "id": short, "direction": "back" })).await;
    let said: Vec<&str> = thread["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|node| node["card"]["kind"] == "highlight")
        .map(|node| text(&node["card"], "title").trim_matches(['“', '”']))
        .collect();
    assert!(said.len() >= 3, "{said:?}");
    let reached = story.window.reach_the_words(short, title, &said).await;
    println!("the model leads back to “{reached}”");
    story.picture("the-words").await;
    let (_, told) = story.terminal(&["trace", short, "--direction", "back"]).await;
    assert!(told.contains(reached), "a terminal comes to the same words: {told}");
}

/// Whether a change of the log accepts a decision.
fn accepts(change: &Json) -> bool {
    let records = change["records"].as_array().unwrap().iter();
    let mut fields = records.flat_map(|record| record["fields"].as_array().unwrap());
    fields.any(|field| field["name"] == "status" && field["after"] == "accepted")
}

/// The whole application as of the change that settled it, on both axes of time.
async fn go_to_the_day(story: &mut Story, decision: &Json) {
    let short = text(decision, "short");
    let log = story.window.call("log", json!({ "id": short, "limit": 100 })).await;
    let settled =
        log["rows"].as_array().unwrap().iter().find(|row| accepts(row)).expect("it was accepted by a change");
    let (place, day) = (&settled["position"], &text(settled, "received")[..10]);
    // Two years later somebody remembers.
    story
        .given_on(
            day,
            "observation",
            json!({ "title": LATE, "kind": "incident", "date": day, "severity": "minor" }),
        )
        .await;

    story.window.open_page(short).await;
    story.window.press("button", "History").await;
    story.window.find("heading", &format!("History of {short}")).await;
    story.window.press("button", &format!("#{place}")).await;
    story.window.press("button", "Look at the workspace as of this change").await;
    let page = story.window.see(&format!("As of change {place}")).await;
    assert!(page.contains("what was known then. Nothing can be changed here."), "{page}");
    story.window.closed().await;
    story.window.find("heading", short).await;
    let page = story.window.see("Outcome").await;
    assert!(!page.contains("Its review was due"), "what came later asks for nothing on that day: {page}");
    story.picture("the-decision-on-its-day").await;

    story.window.go("Deployments", Some("Observations")).await;
    story.window.find("heading", "Observations").await;
    let known =
        story.window.call("observations", json!({ "at": { "mode": "position", "position": place } })).await;
    story.window.see(text(&known["rows"][0]["mark"]["card"], "short")).await;
    assert!(!story.window.text().await.contains(LATE), "nobody knew it then");
    story.picture("what-was-known-then").await;
    story.window.press("button", "so then").await;
    story.window.see("what we now know was so then").await;
    story.window.see(LATE).await;
    story.picture("what-was-so-then").await;
    story.window.press("button", "known then").await;
    story.window.see("what was known then").await;
    story
        .window
        .until("what was not known is not shown", async || {
            (!story.window.text().await.contains(LATE)).then_some(())
        })
        .await;
}

/// In the auditor's room, still on that day, and then with what is known now.
async fn who_decided(story: &mut Story, decision: &Json) {
    let decided = story.window.call("audit.decided", json!({})).await;
    let rows = decided["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["card"]["short"] == decision["short"]).unwrap();
    let objections: Vec<&Json> = row["stances"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["stance"])
        .filter(|stance| stance["position"] == "object")
        .collect();
    assert!(!objections.is_empty(), "somebody objected, and it was decided all the same: {row}");

    story.window.go("Audit", None).await;
    story.window.find("heading", "Audit").await;
    story.picture("the-room-on-that-day").await;
    story.window.choose_from("Views of Audit › Lists", "Who decided").await;
    let title = text(decision, "title");
    story.window.see(title).await;
    story.scroll_to(title).await;
    let page = story.window.text().await;
    for words in [text(&row["deciders"][0], "title"), "what was known then"] {
        assert!(page.contains(words), "{words} in {page}");
    }
    for one in objections {
        assert!(page.contains(text(&one["stakeholder"], "title")), "{page}");
        assert!(page.contains(text(one, "reason")), "{page}");
    }
    story.picture("who-decided-and-who-objected").await;
    story.window.press("button", "Back to now").await;
    story
        .window
        .until("the page is of now", async || {
            (!story.window.text().await.contains("what was known then")).then_some(())
        })
        .await;
    story.window.choose_from("Views of Who decided › Lists", "Late entries").await;
    let page = story.window.see("OBS-").await;
    assert!(page.contains("back-dated"), "what was told afterwards is marked: {page}");
    story.picture("late-entries").await;
}

/// A few to read in full, which nobody could choose; one is ticked off with a finding.
async fn draw_a_sample(story: &mut Story) {
    story.window.audit("Sample").await;
    story.window.press("button", "Draw a sample").await;
    story.window.fill("Seed", SEED).await;
    story.window.retype("How many", "3").await;
    story.window.press("button", "Show what would be drawn").await;
    story.window.see("as the log stands at change").await;
    let items = "return [...document.querySelectorAll('dialog[open] ol .id')].map((e) => e.innerText.trim())";
    let shown: Vec<String> =
        serde_json::from_value(story.window.script(items, vec![]).await).expect("a list of ids");
    assert_eq!(shown.len(), 3, "{shown:?}");
    story.picture("what-would-be-drawn").await;
    story.window.press("button", "Draw and record").await;
    story.window.closed().await;
    let page = story.window.see("0 of 3 checked").await;
    for short in &shown {
        assert!(page.contains(short), "the seed draws what it showed: {short} in {page}");
    }
    assert!(page.contains(SEED), "the seed is printed: {page}");

    story.window.press("button", &format!("Finding …: {}", shown[0])).await;
    story.window.see("what did you see?").await;
    story.window.fill("What you saw", FINDING).await;
    story.picture("a-finding").await;
    story.window.seal().await;
    let page = story.window.see("1 of 3 checked").await;
    assert!(page.contains(FINDING) && page.contains("1 exception"), "{page}");
    story.picture("one-is-ticked-off").await;
    let (_, told) = story.terminal(&["audit", "show", SEED]).await;
    assert!(told.contains(FINDING) && told.contains("1 of 3 checked"), "{told}");
}
