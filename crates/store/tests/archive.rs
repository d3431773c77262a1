//! Archives: the same bytes wherever they are written, and nothing hostile is unpacked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Cursor, Read, Write};

use throughline_record::Hash;
use throughline_store::exchange::archive::{Archive, ArchiveDraft, ArchiveError, Limits};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const SMALL: Limits = Limits { files: 4, file: 4 << 20, total: 6 << 20, ratio: 200 };

fn written(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut draft = ArchiveDraft::new();
    for (name, bytes) in files {
        draft.put(name, bytes.to_vec()).unwrap();
    }
    draft.write(Cursor::new(Vec::new())).unwrap().into_inner()
}

/// An archive as any program may write it.
fn foreign(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn open(bytes: Vec<u8>) -> Result<Archive<Cursor<Vec<u8>>>, ArchiveError> {
    Archive::open(Cursor::new(bytes), SMALL)
}

fn refusal(bytes: Vec<u8>) -> ArchiveError {
    open(bytes).err().expect("it was taken")
}

#[test]
fn what_is_put_in_comes_out_in_the_order_of_names_with_its_digest() {
    let mut draft = ArchiveDraft::new();
    draft.put("manifest.json", b"{}".to_vec()).unwrap();
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(b"two\n").unwrap();
    draft.put_file("attachments/0a", file).unwrap();
    let listed: Vec<(String, u64, Hash)> =
        draft.files().map(|file| (file.name.clone(), file.size, file.sha256)).collect();
    assert_eq!(
        listed,
        [
            ("attachments/0a".to_owned(), 4, Hash::of(b"two\n")),
            ("manifest.json".to_owned(), 2, Hash::of(b"{}"))
        ]
    );
    let bytes = draft.write(Cursor::new(Vec::new())).unwrap().into_inner();
    let mut archive = open(bytes).unwrap();
    assert_eq!(archive.names().collect::<Vec<_>>(), ["attachments/0a", "manifest.json"]);
    assert_eq!(archive.read("attachments/0a", 100).unwrap(), b"two\n");
    assert_eq!(archive.digest("manifest.json").unwrap(), Hash::of(b"{}"));
    assert!(matches!(archive.read("attachments/0a", 3), Err(ArchiveError::TooLarge { .. })));
    assert!(matches!(archive.read("absent", 3), Err(ArchiveError::Missing(_))));
}

#[test]
fn the_same_files_are_the_same_bytes_in_whatever_order_they_were_put_in() {
    let (one, two) = (("b.txt", &b"two"[..]), ("a/b.txt", &b"one"[..]));
    assert_eq!(written(&[one, two]), written(&[two, one]));
    // Known bytes: a change of the zip library that writes others is noticed here.
    assert_eq!(
        Hash::of(&written(&[one, two])).to_string(),
        "sha256:6d6acc9519dbc9604e447f87f865579d2d7e61059bd1b42a4b35b438218231f1"
    );
}

#[test]
fn names_that_lead_elsewhere_or_meet_are_refused() {
    for name in [
        "../up",
        "a/../b",
        "/etc/passwd",
        "a//b",
        "C:\\x",
        "a\\b",
        "a/.hidden",
        "..",
        ".",
        "",
        "a\0b",
        "tab\tx",
        "ä.txt",
        "a/./b",
        "nul:",
        "~",
    ] {
        match refusal(foreign(&[(name, b"x")], CompressionMethod::Stored)) {
            ArchiveError::Name(_) | ArchiveError::Form(_) => {}
            other => panic!("{name:?}: {other}"),
        }
        assert!(ArchiveDraft::new().put(name, vec![]).is_err(), "{name:?} was written");
    }
    let long = "a".repeat(201);
    assert!(matches!(refusal(foreign(&[(&long, b"x")], CompressionMethod::Stored)), ArchiveError::Name(_)));
    let meet = foreign(&[("Read.me", b"1"), ("read.ME", b"2")], CompressionMethod::Stored);
    assert!(matches!(refusal(meet), ArchiveError::Twice(_)));
    let mut draft = ArchiveDraft::new();
    draft.put("Read.me", vec![]).unwrap();
    assert!(matches!(draft.put("read.ME", vec![]), Err(ArchiveError::Twice(_))));
}

#[test]
fn one_name_twice_in_the_directory_is_refused() {
    // No library writes it, so the second of two names of one length is turned into the first.
    let mut bytes = foreign(&[("aa.txt", b"1"), ("bb.txt", b"2")], CompressionMethod::Stored);
    while let Some(at) = bytes.windows(6).position(|window| window == b"bb.txt") {
        bytes[at..at + 6].copy_from_slice(b"aa.txt");
    }
    refusal(bytes);
}

#[test]
fn folders_links_and_strange_packing_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_directory("folder", SimpleFileOptions::default()).unwrap();
    let folder = zip.finish().unwrap().into_inner();
    assert!(matches!(refusal(folder), ArchiveError::Sort { what: "a folder", .. }));

    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("link", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let link = zip.finish().unwrap().into_inner();
    assert!(matches!(refusal(link), ArchiveError::Sort { what: "a link", .. }));

    let mut strange = foreign(&[("a.txt", b"x")], CompressionMethod::Stored);
    let directory = strange.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    // The method in the directory and in the file's own header: 12 is bzip2.
    strange[directory + 10] = 12;
    strange[8] = 12;
    assert!(open(strange).is_err());
}

#[test]
fn more_files_or_bytes_than_are_taken_are_refused_before_anything_is_unpacked() {
    let names: Vec<String> = (0..5).map(|n| format!("{n}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    assert!(matches!(refusal(written(&files)), ArchiveError::TooMany { found: 5, limit: 4 }));

    let noise: Vec<u8> = (0..5_u32 << 18).flat_map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
    assert!(matches!(refusal(written(&[("a", &noise)])), ArchiveError::TooLarge { .. }));
    let half = &noise[..(7 << 20) / 2];
    assert!(matches!(refusal(written(&[("a", half), ("b", half)])), ArchiveError::TooLargeInAll(_)));

    let bomb = foreign(&[("a", &vec![0; 3 << 20])], CompressionMethod::Deflated);
    assert!(bomb.len() < 10_000);
    assert!(matches!(refusal(bomb), ArchiveError::Ratio(_)));
}

#[test]
fn honest_files_of_one_letter_are_written_so_that_they_are_taken() {
    let zeros = vec![0; 3 << 20];
    let mut archive = open(written(&[("zeros", &zeros)])).unwrap();
    assert_eq!(archive.digest("zeros").unwrap(), Hash::of(&zeros));
}

#[test]
fn a_file_that_unpacks_to_more_than_the_directory_says_stops_there() {
    let text = vec![b'x'; 100_000];
    let mut bytes = foreign(&[("a.txt", &text)], CompressionMethod::Deflated);
    let directory = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    // Both headers say ten bytes.
    bytes[directory + 24..directory + 28].copy_from_slice(&10_u32.to_le_bytes());
    bytes[22..26].copy_from_slice(&10_u32.to_le_bytes());
    if let Ok(mut archive) = open(bytes) {
        let mut got = Vec::new();
        assert!(archive.stream("a.txt").unwrap().read_to_end(&mut got).is_err());
        assert!(got.len() <= 10, "{} bytes came", got.len());
        assert!(matches!(archive.read("a.txt", 1000), Err(ArchiveError::Altered(_))));
    }
}

#[test]
fn a_byte_turned_in_a_file_is_noticed() {
    let mut bytes = foreign(&[("a.txt", b"What was said")], CompressionMethod::Stored);
    let at = bytes.windows(4).position(|window| window == b"What").unwrap();
    bytes[at] = b'w';
    assert!(matches!(open(bytes).unwrap().read("a.txt", 100), Err(ArchiveError::Altered(_))));
}

#[test]
fn what_is_no_archive_and_what_has_bytes_around_it_is_refused() {
    let good = written(&[("a.txt", b"x")]);
    for (what, bytes) in [
        ("nothing", vec![]),
        ("text", b"hello, this is not a zip archive at all".to_vec()),
        (
            "an end alone with a promise",
            [b"PK\x05\x06".as_slice(), &[0; 4], &[9, 0, 9, 0], &[0; 10]].concat(),
        ),
        ("bytes before it", [b"#!/bin/sh\n".as_slice(), &good].concat()),
        ("bytes after it", [good.as_slice(), b"tail"].concat()),
        ("half of it", good[..good.len() / 2].to_vec()),
        ("two of them", [good.as_slice(), &good].concat()),
    ] {
        assert!(matches!(refusal(bytes), ArchiveError::Form(_) | ArchiveError::TooMany { .. }), "{what}");
    }
}
