//! The program and its page say the same.

use std::collections::BTreeSet;

use throughline_api::commands::COMMANDS;

use crate::shell::Shell;

const PAGE: &str = include_str!("../../../../docs/cli.md");

/// Names of commands as `--help` lists them.
fn in_help(help: &str) -> BTreeSet<&str> {
    let list = help.split_once("Commands:\n").unwrap().1.split_once("\n\n").unwrap().0;
    let names = list.lines().filter(|l| l.starts_with("  ") && !l.starts_with("   "));
    names.map(|l| l.split_whitespace().next().unwrap()).filter(|name| *name != "help").collect()
}

/// Names of commands as the page's table lists them: the first word of each piece of code, but words in
/// capitals, options and what follows a name.
fn in_page() -> BTreeSet<&'static str> {
    let table = PAGE.split_once("## Commands\n").unwrap().1.split_once("\n\nFields").unwrap().0;
    let cells = table.lines().filter_map(|l| l.strip_prefix("| ")?.split_once(" | ")).map(|(cell, _)| cell);
    cells
        .filter(|cell| cell.starts_with('`'))
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(|code| code.split_whitespace().next().unwrap())
        .collect()
}

#[test]
fn every_command_of_the_page_is_in_the_help_and_the_other_way_round() {
    let shell = Shell::empty();
    let help = shell.ok(&["--help"]);
    assert_eq!(in_help(&help), in_page());
    assert!(in_page().len() > 20);
}

#[test]
fn every_command_has_help_that_says_what_it_does() {
    let shell = Shell::empty();
    let help = shell.ok(&["--help"]);
    for name in in_help(&help) {
        let own = shell.ok(&[name, "--help"]);
        let first = own.lines().next().unwrap();
        assert!(first.len() > 12 && first.starts_with(char::is_uppercase), "{name}: {first}");
        assert!(own.contains("Usage: throughline"), "{name}");
        assert!(own.contains("--json"), "{name}");
    }
    for word in ["THROUGHLINE_WORKSPACE", "Exit codes", "--as", "--workspace"] {
        assert!(help.contains(word), "{word}");
    }
}

#[test]
fn every_option_of_the_page_is_understood() {
    let shell = Shell::empty();
    let mut help: String = in_page().iter().map(|name| shell.ok(&[name, "--help"])).collect();
    // Commands that have commands of their own tell those options there.
    for name in ["evidence", "release"] {
        let own = shell.ok(&[name, "--help"]);
        help.extend(in_help(&own).iter().map(|sub| shell.ok(&[name, sub, "--help"])));
    }
    let words = PAGE.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    for option in words.filter(|word| word.starts_with("--") && word.len() > 3) {
        assert!(help.contains(option) || option == "--help", "{option}");
    }
}

#[test]
fn the_shapes_of_the_page_are_those_of_the_api() {
    let typescript = throughline_api::commands::typescript();
    let table = PAGE.split_once("| commands | shape |").unwrap().1.split_once("\n\n").unwrap().0;
    let shapes = table.lines().skip(2).map(|line| line.rsplit("| ").next().unwrap());
    for shape in shapes {
        let name = shape.split('`').nth(1).unwrap();
        assert!(typescript.contains(&format!("export type {name} ")), "{name}");
    }
    assert!(COMMANDS.len() > 30);
}

#[test]
fn the_example_of_the_page_works_as_printed() {
    let shell = Shell::empty();
    let example = PAGE.split_once("```console\n").unwrap().1.split_once("\n```").unwrap().0;
    let mut steps = example.split("$ throughline ").skip(1);
    let mut run = || {
        let step = steps.next().unwrap();
        let (line, printed) = step.split_once('\n').unwrap_or((step, ""));
        // Quoted pieces are one word each.
        let args: Vec<&str> = line
            .split('"')
            .enumerate()
            .flat_map(
                |(at, piece)| {
                    if at % 2 == 1 { vec![piece] } else { piece.split_whitespace().collect() }
                },
            )
            .collect();
        (shell.ok(&args), printed.to_owned())
    };
    run();
    let (out, printed) = run();
    let (id, place) = printed.trim().split_once("  #").unwrap();
    assert_eq!(out.split_once("  #").unwrap().0, id);
    assert!(place.parse::<u64>().is_ok());
    let (out, _) = run();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&out).unwrap()["short"], "EVD-1");
    assert!(run().0.contains("EVD-1"));
}
