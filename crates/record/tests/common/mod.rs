//! Keys, clocks, drafts and random values that the tests share.

// Every test binary takes what it needs.
#![allow(dead_code)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use rand_core::RngCore;
use throughline_record::{
    Act, Address, ChangeDraft, ChangeId, Ends, EntityId, Fields, RecordDraft, SealedChange, SigningKey,
    Value, date, seal,
};

/// Bytes that count up: salts that can be written down.
pub struct Counting(pub u8);

impl RngCore for Counting {
    fn next_u32(&mut self) -> u32 {
        rand_core::impls::next_u32_via_fill(self)
    }
    fn next_u64(&mut self) -> u64 {
        rand_core::impls::next_u64_via_fill(self)
    }
    fn fill_bytes(&mut self, out: &mut [u8]) {
        for byte in out {
            *byte = self.0;
            self.0 = self.0.wrapping_add(1);
        }
    }
    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(out);
        Ok(())
    }
}

pub fn key(n: u8) -> SigningKey {
    SigningKey::from_seed([n; 32])
}

pub fn entity(n: u8) -> EntityId {
    EntityId::v7(1_793_697_120_000 + u64::from(n), [n; 10])
}

pub fn fields<const N: usize>(entries: [(&str, Option<Value>); N]) -> Fields {
    entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

pub fn text(value: &str) -> Option<Value> {
    Some(Value::from(value))
}

pub fn problem(n: u8, title: &str) -> RecordDraft {
    RecordDraft {
        kind: "problem/1".to_owned(),
        entity: entity(n),
        on: None,
        ends: None,
        content: fields([("title", text(title))]),
        personal: Fields::new(),
    }
}

pub fn erasure(n: u8, parts: &[String]) -> RecordDraft {
    let names = parts.iter().cloned().map(Value::from).collect();
    RecordDraft {
        kind: "erasure/1".to_owned(),
        entity: entity(n),
        on: None,
        ends: None,
        content: fields([("parts", Some(Value::List(names)))]),
        personal: Fields::new(),
    }
}

/// The first change of a workspace.
pub fn first(records: Vec<RecordDraft>) -> ChangeDraft {
    ChangeDraft {
        workspace: None,
        seq: 1,
        parents: vec![],
        clock: 1,
        at: "2026-11-03T09:12:00.000Z".to_owned(),
        actor: None,
        act: Act::Begin,
        of: None,
        note: None,
        records,
    }
}

/// A later change.
pub fn later(
    workspace: ChangeId,
    seq: u64,
    clock: u64,
    parents: &[ChangeId],
    records: Vec<RecordDraft>,
) -> ChangeDraft {
    ChangeDraft {
        workspace: Some(workspace),
        seq,
        parents: parents.to_vec(),
        clock,
        act: Act::Edit,
        ..first(records)
    }
}

pub fn sealed(draft: &ChangeDraft, signer: &SigningKey) -> SealedChange {
    seal(draft, signer, &mut Counting(0)).unwrap()
}

/// One device's log: the first change and so many edits, one after the other.
pub fn line_of(edits: u64) -> Vec<SealedChange> {
    let signer = key(1);
    let mut log = vec![sealed(&first(vec![problem(1, "slow")]), &signer)];
    for n in 2..=edits + 1 {
        let draft = later(log[0].id, n, n, &[log[log.len() - 1].id], vec![problem(1, &format!("slow {n}"))]);
        log.push(sealed(&draft, &signer));
    }
    log
}

prop_compose! {
    pub fn any_entity()(bytes: [u8; 16]) -> EntityId { EntityId::from_bytes(bytes) }
}

prop_compose! {
    pub fn any_address()(change: [u8; 32], index: u32) -> Address {
        Address { change: ChangeId(change), index }
    }
}

/// Text with what JSON escapes, what UTF-16 orders differently, and anything else.
pub fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z ]{0,12}",
        "[\\x00-\\x1f\"\\\\/\\x7f]{0,6}",
        "[\u{D7F0}-\u{D7FF}\u{E000}-\u{E010}\u{FFF0}-\u{FFFD}\u{10000}-\u{10010}]{0,4}",
        any::<String>(),
    ]
}

pub fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        ((1 - (1i64 << 53))..(1i64 << 53)).prop_map(Value::Int),
        (-20i64..20).prop_map(Value::Int),
        any_text().prop_map(Value::Text),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::List),
            prop::collection::btree_map(any_text(), inner, 0..5).prop_map(Value::Map),
        ]
    })
}

fn any_fields(prefix: &'static str) -> impl Strategy<Value = Fields> {
    let name = "[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4})?".prop_map(move |n| format!("{prefix}-{n}"));
    prop::collection::btree_map(name, prop::option::weighted(0.8, any_value()), 0..4)
}

pub fn any_ends() -> impl Strategy<Value = Ends> {
    (
        "[a-z]{1,8}(-[a-z]{1,8})?",
        any_entity(),
        any_entity(),
        prop::option::of(any_address()),
        prop::option::of(any_address()),
    )
        .prop_map(|(type_, from, to, from_rev, to_rev)| Ends { type_, from, to, from_rev, to_rev })
}

pub fn any_record() -> impl Strategy<Value = RecordDraft> {
    let on = prop_oneof![
        Just(None),
        Just(Some("2024-02-29".to_owned())),
        (0i64..4_000_000_000_000).prop_map(|m| Some(date::from_millis(m))),
    ];
    (
        "[a-z]{1,10}(-[a-z]{1,5})?/[1-9]",
        any_entity(),
        on,
        prop::option::of(any_ends()),
        // Different prefixes keep one field from standing in both parts.
        any_fields("c"),
        any_fields("p"),
    )
        .prop_map(|(kind, entity, on, ends, content, personal)| RecordDraft {
            kind,
            entity,
            on,
            ends,
            content,
            personal,
        })
}

pub fn any_change() -> impl Strategy<Value = ChangeDraft> {
    let head = (
        prop::collection::btree_set(any::<[u8; 32]>(), 1..4),
        any::<[u8; 32]>(),
        1u64..(1 << 53),
        1u64..(1 << 53),
        0i64..4_000_000_000_000,
        prop::option::of(any_entity()),
        prop::sample::select(Act::ALL.iter().copied().filter(|act| *act != Act::Begin).collect::<Vec<_>>()),
        prop::option::of(any::<[u8; 32]>()),
        prop::option::of(any_text()),
    );
    (head, prop::collection::vec(any_record(), 0..5)).prop_map(
        |((parents, workspace, seq, clock, at, actor, act, of, note), records)| ChangeDraft {
            workspace: Some(ChangeId(workspace)),
            seq,
            parents: parents.into_iter().map(ChangeId).collect(),
            clock,
            at: date::from_millis(at),
            actor,
            act,
            of: of.map(ChangeId),
            note,
            records,
        },
    )
}

/// `Value::Map` of some entries.
pub fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<BTreeMap<_, _>>())
}
