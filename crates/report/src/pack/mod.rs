//! The evidence pack: one zip that a stranger can check without this program.
//!
//! `docs/format.md`, *Evidence pack*, says what lies in it and in which order it is checked. Two programs
//! follow that page: [`check()`] here, and `verify.py`, one file of Python that every pack carries. A test
//! holds them to the same verdict and the same first fault over a thousand packs, good and damaged.

mod anchors;
mod check;
mod manifest;
mod said;
mod scope;
mod write;

pub use anchors::{Anchor, Stamp, speaks_of};
pub use check::{Checked, Given, PackFault, PackReport, PackVerdict, check, check_changes_of};
pub use manifest::{Counts, Manifest, ScopeName};
pub use scope::{Member, Scope, close, note};
pub use write::{PackError, PackSource, write};

/// The verifier that every pack carries.
pub const VERIFIER: &str = include_str!("verify.py");

/// What stands in the field `format` of the manifest.
pub const FORMAT: &str = "throughline-pack/1";

/// The largest `manifest.json`, in bytes.
pub(crate) const MOST_OF_THE_MANIFEST: u64 = 64 << 20;

/// The largest checkpoint, in bytes.
pub(crate) const MOST_OF_A_CHECKPOINT: u64 = 64 << 10;

/// The largest file that is held in memory, in bytes.
pub(crate) const MOST_OF_A_TEXT: u64 = 512 << 20;
