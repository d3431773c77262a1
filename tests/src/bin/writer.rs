//! A process that writes to a workspace until it is done or killed. Each change that is durably in
//! the log is acknowledged on standard output by a line `position id`.
//!
//! `writer WORKSPACE HOME CACHE COUNT NAME`: COUNT changes (0: without end), titles begin with NAME.

use std::io::{Error, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use throughline_record::{Act, EntityId, Fields, RecordDraft, Value};
use throughline_store::{Append, Env, OpenMode, SystemClock, Workspace};

/// Every so many changes one with many records comes, so that a kill also meets long transactions.
const LONG_EVERY: u64 = 10;
const LONG: u64 = 40;

fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, home, cache, count, name] = arguments.as_slice() else {
        return Err(Error::other("usage: writer WORKSPACE HOME CACHE COUNT NAME"));
    };
    let count: u64 = count.parse().map_err(Error::other)?;
    let env = Env::at(home, cache, Arc::new(SystemClock), Arc::new(Mutex::new(rand_core::OsRng)));
    let workspace = Workspace::open(Path::new(path), env, OpenMode::ReadWrite, &()).map_err(Error::other)?;
    let mut out = std::io::stdout().lock();
    let mut number = 0;
    while count == 0 || number < count {
        number += 1;
        let records = if count == 0 && number % LONG_EVERY == 0 { LONG } else { 1 };
        let drafts = (0..records).map(|index| problem(&workspace, &format!("{name} {number}.{index}")));
        let append =
            Append { note: Some(format!("{name} writes")), ..Append::new(None, Act::Edit, drafts.collect()) };
        let appended = workspace.append(append).map_err(Error::other)?;
        writeln!(out, "{} {}", appended.position, appended.change)?;
        out.flush()?;
    }
    workspace.close().map_err(Error::other)
}

fn problem(workspace: &Workspace, title: &str) -> RecordDraft {
    let env = workspace.env();
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    RecordDraft {
        kind: "problem/1".into(),
        entity: EntityId::v7(env.clock.millis(), env.random_bytes()),
        on: None,
        ends: None,
        content: Fields::from([
            ("title".into(), text(title)),
            ("notes".into(), text("Written while others write, or while the power may go.")),
        ]),
        personal: Fields::from([("said-by".into(), text("a process"))]),
    }
}
