//! A data set read from its file, looked at or recorded with a data version as one change.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value as Json, json};
use throughline_interop::tables::{TableRead, read_table};
use throughline_model::data::drift::shown_bars;
use throughline_model::data::{DataType, FieldProfile, stored};
use throughline_model::schema::domain_words;
use throughline_record::{Act, Value};
use throughline_store::{Append, Artefact, At, Reader};

use crate::App;
use crate::cards;
use crate::dto::{
    AddArgs, ApiError, CardDto, CountedDto, DataProfile, DataProfileArgs, FieldErrorDto, FieldProfileDto,
    PerhapsPersonal, SetArgs,
};
use crate::error::invalid;
use crate::experiment_plan::{all_of_kind, of_kind};
use crate::linking::Linking;
use crate::writes::changed;

/// Bars of a distribution that is drawn small.
const BARS: usize = 16;

/// Numbers from a thousand on with commas between.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A field as pages show it.
pub(crate) fn field_dto(field: &FieldProfile) -> FieldProfileDto {
    let place = |value: Option<f64>| value.map(|v| field.ty.shown(v)).unwrap_or_default();
    let figure = |value: Option<f64>| value.map(short).unwrap_or_default();
    let counted = field.count + field.missing > 0;
    let about = if field.distinct_about { "about " } else { "" };
    FieldProfileDto {
        name: field.name.clone(),
        type_: field.ty.as_str().into(),
        domain: domain_words(field),
        personal: field.personal,
        counted,
        count: field.count.into(),
        missing: field.missing.into(),
        missing_share: field.missing_share(),
        misfits: field.misfits.into(),
        not_finite: (field.nan + field.infinite).into(),
        distinct: if field.distinct > 0 {
            format!("{about}{}", grouped(field.distinct))
        } else {
            String::new()
        },
        min: place(field.range.map(|r| r.0)),
        median: place(field.quantiles.map(|q| q[3])),
        max: place(field.range.map(|r| r.1)),
        mean: figure(field.mean),
        deviation: figure(field.deviation),
        quantiles: field
            .quantiles
            .map(|q| q.iter().map(|v| field.ty.shown(*v)).collect())
            .unwrap_or_default(),
        bars: shown_bars(field, BARS)
            .into_iter()
            .map(|(label, count)| CountedDto { label, count: count.into() })
            .collect(),
    }
}

/// A figure in four digits that count.
fn short(value: f64) -> String {
    let rounded: f64 = format!("{value:.3e}").parse().unwrap_or(value);
    DataType::Decimal.shown(rounded)
}

/// A value of the model as JSON, for the forms that write it.
fn json_of(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Int(n) => json!(n),
        Value::Bool(b) => json!(b),
        Value::List(items) => Json::Array(items.iter().map(json_of).collect()),
        Value::Map(map) => Json::Object(map.iter().map(|(k, v)| (k.clone(), json_of(v))).collect()),
    }
}

/// A data version by its digest.
fn with_digest(reader: &Reader, digest: &str) -> Result<Option<CardDto>, ApiError> {
    let has = |artefact: &Artefact| {
        let list = artefact.state.value("digest").and_then(Value::as_list).unwrap_or_default();
        list.iter().filter_map(Value::as_map).any(|one| {
            let part = |key: &str| one.get(key).and_then(Value::as_text);
            part("algorithm") == Some("sha256") && part("value") == Some(digest)
        })
    };
    let all = all_of_kind(reader, "data-version", None, &At::Now)?;
    Ok(all.iter().find(|one| has(one)).map(|one| cards::card(&one.card, None)))
}

/// Reads a table; says what happened in the words of the api.
pub(crate) fn read_file(
    app: &App,
    path: &str,
    personal: &BTreeSet<String>,
    job: Option<&str>,
) -> Result<TableRead, ApiError> {
    if path.trim().is_empty() {
        return Err(invalid(vec![FieldErrorDto {
            field: "path".into(),
            code: "required".into(),
            sentence: "No file is named: give the path of a CSV, Parquet or JSON Lines file.".into(),
        }]));
    }
    let running = app.jobs.begin(job);
    Ok(read_table(Path::new(path.trim()), personal, &running)?)
}

impl App {
    pub(crate) fn data_profile(&self, args: DataProfileArgs) -> Result<DataProfile, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let of = args.of.as_deref().filter(|of| !of.trim().is_empty());
        let known = of.map(|of| of_kind(&reader, "data-version", of, &At::Now)).transpose()?;
        let personal: BTreeSet<String> = args.personal.iter().cloned().collect();
        let table = read_file(self, &args.path, &personal, args.job.as_deref())?;
        if table.profile.fields.is_empty() {
            return Err(ApiError::new(
                "empty-file",
                format!("{} holds no field. Nothing was recorded.", args.path),
                "Choose a table whose first line names its fields.",
            )
            .about(args.path));
        }
        let stem = Path::new(args.path.trim()).file_stem().and_then(|s| s.to_str()).unwrap_or("data");
        let (of_file, its_version) = name_and_version(stem);
        let name = given(args.name.as_deref()).unwrap_or_else(|| of_file.to_owned());
        let version = given(args.version.as_deref()).or_else(|| its_version.map(str::to_owned));
        let title = match &known {
            Some(known) => known.card.title.clone(),
            None => format!("{name} {}", version.as_deref().unwrap_or_default()).trim().to_owned(),
        };
        let mut answer = answer(&table, title);
        answer.name.clone_from(&name);
        answer.version = version.clone().unwrap_or_default();
        answer.same = with_digest(&reader, &table.sha256)?;
        if args.dry_run {
            return Ok(answer);
        }
        let mut fields: BTreeMap<String, Json> = stored::fields(&table.profile)
            .iter()
            .map(|(name, value)| ((*name).to_owned(), json_of(value)))
            .collect();
        fields.insert("digest".into(), json!([{ "algorithm": "sha256", "value": table.sha256 }]));
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        let (id, mut records, missing) = match &known {
            Some(known) => {
                // Other digests of the same data stand on; one that a file has takes the place of the one before.
                let kept = known.state.value("digest").and_then(Value::as_list).unwrap_or_default();
                let other = |one: &&Value| {
                    one.as_map().and_then(|m| m.get("algorithm")).and_then(Value::as_text) != Some("sha256")
                };
                let mut digests: Vec<Json> = kept.iter().filter(other).map(json_of).collect();
                digests.push(json!({ "algorithm": "sha256", "value": table.sha256 }));
                fields.insert("digest".into(), Json::Array(digests));
                if known.state.value("location").is_none() {
                    fields.insert("location".into(), json!(args.path.trim()));
                }
                let set = SetArgs { id: known.card.id.to_string(), fields, ..SetArgs::default() };
                let made = changed(&mut linking, open.actor(), known.card.id, &set)?;
                (known.card.id, Vec::from_iter(made), Vec::new())
            }
            None => {
                fields.insert("title".into(), json!(name));
                if let Some(version) = version {
                    fields.insert("version".into(), json!(version));
                }
                fields.insert("location".into(), json!(args.path.trim()));
                let add = AddArgs {
                    kind: "data-version".into(),
                    fields,
                    release: args.release.clone(),
                    ..AddArgs::default()
                };
                let made = self.drafted(&open, &mut linking, &add)?;
                (made.id, vec![made.record], made.missing)
            }
        };
        records.append(&mut linking.records);
        let mut append = Append::new(open.actor(), Act::Edit, records);
        append.note = args.reason.filter(|r| !r.trim().is_empty());
        let mut saved = self.seal(&open, append, id, args.draft.as_deref())?;
        saved.missing = missing;
        answer.saved = Some(saved);
        Ok(answer)
    }
}

/// A file called `ratings_2026-10` or `orders-v3` says the name and the version.
fn name_and_version(stem: &str) -> (&str, Option<&str>) {
    let marks = stem.char_indices().filter(|(_, c)| matches!(c, '_' | '-' | ' ' | '.'));
    for (at, mark) in marks {
        let (name, rest) =
            (stem.get(..at).unwrap_or_default(), stem.get(at + mark.len_utf8()..).unwrap_or_default());
        let number = rest.strip_prefix(['v', 'V']).unwrap_or(rest);
        if !name.is_empty() && number.starts_with(|c: char| c.is_ascii_digit()) {
            return (name, Some(rest));
        }
    }
    (stem, None)
}

fn given(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
}

fn answer(table: &TableRead, title: String) -> DataProfile {
    DataProfile {
        format: table.format.as_str().into(),
        bytes: table.bytes.into(),
        digest: format!("sha256:{}", table.sha256),
        rows: table.profile.rows.into(),
        fields: table.profile.fields.iter().map(field_dto).collect(),
        perhaps_personal: table
            .perhaps_personal
            .iter()
            .map(|(field, why)| PerhapsPersonal { field: field.clone(), why: (*why).into() })
            .collect(),
        notes: table.notes.clone(),
        title,
        name: String::new(),
        version: String::new(),
        same: None,
        saved: None,
    }
}
