//! Comma-separated values in one stream, by the `csv` crate.

use std::cell::Cell;
use std::io::{BufRead, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use ::csv::{ByteRecord, ErrorKind, ReaderBuilder};
use sha2::{Digest, Sha256};

use super::column::Column;
use super::{MOST_FIELDS, STEP, Source, Table};
use crate::error::{InteropError, Result};

/// Bytes of one row at most: an open quotation mark would make one row of the rest of the file.
const MOST_ROW: u64 = 64 << 20;
/// Bytes that are read and hashed at once.
const BLOCK: usize = 1 << 18;

/// A stream that hashes what is read of it on a thread of its own, and refuses to go on within one endless row.
pub(super) struct Hashed<'a, R> {
    stream: R,
    blocks: Option<SyncSender<Vec<u8>>>,
    spare: Receiver<Vec<u8>>,
    pub(super) done: &'a Cell<u64>,
    pub(super) row_began: &'a Cell<u64>,
    /// A byte-order mark at the beginning is no part of the first name.
    begun: bool,
    held: Vec<u8>,
    at: usize,
}

impl<R: Read> Read for Hashed<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let mut waiting = self.fill_buf()?;
        let n = waiting.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Hashed<'_, R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.at >= self.held.len() {
            if self.done.get().saturating_sub(self.row_began.get()) > MOST_ROW {
                return Err(std::io::Error::other(
                    "one row is longer than 64 MiB; a quotation mark may have been opened and never closed",
                ));
            }
            let old = std::mem::take(&mut self.held);
            if let Some(blocks) = self.blocks.as_ref().filter(|_| !old.is_empty()) {
                // The other end only goes when this one does.
                let _ = blocks.send(old);
            }
            let mut block = self.spare.try_recv().unwrap_or_default();
            block.clear();
            self.stream.by_ref().take(BLOCK as u64).read_to_end(&mut block)?;
            self.done.set(self.done.get() + block.len() as u64);
            (self.held, self.at) = (block, 0);
            if !self.begun {
                self.begun = true;
                if self.held.starts_with(&[0xff, 0xfe]) || self.held.starts_with(&[0xfe, 0xff]) {
                    return Err(std::io::Error::other("it is UTF-16; save it as UTF-8"));
                }
                if self.held.contains(&0) {
                    return Err(std::io::Error::other(
                        "it holds bytes that are zero, which no text does; it may be UTF-16, or no table at all",
                    ));
                }
                if self.held.starts_with(&[0xef, 0xbb, 0xbf]) {
                    self.at = 3;
                }
            }
        }
        Ok(self.held.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, n: usize) {
        self.at += n;
    }
}

/// Runs a reader over a stream whose bytes are hashed beside it, all of them.
pub(super) fn hashed<R: Read + Send, T>(
    source: &Source<'_>,
    stream: R,
    read: impl FnOnce(Hashed<'_, R>) -> Result<T>,
) -> Result<(T, String)> {
    let (blocks, arriving) = sync_channel::<Vec<u8>>(4);
    let (returning, spare) = sync_channel::<Vec<u8>>(8);
    let (done, row_began) = (Cell::new(0), Cell::new(0));
    thread::scope(|scope| {
        let hash = scope.spawn(move || {
            let mut hasher = Sha256::new();
            for block in arriving {
                hasher.update(&block);
                let _ = returning.try_send(block);
            }
            hex::encode(hasher.finalize())
        });
        let blocks = Some(blocks);
        let stream = Hashed {
            stream,
            blocks,
            spare,
            done: &done,
            row_began: &row_began,
            begun: false,
            held: Vec::new(),
            at: 0,
        };
        let table = read(stream);
        let digest = hash.join().map_err(|_| source.unreadable("its digest could not be computed"))?;
        Ok((table?, digest))
    })
}

pub(super) fn read(source: &Source<'_>, stream: impl Read + Send) -> Result<(Table, String)> {
    hashed(source, stream, |mut stream| {
        let first = stream.fill_buf().map_err(|e| source.unreadable(e))?;
        let mark = separator(first);
        let (done, row_began) = (stream.done, stream.row_began);
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(mark)
            .buffer_capacity(1 << 16)
            .from_reader(stream);
        let mut table = Table::default();
        let mut record = ByteRecord::new();
        let mut next = |record: &mut ByteRecord| {
            row_began.set(done.get());
            reader.read_byte_record(record).map_err(|error| match error.into_kind() {
                ErrorKind::Io(error) => source.unreadable(error),
                other => source.unreadable(format!("{other:?}")),
            })
        };
        if !next(&mut record)? {
            return Ok(table);
        }
        head(&mut table, &record)?;
        let (mut short, mut long, mut looked) = (0_u64, 0_u64, 0_u64);
        let mut swallowed = 0;
        while next(&mut record)? {
            table.rows += 1;
            if record.len() != table.columns.len() {
                // A line of blanks is no row of its own where there are several fields.
                if record.len() == 1 && table.columns.len() > 1 && record.get(0).is_some_and(<[u8]>::is_empty)
                {
                    table.rows -= 1;
                    continue;
                }
                if record.len() < table.columns.len() { short += 1 } else { long += 1 }
            }
            // Only the row that ends with the file can have been left open.
            swallowed =
                if record.len() < table.columns.len() { breaks(record.iter().next_back()) } else { 0 };
            let mut cells = record.iter();
            for column in &mut table.columns {
                match cells.next() {
                    Some(cell) => column.add_text(cell),
                    None => column.add_missing(1),
                }
            }
            if done.get() - looked >= STEP {
                looked = done.get();
                source.at(looked)?;
            }
        }
        // The last block is hashed too.
        let mut stream = reader.into_inner();
        while !stream.fill_buf().map_err(|e| source.unreadable(e))?.is_empty() {
            let n = stream.held.len();
            stream.consume(n);
        }
        table.bytes = done.get();
        let rows = |n: u64| if n == 1 { "1 row has".to_owned() } else { format!("{n} rows have") };
        if short > 0 {
            table.note(format!(
                "{} fewer cells than there are fields; the others count as missing.",
                rows(short)
            ));
        }
        if long > 0 {
            table.note(format!(
                "{} more cells than there are fields; what is beyond was left out.",
                rows(long)
            ));
        }
        if swallowed > 0 {
            table.note(format!(
                "The last row, row {}, ends in a cell of {} lines: a quotation mark was perhaps opened there and never closed, and what follows was read as one cell.",
                table.rows,
                swallowed + 1
            ));
        }
        Ok(table)
    })
}

/// Ends of lines within a cell.
fn breaks(cell: Option<&[u8]>) -> usize {
    cell.unwrap_or_default().trim_ascii_end().iter().filter(|byte| **byte == b'\n').count()
}

/// The fields by the first line.
fn head(table: &mut Table, record: &ByteRecord) -> Result<()> {
    if record.len() > MOST_FIELDS {
        return Err(InteropError::TooMuch(format!(
            "The first line names {} fields; at most {MOST_FIELDS} can be read.",
            record.len()
        )));
    }
    let data_like = !record.is_empty()
        && record.iter().all(|cell| {
            matches!(super::cells::read(cell), super::cells::Cell::Int(_) | super::cells::Cell::Decimal(_))
        });
    if data_like {
        table.note(
            "The first line holds numbers only: it was taken for the names of fields all the same.".into(),
        );
    }
    for (place, cell) in record.iter().enumerate() {
        let given = String::from_utf8_lossy(cell).trim().to_owned();
        let given: String = given.chars().take(200).collect();
        let name = unused(table, &given, place + 1);
        table.columns.push(Column::new(name));
    }
    Ok(())
}

/// A name that no other field has: of several with one name the later ones get a number.
fn unused(table: &mut Table, given: &str, place: usize) -> String {
    if given.is_empty() {
        table.note(format!("Field {place} has no name."));
        return format!("field {place}");
    }
    let taken = |name: &str| table.columns.iter().any(|column| column.name == name);
    if !taken(given) {
        return given.to_owned();
    }
    let name = (2..).map(|n| format!("{given} ({n})")).find(|name| !taken(name)).unwrap_or_default();
    table.note(format!("Two fields are called “{given}”; the later one is “{name}” here."));
    name
}

/// What stands between the cells: the one of `,`, `;` and tab that the first line has most of, outside quotation
/// marks.
fn separator(begins: &[u8]) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in begins {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            byte => {
                if let Some((_, count)) = counts.iter_mut().find(|(mark, _)| mark == byte) {
                    *count += 1;
                }
            }
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts.iter().find(|(_, count)| *count == most).map_or(b',', |(mark, _)| *mark)
}
