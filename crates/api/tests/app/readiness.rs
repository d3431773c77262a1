//! What a release still misses, waivers, and the freeze.

use serde_json::{Value as Json, json};
use throughline_record::{Address, ChangeId, EntityId, Hash, binding};

use crate::desk::{Desk, shorts};

/// A product with its first release, on 1 September 2026, with Mira Anand at the keyboard.
pub fn with_product() -> Desk {
    let desk = Desk::bare();
    let args = json!({ "path": desk.file(), "person": "Mira Anand", "product": "Food delivery app" });
    desk.call("workspace.create", args);
    desk
}

fn ask(desk: &Desk, args: Json) -> Json {
    desk.call("readiness", args)
}

#[track_caller]
fn rule(answer: &Json, number: u64) -> Json {
    let rules = answer["rules"].as_array().unwrap();
    rules.iter().find(|rule| rule["number"] == number).unwrap().clone()
}

#[track_caller]
fn state(desk: &Desk, number: u64) -> String {
    rule(&ask(desk, json!({})), number)["state"].as_str().unwrap().to_owned()
}

#[track_caller]
fn waive(desk: &Desk, number: u64, until: &str) -> String {
    let args = json!({ "rule": number.to_string(), "reason": "Nobody reads it yet", "until": until });
    desk.call("release.waive", args)["short"].as_str().unwrap().to_owned()
}

/// Waives every blocking gap that stands in the way of a freeze.
pub fn waive_all(desk: &Desk) {
    let answer = ask(desk, json!({ "freezing": true }));
    for one in answer["rules"].as_array().unwrap() {
        if one["severity"] == "blocking" && one["state"] == "open" {
            waive(desk, one["number"].as_u64().unwrap(), "2026-12-31");
        }
    }
}

#[test]
fn a_new_release_has_no_gaps_and_every_rule_is_listed() {
    let desk = with_product();
    let answer = ask(&desk, json!({}));
    assert_eq!(answer["rules"].as_array().unwrap().len(), 32);
    assert_eq!(
        (&answer["blocking"], &answer["warnings"], &answer["waived"]),
        (&json!(0), &json!(0), &json!(0))
    );
    assert_eq!(answer["release"]["title"], "1.0");
    assert_eq!(answer["frozen"], Json::Null);
    assert_eq!(rule(&answer, 1)["state"], "not-reached");
    assert_eq!(rule(&answer, 23)["state"], "no-model");
}

#[test]
fn a_gap_names_what_it_is_about_and_the_form_that_closes_it() {
    let desk = with_product();
    let persona = desk.add("persona", json!({ "title": "Courier", "type": "affected" }));
    let answer = ask(&desk, json!({}));
    let one = rule(&answer, 1);
    assert_eq!((&one["state"], &one["severity"]), (&json!("open"), &json!("blocking")));
    let gap = &one["gaps"][0];
    assert_eq!(shorts(&gap["cards"]), [persona.as_str()]);
    assert_eq!(
        gap["action"]["add"],
        json!({ "kind": "persona", "fields": { "type": "end-user" }, "refs": {} })
    );
    let gap = &rule(&answer, 2)["gaps"][0];
    assert_eq!(gap["sentence"], "PER-1 “Courier” is assumed: no evidence tells about them.");
    assert_eq!(shorts(&gap["action"]["add"]["refs"]["persona"]), [persona.as_str()]);
    assert_eq!((&answer["blocking"], &answer["warnings"]), (&json!(1), &json!(2)));

    desk.add("persona", json!({ "title": "Hungry Hanna", "type": "end-user" }));
    desk.add(
        "evidence",
        json!({ "method": "interview", "date": "2026-08-03", "participant": "P07", "persona": "PER-2" }),
    );
    let answer = ask(&desk, json!({}));
    assert_eq!((&answer["blocking"], &answer["warnings"]), (&json!(0), &json!(0)));
}

#[test]
fn personal_and_long_fields_count_as_the_rules_ask() {
    let desk = with_product();
    let insight = desk.add("insight", json!({ "title": "They want to stop choosing" }));
    for code in ["P07", "P11"] {
        let evidence =
            desk.add("evidence", json!({ "method": "interview", "date": "2026-08-03", "participant": code }));
        desk.add(
            "highlight",
            json!({ "quote": format!("{code} said so"), "evidence": evidence, "supports": [insight] }),
        );
        let expected = if code == "P07" { "open" } else { "closed" };
        assert_eq!(state(&desk, 4), expected, "{code}");
    }
    let plan = "Who does what: ".repeat(60);
    let id = desk.add("deployment", json!({ "audience": "internal" }));
    assert_eq!(state(&desk, 26), "open");
    desk.set(&id, json!({ "recovery-plan": plan }));
    assert_eq!(state(&desk, 26), "closed");
}

#[test]
fn what_is_chosen_is_read_from_decisions_and_their_options() {
    let desk = with_product();
    let idea = desk.add("idea", json!({ "title": "Two towers" }));
    let decision = desk.add("decision", json!({ "title": "Which?", "status": "accepted" }));
    assert_eq!(state(&desk, 11), "closed");
    let option =
        desk.add("option", json!({ "title": "The towers", "decision": decision, "stands-for": [idea] }));
    desk.call(
        "link.add",
        json!({ "from": decision, "type": "decides", "to": option, "fields": { "outcome": "chosen" } }),
    );
    assert_eq!(state(&desk, 11), "open");
    let gap = &rule(&ask(&desk, json!({})), 11)["gaps"][0];
    assert_eq!(gap["action"]["open"]["short"], idea.as_str());
    desk.set(&idea, json!({ "serving-cost-note": "12 cards in two regions" }));
    assert_eq!(state(&desk, 11), "closed");
}

#[test]
fn a_link_is_suspect_once_an_end_changed_in_a_field_that_matters() {
    let desk = with_product();
    let problem = desk.add("problem", json!({ "need": "a dinner", "because": "hunger" }));
    let idea = desk.add("idea", json!({ "title": "Three dishes", "problem": problem }));
    assert_eq!(state(&desk, 30), "closed");
    desk.set(&problem, json!({ "currency": "EUR" }));
    assert_eq!(state(&desk, 30), "closed", "a field that does not matter");
    desk.set(&problem, json!({ "need": "to stop choosing" }));
    let one = rule(&ask(&desk, json!({})), 30);
    assert_eq!(one["state"], "open");
    assert_eq!(shorts(&one["gaps"][0]["cards"]), [problem.as_str(), idea.as_str()]);
    // A change that sets a field and makes a link knows of both.
    let other = desk.add("idea", json!({ "title": "One dish", "problem": problem }));
    let again = json!({ "id": other, "fields": { "title": "A dish" }, "links": [{ "type": "builds-on", "other": idea, "out": true, "fields": {} }] });
    desk.call("artefact.set", again);
    let gap = rule(&ask(&desk, json!({})), 30)["gaps"].clone();
    assert_eq!(gap.as_array().unwrap().len(), 2, "the older link of {other} is suspect now: {gap}");
    assert!(!shorts(&gap[0]["cards"]).contains(&"nothing"));
}

#[test]
fn only_what_the_release_includes_has_gaps() {
    let desk = with_product();
    desk.add("loop-back", json!({ "reason": "Old", "from": "test", "to": "ideate" }));
    desk.add("release", json!({ "title": "2.0", "product": "PRD-1" }));
    assert_eq!(state(&desk, 31), "closed");
    assert_eq!(rule(&ask(&desk, json!({ "release": "1.0" })), 31)["state"], "open");
    let all = ask(&desk, json!({ "release": "all" }));
    assert_eq!((&all["rules"], &all["release"]), (&json!([]), &Json::Null));
}

#[test]
fn a_workspace_without_releases_is_looked_at_as_one() {
    let desk = Desk::new();
    desk.add("loop-back", json!({ "reason": "Old", "from": "test", "to": "ideate" }));
    let answer = ask(&desk, json!({}));
    assert_eq!((&rule(&answer, 31)["state"], &answer["release"]), (&json!("open"), &Json::Null));
    desk.refused_as("no-release", "release.freeze", json!({}));
}

#[test]
fn readiness_is_answered_as_of_a_moment_and_dates_count_by_that_day() {
    let desk = with_product();
    desk.add("decision", json!({ "title": "Which?", "status": "accepted", "review-date": "2026-09-02" }));
    let before = desk.length();
    assert_eq!(state(&desk, 29), "closed");
    desk.clock.advance(3 * 24 * 3600 * 1000);
    desk.add("loop-back", json!({ "reason": "x", "from": "test", "to": "ideate" }));
    assert_eq!((state(&desk, 29).as_str(), state(&desk, 31).as_str()), ("open", "open"));
    for at in
        [json!({ "mode": "position", "position": before }), json!({ "mode": "known", "date": "2026-09-01" })]
    {
        let then = ask(&desk, json!({ "at": at }));
        assert_eq!(
            (&rule(&then, 29)["state"], &rule(&then, 31)["state"]),
            (&json!("closed"), &json!("closed")),
            "{at}"
        );
    }
}

#[test]
fn a_waiver_covers_a_gap_until_its_day_and_says_by_whom() {
    let desk = with_product();
    let loop_back = desk.add("loop-back", json!({ "reason": "x", "from": "test", "to": "ideate" }));
    let waiver = waive(&desk, 31, "2026-09-02");
    let answer = ask(&desk, json!({}));
    let one = rule(&answer, 31);
    assert_eq!(
        (&one["state"], &answer["blocking"], &answer["waived"]),
        (&json!("waived"), &json!(0), &json!(1))
    );
    let told = &one["gaps"][0]["waiver"];
    assert_eq!(told["card"]["short"], waiver.as_str());
    assert_eq!(
        (&told["reason"], &told["until"], &told["by"]),
        (&json!("Nobody reads it yet"), &json!("2026-09-02"), &json!("Mira Anand"))
    );
    desk.clock.advance(2 * 24 * 3600 * 1000);
    assert_eq!(state(&desk, 31), "open");
    desk.set(&loop_back, json!({ "status": "closed" }));
    assert_eq!(state(&desk, 31), "closed");
}

#[test]
fn a_waiver_is_one_change_of_the_release_and_may_be_of_one_gap() {
    let desk = with_product();
    let first = desk.add("loop-back", json!({ "reason": "x", "from": "test", "to": "ideate" }));
    desk.add("loop-back", json!({ "reason": "y", "from": "test", "to": "ideate" }));
    let before = desk.length();
    let args = json!({ "rule": "loop-back-open", "reason": "It waits for spring", "applies_to": [first], "by": "Mira Anand" });
    let waiver = desk.call("release.waive", args)["short"].as_str().unwrap().to_owned();
    assert_eq!(desk.length(), before + 1);
    assert_eq!(desk.refs(&waiver, "release"), ["REL-1"]);
    assert_eq!(desk.refs(&waiver, "applies-to"), [first]);
    let one = rule(&ask(&desk, json!({})), 31);
    assert_eq!((&one["state"], one["gaps"].as_array().unwrap().len()), (&json!("open"), 2));
    assert_eq!(one["gaps"][0]["waiver"], Json::Null, "what is open comes first");
    assert_eq!(one["gaps"][1]["waiver"]["until"], Json::Null);
}

#[test]
fn a_waiver_that_would_cover_nothing_is_refused_field_by_field() {
    let desk = with_product();
    let error = desk.refused_as(
        "invalid",
        "release.waive",
        json!({ "rule": "99", "reason": " ", "until": "2026-08-31" }),
    );
    let codes: Vec<&str> =
        error["fields"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["unknown-rule", "required", "past"]);
    desk.refused_as("invalid", "release.waive", json!({ "rule": "9", "reason": "x", "until": "soon" }));
    desk.refused_as("not-found", "release.waive", json!({ "rule": "9", "reason": "x", "by": "Nobody" }));
    desk.refused_as("no-release", "release.waive", json!({ "rule": "9", "reason": "x", "release": "all" }));
}

#[test]
fn a_freeze_is_refused_while_a_blocking_gap_is_open_and_names_each() {
    let desk = with_product();
    desk.add("loop-back", json!({ "reason": "x", "from": "test", "to": "ideate" }));
    let error = desk.refused_as("gaps-open", "release.freeze", json!({}));
    let fields = error["fields"].as_array().unwrap();
    let names: Vec<&str> = fields.iter().map(|field| field["field"].as_str().unwrap()).collect();
    // Every rule speaks at a freeze, whatever stage was reached.
    assert_eq!(
        names,
        ["no-end-user", "no-problem-ranked", "no-locked-criteria", "no-baseline", "loop-back-open"]
    );
    assert!(error["message"].as_str().unwrap().contains("5 blocking gaps"), "{error}");
    assert_eq!(desk.page("REL-1")["card"]["status"], "open");
}

#[test]
fn a_freeze_seals_the_records_of_the_release_in_one_change() {
    let desk = with_product();
    let persona = desk.add("persona", json!({ "title": "Courier", "type": "affected" }));
    waive_all(&desk);
    let before = desk.length();
    let done = desk.call("release.freeze", json!({ "reason": "To the board" }));
    assert_eq!(desk.length(), before + 1);
    let latest = desk.latest();
    assert_eq!((&latest["act"], &latest["sentence"]), (&json!("freeze"), &json!("froze REL-1 1.0")));
    assert_eq!(desk.page("REL-1")["card"]["status"], "frozen");
    let answer = ask(&desk, json!({}));
    let frozen = &answer["frozen"];
    assert_eq!((&frozen["root"], &frozen["records"]), (&done["root"], &done["records"]));
    assert_eq!(
        (&frozen["by"], &frozen["reason"], &frozen["after"]),
        (&json!("Mira Anand"), &json!("To the board"), &json!(0))
    );

    // Who has the log can compute the root again, from the addresses alone.
    let log = desk.call("log", json!({ "limit": 1000 }));
    let page = desk.page("REL-1");
    let mut within: Vec<String> = vec![page["card"]["id"].as_str().unwrap().into()];
    for link in page["links"].as_array().unwrap() {
        if link["type"] == "includes" {
            within.push(link["other"]["id"].as_str().unwrap().into());
        }
    }
    let count = frozen["records"].as_u64().unwrap() as usize;
    let mut addresses = Vec::new();
    for change in log["rows"].as_array().unwrap().iter().filter(|c| c["position"].as_u64() <= Some(before)) {
        let id: ChangeId = change["change"].as_str().unwrap().parse().unwrap();
        for (index, record) in change["records"].as_array().unwrap().iter().enumerate() {
            let inside = |card: &Json| card["id"].as_str().is_some_and(|id| within.iter().any(|w| w == id));
            let whole = record["other"].is_null() || inside(&record["other"]);
            if inside(&record["card"]) && whole {
                addresses.push(Address { change: id, index: index as u32 });
            }
        }
    }
    assert_eq!(addresses.len(), count);
    assert_eq!(binding::root(addresses).to_string(), done["root"].as_str().unwrap());
    let _: (Hash, EntityId) =
        (done["root"].as_str().unwrap().parse().unwrap(), done["seal"].as_str().unwrap().parse().unwrap());
    assert!(!persona.is_empty());
}

#[test]
fn what_changes_after_the_freeze_is_told_and_freezing_again_seals_anew() {
    let desk = with_product();
    let persona = desk.add("persona", json!({ "title": "Courier", "type": "affected" }));
    let idea = desk.add("idea", json!({ "title": "Three dishes" }));
    waive_all(&desk);
    let first = desk.call("release.freeze", json!({}));
    let frozen = || ask(&desk, json!({}))["frozen"].clone();
    assert_eq!(frozen()["changed"], json!([]));

    desk.set(&persona, json!({ "goals": "Home by ten" }));
    let new = desk.add("idea", json!({ "title": "One dish" }));
    desk.add("team", json!({ "title": "Beside the release" }));
    let told = frozen();
    assert_eq!(told["after"], 2);
    let changed: Vec<(&str, bool)> = told["changed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["card"]["short"].as_str().unwrap(), one["new"].as_bool().unwrap()))
        .collect();
    assert_eq!(changed, [(new.as_str(), true), (persona.as_str(), false)]);

    // A link is a change of the artefact it is made from.
    desk.call("link.add", json!({ "from": new, "type": "builds-on", "to": idea }));
    desk.call("link.remove", json!({ "from": "REL-1", "type": "includes", "to": idea }));
    assert_eq!(frozen()["after"], 3, "what was taken out is told as well");

    let again = desk.call("release.freeze", json!({}));
    assert_ne!(again["root"], first["root"]);
    let before = desk.length();
    desk.refused_as("frozen-already", "release.freeze", json!({}));
    assert_eq!(desk.length(), before, "a seal over nothing new would hide what the last one is for");
    assert_eq!((&frozen()["after"], &frozen()["root"]), (&json!(0), &again["root"]));
    // A freeze is not taken back by undo: it can only be followed by another. What came before it is taken back
    // only by who says so again.
    desk.refused_as("undo-beyond-freeze", "undo", json!({}));
    assert_eq!(frozen()["after"], 0);
    desk.call("undo", json!({ "force": true }));
    assert_eq!((&frozen()["after"], &frozen()["root"]), (&json!(1), &again["root"]));
    assert_eq!(frozen()["changed"][0]["card"]["short"], idea.as_str());
}

#[test]
fn as_of_the_day_before_the_freeze_nothing_was_frozen() {
    let desk = with_product();
    waive_all(&desk);
    let before = desk.length();
    desk.call("release.freeze", json!({}));
    let then = ask(&desk, json!({ "at": { "mode": "position", "position": before } }));
    assert_eq!(then["frozen"], Json::Null);
}

/// Run with `cargo test --release -p throughline-api --test app readiness -- --ignored --nocapture`.
#[test]
#[ignore = "measures"]
#[allow(clippy::print_stdout)]
fn a_release_of_ten_thousand_artefacts_is_judged_in_a_tenth_of_a_second() {
    let desk = with_product();
    let mut lines = String::new();
    let mut line = |json: Json| {
        lines += &json.to_string();
        lines.push('\n');
    };
    let kinds = ["problem", "idea", "insight", "prototype", "decision"];
    for n in 0..2_000 {
        for kind in kinds {
            let fields = match kind {
                "problem" => json!({ "need": format!("need {n}"), "because": "x".repeat(200) }),
                "decision" => json!({ "status": "accepted" }),
                _ => json!({}),
            };
            line(
                json!({ "t": "artefact", "kind": kind, "key": format!("{kind}{n}"), "title": format!("{kind} {n}"), "fields": fields }),
            );
        }
        for (from, type_, to) in [
            ("idea", "addresses", "problem"),
            ("insight", "motivates", "problem"),
            ("prototype", "realises", "idea"),
            ("decision", "rests-on", "insight"),
        ] {
            line(
                json!({ "t": "link", "type": type_, "from": format!("{from}{n}"), "to": format!("{to}{n}") }),
            );
        }
    }
    let file = desk.write("many.jsonl", lines.as_bytes());
    desk.call("import", json!({ "format": "jsonl", "source": file }));
    let answer = ask(&desk, json!({}));
    assert_eq!(rule(&answer, 4)["open"], 2_000);
    assert_eq!(rule(&answer, 4)["gaps"].as_array().unwrap().len(), 100);
    let best = (0..5)
        .map(|_| {
            let begun = std::time::Instant::now();
            ask(&desk, json!({}));
            begun.elapsed()
        })
        .min()
        .unwrap();
    println!("{best:?}");
    assert!(cfg!(debug_assertions) || best.as_millis() < 100, "{best:?}");
}

#[test]
fn a_proposed_decision_is_asked_about_as_if_it_were_accepted() {
    let desk = with_product();
    let first = desk.add("idea", json!({ "title": "A deep model" }));
    let second = desk.add("idea", json!({ "title": "A lookup", "serving-cost-note": "Nothing to speak of" }));
    let options = json!([{ "of": first, "outcome": "chosen" }, { "of": second, "outcome": "rejected" }]);
    let args = json!({ "fields": { "title": "Which one?" }, "options": options });
    let decision = desk.call("decision.propose", args)["short"].clone();
    let gaps = |args: Json, number: u64| rule(&ask(&desk, args), number)["open"].clone();
    assert_eq!(gaps(json!({}), 11), json!(0), "nothing is chosen yet");
    assert_eq!(gaps(json!({ "supposing": decision }), 11), json!(1));
    assert_eq!(gaps(json!({ "supposing": decision }), 9), json!(1));
    assert_eq!(gaps(json!({ "supposing": decision, "chosen": "OPT-2" }), 11), json!(0));
    assert_eq!(gaps(json!({ "supposing": decision, "chosen": "OPT-1" }), 11), json!(1));
    assert_eq!(gaps(json!({}), 9), json!(0), "asking recorded nothing");
    desk.refused_as("wrong-kind", "readiness", json!({ "supposing": first }));
}
