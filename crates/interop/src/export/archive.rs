//! Several files in one: a zip in which nothing is compressed and no time stands, so that the same files
//! always give the same bytes. Names may be of any script, which the archives of evidence do not allow.

use std::io::{Cursor, Write};

use ::zip::result::ZipResult;
use ::zip::write::SimpleFileOptions;
use ::zip::{CompressionMethod, DateTime, ZipWriter};

/// The files as a zip.
///
/// # Errors
/// What the zip format cannot hold: a name twice, a file of over 4 GiB.
pub fn zip(files: &[(String, Vec<u8>)]) -> ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_give_the_same_archive_whatever_their_names_are_written_in() {
        let files = [("a.md".to_owned(), b"x".to_vec()), ("選択.md".to_owned(), Vec::new())];
        let bytes = zip(&files).unwrap_or_default();
        assert_eq!(zip(&files).unwrap_or_default(), bytes);
        let archive = ::zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<_> = archive.file_names().map(Result::unwrap).collect();
        assert_eq!(names, ["a.md", "選択.md"]);
    }
}
