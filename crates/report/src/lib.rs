//! What is drawn and printed: the layered layout of a thread, shared by the map on screen and the
//! documents made from it.

pub mod layout;
pub mod pack;
