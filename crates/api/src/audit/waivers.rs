//! Gaps that were left open knowingly: by whom, why, and whether that still holds.

use throughline_model::audit::waived::{Standing, standing};
use throughline_model::readiness::rule;
use throughline_store::Reader;

use super::Scope;
use crate::App;
use crate::cards::{self, Names};
use crate::dto::{ApiError, AuditArgs, AuditWaiver, AuditWaivers};
use crate::lookups::{self, is, moment};

impl App {
    pub(crate) fn audit_waivers(&self, args: AuditArgs) -> Result<AuditWaivers, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let scope = Scope::of(&open, &reader, args.release.as_deref(), &moment(&args.at))?;
        waivers(&reader, &scope, &self.day_of(&reader, &args.at)?)
    }
}

/// The waivers of the release, or all, as they stand on a day.
pub(super) fn waivers(reader: &Reader, scope: &Scope, today: &str) -> Result<AuditWaivers, ApiError> {
    let at = &scope.at;
    let mut list = lookups::all_of(reader, "waiver", scope.id(), at)?;
    if let Some(release) = scope.id() {
        for card in reader.linked(&release, "waives", false, at)? {
            if !list.iter().any(|known| known.id == card.id) {
                list.push(card);
            }
        }
    }
    let mut names = Names::at(reader, at);
    let mut rows = Vec::new();
    for card in list {
        let waiver = reader.get(&card.id, at)?;
        let text = |field: &str| waiver.state.text(field).unwrap_or_default().trim().to_owned();
        let ends = |type_: &str| {
            waiver
                .links
                .iter()
                .filter(|link| is(link, type_, true))
                .map(|link| &link.other)
                .collect::<Vec<_>>()
        };
        let release = ends("waives").first().map(|card| (*card).clone());
        // One that names another release holds there, wherever it is included.
        if let (Some(named), Some(asked)) = (&release, scope.id())
            && named.id != asked
        {
            continue;
        }
        let until = waiver.state.text("until").map(str::to_owned);
        let known = rule(&text("rule"));
        let recorder = names.of(waiver.state.created.actor);
        let granted = ends("waived-by").first().map(|card| card.title.clone());
        rows.push(AuditWaiver {
            rule: known.map_or_else(|| text("rule"), |rule| rule.name.into()),
            number: known.map_or(0, |rule| u64::from(rule.number)).into(),
            question: known.map_or("", |rule| rule.question).into(),
            reason: text("reason"),
            recorded_by: granted.as_ref().filter(|by| **by != recorder).map(|_| recorder.clone()),
            by: granted.unwrap_or(recorder),
            at: waiver.state.created.at.clone(),
            standing: standing(until.as_deref(), card.status.as_deref(), card.removed, today).as_str().into(),
            until,
            applies_to: ends("applies-to").into_iter().map(|card| cards::card(card, None)).collect(),
            release: release.map(|card| cards::card(&card, None)),
            card: cards::card(&card, None),
        });
    }
    let rank = |row: &AuditWaiver| {
        let order = [Standing::RanOut.as_str(), Standing::InForce.as_str(), Standing::Withdrawn.as_str()];
        let place = order.iter().position(|one| *one == row.standing).unwrap_or(order.len());
        (place, row.until.clone().unwrap_or_else(|| "9999".into()), row.at.clone())
    };
    rows.sort_by_key(rank);
    Ok(AuditWaivers { rows })
}
