//! What a whole log must keep: one workspace, known parents, clocks, sequences, and that parts are
//! gone exactly where an erasure says so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::*;
use throughline_record::{
    Ancestry, ChangeDraft, ChangeId, FaultCode, LogCheck, LogReport, RecordDraft, SealedChange, decode,
    erased_parts, merkle,
};

fn check<'a>(log: impl IntoIterator<Item = &'a SealedChange>) -> LogReport {
    let mut check = LogCheck::new();
    for sealed in log {
        check.push(sealed);
    }
    check.finish()
}

/// Position and code of every fault.
fn faults(report: &LogReport) -> Vec<(u64, FaultCode)> {
    let place = |f: &throughline_record::Fault| (f.position.unwrap_or(0), f.code);
    report.faults.iter().map(place).collect()
}

/// A change behind the last of a log, spoilt before it is sealed.
fn next(log: &[SealedChange], device: u8, spoil: impl Fn(&mut ChangeDraft)) -> SealedChange {
    let last = log.last().unwrap().header().unwrap();
    let mut draft =
        later(log[0].id, last.seq + 1, last.clock + 1, &[log.last().unwrap().id], vec![problem(1, "slower")]);
    spoil(&mut draft);
    sealed(&draft, &key(device))
}

#[test]
fn a_good_log_verifies_and_its_head_is_the_root_over_the_ids() {
    let log = line_of(5);
    let report = check(&log);
    assert_eq!(report.faults, []);
    assert_eq!((report.changes, report.records, report.parts_gone), (6, 6, 0));
    assert_eq!(report.head, merkle::root(log.iter().map(|c| c.id.0)));
}

#[test]
fn an_empty_log_has_nothing_wrong() {
    let report = LogCheck::new().finish();
    assert_eq!((report.changes, report.faults.len()), (0, 0));
    assert_eq!(report.head, merkle::root(std::iter::empty::<&[u8]>()));
}

#[test]
fn the_place_of_a_change_is_checked() {
    type Spoil = fn(&mut ChangeDraft);
    let cases: [(&str, u8, Spoil, FaultCode); 7] = [
        ("a clock too low", 1, |d| d.clock -= 1, FaultCode::Clock),
        ("a clock too high", 1, |d| d.clock += 1, FaultCode::Clock),
        ("a gap in seq", 1, |d| d.seq += 1, FaultCode::Sequence),
        ("a new device not at 1", 2, |_| {}, FaultCode::Sequence),
        ("an unknown parent", 1, |d| d.parents.push(ChangeId([0; 32])), FaultCode::UnknownParent),
        ("another workspace", 1, |d| d.workspace = Some(ChangeId([0; 32])), FaultCode::OtherWorkspace),
        ("a second beginning", 2, |d| *d = first(vec![]), FaultCode::OtherWorkspace),
    ];
    for (what, device, spoil, code) in cases {
        let mut log = line_of(2);
        log.push(next(&log, device, spoil));
        assert_eq!(faults(&check(&log)), [(4, code)], "{what}");
    }
    let mut log = line_of(2);
    log.push(next(&log, 2, |d| d.seq = 1));
    assert_eq!(faults(&check(&log)), [], "a new device begins at 1");
}

#[test]
fn a_device_whose_change_does_not_descend_from_its_last_is_noticed() {
    let mut log = line_of(3);
    let branch = log[1].id;
    log.push(next(&log, 1, |d| {
        d.parents = vec![branch];
        d.clock = 3;
    }));
    assert_eq!(faults(&check(&log)), [(5, FaultCode::Sequence)]);
}

#[test]
fn two_changes_with_one_seq_are_equivocation() {
    let mut log = line_of(3);
    let (branch, clock) = (log[2].id, 4);
    let twin = sealed(&later(log[0].id, 4, clock, &[branch], vec![problem(1, "another story")]), &key(1));
    log.push(twin);
    let report = check(&log);
    assert_eq!(faults(&report), [(5, FaultCode::Equivocation)]);
    let sentence = report.faults[0].to_string();
    assert!(sentence.contains(&log[3].id.to_string()) && sentence.contains(&log[4].id.to_string()));

    // A later change may join the two.
    let joined = later(log[0].id, 5, 5, &[log[3].id, log[4].id], vec![]);
    log.push(sealed(&joined, &key(1)));
    assert_eq!(faults(&check(&log)), [(5, FaultCode::Equivocation)]);
}

#[test]
fn a_change_that_stands_twice_is_noticed() {
    let mut log = line_of(2);
    log.push(log[1].clone());
    assert_eq!(faults(&check(&log)), [(4, FaultCode::Repeated)]);
}

#[test]
fn children_before_their_parents_are_noticed() {
    let log = line_of(2);
    let report = check([&log[0], &log[2], &log[1]]);
    assert_eq!(faults(&report), [(2, FaultCode::UnknownParent)]);
}

#[test]
fn a_log_without_its_beginning_is_noticed() {
    let log = line_of(2);
    assert_eq!(faults(&check(&log[1..])), [(1, FaultCode::UnknownParent)]);
}

#[test]
fn a_pinned_check_refuses_another_workspace_from_the_start() {
    let log = line_of(0);
    let mut pinned = LogCheck::of_workspace(ChangeId([0; 32]));
    assert_eq!(pinned.push(&log[0])[0].code, FaultCode::OtherWorkspace);
    let mut pinned = LogCheck::of_workspace(log[0].id);
    assert!(pinned.push(&log[0]).is_empty());
}

#[test]
fn one_broken_change_is_one_fault_wherever_the_break_is() {
    type Spoil = fn(&mut SealedChange);
    let cases: [(Spoil, FaultCode); 5] = [
        (|c| c.header[20] ^= 1, FaultCode::HeaderForm),
        (|c| c.header.clear(), FaultCode::HeaderForm),
        (|c| c.signature[0] ^= 1, FaultCode::Signature),
        (|c| c.records[0].bytes[20] ^= 1, FaultCode::RecordRoot),
        (|c| c.records[0].content.as_mut().unwrap().salt[0] ^= 1, FaultCode::PartCommitment),
    ];
    for (spoil, code) in cases {
        let mut log = line_of(6);
        spoil(&mut log[3]);
        assert_eq!(faults(&check(&log)), [(4, code)]);
    }
}

/// A log whose third change has a note, content and personal fields; then an erasure of these
/// parts by name.
fn log_with_erasure(names: &[&str]) -> Vec<SealedChange> {
    let mut log = line_of(1);
    log.push(next(&log, 1, |d| {
        d.note = Some("because Ana said so".to_owned());
        d.records = vec![
            problem(1, "slower"),
            RecordDraft { personal: fields([("said-by", text("Ana"))]), ..problem(1, "slowest") },
        ];
    }));
    let victim = log[2].id;
    let names: Vec<String> = names.iter().map(|n| format!("{victim}{n}")).collect();
    log.push(next(&log, 1, |d| d.records = vec![erasure(5, &names)]));
    log
}

const ALL_THREE: [&str; 3] = ["/note", ".1/content", ".1/personal"];

fn erase_all_three(change: &mut SealedChange) {
    change.note = None;
    change.records[1].content = None;
    change.records[1].personal = None;
}

#[test]
fn parts_that_an_erasure_names_may_be_gone() {
    let mut log = log_with_erasure(&ALL_THREE);
    erase_all_three(&mut log[2]);
    let report = check(&log);
    assert_eq!(report.faults, []);
    assert_eq!(report.parts_gone, 3);
    let named: Vec<String> =
        erased_parts(&decode(&log[3]).unwrap()).iter().map(ToString::to_string).collect();
    assert_eq!(named.len(), 3);
    assert!(named.contains(&format!("{}.1/personal", log[2].id)));
}

#[test]
fn parts_that_no_erasure_names_are_missing() {
    for (left_out, name) in ALL_THREE.iter().enumerate() {
        let mut names = ALL_THREE.to_vec();
        names.remove(left_out);
        let mut log = log_with_erasure(&names);
        erase_all_three(&mut log[2]);
        let report = check(&log);
        assert_eq!(faults(&report), [(3, FaultCode::PartMissing)], "{name}");
        assert!(report.faults[0].detail.contains(name));
        assert_eq!(report.faults[0].record.is_some(), *name != "/note");
    }
}

#[test]
fn erased_parts_that_are_still_here_are_noticed() {
    let log = log_with_erasure(&ALL_THREE);
    let report = check(&log);
    assert_eq!(faults(&report), [(3, FaultCode::PartNotErased); 3]);
}

#[test]
fn an_erasure_may_name_parts_that_are_not_in_the_log() {
    let elsewhere = "0".repeat(64);
    let mut log = line_of(1);
    let names = [format!("{elsewhere}/note"), "no part at all".to_owned()];
    log.push(next(&log, 1, |d| d.records = vec![erasure(5, &names)]));
    assert_eq!(check(&log).faults, []);
    assert_eq!(erased_parts(&decode(&log[2]).unwrap()).len(), 1);
}

#[test]
fn only_erasures_erase() {
    let mut log = log_with_erasure(&ALL_THREE);
    let victim = log[2].id;
    log.truncate(3);
    let names = [format!("{victim}/note")];
    log.push(next(&log, 1, |d| {
        d.records = vec![RecordDraft { kind: "problem/1".to_owned(), ..erasure(5, &names) }];
    }));
    log[2].note = None;
    assert_eq!(faults(&check(&log)), [(3, FaultCode::PartMissing)]);
}

#[test]
fn what_an_erasure_says_cannot_be_erased() {
    let mut log = log_with_erasure(&ALL_THREE);
    erase_all_three(&mut log[2]);
    let names = [format!("{}.0/content", log[3].id)];
    log.push(next(&log, 1, |d| d.records = vec![erasure(6, &names)]));
    assert_eq!(check(&log).faults, [], "naming it has no effect");
    log[3].records[0].content = None;
    let report = check(&log);
    assert!(faults(&report).contains(&(4, FaultCode::PartMissing)));
}

#[test]
fn ancestors_are_told_from_unordered_changes() {
    // 0 ← 1 ← 2 ← 4 (device 1), 1 ← 3 (device 2), 4 also has the parent 3.
    let mut log = line_of(2);
    let workspace = log[0].id;
    let side = later(workspace, 1, 3, &[log[1].id], vec![]);
    log.push(sealed(&side, &key(2)));
    let join = later(workspace, 4, 4, &[log[2].id, log[3].id], vec![]);
    log.push(sealed(&join, &key(1)));
    assert_eq!(check(&log).faults, []);

    let mut ancestry = Ancestry::new();
    for sealed in &log {
        ancestry.insert(sealed.id, &sealed.header().unwrap());
    }
    let pairs = (0..5).flat_map(|a| (0..5).map(move |b| (a, b)));
    let before: Vec<(usize, usize)> =
        pairs.filter(|(a, b)| ancestry.precedes(&log[*a].id, &log[*b].id)).collect();
    let expected = [(0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (1, 3), (1, 4), (2, 4), (3, 4)];
    assert_eq!(before, expected);
    assert!(!ancestry.precedes(&ChangeId([0; 32]), &log[4].id));
}

#[test]
fn ancestors_are_right_even_for_a_device_that_equivocated() {
    let mut log = line_of(1);
    let workspace = log[0].id;
    let twin = later(workspace, 2, 2, &[workspace], vec![problem(1, "twin")]);
    log.push(sealed(&twin, &key(1)));
    let child = later(workspace, 1, 3, &[log[2].id], vec![]);
    log.push(sealed(&child, &key(2)));
    let mut ancestry = Ancestry::new();
    for sealed in &log {
        ancestry.insert(sealed.id, &sealed.header().unwrap());
    }
    assert!(ancestry.precedes(&log[2].id, &log[3].id));
    assert!(!ancestry.precedes(&log[1].id, &log[3].id));
}
