//! Tags and commits of a repository as code versions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::{cloned, commit, example, git, workspace};
use throughline_interop::{
    ApplyOptions, COMMITS, SourceItem, import_jsonl, known_commits, read_git, read_git_knowing, read_mlflow,
};
use throughline_record::Value;
use throughline_store::At;

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
    // The checked-out commit too: there is no tag, and nothing was named.
    assert_eq!(titles.len(), 2);
    assert!(titles.contains(&"Baseline logistic regression"));
    assert!(taken.report.iter().all(|l| l.code != "no-such-commit"));
}

#[test]
fn a_folder_without_a_repository_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let error = read_git(folder.path(), &[], &()).unwrap_err();
    assert_eq!(error.code(), "not-this-format");
}

#[test]
fn a_packed_repository_is_refused_with_the_way_to_unpack_it() {
    let bundle = example("dvc-3.bundle");
    let refusals = [
        read_git(&bundle, &[], &()).unwrap_err(),
        throughline_interop::read_dvc(&bundle, &()).unwrap_err(),
        throughline_interop::read_adr(&bundle, &()).unwrap_err(),
        throughline_interop::recognise("dvc", &bundle).unwrap_err(),
    ];
    for error in refusals {
        assert_eq!(error.code(), "git-bundle", "{error}");
        assert!(error.hint().contains(&format!("git clone {}", bundle.display())), "{}", error.hint());
    }
}

#[test]
fn without_tags_the_checked_out_commit_is_taken_again_after_it_moved() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    git(at, "2024-01-01T00:00:00Z", &["init", "-q"]);
    let bench = workspace();
    let take = || {
        let known = known_commits(&bench.ws).unwrap();
        bench.take(&read_git_knowing(at, &[], &known, &()).unwrap())
    };
    for day in ["2024-01-02T10:00:00Z", "2024-01-03T10:00:00Z"] {
        std::fs::write(at.join("x"), day).unwrap();
        commit(at, day, day);
        assert_eq!(take().added, 1, "{day}");
    }
    assert_eq!(take().position, None);
}

#[test]
fn a_tag_that_moved_leaves_the_commit_it_was_on() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    git(at, "2024-01-01T00:00:00Z", &["init", "-q"]);
    std::fs::write(at.join("x"), "1").unwrap();
    commit(at, "2024-01-02T10:00:00Z", "First");
    git(at, "2024-01-02T10:00:00Z", &["tag", "v1"]);
    let bench = workspace();
    let first = read_git(at, &[], &()).unwrap();
    bench.take(&first);
    let old = bench.id(COMMITS, &first.items[0].key);
    assert_eq!(bench.text(&old, "tag").as_deref(), Some("v1"));

    std::fs::write(at.join("x"), "2").unwrap();
    commit(at, "2024-01-03T10:00:00Z", "Second");
    git(at, "2024-01-03T10:00:00Z", &["tag", "-f", "v1"]);
    let known = known_commits(&bench.ws).unwrap();
    let second = read_git_knowing(at, &[], &known, &()).unwrap();
    let report = bench.take(&second);
    assert_eq!((report.added, report.changed), (1, 1));
    assert_eq!(bench.text(&old, "tag"), None);
    assert_eq!(bench.take(&second).position, None);
}

#[test]
fn a_tag_that_a_person_wrote_stays_where_git_has_none() {
    let clone = cloned("mlflow-src.bundle");
    let at = clone.path().join("clone");
    let bench = workspace();
    let taken = read_git(&at, &[], &()).unwrap();
    bench.take(&taken);
    let id = bench.id(COMMITS, &taken.items[0].key);
    bench.edit(&id, "code-version", "tag", Value::Text("ours".into()));
    git(&at, "2026-01-01T00:00:00Z", &["remote", "set-url", "origin", "https://example.org/x.git"]);
    assert_eq!(bench.take(&read_git(&at, &[], &()).unwrap()).changed, 1);
    assert_eq!(bench.text(&id, "tag").as_deref(), Some("ours"));
}

#[test]
fn a_code_version_written_by_hand_is_met_by_its_commit() {
    let clone = cloned("mlflow-src.bundle");
    let at = clone.path().join("clone");
    let commit = "1d5d2d2889a6be6ec6be58beabeef0f098599a81";
    let bench = workspace();
    let text = format!(
        "{{\"t\":\"artefact\",\"key\":\"c\",\"kind\":\"code-version\",\"fields\":{{\"commit\":\"{}\",\"path\":\"src\"}}}}\n\
         {{\"t\":\"artefact\",\"key\":\"h\",\"kind\":\"code-version\",\"fields\":{{\"commit\":\"HEAD\"}}}}\n",
        commit.to_uppercase()
    );
    import_jsonl(&bench.ws, &mut text.as_bytes(), None, &ApplyOptions::default(), &()).unwrap();
    let known = known_commits(&bench.ws).unwrap();
    assert_eq!(known.len(), 1, "a commit is named by its hash, not by what git may resolve: {known:?}");
    let named = [commit.to_owned()];
    let code = read_git_knowing(&at, &named, &known, &()).unwrap();
    let report = bench.take(&code);
    assert_eq!((report.added, report.changed), (0, 1));
    let met = bench.reader().resolve(commit, &At::Now).unwrap();
    assert_eq!(bench.text(&met, "title").as_deref(), Some("Baseline logistic regression"));
    assert_eq!(bench.text(&met, "path").as_deref(), Some("src"));
    assert_eq!(bench.take(&code).position, None);
    // What stands on the commit leads to it too.
    let store = read_mlflow(&example("mlflow-3"), &()).unwrap();
    bench.take(&store);
    assert!(bench.links(&met).iter().any(|l| l.starts_with("<- built-from wdbc-triage")));
    assert_eq!(bench.take(&store).position, None);
}

#[test]
fn a_named_file_and_git_tell_of_one_commit_without_end() {
    let clone = cloned("mlflow-src.bundle");
    let at = clone.path().join("clone");
    let commit = "1d5d2d2889a6be6ec6be58beabeef0f098599a81";
    let bench = workspace();
    let text = format!(
        "{{\"t\":\"source\",\"name\":\"s\"}}\n{{\"t\":\"artefact\",\"key\":\"c\",\"kind\":\"code-version\",\"fields\":{{\"commit\":\"{commit}\"}}}}\n"
    );
    let options = ApplyOptions::default();
    let sheet = || import_jsonl(&bench.ws, &mut text.as_bytes(), None, &options, &()).unwrap();
    sheet();
    let code = read_git(&at, &[commit.to_owned()], &()).unwrap();
    assert_eq!(bench.take(&code).added, 0);
    assert_eq!(sheet().position, None);
    assert_eq!(bench.take(&code).position, None);
}
