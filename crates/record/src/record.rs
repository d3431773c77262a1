//! A record: what some fields of one entity became.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::fault::{Fault, FaultCode};
use crate::id::{Address, EntityId, Hash, IdError};
use crate::part::{Opened, Part, PartKind};
use crate::seal::SealedRecord;
use crate::value::{Fields, ValueError, date, parse_fields, write_fields};

/// Names of kinds, link types and fields are at most this long.
pub const NAME_LENGTH: usize = 64;

/// The two ends of a link. They stand outside the parts, so that a link survives erasure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ends {
    /// The link's type, e.g. `motivates`.
    #[serde(rename = "type")]
    pub type_: String,
    /// The end named first.
    pub from: EntityId,
    /// The end named second.
    pub to: EntityId,
    /// The revision of `from` that the link was made against.
    pub from_rev: Option<Address>,
    /// The revision of `to` that the link was made against.
    pub to_rev: Option<Address>,
}

/// A record before it is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordDraft {
    /// Kind and version, e.g. `problem/1`; links are `link/1`.
    pub kind: String,
    /// What the record is about.
    pub entity: EntityId,
    /// When it was so, if that is not when it was recorded: a date or an instant.
    pub on: Option<String>,
    /// The ends, if the entity is a link.
    pub ends: Option<Ends>,
    /// Fields that cannot name a person.
    pub content: Fields,
    /// Fields that can name a person.
    pub personal: Fields,
}

/// A record that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where it stands.
    pub address: Address,
    /// Kind and version, e.g. `problem/1`.
    pub kind: String,
    /// What the record is about.
    pub entity: EntityId,
    /// When it was so, if that is not when it was recorded: a date or an instant.
    pub on: Option<String>,
    /// The ends, if the entity is a link.
    pub ends: Option<Ends>,
    /// The fields set in the part `content`, sorted; known even when the part is gone.
    pub sets_content: Vec<String>,
    /// The fields set in the part `personal`, sorted; known even when the part is gone.
    pub sets_personal: Vec<String>,
    /// The values; a field that is set without a value is cleared.
    pub content: Opened<Fields>,
    /// The values that can name a person.
    pub personal: Opened<Fields>,
}

/// A record's own bytes, read: everything but what lies in the parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RecordFace {
    pub kind: String,
    pub entity: EntityId,
    pub on: Option<String>,
    pub ends: Option<Ends>,
    pub sets_content: Vec<String>,
    pub sets_personal: Vec<String>,
    pub content: Option<Hash>,
    pub personal: Option<Hash>,
}

impl RecordFace {
    /// The leaf of the change's tree.
    pub fn to_canonical(&self) -> String {
        let mut out = String::with_capacity(512);
        out.push('{');
        if let Some(ends) = &self.ends {
            out.push_str("\"ends\":{\"from\":\"");
            ends.from.push_to(&mut out);
            out.push('"');
            if let Some(rev) = &ends.from_rev {
                out.push_str(",\"from_rev\":\"");
                push_address(&mut out, rev);
                out.push('"');
            }
            out.push_str(",\"to\":\"");
            ends.to.push_to(&mut out);
            out.push('"');
            if let Some(rev) = &ends.to_rev {
                out.push_str(",\"to_rev\":\"");
                push_address(&mut out, rev);
                out.push('"');
            }
            out.push_str(",\"type\":\"");
            // Names, kinds, dates and instants hold no character that JSON escapes; `check` sees
            // to that.
            out.push_str(&ends.type_);
            out.push_str("\"},");
        }
        out.push_str("\"entity\":\"");
        self.entity.push_to(&mut out);
        out.push_str("\",\"kind\":\"");
        out.push_str(&self.kind);
        if let Some(on) = &self.on {
            out.push_str("\",\"on\":\"");
            out.push_str(on);
        }
        out.push_str("\",\"parts\":{");
        push_both(&mut out, [&self.content, &self.personal], |out, hash| {
            out.push('"');
            hash.push_to(out);
            out.push('"');
        });
        out.push_str("},\"sets\":{");
        let sets = [&self.sets_content, &self.sets_personal].map(|s| (!s.is_empty()).then_some(s));
        push_both(&mut out, [&sets[0], &sets[1]], |out, names| {
            for (i, name) in names.iter().enumerate() {
                out.push_str(if i > 0 { ",\"" } else { "[\"" });
                out.push_str(name);
                out.push('"');
            }
            out.push(']');
        });
        out.push_str("}}");
        out
    }

    /// Reads a record's bytes and checks what they can say by themselves, the spelling excepted.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let refused = |detail: String| Fault::new(FaultCode::RecordForm, detail);
        let form: Form<'_> = std::str::from_utf8(bytes)
            .map_err(|e| refused(format!("the record is not UTF-8: {e}")))
            .and_then(|text| {
                serde_json::from_str(text)
                    .map_err(|e| refused(format!("the record is not one of version 1: {e}")))
            })?;
        let face = form.open().map_err(|e| refused(e.to_string()))?;
        face.check().map_err(refused)?;
        Ok(face)
    }

    /// Reads a record's bytes and checks their spelling too.
    pub fn decode(bytes: &[u8]) -> Result<Self, Fault> {
        let face = Self::read(bytes)?;
        if face.to_canonical().as_bytes() != bytes {
            return Err(Fault::new(FaultCode::RecordNotCanonical, "the record is not in canonical form"));
        }
        Ok(face)
    }

    /// Checks what a record can say by itself; the answer is a sentence.
    pub fn check(&self) -> Result<(), String> {
        if !is_kind(&self.kind) {
            return Err(format!("`{}` is not a kind with its version", self.kind));
        }
        if let Some(on) = &self.on
            && !date::is_date(on)
            && !date::is_instant(on)
        {
            return Err(format!("`on` is `{on}`, neither a date nor an instant in UTC"));
        }
        if let Some(ends) = &self.ends
            && !is_name(&ends.type_)
        {
            return Err(format!("`{}` is not the name of a link type", ends.type_));
        }
        for (kind, sets, part) in [
            (PartKind::Content, &self.sets_content, &self.content),
            (PartKind::Personal, &self.sets_personal, &self.personal),
        ] {
            if let Some(name) = sets.iter().find(|name| !is_name(name)) {
                return Err(format!("`{name}` is not the name of a field"));
            }
            if !sets.is_sorted_by(|a, b| a < b) {
                return Err(format!("the fields set in `{kind}` are not in order, or one stands twice"));
            }
            if sets.is_empty() != part.is_none() {
                return Err(format!(
                    "a part `{kind}` is committed without fields, or set without a commitment"
                ));
            }
        }
        // Both lists are sorted by now.
        if let Some(name) =
            self.sets_content.iter().find(|name| self.sets_personal.binary_search(name).is_ok())
        {
            return Err(format!("the field `{name}` is set in both parts"));
        }
        Ok(())
    }

    /// Opens the parts that are here. Hashes are not looked at; see `decode`.
    pub fn open(self, address: Address, sealed: &SealedRecord, strict: bool) -> Result<Record, Fault> {
        let content =
            open_part(PartKind::Content, &self.content, &sealed.content, &self.sets_content, strict)?;
        let personal =
            open_part(PartKind::Personal, &self.personal, &sealed.personal, &self.sets_personal, strict)?;
        Ok(Record {
            address,
            kind: self.kind,
            entity: self.entity,
            on: self.on,
            ends: self.ends,
            sets_content: self.sets_content,
            sets_personal: self.sets_personal,
            content,
            personal,
        })
    }
}

fn open_part(
    kind: PartKind,
    commitment: &Option<Hash>,
    part: &Option<Part>,
    sets: &[String],
    strict: bool,
) -> Result<Opened<Fields>, Fault> {
    let part = match (commitment, part) {
        (None, None) => return Ok(Opened::Absent),
        (Some(_), None) => return Ok(Opened::Gone),
        (None, Some(_)) => return Err(uncommitted(kind)),
        (Some(_), Some(part)) => part,
    };
    let mut fields = parse_fields(&part.bytes).map_err(|e| part_form(kind, &e))?;
    if strict {
        let mut spelling = String::with_capacity(part.bytes.len());
        write_fields(&mut spelling, &fields).map_err(|e| part_form(kind, &e))?;
        if spelling.as_bytes() != part.bytes {
            return Err(Fault::new(
                FaultCode::PartNotCanonical,
                format!("the part `{kind}` is not in canonical form"),
            ));
        }
    }
    // Every name in `sets` that the part gives no value is a cleared field; a name in the part
    // that `sets` lacks makes the counts differ.
    for name in sets {
        if !fields.contains_key(name) {
            fields.insert(name.clone(), None);
        }
    }
    if fields.len() != sets.len() {
        return Err(Fault::new(
            FaultCode::PartFields,
            format!("the part `{kind}` holds a field that the record does not set"),
        ));
    }
    Ok(Opened::Here(fields))
}

pub(crate) fn uncommitted(kind: PartKind) -> Fault {
    Fault::new(FaultCode::PartUncommitted, format!("a part `{kind}` is here that nothing commits to"))
}

fn part_form(kind: PartKind, error: &ValueError) -> Fault {
    Fault::new(FaultCode::PartForm, format!("the part `{kind}` cannot be read: {error}"))
}

/// Whether the text is the name of a field or link type: lower-case words of letters and digits
/// joined by single hyphens, a letter first, at most [`NAME_LENGTH`] characters.
pub fn is_name(text: &str) -> bool {
    text.len() <= NAME_LENGTH
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// Whether the text is a kind with its version: a name, a slash, and a number from 1 to 999999.
pub fn is_kind(text: &str) -> bool {
    text.split_once('/').is_some_and(|(name, version)| {
        is_name(name)
            && (1..=6).contains(&version.len())
            && !version.starts_with('0')
            && version.bytes().all(|b| b.is_ascii_digit())
    })
}

fn push_address(out: &mut String, address: &Address) {
    crate::id::push_hex(out, &address.change.0);
    out.push('.');
    out.push_str(&address.index.to_string());
}

/// The members `content` and `personal` of an object, those that are there.
fn push_both<T>(out: &mut String, both: [&Option<T>; 2], push: impl Fn(&mut String, &T)) {
    let mut first = true;
    for (kind, member) in [PartKind::Content, PartKind::Personal].iter().zip(both) {
        if let Some(member) = member {
            if !std::mem::take(&mut first) {
                out.push(',');
            }
            out.push('"');
            out.push_str(kind.as_str());
            out.push_str("\":");
            push(out, member);
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form<'a> {
    #[serde(borrow, default)]
    ends: Option<EndsForm<'a>>,
    #[serde(borrow)]
    entity: Cow<'a, str>,
    kind: String,
    #[serde(default)]
    on: Option<String>,
    #[serde(borrow)]
    parts: PartsForm<'a>,
    sets: SetsForm,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndsForm<'a> {
    #[serde(borrow)]
    from: Cow<'a, str>,
    #[serde(borrow, default)]
    from_rev: Option<Cow<'a, str>>,
    #[serde(borrow)]
    to: Cow<'a, str>,
    #[serde(borrow, default)]
    to_rev: Option<Cow<'a, str>>,
    #[serde(rename = "type")]
    type_: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartsForm<'a> {
    #[serde(borrow, default)]
    content: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    personal: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetsForm {
    #[serde(default)]
    content: Vec<String>,
    #[serde(default)]
    personal: Vec<String>,
}

impl Form<'_> {
    fn open(self) -> Result<RecordFace, IdError> {
        Ok(RecordFace {
            kind: self.kind,
            entity: self.entity.parse()?,
            on: self.on,
            ends: self.ends.map(EndsForm::open).transpose()?,
            sets_content: self.sets.content,
            sets_personal: self.sets.personal,
            content: self.parts.content.map(|c| c.parse()).transpose()?,
            personal: self.parts.personal.map(|p| p.parse()).transpose()?,
        })
    }
}

impl EndsForm<'_> {
    fn open(self) -> Result<Ends, IdError> {
        Ok(Ends {
            type_: self.type_,
            from: self.from.parse()?,
            to: self.to.parse()?,
            from_rev: self.from_rev.map(|rev| rev.parse()).transpose()?,
            to_rev: self.to_rev.map(|rev| rev.parse()).transpose()?,
        })
    }
}
