//! Zip archives that strangers may have made, and archives that are the same bytes wherever they are made.
//!
//! Reading trusts nothing: how many files, how large each and all of them, how well they are packed, what
//! they are called and of which sort they are is bounded before the first byte is unpacked, and the
//! unpacking is held to it. Nothing is ever unpacked to a path that the archive names.
//!
//! Writing is deterministic: files in the order of their names, one time for all of them, no comments and
//! no extra fields. What is written here is read here.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use sha2::{Digest, Sha256};
use throughline_record::Hash;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, result::ZipError};

use crate::error::StoreError;

/// A name is at most this many bytes.
pub const MAX_NAME: usize = 200;

/// Without zip64, which is neither read nor written, everything ends before this byte.
const MAX_ARCHIVE: u64 = u32::MAX as u64;

/// The signature and the fixed length of what ends an archive, and of an entry of the directory.
const END_SIGNATURE: [u8; 4] = [0x50, 0x4b, 0x05, 0x06];
const END_LENGTH: u64 = 22;
const ENTRY_LENGTH: u64 = 46;

/// Small files may be packed as well as they can be: a text of zeros has few bytes to say.
const FREE_OF_RATIO: u64 = 1024 * 1024;

/// What an archive may hold at most. Larger ones are refused before they are unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many files.
    pub files: usize,
    /// How many bytes one file unpacks to.
    pub file: u64,
    /// How many bytes all files unpack to.
    pub total: u64,
    /// How many bytes a packed byte unpacks to, in files over a mebibyte.
    pub ratio: u64,
}

impl Limits {
    /// For exchange files and evidence packs: 20,000 files, 2 GiB each, 4 GiB in all, 200 to 1.
    pub const EXCHANGE: Self = Self { files: 20_000, file: 2 << 30, total: MAX_ARCHIVE, ratio: 200 };
}

/// Why an archive is refused.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// It is no zip archive, or one of a sort that is not taken: with zip64, a comment, or bytes around it.
    #[error("it is not an archive of Throughline ({0})")]
    Form(String),
    /// Too many files.
    #[error("it holds {found} files, and at most {limit} are taken")]
    TooMany {
        /// How many there are.
        found: u64,
        /// How many are taken.
        limit: usize,
    },
    /// A name that could lead anywhere else, or that is not in the alphabet of names.
    #[error("the name “{0}” is not taken")]
    Name(String),
    /// Two files whose names some file system would take for one.
    #[error("the name “{0}” stands there twice")]
    Twice(String),
    /// A folder, a link, a device, an encrypted file, or one packed in a way that is not read.
    #[error("“{name}” is {what}, and only plain files are taken")]
    Sort {
        /// The name.
        name: String,
        /// What it is.
        what: &'static str,
    },
    /// More bytes than are taken, or more than the archive itself says.
    #[error("“{name}” unpacks to more than {limit} bytes")]
    TooLarge {
        /// The name.
        name: String,
        /// How many are taken.
        limit: u64,
    },
    /// All files together are too large.
    #[error("it unpacks to more than {0} bytes")]
    TooLargeInAll(u64),
    /// Packed so well that it can only be meant to fill a disk.
    #[error("“{0}” is packed more tightly than honest files are")]
    Ratio(String),
    /// A file that should be there is not.
    #[error("“{0}” is missing")]
    Missing(String),
    /// A file is not what its checksum or its digest in the manifest says.
    #[error("“{0}” is not what it was when the archive was written")]
    Altered(String),
    /// The manifest is not one, or is not of this archive.
    #[error("its manifest does not hold: {0}")]
    Manifest(String),
    /// A line of `changes.jsonl` is not a change.
    #[error("line {number} of its changes does not hold: {detail}")]
    Line {
        /// The line, from 1.
        number: u64,
        /// What is wrong.
        detail: String,
    },
    /// The file system refused.
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl ArchiveError {
    /// What the zip library said, with the reasons that are ours kept.
    fn of(error: ZipError) -> Self {
        match error {
            ZipError::Io(error) if error.kind() != io::ErrorKind::InvalidData => Self::Io(error),
            other => Self::Form(other.to_string()),
        }
    }
}

/// An archive whose directory has been held to [`Limits`].
pub struct Archive<R> {
    zip: ZipArchive<R>,
    files: BTreeMap<String, Entry>,
}

#[derive(Clone, Copy)]
struct Entry {
    index: usize,
    size: u64,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads the directory of an archive and refuses what [`ArchiveError`] names. No file is unpacked.
    ///
    /// # Errors
    /// As said.
    pub fn open(mut reader: R, limits: Limits) -> Result<Self, ArchiveError> {
        let count = read_end(&mut reader, limits)?;
        reader.seek(SeekFrom::Start(0))?;
        let mut zip = ZipArchive::new(reader).map_err(ArchiveError::of)?;
        let mut names = HashSet::new();
        let mut files = BTreeMap::new();
        let mut total: u64 = 0;
        if zip.has_duplicate_names() || zip.len() as u64 != count {
            return Err(ArchiveError::Form("its directory names a file twice".into()));
        }
        for index in 0..zip.len() {
            let file = zip.by_index_data(index).map_err(ArchiveError::of)?;
            let shown = String::from_utf8_lossy(file.name_raw()).into_owned();
            let sort = match file.unix_mode().map(|mode| mode & 0o170_000) {
                _ if file.is_dir() => Some("a folder"),
                Some(0o120_000) => Some("a link"),
                None | Some(0 | 0o100_000) => None,
                Some(_) => Some("no plain file"),
            };
            let packed = match file.compression() {
                _ if file.encrypted() => Some("encrypted"),
                CompressionMethod::Stored | CompressionMethod::Deflated => None,
                _ => Some("packed in a way that is not read here"),
            };
            // A folder is named before its name is looked at: `a/` says less than "a folder".
            if let Some(what) = sort.or(packed) {
                return Err(ArchiveError::Sort { name: shorten(&shown), what });
            }
            let name = checked_name(&shown)?;
            if !names.insert(name.to_ascii_lowercase()) {
                return Err(ArchiveError::Twice(name));
            }
            let size = file.size();
            if size > limits.file {
                return Err(ArchiveError::TooLarge { name, limit: limits.file });
            }
            if size > FREE_OF_RATIO && size / file.compressed_size().max(1) > limits.ratio {
                return Err(ArchiveError::Ratio(name));
            }
            total = total.saturating_add(size);
            if total > limits.total {
                return Err(ArchiveError::TooLargeInAll(limits.total));
            }
            files.insert(name, Entry { index, size });
        }
        // Local headers that say something else than the directory, overlapping files, hidden files.
        zip.validate_header_consistency().map_err(ArchiveError::of)?;
        Ok(Self { zip, files })
    }

    /// The names of all files, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// How many bytes a file unpacks to by the directory; `None` if there is none of this name.
    pub fn size(&self, name: &str) -> Option<u64> {
        self.files.get(name).map(|entry| entry.size)
    }

    /// A file as a stream. It ends with an error if more or fewer bytes come than the directory says, or
    /// if the checksum is wrong: what was read before is not to be trusted until the end was reached.
    ///
    /// # Errors
    /// [`ArchiveError::Missing`], and what the first bytes say.
    pub fn stream(&mut self, name: &str) -> Result<impl Read + use<'_, R>, ArchiveError> {
        let entry = *self.files.get(name).ok_or_else(|| ArchiveError::Missing(shorten(name)))?;
        let file = self.zip.by_index(entry.index).map_err(ArchiveError::of)?;
        Ok(Bounded { inner: file, left: entry.size })
    }

    /// A whole small file.
    ///
    /// # Errors
    /// [`ArchiveError::TooLarge`] if it has more than `most` bytes; as [`Self::stream`] otherwise.
    pub fn read(&mut self, name: &str, most: u64) -> Result<Vec<u8>, ArchiveError> {
        let size = self.size(name).ok_or_else(|| ArchiveError::Missing(shorten(name)))?;
        if size > most {
            return Err(ArchiveError::TooLarge { name: name.to_owned(), limit: most });
        }
        let mut bytes = Vec::new();
        let read = self.stream(name)?.read_to_end(&mut bytes);
        read.map_err(|error| altered(name, error))?;
        Ok(bytes)
    }

    /// The SHA-256 of a file, unpacked.
    ///
    /// # Errors
    /// As [`Self::stream`].
    pub fn digest(&mut self, name: &str) -> Result<Hash, ArchiveError> {
        let mut hasher = Hashing { hasher: Sha256::new(), inner: io::sink() };
        io::copy(&mut self.stream(name)?, &mut hasher).map_err(|error| altered(name, error))?;
        Ok(Hash(hasher.hasher.finalize().into()))
    }
}

/// Bytes that are not what the archive's directory says are the archive's fault, all else is the disk's.
pub(crate) fn altered(name: &str, error: io::Error) -> ArchiveError {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput => {
            ArchiveError::Altered(shorten(name))
        }
        // The checksum's error has no kind of its own.
        io::ErrorKind::Other => ArchiveError::Altered(shorten(name)),
        _ => ArchiveError::Io(error),
    }
}

/// How many files the end of the archive names. Looks at it before the zip library does, which reads as
/// many entries as there are bytes.
fn read_end(reader: &mut (impl Read + Seek), limits: Limits) -> Result<u64, ArchiveError> {
    let form = |what: &str| ArchiveError::Form(what.to_owned());
    let length = reader.seek(SeekFrom::End(0))?;
    if length > MAX_ARCHIVE {
        return Err(form("it is larger than 4 GiB"));
    }
    let begin = length.checked_sub(END_LENGTH).ok_or_else(|| form("it is too short"))?;
    reader.seek(SeekFrom::Start(begin))?;
    let mut end = [0; END_LENGTH as usize];
    reader.read_exact(&mut end)?;
    let [a, b, c, d, rest @ ..] = end;
    if [a, b, c, d] != END_SIGNATURE {
        return Err(form("it does not end like one, or ends with a comment"));
    }
    let number = |at: usize, bytes: usize| {
        let field = rest.get(at..at + bytes).unwrap_or_default();
        field.iter().rev().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte))
    };
    let (disk, first_disk, here, count) = (number(0, 2), number(2, 2), number(4, 2), number(6, 2));
    let (directory, offset, comment) = (number(8, 4), number(12, 4), number(16, 2));
    if count > limits.files as u64 {
        return Err(ArchiveError::TooMany { found: count, limit: limits.files });
    }
    let plain = disk == 0 && first_disk == 0 && here == count && comment == 0;
    if !plain || offset + directory != begin {
        return Err(form("there are bytes around it, or it goes on elsewhere"));
    }
    if directory > count * (ENTRY_LENGTH + 2 * MAX_NAME as u64) {
        return Err(form("its directory is larger than its names"));
    }
    Ok(count)
}

/// The name, if every part of it between slashes is of `A-Z a-z 0-9 . _ -` and leads downwards.
fn checked_name(name: &str) -> Result<String, ArchiveError> {
    let downwards = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    if name.len() <= MAX_NAME && name.split('/').all(downwards) {
        Ok(name.to_owned())
    } else {
        Err(ArchiveError::Name(shorten(name)))
    }
}

fn shorten(name: &str) -> String {
    name.chars().take(80).collect()
}

/// Holds a stream to the number of bytes that it was announced with.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let got = self.inner.read(buffer)?;
        match self.left.checked_sub(got as u64) {
            Some(left) if got > 0 || left == 0 => {
                self.left = left;
                Ok(got)
            }
            Some(_) => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file ends too early")),
            None => Err(io::Error::new(io::ErrorKind::InvalidData, "the file is longer than it says")),
        }
    }
}

/// Hashes what is written through it.
struct Hashing<W> {
    hasher: Sha256,
    inner: W,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// A file that is to be packed: name, size and digest, as a manifest lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The name in the archive.
    pub name: String,
    /// Bytes, unpacked.
    pub size: u64,
    /// SHA-256 of the unpacked bytes.
    pub sha256: Hash,
}

enum Content {
    Bytes(Vec<u8>),
    File(File),
}

/// An archive in the making. The order in which files are put in does not matter.
#[derive(Default)]
pub struct ArchiveDraft {
    files: BTreeMap<String, (Packed, Content)>,
}

impl ArchiveDraft {
    /// An archive without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a file in.
    ///
    /// # Errors
    /// [`ArchiveError::Name`] and [`ArchiveError::Twice`], as when reading.
    pub fn put(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), ArchiveError> {
        let packed = Packed { name: checked_name(name)?, size: bytes.len() as u64, sha256: Hash::of(&bytes) };
        self.insert(packed, Content::Bytes(bytes))
    }

    /// Puts a file in whose bytes lie in a (temporary) file, from its beginning; it is read once for its
    /// digest and once more when the archive is written.
    ///
    /// # Errors
    /// As [`Self::put`], and what the file system says.
    pub fn put_file(&mut self, name: &str, mut file: File) -> Result<(), ArchiveError> {
        let name = checked_name(name)?;
        file.seek(SeekFrom::Start(0))?;
        let mut hashing = Hashing { hasher: Sha256::new(), inner: io::sink() };
        let size = io::copy(&mut file, &mut hashing)?;
        let packed = Packed { name, size, sha256: Hash(hashing.hasher.finalize().into()) };
        self.insert(packed, Content::File(file))
    }

    fn insert(&mut self, packed: Packed, content: Content) -> Result<(), ArchiveError> {
        let name = packed.name.clone();
        if self.files.keys().any(|known| known.eq_ignore_ascii_case(&name)) {
            return Err(ArchiveError::Twice(name));
        }
        self.files.insert(name, (packed, content));
        Ok(())
    }

    /// What was put in so far, sorted by name.
    pub fn files(&self) -> impl Iterator<Item = &Packed> {
        self.files.values().map(|(packed, _)| packed)
    }

    /// Writes the archive and gives the writer back, which the caller makes durable.
    ///
    /// # Errors
    /// [`ArchiveError::TooMany`] and [`ArchiveError::TooLargeInAll`] for what [`Archive::open`] would refuse
    /// under [`Limits::EXCHANGE`]; what the file system says.
    pub fn write<W: Write + Seek>(self, out: W) -> Result<W, ArchiveError> {
        let limits = Limits::EXCHANGE;
        if self.files.len() > limits.files {
            return Err(ArchiveError::TooMany { found: self.files.len() as u64, limit: limits.files });
        }
        if self.files().map(|file| file.size).sum::<u64>() > limits.total {
            return Err(ArchiveError::TooLargeInAll(limits.total));
        }
        let mut zip = ZipWriter::new(out);
        for (name, (packed, content)) in self.files {
            if packed.size > limits.file {
                return Err(ArchiveError::TooLarge { name, limit: limits.file });
            }
            // What packs too well to be read again, a text of zeros, goes in as it is.
            let options = |method| {
                SimpleFileOptions::default()
                    .compression_method(method)
                    .compression_level((method == CompressionMethod::Deflated).then_some(6))
                    .last_modified_time(DateTime::DEFAULT)
                    .unix_permissions(0o644)
            };
            let method = if packed.size > FREE_OF_RATIO && monotonous(&content)? {
                CompressionMethod::Stored
            } else {
                CompressionMethod::Deflated
            };
            zip.start_file(&name, options(method)).map_err(ArchiveError::of)?;
            match content {
                Content::Bytes(bytes) => zip.write_all(&bytes)?,
                Content::File(mut file) => {
                    file.seek(SeekFrom::Start(0))?;
                    io::copy(&mut file, &mut zip)?;
                }
            }
        }
        zip.finish().map_err(ArchiveError::of)
    }
}

/// Whether bytes pack to less than half of what [`Limits::EXCHANGE`] allows: tried, as nothing else tells.
fn monotonous(content: &Content) -> Result<bool, ArchiveError> {
    let mut trial = ZipWriter::new_stream(Counted(0));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    trial.start_file("trial", options.compression_level(Some(1))).map_err(ArchiveError::of)?;
    let size = match content {
        Content::Bytes(bytes) => io::copy(&mut bytes.as_slice(), &mut trial)?,
        Content::File(file) => {
            let mut file = file.try_clone()?;
            file.seek(SeekFrom::Start(0))?;
            io::copy(&mut file, &mut trial)?
        }
    };
    let packed = trial.finish().map_err(ArchiveError::of)?.into_inner().0;
    Ok(size / packed.max(1) > Limits::EXCHANGE.ratio / 2)
}

/// Counts what is written to it.
struct Counted(u64);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl From<ArchiveError> for io::Error {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::Io(error) => error,
            other => io::Error::new(io::ErrorKind::InvalidData, other.to_string()),
        }
    }
}

impl ArchiveError {
    /// The error of the store: of the file system, or of the file that was brought.
    pub fn into_store(self, doing: &str) -> StoreError {
        match self {
            Self::Io(error) => StoreError::io(doing, error),
            other => StoreError::Archive(other),
        }
    }
}
