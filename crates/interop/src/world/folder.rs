//! The digest of a folder: SHA-256 of a list of what is in it, described in `docs/identity.md`.
//!
//! One line per file, in the order of the paths' bytes: `file DIGEST SIZE PATH`, where the digest is the file's own
//! SHA-256, and `link DIGEST SIZE PATH` for a symbolic link, of where it points to, as written: it is not followed.
//! Empty folders have no line.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use throughline_store::Progress;

use super::{file, unreadable};
use crate::error::{InteropError, Result};

/// Folders inside each other beyond which a tree is not followed: more are a circle of mounts.
const DEEPEST: usize = 256;

/// One thing in a folder.
pub(super) struct Entry {
    /// From the folder, with `/` between its parts.
    pub path: String,
    /// Where it lies.
    pub at: PathBuf,
    /// Where it points to, if it is a symbolic link.
    pub link: Option<String>,
    /// Bytes.
    pub size: u64,
}

/// SHA-256 over the list, in hexadecimal digits.
pub(super) fn sha256_tree(folder: &Path, progress: &dyn Progress) -> Result<String> {
    let mut whole = Sha256::new();
    for entry in entries(folder)? {
        let (word, digest, size) = match &entry.link {
            Some(target) => ("link", hex::encode(Sha256::digest(target.as_bytes())), target.len() as u64),
            None => ("file", file::sha256(&entry.at, progress)?, entry.size),
        };
        whole.update(format!("{word} {digest} {size} {}\n", entry.path));
    }
    Ok(hex::encode(whole.finalize()))
}

/// Every file and link below a folder, by the bytes of its path.
///
/// # Errors
/// If something cannot be read, is neither file, folder nor link, or has a name that a list of lines cannot hold.
pub(super) fn entries(folder: &Path) -> Result<Vec<Entry>> {
    let mut out = Vec::new();
    let mut open = vec![(folder.to_owned(), String::new(), 0)];
    while let Some((at, shown, depth)) = open.pop() {
        for entry in std::fs::read_dir(&at).map_err(|e| unreadable(&at, &e))? {
            let entry = entry.map_err(|e| unreadable(&at, &e))?;
            let at = entry.path();
            let name = entry.file_name();
            let name = name.to_str().filter(|name| !name.contains(['\n', '\r'])).ok_or_else(|| {
                InteropError::unreadable(&at, "its name is no line of UTF-8, so no list can hold it")
            })?;
            let path = if shown.is_empty() { name.to_owned() } else { format!("{shown}/{name}") };
            let meta = entry.metadata().map_err(|e| unreadable(&at, &e))?;
            if meta.is_dir() {
                if depth >= DEEPEST {
                    return Err(InteropError::unreadable(&at, "it lies too deep"));
                }
                open.push((at, path, depth + 1));
            } else if meta.is_symlink() {
                let target = std::fs::read_link(&at).map_err(|e| unreadable(&at, &e))?;
                let target = target
                    .to_str()
                    .ok_or_else(|| InteropError::unreadable(&at, "it points to a name that is no UTF-8"))?;
                out.push(Entry { path, link: Some(target.to_owned()), size: 0, at });
            } else if meta.is_file() {
                out.push(Entry { path, link: None, size: meta.len(), at });
            } else {
                return Err(InteropError::unreadable(
                    &at,
                    "it is neither a file nor a folder (a socket, a pipe or a device)",
                ));
            }
        }
    }
    out.sort_by(|a, b| a.path.as_bytes().cmp(b.path.as_bytes()));
    Ok(out)
}
