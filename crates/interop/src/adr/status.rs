//! What a record says of its status, and what that is called here.

use super::markdown::key;

/// A status as found, with what it is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Status {
    /// The words of the record.
    pub said: String,
    /// `proposed`, `accepted`, `rejected`, `superseded` or `withdrawn`.
    pub taken: &'static str,
    /// Whether the words have an agreed meaning. If not, the record is taken as proposed, since
    /// nothing may count as decided that nobody called decided.
    pub known: bool,
}

/// Words with an agreed meaning in MADR, adr-tools, log4brains and the records seen in the field.
const WORDS: &[(&str, &str)] = &[
    ("proposed", "proposed"),
    ("proposal", "proposed"),
    ("draft", "proposed"),
    ("pending", "proposed"),
    ("open", "proposed"),
    ("rfc", "proposed"),
    ("review", "proposed"),
    ("in review", "proposed"),
    ("under review", "proposed"),
    ("in discussion", "proposed"),
    ("on hold", "proposed"),
    ("accepted", "accepted"),
    ("approved", "accepted"),
    ("adopted", "accepted"),
    ("decided", "accepted"),
    ("agreed", "accepted"),
    ("implemented", "accepted"),
    ("done", "accepted"),
    ("active", "accepted"),
    ("amended", "accepted"),
    ("rejected", "rejected"),
    ("declined", "rejected"),
    ("not accepted", "rejected"),
    ("superseded", "superseded"),
    ("superceded", "superseded"),
    ("replaced", "superseded"),
    ("obsoleted", "superseded"),
    ("deprecated", "withdrawn"),
    ("withdrawn", "withdrawn"),
    ("abandoned", "withdrawn"),
    ("cancelled", "withdrawn"),
    ("canceled", "withdrawn"),
    ("obsolete", "withdrawn"),
    ("retired", "withdrawn"),
];

impl Status {
    /// Reads a status line, such as `Accepted`, `superseded by [ADR-0005](0005-x.md)` or
    /// `proposed | rejected | accepted` (a template's choice that nobody made).
    pub(crate) fn read(said: &str) -> Self {
        let said = said.trim().trim_matches(['*', '_', '`']).trim().to_owned();
        let normal = key(&said);
        let choice_left_open = said.contains('|');
        let found = WORDS
            .iter()
            .filter(|(word, _)| begins_with_word(&normal, word))
            .max_by_key(|(word, _)| word.len());
        match found {
            Some((word, taken)) if !choice_left_open && agreed(&normal, word) => {
                Self { said, taken, known: true }
            }
            _ => Self { said, taken: "proposed", known: false },
        }
    }
}

fn begins_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// A word and a few that qualify it ("accepted on 2024-01-02", "superseded by 0005") keep the
/// word's meaning; a whole sentence that merely begins with it may not.
fn agreed(normal: &str, word: &str) -> bool {
    let rest = normal.get(word.len()..).unwrap_or("").trim();
    let follows = rest.split(' ').next().unwrap_or("");
    rest.split_whitespace().count() <= 2
        || ["by", "on", "in", "since", "with", "and", "at"].contains(&follows)
        || follows.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn agreed_words_are_taken_for_what_they_mean() {
        for (said, taken) in [
            ("Draft", "proposed"),
            ("Review", "proposed"),
            ("Approved", "accepted"),
            ("**Accepted**", "accepted"),
            ("accepted on 2024-01-02", "accepted"),
            ("superseded by [ADR-0005](0005-example.md)", "superseded"),
            ("Superceded by 9. Help scripts", "superseded"),
            ("deprecated", "withdrawn"),
            ("not accepted", "rejected"),
        ] {
            let status = Status::read(said);
            assert_eq!((status.taken, status.known), (taken, true), "{said}");
        }
    }

    #[test]
    fn other_words_are_proposed_and_said_to_be_unknown() {
        for said in [
            "TBD",
            "Refinement completed. TP in 3.4",
            "proposed | rejected | accepted",
            "",
            "open source tools are preferred by us",
        ] {
            let status = Status::read(said);
            assert_eq!((status.taken, status.known), ("proposed", false), "{said}");
        }
    }
}
