//! The way back: an earlier bundle restored in place of the one that failed, as one change that says who did it
//! and why, ends the one, begins the other, and sends the work back to where it went wrong.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::json;
use throughline_model::bundle::Role;
use throughline_model::rollout::{Choice, OPEN, Run, Why, audience_words, choose, percent_words};
use throughline_record::{Act, EntityId, date};
use throughline_store::{Append, At, Reader};

use crate::App;
use crate::bundles::{self, ReadBundle, pairs, version_name};
use crate::cards;
use crate::dto::{
    AddArgs, ApiError, BundleDifferenceDto, BundleDto, CandidateDto, RollBackArgs, RollBackDto,
};
use crate::error::{internal, invalid};
use crate::experiment_plan::of_kind;
use crate::linking::Linking;
use crate::lookups::{self, is};
use crate::promoting::{ended, link_to, plans_of, required};
use crate::rollout::{Rollout, rollout, run_dto};

/// Where the work goes back to, unless another place is named: what was let through should not have been.
const BACK_TO: &str = "phase:validation";

/// The most rows of parameters or metrics that are shown as different.
const MOST: usize = 40;

/// In what two bundles differ: versions, then parameters and metrics of the models.
fn differences(now: Option<&ReadBundle>, then: &ReadBundle) -> Vec<BundleDifferenceDto> {
    let mut out = Vec::new();
    let row = |of: &str, label: &str, now: String, then: String, note: &str| BundleDifferenceDto {
        of: of.into(),
        label: label.into(),
        now,
        then,
        note: note.into(),
    };
    for (role, label) in [(Role::Model, "Model"), (Role::Data, "Data"), (Role::Code, "Code")] {
        let ids = |b: &ReadBundle| b.of(role).map(|v| v.card.id).collect::<BTreeSet<_>>();
        let names = |b: &ReadBundle| b.of(role).map(version_name).collect::<Vec<_>>().join(", ");
        if now.map(ids).unwrap_or_default() != ids(then) {
            out.push(row(role.as_str(), label, now.map(names).unwrap_or_default(), names(then), ""));
        }
    }
    let (old, new) = (now.and_then(|b| b.of(Role::Model).next()), then.of(Role::Model).next());
    let judged_on = |version: Option<&throughline_store::Artefact>| {
        let links = version.into_iter().flat_map(|v| v.links.iter());
        links.filter(|l| is(l, "evaluated-on", true)).map(|l| l.other.id).collect::<BTreeSet<_>>()
    };
    let (a, b) = (judged_on(old), judged_on(new));
    let note = match (a.is_empty() || b.is_empty(), a == b) {
        (true, _) => "it is not recorded on which data",
        (_, false) => "measured on different data: not the same figure",
        _ => "",
    };
    for (field, of, note) in [("parameters", "parameter", ""), ("metrics", "metric", note)] {
        let (now, then) = (
            old.map(|v| pairs(v, field)).unwrap_or_default(),
            new.map(|v| pairs(v, field)).unwrap_or_default(),
        );
        let names: BTreeSet<&String> = now.keys().chain(then.keys()).collect();
        let differing = names.into_iter().filter(|name| now.get(*name) != then.get(*name));
        for name in differing.take(MOST) {
            let value = |of: &BTreeMap<String, String>| of.get(name).cloned().unwrap_or_default();
            out.push(row(of, name, value(&now), value(&then), note));
        }
    }
    out
}

/// What is known before anything is restored.
struct Looked {
    all: Rollout,
    of: Run,
    read: Vec<ReadBundle>,
    views: Vec<BundleDto>,
    choice: Choice,
}

impl Looked {
    fn bundle(&self, id: &EntityId) -> Option<(&ReadBundle, &BundleDto)> {
        let at = self.read.iter().position(|b| b.card.as_ref().is_some_and(|card| card.id == *id))?;
        Some((self.read.get(at)?, self.views.get(at)?))
    }

    fn running(&self) -> Option<(&ReadBundle, &BundleDto)> {
        self.bundle(&self.of.bundle?)
    }

    fn candidate(&self, candidate: &throughline_model::rollout::Candidate) -> Option<CandidateDto> {
        let (read, view) = self.bundle(&candidate.bundle)?;
        let day = |millis: i64| {
            let text = date::from_millis(millis);
            throughline_model::card::day(text.get(..10).unwrap_or(&text))
        };
        Some(CandidateDto {
            bundle: view.clone(),
            why: candidate.why.words().into(),
            ran_in: candidate.ran_in.and_then(|id| self.all.card(&id)),
            last: match candidate.last {
                None => String::new(),
                Some(last) if last == OPEN || last > self.all.now => "runs still".into(),
                Some(last) => format!("until {}", day(last)),
            },
            differs: differences(self.running().map(|(read, _)| read), read),
        })
    }

    /// The bundle a restored deployment would fall back to in its turn.
    fn next_target(&self, restored: &EntityId) -> Option<EntityId> {
        let same = |bundle: &EntityId| {
            let (a, b) = (self.bundle(bundle), self.bundle(restored));
            a.zip(b).is_some_and(|((a, _), (b, _))| a.bundled.same_as(&b.bundled))
        };
        let mut rest = self.choice.candidates.iter().filter(|c| c.bundle != *restored && !same(&c.bundle));
        rest.find(|c| c.complete && c.why != Why::NeverRan).map(|c| c.bundle)
    }

    /// The roll-back target that an earlier deployment named, if it is complete and neither what failed nor what is restored.
    fn named_target(
        &self,
        reader: &Reader,
        deployment: &EntityId,
        restored: &EntityId,
    ) -> Result<Option<EntityId>, ApiError> {
        let named = reader.linked(deployment, "rolls-back-to", true, &At::Now)?;
        let whole = |id: &EntityId| self.bundle(id).is_some_and(|(_, view)| view.missing.is_empty());
        let mut fit =
            named.iter().map(|card| card.id).filter(|id| id != restored && Some(*id) != self.of.bundle);
        Ok(fit.find(whole))
    }
}

impl App {
    fn looked(&self, reader: &Reader, args: &RollBackArgs) -> Result<Looked, ApiError> {
        let open = self.opened()?;
        let artefact = of_kind(reader, "deployment", &args.id, &At::Now)?;
        let mut all = rollout(self, &open, reader, Some("all"), &At::Now)?;
        let of = all.runs.iter().find(|run| run.id == artefact.card.id).cloned();
        let Some(of) = of.filter(|run| run.runs_at(all.now)) else {
            return Err(ApiError::new(
                "not-live",
                format!(
                    "{} does not run now, so there is nothing to roll back. Nothing was recorded.",
                    artefact.card.short
                ),
                "Look at what is live, and roll that back.",
            )
            .about(args.id.clone()));
        };
        all.runs.retain(|run| run.product == of.product);
        let read = bundles::all(reader, &At::Now)?;
        let views =
            read.iter().map(|b| bundles::view(reader, b, &[], &At::Now)).collect::<Result<Vec<_>, _>>()?;
        // Bundles that never ran are offered from the product's own releases alone.
        let ran: HashSet<EntityId> = all.runs.iter().filter_map(|run| run.bundle).collect();
        let target = artefact.links.iter().find(|l| is(l, "rolls-back-to", true)).map(|l| l.other.id);
        let own = match reader.linked(&artefact.card.id, "includes", false, &At::Now)?.first() {
            Some(release) => lookups::first_link(reader, &release.id, "of-product", true, &At::Now)?,
            None => None,
        };
        let mut flags = Vec::new();
        let mut same = Vec::new();
        let running = read.iter().find(|b| b.card.as_ref().map(|c| c.id) == of.bundle && of.bundle.is_some());
        for (bundle, view) in read.iter().zip(&views) {
            let Some(card) = &bundle.card else { continue };
            if card.removed {
                continue;
            }
            if running.is_some_and(|running| running.bundled.same_as(&bundle.bundled)) {
                same.push(card.id);
            }
            if ran.contains(&card.id)
                || target == Some(card.id)
                || ours(reader, &card.id, own.as_ref().map(|c| c.id))?
            {
                flags.push((card.id, view.missing.is_empty()));
            }
        }
        let mut choice = choose(&of, target, &all.runs, &flags, &same);
        if let Some(wanted) = args.to.as_deref().map(str::trim).filter(|to| !to.is_empty()) {
            let wanted = lookups::find_of_kind(reader, "bundle", wanted, &At::Now)?;
            if of.bundle == Some(wanted) || same.contains(&wanted) {
                return Err(ApiError::new(
                    "same-ends",
                    "That bundle ships what runs already: it is no way back. Nothing was recorded.",
                    "Name an earlier bundle.",
                )
                .about(args.to.clone().unwrap_or_default()));
            }
            choice.picked = Some(wanted);
        }
        Ok(Looked { all, of, read, views, choice })
    }

    pub(crate) fn deployment_roll_back(&self, args: RollBackArgs) -> Result<RollBackDto, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let looked = self.looked(&reader, &args)?;
        let of = &looked.of;
        let picked = looked.choice.picked;
        let restored = picked.and_then(|id| looked.bundle(&id));
        let whom = match of.share.filter(|share| *share < 100.0) {
            Some(share) => format!("{} of {}", percent_words(share), audience_words(&of.audience)),
            None => audience_words(&of.audience).to_owned(),
        };
        let label = looked.running().map_or("what runs", |(_, view)| view.label.as_str());
        let triggers = reader.linked(&of.id, "observed-in", false, &At::Now)?;
        let mut answer = RollBackDto {
            run: run_dto(&looked.all, of).ok_or_else(|| internal("deployment"))?,
            bundle: looked.running().map(|(_, view)| view.clone()),
            picked: picked.map(|id| id.to_string()).unwrap_or_default(),
            candidates: looked.choice.candidates.iter().filter_map(|c| looked.candidate(c)).collect(),
            missing: restored.map(|(_, view)| view.missing.clone()).unwrap_or_default(),
            sentence: match restored {
                Some((_, view)) => format!("{} takes the place of {label} for {whom}, at once.", view.label),
                None => format!("There is no other bundle to restore in place of {label}."),
            },
            triggers: triggers.iter().rev().map(|card| cards::card(card, None)).collect(),
            saved: None,
            loop_back: None,
        };
        if args.preview {
            return Ok(answer);
        }
        let Some((picked, (_, view))) = picked.zip(restored) else {
            return Err(ApiError::new(
                "nothing-to-restore",
                format!("{} Nothing was recorded.", answer.sentence),
                "Make a bundle of an earlier model, its data and its code, and name it.",
            )
            .about(args.id));
        };
        if args.reason.trim().is_empty() {
            return Err(invalid(vec![required(
                "reason",
                "Why is it rolled back? The record keeps the reason.",
            )]));
        }
        if !view.missing.is_empty() && !args.knowingly {
            let others: Vec<&str> = answer
                .candidates
                .iter()
                .filter(|c| c.bundle.complete && c.bundle.missing.is_empty())
                .map(|c| c.bundle.label.as_str())
                .collect();
            let other = if others.is_empty() {
                String::new()
            } else {
                format!(" Complete are: {}.", others.join(", "))
            };
            return Err(ApiError::new(
                "incomplete-bundle",
                format!(
                    "{} cannot be restored as it was: {} Nothing was recorded.",
                    view.label,
                    view.missing.join(" ")
                ),
                format!("Go on knowingly, or restore another.{other}"),
            )
            .about(view.label.clone()));
        }
        let now = looked.all.now;
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        let mut records = vec![ended(of.id, now, true, "rolled-back")];
        let made = self.restored(&looked, &mut linking, &args, picked, &view.label)?;
        let made = self.drafted(&open, &mut linking, &made)?;
        records.push(made.record);
        if let Some(decision) = args.decision.as_deref().filter(|d| !d.trim().is_empty()) {
            let decision = lookups::find_of_kind(&reader, "decision", decision, &At::Now)?;
            let decides = throughline_model::link("decides").ok_or_else(|| internal("decides"))?;
            let chosen = [("outcome".to_owned(), json!("chosen"))].into();
            linking.link(decides, decision, made.id, Some(made.id), &chosen)?;
        }
        let trigger =
            args.trigger.clone().filter(|t| !t.trim().is_empty()).unwrap_or_else(|| of.id.to_string());
        let back = AddArgs {
            kind: "loop-back".into(),
            fields: [
                ("from".to_owned(), json!("phase:monitor")),
                (
                    "to".to_owned(),
                    json!(args.back_to.as_deref().filter(|p| !p.trim().is_empty()).unwrap_or(BACK_TO)),
                ),
                ("reason".to_owned(), json!(args.reason.trim())),
            ]
            .into(),
            links: vec![link_to("triggered-by", trigger, &[])],
            release: self.release_of(&reader, &of.id, None)?,
            ..AddArgs::default()
        };
        let back = self.drafted(&open, &mut linking, &back)?;
        records.push(back.record);
        records.append(&mut linking.records);
        let mut append = Append::new(open.actor(), Act::Edit, records);
        append.note = Some(args.reason.trim().to_owned());
        answer.saved = Some(self.seal(&open, append, made.id, args.draft.as_deref())?);
        let reader = open.workspace.reader()?;
        answer.loop_back = lookups::card(&reader, &back.id, &At::Now)?.map(|card| cards::card(&card, None));
        Ok(answer)
    }

    /// The deployment that begins: for the same people, in the same place, for as long as the other would have run.
    fn restored(
        &self,
        looked: &Looked,
        linking: &mut Linking<'_>,
        args: &RollBackArgs,
        bundle: EntityId,
        label: &str,
    ) -> Result<AddArgs, ApiError> {
        let of = &looked.of;
        let reader = linking.reader;
        let failed = reader.get(&of.id, &At::Now)?;
        // Its own plans, as it ran before, are better than those of what failed.
        let before = looked.choice.candidates.iter().find(|c| c.bundle == bundle).and_then(|c| c.ran_in);
        let mut fields = plans_of(&failed);
        if let Some(before) = before {
            let own = plans_of(&reader.get(&before, &At::Now)?);
            fields.extend(own.into_iter().filter(|(name, _)| name != "environment"));
        }
        let whom = match of.share.filter(|share| *share < 100.0) {
            Some(share) => format!("{} of {}", percent_words(share), audience_words(&of.audience)),
            None => audience_words(&of.audience).to_owned(),
        };
        fields.insert("title".into(), json!(format!("{label} restored for {whom}")));
        fields.insert("bundle".into(), json!(bundle.to_string()));
        fields.insert("audience".into(), json!(of.audience));
        fields.insert("status".into(), json!("live"));
        fields.insert("from".into(), json!(date::from_millis(looked.all.now)));
        if let Some(share) = of.share {
            fields.insert("share".into(), json!(share));
        }
        if !of.segment.is_empty() {
            fields.insert("segment".into(), json!(of.segment));
        }
        if let Some(until) = of.until.filter(|until| *until > looked.all.now) {
            fields.insert("until".into(), json!(date::from_millis(until)));
        }
        let target = match (looked.next_target(&bundle), before) {
            (Some(target), _) => Some(target),
            // None ran before it; what it was to fall back to when it ran is still better than nothing.
            (None, Some(before)) => looked.named_target(reader, &before, &bundle)?,
            (None, None) => None,
        };
        if let Some(target) = target {
            fields.insert("roll-back-target".into(), json!(target.to_string()));
        }
        Ok(AddArgs {
            kind: "deployment".into(),
            fields,
            links: vec![link_to("takes-over", of.id, &[("how", "roll-back"), ("note", args.reason.trim())])],
            release: self.release_of(reader, &of.id, None)?,
            ..AddArgs::default()
        })
    }
}

/// Whether a bundle is of this product: by a release that includes it.
fn ours(reader: &Reader, bundle: &EntityId, product: Option<EntityId>) -> Result<bool, ApiError> {
    let releases = reader.linked(bundle, "includes", false, &At::Now)?;
    if releases.is_empty() || product.is_none() {
        return Ok(true);
    }
    for release in releases {
        if lookups::first_link(reader, &release.id, "of-product", true, &At::Now)?.map(|card| card.id)
            == product
        {
            return Ok(true);
        }
    }
    Ok(false)
}
