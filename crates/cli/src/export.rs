//! `throughline export …`: what others read, written to a file.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use throughline_api::dto::{ApiError, ExportDto};

use crate::args::AsOf;
use crate::dossier::{self, Dossier};
use crate::exchange::{self, ExportChanges};
use crate::pack::{self, PackOf};
use crate::print;
use crate::request::{filter, moment};

/// What can be written for others.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// W3C PROV-JSON: what was made of what, by whom. For auditors and provenance tools.
    Prov(Scoped),
    /// CycloneDX 1.6 ML-BOM of a model version or bundle, or of all that the release has.
    Cyclonedx(Scoped),
    /// A model card (README.md) of a model version, as Hugging Face shows it.
    Modelcard(Scoped),
    /// An in-toto statement with SLSA provenance of a model version, unsigned: sign it with your own key.
    Slsa(Scoped),
    /// Decisions as MADR 4 files in a folder, or in a zip if the name ends so.
    Madr(Scoped),
    /// A table of artefacts as CSV: `throughline export csv decision --where status=accepted`.
    Csv(TableOf),
    /// JSON Lines of everything, which `throughline import jsonl` reads.
    Jsonl(Scoped),
    /// The changes since a position, for another copy to take in with `throughline merge`.
    Changes(ExportChanges),
    /// `needs.json`, which sphinx-needs reads.
    Needs(Scoped),
    /// A release as a document for people, as PDF or HTML; with `--of MOD-1`, why that version is in production.
    Dossier(Dossier),
    /// An evidence pack: the records of a release, a thread or all with their proofs, for somebody without Throughline.
    Pack(PackOf),
}

/// What to export, and where to.
#[derive(Debug, Args, Clone, Default)]
pub struct Scoped {
    /// An artefact: its thread, or for a model card, an ML-BOM and SLSA provenance itself. Without one, the release
    /// (`--release all` for everything).
    pub id: Option<String>,
    /// Only the artefact with its parts, not its thread.
    #[arg(long, requires = "id")]
    pub alone: bool,
    /// Where to write; by default a name of the format's own in this folder.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Writes over what is there.
    #[arg(long)]
    pub replace: bool,
    /// The moment.
    #[command(flatten)]
    pub at: AsOf,
}

/// Which table to export.
#[derive(Debug, Args, Clone, Default)]
pub struct TableOf {
    /// A kind; without one all kinds with the fields that every kind has.
    pub kind: Option<String>,
    /// A filter `k=v`, `k!=v`, `k~part`, `k<v`, `k>v`. May be repeated.
    #[arg(long = "where", value_name = "K=V")]
    pub filters: Vec<String>,
    /// Words to find in title and notes.
    #[arg(long)]
    pub text: Option<String>,
    /// A field to sort by; a leading `-` for descending. May be repeated.
    #[arg(long, allow_hyphen_values = true)]
    pub sort: Vec<String>,
    /// The links instead: a row for each.
    #[arg(long, conflicts_with_all = ["kind", "filters", "text", "sort"])]
    pub links: bool,
    /// Where to write; by default `NAME.csv` in this folder.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Writes over what is there.
    #[arg(long)]
    pub replace: bool,
    /// The moment.
    #[command(flatten)]
    pub at: AsOf,
}

/// The call of the api.
///
/// # Errors
/// `bad-filter` where a filter has no operator.
pub fn request(command: &Export, release: Option<&str>) -> Result<(&'static str, Value), ApiError> {
    let scoped = |format: &str, of: &Scoped| {
        json!({
            "format": format, "id": of.id, "scope": of.alone.then_some("artefact"), "release": release,
            "path": of.output, "replace": of.replace, "at": moment(&of.at),
        })
    };
    let args = match command {
        Export::Changes(of) => return exchange::export(of),
        Export::Prov(of) => scoped("prov", of),
        Export::Cyclonedx(of) => scoped("cyclonedx", of),
        Export::Modelcard(of) => scoped("modelcard", of),
        Export::Slsa(of) => scoped("slsa", of),
        Export::Madr(of) => scoped("madr", of),
        Export::Jsonl(of) => scoped("jsonl", of),
        Export::Needs(of) => scoped("needs", of),
        Export::Dossier(of) => return Ok(dossier::save(of, release)),
        Export::Pack(of) => return Ok(pack::request(of, release)),
        Export::Csv(of) => {
            let filters = of.filters.iter().map(|f| filter(f)).collect::<Result<Vec<_>, _>>()?;
            json!({
                "format": "csv", "release": release, "path": of.output, "replace": of.replace, "at": moment(&of.at),
                "table": {
                    "kind": of.kind, "links": of.links, "where": filters, "text": of.text, "sort": of.sort,
                },
            })
        }
    };
    Ok(("export", args))
}

/// Prints an answer for a person.
pub fn answer(command: &Export, answer: &Value) {
    if let Export::Dossier(_) = command {
        return dossier::saved(answer);
    }
    if matches!(command, Export::Pack(_)) {
        return pack::answer(answer);
    }
    print::typed(answer, |done: &ExportDto| {
        let mut out = vec![format!("{}: {}", done.path, done.holds)];
        out.extend(done.left_out.iter().map(|line| format!("  {line}")));
        out
    });
}
