//! A workspace in a folder of its own, with a clock and randomness that repeat.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rand_core::{RngCore, impls};
use tempfile::TempDir;
use throughline_record::{Act, ChangeId, Ends, EntityId, Fields, RecordDraft, Value};
use throughline_store::{Append, Appended, At, Env, FixedClock, OpenMode, Workspace};

/// Numbers that look random and are the same in every run (SplitMix64).
pub struct Repeatable(pub u64);

impl RngCore for Repeatable {
    fn next_u32(&mut self) -> u32 {
        (self.next_u64() >> 32) as u32
    }
    fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    fn fill_bytes(&mut self, dest: &mut [u8]) {
        impls::fill_bytes_via_next(self, dest);
    }
    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(dest);
        Ok(())
    }
}

pub struct Place {
    pub folder: TempDir,
    pub clock: Arc<FixedClock>,
    pub env: Env,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FixedClock::at_instant("2026-05-04T08:00:00.000Z").unwrap());
        let env = Env::at(
            folder.path().join("home"),
            folder.path().join("cache"),
            clock.clone(),
            Arc::new(Mutex::new(Repeatable(7))),
        );
        Self { folder, clock, env }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn create(&self) -> Workspace {
        Workspace::create(&self.path("food.throughline"), self.env.clone(), "Food delivery", Some("Ines"))
            .unwrap()
    }

    pub fn open(&self, name: &str) -> Workspace {
        Workspace::open(&self.path(name), self.env.clone(), OpenMode::ReadWrite, &()).unwrap()
    }

    /// The same computer, another user: a home of their own.
    pub fn other_user(&self) -> Env {
        Env { home: self.path("other-home"), cache: self.path("other-cache"), ..self.env.clone() }
    }

    pub fn entity(&self) -> EntityId {
        EntityId::v7(1, self.env.random_bytes())
    }
}

pub fn text(value: &str) -> Option<Value> {
    Some(Value::Text(value.into()))
}

pub fn fields<const N: usize>(pairs: [(&str, Option<Value>); N]) -> Fields {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

pub fn record(kind: &str, entity: EntityId, content: Fields) -> RecordDraft {
    RecordDraft { kind: kind.into(), entity, on: None, ends: None, content, personal: Fields::new() }
}

pub fn problem(entity: EntityId, title: &str) -> RecordDraft {
    record("problem/1", entity, fields([("title", text(title))]))
}

pub fn link(workspace: &Workspace, type_: &str, from: EntityId, to: EntityId) -> RecordDraft {
    RecordDraft {
        kind: "link/1".into(),
        entity: EntityId::link(&workspace.id(), type_, &from, &to),
        on: None,
        ends: Some(Ends { type_: type_.into(), from, to, from_rev: None, to_rev: None }),
        content: fields([("note", text("as told"))]),
        personal: Fields::new(),
    }
}

pub fn edit(records: Vec<RecordDraft>) -> Append {
    Append::new(None, Act::Edit, records)
}

/// Records a problem with a title.
pub fn write(place: &Place, workspace: &Workspace, title: &str) -> (EntityId, Appended) {
    let entity = place.entity();
    let appended = workspace.append(edit(vec![problem(entity, title)])).unwrap();
    (entity, appended)
}

/// Sets one field by a change of its own.
pub fn set(workspace: &Workspace, entity: EntityId, field: &str, value: Option<Value>) -> ChangeId {
    let draft = record("problem/1", entity, fields([(field, value)]));
    workspace.append(edit(vec![draft])).unwrap().change
}

pub fn shown(workspace: &Workspace, entity: EntityId, field: &str) -> Option<Value> {
    let state = workspace.reader().unwrap().state(&entity, &At::Now).unwrap().unwrap();
    state.value(field).cloned()
}

pub fn assert_clean(workspace: &Workspace) {
    let report = workspace.verify(&()).unwrap();
    assert_eq!(report.faults, []);
    assert!(report.view_matches, "the view is not what the log folds to");
}

/// A connection as any other program would make it.
pub fn raw(path: &Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(path).unwrap();
    connection.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
    connection
}

/// The devices that wrote, in the order of their first change.
pub fn devices(path: &Path) -> Vec<Vec<u8>> {
    let connection = raw(path);
    let mut statement =
        connection.prepare("SELECT device FROM change GROUP BY device ORDER BY min(position)").unwrap();
    let devices = statement.query_map([], |row| row.get(0)).unwrap();
    devices.map(Result::unwrap).collect()
}

/// How many (device, seq) stand more than once.
pub fn equivocations(path: &Path) -> i64 {
    raw(path)
        .query_row(
            "SELECT count(*) FROM (SELECT 1 FROM change GROUP BY device, seq HAVING count(*) > 1)",
            [],
            |row| row.get(0),
        )
        .unwrap()
}
