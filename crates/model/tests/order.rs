//! Order keys: strictly between, in any order of inserting, short where they can be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use throughline_model::order::{LONGEST, arrange, between, spread};

#[test]
fn the_first_keys_are_those_of_the_page() {
    assert_eq!(between(None, None).as_deref(), Some("a0"));
    assert_eq!(between(Some("a0"), None).as_deref(), Some("a1"));
    assert_eq!(between(Some("az"), None).as_deref(), Some("b00"));
    assert_eq!(between(Some("bzz"), None).as_deref(), Some("c000"));
    assert_eq!(between(None, Some("a0")).as_deref(), Some("Zz"));
    assert_eq!(between(None, Some("Z0")).as_deref(), Some("Yzz"));
    assert_eq!(between(Some("Yzz"), None).as_deref(), Some("Z0"));
    assert_eq!(between(Some("Zz"), None).as_deref(), Some("a0"));
    assert_eq!(between(Some("a0"), Some("a1")).as_deref(), Some("a0V"));
    assert_eq!(between(Some("a0"), Some("a0V")).as_deref(), Some("a0F"));
    assert_eq!(between(Some("a0V"), Some("a1")).as_deref(), Some("a0k"));
    assert_eq!(between(Some("Zz"), Some("a1")).as_deref(), Some("a0"));
    assert_eq!(between(None, Some("a0V")).as_deref(), Some("a0"));
}

#[test]
fn what_is_no_key_or_not_in_order_has_nothing_between() {
    for (a, b) in [("a1", "a1"), ("a2", "a1"), ("", "a1"), ("a1", ""), ("ä", "z"), ("a b", "z"), ("a1", "a-")]
    {
        assert_eq!(between(Some(a), Some(b)), None, "{a:?} {b:?}");
    }
    assert_eq!(between(Some(""), None), None);
    // Nothing lies between these, and nothing before that; no program that writes as here makes them.
    assert_eq!(between(Some("a1"), Some("a10")), None);
    assert_eq!(between(None, Some("0")), None);
}

#[test]
fn keys_stay_short_where_parts_are_put_one_after_the_other() {
    let keys = spread(10_000);
    assert_eq!(keys.len(), 10_000);
    assert!(keys.is_sorted() && keys.iter().all(|key| key.len() <= 4));
    let mut first = Some("a0".to_owned());
    for _ in 0..10_000 {
        first = between(None, first.as_deref());
        assert!(first.as_ref().unwrap().len() <= 4);
    }
}

#[test]
fn a_key_that_would_grow_too_long_is_not_made() {
    let (mut low, high) = ("a0".to_owned(), "a1");
    let mut made = 0;
    while let Some(key) = between(Some(&low), Some(high)) {
        assert!(key.len() <= LONGEST && low < key && key.as_str() < high);
        (low, made) = (key, made + 1);
    }
    assert!(made > 1000, "only {made} found room in one place");
}

/// The keys after [`arrange`], and how many of them were written.
fn arranged(keys: &[Option<&str>]) -> (Vec<String>, usize) {
    let written = arrange(keys);
    let count = written.iter().flatten().count();
    let now = written.into_iter().zip(keys).map(|(new, old)| new.or(old.map(str::to_owned)).unwrap());
    (now.collect(), count)
}

#[test]
fn only_what_moved_gets_a_new_key() {
    assert_eq!(arranged(&[Some("a0"), Some("a1"), None]), (vec!["a0".into(), "a1".into(), "a2".into()], 1));
    let (keys, written) = arranged(&[Some("a2"), Some("a0"), Some("a1"), Some("a3")]);
    assert_eq!((keys[0].as_str(), written), ("Zz", 1));
    assert_eq!(arranged(&[Some("a0"), None, None, Some("a1")]).1, 2);
    assert_eq!(arrange(&[None, None]), [Some("a0".to_owned()), Some("a1".to_owned())]);
    assert_eq!(arrange(&[]), []);
    // Two that met with one key: one of them gets another.
    assert_eq!(arranged(&[Some("a1"), Some("a1")]).1, 1);
    // Keys of another's making with no room between them.
    let (keys, _) = arranged(&[Some("a1"), None, Some("a10")]);
    assert!(keys.windows(2).all(|two| two[0] < two[1]), "{keys:?}");
}

proptest! {
    #[test]
    fn whatever_the_keys_are_they_ascend_once_arranged(
        keys in prop::collection::vec(prop::option::of("[0-9A-Za-z]{1,3}"), 0..12)
    ) {
        let keys: Vec<Option<&str>> = keys.iter().map(Option::as_deref).collect();
        let (now, _) = arranged(&keys);
        prop_assert!(now.windows(2).all(|two| two[0] < two[1]), "{now:?}");
        let again: Vec<Option<&str>> = now.iter().map(|key| Some(key.as_str())).collect();
        prop_assert_eq!(arranged(&again).1, 0, "what is in order stays");
    }

    #[test]
    fn moving_one_of_many_writes_one_key(from in 0usize..20, to in 0usize..20) {
        let mut keys = spread(20);
        let moved = keys.remove(from);
        keys.insert(to, moved);
        let keys: Vec<Option<&str>> = keys.iter().map(|key| Some(key.as_str())).collect();
        prop_assert_eq!(arranged(&keys).1, usize::from(from != to));
    }

    #[test]
    fn any_sequence_of_inserts_keeps_the_order(places in prop::collection::vec(any::<prop::sample::Index>(), 1..200)) {
        let mut keys: Vec<String> = Vec::new();
        for place in places {
            let at = place.index(keys.len() + 1);
            let left = at.checked_sub(1).map(|left| keys[left].as_str());
            let key = between(left, keys.get(at).map(String::as_str));
            prop_assert!(key.is_some(), "no room at {at} of {keys:?}");
            keys.insert(at, key.unwrap());
            prop_assert!(keys.windows(2).all(|two| two[0] < two[1]), "{keys:?}");
        }
        prop_assert!(keys.iter().all(|key| key.len() <= 40), "{keys:?}");
    }

    #[test]
    fn a_key_lies_strictly_between_whatever_the_two_are(a in "[0-9A-Za-z]{1,6}", b in "[0-9A-Za-z]{1,6}") {
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        if let Some(key) = between(Some(&low), Some(&high)) {
            prop_assert!(low < key && key < high, "{low} {key} {high}");
        } else {
            // Only zeros at the end leave no room.
            prop_assert!(high.trim_end_matches('0') <= low.as_str(), "{low} {high}");
        }
        let after = between(Some(&low), None).unwrap();
        prop_assert!(low < after);
        if let Some(before) = between(None, Some(&high)) {
            prop_assert!(before < high);
        } else {
            prop_assert!(high.ends_with('0'), "{high}");
        }
    }
}
