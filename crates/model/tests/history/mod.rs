//! Small histories for tests: changes with parents, each with records of one entity.

use std::collections::BTreeSet;
use throughline_model::{Causality, Entry, State, fold};
use throughline_record::{Act, Address, ChangeId, Ends, EntityId, Fields, Hash, Opened, Record, Value};

/// A change in a test's history.
struct Change {
    id: ChangeId,
    ancestors: BTreeSet<ChangeId>,
    clock: u64,
    at: String,
    act: Act,
}

/// Whether parts were erased.
#[derive(Clone, Copy, Default)]
struct Gone {
    content: bool,
    personal: bool,
}

/// A history of one entity.
#[derive(Default)]
pub struct History {
    changes: Vec<Change>,
    records: Vec<(usize, Record, Gone)>,
}

pub fn text(text: &str) -> Option<Value> {
    Some(Value::from(text))
}

pub fn list(items: &[&str]) -> Value {
    Value::List(items.iter().map(|i| Value::from(*i)).collect())
}

/// The adds and removes of a set field.
pub fn keyed(add: &[&str], remove: &[&str]) -> Option<Value> {
    Some(Value::Map([("add".to_owned(), list(add)), ("remove".to_owned(), list(remove))].into()))
}

pub fn fields<const N: usize>(of: [(&str, Option<Value>); N]) -> Fields {
    of.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

impl History {
    /// A change after these; its id is a hash of its place, so ids are in no order.
    pub fn change(&mut self, parents: &[usize], act: Act) -> usize {
        let at = self.changes.len();
        let mut ancestors = BTreeSet::new();
        let mut clock = 1;
        for parent in parents {
            let parent = &self.changes[*parent];
            ancestors.insert(parent.id);
            ancestors.extend(&parent.ancestors);
            clock = clock.max(parent.clock + 1);
        }
        let id = ChangeId(Hash::of(&at.to_be_bytes()).0);
        let at_time = format!("2026-08-03T09:{:02}:00.000Z", at % 60);
        self.changes.push(Change { id, ancestors, clock, at: at_time, act });
        at
    }

    /// A record in a change, with every field of `content` and `personal` set.
    pub fn record(&mut self, change: usize, kind: &str, content: Fields, personal: Fields) -> usize {
        let index = self.records.iter().filter(|(c, ..)| *c == change).count();
        let part = |of: Fields| if of.is_empty() { Opened::Absent } else { Opened::Here(of) };
        let record = Record {
            address: Address { change: self.changes[change].id, index: u32::try_from(index).unwrap() },
            kind: kind.to_owned(),
            entity: EntityId::from_bytes([7; 16]),
            on: None,
            ends: None,
            sets_content: content.keys().cloned().collect(),
            sets_personal: personal.keys().cloned().collect(),
            content: part(content),
            personal: part(personal),
        };
        self.records.push((change, record, Gone::default()));
        self.records.len() - 1
    }

    /// A change with one record of content.
    pub fn edit(&mut self, parents: &[usize], kind: &str, content: Fields) -> usize {
        let change = self.change(parents, Act::Edit);
        self.record(change, kind, content, Fields::new());
        change
    }

    pub fn with_ends(&mut self, record: usize, ends: Ends) {
        self.records[record].1.ends = Some(ends);
    }

    /// Erases the content of every record of a change.
    pub fn erase_content(&mut self, change: usize) {
        for (_, record, gone) in self.records.iter_mut().filter(|(c, ..)| *c == change) {
            if record.content != Opened::Absent {
                record.content = Opened::Gone;
                gone.content = true;
            }
        }
    }

    /// Erases the personal part of every record of a change.
    pub fn erase_personal(&mut self, change: usize) {
        for (_, record, gone) in self.records.iter_mut().filter(|(c, ..)| *c == change) {
            if record.personal != Opened::Absent {
                record.personal = Opened::Gone;
                gone.personal = true;
            }
        }
    }

    pub fn address(&self, change: usize) -> Address {
        Address { change: self.changes[change].id, index: 0 }
    }

    /// Whether change `a` is an ancestor of change `b`, by index.
    pub fn knew(&self, a: usize, b: usize) -> bool {
        self.changes[b].ancestors.contains(&self.changes[a].id)
    }

    pub fn records(&self) -> impl Iterator<Item = (usize, &Record)> {
        self.records.iter().map(|(change, record, _)| (*change, record))
    }

    pub fn entries(&self) -> Vec<Entry<'_>> {
        self.records
            .iter()
            .map(|(change, record, gone)| {
                let change = &self.changes[*change];
                Entry {
                    address: record.address,
                    clock: change.clock,
                    at: &change.at,
                    on: record.on.as_deref(),
                    actor: None,
                    act: change.act,
                    record,
                    erased_content: gone.content,
                    erased_personal: gone.personal,
                }
            })
            .collect()
    }

    pub fn fold(&self) -> State {
        fold(self.entries(), self)
    }
}

impl Causality for History {
    fn precedes(&self, a: &ChangeId, b: &ChangeId) -> bool {
        let (Some(first), Some(second)) =
            (self.changes.iter().find(|c| c.id == *a), self.changes.iter().find(|c| c.id == *b))
        else {
            panic!("asked about a change that is not in the history");
        };
        assert!((first.clock, first.id) < (second.clock, second.id), "asked against fold order");
        second.ancestors.contains(a)
    }
}
