//! What a shell holds: the surroundings, the open workspace, the jobs under way.

use std::sync::{Arc, Mutex, RwLock};

use serde_json::Value as Json;
use throughline_record::EntityId;
use throughline_store::{Env, Undoable, Workspace};

use crate::commands;
use crate::context::Context;
use crate::dto::ApiError;
use crate::jobs::Jobs;
use crate::moments::Kept;
use crate::read_only;

/// The application behind a shell. Cheap to share, safe to call from several threads at once.
pub struct App {
    pub(crate) env: Env,
    pub(crate) capabilities: Vec<String>,
    pub(crate) jobs: Jobs,
    /// A pipeline is asked which release it means where a window would show the latest.
    pub(crate) asks: bool,
    /// Every workspace is opened to read, whoever asks for what.
    pub(crate) reads_only: bool,
    /// Held while the room of a session is read, changed and kept.
    pub(crate) rooms: Mutex<()>,
    open: RwLock<Option<Arc<Open>>>,
}

/// An open workspace with who looks at it and at what.
pub(crate) struct Open {
    pub workspace: Workspace,
    pub context: RwLock<Context>,
    /// What could be undone when the log had this length, for this person: asked twice a second.
    pub undoable: Mutex<Option<(u64, Option<EntityId>, Undoable)>>,
    /// The last comparison of two moments: its next page is asked for soon.
    pub compared: Mutex<Option<Kept>>,
}

impl App {
    /// An application over the given surroundings. `capabilities` names what the shell adds.
    #[must_use]
    pub fn new(env: Env, capabilities: Vec<String>) -> App {
        App {
            env,
            capabilities,
            jobs: Jobs::default(),
            asks: false,
            reads_only: false,
            rooms: Mutex::new(()),
            open: RwLock::new(None),
        }
    }

    /// An application over this computer's clock, randomness and the person's folders.
    ///
    /// # Errors
    /// `io` where the person's data folder cannot be made.
    pub fn system(capabilities: Vec<String>) -> Result<App, ApiError> {
        let env = Env::system();
        std::fs::create_dir_all(&env.home).map_err(|e| {
            ApiError::new(
                "io",
                format!("The data folder {} cannot be made: {e}.", env.home.display()),
                "Set THROUGHLINE_HOME to a folder you can write to.",
            )
        })?;
        Ok(App::new(env, capabilities))
    }

    /// The same application, asking instead of assuming where a script should say what it means.
    #[must_use]
    pub fn for_pipelines(mut self) -> App {
        self.asks = true;
        self
    }

    /// The same application for somebody who must not change anything: every workspace is opened to read, and none is
    /// made.
    #[must_use]
    pub fn reading_only(mut self) -> App {
        self.reads_only = true;
        self.capabilities.push("read-only".into());
        self
    }

    /// Carries out a command of the table. Blocking: shells call it from a thread of their own.
    ///
    /// # Errors
    /// [`ApiError`] with a code to switch on.
    pub fn call(&self, name: &str, args: Json) -> Result<Json, ApiError> {
        if let Some(refusal) = read_only::refusal(self, name, &args) {
            return Err(refusal);
        }
        commands::dispatch(self, name, args)
    }

    pub(crate) fn opened(&self) -> Result<Arc<Open>, ApiError> {
        self.peek().ok_or_else(|| {
            ApiError::new("no-workspace", "No workspace is open.", "Open one, or create one, first.")
        })
    }

    pub(crate) fn peek(&self) -> Option<Arc<Open>> {
        self.open.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    pub(crate) fn replace(&self, open: Option<Open>) -> Option<Arc<Open>> {
        let mut slot = self.open.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        std::mem::replace(&mut *slot, open.map(Arc::new))
    }
}
