//! Looking for erased bytes wherever they could have stayed.
//!
//! A salt is 32 random bytes that lay beside the erased part and nowhere else: it must be found nowhere. Words may
//! stand in other records too, which were not erased; those are told from what was left behind by reading every part,
//! record and attachment that is still here.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use throughline_record::{Part, Value};

use super::Workspace;
use crate::error::{Result, StoreError};
use crate::file::scratch::beside;

/// Pieces that long values are looked for in, in bytes: a page of a database may cut any value anywhere, and most
/// pieces lie whole on one.
const PIECE: usize = 32;

/// Shorter than this, bytes are met by chance.
const SHORTEST: usize = 8;

/// Words alone, without the name of their field around them, say something from so many bytes on.
const TELLING: usize = 16;

/// Pieces of one value at most, spread over it.
const PIECES: usize = 256;

/// Bytes read at a time.
const BLOCK: usize = 1 << 20;

/// What a search for erased bytes came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Each place that was looked at.
    pub places: Vec<Scanned>,
    /// How many different pieces of erased bytes were looked for.
    pub pieces: u64,
    /// How many of them are said in records too that were not erased, and so were not looked for.
    pub elsewhere: u64,
}

/// One place that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// What it is: `workspace`, `write-ahead log`, `view`, `drafts`, `keys`.
    pub what: &'static str,
    /// How many bytes were read.
    pub bytes: u64,
    /// How many erased pieces were found in it.
    pub found: u64,
}

impl Scan {
    /// Whether nothing that was erased is anywhere.
    pub fn is_clean(&self) -> bool {
        self.places.iter().all(|place| place.found == 0)
    }
}

/// Pieces of bytes to look for, all at once.
#[derive(Debug, Default, Clone)]
pub(crate) struct Needles {
    /// By their first eight bytes.
    by_head: HashMap<[u8; SHORTEST], Vec<Vec<u8>>>,
    count: usize,
}

impl Needles {
    /// Takes in what an erased part holds: its salt, and the fields that are meant.
    pub fn add_part(&mut self, part: &Part, fields: &BTreeSet<String>) {
        self.add(&part.salt);
        let Ok(Value::Map(values)) = Value::from_canonical(&part.bytes) else {
            // A note is text.
            self.add_text(&String::from_utf8_lossy(&part.bytes));
            return;
        };
        for (name, value) in &values {
            if !fields.contains(name) {
                continue;
            }
            if let Ok(json) = value.to_canonical() {
                self.add_pieces(format!("\"{name}\":{json}").as_bytes());
            }
            self.add_leaves(value);
        }
    }

    /// Takes in the bytes of an attachment.
    pub fn add_bytes(&mut self, bytes: &[u8]) {
        self.add_pieces(bytes);
    }

    fn add_leaves(&mut self, value: &Value) {
        match value {
            Value::Text(text) => self.add_text(text),
            Value::List(list) => list.iter().for_each(|value| self.add_leaves(value)),
            Value::Map(map) => map.values().for_each(|value| self.add_leaves(value)),
            Value::Bool(_) | Value::Int(_) => {}
        }
    }

    fn add_text(&mut self, text: &str) {
        if text.len() >= TELLING {
            self.add_pieces(text.as_bytes());
        }
    }

    fn add_pieces(&mut self, bytes: &[u8]) {
        if bytes.len() <= PIECE {
            self.add(bytes);
            return;
        }
        let step = PIECE.max(bytes.len().div_ceil(PIECES));
        for start in (0..=bytes.len() - PIECE).step_by(step) {
            self.add(bytes.get(start..start + PIECE).unwrap_or_default());
        }
        self.add(bytes.get(bytes.len() - PIECE..).unwrap_or_default());
    }

    fn add(&mut self, piece: &[u8]) {
        // A page of zeros is no trace of anything.
        let Some(head) = piece.first_chunk::<SHORTEST>().filter(|_| piece.iter().any(|byte| *byte != 0))
        else {
            return;
        };
        let same = self.by_head.entry(*head).or_default();
        if !same.iter().any(|known| known == piece) {
            same.push(piece.to_vec());
            self.count += 1;
        }
    }

    /// The pieces that stand in some bytes.
    fn found_in(&self, bytes: &[u8]) -> BTreeSet<Vec<u8>> {
        let mut found = BTreeSet::new();
        if self.count == 0 {
            return found;
        }
        let mut begins = [false; 256];
        for head in self.by_head.keys() {
            if let Some(begin) = begins.get_mut(usize::from(head[0])) {
                *begin = true;
            }
        }
        for (at, window) in bytes.windows(SHORTEST).enumerate() {
            let Some(head) = window.first_chunk::<SHORTEST>() else { continue };
            if !begins.get(usize::from(head[0])).copied().unwrap_or(false) {
                continue;
            }
            for piece in self.by_head.get(head).into_iter().flatten() {
                if bytes.get(at..at + piece.len()) == Some(piece.as_slice()) {
                    found.insert(piece.clone());
                }
            }
        }
        found
    }

    fn forget(&mut self, pieces: &BTreeSet<Vec<u8>>) {
        for same in self.by_head.values_mut() {
            same.retain(|piece| !pieces.contains(piece));
        }
        self.by_head.retain(|_, same| !same.is_empty());
        self.count -= pieces.len();
    }
}

impl Workspace {
    /// Looks for erased bytes in the workspace file, its write-ahead log, the view, drafts and keys.
    pub(super) fn scan(&self, needles: &Needles) -> Result<Scan> {
        let mut needles = needles.clone();
        let pieces = needles.count as u64;
        let elsewhere = said_elsewhere(&*self.file_readers.get()?, &needles)?;
        needles.forget(&elsewhere);
        let view = self.view().path().to_owned();
        let folder = |name: &str| self.env.home.join(name).join(self.id.to_string());
        let path = self.path();
        let mut places = Vec::new();
        for (what, files) in [
            ("workspace", vec![path.to_owned()]),
            ("write-ahead log", vec![beside(path, "-wal"), beside(path, "-shm"), beside(path, "-journal")]),
            ("view", ["", "-wal", "-shm"].map(|ending| beside(&view, ending)).to_vec()),
            ("drafts", files_in(&folder("drafts"))?),
            ("keys", files_in(&folder("keys"))?),
        ] {
            let mut scanned = Scanned { what, bytes: 0, found: 0 };
            let mut found = BTreeSet::new();
            for file in files {
                scanned.bytes += read_file(&file, &needles, &mut found)?;
            }
            scanned.found = found.len() as u64;
            places.push(scanned);
        }
        Ok(Scan { places, pieces, elsewhere: elsewhere.len() as u64 })
    }
}

/// The pieces that stand in what is still here: parts, records, headers, attachments, and the file's own schema.
fn said_elsewhere(connection: &Connection, needles: &Needles) -> Result<BTreeSet<Vec<u8>>> {
    let mut found = BTreeSet::new();
    for question in [
        "SELECT bytes FROM content",
        "SELECT bytes FROM personal",
        "SELECT bytes FROM note",
        "SELECT bytes FROM record",
        "SELECT header FROM change",
        "SELECT bytes FROM chunk",
        "SELECT CAST(media AS BLOB) FROM attachment",
        "SELECT CAST(ifnull(sql, '') AS BLOB) FROM sqlite_schema",
    ] {
        let mut statement = connection.prepare(question)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
            found.extend(needles.found_in(bytes));
            // The view holds texts as they are, not as JSON writes them.
            if let Ok(value) = Value::from_canonical(bytes) {
                in_texts(&value, needles, &mut found);
            }
        }
    }
    Ok(found)
}

fn in_texts(value: &Value, needles: &Needles, found: &mut BTreeSet<Vec<u8>>) {
    match value {
        Value::Text(text) => found.extend(needles.found_in(text.as_bytes())),
        Value::List(list) => list.iter().for_each(|value| in_texts(value, needles, found)),
        Value::Map(map) => map.values().for_each(|value| in_texts(value, needles, found)),
        Value::Bool(_) | Value::Int(_) => {}
    }
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let failed = |error| StoreError::io(format!("{} cannot be read", folder.display()), error);
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(failed)?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    Ok(files)
}

/// Reads a file to its end, in blocks that overlap. One that is not there holds nothing.
fn read_file(path: &Path, needles: &Needles, found: &mut BTreeSet<Vec<u8>>) -> Result<u64> {
    let failed = |error| StoreError::io(format!("{} cannot be read", path.display()), error);
    let mut file = match File::open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        file => file.map_err(failed)?,
    };
    let (mut total, mut kept) = (0, Vec::new());
    loop {
        let mut block = std::mem::take(&mut kept);
        let read = (&mut file).take(BLOCK as u64).read_to_end(&mut block).map_err(failed)?;
        total += read as u64;
        found.extend(needles.found_in(&block));
        if read == 0 {
            return Ok(total);
        }
        kept = block.split_off(block.len().saturating_sub(PIECE));
    }
}
