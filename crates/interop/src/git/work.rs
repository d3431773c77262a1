//! What lies in a working copy and in no commit.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::{DEEPEST_FOLDER, Repository};

impl Repository {
    /// Files below a folder of the working copy (`""` for all) that are none of `tracked` and that
    /// nobody told git to ignore, by path. Other repositories inside it are left out.
    pub(crate) fn untracked(&self, under: &str, tracked: &HashSet<&str>) -> Vec<String> {
        let (Some(top), Some(worktree)) = (self.work_dir(), self.repo.worktree()) else {
            return Vec::new();
        };
        // Without the rules everything would be told, the packages a build fetched included.
        let Ok(mut rules) = worktree.excludes(None) else {
            return Vec::new();
        };
        let mut ignored = |path: &str, folder: bool| {
            let mode = folder.then_some(gix::index::entry::Mode::DIR);
            rules.at_path(path, mode).is_ok_and(|p| p.is_excluded())
        };
        let mut out = Vec::new();
        let mut open: Vec<(PathBuf, String, usize)> = vec![(top.join(under), under.to_owned(), 0)];
        while let Some((folder, shown, depth)) = open.pop() {
            for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = if shown.is_empty() { name.clone() } else { format!("{shown}/{name}") };
                let Ok(kind) = entry.file_type() else {
                    continue;
                };
                if kind.is_dir() {
                    let other = name == ".git" || is_repository(&entry.path());
                    if !other && depth < DEEPEST_FOLDER && !ignored(&path, true) {
                        open.push((entry.path(), path, depth + 1));
                    }
                } else if !tracked.contains(path.as_str()) && !ignored(&path, false) {
                    out.push(path);
                }
            }
        }
        out.sort();
        out
    }
}

fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}
