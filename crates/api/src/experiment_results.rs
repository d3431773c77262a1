//! Results of an experiment, by hand or from a table, recorded as one change.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use throughline_model::experiment::csv::{self, Bad, Form, Row};
use throughline_model::experiment::{Data, Metric};
use throughline_model::figures::means::Sample;
use throughline_model::figures::proportions::Share;
use throughline_record::{Act, Hash, date};
use throughline_store::{Append, At, Reader, StoreError};

use crate::App;
use crate::cards;
use crate::dto::{
    AddArgs, ApiError, ArmResultArgs, BadLineDto, CardDto, FieldErrorDto, NewLink, ReadArmDto, ResultsArgs,
    ResultsDto,
};
use crate::error::invalid;
use crate::experiment_plan::{arms, experiment, metric, named_metric};
use crate::linking::Linking;
use crate::lookups;

/// What was given, as far as it can be read.
struct Given {
    form: &'static str,
    rows: Vec<Row>,
    bad: Vec<Bad>,
}

fn by_hand(rows: &[ArmResultArgs]) -> Given {
    let (mut good, mut bad): (Vec<Row>, Vec<Bad>) = (Vec::new(), Vec::new());
    for (line, row) in (1_u64..).zip(rows) {
        let arm = row.arm.trim();
        let twice = good.iter().any(|known| known.arm.to_lowercase() == arm.to_lowercase());
        let read = match (arm.is_empty(), twice) {
            (true, _) => Err("It names no arm.".to_owned()),
            (_, true) => Err(format!("“{arm}” stands there twice.")),
            _ => one_by_hand(row),
        };
        match read {
            Ok(data) => good.push(Row { arm: arm.to_owned(), data, line }),
            Err(why) => bad.push(Bad { line, why }),
        }
    }
    Given { form: "by hand", rows: good, bad }
}

fn one_by_hand(row: &ArmResultArgs) -> Result<Data, String> {
    let arm = row.arm.trim();
    let Some(n) = row.n.map(|n| n.0) else { return Err(format!("“{arm}”: n is missing.")) };
    match (row.successes.map(|x| x.0), row.mean, row.deviation) {
        (Some(x), None, None) => {
            Share::new(x, n).map(Data::Share).map_err(|_| format!("“{arm}”: {x} successes of {n} units."))
        }
        (None, Some(mean), Some(deviation)) => {
            Sample::new(n, mean, deviation).map(Data::Sample).map_err(|error| format!("“{arm}”: {error}."))
        }
        (Some(_), ..) => Err(format!("“{arm}”: either successes, or a mean with its deviation, not both.")),
        _ => Err(format!("“{arm}”: successes, or a mean with its deviation, are missing.")),
    }
}

fn given(args: &ResultsArgs) -> Result<Given, ApiError> {
    let Some(text) = args.csv.as_deref() else { return Ok(by_hand(&args.rows)) };
    if text.trim().is_empty() && args.rows.is_empty() {
        let hint = "For example: arm,n,successes, then one line per arm.";
        let said = "The table is empty: there is nothing to read. Nothing was recorded.";
        return Err(ApiError::new("bad-table", said, hint).about("csv"));
    }
    if text.trim().is_empty() {
        return Ok(by_hand(&args.rows));
    }
    if !args.rows.is_empty() {
        return Err(ApiError::new(
            "bad-arguments",
            "Results come by hand or from a table, not both at once. Nothing was recorded.",
            "Leave one of them out.",
        ));
    }
    let table = csv::parse(text).map_err(|error| {
        let hint = "For example: arm,n,successes, then one line per arm.";
        ApiError::new("bad-table", format!("{error} Nothing was recorded."), hint).about("csv")
    })?;
    let form = match table.form {
        Form::Counts => "one row per arm, counts",
        Form::Means => "one row per arm, means",
        Form::Units => "one row per unit, counted up",
    };
    Ok(Given { form, rows: table.rows, bad: table.bad })
}

/// What a measurement is made of, beside what it says of its arm.
struct Around<'a> {
    args: &'a ResultsArgs,
    experiment: String,
    metric: &'a Metric,
    day: String,
    digest: Option<String>,
    /// Said with each measurement where lines were left out.
    note: Option<String>,
}

impl Around<'_> {
    fn measurement(&self, row: &Row) -> AddArgs {
        let mut fields = BTreeMap::from([
            ("title".to_owned(), json!(format!("{}, {}", self.metric.name, row.arm))),
            ("arm".to_owned(), json!(row.arm)),
            ("date".to_owned(), json!(self.day)),
        ]);
        let mut set = |name: &str, value: Json| fields.insert(name.to_owned(), value);
        match &row.data {
            Data::Share(share) => {
                set("n", json!(share.n()));
                set("successes", json!(share.successes()));
            }
            Data::Sample(sample) => {
                set("n", json!(sample.n()));
                set("mean", json!(sample.mean()));
                set("deviation", json!(sample.deviation()));
            }
            Data::Mean(..) | Data::Reported(..) | Data::Nothing(_) => {}
        }
        for (name, value) in [
            ("lens", self.args.lens.as_ref()),
            ("run-id", self.args.run_id.as_ref()),
            ("file-digest", self.digest.as_ref()),
            ("notes", self.note.as_ref()),
        ] {
            if let Some(value) = value.filter(|v| !v.trim().is_empty()) {
                set(name, json!(value));
            }
        }
        let link = |type_: &str, other: &str| NewLink {
            type_: type_.into(),
            other: other.into(),
            out: true,
            ..NewLink::default()
        };
        AddArgs {
            kind: "measurement".into(),
            fields,
            links: vec![link("about", &self.metric.id), link("measured-in", &self.experiment)],
            ..AddArgs::default()
        }
    }
}

impl App {
    pub(crate) fn experiment_results(&self, args: ResultsArgs) -> Result<ResultsDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let experiment = experiment(&reader, &args.id, &At::Now)?;
        let card = match args.metric.as_deref().filter(|m| !m.trim().is_empty()) {
            Some(reference) => {
                let id = lookups::find_of_kind(&reader, "metric", reference, &At::Now)?;
                lookups::card(&reader, &id, &At::Now)?
                    .ok_or_else(|| StoreError::NotFound(reference.to_owned()))?
            }
            None => named_metric(&experiment, "measured-by").cloned().ok_or_else(|| no_metric(&args.id))?,
        };
        let metric = metric(&reader, &card, &At::Now)?;
        let mut given = given(&args)?;
        let planned: Vec<String> = arms(&experiment.state).into_iter().map(|(name, ..)| name).collect();
        strangers(&mut given, &planned);
        let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
        let without =
            planned.iter().filter(|arm| !given.rows.iter().any(|row| same(&row.arm, arm))).cloned().collect();
        let mut answer = ResultsDto {
            form: given.form.into(),
            rows: given
                .rows
                .iter()
                .map(|row| ReadArmDto {
                    arm: row.arm.clone(),
                    words: row.data.words(&metric),
                    line: row.line.into(),
                })
                .collect(),
            bad: given
                .bad
                .iter()
                .map(|bad| BadLineDto { line: bad.line.into(), why: bad.why.clone() })
                .collect(),
            without,
            saved: None,
            recorded: Vec::new(),
        };
        if args.preview {
            return Ok(answer);
        }
        refuse(&given, &args)?;
        let now = date::from_millis(i64::try_from(self.env.clock.millis()).unwrap_or(i64::MAX));
        let day = args.date.clone().filter(|d| !d.trim().is_empty());
        let around = Around {
            experiment: experiment.card.id.to_string(),
            metric: &metric,
            day: day.unwrap_or_else(|| now.get(..10).unwrap_or_default().to_owned()),
            digest: args.csv.as_ref().map(|text| Hash::of(text.as_bytes()).to_string()),
            note: left_out(&given.bad),
            args: &args,
        };
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        let (mut records, mut ids) = (Vec::new(), Vec::new());
        for row in &given.rows {
            let made = self.drafted(&open, &mut linking, &around.measurement(row))?;
            ids.push(made.id);
            records.push(made.record);
        }
        records.append(&mut linking.records);
        let first = ids.first().copied().unwrap_or(experiment.card.id);
        let mut append = Append::new(open.actor(), Act::Edit, records);
        append.note = args.reason.clone().filter(|r| !r.trim().is_empty());
        answer.saved = Some(self.seal(&open, append, first, args.draft.as_deref())?);
        answer.recorded = recorded(&open.workspace.reader()?, &ids)?;
        Ok(answer)
    }
}

fn recorded(reader: &Reader, ids: &[throughline_record::EntityId]) -> Result<Vec<CardDto>, ApiError> {
    Ok(reader.cards(ids, &At::Now)?.iter().map(|card| cards::card(card, None)).collect())
}

/// An arm that the plan does not have is a slip of the pen, or a plan that was changed: both are to be seen.
fn strangers(given: &mut Given, planned: &[String]) {
    if planned.is_empty() {
        return;
    }
    let known = |arm: &str| planned.iter().find(|p| p.trim().to_lowercase() == arm.trim().to_lowercase());
    let (good, strange): (Vec<Row>, Vec<Row>) =
        std::mem::take(&mut given.rows).into_iter().partition(|row| known(&row.arm).is_some());
    given.rows = good;
    for row in &mut given.rows {
        if let Some(name) = known(&row.arm) {
            row.arm.clone_from(name);
        }
    }
    let why = |row: &Row| format!("The plan has no arm “{}”; it has {}.", row.arm, planned.join(", "));
    given.bad.extend(strange.iter().map(|row| Bad { line: row.line, why: why(row) }));
    given.bad.sort_by_key(|bad| bad.line);
}

fn refuse(given: &Given, args: &ResultsArgs) -> Result<(), ApiError> {
    if !given.bad.is_empty() && !args.leave_out {
        let told: Vec<String> =
            given.bad.iter().take(5).map(|bad| format!("Line {}: {}", bad.line, bad.why)).collect();
        let more = given.bad.len().saturating_sub(told.len());
        let more = if more == 0 { String::new() } else { format!(" And {more} more.") };
        let mut error = ApiError::new(
            "bad-rows",
            format!("{}{more} Nothing was recorded.", told.join(" ")),
            "Correct these lines, or leave them out knowingly.",
        )
        .about("csv");
        error.fields = given
            .bad
            .iter()
            .take(200)
            .map(|bad| FieldErrorDto {
                field: format!("line {}", bad.line),
                code: "bad-row".into(),
                sentence: bad.why.clone(),
            })
            .collect();
        return Err(error);
    }
    if given.rows.is_empty() {
        return Err(ApiError::new(
            "no-results",
            "There is no arm with a result. Nothing was recorded.",
            "Give n and successes, or n, mean and deviation, of one arm at least.",
        ));
    }
    Ok(())
}

fn left_out(bad: &[Bad]) -> Option<String> {
    if bad.is_empty() {
        return None;
    }
    let lines: Vec<String> = bad.iter().take(50).map(|bad| bad.line.to_string()).collect();
    let more = if bad.len() > lines.len() { ", …" } else { "" };
    Some(format!("{} lines could not be read and were left out: {}{more}.", bad.len(), lines.join(", ")))
}

fn no_metric(id: &str) -> ApiError {
    let mut error = invalid(vec![FieldErrorDto {
        field: "metric".into(),
        code: "required".into(),
        sentence: "The plan names no primary metric: say which metric was measured.".into(),
    }]);
    error.subject = Some(id.to_owned());
    error
}
