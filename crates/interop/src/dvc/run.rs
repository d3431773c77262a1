//! A stage as it was run once: an activity.

use std::collections::BTreeMap;
use std::rc::Rc;

use gix::ObjectId;
use sha2::{Digest, Sha256};
use throughline_record::{Fields, Value};

use super::files::{Hashed, flat, plain};
use super::repository::metrics;
use super::shape::{Shape, settings};
use super::state::{Content, Ran, State, told};
use crate::error::Result;
use crate::fields::{set, set_value, text};
use crate::taken::{COMMITS, Level, SourceLink};

/// A file of metrics is small.
const LARGEST_METRICS: u64 = 4 * 1024 * 1024;

/// What is kept of a run for those that stand on it.
pub(super) struct Run {
    pub key: String,
    /// The commit it was first recorded in.
    pub commit: ObjectId,
    pub params: BTreeMap<String, String>,
    pub metrics: BTreeMap<String, String>,
    /// What it made.
    pub outs: Vec<Content>,
    /// What it used, models included.
    pub used: Vec<Content>,
    /// Keys of the data it used.
    pub data: Vec<String>,
}

impl Shape<'_> {
    /// The run a lock tells of; one that an earlier commit told of already is that one.
    pub(super) fn run(&mut self, state: &State, ran: &Ran) -> Result<Rc<Run>> {
        let key = key(ran);
        if let Some(known) = self.runs.get(&key) {
            return Ok(Rc::clone(known));
        }
        let mut used: Vec<Content> = Vec::new();
        for (path, hashed) in &ran.deps {
            if let Some(content) = self.dependency(state, path, hashed)?
                && !used.contains(&content)
            {
                used.push(content);
            }
        }
        let data = used.iter().filter(|c| !self.is_model(&c.0)).map(|c| self.key(c)).collect();
        let outs: Vec<Content> = ran
            .outs
            .iter()
            .filter(|(path, _)| !ran.metrics.contains(path) && !ran.plots.contains(path))
            .filter_map(|(path, hashed)| {
                hashed.digest().map(|(algorithm, value)| (path.clone(), algorithm, value))
            })
            .collect();
        let run = Rc::new(Run {
            commit: state.commit,
            params: settings(ran),
            metrics: self.measured(state, ran)?,
            data,
            outs,
            used,
            key: key.clone(),
        });
        self.activity(state, ran, &run)?;
        self.runs.insert(key, Rc::clone(&run));
        Ok(run)
    }

    fn activity(&mut self, state: &State, ran: &Ran, run: &Run) -> Result<()> {
        let mut fields = Fields::new();
        let place =
            if ran.folder.is_empty() { ran.name.clone() } else { format!("{}: {}", ran.folder, ran.name) };
        set(&mut fields, "title", &format!("{place} at {:.8}", state.commit.to_string()));
        let trains = run.outs.iter().any(|(path, _, _)| self.is_model(path));
        let phase = match (trains, ran.metrics.is_empty()) {
            (true, _) => "training",
            (false, false) => "validation",
            (false, true) => "feature-model-development",
        };
        set(&mut fields, "phase", phase);
        let said = self.repository.said(state.commit)?;
        set(&mut fields, "date", said.at.get(..10).unwrap_or(""));
        set(&mut fields, "outcome", "informational");
        let mut report: Vec<String> = ran.desc.clone().into_iter().collect();
        report.extend(ran.meta.as_ref().and_then(told));
        if let Some(command) = &ran.stage.cmd {
            let lines: Vec<String> = match command.as_array() {
                Some(all) => all.iter().map(plain).collect(),
                None => vec![plain(command)],
            };
            report.push(format!("Run with `{}`.", lines.join("; ").replace('`', "'")));
        }
        if !ran.plots.is_empty() {
            let all: Vec<&str> = ran.plots.iter().map(String::as_str).collect();
            report.push(format!("Plots: {}.", all.join(", ")));
            self.say(
                Level::Changed,
                &place,
                "plots",
                format!("{} named in the report of the run", all.join(", ")),
            );
        }
        set(&mut fields, "report", &report.join("\n\n"));
        set_pairs(&mut fields, "parameters", &run.params);
        set_pairs(&mut fields, "metrics", &run.metrics);
        let mut links: Vec<SourceLink> =
            run.used.iter().map(|c| SourceLink::out("used", self.key(c))).collect();
        links.push(SourceLink::out("used", state.commit.to_string()).in_source(COMMITS));
        links.extend(run.outs.iter().map(|c| SourceLink::out("produced", self.key(c))));
        self.put(run.key.clone(), "activity", state.commit, fields, links)
    }

    /// What the run measured, from the files of metrics that are in git.
    fn measured(&mut self, state: &State, ran: &Ran) -> Result<BTreeMap<String, String>> {
        let mut out: BTreeMap<String, String> = BTreeMap::new();
        for path in &ran.metrics {
            let Some(blob) = self.repository.blob_in(state.commit, path) else {
                let why = if path.contains("${") {
                    "its path is a template, which is not filled in here; its metrics were not taken"
                } else {
                    "the file of metrics is not in git (DVC caches it); its metrics were not taken"
                };
                self.say(Level::Skipped, path, "metrics-not-in-git", why);
                continue;
            };
            let read = match self.repository.blob_within(blob, LARGEST_METRICS)? {
                Some(bytes) => metrics(&bytes),
                None => Err(format!("it is larger than {} MB", LARGEST_METRICS / 1024 / 1024)),
            };
            match read {
                Ok(json) => {
                    for (name, value) in flat(&json, 2_000).into_iter().filter(|(_, value)| is_number(value))
                    {
                        let name = if out.contains_key(&name) { format!("{path}:{name}") } else { name };
                        out.insert(name, value);
                    }
                }
                Err(reason) => {
                    let text =
                        format!("the metrics of commit {:.8} could not be read: {reason}", state.commit);
                    self.say(Level::Warning, path, "unreadable-metrics", text);
                }
            }
        }
        Ok(out)
    }
}

fn is_number(text: &str) -> bool {
    matches!(text, "NaN" | "Infinity" | "-Infinity" | "true" | "false")
        || text.parse::<f64>().is_ok_and(f64::is_finite)
}

pub(super) fn set_pairs(fields: &mut Fields, name: &str, pairs: &BTreeMap<String, String>) {
    if !pairs.is_empty() {
        let map = pairs.iter().filter(|(name, _)| !name.trim().is_empty());
        set_value(fields, name, Value::Map(map.map(|(k, v)| (k.clone(), text(v.as_str()))).collect()));
    }
}

/// A stage with all that went into it and came out of it.
fn key(ran: &Ran) -> String {
    let hashed = |all: &[(String, Hashed)]| -> Vec<String> {
        let mut out: Vec<String> = all
            .iter()
            .map(|(path, h)| {
                let digest = h.digest().map(|(a, v)| format!("{a}:{v}")).unwrap_or_default();
                let other = [&h.etag, &h.checksum].into_iter().flatten().next().cloned().unwrap_or_default();
                format!("{path} {digest} {other}")
            })
            .collect();
        out.sort();
        out
    };
    let all = serde_json::json!([ran.stage.cmd, hashed(&ran.deps), ran.stage.params, hashed(&ran.outs)]);
    let hash = hex::encode(Sha256::digest(all.to_string().as_bytes()));
    let folder = if ran.folder.is_empty() { String::new() } else { format!("{}:", ran.folder) };
    format!("stage/{folder}{}/{}", ran.name, hash.get(..16).unwrap_or(&hash))
}
