//! Which workspace a command is about.

use std::path::{Path, PathBuf};

use throughline_api::dto::ApiError;

/// Ending of workspace files.
pub const ENDING: &str = "throughline";

/// The workspace named by option or environment, else the nearest one upwards.
///
/// # Errors
/// `no-workspace` where there is none, `several-workspaces` where a folder holds more than one.
pub fn workspace(named: Option<&Path>, here: &Path) -> Result<PathBuf, ApiError> {
    if let Some(path) = named {
        return Ok(path.to_path_buf());
    }
    for folder in here.ancestors() {
        let mut found = files(folder);
        found.sort();
        match found.len() {
            0 => {}
            1 => return Ok(found.swap_remove(0)),
            n => {
                return Err(ApiError::new(
                    "several-workspaces",
                    format!("{} holds {n} workspaces. Nothing was done.", folder.display()),
                    "Name one with --workspace FILE.",
                )
                .about(folder.display().to_string()));
            }
        }
    }
    Err(ApiError::new(
        "no-workspace",
        format!("There is no *.{ENDING} file in {} or a folder above it.", here.display()),
        "Create one with `throughline init NAME`, or name one with --workspace FILE.",
    ))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == ENDING) && p.is_file())
        .collect()
}
