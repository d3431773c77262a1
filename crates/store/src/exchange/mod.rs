//! What goes from copy to copy: files of changes, the zip archives that carry them, and the merging of
//! another copy's changes into this one.

pub mod archive;
mod export;
mod manifest;
mod merge;
mod merged;
mod source;

use std::fs::File;
use std::path::Path;

pub use export::Exported;
pub use merged::{Brought, Disagreement, Merged};
pub use source::Aside;

pub(crate) use merge::Taking;
pub(crate) use source::Source;

/// A file without a name in a folder, for bytes on their way from one file to another: whatever becomes of
/// this process, nobody finds them.
///
/// # Errors
/// What the file system says.
pub fn nameless_file(folder: &Path) -> std::io::Result<File> {
    std::fs::create_dir_all(folder)?;
    tempfile::tempfile_in(folder)
}
