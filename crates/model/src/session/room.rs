//! The state of a session while it is held.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Person, Phase, Planned, Refusal, Timer, check_agenda};
use crate::figures::ranking::{Tally, Vote, tally};

/// Whether others see who wrote what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Anonymity {
    /// Authors stand beside their ideas from the reveal on, by name.
    Named,
    /// The same, and said so beforehand: until the reveal nobody knows.
    #[default]
    AnonymousUntilReveal,
    /// Nobody ever knows: authors are forgotten when the reveal is closed.
    Anonymous,
}

/// What somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The id the idea gets.
    pub id: String,
    /// Who wrote it; forgotten after the reveal of an anonymous session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Id of the team it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The idea, one line.
    pub text: String,
    /// The pile it lies on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pile: Option<String>,
}

/// One voter's dots on one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dots {
    /// The id the vote gets.
    pub id: String,
    /// Whose.
    pub voter: String,
    /// On which entry.
    pub entry: String,
    /// How many, 1 or more.
    pub dots: u32,
}

/// A score: 0 to 5, or “don't know”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// An anchor, 0 to 5.
    Points(u8),
    /// Does not know.
    Unknown,
}

/// One rater's score of one entry on one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    /// The id the evaluation gets.
    pub id: String,
    /// Whose.
    pub rater: String,
    /// Of which entry.
    pub entry: String,
    /// On which criterion.
    pub criterion: String,
    /// The score.
    pub answer: Answer,
}

/// A reason why an idea failed, named before it was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// The id the assumption gets.
    pub id: String,
    /// The idea it is about.
    pub entry: String,
    /// What must hold for the idea not to fail so.
    pub text: String,
}

/// A phase that was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Which.
    pub phase: Phase,
    /// When it began, milliseconds since 1970.
    pub begun: i64,
    /// When it ended.
    pub ended: i64,
}

/// What the session is called where it leaves words of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Words {
    /// Id of the session.
    pub session: String,
    /// Id of the problem on the table.
    pub problem: Option<String>,
    /// The problem's title.
    pub about: String,
}

/// A session while it is held. It can be kept as JSON and taken up again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// What it is called.
    pub words: Words,
    /// The phases in order.
    pub agenda: Vec<Planned>,
    /// Whether others see who wrote what.
    pub anonymity: Anonymity,
    /// Dots that each voter has.
    pub budget: u32,
    /// Everybody who could be in the room.
    pub people: Vec<Person>,
    /// Criteria of the release, by id. Without any, ratings are left out.
    pub criteria: Vec<String>,
    /// What was written, in order.
    pub entries: Vec<Entry>,
    /// How many people wrote it.
    pub writers: usize,
    pub(super) dots: Vec<Dots>,
    pub(super) ratings: Vec<Rated>,
    /// Who has handed in what the present phase asks of each.
    pub(super) handed_in: BTreeSet<String>,
    /// Why ideas might fail.
    pub risks: Vec<Risk>,
    /// Entries that become options, by id, with the id of the option.
    pub(super) options: BTreeMap<String, String>,
    /// The id the decision gets.
    pub(super) decision: Option<String>,
    /// Phases that are over.
    pub held: Vec<Held>,
    pub(super) at: usize,
    /// The present phase is closed and its result is looked at.
    pub(super) closed: bool,
    /// The present phase's time.
    pub timer: Timer,
}

impl Room {
    /// A session that has not begun.
    ///
    /// # Errors
    /// [`Refusal::Agenda`] where the phases make no session.
    pub fn new(
        words: Words,
        agenda: Vec<Planned>,
        anonymity: Anonymity,
        budget: u32,
    ) -> Result<Room, Refusal> {
        check_agenda(&agenda)?;
        let timer = Timer::new(agenda.first().map_or(1, |p| p.minutes));
        Ok(Room {
            words,
            agenda,
            anonymity,
            budget: budget.clamp(1, 100),
            people: Vec::new(),
            criteria: Vec::new(),
            entries: Vec::new(),
            writers: 0,
            dots: Vec::new(),
            ratings: Vec::new(),
            handed_in: BTreeSet::new(),
            risks: Vec::new(),
            options: BTreeMap::new(),
            decision: None,
            held: Vec::new(),
            at: 0,
            closed: false,
            timer,
        })
    }

    /// The present phase; none once the session is over.
    #[must_use]
    pub fn phase(&self) -> Option<Phase> {
        self.agenda.get(self.at).map(|p| p.phase)
    }

    /// Whether the present phase is closed and its result is looked at.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Whether all phases are over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.at >= self.agenda.len()
    }

    /// Whether this phase is over, or left out.
    #[must_use]
    pub fn is_past(&self, phase: Phase) -> bool {
        let at = self.agenda.iter().position(|p| p.phase == phase);
        at.is_some_and(|at| at < self.at || at == self.at && self.closed)
    }

    /// Whether the phase is left out: there is nothing to rate ideas on.
    #[must_use]
    pub fn leaves_out(&self, phase: Phase) -> bool {
        phase == Phase::Rate && self.criteria.is_empty()
    }

    /// Who is present.
    pub fn present(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|p| p.present)
    }

    /// Who is present and votes.
    pub fn voters(&self) -> impl Iterator<Item = &Person> {
        self.present().filter(|p| p.voter)
    }

    /// Dots that a voter has left.
    #[must_use]
    pub fn dots_left(&self, voter: &str) -> u32 {
        let spent = self.dots.iter().filter(|d| d.voter == voter).map(|d| d.dots).sum();
        self.budget.saturating_sub(spent)
    }

    /// What each entry got, in the order of the entries; nothing before the vote is closed.
    #[must_use]
    pub fn tallies(&self) -> Vec<Tally> {
        if !self.is_past(Phase::DotVote) {
            return Vec::new();
        }
        let option = |id: &str| self.entries.iter().position(|e| e.id == id);
        let votes: Vec<Vote> = self
            .dots
            .iter()
            .filter_map(|d| Some(Vote { voter: &d.voter, option: option(&d.entry)?, dots: d.dots }))
            .collect();
        tally(&votes, self.entries.len()).unwrap_or_default()
    }

    /// The entries on top, by index: up to place three by voters or by dots, ties kept, or all of them where
    /// nobody voted.
    #[must_use]
    pub fn top(&self) -> Vec<usize> {
        let tallies = self.tallies();
        let on_top = |t: &Tally| t.dots > 0 && (t.place_by_voters <= 3 || t.place_by_dots <= 3);
        let top: Vec<usize> =
            tallies.iter().enumerate().filter(|(_, t)| on_top(t)).map(|(at, _)| at).collect();
        if top.is_empty() { (0..self.entries.len()).collect() } else { top }
    }

    /// What becomes an option of the decision.
    pub fn chosen(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|e| self.options.contains_key(&e.id))
    }

    /// Follows the record: where the change of a closed phase was undone, the phase is open again as it was
    /// before it was closed. `recorded` are the phases that the session's artefact holds as held. Answers
    /// whether anything changed.
    pub fn follow(&mut self, recorded: &[Phase]) -> bool {
        let mut changed = false;
        while let Some(last) = self.held.last().copied() {
            if last.phase == Phase::SilentWriting || recorded.contains(&last.phase) {
                break;
            }
            self.held.pop();
            self.at = self.agenda.iter().position(|p| p.phase == last.phase).unwrap_or(0);
            self.closed = false;
            self.timer = Timer::new(self.agenda.get(self.at).map_or(1, |p| p.minutes));
            self.timer.start(last.begun);
            self.timer.pause(last.ended);
            changed = true;
        }
        changed
    }
}
