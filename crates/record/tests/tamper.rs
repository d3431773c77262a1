//! Any one bit that changes anywhere in a change is caught.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::*;
use proptest::prelude::*;
use throughline_record::{Ends, FaultCode, LogCheck, RecordDraft, SealedChange, decode};

/// A change that uses everything the format has.
fn full_change() -> SealedChange {
    let workspace = throughline_record::ChangeId([7; 32]);
    let revision = throughline_record::Address { change: workspace, index: 12 };
    let mut draft = later(
        workspace,
        2,
        2,
        &[workspace],
        vec![
            RecordDraft {
                on: Some("2026-10-30".to_owned()),
                content: fields([("need", None), ("title", text("Where is my order?"))]),
                personal: fields([("said-by", text("Ana"))]),
                ..problem(1, "")
            },
            RecordDraft {
                kind: "link/1".to_owned(),
                ends: Some(Ends {
                    type_: "concerns".to_owned(),
                    from: entity(1),
                    to: entity(2),
                    from_rev: Some(revision),
                    to_rev: Some(revision),
                }),
                content: fields([]),
                ..problem(3, "")
            },
        ],
    );
    draft.actor = Some(entity(9));
    draft.of = Some(workspace);
    draft.note = Some("asked twice a day".to_owned());
    sealed(&draft, &key(1))
}

/// Every stretch of bytes of a change, with what must be reported when one of its bits changes.
fn stretches(change: &mut SealedChange) -> Vec<(&'static str, &mut [u8])> {
    let mut all: Vec<(&'static str, &mut [u8])> =
        vec![("id", &mut change.id.0), ("header", &mut change.header), ("signature", &mut change.signature)];
    if let Some(note) = &mut change.note {
        all.push(("part", &mut note.salt));
        all.push(("part", &mut note.bytes));
    }
    for record in &mut change.records {
        all.push(("record", &mut record.bytes));
        for part in [&mut record.content, &mut record.personal].into_iter().flatten() {
            all.push(("part", &mut part.salt));
            all.push(("part", &mut part.bytes));
        }
    }
    all
}

fn expected(place: &str, code: FaultCode) -> bool {
    use FaultCode::*;
    match place {
        "id" => code == ChangeId,
        "header" => matches!(code, HeaderForm | HeaderNotCanonical | ChangeId),
        "signature" => code == Signature,
        "record" => code == RecordRoot,
        _ => code == PartCommitment,
    }
}

#[test]
fn every_single_bit_of_a_change_is_protected() {
    let good = full_change();
    decode(&good).unwrap();
    let lengths: Vec<usize> = stretches(&mut good.clone()).iter().map(|(_, bytes)| bytes.len()).collect();
    let mut tried = 0;
    for (stretch, length) in lengths.iter().enumerate() {
        for bit in 0..length * 8 {
            let mut bad = good.clone();
            let place = {
                let (place, bytes) = &mut stretches(&mut bad)[stretch];
                bytes[bit / 8] ^= 1 << (bit % 8);
                *place
            };
            let fault = decode(&bad).expect_err("a changed bit went unseen");
            assert!(expected(place, fault.code), "bit {bit} of {place}: {fault}");
            tried += 1;
        }
    }
    assert!(tried > 12_000, "only {tried} bits were tried");
}

proptest! {
    #[test]
    fn a_random_bit_of_a_random_change_is_protected(draft in any_change(), stretch: prop::sample::Index, bit: prop::sample::Index) {
        let mut bad = sealed(&draft, &key(1));
        {
            let mut all = stretches(&mut bad);
            all.retain(|(_, bytes)| !bytes.is_empty());
            let at = stretch.index(all.len());
            let bytes = &mut all[at].1;
            let bit = bit.index(bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        prop_assert!(decode(&bad).is_err());
        prop_assert!(!LogCheck::new().push(&bad).is_empty());
    }
}

#[test]
fn records_that_are_dropped_doubled_or_swapped_are_noticed() {
    let code = |spoil: fn(&mut SealedChange)| {
        let mut bad = full_change();
        spoil(&mut bad);
        decode(&bad).unwrap_err().code
    };
    assert_eq!(
        code(|c| {
            c.records.pop();
        }),
        FaultCode::RecordCount
    );
    assert_eq!(code(|c| c.records.push(c.records[0].clone())), FaultCode::RecordCount);
    assert_eq!(code(|c| c.records.swap(0, 1)), FaultCode::RecordRoot);
}

#[test]
fn parts_cannot_change_places() {
    let mut swapped = full_change();
    let record = &mut swapped.records[0];
    std::mem::swap(&mut record.content, &mut record.personal);
    let fault = decode(&swapped).unwrap_err();
    assert_eq!((fault.code, fault.record), (FaultCode::PartCommitment, Some(0)));
}

#[test]
fn a_part_that_nothing_commits_to_is_refused() {
    let good = full_change();
    let mut bad = good.clone();
    bad.records[1].content = good.records[0].content.clone();
    let fault = decode(&bad).unwrap_err();
    assert_eq!((fault.code, fault.record), (FaultCode::PartUncommitted, Some(1)));
}

#[test]
fn a_signature_by_another_key_is_refused() {
    let mut bad = full_change();
    let message = [b"throughline/change/v1\n", &bad.header[..]].concat();
    bad.signature = throughline_record::Signer::sign(&key(2), &message);
    assert_eq!(decode(&bad).unwrap_err().code, FaultCode::Signature);
    bad.signature = throughline_record::Signer::sign(&key(1), &message);
    assert!(decode(&bad).is_ok());
}

#[test]
fn a_signature_over_the_bare_header_is_refused() {
    let mut bad = full_change();
    bad.signature = throughline_record::Signer::sign(&key(1), &bad.header);
    assert_eq!(decode(&bad).unwrap_err().code, FaultCode::Signature);
}

#[test]
fn a_second_spelling_of_a_signature_is_refused() {
    // Adding the group's order to the scalar gives another 64 bytes that a lax reader takes.
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut bad = full_change();
    let mut carry = 0;
    for (byte, add) in bad.signature[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = sum as u8;
        carry = sum >> 8;
    }
    assert_eq!(decode(&bad).unwrap_err().code, FaultCode::Signature);
}

#[test]
fn a_key_of_small_order_signs_nothing() {
    // With the neutral element as key, this signature satisfies the plain equation for every
    // message; strict verification refuses it.
    let mut identity = [0; 32];
    identity[0] = 1;
    let good = full_change();
    let header = String::from_utf8(good.header.clone()).unwrap();
    let device = good.header().unwrap().device.to_string();
    let weak = throughline_record::DeviceId(identity).to_string();
    let header = header.replace(&device, &weak).into_bytes();
    let mut signature = [0; 64];
    signature[0] = 1;
    let bad = SealedChange { id: throughline_record::header::change_id(&header), header, signature, ..good };
    assert_eq!(decode(&bad).unwrap_err().code, FaultCode::Signature);
}
