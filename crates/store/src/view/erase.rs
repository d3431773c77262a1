//! Takes erased parts out of the view.

use rusqlite::{Connection, OptionalExtension, params};
use throughline_record::verify::ERASURE_KIND;
use throughline_record::{EntityId, Opened, PartKind, PartName};

use super::json::{read_part, write_part};
use super::touch::{ERASED_CONTENT, ERASED_PERSONAL, damaged, place};
use crate::error::Result;

/// Whether a part of a record of this kind cannot be erased: it tells what was.
pub(super) fn is_kept_for_ever(part: &PartName, kind: &str) -> bool {
    matches!(part, PartName::Content(_)) && kind == ERASURE_KIND
}

/// Forgets a part and remembers that it is erased. Returns the entity whose state hung on it.
pub(super) fn erase(connection: &Connection, part: &PartName) -> Result<Option<(i64, EntityId)>> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO erased (part) VALUES (?1)")?
        .execute([part.to_string()])?;
    let position: Option<i64> = connection
        .prepare_cached("SELECT position FROM change WHERE id = ?1")?
        .query_row([&part.change().0], |row| row.get(0))
        .optional()?;
    let Some(position) = position else { return Ok(None) };
    let (address, column, bit) = match part {
        PartName::Note(_) => {
            connection
                .prepare_cached(
                    "UPDATE change SET note = NULL, note_state = 2 WHERE position = ?1 AND note_state <> 0",
                )?
                .execute([position])?;
            return Ok(None);
        }
        PartName::Content(address) => (address, PartKind::Content, ERASED_CONTENT),
        PartName::Personal(address) => (address, PartKind::Personal, ERASED_PERSONAL),
    };
    let row = place(position, address.index);
    // The name of the column is one of two constants.
    let found: Option<(Option<String>, i64, [u8; 16], String)> = connection
        .prepare_cached(&format!(
            "SELECT t.{column}, t.eid, e.id, t.kind FROM touch t JOIN entity e ON e.eid = t.eid WHERE t.row = ?1"
        ))?
        .query_row([row], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let Some((stored, eid, id, kind)) = found else { return Ok(None) };
    if is_kept_for_ever(part, &kind) {
        return Ok(None);
    }
    let (_, sets) = read_part(stored.as_deref()).map_err(damaged)?;
    let gone = stored
        .is_some()
        .then(|| write_part(&Opened::Gone, &sets, true))
        .transpose()
        .map_err(damaged)?
        .flatten();
    connection
        .prepare_cached(&format!("UPDATE touch SET {column} = ?2, erased = erased | ?3 WHERE row = ?1"))?
        .execute(params![row, gone, bit])?;
    Ok(Some((eid, EntityId::from_bytes(id))))
}
