//! Observations recorded: one by one from a monitor or a person, or a table of them.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value as Json, json};
use throughline_model::experiment::csv::{self, Cells};
use throughline_model::kind;
use throughline_record::{Act, EntityId, RecordDraft, Value, date, decimal};
use throughline_store::{Append, At};

use crate::App;
use crate::app::Open;
use crate::cards;
use crate::context;
use crate::dto::{
    AddArgs, ApiError, BadLineDto, FieldErrorDto, ObserveArgs, ObserveTableArgs, ObservedDto, ObservedRow,
    ObservedTable, SetArgs,
};
use crate::error::invalid;
use crate::linking::Linking;
use crate::lookups;
use crate::observed::{Observed, one, seen_words};
use crate::writes::changed;

fn refused(field: &str, code: &str, sentence: impl Into<String>) -> ApiError {
    invalid(vec![FieldErrorDto { field: field.into(), code: code.into(), sentence: sentence.into() }])
}

fn given(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// The fields of an observation, from what was sent.
fn fields_of(args: &ObserveArgs, today: &str) -> Result<BTreeMap<String, Json>, ApiError> {
    let mut fields: BTreeMap<String, Json> = BTreeMap::new();
    fields.insert("kind".into(), json!(args.kind.trim()));
    for (name, value) in [
        ("title", &args.title),
        ("measured", &args.measured),
        ("segment", &args.segment),
        ("mean", &args.mean),
        ("deviation", &args.deviation),
        ("severity", &args.severity),
        ("read-from", &args.read_from),
        ("notes", &args.notes),
    ] {
        if let Some(value) = given(value.as_ref()) {
            fields.insert(name.into(), json!(value));
        }
    }
    for (name, value) in [("n", args.n), ("successes", args.successes)] {
        if let Some(value) = value {
            fields.insert(name.into(), json!(value.0));
        }
    }
    if let (Some(n), Some(successes)) = (args.n, args.successes)
        && successes > n
    {
        return Err(refused(
            "successes",
            "out-of-range",
            format!("{} successes of {} units.", successes.0, n.0),
        ));
    }
    if let Some(expected) = given(args.expected.as_ref()) {
        for (name, value) in band(expected)? {
            fields.insert(name.into(), json!(value));
        }
    }
    let mut day = given(args.date.as_ref()).map(str::to_owned);
    if let Some(window) = given(args.window.as_ref()) {
        let (from, to) = span(window)?;
        fields.insert("window-from".into(), json!(date::from_millis(from)));
        fields.insert("window-to".into(), json!(date::from_millis(to)));
        // The day it was seen is the last one in it.
        let last = date::from_millis(to.saturating_sub(1));
        day = day.or_else(|| last.get(..10).map(str::to_owned));
    }
    fields.insert("date".into(), json!(day.unwrap_or_else(|| today.to_owned())));
    Ok(fields)
}

/// A value, or a band of which one end may be left out.
fn band(text: &str) -> Result<Vec<(&'static str, String)>, ApiError> {
    let wrong = || {
        refused(
            "expected",
            "not-a-band",
            format!("“{text}” is no expectation: write a value such as 0.3, or a band such as 0.28..0.33."),
        )
    };
    let number = |text: &str| decimal::normalise(text.trim()).map_err(|_| wrong());
    let Some((low, high)) = text.split_once("..") else { return Ok(vec![("expected", number(text)?)]) };
    let mut out = Vec::new();
    if !low.trim().is_empty() {
        out.push(("expected-low", number(low)?));
    }
    if !high.trim().is_empty() {
        out.push(("expected-high", number(high)?));
    }
    let ends: Vec<f64> = out.iter().filter_map(|(_, text)| decimal::to_f64(text)).collect();
    if out.is_empty() || matches!(ends.as_slice(), [low, high] if low > high) {
        return Err(wrong());
    }
    Ok(out)
}

/// `2026-10-12..2026-10-26`, dates or instants; the end is not in it.
fn span(text: &str) -> Result<(i64, i64), ApiError> {
    let wrong = |why: &str| {
        let said = format!(
            "“{text}” is no window: {why}. Write 2026-10-12..2026-10-26, days or instants; the end is not in it."
        );
        refused("window", "not-a-window", said)
    };
    let (from, to) = text.split_once("..").ok_or_else(|| wrong("two dots stand between its ends"))?;
    let end = |text: &str| {
        let text = text.trim();
        date::millis(&date::start_of_day(text).unwrap_or_else(|| text.to_owned()))
    };
    match (end(from), end(to)) {
        (Some(from), Some(to)) if from < to => Ok((from, to)),
        (Some(_), Some(_)) => Err(wrong("it ends before it begins")),
        _ => Err(wrong("an end is neither a day nor an instant")),
    }
}

/// An observation before it is sealed.
struct Prepared {
    id: EntityId,
    records: Vec<RecordDraft>,
    was: &'static str,
}

impl App {
    /// What an observation becomes in the record. With a key it is the entity that follows from it, so that the
    /// same one sent again is recorded once, and a corrected one changes it.
    fn prepared(
        &self,
        open: &Open,
        linking: &mut Linking<'_>,
        args: &ObserveArgs,
    ) -> Result<Prepared, ApiError> {
        let reader = linking.reader;
        let mut fields = fields_of(args, &self.today())?;
        let deployment = given(args.deployment.as_ref())
            .map(|reference| lookups::find_of_kind(reader, "deployment", reference, &At::Now))
            .transpose()?;
        if let Some(deployment) = deployment {
            fields.insert("deployment".into(), json!(deployment.to_string()));
        }
        if let Some(reference) = given(args.metric.as_ref()) {
            let metric = lookups::find_of_kind(reader, "metric", reference, &At::Now)?;
            fields.insert("metric".into(), json!(metric.to_string()));
        }
        // What is seen belongs to the release of what it was seen in.
        let release = match (given(args.release.as_ref()), deployment) {
            (Some(release), _) => Some(release.to_owned()),
            (None, Some(deployment)) => {
                let within = reader.linked(&deployment, "includes", false, &At::Now)?;
                within.last().map(|release| release.id.to_string())
            }
            (None, None) => None,
        };
        let Some(key) = given(args.key.as_ref()) else {
            let made = self.drafted(
                open,
                linking,
                &AddArgs { kind: "observation".into(), fields, release, ..AddArgs::default() },
            )?;
            return Ok(Prepared { id: made.id, records: vec![made.record], was: "new" });
        };
        let id = EntityId::derived(&open.workspace.id(), SOURCE, key);
        if reader.exists(&id)? {
            // The day is only the day it came in, unless it was said.
            if given(args.date.as_ref()).is_none() && given(args.window.as_ref()).is_none() {
                fields.remove("date");
            }
            let set = SetArgs { id: id.to_string(), fields, ..SetArgs::default() };
            let links = linking.records.len();
            let record = changed(linking, open.actor(), id, &set)?;
            let was = if record.is_some() || linking.records.len() > links { "changed" } else { "known" };
            return Ok(Prepared { id, records: record.into_iter().collect(), was });
        }
        let args = AddArgs { kind: "observation".into(), fields, release, ..AddArgs::default() };
        let mut made = self.drafted_as(open, linking, &args, id)?;
        let origin = [("source", SOURCE), ("key", key), ("rev", "")];
        let origin = origin.map(|(name, text)| (name.to_owned(), Value::Text(text.to_owned())));
        made.record.content.insert("source".into(), Some(Value::Map(origin.into())));
        Ok(Prepared { id, records: vec![made.record], was: "new" })
    }

    pub(crate) fn observation_record(&self, args: ObserveArgs) -> Result<ObservedDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        let mut prepared = self.prepared(&open, &mut linking, &args)?;
        prepared.records.append(&mut linking.records);
        let mut append = Append::new(open.actor(), Act::Edit, prepared.records);
        append.note = args.reason.filter(|r| !r.trim().is_empty());
        let saved = self.seal(&open, append, prepared.id, args.draft.as_deref())?;
        let reader = open.workspace.reader()?;
        let artefact = reader.get(&prepared.id, &At::Now)?;
        let seen: Observed = one(&reader, &artefact, &mut HashMap::new(), &At::Now)?;
        Ok(ObservedDto {
            saved,
            card: cards::card(&artefact.card, None),
            was: prepared.was.into(),
            asks: seen.standing == throughline_model::rollout::seen::Standing::Asks,
            words: seen_words(&seen),
        })
    }

    pub(crate) fn observation_import(&self, args: ObserveTableArgs) -> Result<ObservedTable, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let release = context::named_release(self, &open, &reader, args.release.as_deref(), &At::Now)?;
        let cells = csv::cells(&args.csv).map_err(|error| {
            ApiError::new("bad-table", format!("{error} Nothing was recorded."), EXAMPLE).about("csv")
        })?;
        let columns = Columns::of(&cells)?;
        let mut answer = ObservedTable {
            rows: Vec::new(),
            bad: Vec::new(),
            ignored: columns.ignored(&cells),
            saved: None,
            recorded: Vec::new(),
        };
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        let (mut records, mut ids) = (Vec::new(), Vec::new());
        for (line, row) in &cells.rows {
            let links = linking.records.len();
            let read = columns.row(row, cells.decimal_comma, &args, release).and_then(|row| {
                let prepared = self.prepared(&open, &mut linking, &row)?;
                Ok((row, prepared))
            });
            match read {
                Ok((row, mut prepared)) => {
                    if ids.contains(&prepared.id) {
                        linking.records.truncate(links);
                        let why = "Its key stands in the table twice.".to_owned();
                        answer.bad.push(BadLineDto { line: (*line).into(), why });
                        continue;
                    }
                    answer.rows.push(ObservedRow {
                        line: (*line).into(),
                        kind: row.kind.clone(),
                        words: row_words(&row),
                    });
                    ids.push(prepared.id);
                    records.append(&mut prepared.records);
                }
                Err(error) => {
                    linking.records.truncate(links);
                    let fields: Vec<String> = error.fields.iter().map(|f| f.sentence.clone()).collect();
                    let why = if fields.is_empty() {
                        error.message.replace(" Nothing was recorded.", "").replace(" Nothing was done.", "")
                    } else {
                        fields.join(" ")
                    };
                    answer.bad.push(BadLineDto { line: (*line).into(), why });
                }
            }
        }
        if args.preview {
            return Ok(answer);
        }
        refuse(&answer, args.leave_out)?;
        records.append(&mut linking.records);
        let mut append = Append::new(open.actor(), Act::Edit, records);
        append.note = args.reason.filter(|r| !r.trim().is_empty());
        let first = ids.first().copied().unwrap_or_else(|| self.new_id());
        answer.saved = Some(self.seal(&open, append, first, args.draft.as_deref())?);
        let reader = open.workspace.reader()?;
        answer.recorded = reader.cards(&ids, &At::Now)?.iter().map(|card| cards::card(card, None)).collect();
        Ok(answer)
    }
}

/// The source that observations with a key come from.
const SOURCE: &str = "observe";

/// How a table begins.
const EXAMPLE: &str = "For example: kind,metric,measured,expected,window, then one line per observation.";

fn refuse(answer: &ObservedTable, leave_out: bool) -> Result<(), ApiError> {
    if !answer.bad.is_empty() && !leave_out {
        let told: Vec<String> =
            answer.bad.iter().take(5).map(|bad| format!("Line {}: {}", bad.line.0, bad.why)).collect();
        let more = answer.bad.len().saturating_sub(told.len());
        let more = if more == 0 { String::new() } else { format!(" And {more} more.") };
        let mut error = ApiError::new(
            "bad-rows",
            format!("{}{more} Nothing was recorded.", told.join(" ")),
            "Correct these lines, or leave them out knowingly.",
        )
        .about("csv");
        error.fields = answer
            .bad
            .iter()
            .take(200)
            .map(|bad| FieldErrorDto {
                field: format!("line {}", bad.line.0),
                code: "bad-row".into(),
                sentence: bad.why.clone(),
            })
            .collect();
        return Err(error);
    }
    if answer.rows.is_empty() {
        return Err(ApiError::new("no-results", "There is no row to record. Nothing was recorded.", EXAMPLE));
    }
    Ok(())
}

fn row_words(row: &ObserveArgs) -> String {
    let mut out = Vec::new();
    out.extend(given(row.title.as_ref()).map(str::to_owned));
    out.extend(given(row.metric.as_ref()).map(str::to_owned));
    out.extend(given(row.segment.as_ref()).map(str::to_owned));
    if let (Some(x), Some(n)) = (row.successes, row.n) {
        out.push(format!("{} of {}", x.0, n.0));
    }
    out.extend(given(row.measured.as_ref()).map(str::to_owned));
    out.extend(given(row.expected.as_ref()).map(|e| format!("expected {}", e.replace("..", " to "))));
    out.extend(given(row.window.as_ref()).map(|w| w.replace("..", " to ")));
    if out.is_empty() { crate::observed::kind_words(&row.kind).to_owned() } else { out.join(", ") }
}

/// Names of columns, each with others that are understood.
const COLUMNS: &[(&str, &[&str])] = &[
    ("kind", &["kind", "type"]),
    ("title", &["title", "what"]),
    ("deployment", &["deployment"]),
    ("metric", &["metric"]),
    ("measured", &["measured", "value"]),
    ("expected", &["expected"]),
    ("low", &["low", "expected-low", "expected from"]),
    ("high", &["high", "expected-high", "expected to"]),
    ("segment", &["segment"]),
    ("n", &["n", "units", "count"]),
    ("successes", &["successes", "conversions"]),
    ("mean", &["mean", "average"]),
    ("deviation", &["deviation", "sd", "std"]),
    ("severity", &["severity"]),
    ("window", &["window"]),
    ("from", &["from", "window-from", "window from"]),
    ("to", &["to", "window-to", "window to"]),
    ("date", &["date", "day"]),
    ("source", &["source", "read-from"]),
    ("notes", &["notes", "note"]),
    ("key", &["key", "id"]),
];

/// Where each column stands.
struct Columns(HashMap<&'static str, usize>);

impl Columns {
    fn of(cells: &Cells) -> Result<Columns, ApiError> {
        let place = |known: &[&str]| {
            cells.names.iter().position(|name| known.contains(&name.trim().to_lowercase().as_str()))
        };
        let found: HashMap<&'static str, usize> =
            COLUMNS.iter().filter_map(|(name, known)| Some((*name, place(known)?))).collect();
        if !found.contains_key("kind") && !found.contains_key("metric") {
            let names: String = cells.names.join(",").chars().take(80).collect();
            return Err(ApiError::new(
                "bad-table",
                format!("The first line must name the columns, kind or metric among them. It says “{names}”. Nothing was recorded."),
                EXAMPLE,
            )
            .about("csv"));
        }
        Ok(Columns(found))
    }

    fn ignored(&self, cells: &Cells) -> Vec<String> {
        let used: Vec<usize> = self.0.values().copied().collect();
        let rest =
            cells.names.iter().enumerate().filter(|(at, name)| !used.contains(at) && !name.trim().is_empty());
        rest.map(|(_, name)| name.clone()).collect()
    }

    fn row(
        &self,
        row: &[String],
        decimal_comma: bool,
        args: &ObserveTableArgs,
        release: Option<EntityId>,
    ) -> Result<ObserveArgs, ApiError> {
        let cell = |name: &str| {
            let text = self.0.get(name).and_then(|at| row.get(*at))?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let count = |name: &str| {
            cell(name)
                .map(|text| {
                    text.parse::<u64>().map(Into::into).map_err(|_| {
                        refused(
                            name,
                            "not-an-integer",
                            format!("{name} must be a whole number, not “{text}”."),
                        )
                    })
                })
                .transpose()
        };
        let number = |name: &str| {
            cell(name).map(|text| {
                let plain = text.replace('−', "-");
                if decimal_comma && !plain.contains('.') { plain.replacen(',', ".", 1) } else { plain }
            })
        };
        let band = match (number("low"), number("high")) {
            (None, None) => None,
            (low, high) => Some(format!("{}..{}", low.unwrap_or_default(), high.unwrap_or_default())),
        };
        let window = match (cell("from"), cell("to")) {
            (Some(from), Some(to)) => Some(format!("{from}..{to}")),
            (None, None) => None,
            _ => return Err(refused("window", "not-a-window", "A window needs both its ends, from and to.")),
        };
        let kind_name = cell("kind").unwrap_or_else(|| "metric".into());
        known_kind(&kind_name)?;
        let deployment = cell("deployment").or_else(|| args.deployment.clone());
        Ok(ObserveArgs {
            release: deployment.is_none().then(|| release.map_or("none".into(), |r| r.to_string())),
            deployment,
            kind: kind_name,
            title: cell("title"),
            metric: cell("metric"),
            measured: number("measured"),
            expected: band.or_else(|| number("expected")),
            segment: cell("segment"),
            n: count("n")?,
            successes: count("successes")?,
            mean: number("mean"),
            deviation: number("deviation"),
            severity: cell("severity"),
            window: window.or_else(|| cell("window")),
            date: cell("date"),
            read_from: cell("source"),
            notes: cell("notes"),
            key: cell("key"),
            ..ObserveArgs::default()
        })
    }
}

/// Said before anything else is looked up, so that a slip is called one.
fn known_kind(name: &str) -> Result<(), ApiError> {
    let field = kind("observation").and_then(|kind| kind.field("kind"));
    let Some(throughline_model::FieldType::Choice(choices)) = field.map(|field| field.ty) else {
        return Ok(());
    };
    if choices.contains(&name) {
        return Ok(());
    }
    Err(refused(
        "kind",
        "not-a-choice",
        format!("“{name}” is no kind of observation; there are {}.", choices.join(", ")),
    ))
}
