//! Keys, erasing, holds and signatures as a shell meets them.

use serde_json::{Value as Json, json};

use crate::desk::{Desk, shorts};

const WORDS: &str = "seven tomatoes in the rain";

/// A decision with a stance of Mira's, who is at the keyboard, and one of Omar's.
fn decided(desk: &Desk) -> (String, String, String) {
    let mira = desk.call("workspace.state", json!({}))["actor"]["id"].as_str().unwrap().to_owned();
    let omar = desk.add("stakeholder", json!({ "title": "Omar Haddad" }));
    let decision = desk.add(
        "decision",
        json!({ "title": "Which model?", "context": "Two are left.", "consequences": "We pay less." }),
    );
    let stance = |who: &str| {
        desk.add(
            "stance",
            json!({ "decision": decision, "stakeholder": who, "position": "consent", "reason": "It is cheap." }),
        )
    };
    let (own, other) = (stance(&mira), stance(&omar));
    (decision, own, other)
}

fn signatures(desk: &Desk, id: &str) -> Vec<Json> {
    desk.call("signatures", json!({ "id": id }))["rows"].as_array().unwrap().clone()
}

#[test]
fn a_stance_is_signed_with_name_time_and_meaning_and_by_the_passphrase_each_time() {
    let desk = Desk::new();
    let (decision, own, _) = decided(&desk);
    let sign = json!({ "id": own, "meaning": "approval", "printed_name": "Mira K. Anand" });
    desk.refused_as("no-passphrase", "sign", sign.clone());
    desk.refused_as("invalid", "keys.passphrase", json!({ "new": "short" }));
    desk.call("keys.passphrase", json!({ "new": WORDS }));
    desk.refused_as("passphrase-needed", "sign", sign.clone());
    let mut wrong = sign.clone();
    wrong["passphrase"] = json!("seven potatoes");
    desk.refused_as("wrong-passphrase", "sign", wrong);
    let mut right = sign;
    right["passphrase"] = json!(WORDS);
    let before = desk.length();
    let done = desk.call("sign", right);
    assert_eq!(desk.length(), before + 1, "one change");
    assert_eq!(done["printed_name"], "Mira K. Anand");
    assert_eq!((&done["meaning"], &done["confirmed_by"]), (&json!("approval"), &json!("passphrase")));
    assert_eq!(
        (&done["vouched"], &done["bound"], &done["current"]),
        (&json!("known"), &json!(true), &json!(true))
    );
    assert!(done["line"].as_str().unwrap().starts_with("Signed by Mira K. Anand (approval), 2026-09-01T"));
    let latest = desk.latest();
    assert_eq!((&latest["act"], &latest["key"]), (&json!("sign"), &json!("known")));
    assert!(latest["sentence"].as_str().unwrap().starts_with("signed STA-"), "{latest}");
    let stances = desk.call("decision.get", json!({ "id": decision }))["stances"].clone();
    let shown: Vec<usize> =
        stances.as_array().unwrap().iter().map(|s| s["signatures"].as_array().unwrap().len()).collect();
    assert_eq!(shown.iter().sum::<usize>(), 1);

    // Anything of what was signed changes: the signature stays, and says so.
    desk.set(&decision, json!({ "context": "Three are left." }));
    let after = signatures(&desk, &own).remove(0);
    assert_eq!(after["current"], false);
    assert!(after["line"].as_str().unwrap().contains("changed since"), "{after}");
}

#[test]
fn nobody_signs_for_another_person() {
    let desk = Desk::new();
    let (_, own, other) = decided(&desk);
    let sign = |id: &str| json!({ "id": id, "meaning": "approval", "key_only": true });
    desk.refused_as("not-yours-to-sign", "sign", sign(&other));
    let preview = desk.call("sign.preview", json!({ "id": other }));
    assert!(preview["refused"].as_str().unwrap().contains("Omar Haddad"), "{preview}");
    // Omar at Mira's keyboard: the key is hers.
    desk.call("workspace.context", json!({ "actor": "Omar Haddad" }));
    let refused = desk.refused_as("not-your-key", "sign", sign(&other));
    assert!(refused["message"].as_str().unwrap().contains("Mira Anand"));
    desk.call("workspace.context", json!({ "actor": "Mira Anand" }));
    let done = desk.call("sign", sign(&own));
    assert_eq!(done["confirmed_by"], "key-only");
    assert!(done["line"].as_str().unwrap().contains("without a passphrase"), "{done}");
}

#[test]
fn a_key_that_nobody_was_named_for_says_itself_whose_it_is_at_its_first_signature() {
    let desk = Desk::bare();
    desk.call("workspace.create", json!({ "path": desk.file() }));
    let idea = desk.add("idea", json!({ "title": "Three dishes" }));
    let sign = json!({ "id": idea, "meaning": "authorship", "key_only": true });
    desk.refused_as("no-person", "sign", sign.clone());
    desk.call("workspace.context", json!({ "actor": "Mira Anand", "new_actor": true }));
    assert_eq!(desk.call("sign.preview", json!({ "id": idea }))["first"], true);
    let done = desk.call("sign", sign);
    assert_eq!((&done["bound"], &done["by_itself"]), (&json!(true), &json!(true)));
    let keys = desk.call("keys", json!({}));
    assert_eq!(keys["rows"][0]["standing"], "founder");
    assert_eq!(keys["rows"][0]["by_itself"][0]["title"], "Mira Anand");
}

#[test]
fn a_frozen_release_is_signed_and_an_open_one_is_not() {
    let desk = Desk::new();
    let product = desk.add("product", json!({ "title": "Food delivery app" }));
    let release = desk.add("release", json!({ "title": "Spring", "product": product }));
    let sign = json!({ "id": release, "meaning": "responsibility", "key_only": true });
    desk.refused_as("not-frozen", "sign", sign);
}

#[test]
fn a_key_is_named_by_its_digits_endorsed_and_revoked_with_a_reason() {
    let desk = Desk::new();
    desk.add("idea", json!({ "title": "One" }));
    desk.add("stakeholder", json!({ "title": "Ana" }));
    let keys = desk.call("keys", json!({}));
    let key = keys["rows"][0].clone();
    assert_eq!(
        (&key["standing"], &key["in_use"], &key["protected"]),
        (&json!("founder"), &json!(true), &json!(false))
    );
    assert_eq!(key["persons"][0]["title"], "Mira Anand");
    assert_eq!((&key["first"], &keys["unverified"]), (&json!(1), &json!(0)));
    // A key that has signed nothing here yet can be endorsed by all its digits.
    let strange = "ab".repeat(32);
    desk.refused_as("not-found", "keys.endorse", json!({ "key": "abab", "person": "Ana" }));
    desk.call("keys.endorse", json!({ "key": strange, "person": "Ana", "name": "laptop" }));
    desk.refused_as("endorsed-already", "keys.endorse", json!({ "key": strange, "person": "Ana" }));
    desk.refused_as("invalid", "keys.revoke", json!({ "key": strange, "reason": " " }));

    let own = key["short"].as_str().unwrap();
    desk.call("keys.revoke", json!({ "key": own, "reason": "Laptop stolen" }));
    let after = desk.call("keys", json!({}))["rows"][0].clone();
    assert_eq!(
        (&after["standing"], &after["revocation"]["reason"]),
        (&json!("revoked"), &json!("Laptop stolen"))
    );
    assert_eq!(after["revocation"]["changes"], 0);
    desk.add("idea", json!({ "title": "After the theft" }));
    assert_eq!(desk.latest()["key"], "revoked");
    assert_eq!(desk.call("keys", json!({}))["revoked"], 1);
    desk.refused_as("key-unknown", "keys.endorse", json!({ "key": own, "person": "Ana" }));
}

#[test]
fn a_locked_key_is_asked_for_and_then_signs() {
    let desk = Desk::new();
    desk.call("keys.passphrase", json!({ "new": WORDS }));
    desk.call("keys.lock", json!({}));
    let idea = json!({ "kind": "idea", "fields": { "title": "One" } });
    let refused = desk.refused_as("key-locked", "artefact.add", idea.clone());
    assert!(refused["hint"].as_str().unwrap().contains("passphrase"));
    desk.refused("keys.unlock", json!({ "passphrase": "no" }));
    desk.call("keys.unlock", json!({ "passphrase": WORDS }));
    desk.call("artefact.add", idea);
}

#[test]
fn an_erasure_is_previewed_done_proven_shown_and_not_undone() {
    let desk = Desk::new();
    let evidence = desk.add(
        "evidence",
        json!({
            "title": "Interview P07", "method": "interview", "date": "2026-08-03",
            "transcript": "I hid it under the counter of the restaurant.",
        }),
    );
    let highlight = desk.add("highlight", json!({ "evidence": evidence, "quote": "under the counter" }));
    let field = json!({ "id": evidence, "fields": ["transcript"] });
    let before = desk.length();
    let preview = desk.call("erase.preview", field.clone());
    assert_eq!(preview["parts"].as_array().unwrap().len(), 1);
    assert!(preview["parts"][0]["text"].as_str().unwrap().contains("under the counter"));
    let again: Vec<&str> = preview["again"].as_array().unwrap().iter().filter_map(Json::as_str).collect();
    assert!(again.is_empty(), "what can name a person lies in a part of its own: {again:?}");
    let method = desk.call("erase.preview", json!({ "id": evidence, "fields": ["method"] }));
    let again: Vec<&str> = method["again"].as_array().unwrap().iter().filter_map(Json::as_str).collect();
    assert!(again.contains(&"Date") && !again.contains(&"Method"), "{again:?}");
    assert_eq!(desk.length(), before, "a preview changes nothing");
    let whole = desk.call("erase.preview", json!({ "id": evidence }));
    assert_eq!(shorts(&whole["beside"]), [highlight.as_str()]);

    let with = |reason: &str| {
        let mut args = field.clone();
        args["reason"] = json!(reason);
        args
    };
    desk.refused_as("invalid", "erase", with("  "));
    desk.refused_as("invalid", "erase", with("He says he hid it under the bed"));
    let repeats = "She said: I hid it under the counter of the restaurant.";
    let refused = desk.refused_as("invalid", "erase", with(repeats));
    assert_eq!(refused["fields"][0]["code"], "repeats");
    let done = desk.call("erase", with("Consent withdrawn"));
    assert_eq!((&done["clean"], &done["parts"]), (&json!(true), &json!(1)), "{done}");
    assert_eq!(desk.length(), before + 1, "one change");
    assert_eq!(desk.field(&evidence, "method"), "interview");
    let latest = desk.latest();
    assert!(latest["sentence"].as_str().unwrap().starts_with("erased transcript of EVD-1"), "{latest}");
    let list = desk.call("erased", json!({ "id": evidence }));
    assert_eq!(
        (&list["rows"][0]["by"], &list["rows"][0]["reason"]),
        (&json!("Mira Anand"), &json!("Consent withdrawn"))
    );
    assert_eq!(list["rows"][0]["fields"], json!(["Transcript"]));
    let error = desk.refused("undo", json!({ "change": latest["change"] }));
    assert!(error["message"].as_str().unwrap().contains("erasure cannot be undone"), "{error}");

    desk.call("erase", json!({ "id": evidence, "also": [highlight], "reason": "Consent withdrawn" }));
    for id in [&evidence, &highlight] {
        let page = desk.page(id);
        assert_eq!(&page["card"]["short"], id, "it is still called so");
        desk.call("trace", json!({ "id": id }));
        desk.call("log", json!({ "id": id }));
        // And was called so then.
        let then = json!({ "id": id, "at": { "mode": "position", "position": before } });
        assert_eq!(&desk.call("artefact.get", then)["card"]["short"], id);
    }
    let search = json!({ "text": "counter" });
    assert_eq!(desk.call("search", search)["total"], 0);
    assert_eq!(desk.call("workspace.verify", json!({}))["intact"], true);
    assert_eq!(desk.call("erased", json!({}))["rows"].as_array().unwrap().len(), 2);
}

#[test]
fn a_hold_forbids_erasing_and_is_lifted_with_a_reason() {
    let desk = Desk::new();
    let product = desk.add("product", json!({ "title": "Food delivery app" }));
    let release = desk.add("release", json!({ "title": "Spring", "product": product }));
    desk.call("workspace.context", json!({ "release": release }));
    let problem = desk.add("problem", json!({ "title": "Late orders" }));
    desk.refused_as("invalid", "hold.put", json!({ "of": [release], "reason": "" }));
    desk.refused_as(
        "invalid",
        "hold.put",
        json!({ "of": [release], "reason": "Case", "until": "2026-08-01" }),
    );
    desk.call("hold.put", json!({ "of": [release], "reason": "Complaint 2026/118" }));
    let erase = json!({ "id": problem, "fields": ["title"], "reason": "Wanted" });
    let refused = desk.refused_as("on-hold", "erase", erase.clone());
    assert!(refused["message"].as_str().unwrap().contains("Complaint 2026/118"));
    let preview = desk.call("erase.preview", erase.clone());
    assert_eq!(preview["hold"]["reason"], "Complaint 2026/118");
    assert_eq!(desk.call("holds", json!({ "id": problem }))["rows"][0]["on"][0]["title"], "Spring");
    desk.refused_as("invalid", "hold.lift", json!({ "id": release, "reason": "" }));
    desk.call("hold.lift", json!({ "id": release, "reason": "Case closed" }));
    assert_eq!(desk.call("holds", json!({}))["rows"][0]["lifted_because"], "Case closed");
    desk.call("erase", erase);
}

#[test]
fn what_was_recorded_again_beside_an_erasure_is_the_same_text_to_stances_and_signatures() {
    let desk = Desk::new();
    let (decision, own, _) = decided(&desk);
    let done = desk.call("sign", json!({ "id": own, "meaning": "approval", "key_only": true }));
    assert_eq!(done["current"], true);
    let content = json!({ "id": decision, "fields": ["consequences"], "reason": "Not ours to say" });
    desk.call("erase", content);
    let page = desk.call("decision.get", json!({ "id": decision }));
    for stance in page["stances"].as_array().unwrap() {
        assert_eq!(stance["older_text"], false, "{stance}");
    }
    assert_eq!(signatures(&desk, &own)[0]["current"], true);
}
