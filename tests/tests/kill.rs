//! A process that writes is killed at 200 random moments: nothing it acknowledged is ever lost, and
//! what remains verifies.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rand_core::{OsRng, RngCore};
use throughline_store::{Env, OpenMode, SystemClock, Workspace};

const KILLS: u32 = 200;
/// Moments reach this far, in microseconds. Half of them count from the start of the process, which is
/// ready after some 20 ms; the other half from its first acknowledgement.
const LONGEST: u64 = 150_000;
/// On a slow machine the moments are shortened, so that the whole test fits into about this.
const BUDGET: Duration = Duration::from_secs(50);

/// The next of a sequence that a seed repeats (SplitMix64).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn env(folder: &Path) -> Env {
    let (home, cache) = (folder.join("home"), folder.join("cache"));
    Env::at(home, cache, Arc::new(SystemClock), Arc::new(Mutex::new(OsRng)))
}

/// Complete lines only: a line cut off by the kill acknowledges nothing.
fn acknowledged(output: &str) -> impl Iterator<Item = (u64, String)> + '_ {
    let complete = output.rfind('\n').map_or("", |end| &output[..end]);
    complete.lines().map(|line| {
        let (position, id) = line.split_once(' ').unwrap();
        (position.parse().unwrap(), id.to_owned())
    })
}

#[test]
fn nothing_acknowledged_is_lost_when_the_writer_is_killed_at_200_random_moments() {
    let seed = std::env::var("THROUGHLINE_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(|| OsRng.next_u64());
    println!("seed {seed} (THROUGHLINE_SEED repeats the moments)");
    let mut state = seed;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kill.throughline");
    Workspace::create(&path, env(folder.path()), "Killed", None).unwrap().close().unwrap();

    let began = Instant::now();
    let (mut all, mut while_writing) = (Vec::new(), 0);
    for kill in 1..=KILLS {
        let mut writer = Command::new(env!("CARGO_BIN_EXE_writer"))
            .arg(&path)
            .args([folder.path().join("home"), folder.path().join("cache")])
            .args(["0", "killed"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(writer.stdout.take().unwrap());
        let mut lines = String::new();
        if kill % 2 == 0 {
            output.read_line(&mut lines).unwrap();
        }
        let left = BUDGET.saturating_sub(began.elapsed()) / (KILLS + 1 - kill);
        let longest = u64::try_from(left.as_micros()).unwrap().clamp(20_000, LONGEST);
        std::thread::sleep(Duration::from_micros(next(&mut state) % longest));
        writer.kill().unwrap();
        writer.wait().unwrap();
        output.read_to_string(&mut lines).unwrap();
        let before = all.len();
        all.extend(acknowledged(&lines));
        while_writing += u32::from(all.len() > before);
        if kill % 50 == 0 {
            check(folder.path(), &path, &all);
        }
    }
    let took = began.elapsed();
    println!("{KILLS} kills, {while_writing} after an acknowledgement; {} changes, {took:?}", all.len());
    assert!(while_writing >= KILLS / 2, "half of the kills meet a writer at work");
}

fn check(folder: &Path, path: &Path, all: &[(u64, String)]) {
    let workspace = Workspace::open(path, env(folder), OpenMode::ReadWrite, &()).unwrap();
    let report = workspace.verify(&()).unwrap();
    assert_eq!(report.faults, []);
    assert!(report.view_matches);
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut at = connection.prepare("SELECT lower(hex(id)) FROM change WHERE position = ?1").unwrap();
    for (position, id) in all {
        let here: Option<String> = at.query_row([position.cast_signed()], |row| row.get(0)).ok();
        assert_eq!(here.as_deref(), Some(id.as_str()), "acknowledged change {position}");
    }
    let devices: i64 =
        connection.query_row("SELECT count(DISTINCT device) FROM change", [], |row| row.get(0)).unwrap();
    assert_eq!(devices, 1, "a writer that was killed goes on with its key");
    drop(at);
    drop(connection);
    workspace.close().unwrap();
}
