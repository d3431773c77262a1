//! Writers of what others read.
//!
//! [`Material`] is gathered once from a workspace as it was at a moment; each writer is a pure
//! function over it and gives the same bytes for the same material. Nothing here touches a file, asks
//! for the time or makes anything up: what a format demands and the record does not hold is said in
//! [`Written::left_out`].

pub mod archive;
mod csv;
mod cyclonedx;
mod gather;
mod jsonl;
mod madr;
mod material;
mod modelcard;
mod names;
mod needs;
mod prov;
mod slsa;
mod yaml;

pub use self::csv::{Sheet, cell, list_sheet, uncell};
pub use self::jsonl::schema as jsonl_schema;
pub use gather::{Scope, gather};
pub use material::{Bond, Material, Thing};

use crate::error::Result;

/// What can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// W3C PROV-JSON.
    Prov,
    /// CycloneDX 1.6 ML-BOM.
    Cyclonedx,
    /// A Hugging Face model card.
    Modelcard,
    /// An in-toto statement with SLSA provenance, unsigned.
    Slsa,
    /// MADR 4 files.
    Madr,
    /// A table.
    Csv,
    /// JSON Lines of everything.
    Jsonl,
    /// sphinx-needs.
    Needs,
}

impl Format {
    /// Every format, in the order of documents.
    pub const ALL: [Format; 8] = [
        Format::Prov,
        Format::Cyclonedx,
        Format::Modelcard,
        Format::Slsa,
        Format::Madr,
        Format::Csv,
        Format::Jsonl,
        Format::Needs,
    ];

    /// The name in commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Prov => "prov",
            Format::Cyclonedx => "cyclonedx",
            Format::Modelcard => "modelcard",
            Format::Slsa => "slsa",
            Format::Madr => "madr",
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
            Format::Needs => "needs",
        }
    }

    /// The format of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Whether it is of one model version, so that an artefact alone is meant by its name.
    #[must_use]
    pub fn is_of_versions(self) -> bool {
        matches!(self, Format::Cyclonedx | Format::Modelcard | Format::Slsa)
    }
}

/// Writes a material in a format; the same material gives the same bytes.
///
/// # Errors
/// `nothing-to-export` where the format tells of things that the material has none of.
pub fn write(format: Format, material: &Material) -> Result<Written> {
    let mut written = match format {
        Format::Prov => prov::write(material),
        Format::Cyclonedx => cyclonedx::write(material)?,
        Format::Modelcard => modelcard::write(material)?,
        Format::Slsa => slsa::write(material)?,
        Format::Madr => madr::write(material)?,
        Format::Csv => csv::links_sheet(material).written("links.csv"),
        Format::Jsonl => jsonl::write(material),
        Format::Needs => needs::write(material),
    };
    written.left_out.extend(material.gaps());
    Ok(written)
}
/// A file that a writer made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The files by their names; most formats have one.
    pub files: Vec<(String, Vec<u8>)>,
    /// They belong in a folder, even if it is only one.
    pub folder: bool,
    /// What they hold, in a sentence without a full stop: "12 decisions, 31 options".
    pub holds: String,
    /// What they do not hold, a sentence each.
    pub left_out: Vec<String>,
}

impl Written {
    /// One file.
    pub(crate) fn one(name: impl Into<String>, bytes: Vec<u8>, holds: impl Into<String>) -> Self {
        Self { files: vec![(name.into(), bytes)], folder: false, holds: holds.into(), left_out: Vec::new() }
    }
}

/// `1 decision`, `3 decisions`: a count with its word.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{} {many}", grouped(n)) }
}

/// A number with commas between thousands.
fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
