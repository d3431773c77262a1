//! `throughline record` and `throughline versions`: as a pipeline uses them.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use crate::shell::Shell;

fn shop() -> Shell {
    let shell = Shell::new();
    shell.write("ratings.csv", "stars\n5\n");
    shell.write("model.bin", "trees");
    shell
}

const MODEL: &[&str] = &[
    "record",
    "model",
    "--name",
    "ranker",
    "--version",
    "7",
    "--file",
    "model.bin",
    "--trained-on",
    "ratings@2026-08",
    "--param",
    "depth=6",
    "--metric",
    "auc=0.91",
];
const DATA: &[&str] =
    &["record", "data", "--name", "ratings", "--version", "2026-08", "--file", "ratings.csv"];

#[test]
fn a_script_records_data_and_a_model_and_twice_adds_nothing() {
    let shell = shop();
    let out = shell.ok(DATA);
    assert!(out.starts_with("DAT-1  ratings 2026-08  sha256:") && out.contains('#'), "{out}");
    assert!(shell.ok(MODEL).starts_with("MOD-1  ranker 7  sha256:"));
    let again = shell.ok(MODEL);
    assert!(again.contains("there already") && again.contains("nothing recorded"), "{again}");
    let json = shell.json(MODEL);
    assert_eq!((&json["rows"][0]["short"], &json["rows"][0]["met"]), (&json!("MOD-1"), &json!(true)));
    assert!(shell.ok(&["show", "ranker@7"]).contains("depth"));
    assert!(shell.ok(&["trace", "MOD-1"]).contains("DAT-1"));

    shell.write("model.bin", "other trees");
    let (code, said) = shell.refused(MODEL);
    assert_eq!(code, "another-digest");
    assert!(said.err.contains("version of its own"), "{}", said.err);
    let (code, _) = shell.says_no(&[MODEL, &["--param", "depth"]].concat(), 2);
    assert_eq!(code, "bad-field");
}

#[test]
fn a_file_edited_by_one_byte_is_changed_and_the_exit_says_so() {
    let shell = shop();
    shell.ok(DATA);
    shell.ok(MODEL);
    shell.ok(&["add", "bundle", "-t", "2.0", "-f", "versions=MOD-1,DAT-1"]);
    shell.ok(&["add", "deployment", "-t", "Everyone", "-f", "bundle=BUN-1", "-f", "audience=everyone"]);
    assert!(shell.ok(&["versions"]).contains("not checked since"));
    let well = shell.ok(&["versions", "check"]);
    assert!(well.contains("matches, looked up"), "{well}");
    let position = well.trim().rsplit_once('#').unwrap().1.to_owned();
    shell.write("ratings.csv", "stars\n4\n");
    let said = shell.run(&["versions", "check", "DAT-1"]);
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    for part in [
        "changed, looked up",
        "another digest",
        "what stands on one of these",
        "DEP-1",
        "MOD-1",
        "recorded as #",
    ] {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
    let said = shell.run(&["versions", "check", "DAT-1", "--json"]);
    assert_eq!(serde_json::from_str::<Json>(&said.out).unwrap()["unwell"], 1);
    let list = shell.ok(&["versions", "list"]);
    assert!(list.contains("stands on ratings 2026-08, which changed where it lies"), "{list}");
    // As it was known before anybody looked again.
    let then = shell.ok(&["versions", "list", "--as-of", &format!("#{position}")]);
    assert!(!then.contains("changed"), "{then}");
    std::fs::remove_file(shell.path("ratings.csv")).unwrap();
    assert!(shell.run(&["versions", "check", "DAT-1"]).out.contains("missing"));
    let page = shell.ok(&["versions", "show", "MOD-1"]);
    assert!(page.contains("which is missing where it lay") && page.contains("depth = 6"), "{page}");
}

#[test]
fn two_versions_are_compared_from_the_terminal() {
    let shell = shop();
    shell.ok(DATA);
    shell.ok(MODEL);
    shell.ok(&[
        "record",
        "model",
        "--name",
        "ranker",
        "--version",
        "8",
        "--param",
        "depth=8",
        "--metric",
        "auc=0.93",
    ]);
    let out = shell.ok(&["versions", "compare", "ranker@8", "ranker@7"]);
    for part in [
        "ranker 8 compared with ranker 7",
        "depth: 8, with 6",
        "auc: 0.93, with 0.91  +0.02",
        "Neither says which data",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
}

#[test]
fn the_run_of_the_page_is_recorded_as_printed() {
    let page = include_str!("../../../../docs/pipeline.md");
    let run = page.split_once("```json\n").unwrap().1.split_once("```").unwrap().0;
    let mut run: Json = serde_json::from_str(run).unwrap();
    let shell = shop();
    std::fs::create_dir(shell.path("data")).unwrap();
    shell.write("data/ratings.csv", "stars\n5\n");
    shell.write("data/holdout.csv", "stars\n4\n");
    shell.ok(&["add", "idea", "-t", "Three dishes"]);
    for name in ["Paper", "Offline", "Live"] {
        shell.ok(&["add", "prototype", "-t", name, "-f", "idea=IDE-1"]);
    }
    // No repository is around a test.
    run.as_object_mut().unwrap().remove("code");
    shell.write("run.json", &run.to_string());
    let out = shell.ok(&["record", "run", "--file", "run.json"]);
    let shorts: Vec<&str> = out.lines().map(|l| l.split_whitespace().next().unwrap()).collect();
    assert_eq!(shorts, ["MOD-1", "DAT-1", "DAT-2", "ACT-1"]);
    let said = shell.run_with(&["record", "run", "--file", "-"], &run.to_string());
    assert!(said.out.contains("nothing recorded"), "{said:?}");
    shell.write("run.json", "{");
    shell.says_no(&["record", "run", "--file", "run.json"], 2);
}

#[test]
fn the_schema_of_a_run_has_the_keys_the_api_reads() {
    let schema: Json = serde_json::from_str(include_str!("../../../../docs/run.schema.json")).unwrap();
    let keys = |schema: &Json| -> BTreeSet<String> {
        let keys = schema["properties"].as_object().unwrap().keys();
        keys.filter(|key| *key != "$schema").cloned().collect()
    };
    use throughline_api::dto::{RecordRunArgs, RunActivity, RunCode, RunData, RunModel};
    let of = |value: Json| -> BTreeSet<String> { value.as_object().unwrap().keys().cloned().collect() };
    let parts = &schema["properties"];
    assert_eq!(keys(&schema), of(json!(RecordRunArgs::default())));
    assert_eq!(keys(&parts["code"]), of(json!(RunCode::default())));
    assert_eq!(keys(&parts["data"]["items"]), of(json!(RunData::default())));
    assert_eq!(keys(&parts["model"]), of(json!(RunModel::default())));
    assert_eq!(keys(&parts["activity"]), of(json!(RunActivity::default())));
}

/// The time one call takes, with all that starting a program costs. Meant for the release build:
/// `cargo test --release -p throughline-cli --test cli a_version_is_recorded -- --ignored --nocapture`.
#[test]
#[ignore = "measures"]
fn a_version_is_recorded_in_under_a_tenth_of_a_second() {
    let shell = shop();
    shell.ok(DATA);
    let mut spent: Vec<Duration> = (0..41)
        .map(|n| {
            let version = n.to_string();
            let args =
                [&["record", "model", "--name", "ranker", "--version", &version], &MODEL[6..]].concat();
            let begin = Instant::now();
            shell.ok(&args);
            begin.elapsed()
        })
        .collect();
    spent.sort();
    let (median, worst) = (spent[spent.len() / 2], spent[spent.len() - 1]);
    println!("record model: median {median:?}, worst {worst:?}");
    if !cfg!(debug_assertions) {
        assert!(median < Duration::from_millis(100), "{median:?}");
    }
}
