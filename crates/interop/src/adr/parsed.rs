//! One decision record as read from one text, whatever its style.

use super::markdown::{Anchor, Inline, key};
use super::own::Own;
use super::status::Status;
use super::{dates, markdown::Item};
use crate::taken::{Level, Line};

/// The style a record is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Madr2,
    Madr3,
    Madr4,
    Log4brains,
    Nygard,
    Table,
    /// As this program hands decisions on.
    Own,
}

impl Style {
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Madr2 => "MADR 2",
            Self::Madr3 => "MADR 3",
            Self::Madr4 => "MADR 4",
            Self::Log4brains => "log4brains",
            Self::Nygard => "Nygard",
            Self::Table => "table-headed",
            Self::Own => "MADR 4 of Throughline",
        }
    }
}

/// An option a record considered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OptionRead {
    pub title: String,
    pub description: String,
    /// One Markdown bullet per argument.
    pub for_: Vec<String>,
    pub against: Vec<String>,
}

/// A mention of another record, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    pub text: String,
    /// Where the link goes, if it is one.
    pub to: Option<String>,
    pub line: usize,
}

/// What was read from one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Adr {
    pub style: Style,
    pub title: Option<String>,
    pub status: Option<Status>,
    pub date: Option<String>,
    pub deciders: Vec<String>,
    pub drivers_by: Vec<String>,
    pub consulted: Vec<String>,
    pub informed: Vec<String>,
    pub tags: Vec<String>,
    pub context: String,
    pub drivers: String,
    pub outcome: String,
    pub rationale: String,
    pub consequences: String,
    pub confirmation: String,
    pub notes: String,
    pub options: Vec<OptionRead>,
    /// The title of the chosen option.
    pub chosen: Option<String>,
    pub supersedes: Vec<Mention>,
    pub superseded_by: Vec<Mention>,
    /// What only a file of ours says.
    pub own: Option<Own>,
    /// What to tell about this text. Places are line numbers; the caller adds the file.
    pub lines: Vec<Line>,
}

impl Adr {
    pub(crate) fn new(style: Style) -> Self {
        Self {
            style,
            title: None,
            status: None,
            date: None,
            deciders: Vec::new(),
            drivers_by: Vec::new(),
            consulted: Vec::new(),
            informed: Vec::new(),
            tags: Vec::new(),
            context: String::new(),
            drivers: String::new(),
            outcome: String::new(),
            rationale: String::new(),
            consequences: String::new(),
            confirmation: String::new(),
            notes: String::new(),
            options: Vec::new(),
            chosen: None,
            supersedes: Vec::new(),
            superseded_by: Vec::new(),
            own: None,
            lines: Vec::new(),
        }
    }

    pub(crate) fn say(&mut self, level: Level, line: usize, code: &'static str, text: String) {
        self.lines.push(Line::new(level, line.to_string(), code, text));
    }

    /// Takes one labelled value of the record's head: a table row, a list item, a YAML field.
    /// Returns false for a label that says nothing to us.
    pub(crate) fn head(&mut self, label: &str, value: &Inline, line: usize) -> bool {
        match key(label).as_str() {
            "status" => self.take_status(value, line),
            "date" | "decided on" | "decision date" | "last updated" => {
                self.take_date(&value.text, line);
            }
            "deciders" | "decider" | "decision makers" | "decision maker" | "approvers" | "approver"
            | "approved by" => self.deciders.extend(people(value)),
            "authors" | "author" | "driver" | "drivers" | "proposer" | "proposed by" => {
                self.drivers_by.extend(people(value));
            }
            "consulted" => self.consulted.extend(people(value)),
            "informed" => self.informed.extend(people(value)),
            "supersedes" | "supercedes" | "replaces" => {
                self.supersedes.extend(mentions(value, line));
            }
            "superseded by" | "superceded by" | "replaced by" => {
                self.superseded_by.extend(mentions(value, line));
            }
            "tags" => self.tags.extend(words(&value.text)),
            "technical story" | "scope" | "tickets" | "ticket" | "issue" | "other docs" => {
                if !dates::is_nothing(&value.text) && !is_placeholder(&value.text) {
                    let label = label.trim().trim_end_matches(':');
                    self.note(&format!("{label}: {}", with_links(value)));
                }
            }
            _ => return false,
        }
        true
    }

    pub(crate) fn note(&mut self, text: &str) {
        if !self.notes.is_empty() {
            self.notes.push_str("\n\n");
        }
        self.notes.push_str(text);
    }

    pub(crate) fn take_status(&mut self, value: &Inline, line: usize) {
        if dates::is_nothing(&value.text) && key(&value.text) != "tbd" {
            return;
        }
        let status = Status::read(&value.text);
        if !status.known {
            self.say(
                Level::Warning,
                line,
                "unknown-status",
                format!("the status “{}” has no agreed meaning; taken as proposed", status.said),
            );
        }
        let normal = key(&value.text);
        if status.taken == "superseded" || normal.contains("superseded by") {
            let rest =
                value.text.to_lowercase().find(" by ").and_then(|at| value.text.get(at + 4..)).unwrap_or("");
            if !value.links.is_empty() {
                self.superseded_by.extend(value.links.iter().map(|a| anchor(a, line)));
            } else if !rest.trim().is_empty() {
                self.superseded_by.push(Mention { text: rest.trim().to_owned(), to: None, line });
            }
        }
        self.status = Some(status);
    }

    pub(crate) fn take_date(&mut self, text: &str, line: usize) {
        let problem = match dates::read(text) {
            dates::Said::Day(day) => {
                self.date = Some(day);
                return;
            }
            dates::Said::Empty => return,
            dates::Said::Impossible => ("impossible-date", "there is no such day"),
            dates::Said::Incomplete => ("incomplete-date", "it names no day"),
            dates::Said::Ambiguous => ("ambiguous-date", "day and month could be either way round"),
            dates::Said::NotADate => ("not-a-date", "it is not a date"),
        };
        self.say(
            Level::Warning,
            line,
            problem.0,
            format!("the date “{}” was not taken: {}; the original text keeps it", text.trim(), problem.1),
        );
    }

    /// Finds an option by its title, however it was quoted or shortened.
    pub(crate) fn option_mut(&mut self, title: &str) -> Option<&mut OptionRead> {
        let wanted = key(title);
        let same = self.options.iter().position(|o| key(&o.title) == wanted);
        let at = same.or_else(|| {
            self.options.iter().position(|o| {
                let have = key(&o.title);
                !wanted.is_empty() && (have.starts_with(&wanted) || wanted.starts_with(&have))
            })
        })?;
        self.options.get_mut(at)
    }
}

fn anchor(anchor: &Anchor, line: usize) -> Mention {
    Mention { text: anchor.text.clone(), to: Some(anchor.to.clone()), line }
}

/// The records a cell or item mentions: its links, or its words.
pub(crate) fn mentions(value: &Inline, line: usize) -> Vec<Mention> {
    if dates::is_nothing(&value.text) || is_placeholder(&value.text) {
        return Vec::new();
    }
    if !value.links.is_empty() {
        return value.links.iter().map(|a| anchor(a, line)).collect();
    }
    let text = value.text.trim();
    vec![Mention { text: text.to_owned(), to: text.starts_with("http").then(|| text.to_owned()), line }]
}

/// The people a cell or item names. A handle, an address or a remark beside a name is not part
/// of it; a mail address stands for a person where no name is given.
pub(crate) fn people(value: &Inline) -> Vec<String> {
    let placeholder = value.links.iter().any(|a| a.to == "@github-username" || a.text == "name");
    if placeholder || dates::is_nothing(&value.text) || is_placeholder(&value.text) {
        return Vec::new();
    }
    let mut out: Vec<String> = Vec::new();
    for part in value.text.replace(" and ", ",").split([',', ';', '&', '\n']) {
        let (addresses, words): (Vec<&str>, Vec<&str>) =
            part.split_whitespace().partition(|w| w.contains('@') && w.contains('.'));
        let name = words.join(" ");
        let name = name.split('(').next().unwrap_or("");
        let name = name.trim_matches([' ', '-', '–', '<', '>', '@', ':', '*', '_']);
        let name = match (name.is_empty(), addresses.first()) {
            (true, Some(address)) => address.trim_matches(['<', '>', '(', ')']).to_owned(),
            _ => name.to_owned(),
        };
        if !name.is_empty() && !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

fn words(text: &str) -> Vec<String> {
    if is_placeholder(text) || dates::is_nothing(text) {
        return Vec::new();
    }
    let by_comma = text.contains(',');
    text.split(|c: char| if by_comma { c == ',' } else { c.is_whitespace() })
        .map(|t| t.trim().trim_start_matches('#').to_owned())
        .filter(|t| !t.is_empty())
        .collect()
}

/// Text that a template left to be filled in: `{…}`, `[…]` around everything.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with('{') && text.ends_with('}'))
        || (text.starts_with('[') && text.ends_with(']'))
        || text.starts_with("insert ")
}

/// Running text with its links written out as Markdown again.
pub(crate) fn with_links(value: &Inline) -> String {
    let mut out = value.text.clone();
    for link in &value.links {
        if !link.text.is_empty() && link.to != link.text && !link.to.starts_with('@') {
            out = out.replacen(&link.text, &format!("[{}]({})", link.text, link.to), 1);
        }
    }
    out
}

/// `Label: value` at the start of an item or paragraph.
pub(crate) fn labelled(value: &Inline) -> Option<(String, Inline)> {
    let (label, rest) = value.text.split_once(':')?;
    if label.split_whitespace().count() > 3 || label.is_empty() {
        return None;
    }
    let rest = Inline { text: rest.trim().to_owned(), links: value.links.clone(), strong_lead: None };
    Some((label.trim().to_owned(), rest))
}

/// The labelled items at the top of MADR 2 and log4brains records.
pub(crate) fn head_items(adr: &mut Adr, items: &[Item]) {
    for item in items {
        if let Some((label, rest)) = labelled(&item.lead) {
            adr.head(&label, &rest, item.line);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn plain(text: &str) -> Inline {
        Inline { text: text.into(), ..Inline::default() }
    }

    #[test]
    fn names_are_told_from_handles_addresses_and_remarks() {
        assert_eq!(
            people(&plain("Ann Lee, Bo Li (ops) and Cy - cy@example.org")),
            ["Ann Lee", "Bo Li", "Cy"]
        );
        assert_eq!(people(&plain("dee@example.org")), ["dee@example.org"]);
        assert_eq!(people(&plain("@eve; Ann")), ["eve", "Ann"]);
        assert!(people(&plain("N/A")).is_empty());
        assert!(people(&plain("{list everyone}")).is_empty());
    }

    #[test]
    fn a_status_that_names_its_successor_links_to_it() {
        let mut adr = Adr::new(Style::Nygard);
        adr.head("Status", &plain("superseded by ADR-0005"), 3);
        assert_eq!(adr.status.as_ref().unwrap().taken, "superseded");
        assert_eq!(adr.superseded_by[0].text, "ADR-0005");
    }
}
