//! What can go wrong, in words for people and codes for programs.

use std::path::PathBuf;

use throughline_model::FieldError;
use throughline_record::{EntityId, Fault, RecordError, WorkspaceId};

use crate::exchange::archive::ArchiveError;
use crate::reading::way_to_write;

/// The result of everything in this crate.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// One of several entities that a reference may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The entity.
    pub id: EntityId,
    /// Its short id as shown now, e.g. `PRB-12.k3`.
    pub short: String,
    /// Its title.
    pub title: String,
}

/// One field that an undo would overwrite although something later set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The entity.
    pub entity: EntityId,
    /// The name of the field.
    pub field: String,
    /// The later value as JSON text, that would be lost; empty if the field was cleared or erased.
    pub value: String,
}

/// Why the store could not do what was asked. Nothing of the request was kept unless the text says so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such thing.
    #[error("{0} was not found.")]
    NotFound(String),
    /// A reference fits several entities.
    #[error("`{reference}` could mean {} different entries.", candidates.len())]
    Ambiguous {
        /// What was asked for.
        reference: String,
        /// What it may mean.
        candidates: Vec<Candidate>,
    },
    /// Values that the model refuses, by field.
    #[error("{}", field_sentences(.0))]
    Invalid(Vec<FieldError>),
    /// A question that makes no sense, e.g. an unknown field to sort by.
    #[error("The question cannot be answered: {0}.")]
    Query(String),
    /// The workspace is open for reading only.
    #[error("The workspace can only be read: {0}.")]
    ReadOnly(String),
    /// Somebody else kept the file locked for too long.
    #[error("The workspace is busy: another program has been writing to it for too long.")]
    Busy,
    /// The caller decided on an older state than the present one.
    #[error("The workspace has moved on: it holds {found} changes, and {expected} were expected.")]
    HeadMoved {
        /// Log length the caller had seen.
        expected: u64,
        /// Log length now.
        found: u64,
    },
    /// A file that was brought here cannot be taken as it is.
    #[error("The file cannot be taken in: {0}.")]
    Archive(#[from] ArchiveError),
    /// What was brought is of another workspace.
    #[error("{} belongs to another workspace.", .path.display())]
    OtherWorkspace {
        /// The file that was brought.
        path: PathBuf,
        /// The workspace it is of.
        found: WorkspaceId,
    },
    /// An exchange file begins after what is here, so that something between is missing.
    #[error(
        "The file begins with #{first} of the record it was written from, and changes before that are missing here."
    )]
    Incomplete {
        /// The position of its first change, in the sender's log.
        first: u64,
        /// From where on the sender should write it, if the file tells.
        since: Option<u64>,
    },
    /// A change that was brought, or is to be sent, does not verify.
    #[error("Change {number} does not hold: {fault}.")]
    Unsound {
        /// Its place in the file, from 1.
        number: u64,
        /// What is wrong.
        fault: Fault,
    },
    /// Deployments that cannot all be, as a sentence.
    #[error("{0}")]
    Rollout(String),
    /// The file, or something in it, is not as it was written.
    #[error("The workspace file is damaged: {0}.")]
    Damaged(String),
    /// A change that cannot be taken as it is.
    #[error("A change does not hold: {0}.")]
    Fault(#[from] Fault),
    /// The draft of a change that cannot be sealed.
    #[error("The change cannot be recorded: {0}.")]
    Record(#[from] RecordError),
    /// Written by a newer version in a way this one cannot even read.
    #[error("The workspace was written by a newer version of Throughline (format {found}, known {known}).")]
    NewerFile {
        /// The file's format number.
        found: i64,
        /// The newest format this version knows.
        known: i64,
    },
    /// Some other file.
    #[error("{} is not a Throughline workspace.", .0.display())]
    NotAWorkspace(PathBuf),
    /// A new file was asked for where one lies.
    #[error("{} exists already.", .0.display())]
    AlreadyExists(PathBuf),
    /// The file at the path is no longer the one that was opened.
    #[error("The workspace file was replaced, moved or deleted while it was open: {}.", .0.display())]
    Replaced(PathBuf),
    /// An attachment over the limit.
    #[error("{name} is larger than {} MiB.", limit / (1024 * 1024))]
    TooLarge {
        /// The attachment's name.
        name: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// The person asked to stop.
    #[error("Stopped on request.")]
    Cancelled,
    /// An undo would overwrite later work.
    #[error("Undoing this would lose what was written to {} afterwards.", field_count(.0.len()))]
    UndoConflict(Vec<Loss>),
    /// The key that would sign is under a passphrase, which nobody gave yet.
    #[error("The key of this copy is locked.")]
    KeyLocked,
    /// The passphrase is another one.
    #[error("This is not the key's passphrase.")]
    WrongPassphrase,
    /// A key cannot be used, taken in or given out; the sentence says why.
    #[error("{0}.")]
    Key(String),
    /// A duty to keep forbids an erasure: what is held, and by which duty.
    #[error("{what} must be kept: {reason}")]
    OnHold {
        /// What must be kept, as it is called.
        what: String,
        /// Why, in the words of the hold.
        reason: String,
    },
    /// Nothing can be erased as asked; the sentence says why.
    #[error("{0}.")]
    NotErasable(String),
    /// The change is somebody else's: it is taken back only if the caller says so again.
    #[error("Change #{position} was recorded by somebody else.")]
    UndoOfAnother {
        /// Its place in the log.
        position: u64,
        /// Who recorded it; `None` for nobody.
        author: Option<EntityId>,
        /// What would go: each field it set as it is now, and what was set later.
        losses: Vec<Loss>,
    },
    /// A release was frozen after the change: it is taken back only if the caller says so again.
    #[error("A release was frozen in change #{freeze}, after change #{position} that this would take back.")]
    UndoBeyondFreeze {
        /// Place of the change in the log.
        position: u64,
        /// Place of the freeze.
        freeze: u64,
    },
    /// There is nothing that may be undone or redone.
    #[error("{0}.")]
    NotUndoable(String),
    /// The file system refused.
    #[error("{doing}: {source}.")]
    Io {
        /// What was being done, as the start of a sentence.
        doing: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// SQLite refused.
    #[error("The database refused: {0}.")]
    Sqlite(rusqlite::Error),
}

fn field_count(count: usize) -> String {
    if count == 1 { "1 field".into() } else { format!("{count} fields") }
}

fn field_sentences(errors: &[FieldError]) -> String {
    if errors.is_empty() {
        return "Some values are not valid.".into();
    }
    let sentences: Vec<&str> = errors.iter().map(|error| error.sentence.as_str()).collect();
    sentences.join(" ")
}

impl StoreError {
    /// An error of the file system with what was being done.
    pub fn io(doing: impl Into<String>, source: std::io::Error) -> Self {
        Self::Io { doing: doing.into(), source }
    }

    /// The same, of another file than the workspace that is open: which one is damaged has to be said.
    pub(crate) fn of_file(self, path: &std::path::Path) -> Self {
        match self {
            Self::Damaged(why) => Self::Damaged(format!("{}: {why}", path.display())),
            other => other,
        }
    }

    /// The word that programs switch on: kebab-case, never changed once published.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "not-found",
            Self::Ambiguous { .. } => "ambiguous",
            Self::Invalid(_) | Self::Record(_) => "invalid",
            Self::Query(_) => "query",
            Self::ReadOnly(_) => "read-only",
            Self::Busy => "busy",
            Self::HeadMoved { .. } => "head-moved",
            Self::Archive(_) => "archive",
            Self::OtherWorkspace { .. } => "other-workspace",
            Self::Incomplete { .. } => "incomplete",
            Self::Unsound { .. } => "unsound",
            Self::Rollout(_) => "rollout-overlap",
            Self::Damaged(_) => "damaged",
            Self::Fault(_) => "fault",
            Self::NewerFile { .. } => "newer-file",
            Self::NotAWorkspace(_) => "not-a-workspace",
            Self::AlreadyExists(_) => "already-exists",
            Self::Replaced(_) => "replaced",
            Self::TooLarge { .. } => "too-large",
            Self::Cancelled => "cancelled",
            Self::UndoConflict(_) => "undo-conflict",
            Self::UndoOfAnother { .. } => "undo-of-another",
            Self::UndoBeyondFreeze { .. } => "undo-beyond-freeze",
            Self::NotUndoable(_) => "not-undoable",
            Self::KeyLocked => "key-locked",
            Self::WrongPassphrase => "wrong-passphrase",
            Self::Key(_) => "key",
            Self::OnHold { .. } => "on-hold",
            Self::NotErasable(_) => "not-erasable",
            Self::Io { .. } | Self::Sqlite(_) => "io",
        }
    }

    /// What was kept and what to do next, in one or two sentences.
    pub fn hint(&self) -> String {
        match self {
            Self::NotFound(_) => "Check the spelling; a search may find it.".into(),
            Self::Ambiguous { candidates, .. } => {
                let shown: Vec<String> = candidates
                    .iter()
                    .take(6)
                    .map(|candidate| format!("{} ({})", candidate.short, candidate.title))
                    .collect();
                format!("Say which one: {}.", shown.join(", "))
            }
            Self::Invalid(_) | Self::Record(_) => {
                "Nothing was recorded. Correct what is named and save again.".into()
            }
            Self::Query(_) => "Correct the question and ask again.".into(),
            Self::ReadOnly(why) => format!("Nothing was recorded. {}", way_to_write(why)),
            Self::Busy => "Nothing was recorded. Wait a moment and try again; if it stays, close other programs that use the file.".into(),
            Self::Archive(_) => {
                "Nothing of it was taken in, and the workspace is as it was. Ask whoever sent it to write the file again.".into()
            }
            Self::OtherWorkspace { .. } => {
                "Nothing of it was taken in: only copies of one workspace meet. Open it as a workspace of its own.".into()
            }
            Self::Incomplete { since: Some(since), .. } => format!(
                "Nothing of it was taken in. Ask whoever sent it for the changes since #{since} (throughline export changes --since '#{since}'), or for their workspace file."
            ),
            Self::Incomplete { since: None, .. } => {
                "Nothing of it was taken in. Ask whoever sent it for their whole workspace file.".into()
            }
            Self::Unsound { .. } => {
                "Nothing was taken in or written, and the workspace is as it was. Ask whoever sent it to verify their workspace, and for the file again.".into()
            }
            Self::Rollout(_) => "Nothing was recorded, and what runs is as it was. Give one of them an end, lower a share, or say which segment each is for; to promote a deployment ends what it takes over from in the same change.".into(),
            Self::HeadMoved { .. } => "Nothing was recorded. Look at what changed and try again.".into(),
            Self::Damaged(_) | Self::Fault(_) => {
                "The file was left as it is. Run a verification to see what is touched, and restore a backup.".into()
            }
            Self::NewerFile { .. } => "The file was left as it is. Open it with the newer version.".into(),
            Self::NotAWorkspace(_) => "The file was left as it is. Choose a workspace (.throughline), or to take in changes a file that ends in .tlx.".into(),
            Self::AlreadyExists(_) => "The existing file was left as it is. Choose another name.".into(),
            Self::Replaced(_) => {
                "Nothing was recorded, so that nothing is written to a file nobody sees. Open the workspace again.".into()
            }
            Self::TooLarge { .. } => {
                "Nothing was attached. Keep large data where it is and record its location and digest.".into()
            }
            Self::Cancelled => "Everything is as it was before.".into(),
            Self::UndoConflict(_) => {
                "Nothing was changed. Undo the later changes first, or confirm that they may be overwritten.".into()
            }
            Self::UndoOfAnother { .. } => {
                "Nothing was changed. Talk to them, or confirm that their change may be taken back.".into()
            }
            Self::UndoBeyondFreeze { .. } => {
                "Nothing was changed. What was sealed stays as it was sealed; the release would differ from it. Confirm to go on.".into()
            }
            Self::NotUndoable(_) => "Nothing was changed.".into(),
            Self::KeyLocked => "Nothing was recorded. Give the passphrase and do it again.".into(),
            Self::WrongPassphrase => "Nothing was changed. Try again; a forgotten passphrase cannot be found, but a new key can be endorsed.".into(),
            Self::Key(_) => "Nothing was changed.".into(),
            Self::OnHold { .. } => "Nothing was erased. Whoever put the hold on can lift it, with a reason.".into(),
            Self::NotErasable(_) => "Nothing was erased.".into(),
            Self::Io { .. } => "Nothing was recorded. Check the disk space and the rights of the folder, then try again.".into(),
            Self::Sqlite(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::SystemIoFailure) => {
                "Nothing was recorded. See whether the disk is full or out of reach, then try again.".into()
            }
            Self::Sqlite(_) => "Nothing was recorded. Try again; if it stays, run a verification.".into(),
        }
    }

    /// What the error is about, if it is one thing: a reference, a field, a path.
    pub fn subject(&self) -> Option<String> {
        match self {
            Self::NotFound(what) => Some(what.clone()),
            Self::Ambiguous { reference, .. } => Some(reference.clone()),
            Self::Invalid(errors) => errors.first().map(|error| error.field.clone()),
            Self::OtherWorkspace { path, .. }
            | Self::NotAWorkspace(path)
            | Self::AlreadyExists(path)
            | Self::Replaced(path) => Some(path.display().to_string()),
            Self::TooLarge { name, .. } => Some(name.clone()),
            Self::OnHold { what, .. } => Some(what.clone()),
            Self::UndoOfAnother { position, .. } | Self::UndoBeyondFreeze { position, .. } => {
                Some(format!("#{position}"))
            }
            Self::UndoConflict(losses) => losses.first().map(|loss| loss.entity.to_string()),
            _ => None,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Busy,
            Some(Code::ReadOnly) => Self::ReadOnly("the file or its folder cannot be written".into()),
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::Damaged(error.to_string()),
            Some(Code::OperationInterrupted) => Self::Cancelled,
            Some(Code::DiskFull) => Self::io("The disk is full", std::io::Error::other(error)),
            _ => Self::Sqlite(error),
        }
    }
}
