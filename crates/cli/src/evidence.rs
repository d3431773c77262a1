//! What was heard and seen, as text.

use serde_json::Value;
use throughline_api::dto::{ContactDto, EvidenceImported, EvidencePage};

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
