//! DVC repositories of versions 2 and 3, by their history in git.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::Path;

use support::{cloned, commit, git, shown, workspace};
use throughline_interop::{Taken, read_dvc};
use throughline_store::{At, Direction, TraceQuery};

#[test]
fn the_pipeline_of_version_3_is_read_over_its_commits_and_tags() {
    let clone = cloned("dvc-3.bundle");
    insta::assert_snapshot!(shown(&read_dvc(&clone.path().join("clone"), &()).unwrap()));
}

#[test]
fn the_pipeline_of_version_2_is_read_with_its_own_hashes() {
    let clone = cloned("dvc-2.bundle");
    insta::assert_snapshot!(shown(&read_dvc(&clone.path().join("clone"), &()).unwrap()));
}

fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), "2024-01-01T00:00:00Z", &["init", "-q"]);
    folder
}

fn put(folder: &Path, path: &str, text: &str) {
    let file = folder.join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
}

fn codes(taken: &Taken) -> Vec<&str> {
    taken.report.iter().map(|l| l.code).collect()
}

#[test]
fn a_second_import_adds_nothing_and_a_changed_repository_only_the_change() {
    let clone = cloned("dvc-3.bundle");
    let at = clone.path().join("clone");
    let bench = workspace();
    let taken = read_dvc(&at, &()).unwrap();
    let first = bench.take(&taken);
    assert_eq!(first.added as usize, taken.items.len());
    assert!(
        !first.lines.iter().any(|l| ["field-left-out", "dangling-link", "end-not-allowed"].contains(&l.code)),
        "{:?}",
        first.lines
    );
    let length = bench.ws.length().unwrap();
    let again = bench.take(&read_dvc(&at, &()).unwrap());
    assert_eq!((again.added, again.changed, again.links_added, again.position), (0, 0, 0, None));
    assert_eq!(bench.ws.length().unwrap(), length);

    // A tag moves the stage back to the baseline: two model versions change, nothing is added.
    git(&at, "2026-11-24T08:00:00Z", &["tag", "-a", "-m", "Back", "wdbc-triage#prod#2", "HEAD~1"]);
    let taken = read_dvc(&at, &()).unwrap();
    let moved = bench.take(&taken);
    assert_eq!((moved.added, moved.links_added), (0, 0), "{:?}", moved.lines);
    let id = |hash: &str| bench.id(&taken.source, &format!("model/models/model.pkl/dvc-md5:{hash}"));
    let (old, new) = (id("8b0bcb131b34325fe804e4e27278c2ee"), id("18a11f8cc661612271374bec79c855cd"));
    assert!(bench.value(&old, "aliases").is_some());
    assert_eq!(bench.value(&new, "aliases"), None);
    assert_eq!(bench.text(&new, "version").as_deref(), Some("v1.1.0"));

    // A commit with a new state of the data adds one version of it, and its commit.
    let file = at.join("data/wdbc.csv.dvc");
    let text = std::fs::read_to_string(&file)
        .unwrap()
        .replace("5afc23b9622f8f9ffa60824f4e97d0d5", "00000000000000000000000000000001");
    std::fs::write(&file, text).unwrap();
    assert!(codes(&read_dvc(&at, &()).unwrap()).contains(&"uncommitted"));
    commit(&at, "2026-11-25T08:00:00Z", "Third extract");
    let report = bench.take(&read_dvc(&at, &()).unwrap());
    assert_eq!((report.added, report.changed, report.links_added), (2, 0, 0), "{:?}", report.lines);
}

#[test]
fn from_a_registered_model_the_thread_reaches_commit_data_and_decision() {
    let clone = cloned("dvc-3.bundle");
    let bench = workspace();
    let taken = read_dvc(&clone.path().join("clone"), &()).unwrap();
    bench.take(&taken);
    let model = bench.id(&taken.source, "model/models/model.pkl/dvc-md5:18a11f8cc661612271374bec79c855cd");
    let query = TraceQuery { direction: Direction::Back, ..TraceQuery::default() };
    let trace = bench.reader().trace(&model, &query, &At::Now).unwrap();
    let titles: Vec<&str> = trace.nodes.iter().map(|n| n.card.title.as_str()).collect();
    for title in [
        "Data v2 and deeper forest, chosen after test session 3",
        "data/prepared",
        "data/wdbc.csv",
        "train at d1ecbda1",
    ] {
        assert!(titles.iter().any(|t| t.starts_with(title)), "{title} in {titles:?}");
    }
    let data = bench.id(&taken.source, "data/data/wdbc.csv/dvc-md5:5afc23b9622f8f9ffa60824f4e97d0d5");
    assert!(trace.nodes.iter().any(|n| n.card.id == data));
}

#[test]
fn hashes_of_version_2_are_kept_apart_from_those_of_version_3() {
    let folder = repository();
    let at = folder.path();
    let md5 = "12345678901234567890123456789012";
    put(at, "a.csv.dvc", &format!("outs:\n- md5: {md5}\n  path: a.csv\n"));
    put(at, "b.csv.dvc", &format!("outs:\n- md5: {md5}\n  hash: md5\n  path: b.csv\n"));
    commit(at, "2024-01-02T00:00:00Z", "Data");
    let taken = read_dvc(at, &()).unwrap();
    let keys: Vec<&str> = taken.of_kind("data-version").map(|i| i.key.as_str()).collect();
    assert_eq!(keys, [format!("data/a.csv/dvc2-md5:{md5}"), format!("data/b.csv/dvc-md5:{md5}")]);
}

#[test]
fn wrong_and_hostile_files_are_told_and_the_others_taken() {
    let folder = repository();
    let at = folder.path();
    let good = "outs:\n- md5: 5afc23b9622f8f9ffa60824f4e97d0d5\n  path: ok.csv\n";
    put(at, "ok.csv.dvc", good);
    put(
        at,
        "sub/out.dvc",
        "outs:\n- md5: 5afc23b9622f8f9ffa60824f4e97d0d5\n  path: ../../../etc/passwd\n- etag: x\n  path: s3://bucket/far.csv\n",
    );
    put(at, "broken.dvc", "outs: [\n");
    put(at, "deep.dvc", &format!("meta: {}1{}\n", "[".repeat(5_000), "]".repeat(5_000)));
    put(at, "large.dvc", &"#\n".repeat(5 * 1024 * 1024));
    std::fs::write(at.join("bytes.dvc"), [0xff, 0xfe, 0, 1]).unwrap();
    let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for n in 1..12 {
        bomb.push_str(&format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(",")));
    }
    put(at, "dvc.yaml", &format!("{bomb}stages: {{}}\n"));
    put(
        at,
        "dvc.lock",
        "schema: '3.1'\nstages:\n  s:\n    cmd: run\n    deps:\n    - path: https://x.org/a\n      etag: y\n    outs:\n    - path: m.onnx\n      md5: not-hex\n",
    );
    std::os::unix::fs::symlink("/etc/passwd", at.join("link.dvc")).unwrap();
    commit(at, "2024-01-02T00:00:00Z", "All sorts");
    let taken = read_dvc(at, &()).unwrap();
    let titles: Vec<String> = taken.of_kind("data-version").map(|i| i.key.clone()).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    let unreadable: Vec<&str> =
        taken.report.iter().filter(|l| l.code == "unreadable").map(|l| l.place.as_str()).collect();
    assert_eq!(unreadable, ["broken.dvc", "bytes.dvc", "deep.dvc", "dvc.yaml", "large.dvc"]);
    let codes = codes(&taken);
    assert!(codes.contains(&"schema") && codes.contains(&"no-digest"), "{codes:?}");
    assert_eq!(workspace().take(&taken).added, 4, "two of data, a run, a commit");
}

#[test]
fn what_is_no_dvc_repository_is_refused_with_words() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(read_dvc(&folder.path().join("none"), &()).unwrap_err().code(), "not-found");
    let error = read_dvc(folder.path(), &()).unwrap_err();
    assert!(error.code() == "not-this-format" && error.to_string().contains("DVC"), "{error}");
    let folder = repository();
    assert_eq!(read_dvc(folder.path(), &()).unwrap_err().code(), "not-this-format");
    put(folder.path(), "x", "y");
    commit(folder.path(), "2024-01-02T00:00:00Z", "Nothing of DVC");
    assert_eq!(read_dvc(folder.path(), &()).unwrap_err().code(), "not-this-format");
}

#[test]
fn experiments_are_told_and_left_until_they_are_committed() {
    let clone = cloned("dvc-3.bundle");
    let at = clone.path().join("clone");
    git(&at, "2026-11-24T08:00:00Z", &["update-ref", "refs/exps/d1/ecbd/more-trees", "HEAD"]);
    let taken = read_dvc(&at, &()).unwrap();
    let line = taken.report.iter().find(|l| l.code == "experiments").unwrap();
    assert!(line.text.starts_with("1 experiment was not taken: more-trees"), "{}", line.text);
}
