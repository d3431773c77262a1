//! Rows and tickets as text.

use serde_json::{Map, Value};
use throughline_record::date;

use super::{Shape, csv};
use crate::error::{InteropError, Result};

/// Rows at most: what a person can read in a lifetime, and what one change should hold.
pub const MOST_ROWS: usize = 5_000;
/// Columns at most.
const MOST_COLUMNS: usize = 300;

/// What became of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// What could be read.
    pub rows: Vec<Answer>,
    /// What could not.
    pub bad: Vec<BadRow>,
    /// The columns, or the keys, in the order they were met.
    pub columns: Vec<String>,
}

/// One row or ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The line it begins on, from 1; of a list of objects, which of them.
    pub line: usize,
    /// `Question: answer`, one line each, without what was left empty.
    pub text: String,
    /// What stands in a column that names who answered.
    pub participant: Option<String>,
    /// The day that stands in a column about when.
    pub date: Option<String>,
    /// What stands in a column that names the whole.
    pub title: Option<String>,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The line it begins on.
    pub line: usize,
    /// Why, as a sentence.
    pub why: String,
}

/// Columns that name who answered, when, and what it is about; compared without case, spaces and marks.
const WHO: &[&str] = &[
    "participant",
    "participantcode",
    "participantid",
    "code",
    "respondent",
    "respondentid",
    "pid",
    "userid",
    "user",
    "customerid",
];
const WHEN: &[&str] = &[
    "date",
    "createdat",
    "created",
    "timestamp",
    "submittedat",
    "submitted",
    "answeredat",
    "enddate",
    "time",
    "when",
];
const WHAT: &[&str] = &["subject", "title", "summary"];

/// Reads a survey or an export of tickets.
///
/// # Errors
/// [`InteropError::TooMuch`] where it has more rows or columns than are taken at once.
pub fn read_answers(text: &str, shape: Shape) -> Result<Answers> {
    let text = text.trim_start_matches('\u{feff}');
    let answers = match shape {
        Shape::Plain => Answers::default(),
        Shape::Csv => of_csv(text),
        Shape::Json => of_json(text),
    };
    if answers.columns.len() > MOST_COLUMNS {
        return Err(refused(format!(
            "It has {} columns; {MOST_COLUMNS} are the most that are taken.",
            answers.columns.len()
        )));
    }
    if answers.rows.len() > MOST_ROWS {
        return Err(refused(format!(
            "It has {} rows; {MOST_ROWS} are the most that are taken at once.",
            answers.rows.len()
        )));
    }
    Ok(answers)
}

fn refused(why: String) -> InteropError {
    InteropError::TooMuch(why)
}

fn of_csv(text: &str) -> Answers {
    let mut rows = csv::rows(text).into_iter();
    let Some(head) = rows.next() else { return Answers::default() };
    let mut answers = Answers { columns: head.cells, ..Answers::default() };
    for row in rows {
        let wanted = answers.columns.len();
        let why = if row.open {
            Some("a quotation mark is opened and never closed".to_owned())
        } else if row.cells.len() > wanted {
            Some(format!("it has {} cells, but there are {wanted} columns", row.cells.len()))
        } else {
            None
        };
        if let Some(why) = why {
            answers.bad.push(BadRow { line: row.line, why });
            continue;
        }
        // A row may end early: what is left out at its end was left empty.
        let said = answers.columns.iter().cloned().zip(row.cells).collect::<Vec<_>>();
        answers.rows.push(answer(row.line, &said));
    }
    answers
}

fn of_json(text: &str) -> Answers {
    let mut answers = Answers::default();
    if text.trim_start().starts_with('[') {
        match serde_json::from_str::<Vec<Value>>(text) {
            Ok(list) => {
                for (at, value) in list.into_iter().enumerate() {
                    ticket(&mut answers, at + 1, value);
                }
            }
            Err(error) => {
                answers.bad.push(BadRow { line: error.line(), why: format!("it is no JSON: {error}") })
            }
        }
        return answers;
    }
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str::<Value>(line) {
            Ok(value) => ticket(&mut answers, at + 1, value),
            Err(error) => answers.bad.push(BadRow { line: at + 1, why: format!("it is no JSON: {error}") }),
        }
    }
    answers
}

fn ticket(answers: &mut Answers, line: usize, value: Value) {
    let Value::Object(map) = value else {
        answers.bad.push(BadRow { line, why: "it is no object with keys".into() });
        return;
    };
    let mut said = Vec::new();
    flat(&map, "", &mut said);
    for (key, _) in &said {
        if !answers.columns.contains(key) {
            answers.columns.push(key.clone());
        }
    }
    answers.rows.push(answer(line, &said));
}

/// Keys inside keys as `requester.role`; lists as words with commas.
fn flat(map: &Map<String, Value>, before: &str, said: &mut Vec<(String, String)>) {
    for (key, value) in map {
        let key = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        match value {
            Value::Object(inner) => flat(inner, &key, said),
            Value::Array(list) => said.push((key, list.iter().map(words).collect::<Vec<_>>().join(", "))),
            value => said.push((key, words(value))),
        }
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        value => value.to_string(),
    }
}

fn answer(line: usize, said: &[(String, String)]) -> Answer {
    let in_column = |names: &[&str]| {
        names.iter().find_map(|name| {
            said.iter()
                .find(|(key, text)| bare(key) == *name && !text.is_empty())
                .map(|(_, text)| text.clone())
        })
    };
    let text = said
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(key, text)| if key.is_empty() { text.clone() } else { format!("{key}: {text}") })
        .collect::<Vec<_>>()
        .join("\n");
    let day =
        in_column(WHEN).and_then(|when| when.get(..10).map(str::to_owned)).filter(|day| date::is_date(day));
    Answer { line, text, participant: in_column(WHO), date: day, title: in_column(WHAT) }
}

fn bare(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
