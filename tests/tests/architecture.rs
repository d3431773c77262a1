//! The shape of the house: imports run one way, only the desktop shell knows Tauri, and nothing
//! below the command line prints.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

/// Who may import whom, all that is allowed: `record ← model ← store ← {interop, report} ← api ←
/// {cli, desktop, tests}`. A part may reach past its neighbour, never back.
const FLOORS: [(&str, u8); 9] = [
    ("throughline-record", 0),
    ("throughline-model", 1),
    ("throughline-store", 2),
    ("throughline-interop", 3),
    ("throughline-report", 3),
    ("throughline-api", 4),
    ("throughline-cli", 5),
    ("throughline-desktop", 5),
    ("throughline-tests", 5),
];

/// The crates that only compute: no files, no network, no clock, no database.
const PURE: [&str; 2] = ["throughline-record", "throughline-model"];

#[test]
fn imports_run_one_way() {
    let floors = BTreeMap::from(FLOORS);
    for (name, imports) in imports() {
        let floor =
            floors.get(name.as_str()).unwrap_or_else(|| panic!("{name} has no place in the house yet"));
        for import in imports.iter().filter(|import| import.starts_with("throughline-")) {
            let below = floors[import.as_str()];
            assert!(below < *floor, "{name} imports {import}, which stands beside or above it");
        }
    }
}

#[test]
fn every_crate_of_the_house_is_there() {
    let there: BTreeSet<String> = imports().into_keys().collect();
    let meant: BTreeSet<String> = FLOORS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(there, meant);
}

#[test]
fn only_the_desktop_shell_knows_tauri() {
    for (name, imports) in imports() {
        let windowed: Vec<_> = imports
            .iter()
            .filter(|i| {
                ["tauri", "wry", "tao", "gtk", "webkit2gtk", "rfd"]
                    .iter()
                    .any(|w| i == w || i.starts_with("tauri-"))
            })
            .collect();
        assert!(name == "throughline-desktop" || windowed.is_empty(), "{name} imports {windowed:?}");
    }
}

#[test]
fn what_only_computes_imports_nothing_that_reaches_outside() {
    for (name, imports) in imports().into_iter().filter(|(name, _)| PURE.contains(&name.as_str())) {
        for outside in [
            "rusqlite",
            "tokio",
            "reqwest",
            "hyper",
            "chrono",
            "dirs",
            "tempfile",
            "gix",
            "tracing-subscriber",
        ] {
            assert!(!imports.contains(outside), "{name} imports {outside}");
        }
    }
}

#[test]
fn nothing_below_the_command_line_prints() {
    for (file, line, text) in product_lines(&["record", "model", "store", "interop", "report", "api"]) {
        for word in ["println!(", "print!(", "dbg!("] {
            assert!(!text.contains(word), "{}:{line} prints: {text}", file.display());
        }
    }
}

#[test]
fn time_is_passed_in_where_logic_needs_it() {
    // One place asks the computer for the time; everything else is given a clock.
    for (file, line, text) in product_lines(&["record", "model", "store", "interop", "report", "api"]) {
        let asks =
            text.contains("SystemTime::now(") || text.contains("Utc::now(") || text.contains("Local::now(");
        let clock = file.ends_with("store/src/env.rs");
        assert!(!asks || clock, "{}:{line} asks for the time: {text}", file.display());
    }
}

#[test]
fn modules_stay_readable_at_one_sitting() {
    let mut long: Vec<String> = Vec::new();
    for folder in ["crates", "src-tauri/src", "tests", "ui/src"] {
        for file in files(&root().join(folder), &["rs", "ts", "svelte"]) {
            // Written by a program, read by nobody.
            if file.ends_with("ui/src/host/api.ts") {
                continue;
            }
            let lines = std::fs::read_to_string(&file).unwrap().lines().count();
            if lines > 600 {
                long.push(format!("{} has {lines} lines", file.display()));
            }
        }
    }
    assert!(long.is_empty(), "modules over 600 lines want to be split: {long:#?}");
}

#[test]
fn one_component_puts_html_on_a_page() {
    let sinks: Vec<_> = files(&root().join("ui/src"), &["svelte", "ts"])
        .into_iter()
        .filter(|file| !file.to_string_lossy().ends_with(".test.ts"))
        .filter(|file| {
            let text = std::fs::read_to_string(file).unwrap();
            ["{@html", ".innerHTML", ".outerHTML", "insertAdjacentHTML"]
                .iter()
                .any(|sink| text.contains(sink))
        })
        .collect();
    assert!(sinks.len() <= 1, "what is rendered is cleaned in one place and shown in one place: {sinks:?}");
    let raw: usize =
        sinks.iter().map(|file| std::fs::read_to_string(file).unwrap().matches("{@html").count()).sum();
    assert_eq!(raw, 1, "HTML reaches a page at one place");
}

/// Every crate of the workspace with the names it depends on, tests' own dependencies left out.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs, since it runs this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Json = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(!packages.is_empty());
    packages.iter().map(|package| (text(&package["name"]), dependencies(package))).collect()
}

fn dependencies(package: &Json) -> BTreeSet<String> {
    let all = package["dependencies"].as_array().unwrap();
    all.iter().filter(|d| d["kind"].as_str() != Some("dev")).map(|d| text(&d["name"])).collect()
}

fn text(value: &Json) -> String {
    value.as_str().unwrap().to_owned()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The lines of crates as they ship: comments and what stands behind `#[cfg(test)]` left out.
fn product_lines(crates: &[&str]) -> Vec<(PathBuf, usize, String)> {
    let mut lines = Vec::new();
    for name in crates {
        let sources = files(&root().join("crates").join(name).join("src"), &["rs"]);
        assert!(!sources.is_empty(), "crates/{name}/src holds sources");
        for file in sources {
            let text = std::fs::read_to_string(&file).unwrap();
            let product = text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
            for (index, line) in product.enumerate() {
                if !line.trim_start().starts_with("//") {
                    lines.push((file.clone(), index + 1, line.trim().to_owned()));
                }
            }
        }
    }
    lines
}

fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if path.extension().and_then(|e| e.to_str()).is_some_and(|e| endings.contains(&e)) {
            found.push(path);
        }
    }
    found
}
