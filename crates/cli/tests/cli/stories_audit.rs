//! Story 10 from a terminal: two years later an auditor picks the model in production, reads back to the words of a user,
//! looks at what was known on the day, and checks that nobody changed it since. `tests/tests/window` tells it in the window.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use crate::shell::Shell;

const SEED: &str = "2026-11-26 / 4 1 6 6 2";
const LATE: &str = "Four orders went to the wrong door";

/// The sample, by the command that makes it, under a name of this folder.
fn sample() -> Shell {
    let shell = Shell::empty();
    let made = shell.ok(&["sample"]);
    std::fs::rename(made.trim(), shell.path("sample.throughline")).unwrap();
    shell
}

fn text<'a>(of: &'a Json, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_else(|| panic!("{name} of {of}"))
}

/// What is in production by a decision on record: the model, and the decision.
fn live(shell: &Shell) -> (Json, Json) {
    let answer = shell.json(&["live"]);
    let rows = answer["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["why"][0].is_object()).expect("a decision put it there");
    let parts = row["bundle"]["parts"].as_array().unwrap();
    let model = parts.iter().find(|part| part["card"]["kind"] == "model-version").unwrap();
    (model["card"].clone(), row["why"][0]["decision"].clone())
}

/// Whether a change of the log accepts a decision.
fn accepts(change: &Json) -> bool {
    let records = change["records"].as_array().unwrap().iter();
    let mut fields = records.flat_map(|record| record["fields"].as_array().unwrap());
    fields.any(|field| field["name"] == "status" && field["after"] == "accepted")
}

/// The change that accepted a decision: its place, the day, and by whom.
fn accepted(shell: &Shell, decision: &str) -> (u64, String, String) {
    let log = shell.json(&["log", decision, "--limit", "100"]);
    let rows = log["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| accepts(row)).unwrap();
    let day = text(row, "received")[..10].to_owned();
    (row["position"].as_u64().unwrap(), day, text(row, "by").to_owned())
}

#[test]
fn story_10_the_model_in_production_leads_back_to_the_words_and_its_day_is_read_both_ways() {
    let shell = sample();
    let (model, decision) = live(&shell);
    let (short, because) = (text(&model, "short"), text(&decision, "short"));
    let said = shell.ok(&["live"]);
    for words in [text(&model, "title"), because, text(&decision, "title")] {
        assert!(said.contains(words), "{words} in {said}");
    }

    // Back to what somebody said.
    let thread = shell.json(&["trace", short, "--direction", "back"]);
    let quotes: Vec<&str> = thread["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|node| node["card"]["kind"] == "highlight")
        .map(|node| text(&node["card"], "title"))
        .filter(|title| title.starts_with('“'))
        .collect();
    assert!(quotes.len() >= 3, "{quotes:?}");
    let outline = shell.ok(&["trace", short, "--direction", "back"]);
    for quote in &quotes {
        assert!(outline.contains(quote), "{quote} in {outline}");
    }

    // The day, as it was known and as it was.
    let (place, day, _) = accepted(&shell, because);
    let moment = format!("#{place}");
    let add = ["add", "observation", "-t", LATE, "-f", "kind=incident", "-f", "severity=minor"];
    let date = format!("date={day}");
    shell.ok(&[&add[..], &["-f", &date, "--on", &day]].concat());
    let known = shell.ok(&["list", "observation", "--as-of", &moment]);
    assert!(!known.contains(LATE) && known.contains("OBS-"), "nobody knew it then: {known}");
    let so = shell.ok(&["list", "observation", "--so-on", &day]);
    assert!(so.contains(LATE), "it was so: {so}");
    let late = shell.ok(&["audit", "late"]);
    assert!(late.contains(&format!("tells of {day}")), "and it is marked as told later: {late}");
    let before = format!("#{}", place - 1);
    assert!(shell.ok(&["show", because, "--as-of", &before]).contains("proposed"));
    assert!(shell.ok(&["show", because, "--as-of", &moment]).contains("accepted"));

    // Who decided, who objected.
    let decided = shell.json(&["audit", "decided"]);
    let rows = decided["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["card"]["short"] == because).unwrap();
    let told = shell.ok(&["audit", "decided"]);
    assert!(told.contains(text(&row["deciders"][0], "title")), "{told}");
    let stances = row["stances"].as_array().unwrap().iter().map(|one| &one["stance"]);
    let objections: Vec<&Json> = stances.filter(|stance| stance["position"] == "object").collect();
    assert!(!objections.is_empty(), "{row}");
    for one in objections {
        let line = format!("{}: object", text(&one["stakeholder"], "title"));
        assert!(told.contains(&line) && told.contains(text(one, "reason")), "{line} in {told}");
    }

    // A few to read in full, drawn by a seed; one has a finding.
    let draw = ["audit", "sample", "--n", "3", "--seed", SEED];
    let items = |said: &Json| -> Vec<String> {
        said["items"].as_array().unwrap().iter().map(|one| text(&one["card"], "short").to_owned()).collect()
    };
    let shown = items(&shell.json(&[&draw[..], &["--preview"]].concat()));
    let drawn = items(&shell.json(&draw));
    assert_eq!(shown, drawn, "the same seed draws the same");
    let finding = "The page leaves out who was asked.";
    let tick = ["audit", "tick", SEED, &drawn[0], "--result", "exception", "--finding", finding];
    shell.ok(&[&tick[..], &["--severity", "minor"]].concat());
    let report = shell.ok(&["audit", "report", SEED]);
    assert!(report.contains(finding) && report.contains(SEED) && report.contains(&drawn[0]), "{report}");
    shell.ok(&["verify"]);
}

#[test]
fn story_10_what_was_kept_elsewhere_shows_a_change_and_a_stranger_checks_the_pack() {
    let shell = sample();
    let (model, decision) = live(&shell);
    let elsewhere = shell.path("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    let kept = elsewhere.join("checkpoint.txt");
    let kept = kept.to_str().unwrap();
    shell.ok(&["anchor", "add", "file", kept, "--place", "Mailed to the auditors, Ms Okafor"]);
    let note = std::fs::read_to_string(kept).unwrap();
    let place = note.lines().nth(1).unwrap();

    // It goes on, and is still what it was.
    shell.ok(&["add", "persona", "-t", "Somebody who came later"]);
    let said = shell.ok(&["verify", "--checkpoint", kept]);
    assert!(said.starts_with(&format!("Intact; anchored through #{place} by checkpoint.txt.")), "{said}");
    let said = shell.ok(&["verify"]);
    assert!(said.starts_with("Intact but not anchored"), "without it, the key's holder could have: {said}");

    // A copy in which one decision says something else.
    let (place_of, _, author) = accepted(&shell, text(&decision, "short"));
    shell.ok(&["backup", "copy.throughline", "-w", "sample.throughline"]);
    let forged = shell.path("copy.throughline");
    forge(&forged, &outcome(&shell, text(&decision, "short")));
    let verify = ["verify", "--checkpoint", kept, "-w", "copy.throughline"];
    let said = shell.run(&verify);
    assert_eq!(said.code, 1, "{said:?}");
    let first = format!(
        "the first at #{place_of}.0, {} “{}”, recorded by {author}",
        text(&decision, "short"),
        text(&decision, "title")
    );
    assert!(said.out.starts_with("Not intact: 1 fault found") && said.out.contains(&first), "{said:?}");
    std::fs::remove_file(&forged).unwrap();

    let pack = shell.path("everything.zip");
    let pack = pack.to_str().unwrap();
    shell.ok(&["export", "pack", "--all", "--to", pack]);
    a_stranger_checks(&shell, pack, kept, place);

    // Browsed like a workspace, in which nothing can be written.
    let said = shell.ok(&["show", text(&model, "short"), "-w", pack]);
    assert!(said.contains(text(&model, "title")), "{said}");
    let (code, said) = shell.refused(&["add", "idea", "-t", "One more", "-w", pack]);
    assert!(code == "read-only" && said.err.contains("A pack is only read"), "{said:?}");
    let preview = ["audit", "sample", "--n", "2", "--seed", SEED, "--preview", "-w", pack];
    assert!(shell.ok(&preview).contains("nothing was recorded"));

    // A document to take along.
    let to = shell.path("why.pdf");
    shell.ok(&["export", "dossier", "--of", text(&model, "short"), "--to", to.to_str().unwrap()]);
    assert!(std::fs::read(&to).unwrap().starts_with(b"%PDF-1.7"));
}

/// `throughline open --read-only` hands the file to the window with the word that it reads; a window that only reads
/// refuses every write.
#[test]
fn story_10_the_window_is_started_to_read_and_whoever_reads_writes_nothing() {
    let shell = Shell::new();
    // Beside a copy of the command stands a window that only says how it was started.
    let beside = Path::new(env!("CARGO_TARGET_TMPDIR")).join("beside");
    std::fs::create_dir_all(&beside).unwrap();
    let command = beside.join("throughline");
    let _ = std::fs::remove_file(&command);
    std::fs::hard_link(env!("CARGO_BIN_EXE_throughline"), &command).unwrap();
    let told = shell.path("told.txt");
    let window = beside.join("throughline-desktop");
    std::fs::write(&window, "#!/bin/sh\nfor word in \"$@\"; do echo \"$word\"; done > \"$TOLD.part\"\nmv \"$TOLD.part\" \"$TOLD\"\n")
        .unwrap();
    std::fs::set_permissions(&window, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let said = Command::new(&command)
        .args(["open", "--read-only", "shop.throughline"])
        .current_dir(&shell.here)
        .env("THROUGHLINE_HOME", shell.home())
        .env("TOLD", &told)
        .output()
        .unwrap();
    assert!(said.status.success(), "{said:?}");
    assert!(String::from_utf8_lossy(&said.stdout).contains("(read-only)"), "{said:?}");
    let begun = std::time::Instant::now();
    while !told.exists() {
        assert!(begun.elapsed().as_secs() < 60, "the window was started");
        std::thread::yield_now();
    }
    let file = shell.path("shop.throughline");
    assert_eq!(std::fs::read_to_string(&told).unwrap(), format!("--read-only\n{}\n", file.display()));

    let open = serde_json::json!({ "name": "workspace.open", "args": { "path": file, "read_only": true } });
    let add = serde_json::json!({ "name": "artefact.add", "args": { "kind": "idea", "fields": { "title": "One" } } });
    let said = shell.run_with(&["call", "-"], &format!("{open}\n{add}\n"));
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.err.contains("can only be read") && said.err.contains("open it again"), "{said:?}");
    assert!(!shell.ok(&["list", "idea"]).contains("IDE-"), "nothing was recorded");
}

/// With Python alone, in a folder where nothing else is.
fn a_stranger_checks(shell: &Shell, pack: &str, kept: &str, place: &str) {
    let theirs = shell.path("theirs");
    std::fs::create_dir(&theirs).unwrap();
    let python = |args: &[&str]| {
        let output = Command::new("python3").args(args).current_dir(&theirs).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let script = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract('verify.py', '.')";
    assert_eq!(python(&["-c", script, pack]).0, Some(0));
    let (code, said) = python(&["verify.py", pack]);
    assert!(code == Some(0) && said.starts_with("INTACT, but not anchored"), "{code:?} {said}");
    let (code, said) = python(&["verify.py", pack, "--checkpoint", kept]);
    assert!(code == Some(0) && said.starts_with(&format!("INTACT, and anchored through #{place}")), "{said}");
    let (code, said) = (shell.run(&["verify", pack]).code, shell.ok(&["verify", pack, "--checkpoint", kept]));
    assert!(code == 0 && said.starts_with("Intact"), "{said}");

    let mut bytes = std::fs::read(pack).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let damaged = theirs.join("damaged.zip");
    std::fs::write(&damaged, bytes).unwrap();
    let damaged = damaged.to_str().unwrap();
    let (code, said) = python(&["verify.py", damaged]);
    assert!(code == Some(1) && said.starts_with("DAMAGED"), "{code:?} {said}");
    let said = shell.run(&["verify", damaged]);
    assert!(said.code == 1 && said.out.starts_with("Damaged"), "{said:?}");
}

/// What a decision came to, in words.
fn outcome(shell: &Shell, decision: &str) -> String {
    let page = shell.json(&["show", decision, "-w", "sample.throughline"]);
    let fields = page["fields"].as_array().unwrap();
    text(fields.iter().find(|field| field["name"] == "outcome").unwrap(), "value").to_owned()
}

/// Somebody with the file and nothing else lets one body say something else, as SQL can.
fn forge(file: &PathBuf, words: &str) {
    let script = "
import sqlite3, sys
file = sqlite3.connect(sys.argv[1])
guards = file.execute('SELECT name, sql FROM sqlite_master WHERE type = ?', ('trigger',)).fetchall()
for name, _ in guards: file.execute('DROP TRIGGER ' + name)
done = file.execute('UPDATE content SET bytes = CAST(replace(CAST(bytes AS TEXT), ?1, ?2) AS BLOB)'
                    ' WHERE instr(CAST(bytes AS TEXT), ?1) > 0', (sys.argv[2], 'No. It was never decided.'))
assert done.rowcount == 1, done.rowcount
for _, sql in guards: file.execute(sql)
file.commit()
";
    let done = Command::new("python3").args(["-c", script]).arg(file).arg(words).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
