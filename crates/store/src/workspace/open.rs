//! Making and opening workspaces.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;

use rusqlite::Connection;
use throughline_record::{
    Act, ChangeDraft, DeviceId, EntityId, Fields, RecordDraft, Signer, SigningKey, Value, merkle, seal,
};

use super::{OpenMode, Watch, Workspace, Writer};
use crate::env::Env;
use crate::error::{Result, StoreError};
use crate::file::attachment::DEFAULT_LIMIT;
use crate::file::identity::Identity;
use crate::file::keys::{Keyring, Reason, private, private_folder};
use crate::file::schema::{self, Access};
use crate::file::scratch::{Scratch, beside, sweep};
use crate::file::{log, structure};
use crate::pool::Pool;
use crate::progress::Progress;
use crate::view::View;

impl Workspace {
    /// Makes a workspace in a new file. Its first change introduces this device and, if a name is
    /// given, the person at the keyboard as a stakeholder. `name` is what the workspace is called.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`], and those of the file system; no file is left then.
    pub fn create(path: &Path, env: Env, name: &str, actor_name: Option<&str>) -> Result<Self> {
        let made = OpenOptions::new().write(true).create_new(true).open(path);
        made.map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::AlreadyExists(path.to_owned()),
            _ => StoreError::io(format!("{} cannot be made", path.display()), error),
        })?;
        match begin(path, &env, name, actor_name).and_then(|person| {
            let mut workspace = Self::open(path, env, OpenMode::ReadWrite, &())?;
            workspace.first_person = person;
            Ok(workspace)
        }) {
            Ok(workspace) => Ok(workspace),
            Err(error) => {
                for leftover in ["", "-wal", "-shm"] {
                    let mut file = path.as_os_str().to_owned();
                    file.push(leftover);
                    let _ = std::fs::remove_file(file);
                }
                Err(error)
            }
        }
    }

    /// Opens a workspace and catches its view up with the log. Falls back to reading only where the
    /// file cannot be written; [`Workspace::read_only`] says why.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotAWorkspace`], [`StoreError::Damaged`],
    /// [`StoreError::NewerFile`], [`StoreError::Cancelled`], and those of the file system.
    pub fn open(path: &Path, env: Env, mode: OpenMode, progress: &dyn Progress) -> Result<Self> {
        let path = path.canonicalize().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => StoreError::NotFound(path.display().to_string()),
            _ => StoreError::io(format!("{} cannot be opened", path.display()), error),
        })?;
        schema::check_magic(&path)?;
        let identity = Identity::of(&path)?;
        sweep(&env.cache);
        let opened = open_file(&path, mode, &env)?;

        let reading = opened.reading;
        let file = opened.copy.as_ref().map_or(path.as_path(), Scratch::path).to_owned();
        let file_readers = {
            let file = file.clone();
            Pool::new(move || schema::connect(&file, reading))
        };
        let (id, name) = {
            let connection = file_readers.get()?;
            let id = log::id_at(&connection, 1)?.ok_or_else(|| {
                StoreError::Damaged("it holds no change, because making it was interrupted".into())
            })?;
            (id, name_of(&connection, &path)?)
        };
        let view_path = Self::view_path(&env, &path);
        if let Some(folder) = view_path.parent() {
            private_folder(folder)?;
        }
        let view = View::open(&view_path, &id)?;
        let view_readers = Pool::new(move || View::read_connection(&view_path));
        let watch = match reading {
            Access::Immutable => None,
            _ => Some(schema::connect(&file, Access::Read)?),
        };
        let keyring = Keyring::new(&env.home, id);
        if let Some(connection) = &opened.writer
            && let Err(error) = keyring.reconcile(connection, &identity)
        {
            // The next append looks again, and begins a new device if in doubt.
            tracing::warn!(%error, "the notes beside the keys were not brought up to date");
        }
        let workspace = Self {
            keyring,
            env,
            identity,
            id,
            name,
            read_only: opened.read_only,
            first_person: None,
            attachment_limit: AtomicU64::new(DEFAULT_LIMIT),
            file_readers,
            view_readers,
            view: Mutex::new(view),
            watch: Mutex::new(Watch { connection: watch, version: -1, seen: 0, behind: false }),
            tree: Mutex::new(merkle::Tree::new()),
            writer: Mutex::new(Writer { connection: opened.writer, device: None }),
            _copy: opened.copy,
            _view_copy: None,
            pack: None,
        };
        workspace.take_in(progress)?;
        Ok(workspace)
    }
}

struct OpenedFile {
    writer: Option<Connection>,
    read_only: Option<String>,
    reading: Access,
    /// What is read instead of the file.
    copy: Option<Scratch>,
}

/// A connection that reads the file at a canonical path, wherever it lies and whoever writes to it. What is
/// returned beside it is the copy that is read in its place, which has to be kept as long.
pub(crate) fn open_to_read(path: &Path, env: &Env) -> Result<(Connection, Option<Scratch>)> {
    let opened = open_file(path, OpenMode::ReadOnly, env)?;
    let lies = opened.copy.as_ref().map_or(path, Scratch::path);
    Ok((schema::connect(lies, opened.reading)?, opened.copy))
}

fn open_file(path: &Path, mode: OpenMode, env: &Env) -> Result<OpenedFile> {
    let read = |read_only: &str, reading| OpenedFile {
        writer: None,
        read_only: Some(read_only.to_owned()),
        reading,
        copy: None,
    };
    if mode == OpenMode::ReadWrite {
        match open_to_write(path) {
            Ok(ToWrite::Yes(connection)) => {
                let writer = Some(connection);
                return Ok(OpenedFile { writer, read_only: None, reading: Access::Read, copy: None });
            }
            Ok(ToWrite::Newer(version)) => {
                check_readable(path, Access::Read)?;
                let known = schema::known_version();
                let why = format!(
                    "it was written by a newer version of Throughline (format {version}; this one writes {known})"
                );
                return Ok(read(&why, Access::Read));
            }
            Ok(ToWrite::Altered(why)) => return Ok(read(&why, Access::Read)),
            Err(StoreError::ReadOnly(_)) => {}
            Err(StoreError::Sqlite(error))
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen) => {}
            Err(error) => return Err(error),
        }
    } else if check_readable(path, Access::Read).is_ok() {
        return Ok(read(crate::reading::FOR_READING, Access::Read));
    }
    // Not even a lock can be taken beside the file. Without a write-ahead log nothing is missing in it.
    let why = "the file or its folder cannot be written";
    let logged = std::fs::metadata(beside(path, "-wal")).is_ok_and(|metadata| metadata.len() > 0);
    if !logged {
        check_readable(path, Access::Immutable)?;
        return Ok(read(why, Access::Immutable));
    }
    match check_readable(path, Access::Read) {
        // Nobody shares the log's index with us, and it cannot be made in this folder.
        Err(StoreError::Sqlite(error))
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen) =>
        {
            let copy = merged_copy(path, env)?;
            check_readable(copy.path(), Access::Immutable)?;
            Ok(OpenedFile { copy: Some(copy), ..read(why, Access::Immutable) })
        }
        readable => readable.map(|()| read(why, Access::Read)),
    }
}

/// A copy of a file into which its write-ahead log is merged.
fn merged_copy(path: &Path, env: &Env) -> Result<Scratch> {
    let copy = Scratch::new(env, Scratch::COPY)?;
    for ending in ["", "-wal"] {
        let copied = File::open(beside(path, ending)).and_then(|mut from| {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            private(&mut options);
            std::io::copy(&mut from, &mut options.open(beside(copy.path(), ending))?)
        });
        copied.map_err(|error| StoreError::io(format!("{} cannot be copied", path.display()), error))?;
    }
    schema::checkpoint(&schema::connect(copy.path(), Access::Write)?)?;
    Ok(copy)
}

enum ToWrite {
    Yes(Connection),
    Newer(i64),
    /// Its schema is not the one of its version; with the reason why it can only be read.
    Altered(String),
}

fn open_to_write(path: &Path) -> Result<ToWrite> {
    let mut connection = schema::connect(path, Access::Write)?;
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        return Err(StoreError::ReadOnly("the file cannot be written".into()));
    }
    let (version, known) = (schema::version(&connection)?, schema::known_version());
    if version > known {
        return Ok(ToWrite::Newer(version));
    }
    let differences = structure::differences(&connection)?;
    if let Some(first) = differences.first() {
        structure::refuse_unreadable(&connection, &differences)?;
        return Ok(ToWrite::Altered(format!("{first}, so what is written might not be kept")));
    }
    // The first write tells whether the folder takes the write-ahead log; nothing else does for sure.
    connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK;")?;
    if version < known {
        schema::migrate(&mut connection)?;
    }
    // A copy made by other tools may have lost the mode.
    let _mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    Ok(ToWrite::Yes(connection))
}

/// Reads the log's length, which fails where SQLite can take no lock, or a newer format has no log.
fn check_readable(path: &Path, access: Access) -> Result<()> {
    let connection = schema::connect(path, access)?;
    let version = schema::version(&connection)?;
    structure::refuse_unreadable(&connection, &structure::differences(&connection)?)?;
    match log::length(&connection) {
        Ok(_) => Ok(()),
        Err(_) if version > schema::known_version() => {
            Err(StoreError::NewerFile { found: version, known: schema::known_version() })
        }
        Err(error) => Err(error),
    }
}

/// The note of the first change, else the file's name.
pub(super) fn name_of(connection: &Connection, path: &Path) -> Result<String> {
    let mut note = None;
    log::read(connection, 1, 1, |stored| {
        note = stored.sealed.note.and_then(|part| String::from_utf8(part.bytes).ok());
        Ok(false)
    })?;
    let stem = || path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(note.filter(|name| !name.trim().is_empty()).unwrap_or_else(stem))
}

/// Lays the file out and writes its first change. Returns the stakeholder it made.
fn begin(path: &Path, env: &Env, name: &str, actor_name: Option<&str>) -> Result<Option<EntityId>> {
    let path = path
        .canonicalize()
        .map_err(|error| StoreError::io(format!("{} cannot be opened", path.display()), error))?;
    let mut connection = schema::connect(&path, Access::Write)?;
    schema::initialise(&mut connection)?;
    let identity = Identity::of(&path)?;
    let seed = env.random_bytes::<32>();
    let key = SigningKey::from_seed(seed);

    let mut records = vec![device_record(env, &key.device(), Reason::New, None, None)];
    let mut person = None;
    if let Some(actor) = actor_name.map(str::trim).filter(|actor| !actor.is_empty()) {
        let entity = new_entity(env);
        person = Some(entity);
        records.push(RecordDraft {
            kind: "stakeholder/1".into(),
            entity,
            on: None,
            ends: None,
            content: Fields::from([("number".into(), Some(Value::Int(1)))]),
            personal: Fields::from([("title".into(), Some(Value::Text(actor.into())))]),
        });
    }
    let name = name.trim();
    let draft = ChangeDraft {
        workspace: None,
        seq: 1,
        parents: Vec::new(),
        clock: 1,
        at: env.clock.now(),
        actor: person,
        act: Act::Begin,
        of: None,
        note: (!name.is_empty()).then(|| name.to_owned()),
        records,
    };
    let sealed = super::append::with_random(env, |random| seal(&draft, &key, random))?;
    let keyring = Keyring::new(&env.home, sealed.id);
    let mut device = keyring.begin(seed, &identity)?;
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    log::insert(&transaction, &sealed, &sealed.header()?, &draft.at)?;
    device.signed(&identity, 1, sealed.id)?;
    transaction.commit()?;
    device.committed()?;
    schema::checkpoint(&connection)?;
    Ok(person)
}

/// A new entity's id.
pub(super) fn new_entity(env: &Env) -> EntityId {
    EntityId::v7(env.clock.millis(), env.random_bytes())
}

/// The record by which a device introduces itself.
pub(super) fn device_record(
    env: &Env,
    device: &DeviceId,
    reason: Reason,
    follows: Option<DeviceId>,
    proof: Option<[u8; 64]>,
) -> RecordDraft {
    let text = |text: String| Some(Value::Text(text));
    let mut content: Fields = BTreeMap::from([
        ("key".into(), text(device.to_string())),
        ("reason".into(), text(reason.as_str().into())),
    ]);
    if let Some(follows) = follows {
        content.insert("follows".into(), text(follows.to_string()));
        content.extend(proof.map(|proof| ("proof".into(), text(hex::encode(proof)))));
    }
    RecordDraft {
        kind: "device/1".into(),
        entity: new_entity(env),
        on: None,
        ends: None,
        content,
        personal: Fields::new(),
    }
}
