//! Canonical JSON against an independent implementation, and the value grammar.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::*;
use proptest::prelude::*;
use throughline_record::{Value, ValueError};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_writer_agrees_with_serde_json_canonicalizer(value in any_value()) {
        let own = value.to_canonical().unwrap();
        let oracle = serde_json_canonicalizer::to_string(&value.to_json()).unwrap();
        prop_assert_eq!(&own, &oracle);
        prop_assert_eq!(Value::from_canonical(own.as_bytes()).unwrap(), value);
    }
}

proptest! {
    #[test]
    fn json_and_values_go_both_ways(value in any_value()) {
        prop_assert_eq!(&Value::from_json(&value.to_json()).unwrap(), &value);
        prop_assert_eq!(serde_json::to_value(&value).unwrap(), value.to_json());
        prop_assert_eq!(serde_json::from_value::<Value>(value.to_json()).unwrap(), value);
    }
}

#[test]
fn the_example_of_rfc_8785_for_text_and_order_comes_out_as_printed_there() {
    // RFC 8785 §3.2.3, with the numbers and null left out that are not values here.
    let value = map([
        ("\u{20ac}", Value::from("Euro Sign")),
        ("\r", Value::from("Carriage Return")),
        ("\u{fb33}", Value::from("Hebrew Letter Dalet With Dagesh")),
        ("1", Value::from("One")),
        ("\u{1f600}", Value::from("Emoji: Grinning Face")),
        ("\u{80}", Value::from("Control")),
        ("\u{f6}", Value::from("Latin Small Letter O With Diaeresis")),
    ]);
    assert_eq!(
        value.to_canonical().unwrap(),
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\
         \"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20ac}\":\"Euro Sign\",\
         \"\u{1f600}\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
    );
    // §3.2.2: the text of the sample object.
    let text = Value::from("\u{20ac}$\u{f}\nA'B\"\\\\\"/");
    assert_eq!(text.to_canonical().unwrap(), "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
}

#[test]
fn json_that_is_no_value_is_refused_with_its_reason() {
    let refused = |json: serde_json::Value| Value::from_json(&json).unwrap_err();
    assert_eq!(refused(serde_json::json!([null])), ValueError::Null);
    assert_eq!(refused(serde_json::json!({"a": 1.5})), ValueError::NotAnInteger("1.5".to_owned()));
    assert_eq!(refused(serde_json::json!(1i64 << 53)), ValueError::IntegerRange(1 << 53));
    assert_eq!(refused(serde_json::json!(u64::MAX)), ValueError::NotAnInteger(u64::MAX.to_string()));
    let deep = (0..65).fold(serde_json::json!(1), |inner, _| serde_json::json!([inner]));
    assert_eq!(refused(deep), ValueError::TooDeep);
}

#[test]
fn integers_out_of_range_are_never_written() {
    for n in [1 << 53, -(1 << 53), i64::MAX, i64::MIN] {
        assert_eq!(Value::Int(n).to_canonical(), Err(ValueError::IntegerRange(n)));
    }
}
