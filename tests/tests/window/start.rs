//! The first seconds.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::desktop::Desktop;

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn the_window_opens_on_an_empty_home_and_shows_the_start_page() {
    let home = tempfile::tempdir().unwrap();
    let window = Desktop::open(home.path(), &[]).await;
    window.see("sample").await;
    let info = window.call("app.info", json!({})).await;
    assert_eq!(info["capabilities"], json!(["dialogs", "open-links"]));
    assert_eq!(info["recent"], json!([]), "an empty home has opened nothing yet");
    window.close().await;
}

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn the_page_has_no_way_to_the_host_but_the_bridge() {
    let home = tempfile::tempdir().unwrap();
    let window = Desktop::open(home.path(), &[]).await;
    window.see("sample").await;
    assert_eq!(window.script("return typeof window.__TAURI__", vec![]).await, json!("undefined"));
    for (command, args) in [
        ("plugin:event|emit", json!({ "event": "x", "payload": null })),
        ("plugin:window|close", json!({ "label": "main" })),
        (
            "plugin:webview|create_webview_window",
            json!({ "options": { "label": "b", "url": "https://example.org" } }),
        ),
        ("plugin:app|version", json!({})),
        ("plugin:fs|read_file", json!({ "path": "/etc/hostname" })),
    ] {
        let refused = window
            .script_async(
                "const [name, args, done] = arguments; \
                 window.__TAURI_INTERNALS__.invoke(name, args).then(() => done(false), () => done(true))",
                vec![json!(command), args],
            )
            .await;
        assert_eq!(refused, json!(true), "{command} is refused");
    }
    window.close().await;
}

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn a_script_written_into_the_page_does_not_run() {
    let home = tempfile::tempdir().unwrap();
    let window = Desktop::open(home.path(), &[]).await;
    window.see("sample").await;
    let ran = window
        .script_async(
            "const done = arguments[arguments.length - 1]; \
             const box = document.createElement('div'); \
             box.innerHTML = '<img src=\"x\" alt=\"\" onerror=\"window.ran = true\"><a href=\"javascript:window.ran=true\">x</a>'; \
             document.body.append(box); \
             const inline = document.createElement('script'); inline.textContent = 'window.ran = true'; document.body.append(inline); \
             box.querySelector('a').click(); \
             setTimeout(() => done(window.ran === true), 500)",
            vec![],
        )
        .await;
    assert_eq!(ran, json!(false), "the policy keeps scripts from running that the application did not bring");
    window.close().await;
}

#[tokio::test]
#[ignore = "needs a display: make test-window"]
async fn the_start_page_paints_within_a_second_and_a_half() {
    let home = tempfile::tempdir().unwrap();
    let asked = Instant::now();
    let window = Desktop::open(home.path(), &[]).await;
    window.see("sample").await;
    let whole = asked.elapsed();
    let painted = window
        .script(
            "const e = performance.getEntriesByName('first-contentful-paint')[0]; return e ? e.startTime : null",
            vec![],
        )
        .await;
    if let Some(milliseconds) = painted.as_f64() {
        assert!(milliseconds < 1500.0, "first paint after {milliseconds} ms");
    }
    assert!(
        whole < Duration::from_secs(20),
        "the window answered after {whole:?}, its driver's start included"
    );
    window.close().await;
}
