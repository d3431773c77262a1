//! `throughline data …`: what can be typed, what is called, what is printed.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};
use throughline_api::dto::{
    BarDto, DataPage, DataPairs, DataProfile, DriftDto, FieldDriftDto, FieldProfileDto, SchemaDifferenceDto,
};

use crate::args::AsOf;
use crate::print;
use crate::request::moment;

/// What can be done with data sets.
#[derive(Debug, Subcommand)]
pub enum DataCommand {
    /// Reads a table (CSV, Parquet, JSON Lines) and records its digest, schema and profile with a data version.
    Profile {
        /// The file.
        file: PathBuf,
        /// Name of a new data version; the file's name where it is left out.
        #[arg(long)]
        name: Option<String>,
        /// Version of a new one.
        #[arg(long)]
        version: Option<String>,
        /// Records it with this data version instead.
        #[arg(long, value_name = "ID", conflicts_with_all = ["name", "version"])]
        of: Option<String>,
        /// A field that tells about people: it is counted, and none of its values is kept. May be repeated.
        #[arg(long, value_name = "FIELD")]
        personal: Vec<String>,
        /// Shows what would be recorded, and records nothing.
        #[arg(long)]
        dry_run: bool,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Shows the fields of a data version, and the states of the data it differs from.
    Show {
        /// Which one.
        id: String,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Lists states of data sets worth comparing, each with its difference of schema and its drift.
    Pairs {
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// The difference of schema between two data versions or files; exits with 1 if there are anomalies.
    Compare {
        /// The newer one: a data version or a file.
        new: String,
        /// The older one; what a model learned from, or the state before, where it is left out.
        old: Option<String>,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Whether live data still looks like training data, field by field; exits with 1 if a field shifted.
    Drift {
        /// The live data: a data version or a file.
        live: String,
        /// The training data; what a model learned from, or the state before, where it is left out.
        training: Option<String>,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
}

/// The call of the api.
pub fn request(command: &DataCommand, release: Option<&str>) -> (&'static str, Value) {
    match command {
        DataCommand::Profile { file, name, version, of, personal, dry_run, reason } => (
            "data.profile",
            json!({
                "path": file, "name": name, "version": version, "of": of, "personal": personal, "dry_run": dry_run,
                "reason": reason, "release": release,
            }),
        ),
        DataCommand::Show { id, at } => ("data.get", json!({ "id": id, "at": moment(at) })),
        DataCommand::Pairs { at } => ("data.pairs", json!({ "at": moment(at) })),
        DataCommand::Compare { new, old, at } => {
            ("data.compare", json!({ "of": new, "with": old, "at": moment(at) }))
        }
        DataCommand::Drift { live, training, at } => {
            ("data.drift", json!({ "of": live, "with": training, "at": moment(at) }))
        }
    }
}

/// Prints an answer for a person.
pub fn answer(command: &DataCommand, answer: &Value) {
    match command {
        DataCommand::Profile { .. } => print::typed(answer, profile),
        DataCommand::Show { .. } => print::typed(answer, page),
        DataCommand::Pairs { .. } => print::typed(answer, pairs),
        DataCommand::Compare { .. } => print::typed(answer, compared),
        DataCommand::Drift { .. } => print::typed(answer, drift),
    }
}

fn fields(list: &[FieldProfileDto]) -> Vec<String> {
    let width = list.iter().map(|field| field.name.chars().count()).max().unwrap_or(0).min(32);
    list.iter()
        .map(|field| format!("  {:<width$}  {}", field.name, one(field)).trim_end().to_owned())
        .collect()
}

fn one(field: &FieldProfileDto) -> String {
    let mut parts = vec![field.domain.clone()];
    if field.personal {
        parts.push("personal: values not kept".into());
    }
    if !field.min.is_empty() {
        parts.push(format!("{} to {}, median {}", field.min, field.max, field.median));
    }
    if !field.distinct.is_empty() {
        parts.push(format!("{} different", field.distinct));
    }
    for (count, what) in [
        (field.missing.0, "missing"),
        (field.misfits.0, "not of the type"),
        (field.not_finite.0, "not finite"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    parts.join("; ")
}

fn profile(of: &DataProfile) -> Vec<String> {
    let mut out = vec![
        format!(
            "{}: {} rows, {} fields, {} bytes of {}",
            of.title,
            of.rows.0,
            of.fields.len(),
            of.bytes.0,
            of.format
        ),
        format!("  {}", of.digest),
    ];
    out.extend(fields(&of.fields));
    out.extend(of.notes.iter().map(|note| format!("note: {note}")));
    for one in &of.perhaps_personal {
        out.push(format!(
            "perhaps personal: {} ({}); mark it with --personal {}",
            one.field, one.why, one.field
        ));
    }
    if let Some(same) = &of.same {
        out.push(format!("{} {} has this very digest", same.short, same.title));
    }
    match &of.saved {
        Some(saved) => {
            out.push(format!("{}  #{}", saved.short, saved.position.map_or(0, |p| p.0)));
            out.extend(saved.missing.iter().map(|gap| format!("missing: {}", gap.sentence)));
        }
        None => out.push("nothing recorded: this is what would be".into()),
    }
    out
}

fn page(of: &DataPage) -> Vec<String> {
    let rows = of.rows.map_or_else(|| "rows not counted".to_owned(), |rows| format!("{} rows", rows.0));
    let read = if of.profiled { "" } else { ", not read from a file" };
    let mut out =
        vec![format!("{} {}: {rows}, {} fields{read}", of.card.short, of.card.title, of.fields.len())];
    out.extend(fields(&of.fields));
    for pair in &of.pairs {
        out.push(format!("{} against {}: {} {}", pair.of.short, pair.with.short, pair.schema, pair.drift));
    }
    out
}

fn pairs(of: &DataPairs) -> Vec<String> {
    let mut out = Vec::new();
    for pair in &of.rows {
        let models: Vec<&str> = pair.models.iter().map(|card| card.short.as_str()).collect();
        let learned = if models.is_empty() {
            String::new()
        } else {
            format!(", from which {} learned", models.join(", "))
        };
        out.push(format!("{} {} against {}{learned}", pair.of.short, pair.of.title, pair.with.short));
        out.push(format!("  {}", pair.schema));
        if !pair.drift.is_empty() {
            out.push(format!("  {}", pair.drift));
        }
        if let Some(card) = &pair.answered {
            out.push(format!("  answered by {} {}", card.short, card.title));
        }
    }
    if out.is_empty() {
        out.push("no data set has two states to compare".into());
    }
    out
}

fn compared(of: &SchemaDifferenceDto) -> Vec<String> {
    let mut out = vec![format!("{} against {}", of.of.title, of.with.title)];
    for one in &of.renamed {
        out.push(format!("  perhaps: {}", one.sentence));
    }
    for one in &of.found {
        let name = if one.anomaly.is_empty() { "-" } else { &one.anomaly };
        out.push(format!("  {name:<36} {}", one.sentence));
    }
    if of.anomalies.0 == 0 {
        out.push("no anomaly: what learned from the older one can take the newer one".into());
    }
    let names = |cards: &[throughline_api::dto::CardDto]| {
        cards.iter().map(|card| format!("{} {}", card.short, card.title)).collect::<Vec<_>>().join(", ")
    };
    if !of.models.is_empty() {
        out.push(format!("learned from the older one: {}", names(&of.models)));
    }
    if !of.answers.is_empty() {
        out.push(format!("spoken of by: {}", names(&of.answers)));
    }
    out
}

fn drift(of: &DriftDto) -> Vec<String> {
    let mut out =
        vec![format!("{} against {}", of.of.title, of.with.title), of.sentence.clone(), of.how.clone()];
    for field in &of.fields {
        out.push(format!("{}  {}", field.name, field.sentence));
        out.push(format!("  {}", measured(field)));
        if field.verdict == "shifted" {
            out.extend(bars(field));
        }
    }
    for one in &of.left_out {
        out.push(format!("{}  not compared. {}", one.field, one.sentence));
    }
    out
}

fn measured(field: &FieldDriftDto) -> String {
    let p = if field.p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {:.3}", field.p) };
    let trusted = if field.sparse { ", not to be trusted: some categories are rare" } else { "" };
    let median = if field.median_live.is_empty() {
        String::new()
    } else {
        format!("; median {} → {}", field.median_training, field.median_live)
    };
    format!(
        "PSI {:.3} (chance {:.3}, convention 0.1 and 0.25); {} {:.3}, {} {p}{trusted}; {} → {} values, {}{median}",
        field.stability,
        field.stability_limit,
        field.size_name,
        field.size,
        field.test,
        field.n_training.0,
        field.n_live.0,
        field.how
    )
}

/// Shares beside each other, a mark for every 4 %.
fn bars(field: &FieldDriftDto) -> Vec<String> {
    let width = field.bars.iter().map(|bar| bar.label.chars().count()).max().unwrap_or(0).min(28);
    let share = |n: u64, of: u64| if of == 0 { 0.0 } else { n as f64 * 100.0 / of as f64 };
    let line = |bar: &BarDto| {
        let (a, b) = (share(bar.training.0, field.n_training.0), share(bar.live.0, field.n_live.0));
        let marks = |x: f64, mark: &str| mark.repeat((x / 4.0).round() as usize);
        format!("    {:<width$}  {a:>5.1} % {:<25}  {b:>5.1} % {}", bar.label, marks(a, "▒"), marks(b, "█"))
            .trim_end()
            .to_owned()
    };
    field.bars.iter().map(line).collect()
}
