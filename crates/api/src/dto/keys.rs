//! Keys: whose they are, which are known, which signs here.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CardDto, Count};

/// A passphrase on its way in. It is never written, and never shown in a trace.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(type = "string")]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(a passphrase)")
    }
}

/// `keys.unlock`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct UnlockArgs {
    /// The passphrase of the key that signs here.
    pub passphrase: Secret,
}

/// `keys.passphrase`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PassphraseArgs {
    /// The one it has; absent if it has none.
    #[ts(optional)]
    pub old: Option<Secret>,
    /// The one it gets; absent to go without.
    #[ts(optional)]
    pub new: Option<Secret>,
}

/// `keys.export`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ExportKeyArgs {
    /// The file to write; nothing may lie there.
    pub path: String,
    /// The passphrase the key has; absent if it has none.
    #[ts(optional)]
    pub passphrase: Option<Secret>,
    /// The passphrase of the file.
    pub new: Secret,
}

/// `keys.import`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ImportKeyArgs {
    /// The exported key.
    pub path: String,
    /// Its passphrase.
    pub passphrase: Secret,
}

/// `keys.endorse`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct EndorseArgs {
    /// The key, or the beginning of it that no other key has.
    pub key: String,
    /// Whose it is: any reference, or a name.
    pub person: String,
    /// What the device is called.
    #[ts(optional)]
    pub name: Option<String>,
}

/// `keys.revoke`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RevokeArgs {
    /// The key, or the beginning of it that no other key has.
    pub key: String,
    /// The place in the log from which on it does not count; absent for: from now on.
    #[ts(optional)]
    pub from: Option<Count>,
    /// Why.
    pub reason: String,
}

/// Every key that signed something here.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct Keys {
    /// The keys, in the order they came.
    pub rows: Vec<KeyDto>,
    /// Changes signed by keys nobody known spoke for.
    pub unverified: Count,
    /// Changes signed by keys after they were revoked.
    pub revoked: Count,
    /// Whether the next change begins a key of its own, as this copy has none.
    pub begins: bool,
}

/// One key.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct KeyDto {
    /// Its public half, 64 hex digits.
    pub key: String,
    /// Its first sixteen digits, in fours: to be read out on the phone.
    pub short: String,
    /// What the device is called; empty if nobody said.
    pub name: String,
    /// `founder`, `endorsed`, `unverified` or `revoked`.
    pub standing: String,
    /// How it stands, in a sentence.
    pub sentence: String,
    /// Whose it is.
    pub persons: Vec<CardDto>,
    /// Whose it says it is, where nobody else says so.
    pub by_itself: Vec<CardDto>,
    /// Who was named at the keyboard in what it signed.
    pub actors: Vec<KeyActor>,
    /// How many changes it signed.
    pub changes: Count,
    /// Place of the first one.
    pub first: Count,
    /// When that was recorded.
    pub first_at: String,
    /// Place of the last one.
    pub last: Count,
    /// When that was recorded.
    pub last_at: String,
    /// Its secret half is on this computer.
    pub own: bool,
    /// It signs what is recorded here.
    pub in_use: bool,
    /// It is under a passphrase (known of one's own only).
    pub protected: bool,
    /// It was opened, or needs no passphrase.
    pub open: bool,
    /// One key was used for two copies.
    pub forked: bool,
    /// Its revocation.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revocation: Option<RevocationDto>,
}

/// Who was at the keyboard.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct KeyActor {
    /// Their name; empty for nobody.
    pub name: String,
    /// In how many changes.
    pub changes: Count,
}

/// That a key was revoked.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RevocationDto {
    /// The place in this log of the first change that does not count; absent if there is none.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Count>,
    /// How many changes do not count.
    pub changes: Count,
    /// Who said so.
    pub by: String,
    /// When.
    pub at: String,
    /// Why.
    pub reason: String,
}
