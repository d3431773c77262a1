//! `throughline export`.

use crate::shell::Shell;

#[test]
fn a_release_is_exported_to_a_file_that_is_named_with_what_is_left_out() {
    let shell = Shell::new();
    shell.ok(&["add", "decision", "--title", "Which first?", "--field", "status=accepted"]);
    let said = shell.ok(&["--release", "all", "export", "jsonl", "--output", "all.jsonl"]);
    assert!(said.contains("all.jsonl: ") && said.contains("History is not carried"), "{said}");
    let said = shell.ok(&[
        "--release",
        "all",
        "export",
        "csv",
        "decision",
        "--where",
        "status=accepted",
        "-o",
        "d.csv",
    ]);
    assert!(said.contains("d.csv: 1 decision"), "{said}");
    let json = shell.ok(&["--json", "--release", "all", "export", "madr", "--output", "decisions"]);
    assert!(json.contains("\"left_out\""), "{json}");
}
