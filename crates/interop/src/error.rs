//! Why an import could not be done at all. What can be done in part is told in the report instead.

use std::path::PathBuf;

use throughline_store::StoreError;

use crate::taken::Line;

/// The result of everything in this crate.
pub type Result<T, E = InteropError> = std::result::Result<T, E>;

/// Why an import could not be done. Nothing was written to the workspace.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InteropError {
    /// There is nothing at the path.
    #[error("There is nothing at {}.", .0.display())]
    NotFound(PathBuf),
    /// Something else than this reader reads.
    #[error("{} is not {expected}.", path.display())]
    NotThis {
        /// What was given.
        path: PathBuf,
        /// What the reader reads, with its article.
        expected: &'static str,
    },
    /// A clone without the beginning of its history, by which its records would get names that a
    /// whole clone does not give them.
    #[error("{} is a shallow clone: the beginning of its history is missing.", .0.display())]
    Shallow(PathBuf),
    /// A repository that is packed into one file.
    #[error("{} is a bundle: a git repository packed into one file.", .0.display())]
    Bundle(PathBuf),
    /// A file or folder could not be read.
    #[error("{} could not be read: {reason}.", path.display())]
    Unreadable {
        /// What was to be read.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// Another program is writing to a database at this moment.
    #[error("{} is locked: another program is writing to it. Nothing was taken from it.", .0.display())]
    Busy(PathBuf),
    /// A program was stopped while it wrote to a database, whose journal says how to take that back.
    #[error("{} was left in the middle of a change. Nothing was taken from it.", .0.display())]
    Unfinished(PathBuf),
    /// The lines that keep a file from being imported, at most a hundred of them.
    #[error("{} of the file cannot be imported; nothing was.", lines_count(*total))]
    Lines {
        /// The first hundred.
        lines: Vec<Line>,
        /// How many there are.
        total: usize,
    },
    /// More than is taken at once, as a sentence.
    #[error("{0} Nothing was recorded.")]
    TooMuch(String),
    /// What a format tells of is not there.
    #[error("{what} Nothing was written.")]
    Lacking {
        /// What is missing, as a sentence.
        what: String,
        /// What to do.
        hint: String,
    },
    /// The workspace refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl InteropError {
    /// The error in one kebab-case word.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "not-found",
            Self::NotThis { .. } => "not-this-format",
            Self::Shallow(_) => "shallow-clone",
            Self::Bundle(_) => "git-bundle",
            Self::Unreadable { .. } => "unreadable",
            Self::Busy(_) => "locked",
            Self::Unfinished(_) => "unfinished",
            Self::Lines { .. } => "invalid-lines",
            Self::TooMuch(_) => "too-much",
            Self::Lacking { .. } => "nothing-to-export",
            Self::Store(error) => error.code(),
        }
    }

    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            Self::NotFound(_) => "Check the path.".to_owned(),
            Self::NotThis { expected, .. } => {
                format!("Give the path of {expected}, or use the import for what this is.")
            }
            Self::Shallow(_) => {
                "Run `git fetch --unshallow` in it and import again: its records are told apart by where the history begins.".to_owned()
            }
            Self::Bundle(path) => {
                format!("Unpack it with `git clone {} FOLDER`, and give that folder.", path.display())
            }
            Self::Unreadable { .. } => {
                "Check that you may read it and that no other program is changing it.".to_owned()
            }
            Self::Busy(_) => {
                "Wait until it is done, or stop it, and import again: what came before is met, not added twice."
                    .to_owned()
            }
            Self::Unfinished(_) => {
                "Start once the program that writes to it, such as MLflow: that puts it in order. Then import again."
                    .to_owned()
            }
            Self::Lines { .. } => {
                "Correct these lines and import again; the workspace is as it was.".to_owned()
            }
            Self::Lacking { hint, .. } => hint.clone(),
            Self::TooMuch(_) => "Divide it, and take it in piece by piece.".to_owned(),
            Self::Store(error) => error.hint(),
        }
    }

    /// What it is about: a path, or what the store names.
    pub fn subject(&self) -> Option<String> {
        match self {
            Self::NotFound(path)
            | Self::Shallow(path)
            | Self::Bundle(path)
            | Self::Busy(path)
            | Self::Unfinished(path)
            | Self::NotThis { path, .. }
            | Self::Unreadable { path, .. } => Some(path.display().to_string()),
            Self::Lines { lines, .. } => lines.first().map(|l| l.place.clone()),
            Self::TooMuch(_) | Self::Lacking { .. } => None,
            Self::Store(error) => error.subject(),
        }
    }

    pub(crate) fn unreadable(path: impl Into<PathBuf>, reason: impl std::fmt::Display) -> Self {
        let reason = reason.to_string();
        Self::Unreadable { path: path.into(), reason: reason.trim_end_matches('.').to_owned() }
    }
}

fn lines_count(total: usize) -> String {
    if total == 1 { "1 line".to_owned() } else { format!("{total} lines") }
}
