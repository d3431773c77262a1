//! Whether the schema of a file is the one this format lays out.
//!
//! A file may come from anywhere, and a schema is a program: a trigger can swallow what is written, a
//! view that never ends can stand where a table should. So the schema is compared before anything in
//! the file is asked or written.

use std::fmt;

use rusqlite::Connection;

use super::schema;
use crate::error::{Result, StoreError};

/// One entry of a schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    name: String,
    /// `table`, `index`, `trigger` or `view`.
    kind: String,
    sql: String,
}

impl Entry {
    fn is_table(&self) -> bool {
        self.kind == "table"
    }

    /// A table whose rows lie in the file, rather than come out of a module.
    fn is_plain_table(&self) -> bool {
        let words = self.sql.split_ascii_whitespace().nth(1).unwrap_or_default();
        self.is_table() && words.eq_ignore_ascii_case("TABLE")
    }
}

/// One entry that is not as it was laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The entry's name.
    pub name: String,
    what: What,
    table: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Altered,
    Foreign,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.what {
            What::Altered => write!(f, "`{}` is missing or was altered in the schema", self.name),
            What::Foreign => write!(f, "`{}` does not belong to the schema", self.name),
        }
    }
}

/// What differs from the schema of the file's own version. Of a newer version nothing is known, so
/// nothing differs.
///
/// # Errors
/// If the schema cannot be read.
pub fn differences(connection: &Connection) -> Result<Vec<Difference>> {
    let version = schema::version(connection)?;
    if version > schema::known_version() {
        return Ok(Vec::new());
    }
    let (found, expected) = (entries(connection)?, entries(&schema::laid_out(version)?)?);
    let missing = expected.iter().filter(|entry| !found.contains(entry)).map(|entry| Difference {
        name: entry.name.clone(),
        what: What::Altered,
        table: entry.is_table(),
    });
    let foreign = found.iter().filter(|entry| expected.iter().all(|known| known.name != entry.name));
    let foreign =
        foreign.map(|entry| Difference { name: entry.name.clone(), what: What::Foreign, table: false });
    Ok(missing.chain(foreign).collect())
}

/// Refuses a file whose tables cannot be asked: one is missing or altered, or, in a newer version,
/// where columns may have been added, something else stands in its place. Triggers and indexes that
/// differ do not matter to a connection that only reads.
///
/// # Errors
/// [`StoreError::Damaged`], [`StoreError::NewerFile`].
pub fn refuse_unreadable(connection: &Connection, differences: &[Difference]) -> Result<()> {
    if let Some(altered) = differences.iter().find(|difference| difference.table) {
        return Err(StoreError::Damaged(altered.to_string()));
    }
    let (version, known) = (schema::version(connection)?, schema::known_version());
    let found = entries(connection)?;
    for table in entries(&schema::laid_out(known)?)?.iter().filter(|entry| entry.is_table()) {
        match found.iter().find(|entry| entry.name == table.name && entry.kind != "trigger") {
            Some(entry) if entry.is_plain_table() => {}
            None if version > known => return Err(StoreError::NewerFile { found: version, known }),
            None if version < known => {
                let never = "it holds no change, because making it was interrupted";
                return Err(StoreError::Damaged(never.into()));
            }
            _ => return Err(StoreError::Damaged(format!("`{}` is not a table", table.name))),
        }
    }
    Ok(())
}

/// Everything in a schema but the tables SQLite keeps for itself, in order of name.
fn entries(connection: &Connection) -> Result<Vec<Entry>> {
    let mut statement = connection.prepare(
        "SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL \
         AND NOT (type = 'table' AND name IN ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4')) \
         ORDER BY name, type",
    )?;
    let rows = statement
        .query_map([], |row| Ok(Entry { name: row.get(0)?, kind: row.get(1)?, sql: row.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
