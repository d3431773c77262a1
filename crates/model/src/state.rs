//! What the records of one entity add up to.

use crate::kinds::{Kind, kind};
use crate::merge3::{Merged, merge3};
use serde::Serialize;
use std::collections::BTreeMap;
use throughline_record::{Address, Ends, EntityId, Hash, Value};

/// The folded state of one entity: an artefact or a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct State {
    /// The entity.
    pub entity: EntityId,
    /// Its kind without version; `link` for links.
    pub kind: String,
    /// False if the kind is unknown, malformed, or of a newer version than this program knows. Such
    /// records are kept and carried, but not folded.
    pub understood: bool,
    /// True if a newer version of the kind touched it: to be shown, not to be written.
    pub read_only: bool,
    /// For a link: its type, its ends and the revisions it was last made or confirmed against.
    pub ends: Option<Ends>,
    /// Every field that was ever set.
    pub fields: BTreeMap<String, FieldState>,
    /// Who made it, when.
    pub created: Stamp,
    /// Who touched it last, in fold order.
    pub updated: Stamp,
    /// The address of its last record, in fold order.
    pub revision: Address,
}

/// Who set something, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stamp {
    /// The record that did it.
    pub address: Address,
    /// When it was recorded.
    pub at: String,
    /// When it was so, if the record says.
    pub on: Option<String>,
    /// The stakeholder who was at the keyboard.
    pub actor: Option<EntityId>,
}

/// What one field is now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FieldState {
    /// The values nothing later replaced, in fold order. One is settled; several are a conflict,
    /// and the last one shows.
    pub heads: Vec<Head>,
    /// Of a long text in conflict: the text that all sides saw last, empty if there was none. A merge
    /// begins from it. `None` where nothing is in conflict, or where that text was erased.
    pub base: Option<String>,
}

/// One value of a field that nothing later replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The value; `None` if it was cleared or erased. The folded set of a set field is a sorted list.
    pub value: Option<Value>,
    /// The value was erased (or its part is missing): that something was set here is known, not what.
    pub erased: bool,
    /// Who set it.
    pub set: Stamp,
}

impl FieldState {
    /// The head that shows: the last one in fold order.
    #[must_use]
    pub fn shown(&self) -> Option<&Head> {
        self.heads.last()
    }

    /// What the sides of a long text in conflict make together, in fold order; `None` without one, and
    /// where a side or what they began from was erased.
    #[must_use]
    pub fn merged(&self) -> Option<Merged> {
        let base = self.base.as_deref()?;
        let mut sides = Vec::with_capacity(self.heads.len());
        for head in &self.heads {
            match &head.value {
                _ if head.erased => return None,
                Some(value) => sides.push(value.as_text()?),
                None => sides.push(""),
            }
        }
        let (first, rest) = sides.split_first()?;
        let all = Merged { text: (*first).to_owned(), both_kept: 0 };
        (!rest.is_empty()).then(|| {
            rest.iter().fold(all, |all, side| {
                let merged = merge3(base, &all.text, side);
                Merged { both_kept: all.both_kept + merged.both_kept, ..merged }
            })
        })
    }

    /// Whether values stand side by side that were set without knowing of each other.
    #[must_use]
    pub fn in_conflict(&self) -> bool {
        self.heads.len() > 1
    }
}

impl State {
    /// The value that shows in a field.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&Value> {
        self.fields.get(field)?.shown()?.value.as_ref()
    }

    /// The text that shows in a field, if it is one.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.value(field)?.as_text()
    }

    /// Whether what shows in a field is that it was erased.
    #[must_use]
    pub fn erased(&self, field: &str) -> bool {
        self.fields.get(field).and_then(FieldState::shown).is_some_and(|head| head.erased)
    }

    /// The fields in conflict, by name.
    #[must_use]
    pub fn conflicts(&self) -> Vec<&str> {
        self.fields.iter().filter(|(_, f)| f.in_conflict()).map(|(name, _)| name.as_str()).collect()
    }

    /// Whether it is taken out of sight.
    #[must_use]
    pub fn removed(&self) -> bool {
        self.value("removed").and_then(Value::as_bool).unwrap_or(false)
    }

    /// Its kind's entry in the table; `None` for links and unknown kinds.
    #[must_use]
    pub fn kind_entry(&self) -> Option<&'static Kind> {
        kind(&self.kind)
    }

    /// Its status: the one that shows, else the first of its kind; `None` for links and unknown kinds.
    #[must_use]
    pub fn status(&self) -> Option<&str> {
        self.text("status").or_else(|| self.kind_entry()?.statuses.first().copied())
    }

    /// Its title, or one composed of other fields, see [`crate::title::title`].
    #[must_use]
    pub fn title(&self) -> String {
        crate::title::title(self)
    }

    /// A digest over everything in this state, equal exactly if the states are equal.
    #[must_use]
    pub fn digest(&self) -> Hash {
        let whole = Value::Map(BTreeMap::from([
            ("entity".into(), Value::from(self.entity.to_string())),
            ("kind".into(), Value::from(self.kind.as_str())),
            ("understood".into(), Value::from(self.understood)),
            ("read-only".into(), Value::from(self.read_only)),
            ("ends".into(), self.ends.as_ref().map_or(Value::from(false), ends_value)),
            ("created".into(), stamp_value(&self.created)),
            ("updated".into(), stamp_value(&self.updated)),
            ("revision".into(), Value::from(self.revision.to_string())),
            (
                "fields".into(),
                Value::Map(
                    self.fields.iter().map(|(name, field)| (name.clone(), field_value(field))).collect(),
                ),
            ),
        ]));
        Hash::of(written(&whole).as_bytes())
    }
}

/// Canonical JSON where the value is within the grammar; it always is for values that were read
/// from records, but a program can build others, and they too must have a digest.
fn written(value: &Value) -> String {
    value.to_canonical().unwrap_or_else(|_| format!("{value:?}"))
}

fn field_value(field: &FieldState) -> Value {
    let base = field.base.as_deref().map(Value::from);
    Value::List(field.heads.iter().map(head_value).chain(base).collect())
}

fn head_value(head: &Head) -> Value {
    let mut map =
        BTreeMap::from([("set".into(), stamp_value(&head.set)), ("erased".into(), Value::from(head.erased))]);
    if let Some(value) = &head.value {
        // As text, because wrapping a deeply nested value could pass the depth limit.
        map.insert("value".into(), Value::from(written(value)));
    }
    Value::Map(map)
}

fn stamp_value(stamp: &Stamp) -> Value {
    let mut map = BTreeMap::from([
        ("address".into(), Value::from(stamp.address.to_string())),
        ("at".into(), Value::from(stamp.at.as_str())),
    ]);
    if let Some(on) = &stamp.on {
        map.insert("on".into(), Value::from(on.as_str()));
    }
    if let Some(actor) = &stamp.actor {
        map.insert("actor".into(), Value::from(actor.to_string()));
    }
    Value::Map(map)
}

fn ends_value(ends: &Ends) -> Value {
    let mut map = BTreeMap::from([
        ("type".into(), Value::from(ends.type_.as_str())),
        ("from".into(), Value::from(ends.from.to_string())),
        ("to".into(), Value::from(ends.to.to_string())),
    ]);
    for (name, rev) in [("from_rev", &ends.from_rev), ("to_rev", &ends.to_rev)] {
        if let Some(rev) = rev {
            map.insert(name.into(), Value::from(rev.to_string()));
        }
    }
    Value::Map(map)
}
