//! The `MLmodel` file of a model: what it was made with.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

/// An `MLmodel` larger than this is none.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Flavours by name. Only the version of the library is of interest, which each flavour calls by
/// its own name.
#[derive(Deserialize, Default)]
#[serde(default)]
struct MlModel {
    flavors: BTreeMap<String, Flavor>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Flavor {
    #[serde(
        alias = "sklearn_version",
        alias = "xgb_version",
        alias = "lgb_version",
        alias = "cb_version",
        alias = "catboost_version",
        alias = "pytorch_version",
        alias = "keras_version",
        alias = "transformers_version",
        alias = "sentence_transformers_version",
        alias = "onnx_version",
        alias = "spacy_version",
        alias = "statsmodels_version",
        alias = "prophet_version",
        alias = "pyspark_version",
        alias = "fastai_version",
        alias = "h2o_version",
        alias = "langchain_version",
        alias = "openai_version"
    )]
    version: Option<String>,
}

/// Where the artifacts lie here, if they were moved together with the store: a store names the
/// place where they were written, which on another machine does not exist.
pub(crate) fn find(location: &str, beside: &[PathBuf]) -> Option<PathBuf> {
    let path = location.strip_prefix("file://").unwrap_or(location);
    if path.contains("://") || path.is_empty() {
        return None;
    }
    let as_written = Path::new(path);
    if as_written.is_absolute() && as_written.join("MLmodel").is_file() {
        return Some(as_written.to_owned());
    }
    let parts: Vec<&std::ffi::OsStr> = as_written
        .components()
        .filter_map(|c| match c {
            Component::Normal(part) => Some(part),
            _ => None,
        })
        .collect();
    // The longest tail of the old path that exists beside the store.
    (0..parts.len().saturating_sub(1)).find_map(|start| {
        let tail: PathBuf = parts.iter().skip(start).collect();
        beside.iter().map(|folder| folder.join(&tail)).find(|folder| folder.join("MLmodel").is_file())
    })
}

/// The framework by the `MLmodel` file, such as "sklearn 1.9.1".
pub(crate) fn framework(folder: &Path) -> Option<String> {
    let path = folder.join("MLmodel");
    if path.metadata().ok()?.len() > LARGEST {
        return None;
    }
    let text = std::fs::read_to_string(path).ok()?;
    let model: MlModel = serde_saphyr::from_str(&text).ok()?;
    named(model)
}

/// The framework by the tag in which version 2 keeps each model it logged.
pub(crate) fn framework_of_history(tag: &str, artifact_path: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Entry {
        #[serde(default)]
        artifact_path: String,
        #[serde(default)]
        flavors: BTreeMap<String, Flavor>,
    }
    let entries: Vec<Entry> = serde_json::from_str(tag).ok()?;
    let entry = entries.into_iter().rev().find(|e| artifact_path.ends_with(&e.artifact_path))?;
    named(MlModel { flavors: entry.flavors })
}

/// The library, not the wrapper that every model has.
fn named(model: MlModel) -> Option<String> {
    let names: Vec<String> = model
        .flavors
        .into_iter()
        .filter(|(name, _)| name != "python_function")
        .map(|(name, flavor)| match flavor.version {
            Some(version) => format!("{name} {version}"),
            None => name,
        })
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}
