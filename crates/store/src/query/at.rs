//! The moment a question is asked of.

use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use throughline_record::date;

use super::Snapshot;
use crate::error::{Result, StoreError};

/// The moment a question is asked of, on one of two axes: what this workspace *knew*, and what, by
/// all it knows today, *was so*.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum At {
    /// All that is known.
    #[default]
    Now,
    /// What was known at a log position; 0 is before everything.
    Position(u64),
    /// What was known at an instant, or at the end of a day (UTC), by when it was received.
    Known(String),
    /// What, as we know today, was so at an instant, or at the end of a day (UTC).
    So(String),
}

/// A moment that rows can be compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    Now,
    Position(i64),
    So(i64),
}

impl Snapshot<'_> {
    /// Turns a moment into one that rows can be compared with.
    pub fn moment(&self, at: &At) -> Result<Moment> {
        Ok(match at {
            At::Now => Moment::Now,
            At::Position(position) => match i64::try_from(*position) {
                Ok(position) if position < self.position => Moment::Position(position),
                _ => Moment::Now,
            },
            At::Known(when) => {
                let position = self.received_by(last_instant(when)?)?;
                if position < self.position { Moment::Position(position) } else { Moment::Now }
            }
            At::So(when) => Moment::So(last_instant(when)?),
        })
    }

    /// The last position received by an instant. `received` never decreases, so halving finds it.
    fn received_by(&self, instant: i64) -> Result<i64> {
        let mut received =
            self.connection.prepare_cached("SELECT received_ms FROM change WHERE position = ?1")?;
        let (mut low, mut high) = (0, self.position);
        while low < high {
            let middle = low + (high - low + 1) / 2;
            let at: Option<i64> = received.query_row([middle], |row| row.get(0)).optional()?;
            if at.is_some_and(|at| at <= instant) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Ok(low)
    }
}

/// The last millisecond of a date, or an instant.
fn last_instant(when: &str) -> Result<i64> {
    let instant =
        if date::is_date(when) { date::millis(&format!("{when}T23:59:59.999Z")) } else { date::millis(when) };
    instant.ok_or_else(|| {
        StoreError::Query(format!(
            "`{when}` is neither a date like 2026-11-03 nor an instant like 2026-11-03T09:12:00Z"
        ))
    })
}

impl Moment {
    /// The condition that a row of `state` or `link` under this alias is valid. It uses `:at`, except
    /// for now, which is written out so that indexes on the open end serve it.
    pub fn valid(self, alias: &str) -> String {
        match self {
            Moment::Now => format!("{alias}.n_to = 9223372036854775807"),
            Moment::Position(_) => format!("{alias}.n_to > :at AND {alias}.n_from <= :at"),
            Moment::So(_) => format!("{alias}.d_to > :at AND {alias}.d_from <= :at"),
        }
    }

    /// [`Moment::valid`] with the moment written out, for a question that asks of two.
    pub fn valid_written(self, alias: &str) -> String {
        match self.value() {
            None => self.valid(alias),
            Some(at) => self.valid(alias).replace(":at", &at.to_string()),
        }
    }

    /// The condition that a record (`touch` under alias t) is seen.
    pub fn seen(self) -> &'static str {
        match self {
            Moment::Now => "1",
            Moment::Position(_) => "t.row < (:at + 1) << 24",
            Moment::So(_) => "t.effective <= :at",
        }
    }

    /// The value of `:at`; `None` where it is not used.
    pub fn value(self) -> Option<i64> {
        match self {
            Moment::Now => None,
            Moment::Position(at) | Moment::So(at) => Some(at),
        }
    }
}
