//! `throughline verify`, `checkpoint`, `anchor …`, `prove`: what can be typed, what is called, what is printed.

use std::io::Write;
use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};
use throughline_api::dto::{
    AnchorAdded, AnchorList, ApiError, CheckpointDto, ProofChecked, ProofDto, Stamped, VerifyDto,
};

use crate::print;

/// What can be proven.
#[derive(Debug, Subcommand)]
pub enum ProofCommand {
    /// Recomputes and checks the whole record, and compares it with checkpoints that were kept.
    Verify {
        /// An evidence pack; without one, the workspace.
        #[arg(value_name = "PACK.zip", conflicts_with_all = ["git", "authorities"])]
        pack: Option<PathBuf>,
        /// A file with a checkpoint, or a mail with one in it. May be repeated.
        #[arg(long, value_name = "FILE")]
        checkpoint: Vec<PathBuf>,
        /// A git repository whose tags `throughline/*` are compared. May be repeated.
        #[arg(long, value_name = "REPOSITORY")]
        git: Vec<PathBuf>,
        /// Certificates (PEM) of time-stamping authorities that you trust.
        #[arg(long, value_name = "FILE")]
        authorities: Option<PathBuf>,
    },
    /// Signs a checkpoint of the log as it is now, and prints it.
    Checkpoint {
        /// Writes it to a new file instead.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Writes a page to print, with the note and its QR code (HTML); needs --out.
        #[arg(long, requires = "out")]
        qr: bool,
    },
    /// Checkpoints that are kept elsewhere.
    Anchor {
        /// What to do.
        #[command(subcommand)]
        command: AnchorCommand,
    },
    /// Proves that a record stands in the log, for somebody without the workspace: `throughline prove DEC-2 --parts`.
    Prove {
        /// `#N.i`, a record's address, or an artefact: then what set it last.
        #[arg(required_unless_present_any = ["since", "check"])]
        id: Option<String>,
        /// The checkpoint it is proven under; without it one is signed now.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
        /// Proves instead that the log of this older checkpoint is the beginning of the present one.
        #[arg(long, value_name = "FILE")]
        since: Option<PathBuf>,
        /// Shows what the record says, too.
        #[arg(long)]
        parts: bool,
        /// Writes the proof to a new file.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Checks a proof that somebody else made; needs no workspace.
        #[arg(long, value_name = "FILE", conflicts_with_all = ["id", "checkpoint", "since", "parts", "out"])]
        check: Option<PathBuf>,
    },
}

/// What can be done with anchors.
#[derive(Debug, Subcommand)]
pub enum AnchorCommand {
    /// Lists them, newest first, with how the record stands to each.
    List,
    /// Keeps a checkpoint elsewhere and records where.
    Add {
        /// How: `file`, `print`, `mail`, `git` or `other`.
        way: String,
        /// The new file (`file`: text; `print`: a page), or the repository (`git`).
        path: Option<PathBuf>,
        /// Where it is kept and by whom.
        #[arg(long, value_name = "TEXT", default_value = "")]
        place: String,
        /// A checkpoint that was made before and sent away.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Writes the request for a time stamp (RFC 3161) of an anchor.
    Request {
        /// The anchor's id, as `anchor list` prints it.
        id: String,
        /// The new file, `.tsq`.
        file: PathBuf,
    },
    /// Checks a time-stamp reply offline and attaches it to its anchor.
    Stamp {
        /// The anchor's id, as `anchor list` prints it.
        id: String,
        /// The reply, `.tsr`.
        file: PathBuf,
        /// Certificates (PEM) of authorities that you trust.
        #[arg(long, value_name = "FILE")]
        authorities: Option<PathBuf>,
    },
}

/// Whether a command works on a file alone.
pub fn needs_workspace(command: &ProofCommand) -> bool {
    !matches!(
        command,
        ProofCommand::Prove { check: Some(_), .. } | ProofCommand::Verify { pack: Some(_), .. }
    )
}

/// The call of the api.
///
/// # Errors
/// `io` where a checkpoint that is recorded cannot be read.
pub fn request(command: &ProofCommand) -> Result<(&'static str, Value), ApiError> {
    Ok(match command {
        ProofCommand::Verify { pack: Some(path), checkpoint, .. } => crate::pack::check(path, checkpoint),
        ProofCommand::Verify { pack: None, checkpoint, git, authorities } => {
            let kept: Vec<Value> = checkpoint.iter().map(|path| json!({ "path": path })).collect();
            (
                "workspace.verify",
                json!({ "checkpoints": kept, "repositories": git, "authorities": authorities }),
            )
        }
        ProofCommand::Checkpoint { out: Some(path), qr } => {
            ("checkpoint.save", json!({ "path": path, "page": qr }))
        }
        ProofCommand::Checkpoint { out: None, .. } => ("checkpoint.make", json!({})),
        ProofCommand::Prove { check: Some(path), .. } => ("prove.check", json!({ "path": path })),
        ProofCommand::Prove { id, checkpoint, since, parts, out, check: None } => {
            let kept = |path: &Option<PathBuf>| path.as_ref().map(|path| json!({ "path": path }));
            let args = json!({
                "id": id.as_deref().unwrap_or_default(), "checkpoint": kept(checkpoint), "since": kept(since),
                "parts": parts, "path": out,
            });
            ("prove", args)
        }
        ProofCommand::Anchor { command } => match command {
            AnchorCommand::List => ("anchor.list", json!({})),
            AnchorCommand::Add { way, path, place, checkpoint, reason } => {
                let text = checkpoint.as_ref().map(std::fs::read_to_string).transpose().map_err(|e| {
                    ApiError::new(
                        "io",
                        format!("The checkpoint could not be read: {e}. Nothing was recorded."),
                        "Check the path.",
                    )
                })?;
                let args =
                    json!({ "way": way, "path": path, "place": place, "text": text, "reason": reason });
                ("anchor.add", args)
            }
            AnchorCommand::Request { id, file } => ("anchor.request", json!({ "id": id, "path": file })),
            AnchorCommand::Stamp { id, file, authorities } => {
                ("anchor.stamp", json!({ "id": id, "path": file, "authorities": authorities }))
            }
        },
    })
}

/// Prints an answer for a person.
pub fn answer(command: &ProofCommand, answer: &Value) {
    match command {
        ProofCommand::Verify { pack: Some(_), .. } => crate::pack::verdict(answer),
        ProofCommand::Verify { .. } => print::typed(answer, verdict),
        ProofCommand::Checkpoint { out: None, .. } => {
            // Byte for byte: what is kept must be what was signed.
            if let Some(text) = answer.get("text").and_then(Value::as_str) {
                let _ = std::io::stdout().write_all(text.as_bytes());
            }
        }
        ProofCommand::Checkpoint { .. } => print::typed(answer, |made: &CheckpointDto| {
            let path = made.path.as_deref().unwrap_or_default();
            vec![format!(
                "The checkpoint through #{} is in {path}. Keep it away from the workspace.",
                made.position.0
            )]
        }),
        ProofCommand::Prove { check: Some(_), .. } => {
            print::typed(answer, |checked: &ProofChecked| vec![checked.sentence.clone()]);
        }
        ProofCommand::Prove { .. } => print::typed(answer, |made: &ProofDto| match &made.path {
            Some(path) => vec![format!("{} The proof is in {path}.", made.sentence)],
            None => serde_json::to_string_pretty(&made.proof)
                .map(|text| text.lines().map(str::to_owned).collect())
                .unwrap_or_default(),
        }),
        ProofCommand::Anchor { command: AnchorCommand::List } => print::typed(answer, anchors),
        ProofCommand::Anchor { command: AnchorCommand::Add { path, .. } } => {
            print::typed(answer, |added: &AnchorAdded| {
                let mut out = vec![added.sentence.clone()];
                if path.is_none() {
                    out.extend(added.checkpoint.text.lines().map(str::to_owned));
                }
                out
            });
        }
        ProofCommand::Anchor { .. } => {
            print::typed(answer, |stamped: &Stamped| vec![stamped.sentence.clone()]);
        }
    }
}

fn verdict(verdict: &VerifyDto) -> Vec<String> {
    let mut out = vec![verdict.sentence.clone()];
    for fault in &verdict.faults {
        let artefact = fault.artefact.as_ref().map(|card| format!(" {} “{}”", card.short, card.title));
        let author = if fault.author.is_empty() { String::new() } else { format!(", {}", fault.author) };
        out.push(format!(
            "  {} {} {}{}{author}",
            fault.place,
            fault.code,
            fault.sentence,
            artefact.map_or_else(String::new, |artefact| format!(" ·{artefact}"))
        ));
    }
    for (label, list) in [("Proven", &verdict.proven), ("Not proven", &verdict.unproven)] {
        if !list.is_empty() {
            out.push(format!("{label}:"));
            out.extend(list.iter().map(|sentence| format!("  {sentence}")));
        }
    }
    if !verdict.anchors.is_empty() {
        out.push("Checkpoints:".into());
        out.extend(
            verdict
                .anchors
                .iter()
                .map(|anchor| format!("  {} · {} · {}", anchor.standing, anchor.name, anchor.sentence)),
        );
    }
    for key in &verdict.unverified {
        out.push(format!(
            "  {} key {} · {} changes from #{}",
            key.standing, key.device, key.changes.0, key.first.0
        ));
    }
    out.push(format!(
        "changes {}  records {}  erased parts {}",
        verdict.changes.0, verdict.records.0, verdict.erased.0
    ));
    out.push(format!("head {}", verdict.head));
    out
}

fn anchors(list: &AnchorList) -> Vec<String> {
    let mut out = Vec::new();
    for row in &list.rows {
        out.push(format!(
            "{}  #{}  {}  {}",
            row.id,
            row.position.0,
            row.at.get(..10).unwrap_or(&row.at),
            row.place
        ));
        out.push(format!("  {}", row.sentence));
        out.extend(row.stamps.iter().map(|stamp| format!("  {}: {}", stamp.name, stamp.sentence)));
    }
    out.push(match list.since.0 {
        0 => "Nothing was recorded since the last anchor.".to_owned(),
        n => format!("{n} of {} changes are not covered by an anchor.", list.length.0),
    });
    out
}
