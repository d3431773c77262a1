//! Two texts and the one that both saw last.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use throughline_model::merge3::{Merged, merge3};

#[track_caller]
fn clean(base: &str, ours: &str, theirs: &str, wanted: &str) {
    assert_eq!(merge3(base, ours, theirs), Merged { text: wanted.to_owned(), both_kept: 0 });
    assert_eq!(merge3(base, theirs, ours), Merged { text: wanted.to_owned(), both_kept: 0 });
}

#[test]
fn what_either_side_changed_is_taken() {
    clean("one\n\ntwo\n\nthree", "ONE\n\ntwo\n\nthree", "one\n\ntwo\n\nTHREE", "ONE\n\ntwo\n\nTHREE");
    clean("one\n\ntwo", "one", "one\n\ntwo", "one");
    clean("one\n\ntwo", "ONE\n\ntwo", "one\n\ntwo\n\nthree", "ONE\n\ntwo\n\nthree");
    clean("", "", "new", "new");
    clean("old", "new", "new", "new");
}

#[test]
fn where_both_changed_the_same_both_are_kept() {
    let merged = merge3("Choose\n\nsame", "Choose fast\n\nsame", "Choose well\n\nsame");
    assert_eq!(merged.text, "Choose fast\n\nChoose well\n\nsame");
    assert_eq!(merged.both_kept, 1);
    let merged = merge3("", "a first text", "another");
    assert_eq!(merged, Merged { text: "a first text\n\nanother".into(), both_kept: 1 });
}

#[test]
fn what_one_deleted_and_the_other_changed_is_kept() {
    let merged = merge3("gone\n\nsame", "same", "gone for good\n\nsame");
    assert!(merged.text.contains("gone for good") && merged.text.ends_with("same"), "{}", merged.text);
    assert_eq!(merge3("all of it", "", "all of this").text, "all of this");
}

#[test]
fn text_that_looks_like_a_marker_is_text() {
    let base = "<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n<<<<<<<<<<<<";
    let merged = merge3(base, &base.replace('x', "a"), &base.replace('x', "b"));
    assert_eq!(merged.text, base.replace('x', "a\n\nb"));
    assert_eq!(merged.both_kept, 1);
}

#[test]
fn texts_too_long_to_compare_are_put_one_under_the_other() {
    let long = "a line\n".repeat(20_000);
    let merged = merge3("", &format!("{long}1"), &format!("{long}2"));
    assert_eq!(merged.text, format!("{long}1\n\n{long}2"));
}

proptest! {
    #[test]
    fn no_line_of_either_side_is_lost_that_the_other_did_not_delete(
        base in "([a-c]{1,2}\n){0,5}", ours in "([a-d]{1,2}\n){0,5}", theirs in "([a-e]{1,2}\n){0,5}",
    ) {
        let merged = merge3(&base, &ours, &theirs).text;
        for (side, other) in [(&ours, &theirs), (&theirs, &ours)] {
            for line in side.lines() {
                let is_new = !base.lines().any(|l| l == line);
                let kept_by_both = other.lines().any(|l| l == line);
                if is_new || kept_by_both && !base.is_empty() {
                    prop_assert!(merged.lines().any(|l| l == line), "{line} is lost: {merged:?}");
                }
            }
        }
    }

    #[test]
    fn one_side_alone_is_taken_as_it_is(base in "[a-c\n]{0,12}", ours in "[a-d\n]{0,12}") {
        prop_assert_eq!(merge3(&base, &ours, &base).text, ours.clone());
        prop_assert_eq!(merge3(&base, &base, &ours).text, ours.clone());
        prop_assert_eq!(merge3(&base, &ours, &ours).text, ours);
    }
}
