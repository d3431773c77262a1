//! Signing a change's header. Keys are made and kept by whoever calls.

use std::cell::Cell;
use std::fmt;

use ed25519_dalek::{Signature, Signer as _, VerifyingKey};

use crate::id::{DeviceId, WorkspaceId};

/// Something that signs for one device.
pub trait Signer {
    /// The public key.
    fn device(&self) -> DeviceId;
    /// The Ed25519 signature (RFC 8032, no prehash) over the message.
    fn sign(&self, message: &[u8]) -> [u8; 64];
}

/// An Ed25519 key in memory; wiped when dropped, never printed.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// The key of a 32-byte seed (the secret key of RFC 8032).
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(&seed))
    }

    /// The seed, to be kept where only its user can read it.
    pub fn seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }
}

impl Signer for SigningKey {
    fn device(&self) -> DeviceId {
        DeviceId(self.0.verifying_key().to_bytes())
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(of device {})", self.device())
    }
}

thread_local! {
    /// The key that was unpacked last: a log is written by few, and unpacking is a tenth of a verification.
    static UNPACKED: Cell<Option<VerifyingKey>> = const { Cell::new(None) };
}

/// Strict verification: keys and points of small order and unreduced scalars are refused, so that
/// a signature has one form and every reader comes to the same answer.
pub(crate) fn verifies(device: &DeviceId, message: &[u8], signature: &[u8; 64]) -> bool {
    let known = UNPACKED.get().filter(|key| key.as_bytes() == &device.0);
    let Some(key) = known.or_else(|| VerifyingKey::from_bytes(&device.0).ok()) else { return false };
    UNPACKED.set(Some(key));
    key.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
}

const FOLLOWS_TAG: &[u8] = b"throughline/follows/v1\n";

/// What a key signs to say that another one goes on for it: a tag, the workspace and the new key, 32 bytes each.
pub fn follows_message(workspace: &WorkspaceId, device: &DeviceId) -> Vec<u8> {
    [FOLLOWS_TAG, &workspace.0, &device.0].concat()
}

/// Whether a signature shows that the holder of `followed` began `device` in this workspace.
pub fn proves_following(
    followed: &DeviceId,
    workspace: &WorkspaceId,
    device: &DeviceId,
    signature: &[u8; 64],
) -> bool {
    verifies(followed, &follows_message(workspace, device), signature)
}
