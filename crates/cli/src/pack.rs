//! `throughline export pack …` and `throughline verify PACK.zip`: what can be typed, what is called, what is
//! printed.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};
use throughline_api::dto::{PackDto, PackVerdictDto};

use crate::print;

/// What goes into an evidence pack: a release (`--release`), unless something else is said.
#[derive(Debug, Args, Clone, Default)]
pub struct PackOf {
    /// The thread of an artefact.
    #[arg(long, value_name = "ID", conflicts_with = "all")]
    pub thread: Option<String>,
    /// The whole record.
    #[arg(long)]
    pub all: bool,
    /// The new file.
    #[arg(long, short = 'o', visible_alias = "output", value_name = "FILE")]
    pub to: PathBuf,
    /// Leaves attached files out.
    #[arg(long)]
    pub without_attachments: bool,
    /// Withholds notes and all that can name a person; what was signed for it stays.
    #[arg(long)]
    pub without_personal: bool,
}

/// The call of the api.
pub fn request(of: &PackOf, release: Option<&str>) -> (&'static str, Value) {
    let (scope, id) = match (&of.thread, of.all) {
        (Some(id), _) => ("thread", Some(id.as_str())),
        (None, true) => ("all", None),
        (None, false) if release == Some("all") => ("all", None),
        (None, false) => ("release", release),
    };
    let args = json!({
        "scope": scope, "id": id, "path": of.to, "without_attachments": of.without_attachments,
        "without_personal": of.without_personal,
    });
    ("pack.export", args)
}

/// Prints an answer for a person.
pub fn answer(answer: &Value) {
    print::typed(answer, |done: &PackDto| {
        vec![
            format!("{}  {} bytes", done.path, done.bytes.0),
            format!("  {}", done.sentence),
            format!("  root of the log {}", done.head),
            "  Whoever gets it needs Python alone: unzip -p PACK.zip verify.py > verify.py; python3 verify.py PACK.zip".into(),
        ]
    });
}

/// Whether `throughline verify FILE` means a pack.
pub fn check(path: &Path, checkpoints: &[PathBuf]) -> (&'static str, Value) {
    ("pack.check", json!({ "path": path, "checkpoints": checkpoints }))
}

/// Prints a verdict for a person.
pub fn verdict(answer: &Value) {
    print::typed(answer, |said: &PackVerdictDto| {
        let mut out = vec![said.sentence.clone()];
        if said.verdict == "intact" {
            out.push(format!(
                "{} of {} changes, {} records; root of the log {}",
                said.changes.0, said.length.0, said.records.0, said.head
            ));
            out.push("Proven here, by computing it anew:".into());
            out.extend(said.proven.iter().map(|line| format!("  {line}")));
            if !said.absent.is_empty() {
                out.push("Not here:".into());
                out.extend(said.absent.iter().map(|line| format!("  {line}")));
            }
            out.push("Not proven: who the keys belong to, and that what was written is true.".into());
        }
        out.extend(said.faults.iter().map(|f| format!("  {} {} {}", f.place, f.code, f.sentence)));
        out
    });
}
