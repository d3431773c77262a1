//! What is erased is nowhere any more: in no file of the workspace, looked for here without the help of the code that
//! erases; and what was beside it stays.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::path::{Path, PathBuf};

use common::*;
use throughline_record::{Act, EntityId, Fields, RecordDraft, Value};
use throughline_store::{At, Erasing, LogQuery, SearchQuery, StoreError, Workspace};

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files
}

fn contains(path: &Path, needle: &[u8]) -> bool {
    std::fs::read(path).unwrap().windows(needle.len()).any(|window| window == needle)
}

/// The files that hold a value, or any sixteen bytes of a long one: pages of a database cut values anywhere.
fn holding(place: &Place, value: &[u8]) -> Vec<PathBuf> {
    let pieces: Vec<&[u8]> = if value.len() < 32 { vec![value] } else { value.chunks_exact(16).collect() };
    files(place.folder.path())
        .into_iter()
        .filter(|path| pieces.iter().step_by(1 + pieces.len() / 8).any(|piece| contains(path, piece)))
        .collect()
}

/// A text that is like no other, of so many bytes.
fn telling(length: usize, seed: u64) -> String {
    let mut random = Repeatable(seed);
    let letters = b"abcdefghijklmnopqrstuvwxyz \n\"";
    let mut text =
        || char::from(letters[(rand_core::RngCore::next_u32(&mut random) as usize) % letters.len()]);
    format!("Zq{}", (0..length - 2).map(|_| text()).collect::<String>())
}

fn field(entity: EntityId, field: &str) -> Erasing {
    Erasing::Field { entity, field: field.into() }
}

fn highlight(entity: EntityId, quote: &str, said_by: &str) -> RecordDraft {
    RecordDraft {
        personal: fields([("said-by", text(said_by))]),
        ..record("highlight/1", entity, fields([("quote", text(quote)), ("passage", text("line 12"))]))
    }
}

fn search(workspace: &Workspace, words: &str) -> u64 {
    let query = SearchQuery { text: words.into(), limit: 10, ..SearchQuery::default() };
    workspace.reader().unwrap().search(&query, &At::Now).unwrap().total
}

#[test]
fn short_and_long_texts_are_gone_from_every_file_with_all_that_they_were_before() {
    for length in [9, 700, 60_000] {
        let place = Place::new();
        let workspace = place.create();
        let (old, new) = (telling(length, 1), telling(length, 2));
        let (problem, _) = write(&place, &workspace, "Late at night");
        set(&workspace, problem, "need", text(&old));
        set(&workspace, problem, "need", text(&new));
        workspace.draft_save("edit:one", &serde_json::json!({ "need": new }).to_string()).unwrap();
        workspace.draft_save("edit:other", r#"{"need":"something else"}"#).unwrap();
        assert!(!holding(&place, old.as_bytes()).is_empty() && !holding(&place, new.as_bytes()).is_empty());

        let plan = workspace.plan_erasure(&[field(problem, "need")]).unwrap();
        assert_eq!(plan.parts.len(), 2, "the old value goes with the new one");
        assert_eq!(plan.drafts, ["edit:one"]);
        let erased = workspace.erase(None, &[field(problem, "need")], "Withdrawn").unwrap();
        assert!(erased.scan.is_clean() && erased.scan.pieces > 2, "{:?}", erased.scan);
        for (value, which) in [(&old, "old"), (&new, "new")] {
            // JSON escapes some of the letters; what lies between them is looked for as it is.
            let pieces: Vec<&str> = value.split(['\n', '"']).filter(|piece| piece.len() > 7).collect();
            for piece in pieces.iter().step_by(1 + pieces.len() / 12) {
                assert_eq!(holding(&place, piece.as_bytes()), Vec::<PathBuf>::new(), "{which} {length}");
            }
        }
        assert_clean(&workspace);
        let state = workspace.reader().unwrap().state(&problem, &At::Now).unwrap().unwrap();
        assert!(state.erased("need"), "it is known that something stood there");
        assert_eq!(state.text("title"), Some("Late at night"));
        assert_eq!(workspace.drafts().unwrap().len(), 1);

        let backup = place.path("later.throughline");
        workspace.backup(&backup, &()).unwrap();
        workspace.rebuild(&()).unwrap();
        assert_clean(&workspace);
        workspace.close().unwrap();
        let again = place.open("food.throughline");
        assert_clean(&again);
        let piece = new.split(['\n', '"']).max_by_key(|piece| piece.len()).unwrap();
        assert_eq!(holding(&place, piece.as_bytes()), Vec::<PathBuf>::new(), "nor in the backup");
    }
}

#[test]
fn what_stood_beside_it_is_recorded_again_first_and_nothing_else_changes() {
    let place = Place::new();
    let workspace = place.create();
    let entity = place.entity();
    workspace.append(edit(vec![highlight(entity, "I had it under the table", "Participant P07")])).unwrap();
    let tags = Value::Map([("add".to_owned(), Value::List(vec![Value::from("night")]))].into());
    let both = fields([("tags", Some(tags)), ("quote", text("I had it on my knees"))]);
    workspace.append(edit(vec![record("highlight/1", entity, both)])).unwrap();

    let erased = workspace.erase(None, &[field(entity, "quote")], "Consent withdrawn").unwrap();
    let state = workspace.reader().unwrap().state(&entity, &At::Now).unwrap().unwrap();
    assert!(state.erased("quote"));
    assert_eq!(state.text("passage"), Some("line 12"));
    assert_eq!(state.value("tags"), Some(&Value::List(vec![Value::from("night")])));
    assert_eq!(state.text("said-by"), Some("Participant P07"), "the personal part was not meant");
    assert!(state.value("number").is_some(), "it is still called what it was called");
    let reader = workspace.reader().unwrap();
    let change = reader.log(&LogQuery { limit: 1, ..LogQuery::default() }).unwrap().rows.remove(0);
    assert_eq!((change.act, change.change), (Act::Erase, erased.appended.change));
    assert_eq!(change.records[0].card.id, entity, "recorded again before the erasure itself");
    assert_eq!(holding(&place, b"under the table"), Vec::<PathBuf>::new());
    assert_eq!(search(&workspace, "table"), 0);

    let said_by = workspace.erase(None, &[field(entity, "said-by")], "Consent withdrawn").unwrap();
    assert!(said_by.plan.again.is_empty() && said_by.scan.is_clean());
    assert_eq!(holding(&place, b"Participant P07"), Vec::<PathBuf>::new());
    assert_clean(&workspace);
}

#[test]
fn notes_whole_artefacts_and_what_their_links_say_can_be_erased() {
    let place = Place::new();
    let workspace = place.create();
    let (one, _) = write(&place, &workspace, "The courier Hanna Holm is late");
    let (other, _) = write(&place, &workspace, "Where is my order?");
    let mut linked = edit(vec![link(&workspace, "relates-to", one, other)]);
    linked.note = Some("Hanna told me on the phone".into());
    let noted = workspace.append(linked).unwrap();

    let everything = Erasing::Everything { entity: one };
    let erased = workspace.erase(None, std::slice::from_ref(&everything), "Named a person").unwrap();
    assert!(erased.scan.is_clean(), "{:?}", erased.scan);
    assert_eq!(holding(&place, b"Hanna Holm"), Vec::<PathBuf>::new());
    assert!(!holding(&place, b"told me on the phone").is_empty());
    workspace.erase(None, &[Erasing::Note { change: noted.change }], "Named a person").unwrap();
    assert_eq!(holding(&place, b"told me on the phone"), Vec::<PathBuf>::new());
    let artefact = workspace.reader().unwrap().get(&one, &At::Now).unwrap();
    assert_eq!(artefact.card.short, "PRB-1");
    assert!(artefact.links.iter().any(|link| link.type_ == "relates-to"), "that it is linked stays");
    assert!(artefact.links.iter().any(|link| link.type_ == "erases"), "and leads to who erased it");
    assert_clean(&workspace);
    let again = workspace.erase(None, &[everything], "Twice");
    assert!(matches!(again, Err(StoreError::NotErasable(_))), "{again:?}");
}

#[test]
fn an_attachment_goes_unless_something_else_names_it() {
    let place = Place::new();
    let workspace = place.create();
    let (one, _) = write(&place, &workspace, "One");
    let (other, _) = write(&place, &workspace, "Other");
    let bytes = telling(3 << 20, 9);
    let stored = workspace.attach(&mut bytes.as_bytes(), "interview.txt", None, &()).unwrap();
    let file = |name: &str, digest: String| {
        let pairs = [("name", Value::from(name)), ("digest", Value::from(digest)), ("size", Value::Int(3))];
        let entry = Value::Map(pairs.map(|(name, value)| (name.to_owned(), value)).into());
        Some(Value::Map([("add".to_owned(), Value::List(vec![entry]))].into()))
    };
    let kept = workspace.attach(&mut b"a list of dishes".as_slice(), "dishes.txt", None, &()).unwrap();
    set(&workspace, one, "attachments", file("interview.txt", stored.digest.to_string()));
    set(&workspace, one, "attachments", file("dishes.txt", kept.digest.to_string()));
    set(&workspace, other, "attachments", file("same.txt", stored.digest.to_string()));

    let attachment = |entity| Erasing::Attachment { entity, digest: stored.digest };
    let first = workspace.erase(None, &[attachment(one)], "Withdrawn").unwrap();
    assert_eq!(first.plan.attachments, [], "the other one still has it");
    assert!(workspace.attachment_info(&stored.digest).is_ok());
    let second = workspace.erase(None, &[attachment(other)], "Withdrawn").unwrap();
    assert_eq!(second.plan.attachments, [stored.digest]);
    assert!(second.scan.is_clean(), "{:?}", second.scan);
    assert!(workspace.attachment_info(&stored.digest).is_err());
    assert!(workspace.attachment_info(&kept.digest).is_ok());
    let piece = bytes.split(['\n', '"']).max_by_key(|piece| piece.len()).unwrap();
    assert_eq!(holding(&place, piece.as_bytes()), Vec::<PathBuf>::new());
    let state = workspace.reader().unwrap().state(&one, &At::Now).unwrap().unwrap();
    assert_eq!(state.value("attachments").and_then(Value::as_list).map(<[_]>::len), Some(1));
    assert_clean(&workspace);
}

#[test]
fn a_hold_on_an_artefact_or_its_release_forbids_erasing_until_it_is_lifted_or_over() {
    let place = Place::new();
    let workspace = place.create();
    let (problem, _) = write(&place, &workspace, "Under dispute");
    let (release, hold) = (place.entity(), place.entity());
    let with = |fields: Fields| record("hold/1", hold, fields);
    workspace
        .append(edit(vec![
            record("release/1", release, fields([("title", text("Spring"))])),
            link(&workspace, "includes", release, problem),
            with(fields([("reason", text("Complaint 2026/118")), ("until", text("2026-06-30"))])),
            link(&workspace, "holds", hold, release),
        ]))
        .unwrap();
    let erase = || workspace.erase(None, &[field(problem, "title")], "Wanted");
    match erase() {
        Err(StoreError::OnHold { reason, .. }) => assert_eq!(reason, "Complaint 2026/118"),
        other => panic!("{other:?}"),
    }
    let lifted =
        |status: &str| workspace.append(edit(vec![with(fields([("status", text(status))]))])).unwrap();
    lifted("lifted");
    assert!(workspace.plan_erasure(&[field(problem, "title")]).is_ok());
    lifted("in-force");
    assert!(workspace.plan_erasure(&[field(problem, "title")]).is_err());
    // Its last day is over.
    place.clock.advance(60 * 24 * 60 * 60 * 1000);
    assert!(erase().is_ok());
}

#[test]
fn an_erasure_is_not_undone_and_nothing_is_undone_into_what_was_erased() {
    let place = Place::new();
    let workspace = place.create();
    let (problem, _) = write(&place, &workspace, "One");
    set(&workspace, problem, "need", text("An old need that goes"));
    let erased = workspace.erase(None, &[field(problem, "need")], "Withdrawn").unwrap();
    match workspace.undo(None, Some(erased.appended.change), false) {
        Err(StoreError::NotUndoable(why)) => assert!(why.contains("erasure cannot be undone"), "{why}"),
        other => panic!("{other:?}"),
    }
    let later = set(&workspace, problem, "need", text("A new one"));
    match workspace.undo(None, Some(later), true) {
        Err(StoreError::NotUndoable(why)) => assert!(why.contains("erased"), "{why}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(shown(&workspace, problem, "need"), text("A new one"));
}

#[test]
fn what_keeps_the_record_honest_is_not_erased() {
    let place = Place::new();
    let workspace = place.create();
    let (problem, _) = write(&place, &workspace, "One");
    let erased = workspace.erase(None, &[field(problem, "title")], "Withdrawn").unwrap();
    for (entity, name) in [(erased.erasure, "reason"), (erased.erasure, "parts")] {
        let refused = workspace.plan_erasure(&[field(entity, name)]);
        assert!(matches!(refused, Err(StoreError::NotErasable(_))), "{name}: {refused:?}");
    }
    let seal = place.entity();
    workspace.append(edit(vec![record("seal/1", seal, fields([("root", text("sha256:00"))]))])).unwrap();
    assert!(workspace.plan_erasure(&[Erasing::Everything { entity: seal }]).is_err());
}

#[test]
fn the_search_afterwards_finds_what_an_old_free_page_still_holds() {
    let place = Place::new();
    let workspace = place.create();
    let (problem, _) = write(&place, &workspace, "One");
    let secret = "The neighbour of the restaurant complained";
    set(&workspace, problem, "need", text(secret));
    // Somebody left a copy of it beside the keys, where nothing of it belongs.
    let folder = place.path("home").join("keys").join(workspace.id().to_string());
    std::fs::write(folder.join("left.txt"), secret).unwrap();
    let erased = workspace.erase(None, &[field(problem, "need")], "Withdrawn").unwrap();
    assert!(!erased.scan.is_clean());
    let found: Vec<&str> =
        erased.scan.places.iter().filter(|place| place.found > 0).map(|place| place.what).collect();
    assert_eq!(found, ["keys"]);
    // Words that another record says too are no trace.
    let (other, _) = write(&place, &workspace, "Two");
    set(&workspace, other, "need", text("They said: The couriers wait in the rain"));
    set(&workspace, problem, "because", text("The couriers wait in the rain"));
    let erased = workspace.erase(None, &[field(problem, "because")], "Withdrawn").unwrap();
    assert!(erased.scan.is_clean() && erased.scan.elsewhere > 0, "{:?}", erased.scan);
}

#[test]
fn an_erasure_that_arrives_from_another_copy_takes_the_bytes_out_of_this_one_too() {
    let place = Place::new();
    let workspace = place.create();
    let (problem, _) = write(&place, &workspace, "One");
    let secret = telling(9_000, 21).replace(['\n', '"'], "-");
    set(&workspace, problem, "need", text(&secret));
    let copy = place.path("copy.throughline");
    workspace.backup(&copy, &()).unwrap();
    let there =
        Workspace::open(&copy, place.other_user(), throughline_store::OpenMode::ReadWrite, &()).unwrap();
    write(&place, &there, "Meanwhile");
    workspace.erase(None, &[field(problem, "need")], "Withdrawn").unwrap();
    assert!(!holding(&place, secret.as_bytes()).is_empty(), "the other copy still has it");
    there.merge(workspace.path(), &()).unwrap();
    there.rebuild(&()).unwrap();
    assert_clean(&there);
    workspace.merge(there.path(), &()).unwrap();
    assert_clean(&workspace);
    workspace.close().unwrap();
    there.close().unwrap();
    assert_eq!(holding(&place, secret.as_bytes()), Vec::<PathBuf>::new());
}
