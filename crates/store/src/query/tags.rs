//! The tags in use.

use serde::Serialize;

use super::card::bind;
use super::{At, Reader};
use crate::error::Result;

/// A tag and how many artefacts carry it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TagCount {
    /// The tag as it is written.
    pub tag: String,
    /// Artefacts that carry it, removed ones not counted.
    pub artefacts: u64,
}

impl Reader {
    /// The tags that begin with some letters, in any case: the most used first, then by the alphabet.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn tags(&self, begin: &str, limit: usize, at: &At) -> Result<Vec<TagCount>> {
        let begin = begin.to_lowercase();
        self.snapshot(|snapshot| {
            let moment = snapshot.moment(at)?;
            let mut statement = snapshot.connection.prepare_cached(&format!(
                "SELECT t.value, count(*) FROM state s, json_each(s.tags) t \
                 WHERE {} AND s.removed = 0 AND s.tags IS NOT NULL AND t.type = 'text' \
                 GROUP BY t.value ORDER BY count(*) DESC, t.value",
                moment.valid("s")
            ))?;
            bind::<i64>(&mut statement, &[], moment)?;
            let mut rows = statement.raw_query();
            let mut tags = Vec::new();
            while tags.len() < limit
                && let Some(row) = rows.next()?
            {
                let tag: String = row.get(0)?;
                // SQLite's own lower() knows the letters of ASCII only.
                if tag.to_lowercase().starts_with(&begin) {
                    tags.push(TagCount { tag, artefacts: row.get::<_, i64>(1)?.cast_unsigned() });
                }
            }
            Ok(tags)
        })
    }
}
