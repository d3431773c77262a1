//! Evidence from outside: a transcript or notes as they are, and the rows of a survey or the tickets of
//! an export as text a person can read. Pure: the text comes in, nothing is opened or written.

mod csv;
mod rows;

pub use rows::{Answer, Answers, BadRow, read_answers};

/// How a text is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A transcript or notes: taken as it is.
    Plain,
    /// Rows of comma-, semicolon- or tab-separated values, the first one naming the columns (RFC 4180).
    Csv,
    /// One JSON object per line, or one list of objects.
    Json,
}

impl Shape {
    /// The word of files and pages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Shape::Plain => "text",
            Shape::Csv => "csv",
            Shape::Json => "jsonl",
        }
    }

    /// The shape of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Shape> {
        [Shape::Plain, Shape::Csv, Shape::Json].into_iter().find(|shape| shape.as_str() == name)
    }

    /// The shape a file's name tells, else its text: what begins with `{` or `[{` is JSON.
    #[must_use]
    pub fn of(name: &str, text: &str) -> Shape {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "csv" | "tsv" => Shape::Csv,
            "jsonl" | "ndjson" | "json" => Shape::Json,
            "txt" | "md" | "markdown" | "text" => Shape::Plain,
            _ => {
                let start = text.trim_start_matches('\u{feff}').trim_start();
                let json = start.starts_with('{')
                    || start.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('{'));
                if json { Shape::Json } else { Shape::Plain }
            }
        }
    }
}
