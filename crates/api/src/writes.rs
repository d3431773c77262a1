//! Recording artefacts and links: one form, one change.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value as Json;
use throughline_model::{
    self as model, Field, FieldType, Kind, Merge, State, check_new, kind, parse_json, set_change,
    written_kind,
};
use throughline_record::{Act, EntityId, Fields, RecordDraft, Value};
use throughline_store::{Append, At, LinkSeen, Reader, StoreError};

use crate::App;
use crate::app::Open;
use crate::context;
use crate::dto::{
    AddArgs, ApiError, FieldErrorDto, LinkArgs, RemoveArgs, Saved, SetArgs, UndoArgs, UndoneDto, UnlinkArgs,
};
use crate::error::invalid;
use crate::linking::{Linking, add_link, end, fitting, link_field, not_yours};
use crate::lookups;
use crate::parts::Placed;
use crate::stances;

/// What a form says, by where it is kept.
#[derive(Default)]
pub(crate) struct Input {
    pub(crate) content: Fields,
    pub(crate) personal: Fields,
    /// Reference fields with the ends they should have.
    pub(crate) refs: Vec<(&'static Field, Vec<String>)>,
    pub(crate) errors: Vec<FieldErrorDto>,
}

impl Input {
    fn put(&mut self, personal: bool, name: &str, value: Option<Value>) {
        let part = if personal { &mut self.personal } else { &mut self.content };
        part.insert(name.to_owned(), value);
    }

    pub(crate) fn refuse(&mut self, field: &str, code: &str, sentence: impl Into<String>) {
        self.errors.push(FieldErrorDto { field: field.into(), code: code.into(), sentence: sentence.into() });
    }

    fn is_empty(&self) -> bool {
        self.content.is_empty() && self.personal.is_empty()
    }
}

/// A new artefact before its change is sealed.
pub(crate) struct Drafted {
    pub(crate) id: EntityId,
    pub(crate) record: RecordDraft,
    /// Required fields it does not fill.
    pub(crate) missing: Vec<FieldErrorDto>,
}

/// Reads a form by the kind's table. With a present state only what differs is kept.
pub(crate) fn read_form(kind: &'static Kind, fields: &BTreeMap<String, Json>, now: Option<&State>) -> Input {
    let mut input = Input::default();
    for (name, json) in fields {
        let Some(field) = kind.field(name) else {
            let error = model::check_field(kind, name).err();
            input.errors.extend(error.map(Into::into));
            continue;
        };
        if field.is_given() {
            input.errors.push(not_yours(field));
            continue;
        }
        if matches!(field.ty, FieldType::Ref { .. }) {
            match references(json) {
                Some(list) => input.refs.push((field, list)),
                None => input.refuse(
                    name,
                    "not-a-reference",
                    format!("{} takes an id or a list of ids.", field.label),
                ),
            }
            continue;
        }
        let value = match parse_json(field, json) {
            Ok(value) => value,
            Err(error) => {
                input.errors.push(error.into());
                continue;
            }
        };
        let before = now.and_then(|s| s.value(name));
        if field.merge == Merge::Set {
            let change = match value {
                Some(Value::Map(changes)) => Some(Value::Map(changes)),
                wanted => set_change(before, wanted.as_ref()),
            };
            if let Some(change) = change {
                input.put(field.personal, name, Some(change));
            }
        } else {
            let met = now.is_some_and(|s| s.conflicts().contains(&name.as_str()));
            // Clearing what was never set says nothing; among values that met it settles.
            if met || (value.as_ref() != before && (value.is_some() || before.is_some())) {
                input.put(field.personal, name, value);
            }
        }
    }
    input
}

fn references(json: &Json) -> Option<Vec<String>> {
    match json {
        Json::Null => Some(Vec::new()),
        Json::String(text) => {
            Some(text.split(',').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect())
        }
        Json::Array(list) => list.iter().map(|v| v.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

impl App {
    pub(crate) fn artefact_add(&self, args: AddArgs) -> Result<Saved, ApiError> {
        if let Some(kind) = kind(&args.kind).filter(|kind| kind.prefix.is_none()) {
            return Err(invalid(vec![FieldErrorDto {
                field: "kind".into(),
                code: "not-by-hand".into(),
                sentence: format!("{} is kept by the record itself.", kind.label),
            }]));
        }
        self.add(args)
    }

    /// As [`App::artefact_add`], of the kinds of the record itself too: for commands that keep them.
    pub(crate) fn add(&self, args: AddArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let mut linking = Linking::new(&reader, open.workspace.id(), args.on.clone());
        let made = self.drafted(&open, &mut linking, &args)?;
        let mut records = vec![made.record];
        records.append(&mut linking.records);
        let mut append = Append::new(open.actor(), Act::Edit, records);
        append.note = args.reason.filter(|r| !r.trim().is_empty());
        let mut saved = self.seal(&open, append, made.id, args.draft.as_deref())?;
        saved.missing = made.missing;
        Ok(saved)
    }

    /// A new artefact as the record it becomes; its links are collected beside it. For changes that make
    /// more than one: of `args`, why and which draft belong to the change.
    pub(crate) fn drafted(
        &self,
        open: &Open,
        linking: &mut Linking<'_>,
        args: &AddArgs,
    ) -> Result<Drafted, ApiError> {
        self.drafted_as(open, linking, args, self.new_id())
    }

    /// As [`App::drafted`], under an id that follows from something, such as a monitor's key: of what must be the same
    /// artefact wherever it is recorded.
    pub(crate) fn drafted_as(
        &self,
        open: &Open,
        linking: &mut Linking<'_>,
        args: &AddArgs,
        id: EntityId,
    ) -> Result<Drafted, ApiError> {
        let kind = model::check_kind(&args.kind)
            .map_err(|e| invalid(vec![FieldErrorDto { field: "kind".into(), ..e.into() }]))?;
        let mut input = read_form(kind, &args.fields, None);
        let says_something = kind.title_required && input.has("title")
            || !kind.title_required
                && (!input.is_empty() || !input.refs.is_empty() || !args.links.is_empty());
        if input.errors.is_empty() && !says_something {
            let label = kind.title.label;
            input.refuse("title", "required", format!("{label} is empty. {}", kind.title.hint));
        }
        if !input.errors.is_empty() {
            return Err(invalid(input.errors));
        }
        let all: Fields =
            input.content.iter().chain(&input.personal).map(|(k, v)| (k.clone(), v.clone())).collect();
        let mut refs: Vec<&str> = Vec::new();
        for (field, list) in &input.refs {
            if !list.is_empty() {
                refs.push(field.name);
            }
            link_field(linking, kind, field, id, list, true)?;
        }
        for link in &args.links {
            let type_ = add_link(linking, kind.name, id, link, true)?;
            refs.extend(kind.fields.iter().filter(|f| f.link() == Some(type_.name)).map(|f| f.name));
        }
        let missing = check_new(kind, &all, &refs)
            .into_iter()
            .filter(|e| e.code == "required")
            .map(Into::into)
            .collect();
        if kind.belongs_to_releases() {
            let release =
                context::named_release(self, open, linking.reader, args.release.as_deref(), &At::Now)?;
            if let Some(release) = release {
                let type_ = fitting("includes", "release", kind.name)?;
                let how = [("how".to_owned(), Json::from("created-here"))].into();
                linking.link(type_, release, id, Some(id), &how)?;
            }
        }
        linking.order_parts(id, kind.name, &mut input.content)?;
        if kind.name == "stance" {
            stances::bind(linking.reader, open.actor(), id, None, &mut input.content, &linking.records)?;
        }
        let record = RecordDraft {
            kind: written_kind(kind.name),
            entity: id,
            on: args.on.clone(),
            ends: None,
            content: input.content,
            personal: input.personal,
        };
        Ok(Drafted { id, record, missing })
    }

    pub(crate) fn artefact_set(&self, args: SetArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let mut linking = Linking::new(&reader, open.workspace.id(), args.on.clone());
        let first = reader.resolve(&args.id, &At::Now)?;
        let mut records = Vec::from_iter(changed(&mut linking, open.actor(), first, &args)?);
        let mut seen = HashSet::from([first]);
        for other in &args.also {
            let id = reader.resolve(other, &At::Now)?;
            if seen.insert(id) {
                records.extend(changed(&mut linking, open.actor(), id, &args)?);
            }
        }
        records.append(&mut linking.records);
        let mut append = Append::new(open.actor(), Act::Edit, records);
        append.note = args.reason.filter(|r| !r.trim().is_empty());
        self.seal(&open, append, first, args.draft.as_deref())
    }

    pub(crate) fn artefact_remove(&self, args: RemoveArgs) -> Result<Saved, ApiError> {
        let removed = Json::from(!args.restore);
        self.artefact_set(SetArgs {
            id: args.id,
            also: args.also,
            fields: [("removed".to_owned(), removed)].into(),
            reason: args.reason,
            ..SetArgs::default()
        })
    }

    pub(crate) fn link_add(&self, args: LinkArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let from = end(&reader, &args.from)?;
        let to = end(&reader, &args.to)?;
        let type_ = fitting(&args.type_, &from.kind, &to.kind)?;
        if from.id == to.id {
            return Err(ApiError::new(
                "same-ends",
                "An artefact cannot be linked with itself. Nothing was recorded.",
                "Choose another end.",
            ));
        }
        let mut linking = Linking::new(&reader, open.workspace.id(), args.on.clone());
        let id = linking.link(type_, from.id, to.id, None, &args.fields)?;
        linking.replace_others(type_, from.id, &from.kind, id)?;
        if type_.parts {
            linking.placed.push(Placed { type_: type_.name, whole: to.id, part: from.id, before: None });
            let mut content = Fields::new();
            linking.order_parts(from.id, &from.kind, &mut content)?;
            if !content.is_empty() {
                linking.records.push(RecordDraft {
                    kind: written_kind(&from.kind),
                    entity: from.id,
                    on: None,
                    ends: None,
                    content,
                    personal: Fields::new(),
                });
            }
        }
        let mut append = Append::new(open.actor(), Act::Edit, linking.records);
        append.note = args.reason.filter(|r| !r.trim().is_empty());
        let mut saved = self.seal(&open, append, from.id, None)?;
        saved.short = format!("{} {} {}", from.short, type_.name, to.short);
        saved.id = id.to_string();
        Ok(saved)
    }

    pub(crate) fn link_remove(&self, args: UnlinkArgs) -> Result<Saved, ApiError> {
        let open = self.opened()?;
        let reader = open.workspace.reader()?;
        let (this, link) = found_link(&reader, &args)?;
        let mut linking = Linking::new(&reader, open.workspace.id(), None);
        if !link.removed {
            linking.unlink(&link, this)?;
        }
        let mut append = Append::new(open.actor(), Act::Edit, linking.records);
        append.note = args.reason.filter(|r| !r.trim().is_empty());
        let mut saved = self.seal(&open, append, this, None)?;
        saved.short = link.type_.clone();
        saved.id = link.id.to_string();
        Ok(saved)
    }

    pub(crate) fn undo(&self, args: UndoArgs) -> Result<UndoneDto, ApiError> {
        self.take_back(args, true)
    }

    pub(crate) fn redo(&self, args: UndoArgs) -> Result<UndoneDto, ApiError> {
        self.take_back(args, false)
    }

    /// Seals a change, throws away the draft it came from, and says what was recorded.
    pub(crate) fn seal(
        &self,
        open: &Open,
        append: Append,
        id: EntityId,
        draft: Option<&str>,
    ) -> Result<Saved, ApiError> {
        let appended = if append.records.is_empty() { None } else { Some(open.workspace.append(append)?) };
        if let Some(key) = draft {
            open.workspace.draft_discard(key)?;
        }
        let reader = open.workspace.reader()?;
        let short = lookups::card(&reader, &id, &At::Now)?.map(|c| c.short).unwrap_or_default();
        Ok(Saved {
            id: id.to_string(),
            short,
            position: appended.map(|a| a.position.into()),
            change: appended.map(|a| a.change.to_string()),
            missing: Vec::new(),
        })
    }
}

impl Input {
    pub(crate) fn has(&self, name: &str) -> bool {
        [&self.content, &self.personal].iter().any(|part| matches!(part.get(name), Some(Some(_))))
    }
}

/// What a form changes of one artefact; its links are collected beside it.
pub(crate) fn changed(
    linking: &mut Linking<'_>,
    actor: Option<EntityId>,
    id: EntityId,
    args: &SetArgs,
) -> Result<Option<RecordDraft>, ApiError> {
    let state = linking.reader.state(&id, &At::Now)?.ok_or_else(|| StoreError::NotFound(id.to_string()))?;
    let kind = writable(&state)?;
    let mut input = read_form(kind, &args.fields, Some(&state));
    if !input.errors.is_empty() {
        return Err(invalid(input.errors));
    }
    // A release has thousands of links, and most forms touch none of them.
    let links = if input.refs.is_empty() && args.unlinks.is_empty() {
        Vec::new()
    } else {
        linking.reader.links(&id, &At::Now)?
    };
    for (field, list) in &input.refs {
        let kept = link_field(linking, kind, field, id, list, false)?;
        for link in &links {
            let of_field =
                matches!(field.ty, FieldType::Ref { link: type_, out, .. } if lookups::is(link, type_, out));
            if of_field && !kept.contains(&link.id) {
                linking.unlink(link, id)?;
            }
        }
    }
    for link in &args.links {
        add_link(linking, kind.name, id, link, false)?;
    }
    for unlink in &args.unlinks {
        if let Some(link) = links.iter().find(|l| l.id.to_string() == *unlink && !l.removed) {
            linking.unlink(link, id)?;
        }
    }
    linking.order_parts(id, kind.name, &mut input.content)?;
    if kind.name == "stance" {
        let known = linking.reader.get(&id, &At::Now)?;
        stances::bind(linking.reader, actor, id, Some(&known), &mut input.content, &linking.records)?;
    }
    Ok((!input.is_empty()).then(|| RecordDraft {
        kind: written_kind(kind.name),
        entity: id,
        on: args.on.clone(),
        ends: None,
        content: input.content,
        personal: input.personal,
    }))
}

/// The kind of an artefact that may be edited.
fn writable(state: &State) -> Result<&'static Kind, ApiError> {
    if state.read_only {
        return Err(ApiError::new(
            "newer-kind",
            "This was written by a newer version of Throughline. Nothing was recorded.",
            "Open the workspace with that version to change it.",
        ));
    }
    kind(&state.kind).ok_or_else(|| {
        ApiError::new(
            "unknown-kind",
            format!(
                "This version of Throughline does not know the kind “{}”. Nothing was recorded.",
                state.kind
            ),
            "Open the workspace with the version that wrote it.",
        )
    })
}

/// A link by its id, or by its ends and type, with the end it was found from.
pub(crate) fn found_link(reader: &Reader, args: &UnlinkArgs) -> Result<(EntityId, LinkSeen), ApiError> {
    let not_found = || {
        ApiError::new(
            "not-found",
            "There is no such link. Nothing was recorded.",
            "Look at the artefact's links first.",
        )
    };
    match (&args.id, &args.from, &args.type_, &args.to) {
        (Some(id), ..) => {
            let link: EntityId = id.parse().map_err(|_| not_found())?;
            let ends = reader.ends(&link, &At::Now)?.ok_or_else(not_found)?;
            let seen = reader.links(&ends.from, &At::Now)?.into_iter().find(|l| l.id == link);
            Ok((ends.from, seen.ok_or_else(not_found)?))
        }
        (None, Some(from), Some(type_), Some(to)) => {
            let from = reader.resolve(from, &At::Now)?;
            let to = reader.resolve(to, &At::Now)?;
            let seen = reader
                .links(&from, &At::Now)?
                .into_iter()
                .find(|l| l.out && l.type_ == *type_ && l.other.id == to);
            Ok((from, seen.ok_or_else(not_found)?))
        }
        _ => Err(ApiError::new(
            "bad-arguments",
            "A link is named by its id, or by both ends and its type.",
            "Give all three.",
        )),
    }
}
