//! What the import tests share: the example inputs, clones of bundles, a workspace, and a plain
//! text of a reading.

#![allow(dead_code)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use throughline_interop::{ApplyOptions, ImportReport, Taken, apply};
use throughline_record::{EntityId, Value};
use throughline_store::{At, Env, FixedClock, Reader, Workspace};

/// A file of `examples/imports`.
pub fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/imports").join(name)
}

/// Runs git with a fixed person and clock, without the machine's own settings.
pub fn git(folder: &Path, at: &str, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_AUTHOR_NAME", "Ann Lee")
        .env("GIT_AUTHOR_EMAIL", "ann@example.org")
        .env("GIT_COMMITTER_NAME", "Ann Lee")
        .env("GIT_COMMITTER_EMAIL", "ann@example.org")
        .env("GIT_AUTHOR_DATE", at)
        .env("GIT_COMMITTER_DATE", at)
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

pub fn commit(folder: &Path, at: &str, message: &str) {
    git(folder, at, &["add", "-A"]);
    git(folder, at, &["commit", "-q", "-m", message]);
}

/// A clone of a bundle.
pub fn cloned(bundle: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = example(bundle).canonicalize().unwrap();
    let from = from.to_str().unwrap();
    git(folder.path(), "2026-01-01T00:00:00Z", &["clone", "-q", from, "clone"]);
    folder
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

pub struct Bench {
    pub ws: Workspace,
    pub clock: Arc<FixedClock>,
    _folder: TempDir,
}

/// A new workspace in a folder of its own.
pub fn workspace() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(FixedClock::at_instant("2026-12-01T09:00:00.000Z").unwrap());
    let env = Env::at(
        folder.path().join("home"),
        folder.path().join("cache"),
        clock.clone(),
        Arc::new(Mutex::new(rand_core::OsRng)),
    );
    let ws = Workspace::create(&folder.path().join("w.throughline"), env, "Test", None).unwrap();
    Bench { ws, clock, _folder: folder }
}

impl Bench {
    pub fn take(&self, taken: &Taken) -> ImportReport {
        apply(&self.ws, taken, None, &ApplyOptions::default(), &()).unwrap()
    }

    pub fn reader(&self) -> Reader {
        self.ws.reader().unwrap()
    }

    pub fn id(&self, source: &str, key: &str) -> EntityId {
        EntityId::derived(&self.ws.id(), source, key)
    }

    pub fn text(&self, id: &EntityId, field: &str) -> Option<String> {
        let state = self.reader().state(id, &At::Now).unwrap().unwrap();
        state.text(field).map(str::to_owned)
    }

    pub fn value(&self, id: &EntityId, field: &str) -> Option<Value> {
        let state = self.reader().state(id, &At::Now).unwrap().unwrap();
        state.value(field).cloned()
    }

    /// Sets a text field as a person would.
    pub fn edit(&self, id: &EntityId, kind: &str, field: &str, value: Value) {
        use throughline_record::{Act, Fields, RecordDraft};
        use throughline_store::Append;
        let entry = throughline_model::kind(kind).unwrap();
        let fields = Fields::from([(field.to_owned(), Some(value))]);
        let personal = entry.field(field).unwrap().personal;
        let (content, personal) = if personal { (Fields::new(), fields) } else { (fields, Fields::new()) };
        let record =
            RecordDraft { kind: format!("{kind}/1"), entity: *id, on: None, ends: None, content, personal };
        self.ws.append(Append::new(None, Act::Edit, vec![record])).unwrap();
    }

    /// Types of the links that are there, with the titles of their other ends, sorted.
    pub fn links(&self, id: &EntityId) -> Vec<String> {
        let links = self.reader().links(id, &At::Now).unwrap();
        let mut out: Vec<String> = links
            .iter()
            .filter(|l| !l.removed)
            .map(|l| {
                let arrow = if l.out { "->" } else { "<-" };
                format!("{arrow} {} {}", l.type_, l.other.title)
            })
            .collect();
        out.sort();
        out
    }
}

/// A reading as text, without what depends on the machine. Long texts are shortened.
pub fn shown(taken: &Taken) -> String {
    let mut out = String::new();
    for item in &taken.items {
        for (index, revision) in item.revisions.iter().enumerate() {
            let _ = writeln!(out, "{} {} [{}]", item.kind, item.key, index + 1);
            for (name, value) in &revision.fields {
                let value = value.as_ref().map_or("-".to_owned(), |v| v.to_json().to_string());
                if name == "original" {
                    let _ = writeln!(out, "  original: {} characters", value.chars().count());
                } else {
                    let _ = writeln!(out, "  {name}: {value}");
                }
            }
            for link in &revision.links {
                let arrow = if link.out { "->" } else { "<-" };
                let _ = write!(out, "  {arrow} {} {}", link.type_, link.to);
                for (name, value) in &link.fields {
                    let value = value.as_ref().and_then(Value::as_text).unwrap_or("-");
                    let _ = write!(out, " ({name}: {value})");
                }
                out.push('\n');
            }
        }
    }
    out.push_str("---\n");
    for line in &taken.report {
        let level = line.level.as_str();
        let _ = writeln!(out, "{level} {} {}: {}", line.place, line.code, line.text);
    }
    out
}
