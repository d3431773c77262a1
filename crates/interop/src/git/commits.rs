//! Tags and chosen commits as code versions.

use std::collections::BTreeMap;
use std::path::Path;

use gix::ObjectId;
use throughline_record::{Fields, Value};
use throughline_store::Progress;

use super::{Repository, instant};
use crate::error::{InteropError, Result};
use crate::fields::{digest, map, set, set_value, text};
use crate::taken::{COMMITS, Level, Line, Says, SourceItem, SourceRevision, Taken};

/// Reads the tagged commits of a repository, and those named: hashes, branches, tags, `HEAD~2`.
/// Without tags and names, the checked-out commit.
///
/// # Errors
/// If there is no repository at the path, or it cannot be read. A name that means no commit is
/// an error line of the report.
pub fn read_git(path: &Path, commits: &[String], progress: &dyn Progress) -> Result<Taken> {
    read_git_knowing(path, commits, &[], progress)
}

/// As [`read_git`], and also reads those of the `known` commits that are in the repository: the
/// ones the workspace already names, so that what another importer left open is filled in.
///
/// # Errors
/// As [`read_git`].
pub fn read_git_knowing(
    path: &Path,
    commits: &[String],
    known: &[String],
    progress: &dyn Progress,
) -> Result<Taken> {
    let repository = Repository::open(path)?;
    let name = repository.name();
    let mut report = Vec::new();
    let mut chosen: BTreeMap<ObjectId, Vec<String>> = BTreeMap::new();
    repository.tags(&mut chosen, &mut report)?;
    // What the workspace knows is no choice: without tags and names the checked-out commit is
    // meant, at every import.
    let nothing_chosen = chosen.is_empty() && commits.is_empty();
    for commit in known {
        // Only a hash names a commit for good; a branch or tag of that name is another.
        let named = repository.commit_named(commit);
        if let Some(id) = named.filter(|id| id.to_string().starts_with(&commit.to_lowercase())) {
            chosen.entry(id).or_default();
        }
    }
    for commit in commits {
        match repository.commit_named(commit) {
            Some(id) => {
                chosen.entry(id).or_default();
            }
            None => report.push(Line::new(
                Level::Error,
                commit.as_str(),
                "no-such-commit",
                format!("“{commit}” names no commit of this repository, or more than one"),
            )),
        }
    }
    if nothing_chosen {
        match repository.head() {
            Some(head) => {
                chosen.entry(head).or_default();
                report.push(Line::new(
                    Level::Changed,
                    "HEAD",
                    "no-tags",
                    "the repository has no tags and no commit was named; the checked-out commit was taken",
                ));
            }
            None => {
                report.push(Line::new(Level::Skipped, "HEAD", "no-commits", "the repository has no commits"))
            }
        }
    }
    let total = chosen.len() as u64;
    let mut items: Vec<(i64, SourceItem)> = Vec::new();
    for (done, (id, mut tags)) in chosen.into_iter().enumerate() {
        throughline_store::progress::step(progress, done as u64, total, "commits")?;
        tags.sort();
        items.push(repository.code_version(id, &tags, &name)?);
    }
    items.sort_by(|a, b| (a.0, &a.1.key).cmp(&(b.0, &b.1.key)));
    let items: Vec<SourceItem> = items.into_iter().map(|(_, item)| item).collect();
    for item in &items {
        let title = item.revisions.last().and_then(|r| r.note.clone());
        report.push(Line::new(
            Level::Taken,
            item.key.get(..12).unwrap_or(&item.key),
            "commit",
            title.unwrap_or_default(),
        ));
    }
    Ok(Taken {
        source: COMMITS.to_owned(),
        title: format!("git {}", name.shown),
        items,
        report,
        superseded: Vec::new(),
        extent: None,
    })
}

/// What a repository is called.
pub(crate) struct Name {
    pub(crate) shown: String,
    /// Whether others find it under this name.
    public: bool,
}

impl Repository {
    /// The address others find it under, without any password in it; else its folder's name.
    pub(crate) fn name(&self) -> Name {
        let remote = self.repo.find_remote("origin").ok().and_then(|remote| {
            let url = remote.url(gix::remote::Direction::Fetch)?;
            (url.scheme != gix::url::Scheme::File).then(|| url.to_bstring().to_string())
        });
        if let Some(url) = remote {
            return Name { shown: without_credentials(&url), public: true };
        }
        let folder = self.work_dir().unwrap_or_else(|| self.repo.git_dir());
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let shown =
            folder.file_name().map_or_else(|| "repository".to_owned(), |n| n.to_string_lossy().into_owned());
        Name { shown, public: false }
    }

    fn tags(&self, chosen: &mut BTreeMap<ObjectId, Vec<String>>, report: &mut Vec<Line>) -> Result<()> {
        let references = self.repo.references().map_err(|e| self.fault(e))?;
        let tags = references.tags().map_err(|e| self.fault(e))?;
        for tag in tags {
            let mut tag = tag.map_err(|e| self.fault(e))?;
            let name = tag.name().shorten().to_string();
            // An annotated tag is an object of its own; both end at a commit, or at something
            // that is no state of the code.
            let commit =
                tag.peel_to_id().ok().map(gix::Id::detach).filter(|id| self.repo.find_commit(*id).is_ok());
            match commit {
                Some(id) => chosen.entry(id).or_default().push(name),
                None => report.push(Line::new(
                    Level::Skipped,
                    name,
                    "tag-without-commit",
                    "the tag does not name a commit of this repository",
                )),
            }
        }
        Ok(())
    }

    pub(super) fn commit_named(&self, name: &str) -> Option<ObjectId> {
        let id = self.repo.rev_parse_single(name).ok()?;
        let object = id.object().ok()?;
        Some(object.peel_to_commit().ok()?.id)
    }

    pub(crate) fn code_version(
        &self,
        id: ObjectId,
        tags: &[String],
        name: &Name,
    ) -> Result<(i64, SourceItem)> {
        let commit = self.repo.find_commit(id).map_err(|e| self.fault(e))?;
        let said = self.said(id)?;
        let seconds = commit.time().map_err(|e| self.fault(e))?.seconds;
        let mut fields = Fields::new();
        set(&mut fields, "title", &said.subject);
        set(&mut fields, "repository", &name.shown);
        set(&mut fields, "commit", &id.to_string());
        // Said also where there is none, so that a tag that moved leaves the commit it was on.
        let tag = Some(tags.join(", ")).filter(|t| !t.is_empty());
        fields.insert("tag".to_owned(), tag.map(Value::Text));
        set(&mut fields, "committed-at", &instant(seconds));
        let message = commit.message().map_err(|e| self.fault(e))?;
        if let Some(body) = message.body() {
            let rows: Vec<Value> = body
                .trailers()
                .map(|t| map([("name", text(t.token.to_string())), ("value", text(t.value.to_string()))]))
                .collect();
            if !rows.is_empty() {
                set_value(&mut fields, "trailers", Value::List(rows));
            }
        }
        let revision = SourceRevision {
            rev: digest(&fields, &[]),
            on: Some(said.at),
            said_by: Some(said.author),
            note: Some(said.subject),
            fields,
            links: Vec::new(),
        };
        let item = SourceItem {
            source: Some(COMMITS.to_owned()),
            key: id.to_string(),
            kind: "code-version",
            revisions: vec![revision],
            says: Says::Named,
            since: None,
            // A folder's name on this machine must not replace an address others know.
            gaps: if name.public { &[] } else { &["repository"] },
            behind: None,
            number: None,
        };
        Ok((seconds, item))
    }
}

/// "https://ann:secret@host/x" → "https://host/x". Of ssh the account stays, which is part of the
/// address and no secret; of the rest nothing does, since a token may stand in its place.
pub(crate) fn without_credentials(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (account, host, path) = match authority.rsplit_once('@') {
        Some((account, host)) => (account, host, path),
        // A slash in a password is to be written otherwise there, and is not always.
        None if is_port(authority) => return url.to_owned(),
        None => match rest.rsplit_once('@') {
            Some((account, place)) => (account, place, ""),
            None => return url.to_owned(),
        },
    };
    match account.split(':').next() {
        Some(name) if scheme.to_lowercase().contains("ssh") && !name.is_empty() => {
            format!("{scheme}://{name}@{host}{path}")
        }
        _ => format!("{scheme}://{host}{path}"),
    }
}

/// Whether what follows a host is a port, or nothing does.
fn is_port(authority: &str) -> bool {
    let port = authority.rsplit_once(']').map_or(authority, |(_, rest)| rest).split_once(':');
    port.is_none_or(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
}

impl From<gix::Error> for InteropError {
    fn from(error: gix::Error) -> Self {
        Self::unreadable("the repository", error)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn passwords_in_remote_addresses_are_not_taken() {
        assert_eq!(
            without_credentials("https://ann:s3cret@git.example.org/a/b.git"),
            "https://git.example.org/a/b.git"
        );
        assert_eq!(without_credentials("git@example.org:a/b.git"), "git@example.org:a/b.git");
        for (told, kept) in [
            ("https://bo:t0ken@example.org", "https://example.org"),
            ("HTTPS://t0ken@example.org/a/b@c.git", "HTTPS://example.org/a/b@c.git"),
            ("https://bo:p@ss@example.org/a.git", "https://example.org/a.git"),
            ("ssh://bo:pw@example.org:22/a/b.git", "ssh://bo@example.org:22/a/b.git"),
            ("git+ssh://bo:pw@example.org/a.git", "git+ssh://bo@example.org/a.git"),
            ("ftp://bo:pw@example.org/a.git", "ftp://example.org/a.git"),
            ("https://example.org/@scope/a.git", "https://example.org/@scope/a.git"),
            ("https://ann:pa/ss@host.org:8443/a", "https://host.org:8443/a"),
            ("https://host.org:8443/a@b", "https://host.org:8443/a@b"),
            ("https://[::1]:8443/a@b", "https://[::1]:8443/a@b"),
        ] {
            assert_eq!(without_credentials(told), kept);
        }
    }
}
