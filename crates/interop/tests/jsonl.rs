//! The bulk door.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fmt::Write as _;

use support::{Bench, workspace};
use throughline_interop::{ApplyOptions, ImportReport, InteropError, import_jsonl};
use throughline_store::{At, ListQuery};

fn import(bench: &Bench, text: &str) -> Result<ImportReport, InteropError> {
    import_jsonl(&bench.ws, &mut text.as_bytes(), None, &ApplyOptions::default(), &())
}

fn only(bench: &Bench, kind: &str) -> throughline_record::EntityId {
    let query = ListQuery { kinds: vec![kind.into()], ..ListQuery::default() };
    let page = bench.reader().list(&query, &At::Now).unwrap();
    assert_eq!(page.total, 1, "one {kind}");
    page.rows[0].id
}

const SHEET: &str = r#"{"t":"source","name":"sheet"}
{"t":"link","type":"addresses","from":"i1","to":"p1"}
{"t":"artefact","key":"p1","kind":"problem","title":"Waiting","notes":"At dinner","at":"2026-03-01","author":"Ann Lee","fields":{"need":"food soon","tags":["dinner","wait"]}}
{"t":"artefact","key":"i1","kind":"idea","title":"Show what is ready"}
"#;

#[test]
fn artefacts_and_links_come_in_as_one_change() {
    let bench = workspace();
    let length = bench.ws.length().unwrap();
    let report = import(&bench, SHEET).unwrap();
    assert_eq!((report.added, report.links_added), (2, 1));
    assert_eq!(bench.ws.length().unwrap(), length + 1);
    let problem = only(&bench, "problem");
    assert_eq!(bench.text(&problem, "said-by").as_deref(), Some("Ann Lee"));
    assert_eq!(bench.value(&problem, "tags").unwrap().to_json(), serde_json::json!(["dinner", "wait"]));
    assert_eq!(bench.links(&problem), ["<- addresses Show what is ready"]);
    // So since the day the line says, known since today.
    let so = |day: &str| bench.reader().state(&problem, &At::So(day.into())).unwrap();
    assert!(so("2026-02-28").is_none() && so("2026-03-01").is_some());
}

#[test]
fn a_named_source_can_be_imported_again_and_after_a_change() {
    let bench = workspace();
    import(&bench, SHEET).unwrap();
    let again = import(&bench, SHEET).unwrap();
    assert_eq!((again.unchanged, again.position), (2, None));
    let changed = SHEET.replace("At dinner", "At dinner and lunch").replace("\"wait\"", "\"lunch\"");
    let report = import(&bench, &changed).unwrap();
    assert_eq!((report.added, report.changed, report.links_added), (0, 1, 0));
    let problem = only(&bench, "problem");
    assert_eq!(bench.text(&problem, "notes").as_deref(), Some("At dinner and lunch"));
    assert_eq!(bench.value(&problem, "tags").unwrap().to_json(), serde_json::json!(["dinner", "lunch"]));
}

#[test]
fn without_a_source_every_import_makes_new_entities() {
    let bench = workspace();
    let text = SHEET.split_once('\n').unwrap().1;
    import(&bench, text).unwrap();
    let report = import(&bench, text).unwrap();
    assert_eq!(report.added, 2);
}

#[test]
fn links_reach_what_the_workspace_holds_already() {
    let bench = workspace();
    import(&bench, SHEET).unwrap();
    let text = r#"{"t":"artefact","key":"x","kind":"idea","title":"Cook faster"}
{"t":"link","type":"addresses","from":"x","to":"PRB-1"}
{"t":"link","type":"relates-to","from":"IDE-1","to":"PRB-1","fields":{"note":"both at dinner"}}
"#;
    let report = import(&bench, text).unwrap();
    assert_eq!(report.links_added, 2);
    assert_eq!(
        bench.links(&only(&bench, "problem")),
        ["<- addresses Cook faster", "<- addresses Show what is ready", "<- relates-to Show what is ready"]
    );
    assert_eq!(
        import(&bench, text.split_once('\n').unwrap().1.split_once('\n').unwrap().1).unwrap().position,
        None
    );
}

#[test]
fn all_faults_are_told_by_line_and_nothing_is_written() {
    let bench = workspace();
    let length = bench.ws.length().unwrap();
    let text = r#"{"t":"artefact","key":"a","kind":"problm","title":"x"}
{"t":"artefact","key":"b","kind":"problem","title":"x","fields":{"colour":"red"}}
{"t":"artefact","key":"b","kind":"problem","title":"x"}
{"t":"artefact","key":"c","kind":"decision"}
{"t":"artefact","key":"d","kind":"objective","title":"x","fields":{"by-when":"soon"}}
{"t":"artefact","key":"e","kind":"problem","title":"x","at":"yesterday"}
not json

{"t":"link","type":"addresses","from":"b","to":"nowhere"}
{"t":"link","type":"addresses","from":"b","to":"c"}
{"t":"link","type":"addresses","from":"b"}
{"t":"link","type":"relates-to","from":"b","to":"c","kind":"x"}
{"t":"thing"}
{"t":"source","name":"late"}
{"t":"artefact","key":"f","kind":"device","title":"x"}
{"t":"artefact","key":"g","kind":"problem","title":"x","fields":{"persona":"b"}}
{"t":"artefact","key":"h","kind":"problem","titel":"x"}
"#;
    let Err(InteropError::Lines { lines, total }) = import(&bench, text) else { panic!("refused") };
    let told: Vec<(String, &str)> = lines.iter().map(|l| (l.place.replace("line ", ""), l.code)).collect();
    let expected = [
        ("1", "unknown-kind"),
        ("2", "unknown-field"),
        ("3", "twice"),
        ("4", "required"),
        ("5", "not-a-date"),
        ("6", "not-a-moment"),
        ("7", "not-a-line"),
        ("9", "no-such-end"),
        ("10", "end-not-allowed"),
        ("11", "required"),
        ("12", "unknown-name"),
        ("13", "unknown-line"),
        ("14", "source-not-first"),
        ("15", "unknown-kind"),
        ("16", "is-a-link"),
        ("17", "not-a-line"),
    ];
    let expected: Vec<(String, &str)> =
        expected.iter().map(|(line, code)| ((*line).to_owned(), *code)).collect();
    assert_eq!(told, expected);
    assert_eq!(total, expected.len());
    assert_eq!(bench.ws.length().unwrap(), length);
}

#[test]
fn no_more_than_a_hundred_faults_are_listed_and_all_are_counted() {
    let bench = workspace();
    let Err(InteropError::Lines { lines, total }) = import(&bench, &"{}\n".repeat(250)) else {
        panic!("refused")
    };
    assert_eq!((lines.len(), total), (100, 250));
}

#[test]
fn hostile_lines_are_refused_and_not_fatal() {
    let bench = workspace();
    let deep = format!(
        "{{\"t\":\"artefact\",\"key\":\"a\",\"kind\":\"problem\",\"title\":\"x\",\"fields\":{{\"need\":{}{}}}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(import(&bench, &deep).unwrap_err().code(), "invalid-lines");
    let endless = format!("{{\"t\":\"{}\"}}", "x".repeat(17 * 1024 * 1024));
    assert_eq!(import(&bench, &endless).unwrap_err().code(), "invalid-lines");
    let bytes: &[u8] = b"{\"t\":\"artefact\",\"key\":\"a\",\"kind\":\"problem\",\"title\":\"\xff\"}\n";
    let mut input = bytes;
    let options = ApplyOptions::default();
    let error = import_jsonl(&bench.ws, &mut input, None, &options, &()).unwrap_err();
    assert_eq!(error.code(), "invalid-lines");
}

/// Run with `--release --ignored --nocapture` to see what a line costs.
#[test]
#[ignore = "a measurement, not a test of behaviour"]
fn thirty_thousand_lines() {
    let mut text = String::new();
    for n in 0..10_000 {
        let kind = if n % 2 == 0 { "problem" } else { "idea" };
        let _ = writeln!(
            text,
            r#"{{"t":"artefact","key":"a{n}","kind":"{kind}","title":"Artefact number {n} of the measurement","notes":"Some words that people search for, {n} of them, and a sentence after that.","at":"2026-03-01"}}"#
        );
    }
    for n in 0..20_000 {
        let idea = (n * 2 + 1) % 10_000;
        let problem = (n * 7 + n / 5_000) % 5_000 * 2;
        let _ = writeln!(text, r#"{{"t":"link","type":"addresses","from":"a{idea}","to":"a{problem}"}}"#);
    }
    let bench = workspace();
    let options = ApplyOptions { dry_run: true, ..ApplyOptions::default() };
    for _ in 0..3 {
        let start = std::time::Instant::now();
        import_jsonl(&bench.ws, &mut text.as_bytes(), None, &options, &()).unwrap();
        println!("read and checked: {:?}", start.elapsed() / 30_000);
    }
    let start = std::time::Instant::now();
    let report = import(&bench, &text).unwrap();
    println!("all: {:?}, {} links", start.elapsed(), report.links_added);
}

#[test]
fn a_key_that_changes_its_kind_is_refused_by_its_line_and_nothing_is_written() {
    let bench = workspace();
    import(&bench, SHEET).unwrap();
    let length = bench.ws.length().unwrap();
    let changed = r#"{"t":"source","name":"sheet"}
{"t":"artefact","key":"new","kind":"idea","title":"Cook faster"}
{"t":"artefact","key":"p1","kind":"objective","title":"Less waiting"}
"#;
    let Err(InteropError::Lines { lines, total }) = import(&bench, changed) else { panic!("refused") };
    assert_eq!(total, 1);
    assert_eq!((lines[0].place.as_str(), lines[0].code), ("line 3", "another-kind"));
    assert_eq!(bench.ws.length().unwrap(), length);
}

#[test]
fn a_date_that_alone_is_corrected_is_imported() {
    let bench = workspace();
    import(&bench, SHEET).unwrap();
    let problem = only(&bench, "problem");
    bench.edit(&problem, "problem", "need", throughline_record::Value::Text("food now".into()));
    let earlier = SHEET.replace("2026-03-01", "2026-02-01");
    let report = import(&bench, &earlier).unwrap();
    assert_eq!((report.added, report.changed), (0, 1));
    // All of it was so from that day on, not only its date.
    let so = |day: &str| bench.reader().state(&problem, &At::So(day.into())).unwrap();
    assert!(so("2026-01-31").is_none());
    let then = so("2026-02-15").unwrap();
    assert_eq!(then.title(), "Waiting");
    assert_eq!(then.value("tags").unwrap().to_json(), serde_json::json!(["dinner", "wait"]));
    assert_eq!(bench.text(&problem, "need").as_deref(), Some("food now"), "words of people stay");
    assert_eq!(import(&bench, &earlier).unwrap().position, None);

    // What was recorded as so cannot be unsaid by a later date; that is told.
    let later = import(&bench, &SHEET.replace("2026-03-01", "2026-04-01")).unwrap();
    assert!(later.lines.iter().any(|l| l.code == "later-date"), "{:?}", later.lines);
    assert_eq!(import(&bench, &SHEET.replace("2026-03-01", "2026-04-01")).unwrap().position, None);
}

/// How a release includes each artefact, by title.
fn included(bench: &Bench, release: &throughline_record::EntityId) -> Vec<(String, String, usize)> {
    let links = bench.reader().links(release, &At::Now).unwrap();
    let mut out: Vec<(String, String, usize)> = links
        .iter()
        .filter(|l| !l.removed && l.type_ == "includes" && l.out)
        .map(|l| {
            let how = l.state.text("how").unwrap_or("").to_owned();
            let said: usize =
                bench.reader().history(&l.id).unwrap().rows.iter().map(|c| c.records.len()).sum();
            (l.other.title.clone(), how, said)
        })
        .collect();
    out.sort();
    out
}

#[test]
fn a_release_includes_only_work_and_as_the_file_says_it_does() {
    for source in ["", "{\"t\":\"source\",\"name\":\"sheet\"}\n"] {
        let bench = workspace();
        let release = bench.id("test", "release");
        bench.edit(&release, "release", "title", throughline_record::Value::Text("1.0".into()));
        let text = format!(
            "{source}{}",
            r#"{"t":"artefact","key":"ann","kind":"stakeholder","title":"Ann Lee"}
{"t":"artefact","key":"app","kind":"product","title":"App"}
{"t":"artefact","key":"next","kind":"release","title":"2.0"}
{"t":"artefact","key":"old","kind":"problem","title":"Old"}
{"t":"artefact","key":"new","kind":"problem","title":"New"}
{"t":"link","type":"includes","from":"REL-1","to":"old","fields":{"how":"carried"}}
"#
        );
        let options = ApplyOptions { release: Some(release), ..ApplyOptions::default() };
        let report = import_jsonl(&bench.ws, &mut text.as_bytes(), None, &options, &()).unwrap();
        assert_eq!((report.added, report.links_added), (5, 2), "{source}");
        assert_eq!(
            included(&bench, &release),
            [("New".into(), "created-here".into(), 1), ("Old".into(), "carried".into(), 1)],
            "{source}"
        );
    }
}
