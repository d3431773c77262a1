//! The system map: where components stand, what they lack, and the parts offered as a start.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::desk::{Desk, shorts};

fn map(desk: &Desk) -> Json {
    desk.call("system.map", json!({}))
}

fn node<'a>(map: &'a Json, title: &str) -> &'a Json {
    let nodes = map["nodes"].as_array().unwrap();
    nodes.iter().find(|n| n["node"]["card"]["title"] == title).unwrap_or_else(|| panic!("no {title}"))
}

fn three() -> Desk {
    let desk = Desk::new();
    desk.add("team", json!({ "title": "Operations", "initials": "OP" }));
    desk.add("component", json!({ "title": "Ranker", "type": "ml-code", "owner": "TEA-1" }));
    desk.add("component", json!({ "title": "Events", "type": "data-collection" }));
    desk.add(
        "component",
        json!({ "title": "Screen", "type": "other", "own-type": "user interface", "owner": "TEA-1" }),
    );
    desk.call(
        "link.add",
        json!({ "from": "CMP-2", "type": "feeds", "to": "CMP-1", "fields": { "what": "orders" } }),
    );
    desk.call("link.add", json!({ "from": "CMP-1", "type": "feeds", "to": "CMP-2" }));
    desk
}

#[test]
fn components_stand_in_layers_by_what_passes_and_circles_begin_at_the_data() {
    let desk = three();
    let map = map(&desk);
    let lane = |title: &str| node(&map, title)["node"]["lane"].as_u64().unwrap();
    assert_eq!((lane("Events"), lane("Ranker")), (0, 1));
    let x = |title: &str| node(&map, title)["node"]["x"].as_f64().unwrap();
    assert!(x("Events") + 200.0 < x("Ranker"), "there is room for words between two layers");
    let links = map["links"].as_array().unwrap();
    assert_eq!(links.len(), 2);
    assert_eq!((&links[0]["what"], &links[1]["what"]), (&json!("orders"), &json!("")));
    assert!(links.iter().all(|l| l["link"]["points"].as_array().unwrap().len() > 1));
    assert_eq!(node(&map, "Screen")["type_words"], "user interface");
}

#[test]
fn a_component_without_owner_or_interaction_is_marked() {
    let desk = three();
    desk.add("component", json!({ "title": "Alone" }));
    let map = map(&desk);
    let lacks = |title: &str| node(&map, title)["lacks"].as_str().unwrap().to_owned();
    assert_eq!(lacks("Ranker"), "");
    assert_eq!(lacks("Events"), "no owner");
    assert_eq!(lacks("Screen"), "no interaction");
    assert_eq!(lacks("Alone"), "no owner, no interaction");
    assert_eq!(map["lacking"], 3);
}

#[test]
fn versions_and_owners_stand_on_the_components_and_the_past_is_as_it_was() {
    let desk = three();
    let before = desk.length();
    desk.add("model-version", json!({ "title": "ranker", "version": "7" }));
    desk.set("CMP-1", json!({ "implemented-by": ["MOD-1"], "title": "Ranking" }));
    let now = map(&desk);
    assert_eq!(shorts(&node(&now, "Ranking")["versions"]), ["MOD-1"]);
    assert_eq!(shorts(&node(&now, "Ranking")["owners"]), ["TEA-1"]);
    let then = desk.call("system.map", json!({ "at": { "mode": "position", "position": before } }));
    assert_eq!(node(&then, "Ranker")["versions"], json!([]));
}

#[test]
fn one_change_of_the_map_is_one_undo() {
    let desk = three();
    desk.call(
        "link.add",
        json!({ "from": "CMP-1", "type": "feeds", "to": "CMP-3", "fields": { "what": "scores" } }),
    );
    assert_eq!(map(&desk)["links"].as_array().unwrap().len(), 3);
    desk.call("undo", json!({}));
    assert_eq!(map(&desk)["links"].as_array().unwrap().len(), 2);
    desk.call("link.remove", json!({ "from": "CMP-2", "type": "feeds", "to": "CMP-1" }));
    assert_eq!(map(&desk)["links"].as_array().unwrap().len(), 1);
    desk.call("undo", json!({}));
    assert_eq!(map(&desk)["links"].as_array().unwrap().len(), 2);
}

#[test]
fn the_ten_parts_are_recorded_with_their_interactions_as_one_change() {
    let desk = Desk::new();
    let offered = map(&desk)["parts"].clone();
    assert_eq!(offered.as_array().unwrap().len(), 10);
    assert!(offered.as_array().unwrap().iter().all(|part| part["there"] == false));
    let before = desk.length();
    desk.call("system.start", json!({}));
    assert_eq!(desk.length(), before + 1);
    let full = map(&desk);
    assert_eq!((full["nodes"].as_array().unwrap().len(), full["links"].as_array().unwrap().len()), (10, 15));
    assert!(full["parts"].as_array().unwrap().iter().all(|part| part["there"] == true));
    assert!(full["nodes"].as_array().unwrap().iter().all(|n| n["lacks"] == "no owner"));
    desk.refused_as("invalid", "system.start", json!({}));
    desk.call("undo", json!({}));
    assert_eq!(map(&desk)["nodes"], json!([]));
}

#[test]
fn chosen_parts_join_what_is_there_and_nothing_else() {
    let desk = Desk::new();
    desk.add("component", json!({ "title": "Our ranker", "type": "ml-code" }));
    desk.call("system.start", json!({ "parts": ["feature-extraction", "monitoring", "feature-extraction"] }));
    let map = map(&desk);
    let titles: BTreeSet<&str> = map["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n["node"]["card"]["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["Feature extraction", "Monitoring", "Our ranker"].into());
    let links = map["links"].as_array().unwrap();
    assert_eq!(links.iter().map(|l| l["what"].as_str().unwrap()).collect::<Vec<_>>(), ["features"]);
    assert_eq!(links[0]["link"]["down"], node(&map, "Our ranker")["node"]["card"]["id"]);
    desk.call("system.start", json!({ "parts": ["configuration"], "alone": true }));
    assert_eq!(desk.call("system.map", json!({}))["links"].as_array().unwrap().len(), 1);
    desk.refused_as("invalid", "system.start", json!({ "parts": ["a-heart"] }));
}

#[test]
fn sixty_components_are_laid_out_without_two_on_one_place() {
    let desk = Desk::new();
    for n in 0..60 {
        desk.add("component", json!({ "title": format!("Part {n}") }));
    }
    for n in 0..60 {
        for to in [(n * 7 + 3) % 60, (n * 5 + 11) % 60] {
            if to != n {
                desk.call("link.add", json!({ "from": format!("CMP-{}", n + 1), "type": "feeds", "to": format!("CMP-{}", to + 1) }));
            }
        }
    }
    let map = map(&desk);
    let boxes: Vec<[f64; 4]> = map["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| ["x", "y", "w", "h"].map(|k| n["node"][k].as_f64().unwrap()))
        .collect();
    for (at, a) in boxes.iter().enumerate() {
        for b in &boxes[at + 1..] {
            let apart =
                a[0] + a[2] <= b[0] || b[0] + b[2] <= a[0] || a[1] + a[3] <= b[1] || b[1] + b[3] <= a[1];
            assert!(apart, "{a:?} {b:?}");
        }
    }
}
