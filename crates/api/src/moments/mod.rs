//! Moments of the workspace: how one is written, two compared, and what is brought back from one.

mod compare;
mod export;
mod restore;
mod words;

use throughline_model::{Stage, kind};
use throughline_record::date;
use throughline_store::{At, Reader};

use crate::dto::{ApiError, AtDto, Count, MomentDto};
use crate::lookups;

pub(crate) use compare::Kept;

/// Reads a moment as a person or an address writes it.
///
/// # Errors
/// `bad-moment` with the ways to write one.
pub(crate) fn read(reader: &Reader, text: &str) -> Result<(At, MomentDto), ApiError> {
    let text = text.trim();
    let bad = |why: &str| {
        ApiError::new(
            "bad-moment",
            format!("“{text}” is no moment of this workspace: {why}. Nothing was done."),
            "Write #212 for a place in the log, a date like 2026-08-03, so:2026-08-03 for what was so then, \
             freeze:REL-1 for the last freeze of a release, or now.",
        )
        .about(text)
    };
    let at = if text.is_empty() || text == "now" {
        AtDto::Now
    } else if let Some(number) = text.strip_prefix('#').or_else(|| whole(text).then_some(text)) {
        let position: u64 = number.parse().map_err(|_| bad("a place in the log is a number"))?;
        let last = reader.position()?;
        if position > last {
            return Err(bad(&format!("the log ends at #{last}")));
        }
        AtDto::Position { position: Count(position) }
    } else if let Some(release) = text.strip_prefix("freeze:") {
        let id = lookups::find_of_kind(reader, "release", release, &At::Now)?;
        let sealed = reader.sealed(&id, &At::Now)?.ok_or_else(|| bad("that release was never frozen"))?;
        AtDto::Position { position: Count(sealed.position) }
    } else if let Some(day) = text.strip_prefix("so:") {
        AtDto::So { date: dated(day).ok_or_else(|| bad("that is no date"))? }
    } else {
        AtDto::Known { date: dated(text).ok_or_else(|| bad("it is neither a place, a date nor a freeze"))? }
    };
    let moment = lookups::moment(&at);
    let position = reader.position_at(&moment)?;
    let dto = MomentDto {
        at,
        text: if text.is_empty() { "now".into() } else { text.into() },
        position: position.into(),
        received: reader.received(position)?,
    };
    Ok((moment, dto))
}

fn whole(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn dated(text: &str) -> Option<String> {
    (date::is_date(text) || date::millis(text).is_some()).then(|| text.to_owned())
}

/// The label of a kind, in the words of a sentence.
pub(crate) fn kind_words(name: &str) -> String {
    kind(name).map_or_else(|| name.to_owned(), |k| k.label.to_lowercase())
}

/// Every stage in the order things are told: the thread, then what frames it.
const ORDER: &[Stage] = &[
    Stage::Frame,
    Stage::People,
    Stage::Empathise,
    Stage::Define,
    Stage::Ideate,
    Stage::Prototype,
    Stage::Test,
    Stage::Build,
    Stage::Live,
    Stage::Any,
    Stage::Record,
];

/// Where a stage comes in that order; what is of no stage comes last.
pub(crate) fn rank(stage: &str) -> usize {
    ORDER.iter().position(|s| s.as_str() == stage).unwrap_or(ORDER.len())
}
