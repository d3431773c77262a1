//! Values that met: every field in conflict, with what stands side by side in it.
//!
//! A conflict is settled by setting the field, as one change (`artefact.set`): what was set knowing all of
//! the values replaces them, and they stay in the history.

use serde_json::Value as Json;
use throughline_model::{Kind, kind};

use crate::App;
use crate::dto::{
    ApiError, AtDto, ConflictDto, ConflictList, ConflictsArgs, FieldView, GetArgs, HeadDto, Saved, SetArgs,
    SettleArgs,
};
use crate::lookups::moment;

impl App {
    pub(crate) fn conflicts(&self, args: ConflictsArgs) -> Result<ConflictList, ApiError> {
        let disputed = self.opened()?.workspace.reader()?.disputed(&moment(&args.at))?;
        let mut rows: Vec<ConflictDto> = Vec::with_capacity(disputed.len());
        let mut done = None;
        for one in disputed {
            if done.replace(one.entity) == Some(one.entity) {
                continue;
            }
            // All fields of an artefact at once, in the order of its form.
            let page = self.artefact_get(GetArgs { id: one.entity.to_string(), at: args.at.clone() })?;
            rows.extend(page.fields.into_iter().filter(|field| !field.conflict.is_empty()).map(|field| {
                ConflictDto {
                    label: label(&page.card.kind, &field.name),
                    card: page.card.clone(),
                    field: field.name,
                    heads: field.conflict,
                    merged: field.merged,
                    read_only: page.read_only.clone(),
                }
            }));
        }
        rows.sort_by(|a, b| a.card.short.cmp(&b.card.short));
        Ok(ConflictList { rows })
    }
}

impl App {
    pub(crate) fn conflict_settle(&self, args: SettleArgs) -> Result<Saved, ApiError> {
        let page = self.artefact_get(GetArgs { id: args.id.clone(), at: AtDto::Now })?;
        let asked = args.field.trim();
        let named = |field: &&FieldView| {
            field.name == asked || label(&page.card.kind, &field.name).eq_ignore_ascii_case(asked)
        };
        let in_conflict = |field: &&FieldView| !field.conflict.is_empty();
        let Some(field) = page.fields.iter().filter(in_conflict).find(named) else {
            let open: Vec<&str> =
                page.fields.iter().filter(in_conflict).map(|field| field.name.as_str()).collect();
            return Err(ApiError::new(
                "no-conflict",
                format!("Nothing is in conflict in “{asked}” of {}. Nothing was recorded.", page.card.short),
                if open.is_empty() {
                    "`throughline conflicts` lists what is.".to_owned()
                } else {
                    format!("In conflict there: {}.", open.join(", "))
                },
            )
            .about(asked));
        };
        let value = kept(field, args.keep.trim())?;
        // A removal beside an edit: the edit stands there without a value.
        let value = if field.name == "removed" { Json::from(value == true) } else { value };
        self.artefact_set(SetArgs {
            id: page.card.id.clone(),
            fields: [(field.name.clone(), value)].into(),
            reason: args.reason,
            ..SetArgs::default()
        })
    }
}

/// The value that is meant among those that met.
fn kept(field: &FieldView, keep: &str) -> Result<Json, ApiError> {
    if keep == "merged" {
        if let Some(merged) = &field.merged {
            return Ok(Json::from(merged.text.clone()));
        }
    } else if let Some(head) =
        keep.parse::<usize>().ok().and_then(|number| field.conflict.get(number.checked_sub(1)?))
    {
        return Ok(head.value.clone());
    } else {
        let theirs: Vec<&HeadDto> =
            field.conflict.iter().filter(|head| head.set.by.eq_ignore_ascii_case(keep)).collect();
        if let ([one], false) = (theirs.as_slice(), keep.is_empty()) {
            return Ok(one.value.clone());
        }
    }
    let values = (1..).zip(&field.conflict).map(|(number, head)| {
        let by = if head.set.by.is_empty() { "somebody" } else { &head.set.by };
        format!("{number} ({by})")
    });
    let merged = field.merged.as_ref().map(|_| "merged".to_owned());
    Err(ApiError::new(
        "which-value",
        format!(
            "“{keep}” does not say which of the values of {} is to stay. Nothing was recorded.",
            field.name
        ),
        format!("Name one: {}.", values.chain(merged).collect::<Vec<_>>().join(", ")),
    )
    .about(keep))
}

/// What a field of a kind is called.
pub(crate) fn label(kind_name: &str, field: &str) -> String {
    let known = kind(kind_name).and_then(|kind: &Kind| kind.field(field));
    known.map_or(field, |field| field.label).to_owned()
}
