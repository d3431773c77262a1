//! The files DVC keeps in git: `dvc.lock`, `dvc.yaml` and `NAME.dvc`, of versions 2 and 3.
//!
//! Hashes and versions are read as texts: one that happens to consist of digits is no number.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

/// `dvc.lock`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Lock {
    pub schema: Option<String>,
    pub stages: BTreeMap<String, LockedStage>,
}

/// A stage as it was last run.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct LockedStage {
    pub cmd: Option<Json>,
    pub deps: Vec<Hashed>,
    /// Values by file.
    pub params: BTreeMap<String, Json>,
    pub outs: Vec<Hashed>,
}

/// A path with what identifies its content.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Hashed {
    pub path: String,
    pub md5: Option<String>,
    /// `md5` since version 3, which no longer changes the line endings of texts before it hashes.
    pub hash: Option<String>,
    pub etag: Option<String>,
    pub checksum: Option<String>,
    pub size: Option<u64>,
    pub nfiles: Option<u64>,
    pub desc: Option<String>,
    #[serde(rename = "type")]
    pub type_: Option<String>,
    pub labels: Vec<String>,
    pub meta: Option<Json>,
    pub remote: Option<String>,
    /// Of an import: another repository.
    pub repo: Option<Elsewhere>,
}

/// Where `dvc import` took something from.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Elsewhere {
    pub url: String,
    pub rev: Option<String>,
    pub rev_lock: Option<String>,
}

impl Hashed {
    /// Algorithm and value; none where DVC keeps no MD5 of it.
    pub(crate) fn digest(&self) -> Option<(&'static str, String)> {
        let value = self.md5.as_deref()?.trim().to_ascii_lowercase();
        let hex = value.strip_suffix(".dir").unwrap_or(&value);
        if hex.len() != 32 || !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let algorithm = if self.hash.as_deref() == Some("md5") { "dvc-md5" } else { "dvc2-md5" };
        Some((algorithm, value))
    }
}

/// `NAME.dvc`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Tracked {
    pub outs: Vec<Hashed>,
    pub deps: Vec<Hashed>,
    pub wdir: Option<String>,
    pub desc: Option<String>,
    pub meta: Option<Json>,
}

/// `dvc.yaml`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Pipeline {
    pub stages: BTreeMap<String, Stage>,
    pub artifacts: BTreeMap<String, Artifact>,
    pub metrics: Vec<Json>,
    pub plots: Option<Json>,
}

/// A stage as it is meant to be run.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Stage {
    pub wdir: Option<String>,
    pub desc: Option<String>,
    pub meta: Option<Json>,
    pub outs: Vec<Json>,
    pub metrics: Vec<Json>,
    pub plots: Vec<Json>,
    /// A stage that stands for several.
    #[serde(rename = "do")]
    pub each: Option<Box<Stage>>,
}

impl Stage {
    /// The stage itself, or what it says of each of those it stands for.
    pub(crate) fn told(&self) -> &Stage {
        self.each.as_deref().unwrap_or(self)
    }
}

/// An entry of the artifacts section.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct Artifact {
    pub path: String,
    #[serde(rename = "type")]
    pub type_: Option<String>,
    pub desc: Option<String>,
    pub labels: Vec<String>,
    pub meta: Option<Json>,
}

/// Paths of a list whose entries are paths, or one path with its settings.
pub(crate) fn paths(list: &[Json]) -> impl Iterator<Item = (&str, Option<&Json>)> {
    list.iter().flat_map(|entry| match entry {
        Json::String(path) => vec![(path.as_str(), None)],
        Json::Object(map) => map.iter().map(|(path, more)| (path.as_str(), Some(more))).collect(),
        _ => Vec::new(),
    })
}

/// Paths of plots at the top of a pipeline: a list, or a map.
pub(crate) fn plot_paths(plots: Option<&Json>) -> Vec<String> {
    match plots {
        Some(Json::Array(list)) => paths(list).map(|(path, _)| path.to_owned()).collect(),
        Some(Json::Object(map)) => map.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

/// A path of the repository: `path` seen from `folder`. What lies outside the repository or on a
/// server is told as it is written.
pub(crate) fn join(folder: &str, path: &str) -> String {
    if path.contains("://") || path.starts_with('/') || path.contains('\\') {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return path.to_owned();
                }
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Whether a path stays inside the repository.
pub(crate) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains("://")
        && !path.starts_with('/')
        && !path.contains('\\')
        && !path.split('/').any(|p| p == "..")
}

/// Numbers and words of nested JSON by their dotted names. `most` bounds their number.
pub(crate) fn flat(json: &Json, most: usize) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut open: Vec<(String, &Json, usize)> = vec![(String::new(), json, 0)];
    while let Some((name, value, depth)) = open.pop() {
        if out.len() >= most {
            break;
        }
        let under = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") };
        match value {
            Json::Object(map) if depth < 16 => {
                open.extend(map.iter().map(|(key, value)| (under(key), value, depth + 1)));
            }
            Json::Array(list) if depth < 16 && list.iter().any(|v| v.is_object() || v.is_array()) => {
                open.extend(list.iter().enumerate().map(|(at, v)| (under(&at.to_string()), v, depth + 1)));
            }
            Json::Array(list) => {
                let all: Vec<String> = list.iter().map(plain).collect();
                out.insert(name, all.join(", "));
            }
            Json::Null | Json::Object(_) => {}
            value => {
                out.insert(name, plain(value));
            }
        }
    }
    out.remove("");
    out
}

/// A single value as a text.
pub(crate) fn plain(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Number(n) => match (n.as_i64(), n.as_f64()) {
            (None, Some(f)) => throughline_record::decimal::from_f64(f),
            _ => n.to_string(),
        },
        other => other.to_string(),
    }
}
