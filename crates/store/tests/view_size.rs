//! What the view keeps grows with what is recorded, not with its product with how often something else changed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod view_common;

use throughline_record::Value;
use throughline_store::{At, ListQuery, Reader};
use view_common::*;

const EDITS: usize = 40;
const LONG: usize = 1 << 20;

/// A long note, and then small edits of other fields.
fn edited(note: &str) -> Log {
    let mut log = Log::new();
    let mut first = titled("idea", 1, "Noted", 1);
    first.content.insert("notes".into(), Some(Value::from(note)));
    log.add(1.0, vec![first]);
    for edit in 0..EDITS {
        let tag = format!("t{edit}");
        log.add(2.0 + edit as f64, vec![record("idea", entity(1), fields([("tags", tags(&[&tag], &[]))]))]);
    }
    log
}

/// The view grown change by change, and the one built at once.
fn both(log: &Log) -> [Kept; 2] {
    let mut grown = Kept::new(&log.workspace());
    for change in &log.changes {
        grown.view.project(std::slice::from_ref(change), &()).unwrap();
    }
    let built = Kept::of(log);
    assert_eq!(grown.view.digest().unwrap(), built.view.digest().unwrap());
    [grown, built]
}

fn size(kept: &Kept) -> usize {
    let connection = rusqlite::Connection::open(kept.view.path()).unwrap();
    let count =
        |pragma: &str| -> i64 { connection.pragma_query_value(None, pragma, |row| row.get(0)).unwrap() };
    let bytes = (count("page_count") - count("freelist_count")) * count("page_size");
    usize::try_from(bytes).unwrap()
}

fn listed(reader: &Reader, field: &str, value: &str, at: &At) -> usize {
    let query = ListQuery {
        kinds: vec!["idea".into()],
        filters: vec![(field.into(), "~".into(), value.into())],
        sort: vec![("notes".into(), false)],
        ..ListQuery::default()
    };
    reader.list(&query, at).unwrap().rows.len()
}

#[test]
fn a_long_text_is_kept_once_however_often_something_else_is_edited() {
    // One word, so that the index of words weighs nothing.
    let log = edited(&format!("begin {} end", "x".repeat(LONG)));
    for kept in both(&log) {
        assert!(size(&kept) < 3 * LONG, "{} bytes", size(&kept));
        let reader = kept.reader();
        for at in [At::Now, At::Position(2), At::Position(20), At::So(day(15))] {
            assert_eq!(listed(&reader, "notes", "X END", &at), 1, "{at:?}");
            assert_eq!(listed(&reader, "notes", "nowhere", &at), 0, "{at:?}");
        }
        assert_eq!(listed(&reader, "notes", "begin", &At::Position(1)), 0);
    }
}
