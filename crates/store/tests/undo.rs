//! Taking changes back and bringing them back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::*;
use throughline_record::{Act, Address, Ends, EntityId, Value};
use throughline_store::{Append, At, OpenMode, StoreError, Workspace};

fn removed(workspace: &Workspace, entity: EntityId) -> bool {
    workspace.reader().unwrap().state(&entity, &At::Now).unwrap().unwrap().removed()
}

fn tags(add: &[&str], remove: &[&str]) -> Option<Value> {
    let list = |words: &[&str]| Value::List(words.iter().map(|word| Value::Text((*word).into())).collect());
    let mut map = std::collections::BTreeMap::new();
    for (key, words) in [("add", add), ("remove", remove)] {
        if !words.is_empty() {
            map.insert(key.to_owned(), list(words));
        }
    }
    Some(Value::Map(map))
}

fn words(value: Option<Value>) -> Vec<String> {
    let list = value.and_then(|value| value.as_list().map(<[Value]>::to_vec)).unwrap_or_default();
    list.iter().map(|word| word.as_text().unwrap().to_owned()).collect()
}

#[test]
fn undo_restores_and_redo_brings_back() {
    let place = Place::new();
    let workspace = place.create();
    let (entity, _) = write(&place, &workspace, "First");
    let second = set(&workspace, entity, "title", text("Second"));
    let third = set(&workspace, entity, "need", text("a quick lunch"));

    assert_eq!(workspace.undo(None, None, false).unwrap().of, third);
    assert_eq!(shown(&workspace, entity, "need"), None);
    assert_eq!(workspace.undo(None, None, false).unwrap().of, second);
    assert_eq!(shown(&workspace, entity, "title"), text("First"));
    assert_eq!(workspace.redo(None, None, false).unwrap().of, second);
    assert_eq!(shown(&workspace, entity, "title"), text("Second"));
    assert_eq!(workspace.redo(None, None, false).unwrap().of, third);
    assert_eq!(shown(&workspace, entity, "need"), text("a quick lunch"));
    assert_eq!(workspace.redo(None, None, false).unwrap_err().code(), "not-undoable");
    assert_eq!(workspace.length().unwrap(), 8, "nothing leaves the log");
    assert_clean(&workspace);
}

#[test]
fn undo_after_redo_takes_the_same_change_back_again() {
    let place = Place::new();
    let workspace = place.create();
    let (entity, _) = write(&place, &workspace, "First");
    set(&workspace, entity, "title", text("Second"));
    for _ in 0..3 {
        workspace.undo(None, None, false).unwrap();
        assert_eq!(shown(&workspace, entity, "title"), text("First"));
        workspace.redo(None, None, false).unwrap();
        assert_eq!(shown(&workspace, entity, "title"), text("Second"));
    }
}

#[test]
fn undoing_a_creation_removes_and_redoing_it_shows_it_again() {
    let place = Place::new();
    let workspace = place.create();
    let (a, b) = (place.entity(), place.entity());
    let motivates = link(&workspace, "relates-to", a, b);
    let link = motivates.entity;
    workspace.append(edit(vec![problem(a, "A"), problem(b, "B"), motivates])).unwrap();
    workspace.undo(None, None, false).unwrap();
    assert!([a, b, link].into_iter().all(|entity| removed(&workspace, entity)));
    workspace.redo(None, None, false).unwrap();
    assert!([a, b, link].into_iter().all(|entity| !removed(&workspace, entity)));
    assert_clean(&workspace);
}

#[test]
fn what_was_set_later_is_not_lost_without_a_word() {
    let place = Place::new();
    let workspace = place.create();
    let (entity, _) = write(&place, &workspace, "First");
    let second = set(&workspace, entity, "title", text("Second"));
    set(&workspace, entity, "title", text("Third"));
    let length = workspace.length().unwrap();

    let error = workspace.undo(None, Some(second), false).unwrap_err();
    let StoreError::UndoConflict(losses) = &error else { panic!("{error}") };
    assert_eq!(losses.len(), 1);
    assert_eq!(
        (losses[0].entity, losses[0].field.as_str(), losses[0].value.as_str()),
        (entity, "title", "\"Third\"")
    );
    assert_eq!(workspace.length().unwrap(), length);
    assert_eq!(shown(&workspace, entity, "title"), text("Third"));

    workspace.undo(None, Some(second), true).unwrap();
    assert_eq!(shown(&workspace, entity, "title"), text("First"));
}

#[test]
fn undoing_an_older_change_leaves_other_fields_alone() {
    let place = Place::new();
    let workspace = place.create();
    let (entity, _) = write(&place, &workspace, "First");
    let second = set(&workspace, entity, "title", text("Second"));
    set(&workspace, entity, "need", text("quiet"));
    workspace.undo(None, Some(second), false).unwrap();
    assert_eq!(shown(&workspace, entity, "title"), text("First"));
    assert_eq!(shown(&workspace, entity, "need"), text("quiet"));
}

#[test]
fn undoing_a_creation_that_was_built_upon_names_what_goes_out_of_sight() {
    let place = Place::new();
    let workspace = place.create();
    let (entity, appended) = write(&place, &workspace, "First");
    set(&workspace, entity, "need", text("quiet"));
    let error = workspace.undo(None, Some(appended.change), false).unwrap_err();
    let StoreError::UndoConflict(losses) = &error else { panic!("{error}") };
    assert_eq!(losses[0].field, "need");
    workspace.undo(None, Some(appended.change), true).unwrap();
    assert!(removed(&workspace, entity));
}

#[test]
fn a_set_loses_only_what_the_change_put_in() {
    let place = Place::new();
    let workspace = place.create();
    let (entity, _) = write(&place, &workspace, "Tagged");
    set(&workspace, entity, "tags", tags(&["old", "gone"], &[]));
    let change = set(&workspace, entity, "tags", tags(&["new", "old"], &["gone"]));
    set(&workspace, entity, "tags", tags(&["later"], &[]));
    workspace.undo(None, Some(change), false).unwrap();
    assert_eq!(words(shown(&workspace, entity, "tags")), ["gone", "later", "old"]);
}

#[test]
fn each_person_undoes_their_own_changes() {
    let place = Place::new();
    let workspace = place.create();
    let ines = workspace.first_person();
    let (entity, _) = write(&place, &workspace, "Nobody's");
    let by = |actor, title: &str| {
        workspace.append(Append::new(actor, Act::Edit, vec![problem(entity, title)])).unwrap().change
    };
    let hers = by(ines, "Ines'");
    let other = Some(place.entity());
    assert_eq!(workspace.undo(other, Some(hers), false).unwrap_err().code(), "undo-of-another");
    assert_eq!(workspace.undo(other, None, false).unwrap_err().code(), "not-undoable");
    assert_eq!(workspace.undo(ines, None, false).unwrap().of, hers);
    assert_eq!(shown(&workspace, entity, "title"), text("Nobody's"));
}

#[test]
fn another_users_changes_are_not_taken_for_own_ones() {
    let place = Place::new();
    let here = place.create();
    let there = Workspace::open(here.path(), place.other_user(), OpenMode::ReadWrite, &()).unwrap();
    let (entity, _) = write(&place, &here, "His");
    set(&there, entity, "need", text("hers"));
    assert_eq!(there.undo(None, None, false).map(|_| ()).map_err(|e| e.code()), Ok(()));
    assert_eq!(there.undo(None, None, false).unwrap_err().code(), "not-undoable");
    assert_eq!(shown(&there, entity, "title"), text("His"));
}

#[test]
fn going_on_after_an_undo_leaves_the_undone_behind() {
    let place = Place::new();
    let workspace = place.create();
    let (entity, _) = write(&place, &workspace, "First");
    let second = set(&workspace, entity, "title", text("Second"));
    workspace.undo(None, None, false).unwrap();
    set(&workspace, entity, "title", text("Another way"));
    assert_eq!(workspace.redo(None, None, false).unwrap_err().code(), "not-undoable");
    assert_eq!(workspace.redo(None, Some(second), false).unwrap_err().code(), "undo-conflict");
    workspace.redo(None, Some(second), true).unwrap();
    assert_eq!(shown(&workspace, entity, "title"), text("Second"));
}

#[test]
fn the_beginning_cannot_be_undone() {
    let place = Place::new();
    let workspace = place.create();
    let person = workspace.first_person();
    assert_eq!(workspace.undo(person, None, false).unwrap_err().code(), "not-undoable");
    assert_eq!(workspace.undo(person, Some(workspace.id()), false).unwrap_err().code(), "not-undoable");
    let nowhere = throughline_record::ChangeId([9; 32]);
    assert_eq!(workspace.undo(person, Some(nowhere), false).unwrap_err().code(), "not-found");
}

fn ends(workspace: &Workspace, link: EntityId) -> Ends {
    workspace.reader().unwrap().ends(&link, &At::Now).unwrap().unwrap()
}

fn revision(workspace: &Workspace, entity: EntityId) -> Option<Address> {
    let state = workspace.reader().unwrap().state(&entity, &At::Now).unwrap().unwrap();
    Some(state.revision)
}

#[test]
fn a_link_made_with_its_end_keeps_the_revisions_it_stands_on() {
    let place = Place::new();
    let workspace = place.create();
    let (old, _) = write(&place, &workspace, "There before");
    let new = place.entity();
    let mut relates = link(&workspace, "relates-to", new, old);
    let stands_on = revision(&workspace, old);
    relates.ends.as_mut().unwrap().to_rev = stands_on;
    let id = relates.entity;
    let made = workspace.append(edit(vec![problem(new, "New"), relates])).unwrap().change;
    let wanted = (Some(Address { change: made, index: 0 }), stands_on);

    for _ in 0..2 {
        workspace.undo(None, None, false).unwrap();
        let now = ends(&workspace, id);
        assert_eq!((now.from_rev, now.to_rev), wanted, "after the undo");
        workspace.redo(None, None, false).unwrap();
        let now = ends(&workspace, id);
        assert_eq!((now.from_rev, now.to_rev), wanted, "after the redo");
    }
    assert_clean(&workspace);
}

#[test]
fn undoing_an_older_change_of_a_link_keeps_what_confirmed_it_since() {
    let place = Place::new();
    let workspace = place.create();
    let ((a, _), (b, _)) = (write(&place, &workspace, "A"), write(&place, &workspace, "B"));
    let at = |note: &str| {
        let mut relates = link(&workspace, "relates-to", a, b);
        let ends = relates.ends.as_mut().unwrap();
        (ends.from_rev, ends.to_rev) = (revision(&workspace, a), revision(&workspace, b));
        relates.content = fields([("note", text(note))]);
        (relates.entity, workspace.append(edit(vec![relates])).unwrap().change)
    };
    at("first");
    let (_, second) = at("second");
    set(&workspace, a, "title", text("A again"));
    let (id, _) = at("third");
    let confirmed = ends(&workspace, id);
    assert_eq!(confirmed.from_rev, revision(&workspace, a));

    workspace.undo(None, Some(second), true).unwrap();
    assert_eq!(shown(&workspace, id, "note"), text("first"));
    assert_eq!(ends(&workspace, id), confirmed);
}

#[test]
fn an_end_that_was_not_touched_with_its_link_is_taken_as_it_was_then() {
    let place = Place::new();
    let workspace = place.create();
    let ((a, _), (b, _)) = (write(&place, &workspace, "A"), write(&place, &workspace, "B"));
    // An import names no revisions, although both ends were there.
    let relates = link(&workspace, "relates-to", a, b);
    let (id, then) = (relates.entity, (revision(&workspace, a), revision(&workspace, b)));
    let made = workspace.append(edit(vec![relates])).unwrap().change;
    set(&workspace, a, "title", text("A again"));
    workspace.undo(None, Some(made), false).unwrap();
    let now = ends(&workspace, id);
    assert_eq!((now.from_rev, now.to_rev), then);
}

#[test]
fn what_an_older_version_wrote_is_taken_back_in_the_words_of_this_one() {
    let place = Place::new();
    let workspace = place.create();
    let entity = place.entity();
    // Version 1 of an experiment kept guardrails as rows of words.
    let guarded = |by: &str| {
        let content = fields([("title", text("Beta")), ("guardrails", text(by))]);
        workspace.append(edit(vec![record("experiment/1", entity, content)])).unwrap().change
    };
    guarded("latency");
    guarded("basket");
    assert_eq!(shown(&workspace, entity, "guardrails-in-words"), text("basket"));
    assert_eq!(shown(&workspace, entity, "guardrails"), None);
    workspace.undo(None, None, false).unwrap();
    assert_eq!(shown(&workspace, entity, "guardrails-in-words"), text("latency"));
    assert_clean(&workspace);
}

#[test]
fn a_change_of_somebody_else_is_taken_back_only_when_that_was_said_again() {
    let place = Place::new();
    let workspace = place.create();
    let ines = workspace.first_person();
    let omar = Some(place.entity());
    let (entity, _) = write(&place, &workspace, "Nobody's");
    let by = |actor, title: &str| {
        workspace.append(Append::new(actor, Act::Edit, vec![problem(entity, title)])).unwrap()
    };
    let hers = by(ines, "Ines'");
    match workspace.undo(omar, Some(hers.change), false).unwrap_err() {
        StoreError::UndoOfAnother { position, author, losses } => {
            assert_eq!((position, author), (hers.position, ines));
            let lost: Vec<_> = losses.iter().map(|l| (l.field.as_str(), l.value.as_str())).collect();
            assert_eq!(lost, [("title", "\"Ines'\"")]);
        }
        other => panic!("{other}"),
    }
    assert_eq!(shown(&workspace, entity, "title"), text("Ines'"));
    assert_eq!(workspace.undo(omar, Some(hers.change), true).unwrap().of, hers.change);
    assert_eq!(shown(&workspace, entity, "title"), text("Nobody's"));
    // It is taken back already: her own undo goes on to what she did before.
    assert_eq!(workspace.undo(ines, None, false).unwrap_err().code(), "not-undoable");
}

#[test]
fn a_freeze_that_came_after_stands_between() {
    let place = Place::new();
    let workspace = place.create();
    let (entity, _) = write(&place, &workspace, "One");
    let second = set(&workspace, entity, "title", text("Two"));
    let freeze = Append::new(None, Act::Freeze, vec![problem(place.entity(), "what a freeze would seal")]);
    let freeze = workspace.append(freeze).unwrap().position;
    for named in [None, Some(second)] {
        match workspace.undo(None, named, false).unwrap_err() {
            StoreError::UndoBeyondFreeze { position, freeze: between } => {
                assert_eq!((position, between), (freeze - 1, freeze));
            }
            other => panic!("{other}"),
        }
        assert_eq!(shown(&workspace, entity, "title"), text("Two"));
    }
    assert_eq!(workspace.undo(None, None, true).unwrap().of, second);
    assert_eq!(shown(&workspace, entity, "title"), text("One"));
    // What came after the freeze is taken back without a word.
    set(&workspace, entity, "need", text("later"));
    workspace.undo(None, None, false).unwrap();
    assert_eq!(shown(&workspace, entity, "need"), None);
}
