//! Questions and their answers: naming, lists, search, threads, history.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod view_common;

use std::collections::BTreeSet;

use proptest::prelude::*;
use throughline_record::{Act, ChangeId, EntityId, Opened, RecordDraft, Value};
use throughline_store::{At, Direction, ListQuery, LogQuery, Reader, SearchQuery, StoreError, TraceQuery};
use view_common::*;

fn with(mut draft: RecordDraft, name: &str, value: Value) -> RecordDraft {
    draft.content.insert(name.into(), Some(value));
    draft
}

fn ids(reader: &Reader, query: &ListQuery) -> Vec<EntityId> {
    reader.list(query, &At::Now).unwrap().rows.into_iter().map(|card| card.id).collect()
}

#[test]
fn short_ids_are_resolved_in_any_case_and_shown_on_cards() {
    let mut log = Log::new();
    log.add(1.0, vec![titled("problem", 1, "Slow menus", 12)]);
    let kept = Kept::of(&log);
    let reader = kept.reader();
    for reference in ["PRB-12", " prb-12 ", "throughline://w/PRB-12"] {
        assert_eq!(reader.resolve(reference, &At::Now).unwrap(), entity(1), "{reference}");
    }
    let address = format!("throughline://{}/{}", log.workspace(), entity(1));
    assert_eq!(reader.resolve(&address, &At::Now).unwrap(), entity(1));
    let card = &reader.cards(&[entity(1)], &At::Now).unwrap()[0];
    assert_eq!((card.short.as_str(), card.stage.as_str()), ("PRB-12", "define"));
    assert_eq!(reader.resolve("PRB-13", &At::Now).unwrap_err().code(), "not-found");
    assert_eq!(reader.resolve("", &At::Now).unwrap_err().code(), "not-found");
}

#[test]
fn a_short_number_that_two_have_asks_which_and_neither_keeps_the_bare_one() {
    let mut log = Log::new();
    log.add(1.0, vec![titled("problem", 1, "One", 12)]);
    log.add(2.0, vec![titled("problem", 2, "Two", 12), titled("idea", 3, "Three", 12)]);
    let kept = Kept::of(&log);
    let reader = kept.reader();
    let shorts: Vec<String> = reader
        .cards(&[entity(1), entity(2), entity(3)], &At::Now)
        .unwrap()
        .into_iter()
        .map(|card| card.short)
        .collect();
    assert_eq!(shorts[2], "IDE-12");
    assert_ne!(shorts[0], shorts[1]);
    for (short, n) in [(&shorts[0], 1), (&shorts[1], 2)] {
        assert!(short.starts_with("PRB-12."), "{short}");
        assert_eq!(reader.resolve(&short.to_uppercase(), &At::Now).unwrap(), entity(n));
    }
    match reader.resolve("PRB-12", &At::Now).unwrap_err() {
        StoreError::Ambiguous { candidates, .. } => {
            let named: BTreeSet<&str> = candidates.iter().map(|one| one.short.as_str()).collect();
            assert_eq!(named, shorts[..2].iter().map(String::as_str).collect());
        }
        other => panic!("{other}"),
    }
    // Before they met, the number was clear.
    assert_eq!(reader.resolve("PRB-12", &At::Position(2)).unwrap(), entity(1));
    assert_eq!(reader.cards(&[entity(1)], &At::Position(2)).unwrap()[0].short, "PRB-12");
    assert_eq!(reader.next_number("problem").unwrap(), 13);
    assert_eq!(reader.next_number("persona").unwrap(), 1);
}

#[test]
fn versions_answer_to_name_at_version_and_to_beginnings_of_digests_and_commits() {
    let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let identity = Value::List(vec![Value::Map(
        [("algorithm".to_owned(), Value::from("sha256")), ("value".to_owned(), Value::from(digest))].into(),
    )]);
    let mut log = Log::new();
    log.add(
        1.0,
        vec![
            with(with(titled("model-version", 1, "Ranker", 1), "version", "3".into()), "digest", identity),
            with(
                titled("code-version", 2, "Train it", 1),
                "commit",
                "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334".into(),
            ),
            with(
                titled("code-version", 3, "Train it again", 2),
                "commit",
                "a1b2c3d4ffffffffffffffffffffffffffffffff".into(),
            ),
        ],
    );
    let reader = Kept::of(&log);
    let reader = reader.reader();
    let resolved = |reference: &str| reader.resolve(reference, &At::Now).ok();
    assert_eq!(resolved("ranker@3"), Some(entity(1)));
    assert_eq!(resolved("9f86d08"), Some(entity(1)));
    assert_eq!(resolved(&format!("sha256:{digest}")), Some(entity(1)));
    assert_eq!(resolved("A1B2C3D4E5"), Some(entity(2)));
    assert_eq!(reader.resolve("a1b2c3d4", &At::Now).unwrap_err().code(), "ambiguous");
    assert_eq!(resolved("9f86d0"), None);
    let id = entity(3).to_string();
    assert_eq!(resolved(&id), Some(entity(3)));
    assert_eq!(resolved(&id.replace('-', "").to_uppercase()), Some(entity(3)));
    assert_eq!(resolved(&id[..24]), Some(entity(3)));
    assert_eq!(reader.resolve(&id[..8], &At::Now).unwrap_err().code(), "ambiguous");
}

#[test]
fn lists_filter_by_fields_references_tags_and_numbers_and_come_sorted_in_pages() {
    let mut log = Log::new();
    log.add(
        1.0,
        vec![
            titled("release", 10, "Spring", 1),
            titled("persona", 20, "Courier", 1),
            with(
                with(titled("prototype", 1, "alpha", 1), "serving-cost", "10".into()),
                "notes",
                "Words".into(),
            ),
            with(titled("model-version", 30, "Ranker", 1), "aliases", tags(&["champion", "v2"], &[])),
            with(titled("prototype", 2, "Beta", 2), "serving-cost", "9.5".into()),
            with(titled("prototype", 3, "gamma", 3), "tags", tags(&["gpu", "slow"], &[])),
            titled("problem", 4, "Late orders", 1),
            titled("problem", 5, "Cold food", 2),
            link("concerns", entity(4), entity(20), Default::default()),
            link("includes", entity(10), entity(1), Default::default()),
            link("includes", entity(10), entity(4), Default::default()),
        ],
    );
    let kept = Kept::of(&log);
    let reader = kept.reader();
    let of = |kinds: &[&str], filters: &[(&str, &str, &str)], sort: &[(&str, bool)]| ListQuery {
        kinds: kinds.iter().map(|&kind| kind.to_owned()).collect(),
        filters: filters.iter().map(|&(f, o, v)| (f.into(), o.into(), v.into())).collect(),
        sort: sort.iter().map(|&(f, d)| (f.into(), d)).collect(),
        ..ListQuery::default()
    };
    let list = |query: ListQuery| ids(&reader, &query);
    let numbers = |of: &[u8]| of.iter().map(|n| entity(*n)).collect::<Vec<_>>();

    assert_eq!(list(of(&["prototype"], &[], &[])), numbers(&[3, 2, 1]), "newest first");
    assert_eq!(list(of(&["prototype"], &[], &[("title", false)])), numbers(&[1, 2, 3]), "in any case");
    assert_eq!(
        list(of(&["prototype"], &[], &[("serving-cost", false)])),
        numbers(&[2, 1, 3]),
        "as numbers, nothing last"
    );
    assert_eq!(list(of(&["prototype"], &[("serving-cost", "<", "10")], &[])), numbers(&[2]));
    assert_eq!(list(of(&["prototype"], &[("serving-cost", "=", "10.0")], &[])), numbers(&[1]));
    assert_eq!(list(of(&["prototype"], &[("serving-cost", "=", "")], &[])), numbers(&[3]));
    assert_eq!(
        list(of(&["prototype"], &[("serving-cost", "!=", "10")], &[])),
        numbers(&[3, 2]),
        "nothing differs too"
    );
    assert_eq!(list(of(&["prototype"], &[("tags", "=", "GPU")], &[])), numbers(&[3]));
    assert_eq!(list(of(&["prototype"], &[("tags", "!=", "gpu")], &[])), numbers(&[2, 1]));
    assert_eq!(list(of(&["prototype"], &[("title", "~", "ET")], &[])), numbers(&[2]));
    assert_eq!(
        list(of(&["prototype"], &[("notes", "~", "WORD")], &[])),
        numbers(&[1]),
        "from the record itself"
    );
    assert_eq!(list(of(&["model-version"], &[("aliases", "=", "champion")], &[])), numbers(&[30]));
    assert_eq!(list(of(&["model-version"], &[("aliases", "=", "champ")], &[])), numbers(&[]));
    assert_eq!(list(of(&["problem"], &[("persona", "=", "PER-1")], &[])), numbers(&[4]));
    assert_eq!(list(of(&["problem"], &[("persona", "!=", "PER-1")], &[])), numbers(&[5]));
    assert_eq!(list(of(&["problem"], &[("persona", "=", "")], &[])), numbers(&[5]));
    assert_eq!(list(of(&[], &[("short", "=", "PRB-2")], &[])), numbers(&[5]));
    assert_eq!(
        list(of(&["prototype"], &[("status", "=", "draft")], &[])).len(),
        3,
        "the first status counts"
    );

    let included = ListQuery { release: Some(entity(10)), ..ListQuery::default() };
    assert_eq!(list(included), numbers(&[4, 1]));
    let staged = ListQuery { stage: Some("define".into()), ..ListQuery::default() };
    assert_eq!(list(staged), numbers(&[5, 4]));
    let text = ListQuery { text: Some("late ord".into()), ..ListQuery::default() };
    assert_eq!(list(text), numbers(&[4]));
    assert_eq!(list(ListQuery { text: Some("!!".into()), ..ListQuery::default() }), []);

    let page = ListQuery { offset: 1, limit: 1, ..of(&["prototype"], &[], &[("title", false)]) };
    let page = reader.list(&page, &At::Now).unwrap();
    assert_eq!((page.total, page.offset, page.rows.len(), page.rows[0].id), (3, 1, 1, entity(2)));
    assert_eq!(
        reader.count_by_kind(Some(entity(10)), &At::Now).unwrap(),
        [("problem".to_owned(), 1), ("prototype".to_owned(), 1)]
    );

    for wrong in [
        of(&["problem"], &[("no-such-field", "=", "1")], &[]),
        of(&["problem"], &[("title", "like", "1")], &[]),
        of(&["problem"], &[], &[("'; DROP TABLE state", false)]),
        ListQuery { stage: Some("nowhere".into()), ..ListQuery::default() },
    ] {
        assert_eq!(reader.list(&wrong, &At::Now).unwrap_err().code(), "query", "{wrong:?}");
    }
    let injected = of(&["x') OR 1=1 --"], &[], &[]);
    assert_eq!(list(injected), []);
}

#[test]
fn a_search_finds_what_is_named_first_then_whole_words_then_unfinished_ones() {
    let mut log = Log::new();
    log.add(
        1.0,
        vec![
            titled("idea", 1, "Rate the courier", 7),
            titled("idea", 2, "Rating stars", 2),
            with(titled("idea", 3, "Thumbs", 3), "notes", "users rate and rate IDE-7 again".into()),
            with(titled("idea", 4, "Gone rate", 4), "removed", Value::Bool(true)),
        ],
    );
    log.add(2.0, vec![record("idea", entity(2), fields([("title", "Stars".into())]))]);
    let kept = Kept::of(&log);
    let reader = kept.reader();
    assert_eq!(hits(&reader, "rat"), [entity(1), entity(3)]);
    assert_eq!(hits(&reader, "ide-7"), [entity(1), entity(3)]);
    assert_eq!(hits(&reader, "rate courier"), [entity(1)]);
    assert_eq!(hits(&reader, "rating"), [], "the title of now counts");
    let then = reader
        .search(&SearchQuery { text: "rating".into(), ..SearchQuery::default() }, &At::Position(2))
        .unwrap();
    assert_eq!(then.rows[0].card.id, entity(2));
    assert_eq!(then.rows[0].snippet, "\u{1}Rating\u{2} stars");
    let page = SearchQuery { text: "rate".into(), offset: 1, limit: 1, ..SearchQuery::default() };
    let page = reader.search(&page, &At::Now).unwrap();
    assert_eq!((page.total, page.rows.len(), page.rows[0].card.id), (2, 1, entity(3)));
    assert_eq!(page.rows[0].snippet, "users \u{1}rate\u{2} and \u{1}rate\u{2} IDE-7 again");
    let kinds = SearchQuery { text: "rate".into(), kinds: vec!["problem".into()], ..SearchQuery::default() };
    assert_eq!(reader.search(&kinds, &At::Now).unwrap().total, 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_an_error(text in "\\PC{0,12}|[\"'*:^(){}+\\-. A-Z0-9\u{0}\n%_@/]{0,16}|(AND|OR|NOT|NEAR|\"|\\*| |rate|title:)*") {
        thread_local! {
            static KEPT: Kept = {
                let mut log = Log::new();
                log.add(1.0, vec![titled("idea", 1, "Rate \"the\" courier", 7)]);
                Kept::of(&log)
            };
        }
        KEPT.with(|kept| {
            let reader = kept.reader();
            for at in [At::Now, At::So("2026-12-01".into())] {
                let query = SearchQuery { text: text.clone(), ..SearchQuery::default() };
                prop_assert!(reader.search(&query, &at).is_ok());
                let query = ListQuery { text: Some(text.clone()), ..ListQuery::default() };
                prop_assert!(reader.list(&query, &at).is_ok());
                if let Err(error) = reader.resolve(&text, &at) {
                    prop_assert!(["not-found", "ambiguous"].contains(&error.code()));
                }
                let query = ListQuery { filters: vec![("title".into(), "~".into(), text.clone())], ..ListQuery::default() };
                prop_assert!(reader.list(&query, &at).is_ok());
            }
            Ok(())
        })?;
    }
}

fn reached(reader: &Reader, n: u8, query: &TraceQuery) -> Vec<(EntityId, i32)> {
    let trace = reader.trace(&entity(n), query, &At::Now).unwrap();
    let mut nodes: Vec<_> = trace.nodes.into_iter().map(|node| (node.card.id, node.depth)).collect();
    assert_eq!(nodes[0], (entity(n), 0));
    nodes.sort();
    nodes
}

#[test]
fn a_trace_follows_the_flow_both_ways_through_cycles() {
    let mut log = thread();
    let mut kept = Kept::of(&log);
    let reader = kept.reader();
    let all = TraceQuery::default();
    let of = |pairs: &[(u8, i32)]| pairs.iter().map(|&(n, depth)| (entity(n), depth)).collect::<Vec<_>>();
    assert_eq!(reached(&reader, 4, &all), of(&[(1, -3), (2, -2), (3, -1), (4, 0), (5, -2)]));
    assert_eq!(reached(&reader, 1, &all), of(&[(1, 0), (2, 1), (3, 2), (4, 3), (5, 3)]));
    assert_eq!(reached(&reader, 3, &all), of(&[(1, -2), (2, -1), (3, 0), (4, 1), (5, -1)]));
    let back = TraceQuery { direction: Direction::Back, ..TraceQuery::default() };
    assert_eq!(reached(&reader, 2, &back), of(&[(1, -1), (2, 0)]));
    let near = TraceQuery { depth: Some(1), ..TraceQuery::default() };
    assert_eq!(reached(&reader, 2, &near), of(&[(1, -1), (2, 0), (3, 1)]));
    let people = TraceQuery { kinds: vec!["persona".into()], ..TraceQuery::default() };
    assert_eq!(reached(&reader, 4, &people), of(&[(1, -3), (4, 0)]), "the walk passes through other kinds");

    let trace = reader.trace(&entity(4), &all, &At::Now).unwrap();
    let links: BTreeSet<(String, EntityId, EntityId)> =
        trace.links.iter().map(|link| (link.type_.clone(), link.up, link.down)).collect();
    assert_eq!(links.len(), trace.links.len());
    assert!(links.contains(&("concerns".into(), entity(1), entity(2))), "what is named second is upstream");
    assert_eq!(links.len(), 5, "the cycle's both links, and no link that does not flow");

    // A removed node is shown and not followed; a removed link is not part of the thread.
    let removed = fields([("removed", Value::Bool(true))]);
    log.add(2.0, vec![record("problem", entity(2), removed.clone())]);
    kept.view.project(&log.changes, &()).unwrap();
    assert_eq!(reached(&reader, 4, &all), of(&[(2, -2), (3, -1), (4, 0), (5, -2)]));
    log.add(3.0, vec![link("realises", entity(4), entity(3), removed)]);
    kept.view.project(&log.changes, &()).unwrap();
    assert_eq!(reached(&reader, 4, &all), of(&[(4, 0)]));
    let then = reader.trace(&entity(4), &all, &At::Position(2)).unwrap();
    assert_eq!(then.nodes.len(), 5);
    let seen = reader.links(&entity(3), &At::Now).unwrap();
    assert_eq!(seen.iter().filter(|link| link.removed).count(), 2, "greyed, not gone");
    assert_eq!(reader.trace(&entity(99), &all, &At::Now).unwrap_err().code(), "not-found");
}

#[test]
fn links_are_seen_from_both_ends_with_their_own_fields() {
    let log = thread();
    let kept = Kept::of(&log);
    let artefact = kept.reader().get(&entity(2), &At::Now).unwrap();
    assert_eq!(artefact.state.title(), "Late");
    let seen: Vec<(&str, bool, EntityId)> =
        artefact.links.iter().map(|link| (link.type_.as_str(), link.out, link.other.id)).collect();
    assert_eq!(seen, [("concerns", true, entity(1)), ("addresses", false, entity(3))]);
    let link = &artefact.links[0];
    let own = kept.reader().get(&link.id, &At::Now).unwrap();
    assert_eq!((own.card.kind.as_str(), own.card.title.as_str()), ("link", "concerns"));
    assert_eq!(kept.reader().ends(&link.id, &At::Now).unwrap(), link.state.ends);
}

#[test]
fn what_was_decided_comes_from_the_last_accepted_decision_that_stands() {
    let outcome = |word: &str| fields([("outcome", Value::from(word))]);
    let status = |n, word: &str| record("decision", entity(n), fields([("status", Value::from(word))]));
    let mut log = Log::new();
    log.add(
        1.0,
        vec![
            titled("idea", 1, "Rank", 1),
            titled("decision", 10, "First", 1),
            titled("decision", 11, "Second", 2),
        ],
    );
    log.add(
        1.5,
        vec![
            link("decides", entity(10), entity(1), outcome("rejected")),
            link("decides", entity(11), entity(1), outcome("chosen")),
        ],
    );
    let mut kept = Kept::of(&log);
    let reader = kept.reader();
    let decided = |reader: &Reader, at: &At| {
        reader
            .decided(&[entity(1), entity(10)], at)
            .unwrap()
            .into_iter()
            .map(|(id, (word, card))| (id, word, card.id))
            .collect::<Vec<_>>()
    };
    assert_eq!(decided(&reader, &At::Now), [], "proposed decisions decide nothing");
    log.add(2.0, vec![status(10, "accepted")]);
    log.add(3.0, vec![status(11, "accepted")]);
    log.add(4.0, vec![record("decision", entity(10), fields([("notes", "typo".into())]))]);
    kept.view.project(&log.changes, &()).unwrap();
    assert_eq!(decided(&reader, &At::Now), [(entity(1), "chosen".into(), entity(11))]);
    assert_eq!(decided(&reader, &At::Position(4)), [(entity(1), "rejected".into(), entity(10))]);
    log.add(5.0, vec![link("supersedes", entity(10), entity(11), Default::default())]);
    kept.view.project(&log.changes, &()).unwrap();
    assert_eq!(decided(&reader, &At::Now), [(entity(1), "rejected".into(), entity(10))]);
}

#[test]
fn decisions_are_filtered_and_sorted_by_objections_without_an_answer() {
    let stance = |n, position: &str| record("stance", entity(n), fields([("position", position.into())]));
    let on = |n, decision| link("on", entity(n), entity(decision), Default::default());
    let mut log = Log::new();
    log.add(1.0, (10..13).map(|n| titled("decision", n, "Which?", i64::from(n))).collect());
    log.add(
        2.0,
        vec![
            stance(20, "object"),
            stance(21, "object"),
            stance(22, "object"),
            stance(23, "consent"),
            on(20, 10),
            on(21, 10),
            on(22, 11),
            on(23, 12),
        ],
    );
    let mut kept = Kept::of(&log);
    let reader = kept.reader();
    let counts = |reader: &Reader, at: &At| {
        let counts = reader.open_objections(&[entity(10), entity(11), entity(12)], at).unwrap();
        [10, 11, 12].map(|n| counts.get(&entity(n)).copied().unwrap_or(0))
    };
    let some = |sort: bool| ListQuery {
        kinds: vec!["decision".into()],
        filters: vec![("open-objections".into(), ">".into(), "0".into())],
        sort: if sort { vec![("open-objections".into(), true)] } else { Vec::new() },
        ..ListQuery::default()
    };
    assert_eq!(counts(&reader, &At::Now), [2, 1, 0]);
    assert_eq!(ids(&reader, &some(true)), [entity(10), entity(11)]);
    let answer = |text: &str| record("stance", entity(20), fields([("answer", text.into())]));
    log.add(3.0, vec![answer("We cap it.")]);
    log.add(4.0, vec![record("stance", entity(22), fields([("removed", true.into())]))]);
    kept.view.project(&log.changes, &()).unwrap();
    assert_eq!(counts(&reader, &At::Now), [1, 0, 0]);
    assert_eq!(counts(&reader, &At::Position(3)), [2, 1, 0], "what was open then stays open then");
    assert_eq!(ids(&reader, &some(false)), [entity(10)]);
    log.add(5.0, vec![answer("  ")]);
    kept.view.project(&log.changes, &()).unwrap();
    assert_eq!(counts(&reader, &At::Now), [2, 0, 0], "a blank is no answer");
}

#[test]
fn the_log_tells_field_by_field_what_each_change_did() {
    let mut log = Log::new();
    log.add(
        1.0,
        vec![
            titled("stakeholder", 50, "Ada", 1),
            titled("problem", 1, "Late", 1),
            titled("persona", 2, "Courier", 1),
        ],
    );
    let parents = [log.last()];
    let mut late =
        record("problem", entity(1), fields([("title", "Cold".into()), ("tags", tags(&["a"], &[]))]));
    late.on = Some(day(-5));
    log.add_to(0, &parents, Act::Import, 2.0, Some(entity(50)), vec![late]);
    log.add(3.0, vec![link("concerns", entity(1), entity(2), Default::default())]);
    log.add(4.0, vec![titled("idea", 9, "Other", 1)]);
    let mut cleared = record("problem", entity(1), fields([("tags", tags(&["b"], &["a"]))]));
    cleared.content.insert("title".into(), None);
    log.add(5.0, vec![cleared]);
    let kept = Kept::of(&log);
    let reader = kept.reader();

    let page = reader.history(&entity(1)).unwrap();
    assert_eq!(
        page.rows.iter().map(|one| one.position).collect::<Vec<_>>(),
        [6, 4, 3, 2],
        "links too, others not"
    );
    assert_eq!(page.total, 4);
    let import = &page.rows[2];
    assert_eq!(import.actor.as_ref().unwrap().title, "Ada");
    assert_eq!(import.act, Act::Import);
    assert!(import.back_dated && !page.rows[0].back_dated);
    assert_eq!(import.note, Opened::Here("why 2".into()));
    let changed: Vec<_> = import.records[0]
        .fields
        .iter()
        .map(|f| (f.name.as_str(), f.before.clone(), f.after.clone()))
        .collect();
    let set = |of: &[&str]| Some(Value::List(of.iter().map(|one| Value::from(*one)).collect()));
    assert_eq!(changed, [("tags", None, set(&["a"])), ("title", Some("Late".into()), Some("Cold".into()))]);
    let last = &page.rows[0].records[0];
    let changed: Vec<_> =
        last.fields.iter().map(|f| (f.name.as_str(), f.before.clone(), f.after.clone())).collect();
    assert_eq!(changed, [("tags", set(&["a"]), set(&["b"])), ("title", Some("Cold".into()), None)]);
    let linked = page.rows[1].records[0].ends.as_ref().unwrap();
    assert_eq!((linked.type_.as_str(), linked.to.as_ref().unwrap().id), ("concerns", entity(2)));
    let first = &page.rows[3];
    assert_eq!(
        (first.records.len(), first.count),
        (1, 3),
        "only records of the artefact, and how many there are"
    );
    assert!(first.records[0].first && !last.first);

    let of =
        |query: LogQuery| reader.log(&query).unwrap().rows.iter().map(|one| one.position).collect::<Vec<_>>();
    assert_eq!(of(LogQuery { limit: 2, ..LogQuery::default() }), [6, 5]);
    assert_eq!(of(LogQuery { before: Some(3), ..LogQuery::default() }), [2, 1]);
    assert_eq!(of(LogQuery { after: Some(4), ..LogQuery::default() }), [6, 5]);
    assert_eq!(of(LogQuery { act: Some("import".into()), ..LogQuery::default() }), [3]);
    assert_eq!(of(LogQuery { actor: Some(entity(50)), ..LogQuery::default() }), [3]);
    assert!(of(LogQuery { entity: Some(entity(77)), ..LogQuery::default() }).is_empty());
}

#[test]
fn known_on_a_date_counts_what_was_received_by_then() {
    let mut log = Log::new();
    log.add(1.0, vec![titled("idea", 1, "One", 1)]);
    log.add(1.9, vec![titled("idea", 1, "Two", 1)]);
    log.add(5.0, vec![titled("idea", 1, "Three", 1)]);
    let kept = Kept::of(&log);
    let reader = kept.reader();
    let title = |at: At| reader.cards(&[entity(1)], &at).unwrap().first().map(|card| card.title.clone());
    assert_eq!(title(At::Known(day(0))), None);
    assert_eq!(title(At::Known(day(1))).as_deref(), Some("Two"), "the end of the day");
    assert_eq!(title(At::Known(instant(1.5))).as_deref(), Some("One"));
    assert_eq!(title(At::Known(day(4))).as_deref(), Some("Two"));
    assert_eq!(title(At::Known(day(9))).as_deref(), Some("Three"));
    assert_eq!(title(At::Position(0)), None);
    assert_eq!(title(At::Position(99)).as_deref(), Some("Three"));
    let wrong = reader.cards(&[entity(1)], &At::So("yesterday".into())).unwrap_err();
    assert_eq!(wrong.code(), "query");
}

#[test]
fn one_key_used_in_two_copies_is_two_lanes_of_one_device() {
    let mut log = Log::new();
    let base = log.last();
    let edit = |word: &str| vec![record("idea", entity(1), fields([("title", Value::from(word))]))];
    log.add_as(0, 2, &[base], Act::Edit, 1.0, None, edit("one"));
    log.add_as(0, 2, &[base], Act::Edit, 2.0, None, edit("two"));
    let kept = Kept::of(&log);
    let reader = kept.reader();
    let state = reader.state(&entity(1), &At::Now).unwrap().unwrap();
    assert_eq!(state.conflicts(), ["title"]);
    let devices = reader.devices().unwrap();
    assert_eq!((devices.len(), devices[0].forked, devices[0].last_seq, devices[0].changes), (1, true, 2, 3));
    assert_eq!(devices[0].id, log.device(0));
}

#[test]
fn tags_are_counted_the_most_used_first_and_found_by_their_first_letters_in_any_case() {
    let mut log = Log::new();
    let tagged =
        |n: u8, words: &[&str]| with(titled("idea", n, "An idea", n.into()), "tags", tags(words, &[]));
    log.add(1.0, vec![tagged(1, &["Dinner", "Überraschung"]), tagged(2, &["Dinner", "dessert"])]);
    log.add(2.0, vec![tagged(3, &["breakfast"])]);
    log.add(3.0, vec![with(titled("idea", 3, "An idea", 3), "removed", Value::Bool(true))]);
    let kept = Kept::of(&log);
    let reader = kept.reader();
    let named = |begin: &str, at: &At| -> Vec<(String, u64)> {
        reader.tags(begin, 10, at).unwrap().into_iter().map(|t| (t.tag, t.artefacts)).collect()
    };
    let row = |tag: &str, n| (tag.to_owned(), n);
    assert_eq!(named("", &At::Now), [row("Dinner", 2), row("dessert", 1), row("Überraschung", 1)]);
    assert_eq!(named("d", &At::Now), [row("Dinner", 2), row("dessert", 1)]);
    assert_eq!(named("üb", &At::Now), [row("Überraschung", 1)]);
    assert_eq!(named("br", &At::Known(day(2))), [row("breakfast", 1)], "it was there before it was removed");
    assert_eq!(reader.tags("", 1, &At::Now).unwrap().len(), 1);
}

#[test]
fn changes_are_in_sequence_where_each_was_made_knowing_the_one_before() {
    let mut log = Log::new();
    let idea = |word: &str| vec![record("idea", entity(1), fields([("title", Value::from(word))]))];
    let base = log.add(1.0, idea("base"));
    let next = log.add(2.0, idea("next"));
    let in_sequence = |log: &Log, changes: &[ChangeId]| Kept::of(log).reader().in_sequence(changes).unwrap();
    assert!(in_sequence(&log, &[next, base]), "one copy alone");
    let beside = log.add_to(1, &[base], Act::Edit, 3.0, None, idea("beside"));
    let both = log.add_to(1, &[beside, next], Act::Edit, 4.0, None, idea("both"));
    assert!(in_sequence(&log, &[base, next]) && in_sequence(&log, &[both, beside, base]));
    assert!(in_sequence(&log, &[next, next]) && in_sequence(&log, &[]));
    assert!(!in_sequence(&log, &[next, beside]));
    assert!(!in_sequence(&log, &[base, beside, next, both]));
}
