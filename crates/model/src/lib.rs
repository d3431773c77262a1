//! Kinds, fields, links and the fold of records into typed state. Pure.
//!
//! Two tables say everything about the words of the domain: [`kinds::kinds`] and [`links::links`].
//! Forms, the command line, search, import and export read these tables, so a new kind is one entry.
//! No clock, no randomness, no files: every answer depends on its arguments alone.

pub mod field;
pub mod kinds;
pub mod links;
pub mod stage;

pub use field::{Column, Field, FieldType, Merge};
pub use kinds::{BASE, Kind, kind, kind_by_prefix, kinds};
pub use links::{Flow, LinkEnds, LinkType, link, links};
pub use stage::{PHASES, PLACES, STAGES, Stage, lane_of_phase};
