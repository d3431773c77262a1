//! The report of a sample, in Markdown: what was drawn, how to draw it again, and what came of each item.

use std::path::Path;

use throughline_model::audit::sample::stratum;

use super::counted;
use super::samples::{find, sample};
use crate::App;
use crate::dto::{ApiError, SampleDto, SampleItem, SampleReport, SampleReportArgs};
use crate::error;
use crate::lookups::moment;

impl App {
    pub(crate) fn audit_report(&self, args: SampleReportArgs) -> Result<SampleReport, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let of = sample(&reader, &find(&reader, &args.id, &at)?, &at)?;
        let text = written(open.workspace.name(), &open.workspace.id().to_string(), &of);
        if let Some(path) = args.path.as_deref().map(Path::new) {
            std::fs::write(path, &text).map_err(|e| error::io("Writing the report", path, &e))?;
        }
        Ok(SampleReport { text, path: args.path })
    }
}

fn day(instant: &str) -> &str {
    instant.get(..10).unwrap_or(instant)
}

/// A cell of a table: one line, with nothing in it that would end the cell.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('\\', "\\\\").replace('|', "\\|")
}

/// Who it is from, and what it came to, before the items.
fn written(name: &str, workspace: &str, of: &SampleDto) -> String {
    let row = &of.row;
    let from =
        row.release.as_ref().map_or_else(|| format!("the workspace “{name}”"), |card| card.title.clone());
    let strata = if row.strata.is_empty() {
        "all kinds together".to_owned()
    } else {
        row.strata
            .iter()
            .map(|name| stratum(name).map_or(name.as_str(), |one| one.label))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut out = vec![
        format!("# Sample for checking: {}", cell(&from)),
        String::new(),
        format!("- Seed: `{}`", row.seed.replace('`', "'")),
        format!("- Drawn: {} of {}, {strata}", counted(row.items.0, "item", "items"), row.population.0),
        format!("- At: the log through #{}, on {}, by {}", row.position.0, day(&row.at), person(&row.by)),
        format!("- Workspace: `{workspace}`"),
        format!(
            "- Drawn again from the log as it was: {}",
            if of.holds { "the same items" } else { "**not the same items**" }
        ),
        format!(
            "- Checked: {} of {}: {} in order, {}, {} could not be checked",
            row.checked.0,
            row.items.0,
            row.in_order.0,
            counted(row.exceptions.0, "exception", "exceptions"),
            row.not_checkable.0
        ),
        String::new(),
        "| # | Item | Result | Finding | By | Rank |".to_owned(),
        "|---|---|---|---|---|---|".to_owned(),
    ];
    out.extend(of.items.iter().enumerate().map(|(at, item)| line(at + 1, item)));
    out.push(String::new());
    out.push("An item's rank is SHA-256 of the seed, a colon and its entity id; the lowest ranks are drawn, from the strata in turn.".into());
    out.push(String::new());
    out.push("```".into());
    out.extend(of.items.iter().map(|item| format!("{}  {}:{}", item.rank, row.seed, item.card.id)));
    out.push("```".into());
    out.push(String::new());
    out.join("\n")
}

fn person(name: &str) -> String {
    if name.is_empty() { "somebody unknown".into() } else { cell(name) }
}

fn line(number: usize, item: &SampleItem) -> String {
    let title = cell(&format!("{} {}", item.card.short, item.card.title));
    let rank = item.rank.get(..8).unwrap_or(&item.rank);
    match &item.finding {
        None => format!("| {number} | {title} | not checked yet | | | `{rank}` |"),
        Some(finding) => {
            let result = match finding.result.as_str() {
                "found-in-order" => "in order".to_owned(),
                "could-not-check" => "could not be checked".to_owned(),
                _ if finding.severity.is_empty() => "exception".to_owned(),
                _ => format!("exception, {}", finding.severity),
            };
            let mut text = if finding.result == "found-in-order" && finding.text == "Found in order" {
                String::new()
            } else {
                cell(&finding.text)
            };
            if !finding.answer.trim().is_empty() {
                let (by, on) = (person(&finding.answered_by), day(&finding.answered_at));
                text.push_str(&format!(" Answer by {by}, {on}: {}", cell(&finding.answer)));
            }
            format!(
                "| {number} | {title} | {result} | {text} | {}, {} | `{rank}` |",
                person(&finding.by),
                day(&finding.at)
            )
        }
    }
}
