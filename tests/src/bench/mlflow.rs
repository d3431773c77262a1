//! A store of MLflow with thousands of runs, taken in by the api, beside reading the same rows.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::{Value, json};

use super::Failure;
use super::figures::{figure, percentile, timed};
use super::ours::Place;

/// The store that is multiplied: the sample of MLflow 3.
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/imports/mlflow-3/mlflow.db");

/// The run that is copied, with its parameters, metrics, tags and data sets.
const RUN: &str = "rf-300-depth4";

/// Of so many runs one is registered.
const REGISTERED: usize = 10;

/// The tables that a run's rows lie in, and those around them.
const TABLES: [&str; 10] = [
    "experiments",
    "runs",
    "params",
    "latest_metrics",
    "tags",
    "inputs",
    "input_tags",
    "datasets",
    "registered_models",
    "model_versions",
];

/// Writes a store with so many more runs than the sample has.
///
/// # Errors
/// Those of the file system and the database.
pub fn generate(folder: &Path, runs: usize) -> Result<PathBuf, Failure> {
    let file = folder.join("mlflow.db");
    std::fs::copy(SAMPLE, &file)?;
    let mut connection = Connection::open(&file)?;
    let run: String =
        connection.query_row("SELECT run_uuid FROM runs WHERE name = ?1", [RUN], |r| r.get(0))?;
    let transaction = connection.transaction()?;
    for n in 1..=runs {
        let id = format!("{n:032x}");
        let both = rusqlite::params![id, run];
        for sql in [
            "INSERT INTO runs SELECT ?1, name || '-' || substr(?1, 28), source_type, source_name, entry_point_name, user_id,
             status, start_time, end_time, source_version, lifecycle_stage, artifact_uri, experiment_id, deleted_time
             FROM runs WHERE run_uuid = ?2",
            "INSERT INTO params SELECT key, value, ?1 FROM params WHERE run_uuid = ?2",
            "INSERT INTO latest_metrics SELECT key, value, timestamp, step, is_nan, ?1 FROM latest_metrics WHERE run_uuid = ?2",
            "INSERT INTO tags SELECT key, CASE key WHEN 'mlflow.runName' THEN value || '-' || substr(?1, 28) ELSE value END, ?1
             FROM tags WHERE run_uuid = ?2",
            "INSERT INTO input_tags SELECT ?1 || substr(input_uuid, 33, 4), name, value FROM input_tags WHERE input_uuid IN
             (SELECT input_uuid FROM inputs WHERE destination_id = ?2) GROUP BY substr(input_uuid, 33, 4), name",
            "INSERT INTO inputs SELECT ?1 || substr(input_uuid, 33, 4), source_type, source_id, destination_type, ?1, step
             FROM inputs WHERE destination_id = ?2 AND source_type = 'DATASET'",
        ] {
            transaction.prepare_cached(sql)?.execute(both)?;
        }
        if n % REGISTERED == 0 {
            let sql = "INSERT INTO model_versions (name, version, creation_time, last_updated_time, description, user_id,
                       current_stage, source, run_id, status, workspace)
                       SELECT name, ?1, creation_time, last_updated_time, description, user_id, current_stage,
                       '/srv/ml/' || ?2, ?2, status, workspace FROM model_versions ORDER BY version LIMIT 1";
            transaction.prepare_cached(sql)?.execute(rusqlite::params![(1000 + n) as i64, id])?;
        }
    }
    transaction.commit()?;
    Ok(file)
}

/// Reads every row of the tables an import reads. Returns how many there are.
///
/// # Errors
/// Those of the database.
pub fn read_plainly(file: &Path) -> Result<usize, Failure> {
    let connection = Connection::open(file)?;
    let (mut rows_read, mut bytes) = (0, 0);
    for table in TABLES {
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\""))?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for at in 0..columns {
                bytes += row.get_ref(at)?.as_str().map_or(8, str::len);
            }
            rows_read += 1;
        }
    }
    if bytes == 0 {
        return Err(Failure::Wrong("the store is empty".into()));
    }
    Ok(rows_read)
}

/// Takes the store in a few times, each into a new workspace, and once more into the last.
///
/// # Errors
/// [`Failure`], also where the import left a run out or the second one added something.
pub fn measure(folder: &Path, runs: usize, times: usize) -> Result<(), Failure> {
    let folder = folder.join("mlflow");
    std::fs::create_dir_all(&folder)?;
    let file = generate(&folder, runs)?;
    println!("\nAn MLflow store with {runs} runs, one in {REGISTERED} registered ({times} times, in turns)");
    let (mut plain, mut ours, mut again) = (Vec::new(), Vec::new(), Vec::new());
    let mut rows = 0;
    for turn in 0..=times {
        let (took, read) = timed(|| read_plainly(&file))?;
        rows = read;
        let place = Place::new(folder.join(format!("ours-{turn}")))?;
        let app = place.new_app()?;
        let args = json!({ "format": "mlflow", "source": file });
        let (own, report) = timed(|| app.call("import", args.clone()))?;
        let count = |report: &Value, name: &str| report.get(name).and_then(Value::as_u64).unwrap_or(0);
        if count(&report, "added") < runs as u64 {
            return Err(Failure::Wrong(format!("{} of {runs} runs were added", count(&report, "added"))));
        }
        let (second, report) = timed(|| app.call("import", args))?;
        if count(&report, "added") + count(&report, "changed") + count(&report, "links") > 0 {
            return Err(Failure::Wrong("a second import added something".into()));
        }
        // The first turn meets cold files and does not count.
        if turn > 0 {
            plain.push(took);
            ours.push(own);
            again.push(second);
        }
    }
    let ratios: Vec<f64> = ours.iter().zip(&plain).map(|(ours, plain)| ours / plain).collect();
    figure("rows read", rows);
    figure("reading them with SQLite alone: median", format!("{:.0} ms", percentile(&plain, 50)));
    figure("import, durable and searchable: median", format!("{:.0} ms", percentile(&ours, 50)));
    figure("a second import, nothing new: median", format!("{:.0} ms", percentile(&again, 50)));
    figure("ratio of import to reading: median", format!("{:.1} ×", percentile(&ratios, 50)));
    figure("import of one run: median", format!("{:.2} ms", percentile(&ours, 50) / runs as f64));
    Ok(())
}
