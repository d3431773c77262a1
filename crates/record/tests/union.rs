//! Copies of a workspace that exchange changes in any order come to hold the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::*;
use proptest::prelude::*;
use throughline_record::{
    ChangeId, ChangeSet, FaultCode, PartName, SealedChange, Signer, SigningKey, read, seal,
};

/// One copy of the workspace with its own key.
struct Copy {
    signer: SigningKey,
    set: ChangeSet,
    seq: u64,
}

impl Copy {
    fn new(n: u8, beginning: &SealedChange) -> Self {
        let mut set = ChangeSet::new(beginning.id);
        assert!(set.insert(beginning.clone()).unwrap());
        let signer = key(n);
        let seq = u64::from(signer.device() == beginning.header().unwrap().device);
        Self { signer, set, seq }
    }

    /// Records something on top of everything this copy knows.
    fn record(&mut self, records: Vec<throughline_record::RecordDraft>) -> ChangeId {
        self.seq += 1;
        let heads = self.set.heads();
        let clock_of = |id| self.set.get(id).unwrap().header().unwrap().clock;
        let clock = 1 + heads.iter().map(clock_of).max().unwrap();
        let draft = later(self.set.workspace(), self.seq, clock, &heads, records);
        let sealed = seal(&draft, &self.signer, &mut rand_core::OsRng).unwrap();
        let id = sealed.id;
        assert!(self.set.insert(sealed).unwrap());
        id
    }

    /// Erases the `n`th part that this copy could name.
    fn erase(&mut self, n: prop::sample::Index) {
        let names: Vec<PartName> = self
            .set
            .in_fold_order()
            .flat_map(|sealed| read(sealed).unwrap().records)
            .map(|record| PartName::Content(record.address))
            .collect();
        let name = n.get(&names).to_string();
        self.record(vec![erasure(7, &[name])]);
    }

    /// Takes the changes of another copy over, those that erase without saying what.
    fn receive_torn(&mut self, other: &ChangeSet) {
        for sealed in other.in_fold_order() {
            self.set.insert(torn(sealed)).unwrap();
        }
    }

    /// Takes the changes of another copy over with whatever parts that copy has.
    fn receive(&mut self, other: &ChangeSet) {
        for sealed in other.in_fold_order() {
            self.set.insert(sealed.clone()).unwrap();
        }
    }
}

/// A change whose erasures have lost their content on the way.
fn torn(sealed: &SealedChange) -> SealedChange {
    let mut torn = sealed.clone();
    for (at, record) in read(sealed).unwrap().records.iter().enumerate() {
        if record.kind == "erasure/1" {
            torn.records[at].content = None;
        }
    }
    torn
}

#[derive(Debug, Clone)]
enum Step {
    Edit { copy: usize, problem: u8 },
    Erase { copy: usize, part: prop::sample::Index },
    Merge { into: usize, from: usize },
    Tear { into: usize, from: usize },
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0usize..3, 1u8..4).prop_map(|(copy, problem)| Step::Edit { copy, problem }),
        1 => (0usize..3, any::<prop::sample::Index>()).prop_map(|(copy, part)| Step::Erase { copy, part }),
        2 => (0usize..3, 0usize..3).prop_map(|(into, from)| Step::Merge { into, from }),
        1 => (0usize..3, 0usize..3).prop_map(|(into, from)| Step::Tear { into, from }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn three_copies_with_random_edits_and_merges_hold_the_same_changes(
        steps in prop::collection::vec(any_step(), 0..25),
        order in Just(vec![(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)]).prop_shuffle(),
    ) {
        let beginning = sealed(&first(vec![problem(1, "slow")]), &key(1));
        let mut copies: Vec<Copy> = (1..4).map(|n| Copy::new(n, &beginning)).collect();
        for (n, step) in steps.into_iter().enumerate() {
            match step {
                Step::Edit { copy, problem: which } => {
                    copies[copy].record(vec![problem(which, &format!("step {n}"))]);
                }
                Step::Erase { copy, part } => copies[copy].erase(part),
                Step::Merge { into, from } => {
                    let other = copies[from].set.clone();
                    // What an erasure says may be missing here; then nothing is taken over.
                    let merged = copies[into].set.merge(&other);
                    prop_assert!(merged.is_ok() || other.missing_parts().count() > 0, "{merged:?}");
                }
                Step::Tear { into, from } => {
                    let other = copies[from].set.clone();
                    copies[into].receive_torn(&other);
                }
            }
        }
        // Who recorded an erasure has it whole, and so heals those who do not.
        for (into, from) in order.iter().chain(&order) {
            let other = copies[*from].set.clone();
            copies[*into].receive(&other);
        }
        // Two rounds of pairwise merges, in any order, carry everything everywhere.
        for (into, from) in order.iter().chain(&order) {
            let other = copies[*from].set.clone();
            copies[*into].set.merge(&other).unwrap();
        }
        for copy in &copies[1..] {
            prop_assert_eq!(&copy.set, &copies[0].set);
            prop_assert_eq!(copy.set.heads(), copies[0].set.heads());
            prop_assert!(copy.set.in_fold_order().eq(copies[0].set.in_fold_order()));
        }
        prop_assert_eq!(copies[0].set.missing_parts().count(), 0);

        // The union in fold order is itself a log that verifies, erased parts and all.
        let mut check = throughline_record::LogCheck::new();
        for sealed in copies[0].set.in_fold_order() {
            check.push(sealed);
        }
        prop_assert_eq!(check.finish().faults, []);
    }
}

/// Two copies of one workspace; the second has recorded something.
fn two_copies() -> (Copy, Copy, ChangeId) {
    let beginning = sealed(&first(vec![problem(1, "slow")]), &key(1));
    let one = Copy::new(1, &beginning);
    let mut two = Copy::new(2, &beginning);
    let id = two.record(vec![problem(2, "far")]);
    (one, two, id)
}

#[test]
fn merging_tells_what_was_new_parents_first_and_twice_adds_nothing() {
    let (mut one, mut two, id) = two_copies();
    let next = two.record(vec![problem(2, "farther")]);
    assert_eq!(one.set.merge(&two.set).unwrap(), [id, next]);
    assert_eq!(one.set.merge(&two.set).unwrap(), []);
    assert_eq!(one.set.heads(), [next]);
    assert_eq!(one.set.len(), 3);
}

#[test]
fn another_workspace_is_refused() {
    let (mut one, _, _) = two_copies();
    let other = sealed(&first(vec![problem(1, "other")]), &key(3));
    let fault = one.set.insert(other.clone()).unwrap_err();
    assert_eq!(fault.code, FaultCode::OtherWorkspace);
    let fault = one.set.merge(&Copy::new(3, &other).set).unwrap_err();
    assert_eq!(fault.code, FaultCode::OtherWorkspace);
    assert_eq!(one.set.len(), 1);
}

#[test]
fn faulty_and_orphaned_changes_are_refused_and_leave_the_set_as_it_was() {
    let (mut one, mut two, id) = two_copies();
    let before = one.set.clone();
    let good = two.set.get(&id).unwrap().clone();
    let child = two.record(vec![problem(2, "farther")]);
    let orphan = two.set.get(&child).unwrap().clone();

    let mut bad = good.clone();
    bad.signature[5] ^= 1;
    assert_eq!(one.set.insert(bad).unwrap_err().code, FaultCode::Signature);
    let mut bad = good.clone();
    bad.records[0].content.as_mut().unwrap().bytes.push(b' ');
    assert_eq!(one.set.insert(bad).unwrap_err().code, FaultCode::PartCommitment);
    assert_eq!(one.set.insert(orphan).unwrap_err().code, FaultCode::UnknownParent);

    let ahead = later(one.set.workspace(), 2, 2, &one.set.heads(), vec![]);
    let fault = one.set.insert(sealed(&ahead, &key(4))).unwrap_err();
    assert_eq!(fault.code, FaultCode::Sequence);
    let late = later(one.set.workspace(), 1, 9, &one.set.heads(), vec![]);
    let fault = one.set.insert(sealed(&late, &key(4))).unwrap_err();
    assert_eq!(fault.code, FaultCode::Clock);

    assert_eq!(one.set, before);
    assert!(one.set.insert(good).unwrap(), "the good one is still taken");
}

#[test]
fn a_known_change_comes_back_broken_and_is_refused() {
    let (_, mut two, id) = two_copies();
    let mut bad = two.set.get(&id).unwrap().clone();
    bad.records[0].bytes[3] ^= 1;
    assert_eq!(two.set.insert(bad).unwrap_err().code, FaultCode::RecordRoot);
}

#[test]
fn an_erased_part_is_refused_for_ever() {
    let (mut one, mut two, id) = two_copies();
    one.set.merge(&two.set).unwrap();
    let with_part = one.set.get(&id).unwrap().clone();
    two.record(vec![erasure(7, &[format!("{id}.0/content")])]);
    assert!(two.set.get(&id).unwrap().records[0].content.is_none());

    // The copy that still has the part loses it, and cannot bring it back.
    one.set.merge(&two.set).unwrap();
    assert!(one.set.get(&id).unwrap().records[0].content.is_none());
    assert!(!two.set.insert(with_part).unwrap());
    assert!(two.set.get(&id).unwrap().records[0].content.is_none());
    assert_eq!(one.set, two.set);
    assert_eq!(one.set.missing_parts().count(), 0);
}

#[test]
fn an_erasure_that_arrives_before_the_part_holds_too() {
    let (mut one, mut two, id) = two_copies();
    // `one` erases a part it has never seen.
    one.record(vec![erasure(7, &[format!("{id}.0/content")])]);
    one.set.merge(&two.set).unwrap();
    assert!(one.set.get(&id).unwrap().records[0].content.is_none());
    two.set.merge(&one.set).unwrap();
    assert_eq!(one.set, two.set);
}

#[test]
fn what_an_erasure_says_survives_whichever_arrives_first() {
    let (mut one, mut two, id) = two_copies();
    let erasure_id = two.record(vec![erasure(7, &[format!("{id}.0/content")])]);
    one.record(vec![erasure(8, &[format!("{erasure_id}.0/content")])]);
    one.set.merge(&two.set).unwrap();
    two.set.merge(&one.set).unwrap();
    assert_eq!(one.set, two.set);
    assert!(one.set.get(&erasure_id).unwrap().records[0].content.is_some());
}

#[test]
fn an_erasure_that_came_torn_erases_once_it_is_healed() {
    let (mut one, mut two, id) = two_copies();
    let with_part = two.set.get(&id).unwrap().clone();
    let erasure_id = two.record(vec![erasure(7, &[format!("{id}.0/content")])]);
    let whole = two.set.get(&erasure_id).unwrap().clone();
    let beginning = one.set.clone();
    one.set.insert(with_part.clone()).unwrap();

    // Torn first: what it erases is not known yet.
    assert!(one.set.insert(torn(&whole)).unwrap());
    assert_eq!(one.set.missing_parts().count(), 1);
    assert!(!one.set.insert(whole.clone()).unwrap(), "it was here already");
    assert!(one.set.get(&id).unwrap().records[0].content.is_none(), "the part is still here");
    assert_eq!(one.set.missing_parts().count(), 0);

    // Whole first ends in the same set, and so does torn after whole.
    let mut other = beginning;
    other.insert(with_part.clone()).unwrap();
    other.insert(whole.clone()).unwrap();
    other.insert(torn(&whole)).unwrap();
    assert_eq!(one.set, other);
    one.set.insert(with_part).unwrap();
    assert_eq!(one.set, other, "what was erased is refused for ever");
}

#[test]
fn a_merge_with_a_missing_part_is_refused_whole() {
    let (mut one, two, id) = two_copies();
    let mut torn = ChangeSet::new(two.set.workspace());
    for sealed in two.set.in_fold_order() {
        let mut sealed = sealed.clone();
        if sealed.id == id {
            sealed.records[0].content = None;
        }
        torn.insert(sealed).unwrap();
    }
    assert_eq!(torn.missing_parts().count(), 1);
    let fault = one.set.merge(&torn).unwrap_err();
    assert_eq!((fault.code, fault.record), (FaultCode::PartMissing, Some(0)));
    assert_eq!(one.set.len(), 1);

    // A copy that has the part heals the one that lacks it.
    torn.merge(&two.set).unwrap();
    assert_eq!(torn.missing_parts().count(), 0);
    assert_eq!(torn, two.set);
    assert!(one.set.merge(&torn).is_ok());
}

#[test]
fn equivocation_is_kept_and_shown() {
    let (mut one, two, id) = two_copies();
    one.set.merge(&two.set).unwrap();
    let twin = later(one.set.workspace(), 1, 2, &[one.set.workspace()], vec![problem(2, "a twin")]);
    let twin = sealed(&twin, &key(2));
    assert!(one.set.insert(twin.clone()).unwrap());
    let mut both = vec![id, twin.id];
    both.sort();
    assert_eq!(one.set.equivocations(), [(key(2).device(), 1, both)]);
    assert_eq!(two.set.equivocations(), []);
}
