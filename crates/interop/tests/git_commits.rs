//! Tags and commits of a repository as code versions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::{cloned, commit, git};
use throughline_interop::{COMMITS, SourceItem, read_git, read_git_knowing};

fn text<'t>(item: &'t SourceItem, field: &str) -> &'t str {
    let value = item.current().unwrap().fields.get(field);
    value.and_then(|v| v.as_ref()?.as_text()).unwrap_or("")
}

#[test]
fn tags_of_both_sorts_and_named_commits_are_taken_oldest_first() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    git(at, "2024-01-01T00:00:00Z", &["init", "-q"]);
    for (day, subject) in [
        ("2024-01-02T10:00:00Z", "First\n\nA body.\n\nReviewed-by: Bo Li <bo@example.org>\nIssue: KIT-1"),
        ("2024-01-03T10:00:00Z", "Second"),
        ("2024-01-04T10:00:00Z", "Third"),
    ] {
        std::fs::write(at.join("x"), day).unwrap();
        commit(at, day, subject);
    }
    git(at, "2024-01-05T00:00:00Z", &["tag", "v1", "HEAD~2"]);
    git(at, "2024-01-05T00:00:00Z", &["tag", "-a", "-m", "Release", "v1.0.0", "HEAD~2"]);
    git(at, "2024-01-05T00:00:00Z", &["tag", "tree-only", "HEAD^{tree}"]);

    let chosen = ["HEAD".to_owned(), "no-such".to_owned()];
    let taken = read_git(at, &chosen, &()).unwrap();
    assert_eq!(taken.source, COMMITS);
    let told: Vec<(&str, &str, &str)> =
        taken.items.iter().map(|i| (text(i, "title"), text(i, "tag"), text(i, "committed-at"))).collect();
    assert_eq!(
        told,
        [("First", "v1, v1.0.0", "2024-01-02T10:00:00.000Z"), ("Third", "", "2024-01-04T10:00:00.000Z"),]
    );
    let first = taken.items[0].current().unwrap();
    let trailers = first.fields["trailers"].as_ref().unwrap().to_json();
    assert_eq!(
        trailers,
        serde_json::json!([
            {"name": "Reviewed-by", "value": "Bo Li <bo@example.org>"},
            {"name": "Issue", "value": "KIT-1"},
        ])
    );
    assert_eq!(first.said_by.as_deref(), Some("Ann Lee"));
    let codes: Vec<&str> = taken.report.iter().map(|l| l.code).collect();
    assert!(codes.contains(&"no-such-commit") && codes.contains(&"tag-without-commit"));
}

#[test]
fn without_tags_and_names_the_checked_out_commit_is_taken() {
    let clone = cloned("mlflow-src.bundle");
    let at = clone.path().join("clone");
    let taken = read_git(&at, &[], &()).unwrap();
    let keys: Vec<&str> = taken.items.iter().map(|i| i.key.as_str()).collect();
    assert_eq!(keys, ["aa19a74065114dbdb372fedb430896001f4ff365"]);
    assert_eq!(text(&taken.items[0], "repository"), "clone");
}

#[test]
fn commits_the_workspace_knows_are_taken_if_they_are_here() {
    let clone = cloned("mlflow-src.bundle");
    let known = [
        "1d5d2d2889a6be6ec6be58beabeef0f098599a81".to_owned(),
        "0000000000000000000000000000000000000001".to_owned(),
    ];
    let taken = read_git_knowing(&clone.path().join("clone"), &[], &known, &()).unwrap();
    let titles: Vec<&str> = taken.items.iter().map(|i| text(i, "title")).collect();
    assert_eq!(titles, ["Baseline logistic regression"]);
    assert!(taken.report.iter().all(|l| l.code != "no-such-commit"));
}

#[test]
fn a_folder_without_a_repository_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let error = read_git(folder.path(), &[], &()).unwrap_err();
    assert_eq!(error.code(), "not-this-format");
}
