//! A session in one room: what may be done when, what is seen, what is left.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use throughline_model::session::{
    Act, Anonymity, Answer, DOTS, Missing, Person, Phase, Planned, Refusal, Room, TWENTY_MINUTES, Timer,
    Words, check_agenda, missing,
};
use throughline_model::{FieldType, kind, parse_json};

const MINUTE: i64 = 60_000;

fn person(id: &str, team: Option<&str>, role: Option<&str>, present: bool) -> Person {
    Person {
        id: id.into(),
        name: format!("{id} by name"),
        team: team.map(Into::into),
        team_name: team.map(|t| t.to_uppercase()),
        role: role.map(Into::into),
        voter: true,
        present,
    }
}

/// Three people and an observer, with one criterion to rate on.
fn room(anonymity: Anonymity) -> Held {
    let words = Words { session: "ses".into(), problem: Some("prb".into()), about: "Dinner".into() };
    let mut room = Room::new(words, TWENTY_MINUTES.to_vec(), anonymity, DOTS).unwrap();
    room.people = vec![
        person("ana", Some("product"), Some("product"), true),
        person("ben", Some("data"), Some("data-science"), true),
        person("cyd", Some("data"), Some("data-science"), true),
        Person { voter: false, ..person("obs", None, None, true) },
    ];
    room.criteria = vec!["cost".into()];
    Held { room, now: 0, ids: 0 }
}

/// A room with a clock and ids of its own.
struct Held {
    room: Room,
    now: i64,
    ids: u32,
}

impl Held {
    fn act(&mut self, act: Act) -> Result<Option<Phase>, Refusal> {
        self.now += 1000;
        let (now, ids) = (self.now, &mut self.ids);
        let mut fresh = || {
            *ids += 1;
            format!("id{ids}")
        };
        self.room.act(&act, now, &mut fresh)
    }

    #[track_caller]
    fn does(&mut self, act: Act) -> Option<Phase> {
        self.act(act).unwrap()
    }

    /// Refused, and the room is as it was.
    #[track_caller]
    fn refuses(&mut self, act: Act) -> &'static str {
        let before = self.room.clone();
        let refusal = self.act(act).unwrap_err();
        assert_eq!(self.room, before);
        assert!(!refusal.to_string().is_empty());
        refusal.code()
    }

    fn writes(&mut self, author: &str, text: &str) {
        self.does(Act::Write { author: author.into(), text: text.into() });
    }

    fn closes(&mut self, phase: Phase) {
        assert_eq!(self.does(Act::Close { phase }), Some(phase));
    }

    fn goes_on(&mut self, from: Phase) {
        self.does(Act::Next { phase: from });
    }

    fn entry(&self, text: &str) -> String {
        self.room.entries.iter().find(|e| e.text == text).unwrap().id.clone()
    }

    fn dots(&mut self, voter: &str, text: &str, dots: u32) {
        let entry = self.entry(text);
        self.does(Act::Dot { voter: voter.into(), entry, dots });
    }

    /// Three ideas, revealed and closed, at the vote.
    fn reach_the_vote(&mut self) {
        self.writes("ben", "Zebra stripes");
        self.writes("ana", "Three dishes");
        self.writes("ben", "One button");
        self.closes(Phase::SilentWriting);
        self.closes(Phase::Reveal);
        self.goes_on(Phase::Reveal);
        self.closes(Phase::Cluster);
        self.goes_on(Phase::Cluster);
    }

    /// Everybody hands in.
    fn hand_in(&mut self) {
        for who in ["ana", "ben", "cyd"] {
            self.does(Act::HandIn { person: who.into() });
        }
    }
}

#[test]
fn an_agenda_begins_with_writing_and_reveal_and_keeps_the_order() {
    assert_eq!(TWENTY_MINUTES.iter().map(|p| p.minutes).sum::<u32>(), 20);
    assert!(check_agenda(&TWENTY_MINUTES).is_ok());
    let of = |phases: &[Phase]| phases.iter().map(|p| Planned { phase: *p, minutes: 5 }).collect::<Vec<_>>();
    use Phase::{Cluster, Decide, DotVote, Reveal, SilentWriting};
    for (phases, good) in [
        (vec![SilentWriting, Reveal], true),
        (vec![SilentWriting, Reveal, DotVote, Decide], true),
        (vec![], false),
        (vec![SilentWriting], false),
        (vec![Reveal, SilentWriting], false),
        (vec![SilentWriting, Reveal, DotVote, Cluster], false),
        (vec![SilentWriting, Reveal, Cluster, Cluster], false),
    ] {
        assert_eq!(check_agenda(&of(&phases)).is_ok(), good, "{phases:?}");
    }
    for minutes in [0, 241] {
        let mut agenda = of(&[SilentWriting, Reveal]);
        agenda[1].minutes = minutes;
        assert!(check_agenda(&agenda).is_err(), "{minutes}");
    }
    for phase in Phase::ALL {
        assert_eq!(Phase::named(phase.label()), Some(phase));
        assert_eq!(Phase::named(&phase.as_str().to_uppercase()), Some(phase));
    }
    assert_eq!(Phase::named("Reading round"), None);
}

#[test]
fn a_timer_counts_pauses_out_and_minutes_in_and_says_how_far_over_it_is() {
    let mut timer = Timer::new(2);
    assert_eq!((timer.remaining(500), timer.runs()), (2 * MINUTE, false));
    timer.start(1_000);
    timer.start(9_000);
    assert_eq!(timer.remaining(1_000 + MINUTE), MINUTE);
    timer.pause(1_000 + MINUTE);
    timer.pause(1_000 + 5 * MINUTE);
    assert_eq!(timer.remaining(1_000 + 60 * MINUTE), MINUTE);
    timer.add(1);
    assert_eq!(timer.remaining(0), 2 * MINUTE);
    timer.start(100 * MINUTE);
    assert_eq!(timer.remaining(103 * MINUTE), -MINUTE);
    assert_eq!(timer.begun, Some(1_000));
    // A clock that was set back takes no time away.
    assert_eq!(timer.remaining(0), 2 * MINUTE);
}

#[test]
fn teams_with_a_voter_and_nobody_present_are_missing_and_who_runs_it_is_named_in_any_case() {
    let ops = |present| person("omar", Some("ops"), Some("operations"), present);
    let ml = |present| person("mel", None, Some("ml-engineering"), present);
    let ana = person("ana", Some("product"), None, true);
    let observer = Person { voter: false, ..person("leo", Some("legal"), Some("legal"), false) };
    let of = |teams: &[&str], roles: &[&'static str]| Missing {
        teams: teams.iter().map(|t| (*t).to_owned()).collect(),
        roles: roles.to_vec(),
    };
    for (people, wanted) in [
        (vec![ana.clone(), ops(true), ml(true), observer.clone()], of(&[], &[])),
        (vec![ana.clone(), ops(false), ml(true)], of(&["ops"], &[])),
        (vec![ana.clone(), ops(true), ml(false)], of(&[], &["ml-engineering"])),
        // A team of that name answers for it, whatever the role of who is in it.
        (
            vec![ana.clone(), person("mel", Some("ML Engineering"), None, false)],
            of(&["ML Engineering"], &["operations"]),
        ),
        (vec![ana], of(&[], &["operations", "ml-engineering"])),
        (vec![observer], of(&[], &["operations", "ml-engineering"])),
    ] {
        assert_eq!(missing(&people), wanted, "{people:?}");
    }
}

#[test]
fn nothing_is_done_where_nobody_is_or_out_of_its_phase_and_refusing_changes_nothing() {
    let mut held = room(Anonymity::Named);
    for who in ["ana", "ben", "cyd", "obs"] {
        held.does(Act::Attend { person: who.into(), present: false });
    }
    let write = |author: &str, text: &str| Act::Write { author: author.into(), text: text.into() };
    assert_eq!(held.refuses(Act::Start), "nobody-present");
    assert_eq!(held.refuses(write("ana", "x")), "nobody-present");
    held.does(Act::Attend { person: "ana".into(), present: true });
    assert_eq!(held.refuses(write("ben", "x")), "not-present");
    assert_eq!(held.refuses(write("ana", "  \n ")), "empty");
    assert_eq!(held.refuses(write("ana", &"x".repeat(501))), "too-long");
    assert_eq!(held.refuses(Act::Close { phase: Phase::SilentWriting }), "no-ideas");
    assert_eq!(held.refuses(Act::Close { phase: Phase::DotVote }), "not-in-this-phase");
    assert_eq!(held.refuses(Act::Next { phase: Phase::SilentWriting }), "phase-open");
    assert_eq!(held.refuses(Act::End), "phase-open");
    held.writes("ana", " Three\n dishes ");
    let entry = held.entry("Three dishes");
    let dot = Act::Dot { voter: "ana".into(), entry: entry.clone(), dots: 1 };
    assert_eq!(held.refuses(dot), "not-in-this-phase");
    assert_eq!(held.refuses(Act::HandIn { person: "ana".into() }), "not-in-this-phase");
    let rewrite = |author: &str, text: &str| Act::Rewrite {
        author: author.into(),
        entry: entry.clone(),
        text: text.into(),
    };
    assert_eq!(held.refuses(rewrite("ben", "mine")), "not-yours");
    held.does(rewrite("ana", "Four dishes"));
    assert_eq!(held.room.entries[0].text, "Four dishes");
    held.does(rewrite("ana", ""));
    assert_eq!((held.room.entries.len(), held.room.writers), (0, 0));
}

#[test]
fn before_the_reveal_each_sees_their_own_and_everybody_only_how_many() {
    let mut held = room(Anonymity::AnonymousUntilReveal);
    held.writes("ben", "Zebra stripes");
    held.writes("ana", "Three dishes");
    let texts = |held: &Held, viewer: Option<&str>| {
        held.room.seen(viewer).entries.into_iter().map(|e| e.text).collect::<Vec<_>>()
    };
    assert_eq!(texts(&held, None), [""; 0]);
    assert_eq!(texts(&held, Some("ana")), ["Three dishes"]);
    assert_eq!(texts(&held, Some("cyd")), [""; 0]);
    let seen = held.room.seen(None);
    assert_eq!((seen.ideas, seen.writers), (2, 2));
    let before: Vec<String> = held.room.entries.iter().map(|e| e.id.clone()).collect();
    held.closes(Phase::SilentWriting);
    // Neither the order nor the ids tell who came first.
    assert_eq!(texts(&held, None), ["Three dishes", "Zebra stripes"]);
    assert!(held.room.entries.iter().all(|e| !before.contains(&e.id)));
    assert!(held.room.seen(None).entries.iter().all(|e| e.author.is_some()));
}

#[test]
fn an_anonymous_session_forgets_its_authors_and_hides_a_team_of_one() {
    let mut held = room(Anonymity::Anonymous);
    held.writes("ana", "Three dishes");
    held.writes("ben", "One button");
    held.closes(Phase::SilentWriting);
    let seen = held.room.seen(Some("ana"));
    assert!(seen.entries.iter().all(|e| e.author.is_none()));
    let teams: Vec<Option<&str>> = seen.entries.iter().map(|e| e.team.as_deref()).collect();
    assert_eq!(teams, [Some("data"), None], "product has one person in the room");
    held.closes(Phase::Reveal);
    let ideas = held.room.artefacts(Phase::Reveal);
    assert!(ideas.iter().all(|i| !i.fields.contains_key("said-by")));
    assert_eq!(ideas.iter().filter(|i| i.fields.contains_key("proposed-by")).count(), 1);
    held.room.forget_authors();
    assert!(held.room.entries.iter().all(|e| e.author.is_none()));
    assert_eq!(held.room.writers, 2);
}

#[test]
fn a_vote_stays_blind_until_the_last_has_handed_in_and_keeps_its_ties() {
    let mut held = room(Anonymity::Named);
    held.reach_the_vote();
    held.dots("ana", "Three dishes", 3);
    held.dots("ben", "One button", 1);
    let entry = held.entry("Three dishes");
    let over = Act::Dot { voter: "ana".into(), entry: held.entry("One button"), dots: 1 };
    assert_eq!(held.refuses(over), "over-budget");
    assert_eq!(held.refuses(Act::Dot { voter: "obs".into(), entry, dots: 1 }), "no-voter");
    assert_eq!(held.room.seen(Some("ana")).left, Some(0));
    // Everybody sees nothing of it, another voter neither, and who handed in not even their own.
    for viewer in [None, Some("cyd")] {
        assert!(held.room.seen(viewer).entries.iter().all(|e| e.dots == 0 && e.tally.is_none()));
    }
    held.does(Act::HandIn { person: "ana".into() });
    let seen = held.room.seen(Some("ana"));
    assert!(seen.entries.iter().all(|e| e.dots == 0 && e.tally.is_none()) && seen.left.is_none());
    assert_eq!((seen.handed_in, seen.voters), (vec!["ana".to_owned()], 3));
    let again = Act::Dot { voter: "ana".into(), entry: held.entry("One button"), dots: 0 };
    assert_eq!(held.refuses(again), "handed-in");
    held.dots("cyd", "Three dishes", 0);
    held.dots("cyd", "Zebra stripes", 1);
    assert_eq!(held.does(Act::HandIn { person: "ben".into() }), None);
    assert_eq!(held.does(Act::HandIn { person: "cyd".into() }), Some(Phase::DotVote));
    let seen = held.room.seen(None);
    let places: Vec<(u64, u64, usize, usize)> = seen
        .entries
        .iter()
        .map(|e| e.tally.unwrap())
        .map(|t| (t.voters, t.dots, t.place_by_voters, t.place_by_dots))
        .collect();
    // Three dots of one person put nothing before one dot of another.
    assert_eq!(places, [(1, 1, 1, 2), (1, 3, 1, 1), (1, 1, 1, 2)]);
    assert_eq!(held.room.artefacts(Phase::DotVote).len(), 3);
}

#[test]
fn ratings_are_blind_too_and_are_left_out_where_there_is_nothing_to_rate_on() {
    let mut held = room(Anonymity::Named);
    held.reach_the_vote();
    held.closes(Phase::DotVote);
    held.goes_on(Phase::DotVote);
    let entry = held.entry("One button");
    let rate = |rater: &str, criterion: &str, answer| Act::Rate {
        rater: rater.into(),
        entry: entry.clone(),
        criterion: criterion.into(),
        answer,
    };
    assert_eq!(held.refuses(rate("ana", "beauty", Some(Answer::Points(1)))), "no-such-criterion");
    assert_eq!(held.refuses(rate("ana", "cost", Some(Answer::Points(6)))), "no-score");
    held.does(rate("ana", "cost", Some(Answer::Points(5))));
    held.does(rate("ben", "cost", Some(Answer::Points(2))));
    held.does(rate("cyd", "cost", Some(Answer::Unknown)));
    let rating = |held: &Held, viewer: Option<&str>| {
        let seen = held.room.seen(viewer);
        seen.entries.into_iter().find(|e| e.id == entry).unwrap().ratings.remove(0)
    };
    assert_eq!((rating(&held, None).own, rating(&held, None).cell), (None, None));
    assert_eq!(rating(&held, Some("ben")).own, Some(Answer::Points(2)));
    held.hand_in();
    let cell = rating(&held, None).cell.unwrap();
    assert_eq!((cell.median, cell.spread, cell.known, cell.unknown), (Some(3.5), Some(3.0), 2, 1));

    let mut bare = room(Anonymity::Named);
    bare.room.criteria.clear();
    bare.reach_the_vote();
    bare.closes(Phase::DotVote);
    bare.goes_on(Phase::DotVote);
    assert_eq!(bare.room.phase(), Some(Phase::PreMortem));
}

#[test]
fn the_last_phase_proposes_a_decision_with_the_ideas_on_top_and_says_what_came_of_it() {
    let mut held = room(Anonymity::Named);
    held.reach_the_vote();
    held.dots("ana", "Three dishes", 2);
    held.dots("ben", "One button", 1);
    held.hand_in();
    held.goes_on(Phase::DotVote);
    held.closes(Phase::Rate);
    held.goes_on(Phase::Rate);
    let entry = held.entry("One button");
    held.does(Act::Risk { entry: entry.clone(), text: "Nobody trusts it".into() });
    held.closes(Phase::PreMortem);
    held.goes_on(Phase::PreMortem);
    let chosen: Vec<&str> = held.room.chosen().map(|e| e.text.as_str()).collect();
    assert_eq!(chosen, ["Three dishes", "One button"], "those with votes, whoever is first");
    held.does(Act::Choose { entry: held.entry("Zebra stripes"), on: true });
    let mut all = held.room.clone();
    all.act(&Act::Close { phase: Phase::Decide }, 0, &mut || "dec".into()).unwrap();
    let titles: Vec<_> = all.artefacts(Phase::Decide).iter().map(|a| a.fields["title"].clone()).collect();
    assert_eq!(titles[1..], ["Three dishes", "One button", "Zebra stripes"], "as they came out of the vote");
    for text in ["Three dishes", "One button", "Zebra stripes"] {
        let entry = held.entry(text);
        held.does(Act::Choose { entry, on: false });
    }
    assert_eq!(held.refuses(Act::Close { phase: Phase::Decide }), "no-option");
    held.does(Act::Choose { entry, on: true });
    assert!(!held.room.is_finished());
    held.closes(Phase::Decide);
    let left = held.room.artefacts(Phase::Decide);
    let kinds: Vec<&str> = left.iter().map(|a| a.kind).collect();
    assert_eq!(kinds, ["decision", "option"]);
    assert_eq!(left[0].fields["status"], "proposed");
    assert_eq!(left[1].fields["against"], "- Nobody trusts it");
    assert_eq!(left[1].fields["for"], "1 voter, 1 dot in the session.");
    let session = held.room.session_fields();
    assert_eq!(session["status"], "held");
    let outcome = session["outcome"].as_str().unwrap();
    assert!(outcome.contains("3 ideas from 2 people") && outcome.contains("Tied by voters"), "{outcome}");
    assert_eq!(held.refuses_after_the_end(), "phase-closed");
}

impl Held {
    fn refuses_after_the_end(&mut self) -> &'static str {
        let entry = self.room.entries[0].id.clone();
        self.refuses(Act::Choose { entry, on: true })
    }
}

#[test]
fn a_session_may_end_early_and_an_undone_phase_is_open_again() {
    let mut held = room(Anonymity::Named);
    held.reach_the_vote();
    // The change of the cluster phase was undone, then that of the reveal as well.
    let mut back = held.room.clone();
    assert!(!back.follow(&[Phase::Reveal, Phase::Cluster]));
    assert!(back.follow(&[Phase::Reveal]));
    assert_eq!((back.phase(), back.is_closed()), (Some(Phase::Cluster), false));
    assert!(back.follow(&[]));
    assert_eq!(back.phase(), Some(Phase::Reveal));
    assert_eq!(back.held.len(), 1, "what was written is still written");

    held.closes(Phase::DotVote);
    assert_eq!(held.does(Act::End), Some(Phase::DotVote));
    assert!(held.room.is_finished());
    assert_eq!(held.room.session_fields()["status"], "held");
    held.goes_on(Phase::DotVote);
    assert!(held.room.is_over());
    assert_eq!(held.refuses(Act::Start), "session-over");
}

#[test]
fn whatever_a_phase_leaves_fits_the_fields_of_its_kind() {
    let mut held = room(Anonymity::Named);
    held.reach_the_vote();
    held.dots("ana", "Three dishes", 2);
    held.closes(Phase::DotVote);
    held.goes_on(Phase::DotVote);
    let entry = held.entry("Three dishes");
    let (rater, criterion) = ("ana".into(), "cost".into());
    held.does(Act::Rate { rater, entry: entry.clone(), criterion, answer: Some(Answer::Unknown) });
    held.closes(Phase::Rate);
    held.goes_on(Phase::Rate);
    held.does(Act::Risk { entry, text: "Nobody trusts it".into() });
    held.closes(Phase::PreMortem);
    held.goes_on(Phase::PreMortem);
    held.closes(Phase::Decide);
    let mut all: Vec<_> = Phase::ALL.iter().flat_map(|p| held.room.artefacts(*p)).collect();
    all.push(throughline_model::session::Artefact {
        id: "ses".into(),
        kind: "session",
        fields: held.room.session_fields(),
    });
    assert_eq!(all.len(), 3 + 3 + 1 + 1 + 1 + 2 + 1);
    for one in all {
        let kind = kind(one.kind).unwrap();
        for (name, value) in &one.fields {
            let field = kind.field(name).unwrap_or_else(|| panic!("{} has no {name}", one.kind));
            if matches!(field.ty, FieldType::Ref { .. }) {
                assert!(value.is_array(), "{name}");
            } else {
                parse_json(field, value).unwrap();
            }
        }
    }
}

/// Anything at all, in any order.
fn any_act() -> impl Strategy<Value = Act> {
    let who = || prop::sample::select(vec!["ana", "ben", "cyd", "obs", "nobody"]).prop_map(str::to_owned);
    let entry = || (0..30_u32).prop_map(|n| format!("id{n}"));
    let phase = || prop::sample::select(Phase::ALL.to_vec());
    prop_oneof![
        1 => Just(Act::Start),
        1 => Just(Act::Pause),
        1 => (0..100_u32).prop_map(|minutes| Act::More { minutes }),
        1 => (who(), any::<bool>()).prop_map(|(person, present)| Act::Attend { person, present }),
        4 => (who(), "[a-c]{1,3}").prop_map(|(author, text)| Act::Write { author, text }),
        1 => (who(), entry(), "[a-c]{0,3}").prop_map(|(author, entry, text)| Act::Rewrite { author, entry, text }),
        1 => (entry(), "[a-c]{0,2}").prop_map(|(entry, pile)| Act::Pile { entries: vec![entry], pile }),
        6 => (who(), entry(), 0..5_u32).prop_map(|(voter, entry, dots)| Act::Dot { voter, entry, dots }),
        3 => (who(), entry(), 0..7_u8).prop_map(|(rater, entry, n)| Act::Rate {
            rater, entry, criterion: "cost".into(), answer: Some(Answer::Points(n)),
        }),
        1 => (who(),).prop_map(|(person,)| Act::HandIn { person }),
        1 => (entry(), "[a-c]{1,3}").prop_map(|(entry, text)| Act::Risk { entry, text }),
        1 => (entry(), any::<bool>()).prop_map(|(entry, on)| Act::Choose { entry, on }),
        2 => phase().prop_map(|phase| Act::Close { phase }),
        2 => phase().prop_map(|phase| Act::Next { phase }),
    ]
}

proptest! {
    #[test]
    fn whatever_is_done_no_budget_is_exceeded_nothing_blind_is_seen_and_phases_come_in_order(
        acts in prop::collection::vec(any_act(), 1..120),
        anonymity in prop::sample::select(vec![Anonymity::Named, Anonymity::AnonymousUntilReveal, Anonymity::Anonymous]),
    ) {
        let mut held = room(anonymity);
        let mut reached = Some(Phase::SilentWriting);
        for act in acts {
            let before = held.room.clone();
            let done = held.act(act.clone());
            let room = &held.room;
            if done.is_err() {
                prop_assert_eq!(room, &before);
            }
            // Closing twice changes nothing.
            if let (Ok(Some(phase)), Act::Close { .. }) = (&done, &act) {
                let once = held.room.clone();
                prop_assert_eq!(held.act(Act::Close { phase: *phase }), Ok(None));
                prop_assert_eq!(&held.room, &once);
            }
            let room = &held.room;
            // One phase at a time, never back.
            let phase = room.phase();
            prop_assert!(phase.is_none() || phase >= reached);
            reached = phase.or(reached);
            prop_assert!(room.held.is_sorted_by(|a, b| a.phase < b.phase && a.ended <= b.ended));
            for viewer in [None, Some("ana"), Some("ben"), Some("cyd")] {
                let seen = room.seen(viewer);
                if let Some(left) = seen.left {
                    let own: u32 = seen.entries.iter().map(|e| e.dots).sum();
                    prop_assert_eq!(own + left, room.budget);
                }
                if phase == Some(Phase::SilentWriting) {
                    prop_assert!(seen.entries.iter().all(|e| viewer.is_some() && e.author.as_deref() == viewer));
                } else if anonymity == Anonymity::Anonymous {
                    prop_assert!(seen.entries.iter().all(|e| e.author.is_none()));
                }
                if !room.is_past(Phase::DotVote) {
                    prop_assert!(seen.entries.iter().all(|e| e.tally.is_none()));
                }
                if !room.is_past(Phase::Rate) {
                    prop_assert!(seen.entries.iter().all(|e| e.ratings.iter().all(|r| r.cell.is_none())));
                }
                if viewer.is_none() {
                    prop_assert!(seen.entries.iter().all(|e| e.dots == 0));
                    prop_assert!(seen.entries.iter().all(|e| e.ratings.iter().all(|r| r.own.is_none())));
                }
            }
            if let Some(closed) = room.held.iter().find(|h| h.phase == Phase::DotVote) {
                let dots: u64 = room.tallies().iter().map(|t| t.dots).sum();
                prop_assert!(dots <= 3 * u64::from(room.budget), "{closed:?}");
            }
        }
    }

    #[test]
    fn a_room_kept_as_text_goes_on_as_if_nothing_happened(acts in prop::collection::vec(any_act(), 1..60)) {
        let mut held = room(Anonymity::AnonymousUntilReveal);
        for act in acts {
            let _ = held.act(act);
        }
        let text = serde_json::to_string(&held.room).unwrap();
        prop_assert_eq!(serde_json::from_str::<Room>(&text).unwrap(), held.room);
    }
}
