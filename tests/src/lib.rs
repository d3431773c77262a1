//! The workspace seen from outside: stories, crash, convergence, hostile input, window.
//!
//! The library holds what the browser tests' host and the benchmark need; the tests themselves stand
//! in `tests/`.

pub mod bench;
pub mod host;
