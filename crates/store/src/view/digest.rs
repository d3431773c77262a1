//! A digest over everything folded, in an order that does not depend on how it came about.

use std::collections::HashMap;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};
use throughline_record::Hash;

use super::touch::damaged;
use crate::error::Result;

/// Each table's rows in an order of their own content. Row numbers are left out: they depend on how
/// often an entity was folded anew. So are `number` and `twin`, which only ever grow, as hints.
const TABLES: &[&str] = &[
    "SELECT workspace, position, head, lanes FROM meta",
    "SELECT device, id FROM device ORDER BY device",
    "SELECT lane, device, tip FROM lane ORDER BY lane",
    "SELECT * FROM change ORDER BY position",
    "SELECT eid, id FROM entity ORDER BY eid",
    "SELECT * FROM touch ORDER BY row",
    "SELECT part FROM erased ORDER BY part",
    "SELECT s.eid, s.id, s.kind, s.number, s.title, s.status, s.removed, s.understood, s.facts, s.tags, s.sole, s.fields, \
       s.created_at, s.updated_at, s.n_from, s.n_to, s.d_from, s.d_to \
     FROM state s ORDER BY s.eid, s.n_from, s.d_from, s.n_to",
    "SELECT eid, id, type, flow, up, down, removed, understood, fields, n_from, n_to, d_from, d_to \
     FROM link ORDER BY eid, n_from, d_from, n_to",
    "SELECT i.value, s.eid, s.n_from, s.d_from FROM ident i JOIN state s ON s.row = i.row \
     ORDER BY i.value, s.eid, s.n_from, s.d_from",
];

/// Hashes every row of every table, each value with its type and length before it.
pub(super) fn digest(connection: &Connection) -> Result<Hash> {
    let mut hasher = Sha256::new();
    hasher.update(b"throughline/view/v2\n");
    let snapshot = connection.unchecked_transaction()?;
    for (table, sql) in TABLES.iter().enumerate() {
        hasher.update((table as u64).to_be_bytes());
        let mut statement = snapshot.prepare(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                match row.get_ref(column)? {
                    ValueRef::Null => hasher.update([0]),
                    ValueRef::Integer(n) => {
                        hasher.update([1]);
                        hasher.update(n.to_be_bytes());
                    }
                    ValueRef::Real(n) => {
                        hasher.update([2]);
                        hasher.update(n.to_be_bytes());
                    }
                    ValueRef::Text(bytes) => framed(&mut hasher, 3, bytes),
                    ValueRef::Blob(bytes) => framed(&mut hasher, 4, bytes),
                }
            }
        }
    }
    words(&snapshot, &mut hasher)?;
    Ok(Hash(hasher.finalize().into()))
}

/// Hashes what is searched: every word with where it stands, by the order of the states and not of
/// their rows.
fn words(connection: &Connection, hasher: &mut Sha256) -> Result<()> {
    let mut places: HashMap<i64, u64> = HashMap::new();
    let mut statement = connection.prepare("SELECT row FROM state ORDER BY eid, n_from, d_from, n_to")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        places.insert(row.get(0)?, places.len() as u64);
    }
    for table in ["text", "text_past"] {
        // Only this connection sees it, and it holds nothing.
        connection.execute_batch(&format!(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.{table}_words USING fts5vocab(main, {table}, instance)"
        ))?;
        let mut statement =
            connection.prepare(&format!("SELECT term, doc, col, offset FROM temp.{table}_words"))?;
        let mut rows = statement.query([])?;
        let (mut term, mut found) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let word = row.get_ref(0)?.as_bytes().map_err(damaged)?;
            if word != term {
                flush(hasher, &term, &mut found);
                term = word.to_owned();
            }
            // What is found and is no state is like nothing a rebuild makes.
            let place = places.get(&row.get(1)?).copied().unwrap_or(u64::MAX);
            let column = row.get_ref(2)?.as_bytes().map_err(damaged)?.first().copied();
            found.push((place, column, row.get::<_, i64>(3)?));
        }
        flush(hasher, &term, &mut found);
        hasher.update([0xFF]);
    }
    Ok(())
}

/// Hashes where one word stands.
fn flush(hasher: &mut Sha256, term: &[u8], found: &mut Vec<(u64, Option<u8>, i64)>) {
    found.sort_unstable();
    framed(hasher, 5, term);
    hasher.update((found.len() as u64).to_be_bytes());
    for (place, column, offset) in found.drain(..) {
        hasher.update(place.to_be_bytes());
        hasher.update([column.unwrap_or(0)]);
        hasher.update(offset.to_be_bytes());
    }
}

fn framed(hasher: &mut Sha256, mark: u8, bytes: &[u8]) {
    hasher.update([mark]);
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}
