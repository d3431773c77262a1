//! Deletes erased parts from the workspace file, salt and bytes, and the attachments that nothing names any more.
//!
//! Whether a part may go is said by a change that stands in the log: whoever calls this inserts that change first,
//! or with it, in the same transaction. Headers, records and signatures stay; the triggers see to that.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};
use throughline_record::verify::ERASURE_KIND;
use throughline_record::{Address, Hash, Part, PartName};

use super::log::fixed;
use crate::error::{Result, StoreError};

/// What was deleted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deleted {
    /// Parts that were here and are gone.
    pub parts: u64,
    /// Attachments that only these parts named.
    pub attachments: Vec<Hash>,
}

/// Deletes parts inside the caller's transaction. Names of parts that are not here, and the content of an erasure,
/// which tells what was erased and stays for ever, are passed over.
///
/// # Errors
/// [`StoreError::Damaged`] if something in the file keeps a part from being deleted, and those of SQLite.
pub fn erase_parts(transaction: &Connection, parts: &[PartName]) -> Result<Deleted> {
    // The pages that are let go are overwritten; without this their bytes stay in the file.
    transaction.execute_batch("PRAGMA secure_delete = ON")?;
    let mut deleted = Deleted::default();
    let mut named = BTreeSet::new();
    for name in parts {
        let Some((place, row)) = here(transaction, name)? else { continue };
        let Some(part) = read(transaction, place, row)? else { continue };
        named.extend(digests_in(&part.bytes));
        let gone = transaction.prepare_cached(place.delete())?.execute([row])?;
        if gone != 1 || read(transaction, place, row)?.is_some() {
            return Err(StoreError::Damaged("something in its schema keeps what is to be erased".into()));
        }
        deleted.parts += 1;
    }
    for digest in named {
        if delete_unused(transaction, &digest)? {
            deleted.attachments.push(digest);
        }
    }
    Ok(deleted)
}

/// A part as it lies in the file; `None` if it is not here.
///
/// # Errors
/// If the file cannot be read.
pub fn part(connection: &Connection, name: &PartName) -> Result<Option<Part>> {
    match here(connection, name)? {
        Some((place, row)) => read(connection, place, row),
        None => Ok(None),
    }
}

/// The attachments that would go with these parts: those that they name and no other part does.
///
/// # Errors
/// If the file cannot be read.
pub fn attachments_of(connection: &Connection, parts: &[PartName]) -> Result<Vec<Hash>> {
    let (mut named, mut rows) = (BTreeSet::new(), BTreeSet::new());
    for name in parts {
        if let Some((place, row)) = here(connection, name)?
            && let Some(part) = read(connection, place, row)?
        {
            named.extend(digests_in(&part.bytes));
            rows.insert((place.table(), row));
        }
    }
    let mut alone = Vec::new();
    for digest in named {
        if attachment_row(connection, &digest)?.is_some()
            && users(connection, &digest)?.into_iter().all(|user| rows.contains(&user))
        {
            alone.push(digest);
        }
    }
    Ok(alone)
}

/// The table that holds a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Content,
    Personal,
    Note,
}

impl Place {
    fn table(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Personal => "personal",
            Self::Note => "note",
        }
    }

    fn select(self) -> &'static str {
        match self {
            Self::Content => "SELECT salt, bytes FROM content WHERE record = ?1",
            Self::Personal => "SELECT salt, bytes FROM personal WHERE record = ?1",
            Self::Note => "SELECT salt, bytes FROM note WHERE change = ?1",
        }
    }

    fn delete(self) -> &'static str {
        match self {
            Self::Content => "DELETE FROM content WHERE record = ?1",
            Self::Personal => "DELETE FROM personal WHERE record = ?1",
            Self::Note => "DELETE FROM note WHERE change = ?1",
        }
    }
}

/// Where a part would lie; `None` if its change is not here, or if it may never be deleted.
fn here(connection: &Connection, name: &PartName) -> Result<Option<(Place, i64)>> {
    let change: Option<(i64, i64, i64)> = connection
        .prepare_cached("SELECT position, first_record, records FROM change WHERE id = ?1")?
        .query_row([&name.change().0[..]], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((position, first, count)) = change else { return Ok(None) };
    let row = |address: &Address| {
        let index = i64::from(address.index);
        (index < count).then_some(first + index)
    };
    Ok(match name {
        PartName::Note(_) => Some((Place::Note, position)),
        PartName::Personal(address) => row(address).map(|row| (Place::Personal, row)),
        PartName::Content(address) => match row(address) {
            Some(row) if !is_erasure(connection, row)? => Some((Place::Content, row)),
            _ => None,
        },
    })
}

fn is_erasure(connection: &Connection, row: i64) -> Result<bool> {
    let bytes: Option<Vec<u8>> = connection
        .prepare_cached("SELECT bytes FROM record WHERE row = ?1")?
        .query_row([row], |row| row.get(0))
        .optional()?;
    // The bytes are canonical, so the member is written in exactly this way.
    let member = format!("\"kind\":\"{ERASURE_KIND}\"");
    Ok(bytes.is_some_and(|bytes| bytes.windows(member.len()).any(|window| window == member.as_bytes())))
}

fn read(connection: &Connection, place: Place, row: i64) -> Result<Option<Part>> {
    Ok(connection
        .prepare_cached(place.select())?
        .query_row([row], |row| Ok(Part { salt: fixed(row, 0)?, bytes: row.get(1)? }))
        .optional()?)
}

/// Every digest that is written in some bytes, whether or not an attachment has it.
pub(crate) fn digests_in(bytes: &[u8]) -> BTreeSet<Hash> {
    const LENGTH: usize = "sha256:".len() + 64;
    bytes
        .windows(LENGTH)
        .filter(|window| window.starts_with(b"sha256:"))
        .filter_map(|window| std::str::from_utf8(window).ok()?.parse().ok())
        .collect()
}

fn attachment_row(connection: &Connection, digest: &Hash) -> Result<Option<i64>> {
    Ok(connection
        .prepare_cached("SELECT row FROM attachment WHERE digest = ?1")?
        .query_row([&digest.0[..]], |row| row.get(0))
        .optional()?)
}

/// The parts that name a digest, by table and row. Reads all parts, as nothing lists what they name.
fn users(connection: &Connection, digest: &Hash) -> Result<Vec<(&'static str, i64)>> {
    let text = digest.to_string();
    let mut users = Vec::new();
    for (table, question) in [
        ("content", "SELECT record FROM content WHERE instr(bytes, ?1) > 0"),
        ("personal", "SELECT record FROM personal WHERE instr(bytes, ?1) > 0"),
        ("note", "SELECT change FROM note WHERE instr(bytes, ?1) > 0"),
    ] {
        let mut statement = connection.prepare_cached(question)?;
        let rows = statement.query_map([text.as_bytes()], |row| row.get(0))?;
        for row in rows {
            users.push((table, row?));
        }
    }
    Ok(users)
}

fn delete_unused(connection: &Connection, digest: &Hash) -> Result<bool> {
    let Some(row) = attachment_row(connection, digest)? else { return Ok(false) };
    if !users(connection, digest)?.is_empty() {
        return Ok(false);
    }
    connection.prepare_cached("DELETE FROM chunk WHERE attachment = ?1")?.execute([row])?;
    connection.prepare_cached("DELETE FROM attachment WHERE row = ?1")?.execute([row])?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_found_wherever_it_is_written() {
        let digest = Hash([7; 32]);
        let text = format!("{{\"a\":\"{digest}\",\"b\":\"sha256:short\"}} {digest}");
        assert_eq!(digests_in(text.as_bytes()), BTreeSet::from([digest]));
        assert!(digests_in(b"sha256:").is_empty());
    }
}
