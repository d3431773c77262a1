//! Changes nobody decided, and decisions nothing came of.
//!
//! A version is *new* in a release if the release includes it and the one before does not. It is *decided* if an
//! accepted decision of that release bears on it: the decision links it, or what carries it (a bundle that ships it, a
//! deployment of such a bundle), or what it was made of (what produced it, the data it was trained on or derived from,
//! the code it was built from). Which decision that is, and by which way, is told; whether it is a good one is not.

use throughline_record::EntityId;

/// A version of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The version.
    pub id: EntityId,
    /// Its kind: `model-version`, `data-version` or `code-version`.
    pub kind: String,
    /// What it is a version of: the name of the model or data set, the repository.
    pub name: String,
    /// When it was recorded, RFC 3339.
    pub created: String,
}

/// What became of a model, data set or repository between two releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is in the later release.
    pub after: EntityId,
    /// What it was in the earlier one; `None` where that had nothing of the name.
    pub before: Option<EntityId>,
}

/// What changed between two releases: every version of the later that the earlier does not include, beside the last
/// one of the same kind and name that it does.
#[must_use]
pub fn changes(earlier: &[Version], later: &[Version]) -> Vec<Change> {
    let mut changes: Vec<(&Version, Change)> = later
        .iter()
        .filter(|version| earlier.iter().all(|known| known.id != version.id))
        .map(|version| {
            let same = |known: &&Version| known.kind == version.kind && known.name == version.name;
            let before =
                earlier.iter().filter(same).max_by(|a, b| (&a.created, a.id).cmp(&(&b.created, b.id)));
            (version, Change { after: version.id, before: before.map(|known| known.id) })
        })
        .collect();
    changes.sort_by(|(a, _), (b, _)| {
        (&a.kind, &a.name, &a.created, a.id).cmp(&(&b.kind, &b.name, &b.created, b.id))
    });
    changes.into_iter().map(|(_, change)| change).collect()
}

/// Kinds that are a part or a voice of a decision: that they are there is no effect of it.
pub const OWN: &[&str] = &["option", "stance", "comment", "vote", "waiver"];

/// What lies downstream of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follows {
    /// Its kind.
    pub kind: String,
    /// When it was recorded, RFC 3339.
    pub created: String,
}

/// Whether anything followed a decision: something downstream of it, not a part of it, that was recorded after it was.
/// What it chose among was there before, and is no effect.
#[must_use]
pub fn has_effect(decided: &str, downstream: &[Follows]) -> bool {
    downstream.iter().any(|one| !OWN.contains(&one.kind.as_str()) && one.created.as_str() > decided)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(n: u8, kind: &str, name: &str, created: &str) -> Version {
        Version {
            id: EntityId::from_bytes([n; 16]),
            kind: kind.into(),
            name: name.into(),
            created: created.into(),
        }
    }

    #[test]
    fn what_both_releases_include_is_no_change() {
        let both = version(1, "data-version", "ratings", "2026-01-01");
        assert_eq!(changes(std::slice::from_ref(&both), std::slice::from_ref(&both)), []);
    }

    #[test]
    fn a_new_version_stands_beside_the_last_of_its_name_and_kind() {
        let earlier = [
            version(1, "data-version", "ratings", "2026-01-01"),
            version(2, "data-version", "ratings", "2026-02-01"),
            version(3, "model-version", "ratings", "2026-03-01"),
        ];
        let later = [version(4, "data-version", "ratings", "2026-04-01")];
        let found = changes(&earlier, &later);
        assert_eq!(found, [Change { after: later[0].id, before: Some(earlier[1].id) }]);
    }

    #[test]
    fn the_first_of_a_name_has_nothing_before_it() {
        let found = changes(&[], &[version(4, "model-version", "ranker", "2026-04-01")]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].before, None);
    }

    fn follows(kind: &str, created: &str) -> Follows {
        Follows { kind: kind.into(), created: created.into() }
    }

    #[test]
    fn what_was_there_before_and_what_is_part_of_it_is_no_effect_of_a_decision() {
        let decided = "2026-04-01T10:00:00.000Z";
        assert!(!has_effect(decided, &[]));
        assert!(!has_effect(decided, &[follows("idea", "2026-03-01T10:00:00.000Z")]));
        assert!(!has_effect(decided, &[follows("stance", "2026-05-01T10:00:00.000Z")]));
        assert!(has_effect(decided, &[follows("prototype", "2026-04-02T10:00:00.000Z")]));
    }
}
