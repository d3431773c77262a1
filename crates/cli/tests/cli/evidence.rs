//! Evidence from files.

use crate::shell::Shell;

#[test]
fn a_survey_is_shown_then_taken_in_and_its_bad_row_named() {
    let shell = Shell::empty();
    shell.ok(&["init", "shop", "--person", "Mira Anand"]);
    let file = shell.path("survey.csv");
    std::fs::write(&file, "participant,answer\nP1,By price\nP2,a,b\nP3,write to a@b.org\n").unwrap();
    let file = file.to_str().unwrap();
    let shown = shell.run(&["evidence", "import", file, "--dry-run"]);
    assert_eq!(shown.code, 1, "{}", shown.out);
    assert!(shown.out.contains("line 3: it has 3 cells, but there are 2 columns; left out"), "{}", shown.out);
    assert!(shown.out.contains("nothing was"), "{}", shown.out);
    let done = shell.run(&["evidence", "import", file, "--per-row", "--date", "2026-08-03"]);
    assert!(done.out.contains("EVD-1  2026-08-03  P1"), "{}", done.out);
    assert!(done.out.contains("warning: “a@b.org” looks like an e-mail address"), "{}", done.out);
    shell.ok(&["add", "highlight", "-f", "quote=By price", "-f", "evidence=EVD-1"]);
    let read = shell.ok(&["evidence", "read", "EVD-1"]);
    assert!(read.contains("HLT-1  24 to 32  “By price”"), "{read}");
}
