//! Git repositories, read with gix: files with their histories, and commits as code versions.

mod anchor;
mod commits;
mod fate;
mod history;
mod state;
mod tags;
mod trees;
mod work;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use gix::ObjectId;
use throughline_record::date;

use crate::error::{InteropError, Result};

pub use anchor::{Tagged, tag_checkpoint, tagged_checkpoints};
pub(crate) use commits::without_credentials;
pub use commits::{read_git, read_git_knowing};
pub(crate) use fate::Fate;
pub(crate) use history::{Order, Version};
pub use state::{CodeState, read_code};
pub(crate) use state::{Held, held};
pub(crate) use tags::Tag;
pub(crate) use trees::Listing;

/// Folders inside each other beyond which a tree is not followed.
const DEEPEST_FOLDER: usize = 64;

/// An opened repository.
pub(crate) struct Repository {
    repo: gix::Repository,
    path: PathBuf,
    mailmap: gix::mailmap::Snapshot,
    seen: RefCell<HashMap<ObjectId, Option<Rc<Seen>>>>,
}

/// What the walk through history needs of a commit.
pub(crate) struct Seen {
    pub tree: ObjectId,
    pub parents: Vec<ObjectId>,
    /// Seconds since 1970, of the committer.
    pub seconds: i64,
}

/// A file in a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileAt {
    pub path: String,
    pub blob: ObjectId,
    /// It is a symbolic link: the blob holds where to.
    pub is_link: bool,
}

/// Who and when of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub author: String,
    /// When it was committed, RFC 3339 UTC.
    pub at: String,
    pub subject: String,
}

/// Why what is at a path is no repository. A bundle holds one, but packed: that is told.
pub(crate) fn no_repository(path: &Path, expected: &'static str) -> InteropError {
    let mut head = [0; 16];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    // <https://git-scm.com/docs/gitformat-bundle>: versions 2 and 3.
    if read.is_ok() && [b"# v2 git bundle\n", b"# v3 git bundle\n"].contains(&&head) {
        return InteropError::Bundle(path.to_owned());
    }
    InteropError::NotThis { path: path.to_owned(), expected }
}

impl Repository {
    /// Opens the repository that holds the path.
    pub(crate) fn discover(path: &Path) -> Option<Self> {
        let repo = gix::discover(path).ok()?;
        Some(Self::over(repo, path))
    }

    /// Opens the repository at the path.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Err(InteropError::NotFound(path.to_owned()));
        }
        Self::discover(path).ok_or_else(|| no_repository(path, "a git repository"))
    }

    fn over(mut repo: gix::Repository, path: &Path) -> Self {
        repo.object_cache_size_if_unset(8 * 1024 * 1024);
        let mailmap = repo.open_mailmap();
        Self { repo, path: path.to_owned(), mailmap, seen: RefCell::new(HashMap::new()) }
    }

    fn fault(&self, error: impl std::fmt::Display) -> InteropError {
        InteropError::unreadable(&self.path, error)
    }

    /// The commit that is checked out; none in a repository without commits.
    pub(crate) fn head(&self) -> Option<ObjectId> {
        self.repo.head_id().ok().map(gix::Id::detach)
    }

    /// Where the working copy lies, if there is one.
    pub(crate) fn work_dir(&self) -> Option<&Path> {
        self.repo.workdir()
    }

    /// A commit, or nothing where a shallow clone ends.
    pub(crate) fn seen(&self, id: ObjectId) -> Option<Rc<Seen>> {
        if let Some(known) = self.seen.borrow().get(&id) {
            return known.clone();
        }
        let found = self.look(id).map(Rc::new);
        self.seen.borrow_mut().insert(id, found.clone());
        found
    }

    fn look(&self, id: ObjectId) -> Option<Seen> {
        let commit = self.repo.find_commit(id).ok()?;
        Some(Seen {
            tree: commit.tree_id().ok()?.detach(),
            parents: commit.parent_ids().map(gix::Id::detach).collect(),
            seconds: commit.time().ok()?.seconds,
        })
    }

    /// Who wrote a commit and when it was made. Authors are resolved by the repository's mailmap.
    pub(crate) fn said(&self, id: ObjectId) -> Result<Said> {
        let commit = self.repo.find_commit(id).map_err(|e| self.fault(e))?;
        let author = commit.author().map_err(|e| self.fault(e))?;
        let author = self.mailmap.resolve(author);
        let name = author.name.to_string();
        let name = if name.trim().is_empty() { author.email.to_string() } else { name };
        let seconds = commit.time().map_err(|e| self.fault(e))?.seconds;
        let subject = commit.message().map(|m| m.summary().to_string()).unwrap_or_default();
        Ok(Said { author: name.trim().to_owned(), at: instant(seconds), subject })
    }

    /// Commits without parents that the head descends from: what a repository is known by,
    /// wherever it was cloned to. Where there are several, the first by name.
    pub(crate) fn root(&self, order: &Order) -> Option<ObjectId> {
        order.roots.iter().min().copied()
    }

    /// Every file under a folder (`""` for all) in a commit's tree, by path.
    pub(crate) fn files(&self, commit: ObjectId, under: &str) -> Result<Vec<FileAt>> {
        let seen = self.seen(commit).ok_or_else(|| self.fault("commit missing"))?;
        let mut out = Vec::new();
        let mut open: Vec<(String, ObjectId, usize)> = vec![(String::new(), seen.tree, 0)];
        while let Some((folder, tree, depth)) = open.pop() {
            let tree = self.repo.find_tree(tree).map_err(|e| self.fault(e))?;
            for entry in tree.iter() {
                let entry = entry.map_err(|e| self.fault(e))?;
                let name = entry.filename().to_string();
                let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                if entry.mode().is_tree() {
                    let related = under.is_empty()
                        || path == under
                        || under.starts_with(&format!("{path}/"))
                        || path.starts_with(&format!("{under}/"));
                    if related && depth < DEEPEST_FOLDER {
                        open.push((path, entry.object_id(), depth + 1));
                    }
                } else if entry.mode().is_blob_or_symlink()
                    && (under.is_empty() || path == under || path.starts_with(&format!("{under}/")))
                {
                    let is_link = entry.mode().is_link();
                    out.push(FileAt { path, blob: entry.object_id(), is_link });
                }
            }
        }
        out.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(out)
    }

    /// A blob's bytes.
    pub(crate) fn blob(&self, id: ObjectId) -> Result<Vec<u8>> {
        let mut blob = self.repo.find_blob(id).map_err(|e| self.fault(e))?;
        Ok(blob.take_data())
    }

    /// A blob's bytes, unless there are more of them than `most`.
    pub(crate) fn blob_within(&self, id: ObjectId, most: u64) -> Result<Option<Vec<u8>>> {
        let size = self.repo.find_header(id).map_err(|e| self.fault(e))?.size();
        if size > most { Ok(None) } else { self.blob(id).map(Some) }
    }

    /// Whether a commit holds a file or folder at this path.
    pub(crate) fn holds(&self, commit: ObjectId, path: &str) -> bool {
        let tree = self.seen(commit).and_then(|seen| self.repo.find_tree(seen.tree).ok());
        tree.is_some_and(|tree| tree.lookup_entry_by_path(path).is_ok_and(|entry| entry.is_some()))
    }

    /// The blob at a path of a commit.
    pub(crate) fn blob_in(&self, commit: ObjectId, path: &str) -> Option<ObjectId> {
        self.blob_at(self.seen(commit)?.tree, path)
    }

    /// The blob at a path of a tree.
    fn blob_at(&self, tree: ObjectId, path: &str) -> Option<ObjectId> {
        let tree = self.repo.find_tree(tree).ok()?;
        let entry = tree.lookup_entry_by_path(path).ok()??;
        entry.mode().is_blob().then(|| entry.object_id())
    }
}

/// Seconds since 1970 as an instant. Seconds outside the calendar are brought to its nearest end:
/// a forged date must not stop an import.
pub(crate) fn instant(seconds: i64) -> String {
    const YEAR_9999: i64 = 253_402_300_799;
    date::from_millis(seconds.clamp(0, YEAR_9999) * 1000)
}
