//! Markdown as blocks of a dossier. The parser is that of the pages; what it finds becomes words in voices, so that
//! no markup of a text reaches paper: HTML in it is left out, pictures become their words.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use throughline_report::dossier::{Block, Cell, Column, Span};

use crate::markdown;

/// What is being read.
enum Open {
    Blocks(Vec<Block>),
    List { ordered: bool, items: Vec<Vec<Block>> },
    Table { head: Vec<String>, rows: Vec<Vec<Cell>>, row: Vec<Cell>, in_head: bool },
}

struct Reading {
    stack: Vec<Open>,
    spans: Vec<Span>,
    strong: usize,
    em: usize,
    link: Option<(String, String)>,
    image: Option<String>,
    code: Option<String>,
    workspace: String,
}

/// The blocks of a Markdown text. `workspace` tells which `throughline:` addresses are of this record.
pub(super) fn blocks(text: &str, workspace: &str) -> Vec<Block> {
    let mut reading = Reading {
        stack: vec![Open::Blocks(Vec::new())],
        spans: Vec::new(),
        strong: 0,
        em: 0,
        link: None,
        image: None,
        code: None,
        workspace: workspace.to_owned(),
    };
    for event in Parser::new_ext(text, markdown::options()) {
        reading.event(event);
    }
    reading.flush();
    reading.blocks()
}

/// The words of a Markdown text in one line, where a table has no room for more: paragraphs follow each other.
pub(super) fn line(text: &str, workspace: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    flatten(blocks(text, workspace), &mut out);
    out
}

fn flatten(blocks: Vec<Block>, out: &mut Vec<Span>) {
    for block in blocks {
        if !out.is_empty() {
            out.push(Span::text("\n"));
        }
        match block {
            Block::Text { spans } | Block::Heading { spans, .. } | Block::Note { spans, .. } => {
                out.extend(spans)
            }
            Block::Quote { text, .. } => out.push(Span::said(text)),
            Block::Code { text } => out.push(Span::mono(text)),
            Block::List { items, .. } => {
                for (i, item) in items.into_iter().enumerate() {
                    out.push(Span::text(if i == 0 { "– " } else { "\n– " }));
                    let mut inner = Vec::new();
                    flatten(item, &mut inner);
                    out.extend(inner);
                }
            }
            Block::Table { rows, .. } => {
                for cell in rows.into_iter().flatten() {
                    if let Cell::Words { spans } = cell {
                        out.extend(spans);
                        out.push(Span::text("; "));
                    }
                }
            }
            Block::Facts { .. } | Block::Figure { .. } => {}
        }
    }
}

impl Reading {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.say(&text),
            Event::Code(code) => match &mut self.image {
                Some(alt) => alt.push_str(&code),
                None => self.spans.push(Span::mono(code.to_string())),
            },
            Event::SoftBreak => self.say(" "),
            Event::HardBreak => self.say("\n"),
            Event::TaskListMarker(done) => self.say(if done { "☑ " } else { "☐ " }),
            Event::FootnoteReference(name) => self.say(&format!("[{name}]")),
            Event::Rule => self.flush(),
            _ => {}
        }
    }

    fn say(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
        } else if let Some(alt) = &mut self.image {
            alt.push_str(text);
        } else if let Some((_, words)) = &mut self.link {
            words.push_str(text);
        } else {
            let text = text.to_owned();
            self.spans.push(match (self.strong, self.em) {
                (0, 0) => Span::Text { text },
                (0, _) => Span::Em { text },
                _ => Span::Strong { text },
            });
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } | Tag::Paragraph => self.flush(),
            Tag::BlockQuote(_) => {
                self.flush();
                self.stack.push(Open::Blocks(Vec::new()));
            }
            Tag::FootnoteDefinition(name) => {
                self.flush();
                self.say(&format!("[{name}] "));
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.code = Some(String::new());
            }
            Tag::List(first) => {
                self.flush();
                self.stack.push(Open::List { ordered: first.is_some(), items: Vec::new() });
            }
            Tag::Item => self.stack.push(Open::Blocks(Vec::new())),
            Tag::Table(_) => {
                self.flush();
                self.stack.push(Open::Table {
                    head: Vec::new(),
                    rows: Vec::new(),
                    row: Vec::new(),
                    in_head: false,
                });
            }
            Tag::TableHead => {
                if let Some(Open::Table { in_head, .. }) = self.stack.last_mut() {
                    *in_head = true;
                }
            }
            Tag::Emphasis => self.em += 1,
            Tag::Strong => self.strong += 1,
            Tag::Link { dest_url, .. } => self.link = Some((dest_url.to_string(), String::new())),
            Tag::Image { .. } => self.image = Some(String::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.flush(),
            // A heading of a text stands below every heading of the document.
            TagEnd::Heading(_) => {
                let spans = std::mem::take(&mut self.spans);
                let words = spans.into_iter().map(strong).collect();
                self.put(Block::Text { spans: words });
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                if let Some(Open::Blocks(inner)) = self.stack.pop() {
                    let mut spans = Vec::new();
                    flatten(inner, &mut spans);
                    let text: String = spans.iter().map(words).collect();
                    self.put(Block::Quote { text, by: Vec::new() });
                }
            }
            TagEnd::CodeBlock => {
                if let Some(text) = self.code.take() {
                    self.put(Block::Code { text: text.trim_end().to_owned() });
                }
            }
            TagEnd::Item => {
                self.flush();
                if let Some(Open::Blocks(inner)) = self.stack.pop()
                    && let Some(Open::List { items, .. }) = self.stack.last_mut()
                {
                    items.push(inner);
                }
            }
            TagEnd::List(_) => {
                if let Some(Open::List { ordered, items }) = self.stack.pop() {
                    self.put(Block::List { ordered, items });
                }
            }
            TagEnd::TableCell => {
                let spans = std::mem::take(&mut self.spans);
                if let Some(Open::Table { head, row, in_head, .. }) = self.stack.last_mut() {
                    if *in_head {
                        head.push(spans.iter().map(words).collect());
                    } else {
                        row.push(spans.into());
                    }
                }
            }
            TagEnd::TableHead => {
                if let Some(Open::Table { in_head, .. }) = self.stack.last_mut() {
                    *in_head = false;
                }
            }
            TagEnd::TableRow => {
                if let Some(Open::Table { rows, row, .. }) = self.stack.last_mut() {
                    rows.push(std::mem::take(row));
                }
            }
            TagEnd::Table => {
                if let Some(Open::Table { head, rows, .. }) = self.stack.pop() {
                    let columns = head.iter().map(|label| Column::words(label, 1)).collect();
                    self.put(Block::Table { caption: String::new(), columns, rows });
                }
            }
            TagEnd::Emphasis => self.em = self.em.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Link => {
                if let Some((url, text)) = self.link.take() {
                    self.spans.push(self.linked(url, text));
                }
            }
            TagEnd::Image => {
                if let Some(alt) = self.image.take() {
                    self.say(&format!("[picture: {alt}]"));
                }
            }
            _ => {}
        }
    }

    fn linked(&self, url: String, text: String) -> Span {
        let own = url.strip_prefix("throughline://").and_then(|rest| rest.split_once('/'));
        match own {
            Some((workspace, entity)) if workspace == self.workspace => {
                Span::Ref { entity: entity.to_owned(), text }
            }
            _ => Span::Link { text, url },
        }
    }

    fn flush(&mut self) {
        if !self.spans.is_empty() {
            let spans = std::mem::take(&mut self.spans);
            self.put(Block::Text { spans });
        }
    }

    fn put(&mut self, block: Block) {
        match self.stack.last_mut() {
            Some(Open::Blocks(blocks)) => blocks.push(block),
            Some(Open::List { items, .. }) => items.push(vec![block]),
            _ => {}
        }
    }

    fn blocks(mut self) -> Vec<Block> {
        match self.stack.drain(..).next() {
            Some(Open::Blocks(blocks)) => blocks,
            _ => Vec::new(),
        }
    }
}

fn strong(span: Span) -> Span {
    match span {
        Span::Text { text } | Span::Em { text } => Span::Strong { text },
        other => other,
    }
}

/// The words of a span without its voice.
pub(super) fn words(span: &Span) -> &str {
    match span {
        Span::Text { text }
        | Span::Strong { text }
        | Span::Em { text }
        | Span::Said { text }
        | Span::Mono { text }
        | Span::Faint { text }
        | Span::Ref { text, .. }
        | Span::Link { text, .. } => text,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn markdown_becomes_paragraphs_lists_tables_and_code() {
        let text = "# Head\n\nOne **two** *three* `four`\n\n- a\n- b\n  - c\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```\nlet x;\n```\n\n> said\n";
        let found = blocks(text, "ws");
        assert!(matches!(&found[0], Block::Text { spans } if spans == &[Span::strong("Head")]));
        assert!(
            matches!(&found[1], Block::Text { spans } if spans.contains(&Span::strong("two")) && spans.contains(&Span::mono("four")))
        );
        assert!(
            matches!(&found[2], Block::List { ordered: false, items } if items.len() == 2 && items[1].len() == 2)
        );
        assert!(
            matches!(&found[3], Block::Table { columns, rows, .. } if columns.len() == 2 && rows.len() == 1)
        );
        assert!(matches!(&found[4], Block::Code { text } if text == "let x;"));
        assert!(matches!(&found[5], Block::Quote { text, .. } if text == "said"));
    }

    #[test]
    fn markup_in_a_text_is_left_out_and_pictures_are_words() {
        let found = line("a <b>c</b> ![cat](https://example.org/c.png) <script>x()</script>", "ws");
        let all: String = found.iter().map(words).collect();
        assert!(!all.contains('<') && all.contains("[picture: cat]"), "{all}");
    }

    #[test]
    fn a_mention_of_this_record_is_a_reference_and_of_another_a_link() {
        let found = line("[PRB-1](throughline://ws/e1) [x](throughline://other/e1)", "ws");
        assert!(found.contains(&Span::Ref { entity: "e1".into(), text: "PRB-1".into() }));
        assert!(found.contains(&Span::Link { text: "x".into(), url: "throughline://other/e1".into() }));
    }

    #[test]
    fn every_text_ends_whatever_it_nests() {
        for hostile in
            ["> - > - > a\n\n1. | x", "- [ ] \n|", "[^1]: a\n\n[^1]", "*a **b* c**", "[a](b", "<!-- \n"]
        {
            let _ = blocks(hostile, "ws");
        }
    }
}
