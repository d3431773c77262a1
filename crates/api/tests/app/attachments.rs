//! Files kept in the workspace.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::desk::{Desk, has_file};

const BYTES: &[u8] = b"city,orders\nBerlin,12\n";

fn with_file() -> (Desk, String, String) {
    let desk = Desk::new();
    let id = desk.add("data-version", json!({ "title": "orders" }));
    let path = desk.write("orders.csv", BYTES);
    let added = desk.call("attachment.add", json!({ "id": id, "path": path }));
    assert_eq!((&added["name"], &added["media"]), (&json!("orders.csv"), &json!("text/csv")));
    assert_eq!(added["size"], BYTES.len());
    let digest = added["digest"].as_str().unwrap().to_owned();
    (desk, id, digest)
}

#[test]
fn a_file_is_attached_with_its_digest_in_one_change_and_read_back() {
    let (desk, id, digest) = with_file();
    assert_eq!(desk.latest()["records"][0]["fields"][0]["name"], "attachments");
    assert_eq!(desk.field(&id, "attachments")[0]["digest"], digest.as_str());
    for name in [digest.as_str(), id.as_str()] {
        let read = desk.call("attachment.read", json!({ "digest": name }));
        assert_eq!(STANDARD.decode(read["base64"].as_str().unwrap()).unwrap(), BYTES);
    }
    let (bytes, media) = desk.app.attachment(&digest).unwrap();
    assert_eq!((bytes.as_slice(), media.as_str()), (BYTES, "text/csv"));
}

#[test]
fn pasted_bytes_are_attached_under_the_name_given() {
    let desk = Desk::new();
    let id = desk.add("persona", json!({ "title": "Busy regular" }));
    let pasted = json!({ "id": id, "base64": STANDARD.encode(b"\x89PNG"), "name": "face.png" });
    assert_eq!(desk.call("attachment.add", pasted)["media"], "image/png");
    let odd = json!({ "id": id, "base64": STANDARD.encode(b"?"), "name": "thing.xyz" });
    assert_eq!(desk.call("attachment.add", odd)["media"], "application/octet-stream");
    desk.refused_as("bad-arguments", "attachment.add", json!({ "id": id, "base64": "not base64!" }));
    desk.refused_as("bad-arguments", "attachment.add", json!({ "id": id }));
}

#[test]
fn a_large_file_is_saved_and_never_handed_over_in_one_piece() {
    let desk = Desk::new();
    let id = desk.add("data-version", json!({ "title": "logs" }));
    let large = vec![7; (32 << 20) + 1];
    let path = desk.write("logs.bin", &large);
    let added = desk.call("attachment.add", json!({ "id": id, "path": path }));
    let digest = added["digest"].as_str().unwrap();
    assert_eq!(desk.refused("attachment.read", json!({ "digest": digest }))["code"], "too-large");
    assert_eq!(desk.refused("attachment.read", json!({ "digest": id }))["code"], "too-large");
    assert_eq!(desk.app.attachment(digest).unwrap_err().code, "too-large");
    let target = desk.path("copy.bin");
    desk.call("attachment.save", json!({ "digest": digest, "path": target }));
    assert!(std::fs::read(target).unwrap() == large);
}

#[test]
fn the_same_bytes_lie_in_the_file_once() {
    let (desk, _, digest) = with_file();
    let other = desk.add("persona", json!({ "title": "Busy regular" }));
    let again = desk.call("attachment.add", json!({ "id": other, "path": desk.path("orders.csv") }));
    assert_eq!(again["digest"], digest.as_str());
    assert_eq!(desk.call("workspace.stats", json!({}))["attachments"], 1);
}

#[test]
fn an_attachment_is_saved_whole_and_to_no_folder_of_its_own_choosing() {
    let (desk, id, digest) = with_file();
    let target = desk.path("copy.csv");
    desk.call("attachment.save", json!({ "digest": digest, "path": target }));
    assert_eq!(std::fs::read(&target).unwrap(), BYTES);
    desk.call("attachment.save", json!({ "digest": id, "path": target }));
    let nowhere = desk.path("no/such/folder/copy.csv");
    assert_eq!(desk.refused("attachment.save", json!({ "digest": digest, "path": nowhere }))["code"], "io");
    assert!(!has_file(target.parent().unwrap(), ".part"));
}

#[test]
fn where_an_artefact_has_several_one_is_named() {
    let (desk, id, _) = with_file();
    let path = desk.write("menu.csv", b"dish\n");
    desk.call("attachment.add", json!({ "id": id, "path": path }));
    let error = desk.refused("attachment.read", json!({ "digest": id }));
    assert_eq!(error["code"], "ambiguous");
    assert!(error["hint"].as_str().unwrap().contains("menu.csv"), "{error}");
    let read = desk.call("attachment.read", json!({ "digest": id, "name": "menu.csv" }));
    assert_eq!(STANDARD.decode(read["base64"].as_str().unwrap()).unwrap(), b"dish\n");
    assert_eq!(desk.refused("attachment.read", json!({ "digest": id, "name": "x" }))["code"], "not-found");
}

#[test]
fn what_is_not_there_is_not_found_and_nothing_is_stored_for_a_typo() {
    let (desk, _, _) = with_file();
    let digest = format!("sha256:{}", "ab".repeat(32));
    for name in [digest.as_str(), "PER-9", "", "sha256:ab"] {
        assert_eq!(desk.refused("attachment.read", json!({ "digest": name }))["code"], "not-found", "{name}");
    }
    let other = desk.write("other.csv", b"other");
    desk.refused_as("not-found", "attachment.add", json!({ "id": "PER-9", "path": other }));
    assert_eq!(desk.call("workspace.stats", json!({}))["attachments"], 1);
    let missing = json!({ "id": "DAT-1", "path": desk.path("missing.csv") });
    desk.refused_as("io", "attachment.add", missing);
    desk.refused_as("io", "attachment.add", json!({ "id": "DAT-1", "path": desk.path("") }));
}

#[test]
fn damaged_bytes_are_never_handed_out_or_saved() {
    let (desk, id, digest) = with_file();
    desk.call("workspace.close", json!({}));
    let file = std::fs::read(desk.file()).unwrap();
    let at = file.windows(BYTES.len()).position(|w| w == BYTES).expect("the bytes lie in the file");
    let mut damaged = file;
    damaged[at + 3] ^= 1;
    std::fs::write(desk.file(), damaged).unwrap();
    desk.call("workspace.open", json!({ "path": desk.file() }));
    assert_eq!(desk.refused("attachment.read", json!({ "digest": digest }))["code"], "damaged");
    let target = desk.path("copy.csv");
    desk.refused("attachment.save", json!({ "digest": id, "path": target }));
    assert!(!target.exists() && !has_file(target.parent().unwrap(), ".part"));
    assert_eq!(desk.call("workspace.verify", json!({}))["intact"], false);
}
