//! Small questions many commands ask.

use throughline_model::State;
use throughline_record::{EntityId, Value, decimal};
use throughline_store::{At, Card, LinkSeen, ListQuery, Reader};

use crate::app::Open;
use crate::context;
use crate::dto::{ApiError, AtDto};

/// The moment a caller means.
pub(crate) fn moment(at: &AtDto) -> At {
    match at {
        AtDto::Now => At::Now,
        AtDto::Position { position } => At::Position(position.0),
        AtDto::Known { date } => At::Known(date.clone()),
        AtDto::So { date } => At::So(date.clone()),
    }
}

/// The card of an entity, if it is there at that moment.
pub(crate) fn card(reader: &Reader, id: &EntityId, at: &At) -> Result<Option<Card>, ApiError> {
    Ok(reader.cards(&[*id], at)?.into_iter().next())
}

/// An entity by any reference, else by its exact title among its kind.
pub(crate) fn find_of_kind(
    reader: &Reader,
    kind: &str,
    reference: &str,
    at: &At,
) -> Result<EntityId, ApiError> {
    match reader.resolve(reference, at) {
        Ok(id) => match card(reader, &id, at)? {
            Some(found) if found.kind != kind => Err(ApiError::new(
                "wrong-kind",
                format!("“{reference}” is {}, not a {kind}. Nothing was done.", found.title),
                format!("Name a {kind}."),
            )
            .about(reference)),
            _ => Ok(id),
        },
        Err(error) if error.code() == "not-found" => {
            let query = ListQuery { kinds: vec![kind.into()], limit: 1000, ..ListQuery::default() };
            let named: Vec<Card> = reader
                .list(&query, at)?
                .rows
                .into_iter()
                .filter(|c| c.title.trim().to_lowercase() == reference.trim().to_lowercase())
                .collect();
            match named.as_slice() {
                [one] => Ok(one.id),
                [] => Err(error.into()),
                many => {
                    let shorts: Vec<&str> = many.iter().map(|c| c.short.as_str()).collect();
                    Err(ApiError::new(
                        "ambiguous",
                        format!("“{reference}” is the name of {} entries.", many.len()),
                        format!("Say which one: {}.", shorts.join(", ")),
                    )
                    .about(reference))
                }
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// The first living other end of a link type, seen from one side.
pub(crate) fn first_link(
    reader: &Reader,
    id: &EntityId,
    type_: &str,
    out: bool,
    at: &At,
) -> Result<Option<Card>, ApiError> {
    Ok(reader.linked(id, type_, out, at)?.into_iter().next())
}

/// All of a kind that a release includes, or all there are without one; the oldest first.
pub(crate) fn all_of(
    reader: &Reader,
    kind: &str,
    release: Option<EntityId>,
    at: &At,
) -> Result<Vec<Card>, ApiError> {
    let query = ListQuery {
        kinds: vec![kind.into()],
        release,
        sort: vec![("created_at".into(), false)],
        ..ListQuery::default()
    };
    Ok(reader.list(&query, at)?.rows)
}

/// The release a screen is of: the one named, else the current one; `all` and `none` are no release.
pub(crate) fn release_of(
    open: &Open,
    reader: &Reader,
    named: Option<&str>,
    at: &At,
) -> Result<Option<EntityId>, ApiError> {
    match named {
        None | Some("") => Ok(context::current_release(open, reader, at)?.map(|card| card.id)),
        Some("all" | "none") => Ok(None),
        Some(reference) => find_of_kind(reader, "release", reference, at).map(Some),
    }
}

/// The number in a field: a whole one, or a decimal.
pub(crate) fn number(state: &State, field: &str) -> Option<f64> {
    as_number(state.value(field)?)
}

/// A value as a number, if it is one.
pub(crate) fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Int(n) => Some(*n as f64),
        Value::Text(text) => decimal::to_f64(text).filter(|number| number.is_finite()),
        _ => None,
    }
}

/// The whole number in a field.
pub(crate) fn whole(state: &State, field: &str) -> Option<i64> {
    match state.value(field)? {
        Value::Int(n) => Some(*n),
        _ => None,
    }
}

/// Whether a link is of this type, from this side, and not removed.
pub(crate) fn is(link: &LinkSeen, type_: &str, out: bool) -> bool {
    link.type_ == type_ && link.out == out && !link.removed
}
