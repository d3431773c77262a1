//! The records of one entity, read back from the view, and their fold.

use std::borrow::Cow;
use std::sync::Arc;

use rusqlite::{Row, Statement};
use throughline_model::fold::Entry;
use throughline_model::{Linear, State, fold};
use throughline_record::{Address, ChangeId, Ends, EntityId, Record, date};

use super::ancestry::{ChangeInfo, Descent, reach_from_bytes};
use super::axes::Moment;
use super::json::read_part;
use crate::error::{Result, StoreError};

/// Bits of a record's place that hold its index in its change.
pub(crate) const INDEX_BITS: u32 = 24;

/// `erased`: the content is gone and an erasure says so.
pub(crate) const ERASED_CONTENT: i64 = 1;
/// `erased`: the personal part is gone and an erasure says so.
pub(crate) const ERASED_PERSONAL: i64 = 2;

/// A record's place in the log as one integer.
pub(crate) fn place(position: i64, index: u32) -> i64 {
    position << INDEX_BITS | i64::from(index)
}

/// When a record was so, in milliseconds since 1970: a date counts from its first moment. What cannot
/// be read counts from 1970, so that it is seen rather than lost.
pub(crate) fn effective(on: Option<&str>, at: &str) -> i64 {
    on.and_then(instant_of).or_else(|| date::millis(at)).unwrap_or(0)
}

fn instant_of(on: &str) -> Option<i64> {
    if date::is_date(on) { date::millis(&format!("{on}T00:00:00Z")) } else { date::millis(on) }
}

/// One record of an entity, with its change.
#[derive(Debug, Clone)]
pub(crate) struct Noted<'a> {
    pub moment: Moment,
    pub change: Arc<ChangeInfo>,
    pub record: Cow<'a, Record>,
    pub erased: i64,
}

impl Noted<'_> {
    fn entry(&self) -> Entry<'_> {
        Entry {
            address: self.record.address,
            clock: self.change.clock,
            at: &self.change.at,
            on: self.record.on.as_deref(),
            actor: self.change.actor,
            act: self.change.act,
            record: &self.record,
            erased_content: self.erased & ERASED_CONTENT != 0,
            erased_personal: self.erased & ERASED_PERSONAL != 0,
        }
    }
}

/// What some of an entity's records fold to.
pub(crate) fn fold_noted<'a>(noted: impl Iterator<Item = &'a Noted<'a>> + Clone, linear: bool) -> State {
    if linear {
        return fold(noted.map(Noted::entry), &Linear);
    }
    let descent = Descent::of(noted.clone().map(|one| Arc::clone(&one.change)));
    fold(noted.map(Noted::entry), &descent)
}

/// The columns of [`read_noted`]: `touch` as t, `change` as c.
pub(crate) const NOTED: &str = "t.row, t.kind, t.effective, t.said_on, t.type, t.ends, t.content, t.personal, t.erased, \
     c.position, c.id, c.clock, c.at, c.actor, c.act, c.lane, c.lane_n, c.ancestry";

/// Reads the records of one entity in log order. `statement` selects [`NOTED`].
pub(crate) fn read_noted(
    statement: &mut Statement<'_>,
    params: impl rusqlite::Params,
    entity: EntityId,
) -> Result<Vec<Noted<'static>>> {
    let mut rows = statement.query(params)?;
    let mut noted: Vec<Noted<'static>> = Vec::new();
    while let Some(row) = rows.next()? {
        let last = noted.last().map(|one| &one.change);
        let one = noted_of(row, entity, last)?;
        noted.push(one);
    }
    Ok(noted)
}

/// The columns of [`info_of`]: `change` as c.
pub(crate) const INFO: &str = "c.position, c.id, c.clock, c.at, c.actor, c.act, c.lane, c.lane_n, c.ancestry";

/// Reads a change from the columns of [`INFO`], which begin at `from`.
pub(crate) fn info_of(row: &Row<'_>, from: usize) -> Result<ChangeInfo> {
    Ok(ChangeInfo {
        position: row.get(from)?,
        id: ChangeId(row.get(from + 1)?),
        clock: row.get::<_, i64>(from + 2)?.cast_unsigned(),
        at: row.get(from + 3)?,
        actor: row.get::<_, Option<[u8; 16]>>(from + 4)?.map(EntityId::from_bytes),
        act: row.get_ref(from + 5)?.as_str().map_err(damaged)?.parse().map_err(damaged)?,
        lane: (row.get(from + 6)?, row.get(from + 7)?),
        reach: reach_from_bytes(row.get_ref(from + 8)?.as_blob().map_err(damaged)?),
    })
}

/// Reads one row; the change of the row before is shared if it is the same.
pub(crate) fn noted_of(
    row: &Row<'_>,
    entity: EntityId,
    last: Option<&Arc<ChangeInfo>>,
) -> Result<Noted<'static>> {
    let position = row.get(9)?;
    let change = match last {
        Some(last) if last.position == position => Arc::clone(last),
        _ => Arc::new(info_of(row, 9)?),
    };
    let place: i64 = row.get(0)?;
    let (content, sets_content) =
        read_part(row.get_ref(6)?.as_str_or_null().map_err(damaged)?).map_err(damaged)?;
    let (personal, sets_personal) =
        read_part(row.get_ref(7)?.as_str_or_null().map_err(damaged)?).map_err(damaged)?;
    let ends = match row.get_ref(5)?.as_blob_or_null().map_err(damaged)? {
        Some(bytes) => Some(ends_from_bytes(row.get(4)?, bytes)?),
        None => None,
    };
    // The index is what the shift left free, so it fits.
    let index = (place & ((1 << INDEX_BITS) - 1)) as u32;
    Ok(Noted {
        moment: Moment { position, effective: row.get(2)? },
        record: Cow::Owned(Record {
            address: Address { change: change.id, index },
            kind: row.get(1)?,
            entity,
            on: row.get(3)?,
            ends,
            sets_content,
            sets_personal,
            content,
            personal,
        }),
        erased: row.get(8)?,
        change,
    })
}

/// The view holds something it never writes.
pub(crate) fn damaged(what: impl std::fmt::Display) -> StoreError {
    StoreError::Damaged(format!("the view cannot be read ({what}); it can be rebuilt from the workspace"))
}

/// Ends without their type: both ids, then for each revision a mark and, if there is one, its address.
pub(crate) fn ends_to_bytes(ends: &Ends) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(34);
    bytes.extend(ends.from.as_bytes());
    bytes.extend(ends.to.as_bytes());
    for rev in [&ends.from_rev, &ends.to_rev] {
        match rev {
            Some(address) => {
                bytes.push(1);
                bytes.extend(address.change.0);
                bytes.extend(address.index.to_be_bytes());
            }
            None => bytes.push(0),
        }
    }
    bytes
}

pub(crate) fn ends_from_bytes(type_: String, bytes: &[u8]) -> Result<Ends> {
    fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N]> {
        let (head, rest) = bytes.split_first_chunk::<N>().ok_or_else(|| damaged("the ends of a link"))?;
        *bytes = rest;
        Ok(*head)
    }
    fn rev(bytes: &mut &[u8]) -> Result<Option<Address>> {
        let [mark] = take::<1>(bytes)?;
        if mark == 0 {
            return Ok(None);
        }
        let change = ChangeId(take(bytes)?);
        Ok(Some(Address { change, index: u32::from_be_bytes(take(bytes)?) }))
    }
    let mut bytes = bytes;
    Ok(Ends {
        type_,
        from: EntityId::from_bytes(take(&mut bytes)?),
        to: EntityId::from_bytes(take(&mut bytes)?),
        from_rev: rev(&mut bytes)?,
        to_rev: rev(&mut bytes)?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn ends_read_back_with_and_without_revisions() {
        let address = Address { change: ChangeId([7; 32]), index: 70_000 };
        for (from_rev, to_rev) in [(None, None), (Some(address), None), (Some(address), Some(address))] {
            let ends = Ends {
                type_: "supports".into(),
                from: EntityId::from_bytes([1; 16]),
                to: EntityId::from_bytes([2; 16]),
                from_rev,
                to_rev,
            };
            let back = ends_from_bytes("supports".into(), &ends_to_bytes(&ends)).unwrap();
            assert_eq!(back, ends);
        }
        assert!(ends_from_bytes("supports".into(), &[1; 20]).is_err());
    }

    #[test]
    fn a_date_counts_from_its_first_moment_and_nonsense_from_the_change() {
        let at = "2026-03-01T10:00:00.000Z";
        assert_eq!(effective(Some("1970-01-02"), at), 86_400_000);
        assert_eq!(effective(Some("1970-01-01T00:00:01Z"), at), 1000);
        assert_eq!(effective(Some("soon"), at), date::millis(at).unwrap());
        assert_eq!(effective(None, "never"), 0);
    }
}
