//! What verifying the log costs beside SHA-256 and Ed25519 over the same bytes, both on all cores.

use std::path::Path;

use rusqlite::Connection;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::figures::{Bars, figure, percentile, timed};
use super::ours::Place;
use super::words::{Dice, Vocabulary};
use super::{Failure, SEED};

/// Verification may take so many times what hashing and checking signatures alone takes.
const LIMIT: f64 = 1.5;

/// What is hashed and signed, out of one change.
struct Bytes {
    header: Vec<u8>,
    device: [u8; 32],
    signature: [u8; 64],
    hashed: Vec<Vec<u8>>,
}

/// Records so many changes by hand, one record each, as people do; then verifies the log and does nothing but hash
/// and check signatures over the same bytes, in turns.
///
/// # Errors
/// [`Failure`], also where the log does not verify.
pub fn measure(folder: &Path, records: usize, times: usize, bars: &mut Bars) -> Result<(), Failure> {
    println!("\nVerification of {records} records, one change each ({times} times, in turns)");
    let place = Place::new(folder.join("verify"))?;
    fill(&place, records)?;
    let (_, workspace) = place.open()?;
    let bytes = bytes_of(&place.file())?;
    let (mut bare, mut ours) = (Vec::new(), Vec::new());
    // The first pair meets cold files and does not count.
    for pair in 0..=times {
        let (alone, good) = timed(|| Ok::<_, Failure>(hash_and_check(&bytes)))?;
        let (took, faults) = timed(|| workspace.verify_log(&()))?;
        if good != bytes.len() || !faults.is_empty() {
            return Err(Failure::Wrong(format!(
                "{good} of {} signatures, {} faults",
                bytes.len(),
                faults.len()
            )));
        }
        if pair > 0 {
            bare.push(alone);
            ours.push(took);
        }
    }
    let (whole, report) = timed(|| workspace.verify(&()))?;
    if !report.is_clean() {
        return Err(Failure::Wrong("the whole does not verify".into()));
    }
    let ratios: Vec<f64> = ours.iter().zip(&bare).map(|(ours, bare)| ours / bare).collect();
    figure("SHA-256 and Ed25519 alone: median", format!("{:.0} ms", percentile(&bare, 50)));
    figure("verification of the log: median", format!("{:.0} ms", percentile(&ours, 50)));
    figure("with attachments, schema and a view folded anew", format!("{whole:.0} ms"));
    bars.at_most("verify: median ratio to hashing and signatures", percentile(&ratios, 50), LIMIT, "×");
    Ok(())
}

fn fill(place: &Place, records: usize) -> Result<(), Failure> {
    let (vocabulary, mut dice) = (Vocabulary::default(), Dice::new(SEED + 5));
    let app = place.new_app()?;
    for _ in 0..records {
        let fields =
            json!({ "title": vocabulary.text(&mut dice, 6), "notes": vocabulary.text(&mut dice, 60) });
        app.call("artefact.add", json!({ "kind": "problem", "fields": fields, "release": "none" }))?;
    }
    app.call("workspace.close", json!({}))?;
    Ok(())
}

fn bytes_of(file: &Path) -> Result<Vec<Bytes>, Failure> {
    let connection = Connection::open(file)?;
    let mut changes = connection
        .prepare("SELECT header, device, signature, first_record, records FROM change ORDER BY position")?;
    let mut records = connection.prepare(
        "SELECT record.bytes, CAST(content.salt || content.bytes AS BLOB), CAST(personal.salt || personal.bytes AS BLOB) FROM record
         LEFT JOIN content ON content.record = row LEFT JOIN personal ON personal.record = row
         WHERE row >= ?1 AND row < ?2",
    )?;
    let mut out = Vec::new();
    let mut rows = changes.query([])?;
    while let Some(row) = rows.next()? {
        let (first, count): (i64, i64) = (row.get(3)?, row.get(4)?);
        let found = records.query_map([first, first + count], |row| {
            let parts: [Option<Vec<u8>>; 3] = [row.get(0)?, row.get(1)?, row.get(2)?];
            Ok(parts.into_iter().flatten().collect::<Vec<_>>())
        })?;
        let hashed = found.collect::<rusqlite::Result<Vec<_>>>()?.concat();
        out.push(Bytes { header: row.get(0)?, device: row.get(1)?, signature: row.get(2)?, hashed });
    }
    Ok(out)
}

/// Hashes everything once, checks every signature; returns how many are good. The least anybody can do.
fn hash_and_check(all: &[Bytes]) -> usize {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = all.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let running: Vec<_> = all.chunks(share).map(|share| scope.spawn(|| check_share(share))).collect();
        running.into_iter().map(|thread| thread.join().unwrap_or(0)).sum()
    })
}

fn check_share(share: &[Bytes]) -> usize {
    let mut good = 0;
    for one in share {
        let mut digests = [0_u8; 32];
        for bytes in &one.hashed {
            digests = Sha256::digest(bytes).into();
        }
        std::hint::black_box(digests);
        let message = [b"throughline/change/v1\n", one.header.as_slice()].concat();
        std::hint::black_box(Sha256::digest(&message));
        let key = ed25519_dalek::VerifyingKey::from_bytes(&one.device);
        let signature = ed25519_dalek::Signature::from_bytes(&one.signature);
        good += usize::from(key.is_ok_and(|key| key.verify_strict(&message, &signature).is_ok()));
    }
    good
}
