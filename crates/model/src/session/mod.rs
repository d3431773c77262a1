//! A session in one room: its phases, what may be done in each, what each viewer may see, and what it leaves
//! behind. Pure: the clock and fresh ids are passed in, names of people and artefacts are texts.
//!
//! A [`Room`] is changed by one [`Act`] at a time. What cannot be done is a [`Refusal`] and changes nothing.
//! [`Room::seen`] is all that a screen may show: before the reveal nobody sees what others wrote, and before a
//! vote is closed nobody sees more of it than who has voted. [`Room::artefacts`] says what a phase leaves.

mod act;
mod agenda;
mod leaves;
mod people;
mod room;
mod seen;
mod timer;

pub use act::{Act, Fresh, Refusal};
pub use agenda::{DOTS, Phase, Planned, TWENTY_MINUTES, check_agenda};
pub use leaves::Artefact;
pub use people::{ALWAYS_ASKED, Missing, Person, missing};
pub use room::{Anonymity, Answer, Entry, Held, Rated, Risk, Room, Words};
pub use seen::{Rating, Seen, SeenEntry};
pub use timer::Timer;

/// Most characters of one idea or risk: a line that can be read from the back of a room.
pub const LONGEST: usize = 500;
