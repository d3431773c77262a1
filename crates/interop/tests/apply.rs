//! Imports into a workspace: once, twice, and after the source or a person changed something.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use rusqlite::Connection;
use support::{cloned, commit, copy, example, git, workspace};
use throughline_interop::{
    ApplyOptions, COMMITS, apply, known_commits, read_adr, read_git_knowing, read_mlflow,
};
use throughline_record::Value;
use throughline_store::{At, Direction, TraceQuery};

fn plain(text: &str) -> Value {
    Value::Text(text.into())
}

#[test]
fn the_open_data_hub_records_are_one_change_and_the_second_import_none() {
    let clone = cloned("adr-opendatahub.bundle");
    let taken = read_adr(&clone.path().join("clone"), &()).unwrap();
    let bench = workspace();
    let report = bench.take(&taken);
    assert_eq!(report.added as usize, taken.items.len());
    assert_eq!(report.position, Some(bench.ws.length().unwrap()));
    let length = bench.ws.length().unwrap();
    let counts = bench.reader().count_by_kind(None, &At::Now).unwrap();
    let decisions = counts.iter().find(|(kind, _)| kind == "decision").unwrap().1;
    assert_eq!(decisions, 44);

    let again = bench.take(&taken);
    assert_eq!((again.added, again.changed, again.links_added), (0, 0, 0));
    assert_eq!(again.position, None);
    assert_eq!(bench.ws.length().unwrap(), length);

    // Known as of now, but so since the source says it: on an early day it was a draft.
    let key = "architecture-decision-records/model-serving/ODH-ADR-MS-0003-ai-gateway-tenancy.md";
    let id = bench.id(&taken.source, key);
    let then = bench.reader().state(&id, &At::So("2026-05-22".into())).unwrap().unwrap();
    assert!(then.text("original").unwrap().len() < bench.text(&id, "original").unwrap().len());
    assert!(bench.reader().state(&id, &At::So("2026-01-01".into())).unwrap().is_none());
}

const RECORD: &str = "# Use paper\n\n* Status: proposed\n* Deciders: Ann Lee\n\n## Context and Problem Statement\n\nWhat do we write on?\n\n## Considered Options\n\n* Paper\n* Slate\n\n## Decision Outcome\n\nChosen option: \"Paper\", because it is light.\n";

#[test]
fn after_a_commit_only_what_it_changed_is_added() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    git(at, "2024-01-01T00:00:00Z", &["init", "-q"]);
    std::fs::write(at.join("0001-use-paper.md"), RECORD).unwrap();
    commit(at, "2024-01-02T00:00:00Z", "Propose");
    let bench = workspace();
    let taken = read_adr(at, &()).unwrap();
    let first = bench.take(&taken);
    assert_eq!(first.added, 4, "a decision, two options, a person");
    let id = bench.id(&taken.source, "0001-use-paper.md");
    assert_eq!(
        bench.links(&id),
        [
            "-> decided-by Ann Lee",
            "-> decides Paper",
            "-> decides Slate",
            "<- option-of Paper",
            "<- option-of Slate"
        ]
    );

    // A person notes something, and rewords the outcome.
    bench.edit(&id, "decision", "revisit-when", plain("when it rains"));
    bench.edit(&id, "decision", "outcome", plain("Paper, by all means"));

    let text =
        RECORD.replace("proposed", "accepted").replace("* Slate\n", "* Wax\n").replace("Ann Lee", "Bo Li");
    std::fs::write(at.join("0001-use-paper.md"), text).unwrap();
    commit(at, "2024-02-03T00:00:00Z", "Accept");
    let taken = read_adr(at, &()).unwrap();
    let second = bench.take(&taken);
    assert_eq!((second.added, second.changed), (2, 2), "Wax and Bo; the decision and Slate");
    assert_eq!(bench.text(&id, "status").as_deref(), Some("accepted"));
    assert_eq!(bench.text(&id, "revisit-when").as_deref(), Some("when it rains"));
    assert_eq!(
        bench.text(&id, "outcome").as_deref(),
        Some("Paper, by all means"),
        "the source did not change it"
    );
    assert_eq!(
        bench.links(&id),
        [
            "-> decided-by Bo Li",
            "-> decides Paper",
            "-> decides Wax",
            "<- option-of Paper",
            "<- option-of Wax"
        ]
    );
    let history = bench.reader().history(&id).unwrap();
    let last = &history.rows[0].records;
    let decision = last.iter().find(|r| r.card.id == id).unwrap();
    assert_eq!(decision.on.as_deref(), Some("2024-02-03T00:00:00.000Z"));
    let mut set: Vec<&str> = decision.fields.iter().map(|f| f.name.as_str()).collect();
    set.sort_unstable();
    assert_eq!(set, ["original", "source", "status"]);
    assert_eq!(bench.take(&taken).position, None);

    // The source changes what the person had changed: the source wins, and history keeps both.
    let text = std::fs::read_to_string(at.join("0001-use-paper.md")).unwrap();
    let text = text.replace("Chosen option: \"Paper\"", "Chosen option: \"Wax\"");
    std::fs::write(at.join("0001-use-paper.md"), text).unwrap();
    commit(at, "2024-03-03T00:00:00Z", "Change our mind");
    bench.take(&read_adr(at, &()).unwrap());
    assert_eq!(bench.text(&id, "outcome").as_deref(), Some("Chosen option: Wax"));
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let bench = workspace();
    let length = bench.ws.length().unwrap();
    let taken = read_mlflow(&example("mlflow-3"), &()).unwrap();
    let options = ApplyOptions { dry_run: true, ..ApplyOptions::default() };
    let report = apply(&bench.ws, &taken, None, &options, &()).unwrap();
    assert_eq!((report.added, report.position), (11, None));
    assert_eq!(bench.ws.length().unwrap(), length);
}

#[test]
fn a_store_changes_and_only_the_change_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    copy(&example("mlflow-3"), folder.path());
    let bench = workspace();
    let taken = read_mlflow(folder.path(), &()).unwrap();
    assert_eq!(bench.take(&taken).added, 11);
    assert_eq!(bench.take(&taken).position, None);
    let id = bench.id(&taken.source, "model/wdbc-triage/3");

    // People say more than the store knows, and put a tag beside its tags.
    bench.edit(&id, "model-version", "intended-use", plain("a second look, never the first"));
    let add = Value::Map([("add".to_owned(), Value::List(vec![plain("ours")]))].into());
    bench.edit(&id, "model-version", "tags", add);

    let connection = Connection::open(folder.path().join("mlflow.db")).unwrap();
    connection
        .execute_batch(
            "UPDATE registered_model_aliases SET version = 3 WHERE alias = 'champion'; \
             UPDATE registered_model_tags SET value = 'triage'; \
             UPDATE model_versions SET last_updated_time = 1795532000000 WHERE version = 3;",
        )
        .unwrap();
    drop(connection);
    let taken = read_mlflow(folder.path(), &()).unwrap();
    let report = bench.take(&taken);
    assert_eq!((report.added, report.changed, report.unchanged), (0, 3, 8));
    let list = |field: &str| bench.value(&id, field).unwrap().to_json();
    assert_eq!(list("aliases"), serde_json::json!(["challenger", "champion"]));
    assert_eq!(
        list("tags"),
        serde_json::json!(["data.version: v2", "ours", "task: triage", "team: diagnosis"])
    );
    assert_eq!(bench.text(&id, "intended-use").as_deref(), Some("a second look, never the first"));
    assert_eq!(bench.take(&taken).position, None);
}

#[test]
fn what_was_known_of_a_version_outlives_its_deletion_in_the_store() {
    let folder = tempfile::tempdir().unwrap();
    copy(&example("mlflow-3"), folder.path());
    let bench = workspace();
    let taken = read_mlflow(folder.path(), &()).unwrap();
    bench.take(&taken);
    let connection = Connection::open(folder.path().join("mlflow.db")).unwrap();
    connection
        .execute_batch(
            "UPDATE model_versions SET current_stage = 'Deleted_Internal', description = NULL, \
             source = 'REDACTED-SOURCE-PATH', run_id = 'REDACTED-RUN-ID' WHERE version = 2;",
        )
        .unwrap();
    drop(connection);
    let report = bench.take(&read_mlflow(folder.path(), &()).unwrap());
    assert_eq!((report.added, report.changed), (0, 1), "its logged model stays behind it");
    assert!(report.lines.iter().any(|l| l.code == "behind-version"));
    assert!(report.lines.iter().all(|l| l.code != "logged-model"));
    let id = bench.id(&taken.source, "model/wdbc-triage/2");
    let state = bench.reader().state(&id, &At::Now).unwrap().unwrap();
    assert!(state.removed());
    assert!(state.value("metrics").is_some());
    assert!(bench.links(&id).iter().any(|l| l.starts_with("-> trained-on")));
    assert_eq!(bench.take(&read_mlflow(folder.path(), &()).unwrap()).position, None);
}

const REDACT: &str = "UPDATE model_versions SET current_stage = 'Deleted_Internal', description = NULL, \
     source = 'REDACTED-SOURCE-PATH', storage_location = NULL, run_id = 'REDACTED-RUN-ID' WHERE version = 2;";

/// A copy of a store that can be changed between imports.
struct Changing(tempfile::TempDir);

impl Changing {
    fn of(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&example(name), folder.path());
        Self(folder)
    }

    fn run(&self, sql: &str) {
        let connection = Connection::open(self.0.path().join("mlflow.db")).unwrap();
        connection.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
    }

    fn read(&self) -> throughline_interop::Taken {
        read_mlflow(self.0.path(), &()).unwrap()
    }
}

#[test]
fn the_run_of_a_version_that_was_deleted_does_not_come_back_as_an_activity() {
    for name in ["mlflow-2", "mlflow-3"] {
        let store = Changing::of(name);
        let bench = workspace();
        bench.take(&store.read());
        store.run(REDACT);
        let report = bench.take(&store.read());
        assert_eq!((report.added, report.changed), (0, 1), "{name}");
        assert_eq!(bench.take(&store.read()).position, None, "{name}");
    }
}

#[test]
fn another_model_of_the_same_run_is_not_taken_for_the_deleted_version() {
    let store = Changing::of("mlflow-3");
    let bench = workspace();
    bench.take(&store.read());
    store.run(REDACT);
    store.run(
        "INSERT INTO logged_models (model_id, experiment_id, name, artifact_location, creation_timestamp_ms, \
           last_updated_timestamp_ms, status, lifecycle_stage, source_run_id) \
         SELECT 'm-second', experiment_id, 'second', '/second', creation_timestamp_ms, last_updated_timestamp_ms, \
           status, lifecycle_stage, source_run_id FROM logged_models WHERE model_id LIKE 'm-492d%';",
    );
    let taken = store.read();
    let report = bench.take(&taken);
    assert_eq!(report.added, 1);
    let id = bench.id(&taken.source, "logged/m-second");
    assert!(!bench.reader().state(&id, &At::Now).unwrap().unwrap().removed());
}

#[test]
fn what_is_registered_after_it_was_imported_is_there_once() {
    for name in ["mlflow-2", "mlflow-3"] {
        let store = Changing::of(name);
        let bench = workspace();
        store.run("CREATE TABLE kept AS SELECT * FROM model_versions WHERE version = 2; DELETE FROM model_versions WHERE version = 2;");
        let before = store.read();
        bench.take(&before);
        let known = before.items.iter().map(|i| &i.key).collect::<std::collections::BTreeSet<_>>();
        store.run("INSERT INTO model_versions SELECT * FROM kept; DROP TABLE kept;");
        let after = store.read();
        let report = bench.take(&after);
        assert_eq!(report.added, 1, "{name}");
        assert!(report.lines.iter().any(|l| l.code == "superseded"), "{name}");
        let gone: Vec<&&String> = known.iter().filter(|k| after.item(k).is_none()).collect();
        assert_eq!(gone.len(), 1, "{name}: {gone:?}");
        let old = bench.id(&after.source, gone[0]);
        assert!(bench.reader().state(&old, &At::Now).unwrap().unwrap().removed(), "{name}");
        assert!(report.lines.iter().all(|l| l.code != "gone"), "{name}: {:?}", report.lines);
        assert_eq!(bench.take(&store.read()).position, None, "{name}");

        // Deleted again, it is the version that is removed; what it replaced does not come back.
        store.run(REDACT);
        assert_eq!(bench.take(&store.read()).added, 0, "{name}");
        assert!(bench.reader().state(&old, &At::Now).unwrap().unwrap().removed(), "{name}");
        assert_eq!(bench.take(&store.read()).position, None, "{name}");
    }
}

#[test]
fn what_vanished_from_a_store_is_told_and_stays() {
    let store = Changing::of("mlflow-3");
    let bench = workspace();
    bench.take(&store.read());
    // As MLflow does when a registered model is deleted.
    store.run(
        "DELETE FROM registered_model_aliases; DELETE FROM model_versions; DELETE FROM registered_models;",
    );
    let taken = store.read();
    let report = bench.take(&taken);
    assert_eq!((report.added, report.changed), (0, 0));
    let mut gone: Vec<&str> =
        report.lines.iter().filter(|l| l.code == "gone").map(|l| l.place.as_str()).collect();
    gone.sort_unstable();
    assert_eq!(gone, ["model/wdbc-triage/1", "model/wdbc-triage/2", "model/wdbc-triage/3"]);
    let id = bench.id(&taken.source, "model/wdbc-triage/2");
    assert!(!bench.reader().state(&id, &At::Now).unwrap().unwrap().removed());
}

#[test]
fn a_record_deleted_in_git_is_told_within_the_folder_that_is_imported() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    git(at, "2024-01-01T00:00:00Z", &["init", "-q"]);
    for team in ["a", "b", "ab"] {
        std::fs::create_dir(at.join(team)).unwrap();
        std::fs::write(at.join(team).join("0001-use-paper.md"), RECORD).unwrap();
        let other = RECORD.replace("paper", "ink").replace("Paper", "Ink");
        std::fs::write(at.join(team).join("0002-use-ink.md"), other).unwrap();
    }
    commit(at, "2024-01-02T00:00:00Z", "Propose");
    let bench = workspace();
    let taken = read_adr(at, &()).unwrap();
    bench.take(&taken);
    for team in ["a", "b", "ab"] {
        git(at, "2024-01-03T00:00:00Z", &["rm", "-q", &format!("{team}/0001-use-paper.md")]);
    }
    commit(at, "2024-01-03T00:00:00Z", "No paper");
    let report = bench.take(&read_adr(&at.join("a"), &()).unwrap());
    let gone: Vec<&str> =
        report.lines.iter().filter(|l| l.code == "gone").map(|l| l.place.as_str()).collect();
    assert_eq!(gone, ["a/0001-use-paper.md"]);
    assert_eq!(report.position, None);
    let id = bench.id(&taken.source, "a/0001-use-paper.md");
    assert!(!bench.reader().state(&id, &At::Now).unwrap().unwrap().removed());
    let all = bench.take(&read_adr(at, &()).unwrap());
    assert_eq!(all.lines.iter().filter(|l| l.code == "gone").count(), 3);
}

#[test]
fn a_commit_named_by_mlflow_and_by_git_is_one_code_version_in_either_order() {
    let clone = cloned("mlflow-src.bundle");
    let repository = clone.path().join("clone");
    let commit = "1d5d2d2889a6be6ec6be58beabeef0f098599a81";
    for mlflow_first in [true, false] {
        let bench = workspace();
        let store = read_mlflow(&example("mlflow-3"), &()).unwrap();
        let named = [commit.to_owned()];
        let code = read_git_knowing(&repository, &named, &[], &()).unwrap();
        if mlflow_first {
            bench.take(&store);
            let known = known_commits(&bench.ws).unwrap();
            assert_eq!(known.len(), 2);
            assert_eq!(bench.take(&code).changed, 1);
        } else {
            bench.take(&code);
            bench.take(&store);
        }
        let id = bench.id(COMMITS, commit);
        let of = |field: &str| bench.text(&id, field);
        assert_eq!(of("title").as_deref(), Some("Baseline logistic regression"));
        assert_eq!(of("path").as_deref(), Some("train.py"), "mlflow first: {mlflow_first}");
        assert_eq!(of("committed-at").as_deref(), Some("2026-11-23T14:53:03.000Z"));
        let repository = if mlflow_first { "https://example.org/acme/triage.git" } else { "clone" };
        assert_eq!(of("repository").as_deref(), Some(repository));
        assert_eq!(bench.take(&store).position, None);
        assert_eq!(bench.take(&code).position, None);
        assert!(bench.links(&id).iter().any(|l| l.starts_with("<- built-from wdbc-triage")));
    }
}

#[test]
fn the_thread_of_a_model_leads_to_its_code_and_data() {
    let bench = workspace();
    let taken = read_mlflow(&example("mlflow-2"), &()).unwrap();
    bench.take(&taken);
    let id = bench.id(&taken.source, "model/wdbc-triage/1");
    let query = TraceQuery { direction: Direction::Back, ..TraceQuery::default() };
    let trace = bench.reader().trace(&id, &query, &At::Now).unwrap();
    let mut kinds: Vec<&str> = trace.nodes.iter().map(|n| n.card.kind.as_str()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["code-version", "data-version", "data-version", "model-version"]);
    // Deleted runs are kept, out of sight.
    let run = bench.id(&taken.source, "run/d101779598c140c095017224798f7a12");
    assert!(bench.reader().state(&run, &At::Now).unwrap().unwrap().removed());
}

#[test]
fn a_link_that_a_person_took_away_stays_away() {
    use throughline_record::{Act, Ends, EntityId, Fields, RecordDraft};
    use throughline_store::Append;
    let folder = tempfile::tempdir().unwrap();
    copy(&example("mlflow-2"), folder.path());
    let bench = workspace();
    let taken = read_mlflow(folder.path(), &()).unwrap();
    bench.take(&taken);
    let from = bench.id(&taken.source, "model/wdbc-triage/1");
    let to = bench.id(&taken.source, "dataset/wdbc-v1/fe2db561");
    let link = EntityId::link(&bench.ws.id(), "trained-on", &from, &to);
    let record = RecordDraft {
        kind: "link/1".into(),
        entity: link,
        on: None,
        ends: Some(Ends { type_: "trained-on".into(), from, to, from_rev: None, to_rev: None }),
        content: Fields::from([("removed".into(), Some(Value::Bool(true)))]),
        personal: Fields::new(),
    };
    bench.ws.append(Append::new(None, Act::Edit, vec![record])).unwrap();
    let connection = Connection::open(folder.path().join("mlflow.db")).unwrap();
    connection
        .execute_batch("UPDATE model_versions SET description = 'new words' WHERE version = 1;")
        .unwrap();
    drop(connection);
    let report = bench.take(&read_mlflow(folder.path(), &()).unwrap());
    assert_eq!(report.changed, 1);
    assert!(!bench.links(&from).iter().any(|l| l.contains("trained-on")));
}

#[test]
fn a_release_includes_what_an_import_adds_but_not_the_people() {
    let bench = workspace();
    let release = bench.id("test", "release");
    bench.edit(&release, "release", "title", plain("1.0"));
    let taken = read_mlflow(&example("mlflow-2"), &()).unwrap();
    let options = ApplyOptions { release: Some(release), ..ApplyOptions::default() };
    apply(&bench.ws, &taken, None, &options, &()).unwrap();
    let included = bench.links(&release);
    assert_eq!(included.len(), 10, "11 less the deleted run, which is removed");
    let folder = tempfile::tempdir().unwrap();
    let copied = folder.path().join("madr-4");
    copy(&example("adr-styles/madr-4"), &copied);
    let taken = read_adr(&copied, &()).unwrap();
    apply(&bench.ws, &taken, None, &options, &()).unwrap();
    assert_eq!(bench.links(&release).len(), 13, "a decision and two options more");
}
