//! What other tools write of runs, data and models: OpenLineage, Croissant, model cards.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::Path;

use support::{example, shown, workspace};
use throughline_interop::{Taken, read_croissant, read_modelcard, read_openlineage};
use throughline_record::Value;
use throughline_store::At;

fn written(name: &str, text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, text).unwrap();
    (folder, file)
}

fn lineage(path: &Path) -> Taken {
    read_openlineage(path, &()).unwrap()
}

#[test]
fn events_of_a_run_are_one_activity_and_what_has_no_field_is_kept() {
    insta::assert_snapshot!(shown(&lineage(&example("openlineage/kitchen.jsonl"))));
}

#[test]
fn the_output_of_a_training_job_is_a_model_with_its_data_and_code() {
    insta::assert_snapshot!(shown(&lineage(&example("openlineage/training.json"))));
}

#[test]
fn croissant_of_both_versions_reads_alike() {
    let (one, two) = (
        read_croissant(&example("croissant/wdbc.croissant-1.0.json")),
        read_croissant(&example("croissant/wdbc.croissant-1.1.json")),
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(shown(&one), shown(&two));
    let fields = &one.items[0].current().unwrap().fields;
    let digest = fields["digest"].as_ref().unwrap().to_json();
    assert_eq!(digest[0]["value"], "75a1d74a59df9cb0a78ecc0a36085bf8a85239557f178d3b8d758e88b26416e1");
    assert_eq!(fields["schema"].as_ref().unwrap().as_list().unwrap().len(), 31);
}

#[test]
fn croissant_tells_biases_times_and_what_has_no_place() {
    insta::assert_snapshot!(shown(&read_croissant(&example("croissant/clinic.json")).unwrap()));
}

#[test]
fn a_model_card_becomes_a_model_version_with_use_limits_and_results() {
    let folder = example("modelcard");
    let taken = read_modelcard(&folder).unwrap();
    assert_eq!(taken, read_modelcard(&folder.join("README.md")).unwrap());
    insta::assert_snapshot!(shown(&taken));
}

#[test]
fn a_second_import_of_each_adds_nothing_and_an_edit_only_the_edit() {
    let bench = workspace();
    let all = [
        lineage(&example("openlineage/kitchen.jsonl")),
        lineage(&example("openlineage/training.json")),
        read_croissant(&example("croissant/clinic.json")).unwrap(),
        read_modelcard(&example("modelcard")).unwrap(),
    ];
    for taken in &all {
        let first = bench.take(taken);
        assert!(first.added > 0);
        assert!(!first.lines.iter().any(|l| l.code == "field-left-out"), "{:?}", first.lines);
        let length = bench.ws.length().unwrap();
        let again = bench.take(taken);
        assert_eq!(
            (again.added, again.changed, again.links_added, again.position),
            (0, 0, 0, None),
            "{}",
            taken.title
        );
        assert_eq!(bench.ws.length().unwrap(), length);
    }
    let card = std::fs::read_to_string(example("modelcard/README.md")).unwrap();
    let (_folder, file) = written("README.md", &card.replace("old machine", "new machine"));
    let report = bench.take(&read_modelcard(&file).unwrap());
    assert_eq!((report.added, report.changed), (0, 1));
    let id = bench.id("modelcard", "wdbc-triage/1.10");
    let limits = bench.text(&id, "limits").unwrap();
    assert!(limits.contains("new machine"), "{limits}");
}

#[test]
fn events_that_come_in_two_files_meet_in_one_run() {
    let text = std::fs::read_to_string(example("openlineage/kitchen.jsonl")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let bench = workspace();
    let (_a, first) = written("a.jsonl", lines[0]);
    let (_b, second) = written("b.jsonl", lines[1]);
    bench.take(&lineage(&first));
    let id = bench.id("openlineage", "run/0190aaaa-0000-7000-8000-000000000001");
    assert_eq!(bench.text(&id, "outcome"), None);
    bench.take(&lineage(&second));
    assert_eq!(bench.text(&id, "outcome").as_deref(), Some("informational"));
    // What the second file does not say stays.
    let parameters = bench.value(&id, "parameters").unwrap();
    assert_eq!(parameters.as_map().unwrap()["day"], Value::Text("2026-08-31".into()));
    let links = bench.links(&id);
    assert!(
        links.iter().any(|l| l.starts_with("-> used")) && links.iter().any(|l| l.starts_with("-> produced")),
        "{links:?}"
    );
    assert_eq!(
        bench
            .reader()
            .count_by_kind(None, &At::Now)
            .unwrap()
            .iter()
            .find(|(k, _)| k == "activity")
            .unwrap()
            .1,
        1
    );
}

#[test]
fn what_every_event_must_have_by_its_schema_is_asked_for() {
    let whole = r#"{"eventTime":"2026-01-01T00:00:00Z","producer":"p","schemaURL":"s","run":{"runId":"r"},"job":{"namespace":"n","name":"j"}}"#;
    let (_f, file) = written("x.json", whole);
    assert_eq!(lineage(&file).items.len(), 1);
    for without in [r#""eventTime":"2026-01-01T00:00:00Z","#, r#","name":"j""#] {
        let (_f, file) = written("x.json", &whole.replace(without, ""));
        let taken = lineage(&file);
        assert!(
            taken.items.is_empty() && taken.report[0].code == "no-event",
            "{without}: {:?}",
            taken.report
        );
    }
}

/// Whatever a file holds, the answer is a reading or words.
#[test]
fn hostile_files_are_refused_or_read_within_bounds() {
    let deep = format!("{}1{}", "[".repeat(200_000), "]".repeat(200_000));
    let deep_yaml = format!("---\ntags: {}1{}\n---\n# x\n", "[".repeat(5_000), "]".repeat(5_000));
    let mut bomb = String::from("---\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for n in 1..12 {
        bomb.push_str(&format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(",")));
    }
    bomb.push_str("---\n## Uses\n\nNone.\n");
    let (_a, deep) = written("deep.json", &deep);
    let (_b, deep_yaml) = written("README.md", &deep_yaml);
    let (_c, bomb) = written("README.md", &bomb);
    let (d, bytes) = written("x.json", "");
    std::fs::write(&bytes, [0xff, 0xfe, 0x00, b'{']).unwrap();
    assert!(lineage(&deep).items.is_empty());
    assert!(lineage(&deep).report.iter().any(|l| l.code == "not-json"));
    assert_eq!(read_croissant(&deep).unwrap_err().code(), "not-this-format");
    for card in [&deep_yaml, &bomb] {
        let taken = read_modelcard(card).unwrap();
        assert!(taken.report.iter().any(|l| l.code == "front-matter"), "{:?}", taken.report);
    }
    for error in [
        read_openlineage(&bytes, &()).unwrap_err(),
        read_croissant(&bytes).unwrap_err(),
        read_modelcard(&bytes).unwrap_err(),
    ] {
        assert_eq!(error.code(), "unreadable");
        assert!(error.to_string().contains("not UTF-8"), "{error}");
    }
    // A folder's README that leads elsewhere, a folder, a missing file.
    std::os::unix::fs::symlink("/etc/hostname", d.path().join("README.md")).unwrap();
    assert_eq!(read_modelcard(d.path()).unwrap_err().code(), "not-this-format");
    assert_eq!(read_openlineage(d.path(), &()).unwrap_err().code(), "not-this-format");
    assert_eq!(read_croissant(&d.path().join("none")).unwrap_err().code(), "not-found");
    // More than is read of a card.
    let (_e, long) = written("README.md", &format!("## Uses\n\n{}", "x".repeat(5 * 1024 * 1024)));
    assert_eq!(read_modelcard(&long).unwrap_err().code(), "too-much");
}
