//! Cards: what a list shows of an entity.

use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::types::Value;
use rusqlite::{CachedStatement, OptionalExtension, Row, Statement};
use serde::Serialize;
use throughline_model::{Kind, kind};
use throughline_record::EntityId;

use super::at::Moment;
use super::{Snapshot, entity_id};
use crate::error::Result;
use crate::view::touch::damaged;

/// What lists, links and traces show of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// The entity.
    pub id: EntityId,
    /// Its kind without version.
    pub kind: String,
    /// `PRB-12`; `PRB-12.k3` if others have the number too; the kind's label if it has no short ids.
    pub short: String,
    /// Its title, given or composed.
    pub title: String,
    /// Its status: the one given, else the first of its kind; none for links and unknown kinds.
    pub status: Option<String>,
    /// The stage of its kind, e.g. `define`; empty for unknown kinds.
    pub stage: String,
    /// Taken out of sight.
    pub removed: bool,
    /// What the kind shows in a line, as label and text.
    pub facts: Vec<(String, String)>,
    /// Its tags.
    pub tags: Vec<String>,
    /// The team or person who looks after it.
    pub owner: Option<EntityId>,
    /// When it was first recorded, RFC 3339.
    pub created_at: String,
    /// When it was last changed, RFC 3339.
    pub updated_at: String,
    /// False if the kind is unknown or newer than this program.
    pub understood: bool,
}

/// The columns of a card, of `state` as s.
pub(crate) const CARD: &str = "s.eid, s.id, s.kind, s.number, s.title, s.status, s.removed, s.understood, s.facts, s.tags, \
     s.created_at, s.updated_at";

/// Alphabet of the characters behind a short id that two entities have: Crockford's, in which no two
/// characters are easily confused.
const SUFFIX_ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The characters that tell entities with one short number apart: the entity id from its last byte to
/// its first in base 32, because the random part of a UUID stands at its end.
pub(crate) fn suffix(id: &EntityId) -> String {
    let bits = u128::from_le_bytes(*id.as_bytes());
    (0..26u32)
        .map(|at| {
            let five = (bits >> (5 * at)) & 31;
            char::from(SUFFIX_ALPHABET.get(five as usize).copied().unwrap_or(b'0'))
        })
        .collect()
}

/// A statement with the one value it is asked for again and again, and the moment, which stays.
pub(crate) struct Asked<'s> {
    statement: CachedStatement<'s>,
    value: usize,
}

impl<'s> Asked<'s> {
    /// Prepares SQL with a value `:eid` and, if it depends on the moment, `:at`.
    pub fn new(snapshot: &'s Snapshot<'s>, sql: &str, moment: Moment) -> Result<Self> {
        let mut statement = snapshot.connection.prepare_cached(sql)?;
        bind::<i64>(&mut statement, &[], moment)?;
        let value =
            statement.parameter_index(":eid")?.ok_or_else(|| damaged("a question without its value"))?;
        Ok(Self { statement, value })
    }

    /// The rows for a value.
    pub fn rows(&mut self, value: i64) -> Result<rusqlite::Rows<'_>> {
        self.statement.raw_bind_parameter(self.value, value)?;
        Ok(self.statement.raw_query())
    }
}

/// Reads cards at one moment.
pub(crate) struct Cards<'s> {
    snapshot: &'s Snapshot<'s>,
    moment: Moment,
    by_eid: Asked<'s>,
    by_eids: CachedStatement<'s>,
    /// `None` if nothing is owned by anybody.
    owner: Option<Asked<'s>>,
    kinds: HashMap<String, Option<&'static Kind>>,
}

impl<'s> Cards<'s> {
    pub fn new(snapshot: &'s Snapshot<'s>, moment: Moment) -> Result<Self> {
        let by_eid = format!("SELECT {CARD} FROM state s WHERE s.eid = :eid AND {}", moment.valid("s"));
        // The partial index on `owned-by` serves this, so it costs little where there are other links.
        let owner = format!(
            "SELECT e.id FROM link l INDEXED BY link_owner JOIN entity e ON e.eid = l.down \
             WHERE l.up = :eid AND l.type = 'owned-by' AND {} AND l.removed = 0 ORDER BY l.eid LIMIT 1",
            moment.valid("l")
        );
        let owner = snapshot.owners.then(|| Asked::new(snapshot, &owner, moment)).transpose()?;
        let by_eids = format!(
            "SELECT {CARD} FROM rarray(:eids) f CROSS JOIN state s ON s.eid = f.value AND {}",
            moment.valid("s")
        );
        Ok(Self {
            snapshot,
            moment,
            by_eids: snapshot.connection.prepare_cached(&by_eids)?,
            by_eid: Asked::new(snapshot, &by_eid, moment)?,
            owner,
            kinds: HashMap::new(),
        })
    }

    /// The moment the cards are of.
    pub fn moment(&self) -> Moment {
        self.moment
    }

    /// The card of an artefact; `None` if there is nothing of it at the moment, or it is a link.
    pub fn get(&mut self, eid: i64) -> Result<Option<Card>> {
        let raw = self.by_eid.rows(eid)?.next()?.map(RawCard::read).transpose()?;
        raw.map(|raw| self.finish(raw)).transpose()
    }

    /// The cards of artefacts, in the order asked for, with one question. Those of which there is nothing
    /// at the moment, and links, are left out.
    pub fn many(&mut self, eids: &[i64]) -> Result<Vec<(i64, Card)>> {
        bind(&mut self.by_eids, &[(":eids", list(eids))], self.moment)?;
        let mut read = Vec::with_capacity(eids.len());
        {
            let mut rows = self.by_eids.raw_query();
            while let Some(row) = rows.next()? {
                read.push(RawCard::read(row)?);
            }
        }
        read.into_iter().map(|raw| Ok((raw.eid, self.finish(raw)?))).collect()
    }

    /// Completes a card whose columns were read by another question.
    pub fn finish(&mut self, raw: RawCard) -> Result<Card> {
        let owner = match &mut self.owner {
            Some(owner) => owner.rows(raw.eid)?.next()?.map(|row| entity_id(row, 0)).transpose()?,
            None => None,
        };
        self.complete(raw, owner)
    }

    fn complete(&mut self, raw: RawCard, owner: Option<EntityId>) -> Result<Card> {
        let entry = match self.kinds.get(&raw.kind) {
            Some(entry) => *entry,
            None => {
                let entry = kind(&raw.kind);
                self.kinds.insert(raw.kind.clone(), entry);
                entry
            }
        };
        let short = self.short(entry, &raw)?;
        Ok(Card {
            id: raw.id,
            short,
            title: raw.title,
            status: Some(raw.status).filter(|status| !status.is_empty()),
            stage: entry.map_or("", |entry| entry.stage.as_str()).to_owned(),
            removed: raw.removed,
            facts: raw.facts,
            tags: raw.tags,
            owner,
            created_at: raw.created_at,
            updated_at: raw.updated_at,
            understood: raw.understood,
            kind: raw.kind,
        })
    }

    fn short(&self, entry: Option<&Kind>, raw: &RawCard) -> Result<String> {
        self.snapshot.short(entry, &raw.kind, &raw.id, raw.number, self.moment)
    }
}

/// As many characters of an entity's suffix as no other of the entities shares, two at least.
fn told_apart(id: &EntityId, all: &[EntityId]) -> String {
    let own = suffix(id);
    let shared = all
        .iter()
        .filter(|other| *other != id)
        .map(|other| own.bytes().zip(suffix(other).bytes()).take_while(|(a, b)| a == b).count())
        .max()
        .unwrap_or(0);
    own.get(..(shared + 1).max(2)).unwrap_or(&own).to_owned()
}

/// The condition that content of an entity, by the `eid` under an alias, was erased.
fn lost_content(alias: &str) -> String {
    format!("EXISTS (SELECT 1 FROM touch t WHERE t.eid = {alias}.eid AND t.erased & 1)")
}

impl Snapshot<'_> {
    /// The short id of an entity; the kind's label where its kind has none.
    pub fn short(
        &self,
        entry: Option<&Kind>,
        of_kind: &str,
        id: &EntityId,
        number: Option<i64>,
        moment: Moment,
    ) -> Result<String> {
        let Some(entry) = entry else { return Ok(of_kind.to_owned()) };
        let Some(prefix) = entry.prefix else { return Ok(entry.label.to_owned()) };
        let Some(number) = number.map_or_else(|| self.number_today(id, moment), |number| Ok(Some(number)))?
        else {
            let suffix = suffix(id);
            return Ok(format!("{prefix}.{}", suffix.get(..4).unwrap_or(&suffix)));
        };
        if self.twins {
            let others = self.with_number(of_kind, number, moment)?;
            if others.len() > 1 {
                return Ok(format!("{prefix}-{number}.{}", told_apart(id, &others)));
            }
        }
        Ok(format!("{prefix}-{number}"))
    }

    /// The number an entity has today, where it has none at an earlier moment: the part that held it was erased
    /// together with what was meant, and the number recorded again. Who had no number then has none: nothing of
    /// theirs is gone.
    fn number_today(&self, id: &EntityId, moment: Moment) -> Result<Option<i64>> {
        if moment == Moment::Now {
            return Ok(None);
        }
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT s.number FROM entity e JOIN state s ON s.eid = e.eid \
             WHERE e.id = ?1 AND s.number IS NOT NULL AND {} AND {}",
            Moment::Now.valid("s"),
            lost_content("e")
        ))?;
        Ok(statement.query_row([id.as_bytes()], |row| row.get(0)).optional()?)
    }

    /// The entities that have a short number, in the order they came.
    pub fn with_number(&self, kind: &str, number: i64, moment: Moment) -> Result<Vec<EntityId>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT s.id FROM state s WHERE s.kind = :kind AND s.removed IN (0, 1) AND s.number = :number \
             AND {} ORDER BY s.eid",
            moment.valid("s")
        ))?;
        bind(&mut statement, &[(":kind", kind)], Moment::Now)?;
        bind(&mut statement, &[(":number", number)], moment)?;
        let mut rows = statement.raw_query();
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(entity_id(row, 0)?);
        }
        if ids.is_empty() && moment != Moment::Now {
            return self.numbered_again(kind, number, moment);
        }
        Ok(ids)
    }

    /// The entities that were there at an earlier moment and whose number of then was erased, but is this one.
    fn numbered_again(&self, kind: &str, number: i64, moment: Moment) -> Result<Vec<EntityId>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT s.id FROM number n JOIN state s ON s.eid = n.eid \
             WHERE n.kind = :kind AND n.number = :number AND s.number IS NULL AND {} AND {} ORDER BY s.eid",
            moment.valid("s"),
            lost_content("n")
        ))?;
        bind(&mut statement, &[(":kind", kind)], Moment::Now)?;
        bind(&mut statement, &[(":number", number)], moment)?;
        let mut rows = statement.raw_query();
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            ids.push(entity_id(row, 0)?);
        }
        Ok(ids)
    }
}

/// Numbers of entities as `rarray` takes them. One question for many costs less than many questions.
pub(crate) fn list(eids: &[i64]) -> Rc<Vec<Value>> {
    Rc::new(eids.iter().copied().map(Value::Integer).collect())
}

/// Binds named values, and the moment if the statement asks for one.
pub(crate) fn bind<T: rusqlite::ToSql>(
    statement: &mut Statement<'_>,
    values: &[(&str, T)],
    moment: Moment,
) -> Result<()> {
    for (name, value) in values {
        if let Some(index) = statement.parameter_index(name)? {
            statement.raw_bind_parameter(index, value)?;
        }
    }
    if let Some(at) = moment.value()
        && let Some(index) = statement.parameter_index(":at")?
    {
        statement.raw_bind_parameter(index, at)?;
    }
    Ok(())
}

/// A card as its row has it.
pub(crate) struct RawCard {
    pub eid: i64,
    pub id: EntityId,
    kind: String,
    number: Option<i64>,
    title: String,
    status: String,
    removed: bool,
    understood: bool,
    facts: Vec<(String, String)>,
    tags: Vec<String>,
    created_at: String,
    updated_at: String,
}

impl RawCard {
    /// Reads the columns [`CARD`], which must come first.
    pub fn read(row: &Row<'_>) -> Result<RawCard> {
        Ok(RawCard {
            eid: row.get(0)?,
            id: entity_id(row, 1)?,
            kind: row.get(2)?,
            number: row.get(3)?,
            title: row.get(4)?,
            status: row.get(5)?,
            removed: row.get(6)?,
            understood: row.get(7)?,
            facts: json(row, 8)?,
            tags: json(row, 9)?,
            created_at: row.get(10)?,
            updated_at: row.get(11)?,
        })
    }
}

fn json<T: serde::de::DeserializeOwned + Default>(row: &Row<'_>, column: usize) -> Result<T> {
    match row.get_ref(column)?.as_str_or_null().map_err(damaged)? {
        Some(text) => serde_json::from_str(text).map_err(damaged),
        None => Ok(T::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(last: u8) -> EntityId {
        let mut bytes = [9; 16];
        bytes[15] = last;
        EntityId::from_bytes(bytes)
    }

    #[test]
    fn entities_are_told_apart_by_two_characters_or_more() {
        let all = [id(1), id(2), id(33)];
        let names: Vec<String> = all.iter().map(|one| told_apart(one, &all)).collect();
        assert!(names.iter().all(|name| name.len() >= 2), "{names:?}");
        for (at, name) in names.iter().enumerate() {
            let fitting = all.iter().filter(|one| suffix(one).starts_with(name.as_str())).count();
            assert_eq!(fitting, 1, "{name} of {at}");
        }
    }

    #[test]
    fn a_suffix_spells_the_whole_id() {
        assert_eq!(suffix(&id(1)).len(), 26);
        assert_ne!(suffix(&id(1)), suffix(&id(2)));
    }
}
