//! From a decision on record to the model it let in, on other tools' real records.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use crate::shell::Shell;

fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/imports").join(name).display().to_string()
}

/// A repository out of its bundle.
fn cloned(shell: &Shell, bundle: &str, name: &str) -> PathBuf {
    let to = shell.path(name);
    let done = Command::new("git").args(["clone", "--quiet"]).arg(example(bundle)).arg(&to).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    to
}

/// Lines of an outline that name an artefact of this kind, without what leads there.
fn lines<'a>(outline: &'a str, prefix: &str) -> Vec<&'a str> {
    let named = |line: &&str| line.split_once(": ").is_some_and(|(_, card)| card.starts_with(prefix));
    outline.lines().filter(named).map(str::trim_start).collect()
}

#[test]
fn the_thread_of_a_model_version_leads_to_its_code_its_data_and_the_decision() {
    let shell = Shell::new();
    let records = cloned(&shell, "adr-opendatahub.bundle", "records");
    let source = cloned(&shell, "mlflow-src.bundle", "source");
    let import = |args: &[&str]| shell.json(&[&["import"], args].concat());

    let adr = import(&["adr", records.to_str().unwrap()]);
    assert_eq!(shell.json(&["list", "decision"])["total"], 44, "every record of the repository");
    assert!(adr["lines"].as_array().unwrap().len() > 10, "what was odd is told");
    let mlflow = import(&["mlflow", &example("mlflow-3")]);
    assert!(mlflow["added"].as_u64().unwrap() > 8, "{mlflow}");
    import(&["git", source.to_str().unwrap()]);

    // The same again adds nothing.
    for again in [
        import(&["adr", records.to_str().unwrap()]),
        import(&["mlflow", &example("mlflow-3")]),
        import(&["git", source.to_str().unwrap()]),
    ] {
        assert_eq!((&again["added"], &again["changed"], again.get("position")), (&0.into(), &0.into(), None));
    }

    let found = shell.json(&["search", "Gateway API Authentication", "--kind", "decision"]);
    let decision = found["rows"][0]["card"]["short"].as_str().unwrap().to_owned();
    let champion = shell.json(&["list", "model-version", "--where", "aliases=champion"]);
    assert_eq!(champion["total"], 1, "{champion}");
    let model = champion["rows"][0]["card"].get("short").or(champion["rows"][0].get("short")).unwrap();
    let model = model.as_str().unwrap();
    shell.ok(&[
        "link",
        &decision,
        "decides",
        model,
        "-f",
        "outcome=chosen",
        "--reason",
        "It passed the review",
    ]);

    let outline = shell.ok(&["trace", model, "--direction", "back"]);
    assert!(outline.starts_with(model), "{outline}");
    let code = lines(&outline, "COD-");
    assert_eq!(code.len(), 1, "{outline}");
    assert!(code[0].starts_with("← built-from: COD-") && code[0].contains("Random forest"), "{outline}");
    let data = lines(&outline, "DAT-");
    assert!(
        data.iter().any(|line| line.starts_with("← trained-on: DAT-") && line.contains("wdbc-v2")),
        "{outline}"
    );
    assert!(data.iter().any(|line| line.starts_with("← evaluated-on: DAT-")), "{outline}");
    let decided = lines(&outline, &decision);
    assert_eq!(decided.len(), 1, "{outline}");
    assert!(decided[0].starts_with("← decides: ") && decided[0].contains("Gateway API"), "{outline}");

    // The commit is the one the training run was started from, with its full hash.
    let thread = shell.json(&["trace", model, "--direction", "back", "--kind", "code-version"]);
    let node =
        thread["nodes"].as_array().unwrap().iter().find(|n| n["card"]["kind"] == "code-version").unwrap();
    let page = shell.json(&["show", node["card"]["id"].as_str().unwrap()]);
    let commit = page["fields"].as_array().unwrap().iter().find(|f| f["name"] == "commit").unwrap();
    let hash = commit["value"].as_str().unwrap();
    let known = Command::new("git").arg("-C").arg(&source).args(["cat-file", "-t", hash]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&known.stdout).trim(), "commit", "{hash}");
    let by_commit: Json = shell.json(&["show", &hash[..10]]);
    assert_eq!(by_commit["card"]["id"], node["card"]["id"], "a code version answers to its commit");

    // And forward: from the decision to the model.
    let forward = shell.ok(&["trace", &decision, "--direction", "forward"]);
    assert!(forward.contains(&format!("→ decides on: {model}")), "{forward}");
    shell.ok(&["verify"]);
}
