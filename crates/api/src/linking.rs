//! The links that one change makes and removes.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use throughline_model::{
    self as model, Field, FieldType, Kind, LINK_KIND, LinkType, State, check_link, kind, parse_json,
    written_kind,
};
use throughline_record::{Ends, EntityId, Fields, RecordDraft, Value, WorkspaceId};
use throughline_store::{At, Card, LinkSeen, Reader, StoreError};

use crate::dto::{ApiError, FieldErrorDto, NewLink};
use crate::error::invalid;
use crate::lookups;
use crate::parts::{Listed, Placed};

/// Collects the records of links, so that one made twice in a change is one record.
pub(crate) struct Linking<'a> {
    pub(crate) reader: &'a Reader,
    pub(crate) workspace: WorkspaceId,
    pub(crate) on: Option<String>,
    pub(crate) records: Vec<RecordDraft>,
    /// Parts that were linked with their whole, and where they come.
    pub(crate) placed: Vec<Placed>,
    /// Wholes of which all parts were listed.
    pub(crate) listed: Vec<Listed>,
}

impl<'a> Linking<'a> {
    /// No links yet. `on` is when they were so, if not now.
    pub(crate) fn new(reader: &'a Reader, workspace: WorkspaceId, on: Option<String>) -> Self {
        Linking { reader, workspace, on, records: Vec::new(), placed: Vec::new(), listed: Vec::new() }
    }

    /// Links two ends; nothing where that link stands already with these fields.
    pub(crate) fn link(
        &mut self,
        type_: &'static LinkType,
        from: EntityId,
        to: EntityId,
        new: Option<EntityId>,
        fields: &BTreeMap<String, Json>,
    ) -> Result<EntityId, ApiError> {
        let id = EntityId::link(&self.workspace, type_.name, &from, &to);
        if self.records.iter().any(|r| r.entity == id) {
            return Ok(id);
        }
        // A link to an artefact of this very change cannot stand yet.
        let before = match new {
            Some(n) if n == from || n == to => None,
            _ => self.reader.state(&id, &At::Now)?,
        };
        let mut content = Fields::new();
        let mut personal = Fields::new();
        let mut errors = Vec::new();
        for (name, json) in fields {
            let Some(field) = type_.field(name) else {
                errors.push(FieldErrorDto {
                    field: name.clone(),
                    code: "unknown-field".into(),
                    sentence: format!("The link “{}” has no field “{name}”.", type_.name),
                });
                continue;
            };
            if field.is_given() {
                errors.push(not_yours(field));
                continue;
            }
            match parse_json(field, json) {
                Ok(value) => {
                    if before.as_ref().and_then(|link| link.value(name)) != value.as_ref() {
                        let part = if field.personal { &mut personal } else { &mut content };
                        part.insert(name.clone(), value);
                    }
                }
                Err(error) => errors.push(error.into()),
            }
        }
        for field in type_.fields.iter().filter(|f| f.required) {
            let stands = before.as_ref().is_some_and(|link| link.value(field.name).is_some());
            if !stands && !matches!(content.get(field.name), Some(Some(_))) {
                errors.push(FieldErrorDto {
                    field: field.name.into(),
                    code: "required".into(),
                    sentence: format!("“{}” needs {}: {}", type_.name, field.label, field.hint),
                });
            }
        }
        if !errors.is_empty() {
            return Err(invalid(errors));
        }
        if before.as_ref().is_some_and(State::removed) {
            content.insert("removed".into(), Some(Value::Bool(false)));
        }
        if before.is_some() && content.is_empty() && personal.is_empty() {
            return Ok(id);
        }
        self.push(type_.name, id, from, to, new, content, personal)?;
        Ok(id)
    }

    pub(crate) fn unlink(&mut self, link: &LinkSeen, this: EntityId) -> Result<(), ApiError> {
        if self.records.iter().any(|r| r.entity == link.id) {
            return Ok(());
        }
        let (from, to) = if link.out { (this, link.other.id) } else { (link.other.id, this) };
        let content = Fields::from([("removed".to_owned(), Some(Value::Bool(true)))]);
        self.push(&link.type_, link.id, from, to, None, content, Fields::new())
    }

    /// Says that a link holds for its ends as they are now: it is made again, against their newest revisions.
    pub(crate) fn confirm(&mut self, link: &LinkSeen, this: EntityId) -> Result<(), ApiError> {
        let (from, to) = if link.out { (this, link.other.id) } else { (link.other.id, this) };
        self.push(&link.type_, link.id, from, to, None, Fields::new(), Fields::new())
    }

    /// Takes away what else an artefact has of a link that it can have one of: whoever sets a single
    /// reference again means the new one alone.
    pub(crate) fn replace_others(
        &mut self,
        type_: &'static LinkType,
        from: EntityId,
        from_kind: &str,
        kept: EntityId,
    ) -> Result<(), ApiError> {
        let is_single = |field: &&Field| matches!(field.ty, FieldType::Ref { link, out: true, many: false } if link == type_.name);
        let Some(field) = kind(from_kind).and_then(|kind| kind.all_fields().find(is_single)) else {
            return Ok(());
        };
        let removes = |r: &RecordDraft| r.content.get("removed") == Some(&Some(Value::Bool(true)));
        let same = |ends: &Ends| ends.type_ == type_.name && ends.from == from;
        if self.records.iter().any(|r| r.entity != kept && !removes(r) && r.ends.as_ref().is_some_and(same)) {
            return Err(only_one(field, 2));
        }
        let links = match self.reader.links(&from, &At::Now) {
            // It is made by this very change.
            Err(StoreError::NotFound(_)) => return Ok(()),
            links => links?,
        };
        for link in links.iter().filter(|l| lookups::is(l, type_.name, true) && l.id != kept) {
            self.unlink(link, from)?;
        }
        Ok(())
    }

    #[allow(clippy::too_many_arguments)]
    fn push(
        &mut self,
        type_: &str,
        id: EntityId,
        from: EntityId,
        to: EntityId,
        new: Option<EntityId>,
        content: Fields,
        personal: Fields,
    ) -> Result<(), ApiError> {
        // An end made in this change has no address before the change is sealed: an absent revision means this change.
        let revision = |end: EntityId| -> Result<_, ApiError> {
            if new == Some(end) {
                Ok(None)
            } else {
                Ok(self.reader.state(&end, &At::Now)?.map(|state| state.revision))
            }
        };
        let ends =
            Ends { type_: type_.to_owned(), from, to, from_rev: revision(from)?, to_rev: revision(to)? };
        self.records.push(RecordDraft {
            kind: written_kind(LINK_KIND),
            entity: id,
            on: self.on.clone(),
            ends: Some(ends),
            content,
            personal,
        });
        Ok(())
    }
}

/// The link type between two kinds, as a field error where it does not fit.
pub(crate) fn fitting(type_: &str, from: &str, to: &str) -> Result<&'static LinkType, ApiError> {
    check_link(type_, from, to).map_err(|e| invalid(vec![e.into()]))
}

/// Makes the links of a reference field; answers their ids.
pub(crate) fn link_field(
    linking: &mut Linking<'_>,
    of_kind: &'static Kind,
    field: &'static Field,
    id: EntityId,
    list: &[String],
    new: bool,
) -> Result<Vec<EntityId>, ApiError> {
    let FieldType::Ref { link, out, many } = field.ty else { return Ok(Vec::new()) };
    if !many && list.len() > 1 {
        return Err(only_one(field, list.len()));
    }
    let (mut ids, mut others) = (Vec::new(), Vec::new());
    for other in list {
        let link = NewLink { type_: link.into(), other: other.clone(), out, ..NewLink::default() };
        add_link(linking, of_kind.name, id, &link, new).map_err(|mut e| {
            e.subject = Some(field.name.into());
            // The form shows a field, not the link behind it.
            e.fields.iter_mut().for_each(|told| told.field = field.name.into());
            if e.fields.is_empty() {
                e.fields = vec![FieldErrorDto {
                    field: field.name.into(),
                    code: e.code.clone(),
                    sentence: e.message.clone(),
                }];
            }
            e
        })?;
        let other = linking.reader.resolve(other, &At::Now)?;
        let (from, to) = if out { (id, other) } else { (other, id) };
        ids.push(EntityId::link(&linking.workspace, &link.type_, &from, &to));
        if !others.contains(&other) {
            others.push(other);
        }
    }
    if let Some(type_) = model::link(link).filter(|type_| type_.parts && !out) {
        linking.listed.push(Listed { type_: type_.name, whole: id, parts: others });
    }
    Ok(ids)
}

/// What is to stand at an end of a link, without the links it has already.
pub(crate) fn end(reader: &Reader, reference: &str) -> Result<Card, ApiError> {
    let id = reader.resolve(reference, &At::Now)?;
    Ok(lookups::card(reader, &id, &At::Now)?.ok_or_else(|| StoreError::NotFound(reference.to_owned()))?)
}

/// Makes one link of a form.
pub(crate) fn add_link(
    linking: &mut Linking<'_>,
    this_kind: &str,
    this: EntityId,
    link: &NewLink,
    new: bool,
) -> Result<&'static LinkType, ApiError> {
    let other = end(linking.reader, &link.other)?;
    let (from_kind, to_kind) =
        if link.out { (this_kind, other.kind.as_str()) } else { (other.kind.as_str(), this_kind) };
    let type_ = fitting(&link.type_, from_kind, to_kind)?;
    let (from, to) = if link.out { (this, other.id) } else { (other.id, this) };
    let id = linking.link(type_, from, to, new.then_some(this), &link.fields)?;
    linking.replace_others(type_, from, from_kind, id)?;
    if type_.parts {
        let before = link.before.clone();
        linking.placed.push(Placed { type_: type_.name, whole: to, part: from, before });
    } else if link.before.is_some() {
        return Err(invalid(vec![FieldErrorDto {
            field: "before".into(),
            code: "no-order".into(),
            sentence: format!("Links “{}” stand in no order.", type_.name),
        }]));
    }
    Ok(type_)
}

fn only_one(field: &Field, given: usize) -> ApiError {
    invalid(vec![FieldErrorDto {
        field: field.name.into(),
        code: "only-one".into(),
        sentence: format!("{} can be one, not {given}.", field.label),
    }])
}

/// A value that only the workspace gives.
pub(crate) fn not_yours(field: &Field) -> FieldErrorDto {
    FieldErrorDto {
        field: field.name.into(),
        code: "not-yours".into(),
        sentence: format!("{} is given by the workspace, not by a form.", field.label),
    }
}
