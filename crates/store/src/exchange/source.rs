//! Where another copy's changes are read from: a workspace file, or an exchange file.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use rusqlite::Connection;
use throughline_record::exchange::read_line;
use throughline_record::{Hash, SealedChange, WorkspaceId};

use super::archive::{Archive, ArchiveError, Limits, altered};
use super::manifest::{ATTACHMENTS, CHANGES, Manifest};
use crate::env::Env;
use crate::error::{Result, StoreError};
use crate::file::attachment::{self, Chunks, Spool, UNKNOWN_MEDIA};
use crate::file::keys::private_folder;
use crate::file::log;
use crate::file::schema;
use crate::file::scratch::Scratch;
use crate::progress::Progress;
use crate::workspace::open_to_read;

/// A file that was handed over as bytes: kept in the cache folder, for nobody else to read, and deleted when
/// this goes.
pub struct Aside(tempfile::NamedTempFile);

impl Aside {
    /// Keeps these bytes.
    ///
    /// # Errors
    /// If the cache folder cannot be written.
    pub fn holding(bytes: &[u8], env: &Env) -> Result<Self> {
        private_folder(&env.cache)?;
        let kept = tempfile::NamedTempFile::with_prefix_in("aside-", &env.cache).and_then(|mut file| {
            file.write_all(bytes)?;
            Ok(file)
        });
        kept.map(Self).map_err(|error| StoreError::io("What was handed over cannot be kept", error))
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// A change with its parts is one line of at most this many bytes.
const MAX_LINE: u64 = 512 << 20;

/// Another copy's changes, in an order in which parents stand before their children.
pub(crate) enum Source {
    /// A workspace file, and the copy that is read in its place where it cannot be read as it lies.
    File { connection: Connection, workspace: WorkspaceId, length: u64, _copy: Option<Scratch> },
    /// An exchange file.
    Archive { archive: Archive<BufReader<File>>, manifest: Manifest },
}

impl Source {
    /// Opens either kind of file, told apart by its first bytes, and refuses what is neither.
    pub fn open(path: &Path, env: &Env) -> Result<Self> {
        let failed = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => StoreError::NotFound(path.display().to_string()),
            _ => StoreError::io(format!("{} cannot be opened", path.display()), error),
        };
        let mut begin = [0; 4];
        let read = File::open(path).and_then(|mut file| file.read(&mut begin)).map_err(failed)?;
        if begin.get(..read) == Some(b"PK\x03\x04") {
            let reader = BufReader::new(File::open(path).map_err(failed)?);
            return Self::archive(reader).map_err(|error| error.into_store("The file cannot be read"));
        }
        schema::check_magic(path)?;
        let path = path.canonicalize().map_err(failed)?;
        let (connection, copy) = open_to_read(&path, env)?;
        // One moment of it, whatever its owner writes meanwhile.
        connection.execute_batch("BEGIN")?;
        let length = log::length(&connection)?;
        let workspace =
            log::id_at(&connection, 1)?.ok_or_else(|| StoreError::Damaged("it holds no change".into()))?;
        Ok(Self::File { connection, workspace, length, _copy: copy })
    }

    fn archive(reader: BufReader<File>) -> Result<Self, ArchiveError> {
        let mut archive = Archive::open(reader, Limits::EXCHANGE)?;
        let manifest = Manifest::read(&mut archive)?;
        for name in archive.names() {
            let hex = name.strip_prefix(ATTACHMENTS);
            let is_attachment = hex.is_some_and(|hex| format!("sha256:{hex}").parse::<Hash>().is_ok());
            // Checkpoints and anchors may lie beside the changes; a merge has no use for them.
            let beside = name.starts_with("checkpoints/") || name.starts_with("anchors/");
            if !(is_attachment || beside || name == CHANGES || name == "manifest.json") {
                return Err(ArchiveError::Manifest(format!(
                    "`{name}` does not belong into an exchange file"
                )));
            }
        }
        // The digest of the changes first: what the file is not, is said before any of it is read.
        if Some(archive.digest(CHANGES)?) != manifest.digest(CHANGES) {
            return Err(ArchiveError::Altered(CHANGES.into()));
        }
        Ok(Self::Archive { archive, manifest })
    }

    /// The workspace that it says it is of.
    pub fn workspace(&self) -> WorkspaceId {
        match self {
            Self::File { workspace, .. } => *workspace,
            Self::Archive { manifest, .. } => manifest.workspace,
        }
    }

    /// How many changes it says it holds.
    pub fn length(&self) -> u64 {
        match self {
            Self::File { length, .. } => *length,
            Self::Archive { manifest, .. } => manifest.counts.changes,
        }
    }

    /// The manifest, if it is an exchange file.
    pub fn manifest(&self) -> Option<&Manifest> {
        match self {
            Self::File { .. } => None,
            Self::Archive { manifest, .. } => Some(manifest),
        }
    }

    /// Calls `each` with every change and its place in the file, from 1, in order.
    pub fn each(&mut self, mut each: impl FnMut(u64, SealedChange) -> Result<()>) -> Result<()> {
        match self {
            Self::File { connection, .. } => log::read(connection, 0, u64::MAX, |stored| {
                each(stored.position, stored.sealed)?;
                Ok(true)
            }),
            Self::Archive { archive, manifest } => {
                let counted = manifest.counts.changes;
                let told = |error: ArchiveError| error.into_store("The file cannot be read");
                let mut lines = BufReader::with_capacity(1 << 16, archive.stream(CHANGES).map_err(told)?);
                let mut line = Vec::new();
                for number in 1.. {
                    line.clear();
                    let read = (&mut lines).take(MAX_LINE).read_until(b'\n', &mut line);
                    if read.map_err(|error| told(altered(CHANGES, error)))? == 0 {
                        return if number - 1 == counted {
                            Ok(())
                        } else {
                            Err(told(ArchiveError::Manifest("it counts other changes than there are".into())))
                        };
                    }
                    let refused = |detail: String| told(ArchiveError::Line { number, detail });
                    if line.pop() != Some(b'\n') {
                        return Err(refused("it is longer than any change, or has no end".into()));
                    }
                    let text = std::str::from_utf8(&line).map_err(|error| refused(error.to_string()))?;
                    each(number, read_line(text).map_err(|error| refused(error.to_string()))?)?;
                }
                Ok(())
            }
        }
    }

    /// Sets the bytes of an attachment aside, verified, with their media type; `None` if they are not here.
    pub fn attachment(
        &mut self,
        digest: &Hash,
        env: &Env,
        progress: &dyn Progress,
    ) -> Result<Option<(Spool, String)>> {
        let name = digest.to_string();
        let (spool, media) = match self {
            Self::File { connection, .. } => {
                let Some(info) = attachment::info(connection, digest)? else { return Ok(None) };
                let mut bytes = Chunks::over(&*connection, digest)?;
                (Spool::fill(&mut bytes, &name, u64::MAX, env, progress)?, info.media)
            }
            Self::Archive { archive, manifest } => {
                let hex = hex::encode(digest.0);
                let file = format!("{ATTACHMENTS}{hex}");
                if archive.size(&file).is_none() {
                    return Ok(None);
                }
                let told = |error: ArchiveError| error.into_store("The file cannot be read");
                let mut bytes = archive.stream(&file).map_err(told)?;
                let spool = Spool::fill(&mut bytes, &name, Limits::EXCHANGE.file, env, progress)?;
                let media = manifest.media.get(&hex).cloned();
                (spool, media.unwrap_or_else(|| UNKNOWN_MEDIA.to_owned()))
            }
        };
        if spool.digest != *digest {
            return Err(ArchiveError::Altered(name).into_store(""));
        }
        Ok(Some((spool, media)))
    }
}
