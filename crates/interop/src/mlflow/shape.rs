//! From a store's runs, models and datasets to model, data and code versions and activities.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sha2::{Digest, Sha256};
use throughline_record::{Fields, Value, date, decimal};

use super::artifact;
use super::data::data_fields;
use super::store::{Experiment, Input, Logged, Registered, Run, Store};
use crate::fields::{digest, set, set_value, set_words, text};
use crate::git::without_credentials;
use crate::taken::{
    Behind, COMMITS, Extent, Level, Line, Says, SourceItem, SourceLink, SourceRevision, Superseded, Taken,
};

pub(crate) fn taken(store: Store) -> Taken {
    let mut shape = Shape {
        runs: store.runs.iter().map(|r| (r.id.as_str(), r)).collect(),
        logged: store.logged.iter().map(|l| (l.id.as_str(), l)).collect(),
        experiments: store.experiments.iter().map(|e| (e.id.as_str(), e)).collect(),
        models_of: store.logged.iter().fold(HashMap::new(), |mut of, l| {
            *of.entry(l.run.as_str()).or_default() += 1;
            of
        }),
        data: HashMap::new(),
        behind: BTreeMap::new(),
        superseded: Vec::new(),
        commits: BTreeMap::new(),
        items: Vec::new(),
        report: store.lines.clone(),
        store: &store,
    };
    shape.datasets();
    for version in &store.versions {
        shape.registered(version);
    }
    let registered: BTreeSet<&str> = store.versions.iter().filter_map(Registered::logged_id).collect();
    for logged in &store.logged {
        if !registered.contains(logged.id.as_str()) {
            shape.logged(logged);
        }
    }
    for run in &store.runs {
        if !shape.behind.contains_key(&run.id) {
            shape.activity(run);
        }
    }
    shape.code();
    let Shape { mut items, report, mut superseded, behind, .. } = shape;
    let runs = behind.into_iter().map(|(run, by)| Superseded { key: format!("run/{run}"), by });
    superseded.extend(runs);
    // What others stand on comes first.
    let place = |kind: &str| match kind {
        "code-version" => 0,
        "data-version" => 1,
        "model-version" => 2,
        _ => 3,
    };
    items.sort_by_key(|i| place(i.kind));
    let extent = Some(Extent { kinds: &["model-version", "data-version", "activity"], under: String::new() });
    Taken { source: source(&store), title: title(&store), items, report, superseded, extent }
}

/// A store has no name of its own. Its first experiment, with the millisecond it was made in, is
/// the same for everybody who has a copy and never changes.
fn source(store: &Store) -> String {
    let first = store.experiments.iter().min_by_key(|e| (e.created.unwrap_or(i64::MAX), e.id.clone()));
    let name = match first {
        Some(e) if e.created.is_some() => {
            format!("{}|{}", e.id, e.created.unwrap_or_default())
        }
        // Before version 1.30 experiments have no time; the first run has.
        _ => store
            .runs
            .iter()
            .min_by_key(|r| (r.start, r.id.clone()))
            .map_or_else(|| "empty".to_owned(), |r| r.id.clone()),
    };
    let hash = Sha256::digest(name.as_bytes());
    format!("mlflow:{}", hex::encode(hash.get(..8).unwrap_or(&hash)))
}

fn title(store: &Store) -> String {
    let used: BTreeSet<&str> = store.runs.iter().map(|r| r.experiment.as_str()).collect();
    let names: Vec<&str> =
        store.experiments.iter().filter(|e| used.contains(e.id.as_str())).map(|e| e.name.as_str()).collect();
    match names.as_slice() {
        [] => "MLflow store".to_owned(),
        few if few.len() <= 3 => format!("MLflow store of {}", few.join(", ")),
        many => format!("MLflow store of {} experiments", many.len()),
    }
}

struct Shape<'s> {
    store: &'s Store,
    runs: HashMap<&'s str, &'s Run>,
    logged: HashMap<&'s str, &'s Logged>,
    experiments: HashMap<&'s str, &'s Experiment>,
    /// How many models each run logged.
    models_of: HashMap<&'s str, usize>,
    /// Keys of data versions by the store's ids.
    data: HashMap<&'s str, String>,
    /// Runs that stand behind a model version, and behind which.
    behind: BTreeMap<String, String>,
    /// Logged models that were registered.
    superseded: Vec<Superseded>,
    /// What is told of each commit.
    commits: BTreeMap<String, Commit>,
    items: Vec<SourceItem>,
    report: Vec<Line>,
}

#[derive(Default)]
struct Commit {
    repositories: BTreeSet<String>,
    paths: BTreeSet<String>,
    first: Option<i64>,
}

/// The links of one model version or activity.
type Links = Vec<SourceLink>;

/// When a thing began and when it was last touched, in milliseconds since 1970.
type Times = (Option<i64>, Option<i64>);

fn item(
    key: String,
    kind: &'static str,
    (since, on): Times,
    said_by: &str,
    fields: Fields,
    links: Links,
) -> SourceItem {
    let revision = SourceRevision {
        rev: digest(&fields, &links),
        on: on.or(since).and_then(instant),
        said_by: Some(said_by.to_owned()).filter(|s| !s.is_empty()),
        note: None,
        fields,
        links,
    };
    let mut item = SourceItem::new(key, kind, vec![revision]);
    item.since = since.and_then(instant);
    item
}

impl<'s> Shape<'s> {
    fn say(&mut self, level: Level, place: &str, code: &'static str, text: String) {
        self.report.push(Line::new(level, place, code, text));
    }

    fn datasets(&mut self) {
        let mut first_use: HashMap<&str, i64> = HashMap::new();
        for run in &self.store.runs {
            for input in &run.inputs {
                if let Some(start) = run.start {
                    let first = first_use.entry(&input.dataset).or_insert(start);
                    *first = start.min(*first);
                }
            }
        }
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for dataset in &self.store.datasets {
            // The same data in two experiments is the same data.
            let key = format!("dataset/{}/{}", dataset.name, dataset.digest);
            self.data.insert(&dataset.id, key.clone());
            if !taken.insert(key.clone()) {
                continue;
            }
            let fields = data_fields(dataset);
            let since = first_use.get(dataset.id.as_str()).copied();
            let place = format!("dataset {} {}", dataset.name, dataset.digest);
            self.say(
                Level::Taken,
                &place,
                "dataset",
                format!("{} as a data version; its digest is weak", dataset.name),
            );
            if !dataset.schema.is_empty() && !fields.contains_key("schema") {
                self.say(
                    Level::Warning,
                    &place,
                    "schema",
                    "its schema is of a kind that has no columns; it was not taken".to_owned(),
                );
            }
            self.items.push(item(key, "data-version", (since, since), "", fields, Vec::new()));
        }
    }

    fn registered(&mut self, version: &'s Registered) {
        let scope =
            if version.workspace.is_empty() { String::new() } else { format!("{}/", version.workspace) };
        let key = format!("model/{scope}{}/{}", version.name, version.version);
        let place = format!("{} {}", version.name, version.version);
        let mut fields = Fields::new();
        set(&mut fields, "title", &version.name);
        set(&mut fields, "version", &version.version);
        let times = (version.created, version.updated);
        if version.is_deleted() {
            set_value(&mut fields, "removed", Value::Bool(true));
            self.say(
                Level::Changed,
                &place,
                "deleted-version",
                "the version was deleted in MLflow, which redacts it; it is taken as removed, and what was known of it is kept".to_owned(),
            );
            let mut item = item(key, "model-version", times, "", fields, Vec::new());
            item.says = Says::Named;
            self.items.push(item);
            return;
        }
        let logged = version.logged_id().and_then(|id| self.logged.get(id)).copied();
        let run_id =
            if version.run.is_empty() { logged.map_or("", |l| l.run.as_str()) } else { version.run.as_str() };
        let run = self.runs.get(run_id).copied();
        let location = [&version.location, &version.source]
            .into_iter()
            .find(|l| !l.is_empty())
            .map_or("", String::as_str);
        let location =
            logged.filter(|_| location.starts_with("models:/")).map_or(location, |l| l.location.as_str());
        set(&mut fields, "location", &without_credentials(location));
        let mut tags = labels(&version.model_tags);
        tags.extend(labels(&version.tags));
        tags.extend(run.map(own_tags).unwrap_or_default());
        if !version.stage.is_empty() && version.stage != "None" {
            tags.push(format!("stage: {}", version.stage));
        }
        set_words(&mut fields, "tags", &tags);
        set_words(&mut fields, "aliases", &version.aliases);
        let mut notes = vec![version.model_description.clone(), version.description.clone()];
        if version.status.contains("FAILED") {
            notes.push(format!("Registration: {}", version.status));
        }
        notes.extend(self.notes_of(run, &place, true));
        set(&mut fields, "notes", &joined(&notes));
        self.model(&mut fields, &place, location, run, logged);
        if let Some(logged) = logged {
            self.superseded.push(Superseded { key: format!("logged/{}", logged.id), by: place.clone() });
        }
        let links = self.stands_on(run, &place, true);
        let said_by =
            if version.user.is_empty() { run.map_or("", |r| user(r)) } else { version.user.as_str() };
        if !run_id.is_empty() && run.is_none() {
            self.say(Level::Warning, &place, "missing-run", format!("its run {run_id} is not in the store"));
        }
        self.say(
            Level::Taken,
            &place,
            "model-version",
            match run {
                Some(run) => format!("a model version out of run {}", called(run)),
                None => "a model version".to_owned(),
            },
        );
        self.items.push(item(key, "model-version", times, said_by, fields, links));
    }

    /// A model that was logged and never registered.
    fn logged(&mut self, logged: &'s Logged) {
        let run = self.runs.get(logged.run.as_str()).copied();
        let place = logged.id.as_str();
        let mut fields = Fields::new();
        let name = if logged.name.is_empty() { &logged.id } else { &logged.name };
        set(&mut fields, "title", name);
        set(&mut fields, "version", &logged.id);
        set(&mut fields, "location", &without_credentials(&logged.location));
        let mut tags = own_labels(&logged.tags);
        tags.extend(run.map(own_tags).unwrap_or_default());
        set_words(&mut fields, "tags", &tags);
        let gone = logged.deleted || run.is_some_and(|r| self.is_gone(r));
        let mut notes = self.notes_of(run, place, !gone);
        if logged.failed {
            notes.push("Logging this model failed.".to_owned());
        }
        set(&mut fields, "notes", &joined(&notes));
        if gone {
            set_value(&mut fields, "removed", Value::Bool(true));
        }
        self.model(&mut fields, place, &logged.location, run, Some(logged));
        let links = self.stands_on(run, place, true);
        self.say(
            if gone { Level::Changed } else { Level::Taken },
            place,
            if gone { "deleted-model" } else { "logged-model" },
            format!(
                "a logged model{} that no registered version names{}",
                run.map(|r| format!(" out of run {}", called(r))).unwrap_or_default(),
                if gone { "; deleted in MLflow, taken as removed" } else { "" }
            ),
        );
        let mut item = item(
            format!("logged/{}", logged.id),
            "model-version",
            (logged.created, logged.updated),
            run.map_or("", |r| user(r)),
            fields,
            links,
        );
        item.behind = Some(Behind {
            run: logged.run.clone(),
            location: Some(without_credentials(&logged.location)),
            alone: self.is_alone(logged),
            place: place.to_owned(),
        });
        self.items.push(item);
    }

    /// Whether a logged model is the only one of its run.
    fn is_alone(&self, logged: &Logged) -> bool {
        self.models_of.get(logged.run.as_str()).is_none_or(|n| *n <= 1)
    }

    /// Whether a run was deleted, by itself or with its experiment.
    fn is_gone(&self, run: &Run) -> bool {
        run.deleted || self.experiments.get(run.experiment.as_str()).is_some_and(|e| e.deleted)
    }

    /// What people wrote on the run behind a model version, and whether it was deleted while the
    /// version stayed.
    fn notes_of(&mut self, run: Option<&Run>, place: &str, tell: bool) -> Vec<String> {
        let Some(run) = run else {
            return Vec::new();
        };
        let mut notes: Vec<String> = run.tags.get("mlflow.note.content").cloned().into_iter().collect();
        if tell && self.is_gone(run) {
            let name = called(run);
            notes.push(format!("Its run {name} was deleted in MLflow."));
            let text =
                format!("its run {name} was deleted in MLflow; the version is still there and was taken");
            self.say(Level::Warning, place, "deleted-run", text);
        }
        notes
    }

    /// What a model version has of its run and its logged model.
    fn model(
        &mut self,
        fields: &mut Fields,
        place: &str,
        location: &str,
        run: Option<&Run>,
        logged: Option<&Logged>,
    ) {
        let framework = artifact::find(location, &self.store.beside)
            .or_else(|| artifact::find(&logged?.location, &self.store.beside))
            .and_then(|folder| artifact::framework(&folder))
            .or_else(|| {
                let tag = run?.tags.get("mlflow.log-model.history")?;
                artifact::framework_of_history(tag, location)
            });
        if let Some(framework) = framework {
            set(fields, "framework", &framework);
        }
        let mut params = run.map(|r| r.params.clone()).unwrap_or_default();
        let mut metrics = run.map(|r| r.metrics.clone()).unwrap_or_default();
        if let Some(logged) = logged {
            let several = !self.is_alone(logged);
            params.extend(logged.params.clone());
            for (name, value) in &logged.metrics {
                // Of a run's only model the run's latest values hold, as in version 2.
                if several || !metrics.contains_key(name) {
                    metrics.insert(name.clone(), *value);
                }
            }
        }
        self.measured(fields, place, &params, &metrics);
        if let Some(run) = run {
            set(fields, "run-id", &run.id);
            self.behind.entry(run.id.clone()).or_insert_with(|| place.to_owned());
        }
    }

    fn measured(
        &mut self,
        fields: &mut Fields,
        place: &str,
        params: &BTreeMap<String, String>,
        metrics: &BTreeMap<String, f64>,
    ) {
        let pairs = |items: BTreeMap<String, Value>| Value::Map(items);
        if !params.is_empty() {
            let all = params.iter().map(|(k, v)| (k.clone(), text(v.clone())));
            set_value(fields, "parameters", pairs(all.collect()));
        }
        if !metrics.is_empty() {
            let all = metrics.iter().map(|(k, v)| (k.clone(), text(measured(*v))));
            set_value(fields, "metrics", pairs(all.collect()));
        }
        for (name, value) in metrics.iter().filter(|(_, v)| !v.is_finite()) {
            self.say(Level::Warning, place, "not-finite", format!("{name} is {}", measured(*value)));
        }
    }

    /// A run behind no model version: an attempt, whatever became of it.
    fn activity(&mut self, run: &'s Run) {
        let experiment = self.experiments.get(run.experiment.as_str()).copied();
        let place = format!("run {}", run.id);
        let mut fields = Fields::new();
        set(&mut fields, "title", &called(run));
        set(&mut fields, "phase", "training");
        set(&mut fields, "run-id", &run.id);
        if let Some(day) = run.start.and_then(instant) {
            set(&mut fields, "date", day.get(..10).unwrap_or(""));
        }
        match run.status.as_str() {
            "FAILED" | "KILLED" => set(&mut fields, "outcome", "failed"),
            "FINISHED" => set(&mut fields, "outcome", "informational"),
            _ => {}
        }
        let mut report = Vec::new();
        if let Some(note) = run.tags.get("mlflow.note.content") {
            report.push(note.clone());
        }
        if run.status == "KILLED" {
            report.push("The run was killed.".to_owned());
        }
        set(&mut fields, "report", &joined(&report));
        let mut tags = own_tags(run);
        if let Some(experiment) = experiment {
            tags.push(format!("experiment: {}", experiment.name));
            tags.extend(labels(&experiment.tags));
        }
        set_words(&mut fields, "tags", &tags);
        let gone = self.is_gone(run);
        if gone {
            set_value(&mut fields, "removed", Value::Bool(true));
        }
        self.measured(&mut fields, &place, &run.params, &run.metrics);
        let links = self.stands_on(Some(run), &place, false);
        let status = run.status.to_lowercase();
        if gone {
            let text = format!("“{}” was deleted in MLflow; taken as removed", called(run));
            self.say(Level::Changed, &place, "deleted-run", text);
        } else {
            let text = format!("“{}” ({status}) as a training activity", called(run));
            self.say(Level::Taken, &place, "run", text);
        }
        let key = format!("run/{}", run.id);
        let mut item = item(key, "activity", (run.start, run.end), user(run), fields, links);
        item.behind = Some(Behind { run: run.id.clone(), location: None, alone: true, place });
        self.items.push(item);
    }

    /// Links to the data and code a run used.
    fn stands_on(&mut self, run: Option<&Run>, place: &str, is_model: bool) -> Links {
        let mut links = Links::new();
        let Some(run) = run else {
            return links;
        };
        for input in &run.inputs {
            let Some(key) = self.data.get(input.dataset.as_str()).cloned() else {
                let text = format!("data set {} is not in the store", input.dataset);
                self.say(Level::Warning, place, "missing-dataset", text);
                continue;
            };
            let type_ = if is_model { self.role(input, place) } else { "used" };
            let link = SourceLink::out(type_, key);
            if !links.contains(&link) {
                links.push(link);
            }
        }
        if let Some(commit) = self.commit(run, place) {
            let type_ = if is_model { "built-from" } else { "used" };
            links.push(SourceLink::out(type_, commit).in_source(COMMITS));
        }
        links
    }

    fn role(&mut self, input: &Input, place: &str) -> &'static str {
        let context = input.context.as_deref().unwrap_or("").to_lowercase();
        match context.as_str() {
            "training" | "train" => "trained-on",
            "validation" | "valid" | "val" | "test" | "testing" | "eval" | "evaluation" | "holdout" => {
                "evaluated-on"
            }
            other => {
                let said = if other.is_empty() { "no context" } else { other };
                let text = format!("a data set was used with {said}; taken as trained-on");
                self.say(Level::Changed, place, "unclear-context", text);
                "trained-on"
            }
        }
    }

    fn commit(&mut self, run: &Run, place: &str) -> Option<String> {
        let commit = run.tags.get("mlflow.source.git.commit")?.trim().to_lowercase();
        let whole = matches!(commit.len(), 40 | 64) && commit.chars().all(|c| c.is_ascii_hexdigit());
        if !whole {
            let text = format!("“{commit}” is not a whole commit hash; no code version was made");
            self.say(Level::Warning, place, "not-a-commit", text);
            return None;
        }
        let told = self.commits.entry(commit.clone()).or_default();
        if let Some(url) = run.tags.get("mlflow.source.git.repoURL") {
            told.repositories.insert(without_credentials(url.trim()));
        }
        if let Some(path) = run.tags.get("mlflow.source.name") {
            told.paths.insert(without_credentials(path.trim()));
        }
        told.first = match (told.first, run.start) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Some(commit)
    }

    fn code(&mut self) {
        for (commit, told) in std::mem::take(&mut self.commits) {
            let mut fields = Fields::new();
            set(&mut fields, "commit", &commit);
            let only = |all: &BTreeSet<String>| match all.len() {
                1 => all.first().cloned().unwrap_or_default(),
                _ => String::new(),
            };
            set(&mut fields, "repository", &only(&told.repositories));
            set(&mut fields, "path", &only(&told.paths));
            let times = (told.first, told.first);
            let mut item = item(commit.clone(), "code-version", times, "", fields, Vec::new());
            // The repository itself knows better; this only fills gaps.
            item.source = Some(COMMITS.to_owned());
            item.says = Says::Gaps;
            self.items.push(item);
            self.say(
                Level::Taken,
                commit.get(..12).unwrap_or(&commit),
                "commit",
                "a code version".to_owned(),
            );
        }
    }
}

/// A metric in the spelling of records.
fn measured(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else {
        decimal::from_f64(value)
    }
}

fn instant(millis: i64) -> Option<String> {
    const YEAR_9999: i64 = 253_402_300_799_999;
    (0..=YEAR_9999).contains(&millis).then(|| date::from_millis(millis))
}

fn labels(tags: &BTreeMap<String, String>) -> Vec<String> {
    tags.iter()
        .map(|(name, value)| if value.is_empty() { name.clone() } else { format!("{name}: {value}") })
        .collect()
}

/// Tags of a run that people gave it.
fn own_tags(run: &Run) -> Vec<String> {
    run.tags
        .iter()
        .filter(|(name, _)| !name.starts_with("mlflow."))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect()
}

fn own_labels(tags: &BTreeMap<String, String>) -> Vec<String> {
    let own = tags.iter().filter(|(name, _)| !name.starts_with("mlflow."));
    labels(&own.map(|(name, value)| (name.clone(), value.clone())).collect())
}

fn joined(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(|p| p.trim()).filter(|p| !p.is_empty()).collect();
    parts.join("\n\n")
}

fn called(run: &Run) -> String {
    if run.name.is_empty() { run.id.clone() } else { run.name.clone() }
}

fn user(run: &Run) -> &str {
    match run.tags.get("mlflow.user") {
        Some(user) if !user.is_empty() => user,
        _ => &run.user,
    }
}
