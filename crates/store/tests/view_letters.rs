//! Lists compare letters in any case, whatever alphabet they are of.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod view_common;

use throughline_record::{RecordDraft, Value};
use throughline_store::{At, ListQuery};
use view_common::*;

fn listed(drafts: Vec<RecordDraft>, filters: &[(&str, &str, &str)], sort: &[&str]) -> Vec<String> {
    let mut log = Log::new();
    log.add(1.0, drafts);
    let query = ListQuery {
        filters: filters.iter().map(|(a, b, c)| ((*a).into(), (*b).into(), (*c).into())).collect(),
        sort: sort.iter().map(|name| ((*name).to_owned(), false)).collect(),
        ..ListQuery::default()
    };
    let page = Kept::of(&log).reader().list(&query, &At::Now).unwrap();
    page.rows.into_iter().map(|card| card.title).collect()
}

fn ideas(titles: &[&str]) -> Vec<RecordDraft> {
    (1..).zip(titles).map(|(n, title)| titled("idea", n, title, i64::from(n))).collect()
}

#[test]
fn contains_finds_letters_of_any_alphabet_in_any_case() {
    let titles = ["ÜBER die Brücke", "überall", "Straße", "ΟΔΟΣ", "Еда", "plain"];
    for (sought, found) in [
        ("über", vec!["überall", "ÜBER die Brücke"]),
        ("BRÜCKE", vec!["ÜBER die Brücke"]),
        ("STRASSE", vec!["Straße"]),
        ("οδος", vec!["ΟΔΟΣ"]),
        ("ЕДА", vec!["Еда"]),
        ("PLAIN", vec!["plain"]),
        ("uber", vec![]),
    ] {
        assert_eq!(listed(ideas(&titles), &[("title", "~", sought)], &[]), found, "{sought}");
    }
    let mut noted = ideas(&["A"]);
    noted[0].content.insert("notes".into(), Some(Value::from("Kein ÖL mehr")));
    assert_eq!(listed(noted, &[("notes", "~", "öl")], &[]), ["A"]);
}

#[test]
fn tags_are_compared_in_any_case_too() {
    let tagged = || {
        let mut drafts = ideas(&["A", "B"]);
        drafts[0].content.insert("tags".into(), Some(tags(&["Übergabe"], &[])));
        drafts
    };
    assert_eq!(listed(tagged(), &[("tags", "=", "ÜBERGABE")], &[]), ["A"]);
    assert_eq!(listed(tagged(), &[("tags", "!=", "übergabe")], &[]), ["B"]);
    assert_eq!(listed(tagged(), &[("tags", "~", "ÜBER")], &[]), ["A"]);
}

#[test]
fn sorting_does_not_part_large_letters_from_small_ones() {
    let titles = ["öl", "Ärger", "Öde", "ähre", "Zoo", "apfel"];
    assert_eq!(listed(ideas(&titles), &[], &["title"]), ["apfel", "Zoo", "ähre", "Ärger", "Öde", "öl"]);
}
