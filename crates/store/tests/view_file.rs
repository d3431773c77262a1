//! The view as a file: what it leaves behind, when it is begun anew, and who may look while it is written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod view_common;

use throughline_record::Act;
use throughline_store::{At, View};
use view_common::*;

#[test]
fn erased_words_are_nowhere_in_the_files_of_the_view() {
    let mut log = Log::new();
    let mut secret = titled("idea", 1, "Quetzalcoatlus rides", 1);
    secret.content.insert("notes".into(), Some("pterodactyl everywhere".into()));
    log.add(1.0, vec![secret, titled("idea", 2, "Other", 2)]);
    log.add(2.0, vec![record("idea", entity(1), fields([("status", "active".into())]))]);
    let mut kept = Kept::of(&log);
    let bytes = |kept: &Kept| -> Vec<u8> {
        std::fs::read_dir(kept.folder.path())
            .unwrap()
            .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
            .map(|byte| byte.to_ascii_lowercase())
            .collect()
    };
    let holds = |kept: &Kept, word: &str| bytes(kept).windows(word.len()).any(|at| at == word.as_bytes());
    // The index shortens words by what they share with the one before.
    assert!(holds(&kept, "uetzalcoatlus") && holds(&kept, "terodactyl"));
    log.erase(&[(1, 0, "content")]);
    kept.view.project(&log.changes[3..], &()).unwrap();
    for word in ["quetzalcoatlus", "uetzalcoatlu", "pterodactyl", "terodacty"] {
        assert!(!holds(&kept, word), "{word}");
    }
    let reader = kept.reader();
    assert_eq!(hits(&reader, "quetzalcoatlus"), []);
    let state = reader.state(&entity(1), &At::Now).unwrap().unwrap();
    assert!(state.erased("title") && !state.erased("status"));
    let history = reader.history(&entity(1)).unwrap();
    assert!(history.rows.iter().any(|one| one.records.iter().any(|r| r.fields.iter().any(|f| f.erased))));
}

#[test]
fn a_view_of_another_workspace_version_or_of_rubbish_is_begun_anew() {
    let log = thread();
    let kept = Kept::of(&log);
    let path = kept.view.path().to_owned();
    let digest = kept.view.digest().unwrap();
    let (workspace, folder) = (log.workspace(), kept.folder);
    drop(kept.view);
    let same = View::open(&path, &workspace).unwrap();
    assert_eq!((same.position(), same.head(), same.digest().unwrap()), (2, Some(log.last()), digest));
    drop(same);
    let other = View::open(&path, &log.last()).unwrap();
    assert_eq!((other.position(), other.head()), (0, None));
    drop(other);
    let mut again = View::open(&path, &workspace).unwrap();
    assert_eq!(again.position(), 0);
    again.project(&log.changes, &()).unwrap();
    assert_eq!(again.digest().unwrap(), digest);
    drop(again);
    std::fs::write(&path, b"rubbish, and not a little of it, so that SQLite looks at it as a header")
        .unwrap();
    let mut fresh = View::open(&path, &workspace).unwrap();
    fresh.project(&log.changes, &()).unwrap();
    assert_eq!(fresh.digest().unwrap(), digest);
    drop(folder);
}

#[test]
fn a_gap_in_the_positions_is_refused_and_what_is_there_already_is_skipped() {
    let log = thread();
    let mut kept = Kept::new(&log.workspace());
    assert_eq!(kept.view.project(&log.changes[1..], &()).unwrap_err().code(), "damaged");
    assert_eq!(kept.view.position(), 0);
    kept.view.project(&log.changes, &()).unwrap();
    let digest = kept.view.digest().unwrap();
    kept.view.project(&log.changes, &()).unwrap();
    assert_eq!((kept.view.position(), kept.view.digest().unwrap()), (2, digest));
}

#[test]
fn stopping_leaves_the_view_as_it_was() {
    let log = thread();
    let mut kept = Kept::new(&log.workspace());
    let stop = throughline_store::Steps(|_, _, _: &str| false);
    assert_eq!(kept.view.project(&log.changes, &stop).unwrap_err().code(), "cancelled");
    assert_eq!(kept.view.position(), 0);
    assert_eq!(kept.reader().stats().unwrap().changes, 0);
}

#[test]
fn more_devices_than_any_team_has_are_refused_before_each_change_remembers_all_of_them() {
    let mut log = thread();
    let mut kept = Kept::of(&log);
    rusqlite::Connection::open(kept.view.path())
        .unwrap()
        .execute_batch(
            "WITH RECURSIVE n(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < 10000)
             INSERT INTO lane (lane, device, tip) SELECT n, n, 1 FROM n;",
        )
        .unwrap();
    log.add(2.0, vec![titled("idea", 30, "Of a known device", 9)]);
    kept.view.project(&log.changes, &()).unwrap();
    let parents = [log.last()];
    log.add_to(1, &parents, Act::Edit, 3.0, None, vec![titled("idea", 31, "Of one more", 10)]);
    assert_eq!(kept.view.project(&log.changes, &()).unwrap_err().code(), "damaged");
    assert_eq!(kept.view.position(), 3);
}

#[test]
fn a_reader_beside_a_writer_sees_whole_changes() {
    let mut log = thread();
    let mut kept = Kept::of(&log);
    let reader = kept.reader();
    assert_eq!(reader.stats().unwrap().links, 6);
    log.add(2.0, vec![titled("idea", 30, "Late idea", 9)]);
    kept.view.project(&log.changes, &()).unwrap();
    assert_eq!(reader.position().unwrap(), 3);
    assert_eq!(reader.head().unwrap(), Some(log.last()));
    let stats = reader.stats().unwrap();
    assert_eq!((stats.entities, stats.records, stats.removed), (6, 12, 0));
    assert!(reader.exists(&entity(30)).unwrap() && !reader.exists(&entity(31)).unwrap());
    let json = serde_json::to_value(reader.get(&entity(3), &At::Now).unwrap()).unwrap();
    assert_eq!(json["card"]["short"], "IDE-1");
    assert_eq!(json["links"][0]["type"], "addresses");
}
