//! Values that met: every field in conflict, with what stands side by side in it.
//!
//! A conflict is settled by setting the field, as one change (`artefact.set`): what was set knowing all of
//! the values replaces them, and they stay in the history.

use throughline_model::{Kind, kind};

use crate::App;
use crate::dto::{ApiError, ConflictDto, ConflictList, ConflictsArgs, GetArgs};
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

/// What a field of a kind is called.
pub(crate) fn label(kind_name: &str, field: &str) -> String {
    let known = kind(kind_name).and_then(|kind: &Kind| kind.field(field));
    known.map_or(field, |field| field.label).to_owned()
}
