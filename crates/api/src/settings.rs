//! What the application remembers outside any workspace: recent files, who was at the keyboard.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// How many recent workspaces are remembered.
const RECENT: usize = 12;

/// The settings file, `settings.json` in the person's data folder.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    pub recent: Vec<Recent>,
    /// The sample workspace, once it was made completely.
    pub sample: Option<PathBuf>,
    /// By workspace id.
    pub workspaces: BTreeMap<String, Remembered>,
    /// What is remembered of watched stores, by workspace id.
    pub watching: BTreeMap<String, Watching>,
}

/// Watched stores of one workspace, on this computer.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Watching {
    /// Whether the window refreshes when the workspace is opened.
    pub at_start: bool,
    /// The last look at each store, by its id.
    pub looks: BTreeMap<String, Look>,
}

/// One look at a store.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Look {
    /// When.
    pub at: String,
    /// Why it could not be read.
    pub failed: Option<String>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Recent {
    pub path: PathBuf,
    pub name: String,
    pub opened: String,
    /// Workspace id; empty where an older version remembered it.
    pub id: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Remembered {
    pub actor: Option<String>,
    pub release: Option<String>,
}

impl Settings {
    /// Reads the settings; a missing or damaged file reads as empty, since nothing in it is needed to work.
    pub(crate) fn load(home: &Path) -> Settings {
        fs::read(file(home)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Changes the settings. Losing them costs a convenience, so a folder that cannot be written is no error.
    pub(crate) fn update(home: &Path, change: impl FnOnce(&mut Settings)) {
        let mut settings = Settings::load(home);
        change(&mut settings);
        let Ok(bytes) = serde_json::to_vec_pretty(&settings) else { return };
        let path = file(home);
        let fresh = path.with_extension(format!("{}.new", std::process::id()));
        if fs::create_dir_all(home).and_then(|()| fs::write(&fresh, bytes)).is_ok()
            && fs::rename(&fresh, &path).is_err()
        {
            let _ = fs::remove_file(&fresh);
        }
    }

    /// Puts a workspace in front of the recent ones.
    pub(crate) fn opened(&mut self, path: &Path, name: &str, id: &str, now: &str) {
        self.recent.retain(|r| r.path != path);
        let (path, name, opened, id) = (path.to_path_buf(), name.to_owned(), now.to_owned(), id.to_owned());
        self.recent.insert(0, Recent { path, name, opened, id });
        self.recent.truncate(RECENT);
    }
}

fn file(home: &Path) -> PathBuf {
    home.join("settings.json")
}
