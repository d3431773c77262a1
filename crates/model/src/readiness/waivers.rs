//! Gaps that are left open knowingly.

use throughline_record::EntityId;

use super::facts::{Entity, ReleaseFacts};
use super::{Gap, Rule};

/// Whether what somebody typed means this rule: its number (`9`) or its name (`team-missing`).
#[must_use]
pub(super) fn names(rule: &Rule, typed: &str) -> bool {
    let typed = typed.trim().to_lowercase();
    let bare = typed.strip_prefix("rule").map_or(typed.as_str(), str::trim);
    bare == rule.name || bare.parse() == Ok(rule.number)
}

/// Waivers that hold today and are of this release, for all rules.
pub(super) fn valid(facts: &ReleaseFacts) -> Vec<&Entity> {
    let of_release = |waiver: &Entity| {
        let mut named = facts.ties(waiver, "waives", true).map(|tie| tie.to).peekable();
        match facts.release() {
            Some(release) if named.peek().is_some() => named.any(|to| to == release),
            // One that names no release holds where it is included.
            _ => waiver.included,
        }
    };
    let lasts = |waiver: &Entity| waiver.text("until").is_none_or(|until| until >= facts.today());
    facts.all("waiver").filter(|waiver| waiver.in_use() && lasts(waiver) && of_release(waiver)).collect()
}

/// The waiver that covers a gap: of its rule, and where it applies to artefacts, all of these are what the gap is
/// about. The one that lasts longest is named.
pub(super) fn covering(
    facts: &ReleaseFacts,
    waivers: &[&Entity],
    rule: &Rule,
    gap: &Gap,
) -> Option<EntityId> {
    let covers = |waiver: &&&Entity| {
        waiver.text("rule").is_some_and(|typed| names(rule, typed))
            && facts.ties(waiver, "applies-to", true).all(|tie| gap.about.contains(&tie.to))
    };
    let lasting = |waiver: &&&Entity| waiver.text("until").map_or_else(|| "9999".to_owned(), str::to_owned);
    waivers.iter().filter(covers).max_by_key(lasting).map(|waiver| waiver.id)
}
