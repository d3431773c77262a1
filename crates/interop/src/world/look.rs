//! One version looked up: what is recorded of it against what is found.

use std::path::{Path, PathBuf};

use throughline_model::identity::{self, Digest};
use throughline_model::standing::Word;
use throughline_store::Progress;

use super::place::{Place, place};
use super::{digest_of, strong_digest};
use crate::error::{InteropError, Result};
use crate::git::{Held, held};

/// What is recorded of a version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Its digests; none for code.
    pub digests: Vec<Digest>,
    /// Where it lies; of code, where a working copy lies.
    pub location: String,
    /// Of code: the repository, by path, name or address.
    pub repository: String,
    /// Of code: the commit. Whatever has one is looked up as code.
    pub commit: Option<String>,
    /// Of code: it was run with changes that are in no commit.
    pub dirty: bool,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// In a word.
    pub word: Word,
    /// The digests found.
    pub found: Vec<Digest>,
    /// Where it was looked for; empty where nothing was.
    pub place: String,
    /// In a sentence: what was found, or why nothing was looked up.
    pub because: String,
}

impl Seen {
    fn new(word: Word, place: &Path, because: impl Into<String>) -> Self {
        let place = place.display().to_string();
        Self { word, found: Vec::new(), place, because: because.into() }
    }

    /// Nothing could be looked up, for this reason.
    #[must_use]
    pub fn not_looked_up(because: impl Into<String>) -> Self {
        Self::new(Word::NotLookedUp, Path::new(""), because)
    }
}

/// Looks a version up where it says it lies. `base` is where paths begin, `home` what `~` stands for.
///
/// # Errors
/// Only if the work was stopped: what cannot be read is an answer.
pub fn look_up(
    recorded: &Recorded,
    base: &Path,
    home: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Seen> {
    if let Some(commit) = &recorded.commit {
        return Ok(code(recorded, commit, base, home));
    }
    let path = match place(&recorded.location, base, home) {
        Place::Here(path) => path,
        Place::Attached => {
            return Ok(Seen::not_looked_up("None of its attached files has the recorded digest."));
        }
        Place::Elsewhere(why) => return Ok(Seen::not_looked_up(why)),
    };
    match compared(recorded, &path, progress) {
        Ok(seen) => Ok(seen),
        Err(InteropError::NotFound(_)) => Ok(Seen::new(Word::Missing, &path, "Nothing lies there.")),
        Err(InteropError::Unreadable { reason, path: at }) => {
            Ok(Seen::new(Word::NotLookedUp, &path, format!("{} could not be read: {reason}.", at.display())))
        }
        Err(other) => Err(other),
    }
}

fn compared(recorded: &Recorded, path: &Path, progress: &dyn Progress) -> Result<Seen> {
    let is_folder = path.metadata().map_err(|e| super::unreadable(path, &e))?.is_dir();
    let computed = |name: &str, value: &str| match name {
        "sha256" | "md5" => !is_folder,
        "sha256-tree" => is_folder,
        "dvc-md5" | "dvc2-md5" => is_folder == value.ends_with(".dir"),
        _ => false,
    };
    let of_the_other = |name: &str, value: &str| match name {
        "sha256" | "md5" => is_folder,
        "sha256-tree" => !is_folder,
        "dvc-md5" | "dvc2-md5" => is_folder != value.ends_with(".dir"),
        _ => false,
    };
    let mut found = Vec::new();
    for digest in &recorded.digests {
        if computed(&digest.algorithm, &digest.value) {
            found.push(digest_of(path, &digest.algorithm, progress)?);
        }
    }
    if found.is_empty() {
        found.push(strong_digest(path, progress)?);
    }
    let mut seen = match identity::same(&recorded.digests, &found) {
        Some(true) => Seen::new(Word::Matches, path, "What lies there has the recorded digest."),
        Some(false) => {
            Seen::new(Word::Changed, path, "What lies there has another digest than the recorded one.")
        }
        None if recorded.digests.iter().any(|d| of_the_other(&d.algorithm, &d.value)) => {
            let (was, is) = if is_folder { ("file", "folder") } else { ("folder", "file") };
            Seen::new(Word::Changed, path, format!("A {is} lies where a {was} was recorded."))
        }
        None => Seen::new(Word::NotLookedUp, path, incomparable(&recorded.digests)),
    };
    seen.found = found;
    Ok(seen)
}

fn incomparable(digests: &[Digest]) -> String {
    match digests {
        [] => "No digest is recorded that what lies there could be compared with.".to_owned(),
        [one, ..] if identity::is_weak(digests) => {
            format!(
                "Its digest, {}, covers a sample and cannot be made again from what lies there.",
                one.algorithm
            )
        }
        [one, ..] => format!("{} is not computed here.", one.algorithm),
    }
}

/// A commit is looked for in the working copy that is named, else in the repository around the workspace.
fn code(recorded: &Recorded, commit: &str, base: &Path, home: Option<&Path>) -> Seen {
    let mut named = false;
    let mut places: Vec<PathBuf> = Vec::new();
    for text in [&recorded.location, &recorded.repository] {
        if let Place::Here(path) = place(text, base, home)
            && !text.trim().is_empty()
        {
            named = true;
            places.push(path);
        }
    }
    if !named {
        places.push(base.to_owned());
    }
    let mut empty = None;
    for path in &places {
        match held(path, commit) {
            Some(Held { there: true, dirty, at_head, .. }) => {
                let mut seen = match (recorded.dirty, dirty) {
                    (true, _) => Seen::new(
                        Word::Dirty,
                        path,
                        "The commit is there; it was run with changes that are in no commit.",
                    ),
                    (false, true) => Seen::new(
                        Word::Dirty,
                        path,
                        "The commit is checked out, and files in the working copy differ from it.",
                    ),
                    (false, false) if at_head => Seen::new(Word::Matches, path, "The commit is checked out."),
                    (false, false) => {
                        Seen::new(Word::Matches, path, "The commit is there; another one is checked out.")
                    }
                };
                seen.found = vec![Digest::new("git-commit", commit.to_lowercase())];
                return seen;
            }
            Some(Held { there: false, .. }) => empty = Some(path),
            None => {}
        }
    }
    match (named, empty, places.first()) {
        (true, Some(path), _) => {
            Seen::new(Word::Missing, path, "The repository is there, and the commit is not in it.")
        }
        (true, None, Some(path)) if path.exists() => {
            Seen::new(Word::NotLookedUp, path, "There is no repository.")
        }
        (true, None, Some(path)) => Seen::new(Word::Missing, path, "Nothing lies there."),
        _ => Seen::not_looked_up(format!(
            "“{}” is no path of this computer, and the repository around the workspace does not hold the commit.",
            recorded.repository
        )),
    }
}
