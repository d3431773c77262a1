//! The figures, against SciPy and against what must hold whatever the numbers are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod golden;
mod hostile;
mod properties;
mod reference;
mod table;
mod words;
