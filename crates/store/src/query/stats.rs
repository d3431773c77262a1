//! Numbers about the whole workspace.

use serde::Serialize;
use throughline_record::{DeviceId, EntityId};

use super::{At, Reader, Snapshot};
use crate::error::Result;

/// How much there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Log positions.
    pub changes: u64,
    /// Records in them.
    pub records: u64,
    /// Artefacts that are not removed, kinds of the record itself included.
    pub entities: u64,
    /// Artefacts that are removed.
    pub removed: u64,
    /// Links that are not removed.
    pub links: u64,
    /// Parts that were erased.
    pub erased_parts: u64,
    /// Devices that wrote.
    pub devices: u64,
    /// When the first change was received.
    pub first: Option<String>,
    /// When the last change was received.
    pub last: Option<String>,
    /// Artefacts by kind, removed ones not counted.
    pub by_kind: Vec<(String, u64)>,
    /// Bytes of the view's file (not of the workspace).
    pub view_bytes: u64,
}

/// One key for one copy of the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Device {
    /// Its public key.
    pub id: DeviceId,
    /// How many changes it signed.
    pub changes: u64,
    /// The highest `seq` it signed.
    pub last_seq: u64,
    /// When its first change was received.
    pub first: String,
    /// When its last change was received.
    pub last: String,
    /// It signed changes that do not descend from each other: one key was used for two copies.
    pub forked: bool,
    /// The entity that introduces it, if its first change has one.
    pub entity: Option<EntityId>,
}

impl Reader {
    /// Numbers about the whole workspace.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn stats(&self) -> Result<Stats> {
        let by_kind = self.count_by_kind(None, &At::Now)?;
        self.snapshot(|snapshot| {
            let count = |sql: &str| -> Result<u64> {
                Ok(snapshot
                    .connection
                    .prepare_cached(sql)?
                    .query_row([], |row| row.get::<_, i64>(0))?
                    .cast_unsigned())
            };
            let (first, last) = snapshot.received_range()?;
            Ok(Stats {
                changes: snapshot.position.cast_unsigned(),
                records: count("SELECT ifnull(sum(records), 0) FROM change")?,
                entities: by_kind.iter().map(|(_, count)| count).sum(),
                removed: count(
                    "SELECT count(*) FROM state WHERE n_to = 9223372036854775807 AND removed = 1",
                )?,
                links: count("SELECT count(*) FROM link WHERE n_to = 9223372036854775807 AND removed = 0")?,
                erased_parts: count("SELECT count(*) FROM erased")?,
                devices: count("SELECT count(*) FROM device")?,
                first,
                last,
                by_kind,
                view_bytes: count("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")?,
            })
        })
    }

    /// When the first and the last change were received.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn received_range(&self) -> Result<(Option<String>, Option<String>)> {
        self.snapshot(|snapshot| snapshot.received_range())
    }

    /// The devices that wrote, in the order they came.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn devices(&self) -> Result<Vec<Device>> {
        self.snapshot(|snapshot| {
            let mut statement = snapshot.connection.prepare_cached(
                "SELECT d.id, count(*), max(c.seq), min(c.position), max(c.position), \
                   (SELECT count(*) FROM lane l WHERE l.device = d.device) \
                 FROM device d JOIN change c ON c.device = d.device GROUP BY d.device ORDER BY d.device",
            )?;
            let mut received =
                snapshot.connection.prepare_cached("SELECT received FROM change WHERE position = ?1")?;
            let mut introduced = snapshot.connection.prepare_cached(
                "SELECT e.id FROM touch t JOIN entity e ON e.eid = t.eid \
                 WHERE t.row >= ?1 << 24 AND t.row < (?1 + 1) << 24 AND t.kind LIKE 'device/%' ORDER BY t.row LIMIT 1",
            )?;
            let mut rows = statement.query([])?;
            let mut devices = Vec::new();
            while let Some(row) = rows.next()? {
                let (first, last): (i64, i64) = (row.get(3)?, row.get(4)?);
                let entity = introduced.query([first])?.next()?.map(|row| super::entity_id(row, 0)).transpose()?;
                devices.push(Device {
                    id: DeviceId(row.get(0)?),
                    changes: row.get::<_, i64>(1)?.cast_unsigned(),
                    last_seq: row.get::<_, i64>(2)?.cast_unsigned(),
                    first: received.query_row([first], |row| row.get(0))?,
                    last: received.query_row([last], |row| row.get(0))?,
                    forked: row.get::<_, i64>(5)? > 1,
                    entity,
                });
            }
            Ok(devices)
        })
    }
}

impl Snapshot<'_> {
    fn received_range(&self) -> Result<(Option<String>, Option<String>)> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT (SELECT received FROM change WHERE position = 1), \
                   (SELECT received FROM change ORDER BY position DESC LIMIT 1)",
            )?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }
}
