//! A change as one line of JSON: how it travels in exchange files and evidence packs.
//!
//! The line carries the stored bytes as JSON strings, never anything parsed out of them, so that what
//! arrives hashes to what was sent. `docs/format.md`, *Exchange file*, holds the layout. Reading a line
//! proves only its spelling; [`crate::decode()`] proves the change.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::fault::{Fault, FaultCode};
use crate::header::Header;
use crate::id::{ChangeId, Hash, push_hex};
use crate::merkle;
use crate::part::Part;
use crate::seal::{SealedChange, SealedRecord};
use crate::value::push_text;

/// Why a line is not a change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// The line is not JSON of the form.
    #[error("the line is not a change: {0}")]
    Form(String),
    /// An id, salt, leaf or signature is not lower-case hex of its length.
    #[error("`{member}` is not {bytes} bytes in lower-case hex")]
    Hex {
        /// Where it stands.
        member: &'static str,
        /// How long it should be.
        bytes: usize,
    },
    /// `parts` names a part of a record that is not in the line, or no part at all.
    #[error("the part `{0}` belongs to no record of the line")]
    Part(String),
    /// Records are missing and their leaves are not given, or not for each record, or given without need.
    #[error("{0}")]
    Leaves(&'static str),
    /// The line says the same in another spelling.
    #[error("the line is not in canonical form (RFC 8785)")]
    NotCanonical,
}

/// A change of which some records may have stayed behind: a line of an evidence pack.
///
/// The leaves of all records stand in for those that are not here, so that the root that was signed can
/// be computed all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Where the change stands in the log it was taken from, from 1; `None` in exchange files.
    pub position: Option<u64>,
    /// SHA-256 of the header under its tag.
    pub id: ChangeId,
    /// The header's canonical bytes.
    pub header: Vec<u8>,
    /// Ed25519 over tag and header.
    pub signature: [u8; 64],
    /// The reason, if it is here.
    pub note: Option<Part>,
    /// The records in order; `None` for one that stayed behind.
    pub records: Vec<Option<SealedRecord>>,
    /// The [`merkle::leaf_hash`]es of all records in order; there exactly if a record is not.
    pub leaves: Option<Vec<Hash>>,
}

impl Excerpt {
    /// The change with those records for whose index `keeps` says yes.
    pub fn of(change: SealedChange, position: u64, keeps: impl Fn(u32) -> bool) -> Self {
        let leaves: Vec<Hash> =
            change.records.iter().map(|record| merkle::leaf_hash(&record.bytes)).collect();
        let records: Vec<Option<SealedRecord>> =
            (0..).zip(change.records).map(|(index, record)| keeps(index).then_some(record)).collect();
        let whole = records.iter().all(Option::is_some);
        Self {
            position: Some(position),
            id: change.id,
            header: change.header,
            signature: change.signature,
            note: change.note,
            records,
            leaves: (!whole).then_some(leaves),
        }
    }

    /// The whole change, if no record stayed behind.
    pub fn whole(self) -> Option<SealedChange> {
        Some(SealedChange {
            id: self.id,
            header: self.header,
            signature: self.signature,
            note: self.note,
            records: self.records.into_iter().collect::<Option<_>>()?,
        })
    }

    /// The root over the records, from the leaves where records stayed behind.
    ///
    /// # Errors
    /// [`FaultCode::RecordRoot`] if a record that is here does not hash to its leaf,
    /// [`FaultCode::RecordCount`] if there are not as many leaves as records.
    pub fn root(&self) -> Result<Hash, Fault> {
        let own = |record: &SealedRecord| merkle::leaf_hash(&record.bytes);
        let Some(leaves) = &self.leaves else {
            return Ok(merkle::root(self.records.iter().flatten().map(|record| &record.bytes)));
        };
        if leaves.len() != self.records.len() {
            return Err(Fault::new(FaultCode::RecordCount, "there is not one leaf for each record"));
        }
        for (index, (record, leaf)) in (0..).zip(self.records.iter().zip(leaves)) {
            if record.as_ref().is_some_and(|record| own(record) != *leaf) {
                let fault = Fault::new(FaultCode::RecordRoot, "the record does not hash to its leaf");
                return Err(fault.in_record(index));
            }
        }
        Ok(merkle::root_of(leaves))
    }

    /// The header, read but not verified.
    ///
    /// # Errors
    /// [`FaultCode::HeaderForm`].
    pub fn header(&self) -> Result<Header, Fault> {
        Header::read(&self.header)
    }

    /// The line, without a line feed.
    pub fn line(&self) -> String {
        write(&Written {
            position: self.position,
            id: &self.id,
            header: &self.header,
            signature: &self.signature,
            note: self.note.as_ref(),
            records: self.records.iter().map(Option::as_ref).collect(),
            leaves: self.leaves.as_deref(),
        })
    }

    /// Reads a line, without its line feed.
    ///
    /// # Errors
    /// What [`LineError`] names. Nothing of the change is verified.
    pub fn read_line(line: &str) -> Result<Self, LineError> {
        let read: Read = serde_json::from_str(line).map_err(|e| LineError::Form(e.to_string()))?;
        let excerpt = read.open()?;
        // Keys given twice, other spaces and escapes, another order: whatever the parser let pass is not
        // written this way.
        if excerpt.line() != line {
            return Err(LineError::NotCanonical);
        }
        Ok(excerpt)
    }
}

/// The change as one line of canonical JSON, without a line feed.
///
/// The bytes of a change are UTF-8 by the format; those of one that is damaged are written as far as they
/// are, and the line is refused where it arrives.
pub fn line(change: &SealedChange) -> String {
    write(&Written {
        position: None,
        id: &change.id,
        header: &change.header,
        signature: &change.signature,
        note: change.note.as_ref(),
        records: change.records.iter().map(Some).collect(),
        leaves: None,
    })
}

/// Reads the line of a whole change, without its line feed. The change is not verified.
///
/// # Errors
/// What [`LineError`] names; [`LineError::Leaves`] also for an excerpt, which cannot be a change of a log.
pub fn read_line(line: &str) -> Result<SealedChange, LineError> {
    let excerpt = Excerpt::read_line(line)?;
    if excerpt.position.is_some() {
        return Err(LineError::Form("a change that travels has no `position`".into()));
    }
    excerpt.whole().ok_or(LineError::Leaves("records of the change are not in the line"))
}

struct Written<'a> {
    position: Option<u64>,
    id: &'a ChangeId,
    header: &'a [u8],
    signature: &'a [u8; 64],
    note: Option<&'a Part>,
    records: Vec<Option<&'a SealedRecord>>,
    leaves: Option<&'a [Hash]>,
}

/// Writes the members in the order that RFC 8785 asks for.
fn write(change: &Written<'_>) -> String {
    let carried: usize = change.records.iter().flatten().map(|record| record_size(record)).sum();
    let mut out = String::with_capacity(512 + change.header.len() * 2 + carried);
    out.push_str("{\"header\":");
    push_bytes(&mut out, change.header);
    out.push_str(",\"id\":");
    push_hex_text(&mut out, &change.id.0);
    if let Some(leaves) = change.leaves {
        out.push_str(",\"leaves\":");
        push_list(&mut out, leaves, |out, leaf| push_hex_text(out, &leaf.0));
    }
    out.push_str(",\"parts\":{");
    // Texts in their order: `10.content` stands before `2.content`.
    let mut parts: BTreeMap<String, &Part> = BTreeMap::new();
    for (index, record) in change.records.iter().enumerate() {
        let Some(record) = record else { continue };
        parts.extend(record.content.as_ref().map(|part| (format!("{index}.content"), part)));
        parts.extend(record.personal.as_ref().map(|part| (format!("{index}.personal"), part)));
    }
    parts.extend(change.note.map(|part| ("note".to_owned(), part)));
    for (number, (name, part)) in parts.into_iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        push_text(&mut out, &name);
        out.push_str(":{\"bytes\":");
        push_bytes(&mut out, &part.bytes);
        out.push_str(",\"salt\":");
        push_hex_text(&mut out, &part.salt);
        out.push('}');
    }
    out.push('}');
    if let Some(position) = change.position {
        out.push_str(",\"position\":");
        out.push_str(&position.to_string());
    }
    out.push_str(",\"records\":");
    push_list(&mut out, &change.records, |out, record| match record {
        Some(record) => push_bytes(out, &record.bytes),
        None => out.push_str("null"),
    });
    out.push_str(",\"signature\":");
    push_hex_text(&mut out, change.signature);
    out.push('}');
    out
}

fn record_size(record: &SealedRecord) -> usize {
    let part = |part: &Option<Part>| part.as_ref().map_or(0, |part| part.bytes.len() + 128);
    record.bytes.len() + record.bytes.len() / 4 + part(&record.content) + part(&record.personal)
}

fn push_list<T>(out: &mut String, items: &[T], push: impl Fn(&mut String, &T)) {
    out.push('[');
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        push(out, item);
    }
    out.push(']');
}

fn push_bytes(out: &mut String, bytes: &[u8]) {
    push_text(out, &String::from_utf8_lossy(bytes));
}

fn push_hex_text(out: &mut String, bytes: &[u8]) {
    out.push('"');
    push_hex(out, bytes);
    out.push('"');
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    header: String,
    id: String,
    leaves: Option<Vec<String>>,
    parts: BTreeMap<String, ReadPart>,
    position: Option<u64>,
    records: Vec<Option<String>>,
    signature: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadPart {
    bytes: String,
    salt: String,
}

impl Read {
    fn open(self) -> Result<Excerpt, LineError> {
        let mut note = None;
        let mut records: Vec<Option<SealedRecord>> = self
            .records
            .into_iter()
            .map(|bytes| {
                bytes.map(|bytes| SealedRecord { bytes: bytes.into_bytes(), content: None, personal: None })
            })
            .collect();
        for (name, part) in self.parts {
            let part = Part { salt: unhex("salt", &part.salt)?, bytes: part.bytes.into_bytes() };
            let slot = if name == "note" { Some(&mut note) } else { slot(&mut records, &name) };
            *slot.ok_or_else(|| LineError::Part(name.chars().take(40).collect()))? = Some(part);
        }
        let leaves = self.leaves.map(|leaves| {
            leaves.iter().map(|leaf| unhex("leaves", leaf).map(Hash)).collect::<Result<Vec<_>, _>>()
        });
        let leaves = leaves.transpose()?;
        match &leaves {
            None if records.iter().any(Option::is_none) => {
                return Err(LineError::Leaves("a record stayed behind, and its leaf is not given"));
            }
            Some(leaves) if leaves.len() != records.len() => {
                return Err(LineError::Leaves("there is not one leaf for each record"));
            }
            Some(_) if records.iter().all(Option::is_some) => {
                return Err(LineError::Leaves("all records are here, so none needs a leaf in its place"));
            }
            _ => {}
        }
        Ok(Excerpt {
            position: self.position,
            id: ChangeId(unhex("id", &self.id)?),
            header: self.header.into_bytes(),
            signature: unhex("signature", &self.signature)?,
            note,
            records,
            leaves,
        })
    }
}

/// Where the part of this name belongs: `<index>.content` or `<index>.personal`.
fn slot<'a>(records: &'a mut [Option<SealedRecord>], name: &str) -> Option<&'a mut Option<Part>> {
    let (index, kind) = name.split_once('.')?;
    let record = records.get_mut(index.parse::<usize>().ok()?)?.as_mut()?;
    match kind {
        "content" => Some(&mut record.content),
        "personal" => Some(&mut record.personal),
        _ => None,
    }
}

fn unhex<const N: usize>(member: &'static str, text: &str) -> Result<[u8; N], LineError> {
    let refused = LineError::Hex { member, bytes: N };
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(refused);
    }
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).map_err(|_| refused)?;
    Ok(bytes)
}
