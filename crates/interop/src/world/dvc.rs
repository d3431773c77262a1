//! Digests as DVC computes them, so that what a `.dvc` or `dvc.lock` says can be looked up.
//!
//! DVC 3 takes MD5 of a file's bytes. DVC 2 made CRLF to LF first in what it took for text: the two give different
//! values for the same file on Windows, and are kept apart by name. A folder is MD5 of a JSON list of its files,
//! `[{"md5": …, "relpath": …}, …]`, with `.dir` behind it.

use std::path::Path;

use md5::{Digest, Md5};
use throughline_store::Progress;

use super::folder::entries;
use super::{file, unreadable};
use crate::error::{InteropError, Result};

/// What DVC 2 looks at to tell text from other files.
const LOOKED_AT: usize = 512;

/// MD5 with the line ends of text made alike, as DVC 2 does it.
pub(super) fn md5_of_text_made_alike(path: &Path, progress: &dyn Progress) -> Result<String> {
    let mut hash = Md5::new();
    let mut text = None;
    file::pieces(path, progress, |piece| {
        let text = *text.get_or_insert_with(|| is_text(piece));
        if text { hash.update(made_alike(piece)) } else { hash.update(piece) }
    })?;
    Ok(hex::encode(hash.finalize()))
}

/// A folder: MD5 of DVC's list of its files, with `.dir` behind it.
pub(super) fn folder(path: &Path, alike: bool, progress: &dyn Progress) -> Result<String> {
    let mut list: Vec<String> = Vec::new();
    for entry in entries(path)? {
        // DVC reads what a link points to.
        let meta = entry.at.metadata().map_err(|e| unreadable(&entry.at, &e))?;
        if meta.is_dir() {
            return Err(InteropError::unreadable(
                &entry.at,
                "DVC does not say how it takes a link to a folder",
            ));
        }
        let md5 = if alike {
            md5_of_text_made_alike(&entry.at, progress)?
        } else {
            file::md5(&entry.at, progress)?
        };
        list.push(format!("{{\"md5\": \"{md5}\", \"relpath\": {}}}", ascii_json(&entry.path)));
    }
    let listing = format!("[{}]", list.join(", "));
    Ok(format!("{}.dir", hex::encode(Md5::digest(listing.as_bytes()))))
}

/// What DVC 2 took for text: no zero byte in the beginning, and at most three in ten bytes of it that are neither
/// printable ASCII nor a blank.
fn is_text(piece: &[u8]) -> bool {
    let beginning = piece.get(..LOOKED_AT).unwrap_or(piece);
    if beginning.contains(&0) {
        return false;
    }
    let strange =
        beginning.iter().filter(|b| !matches!(b, 32..=126 | b'\n' | b'\r' | b'\t' | 0x0c | 0x08)).count();
    strange * 10 <= beginning.len() * 3
}

fn made_alike(piece: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(piece.len());
    for (at, byte) in piece.iter().enumerate() {
        if *byte != b'\r' || piece.get(at + 1) != Some(&b'\n') {
            out.push(*byte);
        }
    }
    out
}

/// A JSON text as Python writes it: everything beyond ASCII as `\uXXXX`.
fn ascii_json(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(c),
            c => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn text_and_other_files_are_told_apart_as_dvc_2_does() {
        assert!(is_text(b"") && is_text(b"a,b\r\n1,2\r\n"));
        assert!(!is_text(b"\x89PNG\r\n\x1a\n\0"));
        assert!(is_text("stars and thumbs, café".as_bytes()));
        assert!(!is_text(&[200; 40]));
        assert_eq!(made_alike(b"a\r\nb\rc\n\r\n"), b"a\nb\rc\n\n");
    }

    #[test]
    fn names_beyond_ascii_are_written_as_python_writes_them() {
        assert_eq!(ascii_json("é/\"x\"🍕"), r#""\u00e9/\"x\"\ud83c\udf55""#);
    }
}
