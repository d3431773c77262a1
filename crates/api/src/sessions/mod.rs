//! Sessions in one room: held here, recorded one change per phase, and looked back at.
//!
//! The rules are `throughline_model::session`. While a session is held its state lies beside the log, with the
//! drafts: it outlives a crash, and nobody's ballot is in the record before the vote is closed.

mod held;
mod record;
mod view;

use std::sync::PoisonError;

use throughline_model::State;
use throughline_model::session::{
    Act, Anonymity, Answer, DOTS, Person, Phase, Planned, Refusal, Room, TWENTY_MINUTES, Words, check_agenda,
};
use throughline_record::{EntityId, Value};
use throughline_store::{Artefact, At, Card, ListQuery, Reader};

use crate::App;
use crate::app::Open;
use crate::context;
use crate::dto::{ActDto, ApiError, RoomArgs, RoomDto, SessionActArgs};
use crate::lookups::{self, is};

/// Drafts under this prefix are rooms; no list of drafts shows them, as they hold blind votes.
pub(crate) const ROOM: &str = "session:";

/// Most criteria that a room is asked to rate on.
const CRITERIA: u64 = 12;

impl App {
    pub(crate) fn session_room(&self, args: RoomArgs) -> Result<RoomDto, ApiError> {
        let open = self.opened()?;
        let _one_at_a_time = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = open.workspace.reader()?;
        let session = the_session(&reader, &args.id, &At::Now)?;
        let room = entered(&open, &reader, &session)?;
        view::room(&reader, &room, args.viewer.as_deref(), self.millis(), &session)
    }

    pub(crate) fn session_act(&self, args: SessionActArgs) -> Result<RoomDto, ApiError> {
        let open = self.opened()?;
        let _one_at_a_time = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(why) = open.workspace.read_only() {
            return Err(ApiError::new(
                "read-only",
                format!("A session cannot be held here: {why}. Nothing was recorded."),
                "Open the workspace where you can write to it.",
            ));
        }
        let act = act(args.act)?;
        let reader = open.workspace.reader()?;
        let session = the_session(&reader, &args.id, &At::Now)?;
        let mut room = entered(&open, &reader, &session)?;
        let before = room.clone();
        let now = self.millis();
        let closed = room.act(&act, now, &mut || self.new_id().to_string()).map_err(|r| refused(&r))?;
        let key = key(&session.card.id);
        // Kept first: what was closed and not recorded is open again when the room is entered, with the same
        // ids, so that no crash records anything twice.
        keep(&open, &key, &room)?;
        if let Some(phase) = closed {
            if let Err(error) = self.record_phase(&open, &reader, &room, phase, &session) {
                keep(&open, &key, &before)?;
                return Err(error);
            }
            room.forget_authors();
            keep(&open, &key, &room)?;
        }
        drop(reader);
        let reader = open.workspace.reader()?;
        let session = the_session(&reader, &args.id, &At::Now)?;
        view::room(&reader, &room, args.viewer.as_deref(), now, &session)
    }
}

impl App {
    fn millis(&self) -> i64 {
        i64::try_from(self.env.clock.millis()).unwrap_or(i64::MAX)
    }
}

/// A session by any reference.
fn the_session(reader: &Reader, reference: &str, at: &At) -> Result<Artefact, ApiError> {
    let id = reader.resolve(reference, at)?;
    let artefact = reader.get(&id, at)?;
    if artefact.card.kind != "session" {
        return Err(ApiError::new(
            "not-a-session",
            format!("{} is no session.", artefact.card.short),
            "Open it as an artefact.",
        )
        .about(reference));
    }
    Ok(artefact)
}

fn key(session: &EntityId) -> String {
    format!("{ROOM}{session}")
}

fn keep(open: &Open, key: &str, room: &Room) -> Result<(), ApiError> {
    let json = serde_json::to_string(room).map_err(|e| crate::error::internal(&e.to_string()))?;
    Ok(open.workspace.draft_save(key, &json)?)
}

/// Whether this computer holds the room of a session, or may open one.
fn can_enter(open: &Open, session: &Artefact) -> Result<bool, ApiError> {
    let kept = open.workspace.draft_get(&key(&session.card.id))?.is_some();
    Ok(kept || (recorded(&session.state).is_empty() && is_planned(&session.state)))
}

fn is_planned(state: &State) -> bool {
    matches!(state.text("status"), None | Some("planned"))
}

/// The room of a session: as it was left, or as its artefact plans it.
fn entered(open: &Open, reader: &Reader, session: &Artefact) -> Result<Room, ApiError> {
    let kept = open.workspace.draft_get(&key(&session.card.id))?;
    if kept.is_none() && !can_enter(open, session)? {
        return Err(ApiError::new(
            "session-over",
            format!("{} was held, or its room is on another computer.", session.card.short),
            "Open its page for what came of it, or start a session of your own.",
        ));
    }
    let present =
        |id: &EntityId| session.links.iter().any(|l| is(l, "attended-by", true) && l.other.id == *id);
    let mut room = match &kept {
        Some(draft) => serde_json::from_str(&draft.json).map_err(|e| {
            ApiError::new(
                "room-unreadable",
                format!("The room of {} cannot be read: {e}. What was recorded is kept.", session.card.short),
                "Open it with the version of Throughline that held it.",
            )
        })?,
        None => planned(session)?,
    };
    let known = std::mem::take(&mut room.people);
    for mut person in people(reader, &At::Now)? {
        let before = known.iter().find(|p| p.id == person.1.id);
        person.1.present = before.map_or_else(|| kept.is_none() && present(&person.0.id), |p| p.present);
        room.people.push(person.1);
    }
    if let Some(problem) = lookups::first_link(reader, &session.card.id, "works-on", true, &At::Now)? {
        room.words.problem = Some(problem.id.to_string());
        room.words.about = problem.title;
    }
    room.words.session = session.card.id.to_string();
    room.criteria = criteria(open, reader, session)?.iter().map(|c| c.id.to_string()).collect();
    room.follow(&recorded(&session.state));
    room.forget_authors();
    Ok(room)
}

/// A room that nobody was in yet.
fn planned(session: &Artefact) -> Result<Room, ApiError> {
    let state = &session.state;
    let rows: Vec<Planned> = rows(state)
        .iter()
        .filter_map(|row| {
            let minutes = u32::try_from(row.minutes.unwrap_or(1).clamp(1, 240)).unwrap_or(1);
            Some(Planned { phase: Phase::named(&row.name)?, minutes })
        })
        .collect();
    // Phases by other names tell how a session was planned on paper; the room has its own.
    let agenda = if check_agenda(&rows).is_ok() { rows } else { TWENTY_MINUTES.to_vec() };
    let anonymity = match state.text("anonymity") {
        Some("named") => Anonymity::Named,
        Some("anonymous") => Anonymity::Anonymous,
        _ => Anonymity::AnonymousUntilReveal,
    };
    let dots = state.value("dots").and_then(Value::as_int).and_then(|n| u32::try_from(n).ok());
    Room::new(Words::default(), agenda, anonymity, dots.unwrap_or(DOTS)).map_err(|r| refused(&r))
}

/// A row of the field `phases`.
struct Row {
    name: String,
    minutes: Option<i64>,
    starts: String,
    ends: String,
}

fn rows(state: &State) -> Vec<Row> {
    let list = state.value("phases").and_then(Value::as_list).unwrap_or_default();
    let row = |value: &Value| {
        let map = value.as_map()?;
        let text = |name: &str| map.get(name).and_then(Value::as_text).unwrap_or_default().to_owned();
        let minutes = map.get("minutes").and_then(Value::as_int);
        Some(Row { name: text("name"), minutes, starts: text("starts"), ends: text("ends") })
    };
    list.iter().filter_map(row).collect()
}

/// The phases that a session's artefact holds as held.
fn recorded(state: &State) -> Vec<Phase> {
    rows(state).iter().filter(|r| !r.ends.is_empty()).filter_map(|r| Phase::named(&r.name)).collect()
}

/// Every stakeholder with their team, in the order they were recorded; nobody present yet.
fn people(reader: &Reader, at: &At) -> Result<Vec<(Card, Person, Option<Card>)>, ApiError> {
    let query = ListQuery {
        kinds: vec!["stakeholder".into()],
        sort: vec![("created_at".into(), false)],
        limit: 200,
        ..ListQuery::default()
    };
    let mut out = Vec::new();
    for card in reader.list(&query, at)?.rows {
        let Some(state) = reader.state(&card.id, at)? else { continue };
        let team = lookups::first_link(reader, &card.id, "member-of", true, at)?;
        let person = Person {
            id: card.id.to_string(),
            name: card.title.clone(),
            team: team.as_ref().map(|t| t.id.to_string()),
            team_name: team.as_ref().map(|t| t.title.clone()),
            role: state.text("role").map(str::to_owned),
            voter: state.text("voice") != Some("observer"),
            present: false,
        };
        out.push((card, person, team));
    }
    Ok(out)
}

/// The criteria of the release that a session belongs to.
fn criteria(open: &Open, reader: &Reader, session: &Artefact) -> Result<Vec<Card>, ApiError> {
    let query = ListQuery {
        kinds: vec!["criterion".into()],
        release: release_of(open, reader, session)?,
        sort: vec![("created_at".into(), false)],
        limit: CRITERIA,
        ..ListQuery::default()
    };
    Ok(reader.list(&query, &At::Now)?.rows)
}

/// The release that includes a session, else the current one.
fn release_of(open: &Open, reader: &Reader, session: &Artefact) -> Result<Option<EntityId>, ApiError> {
    let own = session.links.iter().find(|l| is(l, "includes", false)).map(|l| l.other.id);
    Ok(match own {
        Some(id) => Some(id),
        None => context::current_release(open, reader, &At::Now)?.map(|c| c.id),
    })
}

fn refused(refusal: &Refusal) -> ApiError {
    let hint = match refusal {
        Refusal::OverBudget { .. } => "Take a dot from another idea first.",
        Refusal::NobodyPresent | Refusal::NotPresent(_) => "Say who is in the room.",
        Refusal::NoIdeas => "Write one idea at least.",
        Refusal::NoOption => "Choose the ideas that stand for decision.",
        Refusal::StillOpen(_) => "Close the phase; what it leaves is recorded then.",
        _ => "Nothing was recorded. What was written before is kept.",
    };
    ApiError::new(refusal.code(), refusal.to_string(), hint)
}

fn phase(name: &str) -> Result<Phase, ApiError> {
    Phase::named(name).ok_or_else(|| {
        let names: Vec<&str> = Phase::ALL.iter().map(|p| p.as_str()).collect();
        ApiError::new(
            "no-such-phase",
            format!("There is no phase “{name}”. Nothing was done."),
            format!("The phases are {}.", names.join(", ")),
        )
    })
}

fn act(dto: ActDto) -> Result<Act, ApiError> {
    Ok(match dto {
        ActDto::Start => Act::Start,
        ActDto::Pause => Act::Pause,
        ActDto::More { minutes } => Act::More { minutes },
        ActDto::Attend { person, present } => Act::Attend { person, present },
        ActDto::Write { author, text } => Act::Write { author, text },
        ActDto::Rewrite { author, entry, text } => Act::Rewrite { author, entry, text },
        ActDto::Pile { entries, pile } => Act::Pile { entries, pile },
        ActDto::Dot { voter, entry, dots } => Act::Dot { voter, entry, dots },
        ActDto::Rate { rater, entry, criterion, score } => {
            let answer = match score.trim() {
                "" => None,
                "unknown" => Some(Answer::Unknown),
                // What is no score is refused by the rules, in their words.
                points => Some(Answer::Points(points.parse().unwrap_or(u8::MAX))),
            };
            Act::Rate { rater, entry, criterion, answer }
        }
        ActDto::HandIn { person } => Act::HandIn { person },
        ActDto::Risk { entry, text } => Act::Risk { entry, text },
        ActDto::DropRisk { risk } => Act::DropRisk { risk },
        ActDto::Choose { entry, on } => Act::Choose { entry, on },
        ActDto::Close { phase: name } => Act::Close { phase: phase(&name)? },
        ActDto::Next { phase: name } => Act::Next { phase: phase(&name)? },
        ActDto::End => Act::End,
    })
}
