//! The keys of this user's copies of a workspace.
//!
//! A key belongs to one copy of one workspace. Beside it stands which file that copy is and what
//! was signed last. A key is used again only if the file is that file, and holds what was signed
//! last; in doubt a new device begins, which is always safe: two changes with one (device, seq)
//! would look like forgery for ever.
//!
//! The note is on the disk before the change is, so it never says less than the file. It may say one
//! change more, if the process died between the two: then the file may lack the change because it was
//! never committed, or because a backup was put in its place since. Only if the write-ahead log is still
//! the very file that it was when the change was signed has nobody restored anything.
//!
//! All processes of a user take one lock per workspace around reading, signing and committing.

mod passphrase;

use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use throughline_record::{ChangeId, DeviceId, Signer, SigningKey, WorkspaceId};

use super::identity::{Identity, WriteAheadLog};
use super::locked::Locked;
use super::log;
use crate::error::{Result, StoreError};

/// Longest wait for the other processes of this user, in milliseconds: each holds the lock for one
/// change, and a change of 30,000 records takes about a second.
const PATIENCE_MILLIS: u64 = 30_000;

/// How long a key stays open after it was last used, in milliseconds: half an hour.
pub const OPEN_MILLIS: u64 = 30 * 60 * 1000;

/// What a key file says.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Written {
    workspace: WorkspaceId,
    device: DeviceId,
    /// 32 bytes in hex: the secret; empty if it is locked.
    #[serde(default)]
    seed: String,
    /// The secret under a passphrase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    locked: Option<Locked>,
    identity: Identity,
    /// The number of the last change signed; 0 if there is none yet.
    seq: u64,
    /// Its id.
    change: Option<ChangeId>,
    /// Whether the file is known to hold it. A process that dies while it commits leaves `false`.
    committed: bool,
    /// The write-ahead log it was to be committed to.
    #[serde(default)]
    log: Option<WriteAheadLog>,
}

/// The folder with the keys of one workspace.
pub struct Keyring {
    folder: PathBuf,
    workspace: WorkspaceId,
    /// Keys that were opened by their passphrase, and until when they stay so. Never on the disk.
    open: Mutex<HashMap<DeviceId, (SigningKey, u64)>>,
}

/// A key of this user, as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnKey {
    /// Its public half.
    pub device: DeviceId,
    /// It signs what is recorded in this file.
    pub in_use: bool,
    /// It is under a passphrase.
    pub protected: bool,
    /// It is under a passphrase and was opened.
    pub open: bool,
}

/// Holds the other processes of this user off this workspace's keys.
pub struct KeyLock(#[expect(dead_code, reason = "the lock ends when the file closes")] File);

/// A key that may sign the next change of a file.
pub struct Device {
    /// `None` while it is locked.
    key: Option<SigningKey>,
    path: PathBuf,
    written: Written,
}

/// Why a new device begins, as the field `reason` of kind `device` spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// This user never wrote to the workspace.
    New,
    /// The file is a copy of one that this user wrote to.
    Copied,
    /// The file lacks what was signed for it: an older backup was put in its place.
    Restored,
}

impl Reason {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Copied => "copied",
            Self::Restored => "restored",
        }
    }
}

/// What the keyring knows about a file.
pub enum Found {
    /// The key to go on with.
    Device(Box<Device>),
    /// A new device must begin; with the key it follows, if there is one.
    None { reason: Reason, follows: Option<DeviceId> },
}

impl Keyring {
    pub fn new(home: &Path, workspace: WorkspaceId) -> Self {
        Self {
            folder: home.join("keys").join(workspace.to_string()),
            workspace,
            open: Mutex::new(HashMap::new()),
        }
    }

    /// Waits for the lock of this workspace's keys.
    pub fn lock(&self) -> Result<KeyLock> {
        self.lock_within(PATIENCE_MILLIS)
    }

    fn lock_within(&self, patience_millis: u64) -> Result<KeyLock> {
        private_folder(&self.folder)?;
        let path = self.folder.join("lock");
        let failed = |error| StoreError::io(format!("The lock {} cannot be used", path.display()), error);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        private(&mut options);
        let file = options.open(&path).map_err(failed)?;
        let mut waited = 0;
        let mut uneven = u64::from(std::process::id());
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(KeyLock(file)),
                Err(TryLockError::Error(error)) => return Err(failed(error)),
                Err(TryLockError::WouldBlock) if waited >= patience_millis => return Err(StoreError::Busy),
                Err(TryLockError::WouldBlock) => {
                    // Uneven waits, so that nobody is last every time.
                    uneven = uneven.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    let millis = 1 + (uneven >> 33) % 4;
                    std::thread::sleep(Duration::from_millis(millis));
                    waited += millis;
                }
            }
        }
    }

    /// The key for the file behind `connection`, read under the lock and inside a write transaction.
    /// `last` is the device used before, which is looked at first.
    pub fn find(
        &self,
        _lock: &KeyLock,
        connection: &Connection,
        identity: &Identity,
        last: Option<&DeviceId>,
    ) -> Result<Found> {
        if let Some(device) = last
            && let Some(written) = self.read(&self.path_of(device))
            && written.identity.same_file(identity)
            && standing(&written, connection, identity)?.may_go_on()
        {
            return Ok(Found::Device(Box::new(self.device(written)?)));
        }
        let (mut best, mut reason) = (None::<Written>, Reason::New);
        let mut follows = None::<((bool, bool, u64), DeviceId)>;
        for written in self.all()? {
            let standing = standing(&written, connection, identity)?;
            if standing == Standing::Unknown {
                continue;
            }
            if written.identity.same_file(identity) && standing.may_go_on() {
                if best.as_ref().is_none_or(|best| best.seq < written.seq) {
                    best = Some(written);
                }
                continue;
            }
            // The same place with less in it is a restored backup, whatever file now lies there.
            let restored = written.identity.path == identity.path;
            if restored || reason == Reason::New {
                reason = if restored { Reason::Restored } else { Reason::Copied };
            }
            // A key that wrote in another copy alone is one that nobody here knows: it could not vouch for the
            // new one. Of those that wrote here, the one of this place, else the one that wrote last.
            let wrote = log::last_of(connection, &written.device)?.unwrap_or(0);
            let rank = (wrote > 0, restored, wrote);
            if follows.is_none_or(|(best, _)| best < rank) {
                follows = Some((rank, written.device));
            }
        }
        let follows = follows.map(|(_, device)| device);
        match best {
            Some(written) => Ok(Found::Device(Box::new(self.device(written)?))),
            None => Ok(Found::None { reason, follows }),
        }
    }

    /// Brings the notes beside this file's keys up to what the file holds: a process may have died
    /// between committing a change and noting it. Gives way to whoever is writing, who does the same.
    pub fn reconcile(&self, connection: &Connection, identity: &Identity) -> Result<()> {
        if !self.folder.is_dir() {
            return Ok(());
        }
        let _lock = match self.lock_within(0) {
            Err(StoreError::Busy) => return Ok(()),
            lock => lock?,
        };
        for mut written in self.all()? {
            if !written.identity.same_file(identity) || !standing(&written, connection, identity)?.may_go_on()
            {
                continue;
            }
            let Some((seq, change)) = log::device_tip(connection, &written.device)? else { continue };
            if written.committed && written.seq == seq {
                continue;
            }
            (written.seq, written.change, written.committed) = (seq, Some(change), true);
            self.device(written)?.update(true)?;
        }
        Ok(())
    }

    /// Makes and keeps a key that has signed nothing yet.
    pub fn begin(&self, seed: [u8; 32], identity: &Identity) -> Result<Device> {
        private_folder(&self.folder)?;
        let key = SigningKey::from_seed(seed);
        let device = Device {
            path: self.path_of(&key.device()),
            written: Written {
                workspace: self.workspace,
                device: key.device(),
                seed: hex::encode(seed),
                locked: None,
                identity: identity.clone(),
                seq: 0,
                change: None,
                committed: true,
                log: None,
            },
            key: Some(key),
        };
        device.create()?;
        Ok(device)
    }

    /// Whether the device is one of this user's.
    pub fn owns(&self, device: &DeviceId) -> bool {
        self.path_of(device).exists()
    }

    fn path_of(&self, device: &DeviceId) -> PathBuf {
        self.folder.join(format!("{device}.key"))
    }

    /// All readable key files. An unreadable one is passed over: a new device then begins.
    fn all(&self) -> Result<Vec<Written>> {
        let failed =
            |error| StoreError::io(format!("The keys in {} cannot be read", self.folder.display()), error);
        let mut all = Vec::new();
        for entry in std::fs::read_dir(&self.folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|extension| extension == "key") {
                all.extend(self.read(&path));
            }
        }
        // Folder order is no order; the same files must give the same answer.
        all.sort_by_key(|written| written.device);
        Ok(all)
    }

    fn read(&self, path: &Path) -> Option<Written> {
        let bytes = std::fs::read(path).ok()?;
        // Only the first value: a process that dies while it overwrites may leave the end of a longer text.
        let mut values = serde_json::Deserializer::from_slice(&bytes).into_iter::<Written>();
        let written = values.next()?.ok()?;
        (written.workspace == self.workspace).then_some(written)
    }

    fn device(&self, written: Written) -> Result<Device> {
        let path = self.path_of(&written.device);
        if written.locked.is_some() {
            let key = self.opened().get(&written.device).map(|(key, _)| key.clone());
            return Ok(Device { key, path, written });
        }
        let mut seed = [0; 32];
        let readable = hex::decode_to_slice(&written.seed, &mut seed).is_ok();
        let key = SigningKey::from_seed(seed);
        if !readable || key.device() != written.device {
            return Err(StoreError::Key(format!(
                "The key file {} does not hold its key: restore it, or move it away, and the next change begins a new key",
                path.display()
            )));
        }
        Ok(Device { key: Some(key), path, written })
    }

    fn opened(&self) -> MutexGuard<'_, HashMap<DeviceId, (SigningKey, u64)>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets the keys whose time is over.
    pub fn forget_late(&self, now: u64) {
        self.opened().retain(|_, (_, until)| now < *until);
    }

    /// Keeps a key that is used now open for its time again.
    pub fn used(&self, device: &DeviceId, now: u64) {
        if let Some((_, until)) = self.opened().get_mut(device) {
            *until = now + OPEN_MILLIS;
        }
    }

    /// Forgets every key that was opened.
    pub fn close(&self) {
        self.opened().clear();
    }

    /// This user's keys of the workspace; `in_use` says which signs for the file behind a connection.
    pub fn own(&self, in_use: Option<&DeviceId>) -> Result<Vec<OwnKey>> {
        if !self.folder.is_dir() {
            return Ok(Vec::new());
        }
        let open = self.opened();
        let own = self.all()?.into_iter().map(|written| OwnKey {
            device: written.device,
            in_use: in_use == Some(&written.device),
            protected: written.locked.is_some(),
            open: open.contains_key(&written.device),
        });
        Ok(own.collect())
    }

    fn written(&self, device: &DeviceId) -> Result<Written> {
        self.read(&self.path_of(device))
            .ok_or_else(|| StoreError::NotFound(format!("A key {device} on this computer")))
    }
}

/// How a file stands to what was signed with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It holds what was signed last.
    Held,
    /// It lacks only that, which was never committed.
    NeverCommitted,
    /// It lacks something that may have been committed.
    Behind,
    /// Nothing shows that any file ever held a change of this key.
    Unknown,
}

impl Standing {
    /// Whether the key may sign the next change.
    fn may_go_on(self) -> bool {
        matches!(self, Self::Held | Self::NeverCommitted)
    }
}

fn standing(written: &Written, connection: &Connection, identity: &Identity) -> Result<Standing> {
    let here = log::device_tip(connection, &written.device)?.map_or(0, |(seq, _)| seq);
    if here == 0 && (written.seq == 0 || !written.committed) {
        return Ok(Standing::Unknown);
    }
    if here < written.seq {
        let undisturbed = written.log.is_some() && written.log == WriteAheadLog::beside(&identity.path);
        let never = !written.committed && here + 1 == written.seq && undisturbed;
        return Ok(if never { Standing::NeverCommitted } else { Standing::Behind });
    }
    let held = match &written.change {
        // It may hold more than we remember: notes of earlier versions were lost with the power.
        Some(change) => log::device_has(connection, &written.device, written.seq, change)?,
        None => true,
    };
    Ok(if held { Standing::Held } else { Standing::Behind })
}

impl Device {
    /// What signs.
    ///
    /// # Errors
    /// [`StoreError::KeyLocked`].
    pub fn key(&self) -> Result<&SigningKey> {
        self.key.as_ref().ok_or(StoreError::KeyLocked)
    }

    pub fn id(&self) -> DeviceId {
        self.written.device
    }

    /// Notes what is about to be committed, so that a copy of the file that lacks it is noticed.
    pub fn signed(&mut self, identity: &Identity, seq: u64, change: ChangeId) -> Result<()> {
        self.written.identity = identity.clone();
        self.written.seq = seq;
        self.written.change = Some(change);
        self.written.committed = false;
        self.written.log = WriteAheadLog::beside(&identity.path);
        self.update(true)
    }

    /// Notes that the file holds it.
    pub fn committed(&mut self) -> Result<()> {
        self.written.committed = true;
        self.update(false)
    }

    fn bytes(&self) -> Result<Vec<u8>> {
        let written = serde_json::to_vec_pretty(&self.written);
        let mut bytes = written.map_err(|error| self.failed(std::io::Error::other(error)))?;
        // Of one length, so that overwriting it changes nothing but its bytes and is soon on the disk.
        bytes.resize(bytes.len().next_multiple_of(512), b' ');
        Ok(bytes)
    }

    fn failed(&self, error: std::io::Error) -> StoreError {
        StoreError::io(format!("The key {} cannot be kept", self.path.display()), error)
    }

    fn create(&self) -> Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        private(&mut options);
        let write = |bytes: &[u8]| {
            let mut file = options.open(&self.path)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write(&self.bytes()?).map_err(|error| self.failed(error))
    }

    /// Puts another file in its place: beside it first, so that a crash leaves the old key or the new one. The old
    /// bytes are overwritten before, as the file may have held the secret in clear.
    fn replace(&self) -> Result<()> {
        let beside = self.path.with_extension("new");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        private(&mut options);
        let write = |bytes: &[u8]| {
            let mut file = options.open(&beside)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            let mut old = OpenOptions::new().write(true).open(&self.path)?;
            let length = old.metadata()?.len();
            std::fs::rename(&beside, &self.path)?;
            old.write_all(&vec![b' '; usize::try_from(length).unwrap_or(0)])?;
            old.sync_all()
        };
        write(&self.bytes()?).map_err(|error| self.failed(error))
    }

    /// Overwrites in place. What was signed is `on_disk` before it is committed; that it was committed
    /// the file itself tells, so nobody waits for that. A torn note begins a new device.
    fn update(&self, on_disk: bool) -> Result<()> {
        let write = |bytes: &[u8]| {
            let mut file = OpenOptions::new().write(true).open(&self.path)?;
            let metadata = file.metadata()?;
            keep_private(&file, &metadata);
            file.write_all(bytes)?;
            if metadata.len() != bytes.len() as u64 {
                file.set_len(bytes.len() as u64)?;
            }
            if on_disk { file.sync_data() } else { Ok(()) }
        };
        write(&self.bytes()?).map_err(|error| self.failed(error))
    }
}

/// Takes a key away from others who may read it: tools that copy files often forget who may not.
fn keep_private(file: &File, metadata: &std::fs::Metadata) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mut permissions = metadata.permissions();
        if permissions.mode() & 0o077 != 0 {
            permissions.set_mode(0o600);
            if let Err(error) = file.set_permissions(permissions) {
                tracing::warn!(%error, "others may read a key file");
            }
        }
    }
    #[cfg(not(unix))]
    let _ = (file, metadata);
}

/// Makes a folder that only its user can enter.
pub fn private_folder(path: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder
        .create(path)
        .map_err(|error| StoreError::io(format!("The folder {} cannot be made", path.display()), error))
}

/// Makes files that only their user can read.
pub fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = options;
}
