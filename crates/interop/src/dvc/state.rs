//! What the files of DVC say at one commit.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use gix::ObjectId;
use serde_json::Value as Json;

use super::files::{
    Artifact, Hashed, Lock, LockedStage, Pipeline, Stage, Tracked, flat, join, paths, plot_paths,
};

/// A path with the content it had: what a data or model version is.
pub(crate) type Content = (String, &'static str, String);

/// All that is told at one commit.
pub(crate) struct State {
    pub commit: ObjectId,
    /// By the folder of `dvc.yaml`.
    pub pipelines: BTreeMap<String, Rc<Pipeline>>,
    /// What lies where, by path.
    pub outs: BTreeMap<String, Out>,
    /// Paths DVC keeps no MD5 of.
    pub unhashed: BTreeSet<String>,
    pub runs: Vec<Ran>,
}

/// A file or folder that DVC tracks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Out {
    pub content: Content,
    pub size: Option<u64>,
    pub nfiles: Option<u64>,
    pub notes: Vec<String>,
    pub labels: Vec<String>,
    pub type_: Option<String>,
    /// Where it was imported from.
    pub from: Option<String>,
}

/// A stage as the lock has it.
#[derive(Debug, Clone)]
pub(crate) struct Ran {
    /// The folder of its `dvc.yaml`.
    pub folder: String,
    pub name: String,
    pub stage: Rc<LockedStage>,
    /// Dependencies and outputs with their paths in the repository.
    pub deps: Vec<(String, Hashed)>,
    pub outs: Vec<(String, Hashed)>,
    pub desc: Option<String>,
    pub meta: Option<Json>,
    pub metrics: BTreeSet<String>,
    pub plots: BTreeSet<String>,
}

/// The folder a file lies in; empty for the top.
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl State {
    pub(crate) fn new(commit: ObjectId) -> Self {
        Self {
            commit,
            pipelines: BTreeMap::new(),
            outs: BTreeMap::new(),
            unhashed: BTreeSet::new(),
            runs: Vec::new(),
        }
    }

    /// Takes in a `NAME.dvc`.
    pub(crate) fn track(&mut self, file: &str, tracked: &Tracked) {
        let folder = join(parent(file), tracked.wdir.as_deref().unwrap_or("."));
        for out in &tracked.outs {
            let path = join(&folder, &out.path);
            let mut notes: Vec<String> =
                [tracked.desc.clone(), out.desc.clone()].into_iter().flatten().collect();
            notes.extend([&tracked.meta, &out.meta].into_iter().flatten().filter_map(told));
            let Some((algorithm, value)) = out.digest() else {
                self.unhashed.insert(path);
                continue;
            };
            let out = Out {
                content: (path.clone(), algorithm, value),
                size: out.size,
                nfiles: out.nfiles,
                notes,
                labels: out.labels.clone(),
                type_: out.type_.clone(),
                from: tracked.deps.first().map(elsewhere),
            };
            self.outs.insert(path, out);
        }
    }

    /// Takes in a `dvc.lock`; the pipelines are known by then.
    pub(crate) fn locked(&mut self, folder: &str, lock: &Lock) {
        let pipeline = self.pipelines.get(folder).cloned().unwrap_or_default();
        for (name, stage) in &lock.stages {
            // One of several stages that were written as one.
            let written = pipeline.stages.get(name).or_else(|| pipeline.stages.get(name.split_once('@')?.0));
            let written = written.map(Stage::told);
            let base = join(folder, written.and_then(|s| s.wdir.as_deref()).unwrap_or("."));
            let set = |list: &[Json]| -> BTreeSet<String> {
                paths(list).map(|(path, _)| join(&base, path)).collect()
            };
            let place =
                |all: &[Hashed]| all.iter().map(|h| (join(&base, &h.path), h.clone())).collect::<Vec<_>>();
            let at_top =
                |list: &[Json]| -> Vec<String> { paths(list).map(|(path, _)| join(folder, path)).collect() };
            let outs = place(&stage.outs);
            let own = |path: &String| {
                outs.iter().any(|(out, _)| path == out || path.starts_with(&format!("{out}/")))
            };
            let mut metrics = written.map(|s| set(&s.metrics)).unwrap_or_default();
            metrics.extend(at_top(&pipeline.metrics).into_iter().filter(|path| own(path)));
            let mut plots = written.map(|s| set(&s.plots)).unwrap_or_default();
            plots.extend(
                plot_paths(pipeline.plots.as_ref()).iter().map(|p| join(folder, p)).filter(|path| own(path)),
            );
            let texts: BTreeMap<String, &Json> = written
                .map(|s| paths(&s.outs).filter_map(|(path, more)| Some((join(&base, path), more?))).collect())
                .unwrap_or_default();
            for (path, hashed) in &outs {
                if metrics.contains(path) || plots.contains(path) {
                    continue;
                }
                let Some((algorithm, value)) = hashed.digest() else {
                    self.unhashed.insert(path.clone());
                    continue;
                };
                let more = texts.get(path);
                let text = |name: &str| more.and_then(|m| m.get(name)?.as_str()).map(str::to_owned);
                let labels = more.and_then(|m| m.get("labels")?.as_array());
                let mut notes: Vec<String> = text("desc").into_iter().collect();
                notes.extend(more.and_then(|m| told(m.get("meta")?)));
                let out = Out {
                    content: (path.clone(), algorithm, value),
                    size: hashed.size,
                    nfiles: hashed.nfiles,
                    notes,
                    labels: labels
                        .into_iter()
                        .flatten()
                        .filter_map(|l| l.as_str().map(str::to_owned))
                        .collect(),
                    type_: text("type"),
                    from: None,
                };
                self.outs.insert(path.clone(), out);
            }
            self.runs.push(Ran {
                folder: folder.to_owned(),
                name: name.clone(),
                stage: Rc::new(stage.clone()),
                deps: place(&stage.deps),
                outs,
                desc: written.and_then(|s| s.desc.clone()),
                meta: written.and_then(|s| s.meta.clone()),
                metrics,
                plots,
            });
        }
    }

    /// The artifacts that are declared at this commit: name in tags, folder, entry.
    pub(crate) fn artifacts(&self) -> impl Iterator<Item = (String, String, &Artifact)> {
        self.pipelines.iter().flat_map(|(folder, pipeline)| {
            pipeline.artifacts.iter().map(move |(name, artifact)| {
                let full = if folder.is_empty() { name.clone() } else { format!("{folder}:{name}") };
                (full, join(folder, &artifact.path), artifact)
            })
        })
    }
}

/// Free words of `meta`, one a line.
pub(crate) fn told(meta: &Json) -> Option<String> {
    let all = flat(meta, 200);
    let lines: Vec<String> = all.iter().map(|(name, value)| format!("- {name}: {value}")).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn elsewhere(dep: &Hashed) -> String {
    use crate::git::without_credentials;
    match &dep.repo {
        Some(repo) => {
            let rev = repo
                .rev_lock
                .as_deref()
                .or(repo.rev.as_deref())
                .map(|r| format!(" at {r}"))
                .unwrap_or_default();
            format!("{} in {}{rev}", dep.path, without_credentials(&repo.url))
        }
        None => without_credentials(&dep.path),
    }
}
