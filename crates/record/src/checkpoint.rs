//! Checkpoints: the length and root of a log in a note that its device signed, so small that it can be
//! printed, mailed or put into a tag, and kept where whoever holds the key cannot change it.
//!
//! The text is a checkpoint of <https://c2sp.org/tlog-checkpoint> in a signed note of
//! <https://c2sp.org/signed-note>. Origin and key name are both `throughline/<workspace>/<device>`; the
//! device id is the key itself, so that a checkpoint carries all that is needed to check its signature.
//! Whether that device ever wrote to the workspace is for the log to say.

use std::fmt;
use std::str::FromStr;

use signed_note::{Note, Signature, VerifierList, key_id};
use tlog_tiles::{Checkpoint as Body, Hash as TileHash};

use crate::id::{DeviceId, Hash, WorkspaceId};
use crate::signing::{self, Signer};

/// What an origin begins with.
const PRODUCT: &str = "throughline";

/// Ed25519 in signed notes: the byte before the key in the digest that gives the key its number.
const ED25519: u8 = 1;

/// Texts longer than this are not searched: a checkpoint has less than 600 bytes.
const MOST_SEARCHED: usize = 4 << 20;

/// A signed statement of one device: the first `size` changes of the log have this root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Who signs.
    pub device: DeviceId,
    /// How many changes it covers: it speaks of #1 to `#size`.
    pub size: u64,
    /// RFC 6962 root over their ids in order of arrival.
    pub root: Hash,
}

/// Why a text is no checkpoint of a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The text is no signed note, or not in its one spelling.
    #[error("this is not a checkpoint: it is no signed note with origin, size and root")]
    Form,
    /// A signed note of something else.
    #[error("this is a checkpoint of something else: its origin is not `throughline/<workspace>/<device>`")]
    Origin,
    /// The device in the origin did not sign this.
    #[error("the signature is not one of the device it names: the text was altered, or forged")]
    Signature,
}

impl Checkpoint {
    /// `throughline/<workspace>/<device>`: origin and key name.
    pub fn origin(&self) -> String {
        format!("{PRODUCT}/{}/{}", self.workspace, self.device)
    }

    /// The text that is signed: three lines.
    ///
    /// # Errors
    /// None in practice: an origin is never empty.
    fn body(&self) -> Result<Vec<u8>, CheckpointError> {
        Body::new(&self.origin(), self.size, TileHash(self.root.0), "")
            .map(|body| body.to_bytes())
            .map_err(|_| CheckpointError::Form)
    }

    /// The whole signed note, ended by a line feed.
    ///
    /// # Errors
    /// [`CheckpointError::Signature`] if the signer is not the device.
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, CheckpointError> {
        if signer.device() != self.device {
            return Err(CheckpointError::Signature);
        }
        let body = self.body()?;
        let origin = self.origin();
        let id = key_of(&origin, &self.device);
        let signature = Signature::new(origin, id, signer.sign(&body).to_vec());
        let note = signature.and_then(|signature| Note::new(&body, &[signature]));
        let bytes = note.map_err(|_| CheckpointError::Form)?.to_bytes();
        String::from_utf8(bytes).map_err(|_| CheckpointError::Form)
    }

    /// Reads a signed note and proves that the device it names signed it, strictly.
    ///
    /// # Errors
    /// [`CheckpointError`]. Further signatures, of witnesses, are passed over.
    pub fn read(text: &str) -> Result<Self, CheckpointError> {
        let note = Note::from_bytes(text.as_bytes()).map_err(|_| CheckpointError::Form)?;
        let body = Body::from_bytes(note.text()).map_err(|_| CheckpointError::Form)?;
        let (workspace, device) = read_origin(body.origin()).ok_or(CheckpointError::Origin)?;
        let device_key = DeviceKey { id: key_of(body.origin(), &device), name: body.origin().into(), device };
        note.verify(&VerifierList::new(vec![Box::new(device_key)]))
            .map_err(|_| CheckpointError::Signature)?;
        Ok(Self { workspace, device, size: body.size(), root: Hash(body.hash().0) })
    }

    /// Every checkpoint in a text that went through a mail, a tag or a form: with other words around it,
    /// marks of quotation or spaces before its lines, and line ends of any kind. Each with its own text,
    /// as it was signed. What looks like one and is none is among them with what is wrong.
    pub fn find(text: &str) -> Vec<(String, Result<Self, CheckpointError>)> {
        let lines: Vec<&str> =
            text.get(..text.len().min(MOST_SEARCHED)).unwrap_or(text).lines().map(bare).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            at += 1;
            if !line.starts_with(PRODUCT) || !line.contains('/') || line.contains(' ') {
                continue;
            }
            let (note, read) = gather(line, lines.get(at..).unwrap_or_default());
            at += read;
            let checkpoint = Self::read(&note);
            found.push((note, checkpoint));
        }
        found
    }
}

/// A line without what a mail puts around it.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || c == '>' || c == '\u{FEFF}').trim()
}

/// A note written out again from its first line and those after it; and how many of them it took.
fn gather(origin: &str, lines: &[&str]) -> (String, usize) {
    let mut note = format!("{origin}\n");
    let mut signed = false;
    let mut read = 0;
    for line in lines {
        if line.is_empty() && signed {
            break;
        }
        read += 1;
        if line.starts_with("— ") {
            if !signed {
                note.push('\n');
                signed = true;
            }
        } else if signed {
            read -= 1;
            break;
        } else if line.is_empty() {
            continue;
        } else if read > 16 {
            // No signature follows.
            break;
        }
        note.push_str(line);
        note.push('\n');
    }
    (note, read)
}

fn read_origin(origin: &str) -> Option<(WorkspaceId, DeviceId)> {
    let (workspace, device) = origin.strip_prefix(PRODUCT)?.strip_prefix('/')?.split_once('/')?;
    Some((workspace.parse().ok()?, DeviceId::from_str(device).ok()?))
}

fn key_of(origin: &str, device: &DeviceId) -> u32 {
    key_id(origin, &[&[ED25519][..], &device.0].concat())
}

/// The device of an origin, as the notes' library asks for it.
struct DeviceKey {
    id: u32,
    name: String,
    device: DeviceId,
}

impl signed_note::Verifier for DeviceKey {
    fn name(&self) -> &str {
        &self.name
    }
    fn key_id(&self) -> u32 {
        self.id
    }
    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        signature.try_into().is_ok_and(|signature| signing::verifies(&self.device, message, signature))
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{} {}", self.size, self.root)
    }
}
