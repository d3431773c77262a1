//! The log as people read it: who did what when, field by field.

use std::collections::{BTreeSet, HashMap};

use rusqlite::types::Value as Sql;
use serde::Serialize;
use throughline_model::{LINK_KIND, Merge, State, kind, link};
use throughline_record::{Act, ChangeId, DeviceId, EntityId, Opened, Value};

use super::at::Moment;
use super::card::{Card, Cards};
use super::within::Within;
use super::{At, Page, Reader, Snapshot, entity_id};
use crate::error::Result;
use crate::view::touch::{NOTED, Noted, damaged, fold_noted, noted_of};

/// Which changes to show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LogQuery {
    /// Only changes that touch this entity or its links, and of these only such records.
    pub entity: Option<EntityId>,
    /// Only changes that touch this release, what it includes or once included, their parts, or links
    /// between any of these.
    pub release: Option<EntityId>,
    /// Only changes of this stakeholder.
    pub actor: Option<EntityId>,
    /// Only this act, e.g. `import`.
    pub act: Option<String>,
    /// Only changes that say something was so, or was recorded, more than a day before it was received.
    pub back_dated: bool,
    /// Only what is seen at this moment; cards are as they were then.
    pub at: At,
    /// Only positions below this one.
    pub before: Option<u64>,
    /// Only positions above this one.
    pub after: Option<u64>,
    /// Changes at most; 0 for 100.
    pub limit: u64,
    /// Records per change at most; 0 for 50.
    pub records: u64,
}

/// A change as history shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Logged {
    /// Its place in the log, `#N`.
    pub position: u64,
    /// Its id.
    pub change: ChangeId,
    /// When it was recorded, by the clock of the device that did.
    pub at: String,
    /// When this workspace received it.
    pub received: String,
    /// Who recorded it, as known now.
    pub actor: Option<Card>,
    /// The key that signed it.
    pub device: DeviceId,
    /// Its number among those of the key, from 1.
    pub seq: u64,
    /// What it did.
    pub act: Act,
    /// The change it undoes or redoes.
    pub of: Option<ChangeId>,
    /// The reason given.
    pub note: Opened<String>,
    /// It says something was so, or was recorded, more than a day before it was received.
    pub back_dated: bool,
    /// Its records; at most as many as asked for.
    pub records: Vec<LoggedRecord>,
    /// How many records it holds in all.
    pub count: u64,
}

/// One record of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoggedRecord {
    /// What it is about, as known at the moment asked for. For a link, a card that names the link's type.
    pub card: Card,
    /// The kind without version; `link` for links.
    pub kind: String,
    /// When it was so, if the record says.
    pub on: Option<String>,
    /// It is the first record of its entity in the log.
    pub first: bool,
    /// The ends, for a link.
    pub ends: Option<LoggedEnds>,
    /// What it set, by name.
    pub fields: Vec<FieldChange>,
}

/// The ends of a link, as known now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoggedEnds {
    /// The link's type.
    #[serde(rename = "type")]
    pub type_: String,
    /// The end named first; `None` if nothing is known of it.
    pub from: Option<Card>,
    /// The end named second; `None` if nothing is known of it.
    pub to: Option<Card>,
}

/// What a record did to a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// The field's name.
    pub name: String,
    /// What showed before; `None` if nothing did.
    pub before: Option<Value>,
    /// What the record set; `None` if it cleared the field, or if that was erased. Of a set field, the
    /// whole set afterwards.
    pub after: Option<Value>,
    /// What the record set was erased since (or its part is missing).
    pub erased: bool,
}

impl Reader {
    /// Changes, the latest first. The offset of the page is 0: the next page is asked for by `before`.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn log(&self, query: &LogQuery) -> Result<Page<Logged>> {
        self.snapshot(|snapshot| {
            let touched = match &query.entity {
                None => None,
                Some(id) => match snapshot.eid(id)? {
                    Some(eid) => Some(snapshot.entity_and_links(eid)?),
                    None => return Ok(Page { total: 0, rows: Vec::new(), offset: 0 }),
                },
            };
            let moment = snapshot.moment(&query.at)?;
            let within = match &query.release {
                None => None,
                Some(release) => Some(Within::release(snapshot, release)?),
            };
            let (condition, mut values) = condition(query, touched.as_ref(), within.as_ref(), moment);
            let total: i64 = snapshot
                .connection
                .prepare(&format!("SELECT count(*) FROM change c WHERE {condition}"))?
                .query_row(rusqlite::params_from_iter(&values), |row| row.get(0))?;
            let limit = if query.limit == 0 { 100 } else { query.limit };
            let mut condition = condition;
            for (sign, bound) in [("<", query.before), (">", query.after)] {
                if let Some(bound) = bound {
                    values.push(Sql::Integer(i64::try_from(bound).unwrap_or(i64::MAX)));
                    condition.push_str(&format!(" AND c.position {sign} ?{}", values.len()));
                }
            }
            let mut statement = snapshot.connection.prepare(&format!(
                "SELECT c.position, c.id, c.at, c.received, c.actor, c.act, c.of, c.note, c.note_state, c.back_dated, \
                   c.records, d.id, c.seq FROM change c JOIN device d USING (device) WHERE {condition} ORDER BY c.position DESC LIMIT {}",
                limit.min(i64::MAX.cast_unsigned())
            ))?;
            let mut people = Known::new(snapshot, moment)?;
            let mut rows = statement.query(rusqlite::params_from_iter(&values))?;
            let mut logged = Vec::new();
            while let Some(row) = rows.next()? {
                let position: i64 = row.get(0)?;
                let actor = match row.get::<_, Option<[u8; 16]>>(4)? {
                    Some(bytes) => people.by_id(&EntityId::from_bytes(bytes))?,
                    None => None,
                };
                let note = match (row.get::<_, i64>(8)?, row.get(7)?) {
                    (1, Some(note)) => Opened::Here(note),
                    (0, _) => Opened::Absent,
                    _ => Opened::Gone,
                };
                let most = if query.records == 0 { 50 } else { query.records };
                logged.push(Logged {
                    position: position.cast_unsigned(),
                    change: ChangeId(row.get(1)?),
                    at: row.get(2)?,
                    received: row.get(3)?,
                    actor,
                    device: DeviceId(row.get(11)?),
                    seq: row.get::<_, i64>(12)?.cast_unsigned(),
                    act: row.get_ref(5)?.as_str().map_err(damaged)?.parse().map_err(damaged)?,
                    of: row.get::<_, Option<[u8; 32]>>(6)?.map(ChangeId),
                    note,
                    back_dated: row.get(9)?,
                    records: snapshot.records_of(position, touched.as_ref(), moment, most, &mut people)?,
                    count: row.get::<_, i64>(10)?.cast_unsigned(),
                });
            }
            Ok(Page { total: total.cast_unsigned(), rows: logged, offset: 0 })
        })
    }

    /// The changes that touch an entity or its links, the latest first.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn history(&self, id: &EntityId) -> Result<Page<Logged>> {
        self.log(&LogQuery { entity: Some(*id), limit: u64::MAX, ..LogQuery::default() })
    }
}

fn condition(
    query: &LogQuery,
    touched: Option<&BTreeSet<i64>>,
    within: Option<&Within>,
    moment: Moment,
) -> (String, Vec<Sql>) {
    // What stands in the place of changes that a pack does not hold was done by nobody.
    let mut condition = "c.device IS NOT (SELECT device FROM device WHERE id = zeroblob(32))".to_owned();
    let mut values = Vec::new();
    match moment {
        Moment::Now => {}
        Moment::Position(position) => condition.push_str(&format!(" AND c.position <= {position}")),
        // Numbers of this program's own, so they may stand in the question.
        Moment::So(instant) => condition.push_str(&format!(
            " AND c.position IN (SELECT t.row >> 24 FROM touch t WHERE t.effective <= {instant})"
        )),
    }
    if query.back_dated {
        condition.push_str(" AND c.back_dated = 1");
    }
    if let Some(within) = within {
        condition.push_str(&format!(
            " AND c.position IN (SELECT t.row >> 24 FROM touch t WHERE t.eid IN ({}))",
            list(within.everything())
        ));
    }
    if let Some(touched) = touched {
        condition.push_str(&format!(
            " AND c.position IN (SELECT t.row >> 24 FROM touch t WHERE t.eid IN ({}))",
            list(touched)
        ));
    }
    if let Some(actor) = &query.actor {
        values.push(Sql::Blob(actor.as_bytes().to_vec()));
        condition.push_str(&format!(" AND c.actor = ?{}", values.len()));
    }
    if let Some(act) = &query.act {
        values.push(Sql::Text(act.clone()));
        condition.push_str(&format!(" AND c.act = ?{}", values.len()));
    }
    (condition, values)
}

fn list<'a>(eids: impl IntoIterator<Item = &'a i64>) -> String {
    eids.into_iter().map(i64::to_string).collect::<Vec<_>>().join(",")
}

/// Cards as they are at the moment, each asked for once.
struct Known<'s> {
    snapshot: &'s Snapshot<'s>,
    cards: Cards<'s>,
    known: HashMap<i64, Option<Card>>,
}

impl<'s> Known<'s> {
    fn new(snapshot: &'s Snapshot<'s>, moment: Moment) -> Result<Self> {
        Ok(Self { snapshot, cards: Cards::new(snapshot, moment)?, known: HashMap::new() })
    }

    fn card(&mut self, eid: i64) -> Result<Option<Card>> {
        if let Some(card) = self.known.get(&eid) {
            return Ok(card.clone());
        }
        let card = self.snapshot.any_card(&mut self.cards, eid)?;
        self.known.insert(eid, card.clone());
        Ok(card)
    }

    fn by_id(&mut self, id: &EntityId) -> Result<Option<Card>> {
        match self.snapshot.eid(id)? {
            Some(eid) => self.card(eid),
            None => Ok(None),
        }
    }
}

impl Snapshot<'_> {
    /// An entity and every link that ever had it as an end.
    fn entity_and_links(&self, eid: i64) -> Result<BTreeSet<i64>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT eid FROM link WHERE up = ?1 UNION SELECT eid FROM link WHERE down = ?1",
        )?;
        let links = statement.query_map([eid], |row| row.get(0))?;
        let mut all: BTreeSet<i64> = links.collect::<rusqlite::Result<_>>()?;
        all.insert(eid);
        Ok(all)
    }

    fn records_of(
        &self,
        position: i64,
        touched: Option<&BTreeSet<i64>>,
        moment: Moment,
        most: u64,
        known: &mut Known<'_>,
    ) -> Result<Vec<LoggedRecord>> {
        let mut of = touched.map_or_else(String::new, |eids| format!(" AND t.eid IN ({})", list(eids)));
        if let Moment::So(instant) = moment {
            of.push_str(&format!(" AND t.effective <= {instant}"));
        }
        let mut statement = self.connection.prepare(&format!(
            "SELECT {NOTED}, t.eid, e.id FROM touch t JOIN change c ON c.position = t.row >> 24 \
             JOIN entity e ON e.eid = t.eid \
             WHERE t.row >= ?1 << 24 AND t.row < (?1 + 1) << 24{of} ORDER BY t.row LIMIT ?2"
        ))?;
        let mut rows = statement.query((position, most.min(i64::MAX.cast_unsigned()).cast_signed()))?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            let (place, eid): (i64, i64) = (row.get(0)?, row.get(18)?);
            let noted = noted_of(row, entity_id(row, 19)?, None)?;
            records.extend(self.record(place, eid, noted, known)?);
        }
        Ok(records)
    }

    fn record(
        &self,
        place: i64,
        eid: i64,
        noted: Noted<'static>,
        known: &mut Known<'_>,
    ) -> Result<Option<LoggedRecord>> {
        let earlier = self.noted_before(eid, noted.record.entity, place)?;
        let before = (!earlier.is_empty()).then(|| fold_noted(earlier.iter(), self.linear));
        let name = noted.record.kind.split('/').next().unwrap_or_default().to_owned();
        let ends = noted.record.ends.as_ref();
        let is_set = |field: &str| {
            let field = match ends {
                Some(ends) if name == LINK_KIND => link(&ends.type_).and_then(|entry| entry.field(field)),
                _ => kind(&name).and_then(|entry| entry.field(field)),
            };
            field.is_some_and(|field| field.merge == Merge::Set)
        };
        let record = &noted.record;
        let parts = [(&record.sets_content, &record.content), (&record.sets_personal, &record.personal)];
        let mut fields = Vec::new();
        let mut after: Option<State> = None;
        for (names, part) in parts {
            for field in names {
                let value = part.here().and_then(|fields| fields.get(field)?.clone());
                let value = if is_set(field) {
                    let state = after.get_or_insert_with(|| {
                        fold_noted(earlier.iter().chain(std::iter::once(&noted)), self.linear)
                    });
                    state.value(field).cloned()
                } else {
                    value
                };
                fields.push(FieldChange {
                    before: before.as_ref().and_then(|state| state.value(field).cloned()),
                    after: value,
                    erased: part.is_gone(),
                    name: field.clone(),
                });
            }
        }
        let ends = match ends {
            Some(ends) => Some(LoggedEnds {
                type_: ends.type_.clone(),
                from: known.by_id(&ends.from)?,
                to: known.by_id(&ends.to)?,
            }),
            None => None,
        };
        let Some(card) = known.card(eid)? else { return Ok(None) };
        Ok(Some(LoggedRecord {
            card,
            kind: name,
            on: record.on.clone(),
            first: earlier.is_empty(),
            ends,
            fields,
        }))
    }

    /// The records of an entity that came before a place in the log.
    fn noted_before(&self, eid: i64, id: EntityId, place: i64) -> Result<Vec<Noted<'static>>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {NOTED} FROM touch t JOIN change c ON c.position = t.row >> 24 \
             WHERE t.eid = ?1 AND t.row < ?2 ORDER BY t.row"
        ))?;
        crate::view::touch::read_noted(&mut statement, (eid, place), id)
    }
}
