//! Reads a record in the style it is written in.

use serde::Deserialize;

use super::markdown::{BlockKind, Document, Inline, Section, key};
use super::options::{alternatives, considered, pros_and_cons, without_number};
use super::parsed::{Adr, OptionRead, Style, head_items, is_placeholder, labelled, mentions};
use crate::taken::Level;

/// The fields MADR 3 and 4 keep in front matter. Typed, because untyped YAML turns some commit
/// hashes and versions into numbers.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct FrontMatter {
    status: Option<String>,
    date: Option<String>,
    deciders: Names,
    #[serde(rename = "decision-makers", alias = "decision_makers")]
    decision_makers: Names,
    consulted: Names,
    informed: Names,
    tags: Names,
    title: Option<String>,
    supersedes: Names,
    #[serde(rename = "superseded-by", alias = "superseded_by")]
    superseded_by: Names,
}

/// Headings of sections: a record that begins with one of them has no title.
const SECTIONS: &[&str] = &[
    "what",
    "why",
    "how",
    "goals",
    "status",
    "context",
    "decision",
    "consequences",
    "context and problem statement",
    "considered options",
    "decision outcome",
];

/// One text or a list of them.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum Names {
    #[default]
    Nothing,
    One(String),
    Many(Vec<String>),
}

impl Names {
    fn text(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::One(text) => text.clone(),
            Self::Many(texts) => texts.join(", "),
        }
    }
}

/// Reads the record, or says that the text is not a decision record.
pub(crate) fn read(doc: &Document<'_>, file_name: &str) -> Option<Adr> {
    if let Some(adr) = super::own::read(doc.text) {
        return Some(adr);
    }
    let style = detect(doc, file_name)?;
    let mut adr = Adr::new(style);
    adr.title = doc
        .title()
        .filter(|s| s.level == 1 || !SECTIONS.contains(&key(&s.title.text).as_str()))
        .map(|s| without_number(&s.title.text).trim_matches('*').to_owned())
        .filter(|t| !t.is_empty() && !is_placeholder(t));
    match style {
        Style::Table => table(doc, &mut adr),
        Style::Nygard => nygard(doc, &mut adr),
        Style::Madr2 | Style::Madr3 | Style::Madr4 | Style::Log4brains | Style::Own => madr(doc, &mut adr),
    }
    Some(adr)
}

/// The style, told by what only that style has.
pub(crate) fn detect(doc: &Document<'_>, file_name: &str) -> Option<Style> {
    if head_table(doc).is_some() {
        return Some(Style::Table);
    }
    let has = |name: &str| doc.section(|k| k == name).is_some();
    if has("considered options") || has("decision outcome") || has("context and problem statement") {
        let front = doc.front.as_deref().unwrap_or("");
        let fields =
            |name: &str| front.lines().any(|l| l.split(':').next().is_some_and(|f| f.trim() == name));
        return Some(if fields("decision-makers") || has("confirmation") {
            Style::Madr4
        } else if fields("status") || fields("deciders") || fields("date") {
            Style::Madr3
        } else if is_log4brains(doc, file_name) {
            Style::Log4brains
        } else {
            Style::Madr2
        });
    }
    let decides = has("decision");
    (decides && has("context") && (has("status") || has("consequences"))).then_some(Style::Nygard)
}

/// log4brains writes MADR 2 with a `Tags:` item and the day in the file's name.
fn is_log4brains(doc: &Document<'_>, file_name: &str) -> bool {
    let dated =
        file_name.split('-').next().is_some_and(|d| d.len() == 8 && d.chars().all(|c| c.is_ascii_digit()));
    let tagged = doc.title().is_some_and(|title| {
        doc.own_blocks(title).iter().any(|block| {
            matches!(&block.kind, BlockKind::List(items)
                if items.iter().any(|i| key(&i.lead.text).starts_with("tags ")))
        })
    });
    dated || tagged
}

/// The table of a table-headed record: two columns, with a status or date row, before any
/// section but the title.
fn head_table<'d>(doc: &'d Document<'_>) -> Option<&'d [super::markdown::Row]> {
    let until = doc.sections.iter().filter(|s| s.level > 0).nth(1).map_or(doc.blocks.len(), |s| s.own.start);
    doc.blocks.iter().take(until).find_map(|b| match &b.kind {
        BlockKind::Table(rows)
            if rows.iter().any(|r| {
                r.cells.first().is_some_and(|c| matches!(key(&c.text).as_str(), "status" | "date"))
            }) =>
        {
            Some(rows.as_slice())
        }
        _ => None,
    })
}

/// A heading such as "Risks & mitigations" belongs to the words it begins with.
fn section_text(doc: &Document<'_>, names: &[&str]) -> String {
    doc.section(|k| names.contains(&k))
        .map(|(_, s)| without_comments(doc.slice(&s.all_text)))
        .filter(|t| !super::dates::is_nothing(t))
        .unwrap_or_default()
}

/// Templates explain themselves in HTML comments, which are not what the authors say. The original
/// text keeps them.
fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        let Some((_, after)) = after.split_once("-->") else {
            break;
        };
        out.push_str(before);
        rest = after;
    }
    out.push_str(rest);
    out.trim().to_owned()
}

fn table(doc: &Document<'_>, adr: &mut Adr) {
    for row in head_table(doc).unwrap_or(&[]) {
        if let [label, value, ..] = row.cells.as_slice() {
            adr.head(&label.text, value, row.line);
        }
    }
    adr.context = section_text(doc, &["what", "context", "background", "overview"]);
    adr.rationale = section_text(doc, &["why", "rationale", "motivation"]);
    adr.drivers = section_text(doc, &["goals"]);
    adr.outcome = section_text(doc, &["how", "decision", "solution"]);
    adr.consequences = section_text(doc, &["risks", "consequences", "tradeoffs"]);
    if let Some((index, _)) = doc.section(|k| k == "alternatives" || k == "alternatives considered") {
        alternatives(doc, adr, index);
    }
}

fn nygard(doc: &Document<'_>, adr: &mut Adr) {
    let title = doc.title().cloned();
    if let Some(title) = &title {
        for block in doc.own_blocks(title) {
            if let BlockKind::Paragraph(text) = &block.kind
                && let Some((label, rest)) = labelled(text)
            {
                adr.head(&label, &rest, block.line);
            }
        }
    }
    if let Some((_, section)) = doc.section(|k| k == "status") {
        let section = section.clone();
        nygard_status(doc, adr, &section);
    }
    adr.context = section_text(doc, &["context"]);
    adr.outcome = section_text(doc, &["decision"]);
    adr.consequences = section_text(doc, &["consequences"]);
    if let Some((index, _)) = doc.section(|k| k.starts_with("alternatives")) {
        alternatives(doc, adr, index);
    }
}

/// adr-tools writes one paragraph per event: "Accepted", "Superseded by […]", "Amends […]".
fn nygard_status(doc: &Document<'_>, adr: &mut Adr, section: &Section) {
    let mut found = false;
    for block in doc.own_blocks(section) {
        let BlockKind::Paragraph(text) = &block.kind else {
            continue;
        };
        let normal = key(&text.text);
        if normal.starts_with("superseded by") || normal.starts_with("superceded by") {
            adr.take_status(text, block.line);
            found = true;
        } else if normal.starts_with("supersedes") || normal.starts_with("supercedes") {
            adr.supersedes.extend(related(text, block.line));
        } else if ["amends", "amended by", "clarifies", "clarified by", "date"]
            .iter()
            .any(|w| normal.starts_with(w))
        {
            match labelled(text) {
                Some((label, rest)) if key(&label) == "date" => {
                    adr.take_date(&rest.text, block.line);
                }
                _ => adr.note(doc.slice(&block.range)),
            }
        } else if !found {
            adr.take_status(text, block.line);
            found = true;
        }
    }
}

/// "Supersedes [2. X](0002-x.md)": the links, or the words after the verb.
fn related(text: &Inline, line: usize) -> Vec<super::parsed::Mention> {
    if !text.links.is_empty() {
        return mentions(text, line);
    }
    let rest = text.text.split_once([' ', ':']).map_or("", |(_, rest)| rest).trim();
    mentions(&Inline { text: rest.to_owned(), ..Inline::default() }, line)
}

fn madr(doc: &Document<'_>, adr: &mut Adr) {
    front_matter(doc, adr);
    if let Some(title) = doc.title().cloned() {
        for block in doc.own_blocks(&title) {
            match &block.kind {
                BlockKind::List(items) => head_items(adr, items),
                BlockKind::Paragraph(text) => {
                    if let Some((label, rest)) = labelled(text) {
                        adr.head(&label, &rest, block.line);
                    }
                }
                _ => {}
            }
        }
    }
    adr.context = section_text(doc, &["context and problem statement", "context"]);
    adr.drivers = section_text(doc, &["decision drivers", "decision drivers optional"]);
    if let Some((_, section)) = doc.section(|k| k.starts_with("considered options")) {
        let section = section.clone();
        considered(doc, adr, &section);
    }
    if let Some((index, _)) = doc.section(|k| k.starts_with("pros and cons of the options")) {
        pros_and_cons(doc, adr, index);
    }
    if let Some((index, section)) = doc.section(|k| k.starts_with("decision outcome")) {
        let section = section.clone();
        outcome(doc, adr, index, &section);
    }
    let more = section_text(doc, &["more information"]);
    if !more.is_empty() {
        adr.note(&more);
    }
    if let Some((_, section)) = doc.section(|k| k.starts_with("links")) {
        let section = section.clone();
        links(doc, adr, &section);
    }
}

fn front_matter(doc: &Document<'_>, adr: &mut Adr) {
    let Some(front) = doc.front.as_deref() else {
        return;
    };
    let fields: FrontMatter = match serde_saphyr::from_str(front) {
        Ok(fields) => fields,
        Err(error) => {
            let reason = error.to_string();
            let reason = reason.lines().next().unwrap_or("not YAML");
            adr.say(
                Level::Warning,
                1,
                "front-matter",
                format!("the front matter could not be read ({reason}); the original text keeps it"),
            );
            return;
        }
    };
    let line =
        |name: &str| front.lines().position(|l| l.trim_start().starts_with(name)).map_or(1, |at| at + 2);
    let plain = |text: String| Document::parse(&text).inline();
    if let Some(title) = fields.title.filter(|_| adr.title.is_none()) {
        adr.title = Some(title);
    }
    let named: [(&str, String); 9] = [
        ("status", fields.status.unwrap_or_default()),
        ("date", fields.date.unwrap_or_default()),
        ("deciders", fields.deciders.text()),
        ("decision-makers", fields.decision_makers.text()),
        ("consulted", fields.consulted.text()),
        ("informed", fields.informed.text()),
        ("tags", fields.tags.text()),
        ("supersedes", fields.supersedes.text()),
        ("superseded-by", fields.superseded_by.text()),
    ];
    for (label, value) in named {
        if !value.trim().is_empty() {
            adr.head(label, &plain(value), line(label));
        }
    }
}

impl Document<'_> {
    /// The first paragraph as running text.
    fn inline(&self) -> Inline {
        self.blocks
            .iter()
            .find_map(|b| match &b.kind {
                BlockKind::Paragraph(text) => Some(text.clone()),
                _ => None,
            })
            .unwrap_or_else(|| Inline { text: self.text.trim().to_owned(), ..Inline::default() })
    }
}

/// `Chosen option: "X", because …`, then consequences and confirmation.
fn outcome(doc: &Document<'_>, adr: &mut Adr, index: usize, section: &Section) {
    let text = doc.slice(&section.own_text);
    match chosen(text) {
        Some((option, because)) => {
            let title = match adr.option_mut(&option) {
                Some(known) => known.title.clone(),
                // Some records choose what they did not list.
                None => {
                    adr.options.push(OptionRead { title: option.clone(), ..OptionRead::default() });
                    option
                }
            };
            adr.outcome = format!("Chosen option: {title}");
            adr.rationale = because.to_owned();
            adr.chosen = Some(title);
        }
        None => adr.outcome = text.to_owned(),
    }
    let mut consequences: Vec<String> = Vec::new();
    for (_, child) in doc.children(index) {
        let name = key(&child.title.text);
        let text = doc.slice(&child.all_text);
        if name.contains("positive consequences") || name.contains("negative consequences") {
            consequences.push(format!("**{}**\n\n{text}", child.title.text.trim()));
        } else if name.starts_with("consequences") {
            consequences.push(text.to_owned());
        } else if name.starts_with("confirmation") || name.starts_with("validation") {
            adr.confirmation = text.to_owned();
        }
    }
    if consequences.is_empty() {
        consequences.push(section_text(doc, &["consequences"]));
    }
    adr.consequences = consequences.join("\n\n");
    for name in ["confirmation", "validation"] {
        if adr.confirmation.is_empty() {
            adr.confirmation = section_text(doc, &[name]);
        }
    }
}

/// Splits `Chosen option: "X", because Y` into X and Y.
fn chosen(text: &str) -> Option<(String, &str)> {
    let start = text.find("Chosen option")?;
    let after = text.get(start + "Chosen option".len()..)?;
    let after = after.trim_start_matches(['s', ':', '*', ' ']).trim_start();
    let (option, rest) = match after.chars().next()? {
        '"' => split_after(after, '"')?,
        '“' => split_after(after, '”')?,
        '`' => split_after(after, '`')?,
        '[' => {
            let (title, rest) = split_after(after, ']')?;
            let rest = match rest.strip_prefix('(') {
                Some(link) => link.split_once(')').map_or(rest, |(_, r)| r),
                None => rest,
            };
            (title, rest)
        }
        _ => {
            let end = [", because", " because", "\n", ". "]
                .iter()
                .filter_map(|mark| after.find(mark))
                .min()
                .unwrap_or(after.len());
            (after.get(..end)?, after.get(end..)?)
        }
    };
    let option = option.trim().trim_matches(['"', '*', '.']).to_owned();
    if option.is_empty() || is_placeholder(&option) {
        return None;
    }
    let rest = rest.trim_start_matches([',', ' ', '*', '.', '\n']);
    let because = rest.strip_prefix("because").unwrap_or(rest);
    Some((option, because.trim_start_matches([':', ' ']).trim()))
}

fn split_after(text: &str, close: char) -> Option<(&str, &str)> {
    let mut chars = text.chars();
    chars.next()?;
    let inner = chars.as_str();
    let end = inner.find(close)?;
    Some((inner.get(..end)?, inner.get(end + close.len_utf8()..)?))
}

/// MADR 2 and log4brains: "Supersedes [X](y.md)" among the links.
fn links(doc: &Document<'_>, adr: &mut Adr, section: &Section) {
    for block in doc.own_blocks(section) {
        let BlockKind::List(items) = &block.kind else {
            continue;
        };
        for item in items {
            let normal = key(&item.lead.text);
            if normal.starts_with("supersedes") || normal.starts_with("supercedes") {
                adr.supersedes.extend(related(&item.lead, item.line));
            } else if normal.starts_with("superseded by") || normal.starts_with("superceded by") {
                adr.superseded_by.extend(mentions(&item.lead, item.line));
            }
        }
    }
    let text = doc.slice(&section.all_text);
    if !text.is_empty() {
        adr.note(text);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn the_chosen_option_is_read_however_it_is_quoted() {
        for (text, option, because) in [
            ("Chosen option: \"A, B\", because it is cheap.", "A, B", "it is cheap."),
            ("Chosen option: “Ä”, because\nit fits", "Ä", "it fits"),
            ("Chosen option: [A](#a), because x", "A", "x"),
            ("Chosen option: A, because x", "A", "x"),
            ("Chosen option: **A**", "A", ""),
        ] {
            assert_eq!(chosen(text), Some((option.to_owned(), because)), "{text}");
        }
        assert_eq!(chosen("We use A."), None);
    }
}
