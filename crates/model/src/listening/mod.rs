//! What listening to people needs beside its fields: who may be recognised in a text, where a quote
//! stands in its source, and how many people said what. Pure, like everything in this crate.
//!
//! Places in a text are counted in characters (Unicode scalar values) from 0, as `span-from` and
//! `span-to` of a highlight are: not in bytes, and not in the UTF-16 units of a page.

mod contacts;
mod passage;
mod people;

pub use contacts::{Contact, ContactKind, contacts, looks_like_name};
pub use passage::{Place, Reading, Span};
pub use people::{Heard, People, people};
