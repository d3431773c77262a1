//! The history of a repository as far as files of DVC changed in it.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::rc::Rc;

use gix::ObjectId;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use throughline_store::Progress;

use super::files::{Lock, Pipeline, Tracked};
use super::gto::{self, Event};
use super::state::{State, parent};
use crate::error::{InteropError, Result};
use crate::git::{Listing, Repository, Tag};
use crate::taken::{Level, Line};

/// A file that describes data is small; one that is larger is none.
const LARGEST: u64 = 8 * 1024 * 1024;

/// More commits than this with changes in files of DVC are not read at once.
const MOST_STATES: usize = 20_000;

/// What was read.
pub(crate) struct Read {
    /// The first commit of the history: what the repository is known by.
    pub first: ObjectId,
    /// Oldest first.
    pub states: Vec<Rc<State>>,
    pub tags: Vec<Tag>,
    pub events: Vec<Event>,
    pub lines: Vec<Line>,
}

fn is_dvc_file(name: &str) -> bool {
    name == "dvc.lock" || name == "dvc.yaml" || (name.ends_with(".dvc") && name.len() > 4)
}

/// DVC's own folder holds its settings and its cache.
fn is_entered(name: &str) -> bool {
    name != ".dvc"
}

/// Whether the checked-out commit has files of DVC.
pub(crate) fn has_files(repository: &Repository) -> Result<bool> {
    let mut listing = Listing::new(repository, is_dvc_file, is_entered);
    match repository.head() {
        Some(head) => Ok(!listing.of(head)?.is_empty()),
        None => Ok(false),
    }
}

pub(crate) fn read(repository: &Repository, path: &Path, progress: &dyn Progress) -> Result<Read> {
    let mut lines = Vec::new();
    let Some(head) = repository.head() else {
        return Err(InteropError::NotThis {
            path: path.to_owned(),
            expected: "a git repository with commits; DVC’s files are read from them",
        });
    };
    let order = repository.order(head);
    if order.shallow {
        return Err(InteropError::Shallow(path.to_owned()));
    }
    let first = repository.root(&order).unwrap_or(head);
    let tags = repository.all_tags()?;
    let mut heads = vec![head];
    heads.extend(tags.iter().map(|t| t.commit));
    let order = repository.order_of(&heads);
    let tagged: HashSet<ObjectId> = tags.iter().map(|t| t.commit).collect();
    let commits = order.commits();
    let total = commits.len() as u64;
    let mut listing = Listing::new(repository, is_dvc_file, is_entered);
    let mut blobs = Blobs { repository, known: HashMap::new() };
    let mut states = Vec::new();
    for (done, commit) in commits.into_iter().enumerate() {
        throughline_store::progress::step(progress, done as u64, total, "commits")?;
        let files = listing.of(commit)?;
        let parents = repository.seen(commit).map(|s| s.parents.clone()).unwrap_or_default();
        let mut as_before = parents.is_empty() && files.is_empty();
        for parent in &parents {
            as_before |= listing.of(*parent)? == files;
        }
        if as_before && !tagged.contains(&commit) || files.is_empty() {
            continue;
        }
        if states.len() >= MOST_STATES {
            return Err(InteropError::TooMuch(format!(
                "More than {MOST_STATES} commits of this repository changed files of DVC."
            )));
        }
        states.push(Rc::new(blobs.state(commit, &files, &mut lines)?));
    }
    uncommitted(repository, &mut listing, head, &mut lines)?;
    let events = events(&tags);
    experiments(repository, &mut lines);
    Ok(Read { first, states, tags, events, lines })
}

fn events(tags: &[Tag]) -> Vec<Event> {
    tags.iter()
        .filter_map(|tag| gto::read(&tag.name).map(|(name, said)| Event { tag: tag.clone(), name, said }))
        .collect()
}

/// Experiments are attempts that nobody committed yet; what becomes of one is a commit.
fn experiments(repository: &Repository, lines: &mut Vec<Line>) {
    let all = repository.names_below("refs/exps/");
    let names: Vec<&str> = all
        .iter()
        .filter(|name| {
            !["refs/exps/exec/", "refs/exps/celery/", "refs/exps/temp"]
                .iter()
                .any(|own| name.starts_with(own))
        })
        .filter_map(|name| name.rsplit('/').next())
        .collect();
    if !names.is_empty() {
        let shown: Vec<&str> = names.iter().copied().take(10).collect();
        let text = format!(
            "{} not taken: {}. An experiment is taken once it is applied and committed",
            if names.len() == 1 {
                "1 experiment was".to_owned()
            } else {
                format!("{} experiments were", names.len())
            },
            shown.join(", ")
        );
        lines.push(Line::new(Level::Skipped, "refs/exps", "experiments", text));
    }
}

/// The working copy may say what no commit says yet.
fn uncommitted(
    repository: &Repository,
    listing: &mut Listing<'_>,
    head: ObjectId,
    lines: &mut Vec<Line>,
) -> Result<()> {
    let Some(top) = repository.work_dir() else {
        return Ok(());
    };
    for (path, blob) in listing.of(head)?.iter() {
        let file = top.join(path);
        let is_plain = file.symlink_metadata().is_ok_and(|m| m.is_file() && m.len() <= LARGEST);
        let differs = is_plain
            && match (std::fs::read(&file), repository.blob_within(*blob, LARGEST)?) {
                (Ok(here), Some(there)) => {
                    // A checkout may have other line endings.
                    here != there && String::from_utf8_lossy(&here).replace("\r\n", "\n").as_bytes() != there
                }
                _ => false,
            };
        if differs {
            lines.push(Line::new(
                Level::Warning,
                path.as_str(),
                "uncommitted",
                "the file has changes that are not committed; they were not taken",
            ));
        }
    }
    Ok(())
}

/// Files by their content, each read once.
struct Blobs<'r> {
    repository: &'r Repository,
    known: HashMap<ObjectId, Option<File>>,
}

#[derive(Clone)]
enum File {
    Lock(Rc<Lock>),
    Pipeline(Rc<Pipeline>),
    Tracked(Rc<Tracked>),
}

impl Blobs<'_> {
    fn state(
        &mut self,
        commit: ObjectId,
        files: &[(String, ObjectId)],
        lines: &mut Vec<Line>,
    ) -> Result<State> {
        let mut state = State::new(commit);
        let mut locks = Vec::new();
        for (path, blob) in files {
            let folder = parent(path);
            match self.file(path, *blob, lines)? {
                Some(File::Lock(lock)) => locks.push((folder, lock)),
                Some(File::Pipeline(pipeline)) => {
                    state.pipelines.insert(folder.to_owned(), pipeline);
                }
                Some(File::Tracked(tracked)) => state.track(path, &tracked),
                None => {}
            }
        }
        for (folder, lock) in locks {
            state.locked(folder, &lock);
        }
        Ok(state)
    }

    fn file(&mut self, path: &str, blob: ObjectId, lines: &mut Vec<Line>) -> Result<Option<File>> {
        if let Some(known) = self.known.get(&blob) {
            return Ok(known.clone());
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let read = match self.repository.blob_within(blob, LARGEST)? {
            None => Err(format!("it is larger than {} MB", LARGEST / 1024 / 1024)),
            Some(bytes) => match name {
                "dvc.lock" => yaml::<Lock>(&bytes).map(|f| File::Lock(Rc::new(f))),
                "dvc.yaml" => yaml::<Pipeline>(&bytes).map(|f| File::Pipeline(Rc::new(f))),
                _ => yaml::<Tracked>(&bytes).map(|f| File::Tracked(Rc::new(f))),
            },
        };
        let file = match read {
            Ok(file) => Some(file),
            Err(reason) => {
                lines.push(Line::new(
                    Level::Error,
                    path,
                    "unreadable",
                    format!(
                        "a state of the file could not be read ({reason}); what it describes was not taken"
                    ),
                ));
                None
            }
        };
        if let Some(File::Lock(lock)) = &file
            && let Some(schema) = lock.schema.as_deref().filter(|s| !s.starts_with("2."))
        {
            let text = format!("its schema is “{schema}”; it was read as schema 2.0, the newest known");
            lines.push(Line::new(Level::Warning, path, "schema", text));
        }
        self.known.insert(blob, file.clone());
        Ok(file)
    }
}

/// Text as YAML, within the bounds that keep aliases and depth from exploding.
pub(crate) fn yaml<T: DeserializeOwned + Default>(bytes: &[u8]) -> std::result::Result<T, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Ok(T::default());
    }
    serde_saphyr::from_str(text)
        .map_err(|e| e.to_string().lines().next().unwrap_or("it is not YAML").to_owned())
}

/// A file of metrics: YAML, or JSON, most of which is YAML too; that reader gives every double back
/// to the last digit.
pub(crate) fn metrics(bytes: &[u8]) -> std::result::Result<Json, String> {
    yaml(bytes).or_else(|reason| serde_json::from_slice(bytes).map_err(|_| reason))
}
