//! The file store: folders for experiments, runs and models, YAML for what they are, one file per
//! parameter, metric and tag.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use throughline_store::Progress;

use super::sqlite::keep;
use super::store::{Dataset, Experiment, Input, Logged, Point, Registered, Run, Store};
use crate::error::{InteropError, Result};
use crate::taken::{Level, Line};

/// Names of metrics and parameters may hold slashes, which become folders; deeper is no name.
const DEEPEST_NAME: usize = 8;

/// Folders of an experiment that are no runs.
const NOT_RUNS: [&str; 5] = ["models", "datasets", "tags", "traces", "assessments"];

#[derive(Deserialize, Default)]
#[serde(default)]
struct ExperimentMeta {
    experiment_id: String,
    name: String,
    creation_time: Option<i64>,
    lifecycle_stage: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RunMeta {
    run_id: String,
    run_uuid: String,
    run_name: Option<String>,
    name: Option<String>,
    user_id: Option<String>,
    status: Option<i64>,
    start_time: Option<i64>,
    end_time: Option<i64>,
    lifecycle_stage: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct InputMeta {
    source_id: String,
    source_type: String,
    tags: BTreeMap<String, String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct DatasetMeta {
    name: String,
    digest: String,
    source_type: Option<String>,
    source: Option<String>,
    schema: Option<String>,
    profile: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct LoggedMeta {
    model_id: String,
    name: String,
    artifact_location: Option<String>,
    creation_timestamp: Option<i64>,
    last_updated_timestamp: Option<i64>,
    lifecycle_stage: Option<String>,
    status: Option<i64>,
    source_run_id: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ModelMeta {
    name: String,
    description: Option<String>,
    workspace: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct VersionMeta {
    version: String,
    description: Option<String>,
    user_id: Option<String>,
    current_stage: Option<String>,
    source: Option<String>,
    storage_location: Option<String>,
    run_id: Option<String>,
    status: Option<String>,
    creation_timestamp: Option<i64>,
    last_updated_timestamp: Option<i64>,
    model_id: Option<String>,
}

/// A folder is a store if it holds an experiment.
pub(crate) fn is_store(folder: &Path) -> bool {
    folders(folder).is_ok_and(|all| {
        all.iter().any(|f| {
            f.join("meta.yaml").is_file()
                && std::fs::read_to_string(f.join("meta.yaml"))
                    .is_ok_and(|text| text.contains("experiment_id:"))
        })
    })
}

pub(crate) fn read(top: &Path, progress: &dyn Progress) -> Result<Store> {
    let mut store = Store { beside: vec![top.to_owned()], ..Store::default() };
    store.beside.extend(top.parent().map(Path::to_owned));
    let mut experiments = folders(top)?;
    experiments.retain(|f| named(f) != "models");
    // Deleted experiments are moved here whole.
    let trash = top.join(".trash");
    if trash.is_dir() {
        experiments.extend(folders(&trash)?);
    }
    let total = experiments.len() as u64;
    for (done, folder) in experiments.iter().enumerate() {
        throughline_store::progress::step(progress, done as u64, total, "experiments")?;
        experiment(folder, &mut store)?;
    }
    let models = top.join("models");
    if models.is_dir() {
        for folder in folders(&models)? {
            model(&folder, &mut store)?;
        }
    }
    Ok(store)
}

fn experiment(folder: &Path, store: &mut Store) -> Result<()> {
    let Some(meta) = yaml::<ExperimentMeta>(folder, &mut store.lines) else {
        return Ok(());
    };
    let id = if meta.experiment_id.is_empty() { named(folder) } else { meta.experiment_id };
    store.experiments.push(Experiment {
        id: id.clone(),
        name: meta.name,
        created: meta.creation_time,
        deleted: meta.lifecycle_stage == "deleted",
        tags: texts(&folder.join("tags"))?,
    });
    for inside in folders(folder)? {
        if !NOT_RUNS.contains(&named(&inside).as_str()) {
            run(&inside, &id, store)?;
        }
    }
    for inside in folders(&folder.join("datasets")).unwrap_or_default() {
        if let Some(meta) = yaml::<DatasetMeta>(&inside, &mut store.lines) {
            store.datasets.push(Dataset {
                id: named(&inside),
                name: meta.name,
                digest: meta.digest,
                source_type: meta.source_type.unwrap_or_default(),
                source: meta.source.unwrap_or_default(),
                schema: meta.schema.unwrap_or_default(),
                profile: meta.profile.unwrap_or_default(),
            });
        }
    }
    for inside in folders(&folder.join("models")).unwrap_or_default() {
        logged(&inside, store)?;
    }
    Ok(())
}

fn run(folder: &Path, experiment: &str, store: &mut Store) -> Result<()> {
    let Some(meta) = yaml::<RunMeta>(folder, &mut store.lines) else {
        return Ok(());
    };
    let id =
        [meta.run_id, meta.run_uuid, named(folder)].into_iter().find(|id| !id.is_empty()).unwrap_or_default();
    let tags = texts(&folder.join("tags"))?;
    let name = tags.get("mlflow.runName").cloned().or(meta.run_name).or(meta.name).unwrap_or_default();
    let mut inputs = Vec::new();
    for inside in folders(&folder.join("inputs")).unwrap_or_default() {
        if let Some(meta) = yaml::<InputMeta>(&inside, &mut store.lines)
            && meta.source_type == "DATASET"
        {
            inputs.push(Input {
                dataset: meta.source_id,
                context: meta.tags.get("mlflow.data.context").cloned(),
            });
        }
    }
    let status = match meta.status {
        Some(1) => "RUNNING",
        Some(2) => "SCHEDULED",
        Some(3) => "FINISHED",
        Some(4) => "FAILED",
        Some(5) => "KILLED",
        _ => "",
    };
    let metrics = metrics(&folder.join("metrics"), &mut store.lines)?;
    store.runs.push(Run {
        id,
        name,
        experiment: experiment.to_owned(),
        user: meta.user_id.unwrap_or_default(),
        status: status.to_owned(),
        start: meta.start_time,
        end: meta.end_time,
        deleted: meta.lifecycle_stage == "deleted",
        params: texts(&folder.join("params"))?,
        metrics,
        tags,
        inputs,
    });
    Ok(())
}

fn logged(folder: &Path, store: &mut Store) -> Result<()> {
    let Some(meta) = yaml::<LoggedMeta>(folder, &mut store.lines) else {
        return Ok(());
    };
    let metrics = metrics(&folder.join("metrics"), &mut store.lines)?;
    store.logged.push(Logged {
        id: if meta.model_id.is_empty() { named(folder) } else { meta.model_id },
        name: meta.name,
        location: meta.artifact_location.unwrap_or_default(),
        created: meta.creation_timestamp,
        updated: meta.last_updated_timestamp,
        deleted: meta.lifecycle_stage.as_deref() == Some("deleted"),
        failed: meta.status == Some(3),
        run: meta.source_run_id.unwrap_or_default(),
        params: texts(&folder.join("params"))?,
        metrics,
        tags: texts(&folder.join("tags"))?,
    });
    Ok(())
}

fn model(folder: &Path, store: &mut Store) -> Result<()> {
    let Some(meta) = yaml::<ModelMeta>(folder, &mut store.lines) else {
        return Ok(());
    };
    let model_tags = texts(&folder.join("tags"))?;
    let aliases = texts(&folder.join("aliases"))?;
    let name = if meta.name.is_empty() { named(folder) } else { meta.name };
    for inside in folders(folder)? {
        if !named(&inside).starts_with("version-") {
            continue;
        }
        let Some(version) = yaml::<VersionMeta>(&inside, &mut store.lines) else {
            continue;
        };
        let number = version.version;
        store.versions.push(Registered {
            workspace: meta.workspace.clone().filter(|w| w != "default").unwrap_or_default(),
            name: name.clone(),
            description: version.description.unwrap_or_default(),
            model_description: meta.description.clone().unwrap_or_default(),
            user: version.user_id.unwrap_or_default(),
            stage: version.current_stage.unwrap_or_default(),
            source: version.source.unwrap_or_default(),
            location: version.storage_location.unwrap_or_default(),
            run: version.run_id.unwrap_or_default(),
            status: version.status.unwrap_or_default(),
            created: version.creation_timestamp,
            updated: version.last_updated_timestamp,
            aliases: aliases.iter().filter(|(_, v)| **v == number).map(|(alias, _)| alias.clone()).collect(),
            tags: texts(&inside.join("tags"))?,
            model_tags: model_tags.clone(),
            model_id: version.model_id.unwrap_or_default(),
            version: number,
        });
    }
    Ok(())
}

fn named(folder: &Path) -> String {
    folder.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

/// Folders inside a folder, by name, hidden ones and links left out.
fn folders(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    let fault = |e: std::io::Error| InteropError::unreadable(folder, e);
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !hidden && entry.file_type().map_err(fault)?.is_dir() {
            out.push(entry.path());
        }
    }
    out.sort();
    Ok(out)
}

/// The `meta.yaml` of a folder. Folders without one are no things of the store.
fn yaml<T: DeserializeOwned>(folder: &Path, lines: &mut Vec<Line>) -> Option<T> {
    let path = folder.join("meta.yaml");
    if !path.is_file() {
        return None;
    }
    let read = std::fs::read_to_string(&path)
        .map_err(|e| e.to_string())
        .and_then(|text| serde_saphyr::from_str::<T>(&text).map_err(|e| e.to_string()));
    match read {
        Ok(meta) => Some(meta),
        Err(reason) => {
            let reason = reason.lines().next().unwrap_or("not YAML").to_owned();
            lines.push(Line::new(
                Level::Error,
                path.display().to_string(),
                "unreadable",
                format!("the file could not be read ({reason}); what it describes was not taken"),
            ));
            None
        }
    }
}

/// Files below a folder: their names, with slashes, and their texts.
fn texts(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut out = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(out);
    }
    let mut open = vec![(folder.to_owned(), String::new(), 0)];
    while let Some((folder, prefix, depth)) = open.pop() {
        let fault = |e: std::io::Error| InteropError::unreadable(&folder, e);
        for entry in std::fs::read_dir(&folder).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name == ".keep" || name == ".gitkeep" {
                continue;
            }
            let kind = entry.file_type().map_err(fault)?;
            if kind.is_dir() && depth < DEEPEST_NAME {
                open.push((entry.path(), format!("{prefix}{name}/"), depth + 1));
            } else if kind.is_file() {
                let bytes = std::fs::read(entry.path()).map_err(fault)?;
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
                out.insert(format!("{prefix}{name}"), text);
            }
        }
    }
    Ok(out)
}

/// Lines of `timestamp value step`, some twice, in no certain order.
fn metrics(folder: &Path, lines: &mut Vec<Line>) -> Result<BTreeMap<String, f64>> {
    let mut points: BTreeMap<String, Point> = BTreeMap::new();
    for (name, text) in texts(folder)? {
        for line in text.lines() {
            let mut words = line.split_whitespace();
            let at = words.next().and_then(|w| w.parse().ok());
            let value = words.next().and_then(|w| w.parse::<f64>().ok());
            let step = words.next().map_or(Some(0), |w| w.parse().ok());
            match (at, value, step) {
                (Some(at), Some(value), Some(step)) => {
                    keep(&mut points, name.clone(), Point { step, at, value });
                }
                _ => lines.push(Line::new(
                    Level::Warning,
                    folder.join(&name).display().to_string(),
                    "not-a-metric",
                    format!("“{line}” is not a time, a value and a step; it was not taken"),
                )),
            }
        }
    }
    Ok(points.into_iter().map(|(name, p)| (name, p.value)).collect())
}
