//! 0 done, 1 a negative answer, 2 usage, 3 refused or failed.

use serde_json::json;

use crate::shell::Shell;

#[test]
fn done_is_0_with_the_answer_on_stdout() {
    let shell = Shell::new();
    assert_eq!(shell.ok(&["add", "persona", "-t", "Busy regular"]), "PER-1  #4\n");
    assert_eq!(
        shell.ok(&["set", "per-1", "-f", "title=Busy regular"]),
        "PER-1  nothing differs, nothing recorded\n"
    );
}

#[test]
fn a_record_that_does_not_verify_is_1() {
    let shell = Shell::new();
    shell.ok(&["add", "persona", "-t", "Busy regular"]);
    assert_eq!(shell.run(&["verify"]).code, 0);
    let file = shell.path("shop.throughline");
    let mut bytes = std::fs::read(&file).unwrap();
    let at = bytes.windows(12).rposition(|w| w == b"Busy regular").expect("the title lies in the file");
    bytes[at] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let said = shell.run(&["verify"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.starts_with("Not intact: "), "{said:?}");
    let said = shell.run(&["verify", "--json"]);
    assert_eq!(said.code, 1);
    let answer: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(answer["intact"], false);
    assert!(!answer["faults"].as_array().unwrap().is_empty());
}

#[test]
fn a_record_that_cannot_be_read_at_all_is_1_too_and_named() {
    let shell = Shell::new();
    shell.ok(&["add", "persona", "-t", "Busy regular"]);
    shell.ok(&["add", "persona", "-t", "Quiet guest"]);
    let file = shell.path("shop.throughline");
    let mut bytes = std::fs::read(&file).unwrap();
    let at = bytes.windows(12).rposition(|w| w == b"Busy regular").expect("the title lies in the file");
    bytes[at] = 0xFF;
    std::fs::write(&file, bytes).unwrap();
    std::fs::remove_dir_all(shell.home().join("cache")).unwrap();
    let said = shell.run(&["verify"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.starts_with("Not intact: ") && said.out.contains("#4.0"), "{said:?}");
    assert!(shell.ok(&["list"]).contains("Quiet guest"), "all else is within reach");
}

#[test]
fn what_cannot_be_understood_is_2_with_the_usage_on_stderr() {
    let shell = Shell::new();
    for args in [
        &[][..],
        &["frobnicate"],
        &["add"],
        &["list", "--limit", "many"],
        &["trace", "PER-1", "--direction", "sideways"],
        &["import", "xlsx", "file"],
        &["import", "adr"],
        &["show", "PER-1", "--as-of", "#1", "--so-on", "2026-01-01"],
        &["search"],
    ] {
        let said = shell.run(args);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{args:?}: {said:?}");
        assert!(said.err.contains("Usage") || said.err.contains("--help"), "{args:?}: {said:?}");
    }
}

#[test]
fn refused_is_3_with_message_and_hint() {
    let shell = Shell::new();
    for (code, args) in [
        ("not-found", &["show", "PER-9"][..]),
        ("invalid", &["add", "nonsense", "-t", "x"]),
        ("invalid", &["add", "persona"]),
        ("invalid", &["add", "persona", "-t", "x", "-f", "colour=blue"]),
        ("unknown-person", &["--as", "Zoe", "list"]),
        ("not-found", &["--release", "9.9", "list"]),
        ("io", &["add", "persona", "-t", "x", "--body", "missing.md"]),
        ("not-found", &["import", "jsonl", "missing.jsonl"]),
        ("unknown-command", &["call", "artefact.fly"]),
        ("bad-arguments", &["call", "artefact.get", "[]"]),
    ] {
        assert_eq!(shell.refused(args).0, code, "{args:?}");
    }
}

#[test]
fn a_refused_form_names_each_field() {
    let shell = Shell::new();
    let args = ["add", "evidence", "-t", "Interview", "-f", "method=guess", "-f", "date=2026-02-30"];
    let (code, said) = shell.refused(&args);
    assert_eq!(code, "invalid");
    assert!(said.err.contains("\n  date: ") && said.err.contains("\n  method: "), "{}", said.err);
    let said = shell.run(&[&args[..], &["--json"]].concat());
    let error: serde_json::Value = serde_json::from_str(&said.err).unwrap();
    let codes: Vec<_> =
        error["fields"].as_array().unwrap().iter().map(|f| (&f["field"], &f["code"])).collect();
    assert_eq!(codes.len(), 2);
    assert!(codes.contains(&(&json!("date"), &json!("not-a-date"))), "{error}");
}

#[test]
fn a_word_that_lacks_its_form_is_usage_too() {
    let shell = Shell::new();
    for (code, args) in [
        ("bad-field", &["add", "persona", "-t", "x", "-f", "colour"][..]),
        ("bad-link", &["add", "persona", "-t", "x", "-l", "PRB-1"]),
        ("bad-filter", &["list", "--where", "status"]),
        ("bad-filter", &["list", "--where", "=live"]),
        ("bad-json", &["call", "artefact.get", "{"]),
    ] {
        assert_eq!(shell.says_no(args, 2).0, code, "{args:?}");
    }
}

#[test]
fn with_json_usage_is_told_as_json_and_help_as_text() {
    let shell = Shell::new();
    let said = shell.run(&["list", "--limit", "many", "--json"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""), "{said:?}");
    let error: serde_json::Value = serde_json::from_str(&said.err).unwrap();
    assert_eq!(error["code"], "usage");
    assert_eq!(error["subject"], serde_json::Value::Null);
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("many") && !message.starts_with("error"), "{message}");
    assert!(error["hint"].as_str().unwrap().contains("--help"));

    let help = shell.run(&["list", "--help", "--json"]);
    assert_eq!(help.code, 0);
    assert!(help.out.contains("Usage"), "{help:?}");
}

#[test]
fn an_import_that_could_not_take_something_named_is_1() {
    let shell = Shell::new();
    let folder = shell.path("repository");
    let git = |args: &[&str]| {
        let mut git = std::process::Command::new("git");
        git.arg("-C").arg(&folder).args(["-c", "user.name=A", "-c", "user.email=a@example.org"]).args(args);
        assert!(git.output().unwrap().status.success(), "git {args:?}");
    };
    std::fs::create_dir(&folder).unwrap();
    git(&["init", "-q"]);
    git(&["commit", "-q", "--allow-empty", "-m", "Begin"]);
    let said = shell.run(&["import", "git", "repository", "--commit", "nosuch"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert_eq!(shell.run(&["import", "git", "repository"]).code, 0);
}

#[test]
fn calls_on_standard_input_end_with_1_if_one_of_them_says_no() {
    let shell = Shell::new();
    shell.ok(&["add", "persona", "-t", "Busy regular"]);
    let verify = "{\"name\":\"workspace.verify\"}\n";
    assert_eq!(shell.run_with(&["call", "-"], verify).code, 0);
    let file = shell.path("shop.throughline");
    let mut bytes = std::fs::read(&file).unwrap();
    let at = bytes.windows(12).rposition(|w| w == b"Busy regular").expect("the title lies in the file");
    bytes[at] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    assert_eq!(shell.run_with(&["call", "-"], verify).code, 1);
}

#[test]
fn with_json_usage_errors_are_json_too() {
    let shell = Shell::new();
    for args in [
        &["frobnicate", "--json"][..],
        &["--json"],
        &["--json", "add"],
        &["list", "--limit", "many", "--json"],
        &["import", "xlsx", "file", "--json"],
    ] {
        let said = shell.run(args);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{args:?}: {said:?}");
        let error: serde_json::Value =
            serde_json::from_str(&said.err).unwrap_or_else(|e| panic!("{args:?}: {e}: {said:?}"));
        assert_eq!((&error["code"], &error["subject"]), (&json!("usage"), &json!(null)), "{error}");
        for name in ["message", "hint"] {
            let text = error[name].as_str().unwrap();
            assert!(
                text.len() > 10 && !text.contains('\u{1b}') && !text.starts_with("error"),
                "{args:?}: {error}"
            );
        }
        assert_eq!(error.as_object().unwrap().len(), 4);
    }
    let said = shell.run(&["add", "--json"]);
    assert!(said.err.contains("<KIND>"), "what is missing is named: {said:?}");
    // What comes after `--` is not an option, and help is an answer.
    let said = shell.run(&["frobnicate", "--", "--json"]);
    assert!(said.code == 2 && said.err.contains("Usage"), "{said:?}");
    assert!(shell.ok(&["--help", "--json"]).contains("Usage"));
}
