//! The auditor's room: what somebody looks at who was not there.

mod decided;
mod report;
mod room;
mod samples;
mod seals;
mod undecided;
mod waivers;

use throughline_model::audit::late;
use throughline_record::{EntityId, PartName, Value};
use throughline_store::{At, Card, Reader};

use crate::App;
use crate::app::Open;
use crate::cards::{self, Names};
use crate::dto::{ApiError, AuditArgs, ErasedDto, ErasedList, LateArgs, LateEntries, LateEntryDto};
use crate::lookups::{self, moment};

/// Late entries shown where nobody says how many.
const LATE: u64 = 200;
/// Artefacts shown of one erasure.
const ERASED: usize = 20;

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

    pub(crate) fn audit_erased(&self, args: AuditArgs) -> Result<ErasedList, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        erased(&reader, &moment(&args.at))
    }
}

fn late_entries(reader: &Reader, scope: &Scope, limit: u64) -> Result<LateEntries, ApiError> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let found = reader.late_entries(scope.id().as_ref(), &scope.at, limit)?;
    let mut names = Names::new(reader);
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

/// All that was erased: an erasure has no release, and what it was about may be gone.
fn erased(reader: &Reader, at: &At) -> Result<ErasedList, ApiError> {
    let mut names = Names::new(reader);
    let mut rows = Vec::new();
    let mut total = 0_u64;
    for card in lookups::all_of(reader, "erasure", None, at)? {
        let Some(state) = reader.state(&card.id, at)? else { continue };
        let list = |field: &str| -> Vec<String> {
            let value = state.value(field).and_then(Value::as_list).unwrap_or_default();
            value.iter().filter_map(Value::as_text).map(str::to_owned).collect()
        };
        let parts = list("parts");
        let addresses: Vec<_> = parts
            .iter()
            .filter_map(|part| match part.parse().ok()? {
                PartName::Content(address) | PartName::Personal(address) => Some(address),
                PartName::Note(_) => None,
            })
            .collect();
        let mut about: Vec<EntityId> = reader.entities_at(&addresses)?.into_values().collect();
        about.sort();
        about.dedup();
        about.truncate(ERASED);
        total += parts.len() as u64;
        rows.push(ErasedDto {
            id: card.id.to_string(),
            at: state.created.at.clone(),
            by: names.of(state.created.actor),
            position: reader.position_of(&state.created.address.change)?.unwrap_or(0).into(),
            reason: state.text("reason").unwrap_or_default().to_owned(),
            parts: parts.len().into(),
            fields: list("fields"),
            about: reader.cards(&about, at)?.iter().map(|card| cards::card(card, None)).collect(),
        });
    }
    rows.reverse();
    Ok(ErasedList { parts: total.into(), rows })
}



/// `1 late entry`, `3 late entries`.
fn counted(n: u64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}
