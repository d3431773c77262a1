//! Options with what speaks for and against them, in the ways records write them.

use super::dates;
use super::markdown::{Block, BlockKind, Document, Inline, Item, Section, key};
use super::parsed::{Adr, OptionRead, is_placeholder};

/// Longest title made of running text.
const LONGEST_TITLE: usize = 120;

/// "Considered Options": one list item each.
pub(crate) fn considered(doc: &Document<'_>, adr: &mut Adr, section: &Section) {
    for block in doc.own_blocks(section) {
        if let BlockKind::List(items) = &block.kind {
            for item in items {
                let title = without_number(&item.lead.text);
                if !title.is_empty() && !is_placeholder(title) && title != "…" {
                    adr.options.push(OptionRead { title: title.to_owned(), ..OptionRead::default() });
                }
            }
        }
    }
}

/// "Pros and Cons of the Options": a subsection per option, arguments as
/// `Good, because …`, `Bad, because …`, `Neutral, because …`.
pub(crate) fn pros_and_cons(doc: &Document<'_>, adr: &mut Adr, index: usize) {
    for (_, section) in doc.children(index) {
        let title = without_number(&section.title.text).to_owned();
        if title.is_empty() || is_placeholder(&title) {
            continue;
        }
        let mut read = OptionRead::default();
        let mut text: Vec<&str> = Vec::new();
        for block in doc.own_blocks(section) {
            match &block.kind {
                BlockKind::List(items) => {
                    for item in items {
                        argue(doc, item, &mut read, &mut text);
                    }
                }
                _ => text.push(doc.slice(&block.range)),
            }
        }
        read.description = text.join("\n\n");
        if let Some(option) = adr.option_mut(&title) {
            option.description = read.description;
            option.for_ = read.for_;
            option.against = read.against;
        } else {
            read.title = title;
            adr.options.push(read);
        }
    }
}

fn argue<'a>(doc: &Document<'a>, item: &Item, read: &mut OptionRead, rest: &mut Vec<&'a str>) {
    let source = item_source(doc, item);
    let lead = key(&item.lead.text);
    let first = lead.split(' ').next().unwrap_or("");
    let side = match first {
        "good" | "pro" | "pros" | "advantage" => Some(true),
        "bad" | "con" | "cons" | "disadvantage" => Some(false),
        _ => None,
    };
    match side {
        Some(good) => {
            let bullet = format!("- {}", without_lead(source));
            if good {
                read.for_.push(bullet);
            } else {
                read.against.push(bullet);
            }
        }
        None => rest.push(source),
    }
}

/// The item's Markdown without its bullet or number.
fn item_source<'a>(doc: &Document<'a>, item: &Item) -> &'a str {
    let text = doc.slice(&item.range);
    let text = text.trim_start_matches(['*', '-', '+']);
    if text.len() == doc.slice(&item.range).len() { without_number(text).trim() } else { text.trim() }
}

/// "Good, because it is cheap" → "it is cheap".
fn without_lead(text: &str) -> &str {
    let lower = text.to_lowercase();
    for mark in [", because ", " because ", ": ", ", "] {
        if let Some(at) = lower.find(mark) {
            // Lower-casing may change lengths outside ASCII; then the text is kept whole.
            if at < 16
                && lower.len() == text.len()
                && let Some(rest) = text.get(at + mark.len()..)
            {
                return rest.trim();
            }
        }
    }
    text
}

/// "Alternatives" as free text: subsections, bold paragraphs, or list items.
pub(crate) fn alternatives(doc: &Document<'_>, adr: &mut Adr, index: usize) {
    let Some(section) = doc.sections.get(index) else {
        return;
    };
    let children = doc.children(index);
    if children.is_empty() {
        let own = doc.own_blocks(section);
        if own.iter().any(is_bold_head) {
            bold_paragraphs(doc, adr, own);
        } else {
            listed(doc, adr, own);
        }
        return;
    }
    for (child, section) in children {
        let title = without_label(&section.title.text);
        if title.is_empty() || is_summary(title) {
            continue;
        }
        let mut read = if doc.children(child).is_empty() {
            weighed(doc, doc.own_blocks(section))
        } else {
            OptionRead { description: doc.slice(&section.all_text).to_owned(), ..OptionRead::default() }
        };
        read.title = title.to_owned();
        adr.options.push(read);
    }
}

fn is_summary(title: &str) -> bool {
    let title = key(title);
    ["comparison", "summary", "conclusion", "recommendation"].iter().any(|word| title.contains(word))
}

fn is_bold_head(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(text) if text.strong_lead.as_ref().is_some_and(|lead| {
        lead.chars().next().is_some_and(|c| c.is_ascii_digit()) || lead.len() == text.text.len()
    }))
}

fn bold_paragraphs(doc: &Document<'_>, adr: &mut Adr, blocks: &[Block]) {
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        let end = blocks.iter().skip(at + 1).position(is_bold_head).map_or(blocks.len(), |n| at + 1 + n);
        if let (true, BlockKind::Paragraph(head)) = (is_bold_head(block), &block.kind) {
            let title = without_label(head.strong_lead.as_deref().unwrap_or("")).to_owned();
            if !title.is_empty() && !is_summary(&title) && key(&title) != "chosen" {
                let mut read = weighed(doc, blocks.get(at + 1..end).unwrap_or(&[]));
                read.title = title;
                adr.options.push(read);
            }
        }
        at = end;
    }
}

fn listed(doc: &Document<'_>, adr: &mut Adr, blocks: &[Block]) {
    for block in blocks {
        if let BlockKind::List(items) = &block.kind {
            for item in items {
                if dates::is_nothing(&item.lead.text) || is_placeholder(&item.lead.text) {
                    continue;
                }
                adr.options.push(OptionRead {
                    title: short_title(&item.lead),
                    description: item_source(doc, item).to_owned(),
                    ..OptionRead::default()
                });
            }
        }
    }
}

/// A text in which lists under "Pros" and "Cons" are told from the rest.
fn weighed(doc: &Document<'_>, blocks: &[Block]) -> OptionRead {
    let mut read = OptionRead::default();
    let mut rest: Vec<&str> = Vec::new();
    let mut side: Option<bool> = None;
    for block in blocks {
        match (&block.kind, side) {
            (BlockKind::Paragraph(text), _) => {
                side = match key(&text.text).as_str() {
                    "pros" | "pro" | "advantages" | "benefits" => Some(true),
                    "cons" | "con" | "disadvantages" | "drawbacks" => Some(false),
                    _ => None,
                };
                if side.is_none() {
                    rest.push(doc.slice(&block.range));
                }
            }
            (BlockKind::List(items), Some(good)) => {
                let bullets = items.iter().map(|i| format!("- {}", item_source(doc, i)));
                if good {
                    read.for_.extend(bullets);
                } else {
                    read.against.extend(bullets);
                }
                side = None;
            }
            _ => {
                rest.push(doc.slice(&block.range));
                side = None;
            }
        }
    }
    read.description = rest.join("\n\n");
    read
}

fn short_title(lead: &Inline) -> String {
    if let Some(strong) = lead.strong_lead.as_deref()
        && !strong.is_empty()
        && strong.len() <= LONGEST_TITLE
    {
        return strong.trim_end_matches([':', '.']).to_owned();
    }
    let text = lead.text.as_str();
    let sentence = [". ", " - ", " – ", " — ", "; "]
        .iter()
        .filter_map(|mark| text.find(mark))
        .filter(|at| *at >= 12)
        .min()
        .and_then(|at| text.get(..at))
        .unwrap_or(text)
        .trim_end_matches(['.', ':']);
    if sentence.chars().count() <= LONGEST_TITLE {
        return sentence.to_owned();
    }
    let mut out = String::new();
    for word in sentence.split_whitespace() {
        if out.chars().count() + word.chars().count() >= LONGEST_TITLE {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.push('…');
    out
}

/// "2. Grid search" → "Grid search".
pub(crate) fn without_number(text: &str) -> &str {
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match text.get(digits..) {
        Some(rest) if digits > 0 && rest.starts_with(['.', ')', ':']) => {
            rest.trim_start_matches(['.', ')', ':']).trim()
        }
        _ => text,
    }
}

/// "Alternative 2: Grid search" → "Grid search".
fn without_label(text: &str) -> &str {
    let text = without_number(text);
    if let Some((label, rest)) = text.split_once(':') {
        let label = key(label);
        let is_label = label
            .split(' ')
            .next()
            .is_some_and(|first| ["alternative", "option", "approach", "solution"].contains(&first))
            && label.split(' ').count() <= 2;
        if is_label && !rest.trim().is_empty() {
            return rest.trim();
        }
    }
    text.trim_end_matches(':')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::adr::parsed::Style;

    fn read(text: &str) -> Vec<OptionRead> {
        let doc = Document::parse(text);
        let mut adr = Adr::new(Style::Table);
        let (index, _) = doc.section(|k| k == "alternatives").unwrap();
        alternatives(&doc, &mut adr, index);
        adr.options
    }

    #[test]
    fn alternatives_in_subsections_with_pros_and_cons() {
        let options = read(
            "## Alternatives\n\n### Alternative 1: One codebase\n\nDeploy once.\n\n**Pros**:\n* quick\n* shared\n\n**Cons**:\n* flags\n\n**Rejected because**: too tangled.\n\n### Comparison Summary\n\ntext\n",
        );
        assert_eq!(options.len(), 1);
        assert_eq!(options[0].title, "One codebase");
        assert_eq!(options[0].for_, ["- quick", "- shared"]);
        assert_eq!(options[0].against, ["- flags"]);
        assert_eq!(options[0].description, "Deploy once.\n\n**Rejected because**: too tangled.");
    }

    #[test]
    fn alternatives_as_list_items_take_their_first_sentence_as_title() {
        let options = read(
            "## Alternatives\n\n1. Use the mesh as it is. It works\n   * but is heavy\n2. N/A\n* **Wait**: do nothing\n",
        );
        let titles: Vec<&str> = options.iter().map(|o| o.title.as_str()).collect();
        assert_eq!(titles, ["Use the mesh as it is", "Wait"]);
        assert!(options[0].description.contains("but is heavy"));
    }

    #[test]
    fn alternatives_as_bold_paragraphs() {
        let options = read(
            "## Alternatives\n\nFive were tried:\n\n**1. Upgrade** (T-1)\n- Finding: heavy\n\n**2. Reuse**\n- Finding: no\n\n**Chosen**: build\n",
        );
        let titles: Vec<&str> = options.iter().map(|o| o.title.as_str()).collect();
        assert_eq!(titles, ["Upgrade", "Reuse"]);
        assert_eq!(options[0].description, "- Finding: heavy");
    }
}
