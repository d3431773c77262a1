//! Records that were imported and are not among those that were read now.

use std::path::Path;

use super::find::{InGit, Place};
use crate::error::Result;
use crate::git::Fate;
use crate::taken::Line;

/// Says in the lines about records that are gone what became of their files, where git knows.
pub(super) fn tell_fates(path: &Path, lines: &mut [Line]) -> Result<()> {
    let mut gone = lines.iter_mut().filter(|line| line.code == "gone").peekable();
    if gone.peek().is_none() {
        return Ok(());
    }
    let Place::Git(git) = Place::at(path)? else {
        return Ok(());
    };
    for line in gone {
        if let Some(fate) = fate(&git, &line.place)? {
            line.text = format!("{}: {fate}", line.text);
        }
    }
    Ok(())
}

fn fate(git: &InGit, key: &str) -> Result<Option<String>> {
    // The younger of two that were born at one path has its commit in the key.
    let path = match key.rsplit_once('@') {
        Some((path, commit)) if commit.len() == 12 && commit.bytes().all(|b| b.is_ascii_hexdigit()) => path,
        _ => key,
    };
    Ok(match git.repository.fate(git.head, path, &git.order)? {
        Fate::There(now) if now == path => None,
        Fate::There(now) => Some(format!("its file lies at {now} now")),
        Fate::Deleted(commit) => {
            let said = git.repository.said(commit)?;
            let hash = commit.to_string();
            Some(format!(
                "{} deleted it on {} in commit {} (“{}”)",
                said.author,
                said.at.get(..10).unwrap_or(&said.at),
                hash.get(..12).unwrap_or(&hash),
                said.subject
            ))
        }
        Fate::Unknown => None,
    })
}
