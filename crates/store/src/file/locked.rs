//! A key under a passphrase: Argon2id (RFC 9106) makes the key of XChaCha20-Poly1305, which holds the seed.
//! What was chosen stands beside it, so that later versions may choose more.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use throughline_record::{DeviceId, WorkspaceId};

use crate::env::Env;
use crate::error::{Result, StoreError};

/// Memory of one guess, in KiB: 64 MiB, with three passes the second choice that RFC 9106 §4 recommends.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;

/// Most memory a key file may ask for, in KiB: 1 GiB. It may come from anywhere.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 64;

/// Bound to what it is for, so that it opens nothing else.
const TAG: &[u8] = b"throughline/key/v1\n";

/// A seed that a passphrase opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locked {
    /// `argon2id`, version 1.3.
    kdf: String,
    /// Memory in KiB.
    memory: u32,
    /// Passes over it.
    passes: u32,
    /// Lanes.
    lanes: u32,
    /// 16 random bytes in hex.
    salt: String,
    /// `xchacha20poly1305`.
    cipher: String,
    /// 24 random bytes in hex.
    nonce: String,
    /// The seed and its tag, 48 bytes in hex.
    sealed: String,
}

impl Locked {
    /// Puts a seed under a passphrase.
    ///
    /// # Errors
    /// [`StoreError::Key`] if the passphrase is empty, or there is no memory for it.
    pub fn seal(
        seed: &[u8; 32],
        passphrase: &str,
        workspace: &WorkspaceId,
        device: &DeviceId,
        env: &Env,
    ) -> Result<Self> {
        if passphrase.is_empty() {
            return Err(StoreError::Key("A passphrase of no characters protects nothing".into()));
        }
        let (salt, nonce) = (env.random_bytes::<16>(), env.random_bytes::<24>());
        let key = derive(passphrase, &salt, MEMORY_KIB, PASSES, LANES)?;
        let payload = Payload { msg: seed, aad: &bound(workspace, device) };
        let sealed = XChaCha20Poly1305::new((&key).into())
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| StoreError::Key("The key could not be put under the passphrase".into()))?;
        Ok(Self {
            kdf: "argon2id".into(),
            memory: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt: hex::encode(salt),
            cipher: "xchacha20poly1305".into(),
            nonce: hex::encode(nonce),
            sealed: hex::encode(sealed),
        })
    }

    /// The seed, if this is the passphrase.
    ///
    /// # Errors
    /// [`StoreError::WrongPassphrase`]; [`StoreError::Key`] if it was made in a way this version does not know, or
    /// asks for more memory or time than any key needs.
    pub fn open(&self, passphrase: &str, workspace: &WorkspaceId, device: &DeviceId) -> Result<[u8; 32]> {
        let unknown =
            || StoreError::Key("The key is protected in a way that this version does not know".into());
        let within = self.memory <= MOST_MEMORY_KIB && self.passes <= MOST_PASSES && self.lanes <= 64;
        if self.kdf != "argon2id" || self.cipher != "xchacha20poly1305" || !within {
            return Err(unknown());
        }
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        hex::decode_to_slice(&self.salt, &mut salt).map_err(|_| unknown())?;
        hex::decode_to_slice(&self.nonce, &mut nonce).map_err(|_| unknown())?;
        let sealed = hex::decode(&self.sealed).map_err(|_| unknown())?;
        let key = derive(passphrase, &salt, self.memory, self.passes, self.lanes)?;
        let payload = Payload { msg: &sealed, aad: &bound(workspace, device) };
        XChaCha20Poly1305::new((&key).into())
            .decrypt(XNonce::from_slice(&nonce), payload)
            .ok()
            .and_then(|seed| seed.try_into().ok())
            .ok_or(StoreError::WrongPassphrase)
    }
}

fn bound(workspace: &WorkspaceId, device: &DeviceId) -> Vec<u8> {
    [TAG, &workspace.0, &device.0].concat()
}

fn derive(passphrase: &str, salt: &[u8], memory: u32, passes: u32, lanes: u32) -> Result<[u8; 32]> {
    let failed = |_| StoreError::Key("The passphrase could not be worked out: too little memory".into());
    let params = Params::new(memory, passes, lanes, Some(32)).map_err(failed)?;
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut key)
        .map_err(failed)?;
    Ok(key)
}
