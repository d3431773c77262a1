//! `throughline erase`, `erased`, `hold`, `sign` and `signatures`: what can be typed, what is called, what is printed.

use std::path::Path;

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use throughline_api::dto::{
    ApiError, ErasedDto, ErasedList, ErasurePreview, HoldDto, Holds, Saved, SignatureDto, Signatures,
};

use crate::args::AsOf;
use crate::keys;
use crate::print;
use crate::request::moment;

/// What leaves, what must stay, and what is signed.
#[derive(Debug, Subcommand)]
pub enum KeepCommand {
    /// Erases for good: a field, an attachment or all of an artefact, or the reason of a change.
    Erase(EraseOf),
    /// Lists what was erased, by whom, when and why.
    Erased {
        /// Only of this artefact.
        id: Option<String>,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Forbids erasing, lifts that, and lists what must be kept.
    Hold {
        /// What to do.
        #[command(subcommand)]
        command: Option<HoldCommand>,
    },
    /// Signs a stance, a decision, a frozen release or any artefact, as who is at the keyboard.
    Sign(SignOf),
    /// Lists the signatures under an artefact.
    Signatures {
        /// Which.
        id: String,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
}

/// What is to be erased.
#[derive(Debug, Args)]
pub struct EraseOf {
    /// The artefact.
    pub id: Option<String>,
    /// Only this field; may be repeated.
    #[arg(long = "field", value_name = "FIELD")]
    pub fields: Vec<String>,
    /// Only this attachment: its name or digest.
    #[arg(long, value_name = "NAME")]
    pub attachment: Option<String>,
    /// The reason given with this change.
    #[arg(long, value_name = "#N")]
    pub note: Option<String>,
    /// Another artefact, all of which goes with it; may be repeated.
    #[arg(long, value_name = "ID")]
    pub also: Vec<String>,
    /// Why. It stays, and must not repeat what is erased.
    #[arg(long, value_name = "TEXT", required_unless_present = "preview")]
    pub reason: Option<String>,
    /// Shows what would go, and erases nothing.
    #[arg(long)]
    pub preview: bool,
}

/// What can be done with holds.
#[derive(Debug, Subcommand)]
pub enum HoldCommand {
    /// Forbids erasing artefacts, or a release with all it includes.
    Put {
        /// What must be kept.
        #[arg(required = true)]
        ids: Vec<String>,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Its last day.
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
    },
    /// Lifts a hold.
    Lift {
        /// What it was put on, or the hold's own id.
        id: String,
        /// Why it need not be kept any longer.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Lists what must be kept.
    List {
        /// Only what covers this artefact.
        id: Option<String>,
    },
}

/// What is signed.
#[derive(Debug, Args)]
pub struct SignOf {
    /// What is signed.
    pub id: String,
    /// What the signature means: approval, review, responsibility, authorship or witness.
    #[arg(long)]
    pub meaning: String,
    /// Your name as it is to be printed; by default as it is recorded.
    #[arg(long, value_name = "NAME")]
    pub printed_name: Option<String>,
    /// What you declare; by default the sentence that goes with the meaning.
    #[arg(long, value_name = "TEXT")]
    pub statement: Option<String>,
    /// Signs with a key that has no passphrase, which the signature says.
    #[arg(long)]
    pub key_only: bool,
}

/// The call of the api.
///
/// # Errors
/// If a passphrase is needed and cannot be had.
pub fn request(command: &KeepCommand, file: Option<&Path>) -> Result<(&'static str, Value), ApiError> {
    Ok(match command {
        KeepCommand::Erase(of) => {
            let name = if of.preview { "erase.preview" } else { "erase" };
            let args = json!({
                "id": of.id, "fields": of.fields, "attachment": of.attachment, "note": of.note, "also": of.also,
                "reason": of.reason.as_deref().unwrap_or_default(),
            });
            (name, args)
        }
        KeepCommand::Erased { id, at } => ("erased", json!({ "id": id, "at": moment(at) })),
        KeepCommand::Hold { command: None } => ("holds", json!({})),
        KeepCommand::Hold { command: Some(HoldCommand::List { id }) } => ("holds", json!({ "id": id })),
        KeepCommand::Hold { command: Some(HoldCommand::Put { ids, reason, until }) } => {
            ("hold.put", json!({ "of": ids, "reason": reason, "until": until }))
        }
        KeepCommand::Hold { command: Some(HoldCommand::Lift { id, reason }) } => {
            ("hold.lift", json!({ "id": id, "reason": reason }))
        }
        KeepCommand::Sign(of) => {
            let passphrase = match of.key_only {
                true => None,
                false => Some(keys::passphrase(file, "The passphrase of your key: ")?),
            };
            let args = json!({
                "id": of.id, "meaning": of.meaning, "printed_name": of.printed_name, "statement": of.statement,
                "passphrase": passphrase, "key_only": of.key_only,
            });
            ("sign", args)
        }
        KeepCommand::Signatures { id, at } => ("signatures", json!({ "id": id, "at": moment(at) })),
    })
}

/// Prints an answer for a person.
pub fn answer(command: &KeepCommand, answer: &Value) {
    match command {
        KeepCommand::Erase(EraseOf { preview: true, .. }) => print::typed(answer, preview),
        KeepCommand::Erase(_) => print::typed(answer, |done: &ErasedDto| {
            vec![format!("#{}  {}", done.position.0, done.sentence), done.scan.clone()]
        }),
        KeepCommand::Erased { .. } => print::typed(answer, erased),
        KeepCommand::Hold { command: None | Some(HoldCommand::List { .. }) } => {
            print::typed(answer, |holds: &Holds| match holds.rows.as_slice() {
                [] => vec!["Nothing is on hold.".into()],
                rows => rows.iter().map(hold).collect(),
            });
        }
        KeepCommand::Hold { .. } => {
            print::typed(answer, |saved: &Saved| vec![format!("#{}", saved.position.map_or(0, |p| p.0))]);
        }
        KeepCommand::Sign(_) => print::typed(answer, |one: &SignatureDto| signature(one)),
        KeepCommand::Signatures { .. } => {
            print::typed(answer, |all: &Signatures| match all.rows.as_slice() {
                [] => vec!["Nobody signed it.".into()],
                rows => rows.iter().flat_map(signature).collect(),
            })
        }
    }
}

fn preview(preview: &ErasurePreview) -> Vec<String> {
    let mut lines = vec![preview.sentence.clone()];
    for part in &preview.parts {
        lines.push(format!("  {:<8} {}  {}: {}", part.place, part.of, part.fields.join(", "), part.text));
    }
    if !preview.again.is_empty() {
        lines.push(format!("Recorded again as it shows now: {}.", preview.again.join(", ")));
    }
    if !preview.attachments.is_empty() {
        lines.push(format!("Files that go: {}.", preview.attachments.join(", ")));
    }
    if preview.drafts.0 > 0 {
        lines.push(format!("Drafts that go: {}.", preview.drafts.0));
    }
    if !preview.beside.is_empty() {
        let ids: Vec<&str> = preview.beside.iter().map(|card| card.short.as_str()).collect();
        lines.push(format!("What hangs on it and may say the same (--also): {}.", ids.join(", ")));
    }
    if preview.hold.is_none() {
        lines.push("Nothing was erased. Copies made before keep it until they meet this one.".into());
    }
    lines
}

fn erased(list: &ErasedList) -> Vec<String> {
    let mut lines = Vec::new();
    for row in &list.rows {
        let of: Vec<&str> = row.of.iter().map(|card| card.short.as_str()).collect();
        let by = if row.by.is_empty() { "somebody" } else { &row.by };
        let unsure = if row.key == "known" { String::new() } else { format!(" ({})", row.key) };
        let at = row.at.get(..10).unwrap_or(&row.at);
        lines.push(format!(
            "#{}  {at}  {by}{unsure}  {}  {}",
            row.position.0,
            of.join(", "),
            row.fields.join(", ")
        ));
        lines.push(format!("    {}", row.reason));
    }
    if lines.is_empty() {
        lines.push("Nothing was erased.".into());
    }
    lines.extend(list.holds.iter().filter(|one| one.in_force).map(hold));
    lines
}

fn hold(hold: &HoldDto) -> String {
    let on: Vec<&str> = hold
        .on
        .iter()
        .map(|card| if card.short.is_empty() { card.title.as_str() } else { card.short.as_str() })
        .collect();
    let until = hold.until.as_deref().map_or_else(String::new, |until| format!(", until {until}"));
    let lifted = match (&hold.lifted_because, hold.in_force) {
        (Some(why), false) => format!("  (lifted: {why})"),
        (None, false) => "  (over)".into(),
        _ => String::new(),
    };
    format!("kept: {}{until}: {}{lifted}", on.join(", "), hold.reason)
}

fn signature(one: &SignatureDto) -> Vec<String> {
    vec![
        one.line.clone(),
        format!("    “{}”", one.statement),
        format!("    #{}  {}", one.position.0, one.root),
    ]
}
