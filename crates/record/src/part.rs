//! Sealed parts: content that is committed to by a salted digest and can be erased.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::id::{Address, ChangeId, Hash, IdError};

const PART_TAG: &[u8] = b"throughline/part/v1\n";

/// The bytes of a part with the salt that keeps its commitment from being guessed. Erasing a part
/// deletes both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// 32 random bytes.
    pub salt: [u8; 32],
    /// Canonical JSON of the fields, or the UTF-8 text of a note.
    pub bytes: Vec<u8>,
}

impl Part {
    /// SHA-256 over tag, salt, the name with its length in one byte before it, and the bytes.
    pub fn commitment(&self, kind: PartKind) -> Hash {
        let name = kind.as_str();
        let mut hasher = Sha256::new();
        hasher.update(PART_TAG);
        hasher.update(self.salt);
        // The three names are shorter than 256 bytes.
        hasher.update([name.len() as u8]);
        hasher.update(name);
        hasher.update(&self.bytes);
        Hash(hasher.finalize().into())
    }
}

/// Which part of a record or change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// Fields that cannot name a person.
    Content,
    /// Fields that can name a person.
    Personal,
    /// The reason of a change.
    Note,
}

impl PartKind {
    /// The name that goes into commitments and part names.
    pub fn as_str(self) -> &'static str {
        match self {
            PartKind::Content => "content",
            PartKind::Personal => "personal",
            PartKind::Note => "note",
        }
    }
}

impl fmt::Display for PartKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What is behind a commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Opened<T> {
    /// Nothing was committed.
    Absent,
    /// The part is here.
    Here(T),
    /// Something was committed, but the part is not here: erased or missing.
    Gone,
}

impl<T> Opened<T> {
    /// What is here, if it is.
    pub fn here(&self) -> Option<&T> {
        match self {
            Opened::Here(inner) => Some(inner),
            Opened::Absent | Opened::Gone => None,
        }
    }

    /// Whether something was committed that is not here.
    pub fn is_gone(&self) -> bool {
        matches!(self, Opened::Gone)
    }
}

/// The name of one part in a workspace, as erasures list it: `<change>.<index>/content`,
/// `<change>.<index>/personal` or `<change>/note`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartName {
    /// The note of a change.
    Note(ChangeId),
    /// The content of a record.
    Content(Address),
    /// The personal fields of a record.
    Personal(Address),
}

impl PartName {
    /// The change that holds the part.
    pub fn change(&self) -> ChangeId {
        match self {
            PartName::Note(change) => *change,
            PartName::Content(address) | PartName::Personal(address) => address.change,
        }
    }

    /// The record that holds the part, if it is a record's.
    pub fn address(&self) -> Option<Address> {
        match self {
            PartName::Note(_) => None,
            PartName::Content(address) | PartName::Personal(address) => Some(*address),
        }
    }

    /// Which part it is.
    pub fn kind(&self) -> PartKind {
        match self {
            PartName::Note(_) => PartKind::Note,
            PartName::Content(_) => PartKind::Content,
            PartName::Personal(_) => PartKind::Personal,
        }
    }
}

impl fmt::Display for PartName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PartName::Note(change) => write!(f, "{change}/note"),
            PartName::Content(address) => write!(f, "{address}/content"),
            PartName::Personal(address) => write!(f, "{address}/personal"),
        }
    }
}

impl FromStr for PartName {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let refused = IdError {
            text: text.chars().take(80).collect(),
            expected: "the name of a part: `<change>.<index>/content`, `…/personal` or `<change>/note`",
        };
        match text.rsplit_once('/') {
            Some((address, "content")) => Ok(PartName::Content(address.parse()?)),
            Some((address, "personal")) => Ok(PartName::Personal(address.parse()?)),
            Some((change, "note")) => Ok(PartName::Note(change.parse()?)),
            _ => Err(refused),
        }
    }
}
