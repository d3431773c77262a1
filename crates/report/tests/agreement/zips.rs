//! Zips made to harm whoever reads them, written by hand: nothing that writes zips would.

use crate::base::Base;
use crate::case::Case;

/// A file in a zip, and what its headers say of it.
#[derive(Clone)]
struct Entry {
    name: Vec<u8>,
    data: Vec<u8>,
    method: u16,
    flags: u16,
    size: u32,
    mode: u32,
    inner: Vec<u8>,
}

fn stored(name: &str, data: &[u8]) -> Entry {
    Entry {
        name: name.into(),
        data: data.to_vec(),
        method: 0,
        flags: 0,
        size: data.len() as u32,
        mode: 0o100_644,
        inner: name.into(),
    }
}

fn crc(data: &[u8]) -> u32 {
    !data.iter().fold(!0_u32, |mut crc, byte| {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
        crc
    })
}

fn zip(entries: &[Entry], count: Option<u16>) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let start = out.len() as u32;
        let mut common = Vec::new();
        common.extend(entry.flags.to_le_bytes());
        common.extend(entry.method.to_le_bytes());
        common.extend([0, 0, 0x21, 0]);
        common.extend(crc(&entry.data).to_le_bytes());
        common.extend((entry.data.len() as u32).to_le_bytes());
        common.extend(entry.size.to_le_bytes());
        let head = |out: &mut Vec<u8>, name: &[u8]| {
            out.extend(&common);
            out.extend((name.len() as u16).to_le_bytes());
            out.extend(0_u16.to_le_bytes());
        };
        out.extend(b"PK\x03\x04\x14\0");
        head(&mut out, &entry.inner);
        out.extend(&entry.inner);
        out.extend(&entry.data);
        directory.extend(b"PK\x01\x02\x14\x03\x14\0");
        head(&mut directory, &entry.name);
        directory.extend([0; 6]);
        directory.extend(0_u16.to_le_bytes());
        directory.extend((entry.mode << 16).to_le_bytes());
        directory.extend(start.to_le_bytes());
        directory.extend(&entry.name);
    }
    let (offset, size) = (out.len() as u32, directory.len() as u32);
    let count = count.unwrap_or(entries.len() as u16);
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(offset.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// Name and bytes of each.
pub fn table(base: &Base) -> Vec<(&'static str, Vec<u8>)> {
    let good = stored("manifest.json", b"{}");
    let one = |entry: Entry| zip(&[good.clone(), entry], None);
    let whole = Case::of(base, 0).zip();
    vec![
        ("a way out", one(stored("../../evil", b"x"))),
        ("a way to the root", one(stored("/etc/evil", b"x"))),
        ("a way through a drive", one(stored("C:evil", b"x"))),
        ("a way by backslashes", one(stored("..\\evil", b"x"))),
        ("a hidden file", one(stored(".bashrc", b"x"))),
        ("a dot inside", one(stored("a/./b", b"x"))),
        ("a name of nothing", one(stored("", b"x"))),
        ("a name with a line feed", one(stored("a\nb", b"x"))),
        ("a name that is too long", one(stored(&"a".repeat(201), b"x"))),
        ("a name twice", one(good.clone())),
        ("a name twice but for its case", one(stored("Manifest.JSON", b"x"))),
        ("a link", one(Entry { mode: 0o120_777, ..stored("link", b"/etc/passwd") })),
        ("a device", one(Entry { mode: 0o060_644, ..stored("device", b"") })),
        ("a folder", one(Entry { mode: 0o040_755, ..stored("folder/", b"") })),
        ("an encrypted file", one(Entry { flags: 1, ..stored("secret", b"x") })),
        ("a packing nobody knows", one(Entry { method: 99, ..stored("odd", b"x") })),
        ("a bomb by its own account", one(Entry { method: 8, size: 3 << 30, ..stored("bomb", &[0; 64]) })),
        ("a bomb by ratio", one(Entry { method: 8, size: 64 << 20, ..stored("bomb", &[0; 64]) })),
        ("another name inside", one(Entry { inner: b"other".to_vec(), ..stored("named", b"x") })),
        ("more files than there are", zip(std::slice::from_ref(&good), Some(u16::MAX))),
        ("fewer files than there are", zip(&[good.clone(), stored("more", b"x")], Some(1))),
        ("no end", whole[..whole.len() - 22].to_vec()),
        ("half of it", whole[..whole.len() / 2].to_vec()),
        ("nothing", Vec::new()),
    ]
}
