//! Tags with who set them when.

use gix::ObjectId;

use super::Repository;
use crate::error::Result;

/// A tag that names a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    pub name: String,
    pub commit: ObjectId,
    /// When it was set, in seconds since 1970; of a light tag, when its commit was made.
    pub seconds: i64,
    /// Who set it; a light tag does not say.
    pub by: Option<String>,
    pub message: Option<String>,
}

impl Repository {
    /// Every tag that names a commit, by time, then by name.
    pub(crate) fn all_tags(&self) -> Result<Vec<Tag>> {
        let references = self.repo.references().map_err(|e| self.fault(e))?;
        let mut out = Vec::new();
        for tag in references.tags().map_err(|e| self.fault(e))? {
            let mut tag = tag.map_err(|e| self.fault(e))?;
            let name = tag.name().shorten().to_string();
            let own = tag.try_id().map(gix::Id::detach);
            let Some(commit) = tag.peel_to_id().ok().map(gix::Id::detach) else {
                continue;
            };
            let Ok(made) = self.repo.find_commit(commit) else {
                continue;
            };
            let mut told =
                Tag { name, commit, seconds: made.time().map_or(0, |t| t.seconds), by: None, message: None };
            if let Some(object) = own.and_then(|id| self.repo.find_tag(id).ok())
                && let Ok(decoded) = object.decode()
            {
                told.message = Some(decoded.message.to_string().trim().to_owned()).filter(|m| !m.is_empty());
                if let Ok(Some(tagger)) = decoded.tagger() {
                    told.by = Some(self.mailmap.resolve(tagger).name.to_string());
                    told.seconds = tagger.time().map_or(told.seconds, |t| t.seconds);
                }
            }
            out.push(told);
        }
        out.sort_by(|a, b| (a.seconds, &a.name).cmp(&(b.seconds, &b.name)));
        Ok(out)
    }

    /// The names of references below a folder such as `refs/exps/`.
    pub(crate) fn names_below(&self, folder: &str) -> Vec<String> {
        let Ok(references) = self.repo.references() else {
            return Vec::new();
        };
        let Ok(found) = references.prefixed(folder) else {
            return Vec::new();
        };
        found.flatten().map(|r| r.name().as_bstr().to_string()).collect()
    }
}
