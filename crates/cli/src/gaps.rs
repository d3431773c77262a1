//! What a release still misses, as sentences.

use throughline_api::dto::{Freeze, FrozenDto, GapDto, Readiness, RuleDto};

use crate::print::line;

/// Artefacts named that changed after a freeze.
const NAMED: usize = 10;

/// Prints the gaps by severity, each with its reason; with `all` every rule with where it stands.
pub fn readiness(readiness: &Readiness, all: bool) {
    if readiness.rules.is_empty() {
        line("Readiness is asked of one release: name it with --release.");
        return;
    }
    for (severity, head) in [("blocking", "Blocking"), ("warning", "Warnings")] {
        section(readiness, head, |rule, gap| rule.severity == severity && gap.waiver.is_none());
    }
    section(readiness, "Left open knowingly", |_, gap| gap.waiver.is_some());
    let waits: Vec<&RuleDto> = readiness.rules.iter().filter(|rule| !rule.waits.is_empty()).collect();
    if !waits.is_empty() {
        line("Cannot be said yet:");
        for rule in waits {
            for what in &rule.waits {
                line(&format!("  {:>2} {}: waits for {what}", rule.number.0, rule.name));
            }
        }
    }
    if all {
        line("Every rule:");
        for rule in &readiness.rules {
            line(&format!("  {:>2} {:<28} {:<11} {}", rule.number.0, rule.name, rule.state, rule.severity));
        }
    }
    if let Some(frozen) = &readiness.frozen {
        after(frozen);
    }
    let of = readiness.release.as_ref().map_or("This workspace", |release| release.title.as_str());
    let count =
        |n: u64, one: &str, many: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {many}") };
    line(&format!(
        "{of}: {}, {}, {} left open knowingly.",
        count(readiness.blocking.0, "blocking gap", "blocking gaps"),
        count(readiness.warnings.0, "warning", "warnings"),
        readiness.waived.0
    ));
}

fn section(readiness: &Readiness, head: &str, within: impl Fn(&RuleDto, &GapDto) -> bool) {
    let mut told = false;
    for rule in &readiness.rules {
        let gaps: Vec<&GapDto> = rule.gaps.iter().filter(|gap| within(rule, gap)).collect();
        if gaps.is_empty() {
            continue;
        }
        if !told {
            line(&format!("{head}:"));
            told = true;
        }
        for gap in gaps {
            line(&format!("  {:>2} {}", rule.number.0, gap.sentence));
            if let Some(waiver) = &gap.waiver {
                let until = waiver.until.as_ref().map_or_else(String::new, |until| format!(" until {until}"));
                let by = if waiver.by.is_empty() { String::new() } else { format!(", by {}", waiver.by) };
                line(&format!("     {}{until}{by}: {}", waiver.card.short, waiver.reason));
            }
        }
        let shown = rule.gaps.len() as u64;
        let more = (rule.open.0 + rule.waived.0).saturating_sub(shown);
        if more > 0 {
            line(&format!("     … and {more} more"));
        }
        line(&format!("     {} ({})", rule.why, rule.name));
    }
}

fn after(frozen: &FrozenDto) {
    let by = if frozen.by.is_empty() { String::new() } else { format!(" by {}", frozen.by) };
    line(&format!(
        "Frozen at #{} on {}{by}: {} records, {}.",
        frozen.position.0,
        day(&frozen.at),
        frozen.records.0,
        frozen.root
    ));
    if frozen.after.0 > 0 {
        line(&format!("After the freeze {} changed:", frozen.after.0));
        for one in frozen.changed.iter().take(NAMED) {
            let what = if one.new { "new" } else { "changed" };
            line(&format!("  #{:<6} {:<8} {} {}", one.position.0, what, one.card.short, one.card.title));
        }
    }
}

fn day(at: &str) -> &str {
    at.get(..10).unwrap_or(at)
}

/// Prints what was sealed.
pub fn freeze(freeze: &Freeze) {
    line(&format!("{} frozen  #{}", freeze.release.title, freeze.position.0));
    line(&format!("{} records  {}", freeze.records.0, freeze.root));
}
