//! What the view shows of any moment is what folding the records seen at that moment gives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod view_common;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use throughline_model::audit::late::How;
use throughline_model::{Causality, Entry, Flow, State, fold};
use throughline_record::{Act, Ancestry, ChangeId, EntityId, RecordDraft, Value, date};
use throughline_store::{At, Direction, ListQuery, LogQuery, LoggedChange, Reader, SearchQuery, TraceQuery};
use view_common::*;

#[derive(Debug, Clone)]
struct Op {
    device: usize,
    merge: bool,
    equivocate: bool,
    day: i64,
    records: Vec<(u8, u8, u8, Option<i64>)>,
}

fn ops() -> impl Strategy<Value = Vec<Op>> {
    let record = (0u8..9, 0u8..7, 0u8..4, prop::option::weighted(0.4, -4i64..12));
    let op =
        (0usize..3, any::<bool>(), prop::bool::weighted(0.1), 0i64..10, prop::collection::vec(record, 1..4));
    let op = op.prop_map(|(device, merge, equivocate, day, records)| Op {
        device,
        merge,
        equivocate,
        day,
        records,
    });
    prop::collection::vec(op, 1..11)
}

const WORDS: [&str; 4] = ["alpha rating", "beta click-through", "gamma", "Rating delta"];

fn drafted(what: u8, how: u8, value: u8, on: Option<i64>) -> RecordDraft {
    let word = || Value::from(WORDS[usize::from(value)]);
    let content = match how {
        0 => fields([("title", word()), ("number", Value::Int(i64::from(value / 2)))]),
        // Some are long, which the view keeps elsewhere.
        1 => fields([(
            "notes",
            Value::from(vec![WORDS[usize::from(value)]; 1 + 39 * usize::from(value % 2)].join(" ")),
        )]),
        2 => fields([("status", Value::from(["draft", "active", "parked", "active"][usize::from(value)]))]),
        3 => fields([("removed", Value::Bool(value.is_multiple_of(2)))]),
        4 => fields([("tags", tags(&[["a", "b", "c", "a"][usize::from(value)]], &["b"]))]),
        5 => [("notes".to_owned(), None)].into(),
        _ => fields([("title", word())]),
    };
    let link_content = match how {
        3 => content.clone(),
        _ => fields([("note", word())]),
    };
    let mut draft = match what {
        0..=1 => record("problem", entity(what), content),
        2 => record("persona", entity(2), content),
        3 => record("idea", entity(3), content),
        4 => link("addresses", entity(3), entity(value % 2), link_content),
        5 => link("concerns", entity(value % 2), entity(2), link_content),
        6 => link("builds-on", entity(3), entity(3), link_content),
        7 => record("widget", entity(7), content),
        _ => link("no-such-type", entity(0), entity(9), link_content),
    };
    draft.on = on.map(|on| if on % 2 == 0 { day(on) } else { instant(on as f64 + 0.3) });
    draft
}

/// Each device works on what it has seen; some changes see all, some devices sign twice with one key.
fn logged(ops: &[Op]) -> Log {
    let mut log = Log::new();
    let mut tips: BTreeMap<usize, (ChangeId, u64)> = BTreeMap::new();
    let first = log.last();
    for op in ops {
        let own = tips.get(&op.device).copied();
        let mut parents: Vec<ChangeId> = vec![own.map_or(first, |(tip, _)| tip)];
        if op.merge {
            parents.extend(tips.values().map(|(tip, _)| *tip));
        }
        let mut seq = own.map_or(1, |(_, seq)| seq + 1);
        if op.device == 0 {
            seq = seq.max(2);
        }
        if op.equivocate && seq > 2 {
            // A restored copy goes on with the same key.
            seq -= 1;
            parents = vec![first];
        }
        let records =
            op.records.iter().map(|&(what, how, value, on)| drafted(what, how, value, on)).collect();
        let id = log.add_as(op.device, seq, &parents, Act::Edit, op.day as f64, None, records);
        tips.insert(op.device, (id, seq));
    }
    log
}

fn entities() -> Vec<EntityId> {
    let mut all: Vec<EntityId> = (0..8).map(entity).collect();
    for (what, values) in [(4, 0..2), (5, 0..2), (6, 0..1), (8, 0..1)] {
        all.extend(values.map(|value| drafted(what, 1, value, None).entity));
    }
    all
}

/// Everything the reader says at a moment, as text.
fn observed(reader: &Reader, at: &At) -> BTreeMap<String, String> {
    let mut seen = BTreeMap::new();
    let mut note = |what: String, said: String| {
        seen.insert(what, said);
    };
    for id in entities() {
        note(format!("state {id}"), format!("{:#?}", reader.state(&id, at).unwrap()));
        note(format!("card {id}"), format!("{:#?}", reader.cards(&[id], at).unwrap()));
        note(format!("links {id}"), format!("{:#?}", reader.links(&id, at).ok().filter(|l| !l.is_empty())));
        let trace =
            reader.trace(&id, &TraceQuery { direction: Direction::Both, ..TraceQuery::default() }, at);
        note(format!("trace {id}"), format!("{:#?}", trace.ok()));
        note(format!("resolve {id}"), format!("{:?}", reader.resolve(&id.to_string()[..13], at).ok()));
    }
    for removed in [false, true] {
        let query = ListQuery { removed, ..ListQuery::default() };
        note(format!("list {removed}"), format!("{:#?}", reader.list(&query, at).unwrap()));
    }
    for (field, operator, value) in [
        ("status", "=", "active"),
        ("tags", "=", "a"),
        ("tags", "!=", "a"),
        ("notes", "~", "RATING"),
        ("notes", "=", ""),
        ("number", ">", "0"),
    ] {
        let filters = vec![(field.to_owned(), operator.to_owned(), value.to_owned())];
        let sort = vec![("title".to_owned(), false), ("number".to_owned(), true)];
        let query = ListQuery {
            filters,
            sort,
            kinds: vec!["problem".into(), "persona".into()],
            ..ListQuery::default()
        };
        note(format!("list {field} {operator} {value}"), format!("{:#?}", reader.list(&query, at).unwrap()));
    }
    note("counts".into(), format!("{:?}", reader.count_by_kind(None, at).unwrap()));
    for words in ["alpha", "rat", "click-through", "PRB-1", "gamma notes", "beta"] {
        let query = SearchQuery { text: words.into(), ..SearchQuery::default() };
        let page = reader.search(&query, at).unwrap();
        // Scores depend on how many rows there are; what is found does not.
        let found: BTreeSet<String> = page
            .rows
            .iter()
            .map(|hit| format!("{} {:?} {}", hit.card.id, hit.snippet, hit.score.is_infinite()))
            .collect();
        note(format!("search {words}"), format!("{} {found:#?}", page.total));
    }
    for short in ["PRB-0", "prb-1", "PER-0", "IDE-1"] {
        let said = match reader.resolve(short, at) {
            Ok(id) => id.to_string(),
            Err(error) => format!("{} {}", error.code(), error.hint()),
        };
        note(format!("resolve {short}"), said);
    }
    seen
}

fn assert_same(seen: &BTreeMap<String, String>, wanted: &BTreeMap<String, String>, when: &str) {
    for (what, said) in wanted {
        assert_eq!(&seen[what], said, "{what} {when}");
    }
}

struct Graph(Ancestry);

impl Causality for Graph {
    fn precedes(&self, a: &ChangeId, b: &ChangeId) -> bool {
        self.0.precedes(a, b)
    }
}

/// Folds the records that `sees` lets through, with nothing of the store.
fn fresh(
    changes: &[LoggedChange],
    id: EntityId,
    sees: impl Fn(&LoggedChange, Option<&str>) -> bool,
) -> Option<State> {
    let mut graph = Ancestry::new();
    let mut entries = Vec::new();
    for logged in changes {
        let change = &logged.change;
        graph.insert(change.id, &change.header);
        for record in change.records.iter().filter(|record| record.entity == id) {
            if sees(logged, record.on.as_deref()) {
                entries.push(Entry {
                    address: record.address,
                    clock: change.header.clock,
                    at: &change.header.at,
                    on: record.on.as_deref(),
                    actor: change.header.actor,
                    act: change.header.act,
                    record,
                    erased_content: false,
                    erased_personal: false,
                });
            }
        }
    }
    (!entries.is_empty()).then(|| fold(entries, &Graph(graph)))
}

/// Nodes with their distance, and links.
type Thread = (BTreeSet<(EntityId, i32)>, BTreeSet<EntityId>);

/// The thread of an entity through folded states, with nothing of the store.
fn traced(states: &BTreeMap<EntityId, State>, root: EntityId) -> Option<Thread> {
    let known = states.get(&root)?;
    let mut nodes = BTreeMap::from([(root, 0_i32)]);
    let mut links = BTreeSet::new();
    for back in [true, false] {
        let (mut level, mut walked, mut depth) = (vec![known.entity], BTreeSet::from([root]), 0_i32);
        while !level.is_empty() {
            depth += if back { -1 } else { 1 };
            let mut next = Vec::new();
            for (id, state) in states.iter().filter(|(_, state)| state.kind == "link" && !state.removed()) {
                let Some(ends) = &state.ends else { continue };
                let (up, down) = match throughline_model::link(&ends.type_).map(|link| link.flow) {
                    Some(Flow::Forward) => (ends.from, ends.to),
                    Some(Flow::Backward) => (ends.to, ends.from),
                    Some(Flow::None) | None => continue,
                };
                let (here, there) = if back { (down, up) } else { (up, down) };
                let Some(other) = states.get(&there).filter(|_| level.contains(&here)) else { continue };
                links.insert(*id);
                let met = nodes.entry(there).or_insert(depth);
                if depth.abs() < met.abs() {
                    *met = depth;
                }
                if walked.insert(there) && !other.removed() {
                    next.push(there);
                }
            }
            level = next;
        }
    }
    Some((nodes.into_iter().collect(), links))
}

fn millis(when: &str) -> i64 {
    if date::is_date(when) {
        date::millis(&format!("{when}T00:00:00Z")).unwrap()
    } else {
        date::millis(when).unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_past_position_shows_what_was_shown_then(ops in ops()) {
        let log = logged(&ops);
        let mut grown = Kept::new(&log.workspace());
        let mut built = Kept::new(&log.workspace());
        let mut then = Vec::new();
        for end in 1..=log.changes.len() {
            grown.view.project(&log.changes[end - 1..end], &()).unwrap();
            built.view.clear().unwrap();
            built.view.project(&log.changes[..end], &()).unwrap();
            prop_assert_eq!(grown.view.digest().unwrap(), built.view.digest().unwrap());
            then.push(observed(&built.reader(), &At::Now));
        }
        let reader = grown.reader();
        for (at, then) in then.iter().enumerate() {
            let position = at as u64 + 1;
            assert_same(&observed(&reader, &At::Position(position)), then, &format!("as of #{position}"));
            for id in entities() {
                let folded = fresh(&log.changes, id, |logged, _| logged.position <= position);
                prop_assert_eq!(reader.state(&id, &At::Position(position)).unwrap(), folded);
            }
        }
    }

    #[test]
    fn batches_of_any_size_give_one_view(ops in ops(), cuts in prop::collection::vec(1usize..5, 12)) {
        let log = logged(&ops);
        let whole = Kept::of(&log);
        let mut parts = Kept::new(&log.workspace());
        let mut rest = log.changes.as_slice();
        for cut in cuts {
            let (now, later) = rest.split_at(cut.min(rest.len()));
            parts.view.project(now, &()).unwrap();
            rest = later;
        }
        parts.view.project(&log.changes, &()).unwrap();
        prop_assert_eq!(parts.view.digest().unwrap(), whole.view.digest().unwrap());
    }

    #[test]
    fn every_date_shows_what_by_all_we_know_was_so(ops in ops()) {
        let log = logged(&ops);
        let mut grown = Kept::new(&log.workspace());
        for change in &log.changes {
            grown.view.project(std::slice::from_ref(change), &()).unwrap();
        }
        let reader = grown.reader();
        for offset in -5..13 {
            for when in [day(offset), instant(offset as f64 + 0.3)] {
                let at = At::So(when.clone());
                let limit = if date::is_date(&when) { millis(&when) + DAY - 1 } else { millis(&when) };
                let sees = |logged: &LoggedChange, on: Option<&str>| millis(on.unwrap_or(&logged.change.header.at)) <= limit;
                let states: BTreeMap<EntityId, State> = entities()
                    .into_iter()
                    .filter_map(|id| Some((id, fresh(&log.changes, id, sees)?)))
                    .collect();
                for id in entities() {
                    let state = reader.state(&id, &at).unwrap();
                    prop_assert_eq!(state.as_ref(), states.get(&id), "{} so on {}", id, &when);
                }
                // Rows say the same as folds: lists, links and search.
                let shown: BTreeSet<(EntityId, String, bool)> = reader
                    .list(&ListQuery { removed: true, ..ListQuery::default() }, &at)
                    .unwrap()
                    .rows
                    .into_iter()
                    .map(|card| (card.id, card.title, card.removed))
                    .collect();
                let wanted: BTreeSet<(EntityId, String, bool)> = states
                    .iter()
                    .filter(|(_, state)| state.kind != "link")
                    .map(|(id, state)| (*id, state.title(), state.removed()))
                    .collect();
                prop_assert_eq!(&shown, &wanted, "list so on {}", &when);
                let living = |id: &EntityId| states.get(id).is_some_and(|state| !state.removed());
                let problem = states.iter().filter(|(id, state)| {
                    state.kind == "link" && living(id) && state.ends.as_ref().is_some_and(|ends| {
                        ends.type_ == "addresses" && ends.to == entity(0) && states.contains_key(&ends.from) && states.contains_key(&ends.to)
                    })
                });
                let wanted: BTreeSet<EntityId> = problem.map(|(id, _)| *id).collect();
                let shown: BTreeSet<EntityId> = reader
                    .links(&entity(0), &at)
                    .unwrap_or_default()
                    .into_iter()
                    .filter(|link| link.type_ == "addresses" && !link.state.removed())
                    .map(|link| link.id)
                    .filter(|_| states.contains_key(&entity(0)))
                    .collect();
                prop_assert_eq!(shown, wanted, "links so on {}", &when);
                for root in [entity(0), entity(3)] {
                    let query = TraceQuery { direction: Direction::Both, ..TraceQuery::default() };
                    let shown = reader.trace(&root, &query, &at).ok().map(|trace| {
                        let nodes = trace.nodes.iter().map(|node| (node.card.id, node.depth)).collect();
                        (nodes, trace.links.iter().map(|link| link.id).collect())
                    });
                    prop_assert_eq!(shown, traced(&states, root), "trace so on {}", &when);
                }
                for (field, operator, value) in [("status", "=", "active"), ("notes", "~", "RATING")] {
                    let query = ListQuery {
                        kinds: vec!["problem".into(), "persona".into()],
                        filters: vec![(field.into(), operator.into(), value.into())],
                        ..ListQuery::default()
                    };
                    let shown: BTreeSet<EntityId> =
                        reader.list(&query, &at).unwrap().rows.into_iter().map(|card| card.id).collect();
                    let wanted: BTreeSet<EntityId> = states
                        .iter()
                        .filter(|(_, state)| {
                            let fits = match field {
                                "status" => state.status() == Some(value),
                                _ => state.text(field).is_some_and(|text| text.to_lowercase().contains("rating")),
                            };
                            fits && query.kinds.contains(&state.kind) && !state.removed()
                        })
                        .map(|(id, _)| *id)
                        .collect();
                    prop_assert_eq!(shown, wanted, "{} so on {}", field, &when);
                }
                let found = reader.search(&SearchQuery { text: "gamma ".into(), ..SearchQuery::default() }, &at).unwrap();
                let found: BTreeSet<EntityId> = found.rows.into_iter().map(|hit| hit.card.id).collect();
                let wanted: BTreeSet<EntityId> = states
                    .iter()
                    .filter(|(_, state)| {
                        let (title, body) = throughline_model::search_text(state);
                        state.kind != "link" && !state.removed() && (title.contains("gamma") || body.contains("gamma"))
                    })
                    .map(|(id, _)| *id)
                    .collect();
                prop_assert_eq!(found, wanted, "search so on {}", &when);
            }
        }
    }

    #[test]
    fn an_erasure_gives_the_view_that_a_rebuild_without_the_parts_gives(
        ops in ops(),
        picks in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..4),
        ops_after in ops(),
    ) {
        let mut log = logged(&ops);
        let whole = log.changes.clone();
        let parts: Vec<(usize, usize, &str)> = picks
            .iter()
            .map(|(change, record)| {
                let change = 1 + change.index(log.changes.len() - 1);
                (change, record.index(log.changes[change].change.records.len()), "content")
            })
            .collect();
        log.erase(&parts);
        for op in ops_after.iter().take(2) {
            let parents = [log.last()];
            let records = op.records.iter().map(|&(what, how, value, on)| drafted(what, how, value, on)).collect();
            log.add_to(3, &parents, Act::Edit, op.day as f64, None, records);
        }
        let mut grown = Kept::new(&log.workspace());
        for change in whole.iter().chain(&log.changes[whole.len()..]) {
            grown.view.project(std::slice::from_ref(change), &()).unwrap();
        }
        let mut at_once = Kept::new(&log.workspace());
        let mixed: Vec<LoggedChange> = whole.iter().chain(&log.changes[whole.len()..]).cloned().collect();
        at_once.view.project(&mixed, &()).unwrap();
        let built = Kept::of(&log);
        prop_assert_eq!(grown.view.digest().unwrap(), built.view.digest().unwrap());
        prop_assert_eq!(at_once.view.digest().unwrap(), built.view.digest().unwrap());
        assert_same(&observed(&grown.reader(), &At::Now), &observed(&built.reader(), &At::Now), "after an erasure");
    }
}

#[test]
fn one_rule_says_what_came_late_for_the_log_the_artefact_and_the_list() {
    let mut log = Log::new();
    let ten = BASE + 10 * DAY;
    let on = |n: u8, so: i64| RecordDraft {
        on: Some(date::from_millis(so)),
        ..titled("problem", n, "Late orders", i64::from(n))
    };
    log.add(10.0, vec![on(1, ten - DAY)]);
    log.add(10.0, vec![on(2, ten - DAY - 1)]);
    log.add(11.0, vec![titled("idea", 9, "Three dishes", 1)]);
    // Two that another copy recorded and that came with a merge: a week later, and half a day later.
    for (n, made) in [(3, 4.0), (4, 10.5)] {
        let parents = [log.last()];
        let problem = titled("problem", n, "Cold food", i64::from(n));
        log.add_to(1, &parents, Act::Edit, made, None, vec![problem]);
    }
    let kept = Kept::of(&log);
    let reader = kept.reader();

    let list = reader.late_entries(None, &At::Now, 0).unwrap().rows;
    let told: Vec<_> = list.iter().map(|one| (one.about[0].id, one.how, one.by)).collect();
    let wanted = [(entity(3), How::ReceivedLate, 7 * DAY), (entity(2), How::BackDated, DAY + 1)];
    assert_eq!(told, wanted, "a day is not late, and a moment more is");

    let of = reader.late(&[1, 2, 3, 4, 9].map(entity), &At::Now).unwrap();
    let so: BTreeMap<EntityId, &str> = of.iter().map(|(id, late)| (*id, late.so.as_str())).collect();
    let listed: BTreeMap<EntityId, &str> =
        list.iter().map(|one| (one.about[0].id, one.so.as_str())).collect();
    assert_eq!(so.keys().collect::<Vec<_>>(), listed.keys().collect::<Vec<_>>());
    assert_eq!((so[&entity(2)], so[&entity(3)]), (listed[&entity(2)], instant(4.0).as_str()));

    let marked = LogQuery { back_dated: true, limit: 100, ..LogQuery::default() };
    let mut marked: Vec<u64> = reader.log(&marked).unwrap().rows.iter().map(|row| row.position).collect();
    marked.sort_unstable();
    let mut positions: Vec<u64> = list.iter().map(|one| one.position).collect();
    positions.sort_unstable();
    assert_eq!(marked, positions);
}
