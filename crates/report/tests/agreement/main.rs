//! Two programs that follow one page: `throughline verify PACK.zip` and `verify.py` come to the same verdict
//! and the same first fault over a thousand packs, good and damaged. Everything is seeded: pack N is the same
//! on every computer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod base;
mod case;
mod mutations;
mod zips;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;

use throughline_report::pack::{Given, PackReport, VERIFIER, check};

use base::Base;
use case::Case;

/// How many packs are compared.
const PACKS: usize = 1000;

/// How many workspaces they are made from.
const BASES: u64 = 24;

/// A verdict with the first fault, as both programs say it.
type Said = (String, Option<(String, String)>);

fn ours(bytes: &[u8], given: &[Given]) -> (Said, PackReport) {
    let report = check(Cursor::new(bytes), given, &()).unwrap().report;
    let first = report.faults.first().map(|fault| (fault.code.to_owned(), fault.place.clone()));
    ((report.verdict().as_str().to_owned(), first), report)
}

fn python() -> Command {
    Command::new(std::env::var_os("THROUGHLINE_PYTHON").unwrap_or_else(|| "python3".into()))
}

fn verifier(folder: &Path) -> PathBuf {
    let path = folder.join("verify.py");
    std::fs::write(&path, VERIFIER).unwrap();
    path
}

/// What `verify.py` says of many packs, each with the checkpoint that was kept of its workspace, if any.
fn theirs(folder: &Path, packs: &[(PathBuf, Option<PathBuf>)]) -> Vec<serde_json::Value> {
    let script = verifier(folder);
    let list = folder.join("list.txt");
    let lines: Vec<String> = packs
        .iter()
        .map(|(pack, kept)| match kept {
            Some(kept) => format!("{}\t{}\n", pack.display(), kept.display()),
            None => format!("{}\n", pack.display()),
        })
        .collect();
    std::fs::write(&list, lines.concat()).unwrap();
    let output = python().arg(&script).arg("--batch").arg(&list).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.is_empty(), "verify.py must say everything in its answers: {errors}");
    let answers = String::from_utf8(output.stdout).unwrap();
    answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn said(answer: &serde_json::Value) -> Said {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let first = answer.get("first").filter(|first| !first.is_null());
    (text(&answer["verdict"]), first.map(|first| (text(&first["code"]), text(&first["place"]))))
}

#[test]
fn two_verifiers_agree_on_a_thousand_packs_good_and_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let bases: Vec<Base> = (0..BASES).map(Base::seeded).collect();
    let table = mutations::table();
    let mut packs = Vec::new();
    let mut made = Vec::new();
    for number in 0..PACKS {
        // Every damage goes round other bases each time, whatever the lengths of the two tables.
        let (row, round) = (number % table.len(), number / table.len());
        let (name, mutate) = table[row];
        let base = &bases[(row * 7 + round) % bases.len()];
        let mut case = Case::of(base, number as u64);
        mutate(&mut case);
        let (bytes, kept) = (case.zip(), case.given.clone());
        let path = folder.path().join(format!("{number}.zip"));
        std::fs::write(&path, &bytes).unwrap();
        let kept_path = kept.as_ref().map(|note| {
            let path = folder.path().join(format!("{number}.txt"));
            std::fs::write(&path, note).unwrap();
            path
        });
        let given: Vec<Given> = kept
            .into_iter()
            .map(|note| Given { name: kept_path.as_ref().unwrap().display().to_string(), note })
            .collect();
        let (said, _) = ours(&bytes, &given);
        packs.push((path, kept_path));
        made.push((name, said));
    }
    let answers = theirs(folder.path(), &packs);
    assert_eq!(answers.len(), PACKS);
    let mut seen: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
    let mut apart = Vec::new();
    for (number, ((name, mine), answer)) in made.iter().zip(&answers).enumerate() {
        let other = said(answer);
        if *mine != other {
            apart.push(format!("{number} ({name}): here {mine:?}, verify.py {other:?}"));
        }
        let code = mine.1.as_ref().map_or("intact", |(code, _)| code).to_owned();
        *seen.entry(name).or_default().entry(code).or_default() += 1;
    }
    for (name, codes) in &seen {
        println!("{name}: {codes:?}");
    }
    assert!(apart.is_empty(), "{} packs on which they differ:\n{}", apart.len(), apart.join("\n"));
    // The table has to reach what it is for: most codes of the format, and many good packs.
    let codes: std::collections::BTreeSet<&str> =
        seen.values().flat_map(|codes| codes.keys().map(String::as_str)).collect();
    for code in mutations::MUST_BE_SEEN {
        assert!(codes.contains(code), "no pack was refused with {code}");
    }
    let good: usize = seen.values().filter_map(|codes| codes.get("intact")).sum();
    assert!(good > 60, "only {good} good packs");
}

#[test]
fn a_pack_is_the_same_bytes_whenever_it_is_made() {
    assert_eq!(Base::seeded(3).pack(), Base::seeded(3).pack());
}

#[test]
fn archives_made_to_harm_are_refused_by_both_before_anything_is_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = zips::table(&Base::seeded(1));
    let packs: Vec<(PathBuf, Option<PathBuf>)> = hostile
        .iter()
        .enumerate()
        .map(|(number, (_, bytes))| {
            let path = folder.path().join(format!("{number}.zip"));
            std::fs::write(&path, bytes).unwrap();
            (path, None)
        })
        .collect();
    let before = std::fs::read_dir(folder.path()).unwrap().count();
    let answers = theirs(folder.path(), &packs);
    for ((name, bytes), answer) in hostile.iter().zip(&answers) {
        let (mine, _) = ours(bytes, &[]);
        assert_eq!(mine.0, "unreadable", "{name}: {mine:?}");
        assert_eq!(mine.1, Some(("archive".into(), String::new())), "{name}");
        assert_eq!(said(answer), mine, "{name}: {answer}");
    }
    // The two files are the script and its list.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), before + 2, "something was unpacked");
}

#[test]
fn the_verifier_says_in_words_and_by_its_exit_code_what_it_found() {
    let folder = tempfile::tempdir().unwrap();
    let script = verifier(folder.path());
    let base = Base::seeded(2);
    let mut case = Case::of(&base, 2);
    let (pack, kept) = (folder.path().join("good.zip"), folder.path().join("kept.txt"));
    std::fs::write(&pack, case.zip()).unwrap();
    std::fs::write(&kept, base.checkpoint(base.ids().len())).unwrap();
    let run = |arguments: &[&Path]| {
        let output = python().arg(&script).args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, words) = run(&[&pack]);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.starts_with("INTACT, but not anchored"), "{words}");
    let (code, words) = run(&[Path::new("--checkpoint"), &kept, &pack]);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.starts_with("INTACT, and anchored through #"), "{words}");
    mutations::alter_a_record(&mut case);
    std::fs::write(&pack, case.zip()).unwrap();
    let (code, words) = run(&[&pack]);
    assert_eq!(code, Some(1), "{words}");
    assert!(words.starts_with("DAMAGED"), "{words}");
    std::fs::write(&pack, b"no zip").unwrap();
    assert_eq!(run(&[&pack]).0, Some(2));
    assert_eq!(run(&[Path::new("nowhere.zip")]).0, Some(2));
}

/// An auditor waits for it, so it must not take long and must say that it is still there. The bound is loose: on a
/// common computer it takes a few seconds.
#[test]
fn a_thousand_changes_are_checked_by_python_alone_within_a_minute_and_it_says_how_far_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let base = Base::long(3, 1000);
    let pack = folder.path().join("long.zip");
    std::fs::write(&pack, base.pack()).unwrap();
    verifier(folder.path());
    let begun = std::time::Instant::now();
    let output = python()
        .current_dir(folder.path())
        .args(["-c", "import sys, verify; verify.SILENCE = 0; sys.exit(verify.main(['--json', 'long.zip']))"])
        .output()
        .unwrap();
    let took = begun.elapsed();
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let length = base.ids().len();
    assert_eq!(
        (output.status.code(), &answer["verdict"]),
        (Some(0), &serde_json::json!("intact")),
        "{answer}"
    );
    assert_eq!(answer["changes"], length);
    println!("verify.py: {length} changes, {} records in {took:.1?}", answer["records"]);
    assert!(took.as_secs() < 60, "{took:?}");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains(" of 1,00") && told.lines().count() > 10, "{told}");
}
