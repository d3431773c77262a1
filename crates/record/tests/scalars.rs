//! Decimals, dates and ids have one spelling each.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::*;
use proptest::prelude::*;
use throughline_record::value::{date, decimal};
use throughline_record::{Act, Address, ChangeId, EntityId, FaultCode, Hash, PartName};

#[test]
fn decimals_come_into_one_spelling() {
    for (input, normal) in [
        ("1.50", "1.5"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("0e99", "0"),
        ("007", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e3", "1000"),
        ("1E+3", "1000"),
        ("-1.25e-3", "-0.00125"),
        ("12.5e1", "125"),
        ("120e-1", "12"),
        ("0.001e3", "1"),
        ("100", "100"),
        ("100.010", "100.01"),
    ] {
        assert_eq!(decimal::normalise(input).as_deref(), Ok(normal), "{input}");
        assert!(decimal::is_decimal(normal));
        assert_eq!(decimal::is_decimal(input), input == normal, "{input}");
    }
}

#[test]
fn what_is_no_decimal_is_refused() {
    for input in [
        "",
        "-",
        "+1",
        ".",
        "-.",
        "1,5",
        " 1",
        "1 ",
        "0x10",
        "1e",
        "1e+",
        "1e1.5",
        "e3",
        "--1",
        "NaN",
        "Infinity",
        "inf",
        "1_000",
        "１",
        "1e99999999999",
        "1e2000",
        "1e-2000",
        "1.2.3",
    ] {
        assert!(decimal::normalise(input).is_err(), "{input}");
    }
    assert!(decimal::normalise(&"1".repeat(2000)).is_err());
}

#[test]
fn measured_numbers_may_be_the_three_words_in_one_spelling() {
    for word in ["NaN", "Infinity", "-Infinity"] {
        assert_eq!(decimal::normalise_measured(word).as_deref(), Ok(word));
        assert!(decimal::is_measured(word) && !decimal::is_decimal(word));
    }
    for word in ["nan", "inf", "-inf", "+Infinity", "-NaN", "infinity"] {
        assert!(decimal::normalise_measured(word).is_err(), "{word}");
        assert_eq!(decimal::to_f64(word), None, "{word}");
    }
}

proptest! {
    #[test]
    fn doubles_survive_their_decimal_form(bits: u64) {
        let number = f64::from_bits(bits);
        let text = decimal::from_f64(number);
        prop_assert!(decimal::is_measured(&text), "{}", text);
        let back = decimal::to_f64(&text).unwrap();
        prop_assert!(back == number || (back.is_nan() && number.is_nan()));
    }

    #[test]
    fn normalising_keeps_the_number_and_is_done_once(text in "-?[0-9]{1,8}(\\.[0-9]{0,8})?([eE][+-]?[0-9]{1,2})?") {
        let normal = decimal::normalise(&text).unwrap();
        prop_assert_eq!(decimal::normalise(&normal).unwrap(), normal.clone());
        let (before, after): (f64, f64) = (text.parse().unwrap(), normal.parse().unwrap());
        prop_assert_eq!(before, after);
    }

    #[test]
    fn instants_survive_their_written_form(millis in -62_167_219_200_000i64..253_402_300_800_000) {
        let text = date::from_millis(millis);
        prop_assert_eq!(text.len(), 24);
        prop_assert_eq!(date::millis(&text), Some(millis));
    }

    #[test]
    fn every_second_spelling_of_an_id_is_refused(bytes: [u8; 32], index: u32) {
        let change = ChangeId(bytes);
        let address = Address { change, index };
        prop_assert_eq!(change.to_string().parse::<ChangeId>().unwrap(), change);
        prop_assert_eq!(address.to_string().parse::<Address>().unwrap(), address);
        let hash = Hash(bytes);
        prop_assert_eq!(hash.to_string().parse::<Hash>().unwrap(), hash);
        let upper = change.to_string().to_uppercase();
        prop_assert!(upper == change.to_string() || upper.parse::<ChangeId>().is_err());
        let indices = [format!(".0{index}"), format!(".+{index}"), ".".to_owned(), String::new()];
        for index in indices {
            prop_assert!([change.to_string(), index].concat().parse::<Address>().is_err());
        }
        for name in [PartName::Note(change), PartName::Content(address), PartName::Personal(address)] {
            prop_assert_eq!(name.to_string().parse::<PartName>().unwrap(), name);
        }
    }

    #[test]
    fn ids_survive_json(entity in any_entity(), address in any_address()) {
        let json = serde_json::to_string(&(entity, address)).unwrap();
        prop_assert_eq!(json, format!("[\"{entity}\",\"{address}\"]"));
        let text = entity.to_string();
        prop_assert_eq!(text.parse::<EntityId>().unwrap(), entity);
        prop_assert!(text.replace('-', "").parse::<EntityId>().is_err());
        let in_braces = ["{", text.as_str(), "}"].concat();
        prop_assert!(in_braces.parse::<EntityId>().is_err());
    }
}

#[test]
fn the_calendar_is_the_real_one() {
    for good in ["2024-02-29", "2000-02-29", "0000-01-01", "9999-12-31", "1969-12-31"] {
        assert!(date::is_date(good), "{good}");
    }
    for bad in [
        "2023-02-29",
        "1900-02-29",
        "2026-04-31",
        "2026-13-01",
        "2026-00-10",
        "2026-01-00",
        "2026-1-1",
        "26-01-01",
        "2026/01/01",
        "2026-01-01 ",
        "+026-01-01",
        "2026-01-0１",
    ] {
        assert!(!date::is_date(bad), "{bad}");
    }
}

#[test]
fn instants_are_utc_and_exist() {
    assert_eq!(date::millis("1970-01-01T00:00:00Z"), Some(0));
    assert_eq!(date::millis("2026-11-03T09:12:00.123Z"), Some(1_793_697_120_123));
    assert_eq!(date::millis("2026-11-03T09:12:00.1Z"), Some(1_793_697_120_100));
    assert_eq!(date::millis("2026-11-03T09:12:00.123999999Z"), Some(1_793_697_120_123));
    assert_eq!(date::from_millis(-1), "1969-12-31T23:59:59.999Z");
    assert_eq!(date::from_millis(1_793_697_120_123), "2026-11-03T09:12:00.123Z");
    assert_eq!(date::from_millis(i64::MAX), "9999-12-31T23:59:59.999Z");
    assert_eq!(date::from_millis(i64::MIN), "0000-01-01T00:00:00.000Z");
    for bad in [
        "2026-11-03T09:12:00",
        "2026-11-03T09:12:00+00:00",
        "2026-11-03t09:12:00Z",
        "2026-11-03 09:12:00Z",
        "2026-11-03T24:00:00Z",
        "2026-11-03T09:60:00Z",
        "2026-11-03T09:12:60Z",
        "2026-11-03T09:12:00.Z",
        "2026-11-03T09:12:00.1234567890Z",
        "2026-11-03T09:12:00.1xZ",
        "2026-11-03T09:12Z",
        "2026-11-03",
        "2026-11-31T09:12:00Z",
        "2026-11-03T09:12:00ZZ",
        "2026-11-03T-9:12:00Z",
        "",
    ] {
        assert!(!date::is_instant(bad), "{bad}");
    }
}

#[test]
fn a_day_begins_and_ends_in_utc() {
    assert_eq!(date::start_of_day("2024-02-29").as_deref(), Some("2024-02-29T00:00:00.000Z"));
    assert_eq!(date::end_of_day("2024-02-29").as_deref(), Some("2024-02-29T23:59:59.999Z"));
    assert_eq!(date::end_of_day("2023-02-29"), None);
}

#[test]
fn entities_made_from_the_same_things_are_the_same() {
    let (one, two) = (ChangeId([1; 32]), ChangeId([2; 32]));
    let derived = EntityId::derived(&one, "mlflow", "model/1");
    assert_eq!(derived, EntityId::derived(&one, "mlflow", "model/1"));
    assert_ne!(derived, EntityId::derived(&two, "mlflow", "model/1"));
    assert_ne!(derived, EntityId::derived(&one, "mlflo", "wmodel/1"));
    let link = EntityId::link(&one, "tests", &entity(1), &entity(2));
    assert_eq!(link, EntityId::link(&one, "tests", &entity(1), &entity(2)));
    assert_ne!(link, EntityId::link(&one, "tests", &entity(2), &entity(1)));
    for (id, version) in [(derived, b'8'), (link, b'8'), (entity(1), b'7')] {
        let text = id.to_string();
        assert_eq!(text.as_bytes()[14], version);
        assert!(b"89ab".contains(&text.as_bytes()[19]), "{text} has another variant");
    }
    assert!(entity(1) < entity(2), "v7 ids sort by time");
}

#[test]
fn codes_and_acts_are_told_apart_by_their_words() {
    let words: std::collections::BTreeSet<_> = FaultCode::ALL.iter().map(|c| c.as_str()).collect();
    assert_eq!(words.len(), FaultCode::ALL.len());
    for act in Act::ALL {
        assert_eq!(act.as_str().parse::<Act>().unwrap(), *act);
    }
    assert!("Edit".parse::<Act>().is_err());
}
