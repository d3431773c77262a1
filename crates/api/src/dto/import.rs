//! Imports.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Count;

/// `import`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ImportArgs {
    /// `adr`, `git`, `mlflow`, `dvc`, `openlineage`, `croissant`, `modelcard` or `jsonl`.
    pub format: String,
    /// File or folder; several for `jsonl`.
    pub source: String,
    /// Commits to take beside the tags, for `git`.
    pub commits: Vec<String>,
    /// Release that includes what comes in: absent for the current one, `none` for none.
    #[ts(optional)]
    pub release: Option<String>,
    /// Reports what would be taken, and writes nothing.
    pub dry_run: bool,
    /// Name of the job.
    #[ts(optional)]
    pub job: Option<String>,
}

/// What an import did.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportDto {
    /// Name of the source.
    pub source: String,
    /// Artefacts added.
    pub added: Count,
    /// Artefacts changed.
    pub changed: Count,
    /// Artefacts that were there already.
    pub unchanged: Count,
    /// Links added.
    pub links: Count,
    /// Log position; absent where nothing was new.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Count>,
    /// Line by line: what was taken, what was not, and why.
    pub lines: Vec<ImportLine>,
}

/// A line of the report.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportLine {
    /// `taken`, `changed`, `skipped`, `warning` or `error`.
    pub level: String,
    /// File and line, run, version.
    pub place: String,
    /// What scripts switch on.
    pub code: String,
    /// In words.
    pub text: String,
}
