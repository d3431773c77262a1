//! The whole thread in the true window, by typing: from a person to a decision, a model that was
//! made elsewhere, and back from that model to the person's words.

use std::path::{Path, PathBuf};

use fantoccini::key::Key;
use serde_json::{Value as Json, json};

use crate::desktop::Desktop;

const QUOTE: &str = "I scroll for ten minutes and then I order the same pizza as always.";

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn from_a_persona_to_a_model_and_back_to_the_words() {
    let home = tempfile::tempdir().unwrap();
    let window = Desktop::open(home.path(), &[]).await;
    window.create_workspace("Journey", "Ada", "Food delivery app").await;

    record_the_thread(&window).await;
    import_the_store(&window).await;
    let model = link_what_was_produced(&window).await;
    decide(&window, &model).await;
    reach_the_words_by_keyboard(&window, &model).await;

    let before = window.call("workspace.stats", json!({})).await;
    window.close().await;
    let file = home.path().join("workspaces/Journey.throughline");
    assert!(file.exists(), "the workspace lies where the page said");
    assert!(!beside(&file, "-wal").exists(), "one file is the whole workspace once the window is closed");

    let window = Desktop::open(home.path(), &[file.to_str().unwrap()]).await;
    window.see("Food delivery app").await;
    let after = window.call("workspace.stats", json!({})).await;
    assert_eq!(after["changes"], before["changes"], "all is there, and opening wrote nothing");
    assert_eq!(after["kinds"], before["kinds"]);
    let verified = window.call("workspace.verify", json!({})).await;
    assert_eq!(verified["intact"], json!(true), "{verified}");
    reach_the_words_by_keyboard(&window, &model).await;
    window.close().await;
}

/// Persona → evidence → quote → insight → problem → idea → prototype → experiment.
async fn record_the_thread(window: &Desktop) {
    window.begin("persona").await;
    window.type_text("Hungry Hanna").await;
    window.press("check", "End user").await;
    window.save("PER-1").await;

    window.begin("evidence").await;
    window.choose("Method", "Interview").await;
    window.fill("Date", "2026-08-03").await;
    window.fill("Participant code", "P07").await;
    window.pick("Persona", "Hungry Hanna").await;
    window.save("EVD-1").await;

    window.begin("highlight").await;
    window.fill("Quote", QUOTE).await;
    window.pick("Taken from", "P07").await;
    window.save("HLT-1").await;

    window.begin("insight").await;
    window.type_text("People do not want more choice in the evening; they want to stop choosing.").await;
    window.pick("Supported by", "I scroll").await;
    window.save("INS-1").await;

    window.begin("problem").await;
    window.pick("Persona", "Hungry Hanna").await;
    window.fill("Need", "to decide in under a minute").await;
    window.fill("Because", "choosing tires her more than cooking").await;
    window.save("PRB-1").await;

    // What an insight leads to is a field of the insight.
    window.command("stop choosing", "INS-1").await;
    window.see("Show thread").await;
    window.open_field("Motivates").await;
    window.pick("Motivates", "decide in under").await;
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window.see("motivates").await;

    window.begin("idea").await;
    window.type_text("Show three dishes, not three hundred").await;
    window.pick("Problem", "decide in under").await;
    window.save("IDE-1").await;

    window.begin("prototype").await;
    window.type_text("Most ordered near you").await;
    window.pick("Idea", "three dishes").await;
    window.press("check", "Baseline").await;
    window.save("PRT-1").await;

    window.begin("experiment").await;
    window.fill("We believe", "three dishes beat the full list").await;
    window.pick("Tests", "Most ordered").await;
    window.save("EXP-1").await;
}

/// The store of another tool, through the dialog.
async fn import_the_store(window: &Desktop) {
    let store = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/imports/mlflow-3/mlflow.db");
    let store = store.canonicalize().unwrap();
    window.command("import mlflow", "Import an MLflow store").await;
    window.fill("Store", store.to_str().unwrap()).await;
    window.press("button", "Import").await;
    window.find("button", "Done").await;
    window.press("button", "Done").await;
}

/// Says which model version came out of the prototype; answers with that version's card.
async fn link_what_was_produced(window: &Desktop) -> Json {
    let versions = window
        .call("artefact.list", json!({ "kinds": ["model-version"], "release": "all", "limit": 50 }))
        .await;
    let rows = versions["rows"].as_array().expect("the import brought model versions");
    let model = rows.last().unwrap().clone();
    let short = model["short"].as_str().unwrap();

    window.command("Most ordered", "PRT-1").await;
    window.see("Show thread").await;
    window.open_field("Produced").await;
    window.pick("Produced", short).await;
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window
        .until("the link is recorded", async || {
            let page = window.call("artefact.get", json!({ "id": "PRT-1" })).await;
            page["links"].to_string().contains(model["id"].as_str().unwrap()).then_some(())
        })
        .await;
    model
}

/// A decision that chooses the model.
async fn decide(window: &Desktop, model: &Json) {
    window.begin("decision").await;
    window.type_text("Which recommender do we ship first?").await;
    window.fill("Outcome", "The baseline of most-ordered dishes.").await;
    window.fill("Rationale", "It costs nothing to serve and beats today's list.").await;
    window.save("DEC-1").await;

    // The link is made through the api the page itself calls: the page of a decision has its own
    // controls for this, tested in the browser.
    let made =
        json!({ "from": "DEC-1", "type": "decides", "to": model["id"], "fields": { "outcome": "chosen" } });
    window.call("link.add", made).await;
}

/// Jumps to the model, opens its thread and goes to the user's words, all without the mouse.
async fn reach_the_words_by_keyboard(window: &Desktop, model: &Json) {
    let (title, short) = (model["title"].as_str().unwrap(), model["short"].as_str().unwrap());
    window.command(title, short).await;
    window.find("link", "Show thread").await;
    window.tab_to("Show thread").await;
    window.key(Key::Enter).await;
    window.find("button", "the user’s words").await;
    window
        .until("the map has drawn the model", async || window.look("button", title).await.map(|_| ()))
        .await;

    window.type_text("u").await;
    window
        .until("the keyboard stands on the words", async || {
            window.focused().await.contains("ten minutes").then_some(())
        })
        .await;
    window.key(Key::Enter).await;
    window.find("link", "Show thread").await;
    let text = window.see("ten minutes").await;
    assert!(text.contains(QUOTE), "the page of the quote shows it whole: {text}");
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
