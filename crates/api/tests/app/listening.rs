//! Reading evidence, taking it in, grouping quotes, and counting who said what.

use serde_json::{Value as Json, json};

use crate::desk::{Desk, shorts, view};

const TALK: &str = "38 minutes, by video. 😀\n\nI scroll for ten minutes. Then I order the same chicken.\nWrite to me: hanna@example.org.";

/// An interview with P07, and a mark on its first sentence.
fn marked() -> (Desk, String, String) {
    let desk = Desk::new();
    let evidence = desk.add(
        "evidence",
        json!({ "method": "interview", "date": "2026-08-03", "participant": "P07", "consent": "quote-anonymously", "transcript": TALK }),
    );
    let quote = json!({ "quote": "I scroll for ten minutes.", "evidence": evidence, "span-from": 25, "span-to": 50, "tags": ["evening"] });
    let highlight = desk.add("highlight", quote);
    (desk, evidence, highlight)
}

fn read(desk: &Desk, id: &str) -> Json {
    desk.call("evidence.read", json!({ "id": id }))
}

fn place(page: &Json) -> (String, Json) {
    let passage = &page["passages"][0];
    (passage["place"].as_str().unwrap().to_owned(), passage["span"].clone())
}

#[test]
fn a_mark_keeps_its_place_is_found_again_after_an_edit_and_says_when_its_words_are_gone() {
    let (desk, evidence, _) = marked();
    assert_eq!(place(&read(&desk, &evidence)), ("kept".into(), json!({ "from": 25, "to": 50 })));
    desk.set(&evidence, json!({ "transcript": format!("Recorded. {TALK}") }));
    assert_eq!(place(&read(&desk, &evidence)), ("found".into(), json!({ "from": 35, "to": 60 })));
    desk.set(&evidence, json!({ "transcript": "She said something else." }));
    assert_eq!(place(&read(&desk, &evidence)), ("gone".into(), Json::Null));
    let then = desk.call(
        "evidence.read",
        json!({ "id": evidence, "at": { "mode": "position", "position": desk.length() - 1 } }),
    );
    assert_eq!(place(&then).0, "found", "as it was before the last edit");
}

#[test]
fn a_passage_that_is_typed_is_found_and_contacts_are_told() {
    let (desk, evidence, highlight) = marked();
    let page = desk.call("evidence.read", json!({ "id": evidence, "find": "the same  chicken" }));
    assert_eq!(page["found"], json!([{ "from": 64, "to": 80 }]));
    assert_eq!(
        (&page["contacts"][0]["kind"], &page["contacts"][0]["text"]),
        (&json!("email"), &json!("hanna@example.org"))
    );
    assert_eq!((&page["consent"], &page["name_like"]), (&json!("quote-anonymously"), &json!(false)));
    assert_eq!(page["passages"][0]["card"]["short"], highlight);
    let checked =
        desk.call("evidence.check", json!({ "text": "ring +351 912 345 678", "participant": "Ana Silva" }));
    assert_eq!((&checked["contacts"][0]["kind"], &checked["name_like"]), (&json!("phone"), &json!(true)));
}

#[test]
fn an_insight_counts_distinct_people_on_its_card_its_page_and_its_list() {
    let (desk, evidence, first) = marked();
    let add =
        |evidence: &str, quote: &str| desk.add("highlight", json!({ "quote": quote, "evidence": evidence }));
    let second = add(&evidence, "the same chicken");
    let other =
        desk.add("evidence", json!({ "method": "interview", "date": "2026-08-04", "participant": "p07" }));
    let again = add(&other, "as always");
    let third =
        desk.add("evidence", json!({ "method": "interview", "date": "2026-08-05", "participant": "P11" }));
    let against = add(&third, "I like looking around");
    let survey = desk.add("evidence", json!({ "method": "survey", "date": "2026-08-06" }));
    let unknown = add(&survey, "134 of 212");
    let before = desk.length();
    let insight = desk.add(
        "insight",
        json!({ "title": "People want to stop choosing", "supporting": [first, second, again, unknown], "contradicting": [against] }),
    );
    assert_eq!(desk.length(), before + 1, "one change");
    let row = desk.call("insights", json!({ "id": insight }))["rows"][0].clone();
    assert_eq!(row["people"]["words"], "1 person for, 1 against, 1 source unnamed");
    assert_eq!(
        (row["supporting"].as_array().unwrap().len(), row["contradicting"].as_array().unwrap().len()),
        (4, 1)
    );
    let people = |card: &Json| {
        let facts = card["facts"].as_array().unwrap().clone();
        facts.iter().find(|f| f["label"] == "People").map(|f| f["text"].clone())
    };
    let listed = desk.call("artefact.list", json!({ "kinds": ["insight"] }))["rows"][0].clone();
    for card in [&row["card"], &desk.page(&insight)["card"], &listed] {
        assert_eq!(people(card), Some(row["people"]["words"].clone()));
    }
    desk.call("artefact.remove", json!({ "id": against }));
    let row = desk.call("insights", json!({}))["rows"][0].clone();
    assert_eq!(row["people"]["words"], "1 person for, 1 source unnamed", "what was removed does not count");
}

#[test]
fn a_persona_is_assumed_until_evidence_tells_about_it() {
    let desk = Desk::new();
    let persona = desk.add("persona", json!({ "title": "Rui", "type": "affected" }));
    let fact = |label: &str| {
        let facts = desk.page(&persona)["card"]["facts"].as_array().unwrap().clone();
        facts.iter().find(|f| f["label"] == label).map(|f| f["text"].clone())
    };
    assert_eq!((fact("Assumed"), fact("Evidence")), (Some(json!("yes")), None));
    let evidence =
        desk.add("evidence", json!({ "method": "interview", "date": "2026-08-03", "persona": persona }));
    assert_eq!((fact("Assumed"), fact("Evidence")), (None, Some(json!("1"))));
    desk.call("artefact.remove", json!({ "id": evidence }));
    assert_eq!(fact("Assumed"), Some(json!("yes")));
}

fn groups(desk: &Desk) -> Vec<(String, usize)> {
    let page = desk.call("affinity", json!({}));
    let groups = page["groups"].as_array().unwrap().clone();
    groups
        .iter()
        .map(|g| (g["name"].as_str().unwrap().to_owned(), g["passages"].as_array().unwrap().len()))
        .collect()
}

#[test]
fn a_quote_is_moved_between_groups_and_a_group_renamed_by_one_change_that_undo_takes_back() {
    let (desk, evidence, first) = marked();
    let second = desk.add("highlight", json!({ "quote": "the same chicken", "evidence": evidence }));
    assert_eq!(groups(&desk), [(String::new(), 2)]);
    desk.set(&first, json!({ "cluster": "Tired" }));
    assert_eq!(groups(&desk), [(String::new(), 1), ("Tired".into(), 1)]);
    desk.set(&second, json!({ "cluster": "Tired" }));
    let before = desk.length();
    desk.call("artefact.set", json!({ "id": first, "also": [second], "fields": { "cluster": "Too tired" } }));
    assert_eq!(
        (groups(&desk), desk.length()),
        (vec![(String::new(), 0), ("Too tired".into(), 2)], before + 1)
    );
    desk.call("undo", json!({}));
    assert_eq!(groups(&desk), [(String::new(), 0), ("Tired".into(), 2)]);
}

const SURVEY: &str = "\u{feff}Participant;Date;How do you choose?;Anything else\r\nP31;2026-07-16;\"I scroll;\nthen I give up\";\r\nP32;2026-07-17;By price;Ring 0171 1234567\r\nP33;2026-07-17;a;b;c\r\n;;;\r\nP34;2026-07-18;\"open";

#[test]
fn a_survey_becomes_one_readable_text_and_bad_rows_are_named() {
    let desk = Desk::new();
    let ask = json!({ "text": SURVEY, "name": "dinner_survey.csv", "dry_run": true });
    let before = desk.length();
    let preview = desk.call("evidence.import", ask.clone());
    assert_eq!(desk.length(), before, "a preview records nothing");
    assert_eq!((&preview["rows"], &preview["total"]), (&json!(2), &json!(1)));
    let bad: Vec<u64> =
        preview["bad"].as_array().unwrap().iter().map(|b| b["line"].as_u64().unwrap()).collect();
    assert_eq!(bad, [5, 7]);
    assert_eq!(preview["contacts"][0]["text"], "0171 1234567");
    let mut args = ask;
    args["dry_run"] = json!(false);
    let done = desk.call("evidence.import", args);
    assert_eq!(desk.length(), before + 1, "one change");
    let id = done["items"][0]["card"]["short"].as_str().unwrap();
    assert_eq!(
        desk.field(id, "transcript"),
        "[2, P31]\nParticipant: P31\nDate: 2026-07-16\nHow do you choose?: I scroll;\nthen I give up\n\n[4, P32]\nParticipant: P32\nDate: 2026-07-17\nHow do you choose?: By price\nAnything else: Ring 0171 1234567"
    );
    assert_eq!((desk.field(id, "method"), desk.field(id, "sample-size")), (json!("survey"), json!(2)));
    assert_eq!(desk.field(id, "title"), "dinner survey");
}

#[test]
fn tickets_become_one_piece_of_evidence_each_in_one_change_that_undo_takes_back() {
    let desk = Desk::new();
    let persona = desk.add("persona", json!({ "title": "Marta", "type": "end-user" }));
    let text = "{\"subject\":\"Cannot find dinner\",\"requester\":{\"code\":\"C7\"},\"created_at\":\"2026-07-19T10:00:00Z\",\"tags\":[\"search\",\"late\"],\"open\":true}\nnot json\n[1]\n{\"subject\":\"Again\",\"participant\":\"Ana Silva\"}\n";
    let path = desk.write("tickets.jsonl", text.as_bytes());
    let before = desk.length();
    let done = desk.call(
        "evidence.import",
        json!({ "path": path, "per_row": true, "persona": persona, "consent": "internal" }),
    );
    assert_eq!(desk.length(), before + 1);
    assert_eq!((&done["total"], &done["names"]), (&json!(2), &json!(["Ana Silva"])));
    let cards: Vec<Json> = done["items"].as_array().unwrap().iter().map(|i| i["card"].clone()).collect();
    assert_eq!(shorts(&json!(cards)), ["EVD-1", "EVD-2"]);
    assert_eq!(desk.field("EVD-1", "date"), "2026-07-19");
    assert_eq!(desk.field("EVD-1", "title"), "Cannot find dinner");
    let transcript = desk.field("EVD-1", "transcript");
    assert!(
        transcript
            .as_str()
            .unwrap()
            .contains("requester.code: C7\nsubject: Cannot find dinner\ntags: search, late"),
        "{transcript}"
    );
    assert_eq!(desk.field("EVD-2", "date"), "2026-09-01", "today, where the ticket does not say");
    assert_eq!(desk.refs("EVD-2", "persona"), [persona]);
    desk.call("undo", json!({}));
    assert_eq!(view(&desk.page("EVD-1"), "removed")["value"], true);
    assert_eq!(desk.page("EVD-2")["card"]["removed"], true);
}

#[test]
fn what_holds_nothing_is_too_large_or_no_text_is_refused_and_nothing_recorded() {
    let desk = Desk::new();
    for text in ["", "  \n", "a,b\n"] {
        let args = json!({ "text": text, "format": if text.contains(',') { "csv" } else { "text" } });
        desk.refused_as("nothing-in-it", "evidence.import", args);
    }
    let long = "a".repeat(4 * 1024 * 1024 + 1);
    desk.refused_as("too-much", "evidence.import", json!({ "text": long }));
    let rows = format!("a\n{}", "1\n".repeat(5_001));
    desk.refused_as("too-much", "evidence.import", json!({ "text": rows, "format": "csv" }));
    let path = desk.write("notes.txt", &[0x66, 0xfc, 0x72]);
    desk.refused_as("not-utf-8", "evidence.import", json!({ "path": path }));
    desk.refused_as("io", "evidence.import", json!({ "path": desk.path("missing.txt") }));
    desk.refused_as("bad-arguments", "evidence.import", json!({ "text": "a", "format": "pdf" }));
    desk.refused_as("bad-arguments", "evidence.import", json!({}));
    desk.refused_as("invalid", "evidence.import", json!({ "text": "a", "method": "hearsay" }));
    desk.refused_as("wrong-kind", "evidence.read", {
        desk.add("persona", json!({ "title": "Marta", "type": "end-user" }));
        json!({ "id": "PER-1" })
    });
}

#[test]
fn ideas_tell_their_cluster_team_chain_and_disputes_and_questions_what_they_ask_about() {
    let desk = Desk::new();
    let team = desk.add("team", json!({ "title": "Operations" }));
    let problem = desk.add("problem", json!({ "title": "Choosing takes long" }));
    let first = desk.add("idea", json!({ "title": "Three dishes", "cluster": "Fewer", "proposed-by": team }));
    let second = desk.add("idea", json!({ "title": "Three dishes by weather", "builds-on": [first] }));
    desk.call(
        "link.add",
        json!({ "from": team, "type": "disputes", "to": second, "fields": { "reason": "Needs a GPU." } }),
    );
    desk.add("question", json!({ "title": "How might we end the scrolling?", "about": problem }));
    let page = desk.call("ideas", json!({}));
    let ideas = page["ideas"].as_array().unwrap();
    assert_eq!((&ideas[0]["cluster"], &ideas[0]["team"]["title"]), (&json!("Fewer"), &json!("Operations")));
    assert_eq!(shorts(&ideas[1]["builds_on"]), [first]);
    assert_eq!(ideas[1]["disputes"][0]["reason"], "Needs a GPU.");
    assert_eq!(page["questions"].as_array().unwrap().len(), 1);
    assert_eq!(shorts(&page["questions"][0]["about"]), [problem]);
}
