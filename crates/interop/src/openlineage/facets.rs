//! What is known of facets; what is not is kept as it came.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use throughline_record::{Fields, Value};

use super::events::at;
use crate::fields::{map, set_value, text};
use crate::git::without_credentials;
use crate::plain::words;
use crate::taken::{Level, Line};

/// A facet that is longer is told and left out.
const LONGEST_KEPT: usize = 256 * 1024;
/// The most that is kept of one thing.
const MOST_KEPT: usize = 1024 * 1024;

/// Facets by name, each as it was last told.
pub(super) type Facets = BTreeMap<String, Json>;

/// Takes in the facets of an event; one that says that it is deleted goes.
pub(super) fn merge(facets: &mut Facets, told: Option<&Json>) {
    for (name, facet) in told.and_then(Json::as_object).into_iter().flatten() {
        if facet.get("_deleted") == Some(&Json::Bool(true)) {
            facets.remove(name);
        } else {
            facets.insert(name.clone(), facet.clone());
        }
    }
}

/// What facets say of one thing.
pub(super) struct Told<'l> {
    pub place: String,
    pub paragraphs: Vec<String>,
    pub tags: Vec<String>,
    kept: Vec<String>,
    kept_bytes: usize,
    lines: &'l mut Vec<Line>,
}

impl<'l> Told<'l> {
    pub(super) fn new(place: String, lines: &'l mut Vec<Line>) -> Self {
        Self { place, paragraphs: Vec::new(), tags: Vec::new(), kept: Vec::new(), kept_bytes: 0, lines }
    }

    pub(super) fn say(&mut self, level: Level, code: &'static str, text: impl Into<String>) {
        self.lines.push(Line::new(level, self.place.as_str(), code, text));
    }

    pub(super) fn paragraph(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.paragraphs.push(text.trim().to_owned());
        }
    }

    /// Keeps a facet as it came.
    pub(super) fn keep(&mut self, name: &str, facet: &Json) {
        let json = serde_json::to_string_pretty(facet).unwrap_or_default();
        if json.len() > LONGEST_KEPT || self.kept_bytes + json.len() > MOST_KEPT {
            let text = format!(
                "facet “{name}” is {} kB long, more than is kept; it was not taken",
                json.len() / 1024
            );
            self.say(Level::Skipped, "facet-too-long", text);
            return;
        }
        self.kept_bytes += json.len();
        self.kept.push(format!("Facet `{}`:\n\n````json\n{json}\n````", name.replace('`', "'")));
        self.say(
            Level::Changed,
            "facet-kept",
            format!("facet “{name}” has no field here; it was kept as it came"),
        );
    }

    /// Everything that has no field of its own, as one text.
    pub(super) fn text(&self) -> String {
        [self.paragraphs.as_slice(), self.kept.as_slice()].concat().join("\n\n")
    }
}

/// A text of a facet.
pub(super) fn word<'f>(facets: &'f Facets, facet: &str, path: &[&str]) -> &'f str {
    let found = facets.get(facet).and_then(Json::as_object).and_then(|f| at(f, path));
    found.and_then(Json::as_str).unwrap_or("").trim()
}

fn list<'f>(facet: &'f Json, name: &str) -> impl Iterator<Item = &'f Map<String, Json>> {
    facet.get(name).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_object)
}

fn one(map: &Map<String, Json>, name: &str) -> String {
    map.get(name).map(crate::dvc::plain).unwrap_or_default()
}

/// Facets that all sorts of things may have. Returns whether it is one of them.
fn common(name: &str, facet: &Json, told: &mut Told<'_>) -> bool {
    match name {
        "documentation" => {
            told.paragraph(facet.get("description").and_then(Json::as_str).unwrap_or(""));
        }
        "ownership" => {
            let all: Vec<String> = list(facet, "owners")
                .map(|owner| {
                    let kind = one(owner, "type");
                    let name = one(owner, "name");
                    if kind.is_empty() { name } else { format!("{name} ({})", kind.to_lowercase()) }
                })
                .collect();
            if !all.is_empty() {
                told.paragraph(format!("Owners: {}.", all.join(", ")));
            }
        }
        "tags" => {
            for tag in list(facet, "tags") {
                let (key, value) = (one(tag, "key"), one(tag, "value"));
                let field = one(tag, "field");
                let key = if field.is_empty() { key } else { format!("{field}.{key}") };
                told.tags.push(if value.is_empty() || value == "true" {
                    key
                } else {
                    format!("{key}: {value}")
                });
            }
        }
        _ => return false,
    }
    true
}

/// Facets of a data set.
pub(super) fn of_dataset(facets: &Facets, fields: &mut Fields, told: &mut Told<'_>) {
    for (name, facet) in facets {
        if common(name, facet, told) {
            continue;
        }
        match name.as_str() {
            // Said in the key and the fields already.
            "version" | "datasetVersion" => {}
            "schema" => {
                let columns = columns(facet, "", 0);
                if !columns.is_empty() {
                    set_value(fields, "schema", Value::List(columns));
                }
            }
            "dataSource" => {
                let uri = facet.get("uri").and_then(Json::as_str).unwrap_or("");
                if !uri.is_empty() {
                    told.paragraph(format!("Data source: {}.", without_credentials(uri)));
                }
            }
            "dataQualityMetrics" | "inputStatistics" | "outputStatistics" => {
                let rows = facet.get("rowCount").and_then(Json::as_i64);
                if let Some(rows) = rows.filter(|n| *n >= 0 && *n < throughline_record::value::INT_LIMIT) {
                    set_value(fields, "rows", Value::Int(rows));
                }
                let size = facet.get("bytes").or_else(|| facet.get("size")).and_then(Json::as_i64);
                if let Some(size) = size {
                    told.paragraph(format!("{size} bytes."));
                }
                if facet.get("columnMetrics").and_then(Json::as_object).is_some_and(|m| !m.is_empty()) {
                    told.keep(name, facet);
                }
            }
            "dataQualityAssertions" => assertions(facet, told),
            "lifecycleStateChange" => {
                let change = facet.get("lifecycleStateChange").and_then(Json::as_str).unwrap_or("");
                told.paragraph(format!("State change: {}.", change.to_lowercase()));
            }
            name => told.keep(name, facet),
        }
    }
}

/// Columns with their types, nested ones by dotted names.
fn columns(facet: &Json, under: &str, depth: usize) -> Vec<Value> {
    let mut out = Vec::new();
    for field in list(facet, "fields").take(10_000) {
        let name = one(field, "name");
        if name.trim().is_empty() {
            continue;
        }
        let name = if under.is_empty() { name } else { format!("{under}.{name}") };
        let type_ =
            Some(one(field, "type")).filter(|t| !t.trim().is_empty()).unwrap_or_else(|| "unknown".to_owned());
        out.push(map([("name", text(name.clone())), ("type", text(type_))]));
        if depth < 16 {
            out.extend(columns(&Json::Object(field.clone()), &name, depth + 1));
        }
    }
    out
}

fn assertions(facet: &Json, told: &mut Told<'_>) {
    let mut lines = Vec::new();
    for assertion in list(facet, "assertions") {
        let passed = assertion.get("success") == Some(&Json::Bool(true));
        let column = Some(one(assertion, "column")).filter(|c| !c.is_empty());
        let on = column.map(|c| format!(" on {c}")).unwrap_or_default();
        let what =
            format!("{}{on}: {}", one(assertion, "assertion"), if passed { "passed" } else { "failed" });
        if !passed {
            told.say(Level::Warning, "assertion-failed", format!("a check of its data failed: {what}"));
        }
        lines.push(format!("- {what}"));
    }
    if !lines.is_empty() {
        told.paragraph(format!("Checks of the data:\n\n{}", lines.join("\n")));
    }
}

/// Facets of a run.
pub(super) fn of_run(facets: &Facets, fields: &mut Fields, told: &mut Told<'_>) {
    for (name, facet) in facets {
        if common(name, facet, told) {
            continue;
        }
        let own = |name: &str| facet.get(name).map(words).unwrap_or_default().join(", ");
        match name.as_str() {
            "nominalTime" => {
                let end = own("nominalEndTime");
                let to = if end.is_empty() { String::new() } else { format!(" to {end}") };
                told.paragraph(format!("Meant for {}{to}.", own("nominalStartTime")));
            }
            "parent" => {
                let job = word(facets, "parent", &["job", "name"]).to_owned();
                let run = word(facets, "parent", &["run", "runId"]).to_owned();
                told.paragraph(format!("Part of {job}, run {run}."));
            }
            "errorMessage" => {
                told.paragraph(format!("Error: {}", own("message")));
                if !own("stackTrace").is_empty() {
                    told.keep(name, facet);
                }
            }
            "executionParameters" => {
                let all: BTreeMap<String, Value> = list(facet, "parameters")
                    .map(|p| (one(p, "key"), text(one(p, "value"))))
                    .filter(|(key, _)| !key.trim().is_empty())
                    .collect();
                if !all.is_empty() {
                    set_value(fields, "parameters", Value::Map(all));
                }
            }
            "processing_engine" => {
                told.paragraph(format!("Ran on {} {}.", own("name"), own("version")));
            }
            "environmentVariables" => {
                told.say(
                    Level::Skipped,
                    "environment",
                    "environment variables may hold secrets; they were not taken",
                );
            }
            "test" => {
                let lines: Vec<String> = list(facet, "tests")
                    .map(|test| format!("- {}: {}", one(test, "name"), one(test, "status")))
                    .collect();
                if list(facet, "tests").any(|test| one(test, "status") == "fail") {
                    told.say(Level::Warning, "test-failed", "a test of the run failed");
                }
                told.paragraph(format!("Tests:\n\n{}", lines.join("\n")));
            }
            name => told.keep(name, facet),
        }
    }
}

/// Facets of a job.
pub(super) fn of_job(facets: &Facets, told: &mut Told<'_>) {
    for (name, facet) in facets {
        if common(name, facet, told) {
            continue;
        }
        match name.as_str() {
            // Read where the phase and the code are.
            "jobType" | "sourceCodeLocation" => {}
            "sql" => {
                let query = facet.get("query").and_then(Json::as_str).unwrap_or("");
                told.paragraph(format!("````sql\n{query}\n````"));
            }
            name => told.keep(name, facet),
        }
    }
}
