//! Two deployed bundles held against each other, segment by segment and over all of them.
//!
//! Only what was measured in the same metric over the same window is compared. Over all segments the difference
//! is a stratified one ([`crate::figures::strata`]): each segment is held against itself. What all units thrown
//! together would say is shown only where it says the same; where the two had different mixes of people it can
//! say the opposite of every segment.

use std::collections::BTreeMap;

use super::{days_words, plain};
use crate::experiment::{Data, Metric, words};
use crate::figures::means::{Sample, welch};
use crate::figures::proportions::{Share, newcombe};
use crate::figures::strata::{mantel_haenszel, stratified_means};
use crate::figures::verdict::{Verdict, verdict};
use crate::figures::{Estimate, FigureError};
use crate::words::listed;

/// From and until, milliseconds since 1970.
pub type Window = (i64, i64);

/// What was measured of one segment.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The observation.
    pub id: String,
    /// How a sentence names it: `OBS-4`.
    pub short: String,
    /// Which users, in words; empty for all who had it.
    pub segment: String,
    /// What it covers; none where it does not say.
    pub window: Option<Window>,
    /// The numbers.
    pub data: Data,
}

/// How one side is called, and what was measured of it, the earlier first.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The label of its bundle: "2.0".
    pub name: String,
    /// Its readings of the metric.
    pub readings: Vec<Reading>,
}

/// How it is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// The window; none for the one that most segments share, the latest of these.
    pub window: Option<Window>,
    /// How much worse is still not worse, in the metric's unit, 0 or more.
    pub margin: f64,
    /// Between 0 and 1.
    pub confidence: f64,
}

/// One segment.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its name as it was written; empty for all who had it.
    pub segment: String,
    /// Place of the new side's reading.
    pub new: Option<usize>,
    /// Place of the old side's reading.
    pub old: Option<usize>,
    /// New − old with its interval, in the metric's unit.
    pub difference: Option<Estimate>,
    /// The formula.
    pub method: &'static str,
    /// The verdict, where the metric says which way is better.
    pub verdict: Option<Verdict>,
    /// Why there is no comparison; empty where there is one.
    pub why: String,
}

/// Over all segments.
#[derive(Debug, Clone, PartialEq)]
pub struct Overall {
    /// New − old, each segment against itself, in the metric's unit.
    pub difference: Estimate,
    /// The formula.
    pub method: &'static str,
    /// The verdict; none where segments contradict each other, or the metric has no direction.
    pub verdict: Option<Verdict>,
    /// New − old of all units thrown together, where it says the same.
    pub pooled: Option<Estimate>,
    /// A sentence where it does not.
    pub paradox: String,
}

/// What the comparison says.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The window that was compared.
    pub window: Option<Window>,
    /// Every window that both sides were measured over, the latest first.
    pub windows: Vec<Window>,
    /// Each segment that either side was measured in.
    pub rows: Vec<Row>,
    /// Over those that could be compared.
    pub overall: Option<Overall>,
    /// It in words.
    pub sentence: String,
}

/// Compares two sides.
#[must_use]
pub fn compare(metric: &Metric, new: &Side, old: &Side, terms: &Terms) -> Compared {
    let windows = shared(new, old);
    let window = terms.window.or_else(|| windows.first().map(|(window, _)| *window));
    let mut all: Vec<Window> = windows.iter().map(|(window, _)| *window).collect();
    all.sort_unstable_by_key(|window| std::cmp::Reverse((window.1, window.0)));
    let rows: Vec<Row> =
        segments(new, old).into_iter().map(|segment| row(metric, new, old, terms, window, segment)).collect();
    let overall = overall(metric, new, old, &rows, terms);
    let sentence = sentence(metric, new, old, &rows, overall.as_ref());
    Compared { window, windows: all, rows, overall, sentence }
}

/// The segments of both sides in the order they were first written; all who had it only where nobody split them.
fn segments(new: &Side, old: &Side) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for reading in new.readings.iter().chain(&old.readings) {
        if !out.iter().any(|known| plain(known) == plain(&reading.segment)) {
            out.push(reading.segment.trim().to_owned());
        }
    }
    if out.len() > 1 {
        out.retain(|segment| !segment.is_empty());
    }
    out
}

/// Windows that a segment was measured over on both sides, with how many segments share each: the most first, of
/// as many the latest.
fn shared(new: &Side, old: &Side) -> Vec<(Window, usize)> {
    let mut found: BTreeMap<Window, Vec<String>> = BTreeMap::new();
    for a in &new.readings {
        let Some(window) = a.window else { continue };
        let matches = |b: &&Reading| b.window == Some(window) && plain(&b.segment) == plain(&a.segment);
        if old.readings.iter().any(|b| matches(&b)) {
            let known = found.entry(window).or_default();
            if !known.contains(&plain(&a.segment)) {
                known.push(plain(&a.segment));
            }
        }
    }
    let mut out: Vec<(Window, usize)> = found.into_iter().map(|(w, s)| (w, s.len())).collect();
    out.sort_by_key(|(window, segments)| std::cmp::Reverse((*segments, window.1, window.0)));
    out
}

fn row(
    metric: &Metric,
    new: &Side,
    old: &Side,
    terms: &Terms,
    window: Option<Window>,
    segment: String,
) -> Row {
    // Of several readings of the same the last one counts.
    let of = |side: &Side, same: bool| {
        side.readings.iter().rposition(|reading| {
            plain(&reading.segment) == plain(&segment)
                && (!same || (reading.window.is_some() && reading.window == window))
        })
    };
    let (a, b) = (of(new, true), of(old, true));
    let mut out = Row {
        new: a.or_else(|| of(new, false)),
        old: b.or_else(|| of(old, false)),
        difference: None,
        method: "",
        verdict: None,
        why: String::new(),
        segment,
    };
    let reading = |side: &'_ Side, at: Option<usize>| at.and_then(|at| side.readings.get(at)).cloned();
    match (reading(new, a), reading(old, b)) {
        (Some(a), Some(b)) => match difference(metric, &a.data, &b.data, terms.confidence) {
            Ok((found, method)) => {
                out.verdict = metric.better.and_then(|better| verdict(&found, better, terms.margin).ok());
                out.difference = Some(found);
                out.method = method;
            }
            Err(why) => out.why = why,
        },
        _ => out.why = apart(new, old, reading(new, out.new), reading(old, out.old)),
    }
    out
}

/// Why a segment was not compared.
fn apart(new: &Side, old: &Side, a: Option<Reading>, b: Option<Reading>) -> String {
    let over = |reading: &Reading| match reading.window {
        Some((from, until)) => days_words(from, until),
        None => "over a window that was not named".to_owned(),
    };
    match (a, b) {
        (Some(a), None) => format!("Measured only with {}, {}.", new.name, over(&a)),
        (None, Some(b)) => format!("Measured only with {}, {}.", old.name, over(&b)),
        (Some(a), Some(b)) if a.window.is_none() || b.window.is_none() => {
            let which = if a.window.is_none() { a } else { b };
            format!("{} does not say which window it covers.", which.short)
        }
        (Some(a), Some(b)) if a.window != b.window => {
            format!("Measured over different windows: {} {}, {} {}.", new.name, over(&a), old.name, over(&b))
        }
        (Some(a), Some(_)) => format!("Measured over another window than the rest, {}.", over(&a)),
        (None, None) => "Nothing was measured.".to_owned(),
    }
}

fn difference(
    metric: &Metric,
    new: &Data,
    old: &Data,
    confidence: f64,
) -> Result<(Estimate, &'static str), String> {
    let told = |error: FigureError| format!("No comparison: {error}.");
    match (new, old) {
        (Data::Share(a), Data::Share(b)) => {
            newcombe(*a, *b, confidence).map(|e| (scaled(e, metric.scale()), "Newcombe")).map_err(told)
        }
        (Data::Sample(a), Data::Sample(b)) => {
            welch(a, b, confidence).map(|w| (w.difference, "Welch")).map_err(told)
        }
        (Data::Share(_), Data::Sample(_)) | (Data::Sample(_), Data::Share(_)) => {
            Err("One is a share, the other a mean: they are not the same figure.".into())
        }
        _ => Err("How many stand behind it was not recorded, so chance cannot be judged.".into()),
    }
}

fn scaled(e: Estimate, by: f64) -> Estimate {
    Estimate { value: e.value * by, low: e.low * by, high: e.high * by }
}

fn overall(metric: &Metric, new: &Side, old: &Side, rows: &[Row], terms: &Terms) -> Option<Overall> {
    let pairs: Vec<(&Data, &Data)> = rows
        .iter()
        .filter(|row| row.difference.is_some())
        .filter_map(|row| Some((&new.readings.get(row.new?)?.data, &old.readings.get(row.old?)?.data)))
        .collect();
    let shares: Vec<(Share, Share)> = pairs
        .iter()
        .filter_map(|pair| match pair {
            (Data::Share(a), Data::Share(b)) => Some((*a, *b)),
            _ => None,
        })
        .collect();
    let samples: Vec<(Sample, Sample)> = pairs
        .iter()
        .filter_map(|pair| match pair {
            (Data::Sample(a), Data::Sample(b)) => Some((*a, *b)),
            _ => None,
        })
        .collect();
    let one = pairs.len() == 1;
    let (found, pooled, method) = if pairs.is_empty() {
        return None;
    } else if shares.len() == pairs.len() {
        let by = metric.scale();
        let all = mantel_haenszel(&shares, terms.confidence).ok()?;
        let pooled = pooled_shares(&shares).and_then(|(a, b)| newcombe(a, b, terms.confidence).ok());
        let method = if one { "Newcombe" } else { "Mantel-Haenszel, Sato" };
        (scaled(all, by), pooled.map(|p| scaled(p, by)), method)
    } else if samples.len() == pairs.len() {
        let all = stratified_means(&samples, terms.confidence).ok()?.difference;
        let pooled = pooled_samples(&samples)
            .and_then(|(a, b)| welch(&a, &b, terms.confidence).ok())
            .map(|w| w.difference);
        (all, pooled, if one { "Welch" } else { "weighted by size, Satterthwaite" })
    } else {
        return None;
    };
    let say = |e: &Estimate| metric.better.and_then(|better| verdict(e, better, terms.margin).ok());
    let said = |wanted: Verdict| rows.iter().any(|row| row.verdict == Some(wanted));
    let torn = said(Verdict::Better) && said(Verdict::Worse);
    let agrees = |p: &Estimate| {
        say(p) == say(&found)
            && (p.value == 0.0 || found.value == 0.0 || (p.value > 0.0) == (found.value > 0.0))
    };
    let paradox = match pooled.filter(|p| !one && !agrees(p)) {
        Some(p) => format!(
            "All units thrown together would say {}{}, because the two did not have the same mix of people; so only what compares each segment with itself is shown.",
            signed(&p, metric),
            say(&p).map_or_else(String::new, |v| format!(", “{}”", v.words()))
        ),
        None => String::new(),
    };
    Some(Overall {
        difference: found,
        method,
        verdict: if torn { None } else { say(&found) },
        pooled: pooled.filter(|p| !one && agrees(p)),
        paradox,
    })
}

fn pooled_shares(groups: &[(Share, Share)]) -> Option<(Share, Share)> {
    let all = |of: fn(&(Share, Share)) -> Share| {
        let (x, n) = groups.iter().map(of).fold((0_u64, 0_u64), |(x, n), share| {
            (x.saturating_add(share.successes()), n.saturating_add(share.n()))
        });
        Share::new(x, n).ok()
    };
    Some((all(|g| g.0)?, all(|g| g.1)?))
}

/// Samples as if their values had been taken together: within and between variance.
fn pooled_samples(groups: &[(Sample, Sample)]) -> Option<(Sample, Sample)> {
    let all = |of: fn(&(Sample, Sample)) -> Sample| {
        let samples: Vec<Sample> = groups.iter().map(of).collect();
        let n: f64 = samples.iter().map(|s| s.n() as f64).sum();
        let mean = samples.iter().map(|s| s.n() as f64 * s.mean()).sum::<f64>() / n;
        let squares: f64 = samples
            .iter()
            .map(|s| (s.n() as f64 - 1.0) * s.deviation().powi(2) + s.n() as f64 * (s.mean() - mean).powi(2))
            .sum();
        Sample::new(samples.iter().map(Sample::n).sum(), mean, (squares / (n - 1.0)).sqrt()).ok()
    };
    Some((all(|g| g.0)?, all(|g| g.1)?))
}

/// "+2.1 points (0.5 to 3.7)".
#[must_use]
pub fn signed(e: &Estimate, metric: &Metric) -> String {
    let plus = if e.value > 0.0 { "+" } else { "" };
    format!("{plus}{} ({})", words::difference(e.value, metric), words::interval(e, metric))
}

fn sentence(metric: &Metric, new: &Side, old: &Side, rows: &[Row], overall: Option<&Overall>) -> String {
    let compared: Vec<&Row> = rows.iter().filter(|row| row.difference.is_some()).collect();
    if compared.is_empty() {
        return match rows {
            [] => format!("{} was measured with neither {} nor {}.", metric.name, new.name, old.name),
            [one] => format!("{} and {} cannot be compared: {}", new.name, old.name, one.why),
            _ => format!(
                "{} and {} cannot be compared: no segment was measured over the same window with both.",
                new.name, old.name
            ),
        };
    }
    if metric.better.is_none() {
        return format!(
            "{} does not say which way is better, so there are differences and no verdict.",
            metric.name
        );
    }
    let mut out = clauses(new, old, &compared);
    if let Some(overall) = overall.filter(|_| compared.len() > 1) {
        let found = signed(&overall.difference, metric);
        out.push_str(&match overall.verdict {
            Some(v) => format!(" Over all of them: {}, {found}.", v.words()),
            None => format!(" Over all of them it depends on the segment: {found}."),
        });
        if !overall.paradox.is_empty() {
            out.push(' ');
            out.push_str(&overall.paradox);
        }
    }
    out
}

/// "2.0 is better for new users, cannot tell for regulars."
fn clauses(new: &Side, old: &Side, rows: &[&Row]) -> String {
    let named = |wanted: Verdict| -> Vec<String> {
        let of = rows.iter().filter(|row| row.verdict == Some(wanted));
        of.map(|row| if row.segment.is_empty() { "all who had it".into() } else { row.segment.clone() })
            .collect()
    };
    let mut out = String::new();
    for verdict in [Verdict::Better, Verdict::NotWorse, Verdict::Worse, Verdict::CannotTell] {
        let names = named(verdict);
        if names.is_empty() {
            continue;
        }
        let whom = listed(names);
        match (out.is_empty(), verdict) {
            (true, Verdict::CannotTell) => {
                out = format!("Cannot tell for {whom} whether {} is better than {}", new.name, old.name);
            }
            (true, v) => out = format!("{} is {} for {whom}", new.name, v.words()),
            (false, v) => out.push_str(&format!(", {} for {whom}", v.words())),
        }
    }
    out.push('.');
    out
}
