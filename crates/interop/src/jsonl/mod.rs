//! The bulk door: artefacts and links of any kind as JSON Lines, one change, all or nothing.

mod line;
mod load;
mod read;

use std::io::BufRead;

use throughline_record::EntityId;
use throughline_store::{Progress, Workspace};

use crate::apply::{ApplyOptions, ImportReport};
use crate::error::{InteropError, Result};
use crate::taken::Line;

/// Errors told at most; the rest is counted.
const MOST_ERRORS: usize = 100;

/// Reads JSON Lines and writes them as one change.
///
/// With a first line `{"t":"source","name":"…"}` the entities' ids follow from that name and
/// each line's key: importing the file again adds nothing, and importing it after an edit adds
/// the edit. Without one, every import makes new entities.
///
/// # Errors
/// [`InteropError::Lines`] with all faulty lines (the first hundred) if there is one; those of the
/// store. Nothing is recorded then.
pub fn import_jsonl(
    ws: &Workspace,
    input: &mut dyn BufRead,
    actor: Option<EntityId>,
    options: &ApplyOptions,
    progress: &dyn Progress,
) -> Result<ImportReport> {
    let mut errors = Errors::default();
    let file = read::read(input, &mut errors, progress)?;
    load::same_kinds(ws, &file, &mut errors)?;
    let wishes = load::connect(ws, &file, &mut errors)?;
    errors.into_result()?;
    load::load(ws, file, &wishes, actor, options, progress)
}

/// Faults of lines, collected so that all of them are told at once.
#[derive(Default)]
struct Errors {
    lines: Vec<Line>,
    total: usize,
}

impl Errors {
    fn push(&mut self, line: usize, code: &'static str, text: impl Into<String>) {
        self.total += 1;
        if self.lines.len() < MOST_ERRORS {
            let place = format!("line {line}");
            self.lines.push(Line::new(crate::taken::Level::Error, place, code, text));
        }
    }

    fn into_result(mut self) -> Result<()> {
        if self.total == 0 {
            return Ok(());
        }
        // Faults of links are found after those of artefacts; people read by line.
        self.lines.sort_by_key(|l| {
            let number = l.place.rsplit(' ').next().unwrap_or("");
            number.parse::<usize>().unwrap_or(usize::MAX)
        });
        Err(InteropError::Lines { lines: self.lines, total: self.total })
    }
}
