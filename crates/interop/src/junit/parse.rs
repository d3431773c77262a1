//! Reading the XML, event by event.

use encoding_rs::Encoding;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use sha2::{Digest, Sha256};

use super::{Case, Counts, Ended, Junit, JunitError, Suite};

/// Largest file that is read, in bytes.
pub const LARGEST: usize = 64 << 20;
/// Most cases that are read.
pub const MOST_CASES: usize = 200_000;
/// Elements inside one another.
const DEPTH: usize = 64;
/// Characters kept of a message.
const MESSAGE: usize = 2_000;
/// Properties kept of a suite.
const PROPERTIES: usize = 200;

/// Reads the results of tests.
///
/// # Errors
/// [`JunitError`]; nothing is taken of a file that cannot be read to its end.
pub fn read_junit(bytes: &[u8]) -> Result<Junit, JunitError> {
    if bytes.len() > LARGEST {
        return Err(JunitError::TooLarge);
    }
    let text = decode(bytes);
    let mut reader = Reader::from_str(&text);
    let mut read = Reading::default();
    loop {
        let event = reader.read_event().map_err(|e| malformed(&e.to_string(), reader.error_position()))?;
        let at = reader.buffer_position();
        match event {
            Event::Start(tag) => read.open(&tag, at, false)?,
            Event::Empty(tag) => read.open(&tag, at, true)?,
            Event::End(_) => read.close(),
            Event::Text(text) => read.said(&text.xml10_content()),
            Event::CData(text) => read.said(&text.xml10_content()),
            Event::GeneralRef(name) => read.said(&resolved(&name.xml10_content(), at)?),
            Event::DocType(_) => return Err(JunitError::DocumentType),
            Event::Eof => break,
            _ => {}
        }
    }
    read.finish(reader.buffer_position(), format!("sha256:{}", hex::encode(Sha256::digest(bytes))))
}

fn malformed(what: &str, at: u64) -> JunitError {
    JunitError::Malformed { what: what.trim_end_matches('.').to_owned(), at }
}

/// The text: by its byte order mark, as UTF-8, else as its declaration says. What fits none of them is read
/// with its strange bytes replaced: names and counts are still right.
fn decode(bytes: &[u8]) -> String {
    if Encoding::for_bom(bytes).is_none() {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return text.to_owned();
        }
        let head: String = bytes.iter().take(200).map(|b| char::from(*b)).collect();
        let said = head.split_once("encoding=").and_then(|(_, rest)| {
            let quote = rest.chars().next()?;
            rest.get(1..)?.split(quote).next().map(str::to_owned)
        });
        if let Some(encoding) = said.and_then(|label| Encoding::for_label(label.as_bytes())) {
            return encoding.decode(bytes).0.into_owned();
        }
    }
    encoding_rs::UTF_8.decode(bytes).0.into_owned()
}

/// One of the five entities of XML, or a character by its number. No others are defined.
fn resolved(name: &str, at: u64) -> Result<String, JunitError> {
    quick_xml::escape::unescape(&format!("&{name};"))
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| malformed(&format!("the entity &{name}; is not defined"), at))
}

#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Suite(usize),
    Case(usize),
    Outcome(usize),
    Other,
}

#[derive(Default)]
struct Reading {
    stack: Vec<Inside>,
    suites: Vec<Suite>,
    cases: usize,
    begun: bool,
    /// What stands inside the failure that is being read.
    text: String,
}

impl Reading {
    fn suite(&self) -> Option<usize> {
        self.stack.iter().rev().find_map(|inside| match inside {
            Inside::Suite(at) | Inside::Case(at) | Inside::Outcome(at) => Some(*at),
            Inside::Other => None,
        })
    }

    fn open(&mut self, tag: &BytesStart<'_>, at: u64, empty: bool) -> Result<(), JunitError> {
        if self.stack.len() >= DEPTH {
            return Err(JunitError::TooDeep);
        }
        let name = tag.local_name().as_ref().to_owned();
        if !self.begun {
            if name != "testsuites" && name != "testsuite" {
                return Err(JunitError::NotJunit(name.chars().take(60).collect()));
            }
            self.begun = true;
        }
        let attributes = attributes(tag, at)?;
        let inside = self.met(&name, &attributes)?;
        if !empty {
            self.stack.push(inside);
        }
        Ok(())
    }

    fn met(&mut self, name: &str, attributes: &[(String, String)]) -> Result<Inside, JunitError> {
        let said =
            |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let number = |name: &str| said(name).and_then(|text| text.trim().parse::<u64>().ok()).unwrap_or(0);
        let of = self.suite();
        Ok(match (name, self.stack.last().copied(), of) {
            ("testsuite", ..) => {
                self.suites.push(Suite {
                    name: said("name").unwrap_or_default().trim().to_owned(),
                    timestamp: said("timestamp").map(|at| at.trim().to_owned()).filter(|at| !at.is_empty()),
                    seconds: seconds(said("time")),
                    said: Counts {
                        tests: number("tests"),
                        failures: number("failures"),
                        errors: number("errors"),
                        skipped: number("skipped").max(number("disabled")),
                    },
                    ..Suite::default()
                });
                Inside::Suite(self.suites.len() - 1)
            }
            ("testcase", _, Some(suite)) => {
                self.cases += 1;
                if self.cases > MOST_CASES {
                    return Err(JunitError::TooMany);
                }
                let case = Case {
                    class: said("classname").or(said("file")).unwrap_or_default().trim().to_owned(),
                    name: said("name").unwrap_or_default().trim().to_owned(),
                    seconds: seconds(said("time")),
                    ended: Ended::Passed,
                    message: String::new(),
                };
                if let Some(suite) = self.suites.get_mut(suite) {
                    suite.cases.push(case);
                }
                Inside::Case(suite)
            }
            ("failure" | "error" | "skipped", Some(Inside::Case(suite)), _) => {
                let ended = match name {
                    "failure" => Ended::Failed,
                    "error" => Ended::Error,
                    _ => Ended::Skipped,
                };
                if let Some(case) = self.suites.get_mut(suite).and_then(|suite| suite.cases.last_mut()) {
                    // A case that failed and could not be cleaned up failed.
                    if case.ended == Ended::Passed || case.ended == Ended::Skipped {
                        case.ended = ended;
                        case.message = cut(said("message").unwrap_or_default());
                    }
                }
                Inside::Outcome(suite)
            }
            ("property", _, Some(suite)) => {
                if let (Some(suite), Some(name)) = (self.suites.get_mut(suite), said("name"))
                    && suite.properties.len() < PROPERTIES
                {
                    suite.properties.push((name.trim().to_owned(), cut(said("value").unwrap_or_default())));
                }
                Inside::Other
            }
            _ => Inside::Other,
        })
    }

    fn close(&mut self) {
        let Some(Inside::Outcome(suite)) = self.stack.pop() else { return };
        let text = std::mem::take(&mut self.text);
        // The first line of the text says what the attribute does not.
        if let Some(case) = self.suites.get_mut(suite).and_then(|suite| suite.cases.last_mut())
            && case.message.is_empty()
        {
            case.message =
                text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned();
        }
    }

    fn said(&mut self, text: &str) {
        if let Some(Inside::Outcome(_)) = self.stack.last()
            && self.text.len() < MESSAGE
        {
            self.text.push_str(&cut(text));
        }
    }

    fn finish(mut self, at: u64, digest: String) -> Result<Junit, JunitError> {
        if !self.stack.is_empty() {
            return Err(malformed("it ends in the middle", at));
        }
        self.suites.retain(|suite| !suite.cases.is_empty() || suite.said.tests > 0);
        // A suite around others repeats their counts.
        if self.suites.iter().any(|suite| !suite.cases.is_empty()) {
            self.suites.retain(|suite| !suite.cases.is_empty());
        }
        if self.suites.is_empty() {
            return Err(JunitError::Empty);
        }
        Ok(Junit { suites: self.suites, digest })
    }
}

fn attributes(tag: &BytesStart<'_>, at: u64) -> Result<Vec<(String, String)>, JunitError> {
    tag.attributes()
        .map(|attribute| {
            let attribute = attribute.map_err(|e| malformed(&e.to_string(), at))?;
            let name = attribute.key.as_ref().to_owned();
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Explicit1_0)
                .map_err(|e| malformed(&e.to_string(), at))?
                .into_owned();
            Ok((name, value))
        })
        .collect()
}

/// Seconds as runners write them: 0 or more, finite; "1,204.5" among them.
fn seconds(text: Option<&str>) -> Option<f64> {
    let number: f64 = text?.trim().replace(',', "").parse().ok()?;
    (number.is_finite() && number >= 0.0).then_some(number)
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MESSAGE) {
        Some((end, _)) => text.get(..end).unwrap_or(text).to_owned(),
        None => text.to_owned(),
    }
}
