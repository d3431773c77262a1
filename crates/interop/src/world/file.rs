//! Digests of one file, read in a stream: a file of any size takes the same memory.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use md5::Md5;
use sha2::{Digest, Sha256};
use throughline_store::{Progress, StoreError};

use super::unreadable;
use crate::error::Result;

/// Bytes read at once. DVC 2 makes line ends alike within pieces of this size, so it is part of that digest.
pub(super) const PIECE: usize = 1 << 20;

/// SHA-256 of the bytes, in hexadecimal digits.
pub(super) fn sha256(path: &Path, progress: &dyn Progress) -> Result<String> {
    let mut hash = Sha256::new();
    pieces(path, progress, |piece| hash.update(piece))?;
    Ok(hex::encode(hash.finalize()))
}

/// MD5 of the bytes, in hexadecimal digits.
pub(super) fn md5(path: &Path, progress: &dyn Progress) -> Result<String> {
    let mut hash = Md5::new();
    pieces(path, progress, |piece| hash.update(piece))?;
    Ok(hex::encode(hash.finalize()))
}

/// The bytes of a file in pieces of [`PIECE`], the last one shorter.
pub(super) fn pieces(path: &Path, progress: &dyn Progress, mut take: impl FnMut(&[u8])) -> Result<()> {
    let mut file = File::open(path).map_err(|e| unreadable(path, &e))?;
    let size = file.metadata().map_err(|e| unreadable(path, &e))?.len();
    let shown = path.file_name().unwrap_or_default().to_string_lossy();
    let mut piece = vec![0; PIECE.min(usize::try_from(size).unwrap_or(PIECE).saturating_add(1))];
    let mut done = 0_u64;
    loop {
        let mut filled = 0;
        while filled < piece.len() {
            match file.read(&mut piece[filled..]) {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => return Err(unreadable(path, &e)),
            }
        }
        if filled == 0 {
            return Ok(());
        }
        take(&piece[..filled]);
        done += filled as u64;
        if !progress.step(done, size.max(done), &format!("Reading {shown}")) {
            return Err(StoreError::Cancelled.into());
        }
    }
}
