//! `throughline versions …`: how versions stand, one of them, two of them.

use clap::Subcommand;
use serde_json::{Value, json};
use throughline_api::dto::{
    AroundDto, DiffersDto, StandingDto, VersionList, VersionPage, VersionRow, VersionsChecked,
    VersionsCompared,
};

use crate::args::AsOf;
use crate::print;
use crate::request::moment;

/// What can be done with versions.
#[derive(Debug, Subcommand)]
pub enum VersionsCommand {
    /// Lists the versions of the release with their digests and how each stands.
    List {
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Looks versions up where they lie and records what was found; exits with 1 if one changed or is missing.
    Check {
        /// Which; by default all of the release.
        ids: Vec<String>,
    },
    /// Shows one version: identity, how it stands, what it came from, what came of it.
    Show {
        /// Which.
        id: String,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Compares two versions of one kind: parameters, metrics, schema, links, the decisions between them.
    Compare {
        /// The one that is looked at.
        of: String,
        /// The one it is compared with.
        with: String,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
}

/// The call of the api.
pub fn request(command: Option<&VersionsCommand>, release: Option<&str>) -> (&'static str, Value) {
    match command {
        None => ("versions", json!({ "release": release })),
        Some(VersionsCommand::List { at }) => ("versions", json!({ "release": release, "at": moment(at) })),
        Some(VersionsCommand::Check { ids }) => ("versions.check", json!({ "ids": ids, "release": release })),
        Some(VersionsCommand::Show { id, at }) => ("version.get", json!({ "id": id, "at": moment(at) })),
        Some(VersionsCommand::Compare { of, with, at }) => {
            ("version.compare", json!({ "of": of, "with": with, "at": moment(at) }))
        }
    }
}

/// Prints an answer for a person.
pub fn answer(command: Option<&VersionsCommand>, answer: &Value) {
    match command {
        None | Some(VersionsCommand::List { .. }) => {
            print::typed(answer, |list: &VersionList| list.rows.iter().flat_map(row).collect());
        }
        Some(VersionsCommand::Check { .. }) => print::typed(answer, checked),
        Some(VersionsCommand::Show { .. }) => print::typed(answer, page),
        Some(VersionsCommand::Compare { .. }) => print::typed(answer, compared),
    }
}

fn day(instant: &str) -> &str {
    instant.get(..10).unwrap_or(instant)
}

fn stands(standing: &StandingDto) -> String {
    match standing.word.as_str() {
        "not-checked" => standing.words.clone(),
        _ => format!("{}, looked up {}", standing.words, day(&standing.at)),
    }
}

fn row(row: &VersionRow) -> Vec<String> {
    let digest = row.digests.first().map_or("no digest".to_owned(), |d| {
        let short: String = d.value.chars().take(12).collect();
        let more = if short.len() < d.value.len() { "…" } else { "" };
        format!("{}:{short}{more}", d.algorithm)
    });
    let weak = if row.weak { ", weak" } else { "" };
    let mut out =
        vec![format!("{:<8} {}  {digest}{weak}  {}", row.card.short, row.card.title, stands(&row.standing))];
    out.extend(row.stands_on.iter().map(|under| format!("         {}", under.sentence)));
    out
}

fn checked(checked: &VersionsChecked) -> Vec<String> {
    let mut out = Vec::new();
    for one in &checked.rows {
        out.extend(row(one));
        if !one.standing.because.is_empty() && one.standing.word != "matches" {
            out.push(format!("         {}", one.standing.because));
        }
    }
    if checked.unwell.0 > 0 && !checked.affected.is_empty() {
        out.push("what stands on one of these:".to_owned());
        out.extend(checked.affected.iter().map(|card| format!("  {:<8} {}", card.short, card.title)));
    }
    match &checked.position {
        Some(position) => out.push(format!("recorded as #{}", position.0)),
        None => out.push("no versions here, nothing recorded".to_owned()),
    }
    out
}

fn around(heading: &str, list: &[AroundDto]) -> Vec<String> {
    let mut out = vec![format!("  {heading}{}", if list.is_empty() { ": nothing yet" } else { ":" })];
    out.extend(list.iter().map(|one| {
        let inside = "  ".repeat(usize::try_from(one.depth.0).unwrap_or(1));
        format!("  {inside}{}: {} {}", one.label, one.card.short, one.card.title)
    }));
    out
}

fn page(page: &VersionPage) -> Vec<String> {
    let mut out = vec![format!("{} {}  [{}]", page.card.short, page.card.title, stands(&page.standing))];
    if !page.standing.because.is_empty() {
        out.push(format!("  {}", page.standing.because));
    }
    for digest in &page.digests {
        let weak = if digest.weak { "  weak" } else { "" };
        out.push(format!("  {}:{}{weak}", digest.algorithm, digest.value));
        out.push(format!("    {}", digest.says));
    }
    if !page.doubt.is_empty() {
        out.push(format!("  {}", page.doubt));
    }
    out.extend(page.stands_on.iter().map(|under| format!("  {}", under.sentence)));
    out.extend(page.origin.iter().map(|one| format!("  {}: {}", one.name.to_lowercase(), one.value)));
    out.extend(around("what it came from", &page.from));
    out.extend(around("what came of it", &page.of));
    if !page.parameters.is_empty() {
        out.push("  parameters:".to_owned());
        out.extend(page.parameters.iter().map(|p| format!("    {} = {}", p.name, p.value)));
    }
    if !page.metrics.is_empty() {
        out.push("  metrics:".to_owned());
        out.extend(page.metrics.iter().map(|m| {
            let unit = if m.unit.is_empty() { String::new() } else { format!(" {}", m.unit) };
            format!("    {} = {}{unit}", m.name, m.value)
        }));
    }
    out
}

fn differing(rows: &[DiffersDto]) -> Vec<String> {
    let value = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
    rows.iter()
        .map(|row| {
            if row.same {
                format!("    {} = {}", row.name, value(&row.of))
            } else {
                format!("    {}: {}, with {}", row.name, value(&row.of), value(&row.with))
            }
        })
        .collect()
}

fn compared(both: &VersionsCompared) -> Vec<String> {
    let mut out = vec![format!("{} compared with {}", both.of.card.title, both.with.card.title)];
    if both.identical == Some(true) {
        out.push("  the same by their digests".to_owned());
    }
    for (heading, rows) in [("fields that differ", &both.fields), ("parameters", &both.parameters)] {
        if !rows.is_empty() {
            out.push(format!("  {heading}:"));
            out.extend(differing(rows));
        }
    }
    if !both.metrics.is_empty() {
        out.push("  metrics:".to_owned());
        if !both.caution.is_empty() {
            out.push(format!("    {}", both.caution));
        }
        out.extend(both.metrics.iter().map(|m| {
            let value = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
            let differs = m.difference.as_ref().map_or(String::new(), |d| format!("  {d}"));
            let verdict = if m.verdict.is_empty() { String::new() } else { format!(" ({})", m.verdict) };
            format!("    {}: {}, with {}{differs}{verdict}", m.name, value(&m.of), value(&m.with))
        }));
    }
    if !both.schema.is_empty() {
        out.push(format!("  schema: {}", both.schema));
        out.extend(both.columns.iter().map(|c| {
            let holds = c.of.as_deref().unwrap_or("—");
            if c.same { format!("    {} = {holds}", c.name) } else { format!("    {}", c.sentence) }
        }));
    }
    out.push("  links:".to_owned());
    for link in &both.links {
        for (word, cards) in [("only this", &link.of), ("only the other", &link.with), ("both", &link.both)] {
            out.extend(cards.iter().map(|c| format!("    {word} {}: {} {}", link.label, c.short, c.title)));
        }
    }
    out.push(format!("  decisions between: {}", both.decisions.len()));
    out.extend(both.decisions.iter().map(|d| format!("    {} {} {}", d.on, d.card.short, d.card.title)));
    out
}
