//! A store of MLflow with thousands of runs, taken in by the api, beside reading the same rows.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::{Value, json};

use super::Failure;
use super::figures::{Bars, figure, percentile, timed};
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

/// How much longer a run may take in a store than in one with a tenth of its runs. An import whose time grows
/// with the square of the runs takes ten times as long for each.
const GROWTH: f64 = 2.0;

/// What one import of a store took, in milliseconds.
struct Took {
    plain: f64,
    first: f64,
    again: f64,
}

/// Takes the store in a few times, each into a new workspace and once more into the same; and one with a tenth
/// of the runs, to see how it grows.
///
/// # Errors
/// [`Failure`], also where the import left a run out or the second one added something.
pub fn measure(folder: &Path, runs: usize, times: usize, bars: &mut Bars) -> Result<(), Failure> {
    println!("\nAn MLflow store with {runs} runs, one in {REGISTERED} registered ({times} times, in turns)");
    let folder = folder.join("mlflow");
    let (mut all, mut few) = (Vec::new(), Vec::new());
    let (large, small) = (folder.join("all"), folder.join("few"));
    let tenth = (runs / 10).max(1);
    for place in [&large, &small] {
        std::fs::create_dir_all(place)?;
    }
    let (all_file, few_file) = (generate(&large, runs)?, generate(&small, tenth)?);
    for turn in 0..=times {
        let name = format!("ours-{turn}");
        let one = import(&all_file, large.join(&name), runs)?;
        let other = import(&few_file, small.join(&name), tenth)?;
        // The first turn meets cold files and does not count.
        if turn > 0 {
            all.push(one);
            few.push(other);
        }
    }
    let each = |of: &[Took], runs: usize, what: fn(&Took) -> f64| median(of, what) / runs as f64;
    figure("rows read", read_plainly(&all_file)?);
    figure("reading them with SQLite alone: median", format!("{:.0} ms", median(&all, |t| t.plain)));
    figure("import, durable and searchable: median", format!("{:.0} ms", median(&all, |t| t.first)));
    figure("a second import, nothing new: median", format!("{:.0} ms", median(&all, |t| t.again)));
    for (what, of) in [("import", (|t: &Took| t.first) as fn(&Took) -> f64), ("second import", |t| t.again)] {
        let text =
            format!("{:.3} ms of {tenth}, {:.3} ms of {runs}", each(&few, tenth, of), each(&all, runs, of));
        figure(&format!("{what} of one run"), text);
    }
    figure("ratio of import to reading: median", format!("{:.1} ×", median(&all, |t| t.first / t.plain)));
    let growth = |of: fn(&Took) -> f64| each(&all, runs, of) / each(&few, tenth, of);
    bars.at_most("import of one run, to that of a tenth", growth(|t| t.first), GROWTH, "×");
    bars.at_most("second import of one, to that of a tenth", growth(|t| t.again), GROWTH, "×");
    Ok(())
}

fn median(of: &[Took], what: fn(&Took) -> f64) -> f64 {
    percentile(&of.iter().map(what).collect::<Vec<_>>(), 50)
}

fn import(file: &Path, folder: PathBuf, runs: usize) -> Result<Took, Failure> {
    let (plain, _) = timed(|| read_plainly(file))?;
    let app = Place::new(folder)?.new_app()?;
    let args = json!({ "format": "mlflow", "source": file });
    let (first, report) = timed(|| app.call("import", args.clone()))?;
    let count = |report: &Value, name: &str| report.get(name).and_then(Value::as_u64).unwrap_or(0);
    if count(&report, "added") < runs as u64 {
        return Err(Failure::Wrong(format!("{} of {runs} runs were added", count(&report, "added"))));
    }
    let (again, report) = timed(|| app.call("import", args))?;
    if count(&report, "added") + count(&report, "changed") + count(&report, "links") > 0 {
        return Err(Failure::Wrong("a second import added something".into()));
    }
    Ok(Took { plain, first, again })
}
