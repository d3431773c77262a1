//! From the records of one entity to its state.
//!
//! State is the fold of an entity's records in `(clock, change id, index)` order. That order is the
//! same everywhere and respects causality, so any order of arrival gives the same state. Nothing is
//! decided by time: values that were set without knowing of each other stand side by side as a
//! conflict until a later record settles it.

use crate::field::Merge;
use crate::kinds::{Kind, kind};
use crate::links::{LinkType, link};
use crate::state::{FieldState, Head, Stamp, State};
use crate::upcast::{LINK_KIND, current_version, split_kind, upcast};
use std::collections::BTreeMap;
use throughline_record::{Act, Address, Ancestry, ChangeId, EntityId, Fields, Opened, Record, Value};

/// One record as the fold reads it, borrowed from a decoded change.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Where the record stands.
    pub address: Address,
    /// The change's clock.
    pub clock: u64,
    /// When it was recorded.
    pub at: &'a str,
    /// When it was so, if the record says.
    pub on: Option<&'a str>,
    /// The stakeholder who was at the keyboard.
    pub actor: Option<EntityId>,
    /// What the change did. An undo sets fields like any other change.
    pub act: Act,
    /// The record.
    pub record: &'a Record,
    /// The content is gone and an erasure says so.
    pub erased_content: bool,
    /// The personal part is gone and an erasure says so.
    pub erased_personal: bool,
}

impl Entry<'_> {
    fn position(&self) -> (u64, ChangeId, u32) {
        (self.clock, self.address.change, self.address.index)
    }

    fn stamp(&self) -> Stamp {
        Stamp {
            address: self.address,
            at: self.at.to_owned(),
            on: self.on.map(str::to_owned),
            actor: self.actor,
        }
    }
}

/// Which change knew of which.
pub trait Causality {
    /// Whether change `a` is an ancestor of change `b`. The fold asks only with `a` before `b` in
    /// fold order and `a != b`, and only where two records touch the same field or one removes.
    fn precedes(&self, a: &ChangeId, b: &ChangeId) -> bool;
}

/// A history without forks: every change knew of all before it in fold order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Linear;

impl Causality for Linear {
    fn precedes(&self, _: &ChangeId, _: &ChangeId) -> bool {
        true
    }
}

impl Causality for Ancestry {
    fn precedes(&self, a: &ChangeId, b: &ChangeId) -> bool {
        Ancestry::precedes(self, a, b)
    }
}

/// Folds the entries of **one** entity, given in any order, each once.
///
/// Without any entry the state is that of no entity: nil id, not understood.
pub fn fold<'a>(entries: impl IntoIterator<Item = Entry<'a>>, causality: &dyn Causality) -> State {
    let mut entries: Vec<Entry<'a>> = entries.into_iter().collect();
    if !entries.is_sorted_by_key(Entry::position) {
        entries.sort_unstable_by_key(Entry::position);
    }
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return nothing() };
    let (name, _) = name_of(&first.record.kind);
    let mut state = State {
        entity: first.record.entity,
        kind: name.to_owned(),
        understood: true,
        read_only: false,
        ends: None,
        fields: BTreeMap::new(),
        created: first.stamp(),
        updated: last.stamp(),
        revision: last.address,
    };
    let mut folding = Folding { causality, sets: Vec::new() };
    for entry in &entries {
        let Some(shape) = shape_of(entry.record, &mut state) else { continue };
        let record = upcast(entry.record);
        if let Some(ends) = &record.ends {
            // Type and ends never change; a later record confirms the link at newer revisions.
            if state.ends.as_ref().is_none_or(|known| {
                known.type_ == ends.type_ && known.from == ends.from && known.to == ends.to
            }) {
                state.ends = Some(ends.clone());
            }
        }
        folding.take(&mut state, shape, entry, &record);
    }
    folding.finish(&mut state, &entries);
    state
}

fn nothing() -> State {
    let address = Address { change: ChangeId([0; 32]), index: 0 };
    let stamp = Stamp { address, at: String::new(), on: None, actor: None };
    State {
        entity: EntityId::from_bytes([0; 16]),
        kind: String::new(),
        understood: false,
        read_only: false,
        ends: None,
        fields: BTreeMap::new(),
        created: stamp.clone(),
        updated: stamp,
        revision: address,
    }
}

fn name_of(kind: &str) -> (&str, Option<u32>) {
    split_kind(kind).map_or((kind, None), |(name, version)| (name, Some(version)))
}

/// The table entry whose fields a record sets.
#[derive(Clone, Copy)]
enum Shape {
    Artefact(&'static Kind),
    Link(&'static LinkType),
}

impl Shape {
    /// Unknown fields are kept as single values: a program that knows them may have written them.
    fn merge(self, field: &str) -> Merge {
        match self {
            Shape::Artefact(kind) => kind.field(field),
            Shape::Link(link) => link.field(field),
        }
        .map_or(Merge::Single, |f| f.merge)
    }
}

/// How to read a record, or `None` if it is to be kept but not folded; then the state says so.
fn shape_of(record: &Record, state: &mut State) -> Option<Shape> {
    let (name, version) = name_of(&record.kind);
    let shape = if name != state.kind {
        None
    } else if name == LINK_KIND {
        record.ends.as_ref().and_then(|ends| link(&ends.type_)).map(Shape::Link)
    } else {
        kind(name).map(Shape::Artefact)
    };
    let (Some(shape), Some(version)) = (shape, version) else {
        state.understood = false;
        return None;
    };
    if version > current_version(name) {
        state.understood = false;
        state.read_only = true;
        return None;
    }
    Some(shape)
}

struct Folding<'c> {
    causality: &'c dyn Causality,
    sets: Vec<(String, SetFold)>,
}

/// A set while it is folded: the adds that no remove has seen.
#[derive(Default)]
struct SetFold {
    adds: Vec<(Value, ChangeId)>,
    /// Changes whose adds and removes were erased.
    erased: Vec<ChangeId>,
    last: Option<Stamp>,
}

impl Folding<'_> {
    /// Whether something set by `earlier` was known when `later` was made.
    fn knew(&self, earlier: &ChangeId, later: &ChangeId) -> bool {
        earlier == later || self.causality.precedes(earlier, later)
    }

    fn take(&mut self, state: &mut State, shape: Shape, entry: &Entry<'_>, record: &Record) {
        let parts = [
            (&record.sets_content, &record.content, entry.erased_content),
            (&record.sets_personal, &record.personal, entry.erased_personal),
        ];
        for (sets, part, erased) in parts {
            // A part that is gone without an erasure is tampering, which verification reports. Here
            // it counts as erased too: nobody may take an older value for the current one.
            let gone = erased || matches!(part, Opened::Gone);
            for name in sets {
                let value = if gone { None } else { value_of(part, name) };
                match shape.merge(name) {
                    Merge::Set => self.take_set(name, value, gone, entry),
                    Merge::Single | Merge::LongText => {
                        let head = Head { value: value.cloned(), erased: gone, set: entry.stamp() };
                        self.take_single(state, name, head);
                    }
                }
            }
        }
    }

    fn take_single(&self, state: &mut State, name: &str, head: Head) {
        let now = head.set.address.change;
        if let Some(field) = state.fields.get_mut(name) {
            field.heads.retain(|old| !self.knew(&old.set.address.change, &now));
            field.heads.push(head);
        } else {
            state.fields.insert(name.to_owned(), FieldState { heads: vec![head], base: None });
        }
    }

    fn take_set(&mut self, name: &str, value: Option<&Value>, gone: bool, entry: &Entry<'_>) {
        let at = match self.sets.iter().position(|(n, _)| n == name) {
            Some(at) => at,
            None => {
                self.sets.push((name.to_owned(), SetFold::default()));
                self.sets.len() - 1
            }
        };
        let causality = self.causality;
        let Some((_, set)) = self.sets.get_mut(at) else { return };
        let now = entry.address.change;
        let knew = |earlier: &ChangeId| *earlier == now || causality.precedes(earlier, &now);
        set.last = Some(entry.stamp());
        let keyed = value.and_then(Value::as_map);
        let wanted = |key: &str| keyed.and_then(|m| m.get(key)).and_then(Value::as_list).unwrap_or_default();
        match value {
            // Adds and removes by key.
            Some(Value::Map(_)) => {
                let (adds, removes) = (wanted("add"), wanted("remove"));
                set.adds.retain(|(v, by)| !(removes.contains(v) && knew(by)));
                set.adds.extend(adds.iter().map(|v| (v.clone(), now)));
            }
            // A whole list replaces what its writer could see, as clearing does.
            Some(Value::List(all)) => {
                set.adds.retain(|(_, by)| !knew(by));
                set.erased.retain(|by| !knew(by));
                set.adds.extend(all.iter().map(|v| (v.clone(), now)));
            }
            Some(one) => set.adds.push((one.clone(), now)),
            None => {
                // What an erased record removed is unknown, so all it could see goes with it:
                // otherwise something removed could come back.
                set.adds.retain(|(_, by)| !knew(by));
                set.erased.retain(|by| !knew(by));
                if gone {
                    set.erased.push(now);
                }
            }
        }
    }

    fn finish(self, state: &mut State, entries: &[Entry<'_>]) {
        self.join_removal(state, entries);
        for field in state.fields.values_mut() {
            if field.heads.len() > 1 {
                settle_equal(&mut field.heads);
            }
        }
        self.find_bases(state, entries);
        for (name, set) in self.sets {
            let Some(stamp) = set.last else { continue };
            let mut values: Vec<Value> = set.adds.into_iter().map(|(v, _)| v).collect();
            values.sort_unstable();
            values.dedup();
            let erased = values.is_empty() && !set.erased.is_empty();
            let value = (!values.is_empty()).then_some(Value::List(values));
            let head = Head { value, erased, set: stamp };
            state.fields.insert(name, FieldState { heads: vec![head], base: None });
        }
    }

    /// Of each long text in conflict, what all sides saw last.
    fn find_bases(&self, state: &mut State, entries: &[Entry<'_>]) {
        let kind = kind(&state.kind);
        let of_link = state.ends.as_ref().and_then(|ends| link(&ends.type_));
        for (name, field) in state.fields.iter_mut().filter(|(_, field)| field.in_conflict()) {
            let entry = kind.and_then(|k| k.field(name)).or_else(|| of_link.and_then(|l| l.field(name)));
            if entry.is_some_and(|entry| entry.merge == Merge::LongText) {
                field.base = self.base_of(name, &field.heads, entries);
            }
        }
    }

    fn base_of(&self, name: &str, heads: &[Head], entries: &[Entry<'_>]) -> Option<String> {
        let first =
            heads.iter().filter_map(|h| entries.iter().position(|e| e.address == h.set.address)).min()?;
        let seen_by_all =
            |e: &Entry<'_>| heads.iter().all(|head| self.knew(&e.address.change, &head.set.address.change));
        for entry in entries.get(..first)?.iter().rev().filter(|e| seen_by_all(e)) {
            let record = upcast(entry.record);
            let parts = [
                (&record.sets_content, &record.content, entry.erased_content),
                (&record.sets_personal, &record.personal, entry.erased_personal),
            ];
            if let Some((_, part, erased)) =
                parts.iter().find(|(sets, ..)| sets.iter().any(|set| set == name))
            {
                let gone = *erased || matches!(part, Opened::Gone);
                let text = value_of(part, name).map_or(Some(""), Value::as_text);
                return text.filter(|_| !gone).map(str::to_owned);
            }
        }
        Some(String::new())
    }

    /// A removal beside an edit that did not know of it is a conflict on `removed`: the edit stands
    /// there as a value of its own, "not removed".
    fn join_removal(&self, state: &mut State, entries: &[Entry<'_>]) {
        let Some(field) = state.fields.get_mut("removed") else { return };
        let removals: Vec<(u64, ChangeId)> = field
            .heads
            .iter()
            .filter(|h| h.value.as_ref().and_then(Value::as_bool) == Some(true))
            .filter_map(|h| entries.iter().find(|e| e.address == h.set.address))
            .map(|e| (e.clock, e.address.change))
            .collect();
        if removals.is_empty() || removals.len() == entries.len() {
            return;
        }
        let beside = |edit: &Entry<'_>| {
            let (clock, change) = (edit.clock, edit.address.change);
            removals.iter().all(|(removal_clock, removal)| {
                if (clock, change) < (*removal_clock, *removal) {
                    !self.knew(&change, removal)
                } else {
                    !self.knew(removal, &change)
                }
            })
        };
        let edits_content = |e: &&Entry<'_>| {
            e.record.sets_content.iter().chain(&e.record.sets_personal).any(|f| f != "removed")
                && name_of(&e.record.kind).0 == state.kind
        };
        if let Some(edit) = entries.iter().rev().filter(edits_content).find(|e| beside(e)) {
            let head = Head { value: None, erased: false, set: edit.stamp() };
            let place = edit.position();
            let later = |h: &Head| entries.iter().any(|e| e.address == h.set.address && e.position() > place);
            let at = field.heads.iter().position(later).unwrap_or(field.heads.len());
            field.heads.insert(at, head);
        }
    }
}

fn value_of<'a>(part: &'a Opened<Fields>, name: &str) -> Option<&'a Value> {
    match part {
        Opened::Here(fields) => fields.get(name)?.as_ref(),
        Opened::Absent | Opened::Gone => None,
    }
}

/// Equal values are no conflict: of each, the last in fold order stays.
fn settle_equal(heads: &mut Vec<Head>) {
    let mut kept: Vec<Head> = Vec::with_capacity(heads.len());
    for head in heads.drain(..).rev() {
        if !kept.iter().any(|k| k.value == head.value && k.erased == head.erased) {
            kept.push(head);
        }
    }
    kept.reverse();
    *heads = kept;
}

/// The record a writer puts for a set field to get from `now` to `wanted`: `{add, remove}`, or
/// `None` if nothing differs. Both are lists; absent means empty.
#[must_use]
pub fn set_change(now: Option<&Value>, wanted: Option<&Value>) -> Option<Value> {
    let (now, wanted) = (items(now), items(wanted));
    let missing = |from: &[Value], of: &[Value]| -> Vec<Value> {
        let mut out: Vec<Value> = of.iter().filter(|v| !from.contains(v)).cloned().collect();
        out.sort_unstable();
        out.dedup();
        out
    };
    let (add, remove) = (missing(now, wanted), missing(wanted, now));
    if add.is_empty() && remove.is_empty() {
        return None;
    }
    let mut map = BTreeMap::new();
    for (key, values) in [("add", add), ("remove", remove)] {
        if !values.is_empty() {
            map.insert(key.to_owned(), Value::List(values));
        }
    }
    Some(Value::Map(map))
}

fn items(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_list).unwrap_or_default()
}
