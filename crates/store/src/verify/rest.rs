//! What a verification looks at beside the log: the schema, attachments, the database itself.

use std::io::Read;

use rusqlite::Connection;
use throughline_record::Hash;

use super::VerifyFault;
use crate::error::Result;
use crate::file::attachment::{self, CHUNK, Chunks};
use crate::file::structure;
use crate::progress::{Progress, step};
use crate::view::View;

/// What is wrong with a file, by its digest.
pub(crate) type FileFault = (String, VerifyFault);

/// The schema with the triggers that keep the log, and what SQLite itself checks.
pub(crate) fn check_structure(connection: &Connection) -> Result<Vec<VerifyFault>> {
    let mut faults = Vec::new();
    for difference in structure::differences(connection)? {
        faults.push(VerifyFault::new("structure", None, difference.to_string()));
    }
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    let answers = statement.query_map([], |row| row.get::<_, String>(0))?;
    for answer in answers {
        let answer = answer?;
        if answer != "ok" {
            faults.push(VerifyFault::new("database", None, answer));
        }
    }
    Ok(faults)
}

/// Files that artefacts name, in a view folded from the log, and whose bytes are not here. What was
/// erased names nothing any more.
pub(super) fn missing_attachments(connection: &Connection, view: &View) -> Result<Vec<FileFault>> {
    let mut faults = Vec::new();
    view.attachments(|entity, digest, name| {
        let held = match digest.parse::<Hash>() {
            Ok(digest) => attachment::info(connection, &digest)?.is_some(),
            Err(_) => false,
        };
        if !held {
            let fault =
                VerifyFault::new("attachment", None, format!("the file {name} ({digest}) is not here"));
            faults.push((digest.to_owned(), VerifyFault { entity: Some(entity), ..fault }));
        }
        Ok(())
    })?;
    Ok(faults)
}

/// Says of each file which record named it first, what that is about, and who recorded it.
pub(super) fn name_files(view: &View, faults: &mut [FileFault]) -> Result<()> {
    for (digest, fault) in faults {
        if let Some(naming) = view.naming(digest)? {
            fault.position = Some(naming.position);
            fault.record = Some(naming.record);
            fault.entity = fault.entity.or(Some(naming.entity));
            fault.actor = naming.actor;
        }
    }
    Ok(())
}

/// Reads every attachment to its end.
pub(crate) fn check_attachments(
    connection: &Connection,
    progress: &dyn Progress,
) -> Result<(u64, Vec<FileFault>)> {
    let digests = attachment::digests(connection)?;
    let total = digests.len() as u64;
    let mut faults = Vec::new();
    let mut buffer = vec![0; CHUNK];
    for (done, digest) in (1..).zip(&digests) {
        let mut chunks = Chunks::over(connection, digest)?;
        loop {
            match chunks.read(&mut buffer) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => {
                    let fault = VerifyFault::new("attachment", None, error.to_string());
                    faults.push((digest.to_string(), fault));
                    break;
                }
            }
        }
        step(progress, done, total, "attachments")?;
    }
    Ok((total, faults))
}
