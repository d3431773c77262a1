//! What profiling a table costs beside reading and parsing it alone with the `csv` crate.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use csv::{ByteRecord, ReaderBuilder};
use throughline_interop::tables::read_table;

use super::figures::{Bars, figure, percentile, timed};
use super::words::Dice;
use super::{Failure, SEED, Size};

const PLACES: [&str; 5] = ["Alvalade", "Arroios", "Benfica", "Campo de Ourique", "Marvila"];

/// Writes a table of at least so many bytes: a name for each row, dates, whole numbers, words, amounts, floats.
fn write(path: &Path, bytes: u64) -> Result<(), Failure> {
    let mut dice = Dice::new(SEED + 3);
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "order,day,hour,place,amount,score,late,comment")?;
    let mut written = 0;
    while written < bytes {
        let line = format!(
            "k{:010x},2026-{:02}-{:02},{},{},{}.{:02},{:.6},{},order {} of the evening\n",
            dice.below(1 << 40),
            dice.below(12) + 1,
            dice.below(28) + 1,
            dice.below(24),
            PLACES.get(dice.below(PLACES.len())).copied().unwrap_or_default(),
            dice.below(90),
            dice.below(100),
            dice.below(1 << 30) as f64 / f64::from(1 << 30),
            dice.below(3) == 0,
            dice.below(5_000),
        );
        out.write_all(line.as_bytes())?;
        written += line.len() as u64;
    }
    Ok(out.flush()?)
}

fn read_alone(path: &Path) -> Result<usize, Failure> {
    let mut reader = ReaderBuilder::new().from_path(path)?;
    let (mut record, mut rows) = (ByteRecord::new(), 0);
    while reader.read_byte_record(&mut record)? {
        rows += 1;
    }
    Ok(rows)
}

/// Profiles a table and reads it alone, in turns.
///
/// # Errors
/// [`Failure`].
pub fn profile(size: Size, folder: &Path, bars: &mut Bars) -> Result<(), Failure> {
    let path = folder.join("table.csv");
    write(&path, size.table)?;
    let (mut plain, mut ours) = (Vec::new(), Vec::new());
    // The first pair meets cold files and does not count.
    for pair in 0..=size.pairs {
        let (alone, rows) = timed(|| read_alone(&path))?;
        let (took, table) = timed(|| read_table(&path, &BTreeSet::new(), &()))?;
        if table.profile.rows != rows as u64 {
            return Err(Failure::Wrong(format!("{} rows instead of {rows}", table.profile.rows)));
        }
        if pair > 0 {
            plain.push(alone);
            ours.push(took);
        }
    }
    let ratios: Vec<f64> = ours.iter().zip(&plain).map(|(ours, plain)| ours / plain).collect();
    figure("read and parsed alone: median", format!("{:.0} ms", percentile(&plain, 50)));
    figure("profile with its digest: median", format!("{:.0} ms", percentile(&ours, 50)));
    bars.at_most("profile: median ratio to reading alone", percentile(&ratios, 50), 3.0, "×");
    Ok(std::fs::remove_file(path)?)
}
