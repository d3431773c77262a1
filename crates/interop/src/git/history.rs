//! The history of one file, through renames.

use std::collections::{HashMap, HashSet};

use gix::ObjectId;

use super::Repository;
use crate::error::Result;

/// One state of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    pub commit: ObjectId,
    /// Where the file was at that commit.
    pub path: String,
    pub blob: ObjectId,
}

/// All commits the head descends from, parents before children.
pub(crate) struct Order {
    pub(super) place: HashMap<ObjectId, usize>,
    /// Commits without (known) parents.
    pub roots: Vec<ObjectId>,
    /// Commits whose parents are not here: the history begins in the middle.
    pub shallow: bool,
}

impl Order {
    /// The commits, parents before children.
    pub(crate) fn commits(&self) -> Vec<ObjectId> {
        let mut all: Vec<(usize, ObjectId)> = self.place.iter().map(|(id, place)| (*place, *id)).collect();
        all.sort_unstable();
        all.into_iter().map(|(_, id)| id).collect()
    }
}

impl Repository {
    /// Orders the whole history once; every file's history is sorted by it.
    pub(crate) fn order(&self, head: ObjectId) -> Order {
        self.order_of(&[head])
    }

    /// The same of all that several heads descend from.
    pub(crate) fn order_of(&self, heads: &[ObjectId]) -> Order {
        // Depth-first with an explicit stack: a history is far deeper than a call stack.
        let mut place = HashMap::new();
        let mut roots = Vec::new();
        let mut shallow = false;
        let mut open: Vec<(ObjectId, bool)> = heads.iter().map(|head| (*head, false)).collect();
        let mut entered: HashSet<ObjectId> = HashSet::new();
        while let Some((id, finished)) = open.pop() {
            if finished {
                let next = place.len();
                place.entry(id).or_insert(next);
                continue;
            }
            if !entered.insert(id) {
                continue;
            }
            let Some(seen) = self.seen(id) else {
                continue;
            };
            open.push((id, true));
            let mut parents: Vec<(i64, ObjectId)> = Vec::new();
            for parent in &seen.parents {
                match self.seen(*parent) {
                    Some(p) => parents.push((p.seconds, *parent)),
                    None => shallow = true,
                }
            }
            if parents.is_empty() {
                roots.push(id);
            }
            // The oldest line of a merge comes first.
            parents.sort();
            for (_, parent) in parents.into_iter().rev() {
                open.push((parent, false));
            }
        }
        Order { place, roots, shallow }
    }

    /// The commits that changed the file, oldest first, as `git log --follow` finds them: a merge
    /// that took a file over from one side did not change it, and a file that appears where a
    /// similar one vanished was renamed. Commits that only moved the file are left out. A file that
    /// was deleted and written anew at its path goes on; one that was renamed away does not.
    pub(crate) fn history(
        &self,
        head: ObjectId,
        path: &str,
        order: &Order,
    ) -> Result<(Vec<Version>, Vec<String>)> {
        let mut versions: Vec<Version> = Vec::new();
        let mut paths: Vec<String> = vec![path.to_owned()];
        let mut known: HashMap<(ObjectId, String), Option<ObjectId>> = HashMap::new();
        let mut visited: HashSet<(ObjectId, String)> = HashSet::new();
        let mut open: Vec<(ObjectId, String)> = vec![(head, path.to_owned())];
        while let Some((commit, path)) = open.pop() {
            if !visited.insert((commit, path.clone())) {
                continue;
            }
            let Some(seen) = self.seen(commit) else {
                continue;
            };
            let mut at = |tree: ObjectId| {
                *known.entry((tree, path.clone())).or_insert_with(|| self.blob_at(tree, &path))
            };
            let Some(blob) = at(seen.tree) else {
                // Before it was written anew: on to where it was deleted, if it ever was here.
                for parent in &seen.parents {
                    let back = self.seen(*parent).is_some_and(|p| at(p.tree).is_some());
                    if !back || !self.renamed_away(*parent, commit, &path)? {
                        open.push((*parent, path.clone()));
                    }
                }
                continue;
            };
            let mut with_file: Vec<(ObjectId, ObjectId)> = Vec::new();
            for parent in &seen.parents {
                if let Some(p) = self.seen(*parent)
                    && let Some(before) = at(p.tree)
                {
                    with_file.push((*parent, before));
                }
            }
            if let Some((same, _)) = with_file.iter().find(|(_, before)| *before == blob) {
                open.push((*same, path));
                continue;
            }
            versions.push(Version { commit, path: path.clone(), blob });
            if with_file.is_empty() {
                for parent in &seen.parents {
                    let before = self.renamed_from(*parent, commit, &path)?;
                    let before = before.unwrap_or_else(|| path.clone());
                    if !paths.contains(&before) {
                        paths.push(before.clone());
                    }
                    open.push((*parent, before));
                }
            } else {
                for (parent, _) in with_file {
                    open.push((parent, path.clone()));
                }
            }
        }
        versions.sort_by_key(|v| order.place.get(&v.commit).copied().unwrap_or(0));
        versions.dedup_by(|later, earlier| later.blob == earlier.blob);
        Ok((versions, paths))
    }

    /// Where the file was before this commit, if the commit renamed it.
    fn renamed_from(&self, parent: ObjectId, commit: ObjectId, path: &str) -> Result<Option<String>> {
        let renames = self.renames(parent, commit)?;
        let found = renames.into_iter().find(|(_, to)| to == path);
        Ok(found.map(|(from, _)| from))
    }

    /// Whether the file that vanished with this commit lives on under another name.
    fn renamed_away(&self, parent: ObjectId, commit: ObjectId, path: &str) -> Result<bool> {
        let renames = self.renames(parent, commit)?;
        Ok(renames.iter().any(|(from, _)| from == path))
    }

    /// The renames of a commit against one parent, with git's own measure of likeness (half of
    /// the content).
    pub(super) fn renames(&self, parent: ObjectId, commit: ObjectId) -> Result<Vec<(String, String)>> {
        let (Some(before), Some(after)) = (self.seen(parent), self.seen(commit)) else {
            return Ok(Vec::new());
        };
        let before = self.repo.find_tree(before.tree).map_err(|e| self.fault(e))?;
        let after = self.repo.find_tree(after.tree).map_err(|e| self.fault(e))?;
        let mut options = gix::diff::Options::default();
        options.track_path().track_rewrites(Some(gix::diff::Rewrites {
            copies: None,
            percentage: Some(0.5),
            limit: 1000,
            track_empty: false,
        }));
        let changes = self
            .repo
            .diff_tree_to_tree(Some(&before), Some(&after), Some(options))
            .map_err(|e| self.fault(e))?;
        let renames = changes.into_iter().filter_map(|change| match change {
            gix::object::tree::diff::ChangeDetached::Rewrite {
                source_location,
                location,
                copy: false,
                ..
            } => Some((source_location.to_string(), location.to_string())),
            _ => None,
        });
        Ok(renames.collect())
    }
}
