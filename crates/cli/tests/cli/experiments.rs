//! `throughline experiment`, `lock` and `result`.

use crate::shell::Shell;

fn planned() -> Shell {
    let shell = Shell::new();
    shell.ok(&["add", "metric", "-t", "Conversion", "-f", "unit=%", "-f", "direction=higher-is-better"]);
    shell.ok(&[
        "add",
        "experiment",
        "-f",
        "we-believe=Three dishes sell more.",
        "-f",
        "primary-metric=MET-1",
        "-f",
        r#"arms=[{"name":"list"},{"name":"three dishes"}]"#,
        "-f",
        "minimum-effect=5",
    ]);
    shell
}

/// What it says on stderr where it must exit with this code.
#[track_caller]
fn refused(shell: &Shell, code: i32, args: &[&str]) -> String {
    let said = shell.run(args);
    assert_eq!(said.code, code, "{said:?}");
    said.err
}

#[test]
fn an_experiment_is_planned_locked_measured_and_read_from_the_terminal() {
    let shell = planned();
    let told = refused(&shell, 3, &["lock", "EXP-1"]);
    assert!(told.contains("no sample size"), "{told}");
    shell.ok(&["set", "EXP-1", "-f", "sample-size=40"]);
    shell.ok(&["lock", "EXP-1", "--reason", "Before anybody looks"]);
    shell.ok(&["result", "EXP-1", "--arm", "list", "--n", "40", "--successes", "10"]);
    let hidden = shell.ok(&["experiment", "EXP-1"]);
    assert!(hidden.contains("0 of 40 per arm; the verdict is shown at 40."), "{hidden}");
    shell.write("r.csv", "arm,n,successes\nthree dishes,40,30\n");
    let shown = shell.ok(&["result", "EXP-1", "--csv", "r.csv", "--dry-run"]);
    assert!(shown.contains("75 % (30 of 40)") && shown.contains("nothing recorded"), "{shown}");
    shell.ok(&["result", "EXP-1", "--csv", "r.csv", "--lens", "value"]);
    let said = shell.ok(&["experiment", "EXP-1"]);
    for part in
        ["decides: Conversion", "by Mira", "list: 25 % (10 of 40)", "control", "“three dishes” is better"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(said.contains("usability: nothing measured"), "{said}");
}

#[test]
fn bad_lines_are_named_and_what_is_half_typed_is_usage() {
    let shell = planned();
    shell.write("r.csv", "arm,n,successes\nlist,40,50\n");
    let told = refused(&shell, 3, &["result", "EXP-1", "--csv", "r.csv"]);
    assert!(told.contains("Line 2: It counts 50 successes of 40 units."), "{told}");
    refused(&shell, 2, &["result", "EXP-1"]);
    refused(&shell, 2, &["result", "EXP-1", "--arm", "list"]);
    refused(&shell, 3, &["result", "EXP-1", "--csv", "nowhere.csv"]);
}
