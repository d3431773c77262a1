//! The one table of commands that every shell calls.
