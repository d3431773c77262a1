//! The folded example of `docs/format.md`: the page shows exactly what this code folds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fmt::Write;

use throughline_model::{Causality, Entry, State, fold};
use throughline_record::{Act, Address, ChangeId, EntityId, Opened, Record, Value};

const PAGE: &str = include_str!("../../../docs/format.md");

/// Number, clock, parents, content as JSON with `null` for a cleared field, and whether the part is erased.
type Line = (u8, u64, &'static [u8], &'static str, bool);

const LINES: [Line; 5] = [
    (
        1,
        1,
        &[],
        r#"{"cluster":"evening","notes":"One.\n\nTwo.","tags":{"add":["calm","quick"]},"title":"Three dishes"}"#,
        false,
    ),
    (
        2,
        2,
        &[1],
        r#"{"cluster":null,"notes":"ONE.\n\nTwo.","tags":{"add":["cheap"],"remove":["quick"]},"title":"One button"}"#,
        false,
    ),
    (3, 2, &[1], r#"{"notes":"One.\n\nTWO.","tags":{"add":["quick"]},"title":"Surprise me"}"#, false),
    (4, 3, &[3], r#"{"removed":true}"#, false),
    (5, 3, &[2], r#"{"serving-cost-note":"A lookup table would do."}"#, true),
];

/// The id of change `#n` is 32 bytes of n.
fn id(n: u8) -> ChangeId {
    ChangeId([n; 32])
}

fn ancestors(n: u8) -> BTreeSet<u8> {
    let (.., parents, _, _) = LINES[usize::from(n) - 1];
    parents.iter().flat_map(|p| ancestors(*p).into_iter().chain([*p])).collect()
}

struct Graph;

impl Causality for Graph {
    fn precedes(&self, a: &ChangeId, b: &ChangeId) -> bool {
        ancestors(b.0[0]).contains(&a.0[0])
    }
}

fn record((n, _, _, content, erased): &Line) -> Record {
    let json: serde_json::Value = serde_json::from_str(content).unwrap();
    let value = |json: &serde_json::Value| Value::from_json(json).unwrap();
    let fields = json.as_object().unwrap().iter();
    let fields: throughline_record::Fields =
        fields.map(|(name, json)| (name.clone(), (!json.is_null()).then(|| value(json)))).collect();
    Record {
        address: Address { change: id(*n), index: 0 },
        kind: "idea/1".into(),
        entity: EntityId::from_bytes([7; 16]),
        on: None,
        ends: None,
        sets_content: fields.keys().cloned().collect(),
        sets_personal: Vec::new(),
        content: if *erased { Opened::Gone } else { Opened::Here(fields) },
        personal: Opened::Absent,
    }
}

fn folded(lines: &[&Line]) -> State {
    let records: Vec<Record> = lines.iter().map(|line| record(line)).collect();
    let entries = lines.iter().zip(&records).map(|((_, clock, _, _, erased), record)| Entry {
        address: record.address,
        clock: *clock,
        at: "2026-11-03T09:12:00.000Z",
        on: None,
        actor: None,
        act: Act::Edit,
        record,
        erased_content: *erased,
        erased_personal: false,
    });
    fold(entries, &Graph)
}

/// The records, then each field with its heads in fold order, as the page prints them.
fn shown() -> String {
    let mut out = String::new();
    for (n, clock, parents, content, erased) in &LINES {
        let after = parents.first().map_or("nothing".to_owned(), |p| format!("#{p}"));
        writeln!(out, "#{n}  clock {clock}  after {after}").unwrap();
        let record = record(&LINES[usize::from(*n) - 1]);
        writeln!(out, "    sets     {}", record.sets_content.join(" ")).unwrap();
        let here: serde_json::Map<String, serde_json::Value> = serde_json::from_str(content).unwrap();
        let here: serde_json::Map<_, _> = here.into_iter().filter(|(_, v)| !v.is_null()).collect();
        let part = if *erased { "erased".to_owned() } else { serde_json::Value::Object(here).to_string() };
        writeln!(out, "    content  {part}").unwrap();
    }
    out.push('\n');
    let state = folded(&LINES.iter().collect::<Vec<_>>());
    for (name, field) in &state.fields {
        for head in &field.heads {
            let value = match &head.value {
                Some(value) => value.to_canonical().unwrap(),
                None if head.erased => "erased".into(),
                None => "no value".into(),
            };
            writeln!(out, "{name:<18} #{}.{}  {value}", head.set.address.change.0[0], head.set.address.index)
                .unwrap();
        }
        if let Some(merged) = field.merged() {
            writeln!(out, "{:<18} merged  {}", "", Value::from(merged.text).to_canonical().unwrap()).unwrap();
        }
    }
    writeln!(out, "{:<18} #{}.{}", "revision", state.revision.change.0[0], state.revision.index).unwrap();
    out
}

#[test]
fn the_page_shows_what_records_fold_to() {
    let block = shown();
    assert!(PAGE.contains(&format!("```text\n{block}```")), "docs/format.md lacks this block:\n{block}");
}

#[test]
fn the_example_folds_to_the_same_in_any_order_of_arrival() {
    let lines: Vec<&Line> = LINES.iter().collect();
    let digest = folded(&lines).digest();
    for turn in 0..LINES.len() {
        let mut other = lines.clone();
        other.rotate_left(turn);
        assert_eq!(folded(&other).digest(), digest);
        other.reverse();
        assert_eq!(folded(&other).digest(), digest);
    }
}

#[test]
fn the_page_names_what_the_fold_reads() {
    for word in ["`add`", "`remove`", "`removed`", "`from_rev`", "`to_rev`", "`order`"] {
        assert!(PAGE.contains(word), "{word} is not on the page");
    }
}
