//! Copies, backups, read-only places and foreign files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::path::Path;

use common::*;
use throughline_record::Value;
use throughline_store::{At, OpenMode, Steps, Workspace};

#[test]
fn whoever_writes_to_a_copy_begins_a_new_device() {
    let place = Place::new();
    let original = place.create();
    write(&place, &original, "Before the copy");
    let path = original.path().to_owned();
    original.close().unwrap();
    std::fs::copy(&path, place.path("copy.throughline")).unwrap();

    let copy = place.open("copy.throughline");
    let (entity, appended) = write(&place, &copy, "In the copy");
    assert_eq!(appended.position, 4, "a join stands before it");
    assert_eq!(devices(copy.path()).len(), 2);
    assert_eq!(shown(&copy, entity, "title"), text("In the copy"));
    let original = place.open("food.throughline");
    write(&place, &original, "In the original");
    assert_eq!(devices(original.path()).len(), 1, "the original goes on with its key");
    assert_clean(&copy);
    assert_clean(&original);
}

#[test]
fn a_moved_file_keeps_its_device() {
    let place = Place::new();
    place.create().close().unwrap();
    std::fs::rename(place.path("food.throughline"), place.path("moved.throughline")).unwrap();
    let workspace = place.open("moved.throughline");
    write(&place, &workspace, "After the move");
    assert_eq!(devices(workspace.path()).len(), 1);
}

/// Writes, backs up, writes on, puts the backup in place as `restore` does, writes again.
fn after_restoring(restore: impl Fn(&Path, &Path)) {
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "In the backup");
    let backup = place.path("backup.throughline");
    workspace.backup(&backup, &()).unwrap();
    let (_, lost) = write(&place, &workspace, "Lost");
    write(&place, &workspace, "Lost too");
    let path = workspace.path().to_owned();
    workspace.close().unwrap();

    restore(&backup, &path);
    let workspace = place.open("food.throughline");
    assert_eq!(workspace.length().unwrap(), 2, "the view does not show what the log lost");
    let (entity, appended) = write(&place, &workspace, "After the restore");
    assert_eq!(devices(&path).len(), 2);
    assert_eq!(equivocations(&path), 0);
    assert_ne!(appended.change, lost.change);
    assert_eq!(shown(&workspace, entity, "title"), text("After the restore"));
    let devices = workspace.reader().unwrap().list(
        &throughline_store::ListQuery { kinds: vec!["device".into()], limit: 10, ..Default::default() },
        &At::Now,
    );
    let reasons: Vec<_> =
        devices.unwrap().rows.iter().map(|card| shown(&workspace, card.id, "reason")).collect();
    assert!(reasons.contains(&text("restored")), "{reasons:?}");
    assert_clean(&workspace);
}

#[test]
fn a_backup_copied_over_the_file_begins_a_new_device() {
    after_restoring(|backup, path| {
        std::fs::copy(backup, path).unwrap();
    });
}

#[test]
fn a_backup_moved_over_the_file_begins_a_new_device() {
    after_restoring(|backup, path| std::fs::rename(backup, path).unwrap());
}

#[test]
fn a_file_replaced_while_it_is_open_is_not_written_to() {
    let place = Place::new();
    let workspace = place.create();
    let backup = place.path("backup.throughline");
    workspace.backup(&backup, &()).unwrap();
    std::fs::rename(&backup, workspace.path()).unwrap();
    let refused = workspace.append(edit(vec![problem(place.entity(), "Into nowhere")])).unwrap_err();
    assert_eq!(refused.code(), "replaced");
    assert_eq!(workspace.catch_up().unwrap_err().code(), "replaced");
}

#[test]
fn a_backup_is_whole_and_replaces_nothing() {
    let place = Place::new();
    let workspace = place.create();
    let (entity, _) = write(&place, &workspace, "Kept twice");
    workspace.attach(&mut &vec![7; 3_000_000][..], "big.bin", None, &()).unwrap();
    let to = place.path("backup.throughline");
    workspace.backup(&to, &()).unwrap();
    assert_eq!(workspace.backup(&to, &()).unwrap_err().code(), "already-exists");
    let leftovers: Vec<_> = std::fs::read_dir(place.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("backup"))
        .collect();
    assert_eq!(leftovers, ["backup.throughline"]);
    let copy = Workspace::open(&to, place.other_user(), OpenMode::ReadOnly, &()).unwrap();
    assert_eq!(copy.head().unwrap(), workspace.head().unwrap());
    assert_eq!(shown(&copy, entity, "title"), text("Kept twice"));
    assert_clean(&copy);
}

#[test]
fn a_cancelled_backup_leaves_nothing() {
    let place = Place::new();
    let workspace = place.create();
    let to = place.path("backup.throughline");
    let error = workspace.backup(&to, &Steps(|_, _, _: &str| false)).unwrap_err();
    assert_eq!(error.code(), "cancelled");
    let names: Vec<_> =
        std::fs::read_dir(place.folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().contains("backup")), "{names:?}");
    write(&place, &workspace, "Goes on");
}

#[test]
fn a_damaged_file_is_not_backed_up_as_if_it_were_whole() {
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "Honest");
    let connection = raw(workspace.path());
    connection.execute_batch("DROP TRIGGER content_stays; UPDATE content SET bytes = x'7b7d';").unwrap();
    let error = workspace.backup(&place.path("backup.throughline"), &()).unwrap_err();
    assert_eq!(error.code(), "damaged");
    assert!(!place.path("backup.throughline").exists());
}

#[test]
fn a_file_with_a_damaged_attachment_or_schema_is_not_backed_up_as_if_it_were_whole() {
    for damage in [
        "DROP TRIGGER chunk_stays; UPDATE chunk SET bytes = x'00';
         CREATE TRIGGER chunk_stays BEFORE UPDATE ON chunk BEGIN SELECT RAISE(ABORT, 'an attachment is never updated'); END;",
        "DROP TRIGGER chunk_stays;",
    ] {
        let place = Place::new();
        let workspace = place.create();
        workspace.attach(&mut &b"bytes"[..], "a.txt", None, &()).unwrap();
        raw(workspace.path()).execute_batch(damage).unwrap();
        let error = workspace.backup(&place.path("backup.throughline"), &()).unwrap_err();
        assert_eq!(error.code(), "damaged", "{damage}");
        assert!(!place.path("backup.throughline").exists());
    }
}

#[test]
fn opened_for_reading_nothing_can_be_written() {
    let place = Place::new();
    let workspace = place.create();
    let (entity, _) = write(&place, &workspace, "To read");
    let reading = Workspace::open(workspace.path(), place.env.clone(), OpenMode::ReadOnly, &()).unwrap();
    assert!(reading.read_only().is_some());
    assert_eq!(shown(&reading, entity, "title"), text("To read"));
    assert_eq!(reading.append(edit(vec![problem(place.entity(), "No")])).unwrap_err().code(), "read-only");
    assert_eq!(reading.attach(&mut &b"x"[..], "x", None, &()).unwrap_err().code(), "read-only");
    assert_eq!(reading.undo(None, None, false).unwrap_err().code(), "read-only");
    let (entity, _) = write(&place, &workspace, "Written meanwhile");
    assert!(reading.catch_up().unwrap());
    assert_eq!(shown(&reading, entity, "title"), text("Written meanwhile"));
}

#[test]
fn a_file_of_a_newer_version_opens_for_reading() {
    let place = Place::new();
    let workspace = place.create();
    let (entity, _) = write(&place, &workspace, "From the future");
    workspace.close().unwrap();
    let connection = raw(&place.path("food.throughline"));
    connection
        .execute_batch("ALTER TABLE change ADD COLUMN novelty TEXT; PRAGMA user_version = 99;")
        .unwrap();
    drop(connection);
    let workspace = place.open("food.throughline");
    assert!(workspace.read_only().unwrap().contains("newer version"));
    assert_eq!(shown(&workspace, entity, "title"), text("From the future"));
    assert_eq!(workspace.append(edit(vec![problem(place.entity(), "No")])).unwrap_err().code(), "read-only");
    assert_clean(&workspace);
}

#[test]
fn a_newer_file_this_version_cannot_read_says_so() {
    let place = Place::new();
    place.create().close().unwrap();
    raw(&place.path("food.throughline"))
        .execute_batch("ALTER TABLE change RENAME TO changes; PRAGMA user_version = 99;")
        .unwrap();
    let error = Workspace::open(&place.path("food.throughline"), place.env.clone(), OpenMode::ReadWrite, &());
    assert_eq!(error.err().unwrap().code(), "newer-file");
}

#[test]
fn other_files_are_not_taken_for_workspaces() {
    let place = Place::new();
    let path = place.path("notes.throughline");
    std::fs::write(&path, "just some notes").unwrap();
    let open =
        |path: &Path| Workspace::open(path, place.env.clone(), OpenMode::ReadWrite, &()).err().unwrap();
    assert_eq!(open(&path).code(), "not-a-workspace");
    assert_eq!(std::fs::read(&path).unwrap(), b"just some notes");
    let database = place.path("other.db");
    raw(&database).execute_batch("CREATE TABLE t (x)").unwrap();
    assert_eq!(open(&database).code(), "not-a-workspace");
    assert_eq!(open(&place.path("missing.throughline")).code(), "not-found");
}

/// Runs one test of this file again as nobody, because rights mean nothing to root. `AS_NOBODY` names a
/// folder there, which is closed to writing meanwhile. Returns what lies in the folder afterwards.
#[cfg(target_os = "linux")]
fn as_nobody(test: &str, place: &Place, folder: &Path) -> Vec<std::ffi::OsString> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    let rights =
        |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    rights(place.folder.path(), 0o755);
    for file in std::fs::read_dir(folder).unwrap() {
        rights(&file.unwrap().path(), 0o444);
    }
    rights(folder, 0o555);
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", test]).env(AS_NOBODY, folder).env("TMPDIR", "/tmp");
    if std::fs::metadata(place.folder.path()).unwrap().uid() == 0 {
        again.uid(65534).gid(65534);
    }
    let output = again.output().unwrap();
    rights(folder, 0o755);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    let mut names: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names
}

#[cfg(target_os = "linux")]
const AS_NOBODY: &str = "THROUGHLINE_TEST_READ_ONLY";

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_opens_for_reading() {
    if let Some(folder) = std::env::var_os(AS_NOBODY) {
        let place = Place::new();
        let path = Path::new(&folder).join("food.throughline");
        let workspace = Workspace::open(&path, place.env.clone(), OpenMode::ReadWrite, &()).unwrap();
        assert!(workspace.read_only().unwrap().contains("cannot be written"));
        assert_eq!(workspace.length().unwrap(), 2);
        assert_eq!(
            workspace.append(edit(vec![problem(place.entity(), "No")])).unwrap_err().code(),
            "read-only"
        );
        assert!(!workspace.catch_up().unwrap());
        assert_clean(&workspace);
        workspace.backup(&place.path("backup.throughline"), &()).unwrap();
        return;
    }
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "On a DVD");
    workspace.close().unwrap();
    let folder = place.path("dvd");
    std::fs::create_dir(&folder).unwrap();
    std::fs::copy(place.path("food.throughline"), folder.join("food.throughline")).unwrap();
    let names = as_nobody("a_folder_that_cannot_be_written_opens_for_reading", &place, &folder);
    assert_eq!(names, ["food.throughline"], "nothing was put beside it");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_copied_with_its_write_ahead_log_to_a_folder_that_cannot_be_written_opens_whole() {
    if let Some(folder) = std::env::var_os(AS_NOBODY) {
        for mode in [OpenMode::ReadWrite, OpenMode::ReadOnly] {
            let place = Place::new();
            let path = Path::new(&folder).join("food.throughline");
            let workspace = Workspace::open(&path, place.env.clone(), mode, &()).unwrap();
            assert!(workspace.read_only().unwrap().contains("cannot be written"));
            assert_eq!(workspace.path(), path);
            assert_eq!(workspace.length().unwrap(), 3, "what stands in the write-ahead log counts");
            assert!(!workspace.catch_up().unwrap());
            assert_clean(&workspace);
            workspace.backup(&place.path("backup.throughline"), &()).unwrap();
            workspace.close().unwrap();
            let left: Vec<_> = std::fs::read_dir(place.path("cache"))
                .unwrap()
                .map(|entry| entry.unwrap().file_name())
                .collect();
            assert_eq!(left, ["views"], "the copy is gone");
        }
        return;
    }
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "In the file or its log");
    write(&place, &workspace, "In its log");
    let folder = place.path("dvd");
    std::fs::create_dir(&folder).unwrap();
    for name in ["food.throughline", "food.throughline-wal"] {
        std::fs::copy(place.path(name), folder.join(name)).unwrap();
    }
    let test = "a_file_copied_with_its_write_ahead_log_to_a_folder_that_cannot_be_written_opens_whole";
    let names = as_nobody(test, &place, &folder);
    assert_eq!(names, ["food.throughline", "food.throughline-wal"], "nothing was put beside it");
}

#[test]
fn values_survive_the_way_through_a_backup() {
    let place = Place::new();
    let workspace = place.create();
    let entity = place.entity();
    let tags = Value::Map([("add".to_owned(), Value::List(vec![Value::Text("lunch".into())]))].into());
    let draft =
        record("problem/1", entity, fields([("title", text("ü \u{1F35C} \"'")), ("tags", Some(tags))]));
    workspace.append(edit(vec![draft])).unwrap();
    workspace.backup(&place.path("b.throughline"), &()).unwrap();
    let copy = place.open("b.throughline");
    assert_eq!(shown(&copy, entity, "title"), text("ü \u{1F35C} \"'"));
    assert_eq!(shown(&copy, entity, "tags"), shown(&workspace, entity, "tags"));
}
