//! Checkpoints in git: annotated tags that hold the signed note, in a repository others fetch from.

use std::path::Path;

use gix::bstr::ByteSlice;
use gix::refs::transaction::PreviousValue;
use throughline_record::{Checkpoint, CheckpointError};

use super::Repository;
use crate::error::{InteropError, Result};

/// Tags of checkpoints stand in this folder.
pub const TAGS: &str = "refs/tags/throughline/";

/// Tags that are looked at; a repository with more is looked through by its newest names.
const MOST: usize = 10_000;

/// A tag that holds something like a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    /// The tag's name, without `refs/tags/`.
    pub name: String,
    /// The note as it stands in the message.
    pub text: String,
    /// What it says, or why it says nothing.
    pub checkpoint: std::result::Result<Checkpoint, CheckpointError>,
    /// When the tag was set, as the tag says: seconds since 1970.
    pub seconds: Option<i64>,
}

/// Writes a checkpoint into the repository at a path as an annotated tag on its current commit. Returns the
/// tag's name. `person` and `at` (milliseconds since 1970) stand in it where the repository names nobody.
///
/// # Errors
/// [`InteropError::NotFound`], [`InteropError::NotThis`] if there is no repository or no commit in it,
/// [`InteropError::Unreadable`] if the tag cannot be written, also because it is there already.
pub fn tag_checkpoint(
    path: &Path,
    checkpoint: &Checkpoint,
    text: &str,
    person: &str,
    at: u64,
) -> Result<String> {
    let repository = Repository::open(path)?;
    let head = repository.head().ok_or_else(|| InteropError::NotThis {
        path: path.to_owned(),
        expected: "a git repository with a commit that a tag can stand on",
    })?;
    let root: String = hex::encode(checkpoint.root.0).chars().take(12).collect();
    let name = format!("throughline/{}-{root}", checkpoint.size);
    let seconds = i64::try_from(at / 1000).unwrap_or(i64::MAX);
    let time = format!("{seconds} +0000");
    let own = repository.repo.committer().and_then(std::result::Result::ok);
    // Names in git hold no line feeds and no angle brackets.
    let person: String = person.chars().filter(|c| !c.is_control() && !"<>".contains(*c)).collect();
    let (name_of, email) = match own {
        Some(own) => (own.name.to_owned(), own.email.to_owned()),
        None if person.trim().is_empty() => ("Throughline".into(), "".into()),
        None => (person.trim().into(), "".into()),
    };
    let tagger = gix::actor::SignatureRef { name: name_of.as_bstr(), email: email.as_bstr(), time: &time };
    let message = format!(
        "Throughline checkpoint: the record through #{}\n\nKeep this tag where whoever holds the workspace cannot move it.\n\n{text}",
        checkpoint.size
    );
    let kind = gix::objs::Kind::Commit;
    repository
        .repo
        .tag(&name, head, kind, Some(tagger), message, PreviousValue::MustNotExist)
        .map_err(|error| repository.fault(format!("the tag {name} could not be written: {error}")))?;
    Ok(name)
}

/// Every checkpoint in the messages of tags `throughline/*`, by name.
///
/// # Errors
/// [`InteropError::NotFound`], [`InteropError::NotThis`], [`InteropError::Unreadable`].
pub fn tagged_checkpoints(path: &Path) -> Result<Vec<Tagged>> {
    let repository = Repository::open(path)?;
    let references = repository.repo.references().map_err(|error| repository.fault(error))?;
    let found = references.prefixed(TAGS).map_err(|error| repository.fault(error))?;
    let mut out = Vec::new();
    for reference in found.flatten().take(MOST) {
        let name = reference.name().shorten().to_string();
        // A light tag holds no message.
        let Some(tag) = reference.try_id().and_then(|id| repository.repo.find_tag(id.detach()).ok()) else {
            continue;
        };
        let Ok(decoded) = tag.decode() else { continue };
        let seconds = decoded.tagger().ok().flatten().and_then(|by| Some(by.time().ok()?.seconds));
        let message = decoded.message.to_str_lossy();
        for (text, checkpoint) in Checkpoint::find(&message) {
            out.push(Tagged { name: name.clone(), text, checkpoint, seconds });
        }
    }
    Ok(out)
}
