//! What is handed on of a release: its dossier and its evidence pack, each from the question to the file.

use std::io::{BufWriter, ErrorKind, Write};
use std::path::Path;
use std::process::Command;

use serde_json::{Value as Json, json};
use throughline_api::App;

use super::domain::Domain;
use super::figures::{Bars, figure, percentile, timed};
use super::ours::Place;
use super::{Failure, SEED};

/// Artefacts of the release, and links between them.
const RELEASE: (usize, usize) = (300, 600);
/// Changes made to it afterwards, each signed alone.
const EDITS: usize = 1_000;
/// What a dossier of it may take, in milliseconds.
const BAR: f64 = 5_000.0;

/// Imports a release, saves its dossier and its pack a few times, and has the pack checked by the verifier in it.
///
/// # Errors
/// [`Failure`]; a missed bar is none, and neither is a computer without Python, which is said.
pub fn measure(folder: &Path, times: usize, bars: &mut Bars) -> Result<(), Failure> {
    let (artefacts, links) = RELEASE;
    println!("\nA release of {artefacts} artefacts as documents ({times} times)");
    let place = Place::new(folder.join("documents"))?;
    let lines = folder.join("release.jsonl");
    let mut out = BufWriter::new(std::fs::File::create(&lines)?);
    Domain::generate(SEED + 6, artefacts, links).write(&mut out)?;
    out.flush()?;
    let app = place.new_app()?;
    let fields = json!({ "title": "Bench" });
    let product = app.call("artefact.add", json!({ "kind": "product", "fields": fields }))?;
    let fields = json!({ "title": "1.0", "product": product["id"] });
    let release = app.call("artefact.add", json!({ "kind": "release", "fields": fields }))?;
    app.call("import", json!({ "format": "jsonl", "source": lines, "release": release["id"] }))?;

    for form in ["html", "pdf"] {
        let (mut took, mut bytes) = (Vec::new(), 0);
        for turn in 0..times.max(1) {
            let path = folder.join(format!("dossier-{turn}.{form}"));
            let saved =
                timed(|| app.call("dossier.save", json!({ "path": path, "release": release["id"] })))?;
            took.push(saved.0);
            bytes = std::fs::metadata(&path)?.len();
        }
        figure(
            &format!("dossier, {form}: median"),
            format!("{:.0} ms, {} kB", percentile(&took, 50), bytes / 1000),
        );
        bars.at_most(&format!("dossier, {form}: slowest"), percentile(&took, 100), BAR, "ms");
    }

    edit(&app, EDITS)?;
    pack(&app, folder, &json!({ "scope": "release", "id": release["id"] }))
}

/// Words that many artefacts anew, one change each, so that the pack has as many signatures to check.
fn edit(app: &App, edits: usize) -> Result<(), Failure> {
    let page = app.call("artefact.list", json!({ "release": "1.0", "limit": RELEASE.0 }))?;
    let rows = page["rows"].as_array().cloned().unwrap_or_default();
    for (turn, row) in rows.iter().cycle().take(edits).enumerate() {
        let fields = json!({ "title": format!("Worded anew {turn}") });
        app.call("artefact.set", json!({ "id": row["id"], "fields": fields }))?;
    }
    Ok(())
}

/// Writes the pack and has it checked by the program and by the file of Python in it.
fn pack(app: &App, folder: &Path, scope: &Json) -> Result<(), Failure> {
    let path = folder.join("release.zip");
    let mut args = scope.clone();
    args["path"] = json!(path);
    let (took, answer) = timed(|| app.call("pack.export", args))?;
    let size = std::fs::metadata(&path)?.len() / 1000;
    figure("evidence pack", format!("{took:.0} ms, {size} kB, {} changes", answer["changes"]));
    let (took, verdict) = timed(|| app.call("pack.check", json!({ "path": path })))?;
    if verdict["verdict"] != "intact" {
        return Err(Failure::Wrong(format!("the pack does not verify: {verdict}")));
    }
    figure("the same, checked by the program", format!("{took:.0} ms"));
    let verifier = folder.join("verify.py");
    std::fs::write(&verifier, throughline_report::pack::VERIFIER)?;
    let mut python = Command::new("python3");
    let (took, done) = match timed(|| python.arg(&verifier).arg(&path).output()) {
        Err(missing) if missing.kind() == ErrorKind::NotFound => {
            figure("the same, checked by verify.py", "not measured: there is no python3");
            return Ok(());
        }
        other => other?,
    };
    if !done.status.success() {
        return Err(Failure::Wrong(String::from_utf8_lossy(&done.stdout).into_owned()));
    }
    figure("the same, checked by verify.py", format!("{took:.0} ms"));
    Ok(())
}
