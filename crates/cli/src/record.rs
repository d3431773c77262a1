//! `throughline record …`: what pipelines record.

use clap::Subcommand;

use crate::record_check::RecordCheck;

/// What can be recorded.
#[derive(Debug, Subcommand)]
pub enum RecordCommand {
    /// Records a check, by hand or from the results of tests, as one change.
    Check(RecordCheck),
}
