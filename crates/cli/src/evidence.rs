//! What was heard and seen: what can be typed, and what is printed.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::Value;
use throughline_api::dto::{ContactDto, EvidenceImported, EvidencePage};

use crate::args::AsOf;

/// What can be done with evidence.
#[derive(Debug, Subcommand)]
pub enum Evidence {
    /// Records a transcript, notes, a CSV survey or a ticket export as one change; bad rows are named.
    Import {
        /// The file: .txt and .md as they are, .csv and .tsv row by row, .jsonl and .json ticket by ticket.
        file: PathBuf,
        /// Makes one piece of evidence of each row or ticket.
        #[arg(long)]
        per_row: bool,
        /// How it was learned: interview, observation, survey, ticket, analytics, literature, test-feedback.
        #[arg(long)]
        method: Option<String>,
        /// When it was heard; today where it is left out. A row's own date comes first.
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
        /// Who was heard: a code such as P07, never a name. A row's own comes first.
        #[arg(long, value_name = "CODE")]
        participant: Option<String>,
        /// What they agreed to: none, internal, quote-anonymously, quote-with-role, public.
        #[arg(long)]
        consent: Option<String>,
        /// Whom it tells about: a persona's id.
        #[arg(long, value_name = "ID")]
        persona: Option<String>,
        /// Its title.
        #[arg(short, long)]
        title: Option<String>,
        /// Shows what would be recorded, and records nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Shows its highlights with their places, and what should not stand in its text.
    Read {
        /// Which evidence.
        id: String,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
}

/// What an import of evidence did, line by line.
pub fn imported(answer: &Value) -> Option<String> {
    let done: EvidenceImported = serde_json::from_value(answer.clone()).ok()?;
    let mut lines = Vec::new();
    for bad in &done.bad {
        lines.push(format!("line {}: {}; left out", bad.line.0, bad.why));
    }
    for item in &done.items {
        let short = item.card.as_ref().map_or("", |card| card.short.as_str());
        let who = if item.participant.is_empty() { "nobody named" } else { &item.participant };
        let title = if item.title.is_empty() { "" } else { &item.title };
        lines.push(format!("{short}  {}  {who}  {title}", item.date).trim().to_owned());
    }
    let rest = done.total.0.saturating_sub(done.items.len() as u64);
    if rest > 0 {
        lines.push(format!("and {rest} more"));
    }
    lines.extend(reachable(&done.contacts));
    for name in &done.names {
        lines.push(format!("warning: “{name}” looks like a name, not like a code"));
    }
    let rows = if done.rows.0 > 0 { format!(" from {} rows", done.rows.0) } else { String::new() };
    lines.push(match done.position {
        Some(position) => format!("{} recorded{rows}  #{}", pieces(done.total.0), position.0),
        None => format!("{} would be recorded{rows}; nothing was", pieces(done.total.0)),
    });
    Some(lines.join("\n"))
}

/// A piece of evidence with its highlights.
pub fn read(answer: &Value) -> Option<String> {
    let page: EvidencePage = serde_json::from_value(answer.clone()).ok()?;
    let mut lines = vec![format!("{}  {}", page.card.short, page.card.title)];
    lines.push(format!("consent: {}", page.consent.as_deref().unwrap_or("not said")));
    for passage in &page.passages {
        let place = match (&passage.span, passage.place.as_deref()) {
            (Some(span), _) => format!("{} to {}", span.from.0, span.to.0),
            _ => "the words are no longer in the text".to_owned(),
        };
        lines.push(format!("{}  {place}  “{}”", passage.card.short, passage.quote));
    }
    lines.extend(reachable(&page.contacts));
    if page.name_like {
        lines.push("warning: the participant's code looks like a name".to_owned());
    }
    Some(lines.join("\n"))
}

fn pieces(n: u64) -> String {
    if n == 1 { "1 piece of evidence".to_owned() } else { format!("{n} pieces of evidence") }
}

fn reachable(contacts: &[ContactDto]) -> Vec<String> {
    let what = |c: &ContactDto| if c.kind == "email" { "an e-mail address" } else { "a phone number" };
    contacts.iter().map(|c| format!("warning: “{}” looks like {}", c.text, what(c))).collect()
}
