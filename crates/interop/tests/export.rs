//! What is handed on comes back as it was, and the same material always gives the same bytes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use support::{Bench, workspace};
use throughline_interop::export::{Format, Scope, Written, gather, jsonl_schema, write};
use throughline_interop::{ApplyOptions, ImportReport, import_adr, import_jsonl};
use throughline_store::At;

fn import(bench: &Bench, text: &str) -> ImportReport {
    match import_jsonl(&bench.ws, &mut text.as_bytes(), None, &ApplyOptions::default(), &()) {
        Ok(report) => report,
        Err(error) => panic!("{error}: {error:?}\n{text}"),
    }
}

fn export(bench: &Bench, format: Format) -> Written {
    export_at(bench, format, &At::Now)
}

fn export_at(bench: &Bench, format: Format, at: &At) -> Written {
    let material = gather(&bench.reader(), bench.ws.id(), Scope::All, at, &()).unwrap();
    write(format, &material).unwrap()
}

fn text(written: &Written) -> String {
    let [(_, bytes)] = written.files.as_slice() else { panic!("one file, not {}", written.files.len()) };
    String::from_utf8(bytes.clone()).unwrap()
}

/// Imports files of decisions from a folder.
fn import_files(bench: &Bench, written: &Written) -> ImportReport {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in &written.files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    import_adr(&bench.ws, folder.path(), None, &ApplyOptions::default(), &()).unwrap()
}

const STORY: &str = include_str!("export/story.jsonl");

#[test]
fn json_lines_come_back_in_and_go_out_again_byte_for_byte() {
    let first = workspace();
    import(&first, STORY);
    let lines = text(&export(&first, Format::Jsonl));
    let second = workspace();
    let report = import(&second, &lines);
    assert_eq!(report.lines, [], "nothing to say about them");
    assert_eq!(text(&export(&second, Format::Jsonl)), lines);
    // What was handed on is met when it comes again.
    assert_eq!(import(&second, &lines).position, None);
}

#[test]
fn what_has_a_gap_in_its_numbers_keeps_them_and_what_is_taken_gets_the_next() {
    let first = workspace();
    import(
        &first,
        "{\"t\":\"artefact\",\"key\":\"a\",\"kind\":\"idea\",\"number\":7,\"title\":\"Seven\"}\n{\"t\":\"artefact\",\"key\":\"b\",\"kind\":\"idea\",\"title\":\"Any\"}\n",
    );
    let lines = text(&export(&first, Format::Jsonl));
    assert!(lines.contains("\"key\":\"IDE-7\"") && lines.contains("\"key\":\"IDE-8\""), "{lines}");
    import(
        &first,
        "{\"t\":\"artefact\",\"key\":\"c\",\"kind\":\"idea\",\"title\":\"Before\"}\n{\"t\":\"artefact\",\"key\":\"a\",\"kind\":\"idea\",\"number\":9,\"title\":\"Nine\"}\n{\"t\":\"artefact\",\"key\":\"d\",\"kind\":\"idea\",\"number\":7,\"title\":\"Another seven\"}\n",
    );
    let lines = text(&export(&first, Format::Jsonl));
    for (short, title) in [
        ("IDE-7", "Seven"),
        ("IDE-8", "Any"),
        ("IDE-9", "Nine"),
        ("IDE-10", "Before"),
        ("IDE-11", "Another seven"),
    ] {
        let found =
            lines.lines().any(|l| l.contains(&format!("\"{short}\"")) && l.contains(&format!("\"{title}\"")));
        assert!(found, "{short} is {title}:\n{lines}");
    }
}

#[test]
fn decisions_come_back_in_with_options_fates_stances_and_succession() {
    let first = workspace();
    import(&first, STORY);
    let files = export(&first, Format::Madr);
    let second = workspace();
    let report = import_files(&second, &files);
    assert!(report.lines.iter().all(|l| l.code == "record"), "{:?}", report.lines);
    assert_eq!(export(&second, Format::Madr).files, files.files);
    assert_eq!(export(&second, Format::Madr).holds, files.holds);
}

#[test]
fn a_decision_file_is_what_madr_4_says() {
    let bench = workspace();
    import(&bench, STORY);
    let files = export(&bench, Format::Madr).files;
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["0001-which-list-first.md", "0002-e-mail-template-decision.md"]);
    let first = String::from_utf8(files[0].1.clone()).unwrap();
    assert_eq!(first, include_str!("export/0001-which-list-first.md"));
}

#[test]
fn a_decision_edited_by_hand_is_taken_with_the_edit() {
    let bench = workspace();
    import(&bench, STORY);
    let mut files = export(&bench, Format::Madr);
    for (_, bytes) in &mut files.files {
        let text = String::from_utf8(bytes.clone()).unwrap();
        *bytes = text
            .replace("## Decision Drivers", "## Risks\n\nA new one.\n\n## Decision Drivers")
            .replace("object\n", "consent\n")
            .into_bytes();
    }
    let second = workspace();
    import_files(&second, &files);
    let again = export(&second, Format::Madr);
    let text = String::from_utf8(again.files[0].1.clone()).unwrap();
    assert!(text.contains("### Omar: consent\n"), "{text}");
    assert!(text.contains("\\## Risks\n\nA new one."), "kept among the notes: {text}");
}

#[test]
fn the_same_moment_gives_the_same_bytes_in_every_format() {
    let bench = workspace();
    import(&bench, STORY);
    let then = At::Position(bench.ws.length().unwrap());
    let before: Vec<Written> = Format::ALL.iter().map(|f| export_at(&bench, *f, &At::Now)).collect();
    import(&bench, "{\"t\":\"artefact\",\"key\":\"z\",\"kind\":\"decision\",\"title\":\"Later\"}\n");
    for (format, before) in Format::ALL.into_iter().zip(before) {
        // The moment is named in some; what is known at it is the same.
        let (a, b) = (export_at(&bench, format, &then), export_at(&bench, format, &then));
        assert_eq!(a, b, "{}", format.name());
        if matches!(format, Format::Prov | Format::Madr | Format::Csv | Format::Jsonl) {
            assert_eq!(a.files, before.files, "{}", format.name());
        }
    }
}

#[test]
fn the_schema_in_the_documents_is_that_of_the_tables() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/jsonl.schema.json");
    let now = format!("{}\n", serde_json::to_string_pretty(&jsonl_schema()).unwrap());
    if std::env::var_os("THROUGHLINE_WRITE_SCHEMA").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == now,
        "run this test with THROUGHLINE_WRITE_SCHEMA=1 to write docs/jsonl.schema.json anew"
    );
}

/// Texts as people and attackers write them.
fn odd() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any::<String>(),
        2 => "[ -~\n]{0,80}",
        3 => proptest::collection::vec(prop::sample::select(vec![
            "## Decision Outcome", "### x", "\\# a", "\\\\### b", "- Good, because a", "* Bad, because b", "- ", "* ", "Outcome: chosen",
            "Given: signed", "**Answer:**", "```", "---", "===", "<!--", "-->", "| a | b |", "Chosen option: \"A\", because", "a\\", "\u{202e}x", "🍜", "שלום",
            "", " ", "#", "#### deep", "\"q\"", "'", "&amp;", "\u{2028}", "- x", "  indented", "=1+1",
        ]), 0..8).prop_map(|lines| lines.join("\n")),
    ]
}

fn workspace_of(texts: &[String]) -> Bench {
    let bench = workspace();
    let text = |at: usize| texts.get(at).cloned().unwrap_or_default();
    let title = |at: usize| {
        let title = text(at)
            .split(['\n', '\r', '\t'])
            .map(str::trim)
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        if title.trim().is_empty() { "Title".to_owned() } else { title }
    };
    let lines = [
        json!({"t": "artefact", "key": "d", "kind": "decision", "title": title(0), "notes": text(1), "fields": {
            "context": text(2), "drivers": text(3), "outcome": text(4), "rationale": text(5), "consequences": text(6),
            "confirmation": text(7), "revisit-when": text(8), "status": "accepted", "tags": [text(9), text(10)],
            "consulted": [text(11)], "decided-on": "2026-03-01",
        }}),
        json!({"t": "artefact", "key": "o1", "kind": "option", "title": title(12), "fields": {"description": text(13), "for": text(14), "against": text(15), "order": "a1"}}),
        json!({"t": "artefact", "key": "o2", "kind": "option", "title": title(16), "fields": {"for": text(17), "against": text(18), "order": "a2"}}),
        json!({"t": "artefact", "key": "s", "kind": "stakeholder", "title": title(19)}),
        json!({"t": "artefact", "key": "s2", "kind": "stakeholder", "title": title(20)}),
        json!({"t": "artefact", "key": "st", "kind": "stance", "author": title(21), "fields": {"position": "object", "reason": text(22), "answer": text(23), "given": "recorded-on-behalf"}}),
        json!({"t": "link", "type": "option-of", "from": "o1", "to": "d"}),
        json!({"t": "link", "type": "option-of", "from": "o2", "to": "d"}),
        json!({"t": "link", "type": "decides", "from": "d", "to": "o1", "fields": {"outcome": "chosen", "note": text(24)}}),
        json!({"t": "link", "type": "on", "from": "st", "to": "d"}),
        json!({"t": "link", "type": "by", "from": "st", "to": "s"}),
        json!({"t": "link", "type": "decided-by", "from": "d", "to": "s"}),
        json!({"t": "link", "type": "decided-by", "from": "d", "to": "s2"}),
    ];
    let lines: Vec<String> = lines.iter().map(Json::to_string).collect();
    import(&bench, &lines.join("\n"));
    bench
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn decisions_of_any_text_come_back_as_they_were(texts in proptest::collection::vec(odd(), 25)) {
        let first = workspace_of(&texts);
        let files = export(&first, Format::Madr);
        let second = workspace();
        import_files(&second, &files);
        let again = export(&second, Format::Madr);
        for ((_, was), (_, is)) in files.files.iter().zip(&again.files) {
            prop_assert_eq!(String::from_utf8_lossy(was), String::from_utf8_lossy(is));
        }
        prop_assert_eq!(files.files, again.files);
    }

    #[test]
    fn json_lines_of_any_text_come_back_as_they_were(texts in proptest::collection::vec(odd(), 25)) {
        let first = workspace_of(&texts);
        let lines = text(&export(&first, Format::Jsonl));
        let second = workspace();
        import(&second, &lines);
        prop_assert_eq!(text(&export(&second, Format::Jsonl)), lines);
    }

    #[test]
    fn every_other_format_takes_any_text(texts in proptest::collection::vec(odd(), 25)) {
        let bench = workspace_of(&texts);
        for format in [Format::Prov, Format::Needs] {
            prop_assert!(serde_json::from_str::<Json>(&text(&export(&bench, format))).is_ok());
        }
        let csv = text(&export(&bench, Format::Csv));
        let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
        prop_assert_eq!(reader.records().filter(|r| r.as_ref().is_ok_and(|r| r.len() == 7)).count(), 7);
    }
}
