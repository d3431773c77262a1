//! Markdown to HTML that is safe to put on a page. Nothing else in the application makes HTML.

use ammonia::Builder;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use crate::App;
use crate::dto::{ApiError, Html, MarkdownArgs};

/// Address of a mention: `throughline://<workspace>/<entity>`.
const MENTION: &str = "throughline";

/// Address of an attachment: `sha256:<digest>`.
const ATTACHMENT: &str = "sha256";

/// Stands before every id that comes out of a text, so that none of them is one of the page's own.
const ID: &str = "text-";

/// Renders with pulldown-cmark and cleans with ammonia. Task boxes become signs, since cleaning
/// removes inputs; images are attachments of this workspace or become their words, so that
/// opening a page never fetches anything.
#[must_use]
pub fn render(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let options = options();
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, Images { inner: Parser::new_ext(text, options), alt: None });
    cleaner().clean(&out).to_string()
}

/// What of Markdown is understood, on a page and on paper alike.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
}

fn cleaner() -> Builder<'static> {
    let mut builder = Builder::default();
    builder
        .add_tags(["img"])
        .rm_tag_attributes("img", ["src", "width", "height"])
        .add_tag_attributes("img", ["data-digest", "alt"])
        .add_url_schemes([MENTION, ATTACHMENT])
        // What a footnote's number leads to; the page finds it inside the text.
        .add_tag_attributes("div", ["id"])
        .add_allowed_classes("div", ["footnote-definition"])
        .id_prefix(Some(ID))
        .rm_tags(["map", "area", "details", "summary", "figure", "figcaption"])
        .link_rel(Some("noopener noreferrer"));
    builder
}

/// Turns images into `<img data-digest>` for attachments, which the page resolves, or into text.
struct Images<'a, I> {
    inner: I,
    alt: Option<(Option<CowStr<'a>>, String)>,
}

impl<'a, I: Iterator<Item = Event<'a>>> Iterator for Images<'a, I> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            match self.inner.next()? {
                Event::Start(Tag::Image { dest_url, .. }) => {
                    let digest = dest_url.starts_with("sha256:").then_some(dest_url);
                    self.alt = Some((digest, String::new()));
                }
                Event::End(TagEnd::Image) => {
                    let Some((digest, alt)) = self.alt.take() else { continue };
                    return Some(match digest {
                        Some(digest) => Event::InlineHtml(
                            format!(
                                "<img data-digest=\"{}\" alt=\"{}\">",
                                attribute(&digest),
                                attribute(&alt)
                            )
                            .into(),
                        ),
                        None => Event::Text(format!("[image: {alt}]").into()),
                    });
                }
                Event::Text(text) | Event::Code(text) if self.alt.is_some() => {
                    if let Some((_, alt)) = &mut self.alt {
                        alt.push_str(&text);
                    }
                }
                _ if self.alt.is_some() => {}
                Event::TaskListMarker(done) => {
                    return Some(Event::Text(if done { "☑ " } else { "☐ " }.into()));
                }
                Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                    return Some(Event::Start(Tag::Heading { level: below(level), id, classes, attrs }));
                }
                Event::End(TagEnd::Heading(level)) => {
                    return Some(Event::End(TagEnd::Heading(below(level))));
                }
                other => return Some(other),
            }
        }
    }
}

/// The heading of a text is not the heading of the page it stands on: that one is of level 1, those
/// of its parts are of level 2.
fn below(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

impl App {
    pub(crate) fn markdown(&self, args: MarkdownArgs) -> Result<Html, ApiError> {
        Ok(Html { html: render(&args.text) })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::render;

    #[test]
    fn common_markdown_is_rendered() {
        let html = render("# Title\n\n###### Small\n\n* one\n* **two**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
        assert!(
            html.contains("<h3>Title</h3>")
                && html.contains("<h6>Small</h6>")
                && html.contains("<strong>two</strong>")
                && html.contains("<td>2</td>")
        );
    }

    #[test]
    fn scripts_handlers_and_frames_never_reach_the_page() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "<iframe src=\"https://example.com\"></iframe>",
            "<svg onload=alert(1)></svg>",
            "<a href=\"data:text/html,<script>\">x</a>",
            "<style>body{display:none}</style>",
            "<form action=/><input></form>",
            "![\" onerror=\"alert(1)](sha256:\"onload=alert(1))",
        ] {
            let html = render(hostile).to_lowercase();
            for bad in [
                "<script",
                "onerror=\"",
                "onload=",
                "javascript:",
                "<iframe",
                "<svg",
                "data:text",
                "<style",
                "<form",
                "<input",
            ] {
                let visible_text = html.replace("&quot;", "");
                assert!(
                    !visible_text.contains(bad) || !html.contains('<') || !tag_contains(&html, bad),
                    "{hostile} → {html}"
                );
            }
        }
    }

    /// Whether the text stands inside a tag, where it could do something.
    fn tag_contains(html: &str, needle: &str) -> bool {
        html.split('<').skip(1).any(|piece| {
            let tag = piece.split('>').next().unwrap_or("");
            format!("<{tag}").replace("&quot;", "").contains(needle) && !tag.contains("&quot;")
        })
    }

    #[test]
    fn remote_images_become_words_and_attachments_keep_their_digest() {
        assert_eq!(render("![cat](https://example.com/cat.png)").trim(), "<p>[image: cat]</p>");
        assert!(render("![plot](sha256:ab12)").contains("data-digest=\"sha256:ab12\""));
        assert!(!render("![plot](sha256:ab12)").contains("src"));
    }

    #[test]
    fn task_boxes_become_signs() {
        assert!(render("- [x] done\n- [ ] open").contains("☑ done"));
    }

    #[test]
    fn a_footnote_is_found_by_its_number_under_an_id_of_its_own() {
        let html = render("Tiring[^why].\n\n[^why]: In six of eight interviews.");
        assert!(html.contains("href=\"#why\"") && html.contains("id=\"text-why\""), "{html}");
        let own = render("<div id=\"main\">x</div>\n\n<p id=\"root\">y</p>");
        assert!(!own.contains("\"main\"") && !own.contains("root"), "{own}");
    }

    #[test]
    fn a_file_that_is_attached_keeps_its_address() {
        assert!(render("[orders.csv](sha256:ab12)").contains("href=\"sha256:ab12\""));
    }

    #[test]
    fn mentions_keep_their_address() {
        assert!(render("[PRB-12](throughline://w/e)").contains("href=\"throughline://w/e\""));
    }
}
