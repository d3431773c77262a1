//! Where a quote stands in the text it was taken from, also after the text was edited.

use serde::Serialize;

/// A piece of a text: characters (Unicode scalar values) counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Span {
    /// The first character.
    pub from: usize,
    /// The character after the last one.
    pub to: usize,
}

impl Span {
    /// Whether two pieces have a character in common.
    #[must_use]
    pub fn meets(self, other: Span) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// What became of a quote's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The words stand where they were marked.
    Kept(Span),
    /// They stand elsewhere in the text: it was edited before them, or no place was kept. Of several
    /// places it is the one nearest to where they were.
    Found(Span),
    /// The words are no longer in the text.
    Gone,
}

impl Place {
    /// Where the words stand now.
    #[must_use]
    pub fn span(self) -> Option<Span> {
        match self {
            Place::Kept(span) | Place::Found(span) => Some(span),
            Place::Gone => None,
        }
    }
}

/// A text made ready to look quotes up in: spaces and line ends count as one space however many they
/// are, and typographic quotation marks, apostrophes and hyphens as the plain ones, because both change when a
/// text is pasted through another program.
pub struct Reading {
    plain: String,
    /// Per byte of `plain`: the character of the text it came from.
    from: Vec<usize>,
}

fn plain(c: char) -> Option<char> {
    match c {
        '\u{ad}' | '\u{200b}' | '\u{200d}' | '\u{feff}' => None,
        '“' | '”' | '„' | '«' | '»' => Some('"'),
        '‘' | '’' | '‚' | '‛' => Some('\''),
        '‐' | '‑' => Some('-'),
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

impl Reading {
    /// Reads a text once, for any number of quotes.
    #[must_use]
    pub fn of(text: &str) -> Reading {
        let mut reading =
            Reading { plain: String::with_capacity(text.len()), from: Vec::with_capacity(text.len()) };
        for (index, c) in text.chars().enumerate() {
            let Some(c) = plain(c) else { continue };
            if c == ' ' && reading.plain.ends_with(' ') {
                continue;
            }
            reading.plain.push(c);
            reading.from.extend(std::iter::repeat_n(index, c.len_utf8()));
        }
        reading
    }

    /// Every place at which these words stand, in order. Marks around the words do not count; nothing is
    /// found where there are no words.
    #[must_use]
    pub fn find(&self, words: &str) -> Vec<Span> {
        let wanted = Reading::of(words).plain;
        let wanted = wanted.trim();
        let found = self.exactly(wanted);
        if !found.is_empty() {
            return found;
        }
        self.exactly(wanted.trim_matches(['"', '\'']).trim())
    }

    fn exactly(&self, wanted: &str) -> Vec<Span> {
        if wanted.is_empty() {
            return Vec::new();
        }
        let last = |at: usize| self.from.get(at + wanted.len() - 1).map_or(0, |index| index + 1);
        self.plain
            .match_indices(wanted)
            .filter_map(|(at, _)| Some(Span { from: *self.from.get(at)?, to: last(at) }))
            .collect()
    }

    /// Where a quote stands that was marked at a place, if one was kept.
    #[must_use]
    pub fn place(&self, quote: &str, marked: Option<Span>) -> Place {
        if let Some(marked) = marked.filter(|marked| self.says(*marked, quote)) {
            return Place::Kept(marked);
        }
        let away = |span: &Span| marked.map_or(span.from, |marked| span.from.abs_diff(marked.from));
        self.find(quote).into_iter().min_by_key(away).map_or(Place::Gone, Place::Found)
    }

    /// Whether exactly these words stand at a place; the marks around them may be left out or taken in.
    fn says(&self, span: Span, quote: &str) -> bool {
        let begin = self.from.partition_point(|index| *index < span.from);
        let end = self.from.partition_point(|index| *index < span.to);
        let bare = |text: &str| text.trim_matches([' ', '"', '\'']).to_owned();
        let wanted = bare(&Reading::of(quote).plain);
        self.plain.get(begin..end).is_some_and(|here| !wanted.is_empty() && bare(here) == wanted)
    }
}
