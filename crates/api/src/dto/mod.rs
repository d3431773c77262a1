//! What crosses the edge: plain data that serialises to JSON and to TypeScript.

mod artefact;
mod audit;
mod data;
mod decision;
mod define;
mod dossier;
mod erasing;
mod evaluation;
mod exchange;
mod experiment;
mod export;
mod ideas;
mod impact;
mod import;
mod keys;
mod listening;
mod moments;
mod objectives;
mod observed;
mod overview;
mod pack;
mod process;
mod proof;
mod prototype;
mod readiness;
mod record;
mod recording;
mod release;
mod roll_back;
mod rollout;
mod session;
mod signing;
mod system;
mod tables;
mod thread;
mod version;
mod watch;
mod workspace;

pub use artefact::*;
pub use audit::*;
pub use data::*;
pub use decision::*;
pub use define::*;
pub use dossier::*;
pub use erasing::*;
pub use evaluation::*;
pub use exchange::*;
pub use experiment::*;
pub use export::*;
pub use ideas::*;
pub use impact::*;
pub use import::*;
pub use keys::*;
pub use listening::*;
pub use moments::*;
pub use objectives::*;
pub use observed::*;
pub use overview::*;
pub use pack::*;
pub use process::*;
pub use proof::*;
pub use prototype::*;
pub use readiness::*;
pub use record::*;
pub use recording::*;
pub use release::*;
pub use roll_back::*;
pub use rollout::*;
pub use session::*;
pub use signing::*;
pub use system::*;
pub use tables::*;
pub use thread::*;
pub use version::*;
pub use watch::*;
pub use workspace::*;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A count or a log position. JSON numbers are exact to 2^53, far above any log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, TS)]
#[ts(type = "number")]
#[serde(transparent)]
pub struct Count(pub u64);

impl From<u64> for Count {
    fn from(n: u64) -> Self {
        Count(n)
    }
}

impl From<usize> for Count {
    fn from(n: usize) -> Self {
        Count(n as u64)
    }
}

/// A command without arguments, or without a result.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS)]
#[ts(type = "Record<string, never>")]
pub struct Nothing {}

/// The moment a question is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(tag = "mode", rename_all = "kebab-case")]
pub enum AtDto {
    /// The present.
    #[default]
    Now,
    /// What this workspace knew at a log position.
    Position {
        /// The position, `#N`.
        position: Count,
    },
    /// What this workspace knew on a date or at an instant.
    Known {
        /// `YYYY-MM-DD` (the end of that day) or an RFC 3339 instant.
        date: String,
    },
    /// What is known now to have been so on a date or at an instant.
    So {
        /// `YYYY-MM-DD` or an RFC 3339 instant.
        date: String,
    },
}

/// The answer to every failed call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ApiError {
    /// What the page and scripts switch on, kebab-case, never translated.
    pub code: String,
    /// What happened, and what was kept.
    pub message: String,
    /// What to do next.
    pub hint: String,
    /// The field, id, file or line it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub subject: Option<String>,
    /// Field by field, where a form was refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<FieldErrorDto>>", optional)]
    pub fields: Vec<FieldErrorDto>,
}

/// One refused field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldErrorDto {
    /// Name of the field.
    pub field: String,
    /// What the page switches on.
    pub code: String,
    /// A sentence for the person.
    pub sentence: String,
}
