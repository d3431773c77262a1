//! `restore`: an artefact, a link or some fields as they were at an earlier moment, as a new change.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use throughline_model::{self as model, Field, FieldType, Kind, LINK_KIND, State, written_kind};
use throughline_record::{Act, EntityId, Fields, RecordDraft, Value};
use throughline_store::{Append, At, Card, LinkSeen, Reader};

use super::read;
use crate::App;
use crate::cards;
use crate::dto::{ApiError, FieldChangeDto, MomentDto, RestoreArgs, Restored, SetArgs};
use crate::linking::Linking;
use crate::lookups::is;
use crate::writes;

impl App {
    pub(crate) fn restore(&self, args: RestoreArgs) -> Result<Restored, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let (at, moment) = read(&reader, &args.as_of)?;
        if at == At::Now {
            return Err(ApiError::new(
                "bad-moment",
                "Nothing can be restored as it is now. Nothing was recorded.",
                "Name an earlier moment: #212, or a date like 2026-08-03.",
            ));
        }
        // It may have been removed since, or have been there under this reference at that moment only.
        let id = reader.resolve(&args.id, &At::Now).or_else(|_| reader.resolve(&args.id, &at))?;
        let now = reader.get(&id, &At::Now)?;
        let Some(was) = reader.state(&id, &at)? else { return Err(not_there(&now.card, &moment)) };
        for name in &args.fields {
            let known = match &now.state.ends {
                Some(ends) => model::link(&ends.type_).and_then(|type_| type_.field(name)).is_some(),
                None => now.state.kind_entry().and_then(|kind| kind.field(name)).is_some(),
            };
            if !known && name != "removed" {
                return Err(ApiError::new(
                    "unknown-field",
                    format!("{} has no field “{name}”. Nothing was recorded.", now.card.short),
                    "Leave the fields out to restore all of them.",
                )
                .about(name.clone()));
            }
        }
        let wanted = |name: &str| args.fields.is_empty() || args.fields.iter().any(|field| field == name);
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        let (records, fields, left, card) = if now.state.kind == LINK_KIND {
            let (record, fields, left) = link(&reader, &was, &now.state, wanted)?;
            let from = now.state.ends.as_ref().map(|ends| ends.from);
            let card = reader.cards(from.as_slice(), &At::Now)?.into_iter().next();
            (Vec::from_iter(record), fields, left, card.unwrap_or(now.card))
        } else {
            let then = reader.links(&id, &at)?;
            let plan = plan(&was, &now.state, &then, &now.links, wanted);
            let set = SetArgs { id: args.id.clone(), fields: plan.set, ..SetArgs::default() };
            let record = if plan.changes.is_empty() {
                None
            } else {
                writes::changed(&mut linking, open.actor(), id, &set)?
            };
            let mut records = Vec::from_iter(record);
            records.append(&mut linking.records);
            (records, plan.changes, plan.left, now.card)
        };
        let mut restored =
            Restored { card: cards::card(&card, None), as_of: moment, fields, left, saved: None };
        if records.is_empty() && !args.preview {
            return Err(ApiError::new(
                "nothing-to-restore",
                format!(
                    "{} is as it was at {} already. Nothing was recorded.",
                    card.short, restored.as_of.text
                ),
                "Choose another moment; its history shows what changed when.",
            ));
        }
        if !args.preview {
            let mut append = Append::new(open.actor(), Act::Edit, records);
            let reason = args.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
            let as_of = format!("restored as of {}", restored.as_of.text);
            append.note = Some(reason.map_or(as_of.clone(), |reason| format!("{as_of}: {reason}")));
            restored.saved = Some(self.seal(&open, append, card.id, None)?);
        }
        Ok(restored)
    }
}

fn not_there(card: &Card, moment: &MomentDto) -> ApiError {
    ApiError::new(
        "not-there-yet",
        format!(
            "{} {} was not recorded yet at {}. Nothing was recorded.",
            card.short, card.title, moment.text
        ),
        "Choose a later moment. What should not be there can be removed; it is kept, and shown grey.",
    )
    .about(card.short.clone())
}

/// What a restore sets, and how it reads.
struct Plan {
    set: BTreeMap<String, Json>,
    changes: Vec<FieldChangeDto>,
    left: Vec<String>,
}

fn plan(
    was: &State,
    now: &State,
    then: &[LinkSeen],
    today: &[LinkSeen],
    wanted: impl Fn(&str) -> bool,
) -> Plan {
    let mut plan = Plan { set: BTreeMap::new(), changes: Vec::new(), left: Vec::new() };
    let fields = now.kind_entry().into_iter().flat_map(Kind::all_fields);
    for field in fields.filter(|field| wanted(field.name) && !field.is_given()) {
        if let FieldType::Ref { link, out, .. } = field.ty {
            plan.reference(field, link, out, then, today);
            continue;
        }
        let (before, after) = (now.value(field.name), was.value(field.name));
        let same = match field.name {
            "removed" => now.removed() == was.removed(),
            _ => before == after,
        };
        if same {
            continue;
        }
        if was.erased(field.name) {
            plan.left.push(format!("{} was erased since, and cannot come back.", field.label));
        } else if matches!(field.ty, FieldType::Attachments) {
            plan.left.push(format!("{} stay as they are: attach again what is missing.", field.label));
        } else {
            let json = match field.name {
                "removed" => Json::Bool(was.removed()),
                _ => after.map_or(Json::Null, Value::to_json),
            };
            plan.set.insert(field.name.into(), json.clone());
            plan.changes.push(change(field, before.map_or(Json::Null, Value::to_json), json));
        }
    }
    plan
}

impl Plan {
    /// A field that is a link: what it pointed to then, by its links.
    fn reference(&mut self, field: &Field, type_: &str, out: bool, then: &[LinkSeen], today: &[LinkSeen]) {
        let others = |links: &[LinkSeen]| -> BTreeMap<EntityId, String> {
            let of_field = links.iter().filter(|l| is(l, type_, out));
            of_field.map(|l| (l.other.id, format!("{} {}", l.other.short, l.other.title))).collect()
        };
        let (mut before, mut after) = (others(today), others(then));
        // What was itself removed since stays out of sight until it is restored itself.
        let gone: Vec<EntityId> = today
            .iter()
            .filter(|l| l.other.removed && after.contains_key(&l.other.id))
            .map(|l| l.other.id)
            .collect();
        for id in gone {
            if let Some(name) = after.remove(&id) {
                before.remove(&id);
                self.left.push(format!("{}: {name} was removed since. Bring it back first.", field.label));
            }
        }
        if before.keys().eq(after.keys()) {
            return;
        }
        let names = |of: &BTreeMap<EntityId, String>| -> Json {
            if of.is_empty() { Json::Null } else { of.values().cloned().collect::<Vec<_>>().into() }
        };
        self.changes.push(change(field, names(&before), names(&after)));
        self.set.insert(field.name.into(), after.keys().map(ToString::to_string).collect::<Vec<_>>().into());
    }
}

fn change(field: &Field, before: Json, after: Json) -> FieldChangeDto {
    FieldChangeDto { name: field.name.into(), label: field.label.into(), before, after, erased: false }
}

type LinkPlan = (Option<RecordDraft>, Vec<FieldChangeDto>, Vec<String>);

/// The record that brings a link back to how it was: its own fields, and whether it stands.
fn link(
    reader: &Reader,
    was: &State,
    now: &State,
    wanted: impl Fn(&str) -> bool,
) -> Result<LinkPlan, ApiError> {
    let Some(ends) = reader.standing_ends(&now.entity, &At::Now)? else {
        return Ok((None, Vec::new(), Vec::new()));
    };
    let (mut content, mut personal) = (Fields::new(), Fields::new());
    let (mut changes, mut left) = (Vec::new(), Vec::new());
    if was.removed() != now.removed() && wanted("removed") {
        content.insert("removed".into(), Some(Value::Bool(was.removed())));
        changes.push(FieldChangeDto {
            name: "removed".into(),
            label: "Taken away".into(),
            before: now.removed().into(),
            after: was.removed().into(),
            erased: false,
        });
    }
    let fields = model::link(&ends.type_).into_iter().flat_map(|type_| type_.fields.iter());
    for field in fields.filter(|field| wanted(field.name) && !field.is_given()) {
        let (before, after) = (now.value(field.name), was.value(field.name));
        if before == after {
            continue;
        }
        if was.erased(field.name) {
            left.push(format!("{} was erased since, and cannot come back.", field.label));
            continue;
        }
        let json = |value: Option<&Value>| value.map_or(Json::Null, Value::to_json);
        changes.push(change(field, json(before), json(after)));
        let part = if field.personal { &mut personal } else { &mut content };
        part.insert(field.name.into(), after.cloned());
    }
    let record = (!changes.is_empty()).then(|| RecordDraft {
        kind: written_kind(LINK_KIND),
        entity: now.entity,
        on: None,
        ends: Some(ends),
        content,
        personal,
    });
    Ok((record, changes, left))
}
