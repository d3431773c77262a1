//! Every readiness rule with releases in which it speaks and in which it is silent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cases;
mod objectives;
mod process;
mod results;
mod story;
mod table;
mod waivers;
