//! Questions about the past: the same lists, pages, searches, threads, overviews and gaps, at random
//! positions of the log and on random days of what was so.

use std::path::Path;

use serde_json::{Value as Json, json};
use throughline_api::App;

use super::figures::{Bars, figure, percentile, timed};
use super::ours::Place;
use super::words::{Dice, Vocabulary};
use super::{Failure, SEED, Size};

/// What a question at an earlier moment may take, in milliseconds, 99 times of 100.
const BAR: f64 = 50.0;

/// Fills a workspace whose log has as many edits as questions are asked, and asks.
///
/// # Errors
/// [`Failure`]; a missed bar is none.
pub fn measure(size: Size, folder: &Path, lines: &Path, bars: &mut Bars) -> Result<(), Failure> {
    let place = Place::new(folder.join("past"))?;
    let app = place.new_app()?;
    let product = saved(&app, "product", "Bench")?;
    let release = app.call(
        "artefact.add",
        json!({ "kind": "release", "fields": { "title": "1.0", "product": product } }),
    )?;
    app.call("import", json!({ "format": "jsonl", "source": lines, "release": release["id"] }))?;
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
    ask(size, &app, &ids, (first, last), &mut dice, bars)
}

fn ask(
    size: Size,
    app: &App,
    ids: &[String],
    (first, last): (u64, u64),
    dice: &mut Dice,
    bars: &mut Bars,
) -> Result<(), Failure> {
    let vocabulary = Vocabulary::default();
    let mut took: Vec<(&str, Vec<f64>)> =
        ["artefact.list", "artefact.get", "search", "trace", "overview", "readiness", "log"]
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
        let question = vocabulary.question(dice).typed();
        for (name, times) in &mut took {
            let args = match *name {
                "artefact.list" => json!({ "sort": ["-updated_at"], "limit": 200, "at": at }),
                "search" => json!({ "text": question, "limit": 50, "at": at }),
                "log" => json!({ "limit": 50, "at": at }),
                "overview" | "readiness" => json!({ "release": "1.0", "at": at }),
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
    for (name, times) in &took {
        let text = format!(
            "{:.3} ms, p99 {:.3} ms, {} asked",
            percentile(times, 50),
            percentile(times, 99),
            times.len()
        );
        figure(&format!("as of, {name}: median"), text);
        bars.at_most(&format!("as of, {name}: p99"), percentile(times, 99), BAR, "ms");
    }
    Ok(())
}

fn saved(app: &App, kind: &str, title: &str) -> Result<Json, Failure> {
    let answer = app.call("artefact.add", json!({ "kind": kind, "fields": { "title": title } }))?;
    Ok(answer["id"].clone())
}

fn length(app: &App) -> Result<u64, Failure> {
    let state = app.call("workspace.state", json!({}))?;
    state["position"].as_u64().ok_or_else(|| Failure::Wrong("the log has no length".into()))
}

fn ids(app: &App, size: Size) -> Result<Vec<String>, Failure> {
    let page = app.call("artefact.list", json!({ "release": "1.0", "limit": 10_000 }))?;
    let rows = page["rows"].as_array().cloned().unwrap_or_default();
    let ids: Vec<String> = rows.iter().filter_map(|row| Some(row["id"].as_str()?.to_owned())).collect();
    if ids.len() != size.artefacts {
        return Err(Failure::Wrong(format!("{} artefacts instead of {}", ids.len(), size.artefacts)));
    }
    Ok(ids)
}
