//! The sample workspace: a story told by a script through the api, months ago by its clock.
//!
//! Each line of `examples/food-delivery/story.jsonl` is one step:
//! `{"at": instant, "as": "$key", "do": command, "args": {…}, "key": "name"}`. A text `$name`
//! anywhere in the arguments stands for the entity that the step of that key made. A step with
//! `"copy": "name"` is done in a copy of the workspace, at a computer of its own with a key of its own: the first such
//! step makes the copy, `$name` is its file from then on and `$name.key` its key. Where the
//! computer's clock is earlier than the story's end, the whole story moves back by weeks: what is
//! recorded in it afterwards would count as back-dated otherwise.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value as Json, json};
use throughline_record::date;
use throughline_store::{Env, FixedClock, Progress};

use crate::App;
use crate::dto::ApiError;
use crate::error;

const STORY: &str = include_str!("../../../examples/food-delivery/story.jsonl");

/// One file of the story, which travels inside the program.
macro_rules! file {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../../examples/food-delivery/", $name)))
    };
}

/// Files the story attaches, by the names it uses.
const FILES: &[(&str, &[u8])] = &[
    file!("beta_2026-10.csv"),
    file!("clicks_2026-03.csv"),
    file!("dish_counts_2026-08.csv"),
    file!("load_test_2026-09-10.csv"),
    file!("load_test_2026-09-25.csv"),
    file!("offline_2026-09-04.csv"),
    file!("offline_2026-09-21.csv"),
    file!("orders_2026-08.csv"),
    file!("orders_2026-10.csv"),
    file!("ratings_2026-08.csv"),
    file!("ratings_2026-10.csv"),
    file!("searches_2026-07.csv"),
    file!("survey_dinner.csv"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    at: String,
    #[serde(default, rename = "as")]
    by: Option<String>,
    #[serde(default)]
    copy: Option<String>,
    #[serde(rename = "do")]
    command: String,
    #[serde(default)]
    key: Option<String>,
    #[serde(default)]
    args: Json,
}

/// Makes the sample workspace at `path`, replacing what an interrupted attempt left there.
///
/// # Errors
/// Those of the api; nothing is left at the path then.
pub(crate) fn make(env: &Env, path: &Path, progress: &dyn Progress) -> Result<(), ApiError> {
    remove(path)?;
    let made = tell(env, path, progress);
    if made.is_err() {
        remove(path)?;
    }
    made
}

fn remove(path: &Path) -> Result<(), ApiError> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_os_string();
        name.push(ending);
        match std::fs::remove_file(&name) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(error::io("Replacing", path, &e));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A computer, with who sits at it.
struct Desk {
    app: App,
    here: Option<String>,
}

impl Desk {
    fn new(env: Env) -> Desk {
        Desk { app: App::new(env, Vec::new()).for_pipelines(), here: None }
    }

    /// The person stays at the keyboard until another sits down.
    fn seat(&mut self, by: String, keys: &HashMap<String, String>) -> Result<(), ApiError> {
        if self.here.as_ref() != Some(&by) {
            let actor = keys.get(by.trim_start_matches('$')).unwrap_or(&by);
            self.app.call("workspace.context", json!({ "actor": actor }))?;
            self.here = Some(by);
        }
        Ok(())
    }
}

/// Where the copies of the story lie while it is told: what they hold is merged, and their keys go with them.
struct Elsewhere {
    env: Env,
    folder: PathBuf,
    desks: HashMap<String, Desk>,
}

impl Elsewhere {
    fn new(env: Env) -> Result<Elsewhere, ApiError> {
        let folder = env.cache.join("copies-of-the-sample");
        let elsewhere = Elsewhere { env, folder, desks: HashMap::new() };
        elsewhere.clear()?;
        Ok(elsewhere)
    }

    /// The copy of this name, which is made from the workspace the first time.
    fn desk(
        &mut self,
        name: &str,
        from: &Desk,
        keys: &mut HashMap<String, String>,
    ) -> Result<&mut Desk, ApiError> {
        match self.desks.entry(name.to_owned()) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(new) => {
                let home = self.folder.join(name);
                std::fs::create_dir_all(&home).map_err(|e| error::io("Making", &home, &e))?;
                let file = home.join("copy.throughline");
                from.app.call("workspace.backup", json!({ "path": file }))?;
                let desk = Desk::new(Env { cache: home.join("cache"), home, ..self.env.clone() });
                desk.app.call("workspace.open", json!({ "path": file }))?;
                keys.insert(name.to_owned(), file.display().to_string());
                Ok(new.insert(desk))
            }
        }
    }

    /// The key that signs in the copy, once it has signed anything.
    fn key(&self, name: &str) -> Result<Option<String>, ApiError> {
        let Some(desk) = self.desks.get(name) else { return Ok(None) };
        let known = desk.app.call("keys", json!({}))?;
        let mut rows = known["rows"].as_array().into_iter().flatten();
        Ok(rows.find(|row| row["own"] == true).and_then(|row| row["key"].as_str()).map(str::to_owned))
    }

    fn clear(&self) -> Result<(), ApiError> {
        for desk in self.desks.values() {
            desk.app.call("workspace.close", json!({}))?;
        }
        match std::fs::remove_dir_all(&self.folder) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                Err(error::io("Removing", &self.folder, &e))
            }
            _ => Ok(()),
        }
    }
}

fn tell(env: &Env, path: &Path, progress: &dyn Progress) -> Result<(), ApiError> {
    let clock = Arc::new(FixedClock::at(0));
    let now = env.clock.millis();
    let env = Env { clock: Arc::clone(&clock) as Arc<_>, ..env.clone() };
    let mut desk = Desk::new(env.clone());
    let mut elsewhere = Elsewhere::new(env)?;
    let told = steps(now).and_then(|steps| {
        let total = steps.len() as u64;
        let mut keys = HashMap::new();
        for (n, step) in steps.into_iter().enumerate() {
            let millis = date::millis(&step.at).and_then(|m| u64::try_from(m).ok());
            clock.set(millis.ok_or_else(|| broken(n, "`at` is no instant"))?);
            if n == 0 {
                desk.app.call("workspace.create", json!({ "path": path }))?;
            }
            if !progress.step(n as u64, total, "Telling the sample’s story") {
                return Err(throughline_store::StoreError::Cancelled.into());
            }
            take(n, step, &mut desk, &mut elsewhere, &mut keys)?;
        }
        Ok(())
    });
    let closed = desk.app.call("workspace.close", json!({}));
    told.and(elsewhere.clear()).and(closed.map(|_| ()))
}

/// The steps, the last of which is over by now.
fn steps(now: u64) -> Result<Vec<Step>, ApiError> {
    let mut steps = STORY
        .lines()
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty())
        .map(|(n, line)| serde_json::from_str::<Step>(line).map_err(|e| broken(n, &e.to_string())))
        .collect::<Result<Vec<_>, _>>()?;
    let back = weeks_back(steps.last().map_or("", |s| s.at.as_str()), now);
    if back > 0 {
        for step in &mut steps {
            earlier(&mut step.at, back);
            earlier_within(&mut step.args, back);
        }
    }
    Ok(steps)
}

/// Takes one step of the story.
fn take(
    n: usize,
    step: Step,
    desk: &mut Desk,
    elsewhere: &mut Elsewhere,
    keys: &mut HashMap<String, String>,
) -> Result<(), ApiError> {
    let failed = |e: ApiError| broken(n, &format!("{e:?}"));
    let at = match &step.copy {
        Some(name) => elsewhere.desk(name, desk, keys).map_err(failed)?,
        None => desk,
    };
    if let Some(by) = step.by {
        at.seat(by, keys).map_err(failed)?;
    }
    let mut args = step.args;
    resolve(&mut args, keys).map_err(|key| broken(n, &format!("nothing is called ${key} yet")))?;
    if step.command == "attachment.add" {
        embed(&mut args).map_err(|name| broken(n, &format!("there is no file {name}")))?;
    }
    let answer = at.app.call(&step.command, args).map_err(failed)?;
    if let Some(key) = step.key {
        remember(keys, &key, &answer);
    }
    if let Some(name) = step.copy
        && let Entry::Vacant(unknown) = keys.entry(format!("{name}.key"))
        && let Some(key) = elsewhere.key(&name).map_err(failed)?
    {
        unknown.insert(key);
    }
    Ok(())
}

/// What a step made: itself, and where it drew a sample each item too, as `key.1`, `key.2` and so on. Entity ids
/// are other ones wherever the story is told, and so is what a seed draws; its strata come in the same order.
fn remember(keys: &mut HashMap<String, String>, key: &str, answer: &Json) {
    let mut made = |key: String, of: &Json| {
        if let Some(id) = of["id"].as_str() {
            keys.insert(key, id.to_owned());
        }
    };
    for (n, item) in (1..).zip(answer["items"].as_array().into_iter().flatten()) {
        made(format!("{key}.{n}"), &item["card"]);
    }
    made(key.to_owned(), if answer["row"].is_object() { &answer["row"] } else { answer });
}

const WEEK: i64 = 7 * 86_400_000;

/// By how much a story with this end must move to be over now, in milliseconds: whole weeks, so
/// that its weekdays and hours stay.
fn weeks_back(end: &str, now: u64) -> i64 {
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    let after = date::millis(end).unwrap_or(0).saturating_sub(now);
    if after < 0 { 0 } else { (after / WEEK + 1) * WEEK }
}

/// Moves a text that is a date or an instant; any other stays as it is.
fn earlier(text: &mut String, back: i64) {
    let day = date::start_of_day(text);
    let Some(millis) = date::millis(day.as_deref().unwrap_or(text)) else { return };
    let mut moved = date::from_millis(millis - back);
    if day.is_some() {
        moved.truncate("2026-11-04".len());
    }
    *text = moved;
}

fn earlier_within(args: &mut Json, back: i64) {
    match args {
        Json::String(text) => earlier(text, back),
        Json::Array(list) => list.iter_mut().for_each(|v| earlier_within(v, back)),
        Json::Object(map) => map.values_mut().for_each(|v| earlier_within(v, back)),
        _ => {}
    }
}

fn broken(line: usize, why: &str) -> ApiError {
    ApiError::new(
        "internal",
        format!("The sample’s story does not hold at line {}: {why}.", line + 1),
        "Nothing of yours was touched. Please report this.",
    )
}

/// Puts entity ids in place of `$key`; answers the key that nothing has.
fn resolve(args: &mut Json, keys: &HashMap<String, String>) -> Result<(), String> {
    match args {
        Json::String(text) => {
            if let Some(key) = text.strip_prefix('$') {
                *text = keys.get(key).ok_or_else(|| key.to_owned())?.clone();
            }
            Ok(())
        }
        Json::Array(list) => list.iter_mut().try_for_each(|v| resolve(v, keys)),
        Json::Object(map) => map.values_mut().try_for_each(|v| resolve(v, keys)),
        _ => Ok(()),
    }
}

/// The story's files travel inside the program.
fn embed(args: &mut Json) -> Result<(), String> {
    use base64::Engine as _;
    let Json::Object(map) = args else { return Ok(()) };
    let Some(Json::String(name)) = map.remove("path") else { return Ok(()) };
    let (_, bytes) = FILES.iter().find(|(n, _)| *n == name).ok_or_else(|| name.clone())?;
    map.insert("base64".into(), json!(base64::engine::general_purpose::STANDARD.encode(bytes)));
    map.insert("name".into(), json!(name));
    Ok(())
}
