//! Story 2: buying patterns shift. Drift is observed in a live deployment, becomes a loop-back to empathise, and the
//! thread shows which decisions rested on the old data.

use std::path::{Path, PathBuf};

use fantoccini::key::Key;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::stories::{Story, gaps};

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn story_2_the_world_changes_and_the_release_goes_back_to_the_people() {
    let files = tempfile::tempdir().unwrap();
    let mut story = Story::begin("02-changed-world", "Food delivery app").await;
    story.window.fill("Name one user", "Hungry Hanna").await;
    story.window.key(Key::Enter).await;
    story.window.see("PER-1").await;
    learn_from_the_old_orders(&mut story, &files).await;
    ship(&mut story).await;
    assert_eq!(story.gaps(21).await, Vec::<String>::new(), "nothing is known to have changed");

    see_the_drift(&mut story, &files).await;
    record_it(&mut story).await;
    readiness_asks(&mut story).await;
    go_back_to_the_people(&mut story).await;
    see_what_rested_on_the_old_data(&mut story).await;
    listen_again(&mut story).await;
    story.end().await;
}

/// Orders of 2019 in the evening, or of the spring of 2020 at noon.
fn orders(files: &TempDir, name: &str, evening: bool) -> PathBuf {
    let mut out = String::from("order,hour,basket_eur,channel\n");
    for n in 0..240 {
        let (hour, basket) = if evening { (18 + n % 5, 10 + n % 17) } else { (11 + n % 6, 24 + n % 23) };
        let channel = if (n % 4 == 3) == evening { "app" } else { "counter" };
        out.push_str(&format!("O{n},{hour}.{},{basket}.50,{channel}\n", n % 3 * 25));
    }
    let file = files.path().join(name);
    std::fs::write(&file, out).unwrap();
    file
}

async fn learn_from_the_old_orders(story: &mut Story, files: &TempDir) {
    let file = orders(files, "orders_2019.csv", true);
    story.window.go("Versions", None).await;
    story.window.press("button", "Read data from a file").await;
    read(story, &file, "2019").await;
    story.window.see("DAT-1 orders 2019: 240 rows and 4 fields recorded.").await;
    story.window.see("median").await;
    story.picture("the-orders-of-2019-as-counted").await;
}

async fn read(story: &Story, file: &Path, version: &str) {
    story.window.see("Looking records nothing.").await;
    story.window.read_data(file, "240 rows", version).await;
}

/// What was decided on these orders, the model that learned from them, and who has it.
async fn ship(story: &mut Story) {
    let problem =
        json!({ "persona": "PER-1", "need": "to decide within a minute", "because": "she is tired" });
    story.given("problem", problem).await;
    story.given("idea", json!({ "title": "Suggest what is ordered at this hour", "problem": "PRB-1" })).await;
    let accepted = |title: &str, outcome: &str, rationale: &str, on: &str| json!({ "title": title, "outcome": outcome, "rationale": rationale, "rests-on": [on], "status": "accepted" });
    story
        .given(
            "decision",
            accepted("Whom do we build for?", "For evenings.", "All orders come after six.", "DAT-1"),
        )
        .await;
    story.given("code-version", json!({ "repository": "git/recommender", "commit": "c".repeat(40) })).await;
    story
        .given(
            "model-version",
            json!({ "title": "recommender", "version": "1", "digest": format!("sha256:{}", "ab".repeat(32)),
                "trained-on": ["DAT-1"], "built-from": ["COD-1"] }),
        )
        .await;
    story
        .given("decision", accepted("Which model ships?", "Recommender 1.", "It beats the list.", "MOD-1"))
        .await;
    story.given("bundle", json!({ "title": "1.0", "versions": ["MOD-1", "DAT-1", "COD-1"] })).await;
    story
        .given(
            "deployment",
            json!({ "title": "1.0 for everyone", "bundle": ["BUN-1"], "audience": "everyone",
                "environment": "production", "status": "live", "from": "2020-01-15" }),
        )
        .await;
    story.window.go("Deployments", None).await;
    story.window.see("1.0 for everyone").await;
    story.picture("recommender-1-is-live-for-everyone").await;
}

/// The orders of this spring, read on the screen that holds them against those learned from.
async fn see_the_drift(story: &mut Story, files: &TempDir) {
    let file = orders(files, "orders_2020.csv", false);
    let (same, told) = story.terminal(&["data", "drift", file.to_str().unwrap(), "DAT-1"]).await;
    assert!(
        !same && told.contains("3 of 3 fields shifted"),
        "a pipeline is told before the window is: {told}"
    );
    story.window.go("Versions", Some("Drift")).await;
    story.window.press("button", "Read from a file").await;
    read(story, &file, "2020-04").await;
    let page = story.window.see("3 of 3 fields shifted").await;
    assert!(page.contains("recommender 1"), "who learned from the old one: {page}");
    story.window.press("button", "hour").await;
    story.window.find("heading", "hour").await;
    assert_eq!(histogram(story).await, json!(true), "both years as bars");
    story.picture("drift-with-histograms").await;
}

async fn histogram(story: &Story) -> Json {
    let drawn = "return [...document.querySelectorAll('svg[role=img] title')] \
        .some((e) => e.textContent.trim().startsWith('hour: share of values in each bin'))";
    story.window.script(drawn, vec![]).await
}

async fn record_it(story: &mut Story) {
    story.window.press("button", "Record as observation").await;
    story.window.see("New observation").await;
    story.picture("the-observation-is-written-already").await;
    story.window.save_new().await;
    story.window.see("Observed:").await;
    let seen = story.window.call("artefact.get", json!({ "id": "OBS-1" })).await;
    let ends: Vec<String> = seen["links"].as_array().unwrap().iter().map(end).collect();
    assert!(ends.contains(&"observed-in DEP-1".to_owned()), "of what is live: {ends:?}");
    assert!(ends.contains(&"relates-to DAT-2".to_owned()), "of these orders: {ends:?}");
    assert!(!story.terminal(&["observations", "--asking"]).await.0, "it asks for an answer");
}

fn end(link: &Json) -> String {
    format!("{} {}", link["type"].as_str().unwrap(), link["other"]["short"].as_str().unwrap())
}

/// Rule 21 blocks until something answers the drift, and leads to it.
async fn readiness_asks(story: &mut Story) {
    assert!(story.gaps(21).await[0].contains("saw drift, and no decision or loop-back answers it"));
    assert!(gaps(&story.check().await.1, 21)[0].contains("OBS-1"), "the terminal says the same");
    story.window.go("Readiness", None).await;
    story.window.see("saw drift, and no decision or loop-back answers it").await;
    story.window.press("button", "See the drift").await;
    story.window.see("3 of 3 fields shifted").await;
    story.window.go("Readiness", None).await;
    story.window.see("saw drift").await;
    story.scroll_to("saw drift").await;
    story.picture("readiness-asks-for-an-answer").await;
}

async fn go_back_to_the_people(story: &mut Story) {
    story.window.open_page("OBS-1").await;
    story.window.press("button", "Loop back …").await;
    story.window.see("Because of OBS-1").await;
    story.picture("back-to-empathise").await;
    story.window.press("button", "Loop back").await;
    story.window.closed().await;
    story.window.see("Answered by").await;
    story.picture("the-observation-has-its-answer").await;
    let back = story.window.call("release.get", json!({})).await["returns"][0].clone();
    assert_eq!(back["to"], json!("empathise"), "{back}");
    assert_eq!(story.gaps(21).await, Vec::<String>::new(), "the drift is answered");
    assert_eq!(story.gaps(31).await.len(), 1, "by something that is open itself");
    assert!(story.terminal(&["observations", "--asking"]).await.0);
}

/// What stands on the old orders: the decisions first of all.
async fn see_what_rested_on_the_old_data(story: &mut Story) {
    story.window.open_page("DAT-1").await;
    story.window.press("link", "What if this changes?").await;
    let page = story.window.see("Decisions that rest on it").await;
    for decision in ["Whom do we build for?", "Which model ships?"] {
        assert!(page.contains(decision), "{decision}: {page}");
    }
    assert!(page.contains("1 live deployment"), "{page}");
    story.picture("what-rested-on-the-orders-of-2019").await;
    let (_, told) = story.terminal(&["trace", "DAT-1", "--direction", "forward"]).await;
    for part in ["DEC-1", "DEC-2", "DEP-1", "OBS-1", "LPB-1"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    story.window.press("link", "Show thread").await;
    story.window.see("Whom do we build for?").await;
    story.picture("the-thread-of-the-orders-of-2019").await;
}

/// Somebody asks at noon, and that answers the return.
async fn listen_again(story: &mut Story) {
    let heard = json!({ "title": "Noon at home", "method": "interview", "date": "2020-05-02",
        "participant": "P31", "persona": ["PER-1"],
        "transcript": "I order for four now, at noon, and never from the counter." });
    story.given("evidence", heard).await;
    story.window.open_page("LPB-1").await;
    story.window.see("nothing answers it yet").await;
    story.window.press("button", "Answer it with …").await;
    story.window.pick("Closed by", "Noon at home").await;
    story.window.press("button", "Close it").await;
    story.window.closed().await;
    story.window.see("Answered").await;
    assert_eq!(story.gaps(31).await, Vec::<String>::new());
    story.picture("somebody-listened-and-that-answers-it").await;
}
