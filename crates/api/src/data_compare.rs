//! Data versions held against each other: schema and drift, with who learned from which and who answered.

use std::collections::BTreeSet;
use std::path::Path;

use throughline_model::State;
use throughline_model::data::drift::{Drift, FieldDrift, Test, Verdict, compare};
use throughline_model::data::{DataType, Profile, exact, stored};
use throughline_model::schema::{Nullable, SchemaDifference, difference_of_stored, domain_words};
use throughline_record::Value;
use throughline_store::{Artefact, At, Card, Reader};

use crate::App;
use crate::cards;
use crate::data_profile::{field_dto, grouped, read_file};
use crate::dto::{
    ApiError, BarDto, CardDto, DataCompareArgs, DataPage, DataPair, DataPairs, DataPairsArgs, DataSide,
    DifferenceDto, DriftDto, FieldDriftDto, FieldPairDto, GetArgs, LeftOutDto, RenamedDto,
    SchemaDifferenceDto,
};
use crate::experiment_plan::{all_of_kind, of_kind};
use crate::lookups::{is, moment};

/// Data versions between which pairs are looked for.
const MOST: usize = 400;

/// The profile that a data version keeps.
fn profile(data: &Artefact) -> Option<Profile> {
    stored::profile(|name| data.state.value(name))
}

/// How the schemas of two states of data differ, the fields of both beside each other; none where one has no schema.
pub(crate) fn schemas(new: &State, old: &State) -> Option<(SchemaDifference, Vec<FieldPairDto>)> {
    let side = |state: &State| {
        let profile = stored::profile(|name| state.value(name))?;
        Some((profile, owned(stored::nullable(state.value("schema")))))
    };
    let ((new, new_missing), (old, old_missing)) = (side(new)?, side(old)?);
    let found = differs((&old, &old_missing), (&new, &new_missing));
    let fields = side_by_side((&old, &old_missing), (&new, &new_missing), &found);
    Some((found, fields))
}

/// A profile with the names of the fields that can be missing.
type Known<'a> = (&'a Profile, &'a [String]);

fn differs((old, old_missing): Known<'_>, (new, new_missing): Known<'_>) -> SchemaDifference {
    let (was, is): (Vec<&str>, Vec<&str>) =
        (old_missing.iter().map(String::as_str).collect(), new_missing.iter().map(String::as_str).collect());
    difference_of_stored(old, new, Nullable { old: &was, new: &is })
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}

/// The name that all states of a data set share.
fn name(data: &Artefact) -> String {
    data.state.text("title").unwrap_or_default().trim().to_lowercase()
}

fn linked<'a>(data: &'a Artefact, type_: &'a str, out: bool) -> impl Iterator<Item = &'a Card> {
    data.links.iter().filter(move |l| is(l, type_, out)).map(|l| &l.other)
}

fn rows(data: &Artefact) -> Option<u64> {
    data.state.value("rows").and_then(Value::as_int).and_then(|n| u64::try_from(n).ok())
}

/// Whether `newer` is a later state of the same data than `older`: derived from it, or of the same name and
/// collected, or recorded, later.
fn follows(newer: &Artefact, older: &Artefact) -> bool {
    if newer.card.id == older.card.id {
        return false;
    }
    let derived = linked(newer, "derived-from", true).any(|card| card.id == older.card.id);
    name(newer) == name(older) && (derived || until(newer) > until(older))
}

fn until(data: &Artefact) -> (String, String) {
    let collected = data.state.text("collected-to").unwrap_or_default();
    (collected.to_owned(), data.card.created_at.clone())
}

/// The states before a data version, the latest first.
fn before<'a>(all: &'a [Artefact], data: &Artefact) -> Vec<&'a Artefact> {
    let mut out: Vec<&Artefact> = all.iter().filter(|other| follows(data, other)).collect();
    out.sort_by_key(|other| std::cmp::Reverse(until(other)));
    out
}

fn models(data: &Artefact) -> Vec<CardDto> {
    linked(data, "trained-on", false).map(|card| cards::card(card, None)).collect()
}

/// Decisions that stand and loop-backs that speak of a data version.
fn answers(data: &Artefact) -> Vec<CardDto> {
    let mut seen = BTreeSet::new();
    let kinds = [
        ("rests-on", false),
        ("decides", false),
        ("relates-to", false),
        ("relates-to", true),
        ("triggered-by", false),
    ];
    let spoken = kinds.into_iter().flat_map(|(type_, out)| linked(data, type_, out));
    spoken
        .filter(|card| {
            card.kind == "loop-back" || card.kind == "decision" && card.status.as_deref() == Some("accepted")
        })
        .filter(|card| seen.insert(card.id))
        .map(|card| cards::card(card, None))
        .collect()
}

fn drift_sentence(drift: &Drift) -> String {
    if drift.fields.is_empty() {
        // A personal field, or one of another type, is not helped by reading the file again.
        let known = !drift.left_out.is_empty();
        let why = if known { "why stands beside each." } else { "read both from their files." };
        return format!("No field can be compared: {why}");
    }
    let names = |verdict: Verdict| -> Vec<String> {
        drift.fields.iter().filter(|f| f.verdict == verdict).map(|f| format!("“{}”", f.name)).collect()
    };
    let (shifted, moved) = (names(Verdict::Shifted), names(Verdict::Moved));
    let all = drift.fields.len();
    let unsure = drift.count(Verdict::CannotTell);
    let mut out = match (shifted.as_slice(), moved.as_slice()) {
        ([], []) if unsure == all => format!("There are too few values to tell of any of {all} fields."),
        ([], []) => format!("None of {all} fields shifted."),
        ([], moved) => format!("None of {all} fields shifted; {} moved.", listed(moved)),
        (shifted, []) => format!("{} of {all} fields shifted: {}.", shifted.len(), listed(shifted)),
        (shifted, moved) => {
            format!(
                "{} of {all} fields shifted: {}; {} moved.",
                shifted.len(),
                listed(shifted),
                listed(moved)
            )
        }
    };
    if unsure > 0 && unsure < all {
        out.push_str(&format!(" Of {unsure} it cannot be told."));
    }
    out
}

fn listed(names: &[String]) -> String {
    match names {
        [one] => one.clone(),
        [first, second] => format!("{first} and {second}"),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
        [] => String::new(),
    }
}

pub(crate) fn schema_sentence(found: &SchemaDifference) -> String {
    if found.is_same() { "The schema is the same.".into() } else { found.summary() }
}

fn pair(newer: &Artefact, older: &Artefact, previous: bool) -> DataPair {
    let both = profile(newer).zip(profile(older));
    let (schema, drift) = match &both {
        Some((new, old)) => {
            (differs((old, &missing_in(older)), (new, &missing_in(newer))), compare(old, new))
        }
        None => Default::default(),
    };
    DataPair {
        of: cards::card(&newer.card, None),
        with: cards::card(&older.card, None),
        previous,
        models: models(older),
        comparable: both.is_some(),
        anomalies: schema.anomalies().count().into(),
        schema: if both.is_some() {
            schema_sentence(&schema)
        } else {
            "They cannot be compared before both have a schema: read them from their files.".into()
        },
        drifting: drift.fields.len().into(),
        shifted: drift.count(Verdict::Shifted).into(),
        drift: if both.is_some() { drift_sentence(&drift) } else { String::new() },
        answered: answers(newer).into_iter().next(),
    }
}

/// The pairs of a data version with the states before it: the latest, and each that a model learned from.
fn pairs_of(all: &[Artefact], data: &Artefact) -> Vec<DataPair> {
    before(all, data)
        .into_iter()
        .enumerate()
        .filter(|(place, older)| *place == 0 || linked(older, "trained-on", false).next().is_some())
        .map(|(place, older)| pair(data, older, place == 0))
        .collect()
}

fn all_data(reader: &Reader, at: &At) -> Result<Vec<Artefact>, ApiError> {
    let mut all = all_of_kind(reader, "data-version", None, at)?;
    all.truncate(MOST);
    Ok(all)
}

/// What is compared: a data version, or a file read just now.
struct Side {
    data: Option<Artefact>,
    profile: Profile,
    /// Fields that can be missing.
    nullable: Vec<String>,
    title: String,
}

impl Side {
    fn dto(&self) -> DataSide {
        DataSide {
            card: self.data.as_ref().map(|data| cards::card(&data.card, None)),
            title: self.title.clone(),
            rows: match &self.data {
                Some(data) => rows(data).map(Into::into),
                None => Some(self.profile.rows.into()),
            },
            file: self.data.is_none(),
        }
    }
}

impl App {
    pub(crate) fn data_pairs(&self, args: DataPairsArgs) -> Result<DataPairs, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let all = all_data(&reader, &at)?;
        let mut rows: Vec<DataPair> = match args.of.as_deref().filter(|of| !of.trim().is_empty()) {
            Some(of) => {
                let data = of_kind(&reader, "data-version", of, &at)?;
                around(&all, &data)
            }
            None => all.iter().flat_map(|data| pairs_of(&all, data)).collect(),
        };
        rows.truncate(200);
        Ok(DataPairs { rows, all: all.iter().map(|data| cards::card(&data.card, None)).collect() })
    }

    pub(crate) fn data_get(&self, args: GetArgs) -> Result<DataPage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let data = of_kind(&reader, "data-version", &args.id, &at)?;
        let all = all_data(&reader, &at)?;
        let known = profile(&data).unwrap_or_default();
        Ok(DataPage {
            card: cards::card(&data.card, None),
            rows: rows(&data).map(Into::into),
            profiled: data.state.value("profile").is_some(),
            fields: known.fields.iter().map(field_dto).collect(),
            pairs: around(&all, &data),
        })
    }

    /// Both sides of a comparison.
    fn sides(&self, args: &DataCompareArgs) -> Result<(Side, Side), ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let live = self.side(&reader, &args.of, &at, args.job.as_deref())?;
        let with = args.with.as_deref().filter(|with| !with.trim().is_empty());
        let older = match (with, &live.data) {
            (Some(with), _) => self.side(&reader, with, &at, args.job.as_deref())?,
            (None, None) => return Err(unnamed(&live.title)),
            (None, Some(data)) => {
                let all = all_data(&reader, &at)?;
                let earlier = before(&all, data);
                let learned = earlier.iter().find(|one| linked(one, "trained-on", false).next().is_some());
                let one = learned.or(earlier.first()).ok_or_else(|| unnamed(&live.title))?;
                recorded(of_kind(&reader, "data-version", &one.card.id.to_string(), &at)?)?
            }
        };
        Ok((live, older))
    }

    fn side(&self, reader: &Reader, named: &str, at: &At, job: Option<&str>) -> Result<Side, ApiError> {
        match of_kind(reader, "data-version", named, at) {
            Ok(data) => recorded(data),
            Err(error) if error.code == "not-found" && Path::new(named.trim()).is_file() => {
                let table = read_file(self, named, &BTreeSet::new(), job)?;
                let title = Path::new(named.trim()).file_name().and_then(|n| n.to_str()).unwrap_or(named);
                let missing = table.profile.fields.iter().filter(|field| field.missing > 0);
                let nullable = missing.map(|field| field.name.clone()).collect();
                Ok(Side { data: None, profile: table.profile, nullable, title: title.to_owned() })
            }
            Err(error) => Err(error),
        }
    }

    pub(crate) fn data_compare(&self, args: DataCompareArgs) -> Result<SchemaDifferenceDto, ApiError> {
        let (new, old) = self.sides(&args)?;
        let (was, is) = ((&old.profile, &old.nullable[..]), (&new.profile, &new.nullable[..]));
        let found = differs(was, is);
        Ok(SchemaDifferenceDto {
            of: new.dto(),
            with: old.dto(),
            sentence: schema_sentence(&found),
            anomalies: found.anomalies().count().into(),
            fields: side_by_side(was, is, &found),
            renamed: found
                .renamed
                .iter()
                .map(|one| RenamedDto {
                    gone: one.gone.clone(),
                    new: one.new.clone(),
                    reasons: one.reasons.iter().map(|reason| (*reason).to_owned()).collect(),
                    sentence: one.sentence.clone(),
                })
                .collect(),
            found: found
                .found
                .into_iter()
                .map(|one| DifferenceDto {
                    field: one.field,
                    anomaly: one.anomaly.map(|a| a.as_str().to_owned()).unwrap_or_default(),
                    sentence: one.sentence,
                })
                .collect(),
            models: old.data.as_ref().map(models).unwrap_or_default(),
            answers: new.data.as_ref().map(answers).unwrap_or_default(),
        })
    }

    pub(crate) fn data_drift(&self, args: DataCompareArgs) -> Result<DriftDto, ApiError> {
        let (live, training) = self.sides(&args)?;
        let at = moment(&args.at);
        let drift = compare(&training.profile, &live.profile);
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let trained: Vec<Card> = training
            .data
            .as_ref()
            .map(|data| linked(data, "trained-on", false).cloned().collect())
            .unwrap_or_default();
        let mut deployments: Vec<Card> = Vec::new();
        for model in &trained {
            for bundle in reader.linked(&model.id, "ships", false, &at)? {
                for one in reader.linked(&bundle.id, "deploys", false, &at)? {
                    if one.status.as_deref() == Some("live") && !deployments.iter().any(|d| d.id == one.id) {
                        deployments.push(one);
                    }
                }
            }
        }
        let observed = live.data.as_ref().map(|data| {
            let both = linked(data, "relates-to", false).chain(linked(data, "relates-to", true));
            both.filter(|card| card.kind == "observation").map(|card| cards::card(card, None)).collect()
        });
        let binned = drift.fields.iter().filter(|field| field.width > 0.0).count();
        Ok(DriftDto {
            of: live.dto(),
            with: training.dto(),
            sentence: drift_sentence(&drift),
            shifted: drift.count(Verdict::Shifted).into(),
            how: how(&live, &training, binned, drift.fields.len()),
            left_out: drift
                .left_out
                .iter()
                .map(|(field, why)| LeftOutDto { field: field.clone(), sentence: why.clone() })
                .collect(),
            fields: drift.fields.iter().map(field_drift).collect(),
            models: trained.iter().map(|card| cards::card(card, None)).collect(),
            deployments: deployments.iter().map(|card| cards::card(card, None)).collect(),
            observed: observed.unwrap_or_default(),
        })
    }
}

/// A data version's pairs with earlier states, and with later ones.
fn around(all: &[Artefact], data: &Artefact) -> Vec<DataPair> {
    let mut rows = pairs_of(all, data);
    for newer in all.iter().filter(|newer| follows(newer, data)) {
        rows.push(pair(
            newer,
            data,
            before(all, newer).first().is_some_and(|one| one.card.id == data.card.id),
        ));
    }
    rows
}

fn recorded(data: Artefact) -> Result<Side, ApiError> {
    let Some(profile) = profile(&data) else {
        return Err(ApiError::new(
            "no-schema",
            format!("{} has no schema, so nothing can be compared with it.", data.card.short),
            format!("Read it from its file: throughline data profile FILE --of {}.", data.card.short),
        )
        .about(data.card.short));
    };
    let nullable = missing_in(&data);
    Ok(Side { profile, nullable, title: data.card.title.clone(), data: Some(data) })
}

/// The fields of a data version that can be missing, as its schema says.
fn missing_in(data: &Artefact) -> Vec<String> {
    owned(stored::nullable(data.state.value("schema")))
}

fn unnamed(title: &str) -> ApiError {
    ApiError::new(
        "nothing-to-compare",
        format!("There is no earlier state of {title} to hold it against."),
        "Name a second data version, or the path of a file.",
    )
}

fn how(live: &Side, training: &Side, binned: usize, all: usize) -> String {
    let read = match (live.data.is_none(), training.data.is_none()) {
        (true, true) => "Both files were read.",
        (true, false) => "The live file was read and held against the profile kept of the training data.",
        (false, true) => "The profile kept of the live data was held against the training file.",
        (false, false) => "From the profiles kept with both.",
    };
    let exact = match (binned, all) {
        (_, 0) => String::new(),
        (0, _) => " Every field is compared value by value.".to_owned(),
        (b, a) if b == a => {
            " Numbers are compared in bins, which can hide a part of a shift and add none.".to_owned()
        }
        (b, a) => {
            format!(" {b} of {a} fields are compared in bins, which can hide a part of a shift and add none.")
        }
    };
    format!("{read}{exact}")
}

fn field_drift(field: &FieldDrift) -> FieldDriftDto {
    let (test, size_name) = match field.test {
        Test::KolmogorovSmirnov => ("kolmogorov-smirnov", "Kolmogorov-Smirnov distance"),
        Test::ChiSquare => ("chi-square", "Cramér’s V"),
    };
    let unit = match field.ty {
        DataType::Date => " days",
        DataType::Instant => " seconds",
        _ => "",
    };
    let median = |pick: fn(&(f64, f64)) -> f64| {
        field.medians.as_ref().map(|m| field.ty.shown(pick(m))).unwrap_or_default()
    };
    FieldDriftDto {
        name: field.name.clone(),
        type_: field.ty.as_str().into(),
        verdict: field.verdict.as_str().into(),
        sentence: field.sentence.clone(),
        n_training: field.n.0.into(),
        n_live: field.n.1.into(),
        stability: field.stability,
        stability_limit: field.stability_limit,
        smoothed: field.smoothed,
        test: test.into(),
        p: field.p,
        sparse: field.sparse,
        size_name: size_name.into(),
        size: field.size,
        size_limit: field.size_limit,
        how: if field.width > 0.0 {
            format!("in bins of {}{unit}", exact(field.width))
        } else {
            "value by value".into()
        },
        median_training: median(|m| m.0),
        median_live: median(|m| m.1),
        missing_training: field.missing.0,
        missing_live: field.missing.1,
        bars: field
            .bars
            .iter()
            .map(|bar| BarDto {
                label: bar.label.clone(),
                training: bar.training.into(),
                live: bar.live.into(),
            })
            .collect(),
    }
}

fn side_by_side(was: Known<'_>, is: Known<'_>, found: &SchemaDifference) -> Vec<FieldPairDto> {
    let (old, new) = (was.0, is.0);
    let words = |(profile, nullable): Known<'_>, name: &str| {
        profile.field(name).map(|field| {
            let personal = if field.personal { ", personal" } else { "" };
            let missing = match field.missing_share() {
                Some(share) if field.missing > 0 => {
                    let rows = field.count + field.missing;
                    if rows < 20 {
                        format!(", missing in {} of {rows}", field.missing)
                    } else {
                        format!(", missing in {} ({:.1} %)", grouped(field.missing), share * 100.0)
                    }
                }
                None if nullable.iter().any(|one| one == name) => ", can be missing".to_owned(),
                _ => String::new(),
            };
            format!("{}{missing}{personal}", domain_words(field))
        })
    };
    let names = old.fields.iter().chain(new.fields.iter().filter(|field| old.field(&field.name).is_none()));
    names
        .map(|field| {
            let (was, is) = (words(was, &field.name), words(is, &field.name));
            let state = match (&was, &is) {
                (Some(_), None) => "gone",
                (None, _) => "new",
                _ if found.anomalies().any(|one| one.field == field.name) => "changed",
                _ => "same",
            };
            FieldPairDto {
                name: field.name.clone(),
                was: was.unwrap_or_default(),
                is: is.unwrap_or_default(),
                state: state.into(),
            }
        })
        .collect()
}
