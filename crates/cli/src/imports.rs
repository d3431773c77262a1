//! What `throughline import` can take in.

use clap::ValueEnum;

/// What can be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A folder or repository of decision records.
    Adr,
    /// Tags and chosen commits of a repository.
    Git,
    /// An MLflow store: its SQLite file or folder.
    Mlflow,
    /// A DVC repository with its history.
    Dvc,
    /// A file of OpenLineage events.
    Openlineage,
    /// A Croissant description of a data set.
    Croissant,
    /// A model card: a README.md with front matter.
    Modelcard,
    /// JSON Lines, the door for scripts (docs/imports.md).
    Jsonl,
}

impl Format {
    /// The format's name in the api.
    pub fn name(self) -> &'static str {
        match self {
            Format::Adr => "adr",
            Format::Git => "git",
            Format::Mlflow => "mlflow",
            Format::Dvc => "dvc",
            Format::Openlineage => "openlineage",
            Format::Croissant => "croissant",
            Format::Modelcard => "modelcard",
            Format::Jsonl => "jsonl",
        }
    }
}
