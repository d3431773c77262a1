//! A release as a document: what stands in it, from which moment, and how it is saved.

use serde_json::{Value as Json, json};

use crate::desk::Desk;

fn link(type_: &str, other: &str, out: bool) -> Json {
    json!({ "type": type_, "other": other, "out": out })
}

/// A release with a user's words, a problem, a decision somebody objected to, and a model in production.
fn story() -> Desk {
    let desk = Desk::new();
    let product = desk.add("product", json!({ "title": "Food delivery", "public-facing": true }));
    desk.add(
        "release",
        json!({ "title": "Recommendations 2.0", "product": product, "goal": "Dinner in a minute" }),
    );
    let person = desk.add("stakeholder", json!({ "title": "Olu Sato", "role": "operations" }));
    let persona = desk.add("persona", json!({ "title": "Hungry Hanna", "type": "end-user" }));
    let evidence = desk.add(
        "evidence",
        json!({ "method": "interview", "date": "2026-08-03", "participant": "P-07", "persona": persona }),
    );
    let highlight =
        desk.add("highlight", json!({ "quote": "I scroll until I give up <script>", "evidence": evidence }));
    let insight = desk.add("insight", json!({ "title": "Choosing tires", "supporting": [highlight] }));
    let problem = desk.add(
        "problem",
        json!({
            "need": "to decide quickly", "because": "choosing tires", "persona": persona,
            "surface-request": "Put the cheapest on top",
            "benefit": { "low": "10000", "likely": "20000", "high": "30000" },
            "build-cost": { "low": "5000", "likely": "6000", "high": "9000" },
            "run-cost": { "low": "100", "likely": "200", "high": "300" },
            "horizon": 12, "currency": "EUR",
        }),
    );
    desk.call("link.add", json!({ "from": insight, "type": "motivates", "to": problem }));
    let idea = desk.add("idea", json!({ "title": "Three dishes", "problem": problem }));
    let decision = desk.add(
        "decision",
        json!({ "title": "Which idea first?", "status": "accepted", "rationale": "It is **cheap** to try." }),
    );
    desk.call(
        "link.add",
        json!({ "from": decision, "type": "decides", "to": idea, "fields": { "outcome": "chosen" } }),
    );
    desk.call(
        "artefact.add",
        json!({
            "kind": "stance",
            "fields": {
                "position": "object", "stakeholder": person, "reason": "Nobody can pay for the GPUs",
                "answer": "We ship the baseline first.",
            },
            "links": [link("on", &decision, true)],
        }),
    );
    let prototype =
        desk.add("prototype", json!({ "title": "Top three by hour", "idea": idea, "fidelity": "baseline" }));
    let model = desk.add(
        "model-version",
        json!({
            "title": "ranker", "version": "4",
            "digest": [{ "algorithm": "sha256", "value": "ab".repeat(32) }],
        }),
    );
    desk.call("link.add", json!({ "from": prototype, "type": "produced", "to": model }));
    desk
}

fn html(desk: &Desk, args: Json) -> String {
    desk.call("dossier", args)["html"].as_str().unwrap().to_owned()
}

#[test]
fn a_release_is_told_from_its_users_to_what_it_ships_with_dissent_never_collapsed() {
    let desk = story();
    let page = desk.call("dossier", json!({}));
    assert_eq!(page["kind"], "Dossier of a release");
    let titles: Vec<&str> =
        page["contents"].as_array().unwrap().iter().map(|c| c["title"].as_str().unwrap()).collect();
    for title in [
        "Objective and users",
        "The path",
        "What users said",
        "Problems considered and chosen",
        "Ideas and prototypes",
        "Evaluation as sealed",
        "Experiments",
        "Decisions, with every stance",
        "What it ships",
        "Rollout",
        "Observations",
        "Open gaps and waivers",
        "Signatures and freeze",
        "Who was heard",
    ] {
        assert!(titles.contains(&title), "{title}: {titles:?}");
    }
    let html = page["html"].as_str().unwrap();
    for words in [
        "Dinner in a minute",
        "Put the cheapest on top",
        "Nobody can pay for the GPUs",
        "We ship the baseline first.",
        "<strong>cheap</strong>",
        "11,600",
        &"ab".repeat(32),
        "It claims no compliance",
    ] {
        assert!(html.contains(words), "{words}");
    }
    assert!(html.contains("I scroll until I give up &lt;script&gt;") && !html.contains("<script"));
}

#[test]
fn a_model_is_told_backwards_to_the_words_of_a_user() {
    let desk = story();
    let page = desk.call("dossier", json!({ "of": "MOD-1" }));
    assert_eq!(page["kind"], "Why is this in production?");
    let html = page["html"].as_str().unwrap();
    for words in [
        "I scroll until I give up",
        "P-07",
        "Which idea first?",
        "Nobody can pay for the GPUs",
        "Three dishes",
    ] {
        assert!(html.contains(words), "{words}");
    }
}

#[test]
fn everything_named_has_its_place_in_the_log_and_an_address() {
    let desk = story();
    let html = html(&desk, json!({}));
    let annex = html.split("id=\"c-records\"").nth(1).unwrap();
    for short in ["REL-1", "PRB-1", "DEC-1", "STA-1", "HLT-1", "MOD-1"] {
        assert!(annex.contains(&format!(">{short}</a>")), "{short}");
    }
    let address = desk.page("PRB-1")["revision"].as_str().unwrap().to_owned();
    assert!(annex.contains(&address), "{address}");
    assert!(annex.contains("href=\"throughline://"));
    for name in html.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(html.contains(&format!("id=\"{name}\"")), "#{name} leads nowhere");
    }
}

#[test]
fn the_dossier_of_an_earlier_moment_says_what_was_known_then_and_stays_the_same_for_ever() {
    let desk = story();
    let then = desk.length();
    let at = json!({ "mode": "position", "position": then });
    let first = desk.call("dossier", json!({ "at": at }));
    desk.set("PRB-1", json!({ "need": "to decide at all" }));
    desk.set("STK-2", json!({ "title": "Somebody Else" }));
    desk.clock.advance(90 * 24 * 3_600_000);
    let again = desk.call("dossier", json!({ "at": at }));
    assert_eq!(again, first);
    assert!(again["moment"].as_str().unwrap().contains(&format!("#{then}")));
    let now = desk.call("dossier", json!({}));
    assert_ne!(now["digest"], first["digest"]);
    assert_ne!(now["root"], first["root"]);
    assert!(now["html"].as_str().unwrap().contains("to decide at all"));
}

#[test]
fn it_is_saved_as_pdf_and_html_and_the_same_record_gives_the_same_bytes() {
    let desk = story();
    let save = |name: &str| {
        let path = desk.path(name);
        let saved = desk.call("dossier.save", json!({ "path": path, "frameworks": ["nist-ai-rmf"] }));
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(saved["bytes"].as_u64().unwrap(), bytes.len() as u64);
        (saved, bytes)
    };
    let (first, pdf) = save("a.pdf");
    assert!(pdf.starts_with(b"%PDF"));
    let (again, same) = save("b.pdf");
    assert_eq!(pdf, same);
    assert_eq!(first["file"], again["file"]);
    let (page, html) = save("c.html");
    assert_eq!(page["digest"], first["digest"], "both forms say the same");
    assert!(html.starts_with(b"<!doctype html>"));
    assert!(!desk.path(".a.pdf.part").exists());
}

#[test]
fn what_cannot_be_written_is_refused_with_nothing_left_behind() {
    let desk = story();
    desk.refused_as("unknown-form", "dossier.save", json!({ "path": desk.path("a.docx") }));
    assert!(!desk.path("a.docx").exists());
    desk.refused_as(
        "unknown-framework",
        "dossier.save",
        json!({ "path": desk.path("a.pdf"), "frameworks": ["iso"] }),
    );
    desk.refused_as("io", "dossier.save", json!({ "path": desk.path("nowhere/a.html") }));
    desk.refused_as("not-found", "dossier", json!({ "of": "MOD-9" }));
    let bare = Desk::new();
    bare.refused_as("no-release", "dossier", json!({}));
}

#[test]
fn a_framework_says_what_speaks_to_a_point_and_which_are_empty() {
    let desk = story();
    let page = desk.call("frameworks", json!({ "name": "21-cfr-part-11" }));
    assert_eq!(page["rows"].as_array().unwrap().len(), 1);
    let point = |page: &Json, id: &str| -> Json {
        let points = page["rows"][0]["points"].as_array().unwrap();
        points.iter().find(|p| p["id"] == id).unwrap().clone()
    };
    assert_eq!(point(&page, "11.10(a)")["empty"], true, "no program answers validation by its owner");
    assert_eq!(point(&page, "11.10(e)")["empty"], false, "the log itself is the audit trail");
    assert!(page["no_claim"].as_str().unwrap().contains("no statement of compliance"));
    let nist = desk.call("frameworks", json!({ "name": "nist-ai-rmf" }));
    let context = point(&nist, "MAP 1");
    let shorts: Vec<&str> =
        context["cards"].as_array().unwrap().iter().map(|c| c["short"].as_str().unwrap()).collect();
    assert!(shorts.contains(&"PRB-1"), "{shorts:?}");
    assert!(!shorts.contains(&"PER-1"), "a persona without goals says nothing of the context");
    desk.set("PER-1", json!({ "goals": "Eat before the film" }));
    let nist = desk.call("frameworks", json!({ "name": "nist-ai-rmf" }));
    assert!(point(&nist, "MAP 1")["cards"].to_string().contains("PER-1"));
    let html = html(&desk, json!({ "frameworks": ["nist-ai-rmf"] }));
    assert!(
        html.contains("Annex: NIST AI Risk Management Framework")
            && html.contains("no statement of compliance")
    );
}

#[test]
fn any_artefact_has_its_line_backwards_and_forwards() {
    let desk = story();
    let page = desk.call("dossier", json!({ "of": "PRB-1" }));
    assert_eq!(page["kind"], "The line of a problem");
    let html = page["html"].as_str().unwrap();
    for words in [
        "I scroll until I give up",
        "What it made people think of",
        "Three dishes",
        "The decisions that followed",
        "Nobody can pay for the GPUs",
        "What was made of it",
        &"ab".repeat(32),
        "The record knows of no checkpoint that is kept elsewhere",
    ] {
        assert!(html.contains(words), "{words}");
    }
    let alone = desk.add("metric", json!({ "title": "Never used" }));
    let html = html_of(&desk, &alone);
    assert!(
        html.contains("Nothing is linked that led to it.")
            && html.contains("Nothing is linked that came of it.")
    );
}

fn html_of(desk: &Desk, id: &str) -> String {
    html(desk, json!({ "of": id }))
}

#[test]
fn a_workspace_is_told_in_short_with_every_release_and_every_dissent() {
    let desk = story();
    let page = desk.call("dossier", json!({ "of": "all" }));
    assert_eq!(page["kind"], "Dossier of a workspace");
    assert_eq!(page, desk.call("dossier", json!({ "release": "all" })));
    let html = page["html"].as_str().unwrap();
    for words in
        ["Release Recommendations 2.0", "Which idea first?", "Nobody can pay for the GPUs", "1 object"]
    {
        assert!(html.contains(words), "{words}");
    }
    desk.call("dossier.save", json!({ "of": "all", "path": desk.path("a.pdf") }));
    desk.call("dossier.save", json!({ "of": "all", "path": desk.path("b.pdf") }));
    assert_eq!(std::fs::read(desk.path("a.pdf")).unwrap(), std::fs::read(desk.path("b.pdf")).unwrap());
}

#[test]
fn a_workspace_of_very_many_releases_and_decisions_stays_a_short_document() {
    let desk = story();
    for n in 0..26 {
        desk.add("release", json!({ "title": format!("Old {n}") }));
    }
    let last = desk.add("release", json!({ "title": "Busy" }));
    desk.call("workspace.context", json!({ "release": last }));
    for n in 0..45 {
        desk.add("decision", json!({ "title": format!("Question {n}") }));
    }
    let html = html_of(&desk, "all");
    assert!(html.contains("5 earlier decisions are not listed here"));
    assert!(html.contains("Question 44") && !html.contains("Question 4<"), "the latest are kept");
    assert!(html.contains("They have no chapter here"), "28 releases, 24 chapters");
    assert_eq!(html.matches("id=\"c-release-").count(), 24);
}

#[test]
fn a_signature_stands_under_what_was_signed_with_name_time_and_meaning() {
    let desk = story();
    let stance = desk.call(
        "artefact.add",
        json!({
            "kind": "stance",
            "fields": { "position": "consent", "stakeholder": "STK-1" },
            "links": [link("on", "DEC-1", true)],
        }),
    );
    let sign = json!({ "id": stance["id"], "meaning": "approval", "printed_name": "Dr. M. Anand", "key_only": true });
    desk.call("sign", sign);
    let html = html(&desk, json!({}));
    assert!(html.contains("Signed by Dr. M. Anand (approval), 20"), "beside the stance");
    let chapter = html.split("id=\"c-signatures\"").nth(1).unwrap();
    let chapter = chapter.split("</section>").next().unwrap();
    assert!(chapter.contains("Dr. M. Anand") && chapter.contains("and approve it."), "{chapter}");
    assert!(chapter.contains("without a passphrase"));
}

#[test]
fn a_sample_that_was_drawn_is_reported_with_its_seed_and_what_was_found() {
    let desk = story();
    assert!(!html(&desk, json!({})).contains("Samples drawn for checking"), "none was drawn");
    let made = desk.call("audit.draw", json!({ "n": 3, "seed": "2026-11-26 Lisbon" }));
    let item = &made["items"][0]["card"]["short"];
    let tick = json!({
        "sample": made["row"]["id"], "item": item, "result": "exception", "text": "No user behind it",
        "severity": "major",
    });
    desk.call("audit.tick", tick);
    let html = html(&desk, json!({}));
    let chapter = html.split("id=\"c-samples\"").nth(1).unwrap();
    let chapter = chapter.split("</section>").next().unwrap();
    for words in [
        "2026-11-26 Lisbon",
        "The same seed draws the same items",
        "1 of 3: 0 in order, 1 exception, 0 could not be checked",
        "No user behind it",
        "major",
        "not looked at yet",
    ] {
        assert!(chapter.contains(words), "{words}: {chapter}");
    }
}

#[test]
fn what_an_unknown_key_wrote_is_marked_as_unverified_and_stays_so_in_the_past() {
    let desk = story();
    let other = desk.path("theirs.throughline");
    desk.call("workspace.backup", json!({ "path": other }));
    let colleague = desk.elsewhere("colleague");
    colleague.call("workspace.open", json!({ "path": other })).unwrap();
    colleague.call("workspace.context", json!({ "actor": "Bo Lindqvist", "new_actor": true })).unwrap();
    colleague
        .call("artefact.set", json!({ "id": "PRB-1", "fields": { "need": "to decide at once" } }))
        .unwrap();
    colleague.call("workspace.close", json!({})).unwrap();
    desk.call("merge", json!({ "path": other, "preview": false }));
    let page = desk.call("dossier", json!({}));
    let html = page["html"].as_str().unwrap();
    assert!(html.contains("to decide at once"));
    assert!(html.contains("Unverified authors."), "the reader is told before the first chapter");
    assert!(html.contains("<em>unverified</em>"), "and at the artefact");

    // Once somebody known says whose the key is, it is known; the dossier of the moment before stays what it was.
    let at = json!({ "mode": "position", "position": desk.length() });
    let then = desk.call("dossier", json!({ "at": at }));
    let keys = desk.call("keys", json!({}));
    let strange =
        keys["rows"].as_array().unwrap().iter().find(|row| row["standing"] == "unverified").unwrap();
    desk.call("keys.endorse", json!({ "key": strange["key"], "person": "Bo Lindqvist" }));
    assert_eq!(desk.call("dossier", json!({ "at": at })), then);
    assert!(!desk.call("dossier", json!({}))["html"].as_str().unwrap().contains("nverified"));
}
