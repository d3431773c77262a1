//! Several files in one: a zip in which nothing is compressed and no time stands, so that the same files
//! always give the same bytes.

/// The latest date a zip can say without saying one: 1 January 1980.
const DAY: u16 = 0x21;
/// Names are UTF-8.
const UTF8: u16 = 0x0800;

/// The files as a zip; `None` if they are more or larger than the plain format holds (65,535 files, 4 GiB).
#[must_use]
pub fn zip(files: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let entries = u16::try_from(files.len()).ok()?;
    let mut out: Vec<u8> = Vec::new();
    let mut directory: Vec<u8> = Vec::new();
    for (name, bytes) in files {
        let size = u32::try_from(bytes.len()).ok()?;
        let length = u16::try_from(name.len()).ok()?;
        let at = u32::try_from(out.len()).ok()?;
        let mut shared: Vec<u8> = Vec::with_capacity(26);
        for word in [20, UTF8, 0, 0, DAY] {
            shared.extend_from_slice(&word.to_le_bytes());
        }
        for word in [crc32(bytes), size, size] {
            shared.extend_from_slice(&word.to_le_bytes());
        }
        shared.extend_from_slice(&length.to_le_bytes());
        shared.extend_from_slice(&[0, 0]);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&shared);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(bytes);
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&shared);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&at.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let (start, size) = (u32::try_from(out.len()).ok()?, u32::try_from(directory.len()).ok()?);
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&entries.to_le_bytes());
    out.extend_from_slice(&entries.to_le_bytes());
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    Some(out)
}

/// CRC-32 as zip has it (polynomial 0xEDB88320, reflected).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| {
                if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_its_specification() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn a_zip_ends_with_where_its_directory_begins() {
        let files = [("a.md".to_owned(), b"x".to_vec()), ("ä.md".to_owned(), Vec::new())];
        let bytes = zip(&files).unwrap_or_default();
        assert_eq!(bytes.get(..4), Some(&b"PK\x03\x04"[..]));
        assert_eq!(zip(&files), zip(&files), "the same files give the same bytes");
        assert_eq!(bytes.iter().filter(|b| **b == b'P').count(), 5, "two entries twice and the end");
    }
}
