//! Files of some names in the trees of a whole history: a folder that did not change is read once.

use std::collections::HashMap;
use std::rc::Rc;

use gix::ObjectId;

use super::{DEEPEST_FOLDER, Repository};
use crate::error::Result;

/// Paths with their blobs, below one folder.
type Files = Rc<Vec<(String, ObjectId)>>;

/// What was read of trees so far.
pub(crate) struct Listing<'r> {
    repository: &'r Repository,
    /// Whether a file of this name is wanted, and whether a folder of this name is entered.
    wanted: fn(&str) -> bool,
    entered: fn(&str) -> bool,
    known: HashMap<ObjectId, Files>,
}

impl<'r> Listing<'r> {
    pub(crate) fn new(
        repository: &'r Repository,
        wanted: fn(&str) -> bool,
        entered: fn(&str) -> bool,
    ) -> Self {
        Self { repository, wanted, entered, known: HashMap::new() }
    }

    /// The wanted files of a commit, by path. Symbolic links and other repositories are none.
    pub(crate) fn of(&mut self, commit: ObjectId) -> Result<Files> {
        match self.repository.seen(commit) {
            Some(seen) => self.below(seen.tree, 0),
            None => Ok(Files::default()),
        }
    }

    fn below(&mut self, tree: ObjectId, depth: usize) -> Result<Files> {
        if let Some(known) = self.known.get(&tree) {
            return Ok(Rc::clone(known));
        }
        let repository = self.repository;
        let mut files = Vec::new();
        let read = repository.repo.find_tree(tree).map_err(|e| repository.fault(e))?;
        for entry in read.iter() {
            let entry = entry.map_err(|e| repository.fault(e))?;
            let name = entry.filename().to_string();
            if entry.mode().is_blob() && (self.wanted)(&name) {
                files.push((name, entry.object_id()));
            } else if entry.mode().is_tree() && depth < DEEPEST_FOLDER && (self.entered)(&name) {
                let inside = self.below(entry.object_id(), depth + 1)?;
                files.extend(inside.iter().map(|(path, blob)| (format!("{name}/{path}"), *blob)));
            }
        }
        files.sort();
        let files = Rc::new(files);
        self.known.insert(tree, Rc::clone(&files));
        Ok(files)
    }
}
