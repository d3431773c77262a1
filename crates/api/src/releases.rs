//! Releases: the template and the path of one, what it hands on, and two compared.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value as Json;
use throughline_model::path::{LANES, Return, Work, path};
use throughline_model::template::{HANDED_ON, Holds, Slot, TEMPLATE};
use throughline_model::{Stage, kind, lane_of_phase};
use throughline_record::{EntityId, date};
use throughline_store::{At, Card, ListQuery, Reader};

use crate::App;
use crate::cards;
use crate::context;
use crate::dto::{
    AddArgs, ApiError, CardDto, CompareArgs, Compared, FieldErrorDto, HandedGroup, HandedOn, LateDto,
    NewLink, OtherwiseDto, OutcomeDto, ReleaseArgs, ReleasePage, ReturnDto, Saved, SlotDto, StartArgs,
    TemplateStage, VisitDto,
};
use crate::error::invalid;
use crate::lookups::{self, is, moment};
use crate::tables::stage_label;

impl App {
    pub(crate) fn release_get(&self, args: ReleaseArgs) -> Result<ReleasePage, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = the_release(&open, &reader, args.release.as_deref(), &at)?;
        let begun = reader.begun(&release.id, &at)?;
        let carried = begun.iter().filter(|b| b.carried).count();
        let work: Vec<Work> =
            begun.iter().filter(|b| !b.carried).map(|b| Work { stage: b.stage, at: b.at }).collect();
        let since: HashMap<EntityId, i64> = begun.iter().map(|b| (b.id, b.at)).collect();
        let returns = returns(&reader, &release, &since, &at)?;
        let walked = path(&work, &returns.iter().map(|(r, _)| *r).collect::<Vec<_>>());
        let product = lookups::first_link(&reader, &release.id, "of-product", true, &at)?;
        let others = match &product {
            Some(p) => reader.linked(&p.id, "of-product", false, &at)?,
            None => context::releases(&reader, &at)?,
        };
        let mut others: Vec<Card> = others.into_iter().filter(|c| c.id != release.id).collect();
        others.sort_by(|a, b| b.created_at.cmp(&a.created_at));
        Ok(ReleasePage {
            template: template(&reader, &release, &at)?,
            visits: walked
                .visits
                .iter()
                .map(|v| VisitDto {
                    stage: v.stage.as_str().into(),
                    label: stage_label(v.stage).into(),
                    from: date::from_millis(v.from),
                    to: date::from_millis(v.to),
                    artefacts: v.artefacts.into(),
                    by: v.by.map(Into::into),
                })
                .collect(),
            returns: returns.into_iter().map(|(_, dto)| dto).collect(),
            late: walked
                .late
                .iter()
                .map(|(stage, n)| LateDto { label: stage_label(*stage).into(), artefacts: (*n).into() })
                .collect(),
            made: (begun.len() - carried).into(),
            carried: carried.into(),
            previous: lookups::first_link(&reader, &release.id, "follows", true, &at)?
                .map(|c| cards::card(&c, None)),
            others: others.iter().map(|c| cards::card(c, None)).collect(),
            card: cards::card(&release, None),
        })
    }

    pub(crate) fn release_handed_on(&self, args: ReleaseArgs) -> Result<HandedOn, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = the_release(&open, &reader, args.release.as_deref(), &at)?;
        let mut groups = Vec::new();
        for (name, with) in HANDED_ON {
            let found = held(&reader, &release, name, with, 0, &at)?;
            if !found.rows.is_empty() {
                groups.push(HandedGroup {
                    kind: (*name).into(),
                    label: kind(name).map_or(*name, |k| k.plural).into(),
                    cards: cards::cards(&reader, &found.rows, &at)?,
                });
            }
        }
        Ok(HandedOn { card: cards::card(&release, None), groups })
    }

    pub(crate) fn release_start(&self, args: StartArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        if args.title.trim().is_empty() {
            return Err(invalid(vec![FieldErrorDto {
                field: "title".into(),
                code: "required".into(),
                sentence: "A release needs a name.".into(),
            }]));
        }
        let handed = self.release_handed_on(ReleaseArgs { release: args.from, at: Default::default() })?;
        let carry = match args.carry {
            Some(list) => list,
            None => handed.groups.iter().flat_map(|g| &g.cards).map(|c| c.id.clone()).collect(),
        };
        let product = {
            let reader = open.workspace.reader()?;
            let id = reader.resolve(&handed.card.id, &At::Now)?;
            lookups::first_link(&reader, &id, "of-product", true, &At::Now)?
        };
        let mut fields: BTreeMap<String, Json> = BTreeMap::from([
            ("title".to_owned(), Json::from(args.title.trim())),
            ("previous".to_owned(), Json::from(handed.card.id)),
        ]);
        if let Some(product) = product {
            fields.insert("product".into(), Json::from(product.id.to_string()));
        }
        if let Some(goal) = args.goal.filter(|g| !g.trim().is_empty()) {
            fields.insert("goal".into(), Json::from(goal));
        }
        let links = carry
            .into_iter()
            .map(|other| NewLink {
                type_: "includes".into(),
                other,
                out: true,
                fields: [("how".to_owned(), Json::from("carried"))].into(),
                ..NewLink::default()
            })
            .collect();
        self.artefact_add(AddArgs {
            kind: "release".into(),
            fields,
            links,
            reason: args.reason,
            ..AddArgs::default()
        })
    }

    pub(crate) fn release_compare(&self, args: CompareArgs) -> Result<Compared, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let before = the_release(&open, &reader, Some(&args.before), &at)?;
        let after = the_release(&open, &reader, args.after.as_deref(), &at)?;
        let (old, new) = (includes(&reader, &before, &at)?, includes(&reader, &after, &at)?);
        let ids = |list: &[Card]| list.iter().map(|c| c.id).collect::<BTreeSet<_>>();
        let (old_ids, new_ids) = (ids(&old), ids(&new));
        let pick = |list: &[Card], keep: &dyn Fn(&EntityId) -> bool| {
            let some: Vec<Card> = list.iter().filter(|c| keep(&c.id)).cloned().collect();
            cards::cards(&reader, &some, &at)
        };
        Ok(Compared {
            added: pick(&new, &|id| !old_ids.contains(id))?,
            dropped: pick(&old, &|id| !new_ids.contains(id))?,
            kept: pick(&new, &|id| old_ids.contains(id))?,
            otherwise: otherwise(&reader, &old, &new, &at)?,
            before: cards::card(&before, None),
            after: cards::card(&after, None),
        })
    }
}

/// The release a caller names, or the current one.
fn the_release(
    open: &crate::app::Open,
    reader: &Reader,
    named: Option<&str>,
    at: &At,
) -> Result<Card, ApiError> {
    let card = match named {
        Some(reference) => {
            let id = lookups::find_of_kind(reader, "release", reference, at)?;
            lookups::card(reader, &id, at)?
        }
        None => context::current_release(open, reader, at)?,
    };
    card.ok_or_else(|| {
        ApiError::new("no-release", "There is no release here at that moment.", "Start or name a release.")
    })
}

fn held(
    reader: &Reader,
    release: &Card,
    kind: &str,
    with: Holds,
    limit: u64,
    at: &At,
) -> Result<throughline_store::Page<Card>, ApiError> {
    let filters = with.iter().map(|(f, o, v)| ((*f).into(), (*o).into(), (*v).into())).collect();
    let query = ListQuery {
        kinds: vec![kind.into()],
        release: Some(release.id),
        filters,
        limit,
        ..ListQuery::default()
    };
    Ok(reader.list(&query, at)?)
}

fn template(reader: &Reader, release: &Card, at: &At) -> Result<Vec<TemplateStage>, ApiError> {
    let mut stages: Vec<TemplateStage> = Vec::new();
    for slot in TEMPLATE {
        let stage = slot.stage.as_str();
        if stages.last().is_none_or(|s| s.stage != stage) {
            let label = if slot.stage == Stage::Any { "Decisions" } else { stage_label(slot.stage) };
            stages.push(TemplateStage { stage: stage.into(), label: label.into(), slots: Vec::new() });
        }
        let found = held(reader, release, slot.kind, slot.with, 1, at)?;
        if let Some(stage) = stages.last_mut() {
            stage.slots.push(SlotDto {
                name: slot.name.into(),
                label: slot.label.into(),
                kind: slot.kind.into(),
                count: found.total.into(),
                filled: found.total >= slot.at_least,
                card: found.rows.first().map(|c| cards::card(c, None)),
                begin: begin(slot),
            });
        }
    }
    Ok(stages)
}

/// What a form that fills the slot can begin with: fields that must have one given value.
fn begin(slot: &Slot) -> Vec<(String, String)> {
    let given = |(_, operator, value): &&(&str, &str, &str)| *operator == "=" && !value.is_empty();
    slot.with.iter().filter(given).map(|(field, _, value)| ((*field).into(), (*value).into())).collect()
}

/// The loop-backs of a release, the earliest first, each with the return it is.
fn returns(
    reader: &Reader,
    release: &Card,
    since: &HashMap<EntityId, i64>,
    at: &At,
) -> Result<Vec<(Return, ReturnDto)>, ApiError> {
    let mut out = Vec::new();
    for card in held(reader, release, "loop-back", &[], 0, at)?.rows {
        let artefact = reader.get(&card.id, at)?;
        let place = |field: &str| place(artefact.state.text(field).unwrap_or_default());
        let (from, to) = (place("from"), place("to"));
        let linked = |type_: &str| -> Vec<CardDto> {
            let links = artefact.links.iter().filter(|l| is(l, type_, true));
            links.map(|l| cards::card(&l.other, None)).collect()
        };
        let answers = linked("closed-by");
        let millis = since.get(&card.id).copied().unwrap_or_default();
        let dto = ReturnDto {
            from: from.as_str().into(),
            to: to.as_str().into(),
            at: date::from_millis(millis),
            reason: artefact.state.text("reason").unwrap_or_default().into(),
            triggers: linked("triggered-by"),
            closed: !answers.is_empty() || artefact.state.text("status") == Some("closed"),
            answers,
            card: cards::card(&card, None),
        };
        out.push((Return { from, to, at: millis }, dto));
    }
    out.sort_by_key(|(back, _)| back.at);
    Ok(out)
}

/// The stage of a place that a loop-back names: a stage, or `phase:…`.
pub(crate) fn place(name: &str) -> Stage {
    match name.strip_prefix("phase:") {
        Some(phase) => lane_of_phase(phase).unwrap_or(Stage::Build),
        None => LANES.iter().copied().find(|s| s.as_str() == name).unwrap_or(Stage::Any),
    }
}

/// What a release includes, in the order of the thread.
fn includes(reader: &Reader, release: &Card, at: &At) -> Result<Vec<Card>, ApiError> {
    let query = ListQuery { release: Some(release.id), limit: 0, ..ListQuery::default() };
    let mut list = reader.list(&query, at)?.rows;
    let rank = |card: &Card| LANES.iter().position(|s| s.as_str() == card.stage).unwrap_or(LANES.len());
    list.sort_by_key(|card| (rank(card), card.kind.clone(), card.created_at.clone()));
    Ok(list)
}

/// What the accepted decisions of each release say of the same thing, where they differ, and the
/// decisions of the later one that replace one of the earlier.
fn otherwise(reader: &Reader, old: &[Card], new: &[Card], at: &At) -> Result<Vec<OtherwiseDto>, ApiError> {
    let word = |card: &Card, word: &str| OutcomeDto {
        word: word.to_owned(),
        decision: card.id.to_string(),
        short: card.short.clone(),
    };
    let mut said: [BTreeMap<EntityId, (Card, OutcomeDto)>; 2] = Default::default();
    let mut out = Vec::new();
    for (list, said) in [old, new].into_iter().zip(&mut said) {
        let mut decisions: Vec<&Card> = list.iter().filter(|c| c.kind == "decision").collect();
        decisions.sort_by(|a, b| a.created_at.cmp(&b.created_at));
        for decision in decisions {
            if !matches!(decision.status.as_deref(), Some("accepted" | "superseded")) {
                continue;
            }
            for link in reader.links(&decision.id, at)?.iter().filter(|l| is(l, "decides", true)) {
                let Some(outcome) = link.state.text("outcome") else { continue };
                said.insert(link.other.id, (link.other.clone(), word(decision, outcome)));
            }
        }
    }
    let [before, after] = said;
    for (id, (card, then)) in &before {
        if let Some((_, now)) = after.get(id).filter(|(_, now)| now.word != then.word) {
            out.push(OtherwiseDto {
                card: cards::card(card, None),
                before: then.clone(),
                after: now.clone(),
            });
        }
    }
    let old_ids: BTreeSet<EntityId> = old.iter().map(|c| c.id).collect();
    for decision in new.iter().filter(|c| c.kind == "decision" && !old_ids.contains(&c.id)) {
        for replaced in reader.linked(&decision.id, "supersedes", true, at)? {
            if old_ids.contains(&replaced.id) {
                out.push(OtherwiseDto {
                    card: cards::card(&replaced, None),
                    before: word(&replaced, "decided"),
                    after: word(decision, "replaced"),
                });
            }
        }
    }
    Ok(out)
}
