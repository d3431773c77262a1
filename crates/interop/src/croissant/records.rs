//! Record sets as a schema.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
use throughline_record::Value;

use super::names::plain;
use crate::fields::text;
use crate::plain::words;
use crate::taken::{Level, Line};

/// More columns are no table.
const MOST: usize = 20_000;

fn objects<'m>(map: &'m Map<String, Json>, name: &str) -> Vec<&'m Map<String, Json>> {
    match map.get(name) {
        Some(Json::Array(list)) => list.iter().filter_map(Json::as_object).collect(),
        Some(Json::Object(one)) => vec![one],
        _ => Vec::new(),
    }
}

fn word(map: &Map<String, Json>, name: &str) -> String {
    map.get(name).map(words).unwrap_or_default().join(", ")
}

/// The fields of all record sets. A field is called what its column is called in the file, so that
/// the file itself can be held against it.
pub(super) fn schema(body: &Map<String, Json>, report: &mut Vec<Line>) -> Option<Value> {
    let sets = objects(body, "recordSet");
    let tables: Vec<&Map<String, Json>> = sets
        .into_iter()
        .filter(|set| {
            // A record set of names that others refer to holds values, no columns.
            let is_list =
                set.get("dataType").map(words).unwrap_or_default().iter().any(|t| plain(t) == "Enumeration");
            if is_list {
                let place = name_of(set);
                report.push(Line::new(
                    Level::Skipped,
                    place,
                    "enumeration",
                    "a list of values that fields refer to, no table",
                ));
            }
            !is_list
        })
        .collect();
    let several = tables.len() > 1;
    let mut columns = Vec::new();
    for set in &tables {
        let under = if several { format!("{}/", name_of(set)) } else { String::new() };
        let before = columns.len();
        for field in objects(set, "field") {
            column(field, &under, 0, &mut columns);
        }
        let text = format!("{} fields as the schema", columns.len() - before);
        report.push(Line::new(Level::Taken, name_of(set), "record-set", text));
    }
    if columns.len() > MOST {
        let text = format!("{} fields are more than the {MOST} that are taken", columns.len());
        report.push(Line::new(Level::Warning, "recordSet", "too-many-fields", text));
        columns.truncate(MOST);
    }
    (!columns.is_empty()).then_some(Value::List(columns))
}

fn name_of(map: &Map<String, Json>) -> String {
    let own = ["name", "@id"].iter().map(|n| word(map, n)).find(|t| !t.is_empty()).unwrap_or_default();
    // An id holds its record set: `wdbc/mean_radius`.
    own.rsplit('/').next().unwrap_or(&own).to_owned()
}

fn column(field: &Map<String, Json>, under: &str, depth: usize, columns: &mut Vec<Value>) {
    let in_file = field
        .get("source")
        .and_then(|source| source.get("extract")?.get("column")?.as_str())
        .map(str::to_owned);
    let name = in_file.unwrap_or_else(|| name_of(field));
    if name.trim().is_empty() || columns.len() > MOST {
        return;
    }
    let name = format!("{under}{name}");
    let inside = objects(field, "subField");
    let types = field.get("dataType").map(words).unwrap_or_default();
    let type_ = types.first().map_or_else(
        || if inside.is_empty() { "unknown".to_owned() } else { "struct".to_owned() },
        |t| type_of(t),
    );
    let is_list = ["repeated", "isArray"].iter().any(|n| field.get(*n) == Some(&Json::Bool(true)));
    let type_ = if is_list { format!("list<{type_}>") } else { type_ };
    let entry = BTreeMap::from([("name".to_owned(), text(name.clone())), ("type".to_owned(), text(type_))]);
    columns.push(Value::Map(entry));
    if depth < 16 {
        for field in inside {
            column(field, &format!("{name}."), depth + 1, columns);
        }
    }
}

/// The types of the standard by the words used for columns; others by their own name.
fn type_of(type_: &str) -> String {
    match plain(type_).as_str() {
        "Text" => "text",
        "Integer" | "Int8" | "Int16" | "Int32" | "Int64" | "UInt8" | "UInt16" | "UInt32" | "UInt64" => "int",
        "Float" | "Number" | "Float16" | "Float32" | "Float64" => "float",
        "Boolean" => "bool",
        "Date" => "date",
        "DateTime" | "Time" => "datetime",
        other => return other.rsplit(['/', '#', ':']).next().unwrap_or(other).to_lowercase(),
    }
    .to_owned()
}
