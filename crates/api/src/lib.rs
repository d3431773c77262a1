//! The one table of commands that every shell calls, with its data and its errors.
//!
//! A shell holds one [`App`] and calls it by command name with JSON arguments. Everything a
//! person can do goes through [`commands::COMMANDS`].

mod app;
mod attachments;
mod bridges;
mod bundles;
mod cards;
mod check_runs;
pub mod commands;
mod comparing;
mod context;
mod criteria;
mod data_compare;
mod data_profile;
mod decisions;
pub mod dto;
pub mod error;
mod evaluation;
mod evidence;
mod experiment_plan;
mod experiment_results;
mod experiments;
mod export;
mod freezing;
mod history;
mod ideas;
mod impact;
mod imports;
pub mod inline;
mod jobs;
mod linking;
mod listening;
mod lookups;
mod markdown;
mod moments;
mod objectives;
mod observed;
mod observing;
mod overview;
mod pages;
mod parts;
mod problems;
mod process;
mod promoting;
mod proposals;
mod prototypes;
mod readiness;
mod releases;
mod review;
mod rolling_back;
mod rollout;
mod sample;
mod sealed;
mod sessions;
mod settings;
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
