//! What was known at a position or date, and what was so on a date.

use serde_json::{Value as Json, json};

use crate::desk::{Desk, shorts, view};

/// The instant of the test clock, in milliseconds since 1970.
fn set(desk: &Desk, instant: &str) {
    let at = throughline_store::FixedClock::at_instant(instant).unwrap();
    desk.clock.set(throughline_store::Clock::millis(&at));
}

/// On 1 September a problem and its persona; on the 10th it is reworded, and an idea comes up; on the
/// 20th it is told that the idea was had on the 5th already, and what the problem was called in July.
struct Story {
    desk: Desk,
    /// Log position at the end of 1, 10 and 20 September.
    ends: [u64; 3],
}

fn story() -> Story {
    let desk = Desk::new();
    let persona = desk.add("persona", json!({ "title": "Busy regular" }));
    desk.add("problem", json!({ "title": "Choosing takes long", "persona": persona }));
    let first = desk.length();
    set(&desk, "2026-09-10T09:00:00.000Z");
    desk.set("PRB-1", json!({ "title": "Choosing among everything takes long" }));
    let second = desk.length();
    set(&desk, "2026-09-20T09:00:00.000Z");
    desk.call(
        "artefact.add",
        json!({ "kind": "idea", "fields": { "title": "Suggest the usual", "problem": "PRB-1" }, "on": "2026-09-05" }),
    );
    let third = desk.length();
    Story { desk, ends: [first, second, third] }
}

fn position(position: u64) -> Json {
    json!({ "mode": "position", "position": position })
}

fn known(date: &str) -> Json {
    json!({ "mode": "known", "date": date })
}

fn so(date: &str) -> Json {
    json!({ "mode": "so", "date": date })
}

#[test]
fn a_page_shows_what_was_known_and_cannot_be_edited_then() {
    let Story { desk, ends: [first, ..] } = story();
    let title = |at: Json| {
        let page = desk.call("artefact.get", json!({ "id": "PRB-1", "at": at }));
        assert_eq!(page.get("read_only").is_some(), at["mode"] != "now", "{at}");
        view(&page, "title")["value"].as_str().unwrap().to_owned()
    };
    let (before, after) = ("Choosing takes long", "Choosing among everything takes long");
    assert_eq!(title(json!({ "mode": "now" })), after);
    assert_eq!(title(position(first)), before);
    assert_eq!(title(position(first + 1)), after);
    assert_eq!(title(known("2026-09-09")), before);
    assert_eq!(title(known("2026-09-10")), after, "a day counts to its end");
    assert_eq!(title(known("2026-09-10T08:59:59Z")), before);
    assert_eq!(title(so("2026-09-09")), before);
    assert_eq!(title(so("2026-09-10")), after);
}

#[test]
fn what_was_not_there_yet_is_not_found() {
    let Story { desk, ends: [_, second, _] } = story();
    for at in [position(second), known("2026-09-19"), so("2026-09-04"), position(0), known("2020-01-01")] {
        let error = desk.refused("artefact.get", json!({ "id": "IDE-1", "at": at }));
        assert_eq!(error["code"], "not-found", "{at}");
    }
    desk.call("artefact.get", json!({ "id": "IDE-1", "at": so("2026-09-05") }));
    desk.call("artefact.get", json!({ "id": "IDE-1", "at": known("2026-09-20") }));
}

#[test]
fn lists_and_searches_follow_the_moment() {
    let Story { desk, ends: [_, second, third] } = story();
    let list = |at: Json| desk.call("artefact.list", json!({ "kinds": ["idea"], "at": at }))["total"].clone();
    assert_eq!([list(position(second)), list(position(third))], [json!(0), json!(1)]);
    assert_eq!([list(so("2026-09-04")), list(so("2026-09-05"))], [json!(0), json!(1)]);

    let found = |text: &str, at: Json| {
        let page = desk.call("search", json!({ "text": text, "at": at }));
        let cards: Json = page["rows"].as_array().unwrap().iter().map(|hit| hit["card"].clone()).collect();
        shorts(&cards).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(found("everything", json!({ "mode": "now" })), ["PRB-1"]);
    assert_eq!(found("everything", known("2026-09-09")), [""; 0]);
    assert_eq!(found("usual", position(second)), [""; 0]);
    assert_eq!(found("usual", so("2026-09-06")), ["IDE-1"]);
}

#[test]
fn a_thread_follows_the_moment() {
    let Story { desk, ends: [_, second, _] } = story();
    let trace = |at: Json| {
        let thread = desk.call("trace", json!({ "id": "PER-1", "direction": "forward", "at": at }));
        let nodes: Vec<(i64, String)> = thread["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| (n["depth"].as_i64().unwrap(), n["card"]["short"].as_str().unwrap().to_owned()))
            .collect();
        nodes
    };
    let at = |depth: i64, short: &str| (depth, short.to_owned());
    assert_eq!(trace(json!({ "mode": "now" })), [at(0, "PER-1"), at(1, "PRB-1"), at(2, "IDE-1")]);
    assert_eq!(trace(position(second)), [at(0, "PER-1"), at(1, "PRB-1")]);
    assert_eq!(trace(so("2026-09-04")), [at(0, "PER-1"), at(1, "PRB-1")]);
    assert_eq!(trace(so("2026-09-05")).len(), 3);
}

#[test]
fn a_moment_that_is_none_is_refused() {
    let Story { desk, .. } = story();
    for at in [known("soon"), so("2026-02-30"), known("")] {
        for (name, args) in [
            ("artefact.get", json!({ "id": "PRB-1", "at": at })),
            ("artefact.list", json!({ "at": at })),
            ("search", json!({ "text": "dish", "at": at })),
            ("trace", json!({ "id": "PRB-1", "at": at })),
        ] {
            let error = desk.refused(name, args);
            assert!(
                ["bad-query", "invalid", "query", "bad-arguments"].contains(&error["code"].as_str().unwrap()),
                "{error}"
            );
        }
    }
    let error = desk.refused("artefact.get", json!({ "id": "PRB-1", "at": { "mode": "tomorrow" } }));
    assert_eq!(error["code"], "bad-arguments");
    // A position past the end is now.
    desk.call("artefact.get", json!({ "id": "PRB-1", "at": position(u64::MAX) }));
}
