//! `throughline export dossier` and `throughline frameworks`: what can be typed, what is called, what is printed.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};
use throughline_api::dto::{DossierSaved, FrameworkDto, FrameworksPage};

use crate::args::AsOf;
use crate::print;
use crate::request::moment;

/// A release as a document, or why a version is in production.
#[derive(Debug, Args, Clone, Default)]
pub struct Dossier {
    /// The file: FILE.pdf (PDF/A-2a, PDF/UA-1) or FILE.html (one file).
    #[arg(long, short = 'o', visible_alias = "output", value_name = "FILE")]
    pub to: PathBuf,
    /// An artefact instead of the release: why a version, bundle or deployment is in production, back to the users' words; of
    /// anything else its line, backwards and forwards; `all` for the workspace in short.
    #[arg(long, value_name = "ID")]
    pub of: Option<String>,
    /// A framework that follows as an annex, by name, or `all`. May be repeated.
    #[arg(long, value_name = "NAME")]
    pub framework: Vec<String>,
    /// The moment.
    #[command(flatten)]
    pub at: AsOf,
}

/// What is asked about frameworks.
#[derive(Debug, Args, Clone, Default)]
pub struct Frameworks {
    /// One of them, by name; without it all in short.
    pub name: Option<String>,
    /// Only the points that nothing speaks to.
    #[arg(long)]
    pub empty: bool,
    /// The moment.
    #[command(flatten)]
    pub at: AsOf,
}

/// The call of the api that writes a dossier.
pub fn save(of: &Dossier, release: Option<&str>) -> (&'static str, Value) {
    let frameworks: Vec<&str> = of
        .framework
        .iter()
        .flat_map(|name| match name.as_str() {
            "all" => throughline_api::frameworks(),
            one => vec![one],
        })
        .collect();
    let args = json!({
        "path": of.to, "of": of.of, "release": release, "frameworks": frameworks, "at": moment(&of.at),
    });
    ("dossier.save", args)
}

/// The call of the api that lays frameworks beside a release.
pub fn request(of: &Frameworks, release: Option<&str>) -> (&'static str, Value) {
    ("frameworks", json!({ "name": of.name, "release": release, "at": moment(&of.at) }))
}

/// Prints what was written.
pub fn saved(answer: &Value) {
    print::typed(answer, |done: &DossierSaved| {
        vec![
            format!("{}: {} bytes, {}", done.path, done.bytes.0, done.file),
            format!("  says {}", done.digest),
            format!("  checkpoint: {} changes, root {}", done.size.0, done.root),
        ]
    });
}

/// Prints frameworks for a person.
pub fn answer(command: &Frameworks, answer: &Value) {
    print::typed(answer, |page: &FrameworksPage| {
        let mut out = Vec::new();
        for framework in &page.rows {
            out.push(format!(
                "{}  {} ({} of {} points empty)",
                framework.name,
                framework.title,
                framework.empty.0,
                framework.points.len()
            ));
            if command.name.is_some() || command.empty {
                out.extend(points(framework, command.empty));
            }
        }
        out.push(page.no_claim.clone());
        out
    });
}

fn points(framework: &FrameworkDto, empty: bool) -> Vec<String> {
    let mut out = vec![format!("  {}, text of {}", framework.source, framework.dated)];
    for point in framework.points.iter().filter(|p| p.empty || !empty) {
        let mut says: Vec<String> = Vec::new();
        if !point.cards.is_empty() {
            let shorts: Vec<&str> = point.cards.iter().map(|c| c.short.as_str()).collect();
            let more = point.total.0.saturating_sub(point.cards.len() as u64);
            says.push(match more {
                0 => shorts.join(" "),
                more => format!("{} and {more} more", shorts.join(" ")),
            });
        }
        if !point.record.is_empty() {
            says.push(point.record.clone());
        }
        if point.empty {
            says.push("empty".into());
            if !point.seeks.is_empty() {
                says.push(format!("would be: {}", point.seeks.join("; ")));
            }
        }
        if !point.gaps.is_empty() {
            says.push(format!("open gaps: {}", point.gaps.join(", ")));
        }
        out.push(format!("  {:<9} {}\n            {}", point.id, point.title, says.join(" · ")));
    }
    out
}
