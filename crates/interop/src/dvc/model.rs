//! Model versions: what a stage or a person tracks as a model, and what GTO's tags say of it.

use std::collections::BTreeMap;
use std::rc::Rc;

use throughline_record::{Fields, Value};

use super::gto::{self, Standing};
use super::repository::Read;
use super::run::{Run, set_pairs};
use super::shape::{Shape, digest};
use super::state::{Content, Out, State};
use crate::error::Result;
use crate::fields::{set, set_words, text};
use crate::git::Tag;
use crate::taken::{COMMITS, Level, SourceLink};

impl Shape<'_> {
    /// What a model version has of the run that made it and of those that measured it.
    pub(super) fn model(
        &mut self,
        fields: &mut Fields,
        links: &mut Vec<SourceLink>,
        state: &State,
        out: &Out,
        made_by: Option<&Rc<Run>>,
        runs: &[Rc<Run>],
    ) {
        let mut metrics: BTreeMap<String, String> = BTreeMap::new();
        let mut built_from = None;
        if let Some(run) = made_by {
            set_pairs(fields, "parameters", &run.params);
            metrics.extend(run.metrics.clone());
            links.extend(run.data.iter().map(|key| SourceLink::out("trained-on", key.clone())));
            built_from = Some(run.commit);
        } else if !self.knows(&out.content) {
            // No stage says how it was made; the commit that brought it in is what is known.
            let text = "no stage makes it; it is linked to the commit that brought it in";
            self.say(Level::Changed, &out.content.0, "no-stage", text);
            built_from = Some(state.commit);
        }
        for run in runs.iter().filter(|run| run.used.contains(&out.content) && !run.metrics.is_empty()) {
            for (name, value) in &run.metrics {
                metrics.entry(name.clone()).or_insert_with(|| value.clone());
            }
            for key in &run.data {
                let link = SourceLink::out("evaluated-on", key.clone());
                if !links.contains(&link) {
                    links.push(link);
                }
            }
        }
        set_pairs(fields, "metrics", &metrics);
        match built_from {
            Some(commit) => links.push(SourceLink::out("built-from", commit.to_string()).in_source(COMMITS)),
            None => links.extend(self.built_from(&out.content)),
        }
    }

    /// Takes in what GTO's tags say at the end of all of them.
    pub(super) fn registered(&mut self, read: &Read) -> Result<()> {
        let mut all: Vec<((String, gix::ObjectId), Standing)> =
            gto::standing(&read.events).into_iter().collect();
        all.sort_by_key(|(_, s)| s.last.as_ref().map(|t| (t.seconds, t.name.clone())));
        let mut by_key: BTreeMap<String, (String, Standing)> = BTreeMap::new();
        for ((name, commit), standing) in all {
            let Some(key) = self.artifact(read, &name, commit)? else {
                continue;
            };
            let (_, known) = by_key.entry(key).or_insert_with(|| (name, Standing::default()));
            known.versions.extend(standing.versions);
            known.stages.extend(standing.stages);
            known.deprecated |= standing.deprecated;
            known.last = standing.last.or(known.last.take());
        }
        for (key, (name, standing)) in by_key {
            let Some(tag) = standing.last.clone() else {
                continue;
            };
            self.tagged(&key, &tag, |fields| stand(fields, &name, &standing, key.starts_with("model/")));
            self.say(Level::Taken, &tag.name, "gto-tag", registration(&name, &standing));
        }
        Ok(())
    }

    /// The key of the artifact that a tag names at its commit.
    fn artifact(&mut self, read: &Read, name: &str, commit: gix::ObjectId) -> Result<Option<String>> {
        let place = |tag: Option<&Tag>| tag.map_or(name.to_owned(), |t| t.name.clone());
        let tag = read.events.iter().find(|e| e.tag.commit == commit && e.name == name).map(|e| &e.tag);
        let Some(state) = read.states.iter().find(|s| s.commit == commit).map(Rc::clone) else {
            self.say(
                Level::Warning,
                &place(tag),
                "no-artifact",
                "its commit has no files of DVC; the tag is on the code version only",
            );
            return Ok(None);
        };
        let declared =
            state.artifacts().find(|(n, _, _)| n == name).map(|(_, path, artifact)| (path, artifact.clone()));
        let Some((path, artifact)) = declared else {
            let text = format!(
                "no dvc.yaml of its commit declares an artifact “{name}”; the tag is on the code version only"
            );
            self.say(Level::Warning, &place(tag), "no-artifact", text);
            return Ok(None);
        };
        if let Some(out) = state.outs.get(&path) {
            return Ok(Some(self.key(&out.content)));
        }
        // A small model may lie in git itself.
        let Some(blob) = self.repository.blob_in(commit, &path) else {
            let text =
                format!("{path}, which artifact “{name}” names, is tracked neither by DVC nor by git there");
            self.say(Level::Warning, &place(tag), "no-artifact", text);
            return Ok(None);
        };
        let content: Content = (path.clone(), "git-blob", blob.to_string());
        let mut fields = Fields::new();
        set(&mut fields, "title", name);
        set(&mut fields, "version", content.2.get(..8).unwrap_or(""));
        fields.insert("digest".to_owned(), Some(digest(content.1, &content.2)));
        set(&mut fields, "location", &path);
        let mut notes: Vec<String> = artifact.desc.clone().into_iter().collect();
        notes.extend(artifact.meta.as_ref().and_then(super::state::told));
        set(&mut fields, "notes", &notes.join("\n\n"));
        set_words(&mut fields, "tags", &artifact.labels);
        let is_model = self.is_model(&path);
        let links = if is_model {
            vec![SourceLink::out("built-from", commit.to_string()).in_source(COMMITS)]
        } else {
            Vec::new()
        };
        let kind = if is_model { "model-version" } else { "data-version" };
        let key = self.key(&content);
        self.put(key.clone(), kind, commit, fields, links)?;
        Ok(Some(key))
    }
}

fn stand(fields: &mut Fields, name: &str, standing: &Standing, is_model: bool) {
    set(fields, "title", name);
    let mut others = standing.versions.clone();
    if let Some(version) = others.pop() {
        set(fields, "version", &version);
    }
    others.extend(standing.stages.iter().cloned());
    let mut tags: Vec<String> = match fields.get("tags") {
        Some(Some(Value::List(words))) => {
            words.iter().filter_map(|w| w.as_text().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    };
    if is_model {
        if !others.is_empty() {
            fields.insert("aliases".to_owned(), Some(Value::List(others.into_iter().map(text).collect())));
        }
    } else {
        tags.extend(others);
    }
    if standing.deprecated {
        tags.push("deprecated".to_owned());
    }
    set_words(fields, "tags", &tags);
}

fn registration(name: &str, standing: &Standing) -> String {
    let mut said: Vec<String> = Vec::new();
    if let Some(version) = standing.versions.last() {
        said.push(format!("registered as {version}"));
    }
    if !standing.stages.is_empty() {
        let all: Vec<&str> = standing.stages.iter().map(String::as_str).collect();
        said.push(format!("in stage {}", all.join(", ")));
    }
    if standing.deprecated {
        said.push("deprecated".to_owned());
    }
    if said.is_empty() {
        said.push("no longer registered or staged".to_owned());
    }
    format!("{name}: {}", said.join(", "))
}
