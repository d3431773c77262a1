//! Which workspace, who, which release, which moment.

use crate::shell::Shell;

#[test]
fn the_nearest_workspace_upwards_is_meant() {
    let shell = Shell::new();
    let below = shell.path("a/b/c");
    std::fs::create_dir_all(&below).unwrap();
    assert_eq!(shell.run_in(&below, &["add", "persona", "-t", "One"]).out, "PER-1  #4\n");
    let nearer = shell.path("a");
    assert_eq!(shell.run_in(&nearer, &["init", "near"]).code, 0);
    assert_eq!(shell.run_in(&below, &["add", "persona", "-t", "Two"]).out, "PER-1  #2\n");
    assert_eq!(shell.run(&["list", "persona"]).out, "PER-1      One\n");
}

#[test]
fn a_named_workspace_goes_before_the_environment_and_that_before_the_nearest() {
    let shell = Shell::new();
    for name in ["option", "environment"] {
        let folder = shell.path(name);
        std::fs::create_dir(&folder).unwrap();
        assert_eq!(shell.run_in(&folder, &["init", name]).code, 0);
        assert_eq!(shell.run_in(&folder, &["add", "persona", "-t", name]).code, 0);
    }
    shell.ok(&["add", "persona", "-t", "nearest"]);
    let environment = shell.path("environment/environment.throughline");
    let list = |args: &[&str], set: bool| {
        let mut command = shell.command(args);
        if set {
            command.env("THROUGHLINE_WORKSPACE", &environment);
        }
        String::from_utf8(command.output().unwrap().stdout)
            .unwrap()
            .split_whitespace()
            .last()
            .unwrap()
            .to_owned()
    };
    let option = ["list", "persona", "-w", "option/option.throughline"];
    assert_eq!(list(&option, true), "option");
    assert_eq!(list(&["list", "persona"], true), "environment");
    assert_eq!(list(&["list", "persona"], false), "nearest");
}

#[test]
fn several_workspaces_in_one_folder_are_not_chosen_from() {
    let shell = Shell::new();
    shell.ok(&["init", "other"]);
    let (code, said) = shell.refused(&["list"]);
    assert_eq!(code, "several-workspaces");
    assert!(said.err.contains("--workspace"), "{said:?}");
    shell.ok(&["list", "-w", "other.throughline"]);
}

#[test]
fn no_workspace_says_how_to_make_one() {
    let shell = Shell::empty();
    let (code, said) = shell.refused(&["list"]);
    assert_eq!(code, "no-workspace");
    assert!(said.err.contains("throughline init"), "{said:?}");
    let (code, _) = shell.refused(&["list", "-w", "missing.throughline"]);
    assert_ne!(code, "internal");
    shell.ok(&["kinds"]);
}

#[test]
fn a_workspace_is_not_made_over_a_file() {
    let shell = Shell::new();
    let before = std::fs::read(shell.path("shop.throughline")).unwrap();
    shell.refused(&["init", "shop"]);
    shell.refused(&["init", "shop.throughline"]);
    assert_eq!(std::fs::read(shell.path("shop.throughline")).unwrap(), before);
}

#[test]
fn as_names_the_person_acting_and_is_remembered() {
    let shell = Shell::new();
    shell.ok(&["add", "stakeholder", "-t", "Tom Ode"]);
    shell.ok(&["--as", "Tom Ode", "add", "persona", "-t", "One"]);
    shell.ok(&["add", "persona", "-t", "Two"]);
    shell.ok(&["add", "persona", "-t", "Three", "--as", "STK-1"]);
    let log = shell.json(&["log", "--limit", "3"]);
    let by: Vec<&str> = log["rows"].as_array().unwrap().iter().map(|c| c["by"].as_str().unwrap()).collect();
    assert_eq!(by, ["Mira Anand", "Tom Ode", "Tom Ode"]);
    let log = shell.ok(&["log", "--by", "Tom Ode"]);
    assert_eq!(log.matches('#').count(), 2, "{log}");
    assert_eq!(shell.refused(&["--as", "PER-1", "list"]).0, "wrong-kind");
}

#[test]
fn release_says_where_work_belongs_and_what_is_listed() {
    let shell = Shell::new();
    shell.ok(&["add", "release", "-t", "2.0", "-f", "product=PRD-1"]);
    shell.ok(&["add", "idea", "-t", "Old", "--release", "1.0"]);
    shell.ok(&["add", "idea", "-t", "New", "--release", "2.0"]);
    shell.ok(&["add", "idea", "-t", "Loose", "--release", "none"]);
    assert_eq!(shell.ok(&["list", "idea", "--release", "1.0"]), "IDE-1      Old\n");
    let all = shell.ok(&["list", "idea", "--release", "all", "--sort", "number"]);
    assert_eq!(all, "IDE-1      Old\nIDE-2      New\nIDE-3      Loose\n");

    shell.ok(&["--release", "all", "add", "product", "-t", "Courier app"]);
    let other = Shell::new();
    other.ok(&["add", "product", "-t", "Courier app"]);
    let (code, said) = other.refused(&["add", "idea", "-t", "Whose?"]);
    assert_eq!(code, "which-release");
    assert!(said.err.contains("--release") && said.err.contains("1.0"), "{said:?}");
    other.ok(&["add", "idea", "-t", "Ours", "--release", "1.0"]);
}

#[test]
fn a_release_that_is_named_counts_for_that_call_alone() {
    let shell = Shell::new();
    shell.ok(&["list", "--release", "all"]);
    shell.ok(&["add", "idea", "-t", "Where?"]);
    assert_eq!(shell.ok(&["list", "idea", "--release", "1.0"]), "IDE-1      Where?\n");
    shell.ok(&["add", "idea", "-t", "Loose", "--release", "none"]);
    assert_eq!(
        shell.ok(&["list", "idea", "--release", "1.0"]),
        "IDE-1      Where?
"
    );

    shell.ok(&["add", "product", "-t", "Courier app"]);
    shell.ok(&["add", "idea", "-t", "Named", "--release", "1.0"]);
    assert_eq!(shell.refused(&["add", "idea", "-t", "Whose?"]).0, "which-release", "it asks again");
}

#[test]
fn as_of_shows_what_was_known_and_so_on_what_was_so() {
    let shell = Shell::new();
    shell.ok(&["add", "persona", "-t", "First title"]);
    shell.ok(&["set", "PER-1", "-f", "title=Second title"]);
    shell.ok(&["add", "persona", "-t", "Told late", "--on", "2020-05-05"]);
    let title = |args: &[&str]| shell.json(&[&["show", "PER-1"], args].concat())["card"]["title"].clone();
    assert_eq!(title(&[]), "Second title");
    assert_eq!(title(&["--as-of", "#4"]), "First title");
    assert_eq!(title(&["--as-of", "4"]), "First title");
    assert_eq!(shell.refused(&["show", "PER-1", "--as-of", "#99"]).0, "query");
    assert_eq!(title(&["--as-of", "#5"]), "Second title");
    assert_eq!(shell.refused(&["show", "PER-1", "--as-of", "#3"]).0, "not-found");
    assert_eq!(shell.refused(&["show", "PER-1", "--as-of", "2020-01-01"]).0, "not-found");
    assert_eq!(shell.ok(&["list", "--release", "all", "--so-on", "2020-12-31"]), "PER-2      Told late\n");
    assert_eq!(shell.ok(&["list", "--release", "all", "--so-on", "2020-05-04"]), "");
    assert_eq!(shell.ok(&["search", "told", "--as-of", "#5"]), "nothing found\n");
    for moment in ["soon", "#x", "#-1"] {
        let said = shell.run(&["list", "--as-of", moment]);
        assert!([2, 3].contains(&said.code), "{moment}: {said:?}");
    }
}
