//! Results of tests in words.

use super::{Case, Counts, Ended, Junit};

/// Suites that a name names.
const NAMED: usize = 3;
/// Suites and failed cases that a report lists.
const LISTED: usize = 25;
/// Characters of a message that a report shows.
const MESSAGE: usize = 300;

pub(super) fn name(junit: &Junit) -> String {
    let mut names: Vec<&str> = Vec::new();
    for suite in &junit.suites {
        if !suite.name.is_empty() && !names.contains(&suite.name.as_str()) {
            names.push(&suite.name);
        }
    }
    match names.len() {
        0 => String::new(),
        n if n <= NAMED => names.join(", "),
        n => format!(
            "{} and {} more",
            names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", "),
            n - NAMED
        ),
    }
}

pub(super) fn report(junit: &Junit) -> String {
    let mut out = counts(&junit.counts());
    if let Some(seconds) = junit.seconds() {
        out.push_str(&format!(", in {seconds:.1} s"));
    }
    out.push_str(".\n");
    if junit.suites.len() > 1 {
        out.push('\n');
        for suite in junit.suites.iter().take(LISTED) {
            let name = if suite.name.is_empty() { "(no name)" } else { &suite.name };
            out.push_str(&format!("- {}: {}\n", plain(name), counts(&suite.counts())));
        }
        rest(&mut out, junit.suites.len(), "suites");
    }
    let bad = |case: &&Case| matches!(case.ended, Ended::Failed | Ended::Error);
    let failed: Vec<&Case> = junit.suites.iter().flat_map(|suite| &suite.cases).filter(bad).collect();
    if !failed.is_empty() {
        out.push_str("\nWhat failed:\n\n");
        for case in failed.iter().take(LISTED) {
            let word = if case.ended == Ended::Error { " (could not be carried out)" } else { "" };
            let class =
                if case.class.is_empty() { String::new() } else { format!("{} · ", plain(&case.class)) };
            out.push_str(&format!("- {class}{}{word}", plain(&case.name)));
            if !case.message.is_empty() {
                out.push_str(&format!(": {}", plain(&case.message)));
            }
            out.push('\n');
        }
        rest(&mut out, failed.len(), "cases");
    }
    out
}

fn rest(out: &mut String, all: usize, what: &str) {
    if all > LISTED {
        out.push_str(&format!("- … and {} more {what}\n", all - LISTED));
    }
}

/// “1,204 tests: 1,200 passed, 3 failed, 1 skipped”.
fn counts(of: &Counts) -> String {
    let mut parts = vec![format!("{} passed", of.passed())];
    for (n, word) in [(of.failures, "failed"), (of.errors, "with errors"), (of.skipped, "skipped")] {
        if n > 0 {
            parts.push(format!("{n} {word}"));
        }
    }
    let tests = if of.tests == 1 { "1 test".to_owned() } else { format!("{} tests", of.tests) };
    format!("{tests}: {}", parts.join(", "))
}

/// One line of text that stands for itself in Markdown.
fn plain(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = match line.char_indices().nth(MESSAGE) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(&line)),
        None => line,
    };
    let mut out = String::with_capacity(cut.len());
    for c in cut.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
