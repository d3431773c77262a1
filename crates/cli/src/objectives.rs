//! `throughline objectives` and `heard`: teams' numbers side by side, and who was heard on what.

use throughline_api::dto::{
    CardDto, DisputedView, HeardPage, HeardRow, ObjectivesPage, PullView, TeamObjective, TradeoffView,
};

/// A team per line with its number and readings, then what stands between them, then the ideas it is about.
pub fn side_by_side(page: &ObjectivesPage) -> Vec<String> {
    let mut out: Vec<String> = page.teams.iter().flat_map(team).collect();
    if page.teams.is_empty() {
        out.push("no teams yet".into());
    }
    if !page.disputes.is_empty() || !page.pulls.is_empty() {
        out.push("In conflict:".into());
        out.extend(page.pulls.iter().map(pull));
        out.extend(page.disputes.iter().map(dispute));
    }
    out.extend(page.tradeoffs.iter().flat_map(tradeoff));
    out
}

fn team(of: &TeamObjective) -> Vec<String> {
    let number = match (&of.metric, of.better.as_str()) {
        (None, _) => "judged by no number".to_owned(),
        (Some(metric), "") => metric.title.clone(),
        (Some(metric), better) => format!("{}, {better} is better", metric.title),
    };
    let mut out = vec![format!("{:<8} {:<20} {number}", of.team.short, of.team.title)];
    out.extend(of.objectives.iter().map(|o| format!("         objective {} {}", o.short, o.title)));
    for reading in &of.readings {
        let fact =
            |label: &str| reading.card.facts.iter().find(|f| f.label == label).map(|f| f.text.as_str());
        let told: Vec<&str> = ["Result", "Measured", "Arm", "Date"].into_iter().filter_map(fact).collect();
        let verdict =
            if reading.verdict.is_empty() { String::new() } else { format!("  {}", reading.verdict) };
        out.push(format!("         {:<8} {}{verdict}", reading.card.short, told.join(" · ")));
    }
    out
}

fn pull(of: &PullView) -> String {
    let arm = if of.arm.is_empty() { String::new() } else { format!(", arm “{}”", of.arm) };
    format!(
        "  {} against {} over {}: {} better ({}), {} worse ({}), in {}{arm}",
        of.better.team.title,
        of.worse.team.title,
        names(&of.ideas),
        of.better.metric.title,
        of.better.reading.short,
        of.worse.metric.title,
        of.worse.reading.short,
        of.experiment.short
    )
}

fn dispute(of: &DisputedView) -> String {
    let by = if of.proposed_by.is_empty() {
        String::new()
    } else {
        let teams: Vec<&str> = of.proposed_by.iter().map(|team| team.title.as_str()).collect();
        format!(", proposed by {}", teams.join(", "))
    };
    let why = if of.reason.is_empty() { String::new() } else { format!(": “{}”", of.reason) };
    format!("  {} disputes {} {}{by}{why}", of.team.title, of.subject.short, of.subject.title)
}

fn tradeoff(of: &TradeoffView) -> Vec<String> {
    let how = of.chosen_by.as_ref().map_or("leads".to_owned(), |by| format!("chosen by {}", by.short));
    let mut out = vec![format!("{} {} ({how}):", of.idea.short, of.idea.title)];
    if of.teams.is_empty() {
        out.push("  no team stands against it".into());
        return out;
    }
    let teams: Vec<&str> = of.teams.iter().map(|team| team.title.as_str()).collect();
    out.push(match &of.recorded_by {
        Some(by) => format!("  {}: the trade-off is on record in {}", teams.join(", "), by.short),
        None => format!("  {}: no decision records the trade-off", teams.join(", ")),
    });
    if let Some(near) = &of.nearest {
        let mut lacks: Vec<String> = Vec::new();
        if !near.accepted {
            lacks.push("is not accepted".into());
        }
        if !near.consequences {
            lacks.push("does not say its consequences".into());
        }
        if !near.unheard.is_empty() {
            let teams: Vec<&str> = near.unheard.iter().map(|team| team.title.as_str()).collect();
            lacks.push(format!("lacks an answered stance of {}", teams.join(", ")));
        }
        out.push(format!("  {} {}", near.decision.short, lacks.join(", ")));
    }
    out
}

/// A stakeholder per line with their stances, and what they were not asked about.
pub fn heard(page: &HeardPage) -> Vec<String> {
    let mut out: Vec<String> = page.rows.iter().flat_map(person).collect();
    if out.is_empty() {
        out.push("no stakeholders yet".into());
    }
    out
}

fn person(of: &HeardRow) -> Vec<String> {
    let team = of.team.as_ref().map(|team| format!(", {}", team.title)).unwrap_or_default();
    let mut out = vec![format!("{:<8} {}{team}", of.who.short, of.who.title)];
    for stance in &of.stances {
        let position = if stance.position.is_empty() { "no position" } else { &stance.position };
        out.push(format!("         {:<22} {} {}", position, stance.decision.short, stance.decision.title));
    }
    if !of.not_asked.is_empty() {
        out.push(format!("         not asked about {}", names(&of.not_asked)));
    } else if of.observer {
        out.push("         observer".into());
    }
    out
}

fn names(cards: &[CardDto]) -> String {
    cards.iter().map(|card| card.short.as_str()).collect::<Vec<_>>().join(", ")
}
