//! The whole thread in the true window, by typing, in the sample: from a person to a decision, a
//! model that was made elsewhere, and back from that model to the person's words.

use std::path::{Path, PathBuf};

use fantoccini::key::Key;
use serde_json::{Value as Json, json};

use crate::desktop::Desktop;

const QUOTE: &str = "By the time I have chosen, the break is over and I eat from the vending machine.";

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn from_a_persona_to_a_model_and_back_to_the_words() {
    let home = tempfile::tempdir().unwrap();
    let window = Desktop::open(home.path(), &[]).await;
    window.open_sample().await;
    let info = window.call("app.info", json!({})).await;
    let file = PathBuf::from(info["workspace"]["path"].as_str().expect("the sample is a file"));

    let prototype = record_the_thread(&window).await;
    let known = versions(&window).await;
    import_the_store(&window).await;
    let model = link_what_was_produced(&window, &prototype, &known).await;
    decide(&window, &model).await;
    reach_the_words_by_keyboard(&window, &model).await;

    let before = window.call("workspace.stats", json!({})).await;
    window.close().await;
    assert!(file.starts_with(home.path()), "the sample lies in the person's own folder");
    assert!(!beside(&file, "-wal").exists(), "one file is the whole workspace once the window is closed");

    let window = Desktop::open(home.path(), &[file.to_str().unwrap()]).await;
    window.find("link", "Overview").await;
    let after = window.call("workspace.stats", json!({})).await;
    assert_eq!(after["changes"], before["changes"], "all is there, and opening wrote nothing");
    assert_eq!(after["kinds"], before["kinds"]);
    let verified = window.call("workspace.verify", json!({})).await;
    assert_eq!(verified["intact"], json!(true), "{verified}");
    reach_the_words_by_keyboard(&window, &model).await;
    window.close().await;
}

/// Persona → evidence → quote → insight → problem → idea → prototype → experiment, among all that the
/// sample holds already. Answers with the prototype's short id.
async fn record_the_thread(window: &Desktop) -> String {
    window.begin("persona").await;
    window.type_text("Night-shift Nadia").await;
    window.press("check", "End user").await;
    window.save_new().await;

    window.begin("evidence").await;
    window.choose("Method", "Interview").await;
    window.fill("Date", "2026-08-03").await;
    window.fill("Participant code", "N77").await;
    window.pick("Persona", "Nadia").await;
    window.save_new().await;

    window.begin("highlight").await;
    window.fill("Quote", QUOTE).await;
    window.pick("Taken from", "N77").await;
    window.save_new().await;

    window.begin("insight").await;
    window.type_text("At three in the morning nobody wants to compare; they want one warm thing soon.").await;
    window.pick("Supported by", "vending machine").await;
    let insight = window.save_new().await;

    window.begin("problem").await;
    window.pick("Persona", "Nadia").await;
    window.fill("Need", "one warm dish within a ten-minute break").await;
    window.fill("Because", "the break is over before she has chosen").await;
    window.save_new().await;

    // What an insight leads to is a field of the insight.
    window.command("one warm thing", &insight).await;
    window.see("Show thread").await;
    window.open_field("Motivates").await;
    window.pick("Motivates", "ten-minute break").await;
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window.see("motivates").await;

    window.begin("idea").await;
    window.type_text("One button that orders what is warm and near").await;
    window.pick("Problem", "ten-minute break").await;
    window.save_new().await;

    window.begin("prototype").await;
    window.type_text("Warm and near, by distance alone").await;
    window.pick("Idea", "One button").await;
    window.press("check", "Baseline").await;
    let prototype = window.save_new().await;

    window.begin("experiment").await;
    window.fill("We believe", "one button beats the list at night").await;
    window.pick("Tests", "Warm and near").await;
    window.save_new().await;
    prototype
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

/// The model versions the workspace holds.
async fn versions(window: &Desktop) -> Vec<Json> {
    let args = json!({ "kinds": ["model-version"], "release": "all", "limit": 100 });
    window.call("artefact.list", args).await["rows"].as_array().cloned().unwrap_or_default()
}

/// Says which model version came out of the prototype; answers with that version's card.
async fn link_what_was_produced(window: &Desktop, prototype: &str, known: &[Json]) -> Json {
    let model = versions(window)
        .await
        .into_iter()
        .rfind(|row| known.iter().all(|old| old["id"] != row["id"]))
        .expect("the import brought model versions");
    let short = model["short"].as_str().unwrap();

    window.command("Warm and near, by", prototype).await;
    window.see("Show thread").await;
    window.press("button", "Link what it produced").await;
    window.pick("Versions on record", short).await;
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window
        .until("the link is recorded", async || {
            let page = window.call("artefact.get", json!({ "id": prototype })).await;
            page["links"].to_string().contains(model["id"].as_str().unwrap()).then_some(())
        })
        .await;
    model
}

/// A decision with an option that stands for the model, which is then chosen.
async fn decide(window: &Desktop, model: &Json) {
    window.begin("decision").await;
    window.type_text("Which recommender serves the night?").await;
    let decision = window.save_new().await;

    window.command("serves the night", &decision).await;
    window.press("button", "More").await;
    window.press("menuitem", "Add an option").await;
    window.fill("Option", "The model of the store").await;
    window.pick("Stands for", model["short"].as_str().unwrap()).await;
    window.chord(&[Key::Control], char::from(Key::Enter)).await;
    window.press("button", "Choose an outcome").await;
    window.fill("Rationale", "It is warm, near, and costs nothing to serve.").await;
    window.press("button", "Accept").await;
    window
        .until("the model is chosen", async || {
            let page = window.call("artefact.get", json!({ "id": model["id"] })).await;
            (page["card"]["outcome"]["word"] == json!("chosen")).then_some(())
        })
        .await;
}

/// From the model to the words of the night, all without the mouse.
async fn reach_the_words_by_keyboard(window: &Desktop, model: &Json) {
    let (title, short) = (model["title"].as_str().unwrap(), model["short"].as_str().unwrap());
    window.reach_the_words(short, title, &["vending machine"]).await;
    let text = window.text().await;
    assert!(text.contains(QUOTE), "the page of the quote shows it whole: {text}");
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
