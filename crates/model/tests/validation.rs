//! Input is taken kindly, stored in one spelling, and refused with a code and a sentence.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use throughline_model::value::CODES;
use throughline_model::{
    Field, FieldError, check_field, check_kind, check_link, check_new, check_set, kind, link, parse_field,
    parse_json,
};
use throughline_record::{Fields, Value};

fn field(kind_name: &str, name: &str) -> &'static Field {
    kind(kind_name).unwrap().field(name).unwrap_or_else(|| panic!("{kind_name} has no {name}"))
}

/// What is stored for an input, as JSON; `null` for nothing.
fn stored(kind_name: &str, name: &str, input: Json) -> Json {
    let parsed = parse_json(field(kind_name, name), &input).unwrap_or_else(|e| panic!("{input}: {e}"));
    parsed.map_or(Json::Null, |v| v.to_json())
}

fn refused(kind_name: &str, name: &str, input: &Json) -> FieldError {
    match parse_json(field(kind_name, name), input) {
        Err(error) => error,
        Ok(value) => panic!("{kind_name}.{name} took {input} as {value:?}"),
    }
}

/// Inputs that are refused, with the code.
fn refusals() -> Vec<(&'static str, &'static str, Json, &'static str)> {
    let digest = json!([{"algorithm": "sha256"}]);
    vec![
        ("idea", "title", json!(["a"]), "not-text"),
        ("idea", "notes", json!({"a": 1}), "not-text"),
        ("idea", "title", json!("x".repeat(20_000)), "too-long"),
        ("idea", "notes", json!("x".repeat(5_000_000)), "too-long"),
        ("measurement", "n", json!("many"), "not-an-integer"),
        ("measurement", "n", json!(1.5), "not-an-integer"),
        ("measurement", "n", json!("12345678901234567890"), "out-of-range"),
        ("measurement", "n", json!("9007199254740992"), "out-of-range"),
        ("measurement", "n", json!(9_007_199_254_740_992_i64), "not-a-value"),
        ("criterion", "weight", json!("1,5"), "not-a-number"),
        ("criterion", "weight", json!("NaN"), "not-a-number"),
        ("criterion", "weight", json!(true), "not-a-number"),
        ("measurement", "mean", json!("about two"), "not-a-number"),
        ("code-version", "dirty", json!("maybe"), "not-yes-or-no"),
        ("evidence", "date", json!("2026-02-30"), "not-a-date"),
        ("evidence", "date", json!("03/11/2026"), "not-a-date"),
        ("evidence", "date", json!(20_261_103), "not-a-date"),
        ("deployment", "from", json!("2026-11-03T25:00:00Z"), "not-an-instant"),
        ("deployment", "from", json!("yesterday"), "not-an-instant"),
        ("persona", "type", json!("alien"), "not-a-choice"),
        ("release", "status", json!("draft"), "not-a-choice"),
        ("evaluation", "score", json!(6), "not-a-score"),
        ("evaluation", "score", json!(-1), "not-a-score"),
        ("evaluation", "score", json!("2.5"), "not-a-score"),
        ("idea", "order", json!("a b"), "not-an-order-key"),
        ("idea", "tags", json!([["nested"]]), "not-tags"),
        ("idea", "tags", json!({"add": true}), "not-tags"),
        ("problem", "benefit", json!("1, 2"), "not-a-range"),
        ("problem", "benefit", json!({"low": 1, "middle": 2}), "not-a-range"),
        ("problem", "benefit", json!([1, "two", 3]), "not-a-range"),
        ("problem", "benefit", json!([3, 2, 1]), "out-of-order"),
        ("data-version", "digest", json!("9c41aa"), "not-a-digest"),
        ("data-version", "digest", digest, "not-a-digest"),
        ("model-version", "metrics", json!("accuracy"), "not-pairs"),
        ("model-version", "metrics", json!({"accuracy": [1]}), "not-pairs"),
        ("data-version", "schema", json!("stars"), "not-a-schema"),
        ("data-version", "schema", json!([{"name": "stars"}]), "not-a-schema"),
        ("data-version", "schema", json!([{"name": "a", "type": "int", "nullable": "x"}]), "not-a-schema"),
        ("experiment", "arms", json!([{"share": "0.5"}]), "not-rows"),
        ("experiment", "arms", json!(5), "not-rows"),
        ("experiment", "arms", json!([{"name": "a", "colour": "red"}]), "unknown-column"),
        ("experiment", "arms", json!([{"name": "a", "share": "half"}]), "not-a-number"),
        ("idea", "attachments", json!([{"name": "a.png"}]), "not-an-attachment"),
        ("idea", "source", json!("git"), "not-an-origin"),
        ("problem", "persona", json!("PER-1"), "is-a-link"),
        ("problem", "persona", json!(""), "is-a-link"),
        ("idea", "notes", nested(80), "not-a-value"),
    ]
}

fn nested(depth: usize) -> Json {
    (0..depth).fold(json!("deep"), |inner, _| json!([inner]))
}

fn other_errors() -> Vec<FieldError> {
    let problem = kind("problem").unwrap();
    vec![
        check_kind("horoscope").unwrap_err(),
        check_field(problem, "mood").unwrap_err(),
        check_link("haunts", "idea", "problem").unwrap_err(),
        check_link("addresses", "problem", "idea").unwrap_err(),
        check_link("addresses", "idea", "team").unwrap_err(),
        check_new(problem, &Fields::new(), &[]).remove(0),
        check_new(problem, &Fields::new(), &["need"]).remove(0),
    ]
}

#[test]
fn what_cannot_be_stored_is_refused_with_the_code_of_its_reason() {
    for (kind_name, name, input, code) in refusals() {
        let error = refused(kind_name, name, &input);
        assert_eq!((error.code, error.field.as_str()), (code, name), "{}", error.sentence);
    }
}

#[test]
fn every_code_is_reached_and_every_error_is_a_sentence() {
    let mut reached = BTreeSet::new();
    let errors = refusals().into_iter().map(|(k, n, input, _)| refused(k, n, &input)).chain(other_errors());
    for error in errors {
        let s = &error.sentence;
        assert!(s.starts_with(|c: char| c.is_uppercase() || c == '“' || c == 'n'), "{s}");
        assert!(s.ends_with(['.', '?']) && s.contains(' ') && s.len() < 2_000, "{s}");
        assert_eq!(s, &error.to_string());
        reached.insert(error.code);
    }
    assert_eq!(reached, CODES.iter().copied().collect());
}

#[test]
fn empty_input_clears_a_field_of_any_type() {
    for (kind_name, name) in [
        ("idea", "title"),
        ("idea", "notes"),
        ("measurement", "n"),
        ("evidence", "date"),
        ("persona", "type"),
        ("idea", "tags"),
        ("problem", "benefit"),
        ("experiment", "arms"),
    ] {
        for input in [json!(null), json!(""), json!("  \n")] {
            assert_eq!(stored(kind_name, name, input), Json::Null, "{kind_name}.{name}");
        }
    }
    assert_eq!(stored("idea", "tags", json!([])), Json::Null);
}

#[test]
fn lines_are_one_line_and_texts_keep_theirs() {
    assert_eq!(stored("idea", "title", json!("  Three\r\n dishes ")), "Three dishes");
    assert_eq!(stored("idea", "title", json!(42)), "42");
    assert_eq!(stored("idea", "notes", json!("one\r\ntwo\n  indented")), "one\ntwo\n  indented");
}

#[test]
fn numbers_have_one_spelling() {
    assert_eq!(stored("measurement", "n", json!("3.0")), 3);
    assert_eq!(stored("measurement", "n", json!(" 8950 ")), 8950);
    assert_eq!(stored("criterion", "weight", json!("1.50")), "1.5");
    assert_eq!(stored("criterion", "weight", json!("+0.2")), "0.2");
    assert_eq!(stored("criterion", "weight", json!(0.1)), "0.1");
    assert_eq!(stored("criterion", "weight", json!(2)), "2");
    assert_eq!(stored("criterion", "weight", json!("1e3")), "1000");
    assert_eq!(stored("measurement", "mean", json!(1e-7)), "0.0000001");
    for (written, kept) in [("nan", "NaN"), ("inf", "Infinity"), ("-Infinity", "-Infinity")] {
        assert_eq!(stored("measurement", "mean", json!(written)), kept);
    }
}

#[test]
fn yes_and_no_come_in_many_words() {
    for yes in [json!(true), json!("yes"), json!("True"), json!(1), json!("on")] {
        assert_eq!(stored("code-version", "dirty", yes), true);
    }
    for no in [json!(false), json!("No"), json!("0"), json!("off")] {
        assert_eq!(stored("code-version", "dirty", no), false);
    }
}

#[test]
fn instants_are_kept_in_utc_and_dates_are_days() {
    for written in [
        "2026-11-03T09:12:00Z",
        "2026-11-03 09:12",
        "2026-11-03T10:12:00+01:00",
        "2026-11-03T04:42:00.000-0430",
    ] {
        assert_eq!(stored("deployment", "from", json!(written)), "2026-11-03T09:12:00.000Z", "{written}");
    }
    assert_eq!(stored("deployment", "from", json!("2026-11-03")), "2026-11-03T00:00:00.000Z");
    assert_eq!(stored("evidence", "date", json!("2026-11-03T23:30:00-02:00")), "2026-11-04");
    assert_eq!(stored("evidence", "date", json!("2024-02-29")), "2024-02-29");
}

#[test]
fn choices_are_found_whatever_their_case_and_spacing() {
    assert_eq!(stored("persona", "type", json!("End User")), "end-user");
    assert_eq!(stored("loop-back", "to", json!("phase:exploration")), "phase:exploration");
    assert_eq!(stored("decision", "status", json!("Accepted")), "accepted");
    let error = refused("persona", "type", &json!("alien"));
    assert!(error.sentence.contains("end-user, internal-team, affected"), "{}", error.sentence);
}

#[test]
fn not_knowing_is_an_answer_and_not_a_zero() {
    assert_eq!(stored("evaluation", "score", json!("don't know")), "unknown");
    assert_eq!(stored("evaluation", "score", json!("0")), 0);
    assert_eq!(stored("evaluation", "score", json!(5)), 5);
}

#[test]
fn tags_are_a_sorted_set() {
    assert_eq!(
        stored("idea", "tags", json!("#slow, cheap,slow,, two words")),
        json!(["cheap", "slow", "two words"])
    );
    assert_eq!(stored("idea", "tags", json!(["b", "a", "b"])), json!(["a", "b"]));
    let keyed = json!({"add": ["b", "a"], "remove": "c"});
    assert_eq!(stored("idea", "tags", keyed), json!({"add": ["a", "b"], "remove": ["c"]}));
}

#[test]
fn ranges_go_from_low_to_high() {
    let range = json!({"low": "10", "likely": "20.5", "high": "40"});
    for input in [json!("10, 20.50, 40"), json!("10..20.5..40"), json!([10, 20.5, 40]), range.clone()] {
        assert_eq!(stored("problem", "benefit", input), range);
    }
    assert_eq!(stored("problem", "benefit", json!(7)), json!({"low": "7", "likely": "7", "high": "7"}));
    assert_eq!(stored("problem", "benefit", json!({"likely": "7"})), json!({"likely": "7"}));
}

#[test]
fn digests_name_their_algorithm() {
    let two =
        json!([{"algorithm": "md5", "value": "aabbccdd"}, {"algorithm": "sha256", "value": "9c41aabb"}]);
    assert_eq!(stored("data-version", "digest", json!("SHA256:9C41AABB, md5:aabbccdd")), two);
    assert_eq!(stored("data-version", "digest", two.clone()), two);
    let tool = json!([{"algorithm": "mlflow", "value": "AbCdEfGh+/="}]);
    assert_eq!(stored("data-version", "digest", tool.clone()), tool, "only hexadecimal has one case");
}

#[test]
fn pairs_keep_texts_as_they_are() {
    let pairs = json!({"depth": "6", "id": "007", "rate": "0.1", "shuffle": "true"});
    let given = json!({"depth": 6, "id": "007", "rate": 0.1, "shuffle": true});
    assert_eq!(stored("model-version", "parameters", given), pairs);
    assert_eq!(stored("model-version", "parameters", json!("depth=6\nid=007, rate=0.1,shuffle=true")), pairs);
}

#[test]
fn schemas_and_rows_can_be_typed_as_text() {
    let schema =
        json!([{"name": "stars", "type": "int"}, {"name": "comment", "type": "text", "nullable": true}]);
    assert_eq!(stored("data-version", "schema", json!("stars:int, comment:text?")), schema);
    let values = json!([{"name": "thumb", "type": "text", "values": ["up", "down"]}]);
    assert_eq!(stored("data-version", "schema", values.clone()), values);
    let arms = json!([{"name": "list", "share": "0.5"}, {"name": "three", "share": "0.5", "description": "three dishes"}]);
    assert_eq!(stored("experiment", "arms", json!("list | 0.50\nthree | .5 | three dishes")), arms);
    assert_eq!(stored("experiment", "arms", arms.clone()), arms);
}

#[test]
fn what_is_stored_is_taken_again_unchanged() {
    let inputs = [
        ("idea", "title", json!("a b")),
        ("measurement", "mean", json!("-Infinity")),
        ("deployment", "from", json!("2026-11-03")),
        ("idea", "tags", json!("x, y")),
        ("problem", "benefit", json!("1,2,3")),
        ("data-version", "digest", json!("sha256:AABBCCDDEE")),
        ("data-version", "schema", json!("a:int?")),
        ("experiment", "arms", json!("list | 0.50 | as it is")),
        (
            "idea",
            "attachments",
            json!([{"name": "a", "media": "image/png", "size": 3, "digest": "sha256:00"}]),
        ),
        ("idea", "source", json!({"source": "git", "key": "k", "rev": "1"})),
        ("evaluation", "score", json!("?")),
    ];
    for (kind_name, name, input) in inputs {
        let once = parse_json(field(kind_name, name), &input).unwrap().unwrap();
        assert_eq!(parse_field(field(kind_name, name), &once), Ok(Some(once)), "{kind_name}.{name}");
    }
}

#[test]
fn a_new_entity_hears_of_every_required_field_that_is_missing() {
    let problem = kind("problem").unwrap();
    let missing = |fields: &Fields, refs: &[&str]| -> Vec<String> {
        check_new(problem, fields, refs)
            .into_iter()
            .map(|e| {
                assert_eq!(e.code, "required");
                e.field
            })
            .collect()
    };
    assert_eq!(missing(&Fields::new(), &[]), ["persona", "need", "because"]);
    let text = |t: &str| Some(Value::from(t));
    let whole = Fields::from([("need".into(), text("decide")), ("because".into(), text("tired"))]);
    assert_eq!(missing(&whole, &["persona"]), [""; 0]);
    let cleared = Fields::from([("need".into(), None), ("because".into(), text("tired"))]);
    assert_eq!(missing(&cleared, &["persona"]), ["need"]);
}

#[test]
fn setting_fields_checks_names_and_values_but_asks_for_nothing() {
    let problem = kind("problem").unwrap();
    let fields = Fields::from([
        ("baseline-date".into(), Some(Value::from("soon"))),
        ("mood".into(), Some(Value::from("sunny"))),
        ("need".into(), None),
        ("tags".into(), Some(Value::Map([("add".to_owned(), Value::List(vec!["x".into()]))].into()))),
    ]);
    let codes: Vec<_> = check_set(problem, &fields).into_iter().map(|e| (e.field, e.code)).collect();
    assert_eq!(codes, [("baseline-date".to_owned(), "not-a-date"), ("mood".to_owned(), "unknown-field")]);
}

#[test]
fn a_comment_on_something_and_a_stance_on_a_decision_are_two_link_types() {
    assert_eq!(check_link("on", "stance", "decision").unwrap(), link("on").unwrap());
    assert_eq!(check_link("on", "comment", "persona").unwrap(), link("comments-on").unwrap());
    assert_eq!(check_link("on", "stance", "persona").unwrap_err().code, "end-not-allowed");
}

#[test]
fn a_link_the_wrong_way_round_says_so() {
    let turned = check_link("addresses", "problem", "idea").unwrap_err();
    assert!(turned.sentence.contains("turn it round"), "{}", turned.sentence);
    let other = check_link("addresses", "idea", "team").unwrap_err();
    assert!(other.sentence.contains("proposed-by"), "{}", other.sentence);
}
