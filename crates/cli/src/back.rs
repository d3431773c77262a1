//! `throughline compare-moments` and `throughline restore`: looking back, and bringing back.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};
use throughline_api::dto::{FieldChangeDto, MomentDto, MomentsCompared, MomentsExported, Restored, SinceDto};

use crate::print;

/// What can be done with earlier moments.
#[derive(Debug, Subcommand)]
pub enum BackCommand {
    /// Compares two moments: what was added, changed and removed, field by field. A moment is `#N`, a date,
    /// `so:DATE`, `freeze:RELEASE` or `now`. With `--release`, of that release alone.
    CompareMoments {
        /// The moment that is compared with.
        from: String,
        /// The moment that is looked at.
        #[arg(default_value = "now")]
        to: String,
        /// As a document to hand on, instead of lines.
        #[arg(long, value_enum)]
        format: Option<Handed>,
        /// The file to write; by default the answer is printed.
        #[arg(long, short, value_name = "FILE", requires = "format")]
        output: Option<PathBuf>,
        /// Only this stage: `define`, `live`, `people` …
        #[arg(long, value_name = "STAGE", conflicts_with = "format")]
        stage: Option<String>,
        /// Artefacts at most.
        #[arg(long, default_value_t = 100)]
        limit: u64,
        /// Artefacts to pass over.
        #[arg(long, default_value_t = 0)]
        offset: u64,
    },
    /// Brings an artefact or a link back to how it was, as a new change: `throughline restore PRB-1 --as-of '#212'`.
    Restore {
        /// Which artefact, or a link by its id.
        id: String,
        /// The moment: `#N`, a date, `so:DATE` or `freeze:RELEASE`.
        #[arg(long, value_name = "#N|DATE")]
        as_of: String,
        /// Only this field. May be repeated.
        #[arg(short, long = "field", value_name = "NAME")]
        fields: Vec<String>,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        /// Shows what it would change, and records nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// What a comparison can be handed on as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Handed {
    /// Markdown, a heading for each stage and artefact.
    Markdown,
    /// A table, one line for each field.
    Csv,
}

/// The call of the api.
pub fn request(command: &BackCommand, release: Option<&str>) -> (&'static str, Value) {
    match command {
        BackCommand::CompareMoments { from, to, format: Some(format), output, .. } => {
            let format = match format {
                Handed::Markdown => "markdown",
                Handed::Csv => "csv",
            };
            let args =
                json!({ "from": from, "to": to, "release": release, "format": format, "path": output });
            ("moments.export", args)
        }
        BackCommand::CompareMoments { from, to, stage, limit, offset, .. } => {
            let args = json!({
                "from": from, "to": to, "release": release, "stage": stage, "limit": limit, "offset": offset,
            });
            ("moments.compare", args)
        }
        BackCommand::Restore { id, as_of, fields, reason, dry_run } => {
            let args = json!({
                "id": id, "as_of": as_of, "fields": fields, "reason": reason, "preview": dry_run,
            });
            ("restore", args)
        }
    }
}

/// Prints an answer for a person.
pub fn answer(command: &BackCommand, answer: &Value) {
    match command {
        BackCommand::CompareMoments { format: Some(_), .. } => print::typed(answer, exported),
        BackCommand::CompareMoments { .. } => print::typed(answer, compared),
        BackCommand::Restore { .. } => print::typed(answer, restored),
    }
}

fn exported(done: &MomentsExported) -> Vec<String> {
    match (&done.text, &done.path) {
        (Some(text), _) => text.lines().map(str::to_owned).collect(),
        (None, path) => {
            vec![format!("{}  {} artefacts", path.as_deref().unwrap_or_default(), done.artefacts.0)]
        }
    }
}

fn moment(of: &MomentDto) -> String {
    let day = of.received.as_deref().and_then(|at| at.get(..10)).unwrap_or("before everything");
    format!("{} (#{}, {day})", of.text, of.position.0)
}

fn compared(page: &MomentsCompared) -> Vec<String> {
    let mut out = vec![format!("From {} to {}.", moment(&page.from), moment(&page.to))];
    if let Some(release) = &page.release {
        out.push(format!("Release {} {}.", release.short, release.title));
    }
    out.push(format!("{} added, {} changed, {} removed.", page.added.0, page.changed.0, page.removed.0));
    let mut stage = None;
    for row in &page.rows {
        if stage != Some(&row.card.stage) {
            let label = page.stages.iter().find(|s| s.stage == row.card.stage).map(|s| s.label.as_str());
            out.push(String::new());
            out.push(label.unwrap_or("Not understood").to_owned());
            stage = Some(&row.card.stage);
        }
        out.extend(difference(row));
    }
    let shown = page.offset.0 + page.rows.len() as u64;
    if shown < page.total.0 {
        out.push(String::new());
        out.push(format!("{} more: --offset {shown}", page.total.0 - shown));
    }
    out
}

fn difference(row: &SinceDto) -> Vec<String> {
    let mark = match row.became.as_str() {
        "added" => "+",
        "removed" => "-",
        _ => "~",
    };
    let mut out = vec![format!("  {mark} {} {}", row.card.short, row.card.title)];
    out.extend(row.fields.iter().map(|f| format!("      {}", field(f))));
    for link in &row.links {
        let verb = match link.became.as_str() {
            "added" => "now: ",
            "removed" => "no longer: ",
            _ => "",
        };
        out.push(format!("      {verb}{} {} {}", link.label, link.other.short, link.other.title));
        if link.became == "changed" {
            out.extend(link.fields.iter().map(|f| format!("        {}", field(f))));
        }
    }
    out
}

fn field(change: &FieldChangeDto) -> String {
    print::field_change(change)
}

fn restored(done: &Restored) -> Vec<String> {
    let head = match done.saved.as_ref().and_then(|saved| saved.position) {
        Some(position) => {
            format!("{} is as it was at {}  #{}", done.card.short, done.as_of.text, position.0)
        }
        None => format!("{} would be as it was at {}:", done.card.short, moment(&done.as_of)),
    };
    let mut out = vec![head];
    out.extend(done.fields.iter().map(|f| format!("  {}", field(f))));
    if done.fields.is_empty() {
        out.push("  nothing differs".into());
    }
    out.extend(done.left.iter().map(|left| format!("  {left}")));
    out
}
