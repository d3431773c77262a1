//! The workspace seen from outside: stories, crash, convergence, hostile input, window.
//!
//! The library holds what the browser tests' host needs; the tests themselves stand in `tests/`.

pub mod host;
