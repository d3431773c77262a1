//! The application as a shell sees it: commands by name, JSON in, JSON or an error out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod as_of;
mod attachments;
mod auditing;
mod between;
mod commands;
mod context;
mod data;
mod define;
mod desk;
mod drafts;
mod evaluation;
mod experiments;
mod forms;
mod hostile;
mod impact;
mod links;
mod listening;
mod looking_again;
mod moments;
mod next_release;
mod objectives;
mod observing;
mod parts;
mod process;
mod prototypes;
mod read_only;
mod readiness;
mod recording;
mod releases;
mod rollout;
mod sessions;
mod system_map;
mod undo;
mod versions;
mod watching;
