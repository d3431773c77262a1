//! An open application, and four processes of the command line that write beside it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};
use throughline_api::App;
use throughline_store::Env;

use crate::shell::Shell;

const PROCESSES: usize = 4;
const EACH: usize = 500;
/// The open one writes too, while the others do.
const OWN: usize = 40;
/// How often the open one looks for news, as the window does.
const LOOK: Duration = Duration::from_millis(250);

/// A process that adds so many personas, one change each, and the thread that hands it its calls.
fn writer(shell: &Shell, process: usize) -> Child {
    let mut command = shell.command(&["call", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut calls = child.stdin.take().unwrap();
    std::thread::spawn(move || {
        for number in 0..EACH {
            let fields = json!({ "title": format!("{number} of process {process}") });
            let call = json!({ "name": "artefact.add", "args": { "kind": "persona", "fields": fields } });
            writeln!(calls, "{call}").unwrap();
        }
    });
    child
}

/// Passes on each acknowledgement with the moment it came; returns how many there were.
fn listen(child: &mut Child, acknowledged: &Sender<(Instant, u64)>) -> usize {
    let mut count = 0;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let saved: Json = serde_json::from_str(&line.unwrap()).unwrap();
        acknowledged.send((Instant::now(), saved["position"].as_u64().unwrap())).unwrap();
        count += 1;
    }
    count
}

fn position(app: &App) -> u64 {
    app.call("workspace.state", json!({})).unwrap()["position"].as_u64().unwrap()
}

#[test]
fn four_processes_append_500_changes_each_beside_an_open_application_that_sees_them_within_a_second() {
    let shell = Shell::new();
    let env = Env { home: shell.home(), cache: shell.home().join("cache"), ..Env::system() };
    let app = App::new(env, Vec::new());
    app.call("workspace.open", json!({ "path": shell.path("shop.throughline") })).unwrap();
    let before = position(&app);

    let (send, acknowledged) = mpsc::channel();
    let running = AtomicUsize::new(PROCESSES);
    let mut looks: Vec<(Instant, u64)> = Vec::new();
    let mut overslept = Duration::ZERO;
    std::thread::scope(|scope| {
        for process in 0..PROCESSES {
            let (mut child, send, running) = (writer(&shell, process), send.clone(), &running);
            scope.spawn(move || {
                let count = listen(&mut child, &send);
                let status = child.wait().unwrap();
                running.fetch_sub(1, Ordering::SeqCst);
                assert!(status.success() && count == EACH, "{count} changes, {status}");
            });
        }
        scope.spawn(|| {
            for number in 0..OWN {
                let fields = json!({ "title": format!("own {number}") });
                app.call("artefact.add", json!({ "kind": "persona", "fields": fields })).unwrap();
            }
        });
        let mut done = false;
        while !done {
            done = running.load(Ordering::SeqCst) == 0;
            let seen = position(&app);
            looks.push((Instant::now(), seen));
            let slept = Instant::now();
            std::thread::sleep(LOOK);
            overslept = overslept.max(slept.elapsed().saturating_sub(LOOK));
        }
    });
    drop(send);

    let all = before + (PROCESSES * EACH + OWN) as u64;
    assert_eq!(position(&app), all, "none lost");
    let mut positions = Vec::new();
    let late = acknowledged.iter().map(|(when, position)| {
        positions.push(position);
        let seen = looks.iter().find(|(_, seen)| *seen >= position).map(|(look, _)| *look);
        seen.expect("every change is seen").saturating_duration_since(when)
    });
    let latest = late.max().unwrap();
    // On a machine that lets a sleeper oversleep, everything comes as much later.
    let limit = Duration::from_secs(1) + 2 * overslept;
    assert!(latest < limit, "seen after {latest:?}, with {overslept:?} overslept");
    positions.sort_unstable();
    positions.dedup();
    assert_eq!(positions.len(), PROCESSES * EACH, "no place in the log twice");

    let stats = app.call("workspace.stats", json!({})).unwrap();
    assert_eq!((&stats["changes"], &stats["devices"]), (&json!(all), &json!(1)), "one person, one key");
    // A number of the device that came twice, or was left out, is a fault of the record.
    let verified = app.call("workspace.verify", json!({})).unwrap();
    assert_eq!((&verified["intact"], &verified["faults"]), (&json!(true), &json!([])));
    let shorts = app.call("artefact.list", json!({ "kinds": ["persona"], "limit": 10_000 })).unwrap();
    let mut shorts: Vec<&str> =
        shorts["rows"].as_array().unwrap().iter().map(|card| card["short"].as_str().unwrap()).collect();
    shorts.sort_unstable();
    shorts.dedup();
    assert_eq!(shorts.len(), PROCESSES * EACH + OWN, "no short id twice");
}
