//! Checkpoints and the proofs under them: what is accepted, what is refused, and what a mail may do to one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::*;
use proptest::prelude::*;
use signed_note::{Note, StandardVerifier, VerifierList, key_id};
use throughline_record::merkle::{self, leaf_hash};
use throughline_record::{
    Checkpoint, CheckpointError, GrowthProof, Hash, ProofError, RecordProof, SealedChange, Signer, SigningKey,
};

fn over(log: &[SealedChange], signer: &SigningKey) -> (Checkpoint, String) {
    let checkpoint = Checkpoint {
        workspace: log[0].id,
        device: signer.device(),
        size: log.len() as u64,
        root: merkle::root(log.iter().map(|change| &change.id)),
    };
    let text = checkpoint.sign(signer).unwrap();
    (checkpoint, text)
}

fn leaves(log: &[SealedChange]) -> Vec<Hash> {
    log.iter().map(|change| leaf_hash(&change.id.0)).collect()
}

#[test]
fn a_checkpoint_is_three_lines_and_a_signature_and_reads_back() {
    let log = line_of(4);
    let (checkpoint, text) = over(&log, &key(1));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], format!("throughline/{}/{}", log[0].id, key(1).device()));
    assert_eq!((lines[1], lines[3], lines.len()), ("5", "", 5));
    assert!(lines[4].starts_with(&format!("— {} ", lines[0])) && text.ends_with('\n'));
    assert_eq!(Checkpoint::read(&text), Ok(checkpoint));
}

#[test]
fn another_reader_of_signed_notes_accepts_the_signature() {
    let (checkpoint, text) = over(&line_of(2), &key(1));
    let device = ed25519_dalek::VerifyingKey::from_bytes(&checkpoint.device.0).unwrap();
    let theirs = signed_note::new_ed25519_verifier_key(&checkpoint.origin(), &device);
    let verifier = StandardVerifier::new(&theirs).unwrap();
    let note = Note::from_bytes(text.as_bytes()).unwrap();
    let (proven, _) = note.verify(&VerifierList::new(vec![Box::new(verifier)])).unwrap();
    let id = key_id(&checkpoint.origin(), &[&[1][..], &checkpoint.device.0].concat());
    assert_eq!(proven.first().map(signed_note::Signature::id), Some(id));
}

#[test]
fn whoever_alters_a_checkpoint_loses_its_signature() {
    let (_, text) = over(&line_of(4), &key(1));
    let other = over(&line_of(3), &key(1)).1;
    let root = |text: &str| text.lines().nth(2).unwrap().to_owned();
    for (what, altered, error) in [
        ("another size", text.replacen("\n5\n", "\n4\n", 1), CheckpointError::Signature),
        ("another root", text.replacen(&root(&text), &root(&other), 1), CheckpointError::Signature),
        ("a size with a zero before it", text.replacen("\n5\n", "\n05\n", 1), CheckpointError::Form),
        ("no signature", text.split("\n\n").next().unwrap().to_owned() + "\n", CheckpointError::Form),
        ("another product", text.replace("throughline/", "other/"), CheckpointError::Origin),
        ("nothing", String::new(), CheckpointError::Form),
    ] {
        assert_eq!(Checkpoint::read(&altered), Err(error), "{what}");
    }
    let device = key(1).device().to_string();
    let forged = text.replace(&device, &key(2).device().to_string());
    assert_eq!(Checkpoint::read(&forged), Err(CheckpointError::Signature), "signed by another key");
}

#[test]
fn a_key_signs_for_its_own_device_only() {
    let (checkpoint, _) = over(&line_of(1), &key(1));
    assert_eq!(checkpoint.sign(&key(2)), Err(CheckpointError::Signature));
}

#[test]
fn a_checkpoint_is_found_in_what_a_mail_makes_of_it() {
    let (checkpoint, text) = over(&line_of(4), &key(1));
    let (second, later) = over(&line_of(9), &key(1));
    let quoted: String = text.lines().map(|line| format!("> {line}\r\n")).collect();
    let mail = format!(
        "Dear auditors,\r\n\r\nplease keep this:\r\n\r\n{quoted}\r\nAnd the next:\n\n  {later}\nYours\n"
    );
    let found = Checkpoint::find(&mail);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0], (text, Ok(checkpoint)));
    assert_eq!(found[1].1, Ok(second));
    assert_eq!(Checkpoint::find("throughline/ is a nice program. See https://throughline/x"), []);
    let cut = over(&line_of(4), &key(1)).1.lines().take(3).collect::<Vec<_>>().join("\n");
    assert_eq!(Checkpoint::find(&cut)[0].1, Err(CheckpointError::Form), "one without its end is told");
}

#[test]
fn a_record_is_proven_to_a_checkpoint_with_what_it_says() {
    let log = line_of(6);
    let (_, text) = over(&log, &key(1));
    for (place, change) in log.iter().enumerate() {
        let position = place as u64 + 1;
        let proof = RecordProof::of(change, 0, position, &leaves(&log), text.clone(), true).unwrap();
        let read: RecordProof = serde_json::from_str(&serde_json::to_string(&proof).unwrap()).unwrap();
        assert_eq!(read, proof);
        assert_eq!(proof.check().unwrap().checkpoint.size, 7);
        assert!(proof.content.as_ref().unwrap().bytes.contains("slow"));
        let bare = RecordProof::of(change, 0, position, &leaves(&log), text.clone(), false).unwrap();
        assert_eq!((bare.content.is_none(), bare.check().is_ok()), (true, true));
    }
    assert!(RecordProof::of(&log[2], 1, 3, &leaves(&log), text.clone(), true).is_none(), "no such record");
    assert!(RecordProof::of(&log[2], 0, 4, &leaves(&log), text, true).is_none(), "not its place");
}

#[test]
fn a_proof_with_one_thing_altered_proves_nothing() {
    let log = line_of(6);
    let (_, text) = over(&log, &key(1));
    let proof =
        |n: usize| RecordProof::of(&log[n], 0, n as u64 + 1, &leaves(&log), text.clone(), true).unwrap();
    let (good, other) = (proof(3), proof(4));
    let altered: [(&str, RecordProof); 9] = [
        ("position", RecordProof { position: 5, ..good.clone() }),
        ("record", RecordProof { record: other.record.clone(), ..good.clone() }),
        ("header", RecordProof { header: other.header.clone(), ..good.clone() }),
        ("signature", RecordProof { signature: other.signature.clone(), ..good.clone() }),
        ("log path", RecordProof { log_path: other.log_path.clone(), ..good.clone() }),
        ("record path", RecordProof { record_path: vec![Hash([0; 32])], ..good.clone() }),
        ("content", RecordProof { content: other.content.clone(), ..good.clone() }),
        ("personal", RecordProof { personal: good.content.clone(), ..good.clone() }),
        ("checkpoint", RecordProof { checkpoint: over(&line_of(5), &key(1)).1, ..good.clone() }),
    ];
    good.check().unwrap();
    for (what, proof) in altered {
        assert!(proof.check().is_err(), "{what} was altered");
    }
    let elsewhere = Checkpoint { workspace: log[1].id, ..Checkpoint::read(&text).unwrap() };
    let elsewhere = RecordProof { checkpoint: elsewhere.sign(&key(1)).unwrap(), ..good };
    assert!(matches!(elsewhere.check(), Err(ProofError::Path(_))), "another workspace");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn an_older_log_is_proven_to_begin_a_newer_one_and_no_other(edits in 2_u64..40, cut in 1_usize..40) {
        let log = line_of(edits);
        let cut = cut.min(log.len());
        let (old, new) = (over(&log[..cut], &key(1)).1, over(&log, &key(1)).1);
        let proof = GrowthProof::of(old.clone(), cut as u64, new.clone(), &leaves(&log)).unwrap();
        prop_assert!(proof.check().is_ok());
        let backwards = GrowthProof { old: new, new: old, ..proof.clone() };
        prop_assert!(cut == log.len() || backwards.check().is_err());
        let mut other = log.clone();
        other.swap(0, 1);
        let (forged, _) = over(&other[..cut], &key(1));
        let forged = Checkpoint { workspace: log[0].id, ..forged }.sign(&key(1)).unwrap();
        let forged = GrowthProof { old: forged, ..proof };
        // Order matters from the second leaf on, and with one the first was exchanged.
        prop_assert!(forged.check().is_err());
    }
}
