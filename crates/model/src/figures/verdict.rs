//! What an interval says, in words; and a share in words, so that no percentage stands on four people.

use super::proportions::Share;
use super::{Better, Estimate, FigureError, closed_unit, not_negative};

/// Below this p the arms are not of the sizes that were planned, and no verdict is given.
///
/// Source of the limit: Fabijan and others, "Diagnosing sample ratio mismatch in online controlled
/// experiments", KDD 2019.
pub const MISMATCH_BELOW: f64 = 0.001;

/// Below so many units a share is said in counts alone.
pub const PERCENT_FROM: u64 = 20;

/// What can be said of the new against the old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The whole interval lies on the better side of “no difference”.
    Better,
    /// The whole interval lies on the better side of the margin: if it is worse, then by less than matters.
    NotWorse,
    /// The whole interval lies on the worse side of “no difference”, and reaches the margin or lies beyond.
    Worse,
    /// The interval holds both.
    CannotTell,
}

impl Verdict {
    /// As it is shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::NotWorse => "not worse",
            Self::Worse => "worse",
            Self::CannotTell => "cannot tell",
        }
    }
}

/// The verdict on a difference `new − old`, where `margin` (0 or more, in the unit of the difference) is what
/// one would put up with. Better is asked first, then not worse, then worse.
///
/// Source: the reading of intervals against a margin in Piaggio and others, "Reporting of noninferiority and
/// equivalence randomized trials", JAMA 308, 2012 (figure 1). Its case of a difference that is surely there
/// but may lie on either side of the margin is said here as *worse*.
///
/// # Errors
/// A margin below 0 or not finite; an interval that is not finite or whose ends are not in order.
pub fn verdict(difference: &Estimate, better: Better, margin: f64) -> Result<Verdict, FigureError> {
    not_negative("the margin", margin)?;
    let Estimate { value, low, high } = *difference;
    if !(low.is_finite() && high.is_finite() && low <= value && value <= high) {
        return Err(FigureError::OutOfRange { what: "the interval", allowed: "finite and in order" });
    }
    let (low, high) = match better {
        Better::Higher => (low, high),
        Better::Lower => (-high, -low),
    };
    Ok(if low > 0.0 {
        Verdict::Better
    } else if low > -margin {
        Verdict::NotWorse
    } else if high < 0.0 {
        Verdict::Worse
    } else {
        Verdict::CannotTell
    })
}

/// What an experiment says right now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Answer {
    /// The arms are not of the sizes that were planned: something assigns or counts wrongly. No verdict.
    Mismatch {
        /// p of [`super::counts::sample_ratio`].
        p: f64,
    },
    /// The planned number is not reached; looking earlier would turn chance into findings.
    Hidden {
        /// Units in the smallest arm.
        reached: u64,
        /// Units per arm that were planned.
        needed: u64,
    },
    /// The verdict.
    Said(Verdict),
}

/// How an experiment is read, fixed with its plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// Units per arm before which nothing is said; `None` with an anytime-valid interval only.
    pub needed: Option<u64>,
    /// Which way is better.
    pub better: Better,
    /// What one would put up with, in the unit of the difference, 0 or more.
    pub margin: f64,
}

/// The answer of an experiment: a mismatch of the arms first, then whether it may be read yet, then the
/// verdict. `smallest_arm` is the number of units in the smallest arm.
///
/// # Errors
/// `mismatch_p` outside 0 to 1, and as [`verdict`]. What is hidden is checked as well, so that a mistake in a
/// plan does not wait for the last day.
pub fn answer(
    difference: &Estimate,
    reading: &Reading,
    smallest_arm: u64,
    mismatch_p: f64,
) -> Result<Answer, FigureError> {
    closed_unit("the p of the sample ratio", mismatch_p)?;
    let said = verdict(difference, reading.better, reading.margin)?;
    Ok(match reading.needed {
        _ if mismatch_p < MISMATCH_BELOW => Answer::Mismatch { p: mismatch_p },
        Some(needed) if smallest_arm < needed => Answer::Hidden { reached: smallest_arm, needed },
        _ => Answer::Said(said),
    })
}

/// A share in words. Below [`PERCENT_FROM`] units in counts alone, “4 of 5”; from there on with the percentage
/// before the counts, “80 % (56 of 70)”; with one decimal from a thousand units on. Halves round up.
#[must_use]
pub fn share_in_words(share: Share) -> String {
    let (x, n) = (share.successes(), share.n());
    let rounded = |scale: u64| {
        let (x, n) = (u128::from(x), u128::from(n));
        (2 * x * u128::from(scale) + n) / (2 * n)
    };
    if n < PERCENT_FROM {
        format!("{x} of {n}")
    } else if n < 1000 {
        format!("{} % ({x} of {n})", rounded(100))
    } else {
        let tenths = rounded(1000);
        format!("{}.{} % ({x} of {n})", tenths / 10, tenths % 10)
    }
}
