//! Verification finds what was done to a file behind the program's back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::*;
use throughline_record::Value;
use throughline_store::{Attachment, Steps, VerifyReport, Workspace};

/// Makes a workspace of three changes, lets `tamper` run SQL on it, verifies.
fn after(tamper: &str) -> VerifyReport {
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "Honest");
    write(&place, &workspace, "Also honest");
    workspace.close().unwrap();
    raw(&place.path("food.throughline")).execute_batch(tamper).unwrap();
    place.open("food.throughline").verify(&()).unwrap()
}

fn codes(report: &VerifyReport) -> Vec<&str> {
    report.faults.iter().map(|fault| fault.code.as_str()).collect()
}

#[test]
fn an_honest_file_is_clean_and_counted() {
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "Honest");
    workspace.attach(&mut &b"bytes"[..], "a.txt", None, &()).unwrap();
    let report = workspace.verify(&()).unwrap();
    assert!(report.is_clean());
    assert_eq!((report.changes, report.records, report.attachments, report.parts_gone), (2, 3, 1, 0));
}

#[test]
fn an_edited_part_is_found_and_named() {
    let report = after(
        r#"DROP TRIGGER content_stays;
           UPDATE content SET bytes = CAST(replace(CAST(bytes AS TEXT), 'Also honest', 'Also hones!') AS BLOB);"#,
    );
    let fault = report.faults.iter().find(|fault| fault.code == "part-commitment").unwrap();
    assert_eq!((fault.position, fault.record), (Some(3), Some(0)));
    assert!(codes(&report).contains(&"structure"), "the missing trigger is named too");
}

#[test]
fn an_edit_that_puts_the_trigger_back_is_found_all_the_same() {
    let report = after(
        "DROP TRIGGER record_stays;
         UPDATE record SET bytes = CAST(replace(CAST(bytes AS TEXT), 'problem/1', 'insight/1') AS BLOB);
         CREATE TRIGGER record_stays BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'a record is never updated'); END;",
    );
    assert_eq!(codes(&report), ["record-root", "record-root"]);
}

#[test]
fn a_deleted_part_without_an_erasure_is_tampering() {
    let report = after("DELETE FROM content WHERE record = 3;");
    assert!(!report.is_clean());
    assert!(report.faults.iter().any(|fault| fault.position == Some(2)), "{:?}", report.faults);
}

#[test]
fn a_cut_off_log_end_shows_in_its_head() {
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "Kept");
    write(&place, &workspace, "Cut off");
    let head = workspace.head().unwrap();
    workspace.close().unwrap();
    raw(&place.path("food.throughline"))
        .execute_batch(
            "DROP TRIGGER change_kept; DROP TRIGGER record_kept;
             DELETE FROM content WHERE record = (SELECT first_record FROM change WHERE position = 3);
             DELETE FROM record WHERE row = (SELECT first_record FROM change WHERE position = 3);
             DELETE FROM change WHERE position = 3;",
        )
        .unwrap();
    let workspace = place.open("food.throughline");
    assert_ne!(workspace.head().unwrap(), head, "a checkpoint kept elsewhere tells");
    assert!(codes(&workspace.verify(&()).unwrap()).contains(&"heads"));
}

#[test]
fn a_change_taken_out_of_the_middle_is_found() {
    let report = after("DROP TRIGGER change_kept; DELETE FROM change WHERE position = 2;");
    assert!(codes(&report).contains(&"order"), "{:?}", report.faults);
    assert!(codes(&report).contains(&"stray"), "{:?}", report.faults);
}

#[test]
fn rows_that_say_otherwise_than_what_was_signed_are_found() {
    let report = after("DROP TRIGGER change_stays; UPDATE change SET clock = 9 WHERE position = 2;");
    assert!(report.faults.iter().any(|fault| fault.code == "row" && fault.position == Some(2)));
    let report = after(
        "DROP TRIGGER change_stays; UPDATE change SET received = '2020-01-01T00:00:00.000Z' WHERE position = 3;",
    );
    assert!(report.faults.iter().any(|fault| fault.code == "order" && fault.position == Some(3)));
    let report = after("INSERT INTO head VALUES (1);");
    assert_eq!(codes(&report), ["heads"]);
}

#[test]
fn rows_and_triggers_nobody_signed_are_found() {
    let report = after("INSERT INTO personal VALUES (77, zeroblob(32), x'7b7d');");
    assert_eq!(codes(&report), ["stray"]);
    let report = after("CREATE TRIGGER spy AFTER INSERT ON record BEGIN DELETE FROM note; END;");
    assert_eq!(codes(&report), ["structure"]);
}

#[test]
fn a_signature_from_elsewhere_is_found() {
    let report = after(
        "DROP TRIGGER change_stays; UPDATE change SET signature = (SELECT signature FROM change WHERE position = 1) WHERE position = 2;",
    );
    assert!(codes(&report).contains(&"signature"));
}

/// Records an artefact that names a file.
fn names(place: &Place, workspace: &Workspace, file: &Attachment) -> throughline_record::EntityId {
    let entry = Value::Map(
        [
            ("name".to_owned(), Value::Text(file.name.clone())),
            ("media".to_owned(), Value::Text(file.media.clone())),
            ("size".to_owned(), Value::Int(i64::try_from(file.size).unwrap())),
            ("digest".to_owned(), Value::Text(file.digest.to_string())),
        ]
        .into(),
    );
    let (entity, _) = write(place, workspace, "With a file");
    let add = Value::Map([("add".to_owned(), Value::List(vec![entry]))].into());
    set(workspace, entity, "attachments", Some(add));
    entity
}

#[test]
fn an_attachment_that_is_named_and_not_here_is_found() {
    let place = Place::new();
    let workspace = place.create();
    let file = workspace.attach(&mut &b"bytes"[..], "plan.txt", None, &()).unwrap();
    let entity = names(&place, &workspace, &file);
    assert_clean(&workspace);
    raw(workspace.path()).execute_batch("DELETE FROM chunk; DELETE FROM attachment;").unwrap();
    let report = workspace.verify(&()).unwrap();
    assert_eq!(codes(&report), ["attachment"]);
    let detail = &report.faults.first().unwrap().detail;
    assert!(detail.contains("plan.txt") && detail.contains(&file.digest.to_string()), "{detail}");
    // Whoever takes the name away says so in the log; then nothing is missing.
    let was = shown(&workspace, entity, "attachments").unwrap();
    let Value::List(mut entries) = was else { panic!("{was:?}") };
    let remove = Value::Map([("remove".to_owned(), Value::List(vec![entries.remove(0)]))].into());
    set(&workspace, entity, "attachments", Some(remove));
    assert_clean(&workspace);
}

#[test]
fn pieces_of_no_attachment_are_found() {
    let place = Place::new();
    let workspace = place.create();
    workspace.attach(&mut &b"bytes"[..], "plan.txt", None, &()).unwrap();
    raw(workspace.path())
        .execute_batch("INSERT INTO chunk VALUES (77, 0, zeroblob(32), x'00'), (1, 5, zeroblob(32), x'00');")
        .unwrap();
    let report = workspace.verify(&()).unwrap();
    assert_eq!(codes(&report), ["stray"]);
    assert!(report.faults.first().unwrap().detail.starts_with("2 pieces"), "{:?}", report.faults);
}

#[test]
fn another_workspaces_log_in_this_file_is_found() {
    let place = Place::new();
    let workspace = place.create();
    let other =
        Workspace::create(&place.path("other.throughline"), place.env.clone(), "Other", None).unwrap();
    write(&place, &other, "Not yours");
    other.close().unwrap();
    let connection = raw(workspace.path());
    let triggers: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (name, _) in &triggers {
        connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    let other = place.path("other.throughline");
    connection.execute("ATTACH ?1 AS other", [other.to_str().unwrap()]).unwrap();
    for table in ["change", "record", "content", "personal", "note", "head"] {
        connection
            .execute_batch(&format!(
                "DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM other.{table};"
            ))
            .unwrap();
    }
    for (_, sql) in &triggers {
        connection.execute_batch(sql).unwrap();
    }
    let report = workspace.verify(&()).unwrap();
    assert!(codes(&report).contains(&"other-workspace"), "{:?}", report.faults);
}

#[test]
fn a_view_that_shows_something_else_is_found_and_rebuilt() {
    let place = Place::new();
    let workspace = place.create();
    let (entity, _) = write(&place, &workspace, "Honest");
    let views: Vec<_> =
        std::fs::read_dir(place.path("cache").join("views")).unwrap().map(|e| e.unwrap().path()).collect();
    let view = views.iter().find(|path| path.extension().is_some_and(|e| e == "view")).unwrap();
    raw(view).execute_batch("UPDATE state SET title = 'Forged'").unwrap();
    let report = workspace.verify(&()).unwrap();
    assert!(report.faults.is_empty() && !report.view_matches);
    workspace.rebuild(&()).unwrap();
    assert_clean(&workspace);
    assert_eq!(shown(&workspace, entity, "title"), text("Honest"));
}

#[test]
fn a_view_that_finds_something_else_is_noticed() {
    let place = Place::new();
    let workspace = place.create();
    write(&place, &workspace, "Honest");
    assert_clean(&workspace);
    let view = std::fs::read_dir(place.path("cache").join("views"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "view"))
        .unwrap();
    // As many words as before, in the same place.
    raw(&view)
        .execute_batch(
            "DELETE FROM text WHERE rowid = (SELECT row FROM state WHERE title = 'Honest');
             INSERT INTO text (rowid, title, body, ids) SELECT row, 'Forged', '', 'PRB-1' FROM state WHERE title = 'Honest';",
        )
        .unwrap();
    let report = workspace.verify(&()).unwrap();
    assert!(report.faults.is_empty() && !report.view_matches);
    workspace.rebuild(&()).unwrap();
    assert_clean(&workspace);
}

#[test]
fn verification_can_be_stopped() {
    let place = Place::new();
    let workspace = place.create();
    let error = workspace.verify(&Steps(|_, _, _: &str| false)).unwrap_err();
    assert_eq!(error.code(), "cancelled");
    assert_clean(&workspace);
}
