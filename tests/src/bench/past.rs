//! Questions about the past: the same lists, pages, searches, threads, overviews and gaps, at random
//! positions of the log and on random days of what was so.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use serde_json::{Value as Json, json};
use throughline_api::App;

use super::domain::{self, Domain};
use super::figures::{Bars, figure, percentile, timed};
use super::ours::Place;
use super::words::{Dice, Vocabulary};
use super::{Failure, SEED, Size};

/// What a question at an earlier moment may take, in milliseconds, 99 times of 100.
const BAR: f64 = 50.0;

/// Releases that the artefacts are spread over.
const RELEASES: usize = 10;

/// Asks a workspace of many releases, and one whose artefacts are all in one release, which has no bar: nobody ships
/// so much at once.
///
/// # Errors
/// [`Failure`]; a missed bar is none.
pub fn measure(size: Size, folder: &Path, bars: &mut Bars) -> Result<(), Failure> {
    let half = size.asked / 2;
    println!("\nAs of, {RELEASES} releases: {half} questions of each sort, at random moments");
    for (name, times) in asked(size, RELEASES, &folder.join("past"))? {
        told(name, &times);
        bars.at_most(&format!("as of, {name}: p99"), percentile(&times, 99), BAR, "ms");
    }
    println!("\nAs of, everything in one release");
    for (name, times) in asked(size, 1, &folder.join("past-of-one"))? {
        told(name, &times);
    }
    Ok(())
}

fn told(name: &str, times: &[f64]) {
    let (median, p99) = (percentile(times, 50), percentile(times, 99));
    figure(
        &format!("as of, {name}: median"),
        format!("{median:.3} ms, p99 {p99:.3} ms, {} asked", times.len()),
    );
}

/// Milliseconds of each answer, by the question's name.
type Took = Vec<(&'static str, Vec<f64>)>;

/// Fills a workspace whose log has as many edits as questions are asked, and asks.
fn asked(size: Size, releases: usize, folder: &Path) -> Result<Took, Failure> {
    let place = Place::new(folder.to_owned())?;
    let app = place.new_app()?;
    let product = saved(&app, "product", "Bench")?;
    for release in 0..releases {
        let lines = folder.join(format!("release-{release}.jsonl"));
        let mut out = BufWriter::new(File::create(&lines)?);
        let seed = SEED + release as u64;
        Domain::generate(seed, size.artefacts / releases, size.links / releases).write(&mut out)?;
        out.flush()?;
        let fields = json!({ "title": named(release), "product": product });
        let release = app.call("artefact.add", json!({ "kind": "release", "fields": fields }))?;
        app.call("import", json!({ "format": "jsonl", "source": lines, "release": release["id"] }))?;
    }
    let first = length(&app)?;
    let ids = ids(&app, size)?;
    let mut dice = Dice::new(SEED + 4);
    for edit in 0..size.asked {
        let Some(id) = ids.get(dice.below(ids.len())) else { continue };
        let fields = if edit % 10 == 0 {
            json!({ "removed": true })
        } else {
            json!({ "title": format!("Worded anew {edit}"), "notes": "Said in fewer words." })
        };
        app.call("artefact.set", json!({ "id": id, "fields": fields }))?;
    }
    let last = length(&app)?;
    figure("changes, of which edits", format!("{last}, {}", last - first));
    ask(size, &app, &ids, releases, (first, last), &mut dice)
}

fn named(release: usize) -> String {
    format!("{}.0", release + 1)
}

fn ask(
    size: Size,
    app: &App,
    ids: &[String],
    releases: usize,
    (first, last): (u64, u64),
    dice: &mut Dice,
) -> Result<Took, Failure> {
    let vocabulary = Vocabulary::default();
    let mut took: Took = ["artefact.list", "artefact.get", "search", "trace", "overview", "readiness", "log"]
        .map(|name| (name, Vec::new()))
        .into();
    for turn in 0..size.asked / 2 {
        let at = if turn % 2 == 0 {
            let span = usize::try_from(last - first).unwrap_or(usize::MAX).max(1);
            json!({ "mode": "position", "position": first + dice.below(span) as u64 })
        } else {
            // The generated work is dated over one year.
            json!({ "mode": "so", "date": format!("2026-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28)) })
        };
        let id = ids.get(dice.below(ids.len())).cloned().unwrap_or_default();
        let release = named(dice.below(releases));
        let question = vocabulary.question(dice).typed();
        for (name, times) in &mut took {
            let args = match *name {
                "artefact.list" => {
                    json!({ "sort": ["-updated_at"], "limit": 200, "release": "all", "at": at })
                }
                "search" => json!({ "text": question, "limit": 50, "at": at }),
                "log" => json!({ "limit": 50, "at": at }),
                "overview" | "readiness" => json!({ "release": release, "at": at }),
                _ => json!({ "id": id, "at": at }),
            };
            match timed(|| app.call(name, args)) {
                Ok((ms, _)) => times.push(ms),
                // On that day it was not there yet.
                Err(error) if error.code == "not-found" => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(took)
}

fn saved(app: &App, kind: &str, title: &str) -> Result<Json, Failure> {
    let answer = app.call("artefact.add", json!({ "kind": kind, "fields": { "title": title } }))?;
    Ok(answer["id"].clone())
}

fn length(app: &App) -> Result<u64, Failure> {
    let state = app.call("workspace.state", json!({}))?;
    state["position"].as_u64().ok_or_else(|| Failure::Wrong("the log has no length".into()))
}

/// Of what was imported: the releases and their product are not asked about.
fn ids(app: &App, size: Size) -> Result<Vec<String>, Failure> {
    let kinds: Vec<&str> = domain::kinds().collect();
    let page = app.call("artefact.list", json!({ "release": "all", "kinds": kinds, "limit": 10_000 }))?;
    let rows = page["rows"].as_array().cloned().unwrap_or_default();
    let ids: Vec<String> = rows.iter().filter_map(|row| Some(row["id"].as_str()?.to_owned())).collect();
    if ids.len() != size.artefacts {
        return Err(Failure::Wrong(format!("{} artefacts instead of {}", ids.len(), size.artefacts)));
    }
    Ok(ids)
}
