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
    "SELECT s.eid, s.id, s.kind, s.number, s.title, s.status, s.removed, s.understood, s.facts, s.tags, s.sole, s.fields, s.afar, \
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

/// Hashes what is searched: of every state the words by which it is found, each with where it stands.
fn words(connection: &Connection, hasher: &mut Sha256) -> Result<()> {
    let mut found: HashMap<i64, Sha256> = HashMap::new();
    for (mark, table) in (1_u8..).zip(["text", "text_past"]) {
        // Only this connection sees it, and it holds nothing.
        connection.execute_batch(&format!(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.{table}_words USING fts5vocab(main, {table}, instance)"
        ))?;
        // In order of words; those of one state in order of their places.
        let mut statement =
            connection.prepare(&format!("SELECT doc, term, col, offset FROM temp.{table}_words"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let words = found.entry(row.get(0)?).or_insert_with(|| Sha256::new_with_prefix([mark]));
            framed(words, 5, row.get_ref(1)?.as_bytes().map_err(damaged)?);
            framed(words, 6, row.get_ref(2)?.as_bytes().map_err(damaged)?);
            words.update(row.get::<_, i64>(3)?.to_be_bytes());
        }
    }
    let mut statement = connection.prepare("SELECT row FROM state ORDER BY eid, n_from, d_from, n_to")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let words = found.remove(&row.get(0)?);
        hasher.update(words.map_or([0; 32], |words| words.finalize().into()));
    }
    // Words that belong to no state are like nothing a rebuild makes.
    hasher.update((found.len() as u64).to_be_bytes());
    Ok(())
}

fn framed(hasher: &mut Sha256, mark: u8, bytes: &[u8]) {
    hasher.update([mark]);
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}
