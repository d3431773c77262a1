//! The sample, as a person meets it first.

use serde_json::json;

use crate::desktop::Desktop;

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn the_sample_opens_and_every_place_in_it_shows_something() {
    let home = tempfile::tempdir().unwrap();
    let window = Desktop::open(home.path(), &[]).await;
    window.open_sample().await;

    let stats = window.call("workspace.stats", json!({})).await;
    assert!(stats["artefacts"].as_u64().unwrap() >= 100, "a story of some 120 artefacts: {stats}");
    for (place, heading, shown) in [
        ("Empathise", "Empathise", json!({ "kinds": ["persona"] })),
        ("Define", "Define", json!({ "kinds": ["problem"] })),
        ("Ideate", "Ideate", json!({ "kinds": ["idea"] })),
        ("Prototype", "Prototype", json!({ "kinds": ["prototype"] })),
        ("Test", "Test", json!({ "kinds": ["experiment"] })),
        ("Decisions", "Decisions", json!({ "kinds": ["decision"] })),
        ("Versions", "Versions", json!({ "kinds": ["model-version"] })),
        ("Deployments", "Rollout", json!({ "kinds": ["deployment"] })),
    ] {
        let title = window.call("artefact.list", shown).await["rows"][0]["title"].clone();
        let title = title.as_str().unwrap_or_else(|| panic!("the sample has nothing for {place}"));
        window.press("link", place).await;
        window.find("heading", heading).await;
        let text = window.see(title).await;
        assert!(!text.contains("did not answer"), "{place}: {text}");
    }
    window.close().await;
}

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn the_sample_can_be_opened_from_the_command_line_and_verifies() {
    let home = tempfile::tempdir().unwrap();
    let window = Desktop::open(home.path(), &["--sample"]).await;
    window.sample_is_open().await;
    let verified = window.call("workspace.verify", json!({})).await;
    assert_eq!(verified["intact"], json!(true), "{verified}");
    window.close().await;
}

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn a_picture_that_is_attached_is_shown_and_a_page_that_is_attached_is_not_run() {
    let home = tempfile::tempdir().unwrap();
    let window = Desktop::open(home.path(), &[]).await;
    window.create_workspace("Files", "Ada", "Food delivery app").await;
    window
        .call(
            "artefact.add",
            json!({ "kind": "persona", "fields": { "title": "Hanna", "type": "end-user" }, "links": [] }),
        )
        .await;
    // One red pixel.
    let pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
    let attach = async |name: &str, media: &str, base64: &str| {
        let args = json!({ "id": "PER-1", "name": name, "media": media, "base64": base64 });
        window.call("attachment.add", args).await["digest"].as_str().unwrap().to_owned()
    };
    let picture = attach("red.png", "image/png", pixel).await;
    // <svg onload=…> calls itself a picture and holds a script.
    let script =
        "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0id2luZG93LnJhbj10cnVlIj48L3N2Zz4=";
    let drawing = attach("drawing.svg", "image/svg+xml", script).await;

    let width = async |digest: &str| {
        let load = "const [digest, done] = arguments; const image = new Image(); \
            image.onload = () => done(image.naturalWidth); image.onerror = () => done(0); \
            image.src = window.__TAURI_INTERNALS__.convertFileSrc(digest, 'throughline-attachment')";
        window.script_async(load, vec![json!(digest)]).await
    };
    assert_eq!(width(&picture).await, json!(1), "a picture of pixels is shown");
    assert_eq!(width(&drawing).await, json!(0), "a drawing that can hold scripts is not");
    assert_eq!(width("sha256:00").await, json!(0), "what is not there is not shown");
    window.close().await;
}
