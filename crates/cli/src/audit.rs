//! `throughline audit …`: where an auditor should look, and a sample for checking.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use throughline_api::dto::{
    AuditDecisions, AuditRoom, AuditWaivers, LateEntries, SampleDto, SampleList, SampleReport, Saved,
    SealList, UndecidedPage,
};

use crate::args::AsOf;
use crate::print;
use crate::request::moment;

/// The auditor's room.
#[derive(Debug, Args)]
pub struct Audit {
    /// What to look at; without it, one line per subject, and the whole record verified.
    #[command(subcommand)]
    pub command: Option<AuditCommand>,
    /// The moment.
    #[command(flatten)]
    pub at: AsOf,
}

/// What can be looked at.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Lists every seal, whether it still verifies, and what changed since.
    Seals,
    /// Lists every decision with who decided, who objected, and how each stance was recorded.
    Decided,
    /// Lists what was recorded, or received, more than a day after what it tells of.
    Late {
        /// Entries at most.
        #[arg(long, default_value_t = 200)]
        limit: u64,
    },
    /// Lists the gaps that were left open knowingly, and whether that still holds.
    Waivers,
    /// Lists new versions with no decision linked, and decisions that nothing followed.
    Undecided,
    /// Draws a sample by a printed seed and records it: `throughline audit sample --n 12 --seed 2026`.
    Sample {
        /// How many.
        #[arg(long, default_value_t = 12)]
        n: u64,
        /// The seed, as it is printed.
        #[arg(long)]
        seed: String,
        /// Draws from these strata in turn: decisions, stances, versions, measurements, evidence, problems, ideas,
        /// operation. May be repeated; without it, from all kinds together.
        #[arg(long, value_name = "STRATUM", value_delimiter = ',')]
        of: Vec<String>,
        /// Shows what would be drawn, and records nothing.
        #[arg(long)]
        preview: bool,
    },
    /// Lists the samples that were drawn.
    Samples,
    /// Shows a sample with what came of each item.
    Show {
        /// The sample: its seed or its entity id.
        sample: String,
    },
    /// Ticks an item of a sample off with a finding.
    Tick {
        /// The sample: its seed or its entity id.
        sample: String,
        /// The item.
        item: String,
        /// What the check came to: found-in-order, exception, could-not-check.
        #[arg(long, default_value = "found-in-order")]
        result: String,
        /// What was seen; needed unless it was found in order.
        #[arg(long, default_value = "")]
        finding: String,
        /// How bad it is: info, minor, major, critical.
        #[arg(long)]
        severity: Option<String>,
    },
    /// Prints the report of a sample in Markdown, or writes it to a file.
    Report {
        /// The sample: its seed or its entity id.
        sample: String,
        /// The file to write.
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
}

/// The call of the api.
pub fn request(audit: &Audit, release: Option<&str>) -> (&'static str, Value) {
    let release = release.map(|release| if release == "none" { "all" } else { release });
    let at = moment(&audit.at);
    let asked = json!({ "release": release, "at": at });
    match &audit.command {
        None => ("audit", json!({ "release": release, "at": at, "verify": true })),
        Some(AuditCommand::Seals) => ("audit.seals", asked),
        Some(AuditCommand::Decided) => ("audit.decided", asked),
        Some(AuditCommand::Late { limit }) => {
            ("audit.late", json!({ "release": release, "at": at, "limit": limit }))
        }
        Some(AuditCommand::Waivers) => ("audit.waivers", asked),
        Some(AuditCommand::Undecided) => ("audit.undecided", asked),
        Some(AuditCommand::Sample { n, seed, of, preview }) => (
            "audit.draw",
            json!({ "release": release, "n": n, "seed": seed, "strata": of, "preview": preview }),
        ),
        Some(AuditCommand::Samples) => ("audit.samples", asked),
        Some(AuditCommand::Show { sample }) => ("audit.sample", json!({ "id": sample, "at": at })),
        Some(AuditCommand::Tick { sample, item, result, finding, severity }) => (
            "audit.tick",
            json!({ "sample": sample, "item": item, "result": result, "text": finding, "severity": severity }),
        ),
        Some(AuditCommand::Report { sample, to }) => {
            ("audit.report", json!({ "id": sample, "at": at, "path": to }))
        }
    }
}

/// Whether the room says that something is not as it was.
pub fn says_no(audit: &Audit, answer: &Value) -> bool {
    let lines = answer.get("lines").and_then(Value::as_array);
    audit.command.is_none()
        && lines.is_some_and(|lines| lines.iter().any(|line| line.get("verdict") == Some(&json!("bad"))))
}

/// Prints an answer for a person.
pub fn answer(audit: &Audit, answer: &Value) {
    match &audit.command {
        None => print::typed(answer, |told: &AuditRoom| room(told, &audit.at)),
        Some(AuditCommand::Seals) => print::typed(answer, seals),
        Some(AuditCommand::Decided) => print::typed(answer, decided),
        Some(AuditCommand::Late { .. }) => print::typed(answer, late),
        Some(AuditCommand::Waivers) => print::typed(answer, waivers),
        Some(AuditCommand::Undecided) => print::typed(answer, undecided),
        Some(AuditCommand::Sample { .. } | AuditCommand::Show { .. }) => print::typed(answer, sample),
        Some(AuditCommand::Samples) => print::typed(answer, samples),
        Some(AuditCommand::Tick { .. }) => print::typed(answer, |saved: &Saved| {
            vec![
                saved
                    .position
                    .map_or_else(|| "nothing differed".to_owned(), |at| format!("recorded as #{}", at.0)),
            ]
        }),
        Some(AuditCommand::Report { .. }) => print::typed(answer, |report: &SampleReport| {
            vec![report.path.clone().unwrap_or_else(|| report.text.clone())]
        }),
    }
}

fn day(instant: &str) -> &str {
    instant.get(..10).unwrap_or(instant)
}

fn person(name: &str) -> &str {
    if name.is_empty() { "somebody unknown" } else { name }
}

fn room(room: &AuditRoom, at: &AsOf) -> Vec<String> {
    let of = room.release.as_ref().map_or("the whole workspace", |card| card.title.as_str());
    let through = room.position.0;
    // What is verified is the record as it lies here, whatever moment the rest is of.
    let mut out = vec![match (&at.as_of, &at.so_on) {
        (Some(then), _) => format!("{of}, as known at {then}; verified through #{through}"),
        (None, Some(day)) => format!("{of}, as it was on {day}; verified through #{through}"),
        (None, None) => format!("{of}, through #{through}"),
    }];
    out.extend(room.lines.iter().map(|line| {
        let mark = match line.verdict.as_str() {
            "well" => "✓",
            "bad" => "✗",
            "look" => "!",
            _ => "·",
        };
        format!("  {mark} {:<10} {:>5} {:<16} {}", line.name, line.count.0, line.unit, line.sentence)
    }));
    out
}

fn seals(list: &SealList) -> Vec<String> {
    let mut out = Vec::new();
    for row in &list.rows {
        let of = row.of.as_ref().map_or("scores", |card| card.title.as_str());
        let holds = if row.holds { "holds" } else { "DOES NOT HOLD" };
        out.push(format!(
            "#{:<6} {:<8} {of}: {holds}, {} records, by {} on {}, {} changed since",
            row.position.0,
            row.scope,
            row.records.0,
            person(&row.by),
            day(&row.at),
            row.after.0
        ));
        out.push(format!("        {}", row.root));
        out.extend(row.changed.iter().map(|one| format!("        {} {}", one.card.short, one.card.title)));
    }
    if out.is_empty() {
        out.push("nothing was sealed".into());
    }
    out
}

fn decided(all: &AuditDecisions) -> Vec<String> {
    let mut out = vec![format!(
        "{} decisions, {} objections ({} with no answer), {} stances recorded for others, {} by an unknown key",
        all.rows.len(),
        all.objections.0,
        all.unanswered.0,
        all.on_behalf.0,
        all.unverified.0
    )];
    for row in &all.rows {
        let by = if row.deciders.is_empty() {
            person(&row.set_by).to_owned()
        } else {
            row.deciders.iter().map(|card| card.title.as_str()).collect::<Vec<_>>().join(", ")
        };
        let status = row.card.status.as_deref().unwrap_or_default();
        let unverified = if row.unverified { ", key not known" } else { "" };
        out.push(format!(
            "{:<8} {}: {status} on {}, by {by}{unverified}",
            row.card.short,
            row.card.title,
            day(&row.set_at)
        ));
        for one in &row.stances {
            let who = one.stance.stakeholder.as_ref().map_or("somebody", |card| card.title.as_str());
            let answer = match (one.stance.position.as_str(), one.stance.answer_html.trim().is_empty()) {
                ("object", true) => ", no answer",
                ("object", false) => ", answered",
                _ => "",
            };
            let reason = if one.stance.reason.is_empty() {
                String::new()
            } else {
                format!(" “{}”", one.stance.reason)
            };
            out.push(format!(
                "         {who}: {}{answer} ({}){reason}",
                one.stance.position, one.stance.recorded
            ));
        }
    }
    out
}

fn late(list: &LateEntries) -> Vec<String> {
    let mut out = vec![format!("{} late entries", list.total.0)];
    out.extend(list.rows.iter().map(|row| {
        let about = row.about.iter().map(|card| card.short.as_str()).collect::<Vec<_>>().join(", ");
        format!(
            "#{:<6} {:<13} {:<10} tells of {}, received {}, by {}: {about}",
            row.position.0,
            row.how,
            row.late,
            day(&row.so),
            day(&row.received),
            person(&row.by)
        )
    }));
    out
}

fn waivers(list: &AuditWaivers) -> Vec<String> {
    let mut out = Vec::new();
    for row in &list.rows {
        let until = row.until.as_deref().map_or("with no end".to_owned(), |until| format!("until {until}"));
        out.push(format!(
            "{:<8} {:<10} {} {}, {until}, by {}: {}",
            row.card.short,
            row.standing,
            row.number.0,
            row.rule,
            person(&row.by),
            row.reason
        ));
    }
    if out.is_empty() {
        out.push("no gap is left open knowingly".into());
    }
    out
}

fn undecided(page: &UndecidedPage) -> Vec<String> {
    let mut out = Vec::new();
    match (&page.release, &page.before) {
        (Some(release), Some(before)) => {
            out.push(format!("{} compared with {}", release.title, before.title));
        }
        _ => out.push("no earlier release to compare with".to_owned()),
    }
    for change in &page.changes {
        let before = change
            .before
            .as_ref()
            .map_or("new".to_owned(), |card| format!("was {} {}", card.short, card.title));
        let decided = if change.decided.is_empty() {
            "no decision linked".to_owned()
        } else {
            let one = |by: &throughline_api::dto::DecidedBy| match &by.through {
                Some(through) => format!("{} by way of {}", by.decision.short, through.short),
                None => by.decision.short.clone(),
            };
            format!("decided in {}", change.decided.iter().map(one).collect::<Vec<_>>().join(", "))
        };
        out.push(format!("{:<8} {} ({before}): {decided}", change.after.short, change.after.title));
    }
    out.push(format!("nothing followed {} of {} decisions", page.idle.len(), page.decisions.0));
    out.extend(page.idle.iter().map(|card| format!("{:<8} {}", card.short, card.title)));
    out
}

fn sample(sample: &SampleDto) -> Vec<String> {
    let row = &sample.row;
    let from = row.release.as_ref().map_or("the whole workspace", |card| card.title.as_str());
    let mut out = vec![format!(
        "seed {}: {} of {} in {from}, drawn through #{}",
        row.seed, row.items.0, row.population.0, row.position.0
    )];
    if !sample.holds {
        out.push("drawn again from the log as it was, it comes out otherwise".into());
    }
    for (at, item) in sample.items.iter().enumerate() {
        let result = match &item.finding {
            None => "·".to_owned(),
            Some(finding) if finding.result == "found-in-order" => "✓ in order".to_owned(),
            Some(finding) => format!("! {}: {}", finding.result, finding.text),
        };
        let rank = item.rank.get(..8).unwrap_or(&item.rank);
        out.push(format!("{:>3}  {rank}  {:<8} {}  {result}", at + 1, item.card.short, item.card.title));
    }
    match sample.saved {
        Some(position) => out.push(format!("recorded as #{}", position.0)),
        None if row.id.is_empty() => out.push("nothing was recorded".into()),
        None => out.push(format!("{} of {} checked", row.checked.0, row.items.0)),
    }
    out
}

fn samples(list: &SampleList) -> Vec<String> {
    let mut out: Vec<String> = list
        .rows
        .iter()
        .map(|row| {
            format!(
                "seed {}: {} of {} checked, {} exceptions, drawn {} by {}, {}",
                row.seed,
                row.checked.0,
                row.items.0,
                row.exceptions.0,
                day(&row.at),
                person(&row.by),
                row.status
            )
        })
        .collect();
    if out.is_empty() {
        out.push("no sample was drawn yet; there is to draw from:".into());
        out.extend(list.strata.iter().map(|one| format!("  {:<13} {}", one.name, one.population.0)));
    }
    out
}
