//! Copies that meet, from a terminal.

use std::path::{Path, PathBuf};

use crate::shell::{Said, Shell};

/// Somebody's command line, with a home of their own, on their own copy.
struct Person<'s> {
    shell: &'s Shell,
    name: &'static str,
    file: PathBuf,
}

impl Person<'_> {
    fn run(&self, args: &[&str]) -> Said {
        let output = self
            .shell
            .command(args)
            .env("THROUGHLINE_HOME", self.shell.path(&format!("home-{}", self.name)))
            .env("THROUGHLINE_WORKSPACE", &self.file)
            .output()
            .unwrap();
        Said {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    fn ok(&self, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{} {args:?}: {said:?}", self.name);
        said.out
    }
}

fn copied<'s>(shell: &'s Shell, name: &'static str) -> Person<'s> {
    let file = shell.path(&format!("{name}.throughline"));
    shell.ok(&["backup", file.to_str().unwrap(), "-w", "shop.throughline"]);
    Person { shell, name, file }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Mira's shop, on whose own home the shell runs, and Bo's copy.
fn shop() -> Shell {
    let shell = Shell::new();
    shell.ok(&["add", "problem", "-t", "Late orders"]);
    shell.ok(&["add", "stakeholder", "-t", "Bo Lindqvist"]);
    shell
}

#[test]
fn a_copy_is_merged_by_its_file_and_conflicts_are_resolved() {
    let shell = shop();
    let bo = copied(&shell, "bo");
    bo.ok(&["set", "PRB-1", "-f", "title=Late by Bo", "--as", "Bo Lindqvist"]);
    bo.ok(&["add", "problem", "-t", "Cold food", "--as", "Bo Lindqvist"]);
    shell.ok(&["set", "PRB-1", "-f", "title=Late by Mira", "-w", "shop.throughline"]);
    let mira = |args: &[&str]| shell.ok(&[args, &["-w", "shop.throughline"]].concat());

    let said = mira(&["merge", text(&bo.file), "--dry-run"]);
    assert!(said.contains("of Bo Lindqvist") && said.contains("1 conflict will come of it"), "{said}");
    assert_eq!(mira(&["conflicts"]), "Nothing is in conflict.\n");
    let said = mira(&["merge", text(&bo.file)]);
    assert!(said.contains("1 conflict comes of it"), "{said}");
    assert!(said.contains("in conflict: PRB-1 title"), "{said}");
    let said = mira(&["conflicts"]);
    assert!(
        said.contains("Late by Bo  by Bo Lindqvist") && said.contains("Late by Mira  by Mira Anand"),
        "{said}"
    );
    let (code, said) = shell.refused(&["resolve", "PRB-1", "title", "--keep", "9", "-w", "shop.throughline"]);
    assert_eq!(code, "which-value");
    assert!(said.err.contains("Bo Lindqvist"), "{said:?}");
    mira(&["resolve", "PRB-1", "title", "--keep", "Mira Anand", "--reason", "She was there"]);
    assert_eq!(mira(&["conflicts"]), "Nothing is in conflict.\n");
    assert!(mira(&["show", "PRB-1"]).contains("Late by Mira"));
    mira(&["verify"]);
}

#[test]
fn changes_go_out_as_a_file_and_come_in() {
    let shell = shop();
    let bo = copied(&shell, "bo");
    bo.ok(&["add", "problem", "-t", "Cold food", "--as", "Bo Lindqvist"]);
    let since: u64 = {
        let stats: serde_json::Value =
            serde_json::from_str(&shell.ok(&["stats", "--json", "-w", "shop.throughline"])).unwrap();
        stats["changes"].as_u64().unwrap()
    };
    let written = bo.ok(&["export", "changes", "--since", &format!("#{since}"), "--to", "mail.tlx"]);
    assert!(written.starts_with(&format!("mail.tlx: #{} to #{}", since + 1, since + 2)), "{written}");
    shell.ok(&["merge", "mail.tlx", "-w", "shop.throughline"]);
    assert!(shell.ok(&["list", "problem", "-w", "shop.throughline"]).contains("Cold food"));

    let refused = |args: &[&str]| shell.refused(&[args, &["-w", "shop.throughline"]].concat()).0;
    assert_eq!(refused(&["merge", "missing.tlx"]), "not-found");
    shell.write("broken.tlx", "PK\u{3}\u{4} and nothing else");
    assert_eq!(refused(&["merge", "broken.tlx"]), "archive");
    assert_eq!(refused(&["export", "changes", "--since", "#999", "--to", "x.tlx"]), "query");
    let typed = shell.says_no(&["export", "changes", "--since", "monday", "-w", "shop.throughline"], 2);
    assert_eq!(typed.0, "bad-field");
    shell.ok(&["init", "other"]);
    assert_eq!(refused(&["merge", "other.throughline"]), "other-workspace");
}

#[test]
fn three_copies_that_all_met_hold_the_same() {
    let shell = shop();
    let (bo, cleo) = (copied(&shell, "bo"), copied(&shell, "cleo"));
    bo.ok(&["set", "PRB-1", "-f", "title=Bo", "-f", "tags=late"]);
    cleo.ok(&["set", "PRB-1", "-f", "title=Cleo"]);
    cleo.ok(&["add", "problem", "-t", "Cold food"]);
    shell.ok(&["set", "PRB-1", "-f", "title=Mira", "-w", "shop.throughline"]);
    bo.ok(&["merge", text(&cleo.file)]);
    bo.ok(&["export", "changes", "--since", "#0", "--to", "all.tlx"]);
    shell.ok(&["merge", "all.tlx", "-w", "shop.throughline"]);
    cleo.ok(&["merge", text(&shell.path("shop.throughline"))]);
    bo.ok(&["merge", text(&cleo.file)]);
    let shown = |said: String| said;
    let states: Vec<(String, String)> = [
        (
            shell.ok(&["conflicts", "-w", "shop.throughline"]),
            shell.ok(&["list", "-w", "shop.throughline", "--release", "all"]),
        ),
        (shown(bo.ok(&["conflicts"])), bo.ok(&["list", "--release", "all"])),
        (shown(cleo.ok(&["conflicts"])), cleo.ok(&["list", "--release", "all"])),
    ]
    .into();
    assert!(states[0].0.contains("Mira") && states[0].0.contains("Bo") && states[0].0.contains("Cleo"));
    assert_eq!(states[0], states[1]);
    assert_eq!(states[0], states[2]);
}

#[test]
fn short_ids_that_met_are_asked_for() {
    let shell = shop();
    let bo = copied(&shell, "bo");
    bo.ok(&["add", "problem", "-t", "Cold food"]);
    shell.ok(&["add", "problem", "-t", "Wrong food", "-w", "shop.throughline"]);
    shell.ok(&["merge", text(&bo.file), "-w", "shop.throughline"]);
    let (code, said) = shell.refused(&["show", "PRB-2", "-w", "shop.throughline"]);
    assert_eq!(code, "ambiguous");
    assert!(said.err.contains("Cold food") && said.err.contains("Wrong food"), "{said:?}");
    let list = shell.ok(&["list", "problem", "-w", "shop.throughline"]);
    let short = list.split_whitespace().find(|word| word.starts_with("PRB-2.")).unwrap().to_owned();
    shell.ok(&["show", &short, "-w", "shop.throughline"]);
}

#[test]
fn a_backup_is_put_beside_or_in_place_and_nothing_is_overwritten() {
    let shell = shop();
    shell.ok(&["backup", "backup.throughline", "-w", "shop.throughline"]);
    shell.ok(&["add", "problem", "-t", "After the backup", "-w", "shop.throughline"]);
    let taken = shell.refused(&["restore-backup", "backup.throughline", "--to", "shop.throughline"]);
    assert_eq!(taken.0, "already-exists");
    shell.ok(&["restore-backup", "backup.throughline", "--to", "beside.throughline"]);
    let said = shell.ok(&["restore-backup", "backup.throughline", "--to", "shop.throughline", "--replace"]);
    let kept = said.lines().find_map(|line| line.strip_prefix("what lay there is kept: ")).unwrap();
    assert!(kept.contains("before-restore"), "{said}");
    assert!(!shell.ok(&["list", "problem", "-w", "shop.throughline"]).contains("After the backup"));
    let kept = kept.split(" (").next().unwrap();
    assert!(shell.ok(&["list", "problem", "-w", kept]).contains("After the backup"));
    shell.ok(&["add", "problem", "-t", "Goes on", "-w", "shop.throughline"]);
    shell.ok(&["verify", "-w", "shop.throughline"]);
}
