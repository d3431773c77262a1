//! The program in a pipeline.

use std::process::Stdio;

use crate::shell::Shell;

#[test]
fn calls_on_standard_input_are_answered_line_by_line_until_one_is_refused() {
    let shell = Shell::new();
    let calls = r#"{"name":"artefact.add","args":{"kind":"persona","fields":{"title":"One"}}}

{"name":"workspace.stats"}
{"name":"artefact.get","args":{"id":"PER-7"}}
{"name":"artefact.add","args":{"kind":"persona","fields":{"title":"Two"}}}
"#;
    let said = shell.run_with(&["call", "-"], calls);
    assert_eq!(said.code, 3, "{said:?}");
    let answers: Vec<serde_json::Value> =
        said.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(answers.len(), 2);
    assert_eq!((&answers[0]["short"], &answers[1]["changes"]), (&"PER-1".into(), &4.into()));
    assert!(said.err.starts_with("error: PER-7"), "{said:?}");
    assert_eq!(shell.json(&["list", "persona"])["total"], 1);

    let said = shell.run_with(&["call", "-", "--json"], "{\"nome\":1}\n");
    assert_eq!(said.code, 3);
    let error: serde_json::Value = serde_json::from_str(&said.err).unwrap();
    assert_eq!((&error["code"], &error["subject"]), (&"bad-json".into(), &"line 1".into()));
    assert_eq!(shell.run_with(&["call", "-"], "").code, 0);
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let shell = Shell::new();
    let mut child = shell.command(&["kinds"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let said = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(said.stderr).unwrap(), "");
    assert_eq!(said.status.code(), Some(0));
}

#[test]
fn a_verdict_is_the_same_if_nobody_reads_it_and_the_workspace_is_closed() {
    let shell = Shell::new();
    shell.ok(&["add", "persona", "-t", "Busy regular"]);
    let file = shell.path("shop.throughline");
    let mut bytes = std::fs::read(&file).unwrap();
    let at = bytes.windows(12).rposition(|w| w == b"Busy regular").unwrap();
    bytes[at] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let mut child = shell.command(&["verify"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let said = child.wait_with_output().unwrap();
    assert_eq!(said.status.code(), Some(1));
    assert!(!shell.path("shop.throughline-wal").exists());
}

#[test]
fn lines_are_imported_from_standard_input() {
    let shell = Shell::new();
    let line = r#"{"t":"artefact","key":"a","kind":"persona","title":"From a pipe"}"#;
    let said = shell.run_with(&["import", "jsonl", "-"], line);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
    assert_eq!(shell.ok(&["list", "persona", "--release", "all"]), "PER-1      From a pipe\n");
}

#[test]
fn a_source_that_cannot_be_read_hides_nothing_of_what_was_taken_before() {
    let shell = Shell::new();
    shell.write("one.jsonl", r#"{"t":"artefact","key":"a","kind":"persona","title":"Taken"}"#);
    let said = shell.run(&["import", "jsonl", "one.jsonl", "missing.jsonl"]);
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.out.contains('1'), "the report of the first is printed: {said:?}");
    assert!(said.err.contains("missing.jsonl"), "{said:?}");
    assert_eq!(shell.ok(&["list", "persona", "--release", "all"]), "PER-1      Taken\n");
}

#[test]
fn text_with_control_characters_does_not_drive_the_terminal() {
    let shell = Shell::new();
    shell.ok(&["add", "persona", "-t", "Busy", "-f", "notes=\u{1b}[2Jgone\u{7}"]);
    for args in [&["show", "PER-1"][..], &["log"], &["search", "gone"]] {
        let out = shell.ok(args);
        assert!(!out.contains('\u{1b}') && !out.contains('\u{7}'), "{args:?}: {out:?}");
    }
}

#[test]
fn progress_of_long_work_does_not_disturb_a_pipeline() {
    let shell = Shell::new();
    let said = shell.run(&["verify", "--progress"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}

#[test]
fn each_of_several_sources_is_reported_as_soon_as_it_is_done() {
    let shell = Shell::new();
    let persona = |title: &str| {
        format!("{{\"t\":\"artefact\",\"key\":\"p\",\"kind\":\"persona\",\"title\":\"{title}\"}}\n")
    };
    shell.write("one.jsonl", &persona("One"));
    shell.write("two.jsonl", &persona("Two"));
    shell.write("bad.jsonl", "nonsense\n");
    for (last, json) in [("bad.jsonl", false), ("missing.jsonl", false), ("bad.jsonl", true)] {
        let mut args = vec!["import", "jsonl", "one.jsonl", "two.jsonl", last];
        args.extend(json.then_some("--json"));
        let said = shell.run(&args);
        assert_eq!(said.code, 3, "{said:?}");
        let told =
            if json { said.out.matches("\"added\": 1").count() } else { said.out.matches("1 added").count() };
        assert_eq!(told, 2, "{said:?}");
        assert!(
            said.err.contains("2 sources before it") && !said.err.contains("Nothing was recorded"),
            "{said:?}"
        );
        assert!(!said.err.contains("the workspace is as it was"), "{said:?}");
    }
}

#[test]
fn a_call_that_is_refused_leaves_nothing_beside_the_workspace() {
    let shell = Shell::new();
    shell.write("bad.jsonl", "nonsense\n");
    let beside = || {
        let files =
            std::fs::read_dir(&shell.here).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = files.filter(|name| name.starts_with("shop")).collect();
        names.sort();
        names
    };
    assert_eq!(shell.run(&["import", "jsonl", "bad.jsonl"]).code, 3);
    assert_eq!(beside(), ["shop.throughline"]);
    let calls = "{\"name\":\"artefact.add\",\"args\":{\"kind\":\"persona\",\"fields\":{\"title\":\"One\"}}}\nnonsense\n";
    assert_eq!(shell.run_with(&["call", "-"], calls).code, 3);
    assert_eq!(beside(), ["shop.throughline"]);
}
