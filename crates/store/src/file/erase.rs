//! Deleting erased parts from the file.

use rusqlite::{OptionalExtension, Transaction, params};
use throughline_record::{PartName, verify::ERASURE_KIND};

use crate::error::Result;

/// Deletes the salt and the bytes of parts, inside the caller's transaction. Parts that are not here, and the
/// content of erasures, which tells what was erased, are passed over. Returns how many were deleted.
///
/// # Errors
/// If the file cannot be written.
pub(crate) fn erase_parts(transaction: &Transaction<'_>, parts: &[PartName]) -> Result<u64> {
    let mut deleted = 0;
    for part in parts {
        let place: Option<(i64, i64, i64)> = transaction
            .prepare_cached("SELECT position, first_record, records FROM change WHERE id = ?1")?
            .query_row([&part.change().0[..]], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((position, first, count)) = place else { continue };
        let row = part.address().map(|address| i64::from(address.index)).filter(|index| *index < count);
        deleted += match (part, row.map(|index| first + index)) {
            (PartName::Note(_), _) => {
                transaction.prepare_cached("DELETE FROM note WHERE change = ?1")?.execute([position])?
            }
            (PartName::Content(_), Some(row)) if !tells_of_erasures(transaction, row)? => {
                transaction.prepare_cached("DELETE FROM content WHERE record = ?1")?.execute([row])?
            }
            (PartName::Personal(_), Some(row)) => {
                transaction.prepare_cached("DELETE FROM personal WHERE record = ?1")?.execute([row])?
            }
            _ => 0,
        };
    }
    Ok(deleted as u64)
}

/// Whether the record in a row is an erasure.
fn tells_of_erasures(transaction: &Transaction<'_>, row: i64) -> Result<bool> {
    let kind: Option<String> = transaction
        .prepare_cached("SELECT json_extract(CAST(bytes AS TEXT), '$.kind') FROM record WHERE row = ?1")?
        .query_row(params![row], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(kind.as_deref() == Some(ERASURE_KIND))
}
