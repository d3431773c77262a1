//! What goes from copy to copy: files of changes, the zip archives that carry them, and the merging of
//! another copy's changes into this one.

pub mod archive;
mod export;
mod manifest;
mod merge;
mod merged;
mod source;

pub use export::Exported;
pub use merged::{Brought, Disagreement, Merged};
pub use source::Aside;

pub(crate) use merge::Taking;
pub(crate) use source::Source;
