//! A release's template and path, what the next one takes over, and two compared.

use serde_json::{Value as Json, json};

use crate::desk::Desk;

fn with_release() -> Desk {
    let desk = Desk::bare();
    let args = json!({ "path": desk.file(), "person": "Mira Anand", "product": "Food delivery app" });
    desk.call("workspace.create", args);
    desk
}

fn shorts(list: &Json) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|card| card["short"].as_str().unwrap()).collect()
}

fn slot(page: &Json, name: &str) -> Json {
    let stages = page["template"].as_array().unwrap();
    let slots = stages.iter().flat_map(|stage| stage["slots"].as_array().unwrap());
    slots.into_iter().find(|s| s["name"] == name).unwrap().clone()
}

#[test]
fn the_template_says_of_each_stage_what_is_filled_and_what_is_missing() {
    let desk = with_release();
    desk.add("persona", json!({ "title": "Hanna", "type": "end-user" }));
    desk.add("criterion", json!({ "title": "What does it cost?", "lens": "feasibility" }));
    desk.add("idea", json!({ "title": "Three dishes" }));
    let page = desk.call("release.get", json!({}));
    assert_eq!(slot(&page, "end-user")["filled"], true);
    assert_eq!(slot(&page, "end-user")["card"]["title"], "Hanna");
    assert_eq!(slot(&page, "feasibility")["filled"], true);
    assert_eq!(slot(&page, "value")["filled"], false);
    assert_eq!(slot(&page, "value")["begin"], json!([["lens", "value"]]));
    // One idea is no choice.
    assert_eq!((&slot(&page, "ideas")["filled"], &slot(&page, "ideas")["count"]), (&json!(false), &json!(1)));
    desk.add("idea", json!({ "title": "One button" }));
    assert_eq!(slot(&desk.call("release.get", json!({})), "ideas")["filled"], true);
}

#[test]
fn a_release_starts_from_the_last_with_its_personas_criteria_components_and_open_questions() {
    let desk = with_release();
    let persona = desk.add("persona", json!({ "title": "Hanna", "type": "end-user" }));
    let criterion = desk.add("criterion", json!({ "title": "What does it cost?", "lens": "feasibility" }));
    let component = desk.add("component", json!({ "title": "Order events" }));
    let open = desk.add("question", json!({ "title": "How might we stop choosing?" }));
    desk.add("question", json!({ "title": "Who pays?", "status": "answered" }));
    let idea = desk.add("idea", json!({ "title": "Three dishes" }));
    desk.add("evaluation", json!({ "subject": idea, "criterion": criterion, "rater": "STK-1", "score": 4 }));
    let handed = desk.call("release.handed-on", json!({ "release": "REL-1" }));
    let kinds: Vec<&Json> = handed["groups"].as_array().unwrap().iter().map(|g| &g["kind"]).collect();
    assert_eq!(kinds, ["persona", "criterion", "component", "question"]);

    let before = desk.length();
    let started =
        desk.call("release.start", json!({ "title": "2.0", "from": "REL-1", "goal": "Sooner to bed" }));
    assert_eq!(desk.length(), before + 1, "one change");
    let page = desk.call("artefact.get", json!({ "id": started["id"] }));
    let mut carried: Vec<String> = Vec::new();
    for link in page["links"].as_array().unwrap().iter().filter(|l| l["type"] == "includes") {
        assert_eq!(link["fields"]["how"], "carried");
        carried.push(link["other"]["short"].as_str().unwrap().to_owned());
    }
    carried.sort();
    let mut wanted = vec![persona, criterion, component, open];
    wanted.sort();
    assert_eq!(carried, wanted);
    // Carried, not copied: there is one Hanna.
    assert_eq!(desk.call("artefact.list", json!({ "kinds": ["persona"] }))["total"], 1);
    let release = desk.call("release.get", json!({ "release": "2.0" }));
    assert_eq!(release["previous"]["short"], "REL-1");
    assert_eq!((&release["made"], &release["carried"]), (&json!(0), &json!(4)));
    // Whatever was carried is no visit of this release.
    assert_eq!(release["visits"], json!([]));
    assert_eq!(desk.call("artefact.list", json!({ "kinds": ["evaluation"], "release": "2.0" }))["total"], 0);
    assert_eq!(page["card"]["title"], "2.0");
}

#[test]
fn only_what_is_wanted_is_carried_and_a_release_without_a_name_is_refused() {
    let desk = with_release();
    let persona = desk.add("persona", json!({ "title": "Hanna", "type": "end-user" }));
    desk.add("component", json!({ "title": "Order events" }));
    let before = desk.length();
    let refused = desk.refused("release.start", json!({ "title": " ", "from": "REL-1" }));
    assert_eq!(refused["fields"][0]["field"], "title");
    assert_eq!(desk.length(), before);
    desk.call("release.start", json!({ "title": "2.0", "from": "REL-1", "carry": [persona] }));
    assert_eq!(desk.call("release.get", json!({ "release": "2.0" }))["carried"], 1);
    assert_eq!(
        desk.refused("release.start", json!({ "title": "3.0", "from": "PER-1" }))["code"],
        "wrong-kind"
    );
}

#[test]
fn the_path_shows_a_return_with_its_trigger_and_stays_open_until_something_answers_it() {
    let desk = with_release();
    desk.add("persona", json!({ "title": "Hanna", "type": "end-user" }));
    desk.add("idea", json!({ "title": "Three dishes" }));
    let metric = desk.add("metric", json!({ "title": "Conversion" }));
    let result = desk.add("measurement", json!({ "metric": metric, "n": 40, "successes": 2 }));
    let back = desk.add(
        "loop-back",
        json!({ "from": "test", "to": "ideate", "reason": "Nobody wanted it", "trigger": [result] }),
    );
    let page = desk.call("release.get", json!({}));
    let stages: Vec<&Json> = page["visits"].as_array().unwrap().iter().map(|v| &v["stage"]).collect();
    assert_eq!(stages, ["empathise", "ideate", "test", "ideate"]);
    assert_eq!(page["visits"][3]["by"], 0);
    assert_eq!(shorts(&page["returns"][0]["triggers"]), [result]);
    assert_eq!(page["returns"][0]["closed"], false);
    let idea = desk.add("idea", json!({ "title": "One button" }));
    desk.call("artefact.set", json!({ "id": back, "fields": { "closed-by": [idea] } }));
    let page = desk.call("release.get", json!({}));
    assert_eq!(page["returns"][0]["closed"], true);
    assert_eq!(shorts(&page["returns"][0]["answers"]), [idea]);
}

#[test]
fn two_releases_are_compared_by_what_was_added_dropped_and_decided_otherwise() {
    let desk = with_release();
    let persona = desk.add("persona", json!({ "title": "Hanna", "type": "end-user" }));
    let idea = desk.add("idea", json!({ "title": "Three dishes" }));
    let decide = |title: &str, outcome: &str| {
        let fields = json!({ "title": title, "status": "accepted", "outcome": "x", "rationale": "y" });
        let links =
            json!([{ "type": "decides", "other": idea, "out": true, "fields": { "outcome": outcome } }]);
        let saved =
            desk.call("artefact.add", json!({ "kind": "decision", "fields": fields, "links": links }));
        saved["short"].as_str().unwrap().to_owned()
    };
    let first = decide("Do we build it?", "rejected");
    let started = desk.call("release.start", json!({ "title": "2.0", "from": "REL-1" }));
    desk.call("workspace.context", json!({ "release": started["id"] }));
    let second = decide("Do we build it now?", "chosen");
    desk.call("artefact.set", json!({ "id": second, "fields": { "supersedes": [first] } }));
    let compared = desk.call("release.compare", json!({ "before": "REL-1", "after": "2.0" }));
    assert_eq!(shorts(&compared["kept"]), [persona]);
    assert_eq!(shorts(&compared["added"]), [second.as_str()]);
    assert_eq!(shorts(&compared["dropped"]), [idea.as_str(), first.as_str()]);
    let otherwise = compared["otherwise"].as_array().unwrap();
    assert_eq!(otherwise.len(), 2, "{otherwise:?}");
    assert_eq!(otherwise[0]["card"]["short"], idea);
    assert_eq!(
        (&otherwise[0]["before"]["word"], &otherwise[0]["after"]["word"]),
        (&json!("rejected"), &json!("chosen"))
    );
    assert_eq!(otherwise[1]["after"]["short"], second);
    // The other way round nothing new supersedes.
    let back = desk.call("release.compare", json!({ "before": "2.0", "after": "REL-1" }));
    assert_eq!(back["otherwise"].as_array().unwrap().len(), 1);
}
