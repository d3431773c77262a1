//! `needs.json`, which sphinx-needs reads (`needimport`, its directives and its server).

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::material::{Material, Thing};
use super::prov::pretty;
use super::{Written, count};

/// An id as sphinx-needs takes one: capitals, digits and underscores.
fn id(thing: &Thing) -> String {
    let short: String = thing
        .card
        .short
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' })
        .collect();
    short
}

/// The name of a field or link: letters, digits and underscores.
fn word(name: &str) -> String {
    name.replace('-', "_")
}

pub(super) fn write(material: &Material) -> Written {
    let mut needs: BTreeMap<String, Json> = BTreeMap::new();
    let mut links = 0;
    let mut types: BTreeMap<&str, &str> = BTreeMap::new();
    for (at, thing) in material.living() {
        types.insert(thing.kind.name, thing.kind.label);
        let mut of = Map::new();
        of.insert("id".into(), json!(id(thing)));
        of.insert("type".into(), json!(word(thing.kind.name)));
        of.insert("type_name".into(), json!(thing.kind.label));
        of.insert("title".into(), json!(thing.card.title));
        of.insert("status".into(), json!(thing.card.status));
        of.insert("tags".into(), json!(thing.words("tags")));
        of.insert("content".into(), json!(content(thing)));
        of.insert("docname".into(), Json::Null);
        of.insert("lineno".into(), Json::Null);
        of.insert("sections".into(), json!([thing.kind.plural]));
        of.insert("throughline".into(), json!(material.address(&thing.card.id)));
        let mut by_type: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for bond in material.living_bonds_of(at) {
            if bond.from == at
                && let Some(other) = material.thing(bond.to)
            {
                by_type.entry(bond.type_.name).or_default().push(id(other));
            }
        }
        let mut all: Vec<String> = Vec::new();
        for (type_, mut ids) in by_type {
            links += ids.len();
            ids.sort_unstable();
            all.extend(ids.iter().cloned());
            of.insert(word(type_), json!(ids));
        }
        all.sort_unstable();
        all.dedup();
        of.insert("links".into(), json!(all));
        needs.insert(id(thing), Json::Object(of));
    }
    let title = if material.as_of.is_empty() {
        material.of.clone()
    } else {
        format!("{}, {}", material.of, material.as_of)
    };
    let version = format!("#{}", material.position);
    let created = material.latest.clone();
    let amount = needs.len();
    let json = json!({
        "created": created,
        "project": title,
        "current_version": version,
        "versions": {
            version: {
                "created": created,
                "creator": { "program": "Throughline", "version": env!("CARGO_PKG_VERSION") },
                "needs_amount": amount,
                "needs": needs,
                "filters": {},
                "filters_amount": 0,
                "needs_schema": schema(),
            }
        },
    });
    let holds = format!("{}, {}", count(amount, "need", "needs"), count(links, "link", "links"));
    Written::one("needs.json", pretty(&json), holds)
}

/// What the fields are, as sphinx-needs writes it beside them.
fn schema() -> Json {
    let text = |name: &str| {
        (name.to_owned(), json!({ "type": ["string", "null"], "field_type": "core", "description": name }))
    };
    let mut properties: Map<String, Json> =
        ["id", "type", "type_name", "title", "status", "content", "docname"].into_iter().map(text).collect();
    for name in ["tags", "sections", "links"] {
        properties.insert(
            name.into(),
            json!({ "type": "array", "items": { "type": "string" }, "field_type": "core", "default": [] }),
        );
    }
    properties.insert("lineno".into(), json!({ "type": ["integer", "null"], "field_type": "core" }));
    properties.insert("throughline".into(), json!({ "type": "string", "field_type": "extra" }));
    for link in throughline_model::links() {
        properties.insert(
            word(link.name),
            json!({
                "type": "array", "items": { "type": "string" }, "field_type": "links", "default": [],
                "description": link.label,
            }),
        );
    }
    json!({ "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": properties })
}

/// The texts of an artefact, each under the name of its field.
fn content(thing: &Thing) -> String {
    let mut parts = Vec::new();
    for field in thing.kind.all_fields() {
        let long =
            matches!(field.ty, throughline_model::FieldType::Text | throughline_model::FieldType::Quote);
        if long
            && field.name != "original"
            && let Some(text) = thing.text(field.name)
        {
            parts.push(format!("{}:\n{}", field.label, text.trim()));
        }
    }
    parts.join("\n\n")
}
