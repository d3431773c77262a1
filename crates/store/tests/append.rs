//! Appending, reopening, and what keeps the log whole.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::sync::Arc;

use common::*;
use throughline_record::{Act, EntityId, Hash, Value};
use throughline_store::{Append, At, Clock, Env, OpenMode, StoreError, Workspace};

#[test]
fn a_new_workspace_introduces_its_device_and_the_person_at_the_keyboard() {
    let place = Place::new();
    let workspace = place.create();
    assert_eq!(workspace.length().unwrap(), 1);
    assert_eq!(workspace.name(), "Food delivery");
    let person = workspace.first_person().unwrap();
    assert_eq!(shown(&workspace, person, "title"), text("Ines"));
    assert_eq!(shown(&workspace, person, "number"), Some(Value::Int(1)));
    assert_clean(&workspace);
}

#[test]
fn a_workspace_is_never_made_over_another_file() {
    let place = Place::new();
    place.create().close().unwrap();
    let again = Workspace::create(&place.path("food.throughline"), place.env.clone(), "Other", None);
    assert_eq!(again.err().unwrap().code(), "already-exists");
    assert_eq!(place.open("food.throughline").name(), "Food delivery");
}

#[test]
fn what_was_appended_is_there_after_reopening() {
    let place = Place::new();
    let workspace = place.create();
    let id = workspace.id();
    let (entity, appended) = write(&place, &workspace, "Too many choices at lunch");
    assert_eq!(appended.position, 2);
    let head = workspace.head().unwrap();
    workspace.close().unwrap();
    assert!(!place.path("food.throughline-wal").exists(), "one file is the whole workspace");

    let workspace = place.open("food.throughline");
    assert_eq!(workspace.id(), id);
    assert_eq!(workspace.length().unwrap(), 2);
    assert_eq!(workspace.head().unwrap(), head);
    assert_eq!(shown(&workspace, entity, "title"), text("Too many choices at lunch"));
    write(&place, &workspace, "Second");
    assert_eq!(devices(workspace.path()).len(), 1, "the same computer goes on with its key");
    assert_clean(&workspace);
}

#[test]
fn a_lost_view_is_built_again_when_opening() {
    let place = Place::new();
    let workspace = place.create();
    let (entity, _) = write(&place, &workspace, "Too many choices");
    workspace.close().unwrap();
    std::fs::remove_dir_all(place.path("cache")).unwrap();
    let workspace = place.open("food.throughline");
    assert_eq!(shown(&workspace, entity, "title"), text("Too many choices"));
    workspace.rebuild(&()).unwrap();
    assert_eq!(shown(&workspace, entity, "title"), text("Too many choices"));
}

#[test]
fn a_damaged_view_is_replaced() {
    use std::io::{Seek, SeekFrom, Write};
    let place = Place::new();
    let workspace = place.create();
    let (entity, _) = write(&place, &workspace, "Too many choices");
    workspace.close().unwrap();
    let view = std::fs::read_dir(place.path("cache").join("views"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "view"))
        .unwrap();
    let damage = |from: u64| {
        let mut file = std::fs::OpenOptions::new().write(true).open(&view).unwrap();
        let length = file.metadata().unwrap().len();
        file.seek(SeekFrom::Start(from)).unwrap();
        file.write_all(&vec![0xAA; usize::try_from(length - from).unwrap()]).unwrap();
    };
    // Past its first page the view looks sound until somebody asks; rebuilding mends it.
    damage(4096);
    let workspace = place.open("food.throughline");
    workspace.rebuild(&()).unwrap();
    assert_eq!(shown(&workspace, entity, "title"), text("Too many choices"));
    assert_clean(&workspace);
    workspace.close().unwrap();
    // Its first page is looked at when opening.
    damage(0);
    let workspace = place.open("food.throughline");
    assert_eq!(shown(&workspace, entity, "title"), text("Too many choices"));
    assert_clean(&workspace);
}

#[test]
fn short_numbers_are_given_in_order_and_only_to_new_artefacts() {
    let place = Place::new();
    let workspace = place.create();
    let (a, b, c) = (place.entity(), place.entity(), place.entity());
    workspace
        .append(edit(vec![problem(a, "One"), problem(b, "Two"), link(&workspace, "relates-to", a, b)]))
        .unwrap();
    set(&workspace, a, "title", text("One again"));
    workspace.append(edit(vec![problem(c, "Three")])).unwrap();
    let numbers = [a, b, c].map(|entity| shown(&workspace, entity, "number"));
    assert_eq!(numbers, [1, 2, 3].map(|n| Some(Value::Int(n))));
}

#[test]
fn a_number_beyond_all_use_does_not_block_its_kind() {
    let place = Place::new();
    let workspace = place.create();
    let numbered = |n: i64| {
        let entity = place.entity();
        let content = fields([("title", text("Taken over")), ("number", Some(Value::Int(n)))]);
        workspace.append(edit(vec![record("problem/1", entity, content)])).unwrap();
    };
    let next = || {
        let (entity, _) = write(&place, &workspace, "Mine");
        shown(&workspace, entity, "number").and_then(|n| n.as_int()).unwrap()
    };
    numbered(41);
    for far in [9_007_199_254_740_991, 1_000_000_001] {
        numbered(far);
    }
    assert_eq!(next(), 42);
    assert_eq!(next(), 43);
    // Beside such a number in one change, too.
    let (far, near) = (place.entity(), place.entity());
    let content = fields([("title", text("Far")), ("number", Some(Value::Int(9_007_199_254_740_991)))]);
    let far = record("problem/1", far, content);
    workspace.append(edit(vec![far, problem(near, "Near")])).unwrap();
    assert_eq!(shown(&workspace, near, "number"), Some(Value::Int(44)));
    // The last number that counts was taken: the kind goes on where there is room.
    numbered(1_000_000_000);
    assert_eq!(next(), 45);
    assert_clean(&workspace);
}

#[test]
fn a_caller_who_decided_on_an_older_log_is_refused() {
    let place = Place::new();
    let workspace = place.create();
    let length = workspace.length().unwrap();
    write(&place, &workspace, "Meanwhile");
    let late = Append { expect_head: Some(length), ..edit(vec![problem(place.entity(), "Late")]) };
    let error = workspace.append(late).unwrap_err();
    assert!(matches!(error, StoreError::HeadMoved { expected: 1, found: 2 }), "{error}");
    assert_eq!(workspace.length().unwrap(), 2);
}

#[test]
fn records_can_be_made_from_what_is_there_while_nobody_else_writes() {
    let place = Place::new();
    let workspace = place.create();
    let (entity, _) = write(&place, &workspace, "Old");
    workspace
        .append_with(edit(Vec::new()), |reader| {
            let state = reader.state(&entity, &At::Now)?.unwrap();
            let title = format!("{}, made new", state.text("title").unwrap());
            Ok(vec![problem(entity, &title)])
        })
        .unwrap();
    assert_eq!(shown(&workspace, entity, "title"), text("Old, made new"));
    let refused = workspace.append_with(edit(Vec::new()), |_| Err(StoreError::Query("no".into())));
    assert_eq!(refused.unwrap_err().code(), "query");
    assert_eq!(workspace.length().unwrap(), 3);
}

#[test]
fn a_value_outside_the_format_is_refused_and_nothing_is_kept() {
    let place = Place::new();
    let workspace = place.create();
    let draft = record("problem/1", place.entity(), fields([("baseline", Some(Value::Int(1 << 60)))]));
    assert_eq!(workspace.append(edit(vec![draft])).unwrap_err().code(), "invalid");
    assert_eq!(workspace.length().unwrap(), 1);
    write(&place, &workspace, "Next");
    assert_clean(&workspace);
}

#[test]
fn received_never_decreases_although_the_clock_does() {
    let place = Place::new();
    let workspace = place.create();
    place.clock.advance(60_000);
    write(&place, &workspace, "Later");
    place.clock.set(0);
    write(&place, &workspace, "After the clock was put back");
    let received: Vec<String> = raw(workspace.path())
        .prepare("SELECT received FROM change ORDER BY position")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(received[1], "2026-05-04T08:01:00.000Z");
    assert_eq!(received[2], received[1]);
    assert_clean(&workspace);
}

#[test]
fn the_file_itself_refuses_to_change_what_was_written() {
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "Kept");
    workspace.attach(&mut &b"bytes"[..], "a.txt", None, &()).unwrap();
    let connection = raw(workspace.path());
    for forbidden in [
        "UPDATE change SET received = '2020-01-01T00:00:00.000Z'",
        "DELETE FROM change",
        "UPDATE record SET bytes = x'00'",
        "DELETE FROM record",
        "UPDATE content SET bytes = x'00'",
        "UPDATE personal SET salt = zeroblob(32)",
        "UPDATE note SET bytes = x'00'",
        "UPDATE attachment SET media = 'text/html'",
        "UPDATE chunk SET bytes = x'00'",
        "INSERT INTO change SELECT position + 5, zeroblob(32), device, seq, clock, received, first_record, records, header, signature FROM change WHERE position = 1",
        "INSERT INTO change SELECT 3, zeroblob(32), device, seq, clock, '2001-01-01T00:00:00.000Z', first_record, records, header, signature FROM change WHERE position = 1",
    ] {
        let refused = connection.execute(forbidden, []).unwrap_err().to_string();
        let by_trigger = ["never", "end of the log"].iter().any(|word| refused.contains(word));
        assert!(by_trigger, "{forbidden}: {refused}");
    }
    assert_eq!(
        connection.execute("DELETE FROM content", []).unwrap(),
        3,
        "parts can be deleted, by an erasure"
    );
}

#[test]
fn the_settings_that_keep_written_changes_are_on() {
    let place = Place::new();
    let workspace = place.create();
    let connection = raw(workspace.path());
    let pragma = |name: &str| -> i64 { connection.pragma_query_value(None, name, |row| row.get(0)).unwrap() };
    assert_eq!(pragma("application_id"), 0x544C_494E);
    assert_eq!(pragma("user_version"), 1);
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    let loose: i64 = connection
        .query_row("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite%'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(loose, 0, "every table is STRICT");
}

#[cfg(unix)]
#[test]
fn keys_lie_in_the_users_folder_where_nobody_else_can_read_them() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let workspace = place.create();
    let folder = place.path("home").join("keys").join(workspace.id().to_string());
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let keys: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(keys.iter().any(|path| path.extension().is_some_and(|e| e == "key")));
    for key in keys {
        assert_eq!(mode(&key), 0o600, "{}", key.display());
    }
}

#[test]
fn an_open_workspace_notices_what_another_one_writes() {
    let place = Place::new();
    let here = place.create();
    let there = place.open("food.throughline");
    assert!(!here.catch_up().unwrap());
    let (entity, _) = write(&place, &there, "From the other window");
    assert!(here.catch_up().unwrap());
    assert!(!here.catch_up().unwrap(), "said once");
    assert_eq!(shown(&here, entity, "title"), text("From the other window"));
    write(&place, &here, "Mine");
    assert!(!here.catch_up().unwrap(), "own changes are no news");
    assert!(there.catch_up().unwrap());
    assert_eq!(devices(here.path()).len(), 1, "windows of one user share a key");
    assert_clean(&there);
}

#[test]
fn two_users_of_one_file_are_two_devices() {
    let place = Place::new();
    let here = place.create();
    let there = Workspace::open(here.path(), place.other_user(), OpenMode::ReadWrite, &()).unwrap();
    write(&place, &there, "Hers");
    write(&place, &here, "His");
    write(&place, &there, "Hers again");
    assert_eq!(devices(here.path()).len(), 2);
    assert_eq!(equivocations(here.path()), 0);
    assert_eq!(here.length().unwrap(), 5, "three changes, begin and one join");
    here.catch_up().unwrap();
    assert_clean(&here);
}

#[test]
fn threads_share_a_workspace_and_lose_nothing() {
    let place = Place::new();
    let workspace = Arc::new(place.create());
    let entities: Vec<Vec<EntityId>> = (0..4).map(|_| (0..20).map(|_| place.entity()).collect()).collect();
    std::thread::scope(|scope| {
        for mine in &entities {
            let workspace = Arc::clone(&workspace);
            scope.spawn(move || {
                for entity in mine {
                    workspace.append(edit(vec![problem(*entity, "From a thread")])).unwrap();
                    assert!(workspace.reader().unwrap().state(entity, &At::Now).unwrap().is_some());
                }
            });
        }
    });
    assert_eq!(workspace.length().unwrap(), 81);
    assert_clean(&workspace);
}

#[test]
fn the_head_is_the_root_over_all_ids() {
    let place = Place::new();
    let workspace = place.create();
    let first = workspace.head().unwrap();
    let (_, appended) = write(&place, &workspace, "Second");
    let ids = [workspace.id(), appended.change];
    assert_ne!(workspace.head().unwrap(), first);
    assert_eq!(workspace.head().unwrap(), throughline_record::merkle::root(ids.iter()));
    assert_eq!(workspace.verify(&()).unwrap().head, workspace.head().unwrap());
}

#[test]
fn a_change_is_shown_as_reading_it_back_would_show_it() {
    let place = Place::new();
    let workspace = place.create();
    let entity = place.entity();
    let mut draft = problem(entity, "Everything at once");
    draft.on = Some("2026-05-01".into());
    draft.personal = fields([("said-by", text("Ms Ray")), ("owner-note", None)]);
    draft.content.insert("need".into(), None);
    let append = Append {
        note: Some("Because of lunch".into()),
        at: Some("2026-05-03T10:00:00.000Z".into()),
        ..Append::new(workspace.first_person(), Act::Import, vec![draft])
    };
    workspace.append(append).unwrap();
    let digest = || workspace.reader().unwrap().state(&entity, &At::Now).unwrap().unwrap().digest();
    let grown: Hash = digest();
    workspace.rebuild(&()).unwrap();
    assert_eq!(digest(), grown);
    assert_clean(&workspace);
}

#[test]
fn drafts_stay_outside_the_log_and_survive_closing() {
    let place = Place::new();
    let workspace = place.create();
    workspace.draft_save("new problem", r#"{"title":"Unfin"}"#).unwrap();
    place.clock.advance(1000);
    workspace.draft_save("edit PRB-1", "{}").unwrap();
    workspace.draft_save("new problem", r#"{"title":"Unfinished"}"#).unwrap();
    workspace.close().unwrap();
    let workspace = place.open("food.throughline");
    assert_eq!(workspace.length().unwrap(), 1);
    let draft = workspace.draft_get("new problem").unwrap().unwrap();
    assert_eq!(
        (draft.json.as_str(), draft.saved.as_str()),
        (r#"{"title":"Unfinished"}"#, place.clock.now().as_str())
    );
    assert_eq!(workspace.drafts().unwrap().len(), 2);
    workspace.draft_discard("new problem").unwrap();
    workspace.draft_discard("new problem").unwrap();
    assert_eq!(workspace.draft_get("new problem").unwrap(), None);
    assert_eq!(workspace.drafts().unwrap().len(), 1);
}

#[test]
fn the_store_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Workspace>();
    shared::<Env>();
}
