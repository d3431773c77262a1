//! What a screen may show of a session, for whom.

use super::{Anonymity, Answer, Phase, Room};
use crate::figures::evaluation::{Cell, Rating as Scored, Score, cell};
use crate::figures::ranking::Tally;

/// All that one viewer may see at a moment. What is not in here does not reach a screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// How many ideas there are.
    pub ideas: usize,
    /// From how many people.
    pub writers: usize,
    /// Before the reveal the viewer's own; all of them from then on.
    pub entries: Vec<SeenEntry>,
    /// Of a blind phase: who has handed in, by id.
    pub handed_in: Vec<String>,
    /// Of a blind phase: how many could.
    pub voters: usize,
    /// Dots that the viewer has left, while they are spent.
    pub left: Option<u32>,
}

/// An idea as the viewer sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct SeenEntry {
    /// Its id.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Id of who wrote it, where that may be known.
    pub author: Option<String>,
    /// Id of the team it came from, where that may be known.
    pub team: Option<String>,
    /// The pile it lies on.
    pub pile: Option<String>,
    /// The viewer's own dots, until they hand in.
    pub dots: u32,
    /// What it got, once the vote is closed.
    pub tally: Option<Tally>,
    /// Whether it goes on to rating, pre-mortem and decision, once the vote is closed.
    pub top: bool,
    /// Its scores, one per criterion.
    pub ratings: Vec<Rating>,
    /// Whether it becomes an option of the decision.
    pub option: bool,
}

/// Scores of one idea on one criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Rating {
    /// The criterion, by id.
    pub criterion: String,
    /// The viewer's own, until they hand in.
    pub own: Option<Answer>,
    /// What all of them say together, once ratings are closed.
    pub cell: Option<Cell>,
}

impl Room {
    /// What this viewer may see; nobody in particular sees what everybody may.
    #[must_use]
    pub fn seen(&self, viewer: Option<&str>) -> Seen {
        let phase = self.phase();
        let tallies = self.tallies();
        let top = if self.is_past(Phase::DotVote) || phase > Some(Phase::DotVote) {
            self.top()
        } else {
            Vec::new()
        };
        // A ballot that was handed in is shown to nobody, as anybody could say that it was theirs.
        let voting =
            |of: Phase| viewer.filter(|v| phase == Some(of) && !self.closed && !self.handed_in.contains(*v));
        let revealed = phase != Some(Phase::SilentWriting);
        let entries = self
            .entries
            .iter()
            .enumerate()
            .filter(|(_, e)| revealed || viewer.is_some() && e.author.as_deref() == viewer);
        let entries = entries
            .map(|(at, e)| SeenEntry {
                id: e.id.clone(),
                text: e.text.clone(),
                author: e.author.clone().filter(|_| !revealed || self.anonymity != Anonymity::Anonymous),
                team: e.team.clone().filter(|_| !revealed || !self.team_would_tell(e.team.as_deref())),
                pile: e.pile.clone(),
                dots: voting(Phase::DotVote).map_or(0, |v| {
                    self.dots.iter().find(|d| d.voter == v && d.entry == e.id).map_or(0, |d| d.dots)
                }),
                tally: tallies.get(at).copied(),
                top: top.contains(&at),
                ratings: self.criteria.iter().map(|c| self.rating(&e.id, c, voting(Phase::Rate))).collect(),
                option: self.options.contains_key(&e.id),
            })
            .collect();
        let blind = phase.is_some_and(Phase::is_blind);
        Seen {
            ideas: self.entries.len(),
            writers: self.writers,
            entries,
            handed_in: if blind { self.handed_in.iter().cloned().collect() } else { Vec::new() },
            voters: self.voters().count(),
            left: voting(Phase::DotVote).map(|v| self.dots_left(v)),
        }
    }

    /// In a session that stays anonymous, a team with one person in the room would give the author away.
    pub(super) fn team_would_tell(&self, team: Option<&str>) -> bool {
        self.anonymity == Anonymity::Anonymous
            && self.present().filter(|p| p.team.as_deref() == team).count() < 2
    }

    fn rating(&self, entry: &str, criterion: &str, rater: Option<&str>) -> Rating {
        let of_this = || self.ratings.iter().filter(|r| r.entry == entry && r.criterion == criterion);
        let team = |rater: &str| self.people.iter().find(|p| p.id == rater).and_then(|p| p.team.as_deref());
        let closed = self.is_past(Phase::Rate) && !self.leaves_out(Phase::Rate);
        let scored: Vec<Scored> = of_this()
            .map(|r| Scored {
                // Who speaks for no team speaks for themselves.
                team: team(&r.rater).unwrap_or(&r.rater),
                score: match r.answer {
                    Answer::Points(points) => Score::Points(points),
                    Answer::Unknown => Score::Unknown,
                },
            })
            .collect();
        Rating {
            criterion: criterion.to_owned(),
            own: rater.and_then(|v| of_this().find(|r| r.rater == v)).map(|r| r.answer),
            cell: closed.then(|| cell(&scored).ok()).flatten(),
        }
    }
}
