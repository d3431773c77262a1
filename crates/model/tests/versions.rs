//! Identities and standings of versions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use throughline_model::identity::{ALGORITHMS, Digest, algorithm, digests, identity, is_weak, same};
use throughline_model::standing::{IDENTIFYING, Word, identified_at, is_version, standing};
use throughline_model::{FieldState, Head, Stamp, State, kind};
use throughline_record::{Address, ChangeId, EntityId, Value};

fn hex(digits: usize) -> String {
    "0a1b2c3d4e5f6789".chars().cycle().take(digits).collect()
}

#[test]
fn every_algorithm_has_a_name_of_its_own_and_says_what_it_covers() {
    for (at, one) in ALGORITHMS.iter().enumerate() {
        assert!(ALGORITHMS.iter().skip(at + 1).all(|other| other.name != one.name), "{}", one.name);
        assert!(!one.of.is_empty() && one.says().ends_with('.'), "{}", one.name);
        assert_eq!(
            one.is_weak(),
            one.says().contains("sample") || one.says().contains("Names it"),
            "{}",
            one.name
        );
    }
    for name in
        ["sha256", "sha256-tree", "dvc-md5", "dvc2-md5", "mlflow-md5-sample", "oci", "git-blob", "git-tree"]
    {
        assert!(algorithm(name).is_some(), "{name}");
    }
    // The page of the documents has each of them.
    let page = include_str!("../../../docs/identity.md");
    for one in ALGORITHMS {
        assert!(page.contains(&format!("`{}`", one.name)), "{}", one.name);
    }
}

#[test]
fn digests_are_read_strictly_and_written_back() {
    for text in [
        format!("sha256:{}", hex(64)),
        format!("sha256-tree:{}", hex(64)),
        format!("oci:sha256:{}", hex(64)),
        format!("oci:sha512:{}", hex(128)),
        format!("dvc-md5:{}", hex(32)),
        format!("dvc2-md5:{}.dir", hex(32)),
        format!("git-blob:{}", hex(40)),
        "mlflow-md5-sample:1a2b".to_owned(),
    ] {
        assert_eq!(Digest::parse(&text).unwrap().to_string(), text);
    }
    assert_eq!(Digest::parse(&format!("sha256:{}", hex(64).to_uppercase())).unwrap().value, hex(64));
    for text in [
        "",
        "abc",
        "sha256:",
        "sha256:12",
        "crc32:12345678",
        &format!("sha256:{}", hex(63)),
        &format!("sha256:{}g", hex(63)),
        &format!("oci:{}", hex(64)),
        &format!("oci:sha256:{}", hex(63)),
        &format!("dvc-md5:{}.dirs", hex(32)),
        "mlflow-md5-sample:a b",
    ] {
        let error = Digest::parse(text).unwrap_err();
        assert!(error.len() > 20, "{text}: {error}");
    }
}

#[test]
fn weak_is_what_nothing_covers_whole() {
    let weak = Digest::new("mlflow-md5-sample", "1");
    let strong = Digest::new("sha256", hex(64));
    assert!(is_weak(std::slice::from_ref(&weak)));
    assert!(is_weak(&[Digest::new("mlflow-run", hex(32))]));
    assert!(!is_weak(&[]) && !is_weak(&[Digest::new("dvc-md5", hex(32))]));
    assert!(!is_weak(&[weak, strong]) && !is_weak(&[Digest::new("own", "1")]));
}

#[test]
fn one_algorithm_that_differs_is_enough_and_none_in_common_says_nothing() {
    let d = |algorithm: &str, value: &str| Digest::new(algorithm, value);
    assert_eq!(same(&[d("a", "1")], &[d("a", "1")]), Some(true));
    assert_eq!(same(&[d("a", "1"), d("b", "1")], &[d("a", "1"), d("b", "2")]), Some(false));
    assert_eq!(same(&[d("a", "1")], &[d("b", "1")]), None);
    assert_eq!(same(&[], &[d("b", "1")]), None);
}

proptest! {
    #[test]
    fn an_identity_field_gives_its_digests_back_in_any_order(mut list in prop::collection::vec(("[a-z]{1,5}", "[0-9a-f]{1,8}"), 0..6)) {
        let mut own: Vec<Digest> = list.iter().map(|(a, v)| Digest::new(a.clone(), v.clone())).collect();
        list.reverse();
        let turned: Vec<Digest> = list.iter().map(|(a, v)| Digest::new(a.clone(), v.clone())).collect();
        prop_assert_eq!(identity(&own), identity(&turned));
        own.sort();
        own.dedup();
        prop_assert_eq!(digests(identity(&own).as_ref()), own);
    }

    #[test]
    fn reading_a_digest_never_panics(text in ".{0,80}") {
        let _ = Digest::parse(&text);
    }

    #[test]
    fn sameness_has_no_direction(a in prop::collection::vec(("[ab]", "[01]"), 0..4), b in prop::collection::vec(("[ab]", "[01]"), 0..4)) {
        let of = |list: &[(String, String)]| list.iter().map(|(a, v)| Digest::new(a.clone(), v.clone())).collect::<Vec<_>>();
        prop_assert_eq!(same(&of(&a), &of(&b)), same(&of(&b), &of(&a)));
    }
}

fn stamp(at: &str) -> Stamp {
    let address = Address { change: ChangeId([0; 32]), index: 0 };
    Stamp { address, at: at.to_owned(), on: None, actor: None }
}

/// A state whose fields were set at these moments.
fn state(kind: &str, made: &str, fields: &[(&str, &str, &str)]) -> State {
    let fields: BTreeMap<String, FieldState> = fields
        .iter()
        .map(|(name, value, at)| {
            let head = Head { value: Some(Value::Text((*value).to_owned())), erased: false, set: stamp(at) };
            ((*name).to_owned(), FieldState { heads: vec![head], base: None })
        })
        .collect();
    State {
        entity: EntityId::from_bytes([1; 16]),
        kind: kind.to_owned(),
        understood: true,
        read_only: false,
        ends: None,
        fields,
        created: stamp(made),
        updated: stamp(made),
        revision: Address { change: ChangeId([0; 32]), index: 0 },
    }
}

const MADE: &str = "2026-09-01T09:00:00.000Z";
const LATER: &str = "2026-09-02T09:00:00.000Z";
const LAST: &str = "2026-09-03T09:00:00.000Z";

#[test]
fn a_check_counts_until_what_says_what_the_version_is_changes() {
    let data = state("data-version", MADE, &[("digest", "x", MADE), ("known-biases", "few", LAST)]);
    let check = state("check", LATER, &[("result", "changed", LATER), ("checked-at", LATER, LATER)]);
    assert_eq!(identified_at(&data), MADE);
    let stands = standing(&data, Some(&check));
    assert_eq!((stands.word, stands.at.as_str(), stands.outdated), (Word::Changed, LATER, false));
    assert_eq!(stands.words(), "changed");

    let moved = state("data-version", MADE, &[("digest", "x", MADE), ("location", "y", LAST)]);
    let stands = standing(&moved, Some(&check));
    assert_eq!((stands.word, stands.at.as_str(), stands.outdated), (Word::NotChecked, LAST, true));
    assert_eq!(stands.words(), "not checked since 3 Sep 2026");

    let never = standing(&data, None);
    assert_eq!((never.word, never.at.as_str(), never.outdated), (Word::NotChecked, MADE, false));
}

#[test]
fn results_of_earlier_versions_are_read() {
    let words = ["matches", "changed", "missing", "dirty", "not-looked-up", "stale", "weak", "nonsense"];
    assert_eq!(
        words.map(Word::of_check),
        [
            Word::Matches,
            Word::Changed,
            Word::Missing,
            Word::Dirty,
            Word::NotLookedUp,
            Word::Changed,
            Word::Matches,
            Word::NotLookedUp,
        ]
    );
    assert_eq!(words.map(|w| Word::of_check(w).is_unwell()).iter().filter(|unwell| **unwell).count(), 3);
}

#[test]
fn the_fields_that_identify_a_version_are_in_the_table() {
    for (name, fields) in IDENTIFYING {
        assert!(is_version(name));
        for field in *fields {
            assert!(kind(name).unwrap().field(field).is_some(), "{name} {field}");
        }
    }
    assert!(!is_version("bundle"));
    // Every word a check can be recorded with is one a form would take.
    let result = kind("check").unwrap().field("result").unwrap();
    for word in [Word::Matches, Word::Changed, Word::Missing, Word::Dirty, Word::NotLookedUp] {
        assert!(
            throughline_model::parse_field(result, &Value::Text(word.as_str().into())).is_ok(),
            "{word:?}"
        );
    }
}
