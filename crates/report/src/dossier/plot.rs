//! Drawings of a dossier as SVG: the path of a release, intervals on a common scale, what ran when. Drawn once, and
//! the same in the HTML and in the PDF. Only words of this program and numbers stand in them, never text of the
//! record.

use std::fmt::Write as _;

/// An interval with the value inside, in the unit of its scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The low end.
    pub low: f64,
    /// The value.
    pub value: f64,
    /// The high end.
    pub high: f64,
}

/// A common scale for the rows of a table, so that their intervals can be compared by eye.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    from: f64,
    to: f64,
    /// A value to compare with: no difference, today's number, a margin.
    mark: Option<f64>,
}

const WIDTH: f64 = 220.0;
const EDGE: f64 = 8.0;

impl Scale {
    /// A scale that holds all intervals and the mark, with room at both ends.
    #[must_use]
    pub fn over(intervals: &[Interval], mark: Option<f64>) -> Scale {
        let ends = intervals.iter().flat_map(|i| [i.low, i.value, i.high]).chain(mark);
        let (mut from, mut to) = ends
            .filter(|v| v.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        if from > to {
            (from, to) = (0.0, 1.0);
        }
        let room = ((to - from) * 0.08).max(f64::EPSILON.max(from.abs() * 1e-6));
        Scale { from: from - room, to: to + room, mark }
    }

    fn x(&self, value: f64) -> f64 {
        let value = if value.is_finite() { value } else { self.from };
        EDGE + (value - self.from) / (self.to - self.from) * (WIDTH - 2.0 * EDGE)
    }

    /// One interval as a bar with a point, over the mark.
    #[must_use]
    pub fn interval(&self, interval: Interval) -> String {
        let mut svg = open(WIDTH, 18.0);
        if let Some(mark) = self.mark {
            let x = self.x(mark);
            let _ = write!(
                svg,
                r##"<path d="M{x:.1} 1V17" stroke="#8a8f98" stroke-dasharray="2 2" fill="none"/>"##
            );
        }
        let (a, m, b) = (self.x(interval.low), self.x(interval.value), self.x(interval.high));
        let _ = write!(
            svg,
            r##"<path d="M{a:.1} 9H{b:.1}M{a:.1} 5V13M{b:.1} 5V13" stroke="#1f5f8b" stroke-width="1.6" fill="none"/><circle cx="{m:.1}" cy="9" r="3.4" fill="#1f5f8b"/></svg>"##
        );
        svg
    }

    /// The ends of the scale and its mark, for the foot of a column of intervals.
    #[must_use]
    pub fn axis(&self, words: impl Fn(f64) -> String) -> String {
        let mut svg = open(WIDTH, 22.0);
        let _ = write!(svg, r##"<path d="M{EDGE} 4H{:.1}" stroke="#8a8f98" fill="none"/>"##, WIDTH - EDGE);
        let mut tick = |value: f64, anchor: &str| {
            let x = self.x(value);
            let _ = write!(svg, r##"<path d="M{x:.1} 1V7" stroke="#8a8f98" fill="none"/>"##);
            text(&mut svg, x, 17.0, 9.0, anchor, "#5b636e", &words(value));
        };
        let room = (self.to - self.from) * 0.08 / 1.16;
        tick(self.from + room, "start");
        tick(self.to - room, "end");
        if let Some(mark) = self.mark {
            let share = (mark - self.from) / (self.to - self.from);
            if (0.25..=0.75).contains(&share) {
                tick(mark, "middle");
            }
        }
        svg.push_str("</svg>");
        svg
    }
}

/// A stay in a stage: its name and the colour of its lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay<'a> {
    /// Stage's name: `define`.
    pub stage: &'a str,
    /// Its label.
    pub label: &'a str,
    /// How many artefacts were made in it.
    pub artefacts: u64,
    /// Whether a loop-back led here.
    pub back: bool,
}

/// The lanes of the drawing, from people to machines, with the colours of the window.
const LANES: &[(&str, &str, &str)] = &[
    ("empathise", "Empathise", "#b4532a"),
    ("define", "Define", "#9a6a12"),
    ("ideate", "Ideate", "#6d7a1f"),
    ("prototype", "Prototype", "#2f7d55"),
    ("test", "Test", "#1f7680"),
    ("build", "Build", "#2d62a3"),
    ("live", "Live", "#5a4fa0"),
];

/// The path of a release, stay by stay from left to right, each at the height of its stage: forward is down, a
/// loop-back goes up and is drawn dashed.
#[must_use]
pub fn path(stays: &[Stay<'_>]) -> String {
    let step = if stays.len() > 1 { (560.0 / (stays.len() - 1) as f64).min(92.0) } else { 0.0 };
    let at = |i: usize, stay: &Stay<'_>| {
        let lane = LANES.iter().position(|lane| lane.0 == stay.stage).unwrap_or(0);
        (112.0 + step * i as f64, 18.0 + 26.0 * lane as f64, lane)
    };
    let mut svg = open(700.0, 200.0);
    for (lane, (_, label, colour)) in LANES.iter().enumerate() {
        let y = 18.0 + 26.0 * lane as f64;
        let _ = write!(
            svg,
            r##"<path d="M92 {y}H692" stroke="#e6e3db" fill="none"/><circle cx="8" cy="{y}" r="4" fill="{colour}"/>"##
        );
        text(&mut svg, 18.0, y + 3.5, 10.5, "start", "#1b1f24", label);
    }
    for (i, pair) in stays.windows(2).enumerate() {
        let [before, after] = pair else { continue };
        let ((x0, y0, _), (x1, y1, _)) = (at(i, before), at(i + 1, after));
        let middle = (x0 + x1) / 2.0;
        let (colour, dash) =
            if after.back { ("#b4532a", r##" stroke-dasharray="5 3""##) } else { ("#5b636e", "") };
        let _ = write!(
            svg,
            r##"<path d="M{x0:.1} {y0}C{middle:.1} {y0} {middle:.1} {y1} {x1:.1} {y1}" stroke="{colour}" stroke-width="1.8" fill="none"{dash}/>"##
        );
    }
    for (i, stay) in stays.iter().enumerate() {
        let (x, y, lane) = at(i, stay);
        let colour = LANES.get(lane).map_or("#5b636e", |lane| lane.2);
        let _ = write!(svg, r##"<circle cx="{x:.1}" cy="{y}" r="9" fill="{colour}"/>"##);
        text(&mut svg, x, y + 3.5, 9.5, "middle", "#ffffff", &(i + 1).to_string());
    }
    svg.push_str("</svg>");
    svg
}

/// A bar on a common axis of time, between 0 and 1; `open` has no end yet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span01 {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// It has not ended.
    pub open: bool,
}

/// One bar of a time line.
#[must_use]
pub fn bar(span: Span01, colour: &str) -> String {
    let x = |share: f64| EDGE + share.clamp(0.0, 1.0) * (WIDTH - 2.0 * EDGE);
    let (a, b) = (x(span.from), x(span.to).max(x(span.from) + 3.0));
    let mut svg = open(WIDTH, 16.0);
    let _ = write!(
        svg,
        r##"<path d="M{EDGE} 8H{:.1}" stroke="#e6e3db" fill="none"/><rect x="{a:.1}" y="3.5" width="{:.1}" height="9" rx="2" fill="{colour}"/>"##,
        WIDTH - EDGE,
        b - a
    );
    if span.open {
        let _ = write!(svg, r##"<path d="M{b:.1} 3.5L{:.1} 8L{b:.1} 12.5Z" fill="{colour}"/>"##, b + 5.0);
    }
    svg.push_str("</svg>");
    svg
}

fn open(width: f64, height: f64) -> String {
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">"##
    )
}

fn text(svg: &mut String, x: f64, y: f64, size: f64, anchor: &str, colour: &str, words: &str) {
    let _ = write!(
        svg,
        r##"<text x="{x:.1}" y="{y:.1}" font-family="Inter" font-size="{size}" text-anchor="{anchor}" fill="{colour}">"##
    );
    super::html::escape(svg, words);
    svg.push_str("</text>");
}
