//! The attacks.

use throughline_record::{Checkpoint, CheckpointError, Header, PartKind, Signer};
use throughline_store::{Kept, Workspace};

use crate::common::raw;
use crate::scene::{
    Scene, chain, honest, kept, log_of, nothing, over, record_of, reword, sign, sign_bytes, stranger,
};

/// One attack.
pub struct Attack {
    pub name: &'static str,
    pub act: fn(&mut Scene),
    /// The verdict from the file alone.
    pub alone: &'static str,
    /// The verdict against what was kept.
    pub anchored: &'static str,
    /// A fault that must be among those found; empty if there is none to find.
    pub code: &'static str,
}

const fn attack(
    name: &'static str,
    alone: &'static str,
    anchored: &'static str,
    code: &'static str,
    act: fn(&mut Scene),
) -> Attack {
    Attack { name, act, alone, anchored, code }
}

const BROKEN: &str = "broken";
const INTACT: &str = "not-anchored";
const REWRITTEN: &str = "rewritten";
const UNCONFIRMED: &str = "unconfirmed";

/// Replaces text in one table.
fn replace(scene: &Scene, table: &str, from: &str, to: &str) {
    scene.sql(&format!(
        "UPDATE {table} SET bytes = CAST(replace(CAST(bytes AS TEXT), '{from}', '{to}') AS BLOB)"
    ));
}

/// The last change again, otherwise, signed by the holder.
fn last_otherwise(scene: &Scene, alter: impl FnOnce(&mut Header)) {
    let mut log = scene.log();
    sign(log.last_mut().unwrap(), &scene.own, alter);
    scene.put(&log);
}

/// A change before the end altered with the holder's key, and everything after it signed again.
fn rewrite(scene: &Scene, at: usize, alter: impl FnOnce(&mut Header)) {
    let mut log = scene.log();
    sign(&mut log[at], &scene.own, alter);
    chain(&mut log, at + 1, &scene.own);
    scene.put(&log);
}

/// A change at the end with one record.
fn append(scene: &Scene, key: &throughline_record::SigningKey, record: throughline_record::SealedRecord) {
    let mut log = scene.log();
    log.push(scene.next(&log, key, vec![record]));
    scene.put(&log);
}

fn erasing(scene: &Scene, part: &str) -> throughline_record::SealedRecord {
    let _ = scene;
    record_of("erasure/1", 21, "\"parts\"", &format!("{{\"parts\":[\"{part}\"]}}"))
}

fn other_workspace(scene: &Scene) -> std::path::PathBuf {
    let path = scene.place.path("other.throughline");
    let other = Workspace::create(&path, scene.place.env.clone(), "Other", Some("Eve")).unwrap();
    crate::common::write(&scene.place, &other, "Not yours");
    other.close().unwrap();
    path
}

#[rustfmt::skip]
pub const ATTACKS: &[Attack] = &[
    // Bytes.
    attack("edit the content of a record", BROKEN, BROKEN, "part-commitment", |s| replace(s, "content", "Cold food", "Warm food")),
    attack("edit who said it", BROKEN, BROKEN, "part-commitment", |s| replace(s, "personal", "Ana", "Bob")),
    attack("edit a reason", BROKEN, BROKEN, "part-commitment", |s| replace(s, "note", "interviews", "survey")),
    attack("edit a record's own bytes", BROKEN, BROKEN, "record-root", |s| replace(s, "record", "problem/1", "insight/1")),
    attack("edit a header", BROKEN, BROKEN, "change-id", |s| s.sql(
        "UPDATE change SET header = CAST(replace(CAST(header AS TEXT), '\"act\":\"edit\"', '\"act\":\"undo\"') AS BLOB) WHERE position = 4")),
    attack("edit content and put its new commitment into the record", BROKEN, BROKEN, "record-root", |s| {
        let mut log = s.log();
        reword(&mut log[2].records[0], "Cold", "Warm");
        s.put(&log);
    }),
    attack("edit and re-hash up to the id, with the old signature", BROKEN, BROKEN, "signature", |s| {
        let mut log = s.log();
        let signature = log[9].signature;
        reword(&mut log[9].records[0], "Last", "First");
        sign(&mut log[9], &s.own, |_| {});
        log[9].signature = signature;
        s.put(&log);
    }),
    attack("re-sign with another key under the holder's name", BROKEN, BROKEN, "signature", |s| {
        let mut log = s.log();
        reword(&mut log[9].records[0], "Last", "First");
        sign(&mut log[9], &stranger(), |_| {});
        s.put(&log);
    }),
    attack("re-sign the last change as another device", INTACT, REWRITTEN, "", |s| {
        let mut log = s.log();
        reword(&mut log[9].records[0], "Last", "First");
        sign(&mut log[9], &stranger(), |h| { h.device = stranger().device(); h.seq = 1; });
        s.put(&log);
    }),
    attack("re-sign as another device with the old number", BROKEN, BROKEN, "sequence", |s| {
        let mut log = s.log();
        sign(&mut log[9], &stranger(), |h| h.device = stranger().device());
        s.put(&log);
    }),
    attack("re-sign the last change with the own key", INTACT, REWRITTEN, "", |s| {
        let mut log = s.log();
        reword(&mut log[9].records[0], "Last", "First");
        sign(&mut log[9], &s.own, |_| {});
        s.put(&log);
    }),
    attack("rewrite the whole log from #3 with the own key", INTACT, REWRITTEN, "", |s| {
        let mut log = s.log();
        reword(&mut log[2].records[0], "Cold", "Warm");
        sign(&mut log[2], &s.own, |_| {});
        chain(&mut log, 3, &s.own);
        s.put(&log);
    }),
    attack("rewrite everything from the first change", INTACT, UNCONFIRMED, "", |s| {
        let mut log = s.log();
        sign(&mut log[0], &s.own, |h| h.at = "2020-01-01T00:00:00Z".into());
        let id = log[0].id;
        for change in &mut log[1..] {
            sign(change, &s.own, |h| h.workspace = Some(id));
        }
        chain(&mut log, 1, &s.own);
        s.put(&log);
    }),
    attack("a header with a space in it, signed", BROKEN, BROKEN, "header-not-canonical", |s| {
        let mut log = s.log();
        let spaced = String::from_utf8(log[9].header.clone()).unwrap().replacen(':', ": ", 1).into_bytes();
        sign_bytes(&mut log[9], &s.own, spaced);
        s.put(&log);
    }),
    attack("a record with a space in it, signed", BROKEN, BROKEN, "record-not-canonical", |s| {
        let mut log = s.log();
        let bytes = String::from_utf8(log[9].records[0].bytes.clone()).unwrap().replacen(':', ": ", 1);
        log[9].records[0].bytes = bytes.into_bytes();
        sign(&mut log[9], &s.own, |_| {});
        s.put(&log);
    }),
    attack("a field that the record does not name, signed", BROKEN, BROKEN, "part-fields", |s| {
        append(s, &s.own, record_of("problem/1", 7, "\"title\"", "{\"need\":\"x\",\"title\":\"y\"}"));
    }),
    attack("a number that is spelled twice, signed", BROKEN, BROKEN, "part-form", |s| {
        append(s, &s.own, record_of("problem/1", 7, "\"number\"", "{\"number\":1.0}"));
    }),
    attack("more records than were signed", BROKEN, BROKEN, "record-count", |s| {
        let mut log = s.log();
        log[9].records.push(honest(8, "One more"));
        s.put(&log);
    }),
    // Order.
    attack("drop the end", INTACT, REWRITTEN, "", |s| s.put(&s.log()[..7])),
    attack("drop the end and forget the heads", BROKEN, BROKEN, "heads", |s| s.sql(
        "DELETE FROM content WHERE record = (SELECT first_record FROM change WHERE position = 10);
         DELETE FROM record WHERE row = (SELECT first_record FROM change WHERE position = 10);
         DELETE FROM change WHERE position = 10;")),
    attack("take a change out of the middle", BROKEN, BROKEN, "order", |s| s.sql("DELETE FROM change WHERE position = 5")),
    attack("take a change out of the middle and close the gap", BROKEN, BROKEN, "unknown-parent", |s| {
        let mut log = s.log();
        log.remove(4);
        s.put(&log);
    }),
    attack("take a change out and sign all that follows again", INTACT, REWRITTEN, "", |s| {
        let mut log = s.log();
        log.remove(4);
        chain(&mut log, 4, &s.own);
        s.put(&log);
    }),
    attack("insert a back-dated change and sign all that follows again", INTACT, REWRITTEN, "", |s| {
        let mut log = s.log();
        let mut early = s.next(&log[..3], &s.own, vec![honest(7, "Known all along")]);
        sign(&mut early, &s.own, |h| h.at = "2026-01-01T00:00:00Z".into());
        log.insert(3, early);
        chain(&mut log, 4, &s.own);
        s.put(&log);
    }),
    attack("insert a back-dated change without signing again", BROKEN, BROKEN, "equivocation", |s| {
        let mut log = s.log();
        let early = s.next(&log[..3], &s.own, vec![honest(7, "Known all along")]);
        log.insert(3, early);
        s.put(&log);
    }),
    attack("a back-dated change at the end (allowed, and shown as such)", INTACT, "anchored", "", |s| {
        let mut log = s.log();
        let mut late = s.next(&log, &s.own, vec![honest(7, "Said to be old")]);
        sign(&mut late, &s.own, |h| h.at = "2020-01-01T00:00:00Z".into());
        log.push(late);
        s.put(&log);
    }),
    attack("exchange two changes", BROKEN, BROKEN, "unknown-parent", |s| {
        let mut log = s.log();
        log.swap(4, 5);
        s.put(&log);
    }),
    attack("exchange two changes and sign all again", INTACT, REWRITTEN, "", |s| {
        let mut log = s.log();
        log.swap(4, 5);
        chain(&mut log, 4, &s.own);
        s.put(&log);
    }),
    attack("two changes with one number", BROKEN, BROKEN, "equivocation", |s| {
        let mut log = s.log();
        let second = s.next(&log[..9], &s.own, vec![honest(7, "The other")]);
        log.push(second);
        s.put(&log);
    }),
    attack("a clock that jumps", BROKEN, BROKEN, "clock", |s| last_otherwise(s, |h| h.clock += 5)),
    attack("a parent that is not the last", BROKEN, BROKEN, "sequence", |s| {
        let first = s.log()[0].id;
        last_otherwise(s, |h| { h.parents = vec![first]; h.clock = 2; });
    }),
    attack("a parent that does not exist", BROKEN, BROKEN, "unknown-parent", |s| last_otherwise(s, |h| {
        h.parents = vec![throughline_record::ChangeId([3; 32])];
    })),
    attack("begin a second workspace inside", BROKEN, BROKEN, "other-workspace", |s| {
        let mut log = s.log();
        let mut again = s.next(&log, &stranger(), vec![honest(7, "A beginning")]);
        sign(&mut again, &stranger(), |h| {
            h.workspace = None; h.parents = Vec::new(); h.clock = 1; h.seq = 1; h.act = throughline_record::Act::Begin;
        });
        log.push(again);
        s.put(&log);
    }),
    // Who.
    attack("put another author into a header", BROKEN, BROKEN, "change-id", |s| s.sql(
        "UPDATE change SET header = CAST(replace(CAST(header AS TEXT), '\"actor\":\"\"', '\"actor\":\"019a4b2c-0003-7000-8000-000000000003\"') AS BLOB) WHERE position = 4")),
    attack("put another author into a header and re-hash", BROKEN, BROKEN, "signature", |s| {
        let mut log = s.log();
        let signature = log[9].signature;
        sign(&mut log[9], &s.own, |h| h.actor = Some(throughline_record::EntityId::v7(5, [5; 10])));
        log[9].signature = signature;
        s.put(&log);
    }),
    attack("put another author into a header with the own key", INTACT, REWRITTEN, "", |s| rewrite(s, 3, |h| {
        h.actor = Some(throughline_record::EntityId::v7(5, [5; 10]));
    })),
    attack("strip a signature", BROKEN, BROKEN, "signature", |s| s.sql("UPDATE change SET signature = zeroblob(64) WHERE position = 4")),
    attack("put the signature of another change there", BROKEN, BROKEN, "signature", |s| s.sql(
        "UPDATE change SET signature = (SELECT signature FROM change WHERE position = 3) WHERE position = 4")),
    attack("slip in a change with a stranger's key (shown as unverified)", INTACT, "anchored", "", |s| append(s, &stranger(), honest(7, "Slipped in"))),
    attack("a stranger introduces itself as the holder's next device", INTACT, "anchored", "", |s| {
        let (key, follows) = (stranger().device(), s.own.device());
        let record = record_of("device/1", 9, "\"follows\",\"key\",\"reason\"",
            &format!("{{\"follows\":\"{follows}\",\"key\":\"{key}\",\"reason\":\"copied\"}}"));
        append(s, &stranger(), record);
    }),
    attack("say another device in the row", BROKEN, BROKEN, "row", |s| s.sql("UPDATE change SET device = zeroblob(32) WHERE position = 4")),
    attack("say another number in the row", BROKEN, BROKEN, "row", |s| s.sql("UPDATE change SET seq = 77 WHERE position = 4")),
    attack("say another clock in the row", BROKEN, BROKEN, "row", |s| s.sql("UPDATE change SET clock = 77 WHERE position = 4")),
    // From elsewhere.
    attack("replay a change of another workspace", BROKEN, BROKEN, "other-workspace", |s| {
        let mut log = s.log();
        log.push(log_of(&other_workspace(s))[1].clone());
        s.put(&log);
    }),
    attack("put another workspace in its place", INTACT, UNCONFIRMED, "", |s| {
        let other = other_workspace(s);
        std::fs::copy(other, &s.path).unwrap();
    }),
    attack("roll back to an old backup", INTACT, REWRITTEN, "", |s| { std::fs::copy(&s.old, &s.path).unwrap(); }),
    attack("roll back and go on otherwise", INTACT, REWRITTEN, "", |s| {
        let mut log = s.log();
        log.truncate(8);
        for n in 0..3 {
            log.push(s.next(&log, &s.own, vec![honest(30 + n, "Otherwise")]));
        }
        s.put(&log);
    }),
    // Parts and erasures.
    attack("exchange the parts of two records", BROKEN, BROKEN, "part-commitment", |s| {
        let mut log = s.log();
        let (a, b) = (log[1].records[0].content.clone(), log[2].records[0].content.clone());
        (log[1].records[0].content, log[2].records[0].content) = (b, a);
        s.put(&log);
    }),
    attack("exchange a salt", BROKEN, BROKEN, "part-commitment", |s| s.sql("UPDATE content SET salt = zeroblob(32) WHERE record = 4")),
    attack("add a part that nothing commits to", BROKEN, BROKEN, "part-uncommitted", |s| s.sql(
        "INSERT INTO personal SELECT first_record, zeroblob(32), x'7b7d' FROM change WHERE position = 10")),
    attack("remove a part without an erasure", BROKEN, BROKEN, "part-missing", |s| s.sql(
        "DELETE FROM content WHERE record = (SELECT first_record FROM change WHERE position = 4)")),
    attack("remove a reason without an erasure", BROKEN, BROKEN, "part-missing", |s| s.sql("DELETE FROM note WHERE change = 6")),
    attack("an erasure that erased nothing", BROKEN, BROKEN, "part-not-erased", |s| {
        let part = format!("{}.0/content", s.log()[2].id);
        append(s, &s.own, erasing(s, &part));
    }),
    attack("an erasure by a stranger (shown as unverified)", INTACT, "anchored", "", |s| {
        let mut log = s.log();
        let part = format!("{}.0/content", log[2].id);
        log[2].records[0].content = None;
        log.push(s.next(&log, &stranger(), vec![erasing(s, &part)]));
        s.put(&log);
    }),
    attack("erase what an erasure says", BROKEN, BROKEN, "part-missing", |s| {
        let mut log = s.log();
        let part = format!("{}.0/content", log[2].id);
        log[2].records[0].content = None;
        log.push(s.next(&log, &s.own, vec![erasing(s, &part)]));
        log[10].records[0].content = None;
        s.put(&log);
    }),
    attack("fake an erasure of another part than is gone", BROKEN, BROKEN, "part-missing", |s| {
        let mut log = s.log();
        let part = format!("{}.0/personal", log[2].id);
        log[2].records[0].content = None;
        log[2].records[0].personal = None;
        log.push(s.next(&log, &s.own, vec![erasing(s, &part)]));
        s.put(&log);
    }),
    attack("put an erased part back in another's words", BROKEN, BROKEN, "part-commitment", |s| {
        let mut log = s.log();
        let part = format!("{}.0/content", log[2].id);
        let words = log[2].records[0].content.as_mut().unwrap();
        words.bytes = b"{\"title\":\"Never said\"}".to_vec();
        assert_ne!(words.commitment(PartKind::Content), nothing());
        log.push(s.next(&log, &s.own, vec![erasing(s, &part)]));
        s.put(&log);
    }),
    // Rows, schema, view.
    attack("put `received` before the change in front", BROKEN, BROKEN, "order", |s| s.sql(
        "UPDATE change SET received = '2020-01-01T00:00:00.000Z' WHERE position = 5")),
    attack("put `received` later, in order (nobody signed it)", "view-differs", "view-differs", "", |s| s.sql(
        "UPDATE change SET received = '2029-01-01T00:00:00.000Z' WHERE position = 10")),
    attack("alter the table of heads", BROKEN, BROKEN, "heads", |s| s.sql("INSERT INTO head VALUES (1)")),
    attack("name a place that holds no change among the heads", BROKEN, BROKEN, "heads", |s| s.sql("INSERT INTO head VALUES (99)")),
    attack("put nonsense where a change was received", BROKEN, BROKEN, "order", |s| s.sql("UPDATE change SET received = 'yesterday' WHERE position = 5")),
    attack("a record that belongs to no change", BROKEN, BROKEN, "stray", |s| s.sql("INSERT INTO record VALUES (999, x'7b7d')")),
    attack("a part that belongs to no record", BROKEN, BROKEN, "stray", |s| s.sql("INSERT INTO content VALUES (999, zeroblob(32), x'7b7d')")),
    attack("drop a trigger", BROKEN, BROKEN, "structure", |s| s.bluntly("DROP TRIGGER change_stays")),
    attack("weaken a trigger", BROKEN, BROKEN, "structure", |s| s.bluntly(
        "DROP TRIGGER record_kept; CREATE TRIGGER record_kept BEFORE DELETE ON record BEGIN SELECT 1; END;")),
    attack("add a trigger", BROKEN, BROKEN, "structure", |s| s.bluntly(
        "CREATE TRIGGER spy AFTER INSERT ON record BEGIN DELETE FROM note; END;")),
    attack("add a table", BROKEN, BROKEN, "structure", |s| s.bluntly("CREATE TABLE hidden (x); INSERT INTO hidden VALUES (1);")),
    attack("add a column", "refused", "refused", "", |s| s.bluntly("ALTER TABLE record ADD COLUMN hidden TEXT")),
    attack("put a view where a table was", "refused", "refused", "", |s| s.bluntly(
        "ALTER TABLE note RENAME TO old_note; CREATE VIEW note AS SELECT change, salt, bytes FROM old_note;")),
    attack("edit the view only", "view-differs", "view-differs", "", |s| s.view("UPDATE state SET title = 'Forged' WHERE title = 'Last'")),
    attack("edit the search index only", "view-differs", "view-differs", "", |s| s.view(
        "DELETE FROM text WHERE rowid = (SELECT row FROM state WHERE title = 'Last');
         INSERT INTO text (rowid, title, body, ids) SELECT row, 'Forged', '', 'PRB-9' FROM state WHERE title = 'Last';")),
    // Attachments.
    attack("change the bytes of an attachment", BROKEN, BROKEN, "attachment", |s| s.sql("UPDATE chunk SET bytes = CAST('the plan as it was imagined' AS BLOB)")),
    attack("change an attachment with its piece's digest", BROKEN, BROKEN, "attachment", |s| {
        let digest = throughline_record::Hash::of(b"x").0;
        s.sql(&format!("UPDATE chunk SET bytes = CAST('x' AS BLOB), digest = x'{}'; UPDATE attachment SET size = 1;", hex::encode(digest)));
    }),
    attack("call an attachment by another digest", BROKEN, BROKEN, "attachment", |s| s.sql("UPDATE attachment SET digest = zeroblob(32)")),
    attack("change the name of an attachment", BROKEN, BROKEN, "part-commitment", |s| replace(s, "content", "plan.txt", "plot.txt")),
    attack("take an attachment away", BROKEN, BROKEN, "attachment", |s| s.sql("DELETE FROM chunk; DELETE FROM attachment;")),
    attack("add a piece to an attachment", BROKEN, BROKEN, "stray", |s| s.sql("INSERT INTO chunk VALUES (1, 5, zeroblob(32), x'00')")),
    // The file.
    attack("cut the file in half", "bad", "bad", "", |s| {
        let bytes = std::fs::read(&s.path).unwrap();
        std::fs::write(&s.path, &bytes[..bytes.len() / 2]).unwrap();
    }),
    attack("overwrite a page with zeros", "bad", "bad", "", |s| {
        let mut bytes = std::fs::read(&s.path).unwrap();
        let page: i64 = raw(&s.path).query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'change'", [], |r| r.get(0)).unwrap();
        let from = usize::try_from(page - 1).unwrap() * 4096;
        bytes[from..from + 4096].fill(0);
        std::fs::write(&s.path, bytes).unwrap();
    }),
    attack("lay the write-ahead log of another workspace beside it", "bad", "bad", "", |s| {
        let path = s.place.path("other.throughline");
        let other = Workspace::create(&path, s.place.env.clone(), "Other", Some("Eve")).unwrap();
        for n in 0..20 { crate::common::write(&s.place, &other, &format!("Not yours {n}")); }
        std::fs::copy(path.with_extension("throughline-wal"), s.path.with_extension("throughline-wal")).unwrap();
    }),
    attack("lay a write-ahead log of nonsense beside it (ignored)", INTACT, "anchored", "", |s| {
        std::fs::write(s.path.with_extension("throughline-wal"), vec![7_u8; 8192]).unwrap();
    }),
    // Checkpoints. The file is untouched.
    attack("a checkpoint altered after it was signed", INTACT, UNCONFIRMED, "", |s| {
        let text = s.kept[1].checkpoint.clone().unwrap().sign(&s.own).unwrap().replacen("\n10\n", "\n9\n", 1);
        s.kept = vec![Kept { checkpoint: Checkpoint::read(&text), ..s.kept[1].clone() }];
        assert_eq!(s.kept[0].checkpoint, Err(CheckpointError::Signature));
    }),
    attack("a checkpoint forged by another key", INTACT, UNCONFIRMED, "", |s| {
        s.kept = vec![kept("forged", over(&s.log(), &stranger()), &stranger())];
    }),
    attack("a checkpoint of another workspace", INTACT, UNCONFIRMED, "", |s| {
        let checkpoint = Checkpoint { workspace: throughline_record::ChangeId([1; 32]), ..over(&s.log(), &s.own) };
        s.kept = vec![kept("of another", checkpoint, &s.own)];
    }),
    attack("a checkpoint of a log that was never written", INTACT, REWRITTEN, "", |s| {
        s.kept = vec![kept("of more", Checkpoint { size: 15, ..over(&s.log(), &s.own) }, &s.own)];
    }),
    attack("rewrite, and show a new checkpoint beside the one that was kept", INTACT, REWRITTEN, "", |s| {
        rewrite(s, 4, |h| h.at = "2026-01-01T00:00:00Z".into());
        let fresh = kept("fresh", over(&s.log(), &s.own), &s.own);
        s.kept.push(fresh);
    }),
];
