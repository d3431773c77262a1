//! What the scripts of the project say and how they end, as far as they can be run without installing
//! or building anything.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::process::{Command, Output};

fn script(name: &str) -> Command {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
    let mut command = Command::new("sh");
    command.arg(root.join("scripts").join(name)).current_dir(&root);
    command
}

fn words(output: &[u8]) -> String {
    String::from_utf8(output.to_vec()).unwrap()
}

#[test]
fn without_a_display_the_window_is_not_built_and_a_screen_nobody_sees_is_offered() {
    let Output { status, stdout, stderr } =
        script("run.sh").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().unwrap();
    assert!(!status.success());
    assert_eq!(words(&stdout), "", "nothing was begun");
    let said = words(&stderr);
    assert!(said.contains("no display") && said.contains("xvfb-run"), "{said}");
}

#[test]
fn the_summary_repeats_what_each_runner_said_and_counts_every_test_once() {
    let logs = tempfile::tempdir().unwrap();
    for (name, text) in [
        (
            "rust.log",
            "     Running tests/kill.rs (target/debug/deps/kill-1)\n\
             test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
                  Running tests/window/main.rs (target/debug/deps/window-1)\n\
             test result: FAILED. 0 passed; 1 failed; 3 ignored; 0 measured; 0 filtered out; finished in 0.1s\n",
        ),
        ("page-units.log", " Test Files  2 passed (2)\n      Tests  1 failed | 10 passed (11)\n"),
        (
            "page-in-chromium.log",
            "  1 failed\n  2 interrupted\n  3 flaky\n  4 did not run\n  100 passed (1.0m)\n",
        ),
        (
            "window.log",
            "     Running tests/window/main.rs (target/debug/deps/window-1)\n\
             test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1s\n",
        ),
    ] {
        std::fs::write(logs.path().join(name), text).unwrap();
    }
    let Output { status, stdout, .. } = script("summary.sh").arg(logs.path()).output().unwrap();
    assert!(status.success());
    let said = words(&stdout);
    for line in ["  3 flaky", "  100 passed (1.0m)", "    (Running tests/kill.rs)"] {
        assert!(said.contains(line), "{line}: {said}");
    }
    // 2 and 3 of Rust, 10 units, 100 and 3 in the browser; 1, 1, 1 and 2 failed; 4 did not run.
    assert!(said.trim_end().ends_with("118 passed, 5 failed, 4 skipped"), "{said}");
}

#[test]
fn the_summary_names_what_failed_and_how_it_began_to() {
    let logs = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(logs.path().join(name), text).unwrap();
    let said = || words(&script("summary.sh").arg(logs.path()).output().unwrap().stdout);
    write("page-in-chromium.log", "  1 passed (1.0m)\n");
    write("rust.log", "test order::keys_sort ... ok\n");
    assert!(!said().contains("What failed"), "{}", said());
    write(
        "page-in-chromium.log",
        "  1) tests/start.spec.ts:3:1 › it opens ────\n\n    Error: nothing came\n\n  1 failed\n",
    );
    write(
        "rust.log",
        "test order::keys_sort ... FAILED\nthread 'order' panicked at order.rs:1:1:\nnot sorted\n",
    );
    for line in ["What failed", "order::keys_sort", "not sorted", "it opens", "nothing came"] {
        assert!(said().contains(line), "{line}: {}", said());
    }
}
