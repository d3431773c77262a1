//! The worked example of `docs/format.md`: with fixed key and salts every byte is fixed, and the
//! page shows exactly what this code writes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fmt::Write;

use common::*;
use throughline_record::{
    Act, Address, ChangeDraft, ChangeId, Checkpoint, Ends, EntityId, LogCheck, Part, PartKind, RecordDraft,
    RecordProof, SealedChange, Signer, binding, decode, merkle, seal,
};

const PAGE: &str = include_str!("../../../docs/format.md");

fn uuid(text: &str) -> EntityId {
    text.parse().unwrap()
}

/// The two changes of the example. Salts count on: 00…1f, 20…3f and so forth.
fn example() -> [SealedChange; 2] {
    let persona = uuid("019a4b2c-0001-7000-8000-000000000001");
    let problem = uuid("019a4b2c-0002-7000-8000-000000000002");
    let mut salts = Counting(0);
    let beginning = ChangeDraft {
        at: "2026-11-03T09:12:00.000Z".to_owned(),
        ..first(vec![RecordDraft {
            kind: "persona/1".to_owned(),
            entity: persona,
            on: None,
            ends: None,
            content: fields([("title", text("Hungry commuter")), ("type", text("end-user"))]),
            personal: fields([]),
        }])
    };
    let beginning = seal(&beginning, &key(1), &mut salts).unwrap();
    let workspace = beginning.id;
    let edit = ChangeDraft {
        at: "2026-11-03T09:15:30.250Z".to_owned(),
        actor: Some(uuid("019a4b2c-0003-7000-8000-000000000003")),
        act: Act::Edit,
        note: Some("From the “lunch” interviews".to_owned()),
        ..later(
            workspace,
            2,
            2,
            &[workspace],
            vec![
                RecordDraft {
                    kind: "problem/1".to_owned(),
                    entity: problem,
                    on: Some("2026-10-30".to_owned()),
                    ends: None,
                    content: fields([
                        ("need", None),
                        ("number", Some(throughline_record::Value::Int(1))),
                        ("title", text("Where is my order?\n\"Ten minutes\" ≠ ten minutes")),
                    ]),
                    personal: fields([("said-by", text("Ana"))]),
                },
                RecordDraft {
                    kind: "link/1".to_owned(),
                    entity: EntityId::link(&workspace, "concerns", &problem, &persona),
                    on: None,
                    ends: Some(Ends {
                        type_: "concerns".to_owned(),
                        from: problem,
                        to: persona,
                        from_rev: None,
                        to_rev: Some(Address { change: workspace, index: 0 }),
                    }),
                    content: fields([]),
                    personal: fields([]),
                },
            ],
        )
    };
    let edit = seal(&edit, &key(1), &mut salts).unwrap();
    [beginning, edit]
}

fn show_part(out: &mut String, name: &str, part: &Part, kind: PartKind) {
    writeln!(out, "{name}.salt        {}", hex::encode(part.salt)).unwrap();
    let bytes = std::str::from_utf8(&part.bytes).unwrap();
    writeln!(out, "{name}.bytes       {bytes}").unwrap();
    writeln!(out, "{name}.commitment  {}", part.commitment(kind)).unwrap();
}

/// A change line by line, as the page prints it.
fn show(change: &SealedChange) -> String {
    let mut out = String::new();
    if let Some(note) = &change.note {
        show_part(&mut out, "note", note, PartKind::Note);
    }
    for (n, record) in change.records.iter().enumerate() {
        for (part, kind) in [(&record.content, PartKind::Content), (&record.personal, PartKind::Personal)] {
            if let Some(part) = part {
                show_part(&mut out, &format!("{n}.{kind}"), part, kind);
            }
        }
        let bytes = std::str::from_utf8(&record.bytes).unwrap();
        writeln!(out, "{n}.bytes  {bytes}").unwrap();
        writeln!(out, "{n}.leaf   {}", merkle::leaf_hash(&record.bytes)).unwrap();
    }
    let header = std::str::from_utf8(&change.header).unwrap();
    writeln!(out, "header     {header}").unwrap();
    writeln!(out, "id         {}", change.id).unwrap();
    writeln!(out, "signature  {}", hex::encode(change.signature)).unwrap();
    out
}

#[track_caller]
fn on_the_page(block: &str) {
    assert!(PAGE.contains(&format!("```text\n{block}```")), "docs/format.md lacks this block:\n{block}");
}

#[test]
fn the_page_shows_the_bytes_of_the_first_change() {
    on_the_page(&show(&example()[0]));
}

#[test]
fn the_page_shows_the_bytes_of_the_second_change() {
    on_the_page(&show(&example()[1]));
}

#[test]
fn the_page_shows_the_derived_ids_and_roots() {
    let [beginning, edit] = example();
    let address = |change: ChangeId, index| Address { change, index };
    let bound = [address(edit.id, 0), address(beginning.id, 0)];
    let mut out = String::new();
    let device = key(1).device();
    let derived = EntityId::derived(&beginning.id, "mlflow", "registered-model/ranker");
    let log = merkle::root([beginning.id, edit.id].iter());
    writeln!(out, "device     {device}").unwrap();
    writeln!(out, "derived    {derived}").unwrap();
    writeln!(out, "log        {log}").unwrap();
    writeln!(out, "binding    {}", binding::root(bound)).unwrap();
    on_the_page(&out);
}

/// The checkpoint over both changes of the example.
fn checkpoint() -> String {
    let [beginning, edit] = example();
    let root = merkle::root([beginning.id, edit.id].iter());
    let checkpoint = Checkpoint { workspace: beginning.id, device: key(1).device(), size: 2, root };
    checkpoint.sign(&key(1)).unwrap()
}

#[test]
fn the_page_shows_the_checkpoint_byte_for_byte() {
    on_the_page(&checkpoint());
}

#[test]
fn the_page_shows_the_proof_of_the_second_changes_link() {
    let changes = example();
    let ids = changes.each_ref().map(|change| merkle::leaf_hash(&change.id.0));
    let proof = RecordProof::of(&changes[1], 1, 2, &ids, checkpoint(), true).unwrap();
    proof.check().unwrap();
    on_the_page(&format!("{}\n", serde_json::to_string_pretty(&proof).unwrap()));
}

#[test]
fn the_example_verifies() {
    let mut check = LogCheck::new();
    for change in &example() {
        decode(change).unwrap();
        assert_eq!(check.push(change), []);
    }
    assert_eq!(check.finish().faults, []);
}

#[test]
fn the_page_names_every_act_and_every_fault() {
    for act in Act::ALL {
        assert!(PAGE.contains(&format!("`{act}`")), "{act} is not on the page");
    }
    for code in throughline_record::FaultCode::ALL {
        assert!(PAGE.contains(&format!("`{code}`")), "{code} is not on the page");
    }
}
