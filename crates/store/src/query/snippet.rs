//! Cuts the text around what was found and marks it.

use super::search::pieces;

/// Characters before the first word that is shown marked.
const BEFORE: usize = 60;
/// Characters of a snippet.
const LENGTH: usize = 180;
/// Stands before a word that was found.
const OPEN: char = '\u{1}';
/// Stands after a word that was found.
const CLOSE: char = '\u{2}';

/// The words to mark, as the index sees them.
pub(super) struct Wanted {
    words: Vec<(String, bool)>,
}

impl Wanted {
    /// The words of a question.
    pub fn new(text: &str) -> Self {
        let mut wanted = Vec::new();
        for piece in pieces(text) {
            let words: Vec<&str> = words(&piece.text).map(|(_, word)| word).collect();
            for (at, word) in words.iter().enumerate() {
                wanted.push((folded(word), piece.unfinished && at + 1 == words.len()));
            }
        }
        Self { words: wanted }
    }

    fn fits(&self, word: &str) -> bool {
        let word = folded(word);
        self.words.iter().any(
            |(wanted, unfinished)| {
                if *unfinished { word.starts_with(wanted.as_str()) } else { word == *wanted }
            },
        )
    }
}

/// A piece of the body around the first word found there, else the title, with the words marked.
pub(super) fn snippet(wanted: &Wanted, title: &str, body: &str) -> String {
    match words(body).find(|(_, word)| wanted.fits(word)) {
        Some((at, _)) => marked(wanted, body, at),
        None => marked(wanted, title, 0),
    }
}

fn marked(wanted: &Wanted, text: &str, first: usize) -> String {
    let start = text
        .get(..first)
        .and_then(|before| before.char_indices().rev().take(BEFORE).last())
        .map_or(first, |(at, _)| at);
    // Not in the middle of a word.
    let start = match text.get(start..first) {
        Some(before) if start > 0 => before.find(char::is_whitespace).map_or(first, |at| start + at + 1),
        _ => 0,
    };
    let rest = text.get(start..).unwrap_or_default();
    let cut = rest.char_indices().nth(LENGTH).map_or(rest.len(), |(at, _)| at);
    let shown = rest.get(..cut).unwrap_or_default();
    let shown = if cut < rest.len() {
        shown.rfind(char::is_whitespace).and_then(|at| shown.get(..at)).unwrap_or(shown)
    } else {
        shown
    };
    let mut out = String::with_capacity(shown.len() + 16);
    if start > 0 {
        out.push('…');
    }
    let mut done = 0;
    for (at, word) in words(shown) {
        if wanted.fits(word) {
            push_plain(&mut out, shown.get(done..at).unwrap_or_default());
            out.push(OPEN);
            out.push_str(word);
            out.push(CLOSE);
            done = at + word.len();
        }
    }
    push_plain(&mut out, shown.get(done..).unwrap_or_default());
    if start + shown.len() < text.trim_end().len() {
        out.push('…');
    }
    out
}

/// Text may hold the marks itself; white space becomes one blank.
fn push_plain(out: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !c.is_control() {
            out.push(c);
        }
    }
}

/// Runs of letters, digits and marks on them, with where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let in_word = |c: char| c.is_alphanumeric() || is_mark(c);
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(in_word)?;
        let tail = text.get(start..)?;
        let end = start + tail.find(|c| !in_word(c)).unwrap_or(tail.len());
        at = end;
        Some((start, text.get(start..end)?))
    })
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// A word without case and without marks on Latin letters, as the index compares it.
fn folded(word: &str) -> String {
    word.chars().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase).map(without_mark).collect()
}

fn without_mark(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked_with_their_own_spelling() {
        let wanted = Wanted::new("cafe rat");
        assert_eq!(
            snippet(&wanted, "Title", "The Café had a\nrating of 5 \u{1}stars."),
            "The \u{1}Café\u{2} had a \u{1}rating\u{2} of 5 stars."
        );
        assert_eq!(snippet(&wanted, "Rates of cafés", "nothing"), "\u{1}Rates\u{2} of cafés");
    }

    #[test]
    fn a_long_text_is_cut_around_the_first_word_at_blanks() {
        let wanted = Wanted::new("needle ");
        let text = format!("{}needle {}", "hay stack ".repeat(40), "and more ".repeat(40));
        let cut = snippet(&wanted, "", &text);
        assert!(cut.starts_with('…') && cut.ends_with('…'), "{cut}");
        assert!(cut.contains("\u{1}needle\u{2}"));
        assert!(cut.chars().count() < LENGTH + 10);
        assert!(cut.split(' ').all(|word| ["hay", "stack", "and", "more"].contains(&word.trim_matches('…'))
            || word.contains("needle")));
    }
}
