//! Records that vanished since they were imported, and what git knows of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::Path;

use support::{Bench, commit, git, workspace};
use throughline_interop::{ApplyOptions, ImportReport, import_adr};
use throughline_record::Value;

const RECORD: &str = "# Use paper\n\n## Status\n\nAccepted\n\n## Context\n\nWhat do we write on?\n\n## Decision\n\nPaper in every kitchen.\n";

fn adr(bench: &Bench, path: &Path) -> ImportReport {
    import_adr(&bench.ws, path, None, &ApplyOptions::default(), &()).unwrap()
}

/// Places and sentences of the lines that tell what is gone.
fn gone(report: &ImportReport) -> Vec<(String, String)> {
    let lines = report.lines.iter().filter(|l| l.code == "gone");
    let mut lines: Vec<(String, String)> = lines.map(|l| (l.place.clone(), l.text.clone())).collect();
    lines.sort();
    lines
}

fn repository(records: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), "2024-01-01T00:00:00Z", &["init", "-q"]);
    for (n, name) in records.iter().enumerate() {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, format!("{RECORD}\nNumber {n}: {}\n", "words of its own ".repeat(10 * (n + 1))))
            .unwrap();
    }
    commit(folder.path(), "2024-01-02T00:00:00Z", "Write them");
    folder
}

#[test]
fn a_record_that_git_deleted_is_told_with_the_commit_and_left() {
    let folder = repository(&["0001-a.md", "0002-b.md"]);
    let at = folder.path();
    let bench = workspace();
    assert_eq!(gone(&adr(&bench, at)), []);
    git(at, "2024-02-03T00:00:00Z", &["rm", "-q", "0001-a.md"]);
    commit(at, "2024-02-03T00:00:00Z", "Clean up");
    std::fs::write(at.join("x"), "x").unwrap();
    commit(at, "2024-02-04T00:00:00Z", "Something else");
    let report = adr(&bench, at);
    assert_eq!((report.changed, report.position), (0, None));
    let lines = gone(&report);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0].0, "0001-a.md");
    for word in ["2024-02-03", "Clean up", "stays"] {
        assert!(lines[0].1.contains(word), "{word}: {lines:?}");
    }
    // Who saw it and removed it is not told again.
    let source = report.source;
    bench.edit(&bench.id(&source, "0001-a.md"), "decision", "removed", Value::Bool(true));
    assert_eq!(gone(&adr(&bench, at)), []);
}

#[test]
fn a_record_that_moved_is_not_gone_and_one_that_moved_and_was_deleted_is() {
    let folder = repository(&["one/0001-a.md", "one/0002-b.md", "two/0003-c.md"]);
    let at = folder.path();
    let bench = workspace();
    adr(&bench, at);
    git(at, "2024-02-01T00:00:00Z", &["mv", "one/0001-a.md", "two/0001-a.md"]);
    commit(at, "2024-02-01T00:00:00Z", "Move it");
    assert_eq!(gone(&adr(&bench, at)), []);
    assert_eq!(gone(&adr(&bench, &at.join("two"))), []);
    let moved = gone(&adr(&bench, &at.join("one")));
    assert!(moved.len() == 1 && moved[0].1.contains("two/0001-a.md"), "{moved:?}");
    git(at, "2024-03-01T00:00:00Z", &["rm", "-q", "two/0001-a.md"]);
    commit(at, "2024-03-01T00:00:00Z", "Away with it");
    let lines = gone(&adr(&bench, at));
    assert!(lines.len() == 1 && lines[0].1.contains("Away with it"), "{lines:?}");
}

#[test]
fn of_several_sides_the_one_that_deleted_a_record_is_named() {
    let folder = repository(&["0001-a.md", "0002-b.md"]);
    let at = folder.path();
    let bench = workspace();
    adr(&bench, at);
    git(at, "2024-02-01T00:00:00Z", &["checkout", "-q", "-b", "side"]);
    git(at, "2024-02-01T00:00:00Z", &["rm", "-q", "0001-a.md"]);
    commit(at, "2024-02-01T00:00:00Z", "Clean up at the side");
    git(at, "2024-02-01T00:00:00Z", &["checkout", "-q", "main"]);
    std::fs::write(at.join("x"), "x").unwrap();
    commit(at, "2024-02-02T00:00:00Z", "Something else");
    git(at, "2024-02-03T00:00:00Z", &["merge", "-q", "--no-ff", "-m", "Merge", "side"]);
    let lines = gone(&adr(&bench, at));
    assert!(lines.len() == 1 && lines[0].1.contains("Clean up at the side"), "{lines:?}");
}
