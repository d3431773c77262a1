//! `throughline release …` and `throughline loop-back`: what can be typed, what is called, what is printed.

use clap::Subcommand;
use serde_json::{Value, json};
use throughline_api::dto::{CardDto, Compared, ReleasePage, Saved};

use crate::args::AsOf;
use crate::print;
use crate::request::moment;

/// What can be done with releases.
#[derive(Debug, Subcommand)]
pub enum ReleaseCommand {
    /// Starts a release from the last one: personas, criteria, components and open questions are carried over.
    Start {
        /// The new release's name.
        title: String,
        /// The release it follows; by default the current one.
        #[arg(long, value_name = "RELEASE")]
        from: Option<String>,
        /// What will be better for whom.
        #[arg(long)]
        goal: Option<String>,
        /// Carries over only this. May be repeated; `none` carries nothing.
        #[arg(long, value_name = "ID")]
        carry: Vec<String>,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Shows the path of a release: the stages in the order they were visited, with the loop-backs.
    Path {
        /// Which release; by default the current one.
        release: Option<String>,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Shows what each stage of a release should hold, and what is missing.
    Template {
        /// Which release; by default the current one.
        release: Option<String>,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
    /// Compares two releases: added, dropped, decided otherwise.
    Compare {
        /// The earlier release.
        before: String,
        /// The later one; by default the current one.
        after: Option<String>,
        /// The moment.
        #[command(flatten)]
        at: AsOf,
    },
}

/// The call of the api.
pub fn request(command: &ReleaseCommand, named: Option<&str>) -> (&'static str, Value) {
    match command {
        ReleaseCommand::Start { title, from, goal, carry, reason } => {
            let carry = match carry.as_slice() {
                [] => Value::Null,
                [one] if one == "none" => json!([]),
                list => json!(list),
            };
            let from = from.as_deref().or(named);
            let args =
                json!({ "title": title, "from": from, "goal": goal, "carry": carry, "reason": reason });
            ("release.start", args)
        }
        ReleaseCommand::Path { release, at } | ReleaseCommand::Template { release, at } => {
            ("release.get", json!({ "release": release.as_deref().or(named), "at": moment(at) }))
        }
        ReleaseCommand::Compare { before, after, at } => (
            "release.compare",
            json!({ "before": before, "after": after.as_deref().or(named), "at": moment(at) }),
        ),
    }
}

/// Prints an answer for a person.
pub fn answer(command: &ReleaseCommand, answer: &Value) {
    match command {
        ReleaseCommand::Start { .. } => print::typed(answer, |saved: &Saved| {
            vec![format!("{}  #{}", saved.short, saved.position.map_or(0, |p| p.0))]
        }),
        ReleaseCommand::Path { .. } => print::typed(answer, path),
        ReleaseCommand::Template { .. } => print::typed(answer, template),
        ReleaseCommand::Compare { .. } => print::typed(answer, compared),
    }
}

fn day(instant: &str) -> &str {
    instant.get(..10).unwrap_or(instant)
}

fn path(page: &ReleasePage) -> Vec<String> {
    let mut out = vec![format!("{} {}", page.card.short, page.card.title)];
    for visit in &page.visits {
        let back = visit.by.and_then(|n| page.returns.get(usize::try_from(n.0).ok()?));
        if let Some(back) = back {
            let names =
                |list: &[CardDto]| list.iter().map(|c| c.short.as_str()).collect::<Vec<_>>().join(", ");
            let end = match (back.closed, back.answers.is_empty()) {
                (false, _) => "open".to_owned(),
                (true, true) => "closed".to_owned(),
                (true, false) => format!("answered by {}", names(&back.answers)),
            };
            out.push(format!(
                "  ↩ {} from {}, because of {}: {} ({end})",
                back.card.short,
                back.from,
                names(&back.triggers),
                back.reason
            ));
        }
        let (from, to) = (day(&visit.from), day(&visit.to));
        let when = if from == to { from.to_owned() } else { format!("{from} to {to}") };
        out.push(format!("  {:<10} {when}  {} artefacts", visit.label, visit.artefacts.0));
    }
    for late in &page.late {
        out.push(format!("  later, with no loop-back: {} {}", late.label, late.artefacts.0));
    }
    if page.visits.is_empty() {
        out.push(format!("  nothing yet; {} carried over", page.carried.0));
    }
    out
}

fn template(page: &ReleasePage) -> Vec<String> {
    let mut out = vec![format!("{} {}", page.card.short, page.card.title)];
    for stage in &page.template {
        out.push(format!("  {}", stage.label));
        for slot in &stage.slots {
            let mark = if slot.filled { "✓" } else { "·" };
            out.push(format!("    {mark} {}  {}", slot.label, slot.count.0));
        }
    }
    out
}

fn compared(compared: &Compared) -> Vec<String> {
    let mut out = vec![format!("{} compared with {}", compared.after.title, compared.before.title)];
    out.push(format!("  decided otherwise: {}", compared.otherwise.len()));
    for o in &compared.otherwise {
        out.push(format!(
            "    {} {}: {} by {}, then {} by {}",
            o.card.short, o.card.title, o.before.word, o.before.short, o.after.word, o.after.short
        ));
    }
    for (label, cards) in
        [("added", &compared.added), ("dropped", &compared.dropped), ("carried over", &compared.kept)]
    {
        out.push(format!("  {label}: {}", cards.len()));
        out.extend(cards.iter().map(|c| format!("    {} {}", c.short, c.title)));
    }
    out
}
