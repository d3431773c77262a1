//! `throughline session ID`: what came of a session, in words.

use throughline_api::dto::{CardDto, SessionPage};

/// The lines of a session: its agenda, who was present, who was not, and what it left.
pub fn session(page: &SessionPage) -> Vec<String> {
    let mut out = vec![format!("{} {}", page.card.short, page.card.title)];
    if let Some(status) = &page.card.status {
        out.push(format!("  {status}"));
    }
    if let Some(problem) = &page.problem {
        out.push(format!("  on {} {}", problem.short, problem.title));
    }
    if !page.phases.is_empty() {
        out.push("  agenda".into());
    }
    for phase in &page.phases {
        let minutes = phase.minutes.map(|m| format!("{m} min")).unwrap_or_default();
        let held = match (phase.starts.as_str(), phase.ends.as_str()) {
            ("", _) => "not held".to_owned(),
            (starts, "") => format!("from {starts}"),
            (starts, ends) => format!("{starts} to {ends}"),
        };
        out.push(format!("    {:<16} {minutes:<7} {held}", phase.name));
    }
    let names = |list: &[String]| if list.is_empty() { "nobody".to_owned() } else { list.join(", ") };
    let present: Vec<String> = page
        .people
        .iter()
        .map(|p| match &p.team {
            Some(team) => format!("{} ({})", p.card.title, team.title),
            None => p.card.title.clone(),
        })
        .collect();
    out.push(format!("  present: {}", names(&present)));
    if !page.missing.is_empty() {
        let missing: Vec<String> = page.missing.iter().map(|m| m.label.clone()).collect();
        out.push(format!("  missing: {}", missing.join(", ")));
    }
    out.push(format!("  ideas: {}; voters: {}", page.ideas.len(), page.voters.0));
    for idea in &page.ideas {
        let mut facts = Vec::new();
        facts.extend(
            idea.tally
                .as_ref()
                .map(|t| format!("place {}, {} voters, {} dots", t.place_by_voters.0, t.voters.0, t.dots.0)),
        );
        facts.extend(Some(&idea.cluster).filter(|c| !c.is_empty()).cloned());
        facts.extend(idea.team.as_ref().map(|t| t.title.clone()));
        facts.extend(idea.card.outcome.as_ref().map(|o| format!("{} by {}", o.word, o.short)));
        let facts = if facts.is_empty() { String::new() } else { format!("  ({})", facts.join("; ")) };
        out.push(format!("    {} {}{facts}", idea.card.short, idea.card.title));
    }
    if page.evaluations.0 > 0 {
        out.push(format!("  scores: {}", page.evaluations.0));
    }
    let groups: [(&str, &[CardDto]); 3] =
        [("questions", &page.questions), ("assumptions", &page.assumptions), ("decisions", &page.decisions)];
    for (label, cards) in groups {
        if !cards.is_empty() {
            out.push(format!("  {label}: {}", cards.len()));
            out.extend(cards.iter().map(|c| format!("    {} {}", c.short, c.title)));
        }
    }
    if !page.outcome.is_empty() {
        out.push(format!("  {}", page.outcome));
    }
    out
}
