//! Code versions by their commits, whoever wrote them down.

use throughline_record::EntityId;
use throughline_store::{At, ListQuery, Reader, StoreError, Workspace};

use super::plan::Plan;
use crate::error::Result;
use crate::taken::COMMITS;

const CODE: &str = "code-version";

/// The commits that code versions of the workspace name by their whole hash: for
/// [`read_git_knowing`](crate::read_git_knowing), which fills in what other sources left open.
///
/// # Errors
/// Those of the store.
pub fn known_commits(ws: &Workspace) -> Result<Vec<String>> {
    let reader = ws.reader()?;
    let query = ListQuery { kinds: vec![CODE.to_owned()], ..ListQuery::default() };
    let mut commits = Vec::new();
    for card in reader.list(&query, &At::Now)?.rows {
        if let Some(state) = reader.state(&card.id, &At::Now)? {
            // `HEAD` or a branch would be another commit tomorrow.
            let commit = state.text("commit").unwrap_or("").trim().to_lowercase();
            commits.extend(Some(commit).filter(|c| is_whole_hash(c)));
        }
    }
    Ok(commits)
}

impl Plan<'_> {
    /// The entity of a key. A commit is the same commit whoever wrote it down first, so one that has
    /// no entity of its own yet is the code version that names it.
    pub(super) fn entity(&mut self, source: &str, key: &str) -> Result<EntityId> {
        let own = EntityId::derived(&self.ws.id(), source, key);
        if source != COMMITS || !is_whole_hash(key) {
            return Ok(own);
        }
        if let Some(known) = self.commits.get(key) {
            return Ok(*known);
        }
        let entity =
            if self.reader.exists(&own)? { own } else { written_by_hand(self.reader, key)?.unwrap_or(own) };
        self.commits.insert(key.to_owned(), entity);
        Ok(entity)
    }
}

fn written_by_hand(reader: &Reader, commit: &str) -> Result<Option<EntityId>> {
    let candidates = match reader.resolve(commit, &At::Now) {
        Ok(one) => vec![one],
        Err(StoreError::Ambiguous { candidates, .. }) => candidates.iter().map(|c| c.id).collect(),
        Err(StoreError::NotFound(_)) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let mut removed = None;
    for id in candidates {
        let Some(state) = reader.state(&id, &At::Now)? else {
            continue;
        };
        let names_it = state.text("commit").is_some_and(|c| c.trim().eq_ignore_ascii_case(commit));
        if state.kind == CODE && names_it {
            if !state.removed() {
                return Ok(Some(id));
            }
            removed.get_or_insert(id);
        }
    }
    Ok(removed)
}

/// SHA-1 or SHA-256 in hexadecimal digits.
fn is_whole_hash(commit: &str) -> bool {
    matches!(commit.len(), 40 | 64) && commit.bytes().all(|b| b.is_ascii_hexdigit())
}
