//! Bodies, attachments, copies.

use crate::shell::Shell;

#[test]
fn a_body_comes_from_a_file_or_from_standard_input() {
    let shell = Shell::new();
    let notes = |id: &str| {
        let page = shell.json(&["show", id]);
        page["fields"].as_array().unwrap().iter().find(|f| f["name"] == "notes").unwrap()["value"].clone()
    };
    shell.write("notes.md", "# From a file\n\n*words*\n");
    shell.ok(&["add", "persona", "-t", "One", "--body", "notes.md"]);
    assert!(notes("PER-1").as_str().unwrap().starts_with("# From a file\n\n*words*"));
    let said = shell.run_with(&["add", "persona", "-t", "Two", "--body", "-"], "piped “words”\n");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(notes("PER-2").as_str().unwrap().starts_with("piped “words”"));
    let said = shell.run_with(&["set", "PER-2", "--body", "-"], "");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(notes("PER-2").is_null(), "an empty body clears");
}

#[test]
fn text_that_is_not_utf_8_is_refused() {
    let shell = Shell::new();
    std::fs::write(shell.path("latin1.md"), b"caf\xe9").unwrap();
    assert_eq!(shell.refused(&["add", "persona", "-t", "x", "--body", "latin1.md"]).0, "io");
}

#[test]
fn attachments_go_in_and_come_out_the_same() {
    let shell = Shell::new();
    shell.ok(&["add", "data-version", "-t", "orders", "-f", "version=1"]);
    std::fs::write(shell.path("orders.csv"), b"city\nBerlin\n").unwrap();
    let said = shell.ok(&["attach", "DAT-1", "orders.csv"]);
    assert!(said.starts_with("orders.csv  12 bytes  sha256:"), "{said}");
    std::fs::remove_file(shell.path("orders.csv")).unwrap();
    shell.ok(&["export-attachment", "DAT-1"]);
    assert_eq!(std::fs::read(shell.path("orders.csv")).unwrap(), b"city\nBerlin\n");
    assert_eq!(shell.refused(&["export-attachment", "DAT-1"]).0, "exists");
    shell.ok(&["export-attachment", "DAT-1", "orders.csv", "-o", "copy.csv"]);
    let digest = said.split_whitespace().last().unwrap();
    shell.ok(&["export-attachment", digest, "-o", "again.csv"]);
    assert_eq!(std::fs::read(shell.path("again.csv")).unwrap(), b"city\nBerlin\n");
    assert_eq!(shell.refused(&["attach", "DAT-1", "missing.csv"]).0, "io");
}

#[test]
fn a_copy_is_a_whole_workspace() {
    let shell = Shell::new();
    shell.ok(&["add", "persona", "-t", "Busy regular"]);
    shell.ok(&["backup", "copies.throughline"]);
    shell.refused(&["backup", "copies.throughline"]);
    assert_eq!(shell.ok(&["list", "persona", "-w", "copies.throughline"]), "PER-1      Busy regular\n");
    shell.ok(&["add", "persona", "-t", "In the copy", "-w", "copies.throughline", "--release", "none"]);
    shell.ok(&["verify", "-w", "copies.throughline"]);
    shell.ok(&["rebuild", "-w", "copies.throughline"]);
    assert_eq!(
        shell.json(&["stats", "-w", "copies.throughline"])["devices"],
        2,
        "a copy signs with a key of its own"
    );
}

#[test]
fn nothing_but_the_workspace_is_left_beside_it() {
    let shell = Shell::new();
    shell.ok(&["add", "persona", "-t", "Busy regular"]);
    shell.ok(&["list"]);
    let names: Vec<_> = std::fs::read_dir(&shell.here).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(names, ["shop.throughline"]);
}

#[test]
fn json_lines_are_imported_all_or_nothing_and_named_ones_once() {
    let shell = Shell::new();
    let good = "\
{\"t\":\"source\",\"name\":\"sheet\"}
{\"t\":\"artefact\",\"key\":\"p\",\"kind\":\"persona\",\"title\":\"Busy regular\"}
{\"t\":\"artefact\",\"key\":\"q\",\"kind\":\"problem\",\"title\":\"Choosing\"}
{\"t\":\"link\",\"type\":\"concerns\",\"from\":\"q\",\"to\":\"p\"}
";
    shell.write("good.jsonl", good);
    let dry = shell.json(&["import", "jsonl", "good.jsonl", "--dry-run", "--release", "none"]);
    assert_eq!((&dry["added"], dry.get("position")), (&serde_json::json!(2), None));
    assert_eq!(shell.ok(&["list", "persona"]), "");
    let done = shell.json(&["import", "jsonl", "good.jsonl", "--release", "none"]);
    assert_eq!((&done["added"], &done["links"], &done["position"]), (&2.into(), &1.into(), &4.into()));
    let again = shell.json(&["import", "jsonl", "good.jsonl", "--release", "none"]);
    assert_eq!((&again["added"], again.get("position")), (&serde_json::json!(0), None));

    shell.write("bad.jsonl", "{\"t\":\"artefact\",\"kind\":\"persona\",\"title\":\"New\"}\n{\"t\":\"artefact\",\"kind\":\"x\"}\nnonsense\n");
    let said = shell.run(&["import", "jsonl", "bad.jsonl"]);
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.err.contains("line 2") && said.err.contains("line 3"), "{said:?}");
    assert_eq!(shell.json(&["list", "persona", "--release", "all"])["total"], 1);
}
