//! What is printed of bundles, deployments and observations.

use serde_json::Value;
use throughline_api::dto::{
    BundleDto, ComparedBundles, DeploymentDto, LiveDto, MadeBundle, ObservationsDto, ObservedDto,
    ObservedTable, Promoted, RollBackDto, RolloutDto, RunDto, Saved, SideDto,
};

use super::{BundleCommand, DeploymentsCommand, RolloutCommand};
use crate::print;

/// Prints an answer for a person.
pub fn answer(command: &RolloutCommand, answer: &Value) {
    match command {
        RolloutCommand::Bundle { command: BundleCommand::Make { .. } } => print::typed(answer, made),
        RolloutCommand::Bundle { command: BundleCommand::Show { .. } } => print::typed(answer, bundle),
        RolloutCommand::Deployments { command: None, .. } => print::typed(answer, over_time),
        RolloutCommand::Deployments { command: Some(command), .. } => match command {
            DeploymentsCommand::Show { .. } => print::typed(answer, deployment),
            DeploymentsCommand::Compare { .. } => print::typed(answer, compared),
            DeploymentsCommand::Promote { .. } => print::typed(answer, promoted),
        },
        RolloutCommand::RollBack(_) => print::typed(answer, rolled_back),
        RolloutCommand::Observe(of) if of.csv.is_some() => print::typed(answer, table),
        RolloutCommand::Observe(_) => print::typed(answer, observed),
        RolloutCommand::Observations { asking, .. } => {
            print::typed(answer, |all: &ObservationsDto| observations(all, *asking));
        }
        RolloutCommand::Live { .. } => print::typed(answer, live),
    }
}

fn saved(saved: &Saved) -> String {
    match saved.position {
        Some(position) => format!("{}  #{}", saved.short, position.0),
        None => format!("{}  nothing differs, nothing recorded", saved.short),
    }
}

fn made(of: &MadeBundle) -> Vec<String> {
    let mut out = bundle(&of.bundle);
    out.push(of.saved.as_ref().map_or_else(|| "nothing recorded: this is what would be".into(), saved));
    out
}

fn bundle(of: &BundleDto) -> Vec<String> {
    let short = of.card.as_ref().map(|card| format!("{} ", card.short)).unwrap_or_default();
    let state = if of.complete { &of.digest } else { "incomplete, so no digest" };
    let mut out = vec![format!("{short}{}  {state}", of.label)];
    for part in &of.parts {
        let identity = if part.identity.is_empty() { "no identity" } else { &part.identity };
        let weak = if part.weak.is_empty() { String::new() } else { format!("  weak: {}", part.weak) };
        let found =
            if part.found.is_empty() { String::new() } else { format!("  {} where it lies", part.found) };
        out.push(format!("  {:<6} {} {}  {identity}{weak}{found}", part.role, part.card.short, part.name));
    }
    out.extend(of.missing.iter().map(|missing| format!("  missing: {missing}")));
    if !of.same_as.is_empty() {
        let names: Vec<String> = of.same_as.iter().map(|b| format!("{} {}", b.short, b.title)).collect();
        out.push(format!("  ships the same as {}", names.join(", ")));
    }
    out.extend(of.deployments.iter().map(|dep| format!("  runs or ran in {} {}", dep.short, dep.title)));
    out
}

fn whom(run: &RunDto) -> String {
    let share = run.share.map_or_else(String::new, |share| format!("{share} % of "));
    let segment = if run.segment.is_empty() { String::new() } else { format!(" ({})", run.segment) };
    let place = if run.environment.is_empty() { String::new() } else { format!(", {}", run.environment) };
    format!("{share}{}{segment}{place}", run.audience_words)
}

fn run_line(run: &RunDto) -> String {
    let label = run.bundle.as_ref().map_or("no bundle", |bundle| bundle.title.as_str());
    format!("{:<8} {label}  {}  {}", run.card.short, whom(run), run.words)
}

fn over_time(of: &RolloutDto) -> Vec<String> {
    let mut out: Vec<String> = of.runs.iter().map(run_line).collect();
    if out.is_empty() {
        out.push("no deployments yet".into());
    }
    out.extend(of.clashes.iter().map(|clash| format!("conflict: {}", clash.sentence)));
    out
}

fn deployment(of: &DeploymentDto) -> Vec<String> {
    let mut out = vec![run_line(&of.run)];
    if let Some(runs) = &of.bundle {
        out.extend(bundle(runs).into_iter().map(|line| format!("  {line}")));
    }
    match &of.target {
        Some(target) => {
            let state = if target.complete { "complete" } else { "incomplete" };
            out.push(format!("  falls back to {} ({state})", target.label));
        }
        None => out.push("  falls back to nothing".into()),
    }
    for other in &of.after {
        let why = if other.reason.is_empty() { String::new() } else { format!(": {}", other.reason) };
        out.push(format!("  took over from {} by {}{why}", other.card.short, other.how));
    }
    out.extend(
        of.before.iter().map(|other| format!("  taken over by {} by {}", other.card.short, other.how)),
    );
    out.extend(of.lacks.iter().map(|lack| format!("  missing: {}", lack.sentence)));
    out.extend(of.clashes.iter().map(|clash| format!("  conflict: {}", clash.sentence)));
    for mark in &of.marks {
        let asks = if mark.asks { "  asks for an answer" } else { "" };
        out.push(format!("  {} {} {}: {}{asks}", day(&mark.at), mark.card.short, mark.kind, mark.words));
    }
    out
}

fn day(instant: &str) -> &str {
    instant.get(..10).unwrap_or(instant)
}

fn compared(of: &ComparedBundles) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(metric) = &of.metric {
        let window = of.window.as_ref().map_or_else(String::new, |window| format!(", {}", window.words));
        out.push(format!("{} against {}: {}{window}", of.new, of.old, metric.title));
    }
    for row in &of.rows {
        let name = if row.segment.is_empty() { "all who had it" } else { &row.segment };
        match &row.difference {
            Some(difference) => {
                let words =
                    |side: &Option<SideDto>| side.as_ref().map(|side| side.words.clone()).unwrap_or_default();
                let verdict = row.verdict.as_deref().unwrap_or("no verdict");
                out.push(format!(
                    "  {name}: {} against {}: {} ({}), {}  {verdict}",
                    words(&row.new),
                    words(&row.old),
                    difference.words,
                    difference.interval,
                    row.method
                ));
            }
            None => out.push(format!("  {name}: not compared. {}", row.why)),
        }
    }
    if let Some(all) = &of.overall {
        let verdict = all.verdict.as_deref().unwrap_or("depends on the segment");
        out.push(format!(
            "  over all: {} ({}), {}  {verdict}",
            all.difference.words, all.difference.interval, all.method
        ));
        if let Some(pooled) = &all.pooled {
            out.push(format!("  all units thrown together: {} ({})", pooled.words, pooled.interval));
        }
    }
    out.push(of.sentence.clone());
    if !of.grounds.is_empty() {
        let shorts: Vec<&str> = of.grounds.iter().map(|card| card.short.as_str()).collect();
        out.push(format!("rests on {}", shorts.join(" ")));
    }
    out
}

fn promoted(of: &Promoted) -> Vec<String> {
    let mut out = of.steps.clone();
    match &of.saved {
        Some(done) => out.push(saved(done)),
        None => {
            out.extend(of.asks.iter().map(|ask| format!("asked for: {ask}")));
            out.push("nothing recorded: this is what would be".into());
        }
    }
    out
}

fn rolled_back(of: &RollBackDto) -> Vec<String> {
    let mut out = vec![of.sentence.clone()];
    let picked = of
        .candidates
        .iter()
        .find(|candidate| candidate.bundle.card.as_ref().is_some_and(|card| card.id == of.picked));
    if let Some(picked) = picked {
        let last = if picked.last.is_empty() { String::new() } else { format!(", {}", picked.last) };
        out.push(format!("  {}: {}{last}", picked.bundle.label, picked.why));
        for row in &picked.differs {
            let or_none = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
            let note = if row.note.is_empty() { String::new() } else { format!("  ({})", row.note) };
            out.push(format!("  {}: {} → {}{note}", row.label, or_none(&row.now), or_none(&row.then)));
        }
    }
    out.extend(of.missing.iter().map(|missing| format!("  missing: {missing}")));
    if of.saved.is_none() {
        for other in
            of.candidates.iter().filter(|c| c.bundle.card.as_ref().is_some_and(|card| card.id != of.picked))
        {
            let state = if other.bundle.missing.is_empty() { "complete" } else { "incomplete" };
            out.push(format!("  or {}: {}, {state}", other.bundle.label, other.why));
        }
        out.push("nothing recorded: this is what would be".into());
    }
    if let Some(back) = &of.loop_back {
        out.push(format!("  {} opened", back.short));
    }
    out.extend(of.saved.as_ref().map(saved));
    out
}

fn observed(of: &ObservedDto) -> Vec<String> {
    let asks = if of.asks { "  asks for an answer" } else { "" };
    let position = of.saved.position.map_or_else(|| "known already".to_owned(), |p| format!("#{}", p.0));
    vec![format!("{}  {position}  {}{asks}", of.card.short, of.words)]
}

fn table(of: &ObservedTable) -> Vec<String> {
    let mut out: Vec<String> =
        of.rows.iter().map(|row| format!("line {}: {}: {}", row.line.0, row.kind, row.words)).collect();
    out.extend(of.bad.iter().map(|bad| format!("line {} left out: {}", bad.line.0, bad.why)));
    if !of.ignored.is_empty() {
        out.push(format!("columns passed over: {}", of.ignored.join(", ")));
    }
    match &of.saved {
        Some(done) => {
            let shorts: Vec<&str> = of.recorded.iter().map(|card| card.short.as_str()).collect();
            let position =
                done.position.map_or_else(|| "nothing differs".to_owned(), |p| format!("#{}", p.0));
            out.push(format!("{}  {position}", shorts.join(" ")));
        }
        None => out.push("nothing recorded: this is what would be".into()),
    }
    out
}

fn observations(all: &ObservationsDto, asking: bool) -> Vec<String> {
    let mut out = Vec::new();
    for row in all.rows.iter().filter(|row| !asking || row.mark.asks) {
        let place = row.deployment.as_ref().map_or_else(String::new, |d| format!(" in {}", d.short));
        let answers: Vec<&str> = row.answers.iter().map(|card| card.short.as_str()).collect();
        let state = match row.standing.as_str() {
            "asks" => "asks for an answer".to_owned(),
            "answered" => format!("answered by {}", answers.join(", ")),
            "accepted" => format!("accepted: {}", row.accepted),
            "as-expected" => "as expected".into(),
            "figure" => "a figure".into(),
            other => other.to_owned(),
        };
        out.push(format!(
            "{} {:<8} {}{place}: {}  {state}",
            day(&row.mark.at),
            row.mark.card.short,
            row.mark.kind,
            row.mark.words
        ));
    }
    if out.is_empty() {
        out.push(if asking { "nothing asks for an answer" } else { "nothing was seen yet" }.into());
    }
    out
}

fn live(of: &LiveDto) -> Vec<String> {
    let mut out = vec![of.sentence.clone()];
    for row in &of.rows {
        out.push(run_line(&row.run));
        if let Some(runs) = &row.bundle {
            out.extend(
                bundle(runs)
                    .into_iter()
                    .skip(1)
                    .filter(|l| !l.contains("runs or ran"))
                    .map(|l| format!("  {l}")),
            );
            if runs.complete {
                out.push(format!("    {}", runs.digest));
            }
        }
        for other in &row.after {
            let how = match other.how.as_str() {
                "roll-back" => "restored in place of",
                "promotion" => "promoted from",
                _ => "took over from",
            };
            let by = if other.by.is_empty() { String::new() } else { format!(" by {}", other.by) };
            let why =
                if other.reason.is_empty() { String::new() } else { format!(": “{}”", other.reason) };
            out.push(format!("    {how} {} {}{by}{why}", other.card.short, other.card.title));
        }
        for why in &row.why {
            let status = why.decision.status.as_deref().unwrap_or_default();
            out.push(format!("    because {} {} ({status})", why.decision.short, why.decision.title));
            if !why.rests_on.is_empty() {
                let shorts: Vec<&str> = why.rests_on.iter().map(|card| card.short.as_str()).collect();
                out.push(format!("      rests on {}", shorts.join(", ")));
            }
            for d in &why.dissent {
                let reason =
                    if d.reason.is_empty() { String::new() } else { format!(": “{}”", d.reason) };
                out.push(format!("      {} {}{reason}", d.who, d.position));
            }
        }
        if row.why.is_empty() && row.after.is_empty() {
            out.push("    no decision on record put it there".into());
        }
        for mark in &row.marks {
            out.push(format!("    seen {} {} {}: {}", day(&mark.at), mark.card.short, mark.kind, mark.words));
        }
    }
    if of.planned.0 > 0 {
        out.push(format!("planned for that day, and not counted: {}", of.planned.0));
    }
    out
}
