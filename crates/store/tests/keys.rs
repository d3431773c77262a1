//! Which key signs next after kills, losses of power and restored backups: in doubt a new one, since two
//! changes of one device with one number look like forgery for ever.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::path::{Path, PathBuf};

use common::*;
use serde_json::{Value as Json, json};
use throughline_record::Hash;
use throughline_store::{At, ListQuery, Workspace};

/// The notes beside the keys of a workspace, the one that was written last at the end.
fn notes(place: &Place, workspace: &str) -> Vec<PathBuf> {
    let folder = place.path("home").join("keys").join(workspace);
    let mut notes: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "key"))
        .collect();
    notes.sort_by_key(|path| std::fs::metadata(path).unwrap().modified().unwrap());
    notes
}

fn note(path: &Path) -> Json {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Makes a note say something else, as a process left it that was killed or lost its power.
fn alter(path: &Path, values: &[(&str, Json)]) {
    let mut written = note(path);
    for (name, value) in values {
        written[*name] = value.clone();
    }
    std::fs::write(path, serde_json::to_vec_pretty(&written).unwrap()).unwrap();
}

/// Reason and followed key of the device that joined last.
fn last_join(workspace: &Workspace) -> (String, Option<String>) {
    let query = ListQuery { kinds: vec!["device".into()], limit: 1, ..Default::default() };
    let page = workspace.reader().unwrap().list(&query, &At::Now).unwrap();
    let state = workspace.reader().unwrap().state(&page.rows.first().unwrap().id, &At::Now).unwrap().unwrap();
    (state.text("reason").unwrap().to_owned(), state.text("follows").map(str::to_owned))
}

#[test]
fn a_backup_restored_after_a_kill_right_after_the_commit_begins_a_new_device() {
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "In the backup");
    let backup = place.path("backup.throughline");
    workspace.backup(&backup, &()).unwrap();
    write(&place, &workspace, "Committed, then lost");
    let (path, id) = (workspace.path().to_owned(), workspace.id().to_string());
    workspace.close().unwrap();
    // The process died before it could note that its change was committed.
    alter(notes(&place, &id).last().unwrap(), &[("committed", json!(false))]);
    std::fs::copy(&backup, &path).unwrap();

    let workspace = place.open("food.throughline");
    write(&place, &workspace, "After the restore");
    assert_eq!(devices(&path).len(), 2, "the number after the backup's was signed once already");
    assert_eq!(last_join(&workspace).0, "restored");
    assert_clean(&workspace);
}

#[test]
fn a_note_lost_with_the_power_is_made_up_for_when_the_file_is_opened() {
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "Two");
    let id = workspace.id().to_string();
    let early = note(notes(&place, &id).last().unwrap());
    write(&place, &workspace, "Three");
    let backup = place.path("backup.throughline");
    workspace.backup(&backup, &()).unwrap();
    write(&place, &workspace, "Four");
    write(&place, &workspace, "Five");
    let path = workspace.path().to_owned();
    workspace.close().unwrap();
    std::fs::write(notes(&place, &id).last().unwrap(), serde_json::to_vec_pretty(&early).unwrap()).unwrap();

    place.open("food.throughline").close().unwrap();
    let known = note(notes(&place, &id).last().unwrap());
    assert_eq!((&known["seq"], &known["committed"]), (&json!(5), &json!(true)));
    std::fs::copy(&backup, &path).unwrap();
    let workspace = place.open("food.throughline");
    write(&place, &workspace, "After the restore");
    assert_eq!(devices(&path).len(), 2, "four and five were signed already");
    assert_clean(&workspace);
}

#[test]
fn an_append_that_was_cut_off_before_its_commit_leaves_the_key_in_use() {
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "Kept");
    let id = workspace.id().to_string();
    let key = notes(&place, &id).pop().unwrap();
    let unkept = Hash::of(b"never committed").to_string().replace("sha256:", "");
    let cut_off = [("seq", json!(3)), ("change", json!(unkept)), ("committed", json!(false))];
    // Nobody closed the file since: its write-ahead log tells that no other file was put in its place.
    alter(&key, &cut_off);
    write(&place, &workspace, "The next try");
    alter(&key, &[("seq", json!(4)), ("change", json!(unkept)), ("committed", json!(false))]);
    let other_window = place.open("food.throughline");
    assert_eq!(note(&key)["seq"], 3, "opening finds out that it was never committed");
    write(&place, &other_window, "And one from another window");
    assert_eq!(devices(workspace.path()).len(), 1);
    // Closed and opened by others meanwhile, the file may be any: a new device is always right.
    other_window.close().unwrap();
    workspace.close().unwrap();
    alter(&key, &[("seq", json!(5)), ("change", json!(unkept)), ("committed", json!(false))]);
    let workspace = place.open("food.throughline");
    write(&place, &workspace, "In doubt");
    assert_eq!(devices(workspace.path()).len(), 2);
    assert_clean(&workspace);
}

/// Copies a file, has the first append to the copy cut off, and appends again. `left` is what the note of
/// the copy's new key says then.
fn after_a_copys_first_append_was_cut_off(left: &[(&str, Json)]) {
    let place = Place::new();
    let original = place.create();
    write(&place, &original, "Before the copy");
    let (path, id) = (original.path().to_owned(), original.id().to_string());
    original.close().unwrap();
    let founder = note(&notes(&place, &id).pop().unwrap())["device"].as_str().unwrap().to_owned();
    let to = place.path("copy.throughline");
    std::fs::copy(&path, &to).unwrap();

    let copy = place.open("copy.throughline");
    write(&place, &copy, "Cut off");
    let id = copy.id().to_string();
    copy.close().unwrap();
    std::fs::copy(&path, &to).unwrap();
    alter(&notes(&place, &id).pop().unwrap(), left);

    let copy = place.open("copy.throughline");
    let (_, appended) = write(&place, &copy, "The next try");
    assert_eq!(appended.position, 4, "the device that signs has introduced itself");
    assert_eq!(devices(&to).len(), 2);
    assert_eq!(last_join(&copy), ("copied".to_owned(), Some(founder)), "it follows a key the log knows");
    assert_clean(&copy);
}

#[test]
fn a_copys_first_append_cut_off_before_the_commit_is_followed_by_nobody() {
    after_a_copys_first_append_was_cut_off(&[("committed", json!(false))]);
}

#[test]
fn a_key_that_was_made_and_never_used_does_not_sign_without_being_introduced() {
    after_a_copys_first_append_was_cut_off(&[("seq", json!(0)), ("change", json!(null))]);
}

#[test]
fn each_of_several_copies_follows_a_key_that_wrote_in_it() {
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "In every copy");
    let founder = devices(workspace.path()).remove(0);
    let copies: Vec<PathBuf> = (0..4).map(|n| place.path(&format!("copy-{n}.throughline"))).collect();
    for copy in &copies {
        workspace.backup(copy, &()).unwrap();
    }
    workspace.close().unwrap();
    for copy in &copies {
        let workspace = place.open(copy.file_name().unwrap().to_str().unwrap());
        write(&place, &workspace, "In one copy alone");
        // The keys of the copies before this one lie beside the founder's, and nobody here knows them.
        assert_eq!(last_join(&workspace), ("copied".to_owned(), Some(hex::encode(&founder))));
        assert_clean(&workspace);
    }
}

#[cfg(unix)]
#[test]
fn a_key_that_others_could_read_is_kept_from_them_at_the_next_change() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let workspace = place.create();
    let path = notes(&place, &workspace.id().to_string()).remove(0);
    let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    write(&place, &workspace, "After a careless copy");
    assert_eq!(mode(), 0o600);
}
