//! Whatever the order of arrival, the state is the same, and it is the one the rules say.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(dead_code, reason = "each test file uses its part of the histories")]

mod history;

use history::{History, fields, keyed, text};
use proptest::prelude::*;
use std::collections::BTreeSet;
use throughline_model::fold;
use throughline_record::{Act, Fields, Opened, Value};

/// What one change does to the entity.
#[derive(Debug, Clone)]
enum Step {
    Single(&'static str, Option<u8>),
    Personal(u8),
    Tags(Vec<u8>, Vec<u8>),
    Clear(&'static str),
    Remove(bool),
    Both(u8, Vec<u8>),
    Newer(u8),
    Stranger,
}

#[derive(Debug, Clone)]
struct Plan {
    parents: Vec<prop::sample::Index>,
    step: Step,
    erased: bool,
}

fn step() -> impl Strategy<Value = Step> {
    let name = prop::sample::select(vec!["title", "notes", "mood"]);
    let few = || prop::collection::vec(0_u8..4, 0..3);
    prop_oneof![
        6 => (name.clone(), prop::option::weighted(0.9, 0_u8..4)).prop_map(|(n, v)| Step::Single(n, v)),
        1 => (0_u8..3).prop_map(Step::Personal),
        4 => (few(), few()).prop_map(|(a, r)| Step::Tags(a, r)),
        1 => prop::sample::select(vec!["title", "tags"]).prop_map(Step::Clear),
        2 => any::<bool>().prop_map(Step::Remove),
        2 => (0_u8..4, few()).prop_map(|(v, a)| Step::Both(v, a)),
        1 => (0_u8..3).prop_map(Step::Newer),
        1 => Just(Step::Stranger),
    ]
}

fn plan() -> impl Strategy<Value = Vec<Plan>> {
    let one = (prop::collection::vec(any::<prop::sample::Index>(), 1..3), step(), prop::bool::weighted(0.15))
        .prop_map(|(parents, step, erased)| Plan { parents, step, erased });
    prop::collection::vec(one, 1..14)
}

fn words(of: &[u8]) -> Vec<String> {
    of.iter().map(|n| format!("t{n}")).collect()
}

fn tag_change(add: &[u8], remove: &[u8]) -> Option<Value> {
    let (add, remove) = (words(add), words(remove));
    keyed(
        &add.iter().map(String::as_str).collect::<Vec<_>>(),
        &remove.iter().map(String::as_str).collect::<Vec<_>>(),
    )
}

fn value(n: u8) -> Option<Value> {
    text(&format!("v{n}"))
}

fn build(plans: &[Plan]) -> History {
    let mut h = History::default();
    for (at, plan) in plans.iter().enumerate() {
        // The first change has no parents; all others descend from some of those before.
        let parents: BTreeSet<usize> =
            if at == 0 { BTreeSet::new() } else { plan.parents.iter().map(|p| p.index(at)).collect() };
        let parents: Vec<usize> = parents.into_iter().collect();
        let change = h.change(&parents, Act::Edit);
        let none = Fields::new();
        match &plan.step {
            Step::Single(name, v) => {
                h.record(change, "idea/1", fields([(name, v.and_then(value))]), none);
            }
            Step::Personal(v) => {
                h.record(change, "idea/1", none, fields([("said-by", value(*v))]));
            }
            Step::Tags(add, remove) => {
                h.record(change, "idea/1", fields([("tags", tag_change(add, remove))]), none);
            }
            Step::Clear(name) => {
                h.record(change, "idea/1", fields([(name, None)]), none);
            }
            Step::Remove(on) => {
                h.record(change, "idea/1", fields([("removed", Some(Value::from(*on)))]), none);
            }
            Step::Both(v, add) => {
                h.record(change, "idea/1", fields([("title", value(*v))]), none);
                let tags = tag_change(add, &[]);
                h.record(
                    change,
                    "idea/1",
                    fields([("tags", tags), ("title", value(v + 1))]),
                    fields([("said-by", value(*v))]),
                );
            }
            Step::Newer(v) => {
                h.record(change, "idea/2", fields([("title", value(*v))]), none);
            }
            Step::Stranger => {
                h.record(change, "horoscope/1", fields([("title", text("scorpio"))]), none);
            }
        }
        if plan.erased {
            h.erase_content(change);
            h.erase_personal(change);
        }
    }
    h
}

/// The heads of a single field by the book: the values no other record of the field knew of.
fn heads_by_the_book(h: &History, field: &str) -> BTreeSet<(Option<Value>, bool)> {
    let kind = h.fold().kind;
    let sets: Vec<(usize, u32, Option<Value>, bool)> = h
        .records()
        .filter(|(_, r)| r.kind == format!("{kind}/1") && kind == "idea")
        .filter(|(_, r)| r.sets_content.iter().chain(&r.sets_personal).any(|f| f == field))
        .map(|(change, r)| {
            let part = if r.sets_content.iter().any(|f| f == field) { &r.content } else { &r.personal };
            let (value, gone) = match part {
                Opened::Here(fields) => (fields.get(field).cloned().flatten(), false),
                Opened::Absent => (None, false),
                Opened::Gone => (None, true),
            };
            (change, r.address.index, value, gone)
        })
        .collect();
    let replaced = |change: usize, index: u32| {
        sets.iter().any(|(c, i, ..)| h.knew(change, *c) || (*c == change && *i > index))
    };
    sets.iter().filter(|(c, i, ..)| !replaced(*c, *i)).map(|(_, _, v, g)| (v.clone(), *g)).collect()
}

/// The tags by the book: each add that no erased, clearing or removing record knew of.
fn tags_by_the_book(h: &History) -> BTreeSet<Value> {
    let kind = h.fold().kind;
    let sets: Vec<_> = h
        .records()
        .filter(|(_, r)| kind == "idea" && r.kind == "idea/1" && r.sets_content.iter().any(|f| f == "tags"))
        .collect();
    let listed = |r: &throughline_record::Record, key: &str| -> Vec<Value> {
        let Opened::Here(fields) = &r.content else { return Vec::new() };
        let Some(Some(Value::Map(map))) = fields.get("tags") else { return Vec::new() };
        map.get(key).and_then(Value::as_list).unwrap_or_default().to_vec()
    };
    let clears = |r: &throughline_record::Record| match &r.content {
        Opened::Here(fields) => fields.get("tags").cloned().flatten().is_none(),
        Opened::Absent | Opened::Gone => true,
    };
    let mut tags = BTreeSet::new();
    for (change, record) in &sets {
        for tag in listed(record, "add") {
            let taken = sets
                .iter()
                .any(|(c, r)| h.knew(*change, *c) && (clears(r) || listed(r, "remove").contains(&tag)));
            if !taken {
                tags.insert(tag);
            }
        }
    }
    tags
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_arrival_gives_the_same_state(plans in plan(), seed in any::<u64>()) {
        let h = build(&plans);
        let expected = h.fold();
        let mut entries = h.entries();
        let mut random = seed;
        for i in (1..entries.len()).rev() {
            // xorshift: any permutation will do.
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let j = usize::try_from(random % (i as u64 + 1)).unwrap();
            entries.swap(i, j);
        }
        let shuffled = fold(entries, &h);
        prop_assert_eq!(shuffled.digest(), expected.digest());
        prop_assert_eq!(shuffled, expected);
    }

    #[test]
    fn the_heads_of_a_field_are_the_values_nothing_replaced(plans in plan()) {
        let h = build(&plans);
        let state = h.fold();
        for field in ["title", "notes", "mood", "said-by"] {
            let have: BTreeSet<_> = state
                .fields
                .get(field)
                .map(|f| f.heads.iter().map(|head| (head.value.clone(), head.erased)).collect())
                .unwrap_or_default();
            prop_assert_eq!(have, heads_by_the_book(&h, field), "{}", field);
        }
    }

    #[test]
    fn a_set_holds_what_was_added_and_not_knowingly_removed(plans in plan()) {
        let h = build(&plans);
        let state = h.fold();
        let have: BTreeSet<Value> =
            state.value("tags").and_then(Value::as_list).unwrap_or_default().iter().cloned().collect();
        prop_assert_eq!(have, tags_by_the_book(&h));
    }

    #[test]
    fn a_different_state_has_a_different_digest(plans in plan()) {
        let h = build(&plans);
        let state = h.fold();
        let mut other = state.clone();
        other.read_only = !other.read_only;
        prop_assert_ne!(state.digest(), other.digest());
        for field in state.fields.keys() {
            let mut other = state.clone();
            other.fields.remove(field);
            prop_assert_ne!(state.digest(), other.digest());
            let mut other = state.clone();
            let head = other.fields.get_mut(field).unwrap().heads.last_mut().unwrap();
            head.erased = !head.erased;
            prop_assert_ne!(state.digest(), other.digest());
        }
    }
}
