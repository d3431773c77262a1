//! The HTML: one file with its style and fonts inside, no script, and nothing fetched.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Block, Cell, Chapter, Dossier, Source, Span};

const STYLE: &str = include_str!("paper.css");
const SANS: &[u8] = include_bytes!("../../fonts/inter-latin-wght-normal.woff2");
const SERIF: &[u8] = include_bytes!("../../fonts/source-serif-4-latin-wght-italic.woff2");
const MONO: &[u8] = include_bytes!("../../fonts/jetbrains-mono-latin-wght-normal.woff2");

/// The dossier as one HTML file that prints well. The same dossier gives the same bytes.
#[must_use]
pub fn html(dossier: &Dossier) -> String {
    let mut out = String::with_capacity(400_000);
    let digest = dossier.digest();
    out.push_str("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    // A reader's program may show it from anywhere: nothing in it may run or be fetched.
    out.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         font-src data:; img-src data:\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
    );
    escape(&mut out, &format!("{} · {}", dossier.title, dossier.kind));
    out.push_str("</title>\n<style>\n");
    for (family, style, data) in [
        ("Inter Variable", "normal", SANS),
        ("Source Serif 4 Variable", "italic", SERIF),
        ("JetBrains Mono Variable", "normal", MONO),
    ] {
        out.push_str(&format!(
            "@font-face{{font-family:'{family}';font-style:{style};font-weight:100 900;src:url(data:font/woff2;base64,{}) format('woff2')}}\n",
            STANDARD.encode(data)
        ));
    }
    out.push_str(STYLE);
    // Digits and letters alone, so they cannot end the style.
    out.push_str(&format!(
        "\n@page{{size:A4;margin:18mm 18mm 22mm;@bottom-left{{content:'Dossier {digest}\\A Checkpoint: {} changes, root {}';\
         white-space:pre;font:6.5pt 'JetBrains Mono Variable',monospace;color:#5b636e}}@bottom-right{{content:'Page ' counter(page) ' of ' counter(pages);\
         font:7pt 'Inter Variable',sans-serif;color:#5b636e}}}}\nhtml{{background:#f4f2ec}}\n",
        dossier.size, hex(&dossier.root),
    ));
    out.push_str("</style>\n</head>\n<body>\n<main>");
    out.push_str(&body(dossier));
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn hex(root: &str) -> String {
    root.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// What stands between the `body` tags, for the window: the same words in the same order.
#[must_use]
pub fn body(dossier: &Dossier) -> String {
    let mut out = String::with_capacity(200_000);
    let known = dossier.sources.iter().map(|source| (source.entity.as_str(), source)).collect();
    let page = Page { dossier, known };
    out.push_str("<article class=\"dossier\"><header class=\"d-title\"><p class=\"d-kind\">");
    escape(&mut out, &dossier.kind);
    out.push_str("</p><h1>");
    escape(&mut out, &dossier.title);
    out.push_str("</h1>");
    if !dossier.product.is_empty() {
        out.push_str("<p class=\"d-product\">");
        escape(&mut out, &dossier.product);
        out.push_str("</p>");
    }
    out.push_str("<dl class=\"d-facts\">");
    let mut subject = vec![Span::text(&dossier.title)];
    if !dossier.subject.is_empty() {
        subject.insert(0, Span::text(" "));
        subject.insert(0, Span::Ref { entity: dossier.subject.clone(), text: dossier.short.clone() });
    }
    for (label, spans) in [
        ("Subject", subject),
        ("Workspace", vec![Span::text(format!("{} ", dossier.workspace)), Span::mono(&dossier.workspace_id)]),
        ("State", vec![Span::text(&dossier.moment)]),
        (
            "Checkpoint",
            vec![Span::text(format!("{} changes, root ", dossier.size)), Span::mono(&dossier.root)],
        ),
        ("Digest", vec![Span::text("of all this document says "), Span::mono(dossier.digest())]),
    ] {
        page.fact(&mut out, label, &spans);
    }
    out.push_str("</dl>");
    for note in &dossier.notes {
        page.block(&mut out, &Block::Note { warns: false, spans: note.clone() });
    }
    out.push_str("</header><nav class=\"d-contents\" aria-label=\"Contents\"><h2>Contents</h2><ol>");
    for chapter in dossier.chapters.iter().chain(&dossier.annexes) {
        out.push_str("<li><a href=\"#");
        escape(&mut out, &format!("c-{}", chapter.id));
        out.push_str("\">");
        escape(&mut out, &chapter.title);
        out.push_str("</a></li>");
    }
    out.push_str(
        "<li><a href=\"#c-records\">Annex: where each artefact lies in the record</a></li></ol></nav>",
    );
    for chapter in dossier.chapters.iter().chain(&dossier.annexes) {
        page.chapter(&mut out, chapter);
    }
    page.records(&mut out);
    out.push_str("</article>");
    out
}

struct Page<'a> {
    dossier: &'a Dossier,
    /// The sources by entity.
    known: HashMap<&'a str, &'a Source>,
}

impl Page<'_> {
    fn chapter(&self, out: &mut String, chapter: &Chapter) {
        out.push_str("<section class=\"d-chapter\" id=\"");
        escape(out, &format!("c-{}", chapter.id));
        out.push_str("\"><h2>");
        escape(out, &chapter.title);
        out.push_str("</h2>");
        for block in &chapter.blocks {
            self.block(out, block);
        }
        let from: Vec<&Source> =
            chapter.from.iter().filter_map(|id| self.known.get(id.as_str()).copied()).collect();
        // The table of the way back is made of references already.
        if !from.is_empty() && chapter.id != "chain" {
            out.push_str("<p class=\"d-from\">From the record: ");
            for (i, source) in from.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                self.reference(out, &source.entity, &source.short);
                out.push_str(&format!(" #{}", source.position));
            }
            out.push_str(". Record addresses are in the last annex.</p>");
        }
        out.push_str("</section>");
    }

    fn records(&self, out: &mut String) {
        out.push_str(
            "<section class=\"d-chapter\" id=\"c-records\"><h2>Annex: where each artefact lies in the record</h2>\
             <p>Each artefact this document names, with the place in the log (#N) and the address of the record that \
             set it last. An address is the id of a signed change and the number of the record in it; \
             <code>throughline</code> recomputes both.</p><ul class=\"d-records\">",
        );
        for source in &self.dossier.sources {
            out.push_str("<li id=\"");
            escape(out, &format!("r-{}", source.entity));
            out.push_str("\">");
            self.anchor(out, &source.link, &source.entity, &source.short);
            out.push(' ');
            escape(out, &source.title);
            out.push_str("<small> · ");
            escape(out, &source.kind);
            out.push_str(&format!(" · #{} · ", source.position));
            escape(out, &source.day);
            out.push_str(" · ");
            escape(out, if source.by.is_empty() { "author unknown" } else { &source.by });
            if !source.doubt.is_empty() {
                out.push_str(", <em>");
                escape(out, &source.doubt);
                out.push_str("</em>");
            }
            out.push_str("</small><code>");
            escape(out, &source.address);
            out.push_str("</code></li>");
        }
        out.push_str("</ul></section>");
    }

    fn anchor(&self, out: &mut String, href: &str, entity: &str, text: &str) {
        out.push_str("<a class=\"d-ref\" href=\"");
        escape(out, href);
        out.push_str("\" data-entity=\"");
        escape(out, entity);
        out.push_str("\">");
        escape(out, text);
        out.push_str("</a>");
    }

    fn reference(&self, out: &mut String, entity: &str, text: &str) {
        match self.known.get(entity) {
            Some(_) => self.anchor(out, &format!("#r-{entity}"), entity, text),
            None => escape(out, text),
        }
    }

    fn fact(&self, out: &mut String, label: &str, spans: &[Span]) {
        out.push_str("<div><dt>");
        escape(out, label);
        out.push_str("</dt><dd>");
        self.spans(out, spans);
        out.push_str("</dd></div>");
    }

    fn block(&self, out: &mut String, block: &Block) {
        match block {
            Block::Heading { level, spans } => {
                let tag = if *level <= 2 { "h3" } else { "h4" };
                out.push_str(&format!("<{tag}>"));
                self.spans(out, spans);
                out.push_str(&format!("</{tag}>"));
            }
            Block::Text { spans } => {
                out.push_str("<p>");
                self.spans(out, spans);
                out.push_str("</p>");
            }
            Block::Quote { text, by } => {
                out.push_str("<blockquote><p>“");
                lines(out, text);
                out.push_str("”</p>");
                if !by.is_empty() {
                    out.push_str("<footer>");
                    self.spans(out, by);
                    out.push_str("</footer>");
                }
                out.push_str("</blockquote>");
            }
            Block::List { ordered, items } => {
                let tag = if *ordered { "ol" } else { "ul" };
                out.push_str(&format!("<{tag}>"));
                for item in items {
                    out.push_str("<li>");
                    item.iter().for_each(|block| self.block(out, block));
                    out.push_str("</li>");
                }
                out.push_str(&format!("</{tag}>"));
            }
            Block::Code { text } => {
                out.push_str("<pre><code>");
                escape(out, text);
                out.push_str("</code></pre>");
            }
            Block::Facts { rows } => {
                out.push_str("<dl class=\"d-facts\">");
                rows.iter().for_each(|row| self.fact(out, &row.label, &row.spans));
                out.push_str("</dl>");
            }
            Block::Table { caption, columns, rows } => {
                out.push_str("<table>");
                if !caption.is_empty() {
                    out.push_str("<caption>");
                    escape(out, caption);
                    out.push_str("</caption>");
                }
                let share: u32 = columns.iter().map(|c| u32::from(c.width)).sum::<u32>().max(1);
                out.push_str("<colgroup>");
                for column in columns {
                    out.push_str(&format!("<col width=\"{}%\">", 100 * u32::from(column.width) / share));
                }
                out.push_str("</colgroup><thead><tr>");
                for column in columns {
                    out.push_str(if column.right {
                        "<th scope=\"col\" class=\"d-right\">"
                    } else {
                        "<th scope=\"col\">"
                    });
                    escape(out, &column.label);
                    out.push_str("</th>");
                }
                out.push_str("</tr></thead><tbody>");
                for row in rows {
                    out.push_str("<tr>");
                    for (cell, column) in row.iter().zip(columns) {
                        out.push_str(if column.right { "<td class=\"d-right\">" } else { "<td>" });
                        match cell {
                            Cell::Words { spans } => self.spans(out, spans),
                            Cell::Plot { svg, alt } => drawing(out, svg, alt),
                        }
                        out.push_str("</td>");
                    }
                    out.push_str("</tr>");
                }
                out.push_str("</tbody></table>");
            }
            Block::Figure { svg, alt, caption } => {
                out.push_str("<figure>");
                drawing(out, svg, alt);
                if !caption.is_empty() {
                    out.push_str("<figcaption>");
                    escape(out, caption);
                    out.push_str("</figcaption>");
                }
                out.push_str("</figure>");
            }
            Block::Note { warns, spans } => {
                out.push_str(if *warns { "<p class=\"d-note d-warns\">" } else { "<p class=\"d-note\">" });
                self.spans(out, spans);
                out.push_str("</p>");
            }
        }
    }

    fn spans(&self, out: &mut String, spans: &[Span]) {
        for span in spans {
            match span {
                Span::Text { text } => lines(out, text),
                Span::Strong { text } => wrapped(out, "strong", "", text),
                Span::Em { text } => wrapped(out, "em", "", text),
                Span::Said { text } => wrapped(out, "q", "", text),
                Span::Mono { text } => wrapped(out, "code", "", text),
                Span::Faint { text } => wrapped(out, "span", " class=\"d-faint\"", text),
                Span::Ref { entity, text } => self.reference(out, entity, text),
                Span::Link { text, url } if followed(url) => {
                    out.push_str("<a rel=\"noopener noreferrer\" href=\"");
                    escape(out, url);
                    out.push_str("\">");
                    escape(out, text);
                    out.push_str("</a>");
                }
                Span::Link { text, .. } => escape(out, text),
            }
        }
    }
}

/// Whether an address is made a link: to the web, to a letter, to an artefact. Never to a script or a file.
pub(super) fn followed(url: &str) -> bool {
    ["https://", "http://", "throughline://", "mailto:"].iter().any(|scheme| url.starts_with(scheme))
}

fn wrapped(out: &mut String, tag: &str, attributes: &str, text: &str) {
    out.push_str(&format!("<{tag}{attributes}>"));
    lines(out, text);
    out.push_str(&format!("</{tag}>"));
}

/// The drawing with its words for who cannot see it. Its text was escaped when it was drawn.
fn drawing(out: &mut String, svg: &str, alt: &str) {
    let Some(rest) = svg.strip_prefix("<svg ") else { return };
    out.push_str("<svg role=\"img\" aria-label=\"");
    escape(out, alt);
    out.push_str("\" ");
    out.push_str(rest);
}

fn lines(out: &mut String, text: &str) {
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push_str("<br>");
        }
        escape(out, line);
    }
}

/// Text that can stand between tags and in attributes.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' && c != '\t' => {}
            // Marks of direction could make a line read otherwise than it stands.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c => out.push(c),
        }
    }
}
