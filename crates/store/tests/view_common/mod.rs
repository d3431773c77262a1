//! A log in memory, sealed with fixed keys, to feed views with.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, dead_code)]

use std::collections::BTreeMap;

use rand_core::{CryptoRng, RngCore};
use throughline_record::{
    Act, Change, ChangeDraft, ChangeId, Ends, EntityId, Fields, Opened, RecordDraft, Signer, SigningKey,
    Value, WorkspaceId, date, decode, seal,
};
use throughline_store::{At, LoggedChange, Reader, SearchQuery, View};

/// 2026-03-01T00:00:00Z.
pub const BASE: i64 = 1_772_323_200_000;
pub const DAY: i64 = 86_400_000;

/// Numbers that look random and are the same each time.
pub struct Counting(pub u64);

impl RngCore for Counting {
    fn next_u32(&mut self) -> u32 {
        self.next_u64() as u32
    }
    fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 ^ (self.0 >> 29)
    }
    fn fill_bytes(&mut self, dest: &mut [u8]) {
        rand_core::impls::fill_bytes_via_next(self, dest);
    }
    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(dest);
        Ok(())
    }
}
impl CryptoRng for Counting {}

pub fn instant(day: f64) -> String {
    date::from_millis(BASE + (day * DAY as f64) as i64)
}

pub fn day(day: i64) -> String {
    date::from_millis(BASE + day * DAY)[..10].to_owned()
}

pub fn entity(n: u8) -> EntityId {
    EntityId::v7(BASE as u64, [n, n, n, n, n, n, n, n, n, n])
}

pub fn fields<const N: usize>(of: [(&str, Value); N]) -> Fields {
    of.into_iter().map(|(name, value)| (name.to_owned(), Some(value))).collect()
}

pub fn record(kind: &str, id: EntityId, content: Fields) -> RecordDraft {
    RecordDraft {
        kind: format!("{kind}/1"),
        entity: id,
        on: None,
        ends: None,
        content,
        personal: Fields::new(),
    }
}

pub fn link(type_: &str, from: EntityId, to: EntityId, content: Fields) -> RecordDraft {
    let workspace = ChangeId([1; 32]);
    RecordDraft {
        kind: "link/1".into(),
        entity: EntityId::link(&workspace, type_, &from, &to),
        on: None,
        ends: Some(Ends { type_: type_.into(), from, to, from_rev: None, to_rev: None }),
        content,
        personal: Fields::new(),
    }
}

pub fn tags(add: &[&str], remove: &[&str]) -> Value {
    let list = |of: &[&str]| Value::List(of.iter().map(|tag| Value::from(*tag)).collect());
    let mut map = BTreeMap::new();
    if !add.is_empty() {
        map.insert("add".to_owned(), list(add));
    }
    if !remove.is_empty() {
        map.insert("remove".to_owned(), list(remove));
    }
    Value::Map(map)
}

/// A log that grows.
pub struct Log {
    keys: Vec<SigningKey>,
    seqs: BTreeMap<usize, u64>,
    clocks: BTreeMap<ChangeId, u64>,
    random: Counting,
    pub changes: Vec<LoggedChange>,
}

impl Log {
    pub fn new() -> Self {
        let keys = (1..=4).map(|n| SigningKey::from_seed([n; 32])).collect();
        let mut log = Self {
            keys,
            seqs: BTreeMap::new(),
            clocks: BTreeMap::new(),
            random: Counting(7),
            changes: Vec::new(),
        };
        log.add_to(0, &[], Act::Begin, 0.0, None, Vec::new());
        log
    }

    pub fn workspace(&self) -> WorkspaceId {
        self.changes[0].change.id
    }

    pub fn last(&self) -> ChangeId {
        self.changes.last().unwrap().change.id
    }

    /// A change of the first device on top of the last one, recorded on a day after the base.
    pub fn add(&mut self, day: f64, records: Vec<RecordDraft>) -> ChangeId {
        let parents = [self.last()];
        self.add_to(0, &parents, Act::Edit, day, None, records)
    }

    pub fn add_to(
        &mut self,
        device: usize,
        parents: &[ChangeId],
        act: Act,
        day: f64,
        actor: Option<EntityId>,
        records: Vec<RecordDraft>,
    ) -> ChangeId {
        let seq = self.seqs.get(&device).map_or(1, |seq| seq + 1);
        self.seqs.insert(device, seq);
        self.add_as(device, seq, parents, act, day, actor, records)
    }

    #[expect(clippy::too_many_arguments, reason = "everything a header holds")]
    pub fn add_as(
        &mut self,
        device: usize,
        seq: u64,
        parents: &[ChangeId],
        act: Act,
        day: f64,
        actor: Option<EntityId>,
        records: Vec<RecordDraft>,
    ) -> ChangeId {
        let mut parents = parents.to_vec();
        parents.sort_unstable();
        parents.dedup();
        let draft = ChangeDraft {
            workspace: self.changes.first().map(|first| first.change.id),
            seq,
            clock: 1 + parents.iter().map(|parent| self.clocks[parent]).max().unwrap_or(0),
            parents,
            at: instant(day),
            actor,
            act,
            of: None,
            note: Some(format!("why {day}")),
            records,
        };
        let sealed = seal(&draft, &self.keys[device], &mut self.random).unwrap();
        let change = decode(&sealed).unwrap();
        self.push(change, day)
    }

    fn push(&mut self, change: Change, day: f64) -> ChangeId {
        let id = change.id;
        self.clocks.insert(id, change.header.clock);
        // Received on arrival, never earlier than the one before.
        let received = self.changes.last().map_or(String::new(), |last| last.received.clone());
        let position = self.changes.len() as u64 + 1;
        let received = received.max(instant(day.max(position as f64 / 100.0)));
        self.changes.push(LoggedChange { position, received, change });
        id
    }

    /// Erases parts: they are gone from the log, and a change says so. `content` and `personal` of the
    /// records named by change and index.
    pub fn erase(&mut self, parts: &[(usize, usize, &str)]) {
        let names: Vec<Value> = parts
            .iter()
            .map(|(change, index, part)| {
                Value::from(format!("{}.{index}/{part}", self.changes[*change].change.id))
            })
            .collect();
        hide(&mut self.changes, parts);
        let record = record("erasure", entity(200), fields([("parts", Value::List(names))]));
        let parents = [self.last()];
        let at = self.changes.len() as f64;
        self.add_to(0, &parents, Act::Erase, at, None, vec![record]);
    }

    pub fn device(&self, n: usize) -> throughline_record::DeviceId {
        self.keys[n].device()
    }
}

/// Takes parts away, as an erasure does in the workspace file.
pub fn hide(changes: &mut [LoggedChange], parts: &[(usize, usize, &str)]) {
    for (change, index, part) in parts {
        let record = &mut changes[*change].change.records[*index];
        let part = if *part == "content" { &mut record.content } else { &mut record.personal };
        if *part != Opened::Absent {
            *part = Opened::Gone;
        }
    }
}

/// A view in a folder of its own.
pub struct Kept {
    pub view: View,
    pub folder: tempfile::TempDir,
}

impl Kept {
    pub fn new(workspace: &WorkspaceId) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let view = View::open(&folder.path().join("test.view"), workspace).unwrap();
        Self { view, folder }
    }

    pub fn of(log: &Log) -> Self {
        let mut kept = Self::new(&log.workspace());
        kept.view.project(&log.changes, &()).unwrap();
        kept
    }

    pub fn reader(&self) -> throughline_store::Reader {
        throughline_store::Reader::open(self.view.path()).unwrap()
    }
}

pub fn titled(kind: &str, n: u8, title: &str, number: i64) -> RecordDraft {
    record(kind, entity(n), fields([("title", Value::from(title)), ("number", Value::Int(number))]))
}

pub fn hits(reader: &Reader, text: &str) -> Vec<EntityId> {
    let query = SearchQuery { text: text.into(), ..SearchQuery::default() };
    reader.search(&query, &At::Now).unwrap().rows.into_iter().map(|hit| hit.card.id).collect()
}

/// persona 1 ← problem 2 ← idea 3 ← prototype 4; the idea builds on idea 5, which builds on idea 3.
pub fn thread() -> Log {
    let mut log = Log::new();
    log.add(
        1.0,
        vec![
            titled("persona", 1, "Courier", 1),
            titled("problem", 2, "Late", 1),
            titled("idea", 3, "Rank", 1),
            titled("prototype", 4, "Baseline", 1),
            titled("idea", 5, "Rerank", 2),
            link("concerns", entity(2), entity(1), Default::default()),
            link("addresses", entity(3), entity(2), Default::default()),
            link("realises", entity(4), entity(3), Default::default()),
            link("builds-on", entity(3), entity(5), Default::default()),
            link("builds-on", entity(5), entity(3), Default::default()),
            link("relates-to", entity(4), entity(1), Default::default()),
        ],
    );
    log
}
