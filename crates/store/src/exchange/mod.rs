//! What goes from copy to copy: files of changes, and the zip archives that carry them.

pub mod archive;
