//! A decision record as a flat outline: front matter, headings, paragraphs, lists and tables,
//! each with its place in the file. Read from the parser's events, so that code blocks, quotes
//! and comments that merely look like headings or list items are never taken for them.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

/// Lists nested deeper than this are read as text of the item that holds them. No record needs
/// more, and a hostile file must not make us build a tower of items.
const DEEPEST_LIST: usize = 8;

/// A link inside running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Anchor {
    pub text: String,
    pub to: String,
}

/// Running text without its marks, and the links in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Inline {
    pub text: String,
    pub links: Vec<Anchor>,
    /// The text in bold with which it begins, as in `**Pros**: …`.
    pub strong_lead: Option<String>,
}

/// A list item: its first paragraph and its nested items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub lead: Inline,
    pub items: Vec<Item>,
    pub range: Range<usize>,
    /// From 1.
    pub line: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Heading(u8, Inline),
    Paragraph(Inline),
    List(Vec<Item>),
    /// Rows of cells, the header row first.
    Table(Vec<Row>),
    /// Code, quotes, HTML, rules: kept in the text, not looked into.
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub cells: Vec<Inline>,
    pub line: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub kind: BlockKind,
    pub range: Range<usize>,
    pub line: usize,
}

/// A heading with what stands under it.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    /// 1 to 6; 0 for what stands before the first heading.
    pub level: u8,
    pub title: Inline,
    /// Blocks between this heading and the next one of any level.
    pub own: Range<usize>,
    /// Text between this heading and the next one of any level.
    pub own_text: Range<usize>,
    /// Text up to the next heading of the same or a higher level: with its subsections.
    pub all_text: Range<usize>,
}

#[derive(Debug)]
pub(crate) struct Document<'a> {
    pub text: &'a str,
    /// The YAML between the `---` lines at the very start.
    pub front: Option<String>,
    pub blocks: Vec<Block>,
    pub sections: Vec<Section>,
}

impl<'a> Document<'a> {
    pub(crate) fn parse(text: &'a str) -> Self {
        let lines = Lines::new(text);
        let (front, blocks) = Outline::read(text, &lines);
        let sections = sections(text, &blocks);
        Self { text, front, blocks, sections }
    }

    pub(crate) fn slice(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or("").trim()
    }

    pub(crate) fn own_blocks(&self, section: &Section) -> &[Block] {
        self.blocks.get(section.own.clone()).unwrap_or(&[])
    }

    /// The first section whose heading, reduced by [`key`], satisfies the test.
    pub(crate) fn section(&self, test: impl Fn(&str) -> bool) -> Option<(usize, &Section)> {
        self.sections.iter().enumerate().find(|(_, s)| s.level > 0 && test(&key(&s.title.text)))
    }

    /// The sections inside section `index`, one level down where levels are not skipped.
    pub(crate) fn children(&self, index: usize) -> Vec<(usize, &Section)> {
        let Some(parent) = self.sections.get(index) else {
            return Vec::new();
        };
        let inside: Vec<(usize, &Section)> = self
            .sections
            .iter()
            .enumerate()
            .skip(index + 1)
            .take_while(|(_, s)| s.level > parent.level)
            .collect();
        let top = inside.iter().map(|(_, s)| s.level).min().unwrap_or(0);
        inside.into_iter().filter(|(_, s)| s.level == top).collect()
    }

    /// The record's title: the first heading, if nothing but front matter stands above it.
    pub(crate) fn title(&self) -> Option<&Section> {
        self.sections.iter().find(|s| s.level > 0)
    }
}

/// A heading or label reduced to what identifies it: lower case, letters and digits, single
/// spaces, without leading numbering ("2. Context:" and "Context" are the same section).
pub(crate) fn key(text: &str) -> String {
    let mut words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    while words.len() > 1 && words.first().is_some_and(|w| w.chars().all(|c| c.is_ascii_digit())) {
        words.remove(0);
    }
    words.join(" ")
}

/// Turns byte offsets into line numbers.
struct Lines(Vec<usize>);

impl Lines {
    fn new(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i).collect())
    }

    fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|&newline| newline < offset) + 1
    }
}

fn sections(text: &str, blocks: &[Block]) -> Vec<Section> {
    let mut out: Vec<Section> = vec![Section {
        level: 0,
        title: Inline::default(),
        own: 0..0,
        own_text: 0..text.len(),
        all_text: 0..text.len(),
    }];
    for (index, block) in blocks.iter().enumerate() {
        if let BlockKind::Heading(level, title) = &block.kind {
            if let Some(last) = out.last_mut() {
                last.own.end = index;
                last.own_text.end = block.range.start;
            }
            out.push(Section {
                level: *level,
                title: title.clone(),
                own: index + 1..blocks.len(),
                own_text: block.range.end..text.len(),
                all_text: block.range.end..text.len(),
            });
        } else if let Some(last) = out.last_mut() {
            last.own.end = index + 1;
        }
    }
    for i in 1..out.len() {
        let (done, rest) = out.split_at_mut(i + 1);
        if let Some(section) = done.last_mut()
            && let Some(next) = rest.iter().find(|s| s.level <= section.level)
        {
            // The next heading's own text starts after it; its heading is where ours ends.
            section.all_text.end =
                blocks.get(next.own.start.saturating_sub(1)).map_or(text.len(), |b| b.range.start);
        }
    }
    out
}

/// Builds the outline from the parser's events, without recursion.
struct Outline<'l> {
    lines: &'l Lines,
    blocks: Vec<Block>,
    front: Option<String>,
    in_front: bool,
    /// Open blocks that are not looked into.
    opaque: usize,
    inline: Option<Collector>,
    lists: Vec<Vec<Item>>,
    items: Vec<(Item, Collector, bool)>,
    /// Lists beyond the deepest one that is read.
    too_deep: usize,
    rows: Vec<Row>,
}

#[derive(Default)]
struct Collector {
    out: Inline,
    link: Option<(String, usize)>,
    strong: Option<usize>,
}

impl Collector {
    fn text(&mut self, text: &str) {
        self.out.text.push_str(text);
    }

    fn finish(mut self) -> Inline {
        let text = self.out.text.trim();
        self.out.text = text.to_owned();
        self.out
    }

    fn open_strong(&mut self) {
        if self.out.text.trim().is_empty() {
            self.strong = Some(self.out.text.len());
        }
    }

    fn close_strong(&mut self) {
        if let Some(start) = self.strong.take() {
            let lead = self.out.text.get(start..).unwrap_or("").trim();
            self.out.strong_lead = Some(lead.to_owned());
        }
    }

    fn close_link(&mut self) {
        if let Some((to, start)) = self.link.take() {
            let text = self.out.text.get(start..).unwrap_or("").trim().to_owned();
            self.out.links.push(Anchor { text, to });
        }
    }
}

impl<'l> Outline<'l> {
    fn read(text: &str, lines: &'l Lines) -> (Option<String>, Vec<Block>) {
        let mut outline = Self {
            lines,
            blocks: Vec::new(),
            front: None,
            in_front: false,
            opaque: 0,
            inline: None,
            lists: Vec::new(),
            items: Vec::new(),
            too_deep: 0,
            rows: Vec::new(),
        };
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
        for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
            match event {
                Event::Start(tag) => outline.start(tag, &range),
                Event::End(tag) => outline.end(tag, range),
                Event::Text(t) => outline.push(&t),
                Event::Code(t) => outline.push(&t),
                Event::SoftBreak | Event::HardBreak => outline.push(" "),
                _ => {}
            }
        }
        (outline.front, outline.blocks)
    }

    /// Where running text goes at this moment.
    fn collector(&mut self) -> Option<&mut Collector> {
        if self.opaque > 0 || self.too_deep > 0 {
            return None;
        }
        if self.inline.is_some() {
            return self.inline.as_mut();
        }
        match self.items.last_mut() {
            Some((_, collector, false)) => Some(collector),
            _ => None,
        }
    }

    fn push(&mut self, text: &str) {
        if self.in_front {
            self.front.get_or_insert_default().push_str(text);
        } else if let Some(collector) = self.collector() {
            collector.text(text);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::MetadataBlock(MetadataBlockKind::YamlStyle) => {
                self.in_front = self.front.is_none() && self.blocks.is_empty();
            }
            Tag::Link { dest_url, .. } => {
                if let Some(collector) = self.collector() {
                    let start = collector.out.text.len();
                    collector.link = Some((dest_url.into_string(), start));
                }
            }
            Tag::Strong => {
                if let Some(collector) = self.collector() {
                    collector.open_strong();
                }
            }
            Tag::Heading { .. } | Tag::Paragraph
                if self.opaque == 0 && self.lists.is_empty() && self.too_deep == 0 =>
            {
                self.inline = Some(Collector::default());
            }
            Tag::List(_) => self.start_list(),
            Tag::Item if self.opaque == 0 && self.too_deep == 0 => {
                let item = Item {
                    lead: Inline::default(),
                    items: Vec::new(),
                    range: range.clone(),
                    line: self.lines.at(range.start),
                };
                self.items.push((item, Collector::default(), false));
            }
            Tag::Table(_) => {
                self.close_lead();
                self.rows.clear();
            }
            Tag::TableHead | Tag::TableRow => {
                self.rows.push(Row { cells: Vec::new(), line: self.lines.at(range.start) })
            }
            Tag::TableCell if self.opaque == 0 && self.lists.is_empty() => {
                self.inline = Some(Collector::default());
            }
            Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::MetadataBlock(_) => {
                self.close_lead();
                self.opaque += 1;
            }
            _ => {}
        }
    }

    fn start_list(&mut self) {
        self.close_lead();
        if self.opaque > 0 {
        } else if self.too_deep > 0 || self.lists.len() >= DEEPEST_LIST {
            self.too_deep += 1;
        } else {
            self.lists.push(Vec::new());
        }
    }

    /// The item's first paragraph is over: what follows belongs to its details.
    fn close_lead(&mut self) {
        if self.opaque == 0
            && let Some((_, _, closed)) = self.items.last_mut()
        {
            *closed = true;
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::MetadataBlock(_) if self.in_front => self.in_front = false,
            TagEnd::Link => {
                if let Some(collector) = self.collector() {
                    collector.close_link();
                }
            }
            TagEnd::Strong => {
                if let Some(collector) = self.collector() {
                    collector.close_strong();
                }
            }
            TagEnd::Heading(level) => {
                self.close_inline(range, |text| BlockKind::Heading(heading_level(level), text))
            }
            TagEnd::Paragraph => {
                if self.opaque == 0 && !self.items.is_empty() {
                    self.close_lead();
                } else {
                    self.close_inline(range, BlockKind::Paragraph);
                }
            }
            TagEnd::List(_) => self.end_list(range),
            TagEnd::Item => {
                if self.opaque == 0
                    && self.too_deep == 0
                    && let Some((mut item, collector, _)) = self.items.pop()
                {
                    item.lead = collector.finish();
                    if let Some(list) = self.lists.last_mut() {
                        list.push(item);
                    }
                }
            }
            TagEnd::TableCell => {
                if let (Some(cell), Some(row)) = (self.inline.take(), self.rows.last_mut()) {
                    row.cells.push(cell.finish());
                }
            }
            TagEnd::Table => {
                let rows = std::mem::take(&mut self.rows);
                if self.opaque == 0 && self.lists.is_empty() {
                    self.block(BlockKind::Table(rows), range);
                }
            }
            TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::MetadataBlock(_) => {
                self.opaque = self.opaque.saturating_sub(1);
                if self.opaque == 0 && self.lists.is_empty() {
                    self.block(BlockKind::Other, range);
                }
            }
            _ => {}
        }
    }

    fn end_list(&mut self, range: Range<usize>) {
        if self.opaque > 0 {
            return;
        }
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(list) = self.lists.pop() else {
            return;
        };
        match self.items.last_mut() {
            Some((parent, _, _)) => parent.items.extend(list),
            None => self.block(BlockKind::List(list), range),
        }
    }

    fn close_inline(&mut self, range: Range<usize>, kind: impl FnOnce(Inline) -> BlockKind) {
        if let Some(collector) = self.inline.take() {
            let kind = kind(collector.finish());
            self.block(kind, range);
        }
    }

    fn block(&mut self, kind: BlockKind, range: Range<usize>) {
        let line = self.lines.at(range.start);
        self.blocks.push(Block { kind, range, line });
    }
}

fn heading_level(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn sections_lists_and_tables_keep_their_places() {
        let text = "---\nstatus: accepted\n---\n\n# Title\n\n- Status: *open*\n  - nested\n\n## One\n\ntext [a](b.md)\n\n### Sub\n\nmore\n\n## Two\n\n| a | b |\n|---|---|\n| **c** | d |\n";
        let doc = Document::parse(text);
        assert_eq!(doc.front.as_deref(), Some("status: accepted\n"));
        assert_eq!(doc.title().unwrap().title.text, "Title");
        let (one, section) = doc.section(|k| k == "one").unwrap();
        assert_eq!(doc.slice(&section.all_text), "text [a](b.md)\n\n### Sub\n\nmore");
        assert_eq!(doc.slice(&section.own_text), "text [a](b.md)");
        assert_eq!(doc.children(one).len(), 1);
        let head = doc.own_blocks(doc.title().unwrap());
        let BlockKind::List(items) = &head[0].kind else { panic!("a list") };
        assert_eq!(items[0].lead.text, "Status: open");
        assert_eq!(items[0].items[0].lead.text, "nested");
        let (_, two) = doc.section(|k| k == "two").unwrap();
        let BlockKind::Table(rows) = &doc.own_blocks(two)[0].kind else { panic!("a table") };
        assert_eq!(rows[1].cells[0].strong_lead.as_deref(), Some("c"));
        assert_eq!(rows[1].line, 22);
    }

    #[test]
    fn headings_in_code_and_quotes_are_not_sections() {
        let doc = Document::parse("# T\n\n```\n# no\n```\n\n> ## neither\n\n## yes\n");
        let titles: Vec<&str> = doc.sections.iter().map(|s| s.title.text.as_str()).collect();
        assert_eq!(titles, ["", "T", "yes"]);
    }

    #[test]
    fn ten_thousand_nested_lists_are_read_without_a_tower() {
        let text = "- ".repeat(10_000);
        let doc = Document::parse(&text);
        assert!(doc.blocks.len() <= 1);
    }

    #[test]
    fn a_label_is_recognised_whatever_its_numbering_and_marks() {
        assert_eq!(key("2. Decision Outcome:"), "decision outcome");
        assert_eq!(key("Superseded by:"), "superseded by");
    }
}
