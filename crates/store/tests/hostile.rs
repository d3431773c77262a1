//! Files made to mislead or to exhaust whoever opens them, and files with something unreadable inside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use common::*;
use throughline_record::{EntityId, Value};
use throughline_store::{At, ListQuery, OpenMode, Result, Workspace};

/// A closed workspace of three changes, on which some SQL was run.
struct Tampered {
    place: Place,
    path: PathBuf,
    first: EntityId,
    second: EntityId,
}

fn tampered(sql: &str) -> Tampered {
    let place = Place::new();
    let workspace = place.create();
    let (first, _) = write(&place, &workspace, "Honest");
    let (second, _) = write(&place, &workspace, "Also honest");
    workspace.close().unwrap();
    let path = place.path("food.throughline");
    raw(&path).execute_batch(sql).unwrap();
    Tampered { place, path, first, second }
}

impl Tampered {
    fn open(&self) -> Result<Workspace> {
        self.open_as(OpenMode::ReadWrite)
    }

    /// Opens in a thread of its own: a file that is never done opening fails the test.
    fn open_as(&self, mode: OpenMode) -> Result<Workspace> {
        let (path, env) = (self.path.clone(), self.place.env.clone());
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || drop(tell.send(Workspace::open(&path, env, mode, &()))));
        told.recv_timeout(Duration::from_secs(20)).expect("opening ends")
    }

    /// The same with an empty cache, so that the log is folded anew.
    fn open_afresh(&self) -> Result<Workspace> {
        std::fs::remove_dir_all(self.place.path("cache")).unwrap();
        self.open()
    }
}

fn codes(workspace: &Workspace) -> Vec<(String, Option<u64>, Option<u32>)> {
    let faults = workspace.verify(&()).unwrap().faults;
    faults.into_iter().map(|fault| (fault.code, fault.position, fault.record)).collect()
}

const ENDLESS: &str = "
    DROP TRIGGER change_stays; DROP TRIGGER change_kept;
    DROP TRIGGER change_follows; DROP TRIGGER change_received_later;
    ALTER TABLE change RENAME TO kept;
    CREATE VIEW change AS WITH RECURSIVE n(position) AS (SELECT 1 UNION ALL SELECT position + 1 FROM n)
      SELECT position, zeroblob(32) id, zeroblob(32) device, 1 seq, 1 clock, '' received, 1 first_record,
        0 records, x'' header, zeroblob(64) signature FROM n;";

#[test]
fn a_trigger_that_swallows_what_is_written_keeps_the_file_from_being_written() {
    let file = tampered("CREATE TRIGGER swallow BEFORE INSERT ON change BEGIN SELECT RAISE(IGNORE); END;");
    let workspace = file.open().unwrap();
    assert!(workspace.read_only().unwrap().contains("`swallow`"), "{:?}", workspace.read_only());
    let refused = workspace.append(edit(vec![problem(file.place.entity(), "Swallowed")])).unwrap_err();
    assert_eq!(refused.code(), "read-only");
    assert_eq!(shown(&workspace, file.first, "title"), text("Honest"));
    assert_eq!(codes(&workspace), [("structure".to_owned(), None, None)]);
}

#[test]
fn a_trigger_named_like_sqlites_own_tables_is_noticed_too() {
    let file = tampered(
        "PRAGMA writable_schema = ON;
         INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('trigger', 'sqlite_swallow', 'change', 0,
           'CREATE TRIGGER sqlite_swallow BEFORE INSERT ON change BEGIN SELECT RAISE(IGNORE); END');
         PRAGMA writable_schema = RESET;",
    );
    let workspace = file.open().unwrap();
    assert!(workspace.read_only().unwrap().contains("sqlite_swallow"));
}

#[test]
fn a_change_that_was_swallowed_is_never_acknowledged() {
    let place = Place::new();
    let workspace = place.create();
    for table in ["change", "record", "content", "head"] {
        let connection = raw(workspace.path());
        let length = workspace.length().unwrap();
        connection
            .execute_batch(&format!(
                "CREATE TRIGGER swallow BEFORE INSERT ON {table} BEGIN SELECT RAISE(IGNORE); END;"
            ))
            .unwrap();
        let refused = workspace.append(edit(vec![problem(place.entity(), "Swallowed")])).unwrap_err();
        assert_eq!(refused.code(), "damaged", "{table}");
        connection.execute_batch("DROP TRIGGER swallow;").unwrap();
        assert_eq!(workspace.length().unwrap(), length);
    }
    for table in ["attachment", "chunk"] {
        let connection = raw(workspace.path());
        connection
            .execute_batch(&format!(
                "CREATE TRIGGER swallow BEFORE INSERT ON {table} BEGIN SELECT RAISE(IGNORE); END;"
            ))
            .unwrap();
        let refused = workspace.attach(&mut &b"swallowed"[..], "a.txt", None, &()).unwrap_err();
        assert_eq!(refused.code(), "damaged", "{table}");
        connection.execute_batch("DROP TRIGGER swallow;").unwrap();
        assert_eq!(workspace.attachment_count().unwrap(), 0);
    }
    write(&place, &workspace, "Goes on");
    assert_clean(&workspace);
}

#[test]
fn an_endless_view_in_place_of_the_log_is_refused_before_it_is_asked() {
    for mode in [OpenMode::ReadWrite, OpenMode::ReadOnly] {
        let error = tampered(ENDLESS).open_as(mode).err().unwrap();
        assert_eq!(error.code(), "damaged");
        assert!(error.to_string().contains("`change`"), "{error}");
        // A newer version is trusted with its own columns, not with views.
        let newer = format!("{ENDLESS} PRAGMA user_version = 99;");
        assert_eq!(tampered(&newer).open_as(mode).err().unwrap().code(), "damaged");
        // Nor is one that claims to be older than the first.
        let older = format!("{ENDLESS} PRAGMA user_version = 0;");
        assert_eq!(tampered(&older).open_as(mode).err().unwrap().code(), "damaged");
    }
}

#[test]
fn a_table_with_other_columns_is_refused() {
    let file = tampered("ALTER TABLE record ADD COLUMN spare BLOB;");
    let error = file.open().err().unwrap();
    assert_eq!(error.code(), "damaged");
    assert!(error.to_string().contains("`record`"), "{error}");
}

#[test]
fn a_part_that_cannot_be_read_leaves_everything_else_within_reach() {
    let file = tampered(
        "DROP TRIGGER content_stays;
         UPDATE content SET bytes = x'00' WHERE record = (SELECT first_record FROM change WHERE position = 2);",
    );
    for _ in 0..2 {
        let workspace = file.open_afresh().unwrap();
        assert_eq!(shown(&workspace, file.second, "title"), text("Also honest"));
        assert_eq!(shown(&workspace, file.first, "title"), None);
        assert!(workspace.reader().unwrap().exists(&file.first).unwrap());
        let found = codes(&workspace);
        assert!(found.contains(&("part-commitment".to_owned(), Some(2), Some(0))), "{found:?}");
        assert!(workspace.verify(&()).unwrap().view_matches);
    }
}

#[test]
fn a_record_or_header_that_cannot_be_read_is_shown_as_not_understood_and_named() {
    let place = Place::new();
    let unreadable = |workspace: &Workspace| {
        let query = ListQuery { kinds: vec!["unreadable".into()], ..ListQuery::default() };
        workspace.reader().unwrap().list(&query, &At::Now).unwrap().rows
    };
    let file = tampered(
        "DROP TRIGGER record_stays;
         UPDATE record SET bytes = x'00' WHERE row = (SELECT first_record FROM change WHERE position = 2);",
    );
    let workspace = file.open_afresh().unwrap();
    assert_eq!(shown(&workspace, file.second, "title"), text("Also honest"));
    let cards = unreadable(&workspace);
    assert_eq!(cards.len(), 1);
    assert!(!cards.first().unwrap().understood);
    assert!(codes(&workspace).iter().any(|(code, at, _)| code == "record-root" && *at == Some(2)));
    drop(place);

    let file = tampered("DROP TRIGGER change_stays; UPDATE change SET header = x'00' WHERE position = 2;");
    let workspace = file.open_afresh().unwrap();
    assert_eq!(shown(&workspace, file.first, "title"), text("Honest"), "records say what they are about");
    assert_eq!(shown(&workspace, file.second, "title"), text("Also honest"));
    assert!(codes(&workspace).iter().any(|(code, at, _)| code == "header-form" && *at == Some(2)));
}

#[test]
fn a_salt_or_signature_of_the_wrong_length_is_a_fault_and_not_the_end() {
    let file = tampered(
        "PRAGMA ignore_check_constraints = ON;
         DROP TRIGGER content_stays; DROP TRIGGER change_stays;
         UPDATE content SET salt = x'00' WHERE record = (SELECT first_record FROM change WHERE position = 2);
         UPDATE change SET signature = x'00' WHERE position = 3;",
    );
    let workspace = file.open_afresh().unwrap();
    assert_eq!(shown(&workspace, file.second, "title"), text("Also honest"));
    let found = codes(&workspace);
    assert!(found.contains(&("part-commitment".to_owned(), Some(2), Some(0))), "{found:?}");
    assert!(found.contains(&("signature".to_owned(), Some(3), None)), "{found:?}");
}

#[test]
fn records_are_of_one_change_only_however_many_claim_them() {
    let file = tampered(
        "DROP TRIGGER change_stays; UPDATE change SET first_record = 1, records = 4 WHERE position = 3;",
    );
    let workspace = file.open_afresh().unwrap();
    assert_eq!(
        workspace.reader().unwrap().stats().unwrap().records,
        3,
        "two of the first change, one of the second"
    );
    assert!(codes(&workspace).contains(&("record-count".to_owned(), Some(3), None)));
}

#[test]
fn what_could_not_be_read_is_read_again_once_the_file_is_mended() {
    let file = tampered("");
    let whole = std::fs::read(&file.path).unwrap();
    raw(&file.path)
        .execute_batch(
            "DROP TRIGGER content_stays;
             UPDATE content SET bytes = x'00' WHERE record = (SELECT first_record FROM change WHERE position = 2);",
        )
        .unwrap();
    let workspace = file.open_afresh().unwrap();
    assert_eq!(shown(&workspace, file.first, "title"), None);
    workspace.close().unwrap();
    std::fs::write(&file.path, whole).unwrap();
    let workspace = file.open().unwrap();
    assert_eq!(
        shown(&workspace, file.first, "title"),
        text("Honest"),
        "a view of something unreadable is in doubt"
    );
    assert_clean(&workspace);
}

#[test]
fn a_long_list_of_unknown_kinds_can_be_listed() {
    let place = Place::new();
    let workspace = place.create();
    let records = (0..33_000).map(|n| {
        record(&format!("widget-{n}/1"), place.entity(), fields([("title", Some(Value::Text("W".into())))]))
    });
    workspace.append(edit(records.collect())).unwrap();
    let query = ListQuery { limit: 10, ..ListQuery::default() };
    let page = workspace.reader().unwrap().list(&query, &At::Now).unwrap();
    assert!(page.total >= 33_000);
}
