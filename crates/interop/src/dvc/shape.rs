//! From what the commits say to data and model versions, code versions and activities.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use gix::ObjectId;
use throughline_record::{Fields, Value};

use super::files::{Hashed, is_inside};
use super::repository::Read;
use super::state::{Content, Out, Ran, State};
use crate::error::Result;
use crate::fields::{map, set, set_value, set_words, text};
use crate::git::{Repository, Tag, instant};
use crate::taken::{COMMITS, Extent, Level, Line, SourceItem, SourceLink, SourceRevision, Superseded, Taken};

/// Endings by which a file that nobody declared is taken for a model.
const MODEL_ENDINGS: [&str; 14] = [
    "pkl",
    "pickle",
    "joblib",
    "onnx",
    "pt",
    "pth",
    "h5",
    "keras",
    "safetensors",
    "ckpt",
    "gguf",
    "tflite",
    "cbm",
    "mlmodel",
];

pub(crate) fn taken(repository: &Repository, read: Read) -> Result<Taken> {
    let mut shape = Shape {
        repository,
        models: BTreeSet::new(),
        things: BTreeMap::new(),
        order: Vec::new(),
        runs: HashMap::new(),
        superseded: Vec::new(),
        report: Vec::new(),
    };
    shape.which_are_models(&read.states);
    for state in &read.states {
        shape.state(state)?;
    }
    shape.unhashed(&read.states);
    shape.registered(&read)?;
    let mut items = shape.commits(&read)?;
    let Shape { mut things, order, superseded, mut report, .. } = shape;
    items.extend(order.iter().filter_map(|key| things.remove(key)));
    let place = |kind: &str| {
        ["code-version", "data-version", "model-version"].iter().position(|k| *k == kind).unwrap_or(3)
    };
    items.sort_by_key(|item| place(item.kind));
    report.extend(read.lines);
    Ok(Taken {
        source: format!("dvc:{}", read.first),
        title: format!("DVC {}", repository.name().shown),
        items,
        report,
        superseded,
        extent: Some(Extent { kinds: &["model-version", "data-version", "activity"], under: String::new() }),
    })
}

pub(super) struct Shape<'r> {
    pub(super) repository: &'r Repository,
    /// Paths at which models lie.
    models: BTreeSet<String>,
    things: BTreeMap<String, SourceItem>,
    /// Keys in the order of their first commits.
    order: Vec<String>,
    pub(super) runs: HashMap<String, Rc<super::run::Run>>,
    superseded: Vec<Superseded>,
    pub(super) report: Vec<Line>,
}

impl Shape<'_> {
    pub(super) fn say(&mut self, level: Level, place: &str, code: &'static str, text: impl Into<String>) {
        self.report.push(Line::new(level, place, code, text));
    }

    /// A path is a model's in the whole history, or in none of it.
    fn which_are_models(&mut self, states: &[Rc<State>]) {
        let mut other: BTreeSet<String> = BTreeSet::new();
        for state in states {
            for (_, path, artifact) in state.artifacts() {
                let set =
                    if artifact.type_.as_deref() == Some("model") { &mut self.models } else { &mut other };
                set.insert(path);
            }
            for (path, out) in &state.outs {
                match out.type_.as_deref() {
                    Some("model") => self.models.insert(path.clone()),
                    Some(_) => other.insert(path.clone()),
                    None => false,
                };
            }
        }
        let guessed: BTreeSet<String> = states
            .iter()
            .flat_map(|s| s.outs.keys())
            .filter(|path| !self.models.contains(*path) && !other.contains(*path))
            .filter(|path| {
                let ending = path.rsplit_once('.').map_or("", |(_, e)| e).to_ascii_lowercase();
                MODEL_ENDINGS.contains(&ending.as_str())
            })
            .cloned()
            .collect();
        for path in guessed {
            let told = "no artifact of dvc.yaml names it; by its ending it was taken for a model";
            self.say(Level::Changed, &path, "by-ending", told);
            self.models.insert(path);
        }
    }

    pub(super) fn is_model(&self, path: &str) -> bool {
        self.models.contains(path)
    }

    pub(super) fn key(&self, (path, algorithm, value): &Content) -> String {
        let kind = if self.is_model(path) { "model" } else { "data" };
        format!("{kind}/{path}/{algorithm}:{value}")
    }

    fn state(&mut self, state: &Rc<State>) -> Result<()> {
        let runs: Vec<Rc<super::run::Run>> =
            state.runs.iter().map(|ran| self.run(state, ran)).collect::<Result<_>>()?;
        for out in state.outs.values() {
            let made_by = runs.iter().find(|run| run.outs.contains(&out.content));
            let (mut fields, mut links) = (self.described(state, out), Vec::new());
            if self.is_model(&out.content.0) {
                self.model(&mut fields, &mut links, state, out, made_by, &runs);
                self.add(state.commit, &out.content, "model-version", fields, links)?;
            } else {
                let from = made_by.map(|run| run.data.clone()).unwrap_or_default();
                links.extend(
                    from.into_iter()
                        .filter(|key| *key != self.key(&out.content))
                        .map(|key| SourceLink::out("derived-from", key)),
                );
                self.add(state.commit, &out.content, "data-version", fields, links)?;
            }
        }
        Ok(())
    }

    /// What is told of a path with its content, whether data or model.
    fn described(&self, state: &State, out: &Out) -> Fields {
        let (path, algorithm, value) = &out.content;
        let artifact = state.artifacts().find(|(_, at, _)| at == path);
        let mut fields = Fields::new();
        set(&mut fields, "title", artifact.as_ref().map_or(path.as_str(), |(name, _, _)| name));
        set(&mut fields, "version", value.get(..8).unwrap_or(value));
        set_value(&mut fields, "digest", digest(algorithm, value));
        set(&mut fields, "location", path);
        let mut notes = out.notes.clone();
        let mut labels = out.labels.clone();
        if let Some((_, _, artifact)) = &artifact {
            notes.extend(artifact.desc.clone());
            notes.extend(artifact.meta.as_ref().and_then(super::state::told));
            labels.extend(artifact.labels.iter().cloned());
        }
        if let Some(from) = &out.from {
            notes.push(format!("Imported from {from}."));
        }
        notes.extend(size(out.size, out.nfiles));
        notes.dedup();
        set(&mut fields, "notes", &notes.join("\n\n"));
        labels.sort();
        labels.dedup();
        set_words(&mut fields, "tags", &labels);
        fields
    }

    pub(super) fn add(
        &mut self,
        commit: ObjectId,
        content: &Content,
        kind: &'static str,
        fields: Fields,
        links: Vec<SourceLink>,
    ) -> Result<()> {
        let key = self.key(content);
        if kind == "model-version" && !self.things.contains_key(&key) {
            let (path, algorithm, value) = content;
            let by = format!("model {path} {}", value.get(..8).unwrap_or(value));
            self.superseded.push(Superseded { key: format!("data/{path}/{algorithm}:{value}"), by });
        }
        self.put(key, kind, commit, fields, links)
    }

    /// The state of a thing at a commit, if it is another than before.
    pub(super) fn put(
        &mut self,
        key: String,
        kind: &'static str,
        commit: ObjectId,
        fields: Fields,
        links: Vec<SourceLink>,
    ) -> Result<()> {
        let as_before = self
            .things
            .get(&key)
            .and_then(SourceItem::current)
            .is_some_and(|r| r.fields == fields && r.links == links);
        if as_before {
            return Ok(());
        }
        let said = self.repository.said(commit)?;
        let revision = SourceRevision {
            rev: commit.to_string(),
            on: Some(said.at),
            said_by: Some(said.author).filter(|a| !a.is_empty()),
            note: Some(said.subject),
            fields,
            links,
        };
        if !self.things.contains_key(&key) {
            let short = commit.to_string();
            let what = match kind {
                "data-version" => "a data version",
                "model-version" => "a model version",
                _ => "a run of the stage as an activity",
            };
            let place = place_of(&key);
            let text = format!("{what}, first in commit {}", short.get(..8).unwrap_or(&short));
            self.say(Level::Taken, &place, kind, text);
            self.order.push(key.clone());
        }
        let item = self.things.entry(key.clone()).or_insert_with(|| SourceItem::new(key, kind, Vec::new()));
        item.revisions.push(revision);
        Ok(())
    }

    /// What a run depended on, as a key: the file itself, or the folder it lies in. None for what git
    /// holds, which is code.
    pub(super) fn dependency(
        &mut self,
        state: &State,
        path: &str,
        hashed: &Hashed,
    ) -> Result<Option<Content>> {
        let covers =
            |out: &&Out| path.strip_prefix(out.content.0.as_str()).is_some_and(|rest| rest.starts_with('/'));
        if let Some(folder) = state.outs.values().find(covers) {
            return Ok(Some(folder.content.clone()));
        }
        let tracked = state.outs.contains_key(path);
        if !tracked && is_inside(path) && self.repository.holds(state.commit, path) {
            return Ok(None);
        }
        let Some((algorithm, value)) = hashed.digest() else {
            return Ok(None);
        };
        let content = (path.to_owned(), algorithm, value);
        if !self.things.contains_key(&self.key(&content))
            && state.outs.get(path).is_none_or(|out| out.content != content)
        {
            // What the run used is no longer what lies there, or nothing tracks it.
            let out =
                Out { content: content.clone(), size: hashed.size, nfiles: hashed.nfiles, ..Out::default() };
            let kind = if self.is_model(path) { "model-version" } else { "data-version" };
            let fields = self.described(state, &out);
            self.add(state.commit, &content, kind, fields, Vec::new())?;
        }
        Ok(Some(content))
    }

    fn unhashed(&mut self, states: &[Rc<State>]) {
        let all: BTreeSet<&String> = states.iter().flat_map(|s| &s.unhashed).collect();
        for path in all {
            let told = "DVC keeps no MD5 of it (it lies on a server, or was never fetched); it was not taken";
            self.say(Level::Skipped, path, "no-digest", told);
        }
    }

    pub(super) fn knows(&self, content: &Content) -> bool {
        self.things.contains_key(&self.key(content))
    }

    /// The link to code that an earlier commit gave it.
    pub(super) fn built_from(&self, content: &Content) -> Option<SourceLink> {
        let item = self.things.get(&self.key(content))?;
        item.current()?.links.iter().find(|link| link.type_ == "built-from").cloned()
    }

    /// Appends what GTO's tags say of a thing.
    pub(super) fn tagged(&mut self, key: &str, tag: &Tag, change: impl FnOnce(&mut Fields)) {
        let Some(item) = self.things.get_mut(key) else {
            return;
        };
        let Some(last) = item.revisions.last() else {
            return;
        };
        let mut fields = last.fields.clone();
        change(&mut fields);
        if fields == last.fields {
            return;
        }
        let links = last.links.clone();
        let on = Some(instant(tag.seconds)).max(last.on.clone());
        let revision = SourceRevision {
            rev: format!("tags:{}", crate::fields::digest(&fields, &links)),
            on,
            said_by: tag.by.clone().or_else(|| last.said_by.clone()),
            note: tag.message.clone(),
            fields,
            links,
        };
        item.revisions.push(revision);
    }

    /// Code versions of all commits that something was taken from, and of the tagged ones.
    fn commits(&mut self, read: &Read) -> Result<Vec<SourceItem>> {
        let name = self.repository.name();
        let mut tags: BTreeMap<ObjectId, Vec<String>> = BTreeMap::new();
        for tag in &read.tags {
            tags.entry(tag.commit).or_default().push(tag.name.clone());
        }
        let mut items = Vec::new();
        for state in &read.states {
            let mut own = tags.remove(&state.commit).unwrap_or_default();
            own.sort();
            let (_, item) = self.repository.code_version(state.commit, &own, &name)?;
            let title = item.current().and_then(|r| r.note.clone()).unwrap_or_default();
            self.say(Level::Taken, item.key.get(..12).unwrap_or(&item.key), "commit", title);
            items.push(item);
        }
        for (commit, names) in tags {
            let text = "the tag names a commit without files of DVC; `import git` takes it";
            for name in names {
                self.say(Level::Skipped, &name, "tag-without-dvc", format!("{text} ({commit:.8})"));
            }
        }
        debug_assert!(items.iter().all(|i| i.source.as_deref() == Some(COMMITS)));
        Ok(items)
    }
}

/// What a thing is called in the report: its path and the beginning of its hash.
fn place_of(key: &str) -> String {
    let rest = key.split_once('/').map_or(key, |(_, rest)| rest);
    let (path, hash) = rest.rsplit_once('/').unwrap_or((rest, ""));
    let hash = hash.rsplit(':').next().unwrap_or(hash);
    format!("{path} {}", hash.get(..8).unwrap_or(hash))
}

pub(super) fn digest(algorithm: &str, value: &str) -> Value {
    Value::List(vec![map([("algorithm", text(algorithm)), ("value", text(value))])])
}

/// The settings of a run as they stand in the lock.
pub(super) fn settings(ran: &Ran) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (file, values) in &ran.stage.params {
        for (name, value) in super::files::flat(values, 2_000) {
            // Two files may use one name.
            let name = if out.contains_key(&name) { format!("{file}:{name}") } else { name };
            out.insert(name, value);
        }
    }
    out
}

fn size(bytes: Option<u64>, files: Option<u64>) -> Option<String> {
    let bytes = bytes?;
    let files = files.map(|n| format!(" in {n} file{}", if n == 1 { "" } else { "s" })).unwrap_or_default();
    let digits = bytes.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            shown.push(',');
        }
        shown.push(digit);
    }
    Some(format!("{shown} bytes{files}."))
}
