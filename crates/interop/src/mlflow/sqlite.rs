//! The SQLite store. Columns are probed, because each version of MLflow adds some: what a store
//! does not have reads as empty.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::ffi::SQLITE_READONLY_ROLLBACK;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use throughline_store::Progress;

use super::store::{Dataset, Experiment, Input, Logged, Point, Registered, Run, Store, from_sql};
use crate::error::{InteropError, Result};
use crate::taken::{Level, Line};

/// How long a program that is just writing is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// Opens read-only, in one state of the store from here to the end.
///
/// A store with a rollback journal, which is how MLflow makes it, is read under SQLite's shared lock: what
/// another program is about to write is either in it or not. One with a write-ahead log is opened
/// immutable, because SQLite would make `-wal` and `-shm` files beside it otherwise.
///
/// # Errors
/// [`InteropError::Busy`] while another program writes to it, [`InteropError::Unfinished`] if one was
/// stopped in the middle, and whatever else keeps it from being read.
pub(crate) fn open(file: &Path) -> Result<Connection> {
    let path = file.canonicalize().map_err(|e| InteropError::unreadable(file, e))?;
    let mut escaped = String::new();
    for c in path.to_string_lossy().chars() {
        match c {
            '%' => escaped.push_str("%25"),
            '?' => escaped.push_str("%3f"),
            '#' => escaped.push_str("%23"),
            c => escaped.push(c),
        }
    }
    if !has_rollback_journal(&path) {
        return connect(&format!("file:{escaped}?immutable=1"))
            .map_err(|e| InteropError::unreadable(file, e));
    }
    let locked = connect(&format!("file:{escaped}?mode=ro")).and_then(|connection| {
        connection.busy_timeout(PATIENCE)?;
        connection.execute_batch("BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1")?;
        Ok(connection)
    });
    match locked {
        Ok(connection) => Ok(connection),
        Err(error) => match error.sqlite_error().map(|e| (e.code, e.extended_code)) {
            Some((ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _)) => {
                Err(InteropError::Busy(file.to_owned()))
            }
            Some((_, SQLITE_READONLY_ROLLBACK)) => Err(InteropError::Unfinished(file.to_owned())),
            // Some network drives have no locks.
            Some((ErrorCode::SystemIoFailure, _)) => {
                connect(&format!("file:{escaped}?immutable=1")).map_err(|e| InteropError::unreadable(file, e))
            }
            _ => Err(InteropError::unreadable(file, error)),
        },
    }
}

fn connect(uri: &str) -> rusqlite::Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(uri, flags)?;
    // A database from elsewhere must not run anything of its own.
    connection
        .execute_batch("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON;")?;
    Ok(connection)
}

/// Whether a database file says of itself that it is written with a rollback journal: bytes 18 and 19 of
/// <https://www.sqlite.org/fileformat.html#the_database_header>. What is no database does not.
fn has_rollback_journal(file: &Path) -> bool {
    let mut head = [0; 20];
    File::open(file).and_then(|mut file| file.read_exact(&mut head)).is_ok()
        && head.starts_with(b"SQLite format 3\0")
        && head.ends_with(&[1, 1])
}

/// Whether the file is a database of MLflow.
pub(crate) fn recognise(file: &Path) -> Result<()> {
    let connection = open(file)?;
    known(&Tables { file, connection: &connection })
}

fn known(tables: &Tables<'_>) -> Result<()> {
    let not_this = || InteropError::NotThis { path: tables.file.to_owned(), expected: "an MLflow database" };
    let columns = tables.columns("runs").map_err(|_| not_this())?;
    if !columns.contains("run_uuid") || tables.columns("experiments")?.is_empty() {
        return Err(not_this());
    }
    Ok(())
}

pub(crate) fn read(file: &Path, progress: &dyn Progress) -> Result<Store> {
    let mut store = Store::default();
    // First, because a file that is closed takes the locks with it that the process has on it elsewhere.
    unsettled(file, &mut store.lines);
    let connection = open(file)?;
    let tables = Tables { file, connection: &connection };
    known(&tables)?;
    if let Some(folder) = file.parent() {
        store.beside.push(folder.to_owned());
    }
    type Part = (&'static str, fn(&Tables<'_>, &mut Store) -> Result<()>);
    let parts: [Part; 5] = [
        ("experiments", experiments),
        ("runs", runs),
        ("datasets", datasets),
        ("logged models", logged),
        ("registered models", versions),
    ];
    for (done, (what, part)) in parts.iter().enumerate() {
        throughline_store::progress::step(progress, done as u64, parts.len() as u64, what)?;
        part(&tables, &mut store)?;
    }
    Ok(store)
}

/// What another program has not yet put out of the write-ahead log into the database cannot be seen.
fn unsettled(file: &Path, lines: &mut Vec<Line>) {
    if has_rollback_journal(file) {
        return;
    }
    let name = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    for suffix in ["-wal", "-journal"] {
        let beside = file.with_file_name(format!("{name}{suffix}"));
        if beside.metadata().is_ok_and(|m| m.len() > 0) {
            lines.push(Line::new(
                Level::Warning,
                beside.display().to_string(),
                "unsettled",
                "MLflow has changes here that are not in the database yet; they were not taken. Stop MLflow and import again",
            ));
        }
    }
}

/// One row of the columns asked for.
struct Row(Vec<Cell>);

#[derive(Clone)]
enum Cell {
    Nothing,
    Int(i64),
    Real(f64),
    Text(String),
}

impl Row {
    fn text(&self, at: usize) -> String {
        match self.0.get(at) {
            Some(Cell::Text(text)) => text.clone(),
            Some(Cell::Int(n)) => n.to_string(),
            Some(Cell::Real(n)) => n.to_string(),
            _ => String::new(),
        }
    }

    fn int(&self, at: usize) -> Option<i64> {
        match self.0.get(at) {
            Some(Cell::Int(n)) => Some(*n),
            Some(Cell::Text(text)) => text.parse().ok(),
            // Some drivers write times as doubles.
            #[allow(clippy::cast_possible_truncation)]
            Some(Cell::Real(n)) if n.abs() < 9e15 => Some(*n as i64),
            _ => None,
        }
    }

    fn real(&self, at: usize) -> Option<f64> {
        match self.0.get(at) {
            #[allow(clippy::cast_precision_loss)]
            Some(Cell::Int(n)) => Some(*n as f64),
            Some(Cell::Real(n)) => Some(*n),
            Some(Cell::Text(text)) => text.parse().ok(),
            _ => None,
        }
    }
}

struct Tables<'c> {
    file: &'c Path,
    connection: &'c Connection,
}

impl Tables<'_> {
    fn fault(&self, error: rusqlite::Error) -> InteropError {
        InteropError::unreadable(self.file, error)
    }

    fn columns(&self, table: &str) -> Result<BTreeSet<String>> {
        let mut statement =
            self.connection.prepare("SELECT name FROM pragma_table_info(?1)").map_err(|e| self.fault(e))?;
        let names = statement
            .query_map([table], |row| row.get::<_, String>(0))
            .and_then(Iterator::collect)
            .map_err(|e| self.fault(e))?;
        Ok(names)
    }

    /// All rows of a table, the columns in the order asked for. A table or column that is not
    /// there reads as empty.
    fn rows(&self, table: &'static str, columns: &[&'static str]) -> Result<Vec<Row>> {
        self.marked(table, columns, None)
    }

    /// The same of those rows alone in which a column is 1.
    fn marked(
        &self,
        table: &'static str,
        columns: &[&'static str],
        mark: Option<&'static str>,
    ) -> Result<Vec<Row>> {
        let known = self.columns(table)?;
        if known.is_empty() {
            return Ok(Vec::new());
        }
        let list: Vec<String> = columns
            .iter()
            .map(|c| if known.contains(*c) { format!("\"{c}\"") } else { "NULL".to_owned() })
            .collect();
        let only = match mark {
            Some(mark) if !known.contains(mark) => return Ok(Vec::new()),
            Some(mark) => format!(" WHERE \"{mark}\" = 1"),
            None => String::new(),
        };
        let sql = format!("SELECT {} FROM \"{table}\"{only}", list.join(", "));
        let mut statement = self.connection.prepare(&sql).map_err(|e| self.fault(e))?;
        let mut rows = statement.query([]).map_err(|e| self.fault(e))?;
        let mut out = Vec::new();
        while let Some(row) = rows.next().map_err(|e| self.fault(e))? {
            let cells = (0..columns.len())
                .map(|at| {
                    Ok(match row.get_ref(at)? {
                        ValueRef::Null => Cell::Nothing,
                        ValueRef::Integer(n) => Cell::Int(n),
                        ValueRef::Real(n) => Cell::Real(n),
                        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                            Cell::Text(String::from_utf8_lossy(bytes).into_owned())
                        }
                    })
                })
                .collect::<rusqlite::Result<Vec<Cell>>>()
                .map_err(|e| self.fault(e))?;
            out.push(Row(cells));
        }
        Ok(out)
    }

    /// `owner → key → value`.
    fn named(
        &self,
        table: &'static str,
        columns: [&'static str; 3],
    ) -> Result<HashMap<String, BTreeMap<String, String>>> {
        let mut out: HashMap<String, BTreeMap<String, String>> = HashMap::new();
        for row in self.rows(table, &columns)? {
            out.entry(row.text(0)).or_default().insert(row.text(1), row.text(2));
        }
        Ok(out)
    }
}

fn experiments(tables: &Tables<'_>, store: &mut Store) -> Result<()> {
    let mut tags = tables.named("experiment_tags", ["experiment_id", "key", "value"])?;
    let rows = tables.rows("experiments", &["experiment_id", "name", "creation_time", "lifecycle_stage"])?;
    store.experiments = rows
        .iter()
        .map(|row| Experiment {
            id: row.text(0),
            name: row.text(1),
            created: row.int(2),
            deleted: row.text(3) == "deleted",
            tags: tags.remove(&row.text(0)).unwrap_or_default(),
        })
        .collect();
    Ok(())
}

fn runs(tables: &Tables<'_>, store: &mut Store) -> Result<()> {
    let mut params = tables.named("params", ["run_uuid", "key", "value"])?;
    let mut tags = tables.named("tags", ["run_uuid", "key", "value"])?;
    let mut metrics = latest(tables)?;
    let mut inputs = inputs(tables)?;
    let rows = tables.rows(
        "runs",
        &[
            "run_uuid",
            "name",
            "experiment_id",
            "user_id",
            "status",
            "start_time",
            "end_time",
            "lifecycle_stage",
            "source_name",
            "source_version",
        ],
    )?;
    for row in rows {
        let id = row.text(0);
        let mut tags = tags.remove(&id).unwrap_or_default();
        // Before the tags of version 1 these two were columns.
        for (tag, at) in [("mlflow.source.name", 8), ("mlflow.source.git.commit", 9)] {
            if !row.text(at).is_empty() {
                tags.entry(tag.to_owned()).or_insert_with(|| row.text(at));
            }
        }
        let name = match tags.get("mlflow.runName") {
            Some(name) if !name.is_empty() => name.clone(),
            _ => row.text(1),
        };
        store.runs.push(Run {
            name,
            experiment: row.text(2),
            user: row.text(3),
            status: row.text(4),
            start: row.int(5),
            end: row.int(6),
            deleted: row.text(7) == "deleted",
            params: params.remove(&id).unwrap_or_default(),
            metrics: metrics.remove(&id).unwrap_or_default(),
            inputs: inputs.remove(&id).unwrap_or_default(),
            tags,
            id,
        });
    }
    Ok(())
}

type Metrics = HashMap<String, BTreeMap<String, f64>>;

/// The latest value of each metric: from the table that keeps just these, or, in stores too old
/// to have it, from all of them.
fn latest(tables: &Tables<'_>) -> Result<Metrics> {
    let columns = ["run_uuid", "key", "value", "is_nan", "step", "timestamp"];
    let table = if tables.columns("latest_metrics")?.is_empty() { "metrics" } else { "latest_metrics" };
    let mut points: HashMap<String, BTreeMap<String, Point>> = HashMap::new();
    for row in tables.rows(table, &columns)? {
        let is_nan = row.int(3) == Some(1);
        let point = Point {
            step: row.int(4).unwrap_or(0),
            at: row.int(5).unwrap_or(0),
            value: from_sql(row.real(2).unwrap_or(f64::NAN), is_nan),
        };
        keep(points.entry(row.text(0)).or_default(), row.text(1), point);
    }
    Ok(points
        .into_iter()
        .map(|(run, metrics)| (run, metrics.into_iter().map(|(k, p)| (k, p.value)).collect()))
        .collect())
}

/// Keeps the later of two values of one metric.
pub(crate) fn keep(points: &mut BTreeMap<String, Point>, name: String, point: Point) {
    match points.get_mut(&name) {
        Some(known) if point.is_after(known) => *known = point,
        Some(_) => {}
        None => {
            points.insert(name, point);
        }
    }
}

type Inputs = HashMap<String, Vec<Input>>;

fn inputs(tables: &Tables<'_>) -> Result<Inputs> {
    let tags = tables.named("input_tags", ["input_uuid", "name", "value"])?;
    let mut inputs = Inputs::new();
    let rows = tables
        .rows("inputs", &["input_uuid", "source_type", "source_id", "destination_type", "destination_id"])?;
    for row in rows {
        if row.text(1) == "DATASET" && row.text(3) == "RUN" {
            let context = tags.get(&row.text(0)).and_then(|t| t.get("mlflow.data.context")).cloned();
            inputs.entry(row.text(4)).or_default().push(Input { dataset: row.text(2), context });
        }
    }
    Ok(inputs)
}

fn datasets(tables: &Tables<'_>, store: &mut Store) -> Result<()> {
    let rows = tables.rows(
        "datasets",
        &[
            "dataset_uuid",
            "name",
            "digest",
            "dataset_source_type",
            "dataset_source",
            "dataset_schema",
            "dataset_profile",
        ],
    )?;
    store.datasets = rows
        .iter()
        .map(|row| Dataset {
            id: row.text(0),
            name: row.text(1),
            digest: row.text(2),
            source_type: row.text(3),
            source: row.text(4),
            schema: row.text(5),
            profile: row.text(6),
        })
        .collect();
    Ok(())
}

fn logged(tables: &Tables<'_>, store: &mut Store) -> Result<()> {
    let mut params = tables.named("logged_model_params", ["model_id", "param_key", "param_value"])?;
    let mut tags = tables.named("logged_model_tags", ["model_id", "tag_key", "tag_value"])?;
    let mut points: HashMap<String, BTreeMap<String, Point>> = HashMap::new();
    // The table has no mark for what is no number; the same point of the run has.
    let point = ["run_uuid", "key", "step", "timestamp"];
    let of = |row: &Row, first: usize| {
        let number = |at: usize| row.int(first + at).unwrap_or(0);
        (row.text(first), row.text(first + 1), number(2), number(3))
    };
    let nan: HashSet<(String, String, i64, i64)> =
        tables.marked("metrics", &point, Some("is_nan"))?.iter().map(|row| of(row, 0)).collect();
    let columns = [
        "model_id",
        "metric_name",
        "metric_value",
        "metric_step",
        "metric_timestamp_ms",
        "run_id",
        "metric_name",
        "metric_step",
        "metric_timestamp_ms",
    ];
    for row in tables.rows("logged_model_metrics", &columns)? {
        let point = Point {
            step: row.int(3).unwrap_or(0),
            at: row.int(4).unwrap_or(0),
            value: from_sql(row.real(2).unwrap_or(f64::NAN), nan.contains(&of(&row, 5))),
        };
        keep(points.entry(row.text(0)).or_default(), row.text(1), point);
    }
    let rows = tables.rows(
        "logged_models",
        &[
            "model_id",
            "name",
            "artifact_location",
            "creation_timestamp_ms",
            "last_updated_timestamp_ms",
            "lifecycle_stage",
            "status",
            "source_run_id",
        ],
    )?;
    for row in rows {
        let id = row.text(0);
        let metrics = points.remove(&id).unwrap_or_default();
        store.logged.push(Logged {
            name: row.text(1),
            location: row.text(2),
            created: row.int(3),
            updated: row.int(4),
            deleted: row.text(5) == "deleted",
            failed: row.int(6) == Some(3),
            run: row.text(7),
            params: params.remove(&id).unwrap_or_default(),
            tags: tags.remove(&id).unwrap_or_default(),
            metrics: metrics.into_iter().map(|(k, p)| (k, p.value)).collect(),
            id,
        });
    }
    Ok(())
}

fn versions(tables: &Tables<'_>, store: &mut Store) -> Result<()> {
    // The default workspace is the store that knows no workspaces.
    let workspace = |row: &Row, at: usize| {
        let name = row.text(at);
        if name == "default" { String::new() } else { name }
    };
    let model = |row: &Row| (workspace(row, 0), row.text(1));
    let mut descriptions: HashMap<(String, String), String> = HashMap::new();
    for row in tables.rows("registered_models", &["workspace", "name", "description"])? {
        descriptions.insert(model(&row), row.text(2));
    }
    let mut model_tags: HashMap<(String, String), BTreeMap<String, String>> = HashMap::new();
    for row in tables.rows("registered_model_tags", &["workspace", "name", "key", "value"])? {
        model_tags.entry(model(&row)).or_default().insert(row.text(2), row.text(3));
    }
    type Of = ((String, String), String);
    let mut tags: HashMap<Of, BTreeMap<String, String>> = HashMap::new();
    let columns = ["workspace", "name", "version", "key", "value"];
    for row in tables.rows("model_version_tags", &columns)? {
        let of = (model(&row), row.text(2));
        tags.entry(of).or_default().insert(row.text(3), row.text(4));
    }
    let mut aliases: HashMap<Of, Vec<String>> = HashMap::new();
    let columns = ["workspace", "name", "version", "alias"];
    for row in tables.rows("registered_model_aliases", &columns)? {
        aliases.entry((model(&row), row.text(2))).or_default().push(row.text(3));
    }
    let rows = tables.rows(
        "model_versions",
        &[
            "workspace",
            "name",
            "version",
            "description",
            "user_id",
            "current_stage",
            "source",
            "storage_location",
            "run_id",
            "status",
            "creation_time",
            "last_updated_time",
        ],
    )?;
    for row in rows {
        let of = (model(&row), row.text(2));
        let mut aliases = aliases.remove(&of).unwrap_or_default();
        aliases.sort();
        store.versions.push(Registered {
            workspace: workspace(&row, 0),
            name: row.text(1),
            version: row.text(2),
            description: row.text(3),
            model_description: descriptions.get(&of.0).cloned().unwrap_or_default(),
            user: row.text(4),
            stage: row.text(5),
            source: row.text(6),
            location: row.text(7),
            run: row.text(8),
            status: row.text(9),
            created: row.int(10),
            updated: row.int(11),
            aliases,
            tags: tags.remove(&of).unwrap_or_default(),
            model_tags: model_tags.get(&of.0).cloned().unwrap_or_default(),
            model_id: String::new(),
        });
    }
    Ok(())
}
