//! `make bench`: what the workspace costs beside plain SQLite. `--small` only shows that it works.
//! Exits with 1 if a bar is missed, with 3 if nothing could be measured.

use std::path::Path;
use std::process::{Command, ExitCode};

use throughline_tests::bench::figures::Bars;
use throughline_tests::bench::{self, Failure, Size};

const USAGE: &str = "usage: bench [--small] [--mlflow [RUNS] | --table | --recording | --as-of | --verify [RECORDS] |
              --documents]

Measures capture, trace, impact and search, where it can beside plain SQLite, on 10,000 generated artefacts with 20,000
links, the import of an MLflow store with 5,000 runs (--mlflow: that alone), the profile of a table of 100 MB
(--table), the recording of a version by the command line, if it is built (--recording), questions about earlier
moments (--as-of), the verification of 100,000 records beside hashing and signatures alone (--verify), and the dossier
and the evidence pack of a release of 300 artefacts (--documents).
--small measures 500 with 1,000, which says nothing about the bars.";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (size, rest) = match args.as_slice() {
        ["--small", rest @ ..] => (Size::SMALL, rest),
        rest => (Size::FULL, rest),
    };
    let done = match rest {
        [] => whole(size),
        // What the benchmark starts itself as.
        ["--capture", lines, folder] => {
            bench::capture_alone(size, Path::new(lines), Path::new(folder)).map(|peak| {
                println!("{peak}");
                true
            })
        }
        // One part alone, for whoever works on it.
        ["--mlflow", runs @ ..] if runs.len() < 2 => {
            let runs = runs.first().and_then(|runs| runs.parse().ok()).unwrap_or(size.runs);
            part(size, |folder, bars| bench::mlflow::measure(folder, runs, size.pairs.min(3), bars))
        }
        ["--table"] => part(size, |folder, bars| bench::tables::profile(size, folder, bars)),
        ["--recording"] => part(size, |folder, bars| bench::recording::measure(folder, 42, bars)),
        ["--verify", records @ ..] if records.len() < 2 => {
            let records = records.first().and_then(|records| records.parse().ok()).unwrap_or(size.verified);
            part(size, |folder, bars| bench::verify::measure(folder, records, size.pairs, bars))
        }
        ["--as-of"] => part(size, |folder, bars| bench::past::measure(size, folder, bars)),
        ["--documents"] => {
            part(size, |folder, bars| bench::documents::measure(folder, size.pairs.min(3), bars))
        }
        ["--help"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("the benchmark failed: {error}");
            ExitCode::from(3)
        }
    }
}

/// One part in a folder of its own.
fn part(size: Size, measure: impl FnOnce(&Path, &mut Bars) -> Result<(), Failure>) -> Result<bool, Failure> {
    let folder = tempfile::tempdir()?;
    let mut bars = Bars::default();
    measure(folder.path(), &mut bars)?;
    // The small size says nothing about the bars.
    Ok(bars.met() || size.artefacts == Size::SMALL.artefacts)
}

fn whole(size: Size) -> Result<bool, Failure> {
    if cfg!(debug_assertions) {
        println!("built without optimisation: the figures say nothing (use --release)");
    }
    let folder = tempfile::tempdir()?;
    let mut child = Command::new(std::env::current_exe()?);
    if size.artefacts == Size::SMALL.artefacts {
        child.arg("--small");
    }
    child.arg("--capture");
    let bars = bench::run(size, folder.path(), &mut child)?;
    println!("\n{}", if bars.met() { "all bars met" } else { "a bar was missed" });
    // The small size says nothing about the bars.
    Ok(bars.met() || size.artefacts == Size::SMALL.artefacts)
}
