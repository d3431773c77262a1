//! `moments.compare`: what was added, removed and changed between two moments.

use std::sync::{Arc, PoisonError};

use throughline_model::{self as model, Field};
use throughline_record::{EntityId, Value};
use throughline_store::{Became, Difference, LinkDifference, MomentsQuery, ValueDifference};

use super::{kind_words, rank, read};
use crate::App;
use crate::app::Open;
use crate::cards;
use crate::dto::{
    ApiError, Count, FieldChangeDto, LinkSinceDto, MomentDto, MomentsArgs, MomentsCompared, SinceDto,
    StageCountDto,
};
use crate::error::capital;
use crate::lookups;
use crate::tables::stage_label;

/// Rows where nothing else was asked for, and at most.
const ROWS: (u64, u64) = (100, 1000);
/// Fields that the workspace gives itself: nobody reads them in a comparison.
const GIVEN: &[&str] = &["number", "source", "order"];

/// The last comparison, so that its next page need not compare again.
#[derive(Clone)]
pub(crate) struct Kept {
    asked: (u64, MomentDto, MomentDto, Option<EntityId>),
    rows: Arc<Vec<Difference>>,
}

/// A comparison before it is cut into pages.
pub(super) struct Compared {
    pub from: MomentDto,
    pub to: MomentDto,
    pub release: Option<throughline_store::Card>,
    pub rows: Arc<Vec<Difference>>,
}

impl App {
    pub(crate) fn moments_compare(&self, args: MomentsArgs) -> Result<MomentsCompared, ApiError> {
        let open = self.opened()?;
        let compared =
            self.compared(&open, &args.from, &args.to, args.release.as_deref(), args.job.as_deref())?;
        let count = |became| compared.rows.iter().filter(|one| one.became == became).count().into();
        let mut stages: Vec<StageCountDto> = Vec::new();
        for row in compared.rows.iter() {
            let stage = &row.card.stage;
            match stages.last_mut().filter(|last| last.stage == *stage) {
                Some(last) => last.count = Count(last.count.0 + 1),
                None => stages.push(StageCountDto {
                    stage: stage.clone(),
                    label: label_of(stage),
                    count: Count(1),
                }),
            }
        }
        let asked = args.stage.as_deref().filter(|s| !s.is_empty());
        let of_stage: Vec<&Difference> =
            compared.rows.iter().filter(|row| asked.is_none_or(|stage| row.card.stage == stage)).collect();
        let limit = if args.limit.0 == 0 { ROWS.0 } else { args.limit.0.min(ROWS.1) };
        let first = usize::try_from(args.offset.0).unwrap_or(usize::MAX);
        let rows = of_stage
            .iter()
            .skip(first)
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .map(|one| difference(one))
            .collect();
        Ok(MomentsCompared {
            added: count(Became::Added),
            changed: count(Became::Changed),
            removed: count(Became::Removed),
            stages,
            total: of_stage.len().into(),
            offset: args.offset,
            rows,
            release: compared.release.as_ref().map(|card| cards::card(card, None)),
            from: compared.from,
            to: compared.to,
        })
    }

    /// All differences, stage by stage. The last comparison is kept for the next page of it.
    pub(super) fn compared(
        &self,
        open: &Open,
        from: &str,
        to: &str,
        release: Option<&str>,
        job: Option<&str>,
    ) -> Result<Compared, ApiError> {
        let reader = open.workspace.reader()?;
        let (from_at, from) = read(&reader, from)?;
        let (to_at, to) = read(&reader, to)?;
        let release = match release {
            None | Some("" | "all" | "none") => None,
            // It may have been begun after the first moment.
            Some(named) => {
                Some(lookups::find_of_kind(&reader, "release", named, &throughline_store::At::Now)?)
            }
        };
        let asked = (reader.position()?, from.clone(), to.clone(), release);
        let card = match &release {
            Some(id) => lookups::card(&reader, id, &throughline_store::At::Now)?,
            None => None,
        };
        let kept = open.compared.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(kept) = kept.filter(|kept| kept.asked == asked) {
            return Ok(Compared { from, to, release: card, rows: kept.rows });
        }
        let running = self.jobs.begin(job);
        let query = MomentsQuery { from: from_at, to: to_at, release };
        let mut rows = reader.compare(&query, &running)?;
        for row in &mut rows {
            row.fields.retain(|field| !GIVEN.contains(&field.name.as_str()));
        }
        rows.retain(|row| row.became != Became::Changed || !row.fields.is_empty() || !row.links.is_empty());
        rows.sort_by_cached_key(|row| (rank(&row.card.stage), row.card.stage.clone(), row.card.kind.clone()));
        let rows = Arc::new(rows);
        *open.compared.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Kept { asked, rows: Arc::clone(&rows) });
        Ok(Compared { from, to, release: card, rows })
    }
}

/// The heading over what differs in a stage.
pub(super) fn label_of(stage: &str) -> String {
    match model::Stage::parse(stage) {
        Some(stage) => stage_label(stage).to_owned(),
        None => "Not understood".into(),
    }
}

pub(super) fn became(became: Became) -> &'static str {
    match became {
        Became::Added => "added",
        Became::Changed => "changed",
        Became::Removed => "removed",
    }
}

fn difference(one: &Difference) -> SinceDto {
    SinceDto {
        card: cards::card(&one.card, None),
        kind: capital(&kind_words(&one.card.kind)),
        became: became(one.became).into(),
        fields: fields(one),
        links: one.links.iter().map(link).collect(),
    }
}

/// The fields of a difference with their labels.
pub(super) fn fields(one: &Difference) -> Vec<FieldChangeDto> {
    let entry = model::kind(&one.card.kind);
    one.fields.iter().map(|field| field_dto(field, entry.and_then(|k| k.field(&field.name)))).collect()
}

pub(super) fn link(one: &LinkDifference) -> LinkSinceDto {
    let known = model::link(&one.type_);
    LinkSinceDto {
        id: one.id.to_string(),
        label: known.map_or(one.type_.as_str(), |l| if one.out { l.label } else { l.inverse }).to_owned(),
        other: cards::card(&one.other, None),
        became: became(one.became).into(),
        fields: one
            .fields
            .iter()
            .filter(|field| !GIVEN.contains(&field.name.as_str()))
            .map(|field| field_dto(field, known.and_then(|l| l.field(&field.name))))
            .collect(),
    }
}

fn field_dto(field: &ValueDifference, known: Option<&Field>) -> FieldChangeDto {
    FieldChangeDto {
        name: field.name.clone(),
        label: known.map_or_else(|| field.name.clone(), |f| f.label.to_owned()),
        before: field.before.as_ref().map_or(serde_json::Value::Null, Value::to_json),
        after: field.after.as_ref().map_or(serde_json::Value::Null, Value::to_json),
        erased: field.erased,
    }
}
