//! What a pipeline records: versions of model, data and code with the run that made them, as one change.
//!
//! What is there already is met, not made again: by commit, by name and version, by the id of a run. Fields that are
//! empty are filled, fields that say something else are left, and another digest under the same name and version is
//! refused. New things get ids that follow from what they are called, so two pipelines that record the same at once
//! make the same.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use serde_json::{Value as Json, json};
use throughline_interop::{COMMITS, CodeState, read_code};
use throughline_model::identity::{Digest, same};
use throughline_model::{Kind, Merge, State, check_kind, kind, written_kind};
use throughline_record::{Act, EntityId, RecordDraft, Value};
use throughline_store::{Append, At, Reader, StoreError};

use super::digests_of;
use super::reading::{Bytes, World, refused};
use crate::App;
use crate::app::Open;
use crate::context;
use crate::dto::{
    ApiError, RecordRunArgs, RecordedDto, RunActivity, RunCode, RunData, RunModel, RunRecorded,
};
use crate::error::invalid;
use crate::linking::{Linking, fitting};
use crate::lookups;
use crate::writes::read_form;

/// The source of the ids that follow from names.
const SOURCE: &str = "throughline record";
/// How often recording starts over because somebody else wrote meanwhile.
const ATTEMPTS: usize = 8;

impl App {
    pub(crate) fn record_run(&self, args: RecordRunArgs) -> Result<RunRecorded, ApiError> {
        let open = self.opened()?;
        let home = open.workspace.path().parent().unwrap_or_else(|| Path::new(".")).to_owned();
        let base = args.base.as_ref().map_or_else(|| home.clone(), |base| home.join(base));
        // The world is read first, once, and without keeping anybody from writing.
        let read = World::read(&args, &base, &home)?;
        let mut attempt = 0;
        loop {
            attempt += 1;
            match self.record_once(&open, &args, &read) {
                Err(error) if error.code == "head-moved" && attempt < ATTEMPTS => {
                    open.workspace.catch_up()?;
                }
                done => return done,
            }
        }
    }

    fn record_once(&self, open: &Open, args: &RecordRunArgs, read: &World) -> Result<RunRecorded, ApiError> {
        let reader = open.workspace.reader()?;
        let position = reader.position()?;
        let release = context::named_release(self, open, &reader, args.release.as_deref(), &At::Now)?;
        let mut run = Run {
            reader: &reader,
            linking: Linking::new(&reader, open.workspace.id(), None),
            release,
            records: Vec::new(),
            rows: Vec::new(),
            left: Vec::new(),
            names: HashMap::new(),
            kinds: HashMap::new(),
            new: HashSet::new(),
        };
        run.take(args, read, &self.env.clock.now())?;
        let Run { linking, mut records, rows, left, .. } = run;
        records.extend(linking.records);
        let position = if records.is_empty() {
            None
        } else {
            let mut append = Append::new(open.actor(), Act::Edit, records);
            append.note = args.reason.clone().filter(|r| !r.trim().is_empty());
            append.expect_head = Some(position);
            Some(open.workspace.append(append)?.position.into())
        };
        let reader = open.workspace.reader()?;
        let ids: Vec<EntityId> = rows.iter().map(|row| row.id).collect();
        let cards: HashMap<EntityId, _> =
            reader.cards(&ids, &At::Now)?.into_iter().map(|card| (card.id, card)).collect();
        let rows = rows
            .into_iter()
            .filter_map(|row| {
                let card = cards.get(&row.id)?;
                Some(RecordedDto {
                    id: row.id.to_string(),
                    short: card.short.clone(),
                    kind: card.kind.clone(),
                    title: card.title.clone(),
                    digest: row.digest,
                    met: row.met,
                })
            })
            .collect();
        Ok(RunRecorded { rows, left, position })
    }
}

/// Something that was recorded or met.
struct Row {
    id: EntityId,
    digest: String,
    met: bool,
}

/// A thing to be recorded, or met.
struct Thing<'a> {
    kind: &'static Kind,
    /// The id it gets if it is new.
    derived: EntityId,
    /// The one that is there.
    found: Option<EntityId>,
    digest: Option<&'a Digest>,
    /// What it is called in errors: `ranker@7`.
    called: &'a str,
    fields: BTreeMap<String, Json>,
    /// Said only of what is new.
    defaults: BTreeMap<String, Json>,
}

/// A run while it is turned into records.
struct Run<'a> {
    reader: &'a Reader,
    linking: Linking<'a>,
    release: Option<EntityId>,
    records: Vec<RecordDraft>,
    rows: Vec<Row>,
    left: Vec<String>,
    /// What this run calls its own things, in lower case.
    names: HashMap<String, EntityId>,
    kinds: HashMap<EntityId, &'static str>,
    new: HashSet<EntityId>,
}

impl Run<'_> {
    fn take(&mut self, args: &RecordRunArgs, read: &World, now: &str) -> Result<(), ApiError> {
        let code = match (&args.code, &read.code) {
            (Some(said), Some(state)) => Some(self.code(said, state, read)?),
            _ => None,
        };
        let mut data = Vec::new();
        for (said, bytes) in args.data.iter().zip(&read.data) {
            data.push((self.data(said, bytes)?, said));
        }
        let model = match (&args.model, &read.model) {
            (Some(said), Some(bytes)) => Some(self.model(said, bytes)?),
            _ => None,
        };
        let activity = match &args.activity {
            Some(said) => Some(self.activity(said, args, now)?),
            None => None,
        };
        // All names are known from here on: what is linked may come later in the file.
        for (id, said) in &data {
            for from in &said.derived_from {
                let from = self.meant(from)?;
                self.tie("derived-from", *id, from)?;
            }
            for by in &said.produced_by {
                let by = self.meant(by)?;
                self.tie("produced", by, *id)?;
            }
            match (said.role.as_deref(), model) {
                (Some(role @ ("trained-on" | "evaluated-on")), Some(model)) => self.tie(role, model, *id)?,
                (Some("trained-on" | "evaluated-on"), None) => {
                    return Err(refused(
                        "data.role",
                        "no-model",
                        "This run records no model that data could be a role of.",
                    ));
                }
                (None | Some("input" | "output"), _) => {}
                (Some(other), _) => {
                    let sentence = format!(
                        "“{other}” is no role; there are trained-on, evaluated-on, input and output."
                    );
                    return Err(refused("data.role", "not-a-choice", &sentence));
                }
            }
        }
        if let (Some(model), Some(said)) = (model, &args.model) {
            for (type_, list) in [("trained-on", &said.trained_on), ("evaluated-on", &said.evaluated_on)] {
                for on in list {
                    let on = self.meant(on)?;
                    self.tie(type_, model, on)?;
                }
            }
            for built in &said.built_from {
                let built = self.code_meant(built, read)?;
                self.tie("built-from", model, built)?;
            }
            if let Some(code) = code {
                self.tie("built-from", model, code)?;
            }
            for by in &said.produced_by {
                let by = self.meant(by)?;
                self.tie("produced", by, model)?;
            }
        }
        if let (Some(activity), Some(said)) = (activity, &args.activity) {
            let is_output = |said: &RunData| said.role.as_deref() == Some("output");
            let mut used: Vec<EntityId> = code.into_iter().collect();
            used.extend(data.iter().filter(|(_, said)| !is_output(said)).map(|(id, _)| *id));
            let mut made: Vec<EntityId> = model.into_iter().collect();
            made.extend(data.iter().filter(|(_, said)| is_output(said)).map(|(id, _)| *id));
            for input in &said.inputs {
                used.push(self.meant(input)?);
            }
            for output in &said.outputs {
                made.push(self.meant(output)?);
            }
            for id in used {
                self.tie("used", activity, id)?;
            }
            for id in made {
                self.tie("produced", activity, id)?;
            }
        }
        for link in &args.links {
            let (from, to) = (self.meant(&link.from)?, self.meant(&link.to)?);
            self.tie(&link.type_, from, to)?;
        }
        // The model is what a pipeline asks for first.
        let order = ["model-version", "data-version", "code-version", "activity"];
        let kinds = self.kinds.clone();
        self.rows.sort_by_key(|row| order.iter().position(|k| kinds.get(&row.id) == Some(k)));
        Ok(())
    }

    fn code(&mut self, said: &RunCode, state: &CodeState, read: &World) -> Result<EntityId, ApiError> {
        let mut fields = said.fields.clone();
        let mut set = |name: &str, value: Json| {
            fields.entry(name.to_owned()).or_insert(value);
        };
        set("repository", json!(state.repository));
        set("commit", json!(state.commit));
        set("title", json!(state.subject));
        set("committed-at", json!(state.committed_at));
        set("location", json!(read.lies(&state.top)));
        if !state.tag.is_empty() {
            set("tag", json!(state.tag));
        }
        if let Some(path) = &said.path {
            set("path", json!(path));
        }
        if state.dirty {
            set("dirty", json!(true));
        }
        let id = self.commit(&state.commit, state.dirty, fields)?;
        self.names.insert("code".into(), id);
        Ok(id)
    }

    /// A commit as a version: the one an import made, or somebody wrote down. With changes that are in no commit it is
    /// another version than without.
    fn commit(
        &mut self,
        commit: &str,
        dirty: bool,
        fields: BTreeMap<String, Json>,
    ) -> Result<EntityId, ApiError> {
        let workspace = self.linking.workspace;
        let derived = if dirty {
            EntityId::derived(&workspace, SOURCE, &format!("code/{commit}/dirty"))
        } else {
            EntityId::derived(&workspace, COMMITS, commit)
        };
        let found = self.known(commit, "code-version", derived, |state| {
            let is_dirty = state.value("dirty").and_then(Value::as_bool) == Some(true);
            is_dirty == dirty && state.text("commit").is_some_and(|c| c.trim().eq_ignore_ascii_case(commit))
        })?;
        let called = format!("The commit {}", commit.get(..10).unwrap_or(commit));
        let digest = Digest::new("git-commit", commit);
        self.meet(Thing {
            kind: named_kind("code-version")?,
            derived,
            found,
            digest: Some(&digest),
            called: &called,
            fields,
            defaults: BTreeMap::new(),
        })
    }

    fn data(&mut self, said: &RunData, bytes: &Bytes) -> Result<EntityId, ApiError> {
        let fields = said.fields.clone();
        self.version("data-version", &said.name, &said.version, bytes, fields)
    }

    fn model(&mut self, said: &RunModel, bytes: &Bytes) -> Result<EntityId, ApiError> {
        let mut fields = said.fields.clone();
        for (name, pairs) in [("parameters", &said.parameters), ("metrics", &said.metrics)] {
            if !pairs.is_empty() {
                let words: BTreeMap<&String, Json> = pairs.iter().map(|(k, v)| (k, in_words(v))).collect();
                fields.insert(name.into(), json!(words));
            }
        }
        for (name, text) in [("framework", &said.framework), ("run-id", &said.run_id)] {
            if let Some(text) = text {
                fields.insert(name.into(), json!(text));
            }
        }
        let id = self.version("model-version", &said.name, &said.version, bytes, fields)?;
        self.names.insert("model".into(), id);
        Ok(id)
    }

    fn version(
        &mut self,
        kind: &'static str,
        name: &str,
        version: &str,
        bytes: &Bytes,
        mut fields: BTreeMap<String, Json>,
    ) -> Result<EntityId, ApiError> {
        let (name, version) = (name.trim(), version.trim());
        let called = format!("{name}@{version}");
        let lower = called.to_lowercase();
        let derived = EntityId::derived(&self.linking.workspace, SOURCE, &format!("{kind}/{called}"));
        let found = self.known(&called, kind, derived, |state| {
            let own = (state.text("title").unwrap_or_default(), state.text("version").unwrap_or_default());
            format!("{}@{}", own.0.trim(), own.1.trim()).to_lowercase() == lower
        })?;
        fields.insert("title".into(), json!(name));
        fields.insert("version".into(), json!(version));
        if let Some(location) = &bytes.location {
            fields.insert("location".into(), json!(location));
        }
        let id = self.meet(Thing {
            kind: named_kind(kind)?,
            derived,
            found,
            digest: bytes.digest.as_ref(),
            called: &called,
            fields,
            defaults: BTreeMap::new(),
        })?;
        self.names.insert(lower, id);
        Ok(id)
    }

    fn activity(
        &mut self,
        said: &RunActivity,
        args: &RecordRunArgs,
        now: &str,
    ) -> Result<EntityId, ApiError> {
        // A run has an id, or is known by the model it made, or by all that was said of it.
        let key = match (&said.run_id, &args.model) {
            (Some(run), _) => format!("activity/run/{run}"),
            (None, Some(model)) => format!("activity/of/{}@{}", model.name.trim(), model.version.trim()),
            (None, None) => format!("activity/{}", json!([said, args.data])),
        };
        let derived = EntityId::derived(&self.linking.workspace, SOURCE, &key);
        let mut fields = said.fields.clone();
        for (name, text) in [
            ("title", &said.title),
            ("phase", &said.phase),
            ("outcome", &said.outcome),
            ("date", &said.date),
            ("run-id", &said.run_id),
        ] {
            if let Some(text) = text {
                fields.insert(name.into(), json!(text));
            }
        }
        let mut defaults = BTreeMap::from([
            ("phase".to_owned(), json!("training")),
            ("date".to_owned(), json!(now.get(..10).unwrap_or(now))),
        ]);
        if let Some(model) = &args.model {
            defaults.insert("title".into(), json!(format!("Training of {} {}", model.name, model.version)));
        }
        let found = self.reader.state(&derived, &At::Now)?.map(|_| derived);
        let id = self.meet(Thing {
            kind: named_kind("activity")?,
            derived,
            found,
            digest: None,
            called: "The run",
            fields,
            defaults,
        })?;
        self.names.insert("activity".into(), id);
        Ok(id)
    }

    /// The entity that is there already: the one that would be made now, else whoever answers to the reference and
    /// fits.
    fn known(
        &self,
        reference: &str,
        kind: &str,
        derived: EntityId,
        fits: impl Fn(&State) -> bool,
    ) -> Result<Option<EntityId>, ApiError> {
        if self.reader.state(&derived, &At::Now)?.is_some() {
            return Ok(Some(derived));
        }
        let candidates = match self.reader.resolve(reference, &At::Now) {
            Ok(one) => vec![one],
            Err(StoreError::Ambiguous { candidates, .. }) => candidates.iter().map(|c| c.id).collect(),
            Err(StoreError::NotFound(_)) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        let mut removed = None;
        for id in candidates {
            let Some(state) = self.reader.state(&id, &At::Now)? else { continue };
            if state.kind == kind && fits(&state) {
                if !state.removed() {
                    return Ok(Some(id));
                }
                removed.get_or_insert(id);
            }
        }
        Ok(removed)
    }

    /// Records a thing, or fills in what is there.
    fn meet(&mut self, mut thing: Thing<'_>) -> Result<EntityId, ApiError> {
        let id = thing.found.unwrap_or(thing.derived);
        let digest = thing.digest.map(Digest::to_string).unwrap_or_default();
        self.kinds.insert(id, thing.kind.name);
        if self.rows.iter().any(|row| row.id == id) {
            return Ok(id);
        }
        self.rows.push(Row { id, digest: digest.clone(), met: thing.found.is_some() });
        let now = match thing.found {
            Some(id) => self.reader.state(&id, &At::Now)?,
            None => None,
        };
        if let Some(state) = &now {
            agrees(state, &thing)?;
        } else {
            for (name, value) in std::mem::take(&mut thing.defaults) {
                thing.fields.entry(name).or_insert(value);
            }
        }
        let is_code = thing.kind.name == "code-version";
        if !digest.is_empty() && !is_code && now.as_ref().is_none_or(|state| digests_of(state).is_empty()) {
            thing.fields.insert("digest".into(), json!(digest));
        }
        for (name, value) in &mut thing.fields {
            let words = value.is_array() && thing.kind.field(name).is_some_and(|f| f.merge == Merge::Set);
            if words && now.is_some() {
                *value = json!({ "add": value.take(), "remove": [] });
            }
        }
        let mut input = read_form(thing.kind, &thing.fields, now.as_ref());
        if let Some((field, _)) = input.refs.first() {
            let sentence = format!("{} is a link; name it under links.", field.label);
            input.refuse(field.name, "is-a-link", sentence);
        }
        if !input.errors.is_empty() {
            return Err(invalid(input.errors));
        }
        if let Some(state) = &now {
            for part in [&mut input.content, &mut input.personal] {
                part.retain(|name, _| {
                    let field = thing.kind.field(name);
                    let stays = state.value(name).is_some() && field.is_some_and(|f| f.merge != Merge::Set);
                    if stays {
                        let label = field.map_or(name.as_str(), |f| f.label);
                        self.left.push(format!("{} of {}", label, state.title()));
                    }
                    !stays
                });
            }
            if state.removed() {
                input.content.insert("removed".into(), Some(Value::Bool(false)));
            }
        } else {
            self.new.insert(id);
            if let Some(release) = self.release.filter(|_| thing.kind.belongs_to_releases()) {
                let how = [("how".to_owned(), json!("created-here"))].into();
                let type_ = fitting("includes", "release", thing.kind.name)?;
                self.linking.link(type_, release, id, Some(id), &how)?;
            }
        }
        if now.is_none() || !input.content.is_empty() || !input.personal.is_empty() {
            self.records.push(RecordDraft {
                kind: written_kind(thing.kind.name),
                entity: id,
                on: None,
                ends: None,
                content: input.content,
                personal: input.personal,
            });
        }
        Ok(id)
    }

    /// What a reference means: a thing of this run, else one of the workspace.
    fn meant(&self, reference: &str) -> Result<EntityId, ApiError> {
        if let Some(own) = self.names.get(&reference.trim().to_lowercase()) {
            return Ok(*own);
        }
        Ok(self.reader.resolve(reference, &At::Now)?)
    }

    /// Code by a reference, or by a name of a commit in the working copy around the run.
    fn code_meant(&mut self, reference: &str, read: &World) -> Result<EntityId, ApiError> {
        match self.meant(reference) {
            Err(error) if error.code == "not-found" => {
                let Ok(state) = read_code(&read.base, reference) else { return Err(error) };
                let own = self.names.get("code").copied();
                let id = self.code(&RunCode::default(), &state, read)?;
                // The run's own code keeps its name.
                if let Some(own) = own {
                    self.names.insert("code".into(), own);
                }
                Ok(id)
            }
            other => other,
        }
    }

    fn tie(&mut self, type_: &str, from: EntityId, to: EntityId) -> Result<(), ApiError> {
        let (from_kind, to_kind) = (self.kind_of(&from)?, self.kind_of(&to)?);
        let type_ = fitting(type_, &from_kind, &to_kind)?;
        let new = [from, to].into_iter().find(|id| self.new.contains(id));
        self.linking.link(type_, from, to, new, &BTreeMap::new())?;
        Ok(())
    }

    fn kind_of(&self, id: &EntityId) -> Result<String, ApiError> {
        if let Some(known) = self.kinds.get(id) {
            return Ok((*known).to_owned());
        }
        let card = lookups::card(self.reader, id, &At::Now)?;
        Ok(card.ok_or_else(|| StoreError::NotFound(id.to_string()))?.kind)
    }
}

fn named_kind(name: &str) -> Result<&'static Kind, ApiError> {
    match kind(name) {
        Some(known) => Ok(known),
        None => Err(invalid(check_kind(name).err().map(Into::into).into_iter().collect())),
    }
}

/// Whether what is there is of the same bytes as what is to be recorded.
fn agrees(there: &State, thing: &Thing<'_>) -> Result<(), ApiError> {
    let (Some(digest), recorded) = (thing.digest, digests_of(there)) else { return Ok(()) };
    if recorded.is_empty() {
        return Ok(());
    }
    let shown = recorded.iter().map(Digest::to_string).collect::<Vec<_>>().join(", ");
    let (code, message) = match same(&recorded, std::slice::from_ref(digest)) {
        Some(true) => return Ok(()),
        Some(false) => (
            "another-digest",
            format!(
                "{} is recorded with another digest: {shown}, not {digest}. Nothing was recorded.",
                thing.called
            ),
        ),
        None => (
            "other-algorithm",
            format!(
                "{} is recorded with {shown}, and whether {digest} is of the same thing cannot be told. Nothing was recorded.",
                thing.called
            ),
        ),
    };
    Err(ApiError::new(code, message, "Give what changed a version of its own.").about(thing.called))
}

/// A parameter or metric as text: numbers as they were written.
fn in_words(value: &Json) -> Json {
    match value {
        Json::Number(number) => json!(number.to_string()),
        other => other.clone(),
    }
}
