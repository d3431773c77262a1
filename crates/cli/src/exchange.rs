//! Copies that meet: `throughline merge`, `export changes`, `conflicts`, `resolve` and `restore-backup`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use throughline_api::dto::{
    ApiError, BackupRestored, ChangesExported, ConflictList, HeadDto, MergeDto, Saved,
};

use crate::args::AsOf;
use crate::print;
use crate::request::moment;

/// What can be done with copies that meet.
#[derive(Debug, Subcommand)]
pub enum ExchangeCommand {
    /// Takes in the changes of another copy of this workspace: all of them, verified, or none.
    Merge {
        /// Another copy's workspace file, or a file that `throughline export changes` wrote.
        file: PathBuf,
        /// Says what would come, and takes nothing in.
        #[arg(long)]
        dry_run: bool,
    },
    /// Lists fields in which values stand side by side that were set without knowing of each other.
    Conflicts {
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Settles a conflict by keeping one of the values, as one change; the others stay in the history.
    Resolve {
        /// The artefact.
        id: String,
        /// The field.
        field: String,
        /// Which value stays: its number as `throughline conflicts` lists it, who set it, or `merged`.
        #[arg(long, value_name = "N|PERSON|merged")]
        keep: String,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Puts a backup in place, verified; nothing is overwritten.
    RestoreBackup {
        /// The backup.
        file: PathBuf,
        /// Where the workspace is to lie.
        #[arg(long, value_name = "PATH")]
        to: PathBuf,
        /// Puts it in place of what lies there, which is kept beside it as `NAME.before-restore-….throughline`.
        #[arg(long)]
        replace: bool,
    },
}

/// `throughline export changes`.
#[derive(Debug, Args)]
pub struct ExportChanges {
    /// The position after which changes are written, `#N`; `#0` for all of them.
    #[arg(long, value_name = "#N")]
    pub since: String,
    /// The new file; by default `changes-since-N.tlx` in this folder.
    #[arg(long, short, visible_alias = "output", value_name = "FILE")]
    pub to: Option<PathBuf>,
}

/// The call of the api.
pub fn request(command: &ExchangeCommand) -> (&'static str, Value) {
    match command {
        ExchangeCommand::Merge { file, dry_run } => ("merge", json!({ "path": file, "preview": dry_run })),
        ExchangeCommand::Conflicts { at } => ("conflicts", json!({ "at": moment(at) })),
        ExchangeCommand::Resolve { id, field, keep, reason } => {
            ("conflict.settle", json!({ "id": id, "field": field, "keep": keep, "reason": reason }))
        }
        ExchangeCommand::RestoreBackup { file, to, replace } => {
            ("workspace.restore", json!({ "backup": file, "path": to, "replace": replace }))
        }
    }
}

/// The call that writes changes to a file.
///
/// # Errors
/// `bad-field` where the position is not one.
pub fn export(of: &ExportChanges) -> Result<(&'static str, Value), ApiError> {
    let since: u64 = of.since.trim_start_matches('#').parse().map_err(|_| {
        ApiError::new(
            "bad-field",
            format!("“{}” is not a position of the record. Nothing was written.", of.since),
            "Write --since '#212', or --since '#0' for all changes.",
        )
        .about("since")
    })?;
    let to = of.to.clone().unwrap_or_else(|| format!("changes-since-{since}.tlx").into());
    Ok(("changes.export", json!({ "since": since, "path": to })))
}

/// Prints what was written.
pub fn exported(answer: &Value) {
    print::typed(answer, |done: &ChangesExported| {
        let files = match done.attachments.0 {
            0 => String::new(),
            1 => ", 1 file".into(),
            n => format!(", {n} files"),
        };
        vec![format!(
            "{}: #{} to #{}, {} records{files}, {} bytes",
            done.path, done.first.0, done.last.0, done.records.0, done.bytes.0
        )]
    });
}

/// Prints an answer for a person.
pub fn answer(command: &ExchangeCommand, answer: &Value) {
    match command {
        ExchangeCommand::Merge { .. } => print::typed(answer, merged),
        ExchangeCommand::Conflicts { .. } => print::typed(answer, conflicts),
        ExchangeCommand::Resolve { .. } => print::typed(answer, |saved: &Saved| {
            vec![saved.position.map_or_else(
                || format!("{}  nothing differs, nothing recorded", saved.short),
                |position| format!("{}  #{}", saved.short, position.0),
            )]
        }),
        ExchangeCommand::RestoreBackup { .. } => print::typed(answer, |done: &BackupRestored| {
            let mut out = vec![format!("{}: {} changes, verified", done.path, done.changes.0)];
            if let Some(before) = &done.before {
                let held = done.before_changes.map_or_else(String::new, |n| format!(" ({} changes)", n.0));
                out.push(format!("what lay there is kept: {before}{held}"));
            }
            out
        }),
    }
}

fn merged(merge: &MergeDto) -> Vec<String> {
    let mut out = vec![merge.sentence.clone()];
    for one in &merge.by {
        out.push(format!("  {:<24} {:>5}  {}", one.name, one.changes.0, one.touched));
    }
    if let (Some(first), Some(last), true) = (merge.first, merge.last, merge.done) {
        out.push(format!("  they stand here as #{} to #{}", first.0, last.0));
    }
    if merge.attachments.0 > 0 {
        out.push(format!("  files: {}, {} bytes", merge.attachments.0, merge.attachment_bytes.0));
    }
    if merge.attachments_missing.0 > 0 {
        out.push(format!("  files that neither copy holds: {}", merge.attachments_missing.0));
    }
    for one in &merge.conflicts {
        out.push(format!("  in conflict: {} {} “{}”", one.card.short, one.field, one.card.title));
    }
    for device in &merge.equivocal {
        out.push(format!("  signed twice with one number: device {device}"));
    }
    out
}

fn conflicts(list: &ConflictList) -> Vec<String> {
    if list.rows.is_empty() {
        return vec!["Nothing is in conflict.".into()];
    }
    let mut out = Vec::new();
    for row in &list.rows {
        out.push(format!("{}  {}  “{}”", row.card.short, row.field, row.card.title));
        for (number, head) in (1..).zip(&row.heads) {
            let by = if head.set.by.is_empty() { "somebody" } else { &head.set.by };
            out.push(format!("  {number}  {}  by {by}, {}", shown(head), head.set.at));
        }
        if row.merged.is_some() {
            out.push("  merged  all that either changed".into());
        }
    }
    out
}

fn shown(head: &HeadDto) -> String {
    match (&head.link, &head.value) {
        (Some(link), _) => format!("{} {}", link.other.short, link.other.title),
        (None, Value::Null) => "(empty)".into(),
        (None, value) => print::plain(value),
    }
}
