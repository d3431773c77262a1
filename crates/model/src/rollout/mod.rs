//! Who gets what, when: deployments over time, which of them cannot both be, what a roll-back restores, how two
//! compare, and what still waits for an answer.

mod clash;
pub mod compare;
mod roll_back;
pub mod seen;

use throughline_record::{EntityId, date};

pub use clash::{Clash, clashes, refused};
pub use roll_back::{Candidate, Choice, Why, choose};

/// The end of a time that has none.
pub const OPEN: i64 = i64::MAX;

/// Audiences from the few to the many.
pub const AUDIENCES: [&str; 3] = ["internal", "selected-users", "everyone"];

/// The audience in words.
#[must_use]
pub fn audience_words(audience: &str) -> &str {
    match audience {
        "internal" => "colleagues",
        "selected-users" => "selected users",
        "everyone" => "everyone",
        other => other,
    }
}

/// The audience that usually comes after this one.
#[must_use]
pub fn next_audience(audience: &str) -> Option<&'static str> {
    let at = AUDIENCES.iter().position(|known| *known == audience)?;
    AUDIENCES.get(at + 1).copied()
}

/// A deployment as the rules see it. Times are milliseconds since 1970.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The deployment.
    pub id: EntityId,
    /// How a sentence names it: `DEP-3 “2.0-beta for 5 % of Lisbon”`.
    pub words: String,
    /// The product its release belongs to; none where it is in no release. Products never meet.
    pub product: Option<EntityId>,
    /// The bundle that runs.
    pub bundle: Option<EntityId>,
    /// Where; compared without case.
    pub environment: String,
    /// `internal`, `selected-users` or `everyone`.
    pub audience: String,
    /// Which users, in words; empty for all of the audience.
    pub segment: String,
    /// Per cent of the audience, 0 to 100; none counts as all of it.
    pub share: Option<f64>,
    /// `planned`, `live`, `rolled-back` or `retired`.
    pub status: String,
    /// Since when; none of a plan without a day.
    pub from: Option<i64>,
    /// Until when, the first moment after it.
    pub until: Option<i64>,
    /// When it was recorded: the beginning of what is live and names none.
    pub recorded: i64,
}

impl Run {
    /// Per cent of the audience.
    #[must_use]
    pub fn percent(&self) -> f64 {
        self.share.unwrap_or(100.0)
    }

    /// Whether it is only meant to be.
    #[must_use]
    pub fn is_planned(&self) -> bool {
        self.status == "planned" || self.status.is_empty()
    }

    /// When it runs, as `[from, until)`. A plan without a day has no time; what ended without saying when is
    /// known to have begun and no more.
    #[must_use]
    pub fn time(&self) -> Option<(i64, i64)> {
        let from = match self.from {
            None if self.is_planned() => return None,
            from => from.unwrap_or(self.recorded),
        };
        let until = match (self.until, self.status.as_str()) {
            (Some(until), _) => until,
            (None, "rolled-back" | "retired") => return None,
            (None, _) => OPEN,
        };
        (from < until).then_some((from, until))
    }

    /// Whether it ran, or runs, in any moment of `[begin, end)`. Plans do not run.
    #[must_use]
    pub fn runs_within(&self, begin: i64, end: i64) -> bool {
        !self.is_planned() && self.time().is_some_and(|(from, until)| from < end && until > begin)
    }

    /// Whether it runs at a moment.
    #[must_use]
    pub fn runs_at(&self, moment: i64) -> bool {
        self.runs_within(moment, moment.saturating_add(1))
    }

    /// Whether both would serve the same people of the same product in the same place: the same segment, or one
    /// of them is for the whole audience.
    #[must_use]
    pub fn meets(&self, other: &Run) -> bool {
        let same = |a: &str, b: &str| plain(a) == plain(b);
        self.product == other.product
            && self.audience == other.audience
            && same(&self.environment, &other.environment)
            && (same(&self.segment, &other.segment)
                || plain(&self.segment).is_empty()
                || plain(&other.segment).is_empty())
    }
}

/// Without case and with single spaces.
#[must_use]
pub fn plain(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// A moment as a day in words.
pub(crate) fn day_of(millis: i64) -> String {
    let text = date::from_millis(millis);
    crate::card::day(text.get(..10).unwrap_or(&text))
}

/// Days in words: "12 Oct 2026 to 25 Oct 2026", "from 12 Oct 2026 on".
#[must_use]
pub fn days_words(from: i64, until: i64) -> String {
    if until == OPEN {
        return format!("from {} on", day_of(from));
    }
    // The last day is the one that holds the last moment.
    let (first, last) = (day_of(from), day_of(until.saturating_sub(1)));
    if first == last { format!("on {first}") } else { format!("from {first} to {last}") }
}

/// A share as people write it: "5 %", "12.5 %".
#[must_use]
pub fn percent_words(share: f64) -> String {
    let rounded = (share * 100.0).round() / 100.0;
    format!("{rounded}\u{a0}%")
}
