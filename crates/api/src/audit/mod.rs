//! The auditor's room: what somebody looks at who was not there.

mod decided;
mod report;
mod room;
mod samples;
mod seals;
mod undecided;
mod waivers;

use throughline_model::audit::late;
use throughline_record::EntityId;
use throughline_store::{At, Card, Reader};

use crate::App;
use crate::app::Open;
use crate::cards::{self, Names};
use crate::dto::{ApiError, LateArgs, LateEntries, LateEntryDto};
use crate::lookups::{self, moment};

/// Late entries shown where nobody says how many.
const LATE: u64 = 200;

/// What a question of the room is asked of.
pub(crate) struct Scope {
    /// The release; `None` for the whole workspace.
    pub(crate) release: Option<Card>,
    pub(crate) at: At,
}

impl Scope {
    fn of(open: &Open, reader: &Reader, release: Option<&str>, at: &At) -> Result<Scope, ApiError> {
        let release = match lookups::release_of(open, reader, release, at)? {
            Some(id) => lookups::card(reader, &id, at)?,
            None => None,
        };
        Ok(Scope { release, at: at.clone() })
    }

    fn id(&self) -> Option<EntityId> {
        self.release.as_ref().map(|card| card.id)
    }
}

impl App {
    pub(crate) fn audit_late(&self, args: LateArgs) -> Result<LateEntries, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let scope = Scope::of(&open, &reader, args.release.as_deref(), &moment(&args.at))?;
        late_entries(&reader, &scope, if args.limit.0 == 0 { LATE } else { args.limit.0 })
    }
}

fn late_entries(reader: &Reader, scope: &Scope, limit: u64) -> Result<LateEntries, ApiError> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let found = reader.late_entries(scope.id().as_ref(), &scope.at, limit)?;
    let mut names = Names::at(reader, &scope.at);
    let rows: Vec<LateEntryDto> = found
        .rows
        .into_iter()
        .map(|entry| LateEntryDto {
            position: entry.position.into(),
            how: entry.how.as_str().into(),
            late: late::words(entry.by),
            by_ms: entry.by.unsigned_abs().into(),
            by: names.of(entry.actor),
            about: entry.about.iter().map(|card| cards::card(card, None)).collect(),
            artefacts: entry.artefacts.into(),
            so: entry.so,
            at: entry.at,
            received: entry.received,
        })
        .collect();
    Ok(LateEntries {
        total: found.total.into(),
        back_dated: rows.iter().filter(|row| row.how == late::How::BackDated.as_str()).count().into(),
        rows,
    })
}

/// `1 late entry`, `3 late entries`.
fn counted(n: u64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}
