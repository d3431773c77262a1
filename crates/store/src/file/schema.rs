//! The workspace file as a SQLite database: how it is told apart, opened and brought up to date.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};

use crate::error::{Result, StoreError};

/// `application_id` of a workspace file: the letters `TLIN`.
pub const APPLICATION_ID: i32 = 0x544C_494E;

/// Most waits of a few milliseconds for a lock: about 15 seconds in all.
const PATIENCE: i32 = 4000;

/// The steps of the schema, oldest first. Additive only: an older version can still read a newer file.
fn migrations() -> Migrations<'static> {
    Migrations::from_slice(STEPS)
}

const STEPS: &[M<'static>] = &[M::up(include_str!("../../../../migrations/01-workspace/up.sql"))];

/// The newest `user_version` this version knows.
pub fn known_version() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// The file's `user_version`.
pub fn version(connection: &Connection) -> Result<i64> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Refuses anything but a SQLite file with our `application_id`, before SQLite parses any of it.
/// Offsets: <https://www.sqlite.org/fileformat2.html>, "The Database Header".
pub fn check_magic(path: &Path) -> Result<()> {
    let mut header = [0_u8; 100];
    let mut file = File::open(path)
        .map_err(|error| StoreError::io(format!("{} cannot be opened", path.display()), error))?;
    let not_ours = || StoreError::NotAWorkspace(path.to_owned());
    file.read_exact(&mut header).map_err(|_| not_ours())?;
    let (magic, id) = (header.get(..16), header.get(68..72));
    if magic != Some(b"SQLite format 3\0".as_slice()) || id != Some(&APPLICATION_ID.to_be_bytes()[..]) {
        return Err(not_ours());
    }
    Ok(())
}

/// How to open a workspace file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reads and writes; SQLite may create the write-ahead log.
    Write,
    /// Reads beside writers.
    Read,
    /// Reads a file nobody can change: no lock, no write-ahead log, nothing is created.
    Immutable,
}

/// Opens a connection with the pragmas of this format. Creates no file.
pub fn connect(path: &Path, access: Access) -> Result<Connection> {
    let base = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match access {
        Access::Write => Connection::open_with_flags(path, base | OpenFlags::SQLITE_OPEN_READ_WRITE)?,
        Access::Read => Connection::open_with_flags(path, base | OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        Access::Immutable => Connection::open_with_flags(
            immutable_uri(path)?,
            base | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
        )?,
    };
    connection.busy_handler(Some(wait))?;
    // A workspace may come from anywhere: its schema must not run functions or reach into the database's own tables.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.execute_batch(
        "PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA foreign_keys = OFF;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -2048;",
    )?;
    if access == Access::Write {
        // Power loss after NORMAL loses acknowledged changes; erased bytes stay in the file without secure_delete.
        connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;")?;
    } else {
        connection.execute_batch("PRAGMA query_only = ON;")?;
    }
    Ok(connection)
}

/// Lays out a new, empty file.
pub fn initialise(connection: &mut Connection) -> Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::io(
            "The folder does not support a write-ahead log",
            std::io::Error::other(format!("journal mode is {mode}")),
        ));
    }
    migrate(connection)
}

/// Brings an older file up to date. A newer one must not come here.
pub fn migrate(connection: &mut Connection) -> Result<()> {
    migrations().to_latest(connection).map_err(failed)
}

fn failed(error: rusqlite_migration::Error) -> StoreError {
    match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        other => StoreError::Damaged(other.to_string()),
    }
}

/// A database in memory, laid out as files of a version are; empty for versions before the first.
pub fn laid_out(version: i64) -> Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    migrations().to_version(&mut connection, usize::try_from(version).unwrap_or(0)).map_err(failed)?;
    Ok(connection)
}

/// Empties the write-ahead log into the file, as far as no reader is in the way.
pub fn checkpoint(connection: &Connection) -> Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

/// Empties the write-ahead log into the file; the answer is whether all of it went, which a reader may hinder.
pub fn checkpointed(connection: &Connection) -> Result<bool> {
    Ok(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))? == 0)
}

/// Waits for a lock. SQLite's own waiting grows to 100 ms a time, which starves whoever has waited
/// long while others come and go; short, uneven waits give everybody the same chance.
fn wait(tried: i32) -> bool {
    let uneven = u64::from(std::process::id()).wrapping_add(u64::from(tried.unsigned_abs()) * 7) % 5;
    std::thread::sleep(std::time::Duration::from_millis(1 + uneven));
    tried < PATIENCE
}

/// `file:` URI with `immutable=1`. See <https://www.sqlite.org/uri.html>.
fn immutable_uri(path: &Path) -> Result<String> {
    let text = path.to_str().ok_or_else(|| StoreError::ReadOnly("its path is not valid Unicode".into()))?;
    let mut uri = String::with_capacity(text.len() + 24);
    uri.push_str("file:");
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            uri.push_str(&hex::encode([byte]).to_uppercase());
        }
    }
    uri.push_str("?immutable=1");
    Ok(uri)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_are_valid() {
        migrations().validate().unwrap();
    }

    #[test]
    fn a_path_with_special_characters_becomes_a_uri() {
        assert_eq!(
            immutable_uri(Path::new("/tmp/a b?#%ö.throughline")).unwrap(),
            "file:/tmp/a%20b%3F%23%25%C3%B6.throughline?immutable=1"
        );
    }
}
