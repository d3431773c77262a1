//! Search in titles, text and ids, best first.

use std::collections::HashSet;

use serde::Serialize;
use throughline_model::search_text;

use super::at::Moment;
use super::card::{Card, Cards, bind};
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

/// What was found, and how well it fits by FTS5's rank: the smaller the better.
type Found = (i64, f64);

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
            let end = offset.saturating_add(limit);

            let named = search.named(&query.text, &query.kinds, &mut cards)?;
            let mut total = named.len() as u64;
            let mut found: Vec<Found> = named.iter().map(|(eid, _)| (*eid, f64::NEG_INFINITY)).collect();
            if let Some(words) = match_query(&query.text, true) {
                total += search.count(&words)?;
                for (_, row) in &named {
                    total -= u64::from(search.contains(&words, *row)?);
                }
                let whole = match_query(&query.text, false).filter(|whole| *whole != words);
                for words in whole.iter().chain([&words]) {
                    if found.len() < end {
                        search.best(words, end, &mut found)?;
                    }
                }
            }
            let wanted = Wanted::new(&query.text);
            let mut rows = Vec::new();
            for (eid, rank) in found.into_iter().skip(offset).take(limit) {
                let Some(card) = cards.get(eid)? else { continue };
                let text = snapshot.state(eid, card.id, moment)?.map(|state| search_text(&state));
                let (title, body) = text.unwrap_or_default();
                rows.push(Hit { snippet: snippet(&wanted, &title, &body), card, score: -rank });
            }
            Ok(Page { total, rows, offset: query.offset })
        })
    }
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
    /// What the whole text names, with the rows that hold it.
    fn named(&self, text: &str, kinds: &[String], cards: &mut Cards<'_>) -> Result<Vec<(i64, i64)>> {
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
            let mut row = self.snapshot.connection.prepare_cached(&format!(
                "SELECT s.row FROM state s WHERE s.eid = :eid AND {}",
                self.moment.valid("s")
            ))?;
            bind(&mut row, &[(":eid", eid)], self.moment)?;
            if let Some(row) = row.raw_query().next()? {
                found.push((eid, row.get(0)?));
            }
        }
        Ok(found)
    }

    /// The tables to look in, with what joins and limits their rows. What is known now lies in a table
    /// of its own, whose rows need not be looked at.
    fn sources(&self) -> Vec<(&'static str, String)> {
        let valid = self.moment.valid("s");
        match self.moment {
            Moment::Now if self.of_kinds.is_empty() => vec![("text", String::new())],
            Moment::Now => vec![("text", self.of_kinds.clone())],
            Moment::Position(_) | Moment::So(_) => ["text", "text_past"]
                .map(|table| (table, format!(" AND {valid} AND s.removed = 0{}", self.of_kinds)))
                .to_vec(),
        }
    }

    fn count(&self, words: &str) -> Result<u64> {
        let mut total = 0;
        for (table, condition) in self.sources() {
            let join = if condition.is_empty() {
                String::new()
            } else {
                format!("CROSS JOIN state s ON s.row = {table}.rowid")
            };
            let mut statement = self.snapshot.connection.prepare_cached(&format!(
                "SELECT count(*) FROM {table} {join} WHERE {table} MATCH :words{condition}"
            ))?;
            bind(&mut statement, &[(":words", words)], self.moment)?;
            if let Some(row) = statement.raw_query().next()? {
                total += row.get::<_, i64>(0)?.cast_unsigned();
            }
        }
        Ok(total)
    }

    /// Whether a row contains the words.
    fn contains(&self, words: &str, row: i64) -> Result<bool> {
        for (table, _) in self.sources() {
            let mut statement = self
                .snapshot
                .connection
                .prepare_cached(&format!("SELECT 1 FROM {table} WHERE {table} MATCH ?1 AND rowid = ?2"))?;
            if statement.exists((words, row))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Adds the best of what contains the words and is not yet found, until there are `wanted`.
    fn best(&self, words: &str, wanted: usize, found: &mut Vec<Found>) -> Result<()> {
        let known: HashSet<i64> = found.iter().map(|(eid, _)| *eid).collect();
        // What is known already may stand among the best.
        let limit = wanted.saturating_add(known.len()).min(i64::MAX as usize);
        let mut more: Vec<Found> = Vec::new();
        for (table, condition) in self.sources() {
            let mut statement = self.snapshot.connection.prepare_cached(&format!(
                "SELECT s.eid, {table}.rank FROM {table} CROSS JOIN state s ON s.row = {table}.rowid \
                 WHERE {table} MATCH :words{condition} ORDER BY {table}.rank LIMIT {limit}"
            ))?;
            bind(&mut statement, &[(":words", words)], self.moment)?;
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next()? {
                more.push((row.get(0)?, row.get(1)?));
            }
        }
        more.retain(|(eid, _)| !known.contains(eid));
        more.sort_by(|a, b| a.1.total_cmp(&b.1));
        more.truncate(wanted.saturating_sub(found.len()));
        found.extend(more);
        Ok(())
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
