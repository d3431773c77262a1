//! Links, and fields that name other artefacts.

use serde_json::json;

use crate::desk::{Desk, view};

fn two() -> (Desk, String, String) {
    let desk = Desk::new();
    let insight = desk.add("insight", json!({ "title": "People order the same dish again" }));
    let problem = desk.add("problem", json!({ "title": "Choosing takes long" }));
    (desk, insight, problem)
}

#[test]
fn a_link_is_seen_from_both_ends_in_its_own_words() {
    let (desk, insight, problem) = two();
    let saved = desk.call("link.add", json!({ "from": insight, "type": "motivates", "to": problem }));
    assert_eq!(saved["short"], "INS-1 motivates PRB-1");
    let [from, to] = [&insight, &problem].map(|id| desk.page(id)["links"][0].clone());
    assert_eq!(
        (&from["label"], &from["out"], &from["other"]["short"]),
        (&json!("motivates"), &json!(true), &json!("PRB-1"))
    );
    assert_eq!(
        (&to["label"], &to["out"], &to["other"]["short"]),
        (&json!("is motivated by"), &json!(false), &json!("INS-1"))
    );
}

#[test]
fn a_link_that_stands_is_not_recorded_again_and_one_taken_back_returns() {
    let (desk, insight, problem) = two();
    let link = json!({ "from": insight, "type": "motivates", "to": problem });
    let first = desk.call("link.add", link.clone());
    let before = desk.length();
    let again = desk.call("link.add", link.clone());
    assert_eq!((again.get("position"), &again["id"]), (None, &first["id"]));
    assert_eq!(desk.length(), before);

    desk.call("link.remove", link.clone());
    assert_eq!(desk.page(&problem)["links"][0]["removed"], true);
    let twice = desk.call("link.remove", link.clone());
    assert_eq!(twice.get("position"), None);

    assert_eq!(desk.call("link.add", link)["id"], first["id"], "it is the same link");
    assert_eq!(desk.page(&problem)["links"][0]["removed"], false);
    desk.call("link.remove", json!({ "id": first["id"] }));
    assert_eq!(desk.page(&problem)["links"][0]["removed"], true);
}

#[test]
fn ends_that_a_type_does_not_join_are_refused_with_what_it_joins() {
    let (desk, insight, problem) = two();
    let error = desk.refused_as(
        "invalid",
        "link.add",
        json!({ "from": problem, "type": "motivates", "to": insight }),
    );
    let code = error["fields"][0]["code"].as_str().unwrap();
    assert_eq!(code, "end-not-allowed");
    assert!(error["message"].as_str().unwrap().to_lowercase().contains("insight"), "{error}");
    desk.refused_as("invalid", "link.add", json!({ "from": insight, "type": "loves", "to": problem }));
}

#[test]
fn nothing_is_linked_with_itself_or_with_nothing() {
    let (desk, insight, problem) = two();
    desk.refused_as("same-ends", "link.add", json!({ "from": problem, "type": "relates-to", "to": problem }));
    desk.refused_as("not-found", "link.add", json!({ "from": insight, "type": "motivates", "to": "PRB-7" }));
    desk.refused_as(
        "not-found",
        "link.remove",
        json!({ "from": insight, "type": "motivates", "to": problem }),
    );
    desk.refused_as("bad-arguments", "link.remove", json!({ "from": insight }));
    desk.refused_as("not-found", "link.remove", json!({ "id": "nonsense" }));
}

#[test]
fn a_link_keeps_its_own_fields_and_says_which_are_needed() {
    let desk = Desk::new();
    let idea = desk.add("idea", json!({ "title": "Suggest the usual" }));
    let decision = desk.add("decision", json!({ "title": "What to build first?" }));
    let link = |fields| json!({ "from": decision, "type": "decides", "to": idea, "fields": fields });
    let error = desk.refused_as("invalid", "link.add", link(json!({})));
    assert_eq!(
        (&error["fields"][0]["field"], &error["fields"][0]["code"]),
        (&json!("outcome"), &json!("required"))
    );
    desk.refused_as("invalid", "link.add", link(json!({ "outcome": "maybe" })));
    desk.refused_as("invalid", "link.add", link(json!({ "outcome": "chosen", "colour": "blue" })));
    desk.call("link.add", link(json!({ "outcome": "chosen" })));
    assert_eq!(desk.page(&idea)["links"][0]["fields"]["outcome"], "chosen");

    let before = desk.length();
    desk.call("link.add", link(json!({ "outcome": "parked", "note": "After the holidays" })));
    assert_eq!(desk.length(), before + 1);
    assert_eq!(
        desk.page(&idea)["links"][0]["fields"],
        json!({ "note": "After the holidays", "outcome": "parked" })
    );
}

#[test]
fn what_a_decision_says_is_computed_and_counts_once_it_is_accepted() {
    let desk = Desk::new();
    let idea = desk.add("idea", json!({ "title": "Suggest the usual" }));
    let decision = desk.add("decision", json!({ "title": "What to build first?", "status": "proposed" }));
    let link = json!({ "from": decision, "type": "decides", "to": idea, "fields": { "outcome": "chosen" } });
    desk.call("link.add", link);
    assert_eq!(desk.page(&idea)["card"].get("outcome"), None);
    desk.set(&decision, json!({ "status": "accepted" }));
    assert_eq!(desk.page(&idea)["card"]["outcome"]["word"], "chosen");
    assert_eq!(desk.page(&idea)["card"]["outcome"]["short"], decision.as_str());
}

#[test]
fn a_reference_field_is_a_link_that_a_new_value_replaces_and_none_clears() {
    let desk = Desk::new();
    let (first, second) =
        (desk.add("persona", json!({ "title": "Busy" })), desk.add("persona", json!({ "title": "Cook" })));
    let problem = desk.add("problem", json!({ "need": "a dinner", "persona": first }));
    assert_eq!(desk.refs(&problem, "persona"), std::slice::from_ref(&first));

    let before = desk.length();
    desk.set(&problem, json!({ "persona": second, "need": "a quick dinner" }));
    assert_eq!(desk.length(), before + 1, "one form, one change");
    assert_eq!(desk.refs(&problem, "persona"), std::slice::from_ref(&second));
    assert!(view(&desk.page(&problem), "persona")["value"].is_null(), "it is stored nowhere else");

    desk.set(&problem, json!({ "persona": second }));
    assert_eq!(desk.length(), before + 1, "it names the same");
    desk.set(&problem, json!({ "need": "a dinner" }));
    assert_eq!(desk.refs(&problem, "persona"), [second], "a form without the field leaves it");
    desk.set(&problem, json!({ "persona": null }));
    assert!(desk.refs(&problem, "persona").is_empty());
    desk.set(&problem, json!({ "persona": [first] }));
    assert_eq!(desk.refs(&problem, "persona"), [first]);
}

#[test]
fn a_reference_field_takes_what_fits_and_as_many_as_fit() {
    let (desk, insight, problem) = two();
    let personas = ["Busy", "Cook"].map(|title| desk.add("persona", json!({ "title": title })));
    let refuse = |value| {
        let error = desk.refused("artefact.set", json!({ "id": problem, "fields": { "persona": value } }));
        assert_eq!(error["fields"][0]["field"], "persona", "{error}");
        error["fields"][0]["code"].as_str().unwrap().to_owned()
    };
    let before = desk.length();
    assert_eq!(refuse(json!(personas)), "only-one");
    assert_eq!(refuse(json!(insight)), "end-not-allowed");
    assert_eq!(refuse(json!("PER-9")), "not-found");
    assert_eq!(refuse(json!({ "id": "PER-1" })), "not-a-reference");
    assert_eq!(refuse(json!(1)), "not-a-reference");
    assert_eq!(desk.length(), before);
}

#[test]
fn a_field_for_several_takes_a_list_or_words_with_commas() {
    let desk = Desk::new();
    let versions =
        ["1", "2"].map(|version| desk.add("model-version", json!({ "title": "ranker", "version": version })));
    let bundle = desk.add("bundle", json!({ "title": "1.0", "versions": versions }));
    assert_eq!(desk.refs(&bundle, "versions"), versions);
    desk.set(&bundle, json!({ "versions": "ranker@2" }));
    assert_eq!(desk.refs(&bundle, "versions"), [versions[1].clone()]);
    desk.set(&bundle, json!({ "versions": format!("{}, {}", versions[0], versions[1]) }));
    assert_eq!(desk.refs(&bundle, "versions"), versions);
}

#[test]
fn a_form_links_and_unlinks_in_its_one_change() {
    let (desk, insight, problem) = two();
    let other = desk.add("insight", json!({ "title": "Menus are long" }));
    let first = desk.call("link.add", json!({ "from": insight, "type": "motivates", "to": problem }));
    let before = desk.length();
    desk.call(
        "artefact.set",
        json!({
            "id": problem,
            "fields": { "need": "a dinner" },
            "links": [{ "type": "motivates", "other": other, "out": false }],
            "unlinks": [first["id"]],
        }),
    );
    assert_eq!(desk.length(), before + 1);
    let links = desk.page(&problem)["links"].clone();
    let standing: Vec<&str> = links
        .as_array()
        .unwrap()
        .iter()
        .filter(|link| link["removed"] == false)
        .map(|link| link["other"]["short"].as_str().unwrap())
        .collect();
    assert_eq!(standing, [other]);
}
