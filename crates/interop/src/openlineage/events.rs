//! Events of a file, in the order in which they happened.

use serde_json::{Map, Value as Json};

use crate::error::{InteropError, Result};
use crate::taken::{Level, Line};

/// A line that is longer is none of an event.
const LONGEST_LINE: usize = 16 * 1024 * 1024;
/// More events are read in several files.
const MOST: usize = 500_000;
/// The first wrong lines are told one by one.
const MOST_TOLD: usize = 100;

/// One event.
pub(super) struct Event {
    /// Where it stands in the file.
    pub place: String,
    pub body: Map<String, Json>,
}

impl Event {
    pub(super) fn text(&self, path: &[&str]) -> &str {
        at(&self.body, path).and_then(Json::as_str).unwrap_or("").trim()
    }

    pub(super) fn time(&self) -> &str {
        self.text(&["eventTime"])
    }

    pub(super) fn kind(&self) -> String {
        self.text(&["eventType"]).to_ascii_uppercase()
    }

    pub(super) fn list(&self, name: &str) -> impl Iterator<Item = &Map<String, Json>> {
        self.body.get(name).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_object)
    }
}

pub(super) fn at<'j>(map: &'j Map<String, Json>, path: &[&str]) -> Option<&'j Json> {
    let (first, rest) = path.split_first()?;
    let mut found = map.get(*first)?;
    for name in rest {
        found = found.get(*name)?;
    }
    Some(found)
}

pub(super) fn read(text: &str, lines: &mut Vec<Line>) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    let mut wrong = 0_usize;
    // A list or one event may be spread over lines.
    match serde_json::from_str::<Json>(text) {
        Ok(Json::Array(list)) => {
            for (index, json) in list.into_iter().enumerate() {
                take(json, format!("event {}", index + 1), &mut events, lines, &mut wrong)?;
            }
        }
        Ok(json) => take(json, "event 1".to_owned(), &mut events, lines, &mut wrong)?,
        Err(whole) => {
            for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let place = format!("line {}", index + 1);
                if line.len() > LONGEST_LINE {
                    refuse(
                        lines,
                        &mut wrong,
                        place,
                        "not-json",
                        format!("it is longer than {} MB", LONGEST_LINE / 1024 / 1024),
                    );
                    continue;
                }
                match serde_json::from_str::<Json>(line) {
                    Ok(json) => take(json, place, &mut events, lines, &mut wrong)?,
                    Err(e) => refuse(lines, &mut wrong, place, "not-json", format!("it is no JSON: {e}")),
                }
            }
            // Nothing but broken lines is one broken text.
            if events.is_empty() {
                lines.clear();
                wrong = 0;
                refuse(lines, &mut wrong, "file".to_owned(), "not-json", format!("it is no JSON: {whole}"));
            }
        }
    }
    if wrong > MOST_TOLD {
        lines.push(Line::new(
            Level::Error,
            "file",
            "not-json",
            format!("{} more of the same", wrong - MOST_TOLD),
        ));
    }
    // A file may have been written by several at once.
    events.sort_by(|a, b| a.time().cmp(b.time()));
    Ok(events)
}

fn refuse(lines: &mut Vec<Line>, wrong: &mut usize, place: String, code: &'static str, why: String) {
    *wrong += 1;
    if *wrong <= MOST_TOLD {
        lines.push(Line::new(Level::Error, place, code, format!("{why}; it was not taken")));
    }
}

fn take(
    json: Json,
    place: String,
    events: &mut Vec<Event>,
    lines: &mut Vec<Line>,
    wrong: &mut usize,
) -> Result<()> {
    if events.len() >= MOST {
        return Err(InteropError::TooMuch(format!("The file holds more than {MOST} events.")));
    }
    let Json::Object(body) = json else {
        refuse(lines, wrong, place, "no-event", "it is no object".to_owned());
        return Ok(());
    };
    let event = Event { place: place.clone(), body };
    let has = |path: &[&str]| !event.text(path).is_empty();
    let is_run = has(&["run", "runId"]) && has(&["job", "name"]);
    let is_other = has(&["job", "name"]) || has(&["dataset", "name"]);
    if !is_run && !is_other || !event.body.contains_key("eventTime") {
        let why = "it has no eventTime, or neither a run of a job, a job nor a dataset";
        refuse(lines, wrong, place, "no-event", why.to_owned());
    } else if crate::plain::instant_of(event.time()).is_none() {
        refuse(lines, wrong, place, "no-event", format!("its eventTime “{}” is no time", event.time()));
    } else {
        events.push(event);
    }
    Ok(())
}
