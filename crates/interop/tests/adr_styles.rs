//! Every style of decision record, and records that are wrong, as small files of our own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::{example, shown};
use throughline_interop::read_adr;

/// The folder lies in this project's own repository, whose history must not leak into the test:
/// it is read from a copy.
fn read_copy(style: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join(style);
    support::copy(&example("adr-styles").join(style), &copy);
    let taken = read_adr(&copy, &()).unwrap();
    assert_eq!(taken.source, format!("adr:{style}"));
    shown(&taken)
}

#[test]
fn madr_2_gives_options_with_arguments_and_the_chosen_one() {
    insta::assert_snapshot!(read_copy("madr-2"));
}

#[test]
fn madr_3_reads_its_front_matter() {
    insta::assert_snapshot!(read_copy("madr-3"));
}

#[test]
fn madr_4_reads_decision_makers_and_confirmation() {
    insta::assert_snapshot!(read_copy("madr-4"));
}

#[test]
fn nygard_reads_the_status_events_of_adr_tools() {
    insta::assert_snapshot!(read_copy("nygard"));
}

#[test]
fn log4brains_reads_tags_and_dated_names() {
    insta::assert_snapshot!(read_copy("log4brains"));
}

#[test]
fn wrong_records_are_taken_and_told_line_by_line() {
    insta::assert_snapshot!(read_copy("messy"));
}

#[test]
fn the_whole_text_is_kept_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("nygard");
    support::copy(&example("adr-styles/nygard"), &copy);
    let taken = read_adr(&copy, &()).unwrap();
    for item in taken.of_kind("decision") {
        let file = std::fs::read_to_string(copy.join(&item.key)).unwrap();
        let kept = item.current().unwrap().fields.get("original").unwrap();
        assert_eq!(kept.as_ref().unwrap().as_text().unwrap(), file);
    }
}

#[test]
fn a_path_without_anything_is_said_to_be_so() {
    let error = read_adr(&example("no-such-folder"), &()).unwrap_err();
    assert_eq!(error.code(), "not-found");
    assert!(read_copy("madr-2").contains("Keep recipes in SQLite"));
}

#[test]
fn folders_of_two_projects_are_two_sources_though_both_are_called_adr() {
    let folder = tempfile::tempdir().unwrap();
    let sources: Vec<String> = ["kitchen/docs/adr", "cellar/docs/adr"]
        .iter()
        .map(|place| {
            let copy = folder.path().join(place);
            support::copy(&example("adr-styles/nygard"), &copy);
            read_adr(&copy, &()).unwrap().source
        })
        .collect();
    assert_eq!(sources, ["adr:kitchen/docs/adr", "adr:cellar/docs/adr"]);
}
