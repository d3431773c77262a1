//! A release, or the story of one version, as a document: the same chapters as HTML and as PDF.
//!
//! What stands in it is data all the way. Text of the record is never a part of the source of either form: the
//! HTML escapes it, and the PDF's template reads it as JSON, so that no title can be code.

mod fonts;
mod html;
mod pdf;
pub mod plot;
mod printable;

use std::collections::HashSet;

use serde::Serialize;
use throughline_record::Hash;

pub use html::{body, html};
pub use pdf::pdf;

/// A document about a release or a version, as the record had it at one moment.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Dossier {
    /// What it is about, as a heading: "Recommendations 2.0".
    pub title: String,
    /// What kind of document it is: "Dossier of a release".
    pub kind: String,
    /// Entity id of what it is about.
    pub subject: String,
    /// Its short id.
    pub short: String,
    /// The product; empty where there is none.
    pub product: String,
    /// The workspace's name.
    pub workspace: String,
    /// The workspace's id, as it stands in addresses.
    pub workspace_id: String,
    /// The moment in words: "As recorded up to #412, 3 March 2026".
    pub moment: String,
    /// When the last change it takes in was received, RFC 3339. Taken from the record, never from a clock, so that
    /// the same record gives the same bytes.
    pub date: String,
    /// How many changes of the log it takes in.
    pub size: u64,
    /// RFC 6962 root over their ids, 64 hex digits. With `size` it is what a checkpoint holds.
    pub root: String,
    /// What a reader should know before the first chapter: freeze, conflicts.
    pub notes: Vec<Vec<Span>>,
    /// The chapters.
    pub chapters: Vec<Chapter>,
    /// The annexes, before the list of records.
    pub annexes: Vec<Chapter>,
    /// Every artefact that is named, with where it lies in the record; the last annex.
    pub sources: Vec<Source>,
}

/// A chapter.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Chapter {
    /// Its name in addresses: `decisions`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What it holds.
    pub blocks: Vec<Block>,
    /// Entity ids of what it draws on; filled by [`Dossier::gather`].
    pub from: Vec<String>,
}

/// A piece of a chapter.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Block {
    /// A heading inside a chapter; `level` is 2 for its parts, 3 below them.
    Heading {
        /// 2 or 3.
        level: u8,
        /// Its words.
        spans: Vec<Span>,
    },
    /// A paragraph.
    Text {
        /// Its words.
        spans: Vec<Span>,
    },
    /// What a user or a stakeholder said, word for word.
    Quote {
        /// The words, without quotation marks.
        text: String,
        /// Who, where, when.
        by: Vec<Span>,
    },
    /// A list.
    List {
        /// Numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<Block>>,
    },
    /// Text whose lines and spaces count.
    Code {
        /// The text.
        text: String,
    },
    /// Labels with what they say.
    Facts {
        /// Label and words.
        rows: Vec<Fact>,
    },
    /// A table.
    Table {
        /// What it shows.
        caption: String,
        /// Its columns.
        columns: Vec<Column>,
        /// Its rows, a cell per column.
        rows: Vec<Vec<Cell>>,
    },
    /// A drawing.
    Figure {
        /// SVG without script, style or reference, made by [`plot`].
        svg: String,
        /// What it shows, for who cannot see it.
        alt: String,
        /// What stands under it.
        caption: String,
    },
    /// Something set apart.
    Note {
        /// Whether it asks for attention.
        warns: bool,
        /// Its words.
        spans: Vec<Span>,
    },
}

/// A label with what it says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fact {
    /// "Environment".
    pub label: String,
    /// "production".
    pub spans: Vec<Span>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Its heading.
    pub label: String,
    /// Its share of the width.
    pub width: u8,
    /// Numbers stand at the right.
    pub right: bool,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Cell {
    /// Words.
    Words {
        /// The words.
        spans: Vec<Span>,
    },
    /// A drawing as wide as the cell.
    Plot {
        /// SVG made by [`plot`].
        svg: String,
        /// What it shows.
        alt: String,
    },
}

/// A run of words in one voice.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Span {
    /// The team's words.
    Text {
        /// The words.
        text: String,
    },
    /// With weight.
    Strong {
        /// The words.
        text: String,
    },
    /// With stress.
    Em {
        /// The words.
        text: String,
    },
    /// A user's or stakeholder's words, set in quotation marks.
    Said {
        /// The words.
        text: String,
    },
    /// A machine's words: digests, versions, addresses.
    Mono {
        /// The words.
        text: String,
    },
    /// What stands back: dates, counts.
    Faint {
        /// The words.
        text: String,
    },
    /// An artefact, by its short id.
    Ref {
        /// Its entity id.
        entity: String,
        /// Its short id.
        text: String,
    },
    /// An address outside of the document.
    Link {
        /// What is read.
        text: String,
        /// `https:`, `http:`, `mailto:` or `throughline:`; another is not made a link.
        url: String,
    },
}

/// Where an artefact lies in the record.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Source {
    /// Entity id.
    pub entity: String,
    /// Short id.
    pub short: String,
    /// Its kind in words.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Position in the log of the change that set it last.
    pub position: u64,
    /// Address of the record that set it last, `change.index`.
    pub address: String,
    /// When that was, as a day in words.
    pub day: String,
    /// Who recorded it; empty where nobody is known.
    pub by: String,
    /// Why that name may be somebody else's: `unverified`, `key revoked`; empty where the key is known.
    pub doubt: String,
    /// `throughline://workspace/entity`.
    pub link: String,
}

/// Why a dossier could not be set as PDF.
#[derive(Debug, thiserror::Error)]
pub enum DossierError {
    /// The typesetter refused; a fault of the template, since data cannot cause it.
    #[error("The document could not be set as PDF: {0}")]
    Typeset(String),
    /// Somebody asked to stop.
    #[error("The document was not made: it was cancelled.")]
    Cancelled,
}

impl Dossier {
    /// SHA-256 over all it says, `sha256:…`: equal dossiers have it in common, whatever form they are printed in.
    #[must_use]
    pub fn digest(&self) -> String {
        Hash::of(serde_json::to_string(self).unwrap_or_default().as_bytes()).to_string()
    }

    /// The artefacts that are named, in the order of their first mention, and what each chapter names. Headings are
    /// brought into steps of one: a reader who listens to them must not miss a level (PDF/UA-1, 7.4.2).
    pub fn gather(&mut self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        if !self.subject.is_empty() {
            all.push(self.subject.clone());
        }
        each_ref(&mut self.notes.iter().flatten(), &mut all);
        let mut seen: HashSet<String> = all.iter().cloned().collect();
        for chapter in self.chapters.iter_mut().chain(&mut self.annexes) {
            let mut of = Vec::new();
            let mut above = 1;
            for block in &mut chapter.blocks {
                if let Block::Heading { level, .. } = block {
                    *level = (*level).clamp(2, above + 1);
                    above = *level;
                }
                block.refs(&mut of);
            }
            all.extend(of.iter().filter(|id| seen.insert((*id).clone())).cloned());
            chapter.from = of;
        }
        all
    }

    /// The source of an entity.
    #[must_use]
    pub fn source(&self, entity: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.entity == entity)
    }
}

fn each_ref(spans: &mut dyn Iterator<Item = &Span>, out: &mut Vec<String>) {
    for span in spans {
        if let Span::Ref { entity, .. } = span
            && !out.contains(entity)
        {
            out.push(entity.clone());
        }
    }
}

impl Block {
    fn refs(&self, out: &mut Vec<String>) {
        match self {
            Block::Heading { spans, .. } | Block::Text { spans } | Block::Note { spans, .. } => {
                each_ref(&mut spans.iter(), out);
            }
            Block::Quote { by, .. } => each_ref(&mut by.iter(), out),
            Block::List { items, .. } => items.iter().flatten().for_each(|block| block.refs(out)),
            Block::Facts { rows } => each_ref(&mut rows.iter().flat_map(|row| &row.spans), out),
            Block::Table { rows, .. } => {
                for cell in rows.iter().flatten() {
                    if let Cell::Words { spans } = cell {
                        each_ref(&mut spans.iter(), out);
                    }
                }
            }
            Block::Code { .. } | Block::Figure { .. } => {}
        }
    }

    /// A paragraph of one voice.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Block {
        Block::Text { spans: vec![Span::text(text)] }
    }

    /// A heading of a chapter's part.
    #[must_use]
    pub fn heading(level: u8, text: impl Into<String>) -> Block {
        Block::Heading { level, spans: vec![Span::text(text)] }
    }

    /// Something set apart that asks for attention.
    #[must_use]
    pub fn warning(text: impl Into<String>) -> Block {
        Block::Note { warns: true, spans: vec![Span::text(text)] }
    }
}

impl Span {
    /// The team's words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Span {
        Span::Text { text: text.into() }
    }

    /// With weight.
    #[must_use]
    pub fn strong(text: impl Into<String>) -> Span {
        Span::Strong { text: text.into() }
    }

    /// A user's words.
    #[must_use]
    pub fn said(text: impl Into<String>) -> Span {
        Span::Said { text: text.into() }
    }

    /// A machine's words.
    #[must_use]
    pub fn mono(text: impl Into<String>) -> Span {
        Span::Mono { text: text.into() }
    }

    /// What stands back.
    #[must_use]
    pub fn faint(text: impl Into<String>) -> Span {
        Span::Faint { text: text.into() }
    }
}

impl Fact {
    /// A label with words of the team.
    #[must_use]
    pub fn new(label: impl Into<String>, text: impl Into<String>) -> Fact {
        Fact { label: label.into(), spans: vec![Span::text(text)] }
    }
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn words(label: &str, width: u8) -> Column {
        Column { label: label.into(), width, right: false }
    }

    /// A column of numbers.
    #[must_use]
    pub fn numbers(label: &str, width: u8) -> Column {
        Column { label: label.into(), width, right: true }
    }
}

impl Cell {
    /// Words of the team.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Words { spans: vec![Span::text(text)] }
    }
}

impl From<Vec<Span>> for Cell {
    fn from(spans: Vec<Span>) -> Cell {
        Cell::Words { spans }
    }
}

#[cfg(test)]
mod tests;
