//! Results of tests as runners write them, and as nobody should.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use throughline_interop::junit::{Counts, Ended, JunitError, LARGEST, read_junit};

const PYTEST: &str = r#"<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="1" skipped="1" tests="4" time="1.523" timestamp="2026-09-22T09:40:26.101010+00:00" hostname="ci-7"><properties><property name="model" value="ranker 6"/></properties><testcase classname="tests.test_schema" name="test_columns" time="0.004"/><testcase classname="tests.test_schema" name="test_stars[int &amp; 1&lt;2]" time="0.120"><failure message="AssertionError: assert 'bool' == 'int'">def test_stars():
&gt;       assert dtype == 'int'
E       AssertionError</failure></testcase><testcase classname="tests.test_schema" name="test_late" time="0.0"><skipped type="pytest.skip" message="no late orders">skipped</skipped></testcase><testcase classname="tests.test_schema" name="test_nulls" time="1.2"><error message="failed on setup">boom</error></testcase></testsuite></testsuites>"#;

#[test]
fn what_pytest_writes_is_read_with_counts_times_messages_and_properties() {
    let junit = read_junit(PYTEST.as_bytes()).unwrap();
    assert_eq!(junit.counts(), Counts { tests: 4, failures: 1, errors: 1, skipped: 1 });
    assert_eq!((junit.counts().passed(), junit.passed(), junit.seconds()), (1, false, Some(1.523)));
    assert_eq!((junit.name().as_str(), junit.day()), ("pytest", Some("2026-09-22")));
    let cases = &junit.suites[0].cases;
    assert_eq!(
        cases.iter().map(|c| c.ended).collect::<Vec<_>>(),
        [Ended::Passed, Ended::Failed, Ended::Skipped, Ended::Error]
    );
    assert_eq!((cases[1].name.as_str(), cases[1].seconds), ("test_stars[int & 1<2]", Some(0.12)));
    assert_eq!(cases[1].message, "AssertionError: assert 'bool' == 'int'");
    assert_eq!(junit.suites[0].properties, [("model".to_owned(), "ranker 6".to_owned())]);
    let report = junit.report();
    assert!(
        report.starts_with("4 tests: 1 passed, 1 failed, 1 with errors, 1 skipped, in 1.5 s.\n"),
        "{report}"
    );
    assert!(
        report.contains(
            "- tests.test\\_schema · test\\_stars\\[int \\& 1\\<2\\]: AssertionError: assert 'bool' == 'int'"
        ),
        "{report}"
    );
    assert!(report.contains("test\\_nulls (could not be carried out): failed on setup"), "{report}");
}

#[test]
fn a_suite_alone_and_suites_inside_suites_are_read_and_counted_once() {
    let alone = read_junit(b"<testsuite name='a'><testcase name='x'/><testcase name='y'><failure>First line &lt;here&gt;\nsecond</failure></testcase></testsuite>").unwrap();
    assert_eq!(alone.counts(), Counts { tests: 2, failures: 1, ..Counts::default() });
    assert_eq!(alone.suites[0].cases[1].message, "First line <here>");
    assert_eq!(alone.seconds(), None);
    let nested = read_junit(
        b"<testsuites tests='9'><testsuite name='all' tests='2' time='3'><testsuite name='in' tests='2' time='2'>\
          <testcase name='x' time='1,000.5'/><testcase name='y'><error><![CDATA[boom & more]]></error></testcase></testsuite></testsuite></testsuites>",
    )
    .unwrap();
    assert_eq!((nested.suites.len(), nested.counts().tests, nested.seconds()), (1, 2, Some(2.0)));
    assert_eq!(nested.suites[0].cases[0].seconds, Some(1000.5));
    assert_eq!(nested.suites[0].cases[1].message, "boom & more");
}

#[test]
fn a_suite_that_lists_no_cases_is_taken_at_its_word() {
    let junit =
        read_junit(b"<testsuites><testsuite name='s' tests='5' failures='2' skipped='1'/></testsuites>")
            .unwrap();
    assert_eq!((junit.counts().passed(), junit.passed()), (2, false));
}

#[test]
fn the_same_run_has_the_same_key_however_it_is_written() {
    let key = |text: &str| read_junit(text.as_bytes()).unwrap().key();
    let spaced = PYTEST.replace("><testcase", ">\n  <testcase");
    assert_eq!(key(PYTEST), key(&spaced));
    assert_ne!(key(PYTEST), key(&PYTEST.replace("09:40:26", "09:41:26")), "another run");
    assert_ne!(
        key("<testsuite name='a'><testcase name='x'/></testsuite>"),
        key("<testsuite name='a'> <testcase name='x'/></testsuite>"),
        "without a time only the bytes tell"
    );
}

#[test]
fn what_is_no_result_of_tests_is_refused_in_words() {
    let code = |text: &str| read_junit(text.as_bytes()).unwrap_err();
    assert_eq!(code("<html><body/></html>"), JunitError::NotJunit("html".into()));
    assert_eq!(code(""), JunitError::Empty);
    assert_eq!(code("<testsuites/>"), JunitError::Empty);
    assert!(matches!(code("<testsuite><testcase name='x'>"), JunitError::Malformed { .. }));
    assert!(matches!(code("<testsuite><testcase></testsuite>"), JunitError::Malformed { .. }));
    assert!(matches!(code("<testsuite name='&nope;'><testcase/></testsuite>"), JunitError::Malformed { .. }));
    assert!(matches!(
        code("<testsuite><testcase><failure>&nope;</failure></testcase></testsuite>"),
        JunitError::Malformed { .. }
    ));
    for error in [code(""), code("<a/>"), code("<testsuite>")] {
        assert!(error.to_string().ends_with('.') && error.hint().ends_with('.'), "{error}");
    }
}

#[test]
fn a_file_that_grows_without_bound_is_refused_before_it_does() {
    let bomb = "<?xml version='1.0'?><!DOCTYPE b [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><testsuite name='&b;'><testcase/></testsuite>";
    assert_eq!(read_junit(bomb.as_bytes()).unwrap_err(), JunitError::DocumentType);
    let deep = format!("<testsuites>{}", "<testsuite>".repeat(10_000));
    assert_eq!(read_junit(deep.as_bytes()).unwrap_err(), JunitError::TooDeep);
    let many = format!("<testsuite>{}</testsuite>", "<testcase/>".repeat(200_001));
    assert_eq!(read_junit(many.as_bytes()).unwrap_err(), JunitError::TooMany);
    assert_eq!(read_junit(&vec![b' '; LARGEST + 1]).unwrap_err(), JunitError::TooLarge);
}

#[test]
fn other_encodings_are_read_as_they_declare_themselves() {
    let latin = "<?xml version='1.0' encoding='ISO-8859-1'?><testsuite name='Pr\u{fc}fung'><testcase name='x'/></testsuite>";
    let bytes: Vec<u8> = latin.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_eq!(read_junit(&bytes).unwrap().name(), "Prüfung");
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("<testsuite name='ä'><testcase/></testsuite>".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(read_junit(&wide).unwrap().name(), "ä");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_junit(&bytes);
    }

    #[test]
    fn no_cut_or_changed_file_makes_it_panic(at in 0usize..1200, byte in any::<u8>()) {
        let mut bytes = PYTEST.as_bytes().to_vec();
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(junit) = read_junit(&bytes) {
            let _ = (junit.report(), junit.key(), junit.name(), junit.day());
        }
        prop_assert!(read_junit(&PYTEST.as_bytes()[..at]).is_err());
    }
}
