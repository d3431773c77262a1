//! Titles, search text, card facts and upcasts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(dead_code, reason = "each test file uses its part of the histories")]

mod history;

use history::{History, fields, text};
use std::borrow::Cow;
use throughline_model::card::{SHOWN, facts, voice};
use throughline_model::upcast::{Upcaster, split_kind, upcast, upcast_with, written_kind};
use throughline_model::{State, Voice, kinds, parse_json, search_text};
use throughline_record::{Act, Fields, Opened, Record, Value};

/// The state of one artefact made of these inputs.
fn state(kind: &str, inputs: &[(&str, serde_json::Value)]) -> State {
    let entry = throughline_model::kind(kind).unwrap();
    let (mut content, mut personal) = (Fields::new(), Fields::new());
    for (name, input) in inputs {
        let field = entry.field(name).unwrap();
        let part = if field.personal { &mut personal } else { &mut content };
        part.insert((*name).to_owned(), parse_json(field, input).unwrap());
    }
    let mut h = History::default();
    let change = h.change(&[], Act::Edit);
    h.record(change, &format!("{kind}/1"), content, personal);
    h.fold()
}

macro_rules! state {
    ($kind:literal $(, $name:literal: $value:expr)*) => {
        state($kind, &[$(($name, serde_json::json!($value))),*])
    };
}

fn card(state: &State) -> Vec<String> {
    facts(state).into_iter().map(|(label, words)| format!("{label}: {words}")).collect()
}

#[test]
fn its_own_title_comes_first() {
    assert_eq!(state!("problem", "title": "Choosing", "need": "decide").title(), "Choosing");
    assert_eq!(state!("decision", "title": "Which one?").title(), "Which one?");
}

#[test]
fn without_one_the_title_is_composed() {
    let problem = state!("problem", "need": "decide fast", "because": "choosing tires");
    assert_eq!(problem.title(), "decide fast because choosing tires");
    assert_eq!(state!("highlight", "quote": "I order the same pizza").title(), "“I order the same pizza”");
    let evidence = state!("evidence", "method": "test-feedback", "date": "2026-08-03", "participant": "P07");
    assert_eq!(evidence.title(), "test feedback · P07 · 2026-08-03");
    let stance = state!("stance", "position": "object", "reason": "No GPUs.");
    assert_eq!(stance.title(), "object · “No GPUs.”");
    assert_eq!(state!("comment", "text": "\n# Count them once\nboth").title(), "Count them once");
    assert_eq!(state!("idea").title(), "Untitled idea");
}

#[test]
fn versions_show_name_and_version() {
    assert_eq!(state!("model-version", "title": "dish-ranker", "version": "7").title(), "dish-ranker 7");
    assert_eq!(state!("data-version", "title": "ratings", "version": "2026-08").title(), "ratings 2026-08");
    let commit = "5e1f0c2aa9d14c0f5b1d7c3e2f4a6b8c0d1e2f30";
    let code = state!("code-version", "repository": "git@host:team/recommender.git", "commit": commit);
    assert_eq!(code.title(), "recommender@5e1f0c2aa9");
    let tagged =
        state!("code-version", "repository": "https://host/recommender/", "commit": commit, "tag": "v2");
    assert_eq!(tagged.title(), "recommender@v2");
}

#[test]
fn long_texts_are_cut_at_a_word() {
    let title = state!("comment", "text": "word ".repeat(100)).title();
    assert!(title.chars().count() <= 140 && title.ends_with("word…"), "{title}");
}

#[test]
fn an_erased_title_says_so() {
    let mut h = History::default();
    let change = h.change(&[], Act::Edit);
    h.record(change, "highlight/1", Fields::new(), fields([("quote", text("secret"))]));
    h.erase_personal(change);
    let state = h.fold();
    assert_eq!(state.title(), "(erased)");
    assert!(!search_text(&state).1.contains("secret"));
}

#[test]
fn every_kind_has_a_title_even_when_it_is_empty() {
    for kind in kinds() {
        assert!(state(kind.name, &[]).title().starts_with("Untitled "), "{}", kind.name);
    }
}

#[test]
fn search_looks_through_titles_notes_quotes_and_tags_but_not_numbers() {
    let evidence = state!("evidence", "title": "P07", "notes": "by phone", "tags": "evening, choice",
        "transcript": "I scroll for ten minutes", "sample-size": 12345);
    let (title, body) = search_text(&evidence);
    assert_eq!(title, "P07");
    for words in ["by phone", "evening", "choice", "I scroll for ten minutes"] {
        assert!(body.contains(words), "{words}");
    }
    assert!(!body.contains("12345"));
    assert!(search_text(&state!("highlight", "quote": "same pizza")).1.contains("same pizza"));
}

#[test]
fn a_card_shows_what_matters_in_words() {
    let evidence = state!("evidence", "method": "interview", "date": "2026-08-03", "participant": "P07");
    assert_eq!(card(&evidence), ["Method: interview", "Date: 3 Aug 2026", "Participant code: P07"]);
    let data = state!("data-version", "rows": 1_200_000, "digest": "sha256:9c41aabbccddeeff00");
    assert_eq!(card(&data), ["Rows: 1,200,000", "Digest: sha256:9c41aabbccdd…"]);
    let score = state!("evaluation", "score": "unknown");
    assert_eq!(card(&score), ["Score: don't know"]);
    let back = state!("loop-back", "from": "phase:monitor", "to": "empathise");
    assert_eq!(card(&back), ["From: monitor", "Back to: empathise"]);
    let worth = state!("problem", "benefit": "10000, 20000, 40000", "baseline-value": "NaN");
    assert_eq!(card(&worth), ["Baseline today: NaN", "Benefit: 20,000 (10,000 to 40,000)"]);
}

#[test]
fn a_measurement_shows_counts_and_intervals_never_a_bare_percentage() {
    let result = |s: State| card(&s).remove(0);
    assert_eq!(result(state!("measurement", "n": 8950, "successes": 1204)), "Result: 1,204 of 8,950");
    assert_eq!(result(state!("measurement", "reported": "0.4, 2.2, 4.1")), "Result: +2.2 (0.4 to 4.1)");
    assert_eq!(result(state!("measurement", "reported": "-3, -1.5, 0")), "Result: −1.5 (−3 to 0)");
    assert_eq!(result(state!("measurement", "reported": "0, 0, 0")), "Result: 0 (0 to 0)");
    let mean = state!("measurement", "mean": "41.25", "deviation": "3.5", "n": 20);
    assert_eq!(result(mean), "Result: 41.25 ± 3.5, n = 20");
    assert_eq!(card(&state!("measurement", "arm": "list")), ["Arm: list"]);
}

#[test]
fn numbers_on_a_card_have_their_unit_behind_a_space_that_does_not_break() {
    let worth = state!("problem", "benefit": "1, 2, 4", "horizon": 18, "currency": "EUR");
    assert_eq!(card(&worth), ["Benefit: 2 (1 to 4)\u{a0}EUR", "Horizon: 18\u{a0}months"]);
    assert_eq!(
        card(&state!("problem", "benefit": "1, 2, 4", "horizon": 1)),
        ["Benefit: 2 (1 to 4)", "Horizon: 1\u{a0}month"]
    );
    let cost = state!("prototype", "serving-cost": "0.04", "labour-estimated": "3", "currency": "USD");
    assert_eq!(
        card(&cost),
        ["Labour, estimated: 3\u{a0}person-days", "Serving cost: 0.04\u{a0}USD per 1,000 predictions"]
    );
    assert_eq!(card(&state!("deployment", "share": "5")), ["Share: 5\u{a0}%"]);
}

#[test]
fn every_unit_speaks_of_fields_its_kind_has() {
    for kind in kinds() {
        for field in kind.fields.iter().filter(|field| field.unit.contains('{')) {
            for name in field.unit.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                assert!(kind.field(name).is_some(), "{}.{} is in {name}", kind.name, field.name);
            }
        }
    }
}

#[test]
fn an_erased_fact_says_so() {
    let mut h = History::default();
    let change = h.change(&[], Act::Edit);
    h.record(
        change,
        "evidence/1",
        fields([("method", text("interview"))]),
        fields([("participant", text("P07"))]),
    );
    h.erase_personal(change);
    assert_eq!(card(&h.fold()), ["Method: interview", "Participant code: (erased)"]);
}

#[test]
fn every_field_on_a_card_exists() {
    for (name, shown) in SHOWN {
        let kind = throughline_model::kind(name).unwrap();
        for field in *shown {
            let field = kind.field(field).unwrap_or_else(|| panic!("{name} has no {field}"));
            assert!(field.link().is_none(), "{name}.{} is a link, not a value", field.name);
        }
    }
}

#[test]
fn users_teams_and_machines_have_a_voice_each() {
    assert_eq!(voice("highlight"), Voice::User);
    assert_eq!(voice("decision"), Voice::Team);
    assert_eq!(voice("model-version"), Voice::Machine);
}

#[test]
fn a_record_of_an_older_version_is_read_as_the_current_one() {
    let steps = [
        Upcaster {
            kind: "idea",
            from: 1,
            apply: |record| {
                if let Opened::Here(fields) = &mut record.content {
                    let text = fields.remove("text").flatten();
                    fields.insert("title".into(), text);
                }
                record.sets_content = vec!["title".into()];
            },
        },
        Upcaster {
            kind: "idea",
            from: 2,
            apply: |record| {
                if let Opened::Here(fields) = &mut record.content {
                    fields.insert("cluster".into(), Some(Value::from("none")));
                }
                record.sets_content.push("cluster".into());
            },
        },
    ];
    let mut h = History::default();
    h.edit(&[], "idea/1", fields([("text", text("three dishes"))]));
    let (_, old) = h.records().next().unwrap();
    let read = upcast_with(&steps, old);
    assert_eq!(read.kind, "idea/3");
    let expected = fields([("title", text("three dishes")), ("cluster", text("none"))]);
    assert_eq!(read.content, Opened::Here(expected));
    assert_eq!(old.kind, "idea/1", "what is stored stays as it is");

    let current = upcast(old);
    assert!(matches!(current, Cow::Borrowed(_)), "this kind is at its first version");
}

#[test]
fn kind_names_carry_a_version_in_one_spelling() {
    assert_eq!(split_kind("model-version/12"), Some(("model-version", 12)));
    for bad in
        ["problem", "problem/", "problem/0", "problem/01", "problem/+1", "problem/-1", "/1", "a/99999999999"]
    {
        assert_eq!(split_kind(bad), None, "{bad}");
    }
}

#[test]
fn guardrails_that_were_written_in_words_are_kept_under_a_name_of_their_own() {
    let rows = Value::List(vec![Value::Map([("metric".to_owned(), Value::from("p95 latency"))].into())]);
    let mut h = History::default();
    let content = fields([("guardrails", Some(rows.clone())), ("alpha", text("0.05")), ("zeta", None)]);
    h.edit(&[], "experiment/1", content);
    let old = h.records().next().unwrap().1.clone();
    let read = upcast(&old);
    assert_eq!(read.kind, "experiment/2");
    assert_eq!(written_kind("experiment"), "experiment/2");
    assert_eq!(read.sets_content, ["alpha", "guardrails-in-words", "zeta"]);
    let fields = read.content.here().unwrap();
    assert_eq!(fields.get("guardrails-in-words"), Some(&Some(rows)));
    assert!(!fields.contains_key("guardrails"), "the field is links now");
    // A record whose content is gone, and one of today, too.
    let gone = Record { content: Opened::Gone, ..old.clone() };
    assert_eq!(upcast(&gone).sets_content, ["alpha", "guardrails-in-words", "zeta"]);
    let today = Record { kind: "experiment/2".into(), ..old };
    assert!(matches!(upcast(&today), Cow::Borrowed(_)));
}
