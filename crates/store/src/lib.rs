//! The workspace file and its disposable view.
//!
//! The file is the only truth: an append-only log of signed changes, in SQLite. The view is a second
//! SQLite file in the cache folder, folded from the log, deleted and rebuilt whenever it is in doubt.
//! [`Workspace`] joins the two; [`Reader`] answers every question, now or at a past moment.
//!
//! Invariants:
//! - Nothing is written to the view that the file does not already hold durably.
//! - No transaction spans both files; the view catches up by log position.
//! - Changes and records are never updated or deleted; parts may only be deleted, by an erasure.
//! - Clock, randomness and the folders come in by [`Env`]; nothing here reads the time itself.

pub mod env;
pub mod error;
pub mod exchange;
pub mod file;
pub mod pool;
pub mod progress;
pub mod query;
pub mod view;
pub mod workspace;

mod drafts;
mod reading;
mod undo;
mod verify;

pub use drafts::Draft;
pub use env::{Clock, Env, FixedClock, SystemClock};
pub use error::{Candidate, Loss, Result, StoreError};
pub use exchange::{Aside, Brought, Disagreement, Exported, Merged};
pub use file::attachment::{Attachment, AttachmentInfo};
pub use file::keys::OwnKey;
pub use file::restore::{Restored, restore_backup};
pub use pool::{Pool, Pooled};
pub use progress::{Progress, Steps};
pub use undo::{Undoable, Undone};
pub use verify::{AnchorCheck, DeviceSeen, Kept, Standing, Verdict, VerifyFault, VerifyReport};
pub use workspace::{
    Append, Appended, Erased, Erasing, ErasurePlan, NOBODY, NOT_IN_PACK, OpenMode, PackContents, PackOf,
    PlannedPart, Scan, Scanned, Workspace,
};

pub use query::{
    Artefact, At, Became, Begun, Card, Changed, Concern, Device, Difference, Direction, Disputed, FactsQuery,
    FieldChange, HeardFrom, Held, Hit, Impact, LastCheck, Late, LateEntry, LinkDifference, LinkSeen,
    ListQuery, LogQuery, Logged, LoggedEnds, LoggedRecord, MomentsQuery, Page, Reader, SealSeen, Sealed,
    SearchQuery, SignedBy, Stats, Step, Supposing, TagCount, Touched, Trace, TraceLink, TraceNode,
    TraceQuery, ValueDifference,
};
pub use view::{LoggedChange, View};
