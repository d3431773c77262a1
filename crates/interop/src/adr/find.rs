//! Finds the texts that may be decision records, in a repository or a plain folder.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::names::number;
use crate::error::{InteropError, Result};
use crate::git::{Order, Repository, Version, no_repository};
use crate::taken::{Level, Line};

/// A record of more than this is no record.
const LARGEST: usize = 4 * 1024 * 1024;

/// A Markdown file.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Path from the top of the source, with `/`.
    pub path: String,
    pub text: String,
    /// What it was read as, if it was not UTF-8.
    pub encoding: Option<&'static str>,
}

/// Where records lie.
pub(crate) enum Place {
    /// In a repository with commits.
    Git(Box<InGit>),
    /// In a folder without history.
    Folder(PathBuf),
}

pub(crate) struct InGit {
    pub repository: Repository,
    pub head: gix::ObjectId,
    pub order: Order,
    /// The folder of the repository that was asked for; empty for all.
    pub under: String,
}

/// One text of a file's history.
pub(crate) struct Text {
    pub rev: String,
    pub on: Option<String>,
    pub said_by: Option<String>,
    pub note: Option<String>,
    pub path: String,
    pub text: String,
}

impl Place {
    /// A repository if the path lies in one that tracks Markdown there, else a folder.
    pub(crate) fn at(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Err(InteropError::NotFound(path.to_owned()));
        }
        if let Some(repository) = Repository::discover(path) {
            let under = match repository.work_dir() {
                Some(top) => relative(top, path),
                None => Some(String::new()),
            };
            if let (Some(head), Some(under)) = (repository.head(), under) {
                let tracked = repository.files(head, &under)?;
                if tracked.iter().any(|f| is_markdown(&f.path) && !f.is_link) {
                    let order = repository.order(head);
                    return Ok(Self::Git(Box::new(InGit { repository, head, order, under })));
                }
            }
        }
        if path.is_dir() {
            Ok(Self::Folder(path.to_owned()))
        } else {
            Err(no_repository(path, "a folder or a git repository of decision records"))
        }
    }

    /// A name that is the same for everybody who has a copy.
    pub(crate) fn source(&self) -> String {
        match self {
            Self::Git(git) => {
                let root = git.repository.root(&git.order);
                format!("adr:{}", root.unwrap_or(git.head))
            }
            Self::Folder(path) => format!("adr:{}", telling_name(path)),
        }
    }

    /// The folder of the source that is read; empty for all.
    pub(crate) fn under(&self) -> &str {
        match self {
            Self::Git(git) => &git.under,
            Self::Folder(_) => "",
        }
    }

    pub(crate) fn title(&self) -> String {
        match self {
            Self::Git(git) => {
                let top = git.repository.work_dir().map(folder_name);
                let top = top.unwrap_or_else(|| "repository".to_owned());
                if git.under.is_empty() {
                    format!("decision records of {top}")
                } else {
                    format!("decision records of {top}/{}", git.under)
                }
            }
            Self::Folder(path) => format!("decision records of {}", folder_name(path)),
        }
    }

    /// All Markdown files, by path. Others that look like records are reported.
    pub(crate) fn files(&self, report: &mut Vec<Line>) -> Result<Vec<Found>> {
        match self {
            Self::Git(git) => {
                let mut out = Vec::new();
                let files = git.repository.files(git.head, &git.under)?;
                let tracked: HashSet<&str> = files.iter().map(|f| f.path.as_str()).collect();
                let untracked = git.repository.untracked(&git.under, &tracked);
                for file in files {
                    if file.is_link {
                        tell_link(&file.path, report);
                    } else if wanted(&file.path, report) {
                        let bytes = git.repository.blob(file.blob)?;
                        out.extend(found(file.path, bytes, report));
                    }
                }
                for path in untracked {
                    if wanted(&path, &mut Vec::new()) {
                        let text = "no commit holds the file; it was not taken";
                        report.push(Line::new(Level::Warning, path, "untracked", text));
                    }
                }
                Ok(out)
            }
            Self::Folder(top) => {
                let mut paths = Vec::new();
                walk(top, &mut paths, report)?;
                paths.sort();
                let mut out = Vec::new();
                for path in paths {
                    let shown = relative(top, &path).unwrap_or_default();
                    if wanted(&shown, report) {
                        let bytes = std::fs::read(&path).map_err(|e| InteropError::unreadable(&path, e))?;
                        out.extend(found(shown, bytes, report));
                    }
                }
                Ok(out)
            }
        }
    }

    /// The texts a file held, oldest first, and the paths it lay at.
    pub(crate) fn history(&self, file: &Found, report: &mut Vec<Line>) -> Result<(Vec<Text>, Vec<String>)> {
        match self {
            Self::Git(git) => {
                let (versions, paths) = git.repository.history(git.head, &file.path, &git.order)?;
                if let Some(top) = git.repository.work_dir() {
                    uncommitted(top, file, report);
                }
                let texts =
                    versions.into_iter().map(|version| git.text(version)).collect::<Result<Vec<Text>>>()?;
                Ok((texts, paths))
            }
            Self::Folder(_) => {
                let text = Text {
                    rev: crate::fields::digest(
                        &[("text".to_owned(), Some(file.text.as_str().into_value()))].into(),
                        &[],
                    ),
                    on: None,
                    said_by: None,
                    note: None,
                    path: file.path.clone(),
                    text: file.text.clone(),
                };
                Ok((vec![text], vec![file.path.clone()]))
            }
        }
    }
}

trait IntoValue {
    fn into_value(self) -> throughline_record::Value;
}

impl IntoValue for &str {
    fn into_value(self) -> throughline_record::Value {
        throughline_record::Value::Text(self.to_owned())
    }
}

impl InGit {
    fn text(&self, version: Version) -> Result<Text> {
        let said = self.repository.said(version.commit)?;
        let (text, _) = decode(self.repository.blob(version.blob)?);
        Ok(Text {
            rev: version.commit.to_string(),
            on: Some(said.at),
            said_by: Some(said.author),
            note: Some(said.subject),
            path: version.path,
            text,
        })
    }
}

fn found(path: String, bytes: Vec<u8>, report: &mut Vec<Line>) -> Option<Found> {
    if bytes.len() > LARGEST {
        report.push(Line::new(
            Level::Error,
            path,
            "too-large",
            format!("the file has {} bytes; a decision record has at most {LARGEST}", bytes.len()),
        ));
        return None;
    }
    let (text, encoding) = decode(bytes);
    Some(Found { path, text, encoding })
}

/// Bytes as text: without a byte order mark, with plain line ends. What is not UTF-8 is read by its
/// mark, else as Windows-1252, in which every byte is a character and none is lost.
fn decode(bytes: Vec<u8>) -> (String, Option<&'static str>) {
    let (text, encoding) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let bytes = error.as_bytes();
            let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).filter(|e| *e != UTF_8);
            // A mark may stand before something else by chance.
            let whole = |e: &'static Encoding| {
                let (text, faulty) = e.decode_with_bom_removal(bytes);
                (!faulty).then(|| (text.into_owned(), Some(e.name())))
            };
            marked.and_then(whole).unwrap_or_else(|| {
                let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
                (text.into_owned(), Some(WINDOWS_1252.name()))
            })
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    (text.replace("\r\n", "\n"), encoding)
}

fn tell_link(path: &str, report: &mut Vec<Line>) {
    if is_markdown(path) {
        report.push(Line::new(Level::Skipped, path, "link", "it is a symbolic link or no regular file"));
    }
}

fn is_markdown(path: &str) -> bool {
    let lower = path.to_lowercase();
    lower.ends_with(".md") || lower.ends_with(".markdown")
}

/// Whether a file is read. What looks like a record in a format we do not read is said to.
fn wanted(path: &str, report: &mut Vec<Line>) -> bool {
    let lower = path.to_lowercase();
    if !is_markdown(path) {
        let name = lower.rsplit('/').next().unwrap_or("");
        let other = [".adoc", ".asciidoc", ".rst", ".org", ".docx"];
        if other.iter().any(|e| name.ends_with(e)) && (lower.contains("adr") || lower.contains("decision")) {
            report.push(Line::new(
                Level::Skipped,
                path,
                "not-markdown",
                "it may be a decision record, but only Markdown is read",
            ));
        }
        return false;
    }
    if path.split('/').any(|part| part.starts_with('.')) {
        report.push(Line::new(Level::Skipped, path, "hidden", "it lies in a hidden folder"));
        return false;
    }
    let name = lower.rsplit('/').next().unwrap_or("");
    let stem = name.split('.').next().unwrap_or("");
    if ["readme", "index", "contributing", "changelog", "license"].contains(&stem) {
        report.push(Line::new(Level::Skipped, path, "readme", "it tells about the records and is none"));
        return false;
    }
    // A numbered record may well decide on templates.
    let mut words = stem.split(['-', '_', ' ']).rev();
    let is_template =
        words.next() == Some("template") || number(path).0.is_none() && words.any(|word| word == "template");
    if is_template || lower.split('/').any(|part| part == "templates") {
        report.push(Line::new(Level::Skipped, path, "template", "it is a template for records"));
        return false;
    }
    true
}

fn walk(top: &Path, out: &mut Vec<PathBuf>, report: &mut Vec<Line>) -> Result<()> {
    let mut open = vec![top.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|e| InteropError::unreadable(&folder, e))?;
        for entry in entries {
            let entry = entry.map_err(|e| InteropError::unreadable(&folder, e))?;
            let kind = entry.file_type().map_err(|e| InteropError::unreadable(entry.path(), e))?;
            let path = entry.path();
            if kind.is_dir() {
                if entry.file_name().to_string_lossy() != ".git" {
                    open.push(path);
                }
            } else if kind.is_file() {
                out.push(path);
            } else {
                // Links could lead in circles or out of the folder; so its own path is told.
                let shown = path.strip_prefix(top).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                tell_link(&shown, report);
            }
        }
    }
    Ok(())
}

/// The working copy may hold words that no commit holds yet.
fn uncommitted(top: &Path, file: &Found, report: &mut Vec<Line>) {
    if let Ok(bytes) = std::fs::read(top.join(&file.path))
        && decode(bytes).0 != file.text
    {
        report.push(Line::new(
            Level::Warning,
            file.path.as_str(),
            "uncommitted",
            "the file has changes that are not committed; they were not taken",
        ));
    }
}

/// The path below `top`, with `/`; none if it lies elsewhere.
fn relative(top: &Path, path: &Path) -> Option<String> {
    let top = top.canonicalize().ok()?;
    let path = path.canonicalize().ok()?;
    let rest = path.strip_prefix(&top).ok()?;
    let parts: Vec<String> =
        rest.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    Some(parts.join("/"))
}

/// The folder's name, with those above it as long as they say nothing: half the world's records
/// lie in a folder called `adr`, and those of two projects must not be taken for the same.
fn telling_name(path: &Path) -> String {
    const SAY_NOTHING: [&str; 10] = [
        "adr",
        "adrs",
        "doc",
        "docs",
        "decisions",
        "decision-records",
        "arch",
        "architecture",
        "records",
        "src",
    ];
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut name = folder_name(&path);
    for above in path.ancestors().skip(1) {
        let first = name.split('/').next().unwrap_or("").to_lowercase();
        if !SAY_NOTHING.contains(&first.as_str()) || above.file_name().is_none() {
            break;
        }
        name = format!("{}/{name}", folder_name(above));
    }
    name
}

fn folder_name(path: &Path) -> String {
    path.canonicalize()
        .unwrap_or_else(|_| path.to_owned())
        .file_name()
        .map_or_else(|| "folder".to_owned(), |n| n.to_string_lossy().into_owned())
}
