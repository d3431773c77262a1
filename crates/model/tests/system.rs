//! The parts of a system offered as a start.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use throughline_model::system::{PARTS, PASSES, part_of, place_of};
use throughline_model::{FieldType, kind};

#[test]
fn each_part_is_a_type_of_component_and_each_type_but_ones_own_is_a_part() {
    let FieldType::Choice(types) = kind("component").unwrap().field("type").unwrap().ty else {
        panic!("no choice")
    };
    let parts: BTreeSet<&str> = PARTS.iter().map(|part| part.type_).collect();
    let types: BTreeSet<&str> = types.iter().copied().filter(|type_| *type_ != "other").collect();
    assert_eq!(parts, types);
}

#[test]
fn every_part_has_an_interaction_and_none_is_told_twice() {
    let pairs: BTreeSet<(&str, &str)> = PASSES.iter().map(|one| (one.from, one.to)).collect();
    assert_eq!(pairs.len(), PASSES.len());
    for part in &PARTS {
        assert!(PASSES.iter().any(|one| one.from == part.type_ || one.to == part.type_), "{}", part.type_);
    }
    for one in &PASSES {
        assert!(
            part_of(one.from).is_some()
                && part_of(one.to).is_some()
                && one.from != one.to
                && !one.what.is_empty()
        );
    }
}

#[test]
fn what_is_none_of_the_ten_stands_behind_them() {
    assert_eq!((place_of("data-collection"), place_of("other"), place_of("")), (0, 10, 10));
}
