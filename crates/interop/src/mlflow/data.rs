//! A run's data set as a data version.

use std::collections::BTreeMap;

use serde::Deserialize;
use throughline_record::{Fields, Value};

use super::store::Dataset;
use crate::fields::{map, set, set_value, text};
use crate::git::without_credentials;

/// MLflow's digest of a data set covers a sample of its rows: equal data give equal digests, but
/// different data may too.
const WEAK: &str = "mlflow-md5-sample";

pub(crate) fn data_fields(dataset: &Dataset) -> Fields {
    let mut fields = Fields::new();
    set(&mut fields, "title", &dataset.name);
    set(&mut fields, "version", &dataset.digest);
    if !dataset.digest.is_empty() {
        let digest = map([("algorithm", text(WEAK)), ("value", text(dataset.digest.clone()))]);
        set_value(&mut fields, "digest", Value::List(vec![digest]));
        set_value(&mut fields, "weak-digest", Value::Bool(true));
    }
    set(&mut fields, "location", &without_credentials(&location(dataset)));
    if let Some(schema) = schema(&dataset.schema) {
        set_value(&mut fields, "schema", schema);
    }
    #[derive(Deserialize)]
    struct Profile {
        num_rows: Option<i64>,
    }
    let rows = serde_json::from_str::<Profile>(&dataset.profile)
        .ok()
        .and_then(|p| p.num_rows)
        .filter(|n| *n >= 0 && *n < throughline_record::value::INT_LIMIT);
    if let Some(rows) = rows {
        set_value(&mut fields, "rows", Value::Int(rows));
    }
    fields
}

/// Where the data lie: each type of source names its place differently.
fn location(dataset: &Dataset) -> String {
    let Ok(source) = serde_json::from_str::<serde_json::Value>(&dataset.source) else {
        return dataset.source.clone();
    };
    ["uri", "path", "url", "table_name", "delta_table_name"]
        .iter()
        .find_map(|name| source.get(*name)?.as_str())
        .map(str::to_owned)
        .unwrap_or_else(|| dataset.source_type.clone())
}

/// `mlflow_colspec` as columns. Tensors have none.
fn schema(json: &str) -> Option<Value> {
    #[derive(Deserialize)]
    struct Schema {
        mlflow_colspec: Vec<Column>,
    }
    #[derive(Deserialize)]
    struct Column {
        name: Option<String>,
        #[serde(rename = "type")]
        type_: serde_json::Value,
        #[serde(default = "yes")]
        required: bool,
    }
    fn yes() -> bool {
        true
    }
    let schema: Schema = serde_json::from_str(json).ok()?;
    let columns: Vec<Value> = schema
        .mlflow_colspec
        .into_iter()
        .enumerate()
        .map(|(at, column)| {
            // Unnamed columns are told by their place, nested types by their JSON.
            let name = column.name.unwrap_or_else(|| format!("{at}"));
            let type_ = match column.type_ {
                serde_json::Value::String(name) => name,
                nested => nested.to_string(),
            };
            let mut entry =
                BTreeMap::from([("name".to_owned(), text(name)), ("type".to_owned(), text(type_))]);
            if !column.required {
                entry.insert("nullable".to_owned(), Value::Bool(true));
            }
            Value::Map(entry)
        })
        .collect();
    (!columns.is_empty()).then_some(Value::List(columns))
}
