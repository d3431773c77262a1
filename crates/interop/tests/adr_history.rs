//! Decision records with their history in git: the real records of Open Data Hub, and small
//! repositories made for one question each.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use support::{cloned, commit, git};
use throughline_interop::{Level, SourceItem, Taken, read_adr};

fn count(taken: &Taken, code: &str) -> usize {
    taken.report.iter().filter(|l| l.code == code).count()
}

fn text<'t>(item: &'t SourceItem, field: &str) -> &'t str {
    let value = item.current().unwrap().fields.get(field);
    value.and_then(|v| v.as_ref()?.as_text()).unwrap_or("")
}

#[test]
fn the_open_data_hub_records_are_all_taken_with_their_history() {
    let clone = cloned("adr-opendatahub.bundle");
    let taken = read_adr(&clone.path().join("clone"), &()).unwrap();
    // `git rev-list --max-parents=0 HEAD`
    assert_eq!(taken.source, "adr:986283c6c601fc9c7e56ee89e854d11090b9f2b2");
    // 49 Markdown files of HEAD: 44 records, the template, two READMEs, a guide, a skill.
    assert_eq!(taken.of_kind("decision").count(), 44);
    assert_eq!(count(&taken, "record"), 44);
    assert_eq!(count(&taken, "template"), 1);
    assert_eq!(count(&taken, "readme"), 2);
    assert_eq!(count(&taken, "not-a-record"), 1);
    assert_eq!(count(&taken, "hidden"), 1);

    // `git log --follow` per file, without renames that change nothing and deletions.
    let revisions: usize = taken.of_kind("decision").map(|d| d.revisions.len()).sum();
    assert_eq!(revisions, 248);
    let by_key: BTreeMap<&str, usize> =
        taken.of_kind("decision").map(|d| (d.key.as_str(), d.revisions.len())).collect();
    // Renamed twice: the key is the path it was written at first.
    assert_eq!(by_key["operator/ODH-ADR-Operator-0004-operator-scope.md"], 6);
    // Written, deleted, and written anew with the same text: 24 commits, one a deletion, one equal.
    let gateway = "architecture-decision-records/model-serving/ODH-ADR-MS-0003-ai-gateway-tenancy.md";
    assert_eq!(by_key[gateway], 22);

    let statuses = taken.of_kind("decision").fold(BTreeMap::new(), |mut all, d| {
        *all.entry(text(d, "status")).or_insert(0) += 1;
        all
    });
    // By the status rows of the files: 19 Approved and 4 Accepted; 14 Draft, 3 Proposed, 2 Review,
    // one TBD, and one whole sentence.
    assert_eq!(statuses, BTreeMap::from([("accepted", 23), ("proposed", 21)]));
    assert_eq!(count(&taken, "unknown-status"), 2);

    // Four files are ODH-ADR-0001, and Operator-0007, -0009, -0011 and -0012 each stand twice.
    assert_eq!(count(&taken, "reused-number"), 12);
    // Five months without a day; one "insert date".
    assert_eq!(count(&taken, "incomplete-date"), 5);
    assert_eq!(count(&taken, "not-a-date"), 1);
    assert_eq!(count(&taken, "missing-title"), 2);
    assert_eq!(count(&taken, "dangling-link"), 2);
    assert!(!taken.report.iter().any(|l| l.level == Level::Error));

    let dates = taken.of_kind("decision").filter(|d| !text(d, "decided-on").is_empty());
    assert_eq!(dates.count(), 38);
}

#[test]
fn a_record_has_its_options_authors_and_dates() {
    let clone = cloned("adr-opendatahub.bundle");
    let taken = read_adr(&clone.path().join("clone/architecture-decision-records"), &()).unwrap();
    let key = "operator/ODH-ADR-Operator-0004-operator-scope.md";
    let decision = taken.item(key).unwrap();
    assert_eq!(text(decision, "title"), "Open Data Hub - Operator Scope");
    assert_eq!(text(decision, "decided-on"), "2023-09-05");
    assert_eq!(text(decision, "status"), "accepted");
    let links: Vec<(&str, &str)> =
        decision.current().unwrap().links.iter().map(|l| (l.type_.as_str(), l.to.as_str())).collect();
    assert_eq!(links, [("driven-by", "person/edson tirelli"), ("driven-by", "person/vaishnavi hire")]);
    let first = decision.revisions.first().unwrap();
    assert!(first.on.as_deref().unwrap().starts_with("2023-09"));
    assert!(first.said_by.is_some());
    let options: Vec<&str> =
        taken.of_kind("option").filter(|o| o.key.starts_with(key)).map(|o| text(o, "title")).collect();
    assert_eq!(
        options,
        [
            "Some dependent resources are cluster scoped",
            "Tracking and management of dependent resources",
            "Contradictory requirements with other users and best practices",
        ]
    );
}

const RECORD: &str = "# Use paper\n\n* Status: proposed\n\n## Context and Problem Statement\n\nWhat do we write on?\n\n## Considered Options\n\n* Paper\n* Slate\n\n## Decision Outcome\n\nChosen option: \"Paper\", because it is light.\n";

fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), "2024-01-01T00:00:00Z", &["init", "-q"]);
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

#[test]
fn a_history_goes_on_through_a_rename_and_a_merge() {
    let folder = repository();
    let at = folder.path();
    write(at, "adr/0001-use-paper.md", RECORD);
    commit(at, "2024-01-02T00:00:00Z", "Propose paper");
    git(at, "2024-01-02T00:00:00Z", &["mv", "adr/0001-use-paper.md", "0001-paper.md"]);
    commit(at, "2024-01-03T00:00:00Z", "Move it");
    git(at, "2024-01-03T00:00:00Z", &["checkout", "-q", "-b", "side"]);
    write(at, "0001-paper.md", &RECORD.replace("proposed", "accepted"));
    commit(at, "2024-01-04T00:00:00Z", "Accept paper");
    git(at, "2024-01-04T00:00:00Z", &["checkout", "-q", "main"]);
    write(at, "other.txt", "x");
    commit(at, "2024-01-05T00:00:00Z", "Something else");
    git(at, "2024-01-06T00:00:00Z", &["merge", "-q", "--no-ff", "-m", "Merge", "side"]);

    let taken = read_adr(at, &()).unwrap();
    let decision = taken.item("adr/0001-use-paper.md").unwrap();
    let told: Vec<(&str, &str)> =
        decision.revisions.iter().map(|r| (r.note.as_deref().unwrap(), r.on.as_deref().unwrap())).collect();
    assert_eq!(
        told,
        [("Propose paper", "2024-01-02T00:00:00.000Z"), ("Accept paper", "2024-01-04T00:00:00.000Z"),]
    );
    assert_eq!(text(decision, "status"), "accepted");
}

#[test]
fn a_new_file_at_a_renamed_files_old_path_is_another_record() {
    let folder = repository();
    let at = folder.path();
    write(at, "0001-a.md", RECORD);
    commit(at, "2024-01-02T00:00:00Z", "One");
    git(at, "2024-01-02T00:00:00Z", &["mv", "0001-a.md", "0002-b.md"]);
    commit(at, "2024-01-03T00:00:00Z", "Renumber");
    let other = "# Use ink\n\n## Status\n\nAccepted\n\n## Context\n\nPencils fade and smear on wet days.\n\n## Decision\n\nInk in every kitchen.\n";
    write(at, "0001-a.md", other);
    commit(at, "2024-01-04T00:00:00Z", "Two");

    let taken = read_adr(at, &()).unwrap();
    let mut all: Vec<(&str, usize)> =
        taken.of_kind("decision").map(|d| (text(d, "title"), d.revisions.len())).collect();
    all.sort_unstable();
    assert_eq!(all, [("Use ink", 1), ("Use paper", 1)]);
    // The elder keeps its key, or importing again would take one for the other.
    assert_eq!(text(taken.item("0001-a.md").unwrap(), "title"), "Use paper");
}

#[test]
fn an_option_that_is_no_longer_considered_is_removed_at_that_commit() {
    let folder = repository();
    let at = folder.path();
    write(at, "0001-a.md", RECORD);
    commit(at, "2024-01-02T00:00:00Z", "One");
    write(at, "0001-a.md", &RECORD.replace("* Slate\n", ""));
    commit(at, "2024-01-03T00:00:00Z", "No slate");
    let taken = read_adr(at, &()).unwrap();
    let slate = taken.item("0001-a.md#slate").unwrap();
    assert_eq!(slate.revisions.len(), 2);
    let last = slate.current().unwrap();
    assert!(last.fields.contains_key("removed"));
    assert_eq!(last.on.as_deref(), Some("2024-01-03T00:00:00.000Z"));
}

#[test]
fn changes_that_are_not_committed_are_told_and_not_taken() {
    let folder = repository();
    let at = folder.path();
    write(at, "0001-a.md", RECORD);
    commit(at, "2024-01-02T00:00:00Z", "One");
    write(at, "0001-a.md", &RECORD.replace("proposed", "accepted"));
    let taken = read_adr(at, &()).unwrap();
    assert_eq!(count(&taken, "uncommitted"), 1);
    assert_eq!(text(taken.item("0001-a.md").unwrap(), "status"), "proposed");
}

#[test]
fn a_record_about_templates_is_no_template() {
    let folder = repository();
    let at = folder.path();
    for name in [
        "0012-use-email-template-engine.md",
        "adr-template.md",
        "template.md",
        "0000-template.md",
        "template-of-records.md",
    ] {
        write(at, name, RECORD);
    }
    commit(at, "2024-01-02T00:00:00Z", "One");
    let taken = read_adr(at, &()).unwrap();
    let keys: Vec<&str> = taken.of_kind("decision").map(|d| d.key.as_str()).collect();
    assert_eq!(keys, ["0012-use-email-template-engine.md"]);
    assert_eq!(count(&taken, "template"), 4);
}

#[test]
fn a_shallow_clone_is_refused_because_its_records_would_come_twice() {
    let folder = repository();
    let at = folder.path();
    write(at, "0001-a.md", RECORD);
    commit(at, "2024-01-02T00:00:00Z", "One");
    write(at, "0001-a.md", &RECORD.replace("proposed", "accepted"));
    commit(at, "2024-01-03T00:00:00Z", "Two");
    let there = tempfile::tempdir().unwrap();
    let from = format!("file://{}", at.display());
    git(there.path(), "2024-01-04T00:00:00Z", &["clone", "-q", "--depth", "1", &from, "clone"]);
    let clone = there.path().join("clone");
    let error = read_adr(&clone, &()).unwrap_err();
    assert_eq!(error.code(), "shallow-clone");
    assert!(error.hint().contains("git fetch --unshallow"), "{}", error.hint());
    git(&clone, "2024-01-04T00:00:00Z", &["fetch", "-q", "--unshallow"]);
    assert_eq!(read_adr(&clone, &()).unwrap().source, read_adr(at, &()).unwrap().source);
}

#[test]
fn markdown_that_git_does_not_track_is_told_unless_it_is_ignored_on_purpose() {
    let folder = repository();
    let at = folder.path();
    write(at, "adr/0001-a.md", RECORD);
    write(at, ".gitignore", "scratch\n");
    commit(at, "2024-01-02T00:00:00Z", "One");
    write(at, "adr/0002-b.md", RECORD);
    write(at, "adr/sub/0003-c.md", RECORD);
    write(at, "adr/scratch/0004-d.md", RECORD);
    write(at, "elsewhere/0005-e.md", RECORD);
    let taken = read_adr(&at.join("adr"), &()).unwrap();
    assert_eq!(taken.of_kind("decision").count(), 1);
    let told: Vec<&str> =
        taken.report.iter().filter(|l| l.code == "untracked").map(|l| l.place.as_str()).collect();
    assert_eq!(told, ["adr/0002-b.md", "adr/sub/0003-c.md"]);
}

#[cfg(unix)]
#[test]
fn a_record_that_is_a_link_is_told() {
    let folder = repository();
    let at = folder.path();
    write(at, "0001-a.md", RECORD);
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "x.md", RECORD);
    std::os::unix::fs::symlink(outside.path().join("x.md"), at.join("0002-b.md")).unwrap();
    let plain = tempfile::tempdir().unwrap();
    write(plain.path(), "0001-a.md", RECORD);
    std::os::unix::fs::symlink(outside.path().join("x.md"), plain.path().join("0002-b.md")).unwrap();
    commit(at, "2024-01-02T00:00:00Z", "One");
    for from in [at, plain.path()] {
        let taken = read_adr(from, &()).unwrap();
        let told: Vec<&str> =
            taken.report.iter().filter(|l| l.code == "link").map(|l| l.place.as_str()).collect();
        assert_eq!(told, ["0002-b.md"]);
        assert_eq!(count(&taken, "untracked"), 0);
    }
}

#[test]
fn text_that_is_not_utf_8_is_kept_whole() {
    let folder = repository();
    let at = folder.path();
    // Windows-1252: ü, an en dash, a euro sign.
    let text = RECORD.replace("light", "f\u{fc}r \u{2013} \u{20ac}");
    let (mut narrow, mut wide) = (Vec::new(), vec![0xff, 0xfe]);
    for c in text.chars() {
        match c {
            '\u{2013}' => narrow.push(0x96),
            '\u{20ac}' => narrow.push(0x80),
            c => narrow.push(c as u8),
        }
        wide.extend_from_slice(&(c as u16).to_le_bytes());
    }
    std::fs::write(at.join("0001-a.md"), narrow).unwrap();
    std::fs::write(at.join("0002-b.md"), wide).unwrap();
    commit(at, "2024-01-02T00:00:00Z", "One");
    let taken = read_adr(at, &()).unwrap();
    for key in ["0001-a.md", "0002-b.md"] {
        assert_eq!(original(&taken, key), text, "{key}");
        let line = taken.report.iter().find(|l| l.code == "not-utf-8" && l.place == key).unwrap();
        let named = if key.starts_with("0001") { "windows-1252" } else { "UTF-16LE" };
        assert!(line.text.contains(named), "{}", line.text);
    }
}

fn original(taken: &Taken, key: &str) -> String {
    text(taken.item(key).unwrap(), "original").to_owned()
}
