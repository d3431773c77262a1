//! Copies that meet: what comes in, what is refused, and that all end in the same state.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use common::*;
use proptest::prelude::*;
use throughline_record::{Address, PartName, Value};
use throughline_store::exchange::archive::{Archive, ArchiveDraft, Limits};
use throughline_store::{At, Env, OpenMode, Steps, StoreError, Workspace};

/// A copy of a workspace on another computer, at another user's.
fn copy_of(place: &Place, original: &Workspace, name: &str) -> Workspace {
    let path = place.path(&format!("{name}.throughline"));
    original.backup(&path, &()).unwrap();
    let env = Env {
        home: place.path(&format!("home-{name}")),
        cache: place.path(&format!("cache-{name}")),
        ..place.env.clone()
    };
    Workspace::open(&path, env, OpenMode::ReadWrite, &()).unwrap()
}

/// Original with one problem in it, and a copy.
fn two(place: &Place) -> (Workspace, Workspace, throughline_record::EntityId) {
    let ours = place.create();
    let (entity, _) = write(place, &ours, "Before the copies");
    let theirs = copy_of(place, &ours, "theirs");
    (ours, theirs, entity)
}

fn export(from: &Workspace, since: u64, to: PathBuf) -> PathBuf {
    from.export_changes(since, &to, &()).unwrap();
    to
}

/// What a workspace shows now: every artefact with all its fields and who disagrees over them.
fn state_of(workspace: &Workspace) -> String {
    let reader = workspace.reader().unwrap();
    let query = throughline_store::ListQuery { limit: 1000, removed: true, ..Default::default() };
    let mut rows: Vec<String> = reader
        .list(&query, &At::Now)
        .unwrap()
        .rows
        .iter()
        .map(|card| {
            let state = reader.state(&card.id, &At::Now).unwrap().unwrap();
            format!("{} {} {:?} {:?} {}\n", card.id, card.short, state.fields, state.created, state.revision)
        })
        .collect();
    rows.sort();
    format!("{}{:?}", rows.concat(), reader.disputed(&At::Now).unwrap())
}

/// Everything stored, but for the order of arrival.
fn bytes_of(path: &Path) -> Vec<String> {
    let connection = raw(path);
    let sql = "SELECT hex(c.id) || hex(c.signature) || ifnull(hex(n.bytes), '-') ||
                 ifnull((SELECT group_concat(hex(r.bytes) || ifnull(hex(k.bytes), '-') || ifnull(hex(p.bytes), '-'))
                  FROM record r LEFT JOIN content k ON k.record = r.row LEFT JOIN personal p ON p.record = r.row
                  WHERE r.row >= c.first_record AND r.row < c.first_record + c.records), '')
               FROM change c LEFT JOIN note n ON n.change = c.position ORDER BY c.id";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

fn assert_same(one: &Workspace, two: &Workspace) {
    assert_eq!(bytes_of(one.path()), bytes_of(two.path()));
    assert_eq!(state_of(one), state_of(two));
}

#[test]
fn another_copy_brings_its_changes_by_its_file() {
    let place = Place::new();
    let (ours, theirs, _) = two(&place);
    let (found, _) = write(&place, &theirs, "Found by them");
    write(&place, &ours, "Found by us");
    let before = ours.length().unwrap();

    let preview = ours.merge_preview(theirs.path(), &()).unwrap();
    assert_eq!((preview.done, preview.changes), (false, 2), "their device's join and the problem");
    assert_eq!(ours.length().unwrap(), before, "a preview keeps nothing");

    let merged = ours.merge(theirs.path(), &()).unwrap();
    assert_eq!(throughline_store::Merged { done: false, ..merged.clone() }, preview);
    assert_eq!(merged.positions, Some((before + 1, before + 2)));
    assert_eq!(shown(&ours, found, "title"), text("Found by them"));
    assert_clean(&ours);
    assert_eq!(ours.merge(theirs.path(), &()).unwrap().changes, 0, "twice brings nothing");
    theirs.merge(ours.path(), &()).unwrap();
    assert_same(&ours, &theirs);
}

#[test]
fn the_next_change_joins_what_met() {
    let place = Place::new();
    let (ours, theirs, _) = two(&place);
    write(&place, &theirs, "Theirs");
    write(&place, &ours, "Ours");
    ours.merge(theirs.path(), &()).unwrap();
    let heads = |path: &Path| -> i64 {
        raw(path).query_row("SELECT count(*) FROM head", [], |row| row.get(0)).unwrap()
    };
    assert_eq!(heads(ours.path()), 2);
    write(&place, &ours, "Knows both");
    assert_eq!(heads(ours.path()), 1);
    assert_clean(&ours);
}

#[test]
fn an_exchange_file_brings_what_was_recorded_since_a_position_with_its_files() {
    let place = Place::new();
    let (ours, theirs, entity) = two(&place);
    let since = theirs.length().unwrap();
    let file = theirs.attach(&mut &vec![7; 2_500_000][..], "photo.png", Some("image/png"), &()).unwrap();
    let value = Value::List(vec![Value::Map(
        [
            ("digest".to_owned(), Value::Text(file.digest.to_string())),
            ("media".to_owned(), Value::Text(file.media.clone())),
            ("name".to_owned(), Value::Text(file.name.clone())),
            ("size".to_owned(), Value::Int(2_500_000)),
        ]
        .into(),
    )]);
    set(&theirs, entity, "attachments", Some(value));
    let tlx = export(&theirs, since, place.path("mail.tlx"));
    let again = export(&theirs, since, place.path("again.tlx"));
    assert_eq!(std::fs::read(&tlx).unwrap(), std::fs::read(again).unwrap(), "the same log, the same bytes");

    let merged = ours.merge(&tlx, &()).unwrap();
    assert_eq!((merged.changes, merged.attachments), (2, (1, 2_500_000)));
    let mut held = Vec::new();
    ours.attachment(&file.digest).unwrap().read_to_end(&mut held).unwrap();
    assert_eq!(held, vec![7; 2_500_000]);
    assert_eq!(ours.attachment_info(&file.digest).unwrap().media, "image/png");
    assert_clean(&ours);
    theirs.merge(ours.path(), &()).unwrap();
    assert_same(&ours, &theirs);
}

#[test]
fn a_file_that_begins_after_what_is_here_says_what_to_ask_for() {
    let place = Place::new();
    let (ours, theirs, _) = two(&place);
    let needed = theirs.length().unwrap();
    for n in 0..5 {
        write(&place, &theirs, &format!("Problem {n}"));
    }
    let late = export(&theirs, needed + 3, place.path("late.tlx"));
    let error = ours.merge(&late, &()).unwrap_err();
    assert_eq!(error.code(), "incomplete");
    assert!(error.hint().contains(&format!("since #{needed} ")), "{}", error.hint());
    assert_eq!(ours.length().unwrap(), needed);
    ours.merge(&export(&theirs, needed, place.path("enough.tlx")), &()).unwrap();
    assert_clean(&ours);
}

#[test]
fn another_workspace_is_refused_in_either_form() {
    let place = Place::new();
    let (ours, _, _) = two(&place);
    let other =
        Workspace::create(&place.path("other.throughline"), place.other_user(), "Other", None).unwrap();
    write(&place, &other, "Elsewhere");
    for file in [other.path().to_owned(), export(&other, 0, place.path("other.tlx"))] {
        let error = ours.merge(&file, &()).unwrap_err();
        assert_eq!(error.code(), "other-workspace");
        assert!(error.to_string().contains("another workspace"), "{error}");
    }
    assert_clean(&ours);
}

#[test]
fn two_values_for_one_field_stand_side_by_side_until_somebody_settles_them() {
    let place = Place::new();
    let (ours, theirs, entity) = two(&place);
    set(&ours, entity, "title", text("Ours"));
    set(&theirs, entity, "title", text("Theirs"));
    set(&theirs, entity, "description", text("Only theirs"));
    let preview = ours.merge_preview(theirs.path(), &()).unwrap();
    let merged = ours.merge(theirs.path(), &()).unwrap();
    assert_eq!(preview.conflicts, merged.conflicts);
    let fields: Vec<_> = merged.conflicts.iter().map(|c| (c.card.id, c.field.as_str())).collect();
    assert_eq!(fields, [(entity, "title")]);
    let state = ours.reader().unwrap().state(&entity, &At::Now).unwrap().unwrap();
    let values: Vec<_> = state.fields["title"].heads.iter().map(|head| head.value.clone()).collect();
    assert!(values.contains(&text("Ours")) && values.contains(&text("Theirs")), "{values:?}");

    set(&ours, entity, "title", text("Theirs"));
    assert_eq!(ours.reader().unwrap().disputed(&At::Now).unwrap(), []);
    theirs.merge(ours.path(), &()).unwrap();
    assert_eq!(theirs.reader().unwrap().disputed(&At::Now).unwrap(), []);
    assert_same(&ours, &theirs);
}

#[test]
fn several_links_for_one_reference_are_a_conflict_too() {
    let place = Place::new();
    let (ours, theirs, problem) = two(&place);
    let needs: Vec<_> = ["One need", "Another need"]
        .iter()
        .map(|title| {
            let need = place.entity();
            ours.append(edit(vec![record("product/1", need, fields([("title", text(title))]))])).unwrap();
            need
        })
        .collect();
    let release = place.entity();
    ours.append(edit(vec![record("release/1", release, fields([("title", text("1.0"))]))])).unwrap();
    theirs.merge(ours.path(), &()).unwrap();
    ours.append(edit(vec![link(&ours, "of-product", release, needs[0])])).unwrap();
    theirs.append(edit(vec![link(&theirs, "of-product", release, needs[1])])).unwrap();
    let merged = ours.merge(theirs.path(), &()).unwrap();
    let fields: Vec<_> = merged.conflicts.iter().map(|c| (c.card.id, c.field.as_str())).collect();
    assert_eq!(fields, [(release, "product")], "and nothing of {problem}");
}

#[test]
fn short_ids_that_met_are_told_apart_and_asked_for() {
    let place = Place::new();
    let (ours, theirs, _) = two(&place);
    let (one, _) = write(&place, &ours, "Ours");
    let (other, _) = write(&place, &theirs, "Theirs");
    ours.merge(theirs.path(), &()).unwrap();
    let reader = ours.reader().unwrap();
    let shorts: Vec<_> =
        reader.cards(&[one, other], &At::Now).unwrap().into_iter().map(|card| card.short).collect();
    assert!(shorts.iter().all(|short| short.starts_with("PRB-2.")), "{shorts:?}");
    assert_ne!(shorts[0], shorts[1]);
    assert_eq!(reader.resolve(&shorts[0], &At::Now).unwrap(), one);
    match reader.resolve("PRB-2", &At::Now).unwrap_err() {
        StoreError::Ambiguous { candidates, .. } => assert_eq!(candidates.len(), 2),
        other => panic!("{other}"),
    }
}

/// Records an erasure as any copy may; the parts go with it.
fn erase(workspace: &Workspace, place: &Place, name: PartName) {
    let parts = Value::List(vec![Value::Text(name.to_string())]);
    let draft = record("erasure/1", place.entity(), fields([("parts", Some(parts))]));
    workspace.append(edit(vec![draft])).unwrap();
}

fn part_count(workspace: &Workspace) -> i64 {
    raw(workspace.path()).query_row("SELECT count(*) FROM content", [], |row| row.get(0)).unwrap()
}

#[test]
fn an_erasure_that_arrives_deletes_here_at_once() {
    let place = Place::new();
    let (ours, theirs, _) = two(&place);
    let (entity, appended) = write(&place, &theirs, "Said by Maria Kowalska");
    ours.merge(theirs.path(), &()).unwrap();
    erase(&theirs, &place, PartName::Content(Address { change: appended.change, index: 0 }));
    let merged = ours.merge(theirs.path(), &()).unwrap();
    assert_eq!((merged.erasures, merged.parts_erased), (1, 1));
    assert_eq!(shown(&ours, entity, "title"), None);
    assert_clean(&ours);
    assert_same(&ours, &theirs);
    let needle = b"Maria Kowalska";
    for ending in ["", "-wal"] {
        let bytes = std::fs::read(format!("{}{ending}", ours.path().display())).unwrap_or_default();
        assert!(!bytes.windows(needle.len()).any(|window| window == needle), "in the file{ending}");
    }
}

#[test]
fn what_was_erased_here_does_not_come_back() {
    let place = Place::new();
    let (ours, theirs, _) = two(&place);
    let (_, appended) = write(&place, &theirs, "Said by Maria Kowalska");
    // A third copy has heard of the part's name and erased it before the part itself came here.
    let third = copy_of(&place, &theirs, "third");
    let name = PartName::Content(Address { change: appended.change, index: 0 });
    let parts = Value::List(vec![Value::Text(name.to_string())]);
    ours.append(edit(vec![record("erasure/1", place.entity(), fields([("parts", Some(parts))]))])).unwrap();
    let before = part_count(&ours);
    let merged = ours.merge(third.path(), &()).unwrap();
    assert_eq!(merged.parts_dropped, 1);
    assert_eq!(part_count(&ours), before + merged.changes as i64 - 1);
    assert_clean(&ours);
}

#[test]
fn a_part_that_is_missing_without_an_erasure_is_refused() {
    let place = Place::new();
    let (ours, theirs, _) = two(&place);
    let before = ours.length().unwrap();
    write(&place, &theirs, "Torn out");
    raw(theirs.path())
        .execute("DELETE FROM content WHERE record = (SELECT max(row) FROM record)", [])
        .unwrap();
    let error = ours.merge(theirs.path(), &()).unwrap_err();
    assert_eq!(error.code(), "unsound");
    assert_eq!(ours.length().unwrap(), before);
    assert_clean(&ours);
}

#[test]
fn nothing_of_a_file_with_one_bad_change_is_taken_in() {
    let place = Place::new();
    let (ours, theirs, _) = two(&place);
    let before = ours.length().unwrap();
    for n in 0..3 {
        write(&place, &theirs, &format!("Honest {n}"));
    }
    raw(theirs.path())
        .execute_batch(
            "DROP TRIGGER content_stays;
             UPDATE content SET bytes = x'7b7d' WHERE record = (SELECT max(row) FROM record);",
        )
        .unwrap();
    assert_eq!(ours.merge(theirs.path(), &()).unwrap_err().code(), "unsound");
    assert_eq!(ours.length().unwrap(), before);
    write(&place, &ours, "Goes on");
    assert_clean(&ours);
}

/// An exchange file with one of its files rewritten, and everything else as it was.
fn rewritten(path: &Path, name: &str, rewrite: impl Fn(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut archive = Archive::open(Cursor::new(std::fs::read(path).unwrap()), Limits::EXCHANGE).unwrap();
    let names: Vec<String> = archive.names().map(str::to_owned).collect();
    let mut draft = ArchiveDraft::new();
    for one in names {
        let bytes = archive.read(&one, 1 << 30).unwrap();
        draft.put(&one, if one == name { rewrite(bytes) } else { bytes }).unwrap();
    }
    draft.write(Cursor::new(Vec::new())).unwrap().into_inner()
}

#[test]
fn an_exchange_file_that_was_altered_is_refused() {
    let place = Place::new();
    let (ours, theirs, _) = two(&place);
    write(&place, &theirs, "Honest");
    let good = export(&theirs, 2, place.path("good.tlx"));
    let bad = place.path("bad.tlx");
    let replace = |from: &'static str, to: &'static str| {
        move |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replacen(from, to, 1).into_bytes()
    };
    let forms: Vec<(&str, Vec<u8>)> = vec![
        ("a change's text", rewritten(&good, "changes.jsonl", replace("Honest", "Forged"))),
        (
            "a line less",
            rewritten(&good, "changes.jsonl", |bytes| {
                let text = String::from_utf8(bytes).unwrap();
                text.lines().take(1).map(|line| format!("{line}\n")).collect::<String>().into_bytes()
            }),
        ),
        ("another form", rewritten(&good, "manifest.json", replace("changes/1", "changes/9"))),
        ("another count", rewritten(&good, "manifest.json", replace("\"changes\": 2", "\"changes\": 3"))),
        ("an unknown member", rewritten(&good, "manifest.json", replace("{", "{\"more\": 1,"))),
        ("no manifest", {
            let mut archive =
                Archive::open(Cursor::new(std::fs::read(&good).unwrap()), Limits::EXCHANGE).unwrap();
            let mut draft = ArchiveDraft::new();
            draft.put("changes.jsonl", archive.read("changes.jsonl", 1 << 20).unwrap()).unwrap();
            draft.write(Cursor::new(Vec::new())).unwrap().into_inner()
        }),
        ("half of it", std::fs::read(&good).unwrap()[..200].to_vec()),
    ];
    for (what, bytes) in forms {
        std::fs::write(&bad, bytes).unwrap();
        let error = ours.merge(&bad, &()).err().unwrap_or_else(|| panic!("{what} was taken"));
        assert_eq!(error.code(), "archive", "{what}: {error}");
    }
    std::fs::write(&bad, "no archive at all").unwrap();
    assert_eq!(ours.merge(&bad, &()).unwrap_err().code(), "not-a-workspace");
    assert_eq!(ours.length().unwrap(), 2);
    ours.merge(&good, &()).unwrap();
}

#[test]
fn a_cancelled_merge_or_export_leaves_everything_as_it_was() {
    let place = Place::new();
    let (ours, theirs, _) = two(&place);
    write(&place, &theirs, "Not today");
    let stop = Steps(|_, _, _: &str| false);
    assert_eq!(ours.merge(theirs.path(), &stop).unwrap_err().code(), "cancelled");
    assert_eq!(theirs.export_changes(0, &place.path("no.tlx"), &stop).unwrap_err().code(), "cancelled");
    assert!(!place.path("no.tlx").exists());
    assert_eq!(ours.length().unwrap(), 2);
    write(&place, &ours, "Goes on");
    assert_clean(&ours);
}

#[test]
fn a_device_that_signed_twice_is_kept_and_told() {
    let place = Place::new();
    let ours = place.create();
    write(&place, &ours, "Before");
    // A stolen key: the same home and file, copied as they are, go on by themselves.
    let (file, home) = (ours.path().to_owned(), place.env.home.clone());
    ours.close().unwrap();
    let stolen = place.path("stolen");
    std::fs::create_dir(&stolen).unwrap();
    let copied = std::process::Command::new("cp").arg("-a").arg(&home).arg(stolen.join("home")).status();
    assert!(copied.unwrap().success());
    let aside = place.path("aside.throughline");
    std::fs::copy(&file, &aside).unwrap();
    let ours = place.open("food.throughline");
    write(&place, &ours, "By the owner");
    ours.close().unwrap();
    // The thief puts the older file in the owner's place, with the older keys.
    let kept = place.path("kept.throughline");
    std::fs::rename(&file, &kept).unwrap();
    std::fs::copy(&aside, &file).unwrap();
    let env = Env { home: stolen.join("home"), cache: place.path("thief-cache"), ..place.env.clone() };
    forget_where(&stolen.join("home"), &file);
    let thief = Workspace::open(&file, env, OpenMode::ReadWrite, &()).unwrap();
    write(&place, &thief, "By the thief");
    assert_eq!(equivocations(&merged_into(&place, &kept, &thief)), 1);
}

/// Writes into key notes that they are for the file that lies at a path now.
fn forget_where(home: &Path, file: &Path) {
    use std::os::unix::fs::MetadataExt;
    let metadata = std::fs::metadata(file).unwrap();
    let keys = std::fs::read_dir(home.join("keys")).unwrap().next().unwrap().unwrap().path();
    for key in std::fs::read_dir(keys).unwrap().map(|entry| entry.unwrap().path()) {
        if key.extension().is_some_and(|ending| ending == "key") {
            let mut written: serde_json::Value =
                serde_json::from_slice(&std::fs::read(&key).unwrap()).unwrap();
            written["identity"]["file"] = metadata.ino().into();
            written["identity"]["volume"] = metadata.dev().into();
            std::fs::write(&key, written.to_string()).unwrap();
        }
    }
}

fn merged_into(place: &Place, kept: &Path, thief: &Workspace) -> PathBuf {
    let owner = Workspace::open(kept, place.other_user(), OpenMode::ReadWrite, &()).unwrap();
    let merged = owner.merge(thief.path(), &()).unwrap();
    assert_eq!(merged.changes, 1);
    assert_eq!(merged.equivocal.len(), 1, "both are kept, and told");
    let report = owner.verify(&()).unwrap();
    assert!(report.faults.iter().any(|fault| fault.code == "equivocation"), "{:?}", report.faults);
    assert!(report.view_matches);
    kept.to_owned()
}

/// One thing that happens in one of three copies.
#[derive(Debug, Clone)]
enum Doing {
    Add(usize),
    Set { copy: usize, which: usize, field: usize, value: u8 },
    Remove { copy: usize, which: usize },
    Erase { copy: usize, which: usize },
    Merge { into: usize, from: usize, by_exchange: bool },
}

fn doing() -> impl Strategy<Value = Doing> {
    prop_oneof![
        2 => (0..3usize).prop_map(Doing::Add),
        5 => (0..3usize, 0..4usize, 0..3usize, 0..4u8)
            .prop_map(|(copy, which, field, value)| Doing::Set { copy, which, field, value }),
        1 => (0..3usize, 0..4usize).prop_map(|(copy, which)| Doing::Remove { copy, which }),
        1 => (0..3usize, 0..8usize).prop_map(|(copy, which)| Doing::Erase { copy, which }),
        4 => (0..3usize, 0..3usize, any::<bool>())
            .prop_map(|(into, from, by_exchange)| Doing::Merge { into, from, by_exchange }),
    ]
}

/// The nth artefact or content part that a copy holds.
fn nth<T: Clone>(all: &[T], which: usize) -> Option<T> {
    (!all.is_empty()).then(|| all[which % all.len()].clone())
}

fn problems(workspace: &Workspace) -> Vec<throughline_record::EntityId> {
    let query =
        throughline_store::ListQuery { kinds: vec!["problem".into()], limit: 1000, ..Default::default() };
    let mut ids: Vec<_> =
        workspace.reader().unwrap().list(&query, &At::Now).unwrap().rows.iter().map(|card| card.id).collect();
    ids.sort();
    ids
}

fn parts_here(workspace: &Workspace) -> Vec<PartName> {
    let connection = raw(workspace.path());
    let mut statement = connection
        .prepare(
            "SELECT c.id, r.row - c.first_record FROM change c \
             JOIN record r ON r.row >= c.first_record AND r.row < c.first_record + c.records \
             JOIN content k ON k.record = r.row \
             WHERE json_extract(CAST(r.bytes AS TEXT), '$.kind') = 'problem/1' ORDER BY c.id, 2",
        )
        .unwrap();
    let parts = statement
        .query_map([], |row| {
            let change = throughline_record::ChangeId(row.get(0)?);
            Ok(PartName::Content(Address { change, index: row.get(1)? }))
        })
        .unwrap();
    parts.map(Result::unwrap).collect()
}

fn meet(place: &Place, copies: &[Workspace], into: usize, from: usize, by_exchange: Option<usize>) {
    match by_exchange {
        Some(n) => {
            let tlx = export(&copies[from], 0, place.path(&format!("{n}.tlx")));
            copies[into].merge(&tlx, &()).unwrap();
        }
        None => {
            copies[into].merge(copies[from].path(), &()).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]

    /// Three copies, random edits, erasures and merges: once each has met all others, in whatever order, all
    /// hold the same bytes and show the same.
    #[test]
    fn copies_end_in_the_same_state_in_whatever_order_they_meet(
        script in prop::collection::vec(doing(), 4..22),
        order in Just(vec![(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)]).prop_shuffle(),
    ) {
        let place = Place::new();
        let first = place.create();
        write(&place, &first, "Before all");
        let second = copy_of(&place, &first, "second");
        let third = copy_of(&place, &first, "third");
        let copies = [first, second, third];
        for (n, one) in script.into_iter().enumerate() {
            place.clock.advance(1000);
            match one {
                Doing::Add(copy) => { write(&place, &copies[copy], &format!("Problem {n}")); }
                Doing::Set { copy, which, field, value } => {
                    if let Some(entity) = nth(&problems(&copies[copy]), which) {
                        let field = ["title", "description", "tags"][field];
                        let value = match (field, value) {
                            ("tags", value) => {
                                let list = |n: u8| Value::List(vec![Value::Text(format!("tag{n}"))]);
                                let (add, remove) = (list(value), list((value + 1) % 4));
                                Some(Value::Map([("add".to_owned(), add), ("remove".to_owned(), remove)].into()))
                            }
                            ("description", 0) => None,
                            _ => text(&format!("value {value}")),
                        };
                        set(&copies[copy], entity, field, value);
                    }
                }
                Doing::Remove { copy, which } => {
                    if let Some(entity) = nth(&problems(&copies[copy]), which) {
                        set(&copies[copy], entity, "removed", Some(Value::Bool(true)));
                    }
                }
                Doing::Erase { copy, which } => {
                    if let Some(name) = nth(&parts_here(&copies[copy]), which) {
                        erase(&copies[copy], &place, name);
                    }
                }
                Doing::Merge { into, from, by_exchange } if into != from => {
                    meet(&place, &copies, into, from, by_exchange.then_some(n));
                }
                Doing::Merge { .. } => {}
            }
        }
        // Two rounds: what a copy heard in the first it passes on in the second.
        for (into, from) in order.iter().chain(&order) {
            meet(&place, &copies, *into, *from, None);
        }
        for copy in &copies {
            assert_clean(copy);
            assert_same(&copies[0], copy);
        }
    }
}
