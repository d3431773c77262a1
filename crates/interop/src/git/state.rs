//! A commit as a version of code, and whether a repository holds it as it was.

use std::path::{Path, PathBuf};

use super::{Repository, instant};
use crate::error::{InteropError, Result};

/// A commit, and the working copy it was named in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeState {
    /// Address others find the repository under, without any password in it; else its folder's name.
    pub repository: String,
    /// The full hash.
    pub commit: String,
    /// Tags on it, with commas between; empty if there are none.
    pub tag: String,
    /// First line of its message.
    pub subject: String,
    /// When it was committed, RFC 3339 UTC.
    pub committed_at: String,
    /// It is the commit that is checked out, and files that git tracks differ from it. Files git does not track
    /// make nothing dirty, as in `git describe --dirty`.
    pub dirty: bool,
    /// The top of the working copy; of a repository without one, the repository itself.
    pub top: PathBuf,
}

/// Reads a commit of the repository around a path: a hash, branch, tag, or `HEAD`.
///
/// # Errors
/// If there is no repository, or the name means no commit in it, or more than one.
pub fn read_code(path: &Path, commit: &str) -> Result<CodeState> {
    let repository = Repository::open(path)?;
    let id = repository.commit_named(commit).ok_or_else(|| {
        InteropError::unreadable(
            path,
            format!("“{commit}” names no commit of this repository, or more than one"),
        )
    })?;
    let said = repository.said(id)?;
    let seconds = repository.seen(id).map_or(0, |seen| seen.seconds);
    let mut tags = repository.tags_on(id);
    tags.sort();
    let dirty = repository.head() == Some(id) && repository.is_dirty();
    Ok(CodeState {
        repository: repository.name().shown,
        commit: id.to_string(),
        tag: tags.join(", "),
        subject: said.subject,
        committed_at: instant(seconds),
        dirty,
        top: repository.top(),
    })
}

/// What a repository has of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    /// The commit is in it.
    pub there: bool,
    /// The commit is checked out.
    pub at_head: bool,
    /// The commit is checked out, and files that git tracks differ from it.
    pub dirty: bool,
}

/// Whether the repository around a path holds a commit; nothing without a repository.
pub(crate) fn held(path: &Path, commit: &str) -> Option<Held> {
    let repository = Repository::discover(path)?;
    // Only a hash names a commit for good; a branch or tag of that name may be another.
    let commit = commit.trim().to_lowercase();
    let id = repository.commit_named(&commit).filter(|id| id.to_string().starts_with(&commit));
    let at_head = id.is_some() && repository.head() == id;
    Some(Held { there: id.is_some(), at_head, dirty: at_head && repository.is_dirty() })
}

impl Repository {
    /// Whether a file that git tracks differs from the commit that is checked out. Git's own rules count (line
    /// ends, filters, submodules), so this is gix's status and no comparison of bytes.
    fn is_dirty(&self) -> bool {
        // Without a working copy there is nothing that could differ.
        self.work_dir().is_some() && self.repo.is_dirty().unwrap_or(false)
    }

    fn top(&self) -> PathBuf {
        let top = self.work_dir().unwrap_or_else(|| self.repo.git_dir());
        top.canonicalize().unwrap_or_else(|_| top.to_owned())
    }

    fn tags_on(&self, id: gix::ObjectId) -> Vec<String> {
        let Ok(references) = self.repo.references() else { return Vec::new() };
        let Ok(tags) = references.tags() else { return Vec::new() };
        tags.filter_map(|tag| {
            let mut tag = tag.ok()?;
            let name = tag.name().shorten().to_string();
            (tag.peel_to_id().ok()?.detach() == id).then_some(name)
        })
        .collect()
    }
}
