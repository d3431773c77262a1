//! What was sealed is read back as it was, and a draft that would not read back is refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::*;
use proptest::prelude::*;
use throughline_record::{
    Act, Opened, RecordError, Signer, Value, ValueError, decode, read, read_record, seal,
};

proptest! {
    #[test]
    fn a_sealed_change_reads_back_as_its_draft(draft in any_change(), seed: [u8; 32]) {
        let signer = throughline_record::SigningKey::from_seed(seed);
        let sealed = seal(&draft, &signer, &mut rand_core::OsRng).unwrap();
        let change = decode(&sealed).unwrap();

        prop_assert_eq!(change.id, sealed.id);
        let header = &change.header;
        prop_assert_eq!(header.workspace, draft.workspace);
        prop_assert_eq!(header.device, signer.device());
        prop_assert_eq!((header.seq, header.clock), (draft.seq, draft.clock));
        prop_assert_eq!(&header.parents, &draft.parents);
        prop_assert_eq!(&header.at, &draft.at);
        prop_assert_eq!((header.actor, header.act, header.of), (draft.actor, draft.act, draft.of));
        prop_assert_eq!(change.note.here(), draft.note.as_ref());
        prop_assert_eq!(change.records.len(), draft.records.len());
        for (index, (record, drafted)) in change.records.iter().zip(&draft.records).enumerate() {
            prop_assert_eq!(record.address.change, sealed.id);
            prop_assert_eq!(record.address.index as usize, index);
            prop_assert_eq!(&record.kind, &drafted.kind);
            prop_assert_eq!(record.entity, drafted.entity);
            prop_assert_eq!(&record.on, &drafted.on);
            prop_assert_eq!(&record.ends, &drafted.ends);
            for (opened, sets, fields) in [
                (&record.content, &record.sets_content, &drafted.content),
                (&record.personal, &record.sets_personal, &drafted.personal),
            ] {
                prop_assert!(sets.iter().eq(fields.keys()));
                if fields.is_empty() {
                    prop_assert_eq!(opened, &Opened::Absent);
                } else {
                    prop_assert_eq!(opened.here(), Some(fields));
                }
            }
        }
    }

    #[test]
    fn reading_without_proof_gives_what_decoding_gives(draft in any_change()) {
        let sealed = sealed(&draft, &key(1));
        let change = decode(&sealed).unwrap();
        prop_assert_eq!(&read(&sealed).unwrap(), &change);
        prop_assert_eq!(&sealed.header().unwrap(), &change.header);
        for (record, bytes) in change.records.iter().zip(&sealed.records) {
            prop_assert_eq!(&read_record(record.address, bytes).unwrap(), record);
        }
    }

    #[test]
    fn a_change_verifies_without_any_of_its_parts(draft in any_change(), keep: u64) {
        let whole = sealed(&draft, &key(1));
        let mut erased = whole.clone();
        let mut kept = (0..64).cycle().map(|bit| keep >> bit & 1 == 1);
        let mut erase = |part: &mut Option<throughline_record::Part>| {
            if !kept.next().unwrap() {
                *part = None;
            }
        };
        erase(&mut erased.note);
        for record in &mut erased.records {
            erase(&mut record.content);
            erase(&mut record.personal);
        }
        let (before, after) = (decode(&whole).unwrap(), decode(&erased).unwrap());
        prop_assert_eq!(&before.header, &after.header);
        for (before, after) in before.records.iter().zip(&after.records) {
            // What was set, and the ends of links, outlive the parts.
            prop_assert_eq!(&before.sets_content, &after.sets_content);
            prop_assert_eq!(&before.sets_personal, &after.sets_personal);
            prop_assert_eq!(&before.ends, &after.ends);
            prop_assert!(after.content == before.content || after.content.is_gone());
        }
    }
}

#[test]
fn the_same_fields_sealed_twice_have_different_commitments() {
    let draft = first(vec![problem(1, "slow"), problem(1, "slow")]);
    let sealed = sealed(&draft, &key(1));
    assert_ne!(sealed.records[0].bytes, sealed.records[1].bytes);
}

#[test]
fn parents_are_sorted_by_sealing() {
    let (low, high) = (throughline_record::ChangeId([1; 32]), throughline_record::ChangeId([2; 32]));
    let sealed = sealed(&later(low, 2, 2, &[high, low], vec![]), &key(1));
    assert_eq!(sealed.header().unwrap().parents, [low, high]);
}

#[test]
fn drafts_outside_the_format_are_refused_with_the_record_named() {
    let workspace = throughline_record::ChangeId([9; 32]);
    let good = || later(workspace, 2, 2, &[workspace], vec![problem(1, "slow")]);
    assert!(seal(&good(), &key(1), &mut Counting(0)).is_ok());

    type Spoil = fn(&mut throughline_record::ChangeDraft);
    let headers: [(&str, Spoil); 8] = [
        ("at", |d| d.at = "2026-11-03T09:12:00+01:00".to_owned()),
        ("clock", |d| d.clock = 0),
        ("clock", |d| d.clock = 1 << 53),
        ("seq", |d| d.seq = 0),
        ("twice", |d| d.parents.push(d.parents[0])),
        ("no parents", |d| d.parents.clear()),
        ("begin", |d| d.act = Act::Begin),
        ("workspace", |d| d.workspace = None),
    ];
    for (word, spoil) in headers {
        let mut draft = good();
        spoil(&mut draft);
        let error = seal(&draft, &key(1), &mut Counting(0)).unwrap_err();
        assert!(matches!(error, RecordError::Header(_)), "{error}");
        assert!(error.to_string().contains(word), "{word}: {error}");
    }

    let records: [(&str, Spoil); 9] = [
        ("kind", |d| d.records[0].kind = "problem".to_owned()),
        ("kind", |d| d.records[0].kind = "Problem/1".to_owned()),
        ("kind", |d| d.records[0].kind = "problem/01".to_owned()),
        ("on", |d| d.records[0].on = Some("2026-02-30".to_owned())),
        ("field", |d| {
            d.records[0].content = fields([("Free text", text("x"))]);
        }),
        ("field", |d| {
            d.records[0].content = fields([("a--b", text("x"))]);
        }),
        ("both parts", |d| {
            d.records[0].personal = fields([("title", text("x"))]);
        }),
        ("2^53", |d| {
            d.records[0].content = fields([("n", Some(Value::Int(1 << 53)))]);
        }),
        ("nested", |d| {
            let deep = (0..64).fold(Value::Int(0), |inner, _| Value::List(vec![inner]));
            d.records[0].content = fields([("n", Some(deep))]);
        }),
    ];
    for (word, spoil) in records {
        let mut draft = good();
        spoil(&mut draft);
        let error = seal(&draft, &key(1), &mut Counting(0)).unwrap_err();
        let of_a_record =
            matches!(error, RecordError::Record { index: 0, .. } | RecordError::Value { index: 0, .. });
        assert!(of_a_record && error.to_string().contains(word), "{error}");
    }
}

#[test]
fn a_value_may_be_nested_sixty_three_deep_inside_a_part() {
    let nested = |levels| (0..levels).fold(Value::Int(0), |inner, _| Value::List(vec![inner]));
    let mut draft = first(vec![problem(1, "slow")]);
    draft.records[0].content = fields([("n", Some(nested(63)))]);
    assert!(decode(&sealed(&draft, &key(1))).is_ok());
    assert!(nested(64).to_canonical().is_ok());
    assert_eq!(nested(65).to_canonical(), Err(ValueError::TooDeep));
}

#[test]
fn a_key_never_prints_its_seed() {
    let printed = format!("{:?}", throughline_record::SigningKey::from_seed([0xAB; 32]));
    assert!(!printed.contains("abab") && printed.contains("device"));
}

#[test]
fn many_records_shared_out_among_threads_are_sealed_as_by_one() {
    let drafts: Vec<_> = (0..2500_u32)
        .map(|n| {
            let mut draft = problem((n % 251) as u8, &format!("slow {n}"));
            if n % 3 == 0 {
                draft.personal = fields([("said-by", text(&format!("Mira {n}")))]);
            }
            draft
        })
        .collect();
    let many = sealed(&first(drafts.clone()), &key(1));
    // So few are sealed by one thread, and their salts are drawn first.
    let few = sealed(&first(drafts[..700].to_vec()), &key(1));
    assert_eq!(many.records[..700], few.records);
    let change = decode(&many).unwrap();
    let titles = change.records.iter().map(|record| record.content.here().unwrap()["title"].clone());
    assert!(titles.eq(drafts.iter().map(|draft| draft.content["title"].clone())));

    let mut wrong = drafts;
    wrong[1700].kind = "Problem".to_owned();
    wrong[2400].kind = "Problem".to_owned();
    let error = seal(&first(wrong), &key(1), &mut rand_core::OsRng).unwrap_err();
    assert!(matches!(error, RecordError::Record { index: 1700, .. }), "{error}");
}
