//! The auditor's room: where to look, and a sample for checking.

use serde_json::{Value as Json, json};
use throughline_record::Hash;

use crate::desk::{Desk, shorts};
use crate::readiness::{waive_all, with_product};

/// A line of the room.
#[track_caller]
fn line(desk: &Desk, name: &str) -> Json {
    let room = desk.call("audit", json!({ "verify": true }));
    let lines = room["lines"].as_array().unwrap();
    lines.iter().find(|line| line["name"] == name).unwrap_or_else(|| panic!("no line {name}")).clone()
}

#[test]
fn the_room_has_one_line_per_subject_and_verifies_only_where_asked() {
    let desk = with_product();
    let room = desk.call("audit", json!({}));
    let names: Vec<&str> =
        room["lines"].as_array().unwrap().iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        ["verify", "anchors", "seals", "decided", "late", "erased", "waivers", "undecided", "sample"]
    );
    assert_eq!(room["lines"][0]["verdict"], "open");
    assert_eq!(room["position"], desk.length());
    let verified = line(&desk, "verify");
    assert_eq!(verified["verdict"], "well", "{verified}");
    assert!(verified["sentence"].as_str().unwrap().starts_with("Intact"), "{verified}");
    assert_eq!(line(&desk, "anchors")["verdict"], "look", "nobody keeps a checkpoint");
}

#[test]
fn each_freeze_is_computed_anew_and_what_changed_since_is_told_of_each() {
    let desk = with_product();
    let persona = desk.add("persona", json!({ "title": "Courier", "type": "affected" }));
    assert_eq!(line(&desk, "seals")["verdict"], "look", "nothing was frozen");
    waive_all(&desk);
    let first = desk.call("release.freeze", json!({}));
    let seals = desk.call("audit.seals", json!({}));
    let seal = &seals["rows"][0];
    assert_eq!((&seal["holds"], &seal["root"], &seal["after"]), (&json!(true), &first["root"], &json!(0)));
    assert_eq!(seal["computed"], first["root"]);
    assert_eq!(line(&desk, "seals")["verdict"], "well");

    desk.set(&persona, json!({ "goals": "Home by ten" }));
    let idea = desk.add("idea", json!({ "title": "Three dishes" }));
    let second = desk.call("release.freeze", json!({}));
    desk.call("artefact.remove", json!({ "id": idea }));
    let seals = desk.call("audit.seals", json!({}));
    let rows = seals["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!((&rows[0]["root"], &rows[1]["root"]), (&second["root"], &first["root"]), "the last first");
    // What a later change touched does not change what an earlier seal bound.
    assert!(rows.iter().all(|row| row["holds"] == true), "{seals}");
    let changed = |row: &Json| -> Vec<String> {
        row["changed"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["card"]["short"].as_str().unwrap().into())
            .collect()
    };
    assert!(changed(&rows[0]).contains(&idea) && !changed(&rows[0]).contains(&persona), "{seals}");
    assert!(changed(&rows[1]).contains(&idea) && changed(&rows[1]).contains(&persona), "{seals}");
    assert_eq!(line(&desk, "seals")["verdict"], "look");
}

#[test]
fn a_seal_that_says_another_root_does_not_hold() {
    let desk = with_product();
    waive_all(&desk);
    let done = desk.call("release.freeze", json!({}));
    desk.set(done["seal"].as_str().unwrap(), json!({ "root": format!("sha256:{}", "0".repeat(64)) }));
    let seals = desk.call("audit.seals", json!({}));
    assert_eq!(seals["rows"][0]["holds"], false, "{seals}");
    assert_eq!(seals["rows"][0]["computed"], done["root"]);
    assert_eq!(line(&desk, "seals")["verdict"], "bad");
}

#[test]
fn what_tells_of_an_earlier_day_is_late_by_that_much_and_what_is_recorded_at_once_is_not() {
    let desk = with_product();
    desk.add("persona", json!({ "title": "Courier", "type": "affected" }));
    assert_eq!(desk.call("audit.late", json!({}))["total"], 0);
    let saved = desk.call(
        "artefact.add",
        json!({ "kind": "idea", "fields": { "title": "Three dishes" }, "on": "2026-08-02" }),
    );
    desk.call(
        "artefact.add",
        json!({ "kind": "idea", "fields": { "title": "Two dishes" }, "on": "2026-08-29" }),
    );
    let late = desk.call("audit.late", json!({}));
    assert_eq!((&late["total"], &late["back_dated"]), (&json!(2), &json!(2)));
    let first = &late["rows"][0];
    assert_eq!((&first["how"], &first["late"]), (&json!("back-dated"), &json!("4 weeks")), "{first}");
    assert_eq!(first["position"], saved["position"]);
    assert_eq!(shorts(&first["about"]), [saved["short"].as_str().unwrap()]);
    assert_eq!(first["by"], "Mira Anand");
    assert_eq!(desk.call("audit.late", json!({ "limit": 1 }))["rows"].as_array().unwrap().len(), 1);
    // Another release does not hear of it.
    desk.call("release.start", json!({ "title": "2.0", "from": "REL-1", "carry": [] }));
    assert_eq!(desk.call("audit.late", json!({ "release": "2.0" }))["total"], 0);
    assert_eq!(desk.call("audit.late", json!({ "release": "all" }))["total"], 2);
}

#[test]
fn every_decision_says_who_took_it_who_objected_and_whether_that_was_answered() {
    let desk = with_product();
    let ops = desk.add("stakeholder", json!({ "title": "Ines Duarte", "role": "operations" }));
    let decision = desk.add(
        "decision",
        json!({ "title": "Which model?", "outcome": "The small one", "rationale": "No GPUs", "decider": ops }),
    );
    let stance = desk.add(
        "stance",
        json!({ "decision": decision, "stakeholder": ops, "position": "object", "reason": "Nobody can run it" }),
    );
    desk.set(&decision, json!({ "status": "accepted" }));
    let all = desk.call("audit.decided", json!({}));
    assert_eq!(
        (&all["objections"], &all["unanswered"], &all["on_behalf"]),
        (&json!(1), &json!(1), &json!(1))
    );
    assert_eq!(all["unverified"], 0, "the key that began the workspace is known");
    let row = &all["rows"][0];
    assert_eq!((&row["set_by"], &row["unverified"]), (&json!("Mira Anand"), &json!(false)));
    assert_eq!(shorts(&row["deciders"]), [ops.as_str()]);
    assert_eq!(row["stances"][0]["stance"]["reason"], "Nobody can run it");
    assert_eq!(line(&desk, "decided")["verdict"], "look");

    desk.set(&stance, json!({ "answer": "It runs on two CPUs." }));
    let all = desk.call("audit.decided", json!({}));
    assert_eq!((&all["objections"], &all["unanswered"]), (&json!(1), &json!(0)));
    assert_eq!(line(&desk, "decided")["verdict"], "well");
}

#[test]
fn a_waiver_is_told_with_who_took_it_on_and_runs_out_after_its_last_day() {
    let desk = with_product();
    desk.call(
        "release.waive",
        json!({ "rule": "26", "reason": "Forty users, by hand", "until": "2026-09-30" }),
    );
    let row = desk.call("audit.waivers", json!({}))["rows"][0].clone();
    assert_eq!(
        (&row["number"], &row["standing"], &row["by"]),
        (&json!(26), &json!("in-force"), &json!("Mira Anand"))
    );
    assert_eq!(row["reason"], "Forty users, by hand");
    desk.clock.advance(40 * 86_400_000);
    assert_eq!(desk.call("audit.waivers", json!({}))["rows"][0]["standing"], "ran-out");
    // As it was known then, it still held.
    let then = json!({ "at": { "mode": "known", "date": "2026-09-02" } });
    assert_eq!(desk.call("audit.waivers", then)["rows"][0]["standing"], "in-force");
}

#[test]
fn a_new_version_needs_a_decision_of_its_release_and_a_decision_needs_to_be_followed() {
    let desk = with_product();
    let data = |version: &str| json!({ "title": "ratings", "version": version });
    let old = desk.add("data-version", data("2026-08"));
    desk.add("decision", json!({ "title": "Take the ratings?", "status": "accepted", "rests-on": old }));
    desk.call("release.start", json!({ "title": "2.0", "from": "REL-1", "carry": [] }));
    let new = desk.add("data-version", data("2026-09"));
    let page = desk.call("audit.undecided", json!({}));
    assert_eq!(page["undecided"], 1, "{page}");
    let change = &page["changes"][0];
    assert_eq!((&change["after"]["short"], &change["before"]["short"]), (&json!(new), &json!(old)));
    assert_eq!(page["decisions"], 0, "what the release before decided is not this one's");

    // Decided by way of the bundle that ships it.
    let bundle = desk.add("bundle", json!({ "title": "Autumn", "versions": [new] }));
    let decision = desk.add("decision", json!({ "title": "Ship it?", "status": "accepted" }));
    desk.call(
        "link.add",
        json!({ "from": decision, "type": "decides", "to": bundle, "fields": { "outcome": "chosen" } }),
    );
    let page = desk.call("audit.undecided", json!({}));
    assert_eq!(page["undecided"], 0, "{page}");
    let by = &page["changes"][0]["decided"][0];
    assert_eq!((&by["decision"]["short"], &by["through"]["short"]), (&json!(decision), &json!(bundle)));
    // The bundle was there before the decision, so nothing followed it yet.
    assert_eq!(shorts(&page["idle"]), [decision.as_str()]);
    desk.add("deployment", json!({ "title": "2.0", "audience": "internal", "bundle": bundle }));
    assert_eq!(desk.call("audit.undecided", json!({}))["idle"], json!([]));
}

fn with_six() -> Desk {
    let desk = with_product();
    for title in ["One", "Two", "Three", "Four"] {
        desk.add("idea", json!({ "title": title }));
    }
    for title in ["This?", "That?"] {
        desk.add("decision", json!({ "title": title }));
    }
    desk
}

#[test]
fn a_sample_is_the_first_by_the_digest_of_seed_and_id_and_a_preview_records_nothing() {
    let desk = with_six();
    let args = json!({ "n": 3, "seed": " 2026 ", "preview": true });
    let before = desk.length();
    let shown = desk.call("audit.draw", args);
    assert_eq!(desk.length(), before);
    assert_eq!((&shown["row"]["id"], &shown["row"]["population"]), (&json!(""), &json!(6)));

    let cards = desk.call("artefact.list", json!({ "kinds": ["idea", "decision"] }))["rows"].clone();
    let mut ids: Vec<&str> =
        cards.as_array().unwrap().iter().map(|card| card["id"].as_str().unwrap()).collect();
    let rank = |id: &str| Hash::of(format!("2026:{id}").as_bytes()).to_string();
    ids.sort_by_key(|id| rank(id));
    let drawn: Vec<&str> =
        shown["items"].as_array().unwrap().iter().map(|item| item["card"]["id"].as_str().unwrap()).collect();
    assert_eq!(drawn, ids[..3]);
    assert_eq!(format!("sha256:{}", shown["items"][0]["rank"].as_str().unwrap()), rank(ids[0]));

    let made = desk.call("audit.draw", json!({ "n": 3, "seed": "2026" }));
    assert_eq!(desk.length(), before + 1, "one change");
    assert_eq!(made["items"].as_array().unwrap().len(), 3);
    for (one, other) in made["items"].as_array().unwrap().iter().zip(drawn) {
        assert_eq!(one["card"]["id"], other);
    }
}

#[test]
fn a_sample_stays_as_it_was_drawn_whatever_is_recorded_later() {
    let desk = with_six();
    let made = desk.call("audit.draw", json!({ "n": 6, "seed": "x", "strata": ["ideas", "decisions"] }));
    let strata: Vec<&str> =
        made["items"].as_array().unwrap().iter().map(|item| item["stratum"].as_str().unwrap()).collect();
    assert_eq!(
        strata,
        ["decisions", "ideas", "decisions", "ideas", "ideas", "ideas"],
        "in turn, in the table's order"
    );
    for n in 0..8 {
        desk.add("idea", json!({ "title": format!("Later {n}") }));
    }
    let again = desk.call("audit.sample", json!({ "id": "x" }));
    assert_eq!(again["items"], made["items"]);
    assert_eq!(again["holds"], true);

    // Somebody takes an item out of it.
    let link = json!({ "from": made["row"]["id"], "type": "draws", "to": made["items"][0]["card"]["id"] });
    desk.call("link.remove", link);
    assert_eq!(desk.call("audit.sample", json!({ "id": "x" }))["holds"], false);
}

#[test]
fn an_item_is_ticked_off_with_one_finding_that_survives_a_restart() {
    let desk = with_six();
    let made = desk.call("audit.draw", json!({ "n": 2, "seed": "x" }));
    let item = made["items"][0]["card"]["short"].as_str().unwrap().to_owned();
    let before = desk.length();
    desk.call("audit.tick", json!({ "sample": "x", "item": item, "result": "found-in-order" }));
    assert_eq!(desk.length(), before + 1);
    let tick = json!({
        "sample": made["row"]["id"], "item": item, "result": "exception", "text": "No user behind it",
        "severity": "major",
    });
    desk.call("audit.tick", tick);
    let app = desk.again();
    app.call("workspace.open", json!({ "path": desk.file() })).unwrap();
    let sample = app.call("audit.sample", json!({ "id": "x" })).unwrap();
    let row = &sample["row"];
    assert_eq!((&row["checked"], &row["exceptions"], &row["in_order"]), (&json!(1), &json!(1), &json!(0)));
    let finding = &sample["items"][0]["finding"];
    assert_eq!((&finding["text"], &finding["severity"]), (&json!("No user behind it"), &json!("major")));
    assert_eq!(finding["by"], "Mira Anand");
    let page = desk.page(finding["id"].as_str().unwrap());
    assert!(
        page["links"]
            .as_array()
            .unwrap()
            .iter()
            .any(|l| l["type"] == "found-in" && l["other"]["short"] == item)
    );
    assert_eq!(line(&desk, "sample")["verdict"], "look");
}

#[test]
fn who_answers_a_finding_is_told_from_who_noted_it() {
    let desk = with_six();
    let made = desk.call("audit.draw", json!({ "n": 2, "seed": "x" }));
    let item = made["items"][0]["card"]["id"].clone();
    let tick = json!({ "sample": "x", "item": item, "result": "exception", "text": "No user behind it" });
    let finding = desk.call("audit.tick", tick)["id"].clone();
    let before = desk.call("audit.sample", json!({ "id": "x" }));
    assert_eq!(before["items"][0]["finding"]["answered_by"], "", "nobody did");
    desk.call("workspace.context", json!({ "actor": "Bo Lindqvist", "new_actor": true }));
    desk.clock.advance(86_400_000);
    let fields = json!({ "answer": "Two were asked on Monday", "status": "answered" });
    desk.call("artefact.set", json!({ "id": finding, "fields": fields }));
    let found = desk.call("audit.sample", json!({ "id": "x" }))["items"][0]["finding"].clone();
    assert_eq!(
        (&found["by"], &found["answered_by"]),
        (&json!("Mira Anand"), &json!("Bo Lindqvist")),
        "{found}"
    );
    assert!(found["at"].as_str().unwrap() < found["answered_at"].as_str().unwrap(), "{found}");
    let report = desk.call("audit.report", json!({ "id": "x" }));
    assert!(report["text"].as_str().unwrap().contains("Answer by Bo Lindqvist"), "{report}");
}

#[test]
fn an_anchor_that_only_the_record_speaks_of_is_not_called_in_order() {
    let desk = with_product();
    desk.call("anchor.add", json!({ "way": "file", "place": "A stick in the safe" }));
    let anchors = line(&desk, "anchors");
    assert_eq!(anchors["verdict"], "open", "{anchors}");
    let sentence = anchors["sentence"].as_str().unwrap();
    assert!(
        sentence.contains("A stick in the safe") && sentence.contains("Nobody compared it"),
        "{sentence}"
    );
}

#[test]
fn what_cannot_be_drawn_or_ticked_is_refused_by_field() {
    let desk = with_six();
    let error =
        desk.refused_as("invalid", "audit.draw", json!({ "n": 0, "seed": " ", "strata": ["horoscopes"] }));
    let fields: Vec<&str> =
        error["fields"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["n", "seed", "strata"]);
    desk.refused_as(
        "nothing-to-draw",
        "audit.draw",
        json!({ "n": 3, "seed": "x", "strata": ["measurements"] }),
    );
    let made = desk.call("audit.draw", json!({ "n": 1, "seed": "x" }));
    let item = made["items"][0]["card"]["id"].clone();
    let tick = |args: Json| desk.refused_as("invalid", "audit.tick", args);
    assert_eq!(
        tick(json!({ "sample": "x", "item": "REL-1", "result": "exception", "text": "y" }))["subject"],
        "item"
    );
    assert_eq!(tick(json!({ "sample": "x", "item": item, "result": "fine" }))["subject"], "result");
    assert_eq!(tick(json!({ "sample": "x", "item": item, "result": "exception" }))["subject"], "text");
    desk.refused_as(
        "not-found",
        "audit.tick",
        json!({ "sample": "y", "item": item, "result": "found-in-order" }),
    );
}

#[test]
fn the_report_says_how_to_draw_it_again_and_nothing_in_it_ends_a_cell() {
    let desk = with_six();
    let made = desk.call("audit.draw", json!({ "n": 2, "seed": "x" }));
    let item = made["items"][0]["card"]["id"].clone();
    let text = "a | b\nand \\ more";
    desk.call("audit.tick", json!({ "sample": "x", "item": item, "result": "exception", "text": text }));
    let file = desk.path("report.md");
    let report = desk.call("audit.report", json!({ "id": "x", "path": file }));
    let text = report["text"].as_str().unwrap();
    assert_eq!(std::fs::read_to_string(file).unwrap(), text);
    assert!(
        text.contains("Seed: `x`") && text.contains("1 of 2") && text.contains("not checked yet"),
        "{text}"
    );
    assert!(text.contains("a \\| b and \\\\ more"), "{text}");
    let rank = made["items"][0]["rank"].as_str().unwrap();
    assert!(text.contains(&format!("{rank}  x:{}", item.as_str().unwrap())), "{text}");
}
