#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use typst::layout::{Frame, FrameItem};

use super::pdf::pages;
use super::plot::{Interval, Scale, Stay, path};
use super::*;

const HOSTILE: &[&str] = &[
    "#panic(\"run\")",
    "#read(\"/etc/passwd\") $ x^2 $ *bold* _it_ `raw` @ref <label> \\ // comment /* open",
    "#image(\"secret.png\")][ #let x = 1",
    "</title></style><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'); DROP TABLE x; --",
    "中文标题 العنوان 🙂 👩‍👩‍👧 \u{202e}gnp.exe\u{0}\u{7} \u{e000}",
    "a\u{301}\u{0300} ﬁ ½ ≥ → ☑ ∑ ‰",
    "x",
];

fn hostile() -> Dossier {
    let long = "y".repeat(1500);
    let mut chapters = Vec::new();
    for (i, words) in HOSTILE.iter().copied().chain([long.as_str()]).enumerate() {
        let all = [
            Span::text(words),
            Span::strong(words),
            Span::Em { text: words.into() },
            Span::said(words),
            Span::mono(words),
            Span::faint(words),
            Span::Ref { entity: "e1".into(), text: words.into() },
            Span::Link { text: words.into(), url: words.into() },
            Span::Link { text: words.into(), url: "javascript:alert(1)".into() },
            Span::Link { text: words.into(), url: "https://example.org/a\"b".into() },
        ];
        chapters.push(Chapter {
            id: format!("c{i}"),
            title: words.into(),
            blocks: vec![
                Block::Heading { level: 2, spans: all.to_vec() },
                Block::Text { spans: all.to_vec() },
                Block::Quote { text: words.into(), by: all.to_vec() },
                Block::List { ordered: true, items: vec![vec![Block::text(words)], vec![]] },
                Block::Code { text: format!("{words}\n{words}") },
                Block::Facts { rows: vec![Fact { label: words.into(), spans: all.to_vec() }] },
                Block::Table {
                    caption: words.into(),
                    columns: vec![Column::words(words, 2), Column::numbers(words, 1)],
                    rows: vec![vec![all.to_vec().into(), Cell::text(words)]],
                },
                Block::Note { warns: true, spans: all.to_vec() },
            ],
            from: vec!["e1".into()],
        });
    }
    Dossier {
        title: HOSTILE.join(" "),
        kind: "Dossier of a release".into(),
        subject: "e1".into(),
        short: "REL-1".into(),
        product: HOSTILE[0].into(),
        workspace: HOSTILE[3].into(),
        workspace_id: "ws".into(),
        moment: HOSTILE[4].into(),
        date: "2026-03-03T10:00:00Z".into(),
        size: 412,
        root: "ab".repeat(32),
        notes: vec![vec![Span::text(HOSTILE[1])]],
        chapters,
        annexes: Vec::new(),
        sources: vec![Source {
            entity: "e1".into(),
            short: "REL-1".into(),
            kind: "release".into(),
            title: HOSTILE[2].into(),
            position: 3,
            address: format!("{}.0", "cd".repeat(32)),
            day: "3 Mar 2026".into(),
            by: String::new(),
            doubt: "unverified".into(),
            link: "throughline://ws/e1".into(),
        }],
    }
}

/// A document of a given size whose every block is of use.
fn large(artefacts: usize) -> Dossier {
    let scale = Scale::over(&[Interval { low: -1.0, value: 0.5, high: 2.0 }], Some(0.0));
    let entity = |i: usize| format!("e{i}");
    let row = |i: usize| -> Vec<Cell> {
        vec![
            vec![Span::Ref { entity: entity(i), text: format!("EXP-{i}") }].into(),
            Cell::text("Ranked by what was ordered last week"),
            Cell::Plot {
                svg: scale.interval(Interval { low: -0.5, value: 0.5, high: 1.5 }),
                alt: "−0.5 to 1.5".into(),
            },
            Cell::text("not worse"),
        ]
    };
    let chapter = |c: usize| Chapter {
        id: format!("c{c}"),
        title: format!("Chapter {c}"),
        blocks: (0..artefacts / 10)
            .flat_map(|i| {
                let i = c * (artefacts / 10) + i;
                vec![
                    Block::Heading { level: 2, spans: vec![Span::text(format!("Decision {i} "))] },
                    Block::text(
                        "Which ranking do we ship, given that nobody can pay for the graphics cards? "
                            .repeat(4),
                    ),
                    Block::Quote { text: "I scroll until I give up.".into(), by: vec![Span::text("P-07")] },
                    Block::Facts {
                        rows: vec![Fact::new("Environment", "production"), Fact::new("Owner", "Ana")],
                    },
                    Block::Table {
                        caption: "Results".into(),
                        columns: vec![
                            Column::words("", 1),
                            Column::words("Arm", 3),
                            Column::words("", 3),
                            Column::words("", 1),
                        ],
                        rows: vec![row(i)],
                    },
                ]
            })
            .collect(),
        from: Vec::new(),
    };
    let mut dossier = Dossier { chapters: (0..10).map(chapter).collect(), ..hostile() };
    dossier.title = "Recommendations 2.0".into();
    let source = dossier.sources.first().cloned().unwrap_or_default();
    dossier.sources = (0..artefacts).map(|i| Source { entity: entity(i), ..source.clone() }).collect();
    dossier.gather();
    dossier
}

fn holds(pdf: &[u8], words: &str) -> bool {
    pdf.windows(words.len()).any(|w| w == words.as_bytes())
}

#[test]
fn no_title_is_code_in_the_pdf_and_no_sign_is_too_strange_for_it() {
    let bytes = pdf(&hostile()).expect("it is set");
    assert!(bytes.starts_with(b"%PDF-1.7"));
}

#[test]
fn the_pdf_says_what_keeps_it_readable_for_long_and_for_all() {
    let bytes = pdf(&hostile()).expect("it is set");
    for words in [
        "/StructTreeRoot",
        "/Outlines",
        "/MarkInfo",
        "/Lang",
        "pdfaid:part",
        "pdfuaid:part",
        "/OutputIntents",
    ] {
        assert!(holds(&bytes, words), "{words}");
    }
    assert!(!holds(&bytes, "/JavaScript") && !holds(&bytes, "javascript:"), "no script and no link to one");
}

#[test]
fn the_same_dossier_gives_the_same_bytes_and_another_gives_another_digest() {
    let (one, mut other) = (hostile(), hostile());
    assert_eq!(pdf(&one).unwrap(), pdf(&one.clone()).unwrap());
    assert_eq!(html(&one), html(&other));
    other.chapters[0].title.push('.');
    assert_ne!(one.digest(), other.digest());
    assert!(html(&one).contains(&one.digest()) && !html(&other).contains(&one.digest()));
}

#[test]
fn no_text_is_markup_in_the_html() {
    let page = html(&hostile());
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("href=\"javascript:"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!page.contains('\u{202e}'), "a mark of direction cannot turn a name around");
    assert!(page.contains("中文标题") && page.contains('🙂'), "the signs themselves stand in the HTML");
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
    for fetched in ["src=\"http", "url(http", "@import", "<link"] {
        assert!(!page.contains(fetched), "{fetched}");
    }
}

#[test]
fn every_reference_leads_to_an_entry_of_the_annex() {
    let mut dossier = hostile();
    let named = dossier.gather();
    assert_eq!(named, ["e1"]);
    let page = html(&dossier);
    assert!(page.contains("href=\"#r-e1\"") && page.contains("id=\"r-e1\""));
    assert!(page.contains("href=\"throughline://ws/e1\""));
    dossier.sources.clear();
    assert!(!html(&dossier).contains("#r-e1"), "a reference without an entry is words alone");
    pdf(&dossier).expect("and does not keep the PDF from being set");
}

#[test]
fn drawings_hold_numbers_that_are_finite_and_words_that_are_escaped() {
    let scale = Scale::over(&[Interval { low: f64::NAN, value: f64::INFINITY, high: 3.0 }], None);
    let svg = scale.interval(Interval { low: f64::NEG_INFINITY, value: f64::NAN, high: 3.0 });
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    let one = Scale::over(&[Interval { low: 2.0, value: 2.0, high: 2.0 }], None);
    assert!(!one.interval(Interval { low: 2.0, value: 2.0, high: 2.0 }).contains("NaN"));
    let stay = Stay { stage: "define", label: "Define", artefacts: 3, back: false };
    let back = Stay { stage: "empathise", label: "Empathise", artefacts: 1, back: true };
    assert!(
        path(&[stay, back]).contains("stroke-dasharray") && !path(&[stay, stay]).contains("stroke-dasharray")
    );
    assert!(path(&[]).ends_with("</svg>"));
}

#[test]
fn no_level_of_headings_is_skipped() {
    let mut dossier = hostile();
    dossier.chapters.truncate(1);
    dossier.chapters[0].blocks =
        vec![Block::heading(3, "a"), Block::heading(3, "b"), Block::heading(4, "c"), Block::heading(2, "d")];
    dossier.gather();
    let levels: Vec<u8> = dossier.chapters[0]
        .blocks
        .iter()
        .filter_map(|b| match b {
            Block::Heading { level, .. } => Some(*level),
            _ => None,
        })
        .collect();
    assert_eq!(levels, [2, 3, 4, 2]);
    pdf(&dossier).expect("PDF/UA takes it");
}

/// The bound holds for a release build; a debug build of the typesetter only has to come to an end.
#[test]
fn a_release_of_300_artefacts_is_set_in_time() {
    let dossier = large(300);
    let begun = std::time::Instant::now();
    let bytes = pdf(&dossier).expect("it is set");
    let took = begun.elapsed();
    assert!(bytes.starts_with(b"%PDF-"));
    if !cfg!(debug_assertions) {
        assert!(took.as_secs_f64() < 5.0, "{took:?}");
    }
}

/// Every run of words on a page: how far down it stands, its size in points, what it says.
fn runs(frame: &Frame, down: f64, out: &mut Vec<(f64, f64, String)>) {
    for (at, item) in frame.items() {
        let down = down + at.y.to_pt();
        match item {
            FrameItem::Text(text) => out.push((down, text.size.to_pt(), text.text.to_string())),
            FrameItem::Group(group) => runs(&group.frame, down, out),
            _ => {}
        }
    }
}

fn set(dossier: &Dossier) -> Vec<Vec<(f64, f64, String)>> {
    let document = pages(dossier).expect("it is set");
    let words = |page: &typst_layout::Page| {
        let mut out = Vec::new();
        runs(&page.frame, 0.0, &mut out);
        out
    };
    document.pages().iter().map(words).collect()
}

#[test]
fn every_page_says_what_it_is_a_page_of() {
    let dossier = large(40);
    let pages = set(&dossier);
    assert!(pages.len() > 5, "{}", pages.len());
    for (number, page) in pages.iter().enumerate() {
        let text: String = page.iter().map(|(_, _, text)| text.as_str()).collect();
        for words in [
            dossier.digest(),
            format!("{} changes", dossier.size),
            dossier.root.clone(),
            format!("Page {} of {}", number + 1, pages.len()),
        ] {
            assert!(text.contains(&words), "page {}: {words}", number + 1);
        }
    }
}

#[test]
fn no_heading_stands_at_the_foot_of_a_page() {
    // 842 points high, of which the foot takes 25 mm.
    let foot = 842.0 - 25.0 / 25.4 * 72.0;
    for artefacts in [40, 50, 70] {
        for (number, page) in set(&large(artefacts)).into_iter().enumerate() {
            let last =
                page.into_iter().filter(|(down, _, _)| *down < foot).max_by(|a, b| a.0.total_cmp(&b.0));
            let Some((_, size, text)) = last else { continue };
            // Paragraphs have 9.3 points; the headings of parts 9.8 and 11.5, those of chapters 16.
            assert!(number == 0 || size < 9.7, "page {} ends with “{text}”", number + 1);
        }
    }
}

#[test]
fn every_font_of_the_pdf_is_in_it_and_cut_to_what_is_used() {
    let bytes = pdf(&large(10)).expect("it is set");
    let text = String::from_utf8_lossy(&bytes);
    let descriptors: Vec<&str> = text
        .split("/Type/FontDescriptor")
        .skip(1)
        .map(|rest| rest.split(">>").next().unwrap_or_default())
        .collect();
    assert!(descriptors.len() >= 3, "upright, bold and machine: {descriptors:?}");
    for descriptor in &descriptors {
        assert!(descriptor.contains("/FontFile"), "{descriptor}");
        let name = descriptor.split("/FontName/").nth(1).unwrap_or_default();
        let (tag, rest) = name.split_at(6);
        assert!(tag.bytes().all(|b| b.is_ascii_uppercase()) && rest.starts_with('+'), "not a subset: {name}");
    }
    let fonts = text.matches("/Subtype/CIDFontType").count();
    assert_eq!(fonts, descriptors.len(), "a font without its description");
    assert_eq!(text.matches("/Subtype/Type0").count(), fonts, "a font of another kind");
    for other in ["/Subtype/Type1", "/Subtype/TrueType", "/Subtype/Type3"] {
        assert!(!text.contains(other), "{other}");
    }
    assert!(text.contains("/MarkInfo<</Marked true"), "it is tagged");
    assert!(text.contains("/StructTreeRoot"), "it has a structure");
    // All of them together are larger than this file.
    assert!(bytes.len() < 1_000_000, "{} bytes", bytes.len());
}

#[test]
fn an_author_whose_key_nobody_knows_is_marked_in_both_forms() {
    let mut dossier = hostile();
    dossier.chapters.truncate(1);
    dossier.sources[0].by = "Mira Anand".into();
    assert!(html(&dossier).contains("Mira Anand, <em>unverified</em>"));
    let words: String = set(&dossier).into_iter().flatten().map(|(_, _, text)| text).collect();
    assert!(words.contains("Mira Anand, unverified"), "{words}");
    dossier.sources[0].doubt.clear();
    assert!(!html(&dossier).contains("unverified"));
}
