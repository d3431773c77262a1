//! Whatever a file holds, reading it ends with a reading or an error.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use support::{copy, example};
use throughline_interop::{ApplyOptions, import_jsonl, read_adr, read_mlflow};

/// Pieces that records are made of, in any order, with a little noise.
fn record() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("---\nstatus: accepted\ndate: 2024-02-30\n---\n".to_owned()),
        Just("# 1. Title\n".to_owned()),
        Just("* Status: superseded by [x](../../0001-a.md)\n".to_owned()),
        Just("| Date | 2024-01-01 |\n| --- | --- |\n| Status | Ärger |\n| Authors | [a](@a), İ by B |\n".to_owned()),
        Just("## Status\n\nSuperseded by 1\n".to_owned()),
        Just("## Context and Problem Statement\n".to_owned()),
        Just("## Context\n".to_owned()),
        Just("## Decision\n".to_owned()),
        Just("## Decision Outcome\n\nChosen option: \"A, because B\n".to_owned()),
        Just("## Considered Options\n\n* A\n  * B\n    > c\n\n## Pros and Cons of the Options\n\n### A\n\n* Good, because İstanbul\n".to_owned()),
        Just("## Alternatives\n\n**1. X** y\n- z\n\n1. ```\n   code\n".to_owned()),
        Just("<!-- never closed\n".to_owned()),
        "\\PC{0,40}\n",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_markdown_is_a_record_with_its_whole_text_or_is_told_to_be_none(text in record()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("records").join("0001-any.md");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
        let taken = read_adr(path.parent().unwrap(), &()).unwrap();
        let decisions: Vec<_> = taken.of_kind("decision").collect();
        match decisions.as_slice() {
            [] => prop_assert!(taken.report.iter().any(|l| l.code == "not-a-record")),
            [one] => {
                let original = one.current().unwrap().fields["original"].clone().unwrap();
                let plain = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
                prop_assert_eq!(original.as_text().unwrap(), plain);
                prop_assert!(one.current().unwrap().fields.contains_key("title"));
            }
            _ => prop_assert!(false, "one file, one decision"),
        }
    }
}

#[test]
fn any_line_of_json_is_taken_or_refused() {
    let bench = support::workspace();
    let options = ApplyOptions { dry_run: true, ..ApplyOptions::default() };
    let line = r#"\{"t":"(artefact|link|source)","(key|kind|from|to|type|name|fields)":("[a-z]{0,9}"|\{"[a-z]{1,5}":[0-9.e-]{1,6}\}|null|\[\])\}\PC{0,5}"#;
    let mut runner = TestRunner::new(ProptestConfig::with_cases(500));
    runner
        .run(&line, |line| {
            let result = import_jsonl(&bench.ws, &mut line.as_bytes(), None, &options, &());
            let refused = result.as_ref().is_err_and(|e| e.code() == "invalid-lines");
            // Only a source by itself is a whole file.
            prop_assert!(refused || line.contains("source"), "{line}: {result:?}");
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_store_with_flipped_bytes_is_read_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    copy(&example("mlflow-2"), folder.path());
    let file = folder.path().join("mlflow.db");
    let whole = std::fs::read(&file).unwrap();
    let mut refused = 0;
    for step in 0..150_usize {
        let mut bytes = whole.clone();
        // Spread over the file, the header and the pages of the schema included.
        for at in [step * 7, step * 1_553, step * 1_553 + 91] {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << (step % 8);
            }
        }
        std::fs::write(&file, &bytes).unwrap();
        if read_mlflow(&file, &()).is_err() {
            refused += 1;
        }
    }
    assert!(refused > 0, "a broken header is refused");
    std::fs::write(&file, &whole[..whole.len() / 3]).unwrap();
    assert!(read_mlflow(&file, &()).is_err(), "half a store is none");
}
