//! A profile as fields of a data version, and back.

use std::collections::BTreeMap;

use throughline_record::Value;

use super::{DataType, FieldProfile, Profile, Shape, exact, grid};

/// Rows of distributions that one data version keeps at most, over all its fields.
const MOST_ROWS: usize = 1_800;
/// Bins or words of one field that are kept.
const MOST_BINS: usize = 64;
/// Characters of a word that are kept.
const MOST_LETTERS: usize = 60;
/// The columns that hold quantiles, as [`super::QUANTILES`] has them.
pub const QUANTILE_COLUMNS: [&str; 7] = ["q01", "q05", "q25", "median", "q75", "q95", "q99"];

/// The field values `schema`, `rows`, `profile` and `distributions` of a data version.
#[must_use]
pub fn fields(profile: &Profile) -> BTreeMap<&'static str, Value> {
    let most = (MOST_ROWS / profile.fields.len().max(1)).clamp(4, MOST_BINS);
    let mut counted = Vec::new();
    let (mut schema, mut rows) = (Vec::new(), Vec::new());
    for field in &profile.fields {
        schema.push(column(field));
        rows.push(row(field, most, &mut counted));
    }
    let mut out = BTreeMap::from([("rows", Value::Int(whole(profile.rows)))]);
    for (name, list) in [("schema", schema), ("profile", rows), ("distributions", counted)] {
        out.insert(name, Value::List(list));
    }
    out
}

fn whole(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn column(field: &FieldProfile) -> Value {
    let mut out = BTreeMap::from([
        ("name".to_owned(), Value::from(field.name.as_str())),
        ("type".to_owned(), Value::from(field.ty.as_str())),
    ]);
    if field.missing > 0 {
        out.insert("nullable".into(), Value::Bool(true));
    }
    if field.personal {
        out.insert("personal".into(), Value::Bool(true));
    }
    if let Some(values) = field.values.as_ref().filter(|values| !values.is_empty()) {
        let list = values.iter().map(|v| Value::from(v.as_str())).collect();
        out.insert("values".into(), Value::List(list));
    }
    Value::Map(out)
}

fn row(field: &FieldProfile, most: usize, counted: &mut Vec<Value>) -> Value {
    let mut out = BTreeMap::from([("field".to_owned(), Value::from(field.name.as_str()))]);
    for (name, n) in [("count", field.count), ("missing", field.missing), ("distinct", field.distinct)] {
        out.insert(name.into(), Value::Int(whole(n)));
    }
    for (name, n) in [("misfits", field.misfits), ("nan", field.nan), ("infinite", field.infinite)] {
        if n > 0 {
            out.insert(name.into(), Value::Int(whole(n)));
        }
    }
    if field.distinct_about {
        out.insert("distinct-about".into(), Value::Bool(true));
    }
    let mut say = |name: &str, text: String| out.insert(name.into(), Value::Text(text));
    if let Some((min, max)) = field.range {
        say("min", field.ty.shown(min));
        say("max", field.ty.shown(max));
    }
    for (name, value) in [("mean", field.mean), ("deviation", field.deviation)] {
        if let Some(value) = value {
            say(name, super::number(value));
        }
    }
    if let Some(quantiles) = &field.quantiles {
        for (name, value) in QUANTILE_COLUMNS.iter().zip(quantiles) {
            say(name, field.ty.shown(*value));
        }
    }
    let mut count = |bin: String, n: u64| {
        counted.push(Value::Map(BTreeMap::from([
            ("field".to_owned(), Value::from(field.name.as_str())),
            ("bin".to_owned(), Value::Text(bin)),
            ("count".to_owned(), Value::Int(whole(n))),
        ])));
    };
    match &field.shape {
        Shape::None => {}
        Shape::Numbers { width, bins } => {
            let (width, bins) = grid::at_most(bins.clone(), *width, most);
            say("bin-width", exact(width));
            for (edge, n) in bins {
                // Moments keep their place as a number: a bin may end within a second.
                let edge = if field.ty == DataType::Date && edge.fract() == 0.0 {
                    field.ty.shown(edge)
                } else {
                    exact(edge)
                };
                count(edge, n);
            }
        }
        Shape::Words { counts, rest } => {
            let mut left = *rest;
            for (place, (word, n)) in counts.iter().enumerate() {
                let short = word.trim();
                let fits = !short.is_empty()
                    && short.len() == word.len()
                    && word.chars().count() <= MOST_LETTERS
                    && !word.contains(['\n', '\r', '\t']);
                if place < most && fits { count(word.clone(), *n) } else { left += n }
            }
            out.insert("other-values".into(), Value::Int(whole(left)));
        }
    }
    Value::Map(out)
}

/// The names of the columns of a schema that can be missing.
#[must_use]
pub fn nullable(schema: Option<&Value>) -> Vec<&str> {
    let columns = schema.and_then(Value::as_list).unwrap_or_default().iter().filter_map(Value::as_map);
    columns
        .filter(|column| column.get("nullable").and_then(Value::as_bool) == Some(true))
        .filter_map(|column| column.get("name").and_then(Value::as_text))
        .collect()
}

/// The profile of a data version, from its fields; `value` gives them by name. Whatever nobody recorded is empty:
/// a schema that was written by hand makes fields without counts. None without a schema.
#[must_use]
pub fn profile<'a>(value: impl Fn(&str) -> Option<&'a Value>) -> Option<Profile> {
    let schema = value("schema")?.as_list()?;
    let list = |name: &str| value(name).and_then(Value::as_list).unwrap_or_default();
    let text = |map: &'a BTreeMap<String, Value>, key: &str| map.get(key).and_then(Value::as_text);
    let mut rows: BTreeMap<&str, &BTreeMap<String, Value>> = BTreeMap::new();
    for row in list("profile").iter().filter_map(Value::as_map) {
        rows.entry(text(row, "field").unwrap_or_default()).or_insert(row);
    }
    let mut bins: BTreeMap<&str, Vec<(&str, u64)>> = BTreeMap::new();
    for row in list("distributions").iter().filter_map(Value::as_map) {
        let count = row.get("count").and_then(Value::as_int).and_then(|n| u64::try_from(n).ok());
        if let (Some(field), Some(bin), Some(count)) = (text(row, "field"), text(row, "bin"), count) {
            bins.entry(field).or_default().push((bin, count));
        }
    }
    let mut fields = Vec::new();
    for column in schema.iter().filter_map(Value::as_map) {
        let Some(name) = text(column, "name") else { continue };
        let flag = |key: &str| column.get(key).and_then(Value::as_bool).unwrap_or(false);
        let mut field =
            FieldProfile::unknown(name, DataType::named(text(column, "type").unwrap_or_default()));
        field.personal = flag("personal");
        field.values = column
            .get("values")
            .and_then(Value::as_list)
            .map(|list| list.iter().filter_map(Value::as_text).map(str::to_owned).collect());
        read(&mut field, rows.get(name).copied(), bins.remove(name).unwrap_or_default());
        fields.push(field);
    }
    let rows = value("rows").and_then(Value::as_int).and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
    Some(Profile { rows, fields })
}

fn read(field: &mut FieldProfile, row: Option<&BTreeMap<String, Value>>, bins: Vec<(&str, u64)>) {
    let ty = field.ty;
    let int = |key: &str| {
        row.and_then(|row| row.get(key)).and_then(Value::as_int).and_then(|n| u64::try_from(n).ok())
    };
    let place =
        |key: &str| row.and_then(|row| row.get(key)).and_then(Value::as_text).and_then(|t| ty.read(t));
    let plain = |key: &str| {
        row.and_then(|row| row.get(key)).and_then(Value::as_text).and_then(|t| DataType::Decimal.read(t))
    };
    let counted: u64 = bins.iter().map(|bin| bin.1).sum();
    field.count = int("count").unwrap_or(counted);
    field.missing = int("missing").unwrap_or(0);
    field.misfits = int("misfits").unwrap_or(0);
    field.nan = int("nan").unwrap_or(0);
    field.infinite = int("infinite").unwrap_or(0);
    field.distinct = int("distinct").unwrap_or(0);
    field.distinct_about =
        row.and_then(|row| row.get("distinct-about")).and_then(Value::as_bool).unwrap_or(false);
    field.range = place("min").zip(place("max"));
    (field.mean, field.deviation) = (plain("mean"), plain("deviation"));
    let quantiles: Vec<f64> = QUANTILE_COLUMNS.iter().filter_map(|name| place(name)).collect();
    field.quantiles = quantiles.try_into().ok();
    if bins.is_empty() || field.personal {
        return;
    }
    let edge = |bin: &str| DataType::Decimal.read(bin).or_else(|| ty.read(bin));
    let edges: Option<Vec<(f64, u64)>> = bins.iter().map(|(bin, count)| Some((edge(bin)?, *count))).collect();
    field.shape = match edges {
        Some(mut edges) if ty.is_ordered() => {
            edges.sort_by(|a, b| a.0.total_cmp(&b.0));
            edges.dedup_by(|next, before| {
                let same = next.0 == before.0;
                if same {
                    before.1 += next.1;
                }
                same
            });
            Shape::Numbers { width: plain("bin-width").unwrap_or(0.0).max(0.0), bins: edges }
        }
        _ => Shape::Words {
            counts: bins.iter().map(|(bin, count)| ((*bin).to_owned(), *count)).collect(),
            rest: int("other-values").unwrap_or(0),
        },
    };
}
