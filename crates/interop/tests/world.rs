//! Looking at the world: digests of files, folders and commits, and what a look comes to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

use throughline_interop::InteropError;
use throughline_interop::world::{Recorded, Seen, digest_of, look_up, strong_digest};
use throughline_model::identity::Digest;
use throughline_model::standing::Word;

const PAGE: &str = include_str!("../../../docs/identity.md");

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn value(path: &Path, algorithm: &str) -> String {
    digest_of(path, algorithm, &()).unwrap().value
}

fn seen(digests: &[Digest], location: &str, base: &Path) -> Seen {
    let recorded =
        Recorded { digests: digests.to_vec(), location: location.to_owned(), ..Recorded::default() };
    look_up(&recorded, base, None, &()).unwrap()
}

/// A folder with what a list has to get right: order by bytes, a folder beside a file of its name, a link.
fn tree() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "data/a.csv", b"a,b\r\n1,2\r\n");
    write(folder.path(), "data-2.csv", b"a,b\n1,2\n");
    write(folder.path(), "data/Z.csv", b"");
    write(folder.path(), "caf\u{e9}.txt", b"hello");
    write(folder.path(), ".hidden", b"x");
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("data/a.csv", folder.path().join("latest")).unwrap();
    folder
}

#[test]
fn files_have_the_digests_that_other_tools_compute() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "hello", b"hello");
    let path = folder.path().join("hello");
    assert_eq!(value(&path, "sha256"), "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    assert_eq!(value(&path, "dvc-md5"), "5d41402abc4b2a76b9719d911017c592");
    assert_eq!(strong_digest(&path, &()).unwrap().algorithm, "sha256");
    // More than one piece, and the last one full.
    write(folder.path(), "large", &vec![7; 3 << 20]);
    let large = value(&folder.path().join("large"), "sha256");
    assert_eq!(large, "fadc8b76fb9e2447c118e8b612cb1280904241214f6b9b5b7010f445bcc3d10b");
}

#[test]
fn dvc_2_takes_text_with_either_line_end_for_the_same_and_dvc_3_does_not() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "unix", b"a,b\n1,2\n");
    write(folder.path(), "windows", b"a,b\r\n1,2\r\n");
    write(folder.path(), "binary", b"\0a\r\n");
    let of = |name: &str, algorithm: &str| value(&folder.path().join(name), algorithm);
    assert_eq!(of("unix", "dvc2-md5"), of("windows", "dvc2-md5"));
    assert_eq!(of("unix", "dvc2-md5"), of("unix", "dvc-md5"));
    assert_ne!(of("unix", "dvc-md5"), of("windows", "dvc-md5"));
    assert_eq!(of("binary", "dvc2-md5"), of("binary", "dvc-md5"));
}

#[test]
fn a_folder_has_the_digest_that_the_program_in_the_documents_prints() {
    let tree = tree();
    let ours = value(tree.path(), "sha256-tree");
    let golden = "d2b7749f9fa1b6d1343cbb799d52bdd022653c3df84505cde886d2d109f5b202";
    assert_eq!(ours, golden);
    let program = PAGE.split_once("```python\n").unwrap().1.split_once("```").unwrap().0;
    match Command::new("python3").arg("-c").arg(program).arg(tree.path()).output() {
        Ok(out) => {
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            assert_eq!(String::from_utf8(out.stdout).unwrap().trim(), ours);
        }
        Err(_) => eprintln!("python3 is not here; the program of docs/identity.md was not run"),
    }
}

#[test]
fn a_folder_changes_with_a_byte_a_name_a_link_and_a_file_more_and_not_with_times() {
    let tree = tree();
    let before = value(tree.path(), "sha256-tree");
    write(tree.path(), ".hidden", b"x");
    assert_eq!(value(tree.path(), "sha256-tree"), before);
    let mut seen = vec![before];
    write(tree.path(), ".hidden", b"y");
    seen.push(value(tree.path(), "sha256-tree"));
    std::fs::rename(tree.path().join("data-2.csv"), tree.path().join("data-3.csv")).unwrap();
    seen.push(value(tree.path(), "sha256-tree"));
    write(tree.path(), "empty/now", b"");
    seen.push(value(tree.path(), "sha256-tree"));
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), all);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_makes_a_folder_impossible_to_digest() {
    let folder = tempfile::tempdir().unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).unwrap();
    let error = digest_of(folder.path(), "sha256-tree", &()).unwrap_err();
    assert!(matches!(&error, InteropError::Unreadable { .. }), "{error}");
    assert!(error.to_string().contains("socket"), "{error}");
    let strong = [Digest::new("sha256-tree", "0".repeat(64))];
    assert_eq!(seen(&strong, folder.path().to_str().unwrap(), Path::new("/")).word, Word::NotLookedUp);
}

#[test]
fn a_folder_of_dvc_is_the_digest_of_its_list() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "b.csv", b"hello");
    write(folder.path(), "a/c.csv", b"");
    let list = r#"[{"md5": "d41d8cd98f00b204e9800998ecf8427e", "relpath": "a/c.csv"}, {"md5": "5d41402abc4b2a76b9719d911017c592", "relpath": "b.csv"}]"#;
    write(folder.path().parent().unwrap(), "dvc-list-of-a-test", list.as_bytes());
    let listed = folder.path().parent().unwrap().join("dvc-list-of-a-test");
    assert_eq!(value(folder.path(), "dvc-md5"), format!("{}.dir", value(&listed, "md5")));
    std::fs::remove_file(listed).unwrap();
}

#[test]
fn one_byte_makes_it_changed_and_a_file_that_is_gone_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "ratings.csv", b"stars\n5\n");
    let recorded = [strong_digest(&folder.path().join("ratings.csv"), &()).unwrap()];
    let look = || seen(&recorded, "ratings.csv", folder.path());
    assert_eq!((look().word, look().found), (Word::Matches, recorded.to_vec()));
    write(folder.path(), "ratings.csv", b"stars\n4\n");
    assert_eq!(look().word, Word::Changed);
    assert_ne!(look().found, recorded);
    std::fs::remove_file(folder.path().join("ratings.csv")).unwrap();
    assert_eq!(look().word, Word::Missing);
    write(folder.path(), "ratings.csv/part-0", b"");
    assert_eq!(look().word, Word::Changed);
    assert!(look().because.contains("folder lies where a file"), "{}", look().because);
}

#[test]
fn what_cannot_be_compared_says_why_and_what_was_found() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "orders.csv", b"x");
    let sample = [Digest::new("mlflow-md5-sample", "1a2b3c4d")];
    for (digests, words) in [
        (&sample[..], "sample"),
        (&[], "No digest is recorded"),
        (&[Digest::new("oci", format!("sha256:{}", "a".repeat(64)))], "not computed"),
    ] {
        let seen = seen(digests, "orders.csv", folder.path());
        assert_eq!(seen.word, Word::NotLookedUp);
        assert!(seen.because.contains(words), "{}", seen.because);
        assert_eq!(seen.found[0].algorithm, "sha256");
    }
    let strong = [Digest::new("sha256", "0".repeat(64))];
    let elsewhere = seen(&strong, "warehouse: app.orders", folder.path());
    assert_eq!((elsewhere.word, elsewhere.place.as_str()), (Word::NotLookedUp, ""));
    // One digest that differs is enough, whatever the others say.
    let both =
        [strong_digest(&folder.path().join("orders.csv"), &()).unwrap(), Digest::new("md5", "0".repeat(32))];
    assert_eq!(seen(&both, "orders.csv", folder.path()).word, Word::Changed);
}

mod commits {
    use super::*;

    fn git(at: &Path, args: &[&str]) -> String {
        let out = Command::new("git")
            .arg("-C")
            .arg(at)
            .args([
                "-c",
                "user.name=Ann",
                "-c",
                "user.email=ann@example.org",
                "-c",
                "init.defaultBranch=main",
            ])
            .args(args)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap().trim().to_owned()
    }

    fn look(commit: &str, repository: &str, dirty: bool, base: &Path) -> Seen {
        let recorded = Recorded {
            repository: repository.to_owned(),
            commit: Some(commit.to_owned()),
            dirty,
            ..Recorded::default()
        };
        look_up(&recorded, base, None, &()).unwrap()
    }

    #[test]
    fn a_commit_matches_is_dirty_is_missing_or_cannot_be_looked_up() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        git(at, &["init", "-q"]);
        write(at, "train.py", b"print(1)\n");
        git(at, &["add", "."]);
        git(at, &["commit", "-qm", "Begin"]);
        let commit = git(at, &["rev-parse", "HEAD"]);
        assert_eq!(look(&commit, ".", false, at).word, Word::Matches);
        // Named by an address: the repository around the workspace is looked at.
        assert_eq!(look(&commit, "https://git.example.org/a.git", false, at).word, Word::Matches);
        // What git does not track makes nothing dirty; an edit does, staged or not.
        write(at, "notes.txt", b"x");
        assert_eq!(look(&commit, ".", false, at).word, Word::Matches);
        write(at, "train.py", b"print(2)\n");
        assert_eq!(look(&commit, ".", false, at).word, Word::Dirty);
        git(at, &["add", "train.py"]);
        assert_eq!(look(&commit, ".", false, at).word, Word::Dirty);
        git(at, &["commit", "-qm", "Change"]);
        assert_eq!(look(&commit, ".", false, at).word, Word::Matches);
        assert_eq!(look(&commit, ".", true, at).word, Word::Dirty);
        let gone = "0123456789012345678901234567890123456789";
        assert_eq!(look(gone, ".", false, at).word, Word::Missing);
        let elsewhere = tempfile::tempdir().unwrap();
        assert_eq!(
            look(&commit, "https://git.example.org/a.git", false, elsewhere.path()).word,
            Word::NotLookedUp
        );
        assert_eq!(look(&commit, "./nowhere", false, elsewhere.path()).word, Word::Missing);

        let read = throughline_interop::read_code(at, "HEAD~1").unwrap();
        assert_eq!((read.commit, read.subject, read.dirty), (commit, "Begin".to_owned(), false));
    }
}
