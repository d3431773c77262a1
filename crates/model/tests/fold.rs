//! How records come together.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(dead_code, reason = "each test file uses its part of the histories")]

mod history;

use history::{History, fields, keyed, list, text};
use throughline_model::{Linear, State, fold, set_change};
use throughline_record::{Act, Ends, EntityId, Fields, Value};

fn titles(state: &State) -> Vec<Option<&str>> {
    state.fields["title"].heads.iter().map(|h| h.value.as_ref().and_then(Value::as_text)).collect()
}

#[test]
fn a_later_value_replaces_the_one_it_knew() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("title", text("first")), ("cluster", text("choice"))]));
    let b = h.edit(&[a], "idea/1", fields([("title", text("second"))]));
    let state = h.fold();
    assert_eq!(titles(&state), [Some("second")]);
    assert_eq!(state.text("cluster"), Some("choice"));
    assert_eq!(state.fields["title"].heads[0].set.address, h.address(b));
    assert_eq!((state.created.address, state.updated.address), (h.address(a), h.address(b)));
    assert_eq!(state.revision, h.address(b));
    assert!(state.conflicts().is_empty() && state.understood && !state.read_only);
}

#[test]
fn in_one_change_the_later_record_wins() {
    let mut h = History::default();
    let a = h.change(&[], Act::Import);
    h.record(a, "idea/1", fields([("title", text("first"))]), Fields::new());
    h.record(a, "idea/1", fields([("title", text("second"))]), Fields::new());
    assert_eq!(titles(&h.fold()), [Some("second")]);
}

#[test]
fn different_values_set_without_knowing_of_each_other_are_a_conflict_that_a_later_one_settles() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("title", text("base"))]));
    let b = h.edit(&[a], "idea/1", fields([("title", text("left"))]));
    let c = h.edit(&[a], "idea/1", fields([("title", text("right"))]));
    let state = h.fold();
    assert_eq!(state.conflicts(), ["title"]);
    let both: std::collections::BTreeSet<_> = titles(&state).into_iter().flatten().collect();
    assert_eq!(both, ["left", "right"].into());
    let last = state.fields["title"].heads.last().unwrap();
    assert_eq!(state.value("title"), last.value.as_ref());
    assert_eq!(last.set.address, state.revision, "the last in fold order shows");

    h.edit(&[b, c], "idea/1", fields([("title", text("both"))]));
    assert_eq!(titles(&h.fold()), [Some("both")]);
}

#[test]
fn a_value_set_by_one_who_saw_only_one_side_leaves_the_other_standing() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("title", text("base"))]));
    let b = h.edit(&[a], "idea/1", fields([("title", text("left"))]));
    h.edit(&[a], "idea/1", fields([("title", text("right"))]));
    h.edit(&[b], "idea/1", fields([("title", text("left again"))]));
    let state = h.fold();
    let both: std::collections::BTreeSet<_> = titles(&state).into_iter().flatten().collect();
    assert_eq!(both, ["left again", "right"].into());
}

#[test]
fn equal_values_are_no_conflict() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("title", text("base"))]));
    h.edit(&[a], "idea/1", fields([("title", text("same"))]));
    h.edit(&[a], "idea/1", fields([("title", text("same"))]));
    let state = h.fold();
    assert_eq!(titles(&state), [Some("same")]);
    assert!(state.conflicts().is_empty());
}

#[test]
fn clearing_is_a_value_too() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("title", text("base")), ("notes", text("n"))]));
    let b = h.edit(&[a], "idea/1", fields([("notes", None)]));
    let state = h.fold();
    assert_eq!((state.value("notes"), state.erased("notes")), (None, false));
    assert_eq!(state.fields["notes"].heads[0].set.address, h.address(b));
    h.edit(&[a], "idea/1", fields([("notes", text("other"))]));
    assert_eq!(h.fold().conflicts(), ["notes"]);
}

#[test]
fn an_add_wins_over_a_remove_that_did_not_know_of_it() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("tags", keyed(&["slow", "cheap"], &[]))]));
    h.edit(&[a], "idea/1", fields([("tags", keyed(&[], &["slow", "cheap"]))]));
    h.edit(&[a], "idea/1", fields([("tags", keyed(&["slow", "new"], &[]))]));
    let state = h.fold();
    assert_eq!(state.value("tags"), Some(&list(&["new", "slow"])));
    assert!(state.conflicts().is_empty(), "sets never conflict");
}

#[test]
fn a_remove_takes_away_what_it_knew() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("tags", keyed(&["slow", "cheap"], &[]))]));
    let b = h.edit(&[a], "idea/1", fields([("tags", keyed(&["new"], &["slow"]))]));
    assert_eq!(h.fold().value("tags"), Some(&list(&["cheap", "new"])));
    h.edit(&[b], "idea/1", fields([("tags", None)]));
    let state = h.fold();
    assert_eq!(state.value("tags"), None);
    assert!(!state.erased("tags"));
}

#[test]
fn a_whole_list_replaces_only_what_its_writer_saw() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("tags", Some(list(&["a", "b"])))]));
    h.edit(&[a], "idea/1", fields([("tags", Some(list(&["b", "c"])))]));
    h.edit(&[a], "idea/1", fields([("tags", keyed(&["d"], &[]))]));
    assert_eq!(h.fold().value("tags"), Some(&list(&["b", "c", "d"])));
}

#[test]
fn the_change_of_a_set_leads_from_one_list_to_the_other() {
    let (now, wanted) = (list(&["a", "b"]), list(&["b", "c"]));
    let change = set_change(Some(&now), Some(&wanted));
    assert_eq!(change, keyed(&["c"], &["a"]));
    assert_eq!(set_change(Some(&now), Some(&now)), None);
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("tags", set_change(None, Some(&now)))]));
    h.edit(&[a], "idea/1", fields([("tags", change)]));
    assert_eq!(h.fold().value("tags"), Some(&wanted));
}

#[test]
fn a_removal_is_undone_by_a_later_record() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("title", text("base"))]));
    let b = h.edit(&[a], "idea/1", fields([("removed", Some(Value::from(true)))]));
    assert!(h.fold().removed());
    let c = h.change(&[b], Act::Undo);
    h.record(c, "idea/1", fields([("removed", None)]), Fields::new());
    let state = h.fold();
    assert!(!state.removed() && state.conflicts().is_empty());
    assert_eq!(state.title(), "base");
}

#[test]
fn undo_restores_the_value_it_names() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("title", text("before"))]));
    let b = h.edit(&[a], "idea/1", fields([("title", text("after"))]));
    let c = h.change(&[b], Act::Undo);
    h.record(c, "idea/1", fields([("title", text("before"))]), Fields::new());
    let state = h.fold();
    assert_eq!(titles(&state), [Some("before")]);
    assert_eq!(state.fields["title"].heads[0].set.address, h.address(c));
}

#[test]
fn a_removal_beside_an_edit_that_did_not_know_of_it_is_a_conflict() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("title", text("base"))]));
    let b = h.edit(&[a], "idea/1", fields([("removed", Some(Value::from(true)))]));
    let c = h.edit(&[a], "idea/1", fields([("title", text("edited"))]));
    let state = h.fold();
    assert_eq!(state.conflicts(), ["removed"]);
    let heads = &state.fields["removed"].heads;
    let removal_last = heads.last().unwrap().set.address == h.address(b);
    assert_eq!(state.removed(), removal_last, "the last in fold order shows");
    assert!(heads.iter().any(|head| head.value.is_none() && head.set.address == h.address(c)));

    h.edit(&[b, c], "idea/1", fields([("removed", Some(Value::from(true)))]));
    let state = h.fold();
    assert!(state.removed() && state.conflicts().is_empty(), "said again with both in sight");
}

#[test]
fn a_removal_that_knew_of_the_edit_and_an_edit_that_knew_of_the_removal_are_no_conflict() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("title", text("base"))]));
    let b = h.edit(&[a], "idea/1", fields([("removed", Some(Value::from(true)))]));
    h.edit(&[b], "idea/1", fields([("notes", text("why it went"))]));
    let state = h.fold();
    assert!(state.removed() && state.conflicts().is_empty());
}

#[test]
fn an_erased_field_is_erased_and_never_shows_the_older_value() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("notes", text("old secret"))]));
    let b = h.edit(&[a], "idea/1", fields([("notes", text("new secret"))]));
    h.erase_content(b);
    let state = h.fold();
    assert_eq!(state.value("notes"), None);
    assert!(state.erased("notes") && state.conflicts().is_empty());

    h.edit(&[b], "idea/1", fields([("notes", text("written again"))]));
    let state = h.fold();
    assert_eq!(state.text("notes"), Some("written again"));
    assert!(!state.erased("notes"));
}

#[test]
fn erasing_the_personal_part_leaves_the_content() {
    let mut h = History::default();
    let a = h.change(&[], Act::Edit);
    h.record(a, "stakeholder/1", fields([("role", text("operations"))]), fields([("title", text("Ines"))]));
    h.erase_personal(a);
    let state = h.fold();
    assert_eq!(state.text("role"), Some("operations"));
    assert!(state.erased("title"));
    assert_eq!(state.title(), "(erased)");
}

#[test]
fn a_part_that_is_missing_without_an_erasure_does_not_bring_the_older_value_back() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("notes", text("old"))]));
    let b = h.edit(&[a], "idea/1", fields([("notes", text("new"))]));
    h.erase_content(b);
    let mut entries = h.entries();
    entries.iter_mut().for_each(|e| e.erased_content = false);
    let state = fold(entries, &h);
    assert_eq!((state.value("notes"), state.erased("notes")), (None, true));
}

#[test]
fn an_erased_set_does_not_bring_back_what_it_may_have_removed() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("tags", keyed(&["secret"], &[]))]));
    let b = h.edit(&[a], "idea/1", fields([("tags", keyed(&["other"], &["secret"]))]));
    h.erase_content(b);
    let state = h.fold();
    assert_eq!((state.value("tags"), state.erased("tags")), (None, true));
    h.edit(&[b], "idea/1", fields([("tags", keyed(&["new"], &[]))]));
    let state = h.fold();
    assert_eq!((state.value("tags"), state.erased("tags")), (Some(&list(&["new"])), false));
}

#[test]
fn an_unknown_kind_is_kept_and_not_folded() {
    for kind in ["horoscope/1", "idea", "idea/0", "idea/01", "idea/x", "/1"] {
        let mut h = History::default();
        let a = h.edit(&[], kind, fields([("title", text("what is this"))]));
        let state = h.fold();
        assert!(!state.understood && !state.read_only, "{kind}");
        assert!(state.fields.is_empty(), "{kind}");
        assert_eq!(state.revision, h.address(a));
    }
}

#[test]
fn a_record_of_another_kind_does_not_touch_the_entity() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("title", text("mine"))]));
    h.edit(&[a], "problem/1", fields([("title", text("not mine"))]));
    let state = h.fold();
    assert_eq!((state.kind.as_str(), state.title().as_str()), ("idea", "mine"));
    assert!(!state.understood);
}

#[test]
fn an_entity_touched_by_a_newer_version_is_read_only_and_shows_what_is_understood() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("title", text("known"))]));
    h.edit(&[a], "idea/2", fields([("title", text("from the future"))]));
    let state = h.fold();
    assert!(state.read_only && !state.understood);
    assert_eq!(titles(&state), [Some("known")]);
}

#[test]
fn a_field_that_is_not_in_the_table_is_kept() {
    let mut h = History::default();
    h.edit(&[], "idea/1", fields([("mood", text("sunny"))]));
    assert_eq!(h.fold().text("mood"), Some("sunny"));
}

#[test]
fn a_link_keeps_its_ends_and_takes_newer_revisions_of_them() {
    let id = |n| EntityId::from_bytes([n; 16]);
    let ends =
        |from_rev, to| Ends { type_: "addresses".into(), from: id(1), to: id(to), from_rev, to_rev: None };
    let mut h = History::default();
    let a = h.change(&[], Act::Edit);
    let made = h.record(a, "link/1", Fields::new(), Fields::new());
    h.with_ends(made, ends(None, 2));
    let b = h.change(&[a], Act::Edit);
    let confirmed = h.record(b, "link/1", fields([("note", text("still so"))]), Fields::new());
    h.with_ends(confirmed, ends(Some(h.address(a)), 2));
    let c = h.change(&[b], Act::Edit);
    let moved = h.record(c, "link/1", Fields::new(), Fields::new());
    h.with_ends(moved, ends(None, 9));
    let state = h.fold();
    assert_eq!(state.ends, Some(ends(Some(h.address(a)), 2)), "a link never moves to another end");
    assert_eq!((state.kind.as_str(), state.understood), ("link", true));
    assert_eq!(state.text("note"), Some("still so"));
    assert_eq!(state.title(), "addresses");
}

#[test]
fn a_link_of_an_unknown_type_or_without_ends_is_not_understood() {
    let mut h = History::default();
    let a = h.change(&[], Act::Edit);
    let record = h.record(a, "link/1", Fields::new(), Fields::new());
    assert!(!h.fold().understood);
    let id = |n| EntityId::from_bytes([n; 16]);
    h.with_ends(
        record,
        Ends { type_: "haunts".into(), from: id(1), to: id(2), from_rev: None, to_rev: None },
    );
    assert!(!h.fold().understood);
}

#[test]
fn in_a_history_without_forks_nothing_conflicts() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("title", text("a")), ("tags", keyed(&["x"], &[]))]));
    let b = h.edit(&[a], "idea/1", fields([("title", text("b")), ("tags", keyed(&["y"], &["x"]))]));
    h.edit(&[b], "idea/1", fields([("removed", Some(Value::from(true)))]));
    assert_eq!(fold(h.entries(), &Linear), h.fold());
}

#[test]
fn no_entries_fold_to_no_entity() {
    let state = fold(std::iter::empty(), &Linear);
    assert!(!state.understood && state.fields.is_empty() && state.kind.is_empty());
}

/// A note that two people changed without knowing of each other.
fn notes(of: &History) -> (Option<String>, Option<(String, usize)>) {
    let field = &of.fold().fields["notes"];
    (field.base.clone(), field.merged().map(|merged| (merged.text, merged.both_kept)))
}

fn noted(note: &str) -> Fields {
    fields([("notes", text(note))])
}

#[test]
fn a_merge_of_a_long_text_begins_from_what_both_sides_saw_last() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", noted("one\n\ntwo"));
    let b = h.edit(&[a], "idea/1", noted("one\n\ntwo\n\nthree"));
    let aside = h.edit(&[b], "idea/1", fields([("cluster", text("choice"))]));
    let left = h.edit(&[aside], "idea/1", noted("ONE\n\ntwo\n\nthree"));
    let right = h.edit(&[b], "idea/1", noted("one\n\ntwo\n\nTHREE"));
    let (base, merged) = notes(&h);
    assert_eq!(base.as_deref(), Some("one\n\ntwo\n\nthree"));
    assert_eq!(merged, Some(("ONE\n\ntwo\n\nTHREE".to_owned(), 0)));
    // One side went on by itself: what both saw is still the same.
    h.edit(&[left], "idea/1", noted("ONE\n\ntwo again\n\nthree"));
    assert_eq!(notes(&h).0.as_deref(), Some("one\n\ntwo\n\nthree"));
    assert_eq!(notes(&h).1, Some(("ONE\n\ntwo again\n\nTHREE".to_owned(), 0)));
    let last = h.records().count();
    h.edit(&[right, last - 1], "idea/1", noted("settled"));
    assert_eq!(notes(&h), (None, None));
}

#[test]
fn a_long_text_that_both_sides_began_is_merged_from_nothing() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("title", text("three dishes"))]));
    h.edit(&[a], "idea/1", noted("left"));
    h.edit(&[a], "idea/1", noted("right"));
    let (base, merged) = notes(&h);
    assert_eq!(base.as_deref(), Some(""));
    let (text, both_kept) = merged.unwrap();
    assert!(text.contains("left") && text.contains("right"), "{text}");
    assert_eq!(both_kept, 1);
}

#[test]
fn no_merge_is_offered_of_what_was_erased_and_of_what_is_no_long_text() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", fields([("notes", text("base")), ("title", text("base"))]));
    let b = h.edit(&[a], "idea/1", fields([("notes", text("left")), ("title", text("left"))]));
    h.edit(&[a], "idea/1", fields([("notes", text("right")), ("title", text("right"))]));
    assert!(notes(&h).1.is_some());
    assert_eq!(h.fold().fields["title"].base, None, "a line is chosen, not merged");
    let mut one_side = History::default();
    std::mem::swap(&mut one_side, &mut h);
    one_side.erase_content(b);
    assert_eq!(notes(&one_side).1, None);

    let mut h = History::default();
    let a = h.edit(&[], "idea/1", noted("base"));
    h.edit(&[a], "idea/1", noted("left"));
    h.edit(&[a], "idea/1", noted("right"));
    h.erase_content(a);
    assert_eq!(notes(&h), (None, None));
}

#[test]
fn a_cleared_text_beside_an_edit_is_the_edit() {
    let mut h = History::default();
    let a = h.edit(&[], "idea/1", noted("one\n\ntwo"));
    h.edit(&[a], "idea/1", fields([("notes", None)]));
    h.edit(&[a], "idea/1", noted("one\n\nTWO"));
    assert_eq!(notes(&h).1.map(|(text, _)| text.trim().to_owned()).as_deref(), Some("one\n\nTWO"));
}
