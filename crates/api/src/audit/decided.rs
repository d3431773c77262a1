//! Who decided and who objected: every decision with everybody who had a say in it.

use throughline_model::keys::{Trust, Vouched};
use throughline_record::ChangeId;
use throughline_store::{Artefact, At, Reader};

use super::Scope;
use crate::App;
use crate::cards::{self, Names};
use crate::decisions::others;
use crate::dto::{ApiError, AuditArgs, AuditDecision, AuditDecisions, AuditStance, CardDto};
use crate::lookups::{self, is, moment};
use crate::stances::{said, stances};

impl App {
    pub(crate) fn audit_decided(&self, args: AuditArgs) -> Result<AuditDecisions, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let scope = Scope::of(&open, &reader, args.release.as_deref(), &moment(&args.at))?;
        decided(&reader, &scope)
    }
}

pub(super) fn decided(reader: &Reader, scope: &Scope) -> Result<AuditDecisions, ApiError> {
    let trust = reader.trust()?;
    let mut rows = Vec::new();
    for card in lookups::all_of(reader, "decision", scope.id(), &scope.at)? {
        rows.push(decision(reader, &trust, &reader.get(&card.id, &scope.at)?, &scope.at)?);
    }
    rows.sort_by(|a, b| (b.unanswered, &b.set_at).cmp(&(a.unanswered, &a.set_at)));
    let sum = |of: fn(&AuditDecision) -> u64| -> u64 { rows.iter().map(of).sum() };
    Ok(AuditDecisions {
        objections: sum(|row| row.objections.0).into(),
        unanswered: sum(|row| row.unanswered.0).into(),
        on_behalf: sum(|row| row.stances.iter().filter(|one| one.stance.recorded != "signed").count() as u64)
            .into(),
        unverified: sum(|row| {
            u64::from(row.unverified) + row.stances.iter().filter(|one| one.unverified).count() as u64
        })
        .into(),
        rows,
    })
}

fn decision(reader: &Reader, trust: &Trust, decision: &Artefact, at: &At) -> Result<AuditDecision, ApiError> {
    let linked = |type_: &str| -> Vec<CardDto> {
        let ends = decision.links.iter().filter(|link| is(link, type_, true));
        ends.map(|link| cards::card(&link.other, None)).collect()
    };
    let text = |field: &str| decision.state.text(field).unwrap_or_default().trim().to_owned();
    // What counts as taken is when somebody said so; of one nobody said it of, when it was recorded.
    let shown = decision.state.fields.get("status").and_then(|field| field.shown());
    let set = shown.map_or(&decision.state.created, |head| &head.set);

    let voices = stances(reader, decision, at)?;
    let mut given = Vec::new();
    for stance in others(reader, &decision.links, "on", false, at)? {
        let stamp = said(&stance.state).clone();
        given.push((stance.card.id.to_string(), stamp));
    }
    let mut unknown: Vec<ChangeId> = Vec::new();
    for change in given.iter().map(|(_, stamp)| stamp.address.change).chain([set.address.change]) {
        if let Some((device, seq)) = reader.signed_by(&change)?
            && trust.vouched(&device, seq) != Vouched::Known
        {
            unknown.push(change);
        }
    }
    let unverified = |change: &ChangeId| unknown.contains(change);
    let stances: Vec<AuditStance> = voices
        .into_iter()
        .map(|stance| {
            let stamp = given.iter().find(|(id, _)| *id == stance.card.id).map(|(_, stamp)| stamp);
            AuditStance {
                at: stamp.map(|stamp| stamp.at.clone()).unwrap_or_default(),
                unverified: stamp.is_some_and(|stamp| unverified(&stamp.address.change)),
                stance,
            }
        })
        .collect();
    let objects = |one: &&AuditStance| one.stance.position == "object";
    Ok(AuditDecision {
        outcome: text("outcome"),
        method: text("method"),
        deciders: linked("decided-by"),
        drivers: linked("driven-by"),
        set_at: set.at.clone(),
        set_by: Names::at(reader, at).of(set.actor),
        unverified: unverified(&set.address.change),
        objections: stances.iter().filter(objects).count().into(),
        unanswered: stances
            .iter()
            .filter(objects)
            .filter(|one| one.stance.answer_html.trim().is_empty())
            .count()
            .into(),
        stances,
        card: cards::cards(reader, std::slice::from_ref(&decision.card), at)?
            .pop()
            .unwrap_or_else(cards::nothing),
    })
}
