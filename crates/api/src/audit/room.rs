//! The room itself: one line per subject, so that somebody sees in ten seconds where to look.

use serde_json::json;
use throughline_record::Value;
use throughline_store::Reader;

use super::{Scope, counted, decided, late_entries, samples, seals, undecided, waivers};
use crate::App;
use crate::cards;
use crate::dto::{ApiError, AuditLine, AuditRoom, AuditRoomArgs};
use crate::lookups::{self, moment};

/// What a line comes to.
enum Said {
    Well,
    Look,
    Bad,
    Open,
}

fn line(name: &str, question: &str, n: u64, unit: (&str, &str), said: Said, sentence: String) -> AuditLine {
    AuditLine {
        name: name.into(),
        question: question.into(),
        count: n.into(),
        unit: if n == 1 { unit.0 } else { unit.1 }.into(),
        verdict: match said {
            Said::Well => "well",
            Said::Look => "look",
            Said::Bad => "bad",
            Said::Open => "open",
        }
        .into(),
        sentence,
    }
}

/// Something to look at if there is any of it.
fn if_any(n: u64) -> Said {
    if n == 0 { Said::Well } else { Said::Look }
}

impl App {
    pub(crate) fn audit(&self, args: AuditRoomArgs) -> Result<AuditRoom, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let scope = Scope::of(&open, &reader, args.release.as_deref(), &moment(&args.at))?;
        let today = self.day_of(&reader, &args.at)?;
        let position = reader.position()?;
        let lines = vec![
            self.verified(&args, position)?,
            anchors(&reader, &scope, position)?,
            sealed(&reader, &scope)?,
            who(&reader, &scope)?,
            late(&reader, &scope)?,
            gone(&reader, &scope)?,
            waived(&reader, &scope, &today)?,
            nobody(&reader, &scope)?,
            drawn(&reader, &scope)?,
        ];
        Ok(AuditRoom {
            release: scope.release.map(|card| cards::card(&card, None)),
            position: position.into(),
            lines,
        })
    }

    fn verified(&self, args: &AuditRoomArgs, position: u64) -> Result<AuditLine, ApiError> {
        let question = "Has anybody changed it?";
        let unit = ("change", "changes");
        if !args.verify {
            let sentence = "Not recomputed yet.".to_owned();
            return Ok(line("verify", question, position, unit, Said::Open, sentence));
        }
        // As a shell would: what there is to compare with is the command's own affair.
        let verdict = self.call("workspace.verify", json!({ "job": args.job }))?;
        let said = if verdict["intact"] == json!(true) { Said::Well } else { Said::Bad };
        let n = verdict["changes"].as_u64().unwrap_or(position);
        Ok(line(
            "verify",
            question,
            n,
            unit,
            said,
            verdict["sentence"].as_str().unwrap_or_default().to_owned(),
        ))
    }
}

fn anchors(reader: &Reader, scope: &Scope, position: u64) -> Result<AuditLine, ApiError> {
    let all = lookups::all_of(reader, "anchor", None, &scope.at)?;
    let mut furthest: Option<(i64, String)> = None;
    for card in &all {
        let Some(state) = reader.state(&card.id, &scope.at)? else { continue };
        let covers = lookups::whole(&state, "position").unwrap_or(0);
        if furthest.as_ref().is_none_or(|(known, _)| covers > *known) {
            furthest = Some((covers, state.text("place").unwrap_or_default().to_owned()));
        }
    }
    let (said, sentence) = match furthest {
        None => (
            Said::Look,
            "No checkpoint is recorded as kept elsewhere: who holds the key could have rewritten all of it."
                .to_owned(),
        ),
        Some((covers, place)) => {
            let after = position.saturating_sub(u64::try_from(covers).unwrap_or(0));
            let place = if place.is_empty() { "elsewhere".to_owned() } else { place };
            let rest = match after {
                0 => "all of it".to_owned(),
                n => format!("{} since", counted(n, "change came", "changes came")),
            };
            // That it lies there is only said here: what was kept has to be given to the verification.
            (
                Said::Open,
                format!("Said to be kept through #{covers}: {place}; {rest}. Nobody compared it here."),
            )
        }
    };
    Ok(line(
        "anchors",
        "Is a checkpoint kept elsewhere?",
        all.len() as u64,
        ("anchor", "anchors"),
        said,
        sentence,
    ))
}

fn sealed(reader: &Reader, scope: &Scope) -> Result<AuditLine, ApiError> {
    let rows = seals::seals(reader, scope)?.rows;
    let broken = rows.iter().filter(|row| !row.holds).count() as u64;
    let frozen: Vec<_> = rows.iter().filter(|row| row.scope == "dossier").collect();
    let (said, sentence) = match frozen.first() {
        _ if broken > 0 => {
            (Said::Bad, format!("{} not bind what the log holds.", counted(broken, "seal does", "seals do")))
        }
        None if rows.is_empty() => (Said::Look, "Nothing was ever frozen.".to_owned()),
        None => (Said::Look, "Scores were sealed and all hold; the release was never frozen.".to_owned()),
        Some(last) if last.after.0 > 0 => (
            Said::Look,
            format!(
                "All hold; {} changed since the last freeze on {}.",
                counted(last.after.0, "artefact", "artefacts"),
                last.at.get(..10).unwrap_or(&last.at)
            ),
        ),
        Some(last) => (
            Said::Well,
            format!(
                "All hold; nothing changed since the last freeze on {}.",
                last.at.get(..10).unwrap_or(&last.at)
            ),
        ),
    };
    Ok(line("seals", "Do the freezes still hold?", rows.len() as u64, ("seal", "seals"), said, sentence))
}

fn who(reader: &Reader, scope: &Scope) -> Result<AuditLine, ApiError> {
    let all = decided::decided(reader, scope)?;
    let mut told = vec![match (all.objections.0, all.unanswered.0) {
        (0, _) => "Nobody objected".to_owned(),
        (n, 0) => format!("{}, each answered", counted(n, "objection", "objections")),
        (n, open) => format!("{}, {open} with no answer", counted(n, "objection", "objections")),
    }];
    if all.on_behalf.0 > 0 {
        told.push(counted(
            all.on_behalf.0,
            "stance recorded for somebody else",
            "stances recorded for others",
        ));
    }
    if all.unverified.0 > 0 {
        told.push(counted(
            all.unverified.0,
            "author with an unknown key",
            "entries by authors with an unknown key",
        ));
    }
    let n = all.rows.len() as u64;
    let (said, sentence) = match (n, all.unanswered.0 + all.unverified.0) {
        (0, 0) => (Said::Open, "No decision is recorded yet.".to_owned()),
        (_, look) => (if_any(look), format!("{}.", told.join("; "))),
    };
    Ok(line("decided", "Who decided, who objected?", n, ("decision", "decisions"), said, sentence))
}

fn late(reader: &Reader, scope: &Scope) -> Result<AuditLine, ApiError> {
    let found = late_entries(reader, scope, 1)?;
    let sentence = match found.rows.first() {
        None => "Everything was recorded within a day of what it tells of.".to_owned(),
        Some(latest) => format!(
            "The latest by most is #{}, {} after the day it tells of.",
            latest.position.0, latest.late
        ),
    };
    let n = found.total.0;
    Ok(line("late", "What was written down later?", n, ("late entry", "late entries"), if_any(n), sentence))
}

/// Erasures have no release, and what they were about may be gone.
fn gone(reader: &Reader, scope: &Scope) -> Result<AuditLine, ApiError> {
    let all = lookups::all_of(reader, "erasure", None, &scope.at)?;
    let (mut parts, mut silent) = (0_u64, 0_u64);
    for card in &all {
        let Some(state) = reader.state(&card.id, &scope.at)? else { continue };
        parts += state.value("parts").and_then(Value::as_list).map_or(0, |list| list.len() as u64);
        silent += u64::from(state.text("reason").is_none_or(|reason| reason.trim().is_empty()));
    }
    let parts = counted(parts, "part is", "parts are");
    let sentence = match (all.len(), silent) {
        (0, _) => "Nothing was erased.".to_owned(),
        (1, 0) => format!("{parts} gone; who erased it, and why, is on record."),
        (_, 0) => format!("{parts} gone, each with who erased it and why."),
        (_, n) => format!("{parts} gone; {} no reason.", counted(n, "erasure gives", "erasures give")),
    };
    let n = all.len() as u64;
    Ok(line("erased", "What was erased?", n, ("erasure", "erasures"), if_any(n), sentence))
}

fn waived(reader: &Reader, scope: &Scope, today: &str) -> Result<AuditLine, ApiError> {
    let rows = waivers::waivers(reader, scope, today)?.rows;
    let of = |standing: &str| rows.iter().filter(|row| row.standing == standing).count() as u64;
    let (over, force) = (of("ran-out"), of("in-force"));
    let sentence = match (over, force) {
        (0, 0) => "No gap is left open knowingly.".to_owned(),
        (0, n) => format!("{} in force.", counted(n, "waiver is", "waivers are")),
        (over, 0) => format!("{} over.", counted(over, "waiver’s last day is", "waivers’ last days are")),
        (over, n) => format!(
            "{} over; {} in force.",
            counted(over, "waiver’s last day is", "waivers’ last days are"),
            counted(n, "is", "are")
        ),
    };
    let n = rows.len() as u64;
    Ok(line(
        "waivers",
        "What was left open knowingly?",
        n,
        ("waiver", "waivers"),
        if_any(over + force),
        sentence,
    ))
}

fn nobody(reader: &Reader, scope: &Scope) -> Result<AuditLine, ApiError> {
    let page = undecided::undecided(reader, scope)?;
    let idle = page.idle.len() as u64;
    let changed = match &page.before {
        None => "No earlier release to compare with".to_owned(),
        Some(before) if page.undecided.0 == 0 => {
            format!(
                "Each of {} since {} was decided",
                counted(page.changes.len() as u64, "new version", "new versions"),
                before.title
            )
        }
        Some(before) => format!(
            "{} since {} with no decision linked",
            counted(page.undecided.0, "new version", "new versions"),
            before.title
        ),
    };
    let came = match idle {
        0 => "something followed every decision".to_owned(),
        n => format!("nothing followed {}", counted(n, "decision", "decisions")),
    };
    let n = page.undecided.0 + idle;
    let (said, sentence) = if page.before.is_none() && page.decisions.0 == 0 {
        (Said::Open, format!("{changed}, and no decision is accepted yet."))
    } else {
        (if_any(n), format!("{changed}; {came}."))
    };
    Ok(line(
        "undecided",
        "What changed though nobody decided it?",
        n,
        ("open question", "open questions"),
        said,
        sentence,
    ))
}

fn drawn(reader: &Reader, scope: &Scope) -> Result<AuditLine, ApiError> {
    let rows = samples::samples(reader, scope)?;
    let (said, sentence) = match rows.first() {
        None => (Said::Open, "No sample was drawn yet.".to_owned()),
        Some(last) => {
            let said = if last.exceptions.0 > 0 {
                Said::Look
            } else if last.checked < last.items {
                Said::Open
            } else {
                Said::Well
            };
            let found = match last.exceptions.0 {
                0 => "no exception".to_owned(),
                n => counted(n, "exception", "exceptions"),
            };
            (said, format!("Seed “{}”: {} of {} checked, {found}.", last.seed, last.checked.0, last.items.0))
        }
    };
    let n = rows.len() as u64;
    Ok(line("sample", "Does a sample bear it out?", n, ("sample", "samples"), said, sentence))
}
