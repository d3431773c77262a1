//! `throughline review`, `suspects` and `confirm`: what asks for another look.

use throughline_api::dto::{ReviewList, SuspectList};

/// Decisions that wait, with what they rest on that gave way.
pub fn review(list: &ReviewList) -> Vec<String> {
    let mut out = Vec::new();
    for row in &list.rows {
        out.push(format!("{:<8} {}", row.card.short, row.card.title));
        out.extend(row.reasons.iter().map(|reason| format!("         {}", reason.sentence)));
        if !row.turned_down.is_empty() {
            let names: Vec<&str> = row.turned_down.iter().map(|c| c.short.as_str()).collect();
            out.push(format!("         turned down then: {}", names.join(", ")));
        }
    }
    if out.is_empty() {
        out.push("no decision asks for another look".into());
    }
    out
}

/// Suspect links with what differs.
pub fn suspects(list: &SuspectList) -> Vec<String> {
    let mut out = Vec::new();
    for link in &list.rows {
        out.push(format!("{} {} {}  {}", link.from.short, link.label, link.to.short, link.id));
        for change in &link.changes {
            for field in &change.fields {
                out.push(format!(
                    "    {} {}: {} → {}",
                    change.changed.short,
                    field.label,
                    word(&field.before),
                    word(&field.after)
                ));
            }
        }
    }
    if out.is_empty() {
        out.push("no link asks for a look".into());
    }
    out
}

fn word(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "nothing".into(),
        serde_json::Value::String(text) => format!("“{text}”"),
        other => other.to_string(),
    }
}
