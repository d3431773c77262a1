//! What an auditor asks of a record years later: pure rules over what the record says.
//!
//! None of them judges the work. Each says where to look: what came late, what was left open knowingly and for how
//! long, what changed though nobody decided it, which decision came to nothing, and which few artefacts to read in full.

pub mod late;
pub mod sample;
pub mod undecided;
pub mod waived;
