//! An application on a folder of its own, with a clock that only this test moves.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rand_core::{RngCore, impls};
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use throughline_api::App;
use throughline_store::{Env, FixedClock};

/// Numbers that their seed repeats (SplitMix64): tests, never keys that matter.
pub struct Seeded(pub u64);

impl RngCore for Seeded {
    fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn next_u32(&mut self) -> u32 {
        (self.next_u64() >> 32) as u32
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        impls::fill_bytes_via_next(self, dest);
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(dest);
        Ok(())
    }
}

/// The whole surroundings of a test.
pub struct Desk {
    pub app: App,
    pub clock: Arc<FixedClock>,
    env: Env,
    folder: TempDir,
}

impl Desk {
    /// Nothing open.
    pub fn bare() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FixedClock::at_instant("2026-09-01T09:00:00.000Z").unwrap());
        let random = Arc::new(Mutex::new(Seeded(7)));
        let env =
            Env::at(folder.path().join("home"), folder.path().join("cache"), Arc::clone(&clock) as _, random);
        Desk { app: App::new(env.clone(), vec!["window".into()]), clock, env, folder }
    }

    /// An open workspace with Mira Anand at the keyboard and nothing else in it.
    pub fn new() -> Desk {
        let desk = Desk::bare();
        desk.call("workspace.create", json!({ "path": desk.file(), "person": "Mira Anand" }));
        desk
    }

    pub fn file(&self) -> PathBuf {
        self.path("shop.throughline")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }

    /// Another application of the same person, as after a restart.
    pub fn again(&self) -> App {
        App::new(self.env.clone(), Vec::new())
    }

    /// An application of somebody else on this computer, with a home of their own.
    pub fn elsewhere(&self, name: &str) -> App {
        let env = Env {
            home: self.path(&format!("home of {name}")),
            cache: self.path(&format!("cache of {name}")),
            ..self.env.clone()
        };
        App::new(env, Vec::new())
    }

    /// A command that must work. A second passes.
    #[track_caller]
    pub fn call(&self, name: &str, args: Json) -> Json {
        self.clock.advance(1000);
        match self.app.call(name, args) {
            Ok(answer) => answer,
            Err(error) => panic!("{name}: {error:?}"),
        }
    }

    /// A command that must be refused. What refuses says what to do next.
    #[track_caller]
    pub fn refused(&self, name: &str, args: Json) -> Json {
        match self.app.call(name, args) {
            Ok(answer) => panic!("{name} was answered: {answer}"),
            Err(error) => {
                assert!(!error.message.is_empty() && !error.hint.is_empty(), "{error:?}");
                serde_json::to_value(error).unwrap()
            }
        }
    }

    /// Refused with this code, and nothing was recorded.
    #[track_caller]
    pub fn refused_as(&self, code: &str, name: &str, args: Json) -> Json {
        let before = self.length();
        let error = self.refused(name, args);
        assert_eq!(error["code"], code, "{error}");
        assert_eq!(self.length(), before, "something was recorded");
        error
    }

    /// Adds an artefact and returns its short id.
    #[track_caller]
    pub fn add(&self, kind: &str, fields: Json) -> String {
        let saved = self.call("artefact.add", json!({ "kind": kind, "fields": fields }));
        saved["short"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    pub fn set(&self, id: &str, fields: Json) -> Json {
        self.call("artefact.set", json!({ "id": id, "fields": fields }))
    }

    /// How many changes the log holds.
    #[track_caller]
    pub fn length(&self) -> u64 {
        self.call("workspace.state", json!({}))["position"].as_u64().unwrap()
    }

    #[track_caller]
    pub fn page(&self, id: &str) -> Json {
        self.call("artefact.get", json!({ "id": id }))
    }

    /// The value of a field; null if it has none.
    #[track_caller]
    pub fn field(&self, id: &str, name: &str) -> Json {
        view(&self.page(id), name)["value"].clone()
    }

    /// The short ids that a reference field names.
    #[track_caller]
    pub fn refs(&self, id: &str, name: &str) -> Vec<String> {
        let page = self.page(id);
        let refs = view(&page, name)["refs"].as_array().cloned().unwrap_or_default();
        refs.iter().map(|link| link["other"]["short"].as_str().unwrap().to_owned()).collect()
    }

    /// The latest change as the log tells it.
    #[track_caller]
    pub fn latest(&self) -> Json {
        self.call("log", json!({ "limit": 1 }))["rows"][0].clone()
    }
}

/// A field of a page.
#[track_caller]
pub fn view(page: &Json, name: &str) -> Json {
    let fields = page["fields"].as_array().unwrap();
    fields.iter().find(|field| field["name"] == name).unwrap_or_else(|| panic!("no field {name}")).clone()
}

/// Short ids of cards.
pub fn shorts(cards: &Json) -> Vec<&str> {
    cards.as_array().unwrap().iter().map(|card| card["short"].as_str().unwrap()).collect()
}

pub fn has_file(folder: &Path, ending: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|f| f.unwrap().file_name().to_string_lossy().ends_with(ending))
}
