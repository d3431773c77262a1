//! The one table of commands that every shell calls, with its data and its errors.

pub mod commands;
pub mod dto;
pub mod error;
mod stub;

/// placeholder
pub struct App;
