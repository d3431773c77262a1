//! Backups that are put in place: verified first, and over nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::*;
use throughline_store::{Workspace, restore_backup};

#[test]
fn a_backup_is_restored_beside_or_in_place_and_nothing_is_overwritten() {
    let place = Place::new();
    let ours = place.create();
    let (entity, _) = write(&place, &ours, "In the backup");
    let backup = place.path("backup.throughline");
    ours.backup(&backup, &()).unwrap();
    write(&place, &ours, "After the backup");
    let path = ours.path().to_owned();
    ours.close().unwrap();

    let taken = restore_backup(&backup, &path, false, &place.env, &()).unwrap_err();
    assert_eq!(taken.code(), "already-exists");
    let free = place.path("beside.throughline");
    let beside = restore_backup(&backup, &free, false, &place.env, &()).unwrap();
    assert_eq!((beside.changes, beside.before.clone()), (2, None));

    let restored = restore_backup(&backup, &path, true, &place.env, &()).unwrap();
    let before = restored.before.unwrap();
    assert_eq!(restored.before_changes, Some(3));
    assert!(before.file_name().unwrap().to_string_lossy().contains("before-restore"), "{before:?}");
    let ours = place.open("food.throughline");
    assert_eq!(shown(&ours, entity, "title"), text("In the backup"));
    write(&place, &ours, "After the restore");
    assert_eq!(devices(&path).len(), 2, "a new device begins");
    // What was lost can be brought back by a merge, and nobody has signed twice.
    ours.merge(&before, &()).unwrap();
    assert_eq!(equivocations(&path), 0);
    write(&place, &ours, "After all met");
    assert_clean(&ours);
}

#[test]
fn a_damaged_backup_and_one_of_another_workspace_are_not_put_in_place() {
    let place = Place::new();
    let ours = place.create();
    write(&place, &ours, "Kept");
    let path = ours.path().to_owned();
    let damaged = place.path("damaged.throughline");
    ours.backup(&damaged, &()).unwrap();
    ours.close().unwrap();
    raw(&damaged).execute_batch("DROP TRIGGER content_stays; UPDATE content SET bytes = x'7b7d';").unwrap();
    let other =
        Workspace::create(&place.path("other.throughline"), place.other_user(), "Other", None).unwrap();
    let other_path = other.path().to_owned();
    other.close().unwrap();
    for (from, code) in [(&damaged, "damaged"), (&other_path, "other-workspace")] {
        assert_eq!(restore_backup(from, &path, true, &place.env, &()).unwrap_err().code(), code);
    }
    let names: Vec<String> = std::fs::read_dir(place.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        names.iter().all(|name| !name.contains("before-restore") && !name.contains("unfinished")),
        "{names:?}"
    );
    assert_clean(&place.open("food.throughline"));
}

#[test]
fn a_damaged_backup_or_copy_is_called_by_its_name() {
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "Whole");
    let copy = place.path("cut.throughline");
    workspace.backup(&copy, &()).unwrap();
    let bytes = std::fs::read(&copy).unwrap();
    std::fs::write(&copy, &bytes[..bytes.len() / 2]).unwrap();
    let merged = workspace.merge(&copy, &()).unwrap_err();
    let restored =
        throughline_store::restore_backup(&copy, &place.path("new.throughline"), false, &place.env, &())
            .unwrap_err();
    for error in [merged, restored] {
        assert_eq!(error.code(), "damaged");
        assert!(error.to_string().contains("cut.throughline"), "{error}");
    }
    assert!(!place.path("new.throughline").exists());
    assert_clean(&workspace);
}
