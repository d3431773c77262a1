//! Writing the changes since a position to a file.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use rusqlite::Connection;
use throughline_record::{Change, Hash, Opened, PartName, Value, decode, exchange, merkle};

use super::archive::{ArchiveDraft, ArchiveError};
use super::manifest::{ATTACHMENTS, CHANGES, Counts, FORMAT, LogMark, Manifest, Runs};
use super::source::Source;
use crate::error::{Result, StoreError};
use crate::file::attachment::{self, Chunks};
use crate::file::backup::Unfinished;
use crate::file::keys::private_folder;
use crate::file::log;
use crate::progress::{Progress, step};
use crate::workspace::Workspace;

/// What an exchange file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// Position of the first change in it.
    pub first: u64,
    /// Position of the last one.
    pub last: u64,
    /// How many records its changes hold.
    pub records: u64,
    /// How many files lie beside them.
    pub attachments: u64,
    /// How large it is.
    pub bytes: u64,
}

impl Workspace {
    /// Writes the changes after the position `since` (0: all of them), with the attachments they name, to a
    /// path where nothing lies yet. It is read back and verified before this returns; if that fails or it is
    /// cancelled, nothing is left at the path. The same log gives the same bytes.
    ///
    /// # Errors
    /// [`StoreError::Query`] if there is no change after `since`, [`StoreError::AlreadyExists`],
    /// [`StoreError::Cancelled`], [`StoreError::Unsound`] for a change that does not verify, and those of the
    /// file system.
    pub fn export_changes(&self, since: u64, to: &Path, progress: &dyn Progress) -> Result<Exported> {
        if to.exists() {
            return Err(StoreError::AlreadyExists(to.to_owned()));
        }
        let connection = self.file_readers().get()?;
        // One moment of the log; the pool ends the transaction.
        connection.execute_batch("BEGIN")?;
        let last = log::length(&connection)?;
        if since >= last {
            return Err(StoreError::Query(format!(
                "nothing was recorded after #{since}; the record ends with #{last}"
            )));
        }
        let told = |error: ArchiveError| error.into_store("The exchange file cannot be written");
        let failed = |error| StoreError::io("The exchange file cannot be written", error);
        let (mut runs, mut tree) = (Runs::default(), merkle::Tree::new());
        log::ids_from(&connection, 1, |id| tree.push(&id.0))?;
        log::headers(&connection, since, |position, _, header| {
            runs.push(position, header);
            Ok(())
        })?;

        let mut lines = BufWriter::new(tempfile::tempfile_in(self.scratch_folder()?).map_err(failed)?);
        let (mut records, mut named) = (0, BTreeSet::new());
        log::read(&connection, since + 1, last, |stored| {
            let unsound = |fault| StoreError::Unsound { number: stored.position, fault };
            let change = decode(&stored.sealed).map_err(unsound)?;
            records += change.records.len() as u64;
            named.extend(files_named(&change).into_iter().map(|(_, digest, _)| digest));
            writeln!(lines, "{}", exchange::line(&stored.sealed)).map_err(failed)?;
            step(progress, stored.position - since, last - since, "changes")?;
            Ok(true)
        })?;
        let lines = lines.into_inner().map_err(|error| failed(error.into_error()))?;

        let mut draft = ArchiveDraft::new();
        draft.put_file(CHANGES, lines).map_err(told)?;
        let mut manifest = Manifest {
            format: FORMAT.into(),
            workspace: self.id(),
            first: since + 1,
            last,
            log: LogMark { length: last, root: tree.root() },
            counts: Counts { changes: last - since, records, attachments: 0 },
            before: runs.finish(),
            files: Vec::new(),
            media: Default::default(),
        };
        for digest in named {
            let Some(info) = attachment::info(&connection, &digest)? else { continue };
            let hex = hex::encode(digest.0);
            let spooled = self.spooled(&connection, &digest)?;
            draft.put_file(&format!("{ATTACHMENTS}{hex}"), spooled).map_err(told)?;
            manifest.media.insert(hex, info.media);
            manifest.counts.attachments += 1;
            step(progress, manifest.counts.attachments, manifest.counts.attachments, "attachments")?;
        }
        let attachments = manifest.counts.attachments;
        manifest.put(&mut draft).map_err(told)?;

        let unfinished = Unfinished::beside(to, &hex::encode(self.env().random_bytes::<8>()))?;
        let file = File::options().write(true).open(unfinished.path()).map_err(failed)?;
        let mut file = draft.write(BufWriter::new(file)).map_err(told)?;
        file.flush().map_err(failed)?;
        let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)?;
        let bytes = file.metadata().map_err(failed)?.len();
        let mut written = Source::open(unfinished.path(), self.env())?;
        written.each(|number, sealed| {
            decode(&sealed).map_err(|fault| StoreError::Unsound { number, fault })?;
            step(progress, number, last - since, "changes read back")
        })?;
        unfinished.finish(to)?;
        Ok(Exported { first: since + 1, last, records, attachments, bytes })
    }

    /// The bytes of an attachment in a file without a name.
    fn spooled(&self, connection: &Connection, digest: &Hash) -> Result<File> {
        let failed = |error| StoreError::io("The attachment cannot be copied", error);
        let mut file = tempfile::tempfile_in(self.scratch_folder()?).map_err(failed)?;
        std::io::copy(&mut Chunks::over(connection, digest)?, &mut file).map_err(failed)?;
        Ok(file)
    }

    fn scratch_folder(&self) -> Result<&Path> {
        private_folder(&self.env().cache)?;
        Ok(&self.env().cache)
    }
}

/// The digests that a change names, each with the part that is here and names it, and whether it is that of a
/// file which belongs into the workspace. Any text that is a digest may be one: which of a kind's fields hold
/// files is the model's affair, and a kind may be newer than it.
pub(super) fn files_named(change: &Change) -> Vec<(PartName, Hash, bool)> {
    let mut named = Vec::new();
    for record in &change.records {
        let (content, personal) = (PartName::Content(record.address), PartName::Personal(record.address));
        for (name, part) in [(content, &record.content), (personal, &record.personal)] {
            if let Opened::Here(fields) = part {
                let mut found = Vec::new();
                fields.values().flatten().for_each(|value| digests_in(value, &mut found));
                named.extend(found.into_iter().map(|(digest, is_file)| (name, digest, is_file)));
            }
        }
    }
    named
}

fn digests_in(value: &Value, found: &mut Vec<(Hash, bool)>) {
    match value {
        Value::Text(text) => found.extend(text.parse::<Hash>().ok().map(|digest| (digest, false))),
        Value::List(items) => items.iter().for_each(|item| digests_in(item, found)),
        Value::Map(file) if ["digest", "media", "size"].iter().all(|name| file.contains_key(*name)) => {
            let digest = file.get("digest").and_then(Value::as_text);
            found.extend(digest.and_then(|digest| digest.parse::<Hash>().ok()).map(|digest| (digest, true)));
        }
        Value::Map(entries) => entries.values().for_each(|item| digests_in(item, found)),
        Value::Bool(_) | Value::Int(_) => {}
    }
}
