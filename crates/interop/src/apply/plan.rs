//! Plans the records of an import: what is new against what the workspace holds.

use std::collections::{HashMap, HashSet};

use throughline_model::{Kind, LINK_KIND, State, check_link, kind, link, parse_field, written_kind};
use throughline_record::{Ends, EntityId, Fields, RecordDraft, Value};
use throughline_store::{At, Reader, Workspace};

use super::Numbers;
use super::differ::{advance, differences, split, standing};
use super::said::{Said, key_of, rev_of, said, source_of};
use crate::error::Result;
use crate::fields::{map, text};
use crate::taken::{Level, Line, Says, SourceItem, SourceRevision, Taken};

/// How many entities an import met.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Counts {
    pub added: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub links_added: u64,
}

/// One end of a link.
#[derive(Debug, Clone, Copy)]
pub(crate) struct End {
    pub entity: EntityId,
    pub kind: &'static Kind,
}

/// A link that should be there.
pub(crate) struct Wish {
    pub type_: String,
    pub from: End,
    pub to: End,
    pub fields: Values,
    pub on: Option<String>,
}

/// Fields in their stored form. `None` clears.
pub(crate) type Values = Fields;

/// Where a link was taken from: the item that names it, at one of its revisions.
#[derive(Clone, Copy)]
pub(crate) struct Mark<'m> {
    pub source: &'m str,
    pub key: &'m str,
    pub rev: &'m str,
}

/// A record for every revision that is new, and links when all entities are known.
pub(crate) struct Plan<'w> {
    pub(super) ws: &'w Workspace,
    pub(super) reader: &'w Reader,
    release: Option<EntityId>,
    /// Code versions by their commits.
    pub(super) commits: HashMap<String, EntityId>,
    /// What the release includes, unless the source says so itself.
    included: Vec<EntityId>,
    records: Vec<RecordDraft>,
    links: Vec<RecordDraft>,
    pub(super) counts: Counts,
    pub(super) lines: Vec<Line>,
    /// Model versions the workspace has of the source, once asked for.
    pub(super) versions: Option<super::behind::Versions>,
    /// Places whose lines in the reader's report do not hold, because the thing was not taken.
    pub(super) silent: HashSet<String>,
    /// For each item, the index of its first revision that is new.
    fresh: HashMap<EntityId, usize>,
    /// Entities that came or changed in this plan.
    pub(super) touched: HashSet<EntityId>,
    /// Versions that came in this plan, with their digests.
    pub(super) arrived: Vec<super::same::Arrived>,
    /// Numbers of short ids that things brought along.
    numbers: Numbers,
    /// Links as this plan leaves them.
    made: HashMap<EntityId, Made>,
}

#[derive(Clone)]
struct Made {
    removed: bool,
    said: Said,
}

impl<'w> Plan<'w> {
    pub(crate) fn new(ws: &'w Workspace, reader: &'w Reader, release: Option<EntityId>) -> Self {
        Self {
            ws,
            reader,
            release,
            commits: HashMap::new(),
            included: Vec::new(),
            records: Vec::new(),
            links: Vec::new(),
            counts: Counts::default(),
            lines: Vec::new(),
            versions: None,
            silent: HashSet::new(),
            fresh: HashMap::new(),
            touched: HashSet::new(),
            arrived: Vec::new(),
            numbers: Numbers::default(),
            made: HashMap::new(),
        }
    }

    /// The records, and the report with the reader's own lines before those of the plan.
    pub(crate) fn finish(mut self, read: &[Line]) -> (Vec<RecordDraft>, Counts, Vec<Line>) {
        self.include();
        let mut lines: Vec<Line> = read.iter().filter(|l| !self.silent.contains(&l.place)).cloned().collect();
        lines.append(&mut self.lines);
        let mut records = self.records;
        records.extend(self.links);
        (records, self.counts, lines)
    }

    /// Plans the records of one thing, without its links.
    pub(crate) fn item(&mut self, taken: &Taken, item: &SourceItem) -> Result<()> {
        let Some(kind) = kind(item.kind) else {
            let sentence = format!("there is no kind “{}”", item.kind);
            self.lines.push(Line::new(Level::Error, item.key.as_str(), "unknown-kind", sentence));
            return Ok(());
        };
        let source = item.source.as_deref().unwrap_or(&taken.source);
        let entity = self.entity(source, &item.key)?;
        if self.fresh.contains_key(&entity) {
            let sentence = format!("“{}” occurs twice in the source; the first was taken", item.key);
            self.lines.push(Line::new(Level::Warning, item.key.as_str(), "twice", sentence));
            return Ok(());
        }
        if self.is_behind(source, item)? {
            return Ok(());
        }
        match self.reader.state(&entity, &At::Now)? {
            None => self.add(item, kind, source, entity)?,
            Some(state) => self.update(item, kind, source, &state)?,
        }
        Ok(())
    }

    fn add(&mut self, item: &SourceItem, kind: &'static Kind, source: &str, entity: EntityId) -> Result<()> {
        let number = self.numbers.free(self.reader, kind, item.number)?;
        self.counts.added += 1;
        self.fresh.insert(entity, 0);
        self.touched.insert(entity);
        let mut before = Values::new();
        for (index, revision) in item.revisions.iter().enumerate() {
            let last = index + 1 == item.revisions.len();
            let now = self.values(item, kind, revision, last);
            let mut changed = differences(kind, &before, &now, &before);
            if let (0, Some(number)) = (index, number) {
                changed.insert("number".to_owned(), Some(Value::Int(number)));
            }
            let on = match &item.since {
                Some(since) if item.revisions.len() == 1 => Some(since.clone()),
                _ => revision.on.clone(),
            };
            let origin = origin(source, &item.key, &revision.rev);
            self.record(kind, entity, on, changed, Some(origin));
            before = now;
        }
        if let Some(arrived) = super::same::Arrived::of(entity, kind, &before) {
            self.arrived.push(arrived);
        }
        if kind.belongs_to_releases() {
            self.included.push(entity);
        }
        Ok(())
    }

    fn update(&mut self, item: &SourceItem, kind: &'static Kind, source: &str, state: &State) -> Result<()> {
        let entity = state.entity;
        if state.kind != kind.name {
            let sentence = format!(
                "“{}” is a {} in the workspace and a {} in the source; it was left as it is",
                item.key, state.kind, kind.name
            );
            self.lines.push(Line::new(Level::Error, item.key.as_str(), "another-kind", sentence));
            self.fresh.insert(entity, item.revisions.len());
            self.counts.unchanged += 1;
            return Ok(());
        }
        if state.read_only || !state.understood {
            let sentence = "a newer version of the program wrote to it; it was left as it is";
            self.lines.push(Line::new(Level::Skipped, item.key.as_str(), "newer", sentence));
            self.fresh.insert(entity, item.revisions.len());
            self.counts.unchanged += 1;
            return Ok(());
        }
        let records_before = self.records.len();
        if item.says == Says::Gaps {
            if let Some(revision) = item.revisions.last() {
                let mut now = self.values(item, kind, revision, true);
                now.retain(|name, _| !state.fields.contains_key(name));
                let changed = differences(kind, &Values::new(), &now, &Values::new());
                if !changed.is_empty() {
                    self.record(kind, entity, None, changed, None);
                }
                self.fresh.insert(entity, item.revisions.len() - 1);
            }
        } else {
            self.follow(item, kind, source, state)?;
        }
        if self.records.len() > records_before {
            self.counts.changed += 1;
            self.touched.insert(entity);
        } else {
            self.counts.unchanged += 1;
        }
        Ok(())
    }

    /// Plans the revisions after the one that was last taken.
    fn follow(&mut self, item: &SourceItem, kind: &'static Kind, source: &str, state: &State) -> Result<()> {
        let entity = state.entity;
        let mut known = state.value("source").cloned().filter(|v| source_of(v) == Some(source));
        if known.is_none() && state.value("source").is_some() {
            // Another source told of it since; what this one told last lies further back.
            known = said(self.reader, &entity, source, |name| kind.field(name))?.remove("source").flatten();
        }
        let known = known.as_ref().and_then(rev_of);
        let first = match known.and_then(|rev| item.revisions.iter().rposition(|r| r.rev == rev)) {
            Some(at) => at + 1,
            // The source was rewritten, or keeps no history: only its present state counts.
            None => item.revisions.len().saturating_sub(1),
        };
        self.fresh.insert(entity, first);
        if first >= item.revisions.len() {
            return Ok(());
        }
        let mut before = said(self.reader, &entity, source, |name| kind.field(name))?;
        before.remove("source");
        before.remove("number");
        let mut current: Values =
            state.fields.keys().map(|name| (name.clone(), state.value(name).cloned())).collect();
        for (index, revision) in item.revisions.iter().enumerate().skip(first) {
            let last = index + 1 == item.revisions.len();
            let mut now = self.values(item, kind, revision, last);
            now.retain(|name, _| !(item.gaps.contains(&name.as_str()) && state.fields.contains_key(name)));
            if item.says != Says::All {
                for (name, value) in &before {
                    now.entry(name.clone()).or_insert_with(|| value.clone());
                }
            }
            let mut changed = differences(kind, &before, &now, &current);
            if let Some(on) = &revision.on {
                self.date(item, kind, state, on, (&now, &current), &mut changed)?;
            }
            advance(kind, &mut current, &changed);
            let origin = origin(source, &item.key, &revision.rev);
            self.record(kind, entity, revision.on.clone(), changed, Some(origin));
            before = now;
        }
        Ok(())
    }

    /// A revision that is older than all that is known of the thing says of all its fields that they
    /// were so then. One that is younger and says nothing else cannot unsay what was said before it.
    fn date(
        &mut self,
        item: &SourceItem,
        kind: &'static Kind,
        state: &State,
        on: &str,
        (now, current): (&Values, &Values),
        changed: &mut Values,
    ) -> Result<()> {
        if self.reader.state(&state.entity, &At::So(on.to_owned()))?.is_none() {
            let (standing, none) = (standing(kind, now, current), Values::new());
            for (name, value) in differences(kind, &none, &standing, &none) {
                changed.entry(name).or_insert(value);
            }
        } else if changed.is_empty()
            && item.since.is_none()
            && item.revisions.len() == 1
            && state.created.on.as_deref().is_some_and(|known| known < on)
        {
            let sentence = "its date is later now; that it was there before is recorded and stays so";
            self.lines.push(Line::new(Level::Warning, item.key.as_str(), "later-date", sentence));
        }
        Ok(())
    }

    /// A revision's fields in their stored form, with its author. What is not of its field's type
    /// is left out and told, once.
    fn values(
        &mut self,
        item: &SourceItem,
        kind: &'static Kind,
        revision: &SourceRevision,
        tell: bool,
    ) -> Values {
        let mut out = Values::new();
        for (name, value) in &revision.fields {
            let parsed = match (kind.field(name), value) {
                (Some(field), Some(value)) => parse_field(field, value).map_err(|e| e.sentence),
                (Some(_), None) => {
                    out.insert(name.clone(), None);
                    Ok(None)
                }
                (None, _) => Err(format!("there is no field “{name}”")),
            };
            match parsed {
                Ok(Some(value)) => {
                    out.insert(name.clone(), Some(value));
                }
                Ok(None) => {}
                Err(sentence) if tell => self.lines.push(Line::new(
                    Level::Warning,
                    item.key.as_str(),
                    "field-left-out",
                    format!("{name} was not taken: {sentence}"),
                )),
                Err(_) => {}
            }
        }
        if let Some(author) = &revision.said_by {
            out.insert("said-by".to_owned(), Some(text(author.as_str())));
        }
        out
    }

    pub(super) fn record(
        &mut self,
        kind: &'static Kind,
        entity: EntityId,
        on: Option<String>,
        changed: Values,
        origin: Option<Value>,
    ) {
        let (mut content, personal) = split(changed, |name| kind.field(name));
        if let Some(origin) = origin {
            content.insert("source".to_owned(), Some(origin));
        }
        self.records.push(RecordDraft {
            kind: written_kind(kind.name),
            entity,
            on,
            ends: None,
            content,
            personal,
        });
    }

    fn include(&mut self) {
        let Some(release) = self.release else {
            return;
        };
        for entity in std::mem::take(&mut self.included) {
            let id = EntityId::link(&self.ws.id(), "includes", &release, &entity);
            if !self.made.contains_key(&id) {
                let how = Fields::from([("how".to_owned(), Some(text("created-here")))]);
                self.links.push(link_record(id, "includes", release, entity, None, how));
                self.counts.links_added += 1;
            }
        }
    }

    /// Plans the links of all items: those of revisions that are new.
    pub(crate) fn links(&mut self, taken: &Taken) -> Result<()> {
        let kinds: HashMap<(&str, &str), &'static Kind> = taken
            .items
            .iter()
            .filter_map(|i| {
                let source = i.source.as_deref().unwrap_or(&taken.source);
                Some(((source, i.key.as_str()), kind(i.kind)?))
            })
            .collect();
        for item in &taken.items {
            self.links_of(taken, item, &kinds)?;
        }
        Ok(())
    }

    fn links_of(
        &mut self,
        taken: &Taken,
        item: &SourceItem,
        kinds: &HashMap<(&str, &str), &'static Kind>,
    ) -> Result<()> {
        let source = item.source.as_deref().unwrap_or(&taken.source);
        let entity = self.entity(source, &item.key)?;
        let (Some(own), Some(first)) = (kind(item.kind), self.fresh.get(&entity).copied()) else {
            return Ok(());
        };
        if first >= item.revisions.len() || item.revisions.iter().all(|r| r.links.is_empty()) && first == 0 {
            return Ok(());
        }
        // Links this item named when it was last imported, to see which it no longer names.
        let mut before: HashMap<EntityId, Ends> = HashMap::new();
        let known = first > 0 || self.reader.exists(&entity)?;
        if known && item.says == Says::All {
            for seen in self.reader.links(&entity, &At::Now)? {
                let mark = seen.state.value("source");
                let ours = mark.and_then(source_of) == Some(source)
                    && mark.and_then(key_of) == Some(item.key.as_str());
                if let (true, false, Some(ends)) = (ours, seen.state.removed(), &seen.state.ends) {
                    before.insert(seen.id, ends.clone());
                }
            }
        }
        for (index, revision) in item.revisions.iter().enumerate().skip(first) {
            let on = match &item.since {
                Some(since) if item.revisions.len() == 1 && !known => Some(since.clone()),
                _ => revision.on.clone(),
            };
            let mut now: HashMap<EntityId, Ends> = HashMap::new();
            for wanted in &revision.links {
                let to_source = wanted.to_source.as_deref().unwrap_or(&taken.source);
                let other = self.entity(to_source, &wanted.to)?;
                let other_kind = match kinds.get(&(to_source, wanted.to.as_str())) {
                    Some(kind) => Some(*kind),
                    None => self.kind_of(&other)?,
                };
                let Some(other_kind) = other_kind else {
                    if index + 1 == item.revisions.len() {
                        self.lines.push(Line::new(
                            Level::Warning,
                            item.key.as_str(),
                            "dangling-link",
                            format!("“{}” to “{}”, which is nowhere", wanted.type_, wanted.to),
                        ));
                    }
                    continue;
                };
                let (this, that) = (End { entity, kind: own }, End { entity: other, kind: other_kind });
                let (from, to) = if wanted.out { (this, that) } else { (that, this) };
                let wish = Wish {
                    type_: wanted.type_.clone(),
                    from,
                    to,
                    fields: wanted.fields.clone(),
                    on: on.clone(),
                };
                let mark = Mark { source, key: &item.key, rev: &revision.rev };
                if let Some((id, ends)) = self.wish(wish, Some(mark), &item.key)? {
                    now.insert(id, ends);
                }
            }
            if item.says == Says::All {
                let mut gone: Vec<(&EntityId, &Ends)> =
                    before.iter().filter(|(id, _)| !now.contains_key(*id)).collect();
                gone.sort_by_key(|(id, _)| **id);
                for (id, ends) in gone {
                    let mark = origin(source, &item.key, &revision.rev);
                    self.unlink(*id, ends, on.clone(), mark);
                }
            }
            before = now;
        }
        Ok(())
    }

    fn kind_of(&self, entity: &EntityId) -> Result<Option<&'static Kind>> {
        let state = self.reader.state(entity, &At::Now)?;
        Ok(state.and_then(|s| s.kind_entry()))
    }

    /// Plans one link, unless it is there as wished or somebody took it away.
    pub(crate) fn wish(
        &mut self,
        wish: Wish,
        mark: Option<Mark<'_>>,
        place: &str,
    ) -> Result<Option<(EntityId, Ends)>> {
        let type_ = match check_link(&wish.type_, wish.from.kind.name, wish.to.kind.name) {
            Ok(type_) => type_,
            Err(error) => {
                self.lines.push(Line::new(Level::Warning, place, error.code, error.sentence));
                return Ok(None);
            }
        };
        let id = EntityId::link(&self.ws.id(), type_.name, &wish.from.entity, &wish.to.entity);
        let mut ends = Ends {
            type_: type_.name.to_owned(),
            from: wish.from.entity,
            to: wish.to.entity,
            from_rev: None,
            to_rev: None,
        };
        let mut wanted = Values::new();
        for (name, value) in &wish.fields {
            let parsed = match (type_.field(name), value) {
                (Some(field), Some(value)) => parse_field(field, value).ok().flatten(),
                _ => None,
            };
            if parsed.is_some() {
                wanted.insert(name.clone(), parsed);
            }
        }
        let source = mark.map_or("", |m| m.source);
        let made = match self.made.get(&id) {
            Some(made) => Some(made.clone()),
            None => match self.reader.state(&id, &At::Now)? {
                Some(state) if as_wished(&state, &wanted) => return Ok(Some((id, ends))),
                Some(state) => Some(self.found(&state, type_.name, source)?),
                None => None,
            },
        };
        let changed: Values = match &made {
            None => {
                self.counts.links_added += 1;
                wanted.clone()
            }
            Some(made) => {
                let mut changed: Values = wanted
                    .iter()
                    .filter(|(name, value)| made.said.get(*name) != Some(*value))
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect();
                // The source took it away and brings it back; what a person took away stays away.
                let by_source = made.said.get("removed").is_some_and(Option::is_some);
                if made.removed && by_source {
                    changed.insert("removed".to_owned(), None);
                } else if made.removed {
                    return Ok(Some((id, ends)));
                }
                if changed.is_empty() {
                    return Ok(Some((id, ends)));
                }
                changed
            }
        };
        ends.from_rev = self.revision(&ends.from)?;
        ends.to_rev = self.revision(&ends.to)?;
        let (mut content, personal) = split(changed, |name| type_.field(name));
        if let Some(mark) = mark {
            let origin = origin(mark.source, mark.key, mark.rev);
            content.insert("source".to_owned(), Some(origin));
        }
        self.links.push(RecordDraft {
            kind: written_kind(LINK_KIND),
            entity: id,
            on: wish.on,
            ends: Some(ends.clone()),
            content,
            personal,
        });
        self.made.insert(id, Made { removed: false, said: wanted });
        Ok(Some((id, ends)))
    }

    /// The revision of an end that is there already; an end of this very change has no address yet.
    fn revision(&self, entity: &EntityId) -> Result<Option<throughline_record::Address>> {
        if self.touched.contains(entity) {
            return Ok(None);
        }
        Ok(self.reader.state(entity, &At::Now)?.map(|s| s.revision))
    }

    fn found(&self, state: &State, type_: &str, source: &str) -> Result<Made> {
        let entry = link(type_);
        let said = said(self.reader, &state.entity, source, |name| entry.and_then(|l| l.field(name)))?;
        Ok(Made { removed: state.removed(), said })
    }

    fn unlink(&mut self, id: EntityId, ends: &Ends, on: Option<String>, mark: Value) {
        let content = Fields::from([
            ("removed".to_owned(), Some(Value::Bool(true))),
            ("source".to_owned(), Some(mark)),
        ]);
        self.links.push(link_record(id, &ends.type_, ends.from, ends.to, on, content));
        let said = Said::from([("removed".to_owned(), Some(Value::Bool(true)))]);
        self.made.insert(id, Made { removed: true, said });
    }
}

fn link_record(
    id: EntityId,
    type_: &str,
    from: EntityId,
    to: EntityId,
    on: Option<String>,
    content: Fields,
) -> RecordDraft {
    RecordDraft {
        kind: written_kind(LINK_KIND),
        entity: id,
        on,
        ends: Some(Ends { type_: type_.to_owned(), from, to, from_rev: None, to_rev: None }),
        content,
        personal: Fields::new(),
    }
}

fn as_wished(state: &State, wanted: &Values) -> bool {
    let same = |(name, value): (&String, &Option<Value>)| state.value(name) == value.as_ref();
    !state.removed() && wanted.iter().all(same)
}

/// The base field `source`.
pub(crate) fn origin(source: &str, key: &str, rev: &str) -> Value {
    map([("source", text(source)), ("key", text(key)), ("rev", text(rev))])
}
