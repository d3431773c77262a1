//! Changes as lines: what was written is read, and nothing else is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::*;
use proptest::prelude::*;
use throughline_record::exchange::{Excerpt, LineError, line, read_line};
use throughline_record::{FaultCode, SealedChange, Value, decode, merkle};

fn noted(records: usize) -> SealedChange {
    let mut draft = first((0..records).map(|n| problem(n as u8, &format!("\"slow\"\n{n} ≠"))).collect());
    draft.note = Some("From the “lunch” interviews".into());
    draft.records.iter_mut().step_by(2).for_each(|record| {
        record.personal = fields([("said-by", text("Ana"))]);
    });
    sealed(&draft, &key(1))
}

#[test]
fn a_line_is_canonical_json_that_reads_back_to_the_same_bytes() {
    let change = noted(12);
    let written = line(&change);
    assert!(!written.contains('\n'));
    assert_eq!(Value::from_canonical(written.as_bytes()).unwrap().to_canonical().unwrap(), written);
    assert_eq!(read_line(&written).unwrap(), change);
    assert!(decode(&read_line(&written).unwrap()).is_ok());
}

#[test]
fn parts_that_are_not_here_are_simply_not_in_the_line() {
    let mut change = noted(2);
    change.note = None;
    change.records[0].personal = None;
    let written = line(&change);
    assert!(written.contains("\"0.content\"") && !written.contains("\"0.personal\""));
    assert!(!written.contains("\"note\":"), "{written}");
    assert_eq!(read_line(&written).unwrap(), change);
}

#[test]
fn hostile_lines_are_refused() {
    let good = line(&noted(2));
    let id = noted(2).id.to_string();
    let cases: Vec<(&str, String)> = vec![
        ("nothing", String::new()),
        ("no object", "[]".into()),
        ("cut off", good[..good.len() - 1].into()),
        ("something after it", format!("{good} ")),
        ("something before it", format!(" {good}")),
        ("a byte order mark", format!("\u{feff}{good}")),
        ("two objects", format!("{good}{good}")),
        ("a member that is unknown", good.replacen("{\"header\"", "{\"extra\":1,\"header\"", 1)),
        ("a member twice", good.replacen("\"id\":", &format!("\"id\":\"{id}\",\"id\":"), 1)),
        ("a part twice", good.replacen("\"0.personal\"", "\"0.content\"", 1)),
        ("a member missing", good.replacen(&format!("\"id\":\"{id}\","), "", 1)),
        ("an id in upper case", good.replacen(&id, &id.to_uppercase(), 1)),
        ("an id that is short", good.replacen(&id, &id[2..], 1)),
        ("an id that is no hex", good.replacen(&id, &"z".repeat(64), 1)),
        ("another escape", good.replacen("≠", "\\u2260", 1)),
        ("a space", good.replacen(",\"id\"", ", \"id\"", 1)),
        ("another order", swap_members(&good)),
        ("a part of no record", good.replacen("\"1.content\"", "\"2.content\"", 1)),
        (
            "a part of a record far away",
            good.replacen("\"1.content\"", "\"18446744073709551616.content\"", 1),
        ),
        ("a part's number with a sign", good.replacen("\"1.content\"", "\"+1.content\"", 1)),
        ("a part's number with a zero before it", good.replacen("\"1.content\"", "\"01.content\"", 1)),
        ("a part without a kind", good.replacen("\"1.content\"", "\"1\"", 1)),
        ("a part of another kind", good.replacen("\"1.content\"", "\"1.contents\"", 1)),
        ("a position", good.replacen(",\"records\"", ",\"position\":3,\"records\"", 1)),
        ("a fractional position", good.replacen(",\"records\"", ",\"position\":3.0,\"records\"", 1)),
        ("leaves without need", good.replacen(",\"parts\"", ",\"leaves\":[],\"parts\"", 1)),
        ("deep nesting", format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))),
        ("half a surrogate", good.replacen("≠", "\\ud800", 1)),
    ];
    for (what, hostile) in cases {
        assert_ne!(hostile, good, "{what}: the case changed nothing");
        assert!(read_line(&hostile).is_err(), "{what} was taken");
    }
}

fn swap_members(line: &str) -> String {
    let signature = &line[line.rfind("\"signature\"").unwrap()..line.len() - 1];
    format!("{{{signature},{}}}", &line[1..line.rfind(",\"signature\"").unwrap()])
}

#[test]
fn records_that_stay_behind_leave_their_leaves_and_the_root_is_what_was_signed() {
    let change = noted(5);
    let excerpt = Excerpt::of(change.clone(), 7, |index| index % 2 == 0);
    let written = excerpt.line();
    assert!(written.contains("null") && !written.contains("\"1.content\""), "{written}");
    let read = Excerpt::read_line(&written).unwrap();
    assert_eq!(read, excerpt);
    assert_eq!(read.position, Some(7));
    assert_eq!(read.root().unwrap(), change.header().unwrap().root);
    assert_eq!(read.clone().whole(), None);
    assert!(matches!(read_line(&written), Err(LineError::Form(_))));

    let all = Excerpt::of(change.clone(), 1, |_| true);
    assert_eq!(all.leaves, None);
    assert_eq!(all.root().unwrap(), change.header().unwrap().root);
    assert_eq!(Excerpt::read_line(&all.line()).unwrap().whole(), Some(change));
}

#[test]
fn a_record_that_is_not_what_its_leaf_says_is_found() {
    let mut excerpt = Excerpt::of(noted(3), 1, |index| index != 0);
    excerpt.leaves.as_mut().unwrap()[2] = merkle::leaf_hash(b"something else");
    let fault = excerpt.root().unwrap_err();
    assert_eq!((fault.code, fault.record), (FaultCode::RecordRoot, Some(2)));
}

#[test]
fn excerpts_without_the_leaves_they_need_are_refused() {
    let good = Excerpt::of(noted(3), 1, |index| index != 0);
    let without = Excerpt { leaves: None, ..good.clone() }.line();
    assert!(matches!(Excerpt::read_line(&without), Err(LineError::Leaves(_))));
    let few = Excerpt { leaves: Some(good.leaves.clone().unwrap()[..2].to_vec()), ..good }.line();
    assert!(matches!(Excerpt::read_line(&few), Err(LineError::Leaves(_))));
}

proptest! {
    #[test]
    fn any_text_survives_the_journey(title in any_text(), note in any_text()) {
        let mut draft = first(vec![problem(1, &title)]);
        draft.note = Some(note);
        let change = sealed(&draft, &key(1));
        prop_assert_eq!(read_line(&line(&change)).unwrap(), change);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        prop_assert!(read_line(&text).is_err());
    }

    #[test]
    fn a_byte_turned_is_refused_or_is_a_change_that_does_not_decode(at in 0usize..2000, byte in 0x20u8..0x7f) {
        let change = noted(2);
        let mut bytes = line(&change).into_bytes();
        let at = at % bytes.len();
        prop_assume!(bytes[at] != byte && bytes[at].is_ascii());
        bytes[at] = byte;
        if let Some(read) = String::from_utf8(bytes).ok().and_then(|text| read_line(&text).ok()) {
            prop_assert!(decode(&read).is_err());
        }
    }
}
