//! Criteria: by lens, weighted by swing, locked before scores are seen; and the objective beside them.

use std::collections::HashSet;

use serde_json::Value as Json;
use throughline_model::criteria::{self as model, LENSES, Recorded};
use throughline_model::{State, kind};
use throughline_record::{Act, EntityId, Fields, RecordDraft, Value};
use throughline_store::{Append, Artefact, At, Card, Reader};

use crate::App;
use crate::cards;
use crate::dto::{
    ApiError, CriteriaView, CriterionView, FieldErrorDto, LockArgs, MissingDto, ObjectiveView, Saved,
    StageArgs, WeighArgs,
};
use crate::error::invalid;
use crate::lookups::{self, is, moment};

impl App {
    pub(crate) fn criteria_view(&self, args: StageArgs) -> Result<CriteriaView, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = moment(&args.at);
        let release = lookups::release_of(&open, &reader, args.release.as_deref(), &at)?;
        let list = read(&reader, release, &at)?;
        let recorded: Vec<Recorded> = list.iter().map(|c| of(&c.state)).collect();
        let gaps = model::gaps(&recorded);
        let dto = |field: &str, words: &str| MissingDto { field: field.into(), words: words.into() };
        let rows: Vec<CriterionView> = list
            .iter()
            .enumerate()
            .map(|(at, criterion)| CriterionView {
                gaps: gaps
                    .iter()
                    .filter(|gap| gap.criterion == Some(at))
                    .map(|gap| dto(gap.field, &gap.words))
                    .collect(),
                ..view(criterion)
            })
            .collect();
        let all = gaps.iter().filter(|gap| gap.criterion.is_none());
        Ok(CriteriaView {
            empty_lenses: model::empty_lenses(&recorded).into_iter().map(str::to_owned).collect(),
            gaps: all.map(|gap| dto(gap.field, &gap.words)).collect(),
            sum: model::sum(&recorded).filter(|_| !recorded.is_empty()),
            locked: !rows.is_empty() && rows.iter().all(|row| !row.locked_at.is_empty()),
            rows,
            objective: objective(&reader, release, &at)?,
        })
    }

    pub(crate) fn criteria_weigh(&self, args: WeighArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let refused = |field: &str, why: String| {
            let sentence = format!("{}.", crate::error::capital(&why));
            invalid(vec![FieldErrorDto { field: field.into(), code: "not-a-swing".into(), sentence }])
        };
        let swings: Vec<f64> = args.swings.values().copied().collect();
        let weights = model::weights_by_swing(&swings).map_err(|why| refused("swings", why.to_string()))?;
        let mut records = Vec::new();
        let mut first = None;
        let mut named = HashSet::new();
        for (reference, weight) in args.swings.keys().zip(weights) {
            let id = lookups::find_of_kind(&reader, "criterion", reference, &At::Now)?;
            if !named.insert(id) {
                let short =
                    lookups::card(&reader, &id, &At::Now)?.map_or_else(|| reference.clone(), |c| c.short);
                return Err(refused(
                    "swings",
                    format!("{short} is named twice, and can have one swing only"),
                ));
            }
            first = first.or(Some(id));
            let weight = Value::Text(weight);
            if reader.state(&id, &At::Now)?.is_none_or(|state| state.value("weight") != Some(&weight)) {
                records.push(edit(id, "weight", weight));
            }
        }
        let Some(first) = first else { return Err(refused("swings", "there are no criteria".into())) };
        let mut append = Append::new(open.actor(), Act::Edit, records);
        append.note = args.reason.filter(|r| !r.trim().is_empty());
        self.seal(&open, append, first, args.draft.as_deref())
    }

    pub(crate) fn criteria_lock(&self, args: LockArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let at = At::Now;
        let release = lookups::release_of(&open, &reader, args.release.as_deref(), &at)?;
        let list = read(&reader, release, &at)?;
        let gaps = model::gaps(&list.iter().map(|c| of(&c.state)).collect::<Vec<_>>());
        if !gaps.is_empty() {
            let words = gaps.iter().map(|gap| match gap.criterion.and_then(|at| list.get(at)) {
                Some(criterion) => format!("{} {}", criterion.card.short, gap.words),
                None => gap.words.clone(),
            });
            let words = words.collect::<Vec<_>>().join("; ");
            return Err(ApiError::new(
                "not-ready",
                format!("The criteria cannot be locked yet: {words}. Nothing was recorded."),
                "Fill in what is missing, then lock them.",
            ));
        }
        let now = Value::Text(self.env.clock.now());
        let open_ones = list.iter().filter(|c| c.state.text("locked-at").is_none());
        let records: Vec<RecordDraft> =
            open_ones.map(|c| edit(c.card.id, "locked-at", now.clone())).collect();
        let Some(first) = list.first() else { return Err(crate::error::internal("no criteria")) };
        let mut append = Append::new(open.actor(), Act::Edit, records);
        append.note = args.reason.filter(|r| !r.trim().is_empty());
        self.seal(&open, append, first.card.id, None)
    }
}

/// The criteria of a release, by lens, within a lens the oldest first.
pub(crate) fn read(reader: &Reader, release: Option<EntityId>, at: &At) -> Result<Vec<Artefact>, ApiError> {
    let cards = lookups::all_of(reader, "criterion", release, at)?;
    let mut list = cards.iter().map(|c| reader.get(&c.id, at)).collect::<Result<Vec<_>, _>>()?;
    let lens =
        |state: &State| LENSES.iter().position(|l| Some(*l) == state.text("lens")).unwrap_or(LENSES.len());
    list.sort_by_key(|criterion| lens(&criterion.state));
    Ok(list)
}

fn of(state: &State) -> Recorded {
    let text = |field: &str| state.text(field).unwrap_or_default().to_owned();
    Recorded {
        lens: text("lens"),
        worst: text("worst"),
        best: text("best"),
        weight: lookups::number(state, "weight"),
        gate: lookups::number(state, "gate"),
    }
}

fn view(criterion: &Artefact) -> CriterionView {
    let state = &criterion.state;
    let text = |field: &str| state.text(field).unwrap_or_default().to_owned();
    let unit = text("unit");
    let value = |field: &str| match text(field) {
        number if number.is_empty() || unit.is_empty() => number,
        number => format!("{number} {unit}"),
    };
    let owner = criterion.links.iter().find(|l| is(l, "owned-by", true)).map(|l| cards::card(&l.other, None));
    CriterionView {
        card: cards::card(&criterion.card, None),
        lens: text("lens"),
        worst: text("worst"),
        worst_value: value("worst-value"),
        best: text("best"),
        best_value: value("best-value"),
        weight: lookups::number(state, "weight"),
        gate: lookups::number(state, "gate"),
        owner,
        locked_at: text("locked-at"),
        changed: changed(state),
        gaps: Vec::new(),
    }
}

/// The labels of what was set after the criterion was locked, by when both were recorded.
fn changed(state: &State) -> Vec<String> {
    let set = |name: &str| Some(state.fields.get(name)?.shown()?.set.at.as_str());
    let (Some(locked), Some(_)) = (set("locked-at"), state.text("locked-at")) else { return Vec::new() };
    let all =
        state.fields.iter().filter_map(|(name, field)| Some((name.as_str(), field.shown()?.set.at.as_str())));
    let label = |name: &str| {
        kind("criterion").and_then(|k| k.field(name)).map_or_else(|| name.to_owned(), |f| f.label.to_owned())
    };
    model::changed_since(locked, all).into_iter().map(label).collect()
}

fn edit(id: EntityId, field: &str, value: Value) -> RecordDraft {
    RecordDraft {
        kind: throughline_model::written_kind("criterion"),
        entity: id,
        on: None,
        ends: None,
        content: Fields::from([(field.to_owned(), Some(value))]),
        personal: Fields::new(),
    }
}

fn objective(reader: &Reader, release: Option<EntityId>, at: &At) -> Result<Option<ObjectiveView>, ApiError> {
    let list: Vec<Card> = lookups::all_of(reader, "objective", release, at)?;
    let Some(card) = list.last() else { return Ok(None) };
    let objective = reader.get(&card.id, at)?;
    let metric = objective.links.iter().find(|l| is(l, "measured-by", true)).map(|l| &l.other);
    let unit = match metric {
        Some(metric) => reader.state(&metric.id, at)?.and_then(|s| s.text("unit").map(str::to_owned)),
        None => None,
    };
    let text = |field: &str| match objective.state.value(field).map(Value::to_json) {
        Some(Json::String(text)) => text,
        Some(other) => other.to_string(),
        None => String::new(),
    };
    Ok(Some(ObjectiveView {
        card: cards::card(card, None),
        metric: metric.map(|c| cards::card(c, None)),
        unit: unit.unwrap_or_default(),
        direction: text("direction"),
        target: text("target"),
        by: text("by-when"),
    }))
}
