//! A session in one room, while it is held and afterwards.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, CardDto, Count};

/// `session.room`: the room as one viewer may see it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RoomArgs {
    /// The session: any reference.
    pub id: String,
    /// Who looks: the id of a stakeholder; absent for everybody in the room.
    #[ts(optional)]
    pub viewer: Option<String>,
}

/// `session.people`: who could be in a session.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SessionPeopleArgs {
    /// Who will be present, by id.
    pub present: Vec<String>,
    /// As of.
    pub at: AtDto,
}

/// Who could be in a session, who would be missing, and what it usually does.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SessionPeople {
    /// Everybody.
    pub people: Vec<PersonDto>,
    /// Who is not heard.
    pub missing: Vec<UnheardDto>,
    /// The agenda of twenty minutes.
    pub agenda: Vec<AgendaDto>,
    /// Dots that each voter has.
    pub dots: u32,
}

/// `session.act`: one thing done in the room.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SessionActArgs {
    /// The session: any reference.
    pub id: String,
    /// What is done.
    pub act: ActDto,
    /// Who looks at the answer.
    #[serde(default)]
    #[ts(optional)]
    pub viewer: Option<String>,
}

/// One thing done in a session. People, ideas and criteria are named by their ids.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum ActDto {
    /// Starts the time of the present phase, or goes on after a pause.
    Start,
    /// Stops the time.
    Pause,
    /// Gives the present phase more minutes.
    More {
        /// How many.
        minutes: u32,
    },
    /// Somebody comes or leaves.
    Attend {
        /// Who.
        person: String,
        /// Whether they are in the room.
        present: bool,
    },
    /// Adds an idea.
    Write {
        /// Whose.
        author: String,
        /// The idea.
        text: String,
    },
    /// Changes one's own idea; an empty text takes it back.
    Rewrite {
        /// Whose.
        author: String,
        /// Which.
        entry: String,
        /// What it says now.
        text: String,
    },
    /// Puts ideas on a pile; an empty name is no pile.
    Pile {
        /// Which.
        entries: Vec<String>,
        /// Name of the pile.
        pile: String,
    },
    /// Says how many of one's dots lie on an idea.
    Dot {
        /// Whose.
        voter: String,
        /// On which.
        entry: String,
        /// How many.
        dots: u32,
    },
    /// Scores an idea on a criterion.
    Rate {
        /// Whose score.
        rater: String,
        /// Of which.
        entry: String,
        /// On which criterion.
        criterion: String,
        /// `0` to `5` or `unknown`; empty takes it back.
        score: String,
    },
    /// This person is done voting or rating.
    HandIn {
        /// Who.
        person: String,
    },
    /// Says why an idea might fail.
    Risk {
        /// Of which.
        entry: String,
        /// Why.
        text: String,
    },
    /// Takes a reason back.
    DropRisk {
        /// Which.
        risk: String,
    },
    /// Makes an idea an option of the decision, or takes it out.
    Choose {
        /// Which.
        entry: String,
        /// Whether it is an option.
        on: bool,
    },
    /// Closes a phase; what it leaves is recorded as one change.
    Close {
        /// Which.
        phase: String,
    },
    /// Goes on from a closed phase to the next.
    Next {
        /// From which.
        phase: String,
    },
    /// Ends the session after the present phase.
    End,
}

/// A session while it is held, as one viewer may see it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RoomDto {
    /// The session.
    pub session: CardDto,
    /// The problem on the table.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<CardDto>,
    /// Open questions about it: how might we …?
    pub questions: Vec<CardDto>,
    /// Whether others see who wrote what.
    pub anonymity: String,
    /// Dots that each voter has.
    pub budget: u32,
    /// The phases in order.
    pub agenda: Vec<AgendaDto>,
    /// The present phase; absent once the session is over.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
    /// Whether the present phase is closed and its result is looked at.
    pub closed: bool,
    /// Whether nothing comes after it.
    pub finished: bool,
    /// The present phase's time.
    pub timer: TimerDto,
    /// Everybody who could be in the room.
    pub people: Vec<PersonDto>,
    /// Who is not heard.
    pub missing: Vec<UnheardDto>,
    /// How many ideas there are.
    pub ideas: Count,
    /// From how many people.
    pub writers: Count,
    /// The viewer's own before the reveal, all of them from then on.
    pub entries: Vec<EntryDto>,
    /// Of a blind phase: how many could hand in.
    pub voters: Count,
    /// Dots that the viewer has left.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
    /// Criteria of the release.
    pub criteria: Vec<AnchorsDto>,
    /// Why ideas might fail.
    pub risks: Vec<RiskDto>,
    /// The decision that was proposed.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<CardDto>,
}

/// A phase of the agenda.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AgendaDto {
    /// Its name.
    pub phase: String,
    /// Its label.
    pub label: String,
    /// Minutes planned.
    pub minutes: u32,
    /// `past`, `now`, `ahead` or `left-out`.
    pub state: String,
}

/// How long a phase still has.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TimerDto {
    /// Whether it runs.
    pub runs: bool,
    /// Whether it was ever started.
    pub begun: bool,
    /// Milliseconds in all.
    #[ts(type = "number")]
    pub total: i64,
    /// Milliseconds that remain; below 0 it is over time.
    #[ts(type = "number")]
    pub remaining: i64,
}

/// Somebody who could be in the room.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PersonDto {
    /// The stakeholder.
    pub card: CardDto,
    /// Their team.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<CardDto>,
    /// Whether they vote.
    pub voter: bool,
    /// Whether they are in the room.
    pub present: bool,
    /// Of a blind phase: whether they have handed in.
    pub done: bool,
}

/// A team, or those who answer for something, that nobody speaks for.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UnheardDto {
    /// The team's name, or "operations".
    pub label: String,
    /// The team; absent where nobody of that role is recorded or present.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<CardDto>,
}

/// An idea in the room.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EntryDto {
    /// Its id; once revealed and recorded, the idea's.
    pub id: String,
    /// What it says.
    pub text: String,
    /// Who wrote it, where that may be known.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<CardDto>,
    /// The team it came from, where that may be known.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<CardDto>,
    /// The pile it lies on.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pile: Option<String>,
    /// The viewer's own dots.
    pub dots: u32,
    /// What it got, once the vote is closed.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tally: Option<TallyDto>,
    /// Whether it goes on to rating, pre-mortem and decision.
    pub top: bool,
    /// Its scores, one per criterion, in the order of the criteria.
    pub ratings: Vec<RatingDto>,
    /// Whether it becomes an option of the decision.
    pub option: bool,
}

/// Distinct voters beside dots; who is equal shares a place.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TallyDto {
    /// Distinct voters.
    pub voters: Count,
    /// All dots.
    pub dots: Count,
    /// Place by voters, 1 is first.
    pub place_by_voters: Count,
    /// Place by dots, 1 is first.
    pub place_by_dots: Count,
}

/// Scores of an idea on a criterion.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RatingDto {
    /// The viewer's own: `0` to `5`, `unknown`, or empty.
    pub own: String,
    /// The median of those who know, once ratings are closed.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median: Option<f64>,
    /// The largest score less the smallest.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spread: Option<f64>,
    /// How many know.
    pub known: Count,
    /// How many said that they do not know.
    pub unknown: Count,
}

/// A criterion with its worded anchors.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AnchorsDto {
    /// The criterion.
    pub card: CardDto,
    /// What a 0 looks like.
    pub worst: String,
    /// What a 5 looks like.
    pub best: String,
}

/// Why an idea might fail.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RiskDto {
    /// Its id.
    pub id: String,
    /// The idea.
    pub entry: String,
    /// Why.
    pub text: String,
}

/// What came of a session, as recorded.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SessionPage {
    /// The session.
    pub card: CardDto,
    /// The problem on the table.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<CardDto>,
    /// Whether others see who wrote what.
    pub anonymity: String,
    /// The phases as planned and as held.
    pub phases: Vec<PhaseDto>,
    /// Who was present.
    pub people: Vec<PersonDto>,
    /// Who was not heard.
    pub missing: Vec<UnheardDto>,
    /// Ideas that came up, those with most voters first.
    pub ideas: Vec<RaisedDto>,
    /// Distinct voters in all.
    pub voters: Count,
    /// Questions that came up.
    pub questions: Vec<CardDto>,
    /// Scores that were given.
    pub evaluations: Count,
    /// Assumptions that came up.
    pub assumptions: Vec<CardDto>,
    /// Decisions that rest on it.
    pub decisions: Vec<CardDto>,
    /// What came of it, in words.
    pub outcome: String,
    /// Whether it can be held, or gone on with, in the room of this computer.
    pub room: bool,
}

/// A phase as planned and as held.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PhaseDto {
    /// Its name.
    pub name: String,
    /// Minutes planned.
    #[ts(type = "number")]
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<i64>,
    /// When it began, as recorded.
    pub starts: String,
    /// When it ended, as recorded.
    pub ends: String,
}

/// An idea that came up in a session.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RaisedDto {
    /// The idea.
    pub card: CardDto,
    /// The team it came from.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<CardDto>,
    /// The pile it lies on.
    pub cluster: String,
    /// What it got in this session; absent where nobody voted.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tally: Option<TallyDto>,
}
