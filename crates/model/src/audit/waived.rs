//! Waivers as an auditor reads them: what was left open knowingly, and whether that still holds.

/// Where a waiver stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It holds, with or without an end.
    InForce,
    /// Its last day is over, and the gap is open again if nobody closed it.
    RanOut,
    /// It was withdrawn.
    Withdrawn,
}

impl Standing {
    /// The name in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Standing::InForce => "in-force",
            Standing::RanOut => "ran-out",
            Standing::Withdrawn => "withdrawn",
        }
    }
}

/// Where a waiver stands: `until` is its last day, `today` the day that is asked of, both `YYYY-MM-DD`.
#[must_use]
pub fn standing(until: Option<&str>, status: Option<&str>, removed: bool, today: &str) -> Standing {
    if removed || matches!(status, Some("parked" | "superseded")) {
        return Standing::Withdrawn;
    }
    match until {
        Some(until) if until < today => Standing::RanOut,
        _ => Standing::InForce,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiver_holds_through_its_last_day_and_no_longer() {
        assert_eq!(standing(Some("2026-10-01"), None, false, "2026-10-01"), Standing::InForce);
        assert_eq!(standing(Some("2026-10-01"), None, false, "2026-10-02"), Standing::RanOut);
        assert_eq!(standing(None, Some("draft"), false, "2036-10-02"), Standing::InForce);
    }

    #[test]
    fn one_that_was_withdrawn_is_not_said_to_have_run_out() {
        assert_eq!(standing(Some("2020-01-01"), None, true, "2026-10-02"), Standing::Withdrawn);
        assert_eq!(
            standing(Some("2020-01-01"), Some("superseded"), false, "2026-10-02"),
            Standing::Withdrawn
        );
    }
}
