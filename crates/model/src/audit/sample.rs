//! A sample for checking: drawn so that a second person draws the same with a few lines of any language.
//!
//! The rank of an artefact is SHA-256 of the UTF-8 text `SEED:ID`, where `SEED` is the seed as printed and `ID` the
//! entity id in its usual form (32 lower-case hex digits with hyphens). Ranks are compared as their lower-case hex.
//! The artefacts of a stratum stand in the order of their ranks; a draw takes the first of each stratum in turn, in the
//! order the strata are named, until it has as many as asked, and passes over a stratum that has no more. One stratum
//! is a plain random sample: the first n of `sorted(ids, key=lambda i: sha256(f"{seed}:{i}".encode()).hexdigest())`.
//!
//! Ordering by a keyed hash is how election audits draw ballots in public (Rivest and Stark's sampler); the seed is
//! chosen after the record is fixed, so nobody who wrote it could know what would be looked at.

use throughline_record::{EntityId, Hash};

/// Kinds that are drawn from together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stratum {
    /// Name in arguments and records.
    pub name: &'static str,
    /// Name for people.
    pub label: &'static str,
    /// Its kinds.
    pub kinds: &'static [&'static str],
}

/// What can be drawn from separately. Their names are written into records: add, never rename.
pub const STRATA: &[Stratum] = &[
    Stratum { name: "decisions", label: "Decisions", kinds: &["decision"] },
    Stratum { name: "stances", label: "Stances", kinds: &["stance"] },
    Stratum {
        name: "versions",
        label: "Versions and bundles",
        kinds: &["model-version", "data-version", "code-version", "bundle"],
    },
    Stratum { name: "measurements", label: "Measurements", kinds: &["measurement"] },
    Stratum { name: "evidence", label: "Evidence and insights", kinds: &["evidence", "insight"] },
    Stratum {
        name: "problems",
        label: "Problems and criteria",
        kinds: &["problem", "criterion", "objective", "assumption"],
    },
    Stratum {
        name: "ideas",
        label: "Ideas, prototypes, experiments",
        kinds: &["idea", "prototype", "experiment"],
    },
    Stratum {
        name: "operation",
        label: "Deployments and observations",
        kinds: &["deployment", "observation"],
    },
];

/// The stratum of this name.
#[must_use]
pub fn stratum(name: &str) -> Option<&'static Stratum> {
    STRATA.iter().find(|one| one.name == name)
}

/// Most items of a sample: what one person can read with care, several times over.
pub const MOST: usize = 500;

/// One drawn artefact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The artefact.
    pub id: EntityId,
    /// Which of the strata it was taken from, from 0.
    pub stratum: usize,
    /// Its rank, lower-case hex.
    pub rank: String,
}

/// The rank of an artefact under a seed: lower-case hex of SHA-256 over `SEED:ID`.
#[must_use]
pub fn rank(seed: &str, id: &EntityId) -> String {
    Hash::of(format!("{seed}:{id}").as_bytes()).to_string().trim_start_matches("sha256:").to_owned()
}

/// Draws `n` artefacts, fewer where there are no more. An artefact that stands in several strata is taken once, in the
/// first that comes to it. The order of the artefacts within a stratum makes no difference.
#[must_use]
pub fn draw(seed: &str, n: usize, strata: &[Vec<EntityId>]) -> Vec<Drawn> {
    let mut ranked: Vec<std::vec::IntoIter<(String, EntityId)>> = strata
        .iter()
        .map(|ids| {
            let mut ids: Vec<(String, EntityId)> = ids.iter().map(|id| (rank(seed, id), *id)).collect();
            ids.sort();
            ids.dedup();
            ids.into_iter()
        })
        .collect();
    let mut drawn: Vec<Drawn> = Vec::new();
    let mut more = true;
    while more && drawn.len() < n {
        more = false;
        for (stratum, ids) in ranked.iter_mut().enumerate() {
            if drawn.len() == n {
                break;
            }
            let next = ids.find(|(_, id)| drawn.iter().all(|one| one.id != *id));
            if let Some((rank, id)) = next {
                drawn.push(Drawn { id, stratum, rank });
                more = true;
            }
        }
    }
    drawn
}

/// What an item of a sample came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Nobody looked yet.
    Open,
    /// It is as it should be.
    InOrder,
    /// Something is to be said of it.
    Exception,
    /// It could not be checked: what it rests on is not there.
    NotCheckable,
}

/// The words of the field `result` of a finding.
pub const RESULTS: &[&str] = &["found-in-order", "exception", "could-not-check"];

impl Progress {
    /// Of the result that a finding has; one without a result is an exception, as somebody wrote it down.
    #[must_use]
    pub fn of(result: Option<&str>) -> Progress {
        match result {
            Some("found-in-order") => Progress::InOrder,
            Some("could-not-check") => Progress::NotCheckable,
            _ => Progress::Exception,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn id(n: u8) -> EntityId {
        EntityId::from_bytes([n; 16])
    }

    #[test]
    fn ranks_are_those_that_a_second_person_computes_with_python() {
        // python3 -c 'import hashlib; print(hashlib.sha256(b"2026:01010101-0101-0101-0101-010101010101").hexdigest())'
        for (n, expected) in [
            (1, "87363a421809ffb711318e69beb3591bc3b1266b29a94a5e45d2bc8d787362ab"),
            (2, "3ff80ca007b81f87f46589de20b84493ca278de7324c6b74d09a7876f88281be"),
        ] {
            assert_eq!(rank("2026", &id(n)), expected);
        }
    }

    #[test]
    fn a_draw_is_the_first_of_the_artefacts_by_rank_in_whatever_order_they_come() {
        let ids: Vec<EntityId> = (1..=40).map(id).collect();
        let mut sorted = ids.clone();
        sorted.sort_by_key(|one| rank("spring", one));
        let drawn = draw("spring", 7, std::slice::from_ref(&ids));
        assert_eq!(drawn.iter().map(|one| one.id).collect::<Vec<_>>(), sorted[..7]);
        let backwards: Vec<EntityId> = ids.into_iter().rev().collect();
        assert_eq!(draw("spring", 7, &[backwards]), drawn);
    }

    #[test]
    fn another_seed_draws_another_sample() {
        let ids: Vec<EntityId> = (1..=200).map(id).collect();
        assert_ne!(draw("a", 10, std::slice::from_ref(&ids)), draw("b", 10, &[ids]));
    }

    #[test]
    fn a_longer_draw_begins_with_the_shorter_one() {
        let strata = [(1..=20).map(id).collect(), (21..=23).map(id).collect::<Vec<_>>()];
        let long = draw("x", 15, &strata);
        for n in 0..15 {
            assert_eq!(draw("x", n, &strata), long[..n]);
        }
    }

    #[test]
    fn strata_are_taken_from_in_turn_and_one_that_is_used_up_leaves_its_turn_to_the_others() {
        let strata = [vec![id(1), id(2), id(3), id(4), id(5)], vec![id(10)], Vec::new()];
        let drawn = draw("x", 4, &strata);
        assert_eq!(drawn.iter().map(|one| one.stratum).collect::<Vec<_>>(), [0, 1, 0, 0]);
        assert_eq!(draw("x", 100, &strata).len(), 6, "no more than there are");
    }

    #[test]
    fn what_stands_in_two_strata_is_drawn_once() {
        let drawn = draw("x", 5, &[vec![id(1)], vec![id(1), id(2)]]);
        assert_eq!(drawn.len(), 2);
    }

    #[test]
    fn every_stratum_names_kinds_of_the_domain_and_no_kind_stands_in_two() {
        let mut seen = Vec::new();
        for kind in STRATA.iter().flat_map(|one| one.kinds) {
            assert!(crate::kind(kind).is_some_and(crate::Kind::belongs_to_releases), "{kind}");
            assert!(!seen.contains(kind), "{kind}");
            seen.push(kind);
        }
    }
}
