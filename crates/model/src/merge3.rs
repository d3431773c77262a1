//! Bringing together two texts that were changed without knowing of each other.
//!
//! Each side is compared, line by line, with the text that both saw last. What one side changed is
//! taken; where both changed the same lines, both are kept, one under the other, for a person to read.

use diffy::{ConflictStyle, IncompleteHunkStyle, MergeOptions};

/// Texts with more lines than this are not compared, as that could take minutes.
const MOST_LINES: usize = 10_000;

/// What two texts make together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The text with what either side changed.
    pub text: String,
    /// In how many places both changed the same lines, so that both are kept.
    pub both_kept: usize,
}

/// Merges two texts that were made from `base`.
#[must_use]
pub fn merge3(base: &str, ours: &str, theirs: &str) -> Merged {
    if ours == theirs || theirs == base {
        return Merged { text: ours.to_owned(), both_kept: 0 };
    }
    if ours == base {
        return Merged { text: theirs.to_owned(), both_kept: 0 };
    }
    if [base, ours, theirs].iter().any(|text| text.lines().count() > MOST_LINES) {
        return Merged { text: one_under_the_other(ours, theirs), both_kept: 1 };
    }
    // A last line that ends and one that does not would count as different.
    let ended = |text: &str| {
        if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
    };
    let (base, our, their) = (ended(base), ended(ours), ended(theirs));
    let length = marker_length(&[&base, &our, &their]);
    let merged = MergeOptions::new()
        .set_conflict_marker_length(length)
        .set_conflict_style(ConflictStyle::Merge)
        .set_incomplete_hunk_style(IncompleteHunkStyle::Git)
        .merge(&base, &our, &their);
    let (mut text, both_kept) = match merged {
        Ok(text) => (text, 0),
        Err(marked) => without_markers(&marked, length),
    };
    if !ours.ends_with('\n') && !theirs.ends_with('\n') && text.ends_with('\n') {
        text.pop();
    }
    Merged { text, both_kept }
}

/// Longer than anything in the texts that looks like a marker.
fn marker_length(texts: &[&str]) -> usize {
    let lines = texts.iter().flat_map(|text| text.lines());
    let runs = lines.map(|line| {
        let first = line.bytes().next().filter(|b| b"<=>".contains(b));
        first.map_or(0, |first| line.bytes().take_while(|b| *b == first).count())
    });
    runs.max().unwrap_or(0).max(6) + 1
}

/// Puts both sides of each marked place one under the other; answers how many there were.
fn without_markers(marked: &str, length: usize) -> (String, usize) {
    let marker = |of: char| of.to_string().repeat(length);
    let [begin, amid, end] = ['<', '=', '>'].map(marker);
    let (mut text, mut places) = (String::with_capacity(marked.len()), 0);
    let mut sides: Option<(String, Option<String>)> = None;
    for line in marked.split_inclusive('\n') {
        match &mut sides {
            None if line.starts_with(&begin) => sides = Some((String::new(), None)),
            None => text.push_str(line),
            Some((_, theirs @ None)) if line.starts_with(&amid) => *theirs = Some(String::new()),
            Some((ours, Some(theirs))) if line.starts_with(&end) => {
                text.push_str(&one_under_the_other(ours, theirs));
                places += 1;
                sides = None;
            }
            Some((ours, None)) => ours.push_str(line),
            Some((_, Some(theirs))) => theirs.push_str(line),
        }
    }
    (text, places)
}

/// Both texts with an empty line between, so that Markdown takes them for two paragraphs.
fn one_under_the_other(ours: &str, theirs: &str) -> String {
    if ours.trim().is_empty() {
        return theirs.to_owned();
    }
    if theirs.trim().is_empty() {
        return ours.to_owned();
    }
    format!("{}\n\n{theirs}", ours.trim_end_matches('\n'))
}
