//! What can be done in a session, and why it is refused where it cannot.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Anonymity, Answer, Entry, Held, LONGEST, Person, Phase, Rated, Risk, Room, Timer};
use crate::session::room::Dots;

/// One thing done in the room. People, entries and criteria are named by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Act {
    /// Starts the time of the present phase, or goes on after a pause.
    Start,
    /// Stops the time.
    Pause,
    /// Gives the present phase more minutes.
    More {
        /// How many, 1 to 60.
        minutes: u32,
    },
    /// Somebody comes or leaves.
    Attend {
        /// Who.
        person: String,
        /// Whether they are in the room.
        present: bool,
    },
    /// Silent writing: adds an idea.
    Write {
        /// Whose.
        author: String,
        /// The idea.
        text: String,
    },
    /// Silent writing: changes one's own idea; an empty text takes it back.
    Rewrite {
        /// Whose.
        author: String,
        /// Which.
        entry: String,
        /// What it says now.
        text: String,
    },
    /// Cluster: puts entries on a pile, or on none.
    Pile {
        /// Which.
        entries: Vec<String>,
        /// Name of the pile; empty for none.
        pile: String,
    },
    /// Dot vote: says how many of one's dots lie on an entry.
    Dot {
        /// Whose.
        voter: String,
        /// On which.
        entry: String,
        /// How many; 0 takes them back.
        dots: u32,
    },
    /// Rate: scores an entry on a criterion; no answer takes it back.
    Rate {
        /// Whose score.
        rater: String,
        /// Of which.
        entry: String,
        /// On which criterion.
        criterion: String,
        /// The score.
        answer: Option<Answer>,
    },
    /// Dot vote and rate: this person is done. What they gave cannot be seen or changed from here on.
    HandIn {
        /// Who.
        person: String,
    },
    /// Pre-mortem: says why an idea might fail.
    Risk {
        /// Of which.
        entry: String,
        /// Why.
        text: String,
    },
    /// Pre-mortem: takes a reason back.
    DropRisk {
        /// Which.
        risk: String,
    },
    /// Decide: makes an entry an option, or takes it out.
    Choose {
        /// Which.
        entry: String,
        /// Whether it is an option.
        on: bool,
    },
    /// Closes a phase; what it leaves is recorded. A phase that is over stays as it is.
    Close {
        /// Which: so that pressing twice closes one.
        phase: Phase,
    },
    /// Goes on from a closed phase to the next.
    Next {
        /// From which.
        phase: Phase,
    },
    /// Ends the session after the present phase, which is closed: the phases after it are left out.
    End,
}

/// Why something cannot be done. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs)]
pub enum Refusal {
    #[error("{0}")]
    Agenda(&'static str),
    #[error("The session is over.")]
    Over,
    #[error("That belongs to the phase “{}”. Now it is “{}”.", .wanted.label(), .now.label())]
    NotNow { wanted: Phase, now: Phase },
    #[error("“{}” is closed.", .0.label())]
    Closed(Phase),
    #[error("“{}” is still open. Close it first.", .0.label())]
    StillOpen(Phase),
    #[error("Nobody is present. Say who is in the room.")]
    NobodyPresent,
    #[error("{0} is not in the room.")]
    NotPresent(String),
    #[error("{0} is an observer and has no vote.")]
    NoVoter(String),
    #[error("{0} has handed in already.")]
    HandedIn(String),
    #[error("That is one dot too many: {left} of {budget} are left.")]
    OverBudget { left: u32, budget: u32 },
    #[error("A score is 0 to 5, or “don’t know”.")]
    NoScore,
    #[error("There is no such idea in this session.")]
    NoEntry,
    #[error("The release has no such criterion.")]
    NoCriterion,
    #[error("Only who wrote an idea can change it, and only before the reveal.")]
    NotYours,
    #[error("There is nothing in it yet.")]
    Empty,
    #[error("That is too long for one line: {LONGEST} characters at most.")]
    TooLong,
    #[error("No idea was written yet. Nothing can be revealed.")]
    NoIdeas,
    #[error("A decision needs at least one option.")]
    NoOption,
}

impl Refusal {
    /// What a caller switches on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::Agenda(_) => "bad-agenda",
            Refusal::Over => "session-over",
            Refusal::NotNow { .. } => "not-in-this-phase",
            Refusal::Closed(_) => "phase-closed",
            Refusal::StillOpen(_) => "phase-open",
            Refusal::NobodyPresent => "nobody-present",
            Refusal::NotPresent(_) => "not-present",
            Refusal::NoVoter(_) => "no-voter",
            Refusal::HandedIn(_) => "handed-in",
            Refusal::OverBudget { .. } => "over-budget",
            Refusal::NoScore => "no-score",
            Refusal::NoEntry => "no-such-idea",
            Refusal::NoCriterion => "no-such-criterion",
            Refusal::NotYours => "not-yours",
            Refusal::Empty => "empty",
            Refusal::TooLong => "too-long",
            Refusal::NoIdeas => "no-ideas",
            Refusal::NoOption => "no-option",
        }
    }
}

/// Gives ids that nothing has yet.
pub type Fresh<'a> = &'a mut dyn FnMut() -> String;

impl Room {
    /// Does one thing at a moment (milliseconds since 1970). `fresh` gives an id that nothing has yet. Answers
    /// the phase whose leavings are to be recorded, if one was closed by it.
    ///
    /// # Errors
    /// [`Refusal`]; the room is as it was.
    pub fn act(&mut self, act: &Act, now: i64, fresh: Fresh<'_>) -> Result<Option<Phase>, Refusal> {
        let phase = self.phase().ok_or(Refusal::Over)?;
        match act {
            Act::Start => {
                self.somebody()?;
                self.open(phase)?;
                self.timer.start(now);
            }
            Act::Pause => self.timer.pause(now),
            Act::More { minutes } => self.timer.add((*minutes).min(60)),
            Act::Attend { person, present } => {
                let found = self.people.iter_mut().find(|p| p.id == *person);
                found.ok_or_else(|| Refusal::NotPresent(person.clone()))?.present = *present;
            }
            Act::Write { author, text } => {
                self.during(Phase::SilentWriting)?;
                let (text, team) = (line(text)?, self.here(author)?.team.clone());
                self.begin(now);
                let author = Some(author.clone());
                self.entries.push(Entry { id: fresh(), author, team, text, pile: None });
                self.count_writers();
            }
            Act::Rewrite { author, entry, text } => {
                self.during(Phase::SilentWriting)?;
                let at = self.entry(entry)?;
                if self.entries[at].author.as_ref() != Some(author) {
                    return Err(Refusal::NotYours);
                }
                if text.trim().is_empty() {
                    self.entries.remove(at);
                    self.count_writers();
                } else {
                    self.entries[at].text = line(text)?;
                }
            }
            Act::Pile { entries, pile } => {
                self.during(Phase::Cluster)?;
                let places = entries.iter().map(|e| self.entry(e)).collect::<Result<Vec<_>, _>>()?;
                let pile = if pile.trim().is_empty() { None } else { Some(line(pile)?) };
                self.begin(now);
                for at in places {
                    self.entries[at].pile.clone_from(&pile);
                }
            }
            Act::Dot { voter, entry, dots } => self.dot(voter, entry, *dots, now, fresh)?,
            Act::Rate { rater, entry, criterion, answer } => {
                self.rate(rater, entry, criterion, *answer, now, fresh)?;
            }
            Act::HandIn { person } => {
                if !phase.is_blind() {
                    return Err(Refusal::NotNow { wanted: Phase::DotVote, now: phase });
                }
                self.ballot(phase, person)?;
                self.handed_in.insert(person.clone());
                let all = self.voters().all(|p| self.handed_in.contains(&p.id));
                if all {
                    return self.close(phase, now, fresh);
                }
            }
            Act::Risk { entry, text } => {
                self.during(Phase::PreMortem)?;
                let (at, text) = (self.entry(entry)?, line(text)?);
                self.begin(now);
                self.risks.push(Risk { id: fresh(), entry: self.entries[at].id.clone(), text });
            }
            Act::DropRisk { risk } => {
                self.during(Phase::PreMortem)?;
                self.risks.retain(|r| r.id != *risk);
            }
            Act::Choose { entry, on } => {
                self.during(Phase::Decide)?;
                let at = self.entry(entry)?;
                if *on {
                    self.options.entry(self.entries[at].id.clone()).or_insert_with(fresh);
                } else {
                    self.options.remove(entry);
                }
            }
            Act::Close { phase: wanted } => {
                if self.is_past(*wanted) {
                    return Ok(None);
                }
                if *wanted != phase {
                    return Err(Refusal::NotNow { wanted: *wanted, now: phase });
                }
                self.somebody()?;
                return self.close(phase, now, fresh);
            }
            Act::Next { phase: from } => {
                if *from == phase {
                    self.is_closed().then_some(()).ok_or(Refusal::StillOpen(phase))?;
                    self.go_on(now, fresh);
                } else if !self.is_past(*from) {
                    return Err(Refusal::NotNow { wanted: *from, now: phase });
                }
            }
            Act::End => {
                self.is_closed().then_some(()).ok_or(Refusal::StillOpen(phase))?;
                self.agenda.truncate(self.at + 1);
                return Ok(Some(phase));
            }
        }
        Ok(None)
    }

    fn close(&mut self, phase: Phase, now: i64, fresh: Fresh<'_>) -> Result<Option<Phase>, Refusal> {
        match phase {
            Phase::SilentWriting if self.entries.is_empty() => return Err(Refusal::NoIdeas),
            Phase::Decide if self.options.is_empty() => return Err(Refusal::NoOption),
            Phase::Decide if self.decision.is_none() => self.decision = Some(fresh()),
            _ => {}
        }
        self.begin(now);
        self.timer.pause(now);
        self.closed = true;
        self.held.push(Held { phase, begun: self.timer.begun.unwrap_or(now), ended: now });
        if phase == Phase::SilentWriting {
            if self.anonymity != Anonymity::Named {
                // Neither the order nor the time in an id tells who wrote what.
                self.entries.sort_by_key(|e| e.text.to_lowercase());
                self.entries.iter_mut().for_each(|e| e.id = fresh());
            }
            // Nothing waits to be looked at before the ideas themselves are.
            self.go_on(now, fresh);
        }
        Ok(Some(phase))
    }

    /// Forgets who wrote what, for good; called once the reveal is recorded.
    pub fn forget_authors(&mut self) {
        if self.anonymity == Anonymity::Anonymous && self.is_past(Phase::Reveal) {
            for entry in &mut self.entries {
                entry.author = None;
            }
        }
    }

    fn go_on(&mut self, now: i64, fresh: Fresh<'_>) {
        self.at += 1;
        while self.phase().is_some_and(|p| self.leaves_out(p)) {
            self.at += 1;
        }
        self.closed = false;
        self.handed_in.clear();
        self.timer = Timer::new(self.agenda.get(self.at).map_or(1, |p| p.minutes));
        if self.phase().is_some() {
            self.timer.start(now);
        }
        if self.phase() == Some(Phase::Decide) && self.options.is_empty() {
            for at in self.top() {
                self.options.insert(self.entries[at].id.clone(), fresh());
            }
        }
    }

    fn dot(
        &mut self,
        voter: &str,
        entry: &str,
        dots: u32,
        now: i64,
        fresh: Fresh<'_>,
    ) -> Result<(), Refusal> {
        self.ballot(Phase::DotVote, voter)?;
        self.entry(entry)?;
        let own = self.dots.iter().position(|d| d.voter == voter && d.entry == entry);
        let lies = own.map_or(0, |at| self.dots[at].dots);
        let left = self.dots_left(voter);
        if dots > lies + left {
            return Err(Refusal::OverBudget { left, budget: self.budget });
        }
        self.begin(now);
        match (own, dots) {
            (Some(at), 0) => drop(self.dots.remove(at)),
            (Some(at), _) => self.dots[at].dots = dots,
            (None, 0) => {}
            (None, _) => {
                let (id, voter, entry) = (fresh(), voter.into(), entry.into());
                self.dots.push(Dots { id, voter, entry, dots });
            }
        }
        Ok(())
    }

    fn rate(
        &mut self,
        rater: &str,
        entry: &str,
        criterion: &str,
        answer: Option<Answer>,
        now: i64,
        fresh: Fresh<'_>,
    ) -> Result<(), Refusal> {
        self.ballot(Phase::Rate, rater)?;
        self.entry(entry)?;
        if !self.criteria.iter().any(|c| c == criterion) {
            return Err(Refusal::NoCriterion);
        }
        if matches!(answer, Some(Answer::Points(points)) if points > 5) {
            return Err(Refusal::NoScore);
        }
        self.begin(now);
        let is = |r: &Rated| r.rater == rater && r.entry == entry && r.criterion == criterion;
        let own = self.ratings.iter().position(is);
        match (own, answer) {
            (Some(at), Some(answer)) => self.ratings[at].answer = answer,
            (Some(at), None) => drop(self.ratings.remove(at)),
            (None, None) => {}
            (None, Some(answer)) => self.ratings.push(Rated {
                id: fresh(),
                rater: rater.into(),
                entry: entry.into(),
                criterion: criterion.into(),
                answer,
            }),
        }
        Ok(())
    }

    /// Whether this voter may still give something in this phase.
    fn ballot(&self, phase: Phase, voter: &str) -> Result<(), Refusal> {
        self.during(phase)?;
        let person = self.here(voter)?;
        if !person.voter {
            return Err(Refusal::NoVoter(person.name.clone()));
        }
        if self.handed_in.contains(voter) {
            return Err(Refusal::HandedIn(person.name.clone()));
        }
        Ok(())
    }

    fn during(&self, wanted: Phase) -> Result<(), Refusal> {
        match self.phase() {
            Some(now) if now == wanted => self.open(wanted),
            Some(now) => Err(Refusal::NotNow { wanted, now }),
            None => Err(Refusal::Over),
        }
    }

    fn open(&self, phase: Phase) -> Result<(), Refusal> {
        if self.closed { Err(Refusal::Closed(phase)) } else { Ok(()) }
    }

    /// A phase that nobody started begins with the first thing done in it.
    fn begin(&mut self, now: i64) {
        if self.timer.begun.is_none() {
            self.timer.start(now);
        }
    }

    fn somebody(&self) -> Result<(), Refusal> {
        self.present().next().map(|_| ()).ok_or(Refusal::NobodyPresent)
    }

    fn here(&self, id: &str) -> Result<&Person, Refusal> {
        self.somebody()?;
        let person = self.people.iter().find(|p| p.id == id);
        let person = person.ok_or_else(|| Refusal::NotPresent(id.to_owned()))?;
        if person.present { Ok(person) } else { Err(Refusal::NotPresent(person.name.clone())) }
    }

    fn entry(&self, id: &str) -> Result<usize, Refusal> {
        self.entries.iter().position(|e| e.id == id).ok_or(Refusal::NoEntry)
    }

    fn count_writers(&mut self) {
        let writers: std::collections::BTreeSet<_> =
            self.entries.iter().filter_map(|e| e.author.as_ref()).collect();
        self.writers = writers.len();
    }
}

/// One line of text, trimmed.
fn line(text: &str) -> Result<String, Refusal> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.chars().count() {
        0 => Err(Refusal::Empty),
        n if n > LONGEST => Err(Refusal::TooLong),
        _ => Ok(line),
    }
}
