//! What a source said last of an entity, by the records its imports left.
//!
//! A field that a person changed since is told from one that the source changed by this: only if
//! the source now says something else than it said last is the field written again.

use std::collections::{BTreeMap, BTreeSet};

use throughline_model::{Field, Merge};
use throughline_record::{EntityId, Value};
use throughline_store::{LogQuery, Reader};

use crate::error::Result;

/// The values a source gave, by field. `None` where it took a value back.
pub(crate) type Said = BTreeMap<String, Option<Value>>;

/// Replays the records that carry this source's mark, oldest first. Of a set only what the source
/// itself put in or took out counts, since people put in words beside it.
pub(crate) fn said(
    reader: &Reader,
    entity: &EntityId,
    source: &str,
    field_of: impl Fn(&str) -> Option<&'static Field>,
) -> Result<Said> {
    let log = reader.log(&LogQuery {
        entity: Some(*entity),
        limit: u64::MAX,
        records: u64::MAX,
        ..LogQuery::default()
    })?;
    let mut said = Said::new();
    let mut sets: BTreeMap<String, BTreeSet<Value>> = BTreeMap::new();
    for record in log.rows.iter().rev().flat_map(|change| &change.records) {
        if record.card.id != *entity {
            continue;
        }
        let ours = record
            .fields
            .iter()
            .any(|f| f.name == "source" && f.after.as_ref().and_then(source_of).is_some_and(|s| s == source));
        if !ours {
            continue;
        }
        for change in &record.fields {
            let is_set = field_of(&change.name).is_some_and(|f| f.merge == Merge::Set);
            if is_set {
                let before = elements(change.before.as_ref());
                let after = elements(change.after.as_ref());
                let set = sets.entry(change.name.clone()).or_default();
                set.extend(after.difference(&before).cloned());
                set.retain(|word| after.contains(word) || !before.contains(word));
            } else {
                said.insert(change.name.clone(), change.after.clone());
            }
        }
    }
    for (name, set) in sets {
        let value = (!set.is_empty()).then(|| Value::List(set.into_iter().collect()));
        said.insert(name, value);
    }
    Ok(said)
}

fn elements(value: Option<&Value>) -> BTreeSet<Value> {
    value.and_then(Value::as_list).map(|list| list.iter().cloned().collect()).unwrap_or_default()
}

/// The source in a value of the base field `source`.
pub(crate) fn source_of(value: &Value) -> Option<&str> {
    value.as_map()?.get("source")?.as_text()
}

/// The revision in a value of the base field `source`.
pub(crate) fn rev_of(value: &Value) -> Option<&str> {
    value.as_map()?.get("rev")?.as_text()
}

/// The key in a value of the base field `source`.
pub(crate) fn key_of(value: &Value) -> Option<&str> {
    value.as_map()?.get("key")?.as_text()
}
