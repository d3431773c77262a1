//! Files kept inside the workspace.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::Read;

use common::*;
use throughline_record::Hash;
use throughline_store::{Progress, Steps, Workspace};

const MIB: usize = 1 << 20;

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|index| (index * 31 % 251) as u8).collect()
}

fn read_back(workspace: &Workspace, digest: &Hash) -> std::io::Result<Vec<u8>> {
    let mut read = Vec::new();
    workspace.attachment(digest).unwrap().read_to_end(&mut read)?;
    Ok(read)
}

#[test]
fn every_size_around_the_piece_boundaries_comes_back_as_it_was() {
    let place = Place::new();
    let workspace = place.create();
    for length in [0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 2 * MIB + 7] {
        let original = bytes(length);
        let attached = workspace.attach(&mut &original[..], "f.bin", Some("image/png"), &()).unwrap();
        assert_eq!((attached.size, attached.digest), (length as u64, Hash::of(&original)));
        assert!(read_back(&workspace, &attached.digest).unwrap() == original, "{length} bytes");
        assert_eq!(workspace.attachment_info(&attached.digest).unwrap().media, "image/png");
    }
    let pieces: Vec<i64> = raw(workspace.path())
        .prepare("SELECT chunks FROM attachment ORDER BY size")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(pieces, [0, 1, 1, 1, 2, 2, 3]);
    assert_clean(&workspace);
}

/// Gives out a few bytes at a time, as a pipe does.
struct Trickle<'a>(&'a [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = buffer.len().min(self.0.len()).min(70_001);
        buffer[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

#[test]
fn equal_bytes_are_kept_once_however_they_arrive() {
    let place = Place::new();
    let workspace = place.create();
    let original = bytes(MIB + 5);
    let first = workspace.attach(&mut &original[..], "a.bin", None, &()).unwrap();
    let second = workspace.attach(&mut Trickle(&original), "b.bin", None, &()).unwrap();
    assert_eq!(first.digest, second.digest);
    assert_eq!((first.name.as_str(), second.name.as_str()), ("a.bin", "b.bin"));
    let kept: i64 =
        raw(workspace.path()).query_row("SELECT count(*) FROM chunk", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 2);
}

#[test]
fn what_is_over_the_limit_is_refused_and_nothing_of_it_stays() {
    let place = Place::new();
    let workspace = place.create();
    assert_eq!(workspace.attachment_limit(), 100 * MIB as u64);
    workspace.set_attachment_limit(MIB as u64);
    workspace.attach(&mut &bytes(MIB)[..], "fits.bin", None, &()).unwrap();
    let error = workspace.attach(&mut &bytes(MIB + 1)[..], "big.bin", None, &()).unwrap_err();
    assert_eq!(error.code(), "too-large");
    assert_eq!(error.to_string(), "big.bin is larger than 1 MiB.");
    let kept: i64 =
        raw(workspace.path()).query_row("SELECT count(*) FROM attachment", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 1);
    assert_no_spool(&place);
}

fn assert_no_spool(place: &Place) {
    let left = std::fs::read_dir(place.path("cache")).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).filter(|name| name != "views").collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_source_that_breaks_and_a_person_who_cancels_leave_nothing() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("unplugged"))
        }
    }
    let place = Place::new();
    let workspace = place.create();
    assert_eq!(workspace.attach(&mut Broken, "stick.bin", None, &()).unwrap_err().code(), "io");
    let stop_in_pieces = Steps(|_, _, what: &str| what != "pieces");
    let stop: [&dyn Progress; 2] = [&Steps(|_, _, _: &str| false), &stop_in_pieces];
    for progress in stop {
        let error = workspace.attach(&mut &bytes(10)[..], "a", None, progress).unwrap_err();
        assert_eq!(error.code(), "cancelled");
    }
    let kept: i64 =
        raw(workspace.path()).query_row("SELECT count(*) FROM attachment", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 0);
    assert_no_spool(&place);
}

#[cfg(unix)]
#[test]
fn bytes_being_attached_have_no_name_that_a_killed_process_could_leave_behind() {
    struct Looking(std::path::PathBuf, usize);
    impl Read for Looking {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let names: Vec<_> = std::fs::read_dir(&self.0)?.map(|entry| entry.unwrap().file_name()).collect();
            assert_eq!(names, ["views"]);
            self.1 += 1;
            buffer[..6].copy_from_slice(b"secret");
            Ok(if self.1 < 4 { 6 } else { 0 })
        }
    }
    let place = Place::new();
    let workspace = place.create();
    let attached = workspace.attach(&mut Looking(place.path("cache"), 0), "a.txt", None, &()).unwrap();
    assert_eq!(read_back(&workspace, &attached.digest).unwrap(), b"secretsecretsecret");
}

#[test]
fn what_killed_processes_left_in_the_cache_is_swept_when_a_workspace_is_opened() {
    let place = Place::new();
    place.create().close().unwrap();
    let cache = place.path("cache");
    let left = |name: &str| {
        let path = cache.join(name);
        std::fs::write(&path, b"clear text").unwrap();
        path
    };
    let stale = [
        "attaching-00",
        "scratch-01.view",
        "scratch-01.view-wal",
        "scratch-01.view-shm",
        "scratch-01.view.lock",
        "scratch-02.view-wal",
        "reading-03.throughline",
        "reading-03.throughline-wal",
        "reading-03.throughline.lock",
    ]
    .map(left);
    // What a living process has locked is in use; what is of others stays.
    let used = ["attaching-10", "scratch-11.view", "scratch-11.view.lock", "something-else"].map(left);
    let locks = [&used[0], &used[2]].map(|path| {
        let file = std::fs::File::open(path).unwrap();
        file.lock_shared().unwrap();
        file
    });
    place.open("food.throughline");
    assert_eq!(stale.iter().filter(|path| path.exists()).count(), 0);
    assert!(used.iter().all(|path| path.exists()));
    drop(locks);
    place.open("food.throughline");
    assert_eq!(used.iter().filter(|path| path.exists()).collect::<Vec<_>>(), [&used[3]]);
}

#[test]
fn a_damaged_piece_is_never_given_out() {
    let place = Place::new();
    let workspace = place.create();
    let original = bytes(3 * MIB);
    let attached = workspace.attach(&mut &original[..], "plan.pdf", None, &()).unwrap();
    raw(workspace.path())
        .execute_batch(
            "DROP TRIGGER chunk_stays; UPDATE chunk SET bytes = zeroblob(1048576) WHERE number = 1;",
        )
        .unwrap();
    let mut given = Vec::new();
    let error = workspace.attachment(&attached.digest).unwrap().read_to_end(&mut given).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidData);
    assert!(given == original[..MIB], "only the piece before it was given out");
    let report = workspace.verify(&()).unwrap();
    assert!(report.faults.iter().any(|fault| fault.code == "attachment"), "{:?}", report.faults);
}

#[test]
fn pieces_exchanged_together_with_their_digests_are_noticed_at_the_end() {
    let place = Place::new();
    let workspace = place.create();
    let attached = workspace.attach(&mut &bytes(2 * MIB)[..], "plan.pdf", None, &()).unwrap();
    raw(workspace.path())
        .execute_batch("DROP TRIGGER chunk_stays; UPDATE chunk SET (digest, bytes) = (SELECT digest, bytes FROM chunk WHERE number = 0) WHERE number = 1;")
        .unwrap();
    let error = read_back(&workspace, &attached.digest).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidData);
}

#[test]
fn a_missing_piece_is_an_error_and_not_a_shorter_file() {
    let place = Place::new();
    let workspace = place.create();
    let attached = workspace.attach(&mut &bytes(2 * MIB)[..], "plan.pdf", None, &()).unwrap();
    raw(workspace.path()).execute("DELETE FROM chunk WHERE number = 1", []).unwrap();
    assert!(read_back(&workspace, &attached.digest).unwrap_err().to_string().contains("missing"));
}

/// Puts an attachment into the file past the program: its size and pieces are whatever is claimed.
fn forged(workspace: &Workspace, size: usize, pieces: &[&[u8]]) -> Hash {
    let digest = Hash::of(&pieces.concat());
    let connection = raw(workspace.path());
    let count = i64::try_from(pieces.len()).unwrap();
    connection
        .execute(
            "INSERT INTO attachment (digest, size, chunks, media) VALUES (?1, ?2, ?3, 'text/plain')",
            rusqlite::params![digest.0, i64::try_from(size).unwrap(), count],
        )
        .unwrap();
    let row = connection.last_insert_rowid();
    for (number, piece) in (0_i64..).zip(pieces) {
        connection
            .execute(
                "INSERT INTO chunk VALUES (?1, ?2, ?3, ?4)",
                rusqlite::params![row, number, Hash::of(piece).0, piece],
            )
            .unwrap();
    }
    digest
}

#[test]
fn pieces_larger_than_pieces_are_and_more_of_them_than_the_size_says_are_refused_unread() {
    let place = Place::new();
    let workspace = place.create();
    let large = bytes(MIB + 1);
    for (size, pieces) in [
        (MIB + 1, &[large.as_slice()][..]),
        (1, &[b"more than one byte"]),
        (MIB + 2, &[&large[..MIB], b"ab", b""]),
        (usize::MAX >> 1, &[b"a"]),
    ] {
        let digest = forged(&workspace, size, pieces);
        let mut given = Vec::new();
        let error = workspace.attachment(&digest).unwrap().read_to_end(&mut given).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidData, "{size}");
        assert!(given.is_empty(), "{size}: {} bytes were given out", given.len());
    }
    let faults = workspace.verify(&()).unwrap().faults;
    assert_eq!(faults.iter().filter(|fault| fault.code == "attachment").count(), 4, "{faults:?}");
}

#[test]
fn an_unknown_digest_is_not_found() {
    let place = Place::new();
    let workspace = place.create();
    let digest = Hash::of(b"never attached");
    assert_eq!(workspace.attachment_info(&digest).unwrap_err().code(), "not-found");
    assert!(workspace.attachment(&digest).is_err_and(|error| error.code() == "not-found"));
}
