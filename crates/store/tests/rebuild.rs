//! Folding a long log anew: it says how far it is, can be stopped, and goes on from there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::cell::RefCell;
use std::path::PathBuf;

use common::*;
use throughline_record::{EntityId, Hash};
use throughline_store::{At, Steps, View, Workspace};

/// Changes with so much text that a few of them are folded at a time.
const CHANGES: u64 = 8;
const TEXT: usize = 3 << 20;

fn long(place: &Place) -> (Workspace, Vec<EntityId>) {
    let workspace = place.create();
    let entities: Vec<EntityId> = (0..CHANGES).map(|_| place.entity()).collect();
    for (number, entity) in entities.iter().enumerate() {
        let mut draft = problem(*entity, &format!("Problem {number}"));
        draft.content.insert("notes".into(), text(&"x".repeat(TEXT)));
        workspace.append(edit(vec![draft])).unwrap();
    }
    (workspace, entities)
}

fn view(place: &Place) -> PathBuf {
    std::fs::read_dir(place.path("cache").join("views"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "view"))
        .unwrap()
}

fn digest(place: &Place, workspace: &Workspace) -> Hash {
    View::open(&view(place), &workspace.id()).unwrap().digest().unwrap()
}

#[test]
fn a_rebuild_says_how_far_it_is_and_gives_the_view_that_grew() {
    let place = Place::new();
    let (workspace, _) = long(&place);
    let grown = digest(&place, &workspace);
    let steps = RefCell::new(Vec::new());
    workspace
        .rebuild(&Steps(|done, total, what: &str| {
            steps.borrow_mut().push((done, total, what.to_owned()));
            true
        }))
        .unwrap();
    let steps = steps.into_inner();
    assert!(steps.len() >= 3, "{steps:?}");
    assert!(steps.is_sorted_by(|a, b| a.0 < b.0), "{steps:?}");
    assert!(steps.iter().all(|(_, total, what)| *total == CHANGES + 1 && what == "changes"), "{steps:?}");
    assert_eq!(steps.last().unwrap().0, CHANGES + 1);
    assert_eq!(digest(&place, &workspace), grown);
}

#[test]
fn a_rebuild_that_is_stopped_half_way_goes_on_where_it_was() {
    let place = Place::new();
    let (workspace, entities) = long(&place);
    let grown = digest(&place, &workspace);
    let stop = Steps(|done, total, _: &str| done * 2 < total);
    assert_eq!(workspace.rebuild(&stop).unwrap_err().code(), "cancelled");
    let reader = workspace.reader().unwrap();
    let reached = reader.position().unwrap();
    assert!(reached * 2 > CHANGES && reached <= CHANGES, "{reached}");
    assert!(reader.state(&entities[7], &At::Now).unwrap().is_none());
    assert_ne!(digest(&place, &workspace), grown);
    drop(reader);
    workspace.catch_up().unwrap();
    assert_eq!(digest(&place, &workspace), grown);
    assert_eq!(shown(&workspace, entities[7], "title"), text("Problem 7"));
}
