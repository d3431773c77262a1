//! Search in titles, text and ids, best first.

use serde::Serialize;
use throughline_model::search_text;

use super::card::{Card, Cards, bind};
use super::snippet::{Wanted, snippet};
use super::{At, Page, Reader};
use crate::error::Result;

/// Most words of a question that are looked for.
const WORDS: usize = 32;

/// What to search for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SearchQuery {
    /// Words, all of which must occur; the last may be unfinished, `"several words"` stand together. An
    /// id, or anything else that [`Reader::resolve`] knows, comes first.
    pub text: String,
    /// Kinds without version; empty for all.
    pub kinds: Vec<String>,
    /// First hit.
    pub offset: u64,
    /// Hits at most; 0 for 50.
    pub limit: u64,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// What was found.
    pub card: Card,
    /// Text around the words, which stand between U+0001 and U+0002.
    pub snippet: String,
    /// How well it fits: the larger the better, of no unit. Infinite for what was named.
    pub score: f64,
}

impl Reader {
    /// What contains the words, best first; removed things are not found.
    ///
    /// # Errors
    /// [`crate::StoreError::Query`] if the moment is not one. No text is an error.
    pub fn search(&self, query: &SearchQuery, at: &At) -> Result<Page<Hit>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let mut found: Vec<(f64, i64, i64)> = Vec::new();
            let named = snapshot.named_here(&query.text, moment)?;
            let kinds = query.kinds.iter().map(|name| format!("'{}'", name.replace('\'', "''")));
            let kinds = kinds.collect::<Vec<_>>().join(", ");
            let of_kinds = if kinds.is_empty() { String::new() } else { format!(" AND s.kind IN ({kinds})") };
            if let Some(words) = match_query(&query.text) {
                let mut statement = snapshot.connection.prepare_cached(&format!(
                    "SELECT text.rank, s.row, s.eid FROM text CROSS JOIN state s ON s.row = text.rowid \
                     WHERE text MATCH :words AND {} AND s.removed = 0{of_kinds}",
                    moment.valid("s")
                ))?;
                bind(&mut statement, &[(":words", words.as_str())], moment)?;
                let mut rows = statement.raw_query();
                while let Some(row) = rows.next()? {
                    found.push((row.get(0)?, row.get(1)?, row.get(2)?));
                }
            }
            let mut cards = Cards::new(snapshot, moment)?;
            let mut hits: Vec<(i64, f64)> = Vec::new();
            for eid in named {
                let fits = cards
                    .get(eid)?
                    .is_some_and(|card| query.kinds.is_empty() || query.kinds.contains(&card.kind));
                if fits {
                    found.retain(|(_, _, other)| *other != eid);
                    hits.push((eid, f64::INFINITY));
                }
            }
            let total = (hits.len() + found.len()) as u64;
            let offset = usize::try_from(query.offset).unwrap_or(usize::MAX);
            let limit =
                usize::try_from(if query.limit == 0 { 50 } else { query.limit }).unwrap_or(usize::MAX);
            let end = offset.saturating_add(limit);
            best_first(&mut found, end.saturating_sub(hits.len()));
            hits.extend(found.iter().map(|(rank, _, eid)| (*eid, -rank)));
            let wanted = Wanted::new(&query.text);
            let mut rows = Vec::new();
            for (eid, score) in hits.into_iter().skip(offset).take(limit) {
                let Some(card) = cards.get(eid)? else { continue };
                let text = snapshot.state(eid, card.id, moment)?.map(|state| search_text(&state));
                let (title, body) = text.unwrap_or_default();
                rows.push(Hit { snippet: snippet(&wanted, &title, &body), card, score });
            }
            Ok(Page { total, rows, offset: query.offset })
        })
    }
}

impl super::Snapshot<'_> {
    /// What the whole text names, if it names something.
    fn named_here(&self, text: &str, moment: super::at::Moment) -> Result<Vec<i64>> {
        let mut eids = Vec::new();
        // Names hold no white space, but titles of versions may.
        if !text.trim().contains(char::is_whitespace) || text.contains('@') {
            for id in self.named(text, moment)? {
                eids.extend(self.eid(&id)?);
            }
        }
        Ok(eids)
    }
}

/// Puts the best in front, in order; FTS5's ranks are the smaller the better. Equal ranks stand in the
/// order the entities came.
fn best_first(found: &mut Vec<(f64, i64, i64)>, wanted: usize) {
    let order = |a: &(f64, i64, i64), b: &(f64, i64, i64)| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2));
    if wanted < found.len() {
        if let Some(last) = wanted.checked_sub(1) {
            found.select_nth_unstable_by(last, order);
        }
        found.truncate(wanted);
    }
    found.sort_unstable_by(order);
}

/// A question in FTS5's language; `None` if it has no word. Each word is quoted, so nothing in it is
/// taken for an operator, and what the tokenizer splits (`click-through`) stands together.
pub(crate) fn match_query(text: &str) -> Option<String> {
    let mut query = String::new();
    let pieces = pieces(text);
    for piece in pieces.iter().take(WORDS) {
        if !query.is_empty() {
            query.push(' ');
        }
        query.push('"');
        query.push_str(piece.text.trim());
        query.push('"');
        if piece.unfinished {
            query.push('*');
        }
    }
    (!query.is_empty()).then_some(query)
}

/// A word, or words that stand together.
pub(super) struct Piece {
    pub text: String,
    /// More letters may follow.
    pub unfinished: bool,
}

/// The words of a question.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let ends_in_word = text.chars().next_back().is_some_and(char::is_alphanumeric);
    for (at, quoted) in text.split('"').enumerate() {
        let clean: String = quoted.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let mut add = |piece: &str| {
            if piece.chars().any(char::is_alphanumeric) {
                pieces.push(Piece { text: piece.to_owned(), unfinished: false });
            }
        };
        if at % 2 == 1 {
            add(&clean);
        } else {
            clean.split_whitespace().for_each(add);
        }
    }
    if ends_in_word && let Some(last) = pieces.last_mut() {
        last.unfinished = true;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_and_the_last_may_be_unfinished() {
        assert_eq!(match_query("click-through OR rat").as_deref(), Some("\"click-through\" \"OR\" \"rat\"*"));
        assert_eq!(match_query("rate ").as_deref(), Some("\"rate\""));
        assert_eq!(match_query("a \"b c\"").as_deref(), Some("\"a\" \"b c\""));
        assert_eq!(match_query("\"b\0c").as_deref(), Some("\"b c\"*"));
        assert_eq!(match_query(" -- \" * \u{0} "), None);
    }
}
