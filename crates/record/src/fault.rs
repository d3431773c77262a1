//! What can be wrong with a change, or with a log of changes.

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// The closed list of faults. Programs switch on the code, people read the detail.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FaultCode {
            $($(#[$doc])* $name,)+
        }
        impl FaultCode {
            /// Every code, in the order of the checks.
            pub const ALL: &'static [FaultCode] = &[$(FaultCode::$name,)+];

            /// The code as it is printed and sent.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(FaultCode::$name => $text,)+
                }
            }
        }
    };
}

codes! {
    /// The header is not the JSON object that version 1 of the format describes.
    HeaderForm = "header-form",
    /// The header is not in its one spelling.
    HeaderNotCanonical = "header-not-canonical",
    /// The id is not the digest of the header.
    ChangeId = "change-id",
    /// The signature is not one of the header's device over the header.
    Signature = "signature",
    /// There are more or fewer records than the header says.
    RecordCount = "record-count",
    /// The records are not those the header was signed over.
    RecordRoot = "record-root",
    /// A record is not the JSON object that version 1 of the format describes.
    RecordForm = "record-form",
    /// A record is not in its one spelling.
    RecordNotCanonical = "record-not-canonical",
    /// A part is here that nothing commits to.
    PartUncommitted = "part-uncommitted",
    /// A part does not match its commitment.
    PartCommitment = "part-commitment",
    /// A part is outside the value grammar, or a note is not UTF-8.
    PartForm = "part-form",
    /// A part is not in its one spelling.
    PartNotCanonical = "part-not-canonical",
    /// A part holds a field that its record does not name in `sets`.
    PartFields = "part-fields",
    /// The change belongs to another workspace, or a second one begins here.
    OtherWorkspace = "other-workspace",
    /// The same change stands in the log twice.
    Repeated = "repeated",
    /// A parent is not known.
    UnknownParent = "unknown-parent",
    /// The clock is not one more than the highest of the parents'.
    Clock = "clock",
    /// The device's changes have a gap, or this one does not descend from the one before.
    Sequence = "sequence",
    /// A device signed two different changes with one sequence number.
    Equivocation = "equivocation",
    /// A part is neither here nor erased by a change of the log.
    PartMissing = "part-missing",
    /// A part is here although a change of the log erases it.
    PartNotErased = "part-not-erased",
    /// A part of a pack is called withheld, and is here or was never committed.
    PartWithheld = "part-withheld",
}

impl fmt::Display for FaultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{detail} ({code})", Place(*position, *record))]
pub struct Fault {
    /// Which check failed.
    pub code: FaultCode,
    /// The change's position in the log, from 1, where a log was checked.
    pub position: Option<u64>,
    /// The record's place in its change, from 0, where one record is concerned.
    pub record: Option<u32>,
    /// A sentence for people; it may quote a little of what stands where something else should.
    pub detail: String,
}

impl Fault {
    pub(crate) fn new(code: FaultCode, detail: impl Into<String>) -> Self {
        Self { code, position: None, record: None, detail: detail.into() }
    }

    pub(crate) fn in_record(mut self, index: u32) -> Self {
        self.record = Some(index);
        self
    }

    pub(crate) fn at(mut self, position: u64) -> Self {
        self.position = Some(position);
        self
    }
}

struct Place(Option<u64>, Option<u32>);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0, self.1) {
            (Some(position), Some(record)) => write!(f, "#{position}.{record}: "),
            (Some(position), None) => write!(f, "#{position}: "),
            (None, Some(record)) => write!(f, "record {record}: "),
            (None, None) => Ok(()),
        }
    }
}
