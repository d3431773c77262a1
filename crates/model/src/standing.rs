//! How a version stands against the place it lies in: what the last look found, and whether that look still
//! counts.

use serde::Serialize;

use crate::card::day;
use crate::state::State;

/// How a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// What lies there has the digests that were recorded.
    Matches,
    /// What lies there has others.
    Changed,
    /// Nothing lies there.
    Missing,
    /// The commit is there, and what was run is not all in it.
    Dirty,
    /// Its place is none this computer can look at, or nothing is recorded to compare with.
    NotLookedUp,
    /// Nobody looked, or what is said of it changed since.
    NotChecked,
}

impl Word {
    /// Its name in records and on the edge.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Word::Matches => "matches",
            Word::Changed => "changed",
            Word::Missing => "missing",
            Word::Dirty => "dirty",
            Word::NotLookedUp => "not-looked-up",
            Word::NotChecked => "not-checked",
        }
    }

    /// What a check that was recorded says. Records of earlier versions say `stale` for what changed, and `weak`
    /// for what matched by a digest that covers a sample.
    #[must_use]
    pub fn of_check(result: &str) -> Word {
        match result {
            "matches" | "weak" => Word::Matches,
            "changed" | "stale" => Word::Changed,
            "missing" => Word::Missing,
            "dirty" => Word::Dirty,
            _ => Word::NotLookedUp,
        }
    }

    /// Whether what stands on it stands on something else than was recorded.
    #[must_use]
    pub const fn is_unwell(self) -> bool {
        matches!(self, Word::Changed | Word::Missing)
    }
}

/// How a version stands, with the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// In a word.
    pub word: Word,
    /// When it was looked at; of what was not checked, since when: RFC 3339.
    pub at: String,
    /// Whether somebody looked before what is said of it changed.
    pub outdated: bool,
}

impl Standing {
    /// "matches", "not checked since 3 Sep 2026".
    #[must_use]
    pub fn words(&self) -> String {
        match self.word {
            Word::NotChecked => format!("not checked since {}", day(&self.at)),
            Word::NotLookedUp => "not looked up".to_owned(),
            word => word.as_str().to_owned(),
        }
    }
}

/// The fields of each kind of version that say what it is and where it lies.
pub const IDENTIFYING: &[(&str, &[&str])] = &[
    ("model-version", &["digest", "location"]),
    ("data-version", &["digest", "location", "weak-digest"]),
    ("code-version", &["repository", "commit", "path", "dirty", "location"]),
];

/// Whether a kind is a version of model, data or code.
#[must_use]
pub fn is_version(kind: &str) -> bool {
    IDENTIFYING.iter().any(|(name, _)| *name == kind)
}

/// When what says what a version is, and where it lies, was set last; when it was recorded, if nothing says so.
#[must_use]
pub fn identified_at(version: &State) -> &str {
    let fields = IDENTIFYING.iter().find(|(name, _)| *name == version.kind).map_or(&[][..], |(_, f)| f);
    fields
        .iter()
        .filter_map(|name| Some(version.fields.get(*name)?.shown()?.set.at.as_str()))
        .max()
        .unwrap_or(&version.created.at)
}

/// How a version stands by its last check, if there was one. A check made before what is said of the version
/// changed says nothing about it any more.
#[must_use]
pub fn standing(version: &State, last: Option<&State>) -> Standing {
    let since = identified_at(version);
    let Some(check) = last else {
        return Standing { word: Word::NotChecked, at: since.to_owned(), outdated: false };
    };
    let checked = check.text("checked-at").unwrap_or(&check.created.at);
    if checked < since {
        return Standing { word: Word::NotChecked, at: since.to_owned(), outdated: true };
    }
    let word = Word::of_check(check.text("result").unwrap_or_default());
    Standing { word, at: checked.to_owned(), outdated: false }
}
