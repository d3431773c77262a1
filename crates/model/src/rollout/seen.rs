//! What was seen in the field, against what was expected, and whether it still asks for an answer.

use crate::figures::Better;

/// What was expected: both ends, one of them, or a single value.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Expected {
    /// A single value.
    pub value: Option<f64>,
    /// Lower end of the band.
    pub low: Option<f64>,
    /// Upper end of the band.
    pub high: Option<f64>,
}

impl Expected {
    /// Whether something was expected at all.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.value.is_some() || self.low.is_some() || self.high.is_some()
    }

    /// Whether a value is as expected: within the band; of a single value, not on the worse side of it. `None`
    /// where nothing was expected, or it is not known which side is worse.
    #[must_use]
    pub fn holds(&self, measured: f64, better: Option<Better>) -> Option<bool> {
        if self.low.is_some() || self.high.is_some() {
            return Some(
                self.low.is_none_or(|low| measured >= low) && self.high.is_none_or(|high| measured <= high),
            );
        }
        let value = self.value?;
        match better {
            _ if measured == value => Some(true),
            Some(Better::Higher) => Some(measured >= value),
            Some(Better::Lower) => Some(measured <= value),
            None => None,
        }
    }
}

/// An observation, as far as it matters for an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Seen<'a> {
    /// Its kind: `metric`, `data-drift` …
    pub kind: &'a str,
    /// Its status.
    pub status: &'a str,
    /// Its severity.
    pub severity: &'a str,
    /// Whether the value was as expected, see [`Expected::holds`].
    pub as_expected: Option<bool>,
    /// Whether something was expected.
    pub expects: bool,
    /// A decision or a loop-back answers it.
    pub answered: bool,
    /// Somebody said why nothing follows from it.
    pub accepted: bool,
}

/// Whether an observation asks for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A decision or a loop-back answers it.
    Answered,
    /// Accepted, with the reason.
    Accepted,
    /// As expected: nothing to answer.
    AsExpected,
    /// A figure nobody expected anything of, such as one segment's share: nothing to answer.
    Figure,
    /// Closed by hand, with no answer on record.
    Closed,
    /// Somebody should decide, go back, or accept it.
    Asks,
}

impl Standing {
    /// The name in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Standing::Answered => "answered",
            Standing::Accepted => "accepted",
            Standing::AsExpected => "as-expected",
            Standing::Figure => "figure",
            Standing::Closed => "closed",
            Standing::Asks => "asks",
        }
    }
}

/// Where an observation stands. What readiness asks about (drift, a change of schema or of behaviour) is not
/// settled by closing it: there an answer is asked for whatever its status says.
#[must_use]
pub fn standing(seen: &Seen<'_>) -> Standing {
    let number = matches!(seen.kind, "metric" | "uptime");
    let rule = matches!(seen.kind, "data-drift" | "model-drift" | "schema-change" | "behaviour-change");
    let grave = matches!(seen.severity, "major" | "critical");
    if seen.answered {
        Standing::Answered
    } else if seen.accepted {
        Standing::Accepted
    } else if !rule && matches!(seen.status, "answered" | "closed") {
        Standing::Closed
    } else if number && seen.as_expected == Some(true) && !grave {
        Standing::AsExpected
    } else if number && !seen.expects && !grave {
        Standing::Figure
    } else {
        Standing::Asks
    }
}
