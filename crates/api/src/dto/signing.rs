//! Signatures.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CardDto, Count, Secret};

/// `sign`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SignArgs {
    /// What is signed: a stance, a decision, a frozen release, any artefact.
    pub id: String,
    /// `approval`, `review`, `responsibility`, `authorship` or `witness`.
    pub meaning: String,
    /// The signer's name, as they write it.
    #[ts(optional)]
    pub printed_name: Option<String>,
    /// What is declared; absent for the sentence that goes with the meaning.
    #[ts(optional)]
    pub statement: Option<String>,
    /// The passphrase of the key.
    #[ts(optional)]
    pub passphrase: Option<Secret>,
    /// Signs with a key that has no passphrase, which the signature says.
    pub key_only: bool,
}

/// What a signature would be.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SignPreview {
    /// What is signed.
    pub card: CardDto,
    /// Who signs: who is at the keyboard.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signer: Option<CardDto>,
    /// The meanings to choose from.
    pub meanings: Vec<MeaningDto>,
    /// What it is bound to, in a sentence.
    pub binds: String,
    /// How many records that is.
    pub records: Count,
    /// Whether the key has a passphrase.
    pub protected: bool,
    /// The key, as it is read out.
    pub key: String,
    /// This signature binds the key to the signer, as nobody said whose it is yet.
    pub first: bool,
    /// Why it cannot be signed; absent if it can.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// A meaning with the sentence that goes with it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MeaningDto {
    /// The word.
    pub meaning: String,
    /// The sentence.
    pub statement: String,
}

/// Signatures under something.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct Signatures {
    /// In the order they were given.
    pub rows: Vec<SignatureDto>,
}

/// One signature, with what 21 CFR 11.50 asks to be shown with it: name, time, meaning.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SignatureDto {
    /// The signature.
    pub id: String,
    /// What is signed.
    pub of: CardDto,
    /// Who signed.
    pub signer: CardDto,
    /// Their name as they wrote it; `(erased)` if that was erased.
    pub printed_name: String,
    /// The word.
    pub meaning: String,
    /// What they declared.
    pub statement: String,
    /// When, RFC 3339.
    pub at: String,
    /// Place of its change in the log.
    pub position: Count,
    /// The root over the records that were signed.
    pub root: String,
    /// How many records.
    pub records: Count,
    /// `passphrase` or `key-only`.
    pub confirmed_by: String,
    /// `known`, `unverified` or `revoked`.
    pub vouched: String,
    /// The key, as it is read out.
    pub key: String,
    /// Nobody but the key itself says whose it is.
    pub by_itself: bool,
    /// The key is this signer's, by what is known.
    pub bound: bool,
    /// What was signed is as it was.
    pub current: bool,
    /// All of it in one line, for prints.
    pub line: String,
}
