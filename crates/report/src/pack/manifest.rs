//! The manifest of a pack: a canonical JSON object with exactly the members that the format names.

use std::collections::BTreeMap;

use throughline_record::{EntityId, Hash, Value, WorkspaceId};

use super::FORMAT;

/// What a pack was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeName {
    /// The whole record.
    All,
    /// A release: what it includes, and what stands around that.
    Release(EntityId),
    /// The thread of an artefact.
    Thread(EntityId),
}

impl ScopeName {
    /// The word in the manifest.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Release(_) => "release",
            Self::Thread(_) => "thread",
        }
    }

    /// The release, or where the thread begins.
    #[must_use]
    pub fn entity(self) -> Option<EntityId> {
        match self {
            Self::All => None,
            Self::Release(entity) | Self::Thread(entity) => Some(entity),
        }
    }
}

/// How much a pack holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Attached files.
    pub attachments: u64,
    /// Changes.
    pub changes: u64,
    /// Committed parts of these that were erased in the workspace.
    pub erased: u64,
    /// Records.
    pub records: u64,
    /// Committed parts of these that were withheld when the pack was made.
    pub withheld: u64,
}

/// What a pack says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// What the pack was made of.
    pub scope: ScopeName,
    /// How many changes the whole log has.
    pub length: u64,
    /// The root over all of them.
    pub root: Hash,
    /// The position of the first change in the pack; 0 if it holds none.
    pub first: u64,
    /// The position of the last change in the pack.
    pub last: u64,
    /// How much it holds.
    pub counts: Counts,
    /// Every other file with its SHA-256.
    pub files: BTreeMap<String, Hash>,
}

impl Manifest {
    /// Whether no change of the log stayed behind.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.counts.changes == self.length
    }

    /// The bytes of `manifest.json`.
    #[must_use]
    pub fn to_canonical(&self) -> String {
        let number = |n: u64| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
        let text = |text: String| Value::Text(text);
        let map = |entries: Vec<(&str, Value)>| {
            Value::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
        };
        let mut scope = vec![("of", text(self.scope.as_str().into()))];
        scope.extend(self.scope.entity().map(|entity| ("entity", text(entity.to_string()))));
        let counts = &self.counts;
        let files = self.files.iter().map(|(name, hash)| (name.clone(), text(hex(hash)))).collect();
        let whole = map(vec![
            (
                "counts",
                map(vec![
                    ("attachments", number(counts.attachments)),
                    ("changes", number(counts.changes)),
                    ("erased", number(counts.erased)),
                    ("records", number(counts.records)),
                    ("withheld", number(counts.withheld)),
                ]),
            ),
            ("files", Value::Map(files)),
            ("first", number(self.first)),
            ("format", text(FORMAT.into())),
            ("last", number(self.last)),
            ("log", map(vec![("length", number(self.length)), ("root", text(self.root.to_string()))])),
            ("scope", map(scope)),
            ("workspace", text(self.workspace.to_string())),
        ]);
        // Counters beyond 2^53 are the only thing it could refuse.
        whole.to_canonical().unwrap_or_default()
    }

    /// Reads `manifest.json`.
    ///
    /// # Errors
    /// A sentence saying what is not as the format has it.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let value = Value::from_canonical(bytes).map_err(|error| error.to_string())?;
        let top = members(
            &value,
            &["counts", "files", "first", "format", "last", "log", "scope", "workspace"],
            &[],
        )?;
        if text(top, "format")? != FORMAT {
            return Err(format!("its format is not {FORMAT}"));
        }
        let log = members(get(top, "log")?, &["length", "root"], &[])?;
        let length = number(log, "length")?;
        if length == 0 {
            return Err("its log is empty".into());
        }
        let scope = members(get(top, "scope")?, &["of"], &["entity"])?;
        let entity = match scope.get("entity") {
            Some(_) => Some(text(scope, "entity")?.parse().map_err(|_| "its scope names no entity")?),
            None => None,
        };
        let scope = match (text(scope, "of")?, entity) {
            ("all", None) => ScopeName::All,
            ("release", Some(entity)) => ScopeName::Release(entity),
            ("thread", Some(entity)) => ScopeName::Thread(entity),
            _ => return Err("its scope is none of all, release and thread".into()),
        };
        let counts =
            members(get(top, "counts")?, &["attachments", "changes", "erased", "records", "withheld"], &[])?;
        let mut files = BTreeMap::new();
        for (name, digest) in get(top, "files")?.as_map().ok_or("`files` is not an object")? {
            let digest = digest.as_text().and_then(unhex).ok_or("a digest is not one")?;
            if !is_file_name(name) || name == "manifest.json" {
                return Err("a file has no name that is read here".into());
            }
            files.insert(name.clone(), digest);
        }
        Ok(Self {
            workspace: text(top, "workspace")?.parse().map_err(|_| "its workspace is none")?,
            scope,
            length,
            root: text(log, "root")?.parse().map_err(|_| "its root is none")?,
            first: number(top, "first")?,
            last: number(top, "last")?,
            counts: Counts {
                attachments: number(counts, "attachments")?,
                changes: number(counts, "changes")?,
                erased: number(counts, "erased")?,
                records: number(counts, "records")?,
                withheld: number(counts, "withheld")?,
            },
            files,
        })
    }
}

type Map = BTreeMap<String, Value>;

/// Holds an object to its members.
pub(super) fn members<'a>(value: &'a Value, needed: &[&str], optional: &[&str]) -> Result<&'a Map, String> {
    let map = value.as_map().ok_or("it is not an object")?;
    if let Some(missing) = needed.iter().find(|key| !map.contains_key(**key)) {
        return Err(format!("{missing} is missing"));
    }
    let known = |key: &str| needed.contains(&key) || optional.contains(&key);
    match map.keys().find(|key| !known(key)) {
        Some(key) => Err(format!("{} is not a member", key.chars().take(40).collect::<String>())),
        None => Ok(map),
    }
}

pub(super) fn get<'a>(map: &'a Map, key: &str) -> Result<&'a Value, String> {
    map.get(key).ok_or_else(|| format!("{key} is missing"))
}

pub(super) fn text<'a>(map: &'a Map, key: &str) -> Result<&'a str, String> {
    get(map, key)?.as_text().ok_or_else(|| format!("{key} is not text"))
}

pub(super) fn number(map: &Map, key: &str) -> Result<u64, String> {
    let number = get(map, key)?.as_int().and_then(|n| u64::try_from(n).ok());
    number.ok_or_else(|| format!("{key} is not a count"))
}

/// 64 lower-case hex digits.
pub(super) fn hex(hash: &Hash) -> String {
    hash.to_string().trim_start_matches("sha256:").to_owned()
}

/// The digest of 64 lower-case hex digits.
pub(super) fn unhex(text: &str) -> Option<Hash> {
    format!("sha256:{text}").parse().ok()
}

/// Whether a name can be one of a file in a pack, as archives are read.
fn is_file_name(name: &str) -> bool {
    let segment = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    name.len() <= 200 && name.split('/').all(segment)
}
