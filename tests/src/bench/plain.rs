//! The yardstick: SQLite doing the least that keeps, finds and follows the same things.

use std::path::Path;

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use super::domain::Domain;

/// The page cache in KiB: as much as the larger one of the other side has.
const CACHE: i64 = 32_000;

/// What the plain database is given: lines as they stand in the file, and what to index of them.
/// Taking them apart is done beforehand and not counted.
pub struct Lines {
    artefacts: Vec<(String, String, String)>,
    links: Vec<(String, i64, i64)>,
}

impl Lines {
    /// The lines of a domain.
    #[must_use]
    pub fn of(domain: &Domain) -> Self {
        let row = |place: usize| i64::try_from(place + 1).unwrap_or(i64::MAX);
        Self {
            artefacts: domain
                .artefacts
                .iter()
                .map(|one| (one.line(), one.title.clone(), one.notes.clone()))
                .collect(),
            links: domain.links.iter().map(|l| (domain.link_line(l), row(l.up), row(l.down))).collect(),
        }
    }

    /// Keeps the lines with their digests, and makes them searchable and followable, in one durable
    /// transaction on a new file.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn capture(&self, path: &Path) -> rusqlite::Result<Connection> {
        let mut connection = Connection::open(path)?;
        connection.execute_batch(&format!(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -{CACHE};"
        ))?;
        let transaction = connection.transaction()?;
        transaction.execute_batch(
            "CREATE TABLE record (row INTEGER PRIMARY KEY, digest BLOB NOT NULL, bytes TEXT NOT NULL) STRICT;
             CREATE TABLE edge (up INTEGER NOT NULL, down INTEGER NOT NULL, PRIMARY KEY (up, down))
               STRICT, WITHOUT ROWID;
             CREATE INDEX edge_down ON edge (down, up);
             CREATE VIRTUAL TABLE text USING fts5 (title, notes, content = '');",
        )?;
        {
            let mut record = transaction.prepare("INSERT INTO record (digest, bytes) VALUES (?1, ?2)")?;
            let mut text =
                transaction.prepare("INSERT INTO text (rowid, title, notes) VALUES (?1, ?2, ?3)")?;
            let mut edge = transaction.prepare("INSERT INTO edge (up, down) VALUES (?1, ?2)")?;
            for (line, title, notes) in &self.artefacts {
                let row = record.insert(params![&Sha256::digest(line)[..], line])?;
                text.execute(params![row, title, notes])?;
            }
            for (line, up, down) in &self.links {
                record.execute(params![&Sha256::digest(line)[..], line])?;
                edge.execute([up, down])?;
            }
        }
        transaction.commit()?;
        Ok(connection)
    }
}

/// The distinct nodes upstream and downstream of one, itself among them.
///
/// # Errors
/// Those of SQLite.
pub fn trace(connection: &Connection, root: i64) -> rusqlite::Result<usize> {
    let mut statement = connection.prepare_cached(
        "WITH RECURSIVE
           back (node) AS (SELECT ?1 UNION SELECT edge.up FROM back JOIN edge ON edge.down = back.node),
           forward (node) AS (SELECT ?1 UNION SELECT edge.down FROM forward JOIN edge ON edge.up = forward.node)
         SELECT node FROM back UNION SELECT node FROM forward",
    )?;
    let mut rows = statement.query([root])?;
    let mut nodes = 0;
    while let Some(row) = rows.next()? {
        row.get::<_, i64>(0)?;
        nodes += 1;
    }
    Ok(nodes)
}

/// The 50 best rows for a question in the language of FTS5.
///
/// # Errors
/// Those of SQLite.
pub fn search(connection: &Connection, question: &str) -> rusqlite::Result<usize> {
    let mut statement =
        connection.prepare_cached("SELECT rowid FROM text WHERE text MATCH ?1 ORDER BY rank LIMIT 50")?;
    let mut rows = statement.query([question])?;
    let mut found = 0;
    while let Some(row) = rows.next()? {
        row.get::<_, i64>(0)?;
        found += 1;
    }
    Ok(found)
}
