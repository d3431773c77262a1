//! What became of a file that is no longer where it was.

use std::collections::HashSet;

use gix::ObjectId;

use super::{Order, Repository};
use crate::error::Result;

/// Moves that are followed; more are a circle.
const MOST_MOVES: usize = 100;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It lies at this path.
    There(String),
    /// This commit deleted it.
    Deleted(ObjectId),
    /// It never was at the path, as far as the history of the head tells.
    Unknown,
}

impl Repository {
    /// Follows a path through renames to where the file lies at the head, or to its deletion.
    pub(crate) fn fate(&self, head: ObjectId, path: &str, order: &Order) -> Result<Fate> {
        let mut path = path.to_owned();
        for _ in 0..MOST_MOVES {
            if self.seen(head).is_some_and(|seen| self.blob_at(seen.tree, &path).is_some()) {
                return Ok(Fate::There(path));
            }
            let Some((commit, parent)) = self.vanished(head, &path, order) else {
                return Ok(Fate::Unknown);
            };
            match self.renames(parent, commit)?.into_iter().find(|(from, _)| *from == path) {
                Some((_, to)) => path = to,
                None => return Ok(Fate::Deleted(commit)),
            }
        }
        Ok(Fate::Unknown)
    }

    /// The last commit that took the file away, with the parent that had it. A merge only counts
    /// where no side had taken it away before.
    fn vanished(&self, head: ObjectId, path: &str, order: &Order) -> Option<(ObjectId, ObjectId)> {
        let mut open = vec![head];
        let mut visited: HashSet<ObjectId> = HashSet::new();
        let mut last: Option<((bool, usize), ObjectId, ObjectId)> = None;
        while let Some(commit) = open.pop() {
            if !visited.insert(commit) {
                continue;
            }
            let Some(seen) = self.seen(commit) else {
                continue;
            };
            let (mut with, mut lacking) = (None, false);
            for parent in &seen.parents {
                if self.seen(*parent).is_some_and(|p| self.blob_at(p.tree, path).is_some()) {
                    with = with.or(Some(*parent));
                } else {
                    lacking = true;
                    open.push(*parent);
                }
            }
            let rank = (!lacking, order.place.get(&commit).copied().unwrap_or(0));
            if let Some(parent) = with
                && last.as_ref().is_none_or(|(known, ..)| rank > *known)
            {
                last = Some((rank, commit, parent));
            }
        }
        last.map(|(_, commit, parent)| (commit, parent))
    }
}
