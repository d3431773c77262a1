//! What records are called: numbers, file names, and how one record points at another.

use std::collections::BTreeMap;

use super::markdown::key;
use super::parsed::Mention;

/// The number in a file's name with the words before it: `ODH-ADR-0002-pipelines.md` is number 2
/// of the series `odh adr`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Number {
    /// Words before the number; for bare numbers, the folder, since each folder may count by
    /// itself.
    pub series: String,
    pub number: u32,
    /// As written, for people: `ODH-ADR-0002`.
    pub shown: String,
}

/// Splits a path's file name into its number and the words after it.
pub(crate) fn number(path: &str) -> (Option<Number>, String) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut at = 0;
    for (count, word) in stem.split(['-', '_', ' ', '.']).enumerate() {
        let end = at + word.len();
        let is_number = !word.is_empty() && word.len() <= 5 && word.chars().all(|c| c.is_ascii_digit());
        if is_number && count <= 5 {
            let before = key(stem.get(..at).unwrap_or(""));
            let rest = stem.get(end..).unwrap_or("");
            let series =
                if before.is_empty() || before == "adr" { format!("{folder}/{before}") } else { before };
            let number = Number {
                series,
                number: word.parse().unwrap_or(0),
                shown: stem.get(..end).unwrap_or(stem).to_owned(),
            };
            return (Some(number), key(rest));
        }
        at = end + 1;
    }
    // log4brains: `20200101-title.md`.
    let words = match stem.split_once('-') {
        Some((day, rest)) if day.len() == 8 && day.chars().all(|c| c.is_ascii_digit()) => rest,
        _ => stem,
    };
    (None, key(words))
}

/// A title that says no more than "this is a decision record", as a copied template does.
pub(crate) fn is_generic(title: &str) -> bool {
    let title = key(title);
    let ends = [
        "architecture decision record",
        "architecture decision record template",
        "architectural decision record",
        "adr template",
        "decision record",
        "title",
        "short title of solved problem and solution",
    ];
    ends.iter().any(|end| title == *end || title.ends_with(&format!(" {end}")))
}

/// A title made from the file's name.
pub(crate) fn title_from(path: &str) -> String {
    let (number, words) = number(path);
    let words = match (words.is_empty(), number) {
        (true, Some(number)) => number.shown,
        _ => words,
    };
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_else(|| path.to_owned())
}

/// Finds records by path and number.
#[derive(Debug, Default)]
pub(crate) struct Index {
    paths: BTreeMap<String, String>,
    numbers: BTreeMap<u32, Vec<(Number, String)>>,
}

/// Where a mention leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// The key of a record.
    Record(String),
    /// Several records have the number; their file names.
    Several(Vec<String>),
    /// Nothing that was read.
    Nowhere,
}

impl Index {
    /// Adds a record under every path it ever lay at.
    pub(crate) fn add(&mut self, key: &str, current: &str, paths: &[String]) {
        for path in paths {
            // A path can have held several files in turn; the one that is there now wins.
            self.paths.entry(path.clone()).or_insert_with(|| key.to_owned());
        }
        self.paths.insert(current.to_owned(), key.to_owned());
        if let (Some(number), _) = number(current) {
            self.numbers.entry(number.number).or_default().push((number, key.to_owned()));
        }
    }

    /// Records that share a number of one series, as (number, keys).
    pub(crate) fn reused(&self) -> Vec<(Number, Vec<String>)> {
        let mut series: BTreeMap<(String, u32), (Number, Vec<String>)> = BTreeMap::new();
        for (number, key) in self.numbers.values().flatten() {
            series
                .entry((number.series.clone(), number.number))
                .or_insert_with(|| (number.clone(), Vec::new()))
                .1
                .push(key.clone());
        }
        series.into_values().filter(|(_, k)| k.len() > 1).collect()
    }

    /// Follows a mention made in the file at `from`.
    pub(crate) fn follow(&self, mention: &Mention, from: &str) -> Target {
        if let Some(to) = &mention.to {
            if !to.contains("://") {
                let path = to.split(['#', '?']).next().unwrap_or("");
                let path = join(from, &unescape(path));
                if let Some(key) = self.paths.get(&path) {
                    return Target::Record(key.clone());
                }
                // log4brains links to the record's name without folder and extension.
                let name = path.rsplit('/').next().unwrap_or("").trim_end_matches(".md");
                let same: Vec<&String> = self
                    .paths
                    .iter()
                    .filter(|(p, _)| p.rsplit('/').next().map(|n| n.trim_end_matches(".md")) == Some(name))
                    .map(|(_, key)| key)
                    .collect();
                if let ([only], false) = (same.as_slice(), name.is_empty()) {
                    return Target::Record((*only).clone());
                }
            } else if let Some(name) = to.rsplit('/').next().filter(|n| n.ends_with(".md")) {
                let name = unescape(name);
                if let Some((_, key)) = self.paths.iter().find(|(p, _)| p.ends_with(&name)) {
                    return Target::Record(key.clone());
                }
                return Target::Nowhere;
            } else {
                return Target::Nowhere;
            }
        }
        self.by_number(&mention.text, from)
    }

    fn by_number(&self, text: &str, from: &str) -> Target {
        let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        let mut before: Vec<String> = Vec::new();
        let found = words.find_map(|word| {
            if word.len() <= 5 && word.chars().all(|c| c.is_ascii_digit()) {
                word.parse::<u32>().ok()
            } else {
                before.push(word.to_lowercase());
                None
            }
        });
        // "Data connections (pre-2.16)" is no number of a record: such a mention begins with the
        // number, or with a series such as "ADR".
        let Some(wanted) = found.filter(|_| before.iter().all(|w| w.len() <= 10) && before.len() <= 4) else {
            return Target::Nowhere;
        };
        let all = self.numbers.get(&wanted).map_or(&[][..], Vec::as_slice);
        let series = before.join(" ");
        let own = number(from).0.map(|n| n.series).unwrap_or_default();
        let narrowed: Vec<&(Number, String)> = all
            .iter()
            .filter(|(n, _)| {
                if series.is_empty() || series == "adr" {
                    n.series == own
                } else {
                    n.series == series || n.series.ends_with(&format!("/{series}"))
                }
            })
            .collect();
        match narrowed.as_slice() {
            [] => Target::Nowhere,
            [(_, key)] => Target::Record(key.clone()),
            several => Target::Several(several.iter().map(|(_, k)| k.clone()).collect()),
        }
    }
}

/// `../b/x.md` seen from `a/y.md` is `b/x.md`.
fn join(from: &str, to: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> =
        if to.starts_with('/') { Vec::new() } else { folder.split('/').filter(|p| !p.is_empty()).collect() };
    for part in to.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn unescape(path: &str) -> String {
    path.replace("%20", " ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn numbers_are_found_behind_any_series() {
        let number_of = |path: &str| number(path).0.map(|n| (n.series, n.number));
        assert_eq!(number_of("a/0002-b.md"), Some(("a/".into(), 2)));
        assert_eq!(number_of("x/ODH-ADR-Operator-0007-auth-crd.md"), Some(("odh adr operator".into(), 7)));
        assert_eq!(number_of("20200101-use-it.md"), None);
        assert_eq!(number("20200101-use-it.md").1, "use it");
        assert_eq!(title_from("x/ODH-ADR-MS-0003-ai-gateway.md"), "Ai gateway");
    }

    #[test]
    fn mentions_lead_by_path_or_number() {
        let mut index = Index::default();
        index.add("a/0001-x.md", "a/0001-x.md", &[]);
        index.add("b/0001-y.md", "b/0001-y.md", &["old/y.md".into()]);
        let mention =
            |text: &str, to: Option<&str>| Mention { text: text.into(), to: to.map(str::to_owned), line: 1 };
        let record = |key: &str| Target::Record(key.into());
        assert_eq!(index.follow(&mention("x", Some("0001-x.md#top")), "a/0002-z.md"), record("a/0001-x.md"));
        assert_eq!(index.follow(&mention("y", Some("../old/y.md")), "a/0002-z.md"), record("b/0001-y.md"));
        assert_eq!(index.follow(&mention("ADR-0001", None), "b/0002-z.md"), record("b/0001-y.md"));
        assert_eq!(index.follow(&mention("1. X", None), "a/0002-z.md"), record("a/0001-x.md"));
        assert_eq!(
            index.follow(&mention("pull 23", Some("https://example.org/pull/23")), "a/0002-z.md"),
            Target::Nowhere
        );
        assert_eq!(
            index.follow(&mention("Data Connections (pre-2.16)", None), "a/0002-z.md"),
            Target::Nowhere
        );
    }
}
