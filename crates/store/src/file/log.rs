//! The rows of the log: adding a change at the end, reading changes back.

use rusqlite::{Connection, OptionalExtension, Row, params};
use throughline_record::{ChangeId, DeviceId, Hash, Header, Part, SealedChange, SealedRecord};

use crate::error::{Result, StoreError};

/// A change as it lies in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredChange {
    /// Place in the log, from 1.
    pub position: u64,
    /// When this file received it: RFC 3339 UTC, never decreasing.
    pub received: String,
    /// The device its row names.
    pub device: Vec<u8>,
    /// The number its row names.
    pub seq: u64,
    /// The clock its row names.
    pub clock: u64,
    /// The bytes.
    pub sealed: SealedChange,
}

/// The end of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tip {
    /// How many changes there are.
    pub length: u64,
    /// The last one's id.
    pub id: ChangeId,
    /// When it was received.
    pub received: String,
}

/// A change nothing descends from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its id.
    pub id: ChangeId,
    /// Its clock.
    pub clock: u64,
}

/// Log positions and counters are stored as signed integers.
pub fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// A blob of exactly `N` bytes, or a conversion error that names the column.
pub fn fixed<const N: usize>(row: &Row<'_>, column: usize) -> rusqlite::Result<[u8; N]> {
    let bytes = row.get_ref(column)?.as_blob()?;
    bytes.try_into().map_err(|_| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Blob,
            format!("{} bytes instead of {N}", bytes.len()).into(),
        )
    })
}

/// The bytes that a signature or a commitment vouches for: of the wrong length they are nobody's, which
/// a verification then finds, and need not keep anybody from reading the rest.
fn vouched<const N: usize>(row: &Row<'_>, column: usize) -> rusqlite::Result<[u8; N]> {
    Ok(row.get_ref(column)?.as_blob()?.try_into().unwrap_or([0; N]))
}

/// An id, or of one that has the wrong length a stand-in of its own.
fn id(row: &Row<'_>, column: usize) -> rusqlite::Result<ChangeId> {
    let bytes = row.get_ref(column)?.as_blob()?;
    Ok(ChangeId(bytes.try_into().unwrap_or_else(|_| Hash::of(bytes).0)))
}

/// Refuses to go on if an insertion did not write its one row: a trigger may swallow rows, and what was
/// not written must not be acknowledged.
pub fn one(rows: usize) -> Result<()> {
    if rows == 1 {
        return Ok(());
    }
    Err(StoreError::Damaged("something in its schema swallows what is written".into()))
}

/// How many changes the log holds.
pub fn length(connection: &Connection) -> Result<u64> {
    let mut statement = connection.prepare_cached("SELECT coalesce(max(position), 0) FROM change")?;
    Ok(unsigned(statement.query_row([], |row| row.get(0))?))
}

/// The end of the log; `None` for an empty one.
pub fn tip(connection: &Connection) -> Result<Option<Tip>> {
    let mut statement = connection
        .prepare_cached("SELECT position, id, received FROM change ORDER BY position DESC LIMIT 1")?;
    let tip = statement
        .query_row([], |row| {
            Ok(Tip { length: unsigned(row.get(0)?), id: id(row, 1)?, received: row.get(2)? })
        })
        .optional()?;
    Ok(tip)
}

/// The id of the change at a position.
pub fn id_at(connection: &Connection, position: u64) -> Result<Option<ChangeId>> {
    let mut statement = connection.prepare_cached("SELECT id FROM change WHERE position = ?1")?;
    Ok(statement.query_row([signed(position)], |row| id(row, 0)).optional()?)
}

/// Calls `each` with the ids from a position on, in order.
pub fn ids_from(connection: &Connection, position: u64, mut each: impl FnMut(ChangeId)) -> Result<()> {
    let mut statement =
        connection.prepare_cached("SELECT id FROM change WHERE position >= ?1 ORDER BY position")?;
    let mut rows = statement.query([signed(position)])?;
    while let Some(row) = rows.next()? {
        each(id(row, 0)?);
    }
    Ok(())
}

/// The latest change of a device: its `seq` and id.
pub fn device_tip(connection: &Connection, device: &DeviceId) -> Result<Option<(u64, ChangeId)>> {
    let mut statement = connection
        .prepare_cached("SELECT seq, id FROM change WHERE device = ?1 ORDER BY seq DESC LIMIT 1")?;
    Ok(statement.query_row([&device.0[..]], |row| Ok((unsigned(row.get(0)?), id(row, 1)?))).optional()?)
}

/// Where the last change of a device stands.
pub fn last_of(connection: &Connection, device: &DeviceId) -> Result<Option<u64>> {
    let mut statement = connection.prepare_cached("SELECT max(position) FROM change WHERE device = ?1")?;
    let last: Option<i64> = statement.query_row([&device.0[..]], |row| row.get(0))?;
    Ok(last.map(unsigned))
}

/// Whether a device's change with this `seq` is this one.
pub fn device_has(connection: &Connection, device: &DeviceId, seq: u64, id: &ChangeId) -> Result<bool> {
    let mut statement =
        connection.prepare_cached("SELECT 1 FROM change WHERE device = ?1 AND seq = ?2 AND id = ?3")?;
    Ok(statement.exists(params![&device.0[..], signed(seq), &id.0[..]])?)
}

/// The changes nothing descends from.
pub fn heads(connection: &Connection) -> Result<Vec<Head>> {
    let mut statement =
        connection.prepare_cached("SELECT change.id, change.clock FROM head JOIN change USING (position)")?;
    let heads = statement.query_map([], |row| Ok(Head { id: id(row, 0)?, clock: unsigned(row.get(1)?) }))?;
    Ok(heads.collect::<rusqlite::Result<_>>()?)
}

/// Calls `each` with position, id and header of the changes before a position whose header can be
/// read, the latest first, until it answers `false`.
pub fn headers_before(
    connection: &Connection,
    position: u64,
    mut each: impl FnMut(u64, ChangeId, Header) -> Result<bool>,
) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "SELECT position, id, header FROM change WHERE position < ?1 ORDER BY position DESC",
    )?;
    let mut rows = statement.query([signed(position)])?;
    while let Some(row) = rows.next()? {
        // A header that cannot be read is nobody's.
        let Ok(header) = Header::read(row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?) else {
            continue;
        };
        if !each(unsigned(row.get(0)?), id(row, 1)?, header)? {
            break;
        }
    }
    Ok(())
}

/// Calls `each` with position, id and header of the changes up to a position, in order.
///
/// # Errors
/// [`StoreError::Damaged`] for a header that cannot be read, and those of `each`.
pub fn headers(
    connection: &Connection,
    to: u64,
    mut each: impl FnMut(u64, ChangeId, &Header) -> Result<()>,
) -> Result<()> {
    let mut statement = connection
        .prepare_cached("SELECT position, id, header FROM change WHERE position <= ?1 ORDER BY position")?;
    let mut rows = statement.query([signed(to)])?;
    while let Some(row) = rows.next()? {
        let position = unsigned(row.get(0)?);
        let header = Header::read(row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?)
            .map_err(|fault| StoreError::Damaged(format!("#{position} cannot be read: {fault}")))?;
        each(position, id(row, 1)?, &header)?;
    }
    Ok(())
}

/// Adds a change at the end, inside the caller's transaction. Returns its position.
pub fn insert(
    connection: &Connection,
    sealed: &SealedChange,
    header: &Header,
    received: &str,
) -> Result<u64> {
    let position = signed(length(connection)?) + 1;
    let first: i64 = connection
        .prepare_cached("SELECT coalesce(max(row), 0) + 1 FROM record")?
        .query_row([], |row| row.get(0))?;
    let written = connection
        .prepare_cached(
            "INSERT INTO change (position, id, device, seq, clock, received, first_record, records, header, signature)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            position,
            &sealed.id.0[..],
            &header.device.0[..],
            signed(header.seq),
            signed(header.clock),
            received,
            first,
            header.count,
            sealed.header,
            &sealed.signature[..],
        ])?;
    one(written)?;
    if let Some(note) = &sealed.note {
        let mut insert =
            connection.prepare_cached("INSERT INTO note (change, salt, bytes) VALUES (?1, ?2, ?3)")?;
        one(insert.execute(params![position, &note.salt[..], note.bytes])?)?;
    }
    let mut record = connection.prepare_cached("INSERT INTO record (row, bytes) VALUES (?1, ?2)")?;
    let mut content =
        connection.prepare_cached("INSERT INTO content (record, salt, bytes) VALUES (?1, ?2, ?3)")?;
    let mut personal =
        connection.prepare_cached("INSERT INTO personal (record, salt, bytes) VALUES (?1, ?2, ?3)")?;
    for (row, sealed) in (first..).zip(&sealed.records) {
        one(record.execute(params![row, sealed.bytes])?)?;
        if let Some(part) = &sealed.content {
            one(content.execute(params![row, &part.salt[..], part.bytes])?)?;
        }
        if let Some(part) = &sealed.personal {
            one(personal.execute(params![row, &part.salt[..], part.bytes])?)?;
        }
    }
    let mut covered = connection
        .prepare_cached("DELETE FROM head WHERE position = (SELECT position FROM change WHERE id = ?1)")?;
    for parent in &header.parents {
        covered.execute([&parent.0[..]])?;
    }
    one(connection.prepare_cached("INSERT INTO head (position) VALUES (?1)")?.execute([position])?)?;
    Ok(unsigned(position))
}

/// Calls `each` with the changes `from ..= to` in order, until it answers `false`. A change whose row
/// claims records of the one before it has none: otherwise a small file could hold the same records
/// any number of times.
pub fn read(
    connection: &Connection,
    from: u64,
    to: u64,
    mut each: impl FnMut(StoredChange) -> Result<bool>,
) -> Result<()> {
    let mut changes = connection.prepare_cached(
        "SELECT position, id, device, seq, clock, received, first_record, records, header, signature,
                note.salt, note.bytes
         FROM change LEFT JOIN note ON note.change = change.position
         WHERE position BETWEEN ?1 AND ?2 ORDER BY position",
    )?;
    let mut records = connection.prepare_cached(
        "SELECT record.bytes, content.salt, content.bytes, personal.salt, personal.bytes
         FROM record
         LEFT JOIN content ON content.record = record.row
         LEFT JOIN personal ON personal.record = record.row
         WHERE record.row >= ?1 AND record.row < ?2 ORDER BY record.row",
    )?;
    let mut free = connection
        .prepare_cached("SELECT first_record + records FROM change WHERE position = ?1")?
        .query_row([signed(from).saturating_sub(1)], |row| row.get::<_, i64>(0))
        .optional()?
        .unwrap_or(i64::MIN);
    let mut rows = changes.query(params![signed(from), signed(to)])?;
    while let Some(row) = rows.next()? {
        let (first, count): (i64, i64) = (row.get(6)?, row.get(7)?);
        let end = first
            .checked_add(count)
            .ok_or_else(|| StoreError::Damaged("a change names records past the end".into()))?;
        let first = if first < free { end } else { first };
        free = free.max(end);
        let sealed = SealedChange {
            id: id(row, 1)?,
            header: row.get(8)?,
            signature: vouched(row, 9)?,
            note: part(row, 10)?,
            records: records
                .query_map(params![first, end], |row| {
                    Ok(SealedRecord { bytes: row.get(0)?, content: part(row, 1)?, personal: part(row, 3)? })
                })?
                .collect::<rusqlite::Result<_>>()?,
        };
        let stored = StoredChange {
            position: unsigned(row.get(0)?),
            received: row.get(5)?,
            device: row.get(2)?,
            seq: unsigned(row.get(3)?),
            clock: unsigned(row.get(4)?),
            sealed,
        };
        if !each(stored)? {
            break;
        }
    }
    Ok(())
}

/// A part from its salt in `column` and its bytes in the next; `None` if the join found none.
fn part(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Part>> {
    if row.get_ref(column)? == rusqlite::types::ValueRef::Null {
        return Ok(None);
    }
    Ok(Some(Part { salt: vouched(row, column)?, bytes: row.get(column + 1)? }))
}
