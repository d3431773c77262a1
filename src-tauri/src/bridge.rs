//! The one command the page may call, and what the shell answers itself.

use std::sync::{Arc, Once};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use tauri::{AppHandle, Manager, State};
use throughline_api::App;
use throughline_api::dto::{ApiError, DialogArgs, Nothing, UrlArgs};

use crate::arguments::Start;
use crate::{dialogs, links};

/// What this shell can do beside the api; the page asks before it offers.
const CAPABILITIES: [&str; 2] = ["dialogs", "open-links"];

/// The api, and what the command line asked to open.
pub struct Bridge {
    app: Arc<App>,
    start: Start,
    started: Once,
}

impl Bridge {
    /// The api over the person's own folders, with what to open first.
    /// With `read_only`, nothing in it can be written.
    pub fn new(start: Start, read_only: bool) -> Result<Self, ApiError> {
        let app = App::system(CAPABILITIES.map(String::from).to_vec())?;
        let app = if read_only { app.reading_only() } else { app };
        Ok(Self { app: Arc::new(app), start, started: Once::new() })
    }

    /// The api.
    pub fn app(&self) -> Arc<App> {
        Arc::clone(&self.app)
    }

    /// Closes the open workspace, if there is one. There is nobody left to tell of an error: every
    /// change was durable when it was acknowledged, so only the tidying of the file is lost.
    pub fn close(&self) {
        let _ = self.app.call("workspace.close", json!({}));
    }

    /// The page the window begins with.
    pub fn page(&self) -> String {
        self.start.page()
    }

    /// The file of a workspace that was opened before.
    fn recent(&self, workspace: &str) -> Result<Json, ApiError> {
        let info = self.app.call("app.info", json!({}))?;
        let found = info["recent"].as_array().and_then(|recent| {
            recent
                .iter()
                .find(|of| of["id"] == workspace && of["present"] == true)
                .map(|of| of["path"].clone())
        });
        found.ok_or_else(|| {
            ApiError::new(
                "not-found",
                "The address belongs to a workspace that was not opened here before. Nothing was opened.",
                "Open the file of that workspace first; then the address leads to it.",
            )
            .about(workspace)
        })
    }

    /// Opens what the command line named, once, before the page's first question is answered: a
    /// page that asks what is open gets the answer that is true.
    fn open_first(&self, handle: &AppHandle) {
        self.started.call_once(|| {
            let opened = match &self.start {
                Start::Page => return,
                Start::Sample => self.app.call("workspace.sample", json!({})),
                Start::File(path) => self.app.call("workspace.open", json!({ "path": path })),
                Start::Address(address) => self
                    .recent(&address.workspace)
                    .and_then(|path| self.app.call("workspace.open", json!({ "path": path }))),
            };
            if let Err(error) = opened {
                dialogs::tell(handle, &error);
            }
        });
    }
}

/// Calls one command of the table by name. Blocking work runs beside the window's own thread, so
/// the window keeps painting and a long call can be asked how far it is.
#[tauri::command]
pub async fn call(
    handle: AppHandle,
    bridge: State<'_, Bridge>,
    name: String,
    args: Json,
) -> Result<Json, ApiError> {
    match name.as_str() {
        "dialog.open" => answer(&dialogs::open(&handle, arguments::<DialogArgs>(&name, args)?).await),
        "dialog.save" => answer(&dialogs::save(&handle, arguments::<DialogArgs>(&name, args)?).await),
        "link.open" => {
            links::open(&arguments::<UrlArgs>(&name, args)?.url)?;
            answer(&Nothing::default())
        }
        _ => {
            let app = bridge.app();
            tauri::async_runtime::spawn_blocking(move || {
                handle.state::<Bridge>().open_first(&handle);
                app.call(&name, args)
            })
            .await
            .map_err(|error| internal(&error.to_string()))?
        }
    }
}

fn arguments<T: DeserializeOwned>(name: &str, args: Json) -> Result<T, ApiError> {
    serde_json::from_value(args).map_err(|error| {
        ApiError::new(
            "bad-arguments",
            format!("The arguments of “{name}” do not fit: {error}. Nothing was done."),
            "Compare them with the command's description.",
        )
        .about(name)
    })
}

fn answer<T: Serialize>(result: &T) -> Result<Json, ApiError> {
    serde_json::to_value(result).map_err(|error| internal(&error.to_string()))
}

fn internal(detail: &str) -> ApiError {
    ApiError::new(
        "internal",
        format!("Something went wrong that should not: {detail}."),
        "What was saved before is kept. Please report this with the words above.",
    )
}
