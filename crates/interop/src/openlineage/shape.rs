//! From events to activities, data, model and code versions.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use throughline_record::Fields;
use throughline_store::Progress;

use super::SOURCE;
use super::events::{Event, at};
use super::facets::{Facets, Told, merge, of_dataset, of_job, of_run, word};
use crate::error::Result;
use crate::fields::{digest, set, set_words};
use crate::git::without_credentials;
use crate::plain::{instant_of, part};
use crate::taken::{COMMITS, Level, Line, Says, SourceItem, SourceLink, SourceRevision, Taken};

/// All that is told of one run.
#[derive(Default)]
struct Run {
    job: String,
    namespace: String,
    producer: String,
    kinds: Vec<String>,
    first: Option<String>,
    last: Option<String>,
    facets: Facets,
    job_facets: Facets,
    inputs: BTreeMap<Name, Facets>,
    outputs: BTreeMap<Name, Facets>,
}

/// Namespace and name.
type Name = (String, String);

/// One state of a data set.
#[derive(Default)]
struct Dataset {
    namespace: String,
    name: String,
    version: String,
    facets: Facets,
    first: Option<String>,
    is_model: bool,
    links: Vec<SourceLink>,
}

/// What is known of a commit.
#[derive(Default)]
struct Commit {
    fields: Fields,
    first: Option<String>,
}

#[derive(Default)]
struct Shape {
    runs: BTreeMap<String, Run>,
    /// Runs in the order in which they began.
    order: Vec<String>,
    datasets: BTreeMap<String, Dataset>,
    commits: BTreeMap<String, Commit>,
    report: Vec<Line>,
}

pub(super) fn taken(
    events: &[Event],
    lines: Vec<Line>,
    file: &str,
    progress: &dyn Progress,
) -> Result<Taken> {
    let mut shape = Shape { report: lines, ..Shape::default() };
    let total = events.len() as u64;
    for (done, event) in events.iter().enumerate() {
        throughline_store::progress::step(progress, done as u64, total, "events")?;
        shape.event(event);
    }
    let mut activities = Vec::new();
    for id in std::mem::take(&mut shape.order) {
        if let Some(run) = shape.runs.remove(&id) {
            activities.push(shape.activity(&id, &run));
        }
    }
    let mut items = shape.code();
    let (models, data): (Vec<SourceItem>, Vec<SourceItem>) =
        shape.versions().into_iter().partition(|item| item.kind == "model-version");
    items.extend(data);
    items.extend(models);
    items.extend(activities);
    Ok(Taken {
        source: SOURCE.to_owned(),
        title: format!("OpenLineage events of {file}"),
        items,
        report: shape.report,
        superseded: Vec::new(),
        extent: None,
    })
}

impl Shape {
    fn say(&mut self, level: Level, place: &str, code: &'static str, text: impl Into<String>) {
        self.report.push(Line::new(level, place, code, text));
    }

    fn event(&mut self, event: &Event) {
        let on = instant_of(event.time());
        let id = event.text(&["run", "runId"]).to_owned();
        if id.is_empty() {
            self.without_run(event, on);
            return;
        }
        if !self.runs.contains_key(&id) {
            self.order.push(id.clone());
        }
        let run = self.runs.entry(id).or_default();
        event.text(&["job", "name"]).clone_into(&mut run.job);
        event.text(&["job", "namespace"]).clone_into(&mut run.namespace);
        event.text(&["producer"]).clone_into(&mut run.producer);
        run.kinds.push(event.kind());
        if run.first.is_none() {
            run.first.clone_from(&on);
        }
        run.last = on;
        merge(&mut run.facets, at(&event.body, &["run", "facets"]));
        merge(&mut run.job_facets, at(&event.body, &["job", "facets"]));
        for (list, all, special) in
            [("inputs", &mut run.inputs, "inputFacets"), ("outputs", &mut run.outputs, "outputFacets")]
        {
            for dataset in event.list(list) {
                if let Some(name) = name_of(dataset) {
                    let facets = all.entry(name).or_default();
                    merge(facets, dataset.get("facets"));
                    merge(facets, dataset.get(special));
                }
            }
        }
    }

    /// Events of a job or a data set as such.
    fn without_run(&mut self, event: &Event, on: Option<String>) {
        if let Some(dataset) = event.body.get("dataset").and_then(Json::as_object)
            && let Some(name) = name_of(dataset)
        {
            let mut facets = Facets::new();
            merge(&mut facets, dataset.get("facets"));
            self.dataset(&name, &facets, on.as_deref(), false);
            return;
        }
        let mut job_facets = Facets::new();
        merge(&mut job_facets, at(&event.body, &["job", "facets"]));
        self.commit(&job_facets, &event.place, on.as_deref());
        for (list, special) in [("inputs", "inputFacets"), ("outputs", "outputFacets")] {
            for dataset in event.list(list) {
                if let Some(name) = name_of(dataset) {
                    let mut facets = Facets::new();
                    merge(&mut facets, dataset.get("facets"));
                    merge(&mut facets, dataset.get(special));
                    self.dataset(&name, &facets, on.as_deref(), false);
                }
            }
        }
        let job = event.text(&["job", "name"]).to_owned();
        let text = format!("it tells of job “{job}” without a run; of it, code and data sets were taken");
        self.say(Level::Skipped, &event.place, "job-without-run", text);
    }

    /// The key of a data set in the state that its facets tell.
    fn dataset(&mut self, name: &Name, facets: &Facets, on: Option<&str>, is_model: bool) -> String {
        let version = word(facets, "version", &["datasetVersion"]).to_owned();
        let shown = if version.is_empty() { "-" } else { &version };
        let key = format!("dataset/{}/{}/{}", part(&name.0), part(&name.1), part(shown));
        let known = self.datasets.entry(key.clone()).or_default();
        known.namespace.clone_from(&name.0);
        known.name.clone_from(&name.1);
        known.version = version;
        known.is_model |= is_model;
        if known.first.is_none() {
            known.first = on.map(str::to_owned);
        }
        known.facets.extend(facets.clone());
        key
    }

    fn commit(&mut self, job: &Facets, place: &str, on: Option<&str>) -> Option<String> {
        let own = |name: &str| word(job, "sourceCodeLocation", &[name]).to_owned();
        if !job.contains_key("sourceCodeLocation") {
            return None;
        }
        let commit = own("version").to_lowercase();
        if !(matches!(commit.len(), 40 | 64) && commit.bytes().all(|b| b.is_ascii_hexdigit())) {
            let text = format!(
                "its source code has the version “{commit}”, which is no whole commit hash; no code version was made"
            );
            self.say(Level::Warning, place, "not-a-commit", text);
            return None;
        }
        let known = self.commits.entry(commit.clone()).or_default();
        set(&mut known.fields, "commit", &commit);
        let repository = Some(own("repoUrl")).filter(|r| !r.is_empty()).unwrap_or_else(|| own("url"));
        set(&mut known.fields, "repository", &without_credentials(&repository));
        set(&mut known.fields, "path", &own("path"));
        set(&mut known.fields, "tag", &own("tag"));
        if known.first.is_none() {
            known.first = on.map(str::to_owned);
        }
        Some(commit)
    }

    fn activity(&mut self, id: &str, run: &Run) -> SourceItem {
        let place = format!("run {id}");
        let on = run.first.as_deref();
        let type_ = word(&run.job_facets, "jobType", &["jobType"]).to_ascii_uppercase();
        let trains = type_ == "TRAINING";
        let inputs: Vec<String> =
            run.inputs.iter().map(|(name, facets)| self.dataset(name, facets, on, false)).collect();
        let outputs: Vec<String> = run
            .outputs
            .iter()
            .map(|(name, facets)| self.dataset(name, facets, on, trains && !facets.contains_key("schema")))
            .collect();
        let commit = self.commit(&run.job_facets, &place, on);
        let mut fields = Fields::new();
        set(&mut fields, "title", &run.job);
        set(&mut fields, "phase", self.phase(&type_, &place));
        set(&mut fields, "run-id", id);
        set(&mut fields, "date", on.and_then(|on| on.get(..10)).unwrap_or(""));
        let last = run.kinds.iter().rev().find(|k| ["COMPLETE", "FAIL", "ABORT"].contains(&k.as_str()));
        let mut told = Told::new(place.clone(), &mut self.report);
        match last.map(String::as_str) {
            Some("COMPLETE") => set(&mut fields, "outcome", "informational"),
            Some(end) => {
                set(&mut fields, "outcome", "failed");
                if end == "ABORT" {
                    told.paragraph("The run was aborted.");
                }
            }
            None => told.say(Level::Warning, "unfinished", "the events do not say how it ended"),
        }
        of_job(&run.job_facets, &mut told);
        of_run(&run.facets, &mut fields, &mut told);
        told.paragraph(format!(
            "Job {} of {}; told by {}.",
            run.job,
            run.namespace,
            without_credentials(&run.producer)
        ));
        set(&mut fields, "report", &told.text());
        let mut tags = std::mem::take(&mut told.tags);
        if !type_.is_empty() {
            tags.push(format!("job type: {}", type_.to_lowercase()));
        }
        set_words(&mut fields, "tags", &tags);
        let mut links: Vec<SourceLink> =
            inputs.iter().map(|key| SourceLink::out("used", key.clone())).collect();
        links.extend(commit.iter().map(|c| SourceLink::out("used", c.clone()).in_source(COMMITS)));
        links.extend(outputs.iter().map(|key| SourceLink::out("produced", key.clone())));
        self.made(&inputs, &outputs, commit.as_deref());
        let events =
            if run.kinds.len() == 1 { "1 event".to_owned() } else { format!("{} events", run.kinds.len()) };
        self.say(Level::Taken, &place, "run", format!("“{}” as an activity, of {events}", run.job));
        item(format!("run/{id}"), "activity", (run.first.clone(), run.last.clone()), fields, links)
    }

    /// What came of what.
    fn made(&mut self, inputs: &[String], outputs: &[String], commit: Option<&str>) {
        let is_model: BTreeMap<&String, bool> =
            inputs.iter().map(|key| (key, self.datasets.get(key).is_some_and(|d| d.is_model))).collect();
        let from: Vec<&String> = inputs.iter().filter(|key| is_model.get(key) == Some(&false)).collect();
        for key in outputs {
            let Some(output) = self.datasets.get_mut(key) else {
                continue;
            };
            let type_ = if output.is_model { "trained-on" } else { "derived-from" };
            let mut links: Vec<SourceLink> = from
                .iter()
                .filter(|input| **input != key)
                .map(|input| SourceLink::out(type_, (*input).clone()))
                .collect();
            if output.is_model {
                links.extend(commit.map(|c| SourceLink::out("built-from", c).in_source(COMMITS)));
            }
            links.retain(|link| !output.links.contains(link));
            output.links.extend(links);
        }
    }

    fn phase(&mut self, type_: &str, place: &str) -> &'static str {
        match type_ {
            "TRAINING" => "training",
            "TEST" | "VALIDATION" | "EVALUATION" => "validation",
            "DEPLOYMENT" => "deploy",
            _ => {
                let said = if type_.is_empty() { "no type".to_owned() } else { format!("the type {type_}") };
                self.say(
                    Level::Changed,
                    place,
                    "phase",
                    format!("its job has {said}; taken as data acquisition"),
                );
                "data-acquisition"
            }
        }
    }

    fn versions(&mut self) -> Vec<SourceItem> {
        let mut out = Vec::new();
        for (key, dataset) in std::mem::take(&mut self.datasets) {
            let place = format!("{} {}", dataset.name, dataset.version).trim().to_owned();
            let mut fields = Fields::new();
            set(&mut fields, "title", &dataset.name);
            set(&mut fields, "location", &location(&dataset.namespace, &dataset.name));
            if dataset.version.is_empty() {
                set(&mut fields, "version", "not stated");
                let text = "no event names a version of it; all its states are one version here";
                self.say(Level::Warning, &place, "no-version", text);
            } else {
                set(&mut fields, "version", &dataset.version);
            }
            let mut told = Told::new(place.clone(), &mut self.report);
            of_dataset(&dataset.facets, &mut fields, &mut told);
            set(&mut fields, "notes", &told.text());
            let tags = std::mem::take(&mut told.tags);
            set_words(&mut fields, "tags", &tags);
            let kind = if dataset.is_model {
                fields.remove("schema");
                fields.remove("rows");
                let text = "an output of a training job, without columns; taken as a model version";
                self.say(Level::Changed, &place, "model", text);
                "model-version"
            } else {
                self.say(Level::Taken, &place, "dataset", "a data version; events hold no digest of it");
                "data-version"
            };
            out.push(item(key, kind, (dataset.first.clone(), dataset.first), fields, dataset.links));
        }
        out
    }

    fn code(&mut self) -> Vec<SourceItem> {
        let mut out = Vec::new();
        for (commit, known) in std::mem::take(&mut self.commits) {
            self.say(Level::Taken, commit.get(..12).unwrap_or(&commit), "commit", "a code version");
            let mut item =
                item(commit, "code-version", (known.first.clone(), known.first), known.fields, Vec::new());
            item.source = Some(COMMITS.to_owned());
            item.says = Says::Gaps;
            out.push(item);
        }
        out
    }
}

fn name_of(dataset: &Map<String, Json>) -> Option<Name> {
    let own = |name: &str| dataset.get(name).and_then(Json::as_str).unwrap_or("").trim().to_owned();
    let name = own("name");
    (!name.is_empty()).then(|| (own("namespace"), name))
}

/// Where a data set lies, by the naming of OpenLineage: the namespace is a server or a store.
fn location(namespace: &str, name: &str) -> String {
    match namespace {
        "" | "file" => name.to_owned(),
        space if space.contains("://") => {
            without_credentials(&format!("{}/{}", space.trim_end_matches('/'), name.trim_start_matches('/')))
        }
        space => format!("{space}: {name}"),
    }
}

fn item(
    key: String,
    kind: &'static str,
    (since, on): (Option<String>, Option<String>),
    fields: Fields,
    links: Vec<SourceLink>,
) -> SourceItem {
    let rev = digest(&fields, &links);
    let revision = SourceRevision { rev, on, said_by: None, note: None, fields, links };
    let mut item = SourceItem::new(key, kind, vec![revision]);
    // Another file may tell the rest.
    item.says = Says::Named;
    item.since = since;
    item
}
