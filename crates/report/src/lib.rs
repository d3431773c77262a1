//! What is drawn and printed: the layered layout of a thread, shared by the map on screen and the
//! documents made from it, and checkpoints on paper.

pub mod checkpoint;
pub mod layout;
