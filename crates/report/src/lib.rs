//! What is drawn and printed: the layered layout of a thread, shared by the map on screen and the
//! documents made from it; the dossier as HTML and PDF; frameworks beside it; and checkpoints on
//! paper.

pub mod checkpoint;
pub mod dossier;
pub mod frameworks;
pub mod layout;
pub mod pack;
