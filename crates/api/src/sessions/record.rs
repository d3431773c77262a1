//! What a closed phase leaves, recorded as one change.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use throughline_model::session::{Artefact as Left, Phase, Room};
use throughline_model::{kind, order, written_kind};
use throughline_record::{Act, EntityId, RecordDraft, Value};
use throughline_store::{Append, Artefact, At, Reader};

use super::release_of;
use crate::App;
use crate::app::Open;
use crate::dto::{ApiError, SetArgs};
use crate::error::{internal, invalid};
use crate::linking::{Linking, fitting, link_field};
use crate::writes::{changed, read_form};

impl App {
    /// Records what a phase leaves and what the session's own artefact says from then on. What stands already
    /// is not recorded again; what was undone stands again.
    pub(super) fn record_phase(
        &self,
        open: &Open,
        reader: &Reader,
        room: &Room,
        phase: Phase,
        session: &Artefact,
    ) -> Result<(), ApiError> {
        // Ideas are recorded when they are revealed; until then they are drafts.
        if phase == Phase::SilentWriting {
            return Ok(());
        }
        let left = room.artefacts(phase);
        let release = release_of(open, reader, session)?;
        let mut linking = Linking::new(reader, open.workspace.id(), None);
        let options = left.iter().filter(|a| a.kind == "option").count();
        let mut keys = order::spread(options).into_iter();
        let mut records = Vec::new();
        for one in &left {
            let key = (one.kind == "option").then(|| keys.next()).flatten();
            records.extend(self.left(&mut linking, one, release, key)?);
        }
        let fields: BTreeMap<String, Json> =
            room.session_fields().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let args = SetArgs { fields, ..SetArgs::default() };
        records.extend(changed(&mut linking, open.actor(), session.card.id, &args)?);
        records.append(&mut linking.records);
        let mut append = Append::new(open.actor(), Act::Edit, records);
        append.note = Some(format!("{} in {}.", phase.label(), session.card.short));
        self.seal(open, append, session.card.id, None)?;
        Ok(())
    }

    fn left(
        &self,
        linking: &mut Linking<'_>,
        one: &Left,
        release: Option<EntityId>,
        order: Option<String>,
    ) -> Result<Option<RecordDraft>, ApiError> {
        let id: EntityId = one.id.parse().map_err(|_| internal(&format!("{} is no id", one.id)))?;
        let of_kind = kind(one.kind).ok_or_else(|| internal(one.kind))?;
        let state = linking.reader.state(&id, &At::Now)?;
        let new = state.is_none();
        let mut fields: BTreeMap<String, Json> =
            one.fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        // Its other end is made by this very change, and no form could name it.
        let whole = if one.kind == "option" { fields.remove("decision") } else { None };
        if state.as_ref().is_some_and(|s| s.removed()) {
            fields.insert("removed".into(), Json::from(false));
        }
        let mut input = read_form(of_kind, &fields, state.as_ref());
        if !input.errors.is_empty() {
            return Err(invalid(input.errors));
        }
        for (field, list) in &input.refs {
            link_field(linking, of_kind, field, id, list, new)?;
        }
        let whole = whole.and_then(|w| w.get(0)?.as_str()?.parse::<EntityId>().ok());
        if let Some(decision) = whole {
            let type_ = fitting("option-of", "option", "decision")?;
            linking.link(type_, id, decision, new.then_some(id), &BTreeMap::new())?;
        }
        if let Some(release) = release.filter(|_| of_kind.belongs_to_releases()) {
            let type_ = fitting("includes", "release", one.kind)?;
            let how = [("how".to_owned(), Json::from("created-here"))].into();
            linking.link(type_, release, id, new.then_some(id), &how)?;
        }
        if let Some(key) = order.filter(|_| new) {
            input.content.insert("order".into(), Some(Value::Text(key)));
        }
        if !new && input.content.is_empty() && input.personal.is_empty() {
            return Ok(None);
        }
        Ok(Some(RecordDraft {
            kind: written_kind(of_kind.name),
            entity: id,
            on: None,
            ends: None,
            content: input.content,
            personal: input.personal,
        }))
    }
}
