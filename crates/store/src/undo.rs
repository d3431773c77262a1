//! Taking a change back, and bringing it back.
//!
//! Nothing leaves the log: an undo is a change of its own that sets each field the other set to what
//! it was before. It does so only where nothing later made something else of the field, unless it is
//! told to; what was later undone does not stand in the way.

use std::collections::{BTreeMap, BTreeSet};

use throughline_model::upcast::upcast;
use throughline_model::{Head, Merge, State, fold::set_change, kind, link};
use throughline_record::{
    Act, Change, ChangeId, Ends, EntityId, Fields, Header, Record, RecordDraft, Value, read,
};

use crate::error::{Loss, Result, StoreError};
use crate::file::log;
use crate::query::{At, Reader};
use crate::workspace::{Append, Workspace};

/// An undo or redo that was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undone {
    /// The change that did it.
    pub change: ChangeId,
    /// Its place in the log.
    pub position: u64,
    /// The change that was taken back or brought back.
    pub of: ChangeId,
    /// Place in the log of the change whose effect was inverted.
    pub of_position: u64,
}

/// What could be taken back or brought back next, by place in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Undoable {
    /// The change an undo would take back.
    pub undo: Option<u64>,
    /// The change a redo would bring back.
    pub redo: Option<u64>,
}

/// A change that may be taken back: what to look for, and in whose name.
#[derive(Debug, Clone, Copy)]
struct Target {
    /// The change whose effect is inverted.
    invert: ChangeId,
    position: u64,
    /// What the new change names as its `of`.
    of: ChangeId,
    /// Who else recorded it, if it is not this person's own.
    another: Option<Option<EntityId>>,
    /// The latest freeze after it.
    freeze: Option<u64>,
}

impl Workspace {
    /// Takes back a change of this person, the latest one that still stands if none is named. Each
    /// field becomes what it was before; what the change created is removed. `actor` is who is at
    /// the keyboard; without one, the changes that this computer recorded for nobody count as own.
    ///
    /// # Errors
    /// Unless `force`: [`StoreError::UndoConflict`] with what would be lost if something later set a field,
    /// [`StoreError::UndoOfAnother`] if somebody else recorded the change that is named,
    /// [`StoreError::UndoBeyondFreeze`] if a release was frozen after it. [`StoreError::NotUndoable`];
    /// those of [`Workspace::append`].
    pub fn undo(&self, actor: Option<EntityId>, change: Option<ChangeId>, force: bool) -> Result<Undone> {
        self.invert(Act::Undo, actor, change, force)
    }

    /// Brings back what this person undid last and has not built upon since; or a named change, which
    /// may be the undone one or its undo.
    ///
    /// # Errors
    /// Those of [`Workspace::undo`].
    pub fn redo(&self, actor: Option<EntityId>, change: Option<ChangeId>, force: bool) -> Result<Undone> {
        self.invert(Act::Redo, actor, change, force)
    }

    /// What [`Workspace::undo`] and [`Workspace::redo`] would take as their own next, without doing it.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn undoable(&self, actor: Option<EntityId>) -> Result<Undoable> {
        let position = |act| match self.target(act, actor, None) {
            Ok(target) => Ok(Some(target.position)),
            Err(StoreError::NotUndoable(_)) => Ok(None),
            Err(error) => Err(error),
        };
        Ok(Undoable { undo: position(Act::Undo)?, redo: position(Act::Redo)? })
    }

    fn invert(
        &self,
        act: Act,
        actor: Option<EntityId>,
        change: Option<ChangeId>,
        force: bool,
    ) -> Result<Undone> {
        let mut of = None;
        let request = Append::new(actor, act, Vec::new());
        let appended = self.append_as(request, |reader, append| {
            let target = self.target(act, actor, change)?;
            append.of = Some(target.of);
            append.records = self.inverse(reader, target, force)?;
            if let Some(freeze) = target.freeze.filter(|_| !force) {
                return Err(StoreError::UndoBeyondFreeze { position: target.position, freeze });
            }
            of = Some((target.of, target.position));
            Ok(())
        })?;
        let (of, of_position) =
            of.ok_or_else(|| StoreError::NotUndoable("There is nothing to undo".into()))?;
        Ok(Undone { change: appended.change, position: appended.position, of, of_position })
    }

    /// Finds what to invert by walking the log backwards.
    fn target(&self, act: Act, actor: Option<EntityId>, named: Option<ChangeId>) -> Result<Target> {
        let connection = self.file_readers().get()?;
        let own = |header: &Header| match actor {
            Some(_) => header.actor == actor,
            None => header.actor.is_none() && self.keyring().owns(&header.device),
        };
        let mut search =
            Search { act, named, found: None, cancelled: BTreeSet::new(), refused: None, freeze: None };
        log::headers_before(&connection, u64::MAX, |position, id, header| {
            Ok(search.meets(position, id, &header, own(&header)))
        })?;
        let word = if act == Act::Undo { "undo" } else { "redo" };
        search.found.ok_or_else(|| match (search.refused, named) {
            (Some(refused), _) => StoreError::NotUndoable(refused.into()),
            (None, Some(named)) if act == Act::Undo => StoreError::NotFound(format!("The change {named}")),
            _ => StoreError::NotUndoable(format!("There is nothing of yours to {word}")),
        })
    }

    fn inverse(&self, reader: &Reader, target: Target, force: bool) -> Result<Vec<RecordDraft>> {
        let change = self.change_at(target.position)?;
        // What an older version wrote is taken back in the words of this one.
        let records: Vec<_> = change.records.iter().map(upcast).collect();
        let before = At::Position(target.position.saturating_sub(1));
        let after = At::Position(target.position);
        let mut touched: BTreeMap<EntityId, Vec<&Record>> = BTreeMap::new();
        for record in &records {
            touched.entry(record.entity).or_default().push(record);
        }
        let (mut drafts, mut losses) = (Vec::new(), Vec::new());
        let mut theirs = Vec::new();
        // What was made last goes first: links before the ends they hang on.
        for record in records.iter().rev() {
            let Some(records) = touched.remove(&record.entity) else {
                continue;
            };
            let Some(now) = reader.state(&record.entity, &At::Now)? else {
                continue;
            };
            if now.read_only || !now.understood {
                let sentence = "The change touches an entry that a newer version of Throughline wrote to";
                return Err(StoreError::NotUndoable(sentence.into()));
            }
            let was = reader.state(&record.entity, &before)?;
            let became = reader.state(&record.entity, &after)?;
            let mut step = Step {
                target,
                was: was.as_ref(),
                became: became.as_ref(),
                now: &now,
                content: Fields::new(),
                personal: Fields::new(),
                gone: false,
            };
            step.plan(&records, &mut losses);
            if step.gone {
                let sentence = "What stood there before was erased, so it cannot be brought back";
                return Err(StoreError::NotUndoable(sentence.into()));
            }
            if target.another.is_some() {
                let names = step.content.keys().chain(step.personal.keys());
                theirs.extend(names.map(|name| step.loss(name)));
            }
            if !step.content.is_empty() || !step.personal.is_empty() {
                // A link goes on standing on the revisions it stands on now: only its fields are taken back.
                let ends = match &record.ends {
                    Some(ends) => {
                        Some(reader.standing_ends(&record.entity, &At::Now)?.unwrap_or_else(|| ends.clone()))
                    }
                    None => None,
                };
                drafts.push(RecordDraft {
                    kind: record.kind.clone(),
                    entity: record.entity,
                    on: None,
                    ends,
                    content: step.content,
                    personal: step.personal,
                });
            } else if let Some(ends) = before_confirmed(reader, record, &before, &after)? {
                drafts.push(RecordDraft {
                    kind: record.kind.clone(),
                    entity: record.entity,
                    on: None,
                    ends: Some(ends),
                    content: Fields::new(),
                    personal: Fields::new(),
                });
            }
        }
        if drafts.is_empty() && losses.is_empty() {
            return Err(StoreError::NotUndoable("Everything is already as it was before that change".into()));
        }
        if let Some(author) = target.another.filter(|_| !force) {
            theirs.extend(losses.into_iter().filter(|loss| loss.field != "removed"));
            theirs.dedup();
            return Err(StoreError::UndoOfAnother { position: target.position, author, losses: theirs });
        }
        if !losses.is_empty() && !force {
            return Err(StoreError::UndoConflict(losses));
        }
        Ok(drafts)
    }

    fn change_at(&self, position: u64) -> Result<Change> {
        let mut change = None;
        log::read(&*self.file_readers().get()?, position, position, |stored| {
            change = Some(read(&stored.sealed)?);
            Ok(false)
        })?;
        change.ok_or_else(|| StoreError::Damaged(format!("change {position} is missing")))
    }
}

/// The ends as a link stood on them before a change that did nothing but confirm it, if nothing made it again since.
fn before_confirmed(reader: &Reader, record: &Record, before: &At, after: &At) -> Result<Option<Ends>> {
    let standing = |at: &At| reader.standing_ends(&record.entity, at);
    if record.ends.is_none() || standing(after)? != standing(&At::Now)? {
        return Ok(None);
    }
    let was = standing(before)?;
    Ok(if was == standing(after)? { None } else { was })
}

/// The walk back through the log.
struct Search {
    act: Act,
    named: Option<ChangeId>,
    found: Option<Target>,
    /// Changes that a later one already took back (or, for a redo, already brought back).
    cancelled: BTreeSet<ChangeId>,
    /// Why the named change cannot be the target.
    refused: Option<&'static str>,
    /// The latest freeze that was passed, by anybody.
    freeze: Option<u64>,
}

impl Search {
    /// Looks at one change; answers whether to go on.
    fn meets(&mut self, position: u64, id: ChangeId, header: &Header, own: bool) -> bool {
        let inverted = header.of.filter(|_| matches!(header.act, Act::Undo | Act::Redo));
        if let Some(named) = self.named {
            let undo_of_named = self.act == Act::Redo && header.act == Act::Undo && inverted == Some(named);
            if id != named && !undo_of_named {
                if header.act == Act::Freeze {
                    self.freeze.get_or_insert(position);
                }
                return true;
            }
            if self.act == Act::Redo && header.act != Act::Undo {
                self.refused = Some("The change was not undone");
            } else if header.act == Act::Erase {
                self.refused = Some(
                    "An erasure cannot be undone: what was erased is nowhere any more, only that it was is kept",
                );
            } else if !matches!(header.act, Act::Edit | Act::Import | Act::Undo | Act::Redo | Act::Merge) {
                self.refused = Some("A change of this sort cannot be undone");
            } else {
                self.take(position, id, inverted, (!own).then_some(header.actor));
            }
            return false;
        }
        if header.act == Act::Freeze {
            self.freeze.get_or_insert(position);
        }
        if !own {
            // What somebody else took back needs no taking back any more.
            if header.act == Act::Undo && self.act == Act::Undo && !self.cancelled.contains(&id) {
                self.cancelled.extend(inverted);
            }
            return true;
        }
        let cancelled = self.cancelled.contains(&id);
        match (self.act, header.act) {
            (Act::Undo, Act::Undo) if !cancelled => self.cancelled.extend(inverted),
            (Act::Undo, Act::Edit | Act::Import | Act::Redo | Act::Merge) if !cancelled => {
                self.take(position, id, None, None);
            }
            (Act::Redo, Act::Redo) => self.cancelled.extend(inverted),
            (Act::Redo, Act::Undo) => {
                let brought_back = inverted.is_some_and(|of| self.cancelled.remove(&of));
                if !brought_back {
                    self.take(position, id, inverted, None);
                }
            }
            // Whoever went on from here has left the undone changes behind.
            (Act::Redo, Act::Edit | Act::Import | Act::Merge) => return false,
            _ => {}
        }
        self.found.is_none()
    }

    fn take(
        &mut self,
        position: u64,
        id: ChangeId,
        inverted: Option<ChangeId>,
        another: Option<Option<EntityId>>,
    ) {
        let of = if self.act == Act::Redo { inverted.unwrap_or(id) } else { id };
        self.found = Some(Target { invert: id, position, of, another, freeze: self.freeze });
    }
}

/// Taking back what one change did to one entity.
struct Step<'a> {
    target: Target,
    /// Before the change.
    was: Option<&'a State>,
    /// Right after it.
    became: Option<&'a State>,
    now: &'a State,
    content: Fields,
    personal: Fields,
    /// A field would become what was erased.
    gone: bool,
}

impl Step<'_> {
    fn plan(&mut self, records: &[&Record], losses: &mut Vec<Loss>) {
        if self.was.is_none() {
            self.uncreate(losses);
            return;
        }
        for record in records {
            for (names, personal) in [(&record.sets_content, false), (&record.sets_personal, true)] {
                for name in names {
                    let part = if personal { &record.personal } else { &record.content };
                    let given = part.here().and_then(|fields| fields.get(name)).and_then(Option::as_ref);
                    self.restore(name, personal, given, losses);
                }
            }
        }
    }

    /// The change made the entity: it is removed, and what others wrote into it goes out of sight.
    fn uncreate(&mut self, losses: &mut Vec<Loss>) {
        if self.now.removed() {
            return;
        }
        for name in self.now.fields.keys() {
            if !self.untouched_since(name) {
                losses.push(self.loss(name));
            }
        }
        self.content.insert("removed".into(), Some(Value::Bool(true)));
    }

    fn restore(&mut self, name: &str, personal: bool, given: Option<&Value>, losses: &mut Vec<Loss>) {
        if self.was.is_some_and(|state| state.erased(name)) && !self.now.erased(name) {
            self.gone = true;
            return;
        }
        let was = self.was.and_then(|state| state.value(name));
        let now = self.now.value(name);
        let value = if self.merges_as_set(name) {
            // Only what this change put in or took out; what others did to the set stays.
            let Some(change) = set_change(now, Some(&without(now, was, given))) else {
                return;
            };
            Some(change)
        } else {
            if now == was && self.heads(name).len() <= 1 && !self.now.erased(name) {
                return;
            }
            if !self.untouched_since(name) {
                losses.push(self.loss(name));
            }
            was.cloned()
        };
        let fields = if personal { &mut self.personal } else { &mut self.content };
        fields.insert(name.to_owned(), value);
    }

    fn heads(&self, name: &str) -> &[Head] {
        self.now.fields.get(name).map(|field| field.heads.as_slice()).unwrap_or_default()
    }

    /// Whether a field is as the change left it: set by it, or set since and brought back to the same.
    fn untouched_since(&self, name: &str) -> bool {
        let heads = self.heads(name);
        if heads.iter().all(|head| head.set.address.change == self.target.invert) {
            return true;
        }
        let Some(became) = self.became else { return false };
        let same = if name == "removed" {
            became.removed() == self.now.removed()
        } else {
            became.value(name) == self.now.value(name)
        };
        heads.len() == 1 && same && !self.now.erased(name)
    }

    fn merges_as_set(&self, name: &str) -> bool {
        let field = match &self.now.ends {
            Some(ends) => link(&ends.type_).and_then(|link| link.field(name)),
            None => kind(&self.now.kind).and_then(|kind| kind.field(name)),
        };
        field.is_some_and(|field| field.merge == Merge::Set)
    }

    fn loss(&self, name: &str) -> Loss {
        let value = self.now.value(name).map(|value| value.to_json().to_string());
        Loss { entity: self.now.entity, field: name.to_owned(), value: value.unwrap_or_default() }
    }
}

/// The set `now` without what `given` (`{add, remove}`) changed in `was`.
fn without(now: Option<&Value>, was: Option<&Value>, given: Option<&Value>) -> Value {
    let list = |value: Option<&Value>| value.and_then(Value::as_list).unwrap_or_default().to_vec();
    let named = |key: &str| list(given.and_then(Value::as_map).and_then(|map| map.get(key)));
    let (was, added, removed) = (list(was), named("add"), named("remove"));
    let mut wanted = list(now);
    wanted.retain(|item| !added.contains(item) || was.contains(item));
    for item in removed {
        if was.contains(&item) && !wanted.contains(&item) {
            wanted.push(item);
        }
    }
    Value::List(wanted)
}
