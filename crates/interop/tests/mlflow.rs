//! MLflow stores of version 2 and 3, as database and as files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;
use support::{copy, example, shown};
use throughline_interop::{Level, SourceItem, Taken, read_mlflow};
use throughline_record::Value;

const STORES: [&str; 3] = ["mlflow-2", "mlflow-3", "mlflow-files-3"];

fn read(name: &str) -> Taken {
    read_mlflow(&example(name), &()).unwrap()
}

fn json(item: &SourceItem, field: &str) -> serde_json::Value {
    let value = item.current().unwrap().fields.get(field);
    value.and_then(|v| v.as_ref()).map_or(serde_json::Value::Null, Value::to_json)
}

fn codes(taken: &Taken) -> BTreeMap<&str, usize> {
    taken.report.iter().fold(BTreeMap::new(), |mut all, line| {
        *all.entry(line.code).or_insert(0) += 1;
        all
    })
}

/// What is the same for one project in all stores: everything but ids, places and what only one
/// version has (stages, the address of the repository, `MLmodel` files).
fn shape(taken: &Taken) -> Vec<String> {
    let mut out: Vec<String> = taken
        .items
        .iter()
        .filter(|item| item.kind != "code-version")
        .map(|item| {
            let mut fields: BTreeMap<String, serde_json::Value> = BTreeMap::new();
            for name in item.current().unwrap().fields.keys() {
                fields.insert(name.clone(), json(item, name));
            }
            for local in ["location", "run-id", "framework"] {
                if item.kind == "model-version" || local == "run-id" {
                    fields.remove(local);
                }
            }
            if let Some(serde_json::Value::Array(tags)) = fields.get_mut("tags") {
                tags.retain(|t| !t.as_str().unwrap().starts_with("stage: "));
            }
            let mut links: Vec<String> = item
                .current()
                .unwrap()
                .links
                .iter()
                .filter(|l| l.to_source.is_none())
                .map(|l| format!("{} {}", l.type_, l.to))
                .collect();
            links.sort();
            format!("{} {fields:?} {links:?}", item.kind)
        })
        .collect();
    out.sort();
    out
}

#[test]
fn a_version_2_store_is_taken_whole() {
    let taken = read("mlflow-2");
    insta::assert_snapshot!(shown(&taken));
}

#[test]
fn the_same_project_has_the_same_shape_in_every_store() {
    let first = shape(&read(STORES[0]));
    assert_eq!(first.len(), 9, "4 data sets, 3 model versions, 2 runs");
    for name in &STORES[1..] {
        assert_eq!(shape(&read(name)), first, "{name}");
    }
}

#[test]
fn nan_and_infinity_come_out_as_what_they_are() {
    for name in STORES {
        let taken = read(name);
        let metrics: Vec<serde_json::Value> =
            taken.of_kind("activity").map(|a| json(a, "metrics")["accuracy"].clone()).collect();
        assert!(metrics.contains(&"NaN".into()), "{name}: {metrics:?}");
        assert!(metrics.contains(&"Infinity".into()), "{name}: {metrics:?}");
        assert_eq!(codes(&taken)["not-finite"], 2, "{name}");
    }
}

#[test]
fn failed_runs_are_kept_and_deleted_ones_are_removed() {
    for name in STORES {
        let taken = read(name);
        let runs: BTreeMap<String, (serde_json::Value, serde_json::Value)> = taken
            .of_kind("activity")
            .map(|a| {
                let title = json(a, "title").as_str().unwrap().to_owned();
                (title, (json(a, "outcome"), json(a, "removed")))
            })
            .collect();
        assert_eq!(runs["broken"], ("failed".into(), serde_json::Value::Null), "{name}");
        assert_eq!(runs["to-delete"], ("informational".into(), true.into()), "{name}");
    }
}

#[test]
fn frameworks_come_from_artifacts_that_were_moved_with_the_store() {
    for name in ["mlflow-2", "mlflow-3"] {
        for model in read(name).of_kind("model-version") {
            assert_eq!(json(model, "framework"), "sklearn 1.9.1", "{name}");
        }
    }
    // This store came without its artifacts, and version 3 keeps no other trace of the framework.
    for model in read("mlflow-files-3").of_kind("model-version") {
        assert_eq!(json(model, "framework"), serde_json::Value::Null);
    }
}

#[test]
fn a_store_is_found_by_its_folder_or_file() {
    let by_folder = read_mlflow(&example("mlflow-3"), &()).unwrap();
    let by_file = read_mlflow(&example("mlflow-3/mlflow.db"), &()).unwrap();
    assert_eq!(by_folder, by_file);
    let by_inner = read_mlflow(&example("mlflow-files-3/mlruns"), &()).unwrap();
    assert_eq!(by_inner.source, read("mlflow-files-3").source);
    let error = read_mlflow(&example("adr-styles"), &()).unwrap_err();
    assert_eq!(error.code(), "not-this-format");
    let error = read_mlflow(&example("mlflow-src.bundle"), &()).unwrap_err();
    assert!(["not-this-format", "unreadable"].contains(&error.code()));
}

#[test]
fn reading_leaves_no_file_beside_the_store_and_not_a_byte_in_it() {
    let folder = tempfile::tempdir().unwrap();
    copy(&example("mlflow-3"), folder.path());
    let database = folder.path().join("mlflow.db");
    // A store left in write-ahead mode would grow files beside it when opened otherwise.
    Connection::open(&database)
        .unwrap()
        .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE settled (x); DROP TABLE settled;")
        .unwrap();
    let before = std::fs::read(&database).unwrap();
    let listed = |at: &Path| {
        let mut names: Vec<_> = std::fs::read_dir(at).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let files = listed(folder.path());
    read_mlflow(folder.path(), &()).unwrap();
    assert_eq!(std::fs::read(&database).unwrap(), before);
    assert_eq!(listed(folder.path()), files);
}

fn changed(name: &str, sql: &str) -> Taken {
    let folder = tempfile::tempdir().unwrap();
    copy(&example(name), folder.path());
    let connection = Connection::open(folder.path().join("mlflow.db")).unwrap();
    connection.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
    drop(connection);
    read_mlflow(folder.path(), &()).unwrap()
}

#[test]
fn a_deleted_version_is_removed_and_its_redacted_words_are_not_taken() {
    // As MLflow itself does it, in both versions.
    let sql = "UPDATE model_versions SET current_stage = 'Deleted_Internal', description = NULL, user_id = NULL, \
               source = 'REDACTED-SOURCE-PATH', run_id = 'REDACTED-RUN-ID', run_link = 'REDACTED-RUN-LINK', \
               status_message = NULL, storage_location = NULL WHERE version = 2; \
               DELETE FROM registered_model_aliases WHERE version = 2;";
    for name in ["mlflow-2", "mlflow-3"] {
        let taken = changed(name, sql);
        let version = taken.item("model/wdbc-triage/2").unwrap();
        let fields: Vec<&str> = version.current().unwrap().fields.keys().map(String::as_str).collect();
        assert_eq!(fields, ["removed", "title", "version"], "{name}");
        assert!(!shown(&taken).contains("REDACTED"), "{name}");
        assert_eq!(codes(&taken)["deleted-version"], 1, "{name}");
    }
}

#[test]
fn a_logged_model_that_was_never_registered_is_a_model_version_too() {
    let taken = changed("mlflow-3", "DELETE FROM model_versions WHERE version = 3;");
    let logged = taken.item("logged/m-0f77759e4ad54f3fad96d6e91f1f4618").unwrap();
    assert_eq!(json(logged, "parameters")["n_estimators"], "300");
    assert_eq!(json(logged, "framework"), "sklearn 1.9.1");
    assert!(logged.current().unwrap().links.iter().any(|l| l.type_ == "trained-on"));
    assert_eq!(taken.of_kind("activity").count(), 2, "its run is behind a model");
}

#[test]
fn columns_and_tables_that_a_store_does_not_have_read_as_empty() {
    let taken = changed(
        "mlflow-2",
        "DROP TABLE registered_model_aliases; DROP TABLE inputs; DROP TABLE latest_metrics; \
         ALTER TABLE model_versions DROP COLUMN storage_location; \
         ALTER TABLE experiments DROP COLUMN creation_time; ALTER TABLE runs DROP COLUMN name;",
    );
    let version = taken.item("model/wdbc-triage/2").unwrap();
    // The latest of the five values, now found among all of them.
    assert_eq!(json(version, "metrics")["val_logloss"], "0.1031156595750765");
    assert_eq!(json(version, "aliases"), serde_json::Value::Null);
    let links = &version.current().unwrap().links;
    assert_eq!(links.len(), 1, "the commit; data sets are not known: {links:?}");
}

#[test]
fn what_is_wrong_in_a_store_is_told() {
    let taken = changed(
        "mlflow-3",
        "UPDATE tags SET value = 'abc123' WHERE key = 'mlflow.source.git.commit' AND run_uuid LIKE '71dc%'; \
         DELETE FROM input_tags WHERE name = 'mlflow.data.context'; \
         DELETE FROM datasets WHERE name = 'wdbc-v1'; \
         UPDATE model_versions SET run_id = 'gone' WHERE version = 3;",
    );
    let codes = codes(&taken);
    for code in ["not-a-commit", "unclear-context", "missing-dataset", "missing-run"] {
        assert!(codes.contains_key(code), "{code}: {codes:?}");
    }
    assert!(taken.report.iter().all(|l| l.level != Level::Error));
}

#[test]
fn a_damaged_yaml_file_is_told_and_the_rest_taken() {
    let folder = tempfile::tempdir().unwrap();
    copy(&example("mlflow-files-3"), folder.path());
    let meta = folder.path().join("mlruns/525799541877558636/959e342272fc4a3fae3e03b4c61b9055/meta.yaml");
    std::fs::write(meta, "run_id: [unfinished").unwrap();
    let taken = read_mlflow(folder.path(), &()).unwrap();
    assert_eq!(codes(&taken)["unreadable"], 1);
    assert_eq!(taken.of_kind("activity").count(), 1);
    assert_eq!(taken.of_kind("model-version").count(), 3);
}

#[test]
fn credentials_in_the_address_of_a_repository_are_not_taken() {
    for (url, kept) in [
        ("https://bo:t0ken@example.org/acme/x.git", "https://example.org/acme/x.git"),
        ("https://t0ken@example.org/acme/x.git", "https://example.org/acme/x.git"),
        ("ssh://git:t0ken@example.org/acme/x.git", "ssh://git@example.org/acme/x.git"),
    ] {
        let sql = format!("UPDATE tags SET value = '{url}' WHERE key = 'mlflow.source.git.repoURL';");
        let taken = changed("mlflow-3", &sql);
        assert!(!format!("{taken:?}").contains("t0ken"), "{url}");
        for code in taken.of_kind("code-version") {
            assert_eq!(json(code, "repository"), kept);
        }
    }
}

#[test]
fn a_deleted_run_behind_a_version_that_is_still_there_is_told_in_the_report_and_on_the_version() {
    for name in ["mlflow-2", "mlflow-3"] {
        let taken = changed(
            name,
            "UPDATE runs SET lifecycle_stage = 'deleted' WHERE run_uuid IN \
             (SELECT run_id FROM model_versions WHERE version = 2);",
        );
        let version = taken.item("model/wdbc-triage/2").unwrap();
        assert_eq!(json(version, "removed"), serde_json::Value::Null, "{name}");
        let notes = json(version, "notes");
        assert!(notes.as_str().unwrap().contains("was deleted in MLflow"), "{name}: {notes}");
        assert!(taken.report.iter().any(|l| l.code == "deleted-run" && l.place == "wdbc-triage 2"), "{name}");
    }
}

#[test]
fn what_people_wrote_on_a_run_behind_a_model_version_is_kept_on_the_version() {
    for name in STORES {
        let taken = read(name);
        let version = taken.item("model/wdbc-triage/2").unwrap();
        let tags = json(version, "tags").to_string();
        assert!(tags.contains("team: "), "{name}: {tags}");
        assert!(!tags.contains("mlflow."), "{name}: {tags}");
        let line = taken.report.iter().find(|l| l.code == "model-version").unwrap();
        assert!(line.text.contains("out of run "), "{name}: {}", line.text);
    }
    let sql = "INSERT INTO tags (key, value, run_uuid) SELECT 'own', 'words', run_id FROM model_versions WHERE version = 2; \
               DELETE FROM tags WHERE key = 'mlflow.note.content'; \
               INSERT INTO tags (key, value, run_uuid) SELECT 'mlflow.note.content', 'Tried twice.', run_id FROM model_versions;";
    for more in ["", "DELETE FROM model_versions WHERE version = 2;"] {
        let taken = changed("mlflow-3", &format!("{sql}{more}"));
        let key =
            if more.is_empty() { "model/wdbc-triage/2" } else { "logged/m-492d510ae8b54ffb9c2295f311bcb95a" };
        let version = taken.item(key).unwrap();
        assert!(json(version, "tags").to_string().contains("own: words"), "{key}");
        assert!(json(version, "notes").as_str().unwrap().contains("Tried twice."), "{key}");
    }
    let taken = changed("mlflow-3", "DELETE FROM model_versions WHERE version = 3;");
    let line = taken.report.iter().find(|l| l.code == "logged-model").unwrap();
    assert!(line.text.contains("out of run "), "{}", line.text);
}

#[test]
fn an_infinity_below_nothing_comes_out_of_databases_and_files() {
    let taken = changed(
        "mlflow-3",
        "UPDATE latest_metrics SET value = -1.7976931348623157e308 WHERE key = 'accuracy' AND is_nan = 1; \
         UPDATE latest_metrics SET is_nan = 0 WHERE key = 'accuracy' AND is_nan = 1;",
    );
    let of = |taken: &Taken| -> Vec<serde_json::Value> {
        taken.of_kind("activity").map(|a| json(a, "metrics")["accuracy"].clone()).collect()
    };
    assert!(of(&taken).contains(&"-Infinity".into()), "{:?}", of(&taken));

    let folder = tempfile::tempdir().unwrap();
    copy(&example("mlflow-files-3"), folder.path());
    let mut changed = 0;
    let mut open = vec![folder.path().to_owned()];
    while let Some(inside) = open.pop() {
        for entry in std::fs::read_dir(inside).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                open.push(entry.path());
            } else if entry.file_name() == "accuracy" {
                let text = std::fs::read_to_string(entry.path()).unwrap();
                if text.contains("nan") {
                    std::fs::write(entry.path(), text.replace("nan", "-inf")).unwrap();
                    changed += 1;
                }
            }
        }
    }
    assert!(changed > 0);
    let taken = read_mlflow(folder.path(), &()).unwrap();
    assert!(of(&taken).contains(&"-Infinity".into()), "{:?}", of(&taken));
}

#[test]
fn a_metric_of_a_logged_model_that_is_no_number_comes_out_as_such() {
    // The table of logged models has no mark for it, and two models of a run have their own values.
    let taken = changed(
        "mlflow-3",
        "INSERT INTO logged_models (model_id, experiment_id, name, artifact_location, creation_timestamp_ms, \
           last_updated_timestamp_ms, status, lifecycle_stage, source_run_id) \
           SELECT 'm-second', experiment_id, name, '/second', creation_timestamp_ms, last_updated_timestamp_ms, \
           status, lifecycle_stage, source_run_id FROM logged_models WHERE model_id LIKE 'm-492d%'; \
         INSERT INTO logged_model_metrics (model_id, metric_name, metric_timestamp_ms, metric_step, metric_value, \
           experiment_id, run_id) SELECT 'm-second', 'loss', 5, 7, 0, experiment_id, source_run_id \
           FROM logged_models WHERE model_id = 'm-second'; \
         INSERT INTO logged_model_metrics (model_id, metric_name, metric_timestamp_ms, metric_step, metric_value, \
           experiment_id, run_id) SELECT 'm-second', 'gain', 5, 7, 0, experiment_id, source_run_id \
           FROM logged_models WHERE model_id = 'm-second'; \
         INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) \
           SELECT 'loss', 0, 5, source_run_id, 7, 1 FROM logged_models WHERE model_id = 'm-second'; \
         INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) \
           SELECT 'gain', 0, 5, source_run_id, 7, 0 FROM logged_models WHERE model_id = 'm-second';",
    );
    let second = taken.item("logged/m-second").unwrap();
    assert_eq!(json(second, "metrics")["loss"], "NaN");
    assert_eq!(json(second, "metrics")["gain"], "0");
}

#[test]
fn what_opens_a_repository_or_a_store_is_not_taken() {
    let taken = changed(
        "mlflow-3",
        "UPDATE tags SET value = 'https://ann:s3cret@example.org/acme/triage.git' WHERE key = 'mlflow.source.git.repoURL'; \
         UPDATE tags SET value = 'ssh://git:s3cret@example.org/acme/triage.git#train' WHERE key = 'mlflow.source.name'; \
         UPDATE datasets SET dataset_source = '{\"uri\": \"postgresql://ann:s3cret@db.example.org/wdbc\"}'; \
         UPDATE model_versions SET storage_location = 'ftp://ann:s3cret@files.example.org/m'; \
         UPDATE logged_models SET artifact_location = 'ftp://ann:s3cret@files.example.org/m'; \
         DELETE FROM model_versions WHERE version = 3;",
    );
    let all = shown(&taken);
    assert!(!all.contains("s3cret"), "{all}");
    let code = taken.of_kind("code-version").next().unwrap();
    assert_eq!(json(code, "repository"), "https://example.org/acme/triage.git");
    assert_eq!(json(code, "path"), "ssh://git@example.org/acme/triage.git#train");
    assert_eq!(
        json(taken.of_kind("data-version").next().unwrap(), "location"),
        "postgresql://db.example.org/wdbc"
    );
    for model in taken.of_kind("model-version") {
        assert_eq!(json(model, "location"), "ftp://files.example.org/m");
    }
}

#[test]
fn a_run_that_was_deleted_with_its_experiment_is_told_on_the_version_that_stayed() {
    let taken =
        changed("mlflow-3", "UPDATE experiments SET lifecycle_stage = 'deleted' WHERE experiment_id = 1;");
    assert_eq!(codes(&taken)["deleted-run"], 3 + 2, "behind three versions, and the two behind none");
    let version = taken.item("model/wdbc-triage/2").unwrap();
    assert!(json(version, "notes").as_str().unwrap().contains("was deleted in MLflow"));
    assert_eq!(json(version, "removed"), serde_json::Value::Null);
}

#[test]
fn a_store_that_is_being_written_to_is_locked_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mlflow.db");
    std::fs::copy(example("mlflow-3").join("mlflow.db"), &file).unwrap();
    let writer = Connection::open(&file).unwrap();
    writer.execute_batch("BEGIN EXCLUSIVE; DELETE FROM params").unwrap();
    let error = read_mlflow(&file, &()).unwrap_err();
    assert_eq!(error.code(), "locked");
    assert!(error.to_string().contains("another program is writing"), "{error}");
    assert!(error.hint().contains("import again"));
    writer.execute_batch("ROLLBACK").unwrap();
    assert!(!read_mlflow(&file, &()).unwrap().items.is_empty());
}

#[test]
fn a_change_that_is_not_committed_yet_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mlflow.db");
    std::fs::copy(example("mlflow-3").join("mlflow.db"), &file).unwrap();
    let before = read_mlflow(&file, &()).unwrap();
    let writer = Connection::open(&file).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE; UPDATE model_versions SET description = 'meanwhile'").unwrap();
    let while_written = read_mlflow(&file, &()).unwrap();
    assert_eq!(while_written.items, before.items);
    assert_eq!(while_written.report, before.report, "and nobody need be warned");
    writer.execute_batch("COMMIT").unwrap();
    assert_ne!(read_mlflow(&file, &()).unwrap().items, before.items);
}

#[test]
fn a_store_that_a_crash_left_in_the_middle_of_a_change_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mlflow.db");
    std::fs::copy(example("mlflow-3").join("mlflow.db"), &file).unwrap();
    let writer = Connection::open(&file).unwrap();
    // With so small a cache pages go into the file before the end of the transaction.
    writer.execute_batch("PRAGMA cache_size = 2; BEGIN; UPDATE params SET value = value || 'x'; DELETE FROM tags; DELETE FROM latest_metrics; DELETE FROM metrics").unwrap();
    let crashed = folder.path().join("crashed");
    std::fs::create_dir(&crashed).unwrap();
    for name in ["mlflow.db", "mlflow.db-journal"] {
        std::fs::copy(folder.path().join(name), crashed.join(name)).unwrap();
    }
    let error = read_mlflow(&crashed.join("mlflow.db"), &()).unwrap_err();
    assert_eq!(error.code(), "unfinished", "{error}");
    assert!(crashed.join("mlflow.db-journal").exists(), "it is for MLflow to put it in order");
}
