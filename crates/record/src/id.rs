//! The names of things: changes, devices, hashes, entities and record addresses.
//!
//! Every id has exactly one written form, and reading accepts only that form, so that equal ids
//! are equal text everywhere.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The text is not the written form of an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {expected}")]
pub struct IdError {
    /// What was read, shortened to 80 characters.
    pub text: String,
    /// What stands there in a valid text, e.g. "64 lower-case hex digits".
    pub expected: &'static str,
}

impl IdError {
    fn new(text: &str, expected: &'static str) -> Self {
        Self { text: text.chars().take(80).collect(), expected }
    }
}

const DIGITS: &str = "64 lower-case hex digits";

/// Appends bytes as lower-case hex.
pub(crate) fn push_hex(out: &mut String, bytes: &[u8]) {
    // In pieces through a small buffer: thousands of ids are written per import.
    for piece in bytes.chunks(32) {
        let mut buffer = [0; 64];
        let digits = buffer.get_mut(..2 * piece.len()).unwrap_or_default();
        if hex::encode_to_slice(piece, digits).is_ok() {
            // Hex digits are ASCII, so this cannot fail either.
            out.push_str(std::str::from_utf8(digits).unwrap_or_default());
        }
    }
}

fn parse_hex(text: &str) -> Option<[u8; 32]> {
    if text.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}

/// Text form through `Display` and `FromStr`, in serde too.
macro_rules! text_in_serde {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

macro_rules! hex_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 32]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut text = String::with_capacity(64);
                push_hex(&mut text, &self.0);
                f.pad(&text)
            }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                parse_hex(text).map(Self).ok_or_else(|| IdError::new(text, DIGITS))
            }
        }
        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }
        text_in_serde!($name);
    };
}

hex_id! {
    /// SHA-256 of a change's header under its domain tag. Written as 64 lower-case hex digits.
    ChangeId
}
hex_id! {
    /// The Ed25519 public key of one copy of a workspace. Written as 64 lower-case hex digits.
    DeviceId
}

/// The id of a workspace is the id of its first change.
pub type WorkspaceId = ChangeId;

/// A SHA-256 digest: a commitment to a part, or the root of a tree. Written `sha256:<64 hex>`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The digest of some bytes, without any domain tag.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    pub(crate) fn push_to(&self, out: &mut String) {
        out.push_str("sha256:");
        push_hex(out, &self.0);
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(71);
        self.push_to(&mut text);
        f.pad(&text)
    }
}

impl FromStr for Hash {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        text.strip_prefix("sha256:")
            .and_then(parse_hex)
            .map(Self)
            .ok_or_else(|| IdError::new(text, "`sha256:` and 64 lower-case hex digits"))
    }
}

impl AsRef<[u8]> for Hash {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
text_in_serde!(Hash);

/// What records speak about: an artefact, a link, a part of an artefact. A UUID, written in
/// lower case with hyphens.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(Uuid);

const DERIVED_TAG: &[u8] = b"throughline/entity/v1\n";
const LINK_TAG: &[u8] = b"throughline/link/v1\n";

impl EntityId {
    /// A new entity's id: UUIDv7 (RFC 9562) of a time in milliseconds since 1970 (the low 48 bits
    /// count) and ten random bytes.
    pub fn v7(millis: u64, random: [u8; 10]) -> Self {
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// The id of an imported entity: UUIDv8 of workspace, source and key, so that two people who
    /// import one source meet in the same entities.
    pub fn derived(workspace: &WorkspaceId, source: &str, key: &str) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(DERIVED_TAG);
        hasher.update(workspace.0);
        framed(&mut hasher, source);
        framed(&mut hasher, key);
        Self::from_digest(hasher)
    }

    /// The id of a link: UUIDv8 of workspace, type and both ends, so that the same link made twice
    /// is the same entity.
    pub fn link(workspace: &WorkspaceId, type_: &str, from: &EntityId, to: &EntityId) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(LINK_TAG);
        hasher.update(workspace.0);
        framed(&mut hasher, type_);
        hasher.update(from.as_bytes());
        hasher.update(to.as_bytes());
        Self::from_digest(hasher)
    }

    fn from_digest(hasher: Sha256) -> Self {
        let digest: [u8; 32] = hasher.finalize().into();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }

    /// The sixteen bytes, most significant first.
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The entity with these sixteen bytes, most significant first.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    pub(crate) fn push_to(&self, out: &mut String) {
        out.push_str(self.0.hyphenated().encode_lower(&mut [0; 36]));
    }
}

/// A text with its length before it (eight bytes, most significant first), so that no two pairs of
/// texts give the same bytes.
fn framed(hasher: &mut Sha256, text: &str) {
    hasher.update((text.len() as u64).to_be_bytes());
    hasher.update(text.as_bytes());
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0.hyphenated().encode_lower(&mut [0; 36]))
    }
}

impl FromStr for EntityId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        // The parser of the library also takes braces, `urn:uuid:`, upper case and no hyphens.
        let one_spelling = text.len() == 36 && !text.bytes().any(|b| b.is_ascii_uppercase());
        one_spelling
            .then(|| Uuid::try_parse(text).ok())
            .flatten()
            .map(Self)
            .ok_or_else(|| IdError::new(text, "a UUID in lower case with hyphens"))
    }
}
text_in_serde!(EntityId);

/// Where a record stands: its change and its place in it, from 0. Written `<change>.<index>`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The change that holds the record.
    pub change: ChangeId,
    /// The record's place in the change, from 0.
    pub index: u32,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.change, self.index)
    }
}

impl FromStr for Address {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let refused = || IdError::new(text, "a change id, a dot and a record's index");
        let (change, index) = text.split_once('.').ok_or_else(refused)?;
        let one_spelling =
            index == "0" || (!index.starts_with('0') && index.bytes().all(|b| b.is_ascii_digit()));
        if !one_spelling {
            return Err(refused());
        }
        Ok(Self {
            change: change.parse().map_err(|_| refused())?,
            index: index.parse().map_err(|_| refused())?,
        })
    }
}
text_in_serde!(Address);
