//! A session held in one room: one change per phase, blind until closed, undone and taken up again.

use serde_json::{Value as Json, json};

use crate::desk::{Desk, shorts};

/// Three people of two teams, a third team that nobody asked, a problem and a session.
fn with_session(fields: &Json) -> Desk {
    let desk = Desk::bare();
    let args = json!({ "path": desk.file(), "person": "Mira Anand", "product": "Food delivery app" });
    desk.call("workspace.create", args);
    for team in ["Product", "Data science", "Operations"] {
        desk.add("team", json!({ "title": team }));
    }
    desk.set("STK-1", json!({ "team": "TEA-1", "role": "product" }));
    for (name, team, role) in [
        ("Lena", "TEA-2", "data-science"),
        ("Kofi", "TEA-2", "ml-engineering"),
        ("Ines", "TEA-3", "operations"),
    ] {
        desk.add("stakeholder", json!({ "title": name, "team": team, "role": role }));
    }
    desk.add("problem", json!({ "title": "Dinner in a minute", "need": "to decide", "because": "tired" }));
    let mut all = json!({ "title": "Twenty minutes", "problem": "PRB-1", "status": "planned",
        "participants": ["STK-1", "STK-2", "STK-3"] });
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    desk.add("session", all);
    desk
}

impl Desk {
    fn room(&self, viewer: Option<&str>) -> Json {
        self.call("session.room", json!({ "id": "SES-1", "viewer": viewer }))
    }

    #[track_caller]
    fn act(&self, act: Json) -> Json {
        self.call("session.act", json!({ "id": "SES-1", "act": act }))
    }

    /// Acts, and says how many changes that recorded.
    #[track_caller]
    fn changes(&self, act: Json) -> u64 {
        let before = self.length();
        self.act(act);
        self.length() - before
    }

    fn who(&self, short: &str) -> String {
        self.page(short)["card"]["id"].as_str().unwrap().to_owned()
    }

    fn entry(&self, text: &str) -> String {
        let room = self.room(None);
        let entries = room["entries"].as_array().unwrap();
        entries.iter().find(|e| e["text"] == text).unwrap()["id"].as_str().unwrap().to_owned()
    }

    fn total(&self, kind: &str) -> u64 {
        self.call("artefact.list", json!({ "kinds": [kind] }))["total"].as_u64().unwrap()
    }

    /// Two ideas, written, revealed and closed.
    fn to_the_reveal(&self) {
        let (mira, lena) = (self.who("STK-1"), self.who("STK-2"));
        self.act(json!({ "do": "write", "author": mira, "text": "Three dishes" }));
        self.act(json!({ "do": "write", "author": lena, "text": "One button" }));
        self.act(json!({ "do": "close", "phase": "silent-writing" }));
    }
}

#[test]
fn each_phase_is_one_change_and_leaves_artefacts_in_the_release() {
    let desk = with_session(&json!({}));
    desk.add("criterion", json!({ "title": "What does it cost?", "lens": "feasibility" }));
    let [mira, lena, kofi] = ["STK-1", "STK-2", "STK-3"].map(|s| desk.who(s));
    let before = desk.length();
    desk.to_the_reveal();
    assert_eq!(desk.length(), before, "what nobody revealed is no record");
    assert_eq!(desk.changes(json!({ "do": "close", "phase": "reveal" })), 1);
    assert_eq!(desk.changes(json!({ "do": "close", "phase": "reveal" })), 0, "closing twice changes nothing");
    assert_eq!(desk.total("idea"), 2);
    let three = desk.entry("Three dishes");
    let idea = desk.page(&three)["card"]["short"].as_str().unwrap().to_owned();
    assert_eq!(desk.field(&idea, "said-by"), "Mira Anand");
    assert_eq!(desk.refs(&idea, "proposed-by"), ["TEA-1"]);
    assert_eq!(
        (desk.refs(&idea, "session"), desk.refs(&idea, "problem")),
        (vec!["SES-1".to_owned()], vec!["PRB-1".to_owned()])
    );
    let included = desk.call("artefact.list", json!({ "kinds": ["idea"], "release": "REL-1" }));
    assert_eq!(included["total"], 2);

    desk.act(json!({ "do": "next", "phase": "reveal" }));
    desk.act(json!({ "do": "pile", "entries": [three], "pile": "Less to choose" }));
    assert_eq!(desk.field(&idea, "cluster"), json!(null));
    assert_eq!(desk.changes(json!({ "do": "close", "phase": "cluster" })), 1);
    assert_eq!(desk.field(&idea, "cluster"), "Less to choose");

    desk.act(json!({ "do": "next", "phase": "cluster" }));
    for voter in [&mira, &lena] {
        desk.act(json!({ "do": "dot", "voter": voter, "entry": three, "dots": 2 }));
        assert_eq!(desk.changes(json!({ "do": "hand-in", "person": voter })), 0);
    }
    assert_eq!(desk.changes(json!({ "do": "hand-in", "person": kofi })), 1, "the last one closes the vote");
    assert_eq!((desk.total("vote"), desk.field("VOT-1", "dots")), (2, json!(2)));

    desk.act(json!({ "do": "next", "phase": "dot-vote" }));
    let criterion = desk.who("CRI-1");
    for (rater, score) in [(&mira, "5"), (&lena, "unknown")] {
        let act =
            json!({ "do": "rate", "rater": rater, "entry": three, "criterion": criterion, "score": score });
        desk.act(act);
    }
    assert_eq!(desk.changes(json!({ "do": "close", "phase": "rate" })), 1);
    assert_eq!(desk.total("evaluation"), 2);

    desk.act(json!({ "do": "next", "phase": "rate" }));
    desk.act(json!({ "do": "risk", "entry": three, "text": "Nobody trusts three" }));
    assert_eq!(desk.changes(json!({ "do": "close", "phase": "pre-mortem" })), 1);
    assert_eq!(desk.refs("ASM-1", "underlies"), [idea.as_str()]);

    desk.act(json!({ "do": "next", "phase": "pre-mortem" }));
    let other = desk.entry("One button");
    desk.act(json!({ "do": "choose", "entry": other, "on": true }));
    assert_eq!(desk.changes(json!({ "do": "close", "phase": "decide" })), 1);
    let decision = desk.call("decision.get", json!({ "id": "DEC-1" }));
    assert_eq!(decision["page"]["card"]["status"], "proposed");
    let about: Vec<&Json> =
        decision["options"].as_array().unwrap().iter().map(|o| &o["about"]["title"]).collect();
    assert_eq!(about, ["Three dishes", "One button"], "as they came out of the vote");
    assert_eq!(desk.field("SES-1", "status"), "held");

    let page = desk.call("session.get", json!({ "id": "SES-1" }));
    assert_eq!(shorts(&page["decisions"]), ["DEC-1"]);
    assert_eq!(shorts(&page["assumptions"]), ["ASM-1"]);
    assert_eq!((&page["evaluations"], &page["voters"]), (&json!(2), &json!(2)));
    assert_eq!(
        page["ideas"][0]["tally"],
        json!({ "voters": 2, "dots": 4, "place_by_voters": 1, "place_by_dots": 1 })
    );
    assert_eq!(page["missing"][0]["label"], "Operations");
    assert_eq!(page["phases"].as_array().unwrap().len(), 7);
    assert!(page["phases"].as_array().unwrap().iter().all(|p| p["ends"] != ""), "{page}");
    // As it was before: nothing had come of it.
    let then = json!({ "id": "SES-1", "at": { "mode": "position", "position": before } });
    let then = desk.call("session.get", then);
    assert_eq!((&then["ideas"], &then["room"]), (&json!([]), &json!(false)));
    assert_eq!(desk.call("workspace.verify", json!({}))["intact"], true);
}

#[test]
fn before_closing_the_room_and_the_drafts_tell_nothing_of_what_others_wrote_or_voted() {
    let desk = with_session(&json!({ "dots": 2 }));
    let (mira, lena) = (desk.who("STK-1"), desk.who("STK-2"));
    desk.act(json!({ "do": "write", "author": mira, "text": "Three dishes" }));
    for viewer in [None, Some(lena.as_str())] {
        let room = desk.room(viewer);
        assert!(!room.to_string().contains("Three dishes"), "{room}");
        assert_eq!((&room["ideas"], &room["writers"]), (&json!(1), &json!(1)));
    }
    assert_eq!(desk.room(Some(&mira))["entries"][0]["text"], "Three dishes");
    assert_eq!(desk.call("draft.list", json!({}))["rows"], json!([]));
    desk.act(json!({ "do": "close", "phase": "silent-writing" }));
    for phase in ["reveal", "cluster"] {
        desk.act(json!({ "do": "close", "phase": phase }));
        desk.act(json!({ "do": "next", "phase": phase }));
    }
    let three = desk.entry("Three dishes");
    let dot = |dots: u32| json!({ "do": "dot", "voter": mira, "entry": three, "dots": dots });
    let blank = desk.room(Some(&lena))["entries"].clone();
    desk.act(dot(2));
    let args = json!({ "id": "SES-1", "act": dot(3) });
    assert_eq!(
        desk.refused_as("over-budget", "session.act", args)["message"],
        "That is one dot too many: 0 of 2 are left."
    );
    assert_eq!(desk.room(Some(&lena))["entries"], blank, "another voter sees what stood there before");
    assert_eq!(desk.room(Some(&lena))["left"], 2);
    desk.act(json!({ "do": "hand-in", "person": mira }));
    let room = desk.room(Some(&mira));
    assert_eq!((&room["entries"][0]["dots"], room.get("left")), (&json!(0), None));
    assert_eq!(room["entries"][0].get("tally"), None);
    let done: Vec<&Json> = room["people"].as_array().unwrap().iter().map(|p| &p["done"]).collect();
    assert_eq!(done, [true, false, false, false]);
}

#[test]
fn undo_takes_a_phase_back_and_closing_it_again_records_nothing_twice() {
    let desk = with_session(&json!({}));
    desk.to_the_reveal();
    desk.act(json!({ "do": "close", "phase": "reveal" }));
    desk.act(json!({ "do": "next", "phase": "reveal" }));
    let ids = desk.room(None)["entries"].clone();
    desk.call("undo", json!({}));
    assert_eq!(desk.total("idea"), 0);
    let room = desk.room(None);
    assert_eq!((&room["phase"], &room["closed"]), (&json!("reveal"), &json!(false)));
    assert_eq!(room["entries"][0]["text"], "One button", "what was written is kept");
    assert_eq!(desk.changes(json!({ "do": "close", "phase": "reveal" })), 1);
    assert_eq!(desk.total("idea"), 2);
    assert_eq!(desk.room(None)["entries"], ids);
    assert_eq!(desk.refs("SES-1", "participants").len(), 3);
    let included = desk.call("artefact.list", json!({ "kinds": ["idea"], "release": "REL-1" }));
    assert_eq!(included["total"], 2);
}

#[test]
fn a_room_outlives_the_program_and_goes_on_where_it_was() {
    let desk = with_session(&json!({}));
    let mira = desk.who("STK-1");
    desk.act(json!({ "do": "start" }));
    desk.act(json!({ "do": "write", "author": mira, "text": "Three dishes" }));
    desk.act(json!({ "do": "pause" }));
    let before = desk.room(Some(&mira));
    desk.call("workspace.close", json!({}));
    desk.clock.advance(3_600_000);
    let later = desk.again();
    later.call("workspace.open", json!({ "path": desk.file() })).unwrap();
    let after = later.call("session.room", json!({ "id": "SES-1", "viewer": mira })).unwrap();
    assert_eq!(after, before);
    assert_eq!(after["timer"]["runs"], false);
    assert!(after["timer"]["remaining"].as_i64().unwrap() > 350_000, "{after}");
}

#[test]
fn an_agenda_of_ones_own_is_kept_and_a_phase_without_criteria_is_left_out() {
    let phases = json!([
        { "name": "Silent writing", "minutes": 4 },
        { "name": "Reveal", "minutes": 2 },
        { "name": "Rate", "minutes": 5 },
    ]);
    let desk = with_session(&json!({ "phases": phases, "anonymity": "anonymous" }));
    let room = desk.room(None);
    let agenda: Vec<(&Json, &Json)> =
        room["agenda"].as_array().unwrap().iter().map(|a| (&a["minutes"], &a["state"])).collect();
    assert_eq!(
        agenda,
        [(&json!(4), &json!("now")), (&json!(2), &json!("ahead")), (&json!(5), &json!("left-out"))]
    );
    desk.to_the_reveal();
    let room = desk.act(json!({ "do": "close", "phase": "reveal" }));
    assert_eq!(room["finished"], true);
    assert_eq!(desk.field("SES-1", "status"), "held");
    let outcome = desk.field("SES-1", "outcome");
    assert!(outcome.as_str().unwrap().contains("Rating was left out"), "{outcome}");
    assert_eq!(desk.field("IDE-1", "said-by"), json!(null));
}

#[test]
fn a_session_held_elsewhere_is_looked_back_at_but_not_held_again() {
    let desk = with_session(&json!({ "status": "held" }));
    let error = desk.refused("session.room", json!({ "id": "SES-1" }));
    assert_eq!(error["code"], "session-over");
    assert_eq!(desk.refused("session.get", json!({ "id": "PRB-1" }))["code"], "not-a-session");
    // Recorded by hand: votes count all the same.
    let idea = desk.add("idea", json!({ "title": "Three dishes", "session": "SES-1" }));
    desk.add("vote", json!({ "for": idea, "voter": "STK-1", "session": "SES-1" }));
    let page = desk.call("session.get", json!({ "id": "SES-1" }));
    assert_eq!(page["ideas"][0]["tally"]["dots"], 1);
    assert_eq!(page["room"], false);
}
