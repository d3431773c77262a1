//! Looking back from a terminal: two moments, restoring, and undoing what somebody else did.

use crate::shell::Shell;

#[test]
fn two_moments_are_compared_and_one_is_brought_back() {
    let shell = Shell::new();
    shell.ok(&["add", "persona", "--title", "Busy regular"]);
    let from = format!("#{}", shell.json(&["stats"])["changes"]);
    shell.ok(&["set", "PER-1", "-f", "goals=Eat soon", "-f", "title=Weekday regular"]);

    let told = shell.ok(&["compare-moments", &from]);
    assert!(told.contains("0 added, 1 changed, 0 removed."), "{told}");
    assert!(told.contains("~ PER-1 Weekday regular"), "{told}");
    assert!(told.contains("title: Busy regular → Weekday regular"), "{told}");
    let markdown = shell.ok(&["compare-moments", &from, "now", "--format", "markdown"]);
    assert!(markdown.starts_with("# What changed from #"), "{markdown}");
    shell.ok(&["compare-moments", &from, "now", "--format", "csv", "-o", "since.csv"]);
    assert!(std::fs::read_to_string(shell.path("since.csv")).unwrap().contains("PER-1,persona,"));
    let over = ["compare-moments", &from, "now", "--format", "csv", "-o", "since.csv"];
    assert_eq!(shell.refused(&over).0, "exists");

    let dry = shell.ok(&["restore", "PER-1", "--as-of", &from, "--dry-run"]);
    assert!(dry.contains("would be as it was") && dry.contains("goals: cleared"), "{dry}");
    shell.ok(&["restore", "PER-1", "--as-of", &from, "--field", "goals", "--reason", "too early to say"]);
    let page = shell.json(&["show", "PER-1"]);
    assert_eq!(page["card"]["title"], "Weekday regular");
    let log = shell.ok(&["log", "PER-1", "--limit", "1"]);
    assert!(log.contains("too early to say"), "{log}");
    let early = shell.ok(&["log", "--as-of", &from]);
    assert!(!early.contains("Weekday"), "{early}");
    assert_eq!(shell.run(&["compare-moments", "yesterday"]).code, 3);
}

#[test]
fn a_change_of_somebody_else_asks_for_force_and_names_who_made_it() {
    let shell = Shell::new();
    shell.ok(&["add", "persona", "--title", "Busy regular"]);
    shell.ok(&["add", "stakeholder", "--title", "Tom Ode"]);
    let hers = shell.json(&["set", "PER-1", "-f", "goals=Eat soon"])["change"].as_str().unwrap().to_owned();
    let said = shell.run(&["--as", "Tom Ode", "undo", &hers]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("Mira Anand") && said.err.contains("Eat soon"), "{}", said.err);
    shell.ok(&["--as", "Tom Ode", "undo", &hers, "--force"]);
    assert!(!shell.ok(&["show", "PER-1"]).contains("Eat soon"));
}
