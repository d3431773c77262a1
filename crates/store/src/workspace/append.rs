//! Adding a change to the log.

use std::collections::{HashMap, HashSet};
use std::sync::mpsc;

use rand_core::RngCore;
use rusqlite::{Connection, TransactionBehavior};
use throughline_model::kind;
use throughline_record::{
    Act, Address, Change, ChangeDraft, ChangeId, EntityId, Fields, Opened, Record, RecordDraft, SealedChange,
    Value, erased_parts, seal,
};

use super::open::device_record;
use super::{Workspace, locked};
use crate::env::Env;
use crate::error::{Result, StoreError};
use crate::file::keys::{Device, Found, KeyLock};
use crate::file::{erase, log};
use crate::query::{LARGEST_NUMBER, Reader};
use crate::view::LoggedChange;

/// From so many records on, a second thread is worth its while.
const MANY: usize = 1000;

/// A change to be recorded. What follows from the log (number, parents, clock) and from the key is
/// filled in when it is appended.
#[derive(Debug, Clone)]
pub struct Append {
    /// The stakeholder at the keyboard.
    pub actor: Option<EntityId>,
    /// What is done.
    pub act: Act,
    /// The change that this one undoes or redoes.
    pub of: Option<ChangeId>,
    /// The reason, in the person's words.
    pub note: Option<String>,
    /// When it was done, RFC 3339 UTC; now if not given.
    pub at: Option<String>,
    /// The log's length that the caller decided on; another length is refused.
    pub expect_head: Option<u64>,
    /// The records, in order.
    pub records: Vec<RecordDraft>,
}

impl Append {
    /// A change of this kind with these records, by this person, now.
    pub fn new(actor: Option<EntityId>, act: Act, records: Vec<RecordDraft>) -> Self {
        Self { actor, act, of: None, note: None, at: None, expect_head: None, records }
    }
}

/// A change that is durably in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Its id.
    pub change: ChangeId,
    /// Its place in the log, from 1.
    pub position: u64,
}

impl Workspace {
    /// Signs a change and adds it to the log. When this returns, it survives a loss of power. The
    /// first record of an artefact that carries no short number gets the next free one of its kind.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], [`StoreError::Busy`], [`StoreError::HeadMoved`],
    /// [`StoreError::Replaced`], [`StoreError::Record`] for a value outside the format,
    /// [`StoreError::Rollout`] for deployments that cannot both be, and those of the file system. Nothing is
    /// recorded then.
    pub fn append(&self, request: Append) -> Result<Appended> {
        self.append_with(request, |_| Ok(Vec::new()))
    }

    /// As [`Workspace::append`], with further records made while nobody else can write: `make` sees
    /// everything recorded so far. An error of `make` ends it with nothing recorded.
    ///
    /// # Errors
    /// Those of [`Workspace::append`] and of `make`.
    pub fn append_with(
        &self,
        request: Append,
        make: impl FnOnce(&Reader) -> Result<Vec<RecordDraft>>,
    ) -> Result<Appended> {
        self.append_as(request, |reader, append| {
            append.records.extend(make(reader)?);
            Ok(())
        })
    }

    /// As [`Workspace::append_with`]; `make` may complete the whole request.
    pub(crate) fn append_as(
        &self,
        mut request: Append,
        make: impl FnOnce(&Reader, &mut Append) -> Result<()>,
    ) -> Result<Appended> {
        self.refuse_if_read_only()?;
        let mut writer = locked(&self.writer);
        self.identity.still_there()?;
        let lock = self.keyring.lock()?;
        let last = writer.device;
        let Some(connection) = writer.connection.as_mut() else {
            return Err(StoreError::ReadOnly(crate::reading::FOR_READING.into()));
        };
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let length = log::length(&transaction)?;
        if let Some(expected) = request.expect_head.filter(|expected| *expected != length) {
            return Err(StoreError::HeadMoved { expected, found: length });
        }
        self.project_from(&transaction, &())?;
        let reader = self.reader()?;
        make(&reader, &mut request)?;
        // Undoing, and what another copy recorded, is never refused: it is shown as the conflict it is.
        if matches!(request.act, Act::Edit | Act::Import)
            && let Some(why) = reader.rollout_refusal(&request.records, &self.env.clock.now())?
        {
            return Err(StoreError::Rollout(why));
        }
        number(&reader, &mut request.records)?;
        drop(reader);

        let now = self.env.clock.millis();
        self.keyring.forget_late(now);
        let (mut device, mut changes) = self.device(&lock, &transaction, last)?;
        self.keyring.used(&device.id(), now);
        let (sealed, logged) = self.seal_next(&transaction, &device, request)?;
        let appended = Appended { change: logged.change.id, position: logged.position };
        let (header, received) = (logged.change.header.clone(), logged.received.clone());
        let erased = erased_parts(&logged.change);
        changes.push(logged);

        // Held over the commit, so that nobody takes this change for a foreign one meanwhile.
        let mut watch = locked(&self.watch);
        let projected = self.project_beside(&changes, || {
            log::insert(&transaction, &sealed, &header, &received)?;
            if !erased.is_empty() {
                erase::erase_parts(&transaction, &erased)?;
            }
            device.signed(&self.identity, header.seq, appended.change)?;
            Ok(transaction.commit()?)
        })?;
        if watch.seen == length {
            watch.seen = appended.position;
        }
        // The change is durable: from here on nothing may look like a failure of it.
        if let Err(error) = device.committed() {
            tracing::warn!(%error, "the key was not marked as used");
        }
        drop(lock);
        if let Err(error) = projected {
            tracing::warn!(%error, "the view does not show the change yet");
            watch.behind = true;
        }
        drop(watch);
        writer.device = Some(device.id());
        Ok(appended)
    }

    /// Commits changes and folds them into the view. Many records are folded while the log takes them;
    /// the view keeps them only once the log has. Returns how the folding went.
    ///
    /// # Errors
    /// Those of `commit`; the view then is as it was.
    fn project_beside(
        &self,
        changes: &[LoggedChange],
        commit: impl FnOnce() -> Result<()>,
    ) -> Result<Result<()>> {
        if changes.iter().map(|logged| logged.change.records.len()).sum::<usize>() < MANY {
            commit()?;
            return Ok(self.view().project(changes, &()));
        }
        std::thread::scope(|scope| {
            let (tell, told) = mpsc::channel();
            let kept = move || told.recv().unwrap_or(false);
            let folding = scope.spawn(move || self.view().project_if(changes, &(), kept));
            let committed = commit();
            // Whoever gave up folding does not listen any more.
            let _ = tell.send(committed.is_ok());
            let projected = folding.join().unwrap_or_else(|_| Err(StoreError::Busy));
            committed.map(|()| projected)
        })
    }

    /// The device that signs next. If a new one begins, it introduces itself first: that change is
    /// returned with it.
    pub(super) fn device(
        &self,
        lock: &KeyLock,
        transaction: &Connection,
        last: Option<throughline_record::DeviceId>,
    ) -> Result<(Device, Vec<LoggedChange>)> {
        let (reason, follows) = match self.keyring.find(lock, transaction, &self.identity, last.as_ref())? {
            Found::Device(device) => return Ok((*device, Vec::new())),
            Found::None { reason, follows } => (reason, follows),
        };
        let device = self.keyring.begin(self.env.random_bytes(), &self.identity)?;
        let proof = follows.and_then(|followed| self.keyring.proof(&followed, &device.id()));
        let record = device_record(&self.env, &device.id(), reason, follows, proof);
        let (sealed, join) =
            self.seal_next(transaction, &device, Append::new(None, Act::Join, vec![record]))?;
        log::insert(transaction, &sealed, &join.change.header, &join.received)?;
        Ok((device, vec![join]))
    }

    /// Seals a change as the next of its device and of the log.
    fn seal_next(
        &self,
        transaction: &Connection,
        device: &Device,
        request: Append,
    ) -> Result<(SealedChange, LoggedChange)> {
        let heads = log::heads(transaction)?;
        let tip = log::tip(transaction)?;
        let seq = log::device_tip(transaction, &device.id())?.map_or(0, |(seq, _)| seq) + 1;
        let now = self.env.clock.now();
        // The clock may have been put back; the order of arrival was not.
        let received = match tip {
            Some(tip) if tip.received > now => tip.received,
            _ => now.clone(),
        };
        let draft = ChangeDraft {
            workspace: Some(self.id),
            seq,
            parents: heads.iter().map(|head| head.id).collect(),
            clock: heads.iter().map(|head| head.clock).max().unwrap_or(0) + 1,
            at: request.at.unwrap_or(now),
            actor: request.actor,
            act: request.act,
            of: request.of,
            note: request.note.filter(|note| !note.is_empty()),
            records: request.records,
        };
        let sealed = with_random(&self.env, |random| {
            let key = device.key()?;
            Ok::<_, StoreError>(seal(&draft, key, random)?)
        })?;
        let header = sealed.header()?;
        let position = log::length(transaction)? + 1;
        let change = opened(sealed.id, header, draft);
        Ok((sealed, LoggedChange { position, received, change }))
    }
}

/// The change as reading it back would give it, without the reading.
fn opened(id: ChangeId, header: throughline_record::Header, draft: ChangeDraft) -> Change {
    let part = |fields: Fields| if fields.is_empty() { Opened::Absent } else { Opened::Here(fields) };
    let records = (0..).zip(draft.records).map(|(index, record)| Record {
        address: Address { change: id, index },
        kind: record.kind,
        entity: record.entity,
        on: record.on,
        ends: record.ends,
        sets_content: record.content.keys().cloned().collect(),
        sets_personal: record.personal.keys().cloned().collect(),
        content: part(record.content),
        personal: part(record.personal),
    });
    Change { id, records: records.collect(), header, note: draft.note.map_or(Opened::Absent, Opened::Here) }
}

/// Gives the first record of each artefact that has none the next free number of its kind.
fn number(reader: &Reader, records: &mut [RecordDraft]) -> Result<()> {
    let numbered = |record: &RecordDraft| {
        let name = record.kind.split('/').next().unwrap_or_default();
        kind(name).filter(|kind| kind.prefix.is_some() && record.ends.is_none())
    };
    let named = records.iter().filter(|record| numbered(record).is_some()).map(|record| record.entity);
    let mut known = reader.existing(named)?;
    let mut next: HashMap<&'static str, i64> = HashMap::new();
    let wanted =
        |record: &RecordDraft| record.content.get("number").and_then(|value| value.as_ref()?.as_int());
    // A number that stands later in the change is not free before it.
    let spoken: HashSet<(&'static str, i64)> =
        records.iter().filter_map(|record| Some((numbered(record)?.name, wanted(record)?))).collect();
    for record in records {
        let Some(kind) = numbered(record) else { continue };
        if !known.insert(record.entity) {
            continue;
        }
        let free = match next.get(kind.name) {
            Some(free) => *free,
            None => reader.next_number(kind.name)?,
        };
        match wanted(record) {
            Some(given) => {
                let after = if given < LARGEST_NUMBER { given + 1 } else { free };
                next.insert(kind.name, free.max(after));
            }
            None => {
                let mut free = free;
                while spoken.contains(&(kind.name, free)) {
                    free += 1;
                }
                record.content.insert("number".into(), Some(Value::Int(free)));
                next.insert(kind.name, free + 1);
            }
        }
    }
    Ok(())
}

/// Lends the generator.
pub(super) fn with_random<T>(env: &Env, use_it: impl FnOnce(&mut dyn RngCore) -> T) -> T {
    let mut random = env.random.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    use_it(&mut *random)
}
