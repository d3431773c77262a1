//! What a script waits for when it records a version, with the start of the program.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Failure;
use super::figures::{Bars, figure, percentile, timed};

/// How many milliseconds `throughline record model` may take.
const BAR: f64 = 100.0;

/// The program beside this one, if it was built.
fn program() -> Option<PathBuf> {
    let name = format!("throughline{}", std::env::consts::EXE_SUFFIX);
    Some(std::env::current_exe().ok()?.with_file_name(name)).filter(|path| path.is_file())
}

/// Records models by the built program, each with a file, its data, a parameter and a metric, in a process of
/// its own. Tells if there is no program to measure.
///
/// # Errors
/// [`Failure`], also where the program refuses.
pub fn measure(folder: &Path, times: usize, bars: &mut Bars) -> Result<(), Failure> {
    println!("\nRecording a version by the command line ({times} times, with the start of the program)");
    let Some(program) = program() else {
        figure("not measured", "the program is not built; `make bench` builds it");
        return Ok(());
    };
    let folder = folder.join("recording");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("ratings.csv"), "stars\n5\n")?;
    std::fs::write(folder.join("model.bin"), "trees")?;
    let run = |args: &[&str]| -> Result<(), Failure> {
        let done = Command::new(&program)
            .args(args)
            .current_dir(&folder)
            .env("THROUGHLINE_HOME", folder.join("home"))
            .env_remove("THROUGHLINE_WORKSPACE")
            .stdin(Stdio::null())
            .output()?;
        if done.status.success() {
            return Ok(());
        }
        Err(Failure::Wrong(format!("{args:?}: {}", String::from_utf8_lossy(&done.stderr))))
    };
    run(&["init", "shop", "--person", "Mira Anand", "--product", "Food delivery app"])?;
    run(&["record", "data", "--name", "ratings", "--version", "2026-08", "--file", "ratings.csv"])?;
    let mut took = Vec::new();
    for n in 0..=times {
        let version = n.to_string();
        let model = ["record", "model", "--name", "ranker", "--version", &version, "--file", "model.bin"];
        let of = ["--trained-on", "ratings@2026-08", "--param", "depth=6", "--metric", "auc=0.91"];
        let (one, ()) = timed(|| run(&[&model[..], &of[..]].concat()))?;
        // The first meets cold files and does not count.
        if n > 0 {
            took.push(one);
        }
    }
    bars.at_most("record model: median", percentile(&took, 50), BAR, "ms");
    figure("record model: p99", format!("{:.1} ms", percentile(&took, 99)));
    Ok(())
}
