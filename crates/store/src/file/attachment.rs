//! Attachments: files kept inside the workspace, by the digest of their bytes.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use throughline_record::Hash;

use super::keys::{private, private_folder};
use super::log::{fixed, one, signed, unsigned};
use super::scratch::ATTACHING;
use crate::env::Env;
use crate::error::{Result, StoreError};
use crate::progress::{Progress, step};

/// Size of the pieces an attachment is stored in, in bytes.
pub const CHUNK: usize = 1 << 20;

/// Largest attachment unless the caller sets another limit, in bytes: 100 MiB.
pub const DEFAULT_LIMIT: u64 = 100 << 20;

/// The media type of bytes nobody named one for.
pub const UNKNOWN_MEDIA: &str = "application/octet-stream";

/// A file kept in the workspace, as a content field refers to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Name for people; stored only in the records that refer to the attachment.
    pub name: String,
    /// Media type, e.g. `image/png`.
    pub media: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of the bytes.
    pub digest: Hash,
}

/// What is known of the bytes behind a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentInfo {
    /// SHA-256 of the bytes.
    pub digest: Hash,
    /// Size in bytes.
    pub size: u64,
    /// The media type given when they were first attached.
    pub media: String,
}

/// Bytes set aside until their digest is known: only then is it clear whether they are stored
/// already, and the write lock need not be held while a slow source is read.
pub(crate) struct Spool {
    file: File,
    path: PathBuf,
    pub digest: Hash,
    pub size: u64,
}

impl Spool {
    /// Reads the source to its end.
    pub fn fill(
        source: &mut dyn Read,
        name: &str,
        limit: u64,
        env: &Env,
        progress: &dyn Progress,
    ) -> Result<Self> {
        private_folder(&env.cache)?;
        let path = env.cache.join(format!("{ATTACHING}{}", hex::encode(env.random_bytes::<16>())));
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        private(&mut options);
        let failed = |error| StoreError::io(format!("{name} cannot be read"), error);
        let file = options.open(&path).map_err(failed)?;
        // If this process is killed, nobody may find the bytes: where files can do without a name they
        // have none, elsewhere the lock ends with the process and whoever comes next sweeps.
        if cfg!(unix) {
            std::fs::remove_file(&path).map_err(failed)?;
        } else {
            file.lock().map_err(failed)?;
        }
        let mut spool = Self { file, path, digest: Hash([0; 32]), size: 0 };
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; CHUNK];
        loop {
            let read = match source.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(failed(error)),
            };
            spool.size += read as u64;
            if spool.size > limit {
                return Err(StoreError::TooLarge { name: name.to_owned(), limit });
            }
            let bytes = buffer.get(..read).unwrap_or_default();
            hasher.update(bytes);
            spool.file.write_all(bytes).map_err(failed)?;
            step(progress, spool.size, spool.size.max(limit), "bytes")?;
        }
        spool.digest = Hash(hasher.finalize().into());
        spool.file.seek(SeekFrom::Start(0)).map_err(failed)?;
        Ok(spool)
    }

    /// Stores the bytes inside the caller's transaction, unless equal ones are here.
    pub fn store(&mut self, connection: &Connection, media: &str, progress: &dyn Progress) -> Result<()> {
        if info(connection, &self.digest)?.is_some() {
            return Ok(());
        }
        let chunks = self.size.div_ceil(CHUNK as u64);
        let inserted = connection
            .prepare_cached("INSERT INTO attachment (digest, size, chunks, media) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![&self.digest.0[..], signed(self.size), signed(chunks), media])?;
        one(inserted)?;
        let row = connection.last_insert_rowid();
        let mut insert = connection.prepare_cached(
            "INSERT INTO chunk (attachment, number, digest, bytes) VALUES (?1, ?2, ?3, ?4)",
        )?;
        let mut buffer = Vec::with_capacity(CHUNK);
        for number in 0..chunks {
            buffer.clear();
            (&self.file)
                .take(CHUNK as u64)
                .read_to_end(&mut buffer)
                .map_err(|error| StoreError::io("The attachment cannot be stored", error))?;
            one(insert.execute(params![row, signed(number), &Hash::of(&buffer).0[..], buffer])?)?;
            step(progress, number + 1, chunks, "pieces")?;
        }
        Ok(())
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        // Left behind, it is one more file in a cache folder that may be emptied at any time.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// What is known of a digest; `None` if no attachment has it.
pub(crate) fn info(connection: &Connection, digest: &Hash) -> Result<Option<AttachmentInfo>> {
    let mut statement = connection.prepare_cached("SELECT size, media FROM attachment WHERE digest = ?1")?;
    Ok(statement
        .query_row([&digest.0[..]], |row| {
            Ok(AttachmentInfo { digest: *digest, size: unsigned(row.get(0)?), media: row.get(1)? })
        })
        .optional()?)
}

/// The bytes of an attachment, read piece by piece. A piece is compared with its digest before any
/// of it is given out, and all of them with the attachment's before the end is reported.
pub(crate) struct Chunks<C> {
    connection: C,
    row: i64,
    next: i64,
    count: i64,
    size: u64,
    digest: Hash,
    given: u64,
    hasher: Option<Sha256>,
    piece: Vec<u8>,
    used: usize,
}

impl<C: std::ops::Deref<Target = Connection>> Chunks<C> {
    pub fn over(connection: C, digest: &Hash) -> Result<Self> {
        let found: Option<(i64, i64, i64)> = connection
            .prepare_cached("SELECT row, chunks, size FROM attachment WHERE digest = ?1")?
            .query_row([&digest.0[..]], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let (row, count, size) =
            found.ok_or_else(|| StoreError::NotFound(format!("An attachment with the digest {digest}")))?;
        Ok(Self {
            connection,
            row,
            next: 0,
            count,
            size: unsigned(size),
            digest: *digest,
            given: 0,
            hasher: Some(Sha256::new()),
            piece: Vec::new(),
            used: 0,
        })
    }

    /// Fetches the next piece; `false` at the end.
    fn fetch(&mut self) -> std::io::Result<bool> {
        let damaged = |detail: String| std::io::Error::new(std::io::ErrorKind::InvalidData, detail);
        if u64::try_from(self.count) != Ok(self.size.div_ceil(CHUNK as u64)) {
            return Err(damaged(format!(
                "attachment {} has not as many pieces as its size needs",
                self.digest
            )));
        }
        if self.next >= self.count {
            let whole = self.hasher.take().is_none_or(|hasher| Hash(hasher.finalize().into()) == self.digest);
            if !whole || self.given != self.size {
                return Err(damaged(format!("attachment {} is not as it was attached", self.digest)));
            }
            return Ok(false);
        }
        let left = self.size - self.given;
        // How long a piece is stands before its bytes: one that is too long is never fetched.
        let piece = self
            .connection
            .prepare_cached(
                "SELECT digest, length(bytes), iif(length(bytes) <= ?3, bytes, NULL) FROM chunk \
                 WHERE attachment = ?1 AND number = ?2",
            )
            .and_then(|mut statement| {
                let most = signed(left.min(CHUNK as u64));
                statement
                    .query_row([self.row, self.next, most], |row| {
                        Ok((Hash(fixed(row, 0)?), row.get::<_, i64>(1)?, row.get::<_, Option<Vec<u8>>>(2)?))
                    })
                    .optional()
            })
            .map_err(std::io::Error::other)?;
        let place = format!("piece {} of attachment {}", self.next + 1, self.digest);
        let (digest, length, bytes) = piece.ok_or_else(|| damaged(format!("{place} is missing")))?;
        let bytes = bytes.ok_or_else(|| damaged(format!("{place} is too long: {length} bytes")))?;
        if Hash::of(&bytes) != digest {
            return Err(damaged(format!("{place} is not as it was attached")));
        }
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&bytes);
        }
        self.given += bytes.len() as u64;
        self.piece = bytes;
        self.used = 0;
        self.next += 1;
        Ok(true)
    }
}

impl<C: std::ops::Deref<Target = Connection>> Read for Chunks<C> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while self.used >= self.piece.len() {
            if !self.fetch()? {
                return Ok(0);
            }
        }
        let rest = self.piece.get(self.used..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.used += count;
        Ok(count)
    }
}

/// The digests of all attachments.
pub(crate) fn digests(connection: &Connection) -> Result<Vec<Hash>> {
    let mut statement = connection.prepare_cached("SELECT digest FROM attachment ORDER BY row")?;
    let digests = statement.query_map([], |row| Ok(Hash(fixed(row, 0)?)))?;
    Ok(digests.collect::<rusqlite::Result<_>>()?)
}
