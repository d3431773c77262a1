//! Late entries: what was recorded, or reached this copy, long after the day it tells of.

/// How long after the fact an entry still counts as made at the time: 24 hours, in milliseconds.
pub const GRACE: i64 = 86_400_000;

/// How an entry came late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It says that something was so on an earlier day than it was recorded on.
    BackDated,
    /// It was recorded in time, by the clock of its device, and reached this copy later: a merge, or a clock that was
    /// wrong. Which of the two cannot be told from the record alone.
    ReceivedLate,
}

impl How {
    /// The name in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            How::BackDated => "back-dated",
            How::ReceivedLate => "received-late",
        }
    }
}

/// A late entry, measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lateness {
    /// How it came late.
    pub how: How,
    /// By how much, in milliseconds; more than [`GRACE`].
    pub by: i64,
}

/// Whether an entry is late. All in milliseconds since 1970: `so`, the day it tells of; `at`, when its device says it
/// was recorded; `received`, when this copy received it. An entry that is both counts as back-dated, by the whole way.
#[must_use]
pub fn lateness(so: i64, at: i64, received: i64) -> Option<Lateness> {
    let how = if at.saturating_sub(so) > GRACE { How::BackDated } else { How::ReceivedLate };
    let by = received.saturating_sub(so.min(at));
    (by > GRACE).then_some(Lateness { how, by })
}

/// A length of time as a sentence has it: whole days up to two weeks, then weeks, months (of 30.44 days) and years, cut off
/// and never rounded up: “3 days”, “5 weeks”.
#[must_use]
pub fn words(ms: i64) -> String {
    const DAY: i64 = 86_400_000;
    let days = ms.max(0) / DAY;
    let (n, unit) = match days {
        0 => (ms.max(0) / 3_600_000, "hour"),
        1..=13 => (days, "day"),
        14..=60 => (days / 7, "week"),
        61..=729 => (days * 100 / 3044, "month"),
        _ => (days * 100 / 36_525, "year"),
    };
    if n == 1 { format!("1 {unit}") } else { format!("{n} {unit}s") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const DAY: i64 = 86_400_000;

    #[test]
    fn a_day_of_grace_is_not_late_and_a_moment_more_is() {
        assert_eq!(lateness(0, DAY, DAY), None);
        assert_eq!(lateness(0, DAY + 1, DAY + 1).unwrap(), Lateness { how: How::BackDated, by: DAY + 1 });
    }

    #[test]
    fn what_was_recorded_in_time_and_came_by_a_merge_is_told_from_what_was_back_dated() {
        let merged = lateness(10 * DAY, 10 * DAY, 40 * DAY).unwrap();
        assert_eq!(merged, Lateness { how: How::ReceivedLate, by: 30 * DAY });
        let back_dated = lateness(10 * DAY, 40 * DAY, 40 * DAY).unwrap();
        assert_eq!(back_dated, Lateness { how: How::BackDated, by: 30 * DAY });
        assert_eq!(lateness(0, 5 * DAY, 9 * DAY).unwrap(), Lateness { how: How::BackDated, by: 9 * DAY });
    }

    #[test]
    fn what_tells_of_a_day_to_come_is_not_late() {
        assert_eq!(lateness(90 * DAY, 10 * DAY, 10 * DAY), None);
        assert_eq!(lateness(90 * DAY, 10 * DAY, 12 * DAY).unwrap().how, How::ReceivedLate);
    }

    #[test]
    fn how_late_is_said_in_words_that_never_say_more_than_it_is() {
        for (ms, said) in [
            (DAY, "1 day"),
            (13 * DAY + 1, "13 days"),
            (14 * DAY, "2 weeks"),
            (60 * DAY, "8 weeks"),
            (61 * DAY, "2 months"),
            (364 * DAY, "11 months"),
            (731 * DAY, "2 years"),
            (3_600_000, "1 hour"),
            (-5, "0 hours"),
        ] {
            assert_eq!(words(ms), said, "{ms}");
        }
    }
}
