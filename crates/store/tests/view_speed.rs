//! How fast the view is beside plain SQLite doing the least possible. Run with
//! `cargo test --release -p throughline-store --test view_speed -- --ignored --nocapture`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

mod view_common;

use std::time::Duration;

use rand_core::RngCore;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use throughline_record::{
    Act, Address, Change, Ends, EntityId, Hash, Header, Opened, Record, Signer, SigningKey, Value,
};
use throughline_store::{At, ListQuery, LoggedChange, SearchQuery, TraceQuery, View};
use view_common::*;

const ARTEFACTS: usize = 10_000;
const LINKS: usize = 20_000;
const QUESTIONS: usize = 400;

const VOCABULARY: &str = "click rating feed order courier menu latency drift model feature training offline shadow churn \
    basket price ranking embedding query session persona interview baseline metric recall precision bias fairness \
    abuse incident rollback canary segment cohort retention revenue margin delivery restaurant weather region tablet \
    phone driver queue support ticket survey holiday discount loyalty search browse scroll notification budget";

fn words(random: &mut Counting, count: usize) -> String {
    let vocabulary: Vec<&str> = VOCABULARY.split_whitespace().collect();
    (0..count)
        .map(|_| {
            // Some words are common, most are rare.
            let n = random.next_u64() as usize;
            if n.is_multiple_of(3) {
                format!("{}{}", vocabulary[n / 7 % vocabulary.len()], n / 64 % 97)
            } else {
                vocabulary[(n / 5 % 56).min(n / 11 % 56)].to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

const KINDS: [&str; 8] =
    ["persona", "insight", "problem", "idea", "prototype", "experiment", "measurement", "decision"];

/// Ends of a link: an artefact and one a little earlier in the log, so that threads stay threads.
fn ends(random: &mut Counting, near: u64) -> (usize, usize) {
    let to = (random.next_u64() % (ARTEFACTS as u64 - 1)) as usize + 1;
    let from = to - 1 - (random.next_u64() % near.min(to as u64)) as usize;
    (from, to)
}

fn bulk(near: u64) -> (LoggedChange, Vec<EntityId>, Vec<(usize, usize)>) {
    let mut random = Counting(3);
    let ids: Vec<EntityId> = (0..ARTEFACTS)
        .map(|n| {
            let mut bytes = [0; 10];
            random.fill_bytes(&mut bytes);
            EntityId::v7(BASE as u64 + n as u64, bytes)
        })
        .collect();
    let id = throughline_record::ChangeId([9; 32]);
    let mut records = Vec::new();
    for (n, entity) in ids.iter().enumerate() {
        let content = fields([
            ("title", Value::from(words(&mut random, 6))),
            ("notes", Value::from(words(&mut random, 60))),
            ("number", Value::Int(n as i64 / KINDS.len() as i64 + 1)),
        ]);
        records.push(plain(id, records.len(), KINDS[n % KINDS.len()], *entity, content, None));
    }
    let mut pairs = Vec::new();
    while pairs.len() < LINKS {
        let (up, down) = ends(&mut random, near);
        let type_ = ["rests-on", "triggered-by"][pairs.len() % 2];
        let ends = Ends { type_: type_.into(), from: ids[down], to: ids[up], from_rev: None, to_rev: None };
        let entity = EntityId::derived(&id, "bench", &pairs.len().to_string());
        records.push(plain(id, records.len(), "link", entity, Default::default(), Some(ends)));
        pairs.push((up, down));
    }
    let header = Header {
        workspace: None,
        device: SigningKey::from_seed([1; 32]).device(),
        seq: 1,
        parents: Vec::new(),
        clock: 1,
        at: instant(0.0),
        actor: None,
        act: Act::Import,
        of: None,
        note: None,
        count: records.len() as u32,
        root: Hash([0; 32]),
    };
    let change = Change { id, header, note: Opened::Absent, records };
    (LoggedChange { position: 1, received: instant(0.0), change }, ids, pairs)
}

fn plain(
    change: throughline_record::ChangeId,
    index: usize,
    kind: &str,
    entity: EntityId,
    content: throughline_record::Fields,
    ends: Option<Ends>,
) -> Record {
    Record {
        address: Address { change, index: index as u32 },
        kind: format!("{kind}/1"),
        entity,
        on: None,
        ends,
        sets_content: content.keys().cloned().collect(),
        sets_personal: Vec::new(),
        content: if content.is_empty() { Opened::Absent } else { Opened::Here(content) },
        personal: Opened::Absent,
    }
}

/// Time this thread spent computing: a busy machine does not disturb it much.
struct Instant(u64);

impl Instant {
    fn now() -> Self {
        let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
        Self(stat.split(' ').next().unwrap().parse().unwrap())
    }
    fn elapsed(&self) -> Duration {
        Duration::from_nanos(Self::now().0 - self.0)
    }
}

struct Times(Vec<Duration>);

impl Times {
    fn of(mut ask: impl FnMut(usize)) -> Self {
        let mut times: Vec<Duration> = (0..QUESTIONS)
            .map(|n| {
                let begin = Instant::now();
                ask(n);
                begin.elapsed()
            })
            .collect();
        times.sort_unstable();
        Self(times)
    }
    fn at(&self, share: f64) -> f64 {
        self.0[((self.0.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3
    }
}

fn compared(what: &str, ours: &Times, bare: &Times) {
    println!(
        "{what:24} median {:7.3} ms (bare {:7.3}, {:4.1}x)   p99 {:7.3} ms (bare {:7.3}, {:4.1}x)",
        ours.at(0.5),
        bare.at(0.5),
        ours.at(0.5) / bare.at(0.5),
        ours.at(0.99),
        bare.at(0.99),
        ours.at(0.99) / bare.at(0.99),
    );
}

fn plain_database(logged: &LoggedChange, pairs: &[(usize, usize)], path: &std::path::Path) -> Connection {
    let db = Connection::open(path).unwrap();
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    db.pragma_update(None, "synchronous", "FULL").unwrap();
    db.execute_batch(
        "CREATE TABLE record (id INTEGER PRIMARY KEY, hash BLOB, bytes BLOB);
         CREATE TABLE link (up INTEGER, down INTEGER);
         CREATE VIRTUAL TABLE text USING fts5 (title, notes);",
    )
    .unwrap();
    let bytes: Vec<Vec<u8>> = logged
        .change
        .records
        .iter()
        .map(|record| {
            serde_json::to_vec(&(
                record.kind.as_str(),
                record.entity,
                record.ends.as_ref(),
                record.content.here(),
            ))
            .unwrap()
        })
        .collect();
    let begin = Instant::now();
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    {
        let mut record = db.prepare("INSERT INTO record (hash, bytes) VALUES (?1, ?2)").unwrap();
        let mut text = db.prepare("INSERT INTO text (title, notes) VALUES (?1, ?2)").unwrap();
        let mut link = db.prepare("INSERT INTO link VALUES (?1, ?2)").unwrap();
        for (one, bytes) in logged.change.records.iter().zip(&bytes) {
            record.execute(params![Sha256::digest(bytes).as_slice(), bytes]).unwrap();
            if let Opened::Here(fields) = &one.content {
                let of = |name: &str| fields[name].as_ref().unwrap().as_text().unwrap().to_owned();
                text.execute(params![of("title"), of("notes")]).unwrap();
            }
        }
        for (up, down) in pairs {
            link.execute(params![*up as i64, *down as i64]).unwrap();
        }
    }
    db.execute_batch("COMMIT").unwrap();
    let took = begin.elapsed();
    db.execute_batch("CREATE INDEX link_down ON link (down, up); CREATE INDEX link_up ON link (up, down);")
        .unwrap();
    println!(
        "plain capture            {:7.3} s, {:5.1} us a record",
        took.as_secs_f64(),
        took.as_secs_f64() * 1e6 / logged.change.records.len() as f64
    );
    db
}

#[test]
#[ignore = "a measurement, for release builds"]
fn the_view_keeps_up_with_plain_sqlite() {
    for near in [40, 10_000] {
        println!("--- links reach up to {near} artefacts back");
        let folder = tempfile::tempdir().unwrap();
        let (logged, ids, pairs) = bulk(near);
        let bare = plain_database(&logged, &pairs, &folder.path().join("plain.db"));
        let mut view = View::open(&folder.path().join("test.view"), &logged.change.id).unwrap();
        let begin = Instant::now();
        view.project(std::slice::from_ref(&logged), &()).unwrap();
        let took = begin.elapsed();
        println!(
            "projection               {:7.3} s, {:5.1} us a record",
            took.as_secs_f64(),
            took.as_secs_f64() * 1e6 / logged.change.records.len() as f64
        );
        println!(
            "view size                {:7.1} MB",
            std::fs::metadata(view.path()).unwrap().len() as f64 / 1e6
        );
        let reader = throughline_store::Reader::open(view.path()).unwrap();

        let mut reached = 0;
        for up in [true, false] {
            let (here, there) = if up { ("down", "up") } else { ("up", "down") };
            let mut walk = bare
                .prepare(&format!(
                    "WITH RECURSIVE reach (id) AS (VALUES (?1) UNION SELECT l.{there} FROM reach JOIN link l ON l.{here} = reach.id) \
                     SELECT id FROM reach"
                ))
                .unwrap();
            let bare_times = Times::of(|n| {
                let root = (n * 7919) % ARTEFACTS;
                let found: Vec<i64> =
                    walk.query_map([root as i64], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
                reached += found.len();
            });
            let direction =
                if up { throughline_store::Direction::Back } else { throughline_store::Direction::Forward };
            let mut nodes = 0;
            let query = TraceQuery { direction, ..TraceQuery::default() };
            let ours = Times::of(|n| {
                nodes += reader.trace(&ids[(n * 7919) % ARTEFACTS], &query, &At::Now).unwrap().nodes.len()
            });
            compared(if up { "trace back" } else { "trace forward" }, &ours, &bare_times);
            println!("   nodes a trace: {}", nodes / QUESTIONS);
            nodes = 0;
            let past = Times::of(|n| {
                nodes += reader
                    .trace(&ids[(n * 7919) % ARTEFACTS], &query, &At::So("2026-12-01".into()))
                    .unwrap()
                    .nodes
                    .len()
            });
            compared("   so on a date", &past, &bare_times);
        }
        assert!(reached > 0);

        let mut random = Counting(11);
        for (what, count) in [("search one word", 1), ("search two words", 2)] {
            let questions: Vec<String> = (0..QUESTIONS).map(|_| words(&mut random, count)).collect();
            let mut search = bare
                .prepare("SELECT rowid, title FROM text WHERE text MATCH ?1 ORDER BY rank LIMIT 20")
                .unwrap();
            let bare_times = Times::of(|n| {
                let found = search.query_map([&questions[n]], |row| row.get::<_, i64>(0)).unwrap().count();
                assert!(found <= 20);
            });
            let mut found = 0;
            let ours = Times::of(|n| {
                let query = SearchQuery { text: questions[n].clone(), limit: 20, ..SearchQuery::default() };
                found += reader.search(&query, &At::Now).unwrap().total;
            });
            compared(what, &ours, &bare_times);
            println!("   hits a search: {}", found / QUESTIONS as u64);
        }

        let lists = [
            ("list of a kind", ListQuery { kinds: vec!["idea".into()], limit: 200, ..ListQuery::default() }),
            ("list of all", ListQuery { limit: 200, ..ListQuery::default() }),
            (
                "list by a field",
                ListQuery {
                    filters: vec![("notes".into(), "~".into(), "courier".into())],
                    limit: 200,
                    ..ListQuery::default()
                },
            ),
            (
                "list by title",
                ListQuery { sort: vec![("title".into(), false)], limit: 200, ..ListQuery::default() },
            ),
            (
                "list by status",
                ListQuery {
                    filters: vec![("status".into(), "=".into(), "draft".into())],
                    limit: 200,
                    ..ListQuery::default()
                },
            ),
        ];
        for (what, query) in lists {
            let ours = Times::of(|_| {
                assert!(reader.list(&query, &At::Now).unwrap().total > 0);
            });
            println!("{what:24} median {:7.3} ms   p99 {:7.3} ms", ours.at(0.5), ours.at(0.99));
        }
        let ours = Times::of(|_| assert!(!reader.count_by_kind(None, &At::Now).unwrap().is_empty()));
        println!("{:24} median {:7.3} ms   p99 {:7.3} ms", "count by kind", ours.at(0.5), ours.at(0.99));
        let ours = Times::of(|n| {
            reader.get(&ids[n], &At::Now).unwrap();
        });
        println!("{:24} median {:7.3} ms   p99 {:7.3} ms", "get", ours.at(0.5), ours.at(0.99));
        // One edit of one artefact.
        let mut small = logged.clone();
        small.change.records.truncate(1);
        let begin = Instant::now();
        for n in 0..100u64 {
            let mut edit = small.clone();
            edit.position = 2 + n;
            edit.change.id.0[0] = n as u8;
            edit.change.id.0[1] = 1;
            edit.change.header.parents = vec![if n == 0 {
                logged.change.id
            } else {
                let mut id = logged.change.id;
                id.0[0] = n as u8 - 1;
                id.0[1] = 1;
                id
            }];
            edit.change.header.at = instant(1.0 + n as f64);
            edit.received = instant(1.0 + n as f64);
            edit.change.header.clock = 2 + n;
            edit.change.records[0].address.change = edit.change.id;
            view.project(&[edit], &()).unwrap();
        }
        println!("one edit                 {:7.3} ms", begin.elapsed().as_secs_f64() * 10.0);
    }
}

#[test]
#[ignore = "a measurement, for release builds"]
fn projection_alone() {
    let (logged, _, _) = bulk(40);
    for _ in 0..8 {
        let folder = tempfile::tempdir().unwrap();
        let mut view = View::open(&folder.path().join("test.view"), &logged.change.id).unwrap();
        let all = || {
            let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
            let fields: Vec<i64> =
                stat.rsplit_once(')').unwrap().1.split_whitespace().filter_map(|f| f.parse().ok()).collect();
            (fields[10] + fields[11]) * 10
        };
        let (begin, whole) = (Instant::now(), all());
        view.project(std::slice::from_ref(&logged), &()).unwrap();
        println!(
            "this thread {:4} ms, all threads {:4} ms, {:.1} MB",
            begin.elapsed().as_millis(),
            all() - whole,
            std::fs::metadata(view.path()).unwrap().len() as f64 / 1e6
        );
    }
}
