//! JSON Lines in one stream: one object per line, its keys the fields; objects within it give names with a point.

use std::collections::HashMap;
use std::io::{BufRead, Read};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value as Json};

use super::column::Column;
use super::csv::hashed;
use super::{MOST_FIELDS, STEP, Source, Table};
use crate::error::{InteropError, Result};

/// Bytes of one line at most.
const MOST_LINE: usize = 16 << 20;
/// How deep objects within objects become fields.
const DEEPEST: usize = 4;

pub(super) fn read(source: &Source<'_>, stream: impl Read + Send) -> Result<(Table, String)> {
    hashed(source, stream, |mut stream| {
        let mut out = Rows { table: Table::default(), places: HashMap::new(), path: String::new() };
        let (done, row_began) = (stream.done, stream.row_began);
        let (mut line, mut number, mut looked) = (Vec::new(), 0_u64, 0_u64);
        let mut bad: Vec<u64> = Vec::new();
        let mut refused = 0_u64;
        loop {
            line.clear();
            row_began.set(done.get());
            let read = stream.read_until(b'\n', &mut line).map_err(|e| source.unreadable(e))?;
            if read == 0 {
                break;
            }
            number += 1;
            if done.get() - looked >= STEP {
                looked = done.get();
                source.at(looked)?;
            }
            let text = line.trim_ascii();
            if text.is_empty() {
                continue;
            }
            match (text.len() <= MOST_LINE).then(|| serde_json::from_slice::<Line>(text)) {
                Some(Ok(object)) => {
                    out.table.rows += 1;
                    out.line(&object)?;
                }
                _ => {
                    refused += 1;
                    if bad.len() < 5 {
                        bad.push(number);
                    }
                }
            }
        }
        if out.table.rows == 0 && refused > 0 {
            return Err(InteropError::NotThis {
                path: source.path.to_owned(),
                expected: "JSON Lines: one object per line",
            });
        }
        if refused > 0 {
            let lines: Vec<String> = bad.iter().map(u64::to_string).collect();
            let more = if refused > bad.len() as u64 { " …" } else { "" };
            out.table.note(format!(
                "{refused} lines are no JSON object and were left out: {}{more}.",
                lines.join(", ")
            ));
        }
        out.table.bytes = done.get();
        Ok(out.table)
    })
}

struct Rows {
    table: Table,
    places: HashMap<String, usize>,
    path: String,
}

/// An object with its keys in the order of the file: it is the order of the fields.
struct Line(Vec<(String, Json)>);

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Line, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Line;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Line, A::Error> {
                let mut out: Vec<(String, Json)> = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, Json>()? {
                    match out.iter_mut().find(|(known, _)| *known == key) {
                        Some(known) => known.1 = value,
                        None => out.push((key, value)),
                    }
                }
                Ok(Line(out))
            }
        }
        from.deserialize_map(Keys)
    }
}

impl Rows {
    fn line(&mut self, line: &Line) -> Result<()> {
        for (key, value) in &line.0 {
            self.path.clear();
            self.value(key, value, 0)?;
        }
        Ok(())
    }

    fn value(&mut self, key: &str, value: &Json, depth: usize) -> Result<()> {
        self.path.push_str(key);
        match value {
            Json::Object(inner) if depth < DEEPEST && !inner.is_empty() => {
                self.path.push('.');
                self.take(inner, depth + 1)
            }
            value => self.cell(value),
        }
    }

    fn take(&mut self, object: &Map<String, Json>, depth: usize) -> Result<()> {
        let end = self.path.len();
        for (key, value) in object {
            self.value(key, value, depth)?;
            self.path.truncate(end);
        }
        Ok(())
    }

    fn cell(&mut self, value: &Json) -> Result<()> {
        let place = match self.places.get(&self.path) {
            Some(place) => *place,
            None => {
                let place = self.table.columns.len();
                if place >= MOST_FIELDS {
                    let sentence = format!("Its lines have more than {MOST_FIELDS} different keys.");
                    return Err(InteropError::TooMuch(sentence));
                }
                self.table.columns.push(Column::new(self.path.chars().take(200).collect()));
                self.places.insert(self.path.clone(), place);
                place
            }
        };
        let Some(column) = self.table.columns.get_mut(place) else { return Ok(()) };
        match value {
            // Rows without a value are counted at the end, like those without the key.
            Json::Null => {}
            Json::Bool(value) => column.add_bool(*value),
            Json::String(text) => column.add_string(text.as_bytes()),
            Json::Number(number) => column.add_text(number.to_string().as_bytes()),
            nested => {
                column.nested += 1;
                column.add_word(nested.to_string().as_bytes());
            }
        }
        Ok(())
    }
}
