//! A bundle as one thing: the digest over its model, data and code, and what it lacks.
//!
//! The digest is the SHA-256 of a text that anybody can write by hand (`docs/format.md`, *The digest of a
//! bundle*): a first line that names the form, then one line per version with its role and its identity, in the
//! order of their bytes. So it is the same for any order in which versions were linked, and two bundles that
//! ship the same three versions have the same digest under whatever label.

use std::collections::BTreeSet;

use throughline_record::{EntityId, Hash, Value};

use crate::identity::ALGORITHMS;
use crate::state::State;

/// The first line of the text that is hashed; another form will have another number.
pub const FORM: &str = "throughline-bundle/1";

/// What a version is in a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The trained model.
    Model,
    /// The data it stands on.
    Data,
    /// The code that serves it.
    Code,
}

impl Role {
    /// All of them, in the order they are shown.
    pub const ALL: [Role; 3] = [Role::Model, Role::Data, Role::Code];

    /// The role of a kind of version; `None` for what no bundle ships.
    #[must_use]
    pub fn of_kind(kind: &str) -> Option<Role> {
        match kind {
            "model-version" => Some(Role::Model),
            "data-version" => Some(Role::Data),
            "code-version" => Some(Role::Code),
            _ => None,
        }
    }

    /// As it stands in the hashed text and in sentences.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Model => "model",
            Role::Data => "data",
            Role::Code => "code",
        }
    }
}

/// By what a version is told apart from every other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// `algorithm:value`.
    pub text: String,
    /// Why it does not prove that nothing was changed, in words; `None` if it does.
    pub weak: Option<&'static str>,
}

/// The identity of a version as its fields say it: the strongest of its digests; of code, the commit with its
/// path; of a model without a digest, the run it came out of.
#[must_use]
pub fn identity(role: Role, state: &State) -> Option<Identity> {
    let text = |field: &str| state.text(field).map(str::trim).filter(|t| !t.is_empty());
    let is = |field: &str| state.value(field).and_then(Value::as_bool) == Some(true);
    match role {
        Role::Code => {
            let commit = text("commit")?;
            let hash = commit.len() >= 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
            let commit = if hash { commit.to_ascii_lowercase() } else { commit.to_owned() };
            let weak = match (is("dirty"), hash) {
                (true, _) => Some("it was run with changes that are not in the commit"),
                (_, false) => Some("the commit is not its full hash"),
                _ => None,
            };
            let path = text("path").map_or_else(String::new, |path| format!(" {path}"));
            Some(Identity { text: format!("git-commit:{commit}{path}"), weak })
        }
        Role::Model | Role::Data => {
            let strongest = digests(state.value("digest")).into_iter().min_by_key(|(name, value)| {
                let rank = ALGORITHMS.iter().position(|known| known.name == name.as_str());
                (rank.unwrap_or(ALGORITHMS.len()), value.clone())
            });
            if let Some((algorithm, value)) = strongest {
                let sampled = ALGORITHMS.iter().any(|known| known.name == algorithm && known.is_weak())
                    || is("weak-digest");
                let weak = sampled.then_some("its digest covers only a sample");
                return Some(Identity { text: format!("{algorithm}:{value}"), weak });
            }
            let run = text("run-id").filter(|_| role == Role::Model)?;
            Some(Identity {
                text: format!("run:{run}"),
                weak: Some("only its run is known, not the digest of its file"),
            })
        }
    }
}

/// The digests of an identity field, algorithm and value.
fn digests(value: Option<&Value>) -> Vec<(String, String)> {
    let one = |value: &Value| {
        let map = value.as_map()?;
        let part = |name: &str| map.get(name).and_then(Value::as_text).map(str::to_owned);
        Some((part("algorithm")?, part("value")?))
    };
    match value {
        Some(Value::List(list)) => list.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

/// One version of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The version.
    pub id: EntityId,
    /// What it is in the bundle.
    pub role: Role,
    /// How a sentence names it: `DAT-4 “ratings 2026-08”`.
    pub words: String,
    /// By what it is told apart, if anything was recorded.
    pub identity: Option<Identity>,
}

/// A bundle put together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundled {
    /// `sha256:` and 64 digits; only of a complete bundle, as another version would make it another digest.
    pub digest: Option<String>,
    /// What it lacks, a sentence each; complete if nothing.
    pub missing: Vec<String>,
    /// The parts whose identity proves little, a sentence each.
    pub weak: Vec<String>,
    /// The versions it ships, whatever is known of them.
    pub versions: BTreeSet<EntityId>,
}

impl Bundled {
    /// Whether model, data and code are there, each with an identity.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }

    /// Whether two bundles ship the same: by digest where both have one, else the very same versions.
    #[must_use]
    pub fn same_as(&self, other: &Bundled) -> bool {
        match (&self.digest, &other.digest) {
            (Some(a), Some(b)) => a == b,
            _ => !self.versions.is_empty() && self.versions == other.versions,
        }
    }
}

/// Puts a bundle together from its versions, in any order.
#[must_use]
pub fn bundled(parts: &[Part]) -> Bundled {
    let mut out = Bundled { versions: parts.iter().map(|part| part.id).collect(), ..Bundled::default() };
    for role in Role::ALL {
        if !parts.iter().any(|part| part.role == role) {
            out.missing.push(format!("It has no {} version.", role.as_str()));
        }
    }
    let mut lines = BTreeSet::new();
    for part in parts {
        match &part.identity {
            None => {
                let what = match part.role {
                    Role::Code => "commit",
                    Role::Model | Role::Data => "digest",
                };
                out.missing.push(format!("{} has no {what}.", part.words));
            }
            Some(identity) => {
                lines.insert(format!("{} {}", part.role.as_str(), identity.text));
                out.weak.extend(identity.weak.map(|why| format!("{}: {why}.", part.words)));
            }
        }
    }
    if out.is_complete() {
        let mut text = format!("{FORM}\n");
        for line in &lines {
            text.push_str(line);
            text.push('\n');
        }
        out.digest = Some(Hash::of(text.as_bytes()).to_string());
    }
    out
}
