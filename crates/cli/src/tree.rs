//! A thread as an indented outline: each step with the words of its link.

use std::collections::{BTreeMap, HashSet};

use throughline_api::dto::{CardDto, ThreadDto, ThreadLink};

/// One line of the outline.
pub struct Line<'a> {
    /// How far it is indented; 0 beside the root.
    pub depth: usize,
    /// The words of the link that leads here.
    pub words: &'a str,
    /// What stands there.
    pub card: &'a CardDto,
    /// Whether its own steps stand above already.
    pub seen: bool,
}

/// The outline upstream (`back`) or downstream of the root.
#[must_use]
pub fn outline(thread: &ThreadDto, back: bool) -> Vec<Line<'_>> {
    let cards: BTreeMap<&str, &CardDto> =
        thread.nodes.iter().map(|n| (n.card.id.as_str(), &n.card)).collect();
    let mut next: BTreeMap<&str, Vec<&ThreadLink>> = BTreeMap::new();
    for link in &thread.links {
        let from = if back { &link.down } else { &link.up };
        next.entry(from.as_str()).or_default().push(link);
    }
    let mut lines = Vec::new();
    let mut seen = HashSet::from([thread.root.id.as_str()]);
    let mut stack: Vec<(usize, &ThreadLink)> = next
        .get(thread.root.id.as_str())
        .map(|l| l.iter().rev().map(|l| (0, *l)).collect())
        .unwrap_or_default();
    while let Some((depth, link)) = stack.pop() {
        let id = if back { link.up.as_str() } else { link.down.as_str() };
        let Some(card) = cards.get(id) else { continue };
        let first = seen.insert(id);
        // A link's label is read from upstream; the name of its type serves the other way.
        let words = if back { &link.type_ } else { &link.label };
        lines.push(Line { depth, words, card, seen: !first });
        if first && let Some(links) = next.get(id) {
            stack.extend(links.iter().rev().map(|l| (depth + 1, *l)));
        }
    }
    lines
}
