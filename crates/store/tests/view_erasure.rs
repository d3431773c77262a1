//! The view hides what the record says is erased: no less, and no more.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod view_common;

use throughline_record::{Act, Fields, RecordDraft, Value, erased_parts};
use throughline_store::At;
use view_common::*;

/// A person whose name lies in the personal part and whose role lies in the content.
fn person(n: u8, name: &str) -> RecordDraft {
    RecordDraft {
        personal: fields([("title", Value::from(name))]),
        ..record("stakeholder", entity(n), fields([("role", Value::from("sales"))]))
    }
}

fn erasure(n: u8, parts: &[String]) -> RecordDraft {
    let names = parts.iter().cloned().map(Value::from).collect();
    record("erasure", entity(n), fields([("parts", Value::List(names))]))
}

/// The view of the log grown change by change, at once, and built after the parts are gone.
fn views(log: &Log, gone: &[(usize, usize, &str)]) -> [Kept; 3] {
    let mut grown = Kept::new(&log.workspace());
    for change in &log.changes {
        grown.view.project(std::slice::from_ref(change), &()).unwrap();
    }
    let at_once = Kept::of(log);
    let mut changes = log.changes.clone();
    hide(&mut changes, gone);
    let mut built = Kept::new(&log.workspace());
    built.view.project(&changes, &()).unwrap();
    [grown, at_once, built]
}

#[test]
fn an_erasure_holds_in_a_change_of_any_act() {
    let mut log = Log::new();
    log.add(1.0, vec![person(1, "Hanna Holm"), titled("idea", 2, "Zanzibar", 1)]);
    let of = log.last();
    log.add(2.0, vec![erasure(9, &[format!("{of}.0/personal"), format!("{of}.1/content")])]);
    assert_eq!(log.changes.last().unwrap().change.header.act, Act::Edit);
    assert_eq!(erased_parts(&log.changes.last().unwrap().change).len(), 2, "so says the record");

    let views = views(&log, &[(1, 0, "personal"), (1, 1, "content")]);
    for kept in &views {
        let reader = kept.reader();
        let person = reader.state(&entity(1), &At::Now).unwrap().unwrap();
        assert!(person.erased("title"), "the name is still shown");
        assert_eq!(person.text("role"), Some("sales"));
        assert!(reader.state(&entity(2), &At::Now).unwrap().unwrap().erased("title"));
        for word in ["Hanna", "Zanzibar"] {
            assert_eq!(hits(&reader, word), [], "{word} is still found");
        }
    }
    for kept in &views[1..] {
        assert_eq!(views[0].view.digest().unwrap(), kept.view.digest().unwrap());
    }
}

#[test]
fn what_was_erased_is_not_shown_when_it_arrives_after_its_erasure() {
    let mut log = Log::new();
    let beginning = log.last();
    let held = log.add_to(1, &[beginning], Act::Edit, 1.0, None, vec![person(1, "Hanna Holm")]);
    let erasing = vec![erasure(9, &[format!("{held}.0/personal")])];
    log.add_to(2, &[beginning], Act::Edit, 2.0, None, erasing);
    // The erasure arrives first.
    log.changes.swap(1, 2);
    for (at, logged) in log.changes.iter_mut().enumerate() {
        logged.position = at as u64 + 1;
    }
    for kept in &views(&log, &[(2, 0, "personal")]) {
        let person = kept.reader().state(&entity(1), &At::Now).unwrap().unwrap();
        assert!(person.erased("title"));
        assert_eq!(person.text("role"), Some("sales"));
    }
}

#[test]
fn what_an_erasure_says_is_shown_although_another_names_it() {
    for later_first in [false, true] {
        let mut log = Log::new();
        log.add(1.0, vec![titled("idea", 1, "Zanzibar", 1)]);
        let of = log.last();
        let reason = RecordDraft {
            personal: fields([("said-by", Value::from("Ana"))]),
            ..erasure(8, &[format!("{of}.0/content")])
        };
        let erasing = log.add_to(1, &[of], Act::Erase, 2.0, None, vec![reason]);
        let again = erasure(9, &[format!("{erasing}.0/content"), format!("{erasing}.0/personal")]);
        log.add_to(2, &[of], Act::Erase, 3.0, None, vec![again]);
        if later_first {
            log.changes.swap(2, 3);
            for (at, logged) in log.changes.iter_mut().enumerate() {
                logged.position = at as u64 + 1;
            }
        }
        let at = if later_first { 3 } else { 2 };
        let views = views(&log, &[(1, 0, "content"), (at, 0, "personal")]);
        for kept in &views {
            let said = kept.reader().state(&entity(8), &At::Now).unwrap().unwrap();
            assert!(!said.erased("parts"), "what was erased is told for ever");
            assert_eq!(said.value("parts").and_then(Value::as_list).map(<[Value]>::len), Some(1));
            assert!(said.erased("said-by"), "a name in an erasure can be erased");
        }
        for kept in &views[1..] {
            assert_eq!(views[0].view.digest().unwrap(), kept.view.digest().unwrap());
        }
    }
}

#[test]
fn names_that_name_no_part_erase_nothing() {
    let mut log = Log::new();
    let at = log.last();
    log.add(
        1.0,
        vec![
            RecordDraft { content: Fields::new(), ..person(1, "Ana") },
            erasure(9, &["nonsense".into(), format!("{at}/note")]),
        ],
    );
    for kept in &views(&log, &[]) {
        let person = kept.reader().state(&entity(1), &At::Now).unwrap().unwrap();
        assert_eq!(person.text("title"), Some("Ana"), "text that is no part name has no effect");
    }
}
