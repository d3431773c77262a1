//! The sections of a card: what the model is for, where it fails, whom it treats worse.

/// A section with its heading.
#[derive(Debug)]
pub(super) struct Section {
    pub heading: String,
    pub text: String,
}

/// What a card says.
#[derive(Debug, Default)]
pub(super) struct Card {
    pub title: Option<String>,
    pub version: Option<String>,
    pub intended: Vec<Section>,
    pub limits: Vec<Section>,
    pub biases: Vec<Section>,
    /// Headings of sections that tell of limits and biases in one.
    pub both: Vec<String>,
    /// Headings whose text is the template's own.
    pub empty: Vec<String>,
    /// Everything else, with its headings.
    pub rest: Vec<String>,
}

impl Card {
    /// Whether a text without front matter is the card of a model.
    pub(super) fn is_card(&self) -> bool {
        !(self.intended.is_empty() && self.limits.is_empty() && self.biases.is_empty())
    }
}

/// What the words of a heading mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Use,
    Limits,
    Biases,
    Both,
    Other,
}

fn meaning(heading: &str) -> Meaning {
    let heading = heading.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| heading.contains(w));
    let biases = has(&["bias", "fairness", "ethical"]);
    let limits = has(&["limitation", "limits", "risk", "caveat", "out of scope", "known issue"]);
    let no_use = ["out-of-scope", "out of scope", "misuse"].iter().any(|w| heading.contains(w));
    let a_use =
        ["intended use", "intended for", "direct use", "downstream use"].iter().any(|w| heading.contains(w))
            || matches!(
                heading.trim(),
                "use" | "uses" | "use cases" | "primary intended uses" | "primary intended users"
            );
    match (a_use || no_use, limits && !no_use, biases) {
        (true, _, _) => Meaning::Use,
        (_, true, true) => Meaning::Both,
        (_, true, _) => Meaning::Limits,
        (_, _, true) => Meaning::Biases,
        _ => Meaning::Other,
    }
}

pub(super) fn read(body: &str) -> Card {
    let mut card = Card::default();
    // A section ends where a heading of its rank or a higher one begins; those below belong to it,
    // unless they mean something themselves.
    let mut open: Vec<(usize, Meaning)> = Vec::new();
    let body = without_comments(body);
    for (rank, heading, text) in parts(&body) {
        open.retain(|(above, _)| *above < rank);
        if rank == 1 && card.title.is_none() {
            card.title = Some(title(&heading));
        }
        let own = match (meaning(&heading), open.last()) {
            (Meaning::Other, Some((_, above))) => *above,
            (own, _) => own,
        };
        let said = text.trim().to_owned();
        card.version = card.version.take().or_else(|| version(&said));
        let is_template = said.is_empty()
            || said.to_lowercase().trim_matches(['[', ']', '*', '_', '.']) == "more information needed";
        if !is_template {
            let headed = |text: String| if rank > 2 { format!("**{heading}**\n\n{text}") } else { text };
            let section = |text: String| Section { heading: heading.clone(), text };
            match own {
                Meaning::Use => card.intended.push(section(headed(said))),
                Meaning::Limits => card.limits.push(section(headed(said))),
                Meaning::Biases => card.biases.push(section(headed(said))),
                Meaning::Both => {
                    card.both.push(heading.clone());
                    card.limits.push(section(headed(said.clone())));
                    card.biases.push(section(headed(said)));
                }
                Meaning::Other if rank <= 1 => card.rest.push(said),
                Meaning::Other => card.rest.push(format!("{} {heading}\n\n{said}", "#".repeat(rank.min(6)))),
            }
        } else if !said.is_empty() {
            card.empty.push(heading.clone());
        }
        open.push((rank, own));
    }
    card
}

/// Rank (0 before the first heading), heading and text of each part.
fn parts(body: &str) -> Vec<(usize, String, String)> {
    let mut out = vec![(0, String::new(), String::new())];
    let mut fence: Option<&str> = None;
    for line in body.lines() {
        let trimmed = line.trim_start();
        // What stands in a block of code is no heading.
        match fence {
            Some(end) if trimmed.starts_with(end) => fence = None,
            None if trimmed.starts_with("```") => fence = Some("```"),
            None if trimmed.starts_with("~~~") => fence = Some("~~~"),
            _ => {}
        }
        let rank = line.bytes().take_while(|b| *b == b'#').count();
        let is_heading =
            fence.is_none() && (1..=6).contains(&rank) && line.as_bytes().get(rank) == Some(&b' ');
        if is_heading {
            let heading = line.trim_matches(['#', ' ']).trim_matches(['*', '_', ':']).trim().to_owned();
            out.push((rank, heading, String::new()));
        } else if let Some((_, _, text)) = out.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    out
}

/// "Model Card for triage" → "triage".
fn title(heading: &str) -> String {
    let lower = heading.to_lowercase();
    for start in ["model card for ", "model card: ", "model card - ", "model card of "] {
        if lower.starts_with(start)
            && let Some(rest) = heading.get(start.len()..)
        {
            return rest.trim().to_owned();
        }
    }
    heading.to_owned()
}

/// The version that a line such as `- **Version:** 1.2` names.
fn version(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let plain: String = line.chars().filter(|c| !"*_`-".contains(*c) || *c == '-').collect();
        let plain = plain.trim_start_matches(['-', ' ']).trim();
        let (name, value) = plain.split_once(':')?;
        let is_version = matches!(name.trim().to_lowercase().as_str(), "version" | "model version");
        let value = value.trim().trim_end_matches('.');
        let fits = is_version && !value.is_empty() && value.len() <= 64 && !value.contains('[');
        fits.then(|| value.to_owned())
    })
}

/// The text without HTML comments; one that is never closed goes to the end.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}
