//! Kinds, fields, links and the fold of records into typed state. Pure.
//!
//! Two tables say everything about the words of the domain: [`kinds::kinds`] and [`links::links`].
//! Forms, the command line, search, import and export read these tables, so a new kind is one entry.
//! No clock, no randomness, no files: every answer depends on its arguments alone.

pub mod audit;
pub mod bundle;
pub mod card;
pub mod causes;
pub mod check;
pub mod criteria;
pub mod data;
pub mod experiment;
pub mod field;
pub mod figures;
pub mod fold;
pub mod identity;
pub mod keys;
pub mod kinds;
pub mod links;
pub mod listening;
pub mod matrix;
pub mod merge3;
pub mod order;
pub mod path;
pub mod problems;
pub mod prototype;
pub mod readiness;
pub mod rollout;
pub mod rounds;
pub mod schema;
pub mod session;
pub mod stage;
pub mod stances;
pub mod standing;
pub mod state;
pub mod suspect;
pub mod system;
pub mod template;
pub mod title;
pub mod upcast;
pub mod value;
pub mod words;

pub use card::Voice;
pub use check::{allowed_between, check_field, check_kind, check_link, check_new, check_set};
pub use field::{Column, Field, FieldType, Merge};
pub use fold::{Causality, Entry, Linear, fold, set_change};
pub use kinds::{BASE, Kind, kind, kind_by_prefix, kinds};
pub use links::{Flow, LINK_BASE, LinkEnds, LinkType, link, links};
pub use stage::{PHASES, PLACES, STAGES, Stage, lane_of_phase};
pub use state::{FieldState, Head, Stamp, State};
pub use title::search_text;
pub use upcast::{LINK_KIND, written_kind};
pub use value::{FieldError, parse_field, parse_json};
