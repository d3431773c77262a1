//! Frameworks as dated data: which points a law or standard asks to be documented, and which kinds, fields and
//! readiness rules of the record speak to each. It says what the record holds; whether that complies is for people to
//! judge, and this program never says so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;

/// What is said wherever a framework is shown.
pub const NO_CLAIM: &str = "This table shows where the record speaks to a point. It is no statement of compliance, and \
                            an entry beside a point does not say that the point is met.";

/// A framework with its points.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// Its name on the command line: `eu-ai-act-annex-iv`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Where it was published.
    pub source: String,
    /// Where it can be read.
    pub url: String,
    /// The day of the text this was drawn from, `YYYY-MM-DD`.
    pub dated: String,
    /// Whose words the titles are in.
    pub wording: String,
    /// Its points, in the order of the text.
    pub points: Vec<Point>,
}

/// One thing a framework asks for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Its number in the text.
    pub id: String,
    /// Its title in short.
    pub title: String,
    /// What of the record speaks to it; any of these.
    #[serde(default)]
    pub by: Vec<Seek>,
    /// Readiness rules that ask for it: their open gaps are gaps here.
    #[serde(default)]
    pub rules: Vec<String>,
    /// What the way the record is kept says to it, where no artefact does.
    #[serde(default)]
    pub record: Option<String>,
}

/// Artefacts that speak to a point.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seek {
    /// Their kind.
    pub kind: String,
    /// Fields of which one at least is filled; none for any artefact of the kind.
    #[serde(default)]
    pub fields: Vec<String>,
    /// Fields that have one of these values.
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
}

/// An artefact as far as frameworks ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Entity id.
    pub entity: String,
    /// Its kind.
    pub kind: String,
    /// Fields that say something, references among them.
    pub filled: BTreeSet<String>,
    /// Fields that hold one word of a list.
    pub choices: BTreeMap<String, String>,
}

/// What the record holds for a point.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Entities that speak to it, in the order they were given.
    pub entities: Vec<String>,
    /// Rules with open gaps, with their number.
    pub open: Vec<(String, u64)>,
    /// Neither an artefact nor the way the record is kept speaks to it.
    pub empty: bool,
}

impl Seek {
    /// Whether an artefact is meant.
    #[must_use]
    pub fn finds(&self, held: &Held) -> bool {
        self.kind == held.kind
            && (self.fields.is_empty() || self.fields.iter().any(|field| held.filled.contains(field)))
            && self
                .only
                .iter()
                .all(|(field, words)| held.choices.get(field).is_some_and(|word| words.contains(word)))
    }

    /// What is looked for, in words made of the given labels: "deployment (monitoring plan)".
    #[must_use]
    pub fn words(&self, label: impl Fn(&str) -> String) -> String {
        let fields = self.fields.iter().map(|f| f.replace('-', " "));
        let only = self.only.iter().map(|(field, words)| {
            let words: Vec<String> =
                words.iter().map(|w| w.trim_start_matches("phase:").replace('-', " ")).collect();
            format!("{}: {}", field.replace('-', " "), words.join(" or "))
        });
        let all: Vec<String> = fields.chain(only).collect();
        if all.is_empty() { label(&self.kind) } else { format!("{} ({})", label(&self.kind), all.join(", ")) }
    }
}

/// What the record holds for each point, in their order. `open` is the number of open gaps by rule.
#[must_use]
pub fn answers(framework: &Framework, held: &[Held], open: &BTreeMap<String, u64>) -> Vec<Answer> {
    framework
        .points
        .iter()
        .map(|point| {
            let found = held.iter().filter(|h| point.by.iter().any(|seek| seek.finds(h)));
            let entities: Vec<String> = found.map(|h| h.entity.clone()).collect();
            let rules = point.rules.iter();
            Answer {
                empty: entities.is_empty() && point.record.is_none(),
                open: rules
                    .filter_map(|rule| Some((rule.clone(), *open.get(rule).filter(|n| **n > 0)?)))
                    .collect(),
                entities,
            }
        })
        .collect()
}

const TEXTS: [&str; 4] = [
    include_str!("../../frameworks/eu-ai-act-annex-iv.json"),
    include_str!("../../frameworks/iso-42001-annex-a.json"),
    include_str!("../../frameworks/nist-ai-rmf.json"),
    include_str!("../../frameworks/21-cfr-part-11.json"),
];

/// Every framework this program carries. One that could not be read would be missing; a test reads all.
pub fn all() -> &'static [Framework] {
    static ALL: OnceLock<Vec<Framework>> = OnceLock::new();
    ALL.get_or_init(|| TEXTS.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
}

/// The framework of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Framework> {
    all().iter().find(|framework| framework.name == name)
}

#[cfg(test)]
mod tests;
