//! What a record must set to bring the workspace from what a source said to what it says now.

use std::collections::{BTreeMap, BTreeSet};

use throughline_model::{Field, Kind, Merge, set_change};
use throughline_record::{Fields, Value};

use super::plan::Values;

/// The fields in which `now` differs from what the source said `before`, as a record sets them,
/// without those that the workspace holds that way already.
pub(super) fn differences(kind: &'static Kind, before: &Values, now: &Values, current: &Values) -> Values {
    let mut out = Values::new();
    let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    for name in names {
        let was = before.get(name).and_then(Option::as_ref);
        let is = now.get(name).and_then(Option::as_ref);
        if was == is {
            continue;
        }
        let here = current.get(name).and_then(Option::as_ref);
        if kind.field(name).is_some_and(|f| f.merge == Merge::Set) {
            // Only what the source itself put in or took out; words of people stay.
            if let Some(change) = set_change(was, is) {
                let change = still_needed(change, here);
                if change.is_some() {
                    out.insert(name.clone(), change);
                }
            }
        } else if here != is {
            out.insert(name.clone(), is.cloned());
        }
    }
    out
}

/// What the workspace holds as the source says it; of a set, the words that both hold.
pub(super) fn standing(kind: &'static Kind, now: &Values, current: &Values) -> Values {
    let mut out = Values::new();
    for (name, value) in now {
        let is_set = kind.field(name).is_some_and(|f| f.merge == Merge::Set);
        match (value, current.get(name).and_then(Option::as_ref)) {
            (Some(Value::List(words)), Some(Value::List(here))) if is_set => {
                let both = words.iter().filter(|w| here.contains(w)).cloned().collect();
                out.insert(name.clone(), Some(Value::List(both)));
            }
            (Some(is), Some(here)) if is == here => {
                out.insert(name.clone(), value.clone());
            }
            _ => {}
        }
    }
    out
}

/// What the workspace holds after a record.
pub(super) fn advance(kind: &'static Kind, current: &mut Values, changed: &Values) {
    for (name, value) in changed {
        if kind.field(name).is_some_and(|f| f.merge == Merge::Set) {
            let of = |part: &str| -> Vec<Value> {
                let map = value.as_ref().and_then(Value::as_map);
                let list = map.and_then(|m| m.get(part)).and_then(Value::as_list);
                list.unwrap_or_default().to_vec()
            };
            let mut words: Vec<Value> = match current.get(name).and_then(Option::as_ref) {
                Some(Value::List(words)) => words.clone(),
                _ => Vec::new(),
            };
            let gone = of("remove");
            words.extend(of("add"));
            words.retain(|w| !gone.contains(w));
            words.sort_unstable();
            words.dedup();
            current.insert(name.clone(), Some(Value::List(words)));
        } else {
            current.insert(name.clone(), value.clone());
        }
    }
}

/// An `{add, remove}` without words that are there, or gone, already.
fn still_needed(change: Value, here: Option<&Value>) -> Option<Value> {
    let here: &[Value] = here.and_then(Value::as_list).unwrap_or_default();
    let mut out = BTreeMap::new();
    for (key, words) in change.as_map()? {
        let wanted_in = key == "add";
        let words: Vec<Value> = words
            .as_list()
            .unwrap_or_default()
            .iter()
            .filter(|w| here.contains(w) != wanted_in)
            .cloned()
            .collect();
        if !words.is_empty() {
            out.insert(key.clone(), Value::List(words));
        }
    }
    (!out.is_empty()).then_some(Value::Map(out))
}

/// Fields by the part they belong to.
pub(crate) fn split(values: Values, field_of: impl Fn(&str) -> Option<&'static Field>) -> (Fields, Fields) {
    values.into_iter().partition(|(name, _)| !field_of(name).is_some_and(|f| f.personal))
}
