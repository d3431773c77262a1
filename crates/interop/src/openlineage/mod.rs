//! OpenLineage events: runs become activities, datasets data or model versions, source code code
//! versions.
//!
//! Names are global in OpenLineage (a run has a UUID, a dataset its namespace), so that the events
//! of one run meet, whichever file they come in. What a file does not say is left as it is.

mod events;
mod facets;
mod shape;

use std::path::Path;

use throughline_store::Progress;

use crate::error::{InteropError, Result};
use crate::plain::text_of;
use crate::taken::Taken;

/// The whole name space: keys of runs and datasets are global.
const SOURCE: &str = "openlineage";

/// The most that is read at once.
const LARGEST: u64 = 256 * 1024 * 1024;

const EXPECTED: &str = "a file of OpenLineage events (JSON Lines, one event, or a list of them)";

/// Reads a file of OpenLineage events: one a line, a single one, or a list. Lines that are none are
/// told and left out.
///
/// # Errors
/// If there is no such file, it is too large, or it holds no event at all.
pub fn read_openlineage(path: &Path, progress: &dyn Progress) -> Result<Taken> {
    let text = text_of(path, None, LARGEST, EXPECTED)?;
    let mut lines = Vec::new();
    let events = events::read(&text, &mut lines)?;
    if events.is_empty() && !lines.iter().any(|l| l.code == "no-event" || l.code == "not-json") {
        return Err(InteropError::NotThis { path: path.to_owned(), expected: EXPECTED });
    }
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    shape::taken(&events, lines, &name, progress)
}
