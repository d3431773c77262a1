//! `throughline open`: hands a workspace to the window, if the window is installed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;
use serde_json::json;
use throughline_api::dto::ApiError;

use crate::{find, print};

/// The window's program.
const WINDOW: &str = if cfg!(windows) { "throughline-desktop.exe" } else { "throughline-desktop" };

/// Which workspace to open, and how.
#[derive(Debug, Args)]
pub struct Opening {
    /// The file; by default the workspace of this folder.
    pub file: Option<PathBuf>,
    /// Opens it to read: nothing can be written, and the window says so.
    #[arg(long)]
    pub read_only: bool,
}

/// Starts the window and leaves it alone.
///
/// # Errors
/// `not-found` where there is no such workspace, `no-window` where the window is not installed, `io` where it does not
/// start.
pub fn open(opening: &Opening, named: Option<&Path>, as_json: bool) -> Result<(), ApiError> {
    let here = std::env::current_dir().unwrap_or_default();
    let file = find::workspace(opening.file.as_deref().or(named), &here)?;
    let file = std::path::absolute(&file).unwrap_or(file);
    if !file.is_file() {
        return Err(ApiError::new(
            "not-found",
            format!("There is no file {}. Nothing was opened.", file.display()),
            "Name the file of a workspace.",
        )
        .about(file.display().to_string()));
    }
    let Some(window) = installed() else {
        let flag = if opening.read_only { " --read-only" } else { "" };
        return Err(ApiError::new(
            "no-window",
            "The window is not installed beside this command, nor on the PATH. Nothing was opened.",
            format!(
                "Start the application and choose “Open read-only”, or run: {WINDOW}{flag} \"{}\". Without a window, \
                 `throughline audit` tells what the room shows.",
                file.display()
            ),
        )
        .about(WINDOW));
    };
    let mut start = Command::new(&window);
    if opening.read_only {
        start.arg("--read-only");
    }
    start.arg(&file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    start.spawn().map_err(|e| {
        ApiError::new(
            "io",
            format!("{} did not start: {e}. Nothing was opened.", window.display()),
            "Start the application and open the file there.",
        )
    })?;
    if as_json {
        print::json(&json!({ "path": file, "read_only": opening.read_only }));
    } else {
        print::line(&format!("{}{}", file.display(), if opening.read_only { " (read-only)" } else { "" }));
    }
    Ok(())
}

/// The window's program: beside this one, else on the PATH.
fn installed() -> Option<PathBuf> {
    let beside = std::env::current_exe().ok().and_then(|own| Some(own.parent()?.join(WINDOW)));
    let path = std::env::var_os("PATH").unwrap_or_default();
    beside
        .into_iter()
        .chain(std::env::split_paths(&path).map(|folder| folder.join(WINDOW)))
        .find(|file| file.is_file())
}
