//! The command line as a script meets it: what it prints, where, and how it exits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod auditing;
mod crowd;
mod data;
mod documents;
mod evidence;
mod exits;
mod experiments;
mod exports;
mod figures;
mod files;
mod finding;
mod journey;
mod keeping;
mod looking_back;
mod machine;
mod meeting;
mod objectives;
mod ready;
mod rollout;
mod shell;
mod stories;
mod stories_audit;
mod stories_data;
mod stories_live;
mod streams;
mod telling;
mod versions;
mod watching;
