//! The header of a change: what is signed.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::fault::{Fault, FaultCode};
use crate::id::{ChangeId, DeviceId, EntityId, Hash, IdError, WorkspaceId, push_hex};
use crate::value::date;

pub(crate) const CHANGE_TAG: &[u8] = b"throughline/change/v1\n";

/// Counters in a header stay below 2^53, as all integers do.
const COUNTER_LIMIT: u64 = 1 << 53;

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// What a person did. The list is closed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Act {
            $($(#[$doc])* $name,)+
        }
        impl Act {
            /// Every act.
            pub const ALL: &'static [Act] = &[$(Act::$name,)+];

            /// The word that stands in the header.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Act::$name => $text,)+
                }
            }
        }
        impl FromStr for Act {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                match text {
                    $($text => Ok(Act::$name),)+
                    _ => Err(IdError {
                        text: text.chars().take(80).collect(),
                        expected: "an act",
                    }),
                }
            }
        }
    };
}

acts! {
    /// Wrote or changed something by hand.
    Edit = "edit",
    /// Took something over from a source.
    Import = "import",
    /// Took the change `of` back.
    Undo = "undo",
    /// Brought the change `of` back.
    Redo = "redo",
    /// Resolved what two copies had made of one field.
    Merge = "merge",
    /// Erased parts.
    Erase = "erase",
    /// Froze a release.
    Freeze = "freeze",
    /// Signed something with the ceremony of a signature.
    Sign = "sign",
    /// Began the workspace: its first change, and no other.
    Begin = "begin",
    /// A new device introduced itself.
    Join = "join",
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The header of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The workspace; `None` in the first change, whose id is the workspace's.
    pub workspace: Option<WorkspaceId>,
    /// Who signs.
    pub device: DeviceId,
    /// Counts the device's own changes, from 1, without gap.
    pub seq: u64,
    /// The heads the device saw, in order of their bytes; none in the first change only.
    pub parents: Vec<ChangeId>,
    /// One more than the highest clock of the parents; 1 in the first change.
    pub clock: u64,
    /// When it was recorded: an instant by the device's own clock.
    pub at: String,
    /// The stakeholder who was at the keyboard, if anybody said who it was.
    pub actor: Option<EntityId>,
    /// What was done.
    pub act: Act,
    /// The change that this one undoes or redoes.
    pub of: Option<ChangeId>,
    /// Commitment to the reason.
    pub note: Option<Hash>,
    /// How many records there are.
    pub count: u32,
    /// RFC 6962 root over the records' bytes.
    pub root: Hash,
}

impl Header {
    /// The bytes that are hashed, signed and stored.
    pub fn to_canonical(&self) -> String {
        let mut out = String::with_capacity(512 + 67 * self.parents.len());
        out.push_str("{\"act\":\"");
        out.push_str(self.act.as_str());
        out.push_str("\",\"actor\":\"");
        if let Some(actor) = &self.actor {
            actor.push_to(&mut out);
        }
        out.push_str("\",\"at\":\"");
        // An instant holds no character that JSON escapes; `check` sees to that.
        out.push_str(&self.at);
        out.push_str("\",\"clock\":");
        out.push_str(&self.clock.to_string());
        out.push_str(",\"device\":\"");
        push_hex(&mut out, &self.device.0);
        out.push('"');
        if let Some(of) = &self.of {
            out.push_str(",\"of\":\"");
            push_hex(&mut out, &of.0);
            out.push('"');
        }
        out.push_str(",\"parents\":[");
        for (i, parent) in self.parents.iter().enumerate() {
            out.push_str(if i > 0 { ",\"" } else { "\"" });
            push_hex(&mut out, &parent.0);
            out.push('"');
        }
        out.push_str("],\"parts\":{");
        if let Some(note) = &self.note {
            out.push_str("\"note\":\"");
            note.push_to(&mut out);
            out.push('"');
        }
        out.push_str("},\"records\":{\"count\":");
        out.push_str(&self.count.to_string());
        out.push_str(",\"root\":\"");
        self.root.push_to(&mut out);
        out.push_str("\"},\"seq\":");
        out.push_str(&self.seq.to_string());
        out.push_str(",\"v\":1,\"workspace\":\"");
        if let Some(workspace) = &self.workspace {
            push_hex(&mut out, &workspace.0);
        }
        out.push_str("\"}");
        out
    }

    /// Reads a header and checks what it can say by itself, the spelling excepted.
    ///
    /// # Errors
    /// [`FaultCode::HeaderForm`].
    pub fn read(bytes: &[u8]) -> Result<Header, Fault> {
        let refused = |detail: String| Fault::new(FaultCode::HeaderForm, detail);
        let form: Form<'_> = std::str::from_utf8(bytes)
            .map_err(|e| refused(format!("the header is not UTF-8: {e}")))
            .and_then(|text| {
                serde_json::from_str(text)
                    .map_err(|e| refused(format!("the header is not one of version 1: {e}")))
            })?;
        if form.v != 1 {
            return Err(refused(format!("the header has version {}; only 1 is known", form.v)));
        }
        let header = form.open().map_err(|e| refused(e.to_string()))?;
        header.check().map_err(refused)?;
        Ok(header)
    }

    /// Reads a header and checks its spelling too.
    ///
    /// # Errors
    /// [`FaultCode::HeaderForm`], [`FaultCode::HeaderNotCanonical`].
    pub fn decode(bytes: &[u8]) -> Result<Header, Fault> {
        let header = Self::read(bytes)?;
        if header.to_canonical().as_bytes() != bytes {
            return Err(Fault::new(FaultCode::HeaderNotCanonical, "the header is not in canonical form"));
        }
        Ok(header)
    }

    /// Checks what a header can say by itself; the answer is a sentence.
    pub(crate) fn check(&self) -> Result<(), String> {
        if !date::is_instant(&self.at) {
            return Err(format!("`at` is `{}`, not an instant in UTC", self.at));
        }
        for (name, count) in [("clock", self.clock), ("seq", self.seq)] {
            if !(1..COUNTER_LIMIT).contains(&count) {
                return Err(format!("`{name}` is {count}, not from 1 to 2^53 - 1"));
            }
        }
        if !self.parents.is_sorted_by(|a, b| a < b) {
            return Err("the parents are not in order, or one stands twice".to_owned());
        }
        match (&self.workspace, self.act) {
            (None, Act::Begin) => {
                if !self.parents.is_empty() || self.clock != 1 || self.seq != 1 {
                    return Err("the first change has no parents, and 1 as clock and seq".to_owned());
                }
            }
            (None, act) => {
                return Err(format!(
                    "only the first change names no workspace, and its act is `begin`, not `{act}`"
                ));
            }
            (Some(_), Act::Begin) => {
                return Err("only the first change has the act `begin`".to_owned());
            }
            (Some(_), _) => {
                if self.parents.is_empty() {
                    return Err("only the first change has no parents".to_owned());
                }
            }
        }
        Ok(())
    }
}

/// The digest that names a change: SHA-256 over the tag and the header's bytes.
pub fn change_id(header: &[u8]) -> ChangeId {
    let mut hasher = Sha256::new();
    hasher.update(CHANGE_TAG);
    hasher.update(header);
    ChangeId(hasher.finalize().into())
}

/// What a device signs: the tag and the header's bytes.
pub(crate) fn signed_message(header: &[u8]) -> Vec<u8> {
    [CHANGE_TAG, header].concat()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form<'a> {
    #[serde(borrow)]
    act: Cow<'a, str>,
    #[serde(borrow)]
    actor: Cow<'a, str>,
    #[serde(borrow)]
    at: Cow<'a, str>,
    clock: u64,
    #[serde(borrow)]
    device: Cow<'a, str>,
    #[serde(borrow, default)]
    of: Option<Cow<'a, str>>,
    parents: Vec<ChangeId>,
    #[serde(borrow)]
    parts: PartsForm<'a>,
    #[serde(borrow)]
    records: RecordsForm<'a>,
    seq: u64,
    v: u64,
    #[serde(borrow)]
    workspace: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartsForm<'a> {
    #[serde(borrow, default)]
    note: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordsForm<'a> {
    count: u32,
    #[serde(borrow)]
    root: Cow<'a, str>,
}

impl Form<'_> {
    fn open(self) -> Result<Header, IdError> {
        Ok(Header {
            workspace: unless_empty(&self.workspace)?,
            device: self.device.parse()?,
            seq: self.seq,
            parents: self.parents,
            clock: self.clock,
            at: self.at.into_owned(),
            actor: unless_empty(&self.actor)?,
            act: self.act.parse()?,
            of: self.of.map(|of| of.parse()).transpose()?,
            note: self.parts.note.map(|note| note.parse()).transpose()?,
            count: self.records.count,
            root: self.records.root.parse()?,
        })
    }
}

fn unless_empty<T: FromStr<Err = IdError>>(text: &str) -> Result<Option<T>, IdError> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some)
}
