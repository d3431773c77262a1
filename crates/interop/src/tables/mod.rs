//! Tables as files: CSV, Parquet and JSON Lines, read in one stream into a [`Profile`].
//!
//! What is held at once does not grow with the file: per field a table of at most [`sketch::EXACT`] values or bins,
//! one of words, and 16 KiB that estimate how many values there are beyond that. The same file always gives the same
//! profile, and the order of rows changes no figure but the words counted after there were too many to count all.

mod cells;
mod column;
mod csv;
mod distinct;
mod hashed;
mod jsonl;
mod parquet;
mod sketch;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};
use throughline_model::data::Profile;
use throughline_store::{Progress, StoreError};

use crate::error::{InteropError, Result};
use column::Column;

/// Fields of a table at most.
const MOST_FIELDS: usize = 2_000;
/// Bytes between two looks at whether somebody wants it to stop.
const STEP: u64 = 1 << 21;
/// Notes of one kind that are kept.
const MOST_NOTES: usize = 50;

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-, semicolon- or tab-separated values.
    Csv,
    /// Apache Parquet.
    Parquet,
    /// One JSON object per line.
    JsonLines,
}

impl TableFormat {
    /// The name in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            TableFormat::Csv => "csv",
            TableFormat::Parquet => "parquet",
            TableFormat::JsonLines => "jsonl",
        }
    }
}

/// A table that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRead {
    /// Its format.
    pub format: TableFormat,
    /// Bytes of the file.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// What is in it.
    pub profile: Profile,
    /// Fields whose name or values look as if they told about people, with the reason, and were not marked so.
    pub perhaps_personal: Vec<(String, &'static str)>,
    /// What was strange in it, as sentences.
    pub notes: Vec<String>,
}

/// Reads a table and says what is in it. The format is told by the first bytes, then by the name's ending.
///
/// Fields named in `personal` are counted without their values being kept.
///
/// # Errors
/// Nothing there; not a table; a file that cannot be read to its end; a wish to stop.
pub fn read_table(path: &Path, personal: &BTreeSet<String>, progress: &dyn Progress) -> Result<TableRead> {
    let about = std::fs::metadata(path).map_err(|_| InteropError::NotFound(path.to_owned()))?;
    if !about.is_file() {
        return Err(InteropError::NotThis { path: path.to_owned(), expected: EXPECTED });
    }
    let mut file = File::open(path).map_err(|e| InteropError::unreadable(path, e))?;
    let mut begins = [0_u8; 4];
    let got = read_some(&mut file, &mut begins).map_err(|e| InteropError::unreadable(path, e))?;
    let format = format_of(path, begins.get(..got).unwrap_or_default());
    let file = File::open(path).map_err(|e| InteropError::unreadable(path, e))?;
    let source = Source { path, bytes: about.len(), progress };
    let (table, sha256) = match format {
        TableFormat::Parquet => {
            let sha256 = digest(&source, file)?;
            (parquet::read(&source)?, sha256)
        }
        TableFormat::Csv => csv::read(&source, file)?,
        TableFormat::JsonLines => jsonl::read(&source, file)?,
    };
    Ok(finish(format, &source, table, sha256, personal))
}

/// Reads a table of CSV or JSON Lines from a stream, such as what a program writes; of `total` bytes, if known.
///
/// # Errors
/// As [`read_table`].
pub fn read_stream(
    format: TableFormat,
    stream: impl Read + Send,
    total: u64,
    personal: &BTreeSet<String>,
    progress: &dyn Progress,
) -> Result<TableRead> {
    let path = Path::new("the stream");
    let source = Source { path, bytes: total, progress };
    let (table, sha256) = match format {
        TableFormat::Csv => csv::read(&source, stream)?,
        TableFormat::JsonLines => jsonl::read(&source, stream)?,
        TableFormat::Parquet => {
            return Err(InteropError::NotThis { path: path.to_owned(), expected: "CSV or JSON Lines" });
        }
    };
    Ok(finish(format, &source, table, sha256, personal))
}

const EXPECTED: &str = "a file of CSV, Parquet or JSON Lines";

/// What is being read.
struct Source<'a> {
    path: &'a Path,
    bytes: u64,
    progress: &'a dyn Progress,
}

impl Source<'_> {
    fn at(&self, done: u64) -> Result<()> {
        if self.progress.step(done.min(self.bytes.max(done)), self.bytes.max(done), "bytes read") {
            Ok(())
        } else {
            Err(StoreError::Cancelled.into())
        }
    }

    fn unreadable(&self, reason: impl std::fmt::Display) -> InteropError {
        InteropError::unreadable(self.path, reason)
    }
}

/// Columns with what was counted in them, before it is said what they are.
#[derive(Default)]
struct Table {
    rows: u64,
    bytes: u64,
    columns: Vec<Column>,
    notes: Vec<String>,
}

impl Table {
    fn note(&mut self, sentence: String) {
        if self.notes.len() < MOST_NOTES {
            self.notes.push(sentence);
        }
    }
}

fn finish(
    format: TableFormat,
    source: &Source<'_>,
    table: Table,
    sha256: String,
    personal: &BTreeSet<String>,
) -> TableRead {
    let Table { rows, columns, mut notes, bytes } = table;
    if rows == 0 {
        notes.push(if columns.is_empty() {
            "The file is empty.".into()
        } else {
            "There are no rows.".into()
        });
    }
    let named: BTreeSet<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    for stranger in personal.iter().filter(|name| !named.contains(name.as_str())) {
        notes.push(format!("There is no field “{stranger}” to be marked as personal."));
    }
    let (mut fields, mut perhaps) = (Vec::new(), Vec::new());
    for column in columns {
        let marked = personal.contains(&column.name);
        let suspected = column.looks_personal();
        let mut notes_of = Vec::new();
        let mut field = column.into_profile(rows, &mut notes_of);
        if marked {
            field.make_personal();
        } else {
            notes.append(&mut notes_of);
            if let Some(why) = suspected {
                perhaps.push((field.name.clone(), why));
            }
        }
        fields.push(field);
    }
    notes.truncate(MOST_NOTES);
    TableRead {
        format,
        bytes: bytes.max(source.bytes),
        sha256,
        profile: Profile { rows, fields },
        perhaps_personal: perhaps,
        notes,
    }
}

fn format_of(path: &Path, begins: &[u8]) -> TableFormat {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    match (begins, ending.as_str()) {
        (b"PAR1", _) | (_, "parquet" | "pq") => TableFormat::Parquet,
        (_, "jsonl" | "ndjson" | "json") => TableFormat::JsonLines,
        (_, "csv" | "tsv" | "txt") => TableFormat::Csv,
        ([b'{', ..], _) => TableFormat::JsonLines,
        _ => TableFormat::Csv,
    }
}

fn read_some(file: &mut File, into: &mut [u8]) -> std::io::Result<usize> {
    let mut got = 0;
    while let Some(rest) = into.get_mut(got..).filter(|rest| !rest.is_empty()) {
        match file.read(rest)? {
            0 => break,
            n => got += n,
        }
    }
    Ok(got)
}

fn digest(source: &Source<'_>, mut file: File) -> Result<String> {
    let mut hasher = Sha256::new();
    let mut block = vec![0_u8; STEP as usize];
    let mut done = 0;
    loop {
        let n = file.read(&mut block).map_err(|e| source.unreadable(e))?;
        if n == 0 {
            return Ok(hex::encode(hasher.finalize()));
        }
        hasher.update(block.get(..n).unwrap_or_default());
        done += n as u64;
        // The half of the work that reads the bytes; the columns are the other.
        source.at(done / 2)?;
    }
}
