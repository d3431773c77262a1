//! Which keys count as known, read from what the log says of them.

use throughline_model::keys::{Says, Statement, Trust};
use throughline_record::signing::proves_following;
use throughline_record::{ChangeId, DeviceId, EntityId, Fields, Value};

use super::at::{At, Moment};
use super::{Reader, Snapshot};
use crate::error::Result;
use crate::view::json::read_part;
use crate::view::touch::{damaged, ends_from_bytes};

/// What one key signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBy {
    /// The key.
    pub device: DeviceId,
    /// How many changes.
    pub changes: u64,
    /// Place of the first one in the log.
    pub first: u64,
    /// Place of the last one.
    pub last: u64,
    /// When the earliest was recorded, by the device's clock.
    pub first_at: String,
    /// When the latest was.
    pub last_at: String,
    /// It signed changes that do not descend from each other.
    pub forked: bool,
    /// Who was at the keyboard, and how often; the most frequent first.
    pub actors: Vec<(Option<EntityId>, u64)>,
}

/// Kinds whose first record says something of a key. What is edited later says nothing.
const SAYING: &str = "'device', 'endorsement', 'revocation'";

impl Reader {
    /// How every key stands, by all that is in the log now.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn trust(&self) -> Result<Trust> {
        self.trust_at(&At::Now)
    }

    /// How every key stood by what was known at a moment; what was so on a day is told by all that is known.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn trust_at(&self, at: &At) -> Result<Trust> {
        self.snapshot(|snapshot| {
            let last = match snapshot.moment(at)? {
                Moment::Position(position) => position,
                _ => i64::MAX - 1,
            };
            let founder = snapshot
                .connection
                .prepare_cached(
                    "SELECT d.id, c.actor, c.id FROM change c JOIN device d USING (device) WHERE c.position = 1",
                )?
                .query_row([], |row| {
                    Ok((DeviceId(row.get(0)?), row.get::<_, Option<[u8; 16]>>(1)?, ChangeId(row.get(2)?)))
                })?;
            let (device, person, workspace) = founder;
            let statements = snapshot.statements(&workspace, last)?;
            Ok(Trust::of(device, person.map(EntityId::from_bytes), &statements))
        })
    }

    /// Of each key what it signed, in the order they came.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn signed(&self) -> Result<Vec<SignedBy>> {
        self.snapshot(|snapshot| {
            let mut statement = snapshot.connection.prepare_cached(
                "SELECT d.id, c.actor, count(*), min(c.position), max(c.position), min(c.at), max(c.at), \
                   (SELECT count(*) FROM lane l WHERE l.device = d.device) > 1 \
                 FROM device d JOIN change c ON c.device = d.device GROUP BY d.device, c.actor ORDER BY d.device, 3 DESC",
            )?;
            let mut rows = statement.query([])?;
            let mut signed: Vec<SignedBy> = Vec::new();
            while let Some(row) = rows.next()? {
                let device = DeviceId(row.get(0)?);
                let actor = row.get::<_, Option<[u8; 16]>>(1)?.map(EntityId::from_bytes);
                let count = row.get::<_, i64>(2)?.cast_unsigned();
                let (first, last) = (row.get::<_, i64>(3)?.cast_unsigned(), row.get::<_, i64>(4)?.cast_unsigned());
                let (first_at, last_at): (String, String) = (row.get(5)?, row.get(6)?);
                match signed.last_mut().filter(|known| known.device == device) {
                    Some(known) => {
                        known.actors.push((actor, count));
                        known.changes += count;
                        known.first = known.first.min(first);
                        known.last = known.last.max(last);
                        known.first_at = first_at.min(std::mem::take(&mut known.first_at));
                        known.last_at = last_at.max(std::mem::take(&mut known.last_at));
                    }
                    None => signed.push(SignedBy {
                        device,
                        changes: count,
                        first,
                        last,
                        first_at,
                        last_at,
                        forked: row.get(7)?,
                        actors: vec![(actor, count)],
                    }),
                }
            }
            Ok(signed)
        })
    }

    /// Of a key how many changes from a number on stand in the log, and the place of the first of them.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn signed_from(&self, device: &DeviceId, seq: u64) -> Result<(u64, Option<u64>)> {
        self.snapshot(|snapshot| {
            let (count, first): (i64, Option<i64>) = snapshot
                .connection
                .prepare_cached(
                    "SELECT count(*), min(c.position) FROM change c JOIN device d USING (device) \
                     WHERE d.id = ?1 AND c.seq >= ?2",
                )?
                .query_row((&device.0, i64::try_from(seq).unwrap_or(i64::MAX)), |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
            Ok((count.cast_unsigned(), first.map(i64::cast_unsigned)))
        })
    }

    /// The place in the log of a change, if it is one that erased something: what it set was recorded again.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn erasing_change(&self, change: &ChangeId) -> Result<Option<u64>> {
        self.snapshot(|snapshot| {
            let mut statement = snapshot
                .connection
                .prepare_cached("SELECT position FROM change WHERE id = ?1 AND act = 'erase'")?;
            let mut rows = statement.query([&change.0])?;
            Ok(rows.next()?.map(|row| row.get::<_, i64>(0)).transpose()?.map(i64::cast_unsigned))
        })
    }

    /// The key that signed a change, and the change's number among those of the key.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn signed_by(&self, change: &ChangeId) -> Result<Option<(DeviceId, u64)>> {
        self.snapshot(|snapshot| {
            let mut statement = snapshot.connection.prepare_cached(
                "SELECT d.id, c.seq FROM change c JOIN device d USING (device) WHERE c.id = ?1",
            )?;
            let mut rows = statement.query([&change.0])?;
            Ok(match rows.next()? {
                Some(row) => Some((DeviceId(row.get(0)?), row.get::<_, i64>(1)?.cast_unsigned())),
                None => None,
            })
        })
    }

    /// The number of the first change of a key that stands at a place in the log or after it; the one after its last
    /// if there is none.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn first_seq_from(&self, device: &DeviceId, position: u64) -> Result<u64> {
        self.snapshot(|snapshot| {
            let (at, last): (Option<i64>, i64) = snapshot
                .connection
                .prepare_cached(
                    "SELECT min(iif(c.position >= ?2, c.seq, NULL)), ifnull(max(c.seq), 0) \
                     FROM change c JOIN device d USING (device) WHERE d.id = ?1",
                )?
                .query_row((&device.0, i64::try_from(position).unwrap_or(i64::MAX)), |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
            Ok(at.unwrap_or(last + 1).cast_unsigned())
        })
    }
}

impl Snapshot<'_> {
    /// What is said of keys up to a place in the log, in fold order.
    fn statements(&self, workspace: &ChangeId, last: i64) -> Result<Vec<Statement>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT t.row, t.kind, t.content, e.id, d.id, c.seq FROM state s \
             JOIN touch t ON t.row = (SELECT min(row) FROM touch WHERE eid = s.eid) \
             JOIN entity e ON e.eid = s.eid JOIN change c ON c.position = t.row >> 24 \
             JOIN device d ON d.device = c.device \
             WHERE s.kind IN ({SAYING}) AND s.n_from <= ?1 AND s.n_to > ?1 ORDER BY c.clock, c.id, t.row"
        ))?;
        let mut rows = statement.query([last])?;
        let mut statements = Vec::new();
        while let Some(row) = rows.next()? {
            let (place, kind): (i64, String) = (row.get(0)?, row.get(1)?);
            let (content, _) =
                read_part(row.get_ref(2)?.as_str_or_null().map_err(damaged)?).map_err(damaged)?;
            let Some(content) = content.here() else { continue };
            let entity = EntityId::from_bytes(row.get(3)?);
            let (by, seq) = (DeviceId(row.get(4)?), row.get::<_, i64>(5)?.cast_unsigned());
            let Some(device) = key(content, "key") else { continue };
            let said = match kind.split('/').next() {
                Some("endorsement") => {
                    self.endorsed(place, entity)?.map(|person| (by, seq, Says::Endorse { device, person }))
                }
                Some("revocation") => {
                    from_seq(content).map(|from_seq| (by, seq, Says::Revoke { device, from_seq }))
                }
                // A key is introduced by itself; the one it follows says so by its signature.
                _ if device == by => followed(content, workspace, &device)
                    .map(|followed| (followed, u64::MAX, Says::Follow { device })),
                _ => None,
            };
            statements.extend(said.map(|(by, seq, says)| Statement { by, seq, says }));
        }
        Ok(statements)
    }

    /// The person that an endorsement names in its own change.
    fn endorsed(&self, place: i64, endorsement: EntityId) -> Result<Option<EntityId>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT ends FROM touch WHERE row >= (?1 >> 24) << 24 AND row < ((?1 >> 24) + 1) << 24 AND type = 'endorses'",
        )?;
        let mut rows = statement.query([place])?;
        while let Some(row) = rows.next()? {
            let ends = ends_from_bytes("endorses".into(), row.get_ref(0)?.as_blob().map_err(damaged)?)?;
            if ends.from == endorsement {
                return Ok(Some(ends.to));
            }
        }
        Ok(None)
    }
}

fn text<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    fields.get(name)?.as_ref()?.as_text()
}

fn key(fields: &Fields, name: &str) -> Option<DeviceId> {
    text(fields, name)?.parse().ok()
}

fn from_seq(fields: &Fields) -> Option<u64> {
    let number = fields.get("from-seq")?.as_ref().and_then(Value::as_int)?;
    u64::try_from(number).ok().filter(|number| *number > 0)
}

/// The followed key, if its signature over this one stands beside it.
fn followed(fields: &Fields, workspace: &ChangeId, device: &DeviceId) -> Option<DeviceId> {
    let followed = key(fields, "follows")?;
    let mut signature = [0; 64];
    hex::decode_to_slice(text(fields, "proof")?, &mut signature).ok()?;
    proves_following(&followed, workspace, device, &signature).then_some(followed)
}
