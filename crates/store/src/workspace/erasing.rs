//! Erasing: what would go, and doing it (`docs/format.md`, *Erasure*).
//!
//! Erasing a field erases every part, old or new, in which that field of that entity was set. What else those parts
//! hold is recorded again in the same change, as it shows now; what it was before goes with them.

use std::collections::{BTreeMap, BTreeSet};

use throughline_model::{FieldState, LINK_KIND, Merge, State, kind, link, written_kind};
use throughline_record::{
    Act, ChangeId, Ends, EntityId, Fields, Hash, Opened, PartName, Record, RecordDraft, Value,
};

use super::open::new_entity;
use super::scan::{Needles, Scan};
use super::{Append, Appended, Workspace, locked};
use crate::error::{Result, StoreError};
use crate::file::{attachment, erase, schema};
use crate::query::{At, Reader};
use std::io::Read;

/// Fields by which an artefact is still called and found when all else of it is erased.
const STAYS: &[&str] = &["number", "order", "removed"];

/// Kinds whose content keeps the record honest: only what names a person can be erased of them.
const KEPT: &[&str] =
    &["erasure", "seal", "signature", "hold", "device", "anchor", "endorsement", "revocation"];

/// Bytes of an attachment that are looked for afterwards, from its beginning: 8 MiB.
const LOOKED_FOR: u64 = 8 << 20;

/// Attempts to empty the write-ahead log while somebody reads.
const ATTEMPTS: u32 = 20;

/// What is to be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Erasing {
    /// What was ever said in one field of an artefact or a link.
    Field {
        /// The artefact or link.
        entity: EntityId,
        /// The field.
        field: String,
    },
    /// All that was ever said of an artefact, but for its number; and what its links say in words.
    Everything {
        /// The artefact.
        entity: EntityId,
    },
    /// The reason given with a change.
    Note {
        /// The change.
        change: ChangeId,
    },
    /// A file kept with an artefact.
    Attachment {
        /// The artefact.
        entity: EntityId,
        /// The digest of its bytes.
        digest: Hash,
    },
}

/// A part that would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPart {
    /// Its name.
    pub name: PartName,
    /// Its change's place in the log.
    pub position: u64,
    /// When that was recorded.
    pub at: String,
    /// What it says something of; `None` for the reason of a change.
    pub entity: Option<EntityId>,
    /// The fields that are meant.
    pub fields: Vec<String>,
    /// What else stands in the part.
    pub others: Vec<String>,
}

/// What an erasure would do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ErasurePlan {
    /// The parts that go, in order of the log.
    pub parts: Vec<PlannedPart>,
    /// What is recorded again first, as it shows now.
    pub again: Vec<RecordDraft>,
    /// Attachments that go, as nothing else names them.
    pub attachments: Vec<Hash>,
    /// What is erased of.
    pub entities: Vec<EntityId>,
    /// The fields that are meant; `everything`, `note` and `attachment` stand for themselves.
    pub fields: Vec<String>,
    /// Keys of drafts that hold the same words and go too.
    pub drafts: Vec<String>,
}

/// An erasure that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Erased {
    /// The change.
    pub appended: Appended,
    /// The erasure's own entity.
    pub erasure: EntityId,
    /// What it did.
    pub plan: ErasurePlan,
    /// What the search afterwards found.
    pub scan: Scan,
}

impl Workspace {
    /// What an erasure would do. Nothing is changed.
    ///
    /// # Errors
    /// [`StoreError::OnHold`], [`StoreError::NotErasable`], [`StoreError::NotFound`].
    pub fn plan_erasure(&self, what: &[Erasing]) -> Result<ErasurePlan> {
        let reader = self.reader()?;
        self.plan(&reader, what)
    }

    /// Erases: in the file, the view, the write-ahead log and the drafts, by one change that says who did it and why;
    /// then looks for the bytes. `reason` stays for ever, and must not repeat what is erased.
    ///
    /// # Errors
    /// Those of [`Workspace::plan_erasure`] and [`Workspace::append`]. Nothing is erased then.
    pub fn erase(&self, actor: Option<EntityId>, what: &[Erasing], reason: &str) -> Result<Erased> {
        let erasure = new_entity(&self.env);
        let (mut plan, mut needles) = (ErasurePlan::default(), Needles::default());
        let request = Append::new(actor, Act::Erase, Vec::new());
        let appended = self.append_as(request, |reader, append| {
            plan = self.plan(reader, what)?;
            needles = self.needles(&plan)?;
            append.records.clone_from(&plan.again);
            append.records.push(erasure_record(erasure, &plan, reason));
            for entity in &plan.entities {
                append.records.push(erases(self, erasure, *entity));
            }
            Ok(())
        })?;
        for key in &plan.drafts {
            self.draft_shred(key)?;
        }
        self.empty_log()?;
        let scan = self.scan(&needles)?;
        Ok(Erased { appended, erasure, plan, scan })
    }

    fn plan(&self, reader: &Reader, what: &[Erasing]) -> Result<ErasurePlan> {
        let today: String = self.env.clock.now().chars().take(10).collect();
        let mut planner = Planner { reader, today, plan: ErasurePlan::default(), meant: BTreeMap::new() };
        for one in what {
            planner.take(one)?;
        }
        let mut plan = planner.finish()?;
        if plan.parts.is_empty() {
            return Err(StoreError::NotErasable(
                "There is nothing here to erase: it was never said, or is erased already".into(),
            ));
        }
        let connection = self.file_readers.get()?;
        let names: Vec<PartName> = plan.parts.iter().map(|part| part.name).collect();
        plan.attachments = erase::attachments_of(&connection, &names)?;
        // What is recorded again names its files again.
        let again: BTreeSet<Hash> = plan.again.iter().flat_map(|record| named(&record.content)).collect();
        plan.attachments.retain(|digest| !again.contains(digest));
        let mut texts = BTreeSet::new();
        for part in &plan.parts {
            if let Some(stored) = erase::part(&connection, &part.name)? {
                texts_of(&stored.bytes, &part.fields, &mut texts);
            }
        }
        for draft in self.drafts()? {
            let json = serde_json::from_str(&draft.json).unwrap_or(serde_json::Value::String(draft.json));
            if holds(&json, &texts) {
                plan.drafts.push(draft.key);
            }
        }
        Ok(plan)
    }

    /// What to look for afterwards.
    fn needles(&self, plan: &ErasurePlan) -> Result<Needles> {
        let connection = self.file_readers.get()?;
        let mut needles = Needles::default();
        for part in &plan.parts {
            if let Some(stored) = erase::part(&connection, &part.name)? {
                needles.add_part(&stored, &part.fields.iter().cloned().collect());
            }
        }
        for digest in &plan.attachments {
            let mut bytes = Vec::new();
            let chunks = attachment::Chunks::over(&*connection, digest)?;
            // A damaged attachment is erased like any other.
            if chunks.take(LOOKED_FOR).read_to_end(&mut bytes).is_ok() {
                needles.add_bytes(&bytes);
            }
        }
        Ok(needles)
    }

    /// Empties the write-ahead log into the file; who reads meanwhile may keep it from being emptied, and is waited for.
    pub(super) fn empty_log(&self) -> Result<()> {
        self.file_readers.clear();
        let writer = locked(&self.writer);
        let Some(connection) = &writer.connection else { return Ok(()) };
        for _ in 0..ATTEMPTS {
            if schema::checkpointed(connection)? {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        Ok(())
    }
}

/// Gathers what goes.
struct Planner<'r> {
    reader: &'r Reader,
    today: String,
    plan: ErasurePlan,
    /// Per entity the fields that go.
    meant: BTreeMap<EntityId, Meant>,
}

/// What goes of one entity.
#[derive(Default)]
struct Meant {
    fields: BTreeSet<String>,
    everything: bool,
    files: BTreeSet<Hash>,
}

impl Planner<'_> {
    fn take(&mut self, what: &Erasing) -> Result<()> {
        match what {
            Erasing::Field { entity, field } => {
                self.reader.get(entity, &At::Now)?;
                self.free(entity)?;
                self.say(field);
                self.meant.entry(*entity).or_default().fields.insert(field.clone());
            }
            Erasing::Everything { entity } => {
                let artefact = self.reader.get(entity, &At::Now)?;
                self.free(entity)?;
                self.say("everything");
                self.meant.entry(*entity).or_default().everything = true;
                // What its links say in words is about it too; that they are stays.
                for link in artefact.links {
                    let words = ["note", "said-by", "what", "reason"];
                    let said: Vec<&str> =
                        words.into_iter().filter(|name| link.state.fields.contains_key(*name)).collect();
                    if !said.is_empty() {
                        let meant = self.meant.entry(link.id).or_default();
                        meant.fields.extend(said.into_iter().map(str::to_owned));
                    }
                }
            }
            Erasing::Attachment { entity, digest } => {
                self.reader.get(entity, &At::Now)?;
                self.free(entity)?;
                self.say("attachment");
                self.meant.entry(*entity).or_default().files.insert(*digest);
            }
            Erasing::Note { change } => self.note(change)?,
        }
        if let Erasing::Field { entity, .. }
        | Erasing::Everything { entity }
        | Erasing::Attachment { entity, .. } = what
            && !self.plan.entities.contains(entity)
        {
            self.plan.entities.push(*entity);
        }
        Ok(())
    }

    fn say(&mut self, field: &str) {
        if !self.plan.fields.iter().any(|known| known == field) {
            self.plan.fields.push(field.to_owned());
        }
    }

    /// Refuses what a duty to keep covers.
    fn free(&self, entity: &EntityId) -> Result<()> {
        match self.reader.held(entity, &self.today)?.into_iter().next() {
            None => Ok(()),
            Some(held) => {
                let what = if held.on.short.is_empty() { held.on.title } else { held.on.short };
                Err(StoreError::OnHold { what, reason: held.reason })
            }
        }
    }

    fn note(&mut self, change: &ChangeId) -> Result<()> {
        let missing = || StoreError::NotFound(format!("The change {change}"));
        let position = self.reader.position_of(change)?.ok_or_else(missing)?;
        let query = crate::query::LogQuery {
            before: Some(position + 1),
            limit: 1,
            records: 1000,
            ..crate::query::LogQuery::default()
        };
        let logged = self.reader.log(&query)?.rows.into_iter().next().ok_or_else(missing)?;
        for record in &logged.records {
            self.free(&record.card.id)?;
        }
        self.say("note");
        if matches!(logged.note, Opened::Here(_)) {
            self.plan.parts.push(PlannedPart {
                name: PartName::Note(*change),
                position,
                at: logged.at,
                entity: None,
                fields: vec!["note".into()],
                others: Vec::new(),
            });
        }
        Ok(())
    }

    fn finish(mut self) -> Result<ErasurePlan> {
        for (entity, meant) in std::mem::take(&mut self.meant) {
            self.entity(entity, &meant)?;
        }
        self.plan.parts.sort_by_key(|part| (part.position, part.name));
        Ok(self.plan)
    }

    fn entity(&mut self, entity: EntityId, meant: &Meant) -> Result<()> {
        let Some(state) = self.reader.state(&entity, &At::Now)? else { return Ok(()) };
        if state.read_only || !state.understood {
            let sentence = "A newer version of Throughline wrote to it; erase with that version";
            return Err(StoreError::NotErasable(sentence.into()));
        }
        let mut others = BTreeSet::new();
        let mut gone = BTreeSet::new();
        for (position, at, record) in self.reader.records_of(&entity)? {
            for (part, sets, personal) in [
                (&record.content, &record.sets_content, false),
                (&record.personal, &record.sets_personal, true),
            ] {
                let Opened::Here(values) = part else { continue };
                let goes = |name: &String| match meant.everything {
                    true => !STAYS.contains(&name.as_str()),
                    false => meant.fields.contains(name) || names_file(name, values, &meant.files),
                };
                let (fields, rest): (Vec<String>, Vec<String>) = sets.iter().cloned().partition(goes);
                if fields.is_empty() {
                    continue;
                }
                if !personal && KEPT.contains(&state.kind.as_str()) {
                    let sentence =
                        "This keeps the record honest; only what names a person can be erased of it";
                    return Err(StoreError::NotErasable(sentence.into()));
                }
                let name = match personal {
                    true => PartName::Personal(record.address),
                    false => PartName::Content(record.address),
                };
                others.extend(rest.iter().map(|name| (name.clone(), personal)));
                // Files that stay are named again.
                if !meant.files.is_empty() && fields.iter().any(|name| name == "attachments") {
                    others.insert(("attachments".to_owned(), personal));
                }
                gone.insert((record.address, personal));
                self.plan.parts.push(PlannedPart {
                    name,
                    position,
                    at: at.clone(),
                    entity: Some(entity),
                    fields,
                    others: rest,
                });
            }
        }
        let erased = |name: &str| meant.fields.contains(name) || (meant.everything && !STAYS.contains(&name));
        let (mut content, mut personal) = (Fields::new(), Fields::new());
        for (name, is_personal) in others.into_iter().filter(|(name, _)| !erased(name)) {
            let Some(field) = state.fields.get(&name) else { continue };
            let lies_there = field.heads.iter().any(|head| gone.contains(&(head.set.address, is_personal)));
            let set = merges_as_set(&state, &name);
            let Some(value) = again(&name, field, set, lies_there, &meant.files)? else { continue };
            let part = if is_personal { &mut personal } else { &mut content };
            part.insert(name, value);
        }
        if !content.is_empty() || !personal.is_empty() {
            let ends = match &state.ends {
                Some(ends) => {
                    Some(self.reader.standing_ends(&entity, &At::Now)?.unwrap_or_else(|| ends.clone()))
                }
                None => None,
            };
            let kind =
                if state.kind == LINK_KIND { format!("{LINK_KIND}/1") } else { written_kind(&state.kind) };
            self.plan.again.push(RecordDraft { kind, entity, on: None, ends, content, personal });
        }
        Ok(())
    }
}

/// What of a field must be recorded again, if anything: `Some(None)` clears it.
#[expect(clippy::option_option, reason = "a field may be named without a value")]
fn again(
    name: &str,
    field: &FieldState,
    set: bool,
    lies_there: bool,
    files: &BTreeSet<Hash>,
) -> Result<Option<Option<Value>>> {
    if set {
        // An erased record takes away what it knew of the set, wherever that was put in.
        let list = field.shown().and_then(|head| head.value.as_ref()).and_then(Value::as_list);
        let kept: Vec<Value> =
            list.unwrap_or_default().iter().filter(|value| !is_file(value, files)).cloned().collect();
        let add = Value::Map(BTreeMap::from([("add".to_owned(), Value::List(kept.clone()))]));
        return Ok((!kept.is_empty()).then_some(Some(add)));
    }
    if !lies_there {
        return Ok(None);
    }
    if field.in_conflict() {
        return Err(StoreError::NotErasable(format!(
            "The field “{name}”, which stands in the same part, has two values that nobody chose between; settle that first"
        )));
    }
    Ok(field.shown().filter(|head| !head.erased).map(|head| head.value.clone()))
}

fn merges_as_set(state: &State, name: &str) -> bool {
    let field = match &state.ends {
        Some(ends) => link(&ends.type_).and_then(|link| link.field(name)),
        None => kind(&state.kind).and_then(|kind| kind.field(name)),
    };
    field.is_some_and(|field| field.merge == Merge::Set)
}

fn is_file(value: &Value, files: &BTreeSet<Hash>) -> bool {
    let digest = value.as_map().and_then(|map| map.get("digest")).and_then(Value::as_text);
    digest.and_then(|digest| digest.parse().ok()).is_some_and(|digest: Hash| files.contains(&digest))
}

/// Whether a record's attachments name one of these files, to put it in or to take it out.
fn names_file(name: &str, values: &Fields, files: &BTreeSet<Hash>) -> bool {
    name == "attachments" && !files.is_empty() && named(values).iter().any(|digest| files.contains(digest))
}

/// The digests that fields name.
fn named(values: &Fields) -> BTreeSet<Hash> {
    let written = values.values().flatten().filter_map(|value| value.to_canonical().ok());
    written.flat_map(|json| erase::digests_in(json.as_bytes())).collect()
}

fn erasure_record(erasure: EntityId, plan: &ErasurePlan, reason: &str) -> RecordDraft {
    let texts = |texts: Vec<String>| Some(Value::List(texts.into_iter().map(Value::from).collect()));
    let names: Vec<String> = plan.parts.iter().map(|part| part.name.to_string()).collect();
    RecordDraft {
        kind: written_kind("erasure"),
        entity: erasure,
        on: None,
        ends: None,
        content: Fields::from([
            ("parts".to_owned(), texts(names)),
            ("reason".to_owned(), Some(Value::from(reason))),
            ("fields".to_owned(), texts(plan.fields.clone())),
        ]),
        personal: Fields::new(),
    }
}

fn erases(workspace: &Workspace, erasure: EntityId, of: EntityId) -> RecordDraft {
    let ends = Ends { type_: "erases".into(), from: erasure, to: of, from_rev: None, to_rev: None };
    RecordDraft {
        kind: format!("{LINK_KIND}/1"),
        entity: EntityId::link(&workspace.id, "erases", &erasure, &of),
        on: None,
        ends: Some(ends),
        content: Fields::new(),
        personal: Fields::new(),
    }
}

/// The words of some fields of a part; of a note, all of it.
fn texts_of(bytes: &[u8], fields: &[String], texts: &mut BTreeSet<String>) {
    fn leaves(value: &Value, texts: &mut BTreeSet<String>) {
        match value {
            Value::Text(text) if text.chars().count() > 3 => {
                texts.insert(text.clone());
            }
            Value::List(list) => list.iter().for_each(|value| leaves(value, texts)),
            Value::Map(map) => map.values().for_each(|value| leaves(value, texts)),
            Value::Text(_) | Value::Bool(_) | Value::Int(_) => {}
        }
    }
    match Value::from_canonical(bytes) {
        Ok(Value::Map(map)) => {
            map.iter().filter(|(name, _)| fields.contains(name)).for_each(|(_, value)| leaves(value, texts));
        }
        _ => leaves(&Value::Text(String::from_utf8_lossy(bytes).into_owned()), texts),
    }
}

/// Whether a draft says one of these texts: as they are if they are short, anywhere if they are telling.
fn holds(draft: &serde_json::Value, texts: &BTreeSet<String>) -> bool {
    use serde_json::Value as Json;
    match draft {
        Json::String(said) => texts
            .iter()
            .any(|text| said == text || (text.chars().count() >= 12 && said.contains(text.as_str()))),
        Json::Array(list) => list.iter().any(|one| holds(one, texts)),
        Json::Object(map) => map.values().any(|one| holds(one, texts)),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

impl Reader {
    /// Every record of an entity in log order, with its change's place and time.
    ///
    /// # Errors
    /// If the view cannot be read.
    pub fn records_of(&self, entity: &EntityId) -> Result<Vec<(u64, String, Record)>> {
        self.snapshot(|snapshot| {
            let Some(eid) = snapshot.eid(entity)? else { return Ok(Vec::new()) };
            let moment = snapshot.moment(&At::Now)?;
            let noted = snapshot.noted(eid, *entity, moment)?;
            Ok(noted
                .into_iter()
                .map(|one| {
                    let position = one.moment.position.cast_unsigned();
                    (position, one.change.at.clone(), one.record.into_owned())
                })
                .collect())
        })
    }
}
