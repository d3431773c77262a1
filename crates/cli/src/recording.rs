//! `throughline record …`: what a pipeline records, from options or from a file.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};
use throughline_api::dto::{ApiError, RunRecorded};

use crate::record_check::{self, RecordCheck};
use crate::request::{pairs, read_body};

/// What can be recorded.
#[derive(Debug, Subcommand)]
pub enum RecordCommand {
    /// A model: `throughline record model --name ranker --version 7 --file model.bin --trained-on ratings@2026-08`.
    Model(OfModel),
    /// A state of a data set: `throughline record data --name ratings --version 2026-08 --file ratings.csv`.
    Data(OfData),
    /// A commit of a repository: `throughline record code --repo .`.
    Code(OfCode),
    /// A check, by hand or from the results of tests, as one change.
    Check(RecordCheck),
    /// All that a run read and made, from a file (docs/pipeline.md).
    Run {
        /// The file, JSON; `-` for standard input.
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
    },
}

/// Which bytes a version is of.
#[derive(Debug, Args)]
pub struct Bytes {
    /// Name.
    #[arg(long)]
    name: String,
    /// Which one: a number, a date, a revision.
    #[arg(long)]
    version: String,
    /// The file; its SHA-256 is taken.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["dir", "digest"])]
    file: Option<PathBuf>,
    /// The folder; the digest of all that is in it is taken (docs/identity.md).
    #[arg(long, value_name = "FOLDER", conflicts_with = "digest")]
    dir: Option<PathBuf>,
    /// A digest that is known already: `sha256:…`, `dvc-md5:…`, `oci:sha256:…`.
    #[arg(long, value_name = "ALGORITHM:VALUE")]
    digest: Option<String>,
    /// Where it lies, if not at the file or folder.
    #[arg(long, value_name = "PLACE")]
    location: Option<String>,
    /// What produced it, such as a prototype. May be repeated.
    #[arg(long, value_name = "ID")]
    produced_by: Vec<String>,
    /// Another field: `--field licence=CC-BY-4.0`. May be repeated.
    #[arg(short, long = "field", value_name = "K=V")]
    fields: Vec<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// A model.
#[derive(Debug, Args)]
pub struct OfModel {
    /// Which bytes.
    #[command(flatten)]
    bytes: Bytes,
    /// What it was made with.
    #[arg(long)]
    framework: Option<String>,
    /// The run in a tracking tool.
    #[arg(long, value_name = "RUN")]
    run_id: Option<String>,
    /// A parameter: `--param depth=6`. May be repeated.
    #[arg(long = "param", value_name = "K=V")]
    parameters: Vec<String>,
    /// A metric: `--metric auc=0.91`. May be repeated.
    #[arg(long = "metric", value_name = "K=V")]
    metrics: Vec<String>,
    /// Data it learned from: `ratings@2026-08`, `DAT-3`. May be repeated.
    #[arg(long, value_name = "DATA")]
    trained_on: Vec<String>,
    /// Data it was judged on. May be repeated.
    #[arg(long, value_name = "DATA")]
    evaluated_on: Vec<String>,
    /// Code it was built from: `COD-2`, a commit, or `HEAD` of the working copy around this folder. May be repeated.
    #[arg(long, value_name = "CODE")]
    built_from: Vec<String>,
}

/// A state of a data set.
#[derive(Debug, Args)]
pub struct OfData {
    /// Which bytes.
    #[command(flatten)]
    bytes: Bytes,
    /// Data it was made of. May be repeated.
    #[arg(long, value_name = "DATA")]
    derived_from: Vec<String>,
}

/// A commit.
#[derive(Debug, Args)]
pub struct OfCode {
    /// The working copy, or a folder in it.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    repo: PathBuf,
    /// A hash, branch or tag.
    #[arg(long, value_name = "COMMIT", default_value = "HEAD")]
    commit: String,
    /// The file or folder of it, if not all.
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// The call of the api. Paths begin in this folder.
///
/// # Errors
/// `bad-field` where `K=V` lacks its `=`, `bad-json` where a file is no object, `io` where it cannot be read.
pub fn request(command: &RecordCommand, release: Option<&str>) -> Result<(&'static str, Value), ApiError> {
    let mut run = match command {
        RecordCommand::Check(of) => return record_check::request(of, release),
        RecordCommand::Model(of) => {
            let mut model = bytes(&of.bytes)?;
            model.insert("framework".into(), json!(of.framework));
            model.insert("run_id".into(), json!(of.run_id));
            model.insert("parameters".into(), words(&of.parameters)?);
            model.insert("metrics".into(), words(&of.metrics)?);
            model.insert("trained_on".into(), json!(of.trained_on));
            model.insert("evaluated_on".into(), json!(of.evaluated_on));
            model.insert("built_from".into(), json!(of.built_from));
            json!({ "model": model, "reason": of.bytes.reason })
        }
        RecordCommand::Data(of) => {
            let mut data = bytes(&of.bytes)?;
            data.insert("derived_from".into(), json!(of.derived_from));
            json!({ "data": [data], "reason": of.bytes.reason })
        }
        RecordCommand::Code(of) => json!({
            "code": { "repo": of.repo, "commit": of.commit, "path": of.path }, "reason": of.reason,
        }),
        RecordCommand::Run { file } => serde_json::from_str(&read_body(file)?).map_err(|e| {
            ApiError::new(
                "bad-json",
                format!("{} is no JSON: {e}. Nothing was recorded.", file.display()),
                "docs/pipeline.md shows what a run looks like.",
            )
            .about(file.display().to_string())
        })?,
    };
    if let Value::Object(map) = &mut run {
        map.remove("$schema");
        let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
        let base =
            map.get("base").and_then(Value::as_str).map_or_else(|| here.clone(), |base| here.join(base));
        map.insert("base".into(), json!(base));
        if let Some(release) = release {
            map.insert("release".into(), json!(release));
        }
    }
    Ok(("record.run", run))
}

fn bytes(of: &Bytes) -> Result<Map<String, Value>, ApiError> {
    let mut map = Map::new();
    map.insert("name".into(), json!(of.name));
    map.insert("version".into(), json!(of.version));
    map.insert("file".into(), json!(of.file));
    map.insert("dir".into(), json!(of.dir));
    map.insert("digest".into(), json!(of.digest));
    map.insert("location".into(), json!(of.location));
    map.insert("produced_by".into(), json!(of.produced_by));
    map.insert("fields".into(), Value::Object(pairs(&of.fields)?));
    Ok(map)
}

/// Names with texts: a value is what was typed, whatever it looks like.
fn words(typed: &[String]) -> Result<Value, ApiError> {
    let mut map = Map::new();
    for pair in typed {
        let Some((name, value)) = pair.split_once('=').filter(|(name, _)| !name.trim().is_empty()) else {
            return Err(ApiError::new(
                "bad-field",
                format!("“{pair}” is no name with a value. Nothing was recorded."),
                "Write depth=6.",
            )
            .about(pair.clone()));
        };
        map.insert(name.trim().to_owned(), json!(value));
    }
    Ok(Value::Object(map))
}

/// What was recorded: one line each, the short id first.
pub fn recorded(run: &RunRecorded) -> Vec<String> {
    let mut out: Vec<String> = run
        .rows
        .iter()
        .map(|row| {
            let place = match (&run.position, row.met) {
                (_, true) => "there already".to_owned(),
                (Some(position), false) => format!("#{}", position.0),
                (None, false) => String::new(),
            };
            [row.short.as_str(), row.title.as_str(), row.digest.as_str(), place.as_str()]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join("  ")
        })
        .collect();
    if run.position.is_none() {
        out.push("nothing differs, nothing recorded".to_owned());
    }
    out.extend(run.left.iter().map(|left| format!("left as it was: {left}")));
    out
}
