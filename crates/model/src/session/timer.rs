//! How long a phase still has. The clock is passed in, in milliseconds since 1970.

use serde::{Deserialize, Serialize};

const MINUTE: i64 = 60_000;

/// The time of one phase. It never stops anybody: over time is shown, not enforced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Timer {
    /// Minutes it has, those added included.
    pub minutes: u32,
    /// When it was started first.
    pub begun: Option<i64>,
    /// Since when it runs; not while it is paused.
    since: Option<i64>,
    /// Milliseconds that ran before `since`.
    ran: i64,
}

impl Timer {
    /// A timer of so many minutes that nobody started.
    #[must_use]
    pub fn new(minutes: u32) -> Timer {
        Timer { minutes, ..Timer::default() }
    }

    /// Starts it, or goes on after a pause; nothing where it runs.
    pub fn start(&mut self, now: i64) {
        self.begun.get_or_insert(now);
        self.since.get_or_insert(now);
    }

    /// Pauses it; nothing where it stands.
    pub fn pause(&mut self, now: i64) {
        self.ran = self.elapsed(now);
        self.since = None;
    }

    /// Gives it more minutes, to at most a day.
    pub fn add(&mut self, minutes: u32) {
        self.minutes = self.minutes.saturating_add(minutes).min(24 * 60);
    }

    /// Whether it runs.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.since.is_some()
    }

    /// Milliseconds it ran, pauses left out. A clock that was set back counts as no time.
    #[must_use]
    pub fn elapsed(&self, now: i64) -> i64 {
        self.ran + self.since.map_or(0, |since| now.saturating_sub(since).max(0))
    }

    /// Milliseconds in all.
    #[must_use]
    pub fn total(&self) -> i64 {
        i64::from(self.minutes) * MINUTE
    }

    /// Milliseconds that remain; below 0 the phase is over time.
    #[must_use]
    pub fn remaining(&self, now: i64) -> i64 {
        self.total() - self.elapsed(now)
    }
}
