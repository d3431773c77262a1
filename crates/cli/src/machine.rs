//! `throughline loop`, `throughline impact`: what can be typed, what is called, what is printed.

use std::collections::HashMap;

use clap::Args;
use serde_json::{Value, json};
use throughline_api::dto::{CardDto, ImpactDto, ImpactRow, LoopDto};

use crate::args::AsOf;
use crate::print;
use crate::request::moment;

/// The phases of a release.
#[derive(Debug, Args)]
pub struct LoopOf {
    /// Says of each phase what is in it, not only what failed or is missing.
    #[arg(long)]
    pub all: bool,
    /// The moment.
    #[command(flatten)]
    pub at: AsOf,
}

/// What a change would touch.
#[derive(Debug, Args)]
pub struct ImpactOf {
    /// What changes: any artefact.
    pub id: String,
    /// The one field that changes; of a data version also a column: `--field stars`.
    #[arg(long, value_name = "NAME")]
    pub field: Option<String>,
    /// Says the way to each, step by step.
    #[arg(long)]
    pub why: bool,
    /// The moment.
    #[command(flatten)]
    pub at: AsOf,
}

/// The call of the api.
pub fn loop_request(of: &LoopOf, release: Option<&str>) -> (&'static str, Value) {
    ("loop", json!({ "release": release, "at": moment(&of.at) }))
}

/// The call of the api.
pub fn impact_request(of: &ImpactOf) -> (&'static str, Value) {
    ("impact", json!({ "id": of.id, "field": of.field, "at": moment(&of.at) }))
}

/// Prints the loop for a person.
pub fn loop_answer(of: &LoopOf, answer: &Value) {
    print::typed(answer, |round: &LoopDto| lines_of_loop(round, of.all));
}

/// Prints what a change would touch.
pub fn impact_answer(of: &ImpactOf, answer: &Value) {
    print::typed(answer, |impact: &ImpactDto| lines_of_impact(impact, of.why));
}

fn lines_of_loop(round: &LoopDto, all: bool) -> Vec<String> {
    if round.phases.is_empty() {
        return vec!["The loop is asked of one release: name it with --release.".into()];
    }
    let mut out = vec![match &round.release {
        Some(card) => format!("{} {}", card.short, card.title),
        None => "This workspace".into(),
    }];
    for phase in &round.phases {
        let mark = match phase.state.as_str() {
            "done" => "✓",
            "failed" => "✗",
            "missing" => "!",
            "begun" => "…",
            _ => "·",
        };
        out.push(format!("  {mark} {:<20} {}", phase.label, phase.state));
        if all {
            for activity in &phase.activities {
                let outcome = if activity.outcome.is_empty() { "no outcome" } else { &activity.outcome };
                out.push(format!("      {} {} ({outcome})", activity.card.short, activity.card.title));
            }
            out.extend(phase.things.iter().map(|thing| format!("      {} {}", thing.short, thing.title)));
        }
        for missing in &phase.missing {
            let weight = if missing.weight == "blocking" { "blocks: " } else { "" };
            out.push(format!("      {weight}{}", missing.gap.sentence));
        }
        out.extend(phase.waits.iter().map(|what| format!("      cannot be said yet: waits for {what}")));
    }
    out
}

fn lines_of_impact(impact: &ImpactDto, why: bool) -> Vec<String> {
    let field = if impact.field.is_empty() { String::new() } else { format!(", {}", impact.field) };
    let mut out = vec![format!("If {} {}{field} changes:", impact.root.short, impact.root.title)];
    if !impact.note.is_empty() {
        out.push(format!("  {}", impact.note));
    }
    if impact.total.0 == 0 {
        out.push("  nothing that is recorded stands on it.".into());
    }
    let rows: HashMap<&str, &ImpactRow> =
        impact.groups.iter().flat_map(|group| &group.rows).map(|row| (row.card.id.as_str(), row)).collect();
    let roots: HashMap<&str, &CardDto> = impact.roots.iter().map(|card| (card.id.as_str(), card)).collect();
    for group in impact.groups.iter().filter(|group| group.name != "parts") {
        let direct: Vec<&ImpactRow> = group.rows.iter().filter(|row| !row.beyond).collect();
        if !direct.is_empty() {
            out.push(format!("  {} ({})", group.label, direct.len()));
        }
        for row in direct {
            let live = if row.live { "LIVE " } else { "" };
            let told = if row.told.is_empty() { String::new() } else { format!("  {}", row.told) };
            out.push(format!("    {live}{} {}{told}", row.card.short, row.card.title));
            if why {
                out.push(format!("      {}", way(row, &rows, &roots)));
            }
        }
    }
    if impact.beyond.0 > 0 {
        let named = impact.groups.iter().filter(|group| group.name != "parts").flat_map(|group| &group.rows);
        let named: Vec<&str> = named.filter(|row| row.beyond).map(|row| row.card.short.as_str()).collect();
        out.push(format!("  In question only if one of those decisions falls ({})", impact.beyond.0));
        out.push(format!("    {}", named.join(", ")));
    }
    if !impact.people.is_empty() {
        out.push(format!("  People to ask ({})", impact.people.len()));
    }
    for person in &impact.people {
        let team = person.team.as_ref().map_or_else(String::new, |team| format!(", {}", team.title));
        let reasons: Vec<String> = person
            .reasons
            .iter()
            .map(|reason| {
                let names: Vec<&str> = reason.about.iter().map(|card| card.short.as_str()).collect();
                let more = usize::try_from(reason.count.0).unwrap_or(0).saturating_sub(names.len());
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                format!("{} {}{more}", reason.words, names.join(", "))
            })
            .collect();
        out.push(format!("    {}{team}: {}", person.card.title, reasons.join("; ")));
    }
    out
}

/// The way to a row in words: `DAT-5 trained MOD-3, is shipped in BUN-2`.
fn way(row: &ImpactRow, rows: &HashMap<&str, &ImpactRow>, roots: &HashMap<&str, &CardDto>) -> String {
    let mut steps = vec![format!("{} {}", row.words, row.card.short)];
    let mut via = row.via.as_str();
    while let Some(before) = rows.get(via).filter(|_| steps.len() <= rows.len()) {
        steps.push(format!("{} {}", before.words, before.card.short));
        via = &before.via;
    }
    steps.reverse();
    format!("{} {}", roots.get(via).map_or("", |card| card.short.as_str()), steps.join(", "))
}
