//! Things of a source that another of its things stands for, and things that are no longer in it.

use std::collections::{HashMap, HashSet};

use throughline_model::{Kind, State, kind};
use throughline_record::{EntityId, Value};
use throughline_store::{At, ListQuery};

use super::plan::{Plan, Values, origin};
use super::said::{key_of, said, source_of};
use crate::error::Result;
use crate::taken::{Behind, Level, Line, SourceItem, Taken};

/// A version that the workspace knows, by what its source said of it.
pub(super) struct Version {
    key: String,
    title: String,
    run: String,
    location: String,
}

/// The versions the workspace knows of a source. Every run of a store asks for one, so they are found
/// by what they came from, and not one after the other.
#[derive(Default)]
pub(super) struct Versions {
    all: Vec<Version>,
    by_run: HashMap<String, Vec<usize>>,
    by_location: HashMap<String, Vec<usize>>,
}

impl Plan<'_> {
    /// Whether the workspace knows a thing through a version it stands behind. MLflow redacts what a
    /// deleted version came from, so only what was imported before tells.
    pub(super) fn is_behind(&mut self, source: &str, item: &SourceItem) -> Result<bool> {
        let Some(behind) = &item.behind else {
            return Ok(false);
        };
        if self.versions.is_none() {
            self.versions = Some(self.known_versions(source)?);
        }
        let found = self.versions.as_ref().and_then(|versions| versions.covering(&item.key, behind));
        let Some(by) = found.map(|v| v.title.clone()) else {
            return Ok(false);
        };
        let sentence =
            format!("it stands behind {by}, which is in the workspace; it was not added beside it");
        self.lines.push(Line::new(Level::Skipped, behind.place.as_str(), "behind-version", sentence));
        self.silent.insert(behind.place.clone());
        self.supersede(source, &item.key, &by)?;
        Ok(true)
    }

    fn known_versions(&self, source: &str) -> Result<Versions> {
        let mut out = Versions::default();
        for (key, state) in self.of_source(source, "model-version", true)? {
            let entry = state.kind_entry();
            let said = said(self.reader, &state.entity, source, |name| entry.and_then(|k| k.field(name)))?;
            let text = |name: &str| {
                let value = said.get(name).and_then(Option::as_ref).and_then(Value::as_text);
                value.unwrap_or("").to_owned()
            };
            let (title, version) = (state.title(), state.text("version").unwrap_or("").to_owned());
            let title = format!("{title} {version}").trim().to_owned();
            out.take(Version { key, title, run: text("run-id"), location: text("location") });
        }
        Ok(out)
    }

    /// What the workspace has of a source, by key.
    fn of_source(&self, source: &str, kind: &str, removed: bool) -> Result<Vec<(String, State)>> {
        let query = ListQuery { kinds: vec![kind.to_owned()], removed, ..ListQuery::default() };
        let mut out = Vec::new();
        for card in self.reader.list(&query, &At::Now)?.rows {
            let Some(state) = self.reader.state(&card.id, &At::Now)? else {
                continue;
            };
            let mark = state.value("source");
            if mark.and_then(source_of) == Some(source)
                && let Some(key) = mark.and_then(key_of).map(str::to_owned)
            {
                out.push((key, state));
            }
        }
        Ok(out)
    }

    /// Takes what the source tells under another key now out of sight, if the workspace has it. What
    /// a person brought back stays.
    pub(crate) fn supersede(&mut self, source: &str, key: &str, by: &str) -> Result<()> {
        let entity = EntityId::derived(&self.ws.id(), source, key);
        let Some(state) = self.reader.state(&entity, &At::Now)? else {
            return Ok(());
        };
        let Some(entry) = kind(&state.kind) else {
            return Ok(());
        };
        if state.removed() || state.read_only || self.already_removed(&state, entry, source)? {
            return Ok(());
        }
        let removed = Values::from([("removed".to_owned(), Some(Value::Bool(true)))]);
        self.record(entry, entity, None, removed, Some(origin(source, key, "superseded")));
        self.counts.changed += 1;
        self.touched.insert(entity);
        let sentence = format!("“{}” is known as {by} now; it was taken out of sight", state.title());
        self.lines.push(Line::new(Level::Changed, key, "superseded", sentence));
        Ok(())
    }

    fn already_removed(&self, state: &State, entry: &'static Kind, source: &str) -> Result<bool> {
        let said = said(self.reader, &state.entity, source, |name| entry.field(name))?;
        Ok(said.get("removed").is_some_and(Option::is_some))
    }

    /// Tells what the workspace has of the source and the reading has not. It stays: that a source
    /// dropped something does not mean that it never was.
    pub(crate) fn gone(&mut self, taken: &Taken) -> Result<()> {
        let Some(extent) = &taken.extent else {
            return Ok(());
        };
        let here: HashSet<&str> = taken.items.iter().map(|i| i.key.as_str()).collect();
        // A file that is there and was not taken has its own line.
        let told: HashSet<&str> = taken.report.iter().map(|l| l.place.as_str()).collect();
        let mut lines = Vec::new();
        for name in extent.kinds {
            for (key, state) in self.of_source(&taken.source, name, false)? {
                let known = here.contains(key.as_str()) || told.contains(key.as_str());
                if !known && extent.holds(&key) && !self.touched.contains(&state.entity) {
                    let sentence = format!(
                        "“{}” was imported from here and is here no longer; it stays in the workspace",
                        state.title()
                    );
                    lines.push(Line::new(Level::Warning, key, "gone", sentence));
                }
            }
        }
        lines.sort_by(|a, b| a.place.cmp(&b.place));
        self.lines.extend(lines);
        Ok(())
    }
}

impl Versions {
    fn take(&mut self, version: Version) {
        let at = self.all.len();
        for (by, value) in [(&mut self.by_run, &version.run), (&mut self.by_location, &version.location)] {
            if !value.is_empty() {
                by.entry(value.clone()).or_default().push(at);
            }
        }
        self.all.push(version);
    }

    /// The first that covers the thing: one of its run or of its place.
    fn covering(&self, key: &str, behind: &Behind) -> Option<&Version> {
        let of_run = self.by_run.get(&behind.run);
        let of_place = behind.location.as_ref().and_then(|location| self.by_location.get(location));
        let near = of_run.into_iter().chain(of_place).flatten();
        let covers = |at: &usize| self.all.get(*at).is_some_and(|version| version.covers(key, behind));
        near.copied().filter(covers).min().and_then(|at| self.all.get(at))
    }
}

impl Version {
    fn covers(&self, key: &str, behind: &Behind) -> bool {
        let same_run = !behind.run.is_empty() && self.run == behind.run;
        let Some(location) = &behind.location else {
            return same_run && self.key != key;
        };
        // Of logged models only a registered version is the same model.
        self.key.starts_with("model/")
            && (!location.is_empty() && self.location == *location || behind.alone && same_run)
    }
}
