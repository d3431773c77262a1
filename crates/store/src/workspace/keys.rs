//! The keys of this user: which one signs, under which passphrase, on its way from one computer to another.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use rusqlite::TransactionBehavior;
use throughline_record::DeviceId;

use super::{Workspace, locked};
use crate::error::{Result, StoreError};
use crate::file::keys::{Found, OwnKey, private};
use crate::file::log;

/// A key file is some hundred bytes.
const LARGEST_KEY: u64 = 64 * 1024;

impl Workspace {
    /// The key that would sign the next change of this copy; `None` if the next change begins a new one.
    ///
    /// # Errors
    /// If the keys or the file cannot be read.
    pub fn signing_device(&self) -> Result<Option<DeviceId>> {
        if self.read_only().is_some() {
            return Ok(None);
        }
        let last = locked(&self.writer).device;
        let lock = self.keyring.lock()?;
        let connection = self.file_readers.get()?;
        Ok(match self.keyring.find(&lock, &connection, &self.identity, last.as_ref())? {
            Found::Device(device) => Some(device.id()),
            Found::None { .. } => None,
        })
    }

    /// The key that signs here, begun and introduced by a change of its own if there was none.
    ///
    /// # Errors
    /// Those of [`Workspace::append`].
    pub fn begin_device(&self) -> Result<DeviceId> {
        if let Some(device) = self.signing_device()? {
            return Ok(device);
        }
        self.refuse_if_read_only()?;
        {
            let mut writer = locked(&self.writer);
            self.identity.still_there()?;
            let lock = self.keyring.lock()?;
            let Some(connection) = writer.connection.as_mut() else {
                return Err(StoreError::ReadOnly(crate::reading::FOR_READING.into()));
            };
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let (mut device, _) = self.device(&lock, &transaction, None)?;
            if let Some((seq, change)) = log::device_tip(&transaction, &device.id())? {
                device.signed(&self.identity, seq, change)?;
            }
            transaction.commit()?;
            device.committed()?;
            writer.device = Some(device.id());
        }
        self.catch_up()?;
        self.signing_device()?.ok_or_else(|| StoreError::Key("No key could be begun".into()))
    }

    /// This user's keys of this workspace.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn own_keys(&self) -> Result<Vec<OwnKey>> {
        self.keyring.forget_late(self.env.clock.millis());
        self.keyring.own(self.signing_device()?.as_ref())
    }

    /// Opens the key that signs here, for half an hour after each use. It stays in this process's memory alone.
    ///
    /// # Errors
    /// [`StoreError::WrongPassphrase`], [`StoreError::Key`] if it has none.
    pub fn unlock(&self, passphrase: &str) -> Result<()> {
        let device = self.own_device()?;
        self.keyring.unlock(&device, passphrase, self.env.clock.millis())
    }

    /// Forgets the keys that were opened.
    pub fn lock_keys(&self) {
        self.keyring.close();
    }

    /// Whether this is the passphrase of the key that signs here. Of a key that has none, no passphrase is.
    ///
    /// # Errors
    /// [`StoreError::WrongPassphrase`]; [`StoreError::Key`] if the key has none.
    pub fn prove_passphrase(&self, passphrase: &str) -> Result<()> {
        let device = self.own_device()?;
        if !self.is_protected(&device)? {
            return Err(StoreError::Key("The key has no passphrase yet".into()));
        }
        self.keyring.unlock(&device, passphrase, self.env.clock.millis())
    }

    /// Puts the key that signs here under a passphrase (`new`), or none; `old` is the one it has.
    ///
    /// # Errors
    /// [`StoreError::KeyLocked`] if `old` is missing, [`StoreError::WrongPassphrase`], and those of the file system;
    /// the key is then as it was.
    pub fn set_passphrase(&self, old: Option<&str>, new: Option<&str>) -> Result<DeviceId> {
        let device = self.begin_device()?;
        let lock = self.keyring.lock()?;
        self.keyring.protect(&lock, &device, old, new, &self.env)?;
        Ok(device)
    }

    /// Writes the key that signs here to a new file under a passphrase of its own.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`], [`StoreError::WrongPassphrase`], those of the file system; no file is left then.
    pub fn export_key(&self, to: &Path, passphrase: Option<&str>, new: &str) -> Result<DeviceId> {
        let device = self.begin_device()?;
        let bytes = self.keyring.exported(&device, passphrase, new, &self.env)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        private(&mut options);
        let mut file = options.open(to).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::AlreadyExists(to.to_owned()),
            _ => StoreError::io(format!("{} cannot be written", to.display()), error),
        })?;
        file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(|error| {
            let _ = std::fs::remove_file(to);
            StoreError::io(format!("{} cannot be written", to.display()), error)
        })?;
        Ok(device)
    }

    /// Takes in an exported key, to sign here from now on. It stays under the passphrase it came with.
    ///
    /// # Errors
    /// [`StoreError::Key`] if this copy has a key of its own, lacks what the key signed last, or the file is none;
    /// [`StoreError::WrongPassphrase`].
    pub fn import_key(&self, from: &Path, passphrase: &str) -> Result<DeviceId> {
        self.refuse_if_read_only()?;
        if self.signing_device()?.is_some() {
            let sentence = "This copy signs with a key of its own already; a copy has one key";
            return Err(StoreError::Key(sentence.into()));
        }
        let failed = |error| StoreError::io(format!("{} cannot be read", from.display()), error);
        if std::fs::metadata(from).map_err(failed)?.len() > LARGEST_KEY {
            return Err(StoreError::Key("The file is no key that Throughline exported".into()));
        }
        let bytes = std::fs::read(from).map_err(failed)?;
        let lock = self.keyring.lock()?;
        let connection = self.file_readers.get()?;
        let device = self.keyring.import(&lock, &bytes, passphrase, &connection, &self.identity)?;
        drop(lock);
        self.keyring.unlock(&device, passphrase, self.env.clock.millis())?;
        Ok(device)
    }

    /// Whether a key of this user is under a passphrase.
    ///
    /// # Errors
    /// If the keys cannot be read.
    pub fn is_protected(&self, device: &DeviceId) -> Result<bool> {
        Ok(self.keyring.own(None)?.iter().any(|key| key.device == *device && key.protected))
    }

    fn own_device(&self) -> Result<DeviceId> {
        self.signing_device()?.ok_or_else(|| StoreError::Key("This copy has no key yet".into()))
    }
}
