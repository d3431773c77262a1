//! The benchmark can be run. What it measures at this size, and without optimisation, says nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::Command;

use throughline_tests::bench::domain::Domain;

#[test]
fn a_small_benchmark_measures_everything_it_has_a_bar_for() {
    let done = Command::new(env!("CARGO_BIN_EXE_bench")).arg("--small").output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success(), "{said}\n{}", String::from_utf8_lossy(&done.stderr));
    let judged = |what: &str| {
        let line = said.lines().find(|line| line.trim_start().starts_with(what) && line.contains("at most"));
        let line = line.unwrap_or_else(|| panic!("no bar for “{what}” in:\n{said}"));
        assert!(line.ends_with("  ok") || line.ends_with("  MISSED"), "{line}");
    };
    for bar in [
        "capture: median ratio",
        "trace: p99 as a ratio",
        "trace: p99 ",
        "impact: p99 ",
        "impact: p99 of the api",
        "search: p99 as a ratio",
        "search: p99 ",
        "as of, artefact.list: p99",
        "as of, artefact.get: p99",
        "as of, search: p99",
        "as of, trace: p99",
        "as of, overview: p99",
        "as of, readiness: p99",
        "import of one run, to that of a tenth",
        "second import of one, to that of a tenth",
        "profile: median ratio",
        "verify: median ratio",
    ] {
        judged(bar);
    }
    for figure in [
        "nodes reached",
        "touched",
        "hits in all",
        "ratio of import to reading",
        "open, view there",
        "open, view built anew",
        "workspace file",
        "peak memory",
    ] {
        assert!(said.contains(figure), "{figure} in:\n{said}");
    }
}

#[test]
fn a_seed_makes_the_same_domain_with_as_much_as_was_asked_for() {
    let (one, same, other) =
        (Domain::generate(1, 500, 1000), Domain::generate(1, 500, 1000), Domain::generate(2, 500, 1000));
    let lines = |domain: &Domain| {
        let mut out = Vec::new();
        domain.write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert_eq!((one.artefacts.len(), one.links.len()), (500, 1000));
    assert_eq!(lines(&one), lines(&same));
    assert_ne!(lines(&one), lines(&other));
    let words = one.artefacts.iter().map(|artefact| artefact.notes.split_whitespace().count());
    assert!(words.clone().all(|count| (60..=120).contains(&count)));
    let mut pairs: Vec<(usize, usize)> = one.links.iter().map(|link| (link.up, link.down)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    assert_eq!(pairs.len(), 1000, "no link twice");
    assert!(one.links.iter().all(|link| link.up < link.down), "from lane to lane");
}

#[test]
fn what_it_cannot_do_is_told_with_its_usage() {
    let done = Command::new(env!("CARGO_BIN_EXE_bench")).arg("--large").output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("usage: bench"));
    let done = Command::new(env!("CARGO_BIN_EXE_bench")).arg("--help").output().unwrap();
    assert_eq!(done.status.code(), Some(0));
}
