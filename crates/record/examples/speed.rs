//! Prints how long the record's main operations take on a bulk import: one change of 30,000
//! records, two thirds of them links.
//!
//! `cargo run --release -p throughline-record --example speed`

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::time::Instant;

use throughline_record::{
    Act, ChangeDraft, ChangeId, Ends, EntityId, LogCheck, RecordDraft, SigningKey, Value, decode, read, seal,
};

fn main() {
    let workspace = ChangeId([7; 32]);
    let entity = |n: u32| EntityId::derived(&workspace, "speed", &n.to_string());
    let records = (0..30_000)
        .map(|n| {
            let link = n % 3 != 0;
            let text = |name: &str, words: usize| {
                (name.to_owned(), Some(Value::Text("faster horses \"now\" ".repeat(words))))
            };
            RecordDraft {
                kind: if link { "link/1" } else { "problem/1" }.to_owned(),
                entity: entity(n),
                on: None,
                ends: link.then(|| Ends {
                    type_: "motivates".to_owned(),
                    from: entity(n / 3),
                    to: entity(n / 2),
                    from_rev: None,
                    to_rev: None,
                }),
                content: if link {
                    BTreeMap::new()
                } else {
                    BTreeMap::from([text("title", 4), text("need", 6), text("notes", 40)])
                },
                personal: if link { BTreeMap::new() } else { BTreeMap::from([text("said-by", 1)]) },
            }
        })
        .collect();
    let draft = ChangeDraft {
        workspace: Some(workspace),
        seq: 2,
        parents: vec![workspace],
        clock: 2,
        at: "2026-11-03T09:12:00.123Z".to_owned(),
        actor: None,
        act: Act::Import,
        of: None,
        note: Some("the old spreadsheet".to_owned()),
        records,
    };
    let key = SigningKey::from_seed([1; 32]);

    let sealed = timed("seal", || seal(&draft, &key, &mut rand_core::OsRng).unwrap());
    let change = timed("decode", || decode(&sealed).unwrap());
    assert_eq!(timed("read", || read(&sealed).unwrap()), change);
    timed("check of a log", || LogCheck::new().push(&sealed));

    let values: Vec<Value> = draft
        .records
        .iter()
        .map(|r| {
            let fields = r.content.clone().into_iter();
            Value::Map(fields.filter_map(|(k, v)| Some((k, v?))).collect())
        })
        .collect();
    let own: Vec<String> =
        timed("canonical bytes, own writer", || values.iter().map(|v| v.to_canonical().unwrap()).collect());
    let oracle: Vec<String> = timed("canonical bytes, serde_json_canonicalizer", || {
        let write = |v| serde_json_canonicalizer::to_string(v).unwrap();
        values.iter().map(write).collect()
    });
    assert_eq!(own, oracle);
}

/// Runs three times and prints the best.
fn timed<T>(what: &str, mut run: impl FnMut() -> T) -> T {
    let mut best: Option<(std::time::Duration, T)> = None;
    for _ in 0..3 {
        let start = Instant::now();
        let result = run();
        let took = start.elapsed();
        if best.as_ref().is_none_or(|(shortest, _)| took < *shortest) {
            best = Some((took, result));
        }
    }
    let (took, result) = best.unwrap();
    println!("{:>8.1} ms  {what}", took.as_secs_f64() * 1000.0);
    result
}
