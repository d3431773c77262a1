//! Deployments that cannot all be: together they would serve more than all of an audience.
//!
//! What is refused is what a person or a pipeline writes. What two copies recorded without knowing of each other,
//! or what stood there before, is found by the same rule and shown as a conflict, never taken away.

use std::collections::BTreeMap;

use throughline_record::EntityId;

use super::{Run, days_words, percent_words, plain};
use crate::words::listed;

/// Decimal shares that should make 100 may miss it by this much.
const ROUNDING: f64 = 1e-6;

/// Deployments that together serve more than all of an audience, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// Those concerned, in the order of their ids; two or more.
    pub runs: Vec<EntityId>,
    /// First moment.
    pub from: i64,
    /// First moment after it, or [`super::OPEN`].
    pub until: i64,
    /// What they add up to, per cent, above 100.
    pub sum: f64,
    /// It in a sentence.
    pub sentence: String,
}

/// Every clash among deployments, the earliest first. For each place, audience and segment the time is cut
/// where a deployment begins or ends; between two cuts the shares are added up, those for the whole audience
/// among those of each segment.
#[must_use]
pub fn clashes(runs: &[Run]) -> Vec<Clash> {
    let mut cells: BTreeMap<(Option<EntityId>, String, String), Vec<&Run>> = BTreeMap::new();
    for run in runs.iter().filter(|run| run.time().is_some()) {
        cells.entry((run.product, plain(&run.environment), run.audience.clone())).or_default().push(run);
    }
    let mut found: Vec<Clash> = Vec::new();
    for cell in cells.values() {
        let mut segments: Vec<String> = cell.iter().map(|run| plain(&run.segment)).collect();
        segments.sort();
        segments.dedup();
        // Those for everybody are among those of each segment; alone they are a segment of their own.
        for segment in &segments {
            let of: Vec<&Run> = cell
                .iter()
                .copied()
                .filter(|run| {
                    let own = plain(&run.segment);
                    own == *segment || own.is_empty()
                })
                .collect();
            for clash in within(&of) {
                let known = found
                    .iter()
                    .any(|c| c.runs == clash.runs && c.from == clash.from && c.until == clash.until);
                if !known {
                    found.push(clash);
                }
            }
        }
    }
    found.sort_by(|a, b| (a.from, &a.runs, a.until).cmp(&(b.from, &b.runs, b.until)));
    found
}

/// The clashes among deployments of one place, audience and segment.
fn within(runs: &[&Run]) -> Vec<Clash> {
    let mut cuts: Vec<i64> =
        runs.iter().filter_map(|run| run.time()).flat_map(|(from, until)| [from, until]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut out: Vec<Clash> = Vec::new();
    for pair in cuts.windows(2) {
        let &[from, until] = pair else { continue };
        let mut here: Vec<&Run> = runs
            .iter()
            .copied()
            .filter(|run| run.time().is_some_and(|(begin, end)| begin <= from && end >= until))
            .collect();
        // In an order of its own, so that rounding is the same for any order of arrival.
        here.sort_by_key(|run| run.id);
        let sum: f64 = here.iter().map(|run| run.percent()).sum();
        if here.len() < 2 || sum <= 100.0 + ROUNDING {
            continue;
        }
        let ids: Vec<EntityId> = here.iter().map(|run| run.id).collect();
        if let Some(last) = out.last_mut()
            && last.until == from
            && last.runs == ids
        {
            last.until = until;
            last.sentence = said(&here, last.from, until, sum);
            continue;
        }
        out.push(Clash { sentence: said(&here, from, until, sum), runs: ids, from, until, sum });
    }
    out
}

fn said(runs: &[&Run], from: i64, until: i64, sum: f64) -> String {
    let names: Vec<String> = runs
        .iter()
        .map(|run| match run.share {
            Some(share) => format!("{} ({})", run.words, percent_words(share)),
            None => format!("{} (no share named, so all)", run.words),
        })
        .collect();
    let Some(first) = runs.first() else { return String::new() };
    let named = runs.iter().map(|run| run.segment.trim()).find(|segment| !segment.is_empty());
    let segment = named.map_or_else(String::new, |segment| format!(", “{segment}”"));
    let place = match first.environment.trim() {
        "" => String::new(),
        place => format!(" in {place}"),
    };
    format!(
        "{} would serve {} of {}{segment}{place} {}.",
        listed(names),
        percent_words(sum),
        super::audience_words(&first.audience),
        days_words(from, until)
    )
}

/// What a write must be refused for: a clash of what it touches that was not there before it, or is worse or
/// longer than it was.
#[must_use]
pub fn refused(before: &[Run], after: &[Run], touched: &[EntityId]) -> Option<Clash> {
    let known = clashes(before);
    let covered = |clash: &Clash| {
        known.iter().any(|was| {
            clash.runs.iter().all(|run| was.runs.contains(run))
                && was.from <= clash.from
                && was.until >= clash.until
                && was.sum + ROUNDING >= clash.sum
        })
    };
    clashes(after)
        .into_iter()
        .find(|clash| clash.runs.iter().any(|run| touched.contains(run)) && !covered(clash))
}
