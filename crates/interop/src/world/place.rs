//! Where a location leads: a path of this computer, or a place nobody here can look at.

use std::path::{Path, PathBuf};

/// Where a location leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A path of this computer; whether something lies there is another question.
    Here(PathBuf),
    /// The files attached to the version itself.
    Attached,
    /// No path: a table of a warehouse, an address of the web. The sentence says so.
    Elsewhere(String),
}

/// Where a location leads. Paths that begin nowhere begin in `base`; `~` is `home`; `file://` is a path.
///
/// What is written as `warehouse: app.orders` or `s3://…` is no path. Nor is a plain word, unless something lies
/// there: a missing file is only told of where a file could have been meant.
#[must_use]
pub fn place(location: &str, base: &Path, home: Option<&Path>) -> Place {
    let text = location.trim();
    if text.is_empty() {
        return Place::Elsewhere("It does not say where it lies.".to_owned());
    }
    if text.eq_ignore_ascii_case("attached") {
        return Place::Attached;
    }
    if let Some(rest) = text.strip_prefix("file://") {
        // What stands before the path is a host: this one, or another.
        let path = rest.strip_prefix("localhost").unwrap_or(rest);
        return match path.strip_prefix('/') {
            Some(_) => Place::Here(PathBuf::from(unescaped(path))),
            None => Place::Elsewhere(format!("“{text}” lies on another computer.")),
        };
    }
    if let Some(rest) = text.strip_prefix("~/").or((text == "~").then_some("")) {
        return match home {
            Some(home) => Place::Here(home.join(rest)),
            None => Place::Elsewhere(format!("“{text}” begins in a home folder, and there is none.")),
        };
    }
    let path = base.join(text);
    let could_be = text.starts_with('/') || text.starts_with("./") || text.starts_with("../");
    if could_be || path.exists() {
        return Place::Here(path);
    }
    if let Some((scheme, _)) = text.split_once(':')
        && !scheme.contains('/')
    {
        return Place::Elsewhere(format!(
            "“{text}” is no path of this computer; nothing is fetched from elsewhere."
        ));
    }
    if text.contains(['/', '\\']) || has_ending(text) {
        return Place::Here(path);
    }
    Place::Elsewhere(format!("“{text}” is no path of this computer."))
}

/// `model.pkl`, but not `v2.1` and no sentence with a full stop in it.
fn has_ending(text: &str) -> bool {
    let Some((stem, ending)) = text.rsplit_once('.') else { return false };
    !stem.is_empty()
        && (1..=8).contains(&ending.len())
        && ending.bytes().all(|b| b.is_ascii_alphanumeric())
        && ending.bytes().any(|b| b.is_ascii_alphabetic())
}

/// `%20` and the like in the path of an address.
fn unescaped(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code =
            path.get(at + 1..at + 3).filter(|_| *byte == b'%').and_then(|d| u8::from_str_radix(d, 16).ok());
        match code {
            Some(code) => {
                out.push(code);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_path_is_told_from_what_is_none() {
        let (base, home) = (Path::new("/team/shop"), Path::new("/home/ann"));
        let lies = |text: &str| place(text, base, Some(home));
        for (text, path) in [
            ("data/orders.csv", "/team/shop/data/orders.csv"),
            ("orders.csv", "/team/shop/orders.csv"),
            ("../models/ranker", "/team/shop/../models/ranker"),
            ("/srv/ranker.bin", "/srv/ranker.bin"),
            ("~/ranker.bin", "/home/ann/ranker.bin"),
            ("file:///srv/the%20ranker.bin", "/srv/the ranker.bin"),
            ("file://localhost/srv/r", "/srv/r"),
        ] {
            assert_eq!(lies(text), Place::Here(PathBuf::from(path)), "{text}");
        }
        assert_eq!(lies("Attached"), Place::Attached);
        for text in [
            "",
            "warehouse: app.orders, August 2026",
            "models: ranker/4",
            "s3://bucket/orders.parquet",
            "https://example.org/orders.csv",
            "models:/ranker/4",
            "file://other-host/x",
            "the warehouse",
            "v2.1",
        ] {
            assert!(matches!(lies(text), Place::Elsewhere(_)), "{text}");
        }
        assert!(matches!(place("~/x", base, None), Place::Elsewhere(_)));
    }
}
