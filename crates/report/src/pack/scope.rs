//! What belongs into a pack of a release or of a thread: pure, from who is linked to whom.

use std::collections::{BTreeMap, BTreeSet};

use throughline_record::{Ends, EntityId, Record};

/// Kinds that say who signed, what was erased and where checkpoints are kept: without them a part of the
/// record could not be judged.
const ALWAYS: [&str; 5] = ["device", "erasure", "anchor", "endorsement", "revocation"];

/// Kinds that are followed further than one link: who somebody is, in whose words, by which number.
const BEHIND: [&str; 7] = ["stakeholder", "team", "product", "metric", "persona", "evidence", "highlight"];

/// How many further links lead to those.
const STEPS: usize = 3;

/// An entity as far as its place matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its kind without version.
    pub kind: String,
    /// The ends, if it is a link.
    pub ends: Option<Ends>,
}

/// Every entity of a record by its first record.
pub type Scope = BTreeMap<EntityId, Member>;

/// Takes a record into the picture.
pub fn note(members: &mut Scope, record: &Record) {
    let kind = record.kind.split('/').next().unwrap_or_default().to_owned();
    let member = members.entry(record.entity).or_insert(Member { kind, ends: None });
    if member.ends.is_none() {
        member.ends.clone_from(&record.ends);
    }
}

/// Whether an entity of this kind is in every pack.
fn always_in_scope(kind: &str) -> bool {
    ALWAYS.contains(&kind)
}

/// The entities of a pack: those it begins with; what they include and are linked to, other releases
/// excepted; behind that people, products, metrics and evidence; what is in every pack; and the links
/// between any two of all these.
#[must_use]
pub fn close(start: &BTreeSet<EntityId>, members: &Scope) -> BTreeSet<EntityId> {
    let kind = |entity: &EntityId| members.get(entity).map_or("", |member| member.kind.as_str());
    let links: Vec<&Ends> = members.values().filter_map(|member| member.ends.as_ref()).collect();
    let mut inner = start.clone();
    // What a release that is asked for includes is as much asked for as the release.
    for ends in links.iter().filter(|ends| ends.type_ == "includes" && start.contains(&ends.from)) {
        inner.insert(ends.to);
    }
    let mut scope = inner.clone();
    for ends in links.iter().filter(|ends| ends.type_ != "includes") {
        for (one, other) in [(ends.from, ends.to), (ends.to, ends.from)] {
            if inner.contains(&one) && kind(&other) != "release" {
                scope.insert(other);
            }
        }
    }
    for _ in 0..STEPS {
        let reached: Vec<EntityId> = links
            .iter()
            .filter(|ends| scope.contains(&ends.from) && BEHIND.contains(&kind(&ends.to)))
            .map(|ends| ends.to)
            .collect();
        scope.extend(reached);
    }
    for (entity, member) in members {
        let between =
            member.ends.as_ref().is_some_and(|ends| scope.contains(&ends.from) && scope.contains(&ends.to));
        if between || always_in_scope(&member.kind) {
            scope.insert(*entity);
        }
    }
    scope
}
