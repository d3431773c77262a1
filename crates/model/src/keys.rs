//! Whose key is whose, and which keys count as known: `docs/format.md`, *Keys*.
//!
//! A key is known if it began the workspace, or if a known key says whose it is. What a key says counts only where the
//! key was known and not revoked at that change. The order of arrival has no say: statements are read in fold order,
//! and a revocation that counts is held against everything its key said from there on, wherever it stands.

use std::collections::{BTreeMap, BTreeSet};

use throughline_record::{DeviceId, EntityId};

/// What one change says about a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The key that signed the change.
    pub by: DeviceId,
    /// The change's number among those of the key, from 1. Of the proof in a `device` record, which the followed key
    /// signed without a change, the largest number: it counts only while nothing of that key is revoked.
    pub seq: u64,
    /// What it says.
    pub says: Says,
}

/// What is said about a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// It is this person's.
    Endorse {
        /// The key.
        device: DeviceId,
        /// The stakeholder.
        person: EntityId,
    },
    /// The key that signs this began in the hand of who held the followed one.
    Follow {
        /// The new key.
        device: DeviceId,
    },
    /// Its changes from this number on do not count.
    Revoke {
        /// The key.
        device: DeviceId,
        /// The first number that does not count, from 1.
        from_seq: u64,
    },
}

/// How a key stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// It began the workspace.
    pub founder: bool,
    /// It began the workspace, or a known key spoke for it.
    pub known: bool,
    /// The known key that spoke for it first.
    pub endorsed_by: Option<DeviceId>,
    /// Whose it is, by what known keys say; the first said first.
    pub persons: Vec<EntityId>,
    /// The persons whom nobody but the key itself names.
    pub by_itself: Vec<EntityId>,
    /// The first of its changes that does not count, if it was revoked.
    pub revoked_from: Option<u64>,
    /// The key that revoked it.
    pub revoked_by: Option<DeviceId>,
}

/// What a change's signature is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vouched {
    /// The key is known, and was not revoked.
    Known,
    /// Nobody known said whose key it is.
    Unverified,
    /// The key was revoked from this change on, or before it.
    Revoked,
}

impl Vouched {
    /// The word for scripts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Unverified => "unverified",
            Self::Revoked => "revoked",
        }
    }
}

/// How all keys stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trust(BTreeMap<DeviceId, Standing>);

impl Trust {
    /// Reads statements in fold order. `founder` is the key of the first change, `person` who was at the keyboard then.
    #[must_use]
    pub fn of(founder: DeviceId, person: Option<EntityId>, statements: &[Statement]) -> Self {
        // Each round holds one more revocation against everything, and lets go of those that its key said after it was
        // cut off: a thief must not revoke the owner's other keys. A revocation is held once at most, so this ends; of
        // two that cut each other off the first in fold order holds.
        let (mut held, mut met) = (Vec::<usize>::new(), BTreeSet::new());
        loop {
            let cuts = cuts(statements, &held);
            let (mut all, next) = read(founder, person, statements, &cuts, &met);
            let Some(next) = next else {
                for (device, (from, by)) in cuts {
                    let standing = all.entry(device).or_default();
                    (standing.revoked_from, standing.revoked_by) = (Some(from), Some(by));
                }
                return Self(all);
            };
            met.insert(next);
            if let Some((device, from)) = statements.get(next).and_then(cut) {
                held.retain(|at| {
                    statements.get(*at).is_some_and(|earlier| earlier.by != device || earlier.seq < from)
                });
            }
            held.push(next);
        }
    }

    /// How a key stands; of one that nobody spoke of, unknown.
    #[must_use]
    pub fn standing(&self, device: &DeviceId) -> Standing {
        self.0.get(device).cloned().unwrap_or_default()
    }

    /// What the signature of a key under its change of this number is worth.
    #[must_use]
    pub fn vouched(&self, device: &DeviceId, seq: u64) -> Vouched {
        let Some(standing) = self.0.get(device) else { return Vouched::Unverified };
        if standing.revoked_from.is_some_and(|from| seq >= from) {
            Vouched::Revoked
        } else if standing.known {
            Vouched::Known
        } else {
            Vouched::Unverified
        }
    }
}

/// The key that a statement cuts off, and from which number on.
fn cut(statement: &Statement) -> Option<(DeviceId, u64)> {
    match &statement.says {
        Says::Revoke { device, from_seq } => Some((*device, *from_seq)),
        Says::Endorse { .. } | Says::Follow { .. } => None,
    }
}

/// Per key the earliest cut among the revocations that hold, and by whom.
fn cuts(statements: &[Statement], held: &[usize]) -> BTreeMap<DeviceId, (u64, DeviceId)> {
    let mut cuts: BTreeMap<DeviceId, (u64, DeviceId)> = BTreeMap::new();
    for statement in held.iter().filter_map(|at| statements.get(*at)) {
        if let Some((device, from)) = cut(statement)
            && cuts.get(&device).is_none_or(|(earlier, _)| from < *earlier)
        {
            cuts.insert(device, (from, statement.by));
        }
    }
    cuts
}

/// One reading of the statements, with the revocations held so far; and the first that counts and was not met before.
fn read(
    founder: DeviceId,
    person: Option<EntityId>,
    statements: &[Statement],
    cuts: &BTreeMap<DeviceId, (u64, DeviceId)>,
    met: &BTreeSet<usize>,
) -> (BTreeMap<DeviceId, Standing>, Option<usize>) {
    let began =
        Standing { founder: true, known: true, persons: person.into_iter().collect(), ..Standing::default() };
    let mut all = BTreeMap::from([(founder, began)]);
    for (at, statement) in statements.iter().enumerate() {
        let by = &statement.by;
        let cut_off = cuts.get(by).is_some_and(|(from, _)| statement.seq >= *from);
        let speaker = all.get(by).cloned().unwrap_or_default();
        let counts = speaker.known && !cut_off;
        match &statement.says {
            Says::Endorse { device, person } if device == by => {
                // A key may say once whose it is; that makes nobody known.
                let standing = all.entry(*device).or_default();
                if !cut_off && standing.persons.is_empty() {
                    standing.persons.push(*person);
                    standing.by_itself.push(*person);
                }
            }
            Says::Endorse { device, person } if counts => {
                let standing = all.entry(*device).or_default();
                standing.known = true;
                standing.endorsed_by.get_or_insert(*by);
                standing.by_itself.retain(|one| one != person);
                if !standing.persons.contains(person) {
                    standing.persons.push(*person);
                }
            }
            Says::Follow { device } if counts && device != by => {
                let standing = all.entry(*device).or_default();
                standing.known = true;
                standing.endorsed_by.get_or_insert(*by);
                for person in speaker.persons {
                    if !standing.persons.contains(&person) {
                        standing.persons.push(person);
                    }
                }
            }
            Says::Revoke { device, from_seq }
                if counts
                    && !met.contains(&at)
                    && cuts.get(device).is_none_or(|(from, _)| from_seq < from) =>
            {
                return (all, Some(at));
            }
            Says::Endorse { .. } | Says::Follow { .. } | Says::Revoke { .. } => {}
        }
    }
    (all, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn key(n: u8) -> DeviceId {
        DeviceId([n; 32])
    }

    fn person(n: u8) -> EntityId {
        EntityId::from_bytes([n; 16])
    }

    fn endorse(by: u8, seq: u64, device: u8, who: u8) -> Statement {
        Statement { by: key(by), seq, says: Says::Endorse { device: key(device), person: person(who) } }
    }

    fn revoke(by: u8, seq: u64, device: u8, from_seq: u64) -> Statement {
        Statement { by: key(by), seq, says: Says::Revoke { device: key(device), from_seq } }
    }

    fn follow(by: u8, device: u8) -> Statement {
        Statement { by: key(by), seq: u64::MAX, says: Says::Follow { device: key(device) } }
    }

    #[test]
    fn a_key_is_known_if_a_chain_of_known_ones_leads_to_it() {
        // Key 1 began the workspace. What is asked: (key, number of a change, answer).
        type Case = (&'static str, Vec<Statement>, &'static [(u8, u64, Vouched)]);
        use Vouched::{Known, Revoked, Unverified};
        let cases: Vec<Case> = vec![
            ("alone", vec![], &[(1, 1, Known), (2, 1, Unverified)]),
            ("endorsed", vec![endorse(1, 2, 2, 2)], &[(2, 1, Known)]),
            ("transitive", vec![endorse(1, 2, 2, 2), endorse(2, 1, 3, 3)], &[(3, 1, Known)]),
            ("by an unknown one", vec![endorse(4, 1, 3, 3)], &[(3, 1, Unverified), (4, 1, Unverified)]),
            ("by itself", vec![endorse(2, 1, 2, 2)], &[(2, 1, Unverified)]),
            (
                "revoked from its third change",
                vec![endorse(1, 2, 2, 2), revoke(1, 3, 2, 3)],
                &[(2, 2, Known), (2, 3, Revoked), (2, 9, Revoked)],
            ),
            (
                "what a key said before it was revoked counts",
                vec![endorse(1, 2, 2, 2), endorse(2, 2, 3, 3), revoke(1, 3, 2, 3)],
                &[(3, 1, Known)],
            ),
            (
                "what it said after does not, though it stands before the revocation",
                vec![endorse(1, 2, 2, 2), endorse(2, 4, 3, 3), revoke(1, 3, 2, 3)],
                &[(3, 1, Unverified)],
            ),
            (
                "an unknown key revokes nobody",
                vec![endorse(1, 2, 2, 2), revoke(4, 1, 2, 1)],
                &[(2, 1, Known)],
            ),
            (
                "what a key revoked after it was revoked itself does not count",
                vec![endorse(1, 2, 2, 2), endorse(1, 3, 3, 3), revoke(2, 5, 3, 1), revoke(1, 4, 2, 5)],
                &[(3, 1, Known), (2, 5, Revoked)],
            ),
            (
                "the earliest cut holds",
                vec![revoke(1, 5, 1, 9), revoke(1, 6, 1, 7)],
                &[(1, 6, Known), (1, 7, Revoked)],
            ),
            (
                "a copy in the same hand",
                vec![follow(1, 2), endorse(2, 2, 3, 3)],
                &[(2, 1, Known), (3, 1, Known)],
            ),
            ("a stolen key proves nothing", vec![revoke(1, 3, 1, 9), follow(1, 2)], &[(2, 1, Unverified)]),
        ];
        for (what, statements, asked) in cases {
            let trust = Trust::of(key(1), None, &statements);
            for (device, seq, expected) in asked {
                assert_eq!(trust.vouched(&key(*device), *seq), *expected, "{what}: {device} {seq}");
            }
        }
    }

    #[test]
    fn who_a_key_belongs_to_is_said_by_others_and_by_itself_only_once() {
        let statements = [
            endorse(2, 1, 2, 7),
            endorse(2, 2, 2, 8),
            endorse(1, 2, 3, 3),
            endorse(3, 1, 3, 4),
            endorse(1, 3, 2, 7),
        ];
        let trust = Trust::of(key(1), Some(person(1)), &statements);
        assert_eq!(trust.standing(&key(1)).persons, [person(1)], "who began it");
        let second = trust.standing(&key(2));
        assert_eq!(second.persons, [person(7)], "a key cannot change whose it is");
        assert!(second.by_itself.is_empty(), "others say so too by now");
        assert_eq!(second.endorsed_by, Some(key(1)));
        assert_eq!(trust.standing(&key(3)).persons, [person(3)], "what others said stands");
        assert_eq!(trust.standing(&key(9)), Standing::default());
    }

    #[test]
    fn two_keys_that_revoke_each_other_come_to_one_end_for_every_reader() {
        let statements = [endorse(1, 2, 2, 2), endorse(1, 3, 3, 3), revoke(2, 1, 3, 1), revoke(3, 1, 2, 1)];
        let trust = Trust::of(key(1), None, &statements);
        assert_eq!(trust.vouched(&key(3), 1), Vouched::Revoked);
        assert_eq!(trust.vouched(&key(2), 1), Vouched::Known, "the one revoked first revokes nobody");
    }
}
