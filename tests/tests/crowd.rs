//! An open workspace, and four processes that write to it at once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use rand_core::OsRng;
use throughline_record::{Act, EntityId, Fields, RecordDraft, Value};
use throughline_store::{Append, Env, OpenMode, SystemClock, Workspace};

const PROCESSES: usize = 4;
const EACH: u64 = 500;
/// The open one writes too, while the others do.
const OWN: u64 = 60;
/// How often the open one looks for news.
const LOOK: Duration = Duration::from_millis(200);

fn env(folder: &Path, user: &str) -> Env {
    let (home, cache) = (folder.join(user), folder.join(user).join("cache"));
    Env::at(home, cache, Arc::new(SystemClock), Arc::new(Mutex::new(OsRng)))
}

fn writer(path: &Path, folder: &Path, user: &str, count: u64, name: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_writer"))
        .arg(path)
        .args([folder.join(user), folder.join(user).join("cache")])
        .args([&count.to_string(), name])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn own(workspace: &Workspace, number: u64) {
    let random = workspace.env().random_bytes();
    let draft = RecordDraft {
        kind: "problem/1".into(),
        entity: EntityId::v7(workspace.env().clock.millis(), random),
        on: None,
        ends: None,
        content: Fields::from([("title".into(), Some(Value::Text(format!("own {number}"))))]),
        personal: Fields::new(),
    };
    workspace.append(Append::new(None, Act::Edit, vec![draft])).unwrap();
}

/// The single number an SQL question has as its answer, asked past the program.
fn ask(path: &Path, question: &str) -> i64 {
    rusqlite::Connection::open(path).unwrap().query_row(question, [], |row| row.get(0)).unwrap()
}

const TWICE: &str = "SELECT count(*) FROM (SELECT 1 FROM change GROUP BY device, seq HAVING count(*) > 1)";
const GAPS: &str = "SELECT count(*) FROM (SELECT device, max(seq) - count(*) AS gap FROM change GROUP BY device) WHERE gap <> 0";

#[test]
fn four_processes_append_500_changes_each_beside_an_open_writer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("crowd.throughline");
    let workspace = Workspace::create(&path, env(folder.path(), "user"), "Crowd", None).unwrap();

    let (send, acknowledged) = mpsc::channel::<(Instant, u64)>();
    let running = AtomicUsize::new(PROCESSES);
    let mut looks: Vec<(Instant, u64)> = Vec::new();
    let began = Instant::now();
    std::thread::scope(|scope| {
        for process in 0..PROCESSES {
            let mut child = writer(&path, folder.path(), "user", EACH, &format!("process {process}"));
            let (send, running) = (send.clone(), &running);
            scope.spawn(move || {
                for line in BufReader::new(child.stdout.take().unwrap()).lines() {
                    let line = line.unwrap();
                    let position = line.split_once(' ').unwrap().0.parse().unwrap();
                    send.send((Instant::now(), position)).unwrap();
                }
                let status = child.wait().unwrap();
                running.fetch_sub(1, Ordering::SeqCst);
                assert!(status.success(), "{status}");
            });
        }
        scope.spawn(|| (0..OWN).for_each(|number| own(&workspace, number)));
        let mut done = false;
        while !done {
            done = running.load(Ordering::SeqCst) == 0;
            workspace.catch_up().unwrap();
            looks.push((Instant::now(), workspace.reader().unwrap().position().unwrap()));
            std::thread::sleep(LOOK);
        }
    });
    drop(send);
    println!("{} changes in {:?}", PROCESSES as u64 * EACH + OWN, began.elapsed());

    let late = acknowledged.iter().map(|(when, position)| {
        let seen = looks.iter().find(|(_, seen)| *seen >= position).map(|(look, _)| *look);
        seen.expect("every change is noticed").saturating_duration_since(when)
    });
    let latest = late.max().unwrap();
    println!("noticed after {latest:?} at the latest");
    assert!(latest < Duration::from_secs(1), "noticed after {latest:?}");

    assert_eq!(workspace.length().unwrap(), 1 + PROCESSES as u64 * EACH + OWN, "none lost");
    assert_eq!(ask(&path, TWICE), 0, "no number twice");
    assert_eq!(ask(&path, GAPS), 0, "no number left out");
    assert_eq!(ask(&path, "SELECT count(DISTINCT device) FROM change"), 1, "one user, one copy, one key");
    let report = workspace.verify(&()).unwrap();
    assert_eq!(report.faults, []);
    assert!(report.view_matches);
}

#[test]
fn processes_of_several_users_share_a_file_and_keep_their_own_keys() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("users.throughline");
    let workspace = Workspace::create(&path, env(folder.path(), "founder"), "Users", None).unwrap();
    let mut children: Vec<Child> = (0..PROCESSES)
        .map(|process| writer(&path, folder.path(), &format!("user-{}", process % 2), 50, "shared"))
        .collect();
    for child in &mut children {
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().count();
        assert_eq!(lines, 50);
        assert!(child.wait().unwrap().success());
    }
    assert!(workspace.catch_up().unwrap());
    assert_eq!(workspace.length().unwrap(), 1 + PROCESSES as u64 * 50 + 2, "two users joined");
    assert_eq!(ask(&path, TWICE), 0);
    assert_eq!(ask(&path, "SELECT count(DISTINCT device) FROM change"), 3);
    let reopened = Workspace::open(&path, env(folder.path(), "user-0"), OpenMode::ReadOnly, &()).unwrap();
    assert_eq!(reopened.verify(&()).unwrap().faults, []);
    assert_eq!(reopened.head().unwrap(), workspace.head().unwrap());
}
