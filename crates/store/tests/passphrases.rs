//! A key under a passphrase: it signs only when opened, is never on the disk in clear, and moves to another computer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use common::*;
use throughline_model::keys::Vouched;
use throughline_record::{Act, DeviceId, Ends, EntityId, RecordDraft};
use throughline_store::{Append, Env, OpenMode, StoreError, Workspace};

const WORDS: &str = "seven tomatoes in the rain";

fn key_files(env: &Env, workspace: &Workspace) -> Vec<std::path::PathBuf> {
    let folder = env.home.join("keys").join(workspace.id().to_string());
    let all = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.extension().is_some_and(|ending| ending == "key")).collect()
}

fn seed_in(path: &std::path::Path) -> String {
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    json["seed"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_locked_key_signs_only_when_opened_and_for_half_an_hour_after_its_last_use() {
    let place = Place::new();
    let workspace = place.create();
    let file = key_files(&place.env, &workspace).remove(0);
    let seed = seed_in(&file);
    assert_eq!(seed.len(), 64);
    workspace.set_passphrase(None, Some(WORDS)).unwrap();
    assert_eq!(seed_in(&file), "");
    let bytes = std::fs::read(&file).unwrap();
    assert!(!bytes.windows(64).any(|window| window == seed.as_bytes()), "the secret lies there in clear");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    write(&place, &workspace, "While it is open");
    workspace.close().unwrap();

    let workspace = place.open("food.throughline");
    let device = workspace.signing_device().unwrap().unwrap();
    let refused = workspace.append(edit(vec![problem(place.entity(), "Locked")]));
    assert!(matches!(refused, Err(StoreError::KeyLocked)), "{refused:?}");
    assert_eq!(workspace.length().unwrap(), 2, "nothing was recorded");
    assert!(matches!(workspace.unlock("seven potatoes"), Err(StoreError::WrongPassphrase)));
    workspace.unlock(WORDS).unwrap();
    for _ in 0..3 {
        place.clock.advance(29 * 60 * 1000);
        write(&place, &workspace, "Used in time");
    }
    place.clock.advance(31 * 60 * 1000);
    let late = workspace.append(edit(vec![problem(place.entity(), "Too late")]));
    assert!(matches!(late, Err(StoreError::KeyLocked)));
    workspace.unlock(WORDS).unwrap();
    workspace.lock_keys();
    assert!(matches!(
        workspace.append(edit(vec![problem(place.entity(), "Shut")])),
        Err(StoreError::KeyLocked)
    ));

    assert!(matches!(workspace.set_passphrase(None, Some("other")), Err(StoreError::KeyLocked)));
    assert!(matches!(workspace.set_passphrase(Some("no"), None), Err(StoreError::WrongPassphrase)));
    workspace.set_passphrase(Some(WORDS), Some("other words")).unwrap();
    assert!(matches!(workspace.prove_passphrase(WORDS), Err(StoreError::WrongPassphrase)));
    workspace.prove_passphrase("other words").unwrap();
    workspace.set_passphrase(Some("other words"), None).unwrap();
    assert_eq!(seed_in(&file), seed);
    write(&place, &workspace, "Without");
    assert_eq!(workspace.signing_device().unwrap(), Some(device), "one key all along");
    assert_clean(&workspace);
}

#[test]
fn a_key_moves_to_another_computer_and_goes_on_where_it_stopped() {
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "Here");
    let device = workspace.signing_device().unwrap().unwrap();
    let exported = place.path("mine.key.json");
    workspace.export_key(&exported, None, WORDS).unwrap();
    assert!(matches!(workspace.export_key(&exported, None, WORDS), Err(StoreError::AlreadyExists(_))));
    let copy = place.path("copy.throughline");
    workspace.backup(&copy, &()).unwrap();

    let there = Workspace::open(&copy, place.other_user(), OpenMode::ReadWrite, &()).unwrap();
    assert!(matches!(there.import_key(&exported, "no"), Err(StoreError::WrongPassphrase)));
    assert_eq!(there.import_key(&exported, WORDS).unwrap(), device);
    write(&place, &there, "There");
    assert_eq!(there.signing_device().unwrap(), Some(device));
    assert_eq!(devices(&copy).len(), 1, "no new device began");
    assert!(matches!(there.import_key(&exported, WORDS), Err(StoreError::Key(_))), "a copy has one key");
    assert_clean(&there);
}

#[test]
fn a_key_is_refused_where_the_copy_lacks_what_it_signed_last_or_is_another_workspace() {
    let place = Place::new();
    let workspace = place.create();
    let old = place.path("old.throughline");
    workspace.backup(&old, &()).unwrap();
    write(&place, &workspace, "Not in the copy");
    let exported = place.path("mine.key.json");
    workspace.export_key(&exported, None, WORDS).unwrap();
    let there = Workspace::open(&old, place.other_user(), OpenMode::ReadWrite, &()).unwrap();
    let refused = there.import_key(&exported, WORDS);
    assert!(matches!(&refused, Err(StoreError::Key(why)) if why.contains("lacks")), "{refused:?}");
    let strange =
        Workspace::create(&place.path("else.throughline"), place.other_user(), "Else", None).unwrap();
    drop(strange);
    std::fs::write(place.path("no.key"), b"{}").unwrap();
    assert!(matches!(there.import_key(&place.path("no.key"), WORDS), Err(StoreError::Key(_))));
}

/// `endorsement` of a key by whoever signs next.
fn endorse(workspace: &Workspace, entity: EntityId, device: DeviceId, person: EntityId) -> Append {
    let ends = Ends { type_: "endorses".into(), from: entity, to: person, from_rev: None, to_rev: None };
    let linked = RecordDraft {
        kind: "link/1".into(),
        entity: EntityId::link(&workspace.id(), "endorses", &entity, &person),
        on: None,
        ends: Some(ends),
        content: fields([]),
        personal: fields([]),
    };
    let said = record("endorsement/1", entity, fields([("key", text(&device.to_string()))]));
    Append::new(None, Act::Edit, vec![said, linked])
}

#[test]
fn who_joined_on_another_computer_is_unverified_until_a_known_key_says_who_it_is() {
    let place = Place::new();
    let workspace = place.create();
    let (path, ana) = (workspace.path().to_owned(), place.entity());
    workspace.append(edit(vec![record("stakeholder/1", ana, fields([]))])).unwrap();
    let there = Workspace::open(&path, place.other_user(), OpenMode::ReadWrite, &()).unwrap();
    write(&place, &there, "By a stranger");
    let strange = there.signing_device().unwrap().unwrap();
    // What a stranger says of itself makes nobody known.
    there.append(endorse(&there, place.entity(), strange, ana)).unwrap();
    workspace.catch_up().unwrap();
    let vouched = |seq| workspace.reader().unwrap().trust().unwrap().vouched(&strange, seq);
    assert_eq!(vouched(2), Vouched::Unverified);
    let said = place.entity();
    workspace.append(endorse(&workspace, said, strange, ana)).unwrap();
    assert_eq!(vouched(2), Vouched::Known);
    assert_eq!(workspace.reader().unwrap().trust().unwrap().standing(&strange).persons, [ana]);
    // Whoever edits the endorsement later says nothing: its first record counts.
    there.catch_up().unwrap();
    let edited = record("endorsement/1", said, fields([("key", text(&"0".repeat(64)))]));
    there.append(edit(vec![edited])).unwrap();
    workspace.catch_up().unwrap();
    assert_eq!(vouched(2), Vouched::Known);

    let revoked = fields([
        ("key", text(&strange.to_string())),
        ("from-seq", Some(throughline_record::Value::Int(3))),
        ("reason", text("Stolen")),
    ]);
    workspace.append(edit(vec![record("revocation/1", place.entity(), revoked)])).unwrap();
    assert_eq!((vouched(2), vouched(3)), (Vouched::Known, Vouched::Revoked));
}

#[test]
fn a_copy_in_the_same_hand_is_known_by_the_proof_of_the_key_it_follows() {
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "One");
    let copy = place.path("copy.throughline");
    workspace.backup(&copy, &()).unwrap();
    drop(workspace);
    let copied = place.open("copy.throughline");
    write(&place, &copied, "In the copy");
    let device = copied.signing_device().unwrap().unwrap();
    let trust = copied.reader().unwrap().trust().unwrap();
    assert!(!trust.standing(&device).founder);
    assert_eq!(trust.vouched(&device, 1), Vouched::Known);
    assert_clean(&copied);
}
