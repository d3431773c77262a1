//! JSON Lines of everything, which the import of JSON Lines reads back (docs/imports.md).

use serde_json::{Map, Value as Json, json};
use throughline_model::{FieldType, LinkType, check_link, parse_json};
use throughline_record::Value;

use super::material::{Bond, Material, Thing};
use super::{Written, count};

/// Longer lines are not read back.
const LONGEST_LINE: usize = 16 * 1024 * 1024;

/// Stands where a kind needs its title and the title is gone.
const ERASED: &str = "[erased]";

/// What was left out while lines were made.
#[derive(Default)]
struct Left {
    values: usize,
    links: usize,
    long: usize,
    attachments: usize,
}

pub(super) fn write(material: &Material) -> Written {
    let mut left = Left::default();
    let mut out = line(&[("t", json!("source")), ("name", json!(source(material)))]);
    let (mut artefacts, mut links) = (0, 0);
    for thing in &material.things {
        let line = artefact(thing, &mut left);
        if line.len() > LONGEST_LINE {
            left.long += 1;
        } else {
            artefacts += 1;
            out.push_str(&line);
        }
    }
    for bond in &material.bonds {
        match link(material, bond) {
            Some(line) => {
                links += 1;
                out.push_str(&line);
            }
            None => left.links += 1,
        }
    }
    let holds = format!("{}, {}", count(artefacts, "artefact", "artefacts"), count(links, "link", "links"));
    let mut written = Written::one("throughline.jsonl", out.into_bytes(), holds);
    let mut say = |n: usize, one: &str, many: &str, rest: &str| {
        if n > 0 {
            written.left_out.push(format!("{} {rest}", count(n, one, many)));
        }
    };
    say(left.attachments, "attachment is", "attachments are", "not carried: a line holds no files.");
    say(left.values, "value", "values", "that no import would take as it stands left out.");
    say(left.links, "link", "links", "left out, because what it says or leads to is gone.");
    say(left.long, "artefact", "artefacts", "of more than 16 MiB left out.");
    say(
        material.others,
        "entry of the record itself is",
        "entries of the record itself are",
        "not carried (seals, checks, signatures …): they prove this workspace, and no other.",
    );
    written
        .left_out
        .push("History is not carried: each value is as it stands, without who changed it when.".into());
    written
}

/// The source's name: that of the source everything came from, if it came from one, so that handing it on
/// again changes nothing.
fn source(material: &Material) -> String {
    let origin = |thing: &Thing| -> Option<String> {
        let source = thing.state.value("source")?.as_map()?.get("source")?.as_text()?;
        source.strip_prefix("jsonl:").map(str::to_owned)
    };
    let mut names = material.things.iter().map(origin);
    let first = names.next().flatten();
    match first {
        Some(name) if names.all(|other| other.as_ref() == Some(&name)) => name,
        _ => format!("throughline:{}", material.workspace),
    }
}

/// One line, its members in the order given.
fn line(members: &[(&str, Json)]) -> String {
    let members: Vec<String> =
        members.iter().map(|(name, value)| format!("{}:{value}", json!(name))).collect();
    format!("{{{}}}\n", members.join(","))
}

/// By which links name it.
fn key(thing: &Thing) -> String {
    if thing.card.short.is_empty() { thing.card.id.to_string() } else { thing.card.short.clone() }
}

fn artefact(thing: &Thing, left: &mut Left) -> String {
    let mut members =
        vec![("t", json!("artefact")), ("key", json!(key(thing))), ("kind", json!(thing.kind.name))];
    if let Some(number) = thing.state.value("number").and_then(Value::as_int).filter(|n| *n > 0) {
        members.push(("number", json!(number)));
    }
    let title = thing.text("title").or(thing.kind.title_required.then_some(ERASED));
    if let Some(title) = title {
        members.push(("title", json!(title)));
    }
    if let Some(notes) = thing.text("notes") {
        members.push(("notes", json!(notes)));
    }
    members.push(("at", json!(thing.since())));
    if let Some(author) = thing.text("said-by") {
        members.push(("author", json!(author)));
    }
    let mut fields = Map::new();
    for field in thing.kind.all_fields() {
        let Some(value) = thing.state.value(field.name) else { continue };
        match field.ty {
            FieldType::Ref { .. } | FieldType::Origin => continue,
            FieldType::Attachments => {
                left.attachments += value.as_list().map_or(1, <[Value]>::len);
                continue;
            }
            _ if matches!(field.name, "title" | "notes" | "said-by" | "number") => continue,
            _ if matches!(value, Value::Text(text) if text.trim().is_empty()) => continue,
            _ => {}
        }
        let said = value.to_json();
        if parse_json(field, &said).ok().flatten().as_ref() == Some(value) {
            fields.insert(field.name.to_owned(), said);
        } else {
            left.values += 1;
        }
    }
    if !fields.is_empty() {
        members.push(("fields", Json::Object(fields)));
    }
    line(&members)
}

fn link(material: &Material, bond: &Bond) -> Option<String> {
    let (from, to) = (material.thing(bond.from)?, material.thing(bond.to)?);
    let type_: &'static LinkType = bond.type_;
    check_link(type_.name, from.kind.name, to.kind.name).ok()?;
    let mut fields = Map::new();
    for name in bond.state.fields.keys() {
        let (Some(field), Some(value)) = (type_.field(name), bond.state.value(name)) else { continue };
        if matches!(field.ty, FieldType::Origin) || name == "said-by" {
            continue;
        }
        let said = value.to_json();
        if parse_json(field, &said).ok().flatten().as_ref() == Some(value) {
            fields.insert(name.clone(), said);
        }
    }
    let complete = type_.fields.iter().filter(|f| f.required).all(|f| fields.contains_key(f.name));
    if !complete {
        return None;
    }
    let since = bond.state.created.on.as_deref().unwrap_or(&bond.state.created.at);
    let mut members = vec![
        ("t", json!("link")),
        ("type", json!(type_.name)),
        ("from", json!(key(from))),
        ("to", json!(key(to))),
        ("at", json!(since)),
    ];
    if let Some(author) = bond.state.text("said-by").filter(|t| !t.trim().is_empty()) {
        members.push(("author", json!(author)));
    }
    if !fields.is_empty() {
        members.push(("fields", Json::Object(fields)));
    }
    Some(line(&members))
}

/// The JSON Schema (draft 2020-12) of one line, made from the tables of kinds and links. It says what an
/// export writes; an import also takes values in kinder spellings.
#[must_use]
pub fn schema() -> Json {
    let kinds: Vec<Json> = throughline_model::kinds()
        .iter()
        .filter(|kind| kind.is_artefact())
        .map(|kind| {
            let mut fields = Map::new();
            for field in kind.all_fields() {
                let skipped =
                    matches!(field.ty, FieldType::Ref { .. } | FieldType::Origin | FieldType::Attachments)
                        || matches!(field.name, "title" | "notes" | "said-by" | "number");
                if !skipped {
                    let mut of = typed(field.ty);
                    if let Some(map) = of.as_object_mut() {
                        map.insert("title".into(), json!(field.label));
                    }
                    fields.insert(field.name.to_owned(), of);
                }
            }
            let required: &[&str] =
                if kind.title_required { &["t", "key", "kind", "title"] } else { &["t", "key", "kind"] };
            json!({
                "title": kind.label,
                "type": "object",
                "properties": {
                    "t": { "const": "artefact" },
                    "key": { "type": "string", "minLength": 1 },
                    "kind": { "const": kind.name },
                    "number": { "type": "integer", "minimum": 1, "maximum": 1_000_000_000 },
                    "title": { "type": "string", "minLength": 1 },
                    "notes": { "type": "string" },
                    "at": { "$ref": "#/$defs/moment" },
                    "author": { "type": "string" },
                    "fields": { "type": "object", "properties": fields, "additionalProperties": false },
                },
                "required": required,
                "additionalProperties": false,
            })
        })
        .collect();
    let held = |ends: &throughline_model::LinkEnds| {
        throughline_model::kinds().iter().any(|kind| kind.is_artefact() && ends.allows(kind.name))
    };
    let types: Vec<Json> = throughline_model::links()
        .iter()
        .filter(|link| held(&link.from) && held(&link.to))
        .map(|link| {
            let own = link.fields.iter().chain(throughline_model::LINK_BASE);
            let fields: Map<String, Json> = own
                .filter(|f| !matches!(f.ty, FieldType::Origin) && f.name != "said-by")
                .map(|f| (f.name.to_owned(), typed(f.ty)))
                .collect();
            json!({
                "title": format!("… {} …", link.label),
                "type": "object",
                "properties": {
                    "t": { "const": "link" },
                    "type": { "const": link.name },
                    "from": { "type": "string", "minLength": 1 },
                    "to": { "type": "string", "minLength": 1 },
                    "at": { "$ref": "#/$defs/moment" },
                    "author": { "type": "string" },
                    "fields": { "type": "object", "properties": fields, "additionalProperties": false },
                },
                "required": ["t", "type", "from", "to"],
                "additionalProperties": false,
            })
        })
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of Throughline's JSON Lines",
        "$defs": {
            "moment": { "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z)?$" },
            "decimal": { "type": "string", "pattern": "^-?(0|[1-9]\\d*)(\\.\\d*[1-9])?$" },
            "measured": { "type": "string", "pattern": "^(-?(0|[1-9]\\d*)(\\.\\d*[1-9])?|NaN|-?Infinity)$" },
            "source": {
                "type": "object",
                "properties": { "t": { "const": "source" }, "name": { "type": "string", "minLength": 1 } },
                "required": ["t", "name"],
                "additionalProperties": false,
            },
            "artefact": { "oneOf": kinds },
            "link": { "oneOf": types },
        },
        "oneOf": [
            { "$ref": "#/$defs/source" },
            { "$ref": "#/$defs/artefact" },
            { "$ref": "#/$defs/link" },
        ],
    })
}

/// What values of a type look like.
fn typed(ty: FieldType) -> Json {
    let text = || json!({ "type": "string" });
    match ty {
        FieldType::Line | FieldType::Text | FieldType::Quote | FieldType::Order | FieldType::Ref { .. } => {
            text()
        }
        FieldType::Int => json!({ "type": "integer" }),
        FieldType::Decimal => json!({ "$ref": "#/$defs/decimal" }),
        FieldType::Measured => json!({ "$ref": "#/$defs/measured" }),
        FieldType::Bool => json!({ "type": "boolean" }),
        FieldType::Date | FieldType::Instant => json!({ "$ref": "#/$defs/moment" }),
        FieldType::Choice(of) => json!({ "enum": of }),
        FieldType::Score => json!({ "enum": [0, 1, 2, 3, 4, 5, "unknown"] }),
        FieldType::Tags => json!({ "type": "array", "items": text(), "minItems": 1 }),
        FieldType::Range => json!({
            "type": "object",
            "properties": {
                "low": { "$ref": "#/$defs/decimal" },
                "likely": { "$ref": "#/$defs/decimal" },
                "high": { "$ref": "#/$defs/decimal" },
            },
            "additionalProperties": false,
        }),
        FieldType::Identity => json!({
            "type": "array",
            "items": {
                "type": "object",
                "properties": { "algorithm": text(), "value": text() },
                "required": ["algorithm", "value"],
                "additionalProperties": false,
            },
        }),
        FieldType::Pairs => json!({ "type": "object", "additionalProperties": text() }),
        FieldType::Schema => json!({
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": text(),
                    "type": text(),
                    "nullable": { "type": "boolean" },
                    "personal": { "type": "boolean" },
                    "values": { "type": "array", "items": text() },
                },
                "required": ["name", "type"],
                "additionalProperties": false,
            },
        }),
        FieldType::Rows(columns) => {
            let properties: Map<String, Json> =
                columns.iter().map(|c| (c.name.to_owned(), typed(c.ty))).collect();
            let required: Vec<&str> = columns.iter().filter(|c| c.required).map(|c| c.name).collect();
            json!({
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": properties,
                    "required": required,
                    "additionalProperties": false,
                },
            })
        }
        FieldType::Attachments | FieldType::Origin => json!({ "type": "array" }),
    }
}
