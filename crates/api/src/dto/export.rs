//! Exports.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AtDto, Count, WhereDto};

/// `export`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ExportArgs {
    /// `prov`, `cyclonedx`, `modelcard`, `slsa`, `madr`, `csv`, `jsonl` or `needs`.
    pub format: String,
    /// An artefact, where it is about one.
    #[ts(optional)]
    pub id: Option<String>,
    /// `all`, `release`, `thread` or `artefact`. Without it: of an artefact its thread, or itself where the format
    /// is of versions; else the release.
    #[ts(optional)]
    pub scope: Option<String>,
    /// Release: absent for the current one, `all` for the whole workspace.
    #[ts(optional)]
    pub release: Option<String>,
    /// Which table, for `csv`.
    #[ts(optional)]
    pub table: Option<ExportTable>,
    /// Where to write: a file; for formats of several files a folder, or a zip if it ends so.
    #[ts(optional)]
    pub path: Option<String>,
    /// Writes over a file that is there.
    pub replace: bool,
    /// As of.
    pub at: AtDto,
    /// Name of the job.
    #[ts(optional)]
    pub job: Option<String>,
}

/// A table to write.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ExportTable {
    /// One kind, with its own fields; without one, kinds as `kinds` says, with the fields all have.
    #[ts(optional)]
    pub kind: Option<String>,
    /// Several kinds.
    pub kinds: Vec<String>,
    /// Only kinds of this stage.
    #[ts(optional)]
    pub stage: Option<String>,
    /// The links instead.
    pub links: bool,
    /// Filters, all of which must hold.
    #[serde(rename = "where")]
    pub filters: Vec<WhereDto>,
    /// Words to find in title and notes.
    #[ts(optional)]
    pub text: Option<String>,
    /// Sort: field names, a leading `-` for descending.
    pub sort: Vec<String>,
    /// Whether removed ones are listed too.
    pub removed: bool,
    /// Headings of a table that is given as it is shown.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// What an export wrote.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ExportDto {
    /// The format.
    pub format: String,
    /// Where it lies, a whole path.
    pub path: String,
    /// How many files.
    pub files: Count,
    /// Bytes in all.
    pub bytes: Count,
    /// What it is of: a release, a thread, everything; with the moment, if it is not now.
    pub of: String,
    /// What it holds: "12 decisions, 31 options".
    pub holds: String,
    /// What it does not hold, a sentence each.
    pub left_out: Vec<String>,
}
