//! Building fields, and digests of them for sources without a history of their own.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use throughline_record::{Fields, Value};

use crate::taken::SourceLink;

/// Sets a text, unless it is empty.
pub(crate) fn set(fields: &mut Fields, name: &str, text: &str) {
    let text = text.trim();
    if !text.is_empty() {
        fields.insert(name.to_owned(), Some(Value::Text(text.to_owned())));
    }
}

/// Sets words of a set, unless there are none.
pub(crate) fn set_words(fields: &mut Fields, name: &str, words: &[String]) {
    if !words.is_empty() {
        let words = words.iter().cloned().map(Value::Text).collect();
        fields.insert(name.to_owned(), Some(Value::List(words)));
    }
}

pub(crate) fn set_value(fields: &mut Fields, name: &str, value: Value) {
    fields.insert(name.to_owned(), Some(value));
}

pub(crate) fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Map(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

pub(crate) fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// A digest of what a source says of one thing, which stands for a revision where the source
/// keeps no history: it changes when, and only when, the source says something else.
pub(crate) fn digest(fields: &Fields, links: &[SourceLink]) -> String {
    let fields: BTreeMap<&String, serde_json::Value> = fields
        .iter()
        .map(|(name, value)| {
            let value = value.as_ref().map_or(serde_json::Value::Null, Value::to_json);
            (name, value)
        })
        .collect();
    let mut links: Vec<String> = links
        .iter()
        .map(|l| {
            let source = l.to_source.as_deref().unwrap_or("");
            format!("{}|{}|{source}|{}|{:?}", l.type_, l.out, l.to, l.fields)
        })
        .collect();
    links.sort();
    let text = serde_json::json!([fields, links]).to_string();
    let hash = Sha256::digest(text.as_bytes());
    format!("fields:{}", hex::encode(hash.get(..16).unwrap_or(&hash)))
}
