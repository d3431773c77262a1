//! `throughline keys …`: whose keys are whose, and this copy's own. A passphrase is never an argument, which other
//! processes and the shell's history would see: it comes from the environment, from a file, or is typed.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use clap::Subcommand;
use serde_json::{Value, json};
use throughline_api::dto::{ApiError, KeyDto, Keys, Saved};

use crate::print;

/// Where a passphrase may stand.
const VARIABLE: &str = "THROUGHLINE_PASSPHRASE";

/// Where a new one may stand, while the old one is asked for as well.
const NEW_VARIABLE: &str = "THROUGHLINE_NEW_PASSPHRASE";

/// What can be done with keys.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Lists the keys that signed here: whose, known or not, what each signed, from when to when.
    List,
    /// Puts this copy's key under a passphrase, another one, or none.
    Passphrase {
        /// Goes without a passphrase from now on.
        #[arg(long)]
        remove: bool,
    },
    /// Writes this copy's key to a file, under a passphrase of its own.
    Export {
        /// The new file.
        file: PathBuf,
    },
    /// Takes in an exported key, to sign in this copy.
    Import {
        /// The exported key.
        file: PathBuf,
    },
    /// Says whose a key is: `throughline keys endorse "3f2a 9c41" --person Ana --name laptop`.
    Endorse {
        /// The key, or the first digits of it.
        key: String,
        /// Whose it is.
        #[arg(long, value_name = "PERSON")]
        person: String,
        /// What the device is called.
        #[arg(long, value_name = "TEXT")]
        name: Option<String>,
    },
    /// Says that a key is not to be trusted from some change on, or from now on.
    Revoke {
        /// The key, or the first digits of it.
        key: String,
        /// The first change that does not count, as #N.
        #[arg(long, value_name = "#N")]
        from: Option<String>,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

/// The call of the api. Passphrases are asked for here.
///
/// # Errors
/// If one is needed and cannot be had.
pub fn request(
    command: Option<&KeysCommand>,
    file: Option<&Path>,
) -> Result<(&'static str, Value), ApiError> {
    Ok(match command {
        None | Some(KeysCommand::List) => ("keys", json!({})),
        Some(KeysCommand::Passphrase { remove }) => {
            let old = present(file, "Its present passphrase (empty if it has none): ")?;
            let new = if *remove { None } else { Some(new_passphrase()?) };
            ("keys.passphrase", json!({ "old": old, "new": new }))
        }
        Some(KeysCommand::Export { file: to }) => {
            let old = present(file, "Its passphrase (empty if it has none): ")?;
            ("keys.export", json!({ "path": to, "passphrase": old, "new": new_passphrase()? }))
        }
        Some(KeysCommand::Import { file: from }) => (
            "keys.import",
            json!({ "path": from, "passphrase": passphrase(file, "The file's passphrase: ")? }),
        ),
        Some(KeysCommand::Endorse { key, person, name }) => {
            ("keys.endorse", json!({ "key": key, "person": person, "name": name }))
        }
        Some(KeysCommand::Revoke { key, from, reason }) => {
            let from = from.as_deref().map(position).transpose()?;
            ("keys.revoke", json!({ "key": key, "from": from, "reason": reason }))
        }
    })
}

fn position(text: &str) -> Result<u64, ApiError> {
    text.trim_start_matches('#').parse().map_err(|_| {
        ApiError::new(
            "bad-field",
            format!("“{text}” is no place in the log. Nothing was recorded."),
            "Write it as #12 or 12; `throughline log` shows them.",
        )
    })
}

/// The passphrase: from the environment, from the file that is named, or typed.
///
/// # Errors
/// If there is none of these.
pub fn passphrase(file: Option<&Path>, prompt: &str) -> Result<String, ApiError> {
    if let Some(file) = file {
        let text = std::fs::read_to_string(file).map_err(|e| {
            ApiError::new(
                "io",
                format!("The passphrase in {} cannot be read: {e}. Nothing was recorded.", file.display()),
                "Name a file whose first line is the passphrase.",
            )
        })?;
        return Ok(text.lines().next().unwrap_or_default().to_owned());
    }
    match std::env::var(VARIABLE) {
        Ok(text) => Ok(text),
        Err(_) => typed(prompt, VARIABLE),
    }
}

/// The passphrase of a key that may have none. Where nobody can be asked it has none, or is refused as locked.
fn present(file: Option<&Path>, prompt: &str) -> Result<Option<String>, ApiError> {
    match passphrase(file, prompt) {
        Err(error) if error.code == "passphrase-needed" => Ok(None),
        given => Ok(Some(given?).filter(|given| !given.is_empty())),
    }
}

fn new_passphrase() -> Result<String, ApiError> {
    match std::env::var(NEW_VARIABLE) {
        Ok(text) => Ok(text),
        Err(_) => {
            let once = typed("The new passphrase: ", NEW_VARIABLE)?;
            if typed("Once more: ", NEW_VARIABLE)? == once {
                return Ok(once);
            }
            Err(ApiError::new(
                "passphrases-differ",
                "The two are not the same. Nothing was changed.",
                "Try again.",
            ))
        }
    }
}

/// Reads a line from the terminal without showing it.
fn typed(prompt: &str, variable: &str) -> Result<String, ApiError> {
    if !std::io::stdin().is_terminal() {
        return Err(ApiError::new(
            "passphrase-needed",
            "A passphrase is needed, and nobody is at a terminal to type it. Nothing was recorded.",
            match variable {
                NEW_VARIABLE => format!("Set {NEW_VARIABLE}."),
                _ => format!("Set {variable}, or name a file with --passphrase-file."),
            },
        ));
    }
    let echo = |on: &str| {
        let _ = Process::new("stty").arg(on).stdin(Stdio::inherit()).status();
    };
    let mut out = std::io::stderr();
    let _ = write!(out, "{prompt}").and_then(|()| out.flush());
    echo("-echo");
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    echo("echo");
    let _ = writeln!(out);
    read.map_err(|e| ApiError::new("io", format!("Nothing could be read: {e}."), "Try again."))?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}

/// Prints an answer for a person.
pub fn answer(command: Option<&KeysCommand>, answer: &Value) {
    match command {
        Some(KeysCommand::Export { file }) => print::line(&format!(
            "{}\nWhoever has this file and its passphrase signs as you. Use the key in one copy at a time.",
            file.display()
        )),
        Some(KeysCommand::Endorse { .. } | KeysCommand::Revoke { .. }) => {
            print::typed(answer, |saved: &Saved| vec![format!("#{}", saved.position.map_or(0, |p| p.0))]);
        }
        _ => print::typed(answer, keys),
    }
}

fn keys(keys: &Keys) -> Vec<String> {
    let mut lines: Vec<String> = keys.rows.iter().flat_map(key).collect();
    if keys.begins {
        lines.push("This copy has no key yet; the first change you record begins one.".into());
    }
    if keys.unverified.0 > 0 {
        lines.push(format!("{} changes are signed by keys nobody known spoke for.", keys.unverified.0));
    }
    if keys.revoked.0 > 0 {
        lines.push(format!("{} changes are signed by keys after they were revoked.", keys.revoked.0));
    }
    lines
}

fn key(key: &KeyDto) -> Vec<String> {
    let names = |cards: &[throughline_api::dto::CardDto]| {
        cards.iter().map(|card| card.title.as_str()).collect::<Vec<_>>().join(", ")
    };
    let whose = match (key.persons.is_empty(), key.name.is_empty()) {
        (true, true) => "nobody’s yet".to_owned(),
        (true, false) => key.name.clone(),
        (false, true) => names(&key.persons),
        (false, false) => format!("{}, {}", names(&key.persons), key.name),
    };
    let mut marks = vec![key.standing.clone()];
    if key.in_use {
        marks.push("signs here".into());
    }
    if key.own {
        marks.push(if key.protected { "under a passphrase" } else { "without a passphrase" }.into());
    }
    let mut lines = vec![
        format!("{}  {whose}  ({})", key.short, marks.join(", ")),
        format!(
            "    {} changes, #{} to #{}, {} to {}",
            key.changes.0,
            key.first.0,
            key.last.0,
            day(&key.first_at),
            day(&key.last_at)
        ),
        format!("    {}", key.sentence),
    ];
    if let Some(revoked) = &key.revocation {
        let from = revoked.from.map_or_else(|| "its next change".into(), |from| format!("#{}", from.0));
        lines.push(format!(
            "    Not trusted from {from} on ({} changes): {}",
            revoked.changes.0, revoked.reason
        ));
    }
    lines
}

fn day(at: &str) -> &str {
    at.get(..10).unwrap_or(at)
}
