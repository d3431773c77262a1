//! Keys under a passphrase: opening them for a while, and giving one out or taking one in as a file.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use throughline_record::signing::follows_message;
use throughline_record::{ChangeId, DeviceId, Signer, SigningKey, WorkspaceId};

use super::{KeyLock, Keyring, OPEN_MILLIS, Written, private_folder};
use crate::env::Env;
use crate::error::{Result, StoreError};
use crate::file::identity::Identity;
use crate::file::locked::Locked;
use crate::file::log;

/// The first member of an exported key.
const EXPORT: &str = "throughline-key/1";

/// A key on its way to another computer.
#[derive(Serialize, Deserialize)]
struct Exported {
    format: String,
    workspace: WorkspaceId,
    device: DeviceId,
    locked: Locked,
    /// The number of the last change it signed, and its id: whoever takes the key in must hold it.
    seq: u64,
    change: Option<ChangeId>,
}

impl Keyring {
    /// The seed of a key, by its passphrase if it has one. One that has none needs none.
    pub fn seed(&self, device: &DeviceId, passphrase: Option<&str>) -> Result<[u8; 32]> {
        let written = self.written(device)?;
        match (&written.locked, passphrase) {
            (None, _) => self.device(written)?.key.map(|key| key.seed()).ok_or(StoreError::KeyLocked),
            (Some(_), None) => Err(StoreError::KeyLocked),
            (Some(locked), Some(passphrase)) => {
                let seed = locked.open(passphrase, &self.workspace, device)?;
                let key = SigningKey::from_seed(seed);
                if key.device() == *device { Ok(seed) } else { Err(StoreError::WrongPassphrase) }
            }
        }
    }

    /// Opens a key for half an hour after its last use.
    pub fn unlock(&self, device: &DeviceId, passphrase: &str, now: u64) -> Result<()> {
        let key = SigningKey::from_seed(self.seed(device, Some(passphrase))?);
        self.opened().insert(*device, (key, now + OPEN_MILLIS));
        Ok(())
    }

    /// Puts a key under a passphrase, another one, or none.
    pub fn protect(
        &self,
        _lock: &KeyLock,
        device: &DeviceId,
        old: Option<&str>,
        new: Option<&str>,
        env: &Env,
    ) -> Result<()> {
        let seed = self.seed(device, old)?;
        let mut written = self.written(device)?;
        (written.locked, written.seed) = match new {
            Some(new) => (Some(Locked::seal(&seed, new, &self.workspace, device, env)?), String::new()),
            None => (None, hex::encode(seed)),
        };
        self.device(written)?.replace()?;
        let mut open = self.opened();
        match new {
            Some(_) => open.insert(*device, (SigningKey::from_seed(seed), env.clock.millis() + OPEN_MILLIS)),
            None => open.remove(device),
        };
        Ok(())
    }

    /// The key as a file that a passphrase opens: for another computer, or for the drawer.
    pub fn exported(
        &self,
        device: &DeviceId,
        passphrase: Option<&str>,
        new: &str,
        env: &Env,
    ) -> Result<Vec<u8>> {
        let seed = self.seed(device, passphrase)?;
        let written = self.written(device)?;
        let exported = Exported {
            format: EXPORT.into(),
            workspace: self.workspace,
            device: *device,
            locked: Locked::seal(&seed, new, &self.workspace, device, env)?,
            seq: written.seq,
            change: written.change,
        };
        let mut bytes = serde_json::to_vec_pretty(&exported)
            .map_err(|error| StoreError::io("The key cannot be written", std::io::Error::other(error)))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Takes in a key that was exported, to sign for this file; it stays under the passphrase it came with.
    pub fn import(
        &self,
        _lock: &KeyLock,
        bytes: &[u8],
        passphrase: &str,
        connection: &Connection,
        identity: &Identity,
    ) -> Result<DeviceId> {
        let not_ours = || StoreError::Key("The file is no key that Throughline exported".into());
        let exported: Exported = serde_json::from_slice(bytes).map_err(|_| not_ours())?;
        if exported.format != EXPORT {
            return Err(not_ours());
        }
        if exported.workspace != self.workspace {
            return Err(StoreError::Key("The key is for another workspace".into()));
        }
        let device = exported.device;
        let seed = exported.locked.open(passphrase, &self.workspace, &device)?;
        if SigningKey::from_seed(seed).device() != device {
            return Err(not_ours());
        }
        if self.owns(&device) {
            return Err(StoreError::Key("The key is here already".into()));
        }
        let held = match &exported.change {
            Some(change) => log::device_has(connection, &device, exported.seq, change)?,
            None => true,
        };
        if !held {
            let sentence =
                "This copy lacks what the key signed last, so the key would sign two changes with one number";
            return Err(StoreError::Key(sentence.into()));
        }
        let (seq, change) = match log::device_tip(connection, &device)? {
            Some((seq, change)) => (seq, Some(change)),
            None => (exported.seq, exported.change),
        };
        private_folder(&self.folder)?;
        let written = Written {
            workspace: self.workspace,
            device,
            seed: String::new(),
            locked: Some(exported.locked),
            identity: identity.clone(),
            seq,
            change,
            committed: true,
            log: None,
        };
        self.device(written)?.create()?;
        Ok(device)
    }

    /// The signature of one of this user's keys over a key that goes on for it; `None` if it is locked or not here.
    pub fn proof(&self, followed: &DeviceId, device: &DeviceId) -> Option<[u8; 64]> {
        let key = self.device(self.written(followed).ok()?).ok()?.key?;
        Some(key.sign(&follows_message(&self.workspace, device)))
    }
}
