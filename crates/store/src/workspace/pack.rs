//! An evidence pack opened like a workspace, to read.
//!
//! What the pack holds is laid out as an ordinary file in the cache folder, gone when it is closed, so that
//! every page and question works on it as on any other. Positions are kept: where a change stayed behind, an
//! empty one stands, of no device, after the one before it; where a record did, one of a kind nobody
//! understands. Neither was ever signed, and neither leaves this file: a workspace that is a pack has no
//! writer, and is verified by the pack, not by this layout.

use std::fs::OpenOptions;
use std::io::Read;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;

use rusqlite::{Connection, TransactionBehavior};
use throughline_record::exchange::Excerpt;
use throughline_record::{
    Act, ChangeId, DeviceId, EntityId, Hash, Header, SealedChange, SealedRecord, WorkspaceId, date, merkle,
};

use super::open::name_of;
use super::{Watch, Workspace, Writer};
use crate::env::Env;
use crate::error::{Result, StoreError};
use crate::file::attachment::{DEFAULT_LIMIT, Spool, UNKNOWN_MEDIA};
use crate::file::identity::Identity;
use crate::file::keys::{Keyring, private};
use crate::file::log;
use crate::file::schema::{self, Access};
use crate::file::scratch::{Scratch, sweep};
use crate::pool::Pool;
use crate::progress::{Progress, step};
use crate::view::View;

/// Hands what reads one attached file to whoever asks for it by its digest.
pub type Files<'a> = dyn FnMut(&Hash, &mut dyn FnMut(&mut dyn Read) -> Result<()>) -> Result<()> + 'a;

/// The kind under which a record stands that stayed behind.
pub const NOT_IN_PACK: &str = "not-in-pack/1";

/// The device of changes that stayed behind: no key at all.
pub const NOBODY: DeviceId = DeviceId([0; 32]);

/// What a pack holds, verified by whoever hands it over.
#[derive(Debug)]
pub struct PackContents {
    /// The workspace it is of.
    pub workspace: WorkspaceId,
    /// What it is of, in words: `release 1.0`.
    pub scope: String,
    /// The ids of all changes of the log, in order.
    pub ids: Vec<ChangeId>,
    /// The changes that are here, in order.
    pub excerpts: Vec<Excerpt>,
    /// Attached files, with their media types as far as they are known.
    pub attachments: Vec<(Hash, Option<String>)>,
}

/// That a workspace is a pack, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackOf {
    /// What it is of, in words.
    pub scope: String,
    /// How many changes are here.
    pub changes: u64,
    /// How many the whole log has.
    pub length: u64,
}

impl Workspace {
    /// Opens a verified pack to read. `file` gives the bytes of an attachment. What is laid out lies in the
    /// cache folder and is deleted with the workspace; on an error nothing is left.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`], [`StoreError::Damaged`] if an attachment is not what it is called, and those
    /// of the file system.
    pub fn open_pack(
        path: &Path,
        env: Env,
        contents: PackContents,
        file: &mut Files<'_>,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let path = path
            .canonicalize()
            .map_err(|error| StoreError::io(format!("{} cannot be opened", path.display()), error))?;
        let identity = Identity::of(&path)?;
        sweep(&env.cache);
        let pack = PackOf {
            scope: contents.scope.clone(),
            changes: contents.excerpts.len() as u64,
            length: contents.ids.len() as u64,
        };
        let copy = Scratch::new(&env, Scratch::COPY)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        private(&mut options);
        let made = options.open(copy.path());
        made.map_err(|error| StoreError::io("The cache folder cannot be used", error))?;
        let mut connection = schema::connect(copy.path(), Access::Write)?;
        schema::initialise(&mut connection)?;
        lay_out(&mut connection, &contents, progress)?;
        attach(&mut connection, &env, &contents.attachments, file, progress)?;
        schema::checkpoint(&connection)?;
        drop(connection);

        let laid_out = copy.path().to_owned();
        let file_readers = Pool::new(move || schema::connect(&laid_out, Access::Immutable));
        let name = name_of(&*file_readers.get()?, &path)?;
        let view_copy = Scratch::new(&env, Scratch::VIEW)?;
        let view = View::open(view_copy.path(), &contents.workspace)?;
        let view_path = view_copy.path().to_owned();
        let view_readers = Pool::new(move || View::read_connection(&view_path));
        let held = if pack.changes == pack.length {
            format!("all {} changes", pack.length)
        } else {
            format!("{} of {} changes", pack.changes, pack.length)
        };
        let workspace = Self {
            keyring: Keyring::new(&env.home, contents.workspace),
            env,
            identity,
            id: contents.workspace,
            name,
            read_only: Some(format!("{} {}: {held}, read-only", crate::reading::PACK, pack.scope)),
            first_person: None,
            attachment_limit: AtomicU64::new(DEFAULT_LIMIT),
            file_readers,
            view_readers,
            view: Mutex::new(view),
            watch: Mutex::new(Watch { connection: None, version: -1, seen: 0, behind: false }),
            tree: Mutex::new(merkle::Tree::new()),
            writer: Mutex::new(Writer { connection: None, device: None }),
            _copy: Some(copy),
            _view_copy: Some(view_copy),
            pack: Some(pack),
        };
        workspace.take_in(progress)?;
        Ok(workspace)
    }

    /// That this is a pack, if it is one.
    pub fn pack(&self) -> Option<&PackOf> {
        self.pack.as_ref()
    }

    /// Calls `each` with the changes from a position on, as they are stored, until it answers `false`.
    ///
    /// # Errors
    /// Those of `each` and of the file.
    pub fn each_sealed(
        &self,
        from: u64,
        mut each: impl FnMut(u64, SealedChange) -> Result<bool>,
    ) -> Result<()> {
        let connection = self.file_readers.get()?;
        log::read(&connection, from, u64::MAX, |stored| each(stored.position, stored.sealed))
    }
}

/// Writes the changes that are here, and something in the place of those that are not.
fn lay_out(connection: &mut Connection, contents: &PackContents, progress: &dyn Progress) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut excerpts = contents.excerpts.iter().peekable();
    let total = contents.ids.len() as u64;
    let (mut received, mut before) = (0, None);
    for (position, id) in (1..).zip(&contents.ids) {
        let here = excerpts.next_if(|excerpt| excerpt.position == Some(position));
        let (sealed, header) = match here {
            Some(excerpt) => {
                let header = excerpt.header()?;
                received = date::millis(&header.at).unwrap_or(0).max(received);
                (filled(excerpt), header)
            }
            None => {
                let at = date::from_millis(received);
                let header = stand_in(contents.workspace, position, before, at);
                (SealedChange { id: *id, ..of_nobody(&header) }, header)
            }
        };
        log::insert(&transaction, &sealed, &header, &date::from_millis(received))?;
        before = Some(*id);
        if position % 256 == 0 {
            step(progress, position, total, "changes")?;
        }
    }
    transaction.commit()?;
    Ok(())
}

/// The change with something in the place of each record that is not here.
fn filled(excerpt: &Excerpt) -> SealedChange {
    let records = (0_u32..).zip(&excerpt.records).map(|(index, record)| {
        record.clone().unwrap_or_else(|| {
            let entity = EntityId::derived(&excerpt.id, "not-in-pack", &index.to_string());
            let bytes = format!(
                "{{\"entity\":\"{entity}\",\"kind\":\"{NOT_IN_PACK}\",\"parts\":{{}},\"sets\":{{}}}}"
            );
            SealedRecord { bytes: bytes.into_bytes(), content: None, personal: None }
        })
    });
    SealedChange {
        id: excerpt.id,
        header: excerpt.header.clone(),
        signature: excerpt.signature,
        note: excerpt.note.clone(),
        records: records.collect(),
    }
}

/// The header in the place of a change that is not here: it follows the one before it, so that what comes
/// after knew what came before.
fn stand_in(workspace: WorkspaceId, position: u64, before: Option<ChangeId>, at: String) -> Header {
    Header {
        workspace: Some(workspace),
        device: NOBODY,
        seq: position,
        parents: before.into_iter().collect(),
        clock: position,
        at,
        actor: None,
        act: Act::Edit,
        of: None,
        note: None,
        count: 0,
        root: merkle::Tree::new().root(),
    }
}

fn of_nobody(header: &Header) -> SealedChange {
    SealedChange {
        id: ChangeId([0; 32]),
        header: header.to_canonical().into_bytes(),
        signature: [0; 64],
        note: None,
        records: Vec::new(),
    }
}

fn attach(
    connection: &mut Connection,
    env: &Env,
    attachments: &[(Hash, Option<String>)],
    file: &mut Files<'_>,
    progress: &dyn Progress,
) -> Result<()> {
    for (digest, media) in attachments {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let media = media.as_deref().unwrap_or(UNKNOWN_MEDIA);
        file(digest, &mut |source| {
            let mut spool = Spool::fill(source, "an attachment", u64::MAX, env, progress)?;
            if spool.digest != *digest {
                return Err(StoreError::Damaged(format!("the file {digest} is not the one of its name")));
            }
            spool.store(&transaction, media, progress)
        })?;
        transaction.commit()?;
    }
    Ok(())
}
