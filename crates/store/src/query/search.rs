//! Search in titles, text and ids, best first.

use serde::Serialize;
use throughline_model::search_text;

use super::at::Moment;
use super::card::{Asked, CARD, Card, Cards, RawCard, bind};
use super::snippet::{Wanted, snippet};
use super::{At, Page, Reader, Snapshot};
use crate::error::Result;

/// Most words of a question that are looked for.
const WORDS: usize = 32;
/// Hits of a page, where nothing else was asked for.
const USUAL: usize = 50;

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

/// A row of `state` that was found.
#[derive(Debug, Clone, Copy)]
struct Found {
    row: i64,
    /// Every word of the question stands in it as it was written.
    whole: bool,
    /// FTS5's rank: the smaller the better.
    rank: f64,
}

impl Reader {
    /// What contains the words, best first; removed things are not found. Whole words come before
    /// unfinished ones.
    ///
    /// # Errors
    /// [`crate::StoreError::Query`] if the moment is not one. No text is an error.
    pub fn search(&self, query: &SearchQuery, at: &At) -> Result<Page<Hit>> {
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let search = Search { snapshot, moment, of_kinds: of_kinds(&query.kinds) };
            let mut cards = Cards::new(snapshot, moment)?;
            let offset = usize::try_from(query.offset).unwrap_or(usize::MAX);
            let limit =
                if query.limit == 0 { USUAL } else { usize::try_from(query.limit).unwrap_or(usize::MAX) };

            let named = search.named(&query.text, &query.kinds, &mut cards)?;
            let mut found = search.containing(&query.text)?;
            if !named.is_empty() {
                found.retain(|one| !named.contains(&one.row));
            }
            let total = (named.len() + found.len()) as u64;
            best_first(&mut found, offset.saturating_add(limit));
            let named = named.into_iter().map(|row| Found { row, whole: true, rank: f64::NEG_INFINITY });
            let mut by_row =
                Asked::new(snapshot, &format!("SELECT {CARD} FROM state s WHERE s.row = :eid"), Moment::Now)?;
            let wanted = Wanted::new(&query.text);
            let mut rows = Vec::new();
            for one in named.chain(found).skip(offset).take(limit) {
                let raw = by_row.rows(one.row)?.next()?.map(RawCard::read).transpose()?;
                let Some(raw) = raw else { continue };
                let text = snapshot.state(raw.eid, raw.id, moment)?.map(|state| search_text(&state));
                let (title, body) = text.unwrap_or_default();
                let card = cards.finish(raw)?;
                rows.push(Hit { snippet: snippet(&wanted, &title, &body), card, score: -one.rank });
            }
            Ok(Page { total, rows, offset: query.offset })
        })
    }
}

/// Puts the best in front, in order, and drops what is not wanted. Equally good ones stand in the order
/// of their rows.
fn best_first(found: &mut Vec<Found>, wanted: usize) {
    let order =
        |a: &Found, b: &Found| b.whole.cmp(&a.whole).then(a.rank.total_cmp(&b.rank)).then(a.row.cmp(&b.row));
    if wanted < found.len() {
        if let Some(last) = wanted.checked_sub(1) {
            found.select_nth_unstable_by(last, order);
        }
        found.truncate(wanted);
    }
    found.sort_unstable_by(order);
}

/// Kinds as a condition on `state` as s, empty for all.
fn of_kinds(kinds: &[String]) -> String {
    let list: Vec<String> = kinds.iter().map(|name| format!("'{}'", name.replace('\'', "''"))).collect();
    if list.is_empty() { String::new() } else { format!(" AND s.kind IN ({})", list.join(", ")) }
}

struct Search<'s> {
    snapshot: &'s Snapshot<'s>,
    moment: Moment,
    of_kinds: String,
}

impl Search<'_> {
    /// The rows of what the whole text names.
    fn named(&self, text: &str, kinds: &[String], cards: &mut Cards<'_>) -> Result<Vec<i64>> {
        let mut found = Vec::new();
        // Names hold no white space, but those of versions may.
        if text.trim().contains(char::is_whitespace) && !text.contains('@') {
            return Ok(found);
        }
        for id in self.snapshot.named(text, self.moment)? {
            let Some(eid) = self.snapshot.eid(&id)? else { continue };
            let fits = |card: Card| !card.removed && (kinds.is_empty() || kinds.contains(&card.kind));
            if !cards.get(eid)?.is_some_and(fits) {
                continue;
            }
            let row = format!("SELECT s.row FROM state s WHERE s.eid = :eid AND {}", self.moment.valid("s"));
            let mut row = Asked::new(self.snapshot, &row, self.moment)?;
            if let Some(row) = row.rows(eid)?.next()? {
                found.push(row.get(0)?);
            }
        }
        Ok(found)
    }

    /// Every row that contains the words. All are looked at once: FTS5 has to rank them all to know the
    /// best, and how many there are comes with it.
    fn containing(&self, text: &str) -> Result<Vec<Found>> {
        let Some(words) = match_query(text, true) else { return Ok(Vec::new()) };
        let whole = match_query(text, false).filter(|whole| *whole != words);
        let mut found = Vec::new();
        for (table, condition) in self.sources() {
            let join = if condition.is_empty() {
                String::new()
            } else {
                format!("CROSS JOIN state s ON s.row = {table}.rowid")
            };
            let wholes = match &whole {
                Some(whole) => Some(self.rows(table, whole)?),
                None => None,
            };
            let mut statement = self.snapshot.connection.prepare_cached(&format!(
                "SELECT {table}.rowid, {table}.rank FROM {table} {join} WHERE {table} MATCH :words{condition}"
            ))?;
            bind(&mut statement, &[(":words", words.as_str())], self.moment)?;
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next()? {
                let (row, rank) = (row.get(0)?, row.get(1)?);
                let whole = wholes.as_ref().is_none_or(|rows| rows.binary_search(&row).is_ok());
                found.push(Found { row, whole, rank });
            }
        }
        Ok(found)
    }

    /// The rows that contain the words, in order.
    fn rows(&self, table: &str, words: &str) -> Result<Vec<i64>> {
        let mut statement = self
            .snapshot
            .connection
            .prepare_cached(&format!("SELECT rowid FROM {table} WHERE {table} MATCH ?1 ORDER BY rowid"))?;
        let rows = statement.query_map([words], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The tables to look in, with what limits their rows. What is known now lies in a table of its own,
    /// whose rows need not be looked at.
    fn sources(&self) -> Vec<(&'static str, String)> {
        match self.moment {
            Moment::Now => vec![("text", self.of_kinds.clone())],
            Moment::Position(_) | Moment::So(_) => {
                let valid = self.moment.valid("s");
                ["text", "text_past"]
                    .map(|table| (table, format!(" AND {valid} AND s.removed = 0{}", self.of_kinds)))
                    .to_vec()
            }
        }
    }
}

/// A question in FTS5's language; `None` if it has no word. `unfinished`: letters may follow the last. Each word is quoted, so nothing in it is
/// taken for an operator, and what the tokenizer splits (`click-through`) stands together.
pub(crate) fn match_query(text: &str, unfinished: bool) -> Option<String> {
    let mut query = String::new();
    let pieces = pieces(text);
    for piece in pieces.iter().take(WORDS) {
        if !query.is_empty() {
            query.push(' ');
        }
        query.push('"');
        query.push_str(piece.text.trim());
        query.push('"');
        if unfinished && piece.unfinished {
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
        // A single letter begins half of all words: it is looked for as it is.
        last.unfinished = !last.text.is_ascii() || last.text.len() > 1;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_and_the_last_may_be_unfinished() {
        let of = |text| match_query(text, true);
        assert_eq!(of("click-through OR rat").as_deref(), Some("\"click-through\" \"OR\" \"rat\"*"));
        assert_eq!(match_query("rat", false).as_deref(), Some("\"rat\""));
        assert_eq!(of("rate ").as_deref(), Some("\"rate\""));
        assert_eq!(of("a \"b c\"").as_deref(), Some("\"a\" \"b c\""));
        assert_eq!(of("\"b\0c").as_deref(), Some("\"b c\"*"));
        assert_eq!(of("x").as_deref(), Some("\"x\""));
        assert_eq!(of(" -- \" * \u{0} "), None);
    }
}
