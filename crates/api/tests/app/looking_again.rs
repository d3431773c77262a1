//! What asks for another look: suspect links, stances on an older text, decisions that wait for review.

use serde_json::{Value as Json, json};

use crate::desk::Desk;

fn link(desk: &Desk, of: &str, type_: &str) -> Json {
    let page = desk.page(of);
    page["links"].as_array().unwrap().iter().find(|l| l["type"] == type_).unwrap().clone()
}

fn reviewed(desk: &Desk) -> Vec<(String, Vec<String>)> {
    let list = desk.call("decision.review", json!({ "release": "all" }));
    let text = |json: &Json| json.as_str().unwrap().to_owned();
    let row = |row: &Json| {
        let reasons = row["reasons"].as_array().unwrap().iter().map(|r| text(&r["code"])).collect();
        (text(&row["card"]["short"]), reasons)
    };
    list["rows"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn a_link_asks_for_a_look_when_an_end_changed_in_a_field_that_matters_and_says_what_differs() {
    let desk = Desk::new();
    let insight = desk.add("insight", json!({ "title": "They want to stop choosing" }));
    let problem = desk.add("problem", json!({ "need": "a dinner" }));
    desk.call("link.add", json!({ "from": insight, "type": "motivates", "to": problem }));
    assert!(link(&desk, &problem, "motivates").get("suspect").is_none());
    // What does not matter is no reason to look again, nor is a blank that is filled in.
    desk.set(&insight, json!({ "notes": "Said twice." }));
    desk.set(&insight, json!({ "confidence": "low" }));
    assert!(link(&desk, &problem, "motivates").get("suspect").is_none());

    desk.set(&insight, json!({ "title": "They want to choose sooner" }));
    desk.set(&insight, json!({ "title": "They want to choose before they are hungry" }));
    for end in [&problem, &insight] {
        let told = link(&desk, end, "motivates")["suspect"][0].clone();
        assert_eq!(told["changed"]["short"], insight);
        assert_eq!(told["by"], "Mira Anand");
        assert_eq!(told["fields"].as_array().unwrap().len(), 1, "{told}");
        assert_eq!(told["fields"][0]["before"], "They want to stop choosing");
        assert_eq!(told["fields"][0]["after"], "They want to choose before they are hungry");
    }
}

#[test]
fn confirming_a_suspect_link_takes_a_reason_which_its_history_keeps() {
    let desk = Desk::new();
    let insight = desk.add("insight", json!({ "title": "They want to stop choosing" }));
    let problem = desk.add("problem", json!({ "need": "a dinner" }));
    desk.call("link.add", json!({ "from": insight, "type": "motivates", "to": problem }));
    desk.set(&insight, json!({ "title": "They want to choose sooner" }));
    let suspect = link(&desk, &problem, "motivates");
    let before = desk.length();
    let refused = desk.refused("link.confirm", json!({ "id": suspect["id"], "reason": " " }));
    assert_eq!(refused["fields"][0]["field"], "reason");
    assert_eq!(desk.length(), before);
    desk.call("link.confirm", json!({ "id": suspect["id"], "reason": "The need is the same" }));
    assert!(link(&desk, &problem, "motivates").get("suspect").is_none());
    let log = desk.call("log", json!({ "id": problem }));
    assert_eq!(log["rows"][0]["reason"], "The need is the same");
    // Taken back, it asks again.
    desk.call("undo", json!({}));
    assert!(link(&desk, &problem, "motivates").get("suspect").is_some());
    desk.set(&insight, json!({ "title": "They want to choose at lunch" }));
    assert!(link(&desk, &problem, "motivates").get("suspect").is_some());
}

#[test]
fn all_links_that_one_change_made_suspect_are_confirmed_as_one_change() {
    let desk = Desk::new();
    let insight = desk.add("insight", json!({ "title": "They want to stop choosing" }));
    let problems = ["a dinner", "a drink"].map(|need| desk.add("problem", json!({ "need": need })));
    for problem in &problems {
        desk.call("link.add", json!({ "from": insight, "type": "motivates", "to": problem }));
    }
    desk.set(&insight, json!({ "title": "They want to choose sooner" }));
    desk.set(&problems[1], json!({ "need": "a drink, soon" }));
    let before = desk.length();
    desk.call("link.confirm", json!({ "of": insight, "reason": "The need is the same" }));
    assert_eq!(desk.length(), before + 1);
    assert!(link(&desk, &problems[0], "motivates").get("suspect").is_none());
    // The second problem changed as well; whoever confirmed the link looked at both ends.
    assert!(link(&desk, &problems[1], "motivates").get("suspect").is_none());
    // Named by its ends, too.
    desk.set(&insight, json!({ "title": "They want to choose at lunch" }));
    let named = json!({ "from": insight, "type": "motivates", "to": problems[0], "reason": "Still" });
    desk.call("link.confirm", named);
    assert!(link(&desk, &problems[0], "motivates").get("suspect").is_none());
    assert!(link(&desk, &problems[1], "motivates").get("suspect").is_some());
}

#[test]
fn doubt_spreads_along_the_thread_to_all_that_came_of_it() {
    let desk = Desk::new();
    let insight = desk.add("insight", json!({ "title": "They want to stop choosing" }));
    let problem = desk.add("problem", json!({ "need": "a dinner" }));
    desk.call("link.add", json!({ "from": insight, "type": "motivates", "to": problem }));
    let idea = desk.add("idea", json!({ "title": "Three dishes", "problem": problem }));
    let other = desk.add("idea", json!({ "title": "One button" }));
    desk.set(&insight, json!({ "title": "They want to choose sooner" }));
    let told = desk.call("suspects", json!({ "id": idea }));
    assert_eq!(told["rows"][0]["from"]["short"], insight);
    assert_eq!(told["rows"].as_array().unwrap().len(), 1);
    let affected = told["affected"].as_array().unwrap();
    let id = |short: &str| desk.page(short)["card"]["id"].clone();
    assert!(affected.contains(&id(&idea)) && affected.contains(&id(&problem)));
    assert!(!affected.contains(&id(&insight)));
    assert_eq!(desk.call("suspects", json!({ "id": other }))["rows"], json!([]));
}

#[test]
fn a_stance_stays_as_given_on_the_older_text_and_the_next_one_keeps_it_in_sight() {
    let desk = Desk::new();
    let decision = desk.add("decision", json!({ "title": "Do we rent GPUs?" }));
    let option = desk.add("option", json!({ "title": "Rent", "decision": decision, "for": "Quick" }));
    let stance = desk.add(
        "stance",
        json!({ "decision": decision, "stakeholder": "STK-1", "position": "object", "reason": "Nobody can pay" }),
    );
    let told = |desk: &Desk| desk.call("decision.get", json!({ "id": decision }))["stances"][0].clone();
    assert_eq!(told(&desk)["older_text"], false);
    // What was decided comes after the stances and makes none of them old.
    desk.set(&decision, json!({ "status": "accepted", "outcome": "Yes", "rationale": "It pays" }));
    desk.set(&option, json!({ "notes": "See the offer" }));
    assert_eq!(told(&desk)["older_text"], false);
    desk.set(&option, json!({ "for": "Quick, and half the price" }));
    assert_eq!(told(&desk)["older_text"], true);
    // Asked again.
    desk.set(&stance, json!({ "position": "consent", "reason": "That we can pay" }));
    let now = told(&desk);
    assert_eq!((&now["older_text"], &now["position"]), (&json!(false), &json!("consent")));
    assert_eq!(now["earlier"][0]["position"], "object");
    assert_eq!(now["earlier"][0]["reason"], "Nobody can pay");
    // An answer is no new stance.
    desk.set(&stance, json!({ "answer": "Good" }));
    assert_eq!(told(&desk)["earlier"].as_array().unwrap().len(), 1);
    // A further option is another text too.
    desk.add("option", json!({ "title": "Buy", "decision": decision }));
    assert_eq!(told(&desk)["older_text"], true);
}

#[test]
fn a_stance_on_an_answer_falls_with_it_and_one_given_before_any_stands_on_the_question() {
    let desk = Desk::new();
    let tom = desk.add("stakeholder", json!({ "title": "Tom" }));
    let decision = desk.add("decision", json!({ "title": "Which do we ship?" }));
    let consent = |who: &str| {
        desk.add("stance", json!({ "decision": decision, "stakeholder": who, "position": "consent" }))
    };
    consent("STK-1");
    desk.set(&decision, json!({ "status": "accepted", "outcome": "Ship A", "rationale": "Cheap" }));
    consent(&tom);
    let old = || {
        let page = desk.call("decision.get", json!({ "id": decision }));
        let of = |stance: &Json| {
            (stance["stakeholder"]["title"].as_str().unwrap().to_owned(), stance["older_text"] == true)
        };
        let mut list: Vec<(String, bool)> = page["stances"].as_array().unwrap().iter().map(of).collect();
        list.sort();
        list
    };
    assert_eq!(old(), [("Mira Anand".to_owned(), false), ("Tom".to_owned(), false)]);
    desk.set(&decision, json!({ "outcome": "Ship B" }));
    assert_eq!(old(), [("Mira Anand".to_owned(), false), ("Tom".to_owned(), true)]);
    desk.set(&decision, json!({ "title": "Which do we ship in May?" }));
    assert_eq!(old(), [("Mira Anand".to_owned(), true), ("Tom".to_owned(), true)]);
}

#[test]
fn what_changed_itself_tells_of_its_own_doubtful_links_and_a_release_of_all_below_them() {
    let desk = Desk::bare();
    let args = json!({ "path": desk.file(), "person": "Mira Anand", "product": "Food delivery app" });
    desk.call("workspace.create", args);
    let insight = desk.add("insight", json!({ "title": "They want to stop choosing" }));
    let problem = desk.add("problem", json!({ "need": "a dinner" }));
    desk.call("link.add", json!({ "from": insight, "type": "motivates", "to": problem }));
    let idea = desk.add("idea", json!({ "title": "Three dishes", "problem": problem }));
    desk.set(&insight, json!({ "title": "They want to choose sooner" }));
    assert_eq!(desk.call("suspects", json!({ "id": insight }))["rows"].as_array().unwrap().len(), 1);
    let release = desk.call("suspects", json!({ "id": "REL-1" }));
    assert_eq!(release["rows"].as_array().unwrap().len(), 1);
    let affected = release["affected"].as_array().unwrap();
    assert!(affected.contains(&desk.page(&idea)["card"]["id"]), "{release}");
}

#[test]
fn nobody_signs_for_somebody_else() {
    let desk = Desk::new();
    let decision = desk.add("decision", json!({ "title": "Do we rent GPUs?" }));
    let tom = desk.add("stakeholder", json!({ "title": "Tom" }));
    let fields =
        json!({ "decision": decision, "stakeholder": tom, "position": "consent", "given": "signed" });
    let before = desk.length();
    let refused = desk.refused("artefact.add", json!({ "kind": "stance", "fields": fields }));
    assert_eq!(refused["fields"][0]["code"], "not-yours-to-sign");
    assert_eq!(desk.length(), before);
    let own =
        json!({ "decision": decision, "stakeholder": "STK-1", "position": "consent", "given": "signed" });
    let stance = desk.add("stance", own);
    let told = desk.call("decision.get", json!({ "id": decision }))["stances"][0].clone();
    assert_eq!(told["recorded"], "signed");
    let handed = desk.refused(
        "artefact.set",
        json!({ "id": stance, "fields": { "stakeholder": tom, "given": "signed" } }),
    );
    assert_eq!(handed["code"], "invalid", "{handed}");
}

#[test]
fn a_decision_waits_for_review_when_it_is_due_or_something_it_rests_on_gave_way() {
    let desk = Desk::new();
    let assumption = desk.add("assumption", json!({ "title": "People trust three dishes" }));
    let data = desk.add("data-version", json!({ "title": "orders", "version": "1" }));
    let insight = desk.add("insight", json!({ "title": "They want to stop choosing" }));
    let decide = |title: &str, more: Json| {
        let mut fields = json!({ "title": title, "status": "accepted", "outcome": "x", "rationale": "y" });
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        desk.add("decision", fields)
    };
    let due = decide("Do we keep it?", json!({ "review-date": "2026-09-01" }));
    decide("Do we look next year?", json!({ "review-date": "2027-09-01" }));
    let trust = decide("Do we show three?", json!({ "rests-on": [assumption] }));
    let trained = decide("Is it good enough?", json!({ "rests-on": [data] }));
    let heard = decide("Is that the problem?", json!({ "rests-on": [insight] }));
    let option = desk.add("option", json!({ "title": "Show nine", "decision": trust }));
    let rejected =
        json!({ "from": trust, "type": "decides", "to": option, "fields": { "outcome": "rejected" } });
    desk.call("link.add", rejected);
    assert_eq!(reviewed(&desk), [(due.clone(), vec!["due".to_owned()])]);

    desk.set(&assumption, json!({ "status": "refuted" }));
    desk.add("data-version", json!({ "title": "orders", "version": "2", "derived-from": [data] }));
    desk.set(&insight, json!({ "title": "They want to choose sooner" }));
    let waiting = reviewed(&desk);
    let of = |short: &str| waiting.iter().find(|(s, _)| s == short).map(|(_, r)| r.join(" "));
    assert_eq!(of(&trust).as_deref(), Some("refuted"));
    assert_eq!(of(&trained).as_deref(), Some("newer-data"));
    assert_eq!(of(&heard).as_deref(), Some("suspect"));
    assert_eq!(waiting.len(), 4);
    // What it turned down comes back with it.
    let list = desk.call("decision.review", json!({}));
    let row = list["rows"].as_array().unwrap().iter().find(|r| r["card"]["short"] == json!(trust)).unwrap();
    assert_eq!(row["turned_down"][0]["short"], option);
    // What another decision chose since is in question no more.
    let chosen = json!({ "from": heard, "type": "decides", "to": option, "fields": { "outcome": "chosen" } });
    desk.call("link.add", chosen);
    let list = desk.call("decision.review", json!({}));
    let row = list["rows"].as_array().unwrap().iter().find(|r| r["card"]["short"] == json!(trust)).unwrap();
    assert_eq!(row["turned_down"], json!([]));
    // What no longer stands waits for nobody.
    desk.set(&trust, json!({ "status": "withdrawn" }));
    assert_eq!(reviewed(&desk).len(), 3);
}
