//! Story 4: five stars become a thumb. The schema of the new data differs, and the impact view names every model,
//! component, prototype and decision that stands on stars.

use std::path::PathBuf;

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::stories::{Story, gaps};

const CHANGE: &str = "“stars” (whole numbers 1 to 5) is gone; “thumb” (down, up) is new: perhaps renamed, and five steps became two.";

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn story_4_stars_become_thumbs_and_all_that_stands_on_stars_is_named() {
    let files = tempfile::tempdir().unwrap();
    let mut story = Story::begin("04-stars-became-thumbs", "Food delivery app").await;
    learn_from_stars(&mut story, &files).await;
    assert_eq!(story.gaps(20).await, Vec::<String>::new());

    meet_thumbs(&mut story, &files).await;
    readiness_blocks(&mut story).await;
    name_what_stands_on_stars(&mut story).await;
    decide(&mut story).await;
    story.end().await;
}

/// Ratings of dishes, as stars or as thumbs.
fn ratings(files: &TempDir, name: &str, thumbs: bool) -> PathBuf {
    let mut out = format!("dish,{},hour\n", if thumbs { "thumb" } else { "stars" });
    for (n, stars) in [5, 4, 5, 3, 1, 2, 4].into_iter().cycle().take(210).enumerate() {
        let thumb = if stars > 3 { "up" } else { "down" };
        let given = if thumbs { thumb.to_owned() } else { stars.to_string() };
        out.push_str(&format!("D{n},{given},{}\n", 18 + n % 5));
    }
    let file = files.path().join(name);
    std::fs::write(&file, out).unwrap();
    file
}

/// A file of stars is read, and what is made of it comes from the people and the pipeline.
async fn learn_from_stars(story: &mut Story, files: &TempDir) {
    let file = ratings(files, "ratings_08.csv", false);
    story.window.go("Versions", None).await;
    story.window.press("button", "Read data from a file").await;
    story.window.see("Looking records nothing.").await;
    story.window.read_data(&file, "210 rows", "2026-08").await;
    story.window.see("DAT-1 ratings 2026-08: 210 rows and 3 fields recorded.").await;
    story.window.see("whole numbers 1 to 5").await;
    story.picture("ratings-in-stars").await;

    story.given("idea", json!({ "title": "Dishes that people like you rated well" })).await;
    story
        .given(
            "prototype",
            json!({ "title": "Ranker behind the list", "idea": "IDE-1", "fidelity": "offline" }),
        )
        .await;
    let digest = format!("sha256:{}", "cd".repeat(32));
    let (done, said) = story
        .terminal(&[
            "record",
            "model",
            "--name",
            "ranker",
            "--version",
            "7",
            "--digest",
            &digest,
            "--trained-on",
            "ratings@2026-08",
            "--produced-by",
            "PRT-1",
        ])
        .await;
    assert!(done && said.starts_with("MOD-1"), "the pipeline records its model: {said}");
    story
        .given(
            "component",
            json!({ "title": "Rating store", "type": "data-collection", "implemented-by": ["DAT-1"] }),
        )
        .await;
    story.given("component", json!({ "title": "Taste features", "type": "feature-extraction" })).await;
    let feeds = json!({ "from": "CMP-1", "type": "feeds", "to": "CMP-2", "fields": { "what": "stars of each dish" } });
    story.window.call("link.add", feeds).await;
    story
        .given(
            "decision",
            json!({ "title": "Which ranker?", "outcome": "Ranker 7.", "rationale": "Best on the hold-out.",
                "rests-on": ["MOD-1"], "status": "accepted" }),
        )
        .await;
    story.window.go("System map", None).await;
    story.window.see("Taste features").await;
    story.picture("what-is-fed-with-stars").await;
}

/// The page has thumbs now; the next file says so in words.
async fn meet_thumbs(story: &mut Story, files: &TempDir) {
    let file = ratings(files, "ratings_10.csv", true);
    let (same, told) = story.terminal(&["data", "compare", file.to_str().unwrap(), "DAT-1"]).await;
    assert!(!same && told.contains(CHANGE), "a pipeline stops here: {told}");
    story.window.go("Versions", Some("Schema")).await;
    story.window.press("button", "Read from a file").await;
    story.window.see("Looking records nothing.").await;
    story.window.read_data(&file, "210 rows", "2026-10").await;
    let page = story.window.see(CHANGE).await;
    assert!(page.contains("SCHEMA_MISSING_COLUMN"), "{page}");
    assert!(page.contains("ranker 7"), "which model learned from stars: {page}");
    story.picture("stars-became-thumbs-in-words").await;
}

async fn readiness_blocks(story: &mut Story) {
    let open = story.gaps(20).await;
    assert!(open[0].contains("no decision speaks of it"), "{open:?}");
    let (content, answer) = story.check().await;
    assert!(!content && gaps(&answer, 20)[0].contains("MOD-1"), "{answer:#}");
    story.window.go("Readiness", None).await;
    story.window.see("has another schema than").await;
    story.scroll_to("has another schema than").await;
    story.picture("readiness-blocks").await;
    story.window.press("button", "See the difference").await;
    story.window.see(CHANGE).await;
}

async fn name_what_stands_on_stars(story: &mut Story) {
    story.window.press("link", "What stands on stars").await;
    let page = story.window.see("Decisions that rest on it").await;
    for named in ["ranker 7", "Rating store", "Taste features", "Ranker behind the list", "Which ranker?"] {
        assert!(page.contains(named), "{named}: {page}");
    }
    story.window.press("button", "Taste features › why?").await;
    story.window.see("feeds").await;
    story.picture("all-that-stands-on-stars").await;
    let answer = story.window.call("impact", json!({ "id": "DAT-1", "field": "stars" })).await;
    let kinds: Vec<&str> =
        answer["groups"].as_array().unwrap().iter().filter_map(|group| group["name"].as_str()).collect();
    assert!(["models", "components", "prototypes", "decisions"].iter().all(|name| kinds.contains(name)));
    let (_, told) = story.terminal(&["impact", "DAT-1", "--field", "stars", "--json"]).await;
    let told: Json = serde_json::from_str(&told).unwrap();
    assert_eq!(told["total"], answer["total"], "the terminal names as many");

    // The new data has nothing on it yet.
    let (_, told) = story.terminal(&["impact", "DAT-2", "--field", "thumb"]).await;
    assert!(!told.contains("MOD-1"), "{told}");
}

/// What answers it is a decision about the new data.
async fn decide(story: &mut Story) {
    story.window.go("Versions", Some("Schema")).await;
    story.window.choose("The schema of", "DAT-2  ratings 2026-10").await;
    story.window.see(CHANGE).await;
    story.window.press("button", "Record a decision").await;
    story.window.see("New decision").await;
    story.window.fill("Outcome", "Train on thumbs from October on.").await;
    story.picture("the-decision-begins-with-what-was-seen").await;
    let decision = story.window.save_new().await;
    assert_eq!(story.gaps(20).await.len(), 1, "what is only proposed answers nothing");
    story.window.open_page(&decision).await;
    story.window.see("ratings 2026-10").await;
    story.picture("the-decision-is-proposed").await;
    story.window.press("button", "Accept …").await;
    story.window.see("Accept with an outcome").await;
    story.picture("accepted-without-options").await;
    story.window.press("button", "Accept").await;
    story.window.closed().await;
    story.window.see("accepted").await;
    story.window.until("rule 20 is closed", async || story.gaps(20).await.is_empty().then_some(())).await;
    story.picture("decided").await;
}
