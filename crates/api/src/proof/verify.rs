//! Verification with its verdict.

use throughline_model::{self as model, keys::Vouched};
use throughline_record::EntityId;
use throughline_store::{At, Reader, VerifyFault, VerifyReport};

use super::{kept, words};
use crate::App;
use crate::cards;
use crate::dto::{AnchorCheckDto, ApiError, FaultDto, UnverifiedDto, VerifyArgs, VerifyDto};

/// Faults that are told.
const TOLD: usize = 200;

impl App {
    pub(crate) fn workspace_verify(&self, args: VerifyArgs) -> Result<VerifyDto, ApiError> {
        let open = self.opened()?;
        let running = self.jobs.begin(args.job.as_deref());
        if open.workspace.pack().is_some() {
            return crate::pack::verify(open.workspace.path(), &running);
        }
        let kept = kept::all(&open, &args)?;
        let report = open.workspace.verify_against(&kept, &running)?;
        let reader = open.workspace.reader()?;
        let faults: Vec<FaultDto> =
            report.faults.iter().take(TOLD).map(|fault| told(&reader, fault)).collect();
        // What is wrong in one place says more than what is wrong with the file as a whole.
        let first = faults.iter().find(|fault| !fault.place.is_empty()).or(faults.first());
        let unverified = unverified(&reader, &report);
        let unknown = unverified.iter().map(|key| key.changes.0).sum();
        Ok(VerifyDto {
            intact: report.verdict().is_good(),
            verdict: report.verdict().as_str().into(),
            sentence: words::verdict(&report, &first.map(named).unwrap_or_default()),
            anchored: report.anchored().map(Into::into),
            proven: words::proven(&report),
            unproven: words::unproven(&report, unknown),
            anchors: report
                .anchors
                .iter()
                .map(|check| AnchorCheckDto {
                    name: check.kept.name.clone(),
                    standing: words::standing(&check.standing).into(),
                    sentence: words::anchor(check),
                    elsewhere: check.kept.elsewhere,
                    position: check.kept.checkpoint.as_ref().ok().map(|checkpoint| checkpoint.size.into()),
                    since: check.kept.since.clone(),
                })
                .collect(),
            unverified,
            changes: report.changes.into(),
            records: report.records.into(),
            erased: report.parts_gone.into(),
            head: report.head.to_string(),
            faults,
        })
    }
}

/// A fault with what it is about and who recorded that, as far as the view can tell.
fn told(reader: &Reader, fault: &VerifyFault) -> FaultDto {
    let card = |id: Option<EntityId>| reader.cards(&[id?], &At::Now).ok()?.pop();
    FaultDto {
        code: fault.code.clone(),
        place: match (fault.position, fault.record) {
            (Some(position), Some(record)) => format!("#{position}.{record}"),
            (Some(position), None) => format!("#{position}"),
            _ => String::new(),
        },
        sentence: fault.detail.clone(),
        artefact: card(fault.entity).map(|found| {
            let mut artefact = cards::card(&found, None);
            // Of a link its type says nothing: what it joins does.
            if let Some(ends) = reader.ends(&found.id, &At::Now).ok().flatten() {
                let end = |id| card(Some(id)).map_or_else(|| "?".into(), |card| card.short);
                let says = model::link(&ends.type_).map_or(ends.type_.as_str(), |link| link.label);
                artefact.title = format!("{} {says} {}", end(ends.from), end(ends.to));
            }
            artefact
        }),
        author: card(fault.actor).map(|card| card.title).unwrap_or_default(),
    }
}

/// "at #42.1, PRB-12 “Deciding takes too long”, recorded by Ines Duarte".
fn named(fault: &FaultDto) -> String {
    if fault.place.is_empty() {
        return format!("in the file: {}", fault.sentence.trim_end_matches('.'));
    }
    let artefact = fault.artefact.as_ref().map(|card| format!(", {} “{}”", card.short, card.title));
    let author =
        if fault.author.is_empty() { String::new() } else { format!(", recorded by {}", fault.author) };
    format!("at {}{}{author}", fault.place, artefact.unwrap_or_default())
}

/// The keys that signed and that nobody vouches for. If the view cannot say, all of them.
fn unverified(reader: &Reader, report: &VerifyReport) -> Vec<UnverifiedDto> {
    let trust = reader.trust().unwrap_or_default();
    let standing = |device| (trust.vouched(device, 1), trust.standing(device).revoked_from);
    report
        .devices
        .iter()
        .filter_map(|seen| {
            let word = match standing(&seen.device) {
                (Vouched::Known, None) => return None,
                (Vouched::Unverified, None) => Vouched::Unverified,
                _ => Vouched::Revoked,
            };
            Some(UnverifiedDto {
                device: seen.device.to_string(),
                standing: word.as_str().into(),
                first: seen.first.into(),
                changes: seen.changes.into(),
            })
        })
        .collect()
}
