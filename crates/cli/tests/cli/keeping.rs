//! Keys, erasing and signing from a script.

use crate::shell::Shell;

const WORDS: &str = "seven tomatoes in the rain";

#[test]
fn a_passphrase_comes_from_the_environment_or_a_file_and_never_from_an_argument() {
    let shell = Shell::new();
    let with = |args: &[&str], variables: &[(&str, &str)]| {
        let mut command = shell.command(args);
        command.envs(variables.iter().copied());
        let output = command.output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    // A key that has none is not asked for one.
    let (code, out, err) = with(&["keys", "passphrase"], &[("THROUGHLINE_NEW_PASSPHRASE", WORDS)]);
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("under a passphrase") && !out.contains(WORDS), "{out}");
    // Nobody is at a terminal to type it.
    let (code, said) = shell.refused(&["add", "idea", "-t", "One"]);
    assert_eq!(code, "passphrase-needed", "{said:?}");
    let (code, _, err) = with(&["add", "idea", "-t", "One"], &[("THROUGHLINE_PASSPHRASE", "no")]);
    assert_eq!(code, Some(3));
    assert!(err.contains("not the key's passphrase"), "{err}");
    let file = shell.path("words.txt");
    std::fs::write(&file, format!("{WORDS}\n")).unwrap();
    let named = ["--passphrase-file", file.to_str().unwrap()];
    shell.ok(&[&["add", "idea", "-t", "One"][..], &named].concat());
    let signed = shell.ok(&[&["sign", "IDE-1", "--meaning", "authorship"][..], &named].concat());
    assert!(signed.contains("(authorship)") && signed.contains("I wrote this"), "{signed}");
    assert!(shell.ok(&["signatures", "IDE-1"]).contains("Signed by"));
}

#[test]
fn an_erasure_is_previewed_refused_on_hold_done_and_listed() {
    let shell = Shell::new();
    shell.ok(&[
        "add",
        "idea",
        "-t",
        "Three dishes",
        "-f",
        "serving-cost-note=Told by Hanna Holm of table nine",
    ]);
    let preview = shell.ok(&["erase", "IDE-1", "--field", "serving-cost-note", "--preview"]);
    assert!(preview.contains("Hanna Holm") && preview.contains("Nothing was erased"), "{preview}");
    shell.ok(&["hold", "put", "IDE-1", "--reason", "Case 7"]);
    let erase = ["erase", "IDE-1", "--field", "serving-cost-note", "--reason", "Named a person"];
    assert_eq!(shell.refused(&erase).0, "on-hold");
    assert!(shell.ok(&["hold"]).contains("Case 7"));
    shell.ok(&["hold", "lift", "IDE-1", "--reason", "Closed"]);
    let done = shell.ok(&erase);
    assert!(done.contains("found nowhere"), "{done}");
    assert!(shell.ok(&["erased"]).contains("Named a person"));
    let bytes = std::fs::read(shell.path("shop.throughline")).unwrap();
    assert!(!bytes.windows(10).any(|window| window == b"Hanna Holm"));
    shell.ok(&["verify"]);
}

#[test]
fn keys_are_listed_exported_and_revoked() {
    let shell = Shell::new();
    let keys = shell.json(&["keys", "list"]);
    let key = keys["rows"][0]["key"].as_str().unwrap().to_owned();
    assert_eq!(keys["rows"][0]["standing"], "founder");
    let file = shell.path("mine.json");
    let output = shell
        .command(&["keys", "export", file.to_str().unwrap()])
        .envs([("THROUGHLINE_PASSPHRASE", ""), ("THROUGHLINE_NEW_PASSPHRASE", WORDS)])
        .output()
        .unwrap();
    assert!(output.status.success());
    let exported = std::fs::read_to_string(&file).unwrap();
    assert!(exported.contains("throughline-key/1") && exported.contains("argon2id"));
    shell.ok(&["keys", "revoke", &key[..8], "--reason", "Stolen"]);
    assert!(shell.ok(&["keys"]).contains("Not trusted from its next change on"));
}

#[test]
fn the_log_says_whose_key_nobody_vouches_for() {
    let shell = Shell::new();
    shell.ok(&["add", "idea", "-t", "Known"]);
    std::fs::remove_dir_all(shell.home().join("keys")).unwrap();
    shell.ok(&["add", "idea", "-t", "Unknown"]);
    let log = shell.ok(&["log"]);
    let line = |title: &str| log.lines().find(|line| line.ends_with(title)).unwrap().to_owned();
    assert!(line("Unknown").contains("Mira Anand (unverified)"), "{log}");
    assert!(line("Known").contains("Mira Anand  added"), "{log}");
}

#[test]
fn a_name_cannot_pass_for_a_line_of_the_log() {
    let shell = Shell::empty();
    shell.ok(&["init", "shop", "--person", "Eve\n#999   2026-01-01T00:00:00Z  Mira\u{202E}Anand"]);
    shell.ok(&["add", "idea", "-t", "One"]);
    for said in [shell.ok(&["log"]), shell.ok(&["list", "--release", "all"])] {
        assert!(said.contains("Eve #999"), "{said}");
        assert!(!said.contains("\n#999") && !said.contains('\u{202E}'), "{said}");
    }
}
