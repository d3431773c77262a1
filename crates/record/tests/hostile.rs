//! Bytes outside the format are refused even when hashes and signature are right: a peer can sign
//! what it likes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::*;
use proptest::prelude::*;
use throughline_record::{
    FaultCode, Part, PartKind, SealedChange, SealedRecord, Signer, decode, header, merkle, read,
};

/// Signs any header.
fn signed(header: Vec<u8>, note: Option<Part>, records: Vec<SealedRecord>) -> SealedChange {
    let message = [b"throughline/change/v1\n", &header[..]].concat();
    SealedChange { id: header::change_id(&header), signature: key(1).sign(&message), header, note, records }
}

/// A good change whose header bytes are then rewritten.
fn with_header(rewrite: impl Fn(&str) -> String) -> SealedChange {
    let good = sealed(&first(vec![]), &key(1));
    let text = String::from_utf8(good.header).unwrap();
    signed(rewrite(&text).into_bytes(), None, vec![])
}

/// A change with these records, properly counted, hashed and signed.
fn with_records(records: Vec<SealedRecord>) -> SealedChange {
    let mut header = sealed(&first(vec![]), &key(1)).header().unwrap();
    header.count = records.len() as u32;
    header.root = merkle::root(records.iter().map(|r| &r.bytes));
    signed(header.to_canonical().into_bytes(), None, records)
}

/// A good record whose bytes are then rewritten.
fn with_record(rewrite: impl Fn(&str) -> String) -> SealedChange {
    let good = sealed(&first(vec![problem(1, "slow")]), &key(1));
    let mut records = good.records;
    let text = String::from_utf8(records[0].bytes.clone()).unwrap();
    records[0].bytes = rewrite(&text).into_bytes();
    with_records(records)
}

/// A record that sets the field `title`, whose part `content` has these bytes.
fn with_part(bytes: impl Into<Vec<u8>>) -> SealedChange {
    let good = sealed(&first(vec![problem(1, "slow")]), &key(1));
    let mut records = good.records;
    let old = records[0].content.clone().unwrap();
    let new = Part { salt: [3; 32], bytes: bytes.into() };
    let (from, to) =
        (old.commitment(PartKind::Content).to_string(), new.commitment(PartKind::Content).to_string());
    let text = String::from_utf8(records[0].bytes.clone()).unwrap();
    records[0].bytes = text.replace(&from, &to).into_bytes();
    records[0].content = Some(new);
    with_records(records)
}

fn code(change: &SealedChange) -> FaultCode {
    decode(change).expect_err("it was taken").code
}

#[test]
fn the_forger_of_these_tests_makes_good_changes_when_nothing_is_rewritten() {
    assert!(decode(&with_header(str::to_owned)).is_ok());
    assert!(decode(&with_record(str::to_owned)).is_ok());
    assert!(decode(&with_part("{\"title\":\"slow\"}")).is_ok());
}

#[test]
fn headers_in_another_spelling_are_refused() {
    use FaultCode::{HeaderForm, HeaderNotCanonical};
    let cases: [(&str, &str, FaultCode); 12] = [
        ("{\"act\"", "{ \"act\"", HeaderNotCanonical),
        ("{\"act\":\"begin\",\"actor\":\"\"", "{\"actor\":\"\",\"act\":\"begin\"", HeaderNotCanonical),
        ("\"begin\"", "\"\\u0062egin\"", HeaderNotCanonical),
        ("\"clock\":1", "\"clock\":1.0", HeaderForm),
        ("\"clock\":1", "\"clock\":1e0", HeaderForm),
        ("\"clock\":1", "\"clock\":\"1\"", HeaderForm),
        ("\"clock\":1", "\"clock\":1,\"clock\":1", HeaderForm),
        ("\"parts\":{}", "\"of\":null,\"parts\":{}", HeaderNotCanonical),
        ("\"parts\":{}", "\"parts\":{\"content\":\"\"}", HeaderForm),
        ("\"v\":1", "\"v\":2", HeaderForm),
        ("\"v\":1,", "", HeaderForm),
        ("\"v\":1", "\"v\":1,\"w\":1", HeaderForm),
    ];
    for (from, to, expected) in cases {
        let change = with_header(|text| {
            assert!(text.contains(from), "{from} is not in {text}");
            text.replace(from, to)
        });
        assert_eq!(code(&change), expected, "{from} → {to}");
    }
    for append in ["\n", " ", "{}", "\0"] {
        let change = with_header(|text| format!("{text}{append}"));
        assert!(decode(&change).is_err(), "{append:?} behind the header");
    }
}

#[test]
fn headers_that_contradict_themselves_are_refused() {
    let cases = [
        ("\"begin\"", "\"edit\""),
        ("\"begin\"", "\"abolish\""),
        ("\"clock\":1", "\"clock\":2"),
        ("\"clock\":1", "\"clock\":0"),
        ("\"clock\":1", "\"clock\":9007199254740992"),
        ("\"seq\":1", "\"seq\":0"),
        ("T09:12:00.000Z", "T09:12:00.000"),
        ("2026-11-03T", "2026-11-31T"),
        ("sha256:", "sha512:"),
        ("\"actor\":\"\"", "\"actor\":\"Ana\""),
    ];
    for (from, to) in cases {
        let change = with_header(|text| {
            assert!(text.contains(from), "{from} is not in {text}");
            text.replace(from, to)
        });
        assert_eq!(code(&change), FaultCode::HeaderForm, "{from} → {to}");
    }
}

#[test]
fn records_in_another_spelling_or_form_are_refused() {
    use FaultCode::{RecordForm, RecordNotCanonical};
    let cases = [
        ("\"kind\":", "\"kind\": ", RecordNotCanonical),
        ("problem/1", "problem\\/1", RecordNotCanonical),
        ("\"sets\":{", "\"sets\":{\"personal\":[],", RecordNotCanonical),
        ("\"kind\":", "\"on\":null,\"kind\":", RecordNotCanonical),
        ("\"kind\":", "\"note\":\"free text\",\"kind\":", RecordForm),
        ("\"kind\":\"problem/1\"", "\"kind\":\"problem/1\",\"kind\":\"problem/1\"", RecordForm),
        ("\"problem/1\"", "\"problem\"", RecordForm),
        ("\"problem/1\"", "7", RecordForm),
        ("[\"title\"]", "[\"title\",\"title\"]", RecordForm),
        ("[\"title\"]", "[\"title\",\"need\"]", RecordForm),
        ("[\"title\"]", "[\"Ana was here\"]", RecordForm),
        ("[\"title\"]", "[]", RecordForm),
        ("\"sets\":{\"content\":[\"title\"]}", "\"sets\":{}", RecordForm),
        ("{\"entity\":\"0", "{\"entity\":\"{0", RecordForm),
        ("{\"entity\":", "{\"ends\":{},\"entity\":", RecordForm),
    ];
    for (from, to, expected) in cases {
        let change = with_record(|text| {
            assert!(text.contains(from), "{from} is not in {text}");
            text.replace(from, to)
        });
        let fault = decode(&change).expect_err("it was taken");
        assert_eq!((fault.code, fault.record), (expected, Some(0)), "{from} → {to}");
    }
}

#[test]
fn parts_outside_the_value_grammar_are_refused() {
    let cases: [(&str, &str); 24] = [
        ("a duplicate key", r#"{"title":"a","title":"a"}"#),
        ("a duplicate key inside", r#"{"title":{"a":1,"a":1}}"#),
        ("a key doubled by an escape", r#"{"title":1,"\u0074itle":1}"#),
        ("null", r#"{"title":null}"#),
        ("null inside", r#"{"title":[null]}"#),
        ("a fraction", r#"{"title":1.5}"#),
        ("an exponent", r#"{"title":1e3}"#),
        ("a whole number as a float", r#"{"title":1.0}"#),
        ("minus zero", r#"{"title":-0}"#),
        ("NaN", r#"{"title":NaN}"#),
        ("Infinity", r#"{"title":Infinity}"#),
        ("2^53", r#"{"title":9007199254740992}"#),
        ("-2^53", r#"{"title":-9007199254740992}"#),
        ("2^63", r#"{"title":9223372036854775808}"#),
        ("a hundred digits", r#"{"title":1000000000000000000000000000000000000000}"#),
        ("a leading zero", r#"{"title":01}"#),
        ("half a surrogate pair", r#"{"title":"\ud800"}"#),
        ("a raw control character", "{\"title\":\"a\tb\"}"),
        ("a comment", r#"{"title":1/**/}"#),
        ("a trailing comma", r#"{"title":1,}"#),
        ("a list for an object", r#"["title"]"#),
        ("nothing", ""),
        ("two objects", r#"{"title":1}{}"#),
        ("a byte order mark", "\u{FEFF}{\"title\":1}"),
    ];
    for (what, bytes) in cases {
        let change = with_part(bytes);
        assert_eq!(code(&change), FaultCode::PartForm, "{what}");
        assert!(read(&change).is_err(), "{what} was read");
    }
}

#[test]
fn the_largest_integers_are_taken() {
    for n in ["9007199254740991", "-9007199254740991", "0"] {
        assert!(decode(&with_part(format!("{{\"title\":{n}}}"))).is_ok(), "{n}");
    }
}

#[test]
fn nesting_is_taken_to_sixty_four_and_no_further() {
    let nested = |levels: usize, open: &str, close: &str| {
        with_part(format!("{{\"title\":{}1{}}}", open.repeat(levels), close.repeat(levels)))
    };
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        assert!(decode(&nested(63, open, close)).is_ok());
        for levels in [64, 100, 127, 128, 100_000] {
            let fault = decode(&nested(levels, open, close)).unwrap_err();
            assert_eq!(fault.code, FaultCode::PartForm, "{levels} levels");
        }
    }
}

#[test]
fn bytes_that_are_not_utf8_are_refused() {
    for bytes in [&b"\xff"[..], b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"] {
        let part = [b"{\"title\":\"", bytes, b"\"}"].concat();
        assert_eq!(code(&with_part(part)), FaultCode::PartForm);

        let record = SealedRecord { bytes: bytes.to_vec(), content: None, personal: None };
        assert_eq!(code(&with_records(vec![record])), FaultCode::RecordForm);
        assert_eq!(code(&signed(bytes.to_vec(), None, vec![])), FaultCode::HeaderForm);

        let note = Part { salt: [3; 32], bytes: bytes.to_vec() };
        let mut header = sealed(&first(vec![]), &key(1)).header().unwrap();
        header.note = Some(note.commitment(PartKind::Note));
        let change = signed(header.to_canonical().into_bytes(), Some(note), vec![]);
        assert_eq!(code(&change), FaultCode::PartForm);
    }
}

#[test]
fn parts_in_another_spelling_are_refused() {
    let cases = [
        r#"{ "title":1}"#,
        r#"{"title":1} "#,
        r#"{"title":"\u0061"}"#,
        r#"{"title":"\/"}"#,
        r#"{"title":"\u00e9"}"#,
        r#"{"title":"\u000A"}"#,
        r#"{"title":{"b":1,"a":1}}"#,
        // U+1F600 is two surrogates in UTF-16, below U+FB33; by code points it would be above.
        "{\"title\":{\"\u{fb33}\":1,\"\u{1f600}\":1}}",
    ];
    for bytes in cases {
        assert_eq!(code(&with_part(bytes)), FaultCode::PartNotCanonical, "{bytes}");
    }
    assert!(decode(&with_part("{\"title\":{\"\u{1f600}\":1,\"\u{fb33}\":1}}")).is_ok());
}

#[test]
fn a_part_with_a_field_that_is_not_set_is_refused() {
    for bytes in [r#"{"need":1}"#, r#"{"need":1,"title":1}"#, r#"{"":1}"#] {
        assert_eq!(code(&with_part(bytes)), FaultCode::PartFields, "{bytes}");
    }
}

#[test]
fn a_field_that_is_set_without_a_value_is_cleared() {
    let change = decode(&with_part("{}")).unwrap();
    let content = change.records[0].content.here().unwrap();
    assert_eq!(content.get("title"), Some(&None));
}

proptest! {
    /// Whatever the bytes, there is an answer and no panic; and what is taken is canonical.
    #[test]
    fn arbitrary_bytes_never_panic(header: Vec<u8>, record: Vec<u8>, part: Vec<u8>) {
        let _ = decode(&signed(header, None, vec![]));
        let sealed = SealedRecord { bytes: record, content: None, personal: None };
        prop_assert!(decode(&with_records(vec![sealed])).is_err());
        prop_assert!(decode(&with_part(part)).is_err());
    }

    #[test]
    fn json_like_bytes_are_taken_only_in_canonical_form(inner in "[\\[\\]{}\",:0-9eE.+tnul a-]{0,24}") {
        let bytes = format!("{{\"title\":{inner}}}");
        let change = with_part(bytes.clone());
        if let Ok(change) = decode(&change) {
            let content = change.records[0].content.here().unwrap();
            let value = content.get("title").unwrap().as_ref().unwrap();
            prop_assert_eq!(format!("{{\"title\":{}}}", value.to_canonical().unwrap()), bytes);
        }
    }
}
