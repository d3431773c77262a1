//! `throughline audit` and `throughline open --read-only`.

use crate::shell::Shell;

fn with_four() -> Shell {
    let shell = Shell::new();
    for title in ["One", "Two", "Three", "Four"] {
        shell.ok(&["add", "idea", "-t", title]);
    }
    shell
}

#[test]
fn the_room_says_in_one_line_each_where_to_look() {
    let shell = with_four();
    let said = shell.ok(&["audit"]);
    for name in ["verify", "anchors", "seals", "decided", "late", "erased", "waivers", "undecided", "sample"]
    {
        assert!(said.contains(name), "{name}: {said}");
    }
    assert!(said.contains("Intact"), "{said}");
    let then = shell.ok(&["audit", "--as-of", "#3"]);
    assert!(then.lines().next().unwrap().contains("as known at #3; verified through #"), "{then}");
    let json: serde_json::Value = serde_json::from_str(&shell.ok(&["audit", "--json"])).unwrap();
    assert_eq!(json["lines"][0]["verdict"], "well");
    for list in ["seals", "decided", "late", "waivers", "undecided", "samples"] {
        assert!(!shell.ok(&["audit", list]).trim().is_empty(), "{list}");
    }
}

#[test]
fn a_sample_is_drawn_shown_ticked_off_and_reported() {
    let shell = with_four();
    let look = shell.ok(&["audit", "sample", "--n", "2", "--seed", "2026", "--preview"]);
    assert!(look.contains("2 of 4") && look.contains("nothing was recorded"), "{look}");
    let made = shell.ok(&["audit", "sample", "--n", "2", "--seed", "2026"]);
    assert!(made.contains("recorded as #"), "{made}");
    let items = |text: &str| -> Vec<String> {
        text.split_whitespace().filter(|word| word.starts_with("IDE-")).map(str::to_owned).collect()
    };
    assert_eq!(items(&made), items(&look), "the same seed draws the same");
    let item = &items(&made)[0];
    shell.ok(&["audit", "tick", "2026", item]);
    let refused = shell.run(&["audit", "tick", "2026", item, "--result", "exception"]);
    assert_eq!(refused.code, 3, "an exception says what was seen: {refused:?}");
    let shown = shell.ok(&["audit", "show", "2026"]);
    assert!(shown.contains("✓ in order") && shown.contains("1 of 2 checked"), "{shown}");
    let report = shell.ok(&["audit", "report", "2026"]);
    assert!(report.contains("Seed: `2026`") && report.contains("not checked yet"), "{report}");
    shell.ok(&["audit", "report", "2026", "--to", "report.md"]);
    assert_eq!(shell.refused(&["audit", "report", "2026", "--to", "report.md"]).0, "exists");
}

#[test]
fn opening_without_a_window_says_how_and_changes_nothing() {
    let shell = with_four();
    let missing = shell.run(&["open", "--read-only", "nowhere.throughline"]);
    assert_eq!(missing.code, 3, "{missing:?}");
    assert!(missing.err.contains("no file"), "{missing:?}");
}
