//! Checkpoints in annotated tags: written without a git program, and read by one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::git;
use throughline_interop::{tag_checkpoint, tagged_checkpoints};
use throughline_record::{ChangeId, Checkpoint, CheckpointError, Hash, Signer, SigningKey};

fn checkpoint(size: u64) -> (Checkpoint, String) {
    let key = SigningKey::from_seed([1; 32]);
    let checkpoint =
        Checkpoint { workspace: ChangeId([7; 32]), device: key.device(), size, root: Hash([9; 32]) };
    let text = checkpoint.sign(&key).unwrap();
    (checkpoint, text)
}

#[test]
fn a_checkpoint_becomes_an_annotated_tag_that_git_shows_and_that_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    git(at, "2024-01-01T00:00:00Z", &["init", "-q"]);
    let (first, text) = checkpoint(42);
    assert!(tag_checkpoint(at, &first, &text, "Ines", 0).is_err(), "there is no commit to stand on");
    std::fs::write(at.join("a.txt"), "a").unwrap();
    git(at, "2024-01-01T00:00:00Z", &["add", "."]);
    git(at, "2024-01-01T00:00:00Z", &["commit", "-q", "-m", "first"]);
    let name = tag_checkpoint(at, &first, &text, "Ines <x>\n", 1_700_000_000_000).unwrap();
    assert_eq!(name, "throughline/42-090909090909");
    let shown =
        std::process::Command::new("git").args(["cat-file", "-p", &name]).current_dir(at).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("type commit") && shown.contains(&text), "{shown}");
    assert!(shown.contains("1700000000 +0000"), "{shown}");
    assert!(tag_checkpoint(at, &first, &text, "Ines", 0).is_err(), "a tag is never moved");

    let (second, later) = checkpoint(50);
    tag_checkpoint(at, &second, &later, "", 1_800_000_000_000).unwrap();
    git(at, "2024-01-01T00:00:00Z", &["tag", "throughline/light"]);
    let forged = text.replacen("\n42\n", "\n41\n", 1);
    git(at, "2024-01-01T00:00:00Z", &["tag", "-a", "throughline/forged", "-m", &forged]);
    let found = tagged_checkpoints(at).unwrap();
    let read: Vec<_> = found.iter().map(|tag| (tag.name.as_str(), tag.checkpoint.clone())).collect();
    assert_eq!(
        read,
        [
            ("throughline/42-090909090909", Ok(first)),
            ("throughline/50-090909090909", Ok(second)),
            ("throughline/forged", Err(CheckpointError::Signature)),
        ]
    );
    assert_eq!(found[0].seconds, Some(1_700_000_000));
}
