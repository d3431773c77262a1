//! What a verification found, in plain words.

use throughline_model::card::day;
use throughline_model::experiment::words::number_of;
use throughline_store::{AnchorCheck, Standing, Verdict, VerifyReport};

use crate::error::capital;

/// "1 fault", "1,042 changes".
pub(super) fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number_of(n), if n == 1 { one } else { many })
}

/// A date in words; of an instant with its time, in UTC.
pub(super) fn moment(at: &str) -> String {
    let date = day(at.get(..10).unwrap_or(at));
    match at.get(11..16) {
        Some(time) if at.len() > 10 => format!("{date}, {time} UTC"),
        _ => date,
    }
}

fn date_of(at: &str) -> String {
    day(at.get(..10).unwrap_or(at))
}

/// The word scripts switch on.
pub(super) fn standing(standing: &Standing) -> &'static str {
    match standing {
        Standing::Fits => "fits",
        Standing::Differs { .. } => "differs",
        Standing::TooShort { .. } => "too-short",
        Standing::OtherCopy => "other-copy",
        Standing::Stranger => "stranger",
        Standing::OtherWorkspace => "other-workspace",
        Standing::Invalid(_) => "invalid",
    }
}

/// How the record stands to a checkpoint.
pub(super) fn anchor(check: &AnchorCheck) -> String {
    let size = check.kept.checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.size);
    let through = format!("#{}", number_of(size));
    match &check.standing {
        Standing::Fits if check.kept.elsewhere => {
            format!("The record through {through} is the one it was made of.")
        }
        Standing::Fits => format!(
            "The record through {through} is the one that this anchor names. The copy kept there was not compared: give it to the verification."
        ),
        Standing::Differs { after: 0 } => {
            format!("The record through {through} is not the one it was made of: it was rewritten.")
        }
        Standing::Differs { after } => format!(
            "The record through {through} is not the one it was made of: it was rewritten. Up to #{} another checkpoint fits, so what differs first stands in #{} to {through}.",
            number_of(*after),
            number_of(after + 1)
        ),
        Standing::TooShort { holds } => format!(
            "It covers {through}, and the record ends at #{}: it was rolled back, or this is an older copy.",
            number_of(*holds)
        ),
        Standing::OtherCopy => {
            "It was made in another copy, where changes arrived in another order. Compare it with that copy."
                .into()
        }
        Standing::Stranger => {
            "It fits, but the key that signed it had written nothing here by then: it vouches for nothing."
                .into()
        }
        Standing::OtherWorkspace => {
            "It is of another workspace. If it was made of this one, the whole record was replaced.".into()
        }
        Standing::Invalid(why) => capital(&format!("{why}.")),
    }
}

/// The verdict in one or two sentences. `first` names the first fault, as the end of a sentence.
pub(super) fn verdict(report: &VerifyReport, first: &str) -> String {
    let bad = |wanted: fn(&Standing) -> bool| report.anchors.iter().find(|check| wanted(&check.standing));
    match report.verdict() {
        Verdict::Anchored(through) => {
            let by = report.anchors.iter().find(|check| {
                let size = check.kept.checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.size);
                check.kept.elsewhere && check.standing == Standing::Fits && size == through
            });
            let on = by.and_then(|check| check.kept.since.as_deref());
            let on = on.map_or_else(String::new, |at| format!(" on {}", date_of(at)));
            let by = by.map_or_else(String::new, |check| format!(" by {}", check.kept.name));
            format!("Intact; anchored through #{}{on}{by}.", number_of(through))
        }
        Verdict::NotAnchored => "Intact but not anchored: the key’s holder could have rewritten it.".into(),
        Verdict::ViewDiffers => "The record is intact; the view does not match it. Rebuild the view.".into(),
        Verdict::Unconfirmed => {
            let check =
                report.anchors.iter().find(|check| check.kept.elsewhere && check.standing != Standing::Fits);
            let name = check.map_or("a checkpoint", |check| check.kept.name.as_str());
            format!(
                "The record is whole in itself, but {name} does not confirm it. {}",
                check.map(anchor).unwrap_or_default()
            )
        }
        Verdict::Rewritten => {
            let check =
                bad(|standing| matches!(standing, Standing::Differs { .. } | Standing::TooShort { .. }));
            let name = check.map_or("that was given", |check| check.kept.name.as_str());
            format!(
                "The record differs from the checkpoint {name}: rewritten or rolled back. {}",
                check.map(anchor).unwrap_or_default()
            )
        }
        Verdict::Broken => {
            let faults = counted(report.faults.len() as u64, "fault", "faults");
            if first.is_empty() {
                format!("Not intact: {faults} found.")
            } else {
                format!("Not intact: {faults} found, the first {first}.")
            }
        }
    }
}

/// What is proven.
pub(super) fn proven(report: &VerifyReport) -> Vec<String> {
    if report.verdict() == Verdict::Broken {
        return Vec::new();
    }
    let changes = counted(report.changes, "change is", "changes are");
    let records = counted(report.records, "record", "records");
    let mut out = vec![format!(
        "{changes} spelled, hashed, signed and numbered as when they were recorded, each after what it builds on; {records} and every part in them are what was signed."
    )];
    if report.parts_gone > 0 {
        out.push(format!(
            "{} by an erasure that stands in the record.",
            counted(report.parts_gone, "part is gone,", "parts are gone, each")
        ));
    }
    if report.attachments > 0 {
        out.push(format!(
            "{} the bytes that were attached.",
            counted(report.attachments, "attachment has", "attachments have")
        ));
    }
    if report.view_matches {
        out.push("Lists, threads and search show what the record says, no more and no less.".into());
    }
    if let Verdict::Anchored(through) = report.verdict() {
        out.push(format!(
            "Up to #{} nobody rewrote, reordered or left out anything since the checkpoint was made, the key’s holder included.",
            number_of(through)
        ));
    }
    out
}

/// What is not proven.
pub(super) fn unproven(report: &VerifyReport, unverified: u64) -> Vec<String> {
    let mut out = Vec::new();
    match report.verdict() {
        Verdict::Anchored(through) if through < report.changes => out.push(format!(
            "That nobody with the key rewrote what came after #{}: {} not anchored.",
            number_of(through),
            counted(report.changes - through, "change is", "changes are")
        )),
        Verdict::Anchored(_) => {}
        Verdict::NotAnchored => {
            let named = report.anchors.iter().filter(|check| check.standing == Standing::Fits).count() as u64;
            out.push(
                "That nobody with the key rewrote it: no checkpoint that was kept elsewhere was compared."
                    .into(),
            );
            if named > 0 {
                out.push(format!(
                    "The record names {} kept elsewhere. Fetch one and give it to the verification.",
                    counted(named, "checkpoint", "checkpoints")
                ));
            }
        }
        _ => out.push("That it is the record it was.".into()),
    }
    if unverified > 0 {
        out.push(format!(
            "Who signed {}: nobody known said whose key it is.",
            counted(unverified, "change", "changes")
        ));
    }
    out.push("When this file received a change: that is its own note, and nobody signed it.".into());
    out.push("That what was recorded is true, or that everything was recorded.".into());
    out
}
