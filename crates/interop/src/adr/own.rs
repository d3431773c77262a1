//! The shape in which decisions are handed on as MADR 4 files, and how a text is kept from being taken for
//! a part of it. The writer (`export/madr.rs`) and the reader use the same words, so that what was written
//! comes back as it was; other tools see MADR.
//!
//! A file of ours says `throughline: 1` in its front matter. It is read line by line: a heading of level 1
//! to 3 begins a section, and a line of a text that looks like one has a backslash before it.

use serde::Deserialize;

use super::parsed::{Adr, Mention, OptionRead, Style};
use super::status::Status;

/// The shape's version.
pub(crate) const VERSION: u32 = 1;

/// Headings, as MADR 4 has them and as it leaves room for.
pub(crate) const CONTEXT: &str = "Context and Problem Statement";
pub(crate) const DRIVERS: &str = "Decision Drivers";
pub(crate) const CONSIDERED: &str = "Considered Options";
pub(crate) const OUTCOME: &str = "Decision Outcome";
pub(crate) const DECISION: &str = "Decision";
pub(crate) const CONSEQUENCES: &str = "Consequences";
pub(crate) const CONFIRMATION: &str = "Confirmation";
pub(crate) const REVISIT: &str = "Revisit When";
pub(crate) const OPTIONS: &str = "Pros and Cons of the Options";
pub(crate) const STANCES: &str = "Stances";
pub(crate) const MORE: &str = "More Information";
/// Before what became of an option.
pub(crate) const FATE: &str = "Outcome: ";
/// Before how a stance was given.
pub(crate) const GIVEN: &str = "Given: ";
/// Before the answer to a stance.
pub(crate) const ANSWER: &str = "**Answer:**";
/// For whom nobody is named.
pub(crate) const NOBODY: &str = "(nobody named)";
/// For a stance that takes no position.
pub(crate) const NO_POSITION: &str = "no position";
/// What may become of an option.
pub(crate) const FATES: &[&str] = &["chosen", "rejected", "parked"];

/// Where a text stands, which says what it must not look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    /// A section of its own.
    Section,
    /// An option's.
    Option,
    /// A stance's.
    Stance,
}

fn is_structure(line: &str, within: Within) -> bool {
    let heading = ["# ", "## ", "### "].iter().any(|mark| line.starts_with(mark));
    let own = match within {
        Within::Section => false,
        Within::Option => line.starts_with(FATE) || argument(line).is_some(),
        Within::Stance => line.starts_with(GIVEN) || line == ANSWER,
    };
    heading || own
}

/// One spelling of line ends, nothing around it.
pub(crate) fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

/// A text on one line, as a line of the record is.
pub(crate) fn one_line(text: &str) -> String {
    text.split(['\n', '\r', '\t']).map(str::trim).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A text with a backslash before each line that would be taken for structure, and before each that has
/// some already.
pub(crate) fn escaped(text: &str, within: Within) -> String {
    let line = |line: &str| {
        if is_structure(line.trim_start_matches('\\'), within) {
            format!("\\{line}")
        } else {
            line.to_owned()
        }
    };
    plain(text).split('\n').map(line).collect::<Vec<_>>().join("\n")
}

fn unescaped(lines: &[&str], within: Within) -> String {
    let text = lines.join("\n");
    let line = |line: &str| match line.strip_prefix('\\') {
        Some(rest) if is_structure(line.trim_start_matches('\\'), within) => rest.to_owned(),
        _ => line.to_owned(),
    };
    text.trim().split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// What an argument speaks for, whether it was an item of a list, and its first line.
fn argument(line: &str) -> Option<(bool, bool, &str)> {
    let (listed, rest) = match line.strip_prefix("- ") {
        Some(rest) => (true, rest),
        None => (false, line.strip_prefix("* ")?),
    };
    match rest.strip_prefix("Good, because ") {
        Some(rest) => Some((true, listed, rest)),
        None => rest.strip_prefix("Bad, because ").map(|rest| (false, listed, rest)),
    }
}

/// What speaks for or against an option, as items: a text whose lines are items of a list as such with `-`,
/// any other as one with `*`.
pub(crate) fn arguments(text: &str, good: bool) -> String {
    let word = if good { "Good" } else { "Bad" };
    let text = plain(text);
    let listed = text.starts_with("- ");
    let mut out = String::new();
    for (at, line) in text.split('\n').enumerate() {
        let item = if listed { line.strip_prefix("- ") } else { (at == 0).then_some(line) };
        match item {
            Some(first) => {
                out.push_str(&format!("{} {word}, because {first}\n", if listed { "-" } else { "*" }))
            }
            None if line.is_empty() => out.push('\n'),
            None => out.push_str(&format!("  {line}\n")),
        }
    }
    if text.is_empty() { String::new() } else { out }
}

/// What was read beyond what any record has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Own {
    /// The number of its short id.
    pub number: Option<i64>,
    pub method: String,
    pub review_date: String,
    pub revisit_when: String,
    /// For each option what became of it; empty where nothing was said.
    pub fates: Vec<String>,
    pub stances: Vec<StanceRead>,
}

/// Where somebody stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct StanceRead {
    /// Empty where nobody is named.
    pub who: String,
    pub position: String,
    pub given: String,
    pub reason: String,
    pub answer: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Front {
    throughline: Option<u32>,
    id: Option<String>,
    status: Option<String>,
    date: Option<String>,
    method: Option<String>,
    review_date: Option<String>,
    decision_makers: Vec<String>,
    driver: Vec<String>,
    consulted: Vec<String>,
    informed: Vec<String>,
    tags: Vec<String>,
    supersedes: Vec<String>,
}

/// A section: its level, its heading, its lines.
struct Part<'t> {
    level: u8,
    heading: &'t str,
    lines: Vec<&'t str>,
}

/// Reads a file of ours; `None` if it is none, or its front matter was damaged.
pub(crate) fn read(text: &str) -> Option<Adr> {
    let (front, body) = text.strip_prefix("---\n")?.split_once("\n---\n")?;
    if !front.lines().any(|line| line.trim_end().starts_with("throughline:")) {
        return None;
    }
    let front: Front = serde_saphyr::from_str(front).ok()?;
    if front.throughline != Some(VERSION) {
        return None;
    }
    let mut parts: Vec<Part<'_>> = Vec::new();
    for line in body.split('\n') {
        let level = [(1, "# "), (2, "## "), (3, "### ")].into_iter().find_map(|(level, mark)| {
            line.strip_prefix(mark).map(|heading| Part { level, heading: heading.trim(), lines: Vec::new() })
        });
        match (level, parts.last_mut()) {
            (Some(part), _) => parts.push(part),
            (None, Some(last)) => last.lines.push(line),
            (None, None) => {}
        }
    }
    let mut adr = Adr::new(Style::Own);
    let status = front.status.as_deref().unwrap_or("proposed");
    adr.status = Some(Status::read(status));
    adr.date = front.date;
    adr.deciders = front.decision_makers;
    adr.drivers_by = front.driver;
    adr.consulted = front.consulted;
    adr.informed = front.informed;
    adr.tags = front.tags;
    adr.supersedes =
        front.supersedes.into_iter().map(|to| Mention { text: to.clone(), to: Some(to), line: 1 }).collect();
    let mut own = Own {
        number: front.id.as_deref().and_then(number_of),
        method: front.method.unwrap_or_default(),
        review_date: front.review_date.unwrap_or_default(),
        ..Own::default()
    };
    let mut above = "";
    let mut notes: Vec<String> = Vec::new();
    let mut outcome: Option<Vec<&str>> = None;
    let mut decision = None;
    let mut considered: Vec<String> = Vec::new();
    for part in &parts {
        if part.level < 3 {
            above = if part.level == 2 { part.heading } else { "" };
        }
        let text = || unescaped(&part.lines, Within::Section);
        match (part.level, above, part.heading) {
            (1, ..) => adr.title = Some(part.heading.to_owned()).filter(|t| !t.is_empty()),
            (2, CONTEXT, _) => adr.context = text(),
            (2, DRIVERS, _) => adr.drivers = text(),
            (2, CONSIDERED, _) => {
                considered
                    .extend(part.lines.iter().filter_map(|l| Some(l.strip_prefix("* ")?.trim().to_owned())));
            }
            (2, OUTCOME, _) => outcome = Some(part.lines.clone()),
            (3, OUTCOME, DECISION) => decision = Some(text()),
            (3, OUTCOME, CONSEQUENCES) => adr.consequences = text(),
            (3, OUTCOME, CONFIRMATION) => adr.confirmation = text(),
            (3, OUTCOME, REVISIT) => own.revisit_when = text(),
            (3, OPTIONS, _) => {
                let (option, fate) = option(part);
                adr.options.push(option);
                own.fates.push(fate);
            }
            (3, STANCES, _) => own.stances.push(stance(part)),
            (2, MORE, _) => notes.insert(0, text()),
            (2, OPTIONS | STANCES, _) => {}
            // What somebody added by hand.
            _ => {
                notes.push(format!("{} {}\n\n{}", "#".repeat(usize::from(part.level)), part.heading, text()))
            }
        }
    }
    for title in considered {
        if !adr.options.iter().any(|o| o.title == title) {
            adr.options.push(OptionRead { title, ..OptionRead::default() });
            own.fates.push(String::new());
        }
    }
    let chosen = own.fates.iter().position(|f| f == "chosen").and_then(|at| adr.options.get(at));
    adr.chosen = chosen.map(|o| o.title.clone());
    (adr.rationale, adr.outcome) = because(&adr, &outcome.unwrap_or_default(), decision);
    adr.notes = notes.join("\n\n").trim().to_owned();
    adr.own = Some(own);
    Some(adr)
}

/// Rationale and outcome.
fn because(adr: &Adr, lines: &[&str], decision: Option<String>) -> (String, String) {
    let Some(chosen) = &adr.chosen else {
        return (unescaped(lines, Within::Section), decision.unwrap_or_default());
    };
    let said = lines.join("\n");
    let said = said.trim();
    let short = chose(chosen);
    let rest = said.strip_prefix(&short).map(|rest| rest.strip_prefix(", because ").unwrap_or(rest));
    let rationale = unescaped(&rest.unwrap_or(said).split('\n').collect::<Vec<_>>(), Within::Section);
    (rationale, decision.unwrap_or_else(|| format!("Chosen option: {chosen}")))
}

/// The sentence MADR begins an outcome with.
pub(crate) fn chose(option: &str) -> String {
    format!("Chosen option: \"{option}\"")
}

fn option(part: &Part<'_>) -> (OptionRead, String) {
    let mut fate = String::new();
    let mut about: Vec<&str> = Vec::new();
    // Of each side its items: whether it was one of a list, and its lines.
    let mut sides: [Vec<(bool, Vec<String>)>; 2] = [Vec::new(), Vec::new()];
    let mut last: Option<usize> = None;
    for line in &part.lines {
        if let Some((good, listed, first)) = argument(line) {
            let side = usize::from(!good);
            if let Some(items) = sides.get_mut(side) {
                items.push((listed, vec![first.to_owned()]));
            }
            last = Some(side);
        } else if let Some(item) =
            last.and_then(|side| sides.get_mut(side)).and_then(|items| items.last_mut())
        {
            let inside = line.strip_prefix("  ").unwrap_or(line);
            item.1.push(inside.to_owned());
        } else if let Some(said) = line.strip_prefix(FATE).filter(|said| FATES.contains(said)) {
            fate = said.to_owned();
        } else {
            about.push(line);
        }
    }
    let joined = |items: &[(bool, Vec<String>)]| -> Vec<String> {
        let several = items.len() > 1;
        let text = |(listed, lines): &(bool, Vec<String>)| {
            let mark = if *listed || several { "- " } else { "" };
            format!("{mark}{}", lines.join("\n"))
        };
        let whole = items.iter().map(text).collect::<Vec<_>>().join("\n");
        vec![whole.trim().to_owned()].into_iter().filter(|t| !t.is_empty()).collect()
    };
    let [good, bad] = &sides;
    let read = OptionRead {
        title: part.heading.to_owned(),
        description: unescaped(&about, Within::Option),
        for_: joined(good),
        against: joined(bad),
    };
    (read, fate)
}

fn stance(part: &Part<'_>) -> StanceRead {
    let (who, position) = part.heading.rsplit_once(": ").unwrap_or((part.heading, ""));
    let mut read = StanceRead {
        who: if who == NOBODY { String::new() } else { who.trim().to_owned() },
        position: if position == NO_POSITION { String::new() } else { position.trim().to_owned() },
        ..StanceRead::default()
    };
    let (mut reason, mut answer): (Vec<&str>, Option<Vec<&str>>) = (Vec::new(), None);
    for line in &part.lines {
        if let Some(answer) = &mut answer {
            answer.push(line);
        } else if *line == ANSWER {
            answer = Some(Vec::new());
        } else if let Some(given) = line.strip_prefix(GIVEN).filter(|_| read.given.is_empty()) {
            read.given = given.trim().to_owned();
        } else {
            reason.push(line);
        }
    }
    read.reason = unescaped(&reason, Within::Stance);
    read.answer = unescaped(&answer.unwrap_or_default(), Within::Stance);
    read
}

/// `DEC-12` is number 12.
fn number_of(short: &str) -> Option<i64> {
    short.strip_prefix("DEC-")?.parse().ok().filter(|n| *n > 0)
}
