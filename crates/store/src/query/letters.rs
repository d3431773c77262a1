//! Letters without their case, in SQL. SQLite's own `lower` and `NOCASE` know those of ASCII only.

use rusqlite::functions::FunctionFlags;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Result};

/// Text in which large and small letters are one. Each letter by itself, so that a part of a text folds
/// to a part of the folded text; by way of the large ones, so that `ß` meets `SS` and `ς` meets `σ`.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let large = text.chars().flat_map(char::to_lowercase).flat_map(char::to_uppercase);
    large.flat_map(char::to_lowercase).collect()
}

/// Makes `folded(x)` known to a connection. What is no text stays as it is.
pub(crate) fn register(connection: &Connection) -> Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("folded", 1, flags, |context| {
        let owned = match context.get_raw(0) {
            ValueRef::Text(bytes) => Value::Text(folded(&String::from_utf8_lossy(bytes))),
            other => Value::try_from(other)?,
        };
        Ok(ToSqlOutput::Owned(owned))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_text_folds_to_a_part_of_the_folded_text() {
        for (whole, part) in [("ΟΔΟΣ", "ΔΟΣ"), ("ὁδός", "δός"), ("GROẞE", "ße"), ("İzmir", "ZMIR")]
        {
            assert!(folded(whole).contains(&folded(part)), "{whole} {part}");
        }
        assert_eq!(folded("Straße"), folded("STRASSE"));
    }
}
