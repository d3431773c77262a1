//! DVC repositories of versions 2 and 3, by their history in git.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::{cloned, shown};
use throughline_interop::read_dvc;

#[test]
fn the_pipeline_of_version_3_is_read_over_its_commits_and_tags() {
    let clone = cloned("dvc-3.bundle");
    insta::assert_snapshot!(shown(&read_dvc(&clone.path().join("clone"), &()).unwrap()));
}

#[test]
fn the_pipeline_of_version_2_is_read_with_its_own_hashes() {
    let clone = cloned("dvc-2.bundle");
    insta::assert_snapshot!(shown(&read_dvc(&clone.path().join("clone"), &()).unwrap()));
}
