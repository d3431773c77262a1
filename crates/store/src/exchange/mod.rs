//! What goes from copy to copy: files of changes, and the zip archives that carry them.

pub mod archive;

use std::fs::File;
use std::path::Path;

/// A file without a name in a folder, for bytes on their way from one file to another: whatever becomes of
/// this process, nobody finds them.
///
/// # Errors
/// What the file system says.
pub fn nameless_file(folder: &Path) -> std::io::Result<File> {
    std::fs::create_dir_all(folder)?;
    tempfile::tempfile_in(folder)
}
