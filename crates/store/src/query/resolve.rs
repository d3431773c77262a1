//! From what a person writes to the entity they mean.

use throughline_model::{Kind, kind_by_prefix};
use throughline_record::EntityId;

use super::at::Moment;
use super::card::{Card, Cards, bind, suffix};
use super::{At, Reader, Snapshot, entity_id};
use crate::error::{Candidate, Result, StoreError};

/// Fewest characters of a commit or digest that count as a name.
const DIGEST_PREFIX: usize = 7;
/// Fewest characters of an entity id that count as a name.
const ENTITY_PREFIX: usize = 8;
/// Most candidates that are listed.
const CANDIDATES: usize = 20;

impl Reader {
    /// The entity a reference means: an entity id or a unique beginning of one (8 characters or more),
    /// a short id (`PRB-12`, `prb-12`, `PRB-12.k3`), `name@version`, a digest, commit or tag or a unique
    /// beginning of one (7 characters or more), or a `throughline://` address.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Ambiguous`] with the candidates.
    pub fn resolve(&self, reference: &str, at: &At) -> Result<EntityId> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let found = snapshot.named(reference, moment)?;
            match found.as_slice() {
                [] => Err(StoreError::NotFound(reference.trim().to_owned())),
                [one] => Ok(*one),
                many => Err(StoreError::Ambiguous {
                    reference: reference.trim().to_owned(),
                    candidates: snapshot.candidates(many, moment)?,
                }),
            }
        })
    }
}

/// `PRB-12.k3` taken apart.
struct Short<'a> {
    kind: &'static Kind,
    number: Option<i64>,
    suffix: &'a str,
}

fn short(reference: &str) -> Option<Short<'_>> {
    let (name, suffix) = reference.split_once('.').unwrap_or((reference, ""));
    let (prefix, number) = match name.split_once('-') {
        Some((prefix, number)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
            (prefix, Some(number.parse().ok()?))
        }
        Some(_) => return None,
        None => (name, None),
    };
    let fits = suffix.bytes().all(|b| b.is_ascii_alphanumeric());
    let named = number.is_some() || !suffix.is_empty();
    let kind = kind_by_prefix(prefix).filter(|_| fits && named)?;
    Some(Short { kind, number, suffix })
}

impl Snapshot<'_> {
    /// Every entity a reference may mean; exact names win over beginnings.
    pub fn named(&self, reference: &str, moment: Moment) -> Result<Vec<EntityId>> {
        let mut reference = reference.trim();
        if let Some(address) = reference.strip_prefix("throughline://") {
            reference = address.rsplit('/').next().unwrap_or(address);
        }
        if reference.is_empty() || reference.len() > 512 {
            return Ok(Vec::new());
        }
        let lower = reference.to_lowercase();
        let hex: String = lower.chars().filter(|c| *c != '-').collect();
        if hex.len() == 32
            && let Ok(bytes) = hex::decode(&hex)
            && let Ok(bytes) = <[u8; 16]>::try_from(bytes)
        {
            return self.by_id_range(&bytes, &bytes, moment);
        }
        if let Some(short) = short(&lower) {
            let found = self.by_short(&short, moment)?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        let exact = self.by_ident(&lower, &lower, moment)?;
        if !exact.is_empty() {
            return Ok(exact);
        }
        // Digests are written with their algorithm before them in many tools.
        let digits = lower.rsplit_once(':').map_or(lower.as_str(), |(_, digits)| digits);
        let is_hex = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
        let mut found = Vec::new();
        if digits.len() >= DIGEST_PREFIX && is_hex(digits) {
            found = self.by_ident(digits, &format!("{digits}g"), moment)?;
        }
        if hex.len() >= ENTITY_PREFIX && hex.len() < 32 && is_hex(&hex) {
            let end = |digit: char| -> Option<[u8; 16]> {
                let padded: String = hex.chars().chain(std::iter::repeat(digit)).take(32).collect();
                hex::decode(padded).ok()?.try_into().ok()
            };
            if let (Some(low), Some(high)) = (end('0'), end('f')) {
                found.extend(self.by_id_range(&low, &high, moment)?);
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    fn by_short(&self, short: &Short<'_>, moment: Moment) -> Result<Vec<EntityId>> {
        let mut found = match short.number {
            Some(number) => self.with_number(short.kind.name, number, moment)?,
            None => self.without_number(short.kind.name, moment)?,
        };
        found.retain(|id| suffix(id).starts_with(short.suffix));
        Ok(found)
    }

    fn without_number(&self, kind: &str, moment: Moment) -> Result<Vec<EntityId>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT s.id FROM state s WHERE s.kind = :kind AND s.number IS NULL AND {} ORDER BY s.eid",
            moment.valid("s")
        ))?;
        bind(&mut statement, &[(":kind", kind)], moment)?;
        ids(&mut statement)
    }

    fn by_ident(&self, low: &str, high: &str, moment: Moment) -> Result<Vec<EntityId>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT DISTINCT s.id FROM ident i JOIN state s ON s.row = i.row \
             WHERE i.value BETWEEN :low AND :high AND {} ORDER BY s.id LIMIT {CANDIDATES}",
            moment.valid("s")
        ))?;
        bind(&mut statement, &[(":low", low), (":high", high)], moment)?;
        ids(&mut statement)
    }

    fn by_id_range(&self, low: &[u8; 16], high: &[u8; 16], moment: Moment) -> Result<Vec<EntityId>> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT e.id FROM entity e WHERE e.id BETWEEN :low AND :high \
             AND (EXISTS (SELECT 1 FROM state s WHERE s.eid = e.eid AND {}) \
               OR EXISTS (SELECT 1 FROM link l WHERE l.eid = e.eid AND {})) LIMIT {CANDIDATES}",
            moment.valid("s"),
            moment.valid("l"),
        ))?;
        bind(&mut statement, &[(":low", low), (":high", high)], moment)?;
        ids(&mut statement)
    }

    pub(super) fn candidates(&self, found: &[EntityId], moment: Moment) -> Result<Vec<Candidate>> {
        let mut cards = Cards::new(self, moment)?;
        let mut candidates = Vec::new();
        for id in found.iter().take(CANDIDATES) {
            let card: Option<Card> = match self.eid(id)? {
                Some(eid) => self.any_card(&mut cards, eid)?,
                None => None,
            };
            if let Some(card) = card {
                candidates.push(Candidate { id: *id, short: card.short, title: card.title });
            }
        }
        Ok(candidates)
    }
}

fn ids(statement: &mut rusqlite::Statement<'_>) -> Result<Vec<EntityId>> {
    let mut rows = statement.raw_query();
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        ids.push(entity_id(row, 0)?);
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn short_ids_are_taken_apart_in_any_case() {
        let one = short("prb-12.k3").unwrap();
        assert_eq!((one.kind.name, one.number, one.suffix), ("problem", Some(12), "k3"));
        assert!(short("PRB-12").is_some());
        assert!(short("prb.k3f7").is_some());
        for nonsense in ["prb", "prb-", "prb-x", "zzz-1", "prb-1.k-3", "-1", "prb-99999999999999999999"] {
            assert!(short(nonsense).is_none(), "{nonsense}");
        }
    }
}
