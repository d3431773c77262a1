//! The one table of commands that every shell calls, with its data and its errors.
//!
//! A shell holds one [`App`] and calls it by command name with JSON arguments. Everything a
//! person can do goes through [`commands::COMMANDS`].

mod app;
mod attachments;
mod audit;
mod bridges;
mod bundles;
mod cards;
mod check_runs;
pub mod commands;
mod comparing;
mod conflicts;
mod context;
mod criteria;
mod data_compare;
mod data_profile;
mod decisions;
mod dossier;
pub mod dto;
mod erasing;
pub mod error;
mod evaluation;
mod evidence;
mod exchange;
mod experiment_plan;
mod experiment_results;
mod experiments;
mod export;
mod freezing;
mod history;
mod holding;
mod ideas;
mod impact;
mod imports;
pub mod inline;
mod jobs;
mod keys;
mod linking;
mod listening;
mod lookups;
mod markdown;
mod moments;
mod objectives;
mod observed;
mod observing;
mod overview;
mod pack;
mod pages;
mod parts;
mod problems;
mod process;
mod promoting;
mod proof;
mod proposals;
mod prototypes;
pub mod read_only;
mod readiness;
mod releases;
mod review;
mod rolling_back;
mod rollout;
mod sample;
mod sealed;
mod sessions;
mod settings;
mod signing;
mod stances;
mod suspects;
mod system;
mod tables;
mod thread;
mod versions;
mod watch;
mod workspaces;
mod writes;

pub use app::App;

/// The names of the frameworks that can be laid beside a release.
#[must_use]
pub fn frameworks() -> Vec<&'static str> {
    throughline_report::frameworks::all().iter().map(|f| f.name.as_str()).collect()
}
